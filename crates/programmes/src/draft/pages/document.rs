//! The document, line by line, with what cites each line; and what the checker finds.

use askama::Template;
use platform::{Error, compute};
use rules::{
    diagnostic::{Diagnostic, Severity},
    edit::{self, Citation},
    faults, node,
    plan::Fault,
    read::Read,
    words::{Lang, Words},
};
use web::html;

use crate::draft::model::ProgrammeDraft;

/// A clause that cites a line: its path, and the line of the file where it begins.
#[derive(Debug, Clone)]
struct CitedBy {
    path: String,
    line: usize,
}

/// A line of the document.
#[derive(Debug)]
struct Line {
    number: u32,
    text: String,
    cited_by: Vec<CitedBy>,
    /// `uncited`, `figures` where amounts or days stand there, `heading`, or nothing.
    class: &'static str,
    figures: String,
}

/// The document as a part of the page.
#[derive(Debug, Template)]
#[template(path = "draft_document.html")]
struct Document<'a> {
    words: &'a Words,
    lines: Vec<Line>,
    uncited: usize,
    /// The address of the form, to which a citation leads.
    form: &'a str,
}

/// The document of a draft beside its file, however far that can be read.
pub(super) fn document(words: &Words, draft: &ProgrammeDraft, form: &str) -> Result<String, Error> {
    let tree = node::read(draft.body.as_bytes()).ok();
    let citations: Vec<Citation> = tree.as_ref().map(edit::citations).unwrap_or_default();
    let lines = edit::document_lines(&draft.document, tree.as_ref(), &citations).into_iter().map(|line| {
        let class = match () {
            () if line.is_heading => "heading",
            () if !line.is_uncited() => "",
            () if line.figures.is_empty() => "uncited",
            () => "figures",
        };
        let cited_by = |place: &usize| citations.get(*place).map(|c| CitedBy { path: c.path.clone(), line: c.line });
        Line {
            number: line.number,
            cited_by: line.cited_by.iter().filter_map(cited_by).collect(),
            class,
            figures: line.figures.join("、"),
            text: line.text,
        }
    });
    let lines: Vec<Line> = lines.collect();
    let uncited = lines.iter().filter(|l| matches!(l.class, "uncited" | "figures")).count();
    html(&Document { words, lines, uncited, form })
}

/// A fault of the file.
#[derive(Debug)]
struct Finding {
    line: usize,
    is_error: bool,
    /// What is wrong, in the reader's language.
    told: String,
    help: String,
    /// What the checker says in English, where it is not translated.
    english: String,
}

/// The findings as a part of the page.
#[derive(Debug, Template)]
#[template(path = "draft_findings.html")]
struct Findings<'a> {
    words: &'a Words,
    errors: usize,
    warnings: usize,
    all: Vec<Finding>,
    /// How many are not shown.
    more: usize,
}

/// Findings that are shown at once: who has so many mends some and looks again.
const MOST: usize = 50;

/// What the checker finds in a draft, and of its citations beside the document.
pub(super) fn findings(words: &Words, lang: Lang, draft: &ProgrammeDraft) -> Result<String, Error> {
    let all = compute(|| diagnostics(draft));
    let errors = all.iter().filter(|d| d.severity == Severity::Error).count();
    let finding = |d: &Diagnostic| {
        let (line, is_error) = (d.span.line, d.severity == Severity::Error);
        let help = d.help.as_deref().unwrap_or_default();
        if lang == Lang::En {
            return Finding { line, is_error, told: d.message.clone(), help: help.to_owned(), english: String::new() };
        }
        let key = format!("fault-{}", d.code);
        if let Some(told) = faults::ja(&d.message) {
            return Finding { line, is_error, told, help: faults::ja(help).unwrap_or_default(), english: String::new() };
        }
        let told = if words.has(&key) { words.get(&key) } else { String::new() };
        Finding { line, is_error, told, help: String::new(), english: format!("{} {help}", d.message) }
    };
    let warnings = all.len() - errors;
    let more = all.len().saturating_sub(MOST);
    html(&Findings { words, errors, warnings, all: all.iter().take(MOST).map(finding).collect(), more })
}

/// Everything that is wrong with a draft's file, errors first.
pub(super) fn diagnostics(draft: &ProgrammeDraft) -> Vec<Diagnostic> {
    let outcome = rules::read::programmes(draft.body.as_bytes());
    let mut all = outcome.diagnostics;
    if !draft.document.trim().is_empty() {
        all.extend(beside(&outcome.programmes, &draft.document));
    }
    all.sort_by_key(|d| (d.severity, d.span.line, d.span.column));
    all.dedup();
    all
}

/// What is found when a file is held against its document.
fn beside(programmes: &[Read], document: &str) -> Vec<Diagnostic> {
    let located = |(place, severity, fault): (usize, Severity, Fault)| {
        rules::read::locate(programmes[place].tree(), vec![fault]).into_iter().map(move |d| Diagnostic { severity, ..d })
    };
    rules::check::sources(programmes, document).into_iter().flat_map(located).collect()
}
