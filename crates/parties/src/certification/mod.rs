//! Certifications and declarations (認定・宣言) of a company, each with its time of validity.

pub mod model;
pub mod service;
mod store;
