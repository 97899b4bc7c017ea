//! What forms bring along: their tables, words and limits.

use platform::{Context, Retention};

use crate::{limits, migrations};

/// How long the rows of its tables stay.
const RETENTION: &[Retention] =
    &[Retention::with_subject("form_value"), Retention::with_subject("form_value_past"), Retention::with_subject("form_attachment")];

/// The context, as the platform sees it.
pub const fn context() -> Context {
    Context {
        migrations: &migrations::MIGRATIONS,
        limits: limits::ALL,
        retention: RETENTION,
        words: &[[include_str!("words.ja.ftl"), include_str!("words.en.ftl")]],
        ..Context::new("forms")
    }
}
