// Companies that come in by themselves, and people who type for others: with a registry that answers, and without scripts.
import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import http from "node:http";
import { readFile } from "node:fs/promises";
import { accessible, fits, open, paper } from "./site.mjs";

const number = "7000012050002";
let site;
let registry;
/** What reached the collector of traces. */
const spans = [];

before(async () => {
  // gBizINFO, and a collector of traces, on one address.
  registry = http.createServer((request, response) => {
    const pieces = [];
    request.on("data", (piece) => pieces.push(piece));
    request.on("end", () => {
      if (request.url === "/v1/traces") {
        spans.push(Buffer.concat(pieces).toString("latin1"));
        response.writeHead(200, { "content-type": "application/x-protobuf" }).end();
        return;
      }
      assert.equal(request.headers["x-hojininfo-api-token"], "a token of the test");
      const info = request.url.endsWith("/certification")
        ? { certification: [{ title: "経営革新計画", date_of_approval: "2025-06-01", government_departments: "栃木県" }] }
        : { corporate_number: number, name: "国税試験株式会社", location: "栃木県宇都宮市例町5", postal_code: "3200005", capital_stock: 12000000, employee_number: 33, representative_name: "国税 太郎" };
      response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify({ "hojin-infos": [info] }));
    });
  });
  await new Promise((resolve) => { registry.listen(0, "127.0.0.1", resolve); });
  const address = `http://127.0.0.1:${registry.address().port}`;
  site = await open({ settings: { SHIEN_GBIZINFO_ADDRESS: address, SHIEN_GBIZINFO_TOKEN: "a token of the test", SHIEN_TRACES: address } });
});
after(async () => {
  await site?.close();
  registry?.closeAllConnections();
  registry?.close();
});

test("an owner with a phone comes in by corporate number, without scripts, and most is filled in", async () => {
  const page = await site.page({ javaScriptEnabled: false, viewport: { width: 360, height: 740 } });
  await page.goto(`${site.address}/sign-in`);
  await page.getByRole("link", { name: "初めての方" }).click();
  await page.getByLabel("メールアドレス").fill("shacho@kokuzei.example.jp");
  await page.getByLabel("法人番号").fill("7000012050003");
  await page.getByRole("button", { name: "案内を送る" }).click();
  assert.match(await page.getByRole("alert").innerText(), /検査数字/);
  assert.equal(await page.getByLabel("メールアドレス").inputValue(), "shacho@kokuzei.example.jp", "nothing typed is lost");
  await page.getByLabel("法人番号").fill("７０００ ０１２０ ５０００２");
  await page.getByRole("button", { name: "案内を送る" }).click();
  await page.getByText("案内を送りました").waitFor();
  await page.goto((await site.letter("shacho@kokuzei.example.jp")).match(/http\S+/)[0]);
  await page.getByLabel("お名前").fill("国税 太郎");
  await page.getByLabel("新しいパスワード").fill("four plain words here");
  await page.getByRole("button", { name: "登録する" }).click();
  await page.waitForURL((url) => url.pathname === "/companies/new");
  await fits(page);
  await page.getByText("栃木県宇都宮市例町5").waitFor();
  assert.equal(await page.getByLabel("名称").inputValue(), "国税試験株式会社");
  await page.getByRole("button", { name: "この会社の代表者として登録する" }).click();
  assert.match(await page.getByRole("status").innerText(), /登録しました/);
  assert.equal(await page.getByLabel("資本金の額").inputValue(), "12,000,000");
  await page.getByText("本人確認前").waitFor();
  await fits(page);
  await page.getByRole("link", { name: "事業所" }).click();
  assert.equal(await page.locator('[name="postal0"]').inputValue(), "320-0005");
  await fits(page);
  await page.getByRole("link", { name: "gBizINFO" }).click();
  await page.getByText("経営革新計画").waitFor();
  await fits(page);
  await page.context().close();
});

test("an agent proposes, the owner decides, and both see where it stands", async () => {
  const agent = await site.signedIn("agent@example.jp");
  await agent.getByRole("link", { name: "会社情報" }).click();
  await agent.getByLabel("常時使用する従業員の数").fill("55");
  await agent.getByRole("button", { name: "変更案を出す" }).click();
  assert.match(await agent.getByRole("status").innerText(), /会社の人が決めると/);
  await accessible(agent);
  const owner = await site.signedIn("owner@shimotsuke.example.jp", { viewport: { width: 360, height: 740 } });
  await owner.goto((await site.letter("owner@shimotsuke.example.jp")).match(/http\S+/)[0]);
  await accessible(owner);
  await fits(owner);
  await owner.getByRole("button", { name: /受け入れる/ }).click();
  assert.match(await owner.getByRole("status").innerText(), /受け入れました/);
  await owner.getByRole("link", { name: "変更の履歴" }).click();
  await owner.getByText("入力：代理 行子／決定：下野 一郎").waitFor();
  await agent.reload();
  await agent.getByText(/下野 一郎 が .* に受け入れました/).waitFor();
  await agent.getByRole("link", { name: "代理 行子" }).click();
  await agent.getByRole("link", { name: "役割と会社" }).click();
  // It is asked once more, and said what follows.
  const held = agent.getByRole("row", { name: /代理人/ });
  await held.locator("summary").click();
  await held.getByText("すぐにできなくなります").waitFor();
  await accessible(agent);
  await held.getByRole("button", { name: /役割を返す/ }).click();
  await agent.getByText("まだ役割がありません").waitFor();
  await agent.context().close();
  await owner.context().close();
});

test("a copy of a certificate is put beside it and comes back as it was, and nothing else is taken in", async () => {
  const page = await site.signedIn("owner@oyama.example.jp", { javaScriptEnabled: false });
  await page.goto(`${site.address}/companies/oyama-robotics/certifications`);
  await page.locator("#kind").selectOption("health");
  await page.locator("#valid_from").fill("令和8年4月1日");
  await page.locator("#file").setInputFiles({ name: "認定証.pdf", mimeType: "application/pdf", buffer: Buffer.from("<script>alert(1)</script>") });
  await page.getByRole("button", { name: "認定・宣言を加える" }).click();
  assert.match(await page.getByRole("alert").innerText(), /この種類のファイルは受け取れません/);
  assert.equal(await page.locator("#valid_from").inputValue(), "令和8年4月1日");
  await accessible(await site.signedIn("owner@oyama.example.jp").then(async (p) => { await p.goto(page.url()); return p; }));
  const pdf = paper("certificate");
  await page.locator("#file").setInputFiles({ name: "認定証（写し）.pdf", mimeType: "application/octet-stream", buffer: pdf });
  await page.getByRole("button", { name: "認定・宣言を加える" }).click();
  await page.getByRole("status").waitFor();
  const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("link", { name: /認定証（写し）\.pdf/ }).click()]);
  assert.equal(download.suggestedFilename(), "認定証（写し）.pdf");
  assert.deepEqual(await readFile(await download.path()), pdf);
  await page.context().close();
});

test("an officer looks at who came in, and an administrator helps somebody in again", async () => {
  const officer = await site.signedIn("officer@example.jp");
  await officer.getByRole("link", { name: "申出と本人確認" }).click();
  await officer.getByText("shacho@kokuzei.example.jp").waitFor();
  await accessible(officer);
  await officer.getByRole("row", { name: /国税試験/ }).getByRole("combobox").selectOption("telephone");
  await officer.getByRole("row", { name: /国税試験/ }).getByRole("button", { name: /本人確認済みにする/ }).click();
  assert.match(await officer.getByRole("status").innerText(), /記録しました/);
  await officer.context().close();
  const admin = await site.signedIn("admin@example.jp");
  await admin.goto(`${site.address}/office/center`);
  await admin.getByRole("link", { name: "アカウントの復旧・停止" }).click();
  await admin.locator("#email").fill("shacho@kokuzei.example.jp");
  await admin.getByRole("button", { name: "さがす" }).click();
  await accessible(admin);
  await admin.locator("#reason").fill("電話で本人と確かめた");
  await admin.getByRole("button", { name: "新しいパスワードの案内を送る" }).click();
  assert.match(await admin.getByRole("status").innerText(), /記録に残しました/);
  assert.match(await site.letter("shacho@kokuzei.example.jp", "/reset/"), /http/);
  await admin.context().close();
});

test("traces say which route and which step took how long, and nothing of people", async () => {
  const page = await site.signedIn("owner@nasu.example.jp");
  await page.goto(`${site.address}/companies/nasu-software`);
  // The exporter sends what it has every few seconds.
  for (let tries = 0; tries < 150 && !spans.some((s) => s.includes("/companies/{id}")); tries += 1) {
    await new Promise((resolve) => { setTimeout(resolve, 100); });
  }
  const all = spans.join("");
  for (const known of ["GET /companies/{id}", "POST /sign-in", "wait to write", "commit", "ask gBizINFO"]) assert.ok(all.includes(known), known);
  for (const person of ["nasu-software", "example.jp", number, "shien trial"]) assert.ok(!all.includes(person), person);
  await page.context().close();
});
