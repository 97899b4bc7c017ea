//! The catalogue: calls, their pages, and the estimator.

pub mod call;
pub mod estimate;
pub mod model;
pub mod pages;
pub mod service;
mod store;
