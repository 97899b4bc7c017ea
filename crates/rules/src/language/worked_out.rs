//! How a fact follows from others, from the expense lines, or from the amounts.

use kernel::Rate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Comparand, Due, OneOrMany, Predicate, Table};

/// How a fact follows from others, which stand before it or are standard ones: an age, a sum, a ratio; or from the lines and the amounts.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum WorkedOut {
    /// 満年齢, 経過年数: whole years from the first day to the second; on the birthday itself the year is full. A `count`.
    YearsBetween([String; 2]),
    /// Whole months from the first day to the second. A `count`.
    MonthsBetween([String; 2]),
    /// 日数（初日不算入）: the days from the first day to the second, the first not counted. A `count`; not known where the second is earlier.
    DaysBetween([String; 2]),
    /// 日数（初日算入）: the days from the first day to the second, both counted. A `count`; not known where the second is earlier.
    DaysInclusive([String; 2]),
    /// 起算して求める日: a day by the words of a due date, from a happening or from a fact that is a day: 翌月の初日 is
    /// `day: {day_of_month: {day: 1, months_after: 1, event: {fact: opened_on}}}`. A `date`.
    Day(Box<Due>),
    /// The sum of these; of a `number` with its decimals, of yen and a count down to a whole one.
    Sum(Vec<String>),
    /// The first without the second: 3年後の付加価値額と現在の差. A `number` is nothing where the second is larger.
    Difference([String; 2]),
    /// The product of these, down to whole yen or a whole count.
    Product(Vec<String>),
    /// A fact times a rate: 排出係数0.43を乗じる is `times: {fact: saved_kwh, rate: 43%}`, of yen and a count down to a whole one.
    Times(FactTimes),
    /// いずれか小さい値, いずれか早い日: the smallest of these, or of days the earliest.
    Smallest(Vec<String>),
    /// いずれか大きい値, いずれか遅い日: the largest of these, or of days the latest.
    Largest(Vec<String>),
    /// A value, or one by a table over other facts: 通常枠の上限額 is `table: {by: employees, up_to: {5: 1000000}, above: 2000000}`. A row may be
    /// another fact, which is asked for only where the row is met: 変更したときは変更承認日、しないときは交付決定日 is
    /// `table: {by: changed, is: {true: {fact: change_approved_on}}, otherwise: {fact: grant_decided_on}}`.
    Table(Table<Comparand>),
    /// The first divided by the second (労働生産性, 増加率): exact as a `rate` or a `number`, down to whole yen or a whole count. Not known
    /// where the second is nothing.
    Ratio([String; 2]),
    /// 明細から求める: the sum, the latest day or the number of expense lines.
    OverLines(OverLines),
    /// この区分の補助対象経費の合計: what is eligible in these categories after all limits, of the application or of the member. `yen`.
    EligibleExpenses(Vec<String>),
    /// 対象となる明細の、この区分の合計: what counts of the lines in these categories, before adjustments and limits: a rate, a cap or an addition
    /// may hang on it. `yen`, of the application or of the member.
    AdmissibleExpenses(Vec<String>),
    /// 交付決定時の、この区分の経費の合計: what was decided for these categories (`decided_expenses`). `yen`.
    DecidedExpenses(Vec<String>),
    /// この内訳の補助金額: what a part of the grant comes to. `yen`, of the application.
    PartGrant(String),
}

impl WorkedOut {
    /// Whether it is a number that is reckoned from other facts, exact until it is rounded.
    pub const fn is_reckoned(&self) -> bool {
        matches!(
            self,
            Self::Sum(_) | Self::Difference(_) | Self::Product(_) | Self::Times(_) | Self::Smallest(_) | Self::Largest(_) | Self::Ratio(_)
        )
    }

    /// The facts that it follows from.
    pub fn facts(&self) -> Vec<&str> {
        match self {
            Self::YearsBetween(facts)
            | Self::MonthsBetween(facts)
            | Self::DaysBetween(facts)
            | Self::DaysInclusive(facts)
            | Self::Difference(facts)
            | Self::Ratio(facts) => facts.iter().map(String::as_str).collect(),
            Self::Sum(facts) | Self::Product(facts) | Self::Smallest(facts) | Self::Largest(facts) => {
                facts.iter().map(String::as_str).collect()
            }
            Self::Times(times) => vec![&times.fact],
            Self::Day(due) => due.facts(),
            Self::Table(table) => {
                let rows = table.values().into_iter().filter_map(|(_, row)| row.fact());
                table.by_facts("").into_iter().map(|(_, of)| of.by.as_str()).chain(rows).collect()
            }
            Self::OverLines(over) => over.fact.iter().chain(&over.same.0).map(String::as_str).collect(),
            Self::EligibleExpenses(_) | Self::AdmissibleExpenses(_) | Self::DecidedExpenses(_) | Self::PartGrant(_) => Vec::new(),
        }
    }
}

/// A fact times a rate.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FactTimes {
    /// The fact.
    pub fact: String,
    /// The rate: 43%, 11/10.
    pub rate: Rate,
}

/// What expense lines come to together: 完了日 is `{take: largest, fact: paid_on}`, 発注総額 `{take: sum, fact: amount_net_yen, same: contract}`.
///
/// A fact of the application or of a member is taken over the lines that count — not those of nothing — its own where it is a member's. A fact of a line is taken
/// over all lines of its member that agree with it in `same`, whether they count or not: a line's tests may look at it. Not known before
/// there is a line, nor while a line does not say it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct OverLines {
    /// What is taken.
    pub take: Take,
    /// Of this fact of the lines; a count needs none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fact: Option<String>,
    /// Only lines in these categories; all of them where none is named.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub categories: Vec<String>,
    /// Only lines like this.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub like: Option<Box<Predicate>>,
    /// 同一の契約ごとに: of a line, only those that have the same value of each of these facts (`category` is the line's own).
    #[serde(default, skip_serializing_if = "OneOrMany::is_empty")]
    pub same: OneOrMany<String>,
}

/// What is taken of several lines.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Take {
    /// 合計; nothing where no line is like that.
    Sum,
    /// 最小, of days 最も早い日; not known where no line is like that.
    Smallest,
    /// 最大, of days 最も遅い日; not known where no line is like that.
    Largest,
    /// 件数.
    Count,
}
