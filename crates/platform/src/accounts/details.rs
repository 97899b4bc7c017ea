//! One's own name, and the address by which one signs in.

use serde_json::json;

use super::{
    model::{LETTERS, Person, RESET},
    roles::sound_name,
    service::{Asked, confirm, own_for, reserve, small},
    store,
};
use crate::{
    Actor, Error, House, Instant,
    access::Act,
    mail::{self, Letter},
    secret::Secret,
};

/// Changes what one is called. Safe to repeat.
pub async fn rename(house: &House, actor: &Actor, name: &str) -> Result<(), Error> {
    let own = own_for(house, actor, Act::ACCOUNT_CHANGE).await?;
    let name = sound_name(name)?;
    let mut write = house.begin(actor).await?;
    store::set_name(write.db(), &own.id, name).await?;
    write.journal(own.act(), &format!("person:{}", own.id), json!({ "changed": "name" })).await?;
    write.commit().await
}

/// Asks for another address: a letter goes there, and nothing changes before its link is used. Whether the address has an
/// account already is not told here.
pub async fn ask_address(
    house: &House,
    actor: &Actor,
    email: &str,
    password: &str,
    asked: &Asked,
    letter: impl FnOnce(&Person, &str, &Secret) -> Letter,
) -> Result<(), Error> {
    let own = own_for(house, actor, Act::ACCOUNT_CHANGE).await?;
    let email = small(email);
    let sound = mail::bare_address(&email);
    Error::all([sound, confirm(house, actor, &own, password).await])?;
    reserve(house, [(&format!("forgot:{email}"), crate::limits::LETTERS_TO_ONE), (&format!("letters:{}", asked.from), LETTERS)]).await?;
    let mut write = house.begin(actor).await?;
    let secret = Secret::new()?;
    store::put_reset(write.db(), &secret.hash(), &own.id, Some(&email), write.now()).await?;
    write.mail(&letter(&own, &email, &secret)).await?;
    write.journal(own.act(), &format!("person:{}", own.id), json!({ "asked": "address" })).await?;
    write.commit().await
}

/// Whom a link for another address belongs to: the person, and the address. Looking uses nothing up.
async fn asked_for(house: &House, secret: &Secret) -> Result<(Person, String), Error> {
    let found = store::reset(house.db.read(), &secret.hash()).await?.ok_or(Error::Expired)?;
    if found.used_at.is_some() || Instant::parse(&found.made_at)?.plus(RESET) < house.now() {
        return Err(Error::Expired);
    }
    let person = store::person(house.db.read(), &found.person).await?.filter(|p| p.closed_at.is_none()).ok_or(Error::Expired)?;
    Ok((person, found.email.ok_or(Error::Expired)?))
}

/// Takes the new address by the link that was sent there; it works once. The old address is told, and links that wait there
/// for a new password open nothing any more.
pub async fn take_address(house: &House, secret: &Secret, letter: impl FnOnce(&Person, &str) -> Letter) -> Result<(), Error> {
    let (person, email) = asked_for(house, secret).await?;
    let mut write = house.begin(&Actor::Nobody).await?;
    if !store::use_reset(write.db(), &secret.hash(), write.now()).await? {
        return Err(Error::Expired);
    }
    if store::by_email(write.db(), &email).await?.is_some_and(|(other, _)| other.id != person.id) {
        return Err(Error::Wrong { field: "email", message: "wrong-address-known" });
    }
    store::set_email(write.db(), &person.id, &email).await?;
    store::void_resets(write.db(), &person.id, write.now()).await?;
    write.mail(&letter(&person, &email)).await?;
    write.journal(Act::ACCOUNT_CHANGE, &format!("person:{}", person.id), json!({ "changed": "address" })).await?;
    write.commit().await
}
