//! What this context brings along: applications, from the first word to the decision of the office.

use platform::{Context, Place, access::Kind};

use crate::{acts, application::store, limits, migrations, office::deadline_reminders};

/// Where people come in.
const NAVIGATION: [Place; 3] = [
    Place::new(Kind::ORGANISATION, "/applications", "my-applications", None),
    Place::new(Kind::AGENCY, "/office/{id}/applications", "work-list", Some(acts::CALL_READ)),
    Place::new(Kind::AGENCY, "/office/{id}/calls", "calls-office", Some(acts::CALL_READ)),
];

/// The context, as the platform sees it.
pub const fn context() -> Context {
    Context {
        name: "grants",
        migrations: &migrations::MIGRATIONS,
        kinds: &[acts::APPLICATION, acts::SECTION],
        acts: acts::ALL,
        schema: include_str!("schema.cedarschema"),
        policy: include_str!("policy.cedar"),
        sealed: &[store::APPLICATIONS, store::MEMBERS, store::FILINGS],
        limits: limits::ALL,
        jobs: &[deadline_reminders::REMINDERS],
        words: &[[include_str!("words.ja.ftl"), include_str!("words.en.ftl")]],
        navigation: &NAVIGATION,
    }
}
