//! Every message that a page asks for is there, in both languages, once.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may fail here")]

use std::{collections::BTreeSet, fs, path::PathBuf};

use rules::words::Lang;

fn crates() -> PathBuf {
    PathBuf::from("..")
}

fn messages(lang: &str) -> BTreeSet<String> {
    let text = fs::read_to_string(crates().join(format!("ui/src/words/{lang}.ftl"))).unwrap();
    let names: Vec<String> =
        text.lines().filter_map(|l| l.split_once(" =")).map(|(n, _)| n.to_owned()).filter(|n| !n.starts_with(' ')).collect();
    let set: BTreeSet<String> = names.iter().cloned().collect();
    assert_eq!(set.len(), names.len(), "a message of {lang} stands twice");
    set
}

#[test]
fn every_message_that_a_page_asks_for_is_there() {
    let known = messages("ja");
    for name in &known {
        assert!(ui::words(Lang::Ja).has(name) && ui::words(Lang::En).has(name), "{name} can't be read");
    }
    let mut open: Vec<PathBuf> = ["ui", "parties", "programmes", "grants"]
        .into_iter()
        .flat_map(|c| ["src", "templates"].map(|f| crates().join(c).join(f)))
        .collect();
    let mut asked = 0;
    while let Some(path) = open.pop() {
        if path.is_dir() {
            open.extend(fs::read_dir(&path).unwrap().map(|e| e.unwrap().path()));
            continue;
        }
        let text = fs::read_to_string(&path).unwrap_or_default();
        // The words of the pages; the engine's own sentences are asked of a `Teller`.
        for call in ["words.get(\"", "words.with(\"", "context.word(\"", "message: \""] {
            for rest in text.split(call).skip(1) {
                let name = rest.split('"').next().unwrap();
                if !name.contains(['{', '$']) {
                    asked += 1;
                    assert!(known.contains(name), "{} asks for `{name}`", path.display());
                }
            }
        }
    }
    assert!(asked > 100, "{asked}");
}
