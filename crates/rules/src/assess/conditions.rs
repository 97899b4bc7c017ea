//! What must hold at a phase, the documents that are asked for, and the facts that are missing to tell.

use std::borrow::Cow;

use super::{
    Work, after,
    amounts::Amounts,
    consortium::{self, Judged},
    facts::{exceeded_limits, word},
    grant::{Held, loses, used_up},
};
use crate::{
    assessment::{ConditionAnswer, Decides, DocumentAnswer, Expected, Finding, MissingFact, Outcome, Verdict},
    language::{FactOf, Lost, PaidTo, Phase, Who},
    plan::Plan,
    vocabulary::Value,
};

impl<'p> Work<'p, '_> {
    /// What follows from the promises of additions, and caps of which nothing is left.
    fn promises(&self, amounts: &Amounts<'p>, held: &[Held<'p>], answers: &mut Vec<ConditionAnswer<'p>>) {
        let amount = &self.plan.programme.amount;
        for ((id, rule), held) in amount.additions.iter().zip(held) {
            if let Some(kept) = held.kept.as_ref().filter(|_| loses(rule, Lost::Grant)) {
                answers.push(ConditionAnswer {
                    id: Cow::Owned(format!("additions.{id}")),
                    member: None,
                    outcome: kept.outcome,
                    findings: kept.findings.clone(),
                    flip: kept.flip.clone(),
                    cite: &rule.cite,
                });
            }
        }
        for (place, cap, awarded) in amounts.further_caps.iter().filter(|c| amount.caps.get_index(c.0).is_some_and(|c| c.1.less.is_some()))
        {
            let Some((id, rule)) = amount.caps.get_index(*place) else { continue };
            let finding = used_up(*cap, *awarded);
            answers.push(ConditionAnswer {
                id: Cow::Owned(format!("caps.{id}")),
                member: None,
                outcome: finding.outcome,
                findings: vec![finding],
                flip: Vec::new(),
                cite: &rule.cite,
            });
        }
    }

    pub(super) fn conditions(&self, amounts: &Amounts<'p>, held: &[Held<'p>], missing: &mut Missing<'p>) -> Vec<ConditionAnswer<'p>> {
        let programme = &*self.plan.programme;
        let phase = self.moment.phase;
        let scope = |member| self.after(amounts, member);
        let mut answers = Vec::new();
        for ((id, condition), tests) in programme.conditions.iter().zip(&self.plan.conditions) {
            let Some(test) = &tests[phase as usize] else {
                continue;
            };
            let members = match condition.who {
                Who::EachMember => (0..self.ids.len()).collect(),
                Who::Lead | Who::Application => vec![self.facts.lead],
            };
            for m in members {
                let found = scope(m).test(test);
                let outcome = match (found.outcome, self.application.judgements.get(id)) {
                    (Outcome::Judgement, Some(true)) => Outcome::Yes,
                    (Outcome::Judgement, Some(false)) => Outcome::No,
                    (outcome, _) => outcome,
                };
                self.miss(missing, &found.missing, m, Decides::Verdict);
                let mut findings = found.findings;
                self.tell_size(m, &mut findings);
                answers.push(ConditionAnswer {
                    id: Cow::Borrowed(id),
                    member: (condition.who == Who::EachMember && self.ids.len() > 1).then(|| self.ids[m].clone()),
                    outcome,
                    findings,
                    flip: found.flip,
                    cite: &condition.cite,
                });
            }
        }
        let paid: Vec<usize> = (0..self.ids.len()).collect();
        let mut more: Vec<Judged<'p>> = consortium::conditions(&scope(self.facts.lead), self.application, phase, &paid);
        if let Some(rule) = &programme.parallel {
            more.extend(consortium::parallel(rule, self.application, phase));
        }
        for Judged { mut answer, missing: open } in more {
            if answer.outcome == Outcome::Judgement
                && let Some(judged) = self.application.judgements.get(answer.id.as_ref())
            {
                answer.outcome = if *judged { Outcome::Yes } else { Outcome::No };
            }
            for (fact, member) in open {
                missing.add(Cow::Borrowed(fact), member, Decides::Verdict);
            }
            answers.push(answer);
        }
        if phase == Phase::Application {
            answers.extend(after::filing(programme, self.application, self.moment.as_of));
        }
        self.promises(amounts, held, &mut answers);
        self.rates(amounts, missing, &mut answers);
        answers
    }

    /// A class that was worked out and does not fit is told by the figures that make it so.
    fn tell_size(&self, member: usize, findings: &mut Vec<Finding<'p>>) {
        let class = |f: &&Finding<'p>| f.fact == "size_class" && f.outcome == Outcome::No && f.source.as_deref() == Some("derived");
        let Some(class) = findings.iter().find(class) else { return };
        let place = class.member.as_ref().and_then(|id| self.ids.iter().position(|own| own == id)).unwrap_or(member);
        let exceeded = match (&class.expected, self.facts.members.get(place)) {
            (Some(asked), Some(facts)) if matches!(class.test, "is" | "one_of") => exceeded_limits(self.plan, facts, asked),
            _ => return,
        };
        let whose = class.member.clone();
        findings.extend(exceeded.into_iter().map(|(fact, value, most)| Finding {
            fact: Cow::Borrowed(fact),
            member: whose.clone(),
            value: Some(Value::Int(value)),
            source: None,
            test: "at_most",
            expected: Some(Cow::Owned(Expected::One(Value::Int(most)))),
            outcome: Outcome::No,
        }));
    }

    /// Notes facts as missing, of whoever lacks them.
    fn miss(&self, missing: &mut Missing<'p>, slots: &[usize], member: usize, decides: Decides) {
        for slot in slots {
            for member in self.facts.lacking(self.plan, *slot, member) {
                for asked in self.facts.to_ask(self.plan, *slot, member) {
                    missing.slot(self.plan, asked, Some(member), decides);
                }
            }
        }
    }

    /// Each member that is paid must have a rate; the facts that would decide it are missed.
    fn rates(&self, amounts: &Amounts<'p>, missing: &mut Missing<'p>, answers: &mut Vec<ConditionAnswer<'p>>) {
        let rule = &self.plan.programme.amount;
        let Some(cite) = rule.cite.get("rate").or_else(|| rule.cite.values().next()) else {
            return;
        };
        for (m, found) in amounts.rates.iter().enumerate().filter(|_| rule.fixed.is_none() && !self.parts_have_rates()) {
            if found.is_some() || (rule.paid_to != PaidTo::EachMember && m != self.facts.lead) {
                continue;
            }
            if self.scope(m).look_up(&rule.rate, true).is_ok() {
                answers.push(ConditionAnswer {
                    id: Cow::Borrowed("amount.rate"),
                    member: Some(self.ids[m].clone()),
                    outcome: Outcome::No,
                    findings: self
                        .facts
                        .class(m)
                        .map(|class| Finding {
                            fact: Cow::Borrowed("size_class"),
                            member: Some(self.ids[m].clone()),
                            value: Some(Value::Text(word(class).to_owned())),
                            source: None,
                            test: "one_of",
                            expected: Some(Cow::Owned(Expected::Many(
                                rule.rate.groups().into_iter().map(|k| Value::Text(k.to_owned())).collect(),
                            ))),
                            outcome: Outcome::No,
                        })
                        .into_iter()
                        .collect(),
                    flip: Vec::new(),
                    cite,
                });
            }
        }
        for (slot, member) in &amounts.open {
            self.miss(missing, &[*slot], *member, Decides::Amount);
        }
        for name in &amounts.open_money {
            missing.add(Cow::Borrowed(name), None, Decides::Amount);
        }
    }

    /// Whether every part of the grant brings a rate of its own.
    fn parts_have_rates(&self) -> bool {
        let parts = &self.plan.programme.amount.parts;
        !parts.is_empty() && parts.values().all(|p| p.rate.is_some())
    }

    pub(super) fn documents(&self, amounts: &Amounts<'p>, missing: &mut Missing<'p>) -> (Vec<DocumentAnswer<'p>>, Vec<DocumentAnswer<'p>>) {
        let scope = self.after(amounts, self.facts.lead);
        let mut needed = Vec::new();
        let mut not_needed = Vec::new();
        let documents = self.plan.programme.documents.iter().zip(&self.plan.documents);
        for ((id, document), test) in documents.filter(|((_, d), _)| d.at.is_empty() || d.at.contains(&self.moment.phase)) {
            let found = test.as_ref().map(|t| scope.test(t));
            let required = found.as_ref().map_or(Outcome::Yes, |f| f.outcome);
            let because = match found {
                None => Vec::new(),
                Some(found) => {
                    self.miss(missing, &found.missing, self.facts.lead, Decides::Documents);
                    found.findings
                }
            };
            let issued_from =
                document.issued_within.as_ref().and_then(|issued| match &scope.known(self.plan.slot(&issued.before)?)?.value {
                    Value::Date(day) => Some((issued.period.before(*day)?, *day)),
                    _ => None,
                });
            let issued_on =
                document.issued_within.as_ref().and_then(|issued| match &scope.known(self.plan.slot(issued.issued_on.as_ref()?)?)?.value {
                    Value::Date(day) => Some(*day),
                    _ => None,
                });
            let issued_in_time = issued_from.zip(issued_on).map(|((first, last), day)| (first..=last).contains(&day));
            let issued_from = issued_from.map(|(first, _)| first.to_string());
            let answer =
                DocumentAnswer { id, required, optional: document.optional, issued_from, issued_in_time, because, cite: &document.cite };
            if required == Outcome::No {
                not_needed.push(answer);
            } else {
                needed.push(answer);
            }
        }
        (needed, not_needed)
    }
}

/// Missing facts, gathered.
#[derive(Default)]
pub(super) struct Missing<'p> {
    found: Vec<(Cow<'p, str>, Option<usize>, Decides)>,
}

impl<'p> Missing<'p> {
    pub(super) fn slot(&mut self, plan: &'p Plan, slot: usize, member: Option<usize>, decides: Decides) {
        let info = &plan.slots[slot];
        let member = member.filter(|_| info.of == FactOf::Member);
        self.add(Cow::Borrowed(&info.name), member, decides);
    }

    pub(super) fn add(&mut self, fact: Cow<'p, str>, member: Option<usize>, decides: Decides) {
        match self.found.iter_mut().find(|f| f.0 == fact && f.1 == member) {
            Some(found) => found.2 = found.2.min(decides),
            None => self.found.push((fact, member, decides)),
        }
    }

    /// Those that can still change the answer first.
    pub(super) fn ordered(mut self, ids: &[String], verdict: Verdict) -> Vec<MissingFact<'p>> {
        self.found.sort_by_key(|f| f.2);
        self.found
            .into_iter()
            .map(|(fact, member, decides)| MissingFact {
                fact,
                member: member.and_then(|m| ids.get(m).cloned()),
                decides,
                matters: verdict != Verdict::NotEligible,
            })
            .collect()
    }
}
