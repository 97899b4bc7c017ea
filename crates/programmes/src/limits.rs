//! What of programmes and calls there is at the most.

use platform::{
    Limit,
    limits::{MIB, bytes, count},
};

/// Members of an application, and in the estimator.
pub const MEMBERS: usize = 12;
/// Entries of one list of clauses of a programme: conditions, limits, categories, documents.
pub const CLAUSES: usize = 500;
/// Bytes of a programme's file that an office publishes.
pub const PROGRAMME: usize = MIB;

/// Bytes of a call document as PDF.
pub const DOCUMENT: usize = 20 * MIB;

/// The same as a list for the operating guide.
pub const ALL: &[Limit] = &[
    Limit::new("members of an application and in the estimator", || count(MEMBERS)),
    Limit::new("a programme's file that an office publishes, entries of each of its lists", || format!("{}, {CLAUSES}", bytes(PROGRAMME))),
    Limit::new("a call document as PDF; its pages", || format!("{}, {}", bytes(DOCUMENT), documents::MOST_PAGES)),
];
