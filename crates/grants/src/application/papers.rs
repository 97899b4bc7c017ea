//! The verbs of papers beside an application: put one there, read it, take it away.

use crate::acts;
use forms::attachment::{self, AttachmentPlace};
use platform::{
    Actor, Authorized, Error, UnitOfWork,
    access::Act,
    attachments::{self, Attachment, Kind, UploadedFile},
    files::StoredFile,
};
use programmes::call::Call;
use sea_orm::ConnectionTrait;
use serde_json::json;

use super::{
    authorization::{authorize_section, load_authorized, plan, require_unchanged, require_writable, subject},
    draft::require_open,
    form::FormSection,
    model::{Application, Content, Member, Paper},
    store,
};
use crate::AppState;

/// The longest paper, in bytes.
pub const MOST_PAPER: usize = crate::limits::PAPER;
/// The most papers of an application.
const MOST_PAPERS: usize = crate::limits::PAPERS;
/// And how long they may be together, in bytes.
pub const MOST_OF_ALL: i64 = crate::limits::PAPERS_TOGETHER;

/// The document under which what came on paper is kept as it was scanned.
pub const SCAN: &str = "scan";

/// The papers beside an application, of these members.
pub(crate) async fn list(db: &impl ConnectionTrait, found: &Authorized<Application>, members: &[Member]) -> Result<Vec<Paper>, Error> {
    let mut places = attachment::places(db, found).await?;
    let read = |a: Attachment| {
        let AttachmentPlace { owner: member, document } = places.remove(&a.id)?;
        // What a member who is gone had put there counts no more.
        members.iter().any(|m| m.id == member).then_some(())?;
        Some(Paper {
            document,
            member,
            id: a.id,
            name: a.name,
            kind: a.kind.media_type().to_owned(),
            size: a.kept.size,
            sha256: a.kept.sha256,
            scan: a.scan,
        })
    };
    Ok(attachments::list(db, &[found.record()]).await?.into_iter().filter_map(read).collect())
}

/// Puts a paper beside an application, for a member. It stands in the store already. Safe to repeat: the same file of the same name
/// beside the same document is there once.
pub async fn attach(state: &AppState, actor: &Actor, id: &str, member: &str, document: &str, arrived: &UploadedFile) -> Result<(), Error> {
    let app = state.app();
    let (found, call) = load_authorized(state, actor, acts::APPLICATION_DRAFT, id).await?;
    require_writable(&found, &call, app.now())?;
    require_open(state, actor, &found, [FormSection::Papers]).await?;
    let section = authorize_section(app, actor, acts::SECTION_WRITE, &found, member)?;
    let plan = plan(state, app.db.read(), &found, &call).await?;
    let scan = document == SCAN && found.entered_by.is_some();
    if !scan && !plan.programme.documents.contains_key(document) {
        return Err(Error::Wrong { field: "document", message: "wrong-value" });
    }
    let mut unit = app.begin(actor).await?.at(&call.agency);
    require_unchanged(&unit, &found, [member]).await?;
    let there = list(unit.db(), &found, &found.members).await?;
    let same = |p: &Paper| p.member == member && p.document == document && p.sha256 == arrived.kept.sha256 && p.name == arrived.name;
    if there.iter().any(same) {
        return Ok(());
    }
    if there.len() >= MOST_PAPERS {
        return Err(Error::Wrong { field: "file", message: "wrong-file-many" });
    }
    if there.iter().map(|p| p.size).sum::<i64>().saturating_add(arrived.kept.size) > MOST_OF_ALL {
        return Err(Error::Wrong { field: "file", message: "wrong-file-total" });
    }
    let attached = attachments::attach(&unit, &found.record(), arrived).await?;
    let place = AttachmentPlace { owner: member.to_owned(), document: document.to_owned() };
    attachment::put(&unit, &found, &attached, place).await?;
    store::note_paper_change(&unit, &found, member).await?;
    let details = json!({ "member": member, "document": document, "file": arrived.kept.sha256, "size": arrived.kept.size });
    unit.journal(section.act(), &subject(id), details).await?;
    unit.commit().await
}

/// A paper that somebody may treat so: it is the member's part to whom it belongs.
async fn one(state: &AppState, actor: &Actor, act: Act, id: &str, paper: &str) -> Result<(Authorized<Application>, Call, Paper), Error> {
    let app = state.app();
    let (found, call) = load_authorized(state, actor, acts::APPLICATION_DRAFT, id).await?;
    let all = list(app.db.read(), &found, &found.members).await?;
    let one = all.into_iter().find(|p| p.id == paper).ok_or(Error::NotFound)?;
    authorize_section(app, actor, act, &found, &one.member)?;
    Ok((found, call, one))
}

/// Takes a paper away from beside an application. What was filed with it keeps it. Safe to repeat.
pub async fn remove(state: &AppState, actor: &Actor, id: &str, paper: &str) -> Result<(), Error> {
    let app = state.app();
    let (found, call, one) = match one(state, actor, acts::SECTION_WRITE, id, paper).await {
        Err(Error::NotFound) => return Ok(()),
        other => other?,
    };
    require_writable(&found, &call, app.now())?;
    require_open(state, actor, &found, [FormSection::Papers]).await?;
    let mut unit = app.begin(actor).await?.at(&call.agency);
    require_unchanged(&unit, &found, [one.member.as_str()]).await?;
    if !attachments::detach(&unit, &found.record(), paper).await? {
        return Ok(());
    }
    attachment::remove(&unit, &found, paper).await?;
    store::note_paper_change(&unit, &found, &one.member).await?;
    let details = json!({ "member": one.member, "document": one.document, "dropped": one.sha256 });
    unit.journal(acts::SECTION_WRITE, &subject(id), details).await?;
    unit.commit().await
}

/// Puts back the papers that were filed, in a write that is under way, and takes away what their members put there since.
pub(super) async fn put_back(unit: &UnitOfWork, found: &Authorized<Application>, filed: &Content) -> Result<(), Error> {
    let there = list(unit.db(), found, &filed.members).await?;
    let about = found.record();
    for added in there.iter().filter(|t| !filed.papers.iter().any(|f| t.is(f))) {
        attachments::detach(unit, &about, &added.id).await?;
        attachment::remove(unit, found, &added.id).await?;
    }
    for gone in filed.papers.iter().filter(|f| !there.iter().any(|t| t.is(f))) {
        let kept = StoredFile { sha256: gone.sha256.clone(), size: gone.size };
        let arrived = UploadedFile { kept, name: gone.name.clone(), kind: Kind::parse(&gone.kind)?, marks: Vec::new() };
        let attached = attachments::attach(unit, &about, &arrived).await?;
        let place = AttachmentPlace { owner: gone.member.clone(), document: gone.document.clone() };
        attachment::put(unit, found, &attached, place).await?;
    }
    Ok(())
}

/// A paper beside an application, to be read by whoever sees that member's part.
pub async fn download(state: &AppState, actor: &Actor, id: &str, paper: &str) -> Result<Attachment, Error> {
    let (found, ..) = one(state, actor, acts::SECTION_READ, id, paper).await?;
    attachments::find(state.app().db.read(), &found.record(), paper).await
}
