//! SQLite inside by default, PostgreSQL by address; one schema for both.

use std::{
    ops::Deref,
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use sea_orm::{
    AccessMode, ConnectOptions, ConnectionTrait, Database, DatabaseConnection, DatabaseTransaction, DbBackend, IsolationLevel,
    SqliteTransactionMode, Statement, TransactionOptions, TransactionTrait, sea_query::LikeExpr,
};
use sea_orm_migration::MigratorTrait;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::{Error, disk::Disk, migrations::Migrations};

/// What a column must be like to hold a text: no sign of that text stands for others.
pub fn holding(text: &str) -> LikeExpr {
    let plain = text.replace('\\', r"\\").replace('%', r"\%").replace('_', r"\_");
    LikeExpr::new(format!("%{plain}%")).escape('\\')
}

/// Connections of a process, and how many of them look at one moment each.
const CONNECTIONS: u32 = 12;
const LOOKS: usize = 6;

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
pub struct Look {
    transaction: DatabaseTransaction,
    _place: OwnedSemaphorePermit,
}

impl Deref for Look {
    type Target = DatabaseTransaction;
    fn deref(&self) -> &DatabaseTransaction {
        &self.transaction
    }
}

/// A transaction that writes. Where it is dropped, nothing of it is kept.
#[derive(Debug)]
pub(crate) struct Turn {
    db: Db,
    transaction: DatabaseTransaction,
    next: OwnedSemaphorePermit,
}

impl Turn {
    /// Keeps everything, lets the next one write, and waits until the disk has it.
    pub(crate) async fn commit(self) -> Result<(), Error> {
        self.transaction.commit().await?;
        drop(self.next);
        self.db.reach_disk().await
    }

    pub(crate) async fn rollback(self) -> Result<(), Error> {
        Ok(self.transaction.rollback().await?)
    }
}

impl Deref for Turn {
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
        let connection = Database::connect(options).await?;
        // On a server the next one of a process already waits for the head of the journal when the turn comes to it.
        let turn = Arc::new(Semaphore::new(if sqlite.is_some() { 1 } else { 2 }));
        let disk = sqlite.map(|file| Disk::of(Path::new(file)));
        let looks = Arc::new(Semaphore::new(LOOKS));
        Ok(Self { connection, turn, waiting: Arc::default(), looks, disk })
    }

    /// Brings the schema up to date.
    pub async fn migrate(&self) -> Result<(), Error> {
        Ok(Migrations::up(&self.connection, None).await?)
    }

    /// For reading; only stores ask for it.
    pub const fn read(&self) -> &DatabaseConnection {
        &self.connection
    }

    /// For reading several things as they stand at one moment, over one connection. Nothing is written through it; whoever goes on
    /// to write lets it go before.
    pub async fn look(&self) -> Result<Look, Error> {
        let place = self.looks.clone().acquire_owned().await.map_err(|e| Error::Broken(e.to_string()))?;
        let one_moment = (self.connection.get_database_backend() == DbBackend::Postgres).then_some(IsolationLevel::RepeatableRead);
        let read_only = one_moment.map(|_| AccessMode::ReadOnly);
        let options = TransactionOptions { isolation_level: one_moment, access_mode: read_only, ..TransactionOptions::default() };
        #[allow(clippy::disallowed_methods, reason = "nothing is written through it")]
        let transaction = self.connection.begin_with_options(options).await?;
        Ok(Look { transaction, _place: place })
    }

    /// Counts somebody who waits for a turn to write.
    pub(crate) fn wait(&self) -> Waiting {
        self.waiting.fetch_add(1, Ordering::SeqCst);
        Waiting(self.waiting.clone())
    }

    /// How many of this process wait for a turn to write.
    pub fn waiting(&self) -> usize {
        self.waiting.load(Ordering::SeqCst)
    }

    /// The one place where a transaction that writes begins. It holds the write lock of an embedded database from the start, so that what
    /// was read inside still holds when it is written.
    pub(crate) async fn begin(&self) -> Result<Turn, Error> {
        let next = self.turn.clone().acquire_owned().await.map_err(|_| Error::Broken("nobody may write any more".to_owned()))?;
        let options =
            TransactionOptions { sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate), ..TransactionOptions::default() };
        #[allow(clippy::disallowed_methods, reason = "this is the one place where a transaction that writes begins")]
        let transaction = self.connection.begin_with_options(options).await?;
        Ok(Turn { db: self.clone(), transaction, next })
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

    /// Waits until everything that was committed has reached the disk.
    async fn reach_disk(&self) -> Result<(), Error> {
        let Some(disk) = &self.disk else {
            let ask = Statement::from_string(DbBackend::Postgres, "SELECT pg_logical_emit_message(true, 'shien', '')::text");
            self.connection.query_one_raw(ask).await?;
            return Ok(());
        };
        disk.reach().await?;
        if disk.is_due() {
            let db = self.clone();
            let disk = disk.clone();
            tokio::spawn(async move {
                if let Err(error) = db.put_away().await {
                    tracing::warn!(%error, "the log can't be put into the database");
                }
                disk.has_moved();
            });
        }
        Ok(())
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
}
