//! What every verb of this context stands on.

use std::sync::Arc;

use platform::App;
use programmes::call::CallCatalogue;
use tokio::sync::Semaphore;

/// The calls with the system behind them, and the address at which people reach the site: links in letters begin with it.
#[derive(Debug, Clone)]
pub struct AppState {
    /// The calls.
    pub calls: CallCatalogue,
    /// The address of the site.
    pub address: Arc<str>,
    /// How many tables may leave the system at once: each holds a look at the database as long as somebody takes it.
    pub exports: Arc<Semaphore>,
    /// Whose turn it is to have a receipt verified: its files are read whole.
    pub verifying: Arc<Semaphore>,
}

/// Tables that leave the system at once.
const EXPORTS: usize = 2;

impl AppState {
    /// The state over a catalogue of calls.
    pub fn new(calls: CallCatalogue, address: &str) -> Self {
        Self { calls, address: address.into(), exports: Arc::new(Semaphore::new(EXPORTS)), verifying: Arc::new(Semaphore::new(1)) }
    }

    /// What every verb of every context stands on.
    pub const fn app(&self) -> &App {
        self.calls.app()
    }

    /// A link for a letter.
    pub fn link(&self, path: &str) -> String {
        format!("{}{path}", self.address.trim_end_matches('/'))
    }
}

/// When the server read the head of a request; put beside it before anything else is done.
#[derive(Debug, Clone, Copy)]
pub struct RequestArrival(pub platform::Instant);
