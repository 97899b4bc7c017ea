//! What is looked at before any room is asked: by which name the site was called, and whether a request was heard to its end.

use std::{
    pin::Pin,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    task::{Context, Poll},
};

use axum::{
    body::{Body, Bytes},
    extract::{Request, State},
    http::{HeaderValue, StatusCode, Version, header, uri::Authority},
    middleware::Next,
    response::Response,
};
use http_body::{Body as _, Frame, SizeHint};
use ui::Viewer;
use url::Url;

/// What this machine calls itself.
const HERE: [&str; 3] = ["localhost", "127.0.0.1", "[::1]"];

/// The names by which people reach the site.
#[derive(Debug, Clone)]
pub struct Names(Arc<[String]>);

impl Names {
    /// The name within the site's address, and more names; where the site is reached at this machine alone, every name of that.
    pub fn of(address: &str, more: &[String]) -> Self {
        let own = Url::parse(address).ok().and_then(|a| a.host_str().map(str::to_owned));
        let mut names: Vec<String> = own.into_iter().chain(more.iter().cloned()).map(|n| n.trim().to_lowercase()).collect();
        if names.iter().any(|n| HERE.contains(&n.as_str())) {
            names.extend(HERE.map(str::to_owned));
        }
        Self(names.into())
    }

    fn know(&self, name: &str) -> bool {
        let name = name.trim_end_matches('.');
        self.0.iter().any(|known| known.eq_ignore_ascii_case(name))
    }
}

/// The name that a request was sent to: one, and readable.
fn called(request: &Request) -> Option<Authority> {
    let mut hosts = request.headers().get_all(header::HOST).iter();
    let (first, second) = (hosts.next(), hosts.next());
    if second.is_some() {
        return None;
    }
    // A request that carries a whole address says there whom it means.
    if let Some(authority) = request.uri().authority() {
        return Some(authority.clone());
    }
    first?.to_str().ok()?.parse().ok()
}

/// Answers to the site's own names only: what is kept, linked and sent under another would be somebody else's. Those who look whether
/// the process is alive call it by whatever name they have.
pub async fn known(State(names): State<Option<Names>>, viewer: Viewer, request: Request, next: Next) -> Response {
    let Some(names) = names.filter(|_| !matches!(request.uri().path(), "/health" | "/ready")) else { return next.run(request).await };
    match called(&request) {
        Some(name) if names.know(name.host()) => next.run(request).await,
        Some(_) => ui::problem(&viewer, StatusCode::MISDIRECTED_REQUEST),
        None => ui::problem(&viewer, StatusCode::BAD_REQUEST),
    }
}

/// Closes the connection behind an answer that was given before the request was read to its end: what is left of it is no request.
pub async fn heard(request: Request, next: Next) -> Response {
    if request.body().is_end_stream() {
        return next.run(request).await;
    }
    let (version, whole) = (request.version(), Arc::new(AtomicBool::new(false)));
    let heard = whole.clone();
    let request = request.map(|body| Body::new(CountedBody { body, heard }));
    let mut response = next.run(request).await;
    if !whole.load(Ordering::Acquire) && version <= Version::HTTP_11 {
        response.headers_mut().insert(header::CONNECTION, HeaderValue::from_static("close"));
    }
    response
}

/// A body that tells when it was read to its end.
struct CountedBody {
    body: Body,
    heard: Arc<AtomicBool>,
}

impl http_body::Body for CountedBody {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        let read = Pin::new(&mut self.body).poll_frame(cx);
        if matches!(read, Poll::Ready(None)) || (matches!(read, Poll::Ready(Some(Ok(_)))) && self.body.is_end_stream()) {
            self.heard.store(true, Ordering::Release);
        }
        read
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

#[cfg(test)]
mod tests {
    use super::Names;

    #[test]
    fn a_site_answers_to_its_own_names_and_to_no_other() {
        let names = Names::of("https://shien.example.jp", &["hojo.example.jp".to_owned()]);
        assert!(names.know("shien.example.jp") && names.know("SHIEN.example.jp.") && names.know("hojo.example.jp"));
        assert!(!names.know("localhost") && !names.know("example.jp") && !names.know("shien.example.jp.evil.example"));
        let here = Names::of("http://localhost:8080", &[]);
        assert!(here.know("localhost") && here.know("127.0.0.1") && here.know("[::1]") && !here.know("shien.example.jp"));
    }
}
