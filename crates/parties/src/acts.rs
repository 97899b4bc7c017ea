//! What people do to companies and to the directory of them.

pub use platform::acts::*;
use platform::{access::Kind, acts};

acts! {
    /// Say that one acts for an organisation.
    ACCOUNT_CLAIM = "account.claim" on Kind::PERSON;
    /// Change an organisation's facts.
    ORGANISATION_CHANGE = "organisation.change" on Kind::ORGANISATION;
    /// Type a change of an organisation's facts that somebody else decides.
    ORGANISATION_PROPOSE = "organisation.propose" on Kind::ORGANISATION;
    /// Find companies in the directory.
    DIRECTORY_READ = "directory.read" on Kind::AGENCY;
    /// Register companies, and merge what is there twice.
    DIRECTORY_CHANGE = "directory.change" on Kind::AGENCY;
}
