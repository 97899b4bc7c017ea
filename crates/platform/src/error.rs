//! What can stop a verb. Values, never panics; one place turns them into pages.

use sea_orm::DbErr;

use crate::access::Act;

/// Why a verb did not happen.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The database itself said no.
    #[error("the database failed: {0}")]
    Database(#[from] DbErr),
    /// A folder or file could not be used.
    #[error("a file can't be used: {0}")]
    File(#[from] std::io::Error),
    /// Nobody is signed in, and the act needs somebody.
    #[error("nobody is signed in")]
    SignedOut,
    /// The policy says no.
    #[error("`{0}` is not allowed")]
    Denied(Act),
    /// There is no such record, or none that the actor may know of.
    #[error("there is no such record")]
    NotFound,
    /// The record was merged into another, whose id this is.
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
    /// A scanner found something harmful in the file.
    #[error("something harmful was found in the file")]
    Harmful,
    /// Too many tries in a short time.
    #[error("too many tries")]
    TooMany,
    /// Others are being served, and there is no room for one more just now.
    #[error("others are being served")]
    Busy,
    /// A verb that wrote without a journal entry: a fault of the house, and nothing is kept.
    #[error("a verb wrote nothing into the journal; nothing was kept")]
    NotJournalled,
    /// What is kept can't be read back: a fault of the house.
    #[error("what is kept can't be read: {0}")]
    Broken(String),
}
