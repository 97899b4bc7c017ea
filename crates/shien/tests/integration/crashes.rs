//! The plug is pulled after every single statement of a verb: either all of it is kept or nothing, and the journal is whole.

use std::{collections::BTreeSet, process::Command};

use forms::response::FieldEdit;
use grants::{
    AppState,
    application::{
        draft,
        filing::{self, FilingOutcome, FilingRequest},
    },
};
use parties::{certification, directory, proposal, representation, service};
use platform::{
    Actor, App, Clock, Db, Error, Files,
    access::{Held, Role},
    accounts::{self, InvitedRole, RequestOrigin, RoleScope},
    journal::{self, Verdict},
    mail::Letter,
    secret::Secret,
    trial::{self, Trial},
};
use programmes::{
    call::{CallCatalogue, Outage},
    draft::{AuthorState, Change, Origin},
};
use sea_orm::ConnectionTrait;
use shien::{
    contexts::CONTEXTS,
    samples::{self, CALLS},
};
use workflow::approval::{GENERAL, Outcome as ApprovalOutcome, service as approval};

const PASSWORD: &str = "correct horse battery";
const ROUTE: &str = "01a21208-16b5-77d7-ad29-f86a0be13523";
const COMPANY: &str = "shimotsuke-precision";

fn letter(secret: &Secret) -> Letter {
    Letter { to: "new@example.jp".into(), subject: "ご招待".into(), body: secret.reveal().to_owned(), first: None }
}

async fn signed_in(app: &App, email: &str) -> Actor {
    let step = accounts::sign_in(app, email, PASSWORD, &RequestOrigin::default()).await.unwrap();
    Actor::Person(accounts::signed(app, &step.session().unwrap()).await.unwrap().unwrap())
}

/// The state before: an owner, who is an officer too, a second one, companies, an open invitation, and what the verb needs besides. Tells
/// the secret that the verb uses.
async fn prepare(app: &App, verb: &str) -> String {
    service::load(app, &parties::model::samples().unwrap()).await.unwrap();
    let center = accounts::Agency::new("center", "センター", "Centre", kernel::calendar::Closure::default());
    accounts::add_agency(app, &center).await.unwrap();
    for email in ["owner@example.jp", "second@example.jp"] {
        let id = accounts::add_person(app, email, "試験 太郎", PASSWORD, false).await.unwrap();
        accounts::give_role(app, &id, &Held::new(Role::Owner, COMPANY)).await.unwrap();
        let more = match email {
            "owner@example.jp" => [Held::new(Role::Owner, "nasu-software"), Held::new(Role::Officer, "center")],
            _ => [Held::new(Role::Agent, "nasu-software"), Held::new(Role::Viewer, "oyama-robotics")],
        };
        for held in more {
            accounts::give_role(app, &id, &held).await.unwrap();
        }
    }
    let mut told = String::new();
    let scope = RoleScope::Organisation(COMPANY.into());
    let keep = |secret: &Secret| {
        secret.reveal().clone_into(&mut told);
        letter(secret)
    };
    let owner = signed_in(app, "owner@example.jp").await;
    accounts::invite(app, &owner, &scope, &InvitedRole::new(Role::Viewer, "new@example.jp"), keep).await.unwrap();
    match verb {
        "take address" => {
            let letter = |_: &accounts::Person, to: &str, secret: &Secret| {
                secret.reveal().clone_into(&mut told);
                Letter { to: to.to_owned(), ..letter(secret) }
            };
            accounts::ask_address(app, &owner, "moved@example.jp", PASSWORD, &RequestOrigin::default(), letter).await.unwrap();
        }
        "accept proposal" => {
            let agent = signed_in(app, "second@example.jp").await;
            let typed = [("employees".to_owned(), "77".to_owned())];
            let tell = |_: &accounts::Person, _: &parties::model::Company| letter(&Secret::new().unwrap());
            service::change(app, &agent, "nasu-software", 1, &typed, &tell).await.unwrap();
        }
        "unmerge" => merge(app, &owner).await.unwrap(),
        "decide approval" => {
            let second = signed_in(app, "second@example.jp").await.person().unwrap().id.clone();
            accounts::give_role(app, &second, &Held::new(Role::Officer, "center")).await.unwrap();
            let steps = vec![["課長", &*owner.person().unwrap().id, ""]];
            let route = approval::TypedRoute { key: ROUTE, kind: "general", at_most: "", series: "産振", steps };
            approval::put_route(app, &Actor::System("trial"), "center", &[GENERAL], &route).await.unwrap();
            let drafter = signed_in(app, "second@example.jp").await;
            let draft = approval::Draft { key: ROUTE, kind: "general", title: "件名", body: "伺い", ..approval::Draft::default() };
            told = approval::draft(app, &drafter, "center", &[GENERAL], &draft).await.unwrap();
        }
        "propose programme" | "publish programme" => told = programme(app, &owner, verb == "publish programme").await,
        "file" | "save" => {
            let state = samples::open_call(app).await.unwrap();
            told = samples::write(&state, &owner, CALLS[0], COMPANY, "題名").await.unwrap();
        }
        _ => {}
    }
    told
}

/// A draft of a programme that may be proposed for approval, or that two have approved. Its id.
async fn programme(app: &App, owner: &Actor, is_approved: bool) -> String {
    let state = author(app);
    let text = include_str!("../../../../catalogue/examples/2025/small-business.yaml");
    let cases = include_str!("../../../../catalogue/examples/2025/small-business.cases.yaml");
    let id = programmes::draft::begin(&state, owner, "center", ROUTE, Origin::Text("EX-small-business", "一行の文書")).await.unwrap();
    let change = Change { body: Some(text), cases: Some(cases), document: None };
    programmes::draft::save(&state, owner, "center", &id, 1, change).await.unwrap();
    let mut steps = Vec::new();
    for (email, title) in [("third@example.jp", "課長"), ("fourth@example.jp", "局長")] {
        let person = accounts::add_person(app, email, "承認 者", PASSWORD, false).await.unwrap();
        accounts::give_role(app, &person, &Held::new(Role::Approver, "center")).await.unwrap();
        steps.push([title.to_owned(), person]);
    }
    let steps = steps.iter().map(|[title, person]| [title.as_str(), person.as_str(), ""]).collect();
    let route = approval::TypedRoute { key: ROUTE, kind: programmes::draft::APPROVAL.name, at_most: "", series: "産振", steps };
    approval::put_route(app, &Actor::System("trial"), "center", &[programmes::draft::APPROVAL], &route).await.unwrap();
    if is_approved {
        programmes::draft::request_approval(&state, owner, "center", &id, 2, ROUTE).await.unwrap();
        for (email, version) in [("third@example.jp", 1), ("fourth@example.jp", 2)] {
            approval::decide(app, &signed_in(app, email).await, ROUTE, version, ApprovalOutcome::Approved, "").await.unwrap();
        }
    }
    id
}

async fn merge(app: &App, officer: &Actor) -> Result<(), Error> {
    directory::merge(app, officer, "center", "oyama-robotics", "kinugawa-materials", (1, 1)).await
}

/// A verb by its name, as the process that is killed does it.
async fn act(app: &App, actor: &Actor, verb: &str, secret: &str) -> Result<(), Error> {
    let scope = RoleScope::Organisation(COMPANY.into());
    match verb {
        "invite" => accounts::invite(app, actor, &scope, &InvitedRole::new(Role::Editor, "other@example.jp"), letter).await,
        "accept" => {
            let secret = Secret::read(secret).unwrap();
            accounts::accept(app, &secret, "新人", PASSWORD, &RequestOrigin::default()).await.map(|_| ())
        }
        "take role" => {
            let people = accounts::people(app, actor, &scope).await?;
            let second = people.into_iter().find(|p| p.0.email == "second@example.jp").unwrap().0;
            accounts::take_role(app, actor, &scope, &second.id, Role::Owner).await
        }
        "password" => accounts::change_password(app, actor, PASSWORD, "another long password").await,
        "forgot" => accounts::forgot(app, "owner@example.jp", &RequestOrigin::default(), |_, secret| letter(secret)).await,
        "begin code" => accounts::begin_code(app, actor, PASSWORD).await.map(|_| ()),
        "sign out" => accounts::sign_out(app, actor).await,
        "change company" => {
            let typed = [("employees".to_owned(), "77".to_owned()), ("capital_yen".to_owned(), "1,234万".to_owned())];
            service::change(app, actor, COMPANY, 1, &typed, &|_, _| unreachable!()).await.map(|_| ()).map_err(|mut all| all.remove(0))
        }
        "take address" => {
            let letter = |person: &accounts::Person, _: &str| Letter {
                to: person.email.clone(),
                subject: "変更".into(),
                body: String::new(),
                first: None,
            };
            accounts::take_address(app, &Secret::read(secret).unwrap(), letter).await
        }
        "rename" => accounts::rename(app, actor, "改名 太郎").await,
        "certify" => {
            let id = "01a21208-16b5-77d7-ad29-f86a0be13522".to_owned();
            let (kind, valid_from) = ("health".to_owned(), "2026-04-01".to_owned());
            let typed = certification::service::CertificationInput {
                id,
                kind,
                valid_from,
                ..certification::service::CertificationInput::default()
            };
            certification::service::add(app, actor, COMPANY, &typed, None).await
        }
        "found" => {
            let (kind, name) = ("sole_proprietor".to_owned(), "下野商店".to_owned());
            let typed = representation::service::CompanyInput { kind, name, ..representation::service::CompanyInput::default() };
            representation::service::make(app, actor, &typed, None, |_, _| unreachable!()).await.map(|_| ())
        }
        "accept proposal" => {
            let waiting = proposal::service::list(app, actor, "nasu-software").await?.remove(0).proposal.id;
            proposal::service::accept(app, actor, "nasu-software", &waiting).await
        }
        "merge" => merge(app, actor).await,
        "unmerge" => directory::unmerge(app, actor, "center", "oyama-robotics").await.map(|_| ()),
        "decide approval" => approval::decide(app, actor, secret, 1, ApprovalOutcome::Approved, "").await.map(|_| ()),
        "propose programme" => programmes::draft::request_approval(&author(app), actor, "center", secret, 2, ROUTE).await.map(|_| ()),
        "publish programme" => programmes::draft::publish(&author(app), actor, "center", secret, 3, "").await,
        "save" => {
            let edit = |name: &str, value: &str, seen: i32| FieldEdit { name: name.to_owned(), value: value.to_owned(), seen };
            let edits = [edit("a.title", "別の題名", 1), edit("a.s.r9.what", "実証", 0)];
            draft::save(&app_state(app), actor, secret, &edits).await.map(|_| ())
        }
        "outage" => {
            let id = "01a21208-16b5-77d7-ad29-f86a0be13524".to_owned();
            let outage = Outage { id, began: app.now(), ended: None, what: "回線の障害".into(), by: String::new() };
            programmes::call::note_outage(app, actor, "center", &outage).await
        }
        "file" => {
            let asked = FilingRequest { arrived: app.now(), posted: None, seen: 0 };
            let FilingOutcome::Filed(_) = filing::file(&app_state(app), actor, secret, asked).await? else { panic!("refused") };
            Ok(())
        }
        other => panic!("{other}"),
    }
}

fn author(app: &App) -> AuthorState {
    AuthorState { calls: CallCatalogue::new(app.clone()), subscribers: std::sync::Arc::new([std::sync::Arc::new(app_state(app))]) }
}

fn app_state(app: &App) -> AppState {
    AppState::new(CallCatalogue::new(app.clone()))
}

/// How many transactions a verb is: each may stand alone.
const VERBS: &[(&str, usize)] = &[
    ("invite", 1),
    // The invitation, and then the sign-in that follows it.
    ("accept", 2),
    ("take role", 1),
    ("password", 1),
    ("forgot", 1),
    ("begin code", 1),
    ("sign out", 1),
    ("change company", 1),
    ("take address", 1),
    ("rename", 1),
    ("certify", 1),
    ("found", 1),
    ("accept proposal", 1),
    ("merge", 1),
    ("unmerge", 1),
    ("decide approval", 1),
    ("outage", 1),
    ("propose programme", 1),
    ("publish programme", 1),
];

/// Verbs of applications: many statements, of which the first only read.
const VERBS_OF_APPLICATIONS: &[(&str, usize)] = &[("file", 1), ("save", 1)];

/// The tables of every context, and whose they are.
fn tables() -> Vec<(&'static str, &'static str)> {
    let of = |context: &platform::Context| {
        let tables = context.migrations.iter().flat_map(|migration| (migration.tables)());
        tables.map(|table| (table.name(), context.name)).collect::<Vec<_>>()
    };
    CONTEXTS.iter().flat_map(of).collect()
}

async fn rows(app: &App, what: &str) -> i64 {
    let db = app.db.read();
    let sql = format!("SELECT count(*) AS n FROM {what}");
    let row = db.query_one_raw(sea_orm::Statement::from_string(db.get_database_backend(), sql)).await.unwrap().unwrap();
    row.try_get("", "n").unwrap()
}

#[tokio::test]
async fn a_verb_of_every_context_that_keeps_something_is_killed() {
    let all: BTreeSet<&str> = tables().into_iter().map(|(_, context)| context).collect();
    let mut written = BTreeSet::new();
    for (verb, _) in VERBS.iter().chain(VERBS_OF_APPLICATIONS).rev() {
        let trial = trial::embedded_with(&CONTEXTS, "crashes", async |_| Ok(())).await.unwrap();
        let app = &trial.app;
        let secret = prepare(app, verb).await;
        let actor = signed_in(app, "owner@example.jp").await;
        let mut before = Vec::new();
        for (table, context) in tables() {
            before.push((table, context, rows(app, table).await));
        }
        act(app, &actor, verb, &secret).await.unwrap();
        for (table, context, count) in before {
            if rows(app, table).await != count {
                written.insert(context);
            }
        }
        if written == all {
            break;
        }
    }
    assert_eq!(written, all, "each context has a verb among them");
}

/// What is kept: rows of every table, and what of some of them says more; apart from what is counted before anything is done.
async fn contents(app: &App) -> String {
    let mut kept = String::new();
    let counted = tables().into_iter().map(|(table, _)| table).filter(|table| *table != "failed_try");
    let conditions = [
        "invitation WHERE used_at IS NULL",
        "programme_draft WHERE approval IS NOT NULL",
        "programme_draft WHERE state = 'published'",
        "company WHERE version = 2 AND record LIKE '%\"employees\":77%' AND record LIKE '%\"capital_yen\":12340000%'",
        "company WHERE version = 1",
        "company WHERE merged_into IS NOT NULL",
        "company_proposal WHERE decided_at IS NULL",
        "company_merge WHERE undone_at IS NULL",
        "held_role WHERE scope = 'oyama-robotics'",
        "person WHERE name = '改名 太郎'",
        "person WHERE email = 'moved@example.jp'",
        "reset WHERE used_at IS NULL",
        "application WHERE state = 'filed' AND receipt = '1-00001'",
        "call WHERE receipts = 1",
        "approval WHERE state = 'decided' AND number = 1",
        "approval_step WHERE outcome IS NOT NULL",
        "document_number WHERE last = 1",
        "form_value WHERE value = '別の題名'",
    ];
    for what in counted.chain(conditions) {
        kept += &format!("{what}: {}\n", rows(app, what).await);
    }
    kept
}

/// The process that is killed: only when the test below starts it.
#[tokio::test]
async fn the_one_that_dies() {
    let Ok(address) = std::env::var("SHIEN_TEST_DIES_AT") else { return };
    let told = |name: &str| std::env::var(format!("SHIEN_TEST_DIES_{name}")).unwrap();
    let start = jiff::Timestamp::from_second(1_775_001_600).unwrap();
    let mut db = Db::open(&address).await.unwrap();
    let app = App::new(db.clone(), Files::open(&told("FILES")).unwrap(), Clock::standing(start), &CONTEXTS).unwrap();
    let session = Secret::read(&told("SESSION")).unwrap();
    let actor = Actor::Person(accounts::signed(&app, &session).await.unwrap().unwrap());
    db.die_after(told("AFTER").parse().unwrap());
    let app = App { db, ..app };
    act(&app, &actor, &told("VERB"), &told("SECRET")).await.unwrap();
}

async fn killed(trial: &Trial, verb: &str, secret: &str, after: usize) -> bool {
    let app = &trial.app;
    let session = accounts::sign_in(app, "owner@example.jp", PASSWORD, &RequestOrigin::default()).await.unwrap().session().unwrap();
    let ended = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "crashes::the_one_that_dies"])
        .env("SHIEN_TEST_DIES_AT", &trial.address)
        .env("SHIEN_TEST_DIES_FILES", trial.folder().join("files"))
        .env("SHIEN_TEST_DIES_SESSION", session.reveal())
        .env("SHIEN_TEST_DIES_AFTER", after.to_string())
        .env("SHIEN_TEST_DIES_VERB", verb)
        .env("SHIEN_TEST_DIES_SECRET", secret)
        .output()
        .unwrap();
    !ended.status.success()
}

#[tokio::test]
async fn killed_between_any_two_statements_a_verb_leaves_all_or_nothing() {
    all_or_nothing(VERBS, 1, 32).await;
}

#[tokio::test]
async fn killed_between_any_two_statements_a_filing_is_whole_or_is_none() {
    all_or_nothing(VERBS_OF_APPLICATIONS, 14, 40).await;
}

/// Kills each verb after every statement, or after each `one_in`th where this is no proof.
async fn all_or_nothing(verbs: &[(&str, usize)], from: usize, one_in: usize) {
    for (verb, transactions) in verbs {
        let (first, step) = trial::sampled(one_in);
        let mut seen: std::collections::BTreeMap<&str, BTreeSet<String>> = std::collections::BTreeMap::new();
        let mut after = from + first;
        loop {
            let mut dead = false;
            for trial in trial::databases(&CONTEXTS).await.unwrap() {
                let secret = prepare(&trial.app, verb).await;
                let died = killed(&trial, verb, &secret, after).await;
                let told = format!("{verb} after {after} on {}", trial.name);
                assert!(matches!(journal::verify(&trial.app.db, &[]).await.unwrap(), Verdict::Whole { .. }), "{told}");
                seen.entry(trial.name).or_default().insert(contents(&trial.app).await);
                dead |= died;
            }
            if !dead {
                break;
            }
            after += step;
            assert!(after < 100 + step, "{verb} has no end");
        }
        assert!(step > 1 || after > from + 2, "{verb} was killed at {} places only", after - from);
        for (name, states) in seen {
            // Before, and after each transaction; of those some may not be met where not every place is tried.
            assert!(states.len() == transactions + 1 || step > 1 && states.len() <= transactions + 1, "{verb} on {name} left {states:#?}");
        }
    }
}
