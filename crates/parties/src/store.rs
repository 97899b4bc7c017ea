//! How companies are kept.

use std::collections::HashMap;

use kernel::CorporateNumber;
use platform::{Authorized, Error, Instant, Rows, Scope, UnitOfWork, scope::Holds};
use rules::application::Member;
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
    sea_query::{Expr, ExprTrait, OnConflict},
};

use serde::{Deserialize, Serialize};

use crate::model::{Change, Changed, Company, Contact, Establishment, Undo, name_key};

mod company {
    use sea_orm::entity::prelude::*;

    #[derive(Debug, Clone, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "company")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false, column_type = "Text")]
        pub id: String,
        #[sea_orm(column_type = "Text")]
        pub name: String,
        /// The name as people mean it, for finding.
        #[sea_orm(column_type = "Text")]
        pub name_key: String,
        #[sea_orm(column_type = "Text", nullable)]
        pub number: Option<String>,
        #[sea_orm(column_type = "Text")]
        pub record: String,
        pub version: i32,
        #[sea_orm(column_type = "Text", nullable)]
        pub proven_by: Option<String>,
        #[sea_orm(column_type = "Text", nullable)]
        pub merged_into: Option<String>,
    }

    #[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// What of a company is kept together: nothing of it is looked for.
#[derive(Debug, Serialize, Deserialize)]
struct Record {
    profile: Member,
    contacts: Vec<Contact>,
    establishments: Vec<Establishment>,
}

fn broken(error: impl std::fmt::Display) -> Error {
    Error::Broken(format!("a company's record: {error}"))
}

fn read(row: company::Model) -> Result<Company, Error> {
    let Record { profile, contacts, establishments } = serde_json::from_str(&row.record).map_err(broken)?;
    Ok(Company {
        id: row.id,
        name: row.name,
        number: row.number.as_deref().map(CorporateNumber::parse).transpose().map_err(broken)?,
        merged_into: row.merged_into,
        proven_by: row.proven_by,
        profile,
        contacts,
        establishments,
        version: row.version,
    })
}

fn record_text(company: &Company) -> Result<String, Error> {
    let Company { profile, contacts, establishments, .. } = company.clone();
    serde_json::to_string(&Record { profile, contacts, establishments }).map_err(broken)
}

/// Keeps a new company; whether it was new.
pub(crate) async fn put(db: &impl ConnectionTrait, company: &Company) -> Result<bool, Error> {
    let row = company::ActiveModel {
        id: Set(company.id.clone()),
        name: Set(company.name.clone()),
        name_key: Set(name_key(&company.name)),
        number: Set(company.number.map(|n| n.to_string())),
        record: Set(record_text(company)?),
        version: Set(company.version),
        proven_by: Set(company.proven_by.clone()),
        merged_into: Set(company.merged_into.clone()),
    };
    let stay = OnConflict::column(company::Column::Id).do_nothing().to_owned();
    Ok(company::Entity::insert(row).on_conflict(stay).exec_without_returning(db).await? > 0)
}

mod company_change {
    use sea_orm::entity::prelude::*;

    #[derive(Debug, Clone, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "company_change")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false, column_type = "Text")]
        pub company: String,
        #[sea_orm(primary_key, auto_increment = false)]
        pub version: i32,
        #[sea_orm(column_type = "Text")]
        pub at: String,
        #[sea_orm(column_type = "Text")]
        pub actor: String,
        #[sea_orm(column_type = "Text", nullable)]
        pub typed_by: Option<String>,
        #[sea_orm(column_type = "Text")]
        pub changes: String,
    }

    #[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// Keeps a change and what it changed, if nobody changed the company since the version that was seen.
pub(crate) async fn change(
    unit: &UnitOfWork,
    company: &Company,
    seen: i32,
    typed_by: Option<&str>,
    changes: &[Changed],
) -> Result<bool, Error> {
    let Some(next) = seen.checked_add(1) else { return Ok(false) };
    let change = company::Entity::update_many()
        .col_expr(company::Column::Name, Expr::value(company.name.clone()))
        .col_expr(company::Column::NameKey, Expr::value(name_key(&company.name)))
        .col_expr(company::Column::Record, Expr::value(record_text(company)?))
        .col_expr(company::Column::Version, Expr::value(next))
        .col_expr(company::Column::Number, Expr::value(company.number.map(|n| n.to_string())))
        .filter(company::Column::Id.eq(&company.id))
        .filter(company::Column::Version.eq(seen))
        .filter(company::Column::MergedInto.is_null());
    if change.exec(unit.db()).await?.rows_affected == 0 {
        return Ok(false);
    }
    let row = company_change::ActiveModel {
        company: Set(company.id.clone()),
        version: Set(next),
        at: Set(unit.now().to_text()),
        actor: Set(unit.actor().to_owned()),
        typed_by: Set(typed_by.map(str::to_owned)),
        changes: Set(serde_json::to_string(changes).map_err(broken)?),
    };
    company_change::Entity::insert(row).exec_without_returning(unit.db()).await?;
    Ok(true)
}

/// The changes of a company and of those that were merged into it, each with the other's name, the newest first; so many of each.
pub(crate) async fn history(
    db: &impl ConnectionTrait,
    company: &Authorized<Company>,
    most: u64,
) -> Result<Vec<(Change, Option<String>)>, Error> {
    let mut all: Vec<_> = changes(db, &company.id, most).await?.into_iter().map(|change| (change, None)).collect();
    for gone in merged_into(db, &company.id).await? {
        all.extend(changes(db, &gone.id, most).await?.into_iter().map(|change| (change, Some(gone.name.clone()))));
    }
    all.sort_by_key(|(change, _)| std::cmp::Reverse(change.at));
    Ok(all)
}

async fn changes(db: &impl ConnectionTrait, company: &str, most: u64) -> Result<Vec<Change>, Error> {
    let found = company_change::Entity::find().filter(company_change::Column::Company.eq(company));
    let rows = found.order_by_desc(company_change::Column::Version).limit(most).all(db).await?;
    let read = |row: company_change::Model| {
        let changes = serde_json::from_str(&row.changes).map_err(broken)?;
        Ok(Change { version: row.version, at: Instant::parse(&row.at)?, actor: row.actor, typed_by: row.typed_by, changes })
    };
    rows.into_iter().map(read).collect()
}

/// Lets a company point to the one into which it is merged, and gives its number up; whether nobody changed it since it was read.
pub(crate) async fn point_to(db: &impl ConnectionTrait, gone: &Company, stays: &str) -> Result<bool, Error> {
    let change = company::Entity::update_many()
        .col_expr(company::Column::MergedInto, Expr::value(stays))
        .col_expr(company::Column::Number, Expr::value(Option::<String>::None))
        .filter(company::Column::Id.eq(&gone.id))
        .filter(company::Column::Version.eq(gone.version))
        .filter(company::Column::MergedInto.is_null());
    Ok(change.exec(db).await?.rows_affected > 0)
}

/// Lets a company stand by itself again that was merged into another; its number is given back.
pub(crate) async fn stand_again(db: &impl ConnectionTrait, gone: &str, number: Option<CorporateNumber>) -> Result<(), Error> {
    let change = company::Entity::update_many()
        .col_expr(company::Column::MergedInto, Expr::value(Option::<String>::None))
        .col_expr(company::Column::Number, Expr::value(number.map(|n| n.to_string())));
    change.filter(company::Column::Id.eq(gone)).exec(db).await?;
    Ok(())
}

/// The companies that were merged into another.
pub(crate) async fn merged_into(db: &impl ConnectionTrait, stays: &str) -> Result<Vec<Company>, Error> {
    let found = company::Entity::find().filter(company::Column::MergedInto.eq(stays)).order_by_asc(company::Column::Id);
    found.all(db).await?.into_iter().map(read).collect()
}

/// Writes down what showed that whoever acts for a company may.
pub(crate) async fn prove(db: &impl ConnectionTrait, id: &str, by: &str) -> Result<(), Error> {
    let change = company::Entity::update_many().col_expr(company::Column::ProvenBy, Expr::value(by));
    change.filter(company::Column::Id.eq(id)).exec(db).await?;
    Ok(())
}

/// Companies at which nobody has looked yet, those that came first first.
pub(crate) async fn unproven(db: &impl ConnectionTrait, most: u64) -> Result<Vec<Company>, Error> {
    let found = company::Entity::find().filter(company::Column::ProvenBy.is_null()).filter(company::Column::MergedInto.is_null());
    found.order_by_asc(company::Column::Id).limit(most).all(db).await?.into_iter().map(read).collect()
}

mod company_merge {
    use sea_orm::entity::prelude::*;

    #[derive(Debug, Clone, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "company_merge")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false, column_type = "Text")]
        pub gone: String,
        #[sea_orm(column_type = "Text")]
        pub stays: String,
        #[sea_orm(column_type = "Text")]
        pub at: String,
        #[sea_orm(column_type = "Text")]
        pub by: String,
        /// The version of the company that stays, right after.
        pub version: i32,
        #[sea_orm(column_type = "Text")]
        pub before: String,
        #[sea_orm(column_type = "Text", nullable)]
        pub undone_at: Option<String>,
    }

    #[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// Keeps what a merge needs to be undone.
pub(crate) async fn put_merge(unit: &UnitOfWork, gone: &str, stays: &str, version: i32, before: &Undo) -> Result<(), Error> {
    // The same company may have been merged and brought back before.
    company_merge::Entity::delete_by_id(gone).exec(unit.db()).await?;
    let row = company_merge::ActiveModel {
        gone: Set(gone.to_owned()),
        stays: Set(stays.to_owned()),
        at: Set(unit.now().to_text()),
        by: Set(unit.actor().to_owned()),
        version: Set(version),
        before: Set(serde_json::to_string(before).map_err(broken)?),
        undone_at: Set(None),
    };
    company_merge::Entity::insert(row).exec_without_returning(unit.db()).await?;
    Ok(())
}

/// A merge that can be undone: into which company, the version that it left, and what to go back to.
pub(crate) async fn merge(db: &impl ConnectionTrait, gone: &str) -> Result<Option<(String, i32, Undo)>, Error> {
    let found = company_merge::Entity::find_by_id(gone).filter(company_merge::Column::UndoneAt.is_null()).one(db).await?;
    found.map(|row| Ok((row.stays, row.version, serde_json::from_str(&row.before).map_err(broken)?))).transpose()
}

/// Writes down that a merge was undone; whether it was not before.
pub(crate) async fn undo_merge(unit: &UnitOfWork, gone: &str) -> Result<bool, Error> {
    let change = company_merge::Entity::update_many()
        .col_expr(company_merge::Column::UndoneAt, Expr::value(unit.now().to_text()))
        .filter(company_merge::Column::Gone.eq(gone))
        .filter(company_merge::Column::UndoneAt.is_null());
    Ok(change.exec(unit.db()).await?.rows_affected > 0)
}

impl Rows for Company {
    fn holds(holds: &Holds) -> Condition {
        Condition::all().add(company::Column::Id.is_in(holds.ids.iter().cloned()))
    }
}

/// Companies whose name or number holds a text; those that were merged into others are left out.
pub(crate) async fn search(
    db: &impl ConnectionTrait,
    scope: &Scope<Company>,
    name: &str,
    number: &str,
    most: u64,
) -> Result<Vec<Company>, Error> {
    let mut found = company::Entity::find().filter(scope.condition()).filter(company::Column::MergedInto.is_null());
    if !number.is_empty() {
        let digits: String = kernel::text::plain(number).chars().filter(char::is_ascii_digit).collect();
        let mut any = Condition::any();
        if !name.is_empty() {
            any = any.add(company::Column::NameKey.like(platform::db::holding(name)));
        }
        if digits.len() >= 4 {
            any = any.add(company::Column::Number.contains(&digits));
        }
        if any.is_empty() {
            return Ok(Vec::new());
        }
        found = found.filter(any);
    }
    let rows = found.order_by_asc(company::Column::NameKey).order_by_asc(company::Column::Id).limit(most).all(db).await?;
    rows.into_iter().map(read).collect()
}

pub(crate) async fn by_number(db: &impl ConnectionTrait, number: CorporateNumber) -> Result<Option<Company>, Error> {
    company::Entity::find().filter(company::Column::Number.eq(number.to_string())).one(db).await?.map(read).transpose()
}

/// Pairs of companies of the same name, each once.
pub(crate) async fn duplicates(db: &impl ConnectionTrait, scope: &Scope<Company>, most: u64) -> Result<Vec<(Company, Company)>, Error> {
    let several = company::Entity::find()
        .select_only()
        .column(company::Column::NameKey)
        .filter(scope.condition())
        .filter(company::Column::MergedInto.is_null())
        .group_by(company::Column::NameKey)
        .having(ExprTrait::gt(company::Column::Id.count(), 1))
        .order_by_asc(company::Column::NameKey)
        .limit(most);
    let keys: Vec<String> = several.into_tuple().all(db).await?;
    let mut pairs = Vec::new();
    for key in keys {
        let same = company::Entity::find()
            .filter(scope.condition())
            .filter(company::Column::NameKey.eq(&key))
            .filter(company::Column::MergedInto.is_null());
        let mut same = same.order_by_asc(company::Column::Id).all(db).await?.into_iter().map(read).collect::<Result<Vec<_>, _>>()?;
        let first = same.remove(0);
        pairs.extend(same.into_iter().map(|other| (first.clone(), other)));
    }
    Ok(pairs)
}

pub(crate) async fn find(db: &impl ConnectionTrait, id: &str) -> Result<Option<Company>, Error> {
    company::Entity::find_by_id(id).one(db).await?.map(read).transpose()
}

/// Several companies, by their ids.
pub(crate) async fn several(db: &impl ConnectionTrait, ids: &[&str]) -> Result<HashMap<String, Company>, Error> {
    let mut all = HashMap::new();
    for chunk in ids.chunks(500) {
        for row in company::Entity::find().filter(company::Column::Id.is_in(chunk.iter().copied())).all(db).await? {
            all.insert(row.id.clone(), read(row)?);
        }
    }
    Ok(all)
}

/// What companies are called, by id.
pub async fn company_names(db: &impl ConnectionTrait, ids: &[&str]) -> Result<HashMap<String, String>, Error> {
    let found = company::Entity::find().filter(company::Column::Id.is_in(ids.iter().copied())).all(db).await?;
    Ok(found.into_iter().map(|company| (company.id, company.name)).collect())
}

/// The ids of companies in whose names a text stands.
pub async fn companies_named(db: &impl ConnectionTrait, text: &str, most: u64) -> Result<Vec<String>, Error> {
    let key = name_key(text);
    let found = company::Entity::find().filter(company::Column::NameKey.like(platform::db::holding(&key))).limit(most).all(db).await?;
    Ok(found.into_iter().map(|company| company.id).collect())
}
