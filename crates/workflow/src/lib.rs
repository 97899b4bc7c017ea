//! What every desk of an agency has, bound to a subject of any context: the work list with batches and exports; thread, checklist,
//! correction and reminder; approval (起案から決裁まで).

pub mod acts;
pub mod approval;
pub mod batch;
pub mod checklist;
mod context;
pub mod correction;
pub mod export;
pub mod limits;
mod migrations;
pub mod reminder;
pub mod text;
pub mod thread;
pub mod work_list;

pub use context::context;
