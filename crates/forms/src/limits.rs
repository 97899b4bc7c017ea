//! What of a form there is at the most.

use platform::{Limit, limits::count};

/// Characters of a field.
pub const FIELD: usize = 20_000;
/// Fields that are typed at once.
pub const FIELDS: usize = 4_000;
/// Fields of a form in all, those that were emptied with them.
pub const FIELDS_IN_ALL: usize = 20_000;
/// Characters of a form in all.
pub const CHARACTERS: usize = 2_000_000;
/// Rows of a table of a form.
pub const ROWS: usize = 300;
/// Rows of such a table on one page.
pub const ROWS_SHOWN: usize = 50;

/// The same as a list for the operating guide.
pub const ALL: &[Limit] = &[
    Limit::new("rows of a table of a form, on one page of it", || format!("{ROWS}, {ROWS_SHOWN}")),
    Limit::new("a field of a form, fields at once", || format!("{} characters, {}", count(FIELD), count(FIELDS))),
    Limit::new("a form in all", || format!("{} fields, {} characters", count(FIELDS_IN_ALL), count(CHARACTERS))),
];
