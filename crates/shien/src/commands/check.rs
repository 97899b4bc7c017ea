//! `shien check`.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
};

use programmes::model::FileKind;
use rules::{
    cases,
    check::{sources, uncited},
    diagnostic::{Diagnostic, Severity},
    measure::{self, MeasureFile},
    plan::Fault,
    read,
};

use super::files;
use crate::{
    cli::Color,
    output::{self, Failure},
};

/// Checks files and the cases beside them.
pub fn run(paths: &[PathBuf], catalogue: Option<&Path>, texts: Option<&Path>, propose: bool, color: Color) -> Result<(), Failure> {
    let mut named: Vec<(String, Vec<u8>, Option<PathBuf>)> = Vec::new();
    if paths.is_empty() && catalogue.is_none() {
        named.extend(programmes::model::shipped().into_iter().map(|f| (f.path, f.body, None)));
    }
    for path in paths.iter().map(PathBuf::as_path).chain(catalogue.filter(|_| paths.is_empty())) {
        for file in files::below(path)? {
            if FileKind::of(&file.to_string_lossy()).is_some() {
                named.push((file.display().to_string(), files::bytes(&file)?, Some(file.with_extension("cases.yaml"))));
            }
        }
    }
    if named.is_empty() {
        return Err(Failure::Usage("no programme file is there; they end in .yaml".to_owned()));
    }
    let (of_measures, named): (Vec<_>, Vec<_>) = named.into_iter().partition(|(name, ..)| FileKind::of(name) == Some(FileKind::Measures));
    let (mut errors, mut warnings, mut programmes, mut passed) = (0, 0, 0, 0);
    let mut ids: BTreeMap<String, String> = BTreeMap::new();
    for (name, body, beside) in &named {
        let mut outcome = read::programmes(body);
        programmes += outcome.programmes.len();
        for read in &outcome.programmes {
            let id = &read.plan.programme.id;
            if let Some(other) = ids.insert(id.clone(), name.clone()) {
                let span = read.tree().nearest("id").span;
                outcome.diagnostics.push(Diagnostic::error(
                    "duplicate-id",
                    span,
                    format!("`{id}` is the identifier of a programme in {other} too"),
                ));
            }
        }
        if let Some(folder) = texts {
            hold_against(folder, &outcome.programmes, &mut outcome.diagnostics);
        }
        outcome.diagnostics.dedup();
        let text = String::from_utf8_lossy(body);
        output::diagnostics(color, name, &text, &outcome.diagnostics);
        let mut count = |faults: &[Diagnostic]| {
            errors += faults.iter().filter(|d| d.severity == Severity::Error).count();
            warnings += faults.iter().filter(|d| d.severity == Severity::Warning).count();
        };
        count(&outcome.diagnostics);
        for read in &outcome.programmes {
            // Millions of firms go through columns where they can; where not, that is said.
            if let Some(word) = rules::columns::Rule::explained(&read.plan) {
                output::print(&format!(
                    "{name}: `{}` is computed applicant by applicant, not in bulk ({word}); the answers are the same\n",
                    read.plan.programme.id
                ))?;
            }
        }
        if propose {
            let there = beside.as_ref().filter(|b| b.exists()).map(|b| files::bytes(b)).transpose()?.unwrap_or_default();
            for read in &outcome.programmes {
                let lacking = rules::propose::propose(read, &there);
                if lacking.is_empty() && there.is_empty() {
                    // Nothing to begin with is not nothing left to try.
                    let beside = beside.as_ref().map(|b| b.display().to_string()).unwrap_or_default();
                    output::print(&format!(
                        "{name}: no case of `{}` can be proposed yet: bounds are tried around an application that is eligible. \
                         Write one into {beside}, then ask again\n",
                        read.plan.programme.id
                    ))?;
                }
                if !lacking.is_empty() {
                    output::print(&format!(
                        "{name}: cases that `{}` lacks, with the answers to confirm:\n{lacking}",
                        read.plan.programme.id
                    ))?;
                }
            }
        }
        if let Some(beside) = beside.as_ref().filter(|b| b.exists()) {
            let body = files::bytes(beside)?;
            let report = cases::run(&body, &outcome.programmes);
            let mut found = report.diagnostics();
            if propose {
                found.extend(cases::idle_readings(&body, &outcome.programmes));
            }
            passed += report.passed;
            output::diagnostics(color, &beside.display().to_string(), &String::from_utf8_lossy(&body), &found);
            count(&found);
        }
    }
    let files = named.len() + of_measures.len();
    let known: Vec<&str> = ids.keys().map(String::as_str).collect();
    let measures = check_measures(&of_measures, &known, texts, |name, text, faults| {
        output::diagnostics(color, name, text, faults);
        errors += faults.iter().filter(|d| d.severity == Severity::Error).count();
        warnings += faults.iter().filter(|d| d.severity == Severity::Warning).count();
    });
    output::print(&format!(
        "{programmes} programmes and {measures} measures in {files} files, {passed} cases passed, {errors} errors, {warnings} warnings\n"
    ))?;
    if errors > 0 { Err(Failure::Faults) } else { Ok(()) }
}

/// Checks files of measures, each by itself, against each other and against the texts of their documents; gives how many measures there are.
fn check_measures(
    named: &[(String, Vec<u8>, Option<PathBuf>)],
    programmes: &[&str],
    texts: Option<&Path>,
    mut tell: impl FnMut(&str, &str, &[Diagnostic]),
) -> usize {
    let mut all: Vec<_> = named.iter().map(|(_, body, _)| measure::measures(body)).collect();
    let read: Vec<(usize, &MeasureFile)> = all.iter().enumerate().filter_map(|(at, read)| Some((at, read.file.as_ref()?))).collect();
    let files: Vec<&MeasureFile> = read.iter().map(|(_, file)| *file).collect();
    let count = files.iter().map(|file| file.each().len()).sum();
    // A single file may belong to what is not looked at now.
    let whole = files.len() > 1;
    let mut more: Vec<(usize, Fault)> =
        measure::across(&files, programmes).into_iter().filter(|_| whole).map(|(at, f)| (read[at].0, f)).collect();
    for (folder, (at, file)) in texts.into_iter().flat_map(|folder| read.iter().map(move |one| (folder, one))) {
        match files::document(folder, &file.source.document) {
            Ok(text) => more.extend(measure::sources(file, &text).into_iter().map(|fault| (*at, fault))),
            Err(failure) => more.push((*at, Fault::new("no-source", "source.document", failure.to_string()))),
        }
    }
    for (at, fault) in more {
        let located = all[at].locate(vec![fault]);
        all[at].diagnostics.extend(located);
    }
    for ((name, body, _), read) in named.iter().zip(&all) {
        tell(name, &String::from_utf8_lossy(body), &read.diagnostics);
    }
    count
}

/// Holds citations against the texts of the documents, and finds lines that nobody cites.
fn hold_against(folder: &Path, programmes: &[read::Read], diagnostics: &mut Vec<Diagnostic>) {
    let Some(first) = programmes.first() else {
        return;
    };
    let document = &first.plan.programme.source.document;
    let place = first.tree().nearest("source.document").span;
    let text = match files::document(folder, document) {
        Ok(text) => text,
        Err(failure) => {
            diagnostics.push(Diagnostic::error("no-source", place, failure.to_string()));
            return;
        }
    };
    for (place, severity, fault) in sources(programmes, &text) {
        let cited = format!("{}.cite", fault.path);
        let span = programmes[place].tree().nearest(if fault.path == "source" { "source.document" } else { &cited }).span;
        diagnostics.push(Diagnostic { severity, code: fault.code, message: fault.message, span, help: fault.help });
    }
    let open = uncited(&programmes.iter().collect::<Vec<_>>(), &text);
    if !open.is_empty() {
        let lines: Vec<String> = open.iter().map(u32::to_string).collect();
        let fault = Diagnostic::warning("uncited", place, format!("nobody cites line {} of document {document}", lines.join(", ")));
        diagnostics.push(fault.help("cite it, or name it in `source.headings` when it carries no clause"));
    }
}
