//! What stands in the way of filing, and how it would be assessed: the form read, the engine asked, the papers counted.

use programmes::assess;
use std::collections::BTreeSet;

use platform::Instant;
use rules::{
    application::{self as asked, FilingFacts, Instant as Arrival, Record},
    assess::Moment,
    assessment::{Assessment, Outcome, TAX, Verdict},
    language::{Consultation, PaidTo},
    plan::Plan,
};

use super::{
    assessment_input::AssessmentInput,
    form::{Form, FormSection, Reading},
    model::{Application, Paper, owner},
    papers::SCAN,
};

/// Something that stands in the way of filing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Obstacle {
    /// Where it can be mended.
    pub part: Option<FormSection>,
    /// Whose part that is; none where all members share it.
    pub member: Option<usize>,
    /// The obstacle itself.
    pub what: ObstacleKind,
}

impl Obstacle {
    /// Whether it keeps an application that was keyed in from being received: what came incomplete has come all the same, and is
    /// returned for correction.
    pub fn blocks_paper_filing(&self) -> bool {
        match &self.what {
            ObstacleKind::Missing(_)
            | ObstacleKind::Wrong(..)
            | ObstacleKind::Funds(_)
            | ObstacleKind::Unjoined(_)
            | ObstacleKind::Unreleased(_) => false,
            ObstacleKind::Document(id) => id == SCAN,
            ObstacleKind::Condition(_)
            | ObstacleKind::Late
            | ObstacleKind::Broken(_)
            | ObstacleKind::Lost(_)
            | ObstacleKind::Harmful(_) => true,
        }
    }
}

/// What stands in the way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ObstacleKind {
    /// A field that was not filled in.
    Missing(String),
    /// A field that can't be read: the message that says why.
    Wrong(String, &'static str),
    /// A document that is not there, by its id.
    Document(String),
    /// Funds that exceed the costs by so many yen, or fall short of them.
    Funds(i64),
    /// A member who has not joined, by name.
    Unjoined(String),
    /// A member who has joined and released nothing yet, by name.
    Unreleased(String),
    /// A condition on how and when it is filed, by its id.
    Condition(String),
    /// The deadline is over.
    Late,
    /// The application itself can't be assessed: the engine's own words.
    Broken(String),
    /// A paper that stands in no store, by its name: to be put there again.
    Lost(String),
    /// A paper in which something harmful was found, by its name.
    Harmful(String),
}

/// An application, examined as it stands.
#[derive(Debug)]
pub struct Readiness<'p> {
    /// What was typed, read.
    pub reading: Reading,
    /// The engine's answer; none where what was typed can't be asked at all.
    pub answer: Option<Assessment<'p>>,
    /// What stands in the way of filing.
    pub obstacles: Vec<Obstacle>,
}

impl Readiness<'_> {
    /// The grant of a member, in yen; none while a fact that decides it is missing.
    pub fn grant(&self, member: usize, plan: &Plan) -> Option<i64> {
        let answer = self.answer.as_ref()?;
        if plan.programme.amount.paid_to == PaidTo::EachMember {
            answer.members.iter().find(|m| m.id == format!("m{member}"))?.grant_yen
        } else {
            answer.calculated_grant_yen
        }
    }
}

/// How and when an application is filed.
#[derive(Debug, Clone, Copy)]
pub struct Filed {
    /// When it arrives; none where only a draft is looked at.
    pub arrived: Option<Instant>,
    /// When it was posted.
    pub posted: Option<jiff::civil::Date>,
}

/// Puts what the company has filed here among the records of its earlier applications. Of awards made elsewhere only the applicant knows:
/// where a call asks for them, there are records once it has said that there are none.
fn add_records(plan: &Plan, application: &mut asked::Application, input: &AssessmentInput) {
    let Some(lead) = application.members.first_mut() else { return };
    if lead.records.is_some() || plan.asks_filings_only() {
        let here = input.filed_here.iter();
        lead.records =
            Some(here.map(|(call, day)| Record { programme: call.clone(), filed_on: Some(*day), ..Record::default() }).collect());
    }
}

/// Examines an application as it stands. `plan` has the deadline that counts.
pub(crate) fn assess_readiness<'p>(plan: &'p Plan, found: &Application, input: &AssessmentInput, filed: Filed) -> Readiness<'p> {
    let form = Form::new(plan);
    let mut reading = form.read(&input.typed, &found.members, &input.companies);
    reading.application.programme = Some(plan.programme.id.clone());
    reading.application.id = Some(found.id.clone());
    add_records(plan, &mut reading.application, input);
    reading.application.filing = Some(FilingFacts {
        channel: Some(found.channel),
        arrived_at: filed.arrived.map(|a| Arrival(a.timestamp())),
        posted_on: filed.posted,
        consulted: (plan.programme.filing.consultation != Consultation::NotAsked).then_some(input.consulted),
        second_application: Some(input.another),
    });
    // Of a part that was not released nothing is known, not even what is missing.
    let counts = |field: &str| owner(field).is_none_or(|m| !input.unreleased.contains(m));
    reading.wrong.retain(|field, _| counts(field));
    reading.missing.retain(|field| counts(field));
    reading.funds.retain(|place, _| counts(&format!("m{place}.")));
    let mut obstacles = Vec::new();
    let at = |field: &str| {
        let part = form.part_of(field);
        (Some(part), owner(field).and_then(|m| m[1..].parse().ok()))
    };
    for (field, message) in &reading.wrong {
        let (part, member) = at(field);
        obstacles.push(Obstacle { part, member, what: ObstacleKind::Wrong(field.clone(), message) });
    }
    for field in &reading.missing {
        let (part, member) = at(field);
        obstacles.push(Obstacle { part, member, what: ObstacleKind::Missing(field.clone()) });
    }
    let shared = |part, what| Obstacle { part, member: None, what };
    for member in found.members.iter().filter(|m| !m.joined && form.facts.expenses_of_each && found.entered_by.is_none()) {
        obstacles.push(shared(Some(FormSection::Members), ObstacleKind::Unjoined(member.name.clone())));
    }
    for member in found.members.iter().filter(|m| input.leads && input.unreleased.contains(&m.id)) {
        obstacles.push(shared(Some(FormSection::Members), ObstacleKind::Unreleased(member.name.clone())));
    }
    let answer = match assess(plan, &reading.application, Moment::default()) {
        Ok(answer) => answer,
        Err(faults) => {
            // What of a line of costs is still missing or can't be read is told by its field: the rest is assessed without that line.
            let lines: BTreeSet<usize> =
                faults.iter().filter_map(|f| f.path.strip_prefix("expenses.")?.split('.').next()?.parse().ok()).collect();
            if obstacles.is_empty() || faults.iter().any(|f| !f.path.starts_with("expenses.")) {
                obstacles.extend(faults.into_iter().map(|f| {
                    // What the engine says of a member's own part is that member's.
                    let member = at_fault(&f.path, &reading.application);
                    Obstacle { part: member.map(FormSection::Facts), member, what: ObstacleKind::Broken(f.message) }
                }));
            }
            let mut place = 0;
            reading.application.expenses.retain(|_| {
                place += 1;
                !lines.contains(&(place - 1))
            });
            match assess(plan, &reading.application, Moment::default()) {
                Ok(answer) if !lines.is_empty() => answer,
                _ => return Readiness { reading, answer: None, obstacles },
            }
        }
    };
    let failed = answer.conditions.iter().filter(|c| c.outcome == Outcome::No && c.id.starts_with("filing."));
    for condition in failed {
        let what = if condition.id == "filing.deadline" { ObstacleKind::Late } else { ObstacleKind::Condition(condition.id.to_string()) };
        obstacles.push(shared(None, what));
    }
    for category in &answer.categories {
        let place = category.member.strip_prefix('m').and_then(|n| n.parse::<usize>().ok());
        if let Some(funds) = place.and_then(|place| reading.funds.get_mut(&place)) {
            funds.costs = funds.costs.saturating_add(category.requested_yen);
        }
    }
    for line in &answer.lines {
        let member = reading.application.expenses.get(line.line).and_then(|l| l.member.as_deref());
        let place = member.and_then(|m| m.strip_prefix('m')?.parse::<usize>().ok());
        if let Some(funds) = place.and_then(|place| reading.funds.get_mut(&place)) {
            let tax = line.figures.iter().find(|f| f.0 == TAX).map_or(0, |f| f.1);
            funds.tax = funds.tax.saturating_add(tax);
        }
    }
    add_missing_documents(plan, found, &input.papers, &answer, &mut obstacles);
    let readiness = Readiness { reading, answer: Some(answer), obstacles: Vec::new() };
    for (place, funds) in &readiness.reading.funds {
        let surplus = readiness.grant(*place, plan).map(|grant| funds.surplus(grant));
        if let Some(surplus) = surplus.filter(|s| *s != 0) {
            obstacles.push(Obstacle { part: Some(FormSection::Funds(*place)), member: Some(*place), what: ObstacleKind::Funds(surplus) });
        }
    }
    Readiness { obstacles, ..readiness }
}

/// Whose a fault of the engine's is, by its path.
fn at_fault(path: &str, asked: &asked::Application) -> Option<usize> {
    let mut steps = path.split('.');
    let (list, place) = (steps.next()?, steps.next()?.parse::<usize>().ok()?);
    let member = match list {
        "expenses" => asked.expenses.get(place)?.member.as_deref(),
        "members" => asked.members.get(place).map(|m| m.id.as_str()),
        _ => None,
    };
    member?.strip_prefix('m')?.parse().ok()
}

/// Whether what is typed here is a document itself.
pub fn is_typed(plan: &Plan, document: &str, found: &Application) -> bool {
    found.entered_by.is_none() && plan.programme.documents.get(document).is_some_and(|d| d.typed)
}

fn add_missing_documents(plan: &Plan, found: &Application, there: &[Paper], answer: &Assessment<'_>, obstacles: &mut Vec<Obstacle>) {
    let has = |document: &str| there.iter().any(|p| p.document == document);
    let mut needed = Vec::new();
    if found.entered_by.is_some() {
        // What came on paper lies in its scan, whole; the formal check looks whether everything is in it.
        needed.push(SCAN);
    } else {
        needed.extend(answer.documents.iter().filter(|d| d.required == Outcome::Yes && !d.optional).map(|d| d.id));
    }
    for document in needed.into_iter().filter(|d| !is_typed(plan, d, found) && !has(d)) {
        obstacles.push(Obstacle { part: Some(FormSection::Papers), member: None, what: ObstacleKind::Document(document.to_owned()) });
    }
}

/// The verdict's name, as lists keep it.
pub const fn verdict(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Eligible => "eligible",
        Verdict::NotEligible => "not_eligible",
        Verdict::Undetermined => "undetermined",
    }
}
