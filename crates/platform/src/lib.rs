//! The ground floor: what is kept, who asks, what they may, and that every act is written down.
//!
//! A verb of any room begins with [`House::begin`], looks its record up through [`access::Policy::allow`], and ends
//! with [`Write::commit`]: state, journal entry, mail and jobs are kept together or not at all.

pub mod access;
pub mod accounts;
pub mod attachments;
pub mod backup;
pub mod checkpoint;
pub mod clock;
pub mod db;
mod disk;
mod error;
pub mod files;
mod house;
mod inside;
pub mod jobs;
pub mod journal;
pub mod limits;
pub mod mail;
mod migrations;
pub mod scan;
pub mod secret;
mod tree;
#[cfg(feature = "trial")]
pub mod trial;

pub use access::{Actor, Authorized};
pub use clock::{Clock, Instant};
pub use db::{Db, Look};
pub use error::Error;
pub use files::Files;
pub use house::{House, Write};
