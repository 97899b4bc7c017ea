//! Papers and tables that leave the system: PDF by Typst, Excel, CSV; and the text of a PDF that comes in. What they say is the matter of
//! each context; how they are made and read is here.

mod fetched;
pub mod paper;
mod pdf_text;
pub mod table;

pub use paper::missing_fonts;
pub use pdf_text::{MOST_PAGES, PdfTextError, pdf_text};

/// Why a paper or a table could not be made.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The template or its data is at fault.
    #[error("a paper can't be made: {0}")]
    Paper(String),
    /// The table can't be written.
    #[error("a table can't be written: {0}")]
    Table(String),
}
