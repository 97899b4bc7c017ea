//! Applications for grants (補助金の申請): from the first word to the office's decision to accept them. What a programme says decides everything here; nothing is known of one
//! programme that does not stand in its file.

pub mod acts;
mod app_state;
pub mod application;
mod context;
pub mod letters;
pub mod limits;
mod migrations;
pub mod office;
pub mod pages;

pub use app_state::AppState;

pub use context::context;

/// The decisions about applications that may be proposed (起案): that one is taken in, and that one is not.
pub const APPROVALS: [workflow::approval::ApprovalKind; 2] = [
    workflow::approval::ApprovalKind {
        name: "application.accept",
        word: "approval-application-accept",
        address: Some("/office/{agency}/applications/{id}"),
    },
    workflow::approval::ApprovalKind {
        name: "application.refuse",
        word: "approval-application-refuse",
        address: Some("/office/{agency}/applications/{id}"),
    },
];
