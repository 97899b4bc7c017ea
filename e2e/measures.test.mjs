// Finding support: the front, the search, the finder and the page of a measure, as a shop owner uses them in the evening.
import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { accessible, everyWay, fits, open, views } from "./site.mjs";

let site;
before(async () => { site = await open(); });
after(async () => { await site?.close(); });

const maker = "kind=company&prefecture=09&industry=E&employees=18&capital=1000万";

test("every page of measures is accessible in both languages, on a desk and on a phone", async () => {
  const page = await site.page();
  const kinds = ["tochigi-center-ip-foreign-patent", "tochigi-center-training", "ibaraki-loans", "tochigi-center-green-fund-incubation", "tochigi-pref-ecosystem-schedule", "ibaraki-venture-rent"];
  const paths = ["/", "/measures", "/measures?q=後継者がいない", "/measures?q=ξψ", "/calendar", "/calendar?year=2022", "/measures/find", `/measures/find?${maker}`, ...kinds.map((id) => `/measures/${id}`)];
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
  await page.goBack();
  await page.getByLabel("種類").selectOption("desk");
  await page.getByRole("button", { name: "探す" }).click();
  await page.waitForURL(/group=desk/);
  for (const kind of await page.locator(".measures .tags .tag:first-child").allInnerTexts()) {
    assert.ok(["相談", "専門家派遣", "訪問支援"].includes(kind), kind);
  }
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
