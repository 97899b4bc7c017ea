//! Conditions on several applicants together, and on other subsidies.

use std::{borrow::Cow, collections::HashMap};

use kernel::Rate;

use super::test::Scope;
use crate::{
    application::{Application, HolderKind, Member, OtherStatus},
    assessment::{Change, ConditionAnswer, Expected, Finding, Outcome},
    language::{Cites, ConsortiumForm, GrantShare, Indirect, Parallel, Parties, Phase, SharedCosts, Stake, Treatment, WhollyOwned},
    vocabulary::Value,
};

/// A condition with facts of members that it misses.
pub(crate) struct Judged<'p> {
    pub answer: ConditionAnswer<'p>,
    pub missing: Vec<(&'p str, Option<usize>)>,
}

fn with_answer<'p>(id: &'static str, outcome: Outcome, cite: &'p Cites) -> Judged<'p> {
    let answer = ConditionAnswer { id: Cow::Borrowed(id), member: None, outcome, findings: Vec::new(), flip: Vec::new(), cite };
    Judged { answer, missing: Vec::new() }
}

fn count<'p>(fact: &'static str, value: i64, test: &'static str, expected: i64, outcome: Outcome) -> Finding<'p> {
    Finding {
        fact: Cow::Borrowed(fact),
        member: None,
        value: Some(Value::Int(value)),
        source: None,
        test,
        expected: Some(Cow::Owned(Expected::One(Value::Int(expected)))),
        outcome,
    }
}

const fn yes(holds: bool) -> Outcome {
    if holds { Outcome::Yes } else { Outcome::No }
}

/// Every condition of the consortium at a phase.
pub(crate) fn conditions<'p>(scope: &Scope<'p, '_>, application: &Application, phase: Phase, members: &[usize]) -> Vec<Judged<'p>> {
    let programme = &scope.plan.programme;
    let rules = &programme.consortium;
    let size = i64::try_from(application.members.len()).unwrap_or(i64::MAX);
    let mut answers = Vec::new();
    match rules.form {
        ConsortiumForm::NotAllowed if size > 1 => {
            let mut one = with_answer("consortium.form", Outcome::No, &rules.cite);
            one.answer.findings.push(count("member_count", size, "is", 1, Outcome::No));
            answers.push(one);
        }
        ConsortiumForm::Required if rules.parties.is_none() => {
            let mut one = with_answer("consortium.form", yes(size > 1), &rules.cite);
            one.answer.findings.push(count("member_count", size, "at_least", 2, one.answer.outcome));
            answers.push(one);
        }
        _ => {}
    }
    if let Some(rule) = rules.wholly_owned.as_ref().filter(|r| size > 1 && r.at.contains(&phase)) {
        answers.push(wholly_owned(rule, application));
    }
    if let Some(rule) = rules.grant_share.as_ref().filter(|r| size > 1 && r.at.contains(&phase)) {
        answers.push(grant_share(scope, rule, members));
    }
    if let Some((rule, (_, slot))) = rules.shared_costs.as_ref().zip(scope.plan.shared).filter(|_| size > 1) {
        answers.push(shared_costs(scope, rule, slot));
    }
    let together = size > 1 || rules.form == ConsortiumForm::Required;
    if let Some(rule) = rules.parties.as_ref().filter(|r| together && r.at.contains(&phase)) {
        answers.push(parties(scope, rule, application));
    }
    answers
}

/// The members' shares of what they bear together add up to the whole.
fn shared_costs<'p>(scope: &Scope<'p, '_>, rule: &'p SharedCosts, slot: usize) -> Judged<'p> {
    let share = |m: usize| scope.facts.get(scope.plan, slot, m).and_then(|k| k.value.number());
    let shares: Vec<Option<Rate>> = (0..scope.ids.len()).map(share).collect();
    let sum = shares.iter().try_fold(Rate::ZERO, |sum, share| sum.plus((*share)?));
    let outcome = sum.map_or(Outcome::Unknown, |sum| yes(sum == Rate::ONE));
    let mut one = with_answer("consortium.shared_costs", outcome, &rule.cite);
    one.answer.findings.push(Finding {
        fact: Cow::Borrowed(&rule.by),
        member: None,
        value: sum.map(Value::Rate),
        source: Some(Cow::Borrowed("derived")),
        test: "is",
        expected: Some(Cow::Owned(Expected::One(Value::Rate(Rate::ONE)))),
        outcome,
    });
    one.missing = shares.iter().enumerate().filter(|(_, s)| s.is_none()).map(|(m, _)| (rule.by.as_str(), Some(m))).collect();
    one
}

/// No member holds all the shares of another.
fn wholly_owned<'p>(rule: &'p WhollyOwned, application: &Application) -> Judged<'p> {
    let members = &application.members;
    let open: Vec<usize> = (0..members.len()).filter(|i| members[*i].holders().is_none()).collect();
    // Who holds what of whom, by the holder's id.
    let mut held: HashMap<&str, Vec<(&str, Rate)>> = HashMap::new();
    let lists = members.iter().map(|m| (m.id.as_str(), m.holders().unwrap_or_default()));
    for (owned, holders) in lists.chain(application.others.iter().map(|o| (o.id.as_str(), o.shareholders.iter().collect()))) {
        for holder in holders.into_iter().filter(|h| !(h.kind == Some(HolderKind::Person) && rule.natural_person_excepted)) {
            held.entry(&holder.holder).or_default().push((owned, holder.share));
        }
    }
    let mut judged = false;
    let mut refused = None;
    for owner in members {
        // What a member holds itself and through those that it wholly owns, as far upwards as it goes; a circle ends where it
        // closes.
        let mut wholly: Vec<&str> = vec![&owner.id];
        let mut parts: HashMap<&str, Rate> = HashMap::new();
        let mut next = 0;
        while let Some(holder) = wholly.get(next).copied() {
            next += 1;
            for &(owned, share) in held.get(holder).into_iter().flatten() {
                let part = parts.entry(owned).or_insert(Rate::ZERO);
                *part = part.plus(share).unwrap_or(*part);
                if *part >= rule.from && !wholly.contains(&owned) {
                    wholly.push(owned);
                }
            }
        }
        for owned in wholly[1..].iter().filter(|id| members.iter().any(|m| m.id == **id)) {
            let direct = held.get(owner.id.as_str()).into_iter().flatten().find(|(id, share)| id == owned && *share >= rule.from);
            match (direct, rule.indirect) {
                (Some((_, share)), _) => refused = refused.or(Some(((*owned).to_owned(), owner.id.clone(), *share))),
                (None, Indirect::Refused) => {
                    let part = parts.get(owned).copied().unwrap_or(rule.from);
                    refused = refused.or(Some(((*owned).to_owned(), owner.id.clone(), part)));
                }
                (None, Indirect::Judged) => judged = true,
                (None, Indirect::Allowed) => {}
            }
        }
    }
    // A member whose shareholders nobody listed can only matter when another member could own it.
    let outcome = if refused.is_some() {
        Outcome::No
    } else if !open.is_empty() {
        Outcome::Unknown
    } else if judged {
        Outcome::Judgement
    } else {
        Outcome::Yes
    };
    let mut one = with_answer("consortium.wholly_owned", outcome, &rule.cite);
    if let Some((owned, holder, share)) = refused {
        one.answer.findings.push(Finding {
            fact: Cow::Borrowed("shareholders"),
            member: Some(owned.clone()),
            value: Some(Value::Rate(share)),
            source: Some(Cow::Owned(holder)),
            test: "less_than",
            expected: Some(Cow::Owned(Expected::One(Value::Rate(rule.from)))),
            outcome: Outcome::No,
        });
        one.answer.flip.push(Change {
            fact: Cow::Borrowed("shareholders"),
            member: Some(owned),
            to: "less_than",
            value: Value::Rate(rule.from),
            by: None,
        });
    }
    if outcome == Outcome::Unknown {
        one.missing = open.into_iter().map(|i| ("shareholders", Some(i))).collect();
    }
    one
}

/// The share of the grant that goes to some classes.
fn grant_share<'p>(scope: &Scope<'p, '_>, rule: &'p GrantShare, members: &[usize]) -> Judged<'p> {
    let share = scope.grant_share(&rule.of, rule.deemed_large_counts);
    let outcome = match &share {
        None => Outcome::Unknown,
        Some(share) => yes(share.compare(&Value::Rate(rule.at_least)).is_some_and(std::cmp::Ordering::is_ge)),
    };
    let mut one = with_answer("consortium.grant_share", outcome, &rule.cite);
    if scope.grants.is_some_and(|g| g.iter().sum::<i64>() == 0) {
        // Where nothing is granted there is nothing to share.
        one.missing = vec![("expenses", None)];
    } else if share.is_none() {
        let unknown = |m: &&usize| scope.facts.class(**m).is_none();
        one.missing = members.iter().filter(unknown).map(|m| ("size_class", Some(*m))).collect();
    }
    one.answer.findings.push(Finding {
        fact: Cow::Borrowed("share_of_grant"),
        member: None,
        value: share,
        source: None,
        test: "at_least",
        expected: Some(Cow::Owned(Expected::One(Value::Rate(rule.at_least)))),
        outcome,
    });
    one
}

/// Enough parties that have no stake in one another.
fn parties<'p>(scope: &Scope<'p, '_>, rule: &'p Parties, application: &Application) -> Judged<'p> {
    let lead = scope.facts.lead;
    let Some(applicant) = application.members.get(lead) else {
        return with_answer("consortium.parties", Outcome::Unknown, &rule.cite);
    };
    // No row for the applicant: nothing is asked. A class that is not known yet: the largest demand met is enough.
    let mut needed = Some(0);
    let mut undecided = Vec::new();
    for (group, number) in &rule.at_least {
        match scope.in_group(group, lead) {
            Ok(true) => needed = Some(i64::from(*number)),
            Ok(false) => continue,
            Err(slots) => {
                needed = None;
                undecided = slots;
            }
        }
        break;
    }
    let related = |share: Rate| match rule.related_from {
        Stake::Any => share > Rate::ZERO,
        Stake::Majority => Rate::new(1, 2).is_some_and(|half| share > half),
        Stake::AtLeast(from) => share >= from,
    };
    let counts = |of: &Member, by: &str| of.holders().map(|all| all.iter().any(|h| h.holder == by && related(h.share)));
    // Whether each member is one that counts, and what is missing to say it.
    let like = |m: usize| scope.plan.parties_like.as_ref().map(|test| Scope { member: m, ..*scope }.test(test));
    let is_like = |m: usize| match like(m).map(|answer| answer.outcome) {
        None | Some(Outcome::Yes) => Some(true),
        Some(Outcome::No) => Some(false),
        Some(Outcome::Unknown | Outcome::Judgement) => None,
    };
    let lacks = |m: usize| {
        let slots = like(m).map_or_else(Vec::new, |answer| answer.missing);
        slots.into_iter().map(move |slot| (scope.plan.slots[slot].name.as_str(), Some(m)))
    };
    let applicant_counts = rule.counts_applicant && is_like(lead) != Some(false);
    let (mut sure, mut possible) = (i64::from(applicant_counts && is_like(lead).is_some()), i64::from(applicant_counts));
    let mut open = Vec::new();
    if applicant_counts && is_like(lead).is_none() {
        open.extend(lacks(lead));
    }
    for (i, party) in application.members.iter().enumerate().filter(|(i, _)| *i != lead && is_like(*i) != Some(false)) {
        // Nobody holds shares of a university or an institute, unless the application says who.
        let unowned = matches!(scope.facts.standard(super::test::KIND, i), Some(Value::Text(k)) if k == "university" || k == "research_institute" || k == "person" || k == "sole_proprietor");
        let held = counts(party, &applicant.id).or(unowned.then_some(false));
        let holds = counts(applicant, &party.id);
        match (held, holds) {
            (Some(true), _) | (_, Some(true)) => {}
            (Some(false), Some(false)) if is_like(i).is_some() => {
                sure += 1;
                possible += 1;
            }
            (Some(false), Some(false)) => {
                possible += 1;
                open.extend(lacks(i));
            }
            _ => {
                possible += 1;
                if held.is_none() {
                    open.push(("shareholders", Some(i)));
                }
                if holds.is_none() && !open.contains(&("shareholders", Some(lead))) {
                    open.push(("shareholders", Some(lead)));
                }
            }
        }
    }
    let most = rule.at_least.values().copied().max().map_or(0, i64::from);
    let least = rule.at_least.values().copied().min().map_or(0, i64::from);
    let outcome = match needed {
        Some(needed) if sure >= needed => Outcome::Yes,
        Some(needed) if possible < needed => Outcome::No,
        None if sure >= most => Outcome::Yes,
        None if possible < least => Outcome::No,
        _ => Outcome::Unknown,
    };
    let mut one = with_answer("consortium.parties", outcome, &rule.cite);
    one.answer.findings.push(count("parties", sure, "at_least", needed.unwrap_or(most), outcome));
    if outcome == Outcome::Unknown {
        for name in undecided.into_iter().map(|slot: usize| scope.plan.slots[slot].name.as_str()) {
            if !open.contains(&(name, Some(lead))) {
                open.push((name, Some(lead)));
            }
        }
        one.missing = open;
    } else if outcome == Outcome::No
        && let Some(needed) = needed
    {
        one.answer.flip.push(Change {
            fact: Cow::Borrowed("parties"),
            member: None,
            to: "at_least",
            value: Value::Int(needed),
            by: Some(needed - sure),
        });
    }
    one
}

/// What other subsidies mean.
pub(crate) fn parallel<'p>(rule: &'p Parallel, application: &Application, phase: Phase) -> Vec<Judged<'p>> {
    let mut answers = Vec::new();
    let others = application.other_subsidies.as_deref();
    if !rule.banned.is_empty() {
        let outcome = match others {
            None => Outcome::Unknown,
            Some(list) => yes(!list.iter().any(|o| o.status != OtherStatus::Over && rule.banned.contains_key(&o.scheme))),
        };
        let cite = rule.banned.values().next().map_or(&rule.cite, |c| &c.cite);
        let mut one = with_answer("parallel.banned", outcome, cite);
        found(&mut one, others, |o| rule.banned.contains_key(&o.scheme));
        answers.push(one);
    }
    for (id, table, status) in
        [("parallel.pending", &rule.pending, OtherStatus::Pending), ("parallel.adopted", &rule.adopted, OtherStatus::Adopted)]
    {
        let treatment = table.get(phase.word()).copied().unwrap_or(Treatment::Allowed);
        if treatment == Treatment::Allowed {
            continue;
        }
        let outcome = match others {
            None => Outcome::Unknown,
            Some(list) => yes(!list.iter().any(|o| o.status == status)),
        };
        let mut one = with_answer(id, outcome, &rule.cite);
        found(&mut one, others, |o| o.status == status);
        answers.push(one);
    }
    answers
}

fn found(
    one: &mut Judged<'_>,
    others: Option<&[crate::application::OtherSubsidy]>,
    counts: impl Fn(&crate::application::OtherSubsidy) -> bool,
) {
    let Some(list) = others else {
        one.missing.push(("other_subsidies", None));
        return;
    };
    for other in list.iter().filter(|o| o.status != OtherStatus::Over && counts(o)) {
        one.answer.findings.push(Finding {
            fact: Cow::Borrowed("other_subsidies"),
            member: None,
            value: Some(Value::Text(other.scheme.clone())),
            source: None,
            test: "is_not",
            expected: None,
            outcome: Outcome::No,
        });
    }
}
