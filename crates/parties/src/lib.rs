//! Who applies, who works here, and who may act for whom: people who sign in, companies and what is known of them.

pub mod acts;
pub mod certification;
pub mod checkpoints;
mod context;
pub mod directory;
pub mod gbizinfo;
pub mod limits;
mod migrations;
pub mod model;
pub mod pages;
pub mod proposal;
pub mod representation;
pub mod service;
mod store;

pub use context::context;
