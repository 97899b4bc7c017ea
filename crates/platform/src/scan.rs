//! Files are looked at for harmful programs by a scanner that speaks clamd's protocol, after they are kept: one that is down
//! holds nobody up, and catches up when it is back.

use crate::acts;
use crate::jobs::JobKind;
use std::path::PathBuf;

use clamav_client::tokio::{Socket, Tcp, ping, scan_stream};
use futures_util::TryStreamExt;
use serde_json::json;

use crate::{
    Actor, App, Error, Files, files,
    jobs::{self, Job},
};

/// The job that looks at every file that was not looked at yet.
pub const SCAN: &str = "files.scan";

/// Files are looked at by the scanner.
pub const SCANNING: JobKind = JobKind {
    name: SCAN,
    run: |app| Box::pin(scan(app)),
    begin: |app| Box::pin(async move { begin(&app).await.map_err(|e| e.to_string()) }),
};
/// Files that are looked at before the list is asked for again.
const PAGE: u64 = 100;

/// Where the scanner is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Scanner {
    /// `tcp://HOST:PORT`.
    Network(String),
    /// `unix:PATH`.
    Socket(PathBuf),
}

/// What a scanner says of a file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Scan {
    /// Nobody has looked yet.
    #[default]
    Open,
    /// Nothing was found.
    Clean,
    /// Something harmful, by the scanner's name for it.
    Harmful(String),
}

impl Scan {
    /// The message that says so where it matters: what is harmful, and, where there is a scanner, what waits for it.
    pub const fn key(&self, app: &App) -> Option<&'static str> {
        match self {
            Self::Harmful(_) => Some("file-harmful"),
            Self::Open if app.scanner.is_some() => Some("file-open"),
            Self::Open | Self::Clean => None,
        }
    }
}

impl Scanner {
    /// Reads the setting `scanner`.
    pub fn open(place: &str) -> Result<Self, Error> {
        let network = place.strip_prefix("tcp://").filter(|p| p.contains(':'));
        let socket = place.strip_prefix("unix:").filter(|p| p.starts_with('/'));
        match (network, socket) {
            (Some(address), _) => Ok(Self::Network(address.to_owned())),
            (_, Some(path)) => Ok(Self::Socket(path.into())),
            _ => Err(Error::Broken(format!("`{place}` is neither tcp://HOST:PORT nor unix:/PATH"))),
        }
    }

    /// Whether it answers.
    pub async fn answers(&self) -> Result<(), Error> {
        let answer = match self {
            Self::Network(address) => ping(Tcp { host_address: address.as_str() }).await?,
            Self::Socket(path) => ping(Socket { socket_path: path }).await?,
        };
        if answer == clamav_client::PONG { Ok(()) } else { Err(Error::Broken("the scanner does not answer as clamd does".to_owned())) }
    }

    /// Sends a file through.
    async fn inspect(&self, files: &Files, sha256: &str) -> Result<Scan, Error> {
        let body = files.get(sha256).await?.map_err(|e| std::io::Error::other(e.to_string()));
        let answer = match self {
            Self::Network(address) => scan_stream(body, Tcp { host_address: address.as_str() }, None).await?,
            Self::Socket(path) => scan_stream(body, Socket { socket_path: path }, None).await?,
        };
        read(&String::from_utf8_lossy(&answer))
    }
}

/// `stream: OK`, `stream: NAME FOUND`, or what went wrong.
fn read(answer: &str) -> Result<Scan, Error> {
    let verdict = answer.trim_end_matches('\0').trim();
    let of = verdict.strip_prefix("stream: ").unwrap_or(verdict);
    match of.strip_suffix(" FOUND") {
        Some(name) => Ok(Scan::Harmful(name.chars().filter(|c| !c.is_control()).take(200).collect())),
        None if of == "OK" => Ok(Scan::Clean),
        None => Err(Error::Broken(format!("the scanner says: {}", of.chars().filter(|c| !c.is_control()).take(200).collect::<String>()))),
    }
}

/// Sees to it that files nobody has looked at are: once, however many processes ask.
pub async fn begin(app: &App) -> Result<(), Error> {
    if app.scanner.is_none() || files::unscanned(app.db.read(), "", 1).await?.is_empty() {
        return Ok(());
    }
    jobs::queue_unless_waiting(app, &Job::new(SCAN, "")).await
}

/// The handler of [`SCAN`]. Fails, and is tried again later, where the scanner does not answer; one file that it can't read
/// does not keep it from the others.
pub async fn scan(app: App) -> Result<(), String> {
    let Some(scanner) = app.scanner.clone() else { return Ok(()) };
    let (mut after, mut failed) = (String::new(), None);
    loop {
        let page = files::unscanned(app.db.read(), &after, PAGE).await.map_err(|e| e.to_string())?;
        let Some(last) = page.last() else { break };
        after.clone_from(last);
        for sha256 in page {
            match scanner.inspect(&app.files, &sha256).await {
                Ok(scan) => mark(&app, &sha256, &scan).await.map_err(|e| e.to_string())?,
                Err(error) => failed = Some(error.to_string()),
            }
        }
    }
    failed.map_or(Ok(()), Err)
}

async fn mark(app: &App, sha256: &str, scan: &Scan) -> Result<(), Error> {
    let mut unit = app.begin(&Actor::System("files")).await?;
    files::mark(unit.db(), sha256, unit.now(), scan).await?;
    let found = match scan {
        Scan::Harmful(name) => name,
        Scan::Open | Scan::Clean => "clean",
    };
    unit.journal(acts::WORK, &format!("file:{sha256}"), json!({ "scanned": found })).await?;
    unit.commit().await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_of_a_scanner_are_read() {
        assert!(matches!(read("stream: OK\0"), Ok(Scan::Clean)));
        assert!(matches!(read("stream: Eicar-Test-Signature FOUND\0"), Ok(Scan::Harmful(name)) if name == "Eicar-Test-Signature"));
        for odd in ["", "INSTREAM size limit exceeded. ERROR\0", "stream: OK OK", "FOUND"] {
            assert!(read(odd).is_err(), "{odd}");
        }
        assert!(Scanner::open("tcp://localhost:3310").is_ok() && Scanner::open("unix:/run/clamav/clamd.ctl").is_ok());
        assert!(Scanner::open("localhost:3310").is_err() && Scanner::open("unix:clamd").is_err() && Scanner::open("").is_err());
    }
}
