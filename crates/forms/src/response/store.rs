//! How responses are kept: what stands in each field, and what others had typed there before.

use platform::{Authorized, Error, Subject, UnitOfWork};
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
    sea_query::{Expr, OnConflict},
};

use super::{Change, FieldValue, FieldValues};

mod form_value {
    use platform::Instant;
    use sea_orm::entity::prelude::*;

    #[derive(Debug, Clone, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "form_value")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub subject: String,
        #[sea_orm(primary_key, auto_increment = false)]
        pub name: String,
        pub value: String,
        pub version: i32,
        pub at: Instant,
        pub by: String,
    }

    #[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

mod form_value_past {
    use platform::Instant;
    use sea_orm::entity::prelude::*;

    #[derive(Debug, Clone, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "form_value_past")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub subject: String,
        #[sea_orm(primary_key, auto_increment = false)]
        pub name: String,
        #[sea_orm(primary_key, auto_increment = false)]
        pub version: i32,
        pub value: String,
        pub at: Instant,
        pub by: String,
    }

    #[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// Names that are asked for at once, and rows that are written at once.
const ASKED: usize = 500;
const WRITTEN: usize = 200;
/// Earlier texts of a field that are told.
const PAST: u64 = 20;

fn named(row: form_value::Model) -> (String, FieldValue) {
    (row.name, FieldValue { value: row.value, version: row.version, at: row.at, by: row.by })
}

/// Everything that stands in a response.
pub(super) async fn values<T: Subject>(db: &impl ConnectionTrait, about: &Authorized<T>) -> Result<FieldValues, Error> {
    let found = form_value::Entity::find().filter(form_value::Column::Subject.eq(about.reference()));
    Ok(found.all(db).await?.into_iter().map(named).collect())
}

/// What stands in some fields.
pub(super) async fn values_of<T: Subject>(db: &impl ConnectionTrait, about: &Authorized<T>, names: &[&str]) -> Result<FieldValues, Error> {
    let mut all = FieldValues::new();
    for chunk in names.chunks(ASKED) {
        let found = form_value::Entity::find().filter(form_value::Column::Subject.eq(about.reference()));
        let found = found.filter(form_value::Column::Name.is_in(chunk.iter().copied()));
        all.extend(found.all(db).await?.into_iter().map(named));
    }
    Ok(all)
}

/// The names of the cells of a table that say something.
pub(super) async fn filled<T: Subject>(db: &impl ConnectionTrait, about: &Authorized<T>, table: &str) -> Result<Vec<String>, Error> {
    let found = form_value::Entity::find().select_only().column(form_value::Column::Name);
    let found = found.filter(form_value::Column::Subject.eq(about.reference())).filter(form_value::Column::Value.ne(""));
    Ok(found.filter(form_value::Column::Name.starts_with(table)).into_tuple().all(db).await?)
}

/// How many fields a response has, and how many characters stand in them.
pub(super) async fn extent<T: Subject>(db: &impl ConnectionTrait, about: &Authorized<T>) -> Result<(usize, usize), Error> {
    let found = form_value::Entity::find().select_only().column_as(form_value::Column::Name.count(), "fields");
    let found = found.column_as(Expr::cust("COALESCE(SUM(LENGTH(value)), 0)"), "characters");
    let found: Option<(i64, i64)> = found.filter(form_value::Column::Subject.eq(about.reference())).into_tuple().one(db).await?;
    let (fields, characters) = found.unwrap_or_default();
    Ok((usize::try_from(fields).unwrap_or(usize::MAX), usize::try_from(characters).unwrap_or(usize::MAX)))
}

/// Writes fields; what somebody else had typed there is set aside.
pub(super) async fn write<T: Subject>(unit: &UnitOfWork, about: &Authorized<T>, changes: &[Change<'_>]) -> Result<(), Error> {
    let subject = about.reference();
    let by_other = |before: &&FieldValue| before.by != unit.actor();
    let past: Vec<(&str, &FieldValue)> = changes.iter().filter_map(|(name, _, b)| b.filter(by_other).map(|b| (*name, b))).collect();
    for chunk in past.chunks(WRITTEN) {
        let rows = chunk.iter().map(|(name, before)| form_value_past::ActiveModel {
            subject: Set(subject.clone()),
            name: Set((*name).to_owned()),
            version: Set(before.version),
            value: Set(before.value.clone()),
            at: Set(before.at),
            by: Set(before.by.clone()),
        });
        form_value_past::Entity::insert_many(rows).exec_without_returning(unit.db()).await?;
    }
    for chunk in changes.chunks(WRITTEN) {
        let rows = chunk.iter().map(|(name, value, before)| form_value::ActiveModel {
            subject: Set(subject.clone()),
            name: Set((*name).to_owned()),
            value: Set((*value).to_owned()),
            version: Set(before.map_or(1, |b| b.version + 1)),
            at: Set(unit.now()),
            by: Set(unit.actor().to_owned()),
        });
        let replace = OnConflict::columns([form_value::Column::Subject, form_value::Column::Name])
            .update_columns([form_value::Column::Value, form_value::Column::Version, form_value::Column::At, form_value::Column::By])
            .to_owned();
        form_value::Entity::insert_many(rows).on_conflict(replace).exec_without_returning(unit.db()).await?;
    }
    Ok(())
}

/// What others had typed into a field before, the newest first.
pub(super) async fn past<T: Subject>(db: &impl ConnectionTrait, about: &Authorized<T>, name: &str) -> Result<Vec<FieldValue>, Error> {
    let found = form_value_past::Entity::find()
        .filter(form_value_past::Column::Subject.eq(about.reference()))
        .filter(form_value_past::Column::Name.eq(name))
        .order_by_desc(form_value_past::Column::Version)
        .limit(PAST);
    let read = |row: form_value_past::Model| FieldValue { value: row.value, version: row.version, at: row.at, by: row.by };
    Ok(found.all(db).await?.into_iter().map(read).collect())
}
