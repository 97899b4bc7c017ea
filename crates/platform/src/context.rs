//! What a context brings along. The server puts contexts together from one list, and nothing else knows them by name.

use sea_orm_migration::{MigrationTrait, MigratorTraitSelf};

use crate::{
    Act, Limit, Retention,
    access::{Kind, Role},
    accounts, acts, attachments, files,
    jobs::JobKind,
    journal::Sealed,
    limits, migrations, retention, scan,
    schema::Migration,
};

/// A context of the agency's work, as the platform sees it.
#[derive(Debug, Clone, Copy)]
pub struct Context {
    /// Its name: that of its crate.
    pub name: &'static str,
    /// Its tables, in the order in which they came.
    pub migrations: &'static [Migration],
    /// The kinds of records that its policy speaks of.
    pub kinds: &'static [Kind],
    /// What people do in it.
    pub acts: &'static [Act],
    /// Its part of the policy's schema, in Cedar.
    pub schema: &'static str,
    /// Its part of the policy, in Cedar.
    pub policy: &'static str,
    /// The tables whose rows the journal vouches for.
    pub sealed: &'static [Sealed],
    /// What of its own there is at the most.
    pub limits: &'static [Limit],
    /// How long the rows of each of its tables stay.
    pub retention: &'static [Retention],
    /// What it does by itself.
    pub jobs: &'static [JobKind],
    /// Its message files: Japanese and English.
    pub words: &'static [[&'static str; 2]],
    /// Where it lets people in from the head of every page.
    pub navigation: &'static [Place],
    /// What of its acts an agency's own systems may do, each with a token that names it.
    pub interface_acts: &'static [Act],
}

/// A place in the navigation.
#[derive(Debug, Clone, Copy)]
pub struct Place {
    /// For whom it is: those who hold a role for an organisation, or at an agency.
    pub scope: Kind,
    /// Its address, in which `{id}` stands for that organisation or agency.
    pub address: &'static str,
    /// The message that names it.
    pub word: &'static str,
    /// What whoever goes there must be allowed to do at the agency; nothing where the role is enough.
    pub act: Option<Act>,
    /// Whose first page it is: with whom a day's work begins there.
    pub landing_of: Option<Role>,
}

impl Context {
    /// A context that brings nothing yet.
    pub const fn new(name: &'static str) -> Self {
        Self {
            name,
            migrations: &[],
            kinds: &[],
            acts: &[],
            schema: "",
            policy: "",
            sealed: &[],
            limits: &[],
            retention: &[],
            jobs: &[],
            words: &[],
            navigation: &[],
            interface_acts: &[],
        }
    }
}

impl Place {
    /// A place for those who hold a role somewhere.
    pub const fn new(scope: Kind, address: &'static str, word: &'static str, act: Option<Act>) -> Self {
        Self { scope, address, word, act, landing_of: None }
    }

    /// The page on which somebody with this role begins.
    #[must_use]
    pub const fn landing_of(self, role: Role) -> Self {
        Self { landing_of: Some(role), ..self }
    }
}

/// What every context stands on: people, agencies and their roles, the journal, letters, jobs and files.
pub const fn context() -> Context {
    Context {
        migrations: &migrations::MIGRATIONS,
        kinds: &[Kind::PERSON, Kind::ORGANISATION, Kind::AGENCY],
        acts: acts::ALL,
        schema: include_str!("../policies/platform.cedarschema"),
        policy: include_str!("../policies/platform.cedar"),
        sealed: &[accounts::HELD_ROLES, attachments::ATTACHMENTS],
        limits: limits::ALL,
        retention: retention::PLATFORM_TABLES,
        jobs: &[files::CHECKING, scan::SCANNING, retention::RETENTION_JOB],
        words: &[[include_str!("words.ja.ftl"), include_str!("words.en.ftl")]],
        ..Context::new("platform")
    }
}

/// The migrations of all contexts, in the order of the list.
pub(crate) struct Migrations<'c>(pub(crate) &'c [Context]);

impl MigratorTraitSelf for Migrations<'_> {
    fn migrations(&self) -> Vec<Box<dyn MigrationTrait>> {
        let all = self.0.iter().flat_map(|context| context.migrations);
        all.map(|migration| Box::new(*migration) as Box<dyn MigrationTrait>).collect()
    }
}
