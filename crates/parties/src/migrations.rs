//! The tables of companies: records with their changes, proposals, claims, merges, certifications, answers of gBizINFO.

use platform::schema::{Built, Migration, key, number, open_text, table, text};

pub(crate) const MIGRATIONS: [Migration; 1] = [Migration { name: "parties_0001", tables, after: |_| &[] }];

/// Companies: their records and how those came to be, proposals, claims, certifications, and what a registry said.
fn tables() -> Vec<Built> {
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
        table("company_change", [text("company"), number("version"), text("at"), text("actor"), open_text("typed_by"), text("changes")])
            .named_by(&["company", "version"])
            .refers("company", "company"),
        table(
            "company_proposal",
            [
                key("id"),
                text("company"),
                text("by"),
                text("at"),
                text("changes"),
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
