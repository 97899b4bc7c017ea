//! Spans of time as a call says them: 5 years, 10 months, 30 days.

use std::{borrow::Cow, fmt};

use jiff::{Span, ToSpan, civil::Date};
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

/// A span of time: `5 years`, `10 months`, `30 days`; 5年, 10か月, 30日.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Period {
    /// How many.
    pub count: u16,
    /// Of what.
    pub unit: PeriodUnit,
}

/// The unit of a span.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PeriodUnit {
    /// 年.
    Years,
    /// 月.
    Months,
    /// 日.
    Days,
}

impl Period {
    /// Reads `5 years`, `1 month`, `30 days`, and 5年, 10か月, 30日 as documents write them.
    pub fn parse(text: &str) -> Result<Self, String> {
        let wrong = || format!("`{}` is not a span of time; write 5 years, 10 months or 30 days", crate::diagnostic::shown(text));
        let plain = kernel::text::narrow(text);
        let digits = plain.bytes().take_while(u8::is_ascii_digit).count();
        let (count, unit) = plain.split_at(digits);
        let unit = match unit.trim() {
            "years" | "year" | "年" | "年間" => PeriodUnit::Years,
            "months" | "month" | "か月" | "ヶ月" | "カ月" | "ケ月" | "箇月" | "月" => PeriodUnit::Months,
            "days" | "day" | "日" | "日間" => PeriodUnit::Days,
            _ => return Err(wrong()),
        };
        count.parse().ok().filter(|c| *c <= 1_000).map(|count| Self { count, unit }).ok_or_else(wrong)
    }

    fn span(self) -> Span {
        let count = i64::from(self.count);
        match self.unit {
            PeriodUnit::Years => count.years(),
            PeriodUnit::Months => count.months(),
            PeriodUnit::Days => count.days(),
        }
    }

    /// The day so long before another; the last of its month where there is no such day. None before the calendar begins.
    pub fn before(self, day: Date) -> Option<Date> {
        day.checked_sub(self.span()).ok()
    }

    /// The day so long after another.
    pub fn after(self, day: Date) -> Option<Date> {
        day.checked_add(self.span()).ok()
    }

    /// As an office writes it.
    pub fn ja(self) -> String {
        let unit = match self.unit {
            PeriodUnit::Years => "年",
            PeriodUnit::Months => "か月",
            PeriodUnit::Days => "日",
        };
        format!("{}{unit}", self.count)
    }
}

impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let unit = match self.unit {
            PeriodUnit::Years => "year",
            PeriodUnit::Months => "month",
            PeriodUnit::Days => "day",
        };
        write!(f, "{} {unit}{}", self.count, if self.count == 1 { "" } else { "s" })
    }
}

impl Serialize for Period {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Period {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::parse(&String::deserialize(deserializer)?).map_err(de::Error::custom)
    }
}

impl JsonSchema for Period {
    fn schema_name() -> Cow<'static, str> {
        "Period".into()
    }
    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "description": "A span of time: `5 years`, `10 months`, `30 days`.", "type": "string" })
    }
}
