//! Calls (募集): a programme that an agency has published, at one revision of its file, until a deadline that may be extended.

pub mod announcements;
mod catalogue;
mod model;
mod service;
pub(crate) mod store;

pub use catalogue::CallCatalogue;
pub use model::{Call, Notice, NoticeKind, Outage, with_deadline};
pub use service::{
    Proposed, announce, body, call, extend, is_still, lasting, may_close, next_receipt, note_outage, notices, of_agency, outages, propose,
    publish, unpublished,
};
pub(crate) use service::{agency, publish_in, revise_in, sound};
pub use store::CALLS;
