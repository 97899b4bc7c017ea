//! How batches are kept.

use platform::{Authorized, Error, UnitOfWork, accounts::Agency};
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder,
    sea_query::{Expr, OnConflict},
};

use super::{BatchRequest, ItemState};

pub(super) mod batch {
    use platform::Instant;
    use sea_orm::entity::prelude::*;

    #[derive(Debug, Clone, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "batch")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: String,
        pub list: String,
        pub agency: String,
        pub act: String,
        pub choice: String,
        pub is_sure: bool,
        pub at: Instant,
        pub by: String,
        pub ended_at: Option<Instant>,
    }

    #[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

pub(super) mod batch_item {
    use sea_orm::entity::prelude::*;

    use crate::batch::ItemState;

    #[derive(Debug, Clone, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "batch_item")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub batch: String,
        #[sea_orm(primary_key, auto_increment = false)]
        pub place: i32,
        pub record: String,
        pub version: i32,
        pub state: ItemState,
        pub note: String,
    }

    #[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

impl batch::Model {
    pub(super) fn order(&self) -> BatchRequest {
        BatchRequest { act: self.act.clone(), choice: self.choice.clone(), is_sure: self.is_sure }
    }
}

/// Items that are written at once.
const CHUNK: usize = 200;

/// Keeps a batch with its items, each a record's id and the version of it that was seen. Safe to repeat: whether there was none of
/// that id.
pub(super) async fn put(
    unit: &UnitOfWork,
    (list, agency): (&str, &Authorized<Agency>),
    key: &str,
    order: &BatchRequest,
    items: &[(String, i32)],
) -> Result<bool, Error> {
    let row = batch::ActiveModel {
        id: Set(key.to_owned()),
        list: Set(list.to_owned()),
        agency: Set(agency.id.clone()),
        act: Set(order.act.clone()),
        choice: Set(order.choice.clone()),
        is_sure: Set(order.is_sure),
        at: Set(unit.now()),
        by: Set(unit.actor().to_owned()),
        ended_at: Set(None),
    };
    let stay = OnConflict::column(batch::Column::Id).do_nothing().to_owned();
    if batch::Entity::insert(row).on_conflict(stay).exec_without_returning(unit.db()).await? == 0 {
        return Ok(false);
    }
    let places: Vec<(&(String, i32), i32)> = items.iter().zip(1..).collect();
    for chunk in places.chunks(CHUNK) {
        let rows = chunk.iter().map(|((record, version), place)| batch_item::ActiveModel {
            batch: Set(key.to_owned()),
            place: Set(*place),
            record: Set(record.clone()),
            version: Set(*version),
            state: Set(ItemState::Waiting),
            note: Set(String::new()),
        });
        batch_item::Entity::insert_many(rows).exec_without_returning(unit.db()).await?;
    }
    Ok(true)
}

/// A batch of a list with its items.
pub(super) async fn find(
    db: &impl ConnectionTrait,
    (list, agency): (&str, &Authorized<Agency>),
    key: &str,
) -> Result<(batch::Model, Vec<batch_item::Model>), Error> {
    let found = batch::Entity::find_by_id(key).filter(batch::Column::List.eq(list)).filter(batch::Column::Agency.eq(&agency.id));
    let found = found.one(db).await?.ok_or(Error::NotFound)?;
    let items = batch_item::Entity::find().filter(batch_item::Column::Batch.eq(key));
    Ok((found, items.order_by_asc(batch_item::Column::Place).all(db).await?))
}

/// The batches of a list that are not through, the newest first: every one, however long ago it broke off.
pub(super) async fn open(db: &impl ConnectionTrait, (list, agency): (&str, &Authorized<Agency>)) -> Result<Vec<batch::Model>, Error> {
    let found = batch::Entity::find().filter(batch::Column::List.eq(list)).filter(batch::Column::Agency.eq(&agency.id));
    let found = found.filter(batch::Column::EndedAt.is_null());
    Ok(found.order_by_desc(batch::Column::At).order_by_desc(batch::Column::Id).all(db).await?)
}

/// Notes that a batch is through.
pub(super) async fn end(unit: &UnitOfWork, key: &str) -> Result<(), Error> {
    let update = batch::Entity::update_many().col_expr(batch::Column::EndedAt, Expr::value(unit.now()));
    update.filter(batch::Column::Id.eq(key)).exec(unit.db()).await?;
    Ok(())
}

/// An item that is being done: the verb that does it marks it in its own transaction.
#[derive(Debug, Clone, Copy)]
pub struct BatchItemHandle<'b> {
    pub(super) batch: &'b str,
    pub(super) place: i32,
}

impl BatchItemHandle<'_> {
    /// Notes that the item is done; [`Error::Stale`] where somebody else has done it meanwhile.
    pub async fn done(self, unit: &UnitOfWork) -> Result<(), Error> {
        if self.set(unit, ItemState::Done, "").await? { Ok(()) } else { Err(Error::Stale) }
    }

    /// Notes what became of the item; whether it still waited.
    pub(super) async fn set(self, unit: &UnitOfWork, state: ItemState, note: &str) -> Result<bool, Error> {
        let done = batch_item::Entity::update_many()
            .col_expr(batch_item::Column::State, Expr::value(state))
            .col_expr(batch_item::Column::Note, Expr::value(note))
            .filter(batch_item::Column::Batch.eq(self.batch))
            .filter(batch_item::Column::Place.eq(self.place))
            .filter(batch_item::Column::State.eq(ItemState::Waiting))
            .exec(unit.db())
            .await?;
        Ok(done.rows_affected == 1)
    }
}
