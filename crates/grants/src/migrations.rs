//! The tables of applications: what is kept of each, its members, filings, other subsidies, and consultations before it.

use platform::schema::{Built, Migration, key, number, open_long, open_text, table, text};

pub(crate) const MIGRATIONS: [Migration; 1] = [Migration { name: "grants_0001", tables, after: |_| &[] }];

/// Applications: who has a part in them, what is typed field by field, what was filed, and what the office says of it.
fn tables() -> Vec<Built> {
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
                open_long("grant_yen"),
                open_long("requested_yen"),
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
        table("consultation", [key("id"), text("call"), text("company"), text("held_on"), text("note"), text("at"), text("by")])
            .refers("call", "call")
            .refers("company", "company")
            .by(&["call", "company"]),
        // What each member has done with its own part, apart from what all share: so that nobody sees from a counter or a time that
        // another typed.
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
