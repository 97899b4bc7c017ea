//! Prior consultations (事前相談): that a company was advised on a call before it applied.

use platform::{Error, UnitOfWork};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect,
    sea_query::OnConflict,
};

mod consultation {
    use sea_orm::entity::prelude::*;

    #[derive(Debug, Clone, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "consultation")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: String,
        pub call: String,
        pub company: String,
        pub held_on: String,
        pub note: String,
        pub at: String,
        pub by: String,
    }

    #[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// Keeps a prior consultation. Safe to repeat.
pub(crate) async fn insert_consultation(
    unit: &UnitOfWork,
    key: &str,
    call: &str,
    company: &str,
    held_on: &str,
    note: &str,
) -> Result<bool, Error> {
    let row = consultation::ActiveModel {
        id: Set(key.to_owned()),
        call: Set(call.to_owned()),
        company: Set(company.to_owned()),
        held_on: Set(held_on.to_owned()),
        note: Set(note.to_owned()),
        at: Set(unit.now().to_text()),
        by: Set(unit.actor().to_owned()),
    };
    let stay = OnConflict::column(consultation::Column::Id).do_nothing().to_owned();
    Ok(consultation::Entity::insert(row).on_conflict(stay).exec_without_returning(unit.db()).await? == 1)
}

/// Whether a company was consulted before it applied to a call.
pub(crate) async fn consulted(db: &impl ConnectionTrait, call: &str, companies: &[String]) -> Result<bool, Error> {
    let found =
        consultation::Entity::find().filter(consultation::Column::Call.eq(call)).filter(consultation::Column::Company.is_in(companies));
    Ok(found.count(db).await? > 0)
}

/// The consultations of a call, the newest first: company, day, note.
pub(crate) async fn consultations(db: &impl ConnectionTrait, call: &str, most: u64) -> Result<Vec<(String, String, String)>, Error> {
    let found = consultation::Entity::find().filter(consultation::Column::Call.eq(call));
    let rows = found.order_by_desc(consultation::Column::HeldOn).order_by_desc(consultation::Column::Id).limit(most).all(db).await?;
    Ok(rows.into_iter().map(|r| (r.company, r.held_on, r.note)).collect())
}
