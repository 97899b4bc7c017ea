//! SQLite inside by default, PostgreSQL by address; one schema for both.

use std::{
    ops::Deref,
    os::unix::fs::OpenOptionsExt,
    path::Path,
    pin::pin,
    sync::{
        Arc,
        atomic::{AtomicU64, AtomicUsize, Ordering},
    },
    task::Poll,
    time::Duration,
};

use futures_util::poll;
use sea_orm::{
    AccessMode, ConnectOptions, ConnectionTrait, Database, DatabaseConnection, DatabaseTransaction, DbBackend, DbErr, IsolationLevel,
    SqliteTransactionMode, Statement, TransactionOptions, TransactionTrait,
    sea_query::LikeExpr,
    sqlx::{Connection, pool::PoolOptions},
};
use sea_orm_migration::MigratorTraitSelf;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::{
    Error,
    context::{Context, Migrations},
    disk::Disk,
    files::private,
    journal,
};

/// What a column must be like to hold a text: no sign of that text stands for others.
pub fn holding(text: &str) -> LikeExpr {
    let plain = text.replace('\\', r"\\").replace('%', r"\%").replace('_', r"\_");
    LikeExpr::new(format!("%{plain}%")).escape('\\')
}

/// Connections of a process, and how many of them look at one moment each.
const CONNECTIONS: u32 = 12;
const LOOKS: usize = 6;
/// For so long after something was kept nobody asks whether the database can write.
const RECENT: Duration = Duration::from_secs(2);
/// How often the database is asked what became of a commit, and the pause between.
const ASKED: usize = 5;
const PAUSE: Duration = Duration::from_millis(300);
/// How long a trial write may take.
const PROBE: Duration = Duration::from_secs(5);

/// The database.
#[derive(Debug, Clone)]
pub struct Db {
    connection: DatabaseConnection,
    /// Who may begin to write: the others wait here in the order in which they came, and no connection waits with them.
    turn: Arc<Semaphore>,
    /// How many wait for their turn.
    waiting: Arc<AtomicUsize>,
    /// How many may look over a connection of their own: whoever does may need another one, and finds it.
    looks: Arc<Semaphore>,
    /// The disk of an embedded database.
    disk: Option<Arc<Disk>>,
    /// When something was last kept.
    kept: Arc<IdleClock>,
}

/// When something was last kept, and whether what came then was refused: a database that has just kept something can write.
#[derive(Debug)]
struct IdleClock {
    began: std::time::Instant,
    /// Milliseconds from the beginning of the process; nothing where the last try failed.
    last: AtomicU64,
}

impl IdleClock {
    fn note(&self, kept: bool) {
        let at = u64::try_from(self.began.elapsed().as_millis()).unwrap_or(u64::MAX).max(1);
        self.last.store(if kept { at } else { 0 }, Ordering::SeqCst);
    }

    fn is_recent(&self) -> bool {
        let last = self.last.load(Ordering::SeqCst);
        last > 0 && self.began.elapsed() < Duration::from_millis(last) + RECENT
    }
}

/// Somebody who waits for a turn to write, as long as it is there.
#[derive(Debug)]
pub(crate) struct Waiting(Arc<AtomicUsize>);

impl Drop for Waiting {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::SeqCst);
    }
}

/// A look at the database over a connection of its own, as everything stands at one moment.
#[derive(Debug)]
pub struct Snapshot {
    transaction: DatabaseTransaction,
    _place: OwnedSemaphorePermit,
}

impl Deref for Snapshot {
    type Target = DatabaseTransaction;
    fn deref(&self) -> &DatabaseTransaction {
        &self.transaction
    }
}

/// A transaction that writes. Where it is dropped, nothing of it is kept.
#[derive(Debug)]
pub(crate) struct WriteTransaction {
    db: Db,
    transaction: DatabaseTransaction,
    /// Kept until the end, unless whoever comes next is kept waiting by the database.
    permit: Option<OwnedSemaphorePermit>,
}

impl WriteTransaction {
    /// Keeps everything, lets the next one write, and waits until the disk has it. `last` is the last entry that the transaction put into
    /// the journal: by it the database is asked, over another connection, whether it really kept the transaction. Where nobody can say,
    /// the answer is [`Error::Uncertain`].
    pub(crate) async fn commit(self, last: Option<&journal::Head>) -> Result<(), Error> {
        let Self { db, transaction, permit } = self;
        let outcome = match (transaction.commit().await, last) {
            (Ok(()), _) => {
                drop(permit);
                db.reach_disk(last).await
            }
            (Err(error), None) => Err(error.into()),
            (Err(error), Some(last)) => db.ask_what_became(last, error).await,
        };
        db.kept.note(outcome.is_ok());
        if let Err(error) = &outcome {
            tracing::error!(%error, "a commit failed");
        }
        outcome
    }

    pub(crate) async fn rollback(self) -> Result<(), Error> {
        Ok(self.transaction.rollback().await?)
    }
}

impl Deref for WriteTransaction {
    type Target = DatabaseTransaction;
    fn deref(&self) -> &DatabaseTransaction {
        &self.transaction
    }
}

impl Db {
    /// Opens a database by its address: `postgres://…`, or `sqlite:FILE`, which is made when it is not there.
    pub async fn open(address: &str) -> Result<Self, Error> {
        let sqlite = address.strip_prefix("sqlite:");
        let mut options = match sqlite {
            Some(file) => {
                if let Some(folder) = Path::new(file).parent().filter(|f| !f.as_os_str().is_empty()) {
                    std::fs::create_dir_all(folder)?;
                }
                // What SQLite lays beside it is as private as the file itself.
                std::fs::OpenOptions::new().create(true).append(true).mode(0o600).open(file)?;
                for beside in ["", "-wal", "-shm"] {
                    match private(Path::new(&format!("{file}{beside}")), 0o600) {
                        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {}
                        done => done?,
                    }
                }
                ConnectOptions::new(format!("sqlite://{file}?mode=rwc"))
            }
            None => ConnectOptions::new(address),
        };
        options
            .max_connections(CONNECTIONS)
            .connect_timeout(Duration::from_secs(10))
            // A connection in use is known to be there; asking it before every question would double the way.
            .test_before_acquire_if_idle_for(Duration::from_secs(10))
            .sqlx_logging(false);
        if sqlite.is_some() {
            options.map_sqlx_sqlite_opts(|o| {
                o.pragma("journal_mode", "WAL")
                    // The disk is waited for outside the turn to write, and the log put into the database there: see `disk`.
                    .pragma("synchronous", "NORMAL")
                    .pragma("wal_autocheckpoint", "20000")
                    .pragma("foreign_keys", "ON")
                    // What is taken away, a link that was a key for instance, does not stay behind in the file.
                    .pragma("secure_delete", "ON")
                    .busy_timeout(Duration::from_secs(5))
                    .statement_cache_capacity(500)
            });
        }
        // A connection whose transaction could not be ended is never used again: the driver would count a transaction that is none, and
        // what is committed on it later would be kept by nobody.
        if sqlite.is_some() {
            options.map_sqlx_sqlite_pool_opts(only_ended);
        } else {
            options.map_sqlx_postgres_pool_opts(only_ended);
        }
        let connection = Database::connect(options).await?;
        let turn = Arc::new(Semaphore::new(1));
        let disk = sqlite.map(|file| Disk::of(Path::new(file)));
        let looks = Arc::new(Semaphore::new(LOOKS));
        let kept = Arc::new(IdleClock { began: std::time::Instant::now(), last: AtomicU64::new(0) });
        Ok(Self { connection, turn, waiting: Arc::default(), looks, disk, kept })
    }

    /// Brings the schema of all contexts up to date.
    pub async fn migrate(&self, contexts: &[Context]) -> Result<(), Error> {
        Ok(Migrations(contexts).up(&self.connection, None).await?)
    }

    /// Closes every connection, so that the file is whole by itself.
    pub async fn close(&self) -> Result<(), Error> {
        Ok(self.connection.close_by_ref().await?)
    }

    /// For reading; only stores ask for it.
    pub const fn read(&self) -> &DatabaseConnection {
        &self.connection
    }

    /// For reading several things as they stand at one moment, over one connection. Nothing is written through it; whoever goes on
    /// to write lets it go before.
    pub async fn snapshot(&self) -> Result<Snapshot, Error> {
        let place = self.looks.clone().acquire_owned().await.map_err(|e| Error::Broken(e.to_string()))?;
        let one_moment = (self.connection.get_database_backend() == DbBackend::Postgres).then_some(IsolationLevel::RepeatableRead);
        let read_only = one_moment.map(|_| AccessMode::ReadOnly);
        let options = TransactionOptions { isolation_level: one_moment, access_mode: read_only, ..TransactionOptions::default() };
        #[allow(clippy::disallowed_methods, reason = "nothing is written through it")]
        let transaction = self.connection.begin_with_options(options).await?;
        Ok(Snapshot { transaction, _place: place })
    }

    /// How many of this process wait for a turn to write.
    pub fn waiting(&self) -> usize {
        self.waiting.load(Ordering::SeqCst)
    }

    /// Begins a transaction that writes what the journal does not tell of: a job that is taken, a wrong try that is counted.
    pub(crate) async fn begin(&self) -> Result<WriteTransaction, Error> {
        Ok(self.begin_in_order().await?.0)
    }

    /// Begins a transaction that writes, with the journal to itself: what was read inside still holds when it is written. Who asked first
    /// writes first.
    pub(crate) async fn begin_with_journal(&self) -> Result<(WriteTransaction, journal::Head), Error> {
        let (mut turn, _waiting) = self.begin_in_order().await?;
        let head = journal::wait_turn(&turn).await?;
        if self.connection.get_database_backend() == DbBackend::Postgres {
            // Whoever comes next waits for the head of the journal.
            turn.permit = None;
        }
        Ok((turn, head))
    }

    /// The one place where a transaction that writes begins. It holds the write lock of an embedded database from the start.
    async fn begin_in_order(&self) -> Result<(WriteTransaction, Waiting), Error> {
        let mut queued = pin!(self.turn.clone().acquire_owned());
        let at_once = poll!(queued.as_mut());
        // Counted once it stands in the queue, not before: whoever sees the count knows the order.
        self.waiting.fetch_add(1, Ordering::SeqCst);
        let waiting = Waiting(self.waiting.clone());
        let permit = match at_once {
            Poll::Ready(permit) => permit,
            Poll::Pending => queued.await,
        };
        let permit = permit.map_err(|_| Error::Broken("nobody may write any more".to_owned()))?;
        let options =
            TransactionOptions { sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate), ..TransactionOptions::default() };
        #[allow(clippy::disallowed_methods, reason = "this is the one place where a transaction that writes begins")]
        let transaction = self.connection.begin_with_options(options).await?;
        Ok((WriteTransaction { db: self.clone(), transaction, permit: Some(permit) }, waiting))
    }

    /// Kills this process, as a power cut would, right after its so manyth statement. For tests of what is left behind then.
    #[cfg(feature = "trial")]
    pub fn die_after(&mut self, statements: usize) {
        let count = AtomicUsize::new(0);
        self.connection.set_metric_callback(move |_| {
            if count.fetch_add(1, Ordering::SeqCst) + 1 == statements {
                std::process::abort();
            }
        });
    }

    /// Waits until everything that was committed has reached the disk, and sees that it is kept.
    async fn reach_disk(&self, last: Option<&journal::Head>) -> Result<(), Error> {
        let Some(disk) = &self.disk else {
            // What is written now reaches the disk after what was committed before; a server that started anew meanwhile may have lost that.
            let ask = Statement::from_string(DbBackend::Postgres, "SELECT pg_logical_emit_message(true, 'shien', '')::text");
            for _ in 0..ASKED {
                if self.connection.query_one_raw(ask.clone()).await.is_ok() {
                    return self.confirm(last).await;
                }
                tokio::time::sleep(PAUSE).await;
            }
            return Err(Error::Uncertain);
        };
        disk.reach().await?;
        self.confirm(last).await?;
        if disk.is_due() {
            let db = self.clone();
            let disk = disk.clone();
            tokio::spawn(async move {
                if let Err(error) = db.put_away().await {
                    tracing::error!(%error, "the log can't be put into the database");
                }
                disk.has_moved();
            });
        }
        Ok(())
    }

    /// Sees over another connection that what was committed stands there.
    async fn confirm(&self, last: Option<&journal::Head>) -> Result<(), Error> {
        let Some(last) = last else { return Ok(()) };
        match journal::stands(&self.connection, last).await {
            Ok(true) => Ok(()),
            Ok(false) => Err(Error::Broken("the database took a commit and kept nothing of it".to_owned())),
            Err(error) => {
                tracing::error!(%error, "the database can't say whether a commit was kept");
                Err(Error::Uncertain)
            }
        }
    }

    /// What became of a transaction whose commit was not acknowledged: asked over another connection, when nobody holds the journal any
    /// more.
    async fn ask_what_became(&self, last: &journal::Head, error: DbErr) -> Result<(), Error> {
        for _ in 0..ASKED {
            if let Ok(kept) = self.became(last).await {
                return if kept { self.reach_disk(Some(last)).await } else { Err(error.into()) };
            }
            tokio::time::sleep(PAUSE).await;
        }
        tracing::error!(%error, "nobody can say whether a commit was kept");
        Err(Error::Uncertain)
    }

    async fn became(&self, last: &journal::Head) -> Result<bool, Error> {
        let options =
            TransactionOptions { sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate), ..TransactionOptions::default() };
        #[allow(clippy::disallowed_methods, reason = "nothing is written through it")]
        let transaction = self.connection.begin_with_options(options).await?;
        // Whoever had the journal to themselves has ended when it is to be had.
        journal::wait_turn(&transaction).await?;
        let kept = journal::stands(&transaction, last).await?;
        transaction.rollback().await?;
        Ok(kept)
    }

    /// Puts the log of an embedded database into it. Most of it while others go on; what they write meanwhile while nobody does, so
    /// that the log begins anew.
    async fn put_away(&self) -> Result<(), Error> {
        self.connection.execute_unprepared("PRAGMA wal_checkpoint(PASSIVE)").await?;
        let _nobody_else = self.turn.acquire().await.map_err(|e| Error::Broken(e.to_string()))?;
        self.connection.execute_unprepared("PRAGMA wal_checkpoint(PASSIVE)").await?;
        Ok(())
    }

    /// Lets an embedded database put everything into its file: what was taken away does not stay behind in the one beside it.
    pub async fn tidy(&self) -> Result<(), Error> {
        if self.connection.get_database_backend() == DbBackend::Sqlite {
            self.connection.execute_unprepared("PRAGMA wal_checkpoint(TRUNCATE)").await?;
        }
        Ok(())
    }

    /// Whether the database answers.
    pub async fn answers(&self) -> Result<(), Error> {
        Ok(self.connection.ping().await?)
    }

    /// Whether the database can write: something is written on trial, where nothing was kept a moment ago.
    pub async fn can_write(&self) -> Result<(), Error> {
        if self.kept.is_recent() {
            return self.answers().await;
        }
        let written = async {
            let turn = self.begin().await?;
            turn.execute_unprepared("UPDATE journal_head SET probes = probes + 1 WHERE id = 1").await?;
            turn.commit(None).await
        };
        let outcome = tokio::time::timeout(PROBE, written).await.unwrap_or_else(|_| Err(Error::Busy));
        if outcome.is_err() {
            self.kept.note(false);
        }
        outcome
    }
}

/// Connections that come back are asked whether their transaction has ended; one where it has not is closed.
fn only_ended<D: sea_orm::sqlx::Database>(options: PoolOptions<D>) -> PoolOptions<D> {
    options.after_release(|connection, _| {
        Box::pin(async move {
            // A rollback that is under way is decided when this is answered.
            if connection.is_in_transaction() || connection.should_flush() {
                connection.ping().await?;
            }
            let ended = !connection.is_in_transaction();
            if !ended {
                tracing::error!("a transaction could not be ended; its connection is closed");
            }
            Ok(ended)
        })
    })
}
