//! The last hour of a call, compressed: people who write and file on the curve of Innovate UK 2020, where 29 % of all filings came in the
//! last hour, ever more towards its end. Each filing is a journey of nine requests with a file. What a server lost, told twice or gave out
//! of order is counted at the end; a server that dies on the way is asked again, as a browser would.

use std::{
    collections::{BTreeMap, HashSet},
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};

use platform::{
    App,
    access::{Held, Role},
    accounts,
};
use reqwest::{Client, StatusCode, header};
use shien::samples::{self, CALLS, PASSWORD, PLAN};

type Fault = Box<dyn std::error::Error + Send + Sync>;

/// Companies that file; each files several times.
const COMPANIES: usize = 100;
/// How much more comes at the end of the hour than at its beginning: the curve is exponential.
const STEEP: f64 = 1.5;
/// What is attached to each, in bytes.
const FILE: usize = 100 * 1024;

#[tokio::main]
async fn main() -> Result<(), Fault> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        ["prepare", database, files] => prepare(database, files).await,
        ["run", curve @ ("hour" | "steady"), filings, seconds, files, sites @ ..] if !sites.is_empty() => {
            run(*curve == "hour", filings.parse()?, seconds.parse()?, files.parse()?, sites).await
        }
        _ => Err("usage: deadline prepare DATABASE FILES | deadline run hour|steady FILINGS SECONDS FILES-EACH SITE…".into()),
    }
}

/// A call that is open, and those who will file to it.
async fn prepare(database: &str, files: &str) -> Result<(), Fault> {
    let db = platform::Db::open(database).await?;
    db.migrate(&shien::contexts::CONTEXTS).await?;
    let app = App::new(db, platform::Files::open(files)?, platform::Clock::default(), &shien::contexts::CONTEXTS)?;
    samples::load(&app).await?;
    samples::open_call(&app).await?;
    let pattern = parties::model::samples()?.remove(0);
    let companies: Vec<_> = (0..COMPANIES)
        .map(|n| parties::model::Company {
            id: format!("bench-{n}"),
            name: format!("測定{n:03}工業株式会社"),
            number: None,
            ..pattern.clone()
        })
        .collect();
    parties::service::load(&app, &companies).await?;
    for n in 0..COMPANIES {
        let id = accounts::add_person(&app, &format!("owner{n}@bench.example.jp"), "測定 太郎", PASSWORD, true).await?;
        accounts::give_role(&app, &id, &Held::new(Role::Owner, format!("bench-{n}"))).await?;
    }
    Ok(())
}

/// What was measured: the milliseconds of each step, and how often a server was asked again.
#[derive(Default)]
struct Measured {
    steps: Mutex<BTreeMap<&'static str, Vec<u128>>>,
    again: AtomicUsize,
    asked: AtomicUsize,
}

/// Somebody who files.
#[derive(Clone)]
struct Filer {
    client: Client,
    sites: Arc<Vec<String>>,
    cookie: String,
    company: String,
    /// How many files are attached to each.
    files: usize,
    measured: Arc<Measured>,
}

enum Body<'b> {
    None,
    Form(&'b [(&'b str, &'b str)]),
    File(&'b str),
}

impl Filer {
    /// One step, asked again until a server answers: the answer's status and where it leads.
    async fn step(&self, name: &'static str, path: &str, body: Body<'_>) -> Result<(StatusCode, String), Fault> {
        let begun = Instant::now();
        loop {
            let site = &self.sites[self.measured.asked.fetch_add(1, Ordering::Relaxed) % self.sites.len()];
            let address = format!("{site}{path}");
            let request = match &body {
                Body::None => self.client.get(&address),
                Body::Form(fields) => {
                    let text: Vec<String> = fields.iter().map(|(k, v)| format!("{}={}", ui::encode(k), ui::encode(v))).collect();
                    self.client.post(&address).header(header::CONTENT_TYPE, "application/x-www-form-urlencoded").body(text.join("&"))
                }
                Body::File(id) => {
                    let part = |name: &str, text: &str| format!("--x\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{text}\r\n");
                    let mut all = (part("member", "m0") + &part("document", "2")).into_bytes();
                    all.extend(b"--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"kaisha.pdf\"\r\n\r\n%PDF-1.7\n%");
                    // Each its own: no two files are one.
                    all.extend(id.bytes().cycle().take(FILE));
                    all.extend(&shien::samples::BROCHURE[8..]);
                    all.extend(b"\r\n--x--\r\n");
                    self.client.post(&address).header(header::CONTENT_TYPE, "multipart/form-data; boundary=x").body(all)
                }
            };
            let request = request
                .header(header::COOKIE, &self.cookie)
                .header("sec-fetch-site", "same-origin")
                .header(header::ACCEPT, "application/json");
            match request.send().await {
                Ok(answer) if !answer.status().is_server_error() => {
                    let status = answer.status();
                    let to = answer.headers().get(header::LOCATION).and_then(|l| l.to_str().ok()).unwrap_or_default().to_owned();
                    let cookie = answer.headers().get(header::SET_COOKIE).and_then(|c| c.to_str().ok()).unwrap_or_default().to_owned();
                    let body = answer.text().await.unwrap_or_default();
                    let told = if to.is_empty() { body } else { format!("{to} {cookie}") };
                    if let Ok(mut steps) = self.measured.steps.lock() {
                        steps.entry(name).or_default().push(begun.elapsed().as_micros());
                    }
                    return Ok((status, told));
                }
                _ if begun.elapsed() > Duration::from_mins(1) => return Err(format!("{name}: no server answers").into()),
                _ => {
                    self.measured.again.fetch_add(1, Ordering::Relaxed);
                    tokio::time::sleep(Duration::from_millis(100)).await;
                }
            }
        }
    }

    async fn save(&self, id: &str, start: &[&str]) -> Result<(), Fault> {
        let title = [("a.title", "最後の一時間の申請")];
        let chosen = title.iter().chain(PLAN).filter(|(name, _)| start.iter().any(|s| name.starts_with(s)));
        let base: Vec<(String, &str)> = chosen
            .clone()
            .map(|(name, _)| (format!("base.{name}"), if name.starts_with("m0.") || name.starts_with("a.contact") { "1" } else { "0" }))
            .collect();
        let mut fields: Vec<(&str, &str)> = chosen.copied().collect();
        fields.extend(base.iter().map(|(k, v)| (k.as_str(), *v)));
        let (status, told) = self.step("save", &format!("/applications/{id}/parts/plan/fields"), Body::Form(&fields)).await?;
        if status.is_success() { Ok(()) } else { Err(format!("save: {status} {told}").into()) }
    }

    /// Writes an application and files it: its id.
    async fn file(&self, id: String) -> Result<String, Fault> {
        let begun = [("key", id.as_str()), ("company", self.company.as_str())];
        self.step("begin", &format!("/programmes/{}/apply", CALLS[0]), Body::Form(&begun)).await?;
        self.step("open a part", &format!("/applications/{id}/parts/plan"), Body::None).await?;
        self.save(&id, &["a.title", "a.summary", "a.starts", "a.ends", "a.contact", "a.research"]).await?;
        self.save(&id, &["a.purpose", "a.present", "a.work", "a.novelty", "a.effect", "a.k."]).await?;
        self.save(&id, &["a.s.", "a.t.", "a.o.", "a.declare"]).await?;
        self.save(&id, &["m0."]).await?;
        for n in 0..self.files {
            self.step("attach", &format!("/applications/{id}/papers"), Body::File(&format!("{id}{n}"))).await?;
        }
        self.step("check", &format!("/applications/{id}/file"), Body::None).await?;
        let (status, told) = self.step("file", &format!("/applications/{id}/file"), Body::Form(&[("seen", "0")])).await?;
        if told.contains("done=filed") {
            Ok(id)
        } else {
            Err(format!("not filed: {status} {}", told.chars().take(600).collect::<String>()).into())
        }
    }
}

async fn signed_in(client: &Client, sites: &Arc<Vec<String>>, email: &str, measured: &Arc<Measured>) -> Result<Filer, Fault> {
    let mut filer = Filer {
        client: client.clone(),
        sites: sites.clone(),
        cookie: String::new(),
        company: String::new(),
        files: 0,
        measured: measured.clone(),
    };
    let (_, told) = filer.step("sign in", "/sign-in", Body::Form(&[("email", email), ("password", PASSWORD)])).await?;
    let cookie = told.split(' ').nth(1).and_then(|c| c.split(';').next()).unwrap_or_default();
    cookie.clone_into(&mut filer.cookie);
    Ok(filer)
}

#[allow(clippy::cast_precision_loss, reason = "when somebody presses a button is no money")]
async fn run(last_hour: bool, filings: usize, seconds: f64, files: usize, sites: &[&str]) -> Result<(), Fault> {
    let client = Client::builder()
        .redirect(reqwest::redirect::Policy::none())
        .pool_max_idle_per_host(64)
        .timeout(Duration::from_secs(20))
        .build()?;
    let sites = Arc::new(sites.iter().map(|s| (*s).to_owned()).collect::<Vec<_>>());
    let (quiet, measured) = (Arc::new(Measured::default()), Arc::new(Measured::default()));
    let mut filers = Vec::new();
    for n in 0..COMPANIES {
        let filer = signed_in(&client, &sites, &format!("owner{n}@bench.example.jp"), &quiet).await?;
        filers.push(Filer { company: format!("bench-{n}"), files, measured: measured.clone(), ..filer });
    }
    let begun = Instant::now();
    let journeys: Vec<_> = (0..filings)
        .map(|n| {
            // When the n-th begins: the curve, turned around.
            let part = (n as f64 + 0.5) / filings as f64;
            let at = if last_hour { (part * STEEP.exp_m1() + 1.0).ln() / STEEP } else { part };
            let (filer, at) = (filers[n % filers.len()].clone(), Duration::from_secs_f64(at * seconds));
            tokio::spawn(async move {
                tokio::time::sleep(at).await;
                filer.file(uuid::Uuid::now_v7().to_string()).await.map_err(|e| e.to_string())
            })
        })
        .collect();
    let (mut filed, mut faults) = (HashSet::new(), Vec::new());
    for journey in journeys {
        match journey.await? {
            Ok(id) => {
                filed.insert(id);
            }
            Err(fault) => faults.push(fault),
        }
    }
    let took = begun.elapsed().as_secs_f64();
    println!(
        "{} of {filings} filed in {took:.1} s: {:.1} a second; asked again {} times",
        filed.len(),
        filed.len() as f64 / took,
        measured.again.load(Ordering::Relaxed)
    );
    if let Ok(mut steps) = measured.steps.lock() {
        println!("{:<14}{:>9}{:>9}{:>9}{:>9} ms", "step", "times", "p50", "p95", "p99");
        for (name, all) in steps.iter_mut() {
            all.sort_unstable();
            let at = |part: usize| all[(all.len() * part / 1000).min(all.len() - 1)] as f64 / 1000.0;
            println!("{name:<14}{:>9}{:>9.1}{:>9.1}{:>9.1}", all.len(), at(500), at(950), at(990));
        }
    }
    faults.iter().take(3).for_each(|fault| eprintln!("{fault}"));
    // What the office has: every one of those, each once, and receipts without a gap.
    let officer = signed_in(&client, &sites, "officer@example.jp", &quiet).await?;
    let (_, table) = officer.step("export", "/office/center/applications/export/applications.csv", Body::None).await?;
    let receipts: Vec<&str> = table.lines().skip(1).filter_map(|l| l.split(',').next()).filter(|r| r.starts_with("1-")).collect();
    let distinct: HashSet<&str> = receipts.iter().copied().collect();
    let highest = receipts.iter().filter_map(|r| r[2..].parse::<usize>().ok()).max().unwrap_or_default();
    let lost = filed.len().saturating_sub(distinct.len());
    let twice = receipts.len() - distinct.len();
    let order = if highest == distinct.len() { "in order, without a gap" } else { "with gaps" };
    println!("lost = {lost}, duplicates = {twice}, receipts 1 to {highest} {order}; not filed = {}", faults.len());
    if lost + twice == 0 && highest == distinct.len() && faults.is_empty() {
        Ok(())
    } else {
        Err("something was lost, told twice or out of order".into())
    }
}
