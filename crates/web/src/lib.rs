//! Requests: whose they are, how many at once, the forms that they carry, and the pages or problems that they are answered with.

mod form;
mod pace;
mod proxies;
mod request;
mod resume_form;
pub mod session;
mod state;
mod upload;

pub use form::{Fields, field};
pub use pace::{Bounds, Pace, pace};
pub use proxies::Proxies;
pub use request::{RequestContext, moment, via, within};
pub use resume_form::{Forms, hold};
pub use session::recognise;
pub use state::AppState;
pub use upload::{Upload, accept, download, show_inline};
