// The author of a programme in a real browser: a document beside its programme, faults and citations while one types, a revision whose
// effect is seen, approved by two and published; without scripts too.
import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { accessible, everyWay, fits, open, views } from "./site.mjs";

let site;
before(async () => { site = await open(); });
after(async () => { await site?.close(); });

const folder = new URL("../catalogue/examples/2025/", import.meta.url);
const example = (name) => readFile(new URL(name, folder), "utf8");
const panels = ["yaml", "form", "proposals", "document", "preview", "cases", "effect", "publish"];

/** Keeps a picture of a page where somebody wants to look at it. */
async function picture(page, name) {
  if (process.env.PICTURES) await page.screenshot({ path: `${process.env.PICTURES}/author-${name}.png`, fullPage: true });
}

/** The address of a draft without its panel. */
const draft = (page) => page.url().split("?")[0];

test("a programme is written beside its document: proposed, checked as one types, tried on cases", async () => {
  const officer = await site.signedIn("officer@example.jp", { viewport: { width: 1440, height: 900 } });
  await officer.getByRole("link", { name: "制度の作成" }).click();
  await accessible(officer);
  await picture(officer, "list");
  await officer.getByLabel("文書の記号").fill("EX-small-business");
  await officer.locator("#new-document").fill(await example("EX-small-business.txt"));
  await officer.getByRole("button", { name: "この文章から始める" }).click();
  await officer.getByText("まだ確かめていないもの").waitFor();
  await picture(officer, "proposals");
  const waiting = async () => Number((await officer.getByText("まだ確かめていないもの").innerText()).match(/：(\d+)件/)[1]);
  const before = await waiting();
  assert.ok(before > 10, String(before));
  await officer.getByRole("checkbox", { name: /確認済みにする\s*: 補助限度額 500,?000/ }).check();
  await officer.getByRole("button", { name: "印を付けたものを記録する" }).click();
  await officer.getByText("確認したことを記録しました").waitFor();
  assert.equal(await waiting(), before - 1);
  await accessible(officer);

  // The file: what is typed is kept and checked, and lines are tied to the clauses that cite them.
  await officer.getByRole("link", { name: "ファイル", exact: true }).click();
  const text = (await example("small-business.yaml")).replace("id: example-small-business", "id: my-small-business");
  await officer.locator("#body").fill(text.replace("everyone: 500000", "everyone: 五十万くらい"));
  await officer.locator("#findings").getByText("五十万くらい").first().waitFor();
  await officer.getByText(/に保存しました/).waitFor();
  await picture(officer, "faults");
  const line = text.split("\n").findIndex((l) => l.includes("everyone: 500000")) + 1;
  await officer.locator(`#findings [data-file-line="${line}"]`).first().click();
  const chosen = await officer.evaluate(() => { const t = document.querySelector("#body"); return t.value.slice(t.selectionStart, t.selectionEnd); });
  assert.match(chosen, /五十万くらい/, "a fault leads to its line");
  await officer.locator("#body").fill(text);
  await officer.locator("#findings").getByText("誤りは見つかりませんでした").waitFor();
  await officer.getByText("すべての行が引用されています").waitFor();
  await officer.locator("#line-10 .cited-by").first().click();
  await officer.locator(".author-links path.is-here").first().waitFor({ state: "attached" });
  assert.equal(await officer.locator(".document-lines .is-here").first().getAttribute("id"), "line-10");
  await accessible(officer);
  await picture(officer, "written");
  await officer.reload();
  assert.equal(await officer.locator("#body").inputValue(), text, "it was kept without a button");

  // Cases: those it lacks are proposed with their answers.
  await officer.getByRole("link", { name: "事例", exact: true }).click();
  const cases = (await example("small-business.cases.yaml")).replaceAll("programme: example-small-business", "programme: my-small-business");
  await officer.locator("#cases").fill(cases);
  await officer.getByRole("button", { name: "保存する" }).click();
  await officer.getByText("保存しました。").waitFor();
  assert.match(await officer.locator(".stats").innerText(), /合わない事例\s*0/);
  await picture(officer, "cases");
  // Every panel, in a way of looking at it.
  const address = draft(officer);
  for (const panel of panels) {
    for (const { lang, viewport } of everyWay(views)) {
      await officer.setViewportSize(viewport);
      await officer.goto(`${address}?panel=${panel}&lang=${lang}`);
      await accessible(officer);
      await fits(officer);
      await picture(officer, `${panel}-${lang}-${viewport.width}`);
    }
  }
  await officer.setViewportSize({ width: 1440, height: 900 });
  await officer.goto(`${address}?panel=form`);
  await picture(officer, "form");
  await officer.emulateMedia({ media: "print" });
  await picture(officer, "print");
  assert.deepEqual(officer.complaints, []);
  await officer.context().close();
});

test("a revision's effect is seen, two approve it, and it is published", async () => {
  const officer = await site.signedIn("officer@example.jp", { viewport: { width: 1440, height: 900 } });
  await officer.goto(`${site.address}/office/center/calls`);
  await officer.locator("main table a[href*='/calls/']").first().click();
  const call = new URL(officer.url()).pathname.split("/").at(-1);
  await accessible(officer);
  await picture(officer, "call");
  await officer.getByRole("link", { name: "改訂" }).click();
  assert.equal(await officer.locator("#call").inputValue(), call, "the call is chosen");
  await officer.getByRole("button", { name: "改訂を始める" }).click();
  await officer.getByRole("link", { name: "項目", exact: true }).click();
  await officer.locator("[id='v-schemes.practical.amount.cap.single']").fill("100000");
  await officer.getByRole("button", { name: "保存する" }).click();
  await officer.getByText("変更を保存しました").waitFor();
  await officer.getByRole("link", { name: "影響", exact: true }).click();
  await officer.getByRole("row", { name: /鬼怒川/ }).waitFor();
  await officer.getByRole("cell", { name: "100,000円" }).first().waitFor();
  const losing = await officer.locator(".stats > div", { hasText: "減る" }).locator("dd").allInnerTexts();
  assert.ok(losing.some((told) => Number(told.split("\n")[0]) > 0), "of the scheme that changes, some firms lose");
  await accessible(officer);
  await picture(officer, "effect");
  await officer.getByRole("link", { name: "承認と公開" }).click();
  await officer.getByText("事例がないか").waitFor();
  await officer.getByRole("link", { name: "事例", exact: true }).click();
  await officer.getByRole("heading", { name: /足りない事例の案/ }).waitFor();
  await picture(officer, "cases-lacking");
  for (const box of await officer.getByRole("checkbox", { name: /^正しい/ }).all()) await box.check();
  await officer.getByRole("button", { name: "印を付けたものを事例に加える" }).click();
  await officer.getByText("足りない事例を加えました").waitFor();
  await officer.getByRole("link", { name: "承認と公開" }).click();
  await officer.getByRole("button", { name: "起案する" }).click();
  await officer.getByText("承認を求めました").waitFor();
  await officer.getByText("承認を求めている間は変更できません").first().waitFor();
  await accessible(officer);
  await picture(officer, "proposed");
  const page = officer.url();
  for (const email of ["manager@example.jp", "approver@example.jp"]) {
    const person = await site.signedIn(email);
    const letter = await site.letter(email, "/approvals/");
    await person.goto(letter.match(/http\S+\/approvals\/[0-9a-f-]+/)[0].replace(/^https?:\/\/[^/]+/, site.address));
    await picture(person, `approval-${email.split("@")[0]}`);
    await person.locator("button[value=approved]").click();
    await person.locator("[role=status]").first().waitFor();
    await person.context().close();
  }
  await officer.goto(page);
  await officer.locator("#reason").fill("限度額を改めました。");
  await officer.getByRole("button", { name: "公開する" }).click();
  await officer.getByText("公開しました。").waitFor();
  const anybody = await site.page();
  await anybody.goto(`${site.address}/programmes/${call}`);
  await anybody.getByText(/限度額を改めました/).waitFor();
  await picture(anybody, "public");
  await anybody.context().close();
  await officer.context().close();
});

test("without scripts the same buttons do the same, and who comes late loses nothing", async () => {
  const [one, two] = [await site.signedIn("officer@example.jp", { javaScriptEnabled: false }), await site.signedIn("officer@example.jp", { javaScriptEnabled: false })];
  await one.goto(`${site.address}/office/center/programmes`);
  await one.locator("#new-document").fill("令和8年度 試験補助金 募集要領\n募集期間 令和8年4月1日から令和8年5月29日17時まで（必着）\n補助率 1/2以内\n補助限度額 100万円");
  await one.getByRole("button", { name: "この文章から始める" }).click();
  const address = draft(one);
  await one.goto(`${address}?panel=yaml`);
  await two.goto(`${address}?panel=yaml`);
  const text = await one.locator("#body").inputValue();
  assert.match(text, /closes: 2026-05-29T17:00/);
  await one.locator("#body").fill(`${text}\n# 一つめ`);
  await one.getByRole("button", { name: "保存する" }).click();
  await one.getByText("保存しました。").waitFor();
  await two.locator("#body").fill(`${text}\n# 二つめ`);
  await two.getByRole("button", { name: "保存する" }).click();
  assert.match(await two.locator("#body").inputValue(), /二つめ/);
  assert.match(await two.locator("#stored").inputValue(), /一つめ/);
  await two.getByRole("button", { name: "保存する" }).click();
  await two.getByText("保存しました。").waitFor();
  // A citation leads to its field.
  await two.goto(`${address}?panel=form`);
  await two.locator("#line-2 .cited-by").first().click();
  assert.match(two.url(), /#f-window/);
  await one.context().close();
  await two.context().close();
});
