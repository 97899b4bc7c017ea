//! Pictures: whether they are whole. What they show is not unpacked: a large drawing would fill the memory.

use std::{
    fs::File,
    io::{BufRead, BufReader, Read, Seek, SeekFrom},
};

use image::{ImageFormat, ImageReader};

use super::Fault;
use crate::attachments::Kind;

pub(super) fn open(mut file: File, kind: Kind) -> Result<(), Fault> {
    let damaged = |_| Fault::Damaged;
    let format = match kind {
        Kind::Png => ImageFormat::Png,
        Kind::Jpeg => ImageFormat::Jpeg,
        Kind::WebP => ImageFormat::WebP,
        _ => return Err(Fault::Damaged),
    };
    file.seek(SeekFrom::Start(0)).map_err(damaged)?;
    let head = ImageReader::with_format(BufReader::new(&file), format).into_dimensions();
    let (width, height) = head.map_err(|_| Fault::Damaged)?;
    file.seek(SeekFrom::Start(0)).map_err(damaged)?;
    let mut body = BufReader::new(file);
    let whole = match kind {
        Kind::Png => png(&mut body),
        Kind::Jpeg => jpeg(&mut body),
        _ => webp(&mut body),
    };
    if width > 0 && height > 0 && whole.unwrap_or(false) { Ok(()) } else { Err(Fault::Damaged) }
}

fn number(body: &mut impl Read) -> std::io::Result<u32> {
    let mut four = [0; 4];
    body.read_exact(&mut four)?;
    Ok(u32::from_be_bytes(four))
}

/// Part by part, each with its checksum, to the end that PNG has.
fn png(body: &mut impl Read) -> std::io::Result<bool> {
    body.read_exact(&mut [0; 8])?;
    loop {
        let length = number(body)?;
        let mut name = [0; 4];
        body.read_exact(&mut name)?;
        let mut sum = flate2::Crc::new();
        sum.update(&name);
        let (mut left, mut piece) = (length as usize, [0; 16 * 1024]);
        while left > 0 {
            let part = left.min(piece.len());
            body.read_exact(&mut piece[..part])?;
            sum.update(&piece[..part]);
            left -= part;
        }
        if number(body)? != sum.sum() {
            return Ok(false);
        }
        if &name == b"IEND" {
            return Ok(true);
        }
    }
}

/// Segment by segment to the end that JPEG has; cameras write more behind it.
fn jpeg(body: &mut (impl BufRead + Seek)) -> std::io::Result<bool> {
    let mut two = [0; 2];
    body.read_exact(&mut two)?;
    let mut scanned = false;
    loop {
        // To the next marker: what is between, in a scan, is the picture.
        let mut byte = [0];
        loop {
            body.read_exact(&mut byte)?;
            if byte[0] == 0xff {
                break;
            }
        }
        while byte[0] == 0xff {
            body.read_exact(&mut byte)?;
        }
        match byte[0] {
            0xd9 => return Ok(scanned),
            0x00 | 0x01 | 0xd0..=0xd8 => {}
            marker => {
                scanned |= marker == 0xda;
                body.read_exact(&mut two)?;
                let length = i64::from(u16::from_be_bytes(two));
                if length < 2 {
                    return Ok(false);
                }
                body.seek_relative(length - 2)?;
            }
        }
    }
}

/// As long as it says.
fn webp(body: &mut (impl Read + Seek)) -> std::io::Result<bool> {
    let mut head = [0; 12];
    body.read_exact(&mut head)?;
    let says = u64::from(u32::from_le_bytes([head[4], head[5], head[6], head[7]]));
    Ok(body.seek(SeekFrom::End(0))? >= says + 8)
}
