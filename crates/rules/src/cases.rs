//! Test cases beside a programme: an application, and what must come out.
//!
//! A cases file has `bases` (applications that cases build on) and `cases`. A case lays its
//! `application` over its `base`, assesses it, and compares the paths in `expect` with the answer.
//! Entries of lists are named by their `id`; a list of ids stands for a list of such entries; a value
//! written as `refused: CODE` expects the application itself to be refused with that fault.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::{
    application::{Application, Instant},
    assess::{Moment, assess},
    diagnostic::{Diagnostic, Span},
    language::{Map, Phase, Scalar},
    node::{self, Node},
    overlay, read, schema,
};

/// A cases file.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CasesFile {
    /// Applications that cases build on.
    #[serde(default)]
    pub bases: Map<Value>,
    /// The cases, by name.
    pub cases: Map<Case>,
}

/// One case.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Case {
    /// The programme.
    pub programme: String,
    /// The number of the worked example that it stands for.
    #[serde(default)]
    pub example: Option<u32>,
    /// The application that this one is laid over.
    #[serde(default)]
    pub base: Option<String>,
    /// The application.
    #[serde(default)]
    pub application: Value,
    /// The phase.
    #[serde(default)]
    pub phase: Option<Phase>,
    /// The instant.
    #[serde(default)]
    pub as_of: Option<Instant>,
    /// Changes of the programme: a path and a value.
    #[serde(default)]
    pub set: Map<Scalar>,
    /// What must come out: a path in the answer, and the value there. Where nothing is said, it is only asked.
    #[serde(default)]
    pub expect: Map<Value>,
}

/// A case that was tried.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CaseResult {
    /// Its name.
    pub name: String,
    /// The line on which it stands, from 1.
    pub line: usize,
    /// The programme.
    pub programme: String,
    /// The verdict of the engine, by its word; none where the application is at fault.
    pub verdict: Option<String>,
    /// The eligible total in yen.
    pub eligible_total_yen: Option<i64>,
    /// The grant in yen; none while a fact that decides it is missing.
    pub grant_yen: Option<i64>,
    /// What is wrong, at its place; nothing where it holds.
    pub wrong: Vec<Diagnostic>,
}

/// How many cases held, and what is wrong with the others.
#[derive(Debug, Default)]
pub struct Report {
    /// Every case, in the order of the file.
    pub tried: Vec<CaseResult>,
    /// Cases that held.
    pub passed: usize,
    /// Worked examples that some case stands for.
    pub examples: Vec<u32>,
    /// What is wrong with the file itself.
    pub faults: Vec<Diagnostic>,
}

impl Report {
    /// Everything that is wrong, with the names of the cases.
    pub fn diagnostics(&self) -> Vec<Diagnostic> {
        let named =
            |case: &CaseResult, wrong: &Diagnostic| Diagnostic { message: format!("{}: {}", case.name, wrong.message), ..wrong.clone() };
        let of_cases = self.tried.iter().flat_map(|case| case.wrong.iter().map(move |wrong| named(case, wrong)));
        self.faults.iter().cloned().chain(of_cases).collect()
    }
}

/// Runs a cases file against programmes.
pub fn run(bytes: &[u8], programmes: &[read::Read]) -> Report {
    let mut report = Report::default();
    let tree = match node::read(bytes) {
        Ok(tree) => tree,
        Err(fault) => {
            report.faults.push(*fault);
            return report;
        }
    };
    schema::validate(&tree, &schemars::schema_for!(CasesFile).to_value(), &mut report.faults);
    if !report.faults.is_empty() {
        return report;
    }
    let file: CasesFile = match serde_path_to_error::deserialize(&tree) {
        Ok(file) => file,
        Err(error) => {
            report.faults.push(Diagnostic::error("wrong-value", tree.nearest(&error.path().to_string()).span, error.inner().to_string()));
            return report;
        }
    };
    let known = |case: &&Case| programmes.iter().any(|p| p.plan.programme.id == case.programme);
    let mut unknown: Map<usize> = Map::new();
    for case in file.cases.values().filter(|case| !known(case)) {
        *unknown.entry(case.programme.clone()).or_default() += 1;
    }
    for (programme, count) in unknown {
        let first = file.cases.iter().find(|(_, case)| case.programme == programme).map(|(name, _)| format!("cases.{name}"));
        let place = tree.key_span(&first.unwrap_or_default());
        let message = format!("there is no programme `{programme}` to try {count} cases with");
        let fault = Diagnostic::error("case-failed", place, message);
        report.faults.push(fault.help("where its file has faults, mend them first; else see whether the id is right"));
    }
    for (name, case) in file.cases.iter().filter(|(_, case)| known(case)) {
        let place = tree.key_span(&format!("cases.{name}"));
        let found = one(case, name, &tree, programmes);
        let mut tried = CaseResult {
            name: name.clone(),
            line: place.line,
            programme: case.programme.clone(),
            verdict: None,
            eligible_total_yen: None,
            grant_yen: None,
            wrong: Vec::new(),
        };
        match found {
            Ok(answered) => {
                tried.verdict = answered.answer["verdict"].as_str().map(str::to_owned);
                tried.eligible_total_yen = answered.answer["eligible_total_yen"].as_i64();
                tried.grant_yen = answered.answer["grant_yen"].as_i64();
                for (path, message) in answered.wrong {
                    let span = overlay_span(&tree, name, &path).unwrap_or(place);
                    tried.wrong.push(Diagnostic::error("case-failed", span, message));
                }
            }
            Err(message) => tried.wrong.push(Diagnostic::error("case-failed", place, message)),
        }
        if tried.wrong.is_empty() {
            report.passed += 1;
            report.examples.extend(case.example);
        }
        report.tried.push(tried);
    }
    report
}

/// Readings of which no alternative changes any case: whether they matter nobody has shown.
pub fn idle_readings(bytes: &[u8], programmes: &[read::Read]) -> Vec<Diagnostic> {
    let Ok(tree) = node::read(bytes) else { return Vec::new() };
    let Ok(file) = serde_path_to_error::deserialize::<_, CasesFile>(&tree) else { return Vec::new() };
    let mut found = Vec::new();
    for programme in programmes {
        let mut idle: Vec<&str> = Vec::new();
        let own: Vec<(&String, &Case)> = file.cases.iter().filter(|(_, case)| case.programme == programme.plan.programme.id).collect();
        for (id, reading) in &programme.plan.programme.readings {
            let others = || reading.options.iter().filter(|(name, option)| **name != reading.chosen && !option.set.is_empty());
            if others().next().is_none() || own.is_empty() {
                continue;
            }
            let matters = own.iter().any(|(name, case)| {
                others().any(|(option, _)| {
                    let mut changed = (*case).clone();
                    changed.set.insert(format!("readings.{id}"), Scalar::Text(option.clone()));
                    let asked = case.set.contains_key(&format!("readings.{id}"));
                    asked || one(&changed, name, &tree, programmes).map_or(true, |answered| !answered.wrong.is_empty())
                })
            });
            if !matters {
                idle.push(id);
            }
        }
        if !idle.is_empty() {
            let message =
                format!("{}: no case comes out otherwise under another reading of {}", programme.plan.programme.id, idle.join(", "));
            let fault = Diagnostic::warning("idle-reading", tree.span, message);
            found.push(fault.help("add a case at which the readings part, or take the alternatives away"));
        }
    }
    found
}

fn overlay_span(tree: &Node, name: &str, path: &str) -> Option<Span> {
    match &tree.get("cases")?.get(name)?.get("expect")?.kind {
        node::Kind::Map(map) => map.get(path).map(|(span, _)| *span),
        _ => None,
    }
}

/// What came out of a case, and what of it is not as expected: the path in the answer, and what is wrong there.
struct Answered {
    answer: Value,
    wrong: Vec<(String, String)>,
}

fn one(case: &Case, name: &str, tree: &Node, programmes: &[read::Read]) -> Result<Answered, String> {
    let programme = programmes.iter().find(|p| p.plan.programme.id == case.programme);
    let programme = programme.ok_or_else(|| format!("there is no programme `{}`", case.programme))?;
    let mut application = match &case.base {
        None => Node::bare(node::Kind::Map(Box::default())),
        Some(base) => tree.get("bases").and_then(|b| b.get(base)).cloned().ok_or_else(|| format!("there is no base `{base}`"))?,
    };
    if let Some(over) = tree.get("cases").and_then(|c| c.get(name)).and_then(|c| c.get("application")) {
        overlay::merge(&mut application, over);
    }
    let mut faults = Vec::new();
    schema::validate(&application, schema::application(), &mut faults);
    let messages = |faults: &[Diagnostic]| faults.iter().map(|f| f.message.clone()).collect::<Vec<_>>().join("; ");
    if !faults.is_empty() {
        return Err(messages(&faults));
    }
    let application: Application = serde_path_to_error::deserialize(&application).map_err(|e| format!("{}: {}", e.path(), e.inner()))?;
    let changes: Vec<(String, Scalar)> = case.set.iter().map(|(p, v)| (p.clone(), v.clone())).collect();
    let changed =
        read::with_changes(programme, &changes).map_err(|f| f.iter().map(|f| f.message.clone()).collect::<Vec<_>>().join("; "))?;
    let moment = Moment { phase: case.phase.unwrap_or(Phase::Application), as_of: case.as_of.map(|i| i.0), ..Moment::default() };
    let answer = match assess(&changed.plan, &application, moment) {
        Ok(answer) => serde_json::to_value(&answer).map_err(|e| e.to_string())?,
        Err(faults) => {
            let codes: Vec<&str> = faults.iter().map(|f| f.code).collect();
            return match case.expect.get("refused").and_then(Value::as_str) {
                Some(code) if codes.contains(&code) => Ok(Answered { answer: Value::Null, wrong: Vec::new() }),
                _ => Err(faults.iter().map(|f| format!("{}: {}", f.path, f.message)).collect::<Vec<_>>().join("; ")),
            };
        }
    };
    let mut wrong = Vec::new();
    for (path, expected) in &case.expect {
        let found = at(&answer, path);
        if !fits(&found, expected) {
            wrong.push((path.clone(), format!("`{path}` is {found}, expected {expected}")));
        }
    }
    Ok(Answered { answer, wrong })
}

/// What stands at a path of an answer; entries of lists by their `id`, and by `member/id` where several
/// members have one.
pub(crate) fn at(answer: &Value, path: &str) -> Value {
    let mut value = answer;
    for part in path.split('/') {
        value = match value {
            Value::Object(map) => map.get(part).unwrap_or(&Value::Null),
            Value::Array(list) => {
                let (member, id) = part.split_once(':').map_or((None, part), |(m, id)| (Some(m), id));
                list.iter()
                    .find(|e| {
                        e.get("id").and_then(Value::as_str) == Some(id)
                            && member.is_none_or(|m| e.get("member").and_then(Value::as_str) == Some(m))
                    })
                    .or_else(|| part.parse::<usize>().ok().and_then(|i| list.get(i)))
                    .unwrap_or(&Value::Null)
            }
            _ => &Value::Null,
        };
    }
    value.clone()
}

pub(crate) fn fits(found: &Value, expected: &Value) -> bool {
    match (found, expected) {
        (Value::Array(found), Value::Array(expected)) if expected.iter().all(Value::is_string) && found.iter().all(Value::is_object) => {
            let ids: Vec<&Value> = found.iter().filter_map(|e| e.get("id").or_else(|| e.get("fact"))).collect();
            ids.len() == expected.len() && expected.iter().all(|e| ids.contains(&e))
        }
        _ => found == expected,
    }
}
