//! Conditions, and the predicates they are made of.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use kernel::SizeClass;

use super::{Cites, Map, Phase, Scalar, Text};

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
    /// The question that is asked.
    pub ask: Text,
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
/// Subject (one): `fact`, `share_of_grant`, `share_of_expenses`. Comparison (one or, for a range, two):
/// `is`, `is_not`, `one_of`, `includes`, `at_least`, `more_than`, `at_most`, `less_than`, `about`.
/// Complete without a comparison: `claims`, `any_line`, `judgement`, `cel`, `all_of`, `any_of`, `none_of`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Predicate {
    /// The name of a fact.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fact: Option<String>,
    /// The share of the grant that goes to members of these classes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub share_of_grant: Option<Vec<SizeClass>>,
    /// The share of the eligible total in these categories.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub share_of_expenses: Option<Vec<String>>,
    /// Something is claimed in this category.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub claims: Option<String>,
    /// Some expense line is like this.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub any_line: Option<AnyLine>,
    /// Equal to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub is: Option<Scalar>,
    /// Other than.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub is_not: Option<Scalar>,
    /// One of.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub one_of: Option<Vec<Scalar>>,
    /// A list that holds this.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub includes: Option<Scalar>,
    /// 以上.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub at_least: Option<Scalar>,
    /// 超.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub more_than: Option<Scalar>,
    /// 以下, 以内.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub at_most: Option<Scalar>,
    /// 未満.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub less_than: Option<Scalar>,
    /// 程度: near to; a person judges how near is near enough unless it is exactly this.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub about: Option<Scalar>,
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

/// Asks whether some expense line is like this.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AnyLine {
    /// In these categories; all of them when empty.
    #[serde(default)]
    pub categories: Vec<String>,
    /// What the line must be like.
    pub require: Box<Predicate>,
}
