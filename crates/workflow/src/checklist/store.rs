//! How ticks are kept.

use platform::{Authorized, Error, Subject, UnitOfWork};
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, sea_query::OnConflict};

use super::{Tick, TickOutcome};

mod checklist_tick {
    use platform::Instant;
    use sea_orm::entity::prelude::*;

    use super::TickOutcome;

    #[derive(Debug, Clone, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "checklist_tick")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub subject: String,
        #[sea_orm(primary_key, auto_increment = false)]
        pub item: String,
        pub outcome: TickOutcome,
        pub note: String,
        pub at: Instant,
        pub by: String,
    }

    #[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

impl From<checklist_tick::Model> for Tick {
    fn from(row: checklist_tick::Model) -> Self {
        Self { item: row.item, outcome: row.outcome, note: row.note, at: row.at, by: row.by }
    }
}

/// What was ticked about a record.
pub(super) async fn ticks<T: Subject>(db: &impl ConnectionTrait, about: &Authorized<T>) -> Result<Vec<Tick>, Error> {
    let found = checklist_tick::Entity::find().filter(checklist_tick::Column::Subject.eq(about.reference()));
    Ok(found.all(db).await?.into_iter().map(Tick::from).collect())
}

/// Keeps a tick; it takes the place of the one that stands there.
pub(super) async fn put<T: Subject>(
    unit: &UnitOfWork,
    about: &Authorized<T>,
    item: &str,
    outcome: TickOutcome,
    note: String,
) -> Result<(), Error> {
    let row = checklist_tick::ActiveModel {
        subject: Set(about.reference()),
        item: Set(item.to_owned()),
        outcome: Set(outcome),
        note: Set(note),
        at: Set(unit.now()),
        by: Set(unit.actor().to_owned()),
    };
    let again = OnConflict::columns([checklist_tick::Column::Subject, checklist_tick::Column::Item])
        .update_columns([
            checklist_tick::Column::Outcome,
            checklist_tick::Column::Note,
            checklist_tick::Column::At,
            checklist_tick::Column::By,
        ])
        .to_owned();
    checklist_tick::Entity::insert(row).on_conflict(again).exec_without_returning(unit.db()).await?;
    Ok(())
}
