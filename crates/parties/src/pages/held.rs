//! What somebody typed while their session ended: the page holds it until they are signed in again.

use askama::Template;
use axum::{
    Form,
    body::{Body, Bytes, to_bytes},
    extract::{FromRequest, Request},
    http::{Method, StatusCode, Uri, header},
    middleware::Next,
    response::Response,
};
use platform::Actor;
use rules::words::Words;

use super::{Asker, PASSWORDS};

/// The longest form that is held, in bytes: as long as the longest that is taken.
const MOST_FORM: usize = 4 * 1024 * 1024;

const FORM: &str = "application/x-www-form-urlencoded";

/// Beside an answer that leads to the door.
#[derive(Debug, Clone)]
pub(super) struct ToDoor;

#[derive(Debug, Template)]
#[template(path = "held.html")]
struct Page<'a> {
    words: &'a Words,
    action: &'a str,
    sign_in: String,
    typed: Vec<(String, String)>,
    /// What of it people wrote.
    shown: Vec<String>,
}

/// Holds a form whose sender is told to sign in first. Of a file that was chosen, and of passwords, nothing can be held: whoever sent
/// them is led back to the page where they were asked for.
pub async fn hold(asker: Asker, mut request: Request, next: Next) -> Response {
    if request.method() != Method::POST || !matches!(asker.actor, Actor::Nobody) {
        return next.run(request).await;
    }
    let is_form = request.headers().get(header::CONTENT_TYPE).is_some_and(|kind| kind.as_bytes().starts_with(FORM.as_bytes()));
    let from = request.headers().get(header::REFERER).and_then(|from| from.to_str().ok()?.parse::<Uri>().ok());
    let mut body = Bytes::new();
    if is_form {
        match to_bytes(std::mem::take(request.body_mut()), MOST_FORM).await {
            Ok(read) => body = read,
            Err(_) => return ui::problem(&asker.viewer, StatusCode::PAYLOAD_TOO_LARGE),
        }
        *request.body_mut() = Body::from(body.clone());
    }
    let response = next.run(request).await;
    if response.extensions().get::<ToDoor>().is_none() {
        return response;
    }
    let typed = typed(body).await;
    if typed.is_empty() {
        return from.map_or(response, |from| asker.go(&format!("/sign-in?next={}", ui::encode(from.path()))));
    }
    let shown = typed.iter().filter(|(name, said)| !said.trim().is_empty() && !is_carried(name)).map(|t| t.1.clone()).collect();
    let page = Page { words: asker.words, action: asker.viewer.path(), sign_in: format!("/sign-in{}", asker.viewer.keep()), typed, shown };
    let mut response = asker.page(&asker.word("signed-out"), page.render());
    *response.status_mut() = StatusCode::UNAUTHORIZED;
    response
}

/// Whether a field is one that a form carries, not one in which somebody writes.
fn is_carried(name: &str) -> bool {
    const CARRIED: [&str; 10] = ["key", "version", "act", "do", "item", "seen", "next-part", "find", "form", "what"];
    CARRIED.contains(&name) || ["base.", "take.", "pick."].iter().any(|start| name.starts_with(start))
}

/// The fields of a form, but for passwords.
async fn typed(body: Bytes) -> Vec<(String, String)> {
    let form = Request::post("/").header(header::CONTENT_TYPE, FORM).body(Body::from(body));
    let Ok(form) = form else { return Vec::new() };
    let fields = Form::<Vec<(String, String)>>::from_request(form, &()).await.map(|f| f.0).unwrap_or_default();
    fields.into_iter().filter(|(name, _)| !PASSWORDS.contains(&name.as_str())).collect()
}
