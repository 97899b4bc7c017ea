//! Several applicants together, and other subsidies.

use kernel::{Rate, SizeClass};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Cites, Clause, Map, Phase, Predicate, Text};

/// 連携体.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Consortium {
    /// Whether several may apply together, or must.
    pub form: ConsortiumForm,
    /// Members that own one another wholly.
    #[serde(default)]
    pub wholly_owned: Option<WhollyOwned>,
    /// The share of the grant that must go to some classes.
    #[serde(default)]
    pub grant_share: Option<GrantShare>,
    /// How many parties there must be.
    #[serde(default)]
    pub parties: Option<Parties>,
    /// 共通経費: expenses that the members bear together, and in which shares.
    #[serde(default)]
    pub shared_costs: Option<SharedCosts>,
    /// What else is said of consortia.
    #[serde(default)]
    pub notes: Map<Clause>,
    /// Where it stands; needed unless the form is `not_allowed`.
    #[serde(default)]
    pub cite: Cites,
}

/// Expenses that the members bear together (共通経費): whoever pays them, each member has its share of what is recognised of them, down to
/// whole yen; the lead has what is left.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SharedCosts {
    /// What it says.
    pub says: Text,
    /// The categories that are shared.
    pub categories: Vec<String>,
    /// 負担割合: the fact of each member that is its share, a `rate`; the shares are to add up to the whole.
    pub by: String,
    /// Where it stands.
    pub cite: Cites,
}

/// Whether several may apply together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ConsortiumForm {
    /// One applicant only.
    NotAllowed,
    /// One applicant, or several together.
    Allowed,
    /// Several together only.
    Required,
}

/// Members of which one holds all the shares of another are refused.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct WhollyOwned {
    /// What it says.
    pub says: Text,
    /// The share from which one counts as wholly owned: 100%.
    pub from: Rate,
    /// Whether a natural person may hold all the shares.
    pub natural_person_excepted: bool,
    /// What becomes of a chain through a company that is not a member.
    pub indirect: Indirect,
    /// The phases at which it is tested.
    pub at: Vec<Phase>,
    /// Where it stands.
    pub cite: Cites,
}

/// What becomes of indirect holdings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Indirect {
    /// A person judges.
    Judged,
    /// They count like direct ones.
    Refused,
    /// They do not count.
    Allowed,
}

/// A share of the grant that must go to members of some classes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct GrantShare {
    /// What it says.
    pub says: Text,
    /// The classes.
    pub of: Vec<SizeClass>,
    /// Whether a member that is deemed large counts by its own class all the same.
    pub deemed_large_counts: bool,
    /// 以上: at least this share of the grants, the lead's too.
    pub at_least: Rate,
    /// What a cut by a limit or by the cap has to do with it.
    pub cuts: ShareCuts,
    /// The phases at which it is tested.
    pub at: Vec<Phase>,
    /// Where it stands.
    pub cite: Cites,
}

/// Whether what is cut among members is cut with an eye on the share of the grant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ShareCuts {
    /// Cuts are shared as the limits and the cap say, and the share is tested on what comes out; where another sharing of the
    /// same total and grant would meet it, the answer names that.
    AsShared,
    /// Where another sharing of the same total and grant meets it, that one is taken: the one that moves the least.
    ToMeet,
}

/// How many parties there must be (連携体要件). A single applicant is asked only where the call requires a consortium.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Parties {
    /// What it says.
    pub says: Text,
    /// At least so many, by group of the applicant; nothing is asked of an applicant whom no row fits.
    pub at_least: Map<u32>,
    /// Only parties that are like this count (大学等又は中小企業者); every party where nothing is said.
    #[serde(default)]
    pub like: Option<Predicate>,
    /// Whether the applicant is one of them.
    pub counts_applicant: bool,
    /// From which stake a party counts as related to the applicant, and is not counted.
    pub related_from: Stake,
    /// The phases at which it is tested.
    pub at: Vec<Phase>,
    /// Where it stands.
    pub cite: Cites,
}

/// From which stake on two parties are related.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Stake {
    /// Any stake, in either direction.
    Any,
    /// A majority (過半数), in either direction.
    Majority,
    /// 100分の25以上: at least this share, in either direction.
    AtLeast(Rate),
}

/// Other subsidies for the same project.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Parallel {
    /// What it says.
    pub says: Text,
    /// What an application that is pending elsewhere means, by phase; allowed where nothing is said.
    #[serde(default)]
    pub pending: Map<Treatment>,
    /// What a subsidy adopted elsewhere means, by phase; allowed where nothing is said.
    #[serde(default)]
    pub adopted: Map<Treatment>,
    /// Programmes that may not even be applied for beside this one.
    #[serde(default)]
    pub banned: Map<Clause>,
    /// Where it stands.
    pub cite: Cites,
}

/// What another subsidy means for the application.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Treatment {
    /// Nothing.
    Allowed,
    /// One of the two is withdrawn.
    WithdrawOne,
    /// The application is refused.
    Refused,
    /// The grant decision is withheld.
    Withheld,
}
