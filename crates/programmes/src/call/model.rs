//! The nouns: a call, and what is announced of it.

use std::sync::Arc;

use jiff::{SignedDuration, civil::DateTime};
use platform::Instant;
use rules::plan::Plan;

use crate::model::{Programme, State};

/// A call (募集).
#[derive(Debug, Clone)]
pub struct Call {
    /// Its identifier: that of the programme.
    pub id: String,
    /// The agency whose call it is.
    pub agency: String,
    /// Which of all calls of the system it is, from 1: receipts begin with it.
    pub serial: i32,
    /// The file that is in force, by its hash.
    pub sha256: String,
    /// The revision that the file gives itself.
    pub revision: i32,
    /// The deadline, where it was extended.
    pub extended: Option<Instant>,
    /// When the call was published first; later revisions are told by its notices.
    pub published_at: Instant,
    /// How many receipts were given.
    pub receipts: i64,
    /// Counts the changes, so that two officers do not undo each other.
    pub version: i32,
    /// The programme in force, with the deadline that counts.
    pub programme: Programme,
}

impl Call {
    /// The last moment, in Japan's time: the file's, or the one to which it was extended.
    pub fn closes(&self) -> DateTime {
        self.programme.plan().programme.window.closes
    }

    /// The last moment, as an instant.
    pub fn deadline(&self) -> Instant {
        deadline(self.closes())
    }

    /// Whether it can be applied for at an instant.
    pub fn state(&self, now: Instant) -> State {
        Programme::stands(self.programme.plan(), now.timestamp())
    }
}

/// A moment in Japan's time as an instant.
pub(crate) fn deadline(closes: DateTime) -> Instant {
    Instant::of(kernel::from_japan(closes).unwrap_or(jiff::Timestamp::MAX))
}

/// A programme that closes at another moment.
pub fn with_deadline(plan: &Arc<Plan>, closes: DateTime) -> Arc<Plan> {
    if plan.programme.window.closes == closes {
        return plan.clone();
    }
    let (mut plan, mut programme) = ((**plan).clone(), (*plan.programme).clone());
    programme.window.closes = closes;
    plan.programme = Arc::new(programme);
    Arc::new(plan)
}

/// Something that is announced of a call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    /// The kind of notice: extended, revised.
    pub kind: NoticeKind,
    /// Why, or what changed, in the words of who announced it.
    pub text: String,
    /// The deadline from then on, where it was extended.
    pub until: Option<Instant>,
    /// The instant at which it was published.
    pub at: Instant,
    /// Who, as the journal names them.
    pub by: String,
}

/// What is announced.
#[derive(Debug, Clone, Copy, PartialEq, Eq, strum::IntoStaticStr, strum::EnumString)]
#[strum(serialize_all = "kebab-case")]
pub enum NoticeKind {
    /// 締切の延長.
    Extended,
    /// 募集要領の改訂.
    Revised,
}

impl NoticeKind {
    /// Its name.
    pub fn name(self) -> &'static str {
        self.into()
    }
}

/// A time during which the system or something it stands on did not work (障害).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outage {
    /// Its id.
    pub id: String,
    /// From when.
    pub began: Instant,
    /// Until when; none while it lasts.
    pub ended: Option<Instant>,
    /// What did not work, in plain words.
    pub what: String,
    /// Who wrote it down, as the journal names them.
    pub by: String,
}

/// How long before a deadline an outage takes time from those who write.
const TOUCHED: SignedDuration = SignedDuration::from_hours(72);

impl Outage {
    /// Whether it took time from those who wrote for a call: it began within the 72 hours before the deadline, and the call was not
    /// extended since. `extended_at` says when it was extended last.
    pub fn took_time(&self, call: &Call, extended_at: Option<Instant>) -> bool {
        let deadline = call.deadline();
        let within = self.began <= deadline && self.began.plus(TOUCHED) >= deadline && call.published_at <= self.began;
        within && extended_at.is_none_or(|extended| extended < self.began)
    }
}
