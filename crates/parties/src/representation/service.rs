//! Claiming to act for a company, founding its record where it is new, and deciding claims.

use crate::acts;
use kernel::CorporateNumber;
use platform::{
    Actor, App, Error,
    access::Role,
    accounts::{self, Person},
    mail::Letter,
};
use serde_json::json;

use super::{model::Claim, store};
use crate::{
    directory,
    gbizinfo::service::{self as gbizinfo, RegistryRecord},
    model::{Company, validated_name},
    service::company,
    store as companies,
};

/// Companies that one person may found without anybody having looked.
const MOST_UNPROVEN: usize = crate::limits::UNPROVEN;
/// Claims that one person may have waiting.
const MOST_WAITING: usize = crate::limits::CLAIMS;
/// Claims and companies on an officer's page.
const PAGE: u64 = 100;

/// A company as somebody types it who says that they act for it.
#[derive(Debug, Clone, Default)]
pub struct CompanyInput {
    /// 法人番号; nothing for a sole proprietor.
    pub number: String,
    /// 商号 or 屋号.
    pub name: String,
    /// The kind, as the vocabulary of facts names it.
    pub kind: String,
    /// What those should know who decide, where the company is here already.
    pub note: String,
}

/// What became of a claim.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ClaimOutcome {
    /// The company is new here: the record is founded, and who founded it is its owner until somebody is shown to be.
    Founded(String),
    /// The company is here already: those who decide are asked.
    Asked,
}

/// Says that one acts for a company. A new company is founded; one that is here already has owners, or officers, who decide.
/// What the registry knows stands in the new record from the beginning. `letter` tells each owner. Safe to repeat: who asked already asks no second time.
pub async fn make(
    app: &App,
    actor: &Actor,
    typed: &CompanyInput,
    looked: Option<&RegistryRecord>,
    letter: impl Fn(&Person, &Company) -> Letter,
) -> Result<ClaimOutcome, Error> {
    let person = app.policy.allow(actor, acts::ACCOUNT_CLAIM, accounts::own(app, actor).await?.into_inner())?;
    let wrong = |field, message| Error::Wrong { field, message };
    let kind = typed.kind.as_str();
    let known = rules::vocabulary::STANDARD.iter().any(|f| f.name == "kind" && f.choices.iter().any(|c| c.0 == kind));
    let alone = matches!(kind, "sole_proprietor" | "person");
    let number = match typed.number.trim() {
        "" if known && !alone => Err(wrong("number", "wrong-number-needed")),
        "" => Ok(None),
        text => CorporateNumber::parse(text).map(Some).map_err(|_| wrong("number", "wrong-corporate-number")),
    };
    let chosen = if known { Ok(()) } else { Err(wrong("kind", "wrong-kind")) };
    let (number, name) = match (number, chosen, validated_name(&typed.name)) {
        // A company that is here already has its name: whoever asks to act for it need not say it.
        (Ok(number), Ok(()), name) => (number, name),
        (number, chosen, name) => {
            Error::all([number.map(|_| ()), chosen, name.map(|_| ())])?;
            return Err(Error::NotFound);
        }
    };
    let mut unit = app.begin(actor).await?;
    if let Some(found) = match number {
        Some(number) => companies::by_number(unit.db(), number).await?,
        None => None,
    } {
        let holds = accounts::grants_of(&unit, &person.id).await?.iter().any(|g| g.held.scope == found.id);
        if holds {
            return Ok(ClaimOutcome::Founded(found.id));
        }
        let mine: Vec<Claim> = store::of(unit.db(), &person.id).await?.into_iter().filter(|c| c.granted.is_none()).collect();
        if mine.iter().any(|c| c.company == found.id) {
            return Ok(ClaimOutcome::Asked);
        }
        if mine.len() >= MOST_WAITING {
            return Err(Error::TooMany);
        }
        let note: String = typed.note.trim().chars().filter(|c| !c.is_control()).take(500).collect();
        let id = store::put(&unit, &found.id, &person.id, &note).await?;
        for owner in accounts::holders_of(&unit, Role::Owner, &found.id).await? {
            unit.mail(&letter(&owner, &found)).await?;
        }
        unit.journal(person.act(), &format!("organisation:{}", found.id), json!({ "claim": id })).await?;
        unit.commit().await?;
        return Ok(ClaimOutcome::Asked);
    }
    let name = name?;
    let mut unproven = 0;
    for grant in accounts::grants_of(&unit, &person.id).await? {
        let found = companies::find(unit.db(), &grant.held.scope).await?;
        unproven += usize::from(found.is_some_and(|c| c.proven_by.is_none()));
    }
    if unproven >= MOST_UNPROVEN {
        return Err(wrong("number", "wrong-too-many-unproven"));
    }
    let id = uuid::Uuid::now_v7().to_string();
    let mut founded = Company::new(id.clone(), name, number);
    founded.set_word("kind", kind);
    if let Some(looked) = looked {
        gbizinfo::fill(&mut founded, looked, &|part| part != "name");
    }
    if !companies::put(unit.db(), &founded).await? {
        return Err(Error::Stale);
    }
    unit.journal(person.act(), &format!("organisation:{id}"), json!({ "founded": true })).await?;
    accounts::grant_role(&mut unit, &person.id, Role::Owner, &id, &actor.label()).await?;
    unit.commit().await?;
    Ok(ClaimOutcome::Founded(id))
}

/// A claim as those read it who decide: with the company's name, and the name and address of who says so.
#[derive(Debug)]
pub struct ClaimView {
    /// The claim.
    pub claim: Claim,
    /// The company.
    pub company: Company,
    /// The person who asks to act for the company.
    pub person: Person,
}

async fn with_names(app: &App, claims: Vec<Claim>) -> Result<Vec<ClaimView>, Error> {
    let mut all = Vec::new();
    for claim in claims {
        let Some(company) = companies::find(app.db.read(), &claim.company).await? else { continue };
        all.push(ClaimView { company, person: accounts::person(app, &claim.person).await?, claim });
    }
    Ok(all)
}

/// The claims on a company that wait for its owners; empty for everybody else.
pub async fn of_company(app: &App, actor: &Actor, id: &str) -> Result<Vec<ClaimView>, Error> {
    match company(app, actor, acts::ORGANISATION_REMOVE, id).await {
        Ok(found) => with_names(app, store::waiting(app.db.read(), Some(&found), PAGE).await?).await,
        Err(Error::Denied(_)) => Ok(Vec::new()),
        Err(error) => Err(error),
    }
}

/// One's own claims, the newest first.
pub async fn own(app: &App, actor: &Actor) -> Result<Vec<(Claim, String)>, Error> {
    let person = accounts::own(app, actor).await?;
    let mut all = Vec::new();
    for claim in store::of(app.db.read(), &person.id).await? {
        let name = companies::find(app.db.read(), &claim.company).await?.map(|c| c.name).unwrap_or_default();
        all.push((claim, name));
    }
    Ok(all)
}

/// Whether an officer decides about a company: it has no owner, or nobody has looked at the one it has.
async fn is_for_officers(app: &App, company: &Company) -> Result<bool, Error> {
    Ok(company.proven_by.is_none() || !accounts::is_held(app, Role::Owner, &company.id).await?)
}

/// What waits for an officer: claims on companies without an owner or with one at whom nobody has looked, and such companies.
pub async fn waiting_for_officer(
    app: &App,
    actor: &Actor,
    agency_id: &str,
) -> Result<(Vec<ClaimView>, Vec<(Company, Vec<Person>)>), Error> {
    directory::agency(app, actor, acts::DIRECTORY_READ, agency_id).await?;
    let db = app.db.read();
    let mut claims = Vec::new();
    for claim in store::waiting(db, None, PAGE).await? {
        let Some(company) = companies::find(db, &claim.company).await? else { continue };
        if is_for_officers(app, &company).await? {
            claims.push(claim);
        }
    }
    let mut unproven = Vec::new();
    for company in companies::unproven(db, PAGE).await? {
        let owners = accounts::holders(app, Role::Owner, &company.id).await?;
        unproven.push((company, owners));
    }
    Ok((with_names(app, claims).await?, unproven))
}

/// Who decides a claim.
#[derive(Debug, Clone, Copy)]
pub enum By<'b> {
    /// An owner of the company.
    Owner,
    /// An officer of this agency; only where the company has no owner at whom somebody has looked.
    Officer(&'b str),
}

/// Decides a claim: who made it is an owner from here on, or is told that they are not. What an officer grants is proven, and
/// whoever acted for the company before without being looked at does so no more.
pub async fn decide(
    app: &App,
    actor: &Actor,
    by: By<'_>,
    id: &str,
    grant: bool,
    letter: impl Fn(&Person, &Company) -> Letter,
) -> Result<(), Error> {
    let claim = store::one(app.db.read(), id).await?;
    let act = match by {
        By::Owner => company(app, actor, acts::ORGANISATION_REMOVE, &claim.company).await?.act(),
        By::Officer(at) => {
            let found = directory::agency(app, actor, acts::DIRECTORY_CHANGE, at).await?;
            let company = companies::find(app.db.read(), &claim.company).await?.ok_or(Error::NotFound)?;
            if !is_for_officers(app, &company).await? {
                return Err(Error::Denied(found.act()));
            }
            found.act()
        }
    };
    let person = accounts::person(app, &claim.person).await?;
    let mut unit = app.begin(actor).await?;
    if let By::Officer(at) = by {
        unit = unit.at(at);
    }
    let found = companies::find(unit.db(), &claim.company).await?.ok_or(Error::NotFound)?;
    if !store::decide(&unit, id, grant).await? {
        return Err(Error::Stale);
    }
    if grant {
        if matches!(by, By::Officer(_)) && found.proven_by.is_none() {
            accounts::clear(&mut unit, &found.id, Some(&person.id)).await?;
        }
        accounts::grant_role(&mut unit, &person.id, Role::Owner, &found.id, &actor.label()).await?;
        if matches!(by, By::Officer(_)) {
            companies::prove(unit.db(), &found.id, &actor.label()).await?;
        }
    }
    unit.mail(&letter(&person, &found)).await?;
    unit.journal(act, &format!("organisation:{}", found.id), json!({ "claim": id, "granted": grant })).await?;
    unit.commit().await
}
