//! What the pages of every context stand on.

use platform::App;

use crate::{Forms, InterfaceLimiter, Proxies, RequestLimiter};

/// The application, and how requests come to it.
#[derive(Debug, Clone)]
pub struct AppState {
    /// What every verb stands on.
    pub app: App,
    /// The proxies before the site: they write the caller's address at the end of `X-Forwarded-For`.
    pub proxies: Proxies,
    /// How much is done at once.
    pub pace: RequestLimiter,
    /// How much programs ask in a minute.
    pub interface_pace: InterfaceLimiter,
    /// The forms that are held while they are read.
    pub forms: Forms,
}

impl AppState {
    /// Whether the site is reached safely, so that cookies may be kept to that.
    pub fn is_safe(&self) -> bool {
        self.app.address.starts_with("https://")
    }
}
