//! Changes of a company's record that one person types and another decides: an agent types, somebody of the company decides.

pub mod model;
pub mod service;
mod store;
