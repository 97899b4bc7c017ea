//! What the office does with calls and applications: the work list, the formal check, questions, corrections, decisions; calls that
//! are revised and extended; what came on paper.

pub mod calls;
pub mod case;
pub mod deadline_reminders;
pub mod export;
pub mod formal_check_items;
mod revision;
pub mod today;
pub mod work_list;
