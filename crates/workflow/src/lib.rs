//! What every desk of an agency has, bound to a subject of any context: so far approval (起案から決裁まで).

pub mod acts;
pub mod approval;
mod context;
pub mod limits;
mod migrations;

pub use context::context;
