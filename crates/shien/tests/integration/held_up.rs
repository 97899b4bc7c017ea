//! Those who would hold the site up: by asking for much, by keeping much, by saying nothing, by saying it to the wrong name, or by
//! leaving half of it unsaid.

use grants::acts;
use std::{
    io::{BufRead, BufReader},
    process::{Command, Stdio},
    sync::Arc,
    time::Duration,
};

use axum::{
    Router,
    body::{Body, Bytes},
    http::{Request, StatusCode, header},
};
use forms::response::FieldEdit;
use grants::{
    AppState,
    application::{
        draft,
        members::{self, By, NewApplication},
    },
    office::case,
};
use platform::{Actor, Error, limits, trial::Trial};
use shien::{
    connections::{ConnectionLimiter, ConnectionLimits},
    reception::Names,
    samples::{self, CALLS},
    server::{self, Site, Timeouts},
};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
    sync::Notify,
};
use tower::ServiceExt;
use web::{Bounds, Forms, Proxies, RequestLimiter};
use workflow::{
    batch::{self, BatchRequest},
    work_list::{ListContext, Query, Range, WorkList},
};

use crate::visitor::{Visitor, signed, whole};

const OWNER: &str = "owner@nasu.example.jp";
const COMPANY: &str = "nasu-software";
const FORM: &str = "application/x-www-form-urlencoded";

/// Ends once something is so; others go on meanwhile.
async fn until(so: impl Fn() -> bool) {
    while !so() {
        tokio::task::yield_now().await;
    }
}

#[tokio::test]
async fn whoever_asks_for_too_much_at_once_waits_for_themselves_and_keeps_nobody_else_waiting() {
    for trial in crate::with_people().await {
        let mut site = whole(&trial).await;
        let bounds = Bounds { person: 1, person_there: 2, turn: Duration::ZERO, ..Bounds::default() };
        site.web.pace = RequestLimiter::new(bounds);
        let router = server::router(site);
        let owner = Visitor::signed_in(&router, OWNER).await;
        let other = Visitor::signed_in(&router, "owner@oyama.example.jp").await;
        // Somebody else writes, so that what the owner sends has to wait.
        let writing = trial.app.begin(&Actor::System("test")).await.unwrap();
        let (again, cookie) = (router.clone(), owner.cookie.clone());
        let waits = tokio::spawn(async move {
            let visitor = Visitor { router: &again, cookie };
            visitor.post("/account/name", &[("name", "別 名")]).await.status
        });
        until(|| trial.app.db.waiting() > 0).await;
        for (lang, words) in [("ja", "順番に処理しています"), ("en", "one after another")] {
            let turned_away = owner.get(&format!("/account?lang={lang}")).await;
            assert_eq!(turned_away.status, StatusCode::TOO_MANY_REQUESTS, "{}", trial.name);
            assert_eq!(turned_away.headers[header::RETRY_AFTER], "10");
            assert!(turned_away.body.contains(words) && turned_away.body.contains("<html"), "{}", turned_away.body);
        }
        assert_eq!(other.get("/account").await.status, StatusCode::OK, "{}", trial.name);
        drop(writing);
        assert_eq!(waits.await.unwrap(), StatusCode::SEE_OTHER, "{}", trial.name);
        assert_eq!(owner.get("/account").await.status, StatusCode::OK, "{}: the turn was given back", trial.name);
    }
}

#[tokio::test]
async fn a_file_that_comes_slowly_has_a_place_and_takes_no_turn() {
    let trial = crate::embedded_with_people().await;
    let mut site = whole(&trial).await;
    site.web.pace = RequestLimiter::new(Bounds { person: 1, person_there: 2, turn: Duration::ZERO, ..Bounds::default() });
    let router = server::router(site);
    let owner = Visitor::signed_in(&router, OWNER).await;
    let mut slow = Vec::new();
    for _ in 0..2 {
        let (asked, here) = (Arc::new(Notify::new()), Arc::new(Notify::new()));
        let told = here.clone();
        let body = futures_util::stream::once(async move {
            told.notify_one();
            asked.notified().await;
            Ok::<_, std::io::Error>(Bytes::new())
        });
        let (router, cookie) = (router.clone(), owner.cookie.clone());
        let sent = tokio::spawn(async move {
            let request = Request::post(format!("/companies/{COMPANY}/certifications"))
                .header(header::CONTENT_TYPE, "multipart/form-data; boundary=x")
                .header("sec-fetch-site", "same-origin");
            Visitor { router: &router, cookie }.send(request, Body::from_stream(body)).await.status
        });
        here.notified().await;
        slow.push(sent);
        // One that is on its way keeps nobody from reading; two are as many as there may be here.
        let expected = if slow.len() == 1 { StatusCode::OK } else { StatusCode::TOO_MANY_REQUESTS };
        assert_eq!(owner.get("/account").await.status, expected);
    }
    slow.iter().for_each(tokio::task::JoinHandle::abort);
}

/// An application of the owner's that is being written.
async fn begun(state: &AppState, me: &Actor) -> String {
    let id = uuid::Uuid::now_v7().to_string();
    members::begin(state, me, &NewApplication { id: &id, call: CALLS[0], company: COMPANY, by: By::Applicant }).await.unwrap()
}

fn typed(name: String, said: &str) -> FieldEdit {
    FieldEdit { name, value: said.to_owned(), seen: 0 }
}

#[tokio::test]
async fn a_table_has_an_end_that_is_said_and_is_shown_page_by_page() {
    for trial in crate::with_people().await {
        let router = server::router(whole(&trial).await);
        let state = samples::open_call(&trial.app).await.unwrap();
        let me = signed(&trial.app, OWNER).await;
        let id = begun(&state, &me).await;
        let row = |n: usize| format!("m0.x.r{n:04x}");
        let lines = |from: usize, to: usize| (from..to).map(|n| typed(format!("{}.label", row(n)), "部品")).collect::<Vec<_>>();
        draft::save(&state, &me, &id, &lines(0, forms::limits::ROWS)).await.unwrap();
        let wrong = draft::save(&state, &me, &id, &lines(forms::limits::ROWS, forms::limits::ROWS + 1)).await;
        assert!(matches!(wrong, Err(Error::Wrong { message: "wrong-rows-many", .. })), "{} {wrong:?}", trial.name);
        // What stands in a row already can be written over, and a row that was emptied makes room for another.
        draft::save(&state, &me, &id, &[typed(format!("{}.basis", row(3)), "見積書")]).await.unwrap();
        draft::save(&state, &me, &id, &[FieldEdit { seen: 1, ..typed(format!("{}.label", row(5)), "") }]).await.unwrap();
        draft::save(&state, &me, &id, &lines(forms::limits::ROWS, forms::limits::ROWS + 1)).await.unwrap();
        let owner = Visitor::signed_in(&router, OWNER).await;
        let part = format!("/applications/{id}/parts/m0-costs");
        let pages = forms::limits::ROWS / forms::limits::ROWS_SHOWN;
        let mut seen = 0;
        for page in 1..=pages {
            let shown = owner.get(&format!("{part}?page={page}")).await;
            assert_eq!(shown.status, StatusCode::OK);
            let rows = shown.body.matches(".label\" value=\"部品\"").count().max(shown.body.matches("value=\"部品\"").count());
            assert!(rows <= forms::limits::ROWS_SHOWN, "{} page {page}: {rows} rows", trial.name);
            seen += rows;
            assert!(shown.body.contains(&format!("{} 行までです", forms::limits::ROWS)), "{}: the bound is said", trial.name);
            assert!(shown.body.contains(&format!("{page} ページ目（全 {pages} ページ）")), "{}", trial.name);
        }
        assert_eq!(seen, forms::limits::ROWS, "{}", trial.name);
        let english = owner.get(&format!("{part}?lang=en")).await.body;
        assert!(english.contains(&format!("{} lines at the most", forms::limits::ROWS)), "{english}");
        // Turning the page keeps what was typed.
        let field = format!("{}.label", row(1));
        let base = format!("base.{field}");
        let turned = owner.post(&part, &[(&field, "新しい部品"), (&base, "1"), ("do", "page:m0-costs:2")]).await;
        assert_eq!(turned.to(), format!("{part}?page=2#rows-m0-costs"), "{}", trial.name);
        assert_eq!(draft::draft(&state, &me, &id).await.unwrap().values[&field].value, "新しい部品");
        // What can't be read on another page is reached from the first.
        draft::save(
            &state,
            &me,
            &id,
            &[typed(format!("{}.category", row(120)), "materials"), typed(format!("{}.amount", row(120)), "たくさん")],
        )
        .await
        .unwrap();
        let checked = owner.get(&format!("{part}?check=1")).await.body;
        assert!(checked.contains("page=3"), "{} {checked}", trial.name);
    }
}

#[tokio::test]
async fn an_application_as_a_whole_and_what_is_written_about_it_have_an_end() {
    for trial in crate::sampled(crate::with_people().await) {
        let router = server::router(whole(&trial).await);
        let state = samples::open_call(&trial.app).await.unwrap();
        let me = signed(&trial.app, OWNER).await;
        let id = begun(&state, &me).await;
        let long = "長".repeat(forms::limits::FIELD);
        let wrong = async |edits: &[FieldEdit]| match draft::save(&state, &me, &id, edits).await {
            Err(Error::Wrong { message, .. }) => message,
            other => panic!("{} {other:?}", trial.name),
        };
        let fields = forms::limits::CHARACTERS / forms::limits::FIELD;
        let column = |n: usize| typed(format!("a.t.r{:x}.{}", n / 2, ["who", "work"][n % 2]), &long);
        let half: Vec<_> = (0..fields / 2).map(column).collect();
        draft::save(&state, &me, &id, &half).await.unwrap();
        let rest: Vec<_> = (fields / 2..fields).map(column).collect();
        assert_eq!(wrong(&rest).await, "wrong-long-whole", "what the call knows of the company counts too");
        // Rows that are typed and emptied again leave fields behind: they have an end too.
        let mut last = "";
        for table in ["a.s", "m0.x"] {
            for round in 0..60 {
                let rows: Vec<_> =
                    (0..200).map(|n| format!("{table}.r{round:x}{n:03x}.{}", if table == "a.s" { "what" } else { "label" })).collect();
                let filled: Vec<_> = rows.iter().map(|name| typed(name.clone(), "あ")).collect();
                match draft::save(&state, &me, &id, &filled).await {
                    Ok(_) => {}
                    Err(Error::Wrong { message, .. }) => last = message,
                    Err(other) => panic!("{other}"),
                }
                let emptied: Vec<_> = rows.iter().map(|name| FieldEdit { seen: 1, ..typed(name.clone(), "") }).collect();
                draft::save(&state, &me, &id, &emptied).await.unwrap();
            }
        }
        assert_eq!(last, "wrong-fields-many", "{}", trial.name);
        // Applications that are begun and never filed.
        for _ in 1..grants::limits::DRAFTS {
            begun(&state, &me).await;
        }
        let owner = Visitor::signed_in(&router, OWNER).await;
        let key = uuid::Uuid::now_v7().to_string();
        let refused = owner.post(&format!("/programmes/{}/apply", CALLS[1]), &[("key", &key), ("company", COMPANY)]).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", trial.name);
        assert!(refused.body.contains(&format!("{} 件", grants::limits::DRAFTS)), "{}", refused.body);
        let page = owner.get(&format!("/programmes/{}/apply", CALLS[1])).await.body;
        assert!(page.contains(&format!("{} 件まで", grants::limits::DRAFTS)), "{}: the bound is said", trial.name);
        let (listed, more) = draft::own_applications(&state, &me, None, 0).await.unwrap();
        assert_eq!((listed.len(), more), (grants::limits::LISTED, true), "{}", trial.name);
        assert!(owner.get("/applications").await.body.contains("/applications?page=1"), "{}", trial.name);
        assert_eq!(owner.get("/applications?page=1").await.status, StatusCode::OK);
    }
}

#[tokio::test]
async fn those_who_applied_write_so_many_messages_and_no_more() {
    let trial = crate::embedded_with_people().await;
    samples::applications(&trial.app).await.unwrap();
    let state = AppState::new(programmes::call::CallCatalogue::new(trial.app.clone()));
    let me = signed(&trial.app, "owner@shimotsuke.example.jp").await;
    let (mine, _) = draft::own_applications(&state, &me, None, 0).await.unwrap();
    let id = mine.iter().find(|(a, ..)| a.filings > 0).map(|(a, ..)| a.id.clone()).unwrap();
    for _ in 0..workflow::limits::MESSAGES {
        case::post_message(&state, &me, &id, &uuid::Uuid::now_v7().to_string(), "まだですか。").await.unwrap();
    }
    let one_more = case::post_message(&state, &me, &id, &uuid::Uuid::now_v7().to_string(), "まだですか。").await;
    assert!(matches!(one_more, Err(Error::Wrong { message: "wrong-messages-many", .. })), "{one_more:?}");
    let officer = signed(&trial.app, "officer@example.jp").await;
    case::post_message(&state, &officer, &id, &uuid::Uuid::now_v7().to_string(), "お待ちください。").await.unwrap();
}

#[tokio::test]
async fn a_programme_of_thousands_of_conditions_is_turned_away_before_anything_is_made_of_it() {
    let trial = crate::embedded_with_people().await;
    let router = server::router(whole(&trial).await);
    samples::open_call(&trial.app).await.unwrap();
    let officer = Visitor::signed_in(&router, "officer@example.jp").await;
    let begun = [("from", "revision"), ("call", CALLS[0]), ("key", &*uuid::Uuid::now_v7().to_string())];
    let page = officer.post("/office/center/programmes", &begun).await.to().split('?').next().unwrap().to_owned();
    let conditions =
        |n: usize| (0..n).map(|n| format!("  c{n}: {{says: {{ja: 甲, en: a}}, cite: {{lines: 1, words: 甲}}}}\n")).collect::<String>();
    for (n, told) in [(rules::read::MOST_ENTRIES + 1, "定めが501あります"), (15_000, "までです")] {
        let body = format!("conditions:\n{}", conditions(n));
        let many = officer.post(&format!("{page}/check"), &[("body", &body), ("version", "1")]).await;
        assert_eq!(many.status, StatusCode::OK);
        assert!(many.body.contains(told), "{}", many.body.chars().take(2_000).collect::<String>());
    }
    let long = format!("# {}\n", "長".repeat(programmes::limits::PROGRAMME / 3 + 1));
    let long = officer.post(&page, &[("body", &long), ("act", "save"), ("version", "1")]).await;
    assert!(long.status == StatusCode::UNPROCESSABLE_ENTITY && long.body.contains("1MBまで"), "{}", long.status);
}

#[tokio::test]
async fn every_batch_that_broke_off_is_shown_however_many_came_after_it() {
    for trial in crate::with_people().await {
        let router = server::router(whole(&trial).await);
        samples::applications(&trial.app).await.unwrap();
        let state = AppState::new(programmes::call::CallCatalogue::new(trial.app.clone()));
        let me = signed(&trial.app, "officer@example.jp").await;
        let agency = platform::accounts::agency(&trial.app, "center").await.unwrap();
        let agency = trial.app.policy.allow(&me, acts::CALL_READ, agency).unwrap();
        let ctx = ListContext { actor: &me, agency: &agency, words: trial.app.words(rules::words::Lang::Ja) };
        let range = Range { offset: 0, limit: 100 };
        let choices = state.choices(&ctx).await.unwrap();
        let rows = state.rows(trial.app.db.read(), &ctx, &choices, &Query::default(), range).await.unwrap();
        let ids: Vec<String> = rows.into_iter().map(|row| row.id).collect();
        let assign = BatchRequest { act: "assign".to_owned(), choice: me.person().unwrap().id.clone(), is_sure: false };
        let mut broken_off = Vec::new();
        for n in 0..25 {
            let key = uuid::Uuid::now_v7().to_string();
            batch::begin(&state, &me, "center", &key, &assign, &ids).await.unwrap();
            if n < 2 {
                broken_off.push(key);
            } else {
                assert_eq!(batch::resume(&state, &me, "center", &key, 100).await.unwrap(), 0);
            }
        }
        let page = Visitor::signed_in(&router, "officer@example.jp").await.get("/office/center/applications").await.body;
        for key in broken_off {
            assert!(page.contains(&format!("/office/center/applications/batches/{key}")), "{}", trial.name);
        }
        assert!(!trial.app.policy.may(&Actor::Nobody, acts::CALL_READ, platform::access::Kind::AGENCY, "center"));
    }
}

/// A site that listens, with these bounds.
async fn listening(
    trial: &Trial,
    most: ConnectionLimits,
    proxies: Proxies,
) -> (std::net::SocketAddr, axum_server::Handle<std::net::SocketAddr>) {
    let patience = Timeouts { head: most.first, ..Timeouts::default() };
    let site = Site { patience, names: Some(Names::of("http://shien.test", &[])), ..whole(trial).await };
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let handle = axum_server::Handle::new();
    tokio::spawn(server::listen(listener, server::router(site), patience, ConnectionLimiter::new(most, proxies), handle.clone()));
    (address, handle)
}

async fn said(address: std::net::SocketAddr, bytes: &[u8]) -> TcpStream {
    let mut socket = TcpStream::connect(address).await.unwrap();
    // Whoever is turned away early is not read to the end.
    let _ = socket.write_all(bytes).await;
    socket
}

/// What comes back until the other side closes: whoever is never cut off never gets here.
async fn heard(mut socket: TcpStream) -> String {
    let mut all = Vec::new();
    let _ = socket.read_to_end(&mut all).await;
    String::from_utf8_lossy(&all).into_owned()
}

const ALIVE: &[u8] = b"GET /health HTTP/1.1\r\nHost: shien.test\r\nConnection: close\r\n\r\n";
const PREFACE: &[u8] = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";
/// SETTINGS, with nothing in it.
const SETTINGS: &[u8] = &[0, 0, 0, 4, 0, 0, 0, 0, 0];
/// HEADERS of the first stream that do not end: more is to come, and never does.
const HEADERS: &[u8] = &[0, 0, 1, 1, 0, 0, 0, 0, 1, 0x82];

#[tokio::test]
async fn a_connection_that_says_nothing_or_half_of_something_is_closed() {
    let trial = crate::embedded_with_people().await;
    let short = Duration::from_millis(200);
    let most = ConnectionLimits { all: 1_000, of_one: 1_000, first: short, silent: short };
    let (address, handle) = listening(&trial, most, Proxies::default()).await;
    let silent =
        [Vec::new(), PREFACE[..12].to_vec(), PREFACE.to_vec(), [PREFACE, SETTINGS].concat(), [PREFACE, SETTINGS, HEADERS].concat()];
    for bytes in silent {
        let socket = said(address, &bytes).await;
        let told = heard(socket).await;
        assert!(!told.contains("200"), "{told}");
    }
    // One that has been answered is kept for a while, and then let go.
    let kept = said(address, b"GET /health HTTP/1.1\r\nHost: shien.test\r\n\r\n").await;
    assert!(heard(kept).await.starts_with("HTTP/1.1 200"));
    handle.shutdown();
}

#[tokio::test]
async fn silent_connections_give_way_to_whoever_comes() {
    let trial = crate::embedded_with_people().await;
    let long = Duration::from_mins(5);
    for (most, proxies) in [
        (ConnectionLimits { all: 100, of_one: 10, first: long, silent: long }, Proxies::default()),
        // A proxy's connections are counted in all only.
        (ConnectionLimits { all: 20, of_one: 1, first: long, silent: long }, Proxies::here()),
    ] {
        let (address, handle) = listening(&trial, most, proxies).await;
        let mut silent = Vec::new();
        for _ in 0..60 {
            silent.push(said(address, b"").await);
        }
        for _ in 0..5 {
            let told = heard(said(address, ALIVE).await).await;
            assert!(told.starts_with("HTTP/1.1 200"), "{told}");
        }
        // Those that came first have given way.
        assert_eq!(heard(silent.remove(0)).await, "");
        handle.shutdown();
    }
}

/// The real server in a process of its own; where it listens.
fn process(descriptors: u32, folder: &std::path::Path) -> (std::process::Child, std::net::SocketAddr) {
    let shien = env!("CARGO_BIN_EXE_shien");
    let mut child = Command::new("sh")
        .args(["-c", &format!("ulimit -n {descriptors}; exec '{shien}' serve --listen 127.0.0.1:0")])
        .current_dir(folder)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut line = String::new();
    BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
    let port = line.trim().trim_end_matches('/').rsplit(':').next().unwrap().parse().unwrap();
    (child, std::net::SocketAddr::from(([127, 0, 0, 1], port)))
}

#[tokio::test]
async fn more_silent_connections_than_a_process_has_descriptors_stop_nobody() {
    let folder = tempfile::tempdir().unwrap();
    let (mut child, address) = process(256, folder.path());
    let mut silent = Vec::new();
    for _ in 0..400 {
        silent.push(said(address, b"").await);
    }
    for _ in 0..5 {
        let told = heard(said(address, b"GET /sign-in HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n").await).await;
        assert!(told.starts_with("HTTP/1.1 200"), "{told}");
    }
    child.kill().unwrap();
    child.wait().unwrap();
}

#[tokio::test]
async fn a_request_to_another_name_is_turned_away_with_a_page() {
    let trial = crate::embedded_with_people().await;
    let names = Names::of("http://shien.test", &["hojo.test".to_owned()]);
    let router = server::router(Site { names: Some(names), ..whole(&trial).await });
    let ask = async |path: &str, hosts: &[&str]| {
        let mut request = Request::get(path);
        for host in hosts {
            request = request.header(header::HOST, *host);
        }
        let answer = router.clone().oneshot(request.body(Body::empty()).unwrap()).await.unwrap();
        let (parts, body) = answer.into_parts();
        let body = axum::body::to_bytes(body, 1 << 20).await.unwrap();
        (parts.status, String::from_utf8_lossy(&body).into_owned(), parts.headers)
    };
    for host in ["shien.test", "shien.test:8080", "SHIEN.test", "hojo.test"] {
        assert_eq!(ask("/sign-in", &[host]).await.0, StatusCode::OK, "{host}");
    }
    for host in ["evil.example", "shien.test.evil.example", "shien.test@evil.example", "127.0.0.1", "xshien.test"] {
        let (status, page, headers) = ask("/sign-in", &[host]).await;
        assert_eq!(status, StatusCode::MISDIRECTED_REQUEST, "{host}");
        assert!(page.contains("このサイトのアドレスではありません") && headers.contains_key(header::CONTENT_SECURITY_POLICY), "{page}");
    }
    for hosts in [&[][..], &["shien.test", "evil.example"], &["shien.test/x"], &[""]] {
        assert_eq!(ask("/sign-in", hosts).await.0, StatusCode::BAD_REQUEST, "{hosts:?}");
    }
    assert_eq!(ask("/health", &["10.0.0.7"]).await.0, StatusCode::OK, "who looks whether the process is alive calls it as they can");
}

#[tokio::test]
async fn what_is_left_of_a_request_after_an_early_answer_is_no_request() {
    let trial = crate::embedded_with_people().await;
    let most = ConnectionLimits { all: 100, of_one: 100, first: Duration::from_secs(20), silent: Duration::from_secs(20) };
    let (address, handle) = listening(&trial, most, Proxies::default()).await;
    let smuggled = "GET /health HTTP/1.1\r\nHost: shien.test\r\n\r\n";
    let padding = "x".repeat(200_000);
    for (path, kind, expected) in [("/sign-in", FORM, "413"), ("/nowhere", FORM, "404"), ("/sign-out", "text/plain", "303")] {
        let head = format!(
            "POST {path} HTTP/1.1\r\nHost: shien.test\r\nSec-Fetch-Site: same-origin\r\nContent-Type: {kind}\r\nContent-Length: 1000000\r\n\r\n"
        );
        let told = heard(said(address, format!("{head}{padding}{smuggled}").as_bytes()).await).await;
        assert!(told.starts_with(&format!("HTTP/1.1 {expected}")), "{path} {told}");
        assert!(told.to_lowercase().contains("connection: close"), "{path} {told}");
        assert_eq!(told.matches("HTTP/1.1").count(), 1, "{path} {told}");
    }
    // What was read to its end keeps the connection.
    let form = "email=nobody%40example.jp&password=x";
    let head = format!(
        "POST /sign-in HTTP/1.1\r\nHost: shien.test\r\nSec-Fetch-Site: same-origin\r\nContent-Type: {FORM}\r\nContent-Length: {}\r\n\r\n{form}",
        form.len()
    );
    let told = heard(said(address, format!("{head}{}", String::from_utf8_lossy(ALIVE)).as_bytes()).await).await;
    assert_eq!(told.matches("HTTP/1.1").count(), 2, "{told}");
    handle.shutdown();
}

async fn posted(router: &Router, path: &str, body: String) -> (StatusCode, header::HeaderMap) {
    let request = Request::post(path).header(header::CONTENT_TYPE, FORM).header("sec-fetch-site", "same-origin");
    let answer = router.clone().oneshot(request.body(Body::from(body)).unwrap()).await.unwrap();
    (answer.status(), answer.headers().clone())
}

#[tokio::test]
async fn of_those_who_are_not_signed_in_only_known_forms_are_held_within_their_own_length_and_within_what_there_is_for_all() {
    let trial = crate::embedded_with_people().await;
    let mut site = whole(&trial).await;
    site.web.forms = Forms::within(1 << 23, 1 << 20);
    let router = server::router(site);
    let part = "/applications/01a20f0a-e309-768f-9341-175a44bd6d24/parts/plan";
    let text = |bytes: usize| format!("base.a.purpose=0&a.purpose={}", "x".repeat(bytes));
    assert_eq!(posted(&router, part, text(900_000)).await.0, StatusCode::UNAUTHORIZED, "a long form is held where there are long forms");
    assert_eq!(posted(&router, part, text(limits::LONG_FORM)).await.0, StatusCode::PAYLOAD_TOO_LARGE);
    assert_eq!(posted(&router, "/sign-in", text(limits::FORM)).await.0, StatusCode::PAYLOAD_TOO_LARGE, "a short one elsewhere");
    let (status, headers) = posted(&router, part, text(2_000_000)).await;
    assert_eq!(status, StatusCode::SERVICE_UNAVAILABLE, "more than there is for all");
    assert!(headers.contains_key(header::RETRY_AFTER));
    assert_eq!(posted(&router, part, text(900_000)).await.0, StatusCode::UNAUTHORIZED, "and given back");
    // Where no room is, nothing is read.
    let body = futures_util::stream::once(async { panic!("nobody reads this") as Result<Bytes, std::io::Error> });
    let request = Request::post("/nowhere").header(header::CONTENT_TYPE, FORM).header("sec-fetch-site", "same-origin");
    let answer = router.clone().oneshot(request.body(Body::from_stream(body)).unwrap()).await.unwrap();
    assert_eq!(
        (answer.status(), &answer.headers()[header::CONNECTION]),
        (StatusCode::NOT_FOUND, &header::HeaderValue::from_static("close"))
    );
}

#[test]
fn the_proxy_lets_through_what_the_site_takes() {
    let conf = include_str!("../../../../deploy/nginx.conf");
    let said = conf.lines().find_map(|l| l.trim().strip_prefix("client_max_body_size ")).unwrap();
    let megabytes: usize = said.trim_end_matches("m;").parse().unwrap();
    assert_eq!(megabytes * 1024 * 1024, grants::limits::PAPER + limits::AROUND_FILE);
    let unit = include_str!("../../../../deploy/shien.service");
    let descriptors = unit.lines().find_map(|l| l.strip_prefix("LimitNOFILE=")).unwrap();
    assert!(descriptors.parse::<usize>().unwrap() > limits::CONNECTIONS * 2);
}

#[test]
fn nobody_listens_to_other_machines_where_no_proxy_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let told = |arguments: &[&str]| {
        let done = Command::new(env!("CARGO_BIN_EXE_shien")).args(arguments).current_dir(folder.path()).output().unwrap();
        (done.status.code(), String::from_utf8_lossy(&done.stderr).into_owned())
    };
    for at in ["0.0.0.0:0", "[::]:0"] {
        let (code, complaint) = told(&["serve", "--listen", at]);
        assert_eq!(code, Some(2), "{complaint}");
        assert!(complaint.contains("--behind-proxy="), "{complaint}");
    }
    let (code, complaint) = told(&["serve", "--listen", "0.0.0.0:0", "--behind-proxy=somebody"]);
    assert!(code == Some(2) && complaint.contains("behind_proxy"), "{complaint}");
}

#[test]
fn a_build_without_what_pages_and_papers_are_made_of_says_the_one_line_to_type() {
    for part in ["ui", "documents"] {
        let (folder, at) = (tempfile::tempdir().unwrap(), format!("{}/../{part}", env!("CARGO_MANIFEST_DIR")));
        let script = folder.path().join("script");
        let rustc = std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
        let built = Command::new(rustc).args(["--edition", "2024", "-o"]).arg(&script).arg(format!("{at}/build.rs")).status().unwrap();
        assert!(built.success());
        let told = |within: &std::path::Path| {
            let done = Command::new(&script).current_dir(within).output().unwrap();
            String::from_utf8_lossy(&done.stdout).into_owned()
        };
        let missing = told(folder.path());
        assert!(missing.contains("cargo::error=") && missing.contains("type: cargo xtask assets"), "{missing}");
        let there = told(std::path::Path::new(&at));
        assert!(!there.contains("cargo::error="), "{there}");
    }
    assert_eq!((ui::missing_assets(), documents::missing_fonts()), (Vec::<String>::new(), Vec::<String>::new()));
}
