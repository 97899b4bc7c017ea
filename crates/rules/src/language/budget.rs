//! The money of a call, and how it is given where it does not reach for all.

use kernel::Yen;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Cites, Text};

/// The budget of a call (予算).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Budget {
    /// What it says.
    pub says: Text,
    /// How much there is; an officer fills it in where the call does not say.
    #[serde(default)]
    pub yen: Option<Yen>,
    /// How it is given.
    pub allocation: Allocation,
    /// Where it stands.
    pub cite: Cites,
}

/// How a budget is given where it does not reach for all.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case", rename_all_fields = "snake_case", deny_unknown_fields)]
pub enum Allocation {
    /// 先着順: in the order of arrival; those of one day by lot where it says so.
    FirstCome {
        /// What becomes of the first whom it does not reach.
        last_one: LastOne,
        /// 同日分は抽選: who arrived on the same day stands in the order of a lot.
        same_day_by_lot: bool,
    },
    /// 予算の範囲内で減額: everybody's grant by the same rate, none below the call's floor, in the units of the call.
    Reduced,
    /// 抽選: in the order of a lot that anybody can draw again from a published seed.
    Lot {
        /// What becomes of the first whom it does not reach.
        last_one: LastOne,
    },
    /// 審査の評価の高い順: in the order of the examination.
    ByScore {
        /// What becomes of the first whom it does not reach.
        last_one: LastOne,
    },
}

/// What becomes of the first whom a budget does not reach.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum LastOne {
    /// It gets what is left, where the floor allows that.
    Rest,
    /// It gets nothing, and whoever comes after it neither.
    Nothing,
    /// 予算額に達した日の翌日以後は受け付けない: it gets all of its grant, and so does whoever arrived on the same day, beyond the budget.
    /// Of those who come first only.
    WholeDay,
}
