//! What the office does: what comes on paper, what is announced, who may do what, what leaves the system.
use workflow::batch::{self, ItemState};

use super::*;
use grants::acts;

#[tokio::test]
async fn what_comes_on_paper_is_keyed_in_with_its_arrival_and_held_to_the_same_rules() {
    for trial in crate::with_applications().await {
        let (state, router) = office(&trial).await;
        let officer = signed(&trial.app, "officer@example.jp").await;
        let visitor = Visitor::signed_in(&router, "officer@example.jp").await;
        let key = uuid::Uuid::now_v7().to_string();
        let fields = [("act", "paper"), ("key", &*key), ("company", "ashikaga-textiles"), ("channel", "post")];
        let begun = visitor.post(&format!("/office/center/calls/{CALL}"), &fields).await;
        assert_eq!(begun.to(), format!("/applications/{key}"), "{} {}", trial.name, begun.body);
        let edits: Vec<_> = [("a.title", "紙の申請")].into_iter().chain(samples::PLAN.iter().copied()).collect();
        type_in(&state, &officer, &key, &edits).await.unwrap();
        let arrived = state.app().now();
        trial.app.clock.forward(SignedDuration::from_hours(24 * 30));
        let visitor = Visitor::signed_in(&router, "officer@example.jp").await;
        // It came in time; it is keyed in after the deadline. Without a scan of it there is no filing.
        let asked = FilingRequest { arrived, posted: None, seen: 0 };
        let FilingOutcome::Refused(obstacles) = filing::file(&state, &officer, &key, asked).await.unwrap() else {
            panic!("{}", trial.name)
        };
        assert!(obstacles.iter().all(|o| o.what == ObstacleKind::Document("scan".into())), "{} {obstacles:?}", trial.name);
        let put = visitor
            .upload(&format!("/applications/{key}/papers"), &[("member", "m0"), ("document", "scan")], "届いた書類.pdf", samples::BROCHURE)
            .await;
        assert_eq!(put.status, StatusCode::SEE_OTHER, "{} {}", trial.name, put.body);
        let day = arrived.in_japan().date().to_string();
        let unread = visitor.post(&format!("/applications/{key}/file"), &[("seen", "0"), ("day", &day), ("time", "25:99")]).await;
        assert_eq!(unread.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", trial.name);
        assert!(
            unread.body.contains("届いた日時を") && unread.body.contains("value=\"25:99\""),
            "{}: it is said, and nothing typed is lost",
            trial.name
        );
        let filed = visitor.post(&format!("/applications/{key}/file"), &[("seen", "0"), ("day", &day), ("time", "08:59")]).await;
        assert_eq!(filed.to(), format!("/applications/{key}?done=filed"), "{} {}", trial.name, filed.body);
        let case = case::load_case(&state, &officer, &key).await.unwrap();
        assert_eq!(
            (case.filing.channel, case.filing.arrived_at.in_japan().strftime("%H:%M").to_string().as_str()),
            (Channel::Post, "08:59"),
            "{}",
            trial.name
        );
        let filed_on_paper = key;
        // One that came too late is late, however soon it is keyed in.
        let key = uuid::Uuid::now_v7().to_string();
        let late = NewApplication { id: &key, call: CALL, company: "ashikaga-textiles", by: By::Paper(Channel::Post) };
        members::begin(&state, &officer, &late).await.unwrap();
        type_in(&state, &officer, &key, &edits).await.unwrap();
        visitor
            .upload(&format!("/applications/{key}/papers"), &[("member", "m0"), ("document", "scan")], "遅い.pdf", samples::BROCHURE)
            .await;
        let FilingOutcome::Refused(obstacles) = filing::file(&state, &officer, &key, now(&state, 0)).await.unwrap() else {
            panic!("{}", trial.name)
        };
        assert_eq!(obstacles.iter().map(|o| o.what.clone()).collect::<Vec<_>>(), [ObstacleKind::Late], "{}", trial.name);
        // Whoever sent it reads it once it is filed, and types into neither: what came on paper is the office's to key in.
        let owner = signed(&trial.app, "owner@ashikaga.example.jp").await;
        assert!(
            draft::draft(&state, &owner, &key).await.is_err()
                && draft::own_applications(&state, &owner, None, 0).await.unwrap().0.len() == 1,
            "{}",
            trial.name
        );
        let typed = [FieldEdit { name: "a.title".into(), value: "別の題名".into(), seen: 1 }];
        for id in [&filed_on_paper, &key] {
            assert!(matches!(draft::save(&state, &owner, id, &typed).await, Err(Error::Denied(_))), "{}", trial.name);
        }
        let ashikaga = Visitor::signed_in(&router, "owner@ashikaga.example.jp").await;
        assert_eq!(ashikaga.get(&format!("/applications/{key}")).await.status, StatusCode::FORBIDDEN, "{}", trial.name);
        let read = ashikaga.get(&format!("/applications/{filed_on_paper}")).await;
        assert_eq!(read.to(), format!("/applications/{filed_on_paper}/filings/1"), "{}", trial.name);
        assert!(ashikaga.get(read.to()).await.body.contains("紙の申請"), "{}", trial.name);
        // The office finds its way back to what it keys in.
        let page = visitor.get(&format!("/office/center/calls/{CALL}")).await.body;
        assert!(page.contains(&format!("href=\"/applications/{key}\"")), "{}", trial.name);
    }
}

#[tokio::test]
async fn a_scanner_that_is_down_keeps_nobody_from_filing_and_what_it_finds_later_is_marked() {
    use platform::{jobs::Handlers, scan};
    for mut trial in crate::with_applications().await {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        trial.app.scanner = Some(scan::Scanner::open(&format!("tcp://{address}")).unwrap());
        drop(listener);
        let handlers = || Handlers::default().with(scan::SCAN, |app, _| scan::scan(app));
        let (state, router) = office(&trial).await;
        let me = signed(&trial.app, OWNER).await;
        let owner = Visitor::signed_in(&router, OWNER).await;
        let id = write(&state, &me, CALL, COMPANY, "検査の前").await.unwrap();
        let put = |id: String| {
            let owner = &owner;
            async move {
                let fields = [("member", "m0"), ("document", "2")];
                owner.upload(&format!("/applications/{id}/papers"), &fields, "図面.pdf", &samples::page("harmful")).await
            }
        };
        assert!(put(id.clone()).await.to().ends_with("done=paper-put"), "{}", trial.name);
        // The scanner is down: everything waits for it but the filing.
        assert!(handlers().one(&trial.app).await.unwrap());
        assert!(owner.get(&format!("/applications/{id}/parts/papers")).await.body.contains("検査待ち"), "{}", trial.name);
        file(&state, &me, &id, 0).await.unwrap();
        let second = write(&state, &me, CALL, COMPANY, "検査の後").await.unwrap();
        assert!(put(second.clone()).await.to().ends_with("done=paper-put"), "{}", trial.name);
        let serving = tokio::spawn(scanner(tokio::net::TcpListener::bind(address).await.unwrap()));
        trial.app.clock.forward(SignedDuration::from_hours(1));
        while handlers().one(&trial.app).await.unwrap() {}
        // What was filed stays filed, and is marked for those who would open it.
        assert_eq!(status_of(&state, &me, &id).await, State::Filed, "{}", trial.name);
        let officer = Visitor::signed_in(&router, "officer@example.jp").await;
        let case = officer.get(&format!("/office/center/applications/{id}")).await.body;
        assert!(case.contains("ウイルスの疑い") && !case.contains("検査待ち"), "{}", trial.name);
        let harmful = platform::secret::hex(&sha2::Sha256::digest(samples::page("harmful")));
        assert!(!case.contains(&format!("{harmful}/look")), "{}", trial.name);
        let shut = officer.get(&format!("/applications/{id}/filings/1/papers/{harmful}/look")).await;
        assert_eq!(shut.status, StatusCode::LOCKED, "{}", trial.name);
        // What is known to be harmful is not taken in.
        let refused = file(&state, &me, &second, 0).await.unwrap_err();
        assert!(refused.iter().any(|o| matches!(&o.what, ObstacleKind::Harmful(name) if name == "図面.pdf")), "{} {refused:?}", trial.name);
        serving.abort();
    }
}

#[tokio::test]
async fn a_document_is_looked_at_within_the_case_and_can_be_framed_by_nobody_else() {
    for trial in crate::with_applications().await {
        let (state, router) = office(&trial).await;
        let me = signed(&trial.app, OWNER).await;
        let id = write(&state, &me, CALL, COMPANY, "書類を見る").await.unwrap();
        let owner = Visitor::signed_in(&router, OWNER).await;
        let to = format!("/applications/{id}/papers");
        let png = include_bytes!("../../../../platform/tests/files/photo.png");
        owner.upload(&to, &[("member", "m0"), ("document", "2")], "写真.png", png).await;
        file(&state, &me, &id, 0).await.unwrap();
        let officer = Visitor::signed_in(&router, "officer@example.jp").await;
        let case = officer.get(&format!("/office/center/applications/{id}")).await.body;
        let looks: Vec<&str> = case.split("src=\"").filter_map(|p| p.split('"').next()).filter(|p| p.ends_with("/look")).collect();
        assert_eq!(looks.len(), 2, "{} {case}", trial.name);
        assert!(case.contains("<iframe src=") && case.contains("<img src="), "{}", trial.name);
        for look in looks {
            let shown = officer.get(look).await;
            let told = |name: header::HeaderName| shown.headers[name].to_str().unwrap().to_owned();
            assert_eq!(told(header::CONTENT_DISPOSITION), "inline", "{}", trial.name);
            let policy = told(header::CONTENT_SECURITY_POLICY);
            assert_eq!(policy, "default-src 'none'; frame-ancestors 'self'", "{}", trial.name);
            assert_eq!(told(header::X_CONTENT_TYPE_OPTIONS), "nosniff", "{}", trial.name);
            let kept = officer.get(look.strip_suffix("/look").unwrap()).await;
            assert!(kept.headers[header::CONTENT_DISPOSITION].to_str().unwrap().starts_with("attachment"), "{}", trial.name);
        }
    }
}

#[tokio::test]
async fn who_has_not_filed_is_warned_seven_days_two_days_and_three_hours_before_each_once() {
    for trial in crate::with_applications().await {
        let (state, _) = office(&trial).await;
        let me = signed(&trial.app, OWNER).await;
        write(&state, &me, CALL, COMPANY, "まだ出していない計画").await.unwrap();
        let filed = write(&state, &me, CALL, COMPANY, "もう出した計画").await.unwrap();
        file(&state, &me, &filed, 0).await.unwrap();
        let before = letters(&trial, OWNER).await;
        for (hours, told) in [(7 * 24 + 1, 0), (7 * 24 - 1, 1), (49, 1), (47, 2), (4, 2), (2, 3), (1, 3)] {
            at_deadline(&state, SignedDuration::from_hours(-hours)).await;
            for _ in 0..2 {
                deadline_reminders::send(&state).await.unwrap();
            }
            assert_eq!(letters(&trial, OWNER).await - before, told, "{} {hours} hours before", trial.name);
        }
        at_deadline(&state, SignedDuration::from_secs(1)).await;
        assert_eq!(deadline_reminders::send(&state).await.unwrap(), 0, "{}", trial.name);
        // More time for all: the three warnings come anew, of the new deadline.
        let officer = signed(&trial.app, "officer@example.jp").await;
        let until = state.app().now().plus(SignedDuration::from_hours(40));
        let seen = state.calls.call(CALL).await.unwrap().unwrap().version;
        calls::extend(&state, &officer, CALL, seen, until, "障害のため").await.unwrap();
        let before = letters(&trial, OWNER).await;
        deadline_reminders::send(&state).await.unwrap();
        assert_eq!(letters(&trial, OWNER).await - before, 1, "{}", trial.name);
    }
}

#[tokio::test]
async fn the_office_sees_what_was_filed_and_nothing_of_what_is_typed_since() {
    for trial in crate::with_applications().await {
        let (state, router) = office(&trial).await;
        let (me, officer) = (signed(&trial.app, OWNER).await, signed(&trial.app, "officer@example.jp").await);
        let id = write(&state, &me, CALL, COMPANY, "出した題名").await.unwrap();
        file(&state, &me, &id, 0).await.unwrap();
        let seen = version(&state, &me, &id).await;
        filing::reopen(&state, &me, &id, seen).await.unwrap();
        type_in(&state, &me, &id, &[("a.title", "まだ出していない題名"), ("m0.funds.loan", "7,654,321")]).await.unwrap();
        assert!(matches!(draft::draft(&state, &officer, &id).await, Err(Error::Denied(_))), "{}", trial.name);
        let visitor = Visitor::signed_in(&router, "officer@example.jp").await;
        for path in ["fields", "reading", "parts/project", "parts/m0-funds", "past?field=a.title"] {
            assert_eq!(visitor.get(&format!("/applications/{id}/{path}")).await.status, StatusCode::FORBIDDEN, "{} {path}", trial.name);
        }
        let state = ["applications".to_owned(), format!("applications/{id}"), "applications/export/applications.csv".to_owned()];
        for room in &state {
            let body = visitor.get(&format!("/office/center/{room}")).await.body;
            assert!(body.contains("出した題名") && !body.contains("まだ出していない題名"), "{} {room}", trial.name);
            assert!(!body.contains("7,654,321") && !body.contains("7654321"), "{} {room}", trial.name);
        }
    }
}

#[tokio::test]
async fn a_member_who_is_gone_leaves_nothing_to_whoever_comes_after() {
    for trial in crate::with_applications().await {
        let (state, router) = office(&trial).await;
        let (id, lead, nasu, _) = super::scenarios::consortium(&trial, &state, &router).await;
        type_in(&state, &nasu, &id, &[("m1.funds.own", "7,654,321")]).await.unwrap();
        members::dismiss(&state, &lead, &id, "m1").await.unwrap();
        assert!(posted(&trial, "owner@nasu.example.jp").await.contains("構成員から外しました"), "{}: it is told", trial.name);
        let letter = |_: &platform::secret::Secret, _: &grants::application::model::Application| unreachable!("nobody is written to");
        members::invite(&state, &lead, &id, "あとから来た会社", "", letter).await.unwrap();
        let seen = draft::draft(&state, &lead, &id).await.unwrap();
        assert!(!seen.application.members.iter().any(|m| m.id == "m1"), "{}", trial.name);
        assert!(!format!("{:?}", seen.values).contains("7,654,321"), "{}", trial.name);
        // Whoever is gone types no more.
        let typed = [FieldEdit { name: "m1.funds.own".into(), value: "1".into(), seen: 1 }];
        assert!(draft::save(&state, &nasu, &id, &typed).await.is_err(), "{}", trial.name);
    }
}

/// A form: where it goes, what is in it, and who may send it.
type Verb<'v> = (String, Vec<(&'v str, &'v str)>, Vec<&'v str>);

/// Who may enter which room of an application that was filed by one of the companies of the trial.
#[tokio::test]
async fn every_role_at_every_room_of_applications_and_over_every_verb() {
    const WRITERS: &[&str] = &["owner@shimotsuke.example.jp", "accounts@shimotsuke.example.jp", "agent@example.jp"];
    const DESK: &[&str] = &["officer@example.jp", "approver@example.jp", "manager@example.jp", "auditor@example.jp", "admin@example.jp"];
    const CHANGERS: &[&str] = &["officer@example.jp", "approver@example.jp", "manager@example.jp"];
    const TAKERS: &[&str] = &["officer@example.jp", "approver@example.jp", "manager@example.jp", "auditor@example.jp"];
    for trial in crate::with_applications().await {
        let (state, router) = office(&trial).await;
        let app = Actor::System("test");
        let owner = signed(&trial.app, "owner@shimotsuke.example.jp").await;
        let (all, _) = draft::own_applications(&state, &owner, None, 0).await.unwrap();
        let filed = all[0].0.id.clone();
        let officer = signed(&trial.app, "officer@example.jp").await;
        let key = uuid::Uuid::now_v7().to_string();
        let revising = programmes::draft::begin(&author(&state), &officer, "center", &key, Origin::Revision(CALL)).await.unwrap();
        // A draft of the same company: nobody of the office reads it.
        let key = uuid::Uuid::now_v7().to_string();
        let drafted =
            members::begin(&state, &owner, &NewApplication { id: &key, call: CALL, company: "shimotsuke-precision", by: By::Applicant })
                .await
                .unwrap();
        let paper = draft::draft(&state, &app, &filed).await.unwrap().papers[0].clone();
        let filer: &[&str] = &["owner@shimotsuke.example.jp"];
        let everybody: Vec<&str> = WRITERS.iter().chain(DESK).copied().collect();
        let state: Vec<(String, &[&str])> = vec![
            (format!("/applications/{filed}"), WRITERS),
            (format!("/applications/{filed}/parts/m0-costs"), WRITERS),
            (format!("/applications/{filed}/fields"), WRITERS),
            (format!("/applications/{filed}/filings/1"), &everybody),
            (format!("/applications/{filed}/filings/1/receipt.pdf"), &everybody),
            (format!("/applications/{filed}/filings/1/papers/{}", paper.sha256), &everybody),
            (format!("/applications/{filed}/filings/1/papers/{}/look", paper.sha256), &everybody),
            (format!("/applications/{filed}/papers/{}", paper.id), WRITERS),
            (format!("/applications/{filed}/messages"), &everybody),
            (format!("/office/center/applications/{filed}"), DESK),
            ("/office/center/applications".to_owned(), DESK),
            ("/office/center/calls".to_owned(), DESK),
            (format!("/office/center/calls/{CALL}"), DESK),
            ("/office/center/programmes".to_owned(), DESK),
            (format!("/office/center/programmes/{revising}"), DESK),
            ("/office/center/applications/export/applications.csv".to_owned(), TAKERS),
            ("/office/center/applications/export/applications.xlsx".to_owned(), TAKERS),
            (format!("/applications/{drafted}"), WRITERS),
            (format!("/applications/{drafted}/parts/plan"), WRITERS),
            (format!("/applications/{drafted}/reading"), WRITERS),
            (format!("/applications/{drafted}/fields"), WRITERS),
            (format!("/applications/{drafted}/file"), filer),
            (format!("/office/center/applications/{drafted}"), &[]),
        ];
        let mut people = Vec::new();
        for (person, _) in accounts::samples(&trial.app).await.unwrap() {
            people.push((person.email.clone(), Visitor::signed_in(&router, &person.email).await));
        }
        for (path, may) in &state {
            let nobody = Visitor::nobody(&router).get(path).await;
            let shut =
                nobody.status == StatusCode::SEE_OTHER && nobody.to().starts_with("/sign-in") || nobody.status == StatusCode::UNAUTHORIZED;
            assert!(shut, "{path} {}", nobody.status);
            for (email, visitor) in &people {
                let answer = visitor.get(path).await.status;
                let expected = if may.contains(&email.as_str()) { StatusCode::OK } else { StatusCode::FORBIDDEN };
                assert_eq!(answer, expected, "{} {path} {email}", trial.name);
            }
        }
        // What is read of what was filed is what was filed.
        let read = Visitor::signed_in(&router, "owner@shimotsuke.example.jp").await.get(&format!("/applications/{filed}/reading")).await;
        assert_eq!(read.to(), format!("/applications/{filed}/filings/1"), "{}", trial.name);
        // Verbs: everybody who may not is told so, and nothing happens.
        let at = |rest: &str| format!("/applications/{drafted}{rest}");
        let of_filed = format!("/office/center/applications/{filed}");
        let call = format!("/office/center/calls/{CALL}");
        let programme = format!("/office/center/programmes/{revising}");
        let typed: Vec<(&str, &str)> = vec![("a.title", "題"), ("base.a.title", "0")];
        let costs: Vec<(&str, &str)> = vec![("m0.funds.own", "1"), ("base.m0.funds.own", "0")];
        let verbs: Vec<Verb<'_>> = vec![
            (at("/parts/project/fields"), typed, vec!["owner@shimotsuke.example.jp", "agent@example.jp"]),
            (at("/parts/m0-funds/fields"), costs, WRITERS.to_vec()),
            (at("/members"), vec![("name", "甲社"), ("email", "")], vec!["owner@shimotsuke.example.jp", "agent@example.jp"]),
            (at("/file"), vec![("seen", "0")], filer.to_vec()),
            (at("/move"), vec![("act", "reopen"), ("version", "0")], filer.to_vec()),
            (of_filed.clone(), vec![("act", "tick"), ("item", "document.1"), ("outcome", "ok")], vec!["officer@example.jp"]),
            (of_filed.clone(), vec![("act", "assign"), ("officer", "")], vec!["officer@example.jp"]),
            (
                of_filed.clone(),
                vec![("act", "return"), ("version", "0"), ("due", "2026-04-30"), ("message", "x")],
                vec!["officer@example.jp"],
            ),
            (of_filed.clone(), vec![("act", "accept"), ("version", "0")], CHANGERS.to_vec()),
            (of_filed.clone(), vec![("act", "refuse"), ("version", "0"), ("reason", "x")], CHANGERS.to_vec()),
            (of_filed, vec![("act", "allow-late"), ("day", "2026-05-30"), ("reason", "x")], CHANGERS.to_vec()),
            (call.clone(), vec![("act", "extend"), ("version", "0"), ("day", "2026-05-30"), ("reason", "x")], CHANGERS.to_vec()),
            (
                call.clone(),
                vec![("act", "consult"), ("key", "x"), ("company", COMPANY), ("held_on", "2026-04-01")],
                vec!["officer@example.jp"],
            ),
            (call.clone(), vec![("act", "paper"), ("key", "x"), ("company", COMPANY), ("channel", "post")], vec!["officer@example.jp"]),
            ("/office/center/programmes".to_owned(), vec![("from", "revision"), ("call", CALL), ("key", "x")], vec!["officer@example.jp"]),
            (programme.clone(), vec![("act", "save"), ("version", "0"), ("body", "x")], vec!["officer@example.jp"]),
            (format!("{programme}/check"), vec![("version", "0"), ("body", "x")], vec!["officer@example.jp"]),
            (programme.clone(), vec![("act", "propose"), ("version", "0"), ("key", "x")], vec!["officer@example.jp"]),
            (programme.clone(), vec![("act", "discard"), ("version", "0")], vec!["officer@example.jp"]),
            ("/office/center/calls".to_owned(), vec![("act", "publish"), ("programme", "none")], CHANGERS.to_vec()),
            (
                "/office/center/calls".to_owned(),
                vec![("act", "outage"), ("key", "x"), ("began_day", "2026-04-01"), ("what", "x")],
                CHANGERS.to_vec(),
            ),
            ("/office/center/applications".to_owned(), vec![("name", "表示")], DESK.to_vec()),
            ("/office/center/applications/batches".to_owned(), vec![("act", "accept")], DESK.to_vec()),
        ];
        for (path, fields, may) in &verbs {
            for (email, visitor) in &people {
                let status = visitor.post(path, fields).await.status;
                let allowed = may.contains(&email.as_str());
                assert_eq!(status == StatusCode::FORBIDDEN, !allowed, "{} {path} {fields:?} {email} {status}", trial.name);
            }
        }
    }
}

#[tokio::test]
async fn a_table_that_leaves_the_house_has_a_line_for_each_application_and_says_who_took_it() {
    for trial in crate::with_applications().await {
        let (state, router) = office(&trial).await;
        let me = signed(&trial.app, OWNER).await;
        for n in 0..5 {
            let id = write(&state, &me, CALL, COMPANY, &format!("=1+{n} 計画")).await.unwrap();
            file(&state, &me, &id, 0).await.unwrap();
        }
        let visitor = Visitor::signed_in(&router, "officer@example.jp").await;
        let csv = visitor.get("/office/center/applications/export/applications.csv").await.body;
        assert_eq!(csv.lines().count(), 7, "{} {csv}", trial.name);
        assert!(
            csv.starts_with('\u{feff}') && csv.contains("1-00001") && csv.contains("'=1+0 計画") && csv.contains(",1200000,800000,"),
            "{csv}"
        );
        assert!(!csv.contains("書きかけ"), "{}: drafts stay where they are", trial.name);
        // What the register says of a company stands beside its name.
        let number = "7000012050002";
        let company = parties::service::company(&trial.app, &me, acts::ORGANISATION_READ, COMPANY).await.unwrap();
        let numbered = |company: &mut parties::model::Company| {
            company.number = kernel::CorporateNumber::parse(number).ok();
            Ok(())
        };
        parties::service::edit(&trial.app, &me, COMPANY, company.version, numbered, &|_, _| unreachable!("an owner decides"))
            .await
            .unwrap();
        let csv = visitor.get("/office/center/applications/export/applications.csv").await.body;
        assert_eq!(
            csv.lines().filter(|l| l.contains(&format!("小山ロボティクス株式会社（例）,{number},"))).count(),
            5,
            "{} {csv}",
            trial.name
        );
        let narrowed = visitor.get("/office/center/applications/export/applications.csv?text=1-00003").await.body;
        assert_eq!(narrowed.lines().count(), 2, "{}", trial.name);
        // As browsers ask for it.
        for kind in ["csv", "xlsx"] {
            let path = format!("/office/center/applications/export/applications.{kind}");
            let packed = visitor.send(axum::http::Request::get(&path).header(header::ACCEPT_ENCODING, "gzip, deflate, br"), "").await;
            assert!(packed.status.is_success() && !packed.body.is_empty(), "{} {kind}", trial.name);
        }
        let excel = visitor.get("/office/center/applications/export/applications.xlsx").await;
        assert!(excel.status.is_success() && excel.body.starts_with("PK"), "{}", trial.name);
        let sql = "SELECT count(*) AS n FROM journal WHERE act = 'call.export'";
        assert_eq!(count(&trial, sql).await, 6, "{}", trial.name);
        // Batches: shown first, then done, each once, and what was decided meanwhile is told.
        let list = visitor.get("/office/center/applications?state=filed").await.body;
        let ids: Vec<String> = list.split("name=\"pick.").skip(1).map(|p| p.split('"').next().unwrap().to_owned()).collect();
        assert_eq!(ids.len(), 6, "{}", trial.name);
        let picks: Vec<String> = ids.iter().map(|i| format!("pick.{i}")).collect();
        let mut fields: Vec<(&str, &str)> = vec![("act", "accept")];
        fields.extend(picks.iter().map(|p| (p.as_str(), "1")));
        // Nobody ticked anything of them: that is said, and done only where it is meant.
        let shown = visitor.post("/office/center/applications/batches", &fields).await;
        assert!(shown.body.contains("6 件は、形式審査が終わっていない") && shown.body.contains("0 件を処理します"), "{}", trial.name);
        fields.push(("sure", "yes"));
        // All that match, on whichever page, are the same.
        let every =
            visitor.post("/office/center/applications/batches", &[("act", "accept"), ("sure", "yes"), ("all", "state=filed&all=1")]).await;
        assert!(every.body.contains("6 件を処理します"), "{} {}", trial.name, every.body);
        let nobody = visitor
            .post(
                "/office/center/applications/batches",
                &[("act", "assign"), ("choice", "x"), ("key", &uuid::Uuid::now_v7().to_string()), (&picks[0], "1")],
            )
            .await;
        assert_eq!(nobody.to(), "/office/center/applications?wrong=wrong-value", "{}: to nobody", trial.name);
        let shown = visitor.post("/office/center/applications/batches", &fields).await;
        assert!(shown.body.contains("6 件を処理します") && shown.body.contains("4,800,000"), "{} {}", trial.name, shown.body);
        let key = uuid::Uuid::now_v7().to_string();
        fields.push(("key", &key));
        for _ in 0..2 {
            assert_eq!(
                visitor.post("/office/center/applications/batches", &fields).await.to(),
                format!("/office/center/applications/batches/{key}"),
                "{}",
                trial.name
            );
        }
        let officer = signed(&trial.app, "officer@example.jp").await;
        let seen = version(&state, &officer, &ids[0]).await;
        case::decide(&state, &officer, &ids[0], seen, case::Decision::Refuse { reason: "要件を満たさない" }, None).await.unwrap();
        // Broken off after two, and gone on with.
        batch::resume(&state, &officer, "center", &key, 2).await.unwrap();
        for _ in 0..2 {
            visitor.post(&format!("/office/center/applications/batches/{key}"), &[]).await;
        }
        let batch = batch::view(&state, &officer, "center", &key).await.unwrap();
        let of = |state: ItemState| batch.items.iter().filter(|i| i.state == state).count();
        assert_eq!((of(ItemState::Done), of(ItemState::Failed), of(ItemState::Waiting)), (5, 1, 0), "{}", trial.name);
        assert_eq!(batch.finished(), 6, "{}", trial.name);
        let sql = "SELECT count(*) AS n FROM letter WHERE subject LIKE '%受理しました%'";
        assert_eq!(
            count(&trial, sql).await,
            5,
            "{}: five were accepted, each owner is told once; contacts who have not said yes are not",
            trial.name
        );
    }
}

#[tokio::test]
async fn what_is_wrong_with_a_paper_is_said_at_once_and_what_it_fetches_is_told_to_the_officer() {
    for trial in crate::with_applications().await {
        let (state, router) = office(&trial).await;
        let me = signed(&trial.app, OWNER).await;
        let id = write(&state, &me, CALL, COMPANY, "書類の中身").await.unwrap();
        let owner = Visitor::signed_in(&router, OWNER).await;
        let to = format!("/applications/{id}/papers");
        let fields = [("member", "m0"), ("document", "2")];
        let locked = include_bytes!("../../../../platform/tests/files/locked-aes256.pdf");
        let whole = include_bytes!("../../../../platform/tests/files/whole.pdf");
        for (name, bytes, says) in [
            ("図面.pdf", &locked[..], "パスワードを外して"),
            ("図面.pdf", &whole[..whole.len() / 2], "途中で切れている"),
            ("図面.pdf", b"%PDF", "途中で切れている"),
            ("図面.pdf", b"%PDF-1.7\n", "途中で切れている"),
            ("写真.heic", b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", "HEIC"),
            ("見積.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "壊れています"),
        ] {
            let refused = owner.upload(&to, &fields, name, bytes).await;
            let told = owner.get(refused.to()).await.body;
            assert!(told.contains(says), "{} {name} {says}: {}", trial.name, refused.to());
        }
        assert_eq!(draft::draft(&state, &me, &id).await.unwrap().papers.len(), 1, "{}: none counts as a paper", trial.name);
        let word = include_bytes!("../../../../platform/tests/files/template.docx");
        assert!(owner.upload(&to, &fields, "計画.docx", word).await.to().contains("done=paper-put"), "{}", trial.name);
        let said = "開くと外部のファイルを読み込みます";
        let page = owner.get(&format!("/applications/{id}/parts/papers")).await.body;
        assert_eq!(page.matches(said).count(), 1, "{}", trial.name);
        assert!(page.contains("JPEG、PNG、WebP"), "{}: the hint names what is taken", trial.name);
        file(&state, &me, &id, 0).await.unwrap();
        let officer = Visitor::signed_in(&router, "officer@example.jp").await;
        let case = officer.get(&format!("/office/center/applications/{id}")).await.body;
        assert_eq!(case.matches(said).count(), 1, "{}", trial.name);
    }
}

#[tokio::test]
async fn the_journal_is_searched_by_the_words_that_stand_on_its_page() {
    for trial in crate::with_applications().await {
        let (state, router) = office(&trial).await;
        let me = signed(&trial.app, OWNER).await;
        let id = write(&state, &me, CALL, COMPANY, "記録をさがす").await.unwrap();
        file(&state, &me, &id, 0).await.unwrap();
        let officer = signed(&trial.app, "officer@example.jp").await;
        let found = case::load_case(&state, &officer, &id).await.unwrap();
        let receipt = found.application.receipt.clone().unwrap();
        let auditor = Visitor::signed_in(&router, "auditor@example.jp").await;
        let at = |query: &str| format!("/office/center/journal?{query}");
        let filed = auditor.get(&at(&format!("subject={receipt}"))).await.body;
        let rows = |page: &str| page.matches("<tr>").count();
        assert!(filed.contains(&format!(">{receipt}</a>")) && filed.contains("提出・修正・取下げ"), "{} {filed}", trial.name);
        assert!(rows(&filed) > 2, "{}: all that was done with it", trial.name);
        // By the name of an act and of whoever did it; nothing is found for what stands nowhere.
        let by_act = auditor.get(&at("act=%E6%8F%90%E5%87%BA%E3%83%BB")).await.body;
        assert!(by_act.contains(&receipt) && !by_act.contains("申請を始める"), "{}", trial.name);
        let by_name = auditor.get(&at("actor=%E5%B0%8F%E5%B1%B1")).await.body;
        assert!(by_name.contains(&receipt), "{}", trial.name);
        let company = auditor.get(&at("subject=%E5%B0%8F%E5%B1%B1%E3%83%AD%E3%83%9C")).await.body;
        assert!(company.contains("小山ロボティクス"), "{} {company}", trial.name);
        assert!(
            auditor.get(&at("subject=%E3%81%A9%E3%81%93%E3%81%AB%E3%82%82")).await.body.contains("当てはまる記録はありません"),
            "{}",
            trial.name
        );
        // As the journal keeps it, too.
        assert!(
            auditor.get(&at(&format!("subject=application:{id}&act=application.file"))).await.body.contains(&receipt),
            "{}",
            trial.name
        );
    }
}
