//! One's own name, and the address by which one signs in.

use crate::acts;
use serde_json::json;

use super::{
    model::{LETTERS, Person, RESET},
    roles::sound_name,
    service::{RequestOrigin, confirm, own_for, reserve, small},
    store,
};
use crate::{
    Actor, App, Error, Instant,
    mail::{self, Letter},
    secret::Secret,
};

/// Changes what one is called. Safe to repeat.
pub async fn rename(app: &App, actor: &Actor, name: &str) -> Result<(), Error> {
    let own = own_for(app, actor, acts::ACCOUNT_CHANGE).await?;
    let name = sound_name(name)?;
    let mut unit = app.begin(actor).await?;
    store::set_name(unit.db(), &own.id, name).await?;
    unit.journal(own.act(), &format!("person:{}", own.id), json!({ "changed": "name" })).await?;
    unit.commit().await
}

/// Asks for another address: a letter goes there, and nothing changes before its link is used. Whether the address has an
/// account already is not told here.
pub async fn ask_address(
    app: &App,
    actor: &Actor,
    email: &str,
    password: &str,
    origin: &RequestOrigin,
    letter: impl FnOnce(&Person, &str, &Secret) -> Letter,
) -> Result<(), Error> {
    let own = own_for(app, actor, acts::ACCOUNT_CHANGE).await?;
    let email = small(email);
    let sound = mail::bare_address(&email);
    Error::all([sound, confirm(app, actor, &own, password).await])?;
    reserve(app, [(&format!("forgot:{email}"), crate::limits::LETTERS_TO_ONE), (&format!("letters:{}", origin.from), LETTERS)]).await?;
    let mut unit = app.begin(actor).await?;
    let secret = Secret::new()?;
    store::put_reset(unit.db(), &secret.hash(), &own.id, Some(&email), unit.now()).await?;
    unit.mail(&letter(&own, &email, &secret)).await?;
    unit.journal(own.act(), &format!("person:{}", own.id), json!({ "asked": "address" })).await?;
    unit.commit().await
}

/// Whom a link for another address belongs to: the person, and the address. Looking uses nothing up.
async fn asked_for(app: &App, secret: &Secret) -> Result<(Person, String), Error> {
    let found = store::reset(app.db.read(), &secret.hash()).await?.ok_or(Error::Expired)?;
    if found.used_at.is_some() || Instant::parse(&found.made_at)?.plus(RESET) < app.now() {
        return Err(Error::Expired);
    }
    let person = store::person(app.db.read(), &found.person).await?.filter(|p| p.closed_at.is_none()).ok_or(Error::Expired)?;
    Ok((person, found.email.ok_or(Error::Expired)?))
}

/// Takes the new address by the link that was sent there; it works once. The old address is told, and links that wait there
/// for a new password open nothing any more.
pub async fn take_address(app: &App, secret: &Secret, letter: impl FnOnce(&Person, &str) -> Letter) -> Result<(), Error> {
    let (person, email) = asked_for(app, secret).await?;
    let mut unit = app.begin(&Actor::Nobody).await?;
    if !store::use_reset(unit.db(), &secret.hash(), unit.now()).await? {
        return Err(Error::Expired);
    }
    if store::by_email(unit.db(), &email).await?.is_some_and(|(other, _)| other.id != person.id) {
        return Err(Error::Wrong { field: "email", message: "wrong-address-known" });
    }
    store::set_email(unit.db(), &person.id, &email).await?;
    store::void_resets(unit.db(), &person.id, unit.now()).await?;
    unit.mail(&letter(&person, &email)).await?;
    unit.journal(acts::ACCOUNT_CHANGE, &format!("person:{}", person.id), json!({ "changed": "address" })).await?;
    unit.commit().await
}
