//! What this context brings along: applications, from the first word to the decision of the office.

use platform::{
    Context, Place, Retention,
    access::{Kind, Role},
};

use crate::{acts, application::store, limits, migrations, office::deadline_reminders};

/// Where people come in.
const NAVIGATION: [Place; 4] = [
    Place::new(Kind::ORGANISATION, "/applications", "my-applications", None),
    Place::new(Kind::AGENCY, "/office/{id}/today", "today", Some(acts::CALL_READ)).landing_of(Role::Officer),
    Place::new(Kind::AGENCY, "/office/{id}/applications", "work-list", Some(acts::CALL_READ)),
    Place::new(Kind::AGENCY, "/office/{id}/calls", "calls-office", Some(acts::CALL_READ)),
];

/// How long the rows of its tables stay.
const RETENTION: &[Retention] = &[
    // The law's five years begin with the end of a project, which only a grant's record knows.
    Retention::permanently("application"),
    Retention::with("application_member", "application", "application"),
    Retention::with("application_filing", "application", "application"),
    Retention::with("application_other", "application", "application"),
    Retention::with("application_part", "application", "application"),
    Retention::with("consultation", "call", "call"),
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
        retention: RETENTION,
        jobs: &[deadline_reminders::REMINDERS],
        words: &[[include_str!("words.ja.ftl"), include_str!("words.en.ftl")]],
        navigation: &NAVIGATION,
        interface_acts: &[acts::APPLICATION_CASE],
    }
}
