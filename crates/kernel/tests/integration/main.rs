//! The ground words: amounts, rates, dates, codes.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may fail here")]

mod calendar;
mod vectors;
