//! What this context brings along: the catalogue and the calls made of it.

use platform::Context;

use crate::{acts, limits, migrations};

/// The context, as the platform sees it.
pub const fn context() -> Context {
    Context {
        name: "programmes",
        migrations: &migrations::MIGRATIONS,
        kinds: &[],
        acts: acts::ALL,
        schema: include_str!("schema.cedarschema"),
        policy: include_str!("policy.cedar"),
        sealed: &[crate::call::CALLS],
        limits: limits::ALL,
        jobs: &[crate::call::announcements::ANNOUNCEMENTS],
        words: &[[include_str!("words.ja.ftl"), include_str!("words.en.ftl")]],
        navigation: &[],
    }
}
