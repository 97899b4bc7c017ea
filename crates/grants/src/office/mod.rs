//! What the office does with calls and applications: the work list, the formal check, questions, corrections, decisions; calls that
//! are revised and extended; what came on paper.

pub mod batch;
pub mod calls;
pub mod check;
pub mod deadline_reminders;
pub mod export;
pub mod list;
pub mod service;
pub(crate) mod store;
