//! How applications are kept: rows, members, fields and filings.

use std::collections::HashMap;

use platform::{Error, Instant, Write};
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect,
    sea_query::{Expr, ExprTrait, OnConflict},
};

use super::model::{Application, Cell, Cells, Filing, Member, State, channel};

pub(crate) mod application {
    use sea_orm::entity::prelude::*;

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
        pub state: String,
        pub version: i32,
        pub typed: i32,
        pub channel: String,
        pub keeper: Option<String>,
        pub made_at: String,
        pub made_by: String,
        pub saved_at: String,
        pub receipt: Option<String>,
        pub filed_at: Option<String>,
        pub filings: i32,
        pub sha256: Option<String>,
        pub verdict: Option<String>,
        pub grant_yen: Option<i64>,
        pub requested_yen: Option<i64>,
        pub due: Option<String>,
        pub admitted_until: Option<String>,
        pub officer: Option<String>,
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

mod application_field {
    use sea_orm::entity::prelude::*;

    #[derive(Debug, Clone, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "application_field")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub application: String,
        #[sea_orm(primary_key, auto_increment = false)]
        pub name: String,
        pub said: String,
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
        pub said: String,
        pub at: String,
        pub by: String,
    }

    #[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

mod application_paper {
    use sea_orm::entity::prelude::*;

    #[derive(Debug, Clone, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "application_paper")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub application: String,
        #[sea_orm(primary_key, auto_increment = false)]
        pub attachment: String,
        pub member: String,
        pub document: String,
    }

    #[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

mod application_other {
    use sea_orm::entity::prelude::*;

    #[derive(Debug, Clone, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "application_other")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub application: String,
        #[sea_orm(primary_key, auto_increment = false)]
        pub place: i32,
        pub scheme: String,
        pub name: String,
        pub status: String,
    }

    #[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

mod application_filing {
    use sea_orm::entity::prelude::*;

    #[derive(Debug, Clone, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "application_filing")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub application: String,
        #[sea_orm(primary_key, auto_increment = false)]
        pub number: i32,
        pub receipt: String,
        pub arrived_at: String,
        pub filed_at: String,
        pub channel: String,
        pub by: String,
        pub sha256: String,
        pub code: String,
        pub manifest: String,
        pub content: String,
        pub assessment: String,
    }

    #[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

pub(crate) fn broken(what: &str) -> Error {
    Error::Broken(format!("`{what}` can't be read in an application"))
}

fn instant(text: Option<&String>) -> Result<Option<Instant>, Error> {
    text.map(|t| Instant::parse(t)).transpose()
}

fn read(row: application::Model, members: Vec<Member>) -> Result<Application, Error> {
    Ok(Application {
        state: State::parse(&row.state).ok_or_else(|| broken(&row.state))?,
        channel: channel(&row.channel).ok_or_else(|| broken(&row.channel))?,
        made_at: Instant::parse(&row.made_at)?,
        saved_at: Instant::parse(&row.saved_at)?,
        filed_at: instant(row.filed_at.as_ref())?,
        due: instant(row.due.as_ref())?,
        admitted_until: instant(row.admitted_until.as_ref())?,
        id: row.id,
        call: row.call,
        agency: row.agency,
        company: row.company,
        title: row.title,
        company_name: row.company_name,
        version: row.version,
        typed: row.typed,
        keeper: row.keeper,
        receipt: row.receipt,
        filings: row.filings,
        sha256: row.sha256,
        verdict: row.verdict,
        grant_yen: row.grant_yen,
        requested_yen: row.requested_yen,
        officer: row.officer,
        members,
    })
}

fn member(row: application_member::Model) -> (String, Member) {
    let joined = row.joined_at.is_some();
    (row.application, Member { id: row.member, company: row.company, name: row.name, email: row.email, joined })
}

/// Applications with their members.
async fn with_members(db: &impl ConnectionTrait, rows: Vec<application::Model>) -> Result<Vec<Application>, Error> {
    let mut members: HashMap<String, Vec<Member>> = HashMap::new();
    for chunk in rows.chunks(500) {
        let ids = chunk.iter().map(|r| r.id.as_str());
        let found = application_member::Entity::find().filter(application_member::Column::Application.is_in(ids));
        for row in found.all(db).await? {
            let (application, member) = member(row);
            members.entry(application).or_default().push(member);
        }
    }
    let read = |row: application::Model| {
        let mut own = members.remove(&row.id).unwrap_or_default();
        own.sort_by_key(Member::place);
        read(row, own)
    };
    rows.into_iter().map(read).collect()
}

pub(crate) async fn find(db: &impl ConnectionTrait, id: &str) -> Result<Option<Application>, Error> {
    let row = application::Entity::find_by_id(id).one(db).await?;
    Ok(with_members(db, row.into_iter().collect()).await?.pop())
}

/// Keeps a new application with its lead. Safe to repeat: whether there was none of that id.
pub(crate) async fn put(write: &Write, new: &Application) -> Result<bool, Error> {
    let row = application::ActiveModel {
        id: Set(new.id.clone()),
        call: Set(new.call.clone()),
        agency: Set(new.agency.clone()),
        company: Set(new.company.clone()),
        title: Set(new.title.clone()),
        company_name: Set(new.company_name.clone()),
        state: Set(new.state.name().to_owned()),
        version: Set(new.version),
        typed: Set(0),
        channel: Set(new.channel.word().to_owned()),
        keeper: Set(new.keeper.clone()),
        made_at: Set(new.made_at.to_text()),
        made_by: Set(write.actor().to_owned()),
        saved_at: Set(new.saved_at.to_text()),
        receipt: Set(None),
        filed_at: Set(None),
        filings: Set(0),
        sha256: Set(None),
        verdict: Set(None),
        grant_yen: Set(None),
        requested_yen: Set(None),
        due: Set(None),
        admitted_until: Set(None),
        officer: Set(None),
    };
    let stay = OnConflict::column(application::Column::Id).do_nothing().to_owned();
    if application::Entity::insert(row).on_conflict(stay).exec_without_returning(write.db()).await? == 0 {
        return Ok(false);
    }
    for member in &new.members {
        put_member(write, &new.id, member, None).await?;
    }
    Ok(true)
}

/// Keeps a member, invited by a link or joined already. Safe to repeat.
pub(crate) async fn put_member(write: &Write, application: &str, member: &Member, invited: Option<&str>) -> Result<(), Error> {
    let row = application_member::ActiveModel {
        application: Set(application.to_owned()),
        member: Set(member.id.clone()),
        company: Set(member.company.clone()),
        name: Set(member.name.clone()),
        email: Set(member.email.clone()),
        invited: Set(invited.map(str::to_owned)),
        joined_at: Set(member.joined.then(|| write.now().to_text())),
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
    application_member::Entity::insert(row).on_conflict(again).exec_without_returning(write.db()).await?;
    Ok(())
}

/// The application and member that a link, by its hash, invites to.
pub(crate) async fn invited(db: &impl ConnectionTrait, hash: &str) -> Result<Option<(String, String)>, Error> {
    let row = application_member::Entity::find().filter(application_member::Column::Invited.eq(hash)).one(db).await?;
    Ok(row.map(|r| (r.application, r.member)))
}

/// Takes a member away.
pub(crate) async fn drop_member(write: &Write, application: &str, member: &str) -> Result<(), Error> {
    application_member::Entity::delete_by_id((application.to_owned(), member.to_owned())).exec(write.db()).await?;
    Ok(())
}

/// What a move writes beside the state.
#[derive(Debug, Clone, Default)]
pub(crate) struct Moved {
    pub due: Option<Instant>,
    pub officer: Option<String>,
}

/// Moves an application, where nobody moved it since it was seen.
pub(crate) async fn shift(write: &Write, seen: &Application, to: State, moved: Moved) -> Result<bool, Error> {
    let mut update = application::Entity::update_many()
        .col_expr(application::Column::State, Expr::value(to.name()))
        .col_expr(application::Column::Due, Expr::value(moved.due.map(Instant::to_text)))
        .col_expr(application::Column::Version, Expr::col(application::Column::Version).add(1));
    if let Some(officer) = moved.officer {
        update = update.col_expr(application::Column::Officer, Expr::value(officer));
    }
    let done = update.filter(application::Column::Id.eq(&seen.id)).filter(application::Column::Version.eq(seen.version)).exec(write.db());
    Ok(done.await?.rows_affected == 1)
}

/// Says who looks an application through.
pub(crate) async fn assign(write: &Write, id: &str, officer: Option<&str>) -> Result<(), Error> {
    let update = application::Entity::update_many().col_expr(application::Column::Officer, Expr::value(officer.map(str::to_owned)));
    update.filter(application::Column::Id.eq(id)).exec(write.db()).await?;
    Ok(())
}

/// Lets an application in until an instant.
pub(crate) async fn admit(write: &Write, id: &str, until: Instant) -> Result<(), Error> {
    let update = application::Entity::update_many()
        .col_expr(application::Column::AdmittedUntil, Expr::value(until.to_text()))
        .col_expr(application::Column::Version, Expr::col(application::Column::Version).add(1));
    update.filter(application::Column::Id.eq(id)).exec(write.db()).await?;
    Ok(())
}

/// What an application shows in lists once it is filed.
#[derive(Debug, Clone)]
pub(crate) struct Summary<'s> {
    pub verdict: &'s str,
    pub grant_yen: Option<i64>,
    pub requested_yen: i64,
}

/// Keeps a filing, and lets the application stand so, where nobody moved it since it was seen.
pub(crate) async fn file(write: &Write, seen: &Application, filing: &Filing, summary: &Summary<'_>) -> Result<bool, Error> {
    let done = application::Entity::update_many()
        .col_expr(application::Column::State, Expr::value(State::Filed.name()))
        .col_expr(application::Column::Version, Expr::col(application::Column::Version).add(1))
        .col_expr(application::Column::Receipt, Expr::value(filing.receipt.clone()))
        .col_expr(application::Column::FiledAt, Expr::value(filing.arrived_at.to_text()))
        .col_expr(application::Column::Filings, Expr::value(filing.number))
        .col_expr(application::Column::Sha256, Expr::value(filing.sha256.clone()))
        .col_expr(application::Column::Verdict, Expr::value(summary.verdict))
        .col_expr(application::Column::GrantYen, Expr::value(summary.grant_yen))
        .col_expr(application::Column::RequestedYen, Expr::value(summary.requested_yen))
        .col_expr(application::Column::Due, Expr::value(None::<String>))
        .filter(application::Column::Id.eq(&seen.id))
        .filter(application::Column::Version.eq(seen.version))
        .exec(write.db())
        .await?;
    if done.rows_affected != 1 {
        return Ok(false);
    }
    let row = application_filing::ActiveModel {
        application: Set(filing.application.clone()),
        number: Set(filing.number),
        receipt: Set(filing.receipt.clone()),
        arrived_at: Set(filing.arrived_at.to_text()),
        filed_at: Set(filing.filed_at.to_text()),
        channel: Set(filing.channel.word().to_owned()),
        by: Set(filing.by.clone()),
        sha256: Set(filing.sha256.clone()),
        code: Set(filing.code.clone()),
        manifest: Set(filing.manifest.clone()),
        content: Set(filing.content.clone()),
        assessment: Set(filing.assessment.clone()),
    };
    application_filing::Entity::insert(row).exec_without_returning(write.db()).await?;
    Ok(true)
}

/// Keeps which other subsidies a filing names: scheme, name, status.
pub(crate) async fn put_others(write: &Write, id: &str, others: &[(String, String, String)]) -> Result<(), Error> {
    application_other::Entity::delete_many().filter(application_other::Column::Application.eq(id)).exec(write.db()).await?;
    if others.is_empty() {
        return Ok(());
    }
    let rows = others.iter().zip(0..).map(|((scheme, name, status), place)| application_other::ActiveModel {
        application: Set(id.to_owned()),
        place: Set(place),
        scheme: Set(scheme.clone()),
        name: Set(name.clone()),
        status: Set(status.clone()),
    });
    application_other::Entity::insert_many(rows).exec_without_returning(write.db()).await?;
    Ok(())
}

/// The other subsidies that applications name, by application.
pub(crate) async fn others(db: &impl ConnectionTrait, ids: &[String]) -> Result<Vec<(String, String, String, String)>, Error> {
    let mut all = Vec::new();
    for chunk in ids.chunks(500) {
        let found = application_other::Entity::find().filter(application_other::Column::Application.is_in(chunk));
        let rows =
            found.order_by_asc(application_other::Column::Application).order_by_asc(application_other::Column::Place).all(db).await?;
        all.extend(rows.into_iter().map(|r| (r.application, r.scheme, r.name, r.status)));
    }
    Ok(all)
}

fn filing(row: application_filing::Model) -> Result<Filing, Error> {
    Ok(Filing {
        channel: channel(&row.channel).ok_or_else(|| broken(&row.channel))?,
        arrived_at: Instant::parse(&row.arrived_at)?,
        filed_at: Instant::parse(&row.filed_at)?,
        application: row.application,
        number: row.number,
        receipt: row.receipt,
        by: row.by,
        sha256: row.sha256,
        code: row.code,
        manifest: row.manifest,
        content: row.content,
        assessment: row.assessment,
    })
}

/// The filing that stands, or another by its number.
pub(crate) async fn filed(db: &impl ConnectionTrait, id: &str, number: i32) -> Result<Option<Filing>, Error> {
    application_filing::Entity::find_by_id((id.to_owned(), number)).one(db).await?.map(filing).transpose()
}

/// Every filing of an application, the newest first, without what was filed.
pub(crate) async fn filings(db: &impl ConnectionTrait, id: &str) -> Result<Vec<Filing>, Error> {
    let found = application_filing::Entity::find().filter(application_filing::Column::Application.eq(id));
    found.order_by_desc(application_filing::Column::Number).all(db).await?.into_iter().map(filing).collect()
}

/// A filing by its receipt's code.
pub(crate) async fn by_code(db: &impl ConnectionTrait, code: &str) -> Result<Option<Filing>, Error> {
    application_filing::Entity::find().filter(application_filing::Column::Code.eq(code)).one(db).await?.map(filing).transpose()
}

/// Everything that is typed in an application.
pub(crate) async fn cells(db: &impl ConnectionTrait, id: &str) -> Result<Cells, Error> {
    let rows = application_field::Entity::find().filter(application_field::Column::Application.eq(id)).all(db).await?;
    rows.into_iter()
        .map(|row| Ok((row.name, Cell { said: row.said, version: row.version, at: Instant::parse(&row.at)?, by: row.by })))
        .collect()
}

/// What is typed in some fields.
pub(crate) async fn cells_of(db: &impl ConnectionTrait, id: &str, names: &[&str]) -> Result<Cells, Error> {
    let mut all = Cells::new();
    for chunk in names.chunks(500) {
        let found = application_field::Entity::find().filter(application_field::Column::Application.eq(id));
        for row in found.filter(application_field::Column::Name.is_in(chunk.iter().copied())).all(db).await? {
            all.insert(row.name, Cell { said: row.said, version: row.version, at: Instant::parse(&row.at)?, by: row.by });
        }
    }
    Ok(all)
}

/// Types into fields; what somebody else had typed there is set aside.
pub(crate) async fn type_in(write: &Write, id: &str, changed: &[(&str, &str, Option<&Cell>)]) -> Result<(), Error> {
    if changed.is_empty() {
        return Ok(());
    }
    let past: Vec<_> = changed.iter().filter_map(|(name, _, before)| before.filter(|b| b.by != write.actor()).map(|b| (name, b))).collect();
    for chunk in past.chunks(200) {
        let rows = chunk.iter().map(|(name, before)| application_field_past::ActiveModel {
            application: Set(id.to_owned()),
            name: Set((**name).to_owned()),
            version: Set(before.version),
            said: Set(before.said.clone()),
            at: Set(before.at.to_text()),
            by: Set(before.by.clone()),
        });
        application_field_past::Entity::insert_many(rows).exec_without_returning(write.db()).await?;
    }
    for chunk in changed.chunks(200) {
        let rows = chunk.iter().map(|(name, said, before)| application_field::ActiveModel {
            application: Set(id.to_owned()),
            name: Set((*name).to_owned()),
            said: Set((*said).to_owned()),
            version: Set(before.map_or(1, |b| b.version + 1)),
            at: Set(write.now().to_text()),
            by: Set(write.actor().to_owned()),
        });
        let replace = OnConflict::columns([application_field::Column::Application, application_field::Column::Name])
            .update_columns([
                application_field::Column::Said,
                application_field::Column::Version,
                application_field::Column::At,
                application_field::Column::By,
            ])
            .to_owned();
        application_field::Entity::insert_many(rows).on_conflict(replace).exec_without_returning(write.db()).await?;
    }
    Ok(())
}

/// What others had typed into a field before, the newest first.
pub(crate) async fn past(db: &impl ConnectionTrait, id: &str, name: &str) -> Result<Vec<Cell>, Error> {
    let found = application_field_past::Entity::find()
        .filter(application_field_past::Column::Application.eq(id))
        .filter(application_field_past::Column::Name.eq(name))
        .order_by_desc(application_field_past::Column::Version)
        .limit(20);
    let read =
        |row: application_field_past::Model| Ok(Cell { said: row.said, version: row.version, at: Instant::parse(&row.at)?, by: row.by });
    found.all(db).await?.into_iter().map(read).collect()
}

/// Says for which member and document an attachment stands.
pub(crate) async fn put_paper(write: &Write, id: &str, attachment: &str, member: &str, document: &str) -> Result<(), Error> {
    let row = application_paper::ActiveModel {
        application: Set(id.to_owned()),
        attachment: Set(attachment.to_owned()),
        member: Set(member.to_owned()),
        document: Set(document.to_owned()),
    };
    application_paper::Entity::insert(row).exec_without_returning(write.db()).await?;
    Ok(())
}

/// Takes that away; whose it was, where it was there.
pub(crate) async fn drop_paper(write: &Write, id: &str, attachment: &str) -> Result<(), Error> {
    application_paper::Entity::delete_by_id((id.to_owned(), attachment.to_owned())).exec(write.db()).await?;
    Ok(())
}

/// For which member and document each attachment of an application stands.
pub(crate) async fn papers(db: &impl ConnectionTrait, id: &str) -> Result<HashMap<String, (String, String)>, Error> {
    let rows = application_paper::Entity::find().filter(application_paper::Column::Application.eq(id)).all(db).await?;
    Ok(rows.into_iter().map(|r| (r.attachment, (r.member, r.document))).collect())
}

/// Notes that something was typed; the title, where that was.
pub(crate) async fn touch(write: &Write, id: &str, title: Option<&str>) -> Result<(), Error> {
    let mut update = application::Entity::update_many()
        .col_expr(application::Column::SavedAt, Expr::value(write.now().to_text()))
        .col_expr(application::Column::Typed, Expr::col(application::Column::Typed).add(1));
    if let Some(title) = title {
        update = update.col_expr(application::Column::Title, Expr::value(title));
    }
    update.filter(application::Column::Id.eq(id)).exec(write.db()).await?;
    Ok(())
}

/// Puts fields back to what was filed.
pub(crate) async fn put_back(write: &Write, id: &str, fields: &std::collections::BTreeMap<String, String>) -> Result<(), Error> {
    let now = cells(write.db(), id).await?;
    let empty = String::new();
    let differ = now.iter().filter(|(name, cell)| fields.get(*name).unwrap_or(&empty) != &cell.said);
    let mut changed: Vec<(&str, &str, Option<&Cell>)> =
        differ.map(|(name, cell)| (name.as_str(), fields.get(name).unwrap_or(&empty).as_str(), Some(cell))).collect();
    changed.extend(fields.iter().filter(|(name, _)| !now.contains_key(*name)).map(|(n, s)| (n.as_str(), s.as_str(), None)));
    type_in(write, id, &changed).await
}

/// The applications in which companies have a part, those worked on last first.
pub(crate) async fn of_companies(db: &impl ConnectionTrait, companies: &[&str]) -> Result<Vec<Application>, Error> {
    if companies.is_empty() {
        return Ok(Vec::new());
    }
    let parts = application_member::Entity::find().filter(application_member::Column::Company.is_in(companies.iter().copied()));
    let ids: Vec<String> = parts.all(db).await?.into_iter().map(|r| r.application).collect();
    let mut all = Vec::new();
    for chunk in ids.chunks(500) {
        let found = application::Entity::find().filter(application::Column::Id.is_in(chunk));
        all.extend(found.all(db).await?);
    }
    all.sort_by(|a, b| b.saved_at.cmp(&a.saved_at));
    with_members(db, all).await
}

/// Whether a company leads another application to a call that stands.
pub(crate) async fn has_another(db: &impl ConnectionTrait, call: &str, company: &str, but: &str) -> Result<bool, Error> {
    let stands = State::ALL.into_iter().filter(|s| s.stands()).map(State::name);
    let found = application::Entity::find()
        .filter(application::Column::Call.eq(call))
        .filter(application::Column::Company.eq(company))
        .filter(application::Column::Id.ne(but))
        .filter(application::Column::State.is_in(stands));
    Ok(found.count(db).await? > 0)
}

/// The drafts of a call, and what was reopened or returned: with whom something is open.
pub(crate) async fn open(db: &impl ConnectionTrait, call: &str) -> Result<Vec<Application>, Error> {
    let states = State::ALL.into_iter().filter(|s| s.is_open()).map(State::name);
    let found = application::Entity::find().filter(application::Column::Call.eq(call)).filter(application::Column::State.is_in(states));
    with_members(db, found.order_by_asc(application::Column::Id).all(db).await?).await
}

/// Every application to a call.
pub(crate) async fn all_of(db: &impl ConnectionTrait, call: &str) -> Result<Vec<Application>, Error> {
    let found = application::Entity::find().filter(application::Column::Call.eq(call));
    with_members(db, found.order_by_asc(application::Column::Id).all(db).await?).await
}

/// What a work list asks for.
#[derive(Debug, Clone, Default)]
pub(crate) struct Wanted<'w> {
    pub agency: &'w str,
    pub call: &'w str,
    pub state: Option<State>,
    pub officer: Option<&'w str>,
    pub verdict: &'w str,
    pub text: &'w str,
}

fn wanted(asked: &Wanted<'_>) -> Condition {
    let mut all = Condition::all().add(application::Column::Agency.eq(asked.agency));
    // Drafts are nobody's matter but their writers'.
    all = all.add(application::Column::Filings.gt(0));
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
    if !asked.text.is_empty() {
        let any = Condition::any()
            .add(application::Column::Title.contains(asked.text))
            .add(application::Column::CompanyName.contains(asked.text))
            .add(application::Column::Receipt.contains(asked.text));
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

/// How many there are of each state, of what is asked for in any state.
pub(crate) async fn counts(db: &impl ConnectionTrait, asked: &Wanted<'_>) -> Result<Vec<(String, i64)>, Error> {
    let any = Wanted { state: None, ..asked.clone() };
    let found =
        application::Entity::find().select_only().column(application::Column::State).column_as(application::Column::Id.count(), "n");
    Ok(found.filter(wanted(&any)).group_by(application::Column::State).into_tuple().all(db).await?)
}

/// The next applications of what is asked for, in the order of their ids, after one of them: for tables that leave the house.
pub(crate) async fn next(db: &impl ConnectionTrait, asked: &Wanted<'_>, after: &str, most: u64) -> Result<Vec<Application>, Error> {
    let found = application::Entity::find().filter(wanted(asked)).filter(application::Column::Id.gt(after));
    with_members(db, found.order_by_asc(application::Column::Id).limit(most).all(db).await?).await
}
