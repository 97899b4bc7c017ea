//! Forms on their way in: each is read within its own route's limit, all of them together within what the process holds; and what
//! somebody typed while their session ended stays in the page until they are signed in again.

use std::sync::Arc;

use askama::Template;
use axum::{
    Form,
    body::{Body, Bytes},
    extract::{DefaultBodyLimit, FromRequest, MatchedPath, Request, State},
    http::{Method, StatusCode, Uri, header},
    middleware::Next,
    response::Response,
};
use http_body_util::BodyExt;
use platform::{Actor, Error, limits};
use rules::words::Words;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::{AppState, Failure, RequestContext, failure::wants_json, form::PASSWORDS, module::RouteTable, within};

const FORM: &str = "application/x-www-form-urlencoded";

/// The forms that are held at one time.
#[derive(Debug, Clone)]
pub struct Forms {
    of_people: Arc<Semaphore>,
    of_nobody: Arc<Semaphore>,
}

impl Forms {
    /// With as many bytes for those who are signed in, and for those who are not.
    pub fn within(of_people: usize, of_nobody: usize) -> Self {
        Self { of_people: Arc::new(Semaphore::new(of_people)), of_nobody: Arc::new(Semaphore::new(of_nobody)) }
    }

    /// Reads a form, and holds its share of the memory for as long as what comes back is held.
    async fn read(&self, mut body: Body, most: usize, signed_in: bool) -> Result<(Bytes, OwnedSemaphorePermit), StatusCode> {
        let all = if signed_in { &self.of_people } else { &self.of_nobody };
        let full = |_| StatusCode::SERVICE_UNAVAILABLE;
        let (mut read, mut share) = (Vec::new(), all.clone().try_acquire_many_owned(0).map_err(full)?);
        while let Some(frame) = body.frame().await {
            let Ok(piece) = frame.map_err(|_| StatusCode::BAD_REQUEST)?.into_data() else { continue };
            if read.len() + piece.len() > most {
                return Err(StatusCode::PAYLOAD_TOO_LARGE);
            }
            let more = u32::try_from(piece.len()).map_err(|_| StatusCode::PAYLOAD_TOO_LARGE)?;
            share.merge(all.clone().try_acquire_many_owned(more).map_err(full)?);
            read.extend_from_slice(&piece);
        }
        Ok((read.into(), share))
    }
}

impl Default for Forms {
    fn default() -> Self {
        Self::within(limits::FORMS, limits::FORMS_OF_NOBODY)
    }
}

#[derive(Debug, Template)]
#[template(path = "resume_form.html")]
struct Page<'a> {
    words: &'a Words,
    action: &'a str,
    sign_in: String,
    typed: Vec<(String, String)>,
    /// What of it people wrote.
    shown: Vec<String>,
}

#[derive(Debug, Template)]
#[template(path = "kept_form.html")]
struct Kept<'a> {
    words: &'a Words,
    action: &'a str,
    typed: Vec<(String, String)>,
    /// What of it people wrote.
    shown: Vec<String>,
    /// Whether the same may go through later.
    again: bool,
    /// The page on which it was written.
    from: Option<String>,
}

/// Reads a form whole before anybody works at it, and gives it back where it is not taken: to be sent after a new sign-in, to be sent
/// once more, or to be read and copied. Of a file that was chosen, and of passwords, nothing can be held.
pub(crate) async fn hold(
    State((state, table)): State<(AppState, Arc<RouteTable>)>,
    context: RequestContext,
    mut request: Request,
    next: Next,
) -> Response {
    let route = request.extensions().get::<MatchedPath>().map(|p| p.as_str().to_owned());
    let json = wants_json(request.headers()) || table.is_interface(request.uri().path());
    let is_post = request.method() == Method::POST && route.is_some();
    let nobody = matches!(context.actor, Actor::Nobody);
    let is_form = request.headers().get(header::CONTENT_TYPE).is_some_and(|kind| kind.as_bytes().starts_with(FORM.as_bytes()));
    let from = request.headers().get(header::REFERER).and_then(|from| from.to_str().ok()?.parse::<Uri>().ok());
    let (mut body, mut share) = (Bytes::new(), None);
    if let (true, true, Some(route)) = (is_post, is_form, route) {
        let most = table.most(&route);
        let length = request.headers().get(header::CONTENT_LENGTH).and_then(|n| n.to_str().ok()?.parse::<usize>().ok());
        let read = match length {
            Some(length) if length > most => Err(StatusCode::PAYLOAD_TOO_LARGE),
            _ => state.forms.read(std::mem::take(request.body_mut()), most, !nobody).await,
        };
        match read {
            Ok((read, held)) => (body, share) = (read, Some(held)),
            Err(status) => return failed(&context, &Failure::Unread(status), json),
        }
        *request.body_mut() = Body::from(body.clone());
        DefaultBodyLimit::max(most).apply(&mut request);
    }
    let response = next.run(request).await;
    let Some(failure) = Failure::of(&response) else { return response };
    if json || !is_post {
        return failed(&context, &failure, json);
    }
    let typed = typed(body).await;
    drop(share);
    let shown: Vec<String> =
        typed.iter().filter(|(name, value)| !value.trim().is_empty() && !is_carried(name)).map(|t| t.1.clone()).collect();
    let from = from.and_then(|from| Some(within(from.path_and_query()?.as_str()).to_owned()));
    match failure.error() {
        Some(Error::SignedOut) if nobody && !typed.is_empty() => {
            let sign_in = format!("/sign-in{}", context.viewer.lang_query());
            let page = Page { words: &context.words, action: context.viewer.path(), sign_in, typed, shown };
            let mut response = context.page(&context.word("signed-out"), &page);
            *response.status_mut() = StatusCode::UNAUTHORIZED;
            response
        }
        // Of a file nothing can be held: it is chosen again on the page where it was asked for.
        Some(Error::SignedOut) => context.to_sign_in(from.as_deref().unwrap_or_else(|| context.viewer.path())),
        Some(Error::Moved(_)) => failed(&context, &failure, json),
        _ if shown.is_empty() => failed(&context, &failure, json),
        _ => {
            failure.log(&context);
            let again = failure.may_pass_later();
            let kept = Kept { words: &context.words, action: context.viewer.path(), typed, shown, again, from };
            failure.page(&context, &kept.render().unwrap_or_default())
        }
    }
}

/// What is told where nothing was typed.
fn failed(context: &RequestContext, failure: &Failure, json: bool) -> Response {
    failure.log(context);
    match failure.error() {
        _ if json => failure.problem(context),
        Some(Error::SignedOut) => context.to_sign_in(context.viewer.path()),
        Some(Error::Moved(to)) => context.go(to),
        _ => failure.page(context, ""),
    }
}

/// Whether a field is one that a form carries, not one in which somebody writes.
fn is_carried(name: &str) -> bool {
    const CARRIED: [&str; 11] = ["page", "key", "version", "act", "do", "item", "seen", "next-part", "find", "form", "what"];
    CARRIED.contains(&name) || ["base.", "take.", "pick."].iter().any(|start| name.starts_with(start))
}

/// The fields of a form, but for passwords.
async fn typed(body: Bytes) -> Vec<(String, String)> {
    let form = Request::post("/").header(header::CONTENT_TYPE, FORM).body(Body::from(body));
    let Ok(mut form) = form else { return Vec::new() };
    DefaultBodyLimit::disable().apply(&mut form);
    let fields = Form::<Vec<(String, String)>>::from_request(form, &()).await.map(|f| f.0).unwrap_or_default();
    fields.into_iter().filter(|(name, _)| !PASSWORDS.contains(&name.as_str())).collect()
}
