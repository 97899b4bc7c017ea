//! Japanese dates: eras (和暦) both ways, and fiscal years (年度).
//!
//! Dates are kept in the western calendar; eras are for reading and printing only.

use std::fmt;

use jiff::{ToSpan, civil::Date};

use crate::text::narrow;

/// An era of the Japanese calendar (元号).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Era {
    /// 明治, from 1873-01-01, the first day of the solar calendar.
    Meiji,
    /// 大正, from 1912-07-30.
    Taisho,
    /// 昭和, from 1926-12-25.
    Showa,
    /// 平成, from 1989-01-08.
    Heisei,
    /// 令和, from 2019-05-01.
    Reiwa,
}

impl Era {
    /// Every era, oldest first.
    pub const ALL: [Self; 5] = [Self::Meiji, Self::Taisho, Self::Showa, Self::Heisei, Self::Reiwa];

    /// The era's name in Japanese.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Meiji => "明治",
            Self::Taisho => "大正",
            Self::Showa => "昭和",
            Self::Heisei => "平成",
            Self::Reiwa => "令和",
        }
    }

    /// The letter that stands for the era in tables.
    pub const fn letter(self) -> char {
        match self {
            Self::Meiji => 'M',
            Self::Taisho => 'T',
            Self::Showa => 'S',
            Self::Heisei => 'H',
            Self::Reiwa => 'R',
        }
    }

    const fn code(self) -> &'static str {
        match self {
            Self::Meiji => "meiji",
            Self::Taisho => "taisho",
            Self::Showa => "showa",
            Self::Heisei => "heisei",
            Self::Reiwa => "reiwa",
        }
    }
}

/// A date as the Japanese calendar writes it: 令和元年5月1日.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Wareki {
    /// The era.
    pub era: Era,
    /// The year of the era; the first is 1, written 元.
    pub year: i16,
    /// The month, 1 to 12.
    pub month: i8,
    /// The day of the month.
    pub day: i8,
}

/// Why a text is not a date that the Japanese calendar has.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a date; write for example 令和4年10月21日, R4.10.21 or 2022-10-21")]
pub struct DateError(String);

impl Wareki {
    /// The Japanese form of a date; `None` before 1873, when the calendar was another one.
    pub fn of(date: Date) -> Option<Self> {
        let month = u8::try_from(date.month()).ok()?;
        let day = u8::try_from(date.day()).ok()?;
        let iso = icu_calendar::Date::try_new_iso(i32::from(date.year()), month, day).ok()?;
        let year = iso.to_calendar(icu_calendar::cal::Japanese::new()).year().era()?;
        let era = Era::ALL.into_iter().find(|era| era.code() == year.era.as_str())?;
        Some(Self { era, year: i16::try_from(year.year).ok()?, month: date.month(), day: date.day() })
    }

    /// The western date; `None` when the era had no such day (平成31年5月1日).
    pub fn date(self) -> Option<Date> {
        let first = Era::ALL.into_iter().position(|era| era == self.era)?;
        let start = [1868, 1912, 1926, 1989, 2019][first];
        let date = Date::new(self.year.checked_add(start - 1)?, self.month, self.day).ok()?;
        (Self::of(date)? == self).then_some(date)
    }

    /// Reads `令和元年5月1日`, `令和４年10月21日`, `R4.10.21`, `R4/10/21`.
    pub fn parse(text: &str) -> Result<Self, DateError> {
        let error = || DateError(text.chars().take(40).collect());
        let plain: String = narrow(text).chars().filter(|c| !c.is_whitespace()).collect();
        let (era, rest) = Era::ALL
            .into_iter()
            .find_map(|era| {
                let letter = plain.strip_prefix(era.letter()).or_else(|| plain.strip_prefix(era.letter().to_ascii_lowercase()));
                plain.strip_prefix(era.name()).or(letter).map(|rest| (era, rest))
            })
            .ok_or_else(error)?;
        let rest = rest.strip_prefix('元').map_or_else(|| rest.to_owned(), |r| format!("1{r}"));
        let mut parts = rest.trim_end_matches('日').split(['年', '月', '.', '/', '-']);
        let mut next = || parts.next().filter(|p| p.bytes().all(|b| b.is_ascii_digit()));
        let year = next().and_then(|p| p.parse().ok()).ok_or_else(error)?;
        let month = next().and_then(|p| p.parse().ok()).ok_or_else(error)?;
        let day = next().and_then(|p| p.parse().ok()).ok_or_else(error)?;
        let wareki = Self { era, year, month, day };
        if parts.next().is_some() || wareki.date().is_none() {
            return Err(error());
        }
        Ok(wareki)
    }
}

impl fmt::Display for Wareki {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}年{}月{}日", self.era.name(), era_year(self.year), self.month, self.day)
    }
}

fn era_year(year: i16) -> String {
    if year == 1 { "元".to_owned() } else { year.to_string() }
}

/// Reads a date in either calendar: `2022-10-21`, `2022年10月21日`, `令和4年10月21日`, `R4.10.21`; a day of the week behind it, as
/// [`format_ja`] prints it, must be the right one.
pub fn parse_date(text: &str) -> Result<Date, DateError> {
    let error = || DateError(text.chars().take(40).collect());
    let plain: String = narrow(text).chars().filter(|c| !c.is_whitespace()).collect();
    match plain.strip_suffix(')').and_then(|p| p.rsplit_once('(')) {
        Some((day, weekday)) => parse_plain(day).filter(|date| weekday_of(*date) == weekday),
        None => parse_plain(&plain),
    }
    .ok_or_else(error)
}

fn parse_plain(plain: &str) -> Option<Date> {
    if !plain.starts_with(|c: char| c.is_ascii_digit()) {
        return Wareki::parse(plain).ok()?.date();
    }
    let mut parts = plain.trim_end_matches('日').split(['年', '月', '.', '/', '-']);
    let mut next = |digits: usize| parts.next().filter(|p| p.len() <= digits && p.bytes().all(|b| b.is_ascii_digit()));
    let year = next(4).filter(|p| p.len() == 4)?.parse().ok()?;
    let month = next(2)?.parse().ok()?;
    let day = next(2)?.parse().ok()?;
    if parts.next().is_some() { None } else { Date::new(year, month, day).ok() }
}

/// Reads a day as somebody types one who knows what day it is: whatever [`parse_date`] reads; `12/10` or `12月10日`, the next one from today
/// on; `今日`, `明日`, `明後日`; `10日後`, `2週間後`, `1か月後`; `来週金曜`, `今週の金曜日`, `金曜` (the next one); `月末`, `来月末`. In English
/// `today`, `tomorrow`, `in 10 days`, `in 2 weeks`, `friday`, `next friday`. Weeks begin on Monday.
pub fn parse_date_from(text: &str, today: Date) -> Result<Date, DateError> {
    let plain: String = narrow(text).chars().filter(|c| !c.is_whitespace()).collect::<String>().to_lowercase();
    parse_date(text).or_else(|error| parse_relative(&plain, today).ok_or(error))
}

fn parse_relative(plain: &str, today: Date) -> Option<Date> {
    let week = |weeks: i64, weekday: i8| {
        let monday = today.checked_sub(i64::from(today.weekday().to_monday_zero_offset()).days()).ok()?;
        monday.checked_add((weeks * 7 + i64::from(weekday)).days()).ok()
    };
    match plain {
        "今日" | "本日" | "today" => return Some(today),
        "明日" | "あす" | "tomorrow" => return today.tomorrow().ok(),
        "明後日" | "あさって" => return today.checked_add(2.days()).ok(),
        "月末" | "今月末" => return Some(today.last_of_month()),
        "来月末" => return today.checked_add(1.month()).ok().map(Date::last_of_month),
        _ => {}
    }
    if let Some(date) = parse_after(plain, today) {
        return Some(date);
    }
    for (start, weeks) in [("再来週", 2), ("来週", 1), ("今週", 0), ("next", 1), ("this", 0)] {
        if let Some(weekday) = plain.strip_prefix(start).and_then(|rest| parse_weekday(rest.trim_start_matches('の'))) {
            return week(weeks, weekday);
        }
    }
    if let Some(weekday) = parse_weekday(plain) {
        let next = week(0, weekday)?;
        return if next > today { Some(next) } else { week(1, weekday) };
    }
    // A month and a day: the next one.
    let mut parts = plain.trim_end_matches('日').split(['月', '/', '.', '-']);
    let mut next = || parts.next().filter(|p| (1..=2).contains(&p.len()) && p.bytes().all(|b| b.is_ascii_digit()))?.parse::<i8>().ok();
    let (month, day) = (next()?, next()?);
    if parts.next().is_some() {
        return None;
    }
    (0..=8).filter_map(|years| Date::new(today.year().checked_add(years)?, month, day).ok()).find(|date| *date >= today)
}

/// `10日後`, `2週間後`, `1か月後`; `in10days`, without its spaces.
fn parse_after(plain: &str, today: Date) -> Option<Date> {
    let rest = plain.strip_suffix('後').or_else(|| plain.strip_prefix("in"))?;
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    let number: i64 = rest[..digits].parse().ok().filter(|n| *n <= 3_650)?;
    let span = match &rest[digits..] {
        "日" | "day" | "days" => number.days(),
        "週間" | "週" | "week" | "weeks" => (number * 7).days(),
        "か月" | "ヶ月" | "カ月" | "ヵ月" | "ケ月" | "箇月" | "month" | "months" => number.months(),
        _ => return None,
    };
    today.checked_add(span).ok()
}

/// The days from Monday to a day of the week by its name.
fn parse_weekday(text: &str) -> Option<i8> {
    const NAMES: [(&str, &str); 7] = [
        ("月", "monday"),
        ("火", "tuesday"),
        ("水", "wednesday"),
        ("木", "thursday"),
        ("金", "friday"),
        ("土", "saturday"),
        ("日", "sunday"),
    ];
    let place = NAMES.iter().position(|(ja, en)| {
        let rest = text.strip_prefix(ja);
        matches!(rest, Some("曜" | "曜日")) || text == *en
    })?;
    i8::try_from(place).ok()
}

/// The days of the week, Sunday first.
const WEEKDAYS: [&str; 7] = ["日", "月", "火", "水", "木", "金", "土"];

fn weekday_of(date: Date) -> &'static str {
    let weekday = date.weekday().to_sunday_zero_offset();
    usize::try_from(weekday).ok().and_then(|d| WEEKDAYS.get(d)).unwrap_or(&"")
}

/// A date as an office prints it: 令和4年10月21日(金); the western form where no era reaches.
pub fn format_ja(date: Date) -> String {
    let weekday = weekday_of(date);
    match Wareki::of(date) {
        Some(wareki) => format!("{wareki}({weekday})"),
        None => format!("{}年{}月{}日({weekday})", date.year(), date.month(), date.day()),
    }
}

/// A date for readers of English: 21 October 2022 (Fri).
pub fn format_en(date: Date) -> String {
    date.strftime("%-d %B %Y (%a)").to_string()
}

/// A fiscal year (年度): 1 April to 31 March, named by the year in which it begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
#[serde(transparent)]
pub struct FiscalYear(i16);

impl FiscalYear {
    /// The fiscal year that begins on 1 April of `year`; `None` outside 1873 to 9998.
    pub fn new(year: i16) -> Option<Self> {
        (1873..=9998).contains(&year).then_some(Self(year))
    }

    /// The fiscal year in which a date falls.
    pub fn of(date: Date) -> Option<Self> {
        Self::new(if date.month() >= 4 { date.year() } else { date.year() - 1 })
    }

    /// The year in which it begins.
    pub const fn get(self) -> i16 {
        self.0
    }

    /// 1 April.
    pub fn first_day(self) -> Date {
        Date::new(self.0, 4, 1).unwrap_or(Date::MIN)
    }

    /// 31 March of the next year.
    pub fn last_day(self) -> Date {
        Date::new(self.0 + 1, 3, 31).unwrap_or(Date::MAX)
    }

    /// The fiscal year so many years later.
    pub fn plus(self, years: i16) -> Option<Self> {
        self.0.checked_add(years).and_then(Self::new)
    }

    /// The label on papers made after 1 May 2019: 令和4年度; the whole of fiscal 2019 is 令和元年度,
    /// although its first month was still 平成31年.
    pub fn label(self) -> String {
        self.label_before_change(false)
    }

    /// The label on papers made before the era changed: fiscal 2019 is 平成31年度.
    pub fn label_on(self, paper: Date) -> String {
        self.label_before_change(paper < Date::constant(2019, 5, 1))
    }

    fn label_before_change(self, before: bool) -> String {
        let named_by = if self.0 == 2019 && !before { self.last_day() } else { self.first_day() };
        match Wareki::of(named_by) {
            Some(w) if self.0 == 2019 && !before => format!("{}元年度", w.era.name()),
            Some(w) => format!("{}{}年度", w.era.name(), era_year(w.year)),
            None => format!("{}年度", self.0),
        }
    }
}

impl fmt::Display for FiscalYear {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}({})", self.label(), self.0)
    }
}
