//! The verbs of companies.

use crate::acts;
use std::collections::HashMap;

use kernel::{CorporateNumber, Prefecture, Rate, Yen, number};
use platform::{
    Actor, App, Authorized, Error, UnitOfWork,
    access::{Act, Role},
    accounts::{
        self, Agency, Person,
        openid::{Proof, SignedInByProvider},
    },
    mail::Letter,
};
use rules::{
    application::{Given, GivenValue, OfficerFact, Shareholder},
    language::{FactOf, FactType, Scalar},
    vocabulary::{STANDARD, StandardFact, Value},
};
use sea_orm::ConnectionTrait;
use serde_json::json;

use crate::{
    directory,
    model::{Change, Changed, Company, difference, validated_name},
    proposal, store,
};

/// Keeps companies; one that is kept already stays as it is. From the command line. Safe to repeat.
pub async fn load(app: &App, companies: &[Company]) -> Result<usize, Error> {
    let mut unit = app.begin(&Actor::System("command line")).await?;
    for company in companies {
        let company = &Company { proven_by: Some(unit.actor().to_owned()), ..company.clone() };
        if store::put(unit.db(), company).await? {
            unit.journal(acts::SET_UP, &format!("organisation:{}", company.id), json!({})).await?;
        }
    }
    unit.journal(acts::SET_UP, "organisations", json!({ "companies": companies.len() })).await?;
    unit.commit().await?;
    Ok(companies.len())
}

/// A company, for something that the actor may do with it. One that is not there looks like one that may not be seen; one that
/// was merged into another leads those there who may see that.
pub async fn company(app: &App, actor: &Actor, act: Act, id: &str) -> Result<Authorized<Company>, Error> {
    let Some(found) = store::find(app.db.read(), id).await? else {
        actor.person()?;
        return Err(Error::Denied(act));
    };
    if let Some(other) = &found.merged_into {
        let other = store::find(app.db.read(), other).await?.ok_or(Error::NotFound)?;
        return Err(Error::Moved(format!("/companies/{}", app.policy.allow(actor, act, other)?.id)));
    }
    app.policy.allow(actor, act, found)
}

/// A company that the actor may change, or at least propose changes of: [`Authorized::act`] says which.
async fn editable(app: &App, actor: &Actor, id: &str) -> Result<Authorized<Company>, Error> {
    match company(app, actor, acts::ORGANISATION_CHANGE, id).await {
        Err(Error::Denied(_)) => company(app, actor, acts::ORGANISATION_PROPOSE, id).await,
        other => other,
    }
}

/// What became of an edit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EditOutcome {
    /// It said what was said already.
    Nothing,
    /// The record says it from here on.
    Changed,
    /// It waits for somebody of the company to decide.
    Proposed,
}

/// Makes the letter that tells somebody of a company about it.
pub type OwnerLetter<'t> = &'t (dyn Fn(&Person, &Company) -> Letter + Send + Sync);

/// Changes a company's record, or proposes to. `version` is what the editor saw; when somebody else changed the company since,
/// nothing is kept. Owners are told of a proposal.
pub async fn edit(
    app: &App,
    actor: &Actor,
    id: &str,
    version: i32,
    change: impl FnOnce(&mut Company) -> Result<(), Vec<Error>>,
    tell: OwnerLetter<'_>,
) -> Result<EditOutcome, Vec<Error>> {
    let one = |e: Error| vec![e];
    let found = editable(app, actor, id).await.map_err(one)?;
    let mut changed = (*found).clone();
    change(&mut changed)?;
    changed.settle();
    let changes = difference(&found, &changed);
    if changes.is_empty() {
        return Ok(EditOutcome::Nothing);
    }
    if found.act() == acts::ORGANISATION_PROPOSE {
        if found.version != version {
            return Err(vec![Error::Stale]);
        }
        proposal::service::put(app, actor, &found, &changes, tell).await.map_err(one)?;
        return Ok(EditOutcome::Proposed);
    }
    let mut unit = app.begin(actor).await.map_err(one)?;
    keep(&mut unit, &changed, version, None, &changes).await.map_err(one)?;
    unit.commit().await.map_err(one)?;
    Ok(EditOutcome::Changed)
}

/// Keeps a changed record with its history, in a write that is under way.
pub(crate) async fn keep(
    unit: &mut UnitOfWork,
    company: &Company,
    seen: i32,
    typed_by: Option<&str>,
    changes: &[Changed],
) -> Result<(), Error> {
    if let Some(number) = company.number
        && store::by_number(unit.db(), number).await?.is_some_and(|other| other.id != company.id)
    {
        return Err(Error::Wrong { field: "number", message: "wrong-number-taken" });
    }
    if !store::change(unit, company, seen, typed_by, changes).await? {
        return Err(Error::Stale);
    }
    let names: Vec<&str> = changes.iter().map(|s| s.part.as_str()).collect();
    let details = json!({ "changed": names, "typed_by": typed_by });
    unit.journal(acts::ORGANISATION_CHANGE, &format!("organisation:{}", company.id), details).await
}

/// Keeps the company that the identity provider names for somebody it has looked at. A prime is the representative, whom that system
/// knows by the seal or the card: the owner here; who said so before without being looked at is the owner no more. Staff need the
/// owner's invitation. Safe to repeat.
pub async fn sync_from_identity_provider(app: &App, arrived: &SignedInByProvider) -> Result<(), Error> {
    let claims = &arrived.claims;
    if claims.proof() != Proof::Prime {
        return Ok(());
    }
    let signed = arrived.actor.person()?;
    let number = claims.corporate_number.as_deref().and_then(|n| CorporateNumber::parse(n).ok()).filter(|_| claims.is_corporation());
    let mut unit = app.begin(&arrived.actor).await?;
    let known = match number {
        Some(number) => store::by_number(unit.db(), number).await?,
        None if claims.is_corporation() => return Ok(()),
        // A sole proprietor has no number: one's own business is known by who it is.
        None => {
            let mut own = None;
            for grant in accounts::grants_of(&unit, &signed.id).await? {
                let found = store::find(unit.db(), &grant.held.scope).await?;
                own = own.or(found.filter(|c| grant.held.role == Role::Owner && c.word("kind").as_deref() == Some("sole_proprietor")));
            }
            own
        }
    };
    let proven = known.as_ref().is_some_and(|c| c.proven_by.is_some());
    let id = if let Some(known) = known {
        if !proven {
            accounts::clear(&mut unit, &known.id, Some(&signed.id)).await?;
        }
        known.id
    } else {
        let id = uuid::Uuid::now_v7().to_string();
        let called = || number.map_or_else(|| signed.name.clone(), |n| n.to_string());
        let name = claims.name.clone().filter(|n| !n.trim().is_empty()).unwrap_or_else(called);
        let mut company = Company::new(id.clone(), name, number);
        company.set_word("kind", if number.is_some() { "company" } else { "sole_proprietor" });
        if !store::put(unit.db(), &company).await? {
            return Err(Error::Stale);
        }
        unit.journal(acts::ACCEPT, &format!("organisation:{id}"), json!({ "by": "openid" })).await?;
        id
    };
    let admitted = accounts::grant_role(&mut unit, &signed.id, Role::Owner, &id, "openid").await?;
    if proven && !admitted {
        return Ok(());
    }
    if !proven {
        store::prove(unit.db(), &id, "openid").await?;
        unit.journal(acts::ACCEPT, &format!("organisation:{id}"), json!({ "proven_by": "openid" })).await?;
    }
    unit.commit().await
}

/// Keeps what showed that whoever acts for a company may; for an officer of an agency who looked. Safe to repeat.
pub async fn mark_verified(app: &App, actor: &Actor, agency_id: &str, id: &str, how: &str) -> Result<(), Error> {
    let agency = directory::agency(app, actor, acts::DIRECTORY_CHANGE, agency_id).await?;
    let found = company(app, actor, acts::ORGANISATION_READ, id).await?;
    if !VERIFICATION_METHODS.contains(&how) {
        return Err(Error::Wrong { field: "how", message: "wrong-value" });
    }
    let mut unit = app.begin(actor).await?.at(&agency.id);
    store::prove(unit.db(), &found.id, &actor.label()).await?;
    unit.journal(agency.act(), &format!("organisation:{}", found.id), json!({ "proven_by": how })).await?;
    unit.commit().await
}

/// Takes a company from those who said that they act for it and turned out not to: with everybody whom they let in. Only a
/// company at which nobody had looked before. `letter` tells each. Safe to repeat.
pub async fn revoke_unverified_owners(
    app: &App,
    actor: &Actor,
    agency_id: &str,
    id: &str,
    letter: impl Fn(&Person, &Company) -> Letter,
) -> Result<(), Error> {
    let agency = directory::agency(app, actor, acts::DIRECTORY_CHANGE, agency_id).await?;
    let found = company(app, actor, acts::ORGANISATION_READ, id).await?;
    if found.proven_by.is_some() {
        return Err(Error::Stale);
    }
    let mut unit = app.begin(actor).await?.at(&agency.id);
    for person in accounts::clear(&mut unit, &found.id, None).await? {
        unit.mail(&letter(&person, &found)).await?;
    }
    unit.journal(agency.act(), &format!("organisation:{}", found.id), json!({ "disowned": true })).await?;
    unit.commit().await
}

/// How an officer finds out whether somebody acts for a company: by telephone, by a letter to its address, in person, by its papers.
pub const VERIFICATION_METHODS: [&str; 4] = ["telephone", "post", "person", "papers"];

/// What a company is called; for letters and invitations that name it.
pub async fn name(app: &App, id: &str) -> Result<String, Error> {
    store::find(app.db.read(), id).await?.map(|c| c.name).ok_or(Error::NotFound)
}

/// The records of companies, by the ids under which they are asked for: for contexts that name companies and answer for who sees
/// what of them. One that was merged is the one that it became.
pub async fn records(db: &impl ConnectionTrait, ids: &[&str]) -> Result<HashMap<String, Company>, Error> {
    let mut all: HashMap<String, Company> = store::several(db, ids).await?;
    for (asked, company) in &mut all {
        for _ in 0..8 {
            let Some(other) = company.merged_into.clone() else { break };
            *company = store::find(db, &other).await?.ok_or_else(|| Error::Broken(format!("`{asked}` was merged into nothing")))?;
        }
    }
    Ok(all)
}

/// Companies with those that were merged into them.
pub async fn also_known_as(db: &impl ConnectionTrait, ids: &[&str]) -> Result<Vec<String>, Error> {
    let mut all: Vec<String> = ids.iter().map(|i| (*i).to_owned()).collect();
    let mut at = 0;
    while at < all.len() {
        let gone = store::merged_into(db, &all[at]).await?;
        all.extend(gone.into_iter().map(|c| c.id).filter(|id| !ids.contains(&id.as_str())));
        at += 1;
    }
    Ok(all)
}

/// The companies for which somebody acts, in the order in which the roles were given.
pub async fn acting_for(app: &App, actor: &Actor) -> Result<Vec<Company>, Error> {
    let mut all = Vec::new();
    let Ok(signed) = actor.person() else { return Ok(all) };
    for id in signed.scopes(platform::access::Kind::ORGANISATION) {
        if let Some(company) = store::find(app.db.read(), id).await? {
            all.push(app.policy.allow(actor, acts::ORGANISATION_READ, company)?.into_inner());
        }
    }
    Ok(all)
}

/// The facts of a company that are kept here, in the order of the vocabulary.
pub fn facts() -> impl Iterator<Item = &'static StandardFact> {
    let kept = |f: &&StandardFact| f.of == FactOf::Member && !f.computed && !f.derived;
    STANDARD.iter().filter(kept)
}

/// Puts typed facts into a record: name of the fact and text. What can't be read is told, and the rest is put.
pub fn put_typed(company: &mut Company, typed: &[(String, String)]) -> Result<(), Vec<Error>> {
    let typed_value = |name: &str| typed.iter().find(|(n, _)| n == name).map(|(_, text)| text.trim());
    let mut faults = Vec::new();
    if let Some(text) = typed_value("name") {
        match validated_name(text) {
            Ok(name) => company.name = name,
            Err(fault) => faults.push(fault),
        }
    }
    // A number that is kept is not typed over: another number is another company.
    if let Some(text) = typed_value("number").filter(|t| !t.is_empty() && company.number.is_none()) {
        match CorporateNumber::parse(text) {
            Ok(number) => company.number = Some(number),
            Err(_) => faults.push(Error::Wrong { field: "number", message: "wrong-corporate-number" }),
        }
    }
    for fact in facts() {
        let Some(text) = typed_value(fact.name) else { continue };
        let before = company.profile.facts.get(fact.name).map(|g| g.value.clone());
        match read(fact, text) {
            Ok(after) if after == before => {}
            Ok(Some(value)) => {
                company.profile.facts.insert(fact.name.to_owned(), Given { value, source: None });
            }
            Ok(None) => {
                company.profile.facts.shift_remove(fact.name);
            }
            Err(message) => faults.push(Error::Wrong { field: fact.name, message }),
        }
    }
    if faults.is_empty() { Ok(()) } else { Err(faults) }
}

/// Changes a company's name, number and facts: every one that was typed, by name; an empty text takes a fact away.
pub async fn change(
    app: &App,
    actor: &Actor,
    id: &str,
    version: i32,
    typed: &[(String, String)],
    tell: OwnerLetter<'_>,
) -> Result<EditOutcome, Vec<Error>> {
    edit(app, actor, id, version, |company| put_typed(company, typed), tell).await
}

/// Changes who owns a company and who leads it. `None`: nobody has said.
pub async fn change_ownership(
    app: &App,
    actor: &Actor,
    id: &str,
    version: i32,
    shareholders: Option<Vec<Shareholder>>,
    officers: Option<Vec<OfficerFact>>,
    tell: OwnerLetter<'_>,
) -> Result<EditOutcome, Vec<Error>> {
    let held = shareholders.iter().flatten().try_fold(Rate::ZERO, |sum, s| sum.plus(s.share).filter(|s| *s <= Rate::ONE));
    if held.is_none() {
        return Err(vec![Error::Wrong { field: "shareholders", message: "wrong-shares-sum" }]);
    }
    let change = |company: &mut Company| {
        (company.profile.shareholders, company.profile.officers) = (shareholders, officers);
        Ok(())
    };
    edit(app, actor, id, version, change, tell).await
}

/// An entry of a company's history, as people read it.
#[derive(Debug)]
pub struct ChangeView {
    /// The change.
    pub change: Change,
    /// What who decided it is called.
    pub decided: String,
    /// What who typed it is called, where that was somebody else.
    pub typed: Option<String>,
    /// The company that it was made to, where that was merged into this one later.
    pub of: Option<String>,
}

/// The changes of a company and of those that were merged into it, the newest first.
pub async fn history(app: &App, actor: &Actor, id: &str) -> Result<Vec<ChangeView>, Error> {
    let found = company(app, actor, acts::ORGANISATION_READ, id).await?;
    let mut all = Vec::new();
    for (change, of) in store::history(app.db.read(), &found, 200).await? {
        let decided = accounts::called(app, &change.actor).await?;
        let typed = match &change.typed_by {
            Some(label) => Some(accounts::called(app, label).await?),
            None => None,
        };
        all.push(ChangeView { change, decided, typed, of });
    }
    Ok(all)
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
        (FactType::Yen, _) => match Yen::parse(text) {
            Ok(amount) if amount >= Yen::ZERO => Scalar::Int(amount.get()),
            Ok(_) => return Err("wrong-negative"),
            Err(error) => return Err(ui::unread(&error, "wrong-amount")),
        },
        (FactType::Count, _) => Scalar::Int(number::count(text, &number::PEOPLE).map_err(|e| ui::unread(&e, "wrong-count"))?),
        (FactType::Prefecture, _) => Prefecture::parse(text).map(|p| Scalar::Text(p.to_string())).map_err(|_| "wrong-value")?,
        _ => Scalar::Text(text.to_owned()),
    };
    let given = GivenValue::One(scalar);
    Value::read_given(fact.kind, &choices, &given).map(|_| Some(given)).map_err(|_| "wrong-value")
}

/// What companies are called, by id: for those who may read the journal of an agency.
pub async fn names(app: &App, journal: &Authorized<Agency>, ids: &[&str]) -> Result<HashMap<String, String>, Error> {
    may_read_journal(journal)?;
    store::company_names(app.db.read(), ids).await
}

/// The companies in whose names a text stands, by id: for those who may read the journal of an agency.
pub async fn named(app: &App, journal: &Authorized<Agency>, text: &str, most: u64) -> Result<Vec<String>, Error> {
    may_read_journal(journal)?;
    store::companies_named(app.db.read(), text, most).await
}

fn may_read_journal(journal: &Authorized<Agency>) -> Result<(), Error> {
    if journal.act() == acts::JOURNAL_READ { Ok(()) } else { Err(Error::Denied(acts::JOURNAL_READ)) }
}
