//! What this context brings along: companies, who acts for them, and the directory of them.

use platform::{
    Context, Place, Retention,
    access::{Kind, Role},
};

use crate::{acts, limits, migrations};

/// Where people come in.
const NAVIGATION: [Place; 6] = [
    Place::new(Kind::ORGANISATION, "/companies/{id}", "our-company", None),
    Place::new(Kind::AGENCY, "/office/{id}/companies", "directory", Some(acts::DIRECTORY_READ)),
    Place::new(Kind::AGENCY, "/office/{id}/claims", "claims", Some(acts::DIRECTORY_CHANGE)),
    Place::new(Kind::AGENCY, "/office/{id}", "office", Some(acts::AGENCY_ACCOUNTS)).landing_of(Role::Administrator),
    Place::new(Kind::AGENCY, "/office/{id}/journal", "journal", Some(acts::JOURNAL_READ)).landing_of(Role::Auditor),
    Place::new(Kind::AGENCY, "/office/{id}/queue", "queue", Some(acts::QUEUE_READ)),
];

/// How long the rows of its tables stay.
const RETENTION: &[Retention] = &[
    // Companies are merged, never taken away; how a record came to be stays with it.
    Retention::permanently("company"),
    Retention::with("company_change", "company", "company"),
    Retention::with("company_proposal", "company", "company"),
    Retention::with("company_claim", "company", "company"),
    Retention::with("company_merge", "company", "stays"),
    Retention::with("certification", "company", "company"),
    Retention::days("registry_answer", 365, "at"),
];

/// The context, as the platform sees it.
pub const fn context() -> Context {
    Context {
        name: "parties",
        migrations: &migrations::MIGRATIONS,
        kinds: &[],
        acts: acts::ALL,
        schema: include_str!("schema.cedarschema"),
        policy: include_str!("policy.cedar"),
        sealed: &[],
        limits: limits::ALL,
        retention: RETENTION,
        jobs: &[crate::checkpoints::LETTERS],
        words: &[[include_str!("words.ja.ftl"), include_str!("words.en.ftl")]],
        navigation: &NAVIGATION,
        interface_acts: &[],
    }
}
