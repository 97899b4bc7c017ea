//! A short form on a page of its own: sign-in, a new password, an invitation.

use axum::response::Response;
use platform::Error;
use ui::Field;
use web::RequestContext;

/// A short form, with the fault at its field.
pub(super) struct Short<'a> {
    pub(super) title: &'a str,
    /// The steps of the registration, where it is one of them.
    pub(super) steps: Vec<(String, &'static str)>,
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
            steps: &self.steps,
            steps_label: &context.word("register-steps"),
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

/// The steps from an address to a company that can apply, as they stand at one of them; the last is what led here.
pub(super) fn registration_steps(context: &RequestContext, now: usize, next: &str) -> Vec<(String, &'static str)> {
    let mut all = vec!["register-address", "register-person", "register-company"];
    if next.split('?').next().is_some_and(|path| path.ends_with("/apply")) {
        all.push("register-apply");
    }
    let how = |place: usize| match place.cmp(&now) {
        std::cmp::Ordering::Less => "done",
        std::cmp::Ordering::Equal => "now",
        std::cmp::Ordering::Greater => "next",
    };
    all.into_iter().enumerate().map(|(place, key)| (context.word(key), how(place))).collect()
}

pub(super) fn labelled(context: &RequestContext, name: &'static str, label: &str, kind: &'static str, autocomplete: &'static str) -> Field {
    Field { name, label: context.word(label), kind, autocomplete, ..Field::default() }
}

pub(super) fn new_password(context: &RequestContext) -> Field {
    Field { hint: context.word("password-hint"), ..labelled(context, "password", "password-new", "password", "new-password") }
}
