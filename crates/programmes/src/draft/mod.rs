//! A draft of a programme (制度の案): the document that it is made from, the programme as data, and the cases that prove it, until it is
//! approved and published.

mod effect;
mod model;
mod origin;
pub mod pages;
mod publication;
mod service;
pub(crate) mod store;

pub use effect::{CallSubscriber, DraftImpact, Effect, Impact, Preview};
pub use model::{ProgrammeDraft, State};
pub use origin::Origin;
pub use publication::{APPROVALS, publish, request_approval};
pub use service::{AuthorState, Change, ReviewedProposals, begin, confirm, discard, drafts, is_locked, load, save, set_value};
pub(crate) use store::DRAFTS;

/// The decision to publish a draft (公募要領の公表).
pub const APPROVAL: workflow::approval::ApprovalKind = workflow::approval::ApprovalKind {
    name: "programme.publish",
    word: "approval-programme",
    address: Some("/office/{agency}/programmes/{id}"),
};
