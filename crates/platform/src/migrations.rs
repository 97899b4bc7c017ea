//! The one list of migrations, for both databases.

use sea_orm::{DbBackend, Statement};
use sea_orm_migration::prelude::*;

pub(crate) struct Migrations;

impl MigratorTrait for Migrations {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![
            Box::new(Step { name: "m0001_ground_floor", tables: ground_floor, after: ground_floor_rules }),
            Box::new(Step { name: "m0002_parties", tables: parties, after: |_| &[] }),
            Box::new(Step { name: "m0003_programmes", tables: programmes, after: |_| &[] }),
            Box::new(Step { name: "m0004_applications", tables: applications, after: |_| &[] }),
            Box::new(Step { name: "m0005_closures", tables: Vec::new, after: |_| &["ALTER TABLE agency ADD COLUMN closure TEXT"] }),
            Box::new(Step { name: "m0006_parts_of_members", tables: parts_of_members, after: |_| &[] }),
            Box::new(Step { name: "m0007_paced_letters", tables: contacts, after: |_| &PACED_LETTERS }),
            Box::new(Step { name: "m0008_marks_of_files", tables: marks, after: |_| &[] }),
            Box::new(Folded { name: "m0009_names_as_they_are_sought" }),
        ]
    }
}

/// Tables with their indexes, and what else a database is told; all or nothing.
struct Step {
    name: &'static str,
    tables: fn() -> Vec<Built>,
    after: fn(DbBackend) -> &'static [&'static str],
}

impl MigrationName for Step {
    fn name(&self) -> &str {
        self.name
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Step {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for Built { table, indexes, .. } in (self.tables)() {
            manager.create_table(table).await?;
            for index in indexes {
                manager.create_index(index).await?;
            }
        }
        for statement in (self.after)(manager.get_database_backend()) {
            manager.get_connection().execute_unprepared(statement).await?;
        }
        Ok(())
    }
}

/// Columns by which names are sought, made again from the names: how those are folded has changed.
struct Folded {
    name: &'static str,
}

impl MigrationName for Folded {
    fn name(&self) -> &str {
        self.name
    }
}

/// A table, its key, the column of a name, the column by which it is sought, and how that is made.
type Folding = (&'static str, &'static str, &'static str, fn(&str) -> String);
const FOLDED: [Folding; 3] = [
    ("company", "name", "name_key", kernel::text::company),
    ("application", "title", "title_key", kernel::text::sought),
    ("application", "company_name", "company_key", kernel::text::company),
];
/// Rows that are read at once.
const PAGE: u64 = 500;

#[async_trait::async_trait]
impl MigrationTrait for Folded {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let (db, backend) = (manager.get_connection(), manager.get_database_backend());
        for (table, name, key, fold) in FOLDED {
            let mut after = String::new();
            loop {
                let sql = format!("SELECT id, {name} AS name, {key} AS folded FROM {table} WHERE id > $1 ORDER BY id LIMIT {PAGE}");
                let rows = db.query_all_raw(Statement::from_sql_and_values(backend, sql, [after.clone().into()])).await?;
                for row in &rows {
                    let (id, said, was): (String, String, String) =
                        (row.try_get("", "id")?, row.try_get("", "name")?, row.try_get("", "folded")?);
                    let folded = fold(&said);
                    if folded != was {
                        let sql = format!("UPDATE {table} SET {key} = $1 WHERE id = $2");
                        db.execute_raw(Statement::from_sql_and_values(backend, sql, [folded.into(), id.clone().into()])).await?;
                    }
                    after = id;
                }
                if rows.is_empty() {
                    break;
                }
            }
        }
        Ok(())
    }
}

/// A table that is being described, with what it is found by.
struct Built {
    name: &'static str,
    table: TableCreateStatement,
    indexes: Vec<IndexCreateStatement>,
}

/// A table and its columns.
fn table<const N: usize>(name: &'static str, columns: [ColumnDef; N]) -> Built {
    let mut table = Table::create().table(Alias::new(name)).to_owned();
    for column in columns {
        table.col(column);
    }
    Built { name, table, indexes: Vec::new() }
}

impl Built {
    /// Found by these columns together.
    fn by(mut self, columns: &[&'static str]) -> Self {
        let mut index = Index::create().name(format!("{}_by_{}", self.name, columns.join("_"))).table(Alias::new(self.name)).to_owned();
        for column in columns {
            index.col(Alias::new(*column));
        }
        self.indexes.push(index);
        self
    }

    /// Found by a column that no two rows share.
    fn by_unique(self, column: &'static str) -> Self {
        let mut built = self.by(&[column]);
        if let Some(index) = built.indexes.last_mut() {
            index.unique();
        }
        built
    }

    /// Named by several columns together.
    fn named_by(mut self, columns: &[&'static str]) -> Self {
        let mut key = Index::create();
        for column in columns {
            key.col(Alias::new(*column));
        }
        self.table.primary_key(&mut key);
        self
    }

    /// A column that names a row of another table.
    fn refers(mut self, column: &'static str, to: &'static str) -> Self {
        let mut key = ForeignKey::create();
        key.name(format!("{}_{column}", self.name)).from(Alias::new(self.name), Alias::new(column)).to(Alias::new(to), Alias::new("id"));
        self.table.foreign_key(&mut key);
        self
    }
}

fn text(name: &'static str) -> ColumnDef {
    ColumnDef::new(Alias::new(name)).text().not_null().to_owned()
}

/// A text that may be missing.
fn open_text(name: &'static str) -> ColumnDef {
    ColumnDef::new(Alias::new(name)).text().null().to_owned()
}

fn key(name: &'static str) -> ColumnDef {
    text(name).primary_key().to_owned()
}

fn number(name: &'static str) -> ColumnDef {
    ColumnDef::new(Alias::new(name)).integer().not_null().to_owned()
}

fn long(name: &'static str) -> ColumnDef {
    ColumnDef::new(Alias::new(name)).big_integer().not_null().to_owned()
}

fn yes_no(name: &'static str) -> ColumnDef {
    ColumnDef::new(Alias::new(name)).boolean().not_null().to_owned()
}

/// Agencies, people, roles, sessions, invitations and keys; the journal; letters, jobs and files.
fn ground_floor() -> Vec<Built> {
    vec![
        table("agency", [key("id"), text("name_ja"), text("name_en")]),
        table(
            "person",
            [
                key("id"),
                text("email").unique_key().to_owned(),
                text("name"),
                open_text("password"),
                yes_no("sample"),
                text("made_at"),
                open_text("closed_at"),
            ],
        ),
        table("held_role", [text("person"), text("role"), text("scope"), text("given_at"), text("given_by"), open_text("until")])
            .named_by(&["person", "role", "scope"])
            .refers("person", "person")
            .by(&["scope"]),
        table("session", [key("hash"), text("person"), text("device"), text("made_at"), text("seen_at"), text("by")])
            .refers("person", "person")
            .by(&["person"]),
        table(
            "invitation",
            [
                key("hash"),
                text("email"),
                open_text("role"),
                open_text("scope"),
                open_text("until"),
                text("note"),
                text("by"),
                text("made_at"),
                open_text("used_at"),
            ],
        )
        .by(&["email"])
        .by(&["scope"]),
        table("reset", [key("hash"), text("person"), open_text("email"), text("made_at"), open_text("used_at")]).refers("person", "person"),
        table("failed_try", [key("id"), text("key"), text("at")]).by(&["key", "at"]),
        table("one_time_code", [key("person"), text("secret"), open_text("confirmed_at"), long("last_step")]).refers("person", "person"),
        table("spare_code", [key("hash"), text("person")]).refers("person", "person").by(&["person"]),
        table("passkey", [key("id"), text("person"), text("name"), text("key"), text("made_at"), open_text("used_at")])
            .refers("person", "person")
            .by(&["person"]),
        table("begun", [key("hash"), text("kind"), open_text("person"), text("state"), text("made_at")]).by(&["made_at"]),
        table("outside_identity", [text("issuer"), text("subject"), text("person"), text("made_at")])
            .named_by(&["issuer", "subject"])
            .refers("person", "person")
            .by(&["person"]),
        table(
            "journal",
            [
                long("seq"),
                text("at"),
                open_text("agency"),
                text("actor"),
                text("act"),
                text("subject"),
                text("said"),
                // The hashes of the rows that were written with it.
                text("rows"),
                text("hash"),
            ],
        )
        .named_by(&["seq", "hash"])
        .by(&["subject"])
        .by(&["act"])
        .by(&["actor"]),
        // Beside the end of the chain: the right edge of the tree over it, and how often the database was written to on trial.
        table("journal_head", [number("id").primary_key().to_owned(), long("seq"), text("hash"), text("tree"), long("probes")]),
        table(
            "letter",
            [key("id"), open_text("agency"), text("recipient"), text("subject"), text("body"), text("queued_at"), open_text("sent_at")],
        )
        .by(&["queued_at"]),
        table(
            "job",
            [
                key("id"),
                open_text("agency"),
                text("kind"),
                text("payload"),
                number("priority"),
                text("state"),
                number("attempts"),
                text("run_at"),
                text("queued_at"),
                open_text("ended_at"),
                open_text("error"),
            ],
        )
        .by(&["state", "run_at"]),
        table(
            "kept_file",
            [
                key("sha256"),
                long("size"),
                text("kept_at"),
                open_text("scanned_at"),
                open_text("harm"),
                // Since when nothing names it.
                open_text("unnamed_at"),
            ],
        )
        .by(&["scanned_at"])
        .by(&["unnamed_at"]),
        // Which record names a file for good, beside those files that are attached to one.
        table("file_use", [text("sha256"), text("subject")]).named_by(&["sha256", "subject"]),
        // How much somebody sent, to keep them from filling the disk.
        table("upload", [key("id"), text("by"), text("at"), long("size")]).by(&["by", "at"]),
        table("attachment", [key("id"), text("subject"), text("sha256"), text("name"), text("kind"), long("size"), text("by"), text("at")])
            .by(&["subject"])
            .by(&["sha256"]),
    ]
}

/// The chain begins, and the database keeps its entries from being changed or taken away.
fn ground_floor_rules(backend: DbBackend) -> &'static [&'static str] {
    match backend {
        DbBackend::Postgres => &[
            "INSERT INTO journal_head (id, seq, hash, tree, probes) VALUES (1, 0, '', '', 0)",
            "CREATE FUNCTION journal_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'the journal is append-only'; END $$",
            "CREATE TRIGGER journal_stays BEFORE UPDATE OR DELETE OR TRUNCATE ON journal FOR EACH STATEMENT EXECUTE FUNCTION journal_is_append_only()",
        ],
        _ => &[
            "INSERT INTO journal_head (id, seq, hash, tree, probes) VALUES (1, 0, '', '', 0)",
            "CREATE TRIGGER journal_is_not_changed BEFORE UPDATE ON journal BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END",
            "CREATE TRIGGER journal_is_not_shortened BEFORE DELETE ON journal BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END",
        ],
    }
}

/// Addresses that were named for somebody else, and what was answered there.
fn contacts() -> Vec<Built> {
    let columns = [text("scope"), text("address"), text("hash"), text("asked_at"), open_text("answered_at"), yes_no("granted")];
    vec![table("contact_address", columns).named_by(&["scope", "address"]).by(&["address"]).by_unique("hash")]
}

/// What is to be known of what is in files.
fn marks() -> Vec<Built> {
    vec![table("file_mark", [text("sha256"), text("mark")]).named_by(&["sha256", "mark"])]
}

/// Letters are paced: when they leave, because of whom, about what.
const PACED_LETTERS: [&str; 10] = [
    "ALTER TABLE letter ADD COLUMN due_at TEXT NULL",
    "ALTER TABLE letter ADD COLUMN closed_at TEXT NULL",
    "ALTER TABLE letter ADD COLUMN scope TEXT NULL",
    "ALTER TABLE letter ADD COLUMN cause TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE letter ADD COLUMN about TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE letter ADD COLUMN joined INTEGER NOT NULL DEFAULT 0",
    "UPDATE letter SET due_at = queued_at, closed_at = queued_at",
    "CREATE INDEX letter_by_recipient_due_at ON letter (recipient, due_at)",
    "CREATE INDEX letter_by_cause_due_at ON letter (cause, due_at)",
    "CREATE INDEX letter_by_about ON letter (about)",
];

/// Companies: their records and how those came to be, proposals, claims, certifications, and what a registry said.
fn parties() -> Vec<Built> {
    vec![
        table(
            "company",
            [
                key("id"),
                text("name"),
                // The name as people mean it, for finding.
                text("name_key"),
                open_text("number"),
                text("record"),
                number("version"),
                open_text("proven_by"),
                open_text("merged_into"),
            ],
        )
        .by_unique("number")
        .by(&["name_key"])
        .by(&["proven_by"]),
        table("company_change", [text("company"), number("version"), text("at"), text("actor"), open_text("typed_by"), text("said")])
            .named_by(&["company", "version"])
            .refers("company", "company"),
        table(
            "company_proposal",
            [
                key("id"),
                text("company"),
                text("by"),
                text("at"),
                text("said"),
                open_text("decided_at"),
                open_text("decided_by"),
                open_text("outcome"),
                text("reason"),
            ],
        )
        .refers("company", "company")
        .by(&["company"]),
        table(
            "company_claim",
            [
                key("id"),
                text("company"),
                text("person"),
                text("note"),
                text("at"),
                open_text("decided_at"),
                open_text("decided_by"),
                open_text("outcome"),
            ],
        )
        .refers("company", "company")
        .refers("person", "person")
        .by(&["company"])
        .by(&["person"]),
        table(
            "company_merge",
            [key("gone"), text("stays"), text("at"), text("by"), number("version"), text("before"), open_text("undone_at")],
        )
        .by(&["stays"]),
        table(
            "certification",
            [key("id"), text("company"), text("kind"), text("name"), text("number"), text("valid_from"), open_text("valid_until")],
        )
        .refers("company", "company")
        .by(&["company"])
        .by(&["valid_until"]),
        table("registry_answer", [text("number"), text("part"), text("body"), text("at")]).named_by(&["number", "part"]),
    ]
}

/// Programmes as they were loaded; the calls that agencies made of them, with every revision that was in force.
fn programmes() -> Vec<Built> {
    vec![
        table("programme_file", [key("path"), text("sha256"), text("body")]),
        table("programme_revision", [key("sha256"), text("path"), text("body")]),
        table(
            "call",
            [
                key("id"),
                text("agency"),
                number("serial"),
                text("sha256"),
                number("revision"),
                open_text("closes_at"),
                text("published_at"),
                long("receipts"),
                number("version"),
            ],
        )
        .refers("agency", "agency")
        .by(&["agency"])
        .by_unique("serial"),
        table("call_notice", [key("id"), text("call"), text("kind"), text("said"), open_text("until"), text("at"), text("by")])
            .refers("call", "call")
            .by(&["call"]),
        table("outage", [key("id"), text("agency"), text("began"), open_text("ended"), text("what"), text("at"), text("by")])
            .by(&["agency"]),
    ]
}

/// Applications: who has a part in them, what is typed field by field, what was filed, and what the office says of it.
fn applications() -> Vec<Built> {
    vec![
        table(
            "application",
            [
                key("id"),
                text("call"),
                text("agency"),
                text("company"),
                // What it is called in lists: the project's title and the lead's name.
                text("title"),
                text("company_name"),
                // Both as they are sought.
                text("title_key"),
                text("company_key"),
                text("state"),
                number("version"),
                // Counts what is typed: what was read before a filing still stands when it is kept.
                number("typed"),
                text("channel"),
                open_text("entered_by"),
                text("made_at"),
                text("made_by"),
                text("saved_at"),
                open_text("receipt"),
                open_text("filed_at"),
                number("filings"),
                open_text("revision"),
                open_text("verdict"),
                ColumnDef::new(Alias::new("grant_yen")).big_integer().null().to_owned(),
                ColumnDef::new(Alias::new("requested_yen")).big_integer().null().to_owned(),
                open_text("due"),
                open_text("late_until"),
                open_text("officer"),
                // When the applicant wrote something that nobody of the office has answered.
                open_text("asked_at"),
            ],
        )
        .refers("call", "call")
        .refers("company", "company")
        .by(&["call", "state"])
        .by(&["agency", "state"])
        .by(&["company"])
        .by_unique("receipt"),
        table(
            "application_member",
            [
                text("application"),
                text("member"),
                open_text("company"),
                text("name"),
                text("email"),
                open_text("invited"),
                open_text("joined_at"),
            ],
        )
        .named_by(&["application", "member"])
        .refers("application", "application")
        .by(&["company"])
        .by(&["invited"]),
        table("application_field", [text("application"), text("name"), text("value"), number("version"), text("at"), text("by")])
            .named_by(&["application", "name"])
            .refers("application", "application"),
        // What somebody else typed over.
        table("application_field_past", [text("application"), text("name"), number("version"), text("value"), text("at"), text("by")])
            .named_by(&["application", "name", "version"])
            .refers("application", "application"),
        // Which attachment stands for which document, and whose it is.
        table("application_paper", [text("application"), text("attachment"), text("member"), text("document")])
            .named_by(&["application", "attachment"])
            .refers("application", "application"),
        table(
            "application_filing",
            [
                text("application"),
                number("number"),
                text("receipt"),
                text("arrived_at"),
                text("filed_at"),
                text("channel"),
                text("by"),
                text("revision"),
                text("code"),
                text("manifest"),
                text("content"),
                text("assessment"),
                // The end of the journal that tells of it, signed.
                text("checkpoint"),
            ],
        )
        .named_by(&["application", "number"])
        .refers("application", "application")
        .by_unique("code"),
        table("application_other", [text("application"), number("place"), text("scheme"), text("name"), text("status")])
            .named_by(&["application", "place"])
            .refers("application", "application"),
        table("application_check", [text("application"), text("item"), text("outcome"), text("note"), text("at"), text("by")])
            .named_by(&["application", "item"])
            .refers("application", "application"),
        table(
            "application_correction",
            [
                key("id"),
                text("application"),
                text("message"),
                text("reasons"),
                text("due"),
                text("at"),
                text("by"),
                open_text("answered_at"),
            ],
        )
        .refers("application", "application")
        .by(&["application"]),
        table("application_message", [key("id"), text("application"), yes_no("from_office"), text("body"), text("at"), text("by")])
            .refers("application", "application")
            .by(&["application"]),
        table("application_warning", [text("application"), text("deadline"), text("kind"), text("at")])
            .named_by(&["application", "deadline", "kind"])
            .refers("application", "application"),
        table("consultation", [key("id"), text("call"), text("company"), text("held_on"), text("note"), text("at"), text("by")])
            .refers("call", "call")
            .refers("company", "company")
            .by(&["call", "company"]),
        table("saved_view", [key("id"), text("agency"), text("person"), text("name"), text("asked"), text("at")]).by(&["agency", "person"]),
        table("batch", [key("id"), text("agency"), text("what"), text("said"), text("at"), text("by"), open_text("ended_at")])
            .by(&["agency"]),
        table("batch_item", [text("batch"), number("place"), text("application"), number("version"), text("state"), text("note")])
            .named_by(&["batch", "place"])
            .refers("batch", "batch"),
    ]
}

/// What each member has done with its own part of an application, apart from what all share: so that nobody sees from a counter or a
/// time that another typed.
fn parts_of_members() -> Vec<Built> {
    vec![
        table(
            "application_part",
            [
                text("application"),
                text("member"),
                number("typed"),
                text("saved_at"),
                number("releases"),
                open_text("released_at"),
                // What stood there when the member told the lead, and its company's record of then.
                open_text("released"),
            ],
        )
        .named_by(&["application", "member"])
        .refers("application", "application"),
    ]
}
