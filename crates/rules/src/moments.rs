//! Days and moments as files write them, and nothing beside them: an offset or a place of another clock is refused, not dropped.

use std::collections::BTreeMap;

use jiff::civil::{Date, DateTime};
use serde::{Deserialize, Deserializer, de};

use crate::{diagnostic::shown, language::Event};

/// A day: 2026-05-29.
pub(crate) fn day_of(text: &str) -> Result<Date, String> {
    let plain = text.len() == 10 && text.bytes().all(|b| b.is_ascii_digit() || b == b'-');
    let read = plain.then(|| text.parse().ok()).flatten();
    read.ok_or_else(|| format!("`{}` is not a day of the calendar; write it like 2026-05-29", shown(text)))
}

/// A moment by Japan's clocks: 2026-05-29T17:00.
pub(crate) fn moment_of(text: &str) -> Result<DateTime, String> {
    let wrong = || format!("`{}` is not an instant; write it like 2026-05-29T17:00, in Japan's time", shown(text));
    let (day, time) = text.split_once(['T', ' ']).ok_or_else(wrong)?;
    let plain = time.len() >= 5 && time.bytes().all(|b| b.is_ascii_digit() || matches!(b, b':' | b'.'));
    if !plain || day_of(day).is_err() {
        return Err(wrong());
    }
    text.parse().map_err(|_| wrong())
}

pub(crate) fn day<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Date, D::Error> {
    day_of(&String::deserialize(deserializer)?).map_err(de::Error::custom)
}

/// The end of something: a moment, or the last second of a day.
pub(crate) fn end<'de, D: Deserializer<'de>>(deserializer: D) -> Result<DateTime, D::Error> {
    let text = String::deserialize(deserializer)?;
    day_of(&text).map(|day| day.at(23, 59, 59, 0)).or_else(|_| moment_of(&text)).map_err(de::Error::custom)
}

/// A day, or a moment of a day: 2026-04-20, 2026-04-20T09:00. Midnight is written as the day.
pub(crate) mod day_or_moment {
    use super::{DateTime, Deserialize, Deserializer, day_of, de, moment_of};
    use jiff::civil::Time;
    use serde::Serializer;

    pub(crate) fn serialize<S: Serializer>(moment: &DateTime, serializer: S) -> Result<S::Ok, S::Error> {
        if moment.time() == Time::midnight() { serializer.collect_str(&moment.date()) } else { serializer.collect_str(moment) }
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<DateTime, D::Error> {
        let text = String::deserialize(deserializer)?;
        day_of(&text).map(|day| day.to_datetime(Time::midnight())).or_else(|_| moment_of(&text)).map_err(de::Error::custom)
    }
}

/// A day as it stands in a file.
#[derive(Deserialize)]
#[serde(transparent)]
struct Day(#[serde(deserialize_with = "day")] Date);

pub(crate) fn maybe_day<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Date>, D::Error> {
    Ok(Option::<Day>::deserialize(deserializer)?.map(|d| d.0))
}

pub(crate) fn days<'de, D: Deserializer<'de>>(deserializer: D) -> Result<BTreeMap<Event, Date>, D::Error> {
    Ok(BTreeMap::<Event, Day>::deserialize(deserializer)?.into_iter().map(|(event, day)| (event, day.0)).collect())
}
