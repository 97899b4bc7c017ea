//! Short forms with faults: each fault is told, all at once, with the way to its field.

use axum::http::StatusCode;

use crate::visitor::{Answer, Visitor, link, site};

/// The tag of a field, by its id.
fn tag<'t>(body: &'t str, id: &str) -> &'t str {
    let at = body.find(&format!(" id=\"{id}\"")).unwrap_or_else(|| panic!("no field `{id}` in {body}"));
    let start = body[..at].rfind('<').unwrap();
    &body[start..start + body[start..].find('>').unwrap()]
}

/// A form that came back says in its title that something is wrong, names every fault with a link to its field, and describes the field
/// by its hint and its fault together.
fn told(form: &str, answer: &Answer, fields: &[&str]) {
    let body = &answer.body;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{form} {body}");
    assert!(body.contains("<title>エラー："), "{form} {body}");
    let summary = body.split("class=\"errors\"").nth(1).unwrap_or_else(|| panic!("{form}: no summary in {body}"));
    let summary = summary.split("</div>").next().unwrap();
    assert_eq!(summary.matches("<li>").count(), fields.len(), "{form}: {summary}");
    for field in fields {
        assert!(summary.contains(&format!("href=\"#{field}\"")), "{form}: {field} is not in {summary}");
        let tag = tag(body, field);
        let described =
            tag.split("aria-describedby=\"").nth(1).and_then(|d| d.split('"').next()).unwrap_or_else(|| panic!("{form}: {tag}"));
        assert!(tag.contains("aria-invalid=\"true\"") && described.split(' ').any(|d| d.ends_with("-error")), "{form}: {tag}");
        for id in described.split(' ') {
            assert_eq!(body.matches(&format!("id=\"{id}\"")).count(), 1, "{form}: {id}");
        }
        if body.contains(&format!("id=\"{field}-hint\"")) {
            assert!(described.contains(&format!("{field}-hint")), "{form}: the hint of {field} is told too: {tag}");
        }
    }
}

#[tokio::test]
async fn every_short_form_tells_all_its_faults_at_once_and_keeps_what_was_typed() {
    const SECRET: &str = "short";
    for trial in crate::with_people().await {
        let router = site(&trial).await;
        let nobody = Visitor::nobody(&router);
        let sign_in = nobody.post("/sign-in", &[("email", "who@example.jp"), ("password", SECRET)]).await;
        told("sign-in", &sign_in, &["password"]);
        assert!(sign_in.body.contains("value=\"who@example.jp\"") && !sign_in.body.contains(SECRET), "{}", sign_in.body);
        let forgot = nobody.post("/forgot", &[("email", "no address")]).await;
        told("forgot", &forgot, &["email"]);
        assert!(forgot.body.contains("value=\"no address\""), "{}", forgot.body);
        let sign_up = nobody.post("/sign-up", &[("email", "no address"), ("number", "123")]).await;
        told("sign-up", &sign_up, &["email", "number"]);
        assert!(sign_up.body.contains("value=\"no address\"") && sign_up.body.contains("value=\"123\""), "{}", sign_up.body);
        // The link of the letter: a name and a password.
        assert_eq!(nobody.post("/sign-up", &[("email", "new@example.jp"), ("number", "")]).await.to(), "/sign-up?sent=1");
        let way = link(&trial, "new@example.jp").await;
        let welcome = nobody.post(&way, &[("name", ""), ("password", SECRET)]).await;
        told("invitation", &welcome, &["name", "password"]);
        assert!(!welcome.body.contains(&format!("value=\"{SECRET}\"")), "{}", welcome.body);
        assert_eq!(nobody.post("/forgot", &[("email", "owner@nasu.example.jp")]).await.to(), "/forgot?sent=1");
        let way = link(&trial, "owner@nasu.example.jp").await;
        told("reset", &nobody.post(&way, &[("password", SECRET)]).await, &["password"]);
        // One's account, and companies.
        let owner = Visitor::signed_in(&router, "owner@nasu.example.jp").await;
        told("name", &owner.post("/account/name", &[("name", "")]).await, &["name"]);
        told("password", &owner.post("/account/password", &[("old", "wrong"), ("password", SECRET)]).await, &["old", "password"]);
        told("address", &owner.post("/account/address", &[("email", "no address"), ("confirm", "wrong")]).await, &["email", "confirm"]);
        let founded =
            owner.post("/companies/new", &[("number", ""), ("name", ""), ("kind", "nonsense"), ("note", "わたしの会社です")]).await;
        told("new company", &founded, &["name", "kind"]);
        assert!(founded.body.contains("わたしの会社です"), "{}", founded.body);
        let record = [("version", "1"), ("name", ""), ("employees", "many"), ("capital_yen", "-5")];
        let record = owner.post("/companies/nasu-software", &record).await;
        told("company", &record, &["name", "employees", "capital_yen"]);
        assert!(record.body.contains("value=\"many\""), "{}", record.body);
        let invited =
            owner.post("/companies/nasu-software/people", &[("email", "no address"), ("role", "agent"), ("until", "never")]).await;
        told("people", &invited, &["email", "until"]);
        let rows = [("version", "1"), ("name0", "田中"), ("email0", "no address"), ("name1", "鈴木"), ("email1", "nor this")];
        let contacts = owner.post("/companies/nasu-software/contacts", &rows).await;
        told("contacts", &contacts, &["email0", "email1"]);
        let rows = [("version", "1"), ("holder0", "甲"), ("share0", "much"), ("holder1", "乙"), ("share1", "more")];
        told("ownership", &owner.post("/companies/nasu-software/ownership", &rows).await, &["share0", "share1"]);
        let copy = [("form", "no id"), ("kind", "nonsense"), ("name", ""), ("valid_from", "soon"), ("valid_until", "later")];
        let certified = owner.post("/companies/nasu-software/certifications", &copy).await;
        told("certification", &certified, &["kind", "valid_from", "valid_until"]);
        // The office.
        let officer = Visitor::signed_in(&router, "officer@example.jp").await;
        let registered = officer.post("/office/center/companies", &[("name", ""), ("kind", ""), ("number", "123")]).await;
        told("register", &registered, &["name", "kind", "number"]);
        let admin = Visitor::signed_in(&router, "admin@example.jp").await;
        told(
            "office people",
            &admin.post("/office/center", &[("email", "x"), ("role", "officer"), ("until", "never")]).await,
            &["email", "until"],
        );
        told("settings", &admin.post("/office/center/settings", &[("act", "rename"), ("ja", ""), ("en", "")]).await, &["ja", "en"]);
        let found = [("act", "found"), ("id", "Not An Id"), ("ja", ""), ("en", "")];
        told("founding", &admin.post("/office/center/settings", &found).await, &["new-id", "new-ja", "new-en"]);
    }
}
