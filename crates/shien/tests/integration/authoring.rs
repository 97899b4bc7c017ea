//! A programme from its document to the public page: proposed from a text, confirmed line by line, checked, tried on cases and on a sample
//! population, approved by two who did not write it, published; and revised.

use axum::http::StatusCode;
use platform::{Actor, Error};
use programmes::{
    call::CallCatalogue,
    draft::{self, AuthorState, Change, Origin, ProgrammeDraft, State},
};
use sea_orm::ConnectionTrait;
use workflow::approval::{Outcome, service as approvals};

use crate::visitor::{Visitor, posted, signed, site};

const DOCUMENT: &str = include_str!("../../../../catalogue/examples/2025/EX-small-business.txt");
const PROGRAMME: &str = include_str!("../../../../catalogue/examples/2025/small-business.yaml");
const CASES: &str = include_str!("../../../../catalogue/examples/2025/small-business.cases.yaml");
const OFFICER: &str = "officer@example.jp";

fn author(app: &platform::App) -> AuthorState {
    let calls = CallCatalogue::new(app.clone());
    let grants = grants::AppState::new(calls.clone());
    AuthorState { calls, subscribers: std::sync::Arc::new([std::sync::Arc::new(grants)]) }
}

fn key() -> String {
    uuid::Uuid::now_v7().to_string()
}

async fn look(state: &AuthorState, me: &Actor, id: &str) -> ProgrammeDraft {
    draft::load(state, me, "center", id).await.unwrap()
}

fn wrong<T: std::fmt::Debug>(done: Result<T, Error>) -> &'static str {
    match done {
        Err(Error::Wrong { message, .. }) => message,
        other => panic!("{other:?}"),
    }
}

async fn decide(state: &AuthorState, approval: &str, email: &str, version: i32) {
    let me = signed(state.app(), email).await;
    approvals::decide(state.app(), &me, approval, version, Outcome::Approved, "").await.unwrap();
}

/// Confirms every proposal that a draft's document makes.
async fn confirm_all(state: &AuthorState, me: &Actor, id: &str) -> usize {
    let there = look(state, me, id).await;
    let key = |p: &rules::draft::Proposal| format!("{}:{}:{}", p.field, p.line, p.value);
    let keys: Vec<String> = rules::draft::proposals(&there.document).iter().map(key).collect();
    let all: Vec<&str> = keys.iter().map(String::as_str).collect();
    let first = draft::ReviewedProposals { dismissed: &all[..1], ..draft::ReviewedProposals::default() };
    let version = draft::confirm(state, me, "center", id, there.version, first).await.unwrap();
    let rest = draft::ReviewedProposals { confirmed: &all, ..draft::ReviewedProposals::default() };
    draft::confirm(state, me, "center", id, version, rest).await.unwrap();
    draft::confirm(state, me, "center", id, version, rest).await.unwrap();
    all.len()
}

#[tokio::test]
async fn a_programme_goes_from_a_pasted_text_to_the_public_page_by_the_hands_of_three() {
    for trial in crate::with_people().await {
        let app = &trial.app;
        let state = author(app);
        let officer = signed(app, OFFICER).await;
        let id = key();
        let begun = draft::begin(&state, &officer, "center", &id, Origin::Text("EX-small-business", DOCUMENT)).await.unwrap();
        assert_eq!(draft::begin(&state, &officer, "center", &id, Origin::Text("x", "y")).await.unwrap(), begun, "once");
        let there = look(&state, &officer, &id).await;
        assert!(
            there.title.contains("小規模事業者販路開拓支援補助金") && there.body.contains("closes: 2025-11-28T17:00"),
            "{}",
            there.body
        );
        // What is proposed has to be held against its line; what is not whole is not proposed for approval.
        let propose = async |version: i32| draft::request_approval(&state, &officer, "center", &id, version, &key()).await;
        assert_eq!(wrong(propose(1).await), "wrong-draft-faults", "{}", trial.name);
        let change = Change { body: Some(PROGRAMME), ..Change::default() };
        let version = draft::save(&state, &officer, "center", &id, 1, change).await.unwrap();
        assert_eq!(draft::save(&state, &officer, "center", &id, 1, change).await.unwrap(), version, "{}: kept once", trial.name);
        assert_eq!(wrong(propose(version).await), "wrong-draft-unconfirmed", "{}", trial.name);
        assert!(confirm_all(&state, &officer, &id).await > 10, "{}", trial.name);
        let version = look(&state, &officer, &id).await.version;
        assert_eq!(wrong(propose(version).await), "wrong-draft-cases", "{}", trial.name);
        let wrong_case = CASES.replacen("grant_yen: 500000", "grant_yen: 500001", 1);
        let cases = |text| Change { cases: Some(text), ..Change::default() };
        let version = draft::save(&state, &officer, "center", &id, version, cases(&wrong_case)).await.unwrap();
        assert_eq!(wrong(propose(version).await), "wrong-draft-cases", "{}", trial.name);
        let version = draft::save(&state, &officer, "center", &id, version, cases(CASES)).await.unwrap();
        // Two people at one file: who comes late loses nothing, and is told.
        let late = Change { body: Some("shien: 1"), ..Change::default() };
        assert!(matches!(draft::save(&state, &officer, "center", &id, version - 1, late).await, Err(Error::Stale)), "{}", trial.name);
        // It goes round: nobody changes it meanwhile, and nobody publishes it before both have agreed.
        let approval = propose(version).await.unwrap();
        let version = version + 1;
        assert_eq!(wrong(draft::save(&state, &officer, "center", &id, version, late).await), "wrong-draft-locked", "{}", trial.name);
        let letter = posted(&trial, "manager@example.jp").await;
        assert!(letter.contains("小規模事業者販路開拓支援補助金"), "{letter}");
        let (shown, _) = approvals::one(app, &officer, &approval).await.unwrap();
        assert!(shown.approval.body.contains(&look(&state, &officer, &id).await.sha256()), "{}", shown.approval.body);
        let publish = async |version: i32| draft::publish(&state, &officer, "center", &id, version, "").await;
        decide(&state, &approval, "manager@example.jp", 1).await;
        assert_eq!(wrong(publish(version).await), "wrong-draft-undecided", "{}", trial.name);
        decide(&state, &approval, "approver@example.jp", 2).await;
        publish(version).await.unwrap();
        publish(version).await.unwrap();
        let there = look(&state, &officer, &id).await;
        assert_eq!((there.state, there.call.as_deref()), (State::Published, Some("example-small-business")), "{}", trial.name);
        let router = site(&trial).await;
        let public = Visitor::nobody(&router).get("/programmes/example-small-business").await;
        assert_eq!(public.status, StatusCode::OK, "{}", trial.name);
        assert!(public.body.contains("小規模事業者販路開拓支援補助金"), "{}", trial.name);
        assert_eq!(wrong(draft::save(&state, &officer, "center", &id, there.version, late).await), "wrong-draft-closed", "{}", trial.name);
        // The same identifier is nobody else's.
        let again = key();
        draft::begin(&state, &officer, "center", &again, Origin::Similar("example-small-business")).await.unwrap();
        let change = Change { body: Some(PROGRAMME), cases: Some(CASES), document: None };
        let version = draft::save(&state, &officer, "center", &again, 1, change).await.unwrap();
        let twice = draft::request_approval(&state, &officer, "center", &again, version, &key()).await;
        assert_eq!(wrong(twice), "wrong-draft-id", "{}", trial.name);
        assert!(platform::journal::verify(&app.db, &[]).await.is_ok());
    }
}

#[tokio::test]
async fn what_was_approved_is_what_is_published_and_who_wrote_it_approves_nothing() {
    for trial in crate::with_applications().await {
        let app = &trial.app;
        let state = author(app);
        let officer = signed(app, OFFICER).await;
        let call = shien::samples::CALLS[0];
        let ready = async |state: &AuthorState, writer: &Actor| {
            let id = draft::begin(state, writer, "center", &key(), Origin::Revision(call)).await.unwrap();
            let there = look(state, writer, &id).await;
            let read = rules::read::programmes(there.body.as_bytes()).programmes.into_iter().find(|p| p.plan.programme.id == call).unwrap();
            let cases = format!("cases:\n{}", rules::propose::propose(&read, b""));
            let change = Change { cases: Some(&cases), ..Change::default() };
            let version = draft::save(state, writer, "center", &id, there.version, change).await.unwrap();
            let approval = draft::request_approval(state, writer, "center", &id, version, &key()).await.unwrap();
            (id, version + 1, approval)
        };
        // What is changed after it was approved is proposed once more.
        let (id, version, approval) = ready(&state, &officer).await;
        decide(&state, &approval, "manager@example.jp", 1).await;
        decide(&state, &approval, "approver@example.jp", 2).await;
        let phone = [("contact.phone", "028-000-0000")];
        let version = draft::set_value(&state, &officer, "center", &id, version, &phone).await.unwrap();
        let changed = draft::publish(&state, &officer, "center", &id, version, "端数").await;
        assert_eq!(wrong(changed), "wrong-draft-changed", "{}", trial.name);
        // Nor does what was agreed to then count for another text, though the same proposal is named again.
        let other = key();
        let version = {
            draft::request_approval(&state, &officer, "center", &id, version, &other).await.unwrap();
            approvals::withdraw(app, &officer, &other).await.unwrap();
            version + 1
        };
        let again = draft::request_approval(&state, &officer, "center", &id, version, &approval).await;
        assert_eq!(wrong(again), "wrong-value", "{}", trial.name);
        assert_eq!(
            wrong(draft::publish(&state, &officer, "center", &id, version, "端数").await),
            "wrong-draft-undecided",
            "{}",
            trial.name
        );
        // A route on which one person alone decides does not publish.
        let system = Actor::System("test");
        let people = approvals::people(app, &system, "center").await.unwrap();
        let approver = people.iter().find(|p| p.email == "approver@example.jp").unwrap();
        for route in approvals::routes(app, &system, "center").await.unwrap().iter().filter(|r| r.kind == draft::APPROVAL.name) {
            approvals::drop_route(app, &system, "center", &route.id).await.unwrap();
        }
        let steps = vec![["事務局長", &*approver.id, ""]];
        let route = approvals::TypedRoute { key: &key(), kind: draft::APPROVAL.name, at_most: "", series: "例産振", steps };
        approvals::put_route(app, &system, "center", &[draft::APPROVAL], &route).await.unwrap();
        let (id, version, approval) = ready(&state, &officer).await;
        decide(&state, &approval, "approver@example.jp", 1).await;
        let alone = draft::publish(&state, &officer, "center", &id, version, "端数").await;
        assert_eq!(wrong(alone), "wrong-draft-approvals", "{}", trial.name);
        assert_eq!(state.calls.call(call).await.unwrap().unwrap().revision, 1, "{}: nothing was published", trial.name);
        // Given up, it stays to be read.
        draft::discard(&state, &officer, "center", &id, version).await.unwrap();
        draft::discard(&state, &officer, "center", &id, version).await.unwrap();
        assert_eq!(look(&state, &officer, &id).await.state, State::Discarded);
    }
}

#[tokio::test]
async fn next_year_follows_this_one_and_a_text_is_read_from_a_pdf() {
    for trial in crate::with_people().await {
        let app = &trial.app;
        programmes::service::load(app, programmes::model::shipped()).await.unwrap();
        let state = author(app);
        let officer = signed(app, OFFICER).await;
        let programme = state.calls.programmes().await.unwrap().into_iter().find(|p| p.path.contains("innovation")).unwrap();
        let id = draft::begin(&state, &officer, "center", &key(), Origin::NextYear(programme.id())).await.unwrap();
        let there = look(&state, &officer, &id).await;
        let read = rules::read::programmes(there.body.as_bytes());
        assert!(read.sound(), "{:?}", read.diagnostics);
        let (before, after) = (&programme.plan().programme, &read.programmes[0].plan.programme);
        assert_eq!(after.fiscal_year.get(), before.fiscal_year.get() + 1);
        assert_eq!((after.follows.as_deref(), after.revision), (Some(programme.id()), 1));
        assert_eq!(after.window.closes.year(), before.window.closes.year() + 1);
        assert_ne!(after.id, before.id);
        let planned = |p: &rules::language::Programme| p.schedule.values().filter_map(|s| Some(s.from?.first.year())).collect::<Vec<_>>();
        assert!(!planned(before).is_empty());
        assert_eq!(planned(after), planned(before).into_iter().map(|year| year + 1).collect::<Vec<_>>());
        // Another round of a draft that nobody has published yet: its number moves on, and so do its cases.
        let mine = key();
        draft::begin(&state, &officer, "center", &mine, Origin::Text("EX-small-business", DOCUMENT)).await.unwrap();
        let there = look(&state, &officer, &mine).await;
        let change = Change { body: Some(PROGRAMME), cases: Some(CASES), ..Change::default() };
        draft::save(&state, &officer, "center", &mine, there.version, change).await.unwrap();
        let from = format!("draft:{mine}");
        let id = draft::begin(&state, &officer, "center", &key(), Origin::NextRound(&from)).await.unwrap();
        let there = look(&state, &officer, &id).await;
        let read = rules::read::programmes(there.body.as_bytes());
        assert!(read.sound(), "{:?}", read.diagnostics);
        let next = &read.programmes[0].plan.programme;
        assert_eq!(
            (next.round, next.id.as_str(), next.follows.as_deref()),
            (3, "example-small-business-3", Some("example-small-business"))
        );
        assert_eq!(
            there.cases.matches("programme: example-small-business-3").count(),
            CASES.matches("programme: example-small-business").count()
        );
        let id = draft::begin(&state, &officer, "center", &key(), Origin::NextRound(programme.id())).await.unwrap();
        assert!(look(&state, &officer, &id).await.body.contains(&format!("follows: {}", programme.id())));
        let broken = key();
        draft::begin(&state, &officer, "center", &broken, Origin::Text("x", "一行の文書")).await.unwrap();
        let from = format!("draft:{broken}");
        assert_eq!(wrong(draft::begin(&state, &officer, "center", &key(), Origin::NextRound(&from)).await), "wrong-draft-unread");
        // A PDF of three lines.
        let router = site(&trial).await;
        let visitor = Visitor::signed_in(&router, OFFICER).await;
        let lines = ["令和8年度 例示補助金 募集要領", "募集期間 令和8年4月1日から令和8年5月29日17時まで（必着）", "補助率 2/3以内"];
        let template = "#let d = json(bytes(sys.inputs.data))\n#set document(title: \"x\", date: datetime(year: 2026, month: 4, day: 1))\n#set text(font: families, lang: \"ja\")\n#for l in d.lines [#l \\ ]";
        let paper = documents::paper::set(template, &serde_json::json!({ "lines": lines })).unwrap();
        let sent = visitor.upload("/office/center/programmes/pdf", &[("key", &key())], "公募要領.pdf", &paper.pdf).await;
        assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.body);
        let id = sent.to().split('?').next().unwrap().rsplit('/').next().unwrap().to_owned();
        let there = look(&state, &officer, &id).await;
        let read: Vec<&str> = there.document.lines().collect();
        assert_eq!(read.len(), 3, "{read:?}");
        assert!(read[1].contains("令和8年5月29日17時まで") && there.body.contains("closes: 2026-05-29T17:00"), "{read:?} {}", there.body);
        let page = visitor.get(sent.to()).await;
        assert!(page.body.contains("2/3以内") && page.body.contains("確認済みにする"), "{}", page.body);
        // What is no PDF, and what holds no text, is said.
        let none = visitor.upload("/office/center/programmes/pdf", &[("key", &key())], "x.pdf", shien::samples::BROCHURE).await;
        assert_eq!(none.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(none.body.contains("文字がありません"), "{}", none.body);
        let broken = visitor.upload("/office/center/programmes/pdf", &[("key", &key())], "x.pdf", b"%PDF-1.4 nothing").await;
        assert_eq!(broken.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", broken.body);
    }
}

#[tokio::test]
async fn a_second_round_is_held_against_the_draft_of_the_first_and_what_is_not_meant_is_told_apart() {
    for trial in crate::with_people().await {
        let state = author(&trial.app);
        let officer = signed(&trial.app, OFFICER).await;
        let begin = async |body: &str| {
            let id = key();
            draft::begin(&state, &officer, "center", &id, Origin::Text("EX-small-business", DOCUMENT)).await.unwrap();
            let change = Change { body: Some(body), ..Change::default() };
            draft::save(&state, &officer, "center", &id, 1, change).await.unwrap();
            id
        };
        let first = begin(PROGRAMME).await;
        let round = |follows: &str| {
            let text = PROGRAMME.replacen("id: example-small-business", &format!("id: example-second\nfollows: {follows}"), 1);
            text.replacen("everyone: 500000", "everyone: 400000", 1)
        };
        let (second, lost) = (begin(&round("example-small-business")).await, begin(&round("nobody-knows-it")).await);
        let router = site(&trial).await;
        let visitor = Visitor::signed_in(&router, OFFICER).await;
        let effect = async |id: &str| visitor.get(&format!("/office/center/programmes/{id}?panel=effect")).await.body;
        let shown = effect(&second).await;
        assert!(shown.contains("と比べています") && shown.contains("400,000円") && shown.contains("500,000円"), "{} {shown}", trial.name);
        let shown = effect(&lost).await;
        assert!(shown.contains("前の制度「nobody-knows-it」が見つかりません"), "{} {shown}", trial.name);
        confirm_all(&state, &officer, &first).await;
        let shown = visitor.get(&format!("/office/center/programmes/{first}?panel=proposals")).await.body;
        let tags = |word: &str| shown.matches(&format!("{word}</span>")).count();
        assert!(tags("採らない") == 1 && tags("確認済み") > 5, "{} {} {shown}", tags("採らない"), tags("確認済み"));
    }
}

#[tokio::test]
async fn every_panel_is_read_in_both_languages_and_what_is_typed_is_checked_and_kept() {
    for trial in crate::with_applications().await {
        let router = site(&trial).await;
        let visitor = Visitor::signed_in(&router, OFFICER).await;
        let from = [("from", "revision"), ("call", shien::samples::CALLS[0]), ("key", &*key())];
        let page = visitor.post("/office/center/programmes", &from).await.to().split('?').next().unwrap().to_owned();
        for panel in ["yaml", "form", "document", "preview", "cases", "effect", "publish"] {
            for lang in ["ja", "en"] {
                let shown = visitor.get(&format!("{page}?panel={panel}&lang={lang}")).await;
                assert_eq!(shown.status, StatusCode::OK, "{} {panel}", trial.name);
                assert!(!shown.body.contains("{$") && !shown.body.contains("draft-panel"), "{panel} {lang}");
            }
        }
        // The preview shows the public page, the form and the letters.
        let preview = visitor.get(&format!("{page}?panel=preview")).await.body;
        for part in ["公開ページ", "申請フォーム", "申請者へのメール", "架空の会社"] {
            assert!(preview.contains(part), "{part}");
        }
        // A value is set in the form, alone.
        let form = visitor.get(&format!("{page}?panel=form")).await.body;
        assert!(form.contains("name=\"v.window.closes\"") && form.contains("募集期間"), "{form}");
        let fields = [("act", "set"), ("version", "1"), ("v.contact.phone", "028-000-0000")];
        let set = visitor.post(&page, &fields).await;
        assert!(set.to().contains("done=draft-set"), "{} {}", set.status, set.body);
        // What is typed is kept and checked, though it is at fault; and the line at fault is named.
        let body = PROGRAMME.replacen("everyone: 500000", "everyone: 50万エン", 1);
        let checked = visitor.post(&format!("{page}/check"), &[("version", "2"), ("body", &body)]).await;
        let told: serde_json::Value = serde_json::from_str(&checked.body).unwrap();
        assert_eq!((told["kept"].as_bool(), told["version"].as_i64()), (Some(true), Some(3)), "{told}");
        assert!(told["findings"].as_str().unwrap().contains("data-file-line"), "{told}");
        // Who comes late is told, and nothing is kept.
        let late = visitor.post(&format!("{page}/check"), &[("version", "2"), ("body", "x: 1")]).await;
        let told: serde_json::Value = serde_json::from_str(&late.body).unwrap();
        assert_eq!(told["kept"].as_bool(), Some(false), "{told}");
        let both = visitor.post(&page, &[("act", "save"), ("version", "2"), ("body", "x: 1")]).await;
        assert_eq!(both.status, StatusCode::CONFLICT);
        assert!(both.body.contains("x: 1") && both.body.contains("50万エン"), "{}", both.body);
        // No other agency finds it.
        let elsewhere = visitor.get(&page.replace("/center/", "/other/")).await;
        assert!(matches!(elsewhere.status, StatusCode::FORBIDDEN | StatusCode::NOT_FOUND), "{}", elsewhere.status);
        let db = trial.app.db.read();
        let sql = "SELECT count(*) AS n FROM programme_draft";
        let row = db.query_one_raw(sea_orm::Statement::from_string(db.get_database_backend(), sql.to_owned())).await.unwrap().unwrap();
        assert_eq!(row.try_get::<i64>("", "n").unwrap(), 1, "{}", trial.name);
    }
}

#[test]
fn everything_that_is_proposed_from_a_document_has_a_name_in_both_languages() {
    let words = rules::words::Messages::new(&[[
        include_str!("../../../programmes/src/words.ja.ftl"),
        include_str!("../../../programmes/src/words.en.ftl"),
    ]]);
    for lang in [rules::words::Lang::Ja, rules::words::Lang::En] {
        for field in rules::draft::FIELDS {
            let key = format!("draft-field-{}", field.replace(['.', '_'], "-"));
            assert!(words.of(lang).has(&key), "{key}");
        }
    }
}
