//! The directory of companies as an agency sees it: finding, registering, and merging what is there twice.

use crate::acts;
use kernel::CorporateNumber;
use platform::{
    Actor, App, Authorized, Error,
    access::Act,
    accounts::{self, Agency, RoleScope},
};
use serde::Serialize;
use serde_json::json;

use crate::{
    certification,
    model::{Changed, Company, Undo, apply, difference, name_key, validated_name},
    store,
};

/// Companies on one page.
const PAGE: u64 = 50;

pub(crate) async fn agency(app: &App, actor: &Actor, act: Act, id: &str) -> Result<Authorized<Agency>, Error> {
    actor.person()?;
    app.policy.allow(actor, act, accounts::agency(app, id).await?)
}

/// Companies whose name or corporate number holds a text, by name; and whether there are more.
pub async fn search(app: &App, actor: &Actor, agency_id: &str, text: &str) -> Result<(Vec<Company>, bool), Error> {
    agency(app, actor, acts::DIRECTORY_READ, agency_id).await?;
    let scope = app.policy.scope(actor, acts::ORGANISATION_READ)?;
    let mut found = store::search(app.db.read(), &scope, &name_key(text), text.trim(), PAGE + 1).await?;
    let most = usize::try_from(PAGE).unwrap_or(usize::MAX);
    let more = found.len() > most;
    found.truncate(most);
    Ok((found, more))
}

/// A company as an officer types it.
#[derive(Debug, Clone, Default)]
pub struct CompanyInput {
    /// 商号, 屋号 or the name of the institute.
    pub name: String,
    /// 法人番号; nothing for a sole proprietor.
    pub number: String,
    /// The kind, as the vocabulary of facts names it.
    pub kind: String,
}

/// Registers a company. A corporate number is there once: where somebody has it, that company's id is told in the error's place.
pub async fn register(app: &App, actor: &Actor, agency_id: &str, typed: &CompanyInput) -> Result<String, Error> {
    let found = agency(app, actor, acts::DIRECTORY_CHANGE, agency_id).await?;
    let wrong = |field, message| Error::Wrong { field, message };
    let number = match typed.number.trim() {
        "" => Ok(None),
        text => CorporateNumber::parse(text).map(Some).map_err(|_| wrong("number", "wrong-corporate-number")),
    };
    let kind = rules::vocabulary::STANDARD.iter().find(|f| f.name == "kind");
    let chosen = kind.is_some_and(|f| f.choices.iter().any(|c| c.0 == typed.kind));
    let chosen = if chosen { Ok(()) } else { Err(wrong("kind", "wrong-value")) };
    let (name, number) = match (validated_name(&typed.name), number, chosen) {
        (Ok(name), Ok(number), Ok(())) => (name, number),
        (name, number, chosen) => {
            Error::all([name.map(|_| ()), chosen, number.map(|_| ())])?;
            return Err(Error::NotFound);
        }
    };
    let id = uuid::Uuid::now_v7().to_string();
    let mut company = Company::new(id.clone(), name, number);
    company.set_word("kind", &typed.kind);
    company.proven_by = Some(actor.label());
    let mut unit = app.begin(actor).await?.at(&found.id);
    if let Some(number) = number
        && store::by_number(unit.db(), number).await?.is_some()
    {
        return Err(wrong("number", "wrong-number-taken"));
    }
    if !store::put(unit.db(), &company).await? {
        return Err(wrong("number", "wrong-number-taken"));
    }
    unit.journal(found.act(), &format!("organisation:{id}"), json!({ "registered": true })).await?;
    unit.commit().await?;
    Ok(id)
}

/// Companies that seem to be there twice: pairs of the same name or corporate number.
pub async fn duplicates(app: &App, actor: &Actor, agency_id: &str) -> Result<Vec<(Company, Company)>, Error> {
    agency(app, actor, acts::DIRECTORY_READ, agency_id).await?;
    store::duplicates(app.db.read(), &app.policy.scope(actor, acts::ORGANISATION_READ)?, PAGE).await
}

/// What a merge would do.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct MergePreview {
    /// Roles of people that move.
    pub roles: usize,
    /// Certifications that move.
    pub certifications: usize,
    /// Facts that the remaining company did not know, and takes.
    pub taken: Vec<String>,
    /// Facts in which the two differ: the remaining company's stay.
    pub kept: Vec<String>,
}

/// Both companies of a merge, and what the remaining one would say.
#[derive(Debug)]
struct Plan {
    gone: Authorized<Company>,
    stays: Company,
    merged: Company,
    changes: Vec<Changed>,
    moves: MergePreview,
}

async fn plan(app: &App, gone: &str, stays: &str) -> Result<Plan, Error> {
    let db = app.db.read();
    let (Some(gone), Some(stays)) = (store::find(db, gone).await?, store::find(db, stays).await?) else { return Err(Error::NotFound) };
    if gone.id == stays.id || gone.merged_into.is_some() || stays.merged_into.is_some() {
        return Err(Error::Stale);
    }
    if gone.number.is_some() && stays.number.is_some() && gone.number != stays.number {
        return Err(Error::Wrong { field: "number", message: "wrong-merge-numbers" });
    }
    let mut merged = stays.clone();
    merged.number = stays.number.or(gone.number);
    for (name, given) in &gone.profile.facts {
        merged.profile.facts.entry(name.clone()).or_insert_with(|| given.clone());
    }
    merged.profile.shareholders = merged.profile.shareholders.or_else(|| gone.profile.shareholders.clone());
    merged.profile.officers = merged.profile.officers.or_else(|| gone.profile.officers.clone());
    merged.contacts.extend(gone.contacts.iter().filter(|c| !stays.contacts.contains(c)).cloned());
    merged.establishments.extend(gone.establishments.iter().filter(|e| !stays.establishments.contains(e)).cloned());
    merged.settle();
    let changes = difference(&stays, &merged);
    let taken: Vec<String> = changes.iter().map(|s| s.part.clone()).collect();
    // What only the remaining company knows is no difference.
    let differs = difference(&gone, &merged).into_iter().filter(|s| !s.before.is_null() && s.before != json!([]));
    let kept = differs.map(|s| s.part).filter(|p| !taken.contains(p)).collect();
    let scope = RoleScope::Organisation(gone.id.clone());
    let roles = accounts::people(app, &Actor::System("merge"), &scope).await?.iter().map(|p| p.1.len()).sum();
    let certifications = certification::service::list(app, &Actor::System("merge"), &gone.id).await?.len();
    let gone = app.policy.allow(&Actor::System("merge"), acts::ORGANISATION_READ, gone)?;
    Ok(Plan { moves: MergePreview { roles, certifications, taken, kept }, gone, stays, merged, changes })
}

/// What a merge would do, before anybody does it: the company that goes, the one that stays, and what moves.
pub async fn preview(
    app: &App,
    actor: &Actor,
    agency_id: &str,
    gone: &str,
    stays: &str,
) -> Result<(Company, Company, MergePreview), Error> {
    agency(app, actor, acts::DIRECTORY_CHANGE, agency_id).await?;
    let plan = plan(app, gone, stays).await?;
    Ok((plan.gone.into_inner(), plan.stays, plan.moves))
}

/// Merges a company into another: people, certifications and missing facts move; the one that goes points to the other, and
/// keeps its history. `seen` are the versions of both that the officer looked at.
pub async fn merge(app: &App, actor: &Actor, agency_id: &str, gone: &str, stays: &str, seen: (i32, i32)) -> Result<(), Error> {
    let found = agency(app, actor, acts::DIRECTORY_CHANGE, agency_id).await?;
    let plan = plan(app, gone, stays).await?;
    if (plan.gone.version, plan.stays.version) != seen {
        return Err(Error::Stale);
    }
    let mut unit = app.begin(actor).await?.at(&found.id);
    if !store::point_to(unit.db(), &plan.gone, &plan.stays.id).await? {
        return Err(Error::Stale);
    }
    // A change that says nothing is kept as well: the version that a merge leaves tells whether anything came after it.
    if !store::change(&unit, &plan.merged, seen.1, None, &plan.changes).await? {
        return Err(Error::Stale);
    }
    let roles = accounts::move_roles(&unit, &plan.gone.id, &plan.stays.id).await?;
    let roles = roles.into_iter().map(|(person, role)| (person, role.name().to_owned())).collect();
    let certifications = certification::service::move_all(&unit, &plan.gone, &plan.stays.id).await?;
    let undo = Undo { changes: plan.changes, number: plan.gone.number, roles, certifications };
    store::put_merge(&unit, &plan.gone.id, &plan.stays.id, seen.1 + 1, &undo).await?;
    let details = json!({ "merged_into": plan.stays.id, "moves": plan.moves });
    unit.journal(found.act(), &format!("organisation:{}", plan.gone.id), details).await?;
    unit.journal(found.act(), &format!("organisation:{}", plan.stays.id), json!({ "merged_from": plan.gone.id })).await?;
    unit.commit().await
}

/// The companies that were merged into another, as long as that can be undone: nothing was changed since.
pub async fn undoable(app: &App, actor: &Actor, agency_id: &str, stays: &Company) -> Result<Vec<Company>, Error> {
    agency(app, actor, acts::DIRECTORY_CHANGE, agency_id).await?;
    let mut all = Vec::new();
    for gone in store::merged_into(app.db.read(), &stays.id).await? {
        if store::merge(app.db.read(), &gone.id).await?.is_some_and(|(_, version, _)| version == stays.version) {
            all.push(gone);
        }
    }
    Ok(all)
}

/// Undoes a merge after which nothing was changed: the company that went stands by itself again, with its people and its
/// certifications, and what the other had taken over is taken back. Safe to repeat.
pub async fn unmerge(app: &App, actor: &Actor, agency_id: &str, gone: &str) -> Result<String, Error> {
    let found = agency(app, actor, acts::DIRECTORY_CHANGE, agency_id).await?;
    let mut unit = app.begin(actor).await?.at(&found.id);
    let Some((stays, version, undo)) = store::merge(unit.db(), gone).await? else { return Err(Error::Stale) };
    let stays = store::find(unit.db(), &stays).await?.filter(|c| c.version == version).ok_or(Error::Stale)?;
    let back: Vec<Changed> = undo.changes.into_iter().map(|c| Changed { part: c.part, before: c.after, after: c.before }).collect();
    let mut before = stays.clone();
    apply(&mut before, &back).map_err(|_| Error::Stale)?;
    if !store::undo_merge(&unit, gone).await? || !store::change(&unit, &before, version, None, &back).await? {
        return Err(Error::Stale);
    }
    store::stand_again(unit.db(), gone, undo.number).await?;
    let roles = undo.roles.into_iter().map(|(person, role)| Ok((person, role.parse()?))).collect::<Result<Vec<_>, Error>>()?;
    accounts::move_back(&unit, &roles, &stays.id, gone).await?;
    certification::service::move_back(&unit, &undo.certifications, gone).await?;
    unit.journal(found.act(), &format!("organisation:{gone}"), json!({ "unmerged_from": stays.id })).await?;
    unit.journal(found.act(), &format!("organisation:{}", stays.id), json!({ "unmerged": gone })).await?;
    unit.commit().await?;
    Ok(stays.id)
}
