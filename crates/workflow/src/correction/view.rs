//! Returns for correction as pages show them.

use std::collections::HashMap;

use askama::Template;
use rules::words::Words;
use web::{RequestContext, field};

use super::Correction;

/// The form that returns a record. The reasons stand beside what they are about, in fields of this form (`correction_reason.html`).
#[derive(Debug, Template)]
#[template(path = "correction_form.html")]
pub struct CorrectionForm<'a> {
    /// The words.
    pub words: &'a Words,
    /// Where it goes.
    pub action: String,
    /// The version of the record that was seen.
    pub version: i32,
    /// A day as it may be typed.
    pub example: String,
    /// Who reads what is said of the whole, where that is to be known.
    pub readers: String,
    /// What stands in the field of the whole, where nothing was typed yet.
    pub message: String,
    /// Where on the page the reasons are written, each beside what it is about.
    pub places: &'static str,
    /// What was typed, or what stands there for the beginning.
    pub typed: &'a HashMap<String, String>,
}

impl CorrectionForm<'_> {
    fn value(&self, name: &str) -> &str {
        field(self.typed, name)
    }

    fn message(&self) -> &str {
        if self.value("act") == "return" { self.value("message") } else { &self.message }
    }

    /// How many reasons were typed.
    fn reasons(&self) -> usize {
        self.typed.iter().filter(|(name, why)| name.starts_with("why.") && !why.trim().is_empty()).count()
    }
}

/// The returns of a record, each to be opened.
#[derive(Debug, Template)]
#[template(path = "corrections.html")]
pub struct CorrectionsView<'a> {
    words: &'a Words,
    rows: Vec<Row>,
}

#[derive(Debug)]
struct Row {
    at: String,
    due: String,
    message: String,
    reasons: Vec<(String, String)>,
    is_answered: bool,
}

impl<'a> CorrectionsView<'a> {
    /// The returns; `label` says what a name in a reason is called.
    pub fn new(context: &'a RequestContext, all: &[Correction], label: impl Fn(&str) -> String) -> Self {
        let row = |correction: &Correction| Row {
            at: context.moment(correction.at),
            due: context.moment(correction.due),
            message: correction.message.clone(),
            reasons: correction.reasons.iter().map(|(named, why)| (label(named), why.clone())).collect(),
            is_answered: correction.answered_at.is_some(),
        };
        Self { words: &context.words, rows: all.iter().map(row).collect() }
    }
}
