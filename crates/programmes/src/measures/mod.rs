//! Measures (支援施策) of the catalogue: all that agencies do, found by what is sought and by the company it fits.

mod index;
mod search;
mod synonyms;

pub use index::{Entry, MeasureIndex};
pub use search::{Filters, Hit};
