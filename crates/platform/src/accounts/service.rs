//! The verbs of accounts.

use std::{collections::HashMap, sync::Arc};

use serde_json::json;

use super::{
    keys_store,
    model::Begun,
    model::{Agency, IDLE, INVITED, Invited, LONGEST, Person, RESET, Scope, Session, TRIES, WATCHED},
    password, store,
};
use crate::{
    Actor, Authorized, Error, House, Instant, Write,
    access::{Act, Held, Kind, Resource, Role, Signed},
    journal,
    mail::{self, Letter},
    secret::Secret,
};

/// What a sign-in asks with: from which address and device.
#[derive(Debug, Clone, Default)]
pub struct Asked {
    /// The address of the network, as far as it is known.
    pub from: String,
    /// What the browser calls itself.
    pub device: String,
}

pub(super) fn small(email: &str) -> String {
    email.trim().to_lowercase()
}

/// Counts tries before they are made, so that many at once count like many after one another. What was right is taken back.
pub(super) async fn reserve<const N: usize>(house: &House, keys: [(&str, u64); N]) -> Result<[String; N], Error> {
    let now = house.now();
    let transaction = house.db.begin().await?;
    journal::wait_turn(&transaction).await?;
    let mut ids = [const { String::new() }; N];
    for (id, (key, most)) in ids.iter_mut().zip(keys) {
        if store::tries(&transaction, key, now.plus(-WATCHED)).await? >= most {
            return Err(Error::TooMany);
        }
        *id = store::put_try(&transaction, key, now).await?;
    }
    transaction.commit().await?;
    Ok(ids)
}

/// A person whose password or link has just been found right, and who acts from here on.
pub(super) fn as_person(person: &Person) -> Actor {
    let (id, name, email) = (person.id.clone(), person.name.clone(), person.email.clone());
    Actor::Person(Arc::new(Signed { id, name, email, roles: Vec::new(), session: String::new() }))
}

/// How far a sign-in has come.
#[derive(Debug)]
pub enum Step {
    /// In: the session's secret.
    In(Secret),
    /// A one-time code is asked, with this secret of what was begun.
    Code(Secret),
}

impl Step {
    /// The session's secret, where no code is asked.
    pub fn session(self) -> Option<Secret> {
        match self {
            Self::In(secret) => Some(secret),
            Self::Code(_) => None,
        }
    }
}

/// A new session in a write that is under way, with its entry in the journal.
pub(super) async fn open_session(write: &mut Write, person: &Person, asked: &Asked, by: &str) -> Result<Secret, Error> {
    let secret = Secret::new()?;
    let device: String = asked.device.chars().filter(|c| !c.is_control()).take(200).collect();
    store::put_session(write.db(), &secret.hash(), &person.id, &device, write.now()).await?;
    write.journal(Act::SIGN_IN, &format!("person:{}", person.id), json!({ "by": by })).await?;
    Ok(secret)
}

/// Holds a password against one's own again, before what opens the account is changed. An account that is opened through
/// another house only has none.
pub(super) async fn confirm(house: &House, person: &Person, password: &str) -> Result<(), Error> {
    let Some(kept) = store::password(house.db.read(), &person.id).await? else { return Ok(()) };
    let key = format!("password:{}", person.id);
    let [own] = reserve(house, [(&key, TRIES.0)]).await?;
    if !password::check(password, Some(kept)).await? {
        return Err(Error::Wrong { field: "old", message: "wrong-old-password" });
    }
    let transaction = house.db.begin().await?;
    store::take_back_try(&transaction, &own).await?;
    transaction.commit().await?;
    Ok(())
}

/// Signs in: a new session, whose secret is told once, or the way to the code. Unknown addresses and wrong passwords look the same and take as
/// long; after too many wrong tries the account, and the address they come from, must wait.
pub async fn sign_in(house: &House, email: &str, password: &str, asked: &Asked) -> Result<Step, Error> {
    let email = small(email);
    let now = house.now();
    let since = now.plus(-WATCHED);
    let sound = mail::bare_address(&email).is_ok();
    let account = format!("account:{}", if sound { &email } else { "?" });
    let address = format!("address:{}", asked.from);
    let [_, from] = reserve(house, [(&account, TRIES.0), (&address, TRIES.1)]).await?;
    let found = if sound { store::by_email(house.db.read(), &email).await? } else { None };
    let kept = found.as_ref().and_then(|f| f.1.clone());
    let right = password::check(password, kept).await?;
    let person = found.map(|f| f.0).filter(|p| right && p.closed_at.is_none());
    let Some(person) = person else {
        // Only a name of the account, not what was typed, goes into the journal.
        let actor = Actor::Nobody;
        let mut write = house.begin(&actor).await?;
        write.journal(Act::SIGN_IN, "person:?", json!({ "refused": true })).await?;
        write.commit().await?;
        return Err(Error::Wrong { field: "password", message: "wrong-sign-in" });
    };
    let code = keys_store::code(house.db.read(), &person.id).await?.is_some_and(|c| c.confirmed_at.is_some());
    let mut write = house.begin(&as_person(&person)).await?;
    store::forget_tries(write.db(), &account, since).await?;
    store::take_back_try(write.db(), &from).await?;
    let step = if code {
        let begun = Secret::new()?;
        keys_store::forget_begun(write.db(), now).await?;
        keys_store::put_begun(write.db(), &begun.hash(), Begun::Code, Some(&person.id), "{}", now).await?;
        write.journal(Act::SIGN_IN, &format!("person:{}", person.id), json!({ "began": "password" })).await?;
        Step::Code(begun)
    } else {
        Step::In(open_session(&mut write, &person, asked, "password").await?)
    };
    write.commit().await?;
    Ok(step)
}

/// Who a session's secret belongs to; `None` when it is over. Using a session keeps it alive.
pub async fn signed(house: &House, secret: &Secret) -> Result<Option<Arc<Signed>>, Error> {
    let hash = secret.hash();
    let now = house.now();
    let Some((session, id)) = store::session(house.db.read(), &hash).await? else { return Ok(None) };
    if session.seen_at.plus(IDLE) < now || session.made_at.plus(LONGEST) < now {
        store::end_sessions(house.db.read(), &id, Some(&hash), None).await?;
        return Ok(None);
    }
    let Some(person) = store::person(house.db.read(), &id).await?.filter(|p| p.closed_at.is_none()) else { return Ok(None) };
    if session.seen_at.plus(jiff::SignedDuration::from_mins(1)) < now {
        store::touch(house.db.read(), &hash, now).await?;
    }
    let roles = store::roles(house.db.read(), &id).await?;
    Ok(Some(Arc::new(Signed { id, name: person.name, email: person.email, roles, session: hash })))
}

pub(super) async fn own_for(house: &House, actor: &Actor, act: Act) -> Result<Authorized<Person>, Error> {
    let id = &actor.person()?.id;
    let person = store::person(house.db.read(), id).await?.ok_or(Error::NotFound)?;
    house.policy.allow(actor, act, person)
}

/// One's own account.
pub async fn own(house: &House, actor: &Actor) -> Result<Authorized<Person>, Error> {
    own_for(house, actor, Act::ACCOUNT_READ).await
}

/// One's own sessions, the one used last first.
pub async fn sessions(house: &House, actor: &Actor) -> Result<Vec<Session>, Error> {
    let person = own(house, actor).await?;
    let now = house.now();
    let all = store::sessions(house.db.read(), person.id()).await?;
    Ok(all.into_iter().filter(|s| s.seen_at.plus(IDLE) >= now && s.made_at.plus(LONGEST) >= now).collect())
}

async fn end(house: &House, actor: &Actor, only: Option<&str>, spare: Option<&str>) -> Result<(), Error> {
    let person = own_for(house, actor, Act::ACCOUNT_CHANGE).await?;
    let mut write = house.begin(actor).await?;
    let ended = store::end_sessions(write.db(), person.id(), only, spare).await?;
    write.journal(person.act(), &format!("person:{}", person.id), json!({ "sessions_ended": ended })).await?;
    write.commit().await
}

/// Signs out here. Safe to repeat.
pub async fn sign_out(house: &House, actor: &Actor) -> Result<(), Error> {
    let here = actor.person()?.session.clone();
    end(house, actor, Some(&here), None).await
}

/// Signs out on one device, named by what is kept of its secret. Safe to repeat.
pub async fn end_session(house: &House, actor: &Actor, hash: &str) -> Result<(), Error> {
    end(house, actor, Some(hash), None).await
}

/// Signs out everywhere else. Safe to repeat.
pub async fn sign_out_everywhere(house: &House, actor: &Actor) -> Result<(), Error> {
    let here = actor.person()?.session.clone();
    end(house, actor, None, Some(&here)).await
}

/// Changes one's own password, and signs out everywhere else.
pub async fn change_password(house: &House, actor: &Actor, old: &str, new: &str) -> Result<(), Error> {
    let person = own_for(house, actor, Act::ACCOUNT_CHANGE).await?;
    confirm(house, &person, old).await?;
    let kept = password::keep(new).await?;
    let mut write = house.begin(actor).await?;
    store::set_password(write.db(), person.id(), kept).await?;
    store::void_resets(write.db(), person.id(), write.now()).await?;
    store::forget_tries(write.db(), &format!("password:{}", person.id), write.now().plus(-WATCHED)).await?;
    store::end_sessions(write.db(), person.id(), None, Some(&actor.person()?.session)).await?;
    write.journal(person.act(), &format!("person:{}", person.id), json!({ "changed": "password" })).await?;
    write.commit().await
}

/// Asks for a link for a new password. The answer is the same whether the address has an account or not. `link` makes
/// the letter from the secret.
pub async fn forgot(house: &House, email: &str, letter: impl FnOnce(&Person, &Secret) -> Letter) -> Result<(), Error> {
    let email = small(email);
    mail::bare_address(&email)?;
    let now = house.now();
    reserve(house, [(&format!("forgot:{email}"), 3)]).await?;
    let found = store::by_email(house.db.read(), &email).await?.map(|f| f.0).filter(|p| p.closed_at.is_none());
    let mut write = house.begin(&Actor::Nobody).await?;
    if let Some(person) = &found {
        let secret = Secret::new()?;
        store::put_reset(write.db(), &secret.hash(), &person.id, now).await?;
        write.mail(&letter(person, &secret)).await?;
    }
    let subject = found.map_or_else(|| "person:?".to_owned(), |p| format!("person:{}", p.id));
    write.journal(Act::ACCOUNT_CHANGE, &subject, json!({ "asked": "password" })).await?;
    write.commit().await
}

/// Takes a new password by a link, and signs out everywhere. The link works once; looking at it uses nothing up.
pub async fn reset_password(house: &House, secret: &Secret, new: &str) -> Result<(), Error> {
    let hash = secret.hash();
    let found = store::reset(house.db.read(), &hash).await?.ok_or(Error::Expired)?;
    if found.used_at.is_some() || Instant::parse(&found.made_at)?.plus(RESET) < house.now() {
        return Err(Error::Expired);
    }
    let kept = password::keep(new).await?;
    let mut write = house.begin(&Actor::Nobody).await?;
    if !store::use_reset(write.db(), &hash, write.now()).await? {
        return Err(Error::Expired);
    }
    store::set_password(write.db(), &found.person, kept).await?;
    store::void_resets(write.db(), &found.person, write.now()).await?;
    store::end_sessions(write.db(), &found.person, None, None).await?;
    write.journal(Act::ACCOUNT_CHANGE, &format!("person:{}", found.person), json!({ "changed": "password" })).await?;
    write.commit().await
}

/// Where a role is held, as a record that the policy can speak of.
struct Place<'s>(&'s Scope);

impl Place<'_> {
    /// Whether the actor may treat the place so; the act differs by what the place is.
    fn allow(&self, house: &House, actor: &Actor, agency: Act, organisation: Act) -> Result<Act, Error> {
        let act = if self.0.kind() == Kind::Agency { agency } else { organisation };
        match actor {
            Actor::House(_) => Ok(act),
            _ if house.policy.may(actor, act, self.0.kind(), self.0.id()) => Ok(act),
            Actor::Nobody => Err(Error::SignedOut),
            Actor::Person(_) => Err(Error::Denied(act)),
        }
    }

    fn subject(&self) -> String {
        format!("{}:{}", self.0.kind().name().to_lowercase(), self.0.id())
    }
}

/// Invites somebody to a role. The letter is made from the secret and queued with the invitation.
pub async fn invite(
    house: &House,
    actor: &Actor,
    scope: &Scope,
    role: Role,
    email: &str,
    letter: impl FnOnce(&Secret) -> Letter,
) -> Result<(), Error> {
    let act = Place(scope).allow(house, actor, Act::AGENCY_INVITE, Act::ORGANISATION_INVITE)?;
    let email = small(email);
    mail::bare_address(&email)?;
    if role.held_in() != scope.kind() {
        return Err(Error::Wrong { field: "role", message: "wrong-value" });
    }
    if let (Actor::Person(signed), Scope::Organisation(id)) = (actor, scope)
        && !signed.roles.iter().any(|h| h.role == Role::Owner && h.scope == *id)
    {
        // An officer lets the first owner in, and nobody else; never themselves.
        let first = role == Role::Owner && store::holders(house.db.read(), Role::Owner, id).await? == 0;
        if !first || email == signed.email {
            return Err(Error::Denied(act));
        }
    }
    let secret = Secret::new()?;
    let mut write = house.begin(actor).await?;
    let row = store::invitation::Model {
        hash: secret.hash(),
        email: email.clone(),
        role: role.name().to_owned(),
        scope: scope.id().to_owned(),
        by: actor.label(),
        made_at: write.now().to_text(),
        used_at: None,
    };
    store::put_invitation(write.db(), row).await?;
    write.mail(&Letter { to: email, ..letter(&secret) }).await?;
    write.journal(act, &Place(scope).subject(), json!({ "role": role.name() })).await?;
    write.commit().await
}

async fn open_invitation(house: &House, secret: &Secret) -> Result<store::invitation::Model, Error> {
    let found = store::invitation(house.db.read(), &secret.hash()).await?.ok_or(Error::Expired)?;
    let over = Instant::parse(&found.made_at)?.plus(INVITED) < house.now();
    if over || found.used_at.is_some() { Err(Error::Expired) } else { Ok(found) }
}

/// What a link invites to. Looking uses nothing up, so a scanner that opens it first does no harm.
pub async fn invitation(house: &House, secret: &Secret) -> Result<Invited, Error> {
    let found = open_invitation(house, secret).await?;
    let known = store::by_email(house.db.read(), &found.email).await?.is_some_and(|(_, password)| password.is_some());
    Ok(Invited { email: found.email, role: found.role.parse()?, scope: found.scope, known })
}

/// Accepts an invitation: with a name and a password where the address has no account yet, with its password where it has.
pub async fn accept(house: &House, secret: &Secret, name: &str, password: &str, asked: &Asked) -> Result<Step, Error> {
    let found = open_invitation(house, secret).await?;
    let account = store::by_email(house.db.read(), &found.email).await?;
    let known = account.as_ref().is_some_and(|(_, password)| password.is_some());
    if known {
        // The same door as every sign-in, with its limits.
        let step = sign_in(house, &found.email, password, asked).await?;
        give_invited(house, secret, &found).await?;
        return Ok(step);
    }
    let name = name.trim();
    if name.is_empty() || name.chars().count() > 100 || name.chars().any(char::is_control) {
        return Err(Error::Wrong { field: "name", message: "wrong-name" });
    }
    let kept = password::keep(password).await?;
    let mut write = house.begin(&Actor::Nobody).await?;
    let now = write.now();
    if !store::use_invitation(write.db(), &found.hash, now).await? {
        return Err(Error::Expired);
    }
    let id = if let Some((person, _)) = account {
        store::set_password(write.db(), &person.id, kept).await?;
        person.id
    } else {
        let id = uuid::Uuid::now_v7().to_string();
        let person = Person { id: id.clone(), email: found.email.clone(), name: name.to_owned(), sample: false, closed_at: None };
        if !store::put_person(write.db(), &person, Some(kept), now).await? {
            return Err(Error::Stale);
        }
        id
    };
    store::give_role(write.db(), &id, found.role.parse()?, &found.scope, now).await?;
    write.journal(Act::ACCEPT, &format!("person:{id}"), json!({ "role": found.role, "scope": found.scope })).await?;
    write.commit().await?;
    sign_in(house, &found.email, password, asked).await
}

async fn give_invited(house: &House, secret: &Secret, found: &store::invitation::Model) -> Result<(), Error> {
    let Some((person, _)) = store::by_email(house.db.read(), &found.email).await? else { return Err(Error::NotFound) };
    let mut write = house.begin(&as_person(&person)).await?;
    if !store::use_invitation(write.db(), &secret.hash(), write.now()).await? {
        return Err(Error::Expired);
    }
    store::give_role(write.db(), &person.id, found.role.parse()?, &found.scope, write.now()).await?;
    write.journal(Act::ACCEPT, &format!("person:{}", person.id), json!({ "role": found.role, "scope": found.scope })).await?;
    write.commit().await
}

/// The people who hold roles in a place.
pub async fn people(house: &House, actor: &Actor, scope: &Scope) -> Result<Vec<(Person, Vec<Role>)>, Error> {
    Place(scope).allow(house, actor, Act::AGENCY_ACCOUNTS, Act::ORGANISATION_READ)?;
    store::people(house.db.read(), scope.id()).await
}

/// Takes a role away. The last owner and the last administrator stay. Safe to repeat.
pub async fn take_role(house: &House, actor: &Actor, scope: &Scope, person: &str, role: Role) -> Result<(), Error> {
    let act = Place(scope).allow(house, actor, Act::AGENCY_REMOVE, Act::ORGANISATION_REMOVE)?;
    if role.held_in() != scope.kind() {
        return Err(Error::Wrong { field: "role", message: "wrong-value" });
    }
    let mut write = house.begin(actor).await?;
    if !store::take_role(write.db(), person, role, scope.id()).await? {
        return Ok(());
    }
    if let Some(who) = store::person(write.db(), person).await? {
        store::void_invitations(write.db(), scope.id(), &who.email, &format!("person:{person}"), write.now()).await?;
    }
    let needed = matches!(role, Role::Owner | Role::Administrator);
    if needed && store::holders(write.db(), role, scope.id()).await? == 0 {
        return Err(Error::Wrong { field: "role", message: "wrong-last-one" });
    }
    write.journal(act, &Place(scope).subject(), json!({ "role": role.name(), "taken_from": person })).await?;
    write.commit().await
}

/// Every agency.
pub async fn agencies(house: &House) -> Result<Vec<Agency>, Error> {
    store::agencies(house.db.read()).await
}

/// An agency.
pub async fn agency(house: &House, id: &str) -> Result<Agency, Error> {
    store::agency(house.db.read(), id).await?.ok_or(Error::NotFound)
}

/// The people with whom a new house is tried out, with their roles.
pub async fn samples(house: &House) -> Result<Vec<(Person, Vec<Held>)>, Error> {
    let mut all = Vec::new();
    for person in store::samples(house.db.read()).await? {
        let roles = store::roles(house.db.read(), &person.id).await?;
        all.push((person, roles));
    }
    Ok(all)
}

/// What somebody is called whom a record names as the journal does; the label itself where it is no person.
pub async fn called(house: &House, label: &str) -> Result<String, Error> {
    let Some(id) = label.strip_prefix("person:") else { return Ok(label.to_owned()) };
    Ok(store::person(house.db.read(), id).await?.map_or_else(|| label.to_owned(), |p| p.name))
}

/// What people are called, by id: for those who may read the journal.
pub async fn names(house: &House, actor: &Actor, agency: Agency, ids: &[&str]) -> Result<HashMap<String, String>, Error> {
    house.policy.allow(actor, Act::JOURNAL_READ, agency)?;
    store::names(house.db.read(), ids).await
}

/// Keeps an agency; one that is kept already is replaced. From the command line.
pub async fn add_agency(house: &House, agency: &Agency) -> Result<(), Error> {
    let mut write = house.begin(&Actor::House("command line")).await?;
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
    let kept = password::keep(password).await?;
    let person = Person { id: uuid::Uuid::now_v7().to_string(), email: email.clone(), name: name.to_owned(), sample, closed_at: None };
    let mut write = house.begin(&Actor::House("command line")).await?;
    if !store::put_person(write.db(), &person, Some(kept), write.now()).await? {
        return Err(Error::Stale);
    }
    write.journal(Act::SET_UP, &format!("person:{}", person.id), json!({})).await?;
    write.commit().await?;
    Ok(person.id)
}

/// Gives a role to somebody whom another house has proven to hold it, in a write that is under way; whether it was new.
pub async fn admit(write: &mut Write, person: &str, role: Role, scope: &str) -> Result<bool, Error> {
    let new = store::give_role(write.db(), person, role, scope, write.now()).await?;
    if new {
        write.journal(Act::ACCEPT, &format!("person:{person}"), json!({ "role": role.name(), "scope": scope, "by": "openid" })).await?;
    }
    Ok(new)
}

/// Lets every role that is held in one place be held in another, in a merge that is under way; open invitations to it are void.
pub async fn move_roles(write: &Write, from: &str, to: &str) -> Result<(), Error> {
    for (person, roles) in store::people(write.db(), from).await? {
        for role in roles {
            store::give_role(write.db(), &person.id, role, to, write.now()).await?;
            store::take_role(write.db(), &person.id, role, from).await?;
        }
    }
    store::void_all_invitations(write.db(), from, write.now()).await
}

/// Gives a role. From the command line. Safe to repeat.
pub async fn give_role(house: &House, person: &str, role: Role, scope: &str) -> Result<(), Error> {
    let mut write = house.begin(&Actor::House("command line")).await?;
    store::give_role(write.db(), person, role, scope, write.now()).await?;
    write.journal(Act::SET_UP, &format!("person:{person}"), json!({ "role": role.name(), "scope": scope })).await?;
    write.commit().await
}
