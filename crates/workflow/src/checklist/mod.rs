//! Checklist (形式審査・検査の確認表): items that a context makes from a record, what the system found of each, and what a person ticks.

mod store;
mod view;

use platform::{Authorized, Error, Instant, Subject, UnitOfWork};
use sea_orm::{ConnectionTrait, DeriveValueType};
use serde_json::json;
use strum::{Display, EnumString};

use crate::{limits, text};

pub use view::ChecklistView;

/// What the system found of an item.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Display)]
#[strum(serialize_all = "snake_case")]
pub enum Finding {
    /// 適合.
    Yes,
    /// 不適合.
    No,
    /// 要確認: it can't tell.
    Unknown,
    /// 人が判断: only a person can.
    Judgement,
}

/// An item of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// Its name: `document.6`, `condition.lead_is_sme`.
    pub id: String,
    /// What is looked at.
    pub says: String,
    /// What the system found.
    pub finding: Finding,
    /// What it found, in words: files, facts.
    pub details: Vec<String>,
    /// Where it is said; empty where nowhere.
    pub cite: String,
}

/// What somebody ticked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Display, EnumString, DeriveValueType)]
#[strum(serialize_all = "snake_case")]
#[sea_orm(value_type = "String")]
pub enum TickOutcome {
    /// 確認した.
    Ok,
    /// 不備.
    No,
    /// Neither: a tick that was taken away, with its note.
    Cleared,
}

/// A tick at an item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tick {
    /// The item.
    pub item: String,
    /// What was ticked.
    pub outcome: TickOutcome,
    /// What was noted.
    pub note: String,
    /// The instant at which it was ticked.
    pub at: Instant,
    /// Who, as the journal names them.
    pub by: String,
}

/// An item with what was ticked there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CheckedItem {
    /// The item.
    pub item: Item,
    /// The tick.
    pub tick: Option<Tick>,
    /// Whether the tick is of a version of the record before this one.
    pub is_old: bool,
}

impl CheckedItem {
    /// Whether this version of the record was ticked so.
    pub fn is(&self, outcome: TickOutcome) -> bool {
        self.tick.as_ref().is_some_and(|tick| tick.outcome == outcome)
    }

    /// Whether the system found it in order and nobody has looked at it in this version of the record.
    pub fn is_found(&self) -> bool {
        self.item.finding == Finding::Yes && !self.is_checked()
    }

    /// Whether somebody has looked at it in this version of the record.
    pub fn is_checked(&self) -> bool {
        !self.is_old && (self.is(TickOutcome::Ok) || self.is(TickOutcome::No))
    }
}

/// The items of a record as it stands since an instant, each with its tick.
pub fn with_ticks(items: Vec<Item>, ticks: &[Tick], since: Instant) -> Vec<CheckedItem> {
    let checked = |item: Item| {
        let tick = ticks.iter().find(|tick| tick.item == item.id).cloned();
        CheckedItem { is_old: tick.as_ref().is_some_and(|tick| tick.at < since), item, tick }
    };
    items.into_iter().map(checked).collect()
}

/// What was ticked about a record.
pub async fn ticks<T: Subject>(db: &impl ConnectionTrait, about: &Authorized<T>) -> Result<Vec<Tick>, Error> {
    store::ticks(db, about).await
}

/// A tick as somebody sets it.
#[derive(Debug, Clone, Copy)]
pub struct NewTick<'t> {
    /// The item.
    pub item: &'t str,
    /// `ok`, `no`, or nothing: that takes the tick away.
    pub outcome: &'t str,
    /// What is noted; 1,000 characters at the most.
    pub note: &'t str,
    /// When the tick that they saw there was set; nothing where they saw none.
    pub seen: Option<Instant>,
}

/// Ticks in a verb that is under way every item that the system found in order and nobody has looked at in the record as it stands since
/// an instant: each with a journal entry of its own; how many that were. A note that stands there stays. Safe to repeat.
pub async fn confirm_found<T: Subject>(
    unit: &mut UnitOfWork,
    about: &Authorized<T>,
    items: &[Item],
    since: Instant,
) -> Result<usize, Error> {
    let ticks = store::ticks(unit.db(), about).await?;
    let found: Vec<CheckedItem> = with_ticks(items.to_vec(), &ticks, since);
    let mut confirmed = 0;
    for checked in found.iter().filter(|checked| checked.is_found()) {
        let note = checked.tick.as_ref().map_or("", |tick| tick.note.as_str());
        store::put(unit, about, &checked.item.id, TickOutcome::Ok, note.to_owned()).await?;
        unit.journal(about.act(), &about.reference(), json!({ "ticked": checked.item.id, "outcome": "ok", "by_finding": true })).await?;
        confirmed += 1;
    }
    Ok(confirmed)
}

/// Ticks an item in a verb that is under way, and journals it; false where it stands there already for the record as it is since an
/// instant. Who saw another tick than stands there is told, and nothing is lost.
pub async fn tick<T: Subject>(
    unit: &mut UnitOfWork,
    about: &Authorized<T>,
    items: &[Item],
    since: Instant,
    new: &NewTick<'_>,
) -> Result<bool, Error> {
    let wrong = |message| Error::Wrong { field: "item", message };
    let outcome = match new.outcome {
        "" => TickOutcome::Cleared,
        "ok" => TickOutcome::Ok,
        "no" => TickOutcome::No,
        _ => return Err(wrong("wrong-value")),
    };
    if !items.iter().any(|item| item.id == new.item) {
        return Err(wrong("wrong-value"));
    }
    let note = text::optional(new.note, limits::NOTE, "note")?;
    let stands = store::ticks(unit.db(), about).await?.into_iter().find(|tick| tick.item == new.item);
    let again = |tick: &Tick| tick.outcome == outcome && tick.note == note && tick.by == unit.actor() && tick.at >= since;
    if stands.as_ref().is_some_and(again) {
        return Ok(false);
    }
    if stands.map(|tick| tick.at) != new.seen {
        return Err(wrong("wrong-ticked-meanwhile"));
    }
    store::put(unit, about, new.item, outcome, note).await?;
    unit.journal(about.act(), &about.reference(), json!({ "ticked": new.item, "outcome": new.outcome })).await?;
    Ok(true)
}
