// Proposals for decision in a real browser: drafted on a case, decided with the keyboard, printed; races and faults lose nothing.
import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { accessible, fits, open } from "./site.mjs";

let site;
before(async () => { site = await open(); });
after(async () => { await site?.close(); });

/** Keeps a picture of a page where somebody wants to look at it. */
async function picture(page, name) {
  if (process.env.PICTURES) await page.screenshot({ path: `${process.env.PICTURES}/${name}.png`, fullPage: true });
}

const list = "/office/center/approvals";

test("a decision about a case is proposed, decided and numbered", async () => {
  const officer = await site.signedIn("officer@example.jp");
  await officer.goto(`${site.address}/office/center/applications`);
  await officer.locator("main table a[href*='/applications/']").first().click();
  await picture(officer, "case");
  await officer.getByRole("link", { name: "この案件について起案する" }).click();
  assert.match(await officer.getByLabel("件名").inputValue(), /の申請（.+）について/, "what is known is filled in");
  await accessible(officer);
  await picture(officer, "draft");
  await officer.getByRole("button", { name: "回議に送る" }).click();
  assert.match(await officer.locator("#body-error").innerText(), /伺い文を書いてください/);
  await accessible(officer);
  await officer.getByLabel("伺い文").fill("形式審査の結果、要件を満たすため、受理してよろしいか伺います。\n\n根拠：補助金交付規程第5条");
  await officer.getByRole("button", { name: "回議に送る" }).click();
  await officer.getByText("起案を回議に送りました").waitFor();
  await picture(officer, "sent");
  const page = new URL(officer.url()).pathname;
  const letter = await site.letter("approver@example.jp");
  assert.ok(letter.includes(page), letter);

  const approver = await site.signedIn("approver@example.jp");
  await approver.getByRole("link", { name: "起案・決裁" }).click();
  await approver.getByText("あなたの番です").waitFor();
  await accessible(approver);
  await picture(approver, "list");
  await approver.getByRole("link", { name: /の申請/ }).click();
  await accessible(approver);
  await picture(approver, "decide");
  // With the keyboard alone: to the remark, a word, to the button, and on.
  await approver.locator("#remark").focus();
  await approver.keyboard.type("確認しました");
  await approver.keyboard.press("Tab");
  await approver.keyboard.press("Enter");
  await approver.getByText("文書番号が付きました").waitFor();
  assert.match(await approver.locator("main").innerText(), /例産振第1号/);
  await picture(approver, "decided");
  // The 起案書 on paper: what was decided stands there, nothing to press.
  await approver.emulateMedia({ media: "print" });
  assert.equal(await approver.getByRole("button").filter({ visible: true }).count(), 0);
  assert.ok(await approver.locator(".stamps").isVisible());
  await picture(approver, "printed");

  await officer.goto(`${site.address}${page}`);
  await officer.getByRole("link", { name: "案件を開く" }).click();
  assert.match(await officer.locator("#decide").innerText(), /決裁済.*例産振第1号/s, "the case tells of it");
  assert.deepEqual([...officer.complaints.filter((c) => !c.includes("422")), ...approver.complaints], []);
  await officer.context().close();
  await approver.context().close();
});

test("without scripts and on a telephone the same goes, in both languages", async () => {
  const phone = { viewport: { width: 360, height: 740 }, javaScriptEnabled: false };
  const officer = await site.signedIn("officer@example.jp", phone);
  await officer.goto(`${site.address}${list}/new`);
  await officer.getByLabel("件名").fill("複合機の更新について");
  await officer.getByLabel("金額").fill("八十万円");
  await officer.getByLabel("伺い文").fill("更新してよろしいか伺います。");
  await officer.getByRole("button", { name: "回議に送る" }).click();
  await officer.getByText("起案を回議に送りました").waitFor();
  const page = new URL(officer.url()).pathname;
  await fits(officer);
  await picture(officer, "phone");
  const approver = await site.signedIn("approver@example.jp", phone);
  await approver.goto(`${site.address}${page}`);
  await approver.getByRole("button", { name: "差し戻す" }).click();
  assert.match(await approver.locator("main").innerText(), /差戻し・否決の理由を書いてください/);
  await approver.getByLabel("意見・理由").fill("見積書を2社から取ってください。");
  await approver.getByRole("button", { name: "差し戻す" }).click();
  await approver.getByText("差し戻しました").waitFor();
  await officer.goto(`${site.address}${page}`);
  assert.match(await officer.locator("main").innerText(), /見積書を2社から取ってください。/);
  await officer.locator("#body").fill("2社の見積書を付けました。更新してよろしいか伺います。");
  await picture(officer, "again");
  await officer.getByRole("button", { name: "回議に送る" }).click();
  await officer.getByText("直した起案を回議に送りました").waitFor();
  const admin = await site.signedIn("admin@example.jp", { viewport: { width: 360, height: 740 } });
  const wide = await site.signedIn("officer@example.jp");
  for (const lang of ["ja", "en"]) {
    for (const [who, path] of [[admin, list], [admin, `${list}?whose=own`], [admin, `${list}/routes`], [admin, page], [wide, `${list}/new`], [wide, page]]) {
      await who.goto(`${site.address}${path}${path.includes("?") ? "&" : "?"}lang=${lang}`);
      await accessible(who);
      await fits(who);
    }
  }
  await picture(admin, "routes-phone");
  for (const one of [officer, approver, admin, wide]) await one.context().close();
});
