//! A short form on a page of its own: sign-in, a new password, an invitation.

use axum::response::Response;
use platform::Error;
use ui::Field;
use web::RequestContext;

/// A short form, with the fault at its field.
pub(super) struct Short<'a> {
    pub(super) title: &'a str,
    pub(super) lead: String,
    pub(super) action: String,
    pub(super) fields: Vec<Field>,
    pub(super) hidden: Vec<(&'a str, &'a str)>,
    pub(super) button: &'a str,
    pub(super) links: Vec<(String, String)>,
    /// What stands below the form, as it is.
    pub(super) below: String,
}

impl Short<'_> {
    pub(super) fn show(mut self, context: &RequestContext, fault: Option<&Error>) -> Response {
        let faults = context.mark(&mut self.fields, fault);
        let title = context.word(self.title);
        let form = ui::Form {
            title: &title,
            lead: &self.lead,
            action: &self.action,
            fields: &self.fields,
            hidden: &self.hidden,
            button: &context.word(self.button),
            faults,
            links: &self.links,
            below: &self.below,
        };
        if fault.is_some() { context.faulty(&title, &form) } else { context.page(&title, &form) }
    }
}

pub(super) fn labelled(context: &RequestContext, name: &'static str, label: &str, kind: &'static str, autocomplete: &'static str) -> Field {
    Field { name, label: context.word(label), kind, autocomplete, ..Field::default() }
}

pub(super) fn new_password(context: &RequestContext) -> Field {
    Field { hint: context.word("password-hint"), ..labelled(context, "password", "password-new", "password", "new-password") }
}
