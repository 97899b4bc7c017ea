//! Grants (補助金): from the application to the last report. What a programme says decides everything here; nothing is known of one
//! programme that does not stand in its file.

pub mod acts;
pub mod application;
mod context;
pub mod letters;
pub mod limits;
mod migrations;
pub mod office;
pub mod pages;
mod state;

pub use state::AppState;

/// The tables of applications that the journal vouches for.
pub const SEALED: [platform::journal::Sealed; 3] =
    [application::store::APPLICATIONS, application::store::MEMBERS, application::store::FILINGS];

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
