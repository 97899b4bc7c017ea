//! How certifications are kept.

use platform::{Authorized, Error};
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder,
    sea_query::{Expr, OnConflict},
};

use super::model::{Certification, Kind};
use crate::model::Company;

mod certification {
    use sea_orm::entity::prelude::*;

    #[derive(Debug, Clone, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "certification")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false, column_type = "Text")]
        pub id: String,
        #[sea_orm(column_type = "Text")]
        pub company: String,
        #[sea_orm(column_type = "Text")]
        pub kind: String,
        #[sea_orm(column_type = "Text")]
        pub name: String,
        #[sea_orm(column_type = "Text")]
        pub number: String,
        #[sea_orm(column_type = "Text")]
        pub valid_from: String,
        #[sea_orm(column_type = "Text", nullable)]
        pub valid_until: Option<String>,
    }

    #[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

fn read(row: certification::Model) -> Result<Certification, Error> {
    let broken = |what: &str| Error::Broken(format!("a certification: {what}"));
    let day = |text: &str| text.parse().map_err(|_| broken(text));
    Ok(Certification {
        kind: Kind::parse(&row.kind).ok_or_else(|| broken(&row.kind))?,
        valid_from: day(&row.valid_from)?,
        valid_until: row.valid_until.as_deref().map(day).transpose()?,
        id: row.id,
        name: row.name,
        number: row.number,
    })
}

/// Keeps a certification; whether it was new.
pub(super) async fn put(db: &impl ConnectionTrait, company: &Authorized<Company>, it: &Certification) -> Result<bool, Error> {
    let row = certification::ActiveModel {
        id: Set(it.id.clone()),
        company: Set(company.id.clone()),
        kind: Set(it.kind.name().to_owned()),
        name: Set(it.name.clone()),
        number: Set(it.number.clone()),
        valid_from: Set(it.valid_from.to_string()),
        valid_until: Set(it.valid_until.map(|d| d.to_string())),
    };
    let stay = OnConflict::column(certification::Column::Id).do_nothing().to_owned();
    Ok(certification::Entity::insert(row).on_conflict(stay).exec_without_returning(db).await? > 0)
}

/// The certifications of a company, those that began last first.
pub(super) async fn of(db: &impl ConnectionTrait, company: &Authorized<Company>) -> Result<Vec<Certification>, Error> {
    let found = certification::Entity::find().filter(certification::Column::Company.eq(&company.id));
    let found = found.order_by_desc(certification::Column::ValidFrom).order_by_asc(certification::Column::Id);
    found.all(db).await?.into_iter().map(read).collect()
}

/// Lets certifications be another company's.
pub(super) async fn move_to(db: &impl ConnectionTrait, ids: &[String], to: &str) -> Result<(), Error> {
    for chunk in ids.chunks(500) {
        let change = certification::Entity::update_many().col_expr(certification::Column::Company, Expr::value(to));
        change.filter(certification::Column::Id.is_in(chunk)).exec(db).await?;
    }
    Ok(())
}

/// Takes one away; whether it was there.
pub(super) async fn take(db: &impl ConnectionTrait, company: &Authorized<Company>, id: &str) -> Result<bool, Error> {
    let gone = certification::Entity::delete_many().filter(certification::Column::Company.eq(&company.id));
    Ok(gone.filter(certification::Column::Id.eq(id)).exec(db).await?.rows_affected > 0)
}
