//! What of approvals there is at the most.

use platform::{Limit, limits::count};

/// Steps of a route of approval.
pub const STEPS: usize = 12;
/// Characters of what is proposed (伺い文).
pub const BODY: usize = 20_000;
/// Characters of a title (件名).
pub const TITLE: usize = 200;
/// Characters of a remark or a reason (意見・理由).
pub const REMARK: usize = 1_000;
/// Approvals on one page of a list.
pub const LISTED: u64 = 100;

/// The same as a list for the operating guide.
pub const ALL: &[Limit] = &[
    Limit::new("steps of a route of approval", || count(STEPS)),
    Limit::new("characters of a proposal for approval, of its title and of a remark", || {
        format!("{}, {TITLE}, {}", count(BODY), count(REMARK))
    }),
];
