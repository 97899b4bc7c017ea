//! Finding and reading files.

use std::{
    fs,
    io::Read,
    path::{Path, PathBuf},
};

use programmes::model::{Catalogue, File, FileKind, shipped};

use crate::output::{Failure, note};

/// The catalogue of a folder, or the one that comes with shien.
pub fn catalogue(folder: Option<&Path>) -> Result<Catalogue, Failure> {
    let catalogue = Catalogue::of(&read(folder)?);
    for (path, faults) in &catalogue.faults {
        note(&format!("shien: {path} has {} faults; `shien check` tells them", faults.len()));
    }
    Ok(catalogue)
}

/// The files of a folder, or those that come with shien.
pub fn read(folder: Option<&Path>) -> Result<Vec<File>, Failure> {
    match folder {
        None => Ok(shipped()),
        Some(folder) => below(folder)?
            .into_iter()
            .filter(|p| FileKind::of(&p.to_string_lossy()).is_some())
            .map(|p| Ok(File::new(p.display().to_string(), bytes(&p)?)))
            .collect(),
    }
}

/// Every file below a folder, or the file itself, in the order of their names.
pub fn below(path: &Path) -> Result<Vec<PathBuf>, Failure> {
    let unusable = |error: std::io::Error| Failure::Unusable(format!("{}: {error}", path.display()));
    if !fs::metadata(path).map_err(unusable)?.is_dir() {
        return Ok(vec![path.to_owned()]);
    }
    let mut found = Vec::new();
    for entry in fs::read_dir(path).map_err(unusable)? {
        let entry = entry.map_err(unusable)?.path();
        if entry.is_dir() {
            found.extend(below(&entry)?);
        } else {
            found.push(entry);
        }
    }
    found.sort();
    Ok(found)
}

/// The bytes of a file, or of standard input for `-`; never more than are read at all.
pub fn bytes(path: &Path) -> Result<Vec<u8>, Failure> {
    let unusable = |error: std::io::Error| Failure::Unusable(format!("{}: {error}", path.display()));
    let most = u64::try_from(rules::node::MOST_BYTES + 1).unwrap_or(u64::MAX);
    let mut read = Vec::new();
    if path == Path::new("-") {
        std::io::stdin().lock().take(most).read_to_end(&mut read).map_err(unusable)?;
    } else {
        fs::File::open(path).map_err(unusable)?.take(most).read_to_end(&mut read).map_err(unusable)?;
    }
    Ok(read)
}

/// The text of a document: the file of a folder that is named as it is, or the one whose name begins so.
pub fn document(folder: &Path, document: &str) -> Result<String, Failure> {
    let cases = |p: &PathBuf| p.to_string_lossy().ends_with(".cases.yaml");
    let of_catalogue = |p: &PathBuf| FileKind::of(&p.to_string_lossy()).is_some();
    let named = |p: &PathBuf| p.file_name().is_some_and(|n| n.to_string_lossy().starts_with(document));
    let found: Vec<PathBuf> = below(folder)?.into_iter().filter(|p| named(p) && !of_catalogue(p) && !cases(p)).collect();
    let exact = found.iter().find(|p| p.file_stem().is_some_and(|stem| *stem == *document));
    let file = match (exact, found.as_slice()) {
        (Some(file), _) | (None, [file]) => file,
        (None, []) => return Err(Failure::Unusable(format!("no file in {} begins with `{document}`", folder.display()))),
        (None, several) => {
            let names: Vec<String> = several.iter().filter_map(|p| p.file_name()).map(|n| n.to_string_lossy().into_owned()).collect();
            return Err(Failure::Unusable(format!(
                "several files begin with `{document}`: {}; name the document as one of them",
                names.join(", ")
            )));
        }
    };
    fs::read_to_string(file).map_err(|e| Failure::Unusable(format!("{}: {e}", file.display())))
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may fail here")]
mod tests {
    use super::*;

    #[test]
    fn a_document_is_the_file_of_its_name_and_of_several_none_is_guessed() {
        let folder = std::env::temp_dir().join(format!("shien-documents-{}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        for (name, text) in [("3.answers.md", "answers"), ("3.txt", "the call"), ("40.txt", "a"), ("41.txt", "b"), ("5 notes.txt", "one")] {
            fs::write(folder.join(name), text).unwrap();
        }
        assert_eq!(document(&folder, "3").unwrap(), "the call");
        assert_eq!(document(&folder, "5").unwrap(), "one");
        let told = document(&folder, "4").unwrap_err().to_string();
        assert!(told.contains("40.txt") && told.contains("41.txt"), "{told}");
        assert!(document(&folder, "6").is_err());
        fs::remove_dir_all(folder).unwrap();
    }
}
