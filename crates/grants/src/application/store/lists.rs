//! What the office asks for: lists, counts, and everything in a row for tables that leave the system. Each holds no more than the
//! policy lets its reader see.

use platform::{Authorized, Error, Scope, db::holding};
use sea_orm::{ColumnTrait, Condition, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect};

use super::{application, with_members};
use crate::application::model::{Application, State};

/// What a work list asks for.
#[derive(Debug, Clone)]
pub(crate) struct Wanted<'w> {
    /// What the reader may see.
    pub scope: &'w Scope<Application>,
    pub agency: &'w str,
    pub call: &'w str,
    pub state: Option<State>,
    pub officer: Option<&'w str>,
    pub verdict: &'w str,
    pub text: &'w str,
    /// Only those that wait for an answer.
    pub asked: bool,
}

fn wanted(asked: &Wanted<'_>) -> Condition {
    let mut all = asked.scope.condition().add(application::Column::Agency.eq(asked.agency));
    if !asked.call.is_empty() {
        all = all.add(application::Column::Call.eq(asked.call));
    }
    if let Some(state) = asked.state {
        all = all.add(application::Column::State.eq(state.name()));
    }
    all = match asked.officer {
        Some("") => all.add(application::Column::Officer.is_null()),
        Some(officer) => all.add(application::Column::Officer.eq(officer)),
        None => all,
    };
    if !asked.verdict.is_empty() {
        all = all.add(application::Column::Verdict.eq(asked.verdict));
    }
    if asked.asked {
        all = all.add(application::Column::AskedAt.is_not_null());
    }
    if !asked.text.is_empty() {
        let sought = kernel::text::sought(asked.text);
        let any = Condition::any()
            .add(application::Column::TitleKey.like(holding(&sought)))
            .add(application::Column::CompanyKey.like(holding(&kernel::text::company(asked.text))))
            .add(application::Column::Receipt.like(holding(&sought)));
        all = all.add(any);
    }
    all
}

/// A page of a work list, in the order of the receipts, after one of them.
pub(crate) async fn list(db: &impl ConnectionTrait, asked: &Wanted<'_>, page: u64, most: u64) -> Result<Vec<Application>, Error> {
    let found =
        application::Entity::find().filter(wanted(asked)).order_by_asc(application::Column::Receipt).order_by_asc(application::Column::Id);
    with_members(db, found.offset(page * most).limit(most).all(db).await?).await
}

/// The application of a call whose receipt comes right after another, or right before it.
pub(crate) async fn beside(
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
pub(crate) async fn waiting(db: &impl ConnectionTrait, asked: &Wanted<'_>) -> Result<u64, Error> {
    let any = Wanted { state: None, asked: true, ..asked.clone() };
    Ok(application::Entity::find().filter(wanted(&any)).count(db).await?)
}

/// How many there are of each state, of what is asked for in any state.
pub(crate) async fn counts(db: &impl ConnectionTrait, asked: &Wanted<'_>) -> Result<Vec<(String, i64)>, Error> {
    let any = Wanted { state: None, asked: false, ..asked.clone() };
    let found =
        application::Entity::find().select_only().column(application::Column::State).column_as(application::Column::Id.count(), "n");
    Ok(found.filter(wanted(&any)).group_by(application::Column::State).into_tuple().all(db).await?)
}

/// The next applications of what is asked for, in the order of their ids, after one of them: for tables that leave the system.
pub(crate) async fn next(db: &impl ConnectionTrait, asked: &Wanted<'_>, after: &str, most: u64) -> Result<Vec<Application>, Error> {
    let found = application::Entity::find().filter(wanted(asked)).filter(application::Column::Id.gt(after));
    with_members(db, found.order_by_asc(application::Column::Id).limit(most).all(db).await?).await
}
