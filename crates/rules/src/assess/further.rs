//! What is told beside the amounts: how every limit stands and how far it reaches, and what further yen would bring.

use super::{Work, amounts::Amounts};
use crate::{
    assessment::{LimitAnswer, Next, NotSearched, Searched},
    language::PaidTo,
    solve::{Budget, Item},
};

/// What the next step of a budget is measured with.
const NEXT: i64 = 10_000;
/// More than anybody asks for, to see how far a limit lets its expenses grow.
const GROWN: i64 = 1_000_000_000_000;
/// Steps for all that is searched beside the amounts: what further yen would bring, how far limits reach, other sharings.
const FURTHER_STEPS: usize = 600_000;
/// Members for whom what further yen would bring is looked for.
const MOST_NEXT: usize = 6;

/// What is searched beside the amounts: the steps that are left for it, and what was not searched to the end.
pub(super) struct Further<'p> {
    budget: Budget,
    given: usize,
    pub(super) open: Vec<NotSearched<'p>>,
}

impl Further<'_> {
    pub(super) fn new() -> Self {
        Self { budget: Budget::of(FURTHER_STEPS), given: 0, open: Vec::new() }
    }

    /// An even part of what is left for so many questions.
    fn part(&mut self, of: usize) -> Budget {
        self.given = self.budget.left() / of.max(1);
        Budget::of(self.given)
    }

    fn give_back(&mut self, part: &Budget) {
        self.budget.spend(self.given - part.left());
    }
}

impl<'p> Work<'p, '_> {
    pub(super) fn limits(&self, amounts: &Amounts<'p>, further: &mut Further<'p>) -> Vec<LimitAnswer<'p>> {
        let rules = &self.plan.programme.limits;
        let mut answers = Vec::with_capacity(amounts.standings.len());
        for (place, filed, found, bit) in &amounts.standings {
            let Some((id, rule)) = rules.get_index(*place) else { continue };
            let is_adjusted = (0..self.claimed.len()).any(|c| self.plan.limits[*place].categories >> c & 1 == 1 && self.is_adjusted(c));
            let growth = if *bit || is_adjusted || !amounts.known { None } else { self.growth(amounts, *place, found.member, id, further) };
            answers.push(LimitAnswer {
                id,
                member: found.member.map(|m| self.ids[m].clone()),
                within: filed.holds(),
                bit: *bit,
                requested_yen: filed.sum,
                requested_allowed_yen: filed.allowed,
                recognised_yen: found.sum,
                base_yen: found.base,
                allowed_yen: found.allowed,
                slack_yen: found.allowed.saturating_sub(found.sum).max(0),
                growth_yen: growth,
                cite: &rule.cite,
            });
        }
        answers
    }

    /// What a limit lets through if only its expenses grow.
    fn growth(&self, amounts: &Amounts<'p>, place: usize, only: Option<usize>, id: &'p str, further: &mut Further<'p>) -> Option<i64> {
        let rule = &self.plan.programme.amount;
        let categories = self.plan.limits[place].categories;
        let mut items = amounts.items.clone();
        for m in (0..self.ids.len()).filter(|m| only.is_none_or(|o| o == *m)) {
            if rule.paid_to == PaidTo::Lead && m != self.facts.lead {
                continue;
            }
            for category in (0..self.plan.programme.expenses.categories.len()).filter(|c| categories >> c & 1 == 1) {
                match items.iter_mut().find(|i| i.member == m && i.category == category) {
                    Some(item) => item.requested = GROWN,
                    None => items.push(Item { member: m, category, requested: GROWN }),
                }
            }
        }
        let problem = self.problem(amounts, &items);
        if let Some(sum) = problem.greatest_through(place).filter(|_| amounts.solution.proven) {
            return (sum < GROWN).then_some(sum);
        }
        let mut own = further.part(4);
        let found = problem.solve_within(&mut own);
        further.give_back(&own);
        if !(found.proven && amounts.solution.proven) {
            further.open.push(NotSearched { what: Searched::Growth, member: only.map(|m| self.ids[m].clone()), id: Some(id) });
            return None;
        }
        let inside = |i: &Item| categories >> i.category & 1 == 1 && only.is_none_or(|m| m == i.member);
        let sum = items.iter().zip(&found.recognised).filter(|(i, _)| inside(i)).map(|(_, a)| a).sum();
        (sum < GROWN).then_some(sum)
    }

    /// What the next 10,000 yen in each category would bring.
    pub(super) fn next(&self, amounts: &Amounts<'p>, eligible: i64, grant: i64, further: &mut Further<'p>) -> Vec<Next<'p>> {
        let rule = &self.plan.programme.amount;
        let members = (0..self.ids.len()).filter(|m| rule.paid_to != PaidTo::Lead || *m == self.facts.lead);
        let members: Vec<usize> = members.collect();
        let mut answers = Vec::new();
        if !amounts.known {
            return answers;
        }
        // With many members of different rates each answer is a search of its own; beside amounts that were not found for sure
        // it would say nothing.
        if members.len() > MOST_NEXT || !amounts.solution.proven {
            further.open.push(NotSearched { what: Searched::Next, member: None, id: None });
            return answers;
        }
        let mut items = amounts.items.clone();
        let categories = self.plan.programme.expenses.categories.len();
        for (done, m) in members.iter().copied().enumerate() {
            for category in 0..categories {
                if self.is_adjusted(category) {
                    // What more of it brought would have to go through the adjustments first.
                    continue;
                }
                let place = items.iter().position(|i| i.member == m && i.category == category);
                if place.is_none() && !self.plan.programme.amount.parts.is_empty() {
                    // Which part a new line would belong to, its facts would say.
                    continue;
                }
                match place {
                    Some(place) => items[place].requested += NEXT,
                    None => items.push(Item { member: m, category, requested: NEXT }),
                }
                let problem = self.problem(amounts, &items);
                let mut own = further.part((members.len() - done) * categories - category);
                let (totals, grant_then, proven) = if self.by_totals_alone() {
                    let (totals, proven) = problem.greatest_totals(&mut own);
                    let then = problem.grant(&totals);
                    (totals, then, proven)
                } else {
                    let found = problem.solve_within(&mut own);
                    let then = self.grants(amounts, &items, &found.recognised).grants.iter().sum();
                    (problem.totals(&found.recognised), then, found.proven)
                };
                further.give_back(&own);
                if proven {
                    answers.push(Next {
                        member: self.ids[m].clone(),
                        category: self.plan.category_id(category),
                        eligible_yen: totals.iter().sum::<i64>() - eligible,
                        grant_yen: grant_then - grant,
                    });
                } else {
                    let id = Some(self.plan.category_id(category));
                    further.open.push(NotSearched { what: Searched::Next, member: Some(self.ids[m].clone()), id });
                }
                match place {
                    Some(place) => items[place].requested -= NEXT,
                    None => {
                        items.pop();
                    }
                }
            }
        }
        answers
    }
}
