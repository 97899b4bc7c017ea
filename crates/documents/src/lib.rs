//! Papers and tables that leave the system: PDF by Typst, Excel, CSV. What they say is the rooms' matter; how they are made is here.

mod fetched;
pub mod paper;
pub mod table;

pub use paper::missing_fonts;

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
