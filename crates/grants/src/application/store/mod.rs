//! How applications are kept: the rows of each, who has a part in it, and how it stands.

mod consultations;
mod filings;
mod lists;
mod member_sections;
mod scope;

use std::collections::{BTreeMap, HashMap};

use jiff::civil::Date;
use platform::{Authorized, Error, Instant, Scope, UnitOfWork, journal::Sealed};
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect,
    sea_query::{Expr, ExprTrait, OnConflict, Query},
};

pub(crate) use consultations::{consultations, consulted, insert_consultation};
pub(crate) use filings::{
    FILINGS, Summary, after_code, by_code, filed, filed_contents, filings, insert_filing, others, put_checkpoint, replace_other_subsidies,
};
pub(crate) use lists::{ApplicationQuery, adjacent_by_receipt, arrivals, counts, export_chunk, list, waiting};
pub(crate) use member_sections::{release, released, touch_part};

use super::model::{Application, Member, Progress, State, channel};

/// Applications of one company that are looked at, at most.
const MOST_FILED: u64 = 1_000;

pub(crate) mod application {
    use platform::Instant;
    use sea_orm::entity::prelude::*;

    use crate::application::model::State;

    #[derive(Debug, Clone, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "application")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: String,
        pub call: String,
        pub agency: String,
        pub company: String,
        pub title: String,
        pub company_name: String,
        pub title_key: String,
        pub company_key: String,
        pub state: State,
        pub version: i32,
        pub typed: i32,
        pub channel: String,
        pub entered_by: Option<String>,
        pub made_at: Instant,
        pub made_by: String,
        pub saved_at: Instant,
        pub receipt: Option<String>,
        pub filed_at: Option<Instant>,
        pub filings: i32,
        pub revision: Option<String>,
        pub verdict: Option<String>,
        pub grant_yen: Option<i64>,
        pub requested_yen: Option<i64>,
        pub due: Option<Instant>,
        pub late_until: Option<Instant>,
        pub officer: Option<String>,
        pub asked_at: Option<Instant>,
    }

    #[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

pub(crate) mod application_member {
    use sea_orm::entity::prelude::*;

    #[derive(Debug, Clone, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "application_member")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub application: String,
        #[sea_orm(primary_key, auto_increment = false)]
        pub member: String,
        pub company: Option<String>,
        pub name: String,
        pub email: String,
        pub invited: Option<String>,
        pub joined_at: Option<String>,
    }

    #[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// How an application stands, as the journal vouches for it.
pub(crate) const APPLICATIONS: Sealed = Sealed {
    table: "application",
    key: &["id"],
    columns: &[
        "call",
        "agency",
        "company",
        "state",
        "version",
        "channel",
        "entered_by",
        "made_by",
        "receipt",
        "filed_at",
        "filings",
        "revision",
        "verdict",
        "grant_yen",
        "requested_yen",
        "due",
        "late_until",
    ],
};

/// Who has a part in an application, as the journal vouches for it.
pub(crate) const MEMBERS: Sealed =
    Sealed { table: "application_member", key: &["application", "member"], columns: &["company", "name", "email", "joined_at"] };

pub(crate) fn broken(what: &str) -> Error {
    Error::Broken(format!("`{what}` can't be read in an application"))
}

fn read(row: application::Model, members: Vec<Member>, parts: BTreeMap<String, Progress>) -> Result<Application, Error> {
    Ok(Application {
        channel: channel(&row.channel).ok_or_else(|| broken(&row.channel))?,
        id: row.id,
        call: row.call,
        agency: row.agency,
        company: row.company,
        title: row.title,
        company_name: row.company_name,
        state: row.state,
        version: row.version,
        typed: row.typed,
        entered_by: row.entered_by,
        made_at: row.made_at,
        saved_at: row.saved_at,
        receipt: row.receipt,
        filed_at: row.filed_at,
        filings: row.filings,
        revision: row.revision,
        verdict: row.verdict,
        grant_yen: row.grant_yen,
        requested_yen: row.requested_yen,
        due: row.due,
        late_until: row.late_until,
        officer: row.officer,
        asked_at: row.asked_at,
        members,
        parts,
    })
}

fn member(row: application_member::Model) -> (String, Member) {
    let joined = row.joined_at.is_some();
    (row.application, Member { id: row.member, company: row.company, name: row.name, email: row.email, joined })
}

/// Applications with their members.
async fn with_members(db: &impl ConnectionTrait, rows: Vec<application::Model>) -> Result<Vec<Application>, Error> {
    let mut members: HashMap<String, Vec<Member>> = HashMap::new();
    let mut parts: HashMap<String, BTreeMap<String, Progress>> = HashMap::new();
    for chunk in rows.chunks(500) {
        let ids: Vec<&str> = chunk.iter().map(|r| r.id.as_str()).collect();
        for (application, member, done) in member_sections::progress(db, &ids).await? {
            parts.entry(application).or_default().insert(member, done);
        }
        let found = application_member::Entity::find().filter(application_member::Column::Application.is_in(ids));
        for row in found.all(db).await? {
            let (application, member) = member(row);
            members.entry(application).or_default().push(member);
        }
    }
    let read = |row: application::Model| {
        let mut own = members.remove(&row.id).unwrap_or_default();
        own.sort_by_key(Member::place);
        let parts = parts.remove(&row.id).unwrap_or_default();
        read(row, own, parts)
    };
    rows.into_iter().map(read).collect()
}

pub(crate) async fn find(db: &impl ConnectionTrait, id: &str) -> Result<Option<Application>, Error> {
    let row = application::Entity::find_by_id(id).one(db).await?;
    Ok(with_members(db, row.into_iter().collect()).await?.pop())
}

/// An application as it stands now.
pub(crate) async fn reload(db: &impl ConnectionTrait, seen: &Authorized<Application>) -> Result<Application, Error> {
    find(db, &seen.id).await?.ok_or(Error::NotFound)
}

/// Keeps a new application with its lead. Safe to repeat: whether there was none of that id.
pub(crate) async fn put(unit: &UnitOfWork, new: &Application) -> Result<bool, Error> {
    let row = application::ActiveModel {
        id: Set(new.id.clone()),
        call: Set(new.call.clone()),
        agency: Set(new.agency.clone()),
        company: Set(new.company.clone()),
        title: Set(new.title.clone()),
        company_name: Set(new.company_name.clone()),
        title_key: Set(kernel::text::sought(&new.title)),
        company_key: Set(kernel::text::company(&new.company_name)),
        state: Set(new.state),
        version: Set(new.version),
        typed: Set(0),
        channel: Set(new.channel.word().to_owned()),
        entered_by: Set(new.entered_by.clone()),
        made_at: Set(new.made_at),
        made_by: Set(unit.actor().to_owned()),
        saved_at: Set(new.saved_at),
        filings: Set(0),
        late_until: Set(new.late_until),
        // What is known once it is filed, or somebody does something with it.
        ..Default::default()
    };
    let stay = OnConflict::column(application::Column::Id).do_nothing().to_owned();
    if application::Entity::insert(row).on_conflict(stay).exec_without_returning(unit.db()).await? == 0 {
        return Ok(false);
    }
    unit.seal(APPLICATIONS, &[&new.id]);
    for member in &new.members {
        write_member(unit, &new.id, member, None).await?;
    }
    Ok(true)
}

/// Keeps a member, invited by a link or joined already. Safe to repeat.
pub(crate) async fn put_member(
    unit: &UnitOfWork,
    seen: &Authorized<Application>,
    member: &Member,
    invited: Option<&str>,
) -> Result<(), Error> {
    write_member(unit, &seen.id, member, invited).await
}

async fn write_member(unit: &UnitOfWork, application: &str, member: &Member, invited: Option<&str>) -> Result<(), Error> {
    let row = application_member::ActiveModel {
        application: Set(application.to_owned()),
        member: Set(member.id.clone()),
        company: Set(member.company.clone()),
        name: Set(member.name.clone()),
        email: Set(member.email.clone()),
        invited: Set(invited.map(str::to_owned)),
        joined_at: Set(member.joined.then(|| unit.now().to_text())),
    };
    let again = OnConflict::columns([application_member::Column::Application, application_member::Column::Member])
        .update_columns([
            application_member::Column::Company,
            application_member::Column::Name,
            application_member::Column::Email,
            application_member::Column::Invited,
            application_member::Column::JoinedAt,
        ])
        .to_owned();
    application_member::Entity::insert(row).on_conflict(again).exec_without_returning(unit.db()).await?;
    unit.seal(MEMBERS, &[application, &member.id]);
    Ok(())
}

/// The application and member that a link, by its hash, invites to.
pub(crate) async fn invited(db: &impl ConnectionTrait, hash: &str) -> Result<Option<(String, String)>, Error> {
    let row = application_member::Entity::find().filter(application_member::Column::Invited.eq(hash)).one(db).await?;
    Ok(row.map(|r| (r.application, r.member)))
}

/// Whether nobody moved an application since it was seen.
pub(crate) async fn is_unchanged(db: &impl ConnectionTrait, seen: &Authorized<Application>) -> Result<bool, Error> {
    let found = application::Entity::find_by_id(&seen.id).filter(application::Column::Version.eq(seen.version));
    Ok(found.count(db).await? == 1)
}

/// Whether a member of an application has joined; none where there is no such member.
pub(crate) async fn joined(db: &impl ConnectionTrait, seen: &Authorized<Application>, member: &str) -> Result<Option<bool>, Error> {
    let application = seen.id.as_str();
    let row = application_member::Entity::find_by_id((application.to_owned(), member.to_owned())).one(db).await?;
    Ok(row.map(|r| r.joined_at.is_some()))
}

/// Takes a member away.
pub(crate) async fn drop_member(unit: &UnitOfWork, seen: &Authorized<Application>, member: &str) -> Result<(), Error> {
    let application = seen.id.as_str();
    application_member::Entity::delete_by_id((application.to_owned(), member.to_owned())).exec(unit.db()).await?;
    unit.seal(MEMBERS, &[application, member]);
    member_sections::forget(unit, seen, member).await
}

/// Lets those have a part in an application who had one when it was filed. Who has joined for one of them since stays.
pub(crate) async fn put_back_members(unit: &UnitOfWork, seen: &Authorized<Application>, filed: &[Member]) -> Result<(), Error> {
    let id = seen.id.as_str();
    let rows = application_member::Entity::find().filter(application_member::Column::Application.eq(id)).all(unit.db()).await?;
    for row in rows.iter().filter(|row| !filed.iter().any(|m| m.id == row.member)) {
        drop_member(unit, seen, &row.member).await?;
    }
    for gone in filed.iter().filter(|m| !rows.iter().any(|row| row.member == m.id)) {
        put_member(unit, seen, &Member { joined: gone.company.is_some(), ..gone.clone() }, None).await?;
    }
    Ok(())
}

/// What a move writes beside the state.
#[derive(Debug, Clone, Default)]
pub(crate) struct StateChange {
    pub due: Option<Instant>,
    pub officer: Option<String>,
}

/// Moves an application, where nobody moved it since it was seen.
pub(crate) async fn set_state(unit: &UnitOfWork, seen: &Authorized<Application>, to: State, moved: StateChange) -> Result<bool, Error> {
    let mut update = application::Entity::update_many()
        .col_expr(application::Column::State, Expr::value(to.name()))
        .col_expr(application::Column::Due, Expr::value(moved.due))
        .col_expr(application::Column::Version, Expr::col(application::Column::Version).add(1));
    if let Some(officer) = moved.officer {
        update = update.col_expr(application::Column::Officer, Expr::value(officer));
    }
    let done = update.filter(application::Column::Id.eq(&seen.id)).filter(application::Column::Version.eq(seen.version)).exec(unit.db());
    let moved = done.await?.rows_affected == 1;
    if moved {
        unit.seal(APPLICATIONS, &[&seen.id]);
    }
    Ok(moved)
}

/// Says who looks an application through.
pub(crate) async fn assign(unit: &UnitOfWork, seen: &Authorized<Application>, officer: Option<&str>) -> Result<(), Error> {
    let id = seen.id.as_str();
    let update = application::Entity::update_many().col_expr(application::Column::Officer, Expr::value(officer.map(str::to_owned)));
    update.filter(application::Column::Id.eq(id)).exec(unit.db()).await?;
    Ok(())
}

/// Notes that the applicant wrote and waits for an answer, or that the office answered.
pub(crate) async fn set_awaiting_reply(unit: &UnitOfWork, seen: &Authorized<Application>, waits: bool) -> Result<(), Error> {
    let id = seen.id.as_str();
    let at = waits.then(|| unit.now());
    let update = application::Entity::update_many().col_expr(application::Column::AskedAt, Expr::value(at));
    update.filter(application::Column::Id.eq(id)).exec(unit.db()).await?;
    Ok(())
}

/// Lets an application in until an instant.
pub(crate) async fn allow_late_filing(unit: &UnitOfWork, seen: &Authorized<Application>, until: Instant) -> Result<(), Error> {
    let id = seen.id.as_str();
    let update = application::Entity::update_many()
        .col_expr(application::Column::LateUntil, Expr::value(until))
        .col_expr(application::Column::Version, Expr::col(application::Column::Version).add(1));
    update.filter(application::Column::Id.eq(id)).exec(unit.db()).await?;
    unit.seal(APPLICATIONS, &[id]);
    Ok(())
}

/// Notes that papers were put beside it or taken away: no filing names one that is there no more.
pub(crate) async fn note_paper_change(unit: &UnitOfWork, seen: &Authorized<Application>, member: &str) -> Result<(), Error> {
    let id = seen.id.as_str();
    let update = application::Entity::update_many()
        .col_expr(application::Column::Typed, Expr::col(application::Column::Typed).add(1))
        .filter(application::Column::Id.eq(id));
    update.exec(unit.db()).await?;
    touch_part(unit, seen, member).await
}

/// Notes that something was typed into what all share; the title, where that was.
pub(crate) async fn note_edit(unit: &UnitOfWork, seen: &Authorized<Application>, title: Option<&str>) -> Result<(), Error> {
    let id = seen.id.as_str();
    let mut update = application::Entity::update_many()
        .col_expr(application::Column::SavedAt, Expr::value(unit.now()))
        .col_expr(application::Column::Typed, Expr::col(application::Column::Typed).add(1));
    if let Some(title) = title {
        update = update.col_expr(application::Column::Title, Expr::value(title));
        update = update.col_expr(application::Column::TitleKey, Expr::value(kernel::text::sought(title)));
    }
    update.filter(application::Column::Id.eq(id)).exec(unit.db()).await?;
    Ok(())
}

/// The applications in which companies have a part.
pub(crate) async fn of_companies(
    db: &impl ConnectionTrait,
    scope: &Scope<Application>,
    companies: &[&str],
) -> Result<Vec<Application>, Error> {
    if companies.is_empty() {
        return Ok(Vec::new());
    }
    let parts = application_member::Entity::find().filter(application_member::Column::Company.is_in(companies.iter().copied()));
    let ids: Vec<String> = parts.all(db).await?.into_iter().map(|r| r.application).collect();
    let mut all = Vec::new();
    for chunk in ids.chunks(500) {
        let found = application::Entity::find().filter(scope.condition()).filter(application::Column::Id.is_in(chunk));
        all.extend(found.all(db).await?);
    }
    with_members(db, all).await
}

/// A page of the applications in which companies have a part, to one call or to any, those worked on last first; one more where there
/// are more.
pub(crate) async fn page_of_companies(
    db: &impl ConnectionTrait,
    scope: &Scope<Application>,
    companies: &[&str],
    call: Option<&str>,
    page: usize,
) -> Result<Vec<Application>, Error> {
    if companies.is_empty() {
        return Ok(Vec::new());
    }
    let parts = Query::select()
        .column(application_member::Column::Application)
        .from(application_member::Entity)
        .and_where(application_member::Column::Company.is_in(companies.iter().copied()))
        .to_owned();
    let mut found = application::Entity::find().filter(scope.condition()).filter(application::Column::Id.in_subquery(parts));
    if let Some(call) = call {
        found = found.filter(application::Column::Call.eq(call));
    }
    let found = found.order_by_desc(application::Column::SavedAt).order_by_desc(application::Column::Id);
    let (before, most) = (page.saturating_mul(crate::limits::LISTED), crate::limits::LISTED + 1);
    let found = found.offset(u64::try_from(before).ok()).limit(u64::try_from(most).ok());
    with_members(db, found.all(db).await?).await
}

/// How many applications that are led by a company, by any of its names, are being written and were never filed.
pub(crate) async fn drafts(db: &impl ConnectionTrait, companies: &[&str]) -> Result<usize, Error> {
    let found = application::Entity::find().filter(application::Column::Company.is_in(companies.iter().copied()));
    let count = found.filter(application::Column::State.eq(State::Draft.name())).count(db).await?;
    Ok(usize::try_from(count).unwrap_or(usize::MAX))
}

/// Whether a company, by any of its names, leads another application to a call that stands.
pub(crate) async fn has_another(db: &impl ConnectionTrait, call: &str, companies: &[String], but: &str) -> Result<bool, Error> {
    let stands = State::ALL.into_iter().filter(|s| s.stands()).map(State::name);
    let found = application::Entity::find()
        .filter(application::Column::Call.eq(call))
        .filter(application::Column::Company.is_in(companies))
        .filter(application::Column::Id.ne(but))
        .filter(application::Column::State.is_in(stands));
    Ok(found.count(db).await? > 0)
}

/// What a company, by any of its names, has filed beside an application: the call, and the day. What was withdrawn doesn't count.
pub(crate) async fn filed_by(db: &impl ConnectionTrait, companies: &[String], but: &str) -> Result<Vec<(String, Date)>, Error> {
    let stands = State::ALL.into_iter().filter(|s| s.stands()).map(State::name);
    let found = application::Entity::find()
        .select_only()
        .columns([application::Column::Call, application::Column::FiledAt])
        .filter(application::Column::Company.is_in(companies))
        .filter(application::Column::Id.ne(but))
        .filter(application::Column::FiledAt.is_not_null())
        .filter(application::Column::State.is_in(stands))
        .limit(MOST_FILED);
    let found: Vec<(String, Option<Instant>)> = found.into_tuple().all(db).await?;
    Ok(found.into_iter().filter_map(|(call, at)| Some((call, at?.in_japan().date()))).collect())
}

/// The drafts of a call, and what was reopened or returned: with whom something is open.
pub(crate) async fn list_open(db: &impl ConnectionTrait, scope: &Scope<Application>, call: &str) -> Result<Vec<Application>, Error> {
    let states = State::ALL.into_iter().filter(|s| s.is_open()).map(State::name);
    let found = application::Entity::find().filter(scope.condition()).filter(application::Column::Call.eq(call));
    let found = found.filter(application::Column::State.is_in(states));
    with_members(db, found.order_by_asc(application::Column::Id).all(db).await?).await
}

/// Every application to a call.
pub(crate) async fn list_by_call(db: &impl ConnectionTrait, scope: &Scope<Application>, call: &str) -> Result<Vec<Application>, Error> {
    let found = application::Entity::find().filter(scope.condition()).filter(application::Column::Call.eq(call));
    with_members(db, found.order_by_asc(application::Column::Id).all(db).await?).await
}
