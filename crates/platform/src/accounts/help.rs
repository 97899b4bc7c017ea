//! What an administrator does for accounts: help people in again, close accounts, look after the agency itself.

use kernel::calendar::Closure;
use serde_json::json;

use super::{
    keys, keys_store,
    model::{Agency, Grant, Person, RESET},
    roles::{sound_name, tries_of},
    service::small,
    store,
};
use crate::{
    Actor, Authorized, Error, House,
    access::{Act, Held, Kind, Role},
    mail::{self, Letter},
    secret::Secret,
};

/// An account, as an administrator sees it.
#[derive(Debug)]
pub struct Looked {
    /// Whose.
    pub person: Person,
    /// The roles.
    pub grants: Vec<Grant>,
    /// What opens it.
    pub keys: keys::Keys,
    /// On how many devices it is open now.
    pub sessions: usize,
    /// Whether the account must wait because of wrong tries.
    pub shut: bool,
}

/// An agency, for somebody who may help its people.
async fn desk(house: &House, actor: &Actor, act: Act, id: &str) -> Result<Authorized<Agency>, Error> {
    actor.person()?;
    let agency = store::agency(house.db.read(), id).await?.ok_or(Error::NotFound)?;
    house.policy.allow(actor, act, agency)
}

/// Somebody whom this agency may help: one of its own people, or one who works at no agency.
async fn helped(house: &House, agency: &Agency, id: &str) -> Result<(Person, Vec<Grant>), Error> {
    let person = store::person(house.db.read(), id).await?.ok_or(Error::NotFound)?;
    let grants = store::roles(house.db.read(), id, house.now().in_japan().date()).await?;
    let mut offices = grants.iter().filter(|g| g.held.role.held_in() == Kind::Agency).peekable();
    let ours = offices.peek().is_none() || offices.any(|g| g.held.scope == agency.id);
    if ours { Ok((person, grants)) } else { Err(Error::Denied(Act::AGENCY_HELP)) }
}

/// Finds an account by its whole address. Nobody leafs through the accounts of companies.
pub async fn find(house: &House, actor: &Actor, at: &str, email: &str) -> Result<Option<String>, Error> {
    let agency = desk(house, actor, Act::AGENCY_HELP, at).await?;
    let Some((person, _)) = store::by_email(house.db.read(), &small(email)).await? else { return Ok(None) };
    match helped(house, &agency, &person.id).await {
        Ok(_) => Ok(Some(person.id)),
        Err(Error::Denied(_)) => Ok(None),
        Err(error) => Err(error),
    }
}

/// Looks at an account.
pub async fn look(house: &House, actor: &Actor, at: &str, id: &str) -> Result<Looked, Error> {
    let agency = desk(house, actor, Act::AGENCY_HELP, at).await?;
    let (person, grants) = helped(house, &agency, id).await?;
    let db = house.db.read();
    let since = house.now().plus(-super::model::WATCHED);
    let mut shut = false;
    for key in tries_of(&person) {
        shut |= store::tries(db, &key, since).await? >= super::model::TRIES.0;
    }
    Ok(Looked { keys: keys::of(house, &person.id).await?, sessions: store::sessions(db, id).await?.len(), person, grants, shut })
}

/// What is done for an account.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Help {
    /// Wrong tries are forgotten: the door opens again.
    Open,
    /// A letter with a link for a new password.
    Password,
    /// One-time codes are not asked any more: the telephone is lost.
    Code,
    /// Signed out everywhere.
    SignOut,
    /// Closed: nobody signs in, the roles stay written down.
    Close,
    /// Opened again after it was closed.
    Reopen,
}

impl Help {
    /// Every kind.
    pub const ALL: [Self; 6] = [Self::Open, Self::Password, Self::Code, Self::SignOut, Self::Close, Self::Reopen];

    /// Its name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Password => "password",
            Self::Code => "code",
            Self::SignOut => "sign-out",
            Self::Close => "close",
            Self::Reopen => "reopen",
        }
    }
}

/// Helps an account, with a reason that the journal keeps. `letter` makes the letter with a link for a new password. Safe to repeat.
pub async fn help(
    house: &House,
    actor: &Actor,
    at: &str,
    id: &str,
    what: Help,
    reason: &str,
    letter: impl FnOnce(&Person, &Secret) -> Letter,
) -> Result<(), Error> {
    let agency = desk(house, actor, Act::AGENCY_HELP, at).await?;
    let (person, _) = helped(house, &agency, id).await?;
    let reason: String = reason.trim().chars().filter(|c| !c.is_control()).take(200).collect();
    if reason.is_empty() {
        return Err(Error::Wrong { field: "reason", message: "wrong-reason" });
    }
    if person.id == actor.person()?.id && matches!(what, Help::Close | Help::Code) {
        return Err(Error::Wrong { field: "reason", message: "wrong-help-oneself" });
    }
    let mut write = house.begin(actor).await?.at(&agency.id);
    let now = write.now();
    match what {
        Help::Open => {
            for key in tries_of(&person) {
                store::forget_tries_of(write.db(), &key).await?;
            }
        }
        Help::Password => {
            let secret = Secret::new()?;
            store::put_reset(write.db(), &secret.hash(), &person.id, None, now).await?;
            write.mail(&letter(&person, &secret)).await?;
        }
        Help::Code => keys_store::drop_code(write.db(), &person.id).await?,
        Help::SignOut => {
            store::end_sessions(write.db(), &person.id, None, None).await?;
        }
        Help::Close => {
            store::set_closed(write.db(), &person.id, Some(now)).await?;
            store::end_sessions(write.db(), &person.id, None, None).await?;
            store::void_resets(write.db(), &person.id, now).await?;
        }
        Help::Reopen => store::set_closed(write.db(), &person.id, None).await?,
    }
    write.journal(agency.act(), &format!("person:{}", person.id), json!({ "help": what.name(), "reason": reason })).await?;
    write.commit().await
}

/// Changes what an agency is called and when it is closed. Safe to repeat.
pub async fn change_agency(house: &House, actor: &Actor, at: &str, (ja, en): (&str, &str), closure: &str) -> Result<(), Error> {
    let agency = desk(house, actor, Act::AGENCY_CHANGE, at).await?;
    let (name_ja, name_en) = names(ja, en)?;
    let closure = Closure::parse(closure).map_err(|_| Error::Wrong { field: "closure", message: "wrong-closure" })?;
    let mut write = house.begin(actor).await?.at(&agency.id);
    store::put_agency(write.db(), &Agency { id: agency.id.clone(), name_ja, name_en, closure }).await?;
    let said = json!({ "changed": "name", "closure": closure.to_string() });
    write.journal(agency.act(), &format!("agency:{}", agency.id), said).await?;
    write.commit().await
}

fn names(ja: &str, en: &str) -> Result<(String, String), Error> {
    let sound = |field, name| sound_name(name).map(str::to_owned).map_err(|_| Error::Wrong { field, message: "wrong-name" });
    Error::all([sound("ja", ja).map(|_| ()), sound("en", en).map(|_| ())])?;
    Ok((sound("ja", ja)?, sound("en", en)?))
}

/// Takes a further agency into the house; who does so becomes its first administrator. One that is there already stays.
pub async fn found_agency(house: &House, actor: &Actor, at: &str, id: &str, ja: &str, en: &str) -> Result<(), Error> {
    let agency = desk(house, actor, Act::AGENCY_CHANGE, at).await?;
    let id = id.trim();
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    let sound = !id.is_empty() && id.len() <= 40 && id.chars().all(plain);
    let sound = if sound { Ok(()) } else { Err(Error::Wrong { field: "id", message: "wrong-agency-id" }) };
    Error::all([sound, names(ja, en).map(|_| ())])?;
    let (name_ja, name_en) = names(ja, en)?;
    let mut write = house.begin(actor).await?.at(id);
    if store::agency(write.db(), id).await?.is_some() {
        return Err(Error::Wrong { field: "id", message: "wrong-agency-taken" });
    }
    store::put_agency(write.db(), &Agency { id: id.to_owned(), name_ja, name_en, closure: Closure::default() }).await?;
    let held = Held::new(Role::Administrator, id);
    store::give_role(&write, &actor.person()?.id, &held, &actor.label()).await?;
    write.journal(agency.act(), &format!("agency:{id}"), json!({ "founded_at": agency.id })).await?;
    write.commit().await
}

/// Keeps an agency; one that is kept already is replaced. From the command line.
pub async fn add_agency(house: &House, agency: &Agency) -> Result<(), Error> {
    let mut write = house.begin(&Actor::House("command line")).await?.at(&agency.id);
    store::put_agency(write.db(), agency).await?;
    write.journal(Act::SET_UP, &format!("agency:{}", agency.id), json!({})).await?;
    write.commit().await
}

/// Keeps a person; one with the same address stays as it is. From the command line. The id of the one who has the address.
pub async fn add_person(house: &House, email: &str, name: &str, password: &str, sample: bool) -> Result<String, Error> {
    let email = small(email);
    mail::bare_address(&email)?;
    if let Some((person, _)) = store::by_email(house.db.read(), &email).await? {
        return Ok(person.id);
    }
    let kept = super::password::keep(password, &[&email, name]).await?;
    let person = Person { id: uuid::Uuid::now_v7().to_string(), email, name: name.to_owned(), sample, closed_at: None };
    let mut write = house.begin(&Actor::House("command line")).await?;
    if !store::put_person(write.db(), &person, Some(kept), write.now()).await? {
        return Err(Error::Stale);
    }
    write.journal(Act::SET_UP, &format!("person:{}", person.id), json!({})).await?;
    write.commit().await?;
    Ok(person.id)
}

/// How long the link of a helping letter can be used, in hours; for the letter's words.
pub const fn reset_hours() -> i64 {
    RESET.as_hours()
}
