//! A disk that refuses, and a line that dies: whoever was told that something is kept finds it there, and whoever was told that it is
//! not does not.

use crate::CONTEXTS;
use platform::acts;
use std::{
    io::Write as _,
    path::{Path, PathBuf},
    process::{Command, Output},
    sync::{
        Arc, LazyLock,
        atomic::{AtomicUsize, Ordering},
    },
};

use platform::{
    Actor, App, Clock, Db, Error, Files,
    journal::{self, Search, Verdict},
    mail::Letter,
    trial,
};
use serde_json::json;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
};

/// A verb of some size: an entry, a letter and a job.
async fn act(app: &App, n: usize) -> Result<(), Error> {
    let mut write = app.begin(&Actor::System("test")).await?;
    let body = "x".repeat(3_000);
    write.mail(&Letter { to: "a@example.jp".into(), subject: format!("{n}"), body, first: None }).await?;
    write.journal(acts::WORK, &format!("record:{n}"), json!({ "n": n })).await?;
    write.commit().await
}

/// The library that refuses writes, compiled once.
static FAILING_DISK: LazyLock<PathBuf> = LazyLock::new(|| {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/integration/faults/failing_disk.c");
    let library = std::env::temp_dir().join(format!("shien-failing-disk-{}.so", uuid::Uuid::now_v7()));
    let built = Command::new("cc").args(["-shared", "-fPIC", "-O1", "-o"]).arg(&library).arg(source).arg("-ldl").status().unwrap();
    assert!(built.success(), "a C compiler is needed, as for SQLite itself");
    library
});

/// How many verbs the process does whose disk refuses.
const VERBS: usize = 6;

/// The process whose disk refuses: only when a test below starts it. It says what it was told of each verb.
#[tokio::test]
async fn the_one_whose_disk_refuses() {
    let Ok(folder) = std::env::var("SHIEN_TEST_DISK") else { return };
    let start = jiff::Timestamp::from_second(1_775_001_600).unwrap();
    let db = Db::open(&format!("sqlite:{folder}/shien.db")).await.unwrap();
    let app = App::new(db, Files::open(&format!("{folder}/files")).unwrap(), Clock::standing(start), &CONTEXTS).unwrap();
    if std::env::var_os("SHIEN_TEST_DISK_FILES").is_some() {
        let body = futures_util::stream::iter([Ok::<_, Error>(bytes::Bytes::from(vec![7; 100_000]))]);
        println!("verb 0 {}", if matches!(app.files.put(body, 1_000_000).await, Err(Error::Full(_))) { "full" } else { "kept" });
        return;
    }
    let full = std::env::var("FAULT_WHILE").ok();
    for n in 0..VERBS {
        match (&full, n) {
            (Some(file), 1) => std::fs::write(file, "").unwrap(),
            (Some(file), 4) => std::fs::remove_file(file).unwrap(),
            _ => {}
        }
        let told = match act(&app, n).await {
            Ok(()) => "kept",
            Err(Error::Uncertain) => "uncertain",
            Err(_) => "refused",
        };
        println!("verb {n} {told}");
        std::io::stdout().flush().unwrap();
    }
}

fn run(folder: &Path, faults: &[(&str, &str)]) -> Output {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command.args(["--exact", "disk::the_one_whose_disk_refuses", "--nocapture"]).env("SHIEN_TEST_DISK", folder);
    command.env("LD_PRELOAD", &*FAILING_DISK).env("FAULT_FOLDER", folder);
    for (name, value) in faults {
        command.env(name, value);
    }
    command.output().unwrap()
}

/// What each verb was told, as far as the process came.
fn told(output: &Output) -> Vec<(usize, String)> {
    let text = String::from_utf8_lossy(&output.stdout);
    let lines = text.lines().filter_map(|l| l.split_once("verb ")).filter_map(|(_, l)| l.split_once(' '));
    lines.map(|(n, told)| (n.parse().unwrap(), told.to_owned())).collect()
}

/// Holds what was told against what is there.
async fn hold(app: &App, told: &[(usize, String)], name: &str) {
    let verdict = journal::verify(&app.db, &[]).await.unwrap();
    assert!(matches!(verdict, Verdict::Whole { .. }), "{name}: {verdict:?}");
    let (entries, _) = journal::everything(app.db.read(), &Search::default(), 1_000).await.unwrap();
    for (n, said) in told {
        let count = entries.iter().filter(|e| e.subject == format!("record:{n}")).count();
        match said.as_str() {
            "kept" => assert_eq!(count, 1, "{name}: verb {n} was told to be kept, and is not there"),
            "refused" => assert_eq!(count, 0, "{name}: verb {n} was told to be refused, and is there"),
            _ => assert!(count <= 1, "{name}: verb {n}"),
        }
    }
}

async fn reopened(folder: &Path) -> App {
    let db = Db::open(&format!("sqlite:{}/shien.db", folder.display())).await.unwrap();
    let start = jiff::Timestamp::from_second(1_775_001_600).unwrap();
    App::new(db, Files::open(&folder.join("files").display().to_string()).unwrap(), Clock::standing(start), &CONTEXTS).unwrap()
}

struct Folder(PathBuf);

impl Folder {
    async fn new() -> Self {
        static EMPTY: tokio::sync::OnceCell<PathBuf> = tokio::sync::OnceCell::const_new();
        let fresh = || std::env::temp_dir().join(format!("shien-disk-{}", uuid::Uuid::now_v7()));
        let empty = EMPTY.get_or_init(async || {
            let folder = fresh();
            std::fs::create_dir_all(&folder).unwrap();
            let app = reopened(&folder).await;
            app.db.migrate(&CONTEXTS).await.unwrap();
            app.db.tidy().await.unwrap();
            folder
        });
        let folder = fresh();
        std::fs::create_dir_all(&folder).unwrap();
        std::fs::copy(empty.await.join("shien.db"), folder.join("shien.db")).unwrap();
        Self(folder)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

#[tokio::test]
async fn a_disk_that_refuses_any_one_write_loses_nothing_that_was_told_to_be_kept() {
    let (first, step) = trial::sampled(8);
    let mut at: usize = 1 + first;
    loop {
        let folder = Folder::new().await;
        let place = at.to_string();
        let mut faults = vec![("FAULT_AT", place.as_str())];
        // No space, or an error of the disk: SQLite rolls back by itself in both cases.
        faults.extend(at.is_multiple_of(2).then_some(("FAULT_FULL", "1")));
        let output = run(&folder.0, &faults);
        let told = told(&output);
        let errors = String::from_utf8_lossy(&output.stderr);
        let name = format!("write {at}: {errors}");
        hold(&reopened(&folder.0).await, &told, &name).await;
        if !errors.contains("refused: call") {
            break;
        }
        // One write was refused: whatever that verb was told, those after it are kept again.
        let lost = told.iter().filter(|t| t.1 != "kept").count();
        assert!(told.len() == VERBS && lost <= 1 || told.is_empty() && errors.contains("unwrap"), "{name}: {told:?}");
        at += step;
    }
    assert!(at > VERBS, "only {at} writes were refused");
}

#[tokio::test]
async fn while_the_disk_is_full_nothing_is_kept_and_afterwards_everything_is() {
    let folder = Folder::new().await;
    let full = folder.0.join("full").display().to_string();
    let output = run(&folder.0, &[("FAULT_WHILE", &full), ("FAULT_FULL", "1")]);
    let told = told(&output);
    let words: Vec<&str> = told.iter().map(|t| t.1.as_str()).collect();
    assert_eq!(words, ["kept", "refused", "refused", "refused", "kept", "kept"], "{}", String::from_utf8_lossy(&output.stderr));
    hold(&reopened(&folder.0).await, &told, "full").await;
}

#[tokio::test]
async fn a_process_whose_disk_can_t_be_waited_for_ends_itself() {
    let mut ended = 0;
    for at in 1..10 {
        let folder = Folder::new().await;
        let output = run(&folder.0, &[("FAULT_AT", &at.to_string()), ("FAULT_SYNC", "1")]);
        let told = told(&output);
        let name = format!("sync {at}: {told:?} {}", String::from_utf8_lossy(&output.stderr));
        hold(&reopened(&folder.0).await, &told, &name).await;
        // SQLite itself waits for the disk too, when it opens and when it closes.
        if output.status.code() == Some(74) {
            assert!(told.len() < VERBS && told.iter().all(|t| t.1 == "kept"), "{name}");
            ended += 1;
        }
    }
    assert!(ended >= VERBS, "only {ended} ended");
}

#[tokio::test]
async fn a_store_of_files_that_is_full_is_said_to_be_full() {
    let folder = Folder::new().await;
    let files = folder.0.join("files");
    std::fs::create_dir_all(&files).unwrap();
    std::fs::write(folder.0.join("full"), "").unwrap();
    for (fault, words) in [("FAULT_FULL", "full"), ("FAULT_SYNC", "kept")] {
        let (place, full) = (files.display().to_string(), folder.0.join("full").display().to_string());
        let faults = [("FAULT_FOLDER", place.as_str()), ("FAULT_WHILE", &full), (fault, "1"), ("SHIEN_TEST_DISK_FILES", "1")];
        let output = run(&folder.0, &faults);
        assert_eq!(told(&output), [(0, words.to_owned())], "{fault} {}", String::from_utf8_lossy(&output.stderr));
    }
}

/// A line to the database that dies once: at the so manyth message from here on, before or after it went through.
struct Line {
    address: String,
    left: Arc<AtomicUsize>,
}

/// No message is the last one.
const NEVER: usize = usize::MAX;

impl Line {
    async fn to(database: &str, after: bool) -> Self {
        let server = database.split('@').nth(1).and_then(|s| s.split('/').next()).unwrap().to_owned();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = database.replace(&server, &listener.local_addr().unwrap().to_string());
        let left = Arc::new(AtomicUsize::new(NEVER));
        let count = left.clone();
        tokio::spawn(async move {
            while let Ok((client, _)) = listener.accept().await {
                let server = TcpStream::connect(&server).await.unwrap();
                tokio::spawn(carry(client, server, count.clone(), after));
            }
        });
        Self { address, left }
    }
}

async fn carry(client: TcpStream, server: TcpStream, left: Arc<AtomicUsize>, after: bool) {
    let (mut from_client, mut to_client) = client.into_split();
    let (mut from_server, mut to_server) = server.into_split();
    let answers = tokio::spawn(async move {
        let _ = tokio::io::copy(&mut from_server, &mut to_client).await;
    });
    let mut message = vec![0; 64 * 1024];
    while let Ok(size @ 1..) = from_client.read(&mut message).await {
        let is_last = left.load(Ordering::SeqCst) != NEVER && left.fetch_sub(1, Ordering::SeqCst) == 1;
        if is_last {
            left.store(NEVER, Ordering::SeqCst);
            if !after {
                break;
            }
            // The answer is lost, the question is not.
            answers.abort();
        }
        if to_server.write_all(&message[..size]).await.is_err() || is_last {
            break;
        }
    }
    answers.abort();
}

#[tokio::test]
async fn a_line_to_the_database_that_dies_at_any_message_leaves_nobody_with_a_wrong_answer() {
    let Some(trial) = trial::databases(&CONTEXTS).await.unwrap().into_iter().find(|t| t.name == "postgres") else { return };
    for after in [false, true] {
        let line = Line::to(&trial.address, after).await;
        let db = Db::open(&line.address).await.unwrap();
        let app = App::new(db, trial.app.files.clone(), trial.app.clock.clone(), &CONTEXTS).unwrap();
        let mut n = if after { 1_000 } else { 0 };
        let mut all = Vec::new();
        for at in 1..40 {
            line.left.store(at, Ordering::SeqCst);
            let outcome = act(&app, n).await;
            let died = line.left.swap(NEVER, Ordering::SeqCst) == NEVER;
            let told = match outcome {
                Ok(()) => "kept",
                Err(Error::Uncertain) => "uncertain",
                Err(_) => "refused",
            };
            all.push((n, told.to_owned()));
            n += 1;
            // The next one is served again.
            act(&app, n).await.unwrap_or_else(|e| panic!("{at} {after}: {e}"));
            all.push((n, "kept".to_owned()));
            n += 1;
            if !died {
                assert!(at > 6, "a verb takes more messages than {at}");
                break;
            }
        }
        hold(&trial.app, &all, &format!("after: {after}")).await;
    }
}

#[tokio::test]
async fn a_database_that_does_not_take_what_is_written_is_not_ready() {
    let trials = trial::databases(&CONTEXTS).await.unwrap();
    for trial in &trials {
        assert!(trial.app.db.can_write().await.is_ok(), "{}", trial.name);
        act(&trial.app, 1).await.unwrap();
        assert!(trial.app.db.can_write().await.is_ok(), "{}: what was kept a moment ago is proof enough", trial.name);
    }
    let Some(trial) = trials.iter().find(|t| t.name == "postgres") else { return };
    let line = Line::to(&trial.address, false).await;
    let db = Db::open(&line.address).await.unwrap();
    line.left.store(1, Ordering::SeqCst);
    assert!(db.can_write().await.is_err());
    assert!(db.can_write().await.is_ok());
}
