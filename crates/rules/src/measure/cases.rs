//! Cases beside measures: what is given to a calculation, and what must come out.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Calculation, MeasureFile};
use crate::{
    application::GivenValue,
    diagnostic::Diagnostic,
    language::{Map, Scalar},
    node, read,
    vocabulary::Value,
};

/// A file of cases: `name.measures.cases.yaml` beside `name.measures.yaml`.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MeasureCases {
    /// The cases, by name.
    pub cases: Map<MeasureCase>,
}

/// One case.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MeasureCase {
    /// The measure.
    pub measure: String,
    /// The number of the worked example that it stands for.
    #[serde(default)]
    pub example: Option<u32>,
    /// What is given.
    #[serde(default)]
    pub given: Map<Scalar>,
    /// What must come out, figure by figure; `null` where it must not be known.
    pub expect: Map<Option<Scalar>>,
}

/// How many cases held, the worked examples among them, and what is wrong with the others.
#[derive(Debug, Default)]
pub struct MeasureCasesReport {
    /// Cases that held.
    pub passed: usize,
    /// Worked examples that some case stands for.
    pub examples: Vec<u32>,
    /// What is wrong.
    pub diagnostics: Vec<Diagnostic>,
}

/// Runs a file of cases against the measures beside it.
pub fn run(bytes: &[u8], file: &MeasureFile) -> MeasureCasesReport {
    let mut report = MeasureCasesReport::default();
    let tree = match node::read(bytes) {
        Ok(tree) => tree,
        Err(fault) => return MeasureCasesReport { diagnostics: vec![*fault], ..report },
    };
    let cases: MeasureCases = match read::typed(&tree, &schemars::schema_for!(MeasureCases).to_value()) {
        Ok(cases) => cases,
        Err(faults) => return MeasureCasesReport { diagnostics: faults, ..report },
    };
    let measures = file.each();
    for (name, case) in &cases.cases {
        let wrong = match measures.iter().find(|placed| placed.id == case.measure) {
            None => vec![format!("`{}` is not a measure of the file beside", case.measure)],
            Some(placed) => tried(&Calculation::of(placed.measure).0, case),
        };
        if wrong.is_empty() {
            report.passed += 1;
            report.examples.extend(case.example);
        }
        let place = tree.key_span(&format!("cases.{name}"));
        report.diagnostics.extend(wrong.into_iter().map(|message| Diagnostic::error("case-failed", place, format!("{name}: {message}"))));
    }
    report
}

fn tried(calculation: &Calculation, case: &MeasureCase) -> Vec<String> {
    let given = case.given.iter().map(|(name, value)| (name.clone(), GivenValue::One(value.clone()))).collect();
    let answers = match calculation.answer(&given) {
        Ok(answers) => answers,
        Err(faults) => return faults.into_iter().map(|fault| fault.message).collect(),
    };
    let wrong = |(name, expected): (&String, &Option<Scalar>)| {
        let Some(answer) = answers.iter().find(|answer| answer.id == name) else {
            return Some(format!("`{name}` is no figure of the calculation"));
        };
        let read = expected.as_ref().map(|scalar| Value::read(answer.kind, &[], scalar));
        let there = answer.value.as_ref().map_or_else(|| "not known".to_owned(), ToString::to_string);
        match (read, &answer.value) {
            (None, None) => None,
            (Some(Ok(expected)), Some(value)) if expected == *value => None,
            (Some(Err(message)), _) => Some(format!("{name}: {message}")),
            (expected, _) => {
                let expected = expected.and_then(Result::ok).map_or_else(|| "not known".to_owned(), |value| value.to_string());
                Some(format!("{name} is {there}, not {expected}"))
            }
        }
    };
    case.expect.iter().filter_map(wrong).collect()
}
