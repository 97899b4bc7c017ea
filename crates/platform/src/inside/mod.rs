//! What is in a file that arrived: it is opened once, off the workers that answer people, and what is wrong with it is said at once.

mod office;
mod pdf;
mod picture;
#[cfg(test)]
mod tests;

use std::{
    fs::File,
    io::{Read, Seek, SeekFrom, Write as _},
    sync::Arc,
    time::Duration,
};

use futures_util::StreamExt;
use tokio::sync::Semaphore;

use crate::{Error, Files, attachments::Kind, files::StoredFile, limits};

/// What somebody who opens a file is to know of it. The file is taken in all the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, strum::IntoStaticStr, strum::EnumString)]
#[strum(serialize_all = "kebab-case")]
pub enum Mark {
    /// マクロ: it holds a program that runs when it is opened.
    Macros,
    /// It holds other files or programs (OLE objects).
    Embedded,
    /// It fetches something from elsewhere when it is opened: a template, another workbook, a picture.
    Remote,
    /// It holds a script or starts a program (PDF).
    Script,
    /// It could not be opened here to be looked into: it is too large or too odd.
    Unopened,
}

impl Mark {
    /// Every mark.
    pub const ALL: [Self; 5] = [Self::Macros, Self::Embedded, Self::Remote, Self::Script, Self::Unopened];

    /// Its name, as it is kept.
    pub fn name(self) -> &'static str {
        self.into()
    }

    /// The message that says so.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Macros => "mark-macros",
            Self::Embedded => "mark-embedded",
            Self::Remote => "mark-remote",
            Self::Script => "mark-script",
            Self::Unopened => "mark-unopened",
        }
    }
}

/// Why a file can't be a paper.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fault {
    /// It asks for a password.
    Locked,
    /// It is cut off, or damaged.
    Damaged,
    /// It unpacks to more than can be looked through, or is no archive.
    Archive,
    /// It is of a kind that is not taken; the message names it and what to do.
    Kind(&'static str),
}

impl From<Fault> for Error {
    fn from(fault: Fault) -> Self {
        let message = match fault {
            Fault::Locked => "wrong-file-locked",
            Fault::Damaged => "wrong-file-damaged",
            Fault::Archive => "wrong-file-archive",
            Fault::Kind(message) => message,
        };
        Self::Wrong { field: "file", message }
    }
}

/// What a file is found to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct InspectedFile {
    /// Its kind.
    pub(crate) kind: Kind,
    /// What is to be known of it.
    pub(crate) marks: Vec<Mark>,
}

/// Files that are open at once may hold so much memory, in MiB: a PDF is read whole.
const ROOM: usize = limits::OPENED / MIB;
const MIB: usize = 1024 * 1024;
static OPEN: Semaphore = Semaphore::const_new(ROOM);
/// A file that is not opened by then is taken in unopened: nobody misses a deadline by what this machine can't do in time.
const LONGEST: Duration = limits::OPENING;

/// Opens a file that stands in the store: what it is, or why it can't be taken. `begun` is what it begins like.
pub(crate) async fn open(files: &Files, kept: &StoredFile, begun: FirstBytes) -> Result<InspectedFile, Error> {
    let size = usize::try_from(kept.size).map_or(ROOM, |size| (size / MIB + 1).min(ROOM));
    let room = OPEN.acquire_many(u32::try_from(size).unwrap_or(1)).await.map_err(|e| Error::Broken(e.to_string()))?;
    let mut body = std::pin::pin!(files.get(&kept.sha256).await?);
    let mut copy = tempfile::tempfile()?;
    while let Some(piece) = body.next().await {
        let piece = piece?;
        copy = tokio::task::spawn_blocking(move || copy.write_all(&piece).map(|()| copy)).await.map_err(std::io::Error::other)??;
    }
    let length = u64::try_from(kept.size).unwrap_or(u64::MAX);
    let look = tokio::task::spawn_blocking(move || {
        // Its room is free when it has ended, whoever waits for it or not.
        let _room = room;
        begun.open(copy, length)
    });
    match tokio::time::timeout(LONGEST, look).await {
        Ok(Ok(found)) => Ok(found?),
        // A part that can't read what is in it must not keep it from being taken in.
        Ok(Err(_)) | Err(_) => match begun {
            FirstBytes::Is(kind) => Ok(InspectedFile { kind, marks: vec![Mark::Unopened] }),
            FirstBytes::Archive | FirstBytes::Compound => Err(Fault::Archive.into()),
        },
    }
}

/// What the first bytes of a file say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum FirstBytes {
    /// It is of this kind.
    Is(Kind),
    /// An archive: Word, Excel, or another.
    Archive,
    /// Compound file (OLE): an old Word or Excel file, or a new one under a password.
    Compound,
}

/// How an archive begins.
const ARCHIVE: &[u8] = b"PK\x03\x04";
/// How a compound file begins.
const COMPOUND: &[u8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1";

impl FirstBytes {
    /// What begins so, or the message for what is not taken.
    pub(crate) fn of(head: &[u8]) -> Result<Self, Fault> {
        if head.starts_with(ARCHIVE) {
            return Ok(Self::Archive);
        }
        if head.starts_with(COMPOUND) {
            return Ok(Self::Compound);
        }
        // What browsers take for a page is none of what is taken, whatever stands further on in it.
        if head.trim_ascii_start().starts_with(b"<") {
            return Err(Fault::Kind("wrong-file-kind"));
        }
        let found = infer::get(head).map(|found| found.mime_type());
        if let Some(kind) = Kind::ALL.into_iter().find(|k| Some(k.media_type()) == found) {
            return Ok(Self::Is(kind));
        }
        // Some programs write a few bytes before the head of a PDF.
        if head.windows(5).take(1024).any(|w| w == b"%PDF-") {
            return Ok(Self::Is(Kind::Pdf));
        }
        let brand = head.get(4..8) == Some(b"ftyp");
        Err(Fault::Kind(match found {
            Some("image/heif") => "wrong-file-heic",
            _ if brand && matches!(head.get(8..12), Some(b"heic" | b"heix" | b"mif1" | b"msf1" | b"hevc" | b"avif")) => "wrong-file-heic",
            Some("image/avif") => "wrong-file-heic",
            Some("image/tiff" | "image/gif" | "image/bmp") => "wrong-file-picture",
            Some(_) if head.starts_with(b"II*\0") || head.starts_with(b"MM\0*") => "wrong-file-picture",
            _ => "wrong-file-kind",
        }))
    }

    fn open(self, file: File, length: u64) -> Result<InspectedFile, Fault> {
        match self {
            Self::Archive => office::open(file, length),
            Self::Compound => Err(office::compound(file)),
            Self::Is(Kind::Pdf) => {
                let marks = pdf::open(read_all(file)?)?;
                Ok(InspectedFile { kind: Kind::Pdf, marks })
            }
            Self::Is(kind) => {
                picture::open(file, kind)?;
                Ok(InspectedFile { kind, marks: Vec::new() })
            }
        }
    }
}

fn read_all(mut file: File) -> Result<Arc<Vec<u8>>, Fault> {
    let mut bytes = Vec::new();
    file.seek(SeekFrom::Start(0)).and_then(|_| file.read_to_end(&mut bytes)).map_err(|_| Fault::Damaged)?;
    Ok(Arc::new(bytes))
}
