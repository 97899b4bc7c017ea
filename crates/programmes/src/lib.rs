//! The catalogue: calls, their pages, and the estimator.

pub mod acts;
pub mod call;
mod context;
pub mod estimate;
mod migrations;
pub mod model;
pub mod pages;
pub mod service;
mod store;

pub use context::context;
