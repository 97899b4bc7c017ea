//! What a public registry says of a company: gBizINFO. Every field stands by itself; where the registry does not answer, what
//! it said last is shown with its date, and where it never did, people type.

mod client;
pub mod service;
mod store;

pub use client::Registry;
