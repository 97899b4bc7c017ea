//! Facts of measures: a number with its unit, a day, a name, each as its document says it.

use kernel::{FiscalYear, Rate, Yen};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::words::Unit;
use crate::{
    language::{Cites, Text, When},
    words::Lang,
};

/// A fact of a measure: what it is, and one of `value`, `at_most`, `at_least`, `about` or `range` with its `unit`, or one of `text`,
/// `day`, `days`, `yes_no`, `unknown`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(try_from = "FactEntry", into = "FactEntry")]
pub struct MeasureFact {
    /// What it is.
    pub says: Text,
    /// The value.
    pub value: FactValue,
    /// 予定: planned, may still change.
    pub planned: bool,
    /// How it was worked out, where it stands nowhere.
    pub derived: Option<Text>,
    /// Where the document contradicts itself.
    pub reconciles: Option<Reconciliation>,
    /// Where it stands.
    pub cite: Cites,
}

/// The value of a fact: no two at once, no number without its unit.
#[derive(Debug, Clone, PartialEq)]
pub enum FactValue {
    /// So many of a unit, from zero.
    Number {
        /// How it is meant.
        bound: Bound,
        /// The number, exact.
        number: Rate,
        /// What it counts.
        unit: Unit,
    },
    /// From so many up to so many.
    Range {
        /// The least.
        from: Rate,
        /// The most.
        to: Rate,
        /// What is counted.
        unit: Unit,
    },
    /// A place, a partner, a content.
    Text(Text),
    /// A day, a part of a month, or a month.
    Day(When),
    /// From one day to another.
    Days(Days),
    /// Yes or no.
    YesNo(bool),
    /// 未定: the document leaves it open.
    Unknown,
}

/// How a number is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Bound {
    /// Exactly.
    Exactly,
    /// 以内, 上限.
    AtMost,
    /// 以上.
    AtLeast,
    /// 程度, 約.
    About,
}

/// From one day to another, both within.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Days {
    /// The first.
    pub from: When,
    /// The last.
    pub to: When,
}

/// A number between two bounds, both within.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NumberRange {
    /// The least.
    pub from: Rate,
    /// The most.
    pub to: Rate,
}

/// Another fact that says otherwise, and how both go together.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Reconciliation {
    /// The other fact of the same measure.
    pub with: String,
    /// How both go together.
    pub says: Text,
}

/// A fact as it is written.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FactEntry {
    /// What it is.
    says: Text,
    /// Exactly so many.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    value: Option<Rate>,
    /// 以内, 上限, まで.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    at_most: Option<Rate>,
    /// 以上.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    at_least: Option<Rate>,
    /// 程度, 約.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    about: Option<Rate>,
    /// From so many up to so many.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    range: Option<NumberRange>,
    /// What the number counts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    unit: Option<Unit>,
    /// A place, a partner, a content.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    text: Option<Text>,
    /// A day, a part of a month, or a month.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    day: Option<When>,
    /// From one day to another.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    days: Option<Days>,
    /// Yes or no.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    yes_no: Option<bool>,
    /// 未定: the document leaves it open.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    unknown: bool,
    /// 予定: planned, may still change.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    planned: bool,
    /// How it was worked out, where it stands nowhere.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    derived: Option<Text>,
    /// Where the document contradicts itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    reconciles: Option<Reconciliation>,
    /// Where it stands.
    cite: Cites,
}

impl TryFrom<FactEntry> for MeasureFact {
    type Error = &'static str;

    fn try_from(entry: FactEntry) -> Result<Self, Self::Error> {
        let FactEntry { says, value, at_most, at_least, about, range, unit, text, day, days, yes_no, unknown, .. } = entry;
        let number = |bound, number: Option<Rate>| number.map(|number| (bound, number));
        let numbers = [(Bound::Exactly, value), (Bound::AtMost, at_most), (Bound::AtLeast, at_least), (Bound::About, about)];
        let mut all: Vec<FactValue> = Vec::new();
        for (bound, number) in numbers.into_iter().filter_map(|(bound, found)| number(bound, found)) {
            let unit = unit.ok_or("a number of a fact has a unit; write `unit: yen`, `unit: day` or another")?;
            all.push(FactValue::Number { bound, number, unit });
        }
        if let Some(NumberRange { from, to }) = range {
            let unit = unit.ok_or("a number of a fact has a unit; write `unit: yen`, `unit: day` or another")?;
            if from > to {
                return Err("a range begins behind its end; write the smaller number as `from`");
            }
            all.push(FactValue::Range { from, to, unit });
        }
        if all.is_empty() && unit.is_some() {
            return Err("only numbers have a unit; write `value`, `at_most`, `at_least`, `about` or `range` with it");
        }
        if days.as_ref().is_some_and(|days| days.from.first > days.to.last) {
            return Err("the days end before they begin; write the earlier day as `from`");
        }
        all.extend(text.map(FactValue::Text));
        all.extend(day.map(FactValue::Day));
        all.extend(days.map(FactValue::Days));
        all.extend(yes_no.map(FactValue::YesNo));
        all.extend(unknown.then_some(FactValue::Unknown));
        match all.len() {
            0 => Err("a fact says one value; write `value`, `at_most`, `text`, `day`, `yes_no` or another"),
            1 => Ok(Self {
                says,
                value: all.swap_remove(0),
                planned: entry.planned,
                derived: entry.derived,
                reconciles: entry.reconciles,
                cite: entry.cite,
            }),
            _ => Err("a fact says one value, not several; write a fact for each"),
        }
    }
}

impl From<MeasureFact> for FactEntry {
    fn from(fact: MeasureFact) -> Self {
        let MeasureFact { says, value, planned, derived, reconciles, cite } = fact;
        let mut entry = Self {
            says,
            value: None,
            at_most: None,
            at_least: None,
            about: None,
            range: None,
            unit: None,
            text: None,
            day: None,
            days: None,
            yes_no: None,
            unknown: false,
            planned,
            derived,
            reconciles,
            cite,
        };
        match value {
            FactValue::Number { bound, number, unit } => {
                entry.unit = Some(unit);
                let place = match bound {
                    Bound::Exactly => &mut entry.value,
                    Bound::AtMost => &mut entry.at_most,
                    Bound::AtLeast => &mut entry.at_least,
                    Bound::About => &mut entry.about,
                };
                *place = Some(number);
            }
            FactValue::Range { from, to, unit } => (entry.range, entry.unit) = (Some(NumberRange { from, to }), Some(unit)),
            FactValue::Text(text) => entry.text = Some(text),
            FactValue::Day(day) => entry.day = Some(day),
            FactValue::Days(days) => entry.days = Some(days),
            FactValue::YesNo(yes) => entry.yes_no = Some(yes),
            FactValue::Unknown => entry.unknown = true,
        }
        entry
    }
}

impl FactValue {
    /// The value in words: 上限2,000,000円, 約20社, 令和4年7月から8月まで.
    pub fn text(&self, lang: Lang) -> String {
        let ja = lang == Lang::Ja;
        match self {
            Self::Number { bound, number, unit } if unit.names_a_year() => year(*bound, *number, *unit, lang),
            Self::Range { from, to, unit } if unit.names_a_year() => {
                let named = |number| year(Bound::Exactly, number, *unit, lang);
                format!("{}{}{}", named(*from), if ja { "～" } else { " to " }, named(*to))
            }
            Self::Number { bound, number, unit } => bounded(*bound, &counted(*number, *unit, lang), lang),
            Self::Range { from, to, unit } => {
                let (from, to) = (plain(*from, *unit), counted(*to, *unit, lang));
                if ja { format!("{from}～{to}") } else { format!("{from} to {to}") }
            }
            Self::Text(text) => lang.of(text).to_owned(),
            Self::Day(day) => when(day, lang),
            Self::Days(Days { from, to }) => {
                let (from, to) = (when(from, lang), when(to, lang));
                if ja { format!("{from}から{to}まで") } else { format!("{from} to {to}") }
            }
            Self::YesNo(yes) => match (yes, ja) {
                (true, true) => "はい",
                (false, true) => "いいえ",
                (true, false) => "Yes",
                (false, false) => "No",
            }
            .to_owned(),
            Self::Unknown => if ja { "未定" } else { "Not decided" }.to_owned(),
        }
    }

    /// 上限額: the yen that it lets through at most, where it is such a bound.
    pub fn most_yen(&self) -> Option<Yen> {
        let yen = |number: Rate| (number.denominator() == 1).then(|| Yen::new(number.numerator())).flatten();
        match self {
            Self::Number { bound: Bound::AtMost, number, unit: Unit::Yen | Unit::YenAYear } => yen(*number),
            Self::Range { to, unit: Unit::Yen | Unit::YenAYear, .. } => yen(*to),
            _ => None,
        }
    }
}

/// A day or month as people read it.
pub fn when(day: &When, lang: Lang) -> String {
    if lang == Lang::Ja { day.ja() } else { day.en() }
}

fn bounded(bound: Bound, number: &str, lang: Lang) -> String {
    match (bound, lang) {
        (Bound::Exactly, _) => number.to_owned(),
        (Bound::AtMost, Lang::Ja) => format!("{number}以内"),
        (Bound::AtLeast, Lang::Ja) => format!("{number}以上"),
        (Bound::About, Lang::Ja) => format!("約{number}"),
        (Bound::AtMost, Lang::En) => format!("up to {number}"),
        (Bound::AtLeast, Lang::En) => format!("{number} or more"),
        (Bound::About, Lang::En) => format!("about {number}"),
    }
}

/// A number without its unit: a rate as a fraction, anything else with separators.
fn plain(number: Rate, unit: Unit) -> String {
    if unit == Unit::Rate { number.to_string() } else { separated(&number.plain_decimal()) }
}

/// Groups of three digits, with what stands behind the point as it is.
fn separated(decimal: &str) -> String {
    let (whole, rest) = decimal.split_once('.').map_or((decimal, None), |(whole, rest)| (whole, Some(rest)));
    let groups: Vec<String> =
        whole.as_bytes().rchunks(3).rev().map(|group| group.iter().map(|digit| char::from(*digit)).collect()).collect();
    let whole = groups.join(",");
    rest.map_or(whole.clone(), |rest| format!("{whole}.{rest}"))
}

fn counted(number: Rate, unit: Unit, lang: Lang) -> String {
    let figure = plain(number, unit);
    let (per, counted) = match unit {
        Unit::YenAYear => (Some(("1年につき", "a year")), Unit::Yen),
        Unit::YenAMonth => (Some(("1か月につき", "a month")), Unit::Yen),
        Unit::YenADay => (Some(("1日につき", "a day")), Unit::Yen),
        Unit::YenAnHour => (Some(("1時間につき", "an hour")), Unit::Yen),
        Unit::DayAYear => (Some(("1年につき", "a year")), Unit::Day),
        Unit::TimeAYear => (Some(("1年につき", "a year")), Unit::Time),
        other => (None, other),
    };
    match (counted, lang) {
        (Unit::Rate | Unit::Other, _) => figure,
        (unit, Lang::Ja) => format!("{}{figure}{}", per.map_or("", |p| p.0), unit.label(lang)),
        (unit, Lang::En) => {
            let name = unit.label(lang);
            let name = if number == Rate::ONE { singular(name) } else { name };
            per.map_or_else(|| format!("{figure} {name}"), |p| format!("{figure} {name} {}", p.1))
        }
    }
}

impl Unit {
    /// Whether the number is the name of a year and not how many.
    const fn names_a_year(self) -> bool {
        matches!(self, Self::FiscalYear | Self::CalendarYear)
    }
}

/// A year that is named, not counted: 令和4年度, 2030年以降.
fn year(bound: Bound, number: Rate, unit: Unit, lang: Lang) -> String {
    let figure = number.plain_decimal();
    let fiscal = figure.parse().ok().and_then(FiscalYear::new).filter(|_| unit == Unit::FiscalYear);
    let named = match (fiscal, lang) {
        (Some(year), Lang::Ja) => year.label(),
        (Some(_), Lang::En) => format!("fiscal {figure}"),
        (None, Lang::Ja) => format!("{figure}年"),
        (None, Lang::En) => figure,
    };
    match (bound, lang) {
        (Bound::Exactly, _) => named,
        (Bound::AtMost, Lang::Ja) => format!("{named}まで"),
        (Bound::AtLeast, Lang::Ja) => format!("{named}以降"),
        (Bound::About, Lang::Ja) => format!("{named}ごろ"),
        (Bound::AtMost, Lang::En) => format!("until {named}"),
        (Bound::AtLeast, Lang::En) => format!("{named} or later"),
        (Bound::About, Lang::En) => format!("about {named}"),
    }
}

fn singular(name: &str) -> &str {
    match name {
        "companies" => "company",
        "people" => "person",
        "copies" => "copy",
        other => other.strip_suffix('s').unwrap_or(other),
    }
}
