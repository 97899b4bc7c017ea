//! The doors of the site, over HTTP, on every database: accounts asked for and changed, guesses held back, help for those shut out.

use axum::http::StatusCode;
use jiff::SignedDuration;
use platform::{
    access::{Held, Role},
    accounts,
};
use shien::{
    samples,
    server::{self, ExternalServices, Site},
};

use crate::visitor::{Visitor, link, posted, signed, site};

#[tokio::test]
async fn asking_for_an_account_says_nothing_about_who_has_one_and_links_work_once() {
    for trial in crate::with_people().await {
        let router = site(&trial).await;
        let nobody = Visitor::nobody(&router);
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
async fn an_administrator_helps_those_of_the_own_agency_and_of_companies_with_a_reason() {
    for trial in crate::with_people().await {
        let app = &trial.app;
        let router = site(&trial).await;
        let admin = Visitor::signed_in(&router, "admin@example.jp").await;
        let found = [("act", "found"), ("id", "south"), ("ja", "南センター"), ("en", "South Centre")];
        assert_eq!(admin.post("/office/center/settings", &found).await.to(), "/office/center/settings?done=agency-founded");
        assert_eq!(admin.post("/office/center/settings", &found).await.status, StatusCode::UNPROCESSABLE_ENTITY, "once");
        let id = accounts::add_person(app, "south@example.jp", "南の 人", samples::PASSWORD, false).await.unwrap();
        accounts::give_role(app, &id, &Held::new(Role::Administrator, "south")).await.unwrap();
        let south = Visitor::signed_in(&router, "south@example.jp").await;
        // Another agency's people and matters stay its own.
        let officer = signed(app, "officer@example.jp").await.person().unwrap().id.clone();
        assert_eq!(south.get(&format!("/office/south/accounts?person={officer}")).await.status, StatusCode::FORBIDDEN, "{}", trial.name);
        assert!(south.get("/office/south/accounts?email=officer%40example.jp").await.body.contains("ここでは扱えません"), "{}", trial.name);
        let close = [("person", officer.as_str()), ("help", "close"), ("reason", "退職")];
        assert_eq!(south.post("/office/south/accounts", &close).await.status, StatusCode::FORBIDDEN, "{}", trial.name);
        let journal = south.get("/office/south/journal").await.body;
        assert!(journal.contains("agency:south") && !journal.contains("agency:center"), "{}", trial.name);
        let queue = south.get("/office/south/queue").await;
        assert_eq!(queue.status, StatusCode::OK, "{}", trial.name);
        // Wrong tries shut the door; an administrator opens it, and says why.
        let nasu = signed(app, "owner@nasu.example.jp").await.person().unwrap().id.clone();
        let nobody = Visitor::nobody(&router);
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
        let owner = Visitor::signed_in(&router, "owner@nasu.example.jp").await;
        assert_eq!(help("close", "退職").await.status, StatusCode::SEE_OTHER, "{}", trial.name);
        assert!(owner.get("/account").await.to().starts_with("/sign-in"), "{}", trial.name);
        assert_eq!(nobody.post("/sign-in", &door).await.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", trial.name);
        assert_eq!(help("reopen", "間違えて閉じた").await.status, StatusCode::SEE_OTHER, "{}", trial.name);
        assert_eq!(nobody.post("/sign-in", &door).await.status, StatusCode::SEE_OTHER, "{}", trial.name);
        let own = signed(app, "admin@example.jp").await.person().unwrap().id.clone();
        let oneself = admin.post("/office/center/accounts", &[("person", &own), ("help", "close"), ("reason", "x")]).await;
        assert_eq!(oneself.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", trial.name);
        let journal = admin.get("/office/center/journal?act=agency.help").await.body;
        assert!(journal.contains("電話で本人と確かめた") && journal.contains("reopen"), "{}", trial.name);
        let renamed =
            [("act", "rename"), ("version", "1"), ("ja", "例示センター"), ("en", "Example Centre"), ("closure", "12月28日～1月5日")];
        assert_eq!(admin.post("/office/center/settings", &renamed).await.to(), "/office/center/settings?done=agency-renamed");
        assert!(admin.get("/office/center").await.body.contains("例示センター"), "{}", trial.name);
        assert!(admin.get("/office/center/settings").await.body.contains("12月28日～1月5日"), "{}", trial.name);
        // Somebody else was faster: both versions stand beside each other, and what was typed stays in its field.
        let late = [("act", "rename"), ("version", "1"), ("ja", "別のセンター"), ("en", "Example Centre"), ("closure", "12月28日～1月5日")];
        let late = admin.post("/office/center/settings", &late).await;
        assert_eq!(late.status, StatusCode::CONFLICT, "{} {}", trial.name, late.body);
        let (_, beside) = late.body.split_once("class=\"versions\"").unwrap();
        let (table, _) = beside.split_once("</table>").unwrap();
        assert_eq!(table.matches("<th scope=\"row\">").count(), 1, "{} {table}: only what differs", trial.name);
        assert!(beside.contains("例示センター") && beside.contains("value=\"別のセンター\""), "{} {}", trial.name, late.body);
        let wrong = [("act", "rename"), ("version", "2"), ("ja", "例示センター"), ("en", "Example Centre"), ("closure", "年末年始")];
        assert_eq!(admin.post("/office/center/settings", &wrong).await.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", trial.name);
    }
}

#[tokio::test]
async fn nobody_shuts_the_door_for_somebody_elsewhere_with_a_few_wrong_tries() {
    let asked = |from: &str| accounts::RequestOrigin { from: from.to_owned(), ..accounts::RequestOrigin::default() };
    for trial in crate::with_people().await {
        let app = &trial.app;
        for _ in 0..20 {
            let _ = accounts::sign_in(app, "owner@nasu.example.jp", "a wrong password", &asked("192.0.2.66")).await;
        }
        let shut = accounts::sign_in(app, "owner@nasu.example.jp", samples::PASSWORD, &asked("192.0.2.66")).await;
        assert!(matches!(shut, Err(platform::Error::TooMany)), "{}", trial.name);
        assert!(accounts::sign_in(app, "owner@nasu.example.jp", samples::PASSWORD, &asked("198.51.100.7")).await.is_ok(), "{}", trial.name);
        // From everywhere at once there is an end too.
        for n in 0..110 {
            let _ = accounts::sign_in(app, "owner@oyama.example.jp", "a wrong password", &asked(&format!("203.0.113.{n}"))).await;
        }
        let shut = accounts::sign_in(app, "owner@oyama.example.jp", samples::PASSWORD, &asked("198.51.100.7")).await;
        assert!(matches!(shut, Err(platform::Error::TooMany)), "{}", trial.name);
    }
}

#[tokio::test]
async fn nobody_sends_invitations_without_end() {
    for trial in crate::with_people().await {
        let router = site(&trial).await;
        let owner = Visitor::signed_in(&router, "owner@nasu.example.jp").await;
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
    for trial in crate::with_people().await {
        let app = platform::App { two_steps: true, ..trial.app.clone() };
        let router = server::router(Site::of(app.clone(), "http://shien.test", ExternalServices::default()).await.unwrap());
        let admin = Visitor::signed_in(&router, "admin@example.jp").await;
        let page = admin.get("/account").await.body;
        assert!(page.contains("事務局の仕事をするには") && !page.contains("/office/center"), "{}", trial.name);
        assert_eq!(admin.get("/office/center").await.status, StatusCode::FORBIDDEN, "{}", trial.name);
        let owner = Visitor::signed_in(&router, "owner@nasu.example.jp").await;
        assert_eq!(owner.get("/companies/nasu-software").await.status, StatusCode::OK, "companies are not asked");
        // Beginning with codes shows one, and opens the office at once.
        let page = admin.post("/account/code", &[("confirm", samples::PASSWORD)]).await.body;
        let secret: String =
            page.split("<code>").nth(1).unwrap().split('<').next().unwrap().chars().filter(|c| !c.is_whitespace()).collect();
        let secret = totp_rs::Secret::try_from_base32(&secret).unwrap();
        let code = totp_rs::Builder::new().with_secret(secret).build().unwrap();
        let seconds = u64::try_from(app.now().timestamp().as_second()).unwrap();
        let code = code.generate(seconds).to_string();
        assert_eq!(admin.post("/account/code/end", &[("code", &code)]).await.status, StatusCode::OK, "{}", trial.name);
        assert_eq!(admin.get("/office/center").await.status, StatusCode::OK, "{}", trial.name);
    }
}

#[tokio::test]
async fn what_opens_an_account_is_changed_with_the_password_only_and_common_words_are_no_password() {
    for trial in crate::with_people().await {
        let app = &trial.app;
        let me = signed(app, "owner@nasu.example.jp").await;
        for weak in
            ["passwordpassword", "password123456", "owner@nasu.example.jp", "nasu nasu nasu nasu", "qwertyuiopasdf", "123456789012345"]
        {
            let refused = accounts::change_password(app, &me, samples::PASSWORD, weak).await;
            let common = matches!(refused, Err(platform::Error::Wrong { message: "wrong-password-common", .. }));
            assert!(common, "{} {weak} {refused:?}", trial.name);
        }
        let site = accounts::passkey_site("http://shien.test").unwrap();
        for wrong in ["", "not the password"] {
            assert!(accounts::begin_passkey(app, &me, &site, wrong).await.is_err(), "{}", trial.name);
            assert!(accounts::drop_passkey(app, &me, "any", wrong).await.is_err(), "{}", trial.name);
            assert!(accounts::drop_code(app, &me, wrong).await.is_err(), "{}", trial.name);
        }
        accounts::begin_passkey(app, &me, &site, samples::PASSWORD).await.unwrap();
    }
}

#[tokio::test]
async fn a_name_and_an_address_are_changed_by_whom_they_belong_to() {
    for trial in crate::with_people().await {
        let router = site(&trial).await;
        let owner = Visitor::signed_in(&router, "owner@nasu.example.jp").await;
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
        let nobody = Visitor::nobody(&router);
        assert_eq!(nobody.get(&first).await.status, StatusCode::OK, "{}", trial.name);
        let as_reset = first.replace("/addresses/", "/reset/");
        assert_eq!(nobody.post(&as_reset, &[("password", "a long password of theirs")]).await.status, StatusCode::GONE, "{}", trial.name);
        assert!(owner.get("/account").await.body.contains("owner@nasu.example.jp"), "{}", trial.name);
        assert_eq!(nobody.post(&first, &[]).await.to(), "/account?done=address", "{}", trial.name);
        assert_eq!(nobody.post(&first, &[]).await.status, StatusCode::GONE, "{}", trial.name);
        assert!(posted(&trial, "owner@nasu.example.jp").await.contains("new@nasu.example.jp"), "the old address is told");
        Visitor::signed_in(&router, "new@nasu.example.jp").await;
        // An address with an account, and a link that has grown old.
        assert_eq!(ask("owner@oyama.example.jp", samples::PASSWORD).await.to(), "/account?done=address-asked", "{}", trial.name);
        let taken = link(&trial, "owner@oyama.example.jp").await;
        assert_eq!(nobody.post(&taken, &[]).await.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", trial.name);
        assert_eq!(ask("later@nasu.example.jp", samples::PASSWORD).await.to(), "/account?done=address-asked", "{}", trial.name);
        let late = link(&trial, "later@nasu.example.jp").await;
        trial.app.clock.forward(SignedDuration::from_hours(3));
        assert_eq!(nobody.post(&late, &[]).await.status, StatusCode::GONE, "{}", trial.name);
    }
}

#[tokio::test]
async fn a_session_that_ends_in_the_middle_of_a_form_changes_nothing_and_none_lasts_for_ever() {
    for trial in crate::with_people().await {
        let router = site(&trial).await;
        let path = "/companies/nasu-software";
        let typed = [("version", "1"), ("employees", "77")];
        let owner = Visitor::signed_in(&router, "owner@nasu.example.jp").await;
        assert!(owner.get(path).await.body.contains("name=\"version\" value=\"1\""), "{}", trial.name);
        trial.app.clock.forward(SignedDuration::from_hours(13));
        let late = owner.post(path, &typed).await;
        assert_eq!(late.status, StatusCode::UNAUTHORIZED, "{}", trial.name);
        assert!(late.body.contains(r#"name="employees" value="77""#), "{}: what was typed is held", trial.name);
        // But no password: that is typed anew where it is asked for.
        let old = owner.post("/account/password", &[("old", "geheim 77"), ("password", "geheim 78"), ("confirm", "geheim 79")]).await;
        assert!(old.to().starts_with("/sign-in?next=") && !old.body.contains("geheim"), "{}: {}", trial.name, old.body);
        let owner = Visitor::signed_in(&router, "owner@nasu.example.jp").await;
        let page = owner.get(path).await.body;
        assert!(page.contains("name=\"version\" value=\"1\"") && !page.contains("value=\"77\""), "{}", trial.name);
        assert_eq!(owner.post(path, &typed).await.status, StatusCode::SEE_OTHER, "the same form is taken after signing in again");
        assert!(owner.get(path).await.body.contains("value=\"77\""), "{}", trial.name);
        // Used every few hours, it ends all the same one day.
        for _ in 0..34 {
            assert_eq!(owner.get("/account").await.status, StatusCode::OK, "{}", trial.name);
            trial.app.clock.forward(SignedDuration::from_hours(10));
        }
        assert_eq!(owner.get("/account").await.status, StatusCode::SEE_OTHER, "{}", trial.name);
    }
}
