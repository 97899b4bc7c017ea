//! From what was asked for to the grant, step by step, as it is told.

use kernel::Rate;
use num_rational::BigRational;
use num_traits::ToPrimitive;

use super::{
    Work,
    amounts::Amounts,
    parts::{AppliedPartRule, PartRule},
    sharing::AppliedKindCap,
};
use crate::{
    assessment::Step,
    language::Cites,
    solve::{OtherMoney, Terms},
};

/// A step of which nothing is said yet.
const fn blank<'p>() -> Step<'p> {
    Step {
        kind: "",
        id: None,
        member: None,
        before_yen: 0,
        after_yen: 0,
        rate: None,
        limit_yen: None,
        bit: false,
        slack_yen: None,
        cite: None,
    }
}

impl<'p> Work<'p, '_> {
    pub(super) fn steps(&self, amounts: &Amounts<'p>, eligible_total: i64) -> Vec<Step<'p>> {
        let programme = &*self.plan.programme;
        let rule = &programme.amount;
        let plain = |kind, before, after| Step { kind, before_yen: before, after_yen: after, ..blank() };
        let requested: i64 = self.claims.requested.iter().flatten().sum();
        let admissible: i64 = self.claims.admissible.iter().flatten().sum();
        // What adjustments took away, the steps after it tell.
        let taken: i64 = self.adjusted.made.iter().map(|c| c.before - c.after).sum();
        let mut steps = vec![plain("admissible", requested, admissible + taken)];
        for made in &self.adjusted.made {
            steps.push(Step {
                id: Some(made.id),
                member: made.member.map(|m| self.ids[m].clone()),
                limit_yen: made.bound,
                bit: made.bit,
                cite: Some(made.cite),
                ..plain("adjustment", made.before, made.after)
            });
        }
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
        if let Some(rule) = programme.consortium.shared_costs.as_ref().filter(|_| self.ids.len() > 1) {
            let own = self.problem(amounts, &amounts.items).totals(&amounts.solution.recognised);
            for (m, (own, total)) in own.into_iter().zip(&amounts.totals).enumerate() {
                let step = plain("shared_costs", own, *total);
                steps.push(Step { member: Some(self.ids[m].clone()), cite: Some(&rule.cite), ..step });
            }
        }
        let mut owns = vec![0_i64; self.ids.len()];
        let problem = self.problem(amounts, &amounts.items);
        let (unit, whole_total) = (problem.unit, amounts.totals.iter().sum::<i64>());
        for (m, found) in amounts.rates.iter().enumerate() {
            let terms = &amounts.terms[m];
            let paid = found.is_some() || terms.fixed.is_some();
            if !paid || !amounts.parts.is_empty() {
                continue;
            }
            let who = || Some(self.ids[m].clone());
            let total = if problem.together { whole_total } else { amounts.totals[m] };
            let other_cite = rule.other_money.as_ref().map(|o| &o.cite);
            let base = terms.other_money.base(total);
            if terms.other_money.before_rate > 0 {
                let step = plain("other_money", total, base);
                let other = Some(terms.other_money.before_rate);
                steps.push(Step { member: who(), limit_yen: other, bit: base < total, cite: other_cite, ..step });
            }
            for (place, (width, worth, rate)) in terms.slices(total).into_iter().enumerate().filter(|_| terms.brackets.len() > 1) {
                let id = found.map(|f| f.id);
                let limit_yen = terms.brackets.get(place + 1).map(|b| whole_yen(&b.from));
                let step = plain("bracket", width, worth);
                steps.push(Step { id, member: who(), rate: Some(rate), limit_yen, cite: rule.cite.get("rate"), ..step });
            }
            let bare = Terms { other_money: OtherMoney { within: None, ..terms.other_money }, ..terms.clone() };
            let before_cap = if self.by_items() {
                self.each_category(amounts, &amounts.items, &amounts.solution.recognised, m)
            } else {
                bare.before_cap(total, rule.rounding, unit)
            };
            steps.push(match (found, terms.fixed) {
                (Some(found), None) => Step {
                    id: Some(found.id),
                    member: who(),
                    rate: Some(found.rate),
                    cite: rule.cite.get("rate"),
                    ..plain("rate", base, before_cap)
                },
                _ => Step { member: who(), cite: rule.cite.get("fixed"), ..plain("fixed", total, before_cap) },
            });
            let mut own = before_cap;
            if let Some((share, other)) = terms.other_money.within {
                let room = terms.other_money.room(total).unwrap_or(0);
                let after = own.min(room - room.rem_euclid(unit));
                let rate = (share != Rate::ONE).then_some(share);
                let step = plain("other_money", own, after);
                steps.push(Step { member: who(), rate, limit_yen: Some(other), bit: after < own, cite: other_cite, ..step });
                own = after;
            }
            owns[m] = self.member_steps(amounts, m, own, &mut steps);
        }
        let told = self.part_answers(amounts);
        let mut parts = told.iter().zip(&amounts.parts).peekable();
        while let Some((part, found)) = parts.next() {
            let after = part.capped_yen;
            let cap = part.cap_yen.map(|cap| cap.saturating_mul(part.units.unwrap_or(1)));
            steps.push(Step {
                id: Some(part.id),
                member: part.member.clone(),
                rate: Some(found.rate),
                limit_yen: cap,
                // What only rounding took was taken by no cap.
                bit: cap.is_some_and(|cap| cap < part.before_cap_yen),
                slack_yen: cap.map(|cap| cap - after),
                cite: Some(part.cite),
                ..plain("part", part.eligible_yen, after)
            });
            if parts.peek().is_none_or(|(_, next)| next.payee != found.payee) {
                let of_payee = self.parts(amounts, &amounts.solution.recognised, found.payee);
                for AppliedPartRule { rule: applied, before, after, bound } in of_payee.applied {
                    let (kind, named) = match applied {
                        PartRule::Floor(place) => ("part_floor", rule.parts.get_index(place).map(|(id, p)| (id, &p.cite))),
                        PartRule::ExpensesFloor(place) => ("part_expenses_floor", rule.parts.get_index(place).map(|(id, p)| (id, &p.cite))),
                        PartRule::FloorOfSeveral(place) => ("parts_floor", rule.floors.get_index(place).map(|(id, f)| (id, &f.cite))),
                        PartRule::Cap(place) => ("part_cap", rule.caps.get_index(place).map(|(id, c)| (id, &c.cite))),
                    };
                    let Some((id, cite)) = named else { continue };
                    steps.push(Step {
                        id: Some(id),
                        member: part.member.clone(),
                        limit_yen: Some(bound),
                        bit: after < before,
                        cite: Some(cite),
                        ..plain(kind, before, after)
                    });
                }
                owns[found.payee] = self.member_steps(amounts, found.payee, of_payee.whole, &mut steps);
            }
        }
        let (owns, kinds) = self.kind_caps(owns, problem.unit);
        for AppliedKindCap { place, before, after, bound } in kinds {
            if let Some((id, kind)) = rule.kind_caps.get_index(place) {
                let step = plain("kind_cap", before, after);
                steps.push(Step {
                    id: Some(id),
                    rate: Some(kind.at_most),
                    limit_yen: Some(bound),
                    bit: true,
                    cite: Some(&kind.cite),
                    ..step
                });
            }
        }
        let granted: i64 = amounts.grants.iter().sum();
        let mut now = owns.iter().sum::<i64>().max(granted);
        if let Some((id, cap)) = amounts.cap {
            let uncapped = now;
            let mut limit = amounts.added.iter().fold(cap, |cap, a| cap - a.1);
            let mut capped = |kind, id, limit: i64, cite| {
                let after = uncapped.min(limit - limit.rem_euclid(unit));
                let (bit, slack_yen) = (after < uncapped, Some(limit - after));
                let before = if kind == "cap" { uncapped } else { now };
                steps.push(Step { id, limit_yen: Some(limit), bit, slack_yen, cite, ..plain(kind, before, after) });
                now = after;
            };
            capped("cap", Some(id), limit, rule.cite.get("cap"));
            // Each addition lifts the cap by its own amount.
            for (place, more) in &amounts.added {
                limit = limit.saturating_add(*more);
                let addition = rule.additions.get_index(*place);
                capped("addition", addition.map(|a| a.0.as_str()), limit, addition.map(|a| &a.1.cite));
            }
        }
        let mut bounds: Vec<(&'static str, Option<&'p str>, i64, Option<&'p Cites>)> = Vec::new();
        for (place, cap, less) in &amounts.further_caps {
            if let Some((id, further)) = rule.caps.get_index(*place) {
                bounds.push(("further_cap", Some(id), (cap - less).max(0), Some(&further.cite)));
            }
        }
        for (kind, id, cap, cite) in bounds {
            let after = now.min(cap - cap.rem_euclid(unit));
            steps.push(Step { id, limit_yen: Some(cap), bit: after < now, slack_yen: Some(cap - after), cite, ..plain(kind, now, after) });
            now = after;
        }
        let held: Vec<usize> = (0..self.ids.len()).filter(|m| amounts.caps_after_sharing[*m] == Some(amounts.grants[*m])).collect();
        if granted < now {
            steps.push(plain(if held.is_empty() { "shared" } else { "cap_after_sharing" }, now, granted));
        }
        steps
    }
}

impl<'p> Work<'p, '_> {
    /// From what the expenses of a member bring to what it is granted before caps on the whole: its floor, additions, its cap.
    fn member_steps(&self, amounts: &Amounts<'p>, m: usize, before: i64, steps: &mut Vec<Step<'p>>) -> i64 {
        let rule = &self.plan.programme.amount;
        let terms = &amounts.terms[m];
        let unit = self.problem(amounts, &amounts.items).unit;
        let who = || Some(self.ids[m].clone());
        let mut own = before;
        let mut step = |kind, after: i64, told: Step<'p>| {
            steps.push(Step { kind, member: who(), before_yen: own, after_yen: after, ..told });
            own = after;
        };
        if let Some(floor) = rule.floor_each_member.filter(|floor| before < floor.get()) {
            let told = Step { limit_yen: Some(floor.get()), bit: before > 0, cite: rule.cite.get("floor_each_member"), ..blank() };
            step("member_floor", 0, told);
        }
        let floored = if rule.floor_each_member.is_some_and(|floor| before < floor.get()) { 0 } else { before };
        let raised = terms.with_added(floored, rule.rounding, rule.unit.get().max(1));
        if let Some((id, addition)) = amounts.raised_by.and_then(|place| rule.additions.get_index(place)).filter(|_| terms.adds()) {
            step("grant_addition", raised, Step { id: Some(id), cite: Some(&addition.cite), ..blank() });
        }
        if let Some(cap) = terms.cap {
            let after = raised.min(cap - cap.rem_euclid(unit));
            let (bit, slack_yen, cite) = (after < raised, Some(cap - after), rule.cite.get("cap_each_member"));
            step("member_cap", after, Step { limit_yen: Some(cap), bit, slack_yen, cite, ..blank() });
        }
        own
    }
}

fn whole_yen(exact: &BigRational) -> i64 {
    exact.floor().to_integer().to_i64().unwrap_or(i64::MAX)
}
