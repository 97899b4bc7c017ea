//! A claim to act for a company (会社の担当者の申出), and how it was decided.

use platform::Instant;

/// Somebody's word that they act for a company (代表者の申出).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Claim {
    /// Its id.
    pub id: String,
    /// The company.
    pub company: String,
    /// Who, by id.
    pub person: String,
    /// What they say about it.
    pub note: String,
    /// The instant at which it was asked for.
    pub at: Instant,
    /// How it was decided; none while it waits.
    pub granted: Option<bool>,
}
