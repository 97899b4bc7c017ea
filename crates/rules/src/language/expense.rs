//! Eligible expenses: categories, what is admissible in them, and the calculators behind some.

use std::borrow::Cow;

use kernel::{Rate, Rounding, Yen};
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use super::{Cites, Clause, EventOrDay, FactDay, Map, OneOrMany, Phase, Predicate, Table, Text, YenRule};

/// 補助対象経費.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Expenses {
    /// Whether consumption tax counts; by group where it hangs on who applies (免税事業者).
    pub tax: Table<TaxTreatment>,
    /// How the tax-free part of an amount is brought to whole yen; down where the call is silent.
    #[serde(default)]
    pub tax_rounding: Option<Rounding>,
    /// 1個ごとに税抜とする: of a line with a price and a quantity the price is brought to whole yen without tax, and then multiplied; the
    /// amount of the line as a whole where nothing is said.
    #[serde(default)]
    pub tax_of_each_unit: bool,
    /// 請求書ごとに税を抜く: the tax of lines of a member that have the same value of this fact, or of each of these, is taken off their
    /// sum, so that a fraction of a yen is brought to whole yen once.
    #[serde(default)]
    pub tax_together_by: OneOrMany<String>,
    /// 出願ごとに持分を乗じ、1円未満を切り捨てる: of lines of a member that have the same value of this fact, or of each of these, and the same
    /// share, the share (`apportioned_by`) is taken of their sum, so that a fraction of a yen is brought down once; of each line by
    /// itself where nothing is said.
    #[serde(default)]
    pub apportioned_together_by: OneOrMany<String>,
    /// How an amount without tax becomes one with it, where a threshold is with tax (税込): needed by `amount_with_tax_yen`.
    #[serde(default)]
    pub tax_on_top: Option<TaxOnTop>,
    /// Nothing contracted or paid before this day counts: a happening, or a fixed day (2026-04-01).
    #[serde(default)]
    pub not_before: Option<EventOrDay>,
    /// Nothing contracted or paid after this day counts: a happening, or a fixed day.
    #[serde(default)]
    pub not_after: Option<EventOrDay>,
    /// Where these are said; keys: `tax`, `tax_on_top`, `not_before`, `not_after`, `payment`, `general`.
    #[serde(default)]
    pub cite: Map<Cites>,
    /// Things that are never eligible, in whatever category.
    #[serde(default)]
    pub exclusions: Map<Exclusion>,
    /// What a line must be like in several categories, or in all of them (見積書, 支払の日): tested before the tests of the category.
    #[serde(default)]
    pub tests: Map<SharedTest>,
    /// 1件当たりの限度額: what a line counts at most, by itself.
    #[serde(default)]
    pub line_limits: Map<LineLimit>,
    /// 経費区分.
    pub categories: Map<Category>,
    /// 計算の順序: limits, deductions and divisions that are taken one after another.
    #[serde(default)]
    pub adjustments: Map<Adjustment>,
    /// What else is said of the expenses.
    #[serde(default)]
    pub notes: Map<Clause>,
}

/// How the tax on top of an amount is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum TaxOnTop {
    /// The exact product: 909,091 with 10% is 1,000,000.1.
    Exact,
    /// The tax is rounded down to whole yen first.
    Down,
    /// The tax is rounded up.
    Up,
    /// The tax is rounded to the nearest yen.
    HalfUp,
}

/// What becomes of consumption tax.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum TaxTreatment {
    /// 消費税は対象外: amounts count without tax.
    Excluded,
    /// Amounts count as paid.
    Included,
}

/// A thing that is not eligible. An expense line of this `kind` is refused.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Exclusion {
    /// What it is.
    pub says: Text,
    /// ただし…を除く: a line that is like this counts all the same.
    #[serde(default)]
    pub unless: Option<Predicate>,
    /// Where it stands.
    pub cite: Cites,
}

/// A category of expenses (経費区分).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Category {
    /// The number that the document gives it.
    #[serde(default)]
    pub number: Option<String>,
    /// What it is called.
    pub name: Text,
    /// What belongs to it.
    pub says: Text,
    /// What an expense line must be like.
    #[serde(default)]
    pub tests: Map<LineTest>,
    /// Things that are not eligible in this category.
    #[serde(default)]
    pub exclusions: Map<Exclusion>,
    /// How an amount follows from hours, pay or quantity.
    #[serde(default)]
    pub calculator: Option<Calculator>,
    /// あん分: a fact that is a rate (店舗専用部分の床面積の割合), by which every line counts, down to whole yen (of several lines together where
    /// `expenses.apportioned_together_by` says so); a monthly price before its ceiling.
    #[serde(default)]
    pub apportioned_by: Option<String>,
    /// Where it stands.
    pub cite: Cites,
}

/// An adjustment of expenses (限度, 控除, あん分), where the call reckons step by step: they are made one after another in the order of the
/// file, of each member by itself (paid together, of all members), after tests and calculators of lines and before `limits`. One of `at_most`,
/// `share`, `of_decided`, `less`, `divided`. Of several categories the one named first is kept longest.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Adjustment {
    /// What it says.
    pub says: Text,
    /// The categories that are adjusted, together.
    pub categories: Vec<String>,
    /// When it is made; always where nothing is said.
    #[serde(default)]
    pub when: Option<Predicate>,
    /// The phases at which it is made; all of them where none is named.
    #[serde(default)]
    pub at: Vec<Phase>,
    /// 限度額: no more than this. 1台当たり2万円に台数を乗じた額 is `{each: 20000, units: {fact: lamps}}`, 最低の見積額
    /// `{fact: lowest_quotation_yen}`.
    #[serde(default)]
    pub at_most: Table<YenRule>,
    /// 割合の限度: no more than this share of the categories in `of`, down to whole yen: a rate, or a fact that is one (持分:
    /// `{fact: own_share}` of the categories themselves).
    #[serde(default)]
    pub share: Option<Share>,
    /// 配分額の120%を限度 (流用制限): no more, in each category by itself, than this rate of what was decided for it, down to whole yen; the
    /// application says that in `decided_expenses`.
    #[serde(default)]
    pub of_decided: Option<Rate>,
    /// What the share is of; all categories where none is named.
    #[serde(default)]
    pub of: Vec<String>,
    /// 再計算は行わない: when that is measured; when this adjustment is made, where nothing is said.
    #[serde(default)]
    pub base_at: Option<BaseAt>,
    /// 控除: this is taken off (市町村の補助金の額を控除).
    #[serde(default)]
    pub less: Table<YenRule>,
    /// 共通する経費のあん分: divided among other categories in proportion to a third each: `{a_work: a_machine, b_work: b_machine}`
    /// adds to `a_work` the share of `a_machine`. Down to whole yen; what is left over counts nowhere.
    #[serde(default)]
    pub divided: Map<String>,
    /// Where it stands.
    pub cite: Cites,
}

/// A share of expenses.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Share {
    /// A rate.
    Rate(Rate),
    /// A fact that is a rate.
    Fact(String),
}

/// A share that a fact says.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct ShareFact {
    /// The fact.
    fact: String,
}

impl Serialize for Share {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Rate(rate) => rate.serialize(serializer),
            Self::Fact(fact) => ShareFact { fact: fact.clone() }.serialize(serializer),
        }
    }
}

impl<'de> Deserialize<'de> for Share {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let json = serde_json::Value::deserialize(deserializer)?;
        let read = if json.is_object() {
            serde_json::from_value(json).map(|ShareFact { fact }| Self::Fact(fact))
        } else {
            serde_json::from_value(json).map(Self::Rate)
        };
        read.map_err(de::Error::custom)
    }
}

impl JsonSchema for Share {
    fn schema_name() -> Cow<'static, str> {
        "Share".into()
    }
    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let options = [generator.subschema_for::<Rate>(), generator.subschema_for::<ShareFact>()];
        json_schema!({ "description": "A rate (2/3, 40%), or a fact that is one: `{fact: own_share}`.", "anyOf": options })
    }
}

/// When the base of a share is measured.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum BaseAt {
    /// Before any adjustment.
    Filed,
    /// After this one, whatever was adjusted since.
    After(String),
}

/// A test of expense lines of several categories.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SharedTest {
    /// The categories whose lines are tested; all of them where none is named.
    #[serde(default)]
    pub categories: Vec<String>,
    /// What it says.
    pub says: Text,
    /// The phases at which it holds; all of them where none is named (支払の日 at settlement only).
    #[serde(default)]
    pub at: Vec<Phase>,
    /// What the line must be like.
    pub require: Predicate,
    /// What becomes of a line that is not.
    #[serde(default)]
    pub otherwise: Otherwise,
    /// Where it stands.
    pub cite: Cites,
}

/// What an expense line counts at most: 1件50万円を限度, 最低の見積額を限度. After tax, share, calculator and tests of the line; of several limits the
/// smallest holds.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LineLimit {
    /// The categories whose lines are limited; all of them where none is named.
    #[serde(default)]
    pub categories: Vec<String>,
    /// What it says.
    pub says: Text,
    /// The phases at which it holds; all of them where none is named (支払の日 at settlement only).
    #[serde(default)]
    pub at: Vec<Phase>,
    /// The lines that it is of; every one where nothing is said.
    #[serde(default)]
    pub when: Option<Predicate>,
    /// 受講者1人当たり, 1契約当たり: lines of a member that have the same value of this fact, or of each of these, are limited together
    /// (`person`, `category`, or a fact of the line), those that stand first kept longest; each line by itself where nothing is said.
    #[serde(default)]
    pub together_by: OneOrMany<String>,
    /// At most this: an amount, so much for each unit of the line (`{each: 20000, units: {fact: quantity}}`), what a fact of the line
    /// says (`{fact: lowest_quotation_yen}`), or a table of these by facts of the line.
    pub at_most: Table<YenRule>,
    /// Where it stands.
    pub cite: Cites,
}

/// A test of an expense line.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LineTest {
    /// What it says.
    pub says: Text,
    /// The phases at which it holds; all of them where none is named (支払の日 at settlement only).
    #[serde(default)]
    pub at: Vec<Phase>,
    /// What the line must be like.
    pub require: Predicate,
    /// What becomes of a line that is not.
    #[serde(default)]
    pub otherwise: Otherwise,
    /// Where it stands.
    pub cite: Cites,
}

/// What becomes of an expense line that fails a test.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Otherwise {
    /// It is not eligible.
    #[default]
    Refuse,
    /// It belongs to another category.
    MoveTo(String),
    /// A person looks at it (原則として).
    Ask,
}

/// How an amount follows from other figures.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Calculator {
    /// 直接人件費: hours worked times hourly pay.
    Labour(Labour),
    /// So much for each unit.
    PerUnit(PerUnit),
    /// So much a month, for the months that fall into the project.
    Monthly(Monthly),
}

/// 直接人件費＝直接作業時間×時間給額.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Labour {
    /// What pay is of: hourly pay is that of the year or the month divided by its regular hours (所定労働時間).
    #[serde(default)]
    pub pay_of: PayPeriod,
    /// Hours that count for one person, at most.
    #[serde(default)]
    pub max_hours: Option<i64>,
    /// 1時間未満切捨て: the hours of one person are brought down to a multiple of this, all lines together: `1`, `1/2`.
    #[serde(default)]
    pub hours_down_to: Option<Rate>,
    /// 月ごとに切捨て: of what the hours are brought down together; of the whole project where nothing is said.
    #[serde(default)]
    pub hours_down_in: HoursIn,
    /// 1日8時間まで: hours that count for one person on one day, at most.
    #[serde(default)]
    pub max_hours_each_day: Option<Rate>,
    /// The fact of lines that is the day on which somebody worked: asked for where hours are bounded by the day or brought down by the month.
    #[serde(default)]
    pub day: Option<String>,
    /// Yen an hour, at most.
    #[serde(default)]
    pub max_hourly: Option<Yen>,
    /// The allowances that count towards hourly pay.
    pub allowances: Vec<Allowance>,
    /// 第二厚生年金: whether the part above the normal fund counts too; `false` takes it out.
    pub welfare_above_fund_counts: bool,
    /// How hourly pay is brought to whole yen.
    pub hourly_rounding: Rounding,
}

/// Of what the hours of a person are brought down together.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum HoursIn {
    /// 事業の期間を通じて.
    #[default]
    Project,
    /// 月ごとに.
    Month,
}

/// What a person's pay is of.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum PayPeriod {
    /// 年間給与÷年間所定労働時間.
    #[default]
    Year,
    /// 月額給与÷月間所定労働時間.
    Month,
    /// 時間給 as it is; nothing is divided.
    Hour,
}

/// What is paid beside base pay (諸手当).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Allowance {
    /// 家族手当.
    Family,
    /// 住宅手当.
    Housing,
    /// 法定福利費, the employer's part.
    Welfare,
    /// 管理職手当, with that for skilled workers.
    Managerial,
    /// 賞与.
    Bonus,
    /// 通勤手当.
    Commuting,
    /// 時間外手当.
    Overtime,
}

/// So much for each unit (単価): of one price, or by a table (単価表) over facts of the line: grade, distance, title, the day it is
/// paid. Without a price the real one counts, and only the units are bounded (2台まで).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PerUnit {
    /// Yen for one; what was really paid for one where nothing is said, or in a row that is `none` (実費).
    #[serde(default)]
    pub yen: Option<Table<YenRule>>,
    /// Units that count in one line, at most.
    #[serde(default)]
    pub at_most_each_line: Option<i64>,
    /// Units that count in all lines of a member in the category, at most, or as many as a fact says (純増数まで); lines that are refused use up
    /// none.
    #[serde(default)]
    pub at_most: Option<CountOrFact>,
    /// 1人2件まで: units that count of lines that have the same value of a fact, at most.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at_most_each: Option<UnitsOfSame>,
    /// 額の大きい順に: units are used up by the largest value of `in_order_of` first.
    #[serde(default)]
    pub largest_first: bool,
    /// 実施日の早い順に: the fact of lines by which units are used up, the earliest or smallest first; in the order of the lines where nothing
    /// is said.
    #[serde(default)]
    pub in_order_of: Option<String>,
    /// 同じ者の同じ日は1人日: lines that have the same value of each of these facts are the same units, and use up `at_most` once.
    #[serde(default, skip_serializing_if = "OneOrMany::is_empty")]
    pub same_unit: OneOrMany<String>,
}

/// A number of units, or a fact that is one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum CountOrFact {
    /// So many.
    Count(i64),
    /// As many as a `count` says.
    Fact(FactDay),
}

impl JsonSchema for CountOrFact {
    fn schema_name() -> Cow<'static, str> {
        "CountOrFact".into()
    }
    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let options = [generator.subschema_for::<i64>(), generator.subschema_for::<FactDay>()];
        json_schema!({ "description": "A number of units, or a fact whose type is `count`: `{fact: net_increase}`.", "anyOf": options })
    }
}

/// Units of lines that agree.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct UnitsOfSame {
    /// So many.
    pub units: i64,
    /// Of lines that have the same value of each of these facts.
    pub same: OneOrMany<String>,
}

/// So much a month (月額): rent, a lease, depreciation. The line names the monthly price and the days from which and until which it
/// runs; what lies before `not_before` or after `not_after` is left out.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Monthly {
    /// What becomes of a month of which only a part counts.
    pub part_month: PartMonth,
    /// How the part of a month is brought to whole yen.
    pub rounding: Rounding,
    /// Yen a month that count, at most (月額15万円まで).
    #[serde(default)]
    pub most_yen: Option<Yen>,
    /// Months of a line that count, at most.
    #[serde(default)]
    pub at_most: Option<u32>,
    /// Nothing before this day counts: a happening, or a fixed day.
    #[serde(default)]
    pub not_before: Option<EventOrDay>,
    /// Nothing after this day counts: a happening, or a fixed day.
    #[serde(default)]
    pub not_after: Option<EventOrDay>,
}

/// What becomes of a month of which only a part counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum PartMonth {
    /// 日割り: by the days of that month.
    ByDay,
    /// The whole month counts.
    Whole,
    /// It does not count.
    None,
}
