//! What people do to applications, to members' parts of them, and to calls as those who receive them.

use platform::{Act, access::Kind, acts};
pub use programmes::acts::*;

/// An application: who leads and who writes it (nobody, where it came on paper), who is told of it, whom the office hears since it was
/// filed, whose call it is, which agency has it since then, and which entered it from paper.
pub const APPLICATION: Kind = Kind::new(
    "Application",
    &[
        ("lead", "Organisation"),
        ("party", "Organisation"),
        ("recipients", "Organisation"),
        ("correspondents", "Organisation"),
        ("agency", "Agency"),
        ("office", "Agency"),
        ("entered_by", "Agency"),
    ],
);
/// A member's part of an application: whose it is, and who writes it.
pub const SECTION: Kind =
    Kind::new("Section", &[("holder", "Organisation"), ("writer", "Organisation"), ("office", "Agency"), ("entered_by", "Agency")]);

/// Join an application with an organisation: whoever holds the link of an invitation.
pub const APPLICATION_JOIN: Act = Act::without_policy("application.join");

acts! {
    /// Key in what came on paper, and that a company was consulted.
    CALL_RECEIVE = "call.receive" on Kind::AGENCY;
    /// Take what was filed out, as a table.
    CALL_EXPORT = "call.export" on Kind::AGENCY;
    /// Begin an application for an organisation, or join one with it.
    APPLICATION_BEGIN = "application.begin" on Kind::ORGANISATION;
    /// See whose application is being written, and how it stands; never what is in it.
    APPLICATION_LIST = "application.list" on APPLICATION;
    /// See which other subsidies an applicant has asked for in this system (併願): the call, and how it stands.
    APPLICATION_PARALLEL = "application.parallel" on APPLICATION;
    /// See that an application is there, what was filed, and what was written about it.
    APPLICATION_READ = "application.read" on APPLICATION;
    /// See what is typed into an application, filed or not, as far as it is everybody's who has a part in it.
    APPLICATION_DRAFT = "application.draft" on APPLICATION;
    /// Write to the office about an application.
    APPLICATION_ASK = "application.ask" on APPLICATION;
    /// See an application as the office examines it: what was filed, ticked and noted.
    APPLICATION_CASE = "application.case" on APPLICATION;
    /// Write the parts of an application that all its members write.
    APPLICATION_WRITE = "application.write" on APPLICATION;
    /// Say who its members are.
    APPLICATION_INVITE = "application.invite" on APPLICATION;
    /// File an application, open it again, withdraw it.
    APPLICATION_FILE = "application.file" on APPLICATION;
    /// Look an application through: tick the list, ask, return it for correction.
    APPLICATION_CHECK = "application.check" on APPLICATION;
    /// Decide whether what was filed goes on to examination.
    APPLICATION_DECIDE = "application.decide" on APPLICATION;
    /// Let an application in after the deadline.
    APPLICATION_ALLOW_LATE = "application.allow_late_filing" on APPLICATION;
    /// See a member's own part of an application: its facts, costs and papers.
    SECTION_READ = "section.read" on SECTION;
    /// Write a member's own part.
    SECTION_WRITE = "section.write" on SECTION;
    /// Let the lead know what a member's own part comes to.
    SECTION_RELEASE = "section.release" on SECTION;
}
