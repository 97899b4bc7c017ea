//! Conditions, and the predicates they are made of.

use std::borrow::Cow;

use kernel::{Rate, SizeClass};
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use super::{Cites, ClosedDay, Map, OneOrMany, Period, Phase, Scalar, Text, WorkedOut};

/// A fact that a call asks for beyond the standard ones.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FactDeclaration {
    /// Its type.
    #[serde(rename = "type")]
    pub kind: FactType,
    /// Whose fact it is.
    pub of: FactOf,
    /// The words to choose from, where the type is `choice`; told in both languages.
    #[serde(default)]
    pub choices: Map<Text>,
    /// The question that is asked, or what it is called where it is worked out.
    pub ask: Text,
    /// How it follows from other facts; nobody is asked for it then.
    #[serde(default)]
    pub worked_out: Option<WorkedOut>,
    /// 端数切捨て: what is worked out is brought down to a multiple of this: 1000 of yen, 0.1 of a number or 0.1% of a rate
    /// (小数点以下第2位切捨て).
    #[serde(default)]
    pub down_to: Option<Scalar>,
    /// 端数切上げ: what is worked out is brought up to a multiple of this instead (定員を4で除し、1未満の端数は切り上げる).
    #[serde(default)]
    pub up_to: Option<Scalar>,
    /// The kinds of applicant that can have it (法人のみ …); all where none is named. Others are never asked: for them it
    /// is nothing, within every upper bound and below every lower one.
    #[serde(default)]
    pub only_for: Vec<String>,
    /// 途中の値: what is worked out on the way to something else; the answer does not tell it.
    #[serde(default)]
    pub internal: bool,
    /// 負の値がある（営業損失など）: an amount or a count that may be below nothing.
    #[serde(default)]
    pub may_be_negative: bool,
    /// Where it stands, where the call says how it is counted.
    #[serde(default)]
    pub cite: Cites,
}

/// The type of a fact.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum FactType {
    /// Yes or no.
    YesNo,
    /// Whole yen.
    Yen,
    /// A whole number.
    Count,
    /// 小数のある数: a number that may have decimals, exact (45.9 kW, 3.3 m²).
    Number,
    /// A rate: 2/3, 40%.
    Rate,
    /// A date, in either calendar.
    Date,
    /// One of some words.
    Choice,
    /// A prefecture.
    Prefecture,
    /// A list of prefectures.
    Prefectures,
    /// A class of the Japan Standard Industrial Classification.
    Industry,
    /// Any text.
    Text,
}

impl FactType {
    /// Whether its values are numbers, which have an order and are reckoned with.
    pub const fn is_number(self) -> bool {
        matches!(self, Self::Yen | Self::Count | Self::Number | Self::Rate)
    }

    /// Whether its values have an order: numbers and days.
    pub const fn is_ordered(self) -> bool {
        self.is_number() || matches!(self, Self::Date)
    }
}

/// Whose fact it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum FactOf {
    /// Each member has its own.
    Member,
    /// The application has one.
    Application,
    /// Each expense line has its own.
    Line,
}

/// A group of applicants (区分) that a rate or a cap may name.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Group {
    /// What it is called.
    pub says: Text,
    /// Who belongs to it.
    pub when: Predicate,
    /// Where it stands.
    pub cite: Cites,
}

/// Who a condition is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Who {
    /// The applicant, or the lead of a consortium (実施主体).
    Lead,
    /// Each member, the lead too.
    EachMember,
    /// The application as a whole.
    Application,
}

/// Something that must hold.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Condition {
    /// What must hold, told in our words.
    pub says: Text,
    /// Who it is about.
    pub who: Who,
    /// The phases at which it is tested.
    pub at: Vec<Phase>,
    /// 区分Bを申請する場合は: of whom it is asked; of everyone where nothing is said. Of others it holds.
    #[serde(default)]
    pub when: Option<Predicate>,
    /// What must hold.
    pub require: Predicate,
    /// What must hold at a phase where it is another thing.
    #[serde(default)]
    pub require_at: Map<Predicate>,
    /// Where it stands.
    pub cite: Cites,
}

/// The mark of a condition that only a person can judge.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Human {
    /// A person judges; it is listed, never computed.
    Human,
}

/// A predicate: a subject and a comparison, or several predicates together.
///
/// Subject (one): `fact`, `elapsed`, `records`, `lines`, `members`, `share_of_members`, `share_of_grant`,
/// `share_of_expenses`, `share_of_expenses_of`, `changed_expenses`, `increased_expenses`, `reduced_expenses`. Comparison (one or, for a range, two):
/// `is`, `is_not`, `one_of`, `includes`, `at_least` (以上), `more_than` (超), `at_most` (以下, 以内), `less_than` (未満), `about`.
/// Complete without a comparison: `group`, `claims`, `claims_beside`, `judgement`, `cel`, `all_of`, `any_of`, `none_of`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Predicate {
    /// The name of a fact.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fact: Option<String>,
    /// The time from one day to another, compared with a period: `{from: founded_on, to: call_opens_on}`, `less_than: 5 years`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub elapsed: Option<Elapsed>,
    /// How many earlier applications or awards of the applicant are like this.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub records: Option<Records>,
    /// How many expense lines that count are like this.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lines: Option<LinesLike>,
    /// How many members are like this.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub members: Option<MembersLike>,
    /// Which part of the members is like this (構成員の3分の2以上が中小企業者): a rate.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub share_of_members: Option<MembersLike>,
    /// The share of the grant that goes to members of these classes, as it is paid: after caps and what is shared of them. Where `size`
    /// says who is deemed large (みなし大企業), those are none of the smaller classes; a university or a public institute is none of any.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub share_of_grant: Option<Vec<SizeClass>>,
    /// The share of the eligible total in these categories.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub share_of_expenses: Option<Vec<String>>,
    /// The share of the eligible total that members like this bring (県内企業の経費が総額の2分の1以上).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub share_of_expenses_of: Option<MembersLike>,
    /// 経費区分ごとの変更: how far the category among these (all where none is named) that changed most is from what was decided for it
    /// (`decided_expenses`), more or less, as a share of that; a category for which nothing was decided changed by its whole.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub changed_expenses: Option<Vec<String>>,
    /// 増額の割合（流用先）: the same, of categories that became more.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub increased_expenses: Option<Vec<String>>,
    /// 減額の割合（流用元）: the same, of categories that became less.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reduced_expenses: Option<Vec<String>>,
    /// Whether the applicant or the member belongs to a group: one of the call's own, or a size class.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub group: Option<String>,
    /// Something is recognised in this category.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub claims: Option<String>,
    /// Something is recognised in another category than these (…のみの申請は不可).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub claims_beside: Option<Vec<String>>,
    /// Equal to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub is: Option<Comparand>,
    /// Other than.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub is_not: Option<Comparand>,
    /// One of.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub one_of: Option<Vec<Scalar>>,
    /// A list that holds this.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub includes: Option<Comparand>,
    /// 以上.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub at_least: Option<Comparand>,
    /// 超.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub more_than: Option<Comparand>,
    /// 以下, 以内.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub at_most: Option<Comparand>,
    /// 未満.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub less_than: Option<Comparand>,
    /// 程度: near to; a person judges how near is near enough unless it is exactly this.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub about: Option<Comparand>,
    /// Every one of these holds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub all_of: Option<Vec<Predicate>>,
    /// At least one of these holds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub any_of: Option<Vec<Predicate>>,
    /// None of these holds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub none_of: Option<Vec<Predicate>>,
    /// Only a person can judge it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub judgement: Option<Human>,
    /// The escape hatch: an expression of the Common Expression Language over facts.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cel: Option<String>,
}

/// What a fact is compared with: a plain value, or another fact.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Comparand {
    /// A value.
    Plain(Scalar),
    /// A fact, perhaps with something done to it.
    Term(FactTerm),
}

impl Comparand {
    /// The fact, where it is one.
    pub fn fact(&self) -> Option<&str> {
        match self {
            Self::Plain(_) => None,
            Self::Term(term) => Some(&term.fact),
        }
    }
}

impl From<Scalar> for Comparand {
    fn from(scalar: Scalar) -> Self {
        Self::Plain(scalar)
    }
}

/// A fact to compare with, in this order: times a rate, grown year by year, plus an amount. All of it is counted exactly.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FactTerm {
    /// The fact.
    pub fact: String,
    /// Times this: 前年同月比10%以上減少 is `at_most: {fact: sales_before_yen, times: 90%}`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub times: Option<Rate>,
    /// Grown so much a year: 3年で年率平均3%以上 is `at_least: {fact: value_added_yen, grown: {by: 3%, years: 3}}`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub grown: Option<Growth>,
    /// Plus this: 申請時より50円以上高い is `at_least: {fact: wage_before_yen, plus: 50}`. Of a day so many days: 初日の30日前 is
    /// `{fact: fair_opens_on, plus: -30}`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub plus: Option<i64>,
    /// 閉庁日に当たるときは: of a day, where it goes when the office is closed on it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub on_closed_day: Option<ClosedDay>,
}

/// Growth by a rate each year, in whole powers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Growth {
    /// The rate of one year.
    pub by: Rate,
    /// So many years, 50 at most.
    pub years: u8,
}

impl Serialize for Comparand {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Plain(scalar) => scalar.serialize(serializer),
            Self::Term(term) => term.serialize(serializer),
        }
    }
}

impl<'de> Deserialize<'de> for Comparand {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let json = serde_json::Value::deserialize(deserializer)?;
        let read =
            if json.is_object() { serde_json::from_value(json).map(Self::Term) } else { serde_json::from_value(json).map(Self::Plain) };
        read.map_err(de::Error::custom)
    }
}

impl JsonSchema for Comparand {
    fn schema_name() -> Cow<'static, str> {
        "Comparand".into()
    }
    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let options = [generator.subschema_for::<Scalar>(), generator.subschema_for::<FactTerm>()];
        json_schema!({ "description": "A plain value, or another fact: `{fact: wage_before_yen, plus: 50}`.", "anyOf": options })
    }
}

/// The time between two days that are facts.
///
/// `less_than: 5 years` (5年未満) holds until the day before the same day five years later; `at_most` (5年以内) on that day too; neither of
/// a day before the first. 申請日前6か月以内 is `at_most: 6 months`; 1か月前の応当日まで is a day of its own (`same_day` with `months_after: -1`).
/// Where a month has no such day, its last day counts (29 February).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Elapsed {
    /// The earlier day.
    pub from: String,
    /// The later day: `filed_on` (申請日), `call_opens_on` (公募開始日), or any other.
    pub to: String,
}

/// Earlier applications and awards of the applicant (過去の申請・採択).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Records {
    /// Of these programmes, by their ids; `this` is this programme in any year: ids that differ in their year only
    /// (`fair-2025`, `fair-2026`; `fair-r7`, `fair-r8`) or in the number of their round after it (`fair-2026-1`, `fair-2026-2`), and the
    /// one that it `follows`.
    pub of: OneOrMany<String>,
    /// How far they came.
    pub status: RecordStatus,
    /// Only those of the last so many years, months or days (過去3年以内): the day itself is within.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub within: Option<Period>,
    /// Before which day, where `within` is said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub before: Option<String>,
    /// Only those of so many fiscal years, the call's own the last of them: 1 is 同一年度, 3 is 前々年度から.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fiscal_years: Option<i16>,
    /// Only those of these fiscal years (令和6年度又は令和7年度に): `[2024, 2025]`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub in_fiscal_years: Vec<i16>,
    /// Only those in which this part of the call was filed or awarded (区分Aの交付を受けた): its id.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub part: Option<String>,
    /// Whether those of companies of the same group count too (グループ会社で1件).
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub of_group: bool,
    /// 代表者として: only those in which it had this role; any role where nothing is said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role: Option<RecordRole>,
}

/// The role in an earlier application.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum RecordRole {
    /// It applied alone, or as the lead (代表者).
    Lead,
    /// It was another member (構成員).
    Member,
}

/// How far an earlier application came.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum RecordStatus {
    /// 申請した.
    Filed,
    /// 採択された, 交付を受けた.
    Awarded,
    /// 完了した.
    Completed,
    /// 不採択となった.
    Rejected,
}

/// Expense lines that are like something. Lines that were refused don't count.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LinesLike {
    /// In these categories; all of them when empty.
    #[serde(default)]
    pub categories: Vec<String>,
    /// What the line is like; any line where nothing is said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub like: Option<Box<Predicate>>,
}

/// Members that are like something: 大学等を1者以上含む is `{members: {like: {fact: kind, one_of: [university]}}, at_least: 1}`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MembersLike {
    /// What the member is like.
    pub like: Box<Predicate>,
    /// 代表者以外: the lead is not counted.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub beside_lead: bool,
}

/// Points that follow from facts (加点・減点).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Point {
    /// What they are given for.
    pub says: Text,
    /// How many; below nothing where they are taken away.
    pub points: i32,
    /// Who has them.
    pub when: Predicate,
    /// Where it stands.
    pub cite: Cites,
}
