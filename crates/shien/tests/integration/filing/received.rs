//! What the office receives out of the ordinary: incomplete on paper, and after the deadline.
use workflow::correction::NewCorrection;

use super::*;
use grants::acts;

#[tokio::test]
async fn what_came_incomplete_on_paper_is_received_and_returned() {
    for trial in crate::with_applications().await {
        let (state, router) = office(&trial).await;
        let clerk = Visitor::signed_in(&router, "officer@example.jp").await;
        let officer = signed(&trial.app, "officer@example.jp").await;
        let id = uuid::Uuid::now_v7().to_string();
        let paper = NewApplication { id: &id, call: CALL, company: "ashikaga-textiles", by: By::Paper(Channel::Post) };
        members::begin(&state, &officer, &paper).await.unwrap();
        type_in(&state, &officer, &id, &[("a.title", "題名だけの紙")]).await.unwrap();
        // Without its scan there is nothing that came.
        let FilingOutcome::Refused(obstacles) = filing::file(&state, &officer, &id, now(&state, 0)).await.unwrap() else {
            panic!("{}", trial.name)
        };
        assert_eq!(obstacles.iter().map(|o| o.what.clone()).collect::<Vec<_>>(), [ObstacleKind::Document("scan".into())], "{}", trial.name);
        let fields = [("member", "m0"), ("document", "scan")];
        clerk.upload(&format!("/applications/{id}/papers"), &fields, "届いた書類.pdf", samples::BROCHURE).await;
        let page = clerk.get(&format!("/applications/{id}/file")).await.body;
        assert!(page.contains("足りないところ") && page.contains("届いたままで受け付けられます"), "{} {page}", trial.name);
        let FilingOutcome::Filed(filing) = filing::file(&state, &officer, &id, now(&state, 0)).await.unwrap() else {
            panic!("{}", trial.name)
        };
        assert!(!filing.receipt.is_empty(), "{}", trial.name);
        // It can be returned; the day can be moved, and the return taken back. Nobody's version is overrun.
        let at = |days: i64| kernel::date::format_ja(state.app().now().plus(SignedDuration::from_hours(24 * days)).in_japan().date());
        let case = format!("/office/center/applications/{id}");
        for (days, message) in [(5, "資金計画をお送りください"), (9, "資金計画と経費の表をお送りください")] {
            let seen = version(&state, &officer, &id).await.to_string();
            let due = at(days);
            let fields = [("act", "return"), ("version", &*seen), ("due", &*due), ("message", message)];
            assert!(clerk.post(&case, &fields).await.to().contains("done=returned"), "{} {days}", trial.name);
            assert_eq!(clerk.post(&case, &fields).await.status, StatusCode::CONFLICT, "{}", trial.name);
            let page = clerk.get(&case).await.body;
            assert!(page.contains(&format!("value=\"{due}\"")) && page.contains(&format!("{message}</textarea>")), "{}", trial.name);
        }
        let seen = version(&state, &officer, &id).await.to_string();
        assert!(clerk.post(&case, &[("act", "recall"), ("version", &seen)]).await.to().contains("done=recalled"), "{}", trial.name);
        assert_eq!(status_of(&state, &officer, &id).await, State::Filed, "{}", trial.name);
        let open = case::load_case(&state, &officer, &id).await.unwrap().corrections.iter().filter(|c| c.answered_at.is_none()).count();
        assert_eq!(open, 0, "{}", trial.name);
    }
}

#[tokio::test]
async fn a_company_that_had_begun_nothing_is_let_in_after_the_deadline_with_a_reason() {
    for trial in crate::with_applications().await {
        let (state, router) = office(&trial).await;
        let me = signed(&trial.app, OWNER).await;
        at_deadline(&state, SignedDuration::from_hours(2)).await;
        let key = uuid::Uuid::now_v7().to_string();
        let mine = NewApplication { id: &key, call: CALL, company: COMPANY, by: By::Applicant };
        assert!(members::begin(&state, &me, &mine).await.is_err(), "{}", trial.name);
        let clerk = Visitor::signed_in(&router, "officer@example.jp").await;
        let at = format!("/office/center/calls/{CALL}");
        assert!(clerk.get(&format!("{at}?find=小山")).await.body.contains("late-company"), "{}", trial.name);
        let until = state.app().now().plus(SignedDuration::from_hours(30)).in_japan();
        let (day, time) = (kernel::date::format_ja(until.date()), until.strftime("%H:%M").to_string());
        let fields = |reason: &'static str| {
            vec![("act", "late-company"), ("key", &*key), ("company", COMPANY), ("day", &*day), ("time", &*time), ("reason", reason)]
        };
        assert_eq!(clerk.post(&at, &fields(" ")).await.status, StatusCode::UNPROCESSABLE_ENTITY, "{}: a reason", trial.name);
        for _ in 0..2 {
            assert!(clerk.post(&at, &fields("停電のため")).await.to().contains("done=allowed-late"), "{}", trial.name);
        }
        assert!(posted(&trial, OWNER).await.contains("まで提出できます"), "{}", trial.name);
        let entry = format!("SELECT count(*) AS n FROM journal WHERE subject = 'application:{key}' AND details LIKE '%停電のため%'");
        assert_eq!(count(&trial, &entry).await, 1, "{}: once, with its reason", trial.name);
        // It is the company's own now, until that moment.
        type_in(&state, &me, &key, &[("a.title", "間に合わなかった計画")]).await.unwrap();
        type_in(&state, &me, &key, samples::PLAN).await.unwrap();
        papers::attach(&state, &me, &key, "m0", "2", &changes::drawing(&trial, "a").await).await.unwrap();
        file(&state, &me, &key, 0).await.unwrap();
        let (_, late) = (signed(&trial.app, "owner@ashikaga.example.jp").await, uuid::Uuid::now_v7().to_string());
        let other = NewApplication { id: &late, call: CALL, company: "ashikaga-textiles", by: By::Applicant };
        let ashikaga = signed(&trial.app, "owner@ashikaga.example.jp").await;
        assert!(members::begin(&state, &ashikaga, &other).await.is_err(), "{}: nobody else", trial.name);
    }
}

#[tokio::test]
async fn the_day_of_a_correction_takes_nothing_from_the_time_that_everybody_has() {
    for trial in crate::with_applications().await {
        let (state, router) = office(&trial).await;
        let (me, officer) = (signed(&trial.app, OWNER).await, signed(&trial.app, "officer@example.jp").await);
        let id = write(&state, &me, CALL, COMPANY, "早く直す").await.unwrap();
        file(&state, &me, &id, 0).await.unwrap();
        let due = state.app().now().plus(SignedDuration::from_hours(48)).in_japan().date().to_string();
        let asked = NewCorrection { due: &due, message: "図面を足してください。", reasons: Vec::new() };
        case::return_for_correction(&state, &officer, &id, version(&state, &me, &id).await, &asked).await.unwrap();
        // Before anything is changed, the page says so; the day is that of the correction.
        let owner = Visitor::signed_in(&router, OWNER).await;
        let page = owner.get(&format!("/applications/{id}/file")).await.body;
        assert!(page.contains("図面を足してください。") && page.contains("変わっていません"), "{} {page}", trial.name);
        // Its day passes, the call is still open: the office may decide, and they may still file.
        trial.app.clock.forward(SignedDuration::from_hours(24 * 4));
        let (found, call) = authorization::load_authorized(&state, &me, acts::APPLICATION_READ, &id).await.unwrap();
        let now = state.app().now();
        assert!(now < call.deadline(), "{}", trial.name);
        assert_eq!(found.next_state(grants::application::model::Transition::Accept, &call, now), Ok(State::Accepted), "{}", trial.name);
        type_in(&state, &me, &id, &[("a.work", "図面を足した")]).await.unwrap();
        assert_eq!(file(&state, &me, &id, 1).await.unwrap().number, 2, "{}", trial.name);
    }
}
