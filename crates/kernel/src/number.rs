//! Numbers as people type them, read in one place: what an amount, a count and a rate share.
//!
//! What can be read in two ways is refused and never guessed: `500.000` may be half a million or five hundred, `10,5` ten and a
//! half or a hundred and five, `500 300` is two numbers.

use crate::text::{is_unseen, narrow_char};

/// What is wrong with a number that was typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NumberFault {
    /// Nothing was written.
    Blank,
    /// A sign or an order of signs that no such number has.
    NotANumber,
    /// Two numbers, with a space between them.
    TwoNumbers,
    /// Commas that do not part groups of three digits.
    Commas,
    /// A point that may part thousands, or begin a fraction.
    Point,
    /// A fraction where only whole numbers count.
    NotWhole,
    /// Larger than anything that is counted here.
    TooLarge,
}

/// What was to be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NumberKind {
    /// An amount of yen.
    Yen,
    /// How many.
    Count,
    /// A rate, a share, or hours.
    Rate,
}

/// Why a text is not the number that was asked for, and what to type.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NumberError {
    /// What is wrong.
    pub fault: NumberFault,
    /// What was to be read.
    pub kind: NumberKind,
    text: String,
}

impl NumberError {
    pub(crate) fn new(fault: NumberFault, kind: NumberKind, text: &str) -> Self {
        Self { fault, kind, text: text.chars().take(40).collect() }
    }
}

impl std::error::Error for NumberError {}

impl std::fmt::Display for NumberError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let text = &self.text;
        match (self.fault, self.kind) {
            (NumberFault::Blank, NumberKind::Yen) => f.write_str("the amount is blank"),
            (NumberFault::Blank, _) => f.write_str("the number is blank"),
            (NumberFault::NotANumber, NumberKind::Yen) => {
                write!(f, "`{text}` is not an amount of yen; write for example 5000000, 5,000,000 or 500万")
            }
            (NumberFault::NotANumber, NumberKind::Count) => write!(f, "`{text}` is not a whole number; write for example 25"),
            (NumberFault::NotANumber, NumberKind::Rate) if text.contains(':') => {
                write!(f, "`{text}` is a time of the clock, not a number; write eight and a half hours as 8.5")
            }
            (NumberFault::NotANumber, NumberKind::Rate) => write!(f, "`{text}` is not a rate; write for example 2/3, 40% or 4割"),
            (NumberFault::TwoNumbers, _) => write!(f, "`{text}` is two numbers; write one, with nothing between its digits"),
            (NumberFault::Commas, _) => {
                write!(f, "`{text}` has a comma where none belongs; commas part groups of three digits, as in 5,000,000")
            }
            (NumberFault::Point, _) => write!(
                f,
                "`{text}` has a point that may part thousands or begin a fraction; part thousands with commas, as in 500,000, or not at all"
            ),
            (NumberFault::NotWhole, NumberKind::Yen) => {
                write!(f, "`{text}` is not a whole number of yen; a fraction stands only before a unit, as in 1.5億 or 12.5万")
            }
            (NumberFault::NotWhole, _) => write!(f, "`{text}` is not a whole number"),
            (NumberFault::TooLarge, NumberKind::Yen) => write!(f, "`{text}` is larger than 999,999,999,999,999 yen"),
            (NumberFault::TooLarge, _) => write!(f, "`{text}` is larger than any number that is counted here"),
        }
    }
}

/// How many: `25`, `1,200人`, `1万`. One of `counters` may stand behind the number. Never negative.
pub fn count(text: &str, counters: &[&str]) -> Result<i64, NumberError> {
    let error = |fault| NumberError::new(fault, NumberKind::Count, text);
    let plain = plain(text).map_err(error)?;
    let body = counters.iter().find_map(|c| plain.strip_suffix(c)).unwrap_or(&plain);
    let value = value(body, body.len() < plain.len()).map_err(error)?;
    i64::try_from(value).map_err(|_| error(NumberFault::TooLarge))
}

/// Counters of people.
pub const PEOPLE: [&str; 2] = ["人", "名"];
/// Counters of things.
pub const THINGS: [&str; 10] = ["個", "台", "式", "件", "本", "枚", "組", "基", "点", "回"];
/// Counters of months.
pub const MONTHS: [&str; 6] = ["か月", "ヶ月", "カ月", "ケ月", "箇月", "月"];

/// A text in plain signs: full-width signs and the digits of 漢数字 as ASCII, signs that nobody sees left out, and no spaces.
/// Spaces beside signs and units are no matter; between the digits of two numbers they are a fault.
pub(crate) fn plain(text: &str) -> Result<String, NumberFault> {
    let mut plain = String::with_capacity(text.len());
    let mut gap = false;
    let mut chars = text.chars().filter(|c| !is_unseen(*c)).map(narrow_char).map(arabic).peekable();
    while let Some(c) = chars.next() {
        if c.is_whitespace() {
            gap = true;
            continue;
        }
        if gap && in_number(c) {
            match plain.chars().next_back() {
                Some(before) if in_number(before) => return Err(NumberFault::TwoNumbers),
                // 1億 2,000万 is one amount; 500万 300 is nobody's.
                Some(before) if unit(before).is_some() && !ends_in_unit(chars.clone()) => return Err(NumberFault::TwoNumbers),
                _ => {}
            }
        }
        gap = false;
        plain.push(c);
    }
    if plain.is_empty() { Err(NumberFault::Blank) } else { Ok(plain) }
}

/// Whether the number that goes on here ends in a unit.
fn ends_in_unit(rest: impl Iterator<Item = char>) -> bool {
    rest.filter(|c| !c.is_whitespace()).find(|c| !in_number(*c)).is_some_and(|c| unit(c).is_some())
}

const fn in_number(c: char) -> bool {
    matches!(c, '0'..='9' | ',' | '.')
}

/// The digits of 漢数字, the formal ones too, as digits; formal units as units.
const fn arabic(c: char) -> char {
    match c {
        '〇' | '零' => '0',
        '一' | '壱' | '壹' => '1',
        '二' | '弐' | '貳' => '2',
        '三' | '参' | '參' => '3',
        '四' => '4',
        '五' | '伍' => '5',
        '六' => '6',
        '七' => '7',
        '八' => '8',
        '九' => '9',
        '拾' => '十',
        '佰' => '百',
        '仟' | '阡' => '千',
        '萬' => '万',
        _ => c,
    }
}

/// What stands behind a part of a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Unit {
    /// 十, 百, 千: within a part of 万, 億 or 兆.
    Small(i128),
    /// 万, 億, 兆.
    Large(i128),
}

const fn unit(c: char) -> Option<Unit> {
    Some(match c {
        '十' => Unit::Small(10),
        '百' => Unit::Small(100),
        '千' => Unit::Small(1_000),
        '万' => Unit::Large(10_000),
        '億' => Unit::Large(100_000_000),
        '兆' => Unit::Large(1_000_000_000_000),
        _ => return None,
    })
}

/// Digits before and behind a point, commas taken out.
pub(crate) struct Digits {
    pub(crate) whole: String,
    pub(crate) fraction: String,
}

/// Reads one run of digits, commas and points.
pub(crate) fn digits(run: &str) -> Result<Digits, NumberFault> {
    let (whole, fraction) = match run.split_once('.') {
        None => (run, ""),
        Some((_, "")) => return Err(NumberFault::NotANumber),
        // 1.234.567 parts thousands as other countries do.
        Some((_, fraction)) if fraction.contains('.') => return Err(NumberFault::Point),
        Some(parts) => parts,
    };
    if fraction.contains(',') {
        return Err(NumberFault::Commas);
    }
    if whole.is_empty() {
        return Err(NumberFault::NotANumber);
    }
    let grouped = whole.contains(',');
    let mut groups = whole.split(',');
    let first = groups.next().unwrap_or_default();
    if grouped && (!matches!(first.len(), 1..=3) || first.starts_with('0') || groups.any(|g| g.len() != 3)) {
        return Err(NumberFault::Commas);
    }
    // Three places with a nought at their end are thousands as other countries part them; nobody writes a fraction so.
    if fraction.ends_with("000") || (fraction.len() == 3 && fraction.ends_with('0') && whole != "0") {
        return Err(NumberFault::Point);
    }
    Ok(Digits { whole: whole.replace(',', ""), fraction: fraction.to_owned() })
}

/// Values are reckoned in billionths until it is known that they are whole.
const BILLION: i128 = 1_000_000_000;
/// One above the largest value that is read.
const MOST: i128 = 1_000_000_000_000_000;

impl Digits {
    fn billionths(&self) -> Result<i128, NumberFault> {
        if self.whole.trim_start_matches('0').len() > 16 {
            return Err(NumberFault::TooLarge);
        }
        if self.fraction.len() > 9 {
            return Err(NumberFault::NotANumber);
        }
        let both: i128 = format!("{}{:0<9}", self.whole, self.fraction).parse().map_err(|_| NumberFault::TooLarge)?;
        Ok(both)
    }
}

/// The value of a number with its units: `5000000`, `5,000,000`, `1億2千万`, `1.5億`, `百万`. `closed` says that a sign behind it,
/// such as 円, shows that nothing was left out at its end.
pub(crate) fn value(body: &str, closed: bool) -> Result<i128, NumberFault> {
    let below = |value: i128, unit: Option<i128>| unit.is_none_or(|u| value < u * BILLION);
    let (mut total, mut section) = (0_i128, 0_i128);
    let (mut large, mut small): (Option<i128>, Option<i128>) = (None, None);
    // Whether something stands in the section, and whether the number has had its fraction.
    let (mut open, mut ended) = (false, false);
    let mut rest = body;
    if rest.is_empty() {
        return Err(NumberFault::NotANumber);
    }
    while !rest.is_empty() {
        let end = rest.find(|c| !in_number(c)).unwrap_or(rest.len());
        let (run, behind) = rest.split_at(end);
        let found = match behind.chars().next() {
            None => None,
            Some(c) => Some(unit(c).ok_or(NumberFault::NotANumber)?),
        };
        rest = behind.get(behind.chars().next().map_or(0, char::len_utf8)..).unwrap_or_default();
        let part = if run.is_empty() {
            match found {
                // 百万: one hundred of them.
                Some(Unit::Small(_)) => BILLION,
                Some(Unit::Large(_)) if open => 0,
                _ => return Err(NumberFault::NotANumber),
            }
        } else {
            let digits = digits(run)?;
            if ended {
                return Err(NumberFault::NotANumber);
            }
            if !digits.fraction.is_empty() {
                // Before 千 three places are whole units: 600.500千円 was meant as 600,500 of something.
                let thousands = digits.fraction.len() == 3 && digits.whole.len() <= 3;
                match found {
                    None | Some(Unit::Small(_)) if thousands => return Err(NumberFault::Point),
                    None => return Err(NumberFault::NotWhole),
                    Some(_) => ended = true,
                }
            }
            let tail = found.is_none() && !closed;
            // 1億2 and 3万5 are how 1億2千万 and 3万5千 are spoken.
            if tail && (large.is_some_and(|u| u > 10_000) || ((large.is_some() || small.is_some_and(|u| u > 10)) && run.len() == 1)) {
                return Err(NumberFault::NotANumber);
            }
            digits.billionths()?
        };
        match found {
            Some(Unit::Small(unit)) => {
                let value = part * unit;
                if !below(value, small) {
                    return Err(NumberFault::NotANumber);
                }
                section += value;
                small = Some(unit);
                open = true;
            }
            Some(Unit::Large(unit)) => {
                let value = (section + part) * unit;
                if !below(part, small) || !below(value, large) {
                    return Err(NumberFault::NotANumber);
                }
                total += value;
                (section, small, large, open) = (0, None, Some(unit), false);
            }
            None => {
                if !below(part, small) {
                    return Err(NumberFault::NotANumber);
                }
                section += part;
            }
        }
        if section >= MOST * BILLION || total >= MOST * BILLION {
            return Err(NumberFault::TooLarge);
        }
    }
    if !below(section, large) {
        return Err(NumberFault::NotANumber);
    }
    let value = total + section;
    if value >= MOST * BILLION {
        return Err(NumberFault::TooLarge);
    }
    if value % BILLION == 0 { Ok(value / BILLION) } else { Err(NumberFault::NotWhole) }
}
