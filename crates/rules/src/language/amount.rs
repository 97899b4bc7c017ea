//! How the grant follows from the eligible expenses, and the limits inside them.

use kernel::{Rate, Rounding, SizeClass, Yen};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Cites, Map, Phase, Text};

/// The amount of the grant (補助金額).
///
/// Rates and caps are tables from groups to values. The built-in groups are `everyone`, `single`,
/// `consortium` and the size classes `small`, `sme`, `mid`, `large`; the first row that fits counts.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Amount {
    /// Who is paid.
    pub paid_to: PaidTo,
    /// 補助率, by group of the member that is paid.
    pub rate: Map<Rate>,
    /// Whether the rate is an upper bound (以内) or fixed.
    pub rate_word: RateWord,
    /// 補助限度額 of the whole application, by group of the lead; empty where there is none.
    pub cap: Map<Yen>,
    /// A cap for each member that is paid, by its group.
    #[serde(default)]
    pub cap_each_member: Map<Yen>,
    /// How an excess over the cap is shared among the members.
    pub cap_shared: CapShared,
    /// 補助下限額: a smaller grant is not made.
    #[serde(default)]
    pub floor: Option<Yen>,
    /// The phases at which the floor is tested.
    #[serde(default)]
    pub floor_at: Vec<Phase>,
    /// 端数処理: how each member's grant is brought to the unit.
    pub rounding: Rounding,
    /// The unit in yen: 1, or 1000 where the rest is dropped.
    pub unit: Yen,
    /// Where these are said; keys: `rate`, `cap`, `cap_each_member`, `floor`, `paid_to`, `rounding`, `payment`.
    pub cite: Map<Cites>,
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
