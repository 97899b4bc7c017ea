//! How claims are kept.

use platform::{Authorized, Error, Instant, UnitOfWork};
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, sea_query::Expr};

use super::model::Claim;
use crate::model::Company;

mod representation {
    use sea_orm::entity::prelude::*;

    #[derive(Debug, Clone, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "company_claim")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false, column_type = "Text")]
        pub id: String,
        #[sea_orm(column_type = "Text")]
        pub company: String,
        #[sea_orm(column_type = "Text")]
        pub person: String,
        #[sea_orm(column_type = "Text")]
        pub note: String,
        #[sea_orm(column_type = "Text")]
        pub at: String,
        #[sea_orm(column_type = "Text", nullable)]
        pub decided_at: Option<String>,
        #[sea_orm(column_type = "Text", nullable)]
        pub decided_by: Option<String>,
        #[sea_orm(column_type = "Text", nullable)]
        pub outcome: Option<String>,
    }

    #[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

const GRANTED: &str = "granted";
const REFUSED: &str = "refused";

fn read(row: representation::Model) -> Result<Claim, Error> {
    let granted = row.outcome.map(|o| o == GRANTED);
    Ok(Claim { id: row.id, company: row.company, person: row.person, note: row.note, at: Instant::parse(&row.at)?, granted })
}

pub(super) async fn put(unit: &UnitOfWork, company: &str, person: &str, note: &str) -> Result<String, Error> {
    let id = uuid::Uuid::now_v7().to_string();
    let row = representation::ActiveModel {
        id: Set(id.clone()),
        company: Set(company.to_owned()),
        person: Set(person.to_owned()),
        note: Set(note.to_owned()),
        at: Set(unit.now().to_text()),
        decided_at: Set(None),
        decided_by: Set(None),
        outcome: Set(None),
    };
    representation::Entity::insert(row).exec_without_returning(unit.db()).await?;
    Ok(id)
}

/// The claims that wait: on a company, or on every one.
pub(super) async fn waiting(db: &impl ConnectionTrait, company: Option<&Authorized<Company>>, most: u64) -> Result<Vec<Claim>, Error> {
    let mut found = representation::Entity::find().filter(representation::Column::Outcome.is_null());
    if let Some(company) = company {
        found = found.filter(representation::Column::Company.eq(&company.id));
    }
    found.order_by_asc(representation::Column::Id).limit(most).all(db).await?.into_iter().map(read).collect()
}

/// The claims of a person, the newest first.
pub(super) async fn of(db: &impl ConnectionTrait, person: &str) -> Result<Vec<Claim>, Error> {
    let found = representation::Entity::find()
        .filter(representation::Column::Person.eq(person))
        .order_by_desc(representation::Column::Id)
        .limit(20);
    found.all(db).await?.into_iter().map(read).collect()
}

pub(super) async fn one(db: &impl ConnectionTrait, id: &str) -> Result<Claim, Error> {
    read(representation::Entity::find_by_id(id).one(db).await?.ok_or(Error::NotFound)?)
}

/// Writes a decision down; whether there was none yet.
pub(super) async fn decide(unit: &UnitOfWork, id: &str, granted: bool) -> Result<bool, Error> {
    let change = representation::Entity::update_many()
        .col_expr(representation::Column::Outcome, Expr::value(if granted { GRANTED } else { REFUSED }))
        .col_expr(representation::Column::DecidedAt, Expr::value(unit.now().to_text()))
        .col_expr(representation::Column::DecidedBy, Expr::value(unit.actor()))
        .filter(representation::Column::Id.eq(id))
        .filter(representation::Column::Outcome.is_null());
    Ok(change.exec(unit.db()).await?.rows_affected > 0)
}
