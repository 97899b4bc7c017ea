//! The receipt (受付票): what was filed, when, with which files; as a paper, and as something that anybody who holds it can verify.

use documents::paper;
use platform::{Error, House, Instant, files::Kept};
use rules::words::{Lang, Words};
use serde_json::json;

use super::{
    filing::{manifest, sha256},
    model::{Filing, Manifest},
    store,
};
use crate::{Desk, letters::moment};

/// How a receipt's code is written into the paper, for machines.
pub const MARK: &str = "shien-receipt:";

const TEMPLATE: &str = include_str!("../../templates/receipt.typ");

/// What a receipt is found to be.
#[derive(Debug)]
pub struct Verified {
    /// What it says.
    pub manifest: Manifest,
    /// What the call is called.
    pub call: rules::language::Text,
    /// When it arrived.
    pub arrived_at: Instant,
    /// What does not agree with what is kept: nothing where all is well.
    pub faults: Vec<String>,
    /// Whether a later filing of the same application took its place.
    pub replaced: bool,
}

/// A receipt by its code: what it says is held against what is kept, and every file against its name. None where no receipt has it.
pub async fn verify(desk: &Desk, code: &str) -> Result<Option<Verified>, Error> {
    let house = desk.house();
    let db = house.db.read();
    let Some(filing) = store::by_code(db, &code.trim().to_lowercase()).await? else { return Ok(None) };
    let said = manifest(&filing)?;
    let mut faults = Vec::new();
    let mut hold = |what: &str, text: &str, hash: &str| {
        if sha256(text) != hash {
            faults.push(format!("{what} is not what the receipt says"));
        }
    };
    hold("the receipt", &filing.manifest, &filing.code);
    hold("what was filed", &filing.content, &said.content);
    hold("the assessment", &filing.assessment, &said.assessment);
    for (name, size, sha256) in &said.papers {
        if !house.files.stands(&Kept { sha256: sha256.clone(), size: *size }).await? {
            faults.push(format!("{name}: the file is not there"));
        }
    }
    let programme = desk.shelf.programme(desk.house().db.read(), &filing.sha256, &said.call).await?;
    let replaced = store::find(db, &filing.application).await?.is_some_and(|a| a.filings > filing.number);
    Ok(Some(Verified { call: programme.plan().programme.name.clone(), arrived_at: filing.arrived_at, manifest: said, faults, replaced }))
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

/// The receipt as a paper. The same filing gives the same bytes.
pub async fn paper(desk: &Desk, filing: &Filing) -> Result<Vec<u8>, Error> {
    let said = manifest(filing)?;
    let programme = desk.shelf.programme(desk.house().db.read(), &filing.sha256, &said.call).await?;
    let agency = agency(desk.house(), &said.call, desk).await?;
    let data = data(desk, filing, &said, Lang::Ja.of(&programme.plan().programme.name), &agency, ui::words(Lang::Ja));
    let set = tokio::task::spawn_blocking(move || paper::pdf(TEMPLATE, &data)).await;
    let failed = |e: String| Error::Broken(format!("a receipt can't be set: {e}"));
    set.map_err(|e| failed(e.to_string()))?.map_err(|e| failed(e.to_string()))
}

async fn agency(house: &House, call: &str, desk: &Desk) -> Result<String, Error> {
    let call = desk.shelf.call(call).await?.ok_or(Error::NotFound)?;
    Ok(platform::accounts::agency(house, &call.agency).await?.name_ja)
}

fn data(desk: &Desk, filing: &Filing, said: &Manifest, call: &str, agency: &str, words: &Words) -> serde_json::Value {
    let at = filing.arrived_at.in_japan();
    let files: Vec<_> = said.papers.iter().map(|(name, bytes, hash)| json!({ "name": name, "size": size(*bytes), "hash": hash })).collect();
    json!({
        "title": words.get("receipt-title"),
        "year": at.year(), "month": at.month(), "day": at.day(),
        "code": format!("{MARK}{}", filing.code),
        "lead": words.with("receipt-lead", &[("agency", agency.to_owned())]),
        "rows": [
            [words.get("receipt-number"), said.receipt],
            [words.get("receipt-filing"), words.with("receipt-nth", &[("n", said.filing.to_string())])],
            [words.get("receipt-arrived"), format!("{}（{}）", moment(filing.arrived_at), at.strftime("%H:%M:%S"))],
            [words.get("receipt-call"), call],
            [words.get("receipt-revision"), said.revision.get(..16).unwrap_or_default()],
            [words.get("receipt-company"), said.company],
            [words.get("receipt-project"), said.title],
            [words.get("receipt-channel"), words.get(&format!("channel-{}", said.channel))],
        ],
        "files_title": words.with("receipt-files", &[("n", said.papers.len().to_string())]),
        "file_heads": [words.get("file-name"), words.get("file-size"), "SHA-256"],
        "files": files,
        "no_files": words.get("receipt-no-files"),
        "verify": words.get("receipt-verify"),
        "link": desk.link(&format!("/receipts/{}", filing.code)),
        "hash": filing.code,
    })
}
