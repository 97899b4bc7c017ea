//! What an operator does: accounts, journal, settings, backups, files.

use std::{
    io::BufRead,
    path::{Path, PathBuf},
};

use grants::{
    AppState,
    application::receipt::{self, Fault, code_in},
};
use platform::{
    Error,
    access::{Held, Kind},
    accounts::{self, Agency, openid::Provider},
    backup::Manifest,
    checkpoint::{Checkpoint, Key, Verifier},
    journal::{self, RowFault, Verdict},
    mail::Post,
};
use programmes::call::CallCatalogue;
use rules::words::Lang;
use sha2::{Digest, Sha256};

use crate::{
    cli::{Backup, Receipt, Serve, User},
    config::{self, Settings},
    contexts::{self, CONTEXTS},
    output::{self, Failure},
    server,
};

fn failure(error: &Error) -> Failure {
    match error {
        Error::Wrong { field, message } => Failure::Usage(format!("{field}: {}", contexts::messages().of(Lang::En).get(message))),
        other => Failure::Unusable(other.to_string()),
    }
}

/// Adds people and agencies.
pub fn user(what: User, settings: &Settings) -> Result<(), Failure> {
    server::wait(async {
        let app = server::open(settings).await?;
        match what {
            User::Agency { id, ja, en, closure } => {
                accounts::add_agency(&app, &Agency::new(id, ja, en, closure)).await.map_err(|e| failure(&e))?;
                output::note("the agency is kept");
            }
            User::Add { email, name, role, place } => {
                // A role in a place that is not there would wait for whoever is given that id one day.
                match role.held_in() {
                    Kind::AGENCY => accounts::agency(&app, &place).await.map(|_| ()),
                    _ => parties::service::name(&app, &place).await.map(|_| ()),
                }
                .map_err(|_| Failure::Usage(format!("there is no {} `{place}`", role.held_in().name().to_lowercase())))?;
                let mut password = String::new();
                std::io::stdin().lock().read_line(&mut password)?;
                let id = accounts::add_person(&app, &email, &name, password.trim_end_matches(['\r', '\n']), false).await;
                let id = id.map_err(|e| failure(&e))?;
                accounts::give_role(&app, &id, &Held::new(role, &place)).await.map_err(|e| failure(&e))?;
                output::note(&format!("{email} is {} in {place}", role.name()));
            }
        }
        Ok(())
    })
}

/// An embedded database that must be there already: who looks at one makes none.
async fn there(settings: &Settings) -> Result<platform::App, Failure> {
    if let Some(file) = settings.database.strip_prefix("sqlite:")
        && !std::path::Path::new(file).is_file()
    {
        return Err(Failure::Unusable(format!("there is no database {file}")));
    }
    server::open(settings).await
}

/// The public key that is asked for, or that of the settings.
fn verifier(key: Option<&str>, settings: &Settings) -> Result<Verifier, Failure> {
    match key {
        Some(text) => Verifier::parse(text).map_err(|e| Failure::Usage(e.to_string())),
        None => Ok(settings.signer()?.verifier()),
    }
}

/// The checkpoints that left the system in a file or folder.
fn carried(path: &Path, verifier: &Verifier) -> Result<Vec<Checkpoint>, Failure> {
    let mut carriers = Vec::new();
    if path.is_dir() {
        let manifest: Manifest = serde_json::from_slice(&std::fs::read(path.join("manifest.json"))?)
            .map_err(|e| Failure::Usage(format!("{}: {e}", path.display())))?;
        carriers.push(manifest.checkpoint.into_bytes());
    } else {
        let bytes = std::fs::read(path)?;
        // A letter writes its text in signs of its own.
        if let Ok(letter) = mailparse::parse_mail(&bytes) {
            carriers.extend(letter.parts().filter_map(|part| part.get_body_raw().ok()));
        }
        carriers.push(bytes);
    }
    let found: Vec<Checkpoint> = carriers.iter().flat_map(|c| Checkpoint::found_in(c, verifier)).collect();
    if found.is_empty() {
        return Err(Failure::Usage(format!("{}: no checkpoint that the key {} signed stands in it", path.display(), verifier.to_text())));
    }
    Ok(found)
}

/// Follows the journal's chain, and holds it against what left the system before.
pub fn verify_journal(against: &[PathBuf], key: Option<&str>, settings: &Settings) -> Result<(), Failure> {
    let mut checkpoints = Vec::new();
    if !against.is_empty() {
        let verifier = verifier(key, settings)?;
        for path in against {
            checkpoints.extend(carried(path, &verifier)?);
        }
    }
    server::wait(async { check_journal(&there(settings).await?, &checkpoints).await })
}

async fn check_journal(app: &platform::App, checkpoints: &[Checkpoint]) -> Result<(), Failure> {
    match journal::verify(&app.db, checkpoints).await.map_err(|e| failure(&e))? {
        Verdict::Whole { entries, last, .. } => {
            output::print(&format!("{entries} entries, the last is {last}\n"))?;
            checkpoints.iter().try_for_each(|c| output::print(&format!("the first {} are those that left the system\n", c.size)))
        }
        Verdict::Broken { seq, fault } => {
            output::complain(&format!("the journal is broken at entry {seq}: {}", fault.describe()));
            Err(Failure::Faults)
        }
    }
}

/// Prints the end of the journal, signed.
pub fn checkpoint(settings: &Settings) -> Result<(), Failure> {
    server::wait(async {
        let app = there(settings).await?;
        let checkpoint = journal::checkpoint(app.db.read()).await.map_err(|e| failure(&e))?;
        output::print(&checkpoint.sign(&app.signer))
    })
}

/// Prints a new key, and what auditors check its signatures with.
pub fn journal_key(name: &str) -> Result<(), Failure> {
    let key = Key::generate(name).map_err(|e| Failure::Usage(e.to_string()))?;
    output::note(&format!("the public key, for auditors: {}", key.verifier().to_text()));
    output::print(&key.reveal())
}

/// Holds the journal, the records and the files against one another.
pub fn verify(settings: &Settings) -> Result<(), Failure> {
    server::wait(async {
        let app = there(settings).await?;
        let mut sound = check_journal(&app, &[]).await.is_ok();
        let tables: Vec<_> = CONTEXTS.iter().flat_map(|context| context.sealed).copied().collect();
        for fault in journal::verify_rows(&app.db, &tables).await.map_err(|e| failure(&e))? {
            sound = false;
            output::complain(&match fault {
                RowFault::Changed(row) => format!("{row}: was changed, and no entry of the journal says so"),
                RowFault::Gone(row) => format!("{row}: is gone, and no entry of the journal says so"),
                RowFault::Added(row) => format!("{row}: is there, and no entry of the journal tells of it"),
            });
        }
        for found in receipt::verify_all(&app).await.map_err(|e| failure(&e))? {
            sound = false;
            output::complain(&format!("receipt {}: {}", found.code, what(&found.fault)));
        }
        if sound { output::print("the journal, the records and the files agree\n") } else { Err(Failure::Faults) }
    })
}

/// What is wrong with a receipt, in words.
fn what(fault: &Fault) -> String {
    match fault {
        Fault::Receipt => "the receipt is not what its code says".to_owned(),
        Fault::Content => "what was filed is not what the receipt says".to_owned(),
        Fault::Assessment => "the assessment is not what the receipt says".to_owned(),
        Fault::File(hash) => format!("{hash}: the file is gone, or something else is in it"),
    }
}

/// Makes and verifies backups.
pub fn backup(what: Backup, settings: &Settings) -> Result<(), Failure> {
    server::wait(async {
        let manifest = match what {
            Backup::Make { folder } => {
                let app = there(settings).await?;
                platform::backup::make(&app, &folder).await
            }
            Backup::Verify { folder, key } => platform::backup::verify(&folder, &verifier(key.as_deref(), settings)?).await,
        };
        holds(&manifest.map_err(|e| failure(&e))?)
    })
}

/// Takes a backup in.
pub fn restore(folder: &Path, key: Option<&str>, settings: &Settings) -> Result<(), Failure> {
    server::wait(async {
        let app = server::open(settings).await?;
        let verifier = verifier(key, settings)?;
        holds(&platform::backup::restore(&app, folder, &verifier).await.map_err(|e| failure(&e))?)
    })
}

fn holds(manifest: &Manifest) -> Result<(), Failure> {
    let lines: usize = manifest.tables.values().map(|t| t.lines).sum();
    output::print(&format!(
        "made at {}: {} tables with {lines} lines, {} files of {} bytes, {} journal entries, the last is {}\n",
        manifest.made_at,
        manifest.tables.len(),
        manifest.files,
        manifest.bytes,
        manifest.journal_entries,
        manifest.journal_last
    ))
}

/// Shows what is over, or takes it away.
pub fn retention(run: bool, settings: &Settings) -> Result<(), Failure> {
    server::wait(async {
        let app = there(settings).await?;
        let found = if run { platform::retention::delete_expired(&app).await } else { platform::retention::count_expired(&app).await };
        for due in found.map_err(|e| failure(&e))? {
            output::print(&format!("{:>9}  {}: {}\n", due.rows, due.table, due.period))?;
        }
        Ok(())
    })
}

/// Holds a receipt against what is kept.
pub fn receipt(asked: Receipt, settings: &Settings) -> Result<(), Failure> {
    let Receipt::Verify { receipt: given, papers } = asked;
    let path = Path::new(&given);
    let code = if path.is_file() {
        let bytes = std::fs::read(path)?;
        code_in(&bytes).ok_or_else(|| Failure::Usage(format!("{given} carries no receipt's code")))?
    } else {
        given
    };
    server::wait(async {
        let app = there(settings).await?;
        let state = AppState::new(CallCatalogue::new(app));
        let Some(found) = receipt::verify(&state, &code).await.map_err(|e| failure(&e))? else {
            output::complain(&format!("there is no receipt with the code {code}"));
            return Err(Failure::Faults);
        };
        let manifest = &found.manifest;
        output::print(&format!(
            "receipt {}, filing {}, arrived {}\n{} — {}\nrevision {}\n",
            manifest.receipt, manifest.filing, manifest.arrived_at, manifest.company, manifest.title, manifest.revision
        ))?;
        for (name, bytes, hash) in &manifest.papers {
            output::print(&format!("{hash}  {bytes}  {name}\n"))?;
        }
        if found.replaced {
            output::note("the application was filed again after this");
        }
        let mut faults: Vec<String> = found.faults.iter().map(what).collect();
        for file in &papers {
            let hash = platform::secret::hex(&Sha256::digest(std::fs::read(file)?));
            match manifest.papers.iter().find(|p| p.2 == hash) {
                Some((name, ..)) => output::print(&format!("{}: was filed as {name}\n", file.display()))?,
                None => faults.push(format!("{}: was not filed with this receipt", file.display())),
            }
        }
        faults.iter().for_each(|fault| output::complain(fault));
        if faults.is_empty() { output::print("everything agrees with what is kept\n") } else { Err(Failure::Faults) }
    })
}

/// Holds every file against its name.
pub fn files(settings: &Settings) -> Result<(), Failure> {
    server::wait(async {
        let app = there(settings).await?;
        let found = platform::files::check(&app).await.map_err(|e| failure(&e))?;
        for (what, names) in [("missing", &found.missing), ("damaged", &found.damaged)] {
            names.iter().for_each(|name| output::complain(&format!("{what}: {name}")));
        }
        output::print(&format!("{} files read, {} swept away\n", found.read, found.swept))?;
        if found.is_whole() { Ok(()) } else { Err(Failure::Faults) }
    })
}

/// Whether everything that pages and papers are made of came into this binary.
fn assets() -> Result<(), String> {
    let missing: Vec<String> = ui::missing_assets().into_iter().chain(documents::missing_fonts()).collect();
    if missing.is_empty() { Ok(()) } else { Err(format!("this binary was built without {}", missing.join(", "))) }
}

/// Shows each setting and where it comes from, and tries everything that is set.
pub fn check(given: &Serve) -> Result<(), Failure> {
    let (settings, all) = Settings::read(given)?;
    let shown = config::explain(&all);
    let wide = |part: fn(&(String, String, String)) -> &String| shown.iter().map(|s| part(s).chars().count()).max().unwrap_or_default();
    let (names, values) = (wide(|s| &s.0), wide(|s| &s.1));
    for (name, value, from) in &shown {
        output::print(&format!("{name:<names$}  {value:<values$}  {from}\n"))?;
    }
    let mut faults = 0;
    let mut tried = |what: &str, outcome: Result<(), String>| -> Result<(), Failure> {
        match outcome {
            Ok(()) => output::print(&format!("{what}: ok\n")),
            Err(error) => {
                faults += 1;
                output::complain(&format!("{what}: {error}"));
                Ok(())
            }
        }
    };
    server::wait(async {
        let (key, own) = settings.key_file();
        tried("journal_key", settings.signer().map(|_| ()).map_err(|e| e.to_string()))?;
        if own {
            output::note(&format!("journal_key: made by itself at {}; whoever can change the database may read it there", key.display()));
        }
        let database = async { platform::Db::open(&settings.database).await?.answers().await };
        tried("database", database.await.map_err(|e| e.to_string()))?;
        let files = async { platform::Files::open(&settings.files)?.answers().await };
        tried("files", files.await.map_err(|e| e.to_string()))?;
        tried("listen", settings.listen.parse::<std::net::SocketAddr>().map(|_| ()).map_err(|e| e.to_string()))?;
        tried("behind_proxy", settings.shielded().map_err(|e| e.to_string()))?;
        tried("assets", assets())?;
        let mail = async { Post::open(&settings.mail)?.answers().await };
        tried("mail", mail.await.map_err(|e| e.to_string()))?;
        tried("mail_from", platform::mail::address(&settings.mail_from).map(|_| ()).map_err(|e| e.to_string()))?;
        tried("site", settings.brand().map(|_| ()).map_err(|e| e.to_string()))?;
        if let Some(scanner) = settings.scanner()? {
            tried("scanner", scanner.answers().await.map_err(|e| e.to_string()))?;
        }
        if let Some(registry) = settings.registry()? {
            tried("gbizinfo", registry.answers().await.map_err(|e| e.to_string()))?;
        }
        if let Some(gbizid) = settings.gbizid()? {
            let address = settings.address.clone().unwrap_or_else(|| format!("http://{}", settings.listen));
            let asked = async { Provider::new(gbizid, address)?.answers().await };
            tried("gbizid", asked.await.map_err(|e| e.to_string()))?;
        }
        if let Some(address) = &settings.address
            && accounts::passkey_site(address).is_none()
        {
            tried("address", Err("passkeys need a name, not a bare network address".to_owned()))?;
        }
        Ok(())
    })?;
    for (setting, instead) in settings.in_plain_text() {
        output::note(&format!("{setting}: goes to another machine in plain text; {instead}"));
    }
    if faults == 0 { Ok(()) } else { Err(Failure::Faults) }
}
