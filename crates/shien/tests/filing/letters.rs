//! Who hears what becomes of an application.

use super::*;

#[tokio::test]
async fn every_company_of_a_consortium_hears_what_becomes_of_it_in_its_own_name_and_nothing_of_anothers_costs() {
    const NASU: &str = "owner@nasu.example.jp";
    const ASHIKAGA: &str = "owner@ashikaga.example.jp";
    for trial in trial::databases().await.unwrap() {
        let (desk, app) = office(&trial).await;
        let officer = signed(&trial.house, "officer@example.jp").await;
        let (id, lead, _, _) = scenarios::consortium(&trial, &desk, &app).await;
        scenarios::filled_in(&desk, &id, &trial).await;
        // Nasu becomes another company: whoever acts for that one hears it too.
        let (gone, stays) = ("nasu-software", "kinugawa-materials");
        let (one, other, _) = parties::directory::preview(&trial.house, &officer, "center", gone, stays).await.unwrap();
        parties::directory::merge(&trial.house, &officer, "center", gone, stays, (one.version, other.version)).await.unwrap();
        at_deadline(&desk, SignedDuration::from_hours(-40)).await;
        warn::warn(&desk).await.unwrap();
        for (address, name) in [(OWNER, "小山"), (NASU, "鬼怒川"), ("owner@kinugawa.example.jp", "鬼怒川"), (ASHIKAGA, "足利")] {
            let told = format!(
                "SELECT count(*) AS n FROM letter WHERE recipient = '{address}' AND subject LIKE '締切%' AND body LIKE '%三社の連携%' AND body LIKE '{name}%'"
            );
            assert_eq!(count(&trial, &told).await, 1, "{} {address}", trial.name);
        }
        file(&desk, &lead, &id, 0).await.unwrap();
        // What the office says of one member's costs is not in anybody's letter.
        let case = format!("/office/center/applications/{id}");
        let clerk = Visitor::signed_in(&app, "officer@example.jp").await;
        assert!(clerk.get(&case).await.body.contains("3社すべてが読みます"), "{}", trial.name);
        let due = kernel::date::format_ja(desk.house().now().plus(SignedDuration::from_hours(24 * 10)).in_japan().date());
        let seen = version(&desk, &lead, &id).await.to_string();
        let fields = [
            ("act", "return"),
            ("version", &*seen),
            ("due", &*due),
            ("message", "三社で確かめてください"),
            ("why.m2.funds.own", "七千円の内訳"),
        ];
        assert!(clerk.post(&case, &fields).await.to().contains("done=returned"), "{}", trial.name);
        for address in [OWNER, NASU, ASHIKAGA] {
            let letter = posted(&trial, address).await;
            assert!(letter.contains("三社で確かめてください") && !letter.contains("七千円"), "{} {address}: {letter}", trial.name);
        }
    }
}

#[tokio::test]
async fn somebody_new_who_is_invited_finds_back_to_what_they_were_invited_to() {
    const NEW: &str = "keiri@machi.example.jp";
    for trial in trial::databases().await.unwrap() {
        let (desk, app) = office(&trial).await;
        let me = signed(&trial.house, OWNER).await;
        let id = write(&desk, &me, CALL, COMPANY, "新しい会社との連携").await.unwrap();
        let lead = Visitor::signed_in(&app, OWNER).await;
        lead.post(&format!("/applications/{id}/members"), &[("name", "町工場"), ("email", NEW)]).await;
        let link = visitor::link(&trial, NEW).await;
        let mut nobody = Visitor::nobody(&app);
        let next = ui::encode(&link);
        assert!(nobody.get(&link).await.body.contains(&format!("/sign-in?next={next}")), "{}", trial.name);
        assert!(nobody.get(&format!("/sign-in?next={next}")).await.body.contains(&format!("/sign-up?next={next}")), "{}", trial.name);
        nobody.post("/sign-up", &[("email", NEW), ("number", ""), ("next", &link)]).await;
        let letter = visitor::link(&trial, NEW).await;
        assert!(letter.ends_with(&format!("?next={next}")), "{} {letter}", trial.name);
        let path = letter.split('?').next().unwrap();
        let fields = [("name", "経理 花"), ("password", "a long password of theirs"), ("next", link.as_str())];
        let answer = nobody.post(path, &fields).await;
        assert_eq!(answer.to(), link, "{}", trial.name);
        answer.headers[header::SET_COOKIE].to_str().unwrap().split(';').next().unwrap().clone_into(&mut nobody.cookie);
        let page = nobody.get(&link).await.body;
        assert!(page.contains("町工場") && page.contains(&format!("/companies/new?next={next}")), "{} {page}", trial.name);
        // Nowhere else than within this house.
        assert!(!nobody.get("/companies/new?next=https://elsewhere.example").await.to().contains("elsewhere"), "{}", trial.name);
        // Whoever it was not meant for is told whom it went to.
        let nasu = Visitor::signed_in(&app, "owner@nasu.example.jp").await;
        assert!(nasu.get(&link).await.body.contains(NEW), "{}", trial.name);
    }
}
