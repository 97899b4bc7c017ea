//! What is typed, field by field, and what others had typed there before.

use std::collections::HashSet;

use platform::{Authorized, Error, Instant, UnitOfWork};
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
    sea_query::{Expr, OnConflict},
};

use crate::application::model::{Application, Content, FieldValue, FieldValues, owner};

mod application_field {
    use sea_orm::entity::prelude::*;

    #[derive(Debug, Clone, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "application_field")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub application: String,
        #[sea_orm(primary_key, auto_increment = false)]
        pub name: String,
        pub value: String,
        pub version: i32,
        pub at: String,
        pub by: String,
    }

    #[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

mod application_field_past {
    use sea_orm::entity::prelude::*;

    #[derive(Debug, Clone, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "application_field_past")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub application: String,
        #[sea_orm(primary_key, auto_increment = false)]
        pub name: String,
        #[sea_orm(primary_key, auto_increment = false)]
        pub version: i32,
        pub value: String,
        pub at: String,
        pub by: String,
    }

    #[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// Everything that is typed in an application.
pub(crate) async fn cells(db: &impl ConnectionTrait, of: &Authorized<Application>) -> Result<FieldValues, Error> {
    let id = of.id.as_str();
    let rows = application_field::Entity::find().filter(application_field::Column::Application.eq(id)).all(db).await?;
    rows.into_iter()
        .map(|row| Ok((row.name, FieldValue { value: row.value, version: row.version, at: Instant::parse(&row.at)?, by: row.by })))
        .collect()
}

/// What is typed in some fields.
pub(crate) async fn cells_of(db: &impl ConnectionTrait, of: &Authorized<Application>, names: &[&str]) -> Result<FieldValues, Error> {
    let id = of.id.as_str();
    let mut all = FieldValues::new();
    for chunk in names.chunks(500) {
        let found = application_field::Entity::find().filter(application_field::Column::Application.eq(id));
        for row in found.filter(application_field::Column::Name.is_in(chunk.iter().copied())).all(db).await? {
            all.insert(row.name, FieldValue { value: row.value, version: row.version, at: Instant::parse(&row.at)?, by: row.by });
        }
    }
    Ok(all)
}

/// The names of the fields of a table that say something; a table is how their names begin.
pub(crate) async fn filled(db: &impl ConnectionTrait, of: &Authorized<Application>, table: &str) -> Result<Vec<String>, Error> {
    let id = of.id.as_str();
    let found = application_field::Entity::find().select_only().column(application_field::Column::Name);
    let found = found.filter(application_field::Column::Application.eq(id)).filter(application_field::Column::Value.ne(""));
    Ok(found.filter(application_field::Column::Name.starts_with(table)).into_tuple().all(db).await?)
}

/// How many fields an application has, and how many characters stand in them.
pub(crate) async fn extent(db: &impl ConnectionTrait, of: &Authorized<Application>) -> Result<(usize, usize), Error> {
    let id = of.id.as_str();
    let found = application_field::Entity::find().select_only().column_as(application_field::Column::Name.count(), "fields");
    let found = found.column_as(Expr::cust("COALESCE(SUM(LENGTH(value)), 0)"), "characters");
    let found: Option<(i64, i64)> = found.filter(application_field::Column::Application.eq(id)).into_tuple().one(db).await?;
    let (fields, characters) = found.unwrap_or_default();
    Ok((usize::try_from(fields).unwrap_or(usize::MAX), usize::try_from(characters).unwrap_or(usize::MAX)))
}

/// Types into fields; what somebody else had typed there is set aside.
pub(crate) async fn type_in(
    unit: &UnitOfWork,
    of: &Authorized<Application>,
    changed: &[(&str, &str, Option<&FieldValue>)],
) -> Result<(), Error> {
    let id = of.id.as_str();
    // Of a field that is there twice the last one counts.
    let mut seen = HashSet::new();
    let changed: Vec<_> = changed.iter().rev().filter(|(name, ..)| seen.insert(*name)).copied().collect();
    if changed.is_empty() {
        return Ok(());
    }
    let past: Vec<_> = changed.iter().filter_map(|(name, _, before)| before.filter(|b| b.by != unit.actor()).map(|b| (name, b))).collect();
    for chunk in past.chunks(200) {
        let rows = chunk.iter().map(|(name, before)| application_field_past::ActiveModel {
            application: Set(id.to_owned()),
            name: Set((**name).to_owned()),
            version: Set(before.version),
            value: Set(before.value.clone()),
            at: Set(before.at.to_text()),
            by: Set(before.by.clone()),
        });
        application_field_past::Entity::insert_many(rows).exec_without_returning(unit.db()).await?;
    }
    for chunk in changed.chunks(200) {
        let rows = chunk.iter().map(|(name, said, before)| application_field::ActiveModel {
            application: Set(id.to_owned()),
            name: Set((*name).to_owned()),
            value: Set((*said).to_owned()),
            version: Set(before.map_or(1, |b| b.version + 1)),
            at: Set(unit.now().to_text()),
            by: Set(unit.actor().to_owned()),
        });
        let replace = OnConflict::columns([application_field::Column::Application, application_field::Column::Name])
            .update_columns([
                application_field::Column::Value,
                application_field::Column::Version,
                application_field::Column::At,
                application_field::Column::By,
            ])
            .to_owned();
        application_field::Entity::insert_many(rows).on_conflict(replace).exec_without_returning(unit.db()).await?;
    }
    Ok(())
}

/// What others had typed into a field before, the newest first.
pub(crate) async fn past(db: &impl ConnectionTrait, of: &Authorized<Application>, name: &str) -> Result<Vec<FieldValue>, Error> {
    let id = of.id.as_str();
    let found = application_field_past::Entity::find()
        .filter(application_field_past::Column::Application.eq(id))
        .filter(application_field_past::Column::Name.eq(name))
        .order_by_desc(application_field_past::Column::Version)
        .limit(20);
    let read = |row: application_field_past::Model| {
        Ok(FieldValue { value: row.value, version: row.version, at: Instant::parse(&row.at)?, by: row.by })
    };
    found.all(db).await?.into_iter().map(read).collect()
}

/// Puts the fields of all, and of those who had a part in what was filed, back to what was filed.
pub(crate) async fn put_back(unit: &UnitOfWork, of: &Authorized<Application>, filed: &Content) -> Result<(), Error> {
    let now = cells(unit.db(), of).await?;
    let said = |name: &str| filed.fields.get(name).map_or("", String::as_str);
    let counts = |name: &str| owner(name).is_none_or(|m| filed.members.iter().any(|f| f.id == m));
    let differ = now.iter().filter(|(name, cell)| counts(name) && said(name) != cell.value);
    let mut changed: Vec<(&str, &str, Option<&FieldValue>)> = differ.map(|(name, cell)| (name.as_str(), said(name), Some(cell))).collect();
    changed.extend(filed.fields.iter().filter(|(name, _)| !now.contains_key(*name)).map(|(n, s)| (n.as_str(), s.as_str(), None)));
    type_in(unit, of, &changed).await
}
