//! What is generated is up to date. Set `UPDATE=1` to write it anew.

use std::{fs, path::PathBuf};

use rules::words::Lang;

fn stands(path: &str, generated: &str) {
    let path = PathBuf::from("../../docs/reference").join(path);
    if std::env::var_os("UPDATE").is_some() {
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, generated).unwrap();
    }
    let there = fs::read_to_string(&path).unwrap_or_default();
    assert!(there == generated, "{} is out of date: run UPDATE=1 cargo test --workspace --test reference", path.display());
}

#[test]
fn the_reference_of_the_language_is_up_to_date() {
    stands("programme.md", &rules::reference::programme(Lang::En));
    stands("programme.ja.md", &rules::reference::programme(Lang::Ja));
    assert_eq!(rules::reference::untranslated(), Vec::<String>::new(), "reference.ja.yaml lacks texts of the types");
    assert_eq!(rules::reference::outdated(), Vec::<&str>::new(), "reference.ja.yaml has texts that no type has");
    stands("measures.md", &rules::reference::measures(Lang::En));
    stands("measures.ja.md", &rules::reference::measures(Lang::Ja));
    stands("application.md", &rules::reference::application());
    stands("phrases.ja.md", &rules::phrases::page(Lang::Ja));
    stands("phrases.md", &rules::phrases::page(Lang::En));
}

#[test]
fn the_schemas_for_editors_are_up_to_date() {
    stands("programme.schema.json", &format!("{:#}\n", rules::schema::programme_file()));
    stands("measures.schema.json", &format!("{:#}\n", rules::schema::measures()));
    stands("application.schema.json", &format!("{:#}\n", rules::schema::application()));
    stands("assessment.schema.json", &format!("{:#}\n", rules::schema::assessment()));
}

#[test]
fn both_languages_have_every_sentence() {
    let root = PathBuf::from(".");
    let keys = |lang: &str| -> Vec<String> {
        let text = fs::read_to_string(root.join("src/sentences").join(lang)).unwrap();
        text.lines().filter_map(|l| l.split_once(" =")).map(|(k, _)| k.to_owned()).collect()
    };
    assert_eq!(keys("ja.ftl"), keys("en.ftl"));
}

/// The floors of the building, from the ground up; a crate that stands on none of them is a context of the agency's work.
const FLOORS: &[&[&str]] = &[&["kernel"], &["rules", "allocation"], &["platform", "ui", "documents"], &["web"], &["workflow", "forms"]];
/// The contexts that all others know.
const KNOWN_TO_ALL: [&str; 2] = ["parties", "programmes"];
/// One life of a grant, which may know downwards.
const LIFE: [&str; 3] = ["grants", "review", "awards"];

#[test]
fn crates_know_only_the_crates_below_them() {
    let metadata = cargo_metadata::MetadataCommand::new().no_deps().other_options(["--offline".to_owned()]).exec().unwrap();
    let folder = metadata.workspace_root.join("crates");
    let crates: Vec<_> = metadata.packages.iter().filter(|package| package.manifest_path.starts_with(&folder)).collect();
    let floor = |name: &str| FLOORS.iter().position(|floor| floor.contains(&name)).unwrap_or(FLOORS.len());
    let place = |all: &[&str], name: &str| all.iter().position(|other| *other == name);
    let may = |name: &str, other: &str| {
        floor(other) < floor(name)
            || floor(name) == FLOORS.len()
                && match (place(&KNOWN_TO_ALL, name), place(&KNOWN_TO_ALL, other)) {
                    (Some(name), Some(other)) => other < name,
                    (None, Some(_)) => true,
                    (_, None) => place(&LIFE, other).zip(place(&LIFE, name)).is_some_and(|(other, name)| other < name),
                }
    };
    let mut arrows = 0;
    for package in crates.iter().filter(|package| package.name != "shien") {
        for other in &package.dependencies {
            if other.kind == cargo_metadata::DependencyKind::Normal && crates.iter().any(|known| known.name == other.name) {
                assert!(may(&package.name, &other.name), "{} may not know {}", package.name, other.name);
                arrows += 1;
            }
        }
    }
    assert!(arrows > 30, "{arrows}");
}

/// What takes long is done where others are answered meanwhile.
#[test]
fn contexts_assess_and_draw_by_the_one_way_that_lets_others_go_on() {
    let crates = fs::read_dir("..").unwrap().map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned());
    let contexts: Vec<String> =
        crates.filter(|name| fs::exists(format!("../{name}/src/context.rs")).unwrap() && name != "platform" && name != "web").collect();
    assert!(contexts.len() >= 4, "{contexts:?}");
    for context in &contexts {
        for (path, text) in
            texts(&format!("../{context}/src"), "rs").into_iter().filter(|(path, _)| !path.ends_with("programmes/src/lib.rs"))
        {
            assert!(!text.contains("assess::assess") && !text.contains("assess::{Moment, assess}"), "{}", path.display());
            assert!(context == "programmes" || !text.contains("ui::page("), "{} draws a page by itself", path.display());
        }
    }
}

/// Every file below a folder with this ending, and what is in it.
fn texts(folder: &str, ending: &str) -> Vec<(PathBuf, String)> {
    let (mut open, mut found) = (vec![PathBuf::from(folder)], Vec::new());
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                open.push(path);
            } else if path.extension().is_some_and(|e| e == ending) {
                let text = fs::read_to_string(&path).unwrap();
                found.push((path, text));
            }
        }
    }
    found
}

#[test]
fn every_file_says_what_it_is_for() {
    for (path, text) in texts("..", "rs") {
        assert!(text.starts_with("//!"), "{} has no words about itself", path.display());
    }
}

#[test]
fn no_line_of_a_template_is_longer_than_a_person_would_want_to_read() {
    let mut seen = 0;
    for (path, text) in texts("..", "html").into_iter().filter(|(path, _)| path.components().any(|part| part.as_os_str() == "templates")) {
        for (number, line) in text.lines().enumerate() {
            assert!(line.chars().count() <= 160, "{}:{} has {} signs", path.display(), number + 1, line.chars().count());
            seen += 1;
        }
    }
    assert!(seen > 2_000, "{seen}");
}

/// What stands between two signs, each time, on one line.
fn between(text: &str, open: char, close: char) -> impl Iterator<Item = &str> {
    let lines = text.lines().flat_map(move |l| l.split(open).skip(1).step_by(if open == close { 2 } else { 1 }));
    lines.filter_map(move |part| if open == close { Some(part) } else { part.split_once(close).map(|p| p.0) })
}

#[test]
fn the_page_about_security_names_only_what_is_there() {
    let page = fs::read_to_string("../../docs/security.md").unwrap();
    let code: String = texts("..", "rs").into_iter().map(|t| t.1).collect();
    let journeys: String = texts("../../e2e", "mjs").into_iter().map(|t| t.1).collect();
    for named in between(&page, '`', '`') {
        let test = named.matches('_').count() > 2 && named.chars().all(|c| c.is_ascii_lowercase() || c == '_' || c.is_ascii_digit());
        assert!(!test || code.contains(&format!("fn {named}(")), "there is no test `{named}`");
        let path = ["crates/", "deploy/", "docs/", "e2e/"].iter().any(|p| named.starts_with(p)) && !named.contains(['*', ' ']);
        assert!(!path || PathBuf::from("../..").join(named).exists(), "there is no `{named}`");
    }
    for named in between(&page, '«', '»').filter(|n| n.matches(' ').count() > 3) {
        assert!(journeys.contains(&format!("test(\"{named}\"")), "there is no journey «{named}»");
    }
    for link in page.split("](").skip(1).filter_map(|p| p.split_once(')')).map(|p| p.0).filter(|l| !l.starts_with("http")) {
        let (path, heading) = link.split_once('#').unwrap_or((link, ""));
        let there = fs::read_to_string(PathBuf::from("../../docs").join(path)).unwrap_or_else(|_| panic!("there is no page {path}"));
        let mut headings = there.lines().filter(|l| l.starts_with("## ")).map(|l| {
            let plain = l[3..].to_lowercase().replace(' ', "-");
            plain.chars().filter(|c| c.is_alphanumeric() || *c == '-').collect::<String>()
        });
        assert!(heading.is_empty() || headings.any(|h| h == heading), "there is no {link}");
    }
    let lines = |answer: &str| page.lines().filter(|l| l.starts_with("| V") && l.contains(&format!(" | {answer} | "))).count();
    let (met, not_here, operator, open) = (lines("met"), lines("not here"), lines("operator"), lines("open"));
    let told = format!("{met} are met, {not_here} are not here, {operator} are the operator's, {open} are open.");
    assert!(page.contains(&told), "{told}");
    assert_eq!(page.lines().filter(|l| l.contains(". **V")).count(), open, "what is open stands at the end");
}

#[test]
fn the_tutorial_ends_in_a_checked_programme() {
    let text = fs::read_to_string(PathBuf::from("../../docs/programme-language.md")).unwrap();
    let whole =
        text.split("```yaml\n").filter_map(|b| b.split("```").next()).find(|b| b.contains("categories:") && b.starts_with("shien: 1"));
    let outcome = rules::read::programmes(whole.unwrap().as_bytes());
    assert!(outcome.diagnostics.is_empty(), "{:#?}", outcome.diagnostics);
}
