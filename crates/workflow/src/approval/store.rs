//! How proposals are kept.

use std::collections::{BTreeMap, BTreeSet};

use kernel::FiscalYear;
use platform::{Error, Instant, Rows, Scope, UnitOfWork, db::holding, journal::Sealed, scope::Holds};
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, Order, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait,
    sea_query::{Alias, Expr, ExprTrait, Query},
};

use super::model::{Approval, DocumentNumber, Outcome, Route, State, Step, StepResult};
use crate::work_list::Sort;

mod approval {
    use sea_orm::entity::prelude::*;

    #[derive(Debug, Clone, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "approval")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false, column_type = "Text")]
        pub id: String,
        #[sea_orm(column_type = "Text")]
        pub agency: String,
        #[sea_orm(column_type = "Text")]
        pub kind: String,
        #[sea_orm(column_type = "Text")]
        pub subject: String,
        #[sea_orm(column_type = "Text")]
        pub title: String,
        #[sea_orm(column_type = "Text")]
        pub title_key: String,
        #[sea_orm(column_type = "Text")]
        pub body: String,
        pub amount_yen: Option<i64>,
        #[sea_orm(column_type = "Text")]
        pub series: String,
        #[sea_orm(column_type = "Text")]
        pub state: String,
        pub version: i32,
        pub round: i32,
        #[sea_orm(column_type = "Text")]
        pub drafted_by: String,
        #[sea_orm(column_type = "Text")]
        pub drafted_at: String,
        #[sea_orm(column_type = "Text", nullable)]
        pub ended_at: Option<String>,
        pub fiscal_year: Option<i32>,
        pub number: Option<i32>,
    }

    #[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

mod step {
    use sea_orm::entity::prelude::*;

    #[derive(Debug, Clone, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "approval_step")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false, column_type = "Text")]
        pub approval: String,
        #[sea_orm(primary_key, auto_increment = false)]
        pub round: i32,
        #[sea_orm(primary_key, auto_increment = false)]
        pub place: i32,
        #[sea_orm(column_type = "Text")]
        pub part: String,
        #[sea_orm(column_type = "Text")]
        pub title: String,
        #[sea_orm(column_type = "Text")]
        pub person: String,
        #[sea_orm(column_type = "Text", nullable)]
        pub deputy: Option<String>,
        #[sea_orm(column_type = "Text", nullable)]
        pub outcome: Option<String>,
        #[sea_orm(column_type = "Text", nullable)]
        pub done_by: Option<String>,
        #[sea_orm(column_type = "Text", nullable)]
        pub done_at: Option<String>,
        #[sea_orm(column_type = "Text")]
        pub remark: String,
        #[sea_orm(column_type = "Text", nullable)]
        pub reviewed_at: Option<String>,
    }

    #[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

mod route {
    use sea_orm::entity::prelude::*;

    #[derive(Debug, Clone, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "approval_route")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false, column_type = "Text")]
        pub id: String,
        #[sea_orm(column_type = "Text")]
        pub agency: String,
        #[sea_orm(column_type = "Text")]
        pub kind: String,
        pub at_most_yen: Option<i64>,
        #[sea_orm(column_type = "Text")]
        pub series: String,
        #[sea_orm(column_type = "Text")]
        pub steps: String,
    }

    #[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

mod counter {
    use sea_orm::entity::prelude::*;

    #[derive(Debug, Clone, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "document_number")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false, column_type = "Text")]
        pub agency: String,
        #[sea_orm(primary_key, auto_increment = false, column_type = "Text")]
        pub series: String,
        #[sea_orm(primary_key, auto_increment = false)]
        pub fiscal_year: i32,
        pub last: i32,
    }

    #[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// The rows of proposals that the journal vouches for.
pub const APPROVALS: Sealed = Sealed {
    table: "approval",
    key: &["id"],
    columns: &["agency", "kind", "subject", "title", "body", "amount_yen", "series", "state", "version", "fiscal_year", "number"],
};
/// The same of their steps.
pub const STEPS: Sealed = Sealed {
    table: "approval_step",
    key: &["approval", "round", "place"],
    columns: &["part", "title", "person", "deputy", "outcome", "done_by", "done_at", "remark", "reviewed_at"],
};

impl Rows for Approval {
    fn holds(holds: &Holds) -> Condition {
        let ids = || holds.ids.iter().cloned();
        // A step of the round in which the proposal is now.
        let present = |of: Condition| {
            let mut found = Query::select();
            found.expr(Expr::val(1)).from(step::Entity);
            found.and_where(Expr::col((step::Entity, step::Column::Approval)).equals((approval::Entity, approval::Column::Id)));
            found.and_where(Expr::col((step::Entity, step::Column::Round)).equals((approval::Entity, approval::Column::Round)));
            found.cond_where(of);
            Condition::all().add(Expr::exists(found))
        };
        match holds.set.as_deref() {
            None => Condition::all().add(approval::Column::Id.is_in(ids())),
            Some("agency") => Condition::all().add(approval::Column::Agency.is_in(ids())),
            Some("drafter") => Condition::all().add(approval::Column::DraftedBy.is_in(ids())),
            Some("turn") => {
                let earlier = Alias::new("earlier");
                let mut before = Query::select();
                before.expr(Expr::val(1)).from_as(step::Entity, earlier.clone());
                for column in [step::Column::Approval, step::Column::Round] {
                    before.and_where(Expr::col((earlier.clone(), column)).equals((step::Entity, column)));
                }
                before.and_where(Expr::col((earlier.clone(), step::Column::Outcome)).is_null());
                before.and_where(Expr::col((earlier, step::Column::Place)).lt(Expr::col((step::Entity, step::Column::Place))));
                let own = Condition::any().add(step::Column::Person.is_in(ids())).add(step::Column::Deputy.is_in(ids()));
                let waits = Condition::all().add(step::Column::Outcome.is_null()).add(own).add(Expr::exists(before).not());
                present(waits).add(approval::Column::State.eq(State::Circulating.name()))
            }
            Some("absent") => {
                let other = Expr::col((step::Entity, step::Column::DoneBy)).ne(Expr::col((step::Entity, step::Column::Person)));
                present(Condition::all().add(step::Column::Person.is_in(ids())).add(step::Column::ReviewedAt.is_null()).add(other))
            }
            // A set that nobody wrote a condition for holds nothing: the test of rows finds it.
            Some(_) => Condition::all().add(Expr::value(false)),
        }
    }
}

fn step_of(row: step::Model) -> Result<Step, Error> {
    let broken = || Error::Broken(format!("a step of the approval {}", row.approval));
    let done = match (&row.outcome, &row.done_by, &row.done_at) {
        (Some(outcome), Some(by), Some(at)) => Some(StepResult {
            outcome: Outcome::read(outcome).ok_or_else(broken)?,
            by: by.clone(),
            at: Instant::parse(at)?,
            remark: row.remark.clone(),
            reviewed_at: row.reviewed_at.as_deref().map(Instant::parse).transpose()?,
        }),
        _ => None,
    };
    let part = row.part.parse().map_err(|_| broken())?;
    Ok(Step { place: row.place, part, title: row.title, person: row.person, deputy: row.deputy, done })
}

fn read(row: approval::Model, steps: Vec<Step>) -> Result<Approval, Error> {
    let year = |year: i32| i16::try_from(year).ok().and_then(FiscalYear::new);
    let number = match (row.fiscal_year.map(year), row.number) {
        (Some(Some(year)), Some(number)) => Some(DocumentNumber { year, number }),
        (None, None) => None,
        _ => return Err(Error::Broken(format!("the number of the approval {}", row.id))),
    };
    Ok(Approval {
        id: row.id,
        agency: row.agency,
        kind: row.kind,
        subject: row.subject,
        title: row.title,
        body: row.body,
        amount: row.amount_yen,
        series: row.series,
        state: State::read(&row.state)?,
        version: row.version,
        round: row.round,
        drafted_by: row.drafted_by,
        drafted_at: Instant::parse(&row.drafted_at)?,
        ended_at: row.ended_at.as_deref().map(Instant::parse).transpose()?,
        number,
        steps,
    })
}

/// The steps of every round, the present one last.
pub(super) async fn rounds(db: &impl ConnectionTrait, id: &str) -> Result<Vec<(i32, Step)>, Error> {
    let found = step::Entity::find().filter(step::Column::Approval.eq(id));
    let found = found.order_by_asc(step::Column::Round).order_by_asc(step::Column::Place).all(db).await?;
    found.into_iter().map(|row| Ok((row.round, step_of(row)?))).collect()
}

pub(super) async fn find(db: &impl ConnectionTrait, id: &str) -> Result<Option<Approval>, Error> {
    let Some(row) = approval::Entity::find_by_id(id).one(db).await? else { return Ok(None) };
    let steps = rounds(db, id).await?.into_iter().filter(|(round, _)| *round == row.round).map(|(_, step)| step).collect();
    read(row, steps).map(Some)
}

/// Which proposals are whose.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ApprovalFilter {
    /// Those that wait for somebody: to decide, or to look afterwards at what a deputy did.
    Turn,
    /// Those that somebody drafted, or was ever asked about.
    Own,
}

/// Which proposals a list asks for.
#[derive(Debug)]
pub(super) struct ApprovalQuery {
    /// What the reader may see.
    pub(super) scope: Scope<Approval>,
    pub(super) agency: String,
    /// The kind of decision; every kind where it is empty.
    pub(super) kind: String,
    pub(super) state: Option<State>,
    /// Whose; everybody's where it is none.
    pub(super) whose: Option<ApprovalFilter>,
    /// Who asks: the person's id.
    pub(super) person: String,
    /// A part of the title.
    pub(super) text: String,
    /// The order; the newest first where nobody chose.
    pub(super) sort: Option<Sort>,
}

/// What is asked for, in any state and whosever it is.
fn in_any_state(asked: &ApprovalQuery) -> Condition {
    let mut all = asked.scope.condition().add(approval::Column::Agency.eq(&asked.agency));
    if !asked.kind.is_empty() {
        all = all.add(approval::Column::Kind.eq(&asked.kind));
    }
    if !asked.text.is_empty() {
        all = all.add(approval::Column::TitleKey.like(holding(&kernel::text::sought(&asked.text))));
    }
    all
}

fn of(whose: ApprovalFilter, person: &str) -> Condition {
    match whose {
        ApprovalFilter::Turn => {
            let holds = |set: &str| Approval::holds(&Holds { set: Some(set.to_owned()), ids: BTreeSet::from([person.to_owned()]) });
            Condition::any().add(holds("turn")).add(holds("absent"))
        }
        ApprovalFilter::Own => {
            let mine = step::Entity::find().select_only().column(step::Column::Approval);
            let mine = mine.filter(Condition::any().add(step::Column::Person.eq(person)).add(step::Column::Deputy.eq(person)));
            Condition::any().add(approval::Column::DraftedBy.eq(person)).add(approval::Column::Id.in_subquery(mine.into_query()))
        }
    }
}

fn wanted(asked: &ApprovalQuery) -> Condition {
    let mut all = in_any_state(asked);
    if let Some(state) = asked.state {
        all = all.add(approval::Column::State.eq(state.name()));
    }
    if let Some(whose) = asked.whose {
        all = all.add(of(whose, &asked.person));
    }
    all
}

/// The column by which a list is sorted.
fn sorted_by(name: &str) -> approval::Column {
    match name {
        "title" => approval::Column::TitleKey,
        "amount" => approval::Column::AmountYen,
        _ => approval::Column::DraftedAt,
    }
}

/// Proposals of a list, in its order, after so many of them.
pub(super) async fn list(db: &impl ConnectionTrait, asked: &ApprovalQuery, offset: u64, limit: u64) -> Result<Vec<Approval>, Error> {
    let (column, order) = match asked.sort {
        Some(sort) => (sorted_by(sort.column), if sort.is_descending { Order::Desc } else { Order::Asc }),
        None => (approval::Column::DraftedAt, Order::Desc),
    };
    let found = approval::Entity::find().filter(wanted(asked)).order_by(column, order).order_by_desc(approval::Column::Id);
    with_steps(db, found.offset(offset).limit(limit).all(db).await?).await
}

/// How many there are of each state, of what is asked for in any state and whosever it is.
pub(super) async fn counts(db: &impl ConnectionTrait, asked: &ApprovalQuery) -> Result<Vec<(String, u64)>, Error> {
    let found = approval::Entity::find().select_only().column(approval::Column::State).column_as(approval::Column::Id.count(), "n");
    let rows: Vec<(String, i64)> = found.filter(in_any_state(asked)).group_by(approval::Column::State).into_tuple().all(db).await?;
    Ok(rows.into_iter().map(|(state, count)| (state, u64::try_from(count).unwrap_or_default())).collect())
}

/// How many of them are somebody's.
pub(super) async fn count_of(db: &impl ConnectionTrait, asked: &ApprovalQuery, whose: ApprovalFilter) -> Result<u64, Error> {
    Ok(approval::Entity::find().filter(in_any_state(asked)).filter(of(whose, &asked.person)).count(db).await?)
}

/// The proposals about a record, the newest first.
pub(super) async fn about(db: &impl ConnectionTrait, scope: &Scope<Approval>, agency: &str, subject: &str) -> Result<Vec<Approval>, Error> {
    let found = approval::Entity::find().filter(scope.condition()).filter(approval::Column::Agency.eq(agency));
    let found = found.filter(approval::Column::Subject.eq(subject)).order_by_desc(approval::Column::Id);
    with_steps(db, found.all(db).await?).await
}

/// Proposals with the steps of the round in which each is now.
async fn with_steps(db: &impl ConnectionTrait, rows: Vec<approval::Model>) -> Result<Vec<Approval>, Error> {
    let ids: Vec<&str> = rows.iter().map(|row| row.id.as_str()).collect();
    let mut steps: BTreeMap<(String, i32), Vec<Step>> = BTreeMap::new();
    for row in step::Entity::find().filter(step::Column::Approval.is_in(ids)).order_by_asc(step::Column::Place).all(db).await? {
        steps.entry((row.approval.clone(), row.round)).or_default().push(step_of(row)?);
    }
    let with_own = |row: approval::Model| {
        let own = steps.remove(&(row.id.clone(), row.round)).unwrap_or_default();
        read(row, own)
    };
    rows.into_iter().map(with_own).collect()
}

async fn put_steps(unit: &UnitOfWork, approval: &Approval) -> Result<(), Error> {
    for s in &approval.steps {
        let row = step::ActiveModel {
            approval: Set(approval.id.clone()),
            round: Set(approval.round),
            place: Set(s.place),
            part: Set(s.part.name().to_owned()),
            title: Set(s.title.clone()),
            person: Set(s.person.clone()),
            deputy: Set(s.deputy.clone()),
            outcome: Set(None),
            done_by: Set(None),
            done_at: Set(None),
            remark: Set(String::new()),
            reviewed_at: Set(None),
        };
        step::Entity::insert(row).exec_without_returning(unit.db()).await?;
        unit.seal(STEPS, &[&approval.id, &approval.round.to_string(), &s.place.to_string()]);
    }
    Ok(())
}

/// Keeps a new proposal.
pub(super) async fn put(unit: &UnitOfWork, new: &Approval) -> Result<(), Error> {
    let row = approval::ActiveModel {
        id: Set(new.id.clone()),
        agency: Set(new.agency.clone()),
        kind: Set(new.kind.clone()),
        subject: Set(new.subject.clone()),
        title: Set(new.title.clone()),
        title_key: Set(kernel::text::sought(&new.title)),
        body: Set(new.body.clone()),
        amount_yen: Set(new.amount),
        series: Set(new.series.clone()),
        state: Set(new.state.name().to_owned()),
        version: Set(new.version),
        round: Set(new.round),
        drafted_by: Set(new.drafted_by.clone()),
        drafted_at: Set(new.drafted_at.to_text()),
        ended_at: Set(None),
        fiscal_year: Set(None),
        number: Set(None),
    };
    approval::Entity::insert(row).exec_without_returning(unit.db()).await?;
    unit.seal(APPROVALS, &[&new.id]);
    put_steps(unit, new).await
}

/// Sends a changed proposal round once more; whether nobody changed it since.
pub(super) async fn send_again(unit: &UnitOfWork, changed: &Approval, seen: i32) -> Result<bool, Error> {
    let change = approval::Entity::update_many()
        .col_expr(approval::Column::Title, Expr::value(&*changed.title))
        .col_expr(approval::Column::TitleKey, Expr::value(kernel::text::sought(&changed.title)))
        .col_expr(approval::Column::Body, Expr::value(&*changed.body))
        .col_expr(approval::Column::AmountYen, Expr::value(changed.amount))
        .col_expr(approval::Column::Series, Expr::value(&*changed.series))
        .col_expr(approval::Column::State, Expr::value(changed.state.name()))
        .col_expr(approval::Column::Round, Expr::value(changed.round))
        .col_expr(approval::Column::Version, Expr::value(seen + 1))
        .filter(approval::Column::Id.eq(&*changed.id))
        .filter(approval::Column::Version.eq(seen));
    if change.exec(unit.db()).await?.rows_affected == 0 {
        return Ok(false);
    }
    unit.seal(APPROVALS, &[&changed.id]);
    put_steps(unit, changed).await?;
    Ok(true)
}

/// Moves a proposal; whether nobody did since.
pub(super) async fn shift(unit: &UnitOfWork, found: &Approval, to: State, number: Option<DocumentNumber>) -> Result<bool, Error> {
    let ended = to.is_final().then(|| unit.now().to_text());
    let change = approval::Entity::update_many()
        .col_expr(approval::Column::State, Expr::value(to.name()))
        .col_expr(approval::Column::EndedAt, Expr::value(ended))
        .col_expr(approval::Column::FiscalYear, Expr::value(number.map(|n| i32::from(n.year.get()))))
        .col_expr(approval::Column::Number, Expr::value(number.map(|n| n.number)))
        .col_expr(approval::Column::Version, Expr::value(found.version + 1))
        .filter(approval::Column::Id.eq(&*found.id))
        .filter(approval::Column::Version.eq(found.version));
    unit.seal(APPROVALS, &[&found.id]);
    Ok(change.exec(unit.db()).await?.rows_affected > 0)
}

/// Writes down what was done at a step.
pub(super) async fn mark(unit: &UnitOfWork, found: &Approval, place: i32, outcome: Outcome, by: &str, remark: &str) -> Result<(), Error> {
    let change = step::Entity::update_many()
        .col_expr(step::Column::Outcome, Expr::value(outcome.name()))
        .col_expr(step::Column::DoneBy, Expr::value(by))
        .col_expr(step::Column::DoneAt, Expr::value(unit.now().to_text()))
        .col_expr(step::Column::Remark, Expr::value(remark))
        .filter(step::Column::Approval.eq(&*found.id))
        .filter(step::Column::Round.eq(found.round))
        .filter(step::Column::Place.eq(place));
    change.exec(unit.db()).await?;
    unit.seal(STEPS, &[&found.id, &found.round.to_string(), &place.to_string()]);
    Ok(())
}

/// Writes down that whoever was stood in for has looked at a step.
pub(super) async fn review(unit: &UnitOfWork, found: &Approval, place: i32) -> Result<(), Error> {
    let change = step::Entity::update_many()
        .col_expr(step::Column::ReviewedAt, Expr::value(unit.now().to_text()))
        .filter(step::Column::Approval.eq(&*found.id))
        .filter(step::Column::Round.eq(found.round))
        .filter(step::Column::Place.eq(place));
    change.exec(unit.db()).await?;
    unit.seal(STEPS, &[&found.id, &found.round.to_string(), &place.to_string()]);
    Ok(())
}

/// The next number of a series in a fiscal year. It is taken with what it numbers or not at all, so that none is missing.
pub(super) async fn next_number(unit: &UnitOfWork, agency: &str, series: &str, year: FiscalYear) -> Result<DocumentNumber, Error> {
    let key = (agency.to_owned(), series.to_owned(), i32::from(year.get()));
    let last = counter::Entity::find_by_id(key.clone()).one(unit.db()).await?.map(|row| row.last);
    let number = last.unwrap_or(0) + 1;
    if last.is_none() {
        let row = counter::ActiveModel { agency: Set(key.0), series: Set(key.1), fiscal_year: Set(key.2), last: Set(number) };
        counter::Entity::insert(row).exec_without_returning(unit.db()).await?;
    } else {
        let change = counter::Entity::update_many().col_expr(counter::Column::Last, Expr::value(number));
        let change = change.filter(counter::Column::Agency.eq(key.0)).filter(counter::Column::Series.eq(key.1));
        change.filter(counter::Column::FiscalYear.eq(key.2)).exec(unit.db()).await?;
    }
    Ok(DocumentNumber { year, number })
}

/// The routes of an agency, for one kind of decision or all, the lowest bound first.
pub(super) async fn routes(db: &impl ConnectionTrait, agency: &str, kind: Option<&str>) -> Result<Vec<Route>, Error> {
    let mut found = route::Entity::find().filter(route::Column::Agency.eq(agency));
    if let Some(kind) = kind {
        found = found.filter(route::Column::Kind.eq(kind));
    }
    let read = |row: route::Model| {
        let steps = serde_json::from_str(&row.steps).map_err(|e| Error::Broken(format!("the route {}: {e}", row.id)))?;
        Ok(Route { id: row.id, agency: row.agency, kind: row.kind, at_most: row.at_most_yen, series: row.series, steps })
    };
    let mut all = found.all(db).await?.into_iter().map(read).collect::<Result<Vec<_>, Error>>()?;
    all.sort_by(|a, b| (&a.kind, a.at_most.unwrap_or(i64::MAX)).cmp(&(&b.kind, b.at_most.unwrap_or(i64::MAX))));
    Ok(all)
}

/// Keeps a route in the place of the one with its id.
pub(super) async fn put_route(unit: &UnitOfWork, new: &Route) -> Result<(), Error> {
    route::Entity::delete_by_id(&*new.id).exec(unit.db()).await?;
    let steps = serde_json::to_string(&new.steps).map_err(|e| Error::Broken(e.to_string()))?;
    let row = route::ActiveModel {
        id: Set(new.id.clone()),
        agency: Set(new.agency.clone()),
        kind: Set(new.kind.clone()),
        at_most_yen: Set(new.at_most),
        series: Set(new.series.clone()),
        steps: Set(steps),
    };
    route::Entity::insert(row).exec_without_returning(unit.db()).await?;
    Ok(())
}

/// Takes a route away; whether it was there.
pub(super) async fn drop_route(unit: &UnitOfWork, agency: &str, id: &str) -> Result<bool, Error> {
    let gone = route::Entity::delete_many().filter(route::Column::Agency.eq(agency)).filter(route::Column::Id.eq(id));
    Ok(gone.exec(unit.db()).await?.rows_affected > 0)
}
