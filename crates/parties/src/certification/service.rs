//! The verbs.

use jiff::civil::Date;
use platform::{Actor, Error, House, Write, access::Act};
use serde_json::json;

use super::{
    model::{Certification, Kind, Standing},
    store,
};
use crate::service::company;

/// A certification as it was typed.
#[derive(Debug, Clone, Default)]
pub struct Typed {
    /// Names the form that was sent, so that sending it twice keeps one.
    pub id: String,
    /// The name of its kind.
    pub kind: String,
    /// What it is called, where the kind does not say.
    pub name: String,
    /// Its number.
    pub number: String,
    /// From when it counts.
    pub valid_from: String,
    /// The last day on which it counts; nothing where it has no end.
    pub valid_until: String,
}

/// The certifications of a company and how each stands today in Japan.
pub async fn of(house: &House, actor: &Actor, id: &str) -> Result<Vec<(Certification, Standing)>, Error> {
    let found = company(house, actor, Act::ORGANISATION_READ, id).await?;
    let today = house.now().in_japan().date();
    let all = store::of(house.db.read(), &found.id).await?;
    Ok(all.into_iter().map(|c| (c.standing(today), c)).map(|(standing, c)| (c, standing)).collect())
}

fn read(typed: &Typed) -> Result<Certification, Error> {
    let wrong = |field, message| Error::Wrong { field, message };
    let day = |field, text: &str| -> Result<Date, Error> { kernel::date::parse_date(text).map_err(|_| wrong(field, "wrong-date")) };
    let kind = Kind::parse(&typed.kind).ok_or_else(|| wrong("kind", "wrong-value"))?;
    let plain = |text: &str| text.trim().chars().filter(|c| !c.is_control()).take(200).collect::<String>();
    let name = plain(&typed.name);
    if kind == Kind::Other && name.is_empty() {
        return Err(wrong("name", "wrong-certification-name"));
    }
    let valid_from = day("valid_from", typed.valid_from.trim())?;
    let valid_until = match typed.valid_until.trim() {
        "" => None,
        text => Some(day("valid_until", text)?),
    };
    if valid_until.is_some_and(|last| last < valid_from) {
        return Err(wrong("valid_until", "wrong-until"));
    }
    let id = uuid::Uuid::parse_str(&typed.id).map_err(|_| wrong("kind", "wrong-value"))?.to_string();
    Ok(Certification { id, kind, name, number: plain(&typed.number), valid_from, valid_until })
}

/// Adds a certification. Safe to repeat: the same form is kept once.
pub async fn add(house: &House, actor: &Actor, id: &str, typed: &Typed) -> Result<(), Error> {
    let found = company(house, actor, Act::ORGANISATION_CHANGE, id).await?;
    let new = read(typed)?;
    let mut write = house.begin(actor).await?;
    if !store::put(write.db(), &found.id, &new).await? {
        return Ok(());
    }
    write.journal(found.act(), &format!("organisation:{}", found.id), json!({ "certified": new.kind.name(), "id": new.id })).await?;
    write.commit().await
}

/// Takes one away that was written down by mistake. One that has ended stays: it counted once. Safe to repeat.
pub async fn remove(house: &House, actor: &Actor, id: &str, certification: &str) -> Result<(), Error> {
    let found = company(house, actor, Act::ORGANISATION_CHANGE, id).await?;
    let mut write = house.begin(actor).await?;
    if !store::take(write.db(), &found.id, certification).await? {
        return Ok(());
    }
    write.journal(found.act(), &format!("organisation:{}", found.id), json!({ "uncertified": certification })).await?;
    write.commit().await
}

/// Lets all certifications of a company be another's, in a merge that is under way.
pub(crate) async fn move_all(write: &Write, from: &str, to: &str) -> Result<(), Error> {
    store::move_all(write.db(), from, to).await
}
