//! Reminder (督促・期限前のお知らせ): whoever has something to do before a deadline hears of it at fixed distances, once each.

use jiff::SignedDuration;
use platform::{Authorized, Error, Instant, Subject, UnitOfWork};
use sea_orm::{ActiveValue::Set, ConnectionTrait, EntityTrait, sea_query::OnConflict};

mod sent {
    use platform::Instant;
    use sea_orm::entity::prelude::*;

    #[derive(Debug, Clone, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "reminder")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub subject: String,
        #[sea_orm(primary_key, auto_increment = false)]
        pub deadline: String,
        #[sea_orm(primary_key, auto_increment = false)]
        pub step: String,
        pub at: Instant,
    }

    #[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// How many hours before a deadline people are reminded, the nearest first, and what each reminder is called.
#[derive(Debug, Clone, Copy)]
pub struct Schedule(pub &'static [(i64, &'static str)]);

impl Schedule {
    /// The reminder that is due when so much time is left; none where it is too early, or over.
    pub fn due(self, now: Instant, deadline: Instant) -> Option<&'static str> {
        let left = now.timestamp().duration_until(deadline.timestamp());
        let near = |hours: i64| left.is_positive() && left <= SignedDuration::from_hours(hours);
        self.0.iter().find(|(hours, _)| near(*hours)).map(|(_, step)| *step)
    }
}

/// Whether a reminder of a deadline was sent.
pub async fn was_sent<T: Subject>(db: &impl ConnectionTrait, about: &Authorized<T>, deadline: Instant, step: &str) -> Result<bool, Error> {
    let key = (about.reference(), deadline.to_text(), step.to_owned());
    Ok(sent::Entity::find_by_id(key).one(db).await?.is_some())
}

/// Notes that a reminder is sent, in the write that sends it; false where another process was first.
pub async fn note<T: Subject>(unit: &UnitOfWork, about: &Authorized<T>, deadline: Instant, step: &str) -> Result<bool, Error> {
    let row = sent::ActiveModel {
        subject: Set(about.reference()),
        deadline: Set(deadline.to_text()),
        step: Set(step.to_owned()),
        at: Set(unit.now()),
    };
    let stay = OnConflict::columns([sent::Column::Subject, sent::Column::Deadline, sent::Column::Step]).do_nothing().to_owned();
    Ok(sent::Entity::insert(row).on_conflict(stay).exec_without_returning(unit.db()).await? == 1)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may fail here")]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_reminder_is_due_until_the_deadline_and_none_after_it() {
        let schedule = Schedule(&[(3, "3-hours"), (48, "48-hours")]);
        let deadline = Instant::parse("2026-04-10T08:00:00Z").unwrap();
        let due = |hours: i64| schedule.due(deadline.plus(SignedDuration::from_hours(-hours)), deadline);
        assert_eq!(
            [due(49), due(48), due(4), due(3), due(1), due(0), due(-1)],
            [None, Some("48-hours"), Some("48-hours"), Some("3-hours"), Some("3-hours"), None, None]
        );
    }
}
