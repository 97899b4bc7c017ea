//! The verbs of accounts.

use crate::acts;
use std::sync::Arc;

use serde_json::json;

use super::{
    keys_store,
    model::PendingKind,
    model::{FRESH, IDLE, LETTERS, LONGEST, Person, RESET, Session, TRIES, TRIES_EVERYWHERE, WATCHED},
    password, store,
};
use crate::{
    Actor, App, Authorized, Error, Instant, UnitOfWork,
    access::{Act, Kind, Resource, Signed},
    journal,
    mail::{self, Letter},
    secret::Secret,
};

/// What a sign-in asks with: from which address and device.
#[derive(Debug, Clone, Default)]
pub struct RequestOrigin {
    /// The address of the network, as far as it is known.
    pub from: String,
    /// What the browser calls itself.
    pub device: String,
}

/// Whether an address is one that can be written to.
pub fn is_address(email: &str) -> Result<(), Error> {
    mail::bare_address(&small(email))
}

pub(super) fn small(email: &str) -> String {
    mail::folded(email)
}

/// Counts tries before they are made, so that many at once count like many after one another. What was right is taken back.
pub(super) async fn reserve<const N: usize>(app: &App, keys: [(&str, u64); N]) -> Result<[String; N], Error> {
    let now = app.now();
    let transaction = app.db.begin().await?;
    journal::wait_turn(&transaction).await?;
    let mut ids = [const { String::new() }; N];
    for (id, (key, most)) in ids.iter_mut().zip(keys) {
        if store::tries(&*transaction, key, now.plus(-WATCHED)).await? >= most {
            // What is counted, not whose it is.
            tracing::warn!(tries = key.split(':').next(), "held back after too many tries");
            return Err(Error::TooMany);
        }
        *id = store::put_try(&*transaction, key, now).await?;
    }
    transaction.commit(None).await?;
    Ok(ids)
}

/// Holds a person back who does something costly too often: at most so many times within fifteen minutes.
pub async fn pace(app: &App, actor: &Actor, what: &str, most: u64) -> Result<(), Error> {
    reserve(app, [(&format!("{what}:{}", actor.person()?.id), most)]).await.map(|_| ())
}

/// A person whose password or link has just been found right, and who acts from here on.
pub(super) fn as_person(person: &Person) -> Actor {
    let (id, name, email) = (person.id.clone(), person.name.clone(), person.email.clone());
    Actor::Person(Arc::new(Signed { id, name, email, roles: Vec::new(), session: String::new(), weak: false, token_acts: None }))
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
pub(super) async fn open_session(unit: &mut UnitOfWork, person: &Person, origin: &RequestOrigin, by: &str) -> Result<Secret, Error> {
    let secret = Secret::new()?;
    let device: String = origin.device.chars().filter(|c| !c.is_control()).take(200).collect();
    store::put_session(unit.db(), &secret.hash(), &person.id, &device, by, unit.now()).await?;
    unit.journal(acts::SIGN_IN, &format!("person:{}", person.id), json!({ "by": by })).await?;
    Ok(secret)
}

/// One step further in, for somebody whose password was right or whom the identity provider has sent: to the code where the account
/// has one.
pub(super) async fn enter(unit: &mut UnitOfWork, person: &Person, origin: &RequestOrigin, by: &str) -> Result<Step, Error> {
    let asks_a_code = keys_store::code(unit.db(), &person.id).await?.is_some_and(|c| c.confirmed_at.is_some());
    if !asks_a_code {
        return Ok(Step::In(open_session(unit, person, origin, by).await?));
    }
    let begun = Secret::new()?;
    keys_store::put_begun(unit.db(), &begun.hash(), PendingKind::Code, Some(&person.id), "{}", unit.now()).await?;
    unit.journal(acts::SIGN_IN, &format!("person:{}", person.id), json!({ "began": by })).await?;
    Ok(Step::Code(begun))
}

/// Holds a password against one's own again, before what opens the account is changed. An account that is opened through
/// the identity provider only has none: there the sign-in must be fresh.
pub(super) async fn confirm(app: &App, actor: &Actor, person: &Person, password: &str) -> Result<(), Error> {
    let Some(kept) = store::password(app.db.read(), &person.id).await? else {
        let session = store::session(app.db.read(), &actor.person()?.session).await?;
        let fresh = session.is_some_and(|(s, _)| s.made_at.plus(FRESH) > app.now());
        return if fresh { Ok(()) } else { Err(Error::Wrong { field: "confirm", message: "wrong-sign-in-again" }) };
    };
    let key = format!("password:{}", person.id);
    let [own] = reserve(app, [(&key, TRIES.0)]).await?;
    if !password::check(password, Some(kept)).await? {
        return Err(Error::Wrong { field: "confirm", message: "wrong-old-password" });
    }
    let transaction = app.db.begin().await?;
    store::take_back_try(&*transaction, &own).await?;
    transaction.commit(None).await?;
    Ok(())
}

/// Signs in: a new session, whose secret is told once, or the way to the code. Unknown addresses and wrong passwords look the same and take as
/// long; after too many wrong tries the account, and the address they come from, must wait.
pub async fn sign_in(app: &App, email: &str, password: &str, origin: &RequestOrigin) -> Result<Step, Error> {
    let email = small(email);
    let now = app.now();
    let since = now.plus(-WATCHED);
    let sound = mail::bare_address(&email).is_ok();
    // Counted by account and network together, so that nobody locks out somebody elsewhere.
    let email_or = if sound { &email } else { "?" };
    let account = format!("account:{email_or}");
    let (here, address) = (format!("{account} {}", origin.from), format!("address:{}", origin.from));
    let [_, _, from] = reserve(app, [(&here, TRIES.0), (&account, TRIES_EVERYWHERE), (&address, TRIES.1)]).await?;
    let found = if sound { store::by_email(app.db.read(), &email).await? } else { None };
    let kept = found.as_ref().and_then(|f| f.1.clone());
    let right = password::check(password, kept).await?;
    let person = found.map(|f| f.0).filter(|p| right && p.closed_at.is_none());
    let Some(person) = person else {
        // Only a name of the account, not what was typed, goes into the journal.
        let mut unit = app.begin(&Actor::Nobody).await?;
        unit.journal(acts::SIGN_IN, "person:?", json!({ "refused": "password" })).await?;
        unit.commit().await?;
        return Err(Error::Wrong { field: "password", message: "wrong-sign-in" });
    };
    let mut unit = app.begin(&as_person(&person)).await?;
    store::forget_tries(unit.db(), &here, since).await?;
    store::forget_tries(unit.db(), &account, since).await?;
    store::take_back_try(unit.db(), &from).await?;
    let step = enter(&mut unit, &person, origin, "password").await?;
    unit.commit().await?;
    Ok(step)
}

/// Who a session's secret belongs to; `None` when it is over. Using a session keeps it alive.
pub async fn signed(app: &App, secret: &Secret) -> Result<Option<Arc<Signed>>, Error> {
    let hash = secret.hash();
    let now = app.now();
    let found = store::signed(app.db.read(), &hash, now.in_japan().date()).await?;
    let Some((session, person, mut roles)) = found.filter(|f| f.1.closed_at.is_none()) else { return Ok(None) };
    if session.seen_at.plus(IDLE) < now || session.made_at.plus(LONGEST) < now {
        store::end_sessions(app.db.read(), person.id(), Some(&hash), None).await?;
        return Ok(None);
    }
    if session.seen_at.plus(jiff::SignedDuration::from_mins(1)) < now {
        store::touch(app.db.read(), &hash, now).await?;
    }
    // Where the system wants two steps of those who work at an agency, a password alone does not open an office.
    let weak = app.two_steps && session.by == "password" && roles.iter().any(|h| h.role.held_in() == Kind::AGENCY);
    if weak {
        roles.retain(|h| h.role.held_in() != Kind::AGENCY);
    }
    Ok(Some(Arc::new(Signed { id: person.id, name: person.name, email: person.email, roles, session: hash, weak, token_acts: None })))
}

pub(super) async fn own_for(app: &App, actor: &Actor, act: Act) -> Result<Authorized<Person>, Error> {
    let id = &actor.person()?.id;
    let person = store::person(app.db.read(), id).await?.ok_or(Error::NotFound)?;
    app.policy.allow(actor, act, person)
}

/// One's own account.
pub async fn own(app: &App, actor: &Actor) -> Result<Authorized<Person>, Error> {
    own_for(app, actor, acts::ACCOUNT_READ).await
}

/// One's own sessions, the one used last first.
pub async fn sessions(app: &App, actor: &Actor) -> Result<Vec<Session>, Error> {
    let person = own(app, actor).await?;
    let now = app.now();
    let all = store::sessions(app.db.read(), person.id()).await?;
    Ok(all.into_iter().filter(|s| s.seen_at.plus(IDLE) >= now && s.made_at.plus(LONGEST) >= now).collect())
}

async fn end(app: &App, actor: &Actor, only: Option<&str>, spare: Option<&str>) -> Result<(), Error> {
    let person = own_for(app, actor, acts::ACCOUNT_CHANGE).await?;
    let mut unit = app.begin(actor).await?;
    let ended = store::end_sessions(unit.db(), person.id(), only, spare).await?;
    unit.journal(person.act(), &format!("person:{}", person.id), json!({ "sessions_ended": ended })).await?;
    unit.commit().await
}

/// Signs out here. Safe to repeat.
pub async fn sign_out(app: &App, actor: &Actor) -> Result<(), Error> {
    let here = actor.person()?.session.clone();
    end(app, actor, Some(&here), None).await
}

/// Signs out on one device, named by what is kept of its secret. Safe to repeat.
pub async fn end_session(app: &App, actor: &Actor, hash: &str) -> Result<(), Error> {
    end(app, actor, Some(hash), None).await
}

/// Signs out everywhere else. Safe to repeat.
pub async fn sign_out_everywhere(app: &App, actor: &Actor) -> Result<(), Error> {
    let here = actor.person()?.session.clone();
    end(app, actor, None, Some(&here)).await
}

/// Changes one's own password, and signs out everywhere else.
pub async fn change_password(app: &App, actor: &Actor, old: &str, new: &str) -> Result<(), Error> {
    let person = own_for(app, actor, acts::ACCOUNT_CHANGE).await?;
    let old = confirm(app, actor, &person, old).await.map_err(|error| match error {
        Error::Wrong { message, .. } => Error::Wrong { field: "old", message },
        other => other,
    });
    Error::all([old, password::is_sound(new)])?;
    let kept = password::keep(new, &[&person.email, &person.name]).await?;
    let mut unit = app.begin(actor).await?;
    store::set_password(unit.db(), person.id(), kept).await?;
    store::void_resets(unit.db(), person.id(), unit.now()).await?;
    store::forget_tries(unit.db(), &format!("password:{}", person.id), unit.now().plus(-WATCHED)).await?;
    store::end_sessions(unit.db(), person.id(), None, Some(&actor.person()?.session)).await?;
    unit.journal(person.act(), &format!("person:{}", person.id), json!({ "changed": "password" })).await?;
    unit.commit().await
}

/// Asks for a link for a new password. The answer is the same whether the address has an account or not. `link` makes
/// the letter from the secret.
pub async fn forgot(app: &App, email: &str, origin: &RequestOrigin, letter: impl FnOnce(&Person, &Secret) -> Letter) -> Result<(), Error> {
    let email = small(email);
    mail::bare_address(&email)?;
    let now = app.now();
    reserve(app, [(&format!("forgot:{email}"), crate::limits::LETTERS_TO_ONE), (&format!("letters:{}", origin.from), LETTERS)]).await?;
    let found = store::by_email(app.db.read(), &email).await?.map(|f| f.0).filter(|p| p.closed_at.is_none());
    let mut unit = app.begin(&Actor::Nobody).await?;
    if let Some(person) = &found {
        let secret = Secret::new()?;
        store::put_reset(unit.db(), &secret.hash(), &person.id, None, now).await?;
        unit.mail(&letter(person, &secret)).await?;
    }
    let subject = found.map_or_else(|| "person:?".to_owned(), |p| format!("person:{}", p.id));
    unit.journal(acts::ACCOUNT_CHANGE, &subject, json!({ "asked": "password" })).await?;
    unit.commit().await
}

/// Takes a new password by a link, and signs out everywhere. The link works once; looking at it uses nothing up.
pub async fn reset_password(app: &App, secret: &Secret, new: &str) -> Result<(), Error> {
    let hash = secret.hash();
    let found = store::reset(app.db.read(), &hash).await?.ok_or(Error::Expired)?;
    if found.email.is_some() || found.used_at.is_some() || Instant::parse(&found.made_at)?.plus(RESET) < app.now() {
        return Err(Error::Expired);
    }
    let whose = store::person(app.db.read(), &found.person).await?.ok_or(Error::Expired)?;
    let kept = password::keep(new, &[&whose.email, &whose.name]).await?;
    let mut unit = app.begin(&Actor::Nobody).await?;
    if !store::use_reset(unit.db(), &hash, unit.now()).await? {
        return Err(Error::Expired);
    }
    store::set_password(unit.db(), &found.person, kept).await?;
    store::void_resets(unit.db(), &found.person, unit.now()).await?;
    store::end_sessions(unit.db(), &found.person, None, None).await?;
    unit.journal(acts::ACCOUNT_CHANGE, &format!("person:{}", found.person), json!({ "changed": "password" })).await?;
    unit.commit().await
}
