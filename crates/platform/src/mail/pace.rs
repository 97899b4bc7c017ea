//! How many letters leave to one address, and because of one person, in an hour and in a day. What is counted stands in the database, so
//! that several processes count alike. A letter beyond that is not lost: it waits until there is room.

use jiff::SignedDuration;
use sea_orm::{ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use super::letter;
use crate::{Error, Instant, limits};

const HOUR: SignedDuration = SignedDuration::from_hours(1);
const DAY: SignedDuration = SignedDuration::from_hours(24);

/// Letters to somebody who has an account here, or has said that letters may come.
const KNOWN: [(SignedDuration, u64); 2] = [(HOUR, limits::LEAVING.0), (DAY, limits::LEAVING.1)];
/// Letters to an address of which nobody has said anything yet: invitations and questions.
const UNKNOWN: [(SignedDuration, u64); 2] = [(HOUR, limits::LEAVING_UNKNOWN.0), (DAY, limits::LEAVING_UNKNOWN.1)];
/// Letters that one person of a company causes, to whomever.
const CAUSED: [(SignedDuration, u64); 1] = [(HOUR, limits::CAUSED)];

/// Which letters are counted, and how many of them leave within which time.
#[derive(Debug)]
pub(super) struct Pace {
    of: Condition,
    windows: &'static [(SignedDuration, u64)],
}

impl Pace {
    /// Of those to an address.
    pub(super) fn of_recipient(address: &str, known: bool) -> Self {
        let windows: &'static [_] = if known { &KNOWN } else { &UNKNOWN };
        Self { of: Condition::all().add(letter::Column::Recipient.eq(address)), windows }
    }

    /// Of those that a person causes.
    pub(super) fn of_cause(cause: &str) -> Self {
        Self { of: Condition::all().add(letter::Column::Cause.eq(cause)), windows: &CAUSED }
    }
}

/// When one more letter may leave: now, or as soon as there is room among those that have left and those that wait.
pub(super) async fn free_at(db: &impl ConnectionTrait, pace: &Pace, now: Instant) -> Result<Instant, Error> {
    let mut free = now;
    for (window, most) in pace.windows {
        let nth = letter::Entity::find()
            .filter(pace.of.clone())
            .filter(letter::Column::DueAt.gt(now.plus(-*window).to_text()))
            .order_by_desc(letter::Column::DueAt)
            .offset(most - 1)
            .limit(1)
            .one(db)
            .await?;
        if let Some(due) = nth.and_then(|row| row.due_at) {
            free = free.max(Instant::parse(&due)?.plus(*window));
        }
    }
    Ok(free)
}
