//! What this context brings along: proposals for decision, the routes that they take, and the numbers that they get.

use platform::{Context, Place, access::Kind};

use crate::{acts, approval, limits, migrations};

/// Where people come in.
const NAVIGATION: [Place; 1] = [Place::new(Kind::AGENCY, "/office/{id}/approvals", "approvals", Some(acts::APPROVAL_LIST))];

/// The context, as the platform sees it.
pub const fn context() -> Context {
    Context {
        migrations: &migrations::MIGRATIONS,
        kinds: &[acts::APPROVAL],
        acts: acts::ALL,
        schema: include_str!("schema.cedarschema"),
        policy: include_str!("policy.cedar"),
        sealed: &[approval::APPROVALS, approval::STEPS],
        limits: limits::ALL,
        words: &[[include_str!("words.ja.ftl"), include_str!("words.en.ftl")]],
        navigation: &NAVIGATION,
        ..Context::new("workflow")
    }
}
