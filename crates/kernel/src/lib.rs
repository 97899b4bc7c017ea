//! The ground words of the system: yen, exact rates, dates and fiscal years, the codes that name
//! companies, places and industries, and the law's classes of company size.
//!
//! Everything here is pure: no input or output, no clock of its own, no floating point.
#![deny(clippy::float_arithmetic)]

pub mod calendar;
pub mod code;
pub mod date;
pub mod money;
pub mod number;
pub mod size;
pub mod text;
mod variants;

pub use code::{CorporateNumber, Industry, InvoiceNumber, MunicipalityCode, Prefecture};
pub use date::{Era, FiscalYear, Wareki};
pub use money::{Rate, Rounding, Yen};
pub use size::{DeemedLarge, DeemedLargeRule, SizeClass, SizeLaw};

/// Japan's one offset from UTC, in hours.
pub const JAPAN_OFFSET_HOURS: i8 = 9;

/// The civil date and time in Japan of an instant.
pub fn in_japan(instant: jiff::Timestamp) -> jiff::civil::DateTime {
    jiff::tz::offset(JAPAN_OFFSET_HOURS).to_datetime(instant)
}

/// The instant of a civil date and time in Japan; `None` when it lies outside what can be counted.
pub fn from_japan(time: jiff::civil::DateTime) -> Option<jiff::Timestamp> {
    jiff::tz::offset(JAPAN_OFFSET_HOURS).to_timestamp(time).ok()
}
