//! Somebody with a browser, for tests of the whole site.
#![allow(dead_code, unreachable_pub, missing_docs, reason = "each test takes what it needs")]

use axum::{
    Router,
    body::Body,
    http::{Request, StatusCode, header},
};
use platform::trial::Trial;
use sea_orm::ConnectionTrait;
use shien::{
    samples,
    server::{self, ExternalServices, Site},
};
use tower::ServiceExt;

/// Somebody with a browser.
pub struct Visitor<'a> {
    pub router: &'a Router,
    pub cookie: String,
}

pub struct Answer {
    pub status: StatusCode,
    pub body: String,
    pub headers: header::HeaderMap,
}

impl Answer {
    pub fn to(&self) -> &str {
        self.headers.get(header::LOCATION).map_or("", |l| l.to_str().unwrap())
    }
}

pub async fn site(trial: &Trial) -> Router {
    server::router(whole(trial).await)
}

pub async fn whole(trial: &Trial) -> Site {
    Site::of(trial.app.clone(), "http://shien.test", ExternalServices::default()).await.unwrap()
}

impl<'a> Visitor<'a> {
    pub fn nobody(router: &'a Router) -> Self {
        Self { router, cookie: String::new() }
    }

    pub async fn signed_in(router: &'a Router, email: &str) -> Self {
        let mut visitor = Self::nobody(router);
        let answer = visitor.post("/sign-in", &[("email", email), ("password", samples::PASSWORD)]).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{email}");
        let set = answer.headers[header::SET_COOKIE].to_str().unwrap().to_owned();
        set.split(';').next().unwrap().clone_into(&mut visitor.cookie);
        visitor
    }

    pub async fn send(&self, request: axum::http::request::Builder, body: impl Into<Body>) -> Answer {
        let request = request.header(header::COOKIE, &self.cookie).header(header::HOST, "shien.test").body(body.into()).unwrap();
        let (parts, body) = self.router.clone().oneshot(request).await.unwrap().into_parts();
        let bytes = axum::body::to_bytes(body, 1 << 24).await.unwrap();
        Answer { status: parts.status, body: String::from_utf8_lossy(&bytes).into_owned(), headers: parts.headers }
    }

    pub async fn get(&self, path: &str) -> Answer {
        self.send(Request::get(path), Body::empty()).await
    }

    /// A file, byte by byte.
    pub async fn bytes(&self, path: &str) -> Vec<u8> {
        let request = Request::get(path).header(header::COOKIE, &self.cookie).header(header::HOST, "shien.test");
        let answer = self.router.clone().oneshot(request.body(Body::empty()).unwrap()).await.unwrap();
        assert_eq!(answer.status(), StatusCode::OK, "{path}");
        axum::body::to_bytes(answer.into_body(), 1 << 26).await.unwrap().to_vec()
    }

    /// Sends a form with a file.
    pub async fn upload(&self, path: &str, fields: &[(&str, &str)], name: &str, file: &[u8]) -> Answer {
        let mut body = Vec::new();
        for (field, value) in fields {
            body.extend(format!("--x\r\nContent-Disposition: form-data; name=\"{field}\"\r\n\r\n{value}\r\n").into_bytes());
        }
        let head = format!("--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\nContent-Type: text/html\r\n\r\n");
        body.extend(head.into_bytes());
        body.extend(file);
        body.extend(b"\r\n--x--\r\n");
        let form = "multipart/form-data; boundary=x";
        let request = Request::post(path).header(header::CONTENT_TYPE, form).header("sec-fetch-site", "same-origin");
        self.send(request, body).await
    }

    pub async fn post(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let body: Vec<String> = fields.iter().map(|(k, v)| format!("{}={}", ui::encode(k), ui::encode(v))).collect();
        let form = "application/x-www-form-urlencoded";
        let request = Request::post(path).header(header::CONTENT_TYPE, form).header("sec-fetch-site", "same-origin");
        self.send(request, body.join("&")).await
    }
}

/// Somebody of the trial, as the verbs know them.
pub async fn signed(app: &platform::App, email: &str) -> platform::Actor {
    let step = platform::accounts::sign_in(app, email, samples::PASSWORD, &platform::accounts::RequestOrigin::default()).await.unwrap();
    platform::Actor::Person(platform::accounts::signed(app, &step.session().unwrap()).await.unwrap().unwrap())
}

/// The letter queued last to an address.
pub async fn posted(trial: &Trial, to: &str) -> String {
    let db = trial.app.db.read();
    let sql = format!("SELECT body FROM letter WHERE recipient = '{to}' ORDER BY queued_at DESC, id DESC LIMIT 1");
    let row = db.query_one_raw(sea_orm::Statement::from_string(db.get_database_backend(), sql)).await.unwrap();
    row.unwrap_or_else(|| panic!("no letter to {to}")).try_get::<String>("", "body").unwrap()
}

/// The way within the site that a letter shows.
pub async fn link(trial: &Trial, to: &str) -> String {
    let body = posted(trial, to).await;
    let line = body.lines().find_map(|l| l.trim().strip_prefix("http://shien.test")).unwrap_or_else(|| panic!("{body}"));
    line.to_owned()
}

/// Registers somebody by a letter; they stand before `/companies/new` then.
pub async fn signed_up<'a>(trial: &Trial, router: &'a Router, email: &str, number: &str) -> Visitor<'a> {
    let mut visitor = Visitor::nobody(router);
    assert_eq!(visitor.post("/sign-up", &[("email", email), ("number", number)]).await.to(), "/sign-up?sent=1");
    let link = link(trial, email).await;
    assert!(visitor.get(&link).await.body.contains(email));
    let answer = visitor.post(&link, &[("name", "新しい 人"), ("password", "a long password of theirs")]).await;
    assert_eq!((answer.status, answer.to()), (StatusCode::SEE_OTHER, format!("/companies/new?number={number}").as_str()));
    answer.headers[header::SET_COOKIE].to_str().unwrap().split(';').next().unwrap().clone_into(&mut visitor.cookie);
    assert_eq!(visitor.post(&link, &[("name", "また"), ("password", "another password")]).await.status, StatusCode::GONE, "once");
    visitor
}

/// A scanner that speaks clamd's protocol: what it is sent is harmful where it holds this word.
pub async fn scanner(listener: tokio::net::TcpListener) {
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
