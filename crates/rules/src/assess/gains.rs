//! What would bring the most: each fact that is not so now, as it would be, and what the grant would be larger by.

use kernel::SizeClass;

use super::{Moment, assess};
use crate::{
    application::{Application, Given},
    assessment::{Assessment, Gain},
    language::{FactOf, FactType, Row, Scalar},
    plan::{Plan, Subject, Test},
    vocabulary::Value,
};

/// Facts that are tried, at most: each is an assessment of its own.
const MOST_TRIED: usize = 60;

/// The facts that would make the grant larger if they were otherwise, the most first. Only facts on which rates, caps and additions hang,
/// and only those that can be answered by yes or by a word; sizes and numbers are what they are.
pub fn gains<'p>(plan: &'p Plan, application: &Application, moment: Moment, now: &Assessment<'p>) -> Vec<Gain<'p>> {
    let Some(grant) = now.calculated_grant_yen else { return Vec::new() };
    let mut slots: Vec<usize> = Vec::new();
    let amount = &plan.programme.amount;
    for test in plan.additions.iter().map(|a| &a.when).chain(&plan.groups) {
        gather(test, &mut slots);
    }
    let rows = amount.rate.values().into_iter().map(|(way, _)| way).chain(amount.cap.values().into_iter().map(|(way, _)| way));
    for row in rows.flatten() {
        if let Row::Fact { by, .. } = row {
            slots.extend(plan.slot(by));
        }
    }
    slots.sort_unstable();
    slots.dedup();
    let lead = now.members.iter().position(|m| m.lead).unwrap_or(0);
    let mut tried = 0;
    let mut gains: Vec<Gain<'p>> = Vec::new();
    for slot in slots {
        let info = &plan.slots[slot];
        if info.computed || crate::vocabulary::is_derived(&info.name) || info.name == "kind" {
            continue;
        }
        let facts = |a: &Application| match info.of {
            FactOf::Member => a.members.get(lead).and_then(|m| m.facts.get(&info.name).cloned()),
            FactOf::Application => a.facts.get(&info.name).cloned(),
            FactOf::Line => None,
        };
        let values: Vec<Scalar> = match info.kind {
            FactType::YesNo => vec![Scalar::Bool(true), Scalar::Bool(false)],
            FactType::Choice => info.choices.iter().map(|c| Scalar::Text(c.clone())).collect(),
            _ => continue,
        };
        let is = facts(application).map(|given| given.value);
        for value in values {
            let given = Given::from(value.clone());
            if info.of == FactOf::Line || is.is_none() || is.as_ref() == Some(&given.value) || tried >= MOST_TRIED {
                continue;
            }
            tried += 1;
            let mut other = application.clone();
            match info.of {
                FactOf::Member => {
                    if let Some(member) = other.members.get_mut(lead) {
                        member.facts.insert(info.name.clone(), given);
                    }
                }
                _ => {
                    other.facts.insert(info.name.clone(), given);
                }
            }
            let Ok(then) = assess(plan, &other, moment) else { continue };
            let more = then.calculated_grant_yen.unwrap_or(0) - grant;
            if more <= 0 || matches!(then.verdict, crate::assessment::Verdict::NotEligible) {
                continue;
            }
            let choices: Vec<&str> = info.choices.iter().map(String::as_str).collect();
            if let Ok(value) = Value::read(info.kind, &choices, &value) {
                gains.push(Gain { fact: &info.name, value, grant_yen: more });
            }
        }
    }
    gains.sort_by_key(|gain| std::cmp::Reverse(gain.grant_yen));
    gains
}

/// The facts that a test hangs on.
fn gather(test: &Test, slots: &mut Vec<usize>) {
    match test {
        Test::Compare(Subject::Fact(slot), ..) => slots.push(*slot),
        Test::Compare(Subject::Members { like, .. } | Subject::MembersShare { like, .. }, ..) => gather(like, slots),
        Test::All(tests) | Test::Any(tests) | Test::None(tests) => tests.iter().for_each(|t| gather(t, slots)),
        _ => {}
    }
}

/// Every class that a call tells apart, for cases that go through all of them.
pub(crate) fn classes(plan: &Plan) -> Vec<SizeClass> {
    plan.programme.size.as_ref().map(|size| size.classes.clone()).unwrap_or_default()
}
