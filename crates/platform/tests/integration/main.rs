//! What everything stands on: accounts, policy, journal, mail, jobs, files and backups, on both databases.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may fail here")]

mod disk;
mod ground_floor;
mod keeping;
mod letters;
mod transactions;

/// What these tests stand on: nothing of any context above.
const CONTEXTS: [platform::Context; 1] = [platform::context()];
