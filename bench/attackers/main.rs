//! Six people who ask for the longest pages there are, as often as they can, and a stranger of whom a thousand estimates come at once;
//! meanwhile somebody opens the sign-in page, again and again. `prepare DATABASE FILES` fills the tables of the six as far as the bounds
//! let them; `run SITE SECONDS` attacks, and prints how long the sign-in page took and what the attackers were told.

use std::{
    collections::BTreeMap,
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, Ordering},
    },
    time::{Duration, Instant},
};

use forms::response::FieldEdit;
use grants::application::{
    draft,
    members::{self, By, NewApplication},
};
use platform::{Actor, App, Clock, Db, Files};
use reqwest::{Client, header};
use shien::samples::{self, CALLS, PASSWORD};

type Fault = Box<dyn std::error::Error + Send + Sync>;

/// The attackers: people of the trial and their companies.
const SIX: [(&str, &str); 6] = [
    ("owner@shimotsuke.example.jp", "shimotsuke-precision"),
    ("owner@nasu.example.jp", "nasu-software"),
    ("owner@oyama.example.jp", "oyama-robotics"),
    ("owner@kinugawa.example.jp", "kinugawa-materials"),
    ("owner@ashikaga.example.jp", "ashikaga-textiles"),
    ("accounts@shimotsuke.example.jp", "shimotsuke-precision"),
];
/// Requests that each has under way.
const AT_ONCE: usize = 8;

async fn prepare(database: &str, files: &str) -> Result<(), Fault> {
    let db = Db::open(database).await?;
    db.migrate(&shien::contexts::CONTEXTS).await?;
    let app = App::new(db, Files::open(files)?, Clock::default(), &shien::contexts::CONTEXTS)?;
    programmes::service::load(&app, programmes::model::shipped()).await?;
    samples::load(&app).await.map_err(|e| e.to_string())?;
    let state = samples::open_call(&app).await.map_err(|e| e.to_string())?;
    let me = Actor::System("bench");
    let companies: std::collections::BTreeSet<&str> = SIX.iter().map(|s| s.1).collect();
    for company in companies {
        let id = uuid::Uuid::now_v7().to_string();
        members::begin(&state, &me, &NewApplication { id: &id, call: CALLS[0], company, by: By::Applicant }).await?;
        for (table, columns) in [
            (
                "m0.x",
                vec![
                    ("category", "materials"),
                    ("label", "部品"),
                    ("basis", "見積書"),
                    ("unit_price", "1,000"),
                    ("quantity", "3"),
                    ("amount", "3,000"),
                ],
            ),
            ("a.s", vec![("from", "令和9年4月"), ("to", "令和9年5月"), ("what", "試作")]),
            ("a.t", vec![("who", "那須 太郎"), ("role", "開発"), ("work", "設計")]),
        ] {
            for row in 0..forms::limits::ROWS {
                let keyed = |c: &(&str, &str)| FieldEdit { name: format!("{table}.r{row:04x}.{}", c.0), value: c.1.to_owned(), seen: 0 };
                draft::save(&state, &me, &id, &columns.iter().map(keyed).collect::<Vec<_>>()).await?;
            }
        }
        println!("{company} {id}");
    }
    Ok(())
}

async fn signed_in(client: &Client, site: &str, email: &str) -> Result<String, Fault> {
    let form = format!("email={}&password={}", ui::encode(email), ui::encode(PASSWORD));
    let asked = client.post(format!("{site}/sign-in")).header("sec-fetch-site", "same-origin").body(form);
    let answer = asked.header(header::CONTENT_TYPE, "application/x-www-form-urlencoded").send().await?;
    let cookie = answer.headers().get(header::SET_COOKIE).and_then(|c| c.to_str().ok()).and_then(|c| c.split(';').next());
    Ok(cookie.ok_or(format!("{email}: {}", answer.status()))?.to_owned())
}

/// What the attackers were told, by status.
type Told = Arc<Mutex<BTreeMap<u16, usize>>>;

async fn attack(client: Client, address: String, cookie: String, told: Told, over: Arc<AtomicBool>) {
    while !over.load(Ordering::Relaxed) {
        let status = match client.get(&address).header(header::COOKIE, &cookie).send().await {
            Ok(answer) => {
                let status = answer.status().as_u16();
                let _ = answer.bytes().await;
                status
            }
            Err(_) => 0,
        };
        if let Ok(mut told) = told.lock() {
            *told.entry(status).or_default() += 1;
        }
    }
}

async fn run(site: &str, seconds: u64) -> Result<(), Fault> {
    let client = Client::builder().redirect(reqwest::redirect::Policy::none()).timeout(Duration::from_mins(1)).build()?;
    let (told, over) = (Told::default(), Arc::new(AtomicBool::new(false)));
    let mut all = Vec::new();
    for (email, _) in SIX {
        let cookie = signed_in(&client, site, email).await?;
        let list = client.get(format!("{site}/applications")).header(header::COOKIE, &cookie).send().await?.text().await?;
        let id = list.split("/applications/").nth(1).and_then(|rest| rest.get(..36)).ok_or("there is no application")?;
        for n in 0..AT_ONCE {
            let part = ["parts/m0-costs", "parts/m0-facts", "reading", "parts/schedule?page=6"][n % 4];
            let address = format!("{site}/applications/{id}/{part}");
            all.push(tokio::spawn(attack(client.clone(), address, cookie.clone(), told.clone(), over.clone())));
        }
    }
    let estimate = format!("{site}/programmes/tochigi-pref-leading/estimate?n=12&m0.e.materials=900");
    for _ in 0..64 {
        all.push(tokio::spawn(attack(client.clone(), estimate.clone(), String::new(), told.clone(), over.clone())));
    }
    let visitor = Client::builder().timeout(Duration::from_mins(1)).build()?;
    let (begun, mut took, mut refused) = (Instant::now(), Vec::new(), 0);
    while begun.elapsed() < Duration::from_secs(seconds) {
        let asked = Instant::now();
        let answer = visitor.get(format!("{site}/sign-in")).send().await?;
        refused += usize::from(!answer.status().is_success());
        answer.bytes().await?;
        took.push(asked.elapsed().as_millis());
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    over.store(true, Ordering::Relaxed);
    for one in all {
        let _ = one.await;
    }
    took.sort_unstable();
    let at = |percent: usize| took.get((took.len() * percent / 100).min(took.len().saturating_sub(1))).copied().unwrap_or_default();
    println!("sign-in page, {} times, {refused} refused: p50 {} ms, p99 {} ms, at the most {} ms", took.len(), at(50), at(99), at(100));
    println!("what the attackers were told: {:?}", told.lock().map(|t| t.clone()).unwrap_or_default());
    Ok(())
}

#[tokio::main]
async fn main() -> Result<(), Fault> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["prepare", database, files] => prepare(database, files).await,
        ["run", site, seconds] => run(site, seconds.parse()?).await,
        _ => Err("attackers prepare DATABASE FILES | attackers run SITE SECONDS".into()),
    }
}
