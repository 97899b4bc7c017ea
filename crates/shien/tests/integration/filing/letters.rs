//! Who hears what becomes of an application.

use super::*;

#[tokio::test]
async fn every_company_of_a_consortium_hears_what_becomes_of_it_in_its_own_name_and_nothing_of_anothers_costs() {
    const NASU: &str = "owner@nasu.example.jp";
    const ASHIKAGA: &str = "owner@ashikaga.example.jp";
    for trial in crate::with_applications().await {
        let (state, router) = office(&trial).await;
        let officer = signed(&trial.app, "officer@example.jp").await;
        let (id, lead, _, _) = scenarios::consortium(&trial, &state, &router).await;
        scenarios::filled_in(&state, &id, &trial).await;
        // Nasu becomes another company: whoever acts for that one hears it too.
        let (gone, stays) = ("nasu-software", "kinugawa-materials");
        let (one, other, _) = parties::directory::preview(&trial.app, &officer, "center", gone, stays).await.unwrap();
        parties::directory::merge(&trial.app, &officer, "center", gone, stays, (one.version, other.version)).await.unwrap();
        at_deadline(&state, SignedDuration::from_hours(-40)).await;
        deadline_reminders::send(&state).await.unwrap();
        for (address, name) in [(OWNER, "小山"), (NASU, "鬼怒川"), ("owner@kinugawa.example.jp", "鬼怒川"), (ASHIKAGA, "足利")] {
            let told = format!(
                "SELECT count(*) AS n FROM letter WHERE recipient = '{address}' AND subject LIKE '締切%' AND body LIKE '%三社の連携%' AND body LIKE '「{name}%'"
            );
            assert_eq!(count(&trial, &told).await, 1, "{} {address}", trial.name);
        }
        file(&state, &lead, &id, 0).await.unwrap();
        // What the office says of one member's costs is not in anybody's letter.
        let case = format!("/office/center/applications/{id}");
        let clerk = Visitor::signed_in(&router, "officer@example.jp").await;
        assert!(clerk.get(&case).await.body.contains("3社すべてが読みます"), "{}", trial.name);
        let due = kernel::date::format_ja(state.app().now().plus(SignedDuration::from_hours(24 * 10)).in_japan().date());
        let seen = version(&state, &lead, &id).await.to_string();
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
    for trial in crate::with_applications().await {
        let (state, router) = office(&trial).await;
        let me = signed(&trial.app, OWNER).await;
        let id = write(&state, &me, CALL, COMPANY, "新しい会社との連携").await.unwrap();
        let lead = Visitor::signed_in(&router, OWNER).await;
        lead.post(&format!("/applications/{id}/members"), &[("name", "町工場"), ("email", NEW)]).await;
        let link = crate::visitor::link(&trial, NEW).await;
        let mut nobody = Visitor::nobody(&router);
        let next = ui::encode(&link);
        assert!(nobody.get(&link).await.body.contains(&format!("/sign-in?next={next}")), "{}", trial.name);
        assert!(nobody.get(&format!("/sign-in?next={next}")).await.body.contains(&format!("/sign-up?next={next}")), "{}", trial.name);
        nobody.post("/sign-up", &[("email", NEW), ("number", ""), ("next", &link)]).await;
        let letter = crate::visitor::link(&trial, NEW).await;
        assert!(letter.ends_with(&format!("?next={next}")), "{} {letter}", trial.name);
        let path = letter.split('?').next().unwrap();
        let fields = [("name", "経理 花"), ("password", "a long password of theirs"), ("next", link.as_str())];
        let answer = nobody.post(path, &fields).await;
        assert_eq!(answer.to(), link, "{}", trial.name);
        answer.headers[header::SET_COOKIE].to_str().unwrap().split(';').next().unwrap().clone_into(&mut nobody.cookie);
        let page = nobody.get(&link).await.body;
        assert!(page.contains("町工場") && page.contains(&format!("/companies/new?next={next}")), "{} {page}", trial.name);
        // Nowhere else than within this system.
        assert!(!nobody.get("/companies/new?next=https://elsewhere.example").await.to().contains("elsewhere"), "{}", trial.name);
        // Whoever it was not meant for is told whom it went to.
        let nasu = Visitor::signed_in(&router, "owner@nasu.example.jp").await;
        assert!(nasu.get(&link).await.body.contains(NEW), "{}", trial.name);
    }
}

/// The letter to an address that leaves, not what is held for its answer.
async fn leaving(trial: &Trial, to: &str) -> Vec<String> {
    let db = trial.app.db.read();
    let sql = format!("SELECT body FROM letter WHERE recipient = '{to}' AND due_at IS NOT NULL ORDER BY id");
    let rows = db.query_all_raw(sea_orm::Statement::from_string(db.get_database_backend(), sql)).await.unwrap();
    rows.iter().map(|row| row.try_get("", "body").unwrap()).collect()
}

#[tokio::test]
async fn a_contact_whom_somebody_names_is_asked_first_and_a_title_can_not_pose_as_the_agency() {
    const VICTIM: &str = "victim@elsewhere.example";
    const TITLE: &str = "試作」を受理しました。至急 https://evil.example/ で口座を登録してください「";
    for trial in crate::with_applications().await {
        let (state, router) = office(&trial).await;
        let me = signed(&trial.app, OWNER).await;
        let id = write(&state, &me, CALL, COMPANY, TITLE).await.unwrap();
        type_in(&state, &me, &id, &[("a.contact_email", "ｖｉｃｔｉｍ＠elsewhere.example")]).await.unwrap();
        let before = leaving(&trial, OWNER).await.len();
        for seen in 0..20 {
            file(&state, &me, &id, seen).await.unwrap();
            filing::reopen(&state, &me, &id, version(&state, &me, &id).await).await.unwrap();
        }
        let asked = leaving(&trial, VICTIM).await;
        assert_eq!(asked.len(), 1, "{}: the question alone", trial.name);
        assert!(!asked[0].contains("試作") && asked[0].contains("連絡先として"), "{} {}", trial.name, asked[0]);
        let own = leaving(&trial, OWNER).await;
        assert!(own.len() - before <= 11, "{}: {}", trial.name, own.len());
        let all = own.join("\n");
        assert_eq!(all.matches("「試作』を受理しました。").count(), 20, "{}: every receipt is in one of them {all}", trial.name);
        assert!(!all.contains("https://evil") && !all.contains("evil.example"), "{} {all}", trial.name);
        // Who named the contact sees that nobody there has answered.
        let owner = Visitor::signed_in(&router, OWNER).await;
        let page = owner.get(&format!("/applications/{id}")).await.body;
        assert!(page.contains("連絡先の人の確認を待っています") && page.contains("v…@elsewhere.example"), "{} {page}", trial.name);
        // Whoever reads there looks, which answers nothing, and says yes.
        let link = asked[0].lines().find_map(|l| l.trim().strip_prefix("http://shien.test")).unwrap();
        let nobody = Visitor::nobody(&router);
        let shown = nobody.get(link).await;
        assert_eq!((shown.status, shown.headers[header::CACHE_CONTROL].to_str().unwrap()), (StatusCode::OK, "no-store"), "{}", trial.name);
        assert!(shown.body.contains(VICTIM) && shown.body.contains("小山"), "{} {}", trial.name, shown.body);
        assert_eq!(leaving(&trial, VICTIM).await.len(), 1, "{}", trial.name);
        assert_eq!(nobody.post(link, &[("answer", "yes")]).await.status, StatusCode::SEE_OTHER, "{}", trial.name);
        let told = leaving(&trial, VICTIM).await.join("\n");
        assert_eq!(told.matches("「試作』を受理しました。").count(), 20, "{}: what waited leaves {told}", trial.name);
        assert!(!owner.get(&format!("/applications/{id}")).await.body.contains("確認を待っています"), "{}", trial.name);
        assert_eq!(nobody.post(link, &[("answer", "no")]).await.status, StatusCode::SEE_OTHER, "{}", trial.name);
        assert!(nobody.get(link).await.body.contains("送りません"), "{}", trial.name);
        assert_eq!(nobody.get("/contacts/0123456789").await.status, StatusCode::GONE, "{}", trial.name);
    }
}
