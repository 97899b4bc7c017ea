// Doors beside the password: a code of an app, a passkey in an authenticator, and another site.
import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { accessible, fits, open, password } from "./site.mjs";
import { start } from "./gbizid.mjs";

let site;
let gbizid;
before(async () => { gbizid = await start(); site = await open({ gbizid }); });
after(async () => { await site?.close(); gbizid?.close(); });


async function typePassword(page, email) {
  await page.goto(`${site.address}/sign-in`);
  await page.locator("#email").fill(email);
  await page.locator("#password").fill(password);
  await page.locator("main form button").first().click();
}

/** What an authenticator app shows at a time (RFC 6238). */
function code(secret, seconds) {
  const bits = [...secret].map((sign) => "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".indexOf(sign).toString(2).padStart(5, "0")).join("");
  const key = Buffer.from(bits.match(/.{8}/g).map((byte) => Number.parseInt(byte, 2)));
  const step = Buffer.alloc(8);
  step.writeBigUInt64BE(BigInt(Math.floor(seconds / 30)));
  const hash = createHmac("sha1", key).update(step).digest();
  const at = hash[19] & 15;
  return String((hash.readUInt32BE(at) & 0x7fffffff) % 1_000_000).padStart(6, "0");
}

test("a code of an app is asked after the password, without scripts too", async () => {
  const page = await site.page({ javaScriptEnabled: false });
  await typePassword(page, "owner@shimotsuke.example.jp");
  await page.goto(`${site.address}/account`);
  await page.locator("#confirm").fill("a wrong password");
  await page.getByRole("button", { name: "2段階の確認をはじめる" }).click();
  assert.equal(await page.locator("#confirm").getAttribute("aria-invalid"), "true");
  await page.locator("#confirm").fill(password);
  await page.getByRole("button", { name: "2段階の確認をはじめる" }).click();
  assert.equal(await page.locator(".qr svg").count(), 1);
  const secret = (await page.locator(".steps code").innerText()).replaceAll(" ", "");
  await page.locator("#code").fill("12345");
  await page.getByRole("button", { name: "確認する" }).click();
  assert.equal(await page.locator("#code").getAttribute("aria-invalid"), "true");
  assert.equal((await page.locator(".steps code").innerText()).replaceAll(" ", ""), secret);
  await page.locator("#code").fill(code(secret, Date.now() / 1000));
  await page.getByRole("button", { name: "確認する" }).click();
  assert.equal(await page.locator(".codes li").count(), 10);
  const spare = await page.locator(".codes li").first().innerText();
  await page.context().close();

  const again = await site.page({ viewport: { width: 360, height: 740 } });
  await typePassword(again, "owner@shimotsuke.example.jp");
  await again.waitForURL((url) => url.pathname === "/sign-in/code");
  await accessible(again);
  await fits(again);
  await again.goto(`${site.address}/account`);
  assert.equal(new URL(again.url()).pathname, "/sign-in", "half a sign-in opens nothing");
  await typePassword(again, "owner@shimotsuke.example.jp");
  await again.locator("#code").fill("000000");
  await again.locator("main form button").click();
  assert.match(await again.getByRole("alert").innerText(), /違う/);
  await again.locator("#code").fill(spare);
  await again.locator("main form button").click();
  await again.waitForURL((url) => url.pathname === "/");
  await again.goto(`${site.address}/account`);
  assert.match(await again.locator("main").innerText(), /控えの残り 9/);
  await accessible(again);
  await fits(again);
  assert.deepEqual(again.complaints.filter((c) => !c.includes("422")), []);
  await again.context().close();
});

test("a passkey is added, signs in without anything typed, and can be taken away", async () => {
  const page = await site.page();
  const devtools = await page.context().newCDPSession(page);
  await devtools.send("WebAuthn.enable");
  const { authenticatorId } = await devtools.send("WebAuthn.addVirtualAuthenticator", {
    options: { protocol: "ctap2", transport: "internal", hasResidentKey: true, hasUserVerification: true, isUserVerified: true, automaticPresenceSimulation: true },
  });
  await typePassword(page, "owner@nasu.example.jp");
  await page.waitForURL((url) => url.pathname === "/");
  await page.goto(`${site.address}/account`);
  await page.locator("#passkey-name").fill("会社のパソコン");
  await page.locator("#passkey-password").fill("not the password");
  await page.getByRole("button", { name: "パスキーを加える" }).click();
  await page.waitForFunction(() => document.getElementById("passkey-told").textContent !== "");
  assert.match(await page.locator("#passkey-told").innerText(), /パスワードが違います/);
  await page.locator("#passkey-password").fill(password);
  await page.getByRole("button", { name: "パスキーを加える" }).click();
  await page.getByRole("status").waitFor();
  assert.match(await page.locator("main").innerText(), /会社のパソコン/);
  const { credentials } = await devtools.send("WebAuthn.getCredentials", { authenticatorId });
  assert.equal(credentials.length, 1);
  await accessible(page);
  await page.getByRole("button", { name: "サインアウト", exact: true }).click();

  await page.goto(`${site.address}/sign-in?next=%2Faccount`);
  await accessible(page);
  await page.getByRole("button", { name: "パスキーでサインイン" }).click();
  await page.waitForURL((url) => url.pathname === "/account");
  assert.match(await page.locator("main").innerText(), /那須/);
  await page.locator("#drop-confirm").fill(password);
  await page.getByRole("button", { name: /外す: 会社のパソコン/ }).click();
  await page.getByRole("status").waitFor();
  await page.getByRole("button", { name: "サインアウト", exact: true }).click();
  await page.goto(`${site.address}/sign-in`);
  await page.getByRole("button", { name: "パスキーでサインイン" }).click();
  await page.waitForFunction(() => document.getElementById("passkey-told").textContent !== "");
  assert.match(await page.locator("#passkey-told").innerText(), /サインインできませんでした/);
  await page.context().close();
});

/** Through the other site and back: it asks who one is, and once more for consent, unless it knows already. */
async function throughGbizid(page, who, link = /GビズID/) {
  await page.getByRole("link", { name: link }).click();
  const home = () => page.url().startsWith(site.address);
  const form = page.locator('button[type="submit"]');
  await page.waitForURL((url) => url.pathname.startsWith("/interaction") || url.href.startsWith(site.address));
  if (home()) return;
  if (await page.locator('[name="login"]').count()) {
    await page.locator('[name="login"]').fill(who);
    await page.locator('[name="password"]').fill("any");
    await form.click();
  }
  await form.click();
  await page.waitForURL((url) => url.href.startsWith(site.address));
}

test("a prime of GビズID comes in as the owner of its company, staff come in without a role", async () => {
  const page = await site.page();
  await page.goto(`${site.address}/sign-in`);
  await throughGbizid(page, "prime");
  await page.getByRole("link", { name: "会社情報" }).click();
  assert.match(await page.locator("h1").innerText(), /国税テスト株式会社/);
  assert.match(await page.locator("main").innerText(), /yamada@gbiz.example.jp/);
  await page.context().close();

  const staff = await site.page();
  await staff.goto(`${site.address}/sign-in`);
  await throughGbizid(staff, "member");
  assert.equal(await staff.getByRole("link", { name: "会社情報" }).count(), 0);
  await staff.goto(`${site.address}/account`);
  assert.match(await staff.locator("main").innerText(), /つながっています/);
  assert.equal(await staff.getByRole("button", { name: "パスワードを変える" }).count(), 0);
  await accessible(staff);
  await staff.context().close();
});

test("an address that has an account already is not taken over: its owner ties both", async () => {
  const stranger = await site.page();
  await stranger.goto(`${site.address}/sign-in`);
  await throughGbizid(stranger, "known");
  assert.match(await stranger.getByRole("alert").first().innerText(), /アカウントがすでにあります/);
  await stranger.goto(`${site.address}/account`);
  assert.equal(new URL(stranger.url()).pathname, "/sign-in");
  // A code that comes from elsewhere opens nothing.
  await stranger.goto(`${site.address}/sign-in/gbizid/back?code=stolen&state=guessed`);
  assert.equal(new URL(stranger.url()).pathname, "/sign-in");
  await stranger.context().close();

  const page = await site.page();
  await typePassword(page, "owner@oyama.example.jp");
  await page.waitForURL((url) => url.pathname === "/");
  // An open session alone ties nothing: neither the other door's link, nor a wrong password.
  await page.goto(`${site.address}/sign-in`);
  await throughGbizid(page, "known");
  assert.match(await page.getByRole("alert").first().innerText(), /アカウントのページから/);
  await page.goto(`${site.address}/account`);
  await page.locator("#tie-confirm").fill("not the password");
  await page.getByRole("button", { name: "GビズIDをつなぐ" }).click();
  assert.match(await page.getByRole("alert").first().innerText(), /パスワードが違います/);
  await page.locator("#tie-confirm").fill(password);
  await page.getByRole("button", { name: "GビズIDをつなぐ" }).click();
  await accessible(page);
  await throughGbizid(page, "known", "GビズIDへ進む");
  await page.goto(`${site.address}/account`);
  assert.match(await page.locator("main").innerText(), /つながっています/);
  await accessible(page);
  await page.getByRole("button", { name: "サインアウト", exact: true }).click();
  await page.goto(`${site.address}/sign-in`);
  await page.getByRole("link", { name: /GビズID/ }).click();
  await page.waitForURL((url) => url.href.startsWith(site.address));
  await page.goto(`${site.address}/account`);
  assert.match(await page.locator("main").innerText(), /owner@oyama.example.jp/);

  // Another site leads to the door only, not through it.
  const elsewhere = await fetch(`${site.address}/sign-in/gbizid`, { redirect: "manual", headers: { "sec-fetch-site": "cross-site" } });
  assert.equal(elsewhere.headers.get("location"), "/sign-in?next=%2F");

  // A code of one's own is asked at this door too.
  await page.locator("#confirm").fill(password);
  await page.getByRole("button", { name: "2段階の確認をはじめる" }).click();
  const secret = (await page.locator(".steps code").innerText()).replaceAll(" ", "");
  await page.locator("#code").fill(code(secret, Date.now() / 1000));
  await page.getByRole("button", { name: "確認する" }).click();
  const spare = await page.locator(".codes li").first().innerText();
  await page.getByRole("button", { name: "サインアウト", exact: true }).click();
  await page.goto(`${site.address}/sign-in?next=%2Faccount`);
  await throughGbizid(page, "known");
  assert.equal(new URL(page.url()).pathname, "/sign-in/code");
  await page.locator("#code").fill(spare);
  await page.locator("main form button").first().click();
  await page.waitForURL((url) => url.pathname === "/account");
  await page.context().close();
});
