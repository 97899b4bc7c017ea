//! How long what is kept stays (保存期間): each context says it of every table of its own, and what is over goes each night.
//!
//! A person's record goes, the entry in the journal that counts how many went stays.

use jiff::SignedDuration;
use sea_orm::{ConnectionTrait, Statement};
use serde_json::{Map, json};

use crate::{
    Actor, App, Context, Error, Instant, acts,
    jobs::{self, JobKind},
};

/// How long the rows of a table stay.
#[derive(Debug, Clone, Copy)]
pub struct Retention {
    /// The table.
    pub table: &'static str,
    /// How long.
    pub period: RetentionPeriod,
}

/// For how long a row stays.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RetentionPeriod {
    /// For good: what must be proven, and numbers that are given once.
    Permanently,
    /// Until somebody takes it away or puts something else in its place.
    WhileInUse,
    /// As long as the row of another table that its column names.
    With {
        /// That table, whose column `id` is meant.
        table: &'static str,
        /// The column.
        column: &'static str,
    },
    /// As long as the record of any context that its column `subject` names.
    WithSubject,
    /// So many days after an instant; for good while the column that says it is empty.
    Days {
        /// How many.
        days: u16,
        /// The column with the instant.
        after: &'static str,
    },
}

impl Retention {
    /// Rows that stay for good.
    pub const fn permanently(table: &'static str) -> Self {
        Self { table, period: RetentionPeriod::Permanently }
    }

    /// Rows that stay until somebody takes them away.
    pub const fn while_in_use(table: &'static str) -> Self {
        Self { table, period: RetentionPeriod::WhileInUse }
    }

    /// Rows that stay with the row of `other` that `column` names.
    pub const fn with(table: &'static str, other: &'static str, column: &'static str) -> Self {
        Self { table, period: RetentionPeriod::With { table: other, column } }
    }

    /// Rows that stay with the record that they are about.
    pub const fn with_subject(table: &'static str) -> Self {
        Self { table, period: RetentionPeriod::WithSubject }
    }

    /// Rows that stay so many days after the instant in a column.
    pub const fn days(table: &'static str, days: u16, after: &'static str) -> Self {
        Self { table, period: RetentionPeriod::Days { days, after } }
    }

    /// The instant up to which rows are over, and which column says it; nothing for rows that no clock ends.
    fn cutoff(&self, now: Instant) -> Option<(&'static str, Instant)> {
        let RetentionPeriod::Days { days, after } = self.period else { return None };
        Some((after, now.plus(SignedDuration::from_hours(-24 * i64::from(days)))))
    }
}

impl std::fmt::Display for RetentionPeriod {
    /// In English, for documents and the command line.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Permanently => f.write_str("for good"),
            Self::WhileInUse => f.write_str("until taken away or replaced"),
            Self::With { table, .. } => write!(f, "as long as its `{table}`"),
            Self::WithSubject => f.write_str("as long as the record it is about"),
            Self::Days { days, after } => write!(f, "{days} days after `{after}`"),
        }
    }
}

/// What is over in a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExpiredRows {
    /// The table.
    pub table: &'static str,
    /// How long its rows stay.
    pub period: RetentionPeriod,
    /// How many are over by now.
    pub rows: u64,
}

/// The job that takes away what is over.
pub const RETENTION_JOB: JobKind = JobKind {
    name: "retention.run",
    run: |app| {
        Box::pin(async move {
            let done = delete_expired(&app).await;
            // Whatever became of this night, the next one comes.
            jobs::every_night(&app, RETENTION_JOB.name).await.map_err(|e| e.to_string())?;
            done.map(|_| ()).map_err(|e| e.to_string())
        })
    },
    begin: |app| Box::pin(async move { jobs::every_night(&app, RETENTION_JOB.name).await.map_err(|e| e.to_string()) }),
};

/// What of each table that a clock ends is over by now. Changes nothing.
pub async fn count_expired(app: &App) -> Result<Vec<ExpiredRows>, Error> {
    let db = app.db.read();
    let mut all = Vec::new();
    for retention in declared(&app.contexts) {
        let Some((after, until)) = retention.cutoff(app.now()) else { continue };
        let sql = format!("SELECT count(*) AS n FROM {} WHERE {after} < $1", retention.table);
        let row = db.query_one_raw(Statement::from_sql_and_values(db.get_database_backend(), sql, [until.to_text().into()])).await?;
        let rows = row.map(|row| row.try_get::<i64>("", "n")).transpose()?.unwrap_or_default();
        all.push(ExpiredRows { table: retention.table, period: retention.period, rows: u64::try_from(rows).unwrap_or_default() });
    }
    Ok(all)
}

/// Takes away what is over, and the rows that name it, in one transaction, and writes into the journal how many rows of which table went.
/// Safe to repeat.
pub async fn delete_expired(app: &App) -> Result<Vec<ExpiredRows>, Error> {
    let mut unit = app.begin(&Actor::System("retention")).await?;
    let (db, now) = (unit.db(), unit.now());
    let delete = async |sql: String, until: Instant| -> Result<u64, Error> {
        let statement = Statement::from_sql_and_values(db.get_database_backend(), sql, [until.to_text().into()]);
        Ok(db.execute_raw(statement).await?.rows_affected())
    };
    let mut all = Vec::new();
    for retention in declared(&app.contexts) {
        let Some((after, until)) = retention.cutoff(now) else { continue };
        let own = retention.table;
        for other in declared(&app.contexts) {
            if let RetentionPeriod::With { table, column } = other.period
                && table == own
            {
                let over = format!("SELECT id FROM {own} WHERE {after} < $1");
                delete(format!("DELETE FROM {} WHERE {column} IN ({over})", other.table), until).await?;
            }
        }
        let rows = delete(format!("DELETE FROM {own} WHERE {after} < $1"), until).await?;
        all.push(ExpiredRows { table: own, period: retention.period, rows });
    }
    let gone: Map<_, _> = all.iter().filter(|due| due.rows > 0).map(|due| (due.table.to_owned(), json!(due.rows))).collect();
    unit.journal(acts::WORK, "retention", json!({ "gone": gone })).await?;
    unit.commit().await?;
    Ok(all)
}

/// What the contexts say of their tables.
fn declared(contexts: &[Context]) -> impl Iterator<Item = &Retention> {
    contexts.iter().flat_map(|context| context.retention)
}

/// The tables of the platform.
pub(crate) const PLATFORM_TABLES: &[Retention] = &[
    Retention::while_in_use("agency"),
    // An account is closed, not taken away: entries of the journal point to it.
    Retention::permanently("person"),
    Retention::while_in_use("held_role"),
    Retention::permanently("access_token"),
    Retention::days("session", 30, "made_at"),
    Retention::days("invitation", 365, "made_at"),
    Retention::days("reset", 30, "made_at"),
    Retention::days("failed_try", 1, "at"),
    Retention::while_in_use("one_time_code"),
    Retention::while_in_use("spare_code"),
    Retention::while_in_use("passkey"),
    Retention::days("begun", 1, "made_at"),
    Retention::while_in_use("outside_identity"),
    Retention::permanently("journal"),
    Retention::permanently("journal_head"),
    Retention::days("letter", 365, "sent_at"),
    Retention::while_in_use("contact_address"),
    Retention::while_in_use("file_mark"),
    Retention::days("job", 90, "ended_at"),
    // Files go seven days after nothing names them any more; `files` sees to that, because bytes go with them.
    Retention::while_in_use("kept_file"),
    Retention::with_subject("file_use"),
    Retention::days("upload", 1, "at"),
    Retention::with_subject("attachment"),
];
