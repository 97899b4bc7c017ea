//! What every verb of this room stands on.

use std::sync::Arc;

use platform::House;
use programmes::call::Shelf;
use tokio::sync::Semaphore;

/// The calls with the house behind them, and the address at which people reach the site: links in letters begin with it.
#[derive(Debug, Clone)]
pub struct Desk {
    /// The calls.
    pub shelf: Shelf,
    /// The address of the site.
    pub address: Arc<str>,
    /// How many tables may leave the house at once: each holds a look at the database as long as somebody takes it.
    pub exports: Arc<Semaphore>,
    /// Whose turn it is to have a receipt verified: its files are read whole.
    pub verifying: Arc<Semaphore>,
}

/// Tables that leave the house at once.
const EXPORTS: usize = 2;

impl Desk {
    /// A desk before a shelf.
    pub fn new(shelf: Shelf, address: &str) -> Self {
        Self { shelf, address: address.into(), exports: Arc::new(Semaphore::new(EXPORTS)), verifying: Arc::new(Semaphore::new(1)) }
    }

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
