//! Pages, letters and papers say one word for one thing: the table in `docs/words.md` holds them to it.

use std::{fs, path::Path};

/// Every message file and template in Japanese.
fn texts(folder: &Path, found: &mut Vec<(String, String)>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.to_string_lossy().into_owned();
        if path.is_dir() {
            texts(&path, found);
        } else if name.ends_with("ja.ftl") || name.ends_with(".html") || name.ends_with(".typ") {
            found.push((name, fs::read_to_string(&path).unwrap()));
        }
    }
}

#[test]
fn pages_say_one_word_for_one_thing() {
    let table = fs::read_to_string("../../docs/words.md").unwrap();
    let rows = table.lines().filter_map(|line| line.strip_prefix("| ")).skip(1);
    let avoided: Vec<(&str, &str)> = rows
        .filter_map(|row| {
            let cells: Vec<&str> = row.trim_end_matches('|').split('|').map(str::trim).collect();
            Some((*cells.first()?, *cells.get(2)?))
        })
        .flat_map(|(written, not)| not.split(", ").map(move |word| (written, word)))
        .collect();
    assert!(avoided.len() > 20, "{avoided:?}");
    let mut all = Vec::new();
    texts(Path::new(".."), &mut all);
    assert!(all.len() > 60, "{}", all.len());
    for (file, text) in &all {
        for (number, line) in text.lines().enumerate() {
            for (written, not) in &avoided {
                assert!(!line.contains(not), "{file}:{}: it says «{not}» where pages say «{written}»: {line}", number + 1);
            }
        }
    }
}
