//! What the registry said last: a copy that may be lost, so no verb and no journal.

use kernel::CorporateNumber;
use platform::{Error, Instant};
use sea_orm::{ActiveValue::Set, ConnectionTrait, EntityTrait, sea_query::OnConflict};
use serde_json::Value;

mod answer {
    use sea_orm::entity::prelude::*;

    #[derive(Debug, Clone, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "registry_answer")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false, column_type = "Text")]
        pub number: String,
        #[sea_orm(primary_key, auto_increment = false, column_type = "Text")]
        pub part: String,
        #[sea_orm(column_type = "Text")]
        pub body: String,
        #[sea_orm(column_type = "Text")]
        pub at: String,
    }

    #[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

pub(super) async fn put(db: &impl ConnectionTrait, number: CorporateNumber, part: &str, body: &Value, now: Instant) -> Result<(), Error> {
    let row = answer::ActiveModel {
        number: Set(number.to_string()),
        part: Set(part.to_owned()),
        body: Set(body.to_string()),
        at: Set(now.to_text()),
    };
    let mut replace = OnConflict::columns([answer::Column::Number, answer::Column::Part]);
    replace.update_columns([answer::Column::Body, answer::Column::At]);
    answer::Entity::insert(row).on_conflict(replace).exec_without_returning(db).await?;
    Ok(())
}

pub(super) async fn last(db: &impl ConnectionTrait, number: CorporateNumber, part: &str) -> Result<Option<(Value, Instant)>, Error> {
    let Some(row) = answer::Entity::find_by_id((number.to_string(), part.to_owned())).one(db).await? else { return Ok(None) };
    let body = serde_json::from_str(&row.body).map_err(|e| Error::Broken(format!("what the registry said: {e}")))?;
    Ok(Some((body, Instant::parse(&row.at)?)))
}
