//! Long work between two waits.

use tokio::runtime::{Handle, RuntimeFlavor};

/// Does work that keeps a thread busy for more than a moment, so that others are answered meanwhile: what is reckoned, and what is drawn.
pub fn compute<T>(work: impl FnOnce() -> T) -> T {
    match Handle::try_current() {
        Ok(runtime) if runtime.runtime_flavor() == RuntimeFlavor::MultiThread => tokio::task::block_in_place(work),
        _ => work(),
    }
}
