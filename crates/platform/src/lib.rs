//! What everything is kept in: the database, its one list of migrations, and the one way to write.

pub mod db;
mod migrations;

pub use db::{Db, DbError};
