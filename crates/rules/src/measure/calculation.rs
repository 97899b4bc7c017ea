//! 計算: what a measure comes to for somebody — the subsidy of a year, who bears how much of it — from what is asked, from the numbers
//! that the measure's document says, and from what follows.

use std::collections::{BTreeMap, HashSet};

use kernel::{Rate, calendar::Closure};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{FactValue, Marker, Measure, Unit};
use crate::{
    application::GivenValue,
    assess::{Around, Known, work_out},
    diagnostic::{MOST_FAULTS, shown, suggest},
    language::{Cites, FactDeclaration, FactOf, FactType, Map, Scalar, Text, WorkedOut},
    plan::{Fault, Slot, Stage, worked_out},
    vocabulary::Value,
    words::Lang,
};

/// A figure of a calculation: asked for, or worked out of figures before it and of the measure's own facts. Those of what belongs to it are
/// `child.fact`, and `children.fact` is their sum without what is told elsewhere too (再掲).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Figure {
    /// Its type.
    #[serde(rename = "type")]
    pub kind: FactType,
    /// The words to choose from, where the type is `choice`; told in both languages.
    #[serde(default, skip_serializing_if = "Map::is_empty")]
    pub choices: Map<Text>,
    /// The question that is asked, or what it is called where it is worked out.
    pub says: Text,
    /// How it follows; nobody is asked for it then.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub worked_out: Option<WorkedOut>,
    /// 端数切捨て: what is worked out is brought down to a multiple of this.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub down_to: Option<Scalar>,
    /// 結果: this is what somebody wants to know; the others are steps.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub result: bool,
    /// Where it stands.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cite: Option<Cites>,
}

/// The calculation of a measure, made ready.
#[derive(Debug, Clone)]
pub struct Calculation {
    figures: Map<Figure>,
    slots: Vec<Slot>,
    /// What the measure's own facts say, by slot.
    said: Vec<Option<Known>>,
}

/// A figure with its value; none while something that it follows from is not known.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct FigureAnswer<'c> {
    /// Its name.
    pub id: &'c str,
    /// What it is called.
    pub says: &'c Text,
    /// The value.
    #[schemars(with = "Option<serde_json::Value>")]
    pub value: Option<Value>,
    /// Whether it was given.
    pub given: bool,
    /// Whether it is what somebody wants to know.
    pub result: bool,
    /// Its type.
    #[serde(rename = "type")]
    pub kind: FactType,
    /// The words to choose from.
    pub choices: &'c Map<Text>,
    /// Where it stands.
    pub cite: Option<&'c Cites>,
}

const fn kind_of(unit: Unit) -> FactType {
    match unit {
        Unit::Rate => FactType::Rate,
        Unit::Yen | Unit::YenAYear | Unit::YenAMonth | Unit::YenADay | Unit::YenAnHour => FactType::Yen,
        _ => FactType::Number,
    }
}

/// A number as a value of a type.
const fn number(kind: FactType, number: Rate) -> Value {
    match kind {
        FactType::Yen => Value::Int(number.numerator()),
        FactType::Rate => Value::Rate(number),
        _ => Value::Number(number),
    }
}

/// The numbers and days that the facts of a measure and of what belongs to it say.
fn said(measure: &Measure, before: &str) -> Vec<(String, FactType, Value)> {
    let mut all = Vec::new();
    for (name, fact) in &measure.facts {
        let found = match &fact.value {
            FactValue::Number { number, unit, .. } => {
                let whole = number.denominator() == 1;
                let kind = Some(kind_of(*unit)).filter(|kind| whole || *kind != FactType::Yen).unwrap_or(FactType::Number);
                Some((kind, self::number(kind, *number)))
            }
            FactValue::Day(day) => Some((FactType::Date, Value::Date(day.last))),
            _ => None,
        };
        all.extend(found.map(|(kind, value)| (format!("{before}{name}"), kind, value)));
    }
    let mut sums: Vec<(String, FactType, Rate)> = Vec::new();
    for (id, child) in &measure.children {
        let own = said(child, "");
        let counts = !child.markers.contains(&Marker::Repeated);
        for (name, kind, value) in own.iter().filter(|(name, ..)| counts && !name.contains('.')) {
            let Some(number) = value.number() else { continue };
            match sums.iter_mut().find(|(summed, ..)| summed == name) {
                Some(sum) => sum.2 = sum.2.plus(number).unwrap_or(sum.2),
                None => sums.push((name.clone(), *kind, number)),
            }
        }
        all.extend(own.into_iter().map(|(name, kind, value)| (format!("{before}{id}.{name}"), kind, value)));
    }
    all.extend(sums.into_iter().map(|(name, kind, sum)| (format!("{before}children.{name}"), kind, number(kind, sum))));
    all
}

impl FigureAnswer<'_> {
    /// The value in words; empty while it is not known.
    pub fn text(&self, lang: Lang) -> String {
        let ja = lang == Lang::Ja;
        let Some(value) = &self.value else { return String::new() };
        match (value, self.kind) {
            (Value::Int(yen), FactType::Yen) if ja => format!("{}円", kernel::text::separated(*yen)),
            (Value::Int(yen), FactType::Yen) => format!("{} yen", kernel::text::separated(*yen)),
            (Value::Int(count), _) => kernel::text::separated(*count),
            (Value::Number(number) | Value::Rate(number), FactType::Number) => number.decimal(),
            (Value::Bool(yes), _) => match (yes, ja) {
                (true, true) => "はい",
                (false, true) => "いいえ",
                (true, false) => "Yes",
                (false, false) => "No",
            }
            .to_owned(),
            (Value::Date(day), _) => lang.day(*day),
            (Value::Text(word), FactType::Choice) => self.choices.get(word).map_or_else(|| word.clone(), |text| lang.of(text).to_owned()),
            (Value::Rate(rate), _) => percent(*rate),
            (other, _) => other.to_string(),
        }
    }
}

/// A rate in hundredths where it is a whole number of thousandths, else as a fraction: 1.2%, 2/3.
fn percent(rate: Rate) -> String {
    let thousandths = i128::from(rate.numerator()) * 1_000;
    let denominator = i128::from(rate.denominator());
    if thousandths % denominator != 0 {
        return rate.to_string();
    }
    let (whole, tenth) = (thousandths / denominator / 10, thousandths / denominator % 10);
    if tenth == 0 { format!("{whole}%") } else { format!("{whole}.{tenth}%") }
}

impl Calculation {
    /// The calculation of a measure, and what is wrong with it, at paths below the measure.
    pub fn of(measure: &Measure) -> (Self, Vec<Fault>) {
        let (mut slots, mut values, mut faults) = (Vec::new(), Vec::new(), Vec::new());
        let slot = |name: &str, kind, choices, plan: Option<_>| Slot {
            name: name.to_owned(),
            kind,
            of: FactOf::Application,
            choices,
            computed: plan.is_some(),
            worked_out: plan,
            only_for: Vec::new(),
            stage: Stage::Said,
            may_be_negative: true,
        };
        for (name, kind, value) in said(measure, "") {
            slots.push(slot(&name, kind, Vec::new(), None));
            values.push(Some(Known { value, source: None }));
        }
        let facts = slots.len();
        let mut told = Vec::new();
        for (name, figure) in &measure.calculation {
            let declared = FactDeclaration {
                kind: figure.kind,
                of: FactOf::Application,
                choices: figure.choices.clone(),
                ask: figure.says.clone(),
                worked_out: figure.worked_out.clone(),
                down_to: figure.down_to.clone(),
                up_to: None,
                only_for: Vec::new(),
                internal: false,
                may_be_negative: false,
                cite: Cites::default(),
            };
            if slots.iter().any(|s| s.name == *name) {
                told.push(Fault::new("duplicate-fact", format!("facts.{name}"), format!("`{name}` is a fact of this measure already")));
            }
            if (figure.kind == FactType::Choice) == figure.choices.is_empty() {
                let message = format!("`{name}` needs `choices` exactly when its type is `choice`");
                told.push(Fault::new("bad-choices", format!("facts.{name}"), message));
            }
            let plan = figure.worked_out.as_ref().map(|how| {
                if matches!(
                    how,
                    WorkedOut::OverLines(_)
                        | WorkedOut::EligibleExpenses(_)
                        | WorkedOut::AdmissibleExpenses(_)
                        | WorkedOut::DecidedExpenses(_)
                        | WorkedOut::PartGrant(_)
                ) {
                    let message = "a measure has no expense lines; they belong to applications for a programme";
                    told.push(Fault::new("wrong-type", format!("facts.{name}.worked_out"), message));
                }
                if let WorkedOut::Table(table) = how
                    && !table.groups().is_empty()
                {
                    let fault = Fault::new("bad-table", format!("facts.{name}.worked_out.table"), "a measure has no groups of applicants");
                    told.push(fault.help("write a value, or `by` with rows"));
                }
                worked_out::plan(name, &declared, how, &slots, &mut told)
            });
            if figure.result && plan.is_none() {
                let fault = Fault::new("dead-condition", format!("facts.{name}.result"), "what is asked for is no result");
                told.push(fault.help("take `result` away, or write `worked_out`"));
            }
            slots.push(slot(name, figure.kind, figure.choices.keys().cloned().collect(), plan));
            values.push(None);
        }
        if slots.len() > facts && !measure.calculation.values().any(|figure| figure.result) {
            let fault = Fault::new("missing-parameter", "facts", "the calculation comes to no result");
            told.push(fault.help("write `result: true` at what somebody wants to know"));
        }
        // The paths of a programme's facts, as those of this measure.
        faults.extend(told.into_iter().map(|fault| Fault { path: fault.path.replacen("facts", "calculation", 1), ..fault }));
        (Self { figures: measure.calculation.clone(), slots, said: values }, faults)
    }

    /// Whether there is one.
    pub fn is_there(&self) -> bool {
        !self.figures.is_empty()
    }

    /// What is asked, in the order of the file.
    pub fn asked(&self) -> impl Iterator<Item = (&str, &Figure)> + Clone {
        self.figures.iter().filter(|(_, figure)| figure.worked_out.is_none()).map(|(id, figure)| (id.as_str(), figure))
    }

    /// A figure by its name.
    pub fn figure(&self, id: &str) -> Option<&Figure> {
        self.figures.get(id)
    }

    /// Every figure, as far as it follows from what is given. The error lists what can't be read.
    pub fn answer(&self, given: &Map<GivenValue>) -> Result<Vec<FigureAnswer<'_>>, Vec<Fault>> {
        let mut faults = Vec::new();
        let asked: HashSet<&str> = self.asked().map(|(id, _)| id).collect();
        for name in given.keys().filter(|name| !asked.contains(name.as_str())).take(MOST_FAULTS) {
            let fault = Fault::new("unknown-fact", name.clone(), format!("`{}` is not asked here", shown(name)));
            faults.push(fault.help(suggest(name, self.asked().map(|(id, _)| id))));
        }
        let mut known = self.said.clone();
        let (events, in_group) = (BTreeMap::new(), |_: &str| None);
        let around = Around { events: &events, closure: Closure::NEW_YEAR, in_group: &in_group };
        let first = self.slots.len() - self.figures.len();
        let mut answers = Vec::with_capacity(self.figures.len());
        for (place, (id, figure)) in self.figures.iter().enumerate() {
            let slot = first + place;
            let info = &self.slots[slot];
            if info.worked_out.is_some() {
                known[slot] = work_out(&self.slots, slot, |input| known[input].as_ref(), &around);
            } else if let Some(value) = given.get(id) {
                let choices: Vec<&str> = info.choices.iter().map(String::as_str).collect();
                match Value::read_given(info.kind, &choices, value) {
                    Ok(Value::Int(below)) if below < 0 => {
                        faults.push(Fault::new("negative", id.clone(), format!("`{id}` must not be negative")));
                    }
                    Ok(value) => known[slot] = Some(Known { value, source: None }),
                    Err(message) => faults.push(Fault::new("wrong-value", id.clone(), message)),
                }
            }
            answers.push(FigureAnswer {
                id,
                says: &figure.says,
                value: known[slot].as_ref().map(|known| known.value.clone()),
                given: info.worked_out.is_none(),
                result: figure.result,
                kind: figure.kind,
                choices: &figure.choices,
                cite: figure.cite.as_ref(),
            });
        }
        if faults.is_empty() { Ok(answers) } else { Err(faults) }
    }
}
