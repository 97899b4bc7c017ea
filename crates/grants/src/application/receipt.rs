//! The receipt (受付票): what was filed, when, with which files; as a paper, and as something that anybody who holds it can verify.

use std::time::Duration;

use documents::paper;
use kernel::text::separated;
use platform::{App, Error, Instant, checkpoint::Checkpoint, files::StoredFile};
use rules::{
    language::Programme,
    words::{Lang, Words},
};
use serde_json::json;

use super::{
    filing::{manifest, sha256},
    model::{Content, Filing, LEAD, Manifest},
    store,
};
use crate::AppState;

/// How a receipt's code is written into the paper, for machines.
pub const MARK: &str = "shien-receipt:";

/// How long one waits while another receipt is verified.
const QUEUE: Duration = Duration::from_secs(10);

const TEMPLATE: &str = include_str!("../../templates/receipt.typ");

/// What of a receipt does not agree with what is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// What the receipt itself says.
    Receipt,
    /// What was filed.
    Content,
    /// How it was assessed.
    Assessment,
    /// A file, by its hash: it is gone, or something else is in it.
    File(String),
}

/// What a receipt is found to be.
#[derive(Debug)]
pub struct Verified {
    /// What it says.
    pub manifest: Manifest,
    /// Whether the papers are those of several companies: what they are called is nobody else's then.
    pub several: bool,
    /// What the call is called.
    pub call: rules::language::Text,
    /// When it arrived.
    pub arrived_at: Instant,
    /// What does not agree with what is kept: nothing where all is well.
    pub faults: Vec<Fault>,
    /// Whether a later filing of the same application took its place.
    pub replaced: bool,
}

/// A receipt by its code: what it says is held against what is kept, and every file, read whole, against its hash. None where no receipt
/// has it.
pub async fn verify(state: &AppState, code: &str) -> Result<Option<Verified>, Error> {
    let app = state.app();
    let db = app.db.read();
    let Some(filing) = store::by_code(db, &code.trim().to_lowercase()).await? else { return Ok(None) };
    let manifest = manifest(&filing)?;
    // Whoever asks makes this system read files: one at a time.
    let turn = tokio::time::timeout(QUEUE, state.verifying.acquire()).await.map_err(|_| Error::Busy)?;
    let _turn = turn.map_err(|e| Error::Broken(e.to_string()))?;
    let faults = faults(app, &filing, &manifest).await?;
    let several = serde_json::from_str::<Content>(&filing.content).is_ok_and(|c| c.members.len() > 1);
    let programme = state.calls.programme(state.app().db.read(), &filing.revision, &manifest.call).await?;
    let replaced = store::find(db, &filing.application).await?.is_some_and(|a| a.filings > filing.number);
    Ok(Some(Verified { call: programme.plan().programme.name.clone(), arrived_at: filing.arrived_at, manifest, several, faults, replaced }))
}

/// What is wrong with a filing that is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verification {
    /// The receipt's code.
    pub code: String,
    /// What of it does not agree.
    pub fault: Fault,
}

/// Holds every filing against its receipt's code, and its files against their hashes.
pub async fn verify_all(app: &App) -> Result<Vec<Verification>, Error> {
    let mut found = Vec::new();
    let mut after = String::new();
    loop {
        let page = store::after_code(app.db.read(), &after, 50).await?;
        let Some(last) = page.last() else { return Ok(found) };
        after.clone_from(&last.code);
        for filing in page {
            let faults = match manifest(&filing) {
                Ok(manifest) => faults(app, &filing, &manifest).await?,
                Err(_) => vec![Fault::Receipt],
            };
            found.extend(faults.into_iter().map(|fault| Verification { code: filing.code.clone(), fault }));
        }
    }
}

/// What of a filing does not agree with what its receipt says.
async fn faults(app: &App, filing: &Filing, manifest: &Manifest) -> Result<Vec<Fault>, Error> {
    let mut faults = Vec::new();
    let mut hold = |fault: Fault, text: &str, hash: &str| {
        if sha256(text) != hash {
            faults.push(fault);
        }
    };
    hold(Fault::Receipt, &filing.manifest, &filing.code);
    hold(Fault::Content, &filing.content, &manifest.content);
    hold(Fault::Assessment, &filing.assessment, &manifest.assessment);
    for (_, size, sha256) in &manifest.papers {
        if !app.files.holds(&StoredFile { sha256: sha256.clone(), size: *size }).await? {
            faults.push(Fault::File(sha256.clone()));
        }
    }
    Ok(faults)
}

/// The code that a receipt's paper carries for machines, wherever it stands in the bytes.
pub fn code_in(paper: &[u8]) -> Option<String> {
    let mark = MARK.as_bytes();
    let mut starts = paper.windows(mark.len()).enumerate().filter(|(_, w)| *w == mark).map(|(at, _)| at + mark.len());
    let code = |at: usize| paper.get(at..at + 64).filter(|c| c.iter().all(u8::is_ascii_hexdigit));
    starts.find_map(code).and_then(|c| String::from_utf8(c.to_vec()).ok())
}

/// A length of a file as people read it.
pub fn size(bytes: i64) -> String {
    match bytes {
        ..1_024 => format!("{bytes} B"),
        1_024..1_048_576 => format!("{} KB", bytes / 1_024),
        _ => format!("{}.{} MB", bytes / 1_048_576, bytes % 1_048_576 * 10 / 1_048_576),
    }
}

/// The receipt as a paper, for those who see the parts of these members: the lead's, who filed it, names every file; that of another
/// member its own. The same filing gives the same bytes.
pub async fn paper(state: &AppState, filing: &Filing, readable: &[String], lang: Lang) -> Result<Vec<u8>, Error> {
    let manifest = manifest(filing)?;
    let content: Content = super::filing::content(filing)?;
    let programme = state.calls.programme(state.app().db.read(), &filing.revision, &manifest.call).await?;
    let agency = agency(state.app(), &manifest.call, state, lang).await?;
    let of = |name: &str, hash: &str| content.papers.iter().any(|p| p.name == name && p.sha256 == hash && readable.contains(&p.member));
    let named = |name: &str, hash: &str| readable.iter().any(|m| m == LEAD) || of(name, hash);
    let words = state.app().words(lang);
    let mut data = data(state, filing, &manifest, lang.of(&programme.plan().programme.name), &agency, words, named);
    let whole = readable.iter().any(|m| m == LEAD);
    let rows = amounts(filing, words).into_iter().filter(|_| whole).chain(contact(&programme.plan().programme, words));
    if let Some(all) = data["rows"].as_array_mut() {
        all.extend(rows.map(|(head, text)| json!([head, text])));
    }
    let set = tokio::task::spawn_blocking(move || paper::set(TEMPLATE, &data)).await;
    let failed = |e: String| Error::Broken(format!("a receipt can't be set: {e}"));
    let paper = set.map_err(|e| failed(e.to_string()))?.map_err(|e| failed(e.to_string()))?;
    if paper.is_cut {
        tracing::error!(receipt = filing.receipt, "something on a receipt runs off its page");
    }
    if !paper.unprinted.is_empty() {
        tracing::warn!(
            receipt = filing.receipt,
            signs = paper.unprinted.join(" "),
            "a receipt has signs that can't be printed; it says so"
        );
    }
    Ok(paper.pdf)
}

async fn agency(app: &App, call: &str, state: &AppState, lang: Lang) -> Result<String, Error> {
    let call = state.calls.call(call).await?.ok_or(Error::NotFound)?;
    let agency = platform::accounts::agency(app, &call.agency).await?;
    Ok(if lang == Lang::Ja || agency.name_en.is_empty() { agency.name_ja } else { agency.name_en })
}

/// What the costs came to, and the grant that follows from them: for those who see all of it.
fn amounts(filing: &Filing, words: &Words) -> Vec<(String, String)> {
    let assessment: serde_json::Value = serde_json::from_str(&filing.assessment).unwrap_or_default();
    let row = |key: &str, field: &str| {
        let yen = assessment.get(field)?.as_i64()?;
        Some((words.get(key), words.with("receipt-yen", &[("yen", separated(yen))])))
    };
    [row("requested-total", "requested_total_yen"), row("grant", "grant_yen")].into_iter().flatten().collect()
}

/// Whom to ask about it.
fn contact(programme: &Programme, words: &Words) -> Option<(String, String)> {
    let contact = programme.contact.as_ref()?;
    let parts = [Some(words.lang.of(&contact.office).to_owned()), contact.phone.clone(), contact.email.clone()];
    Some((words.get("receipt-contact"), parts.into_iter().flatten().collect::<Vec<_>>().join("  ")))
}

fn data(
    state: &AppState,
    filing: &Filing,
    manifest: &Manifest,
    call: &str,
    agency: &str,
    words: &Words,
    named: impl Fn(&str, &str) -> bool,
) -> serde_json::Value {
    let at = filing.arrived_at.in_japan();
    let other = words.get("receipt-file-other");
    let file = |(name, bytes, hash): &(String, i64, String)| {
        let name = if named(name, hash) { name } else { &other };
        json!({ "name": name, "size": size(*bytes), "hash": hash })
    };
    let files: Vec<_> = manifest.papers.iter().map(file).collect();
    let day = words.lang.day(at.date());
    json!({
        "lang": words.lang.code(),
        "title": words.get("receipt-title"),
        "year": at.year(), "month": at.month(), "day": at.day(),
        "code": format!("{MARK}{}", filing.code),
        "checkpoint": Checkpoint::marked(&filing.checkpoint),
        "checkpoint_title": words.get("receipt-checkpoint"),
        "checkpoint_lines": filing.checkpoint.lines().take(3).collect::<Vec<_>>(),
        "lead": words.with("receipt-lead", &[("agency", agency.to_owned())]),
        "rows": [
            [words.get("receipt-number"), manifest.receipt],
            [words.get("receipt-filing"), words.with("receipt-nth", &[("n", manifest.filing.to_string())])],
            [words.get("receipt-arrived"), format!("{day} {}", at.strftime("%H:%M:%S"))],
            [words.get("receipt-call"), call],
            [words.get("receipt-revision"), manifest.revision.get(..16).unwrap_or_default()],
            [words.get("receipt-company"), manifest.company],
            [words.get("receipt-project"), manifest.title],
            [words.get("receipt-channel"), words.get(&format!("channel-{}", manifest.channel))],
        ],
        "files_title": words.with("receipt-files", &[("n", manifest.papers.len().to_string())]),
        "file_heads": [words.get("file-name"), words.get("file-size"), "SHA-256"],
        "files": files,
        "no_files": words.get("receipt-no-files"),
        "verify": words.get("receipt-verify"),
        "link": state.link(&format!("/receipts/{}", filing.code)),
        "hash": filing.code,
        "unprinted_note": words.get("receipt-unprinted"),
    })
}
