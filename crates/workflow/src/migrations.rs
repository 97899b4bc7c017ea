//! The tables of this context.

use platform::schema::{Built, Migration, key, number, open_long, open_number, open_text, table, text};

pub(crate) const MIGRATIONS: [Migration; 1] = [Migration {
    name: "workflow_0001",
    tables,
    // No two documents of a series carry the same number in a fiscal year.
    after: |_| &["CREATE UNIQUE INDEX approval_number ON approval (agency, series, fiscal_year, number)"],
}];

/// Proposals with the steps that they go through, the routes that say which, and the last number of each series.
fn tables() -> Vec<Built> {
    vec![
        table(
            "approval",
            [
                key("id"),
                text("agency"),
                // What kind of decision it is, and about which record.
                text("kind"),
                text("subject"),
                text("title"),
                text("title_key"),
                text("body"),
                open_long("amount_yen"),
                text("series"),
                text("state"),
                number("version"),
                // Counts how often it was sent round.
                number("round"),
                text("drafted_by"),
                text("drafted_at"),
                open_text("ended_at"),
                open_number("fiscal_year"),
                open_number("number"),
            ],
        )
        .by(&["agency", "state"])
        .by(&["subject"]),
        table(
            "approval_step",
            [
                text("approval"),
                number("round"),
                number("place"),
                text("part"),
                text("title"),
                text("person"),
                open_text("deputy"),
                open_text("outcome"),
                open_text("done_by"),
                open_text("done_at"),
                text("remark"),
                open_text("reviewed_at"),
            ],
        )
        .named_by(&["approval", "round", "place"])
        .refers("approval", "approval")
        .by(&["person"])
        .by(&["deputy"]),
        table("approval_route", [key("id"), text("agency"), text("kind"), open_long("at_most_yen"), text("series"), text("steps")])
            .by(&["agency", "kind"]),
        table("document_number", [text("agency"), text("series"), number("fiscal_year"), number("last")]).named_by(&[
            "agency",
            "series",
            "fiscal_year",
        ]),
    ]
}
