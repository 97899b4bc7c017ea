//! Who applies: companies and what is known of them.

pub mod model;
pub mod service;
mod store;
