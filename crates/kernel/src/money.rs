//! Yen and exact rates. Money is whole yen in an `i64`; rates are fractions; a product goes through
//! `i128` and is rounded once, where the rule says.

use std::{borrow::Cow, fmt, str::FromStr};

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use crate::text::{narrow_char, separated};

/// An amount of money in whole yen (円).
///
/// Reads what people type: `5000000`, `5,000,000円`, `５００万`, `1億2,000万円`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Yen(i64);

/// Why a text is not an amount of yen.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum YenError {
    /// Nothing was written.
    #[error("the amount is blank")]
    Blank,
    /// A character or an order of characters that no amount has.
    #[error("`{0}` is not an amount of yen; write for example 5000000, 5,000,000 or 500万")]
    NotAnAmount(String),
    /// A part of a yen was written.
    #[error("`{0}` is not a whole number of yen")]
    NotWhole(String),
    /// Larger than any amount that is counted here.
    #[error("`{0}` is larger than 999,999,999,999,999 yen")]
    TooLarge(String),
}

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

    /// Reads an amount as people type it: separators, full-width digits, 円, ¥, 億, 万 and 千.
    pub fn parse(text: &str) -> Result<Self, YenError> {
        let plain: String = text.chars().map(narrow_char).filter(|c| !c.is_whitespace()).collect();
        let not_an_amount = || YenError::NotAnAmount(text.chars().take(40).collect());
        let too_large = || YenError::TooLarge(text.chars().take(40).collect());
        if plain.is_empty() {
            return Err(YenError::Blank);
        }
        let (negative, body) = match plain.strip_prefix(['-', '▲', '△']) {
            Some(rest) => (true, rest),
            None => (false, plain.as_str()),
        };
        let body = body.strip_prefix(['¥', '\\']).unwrap_or(body);
        let body = body.strip_suffix('円').or_else(|| body.strip_suffix("yen")).unwrap_or(body);
        if body.is_empty() || !well_grouped(body) {
            return Err(not_an_amount());
        }
        let mut total: i128 = 0;
        // The unit of the part before: parts must fall, as in 1億2,000万.
        let mut last_unit = i128::MAX;
        let mut number: Option<i128> = None;
        let mut fraction: Option<(i128, i128)> = None;
        let mut end_part = |number: &mut Option<i128>, fraction: &mut Option<(i128, i128)>, unit: i128| {
            let whole = number.take().ok_or_else(not_an_amount)?;
            if unit >= last_unit {
                return Err(not_an_amount());
            }
            last_unit = unit;
            let part = whole * unit
                + match fraction.take() {
                    Some((digits, scale)) if (digits * unit) % scale == 0 => digits * unit / scale,
                    Some(_) => return Err(YenError::NotWhole(text.chars().take(40).collect())),
                    None => 0,
                };
            total += part;
            if total > i128::from(Self::MAX.0) { Err(too_large()) } else { Ok(()) }
        };
        for c in body.chars() {
            match c {
                ',' => {}
                '.' if number.is_some() && fraction.is_none() => fraction = Some((0, 1)),
                '0'..='9' => {
                    let digit = i128::from(u32::from(c) - u32::from('0'));
                    if let Some((digits, scale)) = &mut fraction {
                        if *scale >= 1_000_000_000 {
                            return Err(not_an_amount());
                        }
                        *digits = *digits * 10 + digit;
                        *scale *= 10;
                    } else {
                        let value = number.unwrap_or(0) * 10 + digit;
                        if value > 10 * i128::from(Self::MAX.0) {
                            return Err(too_large());
                        }
                        number = Some(value);
                    }
                }
                '億' => end_part(&mut number, &mut fraction, 100_000_000)?,
                '万' => end_part(&mut number, &mut fraction, 10_000)?,
                '千' => end_part(&mut number, &mut fraction, 1_000)?,
                _ => return Err(not_an_amount()),
            }
        }
        if number.is_some() {
            end_part(&mut number, &mut fraction, 1)?;
        }
        let total = i64::try_from(total).map_err(|_| too_large())?;
        Self::new(if negative { -total } else { total }).ok_or_else(too_large)
    }
}

/// Commas stand only where thousands end: `1,000` but not `1,00` or `,5`.
fn well_grouped(body: &str) -> bool {
    body.split(|c: char| !(c.is_ascii_digit() || c == ',')).all(|run| {
        let mut groups = run.split(',');
        let first = groups.next().unwrap_or_default();
        let rest: Vec<&str> = groups.collect();
        rest.is_empty() || ((1..=3).contains(&first.len()) && rest.iter().all(|g| g.len() == 3))
    })
}

impl fmt::Display for Yen {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&separated(self.0))
    }
}

impl FromStr for Yen {
    type Err = YenError;
    fn from_str(text: &str) -> Result<Self, YenError> {
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
                Yen::new(v).ok_or_else(|| E::custom(YenError::TooLarge(v.to_string())))
            }
            fn visit_u64<E: de::Error>(self, v: u64) -> Result<Yen, E> {
                let too_large = || E::custom(YenError::TooLarge(v.to_string()));
                i64::try_from(v).ok().and_then(Yen::new).ok_or_else(too_large)
            }
            fn visit_f64<E: de::Error>(self, v: f64) -> Result<Yen, E> {
                Err(E::custom(YenError::NotWhole(v.to_string())))
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

/// Why a text is not a rate.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a rate; write for example 2/3, 40% or 4割")]
pub struct RateError(String);

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

    /// The part above the line.
    pub const fn numerator(self) -> i64 {
        self.numerator
    }

    /// The part below the line; never nothing.
    pub const fn denominator(self) -> i64 {
        self.denominator
    }

    /// Reads a rate as people write it.
    pub fn parse(text: &str) -> Result<Self, RateError> {
        let error = || RateError(text.chars().take(40).collect());
        let plain: String = text.chars().map(narrow_char).filter(|c| !c.is_whitespace()).collect();
        if let Some((above, below)) = plain.split_once('/') {
            let number = |t: &str| t.bytes().all(|b| b.is_ascii_digit()).then(|| t.parse::<i64>().ok()).flatten();
            return number(above).zip(number(below)).and_then(|(n, d)| Self::new(n, d)).ok_or_else(error);
        }
        let (digits, scale) = if let Some(rest) = plain.strip_suffix('%') {
            (rest, 100)
        } else if let Some(rest) = plain.strip_suffix('割') {
            (rest, 10)
        } else {
            (plain.as_str(), 1)
        };
        let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
        let all_digits = |t: &str| t.bytes().all(|b| b.is_ascii_digit());
        if whole.is_empty()
            || !all_digits(whole)
            || !all_digits(fraction)
            || whole.len() + fraction.len() > 15
            || (fraction.is_empty() && digits.contains('.'))
        {
            return Err(error());
        }
        let numerator: i64 = format!("{whole}{fraction}").parse().map_err(|_| error())?;
        let places = u32::try_from(fraction.len()).map_err(|_| error())?;
        let denominator = 10_i64.checked_pow(places).and_then(|p| p.checked_mul(scale));
        denominator.and_then(|d| Self::new(numerator, d)).ok_or_else(error)
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
        } else if 100 % self.denominator == 0 && self.denominator > 4 {
            f.pad(&format!("{}%", self.numerator * (100 / self.denominator)))
        } else {
            f.pad(&format!("{}/{}", self.numerator, self.denominator))
        }
    }
}

impl FromStr for Rate {
    type Err = RateError;
    fn from_str(text: &str) -> Result<Self, RateError> {
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
                Rate::new(v, 1).ok_or_else(|| E::custom(RateError(v.to_string())))
            }
            fn visit_u64<E: de::Error>(self, v: u64) -> Result<Rate, E> {
                let whole = i64::try_from(v).ok().and_then(|v| Rate::new(v, 1));
                whole.ok_or_else(|| E::custom(RateError(v.to_string())))
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
