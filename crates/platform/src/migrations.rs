//! The tables that every context stands on.

use sea_orm::DbBackend;

use crate::schema::{Built, Migration, key, long, number, open_text, table, text, yes_no};

pub(crate) const MIGRATIONS: [Migration; 1] = [Migration { name: "platform_0001", tables, after: rules }];

/// Agencies, people, roles, sessions, invitations and keys; the journal; letters, jobs and files.
fn tables() -> Vec<Built> {
    vec![
        table("agency", [key("id"), text("name_ja"), text("name_en"), open_text("closure"), number("version")]),
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
            "access_token",
            [
                key("id"),
                text("hash"),
                text("agency"),
                text("name"),
                text("acts"),
                text("until"),
                text("made_at"),
                text("made_by"),
                open_text("used_at"),
                open_text("revoked_at"),
            ],
        )
        .refers("agency", "agency")
        .by_unique("hash")
        .by(&["agency"]),
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
                text("details"),
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
            [
                key("id"),
                open_text("agency"),
                text("recipient"),
                text("subject"),
                text("body"),
                text("queued_at"),
                open_text("sent_at"),
                // When it leaves, and since when nothing is joined to it any more.
                open_text("due_at"),
                open_text("closed_at"),
                open_text("scope"),
                // Who caused it, and what it is about.
                text("cause"),
                text("about"),
                number("joined"),
            ],
        )
        .by(&["queued_at"])
        .by(&["recipient", "due_at"])
        .by(&["cause", "due_at"])
        .by(&["about"]),
        // Addresses that were named for somebody else, and what was answered there.
        table(
            "contact_address",
            [text("scope"), text("address"), text("hash"), text("asked_at"), open_text("answered_at"), yes_no("granted")],
        )
        .named_by(&["scope", "address"])
        .by(&["address"])
        .by_unique("hash"),
        // What is to be known of what is in files.
        table("file_mark", [text("sha256"), text("mark")]).named_by(&["sha256", "mark"]),
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
fn rules(backend: DbBackend) -> &'static [&'static str] {
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
