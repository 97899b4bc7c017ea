//! いくらになるか計算する: what a measure comes to for somebody, figure by figure, at an address that can be kept.

use askama::Template;
use axum::{
    extract::{Path, Query, State},
    http::HeaderMap,
};
use platform::Error;
use rules::{
    application::GivenValue,
    language::{FactType, Map, Scalar},
    measure::FigureAnswer,
    words::Words,
};
use serde::Serialize;
use web::{Answer, RequestContext, json_answer};

use super::{AppState, measure::cited};
use crate::measures::MeasureIndex;

/// A figure that is asked for; the shape that the field of a form has.
#[derive(Debug)]
struct Asked {
    name: String,
    label: String,
    kind: &'static str,
    autocomplete: &'static str,
    value: String,
    hint: String,
    options: Vec<(String, String)>,
    error: Option<String>,
}

impl Asked {
    fn is_described(&self) -> bool {
        !self.hint.is_empty() || self.error.is_some()
    }
}

/// A figure that is told.
#[derive(Debug)]
struct Told<'a> {
    says: &'a str,
    value: String,
    cite: String,
}

#[derive(Debug, Template)]
#[template(path = "calculation.html")]
struct Page<'a> {
    words: &'a Words,
    lang: &'static str,
    id: &'a str,
    name: &'a str,
    address: String,
    asked: Vec<Asked>,
    results: Vec<Told<'a>>,
    steps: Vec<Told<'a>>,
    is_open: bool,
}

/// What was typed, as far as it is a figure of the calculation; what is empty was not.
fn given(pairs: &[(String, String)]) -> Map<GivenValue> {
    let typed = pairs.iter().filter(|(name, value)| name != "lang" && !value.trim().is_empty());
    typed.map(|(name, value)| (name.clone(), GivenValue::One(Scalar::Text(value.trim().to_owned())))).collect()
}

pub(super) async fn page(
    State(state): State<AppState>,
    Path(id): Path<String>,
    Query(pairs): Query<Vec<(String, String)>>,
    context: RequestContext,
) -> Answer {
    let catalogue = state.calls.catalogue().await?;
    let index: &MeasureIndex = catalogue.measure_index();
    let (_, entry) = index.find(&id).ok_or(Error::NotFound)?;
    let calculation = &entry.calculation;
    if !calculation.is_there() {
        return Err(Error::NotFound.into());
    }
    let viewer = &context.viewer;
    let (words, lang) = (&viewer.words, viewer.lang);
    let mut typed = given(&pairs);
    typed.retain(|name, _| calculation.asked().any(|(asked, _)| asked == name));
    // What can't be read is told at its field, and the rest is reckoned without it.
    let wrong = calculation.answer(&typed).err().unwrap_or_default();
    let value_of = |name: &str| pairs.iter().find(|(key, _)| key == name).map_or("", |(_, value)| value.trim()).to_owned();
    typed.retain(|name, _| wrong.iter().all(|fault| fault.path != *name));
    let answers = calculation.answer(&typed).unwrap_or_default();
    let asked = calculation.asked().map(|(name, figure)| {
        let choose = std::iter::once((String::new(), words.get("choose")));
        let options: Vec<(String, String)> = match figure.kind {
            FactType::Choice => choose.chain(figure.choices.iter().map(|(word, text)| (word.clone(), lang.of(text).to_owned()))).collect(),
            FactType::YesNo => choose.chain([("true".to_owned(), words.get("yes")), ("false".to_owned(), words.get("no"))]).collect(),
            _ => Vec::new(),
        };
        let hint = match figure.kind {
            FactType::Yen => "calculation-yen",
            FactType::Rate => "calculation-rate",
            FactType::Date => "calculation-date",
            _ => "",
        };
        let error = wrong.iter().any(|fault| fault.path == name).then(|| {
            words.get(match figure.kind {
                FactType::Yen => "wrong-amount",
                FactType::Date => "wrong-date",
                FactType::Rate => "calculation-wrong-rate",
                _ => "wrong-count",
            })
        });
        Asked {
            name: name.to_owned(),
            label: lang.of(&figure.says).to_owned(),
            kind: if options.is_empty() { "text" } else { "select" },
            autocomplete: "off",
            value: value_of(name),
            hint: if hint.is_empty() { String::new() } else { words.get(hint) },
            options,
            error,
        }
    });
    let document = entry.source.document.as_str();
    let told = |answer: &FigureAnswer<'_>| {
        let says = calculation.figure(answer.id).map_or("", |figure| lang.of(&figure.says));
        let value = Some(answer.text(lang)).filter(|text| !text.is_empty()).unwrap_or_else(|| words.get("calculation-open"));
        Told { says, value, cite: answer.cite.map(|cite| cited(cite, document, words)).unwrap_or_default() }
    };
    let name = lang.of(&entry.measure.name);
    let show = Page {
        words,
        lang: if lang == rules::words::Lang::En { "en" } else { "" },
        id: &entry.id,
        name,
        address: format!("/measures/{}{}", entry.id, viewer.lang_query()),
        asked: asked.collect(),
        results: answers.iter().filter(|answer| answer.result).map(told).collect(),
        steps: answers.iter().filter(|answer| !answer.given && !answer.result).map(told).collect(),
        is_open: answers.iter().any(|answer| answer.result && answer.value.is_none()),
    };
    Ok(context.page(&words.with("calculation-of", &[("name", name.to_owned())]), &show))
}

/// The figures of a calculation.
#[derive(Debug, Serialize, schemars::JsonSchema)]
pub(crate) struct CalculationAnswer<'c> {
    /// The measure.
    measure: &'c str,
    /// Every figure, in the order in which it follows.
    figures: Vec<FigureAnswer<'c>>,
}

/// The same for a program: a figure for each parameter.
pub(super) async fn api(
    State(state): State<AppState>,
    Path(id): Path<String>,
    Query(pairs): Query<Vec<(String, String)>>,
    headers: HeaderMap,
) -> Answer {
    let catalogue = state.calls.catalogue().await?;
    let index: &MeasureIndex = catalogue.measure_index();
    let (_, entry) = index.find(&id).filter(|(_, entry)| entry.calculation.is_there()).ok_or(Error::NotFound)?;
    let figures = entry.calculation.answer(&given(&pairs)).map_err(|_| Error::Wrong { field: "figure", message: "wrong-value" })?;
    json_answer(&headers, &CalculationAnswer { measure: &entry.id, figures })
}
