//! Tests of what is in files: those that were made by other programs lie in `tests/files`.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may fail here")]

use std::io::{Read, Seek, Write};

use super::*;

const WHOLE: &[u8] = include_bytes!("../../tests/files/whole.pdf");
const PACKED: &[u8] = include_bytes!("../../tests/files/packed.pdf");
const LINEAR: &[u8] = include_bytes!("../../tests/files/linear.pdf");
const PHOTO: &[u8] = include_bytes!("../../tests/files/photo.png");

fn looked(bytes: &[u8]) -> Result<InspectedFile, Fault> {
    let mut file = tempfile::tempfile().unwrap();
    file.write_all(bytes).unwrap();
    FirstBytes::of(bytes)?.open(file, bytes.len() as u64)
}

#[test]
fn a_pdf_opens_without_a_password_and_is_whole() {
    for (name, bytes) in [
        ("whole", WHOLE),
        ("packed", PACKED),
        ("linear", LINEAR),
        ("only what may be done with it is locked", include_bytes!("../../tests/files/owner-only.pdf")),
        ("filled up by a scanner", &[WHOLE, &[0; 5_000]].concat()),
        ("a line before it", &[b"\r\n", WHOLE].concat()),
    ] {
        assert_eq!(looked(bytes), Ok(InspectedFile { kind: Kind::Pdf, marks: Vec::new() }), "{name}");
    }
    for (name, bytes) in [
        ("RC4", &include_bytes!("../../tests/files/locked-rc4.pdf")[..]),
        ("AES 128", include_bytes!("../../tests/files/locked-aes128.pdf")),
        ("AES 256", include_bytes!("../../tests/files/locked-aes256.pdf")),
    ] {
        assert_eq!(looked(bytes), Err(Fault::Locked), "{name}");
    }
    for (name, bytes) in [("whole", WHOLE), ("packed", PACKED), ("linear", LINEAR)] {
        for share in [2, 3, 5, 10] {
            assert_eq!(looked(&bytes[..bytes.len() * (share - 1) / share]).map(|_| ()), Err(Fault::Damaged), "{name} {share}");
        }
    }
    let twice = [WHOLE, &WHOLE[..WHOLE.len() / 2]].concat();
    for (name, bytes) in [
        ("four bytes", &b"%PDF"[..]),
        ("a head", b"%PDF-1.7"),
        ("nothing in it", b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF"),
        ("cut within what was added", &twice),
    ] {
        assert!(matches!(looked(bytes), Err(Fault::Damaged | Fault::Kind(_))), "{name}: {:?}", looked(bytes));
    }
}

#[test]
fn a_pdf_that_runs_something_is_marked_and_one_that_unpacks_to_too_much_is_not_opened() {
    let text = String::from_utf8_lossy(WHOLE).into_owned();
    let with = |more: &str| text.replacen("/Type /Catalog", &format!("/Type /Catalog {more}"), 1).into_bytes();
    for more in
        ["/OpenAction <</S /JavaScript /JS (app.alert(1))>>", "/OpenAction <</S /Launch /F (calc.exe)>>", "/Names <</EmbeddedFiles 9 0 R>>"]
    {
        assert_eq!(looked(&with(more)).map(|o| o.marks), Ok(vec![Mark::Script]), "{more}");
    }
    // More of nothing than there is room for, packed, and packed once more.
    let most = 1024 * 1024;
    let mut packed = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::best());
    std::io::copy(&mut std::io::repeat(0).take(4 * most), &mut packed).unwrap();
    let once = packed.finish().unwrap();
    let mut packed = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::best());
    packed.write_all(&once).unwrap();
    let bomb = |data: &[u8]| {
        let head = format!("%PDF-1.5\n1 0 obj<</Type/ObjStm/N 1/First 4/Length {}/Filter/FlateDecode>>stream\n", data.len());
        [head.as_bytes(), data, b"\nendstream\nendobj\ntrailer<</Root 2 0 R>>\n%%EOF\n"].concat()
    };
    for data in [&once[..], &packed.finish().unwrap()] {
        assert_eq!(pdf::open_within(Arc::new(bomb(data)), most), Ok(vec![Mark::Unopened]));
    }
}

#[test]
fn a_picture_is_whole_and_one_that_is_not_taken_is_named() {
    assert_eq!(looked(PHOTO).map(|o| o.kind), Ok(Kind::Png));
    let picture = image::DynamicImage::new_rgb8(40, 30);
    for (format, kind) in
        [(image::ImageFormat::Jpeg, Kind::Jpeg), (image::ImageFormat::WebP, Kind::WebP), (image::ImageFormat::Png, Kind::Png)]
    {
        let mut made = std::io::Cursor::new(Vec::new());
        picture.write_to(&mut made, format).unwrap();
        let made = made.into_inner();
        assert_eq!(looked(&made).map(|o| o.kind), Ok(kind));
        let more = [&made[..], b"what a telephone writes behind it"].concat();
        assert_eq!(looked(&more).map(|o| o.kind), Ok(kind));
        for share in [2, 3, 10] {
            assert_eq!(looked(&made[..made.len() * (share - 1) / share]).map(|_| ()), Err(Fault::Damaged), "{kind:?} {share}");
        }
    }
    let mut flipped = PHOTO.to_vec();
    flipped[45] ^= 1;
    assert_eq!(looked(&flipped).map(|_| ()), Err(Fault::Damaged));
    for (head, message) in [
        (&b"\0\0\0\x18ftypheic\0\0\0\0mif1heic"[..], "wrong-file-heic"),
        (b"\0\0\0\x18ftypmif1\0\0\0\0mif1heic", "wrong-file-heic"),
        (b"II*\0\x08\0\0\0\0\0\0\0\0\0\0\0", "wrong-file-picture"),
        (b"MM\0*\0\0\0\x08\0\0\0\0\0\0\0\0", "wrong-file-picture"),
        (b"GIF89a\x01\0\x01\0\0\0\0", "wrong-file-picture"),
        (b"plain text", "wrong-file-kind"),
        (b"<!doctype html><script>%PDF-1.7", "wrong-file-kind"),
        (b"MZ\x90", "wrong-file-kind"),
    ] {
        assert_eq!(looked(head).map(|_| ()), Err(Fault::Kind(message)), "{}", String::from_utf8_lossy(head));
    }
}

fn zipped(parts: &[(&str, &str)]) -> Vec<u8> {
    let mut out = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, body) in parts {
        out.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
        out.write_all(body.as_bytes()).unwrap();
    }
    out.finish().unwrap().into_inner()
}

const WORD: &str = "<Types><Override PartName='/word/document.xml' ContentType='application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml'/></Types>";
const EXCEL: &str = "<Types><Override PartName='/xl/workbook.xml' ContentType='application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml'/></Types>";

#[test]
fn what_an_office_file_fetches_runs_or_carries_is_told() {
    let list = "[Content_Types].xml";
    let relation = |kind: &str, mode: &str| {
        format!(
            "<Relationships><Relationship Id=\"r\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}\" Target=\"https://elsewhere.example/a\" {mode}/></Relationships>"
        )
    };
    let external = "TargetMode=\"External\"";
    for (types, name, body, marks) in [
        (WORD, "word/_rels/document.xml.rels", relation("hyperlink", external), vec![]),
        (WORD, "word/_rels/settings.xml.rels", relation("attachedTemplate", external), vec![Mark::Remote]),
        (WORD, "word/_rels/document.xml.rels", relation("image", external), vec![Mark::Remote]),
        (WORD, "word/_rels/document.xml.rels", relation("oleObject", ""), vec![Mark::Embedded]),
        (WORD, "word/embeddings/oleObject1.bin", "x".to_owned(), vec![Mark::Embedded]),
        (WORD, "word/vbaProject.bin", "x".to_owned(), vec![Mark::Macros]),
        (WORD, "word/document.xml", "<w:instrText>DDEAUTO c:\\windows\\system32\\cmd.exe</w:instrText>".to_owned(), vec![Mark::Remote]),
        (EXCEL, "xl/externalLinks/externalLink1.xml", "x".to_owned(), vec![Mark::Remote]),
        (EXCEL, "xl/activeX/activeX1.bin", "x".to_owned(), vec![Mark::Embedded]),
        (EXCEL, "xl/connections.xml", "x".to_owned(), vec![Mark::Remote]),
        (EXCEL, "xl/worksheets/sheet1.xml", "<worksheet/>".to_owned(), vec![]),
    ] {
        let made = zipped(&[(list, types), (name, &body)]);
        assert_eq!(looked(&made).map(|o| o.marks), Ok(marks), "{name}");
        assert_eq!(looked(&made[..made.len() / 2]).map(|_| ()), Err(Fault::Damaged), "{name}, cut");
    }
    let macros = "<Types><Override ContentType='application/vnd.ms-excel.sheet.macroEnabled.main+xml'/></Types>";
    for (parts, message) in [
        (vec![("a.txt", "x")], "wrong-file-zip"),
        (vec![("mimetype", "application/vnd.oasis.opendocument.text")], "wrong-file-office"),
        (vec![(list, macros)], "wrong-file-macros"),
        (vec![(list, "<Types/>")], "wrong-file-office"),
    ] {
        assert_eq!(looked(&zipped(&parts)).map(|_| ()), Err(Fault::Kind(message)), "{parts:?}");
    }
    // A part under a password: the first bit of its flags, in both of its heads.
    let mut locked = zipped(&[("a.txt", "x")]);
    locked[6] |= 1;
    let central = locked.windows(4).position(|w| w == b"PK\x01\x02").unwrap();
    locked[central + 8] |= 1;
    assert_eq!(looked(&locked).map(|_| ()), Err(Fault::Locked));
}

#[test]
fn a_compound_file_is_an_old_document_or_a_new_one_under_a_password() {
    for (stream, fault) in [
        ("/EncryptedPackage", Fault::Locked),
        ("/WordDocument", Fault::Kind("wrong-file-old")),
        ("/Workbook", Fault::Kind("wrong-file-old")),
        ("/Something", Fault::Kind("wrong-file-kind")),
    ] {
        let mut made = cfb::CompoundFile::create(std::io::Cursor::new(Vec::new())).unwrap();
        made.create_stream(stream).unwrap().write_all(b"x").unwrap();
        let made = made.into_inner().into_inner();
        assert_eq!(looked(&made).map(|_| ()), Err(fault), "{stream}");
    }
    assert_eq!(looked(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1").map(|_| ()), Err(Fault::Damaged));
}

#[test]
fn a_small_archive_that_fills_a_disk_is_refused_whatever_it_says_of_itself() {
    let archive = |bytes: u64| {
        let mut out = zip::ZipWriter::new(tempfile::tempfile().unwrap());
        out.start_file("[Content_Types].xml", zip::write::SimpleFileOptions::default()).unwrap();
        out.write_all(EXCEL.as_bytes()).unwrap();
        out.start_file("xl/a.xml", zip::write::SimpleFileOptions::default()).unwrap();
        std::io::copy(&mut std::io::repeat(0).take(bytes), &mut out).unwrap();
        out.finish().unwrap()
    };
    let size = |file: &File| file.metadata().unwrap().len();
    let (honest, bomb) = (archive(1024 * 1024), archive(office::SMALL + 1024));
    let (small, packed) = (size(&honest), size(&bomb));
    assert!(packed < 200_000, "{packed}");
    assert!(office::open(honest, small).is_ok());
    assert_eq!(office::open(bomb, packed), Err(Fault::Archive));
    // Nor does it hide in archives within it.
    let mut outer = zip::ZipWriter::new(tempfile::tempfile().unwrap());
    for part in 0..2 {
        let mut inner = archive(office::SMALL - 1024 * 1024);
        inner.rewind().unwrap();
        outer.start_file(format!("xl/embeddings/{part}.xlsx"), zip::write::SimpleFileOptions::default()).unwrap();
        std::io::copy(&mut inner, &mut outer).unwrap();
    }
    let outer = outer.finish().unwrap();
    let packed = size(&outer);
    assert_eq!(office::open(outer, packed), Err(Fault::Archive));
}

#[test]
fn an_office_file_is_known_by_the_list_of_its_parts_wherever_that_lies() {
    let noise = "noise ".repeat(9_000);
    for (main, kind) in [
        ("openxmlformats-officedocument.wordprocessingml.document.main+xml", Some(Kind::Word)),
        ("openxmlformats-officedocument.spreadsheetml.sheet.main+xml", Some(Kind::Excel)),
        ("ms-excel.sheet.macroEnabled.main+xml", None),
        ("openxmlformats-officedocument.presentationml.presentation.main+xml", None),
    ] {
        let list = format!("<Types><Override PartName=\"/x\" ContentType=\"application/vnd.{main}\"/></Types>");
        let made = zipped(&[("docProps/thumbnail.jpeg", &noise), ("docProps/app.xml", "<x/>"), ("[Content_Types].xml", &list)]);
        assert_eq!(looked(&made).ok().map(|o| o.kind), kind, "{main}");
    }
}
