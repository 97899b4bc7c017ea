//! What the office does with calls: how many write to one, what a revision would do to them, who was consulted, what did not work.

use crate::acts;

use platform::{Actor, Error, Instant, mail::Letter};
use programmes::call::{self, Call, Proposed, with_deadline};
use rules::{
    plan::Plan,
    sentences::Teller,
    summary,
    words::{Lang, Words},
};
use serde_json::json;

use crate::{
    AppState,
    application::{
        assessment_input::AssessmentInput,
        authorization,
        model::{Application, State},
        readiness::{Filed, assess_readiness},
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
        super::service::allow_late_filing(state, actor, application, until, reason).await
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
pub async fn calls_with_counts(state: &AppState, actor: &Actor, at: &str) -> Result<Vec<CallWithCounts>, Error> {
    let db = state.app().db.read();
    let scope = authorization::scope(state, actor, acts::APPLICATION_LIST).await?;
    let mut all = Vec::new();
    for call in call::of_agency(&state.calls, actor, at).await? {
        let drafts = applications::list_open(db, &scope, &call.id).await?.iter().filter(|a| a.state == State::Draft).count();
        all.push(CallWithCounts { drafts, filed: call.receipts, call });
    }
    Ok(all)
}

/// What somebody's application would be under a revision. Its contents are not the office's to see: only what changes is told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DraftImpact {
    /// The applicant.
    pub company: String,
    /// The grant before and after, in yen.
    pub grant: (Option<i64>, Option<i64>),
    /// How many things stand in the way of filing, before and after.
    pub obstacles: (usize, usize),
    /// How many fields are filled in that the revision no longer asks: they stay, and count no more.
    pub unasked: usize,
}

/// What a revision would do.
#[derive(Debug)]
pub struct RevisionPreview {
    /// The revision.
    pub proposed: Proposed,
    /// What differs, in words.
    pub changes: Vec<String>,
    /// What becomes of those who are writing.
    pub drafts: Vec<DraftImpact>,
    /// How many were filed, and stay under the revision under which they were.
    pub filed: i64,
}

/// What a revision of a call would do, before it is published. Nothing is kept.
pub async fn preview_revision(
    state: &AppState,
    actor: &Actor,
    id: &str,
    body: &str,
    words: &Words,
) -> Result<Result<RevisionPreview, Vec<String>>, Error> {
    let (call, _) = call::call(&state.calls, actor, acts::CALL_CHANGE, id).await?;
    let proposed = match call::propose(&call, body) {
        Ok(proposed) => proposed,
        Err(faults) => return Ok(Err(faults)),
    };
    // An extension stays; a file that closes later than that closes later.
    let file = proposed.programme.plan();
    let closes = call.extended.map_or(file.programme.window.closes, |until| until.in_japan().max(file.programme.window.closes));
    let (before, after) = (call.programme.plan().clone(), with_deadline(file, closes));
    let open = follows_current_revision(state, actor, &call).await?;
    let snapshot = state.app().db.snapshot().await?;
    let db = &*snapshot;
    let mut drafts = Vec::new();
    for found in open {
        // What is typed is not the office's to read: the system reckons with it, and only what changes is told.
        let found = state.app().policy.allow(&Actor::System("revision"), acts::APPLICATION_DRAFT, found)?;
        let values = forms::response::values(db, &found).await?;
        let companies = authorization::companies(db, &found.members).await?;
        let all = found.members.iter().map(|m| m.id.clone()).collect();
        let input = AssessmentInput::of(db, &found, companies, &values, &all).await?;
        let looked = Filed { arrived: None, posted: None };
        let (then, now) = (assess_readiness(&before, &found, &input, looked), assess_readiness(&after, &found, &input, looked));
        let grant = |e: &crate::application::readiness::Readiness<'_>| e.answer.as_ref().and_then(|a| a.calculated_grant_yen);
        let form = crate::application::form::Form::new(&after);
        let unasked = values.iter().filter(|(name, value)| !value.value.is_empty() && !form.knows(name)).count();
        drafts.push(DraftImpact {
            company: found.company_name.clone(),
            grant: (grant(&then), grant(&now)),
            obstacles: (then.obstacles.len(), now.obstacles.len()),
            unasked,
        });
    }
    let changes = differences(&before, &after, words);
    Ok(Ok(RevisionPreview { changes, drafts, filed: call.receipts, proposed }))
}

/// The applications that follow the revision in force: drafts, and what was opened again.
async fn follows_current_revision(state: &AppState, actor: &Actor, call: &Call) -> Result<Vec<Application>, Error> {
    let scope = authorization::scope(state, actor, acts::APPLICATION_LIST).await?;
    let open = applications::list_open(state.app().db.read(), &scope, &call.id).await?;
    Ok(open.into_iter().filter(|a| a.state != State::Returned).collect())
}

/// The applications to a call that are being written: whose, and how they stand; never what is in them.
pub async fn list_open(state: &AppState, actor: &Actor, id: &str) -> Result<Vec<Application>, Error> {
    let (call, _) = call::call(&state.calls, actor, acts::CALL_READ, id).await?;
    let scope = authorization::scope(state, actor, acts::APPLICATION_LIST).await?;
    let all = applications::list_open(state.app().db.read(), &scope, &call.id).await?;
    Ok(all.into_iter().map(|a| Application { title: String::new(), ..a }).collect())
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

/// What differs between two revisions, as an officer reads it.
fn differences(before: &Plan, after: &Plan, words: &Words) -> Vec<String> {
    let changes = summary::changes(&Teller::new(before, words.lang), &Teller::new(after, words.lang));
    let mut all: Vec<String> = changes
        .into_iter()
        .map(|change| {
            let what = words.get(&format!("summary-{}", change.section.word()));
            match (change.before, change.after) {
                (None, after) => words.with("change-added", &[("what", what), ("name", after.unwrap_or_default())]),
                (Some(_), None) => words.with("change-removed", &[("what", what), ("name", change.head)]),
                (Some(before), Some(after)) if before == after => words.with("change-reckoned", &[("what", what), ("name", change.head)]),
                (Some(before), Some(after)) => {
                    let what = if change.head == before { what } else { format!("{what} {}", change.head) };
                    words.with("change-figure", &[("what", what), ("before", before), ("after", after)])
                }
            }
        })
        .collect();
    if all.is_empty() {
        all.push(words.get("change-words-only"));
    }
    all
}

/// Publishes a revision, and tells those who are writing. `version` is what the officer saw.
pub async fn revise(state: &AppState, actor: &Actor, id: &str, version: i32, body: &str, reason: &str) -> Result<(), Error> {
    let (call, _) = call::call(&state.calls, actor, acts::CALL_CHANGE, id).await?;
    let proposed = match call::propose(&call, body) {
        Ok(proposed) => proposed,
        // What was published already is told as done.
        Err(_) if call::is_published(&call, body) => return Ok(()),
        Err(_) => return Err(Error::Wrong { field: "body", message: "wrong-revision" }),
    };
    let mut all = Vec::new();
    for found in follows_current_revision(state, actor, &call).await? {
        all.extend(letters::revised(state, &found, &call, reason).await?);
    }
    call::revise(&state.calls, actor, id, version, &proposed, reason, &all).await
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
