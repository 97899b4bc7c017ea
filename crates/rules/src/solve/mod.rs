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
mod terms;

pub(crate) use terms::rounded;
pub use terms::{Bracket, OtherMoney, Terms};

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

/// What a limit compares with its base.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Compared {
    /// The recognised expenses themselves.
    Expense,
    /// The part of the grant that they bring: expenses times the member's rate.
    GrantPart,
    /// The same, where the part of each member and category is brought to a unit before it is compared.
    RoundedPart(Rounding, i64),
}

/// What a limit is measured against.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Bound {
    /// A fixed amount.
    Yen(i64, Compared),
    /// A rate of the eligible total (補助対象経費総額).
    OfEligible(Rate),
    /// A rate of the expenses in these categories, a bit each (直接経費の10%).
    OfCategories(Rate, u64),
    /// A rate of the grant total (助成金総額).
    OfGrant(Rate, Compared),
}

impl Bound {
    /// What is compared with it.
    pub const fn compared(self) -> Compared {
        match self {
            Self::Yen(_, compared) | Self::OfGrant(_, compared) => compared,
            Self::OfEligible(_) | Self::OfCategories(..) => Compared::Expense,
        }
    }
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
    /// Whether any two limits are disjoint or nested, and none is measured against some categories only.
    laminar: bool,
    /// The limits, inner ones first.
    order: Vec<usize>,
    /// For each limit, the smallest limit around it.
    parent: Vec<Option<usize>>,
    /// For each category, the smallest limit that holds it.
    owner: Vec<Option<usize>>,
    /// Whether some limit is measured against the grant, or compares its parts: then members' rates matter.
    grant_based: bool,
    /// Whether each limit's measure is of one sum: no parts of several categories are rounded apart, and no base is a part of the
    /// whole.
    of_sums: bool,
    /// Whether limits are all on the application, or all on each member.
    one_scope: bool,
}

impl Shape {
    /// Works out the shape of a list of limits.
    pub fn of(limits: &[Limit]) -> Self {
        let mut order: Vec<usize> = (0..limits.len()).collect();
        order.sort_by_key(|&k| (limits[k].categories.count_ones(), k));
        let of_sums = limits.iter().all(|l| l.categories.is_power_of_two() || !matches!(l.bound.compared(), Compared::RoundedPart(..)));
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
        // A base that is a part of the whole may grow while the whole does not.
        let one_base = !limits.iter().any(|l| matches!(l.bound, Bound::OfCategories(..)));
        Self {
            laminar: laminar && of_sums && one_base,
            order,
            parent,
            owner,
            grant_based: limits.iter().any(|l| matches!(l.bound, Bound::OfGrant(..)) || l.bound.compared() != Compared::Expense),
            of_sums: of_sums && one_base,
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
    /// Whether the members' expenses are added up and bring one grant; every member then has the terms of the whole.
    pub together: bool,
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

/// How a cap on the whole is shared among the members.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Sharing {
    /// In proportion; what is left over goes to the largest remainders.
    #[default]
    ProRata,
    /// In proportion, each cut to the unit; what is left over goes to nobody.
    ProRataDown,
    /// In their order, until nothing is left.
    KeepFirst,
}

/// The recognised amounts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Solution {
    /// One amount for each item.
    pub recognised: Vec<i64>,
    /// Whether the search was finished. `false` only where limits cross over so many members that
    /// the exact search was cut off; the amounts then satisfy every limit, but a larger total, or a larger
    /// grant at the same total, could exist.
    pub proven: bool,
}

/// How much may still be searched, in steps: entries of linear programmes and choices compared. Steps are the same on every
/// machine, so an answer never hangs on how fast one is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Budget {
    left: usize,
}

impl Budget {
    /// What one question may take: some seconds.
    pub const WHOLE: usize = 5_000_000;

    /// So many steps.
    pub const fn of(steps: usize) -> Self {
        Self { left: steps }
    }

    /// Takes steps; `false` once there are none left.
    pub(crate) const fn spend(&mut self, steps: usize) -> bool {
        self.left = self.left.saturating_sub(steps);
        self.left > 0
    }

    /// What is left.
    pub const fn left(&self) -> usize {
        self.left
    }
}

impl Default for Budget {
    fn default() -> Self {
        Self::of(Self::WHOLE)
    }
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
        let exact = terms.with_added(terms.before_cap(eligible, self.rounding, self.unit), self.rounding, self.unit);
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
        self.capped(self.uncapped(totals))
    }

    /// The whole grant before the cap on the whole.
    pub fn uncapped(&self, totals: &[i64]) -> i64 {
        if self.together {
            return self.member_grant(0, totals.iter().sum());
        }
        totals.iter().enumerate().map(|(m, &t)| self.member_grant(m, t)).sum()
    }

    /// A grant within the cap on the whole.
    pub(crate) fn capped(&self, grant: i64) -> i64 {
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
        let compared = limit.bound.compared();
        let mut sum = 0;
        // The expenses weighed by their members' rates, where the limit asks for the grant part.
        let mut weighed = (compared != Compared::Expense).then(BigRational::zero);
        let mut concerned: Option<usize> = None;
        let mut several = false;
        // Paid together, the part of a category is that of all members; the amounts that are compared, by member and category.
        let mut parts: Vec<(usize, usize, i64)> = Vec::new();
        for (item, &amount) in self.items.iter().zip(amounts) {
            if limit.categories >> item.category & 1 == 1 && of_member(item.member) {
                sum += amount;
                if weighed.is_none() {
                    continue;
                }
                match parts.iter_mut().find(|(_, category, _)| self.together && *category == item.category) {
                    Some(part) => part.2 += amount,
                    None => parts.push((item.member, item.category, amount)),
                }
            }
        }
        if let Some(weighed) = &mut weighed {
            for (member, _, amount) in parts {
                several |= concerned.replace(member).is_some();
                *weighed += self.part(member, amount, compared);
            }
        }
        let base = match limit.bound {
            Bound::Yen(..) => None,
            Bound::OfEligible(_) => Some(match member {
                Some(m) => totals[m],
                None => totals.iter().sum(),
            }),
            Bound::OfCategories(_, base) => {
                let inside = |item: &Item| base >> item.category & 1 == 1 && of_member(item.member);
                Some(self.items.iter().zip(amounts).filter(|(i, _)| inside(i)).map(|(_, a)| a).sum())
            }
            Bound::OfGrant(..) => Some(match member {
                Some(m) => self.capped(self.member_grant(m, totals[m])),
                None => self.grant(totals),
            }),
        };
        // A fixed amount is the whole of itself.
        let (rate, of) = match limit.bound {
            Bound::Yen(yen, _) => (Rate::ONE, yen),
            Bound::OfEligible(rate) | Bound::OfCategories(rate, _) | Bound::OfGrant(rate, _) => (rate, base.unwrap_or(0)),
        };
        // With one rate the grant part turns back into expenses, and so does the rounded part of one item; otherwise the
        // sum is scaled as its weight would have to be.
        let own = match compared {
            Compared::RoundedPart(..) if several => None,
            Compared::RoundedPart(..) => concerned.map(|m| self.members[m].rate).or_else(|| self.one_rate(member)),
            _ => self.one_rate(member),
        };
        let allowed = match (compared, own) {
            (Compared::Expense, _) => rate_of(rate, of, limit.strict),
            (_, Some(own)) => part_allowed(rate, own, of, compared, limit.strict),
            (_, None) => scaled(sum, &weighed.unwrap_or_default(), &(big(rate) * BigInt::from(of)), limit.strict),
        };
        Standing { member, sum, base, allowed }
    }

    /// The part of the grant that so many yen of a member bring, as a limit compares it.
    fn part(&self, member: usize, amount: i64, compared: Compared) -> BigRational {
        let rate = self.members[member].rate;
        match compared {
            Compared::RoundedPart(rounding, unit) => BigRational::from_integer(rate.of(Yen::clamped(amount), rounding, unit).get().into()),
            _ => big(rate) * BigInt::from(amount),
        }
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
        self.solve_within(&mut Budget::default())
    }

    /// The same with no more steps than a budget has.
    pub fn solve_within(&self, budget: &mut Budget) -> Solution {
        let requested: Vec<i64> = self.items.iter().map(|i| i.requested).collect();
        if self.limits.is_empty() || self.items.is_empty() {
            return Solution { recognised: requested, proven: true };
        }
        let shape = self.shape;
        if self.members.len() > 1 && shape.one_scope {
            if self.together && !self.limits[0].each_member {
                return self.solve_as_one(budget);
            }
            if self.limits[0].each_member && !shape.laminar {
                return self.solve_apart(budget);
            }
        }
        let each_alone = self.members.len() == 1 || (shape.one_scope && self.limits[0].each_member);
        if shape.laminar && each_alone {
            return Solution { recognised: fixpoint::solve(self), proven: true };
        }
        if self.holds(&requested) {
            return Solution { recognised: requested, proven: true };
        }
        let of_one_grant = self.together && self.members.len() > 1 && self.limits.iter().any(|l| matches!(l.bound, Bound::OfGrant(..)));
        if of_one_grant || shape.grant_based && !self.members.iter().all(Terms::concave) {
            // A grant that grows faster as it grows has no rows that bound it: what is found holds every limit, and that is said.
            return Solution { recognised: exact::first(self), proven: false };
        }
        let found = match consortium::solve(self, budget) {
            Some(found) if found.proven => return found,
            _ if shape.laminar && shape.one_scope && !shape.grant_based => Solution { recognised: fixpoint::solve(self), proven: true },
            found => exact::solve(self, found.map(|f| f.recognised), budget),
        };
        if self.members.len() == 1 || self.together {
            found
        } else if self.members.iter().all(Terms::concave) {
            exact::greatest_grant(self, found, budget)
        } else {
            Solution { proven: false, ..found }
        }
    }

    /// Members whose expenses are added up, under limits on the whole: one applicant, whose amounts are shared out again in
    /// proportion to what each asked for.
    fn solve_as_one(&self, budget: &mut Budget) -> Solution {
        let mut places: Vec<Vec<usize>> = Vec::new();
        let mut items: Vec<Item> = Vec::new();
        for (i, item) in self.items.iter().enumerate() {
            if let Some(place) = items.iter().position(|one| one.category == item.category) {
                items[place].requested += item.requested;
                places[place].push(i);
            } else {
                items.push(Item { member: 0, ..*item });
                places.push(vec![i]);
            }
        }
        let one = Problem { items: &items, members: &self.members[..1], ..*self };
        let found = one.solve_within(budget);
        let mut recognised = vec![0; self.items.len()];
        for (amount, places) in found.recognised.iter().zip(places) {
            let claims: Vec<i64> = places.iter().map(|&i| self.items[i].requested).collect();
            for (&i, share) in places.iter().zip(allot::pro_rata(*amount, &claims)) {
                recognised[i] = share;
            }
        }
        Solution { recognised, proven: found.proven }
    }

    /// Members of whom each is under limits of its own: one after the other.
    fn solve_apart(&self, budget: &mut Budget) -> Solution {
        let mut recognised = vec![0; self.items.len()];
        let mut proven = true;
        for m in 0..self.members.len() {
            let places: Vec<usize> = (0..self.items.len()).filter(|&i| self.items[i].member == m).collect();
            let items: Vec<Item> = places.iter().map(|&i| Item { member: 0, ..self.items[i] }).collect();
            let found = Problem { items: &items, members: &self.members[m..=m], ..*self }.solve_within(budget);
            for (&i, amount) in places.iter().zip(&found.recognised) {
                recognised[i] = *amount;
            }
            proven &= found.proven;
        }
        Solution { recognised, proven }
    }

    /// The members' eligible totals at the greatest amounts, and whether they are proven. A single applicant's needs no sharing
    /// out.
    pub fn greatest_totals(&self, budget: &mut Budget) -> (Vec<i64>, bool) {
        if self.is_fixed_point() {
            return (vec![fixpoint::greatest_total(self)], true);
        }
        let found = self.solve_within(budget);
        (self.totals(&found.recognised), found.proven)
    }

    /// What an outermost limit lets through at the greatest amounts, where no sharing out is needed to say it.
    pub fn greatest_through(&self, limit: usize) -> Option<i64> {
        (self.is_fixed_point() && self.shape.parent.get(limit)?.is_none()).then(|| fixpoint::through(self, limit))
    }

    /// Amounts of the same total and grant as those found under which the members who count are paid so much of it, before the cap
    /// on the whole is shared; the nearest. And whether the search was finished.
    pub fn split(&self, found: &[i64], counts: &[bool], need: i64, budget: &mut Budget) -> (Option<Vec<i64>>, bool) {
        exact::split(self, found, counts, need, budget)
    }

    /// Whether the answer is a fixed point, whatever is asked for.
    pub(crate) fn is_fixed_point(&self) -> bool {
        self.shape.laminar && self.members.len() == 1
    }

    /// Solves by exact search whatever the shape: the other way, for the test that holds both together.
    pub fn solve_by_search(&self) -> Solution {
        exact::solve(self, None, &mut Budget::default())
    }

    /// Shares the cap on the whole among the members: each member's grant after it.
    pub fn shared_grants(&self, totals: &[i64], how: Sharing) -> Vec<i64> {
        self.share_cap(totals.iter().enumerate().map(|(m, &t)| self.member_grant(m, t)).collect(), how)
    }

    /// The same for grants that are known already.
    pub fn share_cap(&self, mut grants: Vec<i64>, how: Sharing) -> Vec<i64> {
        let sum: i64 = grants.iter().sum();
        let whole = self.capped(sum);
        if whole < sum {
            let units: Vec<i64> = grants.iter().map(|g| g / self.unit).collect();
            let shared = match how {
                Sharing::KeepFirst => allot::keep_first(whole / self.unit, &units),
                Sharing::ProRata => allot::pro_rata(whole / self.unit, &units),
                Sharing::ProRataDown => allot::pro_rata_down(whole / self.unit, &units),
            };
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

/// The largest sum of expenses at one rate `own` whose grant part is within `rate × of`.
fn part_allowed(rate: Rate, own: Rate, of: i64, compared: Compared, strict: bool) -> i64 {
    if own == Rate::ZERO {
        // Nothing is within anything, but never less than nothing.
        return if strict && (rate == Rate::ZERO || of == 0) { 0 } else { i64::MAX };
    }
    let (own_above, own_below) = (i128::from(own.numerator()), i128::from(own.denominator()));
    let Some(room) = i128::from(rate.numerator()).checked_mul(of.into()) else { return i64::MAX };
    let under = i128::from(rate.denominator());
    let Compared::RoundedPart(rounding, unit) = compared else {
        return match (room.checked_mul(own_below), under.checked_mul(own_above)) {
            (Some(above), Some(under)) => below_wide(above, under, strict),
            _ => i64::MAX,
        };
    };
    // So many units fit; the most yen that are rounded to no more of them.
    let unit = i128::from(unit.max(1));
    let most = || {
        let units = if strict { room - 1 } else { room }.div_euclid(under.checked_mul(unit)?);
        let (twice, at) = match rounding {
            Rounding::Down => (2 * (units + 1), false),
            Rounding::Up => (2 * units, true),
            Rounding::HalfUp => (2 * units + 1, false),
        };
        let above = twice.checked_mul(unit)?.checked_mul(own_below)?;
        Some((if at { above } else { above - 1 }).div_euclid(2 * own_above))
    };
    most().map_or(i64::MAX, |yen| i64::try_from(yen).unwrap_or(i64::MAX).max(0))
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
        return if strict && room.is_zero() { 0 } else { i64::MAX };
    }
    let allowed = (room * BigInt::from(sum) / weight).floor().to_integer().to_i64().unwrap_or(i64::MAX);
    if strict && weight >= room { allowed.min(sum - 1).max(0) } else { allowed }
}

fn big(rate: Rate) -> BigRational {
    BigRational::new(rate.numerator().into(), rate.denominator().into())
}
