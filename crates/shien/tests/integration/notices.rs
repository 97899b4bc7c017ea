//! Who acts for a company is told by mail what opens for it: once, and only what may fit.

use axum::http::StatusCode;
use jiff::{SignedDuration, ToSpan, civil::Date};
use platform::Actor;
use programmes::{call::CallCatalogue, model::File, notices};
use sea_orm::{ConnectionTrait, Statement};

use crate::visitor::{Visitor, signed, site};

/// Measures with windows and places of their own.
fn measures(all: &[(&str, Date, &str)]) -> File {
    let each = all.iter().map(|(id, opens, prefecture)| {
        format!(
            "  {id}:\n    kind: grant\n    name: {{ja: {id}の募集, en: Call {id}}}\n    says: {{ja: 例, en: Example}}\n    \
             eligible: {{who: [business], prefectures: [\"{prefecture}\"]}}\n    purposes: [equipment]\n    fields: [environment]\n    \
             window: {{says: {{ja: 募集期間, en: Call}}, from: \"{opens}\", to: \"{}\", cite: {{lines: 1}}}}\n    cite: {{lines: 1}}\n",
            opens.checked_add(20.days()).unwrap()
        )
    });
    let body = format!(
        "shien: 1\nsource: {{document: T, title: {{ja: 例, en: Example}}, lines: 9}}\noperator: {{ja: 例の機関, en: Agency}}\nfiscal_year: {}\nmeasures:\n{}",
        kernel::FiscalYear::of(all[0].1).unwrap().get(),
        each.collect::<String>()
    );
    File::new("trial/openings.measures.yaml".to_owned(), body.into_bytes())
}

#[tokio::test]
async fn who_asked_for_a_company_that_is_merged_is_told_for_the_one_that_stays() {
    for trial in crate::with_people().await {
        let app = &trial.app;
        let tomorrow = app.now().in_japan().date().tomorrow().unwrap();
        programmes::service::load(app, vec![measures(&[("ours", tomorrow, "09")])]).await.unwrap();
        let router = site(&trial).await;
        let owner = Visitor::signed_in(&router, "owner@nasu.example.jp").await;
        owner.post("/companies/nasu-software/notices", &[("purpose-equipment", "yes")]).await;
        let officer = signed(app, "officer@example.jp").await;
        let (gone, stays) = ("nasu-software", "ashikaga-textiles");
        let (one, other, _) = parties::directory::preview(app, &officer, "center", gone, stays).await.unwrap();
        parties::directory::merge(app, &officer, "center", gone, stays, (one.version, other.version)).await.unwrap();
        let page = owner.get("/companies/ashikaga-textiles/notices").await;
        assert!(page.body.contains("name=\"purpose-equipment\" value=\"yes\" checked"), "{}", page.body);
        app.clock.forward(SignedDuration::from_hours(24));
        assert_eq!(notices::send(&CallCatalogue::new(app.clone())).await.unwrap(), 1);
        let owner = Visitor::signed_in(&router, "owner@nasu.example.jp").await;
        assert_eq!(owner.post("/companies/ashikaga-textiles/notices/stop", &[]).await.status, StatusCode::SEE_OTHER);
        assert!(owner.get("/companies/ashikaga-textiles/notices").await.body.contains("お知らせは受け取っていません"));
    }
}

#[tokio::test]
async fn who_asked_is_told_once_what_opens_for_the_company() {
    for trial in crate::with_people().await {
        let app = &trial.app;
        let today = app.now().in_japan().date();
        let tomorrow = today.tomorrow().unwrap();
        let file = measures(&[("ours", tomorrow, "09"), ("elsewhere", tomorrow, "13"), ("already", today, "09")]);
        programmes::service::load(app, vec![file]).await.unwrap();
        let router = site(&trial).await;
        let owner = Visitor::signed_in(&router, "owner@nasu.example.jp").await;
        let calls = CallCatalogue::new(app.clone());
        let letters = async || {
            let sql = "SELECT subject, body FROM letter WHERE recipient = 'owner@nasu.example.jp' ORDER BY queued_at";
            let rows = app.db.read().query_all_raw(Statement::from_string(app.db.read().get_database_backend(), sql)).await.unwrap();
            rows.iter()
                .map(|row| (row.try_get::<String>("", "subject").unwrap(), row.try_get::<String>("", "body").unwrap()))
                .collect::<Vec<_>>()
        };
        let before = letters().await.len();
        // Somebody who does not act for the company can't ask for it.
        let stranger = Visitor::signed_in(&router, "owner@oyama.example.jp").await;
        assert!(stranger.post("/companies/nasu-software/notices", &[]).await.status.is_client_error());
        let asked = owner.post("/companies/nasu-software/notices", &[("purpose-equipment", "yes")]).await;
        assert_eq!(asked.status, StatusCode::SEE_OTHER, "{}", asked.body);
        let page = owner.get("/companies/nasu-software/notices?done=opening-notices-on").await;
        assert!(page.body.contains("name=\"purpose-equipment\" value=\"yes\" checked"), "{}", page.body);
        // What was open when they asked is not told; nothing has opened today.
        assert_eq!(notices::send(&calls).await.unwrap(), 0);
        app.clock.forward(SignedDuration::from_hours(24));
        assert_eq!(notices::send(&calls).await.unwrap(), 1);
        assert_eq!(notices::send(&calls).await.unwrap(), 0, "nothing is told twice");
        let told = letters().await;
        let (subject, body) = told.last().unwrap();
        assert_eq!(told.len(), before + 1);
        assert!(subject.contains("1件") && body.contains("oursの募集（例の機関）") && body.contains("/measures/ours"), "{subject}\n{body}");
        assert!(!body.contains("elsewhere") && !body.contains("already"), "{body}");
        assert!(body.contains("/companies/nasu-software/notices"), "it says where it is stopped: {body}");
        let owner = Visitor::signed_in(&router, "owner@nasu.example.jp").await;
        // Whoever stopped it, or acts for the company no longer, is told nothing.
        assert_eq!(owner.post("/companies/nasu-software/notices/stop", &[]).await.status, StatusCode::SEE_OTHER);
        assert!(owner.get("/companies/nasu-software/notices").await.body.contains("お知らせは受け取っていません"));
        owner.post("/companies/nasu-software/notices", &[]).await;
        let again = measures(&[("ours", tomorrow, "09"), ("later", tomorrow.tomorrow().unwrap(), "09")]);
        programmes::service::load(app, vec![again]).await.unwrap();
        let mut unit = app.begin(&Actor::System("test")).await.unwrap();
        platform::accounts::clear(&mut unit, "nasu-software", None).await.unwrap();
        unit.journal(platform::acts::SET_UP, "test", serde_json::json!({})).await.unwrap();
        unit.commit().await.unwrap();
        app.clock.forward(SignedDuration::from_hours(24));
        assert_eq!(notices::send(&CallCatalogue::new(app.clone())).await.unwrap(), 0);
        assert_eq!(letters().await.len(), before + 1);
    }
}
