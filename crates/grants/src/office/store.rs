//! How the office's own notes are kept: ticks, corrections, messages, warnings, consultations, views and batches.

use platform::{Error, Instant, UnitOfWork};
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder,
    sea_query::{Expr, OnConflict},
};

use crate::application::model::{Correction, Message, Tick};

mod application_check {
    use sea_orm::entity::prelude::*;

    #[derive(Debug, Clone, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "application_check")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub application: String,
        #[sea_orm(primary_key, auto_increment = false)]
        pub item: String,
        pub outcome: String,
        pub note: String,
        pub at: String,
        pub by: String,
    }

    #[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

mod application_correction {
    use sea_orm::entity::prelude::*;

    #[derive(Debug, Clone, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "application_correction")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: String,
        pub application: String,
        pub message: String,
        pub reasons: String,
        pub due: String,
        pub at: String,
        pub by: String,
        pub answered_at: Option<String>,
    }

    #[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

mod application_message {
    use sea_orm::entity::prelude::*;

    #[derive(Debug, Clone, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "application_message")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: String,
        pub application: String,
        pub from_office: bool,
        pub body: String,
        pub at: String,
        pub by: String,
    }

    #[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

mod application_warning {
    use sea_orm::entity::prelude::*;

    #[derive(Debug, Clone, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "application_warning")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub application: String,
        #[sea_orm(primary_key, auto_increment = false)]
        pub deadline: String,
        #[sea_orm(primary_key, auto_increment = false)]
        pub kind: String,
        pub at: String,
    }

    #[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

mod saved_view {
    use sea_orm::entity::prelude::*;

    #[derive(Debug, Clone, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "saved_view")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: String,
        pub agency: String,
        pub person: String,
        pub name: String,
        pub asked: String,
        pub at: String,
    }

    #[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

pub(crate) mod batch {
    use sea_orm::entity::prelude::*;

    #[derive(Debug, Clone, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "batch")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: String,
        pub agency: String,
        pub what: String,
        pub said: String,
        pub at: String,
        pub by: String,
        pub ended_at: Option<String>,
    }

    #[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

pub(crate) mod batch_item {
    use sea_orm::entity::prelude::*;

    #[derive(Debug, Clone, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "batch_item")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub batch: String,
        #[sea_orm(primary_key, auto_increment = false)]
        pub place: i32,
        pub application: String,
        pub version: i32,
        pub state: String,
        pub note: String,
    }

    #[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

fn id() -> String {
    uuid::Uuid::now_v7().to_string()
}

/// Ticks an item of the formal check. Safe to repeat.
pub(crate) async fn tick(unit: &UnitOfWork, application: &str, item: &str, outcome: &str, note: &str) -> Result<(), Error> {
    let row = application_check::ActiveModel {
        application: Set(application.to_owned()),
        item: Set(item.to_owned()),
        outcome: Set(outcome.to_owned()),
        note: Set(note.to_owned()),
        at: Set(unit.now().to_text()),
        by: Set(unit.actor().to_owned()),
    };
    let again = OnConflict::columns([application_check::Column::Application, application_check::Column::Item])
        .update_columns([
            application_check::Column::Outcome,
            application_check::Column::Note,
            application_check::Column::At,
            application_check::Column::By,
        ])
        .to_owned();
    application_check::Entity::insert(row).on_conflict(again).exec_without_returning(unit.db()).await?;
    Ok(())
}

/// What was ticked.
pub(crate) async fn ticks(db: &impl ConnectionTrait, application: &str) -> Result<Vec<Tick>, Error> {
    let rows = application_check::Entity::find().filter(application_check::Column::Application.eq(application)).all(db).await?;
    let read =
        |r: application_check::Model| Ok(Tick { item: r.item, outcome: r.outcome, note: r.note, at: Instant::parse(&r.at)?, by: r.by });
    rows.into_iter().map(read).collect()
}

/// Keeps a return for correction.
pub(crate) async fn put_correction(
    unit: &UnitOfWork,
    application: &str,
    message: &str,
    reasons: &[(String, String)],
    due: Instant,
) -> Result<(), Error> {
    let row = application_correction::ActiveModel {
        id: Set(id()),
        application: Set(application.to_owned()),
        message: Set(message.to_owned()),
        reasons: Set(serde_json::to_string(reasons).map_err(|e| Error::Broken(e.to_string()))?),
        due: Set(due.to_text()),
        at: Set(unit.now().to_text()),
        by: Set(unit.actor().to_owned()),
        answered_at: Set(None),
    };
    application_correction::Entity::insert(row).exec_without_returning(unit.db()).await?;
    Ok(())
}

/// Notes that the open return was answered.
pub(crate) async fn answer_correction(unit: &UnitOfWork, application: &str) -> Result<(), Error> {
    application_correction::Entity::update_many()
        .col_expr(application_correction::Column::AnsweredAt, Expr::value(unit.now().to_text()))
        .filter(application_correction::Column::Application.eq(application))
        .filter(application_correction::Column::AnsweredAt.is_null())
        .exec(unit.db())
        .await?;
    Ok(())
}

/// The returns of an application, the newest first.
pub(crate) async fn corrections(db: &impl ConnectionTrait, application: &str) -> Result<Vec<Correction>, Error> {
    let found = application_correction::Entity::find().filter(application_correction::Column::Application.eq(application));
    let rows = found.order_by_desc(application_correction::Column::Id).all(db).await?;
    let read = |r: application_correction::Model| {
        Ok(Correction {
            reasons: serde_json::from_str(&r.reasons).map_err(|e| Error::Broken(e.to_string()))?,
            due: Instant::parse(&r.due)?,
            at: Instant::parse(&r.at)?,
            answered_at: r.answered_at.as_deref().map(Instant::parse).transpose()?,
            id: r.id,
            message: r.message,
            by: r.by,
        })
    };
    rows.into_iter().map(read).collect()
}

/// Keeps a message; the same form sends it once.
pub(crate) async fn put_message(unit: &UnitOfWork, key: &str, application: &str, from_office: bool, body: &str) -> Result<bool, Error> {
    let row = application_message::ActiveModel {
        id: Set(key.to_owned()),
        application: Set(application.to_owned()),
        from_office: Set(from_office),
        body: Set(body.to_owned()),
        at: Set(unit.now().to_text()),
        by: Set(unit.actor().to_owned()),
    };
    let stay = OnConflict::column(application_message::Column::Id).do_nothing().to_owned();
    Ok(application_message::Entity::insert(row).on_conflict(stay).exec_without_returning(unit.db()).await? == 1)
}

/// How many messages those who applied have sent about an application.
pub(crate) async fn asked(db: &impl ConnectionTrait, application: &str) -> Result<usize, Error> {
    let found = application_message::Entity::find().filter(application_message::Column::Application.eq(application));
    let count = found.filter(application_message::Column::FromOffice.eq(false)).count(db).await?;
    Ok(usize::try_from(count).unwrap_or(usize::MAX))
}

/// The messages of an application, the oldest first.
pub(crate) async fn messages(db: &impl ConnectionTrait, application: &str) -> Result<Vec<Message>, Error> {
    let found = application_message::Entity::find().filter(application_message::Column::Application.eq(application));
    let rows = found.order_by_asc(application_message::Column::At).order_by_asc(application_message::Column::Id).all(db).await?;
    let read =
        |r: application_message::Model| Ok(Message { from_office: r.from_office, body: r.body, at: Instant::parse(&r.at)?, by: r.by });
    rows.into_iter().map(read).collect()
}

/// Notes that somebody was warned; whether that was not noted before.
pub(crate) async fn warn(unit: &UnitOfWork, application: &str, deadline: Instant, kind: &str) -> Result<bool, Error> {
    let row = application_warning::ActiveModel {
        application: Set(application.to_owned()),
        deadline: Set(deadline.to_text()),
        kind: Set(kind.to_owned()),
        at: Set(unit.now().to_text()),
    };
    let stay = OnConflict::columns([
        application_warning::Column::Application,
        application_warning::Column::Deadline,
        application_warning::Column::Kind,
    ])
    .do_nothing()
    .to_owned();
    Ok(application_warning::Entity::insert(row).on_conflict(stay).exec_without_returning(unit.db()).await? == 1)
}

/// Whether somebody was warned.
pub(crate) async fn warned(db: &impl ConnectionTrait, application: &str, deadline: Instant, kind: &str) -> Result<bool, Error> {
    let key = (application.to_owned(), deadline.to_text(), kind.to_owned());
    Ok(application_warning::Entity::find_by_id(key).one(db).await?.is_some())
}

/// Keeps a view of the work list under a name; one of that name is replaced.
pub(crate) async fn put_view(unit: &UnitOfWork, agency: &str, person: &str, name: &str, asked: &str) -> Result<(), Error> {
    drop_view_named(unit, agency, person, name).await?;
    let row = saved_view::ActiveModel {
        id: Set(id()),
        agency: Set(agency.to_owned()),
        person: Set(person.to_owned()),
        name: Set(name.to_owned()),
        asked: Set(asked.to_owned()),
        at: Set(unit.now().to_text()),
    };
    saved_view::Entity::insert(row).exec_without_returning(unit.db()).await?;
    Ok(())
}

/// Takes a view away.
pub(crate) async fn drop_view_named(unit: &UnitOfWork, agency: &str, person: &str, name: &str) -> Result<(), Error> {
    saved_view::Entity::delete_many()
        .filter(saved_view::Column::Agency.eq(agency))
        .filter(saved_view::Column::Person.eq(person))
        .filter(saved_view::Column::Name.eq(name))
        .exec(unit.db())
        .await?;
    Ok(())
}

/// The views of somebody, by name: name and what is asked for.
pub(crate) async fn views(db: &impl ConnectionTrait, agency: &str, person: &str) -> Result<Vec<(String, String)>, Error> {
    let found = saved_view::Entity::find().filter(saved_view::Column::Agency.eq(agency)).filter(saved_view::Column::Person.eq(person));
    Ok(found.order_by_asc(saved_view::Column::Name).all(db).await?.into_iter().map(|r| (r.name, r.asked)).collect())
}

/// Keeps a batch with its items. Safe to repeat: whether there was none of that id.
pub(crate) async fn put_batch(
    unit: &UnitOfWork,
    key: &str,
    agency: &str,
    what: &str,
    said: &str,
    items: &[(String, i32)],
) -> Result<bool, Error> {
    let row = batch::ActiveModel {
        id: Set(key.to_owned()),
        agency: Set(agency.to_owned()),
        what: Set(what.to_owned()),
        said: Set(said.to_owned()),
        at: Set(unit.now().to_text()),
        by: Set(unit.actor().to_owned()),
        ended_at: Set(None),
    };
    let stay = OnConflict::column(batch::Column::Id).do_nothing().to_owned();
    if batch::Entity::insert(row).on_conflict(stay).exec_without_returning(unit.db()).await? == 0 {
        return Ok(false);
    }
    let places: Vec<((String, i32), i32)> = items.iter().cloned().zip(1..).collect();
    for chunk in places.chunks(200) {
        let rows = chunk.iter().map(|((application, version), place)| batch_item::ActiveModel {
            batch: Set(key.to_owned()),
            place: Set(*place),
            application: Set(application.clone()),
            version: Set(*version),
            state: Set("waiting".to_owned()),
            note: Set(String::new()),
        });
        batch_item::Entity::insert_many(rows).exec_without_returning(unit.db()).await?;
    }
    Ok(true)
}

/// A batch with its items.
pub(crate) async fn batch_of(db: &impl ConnectionTrait, key: &str) -> Result<Option<(batch::Model, Vec<batch_item::Model>)>, Error> {
    let Some(found) = batch::Entity::find_by_id(key).one(db).await? else { return Ok(None) };
    let items =
        batch_item::Entity::find().filter(batch_item::Column::Batch.eq(key)).order_by_asc(batch_item::Column::Place).all(db).await?;
    Ok(Some((found, items)))
}

/// The batches of an agency that are not through, the newest first: every one, however long ago it broke off.
pub(crate) async fn open_batches(db: &impl ConnectionTrait, agency: &str) -> Result<Vec<batch::Model>, Error> {
    let found = batch::Entity::find().filter(batch::Column::Agency.eq(agency)).filter(batch::Column::EndedAt.is_null());
    Ok(found.order_by_desc(batch::Column::At).order_by_desc(batch::Column::Id).all(db).await?)
}

/// Notes what became of an item, in the write that did it; whether it still waited.
pub(crate) async fn mark(unit: &UnitOfWork, key: &str, place: i32, state: &str, note: &str) -> Result<bool, Error> {
    let done = batch_item::Entity::update_many()
        .col_expr(batch_item::Column::State, Expr::value(state))
        .col_expr(batch_item::Column::Note, Expr::value(note))
        .filter(batch_item::Column::Batch.eq(key))
        .filter(batch_item::Column::Place.eq(place))
        .filter(batch_item::Column::State.eq("waiting"))
        .exec(unit.db())
        .await?;
    Ok(done.rows_affected == 1)
}

/// Notes that a batch is through.
pub(crate) async fn end_batch(unit: &UnitOfWork, key: &str) -> Result<(), Error> {
    let update = batch::Entity::update_many().col_expr(batch::Column::EndedAt, Expr::value(unit.now().to_text()));
    update.filter(batch::Column::Id.eq(key)).exec(unit.db()).await?;
    Ok(())
}
