// The guides: their pictures are made here (UPDATE=1), and the words that a step quotes are found on the page that its picture shows, so that neither grows old.
import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { readFile, stat } from "node:fs/promises";
import { accessible, everyWay, fits, open, paper, views } from "./site.mjs";

const assets = new URL("../crates/ui/assets/", import.meta.url);
let site;
/** The steps that have a picture: its name, and the words in 「」 of their text. */
const steps = [];

before(async () => {
  site = await open();
  const text = await readFile(new URL("../crates/grants/src/pages/guides.yaml", import.meta.url), "utf8");
  for (const step of text.split(/\n {6}- title:/).slice(1)) {
    const picture = step.match(/picture: (\S+)/)?.[1];
    const ja = step.match(/ja: (.*。)\n/)?.[1] ?? "";
    if (picture) steps.push({ picture, words: [...ja.matchAll(/「([^」]+)」/g)].map((found) => found[1]) });
  }
});
after(async () => { await site?.close(); });

/** Holds a page against its step; makes its picture where that is asked for. */
async function shows(page, picture) {
  const step = steps.find((one) => one.picture === picture);
  await page.evaluate(() => { document.activeElement?.blur(); scrollTo(0, 0); });
  const text = await page.locator("body").evaluate((body) => body.textContent);
  for (const word of step.words) assert.ok(text.includes(word), `「${word}」 does not stand on the page of ${picture}`);
  const file = new URL(picture, assets).pathname;
  if (process.env.UPDATE) await page.screenshot({ path: file, clip: { x: 0, y: 0, width: 1000, height: 640 } });
  else assert.ok((await stat(file)).size > 5_000, `${picture} is made with UPDATE=1 node --test e2e/guides.test.mjs`);
  step.seen = true;
}

test("every step of a guide shows the page as it is", async () => {
  const owner = await site.signedIn("owner@oyama.example.jp", { viewport: { width: 1000, height: 640 } });
  await owner.goto(`${site.address}/programmes/example-green-fund-practical`);
  await shows(owner, "guide-programme.png");
  await owner.getByRole("link", { name: "申請書をつくる" }).click();
  await owner.getByRole("button", { name: "書きはじめる" }).click();
  await owner.waitForURL(/\/parts\/project$/);
  const id = owner.url().split("/").at(-3);
  const part = (name) => owner.goto(`${site.address}/applications/${id}/parts/${name}`);
  await part("plan");
  await owner.locator('[name="a.purpose"]').fill("夜間の人手不足を補い、工場の中を自動で運べるようにする。");
  await owner.locator('[name="a.present"]').fill("いまは人が運んでいる。重い部品が多く、夜間は人が足りない。");
  await owner.locator("[data-save-state][data-how=saved]").waitFor();
  await shows(owner, "guide-plan.png");
  await part("m0-costs");
  const first = (await owner.locator('[name^="m0.x.r"]').first().getAttribute("name")).split(".").slice(0, -1).join(".");
  await owner.locator(`[name="${first}.category"]`).selectOption("materials");
  for (const [column, value] of [["label", "モーター"], ["unit_price", "120000"], ["quantity", "10"]]) await owner.locator(`[name="${first}.${column}"]`).fill(value);
  await owner.locator('[data-follows="totals"]').getByText("800,000").waitFor();
  await owner.locator('[name="m0.funds.own"]').fill("400,000");
  await owner.getByText("合っています").waitFor();
  await shows(owner, "guide-costs.png");
  await part("papers");
  await owner.locator("#file-2").setInputFiles({ name: "会社案内.pdf", mimeType: "application/pdf", buffer: paper("guide") });
  await owner.getByRole("link", { name: "会社案内.pdf" }).waitFor();
  await owner.goto(`${site.address}/applications/${id}/file`);
  await shows(owner, "guide-file.png");
  const officer = await site.signedIn("officer@example.jp", { viewport: { width: 1000, height: 640 } });
  await officer.goto(`${site.address}/office/center/today`);
  await shows(officer, "guide-today.png");
  await officer.goto(`${site.address}/office/center/applications`);
  await shows(officer, "guide-list.png");
  await officer.getByRole("link", { name: /^1-0/ }).first().click();
  await shows(officer, "guide-case.png");
  assert.deepEqual(steps.filter((step) => !step.seen), [], "every picture is made here");
});

test("the guides fit and are accessible, and are reached from where somebody writes", async () => {
  for (const { lang, viewport } of everyWay(views)) {
    const page = await site.page({ viewport });
    for (const path of ["/guide", "/guide/applicants", "/guide/officers"]) {
      await page.goto(`${site.address}${path}?lang=${lang}`);
      const pictures = await page.locator(".guide img").all();
      assert.equal(pictures.length > 2, path !== "/guide", `${pictures.length} pictures at ${path}`);
      for (const picture of pictures) {
        await picture.scrollIntoViewIfNeeded();
        await picture.evaluate((img) => img.complete || new Promise((done) => { img.onload = done; }));
        assert.ok(await picture.evaluate((img) => img.naturalWidth > 0), "a picture is there");
      }
      await accessible(page);
      await fits(page);
    }
    await page.goto(`${site.address}/`);
    await page.locator("footer").getByRole("link").first().click();
    await page.waitForURL(/\/guide/);
    await page.context().close();
  }
});
