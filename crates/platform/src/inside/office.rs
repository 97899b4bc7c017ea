//! Word and Excel, and what looks like them: archives by their list of parts, compound files by their streams.

use std::{
    fs::File,
    io::{Read, Write as _},
};

use zip::{ZipArchive, read::ZipFile};

use super::{ARCHIVE, Fault, InspectedFile, Mark};
use crate::{attachments::Kind, limits};

/// What an office file may be when it is unpacked: bytes in all, bytes for each that it has packed, and parts.
const MOST_UNPACKED: u64 = limits::UNPACKED_OFFICE;
const MOST_RATIO: u64 = 200;
const MOST_PARTS: usize = 10_000;
/// Below this nobody's machine is filled, however well it was packed.
pub(super) const SMALL: u64 = 64 * 1024 * 1024;

/// Archives within archives that are looked into.
const MOST_DEEP: usize = 3;
/// The list of an office file's parts, and how long it may be; parts that say what a part refers to may be as long.
const PARTS: &str = "[Content_Types].xml";
const MOST_LIST: u64 = 4 * 1024 * 1024;

/// What kind of office file an archive is. One that is small and unpacks to something that fills a disk is refused: what it holds, and
/// what archives in it hold, is unpacked and counted, for what an archive says of itself may be a lie.
pub(super) fn open(file: File, packed: u64) -> Result<InspectedFile, Fault> {
    let mut left = MOST_UNPACKED.min(packed.saturating_mul(MOST_RATIO).max(SMALL));
    // An archive that was cut has no list at its end.
    let mut archive = ZipArchive::new(file).map_err(|_| Fault::Damaged)?;
    if is_locked(&mut archive) {
        return Err(Fault::Locked);
    }
    count_unpacked(&mut archive, &mut left, MOST_DEEP).map_err(|error| match error.kind() {
        // What was counted and found to be too much.
        std::io::ErrorKind::FileTooLarge => Fault::Archive,
        _ => Fault::Damaged,
    })?;
    let kind = office(&mut archive)?;
    Ok(InspectedFile { kind, marks: marks(&mut archive) })
}

/// Whether any part asks for a password.
fn is_locked(archive: &mut ZipArchive<File>) -> bool {
    (0..archive.len()).any(|place| archive.by_index_raw(place).is_ok_and(|part| part.encrypted()))
}

fn text(archive: &mut ZipArchive<File>, name: &str) -> Option<String> {
    let mut bytes = Vec::new();
    archive.by_name(name).ok()?.take(MOST_LIST).read_to_end(&mut bytes).ok()?;
    Some(String::from_utf8_lossy(&bytes).into_owned())
}

/// What the list of an office file's parts says that it is.
fn office(archive: &mut ZipArchive<File>) -> Result<Kind, Fault> {
    let Some(list) = text(archive, PARTS) else {
        // OpenDocument says what it is in a part of its own.
        let open = archive.by_name("mimetype").is_ok() || archive.by_name("content.xml").is_ok();
        return Err(Fault::Kind(if open { "wrong-file-office" } else { "wrong-file-zip" }));
    };
    // The main part of a document that runs no programs of its own.
    let main = |kind: Kind| list.contains(&format!("{}.main+xml", kind.media_type()));
    let found = [Kind::Word, Kind::Excel].into_iter().find(|k| main(*k));
    found.ok_or(Fault::Kind(if list.contains("macroEnabled") { "wrong-file-macros" } else { "wrong-file-office" }))
}

/// What somebody who opens an office file is to know: programs, other files within it, and what it fetches from elsewhere.
fn marks(archive: &mut ZipArchive<File>) -> Vec<Mark> {
    let names: Vec<String> = archive.file_names().filter_map(|name| Some(name.ok()?.into_owned())).collect();
    let mut marks = Vec::new();
    let mut mark = |mark: Mark| {
        if !marks.contains(&mark) {
            marks.push(mark);
        }
    };
    for name in &names {
        let small = name.to_lowercase();
        if small.ends_with("vbaproject.bin") || small.contains("/macrosheets/") {
            mark(Mark::Macros);
        }
        if small.contains("/embeddings/") || small.contains("/activex/") || small.contains("/ctrlprops/") {
            mark(Mark::Embedded);
        }
        if small.contains("/externallinks/") || small.ends_with("/connections.xml") || small.contains("/querytables/") {
            mark(Mark::Remote);
        }
        if small.ends_with(".rels")
            && let Some(xml) = text(archive, name)
        {
            for relation in xml.split("<Relationship ").skip(1) {
                let relation = relation.split('>').next().unwrap_or_default();
                let is = |kind: &str| relation.contains(&format!("/{kind}\"")) || relation.contains(&format!("/{kind}'"));
                // A link that a reader may press fetches nothing by itself.
                if relation.contains("External") && !is("hyperlink") {
                    mark(Mark::Remote);
                }
                if is("vbaProject") || is("xlMacrosheet") {
                    mark(Mark::Macros);
                }
                if is("oleObject") || is("package") || is("control") {
                    mark(Mark::Embedded);
                }
            }
        }
        // Fields of Word that fetch or start something.
        if small.starts_with("word/")
            && small.ends_with(".xml")
            && text(archive, name).is_some_and(|xml| ["DDEAUTO", "DDE ", "INCLUDETEXT", "INCLUDEPICTURE"].iter().any(|f| xml.contains(f)))
        {
            mark(Mark::Remote);
        }
    }
    marks.sort_unstable();
    marks
}

/// What a compound file is: nothing that is taken, and why.
pub(super) fn compound(file: File) -> Fault {
    let Ok(streams) = cfb::CompoundFile::open(file) else { return Fault::Damaged };
    let has = |name: &str| streams.exists(name);
    if has("/EncryptedPackage") || has("/EncryptionInfo") {
        return Fault::Locked;
    }
    if has("/WordDocument") || has("/Workbook") || has("/Book") || has("/PowerPoint Document") {
        return Fault::Kind("wrong-file-old");
    }
    Fault::Kind("wrong-file-kind")
}

/// Unpacks every part, and what archives it holds, and counts.
fn count_unpacked(archive: &mut ZipArchive<File>, left: &mut u64, deep: usize) -> Result<(), std::io::Error> {
    let much = || std::io::Error::new(std::io::ErrorKind::FileTooLarge, "an archive that is too large");
    if archive.len() > MOST_PARTS {
        return Err(much());
    }
    for place in 0..archive.len() {
        let mut part: ZipFile<'_, File> = archive.by_index(place)?;
        let mut head = Vec::new();
        (&mut part).take(ARCHIVE.len() as u64).read_to_end(&mut head)?;
        *left = left.checked_sub(head.len() as u64).ok_or_else(much)?;
        let rest = part.take(*left + 1);
        if head != ARCHIVE {
            *left = left.checked_sub(std::io::copy(&mut { rest }, &mut std::io::sink())?).ok_or_else(much)?;
            continue;
        }
        let deeper = deep.checked_sub(1).ok_or_else(much)?;
        let mut inner = tempfile::tempfile()?;
        inner.write_all(&head)?;
        *left = left.checked_sub(std::io::copy(&mut { rest }, &mut inner)?).ok_or_else(much)?;
        // What only begins like an archive holds nothing to be unpacked.
        if let Ok(mut inner) = ZipArchive::new(inner) {
            count_unpacked(&mut inner, left, deeper)?;
        }
    }
    Ok(())
}
