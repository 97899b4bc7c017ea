//! What this context brings along: the catalogue and the calls made of it.

use platform::{Context, Place, Retention, access::Kind};

use crate::{acts, limits, migrations};

/// Where people come in.
const NAVIGATION: [Place; 2] = [
    Place::new(Kind::AGENCY, "/office/{id}/programmes", "programme-drafts", Some(acts::CALL_READ)),
    Place::new(Kind::ORGANISATION, "/companies/{id}/notices", "opening-notices", None),
];

/// How long the rows of its tables stay.
const RETENTION: &[Retention] = &[
    Retention::while_in_use("programme_file"),
    Retention::permanently("programme_revision"),
    Retention::permanently("call"),
    Retention::with("call_notice", "call", "call"),
    Retention::permanently("outage"),
    Retention::permanently("programme_draft"),
    Retention::while_in_use("measure_notice"),
];

/// The context, as the platform sees it.
pub const fn context() -> Context {
    Context {
        name: "programmes",
        migrations: &migrations::MIGRATIONS,
        kinds: &[],
        acts: acts::ALL,
        schema: include_str!("schema.cedarschema"),
        policy: include_str!("policy.cedar"),
        sealed: &[crate::call::CALLS, crate::draft::DRAFTS],
        limits: limits::ALL,
        retention: RETENTION,
        jobs: &[crate::call::announcements::ANNOUNCEMENTS, crate::notices::MORNING],
        words: &[[include_str!("words.ja.ftl"), include_str!("words.en.ftl")]],
        navigation: &NAVIGATION,
        interface_acts: &[acts::CALL_READ],
    }
}
