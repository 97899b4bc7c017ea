//! PDF (PDF/A-2b, PDF/UA-1) from a Typst template and data.

use std::sync::{Mutex, PoisonError};

use rust_embed::RustEmbed;
use serde_json::Value as Json;
use typst::{
    foundations::{Bytes, Dict, IntoValue},
    text::Font,
};
use typst_as_lib::TypstEngine;
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards};

use crate::{Error, fetched::FETCHED};

/// The typefaces, as `cargo xtask` fetched them.
#[derive(RustEmbed)]
#[folder = "vendor/fonts/"]
#[allow_missing = true]
struct Fonts;

/// The typefaces that did not come into this binary.
pub fn missing_fonts() -> Vec<String> {
    FETCHED.into_iter().filter(|name| Fonts::get(name).is_none()).map(str::to_owned).collect()
}

/// One paper is set at a time: setting it takes the whole of a core anyway, and what Typst remembers between papers stays small.
static PRESS: Mutex<()> = Mutex::new(());

fn fault(error: impl std::fmt::Debug) -> Error {
    Error::Paper(format!("{error:?}").chars().take(2_000).collect())
}

/// The sign that an office writes for a character that it has no type for.
const GETA: char = '〓';

/// Data in which every sign can be printed: one that no typeface has is a 〓, and keeps no paper from being made.
fn printable(data: &Json, fonts: &[Font]) -> Json {
    let plain = |text: &str| -> String {
        let has = |c: char| fonts.iter().any(|f| f.info().coverage.contains(u32::from(c)));
        // What joins and turns other signs is no sign of its own.
        let unseen = |c: char| c.is_control() || matches!(c, '\u{200b}'..='\u{200f}' | '\u{fe00}'..='\u{fe0f}' | '\u{e0100}'..='\u{e01ef}');
        text.chars().filter(|c| *c == '\n' || !unseen(*c)).map(|c| if c == '\n' || has(c) { c } else { GETA }).collect()
    };
    match data {
        Json::String(text) => Json::String(plain(text)),
        Json::Array(all) => all.iter().map(|one| printable(one, fonts)).collect(),
        Json::Object(all) => all.iter().map(|(name, one)| (name.clone(), printable(one, fonts))).collect(),
        other => other.clone(),
    }
}

/// Sets a paper. The template finds its data as JSON text in `sys.inputs.data`. The same template and data give the same bytes.
pub fn pdf(template: &'static str, data: &Json) -> Result<Vec<u8>, Error> {
    let files = Fonts::iter().filter_map(|name| Fonts::get(&name)).map(|f| Bytes::new(f.data));
    let fonts: Vec<Font> = files.flat_map(Font::iter).collect();
    if fonts.is_empty() {
        return Err(Error::Paper("there are no typefaces; run `cargo xtask assets`".to_owned()));
    }
    let _press = PRESS.lock().unwrap_or_else(PoisonError::into_inner);
    let mut inputs = Dict::new();
    inputs.insert("data".into(), printable(data, &fonts).to_string().into_value());
    let engine = TypstEngine::builder().main_file(template).fonts(fonts).build();
    let document: PagedDocument = engine.compile_with_input(inputs).output.map_err(fault)?;
    let standards = PdfStandards::new(&[PdfStandard::A_2b, PdfStandard::Ua_1]).map_err(fault)?;
    typst_pdf::pdf(&document, &PdfOptions { standards, ..PdfOptions::default() }).map_err(fault)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may fail here")]
mod tests {
    use serde_json::json;

    use super::*;

    const TEMPLATE: &str = r#"#let d = json(bytes(sys.inputs.data))
#set document(title: d.title, date: datetime(year: 2026, month: 4, day: 1), keywords: (d.code,))
#set text(font: ("BIZ UDPGothic", "Noto Sans JP"), lang: "ja")
= #d.title
#d.body"#;

    #[test]
    fn a_paper_is_archivable_accessible_and_the_same_each_time() {
        let data = json!({ "title": "受付票", "body": "髙橋・𠮷野 葛\u{e0101} 🏭 #quote[x] 1,000円", "code": "shien-receipt:00ff" });
        let (one, other) = (pdf(TEMPLATE, &data).unwrap(), pdf(TEMPLATE, &data).unwrap());
        assert_eq!(one, other);
        let text = String::from_utf8_lossy(&one);
        assert!(text.starts_with("%PDF-") && text.contains("pdfaid:part") && text.contains("pdfuaid:part"));
        assert!(text.contains("shien-receipt:00ff"), "what it is stands in it, to be read by machines");
        assert!(pdf("#panic(\"no\")", &data).is_err());
    }
}
