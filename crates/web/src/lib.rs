//! Requests: whose they are, how many at once, the forms that they carry, and the pages or problems that they are answered with.

pub mod components;
mod context;
mod failure;
mod form;
mod interface_pace;
mod json_answer;
mod module;
mod pace;
pub mod problems;
mod proxies;
mod request;
mod resume_form;
pub mod session;
mod state;
mod upload;
pub mod work;

pub use context::context;
pub use failure::{Answer, Failure, wants_json};
pub use form::{Fields, field};
pub use interface_pace::InterfaceLimiter;
pub use json_answer::json_answer;
pub use module::{Module, Route, Routes, router};
use pace::pace;
pub use pace::{Bounds, RequestLimiter};
pub use proxies::Proxies;
pub use request::{RequestArrival, RequestContext, html, via, within};
pub use resume_form::Forms;
use resume_form::hold;
use session::authenticate;
pub use state::AppState;
pub use upload::{Upload, accept, download, show_inline};
