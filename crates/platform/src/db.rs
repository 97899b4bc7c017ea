//! SQLite inside by default, PostgreSQL by address; one schema for both.

use std::{future::Future, path::Path, pin::Pin, time::Duration};

use sea_orm::{
    ConnectOptions, Database, DatabaseConnection, DatabaseTransaction, DbErr, SqliteTransactionMode, TransactionOptions, TransactionTrait,
};
use sea_orm_migration::MigratorTrait;

use crate::migrations::Migrations;

/// The database.
#[derive(Debug, Clone)]
pub struct Db {
    connection: DatabaseConnection,
}

/// What can go wrong with the database.
#[derive(Debug, thiserror::Error)]
pub enum DbError {
    /// The database itself said no.
    #[error("the database failed: {0}")]
    Database(#[from] DbErr),
    /// The folder of an embedded database could not be made.
    #[error("the folder for the database can't be made: {0}")]
    Folder(#[from] std::io::Error),
}

/// A piece of work inside a transaction.
pub type Work<'t, T> = Pin<Box<dyn Future<Output = Result<T, DbError>> + Send + 't>>;

impl Db {
    /// Opens a database by its address: `postgres://…`, or `sqlite:FILE`, which is made when it is not there.
    pub async fn open(address: &str) -> Result<Self, DbError> {
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
        options.max_connections(8).connect_timeout(Duration::from_secs(10)).sqlx_logging(false);
        if sqlite.is_some() {
            options.map_sqlx_sqlite_opts(|o| {
                o.pragma("journal_mode", "WAL")
                    .pragma("synchronous", "FULL")
                    .pragma("foreign_keys", "ON")
                    .busy_timeout(Duration::from_secs(5))
            });
        }
        let connection = Database::connect(options).await?;
        Ok(Self { connection })
    }

    /// Brings the schema up to date.
    pub async fn migrate(&self) -> Result<(), DbError> {
        Ok(Migrations::up(&self.connection, None).await?)
    }

    /// For reading; only stores ask for it.
    pub const fn read(&self) -> &DatabaseConnection {
        &self.connection
    }

    /// The one way to write: everything in `work` is kept, or nothing is.
    pub async fn write<T: Send>(&self, work: impl for<'t> FnOnce(&'t DatabaseTransaction) -> Work<'t, T> + Send) -> Result<T, DbError> {
        let options =
            TransactionOptions { sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate), ..TransactionOptions::default() };
        #[allow(clippy::disallowed_methods, reason = "this is the one place where a transaction begins")]
        let transaction = self.connection.begin_with_options(options).await?;
        match work(&transaction).await {
            Ok(done) => {
                transaction.commit().await?;
                Ok(done)
            }
            Err(error) => {
                transaction.rollback().await?;
                Err(error)
            }
        }
    }
}
