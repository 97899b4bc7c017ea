//! How companies are kept.

use platform::{Actor, Error, Instant, Write};
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
    sea_query::{Expr, OnConflict},
};

use crate::model::{Change, Changed, Company};

mod company {
    use sea_orm::entity::prelude::*;

    #[derive(Debug, Clone, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "company")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false, column_type = "Text")]
        pub id: String,
        #[sea_orm(column_type = "Text")]
        pub name: String,
        #[sea_orm(column_type = "Text")]
        pub profile: String,
        pub version: i32,
    }

    #[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

fn broken(error: impl std::fmt::Display) -> Error {
    Error::Broken(format!("a company's profile: {error}"))
}

fn read(row: company::Model) -> Result<Company, Error> {
    Ok(Company { id: row.id, name: row.name, profile: serde_json::from_str(&row.profile).map_err(broken)?, version: row.version })
}

fn told(company: &Company) -> Result<String, Error> {
    serde_json::to_string(&company.profile).map_err(broken)
}

/// Keeps a new company; whether it was new.
pub(crate) async fn put(db: &impl ConnectionTrait, company: &Company) -> Result<bool, Error> {
    let row = company::ActiveModel {
        id: Set(company.id.clone()),
        name: Set(company.name.clone()),
        profile: Set(told(company)?),
        version: Set(company.version),
    };
    let stay = OnConflict::column(company::Column::Id).do_nothing().to_owned();
    Ok(company::Entity::insert(row).on_conflict(stay).exec_without_returning(db).await? > 0)
}

mod company_change {
    use sea_orm::entity::prelude::*;

    #[derive(Debug, Clone, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "company_change")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false, column_type = "Text")]
        pub company: String,
        #[sea_orm(primary_key, auto_increment = false)]
        pub version: i32,
        #[sea_orm(column_type = "Text")]
        pub at: String,
        #[sea_orm(column_type = "Text")]
        pub actor: String,
        #[sea_orm(column_type = "Text")]
        pub said: String,
    }

    #[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// Keeps a change and what it changed, if nobody changed the company since the version that was seen.
pub(crate) async fn change(write: &Write, actor: &Actor, company: &Company, seen: i32, said: &[Changed]) -> Result<bool, Error> {
    let Some(next) = seen.checked_add(1) else { return Ok(false) };
    let change = company::Entity::update_many()
        .col_expr(company::Column::Profile, Expr::value(told(company)?))
        .col_expr(company::Column::Version, Expr::value(next))
        .filter(company::Column::Id.eq(&company.id))
        .filter(company::Column::Version.eq(seen));
    if change.exec(write.db()).await?.rows_affected == 0 {
        return Ok(false);
    }
    let row = company_change::ActiveModel {
        company: Set(company.id.clone()),
        version: Set(next),
        at: Set(write.now().to_text()),
        actor: Set(actor.label()),
        said: Set(serde_json::to_string(said).map_err(broken)?),
    };
    company_change::Entity::insert(row).exec_without_returning(write.db()).await?;
    Ok(true)
}

/// The changes of a company, the newest first.
pub(crate) async fn history(db: &impl ConnectionTrait, id: &str, most: u64) -> Result<Vec<Change>, Error> {
    let found = company_change::Entity::find().filter(company_change::Column::Company.eq(id));
    let rows = found.order_by_desc(company_change::Column::Version).limit(most).all(db).await?;
    let read = |row: company_change::Model| {
        let said = serde_json::from_str(&row.said).map_err(broken)?;
        Ok(Change { version: row.version, at: Instant::parse(&row.at)?, actor: row.actor, said })
    };
    rows.into_iter().map(read).collect()
}

pub(crate) async fn find(db: &impl ConnectionTrait, id: &str) -> Result<Option<Company>, Error> {
    company::Entity::find_by_id(id).one(db).await?.map(read).transpose()
}
