//! What of applications there is at the most.

use platform::{
    Limit,
    limits::{MIB, bytes},
};

/// Invitations to join an application by one person, within fifteen minutes.
pub const JOINING: u64 = 20;
/// Applications of one company that are being written, in all calls.
pub const DRAFTS: usize = 100;
/// Applications on one page of a list.
pub const LISTED: usize = 50;
/// Bytes of a paper beside an application.
pub const PAPER: usize = 200 * MIB;
/// Papers beside an application.
pub const PAPERS: usize = 200;
/// Bytes of the papers of one application together.
pub const PAPERS_TOGETHER: i64 = 1024 * 1024 * 1024;

/// The same as a list for the operating guide.
pub const ALL: &[Limit] = &[
    Limit::new("invitations to join an application in 15 minutes", || format!("{JOINING} by one person")),
    Limit::new("applications of one company that are being written, on one page of a list", || format!("{DRAFTS}, {LISTED}")),
    Limit::new("a paper of an application, papers of one", || {
        format!("{} each, {PAPERS}; PDF, JPEG, PNG, WebP, Word (.docx), Excel (.xlsx) by content", bytes(PAPER))
    }),
    Limit::new("papers of one application together", || format!("{} GiB", PAPERS_TOGETHER >> 30)),
];
