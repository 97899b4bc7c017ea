//! How proposals are kept.

use platform::{Authorized, Error, Instant, UnitOfWork};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, sea_query::Expr,
};

use super::model::{Decision, Proposal, ProposalOutcome};
use crate::model::{Changed, Company};

mod proposal {
    use sea_orm::entity::prelude::*;

    #[derive(Debug, Clone, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "company_proposal")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false, column_type = "Text")]
        pub id: String,
        #[sea_orm(column_type = "Text")]
        pub company: String,
        #[sea_orm(column_type = "Text")]
        pub by: String,
        #[sea_orm(column_type = "Text")]
        pub at: String,
        #[sea_orm(column_type = "Text")]
        pub changes: String,
        #[sea_orm(column_type = "Text", nullable)]
        pub decided_at: Option<String>,
        #[sea_orm(column_type = "Text", nullable)]
        pub decided_by: Option<String>,
        #[sea_orm(column_type = "Text", nullable)]
        pub outcome: Option<String>,
        #[sea_orm(column_type = "Text")]
        pub reason: String,
    }

    #[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

fn broken(error: impl std::fmt::Display) -> Error {
    Error::Broken(format!("a proposal: {error}"))
}

fn read(row: proposal::Model) -> Result<Proposal, Error> {
    let decided = match (row.outcome, row.decided_by, row.decided_at) {
        (Some(outcome), Some(by), Some(at)) => Some(Decision {
            outcome: ProposalOutcome::parse(&outcome).ok_or_else(|| broken(&outcome))?,
            by,
            at: Instant::parse(&at)?,
            reason: row.reason,
        }),
        _ => None,
    };
    Ok(Proposal {
        id: row.id,
        by: row.by,
        at: Instant::parse(&row.at)?,
        changes: serde_json::from_str(&row.changes).map_err(broken)?,
        decided,
    })
}

pub(super) async fn put(unit: &UnitOfWork, company: &Authorized<Company>, changes: &[Changed]) -> Result<String, Error> {
    let id = uuid::Uuid::now_v7().to_string();
    let row = proposal::ActiveModel {
        id: Set(id.clone()),
        company: Set(company.id.clone()),
        by: Set(unit.actor().to_owned()),
        at: Set(unit.now().to_text()),
        changes: Set(serde_json::to_string(changes).map_err(broken)?),
        decided_at: Set(None),
        decided_by: Set(None),
        outcome: Set(None),
        reason: Set(String::new()),
    };
    proposal::Entity::insert(row).exec_without_returning(unit.db()).await?;
    Ok(id)
}

/// The proposals for a company, the newest first.
pub(super) async fn of(db: &impl ConnectionTrait, company: &Authorized<Company>, most: u64) -> Result<Vec<Proposal>, Error> {
    let found = proposal::Entity::find().filter(proposal::Column::Company.eq(&company.id)).order_by_desc(proposal::Column::Id).limit(most);
    found.all(db).await?.into_iter().map(read).collect()
}

/// How many proposals wait for a company's decision.
pub(super) async fn waiting(db: &impl ConnectionTrait, company: &Authorized<Company>) -> Result<u64, Error> {
    let found = proposal::Entity::find().filter(proposal::Column::Company.eq(&company.id)).filter(proposal::Column::Outcome.is_null());
    Ok(found.count(db).await?)
}

pub(super) async fn one(db: &impl ConnectionTrait, company: &Authorized<Company>, id: &str) -> Result<Proposal, Error> {
    let found = proposal::Entity::find_by_id(id).filter(proposal::Column::Company.eq(&company.id)).one(db).await?;
    read(found.ok_or(Error::NotFound)?)
}

/// Writes a decision down; whether there was none yet.
pub(super) async fn decide(unit: &UnitOfWork, id: &str, outcome: ProposalOutcome, reason: &str) -> Result<bool, Error> {
    let change = proposal::Entity::update_many()
        .col_expr(proposal::Column::Outcome, Expr::value(outcome.name()))
        .col_expr(proposal::Column::DecidedAt, Expr::value(unit.now().to_text()))
        .col_expr(proposal::Column::DecidedBy, Expr::value(unit.actor()))
        .col_expr(proposal::Column::Reason, Expr::value(reason))
        .filter(proposal::Column::Id.eq(id))
        .filter(proposal::Column::Outcome.is_null());
    Ok(change.exec(unit.db()).await?.rows_affected > 0)
}
