//! The nouns: people, agencies, sessions, invitations.

use jiff::SignedDuration;
use kernel::calendar::Closure;

use crate::{
    Instant,
    access::{Held, Kind, Resource},
    limits,
};

/// A session that was not used for so long is over.
pub(super) const IDLE: SignedDuration = SignedDuration::from_hours(12);
/// A session is over after so long, used or not.
pub(super) const LONGEST: SignedDuration = SignedDuration::from_hours(24 * 14);
/// An invitation can be used for so long.
pub(super) const INVITED: SignedDuration = SignedDuration::from_hours(24 * 14);
/// A link for a new password can be used for so long.
pub(super) const RESET: SignedDuration = SignedDuration::from_hours(2);
/// A sign-in is fresh for so long.
pub(super) const FRESH: SignedDuration = SignedDuration::from_mins(15);
/// What was begun must be ended in so long.
pub(super) const BEGUN: SignedDuration = SignedDuration::from_mins(10);
/// Wrong tries are counted over so long.
pub(super) const WATCHED: SignedDuration = SignedDuration::from_mins(15);
/// Wrong tries for one account, and from one address, before it must wait.
pub(super) const TRIES: (u64, u64) = (limits::TRIES, limits::TRIES_OF_ONE);
/// Wrong tries for one account from everywhere together: nobody locks out somebody elsewhere with a few.
pub(super) const TRIES_EVERYWHERE: u64 = limits::TRIES_EVERYWHERE;
/// Letters that are asked for from one address of the network.
pub(super) const LETTERS: u64 = limits::LETTERS;
/// Sign-ins that are begun from one address of the network, with what must be kept for each.
pub(super) const BEGINNINGS: u64 = limits::BEGINNINGS;
/// The fewest characters of a password.
pub const LEAST_PASSWORD: usize = limits::LEAST_PASSWORD;
/// The most: longer texts only cost time.
pub const MOST_PASSWORD: usize = limits::MOST_PASSWORD;

/// A person with an account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// Its id.
    pub id: String,
    /// The address, in small letters.
    pub email: String,
    /// The name.
    pub name: String,
    /// Whether it is for trying out.
    pub sample: bool,
    /// Since when it can't sign in any more.
    pub closed_at: Option<Instant>,
}

impl Resource for Person {
    const KIND: Kind = Kind::PERSON;
    fn id(&self) -> &str {
        &self.id
    }
}

/// An operating agency (実施機関).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Agency {
    /// Its id.
    pub id: String,
    /// Its name in Japanese.
    pub name_ja: String,
    /// Its name in English.
    pub name_en: String,
    /// The days of every year on which it is closed besides weekends and public holidays.
    pub closure: Closure,
    /// Counts its changes.
    pub version: i32,
}

impl Agency {
    /// An agency that nobody has changed yet.
    pub fn new(id: impl Into<String>, name_ja: impl Into<String>, name_en: impl Into<String>, closure: Closure) -> Self {
        Self { id: id.into(), name_ja: name_ja.into(), name_en: name_en.into(), closure, version: 1 }
    }
}

impl Resource for Agency {
    const KIND: Kind = Kind::AGENCY;
    fn id(&self) -> &str {
        &self.id
    }
}

/// Where a role is held: an agency or an organisation, by its id.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RoleScope {
    /// At an agency.
    Agency(String),
    /// For an organisation.
    Organisation(String),
}

impl RoleScope {
    /// Its id.
    pub fn id(&self) -> &str {
        match self {
            Self::Agency(id) | Self::Organisation(id) => id,
        }
    }

    /// What it is.
    pub const fn kind(&self) -> Kind {
        match self {
            Self::Agency(_) => Kind::AGENCY,
            Self::Organisation(_) => Kind::ORGANISATION,
        }
    }
}

/// A device on which somebody is signed in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    /// What is kept of its secret; names it on the page.
    pub hash: String,
    /// What the browser calls itself.
    pub device: String,
    /// Since when.
    pub made_at: Instant,
    /// When it was last used.
    pub seen_at: Instant,
    /// What opened it.
    pub by: String,
}

/// A passkey, as its owner sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Device {
    /// Its id.
    pub id: String,
    /// What its owner calls it.
    pub name: String,
    /// Since when.
    pub made_at: Instant,
    /// When it was last used.
    pub used_at: Option<Instant>,
}

/// Something that one browser begins and ends, with a secret between.
#[derive(Debug, Clone, Copy, PartialEq, Eq, strum::IntoStaticStr)]
#[strum(serialize_all = "kebab-case")]
pub(super) enum PendingKind {
    /// A sign-in whose password was right and whose code is still to come.
    Code,
    /// A new passkey.
    NewPasskey,
    /// A sign-in with a passkey.
    Passkey,
    /// A sign-in through the identity provider.
    OpenId,
}

impl PendingKind {
    pub(super) fn name(self) -> &'static str {
        self.into()
    }
}

/// A role as it was given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RoleGrant {
    /// The role, where, and until when.
    pub held: Held,
    /// When it was given.
    pub given_at: Instant,
    /// Who gave it, as the journal names them.
    pub given_by: String,
}

/// An invitation, as its link and its two sides show it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Invited {
    /// What is kept of its secret; names it on a page.
    pub hash: String,
    /// The address it was sent to.
    pub email: String,
    /// The role it gives and where; none where it is for an account alone.
    pub held: Option<Held>,
    /// What the form carries on to what comes after.
    pub note: String,
    /// Who sent it, as the journal names them.
    pub by: String,
    /// The instant at which it was sent.
    pub made_at: Instant,
    /// Whether the address has an account already.
    pub known: bool,
}
