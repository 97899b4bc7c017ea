//! 実施機関・年度: who runs measures, in which fiscal years, and how many.

use askama::Template;
use axum::extract::State;
use rules::words::Words;
use web::{Answer, RequestContext};

use super::{AppState, measures::year};
use crate::measures::MeasureIndex;

/// The measures of an operator in a fiscal year, by their concept.
#[derive(Debug)]
struct Year {
    title: String,
    address: String,
    count: usize,
    /// Concepts, how many measures each has, and where these are listed.
    groups: Vec<(&'static str, usize, String)>,
}

#[derive(Debug, Template)]
#[template(path = "operators.html")]
struct Page<'a> {
    words: &'a Words,
    operators: Vec<(&'a str, Vec<Year>)>,
}

pub(super) async fn page(State(state): State<AppState>, context: RequestContext) -> Answer {
    let viewer = &context.viewer;
    let (words, lang) = (&viewer.words, viewer.lang);
    let catalogue = state.calls.catalogue().await?;
    let index: &MeasureIndex = catalogue.measure_index();
    let (operators, years) = index.operators_and_years();
    let told = operators.into_iter().map(|operator| {
        let own = |fiscal_year| {
            let measures = index.entries.iter().filter(move |entry| entry.is_for_use() && entry.fiscal_year == fiscal_year);
            measures.filter(|entry| entry.operator == *operator).map(|entry| entry.measure.kind.group()).collect::<Vec<_>>()
        };
        let of_year = |fiscal_year: &kernel::FiscalYear| {
            let mut groups = own(*fiscal_year);
            groups.sort_unstable();
            let count = groups.len();
            let more = if viewer.lang_query().is_empty() { "" } else { "&lang=en" };
            let address = format!("/measures?operator={}&year={}{more}", ui::encode(&operator.ja), fiscal_year.get());
            let each =
                groups.chunk_by(|a, b| a == b).map(|same| (same[0].label(lang), same.len(), format!("{address}&group={}", same[0].word())));
            Year { title: year(*fiscal_year, lang), groups: each.collect(), address, count }
        };
        (lang.of(operator), years.iter().map(of_year).filter(|year| year.count > 0).collect())
    });
    let told = told.filter(|(_, years): &(&str, Vec<Year>)| !years.is_empty()).collect();
    Ok(context.page(&words.get("operators"), &Page { words, operators: told }))
}
