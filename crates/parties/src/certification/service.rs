//! Listing, adding and removing certifications of a company, with copies of their papers.

use crate::acts;
use jiff::civil::Date;
use platform::{
    Actor, App, Authorized, Error, UnitOfWork,
    access::RecordReference,
    attachments::{self, Attachment, UploadedFile},
};
use serde_json::json;

use super::{
    model::{Certification, Kind, Validity},
    store,
};
use crate::{model::Company, service::company};

/// A certification as it was typed.
#[derive(Debug, Clone, Default)]
pub struct CertificationInput {
    /// Names the form that was sent, so that sending it twice keeps one.
    pub id: String,
    /// The name of its kind.
    pub kind: String,
    /// What it is called, where the kind does not say.
    pub name: String,
    /// Its number.
    pub number: String,
    /// From when it counts.
    pub valid_from: String,
    /// The last day on which it counts; nothing where it has no end.
    pub valid_until: String,
}

/// A certification as it stands.
#[derive(Debug)]
pub struct CertificationView {
    /// The certification.
    pub certification: Certification,
    /// How it stands today in Japan.
    pub validity: Validity,
    /// Copies of its paper.
    pub files: Vec<Attachment>,
}

/// What a copy of the paper may be, and how long.
pub const KINDS: [attachments::Kind; 4] =
    [attachments::Kind::Pdf, attachments::Kind::Png, attachments::Kind::Jpeg, attachments::Kind::WebP];
/// Bytes of a copy at the most.
pub const MOST: u64 = crate::limits::COPY as u64;

fn record(of: &Authorized<Company>, certification: &str) -> RecordReference {
    of.part_record("certification", certification)
}

/// The certifications of a company.
pub async fn list(app: &App, actor: &Actor, id: &str) -> Result<Vec<CertificationView>, Error> {
    let found = company(app, actor, acts::ORGANISATION_READ, id).await?;
    let today = app.now().in_japan().date();
    let all = store::of(app.db.read(), &found).await?;
    let records: Vec<RecordReference> = all.iter().map(|c| record(&found, &c.id)).collect();
    let files = attachments::list(app.db.read(), &records).await?;
    let shown = all.into_iter().zip(records).map(|(certification, record)| CertificationView {
        validity: certification.validity(today),
        files: files.iter().filter(|f| f.subject == record.as_str()).cloned().collect(),
        certification,
    });
    Ok(shown.collect())
}

/// A copy of a certification's paper, for somebody who may see the company.
pub async fn file(app: &App, actor: &Actor, id: &str, certification: &str, file: &str) -> Result<Attachment, Error> {
    let found = company(app, actor, acts::ORGANISATION_READ, id).await?;
    if !store::of(app.db.read(), &found).await?.iter().any(|c| c.id == certification) {
        return Err(Error::NotFound);
    }
    attachments::find(app.db.read(), &record(&found, certification), file).await
}

fn read(typed: &CertificationInput) -> Result<Certification, Error> {
    let wrong = |field, message| Error::Wrong { field, message };
    let day = |field, text: &str| -> Result<Date, Error> { kernel::date::parse_date(text).map_err(|_| wrong(field, "wrong-date")) };
    let kind = Kind::parse(&typed.kind).ok_or_else(|| wrong("kind", "wrong-value"));
    let plain = |text: &str| text.trim().chars().filter(|c| !c.is_control()).take(200).collect::<String>();
    let name = plain(&typed.name);
    let nameless = matches!(kind, Ok(Kind::Other)) && name.is_empty();
    let named = if nameless { Err(wrong("name", "wrong-certification-name")) } else { Ok(()) };
    let valid_from = day("valid_from", typed.valid_from.trim());
    let valid_until = match typed.valid_until.trim() {
        "" => Ok(None),
        text => day("valid_until", text).map(Some),
    };
    let (kind, valid_from, valid_until) = match (kind, named, valid_from, valid_until) {
        (Ok(kind), Ok(()), Ok(from), Ok(until)) => (kind, from, until),
        (kind, named, from, until) => {
            Error::all([kind.map(|_| ()), named, from.map(|_| ()), until.map(|_| ())])?;
            return Err(Error::NotFound);
        }
    };
    if valid_until.is_some_and(|last| last < valid_from) {
        return Err(wrong("valid_until", "wrong-until"));
    }
    let id = uuid::Uuid::parse_str(&typed.id).map_err(|_| wrong("kind", "wrong-value"))?.to_string();
    Ok(Certification { id, kind, name, number: plain(&typed.number), valid_from, valid_until })
}

/// Adds a certification, with a copy of its paper where one arrived. Safe to repeat: the same form is kept once.
pub async fn add(app: &App, actor: &Actor, id: &str, typed: &CertificationInput, copy: Option<&UploadedFile>) -> Result<(), Error> {
    let found = company(app, actor, acts::ORGANISATION_CHANGE, id).await?;
    let new = read(typed)?;
    let mut unit = app.begin(actor).await?;
    if !store::put(unit.db(), &found, &new).await? {
        return Ok(());
    }
    if store::of(unit.db(), &found).await?.len() > crate::limits::CERTIFICATIONS {
        return Err(Error::Wrong { field: "kind", message: "wrong-certifications-many" });
    }
    if let Some(copy) = copy {
        attachments::attach(&unit, &record(&found, &new.id), copy).await?;
    }
    let file = copy.map(|c| c.kept.sha256.as_str());
    let details = json!({ "certified": new.kind.name(), "id": new.id, "file": file });
    unit.journal(found.act(), &format!("organisation:{}", found.id), details).await?;
    unit.commit().await
}

/// Takes one away that was written down by mistake. One that has ended stays: it counted once. Safe to repeat.
pub async fn remove(app: &App, actor: &Actor, id: &str, certification: &str) -> Result<(), Error> {
    let found = company(app, actor, acts::ORGANISATION_CHANGE, id).await?;
    let mut unit = app.begin(actor).await?;
    if !store::take(unit.db(), &found, certification).await? {
        return Ok(());
    }
    attachments::detach_all(&unit, &record(&found, certification)).await?;
    unit.journal(found.act(), &format!("organisation:{}", found.id), json!({ "uncertified": certification })).await?;
    unit.commit().await
}

/// Lets all certifications of a company be another's, in a merge that is under way. Which those were.
pub(crate) async fn move_all(unit: &UnitOfWork, from: &Authorized<Company>, to: &str) -> Result<Vec<String>, Error> {
    let moved: Vec<String> = store::of(unit.db(), from).await?.into_iter().map(|c| c.id).collect();
    store::move_to(unit.db(), &moved, to).await?;
    Ok(moved)
}

/// Gives certifications back to a company, in an undoing that is under way.
pub(crate) async fn move_back(unit: &UnitOfWork, ids: &[String], to: &str) -> Result<(), Error> {
    store::move_to(unit.db(), ids, to).await
}
