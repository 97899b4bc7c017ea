//! What other systems read of the catalogue: the answers of jGrants, and an interface of our own with its description.

pub mod calendar;
pub mod calls;
pub mod gif;
pub mod import;
pub mod jgrants;
pub mod mcp;
pub mod measures;
pub mod open_api;
