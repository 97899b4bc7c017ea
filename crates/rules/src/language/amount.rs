//! How the grant follows from the eligible expenses, and the limits inside them.

use std::borrow::Cow;

use kernel::{Rate, Rounding, SizeClass, Yen};
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use super::{Cites, FactTerm, Map, OneOrMany, Phase, Predicate, Records, Table, Text};

/// The amount of the grant (補助金額).
///
/// Rates and caps are tables. The built-in groups are `everyone`, `single`, `consortium` and the size classes `small`, `sme`, `mid`,
/// `large`; a call's own are declared in `groups`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Amount {
    /// Whose expenses bring the grant, and who is paid.
    pub paid_to: PaidTo,
    /// 構成員への配分: how a grant that is paid `together` is divided among the members; where nothing is said, the lead has it all.
    #[serde(default)]
    pub divided: Option<Divided>,
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
    /// 区分の合計の下限: what several parts of the grant must come to together.
    #[serde(default)]
    pub floors: Map<PartsFloor>,
    /// 加算: what is added to the cap or the rate where something holds.
    #[serde(default)]
    pub additions: Map<Addition>,
    /// The grant as a sum of parts with rates or caps of their own: by category, by year, by month, by payer.
    #[serde(default)]
    pub parts: Map<GrantPart>,
    /// What becomes of other money for the same project (他の補助金, 事業収入).
    #[serde(default)]
    pub other_money: Option<OtherMoney>,
    /// 大学等への交付額は…の2分の1以内: what members of a kind may have beside the others.
    #[serde(default)]
    pub kind_caps: Map<KindCap>,
    /// How an excess over the cap is shared among the members.
    #[serde(default)]
    pub cap_shared: Option<CapShared>,
    /// 補助下限額: a smaller grant is not made.
    #[serde(default)]
    pub floor: Option<Yen>,
    /// Which amount the floor is compared with; the grant, where nothing is said.
    #[serde(default)]
    pub floor_of: FloorOf,
    /// The phases at which the floor is tested.
    #[serde(default)]
    pub floor_at: Vec<Phase>,
    /// 10万円未満となる構成員の額は0円: what a member's expenses, rate and other money bring counts for nothing where it is less than
    /// this, before additions and caps.
    #[serde(default)]
    pub floor_each_member: Option<Yen>,
    /// 端数処理: how the grant is brought to the unit.
    pub rounding: Rounding,
    /// The unit in yen: 1, or 1000 where the rest is dropped.
    pub unit: Yen,
    /// Where it is rounded: once at the end, or each category or part before they are added, and nothing after that. To be said
    /// where it matters.
    #[serde(default)]
    pub rounded: Option<RoundedAt>,
    /// Where these are said; keys: `rate`, `rate_at_most`, `fixed`, `cap`, `cap_each_member`, `floor`, `floor_each_member`,
    /// `paid_to`, `rounding`, `payment`.
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
    /// `none`: no bound in this row (上限なし).
    None,
    /// So much for each unit.
    Each(EachUnit),
    /// As much as a fact says, or a rate of it.
    Fact(FactTerm),
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
    /// A fact that is a count or a number.
    Fact(String),
    /// The quantities of the expense lines that count in these categories; a line without a quantity is one.
    QuantityIn(Vec<String>),
}

impl YenRule {
    /// The amount, where it is one.
    pub const fn yen(&self) -> Option<i64> {
        match self {
            Self::Yen(yen) => Some(yen.get()),
            Self::None | Self::Each(_) | Self::Fact(_) => None,
        }
    }
}

impl Serialize for YenRule {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Yen(yen) => yen.serialize(serializer),
            Self::None => serializer.serialize_str("none"),
            Self::Each(each) => each.serialize(serializer),
            Self::Fact(term) => term.serialize(serializer),
        }
    }
}

impl<'de> Deserialize<'de> for YenRule {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let json = serde_json::Value::deserialize(deserializer)?;
        let read = match &json {
            serde_json::Value::Object(map) if map.contains_key("fact") => serde_json::from_value(json).map(Self::Fact),
            serde_json::Value::Object(_) => serde_json::from_value(json).map(Self::Each),
            serde_json::Value::String(text) if text == "none" => Ok(Self::None),
            _ => serde_json::from_value(json).map(Self::Yen),
        };
        read.map_err(de::Error::custom)
    }
}

impl JsonSchema for YenRule {
    fn schema_name() -> Cow<'static, str> {
        "YenRule".into()
    }
    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let none = json_schema!({ "description": "No bound in this row (上限なし).", "const": "none" });
        let options =
            [generator.subschema_for::<Yen>(), generator.subschema_for::<EachUnit>(), generator.subschema_for::<FactTerm>(), none];
        json_schema!({ "description": "An amount of yen; so much for each unit: `{each: 250000, units: {fact: machines}, at_most: 4}`; as much as a fact says: `{fact: grant_decided_yen}`, `{fact: capital_yen, times: 1/2}`; or `none` (上限なし).", "anyOf": options })
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
    /// Whether it is a cap on the grant of each member that is paid, before the cap of the whole is shared.
    #[serde(default)]
    pub each_member: bool,
    /// The parts of the grant whose sum it holds, where it is not the whole: those named first in the grant are kept longest.
    #[serde(default)]
    pub parts: Vec<String>,
    /// いずれか低い額をもって確定する: whether a cap of each member holds after all that is shared among members.
    #[serde(default)]
    pub after_sharing: bool,
    /// The phases at which it holds; all of them where none is named. 確定額は交付決定額を超えない is `at: [settlement],
    /// at_most: {fact: grant_decided_yen}`.
    #[serde(default)]
    pub at: Vec<Phase>,
    /// 過去に受けた額と合わせて: less what the applicant was awarded before. Where nothing is left, it is not eligible.
    #[serde(default)]
    pub less: Option<Records>,
    /// 過去に受けた額の2分の1を控除: so much of what was awarded before is taken off; all of it where nothing is said.
    #[serde(default)]
    pub less_times: Option<Rate>,
    /// Where it stands.
    pub cite: Cites,
}

/// Several parts of the grant that count nothing where they come to less than this together, after their caps:
/// 区分Ａ及び区分Ｂの合計が10万円未満の場合は交付しない.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PartsFloor {
    /// What it says.
    pub says: Text,
    /// The parts, by their keys.
    pub parts: Vec<String>,
    /// At least this.
    pub at_least: Yen,
    /// The phases at which it holds; all of them where none is named.
    #[serde(default)]
    pub at: Vec<Phase>,
    /// Where it stands.
    pub cite: Cites,
}

/// What members of a kind may have together: no more than a share of the grants of the others, or of all. An excess is shared in proportion,
/// each cut to the unit. After the caps of members, before the cap of the whole.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct KindCap {
    /// What it says.
    pub says: Text,
    /// Which members: `{fact: kind, is: university}`.
    pub like: Predicate,
    /// The share.
    pub at_most: Rate,
    /// The grants that it is of.
    pub of: GrantBase,
    /// Where it stands.
    pub cite: Cites,
}

/// The grants that a share is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum GrantBase {
    /// Of the other members.
    Others,
    /// Of all members, those too.
    All,
}

/// A further amount of money (概算払, 返還, 納付): what is paid before the end, or paid back, beside the grant itself.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Payment {
    /// What it says.
    pub says: Text,
    /// Who pays it.
    pub by: Payer,
    /// When it is paid; always where nothing is said.
    #[serde(default)]
    pub when: Option<Predicate>,
    /// The phases at which it is told; all of them where none is named.
    #[serde(default)]
    pub at: Vec<Phase>,
    /// Whether it is of each member by itself.
    #[serde(default)]
    pub each_member: bool,
    /// How much: a fact, one that is worked out of `grant_yen` and others, or a table of these. Nothing where it comes to less than
    /// nothing.
    pub yen: Table<YenRule>,
    /// Where it stands.
    pub cite: Cites,
}

/// Who pays a further amount.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Payer {
    /// The agency (概算払).
    Agency,
    /// Whoever was paid (返還, 収益納付).
    Applicant,
}

/// An addition (加算, 上乗せ, 特例) to the cap or to the rate.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Addition {
    /// What it says.
    pub says: Text,
    /// Who has it.
    pub when: Predicate,
    /// Added to the cap of the whole: an amount, or a table of amounts.
    #[serde(default)]
    pub cap: Table<YenRule>,
    /// Added to the cap of each member.
    #[serde(default)]
    pub cap_each_member: Table<YenRule>,
    /// Added to the caps of parts of the grant, by their keys: 区分Aの上限額に20万円を加算 is `cap_of_parts: {a: 200000}`.
    #[serde(default)]
    pub cap_of_parts: Map<Table<YenRule>>,
    /// Added to the rate, to that of every bracket; a part of the grant that has a rate of its own keeps it.
    #[serde(default)]
    pub rate: Table<Rate>,
    /// Added to the rates of parts of the grant that have one of their own, by their keys: `rate_of_parts: {a: 1/6}`.
    #[serde(default)]
    pub rate_of_parts: Map<Table<Rate>>,
    /// 加算額: added to the grant itself, before its caps, where it is more than nothing.
    #[serde(default)]
    pub grant: Table<YenRule>,
    /// 基本額の10％を加算: added to the grant itself, as a rate of it, brought to the unit, before its caps.
    #[serde(default)]
    pub grant_rate: Table<Rate>,
    /// 併用不可, いずれか大きい方だけ: where it holds, it counts instead of these other additions, which name smaller amounts.
    #[serde(default)]
    pub instead_of: Vec<String>,
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
    /// A part by itself for each month of lines that run over months, for each unit of a line (1台ごと, 1人ごと), or for each project, case
    /// or place that lines belong to (1案件ごと): rate, cap, rounding and floor are of the one.
    #[serde(default)]
    pub each: Option<PartOf>,
    /// Its rate, where it is another than that of the amount.
    #[serde(default)]
    pub rate: Option<Table<RateRule>>,
    /// Its cap; that of each month or unit where there is a part for each.
    #[serde(default)]
    pub cap: Option<Table<YenRule>>,
    /// 区分ごとの下限額: a part that comes to less than this, after its cap, counts nothing.
    #[serde(default)]
    pub floor: Option<Yen>,
    /// 対象経費の下限: a part whose eligible expenses come to less than this counts nothing.
    #[serde(default)]
    pub floor_expenses: Option<Yen>,
    /// The phases at which its floors hold; all of them where none is named.
    #[serde(default)]
    pub floor_at: Vec<Phase>,
    /// 区分ごとに1円未満を切り捨てた後に合計する: the unit to which the part is brought after its cap and before parts are added; what
    /// `rounded` says where nothing is said.
    #[serde(default)]
    pub unit: Option<Yen>,
    /// Who pays it, where several do (県, 市).
    #[serde(default)]
    pub paid_by: Option<Text>,
    /// Where it stands.
    pub cite: Cites,
}

/// What a part of the grant is reckoned for by itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum PartOf {
    /// Each month of lines that run over months.
    Month,
    /// Each unit of a line: a line of 3 with 300,000 yen is three of 100,000; a line without a quantity is one.
    Unit,
    /// 1案件ごと: the lines that have the same value of this fact, or of each of these: `{same: case}`.
    Same(OneOrMany<String>),
}

/// How a grant that is paid for all members together is divided among them: in proportion to their eligible expenses, each share
/// but the lead's brought to the unit; the lead has what is left.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Divided {
    /// Down, up or to the nearest.
    pub rounding: Rounding,
    /// The unit in yen: 1, or 1000 where the rest is dropped.
    pub unit: Yen,
    /// Where it stands.
    pub cite: Cites,
}

/// Which amount the floor is compared with.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum FloorOf {
    /// The grant, after every cap.
    #[default]
    Grant,
    /// 算定額: what expenses, rates and other money bring, before any cap. A cap may then leave less than the floor.
    Calculated,
}

/// Other money for the same project. One of `before_rate` and `within`, or both.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct OtherMoney {
    /// What counts.
    pub counts: Vec<Money>,
    /// 控除した額に率を乗じる: it is taken off the eligible expenses before the rate.
    #[serde(default)]
    pub before_rate: bool,
    /// 補助金等との合計は…を超えない: with the grant no more than this share of the eligible expenses; `1/1` for all of them. Nothing
    /// is cut where there is no other money.
    #[serde(default)]
    pub within: Option<Rate>,
    /// Where it stands.
    pub cite: Cites,
}

/// Money that comes from elsewhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Money {
    /// Other subsidies for the project, with their amounts: decided ones and those that are still pending.
    OtherSubsidies,
    /// 交付決定を受けたもの: other subsidies that are decided; pending ones don't count.
    AdoptedSubsidies,
    /// 事業収入: what the project earns, the fact `project_income_yen`.
    ProjectIncome,
}

/// Where the grant is rounded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum RoundedAt {
    /// Once, at the end.
    Once,
    /// 経費区分ごと: each category, before they are added; caps after that are kept to the yen.
    EachCategory,
    /// Each part, before they are added; caps after that are kept to the yen.
    EachPart,
}

/// Whose expenses bring the grant, and who is paid. Of a single applicant all three are the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum PaidTo {
    /// Each member for its own expenses: rates, brackets and rounding are of each member.
    EachMember,
    /// The lead for its own expenses only; other members have none in the application.
    Lead,
    /// 構成員の経費を合算: the members' expenses are added up, rate, brackets, caps and rounding are of the sum, and the lead is paid
    /// for all; how they divide it, `divided` says.
    Together,
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
    /// In proportion to the members' grants, each cut to the unit; what is left over is paid to nobody.
    ProRataDown,
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
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum LimitBase {
    /// 補助対象経費総額, which contains what is limited.
    EligibleTotal,
    /// 助成金総額: the grant after rounding and after the cap.
    GrantTotal,
    /// The expenses in some categories, with what is limited or without it: 直接経費の10% is `of: {categories: [labour, travel]}`.
    Categories(Vec<String>),
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
