//! What of a desk's work there is at the most.

use platform::{Limit, limits::count};

/// Steps of a route of approval.
pub const STEPS: usize = 12;
/// Characters of what is proposed (伺い文).
pub const BODY: usize = 20_000;
/// Characters of a title (件名).
pub const TITLE: usize = 200;
/// Characters of a remark or a reason (意見・理由).
pub const REMARK: usize = 1_000;
/// Characters of a message, and of what is said of a whole.
pub const TEXT: usize = 4_000;
/// Characters of a note, and of what is said of one field.
pub const NOTE: usize = 1_000;
/// Messages about one record that the other side has sent.
pub const MESSAGES: usize = 300;
/// Records on one page of a work list.
pub const PAGE: u64 = 50;
/// Characters of the name of a view.
pub const VIEW_NAME: usize = 40;
/// Records of a batch.
pub const BATCH: usize = 1_000;

/// The same as a list for the operating guide.
pub const ALL: &[Limit] = &[
    Limit::new("steps of a route of approval", || count(STEPS)),
    Limit::new("characters of a proposal for approval, of its title and of a remark", || {
        format!("{}, {TITLE}, {}", count(BODY), count(REMARK))
    }),
    Limit::new("characters of a message, of a note", || format!("{}, {}", count(TEXT), count(NOTE))),
    Limit::new("messages about one record that those outside the agency have sent", || count(MESSAGES)),
    Limit::new("records on one page of a work list, in a batch", || format!("{PAGE}, {}", count(BATCH))),
];
