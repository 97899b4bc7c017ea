//! Facts that follow from others, from lines or from amounts, made ready.

use kernel::Rate;

use super::{Fault, Slot, Stage, Test, WorkedOutPlan, compile::Compiler};
use crate::{
    diagnostic::{shown, suggest},
    language::{Comparand, FactDeclaration, FactOf, FactTerm, FactType, OverLines, Programme, Scalar, Take, WorkedOut},
    plan::Subject,
    vocabulary::Value,
};

const SIZE_CLASS: usize = crate::vocabulary::slot("size_class");

/// How a fact follows, made ready as far as facts go; what it asks of lines is added once all facts are there.
pub(crate) fn plan(name: &str, declared: &FactDeclaration, how: &WorkedOut, slots: &[Slot], faults: &mut Vec<Fault>) -> WorkedOutPlan {
    WorkedOutPlan {
        how: how.clone(),
        inputs: inputs(name, declared, how, slots, faults),
        down_to: declared.down_to.as_ref().and_then(|unit| unit_of(name, "down_to", declared, unit, faults)),
        up_to: declared.up_to.as_ref().and_then(|unit| unit_of(name, "up_to", declared, unit, faults)),
        categories: u64::MAX,
        like: None,
    }
}

/// When a fact that is worked out can be known.
pub(super) fn stage(plan: &WorkedOutPlan, of: FactOf, slots: &[Slot]) -> Stage {
    let own = match plan.how {
        WorkedOut::OverLines(_) if of != FactOf::Line => Stage::Lines,
        WorkedOut::AdmissibleExpenses(_) => Stage::Lines,
        WorkedOut::EligibleExpenses(_) | WorkedOut::PartGrant(_) => Stage::Amounts,
        _ => Stage::Said,
    };
    plan.inputs.iter().map(|input| slots[*input].stage).fold(own, Stage::max)
}

/// A fact that is not known yet when a line is weighed.
pub(super) fn not_yet(path: &str, fact: &str) -> Fault {
    let message = format!("`{fact}` is not known before the lines are weighed, so a line can't be weighed by it");
    let fault = Fault::new("wrong-fact", path, message);
    fault.help("over the lines as they are given: declare it `of: line` with `over_lines` and `same`")
}

impl Compiler<'_> {
    /// The categories and the lines that facts are about.
    pub(super) fn over_lines(&mut self, programme: &Programme) {
        for (name, declared) in &programme.facts {
            let Some(how) = &declared.worked_out else { continue };
            let path = format!("facts.{name}.worked_out");
            let (categories, word) = match how {
                WorkedOut::OverLines(over) => (&over.categories, "over_lines.categories"),
                WorkedOut::EligibleExpenses(categories) => (categories, "eligible_expenses"),
                WorkedOut::AdmissibleExpenses(categories) => (categories, "admissible_expenses"),
                WorkedOut::DecidedExpenses(categories) => (categories, "decided_expenses"),
                WorkedOut::PartGrant(part) => {
                    let known: Vec<&str> = programme.amount.parts.keys().map(String::as_str).collect();
                    if !known.contains(&part.as_str()) {
                        let fault =
                            Fault::new("unknown-word", format!("{path}.part_grant"), format!("`{part}` is not a part of the grant"));
                        self.faults.push(fault.help(suggest(part, known.iter().copied())));
                    }
                    continue;
                }
                _ => continue,
            };
            let mask = if categories.is_empty() { u64::MAX } else { self.mask(categories, &format!("{path}.{word}")) };
            self.weighing = declared.of == FactOf::Line;
            let like = match how {
                WorkedOut::OverLines(OverLines { like: Some(like), .. }) => {
                    Some(self.predicate(like, &format!("{path}.over_lines.like"), FactOf::Line))
                }
                _ => None,
            };
            self.weighing = false;
            let Some(slot) = self.names.get(name).copied() else { continue };
            let looked_at = like.as_ref().map(looked_at).unwrap_or_default();
            if declared.of == FactOf::Line && looked_at.iter().any(|input| *input >= slot) {
                let fault = Fault::new("wrong-fact", format!("{path}.over_lines.like"), format!("`{name}` looks at what stands after it"));
                self.faults.push(fault.help("a fact follows from those that stand before it"));
            }
            if let Some(plan) = &mut self.slots[slot].worked_out {
                plan.inputs.extend(looked_at);
                (plan.categories, plan.like) = (mask, like);
            }
        }
    }
}

impl Compiler<'_> {
    /// The groups by which tables of facts go: those of whom it is known before the fact who belongs to them.
    pub(super) fn groups_of_facts(&mut self, programme: &Programme, groups: &[Test]) {
        for (name, declared) in &programme.facts {
            let Some(WorkedOut::Table(table)) = &declared.worked_out else { continue };
            let Some(&slot) = self.names.get(name) else { continue };
            let path = format!("facts.{name}.worked_out.table");
            for group in table.groups().into_iter().filter(|group| *group != "everyone") {
                self.in_group(group, &format!("{path}.{group}"));
                let own = self.groups.iter().position(|own| own == group);
                if own.is_some_and(|place| !self.is_before(slot, &groups[place], groups)) {
                    let message = format!("who belongs to `{group}` is not known before `{name}`");
                    let fault = Fault::new("bad-group", format!("{path}.{group}"), message);
                    self.faults.push(fault.help("its facts stand before this one, and none of them follows from lines or amounts"));
                }
                // What decides who belongs there is asked for with the fact.
                let decides = own.map_or_else(|| vec![SIZE_CLASS], |place| decides(&groups[place], groups, &self.groups));
                if let Some(plan) = &mut self.slots[slot].worked_out {
                    plan.inputs.extend(decides);
                }
            }
        }
    }

    /// Whether a test asks only for facts that stand before one and are said.
    fn is_before(&self, slot: usize, test: &Test, groups: &[Test]) -> bool {
        match test {
            Test::InGroup(group) => {
                let place = self.groups.iter().position(|own| own == group);
                place.is_none_or(|place| self.is_before(slot, &groups[place], groups))
            }
            Test::All(tests) | Test::Any(tests) | Test::None(tests) => tests.iter().all(|test| self.is_before(slot, test, groups)),
            Test::Compare(Subject::Members { like, .. }, ..) => self.is_before(slot, like, groups),
            Test::Compare(Subject::Fact(_) | Subject::Records(_), ..)
            | Test::CompareWith(Subject::Fact(_) | Subject::Records(_), ..)
            | Test::Elapsed { .. } => looked_at(test).iter().all(|input| *input < slot && self.slots[*input].stage == Stage::Said),
            Test::Compare(..) | Test::CompareWith(..) | Test::Claims(_) | Test::Judged => false,
        }
    }
}

/// The facts that decide who belongs to a group.
fn decides(test: &Test, groups: &[Test], names: &[String]) -> Vec<usize> {
    match test {
        Test::InGroup(group) => match names.iter().position(|name| name == group) {
            Some(place) => decides(&groups[place], groups, names),
            None => vec![SIZE_CLASS],
        },
        Test::All(tests) | Test::Any(tests) | Test::None(tests) => tests.iter().flat_map(|test| decides(test, groups, names)).collect(),
        other => looked_at(other),
    }
}

/// The facts that a test of a line looks at.
fn looked_at(test: &Test) -> Vec<usize> {
    match test {
        Test::Compare(Subject::Fact(slot), ..) => vec![*slot],
        Test::CompareWith(Subject::Fact(slot), _, term) => vec![*slot, term.slot],
        Test::CompareWith(_, _, term) => vec![term.slot],
        Test::Elapsed { from, to, .. } => vec![*from, *to],
        Test::All(tests) | Test::Any(tests) | Test::None(tests) => tests.iter().flat_map(looked_at).collect(),
        _ => Vec::new(),
    }
}

/// A fact that stands before the one that follows from it.
fn before(name: &str, fact: &str, slots: &[Slot], faults: &mut Vec<Fault>) -> Option<usize> {
    let found = slots.iter().position(|s| s.name == fact);
    if found.is_none() {
        let known: Vec<&str> = slots.iter().map(|s| s.name.as_str()).collect();
        let path = format!("facts.{name}.worked_out");
        let fault = Fault::new("unknown-fact", path, format!("`{fact}` is not a fact that stands before `{name}`"));
        faults.push(fault.help(suggest(fact, known.iter().copied())));
    }
    found
}

/// The facts of lines that one is taken of.
fn of_lines(name: &str, declared: &FactDeclaration, over: &OverLines, slots: &[Slot], faults: &mut Vec<Fault>) -> Vec<usize> {
    let path = format!("facts.{name}.worked_out.over_lines");
    let mut found = Vec::new();
    for fact in over.fact.iter().chain(&over.same.0) {
        let Some(place) = before(name, fact, slots, faults) else { continue };
        if slots[place].of != FactOf::Line {
            faults.push(Fault::new("wrong-fact", path.clone(), format!("`{fact}` is not a fact of expense lines")));
        }
        found.push(place);
    }
    if !over.same.0.is_empty() && declared.of != FactOf::Line {
        let fault = Fault::new("wrong-fact", format!("{path}.same"), "only a fact of a line is taken over lines that agree with it");
        faults.push(fault.help("write `of: line`, or take `same` away"));
    }
    let of = over.fact.as_ref().and_then(|fact| slots.iter().find(|s| s.name == *fact)).map(|s| s.kind);
    let fits = match (over.take, of) {
        (Take::Count, None) => declared.kind == FactType::Count,
        (Take::Count, Some(_)) | (_, None) if over.fact.is_none() || over.take == Take::Count => {
            let fault = Fault::new("missing-parameter", path, "a count is of lines, everything else of a fact of them");
            faults.push(fault.help("write `fact`, or take it away from a count"));
            return found;
        }
        (Take::Sum, Some(of)) => of.is_number() && declared.kind.is_number() && declared.kind != FactType::Rate,
        (_, Some(FactType::Date)) => declared.kind == FactType::Date,
        (_, Some(of)) => of.is_number() && declared.kind.is_number(),
        (_, None) => true,
    };
    if !fits {
        let fault = Fault::new("wrong-type", path, format!("`{name}` is not of the type that comes out"));
        faults.push(fault.help("of days comes a day, of numbers a number, of a count a `count`"));
    }
    found
}

/// What a fact that is worked out is brought down, or up, to a multiple of.
fn unit_of(name: &str, word: &str, declared: &FactDeclaration, unit: &Scalar, faults: &mut Vec<Fault>) -> Option<Rate> {
    let read = match (declared.kind, unit) {
        (FactType::Rate | FactType::Number, unit) => unit.to_string().parse::<Rate>().ok(),
        (_, Scalar::Int(unit)) => Rate::new(*unit, 1),
        _ => None,
    };
    let read = read.filter(|unit| *unit > Rate::ZERO);
    if read.is_none() {
        let fault = Fault::new("wrong-value", format!("facts.{name}.{word}"), format!("`{}` is no unit here", shown(&unit.to_string())));
        faults.push(fault.help("write 1000 for yen or a count, 0.1 for a number, 0.1% for a rate"));
    }
    read
}

/// What is wrong with a row of a table that is a fact.
fn wrong_row(kind: FactType, term: &FactTerm, slots: &[Slot]) -> Option<String> {
    let of = slots.iter().find(|slot| slot.name == term.fact)?;
    let reckoned = term.times.is_some() || term.plus.is_some();
    if term.grown.is_some() || term.on_closed_day.is_some() || (reckoned && !kind.is_number()) {
        return Some(format!("a row of a table takes `{}` as it is, or of a number `times` and `plus`", of.name));
    }
    let same = of.kind == kind || (of.kind.is_number() && kind.is_number());
    (!same).then(|| format!("`{}` is not of the type that comes out", of.name))
}

/// The slots of the facts that one is worked out of: all there before it, of types that fit, and no closer to a line or a member than it.
fn inputs(name: &str, declared: &FactDeclaration, how: &WorkedOut, slots: &[Slot], faults: &mut Vec<Fault>) -> Vec<usize> {
    let path = format!("facts.{name}.worked_out");
    // いずれか早い日, いずれか遅い日: of days a day comes out.
    let of_days = matches!(how, WorkedOut::Smallest(_) | WorkedOut::Largest(_)) && declared.kind == FactType::Date;
    let (days, own) = match how {
        _ if of_days => (true, true),
        WorkedOut::YearsBetween(_) | WorkedOut::MonthsBetween(_) | WorkedOut::DaysBetween(_) | WorkedOut::DaysInclusive(_) => {
            (true, declared.kind == FactType::Count)
        }
        WorkedOut::Sum(_) | WorkedOut::Difference(_) | WorkedOut::Product(_) | WorkedOut::Times(_) => {
            (false, declared.kind.is_number() && declared.kind != FactType::Rate)
        }
        WorkedOut::Smallest(_) | WorkedOut::Largest(_) | WorkedOut::Ratio(_) => (false, declared.kind.is_number()),
        WorkedOut::Table(table) => {
            if table.is_none() {
                let fault = Fault::new("bad-table", format!("{path}.table"), "a table without a row says nothing");
                faults.push(fault.help("write a value, rows by group, or `by` with rows"));
            }
            let choices: Vec<&str> = declared.choices.keys().map(String::as_str).collect();
            for (_, row) in table.values() {
                let wrong = match row {
                    Comparand::Plain(value) => Value::read(declared.kind, &choices, value).err(),
                    Comparand::Term(term) => wrong_row(declared.kind, term, slots),
                };
                faults.extend(wrong.map(|message| Fault::new("wrong-type", format!("{path}.table"), message)));
            }
            (false, true)
        }
        WorkedOut::Day(due) => {
            if !due.is_one_day() {
                let fault = Fault::new("wrong-type", format!("{path}.day"), "one day comes of it, no text and no row of days");
                faults.push(fault.help("write `end_of_period`, `days_after`, `day_of_month` …, with `times: 1`"));
            }
            (true, declared.kind == FactType::Date)
        }
        WorkedOut::OverLines(over) => return of_lines(name, declared, over, slots, faults),
        WorkedOut::EligibleExpenses(_) | WorkedOut::AdmissibleExpenses(_) | WorkedOut::DecidedExpenses(_) => {
            (false, declared.kind == FactType::Yen && declared.of != FactOf::Line)
        }
        WorkedOut::PartGrant(_) => (false, declared.kind == FactType::Yen && declared.of == FactOf::Application),
    };
    let of_table = matches!(how, WorkedOut::Table(_));
    if !own {
        let fault = Fault::new("wrong-type", path.clone(), format!("`{name}` is not of the type that comes out"));
        faults.push(fault.help(
            "a day is a `date`, years, months and days between are a `count`, what is added or multiplied `yen`, `count` or `number`, expenses and grants `yen`",
        ));
    }
    let reach = |of: FactOf| match of {
        FactOf::Application => 0,
        FactOf::Member => 1,
        FactOf::Line => 2,
    };
    let mut found = Vec::new();
    for fact in how.facts() {
        let Some(place) = before(name, fact, slots, faults) else { continue };
        let input = &slots[place];
        // 耐用年数: a span of as many years as a fact counts.
        let years = matches!(how, WorkedOut::Day(_)) && input.kind == FactType::Count;
        if !of_table && !years && if days { input.kind != FactType::Date } else { !input.kind.is_number() } {
            let asked = if days { "a day" } else { "a number" };
            faults.push(Fault::new("wrong-fact", path.clone(), format!("`{fact}` is not {asked}")));
        }
        if reach(input.of) > reach(declared.of) {
            faults.push(Fault::new("wrong-fact", path.clone(), format!("`{fact}` is a fact of each member or line, `{name}` is not")));
        }
        if declared.of == FactOf::Line && input.stage != Stage::Said {
            faults.push(not_yet(&path, fact));
        }
        found.push(place);
    }
    found
}
