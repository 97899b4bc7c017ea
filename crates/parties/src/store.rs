//! How companies are kept.

use kernel::CorporateNumber;
use platform::{Actor, Error, Instant, Write};
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
    sea_query::{Expr, ExprTrait, OnConflict},
};

use crate::{
    directory::key,
    model::{Change, Changed, Company},
};

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
        pub version: i32,
        #[sea_orm(column_type = "Text", nullable)]
        pub number: Option<String>,
        #[sea_orm(column_type = "Text", nullable)]
        pub merged_into: Option<String>,
        /// The name as people mean it, for finding.
        #[sea_orm(column_type = "Text")]
        pub name_key: String,
    }

    #[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

fn broken(error: impl std::fmt::Display) -> Error {
    Error::Broken(format!("a company's profile: {error}"))
}

fn read(row: company::Model) -> Result<Company, Error> {
    Ok(Company {
        id: row.id,
        name: row.name,
        number: row.number.as_deref().map(CorporateNumber::parse).transpose().map_err(broken)?,
        merged_into: row.merged_into,
        profile: serde_json::from_str(&row.profile).map_err(broken)?,
        version: row.version,
    })
}

fn told(company: &Company) -> Result<String, Error> {
    serde_json::to_string(&company.profile).map_err(broken)
}

/// Keeps a new company; whether it was new.
pub(crate) async fn put(db: &impl ConnectionTrait, company: &Company) -> Result<bool, Error> {
    let row = company::ActiveModel {
        id: Set(company.id.clone()),
        name: Set(company.name.clone()),
        profile: Set(told(company)?),
        version: Set(company.version),
        number: Set(company.number.map(|n| n.to_string())),
        merged_into: Set(company.merged_into.clone()),
        name_key: Set(key(&company.name)),
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
        #[sea_orm(column_type = "Text")]
        pub said: String,
    }

    #[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// Keeps a change and what it changed, if nobody changed the company since the version that was seen.
pub(crate) async fn change(write: &Write, actor: &Actor, company: &Company, seen: i32, said: &[Changed]) -> Result<bool, Error> {
    let Some(next) = seen.checked_add(1) else { return Ok(false) };
    let change = company::Entity::update_many()
        .col_expr(company::Column::Profile, Expr::value(told(company)?))
        .col_expr(company::Column::Version, Expr::value(next))
        .col_expr(company::Column::Number, Expr::value(company.number.map(|n| n.to_string())))
        .filter(company::Column::Id.eq(&company.id))
        .filter(company::Column::Version.eq(seen));
    if change.exec(write.db()).await?.rows_affected == 0 {
        return Ok(false);
    }
    let row = company_change::ActiveModel {
        company: Set(company.id.clone()),
        version: Set(next),
        at: Set(write.now().to_text()),
        actor: Set(actor.label()),
        said: Set(serde_json::to_string(said).map_err(broken)?),
    };
    company_change::Entity::insert(row).exec_without_returning(write.db()).await?;
    Ok(true)
}

/// The changes of a company, the newest first.
pub(crate) async fn history(db: &impl ConnectionTrait, id: &str, most: u64) -> Result<Vec<Change>, Error> {
    let found = company_change::Entity::find().filter(company_change::Column::Company.eq(id));
    let rows = found.order_by_desc(company_change::Column::Version).limit(most).all(db).await?;
    let read = |row: company_change::Model| {
        let said = serde_json::from_str(&row.said).map_err(broken)?;
        Ok(Change { version: row.version, at: Instant::parse(&row.at)?, actor: row.actor, said })
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

/// Companies whose name or number holds a text; those that were merged into others are left out.
pub(crate) async fn search(db: &impl ConnectionTrait, name: &str, number: &str, most: u64) -> Result<Vec<Company>, Error> {
    let mut found = company::Entity::find().filter(company::Column::MergedInto.is_null());
    if !number.is_empty() {
        let digits: String = kernel::text::narrow(number).chars().filter(char::is_ascii_digit).collect();
        let mut any = Condition::any();
        if !name.is_empty() {
            any = any.add(company::Column::NameKey.contains(name));
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
pub(crate) async fn doubles(db: &impl ConnectionTrait, most: u64) -> Result<Vec<(Company, Company)>, Error> {
    let several = company::Entity::find()
        .select_only()
        .column(company::Column::NameKey)
        .filter(company::Column::MergedInto.is_null())
        .group_by(company::Column::NameKey)
        .having(ExprTrait::gt(company::Column::Id.count(), 1))
        .order_by_asc(company::Column::NameKey)
        .limit(most);
    let keys: Vec<String> = several.into_tuple().all(db).await?;
    let mut pairs = Vec::new();
    for key in keys {
        let same = company::Entity::find().filter(company::Column::NameKey.eq(&key)).filter(company::Column::MergedInto.is_null());
        let mut same = same.order_by_asc(company::Column::Id).all(db).await?.into_iter().map(read).collect::<Result<Vec<_>, _>>()?;
        let first = same.remove(0);
        pairs.extend(same.into_iter().map(|other| (first.clone(), other)));
    }
    Ok(pairs)
}

pub(crate) async fn find(db: &impl ConnectionTrait, id: &str) -> Result<Option<Company>, Error> {
    company::Entity::find_by_id(id).one(db).await?.map(read).transpose()
}
