//! The ground floor: what is kept, who asks, what they may, and that every act is written down.
//!
//! A verb of any context begins with [`App::begin`], looks its record up through [`access::Policy::allow`], and ends
//! with [`UnitOfWork::commit`]: state, journal entry, mail and jobs are kept together or not at all.

pub mod access;
pub mod accounts;
pub mod acts;
mod app;
pub mod attachments;
pub mod backup;
pub mod checkpoint;
pub mod clock;
mod compute;
mod context;
pub mod db;
mod disk;
mod error;
pub mod files;
mod inside;
pub mod jobs;
pub mod journal;
pub mod limits;
pub mod mail;
mod migrations;
pub mod retention;
pub mod scan;
pub mod schema;
pub mod scope;
pub mod secret;
mod subject;
mod tree;
#[cfg(feature = "trial")]
pub mod trial;

pub use access::{Act, Actor, Authorized};
pub use app::{App, UnitOfWork};
pub use clock::{Clock, Instant};
pub use compute::compute;
pub use context::{Context, Place, context};
pub use db::{Db, Snapshot};
pub use error::Error;
pub use files::Files;
pub use limits::Limit;
pub use retention::Retention;
pub use scope::{Rows, Scope};
pub use subject::Subject;
