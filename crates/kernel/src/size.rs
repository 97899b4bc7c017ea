//! Company size as the law counts it: small-scale, small and medium (SME), mid-sized, large; and
//! companies that a programme treats as large (みなし大企業).
//!
//! Source: 中小企業基本法 art. 2 (1) and (5), 中小企業等経営強化法 and its cabinet order,
//! 産業競争力強化法 (2024).

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    code::Industry,
    money::{Rate, Yen},
};

/// The size class of a business.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum SizeClass {
    /// 小規模企業者: an SME with very few employees.
    Small,
    /// 中小企業者: a small or medium enterprise.
    Sme,
    /// 中堅企業者: not an SME, at most 2,000 regular employees.
    Mid,
    /// 大企業: everything else.
    Large,
}

impl SizeClass {
    /// Small-scale businesses are SMEs too.
    pub const fn is_sme(self) -> bool {
        matches!(self, Self::Small | Self::Sme)
    }
}

/// Which law's limits decide who is an SME.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum SizeLaw {
    /// 中小企業基本法 art. 2: the four kinds of business.
    BasicAct,
    /// The same with the cabinet-order exceptions for rubber, software and lodging
    /// (中小企業等経営強化法).
    WithExceptions,
}

/// The kinds of business that the law sets limits for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BusinessKind {
    /// 製造業、建設業、運輸業その他.
    Manufacturing,
    /// 卸売業.
    Wholesale,
    /// サービス業.
    Service,
    /// 小売業.
    Retail,
}

impl BusinessKind {
    /// Reads `manufacturing`, `wholesale`, `service` or `retail`.
    pub fn of_word(word: &str) -> Option<Self> {
        match word {
            "manufacturing" => Some(Self::Manufacturing),
            "wholesale" => Some(Self::Wholesale),
            "service" => Some(Self::Service),
            "retail" => Some(Self::Retail),
            _ => None,
        }
    }
}

/// The limits of one kind of business: at most this capital or at most this many employees.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SizeLimits {
    /// 資本金の額又は出資の総額, at most.
    pub capital: Yen,
    /// 常時使用する従業員の数, at most.
    pub employees: i64,
    /// Employees of a small-scale business, at most.
    pub small_employees: i64,
}

/// The limits that a law sets for an industry.
pub fn size_limits(law: SizeLaw, industry: &Industry) -> SizeLimits {
    let limits = |capital, employees, small_employees| SizeLimits { capital: Yen::clamped(capital), employees, small_employees };
    let base = match industry.business_kind() {
        BusinessKind::Manufacturing => limits(300_000_000, 300, 20),
        BusinessKind::Wholesale => limits(100_000_000, 100, 5),
        BusinessKind::Service => limits(50_000_000, 100, 5),
        BusinessKind::Retail => limits(50_000_000, 50, 5),
    };
    if law == SizeLaw::BasicAct {
        return base;
    }
    if industry.is_rubber_products() {
        limits(300_000_000, 900, 20)
    } else if industry.is_software() {
        limits(300_000_000, 300, base.small_employees)
    } else if industry.is_lodging() {
        limits(50_000_000, 200, 20)
    } else if industry.is_entertainment() {
        SizeLimits { small_employees: 20, ..base }
    } else {
        base
    }
}

/// Regular employees of a mid-sized business, at most (産業競争力強化法 art. 2).
pub const MID_EMPLOYEES: i64 = 2_000;

/// Classifies a business. `capital` is `None` for a sole proprietor, who is judged by employees only.
pub fn classify(law: SizeLaw, industry: &Industry, capital: Option<Yen>, employees: i64) -> SizeClass {
    let limits = size_limits(law, industry);
    if employees <= limits.small_employees {
        SizeClass::Small
    } else if employees <= limits.employees || capital.is_some_and(|c| c <= limits.capital) {
        SizeClass::Sme
    } else if employees <= MID_EMPLOYEES {
        SizeClass::Mid
    } else {
        SizeClass::Large
    }
}

/// A shareholder of a business: what it holds, and whether it is itself a large business.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Holding {
    /// The part of all shares that it holds.
    pub share: Rate,
    /// Whether the holder is a large business; `None` when nobody has said.
    pub large: Option<bool>,
    /// Whether the holder is itself deemed large by reasons 1 to 3.
    pub deemed_large: Option<bool>,
    /// The capital of a corporate holder, where a programme asks for it.
    pub capital: Option<Yen>,
}

/// An officer of a business, and whether a large business sent them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Officer {
    /// Whether the officer is also an officer or employee of a large business.
    pub from_large: Option<bool>,
    /// Whether the officer is one of a business deemed large by reasons 1 to 3.
    pub from_deemed_large: Option<bool>,
}

/// Which of the customary reasons a programme names (みなし大企業の定義).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum DeemedLargeRule {
    /// 1: one large business holds at least half of the shares.
    OneHolderHalf,
    /// 2: large businesses together hold at least two thirds.
    HoldersTwoThirds,
    /// 3: at least half of the officers come from large businesses.
    OfficersHalf,
    /// 4: businesses of kinds 1 to 3 own all the shares.
    OwnedByDeemed,
    /// 5: all officers come from businesses of kinds 1 to 3.
    OfficersAllDeemed,
    /// 6: the yearly taxable income of the last three years is above 1,500,000,000 yen on average.
    TaxableIncome,
    /// 7: one corporation with capital of at least 500,000,000 yen holds everything.
    OwnedByBigCapital,
}

impl DeemedLargeRule {
    /// The customary set of most programmes.
    pub const CUSTOMARY: [Self; 3] = [Self::OneHolderHalf, Self::HoldersTwoThirds, Self::OfficersHalf];

    /// Whether it is about who holds shares: then a call means direct holdings, or indirect ones too.
    pub const fn is_of_shares(self) -> bool {
        matches!(self, Self::OneHolderHalf | Self::HoldersTwoThirds | Self::OwnedByDeemed | Self::OwnedByBigCapital)
    }

    /// The word for it.
    pub const fn word(self) -> &'static str {
        match self {
            Self::OneHolderHalf => "one_holder_half",
            Self::HoldersTwoThirds => "holders_two_thirds",
            Self::OfficersHalf => "officers_half",
            Self::OwnedByDeemed => "owned_by_deemed",
            Self::OfficersAllDeemed => "officers_all_deemed",
            Self::TaxableIncome => "taxable_income",
            Self::OwnedByBigCapital => "owned_by_big_capital",
        }
    }

    /// Whether it is met, on direct holdings; `None` while a fact that decides it is missing.
    pub fn holds(self, holders: Option<&[Holding]>, officers: Option<&[Officer]>, income: Option<Yen>) -> Option<bool> {
        match self {
            Self::OneHolderHalf => {
                let half = |h: &&Holding| h.share >= half();
                any_of(holders?.iter().filter(half).map(|h| h.large))
            }
            Self::HoldersTwoThirds => {
                let sum = |keep: &dyn Fn(&Holding) -> bool| share_sum(holders.unwrap_or(&[]), keep);
                holders?;
                if sum(&|h| h.large == Some(true)) >= (2, 3) {
                    Some(true)
                } else if sum(&|h| h.large != Some(false)) < (2, 3) {
                    Some(false)
                } else {
                    None
                }
            }
            Self::OfficersHalf => {
                let officers = officers?;
                let sure = officers.iter().filter(|o| o.from_large == Some(true)).count();
                let open = officers.iter().filter(|o| o.from_large.is_none()).count();
                if officers.is_empty() || 2 * (sure + open) < officers.len() {
                    Some(false)
                } else if 2 * sure >= officers.len() {
                    Some(true)
                } else {
                    None
                }
            }
            Self::OwnedByDeemed => {
                let holders = holders?;
                if holders.is_empty() || share_sum(holders, &|_| true) < (1, 1) {
                    return Some(false);
                }
                all_of(holders.iter().filter(|h| h.share > Rate::ZERO).map(|h| h.deemed_large))
            }
            Self::OfficersAllDeemed => {
                let officers = officers?;
                if officers.is_empty() {
                    return Some(false);
                }
                all_of(officers.iter().map(|o| o.from_deemed_large))
            }
            Self::TaxableIncome => income.map(|i| i > TAXABLE_INCOME_LIMIT),
            Self::OwnedByBigCapital => {
                // A small business may have much capital: only the figure itself decides.
                let owner = |h: &&Holding| h.share == Rate::ONE;
                match holders?.iter().find(owner) {
                    Some(owner) => owner.capital.map(|capital| capital >= BIG_CAPITAL),
                    None => Some(false),
                }
            }
        }
    }
}

/// Average taxable income above which a business is treated as large.
pub const TAXABLE_INCOME_LIMIT: Yen = Yen::clamped(1_500_000_000);

/// Capital at or above which a sole owner makes a business deemed large (reason 7).
pub const BIG_CAPITAL: Yen = Yen::clamped(500_000_000);

/// The answer to «is it deemed large», with its reasons.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DeemedLarge {
    /// It is, for these reasons.
    Yes(Vec<DeemedLargeRule>),
    /// It is not.
    No,
    /// It cannot be said yet: these rules miss a fact.
    Unknown(Vec<DeemedLargeRule>),
}

/// Judges a business by the reasons that a programme names. Tables that nobody has filled in are
/// `None`; an empty table says that there is nobody.
pub fn deemed_large(
    rules: &[DeemedLargeRule],
    holders: Option<&[Holding]>,
    officers: Option<&[Officer]>,
    average_taxable_income: Option<Yen>,
) -> DeemedLarge {
    deemed_large_by(rules, |rule| rule.holds(holders, officers, average_taxable_income))
}

/// The same where somebody else answers each reason: `None` while that can't be said.
pub fn deemed_large_by(rules: &[DeemedLargeRule], mut holds: impl FnMut(DeemedLargeRule) -> Option<bool>) -> DeemedLarge {
    let mut reasons = Vec::new();
    let mut open = Vec::new();
    for &rule in rules {
        match holds(rule) {
            Some(true) => reasons.push(rule),
            Some(false) => {}
            None => open.push(rule),
        }
    }
    if !reasons.is_empty() {
        DeemedLarge::Yes(reasons)
    } else if open.is_empty() {
        DeemedLarge::No
    } else {
        DeemedLarge::Unknown(open)
    }
}

/// Whether one of two holds, as far as they are known.
pub const fn either(one: Option<bool>, other: Option<bool>) -> Option<bool> {
    match (one, other) {
        (Some(true), _) | (_, Some(true)) => Some(true),
        (Some(false), Some(false)) => Some(false),
        _ => None,
    }
}

fn half() -> Rate {
    Rate::new(1, 2).unwrap_or(Rate::ONE)
}

/// The sum of shares as a fraction, compared exactly with `(above, below)`.
#[derive(PartialEq)]
struct Sum(i128, i128);

impl PartialEq<(i128, i128)> for Sum {
    fn eq(&self, other: &(i128, i128)) -> bool {
        self.0 * other.1 == other.0 * self.1
    }
}

impl PartialOrd<(i128, i128)> for Sum {
    fn partial_cmp(&self, other: &(i128, i128)) -> Option<std::cmp::Ordering> {
        Some((self.0 * other.1).cmp(&(other.0 * self.1)))
    }
}

/// Adds the shares of the holders to keep. A share too fine to be added exactly (more digits than
/// any register of shareholders has) is brought to a millionth of a percent first.
fn share_sum(holders: &[Holding], keep: &dyn Fn(&Holding) -> bool) -> Sum {
    let mut sum = Sum(0, 1);
    for holder in holders.iter().filter(|h| keep(h)) {
        let (n, d) = (i128::from(holder.share.numerator()), i128::from(holder.share.denominator()));
        let exact = || {
            let below = sum.1.checked_mul(d).filter(|b| *b < 1 << 60)?;
            Some(Sum(sum.0.checked_mul(d)?.checked_add(n.checked_mul(sum.1)?)?, below))
        };
        sum = exact().unwrap_or_else(|| {
            let millionths = 100_000_000;
            Sum(sum.0 * millionths / sum.1 + n * millionths / d, millionths)
        });
        let divisor = gcd(sum.0, sum.1);
        sum = Sum(sum.0 / divisor, sum.1 / divisor);
    }
    sum
}

fn gcd(mut a: i128, mut b: i128) -> i128 {
    while b != 0 {
        (a, b) = (b, a % b);
    }
    a.max(1)
}

fn any_of(answers: impl Iterator<Item = Option<bool>>) -> Option<bool> {
    let mut open = false;
    for answer in answers {
        match answer {
            Some(true) => return Some(true),
            Some(false) => {}
            None => open = true,
        }
    }
    if open { None } else { Some(false) }
}

fn all_of(answers: impl Iterator<Item = Option<bool>>) -> Option<bool> {
    any_of(answers.map(|a| a.map(|a| !a))).map(|a| !a)
}
