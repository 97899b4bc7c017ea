//! Three-valued tests: yes, no, cannot tell yet; and conditions that a person judges.

use std::borrow::Cow;

use jiff::{ToSpan, civil::Date};
use kernel::{Industry, Rate, SizeClass};
use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::{One, ToPrimitive};

use super::{
    expense::SeenLine,
    facts::{Facts, Known},
};
use crate::{
    application::Member,
    assessment::{Change, Expected, Finding, Outcome},
    language::{FactOf, FactType, Period},
    plan::{Direction, Op, Plan, ShareOf, Subject, Term, Test},
    vocabulary::{IN_BUSINESS, Value},
};

pub(crate) const KIND: usize = crate::vocabulary::slot("kind");

/// What a test may look at.
#[derive(Clone, Copy)]
pub(crate) struct Scope<'p, 'a> {
    pub plan: &'p Plan,
    pub facts: &'a Facts,
    pub ids: &'a [String],
    pub member: usize,
    /// The members as they are given, with their records.
    pub members: &'a [Member],
    /// The expense lines.
    pub lines: &'a [SeenLine],
    /// The line itself, where one is tested.
    pub line: Option<&'a [(usize, Known)]>,
    /// What is admissible in each category, before limits.
    pub claimed: &'a [i64],
    /// Recognised amounts by category, and the total.
    pub recognised: Option<(&'a [i64], i64)>,
    /// The members' grants.
    pub grants: Option<&'a [i64]>,
}

/// The answer of a test, with what it rests on.
pub(crate) struct Answer<'p> {
    pub outcome: Outcome,
    /// The facts that others were compared with: a change of them moves what was asked.
    pub measures: Vec<usize>,
    pub findings: Vec<Finding<'p>>,
    pub flip: Vec<Change<'p>>,
    /// Slots of facts that are missing.
    pub missing: Vec<usize>,
}

impl Answer<'_> {
    pub const fn of(outcome: Outcome) -> Self {
        Self { outcome, measures: Vec::new(), findings: Vec::new(), flip: Vec::new(), missing: Vec::new() }
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
        joined.measures.extend(answer.measures);
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
            Test::Compare(subject, op, expected) => self.compare(subject, *op, Cow::Borrowed(expected)),
            // What the call's own group asks is told with it.
            Test::InGroup(group) if self.plan.programme.groups.contains_key(group) => self.in_own_group(group),
            Test::InGroup(group) => {
                let (outcome, missing) = match self.in_group(group, self.member) {
                    Ok(true) => (Outcome::Yes, Vec::new()),
                    Ok(false) => (Outcome::No, Vec::new()),
                    Err(slots) => (Outcome::Unknown, slots),
                };
                Answer { missing, ..Answer::of(outcome) }
            }
            Test::CompareWith(subject, op, term) => self.compare_with(subject, *op, term),
            Test::Elapsed { from, to, op, period } => {
                let day = |slot: usize| match self.known(slot).map(|k| &k.value) {
                    Some(Value::Date(day)) => Ok(*day),
                    _ => Err(slot),
                };
                let turned = match op {
                    Op::LessThan => Op::MoreThan,
                    Op::AtMost => Op::AtLeast,
                    Op::MoreThan => Op::LessThan,
                    _ => Op::AtMost,
                };
                match day(*to) {
                    // 5年以内 counts from the first day on: a day before it is not within.
                    Ok(to) if matches!(op, Op::AtMost | Op::LessThan) && day(*from).is_ok_and(|from| from > to) => {
                        self.compare_slot(*from, Op::AtMost, Cow::Owned(Expected::One(Value::Date(to))))
                    }
                    Ok(to) => {
                        // 5年以内 and 5年超 part at the earliest first day within, 5年未満 and 5年以上 at the latest that is full.
                        let within = matches!(op, Op::AtMost | Op::MoreThan);
                        self.compare_slot(*from, turned, Cow::Owned(Expected::One(Value::Date(first_day(*period, to, within)))))
                    }
                    Err(slot) => {
                        let mut answer = Answer::of(Outcome::Unknown);
                        answer.missing = [Some(slot), day(*from).err()].into_iter().flatten().collect();
                        answer
                    }
                }
            }
            Test::Claims(mask) => {
                let amounts = self.recognised.map_or(self.claimed, |r| r.0);
                let amount: i64 = amounts.iter().enumerate().filter(|(c, _)| mask >> c & 1 == 1).map(|(_, a)| a).sum();
                let outcome = if amount > 0 { Outcome::Yes } else { Outcome::No };
                let fact = if mask.is_power_of_two() { self.plan.category_id(mask.trailing_zeros() as usize) } else { "claims_beside" };
                let mut answer = Answer::of(outcome);
                answer.findings.push(Finding {
                    fact: Cow::Borrowed(fact),
                    member: None,
                    value: Some(Value::Int(amount)),
                    source: None,
                    test: "claims",
                    expected: None,
                    outcome,
                });
                answer
            }
            Test::All(tests) => self.sure(all_of(tests.iter().map(|t| self.test(t)).collect())),
            Test::Any(tests) => self.sure(any_of(tests.iter().map(|t| self.test(t)).collect())),
            Test::None(tests) => not(any_of(tests.iter().map(|t| self.test(t)).collect())),
            Test::Judged => Answer::of(Outcome::Judgement),
        }
    }

    /// Takes back what would have to change where one of the changes moves what another is measured by.
    fn sure(&self, mut answer: Answer<'p>) -> Answer<'p> {
        let measures = |change: &Change<'_>| answer.measures.iter().any(|slot| self.plan.slots[*slot].name == change.fact);
        if answer.flip.len() > 1 && answer.flip.iter().any(measures) {
            answer.flip.clear();
        }
        answer
    }

    pub(super) fn known(&self, slot: usize) -> Option<&Known> {
        match self.plan.slots[slot].of {
            FactOf::Line => self.line.and_then(|l| l.iter().find(|f| f.0 == slot)).map(|f| &f.1),
            _ => self.facts.get(self.plan, slot, self.member),
        }
    }

    /// Whether a member of its kind can't have a fact at all: it is not missed then, and counts as nothing.
    pub(super) fn has_no(&self, slot: usize) -> bool {
        let only_for = &self.plan.slots[slot].only_for;
        if only_for.is_empty() {
            return false;
        }
        match self.facts.get(self.plan, KIND, self.member).map(|k| &k.value) {
            Some(Value::Text(kind)) => !only_for.contains(kind),
            _ => false,
        }
    }

    /// Something with a fact, counted exactly.
    fn compare_with(&self, subject: &'p Subject, op: Op, term: &'p Term) -> Answer<'p> {
        let own = if let Subject::Fact(slot) = subject { Some(*slot) } else { None };
        let Some(other) = self.known(term.slot) else {
            let own = own.filter(|slot| self.known(*slot).is_none());
            let mut answer = Answer::of(Outcome::Unknown);
            answer.missing = own.into_iter().chain([term.slot]).collect();
            return answer;
        };
        let number = match &other.value {
            Value::Int(i) => Some(BigRational::from_integer((*i).into())),
            Value::Rate(r) | Value::Number(r) => Some(BigRational::new(r.numerator().into(), r.denominator().into())),
            _ => None,
        };
        let expected = match number {
            None => self.moved_day(&other.value, term),
            Some(number) => {
                let big = |rate: Rate| BigRational::new(rate.numerator().into(), rate.denominator().into());
                let growth = term.grown.map_or_else(BigRational::one, |g| (BigRational::one() + big(g.by)).pow(i32::from(g.years)));
                let exact = number * big(term.times) * growth + BigRational::from_integer(term.plus.into());
                let whole = match subject {
                    Subject::Fact(slot) => matches!(self.plan.slots[*slot].kind, FactType::Yen | FactType::Count),
                    _ => matches!(subject, Subject::Records(_) | Subject::Lines(..) | Subject::Members { .. }),
                };
                bound(&exact, op, whole)
            }
        };
        let mut answer = self.compare(subject, op, Cow::Owned(Expected::One(expected)));
        answer.measures.push(term.slot);
        answer
    }

    /// A day so many days later, off the days on which the office is closed where the call says so.
    fn moved_day(&self, value: &Value, term: &Term) -> Value {
        let Value::Date(day) = value else { return value.clone() };
        let day = day.saturating_add(term.plus.clamp(-1_000_000, 1_000_000).days());
        Value::Date(super::after::off_closed_days(day, term.on_closed_day, self.facts.closure))
    }

    /// How many lines are like this, and how many more could be.
    fn count_lines(&self, mask: u64, like: Option<&'p Test>) -> (i64, Vec<Answer<'p>>) {
        let mut count = 0;
        let mut open = Vec::new();
        for line in self.lines.iter().filter(|l| l.counts && mask >> l.category & 1 == 1) {
            match like.map(|test| Self { line: Some(&line.facts), ..*self }.test(test)) {
                None => count += 1,
                Some(answer) => match answer.outcome {
                    Outcome::Yes => count += 1,
                    Outcome::No => {}
                    _ => open.push(answer),
                },
            }
        }
        (count, open)
    }

    /// How many members are like something.
    fn compare_members(&self, like: &'p Test, beside_lead: bool, op: Op, expected: Cow<'p, Expected>) -> Answer<'p> {
        let (mut count, mut open) = (0, Vec::new());
        for member in (0..self.ids.len()).filter(|m| !(beside_lead && *m == self.facts.lead)) {
            let answer = Self { member, ..*self }.test(like);
            match answer.outcome {
                Outcome::Yes => count += 1,
                Outcome::No => {}
                _ => open.push(answer),
            }
        }
        compare_count("members", (count, open), op, expected)
    }

    fn compare(&self, subject: &'p Subject, op: Op, expected: Cow<'p, Expected>) -> Answer<'p> {
        match subject {
            Subject::Fact(slot) => self.compare_slot(*slot, op, expected),
            Subject::Lines(mask, like) => compare_count("lines", self.count_lines(*mask, like.as_deref()), op, expected),
            Subject::Members { like, beside_lead } => self.compare_members(like, *beside_lead, op, expected),
            _ => self.compare_number(subject, op, expected),
        }
    }

    /// A fact with a value, or with what another comes to.
    fn compare_slot(&self, slot: usize, op: Op, expected: Cow<'p, Expected>) -> Answer<'p> {
        let info = &self.plan.slots[slot];
        let name = Cow::Borrowed(info.name.as_str());
        let member = (info.of == FactOf::Member).then(|| self.ids.get(self.member).cloned()).flatten();
        let Some(known) = self.known(slot) else {
            if !self.has_no(slot) {
                let answer = compared(name, member, None, Outcome::Unknown, op, expected);
                return Answer { missing: vec![slot], ..answer };
            }
            // What is not there is above no bound and below every other one.
            let holds = op == Op::IsNot || (info.kind.is_number() && matches!(op, Op::AtMost | Op::LessThan));
            let outcome = if holds { Outcome::Yes } else { Outcome::No };
            let member = self.ids.get(self.member).cloned();
            let mut answer = compared(name, member, None, outcome, op, expected);
            answer.findings.iter_mut().for_each(|finding| finding.source = Some(Cow::Borrowed("not_of_this_kind")));
            return answer;
        };
        let outcome = fact_holds(info.kind, &known.value, op, &expected);
        let mut answer = compared(name, member, Some(known.value.clone()), outcome, op, expected);
        answer.findings.iter_mut().for_each(|finding| finding.source.clone_from(&known.source));
        if outcome == Outcome::Unknown {
            // The class is too wide to tell: a closer one is asked for.
            answer.missing.push(slot);
        }
        answer
    }

    /// A share, a change or a number of records with a value.
    fn compare_number(&self, subject: &'p Subject, op: Op, expected: Cow<'p, Expected>) -> Answer<'p> {
        let mut missing = Vec::new();
        let (name, value) = match subject {
            Subject::GrantShare(classes) => {
                // みなし大企業は中小企業者としない: where the call says who is deemed large, they are none of the smaller classes.
                let apart = self.plan.programme.size.as_ref().is_some_and(|size| !size.deemed_large_rules.is_empty());
                ("share_of_grant", self.grant_share(classes, !apart))
            }
            Subject::ExpenseShare(mask) => {
                let share = self.recognised.map(|(amounts, total)| {
                    let part: i64 = amounts.iter().enumerate().filter(|(c, _)| mask >> c & 1 == 1).map(|(_, a)| a).sum();
                    super::facts::ratio(part, total)
                });
                ("share_of_expenses", share)
            }
            Subject::ExpenseChange(mask, direction) => (direction.word(), self.expense_change(*mask, *direction)),
            Subject::MembersShare { of, like, beside_lead } => {
                const SHARE: usize = crate::vocabulary::slot("share_of_eligible_total");
                let mut sum = Some(Rate::ZERO);
                let counted: Vec<usize> = (0..self.ids.len()).filter(|m| !(*beside_lead && *m == self.facts.lead)).collect();
                let one = i64::try_from(counted.len()).ok().and_then(|all| Rate::new(1, all.max(1)));
                for m in counted {
                    let own = match of {
                        ShareOf::Expenses => self.facts.standard(SHARE, m).and_then(Value::number),
                        ShareOf::Members => one,
                    };
                    let answer = Self { member: m, ..*self }.test(like);
                    match answer.outcome {
                        Outcome::Yes => sum = sum.zip(own).and_then(|(sum, own)| sum.plus(own)),
                        Outcome::No => {}
                        Outcome::Unknown | Outcome::Judgement => {
                            missing.extend(answer.missing);
                            sum = None;
                        }
                    }
                }
                (of.word(), sum.map(Value::Rate))
            }
            Subject::Records(query) => {
                let found = self.records(query);
                missing.extend(found.err());
                ("records", found.ok().map(Value::Int))
            }
            Subject::Fact(_) | Subject::Lines(..) | Subject::Members { .. } => return self.compare(subject, op, expected),
        };
        let member = matches!(subject, Subject::Records(_)).then(|| self.ids.get(self.member).cloned()).flatten();
        let outcome = value.as_ref().map_or(Outcome::Unknown, |value| holds(value, op, &expected));
        Answer { missing, ..compared(Cow::Borrowed(name), member, value, outcome, op, expected) }
    }

    /// The largest change of a category from what was decided for it; `None` while either is not known.
    fn expense_change(&self, mask: u64, direction: Direction) -> Option<Value> {
        let (amounts, _) = self.recognised?;
        let decided: Option<Vec<_>> = self.members.iter().map(|member| member.decided_expenses.as_ref()).collect();
        let decided = decided.filter(|all| !all.is_empty())?;
        let mut largest = Rate::ZERO;
        for (category, now) in amounts.iter().enumerate().filter(|(c, _)| mask >> c & 1 == 1) {
            let id = self.plan.category_id(category);
            let then: i64 = decided.iter().filter_map(|of_member| of_member.get(id)).map(|yen| yen.get()).sum();
            let change = match direction {
                Direction::Either => (now - then).abs(),
                Direction::Up => now - then,
                Direction::Down => then - now,
            };
            let whole = if then == 0 { *now } else { then };
            if change > 0 {
                largest = largest.max(Rate::new(change, whole.max(1))?);
            }
        }
        Some(Value::Rate(largest))
    }

    /// Whether a member is one of these classes; `None` while that is not known.
    pub fn counts_for_share(&self, member: usize, classes: &[SizeClass], deemed_large_counts: bool) -> Option<bool> {
        let Some(class) = self.facts.class(member) else {
            // A university or a public institute has no class of the law: it is none of them, and nobody is asked.
            let kind = self.facts.standard(KIND, member);
            return matches!(kind, Some(Value::Text(kind)) if !IN_BUSINESS.contains(&kind.as_str())).then_some(false);
        };
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

/// The answer of a comparison, with the smallest change that turns it around.
fn compared<'p>(
    name: Cow<'p, str>,
    member: Option<String>,
    value: Option<Value>,
    outcome: Outcome,
    op: Op,
    expected: Cow<'p, Expected>,
) -> Answer<'p> {
    let mut answer = Answer::of(outcome);
    if let Some(value) = &value
        && let Some((to, value, by)) = flip(value, op, &expected, outcome)
    {
        answer.flip.push(Change { fact: name.clone(), member: member.clone(), to, value, by });
    }
    answer.findings.push(Finding { fact: name, member, value, source: None, test: op.word(), expected: Some(expected), outcome });
    answer
}

/// The first day from which so long a time leads to a day, counted forward or back: where a month is too short for its day the two
/// differ, and the earliest is taken, or the latest (31 January to 30 April is three months; so is 28 February back from 31 May).
fn first_day(period: Period, to: Date, earliest: bool) -> Date {
    let mut day = period.before(to).unwrap_or(Date::MIN);
    // A month is at most three days shorter than another.
    for _ in 0..3 {
        let next = if earliest { day.yesterday() } else { day.tomorrow() };
        let Ok(next) = next else { break };
        let Some(end) = period.after(next) else { break };
        if if earliest { end < to } else { end > to } {
            break;
        }
        day = next;
    }
    day
}

/// A number of things with a bound, where of some it is open whether they count.
fn compare_count<'p>(name: &'static str, (count, open): (i64, Vec<Answer<'p>>), op: Op, expected: Cow<'p, Expected>) -> Answer<'p> {
    let most = count + i64::try_from(open.len()).unwrap_or(i64::MAX);
    let at = |count| holds(&Value::Int(count), op, &expected);
    let settled = at(count) == at(most) && (open.is_empty() || !matches!(op, Op::Is | Op::IsNot | Op::OneOf));
    let judged = open.iter().any(|a| a.outcome == Outcome::Judgement) && open.iter().all(|a| a.missing.is_empty());
    let outcome = match (settled, judged) {
        (true, _) => at(count),
        (false, true) => Outcome::Judgement,
        (false, false) => Outcome::Unknown,
    };
    let mut answer = Answer::of(outcome);
    if !settled {
        answer.missing = open.into_iter().flat_map(|a| a.missing).collect();
    }
    answer.findings.push(Finding {
        fact: Cow::Borrowed(name),
        member: None,
        value: Some(Value::Int(count)),
        source: None,
        test: op.word(),
        expected: Some(expected),
        outcome,
    });
    answer
}

/// What a number is compared with where it must be a whole one: the least that is enough, or the most that is not too much.
fn bound(exact: &BigRational, op: Op, whole: bool) -> Value {
    if whole || exact.is_integer() {
        let up = matches!(op, Op::AtLeast | Op::LessThan);
        if exact.is_integer() || matches!(op, Op::AtLeast | Op::LessThan | Op::AtMost | Op::MoreThan) {
            let near: BigInt = if up { exact.ceil() } else { exact.floor() }.to_integer();
            return Value::Int(near.to_i64().unwrap_or(if near > BigInt::from(0) { i64::MAX } else { i64::MIN }));
        }
    }
    let rate = exact.numer().to_i64().zip(exact.denom().to_i64()).and_then(|(n, d)| Rate::new(n, d));
    // Longer than any fact can be: no number is equal to it.
    rate.map_or(Value::Int(i64::MIN), Value::Rate)
}

/// Whether a fact of a kind stands in a comparison. Industries are classes inside classes.
pub(crate) fn fact_holds(kind: FactType, value: &Value, op: Op, expected: &Expected) -> Outcome {
    if kind != FactType::Industry {
        return holds(value, op, expected);
    }
    let class = |v: &Value| match v {
        Value::Text(code) => Industry::parse(code).ok(),
        _ => None,
    };
    let Some(own) = class(value) else { return holds(value, op, expected) };
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
