//! The clock. It is passed in, cut to microseconds, and can be moved by tests and rehearsals.

use std::{
    fmt,
    str::FromStr,
    sync::{
        Arc, LazyLock, Mutex, PoisonError,
        atomic::{AtomicI64, Ordering},
    },
    time::Duration,
};

use jiff::{SignedDuration, Timestamp, tz::TimeZone};
use sea_orm::DeriveValueType;

use crate::Error;

/// An instant in UTC, in whole microseconds: the finest that both databases keep.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, DeriveValueType)]
#[sea_orm(value_type = "String")]
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

impl FromStr for Instant {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        Self::parse(text)
    }
}

impl fmt::Display for Instant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.to_text())
    }
}

/// Where the time comes from: the time of day, which somebody may set, and a duration that only grows.
#[derive(Debug, Clone, Default)]
enum Source {
    #[default]
    Machine,
    /// Stands still, for tests.
    Standing(Timestamp),
    /// Set by tests.
    #[cfg(feature = "trial")]
    Set(Arc<Mutex<(Timestamp, Duration)>>),
}

impl Source {
    fn read(&self) -> (Timestamp, Duration) {
        static BEGAN: LazyLock<std::time::Instant> = LazyLock::new(std::time::Instant::now);
        match self {
            Self::Machine => (Timestamp::now(), BEGAN.elapsed()),
            Self::Standing(at) => (*at, Duration::ZERO),
            #[cfg(feature = "trial")]
            Self::Set(both) => *both.lock().unwrap_or_else(PoisonError::into_inner),
        }
    }
}

/// What was told last.
#[derive(Debug, Default)]
struct LastReading {
    at: Option<Timestamp>,
    since: Duration,
    /// How far the machine's clock was behind when that was last said to the operator.
    behind: Option<SignedDuration>,
}

/// A machine's clock that is set forward by more than this is said to the operator.
const JUMP: SignedDuration = SignedDuration::from_secs(60);
/// One that is behind by less than this is what keeping clocks together comes to.
const SLACK: SignedDuration = SignedDuration::from_secs(2);

/// What time it is. It never goes back: while the machine's clock is behind what was told, time passes at half the speed until both
/// agree again, and the operator is told.
#[derive(Debug, Clone, Default)]
pub struct Clock {
    /// Microseconds from the machine's time; nothing in daily work.
    moved: Arc<AtomicI64>,
    source: Source,
    last: Arc<Mutex<LastReading>>,
}

impl Clock {
    /// A clock that stands at an instant until it is moved.
    pub fn standing(at: Timestamp) -> Self {
        Self { source: Source::Standing(at), ..Self::default() }
    }

    /// A clock over a machine's time of day, and how long that runs, which a test sets.
    #[cfg(feature = "trial")]
    pub fn set(both: Arc<Mutex<(Timestamp, Duration)>>) -> Self {
        Self { source: Source::Set(both), ..Self::default() }
    }

    /// Now.
    pub fn now(&self) -> Instant {
        let (of_day, since) = self.source.read();
        let mut last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
        let passed = SignedDuration::try_from(since.saturating_sub(last.since)).unwrap_or(SignedDuration::ZERO);
        let now = match last.at {
            Some(before) if of_day < before => {
                let behind = of_day.duration_until(before);
                if behind > SLACK && last.behind.is_none_or(|noticed| behind > noticed + JUMP) {
                    tracing::error!(
                        seconds = behind.as_secs(),
                        "the machine's clock was set back; time passes slowly until it agrees again"
                    );
                    last.behind = Some(behind);
                }
                before.saturating_add(passed / 2).unwrap_or(before)
            }
            Some(before) => {
                let jump = before.saturating_add(passed).unwrap_or(before).duration_until(of_day);
                if jump > JUMP && last.behind.is_none() {
                    tracing::error!(seconds = jump.as_secs(), "the machine's clock was set forward");
                }
                last.behind = None;
                of_day.max(before.saturating_add(passed / 2).unwrap_or(before))
            }
            None => of_day,
        };
        (last.at, last.since) = (Some(now), since);
        drop(last);
        Instant::of(now).plus(SignedDuration::from_micros(self.moved.load(Ordering::SeqCst)))
    }

    /// Lets no time be told that comes before an instant: what was written down last, by this process or another one.
    pub fn not_before(&self, at: Instant) {
        let mut last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
        let (_, since) = self.source.read();
        if last.at.is_none_or(|before| before < at.timestamp()) {
            (last.at, last.since) = (Some(at.timestamp()), since);
        }
    }

    /// How far the machine's clock is behind what is told.
    pub fn behind(&self) -> SignedDuration {
        let last = self.last.lock().unwrap_or_else(PoisonError::into_inner).at;
        last.map_or(SignedDuration::ZERO, |last| self.source.read().0.duration_until(last)).max(SignedDuration::ZERO)
    }

    /// Moves the clock, for everybody who holds it.
    pub fn forward(&self, by: SignedDuration) {
        self.moved.fetch_add(i64::try_from(by.as_micros()).unwrap_or(i64::MAX), Ordering::SeqCst);
    }
}

#[cfg(all(test, feature = "trial"))]
#[allow(clippy::unwrap_used, reason = "a test may fail here")]
mod tests {
    use super::*;

    #[test]
    fn time_never_goes_back_and_agrees_with_the_machine_again_by_and_by() {
        let start: Timestamp = "2026-06-30T07:30:00Z".parse().unwrap();
        let machine = Arc::new(Mutex::new((start, Duration::ZERO)));
        let clock = Clock::set(machine.clone());
        let pass = |seconds: u64, jump: i64| {
            let mut both = machine.lock().unwrap();
            both.0 += SignedDuration::from_secs(i64::try_from(seconds).unwrap() + jump);
            both.1 += Duration::from_secs(seconds);
        };
        let mut last = clock.now();
        pass(10, 0);
        assert_eq!(clock.now().timestamp(), start + SignedDuration::from_secs(10));
        // An hour back: time goes on, slowly.
        pass(0, -3_600);
        for _ in 0..90 {
            pass(60, 0);
            let now = clock.now();
            assert!(now > last);
            last = now;
        }
        assert_eq!(clock.behind().as_secs(), 900);
        for _ in 0..60 {
            pass(60, 0);
            let now = clock.now();
            assert!(now > last);
            last = now;
        }
        assert_eq!(clock.now().timestamp(), machine.lock().unwrap().0, "both agree again");
        // A process that begins with a clock that is behind what was written down goes on from there.
        let begun = Clock::set(machine.clone());
        let written = Instant::of(machine.lock().unwrap().0 + SignedDuration::from_hours(1));
        begun.not_before(written);
        assert_eq!(begun.now(), written);
        pass(20, 0);
        assert_eq!(begun.now(), written.plus(SignedDuration::from_secs(10)));
        // Forward, it follows.
        pass(0, 86_400);
        assert_eq!(begun.now().timestamp(), machine.lock().unwrap().0);
    }
}
