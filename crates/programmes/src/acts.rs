//! What people do to calls.

pub use parties::acts::*;
use platform::{access::Kind, acts};

acts! {
    /// See the calls of an agency, how many write to them, and what was filed.
    CALL_READ = "call.read" on Kind::AGENCY;
    /// Publish a call or a revision of it, extend its deadline, announce what was down.
    CALL_CHANGE = "call.change" on Kind::AGENCY;
    /// Be told by mail of measures that open and may fit a company.
    NOTICE_CHANGE = "notice.change" on Kind::ORGANISATION;
    /// Draft a programme: begin, change, confirm, propose for approval.
    PROGRAMME_DRAFT = "programme.draft" on Kind::AGENCY;
}
