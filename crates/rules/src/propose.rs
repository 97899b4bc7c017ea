//! Cases that a programme lacks: every bound at it, one below and one above; every class; every phase; every addition. Each comes with the
//! answer of the engine, for the author to confirm against the document.

use std::fmt::Write;

use serde_json::{Value as Json, json};

use crate::{
    application::Application,
    assess::{Moment, assess, classes},
    assessment::Expected,
    cases::CasesFile,
    language::{FactOf, FactType, Phase, RateRule, Row, YenRule},
    node, overlay,
    plan::{Op, Plan, Subject, Test},
    read::Read,
    vocabulary::Value,
};

/// One case that is proposed.
struct Proposal {
    name: String,
    application: Json,
    phase: Phase,
}

/// The cases that a programme lacks, as they are written into its cases file; empty where it lacks none. `bytes` are the file as it is.
pub fn propose(read: &Read, bytes: &[u8]) -> String {
    let plan = &*read.plan;
    let tree = node::read(bytes).ok();
    let file: Option<CasesFile> = tree.as_ref().and_then(|tree| serde_path_to_error::deserialize(tree).ok());
    let id = &plan.programme.id;
    let there: Vec<(Json, Phase)> = file
        .iter()
        .flat_map(|file| file.cases.iter())
        .filter(|(_, case)| case.programme == *id)
        .map(|(_, case)| {
            let base = case.base.as_ref().and_then(|base| file.as_ref()?.bases.get(base)).cloned().unwrap_or_else(|| json!({}));
            (laid(base, &case.application), case.phase.unwrap_or(Phase::Application))
        })
        .collect();
    // The application that is eligible as it stands, where a case has one; its facts are what the bounds are tried around.
    let answered = |application: &Json, phase| answer(plan, application, phase);
    let eligible = |a: &&(Json, Phase)| answered(&a.0, a.1).is_some_and(|answer| answer["verdict"] == "eligible");
    let base = there.iter().find(eligible).or_else(|| there.first()).map_or_else(|| json!({ "members": [{ "id": "a" }] }), |c| c.0.clone());
    let mut out = String::new();
    let mut told: Vec<Proposal> = Vec::new();
    for proposal in proposals(plan, &base) {
        let same = |application: &Json, phase| *application == proposal.application && phase == proposal.phase;
        if there.iter().any(|(application, phase)| same(application, *phase)) || told.iter().any(|t| same(&t.application, t.phase)) {
            continue;
        }
        let Some(answer) = answered(&proposal.application, proposal.phase) else { continue };
        let expect = json!({
            "verdict": answer["verdict"],
            "eligible_total_yen": answer["eligible_total_yen"],
            "grant_yen": answer["grant_yen"],
        });
        let phase = if proposal.phase == Phase::Application { String::new() } else { format!(", phase: {}", proposal.phase.word()) };
        let _ = writeln!(
            out,
            "  {}:\n    {{programme: {id}{phase}, application: {}, expect: {}}}",
            proposal.name, proposal.application, expect
        );
        told.push(proposal);
    }
    out
}

pub(crate) fn laid(base: Json, over: &Json) -> Json {
    let read = |json: &Json| node::read(json.to_string().as_bytes()).ok();
    match (read(&base), read(over)) {
        (Some(mut base), Some(over)) if over.kind != node::Kind::Null => {
            overlay::merge(&mut base, &over);
            base.to_json()
        }
        _ => base,
    }
}

fn answer(plan: &Plan, application: &Json, phase: Phase) -> Option<Json> {
    let application: Application = serde_json::from_value(application.clone()).ok()?;
    let answer = assess(plan, &application, Moment { phase, ..Moment::default() }).ok()?;
    serde_json::to_value(&answer).ok()
}

fn proposals(plan: &Plan, base: &Json) -> Vec<Proposal> {
    let mut all = Vec::new();
    let mut add = |name: String, application: Json, phase| all.push(Proposal { name, application, phase });
    let programme = &plan.programme;
    for phase in Phase::ALL {
        let promised = phase == Phase::Settlement && programme.amount.additions.values().any(|a| a.promise.is_some());
        if promised || programme.conditions.values().any(|c| c.at.contains(&phase)) {
            add(format!("at {}", phase.word()), base.clone(), phase);
        }
    }
    for class in classes(plan) {
        let word = serde_json::to_value(class).unwrap_or_default();
        add(format!("class {}", word.as_str().unwrap_or_default()), adjusted(plan, base, "size_class", &word), Phase::Application);
    }
    for ((id, condition), tests) in programme.conditions.iter().zip(&plan.conditions) {
        let mut turns = Vec::new();
        tests.iter().flatten().for_each(|test| gather(plan, test, &mut turns));
        let phase = condition.at.first().copied().unwrap_or(Phase::Application);
        for (fact, value) in turns {
            add(format!("{id} with {fact} {}", told(&value)), adjusted(plan, base, &fact, &value), phase);
        }
    }
    let rows =
        programme.amount.cap.values().into_iter().map(|(way, _)| way).chain(programme.amount.rate.values().into_iter().map(|(way, _)| way));
    for row in rows.flatten() {
        if let Row::Fact { by, key: Some(key), .. } = row
            && let Some(slot) = plan.slot(by).map(|slot| &plan.slots[slot])
        {
            let choices: Vec<&str> = slot.choices.iter().map(String::as_str).collect();
            for value in Value::read(slot.kind, &choices, key).ok().map(|value| around(&value)).unwrap_or_default() {
                add(format!("row {by} {}", told(&value)), adjusted(plan, base, by, &value), Phase::Application);
            }
        }
    }
    for ((id, _), addition) in programme.amount.additions.iter().zip(&plan.additions) {
        let mut facts = Vec::new();
        gather(plan, &addition.when, &mut facts);
        for (fact, value) in facts {
            add(format!("{id} with {fact} {}", told(&value)), adjusted(plan, base, &fact, &value), Phase::Application);
        }
    }
    amounts(plan, base, &mut add);
    all
}

/// Costs at which the cap, the floor and each limit turn.
fn amounts(plan: &Plan, base: &Json, add: &mut impl FnMut(String, Json, Phase)) {
    let programme = &plan.programme;
    let amount = &programme.amount;
    // A category that nothing limits and no test asks more of.
    let free = programme.expenses.categories.iter().enumerate().find(|(c, (_, category))| {
        category.tests.is_empty() && category.calculator.is_none() && plan.limits.iter().all(|l| l.categories >> c & 1 == 0)
    });
    let Some((_, (free, _))) = free else { return };
    let costs = |lines: &[(&str, i64)]| {
        let lines: Vec<Json> = lines.iter().map(|(category, yen)| json!({ "category": category, "amount": yen })).collect();
        let mut application = base.clone();
        application["expenses"] = lines.into();
        application
    };
    let rates: Vec<_> =
        amount.rate.values().into_iter().filter_map(|(_, rule)| if let RateRule::Rate(rate) = rule { Some(*rate) } else { None }).collect();
    let caps = amount.cap.values().into_iter().filter_map(|(_, rule)| YenRule::yen(rule));
    for yen in caps.chain(amount.floor.map(kernel::Yen::get)) {
        for rate in rates.iter().filter(|r| r.numerator() > 0) {
            // The least costs that bring so much, and a yen on either side. Which rate and which cap this applicant has, the answer says:
            // the name says no more than what is asked.
            let (above, below) = (i128::from(rate.numerator()), i128::from(rate.denominator()));
            let least = i64::try_from((i128::from(yen) * below + above - 1).div_euclid(above)).unwrap_or(i64::MAX / 2);
            for cost in [least - 1, least, least + 1] {
                add(format!("costs of {cost}"), costs(&[(free, cost)]), Phase::Application);
            }
        }
    }
    for (id, limit) in &programme.limits {
        let Some((rate, category)) = limit.at_most.or(limit.less_than).zip(limit.categories.first()) else { continue };
        let (above, below) = (rate.numerator(), rate.denominator());
        if below <= above {
            continue;
        }
        // So much beside it that the limited part fits exactly, and enough in all that no floor hides it.
        let scale = amount.floor.map_or(0, kernel::Yen::get).saturating_mul(4).max(100_000);
        let (part, rest) = (above.saturating_mul(scale), (below - above).saturating_mul(scale));
        for part in [part - 1, part, part + 1] {
            add(format!("{id} with {part} beside {rest}"), costs(&[(free, rest), (category, part)]), Phase::Application);
        }
    }
}

/// The facts of a test, each with the values at which it turns.
fn gather(plan: &Plan, test: &Test, turns: &mut Vec<(String, Json)>) {
    match test {
        Test::Compare(Subject::Fact(slot), op, expected) => {
            let info = &plan.slots[*slot];
            if info.computed || info.of == FactOf::Line {
                return;
            }
            let values: Vec<Json> = match (info.kind, expected) {
                (FactType::YesNo, _) => vec![true.into(), false.into()],
                (FactType::Choice, _) => info.choices.iter().map(|c| Json::from(c.as_str())).collect(),
                (FactType::Yen | FactType::Count | FactType::Date, Expected::One(value)) if *op != Op::Includes => around(value),
                _ => Vec::new(),
            };
            turns.extend(values.into_iter().map(|value| (info.name.clone(), value)));
        }
        Test::All(tests) | Test::Any(tests) | Test::None(tests) => tests.iter().for_each(|t| gather(plan, t, turns)),
        _ => {}
    }
}

/// A value, the one before it and the one after it.
fn around(value: &Value) -> Vec<Json> {
    match value {
        Value::Int(i) => [i - 1, *i, i + 1].into_iter().filter(|i| *i >= 0).map(Json::from).collect(),
        Value::Date(day) => {
            let days = [day.yesterday().ok(), Some(*day), day.tomorrow().ok()];
            days.into_iter().flatten().map(|d| Json::from(d.to_string())).collect()
        }
        Value::Text(word) => vec![Json::from(word.as_str())],
        _ => Vec::new(),
    }
}

fn told(value: &Json) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

/// An application with another value of a fact: of every member, or of its own.
pub(crate) fn adjusted(plan: &Plan, base: &Json, fact: &str, value: &Json) -> Json {
    let mut application = base.clone();
    let of = plan.slot(fact).map(|slot| plan.slots[slot].of);
    if of == Some(FactOf::Application) {
        application["facts"][fact] = value.clone();
    } else if let Some(members) = application["members"].as_array_mut() {
        for member in members {
            member["facts"][fact] = value.clone();
            if fact == "size_class"
                && let Some(facts) = member["facts"].as_object_mut()
            {
                // A class that is stated gives way to one that follows from these.
                ["industry", "capital_yen", "employees"].iter().for_each(|raw| {
                    facts.shift_remove(*raw);
                });
            }
        }
    }
    application
}
