//! How messages are kept.

use platform::{Authorized, Error, Subject, UnitOfWork};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, sea_query::OnConflict,
};

use super::Message;

mod thread_message {
    use platform::Instant;
    use sea_orm::entity::prelude::*;

    #[derive(Debug, Clone, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "thread_message")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: String,
        pub subject: String,
        pub from_agency: bool,
        pub body: String,
        pub at: Instant,
        pub by: String,
    }

    #[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

impl From<thread_message::Model> for Message {
    fn from(row: thread_message::Model) -> Self {
        Self { from_agency: row.from_agency, body: row.body, at: row.at, by: row.by }
    }
}

/// Keeps a message; whether there was none of that id.
pub(super) async fn put<T: Subject>(
    unit: &UnitOfWork,
    about: &Authorized<T>,
    key: &str,
    from_agency: bool,
    body: String,
) -> Result<bool, Error> {
    let row = thread_message::ActiveModel {
        id: Set(key.to_owned()),
        subject: Set(about.reference()),
        from_agency: Set(from_agency),
        body: Set(body),
        at: Set(unit.now()),
        by: Set(unit.actor().to_owned()),
    };
    let stay = OnConflict::column(thread_message::Column::Id).do_nothing().to_owned();
    Ok(thread_message::Entity::insert(row).on_conflict(stay).exec_without_returning(unit.db()).await? == 1)
}

/// How many messages the other side has sent about a record.
pub(super) async fn from_outside<T: Subject>(db: &impl ConnectionTrait, about: &Authorized<T>) -> Result<usize, Error> {
    let found = thread_message::Entity::find().filter(thread_message::Column::Subject.eq(about.reference()));
    let count = found.filter(thread_message::Column::FromAgency.eq(false)).count(db).await?;
    Ok(usize::try_from(count).unwrap_or(usize::MAX))
}

/// The messages about a record, the oldest first.
pub(super) async fn messages<T: Subject>(db: &impl ConnectionTrait, about: &Authorized<T>) -> Result<Vec<Message>, Error> {
    let found = thread_message::Entity::find().filter(thread_message::Column::Subject.eq(about.reference()));
    let rows = found.order_by_asc(thread_message::Column::At).order_by_asc(thread_message::Column::Id).all(db).await?;
    Ok(rows.into_iter().map(Message::from).collect())
}
