//! What the office does with calls: how many write to one, who was consulted, what did not work.

use crate::acts;
use jiff::civil::Date;
use platform::{Actor, Error, Instant, mail::Letter};
use programmes::call::{self, Call};
use rules::words::Lang;
use serde_json::json;

use crate::{
    AppState,
    application::{
        authorization,
        model::{Application, State},
        store as applications,
    },
    letters,
};

/// That a call is an agency's: it is looked for at no other.
pub async fn require_agency(state: &AppState, actor: &Actor, agency: &str, id: &str) -> Result<(), Error> {
    let (found, _) = call::call(&state.calls, actor, acts::CALL_READ, id).await?;
    if found.agency == agency { Ok(()) } else { Err(Error::NotFound) }
}

/// Lets one of those who write to a call be filed after its deadline.
pub async fn allow_late_filing(
    state: &AppState,
    actor: &Actor,
    id: &str,
    application: &str,
    until: Instant,
    reason: &str,
) -> Result<(), Error> {
    if list_open(state, actor, id).await?.iter().any(|a| a.id == application) {
        super::case::allow_late_filing(state, actor, application, until, reason).await
    } else {
        Err(Error::NotFound)
    }
}

/// A call with how many write to it.
#[derive(Debug)]
pub struct CallWithCounts {
    /// The call.
    pub call: Call,
    /// How many drafts there are.
    pub drafts: usize,
    /// How many were filed, in any state since.
    pub filed: i64,
}

/// The calls of an agency.
pub async fn calls_with_counts(state: &AppState, actor: &Actor, agency_id: &str) -> Result<Vec<CallWithCounts>, Error> {
    let db = state.app().db.read();
    let scope = authorization::scope(state, actor, acts::APPLICATION_LIST).await?;
    let mut all = Vec::new();
    for call in call::of_agency(&state.calls, actor, agency_id).await? {
        let drafts = applications::list_open(db, &scope, &call.id).await?.iter().filter(|a| a.state == State::Draft).count();
        all.push(CallWithCounts { drafts, filed: call.receipts, call });
    }
    Ok(all)
}

/// The applications to a call that are being written: whose, and how they stand; never what is in them.
pub async fn list_open(state: &AppState, actor: &Actor, id: &str) -> Result<Vec<Application>, Error> {
    let (call, _) = call::call(&state.calls, actor, acts::CALL_READ, id).await?;
    let scope = authorization::scope(state, actor, acts::APPLICATION_LIST).await?;
    let all = applications::list_open(state.app().db.read(), &scope, &call.id).await?;
    Ok(all.into_iter().map(|a| Application { title: String::new(), ..a }).collect())
}

/// How many applications to a call had arrived by each day on which one did, the first day first.
pub async fn arrivals_by_day(state: &AppState, actor: &Actor, id: &str) -> Result<Vec<(Date, usize)>, Error> {
    let (call, _) = call::call(&state.calls, actor, acts::CALL_READ, id).await?;
    let scope = authorization::scope(state, actor, acts::APPLICATION_LIST).await?;
    let mut days: Vec<(Date, usize)> = Vec::new();
    for (at, count) in applications::arrivals(state.app().db.read(), &scope, &call.id).await?.into_iter().zip(1..) {
        let day = at.in_japan().date();
        match days.last_mut() {
            Some((last, so_far)) if *last == day => *so_far = count,
            _ => days.push((day, count)),
        }
    }
    Ok(days)
}

/// A line of the register of parallel applications (併願).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parallel {
    /// The application.
    pub application: String,
    /// Its receipt.
    pub receipt: String,
    /// The applicant.
    pub company: String,
    /// The other subsidy: what it is called.
    pub name: String,
    /// Whether the call bans it by name.
    pub banned: bool,
    /// How far it is: `pending`, `adopted`, `over`; the state of an application in this system.
    pub status: String,
    /// Whether the applicant said so; what this system knows and nobody said is found here too.
    pub declared: bool,
}

impl Parallel {
    /// The message that says how far it is.
    pub fn status_key(&self) -> &'static str {
        match self.status.as_str() {
            "pending" => "other-pending",
            "adopted" => "other-adopted",
            "over" => "other-over",
            "accepted" => "state-of-accepted",
            "returned" => "state-of-returned",
            "reopened" => "state-of-reopened",
            _ => "state-of-filed",
        }
    }
}

/// The register of parallel applications of a call: what applicants said, and what this system knows of its own calls.
pub async fn parallel_applications(state: &AppState, actor: &Actor, id: &str, lang: Lang) -> Result<Vec<Parallel>, Error> {
    let (call, _) = call::call(&state.calls, actor, acts::CALL_READ, id).await?;
    let db = state.app().db.read();
    let scope = authorization::scope(state, actor, acts::APPLICATION_CASE).await?;
    let filed: Vec<Application> =
        applications::list_by_call(db, &scope, id).await?.into_iter().filter(|a| a.state.stands() && a.filings > 0).collect();
    let ids: Vec<String> = filed.iter().map(|a| a.id.clone()).collect();
    let declared = applications::others(db, &ids).await?;
    let programme = &call.programme.plan().programme;
    let bans = |scheme: &str| programme.parallel.as_ref().and_then(|p| p.banned.get(scheme));
    let companies: Vec<&str> = filed.iter().map(|a| a.company.as_str()).collect();
    let parallel = authorization::scope(state, actor, acts::APPLICATION_PARALLEL).await?;
    let elsewhere = applications::of_companies(db, &parallel, &companies).await?;
    let mut all = Vec::new();
    for found in &filed {
        let line = |name: String, banned, status: &str, declared| Parallel {
            application: found.id.clone(),
            receipt: found.receipt.clone().unwrap_or_default(),
            company: found.company_name.clone(),
            name,
            banned,
            status: status.to_owned(),
            declared,
        };
        let own: Vec<_> = declared.iter().filter(|s| s.0 == found.id).collect();
        for (_, scheme, name, status) in &own {
            let banned = bans(scheme);
            let called = banned.filter(|_| name.is_empty()).map_or_else(|| name.clone(), |b| lang.of(&b.says).to_owned());
            all.push(line(called, banned.is_some(), status, true));
        }
        for other in elsewhere.iter().filter(|o| o.company == found.company && o.call != id && o.state.stands() && o.filings > 0) {
            let name = match state.calls.call(&other.call).await? {
                Some(call) => lang.of(&call.programme.plan().programme.name).to_owned(),
                None => other.call.clone(),
            };
            let declared = own.iter().any(|s| s.1 == other.call || s.2 == name);
            all.push(line(name, bans(&other.call).is_some(), other.state.name(), declared));
        }
    }
    Ok(all)
}

/// What an extension would be: how many letters it sends. Nothing is kept.
pub async fn count_extension_letters(state: &AppState, actor: &Actor, id: &str, until: Instant) -> Result<usize, Error> {
    let (call, _) = call::call(&state.calls, actor, acts::CALL_CHANGE, id).await?;
    call::may_close(&call, until, state.app().now())?;
    Ok(extension_letters(state, actor, &call, until, "").await?.len())
}

/// The letters that tell of an extension: to those who are writing, and to those who have filed.
async fn extension_letters(state: &AppState, actor: &Actor, call: &Call, until: Instant, reason: &str) -> Result<Vec<Letter>, Error> {
    let mut all = Vec::new();
    let scope = authorization::scope(state, actor, acts::APPLICATION_LIST).await?;
    for found in applications::list_by_call(state.app().db.read(), &scope, &call.id).await? {
        if !matches!(found.state, State::Withdrawn | State::Refused | State::Accepted) {
            all.extend(letters::extended(state, &found, call, until, reason).await?);
        }
    }
    Ok(all)
}

/// Lets a call close later for everybody, and tells those who are writing and those who have filed.
pub async fn extend(state: &AppState, actor: &Actor, id: &str, version: i32, until: Instant, reason: &str) -> Result<usize, Error> {
    let (call, _) = call::call(&state.calls, actor, acts::CALL_CHANGE, id).await?;
    let all = extension_letters(state, actor, &call, until, reason).await?;
    call::extend(&state.calls, actor, id, version, until, reason, &all).await?;
    Ok(all.len())
}

/// Writes down that a company was consulted before it applied. Safe to repeat.
pub async fn consult(state: &AppState, actor: &Actor, id: &str, key: &str, company: &str, held_on: &str, note: &str) -> Result<(), Error> {
    let (call, agency) = call::call(&state.calls, actor, acts::CALL_RECEIVE, id).await?;
    let app = state.app();
    let wrong = |field, message| Error::Wrong { field, message };
    let key = uuid::Uuid::parse_str(key).map_err(|_| wrong("company", "wrong-value"))?.to_string();
    let day = kernel::date::parse_date(held_on).map_err(|_| wrong("held_on", "wrong-date"))?;
    if day > app.now().in_japan().date() {
        return Err(wrong("held_on", "wrong-future"));
    }
    let company = parties::service::company(app, actor, acts::ORGANISATION_READ, company).await?;
    let note: String = note.trim().chars().filter(|c| !c.is_control() || *c == '\n').take(1_000).collect();
    let mut unit = app.begin(actor).await?.at(&agency.id);
    if !applications::insert_consultation(&unit, &key, &call.id, &company.id, &day.to_string(), &note).await? {
        return Ok(());
    }
    unit.journal(agency.act(), &format!("call:{}", call.id), json!({ "consulted": company.id, "on": day.to_string() })).await?;
    unit.commit().await
}

/// The consultations of a call, the newest first: company, day, note.
pub async fn consultations(state: &AppState, actor: &Actor, id: &str) -> Result<Vec<(String, String, String)>, Error> {
    let (call, _) = call::call(&state.calls, actor, acts::CALL_READ, id).await?;
    let all = applications::consultations(state.app().db.read(), &call.id, 500).await?;
    let ids: Vec<&str> = all.iter().map(|c| c.0.as_str()).collect();
    let records = parties::service::records(state.app().db.read(), &ids).await?;
    Ok(all.iter().map(|(c, day, note)| (records.get(c).map_or_else(|| c.clone(), |r| r.name.clone()), day.clone(), note.clone())).collect())
}
