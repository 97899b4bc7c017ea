//! From an application to its answer. Cannot fail on a sound application: what is missing is said.

mod adjustments;
mod after;
mod amounts;
mod calculators;
mod conditions;
mod consortium;
mod duties;
mod expense;
mod facts;
mod further;
mod gains;
mod grant;
mod groups;
mod holdings;
mod lines;
mod parts;
mod payments;
mod records;
mod sharing;
mod steps;
mod tables;
mod test;
mod used;
mod worked_out;

use std::{borrow::Cow, collections::HashSet};

use jiff::{Timestamp, civil::Date};
use kernel::{Yen, calendar::Closure};

use crate::{
    application::Application,
    assessment::{
        Assessment, Change, ConditionAnswer, Decides, Expected, Finding, JudgementAnswer, Outcome, PointAnswer, Step, VERSION, Verdict,
    },
    diagnostic::{MOST_FAULTS, shown},
    language::{FloorOf, Phase, ShareCuts},
    plan::{Fault, Plan, Stage},
    vocabulary::Value,
};
use adjustments::Adjusted;
use amounts::Amounts;
use conditions::Missing;
use expense::Claims;
use facts::Facts;
pub(crate) use facts::{Known, among, class_of, word};
use further::Further;
pub(crate) use gains::classes;
pub use gains::gains;
use test::Scope;
pub(crate) use test::fact_holds;
pub(crate) use worked_out::{Around, work_out};

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

const MEMBER_GRANT_YEN: usize = crate::vocabulary::slot("member_grant_yen");
const MEMBER_ELIGIBLE_TOTAL_YEN: usize = crate::vocabulary::slot("member_eligible_total_yen");
const SHARE_OF_ELIGIBLE_TOTAL: usize = crate::vocabulary::slot("share_of_eligible_total");

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
    let claims = expense::claims(plan, application, moment.phase, &facts, &ids, &mut faults);
    if !faults.is_empty() {
        return Err(faults);
    }
    let mut claimed = vec![0; plan.programme.expenses.categories.len()];
    for (c, amount) in claims.admissible.iter().flat_map(|member| member.iter().enumerate()) {
        claimed[c] += amount;
    }
    let mut work = Work { plan, application, moment, facts, ids, claims, claimed, adjusted: Adjusted::default() };
    if plan.slots.iter().any(|slot| slot.stage == Stage::Lines) {
        work.work_out(None);
    }
    work.adjust();
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
    /// What adjustments made of the expenses.
    adjusted: Adjusted<'p>,
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
            for (facts, grant) in self.facts.members.iter_mut().zip(&amounts.grants) {
                facts[MEMBER_GRANT_YEN] = Some(facts::derived(Value::Int(*grant)));
            }
        }
        for (facts, total) in self.facts.members.iter_mut().zip(&amounts.totals) {
            facts[MEMBER_ELIGIBLE_TOTAL_YEN] = Some(facts::derived(Value::Int(*total)));
        }
        if eligible_total > 0 {
            for (facts, total) in self.facts.members.iter_mut().zip(&amounts.totals) {
                facts[SHARE_OF_ELIGIBLE_TOTAL] = Some(facts::derived(facts::ratio(*total, eligible_total)));
            }
        }
        self.work_out(Some(&amounts));
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
            let of = if programme.amount.floor_of == FloorOf::Calculated { amounts.calculated } else { calculated };
            let mut condition = floor_condition(of, floor, cite);
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
                after_yen: if of < floor.get() { 0 } else { calculated },
                rate: None,
                limit_yen: Some(floor.get()),
                bit: of < floor.get(),
                slack_yen: Some(of - floor.get()),
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
            for asked in self.facts.to_ask(self.plan, *slot, self.facts.lead) {
                missing.slot(self.plan, asked, None, Decides::Line);
            }
        }
        let payments = self.payments(&amounts, verdict, &mut missing);
        let missing_facts = missing.ordered(&self.ids, verdict);
        let points = self.points(&amounts);
        let sum = points.iter().filter(|p| p.outcome == Outcome::Yes).map(|p| p.points).fold(0_i32, i32::saturating_add);
        let points_total = (!points.is_empty()).then(|| programme.points_at_most.map_or(sum, |most| sum.min(most)));
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
            points_total,
            payments,
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
            worked_out: self.worked_out_answers(),
            consequences: after::consequences(programme, self.application, self.facts.lead),
        }
    }

    fn set_fact(&mut self, name: &str, value: i64) {
        if let Some(slot) = self.plan.slot(name) {
            self.facts.application[slot] = Some(facts::derived(Value::Int(value)));
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
