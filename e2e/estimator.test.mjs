// The estimator, as company owners and officers use it.
import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { accessible, everyWay, fits, open, views } from "./site.mjs";

let site;
before(async () => { site = await open(); });
after(async () => { await site?.close(); });

const leading = "/programmes/tochigi-pref-leading/estimate";

test("every page is accessible in both languages, on a desk and on a phone", async () => {
  const paths = ["/", "/nowhere", "/problems", "/problems/stale"];
  const programmes = ["tochigi-center-green-fund-incubation", "tochigi-center-green-fund-practical", "tochigi-pref-leading", "tochigi-pref-ecosystem"];
  for (const id of [...programmes, "example-small-business"]) {
    paths.push(`/programmes/${id}`, `/programmes/${id}/estimate`);
  }
  paths.push(`${leading}?m0.e.materials=9000000&m0.e.labour=8000000&m0.capital_yen=500000000&m0.e.tools=x`);
  const page = await site.page();
  for (const path of paths) {
    for (const { lang, viewport } of everyWay(views)) {
      await page.setViewportSize(viewport);
      await page.goto(`${site.address}${path}${path.includes("?") ? "&" : "?"}lang=${lang}`);
      assert.equal(await page.locator("html").getAttribute("lang"), lang);
      await accessible(page);
      await fits(page);
    }
  }
  await page.context().close();
});

test("the answer follows while one types, and its address can be shared", async () => {
  const page = await site.page();
  await page.goto(site.address + leading);
  await page.getByLabel("資本金").fill("1億円");
  await page.getByLabel("栃木県内に事業所がありますか").selectOption("yes");
  await page.getByLabel("地域未来牽引企業").selectOption("yes");
  await page.getByLabel("地域経済牽引事業計画").selectOption("none");
  await page.getByLabel("事業の分野").selectOption("robot");
  await page.getByLabel("同じ事業で、ほかの補助金を申請・受給していますか").selectOption("none");
  await page.locator('[name="m0.e.materials"]').fill("900万");
  await page.locator('[name="m0.e.labour"]').fill("８，０００，０００");
  await page.getByText("要件を満たしています").first().waitFor();
  await page.waitForFunction(() => document.querySelector(".grant output")?.textContent === "7,500,000");
  assert.match(await page.locator("#answer").innerText(), /申請8,000,000円のうち6,000,000円まで/);
  await page.waitForFunction(() => location.search.includes("m0.e.labour"));
  const other = await site.page();
  await other.goto(page.url());
  assert.equal(await other.locator(".grant output").innerText(), "7,500,000");
  assert.deepEqual(page.complaints, []);
});

test("additions say what they bring and would bring, and what a fact would change", async () => {
  const page = await site.page();
  await page.goto(`${site.address}/programmes/example-small-business/estimate`);
  for (const [field, value] of [["in_prefecture", "yes"], ["was_tax_exempt", "yes"], ["invoice_registered", "no"],
    ["wage_special", "no"], ["deficit", "no"], ["records", "no"], ["deemed_large", "no"]]) {
    await page.locator(`[name="m0.${field}"]`).selectOption(value);
  }
  await page.locator('[name="m0.industry"]').selectOption("56");
  await page.locator('[name="m0.employees"]').fill("５人");
  await page.locator('[name="m0.average_taxable_income_yen"]').fill("300万");
  await page.locator('[name="m0.e.machine"]').fill("5,000,000");
  const answer = page.locator("#answer");
  await page.getByText("要件を満たしています").first().waitFor();
  await page.waitForFunction(() => document.querySelector(".grant output")?.textContent === "500,000");
  assert.match(await answer.innerText(), /「適格請求書発行事業者の登録があるか」が「はい」なら、補助金が500,000円増えます/);
  assert.match(await answer.innerText(), /賃金引上げ特例：当てはまると1,500,000円増えます/);
  await page.locator('[name="m0.wage_special"]').selectOption("yes");
  await page.waitForFunction(() => document.querySelector(".grant output")?.textContent === "2,000,000");
  assert.match(await answer.innerText(), /加算：賃金引上げ特例（限度額 2,000,000円）/);
  // The web alone is refused by what is recognised of it.
  await page.locator('[name="m0.e.machine"]').fill("");
  await page.locator('[name="m0.e.web"]').fill("600,000");
  await page.waitForFunction(() => document.querySelector("#answer .not_eligible"));
  assert.match(await answer.innerText(), /ウェブサイト関連費だけの申請ではないこと/);
  assert.deepEqual(page.complaints, []);
});

test("without scripts a button gives the same answer", async () => {
  const page = await site.page({ javaScriptEnabled: false });
  await page.goto(site.address + leading);
  await page.locator('[name="m0.e.materials"]').fill("10,000,001");
  await page.getByRole("button", { name: "計算する" }).click();
  assert.equal(await page.locator(".grant output").innerText(), "5,000,000");
  assert.equal(await page.locator('[name="m0.e.materials"]').inputValue(), "10,000,001");
});

test("a consortium grows and shrinks, and each member keeps its rate", async () => {
  const page = await site.page({ javaScriptEnabled: false });
  await page.goto(`${site.address}/programmes/tochigi-center-green-fund-incubation/estimate`);
  await page.getByRole("button", { name: "構成員を加える" }).click();
  await page.getByRole("button", { name: "構成員を加える" }).click();
  assert.equal(await page.locator("fieldset legend").filter({ hasText: "構成員" }).count(), 2);
  for (const [m, capital, employees, amount] of [[0, "10,000,000", "20", "6,000,000"], [1, "10,000,000", "20", "3,000,000"], [2, "5,000,000,000", "3000", "7,200,000"]]) {
    await page.locator(`[name="m${m}.industry"]`).selectOption("E");
    await page.locator(`[name="m${m}.capital_yen"]`).fill(capital);
    await page.locator(`[name="m${m}.employees"]`).fill(employees);
    await page.locator(`[name="m${m}.e.materials"]`).fill(amount);
  }
  await page.getByRole("button", { name: "計算する" }).click();
  assert.equal(await page.locator(".grant output").innerText(), "9,600,000");
  await page.getByRole("button", { name: "この構成員を外す" }).first().click();
  assert.equal(await page.locator('[name="m1.e.materials"]').inputValue(), "7,200,000");
});

test("what can't be read is told at its field, and nothing else is lost", async () => {
  const page = await site.page({ javaScriptEnabled: false });
  await page.goto(site.address + leading);
  await page.locator('[name="m0.e.materials"]').fill("たくさん");
  await page.locator('[name="m0.e.tools"]').fill("-5");
  await page.locator('[name="m0.e.trial"]').fill("99999999999999999999");
  await page.locator('[name="m0.e.guidance"]').fill("1億2,000万円");
  await page.getByRole("button", { name: "計算する" }).click();
  for (const name of ["materials", "tools", "trial"]) {
    assert.equal(await page.locator(`[name="m0.e.${name}"]`).getAttribute("aria-invalid"), "true");
  }
  assert.match(await page.locator("#answer .errors").innerText(), /金額として読めません/);
  assert.equal(await page.locator('[name="m0.e.materials"]').inputValue(), "たくさん");
  assert.equal(await page.locator('[name="m0.e.guidance"]').getAttribute("aria-invalid"), null);
});

test("the journey works with the keyboard alone", async () => {
  const page = await site.page();
  await page.goto(site.address + "/");
  await page.keyboard.press("Tab");
  assert.equal(await page.evaluate(() => document.activeElement.className), "skip");
  await page.keyboard.press("Enter");
  // Past the search and the purposes to the first call.
  for (let tabs = 0; tabs < 80; tabs += 1) {
    await page.keyboard.press("Tab");
    if (await page.evaluate(() => /\/programmes\/[^/]+$/.test(document.activeElement.href ?? ""))) break;
  }
  await page.keyboard.press("Enter");
  await page.waitForURL(/programmes\/[^/]+$/);
  await page.getByRole("link", { name: "いくら受けられるか試す" }).focus();
  await page.keyboard.press("Enter");
  await page.waitForURL(/estimate$/);
  const focused = await page.evaluate(() => {
    const outline = [];
    for (const field of document.querySelectorAll("form.facts input[type=text], form.facts select")) {
      if (field.closest("details:not([open])")) continue;
      field.focus();
      outline.push(getComputedStyle(field).outlineStyle);
    }
    return outline;
  });
  assert.ok(focused.length > 5 && focused.every((style) => style === "solid"));
});

test("English stays English from page to page", async () => {
  const page = await site.page();
  await page.goto(site.address + "/");
  await page.getByRole("link", { name: "English" }).click();
  await page.getByRole("link", { name: /Grant for companies/ }).first().click();
  await page.getByRole("link", { name: "See how much you would get" }).click();
  assert.equal(await page.locator("html").getAttribute("lang"), "en");
  await page.locator('[name="m0.e.materials"]').fill("10000000");
  await page.waitForFunction(() => document.querySelector(".grant output")?.textContent === "5,000,000");
  assert.equal(await page.locator("html").getAttribute("lang"), "en");
  assert.match(await page.locator("#answer").innerText(), /Eligible total/);
});

test("an example company fills the form", async () => {
  const page = await site.page({ javaScriptEnabled: false });
  await page.goto(site.address + leading);
  await page.getByText("例を入れてみる").click();
  await page.locator("#sample").selectOption("shimotsuke-precision");
  await page.getByRole("button", { name: "例を入れる" }).click();
  assert.equal(await page.locator('[name="m0.capital_yen"]').inputValue(), "30,000,000");
});
