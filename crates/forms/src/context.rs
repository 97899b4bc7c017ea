//! What forms bring along: their tables, words and limits.

use platform::Context;

use crate::{limits, migrations};

/// The context, as the platform sees it.
pub const fn context() -> Context {
    Context {
        migrations: &migrations::MIGRATIONS,
        limits: limits::ALL,
        words: &[[include_str!("words.ja.ftl"), include_str!("words.en.ftl")]],
        ..Context::new("forms")
    }
}
