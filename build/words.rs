//! For build scripts: the message files of a crate say the same in both languages, and whatever its pages and letters ask for is there.
//! A crate reads its own messages and those of the crates that it stands on.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};

/// How messages are asked for; the name follows in quotation marks.
const ASKED: [&str; 6] = ["words.get(\"", "words.with(\"", "words(state).get(\"", "words(state).with(\"", "context.word(\"", "message: \""];

/// Looks through the crate whose build script this is; what is wrong ends the build, each with its place.
pub fn check() {
    // A place that is not there would count as changed each time.
    for place in ["Cargo.toml", "src", "templates"].into_iter().filter(|place| Path::new(place).exists()) {
        println!("cargo::rerun-if-changed={place}");
    }
    println!("cargo::rerun-if-changed=../../build/words.rs");
    let own = Path::new("src/words.ja.ftl");
    if own.exists() {
        compare(own, Path::new("src/words.en.ftl"));
    }
    let mut known = BTreeSet::new();
    let mut seen = BTreeSet::new();
    gather(Path::new("."), &mut seen, &mut known);
    for file in ["src", "templates"].iter().flat_map(|folder| files(Path::new(folder))) {
        let text = fs::read_to_string(&file).unwrap_or_default();
        for (number, line) in text.lines().enumerate() {
            for name in ASKED.iter().flat_map(|call| line.split(call).skip(1)).filter_map(|rest| rest.split('"').next()) {
                if !name.contains(['{', '$']) && !known.contains(name) {
                    println!(
                        "cargo::error={}:{}: there is no message `{name}`; write it into words.ja.ftl and words.en.ftl",
                        file.display(),
                        number + 1
                    );
                }
            }
        }
    }
}

/// Tells what one language has and the other lacks: messages, and the parts that are filled in.
fn compare(ja: &Path, en: &Path) {
    let (of_ja, of_en) = (messages(ja), messages(en));
    for (file, these, those) in [(ja, &of_ja, &of_en), (en, &of_en, &of_ja)] {
        for (name, parts) in these {
            match those.get(name) {
                None => println!("cargo::error={}: `{name}` is missing in the other language", file.display()),
                Some(other) if other != parts => {
                    println!("cargo::error={}: `{name}` has other parts in the other language", file.display());
                }
                Some(_) => {}
            }
        }
    }
}

/// The messages of a file, with the names of the parts that are filled in.
fn messages(file: &Path) -> BTreeMap<String, BTreeSet<String>> {
    println!("cargo::rerun-if-changed={}", file.display());
    let mut all = BTreeMap::new();
    let mut last = None;
    for line in fs::read_to_string(file).unwrap_or_default().lines() {
        if !line.starts_with([' ', '#'])
            && let Some((name, _)) = line.split_once(" =")
        {
            if all.insert(name.to_owned(), BTreeSet::new()).is_some() {
                println!("cargo::error={}: `{name}` stands twice", file.display());
            }
            last = Some(name.to_owned());
        }
        if let Some(parts) = last.as_ref().and_then(|name| all.get_mut(name)) {
            // `$aid` is what the call names its money by (補助, 助成), which English does not tell apart.
            let named = line.split("{ $").skip(1).filter_map(|rest| rest.split([' ', '}']).next());
            parts.extend(named.filter(|part| *part != "aid").map(str::to_owned));
        }
    }
    all
}

/// The messages of a crate and of those that it stands on.
fn gather(folder: &Path, seen: &mut BTreeSet<PathBuf>, known: &mut BTreeSet<String>) {
    let Ok(folder) = folder.canonicalize() else { return };
    if !seen.insert(folder.clone()) {
        return;
    }
    let file = folder.join("src/words.ja.ftl");
    if file.exists() {
        known.extend(messages(&file).into_keys());
    }
    let manifest = fs::read_to_string(folder.join("Cargo.toml")).unwrap_or_default();
    for name in manifest.lines().filter_map(|line| line.split_once(".workspace = true")).map(|(name, _)| name) {
        gather(&folder.join("..").join(name), seen, known);
    }
}

/// Every file below a folder.
fn files(folder: &Path) -> Vec<PathBuf> {
    let mut all = Vec::new();
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            all.extend(files(&path));
        } else {
            all.push(path);
        }
    }
    all.sort();
    all
}
