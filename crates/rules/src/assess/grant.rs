//! What each is paid: rates, caps and fixed amounts from the call's tables, additions, other money, and the parts of a grant.

use std::borrow::Cow;

use jiff::civil::Date;
use kernel::{Rate, Yen};
use num_rational::BigRational;
use num_traits::{ToPrimitive, Zero};

use super::{Work, amounts::Amounts, test::Answer};
use crate::{
    application::OtherStatus,
    assessment::{AdditionAnswer, Expected, Finding, Outcome, PartAnswer},
    language::{Addition, Lost, Money, OtherMoneyHow, PaidTo, Phase, RateRule, RoundedAt, Units, YenRule},
    plan::RecordQuery,
    solve::{Item, OtherMoney, Terms, allot, rounded},
    vocabulary::{Value, slot},
};

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

/// A part of the grant, found.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct PartFound {
    pub place: usize,
    pub month: Option<Date>,
    pub eligible: i64,
    pub rate: Rate,
    exact: BigRational,
    pub cap: Option<i64>,
    pub grant: i64,
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
                let each =
                    (addition.rate.is_some() || addition.cap_each_member.is_some()) && programme.amount.paid_to == PaidTo::EachMember;
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
        let found = self.scope(member).look_up(&rule.rate, true)?;
        Ok(found.map(|(id, found)| {
            let terms = self.terms_of(found, member, taken);
            (RateFound { id, rate: terms.rate }, terms)
        }))
    }

    pub(super) fn terms_of(&self, rule: &RateRule, member: usize, taken: &Taken) -> Terms {
        let amount = &self.plan.programme.amount;
        let more = amount.additions.values().zip(taken).filter(|(_, t)| t[member]).filter_map(|(a, _)| a.rate);
        let more = more.fold(Rate::ZERO, |sum, rate| sum.plus(rate).unwrap_or(sum));
        let grown = |rate: Rate| {
            let rate = rate.plus(more).unwrap_or(rate);
            amount.rate_at_most.map_or(rate, |most| rate.min(most))
        };
        match rule {
            RateRule::Rate(rate) => Terms::of(grown(*rate), None),
            RateRule::Brackets(brackets) => {
                let bound = |key: &String| Yen::parse(key).ok().map(Yen::get);
                let mut rows: Vec<(Option<i64>, Rate)> = brackets.up_to.iter().map(|(key, rate)| (bound(key), grown(*rate))).collect();
                rows.extend(brackets.above.map(|rate| (None, grown(rate))));
                Terms::by_bracket(&rows, brackets.brackets_of == crate::language::BracketsOf::Grant)
            }
        }
    }

    /// An amount of a table for a member, with the row that leads to it.
    pub(super) fn yen_of<'t>(
        &self,
        table: &'t crate::language::Table<YenRule>,
        member: usize,
    ) -> Result<Option<(&'t str, i64)>, Vec<usize>> {
        let scope = self.scope(member);
        let Some((id, rule)) = scope.look_up(table, false)? else { return Ok(None) };
        let yen = match rule {
            YenRule::Yen(yen) => yen.get(),
            YenRule::Each(each) => {
                let units = match &each.units {
                    Units::Fact(name) => {
                        let slot = self.plan.slot(name).ok_or_else(Vec::new)?;
                        match self.facts.get(self.plan, slot, member).map(|k| &k.value) {
                            Some(Value::Int(units)) => *units,
                            _ => return Err(vec![slot]),
                        }
                    }
                    Units::QuantityIn(categories) => {
                        let inside = |c: usize| categories.iter().any(|id| self.plan.category(id) == Some(c));
                        let lines = self.claims.seen.iter().filter(|l| l.counts && l.member == member && inside(l.category));
                        lines.map(|l| l.quantity).fold(0, i64::saturating_add)
                    }
                };
                let units = each.at_most.map_or(units, |most| units.min(most));
                Yen::clamped(each.each.get().saturating_mul(units)).get()
            }
        };
        Ok(Some((id, yen)))
    }

    /// What additions add to the cap of a member.
    pub(super) fn added_each(&self, taken: &Taken, member: usize) -> i64 {
        let additions = self.plan.programme.amount.additions.values().zip(taken);
        additions.filter(|(_, t)| t[member]).filter_map(|(a, _)| a.cap_each_member).map(Yen::get).fold(0, i64::saturating_add)
    }

    /// What earlier awards take off a cap; the slot that is missing.
    pub(super) fn awarded(&self, query: &RecordQuery) -> Result<i64, usize> {
        let scope = self.scope(self.facts.lead);
        let found = scope.matching_records(query)?;
        Ok(found.iter().filter_map(|r| r.amount_yen).map(Yen::get).fold(0, i64::saturating_add))
    }

    /// Other money for the project; what is missing of it, by its name.
    pub(super) fn other_money(&self) -> Result<OtherMoney, Vec<&'static str>> {
        let Some(rule) = &self.plan.programme.amount.other_money else { return Ok(OtherMoney::None) };
        let mut sum = 0_i64;
        let mut missing = Vec::new();
        for money in &rule.counts {
            match money {
                Money::OtherSubsidies => match &self.application.other_subsidies {
                    None => missing.push("other_subsidies"),
                    Some(all) => {
                        for other in all.iter().filter(|o| o.status != OtherStatus::Over) {
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
        Ok(match (sum, rule.how) {
            (0, _) => OtherMoney::None,
            (_, OtherMoneyHow::BeforeRate) => OtherMoney::BeforeRate(sum),
            (_, OtherMoneyHow::WithinCost) => OtherMoney::WithinCost(sum),
        })
    }

    /// Whether the grant hangs on more than the members' totals: on categories, or on parts.
    pub(super) fn by_items(&self) -> bool {
        let amount = &self.plan.programme.amount;
        !amount.parts.is_empty() || amount.rounded == Some(RoundedAt::EachCategory)
    }

    /// The members' grants for recognised amounts, with the parts that they are made of.
    pub(super) fn grants(&self, amounts: &Amounts<'p>, items: &[Item], recognised: &[i64]) -> (Vec<i64>, Vec<PartFound>) {
        let rule = &self.plan.programme.amount;
        let problem = self.problem(amounts, items);
        let lead_first = rule.cap_shared == Some(crate::language::CapShared::LeadFirst);
        let totals = problem.totals(recognised);
        if !self.by_items() {
            return (problem.shared_grants(&totals, lead_first), Vec::new());
        }
        let unit = problem.unit;
        if rule.parts.is_empty() {
            let mut grants = vec![0_i64; self.ids.len()];
            let categories = self.plan.programme.expenses.categories.len();
            for (m, grant) in grants.iter_mut().enumerate() {
                for category in 0..categories {
                    let own = items.iter().zip(recognised).filter(|(i, _)| i.member == m && i.category == category);
                    *grant += amounts.terms[m].before_cap(own.map(|(_, a)| a).sum(), rule.rounding, unit);
                }
                if let Some(cap) = amounts.terms[m].cap {
                    *grant = (*grant).min(cap - cap.rem_euclid(unit));
                }
            }
            return (problem.share_cap(grants, lead_first), Vec::new());
        }
        let lead = self.facts.lead;
        let mut found: Vec<PartFound> = Vec::new();
        for (place, part) in rule.parts.values().enumerate() {
            let terms = amounts.part_terms[place].as_ref();
            let mut sums: Vec<(Option<Date>, i64)> = if part.each_month { Vec::new() } else { vec![(None, 0)] };
            for (cell, amount) in amounts.cells.iter().zip(recognised) {
                let cell = &self.claims.cells[*cell];
                if cell.parts >> place & 1 == 1 {
                    let month = cell.month.filter(|_| part.each_month);
                    match sums.iter_mut().find(|s| s.0 == month) {
                        Some(sum) => sum.1 += amount,
                        None => sums.push((month, *amount)),
                    }
                }
            }
            sums.sort_unstable();
            let cap = amounts.part_caps[place];
            for (month, eligible) in sums {
                let Some(terms) = terms else { continue };
                let mut exact = terms.exact(eligible);
                if rule.rounded == Some(RoundedAt::EachPart) {
                    exact = BigRational::from_integer(rounded(&exact, rule.rounding, unit).into());
                }
                if let Some(cap) = cap {
                    exact = exact.min(BigRational::from_integer(cap.into()));
                }
                found.push(PartFound { place, month, eligible, rate: terms.rate, exact, cap, grant: 0 });
            }
        }
        let sum: BigRational = found.iter().map(|p| &p.exact).fold(BigRational::zero(), |sum, p| sum + p);
        let mut whole = rounded(&sum, rule.rounding, unit);
        if let OtherMoney::WithinCost(other) = amounts.terms[lead].other_money {
            whole = whole.min((totals[lead] - other).max(0));
        }
        whole = problem.capped(whole);
        whole -= whole.rem_euclid(unit);
        // Whole yen for each part, the largest fractions first; then earlier parts are kept whole.
        let mut yen: Vec<i64> = found.iter().map(|p| p.exact.floor().to_integer().to_i64().unwrap_or(i64::MAX)).collect();
        let mut left = whole - yen.iter().fold(0_i64, |a, b| a.saturating_add(*b));
        let mut by_fraction: Vec<usize> = (0..found.len()).collect();
        by_fraction.sort_by_key(|&k| (std::cmp::Reverse(&found[k].exact - found[k].exact.floor()), k));
        for k in by_fraction {
            if left > 0 && !found[k].exact.is_integer() {
                yen[k] += 1;
                left -= 1;
            }
        }
        for (part, yen) in found.iter_mut().zip(allot::keep_first(whole, &yen)) {
            part.grant = yen;
        }
        let mut grants = vec![0; self.ids.len()];
        grants[lead] = whole;
        (grants, found)
    }

    /// The parts of the grant as they are told.
    pub(super) fn part_answers(&self, amounts: &Amounts<'p>) -> Vec<PartAnswer<'p>> {
        let rules = &self.plan.programme.amount.parts;
        let tell = |part: &PartFound| {
            let (id, rule) = rules.get_index(part.place)?;
            let terms = amounts.part_terms[part.place].as_ref()?;
            Some(PartAnswer {
                id,
                month: part.month.map(|m| format!("{}-{:02}", m.year(), m.month())),
                eligible_yen: part.eligible,
                before_cap_yen: terms.exact(part.eligible).floor().to_integer().to_i64().unwrap_or(i64::MAX),
                cap_yen: part.cap,
                grant_yen: part.grant,
                cite: &rule.cite,
            })
        };
        amounts.parts.iter().filter_map(tell).collect()
    }

    /// What each addition brings or would bring.
    pub(super) fn addition_answers(&self, held: Vec<Held<'p>>, amounts: &Amounts<'p>) -> Vec<AdditionAnswer<'p>> {
        let grant: i64 = amounts.grants.iter().sum();
        let taken = self.taken(&held, false);
        let rules = &self.plan.programme.amount.additions;
        let mut answers = Vec::new();
        for (place, held) in held.into_iter().enumerate() {
            let Some((id, rule)) = rules.get_index(place) else { continue };
            let mut other = taken.clone();
            let has = other[place].iter().any(|t| *t);
            other[place].fill(!has);
            let worth = amounts.known.then(|| {
                let then: i64 = self.solved(&other).grants.iter().sum();
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
