//! `shien programmes`, `shien measures` and `shien show`.

use std::{fmt::Write, path::Path};

use programmes::{
    interfaces::measures::MeasureSummary,
    measures::{Entry, Filters},
    model::{Catalogue, Programme},
};
use rules::{application::Instant, phrases, sentences::Teller, summary, words::Lang};
use serde_json::json;

use super::files;
use crate::{
    cli::{AnswerFormat, ListFormat},
    output::{self, Failure},
};

/// Lists the programmes.
pub fn programmes(catalogue: &Catalogue, as_of: Option<Instant>, format: ListFormat) -> Result<(), Failure> {
    let now = as_of.map_or_else(jiff::Timestamp::now, |i| i.0);
    let rows: Vec<_> = catalogue
        .programmes
        .iter()
        .map(|p| {
            let programme = &p.plan().programme;
            json!({
                "id": programme.id,
                "name": programme.name,
                "operator": programme.operator,
                "fiscal_year": programme.fiscal_year,
                "round": programme.round,
                "revision": programme.revision,
                "opens": programme.window.opens.strftime("%Y-%m-%dT%H:%M").to_string(),
                "closes": programme.window.closes.to_string(),
                "state": p.state(now).word(),
                "file": p.path,
            })
        })
        .collect();
    if format == ListFormat::Json {
        return output::print_json(&format!("{:#}\n", serde_json::Value::from(rows)));
    }
    let mut out = String::new();
    for p in &catalogue.programmes {
        let programme = &p.plan().programme;
        let window = format!("{} – {}", programme.window.opens.strftime("%Y-%m-%d"), programme.window.closes.strftime("%Y-%m-%d %H:%M"));
        let _ = writeln!(out, "{:<40} {:<7} {window}  {}", programme.id, p.state(now).word(), programme.name.ja);
    }
    output::print(&out)
}

/// Lists measures: the nearest to a sentence first.
pub fn measures(catalogue: &Catalogue, sought: &str, format: ListFormat) -> Result<(), Failure> {
    let index = catalogue.measure_index();
    let today = kernel::in_japan(jiff::Timestamp::now()).date();
    // Who lists everything wants plans and rules too; who seeks something wants what can be used.
    let filters = Filters { text: sought.to_owned(), whole: sought.is_empty(), ..Filters::default() };
    let hits = index.search(&filters, today);
    let entries = || hits.iter().map(|hit| &index.entries[hit.place]);
    if format == ListFormat::Json {
        let parent = |entry: &Entry| entry.parent.map(|parent| index.entries[parent].id.as_str());
        let rows: Vec<_> = entries().map(|entry| MeasureSummary::new(entry, parent(entry), today, str::to_owned)).collect();
        let rows = serde_json::to_value(rows).map_err(|e| Failure::Unusable(e.to_string()))?;
        return output::print_json(&format!("{rows:#}\n"));
    }
    let mut out = String::new();
    for entry in entries() {
        let _ = writeln!(out, "{:<48} {:<22} {}  {}", entry.id, entry.measure.kind.word(), entry.fiscal_year.get(), entry.measure.name.ja);
    }
    output::print(&out)
}

/// Shows one programme: all that it says, or its document with what cites each line.
pub fn show(found: &Programme, texts: Option<&Path>, format: AnswerFormat, lang: Lang) -> Result<(), Failure> {
    let plan = found.plan();
    let p = &plan.programme;
    if format == AnswerFormat::Json {
        let value = serde_json::to_value(&**p).map_err(|e| Failure::Unusable(e.to_string()))?;
        return output::print_json(&format!("{value:#}\n"));
    }
    let teller = Teller::new(plan, lang);
    match texts {
        Some(folder) => output::print(&rules::outline::beside(&found.read, &files::document(folder, &p.source.document)?, &teller)),
        None => output::print(&rules::outline::outline(found.read.tree(), &teller, lang)),
    }
}

/// A change, and in which programmes of the file it is.
#[derive(serde::Serialize)]
struct ChangeOf<'a> {
    #[serde(flatten)]
    change: summary::Change,
    /// Their identifiers; nothing where every one has it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    programmes: Vec<&'a str>,
}

/// Tells what changed between two programmes, or between the schemes of two files, each with the one in its place: what changed in all of
/// them is told once.
pub fn compare(before: &[Programme], after: &[Programme], format: AnswerFormat, lang: Lang) -> Result<(), Failure> {
    let mut all: Vec<ChangeOf<'_>> = Vec::new();
    for (before, after) in before.iter().zip(after) {
        let id = after.plan().programme.id.as_str();
        for change in summary::changes(&Teller::new(before.plan(), lang), &Teller::new(after.plan(), lang)) {
            match all.iter_mut().find(|known| known.change == change) {
                Some(known) => known.programmes.push(id),
                None => all.push(ChangeOf { change, programmes: vec![id] }),
            }
        }
    }
    all.iter_mut().filter(|change| change.programmes.len() == after.len()).for_each(|change| change.programmes.clear());
    // What all have comes first, then what belongs to one.
    all.sort_by_key(|change| (!change.programmes.is_empty(), change.programmes.clone()));
    if format == AnswerFormat::Json {
        let value = serde_json::to_value(&all).map_err(|e| Failure::Unusable(e.to_string()))?;
        return output::print_json(&format!("{value:#}\n"));
    }
    let mut out = String::new();
    let mut of: &[&str] = &[];
    for ChangeOf { change, programmes } in &all {
        if programmes != of {
            let _ = writeln!(out, "\n{}:", programmes.join(", "));
            of = programmes;
        }
        let _ = match (&change.before, &change.after) {
            (None, Some(after)) => writeln!(out, "+ {} {after}", change.section.word()),
            (Some(before), None) => writeln!(out, "- {} {before}", change.section.word()),
            (Some(before), Some(after)) if before == after => {
                let _ = writeln!(out, "~ {} {}", change.section.word(), change.head);
                change.values.iter().try_for_each(|value| {
                    let (before, after) = (value.before.as_deref().unwrap_or("–"), value.after.as_deref().unwrap_or("–"));
                    writeln!(out, "  {}: {before} → {after}", value.at)
                })
            }
            (before, after) => {
                let (before, after) = (before.as_deref().unwrap_or_default(), after.as_deref().unwrap_or_default());
                writeln!(out, "* {} {}: {before} → {after}", change.section.word(), change.head)
            }
        };
    }
    output::print(&out)
}

/// Finds phrases of calls, and how they are written.
pub fn phrases(words: &str, lang: Lang) -> Result<(), Failure> {
    let found = phrases::find(words);
    if found.is_empty() {
        return Err(Failure::Usage(format!("no phrase holds `{words}`; try fewer or other words, or read docs/reference/phrases.ja.md")));
    }
    let mut out = String::new();
    for (_, phrase) in found {
        let _ = writeln!(out, "「{}」\n{}\n", phrase.says, lang.of(&phrase.edges));
        for line in phrase.yaml().lines() {
            let _ = writeln!(out, "    {line}");
        }
        out.push('\n');
    }
    output::print(&out)
}
