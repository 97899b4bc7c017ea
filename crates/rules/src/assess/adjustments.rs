//! Adjustments of expenses, one after another in the order of the file: ceilings, shares of a base, deductions, costs that are divided.

use kernel::{Rate, Rounding, Yen};

use super::{Work, expense::Cell};
use crate::{
    assessment::Outcome,
    language::{Adjustment, Cites, Share},
    plan::{AdjustmentPlan, BasePlan},
};

const DECIDED_EXPENSES: usize = crate::vocabulary::slot("decided_expenses");

/// What an adjustment took away from a member, or from all of them together.
pub(super) struct AppliedAdjustment<'p> {
    pub id: &'p str,
    pub member: Option<usize>,
    pub before: i64,
    pub after: i64,
    /// The most that it lets through, or what it takes off; none where costs are divided, or each category has a bound of its own.
    pub bound: Option<i64>,
    /// Whether it took something away; what is left over of a division is no cut.
    pub bit: bool,
    pub cite: &'p Cites,
}

/// What adjustments leave: admissible yen by member and category, what each took away, and the facts that would decide the rest.
#[derive(Default)]
pub(super) struct Adjusted<'p> {
    pub admissible: Vec<Vec<i64>>,
    pub made: Vec<AppliedAdjustment<'p>>,
    /// By slot and member.
    pub open: Vec<(usize, usize)>,
}

impl<'p> Work<'p, '_> {
    /// Makes every adjustment of the call.
    pub(super) fn adjust(&mut self) {
        if self.plan.adjustments.is_empty() {
            return;
        }
        let filed = self.claims.admissible.clone();
        let after = self.adjusted_amounts(&filed);
        for m in 0..self.ids.len() {
            for category in 0..self.claimed.len() {
                if after.admissible[m][category] != filed[m][category] {
                    self.recount(m, category, after.admissible[m][category]);
                }
            }
        }
        for (category, sum) in self.claimed.iter_mut().enumerate() {
            *sum = after.admissible.iter().map(|own| own[category]).sum();
        }
        self.claims.admissible.clone_from(&after.admissible);
        self.adjusted = after;
    }

    /// What the adjustments leave of amounts by member and category.
    pub(super) fn adjusted_amounts(&self, filed: &[Vec<i64>]) -> Adjusted<'p> {
        let rules = self.plan.programme.expenses.adjustments.iter();
        let mut after = Adjusted { admissible: filed.to_vec(), ..Adjusted::default() };
        let together = self.paid_together();
        let each: Vec<Vec<usize>> =
            if together { vec![(0..self.ids.len()).collect()] } else { (0..self.ids.len()).map(|m| vec![m]).collect() };
        let mut after_each: Vec<Vec<Vec<i64>>> = Vec::new();
        for ((id, rule), ready) in rules.zip(&self.plan.adjustments) {
            let holds_now = rule.at.is_empty() || rule.at.contains(&self.moment.phase);
            for members in each.iter().filter(|_| holds_now) {
                let asked = if together { self.facts.lead } else { members[0] };
                let sum =
                    |of: &[usize], amounts: &[Vec<i64>]| -> i64 { members.iter().flat_map(|m| of.iter().map(|c| amounts[*m][*c])).sum() };
                let before = sum(&ready.categories, &after.admissible);
                if before == 0 {
                    continue;
                }
                let found = ready.when.as_ref().map(|test| self.scope(asked).test(test));
                match found.as_ref().map_or(Outcome::Yes, |found| found.outcome) {
                    Outcome::No => continue,
                    Outcome::Unknown | Outcome::Judgement => {
                        after.open.extend(found.iter().flat_map(|found| &found.missing).map(|slot| (*slot, asked)));
                        continue;
                    }
                    Outcome::Yes => {}
                }
                let told = |after: i64, bound: Option<i64>| AppliedAdjustment {
                    id,
                    member: (!together && self.ids.len() > 1).then_some(asked),
                    before,
                    after,
                    bound,
                    bit: after < before,
                    cite: &rule.cite,
                };
                if !ready.divided.is_empty() {
                    let mut left_over = 0;
                    for m in members {
                        left_over += divide(&ready.categories, &ready.divided, &mut after.admissible[*m]);
                    }
                    after.made.push(AppliedAdjustment { bit: false, ..told(before - left_over, None) });
                    continue;
                }
                if let Some(rate) = rule.of_decided {
                    match self.within_decided(rate, &ready.categories, members, &mut after.admissible) {
                        Ok(left) => after.made.push(told(left, None)),
                        Err(lacking) => after.open.extend(lacking.into_iter().map(|m| (DECIDED_EXPENSES, m))),
                    }
                    continue;
                }
                let measured = match ready.base_at {
                    BasePlan::Now => &after.admissible,
                    BasePlan::Filed => filed,
                    BasePlan::After(place) => after_each.get(place).map_or(filed, Vec::as_slice),
                };
                let base = sum(&ready.of, measured);
                let (bound, left) = match self.bound(rule, ready, base, asked) {
                    Ok(None) => continue,
                    Ok(Some((bound, false))) => (bound, before.min(bound)),
                    Ok(Some((bound, true))) => (bound, (before - bound).max(0)),
                    Err(slots) => {
                        after.open.extend(slots.into_iter().map(|slot| (slot, asked)));
                        continue;
                    }
                };
                // The category named first is kept longest, of its members the lead.
                let lead = self.facts.lead;
                let mut order = members.clone();
                order.sort_by_key(|m| *m != lead);
                let mut room = left;
                for (category, m) in ready.categories.iter().flat_map(|c| order.iter().map(move |m| (*c, *m))) {
                    let own = &mut after.admissible[m][category];
                    *own = (*own).min(room);
                    room -= *own;
                }
                after.made.push(told(left, Some(bound)));
            }
            after_each.push(after.admissible.clone());
        }
        after
    }

    /// Brings each category of each member to a rate of what was decided for it: what is left of all, or the members of whom that is not known.
    fn within_decided(&self, rate: Rate, categories: &[usize], members: &[usize], amounts: &mut [Vec<i64>]) -> Result<i64, Vec<usize>> {
        let decided = |m: usize| self.application.members.get(m).and_then(|member| member.decided_expenses.as_ref());
        let lacking: Vec<usize> = members.iter().copied().filter(|m| decided(*m).is_none()).collect();
        if !lacking.is_empty() {
            return Err(lacking);
        }
        let mut left = 0;
        for (m, category) in members.iter().flat_map(|m| categories.iter().map(|c| (*m, *c))) {
            let yen = decided(m).and_then(|all| all.get(self.plan.category_id(category))).copied().unwrap_or(Yen::ZERO);
            let own = &mut amounts[m][category];
            *own = (*own).min(rate.of(yen, Rounding::Down, 1).get());
            left += *own;
        }
        Ok(left)
    }

    /// The most that an adjustment lets through, or what it takes off; whether it is the latter.
    fn bound(&self, rule: &'p Adjustment, ready: &AdjustmentPlan, base: i64, member: usize) -> Result<Option<(i64, bool)>, Vec<usize>> {
        let of_fact = |slot: usize| self.facts.get(self.plan, slot, member).and_then(|k| k.value.number()).ok_or_else(|| vec![slot]);
        let share = match (&rule.share, ready.share_fact) {
            (Some(Share::Rate(share)), _) => Some(*share),
            (Some(Share::Fact(_)), Some(slot)) => Some(of_fact(slot)?),
            _ => None,
        };
        if let Some(share) = share {
            return Ok(Some((share.of(Yen::clamped(base), Rounding::Down, 1).get(), false)));
        }
        let (table, takes_off) = if rule.less.is_none() { (&rule.at_most, false) } else { (&rule.less, true) };
        Ok(self.yen_of(table, member)?.map(|(_, yen)| (yen, takes_off)))
    }

    /// Whether a category hangs on an adjustment, as what is adjusted or as what a share is of.
    pub(super) fn is_adjusted(&self, category: usize) -> bool {
        self.plan.adjustments.iter().any(|one| {
            one.categories.contains(&category)
                || one.of.contains(&category)
                || one.divided.iter().any(|(a, b)| *a == category || *b == category)
        })
    }

    /// Brings the lines of a category that belong to parts of the grant to so much, the first of them kept longest.
    fn recount(&mut self, member: usize, category: usize, yen: i64) {
        let mut left = yen;
        for cell in self.claims.cells.iter_mut().filter(|c| c.member == member && c.category == category) {
            cell.admissible = cell.admissible.min(left);
            left -= cell.admissible;
        }
        if left > 0 && !self.plan.parts.is_empty() {
            // What came here from costs that were divided belongs to the parts of the category.
            let of = |(k, part): (usize, &crate::plan::PartPlan)| {
                (part.lines.is_none() && part.categories >> category & 1 == 1).then_some(1 << k)
            };
            let parts = self.plan.parts.iter().enumerate().filter_map(of).fold(0, |all, bit: u64| all | bit);
            self.claims.cells.push(Cell { member, category, parts, month: None, units: None, line_group: 0, admissible: left });
        }
        self.claims.cells.retain(|cell| cell.admissible > 0);
    }
}

/// Divides what stands in some categories among others in proportion to what stands in a third each, down to whole yen; what is left over
/// counts nowhere.
fn divide(from: &[usize], among: &[(usize, usize)], amounts: &mut [i64]) -> i64 {
    let sum: i64 = from.iter().map(|c| amounts[*c]).sum();
    let weights: i64 = among.iter().map(|(_, weight)| amounts[*weight]).sum();
    if weights == 0 {
        return 0;
    }
    let shares: Vec<i64> = among
        .iter()
        .map(|(_, weight)| Rate::new(amounts[*weight], weights).map_or(0, |share| share.of(Yen::clamped(sum), Rounding::Down, 1).get()))
        .collect();
    for category in from {
        amounts[*category] = 0;
    }
    let left_over = sum - shares.iter().sum::<i64>();
    for ((target, _), share) in among.iter().zip(shares) {
        amounts[*target] += share;
    }
    left_over
}
