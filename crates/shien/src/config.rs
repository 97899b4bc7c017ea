//! The settings: what is usual, then a file, then the environment, then flags; the later one counts.

use std::{
    io::Write,
    path::{Path, PathBuf},
};

use figment::{
    Figment,
    providers::{Env, Format, Serialized, Toml},
};
use parties::gbizinfo::Registry;
use platform::{Clock, accounts::openid::Settings as OpenId, checkpoint::Key, scan::Scanner};
use serde::{Deserialize, Serialize};
use url::Url;
use web::Proxies;

use crate::{cli, output::Failure};

/// Everything that can be set. `docs/operating.md` tells what each means.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    /// The database: `sqlite:FILE` or `postgres://…`.
    pub database: String,
    /// Where files are kept: a folder, or `s3://BUCKET/PREFIX`.
    pub files: String,
    /// Where to listen.
    pub listen: String,
    /// Where to tell figures of the process; nowhere by default.
    pub metrics: Option<String>,
    /// The address at which people reach the site.
    pub address: Option<String>,
    /// More names by which people reach the site, beside that in `address`: with commas between them.
    pub names: Option<String>,
    /// Which proxies stand before the site: none, those on this machine, or some by address or network.
    pub behind_proxy: BehindProxy,
    /// Whether those who work at an agency must sign in with a code, a passkey or GビズID: a password alone opens no office then.
    pub two_steps: bool,
    /// Who looks at files for harmful programs: clamd at `tcp://HOST:PORT` or `unix:/PATH`; nobody by default.
    pub scanner: Option<String>,
    /// Where letters go.
    pub mail: String,
    /// Whom letters come from.
    pub mail_from: String,
    /// What the site is called, in Japanese; `shien` where nothing is said.
    pub site_name: Option<String>,
    /// What it is called in English; the Japanese name where nothing is said.
    pub site_name_en: Option<String>,
    /// The picture before the name: a file, SVG or PNG.
    pub site_mark: Option<String>,
    /// The colour of links and buttons, such as `#0017c1`; white must be readable on it.
    pub site_colour: Option<String>,
    /// The day and time in Japan at which a rehearsal begins; the clock goes on from there, and every page says so.
    pub rehearsal: Option<String>,
    /// The file with the key that signs the end of the journal; where none is named, `journal_key` in the credentials folder, and where
    /// there is none, one that is made beside the files.
    pub journal_key: Option<String>,
    /// Bytes that stay free where files are kept: below that papers are refused, so that filings find room.
    pub keep_free: u64,
    /// How the log is written: `text` or `json`.
    pub log: Log,
    /// Where traces go: a collector of OpenTelemetry, `http://HOST:4318`; nowhere by default.
    pub traces: Option<String>,
    /// Where gBizINFO is.
    pub gbizinfo_address: String,
    /// The token by which gBizINFO knows the site; without one it is not asked.
    pub gbizinfo_token: Option<String>,
    /// The issuer of GビズID.
    pub gbizid_issuer: Option<String>,
    /// The name under which GビズID knows the site.
    pub gbizid_client: Option<String>,
    /// The secret that goes with it.
    pub gbizid_secret: Option<String>,
    /// What GビズID is asked for.
    pub gbizid_scopes: String,
}

/// Which proxies stand before the site, as it is written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum BehindProxy {
    /// `true`: those on this machine.
    Whether(bool),
    /// Addresses or networks, with commas between them.
    Named(String),
}

/// How the log is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, clap::ValueEnum)]
#[serde(rename_all = "lowercase")]
pub enum Log {
    /// For people.
    Text,
    /// A line of JSON for each entry.
    Json,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            database: "sqlite:.shien/shien.db".to_owned(),
            files: ".shien/files".to_owned(),
            listen: "127.0.0.1:8080".to_owned(),
            metrics: None,
            address: None,
            names: None,
            behind_proxy: BehindProxy::Whether(false),
            two_steps: false,
            scanner: None,
            mail: "folder:.shien/mail".to_owned(),
            mail_from: "shien <shien@localhost.localdomain>".to_owned(),
            site_name: None,
            site_name_en: None,
            site_mark: None,
            site_colour: None,
            rehearsal: None,
            journal_key: None,
            keep_free: 1024 * 1024 * 1024,
            log: Log::Text,
            traces: None,
            gbizinfo_address: "https://api.info.gbiz.go.jp/hojin".to_owned(),
            gbizinfo_token: None,
            gbizid_issuer: None,
            gbizid_client: None,
            gbizid_secret: None,
            gbizid_scopes: "profile user email".to_owned(),
        }
    }
}

/// The file that is read where none is named and this one is there.
const FILE: &str = "shien.toml";
/// What is never shown.
const SECRET: &[&str] = &["gbizid_secret", "gbizinfo_token"];
/// What may hold a password within an address.
const ADDRESSES: &[&str] = &["database", "mail"];

impl Settings {
    /// Puts the settings together.
    pub fn read(given: &cli::Serve) -> Result<(Self, Figment), Failure> {
        let mut all = Figment::from(Serialized::defaults(Self::default()));
        if let Some(file) = Self::file(&given.settings)? {
            all = all.merge(Toml::file_exact(file));
        }
        // The name that hosts give the database's address everywhere counts as well.
        all = all.merge(Env::raw().only(&["DATABASE_URL"]).map(|_| "database".into()));
        all = all.merge(
            Env::prefixed("SHIEN_").ignore(&["config", "test_postgres", "test_cases"]).filter(|k| Self::knows(&k.as_str().to_lowercase())),
        );
        all = all.merge(Serialized::from(given, figment::Profile::Default));
        let settings: Self = all.extract().map_err(|e| Failure::Usage(describe(&e)))?;
        Ok((settings, all))
    }

    fn knows(name: &str) -> bool {
        serde_json::to_value(Self::default()).is_ok_and(|v| v.get(name).is_some())
    }

    fn file(given: &cli::Settings) -> Result<Option<PathBuf>, Failure> {
        let named = given.config.clone().or_else(|| std::env::var_os("SHIEN_CONFIG").map(PathBuf::from));
        match named {
            Some(file) if file.is_file() => Ok(Some(file)),
            Some(file) => Err(Failure::Usage(format!("there is no file {} to read settings from", file.display()))),
            None => Ok(Some(PathBuf::from(FILE)).filter(|f| f.is_file())),
        }
    }

    /// The agency's own name, mark and colour, where it has some.
    pub fn brand(&self) -> Result<Option<ui::Brand>, Failure> {
        if [&self.site_name, &self.site_name_en, &self.site_mark, &self.site_colour].iter().all(|setting| setting.is_none()) {
            return Ok(None);
        }
        let mark = self.site_mark.as_ref().map(std::fs::read).transpose();
        let mark = mark.map_err(|error| Failure::Usage(format!("site_mark: {error}")))?;
        let ja = self.site_name.clone().unwrap_or_default();
        let en = self.site_name_en.clone().unwrap_or_else(|| ja.clone());
        ui::Brand::new([ja, en], mark, self.site_colour.as_deref()).map(Some).map_err(|error| Failure::Usage(format!("site: {error}")))
    }

    /// The clock, moved where a rehearsal is held.
    pub fn clock(&self) -> Result<Clock, Failure> {
        let clock = Clock::default();
        if let Some(text) = &self.rehearsal {
            let begins: jiff::civil::DateTime =
                text.parse().map_err(|_| Failure::Usage(format!("rehearsal: `{text}` is not a day and time such as 2026-06-30T16:55")))?;
            let begins = jiff::tz::TimeZone::fixed(jiff::tz::offset(9)).to_timestamp(begins).map_err(|e| Failure::Usage(e.to_string()))?;
            clock.forward(begins.duration_since(clock.now().timestamp()));
        }
        Ok(clock)
    }

    /// What signs the end of the journal. A key that nobody gave is made once, readable by this user alone: enough to try the system out,
    /// and no more, for whoever can change the database may read it there.
    pub fn signer(&self) -> Result<Key, Failure> {
        let unusable = |path: &Path, e: &dyn std::fmt::Display| Failure::Unusable(format!("journal_key: {}: {e}", path.display()));
        let (path, own) = self.key_file();
        if own && !path.is_file() {
            let name = self.address.as_deref().and_then(|a| Url::parse(a).ok()).and_then(|a| a.host_str().map(str::to_owned));
            let key = Key::generate(&format!("{}/journal", name.as_deref().unwrap_or("localhost"))).map_err(|e| unusable(&path, &e))?;
            let folder = path.parent().filter(|f| !f.as_os_str().is_empty()).unwrap_or_else(|| Path::new("."));
            std::fs::create_dir_all(folder).map_err(|e| unusable(&path, &e))?;
            let mut file = tempfile::NamedTempFile::new_in(folder).map_err(|e| unusable(&path, &e))?;
            file.write_all(key.reveal().as_bytes()).and_then(|()| file.as_file().sync_all()).map_err(|e| unusable(&path, &e))?;
            // Of two processes that begin at once both go on with the key of the first.
            match file.persist_noclobber(&path) {
                Err(error) if error.error.kind() != std::io::ErrorKind::AlreadyExists => return Err(unusable(&path, &error.error)),
                _ => {}
            }
        }
        let text = std::fs::read_to_string(&path).map_err(|e| unusable(&path, &e))?;
        Key::parse(&text).map_err(|e| unusable(&path, &e))
    }

    /// Where the key is, and whether nobody said so.
    pub fn key_file(&self) -> (PathBuf, bool) {
        if let Some(given) = &self.journal_key {
            return (given.into(), false);
        }
        let credentials = std::env::var_os("CREDENTIALS_DIRECTORY").map(|folder| PathBuf::from(folder).join("journal_key"));
        match credentials.filter(|file| file.is_file()) {
            Some(file) => (file, false),
            None => match self.database.strip_prefix("sqlite:") {
                Some(file) => (Path::new(file).with_file_name("journal.key"), true),
                None => (PathBuf::from(".shien/journal.key"), true),
            },
        }
    }

    /// The proxies before the site.
    pub fn proxies(&self) -> Result<Proxies, Failure> {
        match &self.behind_proxy {
            BehindProxy::Whether(false) => Ok(Proxies::default()),
            BehindProxy::Whether(true) => Ok(Proxies::here()),
            BehindProxy::Named(text) if text == "true" => Ok(Proxies::here()),
            BehindProxy::Named(text) if text == "false" => Ok(Proxies::default()),
            BehindProxy::Named(text) => Proxies::named(text.split(',')).ok_or_else(|| {
                Failure::Usage(format!("behind_proxy: `{text}` is no address or network such as 10.0.0.5 or 172.16.0.0/12"))
            }),
        }
    }

    /// More names of the site.
    pub fn names(&self) -> Vec<String> {
        self.names.iter().flat_map(|n| n.split(',')).map(|n| n.trim().to_owned()).filter(|n| !n.is_empty()).collect()
    }

    /// Whether nobody reaches the process past its proxy: it speaks no TLS, and counts callers by what a proxy tells.
    pub fn shielded(&self) -> Result<(), Failure> {
        let open = self.listen.parse::<std::net::SocketAddr>().is_ok_and(|at| !at.ip().is_loopback());
        if open && self.proxies()?.is_none() {
            return Err(Failure::Usage(format!(
                "listen: {} is reached from other machines, and no proxy is named; say which one stands before the site, such as --behind-proxy=10.0.0.5, or listen on 127.0.0.1",
                self.listen
            )));
        }
        Ok(())
    }

    /// Who looks at files.
    pub fn scanner(&self) -> Result<Option<Scanner>, Failure> {
        self.scanner.as_deref().map(Scanner::open).transpose().map_err(|e| Failure::Usage(e.to_string()))
    }

    /// gBizINFO, where there is a token for it.
    pub fn registry(&self) -> Result<Option<Registry>, Failure> {
        let known = self.gbizinfo_token.as_ref().map(|token| Registry::new(&self.gbizinfo_address, token));
        known.transpose().map_err(|e| Failure::Unusable(e.to_string()))
    }

    /// What goes to other machines in plain text: the settings that are to be changed, and how.
    pub fn in_plain_text(&self) -> Vec<(&'static str, &'static str)> {
        let away = |address: Option<&str>| address.and_then(|a| Url::parse(a).ok()).filter(|a| !here(a));
        let plain = |address: Option<&str>| away(address).is_some_and(|a| a.scheme() == "http");
        let database = away(Some(&self.database))
            .is_some_and(|a| a.scheme().starts_with("postgres") && !has(&a, "sslmode", &["verify-full", "verify-ca", "require"]));
        let mail = away(Some(&self.mail)).is_some_and(|a| a.scheme() == "smtp" && !has(&a, "tls", &["required"]));
        let asked = [
            ("database", "add ?sslmode=verify-full", database),
            ("mail", "write smtps://, or add ?tls=required", mail),
            ("address", "let people come by https://", plain(self.address.as_deref())),
            ("scanner", "use unix:/PATH, or a scanner on this machine", away(self.scanner.as_deref()).is_some()),
            ("traces", "write https://", plain(self.traces.as_deref())),
            ("gbizinfo_address", "write https://", plain(Some(&self.gbizinfo_address))),
            ("gbizid_issuer", "write https://", plain(self.gbizid_issuer.as_deref())),
        ];
        asked.into_iter().filter(|a| a.2).map(|(name, instead, _)| (name, instead)).collect()
    }

    /// GビズID, where it is set up whole.
    pub fn gbizid(&self) -> Result<Option<OpenId>, Failure> {
        match (&self.gbizid_issuer, &self.gbizid_client, &self.gbizid_secret) {
            (Some(issuer), Some(client), Some(secret)) => Ok(Some(OpenId {
                issuer: issuer.clone(),
                client: client.clone(),
                secret: secret.clone(),
                scopes: self.gbizid_scopes.split_whitespace().map(str::to_owned).collect(),
            })),
            (None, None, None) => Ok(None),
            _ => Err(Failure::Usage("GビズID needs all of gbizid_issuer, gbizid_client and gbizid_secret".to_owned())),
        }
    }
}

/// Whether an address says one of these things of itself.
fn has(address: &Url, name: &str, values: &[&str]) -> bool {
    address.query_pairs().any(|(n, v)| n == name && values.contains(&v.as_ref()))
}

/// Whether an address leads to this machine.
fn here(address: &Url) -> bool {
    let host = address.host_str().unwrap_or_default().trim_matches(['[', ']']);
    let loopback = host.parse::<std::net::IpAddr>().is_ok_and(|ip| ip.is_loopback());
    host.is_empty() || host == "localhost" || loopback || host.starts_with("%2F") || host.starts_with('/')
}

fn describe(error: &figment::Error) -> String {
    let each = error.clone().into_iter().map(|e| {
        let place = e.metadata.as_ref().map(|m| format!(" ({})", source(m))).unwrap_or_default();
        format!("{}{place}", e.kind)
    });
    each.collect::<Vec<_>>().join("\n")
}

fn source(metadata: &figment::Metadata) -> String {
    match &metadata.source {
        Some(figment::Source::File(file)) => file.file_name().unwrap_or_default().to_string_lossy().into_owned(),
        _ if metadata.name.contains("environment") => "environment".to_owned(),
        _ if metadata.name.contains("cli::Serve") => "flag".to_owned(),
        _ => "usual".to_owned(),
    }
}

/// A setting as it is shown: its name, what it is, and where that comes from. What is secret stays so.
pub fn explain(all: &Figment) -> Vec<(String, String, String)> {
    let names = serde_json::to_value(Settings::default()).ok();
    let names: Vec<String> = names.as_ref().and_then(|v| v.as_object()).map(|o| o.keys().cloned().collect()).unwrap_or_default();
    let explained = names.into_iter().map(|name| {
        let value: Option<serde_json::Value> = all.extract_inner(&name).ok();
        let shown = match value {
            None | Some(serde_json::Value::Null) => "–".to_owned(),
            Some(_) if SECRET.contains(&name.as_str()) => "(set)".to_owned(),
            Some(serde_json::Value::String(text)) if ADDRESSES.contains(&name.as_str()) => without_password(&text),
            Some(serde_json::Value::String(text)) => text,
            Some(other) => other.to_string(),
        };
        let from = all.find_metadata(&name).map_or_else(|| "usual".to_owned(), source);
        (name, shown, from)
    });
    explained.collect()
}

/// An address with dots in the place of its password.
fn without_password(address: &str) -> String {
    let Some((scheme, rest)) = address.split_once("://") else { return address.to_owned() };
    let Some((who, host)) = rest.rsplit_once('@') else { return address.to_owned() };
    match who.split_once(':') {
        Some((user, _)) => format!("{scheme}://{user}:…@{host}"),
        None => address.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_within_an_address_is_not_shown() {
        assert_eq!(without_password("postgres://shien:p@ss@db.example.jp/shien"), "postgres://shien:…@db.example.jp/shien");
        assert_eq!(without_password("sqlite:.shien/shien.db"), "sqlite:.shien/shien.db");
        assert_eq!(without_password("smtp://mail.example.jp:25"), "smtp://mail.example.jp:25");
    }

    #[test]
    fn what_goes_to_other_machines_in_plain_text_is_told() {
        let named = |database: &str, mail: &str, address: &str| {
            let given = Settings { database: database.into(), mail: mail.into(), address: Some(address.into()), ..Settings::default() };
            given.in_plain_text().into_iter().map(|(name, _)| name).collect::<Vec<_>>()
        };
        assert!(named("sqlite:.shien/shien.db", "folder:.shien/mail", "http://localhost:8080").is_empty());
        assert!(named("postgres://shien@127.0.0.1/shien", "smtp://localhost:25", "https://shien.example.jp").is_empty());
        assert_eq!(
            named("postgres://shien:p@db.example.jp/shien", "smtp://mail.example.jp:25", "http://shien.example.jp"),
            ["database", "mail", "address"]
        );
        assert!(
            named("postgres://shien@db.example.jp/shien?sslmode=verify-full", "smtp://mail.example.jp:587?tls=required", "https://a.jp")
                .is_empty()
        );
    }
}
