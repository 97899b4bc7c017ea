//! An agency's own systems ask with tokens: what they name and no more, until they end or are revoked.

use std::num::NonZeroU32;

use axum::http::{Request, StatusCode, header};
use jiff::{SignedDuration, ToSpan};
use serde_json::{Value, json};
use web::InterfaceLimiter;

use crate::visitor::{Answer, Visitor, site, whole};

/// Asks with a token.
async fn ask(visitor: &Visitor<'_>, path: &str, token: &str) -> Answer {
    visitor.send(Request::get(path).header(header::AUTHORIZATION, format!("Bearer {token}")), "").await
}

fn body(answer: &Answer) -> Value {
    serde_json::from_str(&answer.body).unwrap_or_else(|_| panic!("{}", answer.body))
}

/// The token that a page tells.
fn told(answer: &Answer) -> String {
    let secret = answer.body.split("class=\"secret\">").nth(1).unwrap_or_else(|| panic!("no token: {}", answer.body));
    secret.chars().take(64).collect()
}

async fn made(app: &platform::App, admin: &Visitor<'_>, acts: &[&str]) -> String {
    let until = app.now().in_japan().date().checked_add(365.days()).unwrap().to_string();
    let fields: Vec<(String, String)> = acts.iter().map(|act| (format!("act-{act}"), "yes".to_owned())).collect();
    let mut fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    fields.extend([("name", "会計システム"), ("until", until.as_str())]);
    told(&admin.post("/office/center/tokens", &fields).await)
}

#[tokio::test]
async fn a_system_reads_what_its_token_names_until_it_is_revoked_or_over() {
    for trial in crate::with_applications().await {
        let router = site(&trial).await;
        let admin = Visitor::signed_in(&router, "admin@example.jp").await;
        let nobody = Visitor::nobody(&router);
        // An officer makes none; what is typed wrongly is told beside its field, and nothing is made.
        let officer = Visitor::signed_in(&router, "officer@example.jp").await;
        assert_eq!(officer.get("/office/center/tokens").await.status, StatusCode::FORBIDDEN);
        let wrong = admin.post("/office/center/tokens", &[("name", ""), ("until", "2020-01-01")]).await;
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(wrong.body.contains("60文字まで") && wrong.body.contains("一つ以上") && wrong.body.contains("1年以内"), "{}", wrong.body);
        assert!(admin.get("/office/center/tokens").await.body.contains("まだ発行していません"));
        let both = made(&trial.app, &admin, &["call.read", "application.case"]).await;
        let calls_only = made(&trial.app, &admin, &["call.read"]).await;
        // Without a token, with one that is none, and with one that does not name it.
        for (path, token, status) in [
            ("/api/v1/calls", "", StatusCode::UNAUTHORIZED),
            ("/api/v1/applications", "0000", StatusCode::UNAUTHORIZED),
            ("/api/v1/applications", &"a".repeat(64), StatusCode::UNAUTHORIZED),
            ("/api/v1/applications", calls_only.as_str(), StatusCode::FORBIDDEN),
        ] {
            let refused = if token.is_empty() { nobody.get(path).await } else { ask(&nobody, path, token).await };
            assert_eq!(
                (refused.status, refused.headers[header::CONTENT_TYPE].as_bytes()),
                (status, &b"application/problem+json"[..]),
                "{path}"
            );
        }
        let calls = body(&ask(&nobody, "/api/v1/calls", &calls_only).await);
        let call = calls["items"][0]["id"].as_str().unwrap();
        assert_eq!(calls["items"][0]["state"], "open", "{calls}");
        // Every page of what was filed, none twice, and nothing that is only being written.
        let mut seen = Vec::new();
        let mut next = "/api/v1/applications?limit=1".to_owned();
        loop {
            let page = body(&ask(&nobody, &next, &both).await);
            for one in page["items"].as_array().unwrap() {
                assert!(one["receipt"].is_string() && one["filed_at"].is_string() && one["state"] != "draft", "{one}");
                let alone = body(&ask(&nobody, &format!("/api/v1/applications/{}", one["id"].as_str().unwrap()), &both).await);
                assert_eq!(alone, *one);
                seen.push(one["id"].clone());
            }
            match page["next"].as_str() {
                Some(address) => next = address.split_once("//").unwrap().1.split_once('/').map(|(_, path)| format!("/{path}")).unwrap(),
                None => break,
            }
        }
        let mut once = seen.clone();
        once.dedup();
        assert!(!seen.is_empty() && once.len() == seen.len(), "{seen:?}");
        let of_call = body(&ask(&nobody, &format!("/api/v1/applications?call={call}"), &both).await);
        assert!(of_call["items"].as_array().unwrap().iter().all(|one| one["call"] == call), "{of_call}");
        // It opens no page, and nothing that a person does.
        for path in ["/office/center/applications", "/office/center/journal", "/account"] {
            assert!(!ask(&nobody, path, &both).await.status.is_success(), "{path}");
        }
        // An assistant that shows it is told the agency's calls; one that does not is told what is lacking.
        let question = json!({ "jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": { "name": "agency_calls", "arguments": {} } });
        for (token, holds) in [(Some(&calls_only), "\"open\""), (None, "call.read")] {
            let mut request = Request::post("/mcp").header(header::HOST, "shien.test");
            request =
                request.header(header::CONTENT_TYPE, "application/json").header(header::ACCEPT, "application/json, text/event-stream");
            request = request.header("mcp-protocol-version", "2025-06-18");
            if let Some(token) = token {
                request = request.header(header::AUTHORIZATION, format!("Bearer {token}"));
            }
            let answer = nobody.send(request, question.to_string()).await;
            assert!(answer.body.replace('\\', "").contains(holds), "{} {}", answer.status, answer.body);
        }
        // The journal says what was made; a token that is revoked, or over, opens nothing.
        let page = admin.get("/office/center/tokens").await.body;
        assert!(page.matches("会計システム").count() >= 2 && !page.contains(&both), "its secret is told once: {page}");
        let ids: Vec<&str> = page.split("/office/center/tokens/").skip(1).map(|rest| rest.split('/').next().unwrap()).collect();
        assert_eq!(admin.post(&format!("/office/center/tokens/{}/revoke", ids[0]), &[]).await.status, StatusCode::SEE_OTHER);
        assert_eq!(ask(&nobody, "/api/v1/calls", &calls_only).await.status, StatusCode::UNAUTHORIZED);
        assert_eq!(ask(&nobody, "/api/v1/calls", &both).await.status, StatusCode::OK);
        trial.app.clock.forward(SignedDuration::from_hours(24 * 367));
        assert_eq!(ask(&nobody, "/api/v1/calls", &both).await.status, StatusCode::UNAUTHORIZED);
    }
}

#[tokio::test]
async fn programs_that_ask_too_much_in_a_minute_are_told_when_to_come_again() {
    let trial = crate::embedded_with_people().await;
    let mut all = whole(&trial).await;
    let [token, network] = [4, 2].map(|most| NonZeroU32::new(most).unwrap());
    all.web.interface_pace = InterfaceLimiter::new(token, network);
    let modules = shien::contexts::modules(&all.web, shien::server::ExternalServices::default()).await.unwrap();
    let router = shien::server::router(shien::server::Site { modules, ..all });
    let admin = Visitor::signed_in(&router, "admin@example.jp").await;
    let token = made(&trial.app, &admin, &["call.read"]).await;
    let nobody = Visitor::nobody(&router);
    let mut refused = None;
    for count in 0..3 {
        let answer = nobody.get("/api/v1/measures?limit=1").await;
        if answer.status == StatusCode::TOO_MANY_REQUESTS {
            refused = Some((count, answer));
        }
    }
    let (count, answer) = refused.unwrap();
    assert_eq!(body(&answer)["status"], 429, "a program reads what went wrong: {}", answer.body);
    // A token that is none is counted with its network.
    let unknown = ask(&nobody, "/api/v1/calls", &token.chars().rev().collect::<String>()).await;
    assert_eq!(unknown.status, StatusCode::TOO_MANY_REQUESTS);
    assert!(count == 2 && answer.headers[header::RETRY_AFTER].to_str().unwrap().parse::<u64>().unwrap() >= 1);
    // A system with a token has a minute of its own, and pages are no interface.
    for _ in 0..4 {
        assert_eq!(ask(&nobody, "/api/v1/calls", &token).await.status, StatusCode::OK);
    }
    assert_eq!(ask(&nobody, "/api/v1/calls", &token).await.status, StatusCode::TOO_MANY_REQUESTS);
    assert_eq!(nobody.get("/measures").await.status, StatusCode::OK);
}
