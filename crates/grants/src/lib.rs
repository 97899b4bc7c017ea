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
