//! How the grant follows from the eligible expenses, and the limits inside them.

use std::borrow::Cow;

use kernel::{Rate, Rounding, SizeClass, Yen};
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use super::{Cites, Map, Phase, Predicate, Records, Table, Text};

/// The amount of the grant (補助金額).
///
/// Rates and caps are tables. The built-in groups are `everyone`, `single`, `consortium` and the size classes `small`, `sme`, `mid`,
/// `large`; a call's own are declared in `groups`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Amount {
    /// Who is paid.
    pub paid_to: PaidTo,
    /// 補助率: a rate of the eligible total, or one for each bracket of it; of the member that is paid.
    #[serde(default)]
    pub rate: Table<RateRule>,
    /// Whether the rate is an upper bound (以内) or fixed.
    #[serde(default)]
    pub rate_word: Option<RateWord>,
    /// ただし…を超えない: no rate goes above this, whatever additions say.
    #[serde(default)]
    pub rate_at_most: Option<Rate>,
    /// 定額: the grant is this amount whatever the project costs; stands in place of `rate`.
    #[serde(default)]
    pub fixed: Option<Table<YenRule>>,
    /// 補助限度額 of the whole application, by group of the lead; empty where there is none.
    #[serde(default)]
    pub cap: Table<YenRule>,
    /// A cap for each member that is paid, by its group.
    #[serde(default)]
    pub cap_each_member: Table<YenRule>,
    /// Further caps that hold at the same time: the smallest counts (いずれか低い額).
    #[serde(default)]
    pub caps: Map<FurtherCap>,
    /// 加算: what is added to the cap or the rate where something holds.
    #[serde(default)]
    pub additions: Map<Addition>,
    /// The grant as a sum of parts with rates or caps of their own: by category, by year, by month, by payer.
    #[serde(default)]
    pub parts: Map<GrantPart>,
    /// What becomes of other money for the same project (他の補助金, 事業収入).
    #[serde(default)]
    pub other_money: Option<OtherMoney>,
    /// How an excess over the cap is shared among the members.
    #[serde(default)]
    pub cap_shared: Option<CapShared>,
    /// 補助下限額: a smaller grant is not made.
    #[serde(default)]
    pub floor: Option<Yen>,
    /// The phases at which the floor is tested.
    #[serde(default)]
    pub floor_at: Vec<Phase>,
    /// 端数処理: how the grant is brought to the unit.
    pub rounding: Rounding,
    /// The unit in yen: 1, or 1000 where the rest is dropped.
    pub unit: Yen,
    /// Where it is rounded: once at the end, or each category or part before they are added. To be said where it matters.
    #[serde(default)]
    pub rounded: Option<RoundedAt>,
    /// Where these are said; keys: `rate`, `rate_at_most`, `fixed`, `cap`, `cap_each_member`, `floor`, `paid_to`, `rounding`,
    /// `payment`.
    pub cite: Map<Cites>,
}

/// A rate, or rates by bracket (段階的な補助率).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RateRule {
    /// One rate of the eligible total.
    Rate(Rate),
    /// A rate for each slice.
    Brackets(Brackets),
}

/// Rates by bracket: `{brackets_of: grant, up_to: {15000000: 1/2}, above: 1/3}`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Brackets {
    /// Whether the bounds are amounts of the grant (補助金額のうち…まで) or of the eligible expenses (補助対象経費のうち…まで).
    pub brackets_of: BracketsOf,
    /// The rate of each slice, by its upper bound in yen, from the smallest up.
    pub up_to: Map<Rate>,
    /// The rate above the last bound; nothing more is paid where it is left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub above: Option<Rate>,
}

/// What brackets are bounded by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum BracketsOf {
    /// 補助金額.
    Grant,
    /// 補助対象経費.
    Expenses,
}

impl RateRule {
    /// The rate, or that of the first bracket.
    pub fn first(&self) -> Rate {
        match self {
            Self::Rate(rate) => *rate,
            Self::Brackets(brackets) => brackets.up_to.values().next().copied().or(brackets.above).unwrap_or(Rate::ZERO),
        }
    }

    /// Every rate that it names.
    pub fn rates(&self) -> Vec<Rate> {
        match self {
            Self::Rate(rate) => vec![*rate],
            Self::Brackets(brackets) => brackets.up_to.values().copied().chain(brackets.above).collect(),
        }
    }
}

impl Serialize for RateRule {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Rate(rate) => rate.serialize(serializer),
            Self::Brackets(brackets) => brackets.serialize(serializer),
        }
    }
}

impl<'de> Deserialize<'de> for RateRule {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let json = serde_json::Value::deserialize(deserializer)?;
        let read =
            if json.is_object() { serde_json::from_value(json).map(Self::Brackets) } else { serde_json::from_value(json).map(Self::Rate) };
        read.map_err(de::Error::custom)
    }
}

impl JsonSchema for RateRule {
    fn schema_name() -> Cow<'static, str> {
        "RateRule".into()
    }
    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let options = [generator.subschema_for::<Rate>(), generator.subschema_for::<Brackets>()];
        json_schema!({ "description": "A rate (2/3, 40%), or rates by bracket: `{brackets_of: grant, up_to: {15000000: 1/2}, above: 1/3}`.", "anyOf": options })
    }
}

/// An amount of yen, or so much for each unit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum YenRule {
    /// The amount.
    Yen(Yen),
    /// So much for each unit.
    Each(EachUnit),
}

/// So much for each unit (1台25万円, 4台まで): `{each: 250000, units: {fact: machines}, at_most: 4}`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct EachUnit {
    /// Yen for one.
    pub each: Yen,
    /// What is counted.
    pub units: Units,
    /// Units that count, at most.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at_most: Option<i64>,
}

/// What is counted as units.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Units {
    /// A fact that is a count.
    Fact(String),
    /// The quantities of the expense lines that count in these categories.
    QuantityIn(Vec<String>),
}

impl YenRule {
    /// The amount, where it is one.
    pub const fn yen(&self) -> Option<i64> {
        match self {
            Self::Yen(yen) => Some(yen.get()),
            Self::Each(_) => None,
        }
    }
}

impl Serialize for YenRule {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Yen(yen) => yen.serialize(serializer),
            Self::Each(each) => each.serialize(serializer),
        }
    }
}

impl<'de> Deserialize<'de> for YenRule {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let json = serde_json::Value::deserialize(deserializer)?;
        let read =
            if json.is_object() { serde_json::from_value(json).map(Self::Each) } else { serde_json::from_value(json).map(Self::Yen) };
        read.map_err(de::Error::custom)
    }
}

impl JsonSchema for YenRule {
    fn schema_name() -> Cow<'static, str> {
        "YenRule".into()
    }
    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let options = [generator.subschema_for::<Yen>(), generator.subschema_for::<EachUnit>()];
        json_schema!({ "description": "An amount of yen, or so much for each unit: `{each: 250000, units: {fact: machines}, at_most: 4}`.", "anyOf": options })
    }
}

/// A further cap, beside `cap`: the smallest of all of them holds.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FurtherCap {
    /// What it says.
    pub says: Text,
    /// At most this.
    pub at_most: Table<YenRule>,
    /// 過去に受けた額と合わせて: less what the applicant was awarded before. Where nothing is left, it is not eligible.
    #[serde(default)]
    pub less: Option<Records>,
    /// Where it stands.
    pub cite: Cites,
}

/// An addition (加算, 上乗せ, 特例) to the cap or to the rate.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Addition {
    /// What it says.
    pub says: Text,
    /// Who has it.
    pub when: Predicate,
    /// Added to the cap of the whole.
    #[serde(default)]
    pub cap: Option<Yen>,
    /// Added to the cap of each member.
    #[serde(default)]
    pub cap_each_member: Option<Yen>,
    /// Added to the rate; to that of every bracket.
    #[serde(default)]
    pub rate: Option<Rate>,
    /// What was promised for it, and what follows where the promise is not kept.
    #[serde(default)]
    pub promise: Option<Promise>,
    /// Where it stands.
    pub cite: Cites,
}

/// A promise that an addition is given against (達成要件).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Promise {
    /// What must hold at settlement.
    pub kept: Predicate,
    /// What follows where it does not.
    pub otherwise: Lost,
}

/// What is lost with a promise.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Lost {
    /// 上乗せ分を交付しない: the addition.
    Addition,
    /// 全額を交付しない, 全額返還: the whole grant.
    Grant,
}

/// A part of the grant with a rate or a cap of its own; the grant is the sum of the parts, within the cap. Where the cap takes
/// something away, earlier parts are kept whole longest.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct GrantPart {
    /// What it is called.
    pub says: Text,
    /// Of the expenses in these categories; of all of them where none is named.
    #[serde(default)]
    pub categories: Vec<String>,
    /// Of the expense lines that are like this: `{fact: project_year, is: 1}`.
    #[serde(default)]
    pub lines: Option<Predicate>,
    /// A part for each month of the expense lines that run over months.
    #[serde(default)]
    pub each_month: bool,
    /// Its rate, where it is another than that of the amount.
    #[serde(default)]
    pub rate: Option<Table<RateRule>>,
    /// Its cap; that of each month where there is a part for each.
    #[serde(default)]
    pub cap: Option<Table<YenRule>>,
    /// Who pays it, where several do (県, 市).
    #[serde(default)]
    pub paid_by: Option<Text>,
    /// Where it stands.
    pub cite: Cites,
}

/// Other money for the same project.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct OtherMoney {
    /// What counts.
    pub counts: Vec<Money>,
    /// What becomes of it.
    pub how: OtherMoneyHow,
    /// Where it stands.
    pub cite: Cites,
}

/// Money that comes from elsewhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Money {
    /// Other subsidies for the project, with their amounts.
    OtherSubsidies,
    /// 事業収入: what the project earns, the fact `project_income_yen`.
    ProjectIncome,
}

/// What becomes of other money.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum OtherMoneyHow {
    /// 控除後の…以内: taken off the eligible expenses before the rate.
    BeforeRate,
    /// 合計が補助対象経費を超えない: the grant fills up to the expenses.
    WithinCost,
}

/// Where the grant is rounded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum RoundedAt {
    /// Once, at the end.
    Once,
    /// 経費区分ごと: each category, before they are added.
    EachCategory,
    /// Each part, before they are added.
    EachPart,
}

/// Who is paid.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum PaidTo {
    /// Each member for its own expenses.
    EachMember,
    /// The lead only; other members have no expenses of their own in the application.
    Lead,
}

/// What stands beside a rate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum RateWord {
    /// 以内.
    AtMost,
    /// 定率: exactly this.
    Exactly,
}

/// How an excess over the cap is shared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum CapShared {
    /// In proportion to the members' grants, in whole units; units left over go to the largest remainders, so that the whole cap
    /// is used.
    ProRata,
    /// The lead is kept whole longest, then the members in their order.
    LeadFirst,
}

/// A limit on the sum of some categories: 補助対象経費総額の40%以内.
///
/// One of `at_most`, `less_than`, `at_most_yen`. `compare`, `scope` and `share` are all to be said, and beside a rate `of`:
/// the document leaves them open more often than not, and no default would be true.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LimitRule {
    /// What it says.
    pub says: Text,
    /// The categories whose sum is limited.
    pub categories: Vec<String>,
    /// 以内, 以下: at most this rate of the base.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at_most: Option<Rate>,
    /// 未満: less than this rate of the base.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub less_than: Option<Rate>,
    /// At most this amount.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at_most_yen: Option<Yen>,
    /// What the rate is of.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub of: Option<LimitBase>,
    /// What is compared with it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub compare: Option<LimitCompare>,
    /// How the grant part of each member and category is brought to a unit before it is compared; where nothing is said, it is
    /// compared as it is, fractions of a yen too.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub part_rounding: Option<PartRounding>,
    /// Whether it holds for all members together or for each.
    pub scope: Scope,
    /// How an overshoot is shared.
    pub share: LimitShare,
    /// Where it stands.
    pub cite: Cites,
}

/// The base of a limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum LimitBase {
    /// 補助対象経費総額, which contains what is limited.
    EligibleTotal,
    /// 助成金総額: the grant after rounding and after the cap.
    GrantTotal,
}

/// What a limit compares with its base.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum LimitCompare {
    /// The expenses.
    Expense,
    /// The part of the grant that they bring: the expenses times the member's rate, before the cap.
    GrantPart,
}

/// How a part of the grant is brought to a unit (区分ごとの端数処理).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PartRounding {
    /// Down, up or to the nearest.
    pub rounding: Rounding,
    /// The unit in yen: 1, or 1000 where the rest is dropped.
    pub unit: Yen,
}

/// Whom a limit is on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Scope {
    /// All members together.
    Application,
    /// Each member.
    EachMember,
}

/// How the overshoot of a limit is shared among its categories.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum LimitShare {
    /// In proportion to what was requested. The greatest eligible total comes first, and of equal totals the greatest grant: where
    /// members have different rates, those with the higher rate keep more.
    ProRata,
    /// The category named first is kept whole longest; the last is cut first.
    KeepFirst,
}

impl Amount {
    /// The classes among the groups of a table.
    pub fn class_of(group: &str) -> Option<SizeClass> {
        match group {
            "small" => Some(SizeClass::Small),
            "sme" => Some(SizeClass::Sme),
            "mid" => Some(SizeClass::Mid),
            "large" => Some(SizeClass::Large),
            _ => None,
        }
    }
}
