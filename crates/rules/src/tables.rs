//! Tables whose rows are groups of applicants, read from the top: rows that are never reached, and applicants whom no row fits.
//!
//! Every group is tried on sample applicants: for each fact that a table hangs on, the values at which its tests turn. What no
//! sample can show (what stands on expense lines) may be one way or the other.

use std::collections::BTreeMap;

use kernel::{Industry, Rate, SizeClass};

use crate::{
    assess::{class_of, fact_holds, word},
    assessment::{Expected, Outcome},
    language::{Amount, ConsortiumForm, FactType, PaidTo, Table, TableUse, Who},
    plan::{Fault, Op, Plan, ShareOf, Stage, Subject, Test},
    vocabulary::{Value, slot},
};

const SIZE_CLASS: usize = slot("size_class");
const DEEMED_LARGE: usize = slot("deemed_large");
const IS_CONSORTIUM: usize = slot("is_consortium");
const MEMBER_COUNT: usize = slot("member_count");
/// Samples that are tried of one table.
const MOST_SAMPLES: usize = 20_000;

/// What a table hangs on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Part {
    Fact(usize),
    Claims(u64),
}

/// An applicant to try a table with.
struct Sample {
    single: bool,
    values: BTreeMap<Part, Value>,
}

struct GroupRows<'p> {
    path: String,
    groups: Vec<&'p str>,
    /// Whether a company that is deemed large may take the row of a large one.
    for_rate: bool,
    /// Whether others than the lead are looked up in it.
    every_member: bool,
    /// What to write where nobody is meant to be left out.
    rest: &'static str,
}

/// The rows by group that stand anywhere in a table, each list with its path.
fn by_group<'t, T>(table: &'t Table<T>, path: &str) -> Vec<(String, Vec<&'t str>)> {
    match table {
        Table::Value(_) => Vec::new(),
        Table::Groups(rows) => {
            let inner = rows.iter().flat_map(|(group, table)| by_group(table, &format!("{path}.{group}")));
            std::iter::once((path.to_owned(), rows.keys().map(String::as_str).collect())).chain(inner).collect()
        }
        Table::Fact(of) => {
            let (rows, rest) = of.rows_are.words();
            let inner = of.rows.iter().flat_map(|(key, table)| by_group(table, &format!("{path}.{rows}.{key}")));
            inner.chain(of.rest.iter().flat_map(|table| by_group(table, &format!("{path}.{rest}")))).collect()
        }
    }
}

/// The faults of every table, and of groups that nothing could decide.
pub(crate) fn faults<'p>(plan: &'p Plan) -> Vec<Fault> {
    let programme = &plan.programme;
    let amount = &programme.amount;
    let mut faults = Vec::new();
    let additions = amount.additions.iter().zip(&plan.additions).map(|((id, _), a)| (format!("amount.additions.{id}.when"), &a.when));
    let groups = programme.groups.iter().zip(&plan.groups).map(|((id, _), test)| (format!("groups.{id}.when"), test));
    for (path, test) in groups.chain(additions) {
        if let Some(why) = undecidable(plan, test) {
            let id = path.rsplit('.').nth(1).unwrap_or_default();
            let fault = Fault::new("bad-group", path.clone(), format!("nothing decides who belongs to `{id}`: {why}"));
            faults.push(fault.help("it may hang on facts of the applicant, on what is claimed, or on expense lines"));
        }
    }
    // A table that goes by what follows from it decides nothing.
    let by_amounts = |path: &str, facts: Vec<(String, &str)>, faults: &mut Vec<Fault>| {
        for (at, fact) in facts {
            if let Some(why) = plan.slot(fact).and_then(|slot| circular(plan, slot)) {
                let path = if at.is_empty() { path.to_owned() } else { at };
                faults.push(Fault::new("bad-table", path, format!("`{fact}` decides no row of this table: {why}")));
            }
        }
    };
    let of_rates = |path: &'static str, table: &'p Table<crate::language::RateRule>| {
        table.by_facts(path).into_iter().map(|(at, of)| (at, of.by.as_str())).collect::<Vec<_>>()
    };
    by_amounts("amount.rate", of_rates("amount.rate", &amount.rate), &mut faults);
    // What is paid beside the grant follows from it.
    for (path, yen) in programme.yen_tables().into_iter().filter(|(_, yen)| yen.used != TableUse::Payment) {
        let table = yen.table;
        let mut facts: Vec<(String, &str)> = table.by_facts(&path).into_iter().map(|(at, of)| (at, of.by.as_str())).collect();
        for (_, rule) in table.values() {
            match rule {
                crate::language::YenRule::Fact(term) => facts.push((String::new(), &term.fact)),
                crate::language::YenRule::Each(each) => {
                    if let crate::language::Units::Fact(fact) = &each.units {
                        facts.push((String::new(), fact));
                    }
                }
                _ => {}
            }
        }
        by_amounts(&path, facts, &mut faults);
    }
    let each = amount.paid_to == PaidTo::EachMember;
    let no_cap = "without a row there is no cap at all: add `everyone` as the last row, with `none` where that is meant";
    let no_rate = "refuse the rest by a condition, or add `everyone` as the last row";
    let mut all: Vec<GroupRows<'p>> = Vec::new();
    let mut add = |found: Vec<(String, Vec<&'p str>)>, for_rate, every_member, rest| {
        all.extend(found.into_iter().map(|(path, groups)| GroupRows { path, groups, for_rate, every_member, rest }));
    };
    add(by_group(&amount.rate, "amount.rate"), true, each, no_rate);
    for (path, yen) in programme.yen_tables() {
        let (every_member, rest) = match yen.used {
            TableUse::Grant => (false, no_rate),
            TableUse::Bound | TableUse::BoundOfLines => (false, no_cap),
            TableUse::BoundOfEach => (each, no_cap),
            TableUse::Payment => (false, "add `everyone: 0` as the last row where the rest pay nothing"),
            TableUse::Line => (false, "add `everyone: none` as the last row where the others count as they are"),
            TableUse::Difference => continue,
        };
        add(by_group(yen.table, &path), false, every_member, rest);
    }
    for (id, part) in &amount.parts {
        part.rate.iter().for_each(|t| add(by_group(t, &format!("amount.parts.{id}.rate")), true, false, no_rate));
    }
    add(by_group(&programme.expenses.tax, "expenses.tax"), false, true, "add `everyone` as the last row");
    let parties = programme.consortium.parties.iter().flat_map(|p| p.at_least.keys()).map(String::as_str).collect();
    add(
        vec![("consortium.parties.at_least".to_owned(), parties)],
        false,
        false,
        "add `everyone: 0` as the last row where nothing is asked of the rest",
    );
    for rows in all.iter().filter(|t| !t.groups.is_empty()) {
        rows.check(plan, &mut faults);
    }
    faults
}

/// Why a group can't be decided before there are amounts, or at all.
fn undecidable(plan: &Plan, test: &Test) -> Option<&'static str> {
    match test {
        Test::Judged | Test::Compare(_, Op::About, _) => Some("a person would have to judge it"),
        Test::CompareWith(subject, _, term) => circular_subject(plan, subject).or_else(|| circular(plan, term.slot)),
        Test::Compare(subject, ..) => circular_subject(plan, subject),
        Test::Elapsed { .. } | Test::Claims(_) | Test::InGroup(_) => None,
        Test::All(tests) | Test::Any(tests) | Test::None(tests) => tests.iter().find_map(|t| undecidable(plan, t)),
    }
}

/// Why something that is compared is not there before the amounts.
fn circular_subject(plan: &Plan, subject: &Subject) -> Option<&'static str> {
    match subject {
        Subject::Fact(slot) => circular(plan, *slot),
        Subject::Members { like, .. } | Subject::MembersShare { of: ShareOf::Members, like, .. } => undecidable(plan, like),
        Subject::Lines(_, like) => like.as_ref().and_then(|like| undecidable(plan, like)),
        Subject::Records(_) => None,
        Subject::GrantShare(_) | Subject::ExpenseShare(_) | Subject::ExpenseChange(..) | Subject::MembersShare { .. } => {
            Some("shares follow from the amounts, which hang on it")
        }
    }
}

/// Whether a fact follows from the amounts.
fn circular(plan: &Plan, slot: usize) -> Option<&'static str> {
    (plan.slots[slot].stage == Stage::Amounts).then_some("the amounts hang on it")
}

impl GroupRows<'_> {
    fn check(&self, plan: &Plan, faults: &mut Vec<Fault>) {
        let Some(samples) = self.samples(plan) else { return };
        let mut reached = vec![false; self.groups.len()];
        let mut before: Vec<Option<usize>> = vec![None; self.groups.len()];
        let mut left_out: Option<&Sample> = None;
        for sample in &samples {
            let mut taken: Option<usize> = None;
            for (place, row) in self.groups.iter().enumerate() {
                let fits = self.fits(plan, row, sample);
                if fits == Some(false) {
                    continue;
                }
                match taken {
                    Some(first) => before[place] = before[place].or(Some(first)),
                    None => reached[place] = true,
                }
                if fits == Some(true) {
                    taken = taken.or(Some(place));
                }
            }
            if taken.is_none() && left_out.is_none() && !self.refused(plan, sample) {
                left_out = Some(sample);
            }
        }
        for (place, row) in self.groups.iter().enumerate().filter(|(place, _)| !reached[*place]) {
            let fault = Fault::new("dead-condition", format!("{}.{row}", self.path), format!("the row `{row}` is never reached"));
            faults.push(fault.help(match before[place] {
                Some(first) => format!(
                    "`{}` comes before it and fits everybody whom it fits; rows are read from the top, so put `{row}` first",
                    self.groups[first]
                ),
                None => "it fits nobody whom this call tells apart".to_owned(),
            }));
        }
        if let Some(sample) = left_out {
            let who = self.describe(plan, sample);
            faults.push(Fault::new("missing-row", self.path.clone(), format!("no row fits {who}")).help(self.rest));
        }
    }

    /// Sample applicants at every turn of the tests; `None` where there are too many, or where size can't be told.
    fn samples(&self, plan: &Plan) -> Option<Vec<Sample>> {
        let programme = &plan.programme;
        let mut asked: BTreeMap<Part, Vec<Value>> = BTreeMap::new();
        for row in &self.groups {
            match programme.groups.get_index_of(*row) {
                Some(place) => gather(&plan.groups[place], &mut asked),
                None if Amount::class_of(row).is_some() => {
                    asked.entry(Part::Fact(SIZE_CLASS)).or_default();
                }
                None => {}
            }
        }
        let as_large = programme.size.as_ref().is_some_and(|s| s.deemed_large_takes_rate_of_large);
        if self.for_rate && as_large && asked.contains_key(&Part::Fact(SIZE_CLASS)) {
            asked.entry(Part::Fact(DEEMED_LARGE)).or_default();
        }
        asked.retain(|part, _| !matches!(part, Part::Fact(IS_CONSORTIUM | MEMBER_COUNT)));
        let forms: &[bool] = match programme.consortium.form {
            ConsortiumForm::NotAllowed => &[true],
            ConsortiumForm::Required => &[false],
            ConsortiumForm::Allowed if self.path.starts_with("consortium.") => &[false],
            ConsortiumForm::Allowed => &[true, false],
        };
        let mut samples: Vec<BTreeMap<Part, Value>> = vec![BTreeMap::new()];
        for (part, mentioned) in &asked {
            let values = match part {
                Part::Claims(_) => vec![Value::Bool(true), Value::Bool(false)],
                Part::Fact(SIZE_CLASS) => {
                    let classes = &programme.size.as_ref()?.classes;
                    classes.iter().map(|c| Value::Text(word(*c).to_owned())).collect()
                }
                Part::Fact(slot) => turns(plan, *slot, mentioned),
            };
            if samples.len() * values.len() * forms.len() > MOST_SAMPLES {
                return None;
            }
            samples = samples
                .iter()
                .flat_map(|sample| {
                    values.iter().map(|value| {
                        let mut more = sample.clone();
                        more.insert(*part, value.clone());
                        more
                    })
                })
                .collect();
        }
        Some(forms.iter().flat_map(|single| samples.iter().map(|values| Sample { single: *single, values: values.clone() })).collect())
    }

    fn fits(&self, plan: &Plan, row: &str, sample: &Sample) -> Option<bool> {
        let class = sample.values.get(&Part::Fact(SIZE_CLASS)).and_then(class_of);
        let as_large = plan.programme.size.as_ref().is_some_and(|s| s.deemed_large_takes_rate_of_large);
        let deemed = sample.values.get(&Part::Fact(DEEMED_LARGE)) == Some(&Value::Bool(true));
        let class = if self.for_rate && as_large && deemed { Some(SizeClass::Large) } else { class };
        match row {
            "everyone" => Some(true),
            "single" => Some(sample.single),
            "consortium" => Some(!sample.single),
            "sme" => class.map(SizeClass::is_sme),
            "small" | "mid" | "large" => class.map(|c| word(c) == row),
            own => plan.programme.groups.get_index_of(own).map_or(Some(false), |place| sample.test(plan, &plan.groups[place])),
        }
    }

    /// Whether a condition of the call refuses the applicant, whatever else holds.
    fn refused(&self, plan: &Plan, sample: &Sample) -> bool {
        plan.programme.conditions.values().zip(&plan.conditions).any(|(condition, tests)| {
            let asked = condition.who == Who::EachMember || (condition.who == Who::Lead && !self.every_member);
            asked && tests.iter().flatten().next().is_some_and(|test| sample.test(plan, test) == Some(false))
        })
    }

    fn describe(&self, plan: &Plan, sample: &Sample) -> String {
        let mut parts: Vec<String> = sample
            .values
            .iter()
            .map(|(part, value)| match part {
                Part::Fact(slot) => format!("`{}` {value}", plan.slots[*slot].name),
                Part::Claims(category) => {
                    let with = if *value == Value::Bool(true) { "something" } else { "nothing" };
                    format!("{with} in {}", categories(plan, *category))
                }
            })
            .collect();
        if self.groups.iter().any(|r| matches!(*r, "single" | "consortium")) {
            parts.insert(0, if sample.single { "a single applicant" } else { "a consortium" }.to_owned());
        }
        if parts.is_empty() { "everybody".to_owned() } else { format!("an applicant with {}", parts.join(", ")) }
    }
}

/// The categories of a mask by their names.
fn categories(plan: &Plan, mask: u64) -> String {
    let ids = plan.programme.expenses.categories.keys().enumerate().filter(|(c, _)| mask >> c & 1 == 1);
    ids.map(|(_, id)| format!("`{id}`")).collect::<Vec<_>>().join(" or ")
}

impl Sample {
    /// Three values: `None` where the sample does not say.
    fn test(&self, plan: &Plan, test: &Test) -> Option<bool> {
        let any = |tests: &[Test], wanted: bool| {
            let found: Vec<Option<bool>> = tests.iter().map(|t| self.test(plan, t)).collect();
            if found.contains(&Some(wanted)) {
                Some(wanted)
            } else if found.contains(&None) {
                None
            } else {
                Some(!wanted)
            }
        };
        match test {
            Test::Compare(Subject::Fact(slot), op, expected) => {
                let value = match *slot {
                    IS_CONSORTIUM => Some(Value::Bool(!self.single)),
                    MEMBER_COUNT => self.single.then_some(Value::Int(1)),
                    slot => self.values.get(&Part::Fact(slot)).cloned(),
                };
                match fact_holds(plan.slots[*slot].kind, &value?, *op, expected) {
                    Outcome::Yes => Some(true),
                    Outcome::No => Some(false),
                    Outcome::Unknown | Outcome::Judgement => None,
                }
            }
            Test::Claims(mask) => self.values.get(&Part::Claims(*mask)).map(|v| *v == Value::Bool(true)),
            Test::All(tests) => any(tests, false),
            Test::Any(tests) => any(tests, true),
            Test::None(tests) => any(tests, true).map(|found| !found),
            Test::Compare(..) | Test::CompareWith(..) | Test::Elapsed { .. } | Test::InGroup(_) | Test::Judged => None,
        }
    }
}

/// What a test hangs on, with the values that it names.
fn gather(test: &Test, asked: &mut BTreeMap<Part, Vec<Value>>) {
    match test {
        Test::Compare(Subject::Fact(slot), _, expected) => {
            let values = asked.entry(Part::Fact(*slot)).or_default();
            match expected {
                Expected::One(one) => values.push(one.clone()),
                Expected::Many(many) => values.extend(many.iter().cloned()),
            }
        }
        Test::Claims(mask) => {
            asked.entry(Part::Claims(*mask)).or_default();
        }
        Test::All(tests) | Test::Any(tests) | Test::None(tests) => tests.iter().for_each(|t| gather(t, asked)),
        Test::Compare(..) | Test::CompareWith(..) | Test::Elapsed { .. } | Test::InGroup(_) | Test::Judged => {}
    }
}

/// The values at which tests of a fact turn, and one that none of them names.
fn turns(plan: &Plan, slot: usize, mentioned: &[Value]) -> Vec<Value> {
    let info = &plan.slots[slot];
    let mut values: Vec<Value> = Vec::new();
    let mut add = |value: Value| {
        if !values.contains(&value) {
            values.push(value);
        }
    };
    match info.kind {
        FactType::YesNo => [true, false].into_iter().for_each(|b| add(Value::Bool(b))),
        FactType::Choice => info.choices.iter().for_each(|c| add(Value::Text(c.clone()))),
        FactType::Yen | FactType::Count => {
            for value in mentioned {
                if let Value::Int(i) = value {
                    [i - 1, *i, i + 1].into_iter().filter(|i| *i >= 0 || info.may_be_negative).for_each(|i| add(Value::Int(i)));
                }
            }
        }
        FactType::Rate | FactType::Number => {
            let made = |rate| if info.kind == FactType::Number { Value::Number(rate) } else { Value::Rate(rate) };
            for value in mentioned {
                let Some(rate) = value.number() else { continue };
                add(made(rate));
                let fine = |by: i64| Rate::new(rate.numerator().checked_mul(1_000)? + by, rate.denominator().checked_mul(1_000)?);
                [-1, 1].into_iter().filter_map(fine).filter(|r| *r >= Rate::ZERO).for_each(|r| add(made(r)));
            }
        }
        FactType::Date => {
            for value in mentioned {
                if let Value::Date(day) = value {
                    add(Value::Date(*day));
                    [day.yesterday(), day.tomorrow()].into_iter().flatten().for_each(|d| add(Value::Date(d)));
                }
            }
        }
        FactType::Industry => {
            mentioned.iter().for_each(|v| add(v.clone()));
            let named: Vec<Industry> = mentioned.iter().filter_map(|v| Industry::parse(&v.to_string()).ok()).collect();
            // A medium class of each division that is named, and of one that is not: the rest of it.
            for medium in 1..=99 {
                if let Ok(class) = Industry::parse(&format!("{medium:02}"))
                    && Industry::hold(&named, &class) == Some(false)
                {
                    add(Value::Text(class.to_string()));
                }
            }
            values.dedup();
            values.truncate(40);
        }
        FactType::Prefecture => {
            mentioned.iter().for_each(|v| add(v.clone()));
            if let Some(other) = (1..=47).map(|p| Value::Text(format!("{p:02}"))).find(|v| !mentioned.contains(v)) {
                add(other);
            }
        }
        FactType::Prefectures => {
            add(Value::List(Vec::new()));
            let each: Vec<String> = mentioned.iter().map(ToString::to_string).collect();
            each.iter().for_each(|one| add(Value::List(vec![one.clone()])));
            add(Value::List(each));
        }
        FactType::Text => {
            mentioned.iter().for_each(|v| add(v.clone()));
            add(Value::Text(String::new()));
        }
    }
    values
}
