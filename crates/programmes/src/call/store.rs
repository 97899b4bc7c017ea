//! How calls, their revisions and what is announced of them are kept.

use platform::{Error, Instant, UnitOfWork, journal::Sealed};
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect,
    sea_query::{Expr, ExprTrait, OnConflict},
};

use super::model::{Notice, NoticeKind, Outage};
use crate::model::File;

pub(crate) mod call {
    use sea_orm::entity::prelude::*;

    #[derive(Debug, Clone, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "call")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: String,
        pub agency: String,
        pub serial: i32,
        pub sha256: String,
        pub revision: i32,
        pub closes_at: Option<String>,
        pub published_at: String,
        pub receipts: i64,
        pub version: i32,
    }

    #[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

mod programme_revision {
    use sea_orm::entity::prelude::*;

    #[derive(Debug, Clone, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "programme_revision")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub sha256: String,
        pub path: String,
        pub body: String,
        pub prepared: String,
    }

    #[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

mod call_notice {
    use sea_orm::entity::prelude::*;

    #[derive(Debug, Clone, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "call_notice")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: String,
        pub call: String,
        pub kind: String,
        pub text: String,
        pub until: Option<String>,
        pub at: String,
        pub by: String,
    }

    #[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

mod outage {
    use sea_orm::entity::prelude::*;

    #[derive(Debug, Clone, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "outage")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: String,
        pub agency: String,
        pub began: String,
        pub ended: Option<String>,
        pub what: String,
        pub at: String,
        pub by: String,
    }

    #[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

pub(crate) async fn find(db: &impl ConnectionTrait, id: &str) -> Result<Option<call::Model>, Error> {
    Ok(call::Entity::find_by_id(id).one(db).await?)
}

pub(crate) async fn all(db: &impl ConnectionTrait) -> Result<Vec<call::Model>, Error> {
    Ok(call::Entity::find().order_by_asc(call::Column::Serial).all(db).await?)
}

/// The file of a revision.
pub(crate) async fn revision(db: &impl ConnectionTrait, sha256: &str) -> Result<Option<File>, Error> {
    let row = programme_revision::Entity::find_by_id(sha256).one(db).await?;
    Ok(row.map(|r| File { path: r.path, body: r.body.into_bytes(), prepared: r.prepared }))
}

/// Keeps the file of a revision for good. Safe to repeat.
pub(crate) async fn keep_revision(unit: &UnitOfWork, sha256: &str, file: &File) -> Result<(), Error> {
    let row = programme_revision::ActiveModel {
        sha256: Set(sha256.to_owned()),
        path: Set(file.path.clone()),
        body: Set(String::from_utf8_lossy(&file.body).into_owned()),
        prepared: Set(file.prepared.clone()),
    };
    let stay = OnConflict::column(programme_revision::Column::Sha256).do_nothing().to_owned();
    programme_revision::Entity::insert(row).on_conflict(stay).exec_without_returning(unit.db()).await?;
    Ok(())
}

/// The revision of a call that is in force, and until when it is open, as the journal vouches for them.
pub const CALLS: Sealed =
    Sealed { table: "call", key: &["id"], columns: &["agency", "serial", "sha256", "revision", "closes_at", "published_at", "version"] };

/// Keeps a new call; whether there was none of that name.
pub(crate) async fn put(unit: &UnitOfWork, id: &str, agency: &str, sha256: &str, revision: i32) -> Result<bool, Error> {
    let before = call::Entity::find().count(unit.db()).await?;
    let row = call::ActiveModel {
        id: Set(id.to_owned()),
        agency: Set(agency.to_owned()),
        serial: Set(i32::try_from(before).unwrap_or(i32::MAX - 1) + 1),
        sha256: Set(sha256.to_owned()),
        revision: Set(revision),
        closes_at: Set(None),
        published_at: Set(unit.now().to_text()),
        receipts: Set(0),
        version: Set(1),
    };
    let stay = OnConflict::column(call::Column::Id).do_nothing().to_owned();
    let new = call::Entity::insert(row).on_conflict(stay).exec_without_returning(unit.db()).await? == 1;
    if new {
        unit.seal(CALLS, &[id]);
    }
    Ok(new)
}

/// Lets a call follow another revision of its file, where nobody changed it since it was seen.
pub(crate) async fn follow(unit: &UnitOfWork, id: &str, seen: i32, sha256: &str, revision: i32) -> Result<bool, Error> {
    let done = call::Entity::update_many()
        .col_expr(call::Column::Sha256, Expr::value(sha256))
        .col_expr(call::Column::Revision, Expr::value(revision))
        .col_expr(call::Column::Version, Expr::col(call::Column::Version).add(1))
        .filter(call::Column::Id.eq(id))
        .filter(call::Column::Version.eq(seen))
        .exec(unit.db())
        .await?;
    if done.rows_affected == 1 {
        unit.seal(CALLS, &[id]);
    }
    Ok(done.rows_affected == 1)
}

/// Lets a call close later, where nobody changed it since it was seen.
pub(crate) async fn extend(unit: &UnitOfWork, id: &str, seen: i32, until: Instant) -> Result<bool, Error> {
    let done = call::Entity::update_many()
        .col_expr(call::Column::ClosesAt, Expr::value(until.to_text()))
        .col_expr(call::Column::Version, Expr::col(call::Column::Version).add(1))
        .filter(call::Column::Id.eq(id))
        .filter(call::Column::Version.eq(seen))
        .exec(unit.db())
        .await?;
    if done.rows_affected == 1 {
        unit.seal(CALLS, &[id]);
    }
    Ok(done.rows_affected == 1)
}

/// Counts a receipt of a call, and says which it is.
pub(crate) async fn count_receipt(unit: &UnitOfWork, id: &str) -> Result<i64, Error> {
    call::Entity::update_many()
        .col_expr(call::Column::Receipts, Expr::col(call::Column::Receipts).add(1))
        .filter(call::Column::Id.eq(id))
        .exec(unit.db())
        .await?;
    find(unit.db(), id).await?.map(|c| c.receipts).ok_or(Error::NotFound)
}

pub(crate) async fn announce(unit: &UnitOfWork, call: &str, kind: NoticeKind, text: &str, until: Option<Instant>) -> Result<(), Error> {
    let row = call_notice::ActiveModel {
        id: Set(uuid::Uuid::now_v7().to_string()),
        call: Set(call.to_owned()),
        kind: Set(kind.name().to_owned()),
        text: Set(text.to_owned()),
        until: Set(until.map(Instant::to_text)),
        at: Set(unit.now().to_text()),
        by: Set(unit.actor().to_owned()),
    };
    call_notice::Entity::insert(row).exec_without_returning(unit.db()).await?;
    Ok(())
}

/// What was announced of a call, the newest first.
pub(crate) async fn notices(db: &impl ConnectionTrait, call: &str) -> Result<Vec<Notice>, Error> {
    let rows =
        call_notice::Entity::find().filter(call_notice::Column::Call.eq(call)).order_by_desc(call_notice::Column::Id).all(db).await?;
    let read = |row: call_notice::Model| {
        Ok(Notice {
            kind: row.kind.parse().map_err(|_| Error::Broken(format!("the notice `{}`", row.kind)))?,
            text: row.text,
            until: row.until.as_deref().map(Instant::parse).transpose()?,
            at: Instant::parse(&row.at)?,
            by: row.by,
        })
    };
    rows.into_iter().map(read).collect()
}

/// Writes an outage down, or how it really was.
pub(crate) async fn note_outage(unit: &UnitOfWork, agency: &str, noted: &Outage) -> Result<(), Error> {
    let row = outage::ActiveModel {
        id: Set(noted.id.clone()),
        agency: Set(agency.to_owned()),
        began: Set(noted.began.to_text()),
        ended: Set(noted.ended.map(Instant::to_text)),
        what: Set(noted.what.clone()),
        at: Set(unit.now().to_text()),
        by: Set(unit.actor().to_owned()),
    };
    let again = OnConflict::column(outage::Column::Id)
        .update_columns([outage::Column::Began, outage::Column::Ended, outage::Column::What])
        .to_owned();
    outage::Entity::insert(row).on_conflict(again).exec_without_returning(unit.db()).await?;
    Ok(())
}

/// Whose matter an outage is.
pub(crate) async fn outage_of(db: &impl ConnectionTrait, id: &str) -> Result<Option<String>, Error> {
    Ok(outage::Entity::find_by_id(id).one(db).await?.map(|row| row.agency))
}

/// The outages of an agency, the newest first.
pub(crate) async fn outages(db: &impl ConnectionTrait, agency: &str) -> Result<Vec<Outage>, Error> {
    let rows = outage::Entity::find().filter(outage::Column::Agency.eq(agency)).order_by_desc(outage::Column::Began).all(db).await?;
    rows.into_iter().map(read_outage).map(|read| Ok(read?.1)).collect()
}

/// The last outages of every agency, the newest first, with whose they were.
pub(crate) async fn last_outages(db: &impl ConnectionTrait, most: u64) -> Result<Vec<(String, Outage)>, Error> {
    let rows = outage::Entity::find().order_by_desc(outage::Column::Began).limit(most).all(db).await?;
    rows.into_iter().map(read_outage).collect()
}

fn read_outage(row: outage::Model) -> Result<(String, Outage), Error> {
    let outage = Outage {
        id: row.id,
        began: Instant::parse(&row.began)?,
        ended: row.ended.as_deref().map(Instant::parse).transpose()?,
        what: row.what,
        by: row.by,
    };
    Ok((row.agency, outage))
}
