//! Proposals for decision: drafted, consulted on, decided with a number; by those whose turn it is and nobody else.

use std::collections::BTreeSet;

use axum::http::StatusCode;
use jiff::SignedDuration;
use platform::{
    Actor, App, Error,
    access::{Held, Role},
    accounts,
    journal::{self, Verdict},
    trial::Trial,
};
use proptest::prelude::*;
use shien::contexts::CONTEXTS;
use workflow::approval::{
    Approval, GENERAL, Outcome, Route, RouteStep, State, Step, StepKind,
    service::{self, Draft, TypedRoute},
};

use crate::visitor::{Visitor, posted, signed, site};

const OFFICER: &str = "officer@example.jp";
const APPROVER: &str = "approver@example.jp";
const CHIEF: &str = "chief@example.jp";
const PASSWORD: &str = "correct horse battery";

fn key() -> String {
    uuid::Uuid::now_v7().to_string()
}

async fn id_of(app: &App, email: &str) -> String {
    let password = if email == CHIEF { PASSWORD } else { shien::samples::PASSWORD };
    let step = accounts::sign_in(app, email, password, &accounts::RequestOrigin::default()).await.unwrap();
    accounts::signed(app, &step.session().unwrap()).await.unwrap().unwrap().id.clone()
}

async fn person(app: &App, email: &str) -> Actor {
    if email != CHIEF {
        return signed(app, email).await;
    }
    let step = accounts::sign_in(app, email, PASSWORD, &accounts::RequestOrigin::default()).await.unwrap();
    Actor::Person(accounts::signed(app, &step.session().unwrap()).await.unwrap().unwrap())
}

/// An agency with a chief, and a route for small amounts and one for all others. Of the small ones the approver decides; of the others
/// the approver is consulted, and the chief decides, for whom the approver's colleague stands in.
async fn with_routes() -> Vec<Trial> {
    let all = crate::with_people().await;
    for trial in &all {
        let app = &trial.app;
        let chief = accounts::add_person(app, CHIEF, "理事 長子", PASSWORD, false).await.unwrap();
        accounts::give_role(app, &chief, &Held::new(Role::Approver, "center")).await.unwrap();
        let (approver, officer) = (id_of(app, APPROVER).await, id_of(app, OFFICER).await);
        let admin = signed(app, "admin@example.jp").await;
        let system = Actor::System("trial");
        for route in service::routes(app, &system, "center").await.unwrap() {
            service::drop_route(app, &system, "center", &route.id).await.unwrap();
        }
        for (at_most, steps) in
            [("100万", vec![["課長", &*approver, ""]]), ("", vec![["課長", &*approver, ""], ["理事長", &*chief, &*officer]])]
        {
            let route = TypedRoute { key: &key(), kind: "general", at_most, series: "産振", steps };
            service::put_route(app, &admin, "center", &[GENERAL], &route).await.unwrap();
        }
    }
    all
}

async fn drafted(app: &App, actor: &Actor, title: &str, amount: &str) -> String {
    let draft = Draft {
        key: &key(), kind: "general", title, body: "次のとおりとしてよろしいか伺います。", amount, ..Draft::default()
    };
    service::draft(app, actor, "center", &[GENERAL], &draft).await.unwrap()
}

async fn look(app: &App, id: &str) -> Approval {
    service::one(app, &Actor::System("trial"), id).await.unwrap().0.approval
}

#[tokio::test]
async fn a_proposal_goes_from_draft_to_decision_on_the_pages_of_those_who_are_asked() {
    for trial in with_routes().await {
        let router = site(&trial).await;
        let officer = Visitor::signed_in(&router, OFFICER).await;
        let approver = Visitor::signed_in(&router, APPROVER).await;
        let at = "/office/center/approvals";
        let form = officer.get(&format!("{at}/new")).await.body;
        assert!(form.contains("起案する") && form.contains("1,000,000円以下") && form.contains("課長"), "{} {form}", trial.name);
        let typed = |title: &'static str, key: &str| {
            let amount = ("amount", "80万円".to_owned());
            vec![
                ("key", key.to_owned()),
                ("kind", "general".to_owned()),
                ("title", title.to_owned()),
                amount,
                ("body", "伺い文\n二行目".to_owned()),
            ]
        };
        let send = |fields: Vec<(&'static str, String)>| {
            let officer = &officer;
            async move { officer.post("/office/center/approvals/new", &fields.iter().map(|(k, v)| (*k, v.as_str())).collect::<Vec<_>>()).await }
        };
        // What is wrong comes back with what was typed.
        let refused = send(typed("", &key())).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", trial.name);
        assert!(
            refused.body.contains("件名を書いてください。") && refused.body.contains("伺い文\n二行目"),
            "{} {}",
            trial.name,
            refused.body
        );
        let once = key();
        let sent = send(typed("複合機の更新について", &once)).await;
        assert_eq!(sent.status, StatusCode::SEE_OTHER, "{} {}", trial.name, sent.body);
        let page = sent.to().split('?').next().unwrap().to_owned();
        assert_eq!(send(typed("複合機の更新について", &once)).await.to(), sent.to(), "{}: sent twice, drafted once", trial.name);
        let letter = posted(&trial, APPROVER).await;
        assert!(letter.contains("複合機の更新について") && letter.contains(&page), "{} {letter}", trial.name);
        // The list says whose turn it is; the page offers the decision to that person alone.
        let list = approver.get(at).await.body;
        let tab = "whose=turn\">自分の番 <span class=\"num\">1</span>";
        assert!(list.contains(tab) && list.contains("複合機の更新について"), "{} {list}", trial.name);
        assert!(approver.get(&format!("{at}?whose=turn")).await.body.contains("複合機の更新について"), "{}", trial.name);
        assert!(!officer.get(&format!("{at}?whose=turn")).await.body.contains("複合機の更新について"), "{}", trial.name);
        let table = approver.get(&format!("{at}/export/approvals.csv?state=circulating")).await.body;
        assert!(table.lines().count() == 2 && table.contains("複合機の更新について,一般の伺い,800000,回議中"), "{} {table}", trial.name);
        let own = officer.get(&page).await.body;
        assert!(!own.contains("value=\"approved\"") && own.contains("この起案を取り下げる"), "{} {own}", trial.name);
        assert_eq!(officer.post(&page, &[("version", "1"), ("act", "approved")]).await.status, StatusCode::FORBIDDEN, "{}", trial.name);
        let shown = approver.get(&page).await.body;
        assert!(shown.contains("起案書") && shown.contains("800,000円") && shown.contains("value=\"approved\""), "{} {shown}", trial.name);
        let silent = approver.post(&page, &[("version", "1"), ("act", "rejected"), ("remark", " ")]).await;
        assert_eq!(silent.status, StatusCode::UNPROCESSABLE_ENTITY, "{}: who refuses says why", trial.name);
        let decided = approver.post(&page, &[("version", "1"), ("act", "approved"), ("remark", "見積りを確かめました")]).await;
        assert_eq!(decided.to(), format!("{page}?done=approval-decided"), "{} {}", trial.name, decided.body);
        let done = officer.get(decided.to()).await.body;
        assert!(done.contains("産振第1号") && done.contains("見積りを確かめました") && done.contains("令和8年度"), "{} {done}", trial.name);
        assert!(posted(&trial, OFFICER).await.contains("産振第1号"), "{}", trial.name);
        let again = approver.post(&page, &[("version", "1"), ("act", "approved")]).await;
        assert_eq!(again.status, StatusCode::FORBIDDEN, "{}: what is decided is nobody's turn", trial.name);
        // Auditors see it, companies and experts don't.
        let auditor = Visitor::signed_in(&router, "auditor@example.jp").await;
        assert_eq!(auditor.get(&page).await.status, StatusCode::OK, "{}", trial.name);
        for email in ["owner@nasu.example.jp", "expert1@example.jp"] {
            let stranger = Visitor::signed_in(&router, email).await;
            for path in [at, &*page, "/office/center/approvals/new", "/office/center/approvals/routes"] {
                assert_eq!(stranger.get(path).await.status, StatusCode::FORBIDDEN, "{} {email} {path}", trial.name);
            }
        }
        let tables: Vec<_> = CONTEXTS.iter().flat_map(|context| context.sealed).copied().collect();
        assert!(journal::verify_rows(&trial.app.db, &tables).await.unwrap().is_empty(), "{}", trial.name);
        assert!(matches!(journal::verify(&trial.app.db, &[]).await.unwrap(), Verdict::Whole { .. }), "{}", trial.name);
    }
}

#[tokio::test]
async fn an_administrator_keeps_the_routes_and_is_told_what_is_wrong_with_one() {
    let trial = with_routes().await.remove(0);
    let router = site(&trial).await;
    let admin = Visitor::signed_in(&router, "admin@example.jp").await;
    let page = "/office/center/approvals/routes";
    let (approver, chief) = (id_of(&trial.app, APPROVER).await, id_of(&trial.app, CHIEF).await);
    let shown = admin.get(page).await.body;
    assert!(shown.contains("課長 決裁 健一") && shown.contains("（代理 担当 さくら）") && shown.contains("上限なし"), "{shown}");
    let (one, two) = (key(), key());
    let base = [("kind", "general"), ("at_most", "500万円"), ("series", "産振"), ("title0", "課長"), ("person0", &*approver)];
    let with = |key: &'static str, more: &[(&'static str, &str)]| {
        let mut all: Vec<(&str, String)> = base.iter().map(|(k, v)| (*k, (*v).to_owned())).collect();
        all.push(("key", if key == "one" { one.clone() } else { two.clone() }));
        all.extend(more.iter().map(|(k, v)| (*k, (*v).to_owned())));
        all
    };
    let send = |fields: Vec<(&'static str, String)>| {
        let admin = &admin;
        async move { admin.post(page, &fields.iter().map(|(k, v)| (*k, v.as_str())).collect::<Vec<_>>()).await }
    };
    for (more, told) in [
        (&[("title1", "理事長"), ("person1", &*approver)][..], "同じ人が2回入っています。"),
        (&[("deputy0", &*approver)][..], "本人を代理にすることはできません。"),
        (&[("title1", "理事長"), ("person1", "somebody")][..], "一覧から選んでください。"),
        (&[("title1", ""), ("person1", &*chief)][..], "職名を書いてください。"),
    ] {
        let refused = send(with("one", more)).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{told} {}", refused.body);
        assert!(refused.body.contains(told) && refused.body.contains("value=\"500万円\""), "{told} {}", refused.body);
    }
    assert_eq!(send(with("one", &[])).await.to(), "/office/center/approvals/routes?done=route-kept");
    assert_eq!(send(with("one", &[])).await.to(), "/office/center/approvals/routes?done=route-kept", "the same again changes nothing");
    assert!(send(with("two", &[])).await.body.contains("すでにあります"), "one route for each bound");
    assert_eq!(admin.post(page, &[("gone", &one)]).await.to(), "/office/center/approvals/routes?done=route-dropped");
    assert!(!admin.get(page).await.body.contains("5,000,000円以下"));
}

#[tokio::test]
async fn a_deputy_answers_and_the_one_who_was_away_looks_afterwards() {
    for trial in with_routes().await {
        let app = &trial.app;
        let (approver, chief) = (person(app, APPROVER).await, person(app, CHIEF).await);
        let officer = person(app, OFFICER).await;
        // The approver drafts: nobody is asked about their own draft, so that the chief's step is the only one. The officer stands in.
        let drafter = person(app, APPROVER).await;
        let refused = service::draft(app, &drafter, "center", &[GENERAL], &Draft { key: &key(), ..Draft::default() }).await;
        assert!(matches!(refused, Err(Error::Denied(_))), "{}: approvers draft nothing", trial.name);
        accounts::give_role(app, &approver.person().unwrap().id, &Held::new(Role::Officer, "center")).await.unwrap();
        let drafter = person(app, APPROVER).await;
        let id = drafted(app, &drafter, "出張について", "").await;
        assert_eq!(look(app, &id).await.steps.len(), 1, "{}", trial.name);
        assert_eq!(service::decide(app, &officer, &id, 1, Outcome::Approved, "").await.unwrap(), State::Decided, "{}", trial.name);
        let found = look(app, &id).await;
        assert!(found.steps[0].waits_for_review() && found.number.is_some(), "{}", trial.name);
        let letter = posted(&trial, CHIEF).await;
        assert!(letter.contains("後閲"), "{} {letter}", trial.name);
        assert!(matches!(service::review(app, &officer, &id).await, Err(Error::Denied(_))), "{}", trial.name);
        service::review(app, &chief, &id).await.unwrap();
        service::review(app, &chief, &id).await.unwrap();
        assert!(!look(app, &id).await.steps[0].waits_for_review(), "{}", trial.name);
    }
}

#[tokio::test]
async fn what_is_sent_back_is_corrected_and_goes_round_again_along_the_route_for_its_amount() {
    for trial in with_routes().await {
        let app = &trial.app;
        let (officer, approver, chief) = (person(app, OFFICER).await, person(app, APPROVER).await, person(app, CHIEF).await);
        let id = drafted(app, &officer, "委託について", "1,000,000").await;
        assert_eq!(look(app, &id).await.steps.len(), 1, "{}: 以下 holds the bound itself", trial.name);
        let back = service::decide(app, &approver, &id, 1, Outcome::Returned, "金額を確かめてください").await.unwrap();
        assert_eq!(back, State::Returned, "{}", trial.name);
        let again = Draft { title: "委託について", body: "金額を直しました。", amount: "1,000,001", ..Draft::default() };
        assert!(matches!(service::send_again(app, &approver, &id, 2, &again).await, Err(Error::Denied(_))), "{}", trial.name);
        service::send_again(app, &officer, &id, 2, &again).await.unwrap();
        assert!(matches!(service::send_again(app, &officer, &id, 2, &again).await, Err(Error::Stale)), "{}", trial.name);
        let found = look(app, &id).await;
        assert_eq!((found.round, found.steps.len(), found.version), (2, 2, 3), "{}", trial.name);
        // Who decides does so when it is their turn; who is consulted refuses nothing.
        assert!(matches!(service::decide(app, &chief, &id, 3, Outcome::Approved, "").await, Err(Error::Denied(_))), "{}", trial.name);
        let refused = service::decide(app, &approver, &id, 3, Outcome::Rejected, "反対").await;
        assert!(matches!(refused, Err(Error::Wrong { message: "wrong-approval-refuse", .. })), "{}", trial.name);
        assert!(matches!(service::decide(app, &approver, &id, 2, Outcome::Approved, "").await, Err(Error::Stale)), "{}", trial.name);
        assert_eq!(service::decide(app, &approver, &id, 3, Outcome::Approved, "").await.unwrap(), State::Circulating, "{}", trial.name);
        assert_eq!(service::decide(app, &chief, &id, 4, Outcome::Rejected, "見送ります").await.unwrap(), State::Rejected, "{}", trial.name);
        let (told, past) = service::one(app, &officer, &id).await.unwrap();
        assert_eq!((told.approval.number, past.len()), (None, 1), "{}: the first round stays to be read", trial.name);
        assert_eq!(past[0].1.done.as_ref().unwrap().remark, "金額を確かめてください", "{}", trial.name);
        assert!(matches!(service::withdraw(app, &officer, &id).await, Err(Error::Stale)), "{}", trial.name);
        let other = drafted(app, &officer, "取下げ", "").await;
        service::withdraw(app, &officer, &other).await.unwrap();
        service::withdraw(app, &officer, &other).await.unwrap();
        assert_eq!(look(app, &other).await.state, State::Withdrawn, "{}", trial.name);
    }
}

#[tokio::test]
async fn numbers_have_neither_gaps_nor_doubles_and_begin_anew_each_fiscal_year() {
    const AT_ONCE: usize = 8;
    for trial in with_routes().await {
        let app = &trial.app;
        let officer = person(app, OFFICER).await;
        let mut ids = Vec::new();
        for n in 0..AT_ONCE {
            ids.push(drafted(app, &officer, &format!("一斉 {n}"), "10万").await);
        }
        // All at once, each twice, and some refused in between: what is not decided takes no number.
        let approver = person(app, APPROVER).await;
        let work = ids.iter().enumerate().flat_map(|(n, id)| [(n, id.clone()), (n, id.clone())]).map(|(n, id)| {
            let (app, approver) = (app.clone(), approver.clone());
            tokio::spawn(async move {
                let outcome = if n % 4 == 3 { Outcome::Rejected } else { Outcome::Approved };
                service::decide(&app, &approver, &id, 1, outcome, "理由").await
            })
        });
        let mut done = 0;
        for task in work.collect::<Vec<_>>() {
            match task.await.unwrap() {
                Ok(_) => done += 1,
                Err(Error::Stale | Error::Denied(_)) => {}
                Err(other) => panic!("{} {other}", trial.name),
            }
        }
        assert_eq!(done, AT_ONCE, "{}: each once", trial.name);
        let mut numbers = BTreeSet::new();
        for id in &ids {
            let found = look(app, id).await;
            assert_eq!(found.number.is_some(), found.state == State::Decided, "{}", trial.name);
            numbers.extend(found.number.map(|n| n.number));
        }
        assert_eq!(numbers, (1..=6).collect(), "{}", trial.name);
        // 31 March ends the series of the year.
        app.clock.forward(SignedDuration::from_hours(24 * 365));
        let (officer, approver) = (person(app, OFFICER).await, person(app, APPROVER).await);
        let id = drafted(app, &officer, "翌年度", "10万").await;
        service::decide(app, &approver, &id, 1, Outcome::Approved, "").await.unwrap();
        let number = look(app, &id).await.number.unwrap();
        assert_eq!((number.number, number.year.label()), (1, "令和9年度".to_owned()), "{}", trial.name);
    }
}

fn approval(steps: Vec<Step>) -> Approval {
    let text = String::new;
    let at = platform::Instant::parse("2026-04-01T00:00:00Z").unwrap();
    Approval {
        id: text(),
        agency: text(),
        kind: text(),
        subject: text(),
        title: text(),
        body: text(),
        amount: None,
        series: text(),
        state: State::Circulating,
        version: 1,
        round: 1,
        drafted_by: "p0".into(),
        drafted_at: at,
        ended_at: None,
        number: None,
        steps,
    }
}

proptest! {
    /// Whoever acts in whatever order: a step is answered by its person or deputy, in its turn, and only the last one decides.
    #[test]
    fn nobody_answers_out_of_turn_and_only_the_last_decides(
        people in proptest::collection::vec((0..5usize, proptest::option::of(0..5usize)), 1..5),
        acts in proptest::collection::vec((0..5usize, 0..3usize), 0..20),
    ) {
        let last = people.len() - 1;
        let step = |(i, (person, deputy)): (usize, &(usize, Option<usize>))| RouteStep {
            part: if i == last { StepKind::Decide } else { StepKind::Consult },
            title: "職".into(),
            person: format!("p{person}"),
            deputy: deputy.map(|d| format!("p{d}")),
        };
        let route = Route {
            id: String::new(), agency: String::new(), kind: String::new(), at_most: None, series: String::new(),
            steps: people.iter().enumerate().map(step).collect(),
        };
        prop_assume!(route.fault().is_none());
        let Some(steps) = route.steps_for("p0") else { return Ok(()) };
        prop_assert!(steps.iter().all(|s| s.capacity("p0").is_none()), "nobody answers their own draft");
        prop_assert_eq!(steps.iter().filter(|s| s.part == StepKind::Decide).count(), 1);
        let mut found = approval(steps);
        for (person, outcome) in acts {
            let (person, outcome) = (format!("p{person}"), Outcome::ALL[outcome]);
            let current = found.current().cloned();
            match found.next_state(&person, outcome) {
                Ok((place, to)) => {
                    let step = current.unwrap();
                    prop_assert_eq!(step.place, place);
                    prop_assert!(step.capacity(&person).is_some());
                    prop_assert!(to != State::Decided || step.part == StepKind::Decide);
                    prop_assert!(to != State::Rejected || step.part == StepKind::Decide);
                    let at = found.drafted_at;
                    let done = workflow::approval::StepResult { outcome, by: person, at, remark: String::new(), reviewed_at: None };
                    let i = usize::try_from(place - 1).unwrap();
                    found.steps[i].done = Some(done);
                    found.state = to;
                    if to == State::Decided {
                        prop_assert!(found.steps.iter().all(|s| s.done.as_ref().is_some_and(|d| d.outcome == Outcome::Approved)));
                    }
                }
                Err(_) => prop_assert!(current.is_none_or(|s| s.capacity(&person).is_none() || outcome == Outcome::Rejected)),
            }
        }
    }

    /// The route for an amount is the narrowest that holds it.
    #[test]
    fn an_amount_takes_the_lowest_bound_that_holds_it(bounds in proptest::collection::btree_set(0..1_000i64, 0..5), open: bool, amount in 0..1_200i64) {
        let route = |at_most| Route {
            id: String::new(), agency: String::new(), kind: String::new(), at_most, series: String::new(), steps: Vec::new(),
        };
        let routes: Vec<Route> = bounds.iter().map(|b| Some(*b)).chain(open.then_some(None)).map(route).collect();
        let chosen = Route::choose(&routes, Some(amount)).map(|r| r.at_most);
        let expected = bounds.iter().find(|b| amount <= **b).map(|b| Some(*b)).or(open.then_some(None));
        prop_assert_eq!(chosen, expected);
    }
}
