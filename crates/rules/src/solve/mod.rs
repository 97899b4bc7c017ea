//! From requested to recognised amounts: the greatest whole yen that satisfy every limit at once.
//!
//! A limit such as «labour at most 40% of all eligible expenses» contains itself in its base, so
//! it is solved, not clamped. *Greatest* means: of all amounts that satisfy every limit, those with
//! the largest eligible total; where several have it, the one that shares the cut as the limit
//! says. Three ways lead there and property tests hold them together:
//!
//! - [`fixpoint`]: where every limit's base is one growing number and the limits are disjoint or
//!   nested, the answer is a greatest fixed point and is found by descending onto it;
//! - [`consortium`]: the same for several members under limits on the whole grant, whose rounding makes the last
//!   yen a matter of search;
//! - [`exact`]: otherwise (limits that cross, limits on each member beside limits on all, grant parts at several
//!   rates) by exact branch and bound over rational linear programmes.

pub mod allot;
mod consortium;
mod exact;
pub(crate) mod fixpoint;
mod flow;
mod programme;

use kernel::{Rate, Rounding, Yen};
use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::{ToPrimitive, Zero};

/// One requested amount: a member's expenses in one category, in whole yen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Item {
    /// Index of the member.
    pub member: usize,
    /// Index of the category, below 64.
    pub category: usize,
    /// What was asked for and is admissible.
    pub requested: i64,
}

/// How a member's grant follows from its eligible expenses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Terms {
    /// The rate, of the member's eligible total.
    pub rate: Rate,
    /// The member's own cap, if there is one.
    pub cap: Option<i64>,
}

/// What a limit compares with its base.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Compared {
    /// The recognised expenses themselves.
    Expense,
    /// The part of the grant that they bring: expenses times the member's rate.
    GrantPart,
}

/// What a limit is measured against.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Bound {
    /// A fixed amount.
    Yen(i64),
    /// A rate of the eligible total (補助対象経費総額).
    OfEligible(Rate),
    /// A rate of the grant total (助成金総額).
    OfGrant(Rate, Compared),
}

/// A limit on the sum of some categories.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limit {
    /// The categories whose sum is limited, a bit each.
    pub categories: u64,
    /// Whether each member is tested on its own, or all together.
    pub each_member: bool,
    /// 未満: equality is already too much.
    pub strict: bool,
    /// The measure.
    pub bound: Bound,
    /// `None`: an overshoot is shared pro rata. `Some`: the categories named first are kept longest.
    pub keep_first: Option<Vec<usize>>,
}

/// How the limits of a call lie to each other, worked out once per call.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Shape {
    /// Whether any two limits are disjoint or nested.
    laminar: bool,
    /// The limits, inner ones first.
    order: Vec<usize>,
    /// For each limit, the smallest limit around it.
    parent: Vec<Option<usize>>,
    /// For each category, the smallest limit that holds it.
    owner: Vec<Option<usize>>,
    /// Whether some limit is measured against the grant.
    grant_based: bool,
    /// Whether limits are all on the application, or all on each member.
    one_scope: bool,
}

impl Shape {
    /// Works out the shape of a list of limits.
    pub fn of(limits: &[Limit]) -> Self {
        let mut order: Vec<usize> = (0..limits.len()).collect();
        order.sort_by_key(|&k| (limits[k].categories.count_ones(), k));
        let laminar = limits.iter().enumerate().all(|(i, a)| {
            limits[i + 1..].iter().all(|b| {
                let both = a.categories & b.categories;
                both == 0 || both == a.categories || both == b.categories
            })
        });
        let mut parent = vec![None; limits.len()];
        for (place, &k) in order.iter().enumerate() {
            parent[k] = order[place + 1..].iter().copied().find(|&p| limits[p].categories & limits[k].categories == limits[k].categories);
        }
        let owner = (0..64).map(|c| order.iter().copied().find(|&k| limits[k].categories >> c & 1 == 1)).collect();
        Self {
            laminar,
            order,
            parent,
            owner,
            grant_based: limits.iter().any(|l| matches!(l.bound, Bound::OfGrant(..))),
            one_scope: limits.windows(2).all(|w| w[0].each_member == w[1].each_member),
        }
    }
}

/// Everything the solver needs to know of an application and its call.
#[derive(Debug, Clone, Copy)]
pub struct Problem<'a> {
    /// The requested amounts; none negative, at most one for a member and category.
    pub items: &'a [Item],
    /// The members.
    pub members: &'a [Terms],
    /// The cap on the whole grant.
    pub cap: Option<i64>,
    /// How a member's grant is brought to its unit.
    pub rounding: Rounding,
    /// The unit of the grant in yen: 1, or 1,000 where a call drops the rest.
    pub unit: i64,
    /// The limits.
    pub limits: &'a [Limit],
    /// Their shape.
    pub shape: &'a Shape,
}

/// The recognised amounts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Solution {
    /// One amount for each item.
    pub recognised: Vec<i64>,
    /// Whether the search was finished. `false` only where limits cross over so many members that
    /// the exact search was cut off; the amounts then satisfy every limit, but a larger total could
    /// exist.
    pub proven: bool,
}

/// A limit as it stands for a set of amounts: for the application, or for one member.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Standing {
    /// The member, where each is tested on its own.
    pub member: Option<usize>,
    /// The sum of the limited expenses.
    pub sum: i64,
    /// What the bound is a rate of; `None` for a fixed amount.
    pub base: Option<i64>,
    /// The largest sum that the limit allows at this base.
    pub allowed: i64,
}

impl Standing {
    /// Whether the limit holds.
    pub const fn holds(&self) -> bool {
        self.sum <= self.allowed
    }
}

impl Problem<'_> {
    /// The grant of a member before the cap on the whole, for an eligible total.
    pub fn member_grant(&self, member: usize, eligible: i64) -> i64 {
        let terms = &self.members[member];
        let exact = terms.rate.of(Yen::clamped(eligible), self.rounding, self.unit).get();
        terms.cap.map_or(exact, |cap| exact.min(round_down(cap, self.unit)))
    }

    /// The eligible total of each member.
    pub fn totals(&self, amounts: &[i64]) -> Vec<i64> {
        let mut totals = vec![0; self.members.len()];
        for (item, amount) in self.items.iter().zip(amounts) {
            totals[item.member] += amount;
        }
        totals
    }

    /// The whole grant, after the cap, for the members' eligible totals.
    pub fn grant(&self, totals: &[i64]) -> i64 {
        let sum = totals.iter().enumerate().map(|(m, &t)| self.member_grant(m, t)).sum();
        self.capped(sum)
    }

    fn capped(&self, grant: i64) -> i64 {
        self.cap.map_or(grant, |cap| grant.min(round_down(cap, self.unit)))
    }

    /// How a limit stands: once for the application, or once for each member.
    pub fn standings(&self, limit: &Limit, amounts: &[i64]) -> Vec<Standing> {
        let totals = self.totals(amounts);
        self.scopes(limit).map(|scope| self.standing(limit, scope, amounts, &totals)).collect()
    }

    /// Whom a limit is on: everybody together, or each member.
    pub(crate) fn scopes(&self, limit: &Limit) -> impl Iterator<Item = Option<usize>> + use<> {
        let each = limit.each_member && self.members.len() > 1;
        (0..if each { self.members.len() } else { 1 }).map(move |m| each.then_some(m))
    }

    pub(crate) fn standing(&self, limit: &Limit, member: Option<usize>, amounts: &[i64], totals: &[i64]) -> Standing {
        let of_member = |m: usize| member.is_none_or(|only| only == m);
        let mut sum = 0;
        // The expenses weighed by their members' rates, where the limit asks for the grant part.
        let by_weight = matches!(limit.bound, Bound::OfGrant(_, Compared::GrantPart));
        let mut weighed = by_weight.then(|| BigRational::from_integer(0.into()));
        for (item, &amount) in self.items.iter().zip(amounts) {
            if limit.categories >> item.category & 1 == 1 && of_member(item.member) {
                sum += amount;
                if let Some(weighed) = &mut weighed {
                    *weighed += big(self.members[item.member].rate) * BigInt::from(amount);
                }
            }
        }
        let base = match limit.bound {
            Bound::Yen(_) => None,
            Bound::OfEligible(_) => Some(match member {
                Some(m) => totals[m],
                None => totals.iter().sum(),
            }),
            Bound::OfGrant(..) => Some(match member {
                Some(m) => self.capped(self.member_grant(m, totals[m])),
                None => self.grant(totals),
            }),
        };
        let allowed = match limit.bound {
            Bound::Yen(yen) => below(yen, 1, limit.strict),
            Bound::OfEligible(rate) | Bound::OfGrant(rate, Compared::Expense) => rate_of(rate, base.unwrap_or(0), limit.strict),
            Bound::OfGrant(rate, Compared::GrantPart) => {
                // With one rate the grant part turns back into expenses; with several, the sum is
                // scaled as its weight would have to be.
                match self.one_rate(member) {
                    Some(own) => grant_part_allowed(rate, own, base.unwrap_or(0), limit.strict),
                    None => scaled(sum, &weighed.unwrap_or_default(), &(big(rate) * BigInt::from(base.unwrap_or(0))), limit.strict),
                }
            }
        };
        Standing { member, sum, base, allowed }
    }

    /// The rate that all the members concerned share, if they do.
    fn one_rate(&self, member: Option<usize>) -> Option<Rate> {
        if let Some(m) = member {
            return Some(self.members[m].rate);
        }
        let first = self.members.first()?.rate;
        self.members.iter().all(|m| m.rate == first).then_some(first)
    }

    /// Whether every limit holds for these amounts.
    pub fn holds(&self, amounts: &[i64]) -> bool {
        self.limits.iter().all(|l| self.standings(l, amounts).iter().all(Standing::holds))
    }

    /// The greatest amounts that satisfy every limit at once.
    pub fn solve(&self) -> Solution {
        let requested: Vec<i64> = self.items.iter().map(|i| i.requested).collect();
        if self.limits.is_empty() || self.items.is_empty() {
            return Solution { recognised: requested, proven: true };
        }
        let alone = self.members.len() == 1;
        let shape = self.shape;
        if shape.laminar && (alone || (shape.one_scope && (self.limits[0].each_member || !shape.grant_based))) {
            return Solution { recognised: fixpoint::solve(self), proven: true };
        }
        if self.holds(&requested) {
            return Solution { recognised: requested, proven: true };
        }
        match consortium::solve(self) {
            Some(found) if found.proven => found,
            found => exact::solve(self, found.map(|f| f.recognised)),
        }
    }

    /// The members' eligible totals at the greatest amounts. A single applicant's needs no sharing out.
    pub fn greatest_totals(&self) -> Vec<i64> {
        if self.is_fixed_point() { vec![fixpoint::greatest_total(self)] } else { self.totals(&self.solve().recognised) }
    }

    /// Whether the answer is a fixed point, whatever is asked for.
    pub(crate) fn is_fixed_point(&self) -> bool {
        self.shape.laminar && self.members.len() == 1
    }

    /// Solves by exact search whatever the shape: the other way, for the test that holds both together.
    pub fn solve_by_search(&self) -> Solution {
        exact::solve(self, None)
    }

    /// Shares the cap on the whole among the members: each member's grant after it.
    pub fn shared_grants(&self, totals: &[i64], keep_first: bool) -> Vec<i64> {
        let mut grants: Vec<i64> = totals.iter().enumerate().map(|(m, &t)| self.member_grant(m, t)).collect();
        let sum: i64 = grants.iter().sum();
        let whole = self.capped(sum);
        if whole < sum {
            let units: Vec<i64> = grants.iter().map(|g| g / self.unit).collect();
            let shared = if keep_first { allot::keep_first(whole / self.unit, &units) } else { allot::pro_rata(whole / self.unit, &units) };
            grants = shared.into_iter().map(|u| u * self.unit).collect();
        }
        grants
    }
}

/// The largest whole amount at most (or, when strict, below) `rate × base`; never negative.
fn rate_of(rate: Rate, base: i64, strict: bool) -> i64 {
    // Amounts and rates as people write them fit 64 bits; only the rest pays for 128.
    if let Some(above) = rate.numerator().checked_mul(base) {
        let above = if strict { above - 1 } else { above };
        return above.div_euclid(rate.denominator()).max(0);
    }
    below_wide(i128::from(rate.numerator()) * i128::from(base), i128::from(rate.denominator()), strict)
}

/// The largest sum of expenses at one rate `own` whose grant part is within `rate × grant`.
fn grant_part_allowed(rate: Rate, own: Rate, grant: i64, strict: bool) -> i64 {
    if own == Rate::ZERO {
        return i64::MAX;
    }
    let above = i128::from(rate.numerator()) * i128::from(own.denominator());
    let under = i128::from(rate.denominator()) * i128::from(own.numerator());
    match above.checked_mul(i128::from(grant)) {
        Some(above) => below_wide(above, under, strict),
        None => i64::MAX,
    }
}

fn below(above: i64, under: i64, strict: bool) -> i64 {
    below_wide(i128::from(above), i128::from(under), strict)
}

fn below_wide(above: i128, under: i128, strict: bool) -> i64 {
    let above = if strict { above - 1 } else { above };
    i64::try_from(above.div_euclid(under)).unwrap_or(i64::MAX).max(0)
}

/// Down to a whole number of units.
fn round_down(amount: i64, unit: i64) -> i64 {
    amount - amount.rem_euclid(unit.max(1))
}

/// The sum whose weight is within `room`, when `sum` weighs `weight` and keeps its mix.
fn scaled(sum: i64, weight: &BigRational, room: &BigRational, strict: bool) -> i64 {
    if weight.is_zero() {
        return i64::MAX;
    }
    let allowed = (room * BigInt::from(sum) / weight).floor().to_integer().to_i64().unwrap_or(i64::MAX);
    if strict && weight >= room { allowed.min(sum - 1).max(0) } else { allowed }
}

fn big(rate: Rate) -> BigRational {
    BigRational::new(rate.numerator().into(), rate.denominator().into())
}
