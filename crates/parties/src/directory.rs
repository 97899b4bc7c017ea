//! The directory of companies as an agency sees it: finding, registering, and merging what is there twice.

use kernel::CorporateNumber;
use platform::{
    Actor, Authorized, Error, House,
    access::Act,
    accounts::{self, Agency, Scope},
};
use rules::application::{Given, GivenValue, Member};
use serde::Serialize;
use serde_json::json;

use crate::{
    certification,
    model::{Changed, Company, difference},
    store,
};

/// Companies on one page.
const PAGE: u64 = 50;

async fn agency(house: &House, actor: &Actor, act: Act, id: &str) -> Result<Authorized<Agency>, Error> {
    actor.person()?;
    house.policy.allow(actor, act, accounts::agency(house, id).await?)
}

/// Companies whose name or corporate number holds a text, by name; and whether there are more.
pub async fn search(house: &House, actor: &Actor, at: &str, text: &str) -> Result<(Vec<Company>, bool), Error> {
    agency(house, actor, Act::DIRECTORY_READ, at).await?;
    let mut found = store::search(house.db.read(), &key(text), text.trim(), PAGE + 1).await?;
    let most = usize::try_from(PAGE).unwrap_or(usize::MAX);
    let more = found.len() > most;
    found.truncate(most);
    Ok((found, more))
}

/// A company as an officer types it.
#[derive(Debug, Clone, Default)]
pub struct Typed {
    /// 商号, 屋号 or the name of the institute.
    pub name: String,
    /// 法人番号; nothing for a sole proprietor.
    pub number: String,
    /// The kind, as the vocabulary of facts names it.
    pub kind: String,
}

/// Registers a company. A corporate number is there once: where somebody has it, that company's id is told in the error's place.
pub async fn register(house: &House, actor: &Actor, at: &str, typed: &Typed) -> Result<String, Error> {
    let found = agency(house, actor, Act::DIRECTORY_CHANGE, at).await?;
    let wrong = |field, message| Error::Wrong { field, message };
    let name: String = typed.name.trim().chars().filter(|c| !c.is_control()).take(200).collect();
    if name.is_empty() {
        return Err(wrong("name", "wrong-company-name"));
    }
    let number = match typed.number.trim() {
        "" => None,
        text => Some(CorporateNumber::parse(text).map_err(|_| wrong("number", "wrong-corporate-number"))?),
    };
    let kind = rules::vocabulary::STANDARD.iter().find(|f| f.name == "kind");
    if !kind.is_some_and(|f| f.choices.iter().any(|c| c.0 == typed.kind)) {
        return Err(wrong("kind", "wrong-value"));
    }
    let id = uuid::Uuid::now_v7().to_string();
    let mut profile = Member { id: "a".to_owned(), name: Some(name.clone()), ..Member::default() };
    let given = Given { value: GivenValue::One(rules::language::Scalar::Text(typed.kind.clone())), source: None };
    profile.facts.insert("kind".to_owned(), given);
    let company = Company { id: id.clone(), name, number, merged_into: None, profile, version: 1 };
    let mut write = house.begin(actor).await?;
    if let Some(number) = number
        && store::by_number(write.db(), number).await?.is_some()
    {
        return Err(wrong("number", "wrong-number-taken"));
    }
    if !store::put(write.db(), &company).await? {
        return Err(wrong("number", "wrong-number-taken"));
    }
    write.journal(found.act(), &format!("organisation:{id}"), json!({ "registered": true })).await?;
    write.commit().await?;
    Ok(id)
}

/// A name as people mean it: without the form of the company, spaces and widths.
pub fn key(name: &str) -> String {
    let mut plain = kernel::text::narrow(name).to_lowercase();
    for form in ["株式会社", "有限会社", "合同会社", "合資会社", "合名会社", "(株)", "(有)", "㈱", "㈲", "（例）", "(例)"]
    {
        plain = plain.replace(form, "");
    }
    plain.chars().filter(|c| !c.is_whitespace() && !matches!(c, '・' | '.' | ',' | '-')).collect()
}

/// Companies that seem to be there twice: pairs of the same name or corporate number.
pub async fn doubles(house: &House, actor: &Actor, at: &str) -> Result<Vec<(Company, Company)>, Error> {
    agency(house, actor, Act::DIRECTORY_READ, at).await?;
    store::doubles(house.db.read(), PAGE).await
}

/// What a merge would do.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Moves {
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
    gone: Company,
    stays: Company,
    merged: Member,
    said: Vec<Changed>,
    moves: Moves,
}

async fn plan(house: &House, gone: &str, stays: &str) -> Result<Plan, Error> {
    let db = house.db.read();
    let (Some(gone), Some(stays)) = (store::find(db, gone).await?, store::find(db, stays).await?) else { return Err(Error::NotFound) };
    if gone.id == stays.id || gone.merged_into.is_some() || stays.merged_into.is_some() {
        return Err(Error::Stale);
    }
    if gone.number.is_some() && stays.number.is_some() && gone.number != stays.number {
        return Err(Error::Wrong { field: "number", message: "wrong-merge-numbers" });
    }
    let mut merged = stays.profile.clone();
    for (name, given) in &gone.profile.facts {
        merged.facts.entry(name.clone()).or_insert_with(|| given.clone());
    }
    merged.shareholders = merged.shareholders.or_else(|| gone.profile.shareholders.clone());
    merged.officers = merged.officers.or_else(|| gone.profile.officers.clone());
    let said = difference(&stays.profile, &merged);
    let taken: Vec<String> = said.iter().map(|s| s.part.clone()).collect();
    let kept = difference(&gone.profile, &merged).into_iter().map(|s| s.part).filter(|p| !taken.contains(p));
    // What only the remaining company knows is no difference.
    let kept = kept.filter(|p| gone.profile.facts.contains_key(p.as_str()) || matches!(p.as_str(), "shareholders" | "officers")).collect();
    let scope = Scope::Organisation(gone.id.clone());
    let roles = accounts::people(house, &Actor::House("merge"), &scope).await?.iter().map(|p| p.1.len()).sum();
    let certifications = certification::service::of(house, &Actor::House("merge"), &gone.id).await?.len();
    Ok(Plan { moves: Moves { roles, certifications, taken, kept }, gone, stays, merged, said })
}

/// What a merge would do, before anybody does it: the company that goes, the one that stays, and what moves.
pub async fn preview(house: &House, actor: &Actor, at: &str, gone: &str, stays: &str) -> Result<(Company, Company, Moves), Error> {
    agency(house, actor, Act::DIRECTORY_CHANGE, at).await?;
    let plan = plan(house, gone, stays).await?;
    Ok((plan.gone, plan.stays, plan.moves))
}

/// Merges a company into another: people, certifications and missing facts move; the one that goes points to the other, and
/// keeps its history. `seen` are the versions of both that the officer looked at.
pub async fn merge(house: &House, actor: &Actor, at: &str, gone: &str, stays: &str, seen: (i32, i32)) -> Result<(), Error> {
    let found = agency(house, actor, Act::DIRECTORY_CHANGE, at).await?;
    let plan = plan(house, gone, stays).await?;
    if (plan.gone.version, plan.stays.version) != seen {
        return Err(Error::Stale);
    }
    let mut write = house.begin(actor).await?;
    if !store::point_to(write.db(), &plan.gone, &plan.stays.id).await? {
        return Err(Error::Stale);
    }
    let number = plan.stays.number.or(plan.gone.number);
    let stays = Company { profile: plan.merged, number, ..plan.stays };
    if !store::change(&write, actor, &stays, seen.1, &plan.said).await? {
        return Err(Error::Stale);
    }
    accounts::move_roles(&write, &plan.gone.id, &stays.id).await?;
    certification::service::move_all(&write, &plan.gone.id, &stays.id).await?;
    let said = json!({ "merged_into": stays.id, "moves": plan.moves });
    write.journal(found.act(), &format!("organisation:{}", plan.gone.id), said).await?;
    write.journal(found.act(), &format!("organisation:{}", stays.id), json!({ "merged_from": plan.gone.id })).await?;
    write.commit().await
}

#[cfg(test)]
mod tests {
    use super::key;

    #[test]
    fn the_form_of_the_company_and_widths_make_no_other_name() {
        for other in ["株式会社下野精密", "下野精密（株）", "㈱ 下野 精密", "下野精密"] {
            assert_eq!(key(other), key("下野精密株式会社"), "{other}");
        }
        assert_ne!(key("下野精工株式会社"), key("下野精密株式会社"));
    }
}
