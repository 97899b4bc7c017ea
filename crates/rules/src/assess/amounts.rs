//! The amounts of an application: solved, and told step by step.

use std::borrow::Cow;

use kernel::{Rate, Yen};

use super::{Work, facts::word};
use crate::{
    assessment::{CategoryAnswer, LimitAnswer, MemberAnswer, Next, Step},
    language::{CapShared, PaidTo},
    solve::{Item, Problem, Solution, Standing, Terms},
};

/// What the next step of a budget is measured with.
const NEXT: i64 = 10_000;

/// The amounts, solved.
pub(super) struct Amounts<'p> {
    pub(super) items: Vec<Item>,
    pub(super) terms: Vec<Terms>,
    pub(super) groups: Vec<Option<(&'p str, Rate)>>,
    pub(super) cap: Option<(&'p str, i64)>,
    pub(super) cap_known: bool,
    pub(super) solution: Solution,
    pub(super) totals: Vec<i64>,
    pub(super) grants: Vec<i64>,
    pub(super) known: bool,
    /// Each limit by its place: as filed, as recognised, and whether it cut something.
    pub(super) standings: Vec<(usize, Standing, Standing, bool)>,
}

impl<'p> Work<'p, '_> {
    pub(super) fn amounts(&self) -> Amounts<'p> {
        let rule = &self.plan.programme.amount;
        let mut known = true;
        let mut groups = Vec::new();
        let mut terms = Vec::new();
        for m in 0..self.ids.len() {
            let paid = rule.paid_to == PaidTo::EachMember || m == self.facts.lead;
            let has_expenses = self.claims.admissible[m].iter().any(|a| *a > 0);
            let (group, rate) = match self.row(&rule.rate, m, true) {
                _ if !paid => (None, Rate::ZERO),
                Ok(Some((group, rate))) => (Some((group, rate)), rate),
                Ok(None) => (None, Rate::ZERO),
                Err(()) => {
                    known &= !(has_expenses || m == self.facts.lead);
                    (None, Rate::ZERO)
                }
            };
            groups.push(group);
            let cap = self.row(&rule.cap_each_member, m, false).ok().flatten().map(|(_, y)| y.get());
            terms.push(Terms { rate, cap });
        }
        let cap = self.row(&rule.cap, self.facts.lead, false);
        known &= cap.is_ok();
        let cap_known = cap.is_ok();
        let cap = cap.ok().flatten().map(|(g, y)| (g, y.get()));
        let mut items = Vec::new();
        // The lead first: it is the one that is kept whole where a yen has to go somewhere.
        let order = std::iter::once(self.facts.lead).chain((0..self.ids.len()).filter(|m| *m != self.facts.lead));
        for m in order {
            for (category, &requested) in self.claims.admissible[m].iter().enumerate() {
                if requested > 0 {
                    items.push(Item { member: m, category, requested });
                }
            }
        }
        let mut amounts = Amounts {
            items,
            terms,
            groups,
            cap,
            cap_known,
            solution: Solution { recognised: Vec::new(), proven: true },
            totals: Vec::new(),
            grants: Vec::new(),
            known,
            standings: Vec::new(),
        };
        let problem = self.problem(&amounts, &amounts.items);
        // Without its rates, limits on the grant can't be solved; the request stands as it is.
        let solution = if known || self.plan.limits.iter().all(|l| !matches!(l.bound, crate::solve::Bound::OfGrant(..))) {
            problem.solve()
        } else {
            Solution { recognised: amounts.items.iter().map(|i| i.requested).collect(), proven: true }
        };
        let totals = problem.totals(&solution.recognised);
        let grants = problem.shared_grants(&totals, rule.cap_shared == CapShared::LeadFirst);
        let filed: Vec<i64> = amounts.items.iter().map(|i| i.requested).collect();
        let filed_totals = problem.totals(&filed);
        let mut standings = Vec::with_capacity(self.plan.limits.len());
        for (place, limit) in self.plan.limits.iter().enumerate() {
            for member in problem.scopes(limit) {
                let before = problem.standing(limit, member, &filed, &filed_totals);
                let after = problem.standing(limit, member, &solution.recognised, &totals);
                let bit = bit(&problem, limit, &before, &after, &solution.recognised);
                standings.push((place, before, after, bit));
            }
        }
        amounts.standings = standings;
        amounts.solution = solution;
        amounts.totals = totals;
        amounts.grants = grants;
        amounts
    }

    pub(super) fn problem<'b>(&'b self, amounts: &'b Amounts<'p>, items: &'b [Item]) -> Problem<'b> {
        let rule = &self.plan.programme.amount;
        Problem {
            items,
            members: &amounts.terms,
            cap: amounts.cap.map(|c| c.1),
            rounding: rule.rounding,
            unit: rule.unit.get().max(1),
            limits: &self.plan.limits,
            shape: &self.plan.shape,
        }
    }

    pub(super) fn members(&self, amounts: &Amounts<'p>) -> Vec<MemberAnswer<'p>> {
        (0..self.ids.len())
            .map(|m| MemberAnswer {
                id: self.ids[m].clone(),
                lead: m == self.facts.lead,
                size_class: self.facts.class(m).map(|c| Cow::Borrowed(word(c))),
                rate_group: amounts.groups[m].map(|g| g.0),
                rate: amounts.groups[m].map(|g| g.1),
                eligible_total_yen: amounts.totals[m],
                grant_yen: amounts.known.then_some(amounts.grants[m]),
            })
            .collect()
    }

    pub(super) fn categories(&self, amounts: &Amounts<'p>) -> Vec<CategoryAnswer<'p>> {
        let mut answers = Vec::new();
        for m in 0..self.ids.len() {
            for c in 0..self.plan.programme.expenses.categories.len() {
                let (requested, admissible) = (self.claims.requested[m][c], self.claims.admissible[m][c]);
                if requested == 0 && admissible == 0 {
                    continue;
                }
                let place = amounts.items.iter().position(|i| i.member == m && i.category == c);
                answers.push(CategoryAnswer {
                    member: self.ids[m].clone(),
                    id: self.plan.category_id(c),
                    requested_yen: requested,
                    admissible_yen: admissible,
                    recognised_yen: place.map_or(0, |p| amounts.solution.recognised[p]),
                });
            }
        }
        answers
    }

    pub(super) fn limits(&self, amounts: &Amounts<'p>) -> Vec<LimitAnswer<'p>> {
        let rules = &self.plan.programme.limits;
        let answer = |(place, filed, found, bit): &(usize, Standing, Standing, bool)| {
            let (id, rule) = rules.get_index(*place)?;
            Some(LimitAnswer {
                id,
                member: found.member.map(|m| self.ids[m].clone()),
                within: filed.holds(),
                bit: *bit,
                requested_yen: filed.sum,
                requested_allowed_yen: filed.allowed,
                recognised_yen: found.sum,
                base_yen: found.base,
                allowed_yen: found.allowed,
                slack_yen: found.allowed.saturating_sub(found.sum),
                cite: &rule.cite,
            })
        };
        amounts.standings.iter().filter_map(answer).collect()
    }

    pub(super) fn steps(&self, amounts: &Amounts<'p>, eligible_total: i64) -> Vec<Step<'p>> {
        let programme = &*self.plan.programme;
        let rule = &programme.amount;
        let plain = |kind, before, after| Step {
            kind,
            id: None,
            member: None,
            before_yen: before,
            after_yen: after,
            rate: None,
            limit_yen: None,
            bit: false,
            slack_yen: None,
            cite: None,
        };
        let requested: i64 = self.claims.requested.iter().flatten().sum();
        let admissible: i64 = self.claims.admissible.iter().flatten().sum();
        let mut steps = vec![plain("admissible", requested, admissible)];
        let problem = self.problem(amounts, &amounts.items);
        for (place, b, a, bit) in &amounts.standings {
            let Some((id, limited)) = programme.limits.get_index(*place) else { continue };
            steps.push(Step {
                id: Some(id),
                member: a.member.map(|m| self.ids[m].clone()),
                rate: limited.at_most.or(limited.less_than),
                limit_yen: Some(a.allowed),
                bit: *bit,
                slack_yen: Some(a.allowed.saturating_sub(a.sum)),
                cite: Some(&limited.cite),
                ..plain("limit", b.sum, a.sum)
            });
        }
        steps.push(plain("eligible_total", admissible, eligible_total));
        let mut sum = 0;
        for (m, group) in amounts.groups.iter().enumerate() {
            let Some((group, rate)) = group else { continue };
            let unit = rule.unit.get().max(1);
            let before_cap = rate.of(Yen::clamped(amounts.totals[m]), rule.rounding, unit).get();
            steps.push(Step {
                id: Some(group),
                member: Some(self.ids[m].clone()),
                rate: Some(*rate),
                cite: rule.cite.get("rate"),
                ..plain("rate", amounts.totals[m], before_cap)
            });
            let own = problem.member_grant(m, amounts.totals[m]);
            if let Some(cap) = amounts.terms[m].cap {
                steps.push(Step {
                    member: Some(self.ids[m].clone()),
                    limit_yen: Some(cap),
                    bit: own < before_cap,
                    slack_yen: Some(cap - own),
                    cite: rule.cite.get("cap_each_member"),
                    ..plain("member_cap", before_cap, own)
                });
            }
            sum += own;
        }
        if let Some((group, cap)) = amounts.cap {
            let after: i64 = amounts.grants.iter().sum();
            steps.push(Step {
                id: Some(group),
                limit_yen: Some(cap),
                bit: after < sum,
                slack_yen: Some(cap - after),
                cite: rule.cite.get("cap"),
                ..plain("cap", sum, after)
            });
        }
        steps
    }

    /// What the next 10,000 yen in each category would bring.
    pub(super) fn next(&self, amounts: &Amounts<'p>, eligible: i64, grant: i64) -> Vec<Next<'p>> {
        let rule = &self.plan.programme.amount;
        // With many members of different rates each answer is a search of its own.
        let members = (0..self.ids.len()).filter(|m| rule.paid_to == PaidTo::EachMember || *m == self.facts.lead);
        let members: Vec<usize> = members.collect();
        let mut answers = Vec::new();
        if !amounts.known || (members.len() > 1 && !amounts.solution.proven) || members.len() > 6 {
            return answers;
        }
        let mut items = amounts.items.clone();
        for m in members {
            for category in 0..self.plan.programme.expenses.categories.len() {
                let place = items.iter().position(|i| i.member == m && i.category == category);
                match place {
                    Some(place) => items[place].requested += NEXT,
                    None => items.push(Item { member: m, category, requested: NEXT }),
                }
                let problem = self.problem(amounts, &items);
                let totals = problem.greatest_totals();
                answers.push(Next {
                    member: self.ids[m].clone(),
                    category: self.plan.category_id(category),
                    eligible_yen: totals.iter().sum::<i64>() - eligible,
                    grant_yen: problem.grant(&totals) - grant,
                });
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

/// Whether a limit cut something: less is recognised than was filed, and not a yen more of it could be.
fn bit(problem: &Problem<'_>, limit: &crate::solve::Limit, filed: &Standing, found: &Standing, recognised: &[i64]) -> bool {
    if found.sum >= filed.sum || found.sum >= found.allowed {
        return found.sum < filed.sum;
    }
    let mut more = recognised.to_vec();
    problem.items.iter().enumerate().any(|(i, item)| {
        let inside = limit.categories >> item.category & 1 == 1 && found.member.is_none_or(|m| m == item.member);
        if !inside || recognised[i] >= item.requested {
            return false;
        }
        more[i] += 1;
        let breaks = !problem.standing(limit, found.member, &more, &problem.totals(&more)).holds();
        more[i] -= 1;
        breaks
    })
}
