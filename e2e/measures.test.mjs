// Finding support: the front, the search, the finder and the page of a measure, as a shop owner uses them in the evening.
import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { accessible, everyWay, fits, open, views } from "./site.mjs";

let site;
before(async () => { site = await open(); });
after(async () => { await site?.close(); });

const interest = "/measures/ibaraki-interest-subsidy-disaster/calculation";
const known = "balance_yen=2500万&interest_rate=1.2%25&damage=direct&disbursed_on=2020-04-01&year_from=令和2年4月1日";
const maker = "kind=company&prefecture=09&industry=E&employees=18&capital=1000万";

test("every page of measures is accessible in both languages, on a desk and on a phone", async () => {
  const page = await site.page();
  const kinds = ["tochigi-center-ip-foreign-patent", "tochigi-center-training", "ibaraki-loans", "tochigi-center-green-fund-incubation", "tochigi-pref-ecosystem-schedule", "ibaraki-venture-rent"];
  const paths = ["/", "/measures", "/measures?q=後継者がいない", "/measures?q=ξψ", "/calendar", "/calendar?year=2022", "/measures/find", `/measures/find?${maker}`, "/operators", "/measures/compare?id=ibaraki-loan-power-up", "/measures/compare?id=ibaraki-loan-power-up&id=ibaraki-loan-startup&id=ibaraki-loan-succession", `${interest}?${known}`, `${interest}?balance_yen=たくさん`, ...kinds.map((id) => `/measures/${id}`)];
  for (const path of paths) {
    for (const { lang, viewport } of everyWay(views)) {
      await page.setViewportSize(viewport);
      await page.goto(`${site.address}${path}${path.includes("?") ? "&" : "?"}lang=${lang}`);
      assert.equal(await page.locator("html").getAttribute("lang"), lang);
      await accessible(page);
      await fits(page);
      if (process.env.PICTURES) {
        const name = `measures-${paths.indexOf(path)}-${lang}-${viewport.width}.png`;
        await page.screenshot({ path: `${process.env.PICTURES}/${name}`, fullPage: true });
      }
    }
  }
  assert.deepEqual(page.complaints, []);
  await page.context().close();
});

test("a sentence on the front leads to the measure that is meant, and its page says what to do and where it stands", async () => {
  const page = await site.page();
  await page.goto(site.address);
  await page.getByLabel("さがす言葉").fill("海外に特許を出したい");
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/measures\?/);
  const names = await page.locator(".measures h2").allInnerTexts();
  assert.ok(names.slice(0, 5).some((name) => name.includes("外国出願")), names.join(" / "));
  await page.locator(".measures h2 a", { hasText: "特許" }).first().click();
  await page.getByRole("heading", { name: "次にすること" }).waitFor();
  const text = await page.locator("main").innerText();
  assert.match(text, /1,500,000円以内/);
  assert.match(text, /文書000 /);
  const told = JSON.parse(await page.locator("script[type='application/ld+json']").textContent());
  assert.equal(told["@type"], "MonetaryGrant");
  assert.match(told.url, /\/measures\//);
  await page.goBack();
  await page.getByLabel("種類").selectOption("desk");
  await page.getByRole("button", { name: "探す" }).click();
  await page.waitForURL(/group=desk/);
  for (const kind of await page.locator(".measures .tags .tag:first-child").allInnerTexts()) {
    assert.ok(["相談", "専門家派遣", "訪問支援"].includes(kind), kind);
  }
});

test("what a measure comes to is worked out without scripts, and what can't be read is told at its field", async () => {
  const page = await site.page({ javaScriptEnabled: false });
  await page.goto(`${site.address}/measures/ibaraki-interest-subsidy-disaster`);
  await page.getByRole("link", { name: "いくらになるか計算する" }).click();
  assert.match(await page.locator("#results .note").innerText(), /まだ決まらない額/);
  await page.getByLabel("1つの金融機関からの融資の残高").fill("2,500万円");
  await page.getByLabel("融資の利率").fill("年1.2");
  await page.getByLabel("被害の区分").selectOption("direct");
  await page.getByLabel("融資の実行日").fill("令和2年4月1日");
  await page.getByLabel("補給を求める1年の初日").fill("2020-04-01");
  await page.getByRole("button", { name: "計算する" }).click();
  assert.match(await page.locator(".error").innerText(), /1\.2%/);
  await page.getByLabel("融資の利率").fill("1.2%");
  await page.getByRole("button", { name: "計算する" }).click();
  const rows = await page.locator("#results tbody tr").allInnerTexts();
  for (const [what, yen] of [["1年の利子補給額", "300,000円"], ["県の負担", "180,000円"], ["市町村の負担", "120,000円"]]) {
    assert.ok(rows.some((row) => row.includes(what) && row.includes(yen)), `${what} ${yen}: ${rows.join(" / ")}`);
  }
  await page.context().close();
});

test("the finder asks what still matters, says why, and what would have to be otherwise, without scripts", async () => {
  const page = await site.page({ javaScriptEnabled: false });
  await page.goto(`${site.address}/measures/find`);
  assert.match(await page.locator("#results .note").innerText(), /まだ何も答えていません/);
  await page.getByLabel("事業者の種類").selectOption("municipality");
  await page.getByRole("button", { name: "合う施策を探す" }).click();
  // A town has no capital and no size.
  assert.equal(await page.getByLabel("資本金").count(), 0);
  assert.equal(await page.getByLabel("常時使用する従業員の数").count(), 0);
  await page.goto(`${site.address}/measures/find?${maker}`);
  const counts = (await page.locator(".counts strong").allInnerTexts()).map(Number);
  assert.ok(counts.every((count) => count > 20), counts.join());
  const not = page.locator("#not li", { hasText: "茨城県" }).first();
  assert.match(await not.locator("p", { hasText: "合わない理由" }).textContent(), /茨城県/);
  // What was typed and can't be read stays, and what was ticked narrows.
  await page.getByLabel("資本金").fill("たくさん");
  await page.getByLabel("知的財産").check();
  await page.getByRole("button", { name: "合う施策を探す" }).click();
  assert.equal(await page.getByLabel("資本金").inputValue(), "たくさん");
  const fewer = (await page.locator(".counts strong").allInnerTexts()).map(Number);
  assert.ok(fewer.reduce((a, b) => a + b) < counts.reduce((a, b) => a + b) / 3, fewer.join());
  await page.context().close();
});
