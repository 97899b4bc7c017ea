//! What of approvals there is at the most.

use platform::{Limit, limits::count};

/// Steps of a route of approval.
pub const STEPS: usize = 12;
/// Characters of what is proposed (伺い文).
pub const BODY: usize = 20_000;
/// Characters of a title (件名) and of a remark.
pub const TITLE: usize = 200;
/// Approvals on one page of a list.
pub const LISTED: u64 = 100;

/// The same as a list for the operating guide.
pub const ALL: &[Limit] = &[
    Limit::new("steps of a route of approval", || count(STEPS)),
    Limit::new("characters of a proposal for approval, of its title and of a remark", || format!("{}, {TITLE}", count(BODY))),
];
