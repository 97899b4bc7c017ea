//! The verbs of drafts: begin, change, confirm, give up.

use std::{collections::BTreeSet, sync::Arc};

use platform::{Actor, App, Authorized, Error, UnitOfWork, accounts::Agency};
use rules::{
    draft::{self as proposing, Proposal},
    edit, node,
};
use serde_json::json;
use workflow::approval::{self, Approval, service as approvals};

use super::{
    CallSubscriber,
    model::{ProgrammeDraft, State},
    origin::{Origin, beginning, bounded},
    store,
};
use crate::{
    acts,
    call::{self, CallCatalogue},
};

/// What the verbs stand on.
#[derive(Debug, Clone)]
pub struct AuthorState {
    /// The catalogue and its calls.
    pub calls: CallCatalogue,
    /// The contexts that hang on calls.
    pub subscribers: Arc<[Arc<dyn CallSubscriber>]>,
}

impl AuthorState {
    /// What every verb of every context stands on.
    pub const fn app(&self) -> &App {
        self.calls.app()
    }
}

/// What is changed in a draft.
#[derive(Debug, Clone, Copy, Default)]
pub struct Change<'t> {
    /// The programme file.
    pub body: Option<&'t str>,
    /// The cases beside it.
    pub cases: Option<&'t str>,
    /// The text of its document.
    pub document: Option<&'t str>,
}

pub(super) fn wrong(field: &'static str, message: &'static str) -> Error {
    Error::Wrong { field, message }
}

pub(super) fn subject(id: &str) -> String {
    format!("programme_draft:{id}")
}

async fn agency(state: &AuthorState, actor: &Actor, agency_id: &str) -> Result<Authorized<Agency>, Error> {
    call::agency(state.app(), actor, acts::PROGRAMME_DRAFT, agency_id).await
}

/// The drafts of an agency, those changed last first.
pub async fn drafts(state: &AuthorState, actor: &Actor, agency_id: &str) -> Result<Vec<ProgrammeDraft>, Error> {
    let agency = call::agency(state.app(), actor, acts::CALL_READ, agency_id).await?;
    store::list(state.app().db.read(), &agency).await
}

/// A draft, for whoever may write those of its agency.
pub(super) async fn writable(state: &AuthorState, actor: &Actor, agency_id: &str, id: &str) -> Result<ProgrammeDraft, Error> {
    let agency = agency(state, actor, agency_id).await?;
    store::find(state.app().db.read(), &agency, id).await?.ok_or(Error::NotFound)
}

/// A draft, for whoever may see the calls of its agency.
pub async fn load(state: &AuthorState, actor: &Actor, agency_id: &str, id: &str) -> Result<ProgrammeDraft, Error> {
    let agency = call::agency(state.app(), actor, acts::CALL_READ, agency_id).await?;
    store::find(state.app().db.read(), &agency, id).await?.ok_or(Error::NotFound)
}

/// Begins a draft. Its id. Safe to repeat: the same key begins once.
pub async fn begin(state: &AuthorState, actor: &Actor, agency_id: &str, key: &str, origin: Origin<'_>) -> Result<String, Error> {
    let agency = agency(state, actor, agency_id).await?;
    let id = uuid::Uuid::parse_str(key).map_err(|_| wrong("key", "wrong-value"))?.to_string();
    let beginning = beginning(state, &agency, origin).await?;
    let mut unit = state.app().begin(actor).await?.at(&agency.id);
    let draft = ProgrammeDraft {
        id: id.clone(),
        agency: agency.id.clone(),
        title: ProgrammeDraft::title_of(&beginning.body, &beginning.document),
        call: beginning.call,
        based_on: beginning.based_on,
        document: beginning.document,
        body: beginning.body,
        cases: beginning.cases,
        confirmed: BTreeSet::new(),
        authors: BTreeSet::from([actor.person()?.id.clone()]),
        state: State::Open,
        approval: None,
        approval_sha256: None,
        version: 1,
        made_at: unit.now(),
        changed_at: unit.now(),
    };
    if !store::put(&unit, &draft).await? {
        return if store::find(unit.db(), &agency, &id).await?.is_some() { Ok(id) } else { Err(Error::NotFound) };
    }
    let details = json!({ "begun": draft.based_on, "revises": draft.call });
    unit.journal(agency.act(), &subject(&id), details).await?;
    unit.commit().await?;
    Ok(id)
}

/// The proposal for approval that was made of a draft last.
pub(super) async fn approval_of(state: &AuthorState, actor: &Actor, draft: &ProgrammeDraft) -> Result<Option<Approval>, Error> {
    let Some(id) = &draft.approval else { return Ok(None) };
    let all = approvals::about(state.app(), actor, &draft.agency, &draft.id).await?;
    Ok(all.into_iter().find(|approval| approval.id == *id))
}

/// Whether a draft goes round for approval, so that nobody changes it meanwhile.
pub async fn is_locked(state: &AuthorState, actor: &Actor, draft: &ProgrammeDraft) -> Result<bool, Error> {
    Ok(approval_of(state, actor, draft).await?.is_some_and(|approval| approval.state == approval::State::Circulating))
}

/// A draft that may be changed now, in a write that begins: `version` is what was seen.
pub(super) async fn open(
    state: &AuthorState,
    actor: &Actor,
    agency_id: &str,
    id: &str,
    version: i32,
) -> Result<(Authorized<Agency>, ProgrammeDraft, UnitOfWork), Error> {
    let agency = agency(state, actor, agency_id).await?;
    let seen = store::find(state.app().db.read(), &agency, id).await?.ok_or(Error::NotFound)?;
    if is_locked(state, actor, &seen).await? {
        return Err(wrong("body", "wrong-draft-locked"));
    }
    let unit = state.app().begin(actor).await?.at(&agency.id);
    let draft = store::find(unit.db(), &agency, id).await?.ok_or(Error::NotFound)?;
    if draft.state != State::Open {
        return Err(wrong("body", "wrong-draft-closed"));
    }
    if draft.version != version || draft.approval != seen.approval {
        return Err(Error::Stale);
    }
    Ok((agency, draft, unit))
}

/// Keeps a change of a draft; its version since.
pub(super) async fn keep(
    actor: &Actor,
    mut unit: UnitOfWork,
    agency: &Authorized<Agency>,
    mut draft: ProgrammeDraft,
    details: serde_json::Value,
) -> Result<i32, Error> {
    draft.title = ProgrammeDraft::title_of(&draft.body, &draft.document);
    draft.authors.insert(actor.person()?.id.clone());
    draft.changed_at = unit.now();
    if !store::change(&unit, &draft).await? {
        return Err(Error::Stale);
    }
    unit.journal(agency.act(), &subject(&draft.id), details).await?;
    unit.commit().await?;
    Ok(draft.version + 1)
}

/// Changes the texts of a draft; its version since. Safe to repeat: what stands there already is kept as it is.
pub async fn save(state: &AuthorState, actor: &Actor, agency_id: &str, id: &str, version: i32, change: Change<'_>) -> Result<i32, Error> {
    let body = change.body.map(|text| bounded("body", text)).transpose()?;
    let cases = change.cases.map(|text| bounded("cases", text)).transpose()?;
    let document = change.document.map(|text| bounded("document", text)).transpose()?;
    let there = writable(state, actor, agency_id, id).await?;
    let same = |new: &Option<String>, old: &str| new.as_deref().is_none_or(|new| new == old);
    if same(&body, &there.body) && same(&cases, &there.cases) && same(&document, &there.document) {
        return Ok(there.version);
    }
    let (agency, mut draft, unit) = open(state, actor, agency_id, id, version).await?;
    draft.body = body.unwrap_or(draft.body);
    draft.cases = cases.unwrap_or(draft.cases);
    draft.document = document.unwrap_or(draft.document);
    let details = json!({ "changed": draft.sha256() });
    keep(actor, unit, &agency, draft, details).await
}

/// Sets one value of a draft's file, as a form does; its version since.
pub async fn set_value(
    state: &AuthorState,
    actor: &Actor,
    agency_id: &str,
    id: &str,
    version: i32,
    values: &[(&str, &str)],
) -> Result<i32, Error> {
    let (agency, mut draft, unit) = open(state, actor, agency_id, id, version).await?;
    // The file is read once: a form sends every value that it holds.
    let Ok(tree) = node::read(draft.body.as_bytes()) else { return Err(wrong("body", "wrong-draft-value")) };
    let other = |(path, value): &&(&str, &str)| edit::plain(&tree, path).is_some_and(|now| now != *value);
    let mut changed = Vec::new();
    for (path, value) in values.iter().filter(other) {
        draft.body = edit::set_value(&draft.body, path, value).map_err(|_| wrong("body", "wrong-draft-value"))?;
        changed.push(*path);
    }
    if changed.is_empty() {
        return Ok(draft.version);
    }
    let details = json!({ "set": changed });
    keep(actor, unit, &agency, draft, details).await
}

/// What a proposal is known by: it is another one once the document says something else.
pub(super) fn proposal_key(proposal: &Proposal) -> String {
    format!("{}:{}:{}", proposal.field, proposal.line, proposal.value)
}

/// What it is known by that a proposal is not meant.
pub(super) fn dismissed_key(key: &str) -> String {
    format!("dismissed:{key}")
}

/// The path at which a proposal's value stands in a file; none where it is an entry of a list.
pub(super) fn proposal_path(proposal: &Proposal) -> Option<&'static str> {
    Some(match proposal.field {
        "amount.rate" => "amount.rate.everyone",
        "amount.cap" => "amount.cap.everyone",
        "name" => "name.ja",
        "contact.office" => "contact.office.ja",
        "filing.channels" | "expenses.categories" | "limits" | "documents" | "criteria" | "schemes" => return None,
        field => field,
    })
}

/// What was found of proposals that were held against their lines, by their keys.
#[derive(Debug, Clone, Copy, Default)]
pub struct ReviewedProposals<'t> {
    /// They stand in the file as they should.
    pub confirmed: &'t [&'t str],
    /// They are taken over into the file.
    pub taken: &'t [&'t str],
    /// They are not meant.
    pub dismissed: &'t [&'t str],
}

/// Keeps what was found of proposals. Safe to repeat.
pub async fn confirm(
    state: &AuthorState,
    actor: &Actor,
    agency_id: &str,
    id: &str,
    version: i32,
    reviewed: ReviewedProposals<'_>,
) -> Result<i32, Error> {
    let ReviewedProposals { confirmed, taken, dismissed } = reviewed;
    let there = writable(state, actor, agency_id, id).await?;
    if confirmed.iter().chain(taken).chain(dismissed).all(|key| there.confirmed.contains(*key)) {
        return Ok(there.version);
    }
    let (agency, mut draft, unit) = open(state, actor, agency_id, id, version).await?;
    let proposals = proposing::proposals(&draft.document);
    let of = |key: &&&str| proposals.iter().find(|p| proposal_key(p) == **key);
    for proposal in taken.iter().filter_map(|key| of(&key)) {
        let Some(path) = proposal_path(proposal) else { continue };
        if edit::value(&draft.body, path).as_deref() != Some(&proposal.value) {
            draft.body = edit::set_value(&draft.body, path, &proposal.value).map_err(|_| wrong("body", "wrong-draft-value"))?;
        }
    }
    let known: Vec<&&str> = confirmed.iter().chain(taken).chain(dismissed).filter(|key| of(key).is_some()).collect();
    let details = json!({ "confirmed": known, "taken": taken, "dismissed": dismissed });
    draft.confirmed.extend(known.iter().map(|key| (**key).to_owned()));
    draft.confirmed.extend(dismissed.iter().filter(|key| of(key).is_some()).map(|key| dismissed_key(key)));
    keep(actor, unit, &agency, draft, details).await
}

/// Gives a draft up. It stays to be read. Safe to repeat.
pub async fn discard(state: &AuthorState, actor: &Actor, agency_id: &str, id: &str, version: i32) -> Result<(), Error> {
    if writable(state, actor, agency_id, id).await?.state == State::Discarded {
        return Ok(());
    }
    let (agency, mut draft, unit) = open(state, actor, agency_id, id, version).await?;
    draft.state = State::Discarded;
    keep(actor, unit, &agency, draft, json!({ "discarded": true })).await.map(|_| ())
}
