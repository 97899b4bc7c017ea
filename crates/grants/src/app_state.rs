//! What every verb of this context stands on.

use std::sync::Arc;

use platform::App;
use programmes::call::CallCatalogue;
use tokio::sync::Semaphore;
use workflow::export::Exports;

/// The calls with the system behind them.
#[derive(Debug, Clone)]
pub struct AppState {
    /// The calls.
    pub calls: CallCatalogue,
    /// How many tables may leave the system at once.
    pub exports: Exports,
    /// Whose turn it is to have a receipt verified: its files are read whole.
    pub verifying: Arc<Semaphore>,
}

impl AppState {
    /// The state over a catalogue of calls.
    pub fn new(calls: CallCatalogue) -> Self {
        Self { calls, exports: Exports::default(), verifying: Arc::new(Semaphore::new(1)) }
    }

    /// What every verb of every context stands on.
    pub const fn app(&self) -> &App {
        self.calls.app()
    }

    /// A link for a letter.
    pub fn link(&self, path: &str) -> String {
        self.app().link(path)
    }
}
