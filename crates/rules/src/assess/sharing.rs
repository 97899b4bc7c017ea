//! What members share: costs that they bear together, what members of a kind may have beside the others, the cap on the whole, and a grant
//! that is paid for all.

use kernel::{Rate, Rounding, Yen};

use super::Work;
use crate::{
    assessment::Outcome,
    language::{CapShared, GrantBase},
    solve::{Item, Sharing},
};

/// What a rule on members of a kind took: the grants of all before and after, and the most that it lets through.
pub(super) struct AppliedKindCap {
    pub place: usize,
    pub before: i64,
    pub after: i64,
    pub bound: i64,
}

impl Work<'_, '_> {
    /// The members' eligible totals: what is recognised of their own expenses, and their shares of what they bear together.
    pub(super) fn member_totals(&self, items: &[Item], recognised: &[i64], mut totals: Vec<i64>) -> Vec<i64> {
        let Some((shared, slot)) = self.plan.shared.filter(|_| self.ids.len() > 1 && !self.paid_together()) else { return totals };
        let mut common = 0_i64;
        for (item, yen) in items.iter().zip(recognised).filter(|(item, _)| shared >> item.category & 1 == 1) {
            totals[item.member] -= yen;
            common += yen;
        }
        let mut left = common;
        for m in (0..totals.len()).filter(|m| *m != self.facts.lead) {
            let share = self.facts.get(self.plan, slot, m).and_then(|k| k.value.number()).unwrap_or(Rate::ZERO);
            let part = share.of(Yen::clamped(common), Rounding::Down, 1).get().min(left);
            totals[m] += part;
            left -= part;
        }
        totals[self.facts.lead] += left;
        totals
    }

    /// What members of a kind keep beside the others, and what each rule took.
    pub(super) fn kind_caps(&self, mut own: Vec<i64>, unit: i64) -> (Vec<i64>, Vec<AppliedKindCap>) {
        let mut told = Vec::new();
        let rules = self.plan.programme.amount.kind_caps.values().zip(&self.plan.kind_caps);
        for (place, (rule, like)) in rules.enumerate().filter(|_| self.ids.len() > 1) {
            let of_kind: Vec<bool> = (0..own.len()).map(|m| self.scope(m).test(like).outcome == Outcome::Yes).collect();
            let sum = |kind: bool| -> i64 { own.iter().zip(&of_kind).filter(|(_, is)| **is == kind).map(|(yen, _)| yen).sum() };
            let (theirs, others) = (sum(true), sum(false));
            // At most r of all together is at most r / (1 - r) of the others.
            let rest = rule.at_most.denominator() - rule.at_most.numerator();
            let share = match rule.of {
                GrantBase::Others => Some(rule.at_most),
                GrantBase::All => Rate::new(rule.at_most.numerator(), rest).filter(|_| rest > 0),
            };
            let Some(bound) = share.map(|share| share.of(Yen::clamped(others), Rounding::Down, unit).get()) else { continue };
            if theirs > bound {
                let before: i64 = own.iter().sum();
                for (yen, _) in own.iter_mut().zip(&of_kind).filter(|(_, is)| **is) {
                    let part = Rate::new(*yen, theirs).unwrap_or(Rate::ZERO);
                    *yen = part.of(Yen::clamped(bound), Rounding::Down, unit).get();
                }
                told.push(AppliedKindCap { place, before, after: own.iter().sum(), bound });
            }
        }
        (own, told)
    }

    /// How the cap on the whole is shared.
    pub(super) fn sharing(&self) -> Sharing {
        match self.plan.programme.amount.cap_shared {
            Some(CapShared::LeadFirst) => Sharing::KeepFirst,
            Some(CapShared::ProRataDown) => Sharing::ProRataDown,
            Some(CapShared::ProRata) | None => Sharing::ProRata,
        }
    }

    /// A grant that is paid for all, divided among the members as the call says.
    pub(super) fn divide(&self, grants: &mut [i64], totals: &[i64]) {
        let Some(rule) = &self.plan.programme.amount.divided else { return };
        let lead = self.facts.lead;
        let (whole, sum) = (grants[lead], totals.iter().sum::<i64>());
        for m in (0..grants.len()).filter(|m| *m != lead) {
            let share = Rate::new(totals[m], sum).unwrap_or(Rate::ZERO);
            grants[m] = share.of(Yen::clamped(whole), rule.rounding, rule.unit.get().max(1)).get().min(grants[lead]);
            grants[lead] -= grants[m];
        }
    }
}
