//! From an application to its answer. Cannot fail on a sound application: what is missing is said.

mod after;
mod amounts;
mod consortium;
mod expense;
mod facts;
mod gains;
mod grant;
mod holdings;
mod test;

use std::{borrow::Cow, collections::HashSet};

use jiff::{Timestamp, civil::Date};
use kernel::{SizeClass, Yen, calendar::Closure};

use crate::{
    application::Application,
    assessment::{
        Assessment, Change, ConditionAnswer, Decides, DocumentAnswer, DutyAnswer, Expected, Finding, JudgementAnswer, MissingFact, Outcome,
        PointAnswer, Step, VERSION, Verdict,
    },
    diagnostic::{MOST_FAULTS, shown},
    language::{Channel, Lost, PaidTo, Phase, ShareCuts, Who},
    plan::{Fault, Plan},
    vocabulary::Value,
};
use amounts::{Amounts, Further};
use consortium::Judged;
use expense::Claims;
use facts::Facts;
pub(crate) use facts::{among, class_of, word};
pub(crate) use gains::classes;
pub use gains::gains;
use grant::{Held, loses, used_up};
use test::Scope;
pub(crate) use test::fact_holds;

/// When and for which phase an application is assessed.
#[derive(Debug, Clone, Copy)]
pub struct Moment {
    /// The phase.
    pub phase: Phase,
    /// The instant at which it is taken to arrive, where the application does not say.
    pub as_of: Option<Timestamp>,
    /// The day that stands for the day of filing where neither the application nor `as_of` says one: today, in an estimate.
    pub today: Option<Date>,
    /// The days of the year on which the agency is closed, beside weekends and national holidays.
    pub closure: Closure,
}

impl Default for Moment {
    fn default() -> Self {
        Self { phase: Phase::Application, as_of: None, today: None, closure: Closure::NEW_YEAR }
    }
}

/// The lists of an application, and more entries than any of them has.
pub(crate) const MOST: [(&str, usize); 4] = [("members", 1_000), ("others", 1_000), ("expenses", 20_000), ("happenings", 10_000)];

/// Assesses an application. The error lists every fault of the application itself, with its place.
pub fn assess<'p>(plan: &'p Plan, application: &Application, moment: Moment) -> Result<Assessment<'p>, Vec<Fault>> {
    let mut faults = Vec::new();
    let counts = [application.members.len(), application.others.len(), application.expenses.len(), application.happenings.len()];
    for ((name, most), count) in MOST.into_iter().zip(counts) {
        if count > most {
            faults.push(Fault::new("too-many", name, format!("{count} {name} are more than the {most} that are read")));
        }
    }
    if application.members.is_empty() {
        let fault = Fault::new("no-member", "members", "the application has no member");
        faults.push(fault.help("name the applicant, with an `id`, in `members`"));
    }
    if !faults.is_empty() {
        return Err(faults);
    }
    let together = holdings::together(application, &mut faults);
    let application = &*together;
    let mut contradictions = Vec::new();
    let facts = facts::bind(plan, application, moment, &mut contradictions, &mut faults);
    let ids: Vec<String> = application.members.iter().map(|m| m.id.clone()).collect();
    references(plan, application, &ids, &mut faults);
    let claims = expense::claims(plan, application, &facts, &ids, &mut faults);
    if !faults.is_empty() {
        return Err(faults);
    }
    let mut claimed = vec![0; plan.programme.expenses.categories.len()];
    for (c, amount) in claims.admissible.iter().flat_map(|member| member.iter().enumerate()) {
        claimed[c] += amount;
    }
    let work = Work { plan, application, moment, facts, ids, claims, claimed };
    let mut answer = work.answer();
    answer.contradictions = contradictions;
    Ok(answer)
}

/// Names that refer to nothing.
fn references(plan: &Plan, application: &Application, ids: &[String], faults: &mut Vec<Fault>) {
    if let Some(named) = &application.programme
        && *named != plan.programme.id
    {
        let message = format!("the application is for `{named}`, not for `{}`", plan.programme.id);
        faults.push(Fault::new("other-programme", "programme", message));
    }
    let ids: HashSet<&str> = ids.iter().map(String::as_str).collect();
    for (i, happening) in application.happenings.iter().enumerate() {
        for (j, id) in happening.members.iter().enumerate().filter(|(_, id)| !ids.contains(id.as_str())) {
            if faults.len() >= MOST_FAULTS {
                return;
            }
            let message = format!("`{}` is not a member of this application", shown(id));
            faults.push(Fault::new("unknown-member", format!("happenings.{i}.members.{j}"), message));
        }
    }
    for id in application
        .judgements
        .keys()
        .filter(|id| !plan.programme.conditions.contains_key(id.as_str()) && !id.starts_with("consortium.") && !is_addition(plan, id))
    {
        let known: Vec<&str> = plan.programme.conditions.keys().map(String::as_str).collect();
        if faults.len() >= MOST_FAULTS {
            return;
        }
        let message = format!("`{}` is not a condition of this call", shown(id));
        let fault = Fault::new("unknown-condition", format!("judgements.{id}"), message);
        faults.push(fault.help(crate::diagnostic::suggest(id, known.iter().copied())));
    }
}

/// Whether a judgement is about an addition: `additions.wage`.
fn is_addition(plan: &Plan, id: &str) -> bool {
    id.strip_prefix("additions.").is_some_and(|id| plan.programme.amount.additions.contains_key(id))
}

struct Work<'p, 'a> {
    plan: &'p Plan,
    application: &'a Application,
    moment: Moment,
    facts: Facts,
    ids: Vec<String>,
    claims: Claims<'p>,
    /// What is admissible in each category, of all members together, before limits.
    claimed: Vec<i64>,
}

impl<'p> Work<'p, '_> {
    fn scope(&self, member: usize) -> Scope<'p, '_> {
        Scope {
            plan: self.plan,
            facts: &self.facts,
            ids: &self.ids,
            member,
            members: &self.application.members,
            lines: &self.claims.seen,
            line: None,
            claimed: &self.claimed,
            recognised: None,
            grants: None,
        }
    }

    fn answer(mut self) -> Assessment<'p> {
        let programme = &*self.plan.programme;
        let held = self.held();
        let mut amounts = self.amounts(&held);
        let mut further = Further::new();
        let eligible_total: i64 = amounts.totals.iter().sum();
        let calculated: i64 = amounts.grants.iter().sum();
        self.set_fact("eligible_total_yen", eligible_total);
        if amounts.known {
            self.set_fact("grant_yen", calculated);
        }
        let mut missing = Missing::default();
        let mut conditions = self.conditions(&amounts, &held, &mut missing);
        let split = self.split(&amounts, &mut further.open).and_then(|shared| {
            let other = self.shared(&amounts, &shared);
            let then = self.conditions(&other, &held, &mut Missing::default());
            let kept = |now: &ConditionAnswer<'_>, then: &ConditionAnswer<'_>| then.outcome != Outcome::No || now.outcome == Outcome::No;
            let met = then.iter().all(|c| c.id != "consortium.grant_share" || c.outcome == Outcome::Yes);
            (met && conditions.iter().zip(&then).all(|(now, then)| kept(now, then))).then_some((other, then))
        });
        let mut other_split = None;
        if let Some((other, then)) = split {
            if programme.consortium.grant_share.as_ref().is_some_and(|r| r.cuts == ShareCuts::ToMeet) {
                (amounts, conditions) = (other, then);
            } else {
                self.name_split(&amounts, &other, &mut conditions);
                other_split = self.split_answer(&amounts, &other);
            }
        }
        let mut grant = amounts.known.then_some(calculated);
        let mut steps = self.steps(&amounts, eligible_total);
        if let Some(floor) = programme.amount.floor.filter(|_| programme.amount.floor_at.contains(&self.moment.phase))
            && let Some(cite) = programme.amount.cite.get("floor")
            && amounts.known
        {
            let mut condition = floor_condition(calculated, floor, cite);
            if self.application.expenses.is_empty() {
                // Before anything is claimed there is no grant to be too small.
                condition.outcome = Outcome::Unknown;
                condition.flip.clear();
                missing.add(Cow::Borrowed("expenses"), None, Decides::Verdict);
            }
            conditions.push(condition);
            steps.push(Step {
                kind: "floor",
                id: None,
                member: None,
                before_yen: calculated,
                after_yen: if calculated < floor.get() { 0 } else { calculated },
                rate: None,
                limit_yen: Some(floor.get()),
                bit: calculated < floor.get(),
                slack_yen: Some(calculated - floor.get()),
                cite: Some(cite),
            });
        }
        let has = |o| conditions.iter().any(|c| c.outcome == o);
        let verdict = if has(Outcome::No) {
            Verdict::NotEligible
        } else if has(Outcome::Unknown) || !amounts.known {
            Verdict::Undetermined
        } else {
            Verdict::Eligible
        };
        if verdict == Verdict::NotEligible {
            grant = Some(0);
        }
        let judgements = conditions
            .iter()
            .filter(|c| c.outcome == Outcome::Judgement)
            .map(|c| JudgementAnswer { id: c.id.clone(), cite: c.cite })
            .collect();
        let (documents, documents_not_needed) = self.documents(&amounts, &mut missing);
        for slot in &self.claims.missing {
            missing.slot(self.plan, *slot, None, Decides::Line);
        }
        let missing_facts = missing.ordered(&self.ids, verdict);
        let points = self.points(&amounts);
        let duties = self.duties(&amounts);
        let additions = self.addition_answers(held, &amounts);
        let calculated_grant_yen = amounts.known.then_some(calculated);
        Assessment {
            version: VERSION,
            id: self.application.id.clone(),
            programme: &programme.id,
            revision: programme.revision,
            phase: self.moment.phase,
            verdict,
            grant_yen: grant,
            calculated_grant_yen,
            eligible_total_yen: eligible_total,
            requested_total_yen: self.claims.requested.iter().flatten().sum(),
            proven_greatest: amounts.solution.proven,
            members: self.members(&amounts),
            categories: self.categories(&amounts),
            limits: self.limits(&amounts, &mut further),
            conditions,
            additions,
            parts: self.part_answers(&amounts),
            points,
            steps,
            next: self.next(&amounts, eligible_total, calculated, &mut further),
            split: other_split,
            not_searched: further.open,
            lines: std::mem::take(&mut self.claims.lines),
            documents,
            documents_not_needed,
            missing_facts,
            judgements,
            contradictions: Vec::new(),
            duties,
            consequences: after::consequences(programme, self.application, self.facts.lead),
        }
    }

    fn set_fact(&mut self, name: &str, value: i64) {
        if let Some(slot) = self.plan.slot(name) {
            self.facts.application[slot] = Some(facts::Known { value: Value::Int(value), source: Some(Cow::Borrowed("derived")) });
        }
    }

    /// Names the members' grants in another sharing as what would meet the share of the grant.
    fn name_split(&self, amounts: &Amounts<'p>, other: &Amounts<'p>, conditions: &mut [ConditionAnswer<'p>]) {
        let Some(condition) = conditions.iter_mut().find(|c| c.id == "consortium.grant_share") else { return };
        condition.flip = (0..self.ids.len())
            .filter(|m| amounts.grants[*m] != other.grants[*m])
            .map(|m| Change {
                fact: Cow::Borrowed("grant_yen"),
                member: Some(self.ids[m].clone()),
                to: "is",
                value: Value::Int(other.grants[m]),
                by: Some(other.grants[m] - amounts.grants[m]),
            })
            .collect();
    }

    /// What a test may look at once there are amounts.
    fn after<'s>(&'s self, amounts: &'s Amounts<'p>, member: usize) -> Scope<'p, 's> {
        let total = amounts.totals.iter().sum();
        Scope {
            recognised: Some((&amounts.recognised, total)),
            grants: amounts.known.then_some(amounts.grants.as_slice()),
            ..self.scope(member)
        }
    }

    /// Points that follow from facts.
    fn points(&self, amounts: &Amounts<'p>) -> Vec<PointAnswer<'p>> {
        let rules = self.plan.programme.points.iter().zip(&self.plan.points);
        rules
            .map(|((id, rule), test)| {
                let found = self.after(amounts, self.facts.lead).test(test);
                PointAnswer { id, points: rule.points, outcome: found.outcome, findings: found.findings, cite: &rule.cite }
            })
            .collect()
    }

    /// Duties with the dates that are known.
    fn duties(&self, amounts: &Amounts<'p>) -> Vec<DutyAnswer<'p>> {
        let rules = self.plan.programme.duties.iter().zip(&self.plan.duties);
        rules
            .map(|((id, duty), test)| {
                let applies = test.as_ref().map_or(Outcome::Yes, |test| self.after(amounts, self.facts.lead).test(test).outcome);
                let due = if applies == Outcome::No { Vec::new() } else { after::due_dates(duty, self.application, self.moment.closure) };
                DutyAnswer { id, applies, due, cite: &duty.cite }
            })
            .collect()
    }

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

    fn conditions(&self, amounts: &Amounts<'p>, held: &[Held<'p>], missing: &mut Missing<'p>) -> Vec<ConditionAnswer<'p>> {
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
                for slot in found.missing {
                    missing.slot(self.plan, slot, Some(m), Decides::Verdict);
                }
                answers.push(ConditionAnswer {
                    id: Cow::Borrowed(id),
                    member: (condition.who == Who::EachMember && self.ids.len() > 1).then(|| self.ids[m].clone()),
                    outcome,
                    findings: found.findings,
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

    /// Each member that is paid must have a rate; the facts that would decide it are missed.
    fn rates(&self, amounts: &Amounts<'p>, missing: &mut Missing<'p>, answers: &mut Vec<ConditionAnswer<'p>>) {
        let rule = &self.plan.programme.amount;
        let Some(cite) = rule.cite.get("rate").or_else(|| rule.cite.values().next()) else {
            return;
        };
        for (m, found) in amounts.rates.iter().enumerate().filter(|_| rule.fixed.is_none() && !self.parts_have_rates()) {
            if found.is_some() || (rule.paid_to == PaidTo::Lead && m != self.facts.lead) {
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
            missing.slot(self.plan, *slot, Some(*member), Decides::Amount);
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

    fn documents(&self, amounts: &Amounts<'p>, missing: &mut Missing<'p>) -> (Vec<DocumentAnswer<'p>>, Vec<DocumentAnswer<'p>>) {
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
                    for slot in &found.missing {
                        missing.slot(self.plan, *slot, Some(self.facts.lead), Decides::Documents);
                    }
                    found.findings
                }
            };
            let answer = DocumentAnswer { id, required, optional: document.optional, because, cite: &document.cite };
            if required == Outcome::No {
                not_needed.push(answer);
            } else {
                needed.push(answer);
            }
        }
        (needed, not_needed)
    }
}

fn floor_condition(grant: i64, floor: Yen, cite: &crate::language::Cites) -> ConditionAnswer<'_> {
    let outcome = if grant >= floor.get() { Outcome::Yes } else { Outcome::No };
    ConditionAnswer {
        id: Cow::Borrowed("amount.floor"),
        member: None,
        outcome,
        findings: vec![Finding {
            fact: Cow::Borrowed("grant_yen"),
            member: None,
            value: Some(Value::Int(grant)),
            source: Some(Cow::Borrowed("derived")),
            test: "at_least",
            expected: Some(Cow::Owned(Expected::One(Value::Int(floor.get())))),
            outcome,
        }],
        flip: vec![crate::assessment::Change {
            fact: Cow::Borrowed("grant_yen"),
            member: None,
            to: "is",
            value: Value::Int(if grant >= floor.get() { floor.get() - 1 } else { floor.get() }),
            by: Some(if grant >= floor.get() { floor.get() - 1 - grant } else { floor.get() - grant }),
        }],
        cite,
    }
}

impl Scope<'_, '_> {
    /// Whether a member belongs to a group; the slots of the facts that decide it while they are missing.
    pub(crate) fn in_group(&self, group: &str, member: usize) -> Result<bool, Vec<usize>> {
        self.member_of(group, member, self.facts.class(member))
    }

    /// The same for rates, where a company that is deemed large may count as a large one.
    fn in_rate_group(&self, group: &str, member: usize) -> Result<bool, Vec<usize>> {
        let as_large = self.plan.programme.size.as_ref().is_some_and(|s| s.deemed_large_takes_rate_of_large);
        let class = match self.facts.class(member) {
            Some(_) if as_large && self.facts.deemed_large(member) == Some(true) => Some(SizeClass::Large),
            class => class,
        };
        self.member_of(group, member, class)
    }

    fn member_of(&self, group: &str, member: usize, class: Option<SizeClass>) -> Result<bool, Vec<usize>> {
        const SIZE_CLASS: usize = crate::vocabulary::slot("size_class");
        let of_class = |fits: fn(SizeClass, &str) -> bool| class.map(|c| fits(c, group)).ok_or_else(|| vec![SIZE_CLASS]);
        match group {
            "everyone" => Ok(true),
            "single" => Ok(self.ids.len() == 1),
            "consortium" => Ok(self.ids.len() > 1),
            "sme" => of_class(|c, _| c.is_sme()),
            "small" | "mid" | "large" => of_class(|c, group| word(c) == group),
            own => {
                let place = self.plan.programme.groups.get_index_of(own).ok_or_else(Vec::new)?;
                let found = (Scope { member, ..*self }).test(&self.plan.groups[place]);
                match found.outcome {
                    Outcome::Yes => Ok(true),
                    Outcome::No => Ok(false),
                    _ => Err(found.missing),
                }
            }
        }
    }
}

/// Missing facts, gathered.
#[derive(Default)]
struct Missing<'p> {
    found: Vec<(Cow<'p, str>, Option<usize>, Decides)>,
}

impl<'p> Missing<'p> {
    fn slot(&mut self, plan: &'p Plan, slot: usize, member: Option<usize>, decides: Decides) {
        let info = &plan.slots[slot];
        let member = member.filter(|_| info.of == crate::language::FactOf::Member);
        self.add(Cow::Borrowed(&info.name), member, decides);
    }

    fn add(&mut self, fact: Cow<'p, str>, member: Option<usize>, decides: Decides) {
        match self.found.iter_mut().find(|f| f.0 == fact && f.1 == member) {
            Some(found) => found.2 = found.2.min(decides),
            None => self.found.push((fact, member, decides)),
        }
    }

    /// Those that can still change the answer first.
    fn ordered(mut self, ids: &[String], verdict: Verdict) -> Vec<MissingFact<'p>> {
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

/// The words for channels, where a page lists them.
pub const CHANNELS: [Channel; 4] = [Channel::Online, Channel::Email, Channel::Post, Channel::InPerson];
