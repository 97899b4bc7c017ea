//! Letters: queued in the verb's transaction, sent by a job. How many leave is paced; an address that somebody names for somebody else is
//! asked first; what people said is quoted.

mod address;
mod contact;
mod pace;
mod post;
mod quote;

use std::collections::HashSet;

use lettre::message::Mailbox;
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, Condition, ConnectionTrait, EntityTrait, IntoActiveModel, PaginatorTrait, QueryFilter,
    QueryOrder, QuerySelect, sea_query::Expr,
};

pub use address::{address, bare_address, folded, masked};
pub use contact::{NamedAddress, Question, answer, asked};
pub use post::Post;
pub use quote::quoted;

use self::{contact::AddressState, pace::Pace};
use crate::{
    App, Authorized, Error, Instant,
    accounts::{self, Agency},
    jobs::{self, Job, QueuedJob},
};

mod letter {
    use sea_orm::entity::prelude::*;

    #[derive(Debug, Clone, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "letter")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false, column_type = "Text")]
        pub id: String,
        #[sea_orm(column_type = "Text", nullable)]
        pub agency: Option<String>,
        #[sea_orm(column_type = "Text")]
        pub recipient: String,
        #[sea_orm(column_type = "Text")]
        pub subject: String,
        #[sea_orm(column_type = "Text")]
        pub body: String,
        #[sea_orm(column_type = "Text")]
        pub queued_at: String,
        #[sea_orm(column_type = "Text", nullable)]
        pub sent_at: Option<String>,
        /// When it leaves; not before somebody has said yes, where there is none.
        #[sea_orm(column_type = "Text", nullable)]
        pub due_at: Option<String>,
        /// When it was taken to be sent: nothing is joined to it from then on.
        #[sea_orm(column_type = "Text", nullable)]
        pub closed_at: Option<String>,
        /// For what whoever reads there must have said yes.
        #[sea_orm(column_type = "Text", nullable)]
        pub scope: Option<String>,
        /// Who caused it, as the journal names them.
        #[sea_orm(column_type = "Text")]
        pub cause: String,
        /// What it is about, as the journal names it.
        #[sea_orm(column_type = "Text")]
        pub about: String,
        /// How many letters more were joined to it.
        pub joined: i32,
    }

    #[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// The kind of job that sends a letter.
pub const SEND: &str = "mail.send";
/// How long a letter may grow by what is joined to it, in bytes.
const MOST_JOINED: usize = 64 * 1024;

/// A letter to be sent.
#[derive(Debug, Clone, Default)]
pub struct Letter {
    /// The address.
    pub to: String,
    /// 件名.
    pub subject: String,
    /// 本文, plain text.
    pub body: String,
    /// What is asked of whoever reads there first; nothing where the address is known to be theirs, or the letter is the question.
    pub first: Option<Question>,
}

/// How a letter stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// Sent.
    Sent(Instant),
    /// To be sent, not before.
    Waiting(Instant),
    /// Held until whoever reads there has said yes.
    Held,
    /// Given up after the last try.
    GivenUp,
}

/// A letter in the queue. Its body is not shown: it may hold a link that is a key.
#[derive(Debug, Clone)]
pub struct Queued {
    /// The agency whose matter it is; none where it is nobody's alone.
    pub agency: Option<String>,
    /// The address.
    pub to: String,
    /// 件名.
    pub subject: String,
    /// When it was queued.
    pub queued_at: Instant,
    /// Who caused it, as the journal names them.
    pub cause: String,
    /// How it stands.
    pub state: State,
}

/// Who causes letters.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Cause<'c> {
    /// As the journal names them.
    pub(crate) label: &'c str,
    /// Whether how many they cause is counted: those of people who work for the system are not.
    pub(crate) paced: bool,
}

/// Queues a letter, which leaves when there is room for it; its id, where it is one of its own.
pub(crate) async fn queue(
    db: &impl ConnectionTrait,
    now: Instant,
    agency: Option<&str>,
    cause: Cause<'_>,
    letter: &Letter,
) -> Result<Vec<String>, Error> {
    let to = folded(&letter.to);
    // What can't be an address must not wait in a queue to be found out.
    bare_address(&to)?;
    let mut ids = Vec::new();
    let Some(question) = &letter.first else {
        ids.extend(send_later(db, now, agency, cause, &to, (&letter.subject, &letter.body)).await?);
        return Ok(ids);
    };
    match contact::address_state(db, &question.scope, &to, now).await? {
        AddressState::Granted => ids.extend(send_later(db, now, agency, cause, &to, (&letter.subject, &letter.body)).await?),
        AddressState::Refused => {}
        address_state => {
            if address_state == AddressState::Unasked {
                contact::ask(db, question, &to, now).await?;
                ids.extend(send_later(db, now, agency, cause, &to, (&question.subject, &question.body)).await?);
            }
            let open = Condition::all().add(letter::Column::Scope.eq(&question.scope)).add(letter::Column::DueAt.is_null());
            if !join(db, open, agency, &to, (&letter.subject, &letter.body)).await? {
                let row = row(now, agency, cause, &to, (&letter.subject, &letter.body));
                let row = letter::ActiveModel { scope: Set(Some(question.scope.clone())), ..row };
                ids.push(put(db, row).await?);
            }
        }
    }
    Ok(ids)
}

fn row(now: Instant, agency: Option<&str>, cause: Cause<'_>, to: &str, (subject, body): (&str, &str)) -> letter::ActiveModel {
    letter::ActiveModel {
        id: Set(uuid::Uuid::now_v7().to_string()),
        agency: Set(agency.map(str::to_owned)),
        recipient: Set(to.to_owned()),
        subject: Set(subject.to_owned()),
        body: Set(body.to_owned()),
        queued_at: Set(now.to_text()),
        sent_at: Set(None),
        due_at: Set(None),
        closed_at: Set(None),
        scope: Set(None),
        cause: Set(cause.label.to_owned()),
        about: Set(String::new()),
        joined: Set(0),
    }
}

async fn put(db: &impl ConnectionTrait, row: letter::ActiveModel) -> Result<String, Error> {
    let id = row.id.clone().take().unwrap_or_default();
    letter::Entity::insert(row).exec_without_returning(db).await?;
    Ok(id)
}

/// Queues a letter for now, or for when there is room: then it is joined to one that waits already.
async fn send_later(
    db: &impl ConnectionTrait,
    now: Instant,
    agency: Option<&str>,
    cause: Cause<'_>,
    to: &str,
    content: (&str, &str),
) -> Result<Option<String>, Error> {
    let known = accounts::has_account(db, to).await? || contact::is_granted(db, to).await?;
    let mut due = pace::free_at(db, &Pace::of_recipient(to, known), now).await?;
    if cause.paced {
        due = due.max(pace::free_at(db, &Pace::of_cause(cause.label), now).await?);
    }
    if due > now {
        let open = Condition::all().add(letter::Column::DueAt.gt(now.to_text()));
        if join(db, open, agency, to, content).await? {
            return Ok(None);
        }
    }
    let row = letter::ActiveModel { due_at: Set(Some(due.to_text())), ..row(now, agency, cause, to, content) };
    let id = put(db, row).await?;
    jobs::queue(db, now, agency, &Job { priority: 10, run_at: Some(due), ..Job::new(SEND, &id) }).await?;
    Ok(Some(id))
}

/// Joins what is to be said to a letter of the same agency to the same address that is open for it; whether there is one.
async fn join(
    db: &impl ConnectionTrait,
    open: Condition,
    agency: Option<&str>,
    to: &str,
    (subject, body): (&str, &str),
) -> Result<bool, Error> {
    let same = match agency {
        Some(agency) => letter::Column::Agency.eq(agency),
        None => letter::Column::Agency.is_null(),
    };
    let open = open.add(same).add(letter::Column::Recipient.eq(to)).add(letter::Column::ClosedAt.is_null());
    let found =
        letter::Entity::find().filter(open).order_by_desc(letter::Column::QueuedAt).order_by_desc(letter::Column::Id).one(db).await?;
    let Some(found) = found else { return Ok(false) };
    let body = format!("{}\n\n────────────────\n■ {subject}\n\n{body}", found.body.trim_end());
    if body.len() > MOST_JOINED {
        return Ok(false);
    }
    let joined = letter::Entity::update_many()
        .col_expr(letter::Column::Body, Expr::value(body))
        .col_expr(letter::Column::Joined, Expr::value(found.joined + 1))
        .filter(letter::Column::Id.eq(&found.id))
        .filter(letter::Column::Joined.eq(found.joined))
        // Whoever sends it closes it first, so that nothing is written into a letter that has left.
        .filter(letter::Column::ClosedAt.is_null());
    Ok(joined.exec(db).await?.rows_affected > 0)
}

/// Lets a letter leave that was held.
pub(super) async fn release(db: &impl ConnectionTrait, held: letter::Model, due: Instant, now: Instant) -> Result<(), Error> {
    let (id, agency) = (held.id.clone(), held.agency.clone());
    let mut row = held.into_active_model();
    (row.due_at, row.scope) = (Set(Some(due.to_text())), Set(None));
    row.update(db).await?;
    jobs::queue(db, now, agency.as_deref(), &Job { priority: 10, run_at: Some(due), ..Job::new(SEND, id) }).await?;
    Ok(())
}

/// Says what letters are about.
pub(crate) async fn concern(db: &impl ConnectionTrait, ids: &[String], about: &str) -> Result<(), Error> {
    for chunk in ids.chunks(500) {
        let change =
            letter::Entity::update_many().col_expr(letter::Column::About, Expr::value(about)).filter(letter::Column::Id.is_in(chunk));
        change.exec(db).await?;
    }
    Ok(())
}

/// The letters whose last try did not succeed.
fn given_up() -> Condition {
    Condition::all().add(letter::Column::SentAt.is_null()).add(letter::Column::Id.in_subquery(jobs::given_up(SEND)))
}

fn queued(row: letter::Model, failed: &HashSet<String>) -> Result<Queued, Error> {
    let state = match (row.sent_at.as_deref(), row.due_at.as_deref()) {
        (Some(sent), _) => State::Sent(Instant::parse(sent)?),
        _ if failed.contains(&row.id) => State::GivenUp,
        (None, Some(due)) => State::Waiting(Instant::parse(due)?),
        (None, None) => State::Held,
    };
    Ok(Queued {
        agency: row.agency,
        to: row.recipient,
        subject: titled(&row.subject, row.joined),
        queued_at: Instant::parse(&row.queued_at)?,
        cause: row.cause,
        state,
    })
}

/// What a letter is called, with how many more are in it.
fn titled(subject: &str, joined: i32) -> String {
    if joined == 0 { subject.to_owned() } else { format!("{subject} (+{joined})") }
}

/// The letters of an agency, and those of no agency alone: those that were given up, which stay in sight until somebody tries them again,
/// then those that were queued last; the newest first.
pub async fn list(db: &impl ConnectionTrait, agency: &Authorized<Agency>, most: u64) -> Result<Vec<Queued>, Error> {
    let own = || Condition::any().add(letter::Column::Agency.eq(&agency.id)).add(letter::Column::Agency.is_null());
    let newest =
        || letter::Entity::find().filter(own()).order_by_desc(letter::Column::QueuedAt).order_by_desc(letter::Column::Id).limit(most);
    let mut rows = newest().filter(given_up()).all(db).await?;
    let failed: HashSet<String> = rows.iter().map(|row| row.id.clone()).collect();
    rows.extend(newest().all(db).await?.into_iter().filter(|row| !failed.contains(&row.id)));
    rows.into_iter().map(|row| queued(row, &failed)).collect()
}

/// The letters about a record that did not arrive: given up, or held because whoever reads there has not answered; the newest first.
pub async fn stuck(db: &impl ConnectionTrait, about: &str, most: u64) -> Result<Vec<Queued>, Error> {
    let about = letter::Entity::find().filter(letter::Column::About.eq(about)).order_by_desc(letter::Column::QueuedAt).limit(most);
    let failed = about.clone().filter(given_up()).all(db).await?;
    let held = about.filter(letter::Column::SentAt.is_null()).filter(letter::Column::DueAt.is_null()).all(db).await?;
    let ids = failed.iter().map(|row| row.id.clone()).collect();
    failed.into_iter().chain(held).map(|row| queued(row, &ids)).collect()
}

/// How many letters are to be sent and are not yet; those that are held for an answer are not counted.
pub async fn waiting(db: &impl ConnectionTrait) -> Result<u64, Error> {
    let waiting = letter::Entity::find().filter(letter::Column::SentAt.is_null()).filter(letter::Column::DueAt.is_not_null());
    Ok(waiting.count(db).await?)
}

/// Sends the letter of a job. A letter that was sent is not sent again.
pub async fn send(app: App, job: QueuedJob, post: Post, from: Mailbox) -> Result<(), String> {
    let message = |e: sea_orm::DbErr| e.to_string();
    let db = app.db.read();
    // From here on nothing is joined to it.
    let close = letter::Entity::update_many()
        .col_expr(letter::Column::ClosedAt, Expr::value(app.now().to_text()))
        .filter(letter::Column::Id.eq(&job.payload))
        .filter(letter::Column::ClosedAt.is_null());
    close.exec(db).await.map_err(message)?;
    let found = letter::Entity::find_by_id(&job.payload).one(db).await.map_err(message)?;
    let Some(found) = found else { return Err("the letter is not there".to_owned()) };
    if found.sent_at.is_some() {
        return Ok(());
    }
    let subject = titled(&found.subject, found.joined);
    post.send(&from, &found.recipient, &subject, &found.body, &found.id).await?;
    let mut row = found.into_active_model();
    row.sent_at = Set(Some(app.now().to_text()));
    // A sent letter's links are keys no longer needed here.
    row.body = Set(String::new());
    row.update(db).await.map_err(message)?;
    contact::forget_unanswered(db, app.now()).await.map_err(|e| e.to_string())
}
