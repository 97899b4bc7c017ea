//! People at the door and in their rooms, over HTTP, on every database: who gets in, what each role sees, and what those
//! find who try the handles.

use axum::http::{Request, StatusCode, header};
use shien::{
    samples,
    server::{self, ExternalServices, Site},
};

use crate::visitor::{Visitor, signed, site};

#[tokio::test]
async fn a_session_is_a_cookie_that_scripts_and_other_sites_do_not_get_and_ends_at_the_server() {
    for trial in crate::with_people().await {
        let router = site(&trial).await;
        let mut planted = Visitor::nobody(&router);
        planted.cookie = format!("shien={}", "a".repeat(64));
        let answer =
            planted.post("/sign-in", &[("email", "admin@example.jp"), ("password", samples::PASSWORD), ("next", "/account")]).await;
        let cookie = answer.headers[header::SET_COOKIE].to_str().unwrap();
        assert!(cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax") && !cookie.contains("aaaa"), "{cookie}");
        assert_eq!(planted.get("/account").await.status, StatusCode::SEE_OTHER, "a planted cookie opens nothing");
        let visitor = Visitor::signed_in(&router, "admin@example.jp").await;
        let page = visitor.get("/account").await;
        assert_eq!((page.status, page.headers[header::CACHE_CONTROL].to_str().unwrap()), (StatusCode::OK, "no-store"));
        assert_eq!(visitor.post("/sign-out", &[]).await.status, StatusCode::SEE_OTHER);
        assert_eq!(visitor.post("/sign-out", &[]).await.status, StatusCode::SEE_OTHER, "safe to repeat");
        let after = visitor.get("/account").await;
        assert_eq!((after.status, after.to()), (StatusCode::SEE_OTHER, "/sign-in?next=%2Faccount"), "the cookie is worth nothing now");
        let safe = server::router(Site::of(trial.app.clone(), "https://shien.test", ExternalServices::default()).await.unwrap());
        let answer = Visitor::nobody(&safe).post("/sign-in", &[("email", "admin@example.jp"), ("password", samples::PASSWORD)]).await;
        let cookie = answer.headers[header::SET_COOKIE].to_str().unwrap();
        assert!(cookie.starts_with("__Host-shien=") && cookie.contains("Secure"), "{cookie}");
    }
}

#[tokio::test]
async fn nobody_is_led_to_another_site_after_signing_in() {
    let trial = crate::embedded_with_people().await;
    let router = site(&trial).await;
    for next in
        ["//evil.example", "https://evil.example", "/\\evil.example", "\t//evil.example", "javascript:alert(1)", "/a\r\nSet-Cookie: x=y"]
    {
        let fields = [("email", "admin@example.jp"), ("password", samples::PASSWORD), ("next", next)];
        let answer = Visitor::nobody(&router).post("/sign-in", &fields).await;
        assert_eq!(answer.to(), "/work", "{next:?}");
        let page = Visitor::nobody(&router).get(&format!("/sign-in?next={}", ui::encode(next))).await.body;
        assert!(page.contains(r#"name="next" value="/""#), "{next:?}");
    }
}

#[tokio::test]
async fn a_form_of_another_site_changes_nothing() {
    let trial = crate::embedded_with_people().await;
    let router = site(&trial).await;
    let visitor = Visitor::signed_in(&router, "owner@nasu.example.jp").await;
    for (name, value) in [("sec-fetch-site", "cross-site"), ("origin", "https://evil.example")] {
        let request =
            Request::post("/account/sessions").header(name, value).header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        assert_eq!(visitor.send(request, "session=".to_owned()).await.status, StatusCode::FORBIDDEN, "{name}");
    }
}

#[tokio::test]
async fn wrong_sign_ins_look_alike_and_too_many_are_told_to_wait() {
    for trial in crate::with_people().await {
        let router = site(&trial).await;
        let visitor = Visitor::nobody(&router);
        let wrong = |email| [("email", email), ("password", "not the password")];
        let known = visitor.post("/sign-in", &wrong("admin@example.jp")).await;
        let unknown = visitor.post("/sign-in", &wrong("nobody@example.jp")).await;
        assert_eq!((known.status, unknown.status), (StatusCode::UNPROCESSABLE_ENTITY, StatusCode::UNPROCESSABLE_ENTITY));
        assert_eq!(known.body.replace("admin@", "nobody@"), unknown.body.replace("admin@", "nobody@"));
        for _ in 0..7 {
            visitor.post("/sign-in", &wrong("admin@example.jp")).await;
        }
        let held = visitor.post("/sign-in", &[("email", "admin@example.jp"), ("password", samples::PASSWORD)]).await;
        assert_eq!(held.status, StatusCode::TOO_MANY_REQUESTS, "{}", trial.name);
        for email in ["admin@example.jp", "nobody@example.jp"] {
            assert_eq!(visitor.post("/forgot", &[("email", email)]).await.to(), "/forgot?sent=1", "{}", trial.name);
        }
    }
}

/// Those of the people of the trial who see the company of the trial.
const INSIDE: &[&str] = &[
    "owner@shimotsuke.example.jp",
    "accounts@shimotsuke.example.jp",
    "agent@example.jp",
    "officer@example.jp",
    "approver@example.jp",
    "manager@example.jp",
    "auditor@example.jp",
    "admin@example.jp",
];
const OFFICE: &[&str] = &["officer@example.jp", "approver@example.jp", "manager@example.jp", "auditor@example.jp", "admin@example.jp"];
const ADMIN: &[&str] = &["admin@example.jp"];

/// Every room, and which of the people of the trial may enter; the last is a stranger to all of them.
const ROOMS: &[(&str, &[&str])] = &[
    ("/office/center", ADMIN),
    ("/office/center/accounts", ADMIN),
    ("/office/center/settings", ADMIN),
    ("/office/center/queue", ADMIN),
    ("/office/center/journal", &["admin@example.jp", "auditor@example.jp"]),
    ("/office/center/companies", OFFICE),
    ("/office/center/claims", OFFICE),
    ("/companies/shimotsuke-precision", INSIDE),
    ("/companies/shimotsuke-precision/contacts", INSIDE),
    ("/companies/shimotsuke-precision/establishments", INSIDE),
    ("/companies/shimotsuke-precision/ownership", INSIDE),
    ("/companies/shimotsuke-precision/certifications", INSIDE),
    ("/companies/shimotsuke-precision/proposals", INSIDE),
    ("/companies/shimotsuke-precision/registry", INSIDE),
    ("/companies/shimotsuke-precision/history", INSIDE),
];

#[tokio::test]
async fn every_role_at_every_room() {
    for trial in crate::with_people().await {
        // A registry that is never asked: the company of the trial has no number.
        let registry = parties::gbizinfo::Registry::new("http://127.0.0.1:9", "a token").unwrap();
        let reached = ExternalServices { gbizinfo: Some(registry), ..ExternalServices::default() };
        let router = server::router(Site::of(trial.app.clone(), "http://shien.test", reached).await.unwrap());
        let mut people = Vec::new();
        for (person, _) in platform::accounts::samples(&trial.app).await.unwrap() {
            people.push((person.email.clone(), Visitor::signed_in(&router, &person.email).await));
        }
        for (path, may) in ROOMS {
            let nobody = Visitor::nobody(&router).get(path).await;
            assert!(nobody.status == StatusCode::SEE_OTHER && nobody.to().starts_with("/sign-in"), "{path}");
            for (email, visitor) in &people {
                let answer = visitor.get(path).await;
                let expected = if may.contains(&email.as_str()) { StatusCode::OK } else { StatusCode::FORBIDDEN };
                assert_eq!(answer.status, expected, "{} {path} {email}", trial.name);
            }
        }
        let (_, stranger) = people.iter().find(|p| p.0 == "owner@nasu.example.jp").unwrap();
        for (path, fields) in [
            ("/companies/shimotsuke-precision", vec![("version", "1"), ("employees", "1")]),
            ("/companies/shimotsuke-precision/people", vec![("email", "x@example.jp"), ("role", "owner")]),
            ("/companies/shimotsuke-precision/ownership", vec![("version", "1"), ("none", "1")]),
            ("/companies/shimotsuke-precision/certifications", vec![("kind", "health"), ("valid_from", "2026-04-01")]),
            ("/companies/shimotsuke-precision/contacts", vec![("version", "1"), ("name0", "甲")]),
            ("/companies/shimotsuke-precision/establishments", vec![("version", "1"), ("name0", "甲"), ("prefecture0", "09")]),
            ("/companies/shimotsuke-precision/registry", vec![("version", "1"), ("take-name", "1")]),
            ("/companies/shimotsuke-precision/proposals", vec![("proposal", "any"), ("act", "accept")]),
            ("/companies/shimotsuke-precision/proposals", vec![("proposal", "any"), ("act", "withdraw")]),
            ("/companies/shimotsuke-precision/proposals", vec![("proposal", "any"), ("reason", "x")]),
            ("/office/center/claims", vec![("act", "prove"), ("company", "shimotsuke-precision"), ("how", "post")]),
            ("/office/center/companies/unmerge", vec![("gone", "shimotsuke-precision")]),
            ("/office/center/accounts", vec![("person", "any"), ("help", "close"), ("reason", "x")]),
            ("/office/center/settings", vec![("ja", "x"), ("en", "x"), ("closure", "12-29..01-03")]),
            ("/office/center/settings", vec![("act", "found"), ("id", "x"), ("ja", "x"), ("en", "x")]),
            ("/office/center/companies", vec![("name", "x"), ("kind", "company")]),
            ("/office/center/companies/merge", vec![("gone", "shimotsuke-precision"), ("stays", "nasu-software")]),
            ("/office/center", vec![("email", "x@example.jp"), ("role", "administrator")]),
            ("/office/center/queue", vec![("job", "any")]),
            ("/companies/no-such-company", vec![("version", "1")]),
        ] {
            assert_eq!(stranger.post(path, &fields).await.status, StatusCode::FORBIDDEN, "{} {path}", trial.name);
        }
        // A company that is not there and one that is not theirs look the same.
        let (there, not_there) = (stranger.get("/companies/shimotsuke-precision").await, stranger.get("/companies/no-such-company").await);
        assert_eq!(
            (there.status, there.body.replace("shimotsuke-precision", "x")),
            (not_there.status, not_there.body.replace("no-such-company", "x"))
        );
    }
}

#[tokio::test]
async fn two_editors_do_not_undo_each_other_and_nothing_typed_is_markup() {
    for trial in crate::with_people().await {
        let router = site(&trial).await;
        let owner = Visitor::signed_in(&router, "owner@shimotsuke.example.jp").await;
        let officer = Visitor::signed_in(&router, "officer@example.jp").await;
        let path = "/companies/shimotsuke-precision";
        let first = owner.post(path, &[("version", "1"), ("employees", "５２"), ("capital_yen", "4,000万")]).await;
        assert_eq!(first.to(), "/companies/shimotsuke-precision?done=company-saved", "{}", trial.name);
        assert_eq!(officer.post(path, &[("version", "1"), ("employees", "60")]).await.status, StatusCode::CONFLICT, "{}", trial.name);
        let page = owner.get(path).await.body;
        assert!(page.contains("value=\"52\"") && page.contains("value=\"40,000,000\""), "{}", trial.name);
        let script = "<script>alert(1)</script>";
        let wrong = owner.post(path, &[("version", "2"), ("employees", script), ("capital_yen", "-5")]).await;
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", trial.name);
        assert!(
            !wrong.body.contains(script) && wrong.body.contains("alert(1)") && wrong.body.contains("value=\"-5\""),
            "nothing typed is lost"
        );
        let accountant = Visitor::signed_in(&router, "accounts@shimotsuke.example.jp").await;
        assert!(accountant.get(path).await.body.contains("<fieldset disabled"), "{}", trial.name);
        assert_eq!(accountant.post(path, &[("version", "2"), ("employees", "1")]).await.status, StatusCode::FORBIDDEN, "{}", trial.name);
        let admin = Visitor::signed_in(&router, "admin@example.jp").await;
        let journal = admin.get("/office/center/journal?act=organisation&verify=1").await.body;
        assert!(
            journal.contains("organisation.change") && journal.contains("employees") && journal.contains("role=\"status\""),
            "{journal}"
        );
        // Whose company it is finds it filled in at the estimator; a stranger does not.
        programmes::service::load(&trial.app, programmes::model::shipped()).await.unwrap();
        let router = server::router(Site::of(trial.app.clone(), "http://shien.test", ExternalServices::default()).await.unwrap());
        let owner = Visitor { router: &router, cookie: owner.cookie };
        let estimate = "/programmes/tochigi-pref-leading/estimate";
        assert!(owner.get(estimate).await.body.contains("value=\"40,000,000\""), "{}", trial.name);
        assert!(!Visitor::nobody(&router).get(estimate).await.body.contains("value=\"40,000,000\""), "{}", trial.name);
    }
}

#[tokio::test]
async fn links_that_were_never_given_lead_nowhere() {
    let trial = crate::embedded_with_people().await;
    let router = site(&trial).await;
    let nobody = Visitor::nobody(&router);
    for secret in ["x".to_owned(), "0".repeat(64), "../../etc/passwd".replace('/', "%2F"), "0".repeat(9_000)] {
        for door in ["invitations", "reset", "addresses"] {
            let seen = nobody.get(&format!("/{door}/{secret}")).await.status;
            let used = nobody.post(&format!("/{door}/{secret}"), &[("name", "甲"), ("password", "a long enough password")]).await.status;
            assert!(seen.is_success() || seen == StatusCode::GONE, "{door} {seen}");
            assert_eq!(used, StatusCode::GONE, "{door}");
        }
    }
    for path in ["/companies/%00", "/office/%00/journal", "/sign-in?next=%2F%00"] {
        assert_eq!(nobody.get(path).await.status, StatusCode::BAD_REQUEST, "{path}");
    }
    assert!(!nobody.get("//evil.example/x").await.body.contains("href=\"//"), "no link leads to another site");
    let odd = nobody.post("/sign-in", &[("email", "a\0@example.jp"), ("password", "x\0")]).await;
    assert_eq!(odd.status, StatusCode::UNPROCESSABLE_ENTITY);
    let large = nobody.post("/sign-in", &[("email", &"x".repeat(100_000)), ("password", "x")]).await;
    assert_eq!(large.status, StatusCode::PAYLOAD_TOO_LARGE);
}

#[tokio::test]
async fn what_two_people_say_of_a_companys_owners_is_kept_once_with_its_history() {
    use rules::application::Shareholder;
    for trial in crate::with_people().await {
        let app = &trial.app;
        parties::service::load(app, &parties::model::samples().unwrap()).await.unwrap();
        let me = platform::Actor::System("test");
        let holder = |share: &str| Shareholder {
            holder: "親会社".into(),
            kind: None,
            share: kernel::Rate::parse(share).unwrap(),
            large: Some(true),
            deemed_large: None,
            capital_yen: None,
            industry: None,
            employees: None,
        };
        let change = |version, holders: Vec<Shareholder>| {
            parties::service::change_ownership(app, &me, "oyama-robotics", version, Some(holders), Some(Vec::new()), &unheard)
        };
        change(1, vec![holder("1/3"), holder("2/3")]).await.unwrap();
        assert!(matches!(change(1, vec![holder("1/2")]).await.unwrap_err()[..], [platform::Error::Stale]), "{}", trial.name);
        assert!(matches!(
            change(2, vec![holder("1/2"), holder("51%")]).await.unwrap_err()[..],
            [platform::Error::Wrong { field: "shareholders", .. }]
        ));
        // Saying the same again changes nothing.
        change(2, vec![holder("1/3"), holder("2/3")]).await.unwrap();
        let history = parties::service::history(app, &me, "oyama-robotics").await.unwrap();
        assert_eq!(history.len(), 1, "{}", trial.name);
        let parts: Vec<&str> = history[0].change.changes.iter().map(|s| s.part.as_str()).collect();
        assert_eq!((parts, history[0].change.version), (vec!["shareholders", "officers"], 2));
        assert!(history[0].change.changes[1].before.is_null());
    }
}

/// Where nobody is to be told of anything.
fn unheard(_: &platform::accounts::Person, _: &parties::model::Company) -> platform::mail::Letter {
    unreachable!("nobody proposes anything here")
}

#[tokio::test]
async fn a_merge_moves_people_and_certifications_and_one_of_two_officers_wins() {
    use parties::{certification::service as certifications, directory};
    for trial in crate::with_people().await {
        let app = &trial.app;
        let officer = signed(app, "officer@example.jp").await;
        let new = |name: &str| directory::CompanyInput { name: name.to_owned(), number: String::new(), kind: "company".into() };
        let gone = directory::register(app, &officer, "center", &new("足利繊維")).await.unwrap();
        let owner = signed(app, "owner@ashikaga.example.jp").await;
        assert!(matches!(directory::register(app, &owner, "center", &new("x")).await, Err(platform::Error::Denied(_))), "{}", trial.name);
        let extra = platform::accounts::add_person(app, "extra@example.jp", "追加", "a long password", false).await.unwrap();
        platform::accounts::give_role(app, &extra, &platform::access::Held::new(platform::access::Role::Editor, &gone)).await.unwrap();
        let typed = certifications::CertificationInput {
            id: "01a20f0a-e309-768f-9341-175a44bd6d24".into(),
            kind: "health".into(),
            valid_from: "令和8年4月1日".into(),
            ..certifications::CertificationInput::default()
        };
        for _ in 0..2 {
            certifications::add(app, &officer, &gone, &typed, None).await.unwrap();
        }
        let pairs = directory::duplicates(app, &officer, "center").await.unwrap();
        assert_eq!(pairs.len(), 1, "{}", trial.name);
        let (_, _, moves) = directory::preview(app, &officer, "center", &gone, "ashikaga-textiles").await.unwrap();
        assert_eq!((moves.roles, moves.certifications), (1, 1), "the same form is kept once");
        assert!(matches!(directory::merge(app, &officer, "center", &gone, "ashikaga-textiles", (1, 2)).await, Err(platform::Error::Stale)));
        let merge = || directory::merge(app, &officer, "center", &gone, "ashikaga-textiles", (1, 1));
        let (first, second) = tokio::join!(merge(), merge());
        assert!(first.is_ok() != second.is_ok(), "{}: {first:?} {second:?}", trial.name);
        let scope = platform::accounts::RoleScope::Organisation("ashikaga-textiles".into());
        let people = platform::accounts::people(app, &officer, &scope).await.unwrap();
        assert!(people.iter().any(|p| p.0.id == extra), "{}", trial.name);
        assert_eq!(certifications::list(app, &owner, "ashikaga-textiles").await.unwrap().len(), 1);
        assert!(directory::search(app, &officer, "center", "足利").await.unwrap().0.len() == 1, "{}", trial.name);
        let history = parties::service::history(app, &owner, "ashikaga-textiles").await.unwrap();
        assert_eq!(history.len(), 1, "{}", trial.name);
    }
}

#[tokio::test]
async fn no_page_that_holds_a_secret_or_somebodys_data_is_kept_on_the_way() {
    let trial = crate::embedded_with_people().await;
    let router = site(&trial).await;
    let secret = "a".repeat(64);
    let paths = [
        format!("/joining/{secret}"),
        format!("/invitations/{secret}"),
        format!("/reset/{secret}"),
        format!("/addresses/{secret}"),
        format!("/receipts/{secret}"),
        format!("/receipts?code={secret}"),
        "/sign-in?email=who%40example.jp".to_owned(),
        "/forgot".to_owned(),
        "/sign-up".to_owned(),
        "/applications".to_owned(),
        "/companies/new".to_owned(),
        "/?q=secret".to_owned(),
        "/programmes/tochigi-pref-leading/estimate?m0.capital_yen=1000".to_owned(),
        "/no/such/page".to_owned(),
    ];
    for path in &paths {
        let answer = Visitor::nobody(&router).get(path).await;
        let kept = answer.headers.get(header::CACHE_CONTROL).map(|v| v.to_str().unwrap());
        assert_eq!(kept, Some("no-store"), "{path} {}", answer.status);
    }
    let owner = Visitor::signed_in(&router, "owner@nasu.example.jp").await;
    for path in ["/", "/programmes/tochigi-pref-leading", "/receipts", "/companies/nasu-software", "/applications"] {
        assert_eq!(owner.get(path).await.headers[header::CACHE_CONTROL], "no-store", "{path}");
    }
}

#[tokio::test]
async fn work_begins_on_the_page_of_the_role() {
    let trial = crate::embedded_with_people().await;
    let router = site(&trial).await;
    for (email, first) in [
        ("officer@example.jp", "/office/center/today"),
        ("approver@example.jp", "/office/center/approvals"),
        ("auditor@example.jp", "/office/center/journal"),
        ("admin@example.jp", "/office/center"),
        ("owner@oyama.example.jp", "/"),
    ] {
        let page = Visitor::signed_in(&router, email).await.get("/work").await;
        assert_eq!(page.to(), first, "{email}");
    }
    assert_eq!(Visitor::nobody(&router).get("/work").await.to(), "/");
}
