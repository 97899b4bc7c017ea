//! The verbs of calls: publish, revise, extend, and write down what did not work.

use crate::acts;
use jiff::SignedDuration;
use platform::{
    Actor, App, Authorized, Error, Instant, UnitOfWork,
    access::Act,
    accounts::{self, Agency},
    jobs::Job,
    mail::Letter,
};
use rules::diagnostic::Diagnostic;
use serde_json::json;

use super::{
    CallCatalogue,
    announcements::ANNOUNCE,
    model::{Call, Notice, NoticeKind, Outage, deadline},
    store,
};
use crate::{
    model::{Catalogue, File, Programme},
    store as files,
};

// What the language reads is what is told.
const _: () = assert!(rules::read::MOST_ENTRIES == crate::limits::CLAUSES);

/// No outage that began longer ago is written down, and no deadline is moved further than this.
const LONG: SignedDuration = SignedDuration::from_hours(24 * 366);

/// An agency, for something that the actor may do with its calls.
pub(crate) async fn agency(app: &App, actor: &Actor, act: Act, id: &str) -> Result<Authorized<Agency>, Error> {
    actor.person().map(|_| ()).or_else(|e| if matches!(actor, Actor::System(_)) { Ok(()) } else { Err(e) })?;
    app.policy.allow(actor, act, accounts::agency(app, id).await?)
}

/// A call with its agency, for something that the actor may do with it.
pub async fn call(calls: &CallCatalogue, actor: &Actor, act: Act, id: &str) -> Result<(Call, Authorized<Agency>), Error> {
    let Some(found) = calls.call(id).await? else {
        actor.person()?;
        return Err(Error::Denied(act));
    };
    let agency = agency(calls.app(), actor, act, &found.agency).await?;
    Ok((found, agency))
}

/// The calls of an agency.
pub async fn of_agency(calls: &CallCatalogue, actor: &Actor, id: &str) -> Result<Vec<Call>, Error> {
    let agency = agency(calls.app(), actor, acts::CALL_READ, id).await?;
    Ok(calls.calls().await?.into_iter().filter(|c| c.agency == agency.id).collect())
}

/// The programmes of the catalogue of which no agency has made a call.
pub async fn unpublished(calls: &CallCatalogue) -> Result<Vec<Programme>, Error> {
    let taken = calls.calls().await?;
    let catalogue = calls.catalogue().await?;
    Ok(catalogue.programmes.iter().filter(|p| !taken.iter().any(|c| c.id == p.id())).cloned().collect())
}

/// Makes a call of a programme of the catalogue. Safe to repeat.
pub async fn publish(calls: &CallCatalogue, actor: &Actor, agency_id: &str, programme: &str) -> Result<(), Error> {
    let app = calls.app();
    let agency = agency(app, actor, acts::CALL_CHANGE, agency_id).await?;
    let catalogue = calls.catalogue().await?;
    let found = catalogue.find(programme).ok_or(Error::NotFound)?;
    if let Some(call) = calls.call(programme).await? {
        return if call.agency == agency.id { Ok(()) } else { Err(Error::Stale) };
    }
    let mut unit = app.begin(actor).await?.at(&agency.id);
    let file = files::find(unit.db(), &found.path).await?.ok_or(Error::NotFound)?;
    if !publish_in(&mut unit, &agency, &file, found).await? {
        return Ok(());
    }
    unit.commit().await
}

/// The same in a write that is under way, from a file that holds the programme; whether there was no call of its name.
pub(crate) async fn publish_in(
    unit: &mut UnitOfWork,
    agency: &Authorized<Agency>,
    file: &File,
    programme: &Programme,
) -> Result<bool, Error> {
    let sha256 = files::hash(&file.body);
    store::keep_revision(unit, &sha256, file).await?;
    let revision = revision_of(programme);
    if !store::put(unit, programme.id(), &agency.id, &sha256, revision).await? {
        return Ok(false);
    }
    unit.journal(agency.act(), &format!("call:{}", programme.id()), json!({ "published": sha256, "revision": revision })).await?;
    Ok(true)
}

fn revision_of(programme: &Programme) -> i32 {
    i32::try_from(programme.plan().programme.revision).unwrap_or(i32::MAX)
}

/// A revision that somebody wants to publish.
#[derive(Debug, Clone)]
pub struct Proposed {
    /// The file.
    pub file: File,
    /// Its hash.
    pub sha256: String,
    /// The call's programme as it would be.
    pub programme: Programme,
}

/// Reads a revision of a call's file; every fault where it can't be used. Nothing is kept.
pub fn propose(call: &Call, body: &str) -> Result<Proposed, Vec<String>> {
    if body.len() > crate::limits::PROGRAMME {
        return Err(vec![format!("the file has {} bytes; at most {} are taken", body.len(), crate::limits::PROGRAMME)]);
    }
    let file = File::new(call.programme.path.clone(), body.as_bytes().to_vec());
    let read = Catalogue::of(std::slice::from_ref(&file));
    let describe = |d: &Diagnostic| format!("{}:{}: {}", d.span.line, d.span.column, d.message);
    let Some(programme) = read.find(&call.id).cloned() else {
        let faults: Vec<String> = read.faults.iter().flat_map(|f| &f.1).map(describe).collect();
        return Err(if faults.is_empty() { vec![format!("the file does not hold the programme `{}`", call.id)] } else { faults });
    };
    if revision_of(&programme) <= call.revision {
        return Err(vec![format!("`revision` must be more than {}: receipts name it", call.revision)]);
    }
    // Those who are writing rely on the day that they were told.
    let closes = deadline(programme.plan().programme.window.closes);
    if call.extended.unwrap_or(closes).max(closes) < call.deadline() {
        return Err(vec![format!("`window.closes` must not be before {}: that was published", call.closes())]);
    }
    Ok(Proposed { sha256: files::hash(&file.body), file, programme })
}

/// Puts a revision in force, in a write that is under way. What was filed stays under the revision under which it was filed. `seen` is the
/// call as it was read.
pub(crate) async fn revise_in(
    unit: &mut UnitOfWork,
    agency: &Authorized<Agency>,
    seen: &Call,
    proposed: &Proposed,
    text: &str,
    letters: &[Letter],
) -> Result<(), Error> {
    let text = sound(text, "wrong-reason")?;
    store::keep_revision(unit, &proposed.sha256, &proposed.file).await?;
    files::put(unit.db(), &proposed.file).await?;
    if !store::follow(unit, &seen.id, seen.version, &proposed.sha256, revision_of(&proposed.programme)).await? {
        return Err(Error::Stale);
    }
    store::announce(unit, &seen.id, NoticeKind::Revised, &text, None).await?;
    for letter in letters {
        unit.mail(letter).await?;
    }
    let details = json!({ "revised": proposed.sha256, "before": seen.sha256, "letters": letters.len() });
    unit.journal(agency.act(), &format!("call:{}", seen.id), details).await
}

pub(crate) fn sound(text: &str, message: &'static str) -> Result<String, Error> {
    let plain: String = text.trim().chars().filter(|c| !c.is_control() || *c == '\n').take(1_000).collect();
    if plain.is_empty() { Err(Error::Wrong { field: "reason", message }) } else { Ok(plain) }
}

/// Whether a call may close then: later than it does, and not in another age.
pub fn may_close(call: &Call, until: Instant, now: Instant) -> Result<(), Error> {
    if until <= call.deadline() || until <= now {
        return Err(Error::Wrong { field: "until", message: "wrong-extension" });
    }
    if until > now.plus(LONG) {
        return Err(Error::Wrong { field: "until", message: "wrong-extension-far" });
    }
    Ok(())
}

/// Lets a call close later, for everybody; `letters` tell those whom it concerns. Safe to repeat.
pub async fn extend(
    calls: &CallCatalogue,
    actor: &Actor,
    id: &str,
    version: i32,
    until: Instant,
    reason: &str,
    letters: &[Letter],
) -> Result<(), Error> {
    let (found, agency) = call(calls, actor, acts::CALL_CHANGE, id).await?;
    if found.extended == Some(until) {
        return Ok(());
    }
    let reason = sound(reason, "wrong-reason")?;
    may_close(&found, until, calls.app().now())?;
    let mut unit = calls.app().begin(actor).await?.at(&agency.id);
    if !store::extend(&unit, id, version, until).await? {
        return Err(Error::Stale);
    }
    store::announce(&unit, id, NoticeKind::Extended, &reason, Some(until)).await?;
    unit.job(&Job::new(ANNOUNCE, "")).await?;
    for letter in letters {
        unit.mail(letter).await?;
    }
    let details = json!({ "extended": until.to_text(), "before": found.deadline().to_text(), "letters": letters.len() });
    unit.journal(agency.act(), &format!("call:{id}"), details).await?;
    unit.commit().await
}

/// Announces something of a call, in a write that is under way.
pub async fn announce(unit: &UnitOfWork, call: &Call, kind: NoticeKind, text: &str) -> Result<(), Error> {
    store::announce(unit, &call.id, kind, text, None).await
}

/// What was announced of a call: for everybody.
pub async fn notices(app: &App, id: &str) -> Result<Vec<Notice>, Error> {
    store::notices(app.db.read(), id).await
}

/// The next receipt of a call, in a write that is under way: `3-00042` is the 42nd of the third call of the system.
pub async fn next_receipt(unit: &UnitOfWork, call: &Call) -> Result<String, Error> {
    let count = store::count_receipt(unit, &call.id).await?;
    Ok(format!("{}-{count:05}", call.serial))
}

/// Whether a call is still as it was read, in a write that is under way.
pub async fn is_still(unit: &UnitOfWork, call: &Call) -> Result<bool, Error> {
    Ok(store::find(unit.db(), &call.id).await?.is_some_and(|now| now.version == call.version))
}

/// The text of a call's file in force: what a revision begins from.
pub async fn body(calls: &CallCatalogue, call: &Call) -> Result<String, Error> {
    let file = store::revision(calls.app().db.read(), &call.sha256).await?.ok_or(Error::NotFound)?;
    String::from_utf8(file.body).map_err(|e| Error::Broken(e.to_string()))
}

/// Writes an outage down, that it has ended, or how it really was: the same id is the same outage. Safe to repeat.
pub async fn note_outage(app: &App, actor: &Actor, agency_id: &str, noted: &Outage) -> Result<(), Error> {
    let agency = agency(app, actor, acts::CALL_CHANGE, agency_id).await?;
    let what = sound(&noted.what, "wrong-outage")?;
    let now = app.now();
    if noted.began > now || noted.began.plus(LONG) < now {
        return Err(Error::Wrong { field: "began_day", message: "wrong-outage-began" });
    }
    if noted.ended.is_some_and(|e| e < noted.began || e > now) {
        return Err(Error::Wrong { field: "ended_day", message: "wrong-outage-ended" });
    }
    let id = uuid::Uuid::parse_str(&noted.id).map_err(|_| Error::NotFound)?.to_string();
    let mut unit = app.begin(actor).await?.at(&agency.id);
    if store::outage_of(unit.db(), &id).await?.is_some_and(|whose| whose != agency.id) {
        return Err(Error::NotFound);
    }
    store::note_outage(&unit, &agency.id, &Outage { id: id.clone(), what, ..noted.clone() }).await?;
    unit.job(&Job::new(ANNOUNCE, "")).await?;
    let details = json!({ "began": noted.began.to_text(), "ended": noted.ended.map(Instant::to_text) });
    unit.journal(agency.act(), &format!("outage:{id}"), details).await?;
    unit.commit().await
}

/// What does not work just now, of every agency: for everybody.
pub async fn lasting(app: &App) -> Result<Vec<Outage>, Error> {
    let last = store::last_outages(app.db.read(), 10).await?;
    Ok(last.into_iter().map(|(_, outage)| outage).filter(|outage| outage.ended.is_none()).collect())
}

/// The outages of an agency, the newest first.
pub async fn outages(app: &App, actor: &Actor, agency_id: &str) -> Result<Vec<Outage>, Error> {
    let agency = agency(app, actor, acts::CALL_READ, agency_id).await?;
    store::outages(app.db.read(), &agency.id).await
}
