//! Yen and exact rates. Money is whole yen in an `i64`; rates are fractions; a product goes through
//! `i128` and is rounded once, where the rule says.

use std::{borrow::Cow, fmt, str::FromStr};

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use crate::{
    number::{self, NumberError, NumberFault, NumberKind},
    text::separated,
};

/// An amount of money in whole yen (円).
///
/// Reads what people type: `5000000`, `5,000,000円`, `５００万`, `1億2,000万円`, `5千万円`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Yen(i64);

impl Yen {
    /// Nothing.
    pub const ZERO: Self = Self(0);
    /// The largest amount that is read: one yen below a thousand trillion (千兆円).
    pub const MAX: Self = Self(999_999_999_999_999);

    /// An amount of whole yen; `None` beyond ±[`Yen::MAX`].
    pub const fn new(yen: i64) -> Option<Self> {
        if yen > Self::MAX.0 || yen < -Self::MAX.0 { None } else { Some(Self(yen)) }
    }

    /// An amount already known to be within range; a larger one is cut to [`Yen::MAX`].
    pub const fn clamped(yen: i64) -> Self {
        if yen > Self::MAX.0 {
            Self::MAX
        } else if yen < -Self::MAX.0 {
            Self(-Self::MAX.0)
        } else {
            Self(yen)
        }
    }

    /// The number of yen.
    pub const fn get(self) -> i64 {
        self.0
    }

    /// Reads an amount as people type it: `5,000,000円`, `￥５００万`, `1億2千万円`, `金五百万円也`, `¥5,000,000-`.
    pub fn parse(text: &str) -> Result<Self, NumberError> {
        let error = |fault| NumberError::new(fault, NumberKind::Yen, text);
        let plain = number::plain(text).map_err(error)?;
        let (negative, body, closed) = without_currency(&plain);
        let value = number::value(body, closed).map_err(error)?;
        let value = i64::try_from(value).map_err(|_| error(NumberFault::TooLarge))?;
        Self::new(if negative { -value } else { value }).ok_or_else(|| error(NumberFault::TooLarge))
    }
}

/// An amount without 金, ¥, 円, 也, and the line that closes it against additions: whether it is negative, and whether something
/// closed it.
fn without_currency(plain: &str) -> (bool, &str, bool) {
    let signed = |text: &'_ str| text.strip_prefix(['-', '▲', '△']).map(str::len);
    let before = plain.strip_prefix('金').unwrap_or(plain);
    let unsigned = signed(before).map_or(before, |left| &before[before.len() - left..]);
    let mut body = ["¥", "\\", "JPY", "jpy"].iter().find_map(|mark| unsigned.strip_prefix(mark)).unwrap_or(unsigned);
    let mut negative = unsigned.len() < before.len();
    let mut marked = before.len() < plain.len() || body.len() < unsigned.len();
    if !negative && let Some(left) = signed(body) {
        (negative, body) = (true, &body[body.len() - left..]);
    }
    let lined = body.trim_end_matches(['-', 'ー', 'ｰ', '―', '─']);
    let lined = lined.strip_suffix('.').filter(|_| lined.len() < body.len()).unwrap_or(lined);
    let also = lined.strip_suffix(['也', '整']).unwrap_or(lined);
    let without = ["円", "yen", "Yen", "YEN", "JPY"].iter().find_map(|mark| also.strip_suffix(mark));
    marked |= without.is_some() || also.len() < lined.len();
    // Without a mark of yen a line behind a number may be a minus.
    if marked { (negative, without.unwrap_or(also), true) } else { (negative, body, false) }
}

impl fmt::Display for Yen {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&separated(self.0))
    }
}

impl FromStr for Yen {
    type Err = NumberError;
    fn from_str(text: &str) -> Result<Self, NumberError> {
        Self::parse(text)
    }
}

impl Serialize for Yen {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_i64(self.0)
    }
}

impl<'de> Deserialize<'de> for Yen {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Visitor;
        impl de::Visitor<'_> for Visitor {
            type Value = Yen;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an amount of whole yen")
            }
            fn visit_i64<E: de::Error>(self, v: i64) -> Result<Yen, E> {
                Yen::new(v).ok_or_else(|| E::custom(NumberError::new(NumberFault::TooLarge, NumberKind::Yen, &v.to_string())))
            }
            fn visit_u64<E: de::Error>(self, v: u64) -> Result<Yen, E> {
                let too_large = || E::custom(NumberError::new(NumberFault::TooLarge, NumberKind::Yen, &v.to_string()));
                i64::try_from(v).ok().and_then(Yen::new).ok_or_else(too_large)
            }
            fn visit_f64<E: de::Error>(self, v: f64) -> Result<Yen, E> {
                Err(E::custom(NumberError::new(NumberFault::NotWhole, NumberKind::Yen, &v.to_string())))
            }
            fn visit_str<E: de::Error>(self, v: &str) -> Result<Yen, E> {
                Yen::parse(v).map_err(E::custom)
            }
        }
        deserializer.deserialize_any(Visitor)
    }
}

impl JsonSchema for Yen {
    fn schema_name() -> Cow<'static, str> {
        "Yen".into()
    }
    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "description": "An amount of whole yen: a number, or a text such as \"5,000,000\", \"500万円\" or \"1億2,000万円\".",
            "type": ["integer", "string"]
        })
    }
}

/// How an amount is brought to its unit (端数処理).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Rounding {
    /// 切捨て: down to the unit.
    Down,
    /// 切上げ: up to the unit.
    Up,
    /// 四捨五入: to the nearest unit, a half goes up.
    HalfUp,
}

/// An exact rate (補助率, 割合): a fraction that is never negative, kept in lowest terms.
///
/// Reads `2/3`, `40%`, `0.4`, `4割`, `10割` and `1`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Rate {
    numerator: i64,
    denominator: i64,
}

impl Rate {
    /// Nothing.
    pub const ZERO: Self = Self { numerator: 0, denominator: 1 };
    /// The whole.
    pub const ONE: Self = Self { numerator: 1, denominator: 1 };

    /// The largest numerator or denominator: large enough for any rate that is written, small
    /// enough that a rate times a rate times an amount stays within `i128`.
    pub const MAX_PART: i64 = 1_000_000_000_000_000;

    /// `numerator / denominator`; `None` when negative, divided by nothing, or too long.
    pub fn new(numerator: i64, denominator: i64) -> Option<Self> {
        if numerator < 0 || denominator <= 0 {
            return None;
        }
        let divisor = gcd(numerator, denominator);
        let (numerator, denominator) = (numerator / divisor, denominator / divisor);
        (numerator <= Self::MAX_PART && denominator <= Self::MAX_PART).then_some(Self { numerator, denominator })
    }

    /// A fraction in its shortest form; `None` when negative or too long even so.
    fn shortest(above: i128, below: i128) -> Option<Self> {
        let (mut a, mut b) = (above, below);
        while b != 0 {
            (a, b) = (b, a % b);
        }
        let divisor = a.max(1);
        Self::new(i64::try_from(above / divisor).ok()?, i64::try_from(below / divisor).ok()?)
    }

    /// The sum, exact; `None` where the fraction grows too long.
    pub fn plus(self, other: Self) -> Option<Self> {
        let (a, b) = (i128::from(self.denominator), i128::from(other.denominator));
        Self::shortest(i128::from(self.numerator) * b + i128::from(other.numerator) * a, a * b)
    }

    /// The difference, exact, and nothing where `other` is larger; `None` where the fraction grows too long.
    pub fn minus(self, other: Self) -> Option<Self> {
        let (a, b) = (i128::from(self.denominator), i128::from(other.denominator));
        Self::shortest((i128::from(self.numerator) * b - i128::from(other.numerator) * a).max(0), a * b)
    }

    /// As a number with decimals, as people write it: `45.9`, `1,234.25`; cut after four places.
    pub fn decimal(self) -> String {
        const PLACES: u32 = 4;
        let whole = crate::text::separated(self.numerator / self.denominator);
        let scaled = i128::from(self.numerator % self.denominator) * i128::from(10_i64.pow(PLACES)) / i128::from(self.denominator);
        let digits = format!("{scaled:04}");
        match digits.trim_end_matches('0') {
            "" => whole,
            rest => format!("{whole}.{rest}"),
        }
    }

    /// As a machine reads a number with decimals again: `45.9`, and as a fraction where its decimals never end: `1/3`.
    pub fn plain_decimal(self) -> String {
        let mut places = 0_usize;
        let mut scale = 1_i64;
        while scale % self.denominator != 0 && places < 15 {
            scale *= 10;
            places += 1;
        }
        if scale % self.denominator != 0 {
            return format!("{}/{}", self.numerator, self.denominator);
        }
        let above = i128::from(self.numerator) * i128::from(scale / self.denominator);
        let (whole, rest) = (above / i128::from(scale), above % i128::from(scale));
        if places == 0 { whole.to_string() } else { format!("{whole}.{rest:0places$}") }
    }

    /// Down to a multiple of a unit; `None` where the unit is nothing or the fraction grows too long.
    pub fn down_to(self, unit: Self) -> Option<Self> {
        let above = i128::from(self.numerator) * i128::from(unit.denominator);
        let below = i128::from(self.denominator) * i128::from(unit.numerator);
        let units = i64::try_from(above.checked_div(below)?).ok()?;
        Self::shortest(i128::from(units) * i128::from(unit.numerator), i128::from(unit.denominator))
    }

    /// The part above the line.
    pub const fn numerator(self) -> i64 {
        self.numerator
    }

    /// The part below the line; never nothing.
    pub const fn denominator(self) -> i64 {
        self.denominator
    }

    /// Reads a rate as people write it: `2/3`, `3分の2`, `40%`, `4割5分`, `0.4`; hours are read by it too: `1,950`, `8.5`.
    pub fn parse(text: &str) -> Result<Self, NumberError> {
        let error = |fault| NumberError::new(fault, NumberKind::Rate, text);
        let plain = number::plain(text).map_err(error)?;
        let wrong = || error(NumberFault::NotANumber);
        let turned = plain.split_once("分の").map(|(below, above)| (above, below));
        if let Some((above, below)) = plain.split_once('/').or(turned) {
            let number = |t: &str| t.bytes().all(|b| b.is_ascii_digit()).then(|| t.parse::<i64>().ok()).flatten();
            return number(above).zip(number(below)).and_then(|(n, d)| Self::new(n, d)).ok_or_else(wrong);
        }
        if let Some((tenths, rest)) = plain.split_once('割').filter(|(_, rest)| !rest.is_empty()) {
            let (hundredths, thousandths) = match rest.split_once('分') {
                Some((hundredths, "")) => (hundredths, "0"),
                Some((hundredths, rest)) => (hundredths, rest.strip_suffix('厘').ok_or_else(wrong)?),
                None => ("0", rest.strip_suffix('厘').ok_or_else(wrong)?),
            };
            let digit = |t: &str| t.parse::<u8>().ok().filter(|d| *d < 10 && t.len() == 1).map(i64::from);
            let tenths = tenths.parse::<u8>().ok().map(i64::from).ok_or_else(wrong)?;
            let rest = digit(hundredths).zip(digit(thousandths)).map(|(h, t)| 10 * h + t).ok_or_else(wrong)?;
            return Self::new(100 * tenths + rest, 1_000).ok_or_else(wrong);
        }
        let scales = [("%", 100), ("パーセント", 100), ("割", 10), ("時間", 1)];
        let scaled = scales.iter().find_map(|(mark, scale)| Some((plain.strip_suffix(mark)?, *scale)));
        let (run, scale) = scaled.unwrap_or((plain.as_str(), 1));
        if run.is_empty() || !run.bytes().all(|b| matches!(b, b'0'..=b'9' | b',' | b'.')) {
            return Err(wrong());
        }
        let digits = number::digits(run).map_err(error)?;
        if digits.whole.len() + digits.fraction.len() > 15 {
            return Err(wrong());
        }
        let numerator: i64 = format!("{}{}", digits.whole, digits.fraction).parse().map_err(|_| wrong())?;
        let places = u32::try_from(digits.fraction.len()).map_err(|_| wrong())?;
        let denominator = 10_i64.checked_pow(places).and_then(|p| p.checked_mul(scale));
        denominator.and_then(|d| Self::new(numerator, d)).ok_or_else(wrong)
    }

    /// The rate of an amount, brought to `unit` yen as `rounding` says. The one place where a
    /// product of rate and yen becomes yen. Beyond [`Yen::MAX`] it stops there.
    pub fn of(self, amount: Yen, rounding: Rounding, unit: i64) -> Yen {
        let unit = i128::from(unit.max(1));
        let above = i128::from(amount.get()) * i128::from(self.numerator);
        let below = i128::from(self.denominator) * unit;
        let units = match rounding {
            Rounding::Down => above.div_euclid(below),
            Rounding::Up => -((-above).div_euclid(below)),
            Rounding::HalfUp => (2 * above + below).div_euclid(2 * below),
        };
        Yen::clamped(i64::try_from(units * unit).unwrap_or(Yen::MAX.get()))
    }

    /// `amount / self`, exact, compared with a whole number: the order of `part` to `self × whole`.
    pub fn compare_part(self, part: i128, whole: i128) -> std::cmp::Ordering {
        (part * i128::from(self.denominator)).cmp(&(whole * i128::from(self.numerator)))
    }
}

/// Greatest common divisor; 1 for nothing and nothing.
fn gcd(a: i64, b: i64) -> i64 {
    let (mut a, mut b) = (a.unsigned_abs(), b.unsigned_abs());
    while b != 0 {
        (a, b) = (b, a % b);
    }
    i64::try_from(a.max(1)).unwrap_or(1)
}

impl PartialOrd for Rate {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Rate {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        let left = i128::from(self.numerator) * i128::from(other.denominator);
        let right = i128::from(other.numerator) * i128::from(self.denominator);
        left.cmp(&right)
    }
}

impl fmt::Display for Rate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.denominator == 1 {
            f.pad(&self.numerator.to_string())
        } else if 10_000 % self.denominator == 0 && self.denominator > 4 && self.denominator != 8 {
            let parts = i128::from(self.numerator) * i128::from(10_000 / self.denominator);
            let (whole, rest) = (parts / 100, parts % 100);
            let decimals = if rest == 0 { String::new() } else { format!(".{rest:02}").trim_end_matches('0').to_owned() };
            f.pad(&format!("{whole}{decimals}%"))
        } else {
            f.pad(&format!("{}/{}", self.numerator, self.denominator))
        }
    }
}

impl FromStr for Rate {
    type Err = NumberError;
    fn from_str(text: &str) -> Result<Self, NumberError> {
        Self::parse(text)
    }
}

impl Serialize for Rate {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Rate {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Visitor;
        impl de::Visitor<'_> for Visitor {
            type Value = Rate;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a rate such as 2/3 or 40%")
            }
            fn visit_i64<E: de::Error>(self, v: i64) -> Result<Rate, E> {
                Rate::new(v, 1).ok_or_else(|| E::custom(NumberError::new(NumberFault::NotANumber, NumberKind::Rate, &v.to_string())))
            }
            fn visit_u64<E: de::Error>(self, v: u64) -> Result<Rate, E> {
                let whole = i64::try_from(v).ok().and_then(|v| Rate::new(v, 1));
                whole.ok_or_else(|| E::custom(NumberError::new(NumberFault::NotANumber, NumberKind::Rate, &v.to_string())))
            }
            fn visit_f64<E: de::Error>(self, v: f64) -> Result<Rate, E> {
                // The shortest text that reads back as this number is what was written.
                Rate::parse(&v.to_string()).map_err(E::custom)
            }
            fn visit_str<E: de::Error>(self, v: &str) -> Result<Rate, E> {
                Rate::parse(v).map_err(E::custom)
            }
        }
        deserializer.deserialize_any(Visitor)
    }
}

impl JsonSchema for Rate {
    fn schema_name() -> Cow<'static, str> {
        "Rate".into()
    }
    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "description": "An exact rate: \"2/3\", \"40%\", \"4割\".",
            "type": ["string", "integer", "number"]
        })
    }
}
