//! What each is paid: rates, caps and fixed amounts from the call's tables, additions, other money.

use std::borrow::Cow;

use kernel::{Rate, Rounding, Yen};

use super::{
    Work,
    amounts::Amounts,
    parts::{PartFound, share_among_parts},
    test::Answer,
};
use crate::{
    application::OtherStatus,
    assessment::{AdditionAnswer, Expected, Finding, Outcome},
    language::{Addition, Lost, Money, PaidTo, Phase, RateRule, RoundedAt, Table, YenRule},
    plan::RecordQuery,
    solve::{Item, OtherMoney, Terms},
    vocabulary::{Value, slot},
};

const RECORDS: usize = slot("records");
const PROJECT_INCOME: usize = slot("project_income_yen");

/// The rate that a member takes.
#[derive(Debug, Clone, Copy)]
pub(super) struct RateFound<'p> {
    /// The row that leads to it.
    pub id: &'p str,
    /// The rate with what is added to it; that of the first bracket where there are several.
    pub rate: Rate,
}

/// An addition, and who has it.
pub(super) struct Held<'p> {
    /// For each member.
    pub outcomes: Vec<Outcome>,
    /// The lead's answer, or that of the first member who has it.
    pub answer: Answer<'p>,
    /// At settlement, whether its promise was kept.
    pub kept: Option<Answer<'p>>,
}

/// Which members have which addition: `taken[addition][member]`.
pub(super) type Taken = Vec<Vec<bool>>;

/// What the members are granted.
pub(super) struct Granted {
    /// By member.
    pub grants: Vec<i64>,
    /// The parts that it is made of, where the call has parts.
    pub parts: Vec<PartFound>,
    /// What it would be without any cap (算定額).
    pub calculated: i64,
}

impl<'p> Work<'p, '_> {
    /// Every addition with who has it.
    pub(super) fn held(&self) -> Vec<Held<'p>> {
        let programme = &*self.plan.programme;
        let lead = self.facts.lead;
        programme
            .amount
            .additions
            .iter()
            .zip(&self.plan.additions)
            .map(|((id, addition), ready)| {
                let judged = self.application.judgements.get(format!("additions.{id}").as_str());
                let test = |m: usize| {
                    let mut answer = self.scope(m).test(&ready.when);
                    if let (Outcome::Judgement, Some(judged)) = (answer.outcome, judged) {
                        answer.outcome = if *judged { Outcome::Yes } else { Outcome::No };
                    }
                    answer
                };
                let mut answer = test(lead);
                // The cap of the whole is the lead's; rates and caps of members are each one's own.
                let own = !(addition.rate.is_none()
                    && addition.cap_of_parts.is_empty()
                    && addition.rate_of_parts.is_empty()
                    && addition.cap_each_member.is_none()
                    && addition.grant.is_none()
                    && addition.grant_rate.is_none());
                let each = own && programme.amount.paid_to == PaidTo::EachMember;
                let mut outcomes = vec![if each { Outcome::No } else { answer.outcome }; self.ids.len()];
                if each {
                    for (m, outcome) in outcomes.iter_mut().enumerate() {
                        let own = test(m);
                        *outcome = own.outcome;
                        if answer.outcome == Outcome::No && own.outcome != Outcome::No {
                            answer = own;
                        }
                    }
                }
                let settled = self.moment.phase == Phase::Settlement && answer.outcome == Outcome::Yes;
                let kept = ready.kept.as_ref().filter(|_| settled).map(|test| self.scope(lead).test(test));
                Held { outcomes, answer, kept }
            })
            .collect()
    }

    /// Who takes which addition; with those that are not known, or without.
    pub(super) fn taken(&self, held: &[Held<'p>], with_unknown: bool) -> Taken {
        self.without_replaced(&self.all_taken(held, with_unknown))
    }

    /// The additions that count: none in whose place another one does.
    fn without_replaced(&self, all: &Taken) -> Taken {
        let mut counts = all.clone();
        for (place, addition) in self.plan.programme.amount.additions.values().enumerate() {
            let others = addition.instead_of.iter().filter_map(|id| self.plan.programme.amount.additions.get_index_of(id));
            for other in others.filter(|other| *other != place) {
                for (counts, instead) in counts[other].iter_mut().zip(&all[place]) {
                    *counts &= !instead;
                }
            }
        }
        counts
    }

    fn all_taken(&self, held: &[Held<'p>], with_unknown: bool) -> Taken {
        let additions = self.plan.programme.amount.additions.values();
        additions
            .zip(held)
            .map(|(addition, held)| {
                let counts = |o: &Outcome| match o {
                    Outcome::Yes => true,
                    Outcome::No => false,
                    Outcome::Unknown | Outcome::Judgement => with_unknown,
                };
                let kept = !loses(addition, Lost::Addition) || held.kept.as_ref().is_none_or(|k| counts(&k.outcome));
                held.outcomes.iter().map(|o| kept && counts(o)).collect()
            })
            .collect()
    }

    /// The rate of a member, and the terms on which it is paid; the slots of the facts that are missing.
    pub(super) fn rate_of(&self, member: usize, taken: &Taken) -> Result<Option<(RateFound<'p>, Terms)>, Vec<usize>> {
        let rule = &self.plan.programme.amount;
        let Some((id, found)) = self.scope(member).look_up(&rule.rate, true)? else { return Ok(None) };
        let terms = self.terms_of(found, member, taken, None)?;
        Ok(Some((RateFound { id, rate: terms.rate }, terms)))
    }

    /// The terms that a rate brings a member, or a part of the grant that has one of its own, with what is added to it; the slots of the facts that are missing.
    pub(super) fn terms_of(&self, rule: &RateRule, member: usize, taken: &Taken, part: Option<usize>) -> Result<Terms, Vec<usize>> {
        let amount = &self.plan.programme.amount;
        let part = part.and_then(|part| amount.parts.get_index(part)).map(|(id, _)| id);
        let mut more = Rate::ZERO;
        for (addition, _) in amount.additions.values().zip(taken).filter(|(_, t)| t[member]) {
            let table = match part {
                Some(part) => addition.rate_of_parts.get(part),
                None => Some(&addition.rate),
            };
            let Some(table) = table else { continue };
            if let Some((_, rate)) = self.scope(member).look_up(table, true)? {
                more = more.plus(*rate).unwrap_or(more);
            }
        }
        let grown = |rate: Rate| {
            let rate = rate.plus(more).unwrap_or(rate);
            amount.rate_at_most.map_or(rate, |most| rate.min(most))
        };
        Ok(match rule {
            RateRule::Rate(rate) => Terms::of(grown(*rate), None),
            RateRule::Brackets(brackets) => {
                let bound = |key: &String| Yen::parse(key).ok().map(Yen::get);
                let mut rows: Vec<(Option<i64>, Rate)> = brackets.up_to.iter().map(|(key, rate)| (bound(key), grown(*rate))).collect();
                rows.extend(brackets.above.map(|rate| (None, grown(rate))));
                Terms::by_bracket(&rows, brackets.brackets_of == crate::language::BracketsOf::Grant)
            }
        })
    }

    /// An amount of a table for a member, with the row that leads to it.
    pub(super) fn yen_of<'t>(&self, table: &'t Table<YenRule>, member: usize) -> Result<Option<(&'t str, i64)>, Vec<usize>> {
        self.scope(member).yen_of(table)
    }

    /// What additions add to the cap of a member; the slots of the facts that are missing.
    pub(super) fn added_each(&self, taken: &Taken, member: usize) -> Result<i64, Vec<usize>> {
        let additions = self.plan.programme.amount.additions.values().zip(taken);
        additions
            .filter(|(_, t)| t[member])
            .try_fold(0_i64, |sum, (a, _)| Ok(sum.saturating_add(self.yen_of(&a.cap_each_member, member)?.map_or(0, |y| y.1))))
    }

    /// What additions add to the cap of a part of the grant; the slots of the facts that are missing.
    pub(super) fn added_to_part(&self, taken: &Taken, payee: usize, part: usize) -> Result<i64, Vec<usize>> {
        let amount = &self.plan.programme.amount;
        let Some((id, _)) = amount.parts.get_index(part) else { return Ok(0) };
        let tables = amount.additions.values().zip(taken).filter(|(_, t)| t[payee]).filter_map(|(a, _)| a.cap_of_parts.get(id));
        tables.into_iter().try_fold(0_i64, |sum, table| Ok(sum.saturating_add(self.yen_of(table, payee)?.map_or(0, |y| y.1))))
    }

    /// What additions add to the grant of a member itself: yen, and a rate of it; the slots of the facts that are missing.
    pub(super) fn added_to_grant(&self, taken: &Taken, member: usize) -> Result<(i64, Rate), Vec<usize>> {
        let additions = self.plan.programme.amount.additions.values().zip(taken);
        additions.filter(|(_, t)| t[member]).try_fold((0_i64, Rate::ZERO), |(yen, rate), (a, _)| {
            let more = self.yen_of(&a.grant, member)?.map_or(0, |y| y.1);
            let share = self.scope(member).look_up(&a.grant_rate, true)?.map_or(Rate::ZERO, |r| *r.1);
            Ok((yen.saturating_add(more), rate.plus(share).unwrap_or(rate)))
        })
    }

    /// The caps on the grant of each member beside its own, those that hold after all that is shared, or the others; the slots of the facts that are missing.
    pub(super) fn further_cap_of(&self, member: usize, after_sharing: bool) -> Result<Option<i64>, Vec<usize>> {
        let phase = self.moment.phase;
        let caps = self.plan.programme.amount.caps.values();
        caps.filter(|cap| cap.each_member && cap.after_sharing == after_sharing && (cap.at.is_empty() || cap.at.contains(&phase))).try_fold(
            None,
            |least: Option<i64>, cap| {
                let yen = self.yen_of(&cap.at_most, member)?.map(|y| y.1);
                Ok(least.into_iter().chain(yen).min())
            },
        )
    }

    /// What earlier awards take off a cap; the slot that is missing.
    pub(super) fn awarded(&self, query: &RecordQuery, times: Option<Rate>) -> Result<i64, usize> {
        let scope = self.scope(self.facts.lead);
        let found = scope.matching_records(query)?;
        // What was awarded without an amount that is known may be any.
        let amounts: Option<Vec<Yen>> = found.iter().map(|r| r.amount_yen).collect();
        let sum = amounts.ok_or(RECORDS)?.into_iter().map(Yen::get).fold(0, i64::saturating_add);
        Ok(times.map_or(sum, |times| times.of(Yen::clamped(sum), Rounding::Down, 1).get()))
    }

    /// Other money for the project; what is missing of it, by its name.
    pub(super) fn other_money(&self) -> Result<OtherMoney, Vec<&'static str>> {
        let Some(rule) = &self.plan.programme.amount.other_money else { return Ok(OtherMoney::default()) };
        let mut sum = 0_i64;
        let mut missing = Vec::new();
        for money in &rule.counts {
            match money {
                Money::OtherSubsidies | Money::AdoptedSubsidies => match &self.application.other_subsidies {
                    None => missing.push("other_subsidies"),
                    Some(all) => {
                        let counts = |status: OtherStatus| match money {
                            Money::AdoptedSubsidies => status == OtherStatus::Adopted,
                            _ => status != OtherStatus::Over,
                        };
                        for other in all.iter().filter(|o| counts(o.status)) {
                            match other.amount_yen {
                                Some(yen) => sum = sum.saturating_add(yen.get().max(0)),
                                None => missing.push("other_subsidies"),
                            }
                        }
                    }
                },
                Money::ProjectIncome => match self.facts.application[PROJECT_INCOME].as_ref().map(|k| &k.value) {
                    Some(Value::Int(yen)) => sum = sum.saturating_add(*yen),
                    _ => missing.push("project_income_yen"),
                },
            }
        }
        missing.dedup();
        if !missing.is_empty() {
            return Err(missing);
        }
        Ok(OtherMoney {
            before_rate: if rule.before_rate { sum } else { 0 },
            within: rule.within.filter(|_| sum > 0).map(|share| (share, sum)),
        })
    }

    /// Whether the members' expenses are added up and bring one grant.
    pub(super) fn paid_together(&self) -> bool {
        self.plan.programme.amount.paid_to == PaidTo::Together
    }

    /// Whoever an item of the amounts is paid to: the member, or the lead for all.
    pub(super) fn payee(&self, member: usize) -> usize {
        if self.plan.programme.amount.paid_to == PaidTo::EachMember { member } else { self.facts.lead }
    }

    /// Whoever is paid.
    pub(super) fn payees(&self) -> impl Iterator<Item = usize> + use<'_, 'p> {
        (0..self.ids.len()).filter(|m| self.payee(*m) == *m)
    }

    /// Whether the grant hangs on more than the members' totals: on categories, or on parts.
    pub(super) fn by_items(&self) -> bool {
        let amount = &self.plan.programme.amount;
        !amount.parts.is_empty() || amount.rounded == Some(RoundedAt::EachCategory)
    }

    /// Whether the grants follow from the totals that the solver finds by rates, caps and rounding alone.
    pub(super) fn by_totals_alone(&self) -> bool {
        let rule = &self.plan.programme.amount;
        let after_sharing = rule.caps.values().any(|cap| cap.each_member && cap.after_sharing);
        !self.by_items() && self.plan.shared.is_none() && rule.floor_each_member.is_none() && rule.kind_caps.is_empty() && !after_sharing
    }

    /// The members' grants for recognised amounts, with the parts that they are made of.
    pub(super) fn grants(&self, amounts: &Amounts<'p>, items: &[Item], recognised: &[i64]) -> Granted {
        let rule = &self.plan.programme.amount;
        let problem = self.problem(amounts, items);
        let totals = self.member_totals(items, recognised, problem.totals(recognised));
        let lead = self.facts.lead;
        let mut parts = Vec::new();
        let mut own = vec![0_i64; self.ids.len()];
        if !rule.parts.is_empty() {
            for payee in self.payees() {
                let mut of_payee = self.parts(amounts, recognised, payee);
                own[payee] = of_payee.whole;
                parts.append(&mut of_payee.found);
            }
            if let Some(room) = amounts.terms[lead].other_money.room(totals.iter().sum()) {
                own[lead] = own[lead].min(room - room.rem_euclid(problem.unit));
            }
        } else if self.by_items() {
            for payee in self.payees() {
                own[payee] = self.each_category(amounts, items, recognised, payee);
            }
        } else if problem.together {
            own[lead] = amounts.terms[lead].before_cap(totals.iter().sum(), problem.rounding, problem.unit);
        } else {
            for (m, own) in own.iter_mut().enumerate() {
                *own = amounts.terms[m].before_cap(totals[m], problem.rounding, problem.unit);
            }
        }
        for own in own.iter_mut().filter(|own| rule.floor_each_member.is_some_and(|floor| **own < floor.get())) {
            *own = 0;
        }
        for (own, terms) in own.iter_mut().zip(&amounts.terms) {
            *own = terms.with_added(*own, rule.rounding, rule.unit.get().max(1));
        }
        let calculated = own.iter().fold(0, |sum: i64, own| sum.saturating_add(*own));
        for (own, terms) in own.iter_mut().zip(&amounts.terms) {
            if let Some(cap) = terms.cap {
                *own = (*own).min(cap - cap.rem_euclid(problem.unit));
            }
        }
        let (own, _) = self.kind_caps(own, problem.unit);
        let mut grants = problem.share_cap(own, self.sharing());
        for parts in parts.chunk_by_mut(|a, b| a.payee == b.payee) {
            share_among_parts(parts, grants[parts[0].payee]);
        }
        if problem.together {
            self.divide(&mut grants, &totals);
        }
        for (grant, cap) in grants.iter_mut().zip(&amounts.caps_after_sharing) {
            *grant = cap.map_or(*grant, |cap| (*grant).min(cap));
        }
        Granted { grants, parts, calculated }
    }

    /// The grant of a payee whose categories are rounded by themselves, before its cap.
    pub(super) fn each_category(&self, amounts: &Amounts<'p>, items: &[Item], recognised: &[i64], payee: usize) -> i64 {
        let rule = &self.plan.programme.amount;
        let mut sums = vec![0_i64; self.plan.programme.expenses.categories.len()];
        for (item, amount) in items.iter().zip(recognised).filter(|(i, _)| self.payee(i.member) == payee) {
            sums[item.category] += amount;
        }
        sums.into_iter().map(|sum| amounts.terms[payee].before_cap(sum, rule.rounding, rule.unit.get().max(1))).sum()
    }

    /// What each addition brings or would bring.
    pub(super) fn addition_answers(&self, held: Vec<Held<'p>>, amounts: &Amounts<'p>) -> Vec<AdditionAnswer<'p>> {
        let grant: i64 = amounts.grants.iter().sum();
        let all = self.all_taken(&held, false);
        let rules = &self.plan.programme.amount.additions;
        let mut answers = Vec::new();
        for (place, held) in held.into_iter().enumerate() {
            let Some((id, rule)) = rules.get_index(place) else { continue };
            let mut other = all.clone();
            let has = other[place].iter().any(|t| *t);
            other[place].fill(!has);
            let worth = amounts.known.then(|| {
                let then: i64 = self.solved(&self.without_replaced(&other)).grants.iter().sum();
                if has { grant - then } else { then - grant }
            });
            let broken = held.kept.as_ref().is_some_and(|k| k.outcome == Outcome::No);
            let lost = if loses(rule, Lost::Grant) { amounts.known.then_some(grant) } else { worth };
            answers.push(AdditionAnswer {
                id,
                outcome: held.answer.outcome,
                findings: held.answer.findings,
                flip: held.answer.flip,
                promise: held.kept.map(|k| k.outcome),
                worth_yen: worth,
                lost_yen: lost.filter(|_| broken),
                cite: &rule.cite,
            });
        }
        answers
    }
}

/// Whether so much is lost with the promise of an addition.
pub(super) fn loses(addition: &Addition, lost: Lost) -> bool {
    addition.promise.as_ref().is_some_and(|p| p.otherwise == lost)
}

/// The finding of a cap of which earlier awards left nothing.
pub(super) fn used_up(cap: i64, awarded: i64) -> Finding<'static> {
    let outcome = if awarded < cap { Outcome::Yes } else { Outcome::No };
    Finding {
        fact: Cow::Borrowed("awarded_yen"),
        member: None,
        value: Some(Value::Int(awarded)),
        source: None,
        test: "less_than",
        expected: Some(Cow::Owned(Expected::One(Value::Int(cap)))),
        outcome,
    }
}
