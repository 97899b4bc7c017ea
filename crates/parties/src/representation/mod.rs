//! People who say that they act for a company: founding its record here, or asking those who decide.

pub mod model;
pub mod service;
mod store;
