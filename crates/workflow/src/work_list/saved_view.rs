//! Saved views (表示の保存): what somebody asks a list for, under a name of their own.

use platform::{Authorized, Error, UnitOfWork, accounts::Agency};
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, sea_query::OnConflict};

mod model {
    use platform::Instant;
    use sea_orm::entity::prelude::*;

    #[derive(Debug, Clone, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "saved_view")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub list: String,
        #[sea_orm(primary_key, auto_increment = false)]
        pub agency: String,
        #[sea_orm(primary_key, auto_increment = false)]
        pub person: String,
        #[sea_orm(primary_key, auto_increment = false)]
        pub name: String,
        pub query: String,
        pub at: Instant,
    }

    #[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// Whose view of which list.
#[derive(Debug, Clone, Copy)]
pub(super) struct Owner<'o> {
    pub list: &'o str,
    pub agency: &'o Authorized<Agency>,
    pub person: &'o str,
}

/// Keeps a view under a name; one of that name is replaced.
pub(super) async fn put(unit: &UnitOfWork, owner: Owner<'_>, name: &str, query: &str) -> Result<(), Error> {
    let row = model::ActiveModel {
        list: Set(owner.list.to_owned()),
        agency: Set(owner.agency.id.clone()),
        person: Set(owner.person.to_owned()),
        name: Set(name.to_owned()),
        query: Set(query.to_owned()),
        at: Set(unit.now()),
    };
    let again = OnConflict::columns([model::Column::List, model::Column::Agency, model::Column::Person, model::Column::Name])
        .update_columns([model::Column::Query, model::Column::At])
        .to_owned();
    model::Entity::insert(row).on_conflict(again).exec_without_returning(unit.db()).await?;
    Ok(())
}

/// Takes a view away.
pub(super) async fn remove(unit: &UnitOfWork, owner: Owner<'_>, name: &str) -> Result<(), Error> {
    let key = (owner.list.to_owned(), owner.agency.id.clone(), owner.person.to_owned(), name.to_owned());
    model::Entity::delete_by_id(key).exec(unit.db()).await?;
    Ok(())
}

/// The views of somebody, by name: name and what is asked for.
pub(super) async fn all(db: &impl ConnectionTrait, owner: Owner<'_>) -> Result<Vec<(String, String)>, Error> {
    let found = model::Entity::find().filter(model::Column::List.eq(owner.list)).filter(model::Column::Agency.eq(&owner.agency.id));
    let found = found.filter(model::Column::Person.eq(owner.person)).order_by_asc(model::Column::Name);
    Ok(found.all(db).await?.into_iter().map(|row| (row.name, row.query)).collect())
}
