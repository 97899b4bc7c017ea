//! How companies are kept.

use platform::DbError;
use sea_orm::{ActiveValue::Set, ConnectionTrait, DbErr, EntityTrait, QueryOrder, sea_query::OnConflict};

use crate::model::Company;

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
    }

    #[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

fn broken(error: impl std::fmt::Display) -> DbError {
    DbError::Database(DbErr::Custom(format!("a company's profile can't be read: {error}")))
}

fn read(row: company::Model) -> Result<Company, DbError> {
    Ok(Company { id: row.id, name: row.name, profile: serde_json::from_str(&row.profile).map_err(broken)? })
}

pub(crate) async fn put(db: &impl ConnectionTrait, company: &Company) -> Result<(), DbError> {
    let row = company::ActiveModel {
        id: Set(company.id.clone()),
        name: Set(company.name.clone()),
        profile: Set(serde_json::to_string(&company.profile).map_err(broken)?),
    };
    let replace = OnConflict::column(company::Column::Id).update_columns([company::Column::Name, company::Column::Profile]).to_owned();
    company::Entity::insert(row).on_conflict(replace).exec_without_returning(db).await?;
    Ok(())
}

pub(crate) async fn all(db: &impl ConnectionTrait) -> Result<Vec<Company>, DbError> {
    company::Entity::find().order_by_asc(company::Column::Name).all(db).await?.into_iter().map(read).collect()
}

pub(crate) async fn find(db: &impl ConnectionTrait, id: &str) -> Result<Option<Company>, DbError> {
    company::Entity::find_by_id(id).one(db).await?.map(read).transpose()
}
