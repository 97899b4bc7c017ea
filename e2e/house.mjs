// A real server and a real browser for the tests; each file starts its own.
import { spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium } from "playwright-core";
import { AxeBuilder } from "@axe-core/playwright";
import assert from "node:assert/strict";

const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];

function finished(child) {
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("exit", (code) => (code === 0 ? resolve() : reject(new Error(`exit ${code}`))));
  });
}

/** Starts a server over a database of its own, and a browser. */
export async function open() {
  const folder = await mkdtemp(join(tmpdir(), "shien-e2e-"));
  const database = `sqlite:${join(folder, "shien.db")}`;
  const shien = process.env.SHIEN;
  assert.ok(shien, "SHIEN names the binary to test");
  await finished(spawn(shien, ["load", "--database", database], { stdio: "ignore" }));
  const server = spawn(shien, ["serve", "--database", database, "--listen", "127.0.0.1:0"], { stdio: ["ignore", "pipe", "ignore"] });
  const address = await new Promise((resolve, reject) => {
    server.on("exit", () => reject(new Error("the server stopped")));
    server.stdout.once("data", (line) => resolve(String(line).trim().replace(/\/$/, "")));
  });
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM,
    args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
  });
  return {
    address,
    browser,
    /** A page in Japanese, unless told otherwise. */
    async page(options = {}) {
      const context = await browser.newContext({ locale: "ja-JP", ...options });
      const page = await context.newPage();
      page.setDefaultTimeout(15_000);
      const complaints = [];
      page.on("console", (message) => message.type() === "error" && complaints.push(message.text()));
      page.on("pageerror", (error) => complaints.push(String(error)));
      page.complaints = complaints;
      return page;
    },
    async close() {
      await browser.close();
      server.kill("SIGTERM");
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** No violation of WCAG 2.2 AA that a machine can find. */
export async function accessible(page) {
  const { violations } = await new AxeBuilder({ page }).withTags(tags).analyze();
  const told = violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.target.join(" ")).join(", ")}`);
  assert.deepEqual(told, []);
}

/** Nothing wider than the window. */
export async function fits(page) {
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  assert.ok(wide <= 0, `${wide} pixels stick out`);
}
