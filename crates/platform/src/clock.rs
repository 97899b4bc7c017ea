//! The clock. It is passed in, cut to microseconds, and can be moved by tests and rehearsals.

use std::{
    fmt,
    sync::{
        Arc,
        atomic::{AtomicI64, Ordering},
    },
};

use jiff::{SignedDuration, Timestamp, tz::TimeZone};

use crate::Error;

/// An instant in UTC, in whole microseconds: the finest that both databases keep.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Instant(Timestamp);

impl Instant {
    /// Cuts an instant to microseconds.
    pub fn of(at: Timestamp) -> Self {
        Self(Timestamp::from_microsecond(at.as_microsecond()).unwrap_or(at))
    }

    /// The instant itself.
    pub const fn timestamp(self) -> Timestamp {
        self.0
    }

    /// So much later; the end of time where that is beyond it.
    #[must_use]
    pub fn plus(self, by: SignedDuration) -> Self {
        Self(self.0.saturating_add(by).unwrap_or(Timestamp::MAX))
    }

    /// As it is kept: a text whose order is that of the instants.
    pub fn to_text(self) -> String {
        format!("{:.6}", self.0)
    }

    /// From what is kept.
    pub fn parse(text: &str) -> Result<Self, Error> {
        text.parse().map(Self::of).map_err(|_| Error::Broken(format!("`{text}` is not an instant")))
    }

    /// As people of the office read it, in Japan's one time zone.
    pub fn in_japan(self) -> jiff::civil::DateTime {
        self.0.to_zoned(TimeZone::fixed(jiff::tz::offset(9))).datetime()
    }
}

impl fmt::Display for Instant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.to_text())
    }
}

/// What time it is.
#[derive(Debug, Clone, Default)]
pub struct Clock {
    /// Microseconds from the machine's time; nothing in daily work.
    moved: Arc<AtomicI64>,
    /// Where the clock stands still, for tests.
    standing: Option<Timestamp>,
}

impl Clock {
    /// A clock that stands at an instant until it is moved.
    pub fn standing(at: Timestamp) -> Self {
        Self { moved: Arc::default(), standing: Some(at) }
    }

    /// Now.
    pub fn now(&self) -> Instant {
        let base = self.standing.unwrap_or_else(Timestamp::now);
        Instant::of(base).plus(SignedDuration::from_micros(self.moved.load(Ordering::SeqCst)))
    }

    /// Moves the clock, for everybody who holds it.
    pub fn forward(&self, by: SignedDuration) {
        self.moved.fetch_add(i64::try_from(by.as_micros()).unwrap_or(i64::MAX), Ordering::SeqCst);
    }
}
