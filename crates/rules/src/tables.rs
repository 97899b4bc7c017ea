//! Tables whose rows are groups of applicants, read from the top: rows that are never reached, and applicants whom no row fits.
//!
//! Every group is tried on sample applicants: for each fact that a table hangs on, the values at which its tests turn. What no
//! sample can show (what stands on expense lines) may be one way or the other.

use std::collections::BTreeMap;

use kernel::{Industry, Rate, SizeClass};

use crate::{
    assess::{class_of, fact_holds, word},
    assessment::{Expected, Outcome},
    language::{Amount, ConsortiumForm, FactType, PaidTo, Who},
    plan::{Fault, Op, Plan, Subject, Test},
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
    Claims(usize),
}

/// An applicant to try a table with.
struct Sample {
    single: bool,
    values: BTreeMap<Part, Value>,
}

struct Table<'p> {
    path: &'static str,
    rows: Vec<&'p str>,
    /// Whether a company that is deemed large may take the row of a large one.
    for_rate: bool,
    /// Whether others than the lead are looked up in it.
    every_member: bool,
    /// What to write where nobody is meant to be left out.
    rest: &'static str,
}

/// The faults of every table, and of groups that nothing could decide.
pub(crate) fn faults(plan: &Plan) -> Vec<Fault> {
    let programme = &plan.programme;
    let amount = &programme.amount;
    let mut faults = Vec::new();
    for ((id, _), test) in programme.groups.iter().zip(&plan.groups) {
        if let Some(why) = undecidable(plan, test) {
            let fault = Fault::new("bad-group", format!("groups.{id}.when"), format!("nothing decides who belongs to `{id}`: {why}"));
            faults.push(fault.help("a group hangs on facts of the applicant, on what is claimed, or on expense lines"));
        }
    }
    let each = amount.paid_to == PaidTo::EachMember;
    let parties = programme.consortium.parties.as_ref();
    let no_cap = "without a row there is no cap at all: add `everyone` as the last row";
    let tables = [
        Table {
            path: "amount.rate",
            rows: amount.rate.keys().map(String::as_str).collect(),
            for_rate: true,
            every_member: each,
            rest: "refuse the rest by a condition, or add `everyone` as the last row",
        },
        Table {
            path: "amount.cap",
            rows: amount.cap.keys().map(String::as_str).collect(),
            for_rate: false,
            every_member: false,
            rest: no_cap,
        },
        Table {
            path: "amount.cap_each_member",
            rows: amount.cap_each_member.keys().map(String::as_str).collect(),
            for_rate: false,
            every_member: each,
            rest: no_cap,
        },
        Table {
            path: "consortium.parties.at_least",
            rows: parties.iter().flat_map(|p| p.at_least.keys()).map(String::as_str).collect(),
            for_rate: false,
            every_member: false,
            rest: "add `everyone: 0` as the last row where nothing is asked of the rest",
        },
    ];
    for table in tables.iter().filter(|t| !t.rows.is_empty()) {
        table.check(plan, &mut faults);
    }
    faults
}

/// Why a group can't be decided before there are amounts, or at all.
fn undecidable(plan: &Plan, test: &Test) -> Option<&'static str> {
    match test {
        Test::Judged | Test::Compare(_, Op::About, _) => Some("a person would have to judge it"),
        Test::Compare(Subject::GrantShare(_) | Subject::ExpenseShare(_), ..) => Some("shares follow from the amounts, which hang on it"),
        Test::Compare(Subject::Fact(slot), ..) => {
            let circular = matches!(plan.slots[*slot].name.as_str(), "eligible_total_yen" | "grant_yen");
            circular.then_some("the amounts hang on it")
        }
        Test::All(tests) | Test::Any(tests) | Test::None(tests) => tests.iter().find_map(|t| undecidable(plan, t)),
        Test::AnyLine(_, inner) => undecidable(plan, inner),
        Test::Claims(_) => None,
    }
}

impl Table<'_> {
    fn check(&self, plan: &Plan, faults: &mut Vec<Fault>) {
        let Some(samples) = self.samples(plan) else { return };
        let mut reached = vec![false; self.rows.len()];
        let mut before: Vec<Option<usize>> = vec![None; self.rows.len()];
        let mut left_out: Option<&Sample> = None;
        for sample in &samples {
            let mut taken: Option<usize> = None;
            for (place, row) in self.rows.iter().enumerate() {
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
        for (place, row) in self.rows.iter().enumerate().filter(|(place, _)| !reached[*place]) {
            let fault = Fault::new("dead-condition", format!("{}.{row}", self.path), format!("the row `{row}` is never reached"));
            faults.push(fault.help(match before[place] {
                Some(first) => format!(
                    "`{}` comes before it and fits everybody whom it fits; rows are read from the top, so put `{row}` first",
                    self.rows[first]
                ),
                None => "it fits nobody whom this call tells apart".to_owned(),
            }));
        }
        if let Some(sample) = left_out {
            let who = self.describe(plan, sample);
            faults.push(Fault::new("missing-row", self.path, format!("no row fits {who}")).help(self.rest));
        }
    }

    /// Sample applicants at every turn of the tests; `None` where there are too many, or where size can't be told.
    fn samples(&self, plan: &Plan) -> Option<Vec<Sample>> {
        let programme = &plan.programme;
        let mut asked: BTreeMap<Part, Vec<Value>> = BTreeMap::new();
        for row in &self.rows {
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
                    format!("{with} in `{}`", plan.category_id(*category))
                }
            })
            .collect();
        if self.rows.iter().any(|r| matches!(*r, "single" | "consortium")) {
            parts.insert(0, if sample.single { "a single applicant" } else { "a consortium" }.to_owned());
        }
        if parts.is_empty() { "everybody".to_owned() } else { format!("an applicant with {}", parts.join(", ")) }
    }
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
            Test::Claims(category) => self.values.get(&Part::Claims(*category)).map(|v| *v == Value::Bool(true)),
            Test::All(tests) => any(tests, false),
            Test::Any(tests) => any(tests, true),
            Test::None(tests) => any(tests, true).map(|found| !found),
            Test::Compare(..) | Test::AnyLine(..) | Test::Judged => None,
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
        Test::Claims(category) => {
            asked.entry(Part::Claims(*category)).or_default();
        }
        Test::All(tests) | Test::Any(tests) | Test::None(tests) => tests.iter().for_each(|t| gather(t, asked)),
        Test::Compare(..) | Test::AnyLine(..) | Test::Judged => {}
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
                    [i - 1, *i, i + 1].into_iter().filter(|i| *i >= 0).for_each(|i| add(Value::Int(i)));
                }
            }
        }
        FactType::Rate => {
            for value in mentioned {
                let rate = match value {
                    Value::Rate(rate) => *rate,
                    Value::Int(i) => Rate::new(*i, 1).unwrap_or(Rate::ONE),
                    _ => continue,
                };
                add(Value::Rate(rate));
                let fine = |by: i64| Rate::new(rate.numerator().checked_mul(1_000)? + by, rate.denominator().checked_mul(1_000)?);
                [-1, 1].into_iter().filter_map(fine).filter(|r| *r >= Rate::ZERO).for_each(|r| add(Value::Rate(r)));
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
