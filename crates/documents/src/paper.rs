//! PDF (PDF/A-2b, PDF/UA-1) from a Typst template and data.

use std::{
    collections::BTreeSet,
    sync::{Mutex, PoisonError},
};

use rust_embed::RustEmbed;
use serde_json::Value as Json;
use typst::{
    foundations::{Bytes, Dict, IntoValue},
    layout::{Abs, Frame, FrameItem},
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

/// What every template may use: `families`, the typefaces, the one made for legibility first, then those for the signs that it lacks; and
/// `free`, which lets a long run of signs without spaces, such as the name of a file, break anywhere.
const PRELUDE: &str = r#"#let families = ("BIZ UDPGothic", "Noto Sans JP", "Noto Sans", "Noto Sans Math", "Noto Sans Symbols", "Noto Sans Symbols 2")
#let free(text) = text.replace(regex("[^\s\p{Han}\p{Hiragana}\p{Katakana}\u{200b}]{20,}"), m => m.text.clusters().join("\u{200b}"))
"#;

/// A paper that was set.
#[derive(Debug)]
pub struct Paper {
    /// The PDF.
    pub pdf: Vec<u8>,
    /// The signs for which there is no type, as Unicode names their places: each is a 〓, and the template is told.
    pub unprinted: Vec<String>,
    /// Whether anything runs off a page.
    pub is_cut: bool,
}

/// What joins and turns other signs is no sign of its own.
fn is_unseen(c: char) -> bool {
    c.is_control() || kernel::text::is_unseen(c) || matches!(c, '\u{fe00}'..='\u{fe0f}')
}

/// Data in which every sign can be printed: one that no typeface has is a 〓, is named, and keeps no paper from being made. Forms of
/// characters (異体字セレクタ) are kept: a typeface that has the form shows it.
fn printable(data: &Json, fonts: &[Font], unprinted: &mut BTreeSet<char>) -> Json {
    let mut plain = |text: &str| -> String {
        let has = |c: char| kernel::text::is_selector(c) || fonts.iter().any(|f| f.info().coverage.contains(u32::from(c)));
        let mut one = |c: char| {
            if c == '\n' || has(c) {
                return c;
            }
            unprinted.insert(c);
            GETA
        };
        text.chars().filter(|c| *c == '\n' || !is_unseen(*c)).map(&mut one).collect()
    };
    match data {
        Json::String(text) => Json::String(plain(text)),
        Json::Array(all) => all.iter().map(|one| printable(one, fonts, unprinted)).collect(),
        Json::Object(all) => all.iter().map(|(name, one)| (name.clone(), printable(one, fonts, unprinted))).collect(),
        other => other.clone(),
    }
}

/// Whether a text in a frame begins or ends beyond the width of its page, by less than which nothing is lost.
fn is_cut(frame: &Frame, left: Abs, width: Abs) -> bool {
    frame.items().any(|(at, item)| match item {
        FrameItem::Group(group) => is_cut(&group.frame, left + at.x, width),
        FrameItem::Text(text) => left + at.x < Abs::zero() || left + at.x + text.width() > width,
        _ => false,
    })
}

/// Sets a paper. The template finds its data as JSON text in `sys.inputs.data`, with the signs that can't be printed as `unprinted`. The
/// same template and data give the same bytes.
pub fn set(template: &'static str, data: &Json) -> Result<Paper, Error> {
    let files = Fonts::iter().filter_map(|name| Fonts::get(&name)).map(|f| Bytes::new(f.data));
    let fonts: Vec<Font> = files.flat_map(Font::iter).collect();
    if fonts.is_empty() {
        return Err(Error::Paper("there are no typefaces; run `cargo xtask assets`".to_owned()));
    }
    let _press = PRESS.lock().unwrap_or_else(PoisonError::into_inner);
    let mut unprinted = BTreeSet::new();
    let mut data = printable(data, &fonts, &mut unprinted);
    let unprinted: Vec<String> = unprinted.into_iter().map(|c| format!("U+{:04X}", u32::from(c))).collect();
    if let Some(data) = data.as_object_mut() {
        data.insert("unprinted".to_owned(), unprinted.clone().into());
    }
    let mut inputs = Dict::new();
    inputs.insert("data".into(), data.to_string().into_value());
    let engine = TypstEngine::builder().main_file(format!("{PRELUDE}{template}")).fonts(fonts).build();
    let document: PagedDocument = engine.compile_with_input(inputs).output.map_err(fault)?;
    let is_cut = document.pages().iter().any(|page| is_cut(&page.frame, Abs::zero(), page.frame.width()));
    let standards = PdfStandards::new(&[PdfStandard::A_2b, PdfStandard::Ua_1]).map_err(fault)?;
    let pdf = typst_pdf::pdf(&document, &PdfOptions { standards, ..PdfOptions::default() }).map_err(fault)?;
    Ok(Paper { pdf, unprinted, is_cut })
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may fail here")]
mod tests {
    use serde_json::json;

    use super::*;

    const TEMPLATE: &str = r#"#let d = json(bytes(sys.inputs.data))
#set document(title: d.title, date: datetime(year: 2026, month: 4, day: 1), keywords: (d.code,))
#set text(font: families, lang: "ja")
= #d.title
#free(d.body)"#;

    #[test]
    fn a_paper_is_archivable_accessible_and_the_same_each_time() {
        let data = json!({ "title": "受付票", "body": "髙橋・𠮷野 葛\u{e0101} 🏭 #quote[x] 1,000円", "code": "shien-receipt:00ff" });
        let (one, other) = (set(TEMPLATE, &data).unwrap(), set(TEMPLATE, &data).unwrap());
        assert_eq!(one.pdf, other.pdf);
        let text = String::from_utf8_lossy(&one.pdf);
        assert!(text.starts_with("%PDF-") && text.contains("pdfaid:part") && text.contains("pdfuaid:part"));
        assert!(text.contains("shien-receipt:00ff"), "what it is stands in it, to be read by machines");
        assert!(set("#panic(\"no\")", &data).is_err());
    }

    #[test]
    fn what_people_of_industry_write_is_printed_and_what_can_not_be_is_named() {
        let signs = "CO₂ m⁻¹ ⌀ 10⁻⁶ H₂O ① ㎡ ㌔ ㈱ ½ Å Ø é ß ñ ł ő Ω µ Я ж α→β ∑ ∫ √ ≦ ≧ ≠ ± × ÷ ∞ ∠ ⊥ ℃ ‰ № ™ ® © ♪ ☎ 〒 ★ ✓ ☑ ⇒ ↔ € £ 髙 﨑 𠮷 﨟 葛\u{e0101} 辻\u{e0100} ㋿";
        let paper = set(TEMPLATE, &json!({ "title": "試験", "body": signs, "code": "x" })).unwrap();
        assert!(paper.unprinted.is_empty() && !paper.is_cut, "{:?}", paper.unprinted);
        let paper = set(TEMPLATE, &json!({ "title": "試験", "body": "한글", "code": "x" })).unwrap();
        assert_eq!(paper.unprinted, ["U+AE00", "U+D55C"]);
    }

    #[test]
    fn a_long_run_without_spaces_stays_on_its_page() {
        for body in
            ["a".repeat(154), "株式会社".repeat(50), "Report_final-2026.04.01_(rev3)".repeat(8), "µΩß".repeat(60), "１２３".repeat(80)]
        {
            let paper = set(TEMPLATE, &json!({ "title": "試験", "body": body, "code": "x" })).unwrap();
            assert!(!paper.is_cut, "{body}");
        }
        let torn = TEMPLATE.replace("#free(d.body)", "#d.body").leak();
        assert!(set(torn, &json!({ "title": "試験", "body": "a".repeat(154), "code": "x" })).unwrap().is_cut, "and else it would not");
    }
}
