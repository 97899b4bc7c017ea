//! What each member has done with its own part: what it typed there is counted apart from everything else, and what it released stays
//! as it was until it releases anew.

use std::collections::BTreeMap;

use platform::{Authorized, Error, Instant, UnitOfWork};
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect,
    sea_query::{Expr, ExprTrait, OnConflict},
};

use super::broken;
use crate::application::model::{Application, Progress, Released};

mod application_part {
    use platform::Instant;
    use sea_orm::entity::prelude::*;

    #[derive(Debug, Clone, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "application_part")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub application: String,
        #[sea_orm(primary_key, auto_increment = false)]
        pub member: String,
        pub typed: i32,
        pub saved_at: Instant,
        pub releases: i32,
        pub released_at: Option<Instant>,
        pub released: Option<String>,
    }

    #[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

type Row = (String, String, i32, Instant, i32, Option<Instant>);

/// What the members of some applications have done with their parts: application, member, how far.
pub(super) async fn progress(db: &impl ConnectionTrait, of: &[&str]) -> Result<Vec<(String, String, Progress)>, Error> {
    let found = application_part::Entity::find().select_only().columns([
        application_part::Column::Application,
        application_part::Column::Member,
        application_part::Column::Typed,
        application_part::Column::SavedAt,
        application_part::Column::Releases,
        application_part::Column::ReleasedAt,
    ]);
    let found = found.filter(application_part::Column::Application.is_in(of.iter().copied()));
    let rows: Vec<Row> = found.into_tuple().all(db).await?;
    let read = |(application, member, typed, saved_at, releases, released_at): Row| {
        (application, member, Progress { typed, saved_at: Some(saved_at), releases, released_at })
    };
    Ok(rows.into_iter().map(read).collect())
}

fn part(unit: &UnitOfWork, id: &str, member: &str) -> application_part::ActiveModel {
    application_part::ActiveModel {
        application: Set(id.to_owned()),
        member: Set(member.to_owned()),
        typed: Set(0),
        saved_at: Set(unit.now()),
        releases: Set(0),
        released_at: Set(None),
        released: Set(None),
    }
}

fn again() -> OnConflict {
    OnConflict::columns([application_part::Column::Application, application_part::Column::Member])
}

fn one_more(column: application_part::Column) -> sea_orm::sea_query::SimpleExpr {
    Expr::col((application_part::Entity, column)).add(1)
}

/// Notes that something was typed into a member's own part.
pub(crate) async fn touch_part(unit: &UnitOfWork, seen: &Authorized<Application>, member: &str) -> Result<(), Error> {
    let id = seen.id.as_str();
    let row = application_part::ActiveModel { typed: Set(1), ..part(unit, id, member) };
    let more = again()
        .update_column(application_part::Column::SavedAt)
        .value(application_part::Column::Typed, one_more(application_part::Column::Typed))
        .to_owned();
    application_part::Entity::insert(row).on_conflict(more).exec_without_returning(unit.db()).await?;
    Ok(())
}

/// What the members of an application have released.
pub(crate) async fn released(db: &impl ConnectionTrait, seen: &Authorized<Application>) -> Result<BTreeMap<String, Released>, Error> {
    let id = seen.id.as_str();
    let found = application_part::Entity::find().filter(application_part::Column::Application.eq(id));
    let rows = found.filter(application_part::Column::Released.is_not_null()).all(db).await?;
    let read = |row: application_part::Model| {
        let released = row.released.unwrap_or_default();
        Ok((row.member, serde_json::from_str(&released).map_err(|_| broken("released"))?))
    };
    rows.into_iter().map(read).collect()
}

/// Keeps what a member releases.
pub(crate) async fn release(unit: &UnitOfWork, seen: &Authorized<Application>, member: &str, what: &Released) -> Result<(), Error> {
    let id = seen.id.as_str();
    let released = serde_json::to_string(what).map_err(|e| Error::Broken(e.to_string()))?;
    let now = unit.now();
    let row = application_part::ActiveModel {
        releases: Set(1),
        released_at: Set(Some(now)),
        released: Set(Some(released)),
        ..part(unit, id, member)
    };
    let more = again()
        .update_columns([application_part::Column::ReleasedAt, application_part::Column::Released])
        .value(application_part::Column::Releases, one_more(application_part::Column::Releases))
        .to_owned();
    application_part::Entity::insert(row).on_conflict(more).exec_without_returning(unit.db()).await?;
    Ok(())
}

/// Forgets what a member did with its part: whoever gets its place released nothing.
pub(super) async fn forget(unit: &UnitOfWork, seen: &Authorized<Application>, member: &str) -> Result<(), Error> {
    let id = seen.id.as_str();
    application_part::Entity::delete_by_id((id.to_owned(), member.to_owned())).exec(unit.db()).await?;
    Ok(())
}
