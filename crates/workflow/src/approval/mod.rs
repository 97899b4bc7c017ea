//! Approval (決裁): a proposal (起案) goes along a route that the kind of decision and its amount determine; those who are asked agree
//! (合議), one decides (決裁), and what is decided gets its document number (文書番号).

mod model;
pub mod pages;
pub mod service;
mod store;
mod work_list;

pub use model::{Approval, ApprovalKind, Capacity, DocumentNumber, Outcome, Route, RouteStep, State, Step, StepKind, StepResult};
/// A proposal that is about no record.
pub const GENERAL: ApprovalKind = ApprovalKind { name: "general", word: "approval-general", address: None };

pub(crate) use store::{APPROVALS, STEPS};
