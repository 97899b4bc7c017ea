//! What every verb of this room stands on.

use std::sync::Arc;

use platform::House;
use programmes::call::Shelf;

/// The calls with the house behind them, and the address at which people reach the site: links in letters begin with it.
#[derive(Debug, Clone)]
pub struct Desk {
    /// The calls.
    pub shelf: Shelf,
    /// The address of the site.
    pub address: Arc<str>,
}

impl Desk {
    /// What every verb of every room stands on.
    pub const fn house(&self) -> &House {
        self.shelf.house()
    }

    /// A link for a letter.
    pub fn link(&self, path: &str) -> String {
        format!("{}{path}", self.address.trim_end_matches('/'))
    }
}

/// When the server read the head of a request; put beside it before anything else is done.
#[derive(Debug, Clone, Copy)]
pub struct Arrived(pub platform::Instant);
