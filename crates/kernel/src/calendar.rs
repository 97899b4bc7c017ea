//! The days on which offices work: public holidays (国民の祝日) as the law counts them, and the days of an office's own.
//!
//! Sources: 国民の祝日に関する法律 (昭和23年法律第178号) with its amendments, the acts that moved days in 2019, 2020 and 2021, and
//! 行政機関の休日に関する法律 for the turn of the year. The days of the equinoxes are announced each February for the year after; until
//! then they are reckoned, as the National Astronomical Observatory's calendar has borne out every time since 2000.

use std::fmt;

use jiff::{
    ToSpan,
    civil::{Date, Weekday},
};

use crate::text::narrow;

/// The first year whose holidays are known here.
pub const FIRST_YEAR: i16 = 2000;
/// The last year for which the equinoxes can be reckoned.
pub const LAST_YEAR: i16 = 2099;

/// The name of a day that is a public holiday, 振替休日 and 国民の休日 included; none before [`FIRST_YEAR`] and after [`LAST_YEAR`].
pub fn holiday(day: Date) -> Option<&'static str> {
    if let Some(name) = by_name(day) {
        return Some(name);
    }
    let (before, after) = (day.yesterday().ok()?, day.tomorrow().ok()?);
    // 振替休日: a holiday on a Sunday is made up on the next day that is none; until 2006 on the Monday only.
    let mut back = before;
    while by_name(back).is_some() {
        if back.weekday() == Weekday::Sunday {
            return Some("振替休日");
        }
        if day.year() < 2007 {
            break;
        }
        back = back.yesterday().ok()?;
    }
    // 国民の休日: a day between two holidays.
    let between = by_name(before).is_some() && by_name(after).is_some() && day.weekday() != Weekday::Sunday;
    between.then_some("国民の休日")
}

/// The holidays that the law names.
fn by_name(day: Date) -> Option<&'static str> {
    let (year, month, of_month) = (day.year(), day.month(), day.day());
    if !(FIRST_YEAR..=LAST_YEAR).contains(&year) {
        return None;
    }
    let monday = |nth: i8| day.weekday() == Weekday::Monday && (of_month - 1) / 7 + 1 == nth;
    let on = |holds: bool, name| holds.then_some(name);
    match month {
        1 => on(of_month == 1, "元日").or_else(|| on(monday(2), "成人の日")),
        2 => on(of_month == 11, "建国記念の日").or_else(|| on(of_month == 23 && year >= 2020, "天皇誕生日")),
        3 => on(of_month == equinox(year, 20_843_100), "春分の日"),
        4 => on(of_month == 29, if year < 2007 { "みどりの日" } else { "昭和の日" }),
        5 => match of_month {
            1 => on(year == 2019, "即位の日"),
            3 => Some("憲法記念日"),
            4 => on(year >= 2007, "みどりの日"),
            5 => Some("こどもの日"),
            _ => None,
        },
        7 => match year {
            2020 => on(of_month == 23, "海の日").or_else(|| on(of_month == 24, "スポーツの日")),
            2021 => on(of_month == 22, "海の日").or_else(|| on(of_month == 23, "スポーツの日")),
            ..2003 => on(of_month == 20, "海の日"),
            _ => on(monday(3), "海の日"),
        },
        8 => match year {
            2020 => on(of_month == 10, "山の日"),
            2021 => on(of_month == 8, "山の日"),
            _ => on(of_month == 11 && year >= 2016, "山の日"),
        },
        9 => {
            let aged = if year < 2003 { of_month == 15 } else { monday(3) };
            on(aged, "敬老の日").or_else(|| on(of_month == equinox(year, 23_248_800), "秋分の日"))
        }
        10 => match year {
            2020 | 2021 => None,
            2019 => on(monday(2), "体育の日").or_else(|| on(of_month == 22, "即位礼正殿の儀の行われる日")),
            ..2019 => on(monday(2), "体育の日"),
            _ => on(monday(2), "スポーツの日"),
        },
        11 => on(of_month == 3, "文化の日").or_else(|| on(of_month == 23, "勤労感謝の日")),
        12 => on(of_month == 23 && year < 2019, "天皇誕生日"),
        _ => None,
    }
}

/// The day of the month of an equinox, from where it stood in 1980 in millionths of a day.
fn equinox(year: i16, in_1980: i64) -> i8 {
    let years = i64::from(year) - 1980;
    i8::try_from((in_1980 + 242_194 * years) / 1_000_000 - years / 4).unwrap_or(0)
}

/// The days of every year on which an office is closed besides weekends and public holidays (年末年始の休み): months and days.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Closure {
    first: (i8, i8),
    last: (i8, i8),
}

/// Why a text does not name the days of a closure.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` does not name days of the year; write for example 12-29..01-03")]
pub struct ClosureError(String);

impl Closure {
    /// 29 December to 3 January, as the law has it for offices of the state and as nearly every other office does.
    pub const NEW_YEAR: Self = Self { first: (12, 29), last: (1, 3) };

    /// Reads `12-29..01-03`, and 12月29日～1月3日 as offices write it.
    pub fn parse(text: &str) -> Result<Self, ClosureError> {
        let error = || ClosureError(text.chars().take(40).collect());
        let plain = narrow(text).replace(['月', '/'], "-").replace('日', "").replace(['~', '〜'], "..").replace("から", "..");
        let plain = plain.strip_suffix("まで").unwrap_or(&plain);
        let day = |text: &str| {
            let (month, day) = text.trim().split_once('-')?;
            let short = |t: &str| (t.len() <= 2 && t.bytes().all(|b| b.is_ascii_digit())).then(|| t.parse().ok()).flatten();
            let (month, day): (i8, i8) = (short(month)?, short(day)?);
            // A leap year has every day that a year can have.
            Date::new(2000, month, day).ok().map(|_| (month, day))
        };
        let (first, last) = plain.split_once("..").ok_or_else(error)?;
        let closure = day(first).zip(day(last)).map(|(first, last)| Self { first, last }).ok_or_else(error)?;
        // Whoever closes for half a year wrote the days the wrong way round.
        let closed = Date::new(2000, 1, 1).map_err(|_| error())?.series(1.days()).take(366).filter(|d| closure.holds(*d)).count();
        if closed > 62 { Err(error()) } else { Ok(closure) }
    }

    /// As an office writes it: 12月29日～1月3日.
    pub fn ja(&self) -> String {
        format!("{}月{}日～{}月{}日", self.first.0, self.first.1, self.last.0, self.last.1)
    }

    /// Whether the office is closed on a day because of it.
    pub fn holds(&self, day: Date) -> bool {
        let day = (day.month(), day.day());
        if self.first <= self.last { (self.first..=self.last).contains(&day) } else { day >= self.first || day <= self.last }
    }
}

impl fmt::Display for Closure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:02}-{:02}..{:02}-{:02}", self.first.0, self.first.1, self.last.0, self.last.1)
    }
}

impl Default for Closure {
    fn default() -> Self {
        Self::NEW_YEAR
    }
}

/// Whether an office works on a day (開庁日).
pub fn works(day: Date, closure: &Closure) -> bool {
    !matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday) && holiday(day).is_none() && !closure.holds(day)
}

/// The first day after a day on which an office works; none at the end of the calendar.
pub fn next_working_day(after: Date, closure: &Closure) -> Option<Date> {
    after.series(1.days()).skip(1).find(|day| works(*day, closure))
}

/// The last day before a day on which an office works; none at the beginning of the calendar.
pub fn previous_working_day(before: Date, closure: &Closure) -> Option<Date> {
    let mut day = before.yesterday().ok()?;
    while !works(day, closure) {
        day = day.yesterday().ok()?;
    }
    Some(day)
}
