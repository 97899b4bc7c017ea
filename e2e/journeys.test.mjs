// The ways of people from end to end, counted: how many clicks and pages it takes to file, to accept a case, to accept many. A click is a link, a button, a tick or a
// chosen file; what is typed, or chosen from a list with the keyboard, is none.
import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { open, paper } from "./site.mjs";

const call = "実用化開発助成事業（練習用の募集）";
let site;
before(async () => { site = await open(); });
after(async () => { await site?.close(); });

/** Somebody at a page, who counts. */
function counting(page) {
  let clicks = 0;
  let pages = 0;
  page.on("framenavigated", (frame) => { if (frame === page.mainFrame()) pages += 1; });
  return {
    page,
    counted: () => ({ clicks, pages }),
    async press(role, name, within = page) {
      clicks += 1;
      await within.getByRole(role, { name }).first().click();
    },
    async tick(name) {
      clicks += 1;
      await page.locator(`[name="${name}"]`).check();
    },
    async attach(selector, file) {
      clicks += 1;
      await page.locator(selector).setInputFiles(file);
    },
  };
}

const saved = (page) => page.locator("[data-save-state][data-how=saved]").waitFor();

/** Types into fields, or chooses from lists with the keyboard. */
async function type(page, values) {
  for (const [name, text] of Object.entries(values)) {
    const input = page.locator(`[name="${name}"]`);
    if ((await input.evaluate((e) => e.tagName)) === "SELECT") await input.selectOption(text);
    else await input.fill(text);
  }
  await saved(page);
}

/** Types into the first row of a table. */
async function row(page, start, values) {
  const first = await page.locator(`[name^="${start}r"]`).first().getAttribute("name");
  const prefix = first.slice(0, first.lastIndexOf("."));
  await type(page, Object.fromEntries(Object.entries(values).map(([column, text]) => [`${prefix}.${column}`, text])));
}

const next = (person) => person.press("button", /^保存して次へ/);
const part = (page, name) => page.waitForURL((url) => url.pathname.endsWith(`/parts/${name}`));

/** From the first page of the form to what is filed, as a sound application is written. */
async function writes(person, isKnown) {
  const { page } = person;
  await part(page, "project");
  await type(page, { "a.title": "夜間に自動で動く搬送ロボットの開発", "a.summary": "工場の中を自動で運ぶロボットです。", "a.starts": "令和9年4月1日", "a.ends": "令和10年2月28日", "a.contact_name": "小山 花子", "a.contact_phone": "0285-00-0000", "a.contact_email": "hanako@oyama.example.jp", "a.research_place": "09" });
  await next(person);
  await part(page, "plan");
  const figures = ["sales", "value", "wages"].flatMap((f) => [0, 1, 2, 3].map((y) => [`a.k.${f}.${y}`, `${100 + y}000000`]));
  await type(page, { "a.purpose": "夜間の人手不足を補う。", "a.present": "いまは人が運んでいる。", "a.work": "試作と実証を行う。", "a.novelty": "段差を越えられる。", "a.effect": "3年で10台を販売する。", ...Object.fromEntries(figures) });
  await next(person);
  await part(page, "schedule");
  await row(page, "a.s.", { from: "令和9年4月", to: "令和9年9月", what: "試作" });
  await row(page, "a.t.", { who: "小山 四郎", role: "統括", work: "全体" });
  await next(person);
  if (!isKnown) {
    await part(page, "m0-facts");
    const asked = { "m0.industry": "E", "m0.capital_yen": "10,000,000", "m0.employees": "20", "m0.establishment_prefectures": "yes", "m0.deemed_large": "no" };
    for (const [name, text] of Object.entries(asked)) await type(page, { [name]: text });
    await next(person);
  }
  await part(page, "m0-costs");
  await row(page, "m0.x.", { category: "materials", label: "部材", amount: "1,200,000" });
  await page.locator('[data-follows="totals"]').getByText("800,000").waitFor();
  await type(page, { "m0.funds.own": "400,000" });
  await page.getByText("合っています").waitFor();
  await next(person);
  await part(page, "papers");
  await person.attach("#file-2", { name: "会社案内.pdf", mimeType: "application/pdf", buffer: paper(`journey ${isKnown}`) });
  await page.getByRole("link", { name: "会社案内.pdf" }).waitFor();
  await person.tick("a.o.none");
  await person.tick("a.declare");
  await saved(page);
  await next(person);
  await page.waitForURL(/\/file/);
  await page.getByText("この後の流れ").first().waitFor();
  await person.press("button", "提出する");
  await page.getByText("提出しました").first().waitFor();
}

/** From the front page to the page of the call, and to its form. */
async function toTheForm(person) {
  await person.page.goto(`${site.address}/`);
  await person.press("link", call);
  await person.press("link", "申請書をつくる");
}

test("a company that is known files with twelve clicks, on a desk and on a telephone", async () => {
  for (const [email, viewport] of [["owner@oyama.example.jp", { width: 1280, height: 900 }], ["owner@nasu.example.jp", { width: 390, height: 844 }]]) {
    const page = await site.signedIn(email, { viewport });
    const person = counting(page);
    await toTheForm(person);
    await person.press("button", "書きはじめる");
    await writes(person, true);
    const { clicks, pages } = person.counted();
    console.log(`# ${viewport.width} pixels: ${clicks} clicks, ${pages} pages`);
    assert.ok(clicks <= 12, `${clicks} clicks`);
    assert.deepEqual(page.complaints, []);
  }
});

test("a new company comes from the front page to its receipt with twenty clicks, and never loses its way", async () => {
  const page = await site.page();
  const person = counting(page);
  await toTheForm(person);
  await person.press("link", "初めての方");
  await page.getByLabel("メールアドレス").fill("new@atarashii.example.jp");
  await page.getByLabel("法人番号").fill("7000012050002");
  await person.press("button", "案内を送る");
  await page.getByText("案内を送りました").waitFor();
  // The link in the letter is a click too.
  const letter = await site.letter("new@atarashii.example.jp");
  await page.goto(letter.match(/http\S+/)[0]);
  await page.getByLabel("お名前").fill("新 太郎");
  await page.getByLabel("新しいパスワード").fill("four plain words here");
  assert.equal(await page.locator('[aria-current="step"]').innerText(), "お名前とパスワード");
  await person.press("button", "登録する");
  await page.waitForURL((url) => url.pathname === "/companies/new");
  assert.match(await page.locator(".stages").innerText(), /申請書の作成/);
  await page.getByLabel("名称").fill("新設株式会社");
  await person.press("button", "この会社の代表者として登録する");
  await page.waitForURL((url) => url.pathname.endsWith("/apply"), { timeout: 15_000 });
  await person.press("button", "書きはじめる");
  await writes(person, false);
  const clicks = person.counted().clicks + 1;
  console.log(`# ${clicks} clicks, ${person.counted().pages} pages`);
  assert.ok(clicks <= 20, `${clicks} clicks`);
  assert.deepEqual(page.complaints, []);
});

/** Says of what only a person can judge that it is so: a click for each. */
async function judges(person) {
  const { page } = person;
  const open = page.locator("li", { has: page.locator(".tag.judgement") }).getByRole("button", { name: /^確認した/ });
  const count = await open.count();
  for (let at = 0; at < count; at += 1) {
    await person.press("button", /^確認した/, page.locator("li", { has: page.locator(".tag.judgement") }).nth(at));
    await page.locator('[aria-pressed="true"]').nth(at).waitFor();
  }
  return count;
}

test("an officer accepts what is in order with three clicks: one case, and all of them", async () => {
  const page = await site.signedIn("officer@example.jp");
  const list = `${site.address}/office/center/applications?state=filed`;
  await page.goto(list);
  const filed = await page.locator("tbody tr").count();
  assert.ok(filed >= 3, `${filed} were filed`);
  const one = counting(page);
  await one.press("link", /^1-0/, page.locator("tbody"));
  const judged = await judges(one);
  assert.equal(judged, 2, "what the call leaves to a person");
  await one.press("button", /^適合をまとめて確認/);
  await page.getByText("まとめて確認しました").waitFor();
  await one.press("button", "受理する");
  await page.getByText("受理しました").first().waitFor();
  assert.equal(one.counted().clicks - judged, 3);
  // The others: what a person judges is judged, what the engine found in order is confirmed with the acceptance.
  for (let at = 0; at < filed - 1; at += 1) {
    await page.goto(list);
    await page.locator("tbody").getByRole("link", { name: /^1-0/ }).nth(at).click();
    assert.equal(await judges(counting(page)), 2);
  }
  await page.goto(list);
  const many = counting(page);
  await many.tick("all");
  await many.press("button", "選んだものを受理する");
  await page.getByText("1件ずつ確認済みとして記録します").waitFor();
  await many.press("button", "始める");
  await page.getByText("すべて終わりました").waitFor();
  assert.equal(many.counted().clicks, 3);
  await page.goto(list);
  assert.equal(await page.locator("tbody tr").count(), 0);
  assert.deepEqual(page.complaints, []);
});
