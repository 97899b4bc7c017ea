//! Work that is done later: queued in the transaction of the verb that wants it, claimed by one of several processes,
//! tried again with growing pauses, and kept for looking at.

use crate::Context;
use crate::acts;
use std::{collections::HashMap, future::Future, pin::Pin, sync::Arc, time::Duration};

use jiff::SignedDuration;
use sea_orm::{
    ActiveModelTrait,
    ActiveValue::Set,
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, IntoActiveModel, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect,
    QueryTrait,
    sea_query::{LockBehavior, LockType, SelectStatement},
};
use tokio::sync::watch;
use tracing::{Instrument, info, info_span, warn};

use crate::{Actor, App, Authorized, Error, Instant, accounts::Agency};

mod job {
    use sea_orm::entity::prelude::*;

    #[derive(Debug, Clone, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "job")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false, column_type = "Text")]
        pub id: String,
        #[sea_orm(column_type = "Text", nullable)]
        pub agency: Option<String>,
        #[sea_orm(column_type = "Text")]
        pub kind: String,
        #[sea_orm(column_type = "Text")]
        pub payload: String,
        pub priority: i32,
        #[sea_orm(column_type = "Text")]
        pub state: String,
        pub attempts: i32,
        #[sea_orm(column_type = "Text")]
        pub run_at: String,
        #[sea_orm(column_type = "Text")]
        pub queued_at: String,
        #[sea_orm(column_type = "Text", nullable)]
        pub ended_at: Option<String>,
        #[sea_orm(column_type = "Text", nullable)]
        pub error: Option<String>,
    }

    #[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// How a job stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, strum::IntoStaticStr, strum::EnumString)]
#[strum(serialize_all = "kebab-case")]
pub enum State {
    /// To be done, now or at its time.
    Waiting,
    /// Being done; given back when its process does not end it in time.
    Running,
    /// Done.
    Done,
    /// Given up; a person may try it again.
    Failed,
}

impl State {
    /// Its name.
    pub fn name(self) -> &'static str {
        self.into()
    }

    fn parse(text: &str) -> Result<Self, Error> {
        text.parse().map_err(|_| Error::Broken(format!("`{text}` is not a state of a job")))
    }
}

/// Work to be queued.
#[derive(Debug, Clone)]
pub struct Job {
    /// What kind; the handler of this name does it.
    pub kind: &'static str,
    /// What the handler needs to know.
    pub payload: String,
    /// The larger, the sooner.
    pub priority: i32,
    /// Not before.
    pub run_at: Option<Instant>,
}

impl Job {
    /// Work of a kind, to be done soon.
    pub fn new(kind: &'static str, payload: impl Into<String>) -> Self {
        Self { kind, payload: payload.into(), priority: 0, run_at: None }
    }
}

/// A job as it is kept.
#[derive(Debug, Clone)]
pub struct QueuedJob {
    /// Its id.
    pub id: String,
    /// The agency whose matter it is; none where it is nobody's alone.
    pub agency: Option<String>,
    /// What kind.
    pub kind: String,
    /// What its handler needs to know.
    pub payload: String,
    /// How it stands.
    pub state: State,
    /// How often it was tried.
    pub attempts: i32,
    /// When it is due.
    pub run_at: Instant,
    /// When it was queued.
    pub queued_at: Instant,
    /// What went wrong last.
    pub error: Option<String>,
}

/// Tries before a job is given up.
pub const MOST_ATTEMPTS: i32 = crate::limits::ATTEMPTS;
/// A job that runs longer than this belongs to a process that died.
const LEASE: SignedDuration = SignedDuration::from_mins(5);

/// How many jobs there are of each state.
pub async fn counts(db: &impl ConnectionTrait) -> Result<Vec<(State, u64)>, Error> {
    let mut all = Vec::new();
    for state in [State::Waiting, State::Running, State::Done, State::Failed] {
        all.push((state, job::Entity::find().filter(job::Column::State.eq(state.name())).count(db).await?));
    }
    Ok(all)
}

/// What the jobs of a kind that were given up are about.
pub(crate) fn given_up(kind: &str) -> SelectStatement {
    let failed = job::Entity::find().filter(job::Column::Kind.eq(kind)).filter(job::Column::State.eq(State::Failed.name()));
    failed.select_only().column(job::Column::Payload).into_query()
}

/// Whether a job of a kind is to be done.
pub(crate) async fn is_waiting(db: &impl ConnectionTrait, kind: &str) -> Result<bool, Error> {
    let found = job::Entity::find().filter(job::Column::Kind.eq(kind)).filter(job::Column::State.eq(State::Waiting.name()));
    Ok(found.one(db).await?.is_some())
}

/// Queues a job of the system's own where none of its kind waits: once, however many processes ask.
pub async fn queue_unless_waiting(app: &App, job: &Job) -> Result<(), Error> {
    let mut unit = app.begin(&Actor::System(job.kind)).await?;
    if is_waiting(unit.db(), job.kind).await? {
        return Ok(());
    }
    unit.job(job).await?;
    let at = job.run_at.map(Instant::to_text);
    unit.journal(acts::WORK, &format!("job:{}", job.kind), serde_json::json!({ "queued": job.kind, "run_at": at })).await?;
    unit.commit().await
}

pub(crate) async fn queue(db: &impl ConnectionTrait, now: Instant, agency: Option<&str>, wanted: &Job) -> Result<String, Error> {
    let id = uuid::Uuid::now_v7().to_string();
    let row = job::ActiveModel {
        id: Set(id.clone()),
        agency: Set(agency.map(str::to_owned)),
        kind: Set(wanted.kind.to_owned()),
        payload: Set(wanted.payload.clone()),
        priority: Set(wanted.priority),
        state: Set(State::Waiting.name().to_owned()),
        attempts: Set(0),
        run_at: Set(wanted.run_at.unwrap_or(now).to_text()),
        queued_at: Set(now.to_text()),
        ended_at: Set(None),
        error: Set(None),
    };
    job::Entity::insert(row).exec_without_returning(db).await?;
    Ok(id)
}

fn read(row: job::Model) -> Result<QueuedJob, Error> {
    Ok(QueuedJob {
        state: State::parse(&row.state)?,
        run_at: Instant::parse(&row.run_at)?,
        queued_at: Instant::parse(&row.queued_at)?,
        id: row.id,
        agency: row.agency,
        kind: row.kind,
        payload: row.payload,
        attempts: row.attempts,
        error: row.error,
    })
}

/// Jobs of an agency and those of no agency alone, in a state; those queued last first.
pub async fn list(
    db: &impl ConnectionTrait,
    agency: &Authorized<Agency>,
    state: Option<State>,
    most: u64,
) -> Result<Vec<QueuedJob>, Error> {
    let own = Condition::any().add(job::Column::Agency.eq(&agency.id)).add(job::Column::Agency.is_null());
    let mut all = job::Entity::find().filter(own).order_by_desc(job::Column::QueuedAt).order_by_desc(job::Column::Id).limit(most);
    if let Some(state) = state {
        all = all.filter(job::Column::State.eq(state.name()));
    }
    all.all(db).await?.into_iter().map(read).collect()
}

/// Takes the next job that is due, for one process alone; and jobs of processes that died.
pub async fn claim(app: &App) -> Result<Option<QueuedJob>, Error> {
    let now = app.now();
    let transaction = app.db.begin().await?;
    let due = job::Entity::find()
        .filter(job::Column::State.is_in([State::Waiting.name(), State::Running.name()]))
        .filter(job::Column::RunAt.lte(now.to_text()))
        .order_by_desc(job::Column::Priority)
        .order_by_asc(job::Column::RunAt)
        .limit(1)
        .lock_with_behavior(LockType::Update, LockBehavior::SkipLocked)
        .one(&*transaction)
        .await?;
    let Some(found) = due else {
        transaction.rollback().await?;
        return Ok(None);
    };
    if found.attempts >= MOST_ATTEMPTS {
        // Every process that took it died of it.
        let mut row = found.into_active_model();
        row.state = Set(State::Failed.name().to_owned());
        row.ended_at = Set(Some(now.to_text()));
        row.update(&*transaction).await?;
        transaction.commit(None).await?;
        return Ok(None);
    }
    let attempts = found.attempts + 1;
    let mut row = found.clone().into_active_model();
    row.state = Set(State::Running.name().to_owned());
    row.attempts = Set(attempts);
    // While it runs, the time at which it is due is the time at which it is given back.
    row.run_at = Set(now.plus(LEASE).to_text());
    row.update(&*transaction).await?;
    transaction.commit(None).await?;
    read(job::Model { attempts, ..found }).map(Some)
}

/// Writes down how a job ended: done, to be tried again after a pause, or given up.
pub async fn end(app: &App, job: &QueuedJob, outcome: Result<(), String>) -> Result<(), Error> {
    let now = app.now();
    let transaction = app.db.begin().await?;
    let Some(found) = job::Entity::find_by_id(&job.id).one(&*transaction).await? else { return Err(Error::NotFound) };
    // A process that came back from the dead does not undo what another did.
    if found.attempts != job.attempts || found.state != State::Running.name() {
        transaction.rollback().await?;
        return Ok(());
    }
    let mut row = found.into_active_model();
    match outcome {
        Ok(()) => {
            row.state = Set(State::Done.name().to_owned());
            row.ended_at = Set(Some(now.to_text()));
            row.error = Set(None);
        }
        Err(error) => {
            let given_up = job.attempts >= MOST_ATTEMPTS;
            row.state = Set(if given_up { State::Failed } else { State::Waiting }.name().to_owned());
            row.run_at = Set(now.plus(pause(job.attempts)).to_text());
            row.ended_at = Set(given_up.then(|| now.to_text()));
            row.error = Set(Some(error.chars().take(500).collect()));
        }
    }
    row.update(&*transaction).await?;
    transaction.commit(None).await?;
    Ok(())
}

/// 30 seconds, then twice as long each time.
fn pause(attempts: i32) -> SignedDuration {
    SignedDuration::from_secs(30 << attempts.clamp(1, MOST_ATTEMPTS) >> 1)
}

/// Puts a job that was given up back into the queue. Safe to repeat.
pub async fn retry(app: &App, actor: &Actor, agency: impl crate::access::Resource, id: &str) -> Result<(), Error> {
    let agency = app.policy.allow(actor, acts::QUEUE_CHANGE, agency)?;
    let mut unit = app.begin(actor).await?.at(agency.id());
    let found = job::Entity::find_by_id(id).one(unit.db()).await?;
    let Some(found) = found.filter(|f| f.agency.as_deref().is_none_or(|a| a == agency.id())) else { return Err(Error::NotFound) };
    if found.state == State::Failed.name() {
        let mut row = found.into_active_model();
        row.state = Set(State::Waiting.name().to_owned());
        row.attempts = Set(0);
        row.run_at = Set(unit.now().to_text());
        row.ended_at = Set(None);
        row.update(unit.db()).await?;
    }
    unit.journal(agency.act(), &format!("job:{id}"), serde_json::json!({})).await?;
    unit.commit().await
}

/// Work that a context does by itself: what it is called, how it is done, and how it is queued when the server begins.
#[derive(Debug, Clone, Copy)]
pub struct JobKind {
    /// Its name: `files.check`.
    pub name: &'static str,
    /// Does it.
    pub run: fn(App) -> JobFuture,
    /// Queues it, where it is due by the clock or by what lies there.
    pub begin: fn(App) -> JobFuture,
}

/// What a handler gives back.
pub type JobFuture = Pin<Box<dyn Future<Output = Result<(), String>> + Send>>;
/// Does the jobs of one kind.
pub type Handler = Arc<dyn Fn(App, QueuedJob) -> JobFuture + Send + Sync>;

/// The handlers, by kind.
#[derive(Clone, Default)]
pub struct Handlers(HashMap<&'static str, Handler>);

impl std::fmt::Debug for Handlers {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_set().entries(self.0.keys()).finish()
    }
}

impl Handlers {
    /// With a handler for a kind.
    #[must_use]
    pub fn with<F: Future<Output = Result<(), String>> + Send + 'static>(
        mut self,
        kind: &'static str,
        handler: impl Fn(App, QueuedJob) -> F + Send + Sync + 'static,
    ) -> Self {
        self.0.insert(kind, Arc::new(move |app, job| Box::pin(handler(app, job))));
        self
    }

    /// With the work of contexts.
    #[must_use]
    pub fn of(mut self, contexts: &[Context]) -> Self {
        for job in contexts.iter().flat_map(|context| context.jobs).copied() {
            self = self.with(job.name, move |app, _| (job.run)(app));
        }
        self
    }

    /// Does one job that is due; whether there was one.
    pub async fn one(&self, app: &App) -> Result<bool, Error> {
        let Some(job) = claim(app).await? else { return Ok(false) };
        let outcome = match self.0.get(job.kind.as_str()) {
            // A handler that panics fails its job, not the worker.
            Some(handler) => tokio::spawn(handler(app.clone(), job.clone()).instrument(info_span!("job", kind = job.kind)))
                .await
                .unwrap_or_else(|e| Err(e.to_string())),
            None => Err(format!("nobody does jobs of the kind `{}`", job.kind)),
        };
        if let Err(error) = &outcome {
            warn!(job = job.id, kind = job.kind, attempts = job.attempts, error, "a job did not succeed");
        }
        end(app, &job, outcome).await?;
        Ok(true)
    }

    /// Does jobs until it is told to stop; the one at hand is finished first.
    pub async fn run(self, app: App, mut stop: watch::Receiver<bool>) {
        while !*stop.borrow() {
            match self.one(&app).await {
                Ok(true) => continue,
                Ok(false) => {}
                Err(error) => warn!(%error, "the queue can't be read"),
            }
            tokio::select! {
                () = tokio::time::sleep(Duration::from_secs(1)) => {}
                _ = stop.changed() => {}
            }
        }
        info!("no more jobs are taken");
    }
}

/// Queues what contexts do by the clock.
pub async fn begin(app: &App, contexts: &[Context]) -> Result<(), String> {
    for job in contexts.iter().flat_map(|context| context.jobs) {
        (job.begin)(app.clone()).await?;
    }
    Ok(())
}

/// Sees to it that work is queued for the next night; once, however many processes ask.
pub async fn every_night(app: &App, kind: &'static str) -> Result<(), Error> {
    daily_at(app, kind, 3).await
}

/// Sees to it that work is queued for the next time that it is a full hour in Japan; once, however many processes ask.
pub async fn daily_at(app: &App, kind: &'static str, hour: i8) -> Result<(), Error> {
    queue_unless_waiting(app, &Job { run_at: Some(next_hour(app.now(), hour)), ..Job::new(kind, "") }).await
}

/// The next time that it is a full hour in Japan.
fn next_hour(now: Instant, hour: i8) -> Instant {
    let today = now.in_japan();
    let full = today.date().at(hour, 0, 0, 0);
    let wait = today.duration_until(if full > today { full } else { full.saturating_add(SignedDuration::from_hours(24)) });
    now.plus(wait)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_next_full_hour_is_always_ahead_and_within_a_day() {
        for text in ["2026-04-01T00:00:00Z", "2026-04-01T17:59:59Z", "2026-04-01T18:00:00Z", "2026-12-31T20:00:00Z"] {
            let now = Instant::parse(text).unwrap_or(Instant::of(jiff::Timestamp::MIN));
            for hour in 0..24 {
                let next = next_hour(now, hour);
                assert!(next > now && next <= now.plus(SignedDuration::from_hours(24)), "{text}");
                assert_eq!(next.in_japan().hour(), hour);
            }
        }
    }
}
