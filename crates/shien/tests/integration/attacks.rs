//! What those find who try to break in, fill up, hold up or deceive: every route with guessed names, every text field with a
//! script, forms of a strange size, heads and bodies that come drop by drop.

use std::{collections::BTreeSet, time::Duration};

use axum::http::{Request, StatusCode, header};
use shien::{
    connections::{ConnectionLimiter, ConnectionLimits},
    samples,
    server::{self, ExternalServices, Site, Timeouts},
};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use web::Proxies;

use crate::visitor::{Visitor, site};

/// The address of every route of the site.
fn paths(site: &Site) -> BTreeSet<String> {
    site.modules.iter().flat_map(|module| module.routes()).map(|route| route.path.to_string()).collect()
}

#[tokio::test]
async fn no_route_gives_anything_away_for_a_guessed_name() {
    let trial = crate::embedded_with_people().await;
    let site = crate::visitor::whole(&trial).await;
    let paths = paths(&site);
    assert!(paths.len() > 40, "{paths:?}");
    let router = server::router(site);
    let nobody = Visitor::nobody(&router);
    let stranger = Visitor::signed_in(&router, "owner@nasu.example.jp").await;
    let guesses = [
        "0",
        "..%2F..%2Fetc%2Fpasswd",
        "%27%20OR%201=1--",
        "shimotsuke-precision",
        "center",
        "%F0%9F%92%A5",
        "01a20f0a-e309-768f-9341-175a44bd6d24",
    ];
    for route in paths {
        for guess in guesses {
            let mut path = String::new();
            for part in route.split('/').skip(1) {
                path += "/";
                path += if part.starts_with('{') { guess } else { part };
            }
            let asks_for = route.contains('{');
            for visitor in [&nobody, &stranger] {
                let seen = visitor.get(&path).await;
                let done = visitor.post(&path, &[("version", "1"), ("person", guess), ("job", guess), ("claim", guess)]).await;
                for answer in [&seen, &done] {
                    assert!(!answer.status.is_server_error(), "{path} {}", answer.status);
                    let own = answer.body.contains("宇都宮市例町") || answer.body.contains("028-600-0000");
                    assert!(!own, "{path} tells of people");
                }
                // What is named in the address is not there for them, or not theirs to see.
                let shut = matches!(seen.status.as_u16(), 303 | 400 | 403 | 404 | 405 | 410)
                    || path.starts_with("/invitations")
                    || path.starts_with("/reset")
                    || path.starts_with("/addresses")
                    // Whoever is signed out keeps what they typed.
                    || seen.status == StatusCode::UNAUTHORIZED;
                assert!(!asks_for || shut, "{path} {}", seen.status);
                assert!(!asks_for || !done.status.is_success(), "{path} {}", done.status);
            }
        }
    }
}

const SCRIPT: &str = "\"><script>alert(1)</script><img src=x onerror=alert(1)>";

#[tokio::test]
async fn a_script_in_any_text_field_is_text_on_every_page() {
    for trial in crate::with_people().await {
        let router = site(&trial).await;
        let owner = Visitor::signed_in(&router, "owner@nasu.example.jp").await;
        let officer = Visitor::signed_in(&router, "officer@example.jp").await;
        let admin = Visitor::signed_in(&router, "admin@example.jp").await;
        let at = "/companies/nasu-software";
        let today = "2026-04-01";
        let posts = [
            (&owner, at.to_owned(), vec![("version", "1"), ("name", SCRIPT)]),
            (
                &owner,
                format!("{at}/contacts"),
                vec![("version", "2"), ("name0", SCRIPT), ("kana0", SCRIPT), ("department0", SCRIPT), ("title0", SCRIPT)],
            ),
            (
                &owner,
                format!("{at}/establishments"),
                vec![("version", "3"), ("name0", SCRIPT), ("prefecture0", "09"), ("address0", SCRIPT)],
            ),
            (&owner, format!("{at}/ownership"), vec![("version", "4"), ("holder0", SCRIPT), ("share0", "10%"), ("officer0", SCRIPT)]),
            (
                &owner,
                format!("{at}/certifications"),
                vec![
                    ("form", "01a20f0a-e309-768f-9341-175a44bd6d24"),
                    ("kind", "other"),
                    ("name", SCRIPT),
                    ("number", SCRIPT),
                    ("valid_from", today),
                ],
            ),
            (&officer, "/office/center/companies".to_owned(), vec![("name", SCRIPT), ("kind", "company")]),
            (
                &admin,
                "/office/center/settings".to_owned(),
                vec![("act", "rename"), ("version", "1"), ("ja", SCRIPT), ("en", SCRIPT), ("closure", "12-29..01-03")],
            ),
        ];
        for (visitor, path, fields) in posts {
            let answer = visitor.post(&path, &fields).await;
            assert_eq!(answer.status, StatusCode::SEE_OTHER, "{} {path} {}", trial.name, answer.body);
        }
        // Fields that say no show what was typed.
        let refused = [
            (&owner, format!("{at}/contacts"), vec![("version", "9"), ("name0", SCRIPT), ("phone0", SCRIPT), ("email0", SCRIPT)]),
            (&owner, format!("{at}/people"), vec![("email", SCRIPT), ("role", "viewer"), ("until", SCRIPT)]),
            (&owner, "/companies/new".to_owned(), vec![("number", SCRIPT), ("name", SCRIPT), ("kind", SCRIPT), ("note", SCRIPT)]),
            (&owner, "/sign-up".to_owned(), vec![("email", SCRIPT), ("number", SCRIPT)]),
            (&owner, "/sign-in".to_owned(), vec![("email", SCRIPT), ("password", SCRIPT), ("next", SCRIPT)]),
            (&owner, "/forgot".to_owned(), vec![("email", SCRIPT)]),
        ];
        for (visitor, path, fields) in refused {
            let answer = visitor.post(&path, &fields).await;
            assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{} {path}", trial.name);
            assert!(!answer.body.contains("<script>alert") && !answer.body.contains("<img src=x"), "{} {path}", trial.name);
        }
        let mut shown = 0;
        for visitor in [&owner, &officer, &admin] {
            for page in ["", "/contacts", "/establishments", "/ownership", "/certifications", "/proposals", "/history"] {
                let body = visitor.get(&format!("{at}{page}")).await.body;
                assert!(!body.contains("<script>alert") && !body.contains("<img src=x"), "{} {page}", trial.name);
                shown += usize::from(body.contains("&lt;script&gt;alert") || body.contains("&#60;script&#62;alert"));
            }
            let encoded = ui::encode(SCRIPT);
            for page in [
                "/",
                "/account",
                "/account/roles",
                "/office/center",
                "/office/center/companies",
                "/office/center/claims",
                "/office/center/settings",
                "/office/center/accounts",
                "/office/center/journal",
                "/office/center/queue",
            ] {
                for query in
                    ["", "?lang=en", &format!("?q={encoded}&act={encoded}&subject={encoded}&email={encoded}&done={encoded}&next={encoded}")]
                {
                    let body = visitor.get(&format!("{page}{query}")).await.body;
                    assert!(!body.contains("<script>alert") && !body.contains("<img src=x"), "{} {page}{query}", trial.name);
                }
            }
        }
        assert!(shown > 12, "{shown}: what was typed is there, as text");
    }
}

#[tokio::test]
async fn forms_of_a_strange_size_are_read_or_refused_and_nothing_else() {
    let trial = crate::embedded_with_people().await;
    let router = site(&trial).await;
    let visitor = Visitor::signed_in(&router, "owner@nasu.example.jp").await;
    let send = async |path: &str, kind: &str, body: String| {
        let request = Request::post(path).header(header::CONTENT_TYPE, kind).header("sec-fetch-site", "same-origin");
        visitor.send(request, body).await.status
    };
    let form = "application/x-www-form-urlencoded";
    let many: String = (0..9_000).map(|n| format!("f{n}=1&")).collect();
    assert_eq!(many.len() > 64 * 1024, send("/companies/nasu-software", form, many).await == StatusCode::PAYLOAD_TOO_LARGE);
    let fewer: String = (0..6_000).map(|n| format!("f{n}&")).collect();
    assert_eq!(send("/companies/nasu-software", form, fewer).await, StatusCode::SEE_OTHER, "six thousand unknown fields change nothing");
    // The same name ten thousand times, and names that differ in one sign only: the tables of names are seeded anew in each process.
    let same = "a=1&".repeat(10_000);
    assert_eq!(send("/companies/nasu-software", form, same).await, StatusCode::SEE_OTHER);
    assert_eq!(send("/companies/nasu-software", form, "x".repeat(2 * 1024 * 1024)).await, StatusCode::PAYLOAD_TOO_LARGE);
    assert_eq!(send("/companies/nasu-software", "application/json", "{}".to_owned()).await, StatusCode::UNSUPPORTED_MEDIA_TYPE);
    let deep = "[".repeat(30_000);
    assert_eq!(send("/sign-in/passkey/end", "application/json", deep).await, StatusCode::BAD_REQUEST);
    for (kind, body) in [
        ("multipart/form-data", "no boundary".to_owned()),
        ("multipart/form-data; boundary=x", "--x\r\nbroken".to_owned()),
        ("multipart/form-data; boundary=x", "--x\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1\r\n".repeat(5_000)),
    ] {
        assert_eq!(send("/companies/nasu-software/certifications", kind, body).await, StatusCode::UNPROCESSABLE_ENTITY, "{kind}");
    }
    for path in [
        "/companies/nasu-software?done=%",
        "/?lang=%FF%FE",
        &format!("/companies/{}", "x".repeat(20_000)),
        "/companies/nasu-software?lang=ja&lang=en&lang=%00",
    ] {
        let answer = visitor.get(path).await.status;
        assert!(!answer.is_server_error(), "{path} {answer}");
    }
}

#[tokio::test]
async fn heads_and_bodies_that_come_drop_by_drop_are_cut_off_and_others_are_served_meanwhile() {
    let trial = crate::embedded_with_people().await;
    let short = Timeouts { head: Duration::from_millis(300), request: Duration::from_millis(300), file: Duration::from_millis(600) };
    let mut whole = Site::of(trial.app.clone(), "http://shien.test", ExternalServices::default()).await.unwrap();
    whole.patience = short;
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let handle = axum_server::Handle::new();
    let most = ConnectionLimits { all: 1_000, of_one: 1_000, first: Duration::from_secs(30), silent: Duration::from_secs(30) };
    tokio::spawn(server::listen(listener, server::router(whole), short, ConnectionLimiter::new(most, Proxies::default()), handle.clone()));
    let ask = async |text: String| {
        let mut socket = tokio::net::TcpStream::connect(address).await.unwrap();
        socket.write_all(text.as_bytes()).await.unwrap();
        socket
    };
    let told = async |mut socket: tokio::net::TcpStream| {
        let mut all = Vec::new();
        // Ends when the other side closes: whoever is never cut off never gets here.
        let _ = socket.read_to_end(&mut all).await;
        String::from_utf8_lossy(&all).into_owned()
    };
    let mut slow = Vec::new();
    for _ in 0..200 {
        slow.push(ask("GET / HTTP/1.1\r\nHost: shien.test\r\nX-Drop: ".to_owned()).await);
    }
    let form = "POST /sign-in HTTP/1.1\r\nHost: shien.test\r\nSec-Fetch-Site: same-origin\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 60000\r\n\r\nemail=";
    for _ in 0..50 {
        slow.push(ask(form.to_owned()).await);
    }
    // Meanwhile somebody else is served.
    let page = told(ask("GET /health HTTP/1.1\r\nHost: shien.test\r\nConnection: close\r\n\r\n".to_owned()).await).await;
    assert!(page.starts_with("HTTP/1.1 200"), "{page}");
    let mut late = 0;
    for socket in slow {
        let answer = told(socket).await;
        assert!(answer.is_empty() || !answer.starts_with("HTTP/1.1 200"), "{answer}");
        late += usize::from(answer.starts_with("HTTP/1.1 503"));
        // An answer that was cut off carries the same headers as every other.
        assert!(!answer.starts_with("HTTP/1.1 503") || answer.contains("content-security-policy"), "{answer}");
    }
    assert_eq!(late, 50, "whoever sends a body drop by drop is told");
    handle.shutdown();
}

#[tokio::test]
async fn a_site_that_is_reached_safely_stays_so_and_leaves_nothing_in_the_browser() {
    let trial = crate::embedded_with_people().await;
    let router = server::router(Site::of(trial.app.clone(), "https://shien.test", ExternalServices::default()).await.unwrap());
    let visitor = Visitor::signed_in(&router, "owner@nasu.example.jp").await;
    let page = visitor.get("/account").await;
    assert!(page.headers[header::STRICT_TRANSPORT_SECURITY].to_str().unwrap().starts_with("max-age=31536000"));
    // Whoever signs in again is not signed in twice.
    let old = Visitor { router: &router, cookie: visitor.cookie.clone() };
    visitor.post("/sign-in", &[("email", "owner@oyama.example.jp"), ("password", samples::PASSWORD)]).await;
    assert!(old.get("/account").await.to().starts_with("/sign-in"), "the session with which the browser came has ended");
    let again = Visitor::signed_in(&router, "owner@nasu.example.jp").await;
    let out = again.post("/sign-out", &[]).await;
    assert_eq!(out.headers["clear-site-data"], "\"cache\", \"storage\"");
}
