//! What shape can't show of measures: identifiers, contradictions that are reconciled, and citations held against their document.

use std::collections::{BTreeSet, HashMap, HashSet};

use super::{Calculation, MeasureFile, Placed};
use crate::{
    diagnostic::suggest,
    language::{Cites, ScheduleEntry},
    plan::Fault,
};

pub(super) fn file(file: &MeasureFile) -> Vec<Fault> {
    let mut faults = Vec::new();
    if file.shien != 1 {
        faults.push(Fault::new("wrong-value", "shien", format!("version {} of the language is not known", file.shien)).help("write 1"));
    }
    let mut ids = HashSet::new();
    for Placed { path, id, measure, .. } in &file.each() {
        if !ids.insert(*id) {
            faults.push(Fault::new("duplicate-id", path.as_str(), format!("`{id}` is the identifier of another measure of this file too")));
        }
        if id.is_empty() || !id.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-') {
            faults.push(Fault::new(
                "wrong-value",
                path.as_str(),
                format!("`{id}` is no identifier; write small letters, digits and hyphens"),
            ));
        }
        if measure.parent.is_some() && path.contains(".children.") {
            let fault = Fault::new("wrong-value", format!("{path}.parent"), "it stands inside what it belongs to");
            faults.push(fault.help("take `parent` away, or move the measure to the top of a file"));
        }
        for (name, fact) in &measure.facts {
            let other = fact.reconciles.as_ref().map(|r| r.with.as_str());
            if let Some(other) = other.filter(|other| !measure.facts.contains_key(*other) || other == name) {
                let known: Vec<&str> = measure.facts.keys().map(String::as_str).filter(|key| key != name).collect();
                let at = format!("{path}.facts.{name}.reconciles.with");
                let fault = Fault::new("unknown-fact", at, format!("`{other}` is not another fact of this measure"));
                faults.push(fault.help(suggest(other, known.iter().copied())));
            }
        }
        let (_, wrong) = Calculation::of(measure);
        faults.extend(wrong.into_iter().map(|fault| Fault { path: format!("{path}.{}", fault.path), ..fault }));
        for (name, entry) in measure.schedule.iter().map(|(name, entry)| (format!("schedule.{name}"), entry)) {
            no_days(entry, &format!("{path}.{name}"), &mut faults);
        }
        measure.window.iter().for_each(|entry| no_days(entry, &format!("{path}.window"), &mut faults));
    }
    faults
}

fn no_days(entry: &ScheduleEntry, path: &str, faults: &mut Vec<Fault>) {
    match (&entry.from, &entry.to) {
        (None, None) => faults.push(Fault::new("wrong-value", path, "there is no day here; write `from`, `to` or both")),
        (Some(from), Some(to)) if from.first > to.last => {
            faults.push(Fault::new("wrong-value", path, "the days end before they begin; write the earlier day as `from`"));
        }
        _ => {}
    }
}

/// What the files of a catalogue say of each other: identifiers that two of them have, parents and programmes that none has. Each
/// with the place of its file.
pub fn across(files: &[&MeasureFile], programmes: &[&str]) -> Vec<(usize, Fault)> {
    let mut faults = Vec::new();
    let mut first: HashMap<&str, usize> = HashMap::new();
    let each: Vec<(usize, Placed<'_>)> =
        files.iter().enumerate().flat_map(|(at, file)| file.each().into_iter().map(move |m| (at, m))).collect();
    for (at, placed) in &each {
        if let Some(other) = first.insert(placed.id, *at).filter(|other| other != at) {
            let message = format!("`{}` is the identifier of a measure of document {} too", placed.id, files[other].source.document);
            faults.push((*at, Fault::new("duplicate-id", placed.path.as_str(), message)));
        }
    }
    let known: Vec<&str> = first.keys().copied().collect();
    for (at, placed) in &each {
        if let Some(parent) = placed.measure.parent.as_deref().filter(|parent| !first.contains_key(parent)) {
            let fault = Fault::new("unknown-measure", format!("{}.parent", placed.path), format!("`{parent}` is not a measure"));
            faults.push((*at, fault.help(suggest(parent, known.iter().copied()))));
        }
        for programme in placed.measure.programmes.iter().filter(|id| !programmes.contains(&id.as_str())) {
            let path = format!("{}.programmes", placed.path);
            let fault = Fault::new("unknown-programme", path, format!("`{programme}` is not a programme of the catalogue"));
            faults.push((*at, fault.help(suggest(programme, programmes.iter().copied()))));
        }
    }
    faults
}

/// Every citation of a file, with the path of what cites.
fn citations(file: &MeasureFile) -> Vec<(String, Cites)> {
    let mut all = Vec::new();
    for Placed { path, measure, .. } in file.each() {
        all.push((path.clone(), measure.cite.clone()));
        all.extend(measure.window.iter().map(|entry| (format!("{path}.window"), entry.cite.clone())));
        all.extend(measure.schedule.iter().map(|(name, entry)| (format!("{path}.schedule.{name}"), entry.cite.clone())));
        all.extend(measure.facts.iter().map(|(name, fact)| (format!("{path}.facts.{name}"), fact.cite.clone())));
        let figures = measure.calculation.iter().filter_map(|(name, figure)| Some((name, figure.cite.as_ref()?)));
        all.extend(figures.map(|(name, cite)| (format!("{path}.calculation.{name}"), cite.clone())));
    }
    all
}

/// Holds every citation of a file against the text of its document.
pub fn sources(file: &MeasureFile, text: &str) -> Vec<Fault> {
    let lines: Vec<&str> = text.lines().collect();
    let mut faults = Vec::new();
    if lines.len() != usize::try_from(file.source.lines).unwrap_or(usize::MAX) {
        let message = format!("document {} has {} lines, not {}", file.source.document, lines.len(), file.source.lines);
        faults.push(Fault::new("no-such-line", "source.lines", message));
    }
    for (path, cites) in citations(file) {
        faults.extend(crate::check::verify_citations(&cites, &file.source.document, &path, &lines));
    }
    faults
}

/// Every line that the file cites or calls a heading.
pub fn cited(file: &MeasureFile) -> BTreeSet<u32> {
    let own = |cites: &Cites| cites.iter().filter(|c| c.document.is_none()).flat_map(|c| c.lines.each()).collect::<Vec<_>>();
    let mut lines: BTreeSet<u32> = file.source.headings.each().collect();
    lines.extend(citations(file).iter().flat_map(|(_, cites)| own(cites)));
    lines
}
