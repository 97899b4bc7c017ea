//! What people do to accounts, agencies and the queues, and what happens without a policy's word.

use crate::{access::Act, access::Kind, acts};

acts! {
    /// See one's own account.
    ACCOUNT_READ = "account.read" on Kind::PERSON;
    /// Change one's own account: password, sessions.
    ACCOUNT_CHANGE = "account.change" on Kind::PERSON;
    /// See an organisation.
    ORGANISATION_READ = "organisation.read" on Kind::ORGANISATION;
    /// Invite somebody to act for an organisation.
    ORGANISATION_INVITE = "organisation.invite" on Kind::ORGANISATION;
    /// Take away somebody's role for an organisation.
    ORGANISATION_REMOVE = "organisation.remove" on Kind::ORGANISATION;
    /// See the accounts of an agency.
    AGENCY_ACCOUNTS = "agency.accounts" on Kind::AGENCY;
    /// Invite somebody to work at an agency.
    AGENCY_INVITE = "agency.invite" on Kind::AGENCY;
    /// Take away somebody's role at an agency.
    AGENCY_REMOVE = "agency.remove" on Kind::AGENCY;
    /// Change what an agency is called.
    AGENCY_CHANGE = "agency.change" on Kind::AGENCY;
    /// Help somebody who can't get into an account, and close accounts.
    AGENCY_HELP = "agency.help" on Kind::AGENCY;
    /// Make and revoke the tokens with which systems of an agency ask.
    AGENCY_TOKENS = "agency.tokens" on Kind::AGENCY;
    /// Read and verify the journal.
    JOURNAL_READ = "journal.read" on Kind::AGENCY;
    /// See the queues of mail and jobs.
    QUEUE_READ = "queue.read" on Kind::AGENCY;
    /// Try a job again.
    QUEUE_CHANGE = "queue.change" on Kind::AGENCY;
}

/// Signing in: the password decides, not the policy.
pub const SIGN_IN: Act = Act::without_policy("account.sign_in");
/// Asking for an account: a letter to the address decides.
pub const SIGN_UP: Act = Act::without_policy("account.sign_up");
/// Using an invitation: the link decides.
pub const ACCEPT: Act = Act::without_policy("invitation.accept");
/// Saying whether letters may come to an address that somebody named: the link decides.
pub const CONTACT_ANSWER: Act = Act::without_policy("contact.answer");
/// Setting up, from the command line.
pub const SET_UP: Act = Act::without_policy("system.set_up");
/// Work that a job does.
pub const WORK: Act = Act::without_policy("job.work");
