//! What the office asks for: lists, counts, and everything in a row for tables that leave the system. Each holds no more than the
//! policy lets its reader see.

use platform::{Authorized, Error, Instant, Scope, db::holding};
use sea_orm::{ColumnTrait, Condition, ConnectionTrait, EntityTrait, Order, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect};
use workflow::work_list::Sort;

use super::{application, with_members};
use crate::application::model::{Application, State};

/// What a work list asks for.
#[derive(Debug)]
pub(crate) struct ApplicationQuery {
    /// What the reader may see.
    pub scope: Scope<Application>,
    pub agency: String,
    /// The call; every call where it is empty.
    pub call: String,
    pub state: Option<State>,
    /// Who looks it through: nobody where it is empty, anybody where it is none.
    pub officer: Option<String>,
    /// The verdict's name; every verdict where it is empty.
    pub verdict: String,
    /// Words of the title, the company's name or the receipt.
    pub text: String,
    /// Only those that wait for an answer.
    pub is_asked: bool,
    /// The order; that of the receipts where nobody chose.
    pub sort: Option<Sort>,
}

/// What is asked for, in any state and whether it waits or not.
fn in_any_state(asked: &ApplicationQuery) -> Condition {
    let mut all = asked.scope.condition().add(application::Column::Agency.eq(&asked.agency));
    if !asked.call.is_empty() {
        all = all.add(application::Column::Call.eq(&asked.call));
    }
    all = match asked.officer.as_deref() {
        Some("") => all.add(application::Column::Officer.is_null()),
        Some(officer) => all.add(application::Column::Officer.eq(officer)),
        None => all,
    };
    if !asked.verdict.is_empty() {
        all = all.add(application::Column::Verdict.eq(&asked.verdict));
    }
    if !asked.text.is_empty() {
        let sought = kernel::text::sought(&asked.text);
        let any = Condition::any()
            .add(application::Column::TitleKey.like(holding(&sought)))
            .add(application::Column::CompanyKey.like(holding(&kernel::text::company(&asked.text))))
            .add(application::Column::Receipt.like(holding(&sought)));
        all = all.add(any);
    }
    all
}

fn wanted(asked: &ApplicationQuery) -> Condition {
    let mut all = in_any_state(asked);
    if let Some(state) = asked.state {
        all = all.add(application::Column::State.eq(state.name()));
    }
    if asked.is_asked {
        all = all.add(application::Column::AskedAt.is_not_null());
    }
    all
}

/// The column by which a list is sorted.
fn sorted_by(name: &str) -> application::Column {
    match name {
        "company" => application::Column::CompanyKey,
        "title" => application::Column::TitleKey,
        "requested" => application::Column::RequestedYen,
        "grant" => application::Column::GrantYen,
        "arrived" => application::Column::FiledAt,
        _ => application::Column::Receipt,
    }
}

/// Applications of a work list, in its order, after so many of them.
pub(crate) async fn list(db: &impl ConnectionTrait, asked: &ApplicationQuery, offset: u64, limit: u64) -> Result<Vec<Application>, Error> {
    let (column, order) = match asked.sort {
        Some(sort) => (sorted_by(sort.column), if sort.is_descending { Order::Desc } else { Order::Asc }),
        None => (application::Column::Receipt, Order::Asc),
    };
    let found = application::Entity::find().filter(wanted(asked)).order_by(column, order).order_by_asc(application::Column::Id);
    with_members(db, found.offset(offset).limit(limit).all(db).await?).await
}

/// The application of a call whose receipt comes right after another, or right before it.
pub(crate) async fn adjacent_by_receipt(
    db: &impl ConnectionTrait,
    seen: &Authorized<Application>,
    after: bool,
) -> Result<Option<(String, String)>, Error> {
    let Some(receipt) = seen.receipt.as_deref() else { return Ok(None) };
    let of_call = application::Entity::find().select_only().columns([application::Column::Id, application::Column::Receipt]);
    let of_call = of_call.filter(application::Column::Call.eq(&seen.call)).filter(application::Column::Agency.eq(&seen.agency));
    let found = if after {
        of_call.filter(application::Column::Receipt.gt(receipt)).order_by_asc(application::Column::Receipt)
    } else {
        of_call.filter(application::Column::Receipt.lt(receipt)).order_by_desc(application::Column::Receipt)
    };
    Ok(found.into_tuple().one(db).await?)
}

/// How many of what is asked for, in any state, wait for an answer.
pub(crate) async fn waiting(db: &impl ConnectionTrait, asked: &ApplicationQuery) -> Result<u64, Error> {
    Ok(application::Entity::find().filter(in_any_state(asked)).filter(application::Column::AskedAt.is_not_null()).count(db).await?)
}

/// When what stands of a call's applications arrived, in its order.
pub(crate) async fn arrivals(db: &impl ConnectionTrait, scope: &Scope<Application>, call: &str) -> Result<Vec<Instant>, Error> {
    let found = application::Entity::find().select_only().column(application::Column::FiledAt);
    let found =
        found.filter(scope.condition()).filter(application::Column::Call.eq(call)).filter(application::Column::FiledAt.is_not_null());
    Ok(found.order_by_asc(application::Column::FiledAt).into_tuple().all(db).await?)
}

/// How many there are of each state, of what is asked for in any state.
pub(crate) async fn counts(db: &impl ConnectionTrait, asked: &ApplicationQuery) -> Result<Vec<(String, u64)>, Error> {
    let found =
        application::Entity::find().select_only().column(application::Column::State).column_as(application::Column::Id.count(), "n");
    let rows: Vec<(String, i64)> = found.filter(in_any_state(asked)).group_by(application::Column::State).into_tuple().all(db).await?;
    Ok(rows.into_iter().map(|(state, count)| (state, u64::try_from(count).unwrap_or_default())).collect())
}

/// The next applications of what is asked for, in the order of their ids, after one of them: for tables that leave the system.
pub(crate) async fn export_chunk(
    db: &impl ConnectionTrait,
    asked: &ApplicationQuery,
    after: &str,
    most: u64,
) -> Result<Vec<Application>, Error> {
    let found = application::Entity::find().filter(wanted(asked)).filter(application::Column::Id.gt(after));
    with_members(db, found.order_by_asc(application::Column::Id).limit(most).all(db).await?).await
}
