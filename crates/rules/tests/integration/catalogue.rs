//! The catalogue: sound, complete against its documents, and every worked example to the yen.

use std::{collections::BTreeSet, fs, path::PathBuf};

use rules::{cases, check, read};

fn files() -> Vec<(PathBuf, PathBuf)> {
    let root = PathBuf::from("../../catalogue");
    let mut found = Vec::new();
    let mut open = vec![root];
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_str().unwrap().to_owned();
            if path.is_dir() {
                open.push(path);
            } else if name.ends_with(".yaml") && !name.ends_with(".cases.yaml") && !name.ends_with(".measures.yaml") {
                let cases = path.with_extension("cases.yaml");
                found.push((path, cases));
            }
        }
    }
    found.sort();
    assert!(found.len() >= 3);
    found
}

fn programmes(path: &PathBuf) -> Vec<read::Read> {
    let outcome = read::programmes(&fs::read(path).unwrap());
    assert!(outcome.diagnostics.is_empty(), "{}: {:#?}", path.display(), outcome.diagnostics);
    outcome.programmes
}

#[test]
fn every_file_is_sound_and_every_case_beside_it_holds() {
    let mut examples = BTreeSet::new();
    for (path, cases) in files() {
        let programmes = programmes(&path);
        let report = cases::run(&fs::read(&cases).unwrap(), &programmes);
        let told: Vec<String> =
            report.diagnostics().iter().map(|d| format!("{}:{}: {}", cases.display(), d.span.line, d.message)).collect();
        assert!(told.is_empty(), "{}", told.join("\n"));
        assert!(report.passed > 0);
        examples.extend(report.examples);
    }
    assert_eq!(examples.into_iter().collect::<Vec<_>>(), (1..=25).collect::<Vec<_>>(), "each worked example has a case");
}

#[test]
fn what_was_prepared_says_what_its_text_says_for_every_programme_and_every_phrase() {
    let of_files = files().into_iter().map(|(path, _)| (fs::read(&path).unwrap(), programmes(&path)));
    let of_phrases = rules::phrases::all().values().filter_map(|phrase| {
        let read = phrase.programme().ok()?;
        Some((read.tree().to_json().to_string().into_bytes(), vec![read]))
    });
    let mut count = 0;
    for (text, programmes) in of_files.chain(of_phrases) {
        let text: std::sync::Arc<[u8]> = text.into();
        let prepared = read::prepared(&programmes);
        let again = read::from_prepared(&prepared, &text).unwrap_or_else(|| {
            let json = prepared.split_once('\n').unwrap().1;
            panic!("{:?}\n{json}", serde_json::from_str::<Vec<rules::language::Programme>>(json).map(|_| ()));
        });
        assert_eq!(again.len(), programmes.len());
        for (one, other) in programmes.iter().zip(&again) {
            assert_eq!(one.plan.programme, other.plan.programme);
            assert!(rules::overlay::same(one.tree(), other.tree()), "{}", one.plan.programme.id);
            count += 1;
        }
        // Another version of the language reads the text.
        assert!(read::from_prepared(&prepared.replacen(|c: char| c.is_ascii_hexdigit(), "x", 1), &text).is_none());
    }
    assert!(count > 40, "{count}");
}

#[test]
fn every_line_of_a_document_that_carries_a_clause_is_cited() {
    for (path, _) in files() {
        let programmes = programmes(&path);
        let cited = check::cited(&programmes.iter().collect::<Vec<_>>());
        let source = &programmes[0].plan.programme.source;
        // Blank lines of the three documents: facts of ours, since the documents are not kept here.
        let blank: BTreeSet<u32> = match source.document.as_str() {
            "002" => (1..=184).filter(|n| BLANK_002.contains(n)).collect(),
            "EX-small-business" => [2].into(),
            "003" => (1..=92).filter(|n| BLANK_003.contains(n)).collect(),
            _ => (1..=107).filter(|n| BLANK_004.contains(n)).collect(),
        };
        let open: Vec<u32> = (1..=source.lines).filter(|n| !cited.contains(n) && !blank.contains(n)).collect();
        assert!(open.is_empty(), "document {}: lines {open:?} carry text that nobody cites", source.document);
    }
}

#[test]
fn the_inventory_of_the_three_documents_is_covered() {
    let all: BTreeSet<String> = files().iter().flat_map(|(p, _)| programmes(p)).flat_map(|r| r.plan.programme.inventory.clone()).collect();
    assert_eq!(all.len(), 63);
}

#[test]
fn fewer_than_one_condition_in_ten_needs_the_escape_hatch() {
    let (mut all, mut hatch) = (0, 0);
    for (path, _) in files() {
        let text = fs::read_to_string(path).unwrap();
        all += text.matches("require:").count() + text.matches("when: {").count();
        hatch += text.matches("cel:").count();
    }
    assert!(hatch * 10 <= all, "{hatch} of {all} conditions use CEL: the language lacks a word");
}

const BLANK_002: &[u32] = &[
    1, 2, 5, 8, 10, 12, 15, 17, 19, 21, 23, 25, 27, 29, 31, 33, 34, 35, 37, 39, 41, 43, 45, 47, 49, 51, 53, 55, 57, 59, 61, 64, 66, 68, 71,
    73, 75, 84, 86, 95, 97, 107, 109, 111, 113, 117, 119, 123, 125, 134, 136, 144, 146, 148, 150, 152, 154, 156, 159, 161, 163, 165, 167,
    169, 171, 173, 175, 177, 179, 181, 183,
];
const BLANK_003: &[u32] = &[1, 2, 5, 7, 9, 11, 13, 15, 17, 19, 21, 28, 36, 38, 46, 48, 50, 60, 62, 69, 71, 75, 77, 79, 81, 83, 87];
const BLANK_004: &[u32] =
    &[1, 2, 7, 9, 11, 13, 15, 17, 19, 21, 23, 25, 27, 29, 31, 33, 35, 37, 43, 54, 56, 64, 66, 68, 77, 79, 90, 92, 94, 96, 98, 102];
