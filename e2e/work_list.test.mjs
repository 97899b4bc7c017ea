// The officer's work list in a real browser: found, sorted, shown with chosen columns, kept under a name, done to many, with and without
// scripts, on a desk and on a telephone.
import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { accessible, fits, open } from "./site.mjs";

let site;
before(async () => { site = await open(); });
after(async () => { await site?.close(); });

const list = "/office/center/applications";

/** Keeps a picture of a page where somebody wants to look at it. */
async function picture(page, name) {
  if (process.env.PICTURES) await page.screenshot({ path: `${process.env.PICTURES}/${name}.png`, fullPage: true });
}

/** The heads of the columns that are shown. */
const heads = (page) => page.locator("main table thead th:not(:has(.unseen))").allInnerTexts();

test("a list is searched, sorted and shown as its reader likes, and kept so under a name", async () => {
  const officer = await site.signedIn("officer@example.jp");
  await officer.goto(`${site.address}${list}`);
  await accessible(officer);
  await picture(officer, "work-list");
  assert.ok(!(await heads(officer)).includes("募集"), "not every column is shown at first");
  // By the amount, with the keyboard alone: first from the lowest, then from the highest down.
  const grant = officer.getByRole("columnheader", { name: "受けられる見込みの額" }).getByRole("link");
  await grant.focus();
  await officer.keyboard.press("Enter");
  await officer.waitForURL(/sort=grant/);
  assert.equal(await officer.getByRole("columnheader", { name: "受けられる見込みの額" }).getAttribute("aria-sort"), "ascending");
  await officer.getByRole("columnheader", { name: "受けられる見込みの額" }).getByRole("link").click();
  await officer.waitForURL(/sort=-grant/);
  // Other columns.
  await officer.getByText("表示する列").click();
  await officer.getByLabel("募集", { exact: true }).last().check();
  await officer.getByLabel("担当", { exact: true }).last().uncheck();
  await officer.getByRole("button", { name: "この列で表示する" }).click();
  const shown = await heads(officer);
  assert.ok(shown.includes("募集") && !shown.includes("担当"), shown.join());
  assert.match(officer.url(), /sort=-grant/, "the order stays");
  await accessible(officer);
  await picture(officer, "work-list-columns");
  // Under a name; without one nothing is kept, and what is asked for stays.
  await officer.getByRole("button", { name: "保存する" }).click();
  await officer.getByText("表示の名前を入れてください").waitFor();
  assert.deepEqual(await heads(officer), shown);
  await officer.locator("#view").fill("金額の多い順");
  await officer.getByRole("button", { name: "保存する" }).click();
  await officer.getByText("表示を残しました").waitFor();
  await officer.goto(`${site.address}${list}`);
  await officer.getByRole("link", { name: "金額の多い順" }).click();
  assert.deepEqual(await heads(officer), shown);
  await officer.getByRole("button", { name: "表示を消す: 金額の多い順" }).click();
  await officer.getByText("表示を消しました").waitFor();
  assert.equal(await officer.getByRole("link", { name: "金額の多い順" }).count(), 0);
  // Nothing found says so.
  await officer.locator("#text").fill("どこにもない");
  await officer.getByRole("button", { name: "さがす" }).click();
  await officer.getByText("ここに当てはまる申請はありません").waitFor();
});

test("many are assigned at once, shown before and done to the end, without scripts too", async () => {
  for (const [name, options] of [["scripts", {}], ["none", { javaScriptEnabled: false }]]) {
    const officer = await site.signedIn("officer@example.jp", options);
    await officer.goto(`${site.address}${list}`);
    for (const box of await officer.locator("tbody input[type=checkbox]").all()) await box.check();
    await officer.getByRole("button", { name: "選んだものの担当を決める" }).click();
    await officer.getByText("まだ何もしていません").waitFor();
    if (name === "scripts") await accessible(officer);
    await picture(officer, `batch-preview-${name}`);
    await officer.getByRole("button", { name: "始める" }).click();
    // With scripts it goes on by itself.
    if (name === "none") await officer.getByRole("button", { name: "続ける" }).click();
    await officer.getByText("すべて終わりました").waitFor();
    if (name === "scripts") await accessible(officer);
    await picture(officer, `batch-${name}`);
    assert.equal(await officer.getByText("できなかった").count(), 0);
    await officer.context().close();
  }
});

test("on a telephone and in English the list fits", async () => {
  const officer = await site.signedIn("officer@example.jp", { viewport: { width: 360, height: 800 }, locale: "en-GB" });
  await officer.goto(`${site.address}${list}?lang=en`);
  await fits(officer);
  await accessible(officer);
  await picture(officer, "work-list-phone");
  // So does the home from which the day begins, and the page of a call.
  await officer.goto(`${site.address}/office/center/today?lang=en`);
  await fits(officer);
  await accessible(officer);
  await officer.getByRole("link", { name: /without an officer/ }).click();
  assert.match(officer.url(), /officer=nobody/);
  await officer.goto(`${site.address}/programmes/example-green-fund-practical`);
  await officer.locator(".key-facts").getByRole("link", { name: "000-000-0000" }).waitFor();
  await fits(officer);
  await accessible(officer);
  await officer.goto(`${site.address}${list}?lang=en`);
  await officer.getByRole("link", { name: /1-0/ }).first().click();
  await fits(officer);
  assert.match(officer.url(), /lang=en/);
});

test("a case prints on two pages, without buttons", async () => {
  const officer = await site.signedIn("officer@example.jp");
  await officer.goto(`${site.address}${list}`);
  await officer.getByRole("link", { name: /^1-0/ }).first().click();
  await officer.getByRole("heading", { level: 1 }).waitFor();
  const printed = (await officer.pdf({ preferCSSPageSize: true })).toString("latin1");
  const pages = (printed.match(/\/Type \/Page[^s]/g) ?? []).length;
  assert.ok(pages >= 1 && pages <= 2, `${pages} pages`);
  await officer.emulateMedia({ media: "print" });
  assert.equal(await officer.getByRole("button", { name: "受理する" }).count(), 0);
});

test("the components are accessible in both languages, on a desk and on a telephone, in forced colours too", async () => {
  for (const options of [{}, { viewport: { width: 360, height: 800 } }, { forcedColors: "active" }]) {
    const page = await site.page(options);
    for (const lang of ["ja", "en"]) {
      await page.goto(`${site.address}/components?lang=${lang}`);
      await accessible(page);
      await fits(page);
    }
    await picture(page, `components-${JSON.stringify(options).replace(/\W+/g, "-")}`);
  }
});
