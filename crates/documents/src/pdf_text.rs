//! The text of a PDF, line by line, as it stands on its pages from top to bottom: what a call document is cited by.

use std::panic::{AssertUnwindSafe, catch_unwind};

use hayro_interpret::{
    BlendMode, ClipPath, Context, Device, GlyphDrawMode, Image, InterpreterCache, InterpreterSettings, Paint, PathDrawMode, SoftMask,
    font::Glyph, hayro_cmap::BfString, hayro_syntax::Pdf, interpret_page,
};
use kurbo::{Affine, BezPath, Point, Rect};

/// Pages that are read, at most: no call document has more.
pub const MOST_PAGES: usize = 300;
/// Letters that are read, at most.
const MOST_LETTERS: usize = 500_000;

/// Why a PDF has no text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PdfTextError {
    /// It can't be read: broken, or kept by a password.
    #[error("the PDF can't be read")]
    Unread,
    /// It has more pages or letters than are read.
    #[error("the PDF is too long")]
    TooLong,
    /// It holds pictures of text only, as a scanner makes them.
    #[error("the PDF holds no text")]
    NoText,
}

/// The lines of a PDF's pages, each page from top to bottom; what stands beside each other with a gap is parted by a blank.
pub fn pdf_text(bytes: Vec<u8>) -> Result<String, PdfTextError> {
    // The reader beneath promises no panic, and its arithmetic is checked: what would stop the process is a broken file here.
    catch_unwind(AssertUnwindSafe(|| read(bytes))).unwrap_or(Err(PdfTextError::Unread))
}

fn read(bytes: Vec<u8>) -> Result<String, PdfTextError> {
    let pdf = Pdf::new(bytes).map_err(|_| PdfTextError::Unread)?;
    if pdf.pages().len() > MOST_PAGES {
        return Err(PdfTextError::TooLong);
    }
    let cache = InterpreterCache::new();
    let mut out = String::new();
    let mut count = 0;
    for page in pdf.pages().iter() {
        let mut context = Context::new(Affine::IDENTITY, Rect::new(0.0, 0.0, 1.0, 1.0), &cache, pdf.xref(), InterpreterSettings::default());
        let mut letters = Letters::default();
        interpret_page(page, &mut context, &mut letters);
        count += letters.0.len();
        if count > MOST_LETTERS {
            return Err(PdfTextError::TooLong);
        }
        for line in letters.lines() {
            out += line.trim();
            out.push('\n');
        }
    }
    if out.trim().is_empty() { Err(PdfTextError::NoText) } else { Ok(out) }
}

/// A letter and where it stands, in points from the lower left corner.
#[derive(Debug)]
struct Letter {
    x: f64,
    y: f64,
    text: String,
}

/// Letters this near to each other in height, in points, stand on one line.
const SAME_LINE: f64 = 3.0;

#[derive(Debug, Default)]
struct Letters(Vec<Letter>);

impl Letters {
    fn lines(mut self) -> Vec<String> {
        self.0.retain(|l| l.x.is_finite() && l.y.is_finite());
        self.0.sort_by(|a, b| b.y.total_cmp(&a.y));
        let mut lines: Vec<Vec<Letter>> = Vec::new();
        for letter in self.0 {
            match lines.last_mut() {
                Some(line) if line.first().is_some_and(|first| first.y - letter.y < SAME_LINE) => line.push(letter),
                _ => lines.push(vec![letter]),
            }
        }
        lines.into_iter().map(joined).filter(|line| !line.trim().is_empty()).collect()
    }
}

/// The letters of a line from left to right, with a blank where one is missing between them.
fn joined(mut line: Vec<Letter>) -> String {
    line.sort_by(|a, b| a.x.total_cmp(&b.x));
    let mut steps: Vec<f64> = line.windows(2).map(|two| two[1].x - two[0].x).filter(|step| *step > 0.0).collect();
    steps.sort_by(f64::total_cmp);
    let usual = steps.get(steps.len() / 2).copied().unwrap_or(f64::MAX);
    let mut out = String::new();
    let mut before: Option<f64> = None;
    for letter in line {
        let gap = before.is_some_and(|x| letter.x - x > usual * 1.9);
        if gap && !out.ends_with([' ', '　']) && !letter.text.starts_with([' ', '　']) {
            out.push(' ');
        }
        out += &letter.text;
        before = Some(letter.x);
    }
    out
}

impl Device<'_> for Letters {
    fn draw_glyph(&mut self, glyph: &Glyph<'_>, transform: Affine, glyph_transform: Affine, _: &Paint<'_>, _: &GlyphDrawMode) {
        let text = match glyph.as_unicode() {
            Some(BfString::Char(c)) => c.to_string(),
            Some(BfString::String(s)) => s,
            None => return,
        };
        if self.0.len() <= MOST_LETTERS && !text.chars().any(|c| c.is_control() || c == '\u{0}') {
            let place = transform * glyph_transform * Point::ORIGIN;
            self.0.push(Letter { x: place.x, y: place.y, text });
        }
    }

    fn set_soft_mask(&mut self, _: Option<SoftMask<'_>>) {}
    fn set_blend_mode(&mut self, _: BlendMode) {}
    fn draw_path(&mut self, _: &BezPath, _: Affine, _: &Paint<'_>, _: &PathDrawMode) {}
    fn push_clip_path(&mut self, _: &ClipPath) {}
    fn push_transparency_group(&mut self, _: f32, _: Option<SoftMask<'_>>, _: BlendMode) {}
    fn draw_image(&mut self, _: Image<'_, '_>, _: Affine) {}
    fn pop_clip_path(&mut self) {}
    fn pop_transparency_group(&mut self) {}
}
