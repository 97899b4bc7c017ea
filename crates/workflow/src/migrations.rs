//! The tables of what every desk has: approvals, messages, checklists, corrections, reminders, saved views, batches.

use platform::schema::{Built, Migration, key, number, open_long, open_number, open_text, table, text, yes_no};

pub(crate) const MIGRATIONS: [Migration; 1] = [Migration {
    name: "workflow_0001",
    tables,
    // No two documents of a series carry the same number in a fiscal year.
    after: |_| &["CREATE UNIQUE INDEX approval_number ON approval (agency, series, fiscal_year, number)"],
}];

/// Proposals with the steps that they go through, the routes that say which, and the last number of each series; then what desks note
/// about records of any context, by the name under which the journal knows them.
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
        // What an agency and the other side write to each other about a record.
        table("thread_message", [key("id"), text("subject"), yes_no("from_agency"), text("body"), text("at"), text("by")]).by(&["subject"]),
        table("checklist_tick", [text("subject"), text("item"), text("outcome"), text("note"), text("at"), text("by")])
            .named_by(&["subject", "item"]),
        table(
            "correction",
            [key("id"), text("subject"), text("message"), text("reasons"), text("due"), text("at"), text("by"), open_text("answered_at")],
        )
        .by(&["subject"]),
        table("reminder", [text("subject"), text("deadline"), text("step"), text("at")]).named_by(&["subject", "deadline", "step"]),
        table("saved_view", [text("list"), text("agency"), text("person"), text("name"), text("query"), text("at")])
            .named_by(&["list", "agency", "person", "name"]),
        table(
            "batch",
            [
                key("id"),
                text("list"),
                text("agency"),
                text("act"),
                text("choice"),
                yes_no("is_sure"),
                text("at"),
                text("by"),
                open_text("ended_at"),
            ],
        )
        .by(&["agency", "list"]),
        table("batch_item", [text("batch"), number("place"), text("record"), number("version"), text("state"), text("note")])
            .named_by(&["batch", "place"])
            .refers("batch", "batch"),
    ]
}
