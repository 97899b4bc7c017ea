//! What this context brings along: proposals for decision, the routes that they take, and the numbers that they get.

use platform::{
    Context, Place, Retention,
    access::{Kind, Role},
};

use crate::{acts, approval, limits, migrations};

/// Where people come in.
const NAVIGATION: [Place; 1] =
    [Place::new(Kind::AGENCY, "/office/{id}/approvals", "approvals", Some(acts::APPROVAL_LIST)).landing_of(Role::Approver)];

/// How long the rows of its tables stay.
const RETENTION: &[Retention] = &[
    // 決裁文書: how long a document of a series is kept is for the agency's own rules to say.
    Retention::permanently("approval"),
    Retention::with("approval_step", "approval", "approval"),
    Retention::while_in_use("approval_route"),
    Retention::permanently("document_number"),
    Retention::with_subject("thread_message"),
    Retention::with_subject("checklist_tick"),
    Retention::with_subject("correction"),
    Retention::with_subject("reminder"),
    Retention::while_in_use("saved_view"),
    // Each item's own act stands in the journal.
    Retention::days("batch", 365, "ended_at"),
    Retention::with("batch_item", "batch", "batch"),
];

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
        retention: RETENTION,
        words: &[[include_str!("words.ja.ftl"), include_str!("words.en.ftl")]],
        navigation: &NAVIGATION,
        interface_acts: &[],
        ..Context::new("workflow")
    }
}
