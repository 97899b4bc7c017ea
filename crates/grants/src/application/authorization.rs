//! An application looked up: only for somebody who may treat it so, with its call, its programme and the records of its companies.

use std::{
    collections::{BTreeMap, HashMap},
    sync::Arc,
};

use forms::response::FieldValues;
use parties::model::Company;
use platform::{
    Actor, App, Authorized, Error, Instant, Scope, UnitOfWork,
    access::{Act, Kind},
};
use programmes::{
    call::{Call, with_deadline},
    estimate::FormInput,
};
use rules::plan::Plan;
use sea_orm::ConnectionTrait;

use super::{
    model::{Application, LEAD, Member, Section, State},
    store,
};
use crate::AppState;

/// An application that the actor may treat so, with its call. One that is not there looks like one that may not be seen. What its
/// members are called and who they are follows their records.
pub async fn load_authorized(state: &AppState, actor: &Actor, act: Act, id: &str) -> Result<(Authorized<Application>, Call), Error> {
    let (found, call, _) = load_authorized_in(state, state.app().db.read(), actor, act, id).await?;
    Ok((found, call))
}

/// The records of companies, by their ids.
pub(crate) type CompaniesById = HashMap<String, Company>;

/// The same, over one connection or snapshot, with the records of its members.
pub(crate) async fn load_authorized_in(
    state: &AppState,
    db: &impl ConnectionTrait,
    actor: &Actor,
    act: Act,
    id: &str,
) -> Result<(Authorized<Application>, Call, CompaniesById), Error> {
    let Some(mut found) = store::find(db, id).await? else {
        actor.person()?;
        return Err(Error::Denied(act));
    };
    let records = follow_merges(db, &mut found).await?;
    let found = state.app().policy.allow(actor, act, found)?;
    let call = state.calls.call_in(db, &found.call).await?.ok_or(Error::NotFound)?;
    Ok((found, call, records))
}

/// The applications that an actor may treat so, those of companies that were merged into theirs with them.
pub(crate) async fn scope(state: &AppState, actor: &Actor, act: Act) -> Result<Scope<Application>, Error> {
    let scope: Scope<Application> = state.app().policy.scope(actor, act)?;
    let mut known = BTreeMap::new();
    for id in scope.ids(Kind::ORGANISATION) {
        known.insert(id.to_owned(), parties::service::also_known_as(state.app().db.read(), &[id]).await?);
    }
    Ok(scope.widened(Kind::ORGANISATION, &known))
}

/// Lets members that were merged into other companies be those: their records.
pub(crate) async fn follow_merges(db: &impl ConnectionTrait, found: &mut Application) -> Result<CompaniesById, Error> {
    let known = companies(db, &found.members).await?;
    for member in &mut found.members {
        if let Some(record) = member.company.as_ref().and_then(|c| known.get(c)) {
            member.company = Some(record.id.clone());
            member.name.clone_from(&record.name);
        }
    }
    Ok(known.into_values().map(|record| (record.id.clone(), record)).collect())
}

/// A member's part of an application, for somebody who may treat it so.
pub fn authorize_section(app: &App, actor: &Actor, act: Act, found: &Application, member: &str) -> Result<Authorized<Section>, Error> {
    app.policy.allow(actor, act, found.section(member).ok_or(Error::NotFound)?)
}

/// The programme under which an application is written, with the deadline that counts for it: a returned one stays under the revision
/// under which it was filed; every other follows the revision that is in force.
pub async fn plan(state: &AppState, db: &impl ConnectionTrait, found: &Application, call: &Call) -> Result<Arc<Plan>, Error> {
    let until = found.deadline(call);
    match (&found.revision, found.state) {
        (Some(sha256), State::Returned) if *sha256 != call.sha256 => {
            let programme = state.calls.programme(db, sha256, &call.id).await?;
            Ok(with_deadline(programme.plan(), until.in_japan()))
        }
        _ => Ok(with_deadline(call.programme.plan(), until.in_japan())),
    }
}

/// The records of an application's companies.
pub(crate) async fn companies(db: &impl ConnectionTrait, members: &[Member]) -> Result<CompaniesById, Error> {
    let ids: Vec<&str> = members.iter().filter_map(|m| m.company.as_deref()).collect();
    parties::service::records(db, &ids).await
}

/// What was typed, as the form reads it.
pub fn typed(values: &FieldValues) -> FormInput {
    FormInput::from_fields(values.iter().map(|(name, value)| (name.clone(), value.value.clone())))
}

/// How the journal names an application.
pub(crate) fn subject(id: &str) -> String {
    format!("application:{id}")
}

/// Whether those who applied may type now.
pub(crate) fn require_writable(found: &Application, call: &Call, now: Instant) -> Result<(), Error> {
    if found.is_writable(call, now) { Ok(()) } else { Err(Error::Wrong { field: "application", message: "wrong-application-closed" }) }
}

/// Whether an application still stands as it was seen, and these members have the part in it that they had, once nobody else writes.
pub(crate) async fn require_unchanged(
    unit: &UnitOfWork,
    found: &Authorized<Application>,
    members: impl IntoIterator<Item = &str>,
) -> Result<(), Error> {
    let mut as_seen = store::is_unchanged(unit.db(), found).await?;
    for member in members.into_iter().filter(|m| *m != LEAD) {
        let seen = found.members.iter().find(|m| m.id == member).map(|m| m.joined);
        as_seen &= seen.is_some() && store::joined(unit.db(), found, member).await? == seen;
    }
    if as_seen { Ok(()) } else { Err(Error::Wrong { field: "application", message: "wrong-application-closed" }) }
}
