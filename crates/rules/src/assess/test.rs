//! Three-valued tests: yes, no, cannot tell yet; and conditions that a person judges.

use std::borrow::Cow;

use kernel::{Industry, SizeClass};

use super::{
    expense::LineFacts,
    facts::{Facts, Known},
};
use crate::{
    assessment::{Change, Expected, Finding, Outcome},
    language::{FactOf, FactType},
    plan::{Op, Plan, Subject, Test},
    vocabulary::Value,
};

/// What a test may look at.
#[derive(Clone, Copy)]
pub(crate) struct Scope<'p, 'a> {
    pub plan: &'p Plan,
    pub facts: &'a Facts,
    pub ids: &'a [String],
    pub member: usize,
    /// The facts of each expense line, with its category: for `any_line`.
    pub lines: &'a [(usize, LineFacts)],
    /// The line itself, where one is tested.
    pub line: Option<&'a [(usize, Known)]>,
    /// What was asked for in each category.
    pub claimed: &'a [i64],
    /// Recognised amounts by category, and the total.
    pub recognised: Option<(&'a [i64], i64)>,
    /// The members' grants.
    pub grants: Option<&'a [i64]>,
}

/// The answer of a test, with what it rests on.
pub(crate) struct Answer<'p> {
    pub outcome: Outcome,
    pub findings: Vec<Finding<'p>>,
    pub flip: Vec<Change<'p>>,
    /// Slots of facts that are missing.
    pub missing: Vec<usize>,
}

impl Answer<'_> {
    pub const fn of(outcome: Outcome) -> Self {
        Self { outcome, findings: Vec::new(), flip: Vec::new(), missing: Vec::new() }
    }
}

/// Puts several answers together: no before unknown before judgement before yes.
pub(crate) fn all_of(answers: Vec<Answer<'_>>) -> Answer<'_> {
    let has = |o| answers.iter().any(|a: &Answer<'_>| a.outcome == o);
    let outcome = if has(Outcome::No) {
        Outcome::No
    } else if has(Outcome::Unknown) {
        Outcome::Unknown
    } else if has(Outcome::Judgement) {
        Outcome::Judgement
    } else {
        Outcome::Yes
    };
    // A failing whole is mended by mending every failing part; a holding whole breaks with any one.
    join(answers, outcome, outcome == Outcome::No)
}

fn any_of(answers: Vec<Answer<'_>>) -> Answer<'_> {
    let has = |o| answers.iter().any(|a: &Answer<'_>| a.outcome == o);
    let outcome = if has(Outcome::Yes) {
        Outcome::Yes
    } else if has(Outcome::Unknown) {
        Outcome::Unknown
    } else if has(Outcome::Judgement) {
        Outcome::Judgement
    } else {
        Outcome::No
    };
    join(answers, outcome, outcome == Outcome::Yes)
}

fn join(answers: Vec<Answer<'_>>, outcome: Outcome, together: bool) -> Answer<'_> {
    let mut joined = Answer::of(outcome);
    for answer in answers {
        if answer.outcome == outcome && matches!(outcome, Outcome::Yes | Outcome::No) && !answer.flip.is_empty() {
            if together {
                joined.flip.extend(answer.flip);
            } else if joined.flip.is_empty() || answer.flip.len() < joined.flip.len() {
                joined.flip = answer.flip;
            }
        }
        joined.findings.extend(answer.findings);
        if outcome == Outcome::Unknown && answer.outcome == Outcome::Unknown {
            joined.missing.extend(answer.missing);
        }
    }
    joined
}

fn not(answer: Answer<'_>) -> Answer<'_> {
    let outcome = match answer.outcome {
        Outcome::Yes => Outcome::No,
        Outcome::No => Outcome::Yes,
        other => other,
    };
    Answer { outcome, ..answer }
}

impl<'p> Scope<'p, '_> {
    pub fn test(&self, test: &'p Test) -> Answer<'p> {
        match test {
            Test::Compare(subject, op, expected) => self.compare(subject, *op, expected),
            Test::Claims(category) => {
                let amount = self.claimed.get(*category).copied().unwrap_or(0);
                let outcome = if amount > 0 { Outcome::Yes } else { Outcome::No };
                let mut answer = Answer::of(outcome);
                answer.findings.push(Finding {
                    fact: Cow::Borrowed(self.plan.category_id(*category)),
                    member: None,
                    value: Some(Value::Int(amount)),
                    source: None,
                    test: "claims",
                    expected: None,
                    outcome,
                });
                answer
            }
            Test::AnyLine(mask, inner) => {
                let found = self
                    .lines
                    .iter()
                    .filter(|(category, _)| mask >> category & 1 == 1)
                    .map(|(_, facts)| Self { line: Some(facts), ..*self }.test(inner));
                let mut open: Option<Answer<'p>> = None;
                for answer in found {
                    match answer.outcome {
                        Outcome::Yes => return answer,
                        Outcome::No => {}
                        _ => open = open.or(Some(answer)),
                    }
                }
                open.unwrap_or_else(|| Answer::of(Outcome::No))
            }
            Test::All(tests) => all_of(tests.iter().map(|t| self.test(t)).collect()),
            Test::Any(tests) => any_of(tests.iter().map(|t| self.test(t)).collect()),
            Test::None(tests) => not(any_of(tests.iter().map(|t| self.test(t)).collect())),
            Test::Judged => Answer::of(Outcome::Judgement),
        }
    }

    fn known(&self, slot: usize) -> Option<&Known> {
        match self.plan.slots[slot].of {
            FactOf::Line => self.line.and_then(|l| l.iter().find(|f| f.0 == slot)).map(|f| &f.1),
            _ => self.facts.get(self.plan, slot, self.member),
        }
    }

    fn compare(&self, subject: &'p Subject, op: Op, expected: &'p Expected) -> Answer<'p> {
        let mut missing = Vec::new();
        let (name, value, source, of_member) = match subject {
            Subject::Fact(slot) => {
                let known = self.known(*slot);
                if known.is_none() {
                    missing.push(*slot);
                }
                let info = &self.plan.slots[*slot];
                let source = known.and_then(|k| k.source.clone());
                (Cow::Borrowed(info.name.as_str()), known.map(|k| k.value.clone()), source, info.of == FactOf::Member)
            }
            Subject::GrantShare(classes) => (Cow::Borrowed("share_of_grant"), self.grant_share(classes, true), None, false),
            Subject::ExpenseShare(mask) => {
                let share = self.recognised.map(|(amounts, total)| {
                    let part: i64 = amounts.iter().enumerate().filter(|(c, _)| mask >> c & 1 == 1).map(|(_, a)| a).sum();
                    super::facts::ratio(part, total)
                });
                (Cow::Borrowed("share_of_expenses"), share, None, false)
            }
        };
        let outcome = match (&value, subject) {
            (None, _) => Outcome::Unknown,
            (Some(value), Subject::Fact(slot)) => {
                let found = fact_holds(self.plan.slots[*slot].kind, value, op, expected);
                if found == Outcome::Unknown {
                    // The class is too wide to tell: a closer one is asked for.
                    missing.push(*slot);
                }
                found
            }
            (Some(value), _) => holds(value, op, expected),
        };
        let member = of_member.then(|| self.ids.get(self.member).cloned()).flatten();
        let mut answer = Answer::of(outcome);
        answer.missing = missing;
        if let Some(value) = &value
            && let Some((to, value, by)) = flip(value, op, expected, outcome)
        {
            answer.flip.push(Change { fact: name.clone(), member: member.clone(), to, value, by });
        }
        answer.findings.push(Finding {
            fact: name,
            member,
            value,
            source: source.map(|s| match s {
                Cow::Borrowed(b) => Cow::Borrowed(b),
                Cow::Owned(o) => Cow::Owned(o),
            }),
            test: op.word(),
            expected: Some(Cow::Borrowed(expected)),
            outcome,
        });
        answer
    }

    /// Whether a member is one of these classes; `None` while that is not known.
    pub fn counts_for_share(&self, member: usize, classes: &[SizeClass], deemed_large_counts: bool) -> Option<bool> {
        let class = self.facts.class(member)?;
        let as_large = !deemed_large_counts && self.facts.deemed_large(member) == Some(true);
        let class = if as_large { SizeClass::Large } else { class };
        Some(classes.contains(&class) || (class == SizeClass::Small && classes.contains(&SizeClass::Sme)))
    }

    /// The share of the grants that goes to these classes; `None` while a class is not known.
    pub fn grant_share(&self, classes: &[SizeClass], deemed_large_counts: bool) -> Option<Value> {
        let grants = self.grants?;
        let mut part = 0;
        for (m, grant) in grants.iter().enumerate() {
            if self.counts_for_share(m, classes, deemed_large_counts)? {
                part += grant;
            }
        }
        let whole: i64 = grants.iter().sum();
        (whole > 0).then(|| super::facts::ratio(part, whole))
    }
}

/// Whether a fact of a kind stands in a comparison. Industries are classes inside classes.
pub(crate) fn fact_holds(kind: FactType, value: &Value, op: Op, expected: &Expected) -> Outcome {
    let class = |v: &Value| Industry::parse(&v.to_string()).ok();
    let (FactType::Industry, Some(own)) = (kind, class(value)) else { return holds(value, op, expected) };
    let asked: Vec<Industry> = match expected {
        Expected::One(one) => class(one).into_iter().collect(),
        Expected::Many(many) => many.iter().filter_map(class).collect(),
    };
    match (Industry::hold(&asked, &own), op == Op::IsNot) {
        (None, _) => Outcome::Unknown,
        (Some(within), except) if within != except => Outcome::Yes,
        (Some(_), _) => Outcome::No,
    }
}

fn holds(value: &Value, op: Op, expected: &Expected) -> Outcome {
    use std::cmp::Ordering::{Equal, Greater, Less};
    let yes = |b| if b { Outcome::Yes } else { Outcome::No };
    // A small-scale business is an SME wherever SMEs are meant.
    let same = |v: &Value, e: &Value| v == e || matches!((v, e), (Value::Text(a), Value::Text(b)) if a == "small" && b == "sme");
    let one = match expected {
        Expected::Many(many) => return yes(many.iter().any(|e| same(value, e))),
        Expected::One(one) => one,
    };
    let order = value.compare(one);
    match op {
        Op::Is | Op::OneOf => yes(same(value, one) || order == Some(Equal)),
        Op::IsNot => yes(!same(value, one) && order != Some(Equal)),
        Op::Includes => yes(matches!((value, one), (Value::List(list), Value::Text(word)) if list.contains(word))),
        Op::AtLeast => yes(matches!(order, Some(Equal | Greater))),
        Op::MoreThan => yes(order == Some(Greater)),
        Op::AtMost => yes(matches!(order, Some(Equal | Less))),
        Op::LessThan => yes(order == Some(Less)),
        Op::About => {
            if order == Some(Equal) {
                Outcome::Yes
            } else {
                Outcome::Judgement
            }
        }
    }
}

/// The smallest change of a fact that turns the comparison around.
fn flip(value: &Value, op: Op, expected: &Expected, outcome: Outcome) -> Option<(&'static str, Value, Option<i64>)> {
    let now = match outcome {
        Outcome::Yes => true,
        Outcome::No => false,
        _ => return None,
    };
    let one = match expected {
        Expected::Many(many) => {
            return Some(if now { ("is_not", value.clone(), None) } else { ("is", many.first()?.clone(), None) });
        }
        Expected::One(one) => one,
    };
    match op {
        Op::Is | Op::OneOf => Some(if now { ("is_not", one.clone(), None) } else { ("is", one.clone(), None) }),
        Op::IsNot => Some(if now { ("is", one.clone(), None) } else { ("is_not", one.clone(), None) }),
        Op::Includes => Some((if now { "excludes" } else { "includes" }, one.clone(), None)),
        Op::About => None,
        Op::AtLeast | Op::MoreThan | Op::AtMost | Op::LessThan => {
            let (Value::Int(have), Value::Int(line)) = (value, one) else {
                let to = match (op, now) {
                    (Op::AtLeast, false) | (Op::LessThan, true) => "at_least",
                    (Op::MoreThan, false) | (Op::AtMost, true) => "more_than",
                    (Op::AtMost, false) | (Op::MoreThan, true) => "at_most",
                    _ => "less_than",
                };
                return Some((to, one.clone(), None));
            };
            let target = match (op, now) {
                (Op::AtLeast | Op::AtMost, false) | (Op::LessThan | Op::MoreThan, true) => *line,
                (Op::MoreThan, false) | (Op::AtMost, true) => line + 1,
                _ => line - 1,
            };
            Some(("is", Value::Int(target), Some(target - have)))
        }
    }
}
