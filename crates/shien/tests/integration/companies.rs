//! Companies and those who act for them, over HTTP, on every database: how a company comes into the system, who types and who
//! decides, what a registry knows, and which of two records stays.

use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};

use axum::{
    Json, Router,
    extract::{Path, State},
    http::StatusCode,
    response::{IntoResponse, Response},
    routing::get,
};
use jiff::SignedDuration;
use parties::gbizinfo::Registry;
use platform::{
    access::{Held, Role},
    accounts,
    trial::Trial,
};
use serde_json::json;
use shien::{
    samples,
    server::{self, ExternalServices, Site},
};

use crate::visitor::{Visitor, link, posted, signed, signed_up, site};

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
    let router = Router::new()
        .route("/v2/hojin/{number}", get(async |state: State<Arc<AtomicUsize>>, Path(n): Path<String>| answer(state, &n, "basic")))
        .route(
            "/v2/hojin/{number}/certification",
            get(async |state: State<Arc<AtomicUsize>>, Path(n): Path<String>| answer(state, &n, "certification")),
        )
        .with_state(day.clone());
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move { axum::serve(listener, router).await });
    (Registry::new(&address, "a token").unwrap(), day)
}

async fn with_registry(trial: &Trial) -> (Router, Arc<AtomicUsize>) {
    let (registry, day) = gbizinfo().await;
    let reached = ExternalServices { gbizinfo: Some(registry), ..ExternalServices::default() };
    (server::router(Site::of(trial.app.clone(), "http://shien.test", reached).await.unwrap()), day)
}

#[tokio::test]
async fn a_company_owner_signs_up_by_corporate_number_and_the_registry_fills_what_it_knows() {
    for trial in crate::with_people().await {
        let (router, _) = with_registry(&trial).await;
        let owner = signed_up(&trial, &router, "new@kokuzei.example.jp", NUMBER).await;
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
        let officer = Visitor::signed_in(&router, "officer@example.jp").await;
        assert!(officer.get("/office/center/claims").await.body.contains("new@kokuzei.example.jp"), "{}", trial.name);
        let id = company.strip_prefix("/companies/").unwrap();
        let prove = |how: &'static str| {
            let officer = &officer;
            async move { officer.post("/office/center/claims", &[("act", "prove"), ("company", id), ("how", how)]).await }
        };
        assert_eq!(prove("guessing").await.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", trial.name);
        assert_eq!(prove("telephone").await.to(), "/office/center/claims?done=proven", "{}", trial.name);
        assert!(!owner.get(&company).await.body.contains("本人確認前"), "{}", trial.name);
        // Nobody fills the system with companies at which nobody has looked.
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
    for trial in crate::with_people().await {
        let (router, day) = with_registry(&trial).await;
        let owner = Visitor::signed_in(&router, "owner@nasu.example.jp").await;
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
        trial.app.clock.forward(SignedDuration::from_hours(25));
        let owner = Visitor::signed_in(&router, "owner@nasu.example.jp").await;
        day.store(3, Ordering::SeqCst);
        let page = owner.get("/companies/nasu-software/registry").await.body;
        assert!(page.contains("に受け取った情報を示しています") && page.contains("国税試験株式会社"), "{}", trial.name);
        day.store(0, Ordering::SeqCst);
        let page = owner.get("/companies/nasu-software/registry").await.body;
        assert!(page.contains("経営革新計画") && page.contains("gBizINFOの情報です"), "{}", trial.name);
    }
}

#[tokio::test]
async fn a_claim_on_a_company_is_decided_by_its_owners_and_by_an_officer_only_where_it_has_none() {
    for trial in crate::with_people().await {
        let (router, _) = with_registry(&trial).await;
        let owner = Visitor::signed_in(&router, "owner@nasu.example.jp").await;
        owner.post("/companies/nasu-software", &[("version", "1"), ("number", NUMBER)]).await;
        let second = signed_up(&trial, &router, "second@nasu.example.jp", NUMBER).await;
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
        let officer = Visitor::signed_in(&router, "officer@example.jp").await;
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
    for trial in crate::with_people().await {
        let router = site(&trial).await;
        let (path, proposals) = ("/companies/shimotsuke-precision", "/companies/shimotsuke-precision/proposals");
        let agent = Visitor::signed_in(&router, "agent@example.jp").await;
        let owner = Visitor::signed_in(&router, "owner@shimotsuke.example.jp").await;
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
        trial.app.clock.forward(SignedDuration::from_hours(24 * 182));
        let agent = Visitor::signed_in(&router, "agent@example.jp").await;
        assert_eq!(agent.get(path).await.status, StatusCode::FORBIDDEN, "{}", trial.name);
        assert_eq!(agent.post(path, &[("version", "3"), ("employees", "61")]).await.status, StatusCode::FORBIDDEN, "{}", trial.name);
    }
}

#[tokio::test]
async fn invitations_and_roles_are_answered_taken_back_and_given_back_from_both_sides() {
    for trial in crate::with_people().await {
        let router = site(&trial).await;
        let people = "/companies/nasu-software/people";
        let owner = Visitor::signed_in(&router, "owner@nasu.example.jp").await;
        let guest = Visitor::signed_in(&router, "owner@oyama.example.jp").await;
        let invite = |role: &'static str, until: &'static str| {
            let fields = [("email", "owner@oyama.example.jp"), ("role", role), ("until", until)];
            let owner = &owner;
            async move { owner.post(people, &fields).await }
        };
        let today = trial.app.now().in_japan().date();
        for (role, until) in [("agent", ""), ("owner", "2030-03-31"), ("viewer", "2001-01-01"), ("viewer", "いつか")] {
            assert_eq!(invite(role, until).await.status, StatusCode::UNPROCESSABLE_ENTITY, "{} {role} {until}", trial.name);
        }
        assert!(invite("agent", "2099-03-31").await.to().ends_with("invite-sent"), "{}", trial.name);
        let hash = |page: &str, name: &str| {
            page.split(&format!("name=\"{name}\" value=\"")).nth(1).map(|p| p.split('"').next().unwrap().to_owned())
        };
        let one = hash(&guest.get("/account/roles").await.body, "accept").unwrap();
        // Somebody else's invitation is nobody's business, and a withdrawn one is gone.
        let stranger = Visitor::signed_in(&router, "owner@kinugawa.example.jp").await;
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
    for trial in crate::with_people().await {
        let router = site(&trial).await;
        let owner = Visitor::signed_in(&router, "owner@nasu.example.jp").await;
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
            ("employees1", "四、五"),
        ];
        let wrong = owner.post(path, &rows).await;
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", trial.name);
        assert!(wrong.body.contains("id=\"employees1-error\"") && wrong.body.contains("value=\"四、五\""), "nothing typed is lost");
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
    for trial in crate::with_people().await {
        let app = &trial.app;
        let router = site(&trial).await;
        let officer = Visitor::signed_in(&router, "officer@example.jp").await;
        let founded = officer.post("/office/center/companies", &[("name", "足利繊維"), ("kind", "company"), ("number", NUMBER)]).await;
        let gone = founded.to().split(['/', '?']).nth(2).unwrap().to_owned();
        let id = accounts::add_person(app, "gone@example.jp", "移る 人", samples::PASSWORD, false).await.unwrap();
        accounts::give_role(app, &id, &Held::new(Role::Owner, &gone)).await.unwrap();
        officer.post(&format!("/companies/{gone}/contacts"), &[("version", "1"), ("name0", "移る 人")]).await;
        let merge = [("gone", gone.as_str()), ("stays", "ashikaga-textiles"), ("gone_version", "2"), ("stays_version", "1")];
        assert_eq!(officer.post("/office/center/companies/merge", &merge).await.status, StatusCode::SEE_OTHER, "{}", trial.name);
        let moved = Visitor::signed_in(&router, "gone@example.jp").await;
        for page in ["", "/contacts", "/establishments", "/ownership", "/certifications", "/proposals", "/history"] {
            for visitor in [&officer, &moved] {
                let answer = visitor.get(&format!("/companies/{gone}{page}")).await;
                assert_eq!((answer.status, answer.to()), (StatusCode::SEE_OTHER, "/companies/ashikaga-textiles"), "{} {page}", trial.name);
            }
        }
        let stranger = Visitor::signed_in(&router, "owner@nasu.example.jp").await;
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

#[tokio::test]
async fn whoever_took_a_company_without_being_looked_at_loses_it_with_everybody_they_let_in() {
    for trial in crate::with_people().await {
        let app = &trial.app;
        let (router, _) = with_registry(&trial).await;
        let squatter = signed_up(&trial, &router, "squatter@example.jp", NUMBER).await;
        let form = [("number", NUMBER), ("name", "国税試験株式会社"), ("kind", "company")];
        let company = squatter.post("/companies/new", &form).await.to().split('?').next().unwrap().to_owned();
        let id = company.strip_prefix("/companies/").unwrap();
        let people = format!("{company}/people");
        for (email, role) in [("friend@example.jp", "editor"), ("second.name@example.jp", "owner")] {
            assert!(squatter.post(&people, &[("email", email), ("role", role)]).await.to().ends_with("invite-sent"), "{}", trial.name);
        }
        let later = link(&trial, "second.name@example.jp").await;
        let accept = link(&trial, "friend@example.jp").await;
        Visitor::nobody(&router).post(&accept, &[("name", "友だち"), ("password", "a long password of theirs")]).await;
        // The true owner asks; nobody waits for the squatter's answer.
        let owner = signed_up(&trial, &router, "shacho@example.jp", NUMBER).await;
        assert_eq!(owner.post("/companies/new", &form).await.to(), "/account/roles?done=claim-made", "{}", trial.name);
        let officer = Visitor::signed_in(&router, "officer@example.jp").await;
        let page = officer.get("/office/center/claims").await.body;
        let claim = page.split("name=\"claim\" value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
        assert_eq!(
            officer.post("/office/center/claims", &[("claim", &claim), ("act", "grant")]).await.to(),
            "/office/center/claims?done=claim-granted"
        );
        assert_eq!(owner.get(&company).await.status, StatusCode::OK, "{}", trial.name);
        assert_eq!(squatter.get(&company).await.status, StatusCode::FORBIDDEN, "{}", trial.name);
        let scope = accounts::RoleScope::Organisation(id.to_owned());
        let held = accounts::people(app, &platform::Actor::System("test"), &scope).await.unwrap();
        assert_eq!(held.iter().map(|p| p.0.email.as_str()).collect::<Vec<_>>(), ["shacho@example.jp"], "{}", trial.name);
        assert_eq!(Visitor::nobody(&router).get(&later).await.status, StatusCode::GONE, "an invitation that was kept for later is void");
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
        let closed = signed(app, "owner@nasu.example.jp").await.person().unwrap().id.clone();
        let admin = Visitor::signed_in(&router, "admin@example.jp").await;
        admin.post("/office/center/accounts", &[("person", &closed), ("help", "close"), ("reason", "退職")]).await;
        assert!(!accounts::is_held(app, Role::Owner, "nasu-software").await.unwrap(), "{}", trial.name);
    }
}
