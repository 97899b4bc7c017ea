//! What of applications there is at the most.

use platform::{
    Limit,
    limits::{MIB, bytes, count},
};

/// Invitations to join an application by one person, within fifteen minutes.
pub const JOINING: u64 = 20;
/// Applications of one company that are being written, in all calls.
pub const DRAFTS: usize = 100;
/// Applications on one page of a list.
pub const LISTED: usize = 50;
/// Characters of a field of an application.
pub const FIELD: usize = 20_000;
/// Fields of an application that are typed at once.
pub const FIELDS: usize = 4_000;
/// Fields of an application in all, those that were emptied with them.
pub const FIELDS_IN_ALL: usize = 20_000;
/// Characters of an application in all.
pub const CHARACTERS: usize = 2_000_000;
/// Rows of a table of an application: of one member's costs, of the schedule, of the team, of other subsidies.
pub const ROWS: usize = 300;
/// Rows of such a table on one page.
pub const ROWS_SHOWN: usize = 50;
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
    Limit::new("rows of a table of an application, on one page of it", || format!("{ROWS}, {ROWS_SHOWN}")),
    Limit::new("a field, fields at once", || format!("{} characters, {}", count(FIELD), count(FIELDS))),
    Limit::new("an application in all", || format!("{} fields, {} characters", count(FIELDS_IN_ALL), count(CHARACTERS))),
    Limit::new("a paper of an application, papers of one", || {
        format!("{} each, {PAPERS}; PDF, JPEG, PNG, WebP, Word (.docx), Excel (.xlsx) by content", bytes(PAPER))
    }),
    Limit::new("papers of one application together", || format!("{} GiB", PAPERS_TOGETHER >> 30)),
];
