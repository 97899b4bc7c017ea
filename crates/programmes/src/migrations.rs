//! The tables of programmes as they were loaded, calls with their revisions and notices, and outages.

use platform::schema::{Built, Migration, key, long, number, open_text, table, text};

pub(crate) const MIGRATIONS: [Migration; 1] = [Migration { name: "programmes_0001", tables, after: |_| &[] }];

/// Programmes as they were loaded; the calls that agencies made of them, with every revision that was in force.
fn tables() -> Vec<Built> {
    vec![
        table("programme_file", [key("path"), text("sha256"), text("body"), text("prepared")]),
        table("programme_revision", [key("sha256"), text("path"), text("body"), text("prepared")]),
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
        table("call_notice", [key("id"), text("call"), text("kind"), text("text"), open_text("until"), text("at"), text("by")])
            .refers("call", "call")
            .by(&["call"]),
        table(
            "programme_draft",
            [
                key("id"),
                text("agency"),
                text("title"),
                open_text("call"),
                open_text("based_on"),
                text("document"),
                text("body"),
                text("cases"),
                text("confirmed"),
                text("authors"),
                text("state"),
                open_text("approval"),
                open_text("approval_sha256"),
                number("version"),
                text("made_at"),
                text("changed_at"),
            ],
        )
        .refers("agency", "agency")
        .by(&["agency"]),
        table("measure_notice", [text("company"), text("person"), text("purposes"), text("lang"), text("told"), text("made_at")])
            .named_by(&["company", "person"])
            .refers("company", "company")
            .refers("person", "person"),
        table("outage", [key("id"), text("agency"), text("began"), open_text("ended"), text("what"), text("at"), text("by")])
            .by(&["agency"]),
    ]
}
