//! The hard days of a call: the last second, a thousand at once, files that break off, two people on one field, a login that ends,
//! a call that changes, one who comes late.
use workflow::correction::NewCorrection;

use super::*;

#[tokio::test]
async fn scenario_1_a_filing_800_ms_before_is_in_and_one_a_second_late_is_refused_and_the_draft_is_kept() {
    for trial in crate::with_applications().await {
        let (state, router) = office(&trial).await;
        let me = signed(&trial.app, OWNER).await;
        let (early, late) =
            (write(&state, &me, CALL, COMPANY, "間に合う").await.unwrap(), write(&state, &me, CALL, COMPANY, "遅れる").await.unwrap());
        let waited = write(&state, &me, CALL, COMPANY, "待たされる").await.unwrap();
        at_deadline(&state, SignedDuration::from_millis(-800)).await;
        let filed = file(&state, &me, &early, 0).await.unwrap();
        assert_eq!(filed.arrived_at, state.app().now(), "{}", trial.name);
        // The browser repeats it: one filing, one receipt.
        assert_eq!(file(&state, &me, &early, 0).await.unwrap(), filed, "{}", trial.name);
        // Within the closing second the clock still shows 17:00:00.
        at_deadline(&state, SignedDuration::from_millis(999)).await;
        let arrived = state.app().now();
        at_deadline(&state, SignedDuration::from_secs(1)).await;
        assert_eq!(
            file(&state, &me, &late, 0).await.unwrap_err(),
            [Obstacle { part: None, member: None, what: ObstacleKind::Late }],
            "{}",
            trial.name
        );
        // What arrived in time and waited its turn is in time: the written rule.
        at_deadline(&state, SignedDuration::from_secs(20)).await;
        let asked = FilingRequest { arrived, posted: None, seen: 0 };
        let FilingOutcome::Filed(in_time) = filing::file(&state, &me, &waited, asked).await.unwrap() else { panic!("{}", trial.name) };
        assert_eq!((in_time.arrived_at, in_time.filed_at), (arrived, state.app().now()), "{}", trial.name);
        // Nobody says that it arrived later than now.
        let future = FilingRequest { arrived: state.app().now().plus(SignedDuration::from_secs(1)), posted: None, seen: 0 };
        assert!(matches!(filing::file(&state, &me, &late, future).await, Err(Error::Wrong { .. })), "{}", trial.name);
        // The page is calm, tells the deadline in Japan's time, and the draft is whole.
        let visitor = Visitor::signed_in(&router, OWNER).await;
        let refused = visitor.post(&format!("/applications/{late}/file"), &[("seen", "0")]).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", trial.name);
        assert!(refused.body.contains("17:00") && refused.body.contains("まだ提出されていません"), "{}", refused.body);
        let kept = draft::draft(&state, &me, &late).await.unwrap();
        assert_eq!((kept.values["a.title"].value.as_str(), kept.application.state), ("遅れる", State::Draft), "{}", trial.name);
    }
}

#[tokio::test]
async fn scenario_1_a_call_that_closes_at_23_59_59_takes_the_whole_of_that_second() {
    for trial in crate::with_applications().await {
        let (state, _) = office(&trial).await;
        let (me, officer) = (signed(&trial.app, OWNER).await, signed(&trial.app, "officer@example.jp").await);
        let found = state.calls.call(CALL).await.unwrap().unwrap();
        let body = call::body(&state.calls, &found).await.unwrap().replace("revision: 1", "revision: 2").replace("T17:00", "T23:59:59");
        revise(&state, &officer, &body, "締切の時刻を改めました。").await.unwrap();
        let ids = [write(&state, &me, CALL, COMPANY, "一").await.unwrap(), write(&state, &me, CALL, COMPANY, "二").await.unwrap()];
        at_deadline(&state, SignedDuration::from_millis(900)).await;
        assert_eq!(state.app().now().in_japan().strftime("%H:%M:%S").to_string(), "23:59:59", "{}", trial.name);
        file(&state, &me, &ids[0], 0).await.unwrap();
        at_deadline(&state, SignedDuration::from_secs(1)).await;
        assert_eq!(file(&state, &me, &ids[1], 0).await.unwrap_err()[0].what, ObstacleKind::Late, "{}", trial.name);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn scenario_2_forty_of_four_companies_who_file_twenty_files_each_in_the_same_moment_each_get_one_receipt_in_order() {
    const COMPANIES: [(&str, &str); 4] = [
        (OWNER, COMPANY),
        ("owner@shimotsuke.example.jp", "shimotsuke-precision"),
        ("owner@nasu.example.jp", "nasu-software"),
        ("owner@ashikaga.example.jp", "ashikaga-textiles"),
    ];
    for trial in crate::with_applications().await {
        let (state, _) = office(&trial).await;
        let mut ready = Vec::new();
        // Twenty each where everything is proven.
        let files = if trial::is_proof() { 20 } else { 3 };
        for n in 0..40 {
            let (owner, company) = COMPANIES[n % COMPANIES.len()];
            let me = signed(&trial.app, owner).await;
            let id = write(&state, &me, CALL, company, &format!("計画 {n}")).await.unwrap();
            for m in 1..files {
                let body = futures_util::stream::iter([Ok::<_, std::io::Error>(bytes::Bytes::from(samples::page(&format!("{n} {m}"))))]);
                let name = format!("図面 {m}.pdf");
                let paper = attachments::take_in(&trial.app.files, &name, body, &[Kind::Pdf], 1024).await.unwrap();
                papers::attach(&state, &me, &id, "m0", "2", &paper).await.unwrap();
            }
            ready.push((me, id));
        }
        at_deadline(&state, SignedDuration::from_secs(-1)).await;
        // Each presses twice.
        let press = |(me, id): &(Actor, String)| {
            let (state, me, id) = (state.clone(), me.clone(), id.clone());
            tokio::spawn(async move { file(&state, &me, &id, 0).await.unwrap() })
        };
        let all: Vec<_> = ready.iter().chain(&ready).map(press).collect();
        let mut filed = Vec::new();
        for one in all {
            filed.push(one.await.unwrap());
        }
        filed.sort_by(|a, b| (&a.receipt, &a.application).cmp(&(&b.receipt, &b.application)));
        filed.dedup();
        assert_eq!(filed.len(), 40, "{}", trial.name);
        for filing in &filed {
            let listed = filing::manifest(filing).unwrap().papers;
            assert_eq!(listed.len(), files, "{} {}", trial.name, filing.receipt);
        }
        let numbers: Vec<String> = (2..42).map(|n| format!("1-{n:05}")).collect();
        assert_eq!(
            filed.iter().map(|f| f.receipt.clone()).collect::<Vec<_>>(),
            numbers,
            "{}: none is missing, none is there twice",
            trial.name
        );
        // The receipts were given in the order in which the journal tells it.
        let wanted = journal::Search { act: "application.file".to_owned(), ..journal::Search::default() };
        let told = journal::everything(trial.app.db.read(), &wanted, 500).await.unwrap().0;
        let mut order: Vec<String> = told
            .iter()
            .map(|e| serde_json::from_str::<serde_json::Value>(&e.details).unwrap()["receipt"].as_str().unwrap().to_owned())
            .filter(|r| numbers.contains(r))
            .collect();
        order.reverse();
        assert_eq!(order, numbers, "{}", trial.name);
    }
}

#[tokio::test]
async fn scenario_3_a_filing_lists_every_file_or_is_none() {
    for trial in crate::with_applications().await {
        let (state, router) = office(&trial).await;
        let me = signed(&trial.app, OWNER).await;
        let id = write(&state, &me, CALL, COMPANY, "書類").await.unwrap();
        // The connection breaks at nine tenths: nothing is there, and nothing says that it is.
        let pieces = vec![Ok(bytes::Bytes::from(vec![b'%'; 9_000])), Err(std::io::Error::other("gone"))];
        let broken = attachments::take_in(&trial.app.files, "半分.pdf", futures_util::stream::iter(pieces), &Kind::ALL, 100_000).await;
        assert!(broken.is_err(), "{}", trial.name);
        let before = draft::draft(&state, &me, &id).await.unwrap().papers;
        assert_eq!(before.len(), 1, "{}", trial.name);
        // It is sent again, twice: it is there once.
        let visitor = Visitor::signed_in(&router, OWNER).await;
        let fields = [("member", "m0"), ("document", "2")];
        for _ in 0..2 {
            let put = visitor.upload(&format!("/applications/{id}/papers"), &fields, "図面 髙橋.pdf", &samples::page("drawing")).await;
            assert_eq!(put.to(), format!("/applications/{id}/parts/papers?done=paper-put"), "{} {}", trial.name, put.body);
        }
        let papers = draft::draft(&state, &me, &id).await.unwrap().papers;
        assert_eq!(papers.iter().map(|p| p.name.as_str()).collect::<Vec<_>>(), ["会社案内.pdf", "図面 髙橋.pdf"], "{}", trial.name);
        // The store has lost a file: there is no filing without it.
        let lost = &papers[1];
        let at = trial.folder().join("files/kept").join(&lost.sha256[..2]).join(&lost.sha256);
        let bytes = std::fs::read(&at).unwrap();
        std::fs::remove_file(&at).unwrap();
        let refused = file(&state, &me, &id, 0).await.unwrap_err();
        assert!(refused.iter().any(|o| o.what == ObstacleKind::Lost(lost.name.clone())), "{} {refused:?}", trial.name);
        std::fs::write(&at, &bytes).unwrap();
        let filed = file(&state, &me, &id, 0).await.unwrap();
        let said = filing::manifest(&filed).unwrap();
        let listed: Vec<_> = said.papers.iter().map(|(name, size, hash)| (name.as_str(), *size, hash.as_str())).collect();
        assert!(listed.contains(&(lost.name.as_str(), lost.size, lost.sha256.as_str())) && listed.len() == 2, "{}", trial.name);
        // The receipt is a paper that says so, and carries its code for machines.
        let paper = receipt::paper(&state, &filed, &["m0".to_owned()], Lang::Ja).await.unwrap();
        assert_eq!(receipt::code_in(&paper), Some(filed.code.clone()), "{}", trial.name);
        assert!(receipt::verify(&state, &filed.code).await.unwrap().unwrap().faults.is_empty(), "{}", trial.name);
        let public = Visitor::nobody(&router).get(&format!("/receipts/{}", filed.code)).await;
        assert!(public.body.contains("図面 髙橋.pdf") && public.body.contains(&lost.sha256), "{}", trial.name);
        assert_eq!(Visitor::nobody(&router).get(&format!("/receipts/{}", "0".repeat(64))).await.status, StatusCode::NOT_FOUND);
        // Afterwards a file is gone: the receipt and the nightly check both say so.
        std::fs::remove_file(&at).unwrap();
        assert_eq!(receipt::verify(&state, &filed.code).await.unwrap().unwrap().faults.len(), 1, "{}", trial.name);
        assert_eq!(files::check(&trial.app).await.unwrap().missing, std::slice::from_ref(&lost.sha256), "{}", trial.name);
        // Or something else lies in its place, as long as it was.
        let mut other = bytes.clone();
        *other.last_mut().unwrap() ^= 1;
        std::fs::write(&at, &other).unwrap();
        let found = receipt::verify(&state, &filed.code).await.unwrap().unwrap();
        assert_eq!(found.faults, [receipt::Fault::File(lost.sha256.clone())], "{}", trial.name);
        // Taking a paper away after filing takes nothing from the filing.
        std::fs::write(&at, &bytes).unwrap();
        let now = version(&state, &me, &id).await;
        filing::reopen(&state, &me, &id, now).await.unwrap();
        papers::remove(&state, &me, &id, &papers[0].id).await.unwrap();
        let still = visitor.get(&format!("/applications/{id}/filings/1/papers/{}", papers[0].sha256)).await;
        assert_eq!(still.status, StatusCode::OK, "{}", trial.name);
    }
}

#[tokio::test]
async fn scenario_4_with_the_registry_and_the_login_service_down_those_who_are_in_can_file_and_what_is_missing_is_said() {
    for trial in crate::with_applications().await {
        let app = &trial.app;
        let (state, router) = office(&trial).await;
        // A company of which the registry said nothing but its name.
        let unknown = parties::model::Company::new("mumei".into(), "無名工業".into(), None);
        parties::service::load(app, &[unknown]).await.unwrap();
        let people = accounts::samples(app).await.unwrap();
        let owner = &people.iter().find(|p| p.0.email == OWNER).unwrap().0.id;
        accounts::give_role(app, owner, &Held::new(Role::Owner, "mumei")).await.unwrap();
        // Signed in before the login service went: the session is this site's own.
        let visitor = Visitor::signed_in(&router, OWNER).await;
        let me = signed(app, OWNER).await;
        let officer = signed(app, "officer@example.jp").await;
        let tell = |_: &accounts::Person, _: &parties::model::Company| unreachable!("nobody proposes");
        let id = write(&state, &me, CALL, "mumei", "情報が欠けた申請").await.unwrap();
        type_in(&state, &me, &id, &[("m0.deemed_large", "")]).await.unwrap();
        let filed = visitor.post(&format!("/applications/{id}/file"), &[("seen", "0")]).await;
        assert_eq!(filed.to(), format!("/applications/{id}?done=filed"), "{} {}", trial.name, filed.body);
        // The rule that needs it says so, and nothing is decided on it.
        let case = case::load_case(&state, &officer, &id).await.unwrap();
        let missing: Vec<String> = case.answer().unwrap().missing_facts.iter().filter(|f| f.matters).map(|f| f.fact.to_string()).collect();
        assert!(missing.iter().any(|f| f == "shareholders" || f == "deemed_large"), "{} {missing:?}", trial.name);
        let blocked = case::decide(&state, &officer, &id, case.application.version, case::Decision::Accept { sure: true }, None).await;
        assert!(matches!(blocked, Err(Error::Wrong { message: "wrong-undetermined", .. })), "{} {blocked:?}", trial.name);
        // Later it is known: the answer is whole, what was filed is as it was.
        parties::service::change_ownership(app, &me, "mumei", 1, Some(Vec::new()), Some(Vec::new()), &tell).await.unwrap();
        let case = case::load_case(&state, &officer, &id).await.unwrap();
        assert!(!case.refilled.is_empty(), "{}", trial.name);
        case::decide(&state, &officer, &id, case.application.version, case::Decision::Accept { sure: true }, None).await.unwrap();
        assert!(receipt::verify(&state, &case.filing.code).await.unwrap().unwrap().faults.is_empty(), "{}", trial.name);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn scenario_5_two_officers_decide_at_once_and_one_of_them_does() {
    for trial in crate::with_applications().await {
        let (state, router) = office(&trial).await;
        let me = signed(&trial.app, OWNER).await;
        let id = write(&state, &me, CALL, COMPANY, "二人の担当者").await.unwrap();
        file(&state, &me, &id, 0).await.unwrap();
        let before = letters(&trial, OWNER).await;
        let seen = version(&state, &me, &id).await;
        let people = [signed(&trial.app, "officer@example.jp").await, signed(&trial.app, "approver@example.jp").await];
        let mut tries = Vec::new();
        for n in 0..8 {
            let (state, who, id) = (state.clone(), people[n % 2].clone(), id.clone());
            tries.push(tokio::spawn(async move {
                {
                    let decision = if n % 2 == 0 {
                        case::Decision::Accept { sure: true }
                    } else {
                        case::Decision::Refuse { reason: "要件を満たさない" }
                    };
                    case::decide(&state, &who, &id, seen, decision, None).await
                }
            }));
        }
        let mut done = 0;
        for one in tries {
            match one.await.unwrap() {
                Ok(()) => done += 1,
                Err(Error::Stale) => {}
                Err(other) => panic!("{} {other}", trial.name),
            }
        }
        assert_eq!(done, 1, "{}", trial.name);
        assert_eq!(letters(&trial, OWNER).await, before + 1, "{}: one letter", trial.name);
        let sql = format!("SELECT count(*) AS n FROM journal WHERE subject = 'application:{id}' AND act = 'application.decide'");
        assert_eq!(count(&trial, &sql).await, 1, "{}: one entry", trial.name);
        // Whoever comes later with an old page is told.
        let late = Visitor::signed_in(&router, "officer@example.jp").await;
        let fields = [("act", "accept"), ("version", &*seen.to_string())];
        assert_eq!(late.post(&format!("/office/center/applications/{id}"), &fields).await.status, StatusCode::CONFLICT, "{}", trial.name);
    }
}

/// A consortium of three to the call: who leads, and the two who joined.
pub(super) async fn consortium(trial: &Trial, state: &AppState, router: &Router) -> (String, Actor, Actor, Actor) {
    let lead = signed(&trial.app, OWNER).await;
    let id = write(state, &lead, CALL, COMPANY, "三社の連携").await.unwrap();
    let visitor = Visitor::signed_in(router, OWNER).await;
    let mut joined = Vec::new();
    for (name, email, company) in [
        ("那須ソフトウェア", "owner@nasu.example.jp", "nasu-software"),
        ("足利テキスタイル", "owner@ashikaga.example.jp", "ashikaga-textiles"),
    ] {
        let added = visitor.post(&format!("/applications/{id}/members"), &[("name", name), ("email", email)]).await;
        assert_eq!(added.to(), format!("/applications/{id}/parts/members?done=member-added"), "{}", trial.name);
        let link = crate::visitor::link(trial, email).await;
        let partner = Visitor::signed_in(router, email).await;
        assert!(partner.get(&link).await.body.contains("三社の連携"), "{}", trial.name);
        assert_eq!(partner.post(&link, &[("company", company)]).await.to(), format!("/applications/{id}?done=joined"), "{}", trial.name);
        assert_eq!(partner.post(&link, &[("company", company)]).await.status, StatusCode::GONE, "{}: the link is used up", trial.name);
        joined.push(signed(&trial.app, email).await);
    }
    let ashikaga = joined.pop().unwrap();
    (id, lead, joined.pop().unwrap(), ashikaga)
}

/// What the members of the consortium have to say, so that it can be filed.
pub(super) async fn filled_in(state: &AppState, id: &str, trial: &Trial) {
    for (member, email) in [("m1", "owner@nasu.example.jp"), ("m2", "owner@ashikaga.example.jp")] {
        let me = signed(&trial.app, email).await;
        let own = samples::PLAN.iter().filter_map(|(name, said)| Some((format!("{member}.{}", name.strip_prefix("m0.")?), *said)));
        let own: Vec<(String, &str)> = own.collect();
        let own: Vec<(&str, &str)> = own.iter().map(|(name, said)| (name.as_str(), *said)).collect();
        type_in(state, &me, id, &own).await.unwrap();
        draft::release(state, &me, id, member).await.unwrap();
    }
}

#[tokio::test]
async fn scenario_6_two_tabs_and_two_partners_lose_nothing_and_see_nothing_of_each_others_costs() {
    const SECRET: &str = "7,654,321";
    for trial in crate::with_applications().await {
        let (state, router) = office(&trial).await;
        let (id, lead, nasu, ashikaga) = consortium(&trial, &state, &router).await;
        let key = |name: &str, said: &str, seen| FieldEdit { name: name.into(), value: said.into(), seen };
        // Two tabs, two fields: both stay. The same field: the second is asked.
        let seen = draft::draft(&state, &lead, &id).await.unwrap().values["a.purpose"].version;
        let first = draft::save(&state, &lead, &id, &[key("a.purpose", "甲の目的", seen)]).await.unwrap();
        assert_eq!(first.kept, [("a.purpose".to_owned(), seen + 1)], "{}", trial.name);
        let both = [key("a.purpose", "乙の目的", seen), key("a.novelty", "乙の新しさ", 1)];
        let second = draft::save(&state, &nasu, &id, &both).await.unwrap();
        assert_eq!(second.kept.len(), 1, "{}: the other field is merged", trial.name);
        let conflict = &second.conflicts[0];
        assert_eq!((conflict.theirs.value.as_str(), conflict.mine.as_str(), conflict.who.as_str()), ("甲の目的", "乙の目的", "小山 四郎"));
        // The answer was lost and the browser sends it again: that is no conflict.
        assert!(draft::save(&state, &lead, &id, &[key("a.purpose", "甲の目的", seen)]).await.unwrap().conflicts.is_empty());
        // Without scripts the page shows both, and a choice.
        let visitor = Visitor::signed_in(&router, "owner@nasu.example.jp").await;
        let old = seen.to_string();
        let fields = [("a.purpose", "乙の目的"), ("base.a.purpose", old.as_str())];
        let page = visitor.post(&format!("/applications/{id}/parts/plan"), &fields).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", trial.name);
        assert!(page.body.contains("甲の目的") && page.body.contains("乙の目的") && page.body.contains("take.a.purpose"), "{}", trial.name);
        // Chosen: mine. What the other had typed is kept to be looked at.
        let mine = (seen + 1).to_string();
        let fields = [("a.purpose", "乙の目的"), ("base.a.purpose", mine.as_str())];
        assert_eq!(visitor.post(&format!("/applications/{id}/parts/plan"), &fields).await.status, StatusCode::SEE_OTHER, "{}", trial.name);
        assert!(visitor.get(&format!("/applications/{id}/past?field=a.purpose")).await.body.contains("甲の目的"), "{}", trial.name);
        // Nasu's costs: nobody of the others reads them anywhere, or writes them.
        let costs =
            [("m1.x.r1.category", "materials"), ("m1.x.r1.label", "秘密の部材"), ("m1.x.r1.amount", SECRET), ("m1.funds.own", SECRET)];
        type_in(&state, &nasu, &id, &costs).await.unwrap();
        for (other, email) in [(&lead, OWNER), (&ashikaga, "owner@ashikaga.example.jp")] {
            let seen = draft::draft(&state, other, &id).await.unwrap();
            assert!(!format!("{:?}", seen.values).contains(SECRET), "{}", trial.name);
            let denied = draft::save(&state, other, &id, &[key("m1.x.r1.amount", "1", 1)]).await;
            assert!(matches!(denied, Err(Error::Denied(_))), "{}", trial.name);
            let visitor = Visitor::signed_in(&router, email).await;
            for path in ["parts/m1-costs", "parts/m1-funds", "parts/m1-facts", "past?field=m1.x.r1.amount"] {
                assert_eq!(visitor.get(&format!("/applications/{id}/{path}")).await.status, StatusCode::FORBIDDEN, "{} {path}", trial.name);
            }
            for part in ["m0-costs", "m1-funds", "m1-costs", "m2-costs", "others"] {
                let said = visitor.post(&format!("/applications/{id}/parts/{part}/fields"), &[]).await.body;
                assert!(!said.contains("秘密の部材") && !said.contains("m1.x.") && !said.contains(SECRET), "{} {part} {said}", trial.name);
            }
            for path in ["", "/fields", "/file", "/messages", "/reading", "/parts/papers", "/parts/project"] {
                let body = visitor.get(&format!("/applications/{id}{path}")).await.body;
                assert!(!body.contains("秘密の部材") && !body.contains("m1.x."), "{} {path} {body}", trial.name);
                // The total of a member is shown to the lead; nothing else of it, and to nobody else.
                let total = path.is_empty() && email == OWNER;
                assert!(total || !body.contains(SECRET), "{} {path} {email}", trial.name);
            }
        }
        let accountant = Visitor::signed_in(&router, "accounts@shimotsuke.example.jp").await;
        assert_eq!(accountant.get(&format!("/applications/{id}")).await.status, StatusCode::FORBIDDEN, "{}: another company's", trial.name);
        for to in [OWNER, "owner@ashikaga.example.jp"] {
            let sql = format!("SELECT count(*) AS n FROM letter WHERE recipient = '{to}' AND body LIKE '%{SECRET}%'");
            assert_eq!(count(&trial, &sql).await, 0, "{}", trial.name);
        }
        // Nor is it in the journal, nor does anybody but the office find or take out what was filed.
        let sql = format!("SELECT count(*) AS n FROM journal WHERE details LIKE '%{SECRET}%' OR details LIKE '%秘密の部材%'");
        assert_eq!(count(&trial, &sql).await, 0, "{}", trial.name);
        let partner = Visitor::signed_in(&router, "owner@ashikaga.example.jp").await;
        for path in ["applications?text=1-00001", "applications/export/applications.csv", "applications/export/applications.xlsx"] {
            assert_eq!(partner.get(&format!("/office/center/{path}")).await.status, StatusCode::FORBIDDEN, "{} {path}", trial.name);
        }
    }
}

#[tokio::test]
async fn scenario_7_a_login_that_ends_in_the_middle_of_a_long_form_loses_no_word() {
    for trial in crate::with_applications().await {
        let (state, router) = office(&trial).await;
        let me = signed(&trial.app, OWNER).await;
        let id = write(&state, &me, CALL, COMPANY, "長い文章").await.unwrap();
        let visitor = Visitor::signed_in(&router, OWNER).await;
        let path = format!("/applications/{id}/parts/plan");
        assert_eq!(visitor.get(&path).await.status, StatusCode::OK);
        // A night passes.
        trial.app.clock.forward(SignedDuration::from_hours(24 * 3));
        let long = "夜通し書いた「文章」<b>\n".repeat(300);
        let fields = [("a.work", long.as_str()), ("base.a.work", "1")];
        let script = visitor.post(&format!("{path}/fields"), &fields).await;
        assert_eq!(script.status, StatusCode::UNAUTHORIZED, "{}: the page keeps it and says so", trial.name);
        assert!(script.body.contains("サインイン"), "{}", trial.name);
        let page = visitor.post(&path, &fields).await;
        assert_eq!(page.status, StatusCode::UNAUTHORIZED, "{}", trial.name);
        assert_eq!(page.body.matches("夜通し書いた").count(), 600, "{}: every word is in the field, and to be seen", trial.name);
        assert!(!page.body.contains("<b>"), "{}", trial.name);
        // So is every other form: a message to the office.
        let message = visitor.post(&format!("/applications/{id}/messages"), &[("key", "k"), ("body", "聞きたいこと")]).await;
        assert_eq!(message.status, StatusCode::UNAUTHORIZED, "{}", trial.name);
        assert!(message.body.contains(r#"name="body" value="聞きたいこと""#), "{}: {}", trial.name, message.body);
        // Signed in again, the same form is sent.
        let again = Visitor::signed_in(&router, OWNER).await;
        assert_eq!(again.post(&path, &fields).await.status, StatusCode::SEE_OTHER, "{}", trial.name);
        assert_eq!(draft::draft(&state, &me, &id).await.unwrap().values["a.work"].value, long.trim_end_matches('\r'), "{}", trial.name);
    }
}

#[tokio::test]
async fn scenario_8_a_filed_application_that_is_opened_again_stands_until_it_is_filed_again() {
    for trial in crate::with_applications().await {
        let (state, _) = office(&trial).await;
        let (me, officer) = (signed(&trial.app, OWNER).await, signed(&trial.app, "officer@example.jp").await);
        let id = write(&state, &me, CALL, COMPANY, "はじめの題名").await.unwrap();
        let first = file(&state, &me, &id, 0).await.unwrap();
        let seen = version(&state, &me, &id).await;
        filing::reopen(&state, &me, &id, seen).await.unwrap();
        assert!(matches!(filing::reopen(&state, &me, &id, seen).await, Err(Error::Stale)), "{}", trial.name);
        // Edits stay in the draft; the office sees what was filed, and waits.
        type_in(&state, &me, &id, &[("a.title", "あとの題名"), ("a.purpose", "")]).await.unwrap();
        let case = case::load_case(&state, &officer, &id).await.unwrap();
        assert_eq!(case.content.fields["a.title"], "はじめの題名", "{}", trial.name);
        let waits = case::decide(&state, &officer, &id, case.application.version, case::Decision::Accept { sure: true }, None).await;
        assert!(matches!(waits, Err(Error::Wrong { message: "wrong-busy", .. })), "{}", trial.name);
        // A mandatory field was emptied: refused, and what was filed stands.
        let refused = file(&state, &me, &id, 1).await.unwrap_err();
        assert_eq!(refused[0].what, ObstacleKind::Missing("a.purpose".into()), "{}", trial.name);
        // Given up: everything says what was filed.
        let seen = version(&state, &me, &id).await;
        filing::discard(&state, &me, &id, seen).await.unwrap();
        assert_eq!(draft::draft(&state, &me, &id).await.unwrap().values["a.title"].value, "はじめの題名", "{}", trial.name);
        // Opened and filed again: the same receipt, a second filing, and the first is still to be read.
        let seen = version(&state, &me, &id).await;
        filing::reopen(&state, &me, &id, seen).await.unwrap();
        type_in(&state, &me, &id, &[("a.title", "二回目の題名")]).await.unwrap();
        let second = file(&state, &me, &id, 1).await.unwrap();
        assert_eq!((second.receipt.as_str(), second.number), (first.receipt.as_str(), 2), "{}", trial.name);
        assert!(receipt::verify(&state, &first.code).await.unwrap().unwrap().replaced, "{}", trial.name);
        // Opened once more, warned before the deadline, and not filed in time: the last filing stands.
        let seen = version(&state, &me, &id).await;
        filing::reopen(&state, &me, &id, seen).await.unwrap();
        type_in(&state, &me, &id, &[("a.title", "間に合わない題名")]).await.unwrap();
        at_deadline(&state, SignedDuration::from_hours(-2)).await;
        let before = letters(&trial, OWNER).await;
        deadline_reminders::send(&state).await.unwrap();
        assert_eq!(letters(&trial, OWNER).await, before + 1, "{}", trial.name);
        assert_eq!(deadline_reminders::send(&state).await.unwrap(), 0, "{}: once", trial.name);
        at_deadline(&state, SignedDuration::from_secs(1)).await;
        assert_eq!(status_of(&state, &me, &id).await, State::Filed, "{}", trial.name);
        let closed = draft::save(&state, &me, &id, &[FieldEdit { name: "a.title".into(), value: "遅い".into(), seen: 9 }]).await;
        assert!(matches!(closed, Err(Error::Wrong { message: "wrong-application-closed", .. })), "{}", trial.name);
        // The lists say so as soon as somebody has looked at the clock.
        deadline_reminders::send(&state).await.unwrap();
        let sql = format!("SELECT count(*) AS n FROM application WHERE id = '{id}' AND state = 'filed'");
        assert_eq!(count(&trial, &sql).await, 1, "{}", trial.name);
        let case = case::load_case(&state, &officer, &id).await.unwrap();
        assert_eq!((case.filing.number, case.content.fields["a.title"].as_str()), (2, "二回目の題名"), "{}", trial.name);
        // Examination freezes it.
        case::decide(&state, &officer, &id, case.application.version, case::Decision::Accept { sure: true }, None).await.unwrap();
        let seen = version(&state, &me, &id).await;
        assert!(filing::reopen(&state, &me, &id, seen).await.is_err(), "{}", trial.name);
        assert_eq!(status_of(&state, &me, &id).await, State::Accepted, "{}", trial.name);
    }
}

#[tokio::test]
async fn scenario_9_the_call_changes_while_two_hundred_write() {
    for trial in crate::with_applications().await {
        let (state, _) = office(&trial).await;
        let (me, officer) = (signed(&trial.app, OWNER).await, signed(&trial.app, "officer@example.jp").await);
        let filed_id = write(&state, &me, CALL, COMPANY, "提出済み").await.unwrap();
        let filed = file(&state, &me, &filed_id, 0).await.unwrap();
        let whole = write(&state, &me, CALL, COMPANY, "書き終わった").await.unwrap();
        let nasu = signed(&trial.app, "owner@nasu.example.jp").await;
        let ashikaga = signed(&trial.app, "owner@ashikaga.example.jp").await;
        let writers = [(&me, COMPANY), (&nasu, "nasu-software"), (&ashikaga, "ashikaga-textiles")];
        let written = if trial::is_proof() { 197 } else { 27 };
        for n in 0..written {
            let id = uuid::Uuid::now_v7().to_string();
            let (writer, company) = writers[n % 3];
            members::begin(&state, writer, &NewApplication { id: &id, call: CALL, company, by: By::Applicant }).await.unwrap();
            if n % 50 == 0 {
                type_in(&state, writer, &id, &[("a.title", "書きかけ")]).await.unwrap();
            }
        }
        let found = state.calls.call(CALL).await.unwrap().unwrap();
        let body = call::body(&state.calls, &found).await.unwrap();
        assert_eq!(call::propose(&found, &body).unwrap_err().len(), 1, "the revision's number must rise");
        // Nor does it take time from those who rely on it.
        let closes = found.closes().date();
        let sooner = body.replace(&format!("closes: {closes}T"), &format!("closes: {}T", closes.yesterday().unwrap()));
        let told = call::propose(&found, &sooner.replace("revision: 1", "revision: 2")).unwrap_err();
        assert!(told.len() == 1 && told[0].contains("window.closes"), "{} {told:?}", trial.name);
        let question = "plan_questions:\n  carbon:\n    ask: {ja: 減らせるCO2の量, en: CO2 saved}\n    at_most: 200\n    cite: {lines: 52, words: カーボンニュートラル社会の実現に資する革新的な技術}\n\ncriteria:";
        let revised = body
            .replace("revision: 1", "revision: 2")
            .replacen("\ncriteria:", &format!("\n{question}"), 1)
            .replace(
                "at: [application, decision]\n    require: {fact: research_place",
                "at: [decision]\n    require: {fact: research_place",
            )
            .replace("cap: {single: 20000000, consortium: 40000000}", "cap: {single: 500000, consortium: 40000000}");
        let (author, draft_id, version) = revision(&state, &officer, &revised).await.unwrap();
        let proposed = rules::read::programmes(revised.as_bytes()).programmes.into_iter().find(|p| p.plan.programme.id == CALL).unwrap();
        let effect = programmes::draft::Effect::between(found.programme.plan(), &proposed.plan, "", Lang::Ja);
        let told: Vec<String> = effect.changes.iter().map(|c| format!("{} {:?} {:?}", c.head, c.before, c.after)).collect();
        assert!(told.iter().any(|c| c.contains("減らせるCO2の量")) && told.iter().any(|c| c.contains("500,000")), "{told:?}");
        assert!(effect.population.lose.firms > 0 && effect.population.gain.firms == 0, "{:?}", effect.population);
        let impact = state.impact(&officer, &found, &proposed.plan).await.unwrap();
        assert_eq!(impact.drafts.len(), written + 3, "{}: those, the one that is written, and two of the trial", trial.name);
        let of_whole = impact.drafts.iter().find(|d| d.obstacles.0 == 0).unwrap();
        assert_eq!((of_whole.grant, of_whole.obstacles.1 > 0), ((Some(800_000), Some(500_000)), true), "{}", trial.name);
        assert!(impact.filed > 0 && impact.filed_otherwise[1] > 0 && impact.filed_otherwise[0] == 0, "{impact:?}");
        assert_eq!(state.calls.call(CALL).await.unwrap().unwrap().revision, 1, "{}: nothing is published by looking", trial.name);
        assert!(file_check(&state, &me, &whole).await.is_empty(), "{}", trial.name);
        // Published, once two have agreed who did not write it.
        let publish =
            async |version| programmes::draft::publish(&author, &officer, "center", &draft_id, version, "CO2の量を書いてください。").await;
        assert!(matches!(publish(version).await, Err(Error::Wrong { message: "wrong-draft-undecided", .. })), "{}", trial.name);
        let key = uuid::Uuid::now_v7().to_string();
        let approval = programmes::draft::request_approval(&author, &officer, "center", &draft_id, version, &key).await.unwrap();
        approve(&state, &approval).await;
        publish(version + 1).await.unwrap();
        publish(version + 1).await.unwrap();
        assert_eq!(count(&trial, "SELECT count(*) AS n FROM call_notice").await, 2, "{}: each call of the file once", trial.name);
        let same = revise(&state, &officer, &body.replace("revision: 1", "revision: 2"), "x").await;
        assert!(matches!(same, Err(Error::Wrong { message: "wrong-revision", .. })), "{} {same:?}", trial.name);
        assert!(posted(&trial, OWNER).await.contains("CO2の量を書いてください。"), "{}", trial.name);
        // Drafts moved; nothing is lost; the new question is asked.
        assert_eq!(
            file_check(&state, &me, &whole).await,
            [ObstacleKind::Missing("a.q.carbon".into()), ObstacleKind::Funds(-300_000)],
            "{}",
            trial.name
        );
        assert_eq!(draft::draft(&state, &me, &whole).await.unwrap().values["a.title"].value, "書き終わった", "{}", trial.name);
        type_in(&state, &me, &whole, &[("a.q.carbon", "年12トン"), ("m0.funds.own", "700000")]).await.unwrap();
        let second = file(&state, &me, &whole, 0).await.unwrap();
        assert_ne!(second.revision, filed.revision, "{}", trial.name);
        // What was filed is judged by its own revision, returned for correction too.
        let case = case::load_case(&state, &officer, &filed_id).await.unwrap();
        assert_eq!(
            (case.filing.revision.as_str(), case.answer().unwrap().calculated_grant_yen),
            (filed.revision.as_str(), Some(800_000)),
            "{}",
            trial.name
        );
        let asked = NewCorrection {
            due: "2026-05-29", message: "図面を足してください。", reasons: vec![("a.work".into(), "図面".into())]
        };
        case::return_for_correction(&state, &officer, &filed_id, case.application.version, &asked).await.unwrap();
        at_deadline(&state, SignedDuration::from_hours(24 * 30)).await;
        type_in(&state, &me, &filed_id, &[("a.work", "図面を足した")]).await.unwrap();
        let corrected = file(&state, &me, &filed_id, 1).await.unwrap();
        assert_eq!((corrected.revision.as_str(), corrected.number), (filed.revision.as_str(), 2), "{}", trial.name);
    }
}

/// What stands in the way of filing as the page shows it.
async fn file_check(state: &AppState, me: &Actor, id: &str) -> Vec<ObstacleKind> {
    let draft = draft::draft(state, me, id).await.unwrap();
    let looked = draft.readiness(state.app().now());
    looked.obstacles.into_iter().map(|o| o.what).collect()
}

#[tokio::test]
async fn scenario_10_one_comes_late_with_a_reason_and_then_all_get_more_time() {
    for trial in crate::with_applications().await {
        let (state, router) = office(&trial).await;
        let (me, officer) = (signed(&trial.app, OWNER).await, signed(&trial.app, "officer@example.jp").await);
        let (one, other) = (
            write(&state, &me, CALL, COMPANY, "停電した会社").await.unwrap(),
            write(&state, &me, CALL, COMPANY, "別の申請").await.unwrap(),
        );
        at_deadline(&state, SignedDuration::from_hours(2)).await;
        let until = state.app().now().plus(SignedDuration::from_hours(24));
        assert!(
            matches!(case::allow_late_filing(&state, &officer, &one, until, " ").await, Err(Error::Wrong { .. })),
            "{}: a reason",
            trial.name
        );
        assert!(matches!(case::allow_late_filing(&state, &me, &one, until, "自分で").await, Err(Error::Denied(_))), "{}", trial.name);
        case::allow_late_filing(&state, &officer, &one, until, "落雷による停電（証明書あり）").await.unwrap();
        assert!(posted(&trial, OWNER).await.contains("停電した会社"), "{}", trial.name);
        // The call stays closed, and nobody else can use it.
        assert_eq!(file(&state, &me, &other, 0).await.unwrap_err()[0].what, ObstacleKind::Late, "{}", trial.name);
        let new = NewApplication { id: &uuid::Uuid::now_v7().to_string(), call: CALL, company: COMPANY, by: By::Applicant };
        assert!(
            matches!(members::begin(&state, &me, &new).await, Err(Error::Wrong { message: "wrong-call-closed", .. })),
            "{}",
            trial.name
        );
        let stranger = Visitor::signed_in(&router, "owner@nasu.example.jp").await;
        assert_eq!(
            stranger.post(&format!("/applications/{one}/file"), &[("seen", "0")]).await.status,
            StatusCode::FORBIDDEN,
            "{}",
            trial.name
        );
        file(&state, &me, &one, 0).await.unwrap();
        let sql = format!("SELECT count(*) AS n FROM journal WHERE subject = 'application:{one}' AND details LIKE '%落雷による停電%'");
        assert_eq!(count(&trial, &sql).await, 1, "{}: the reason is in the journal", trial.name);
        // Then everybody gets a day more: those who write and those who have filed are told, each once.
        let found = state.calls.call(CALL).await.unwrap().unwrap();
        let later = state.app().now().plus(SignedDuration::from_hours(48));
        let before = letters(&trial, OWNER).await;
        calls::extend(&state, &officer, CALL, found.version, later, "通信の障害のため").await.unwrap();
        assert_eq!(letters(&trial, OWNER).await, before + 2, "{}: one for each of the two", trial.name);
        calls::extend(&state, &officer, CALL, found.version, later, "通信の障害のため").await.unwrap();
        assert_eq!(letters(&trial, OWNER).await, before + 2, "{}: not twice", trial.name);
        file(&state, &me, &other, 0).await.unwrap();
        // The office judges each by the deadline that counted for it: nothing looks late, and the answer is the one that was kept.
        let office = Visitor::signed_in(&router, "officer@example.jp").await;
        for id in [&one, &other] {
            let case = office.get(&format!("/office/center/applications/{id}")).await.body;
            assert!(!case.contains("提出時に保存した結果と違います"), "{} {id}", trial.name);
            let told = case::load_case(&state, &officer, id).await.unwrap();
            let late =
                told.answer().unwrap().conditions.iter().any(|c| c.id == "filing.deadline" && c.outcome == rules::assessment::Outcome::No);
            assert!(!late, "{} {id}", trial.name);
        }
        let page = Visitor::nobody(&router).get(&format!("/programmes/{CALL}")).await.body;
        assert!(page.contains("通信の障害のため") && page.contains("申請書をつくる"), "{}", trial.name);
        outages::announce(&state).await;
        let announced = Visitor::nobody(&router).get("/announcements").await.body;
        assert!(announced.contains("延長しました"), "{}", trial.name);
        // Earlier is not later.
        let shorter = closes(&state).await.plus(SignedDuration::from_hours(-1));
        assert!(
            matches!(calls::extend(&state, &officer, CALL, found.version + 1, shorter, "x").await, Err(Error::Wrong { .. })),
            "{}",
            trial.name
        );
    }
}
