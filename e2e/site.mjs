// A real server and a real browser for the tests; each file starts its own.
import { spawn } from "node:child_process";
import { mkdtemp, readFile, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium } from "playwright-core";
import { AxeBuilder } from "@axe-core/playwright";
import assert from "node:assert/strict";

const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];

/** A paper of one page that holds some words, so that no two are one. */
export const paper = (words) => Buffer.from([
  "%PDF-1.4", `%${words}`, "1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj", "2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj",
  "3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>endobj", "trailer<</Root 1 0 R>>", "%%EOF", "",
].join("\n"));
/** The password of those people. */
export const password = "shien trial 2026";

/** The body of a letter as its reader sees it. */
function decoded(text) {
  const [head, ...rest] = text.split("\r\n\r\n");
  const body = rest.join("\r\n\r\n");
  if (/content-transfer-encoding: base64/i.test(head)) return Buffer.from(body, "base64").toString("utf8");
  const bytes = body.replace(/=\r\n/g, "").replace(/=([0-9A-F]{2})/g, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16)));
  return Buffer.from(bytes, "latin1").toString("utf8");
}

function finished(child) {
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("exit", (code) => (code === 0 ? resolve() : reject(new Error(`exit ${code}`))));
  });
}

/** Starts a server over a database of its own, and a browser; `gbizid` is a provider to sign in with, `settings` more of the environment. */
export async function open({ gbizid, settings = {} } = {}) {
  const folder = await mkdtemp(join(tmpdir(), "shien-e2e-"));
  const database = `sqlite:${join(folder, "shien.db")}`;
  const shien = process.env.SHIEN;
  assert.ok(shien, "SHIEN names the binary to test");
  const mail = join(folder, "mail");
  const files = join(folder, "files");
  await finished(spawn(shien, ["load", "--samples", "--database", database, "--files", files], { stdio: "ignore" }));
  const env = { ...process.env, ...settings };
  if (gbizid) Object.assign(env, { SHIEN_GBIZID_ISSUER: gbizid.issuer, SHIEN_GBIZID_CLIENT: "shien", SHIEN_GBIZID_SECRET: "a secret of the test, long enough" });
  const server = spawn(shien, ["serve", "--database", database, "--files", files, "--listen", "127.0.0.1:0", "--mail", `folder:${mail}`], { stdio: ["ignore", "pipe", "ignore"], env });
  const address = await new Promise((resolve, reject) => {
    server.on("exit", () => reject(new Error("the server stopped")));
    server.stdout.once("data", (line) => resolve(String(line).trim().replace(/\/$/, "")));
  });
  gbizid?.knows(`${address}/sign-in/gbizid/back`);
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM,
    args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
  });
  return {
    address,
    browser,
    /** What a command of the operator's prints, over the same database. */
    async command(...words) {
      const child = spawn(shien, [...words, "--database", database, "--files", files], { stdio: ["ignore", "pipe", "inherit"] });
      let told = "";
      child.stdout.on("data", (piece) => { told += piece; });
      await finished(child);
      return told;
    },
    /** The letter to an address that arrived last and holds what is wanted: waited for, as its reader would. */
    async letter(to, wanted = "") {
      for (let tries = 0; tries < 100; tries += 1) {
        const found = [];
        for (const name of (await readdir(mail)).sort()) {
          const text = await readFile(join(mail, name), "utf8");
          if (text.includes(`To: ${to}`)) found.push(text);
        }
        const last = found.length > 0 ? decoded(found.at(-1)) : undefined;
        if (last?.includes(wanted)) return last;
        await new Promise((resolve) => { setTimeout(resolve, 100); });
      }
      throw new Error(`no letter to ${to}`);
    },
    /** A page in Japanese, unless told otherwise. */
    async page(options = {}) {
      const context = await browser.newContext({ locale: "ja-JP", ...options });
      const page = await context.newPage();
      page.setDefaultTimeout(15_000);
      const complaints = [];
      // Whoever types on sends a newer question and gives the older one up; htmx says so, and that is no complaint.
      const givenUp = /^htmx:(sendAbort|afterRequest)$/;
      page.on("console", (message) => message.type() === "error" && !givenUp.test(message.text()) && complaints.push(message.text()));
      page.on("pageerror", (error) => complaints.push(String(error)));
      page.complaints = complaints;
      return page;
    },
    /** A page of somebody who is signed in: one of those with whom a new site is tried out. */
    async signedIn(email, options = {}) {
      const page = await this.page(options);
      await page.goto(`${address}/sign-in`);
      await page.locator("#email").fill(email);
      await page.locator("#password").fill(password);
      await page.locator("main form button").click();
      // Everybody is led to where their work begins, and begins here at the front page.
      await page.waitForURL((url) => !/^\/(sign-in|work)/.test(url.pathname));
      await page.goto(`${address}/`);
      return page;
    },
    async close() {
      await browser.close();
      server.kill("SIGTERM");
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Where a quick run begins to choose; printed, so that a failure can be tried again. */
let turn = Number(process.env.SHIEN_SEED ?? Date.now() % 997);
if (!process.env.SHIEN_PROVE) console.log(`# ways of looking at pages are chosen with SHIEN_SEED=${turn}`);

/** The ways in which a page is to be looked at: each of them in a proof, else one, and the next one at the next page. */
export function everyWay(ways) {
  if (process.env.SHIEN_PROVE) return ways;
  turn += 1;
  return [ways[turn % ways.length]];
}

/** The widths of a desk and of a telephone, each in both languages. */
export const views = ["ja", "en"].flatMap((lang) => [{ width: 1280, height: 900 }, { width: 360, height: 740 }].map((viewport) => ({ lang, viewport })));

/** What has been looked at: pages that are made of the same parts in the same way are looked at once, but for a proof. */
const seen = new Set();

/** What a page is made of: its address without names of records, and every kind of element under every other. */
async function shape(page) {
  const parts = await page.evaluate(() => {
    const kind = (e) => `${e.tagName}.${e.className}[${[...e.attributes].map((a) => a.name).sort().join()}]`;
    return [...new Set([...document.querySelectorAll("*")].map((e) => `${e.parentElement ? kind(e.parentElement) : ""}>${kind(e)}`))].sort().join("\n");
  });
  const { width } = page.viewportSize() ?? {};
  const path = new URL(page.url()).pathname.replace(/[0-9a-f-]{36}|[0-9a-f]{64}|\d+/g, "*");
  return [path, await page.locator("html").getAttribute("lang"), width, parts].join("\n");
}

/** No violation of WCAG 2.2 AA that a machine can find. */
export async function accessible(page) {
  if (!process.env.SHIEN_PROVE) {
    const known = await shape(page);
    if (seen.has(known)) return;
    seen.add(known);
  }
  // Only what is wrong, and within the page itself: what passes is not gathered, and no second page is opened for the result.
  const only = { runOnly: { type: "tag", values: tags }, resultTypes: ["violations"] };
  const { violations } = await new AxeBuilder({ page }).options(only).setLegacyMode(true).analyze();
  const told = violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.target.join(" ")).join(", ")}`);
  assert.deepEqual(told, []);
}

/** Nothing wider than the window. */
export async function fits(page) {
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  assert.ok(wide <= 0, `${wide} pixels stick out at ${page.url()}`);
}
