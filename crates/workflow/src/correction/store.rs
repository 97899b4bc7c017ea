//! How returns for correction are kept.

use platform::{Authorized, Error, Subject, UnitOfWork};
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, sea_query::Expr};
use uuid::Uuid;

use super::{Correction, ValidCorrection};

mod correction {
    use platform::Instant;
    use sea_orm::entity::prelude::*;

    #[derive(Debug, Clone, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "correction")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: String,
        pub subject: String,
        pub message: String,
        /// JSON: pairs of what is named and why.
        pub reasons: String,
        pub due: Instant,
        pub at: Instant,
        pub by: String,
        pub answered_at: Option<Instant>,
    }

    #[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

impl TryFrom<correction::Model> for Correction {
    type Error = Error;

    fn try_from(row: correction::Model) -> Result<Self, Error> {
        Ok(Self {
            reasons: serde_json::from_str(&row.reasons).map_err(|e| Error::Broken(e.to_string()))?,
            id: row.id,
            message: row.message,
            due: row.due,
            at: row.at,
            by: row.by,
            answered_at: row.answered_at,
        })
    }
}

pub(super) async fn put<T: Subject>(unit: &UnitOfWork, about: &Authorized<T>, asked: &ValidCorrection) -> Result<(), Error> {
    let row = correction::ActiveModel {
        id: Set(Uuid::now_v7().to_string()),
        subject: Set(about.reference()),
        message: Set(asked.message.clone()),
        reasons: Set(serde_json::to_string(&asked.reasons).map_err(|e| Error::Broken(e.to_string()))?),
        due: Set(asked.due),
        at: Set(unit.now()),
        by: Set(unit.actor().to_owned()),
        answered_at: Set(None),
    };
    correction::Entity::insert(row).exec_without_returning(unit.db()).await?;
    Ok(())
}

/// Notes that what is open was answered.
pub(super) async fn answer<T: Subject>(unit: &UnitOfWork, about: &Authorized<T>) -> Result<(), Error> {
    correction::Entity::update_many()
        .col_expr(correction::Column::AnsweredAt, Expr::value(unit.now()))
        .filter(correction::Column::Subject.eq(about.reference()))
        .filter(correction::Column::AnsweredAt.is_null())
        .exec(unit.db())
        .await?;
    Ok(())
}

/// The returns of a record, the newest first.
pub(super) async fn corrections<T: Subject>(db: &impl ConnectionTrait, about: &Authorized<T>) -> Result<Vec<Correction>, Error> {
    let found = correction::Entity::find().filter(correction::Column::Subject.eq(about.reference()));
    found.order_by_desc(correction::Column::Id).all(db).await?.into_iter().map(Correction::try_from).collect()
}
