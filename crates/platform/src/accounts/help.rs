//! What an administrator does for accounts: help people in again, close accounts, look after the agency itself.

use crate::Act;
use crate::acts;
use kernel::calendar::Closure;
use serde_json::json;

use super::{
    keys, keys_store,
    model::{Agency, Person, RESET, RoleGrant},
    roles::{sound_name, tries_of},
    service::small,
    store,
};
use crate::{
    Actor, App, Authorized, Error,
    access::{Held, Kind, Role},
    mail::{self, Letter},
    secret::Secret,
};

/// An account, as an administrator sees it.
#[derive(Debug)]
pub struct AccountView {
    /// Whose.
    pub person: Person,
    /// The roles.
    pub grants: Vec<RoleGrant>,
    /// What opens it.
    pub keys: keys::Keys,
    /// On how many devices it is open now.
    pub sessions: usize,
    /// Whether the account must wait because of wrong tries.
    pub shut: bool,
}

/// An agency, for somebody who may help its people.
pub(super) async fn authorized_agency(app: &App, actor: &Actor, act: Act, id: &str) -> Result<Authorized<Agency>, Error> {
    actor.person()?;
    let agency = store::agency(app.db.read(), id).await?.ok_or(Error::NotFound)?;
    app.policy.allow(actor, act, agency)
}

/// Somebody whom this agency may help: one of its own people, or one who works at no agency.
async fn helped(app: &App, agency: &Agency, id: &str) -> Result<(Person, Vec<RoleGrant>), Error> {
    let person = store::person(app.db.read(), id).await?.ok_or(Error::NotFound)?;
    let grants = store::roles(app.db.read(), id, app.now().in_japan().date()).await?;
    let mut offices = grants.iter().filter(|g| g.held.role.held_in() == Kind::AGENCY).peekable();
    let ours = offices.peek().is_none() || offices.any(|g| g.held.scope == agency.id);
    if ours { Ok((person, grants)) } else { Err(Error::Denied(acts::AGENCY_HELP)) }
}

/// Finds an account by its whole address. Nobody leafs through the accounts of companies.
pub async fn find(app: &App, actor: &Actor, agency_id: &str, email: &str) -> Result<Option<String>, Error> {
    let agency = authorized_agency(app, actor, acts::AGENCY_HELP, agency_id).await?;
    let Some((person, _)) = store::by_email(app.db.read(), &small(email)).await? else { return Ok(None) };
    match helped(app, &agency, &person.id).await {
        Ok(_) => Ok(Some(person.id)),
        Err(Error::Denied(_)) => Ok(None),
        Err(error) => Err(error),
    }
}

/// Looks at an account.
pub async fn account(app: &App, actor: &Actor, agency_id: &str, id: &str) -> Result<AccountView, Error> {
    let agency = authorized_agency(app, actor, acts::AGENCY_HELP, agency_id).await?;
    let (person, grants) = helped(app, &agency, id).await?;
    let db = app.db.read();
    let since = app.now().plus(-super::model::WATCHED);
    let mut shut = false;
    for key in tries_of(&person) {
        shut |= store::tries(db, &key, since).await? >= super::model::TRIES.0;
    }
    Ok(AccountView { keys: keys::of(app, &person.id).await?, sessions: store::sessions(db, id).await?.len(), person, grants, shut })
}

/// What is done for an account.
#[derive(Debug, Clone, Copy, PartialEq, Eq, strum::IntoStaticStr, strum::EnumString)]
#[strum(serialize_all = "kebab-case")]
pub enum Help {
    /// Wrong tries are forgotten: the account opens again.
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
    pub fn name(self) -> &'static str {
        self.into()
    }
}

/// Helps an account, with a reason that the journal keeps. `letter` makes the letter with a link for a new password. Safe to repeat.
pub async fn help(
    app: &App,
    actor: &Actor,
    agency_id: &str,
    id: &str,
    what: Help,
    reason: &str,
    letter: impl FnOnce(&Person, &Secret) -> Letter,
) -> Result<(), Error> {
    let agency = authorized_agency(app, actor, acts::AGENCY_HELP, agency_id).await?;
    let (person, _) = helped(app, &agency, id).await?;
    let reason: String = reason.trim().chars().filter(|c| !c.is_control()).take(200).collect();
    if reason.is_empty() {
        return Err(Error::Wrong { field: "reason", message: "wrong-reason" });
    }
    if person.id == actor.person()?.id && matches!(what, Help::Close | Help::Code) {
        return Err(Error::Wrong { field: "reason", message: "wrong-help-oneself" });
    }
    let mut unit = app.begin(actor).await?.at(&agency.id);
    let now = unit.now();
    match what {
        Help::Open => {
            for key in tries_of(&person) {
                store::forget_tries_of(unit.db(), &key).await?;
            }
        }
        Help::Password => {
            let secret = Secret::new()?;
            store::put_reset(unit.db(), &secret.hash(), &person.id, None, now).await?;
            unit.mail(&letter(&person, &secret)).await?;
        }
        Help::Code => keys_store::drop_code(unit.db(), &person.id).await?,
        Help::SignOut => {
            store::end_sessions(unit.db(), &person.id, None, None).await?;
        }
        Help::Close => {
            store::set_closed(unit.db(), &person.id, Some(now)).await?;
            store::end_sessions(unit.db(), &person.id, None, None).await?;
            store::void_resets(unit.db(), &person.id, now).await?;
        }
        Help::Reopen => store::set_closed(unit.db(), &person.id, None).await?,
    }
    unit.journal(agency.act(), &format!("person:{}", person.id), json!({ "help": what.name(), "reason": reason })).await?;
    unit.commit().await
}

/// Changes what an agency is called and when it is closed. `version` is what whoever changes it saw.
pub async fn change_agency(
    app: &App,
    actor: &Actor,
    agency_id: &str,
    version: i32,
    (ja, en): (&str, &str),
    closure: &str,
) -> Result<(), Error> {
    let agency = authorized_agency(app, actor, acts::AGENCY_CHANGE, agency_id).await?;
    let (name_ja, name_en) = names(ja, en)?;
    let closure = Closure::parse(closure).map_err(|_| Error::Wrong { field: "closure", message: "wrong-closure" })?;
    let mut unit = app.begin(actor).await?.at(&agency.id);
    if !store::change_agency(unit.db(), &Agency { id: agency.id.clone(), name_ja, name_en, closure, version }).await? {
        return Err(Error::Stale);
    }
    let details = json!({ "changed": "name", "closure": closure.to_string() });
    unit.journal(agency.act(), &format!("agency:{}", agency.id), details).await?;
    unit.commit().await
}

fn names(ja: &str, en: &str) -> Result<(String, String), Error> {
    let sound = |field, name| sound_name(name).map(str::to_owned).map_err(|_| Error::Wrong { field, message: "wrong-name" });
    Error::all([sound("ja", ja).map(|_| ()), sound("en", en).map(|_| ())])?;
    Ok((sound("ja", ja)?, sound("en", en)?))
}

/// Takes a further agency into the system; who does so becomes its first administrator. One that is there already stays.
pub async fn found_agency(app: &App, actor: &Actor, agency_id: &str, id: &str, ja: &str, en: &str) -> Result<(), Error> {
    let agency = authorized_agency(app, actor, acts::AGENCY_CHANGE, agency_id).await?;
    let id = id.trim();
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    let sound = !id.is_empty() && id.len() <= 40 && id.chars().all(plain);
    let sound = if sound { Ok(()) } else { Err(Error::Wrong { field: "id", message: "wrong-agency-id" }) };
    Error::all([sound, names(ja, en).map(|_| ())])?;
    let (name_ja, name_en) = names(ja, en)?;
    let mut unit = app.begin(actor).await?.at(id);
    if store::agency(unit.db(), id).await?.is_some() {
        return Err(Error::Wrong { field: "id", message: "wrong-agency-taken" });
    }
    store::put_agency(unit.db(), &Agency::new(id, name_ja, name_en, Closure::default())).await?;
    let held = Held::new(Role::Administrator, id);
    store::give_role(&unit, &actor.person()?.id, &held, &actor.label()).await?;
    unit.journal(agency.act(), &format!("agency:{id}"), json!({ "founded_at": agency.id })).await?;
    unit.commit().await
}

/// Keeps an agency; one that is kept already is replaced. From the command line.
pub async fn add_agency(app: &App, agency: &Agency) -> Result<(), Error> {
    let mut unit = app.begin(&Actor::System("command line")).await?.at(&agency.id);
    store::put_agency(unit.db(), agency).await?;
    unit.journal(acts::SET_UP, &format!("agency:{}", agency.id), json!({})).await?;
    unit.commit().await
}

/// Keeps a person; one with the same address stays as it is. From the command line. The id of the one who has the address.
pub async fn add_person(app: &App, email: &str, name: &str, password: &str, sample: bool) -> Result<String, Error> {
    let email = small(email);
    mail::bare_address(&email)?;
    if let Some((person, _)) = store::by_email(app.db.read(), &email).await? {
        return Ok(person.id);
    }
    let kept = super::password::keep(password, &[&email, name]).await?;
    let person = Person { id: uuid::Uuid::now_v7().to_string(), email, name: name.to_owned(), sample, closed_at: None };
    let mut unit = app.begin(&Actor::System("command line")).await?;
    if !store::put_person(unit.db(), &person, Some(kept), unit.now()).await? {
        return Err(Error::Stale);
    }
    unit.journal(acts::SET_UP, &format!("person:{}", person.id), json!({})).await?;
    unit.commit().await?;
    Ok(person.id)
}

/// How long the link of a helping letter can be used, in hours; for the letter's words.
pub const fn reset_hours() -> i64 {
    RESET.as_hours()
}
