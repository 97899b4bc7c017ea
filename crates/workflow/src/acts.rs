//! What people do to proposals for decision.

use platform::{access::Kind, acts};

/// A proposal for decision (起案): at which agency, who drafted it, whose turn it is, and who was stood in for and has not looked yet.
pub const APPROVAL: Kind = Kind::new("Approval", &[("agency", "Agency"), ("drafter", "Person"), ("turn", "Person"), ("absent", "Person")]);

acts! {
    /// See the proposals of an agency (回議・決裁の一覧).
    APPROVAL_LIST = "approval.list" on Kind::AGENCY;
    /// Draft a proposal (起案).
    APPROVAL_DRAFT = "approval.draft" on Kind::AGENCY;
    /// Say which route proposals take (決裁区分).
    APPROVAL_ROUTE = "approval.route" on Kind::AGENCY;
    /// See a proposal.
    APPROVAL_READ = "approval.read" on APPROVAL;
    /// Change a proposal that was sent back, or withdraw one (取下げ).
    APPROVAL_CHANGE = "approval.change" on APPROVAL;
    /// Agree, decide, send back or refuse when it is one's turn (合議・決裁・差戻し・否決).
    APPROVAL_DECIDE = "approval.decide" on APPROVAL;
    /// Look afterwards at what a deputy did in one's stead (後閲).
    APPROVAL_REVIEW = "approval.review" on APPROVAL;
}
