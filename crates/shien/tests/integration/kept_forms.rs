//! Nothing typed is lost: not by a fault, not by somebody who was faster, not by a system that has no time just now.

use axum::{
    body::Body,
    http::{Request, StatusCode, header},
};
use platform::trial::Trial;
use serde_json::Value;
use shien::{samples::CALLS, server};
use std::time::Duration;
use web::{Bounds, RequestLimiter};

use crate::visitor::{Visitor, site, whole};

const COMPANY: &str = "/companies/nasu-software";
const OWNER: &str = "owner@nasu.example.jp";

/// The value of a hidden or visible field of a page.
fn value_of<'b>(body: &'b str, name: &str) -> &'b str {
    let at = body.find(&format!("name=\"{name}\"")).unwrap_or_else(|| panic!("no `{name}` in {body}"));
    body[at..].split("value=\"").nth(1).and_then(|rest| rest.split('"').next()).unwrap()
}

/// What stands in the table of both versions: one row for each part that differs.
fn both(body: &str) -> Vec<Vec<String>> {
    let table = body.split("<table class=\"versions\">").nth(1).unwrap_or_else(|| panic!("no table in {body}"));
    let rows = table.split("</table>").next().unwrap().split("<tbody>").nth(1).unwrap().split("<tr>").skip(1);
    let text = |cell: &str| cell.split('>').nth(1).and_then(|c| c.split('<').next()).unwrap_or_default().trim().to_owned();
    rows.map(|row| row.split("</t").filter(|c| c.contains("<t")).map(|c| text(&c[c.rfind("<t").unwrap()..])).collect()).collect()
}

#[tokio::test]
async fn who_was_slower_sees_both_versions_and_saves_with_the_next_press() {
    for trial in crate::with_people().await {
        let router = site(&trial).await;
        let owner = Visitor::signed_in(&router, OWNER).await;
        let seen = owner.get(COMPANY).await.body;
        let version = value_of(&seen, "version").to_owned();
        let first = owner.post(COMPANY, &[("version", &version), ("name", "先に保存した名前")]).await;
        assert_eq!(first.status, StatusCode::SEE_OTHER, "{} {}", trial.name, first.body);
        let late = owner.post(COMPANY, &[("version", &version), ("name", "あとから書いた名前")]).await;
        assert_eq!(late.status, StatusCode::CONFLICT, "{}", trial.name);
        assert!(late.body.contains("ほかの人が先に変えました") && late.body.contains("<title>エラー："), "{} {}", trial.name, late.body);
        assert_eq!(both(&late.body), [["名称", "あとから書いた名前", "先に保存した名前"]], "{}", trial.name);
        assert_eq!(value_of(&late.body, "name"), "あとから書いた名前", "{}", trial.name);
        let now = value_of(&late.body, "version").to_owned();
        assert_ne!(now, version, "{}", trial.name);
        let again = owner.post(COMPANY, &[("version", &now), ("name", "あとから書いた名前")]).await;
        assert_eq!(again.status, StatusCode::SEE_OTHER, "{} {}", trial.name, again.body);
        assert_eq!(value_of(&owner.get(COMPANY).await.body, "name"), "あとから書いた名前", "{}", trial.name);
    }
}

#[tokio::test]
async fn lists_and_owners_show_both_versions_too() {
    for trial in crate::with_people().await {
        let router = site(&trial).await;
        let owner = Visitor::signed_in(&router, OWNER).await;
        let contacts = format!("{COMPANY}/contacts");
        let version = value_of(&owner.get(&contacts).await.body, "version").to_owned();
        let typed = |name| vec![("version", version.as_str()), ("role0", "person"), ("name0", name), ("email0", "a@nasu.example.jp")];
        assert_eq!(owner.post(&contacts, &typed("山田一")).await.status, StatusCode::SEE_OTHER, "{}", trial.name);
        let late = owner.post(&contacts, &typed("鈴木二")).await;
        let rows = both(&late.body);
        assert!(rows.len() == 1 && rows[0][1].contains("鈴木二") && rows[0][2].contains("山田一"), "{} {rows:?}", trial.name);
        assert_eq!(value_of(&late.body, "name0"), "鈴木二", "{}", trial.name);
        let owners = format!("{COMPANY}/ownership");
        let version = value_of(&owner.get(&owners).await.body, "version").to_owned();
        let typed = |holder, share| vec![("version", version.as_str()), ("holder0", holder), ("kind0", "person"), ("share0", share)];
        assert_eq!(owner.post(&owners, &typed("山田一", "60%")).await.status, StatusCode::SEE_OTHER, "{}", trial.name);
        let late = owner.post(&owners, &typed("鈴木二", "70%")).await;
        let rows = both(&late.body);
        assert!(rows.iter().any(|r| r[1].contains("鈴木二") && r[2].contains("山田一")), "{} {rows:?}", trial.name);
        assert_eq!(value_of(&late.body, "share0"), "70%", "{}", trial.name);
    }
}

/// Somebody's application in the open call, and the office's page of it.
async fn case(trial: &Trial, officer: &Visitor<'_>) -> String {
    let page = officer.get("/office/center/applications").await.body;
    let link =
        page.split("href=\"").find(|l| l.starts_with("/office/center/applications/0")).unwrap_or_else(|| panic!("{} {page}", trial.name));
    link.split(['"', '?', '#']).next().unwrap().to_owned()
}

#[tokio::test]
async fn what_an_officer_wrote_stays_whatever_kept_it_from_being_sent() {
    for trial in crate::with_applications().await {
        let router = site(&trial).await;
        let officer = Visitor::signed_in(&router, "officer@example.jp").await;
        let case = case(&trial, &officer).await;
        // Somebody was faster: the case is shown as it stands now, with the form as it was written.
        let fields = [("version", "99"), ("act", "return"), ("due", "2026-12-25"), ("message", "三行目の見積書を\n付け直してください。")];
        let late = officer.post(&case, &fields).await;
        assert_eq!(late.status, StatusCode::CONFLICT, "{} {}", trial.name, late.body);
        assert!(late.body.contains("ほかの人が先に変えたため"), "{} {}", trial.name, late.body);
        let [form, copied] = ["name=\"message\"", "id=\"h-unsent\""].map(|part| late.body.split_once(part).unwrap().1);
        for text in [form, copied] {
            assert!(text.contains("三行目の見積書を\n付け直してください。"), "{} {}", trial.name, late.body);
        }
        assert_ne!(value_of(&late.body, "version"), "99", "{}: it may be sent again knowingly", trial.name);
        // A fault in one field leaves the others as they were.
        let refused = officer.post(&case, &[("act", "allow-late"), ("day", "きのう"), ("time", "17:00"), ("reason", "回線の障害")]).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", trial.name);
        if refused.body.contains("id=\"allow-late-reason\"") {
            assert!(refused.body.contains("回線の障害") && refused.body.contains("value=\"きのう\""), "{} {}", trial.name, refused.body);
        }
        // A revision that somebody else overtook stands beside the one that is in force.
        let call = CALLS[0];
        let begun = [("from", "revision"), ("call", call), ("key", &*uuid::Uuid::now_v7().to_string())];
        let page = officer.post("/office/center/programmes", &begun).await.to().split('?').next().unwrap().to_owned();
        let shown = officer.get(&page).await.body;
        let version = value_of(&shown, "version").to_owned();
        let body = programme(&shown);
        let number: i64 = body.lines().find_map(|l| l.trim().strip_prefix("revision: ")).unwrap().trim().parse().unwrap();
        let next = (format!("revision: {number}"), format!("revision: {}", number + 1));
        let revised = |title: &str| body.replace(&next.0, &next.1).replacen("ja: ", &format!("ja: {title}"), 1);
        let send = |body: String, version: String| {
            let (officer, page) = (&officer, &page);
            async move { officer.post(page, &[("version", &version), ("act", "save"), ("body", &body)]).await }
        };
        let first = send(revised("先の"), version.clone()).await;
        assert_eq!(first.status, StatusCode::SEE_OTHER, "{} {}", trial.name, first.body);
        let late = send(revised("後の"), version).await;
        assert_eq!(late.status, StatusCode::CONFLICT, "{} {}", trial.name, late.body);
        let (mine, stored) = late.body.split_once("id=\"stored\"").unwrap_or_else(|| panic!("{} {}", trial.name, late.body));
        assert!(mine.contains("ja: 後の") && stored.contains("ja: 先の"), "{} {}", trial.name, late.body);
    }
}

/// The programme that stands in a page's field.
fn programme(page: &str) -> String {
    let field =
        page.split("name=\"body\"").nth(1).and_then(|f| f.split_once('>')).and_then(|(_, f)| f.split("</textarea>").next()).unwrap();
    field.replace("&#34;", "\"").replace("&#39;", "'").replace("&#60;", "<").replace("&#62;", ">").replace("&#38;", "&")
}

#[tokio::test]
async fn a_refused_message_keeps_its_text() {
    let trial = crate::with_applications().await.remove(0);
    let router = site(&trial).await;
    let officer = Visitor::signed_in(&router, "officer@example.jp").await;
    let case = case(&trial, &officer).await;
    let long = "長い文。".repeat(3_000);
    let refused = officer.post(&case, &[("act", "message"), ("key", "01a20f0a-e309-768f-9341-175a44bd6d24"), ("body", &long)]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", refused.body);
    assert!(refused.body.contains(&long), "{}", refused.body);
}

#[tokio::test]
async fn who_sends_too_much_at_once_gets_the_text_back_with_a_button_that_sends_it_again() {
    let trial = crate::embedded_with_people().await;
    let mut site = whole(&trial).await;
    site.web.pace = RequestLimiter::new(Bounds { person: 1, person_there: 0, turn: Duration::ZERO, ..Bounds::default() });
    let router = server::router(site);
    let owner = Visitor::signed_in(&router, OWNER).await;
    let answer = owner.post(COMPANY, &[("version", "1"), ("name", "消えない名前")]).await;
    assert_eq!(answer.status, StatusCode::TOO_MANY_REQUESTS, "{}", answer.body);
    assert!(answer.headers.contains_key(header::RETRY_AFTER));
    assert!(answer.body.contains("<p class=\"lines said-so\">消えない名前</p>") && answer.body.contains("もう一度送る"), "{}", answer.body);
    assert!(answer.body.contains("name=\"version\" value=\"1\""), "{}", answer.body);
}

#[tokio::test]
async fn programs_are_answered_with_problems() {
    let trial = crate::embedded_with_people().await;
    let router = site(&trial).await;
    // Each kind has a page that says what to do.
    let nobody = Visitor::nobody(&router);
    let list = nobody.get("/problems").await;
    for kind in web::problems::ProblemType::ALL {
        assert!(list.body.contains(&kind.address()), "{}", list.body);
        let page = nobody.get(&kind.address()).await;
        assert!(page.status == StatusCode::OK && page.body.contains(&kind.status().as_u16().to_string()), "{}", page.body);
    }
    assert_eq!(nobody.get("/problems/unheard-of").await.status, StatusCode::NOT_FOUND);
    let owner = Visitor::signed_in(&router, OWNER).await;
    let ask = |path: &'static str| {
        let owner = &owner;
        async move { owner.send(Request::get(path).header(header::ACCEPT, "application/json"), Body::empty()).await }
    };
    for (path, status, kind) in [
        ("/applications/01a20f0a-e309-768f-9341-175a44bd6d24/fields", 403, "/problems/denied"),
        ("/office/center/queue", 403, "/problems/denied"),
        ("/nowhere", 404, "/problems/not-found"),
    ] {
        let answer = ask(path).await;
        assert_eq!((answer.status.as_u16(), &answer.headers[header::CONTENT_TYPE]), (status, &"application/problem+json".parse().unwrap()));
        let problem: Value = serde_json::from_str(&answer.body).unwrap();
        assert_eq!((problem["type"].as_str(), problem["status"].as_u64()), (Some(kind), Some(u64::from(status))), "{path}");
        assert_eq!(problem["instance"], path);
        assert!(problem["title"].as_str().is_some_and(|t| !t.is_empty()) && problem["detail"].as_str().is_some_and(|d| !d.is_empty()));
    }
    // What is wrong with a field is told by its name.
    let form = Request::post(COMPANY).header(header::ACCEPT, "application/problem+json").header("sec-fetch-site", "same-origin");
    let form = form.header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
    let stale = owner.send(form, "version=99&name=x").await;
    assert!(stale.status.is_client_error(), "{}", stale.body);
    let nobody = Visitor::nobody(&router);
    let signed_out = nobody.send(Request::get("/account").header(header::ACCEPT, "application/json"), Body::empty()).await;
    assert_eq!(signed_out.status, StatusCode::UNAUTHORIZED, "{}", signed_out.body);
}
