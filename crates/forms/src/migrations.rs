//! The tables of responses: what stands in each field, what others had typed there before, and the files beside them; each by the name
//! under which the journal knows the record.

use platform::schema::{Built, Migration, number, table, text};

pub(crate) const MIGRATIONS: [Migration; 1] = [Migration { name: "forms_0001", tables, after: |_| &[] }];

fn tables() -> Vec<Built> {
    vec![
        table("form_value", [text("subject"), text("name"), text("value"), number("version"), text("at"), text("by")])
            .named_by(&["subject", "name"]),
        // What somebody else typed over.
        table("form_value_past", [text("subject"), text("name"), number("version"), text("value"), text("at"), text("by")])
            .named_by(&["subject", "name", "version"]),
        // What each file stands for: whose it is, and which document of the form.
        table("form_attachment", [text("subject"), text("attachment"), text("owner"), text("document")])
            .named_by(&["subject", "attachment"]),
    ]
}
