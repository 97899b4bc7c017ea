//! 募集開始のお知らせ: letters to who acts for a company when measures that may fit it open.

mod morning;
mod service;
mod store;

pub use morning::{MORNING, send};
pub use service::{Notice, change, notice, stop};
