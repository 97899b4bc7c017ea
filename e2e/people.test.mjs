// People at the door: owners, the people they invite, the office; with and without scripts, in both languages.
import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { accessible, everyWay, fits, open, password, views } from "./site.mjs";

let site;
before(async () => { site = await open(); });
after(async () => { await site?.close(); });

test("every page of people is accessible in both languages, on a desk and on a phone", async () => {
  const page = await site.signedIn("admin@example.jp");
  for (const path of [
    "/",
    "/account",
    "/office/center",
    "/office/center/journal?verify=1",
    "/office/center/queue",
    "/companies/shimotsuke-precision",
    "/companies/shimotsuke-precision/ownership",
    "/companies/shimotsuke-precision/history",
    "/companies/shimotsuke-precision/certifications",
    "/companies/shimotsuke-precision/contacts",
    "/companies/shimotsuke-precision/establishments",
    "/companies/shimotsuke-precision/proposals",
    "/companies/none",
    "/companies/new",
    "/companies/new?number=",
    "/account/roles",
    "/account/name",
    "/account/address",
    `/addresses/${"0".repeat(64)}`,
    "/office/center/accounts",
    "/office/center/accounts?email=owner@nasu.example.jp",
    "/office/center/settings",
    "/office/center/claims",
    "/office/center/companies",
    "/sign-up",
    "/sign-up?sent=1",
    "/sign-in",
    "/forgot",
    "/forgot?sent=1",
    `/reset/${"0".repeat(64)}`,
    "/invitations/x",
  ]) {
    for (const { lang, viewport } of everyWay(views)) {
      await page.setViewportSize(viewport);
      await page.goto(`${site.address}${path}${path.includes("?") ? "&" : "?"}lang=${lang}`);
      assert.equal(await page.locator("html").getAttribute("lang"), lang, path);
      await accessible(page);
      await fits(page);
    }
  }
  await page.context().close();
});

test("an owner keeps the company's facts, and the estimator begins with them", async () => {
  const page = await site.signedIn("owner@shimotsuke.example.jp", { javaScriptEnabled: false });
  await page.getByRole("link", { name: "会社情報" }).click();
  await page.getByLabel("常時使用する従業員の数").fill("たくさん");
  await page.getByRole("button", { name: "保存する" }).click();
  assert.equal(await page.getByLabel("常時使用する従業員の数").getAttribute("aria-invalid"), "true");
  assert.equal(await page.getByLabel("常時使用する従業員の数").inputValue(), "たくさん");
  await page.getByLabel("常時使用する従業員の数").fill("５２");
  await page.getByLabel("資本金の額").fill("4,000万");
  await page.getByRole("button", { name: "保存する" }).click();
  assert.match(await page.getByRole("status").innerText(), /保存しました/);
  await page.goto(`${site.address}/programmes/tochigi-pref-leading/estimate`);
  assert.equal(await page.locator('[name="m0.capital_yen"]').inputValue(), "40,000,000");
  await page.context().close();
});

test("an invitation travels by letter, survives a scanner, and gives its role", async () => {
  const owner = await site.signedIn("owner@nasu.example.jp");
  await owner.getByRole("link", { name: "会社情報" }).click();
  await owner.locator("#email").fill("keiri@nasu.example.jp");
  await owner.locator("#role").selectOption("accountant");
  await owner.getByRole("button", { name: "招待する" }).click();
  await owner.getByText("招待のメールを送りました").waitFor();
  const link = (await site.letter("keiri@nasu.example.jp")).match(/http\S+/)[0];
  const guest = await site.page();
  for (let scan = 0; scan < 3; scan += 1) await guest.goto(link);
  await accessible(guest);
  assert.match(await guest.locator("main").innerText(), /那須ソフトウェア合同会社（例） の経理担当/);
  await guest.locator("#name").fill("那須 経理");
  await guest.locator("#password").fill("短い");
  await guest.getByRole("button", { name: "招待を受ける" }).click();
  assert.match(await guest.locator("#password-error").innerText(), /12文字以上/);
  assert.equal(await guest.locator("#name").inputValue(), "那須 経理");
  await guest.locator("#password").fill("ながい 合言葉 です よ ね え");
  await guest.getByRole("button", { name: "招待を受ける" }).click();
  await guest.waitForURL(/account/);
  await guest.getByRole("link", { name: "会社情報" }).click();
  assert.equal(await guest.getByRole("button", { name: "保存する" }).count(), 0);
  await guest.goto(link);
  assert.match(await guest.locator("h1").innerText(), /もう使えません/);
  assert.deepEqual(guest.complaints.filter((c) => !/422|410/.test(c)), []);
});

test("signing out elsewhere ends the other device at once", async () => {
  const here = await site.signedIn("auditor@example.jp");
  const there = await site.signedIn("auditor@example.jp");
  await here.goto(`${site.address}/account`);
  await here.getByRole("button", { name: "ほかの端末をすべてサインアウト" }).click();
  await here.getByText("サインアウトしました").waitFor();
  await there.goto(`${site.address}/account`);
  assert.match(there.url(), /sign-in\?next=%2Faccount/);
  await there.locator("#email").fill("auditor@example.jp");
  await there.locator("#password").fill(password);
  await there.locator("main form button").click();
  await there.waitForURL(/account$/);
});

test("the door works with the keyboard alone, and says what is wrong", async () => {
  const page = await site.page();
  await page.goto(`${site.address}/sign-in`);
  await page.locator("#email").focus();
  await page.keyboard.type("owner@oyama.example.jp");
  await page.keyboard.press("Tab");
  await page.keyboard.type("wrong");
  await page.keyboard.press("Enter");
  assert.match(await page.getByRole("alert").innerText(), /メールアドレスかパスワードが違います/);
  assert.equal(await page.locator("#email").inputValue(), "owner@oyama.example.jp");
  await page.locator("#password").focus();
  await page.keyboard.type(password);
  await page.keyboard.press("Enter");
  await page.waitForURL((url) => url.pathname === "/");
  await page.getByRole("link", { name: "小山 四郎" }).waitFor();
});

test("shareholders and officers answer whether a company is deemed large, and the history says who wrote them", async () => {
  const page = await site.signedIn("owner@oyama.example.jp", { javaScriptEnabled: false });
  await page.getByRole("link", { name: "会社情報" }).click();
  await page.getByRole("link", { name: "株主と役員" }).click();
  assert.match(await page.locator(".verdict").innerText(), /まだ分かりません/);
  await page.locator('[name="holder0"]').fill("大日本重機株式会社");
  await page.locator('[name="kind0"]').selectOption("company");
  await page.locator('[name="share0"]').fill("６割");
  await page.locator('[name="size0"]').selectOption("large");
  await page.locator('[name="holder1"]').fill("小山 四郎");
  await page.locator('[name="share1"]').fill("50%");
  await page.getByRole("button", { name: "保存する" }).click();
  assert.match(await page.getByRole("alert").innerText(), /100%を超えて/);
  assert.equal(await page.locator('[name="holder0"]').inputValue(), "大日本重機株式会社", "nothing typed is lost");
  await page.locator('[name="share1"]').fill("たくさん");
  await page.getByRole("button", { name: "保存する" }).click();
  assert.equal(await page.locator('[name="share1"]').getAttribute("aria-invalid"), "true");
  await page.locator('[name="share1"]').fill("2/5");
  await page.locator('[name="officers_none"]').check();
  await page.getByRole("button", { name: "保存する" }).click();
  assert.match(await page.getByRole("status").innerText(), /保存しました/);
  assert.match(await page.locator(".verdict").innerText(), /みなし大企業です/);
  assert.match(await page.locator("tbody tr").first().innerText(), /当たる/);
  assert.match(await page.locator("svg.shares").getAttribute("aria-label"), /大日本重機株式会社 60%（大企業）/);
  assert.equal(await page.locator('[name="share0"]').inputValue(), "60%");
  await page.getByRole("link", { name: "変更の履歴" }).click();
  const told = await page.locator("main tbody").innerText();
  assert.match(told, /株主/);
  assert.match(told, /大日本重機株式会社 60%、小山 四郎 40%/);
  assert.match(told, /小山/);
  await page.context().close();
});

test("certifications have their time, and what is wrong is said at its field", async () => {
  const page = await site.signedIn("owner@ashikaga.example.jp", { javaScriptEnabled: false });
  await page.getByRole("link", { name: "会社情報" }).click();
  await page.getByRole("link", { name: "認定・宣言" }).click();
  const add = () => page.getByRole("button", { name: "認定・宣言を加える" }).click();
  await page.locator("#kind").selectOption("health");
  await page.locator("#valid_from").fill("令和２年４月１日");
  await page.locator("#valid_until").fill("令和2年3月31日");
  await add();
  assert.equal(await page.locator("#valid_until").getAttribute("aria-invalid"), "true");
  await page.locator("#valid_until").fill("2021-03-31");
  await add();
  assert.match(await page.locator("main tbody").innerText(), /健康経営優良法人の認定[^]*令和2年4月1日[^]*令和3年3月31日[^]*期限切れ/);
  await page.locator("#kind").selectOption("other");
  await page.locator("#valid_from").fill("2020/1/1");
  await add();
  assert.equal(await page.locator("#name").getAttribute("aria-invalid"), "true");
  await page.locator("#name").fill("県産材利用の宣言");
  await add();
  assert.match(await page.locator("main tbody").innerText(), /県産材利用の宣言[^]*期限なし[^]*有効/);
  await page.getByRole("button", { name: /消す: 県産材/ }).click();
  assert.equal(await page.locator("main tbody tr").count(), 1);
  await page.context().close();
});

test("an officer registers companies, and merges what is there twice after seeing what moves", async () => {
  const page = await site.signedIn("officer@example.jp", { javaScriptEnabled: false });
  await page.getByRole("link", { name: "会社名簿" }).click();
  const register = async (name, number) => {
    await page.goto(`${site.address}/office/center/companies`);
    await page.locator("#name").fill(name);
    await page.locator("#kind").selectOption("company");
    await page.locator("#number").fill(number);
    await page.getByRole("button", { name: "会社を登録する" }).click();
  };
  await register("鹿沼木工株式会社", "7000012050003");
  assert.equal(await page.locator("#number").getAttribute("aria-invalid"), "true", "the check digit is wrong");
  await page.locator("#number").fill("７０００-０１２０-５０００２");
  await page.getByRole("button", { name: "会社を登録する" }).click();
  assert.match(await page.getByRole("status").innerText(), /登録しました/);
  assert.match(await page.locator("main").innerText(), /7000012050002/);
  await page.getByLabel("常時使用する従業員の数").fill("30");
  await page.getByRole("button", { name: "保存する" }).click();
  await register("かぬま", "7000012050002");
  assert.match(await page.getByRole("alert").innerText(), /もう登録されています/);
  await register("（株）鹿沼 木工", "");
  await page.getByLabel("常時使用する従業員の数").fill("28");
  await page.getByLabel("資本金の額").fill("1000万");
  await page.getByRole("button", { name: "保存する" }).click();

  await page.goto(`${site.address}/office/center/companies?q=${encodeURIComponent("鹿沼")}`);
  assert.equal(await page.locator("main table").first().locator("tbody tr").count(), 2);
  await accessibleWithScripts("/office/center/companies");
  await page.goto(`${site.address}/office/center/companies`);
  await page.getByRole("link", { name: /まとめる前に見る: （株）鹿沼/ }).click();
  const told = await page.locator("main").innerText();
  assert.match(told, /補われる項目[^]*資本金/);
  assert.match(told, /残る会社のままにする項目[^]*従業員/);
  await page.getByRole("button", { name: "1つにまとめる" }).click();
  assert.match(await page.getByRole("status").innerText(), /まとめました/);
  await page.goto(`${site.address}/office/center/companies?q=${encodeURIComponent("鹿沼")}`);
  assert.equal(await page.locator("main table").first().locator("tbody tr").count(), 1);
  await page.getByRole("link", { name: "鹿沼木工株式会社" }).click();
  assert.equal(await page.getByLabel("資本金の額").inputValue(), "10,000,000");
  assert.equal(await page.getByLabel("常時使用する従業員の数").inputValue(), "30");
  await page.context().close();
});

/** The same page with scripts, which the check of accessibility needs. */
async function accessibleWithScripts(path) {
  for (const viewport of [{ width: 1280, height: 900 }, { width: 360, height: 740 }]) {
    const page = await site.signedIn("officer@example.jp", { viewport });
    await page.goto(`${site.address}${path}`);
    await accessible(page);
    await fits(page);
    await page.getByRole("link", { name: /まとめる前に見る/ }).first().click();
    await accessible(page);
    await fits(page);
    await page.context().close();
  }
}
