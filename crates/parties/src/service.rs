//! The verbs of companies.

use kernel::{CorporateNumber, Prefecture, Rate, Yen};
use platform::{
    Actor, Authorized, Error, House,
    access::{Act, Role},
    accounts::{
        self,
        openid::{Arrived, Proof},
    },
};
use rules::{
    application::{Given, GivenValue, Member, OfficerFact, Shareholder},
    language::{FactOf, FactType, Scalar},
    vocabulary::{STANDARD, StandardFact, Value},
};
use serde_json::json;

use crate::{
    model::{Change, Company, difference},
    store,
};

/// Keeps companies; one that is kept already stays as it is. From the command line. Safe to repeat.
pub async fn load(house: &House, companies: &[Company]) -> Result<usize, Error> {
    let mut write = house.begin(&Actor::House("command line")).await?;
    for company in companies {
        if store::put(write.db(), company).await? {
            write.journal(Act::SET_UP, &format!("organisation:{}", company.id), json!({})).await?;
        }
    }
    write.journal(Act::SET_UP, "organisations", json!({ "companies": companies.len() })).await?;
    write.commit().await?;
    Ok(companies.len())
}

/// A company, for something that the actor may do with it. One that is not there looks like one that may not be seen.
pub async fn company(house: &House, actor: &Actor, act: Act, id: &str) -> Result<Authorized<Company>, Error> {
    let Some(found) = store::find(house.db.read(), id).await? else {
        actor.person()?;
        return Err(Error::Denied(act));
    };
    house.policy.allow(actor, act, found)
}

/// Keeps the company that another house names for somebody it has looked at. A prime is the representative, whom that house
/// knows by the seal or the card: the owner here. Staff need the owner's invitation. Safe to repeat.
pub async fn arrive(house: &House, arrived: &Arrived) -> Result<(), Error> {
    let claims = &arrived.claims;
    if claims.proof() != Proof::Prime || !claims.is_corporation() {
        return Ok(());
    }
    let Some(number) = claims.corporate_number.as_deref().and_then(|n| CorporateNumber::parse(n).ok()) else { return Ok(()) };
    let signed = arrived.actor.person()?;
    let mut write = house.begin(&arrived.actor).await?;
    let id = if let Some(known) = store::by_number(write.db(), number).await? {
        known.id
    } else {
        let id = uuid::Uuid::now_v7().to_string();
        let name = claims.name.clone().filter(|n| !n.trim().is_empty()).unwrap_or_else(|| number.to_string());
        let profile = Member { id: "a".to_owned(), name: Some(name.clone()), ..Member::default() };
        let company = Company { id: id.clone(), name, number: Some(number), merged_into: None, profile, version: 1 };
        if !store::put(write.db(), &company).await? {
            return Err(Error::Stale);
        }
        write.journal(Act::ACCEPT, &format!("organisation:{id}"), json!({ "by": "openid" })).await?;
        id
    };
    if accounts::admit(&mut write, &signed.id, Role::Owner, &id).await? {
        return write.commit().await;
    }
    Ok(())
}

/// What a company is called; for letters and invitations that name it.
pub async fn name(house: &House, id: &str) -> Result<String, Error> {
    store::find(house.db.read(), id).await?.map(|c| c.name).ok_or(Error::NotFound)
}

/// The companies for which somebody acts, in the order in which the roles were given.
pub async fn acting_for(house: &House, actor: &Actor) -> Result<Vec<Company>, Error> {
    let mut all = Vec::new();
    let Ok(signed) = actor.person() else { return Ok(all) };
    for id in signed.scopes(platform::access::Kind::Organisation) {
        if let Some(company) = store::find(house.db.read(), id).await? {
            all.push(house.policy.allow(actor, Act::ORGANISATION_READ, company)?.into_inner());
        }
    }
    Ok(all)
}

/// The facts of a company that are kept here, in the order of the vocabulary.
pub fn facts() -> impl Iterator<Item = &'static StandardFact> {
    let kept = |f: &&StandardFact| f.of == FactOf::Member && !f.computed && !matches!(f.name, "size_class" | "deemed_large");
    STANDARD.iter().filter(kept)
}

/// Changes a company's facts: every fact that was typed, by name; an empty text takes a fact away. `version` is what the
/// editor saw; when somebody else changed the company since, nothing is kept.
pub async fn change(house: &House, actor: &Actor, id: &str, version: i32, typed: &[(String, String)]) -> Result<(), Vec<Error>> {
    let one = |e: Error| vec![e];
    let found = company(house, actor, Act::ORGANISATION_CHANGE, id).await.map_err(one)?;
    let mut changed = found.profile.clone();
    let mut faults = Vec::new();
    for fact in facts() {
        let Some((_, text)) = typed.iter().find(|(name, _)| name == fact.name) else { continue };
        let before = changed.facts.get(fact.name).map(|g| g.value.clone());
        match read(fact, text.trim()) {
            Ok(after) if after == before => {}
            Ok(Some(value)) => {
                changed.facts.insert(fact.name.to_owned(), Given { value, source: None });
            }
            Ok(None) => {
                changed.facts.shift_remove(fact.name);
            }
            Err(message) => faults.push(Error::Wrong { field: fact.name, message }),
        }
    }
    if !faults.is_empty() {
        return Err(faults);
    }
    keep(house, actor, found, changed, version).await.map_err(one)
}

/// Keeps a changed profile with its history; where nothing changed, nothing is written.
async fn keep(house: &House, actor: &Actor, found: Authorized<Company>, changed: Member, version: i32) -> Result<(), Error> {
    let said = difference(&found.profile, &changed);
    if said.is_empty() {
        return Ok(());
    }
    let act = found.act();
    let company = Company { profile: changed, ..found.into_inner() };
    let mut write = house.begin(actor).await?;
    if !store::change(&write, actor, &company, version, &said).await? {
        return Err(Error::Stale);
    }
    let names: Vec<&str> = said.iter().map(|s| s.part.as_str()).collect();
    write.journal(act, &format!("organisation:{}", company.id), json!({ "changed": names })).await?;
    write.commit().await
}

/// Changes who owns a company and who leads it. `None`: nobody has said. `version` is what the editor saw.
pub async fn change_ownership(
    house: &House,
    actor: &Actor,
    id: &str,
    version: i32,
    shareholders: Option<Vec<Shareholder>>,
    officers: Option<Vec<OfficerFact>>,
) -> Result<(), Error> {
    let found = company(house, actor, Act::ORGANISATION_CHANGE, id).await?;
    let held = shareholders.iter().flatten().try_fold(Rate::ZERO, |sum, s| sum.plus(s.share).filter(|s| *s <= Rate::ONE));
    if held.is_none() {
        return Err(Error::Wrong { field: "shareholders", message: "wrong-shares-sum" });
    }
    let changed = Member { shareholders, officers, ..found.profile.clone() };
    keep(house, actor, found, changed, version).await
}

/// The changes of a company, the newest first, with the names of those who made them.
pub async fn history(house: &House, actor: &Actor, id: &str) -> Result<Vec<(Change, String)>, Error> {
    let found = company(house, actor, Act::ORGANISATION_READ, id).await?;
    let mut told = Vec::new();
    for change in store::history(house.db.read(), &found.id, 200).await? {
        let name = accounts::called(house, &change.actor).await?;
        told.push((change, name));
    }
    Ok(told)
}

/// A fact as it was typed: `None` for nothing.
fn read(fact: &StandardFact, text: &str) -> Result<Option<GivenValue>, &'static str> {
    if text.is_empty() {
        return Ok(None);
    }
    if matches!(fact.kind, FactType::Prefectures) {
        // Kept as codes, so that the same list typed in names is no change.
        let code = |p: &str| Prefecture::parse(p).map(|p| Scalar::Text(p.to_string())).map_err(|_| "wrong-value");
        let list = text.split([',', '、', ' ']).filter(|p| !p.is_empty()).map(code).collect::<Result<Vec<_>, _>>()?;
        return Ok(Some(GivenValue::Many(list)));
    }
    let choices: Vec<&str> = fact.choices.iter().map(|c| c.0).collect();
    let scalar = match (fact.kind, text) {
        (FactType::YesNo, "yes") => Scalar::Bool(true),
        (FactType::YesNo, "no") => Scalar::Bool(false),
        (FactType::Yen, _) => Yen::parse(text).ok().filter(|y| *y >= Yen::ZERO).map(|y| Scalar::Int(y.get())).ok_or("wrong-amount")?,
        (FactType::Count, _) => {
            let plain: String = kernel::text::narrow(text).replace(',', "");
            Scalar::Int(plain.parse().ok().filter(|n| *n >= 0).ok_or("wrong-count")?)
        }
        (FactType::Prefecture, _) => Prefecture::parse(text).map(|p| Scalar::Text(p.to_string())).map_err(|_| "wrong-value")?,
        _ => Scalar::Text(text.to_owned()),
    };
    let given = GivenValue::One(scalar);
    Value::read_given(fact.kind, &choices, &given).map(|_| Some(given)).map_err(|_| "wrong-value")
}
