//! PDF: whether it is whole, opens without a password, and holds pages.

use std::{io::Write, sync::Arc};

use hayro_syntax::{DecryptionError, LoadPdfError, Pdf, object::Object};

use super::{Fault, Mark};
use crate::limits;

/// Streams packed within streams that are looked into.
const MOST_DEEP: usize = 2;
/// How far before a stream its description may begin.
const DESCRIPTION: usize = 4 * 1024;
/// What may stand behind the end of a file: programs of scanners fill it up, mail programs add a line.
const BEHIND: usize = 64 * 1024;
/// The most of a description of how a file is locked.
const MOST_LOCK: usize = 64 * 1024;

/// What is to be known of a file.
pub(super) fn open(bytes: Arc<Vec<u8>>) -> Result<Vec<Mark>, Fault> {
    open_within(bytes, limits::UNPACKED_PDF)
}

/// What is to be known of a file whose streams may unpack to so much in all: the library that opens it unpacks what it needs whole.
pub(super) fn open_within(bytes: Arc<Vec<u8>>, most: u64) -> Result<Vec<Mark>, Fault> {
    let mut marks = Vec::new();
    let locked = lock(&bytes);
    if let Some(lock) = &locked {
        match Pdf::new(lock.clone()) {
            Err(LoadPdfError::Decryption(DecryptionError::PasswordProtected | DecryptionError::UnsupportedAlgorithm)) => {
                return Err(Fault::Locked);
            }
            Ok(_) => {}
            Err(_) => marks.push(Mark::Unopened),
        }
    }
    if !is_whole(&bytes) {
        return Err(Fault::Damaged);
    }
    let mut script = SCRIPTS.iter().any(|name| find_last(&bytes, name).is_some());
    // What is behind a lock that opens by itself can't be measured before it is unpacked.
    if locked.is_none() && is_tame(&bytes, most) {
        let pdf = Pdf::new(bytes).map_err(|error| match error {
            LoadPdfError::Decryption(_) => Fault::Locked,
            LoadPdfError::Invalid => Fault::Damaged,
        })?;
        if pdf.pages().is_empty() {
            return Err(Fault::Damaged);
        }
        script = script || pdf.objects().into_iter().any(|o| matches!(o, Object::Dict(d) if has_script(d.data())));
    } else if locked.is_none() {
        marks.push(Mark::Unopened);
    }
    if script {
        marks.push(Mark::Script);
    }
    Ok(marks)
}

/// Names by which a file runs a script, starts a program, or carries another file.
const SCRIPTS: [&[u8]; 4] = [b"/JavaScript", b"/JS(", b"/Launch", b"/EmbeddedFile"];

fn has_script(dict: &[u8]) -> bool {
    SCRIPTS.iter().any(|name| find_last(dict, name).is_some())
}

fn find_last(bytes: &[u8], sought: &[u8]) -> Option<usize> {
    bytes.windows(sought.len()).rposition(|w| w == sought)
}

fn find(bytes: &[u8], sought: &[u8]) -> Option<usize> {
    bytes.windows(sought.len()).position(|w| w == sought)
}

/// Whether the file ends as one does, and is as long as it says where it says so.
fn is_whole(bytes: &[u8]) -> bool {
    let ends = &bytes[bytes.len().saturating_sub(BEHIND)..];
    let Some(end) = find_last(ends, b"%%EOF") else { return false };
    // What is cut in its middle may hold an earlier end: nothing of the file itself stands behind the last one.
    let behind = &ends[end..];
    if find(behind, b"endobj").is_some() || find(behind, b" obj").is_some() {
        return false;
    }
    let head = &bytes[..bytes.len().min(2 * DESCRIPTION)];
    let linear = find(head, b"/Linearized").map(|at| &head[at..]);
    let length = linear.and_then(|dict| {
        let dict = &dict[..find(dict, b">>")?];
        let after = &dict[find(dict, b"/L ")? + 3..];
        std::str::from_utf8(after).ok()?.trim_start().split(|c: char| !c.is_ascii_digit()).next()?.parse::<usize>().ok()
    });
    length.is_none_or(|length| bytes.len() >= length)
}

/// A file of one page that is locked like this one, and holds nothing else: whether it opens tells whether this one asks for a
/// password, without unpacking anything of it.
fn lock(bytes: &[u8]) -> Option<Vec<u8>> {
    let at = find_last(bytes, b"/Encrypt")?;
    let after = bytes[at + 8..].trim_ascii_start();
    let around = &bytes[at.saturating_sub(DESCRIPTION)..bytes.len().min(at + DESCRIPTION)];
    let id = find(around, b"/ID").and_then(|at| {
        let id = around[at + 3..].trim_ascii_start();
        id.starts_with(b"[").then(|| find(id, b"]").map(|end| &id[..=end])).flatten()
    });
    let how = if after.starts_with(b"<<") {
        &after[..MOST_LOCK.min(after.len())]
    } else {
        let mut named = std::str::from_utf8(&after[..after.len().min(24)]).ok()?.split_ascii_whitespace();
        let (number, generation) = (named.next()?.parse::<u32>().ok()?, named.next()?.parse::<u16>().ok()?);
        let begins = format!("{number} {generation} obj");
        let mut from = 0;
        loop {
            let at = from + find(&bytes[from..], begins.as_bytes())?;
            // Not the end of another number.
            if at == 0 || !bytes[at - 1].is_ascii_digit() {
                break bytes[at + begins.len()..].get(..MOST_LOCK).unwrap_or(&bytes[at + begins.len()..]).trim_ascii_start();
            }
            from = at + 1;
        }
    };
    let how = dictionary(how)?;
    let (catalog, pages, page) =
        ("<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[3 0 R]/Count 1>>", "<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>");
    let mut file = b"%PDF-1.7\n".to_vec();
    let mut table = "xref\n0 5\n0000000000 65535 f \n".to_owned();
    for (number, object) in [catalog.as_bytes(), pages.as_bytes(), page.as_bytes(), how].into_iter().enumerate() {
        table += &format!("{:010} 00000 n \n", file.len());
        file.extend_from_slice(format!("{} 0 obj\n", number + 1).as_bytes());
        file.extend_from_slice(object);
        file.extend_from_slice(b"\nendobj\n");
    }
    let begins = file.len();
    file.extend_from_slice(table.as_bytes());
    file.extend_from_slice(b"trailer\n<</Size 5/Root 1 0 R/Encrypt 4 0 R/ID");
    file.extend_from_slice(id.unwrap_or(b"[<00><00>]"));
    file.extend_from_slice(format!(">>\nstartxref\n{begins}\n%%EOF\n").as_bytes());
    Some(file)
}

/// A dictionary from its beginning to its end, past strings that hold anything.
fn dictionary(bytes: &[u8]) -> Option<&[u8]> {
    let (mut depth, mut at) = (0usize, 0);
    while at < bytes.len() {
        match &bytes[at..] {
            [b'<', b'<', ..] => {
                depth += 1;
                at += 2;
            }
            [b'>', b'>', ..] => {
                depth = depth.checked_sub(1)?;
                at += 2;
                if depth == 0 {
                    return Some(&bytes[..at]);
                }
            }
            [b'<', ..] => at += find(&bytes[at..], b">")? + 1,
            [b'(', ..] => {
                let mut brackets = 0usize;
                loop {
                    match bytes.get(at)? {
                        b'\\' => at += 1,
                        b'(' => brackets += 1,
                        b')' => brackets -= 1,
                        _ => {}
                    }
                    at += 1;
                    if brackets == 0 {
                        break;
                    }
                }
            }
            _ => at += 1,
        }
    }
    None
}

/// Past spaces and comments.
fn past_spaces(mut bytes: &[u8]) -> &[u8] {
    loop {
        bytes = bytes.trim_ascii_start();
        match bytes.first() {
            Some(0) => bytes = &bytes[1..],
            Some(b'%') => bytes = &bytes[bytes.iter().position(|b| matches!(b, b'\n' | b'\r')).unwrap_or(bytes.len())..],
            _ => return bytes,
        }
    }
}

/// Names of what unpacks data, as they must not stand in the description of a stream: what they unpack to can't be measured here.
const UNMEASURED: [&[u8]; 8] = [b"LZW", b"RunLength", b"/RL", b"ASCII", b"/A85", b"/AHx", b"#", b"/Crypt"];

/// Whether the streams of a file, unpacked, stay within what can be held. What is written so that it can't be told is not tame.
fn is_tame(bytes: &[u8], most: u64) -> bool {
    let mut left = most;
    // Descriptions within descriptions are read again and again, but not without end.
    let mut reading = bytes.len().saturating_mul(4);
    let mut from = 0;
    while let Some(at) = find(&bytes[from..], b"obj").map(|at| at + from) {
        from = at + 3;
        let object = past_spaces(&bytes[from..]);
        if !object.starts_with(b"<<") {
            continue;
        }
        let Some(described) = dictionary(object) else { continue };
        let Some(rest) = reading.checked_sub(described.len()) else { return false };
        reading = rest;
        let Some(data) = past_spaces(&object[described.len()..]).strip_prefix(b"stream") else { continue };
        let elsewhere = [&b"/Filter"[..], b"/F"].iter().any(|name| {
            find(described, name).is_some_and(|at| past_spaces(&described[at + name.len()..]).first().is_some_and(u8::is_ascii_digit))
        });
        if elsewhere || UNMEASURED.iter().any(|name| find(described, name).is_some()) {
            return false;
        }
        let data = data.strip_prefix(b"\r\n").or_else(|| data.strip_prefix(b"\n")).or_else(|| data.strip_prefix(b"\r")).unwrap_or(data);
        if !measure(data, &mut left, MOST_DEEP) {
            return false;
        }
    }
    true
}

/// Counts what is unpacked and keeps its beginning.
struct Counter<'l> {
    left: &'l mut u64,
    head: Vec<u8>,
}

impl Write for Counter<'_> {
    fn write(&mut self, piece: &[u8]) -> std::io::Result<usize> {
        let length = u64::try_from(piece.len()).unwrap_or(u64::MAX);
        *self.left = self.left.saturating_sub(length);
        if *self.left == 0 {
            return Err(std::io::Error::other("too much"));
        }
        let room = HEAD.saturating_sub(self.head.len()).min(piece.len());
        self.head.extend_from_slice(&piece[..room]);
        Ok(piece.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// As much of what was unpacked as is looked into once more.
const HEAD: usize = 1024 * 1024;

/// Takes what packed data unpacks to from what is left; whether there is enough. What is not packed needs nothing.
fn measure(data: &[u8], left: &mut u64, deep: usize) -> bool {
    let zlib = matches!(data, [first, second, ..] if first & 15 == 8 && (u32::from(*first) << 8 | u32::from(*second)).is_multiple_of(31));
    // A reader that is patient unpacks what has no head as well.
    let plain = if zlib { &data[2..] } else { data };
    let mut counter = Counter { left, head: Vec::new() };
    // What breaks off counts as far as it went.
    let _ = std::io::copy(&mut flate2::read::DeflateDecoder::new(plain), &mut counter);
    let head = counter.head;
    if *left == 0 {
        return false;
    }
    if !zlib || head.len() < 2 {
        return true;
    }
    // Packed once more, it is looked into once more, and not for ever.
    let again = head[0] & 15 == 8 && (u32::from(head[0]) << 8 | u32::from(head[1])).is_multiple_of(31);
    !again || deep.checked_sub(1).is_some_and(|deeper| measure(&head, left, deeper))
}
