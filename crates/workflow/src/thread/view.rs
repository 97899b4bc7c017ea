//! A thread as pages show it.

use askama::Template;
use rules::words::Words;
use uuid::Uuid;
use web::RequestContext;

use super::Message;

/// The messages about a record, and the form for the next one.
#[derive(Debug, Template)]
#[template(path = "thread.html")]
pub struct ThreadView<'a> {
    words: &'a Words,
    rows: Vec<Row>,
    form: Option<ThreadForm<'a>>,
}

#[derive(Debug)]
struct Row {
    from_agency: bool,
    who: String,
    when: String,
    body: String,
}

/// The form for the next message.
#[derive(Debug)]
pub struct ThreadForm<'a> {
    /// Where it goes.
    pub action: String,
    /// What the page that takes it calls the act; empty where it knows no other.
    pub act: &'a str,
    /// What stands above the field.
    pub label: String,
    /// What is to be known before one writes.
    pub hint: String,
    /// What was typed and not taken.
    pub body: &'a str,
    /// The id of the message, so that it is sent once.
    pub key: String,
}

impl<'a> ThreadView<'a> {
    /// The messages with what their writers are called. Who reads for the other side hears the agency, not one of its people: then
    /// `agency` is what it is called.
    pub fn new(context: &'a RequestContext, messages: Vec<(Message, String)>, agency: Option<&str>, form: Option<ThreadForm<'a>>) -> Self {
        let row = |(message, who): (Message, String)| Row {
            who: agency.filter(|_| message.from_agency).map_or_else(|| context.called(&who), str::to_owned),
            from_agency: message.from_agency,
            when: context.moment(message.at),
            body: message.body,
        };
        Self { words: &context.words, rows: messages.into_iter().map(row).collect(), form }
    }
}

impl<'a> ThreadForm<'a> {
    /// A form that goes to a page, with a fresh id.
    pub fn new(action: String, act: &'a str, label: String, hint: String, body: &'a str) -> Self {
        Self { action, act, label, hint, body, key: Uuid::now_v7().to_string() }
    }
}
