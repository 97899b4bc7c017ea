//! What did not work: written down, announced without a database, given back.

use platform::jobs::Handlers;
use programmes::call::{Outage, announcements};

use super::*;

/// Does what is queued for the page of announcements.
pub(super) async fn announce(state: &AppState) {
    let calls = state.calls.clone();
    let handlers = Handlers::default().with(announcements::ANNOUNCE, move |_, _| announcements::handle(calls.clone()));
    while handlers.one(state.app()).await.unwrap() {}
}

fn outage(began: Instant, ended: Option<Instant>, what: &str) -> Outage {
    Outage { id: uuid::Uuid::now_v7().to_string(), began, ended, what: what.into(), by: String::new() }
}

#[tokio::test]
async fn an_outage_is_announced_where_no_database_is_needed() {
    for trial in crate::with_applications().await {
        let (state, router) = office(&trial).await;
        let officer = signed(&trial.app, "officer@example.jp").await;
        let nobody = Visitor::nobody(&router);
        assert!(nobody.get("/announcements").await.body.contains("いまお知らせはありません"), "{}", trial.name);
        let noted = outage(state.app().now(), None, "ログインできません");
        call::note_outage(&trial.app, &officer, "center", &noted).await.unwrap();
        announce(&state).await;
        // The database is gone.
        trial.app.db.read().clone().close().await.unwrap();
        let page = nobody.get("/announcements").await;
        assert_eq!(page.status, StatusCode::OK, "{}", trial.name);
        assert!(page.body.contains("ログインできません") && page.body.contains("障害が起きています"), "{}", trial.name);
        let english = nobody.get("/announcements?lang=en").await.body;
        assert!(english.contains("lang=\"en\"") && english.contains("ログインできません"), "{} {english}", trial.name);
        assert!(!english.contains("障害が起きています"), "{} {english}", trial.name);
        assert_eq!(nobody.get("/ready").await.status, StatusCode::SERVICE_UNAVAILABLE, "{}", trial.name);
    }
}

#[tokio::test]
async fn the_announcements_of_every_agency_stand_on_one_page_and_each_can_be_put_right() {
    for trial in crate::with_applications().await {
        let app = &trial.app;
        let (state, router) = office(&trial).await;
        let officer = signed(app, "officer@example.jp").await;
        let other = accounts::Agency::new("other", "別の県の機構", "Another", kernel::calendar::Closure::default());
        accounts::add_agency(app, &other).await.unwrap();
        let began = app.now().plus(-SignedDuration::from_hours(3));
        let here = outage(began, None, "保存できません");
        call::note_outage(app, &officer, "center", &here).await.unwrap();
        call::note_outage(app, &Actor::System("test"), "other", &outage(began, None, "印刷できません")).await.unwrap();
        announce(&state).await;
        let page = Visitor::nobody(&router).get("/announcements").await.body;
        assert!(
            page.contains("保存できません") && page.contains("印刷できません") && page.contains("別の県の機構"),
            "{} {page}",
            trial.name
        );
        // It began later, and is over: the same outage, put right by the form that is beside it.
        let visitor = Visitor::signed_in(&router, "officer@example.jp").await;
        let moment = |at: Instant| (at.in_japan().date().to_string(), at.in_japan().strftime("%H:%M").to_string());
        let (from, to) = (moment(began.plus(SignedDuration::from_hours(1))), moment(began.plus(SignedDuration::from_hours(2))));
        let typed = |ended: &str| {
            [
                ("act", "outage".to_owned()),
                ("key", here.id.clone()),
                ("began_day", from.0.clone()),
                ("began_time", from.1.clone()),
                ("ended_day", to.0.clone()),
                ("ended_time", ended.to_owned()),
                ("what", "保存が遅くなりました".to_owned()),
            ]
        };
        let send = |fields: [(&'static str, String); 7]| {
            let visitor = &visitor;
            async move {
                let fields: Vec<(&str, &str)> = fields.iter().map(|(n, s)| (*n, s.as_str())).collect();
                visitor.post("/office/center/calls", &fields).await
            }
        };
        let wrong = send(typed("25時")).await;
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", trial.name);
        assert!(
            wrong.body.contains("value=\"25時\"") && wrong.body.contains("保存が遅くなりました"),
            "{}: nothing typed is lost",
            trial.name
        );
        assert!(send(typed(&to.1)).await.to().ends_with("done=outage-noted"), "{}", trial.name);
        announce(&state).await;
        let page = Visitor::nobody(&router).get("/announcements").await.body;
        assert!(page.contains("保存が遅くなりました") && !page.contains("保存できません"), "{} {page}", trial.name);
        let kept = call::outages(app, &officer, "center").await.unwrap();
        assert_eq!((kept.len(), moment(kept[0].began)), (1, from.clone()), "{}", trial.name);
        // Not one of long ago, not one to come, and not another agency's.
        for (began, field) in
            [(began.plus(-SignedDuration::from_hours(24 * 400)), "began_day"), (app.now().plus(SignedDuration::from_hours(1)), "began_day")]
        {
            let refused = call::note_outage(app, &officer, "center", &outage(began, None, "x")).await;
            assert!(matches!(&refused, Err(Error::Wrong { field: f, .. }) if *f == field), "{} {refused:?}", trial.name);
        }
        let theirs = Outage { what: "書き換え".into(), ..here.clone() };
        let refused = call::note_outage(app, &Actor::System("test"), "other", &theirs).await;
        assert!(matches!(refused, Err(Error::NotFound)), "{} {refused:?}", trial.name);
    }
}

#[tokio::test]
async fn an_outage_before_a_deadline_leads_to_the_form_that_gives_the_time_back() {
    for trial in crate::with_applications().await {
        let (state, router) = office(&trial).await;
        let officer = signed(&trial.app, "officer@example.jp").await;
        at_deadline(&state, -SignedDuration::from_hours(2)).await;
        let began = state.app().now();
        let id = uuid::Uuid::now_v7().to_string();
        trial.app.clock.forward(SignedDuration::from_mins(40));
        let ended = Some(state.app().now());
        let noted = call::Outage { id, began, ended, what: "保存できません".into(), by: String::new() };
        let visitor = Visitor::signed_in(&router, "officer@example.jp").await;
        assert!(!visitor.get("/office/center/calls").await.body.contains("の締切を延ばす"), "{}", trial.name);
        // The agency is closed for three weeks after the deadline.
        let closes_on = closes(&state).await.in_japan().date();
        let last = closes_on.checked_add(jiff::Span::new().days(21)).unwrap();
        let days = format!("{}..{}", closes_on.tomorrow().unwrap().strftime("%m-%d"), last.strftime("%m-%d"));
        let agency = accounts::agency(&trial.app, "center").await.unwrap();
        let closure = kernel::calendar::Closure::parse(&days).unwrap();
        accounts::add_agency(&trial.app, &accounts::Agency { closure, ..agency }).await.unwrap();
        call::note_outage(&trial.app, &officer, "center", &noted).await.unwrap();
        // The call is revised afterwards: the time that was taken is still to be given back.
        let found = state.calls.call(CALL).await.unwrap().unwrap();
        let body = call::body(&state.calls, &found).await.unwrap().replace("revision: 1", "revision: 2");
        revise(&state, &officer, &body, "字句を改めました。").await.unwrap();
        let page = visitor.get("/office/center/calls").await.body;
        let links: Vec<&str> = page.split("<a href=\"").filter(|p| p.contains("の締切を延ばす")).collect();
        let link = links.iter().find(|l| l.contains(CALL)).unwrap().split('"').next().unwrap().replace("&amp;", "&").replace("&#38;", "&");
        let form = visitor.get(&link).await.body;
        assert!(form.contains("<details id=\"extend\" open>") && form.contains("保存できません"), "{} {link} {form}", trial.name);
        let value = |name: &str| {
            let at = form.split(&format!("name=\"{name}\"")).nth(1).unwrap().split("value=\"").nth(1).unwrap();
            at.split('"').next().unwrap().to_owned()
        };
        let version = form.split("name=\"version\" value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
        let before = closes(&state).await;
        let (day, time) = (value("day"), value("time"));
        let offered = kernel::date::parse_date(&day).unwrap();
        assert!(offered > last && kernel::calendar::works(offered, &closure), "{} {offered} {last}", trial.name);
        let fields = [("act", "extend"), ("version", &version), ("day", &day), ("time", &time), ("reason", "障害のため"), ("sure", "")];
        // Looked at first: nothing is done, and it is said whom it tells.
        let looked = visitor.post(&format!("/office/center/calls/{CALL}"), &fields).await;
        assert!(looked.status.is_success() && looked.body.contains("延長して知らせる"), "{} {}", trial.name, looked.body);
        let far = [("act", "extend"), ("version", &*version), ("day", "令和99年12月25日"), ("time", ""), ("reason", "x")];
        assert!(visitor.post(&format!("/office/center/calls/{CALL}"), &far).await.body.contains("1年より先"), "{}", trial.name);
        let fields: Vec<(&str, &str)> = fields[..5].iter().copied().chain([("sure", "yes")]).collect();
        let went = visitor.post(&format!("/office/center/calls/{CALL}"), &fields).await;
        assert!(went.to().ends_with("done=extended"), "{} {}", trial.name, went.body);
        let after = closes(&state).await;
        assert!(after > before && after.in_japan().time() == before.in_japan().time(), "{}", trial.name);
        // Given back once: it is not offered again.
        let page = visitor.get("/office/center/calls").await.body;
        assert!(!page.split("<a href=\"").any(|p| p.contains("の締切を延ばす") && p.contains(CALL)), "{}", trial.name);
    }
}
