//! Proposing, accepting, refusing and withdrawing changes of a company's record.

use crate::acts;
use platform::{Actor, App, Authorized, Error, access::Role, accounts};
use serde_json::json;

use super::{
    model::{Proposal, ProposalOutcome},
    store,
};
use crate::{
    model::{Changed, Company, apply},
    service::{OwnerLetter, company, keep},
};

/// Proposals that are shown.
const MOST: u64 = 50;
/// Proposals that may wait for one company.
const MOST_WAITING: u64 = crate::limits::PROPOSALS;

/// Proposes a change, and tells the owners.
pub(crate) async fn put(
    app: &App,
    actor: &Actor,
    found: &Authorized<Company>,
    changes: &[Changed],
    tell: OwnerLetter<'_>,
) -> Result<(), Error> {
    let mut unit = app.begin(actor).await?;
    if store::waiting(unit.db(), found).await? >= MOST_WAITING {
        return Err(Error::TooMany);
    }
    let id = store::put(&unit, found, changes).await?;
    for owner in accounts::holders_of(&unit, Role::Owner, &found.id).await? {
        unit.mail(&tell(&owner, found)).await?;
    }
    let names: Vec<&str> = changes.iter().map(|s| s.part.as_str()).collect();
    unit.journal(found.act(), &format!("organisation:{}", found.id), json!({ "proposal": id, "would_change": names })).await?;
    unit.commit().await
}

/// A proposal as people read it.
#[derive(Debug)]
pub struct ProposalView {
    /// The proposal.
    pub proposal: Proposal,
    /// What who typed it is called.
    pub typed: String,
    /// What who decided it is called.
    pub decided: Option<String>,
}

/// The proposals for a company, the newest first.
pub async fn list(app: &App, actor: &Actor, id: &str) -> Result<Vec<ProposalView>, Error> {
    let found = company(app, actor, acts::ORGANISATION_READ, id).await?;
    let mut all = Vec::new();
    for proposal in store::of(app.db.read(), &found, MOST).await? {
        let typed = accounts::called(app, &proposal.by).await?;
        let decided = match &proposal.decided {
            Some(decided) => Some(accounts::called(app, &decided.by).await?),
            None => None,
        };
        all.push(ProposalView { proposal, typed, decided });
    }
    Ok(all)
}

/// How many proposals wait for a company's decision; for a page that the actor sees already.
pub(crate) async fn waiting(app: &App, found: &Authorized<Company>) -> Result<u64, Error> {
    store::waiting(app.db.read(), found).await
}

/// Accepts a proposal: the record says it from here on, and the history names both who typed and who decided. Refused where a
/// part that it changes says something else by now.
pub async fn accept(app: &App, actor: &Actor, id: &str, proposal: &str) -> Result<(), Error> {
    let found = company(app, actor, acts::ORGANISATION_CHANGE, id).await?;
    let waiting = store::one(app.db.read(), &found, proposal).await?;
    let mut changed = (*found).clone();
    if apply(&mut changed, &waiting.changes).is_err() {
        return Err(Error::Wrong { field: "proposal", message: "wrong-proposal-overtaken" });
    }
    let mut unit = app.begin(actor).await?;
    if !store::decide(&unit, proposal, ProposalOutcome::Accepted, "").await? {
        return Err(Error::Stale);
    }
    keep(&mut unit, &changed, found.version, Some(&waiting.by), &waiting.changes).await?;
    unit.commit().await
}

/// Refuses a proposal, with a reason that its writer reads.
pub async fn refuse(app: &App, actor: &Actor, id: &str, proposal: &str, reason: &str) -> Result<(), Error> {
    let found = company(app, actor, acts::ORGANISATION_CHANGE, id).await?;
    let reason: String = reason.trim().chars().filter(|c| !c.is_control()).take(500).collect();
    if reason.is_empty() {
        return Err(Error::Wrong { field: "reason", message: "wrong-reason" });
    }
    end(app, actor, &found, proposal, ProposalOutcome::Refused, &reason).await
}

/// Takes back what one proposed oneself.
pub async fn withdraw(app: &App, actor: &Actor, id: &str, proposal: &str) -> Result<(), Error> {
    let found = company(app, actor, acts::ORGANISATION_PROPOSE, id).await?;
    if store::one(app.db.read(), &found, proposal).await?.by != actor.label() {
        return Err(Error::Denied(found.act()));
    }
    end(app, actor, &found, proposal, ProposalOutcome::Withdrawn, "").await
}

async fn end(
    app: &App,
    actor: &Actor,
    found: &Authorized<Company>,
    proposal: &str,
    outcome: ProposalOutcome,
    reason: &str,
) -> Result<(), Error> {
    store::one(app.db.read(), found, proposal).await?;
    let mut unit = app.begin(actor).await?;
    if !store::decide(&unit, proposal, outcome, reason).await? {
        return Err(Error::Stale);
    }
    unit.journal(found.act(), &format!("organisation:{}", found.id), json!({ "proposal": proposal, "outcome": outcome.name() })).await?;
    unit.commit().await
}
