//! An agency, its people and some companies: what a new installation is tried out with. Never loaded unless asked for.

use forms::response::FieldEdit;
use grants::{
    AppState,
    application::{
        draft,
        filing::{self, FilingOutcome, FilingRequest},
        members::{self, By, NewApplication},
        papers,
    },
};
use jiff::{Span, civil::Date};
use platform::{
    Actor, App, Error,
    access::{Held, Role},
    accounts::{self, Agency},
    attachments::{self, Kind},
};
use programmes::{call::CallCatalogue, model::File};
use workflow::approval::service as approval;

use crate::{contexts::APPROVAL_KINDS, output::Failure};

/// The password of everybody in the trial.
pub const PASSWORD: &str = "shien trial 2026";

/// Where roles are held, by whom: address, name, role, and the place.
const PEOPLE: &[(&str, &str, Role, &str)] = &[
    ("officer@example.jp", "担当 さくら", Role::Officer, "center"),
    ("approver@example.jp", "決裁 健一", Role::Approver, "center"),
    ("manager@example.jp", "課長 あおい", Role::Approver, "center"),
    ("auditor@example.jp", "監査 真理", Role::Auditor, "center"),
    ("admin@example.jp", "管理 誠", Role::Administrator, "center"),
    ("expert1@example.jp", "専門 一郎", Role::Reviewer, "center"),
    ("expert2@example.jp", "専門 花子", Role::Reviewer, "center"),
    ("owner@shimotsuke.example.jp", "下野 一郎", Role::Owner, "shimotsuke-precision"),
    ("accounts@shimotsuke.example.jp", "下野 経理", Role::Accountant, "shimotsuke-precision"),
    ("agent@example.jp", "代理 行子", Role::Agent, "shimotsuke-precision"),
    ("owner@kinugawa.example.jp", "鬼怒川 次郎", Role::Owner, "kinugawa-materials"),
    ("owner@nasu.example.jp", "那須 三郎", Role::Owner, "nasu-software"),
    ("owner@oyama.example.jp", "小山 四郎", Role::Owner, "oyama-robotics"),
    ("owner@ashikaga.example.jp", "足利 五郎", Role::Owner, "ashikaga-textiles"),
];

/// A call of the catalogue, open now under another name and with today's dates.
fn call(today: Date) -> Result<File, Failure> {
    let missing = || Failure::Unusable("the catalogue has no call to try out".to_owned());
    let file = programmes::model::shipped().into_iter().find(|f| f.path.ends_with("green-fund.yaml")).ok_or_else(missing)?;
    let text = String::from_utf8(file.body).map_err(|e| Failure::Unusable(e.to_string()))?;
    let (opens, closes) = (today.saturating_sub(Span::new().days(7)), today.saturating_add(Span::new().days(21)));
    // What comes after the call, as long after it as in the one that it is made from.
    let month = |after: i32| closes.saturating_add(Span::new().months(after)).strftime("%Y-%m").to_string();
    let text = text
        .replace("from: 2022-09-26", &format!("from: {opens}"))
        .replace("to: 2022-10-21", &format!("to: {closes}"))
        .replace("from: 2022-11 late", &format!("from: {} late", month(1)))
        .replace("to: 2022-12 early", &format!("to: {} early", month(2)))
        .replace("from: 2022-12 late", &format!("from: {} late", month(2)))
        .replace("to: 2023-01 early", &format!("to: {} early", month(3)))
        .replace("id: tochigi-center-", "id: example-")
        .replace("fiscal_year: 2022", &format!("fiscal_year: {}", if opens.month() >= 4 { opens.year() } else { opens.year() - 1 }))
        .replace("opens: 2022-09-26", &format!("opens: {opens}"))
        .replace("closes: 2022-10-21T17:00", &format!("closes: {closes}T17:00"))
        // Nobody is to call the office of the real one.
        .replace("(公財)栃木県産業振興センター 産業振興部 次世代産業支援グループ", "例示県産業振興センター 助成担当（練習用）")
        .replace("Tochigi Industrial Promotion Center, Next-generation Industry Group", "Example Promotion Center, grants (practice)")
        .replace("〒321-3226 宇都宮市ゆいの杜1-5-40 とちぎ産業創造プラザ内", "〒000-0000 例示県例示市本町1-1")
        .replace("phone: 028-670-2608", "phone: 000-000-0000")
        .replace("fax: 028-670-2611", "fax: 000-000-0001")
        .replace("  email: jisedai@tochigi-iin.or.jp", "  email: grants@center.example.jp")
        .replace("channels: [post, in_person]", "channels: [online, post, in_person, email]")
        .replace(
            "ja: (公財)栃木県産業振興センター, en: Tochigi Industrial Promotion Center",
            "ja: 例示県産業振興センター（例）, en: Example Prefecture Industry Centre (example)",
        )
        .replace("とちぎグリーン成長産業創出支援基金）, en", "練習用の募集）, en")
        .replace("en: \"Green Growth Fund:", "en: \"Practice call:");
    Ok(File::new(format!("example/{}/green-fund.yaml", today.year()), text.into_bytes()))
}

/// The calls of the trial, in the order in which they are published.
pub const CALLS: [&str; 2] = ["example-green-fund-practical", "example-green-fund-incubation"];

/// What is written in the applications of the trial.
pub const PLAN: &[(&str, &str)] = &[
    ("a.summary", "工場の排熱を電気に変える小型の装置を開発し、県内の中小工場のエネルギー費を減らします。"),
    ("a.starts", "令和9年4月1日"),
    ("a.ends", "令和10年2月28日"),
    ("a.contact_name", "下野 花子"),
    ("a.contact_phone", "028-600-0001"),
    ("a.contact_email", "hanako@shimotsuke.example.jp"),
    (
        "a.purpose",
        "県内の中小工場では、使われないまま捨てられる150度前後の排熱が多くあります。これを電気に変え、カーボンニュートラルに役立てます。",
    ),
    ("a.present", "これまでの装置は大型で高価なため、中小工場には導入できません。試作では変換効率が3％にとどまっています。"),
    ("a.work", "熱交換部の改良、試作機2台の製作、協力工場での6か月の実証試験を行います。"),
    ("a.novelty", "配管を切らずに外側から取り付けられる点が、これまでの装置と異なります。"),
    ("a.effect", "実証後3年で20台を販売し、1台あたり年間12トンのCO2を減らします。"),
    ("a.k.sales.0", "320,000,000"),
    ("a.k.sales.1", "325,000,000"),
    ("a.k.sales.2", "345,000,000"),
    ("a.k.sales.3", "380,000,000"),
    ("a.k.value.0", "128,000,000"),
    ("a.k.value.1", "130,000,000"),
    ("a.k.value.2", "139,000,000"),
    ("a.k.value.3", "155,000,000"),
    ("a.k.wages.0", "88,000,000"),
    ("a.k.wages.1", "90,000,000"),
    ("a.k.wages.2", "94,000,000"),
    ("a.k.wages.3", "101,000,000"),
    ("a.s.r1.from", "令和9年4月"),
    ("a.s.r1.to", "令和9年9月"),
    ("a.s.r1.what", "熱交換部の改良と試作機の製作"),
    ("a.s.r2.from", "令和9年10月"),
    ("a.s.r2.to", "令和10年2月"),
    ("a.s.r2.what", "協力工場での実証試験"),
    ("a.t.r1.who", "下野 一郎"),
    ("a.t.r1.role", "統括"),
    ("a.t.r1.work", "全体の管理"),
    ("a.o.none", "yes"),
    ("a.research_place", "09"),
    ("a.declare", "yes"),
    ("m0.industry", "E"),
    ("m0.capital_yen", "30,000,000"),
    ("m0.employees", "48"),
    ("m0.kind", "company"),
    ("m0.size_class", "sme"),
    ("m0.deemed_large", "no"),
    ("m0.establishment_prefectures", "yes"),
    ("m0.x.r1.category", "materials"),
    ("m0.x.r1.label", "熱電素子"),
    ("m0.x.r1.basis", "見積書のとおり"),
    ("m0.x.r1.unit_price", "12,000"),
    ("m0.x.r1.quantity", "100"),
    ("m0.x.r1.amount", "1,200,000"),
    ("m0.funds.own", "400,000"),
];

/// Publishes the calls of the trial. Safe to repeat on the same day.
pub async fn open_call(app: &App) -> Result<AppState, Failure> {
    let unusable = |e: Error| Failure::Unusable(e.to_string());
    let state = AppState::new(CallCatalogue::new(app.clone()));
    programmes::service::load(app, vec![call(app.now().in_japan().date())?]).await.map_err(unusable)?;
    for id in CALLS {
        programmes::call::publish(&state.calls, &Actor::System("samples"), "center", id).await.map_err(unusable)?;
    }
    Ok(state)
}

/// Loads a call that is open now and three applications to it, one of them filed: how many. Safe to repeat on the same day.
pub async fn applications(app: &App) -> Result<usize, Failure> {
    let unusable = |e: Error| Failure::Unusable(e.to_string());
    let state = AppState::new(CallCatalogue::new(app.clone()));
    let me = Actor::System("samples");
    if state.calls.call(CALLS[0]).await.map_err(unusable)?.is_some() {
        return Ok(0);
    }
    open_call(app).await?;
    for (company, title, fields) in
        [("kinugawa-materials", "軽くて燃えにくい再生素材の開発", 9), ("nasu-software", "中小工場の電力を見える化するソフトウェア", 2)]
    {
        let id = uuid::Uuid::now_v7().to_string();
        members::begin(&state, &me, &NewApplication { id: &id, call: CALLS[0], company, by: By::Applicant }).await.map_err(unusable)?;
        let edits: Vec<_> = [("a.title", title)].into_iter().chain(PLAN.iter().take(fields).copied()).collect();
        type_in(&state, &me, &id, &edits).await.map_err(unusable)?;
    }
    let title = "工場の排熱を電気に変える小型装置の開発";
    let id = write(&state, &me, CALLS[0], "shimotsuke-precision", title).await.map_err(unusable)?;
    match filing::file(&state, &me, &id, FilingRequest { arrived: app.now(), posted: None, seen: 0 }).await.map_err(unusable)? {
        FilingOutcome::Filed(_) => Ok(3),
        FilingOutcome::Refused(obstacles) => Err(Failure::Unusable(format!("the sample application can't be filed: {obstacles:?}"))),
    }
}

/// Types over whatever stands there.
pub async fn type_in(state: &AppState, me: &Actor, id: &str, fields: &[(&str, &str)]) -> Result<(), Error> {
    let seen = draft::draft(state, me, id).await?.values;
    let edits: Vec<FieldEdit> = fields
        .iter()
        .map(|(name, value)| FieldEdit {
            name: (*name).to_owned(),
            value: (*value).to_owned(),
            seen: seen.get(*name).map_or(0, |c| c.version),
        })
        .collect();
    draft::save(state, me, id, &edits).await.map(|_| ())
}

/// Writes an application of the trial that can be filed: its id.
pub async fn write(state: &AppState, me: &Actor, call: &str, company: &str, title: &str) -> Result<String, Error> {
    let id = uuid::Uuid::now_v7().to_string();
    let id = members::begin(state, me, &NewApplication { id: &id, call, company, by: By::Applicant }).await?;
    let edits: Vec<_> = [("a.title", title)].into_iter().chain(PLAN.iter().copied()).collect();
    type_in(state, me, &id, &edits).await?;
    let body = futures_util::stream::iter([Ok::<_, std::io::Error>(bytes::Bytes::from_static(BROCHURE))]);
    let paper = attachments::take_in(&state.app().files, "会社案内.pdf", body, &[Kind::Pdf], 1024 * 1024).await?;
    papers::attach(state, me, &id, "m0", "2", &paper).await?;
    Ok(id)
}

/// A paper of one page.
pub const BROCHURE: &[u8] = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n";

/// A paper of one page that holds some words, so that no two are one.
pub fn page(words: &str) -> Vec<u8> {
    let (head, rest) = BROCHURE.split_at(b"%PDF-1.4\n".len());
    [head, b"%", words.as_bytes(), b"\n", rest].concat()
}

/// Loads them: how many companies, how many people. Safe to repeat.
pub async fn load(app: &App) -> Result<(usize, usize), Failure> {
    let unusable = |e: platform::Error| Failure::Unusable(e.to_string());
    let (ja, en) = ("例示県産業振興センター（例）", "Example Prefecture Industry Centre (example)");
    let agency = Agency::new("center", ja, en, kernel::calendar::Closure::default());
    accounts::add_agency(app, &agency).await.map_err(unusable)?;
    let companies = parties::model::samples().map_err(|e| Failure::Unusable(e.to_string()))?;
    let count = parties::service::load(app, &companies).await.map_err(unusable)?;
    let today = app.now().in_japan().date();
    for (email, name, role, place) in PEOPLE {
        let id = accounts::add_person(app, email, name, PASSWORD, true).await.map_err(unusable)?;
        // An agent is an agent for a time.
        let until = (*role == Role::Agent).then(|| today.saturating_add(jiff::Span::new().days(180)));
        accounts::give_role(app, &id, &Held { role: *role, scope: (*place).to_owned(), until }).await.map_err(unusable)?;
    }
    route(app).await.map_err(unusable)?;
    Ok((count, PEOPLE.len()))
}

/// The ids of the trial's routes, one for each kind of decision.
const ROUTES: [&str; 4] = [
    "01a21208-16b5-77d7-ad29-000000000001",
    "01a21208-16b5-77d7-ad29-000000000002",
    "01a21208-16b5-77d7-ad29-000000000003",
    "01a21208-16b5-77d7-ad29-000000000004",
];

/// The routes of the trial: the approver decides on whatever is proposed; on a programme the manager is asked before.
async fn route(app: &App) -> Result<(), platform::Error> {
    let system = Actor::System("samples");
    let people = approval::people(app, &system, "center").await?;
    let by = |email: &str| people.iter().find(|p| p.email == email).map(|p| p.id.as_str());
    let (Some(approver), Some(manager)) = (by("approver@example.jp"), by("manager@example.jp")) else { return Ok(()) };
    for (kind, key) in APPROVAL_KINDS.iter().zip(ROUTES) {
        let consults = kind.name == programmes::draft::APPROVAL.name;
        let steps = consults.then_some(["産業振興課長", manager, ""]).into_iter().chain([["事務局長", approver, ""]]);
        let typed = approval::TypedRoute { key, kind: kind.name, at_most: "", series: "例産振", steps: steps.collect() };
        approval::put_route(app, &system, "center", &APPROVAL_KINDS, &typed).await?;
    }
    Ok(())
}
