//! How it is kept who is told what.

use platform::{Error, UnitOfWork};
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, sea_query::OnConflict};

mod measure_notice {
    use sea_orm::entity::prelude::*;

    #[derive(Debug, Clone, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "measure_notice")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub company: String,
        #[sea_orm(primary_key, auto_increment = false)]
        pub person: String,
        pub purposes: String,
        pub lang: String,
        pub told: String,
        pub made_at: String,
    }

    #[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

pub(super) use measure_notice::Model as Row;
use measure_notice::{ActiveModel, Column, Entity};

/// What somebody is told for a company, by its id and those of the companies that were merged into it.
pub(super) async fn find(db: &impl ConnectionTrait, companies: &[String], person: &str) -> Result<Option<Row>, Error> {
    Ok(Entity::find().filter(Column::Company.is_in(companies)).filter(Column::Person.eq(person)).one(db).await?)
}

/// Everybody who is told something.
pub(super) async fn all(db: &impl ConnectionTrait) -> Result<Vec<Row>, Error> {
    Ok(Entity::find().order_by_asc(Column::MadeAt).all(db).await?)
}

/// Keeps what somebody wants to be told, in the place of what they wanted before. Safe to repeat.
pub(super) async fn put(unit: &UnitOfWork, row: Row) -> Result<(), Error> {
    let row = ActiveModel {
        company: Set(row.company),
        person: Set(row.person),
        purposes: Set(row.purposes),
        lang: Set(row.lang),
        told: Set(row.told),
        made_at: Set(row.made_at),
    };
    let same =
        OnConflict::columns([Column::Company, Column::Person]).update_columns([Column::Purposes, Column::Lang, Column::Told]).to_owned();
    Entity::insert(row).on_conflict(same).exec_without_returning(unit.db()).await?;
    Ok(())
}

/// Keeps what was told; whether it was still as it had been read.
pub(super) async fn set_told(unit: &UnitOfWork, row: &Row, told: String) -> Result<bool, Error> {
    let now = ActiveModel { told: Set(told), ..ActiveModel::default() };
    let own = Entity::update_many().set(now).filter(Column::Company.eq(&row.company)).filter(Column::Person.eq(&row.person));
    let as_read = own.filter(Column::Told.eq(&row.told));
    Ok(as_read.exec(unit.db()).await?.rows_affected == 1)
}

pub(super) async fn remove(unit: &UnitOfWork, companies: &[String], person: &str) -> Result<bool, Error> {
    let own = Entity::delete_many().filter(Column::Company.is_in(companies)).filter(Column::Person.eq(person));
    Ok(own.exec(unit.db()).await?.rows_affected > 0)
}
