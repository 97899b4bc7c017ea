// Applications as people write and receive them: a company alone, a consortium of three, an officer; with bad networks, without scripts.
import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { accessible, everyWay, fits, open, paper, password } from "./site.mjs";

const call = "example-green-fund-practical";
const pdf = { name: "会社案内（髙橋）.pdf", mimeType: "application/pdf", buffer: paper("brochure") };
let site;

before(async () => { site = await open(); });
after(async () => { await site?.close(); });

const saved = (page) => page.locator("[data-save-state][data-how=saved]").waitFor();
/** What the page says after an act. */
const said = (page) => page.locator(".note[role=status]").first().innerText();
const field = (page, name) => page.locator(`[name="${name}"]`);

/** Fills a part and waits until the page says that it is kept. */
async function fill(page, id, part, values) {
  await page.goto(`${site.address}/applications/${id}/parts/${part}`);
  for (const [name, text] of Object.entries(values)) {
    const input = field(page, name);
    if (text === true) await input.check();
    else if ((await input.evaluate((e) => e.tagName)) === "SELECT") await input.selectOption(text);
    else await input.fill(text);
  }
  await saved(page);
}

const plan = {
  project: { "a.title": "夜間に自動で動く搬送ロボットの開発", "a.summary": "人手の足りない夜間に、工場の中を自動で運ぶロボットです。", "a.starts": "令和9年4月1日", "a.ends": "2028-02-28", "a.contact_name": "小山 花子", "a.contact_phone": "0285-00-0000", "a.contact_email": "hanako@oyama.example.jp", "a.research_place": "09" },
  plan: { "a.purpose": "夜間の人手不足を補う。", "a.present": "いまは人が運んでいる。", "a.work": "試作と実証を行う。", "a.novelty": "段差を越えられる。" },
  effect: { "a.effect": "3年で10台を販売する。", ...Object.fromEntries(["sales", "value", "wages"].flatMap((f) => [0, 1, 2, 3].map((y) => [`a.k.${f}.${y}`, `${100 + y}百万`.replace("百万", "000000")]))) },
  others: { "a.o.none": true },
  declaration: { "a.declare": true },
};

/** The fields of the first row of a table, whose name is made when the page is. */
async function row(page, id, part, start, values) {
  await page.goto(`${site.address}/applications/${id}/parts/${part}`);
  const first = await page.locator(`[name^="${start}r"]`).first().getAttribute("name");
  const prefix = first.slice(0, first.lastIndexOf("."));
  for (const [column, text] of Object.entries(values)) {
    const input = field(page, `${prefix}.${column}`);
    if ((await input.evaluate((e) => e.tagName)) === "SELECT") await input.selectOption(text);
    else await input.fill(text);
  }
  await saved(page);
}

async function begin(page) {
  await page.goto(`${site.address}/programmes/${call}`);
  await page.getByRole("link", { name: "申請書をつくる" }).click();
  await accessible(page);
  await page.getByRole("button", { name: "書きはじめる" }).click();
  // One begins to write at once; the list of the pages stands one step back.
  await page.waitForURL(/\/parts\/project$/);
  const id = page.url().split("/").at(-3);
  await page.goto(`${site.address}/applications/${id}`);
  return id;
}

/** Writes everything but members' own parts. */
async function write(page, id) {
  for (const [part, values] of Object.entries(plan)) {
    await fill(page, id, part, values);
    await accessible(page);
  }
  await row(page, id, "schedule", "a.s.", { from: "令和9年4月", to: "令和9年9月", what: "試作" });
  await accessible(page);
  await row(page, id, "team", "a.t.", { who: "小山 四郎", role: "統括", work: "全体" });
  await accessible(page);
}

async function costs(page, id, member, amount, own) {
  await page.goto(`${site.address}/applications/${id}/parts/${member}-facts`);
  await accessible(page);
  await row(page, id, `${member}-costs`, `${member}.x.`, { category: "materials", label: "部材", amount });
  await page.locator("#answer").getByText("助成対象経費の総額").waitFor();
  await accessible(page);
  await fill(page, id, `${member}-funds`, { [`${member}.funds.own`]: own });
  await page.getByText("合っています").first().waitFor();
  await accessible(page);
}

test("a company alone writes by autosave, files, corrects what the office asks, and is accepted", async () => {
  const page = await site.signedIn("owner@oyama.example.jp");
  const id = await begin(page);
  await accessible(page);
  await write(page, id);
  await costs(page, id, "m0", "1,200,000", "400,000");
  // What can't be read is said at its field without a button, and not any more once it is mended.
  await page.goto(`${site.address}/applications/${id}/parts/m0-costs`);
  const amount = page.locator('input[name$=".amount"]').first();
  const wrong = page.locator(`[data-field="${await amount.getAttribute("name")}"] .error`);
  await amount.fill("約百万円");
  await amount.blur();
  await wrong.waitFor();
  await accessible(page);
  await amount.fill("1,200,000");
  await amount.blur();
  await wrong.waitFor({ state: "detached" });
  await page.getByText("保存しました").waitFor();
  await page.goto(`${site.address}/applications/${id}/file`);
  assert.match(await page.getByRole("main").innerText(), /書類がありません/);
  await accessible(page);
  await page.getByRole("link", { name: /書類がありません/ }).click();
  await accessible(page);
  // What is no document is refused, and said; what is one is there with its fingerprint.
  await page.locator("#file-2").setInputFiles({ ...pdf, buffer: Buffer.from("<script>") });
  await page.getByText("この種類のファイルは受け取れません").waitFor();
  assert.equal(await page.getByRole("button", { name: "もう一度送る" }).count(), 0, "what can never pass is not offered again");
  // Several at once: what is wrong with one is said by its name, and the others are there.
  const other = { ...pdf, name: "別紙.pdf", buffer: paper("another") };
  await page.locator("#file-2").setInputFiles([pdf, { ...pdf, name: "だめ.pdf", buffer: Buffer.from("<script>") }]);
  await page.getByText("だめ.pdf: この種類のファイルは受け取れません").waitFor();
  await page.locator("#file-2").setInputFiles(other);
  await page.getByRole("link", { name: pdf.name }).waitFor();
  await page.getByRole("link", { name: other.name }).waitFor();
  await page.getByRole("button", { name: `外す: ${other.name}` }).click();
  await page.goto(`${site.address}/applications/${id}`);
  await page.getByRole("link", { name: "確認して提出" }).click();
  await page.getByRole("button", { name: "提出する" }).click();
  assert.match(await said(page), /提出しました/);
  await accessible(page);
  const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("link", { name: "受付票（PDF）" }).click()]);
  assert.match(String((await readFile(await download.path())).subarray(0, 5)), /%PDF-/);
  // Anybody who holds the paper, and the operator, verify it.
  const receipt = await download.path();
  assert.match(await site.command("receipt", "verify", receipt), /everything agrees with what is kept/);
  await assert.rejects(site.command("receipt", "verify", receipt, receipt), "the receipt is no file that was filed");
  await page.getByRole("link", { name: "受付票を確かめる" }).click();
  await page.getByText("この受付票は本物で").waitFor();
  await accessible(page);
  assert.match(await site.letter("owner@oyama.example.jp", "受け付けました"), /受付番号/);
  // The office.
  const officer = await site.signedIn("officer@example.jp");
  await officer.getByRole("link", { name: "申請の受付" }).click();
  await accessible(officer);
  await officer.getByRole("row", { name: /小山ロボティクス/ }).getByRole("link").first().click();
  await accessible(officer);
  // A document is looked at where the officer is, with the keyboard alone.
  const sheet = officer.locator("details.sheet").first();
  await sheet.locator("summary").focus();
  await officer.keyboard.press("Enter");
  await sheet.locator("iframe").waitFor();
  await officer.keyboard.press("Enter");
  // A tick stands in its place: the page stays where it is, and the button keeps the focus.
  const tick = officer.getByRole("button", { name: /^確認した: 1 / });
  await tick.click();
  await officer.locator('[aria-pressed="true"]').first().waitFor();
  assert.equal(await tick.getAttribute("aria-pressed"), "true");
  assert.doesNotMatch(officer.url(), /done=/);
  // By keys from one open item to the next.
  await officer.locator("main").focus();
  await officer.keyboard.press("j");
  const first = await officer.evaluate(() => document.activeElement.id);
  await officer.keyboard.press("j");
  await officer.keyboard.press("k");
  assert.ok(first.startsWith("item-") && (await officer.evaluate(() => document.activeElement.id)) === first, first);
  // What the engine found in order is confirmed at once.
  await officer.getByRole("button", { name: /適合をまとめて確認/ }).click();
  assert.match(await said(officer), /まとめて確認しました/);
  assert.equal(await officer.getByRole("button", { name: /適合をまとめて確認/ }).count(), 0);
  await accessible(officer);
  await officer.locator("#body").fill("図面はありますか。");
  await officer.getByRole("button", { name: "送る" }).click();
  await officer.locator("#decide summary").getByText("補正を求める").click();
  await officer.locator("#due").fill("昨日");
  // The reason is written beside what it is about.
  await officer.locator('details.reason-of:has([name="why.a.purpose"]) > summary').click();
  await accessible(officer);
  await officer.locator('[name="why.a.purpose"]').fill("目的をもう少しくわしく。");
  assert.equal(await officer.locator("[data-counts] strong").innerText(), "1");
  await officer.locator("#decide").getByRole("button", { name: "補正を求める" }).click();
  assert.match(await officer.getByRole("alert").innerText(), /日付/);
  assert.equal(await officer.locator('[name="why.a.purpose"]').inputValue(), "目的をもう少しくわしく。", "nothing typed is lost");
  await officer.locator("#due").fill("来週金曜");
  await officer.locator("#decide").getByRole("button", { name: "補正を求める" }).click();
  assert.match(await said(officer), /補正を求めました/);
  await accessible(officer);
  // The company answers on a phone.
  const phone = await site.signedIn("owner@oyama.example.jp", { viewport: { width: 360, height: 740 } });
  const returned = await site.letter("owner@oyama.example.jp", "直していただきたい");
  assert.match(returned, /受付番号[\s\S]*--\s+例示県産業振興センター[\s\S]*電話：000-000-0000/, "the letter is signed");
  await phone.goto(returned.match(/http\S+/)[0].replace(/^http:\/\/[^/]+/, site.address));
  await phone.getByText("補正のお願い").waitFor();
  await accessible(phone);
  await fits(phone);
  await phone.getByRole("link", { name: /目的をもう少しくわしく/ }).click();
  await fits(phone);
  await field(phone, "a.purpose").fill("夜間の人手不足を補い、事故を減らす。");
  await saved(phone);
  // What the office did not ask for stays as it was filed.
  await phone.goto(`${site.address}/applications/${id}/parts/m0-costs`);
  await phone.getByText("今回の補正の対象ではない").waitFor();
  assert.equal(await phone.locator('input[name$=".amount"]:not(:disabled)').count(), 0);
  await accessible(phone);
  await phone.goto(`${site.address}/applications/${id}/reading`);
  assert.match(await phone.getByRole("main").innerText(), /夜間の人手不足を補い/);
  await accessible(phone);
  await fits(phone);
  await phone.goto(`${site.address}/applications/${id}/messages`);
  await phone.getByText("図面はありますか。").waitFor();
  await phone.getByLabel("事務局へ").fill("会社案内の3ページにあります。");
  await phone.getByRole("button", { name: "送る" }).click();
  await accessible(phone);
  await fits(phone);
  await phone.goto(`${site.address}/applications/${id}/file`);
  await phone.getByRole("button", { name: "提出する" }).click();
  await phone.getByText("第2回提出").waitFor();
  await officer.reload();
  await officer.getByText("会社案内の3ページにあります。").waitFor();
  // Nobody ticked the formal check: that is asked about first.
  await officer.getByRole("button", { name: "受理する" }).click();
  await officer.getByText("まだ確認していません。それでも").waitFor();
  await accessible(officer);
  await officer.getByRole("button", { name: "確認していない項目があるまま受理する" }).click();
  assert.match(await said(officer), /受理しました/);
  assert.deepEqual([page.complaints, officer.complaints, phone.complaints].flat().filter((c) => !/422/.test(c)), []);
  for (const one of [page, officer, phone]) await one.context().close();
});

test("costs are a grid at a desk: pasted from Excel, moved through and filled down by keys, with what they come to in sight", async () => {
  const page = await site.signedIn("owner@oyama.example.jp");
  const id = await begin(page);
  await page.goto(`${site.address}/applications/${id}/parts/m0-costs`);
  const cell = (row, column) => page.locator(`fieldset.line[data-number="${row}"] [name$=".${column}"]:not([type=hidden])`);
  const category = await cell(1, "category").locator("option").nth(1).innerText();
  const names = ["モーター", "センサー", "制御盤", "配線"];
  const rows = names.map((name, at) => [category, name, "見積書", `${(at + 1) * 1000}`, "10", "", "", "小山商店"].join("\t")).join("\n");
  await cell(1, "category").focus();
  await page.evaluate((text) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData("text/plain", text);
    document.activeElement.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
  }, rows);
  await page.getByText("4 行を貼り付けました").waitFor();
  assert.equal(await cell(4, "label").inputValue(), "配線");
  assert.equal(await cell(4, "amount").inputValue(), "40,000", "so many at such a price come to the amount");
  await saved(page);
  await page.locator(".totals-bar").getByText("100,000円").first().waitFor();
  await accessible(page);
  // Down and into a new row by Enter; what stands above comes by a key.
  await cell(4, "label").focus();
  await page.keyboard.press("Enter");
  await page.keyboard.press("Control+d");
  assert.equal(await cell(5, "label").inputValue(), "配線");
  await page.keyboard.press("ArrowUp");
  assert.equal(await page.evaluate(() => document.activeElement.value), "配線");
  // An amount that says another is left as it was written, and what it should come to stands beside it.
  await cell(2, "amount").fill("25,000");
  await page.getByText("単価×数量：20,000円").waitFor();
  await saved(page);
  await page.reload();
  assert.equal(await cell(4, "label").inputValue(), "配線");
  assert.equal(await cell(5, "label").inputValue(), "配線");
  await page.getByText("単価×数量：20,000円").waitFor();
  assert.deepEqual(page.complaints, []);
  // The same rows are cards on a phone.
  await page.setViewportSize({ width: 360, height: 740 });
  await fits(page);
  await accessible(page);
  await page.context().close();
});

test("three companies write together: each sees its own costs, none loses a word", async () => {
  const lead = await site.signedIn("owner@oyama.example.jp");
  const id = await begin(lead);
  await write(lead, id);
  const partners = [];
  for (const [name, email] of [["那須ソフトウェア", "owner@nasu.example.jp"], ["足利繊維", "owner@ashikaga.example.jp"]]) {
    await lead.goto(`${site.address}/applications/${id}/parts/members`);
    await accessible(lead);
    await lead.getByLabel("会社・団体の名前").fill(name);
    await lead.getByLabel("招待する人のメールアドレス").fill(email);
    await lead.getByRole("button", { name: "構成員を加える" }).click();
    await lead.getByRole("status").waitFor();
    const partner = await site.signedIn(email);
    await partner.goto((await site.letter(email, "/joining/")).match(/\/joining\/\S+/)[0].replace(/^/, site.address));
    await accessible(partner);
    await partner.getByRole("button", { name: "この会社で参加する" }).click();
    assert.match(await said(partner), /参加しました/);
    await accessible(partner);
    partners.push(partner);
  }
  const [nasu, ashikaga] = partners;
  for (const [page, member] of [[lead, "m0"], [nasu, "m1"], [ashikaga, "m2"]]) {
    await page.goto(`${site.address}/applications/${id}/parts/${member}-facts`);
    // It is filled in already where the company's record says so.
    if ((await field(page, `${member}.holder`).inputValue()) !== "none") {
      await field(page, `${member}.holder`).selectOption("none");
      await saved(page);
    }
    await costs(page, id, member, member === "m1" ? "777,000" : "900,000", member === "m1" ? "259,000" : "300,000");
    if (member === "m0") continue;
    // Until it says so, the lead sees nothing of it.
    await page.goto(`${site.address}/applications/${id}`);
    await accessible(page);
    await page.getByRole("button", { name: "今の内容で代表に知らせる" }).click();
    assert.match(await said(page), /知らせました/);
  }
  // The lead sees a total, and no line.
  await lead.goto(`${site.address}/applications/${id}`);
  await lead.getByRole("row", { name: /那須/ }).getByText("777,000").waitFor();
  const shut = await lead.goto(`${site.address}/applications/${id}/parts/m1-costs`);
  assert.equal(shut.status(), 403);
  // Two people, one field: the second chooses; another field is merged.
  for (const page of [lead, nasu]) await page.goto(`${site.address}/applications/${id}/parts/plan`);
  await field(lead, "a.purpose").fill("代表が書いた目的");
  await saved(lead);
  await field(nasu, "a.novelty").fill("那須が書いた新しさ");
  await field(nasu, "a.purpose").fill("那須が書いた目的");
  await nasu.getByText("代表が書いた目的").waitFor();
  await accessible(nasu);
  await nasu.getByRole("button", { name: "相手の入力を使う" }).click();
  assert.equal(await field(nasu, "a.purpose").inputValue(), "代表が書いた目的");
  await lead.reload();
  assert.equal(await field(lead, "a.novelty").inputValue(), "那須が書いた新しさ");
  // The network goes, and comes again.
  await nasu.context().setOffline(true);
  await field(nasu, "a.work").fill("電車の中で書いた内容");
  await nasu.getByText("保存できていません").waitFor();
  await nasu.context().setOffline(false);
  await saved(nasu);
  // The login ends while one types; the words are there after signing in again.
  await ashikaga.goto(`${site.address}/applications/${id}/parts/plan`);
  await ashikaga.context().clearCookies();
  await field(ashikaga, "a.present").fill("ログインが切れても残る課題");
  await ashikaga.getByText("サインインが切れました").waitFor();
  await accessible(ashikaga);
  const again = await ashikaga.context().newPage();
  await again.goto(`${site.address}/sign-in`);
  await again.locator("#email").fill("owner@ashikaga.example.jp");
  await again.locator("#password").fill(password);
  await again.locator("main form button").click();
  await again.waitForURL((url) => url.pathname === "/");
  await again.goto(`${site.address}/applications/${id}/parts/plan`);
  await saved(again);
  assert.equal(await field(again, "a.present").inputValue(), "ログインが切れても残る課題");
  // Filed by the lead alone.
  await lead.goto(`${site.address}/applications/${id}/parts/papers`);
  await lead.locator("#file-2").setInputFiles(pdf);
  await lead.getByRole("button", { name: /添付する: 2/ }).click();
  await lead.getByRole("link", { name: pdf.name }).waitFor();
  const refused = await nasu.goto(`${site.address}/applications/${id}/file`);
  assert.equal(refused.status(), 403);
  await lead.goto(`${site.address}/applications/${id}/file`);
  await lead.getByRole("button", { name: "提出する" }).click();
  await lead.getByText("受付番号", { exact: true }).waitFor();
  for (const one of [lead, nasu, ashikaga]) await one.context().close();
});

test("without scripts a part is kept by its button, and what two people typed is a choice", async () => {
  const page = await site.signedIn("owner@nasu.example.jp", { javaScriptEnabled: false, viewport: { width: 360, height: 740 } });
  await page.goto(`${site.address}/applications`);
  await fits(page);
  await page.getByRole("link", { name: /電力を見える化/ }).click();
  await fits(page);
  await page.getByRole("link", { name: "経費明細" }).click();
  await fits(page);
  await page.getByRole("button", { name: "行を加える" }).click();
  const name = await page.locator('[name^="m0.x.r"][name$=".amount"]').first().getAttribute("name");
  await page.locator(`[name="${name}"]`).fill("百円");
  await page.getByRole("button", { name: "保存する", exact: true }).click();
  assert.match(await page.getByRole("main").innerText(), /保存しました/);
  assert.equal(await page.locator(`[name="${name}"]`).inputValue(), "百円", "nothing typed is lost");
  const other = await site.signedIn("owner@nasu.example.jp", { javaScriptEnabled: false });
  const plan = `${page.url().split("/parts")[0]}/parts/plan`;
  await page.goto(plan);
  await other.goto(plan);
  await page.locator("#a-purpose").fill("一つめの画面");
  await page.getByRole("button", { name: "保存する", exact: true }).click();
  await other.locator("#a-purpose").fill("二つめの画面");
  await other.getByRole("button", { name: "保存する", exact: true }).click();
  await other.getByText("どちらにするか選んでください").waitFor();
  await other.getByRole("button", { name: "保存する", exact: true }).click();
  assert.equal(await other.locator("#a-purpose").inputValue(), "二つめの画面");
  await page.context().close();
  await other.context().close();
});

test("every page of applications is accessible in both languages, and fits a phone", async () => {
  const pages = {
    "owner@kinugawa.example.jp": ["/applications", `/programmes/${call}/apply`, "/receipts", "/receipts/none", "/joining/none", "/announcements"],
    "officer@example.jp": ["/office/center/applications", "/office/center/applications?state=filed&text=x", "/office/center/calls", `/office/center/calls/${call}?find=${encodeURIComponent("足利")}`, "/office/center/programmes"],
  };
  for (const [email, paths] of Object.entries(pages)) {
    const page = await site.signedIn(email, { viewport: { width: 360, height: 740 } });
    await page.goto(`${site.address}${paths[0]}`);
    const more = await page.locator("main a[href*='/applications/']:not([href*=export])").evaluateAll((all) => all.map((a) => a.getAttribute("href")).slice(0, 1));
    const own = email.startsWith("owner") ? ["/parts/project", "/parts/plan", "/parts/schedule", "/parts/members", "/parts/m0-facts", "/parts/m0-costs", "/parts/papers", "/file", "/messages", "/reading", "/past?field=a.title"].map((p) => more[0] + p) : [];
    for (const path of [...paths, ...more, ...own]) {
      for (const lang of everyWay(["", "lang=en"])) {
        await page.goto(`${site.address}${path}${lang ? (path.includes("?") ? "&" : "?") + lang : ""}`);
        await accessible(page);
        await fits(page);
      }
    }
    await page.context().close();
  }
});

/** Looks at the announcements until they say something: they are written a moment after what they tell. */
async function announced(page, text) {
  for (let tries = 0; tries < 100; tries += 1) {
    await page.goto(`${site.address}/announcements`);
    if (await page.getByText(text).count()) return;
    await new Promise((resolve) => { setTimeout(resolve, 100); });
  }
  throw new Error(`not announced: ${text}`);
}

test("an officer extends the deadline for all", async () => {
  const officer = await site.signedIn("officer@example.jp");
  await officer.goto(`${site.address}/office/center/calls/${call}`);
  await officer.getByText("締切を延長する").first().click();
  const day = new Date(Date.now() + 60 * 86_400_000).toISOString().slice(0, 10);
  await officer.locator("#day").fill(day);
  await officer.locator("#time").fill("17:00");
  await officer.locator("#reason").fill("通信の障害のため");
  await officer.getByRole("button", { name: "延長の内容を確かめる" }).click();
  await accessible(officer);
  await officer.getByRole("button", { name: "延長して知らせる" }).click();
  assert.match(await said(officer), /延長し/);
  await accessible(officer);
  const anybody = await site.page();
  await announced(anybody, "延長しました");
  await accessible(anybody);
  // Tables arrive as files.
  await officer.goto(`${site.address}/office/center/applications`);
  for (const [name, kind] of [["Excel", /\.xlsx$/], ["CSV", /\.csv$/]]) {
    const [download] = await Promise.all([officer.waitForEvent("download"), officer.getByRole("link", { name }).click()]);
    assert.match(download.suggestedFilename(), kind);
    assert.equal(await download.failure(), null);
  }
  // What did not work is written down, announced, and put right in the form beside it.
  await officer.goto(`${site.address}/office/center/calls`);
  const japan = new Date(Date.now() + 9 * 3_600_000).toISOString();
  const note = officer.locator("form", { has: officer.getByRole("button", { name: "障害を記録する" }) });
  await note.getByLabel("始まった日").fill(japan.slice(0, 10));
  await note.getByLabel("始まった時刻").fill("25:00");
  await note.getByLabel("何が起きたか").fill("保存できません");
  await note.getByRole("button").click();
  assert.equal(await note.getByLabel("何が起きたか").inputValue(), "保存できません", "nothing typed is lost");
  await accessible(officer);
  await note.getByLabel("始まった時刻").fill("0:00");
  await note.getByRole("button").click();
  await announced(anybody, "保存できません");
  await officer.getByText("終わったことを記録する").click();
  await accessible(officer);
  const end = officer.locator("form", { has: officer.getByRole("button", { name: "記録を保存する" }) });
  await end.getByLabel(/終わった日/).fill(japan.slice(0, 10));
  await end.getByLabel("終わった時刻").fill(japan.slice(11, 16));
  await end.getByRole("button").click();
  await announced(anybody, "障害がありました：保存できません");
  await officer.context().close();
  await anybody.context().close();
});

test("what could not be saved comes back in its own part and tab, and what the button sent is not offered again", async () => {
  const page = await site.signedIn("owner@ashikaga.example.jp");
  page.on("dialog", (dialog) => dialog.accept());
  const id = await begin(page);
  const failed = (one) => one.locator("[data-save-state][data-how=failed]").waitFor();
  const part = (one, name) => one.goto(`${site.address}/applications/${id}/parts/${name}`);
  const shut = (route) => (route.request().method() === "POST" ? route.abort() : route.continue());
  await page.context().route("**/fields*", shut);
  // Two parts in one tab, and a third in another.
  await part(page, "plan");
  await field(page, "a.purpose").fill("届かなかった目的");
  await failed(page);
  await part(page, "effect");
  await field(page, "a.effect").fill("届かなかった効果");
  await failed(page);
  const tab = await page.context().newPage();
  tab.on("dialog", (dialog) => dialog.accept());
  await part(tab, "project");
  await field(tab, "a.summary").fill("届かなかった概要");
  await failed(tab);
  await page.context().unroute("**/fields*", shut);
  for (const [one, name, input, text] of [[page, "plan", "a.purpose", "届かなかった目的"], [tab, "project", "a.summary", "届かなかった概要"], [page, "effect", "a.effect", "届かなかった効果"]]) {
    await part(one, name);
    // What a page sends as one leaves it may have arrived after all; what did not is sent now.
    await one.waitForFunction((name) => !Object.keys(localStorage).some((key) => key.includes(` ${name} `)), input);
    assert.equal(await field(one, input).inputValue(), text);
    await one.reload();
    assert.equal(await field(one, input).inputValue(), text, "it is with the server now");
  }
  // The form's button sends what the page could not: nothing of that comes back as a conflict with oneself.
  await page.context().route("**/fields*", shut);
  await part(page, "plan");
  await field(page, "a.present").fill("ボタンで送る現状　　");
  await failed(page);
  await page.context().unroute("**/fields*", shut);
  await page.getByRole("button", { name: "保存する", exact: true }).click();
  await page.locator(".note[role=status]").first().waitFor();
  await part(page, "plan");
  assert.match(await field(page, "a.present").inputValue(), /^ボタンで送る現状/);
  assert.equal(await page.locator(".conflict").count(), 0);
  assert.deepEqual(await page.evaluate(() => Object.keys(localStorage).filter((key) => key.startsWith("autosave"))), []);
  await tab.close();
});
