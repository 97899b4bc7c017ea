//! What is generated is up to date. Set `UPDATE=1` to write it anew.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may fail here")]

use std::{fs, path::PathBuf};

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
    stands("programme.md", &rules::reference::programme());
    stands("application.md", &rules::reference::application());
}

#[test]
fn the_schemas_for_editors_are_up_to_date() {
    stands("programme.schema.json", &format!("{:#}\n", rules::schema::programme_file()));
    stands("application.schema.json", &format!("{:#}\n", rules::schema::application()));
    stands("assessment.schema.json", &format!("{:#}\n", rules::schema::assessment()));
}

#[test]
fn both_languages_have_every_message() {
    let root = PathBuf::from(".");
    for folder in ["src/sentences", "../ui/src/words"] {
        let keys = |lang: &str| -> Vec<String> {
            let text = fs::read_to_string(root.join(folder).join(lang)).unwrap();
            text.lines().filter_map(|l| l.split_once(" =")).map(|(k, _)| k.to_owned()).collect()
        };
        assert_eq!(keys("ja.ftl"), keys("en.ftl"), "{folder}");
    }
}

#[test]
fn rooms_know_only_the_rooms_below_them() {
    let root = PathBuf::from("..");
    let may: &[(&str, &[&str])] = &[
        ("kernel", &[]),
        ("rules", &["kernel"]),
        ("platform", &["kernel", "rules"]),
        ("ui", &["kernel", "rules"]),
        ("parties", &["kernel", "rules", "platform", "ui"]),
        ("programmes", &["kernel", "rules", "platform", "ui", "parties"]),
        ("shien", &["kernel", "rules", "platform", "ui", "parties", "programmes"]),
    ];
    for entry in fs::read_dir(&root).unwrap() {
        let name = entry.unwrap().file_name().to_string_lossy().into_owned();
        let Some((_, allowed)) = may.iter().find(|m| m.0 == name) else { panic!("the room `{name}` has no place in the plan") };
        let manifest = fs::read_to_string(root.join(&name).join("Cargo.toml")).unwrap();
        for (room, _) in may.iter().filter(|m| manifest.contains(&format!("\n{}.workspace", m.0))) {
            assert!(allowed.contains(room), "{name} may not know {room}");
        }
    }
}

#[test]
fn every_file_says_what_it_is_for() {
    let mut open = vec![PathBuf::from("..")];
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                open.push(path);
            } else if path.extension().is_some_and(|e| e == "rs") {
                assert!(fs::read_to_string(&path).unwrap().starts_with("//!"), "{} has no words about itself", path.display());
            }
        }
    }
}

#[test]
fn the_tutorial_ends_in_a_checked_programme() {
    let text = fs::read_to_string(PathBuf::from("../../docs/programme-language.md")).unwrap();
    let whole =
        text.split("```yaml\n").filter_map(|b| b.split("```").next()).find(|b| b.contains("categories:") && b.starts_with("shien: 1"));
    let outcome = rules::read::programmes(whole.unwrap().as_bytes());
    assert!(outcome.diagnostics.is_empty(), "{:#?}", outcome.diagnostics);
}
