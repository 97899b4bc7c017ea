//! From an application to its answer. Cannot fail on a sound application: what is missing is said.

mod after;
mod amounts;
mod consortium;
mod expense;
mod facts;
mod test;

use std::{
    borrow::Cow,
    collections::{HashMap, HashSet},
};

use indexmap::IndexMap;
use jiff::Timestamp;
use kernel::{Rate, SizeClass, Yen};

use crate::{
    application::{Application, GivenValue, HolderKind, Member, Shareholder},
    assessment::{
        Assessment, ConditionAnswer, Decides, DocumentAnswer, Expected, Finding, JudgementAnswer, MissingFact, Outcome, Step, VERSION,
        Verdict,
    },
    diagnostic::{MOST_FAULTS, shown},
    language::{Channel, Map, PaidTo, Phase, Who},
    plan::{Fault, Plan},
    vocabulary::Value,
};
use amounts::Amounts;
use consortium::Said;
use expense::Claims;
pub(crate) use facts::among;
use facts::{Facts, word};
use test::Scope;

/// When and for which phase an application is assessed.
#[derive(Debug, Clone, Copy)]
pub struct Moment {
    /// The phase.
    pub phase: Phase,
    /// The instant at which it is taken to arrive, where the application does not say.
    pub as_of: Option<Timestamp>,
}

impl Default for Moment {
    fn default() -> Self {
        Self { phase: Phase::Application, as_of: None }
    }
}

/// The lists of an application, and more entries than any of them has.
pub(crate) const MOST: [(&str, usize); 4] = [("members", 1_000), ("others", 1_000), ("expenses", 200_000), ("happenings", 10_000)];

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
    let together = holdings(application, &mut faults);
    let application = &*together;
    let mut contradictions = Vec::new();
    let facts = facts::bind(plan, application, &mut contradictions, &mut faults);
    let ids: Vec<String> = application.members.iter().map(|m| m.id.clone()).collect();
    references(plan, application, &ids, &mut faults);
    let claims = expense::claims(plan, application, &facts, &ids, &mut faults);
    if !faults.is_empty() {
        return Err(faults);
    }
    let work = Work { plan, application, moment, facts, ids, claims };
    let mut answer = work.answer();
    answer.contradictions = contradictions;
    Ok(answer)
}

/// The application with every holder named once in a list: what one holds in several lots counts together. A member that
/// is listed as a person although it is none is a slip.
fn holdings<'a>(application: &'a Application, faults: &mut Vec<Fault>) -> Cow<'a, Application> {
    let kind = |member: &Member| match &member.facts.get("kind")?.value {
        GivenValue::One(one) => Some(matches!(one.to_string().as_str(), "person" | "sole_proprietor")),
        GivenValue::Many(_) => None,
    };
    let person: HashMap<&str, Option<bool>> = application.members.iter().rev().map(|m| (m.id.as_str(), kind(m))).collect();
    let members = application.members.iter().enumerate().flat_map(|(i, m)| {
        [("shareholders", &m.shareholders), ("members_holding", &m.members_holding)]
            .map(|(name, list)| (format!("members.{i}.{name}"), list.as_deref().unwrap_or_default()))
    });
    let others = application.others.iter().enumerate().map(|(i, o)| (format!("others.{i}.shareholders"), o.shareholders.as_slice()));
    let mut twice = false;
    for (path, holders) in members.chain(others) {
        let mut seen = HashSet::new();
        for (j, holder) in holders.iter().enumerate() {
            twice |= !seen.insert(&holder.holder);
            if faults.len() >= MOST_FAULTS {
                break;
            }
            if holder.share > Rate::ONE {
                let message = format!("a share of {} is more than the whole", holder.share);
                faults.push(Fault::new("wrong-value", format!("{path}.{j}.share"), message).help("write a part of all shares: 60% or 2/3"));
            }
            if holder.kind == Some(HolderKind::Person) && person.get(holder.holder.as_str()) == Some(&Some(false)) {
                let message = format!("`{}` is listed as a person, but is a member that is none", shown(&holder.holder));
                let fault = Fault::new("contradiction", format!("{path}.{j}.kind"), message);
                faults.push(fault.help("write `kind: company`, or leave the kind out"));
            }
        }
    }
    if !twice {
        return Cow::Borrowed(application);
    }
    let mut together = application.clone();
    let members = together.members.iter_mut().flat_map(|m| [m.shareholders.as_mut(), m.members_holding.as_mut()]).flatten();
    for list in members.chain(together.others.iter_mut().map(|o| &mut o.shareholders)) {
        let mut merged: IndexMap<String, Shareholder> = IndexMap::with_capacity(list.len());
        for holder in list.drain(..) {
            match merged.get_mut(&holder.holder) {
                Some(known) => {
                    known.share = known.share.plus(holder.share).unwrap_or(known.share);
                    known.kind = known.kind.or(holder.kind);
                    known.large = known.large.or(holder.large);
                    known.deemed_large = known.deemed_large.or(holder.deemed_large);
                    known.capital_yen = known.capital_yen.or(holder.capital_yen);
                }
                None => drop(merged.insert(holder.holder.clone(), holder)),
            }
        }
        list.extend(merged.into_values());
    }
    Cow::Owned(together)
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
    for id in
        application.judgements.keys().filter(|id| !plan.programme.conditions.contains_key(id.as_str()) && !id.starts_with("consortium."))
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

struct Work<'p, 'a> {
    plan: &'p Plan,
    application: &'a Application,
    moment: Moment,
    facts: Facts,
    ids: Vec<String>,
    claims: Claims<'p>,
}

impl<'p> Work<'p, '_> {
    fn scope(&self, member: usize) -> Scope<'p, '_> {
        Scope {
            plan: self.plan,
            facts: &self.facts,
            ids: &self.ids,
            member,
            lines: &self.claims.facts,
            line: None,
            claimed: &[],
            recognised: None,
            grants: None,
        }
    }

    fn answer(mut self) -> Assessment<'p> {
        let programme = &*self.plan.programme;
        let amounts = self.amounts();
        let eligible_total: i64 = amounts.totals.iter().sum();
        let calculated: i64 = amounts.grants.iter().sum();
        self.tell("eligible_total_yen", eligible_total);
        if amounts.known {
            self.tell("grant_yen", calculated);
        }
        let mut missing = Missing::default();
        let mut conditions = self.conditions(&amounts, &mut missing);
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
        let (documents, documents_not_needed) = self.documents(&mut missing);
        for slot in &self.claims.missing {
            missing.slot(self.plan, *slot, None, Decides::Line);
        }
        let missing_facts = missing.ordered(&self.ids, verdict);
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
            limits: self.limits(&amounts),
            conditions,
            steps,
            next: self.next(&amounts, eligible_total, calculated),
            lines: std::mem::take(&mut self.claims.lines),
            documents,
            documents_not_needed,
            missing_facts,
            judgements,
            contradictions: Vec::new(),
            duties: after::duties(programme, self.application),
            consequences: after::consequences(programme, self.application, self.facts.lead),
        }
    }

    fn tell(&mut self, name: &str, value: i64) {
        if let Some(slot) = self.plan.slot(name) {
            self.facts.application[slot] = Some(facts::Known { value: Value::Int(value), source: Some(Cow::Borrowed("derived")) });
        }
    }

    /// The first row of a table that fits a member: `Err` while a fact that decides it is missing.
    fn row<T: Copy>(&self, table: &'p Map<T>, member: usize, for_rate: bool) -> Result<Option<(&'p str, T)>, ()> {
        let scope = self.scope(member);
        for (group, value) in table {
            let found = if for_rate { scope.in_rate_group(group, member) } else { scope.in_group(group, member) };
            match found {
                Some(true) => return Ok(Some((group, *value))),
                Some(false) => {}
                None => return Err(()),
            }
        }
        Ok(None)
    }

    fn conditions(&self, amounts: &Amounts<'p>, missing: &mut Missing<'p>) -> Vec<ConditionAnswer<'p>> {
        let programme = &*self.plan.programme;
        let phase = self.moment.phase;
        let mut recognised = vec![0; self.plan.programme.expenses.categories.len()];
        for (item, amount) in amounts.items.iter().zip(&amounts.solution.recognised) {
            recognised[item.category] += amount;
        }
        let claimed = self.claimed();
        let total = amounts.totals.iter().sum();
        let scope = |member| Scope {
            claimed: &claimed,
            recognised: Some((&recognised, total)),
            grants: amounts.known.then_some(amounts.grants.as_slice()),
            ..self.scope(member)
        };
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
        let mut more: Vec<Said<'p>> = consortium::conditions(&scope(self.facts.lead), self.application, phase, &paid);
        if let Some(rule) = &programme.parallel {
            more.extend(consortium::parallel(rule, self.application, phase));
        }
        for Said { mut answer, missing: open } in more {
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
        self.rates(amounts, missing, &mut answers);
        answers
    }

    /// Each member that is paid must have a rate; the facts that would decide it are missed.
    fn rates(&self, amounts: &Amounts<'p>, missing: &mut Missing<'p>, answers: &mut Vec<ConditionAnswer<'p>>) {
        let rule = &self.plan.programme.amount;
        let Some(cite) = rule.cite.get("rate").or_else(|| rule.cite.values().next()) else {
            return;
        };
        for (m, group) in amounts.groups.iter().enumerate() {
            if group.is_some() || (rule.paid_to == PaidTo::Lead && m != self.facts.lead) {
                continue;
            }
            let open = self.row(&rule.rate, m, true).is_err();
            if open && (m == self.facts.lead || self.claims.admissible[m].iter().any(|a| *a > 0)) {
                missing.add(Cow::Borrowed("size_class"), Some(m), Decides::Amount);
            } else if !open {
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
                            expected: Some(Cow::Owned(Expected::Many(rule.rate.keys().map(|k| Value::Text(k.clone())).collect()))),
                            outcome: Outcome::No,
                        })
                        .into_iter()
                        .collect(),
                    flip: Vec::new(),
                    cite,
                });
            }
        }
        if !amounts.cap_known {
            missing.add(Cow::Borrowed("size_class"), Some(self.facts.lead), Decides::Amount);
        }
    }

    fn claimed(&self) -> Vec<i64> {
        let mut claimed = vec![0; self.plan.programme.expenses.categories.len()];
        for member in &self.claims.requested {
            for (c, amount) in member.iter().enumerate() {
                claimed[c] += amount;
            }
        }
        claimed
    }

    fn documents(&self, missing: &mut Missing<'p>) -> (Vec<DocumentAnswer<'p>>, Vec<DocumentAnswer<'p>>) {
        let claimed = self.claimed();
        let scope = Scope { claimed: &claimed, ..self.scope(self.facts.lead) };
        let mut needed = Vec::new();
        let mut not_needed = Vec::new();
        for ((id, document), test) in self.plan.programme.documents.iter().zip(&self.plan.documents) {
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
    /// Whether a member belongs to a group; `None` while a fact that decides it is missing.
    pub(crate) fn in_group(&self, group: &str, member: usize) -> Option<bool> {
        self.member_of(group, member, self.facts.class(member))
    }

    /// The same for rates, where a company that is deemed large may count as a large one.
    fn in_rate_group(&self, group: &str, member: usize) -> Option<bool> {
        let as_large = self.plan.programme.size.as_ref().is_some_and(|s| s.deemed_large_takes_rate_of_large);
        let class = match self.facts.class(member) {
            Some(_) if as_large && self.facts.deemed_large(member) == Some(true) => Some(SizeClass::Large),
            class => class,
        };
        self.member_of(group, member, class)
    }

    fn member_of(&self, group: &str, member: usize, class: Option<SizeClass>) -> Option<bool> {
        match group {
            "everyone" => Some(true),
            "single" => Some(self.ids.len() == 1),
            "consortium" => Some(self.ids.len() > 1),
            "sme" => class.map(SizeClass::is_sme),
            "small" | "mid" | "large" => class.map(|c| word(c) == group),
            own => {
                let place = self.plan.programme.groups.get_index_of(own)?;
                match (Scope { member, ..*self }).test(&self.plan.groups[place]).outcome {
                    Outcome::Yes => Some(true),
                    Outcome::No => Some(false),
                    _ => None,
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
