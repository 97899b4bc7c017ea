//! What can stop a verb. Values, never panics; one place turns them into pages.

use std::io;

use sea_orm::DbErr;

use crate::access::Act;

/// Why a verb did not happen.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The database itself said no.
    #[error("the database failed: {0}")]
    Database(DbErr),
    /// A folder or file could not be used.
    #[error("a file can't be used: {0}")]
    File(io::Error),
    /// There is no space left to write: on the disk of the database, or of the files.
    #[error("there is no space left: {0}")]
    Full(String),
    /// A stored file is not what its name says: other bytes, cut, or a link to something else.
    #[error("the stored file {0} is damaged")]
    Damaged(String),
    /// The database did not say what became of a commit: it may be kept or not, and whoever asked must look again.
    #[error("whether it was kept is not known")]
    Uncertain,
    /// Nobody is signed in, and the act needs somebody.
    #[error("nobody is signed in")]
    SignedOut,
    /// The policy says no.
    #[error("`{0}` is not allowed")]
    Denied(Act),
    /// There is no such record, or none that the actor may know of.
    #[error("there is no such record")]
    NotFound,
    /// The record was merged into another, whose page this is.
    #[error("the record is another one now")]
    Moved(String),
    /// Somebody else changed the record in the meantime.
    #[error("the record was changed by somebody else")]
    Stale,
    /// A link was used up, withdrawn or is too old.
    #[error("the link is no longer valid")]
    Expired,
    /// A field can't be taken as it stands; the message's name says why.
    #[error("`{field}`: {message}")]
    Wrong {
        /// The field.
        field: &'static str,
        /// The name of the message.
        message: &'static str,
    },
    /// Several fields can't be taken as they stand: each with the message that says why.
    #[error("{} fields can't be taken", .0.len())]
    Faults(Vec<(&'static str, &'static str)>),
    /// A scanner found something harmful in the file.
    #[error("something harmful was found in the file")]
    Harmful,
    /// Too many tries in a short time.
    #[error("too many tries")]
    TooMany,
    /// Others are being served, and there is no room for one more just now.
    #[error("others are being served")]
    Busy,
    /// A verb that wrote without a journal entry: a fault of the system, and nothing is kept.
    #[error("a verb wrote nothing into the journal; nothing was kept")]
    NotJournalled,
    /// What is kept can't be read back: a fault of the system.
    #[error("what is kept can't be read: {0}")]
    Broken(String),
}

impl From<DbErr> for Error {
    fn from(error: DbErr) -> Self {
        let full = |code: Option<std::borrow::Cow<'_, str>>| {
            // SQLITE_FULL; PostgreSQL's disk_full.
            matches!(code.as_deref(), Some("13" | "4874" | "53100"))
        };
        match &error {
            DbErr::Exec(e) | DbErr::Query(e) | DbErr::Conn(e) => match e {
                sea_orm::RuntimeErr::SqlxError(e) if e.as_database_error().is_some_and(|d| full(d.code())) => Self::Full(error.to_string()),
                _ => Self::Database(error),
            },
            _ => Self::Database(error),
        }
    }
}

impl From<io::Error> for Error {
    fn from(error: io::Error) -> Self {
        if is_full(&error) { Self::Full(error.to_string()) } else { Self::File(error) }
    }
}

/// Whether an error, or one that it came from, says that no space is left.
pub(crate) fn is_full(error: &(dyn std::error::Error + 'static)) -> bool {
    let mut next = Some(error);
    while let Some(error) = next {
        let io = error.downcast_ref::<io::Error>();
        if io.is_some_and(|e| matches!(e.kind(), io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded)) {
            return true;
        }
        // An I/O error hides what it was made of.
        next = io.and_then(|e| e.get_ref().map(|e| e as _)).or_else(|| error.source());
    }
    false
}

impl Error {
    /// Whether it is only that something typed can't be taken: the form is shown again.
    pub const fn is_typed(&self) -> bool {
        matches!(self, Self::Wrong { .. } | Self::Faults(_))
    }

    /// The fields that can't be taken, each with the message that says why.
    pub fn faults(&self) -> Vec<(&'static str, &'static str)> {
        match self {
            Self::Wrong { field, message } => vec![(field, message)],
            Self::Faults(all) => all.clone(),
            _ => Vec::new(),
        }
    }

    /// What the checks of a form find, all at once, so that nobody mends one fault to hear of the next. What is no fault of the form
    /// goes before.
    pub fn all(checks: impl IntoIterator<Item = Result<(), Self>>) -> Result<(), Self> {
        let mut all = Vec::new();
        for error in checks.into_iter().filter_map(Result::err) {
            if !error.is_typed() {
                return Err(error);
            }
            all.extend(error.faults());
        }
        match all.as_slice() {
            [] => Ok(()),
            [(field, message)] => Err(Self::Wrong { field, message }),
            _ => Err(Self::Faults(all)),
        }
    }
}
