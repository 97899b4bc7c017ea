//! Companies and those who act for them, over HTTP, on every database: how a company comes into the house, who types and who
//! decides, what a registry knows, what is put beside a record, and what an administrator does.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may fail here")]

use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};

use axum::{
    Json, Router,
    extract::{Path, State},
    http::{StatusCode, header},
    response::{IntoResponse, Response},
    routing::get,
};
use jiff::SignedDuration;
use parties::registry::Registry;
use platform::{
    access::{Held, Role},
    accounts,
    trial::{self, Trial},
};
use sea_orm::ConnectionTrait;
use serde_json::json;
use shien::{
    samples,
    server::{self, Reached, Site},
};

mod visitor;
use visitor::{Visitor, signed, site};

const NUMBER: &str = "7000012050002";

/// gBizINFO as it is on a good day (0), with half of its answers gone (1), with answers that can't be read (2), and away (3).
async fn gbizinfo() -> (Registry, Arc<AtomicUsize>) {
    fn answer(State(day): State<Arc<AtomicUsize>>, number: &str, part: &str) -> Response {
        let basic = json!({
            "corporate_number": number, "name": "国税試験株式会社", "location": "栃木県宇都宮市例町5", "postal_code": "3200005",
            "capital_stock": 12_000_000, "employee_number": 33, "representative_name": "国税 太郎", "date_of_establishment": "2001-04-01",
        });
        let certified =
            json!({ "certification": [{ "title": "経営革新計画", "date_of_approval": "2025-06-01", "government_departments": "栃木県" }] });
        match (day.load(Ordering::SeqCst), part) {
            (0, _) if number != NUMBER => StatusCode::NOT_FOUND.into_response(),
            (0 | 1, "basic") => Json(json!({ "hojin-infos": [basic] })).into_response(),
            (0, _) => Json(json!({ "hojin-infos": [certified] })).into_response(),
            (2, _) => "<html>メンテナンス中".into_response(),
            _ => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
        }
    }
    let day = Arc::new(AtomicUsize::new(0));
    let app = Router::new()
        .route("/v2/hojin/{number}", get(async |state: State<Arc<AtomicUsize>>, Path(n): Path<String>| answer(state, &n, "basic")))
        .route(
            "/v2/hojin/{number}/certification",
            get(async |state: State<Arc<AtomicUsize>>, Path(n): Path<String>| answer(state, &n, "certification")),
        )
        .with_state(day.clone());
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move { axum::serve(listener, app).await });
    (Registry::new(&address, "a token").unwrap(), day)
}

async fn with_registry(trial: &Trial) -> (Router, Arc<AtomicUsize>) {
    samples::load(&trial.house).await.unwrap();
    let (registry, day) = gbizinfo().await;
    let reached = Reached { registry: Some(registry), ..Reached::default() };
    (server::app(Site::of(trial.house.clone(), "http://shien.test", reached).await.unwrap()), day)
}

/// The letter queued last to an address.
async fn posted(trial: &Trial, to: &str) -> String {
    let db = trial.house.db.read();
    let sql = format!("SELECT body FROM letter WHERE recipient = '{to}' ORDER BY queued_at DESC, id DESC LIMIT 1");
    let row = db.query_one_raw(sea_orm::Statement::from_string(db.get_database_backend(), sql)).await.unwrap();
    row.unwrap_or_else(|| panic!("no letter to {to}")).try_get::<String>("", "body").unwrap()
}

/// The way within the site that a letter shows.
async fn link(trial: &Trial, to: &str) -> String {
    let body = posted(trial, to).await;
    let line = body.lines().find_map(|l| l.trim().strip_prefix("http://shien.test")).unwrap_or_else(|| panic!("{body}"));
    line.to_owned()
}

/// Registers somebody by a letter; they stand before `/companies/new` then.
async fn signed_up<'a>(trial: &Trial, app: &'a Router, email: &str, number: &str) -> Visitor<'a> {
    let mut visitor = Visitor::nobody(app);
    assert_eq!(visitor.post("/sign-up", &[("email", email), ("number", number)]).await.to(), "/sign-up?sent=1");
    let link = link(trial, email).await;
    assert!(visitor.get(&link).await.body.contains(email));
    let answer = visitor.post(&link, &[("name", "新しい 人"), ("password", "a long password of theirs")]).await;
    assert_eq!((answer.status, answer.to()), (StatusCode::SEE_OTHER, format!("/companies/new?number={number}").as_str()));
    answer.headers[header::SET_COOKIE].to_str().unwrap().split(';').next().unwrap().clone_into(&mut visitor.cookie);
    assert_eq!(visitor.post(&link, &[("name", "また"), ("password", "another password")]).await.status, StatusCode::GONE, "once");
    visitor
}

#[tokio::test]
async fn a_company_owner_signs_up_by_corporate_number_and_the_registry_fills_what_it_knows() {
    for trial in trial::databases().await.unwrap() {
        let (app, _) = with_registry(&trial).await;
        let owner = signed_up(&trial, &app, "new@kokuzei.example.jp", NUMBER).await;
        let page = owner.get(&format!("/companies/new?number={NUMBER}")).await.body;
        for known in ["国税試験株式会社", "栃木県宇都宮市例町5", "12,000,000円", "国税 太郎"] {
            assert!(page.contains(known), "{} {known}", trial.name);
        }
        let wrong = owner.get("/companies/new?number=7000012050003").await;
        assert!(wrong.status == StatusCode::UNPROCESSABLE_ENTITY && wrong.body.contains("検査数字"), "{}", trial.name);
        let form = [("number", NUMBER), ("name", "国税試験株式会社"), ("kind", "company")];
        let founded = owner.post("/companies/new", &form).await;
        let company = founded.to().split('?').next().unwrap().to_owned();
        assert!(company.starts_with("/companies/0"), "{} {company}", trial.name);
        assert_eq!(owner.post("/companies/new", &form).await.to().split('?').next().unwrap(), company, "safe to repeat");
        let page = owner.get(&company).await.body;
        assert!(page.contains("value=\"12,000,000\"") && page.contains("value=\"33\"") && page.contains("本人確認前"), "{}", trial.name);
        assert!(owner.get(&format!("{company}/establishments")).await.body.contains("320-0005"), "{}", trial.name);
        assert!(owner.get(&format!("{company}/contacts")).await.body.contains("国税 太郎"), "{}", trial.name);
        // An officer makes sure who it is, and says how.
        let officer = Visitor::signed_in(&app, "officer@example.jp").await;
        assert!(officer.get("/office/center/claims").await.body.contains("new@kokuzei.example.jp"), "{}", trial.name);
        let id = company.strip_prefix("/companies/").unwrap();
        let prove = |how: &'static str| {
            let officer = &officer;
            async move { officer.post("/office/center/claims", &[("act", "prove"), ("company", id), ("how", how)]).await }
        };
        assert_eq!(prove("guessing").await.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", trial.name);
        assert_eq!(prove("telephone").await.to(), "/office/center/claims?done=proven", "{}", trial.name);
        assert!(!owner.get(&company).await.body.contains("本人確認前"), "{}", trial.name);
        // Nobody fills the house with companies at which nobody has looked.
        for n in 0..4 {
            let name = format!("屋号{n}");
            let answer = owner.post("/companies/new", &[("name", &name), ("kind", "sole_proprietor")]).await;
            assert_eq!(answer.status == StatusCode::SEE_OTHER, n < 3, "{} {n}", trial.name);
        }
        let bare = owner.post("/companies/new", &[("name", "番号のない会社"), ("kind", "company")]).await;
        assert!(bare.status == StatusCode::UNPROCESSABLE_ENTITY, "{}", trial.name);
    }
}

#[tokio::test]
async fn a_registry_that_is_down_takes_away_only_what_it_does_not_say() {
    for trial in trial::databases().await.unwrap() {
        let (app, day) = with_registry(&trial).await;
        let owner = Visitor::signed_in(&app, "owner@nasu.example.jp").await;
        // Away before it ever answered: the form is there all the same.
        for away in [2, 3] {
            day.store(away, Ordering::SeqCst);
            let page = owner.get(&format!("/companies/new?number={NUMBER}")).await;
            assert!(page.status == StatusCode::OK && page.body.contains("つながりません") && page.body.contains("name=\"name\""), "{away}");
        }
        // Half away: the facts come, the certifications do not.
        day.store(1, Ordering::SeqCst);
        let version = owner.post("/companies/nasu-software", &[("version", "1"), ("number", NUMBER)]).await;
        assert_eq!(version.to(), "/companies/nasu-software?done=company-saved", "{}", trial.name);
        let page = owner.get("/companies/nasu-software/registry").await.body;
        assert!(
            page.contains("国税試験株式会社") && page.contains("gBizINFOの情報です") && page.contains("つながりません"),
            "{}",
            trial.name
        );
        // Only what was chosen is taken over.
        let taken = owner.post("/companies/nasu-software/registry", &[("version", "2"), ("take-capital_yen", "1")]).await;
        assert_eq!(taken.to(), "/companies/nasu-software?done=company-saved", "{}", trial.name);
        let page = owner.get("/companies/nasu-software").await.body;
        assert!(
            page.contains("value=\"12,000,000\"") && page.contains("value=\"9\"") && page.contains("那須ソフトウェア"),
            "{}",
            trial.name
        );
        // Away after a day: what it said last, with its date.
        trial.house.clock.forward(SignedDuration::from_hours(25));
        let owner = Visitor::signed_in(&app, "owner@nasu.example.jp").await;
        day.store(3, Ordering::SeqCst);
        let page = owner.get("/companies/nasu-software/registry").await.body;
        assert!(page.contains("に受け取った情報を示しています") && page.contains("国税試験株式会社"), "{}", trial.name);
        day.store(0, Ordering::SeqCst);
        let page = owner.get("/companies/nasu-software/registry").await.body;
        assert!(page.contains("経営革新計画") && page.contains("gBizINFOの情報です"), "{}", trial.name);
    }
}

#[tokio::test]
async fn asking_for_an_account_says_nothing_about_who_has_one_and_links_work_once() {
    for trial in trial::databases().await.unwrap() {
        let app = site(&trial).await;
        let nobody = Visitor::nobody(&app);
        for email in ["owner@nasu.example.jp", "nobody.yet@example.jp"] {
            let answer = nobody.post("/sign-up", &[("email", email)]).await;
            assert_eq!((answer.status, answer.to()), (StatusCode::SEE_OTHER, "/sign-up?sent=1"), "{}", trial.name);
        }
        assert!(link(&trial, "owner@nasu.example.jp").await.starts_with("/sign-in"), "who has an account is led to the door");
        assert!(link(&trial, "nobody.yet@example.jp").await.starts_with("/invitations/"), "{}", trial.name);
        for (email, number) in [("no address", ""), ("a@example.jp", "123"), ("a@b.jp\r\nBcc: all@example.jp", "")] {
            let answer = nobody.post("/sign-up", &[("email", email), ("number", number)]).await;
            assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{} {email}", trial.name);
        }
        // One address is not flooded, and one network asks only so often.
        for n in 0..30 {
            let same = nobody.post("/sign-up", &[("email", "nobody.yet@example.jp")]).await.status;
            assert!(same == StatusCode::SEE_OTHER || (n >= 2 && same == StatusCode::TOO_MANY_REQUESTS), "{n} {same}");
        }
        assert_eq!(nobody.post("/sign-up", &[("email", "nobody.yet@example.jp")]).await.status, StatusCode::TOO_MANY_REQUESTS);
        let mut refused = 0;
        for n in 0..30 {
            let answer = nobody.post("/forgot", &[("email", &format!("p{n}@example.jp"))]).await.status;
            refused += usize::from(answer == StatusCode::TOO_MANY_REQUESTS);
        }
        assert!(refused >= 10, "{} {refused}", trial.name);
    }
}

#[tokio::test]
async fn a_claim_on_a_company_is_decided_by_its_owners_and_by_an_officer_only_where_it_has_none() {
    for trial in trial::databases().await.unwrap() {
        let (app, _) = with_registry(&trial).await;
        let owner = Visitor::signed_in(&app, "owner@nasu.example.jp").await;
        owner.post("/companies/nasu-software", &[("version", "1"), ("number", NUMBER)]).await;
        let second = signed_up(&trial, &app, "second@nasu.example.jp", NUMBER).await;
        let form = [("number", NUMBER), ("name", "x"), ("kind", "company"), ("note", "取締役です")];
        for _ in 0..2 {
            assert_eq!(second.post("/companies/new", &form).await.to(), "/account/roles?done=claim-made", "{}", trial.name);
        }
        assert!(second.get("/account/roles").await.body.contains("返事を待っています"), "{}", trial.name);
        assert_eq!(second.get("/companies/nasu-software").await.status, StatusCode::FORBIDDEN, "{}", trial.name);
        assert!(posted(&trial, "owner@nasu.example.jp").await.contains("新しい 人"), "{}", trial.name);
        let page = owner.get("/companies/nasu-software").await.body;
        let claim = page.split("name=\"claim\" value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
        assert!(page.contains("取締役です"), "{}", trial.name);
        // Neither the one who asks nor an officer decides while there is an owner.
        let officer = Visitor::signed_in(&app, "officer@example.jp").await;
        let grant = [("claim", claim.as_str()), ("act", "grant")];
        assert_eq!(second.post("/companies/nasu-software/claims", &grant).await.status, StatusCode::FORBIDDEN, "{}", trial.name);
        assert_eq!(officer.post("/office/center/claims", &grant).await.status, StatusCode::FORBIDDEN, "{}", trial.name);
        assert_eq!(owner.post("/companies/nasu-software/claims", &grant).await.to(), "/companies/nasu-software?done=claim-granted");
        assert_eq!(owner.post("/companies/nasu-software/claims", &grant).await.status, StatusCode::CONFLICT, "once");
        assert_eq!(second.get("/companies/nasu-software").await.status, StatusCode::OK, "{}", trial.name);
        // A company that an officer registered has no owner yet.
        let register = [("name", "代表者のいない会社"), ("kind", "company"), ("number", "8000020130001")];
        officer.post("/office/center/companies", &register).await;
        let form = [("number", "8000020130001"), ("kind", "company"), ("name", "x")];
        second.post("/companies/new", &form).await;
        let page = officer.get("/office/center/claims").await.body;
        let claim = page.split("name=\"claim\" value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
        let refuse = [("claim", claim.as_str()), ("act", "refuse")];
        assert_eq!(officer.post("/office/center/claims", &refuse).await.to(), "/office/center/claims?done=claim-refused");
        assert!(second.get("/account/roles").await.body.contains("断られました"), "{}", trial.name);
        assert!(posted(&trial, "second@nasu.example.jp").await.contains("認められませんでした"), "{}", trial.name);
    }
}

#[tokio::test]
async fn an_agent_types_the_owner_decides_and_the_history_names_both() {
    for trial in trial::databases().await.unwrap() {
        let app = site(&trial).await;
        let (path, proposals) = ("/companies/shimotsuke-precision", "/companies/shimotsuke-precision/proposals");
        let agent = Visitor::signed_in(&app, "agent@example.jp").await;
        let owner = Visitor::signed_in(&app, "owner@shimotsuke.example.jp").await;
        let typed = agent.post(path, &[("version", "1"), ("employees", "51"), ("name", "下野精密工業")]).await;
        assert_eq!(typed.to(), "/companies/shimotsuke-precision/proposals?done=proposed", "{}", trial.name);
        assert!(owner.get(path).await.body.contains("value=\"48\""), "nothing is changed yet");
        assert!(posted(&trial, "owner@shimotsuke.example.jp").await.contains("/proposals"), "{}", trial.name);
        let rows = [("version", "1"), ("for0", "other"), ("name0", "代理 行子"), ("phone0", "028-600-0009")];
        assert!(agent.post("/companies/shimotsuke-precision/contacts", &rows).await.to().ends_with("done=proposed"), "{}", trial.name);
        let ids = |page: &str| -> Vec<String> {
            page.split("name=\"proposal\" value=\"").skip(1).map(|p| p.split('"').next().unwrap().to_owned()).collect()
        };
        let waiting = ids(&owner.get(proposals).await.body);
        assert_eq!(waiting.len(), 2, "{}", trial.name);
        let (contacts, facts) = (waiting[0].as_str(), waiting[1].as_str());
        let accept = |id| [("proposal", id), ("act", "accept")];
        assert_eq!(agent.post(proposals, &accept(facts)).await.status, StatusCode::FORBIDDEN, "who types does not decide");
        assert_eq!(
            agent.post("/companies/shimotsuke-precision/people", &[("email", "x@example.jp"), ("role", "agent")]).await.status,
            StatusCode::FORBIDDEN
        );
        assert_eq!(agent.post("/companies/shimotsuke-precision/certifications", &[("kind", "health")]).await.status, StatusCode::FORBIDDEN);
        assert_eq!(owner.post(proposals, &accept(facts)).await.to(), "/companies/shimotsuke-precision/proposals?done=proposal-accepted");
        assert_eq!(owner.post(proposals, &accept(facts)).await.status, StatusCode::UNPROCESSABLE_ENTITY, "once");
        let page = owner.get("/companies/shimotsuke-precision/history").await.body;
        assert!(page.contains("入力：代理 行子／決定：下野 一郎"), "{} {page}", trial.name);
        // What was changed since is not undone by a proposal that came too late.
        owner.post("/companies/shimotsuke-precision/contacts", &[("version", "2"), ("name0", "下野 花子")]).await;
        let late = owner.post(proposals, &accept(contacts)).await;
        assert!(late.status == StatusCode::UNPROCESSABLE_ENTITY && late.body.contains("その後に"), "{}", trial.name);
        assert_eq!(owner.post(proposals, &[("proposal", contacts)]).await.status, StatusCode::UNPROCESSABLE_ENTITY, "a reason is asked");
        owner.post(proposals, &[("proposal", contacts), ("reason", "古い内容です")]).await;
        assert!(agent.get(proposals).await.body.contains("古い内容です"), "{}", trial.name);
        // What one typed oneself one takes back oneself.
        agent.post(path, &[("version", "3"), ("employees", "60")]).await;
        let third = ids(&agent.get(proposals).await.body).remove(0);
        let withdraw = [("proposal", third.as_str()), ("act", "withdraw")];
        assert_eq!(owner.post(proposals, &withdraw).await.status, StatusCode::FORBIDDEN, "{}", trial.name);
        assert!(agent.post(proposals, &withdraw).await.to().ends_with("proposal-withdrawn"), "{}", trial.name);
        // The role ends by itself.
        trial.house.clock.forward(SignedDuration::from_hours(24 * 182));
        let agent = Visitor::signed_in(&app, "agent@example.jp").await;
        assert_eq!(agent.get(path).await.status, StatusCode::FORBIDDEN, "{}", trial.name);
        assert_eq!(agent.post(path, &[("version", "3"), ("employees", "61")]).await.status, StatusCode::FORBIDDEN, "{}", trial.name);
    }
}

#[tokio::test]
async fn invitations_and_roles_are_answered_taken_back_and_given_back_from_both_sides() {
    for trial in trial::databases().await.unwrap() {
        let app = site(&trial).await;
        let people = "/companies/nasu-software/people";
        let owner = Visitor::signed_in(&app, "owner@nasu.example.jp").await;
        let guest = Visitor::signed_in(&app, "owner@oyama.example.jp").await;
        let invite = |role: &'static str, until: &'static str| {
            let fields = [("email", "owner@oyama.example.jp"), ("role", role), ("until", until)];
            let owner = &owner;
            async move { owner.post(people, &fields).await }
        };
        let today = trial.house.now().in_japan().date();
        for (role, until) in [("agent", ""), ("owner", "2030-03-31"), ("viewer", "2001-01-01"), ("viewer", "いつか")] {
            assert_eq!(invite(role, until).await.status, StatusCode::UNPROCESSABLE_ENTITY, "{} {role} {until}", trial.name);
        }
        assert!(invite("agent", "2099-03-31").await.to().ends_with("invite-sent"), "{}", trial.name);
        let hash = |page: &str, name: &str| {
            page.split(&format!("name=\"{name}\" value=\"")).nth(1).map(|p| p.split('"').next().unwrap().to_owned())
        };
        let one = hash(&guest.get("/account/roles").await.body, "accept").unwrap();
        // Somebody else's invitation is nobody's business, and a withdrawn one is gone.
        let stranger = Visitor::signed_in(&app, "owner@kinugawa.example.jp").await;
        assert_eq!(stranger.post("/account/roles", &[("accept", &one)]).await.status, StatusCode::GONE, "{}", trial.name);
        assert_eq!(guest.post("/account/roles", &[("accept", &one)]).await.to(), "/account/roles?done=invitation-accepted");
        assert!(guest.get("/account/roles").await.body.contains("那須ソフトウェア"), "{}", trial.name);
        assert!(owner.get("/companies/nasu-software").await.body.contains("令和81年3月31日(火)まで"), "{}", trial.name);
        assert!(guest.post("/companies/nasu-software", &[("version", "1"), ("employees", "10")]).await.to().ends_with("proposed"));
        invite("viewer", "").await;
        let second = hash(&guest.get("/account/roles").await.body, "decline").unwrap();
        guest.post("/account/roles", &[("decline", &second)]).await;
        assert_eq!(guest.post("/account/roles", &[("accept", &second)]).await.status, StatusCode::GONE, "{}", trial.name);
        invite("editor", "").await;
        let third = hash(&owner.get("/companies/nasu-software").await.body, "withdraw").unwrap();
        assert_eq!(stranger.post(people, &[("withdraw", &third)]).await.status, StatusCode::FORBIDDEN, "{}", trial.name);
        assert!(owner.post(people, &[("withdraw", &third)]).await.to().ends_with("invite-withdrawn"), "{}", trial.name);
        assert!(hash(&guest.get("/account/roles").await.body, "accept").is_none(), "{}", trial.name);
        // Given back by the one who holds it; the last owner stays.
        let leave = [("role", "agent"), ("scope", "nasu-software")];
        assert_eq!(guest.post("/account/roles", &leave).await.to(), "/account/roles?done=role-left", "{}", trial.name);
        assert_eq!(guest.get("/companies/nasu-software").await.status, StatusCode::FORBIDDEN, "{}", trial.name);
        let last = owner.post("/account/roles", &[("role", "owner"), ("scope", "nasu-software")]).await;
        assert!(last.status == StatusCode::UNPROCESSABLE_ENTITY && last.body.contains("最後のひとり"), "{} {today}", trial.name);
    }
}

#[tokio::test]
async fn contacts_and_establishments_are_kept_with_their_faults_told_cell_by_cell() {
    for trial in trial::databases().await.unwrap() {
        let app = site(&trial).await;
        let owner = Visitor::signed_in(&app, "owner@nasu.example.jp").await;
        let path = "/companies/nasu-software/establishments";
        let rows = [
            ("version", "1"),
            ("kind0", "main"),
            ("name0", "本社"),
            ("prefecture0", "09"),
            ("postal0", "３２５－０００１"),
            ("kind1", "branch"),
            ("name1", "つくば営業所"),
            ("prefecture1", "08"),
            ("employees1", "四"),
        ];
        let wrong = owner.post(path, &rows).await;
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", trial.name);
        assert!(wrong.body.contains("id=\"employees1-error\"") && wrong.body.contains("value=\"四\""), "nothing typed is lost");
        let mut right = rows.to_vec();
        right.last_mut().unwrap().1 = "4";
        assert_eq!(owner.post(path, &right).await.to(), "/companies/nasu-software/establishments?done=company-saved", "{}", trial.name);
        let page = owner.get(path).await.body;
        assert!(page.contains("325-0001") && page.contains("つくば営業所"), "{}", trial.name);
        // What follows from the list is not asked again.
        let profile = owner.get("/companies/nasu-software").await.body;
        assert!(!profile.contains("establishment_prefectures"), "{}", trial.name);
        let history = owner.get("/companies/nasu-software/history").await.body;
        assert!(history.contains("茨城県、栃木県") && history.contains("つくば営業所"), "{} {history}", trial.name);
        assert_eq!(owner.post(path, &right).await.status, StatusCode::SEE_OTHER, "the same again changes nothing");
        assert_eq!(owner.post(path, &[("version", "1"), ("name0", "別"), ("prefecture0", "09")]).await.status, StatusCode::CONFLICT);
    }
}

#[tokio::test]
async fn a_merged_company_leads_to_the_other_and_stands_again_when_the_merge_is_undone() {
    for trial in trial::databases().await.unwrap() {
        let house = &trial.house;
        let app = site(&trial).await;
        let officer = Visitor::signed_in(&app, "officer@example.jp").await;
        let founded = officer.post("/office/center/companies", &[("name", "足利繊維"), ("kind", "company"), ("number", NUMBER)]).await;
        let gone = founded.to().split(['/', '?']).nth(2).unwrap().to_owned();
        let id = accounts::add_person(house, "gone@example.jp", "移る 人", samples::PASSWORD, false).await.unwrap();
        accounts::give_role(house, &id, &Held::new(Role::Owner, &gone)).await.unwrap();
        officer.post(&format!("/companies/{gone}/contacts"), &[("version", "1"), ("name0", "移る 人")]).await;
        let merge = [("gone", gone.as_str()), ("stays", "ashikaga-textiles"), ("gone_version", "2"), ("stays_version", "1")];
        assert_eq!(officer.post("/office/center/companies/merge", &merge).await.status, StatusCode::SEE_OTHER, "{}", trial.name);
        let moved = Visitor::signed_in(&app, "gone@example.jp").await;
        for page in ["", "/contacts", "/establishments", "/ownership", "/certifications", "/proposals", "/history"] {
            for visitor in [&officer, &moved] {
                let answer = visitor.get(&format!("/companies/{gone}{page}")).await;
                assert_eq!((answer.status, answer.to()), (StatusCode::SEE_OTHER, "/companies/ashikaga-textiles"), "{} {page}", trial.name);
            }
        }
        let stranger = Visitor::signed_in(&app, "owner@nasu.example.jp").await;
        assert_eq!(stranger.get(&format!("/companies/{gone}")).await.status, StatusCode::FORBIDDEN, "{}", trial.name);
        let late = officer.post(&format!("/companies/{gone}"), &[("version", "2"), ("employees", "1")]).await;
        assert_eq!(late.to(), "/companies/ashikaga-textiles", "nothing is written to what is gone");
        let page = officer.get("/companies/ashikaga-textiles").await.body;
        assert!(page.contains(NUMBER) && page.contains("元に戻す"), "{}", trial.name);
        assert!(officer.get("/companies/ashikaga-textiles/history").await.body.contains("足利繊維"), "the history came along");
        // An owner does not undo; an officer does, and everything is where it was.
        let undo = [("gone", gone.as_str())];
        assert_eq!(moved.post("/office/center/companies/unmerge", &undo).await.status, StatusCode::FORBIDDEN, "{}", trial.name);
        assert_eq!(officer.post("/office/center/companies/unmerge", &undo).await.to(), "/companies/ashikaga-textiles?done=unmerged");
        assert_eq!(officer.post("/office/center/companies/unmerge", &undo).await.status, StatusCode::CONFLICT, "once");
        assert_eq!(moved.get(&format!("/companies/{gone}")).await.status, StatusCode::OK, "{}", trial.name);
        assert_eq!(moved.get("/companies/ashikaga-textiles").await.status, StatusCode::FORBIDDEN, "{}", trial.name);
        assert!(officer.get(&format!("/companies/{gone}")).await.body.contains(NUMBER), "{}", trial.name);
        assert!(!officer.get("/companies/ashikaga-textiles").await.body.contains(NUMBER), "{}", trial.name);
        // After a change there is no way back.
        let merge = [("gone", gone.as_str()), ("stays", "ashikaga-textiles"), ("gone_version", "2"), ("stays_version", "3")];
        assert_eq!(officer.post("/office/center/companies/merge", &merge).await.status, StatusCode::SEE_OTHER, "{}", trial.name);
        officer.post("/companies/ashikaga-textiles", &[("version", "4"), ("employees", "17")]).await;
        assert_eq!(officer.post("/office/center/companies/unmerge", &undo).await.status, StatusCode::CONFLICT, "{}", trial.name);
    }
}

const PDF: &[u8] = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n";

#[tokio::test]
async fn a_file_is_what_is_in_it_is_kept_once_and_never_runs_in_a_browser() {
    for trial in trial::databases().await.unwrap() {
        let app = site(&trial).await;
        let owner = Visitor::signed_in(&app, "owner@nasu.example.jp").await;
        let path = "/companies/nasu-software/certifications";
        let form = |id: &'static str| [("form", id), ("kind", "health"), ("valid_from", "2026-04-01"), ("number", "認定第1号")];
        let first = form("01a20f0a-e309-768f-9341-175a44bd6d24");
        for (name, file) in [
            ("page.pdf", &b"<!doctype html><script>alert(1)</script>"[..]),
            ("picture.png", b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"),
            ("program.pdf", b"MZ\x90\x00"),
            ("empty.pdf", b""),
        ] {
            let refused = owner.upload(path, &first, name, file).await;
            assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{} {name}", trial.name);
            assert!(refused.body.contains("認定第1号"), "nothing typed is lost");
        }
        // A browser sends an empty part without a name where no file was chosen.
        assert_eq!(owner.upload(path, &first, "", b"").await.status, StatusCode::SEE_OTHER, "{}", trial.name);
        let second = form("01a20f0a-e309-768f-9341-175a44bd6d25");
        for _ in 0..2 {
            let kept = owner.upload(path, &second, "..\\..\\認定書\u{202e}（写し）.PDF", PDF).await;
            assert_eq!(kept.to(), "/companies/nasu-software/certifications?done=certified", "{}", trial.name);
        }
        let page = owner.get(path).await.body;
        let link = page.split("/files/").nth(1).unwrap().split('"').next().unwrap();
        let certification = "01a20f0a-e309-768f-9341-175a44bd6d25";
        let file = format!("{path}/{certification}/files/{link}");
        assert_eq!(page.matches("/files/").count(), 1, "the same form is kept once");
        let answer = owner.get(&file).await;
        let told = |name: header::HeaderName| answer.headers[name].to_str().unwrap().to_owned();
        assert_eq!((answer.status, answer.body.as_bytes()), (StatusCode::OK, PDF), "{}", trial.name);
        assert_eq!(told(header::CONTENT_TYPE), "application/pdf");
        assert!(told(header::CONTENT_DISPOSITION).starts_with("attachment;") && !told(header::CONTENT_DISPOSITION).contains(".."));
        assert!(told(header::CONTENT_DISPOSITION).ends_with(&format!("UTF-8''{}", ui::encode("認定書（写し）.PDF"))));
        assert_eq!(told(header::X_CONTENT_TYPE_OPTIONS), "nosniff");
        assert!(told(header::CONTENT_SECURITY_POLICY).contains("default-src 'none'"));
        // Nobody reaches it through another record, and nothing else is reached through it.
        let stranger = Visitor::signed_in(&app, "owner@oyama.example.jp").await;
        assert_eq!(stranger.get(&file).await.status, StatusCode::FORBIDDEN, "{}", trial.name);
        let through_own = format!("/companies/oyama-robotics/certifications/{certification}/files/{link}");
        assert_eq!(stranger.get(&through_own).await.status, StatusCode::NOT_FOUND, "{}", trial.name);
        for odd in ["..%2F..%2Fetc%2Fpasswd", "%2e%2e", "'", "0", &"a".repeat(3_000)] {
            assert_eq!(owner.get(&format!("{path}/{certification}/files/{odd}")).await.status, StatusCode::NOT_FOUND, "{odd}");
        }
        assert_eq!(stranger.upload(path, &form("01a20f0a-e309-768f-9341-175a44bd6d26"), "a.pdf", PDF).await.status, StatusCode::FORBIDDEN);
        let nobody = Visitor::nobody(&app).upload(path, &second, "a.pdf", PDF).await;
        assert!(nobody.to().starts_with("/sign-in"), "{}", trial.name);
        let large = [PDF, &vec![b'0'; 20 * 1024 * 1024]].concat();
        let refused = owner.upload(path, &form("01a20f0a-e309-768f-9341-175a44bd6d27"), "large.pdf", &large).await;
        assert!(refused.status == StatusCode::UNPROCESSABLE_ENTITY && refused.body.contains("大きすぎ"), "{} {}", trial.name, refused.body);
        // Taken away with its record.
        owner.post(path, &[("remove", certification)]).await;
        assert_eq!(owner.get(&file).await.status, StatusCode::NOT_FOUND, "{}", trial.name);
    }
}

#[tokio::test]
async fn an_administrator_helps_those_of_the_own_agency_and_of_companies_with_a_reason() {
    for trial in trial::databases().await.unwrap() {
        let house = &trial.house;
        let app = site(&trial).await;
        let admin = Visitor::signed_in(&app, "admin@example.jp").await;
        let found = [("act", "found"), ("id", "south"), ("ja", "南センター"), ("en", "South Centre")];
        assert_eq!(admin.post("/office/center/settings", &found).await.to(), "/office/center/settings?done=agency-founded");
        assert_eq!(admin.post("/office/center/settings", &found).await.status, StatusCode::UNPROCESSABLE_ENTITY, "once");
        let id = accounts::add_person(house, "south@example.jp", "南の 人", samples::PASSWORD, false).await.unwrap();
        accounts::give_role(house, &id, &Held::new(Role::Administrator, "south")).await.unwrap();
        let south = Visitor::signed_in(&app, "south@example.jp").await;
        // Another agency's people and matters stay its own.
        let officer = signed(house, "officer@example.jp").await.person().unwrap().id.clone();
        assert_eq!(south.get(&format!("/office/south/accounts?person={officer}")).await.status, StatusCode::FORBIDDEN, "{}", trial.name);
        assert!(south.get("/office/south/accounts?email=officer%40example.jp").await.body.contains("ここでは扱えません"), "{}", trial.name);
        let close = [("person", officer.as_str()), ("help", "close"), ("reason", "退職")];
        assert_eq!(south.post("/office/south/accounts", &close).await.status, StatusCode::FORBIDDEN, "{}", trial.name);
        let journal = south.get("/office/south/journal").await.body;
        assert!(journal.contains("agency:south") && !journal.contains("agency:center"), "{}", trial.name);
        let queue = south.get("/office/south/queue").await;
        assert_eq!(queue.status, StatusCode::OK, "{}", trial.name);
        // Wrong tries shut the door; an administrator opens it, and says why.
        let nasu = signed(house, "owner@nasu.example.jp").await.person().unwrap().id.clone();
        let nobody = Visitor::nobody(&app);
        for _ in 0..9 {
            nobody.post("/sign-in", &[("email", "owner@nasu.example.jp"), ("password", "wrong")]).await;
        }
        let door = [("email", "owner@nasu.example.jp"), ("password", samples::PASSWORD)];
        assert_eq!(nobody.post("/sign-in", &door).await.status, StatusCode::TOO_MANY_REQUESTS, "{}", trial.name);
        let help = |what: &'static str, reason: &'static str| {
            let (admin, person) = (&admin, nasu.as_str());
            async move { admin.post("/office/center/accounts", &[("person", person), ("help", what), ("reason", reason)]).await }
        };
        assert_eq!(help("open", " ").await.status, StatusCode::UNPROCESSABLE_ENTITY, "a reason is asked");
        assert_eq!(help("open", "電話で本人と確かめた").await.status, StatusCode::SEE_OTHER, "{}", trial.name);
        assert_eq!(nobody.post("/sign-in", &door).await.status, StatusCode::SEE_OTHER, "{}", trial.name);
        assert_eq!(help("password", "忘れたとの電話").await.status, StatusCode::SEE_OTHER, "{}", trial.name);
        assert!(link(&trial, "owner@nasu.example.jp").await.starts_with("/reset/"), "{}", trial.name);
        // Closed: signed out at once, and no way in; the record stays.
        let owner = Visitor::signed_in(&app, "owner@nasu.example.jp").await;
        assert_eq!(help("close", "退職").await.status, StatusCode::SEE_OTHER, "{}", trial.name);
        assert!(owner.get("/account").await.to().starts_with("/sign-in"), "{}", trial.name);
        assert_eq!(nobody.post("/sign-in", &door).await.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", trial.name);
        assert_eq!(help("reopen", "間違えて閉じた").await.status, StatusCode::SEE_OTHER, "{}", trial.name);
        assert_eq!(nobody.post("/sign-in", &door).await.status, StatusCode::SEE_OTHER, "{}", trial.name);
        let own = signed(house, "admin@example.jp").await.person().unwrap().id.clone();
        let oneself = admin.post("/office/center/accounts", &[("person", &own), ("help", "close"), ("reason", "x")]).await;
        assert_eq!(oneself.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", trial.name);
        let journal = admin.get("/office/center/journal?act=agency.help").await.body;
        assert!(journal.contains("電話で本人と確かめた") && journal.contains("reopen"), "{}", trial.name);
        let renamed = [("act", "rename"), ("ja", "例示センター"), ("en", "Example Centre")];
        assert_eq!(admin.post("/office/center/settings", &renamed).await.to(), "/office/center/settings?done=agency-renamed");
        assert!(admin.get("/office/center").await.body.contains("例示センター"), "{}", trial.name);
    }
}

#[tokio::test]
async fn nobody_shuts_the_door_for_somebody_elsewhere_with_a_few_wrong_tries() {
    let asked = |from: &str| accounts::Asked { from: from.to_owned(), ..accounts::Asked::default() };
    for trial in trial::databases().await.unwrap() {
        let house = &trial.house;
        samples::load(house).await.unwrap();
        for _ in 0..20 {
            let _ = accounts::sign_in(house, "owner@nasu.example.jp", "a wrong password", &asked("192.0.2.66")).await;
        }
        let shut = accounts::sign_in(house, "owner@nasu.example.jp", samples::PASSWORD, &asked("192.0.2.66")).await;
        assert!(matches!(shut, Err(platform::Error::TooMany)), "{}", trial.name);
        assert!(
            accounts::sign_in(house, "owner@nasu.example.jp", samples::PASSWORD, &asked("198.51.100.7")).await.is_ok(),
            "{}",
            trial.name
        );
        // From everywhere at once there is an end too.
        for n in 0..110 {
            let _ = accounts::sign_in(house, "owner@oyama.example.jp", "a wrong password", &asked(&format!("203.0.113.{n}"))).await;
        }
        let shut = accounts::sign_in(house, "owner@oyama.example.jp", samples::PASSWORD, &asked("198.51.100.7")).await;
        assert!(matches!(shut, Err(platform::Error::TooMany)), "{}", trial.name);
    }
}

#[tokio::test]
async fn whoever_took_a_company_without_being_looked_at_loses_it_with_everybody_they_let_in() {
    for trial in trial::databases().await.unwrap() {
        let house = &trial.house;
        let (app, _) = with_registry(&trial).await;
        let squatter = signed_up(&trial, &app, "squatter@example.jp", NUMBER).await;
        let form = [("number", NUMBER), ("name", "国税試験株式会社"), ("kind", "company")];
        let company = squatter.post("/companies/new", &form).await.to().split('?').next().unwrap().to_owned();
        let id = company.strip_prefix("/companies/").unwrap();
        let people = format!("{company}/people");
        for (email, role) in [("friend@example.jp", "editor"), ("second.name@example.jp", "owner")] {
            assert!(squatter.post(&people, &[("email", email), ("role", role)]).await.to().ends_with("invite-sent"), "{}", trial.name);
        }
        let later = link(&trial, "second.name@example.jp").await;
        let accept = link(&trial, "friend@example.jp").await;
        Visitor::nobody(&app).post(&accept, &[("name", "友だち"), ("password", "a long password of theirs")]).await;
        // The true owner asks; nobody waits for the squatter's answer.
        let owner = signed_up(&trial, &app, "shacho@example.jp", NUMBER).await;
        assert_eq!(owner.post("/companies/new", &form).await.to(), "/account/roles?done=claim-made", "{}", trial.name);
        let officer = Visitor::signed_in(&app, "officer@example.jp").await;
        let page = officer.get("/office/center/claims").await.body;
        let claim = page.split("name=\"claim\" value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
        assert_eq!(
            officer.post("/office/center/claims", &[("claim", &claim), ("act", "grant")]).await.to(),
            "/office/center/claims?done=claim-granted"
        );
        assert_eq!(owner.get(&company).await.status, StatusCode::OK, "{}", trial.name);
        assert_eq!(squatter.get(&company).await.status, StatusCode::FORBIDDEN, "{}", trial.name);
        let scope = accounts::Scope::Organisation(id.to_owned());
        let held = accounts::people(house, &platform::Actor::House("test"), &scope).await.unwrap();
        assert_eq!(held.iter().map(|p| p.0.email.as_str()).collect::<Vec<_>>(), ["shacho@example.jp"], "{}", trial.name);
        assert_eq!(Visitor::nobody(&app).get(&later).await.status, StatusCode::GONE, "an invitation that was kept for later is void");
        // Looked at: from here on the owner decides, and no officer takes the company away.
        assert_eq!(officer.post("/office/center/claims", &[("company", id), ("act", "disown")]).await.status, StatusCode::CONFLICT);
        // Without a claim an officer takes it away as well, and says so.
        let other = squatter
            .post("/companies/new", &[("name", "屋号"), ("kind", "sole_proprietor")])
            .await
            .to()
            .split('?')
            .next()
            .unwrap()
            .to_owned();
        let disown = [("company", other.strip_prefix("/companies/").unwrap()), ("act", "disown")];
        assert_eq!(officer.post("/office/center/claims", &disown).await.to(), "/office/center/claims?done=disowned", "{}", trial.name);
        assert_eq!(squatter.get(&other).await.status, StatusCode::FORBIDDEN, "{}", trial.name);
        assert!(posted(&trial, "squatter@example.jp").await.contains("認められませんでした"), "{}", trial.name);
        // A company whose only owner's account was closed does not wait for them.
        let closed = signed(house, "owner@nasu.example.jp").await.person().unwrap().id.clone();
        let admin = Visitor::signed_in(&app, "admin@example.jp").await;
        admin.post("/office/center/accounts", &[("person", &closed), ("help", "close"), ("reason", "退職")]).await;
        assert!(!accounts::is_held(house, Role::Owner, "nasu-software").await.unwrap(), "{}", trial.name);
    }
}

#[tokio::test]
async fn nobody_sends_invitations_without_end() {
    for trial in trial::databases().await.unwrap() {
        let app = site(&trial).await;
        let owner = Visitor::signed_in(&app, "owner@nasu.example.jp").await;
        let mut refused = 0;
        for n in 0..25 {
            let email = format!("p{n}@example.org");
            let answer = owner.post("/companies/nasu-software/people", &[("email", &email), ("role", "viewer")]).await;
            refused += usize::from(answer.status == StatusCode::TOO_MANY_REQUESTS);
        }
        assert_eq!(refused, 5, "{}", trial.name);
    }
}

#[tokio::test]
async fn where_two_steps_are_wanted_a_password_alone_opens_no_office() {
    for trial in trial::databases().await.unwrap() {
        samples::load(&trial.house).await.unwrap();
        let house = platform::House { two_steps: true, ..trial.house.clone() };
        let app = server::app(Site::of(house.clone(), "http://shien.test", Reached::default()).await.unwrap());
        let admin = Visitor::signed_in(&app, "admin@example.jp").await;
        let page = admin.get("/account").await.body;
        assert!(page.contains("事務局の仕事をするには") && !page.contains("/office/center"), "{}", trial.name);
        assert_eq!(admin.get("/office/center").await.status, StatusCode::FORBIDDEN, "{}", trial.name);
        let owner = Visitor::signed_in(&app, "owner@nasu.example.jp").await;
        assert_eq!(owner.get("/companies/nasu-software").await.status, StatusCode::OK, "companies are not asked");
        // Beginning with codes shows one, and opens the office at once.
        let page = admin.post("/account/code", &[("confirm", samples::PASSWORD)]).await.body;
        let secret: String =
            page.split("<code>").nth(1).unwrap().split('<').next().unwrap().chars().filter(|c| !c.is_whitespace()).collect();
        let secret = totp_rs::Secret::try_from_base32(&secret).unwrap();
        let code = totp_rs::Builder::new().with_secret(secret).build().unwrap();
        let seconds = u64::try_from(house.now().timestamp().as_second()).unwrap();
        let code = code.generate(seconds).to_string();
        assert_eq!(admin.post("/account/code/end", &[("code", &code)]).await.status, StatusCode::OK, "{}", trial.name);
        assert_eq!(admin.get("/office/center").await.status, StatusCode::OK, "{}", trial.name);
    }
}

#[tokio::test]
async fn what_opens_an_account_is_changed_with_the_password_only_and_common_words_are_no_password() {
    for trial in trial::databases().await.unwrap() {
        let house = &trial.house;
        samples::load(house).await.unwrap();
        let me = signed(house, "owner@nasu.example.jp").await;
        for weak in
            ["passwordpassword", "password123456", "owner@nasu.example.jp", "nasu nasu nasu nasu", "qwertyuiopasdf", "123456789012345"]
        {
            let refused = accounts::change_password(house, &me, samples::PASSWORD, weak).await;
            let common = matches!(refused, Err(platform::Error::Wrong { message: "wrong-password-common", .. }));
            assert!(common, "{} {weak} {refused:?}", trial.name);
        }
        let site = accounts::passkey_site("http://shien.test").unwrap();
        for wrong in ["", "not the password"] {
            assert!(accounts::begin_passkey(house, &me, &site, wrong).await.is_err(), "{}", trial.name);
            assert!(accounts::drop_passkey(house, &me, "any", wrong).await.is_err(), "{}", trial.name);
            assert!(accounts::drop_code(house, &me, wrong).await.is_err(), "{}", trial.name);
        }
        accounts::begin_passkey(house, &me, &site, samples::PASSWORD).await.unwrap();
    }
}

#[tokio::test]
async fn a_name_and_an_address_are_changed_by_whom_they_belong_to() {
    for trial in trial::databases().await.unwrap() {
        let app = site(&trial).await;
        let owner = Visitor::signed_in(&app, "owner@nasu.example.jp").await;
        assert_eq!(owner.post("/account/name", &[("name", " ")]).await.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", trial.name);
        assert_eq!(owner.post("/account/name", &[("name", "那須 花子")]).await.to(), "/account?done=name", "{}", trial.name);
        assert!(owner.get("/account").await.body.contains("那須 花子"), "{}", trial.name);
        let ask = |email: &'static str, password: &'static str| {
            let owner = &owner;
            async move { owner.post("/account/address", &[("email", email), ("confirm", password)]).await }
        };
        let wrong = ask("new@nasu.example.jp", "not the password").await;
        assert!(wrong.status == StatusCode::UNPROCESSABLE_ENTITY && wrong.body.contains("new@nasu.example.jp"), "nothing typed is lost");
        assert_eq!(ask("no address", samples::PASSWORD).await.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", trial.name);
        assert_eq!(ask("New@nasu.example.jp", samples::PASSWORD).await.to(), "/account?done=address-asked", "{}", trial.name);
        let first = link(&trial, "new@nasu.example.jp").await;
        // A scanner looks at it, and a link for an address gives no password.
        let nobody = Visitor::nobody(&app);
        assert_eq!(nobody.get(&first).await.status, StatusCode::OK, "{}", trial.name);
        let as_reset = first.replace("/addresses/", "/reset/");
        assert_eq!(nobody.post(&as_reset, &[("password", "a long password of theirs")]).await.status, StatusCode::GONE, "{}", trial.name);
        assert!(owner.get("/account").await.body.contains("owner@nasu.example.jp"), "{}", trial.name);
        assert_eq!(nobody.post(&first, &[]).await.to(), "/account?done=address", "{}", trial.name);
        assert_eq!(nobody.post(&first, &[]).await.status, StatusCode::GONE, "{}", trial.name);
        assert!(posted(&trial, "owner@nasu.example.jp").await.contains("new@nasu.example.jp"), "the old address is told");
        Visitor::signed_in(&app, "new@nasu.example.jp").await;
        // An address with an account, and a link that has grown old.
        assert_eq!(ask("owner@oyama.example.jp", samples::PASSWORD).await.to(), "/account?done=address-asked", "{}", trial.name);
        let taken = link(&trial, "owner@oyama.example.jp").await;
        assert_eq!(nobody.post(&taken, &[]).await.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", trial.name);
        assert_eq!(ask("later@nasu.example.jp", samples::PASSWORD).await.to(), "/account?done=address-asked", "{}", trial.name);
        let late = link(&trial, "later@nasu.example.jp").await;
        trial.house.clock.forward(SignedDuration::from_hours(3));
        assert_eq!(nobody.post(&late, &[]).await.status, StatusCode::GONE, "{}", trial.name);
    }
}

/// A scanner that speaks clamd's protocol: what it is sent is harmful where it holds this word.
async fn scanner(listener: tokio::net::TcpListener) {
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    while let Ok((mut stream, _)) = listener.accept().await {
        let mut command = [0; 10];
        stream.read_exact(&mut command).await.unwrap();
        assert_eq!(&command, b"zINSTREAM\0");
        let mut file = Vec::new();
        loop {
            let length = stream.read_u32().await.unwrap();
            if length == 0 {
                break;
            }
            let mut piece = vec![0; length as usize];
            stream.read_exact(&mut piece).await.unwrap();
            file.extend(piece);
        }
        let harmful = String::from_utf8_lossy(&file).contains("harmful");
        let answer: &[u8] = if harmful { b"stream: Test-Signature FOUND\0" } else { b"stream: OK\0" };
        stream.write_all(answer).await.unwrap();
    }
}

#[tokio::test]
async fn a_scanner_marks_files_and_holds_nobody_up_when_it_is_down() {
    use platform::{jobs::Handlers, scan};
    for mut trial in trial::databases().await.unwrap() {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        trial.house.scanner = Some(scan::Scanner::open(&format!("tcp://{address}")).unwrap());
        drop(listener);
        let house = trial.house.clone();
        let handlers = || Handlers::default().with(scan::SCAN, |house, _| scan::scan(house));
        let app = site(&trial).await;
        let owner = Visitor::signed_in(&app, "owner@nasu.example.jp").await;
        let path = "/companies/nasu-software/certifications";
        let send = |id: &'static str, body: &'static [u8]| {
            let owner = &owner;
            async move { owner.upload(path, &[("form", id), ("kind", "health"), ("valid_from", "2026-04-01")], "a.pdf", body).await }
        };
        // The scanner is down: files are kept and read, and wait.
        assert_eq!(send("01a20f0a-e309-768f-9341-175a44bd6d24", PDF).await.status, StatusCode::SEE_OTHER, "{}", trial.name);
        let harmful = b"%PDF-1.7\nharmful";
        assert_eq!(send("01a20f0a-e309-768f-9341-175a44bd6d25", harmful).await.status, StatusCode::SEE_OTHER, "{}", trial.name);
        assert!(handlers().one(&house).await.unwrap());
        let page = owner.get(path).await.body;
        assert_eq!(page.matches("検査待ち").count(), 2, "{}", trial.name);
        let links: Vec<String> =
            page.split("href=\"").filter(|p| p.contains("/files/")).map(|p| p.split('"').next().unwrap().into()).collect();
        for link in links.iter().filter(|l| l.starts_with("/companies") && l.contains("/files/")) {
            assert_eq!(owner.get(link).await.status, StatusCode::OK, "{}", trial.name);
        }
        // It is back: the job is tried again, and each file is marked.
        let serving = tokio::spawn(scanner(tokio::net::TcpListener::bind(address).await.unwrap()));
        house.clock.forward(SignedDuration::from_hours(1));
        while handlers().one(&house).await.unwrap() {}
        let page = owner.get(path).await.body;
        assert!(!page.contains("検査待ち") && page.matches("ウイルスの疑い").count() == 1, "{}", trial.name);
        let told = links.iter().filter(|l| l.starts_with("/companies") && l.contains("/files/"));
        let mut answers = Vec::new();
        for link in told {
            answers.push(owner.get(link).await.status);
        }
        answers.sort();
        assert_eq!(answers, [StatusCode::OK, StatusCode::LOCKED], "{}", trial.name);
        let admin = Visitor::signed_in(&app, "auditor@example.jp").await;
        assert!(admin.get("/office/center/journal?subject=file").await.body.contains("Test-Signature"), "{}", trial.name);
        serving.abort();
    }
}
