//! 施策を比べる: measures side by side, line by line.

use askama::Template;
use axum::extract::{Query, State};
use platform::Error;
use rules::words::{Lang, Words};
use ui::Viewer;
use web::{Answer, RequestContext};

use super::{AppState, measure::span, measures::Row};
use crate::measures::{Entry, MeasureIndex};

/// Measures side by side, at most.
const MOST: usize = 4;
/// Measures that are offered to be put beside.
const LIKE: usize = 12;

/// A line: what it is, and what each measure says of it.
#[derive(Debug)]
struct Line {
    what: String,
    values: Vec<String>,
    differs: bool,
}

#[derive(Debug, Template)]
#[template(path = "compare.html")]
struct Page<'a> {
    words: &'a Words,
    lang_query: &'a str,
    shown: Vec<Row<'a>>,
    lines: Vec<Line>,
    /// What may be put beside them, and where that is done.
    like: Vec<(Row<'a>, String)>,
    lang: Lang,
}

impl Page<'_> {
    /// What stands where a measure says nothing.
    fn nothing(&self) -> &'static str {
        if self.lang == Lang::Ja { "―" } else { "–" }
    }
}

pub(super) async fn page(State(state): State<AppState>, Query(pairs): Query<Vec<(String, String)>>, context: RequestContext) -> Answer {
    let catalogue = state.calls.catalogue().await?;
    let ids: Vec<&str> = pairs.iter().filter(|(key, _)| key == "id").map(|(_, id)| id.as_str()).collect();
    // The agency's own are compared with each other, and so are those of other agencies.
    let index = ids.first().and_then(|id| catalogue.measure(id)).map_or_else(|| catalogue.measure_index(), |(index, _)| index);
    let viewer = &context.viewer;
    let today = kernel::in_japan(state.now()).date();
    let mut places: Vec<usize> = Vec::new();
    for id in ids {
        let (place, _) = index.find(id).ok_or(Error::NotFound)?;
        if !places.contains(&place) && places.len() < MOST {
            places.push(place);
        }
    }
    let chosen: Vec<&Entry> = places.iter().map(|place| &index.entries[*place]).collect();
    let more = if viewer.lang_query().is_empty() { "" } else { "&lang=en" };
    let address = |with: &str| {
        let ids = chosen.iter().map(|entry| entry.id.as_str()).chain([with]).map(|id| format!("id={}", ui::encode(id)));
        format!("/measures/compare?{}{more}", ids.collect::<Vec<_>>().join("&"))
    };
    let page = Page {
        words: &viewer.words,
        lang_query: viewer.lang_query(),
        shown: chosen.iter().map(|entry| Row::new(entry, viewer, today)).collect(),
        lines: if chosen.len() > 1 { lines(&chosen, viewer) } else { Vec::new() },
        like: like(index, &places).into_iter().map(|entry| (Row::new(entry, viewer, today), address(&entry.id))).collect(),
        lang: viewer.lang,
    };
    Ok(context.page(&viewer.words.get("compare"), &page))
}

/// Measures for use that are of the kind of the first, and share most of its purposes.
fn like<'i>(index: &'i MeasureIndex, places: &[usize]) -> Vec<&'i Entry> {
    let Some(first) = places.first().map(|place| &index.entries[*place]) else { return Vec::new() };
    if places.len() >= MOST {
        return Vec::new();
    }
    let shared = |entry: &Entry| entry.measure.purposes.iter().filter(|purpose| first.measure.purposes.contains(purpose)).count();
    let others = index.entries.iter().enumerate().filter(|(place, entry)| {
        !places.contains(place) && entry.is_for_use() && entry.measure.kind.group() == first.measure.kind.group() && shared(entry) > 0
    });
    let mut others: Vec<&Entry> = others.map(|(_, entry)| entry).collect();
    others.sort_by_key(|entry| (std::cmp::Reverse(shared(entry)), std::cmp::Reverse(entry.fiscal_year)));
    others.truncate(LIKE);
    others
}

/// What the measures say, line by line: what every measure has, then their facts by name.
fn lines(chosen: &[&Entry], viewer: &Viewer) -> Vec<Line> {
    let (words, lang) = (&viewer.words, viewer.lang);
    let line = |what: String, values: Vec<String>| Line { differs: values.windows(2).any(|pair| pair[0] != pair[1]), what, values };
    let each = |what: &str, value: &dyn Fn(&Entry) -> String| line(words.get(what), chosen.iter().map(|entry| value(entry)).collect());
    let mut lines = vec![
        each("measure-kind", &|entry| entry.measure.kind.label(lang).to_owned()),
        each("compare-says", &|entry| lang.of(&entry.measure.says).to_owned()),
        each("operator", &|entry| lang.of(&entry.operator).to_owned()),
        each("measure-year", &|entry| super::measures::year(entry.fiscal_year, lang)),
        each("window", &|entry| entry.measure.window.as_ref().map(|window| span(window, lang)).unwrap_or_default()),
        each("compare-most", &|entry| {
            entry.most_yen().map(|yen| words.with("measure-most", &[("yen", kernel::text::separated(yen.get()))])).unwrap_or_default()
        }),
        each("measure-eligible", &|entry| {
            let told = entry.measure.eligible.conditions().into_iter().map(|condition| lang.of(&condition.says).to_owned());
            told.collect::<Vec<_>>().join(" / ")
        }),
    ];
    let mut names: Vec<&str> = Vec::new();
    for name in chosen.iter().flat_map(|entry| entry.measure.facts.keys()) {
        if !names.contains(&name.as_str()) {
            names.push(name);
        }
    }
    // What several of them say stands before what only one does.
    names.sort_by_key(|name| std::cmp::Reverse(chosen.iter().filter(|entry| entry.measure.facts.contains_key(*name)).count()));
    for name in names {
        let facts: Vec<_> = chosen.iter().map(|entry| entry.measure.facts.get(name)).collect();
        let says = facts.iter().flatten().next().map(|fact| lang.of(&fact.says).to_owned()).unwrap_or_default();
        lines.push(line(says, facts.into_iter().map(|fact| fact.map(|fact| fact.value.text(lang)).unwrap_or_default()).collect()));
    }
    lines.retain(|line| line.values.iter().any(|value| !value.is_empty()));
    lines
}
