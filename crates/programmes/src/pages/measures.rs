//! The list of measures, narrowed by a sentence and by filters.

use askama::Template;
use axum::extract::{Query, State};
use kernel::FiscalYear;
use rules::{
    measure::{Field, MeasureGroup, Openness, Purpose},
    words::{Lang, Words},
};
use strum::IntoEnumIterator;
use ui::Viewer;
use web::{Answer, RequestContext};

use super::AppState;
use crate::measures::{Entry, Filters, MeasureIndex};

/// Measures on one page.
const PAGE: usize = 30;

/// A measure in a list.
#[derive(Debug)]
pub(super) struct Row<'a> {
    pub(super) id: &'a str,
    pub(super) name: &'a str,
    pub(super) says: &'a str,
    pub(super) kind: &'static str,
    pub(super) state: String,
    /// The style of its state's tag.
    pub(super) class: &'static str,
    /// Who, when, how much.
    pub(super) about: String,
    /// How many measures belong to it.
    pub(super) within: String,
}

impl<'a> Row<'a> {
    pub(super) fn new(entry: &'a Entry, viewer: &Viewer, today: jiff::civil::Date) -> Self {
        let lang = viewer.lang;
        let openness = entry.openness(today);
        let mut about = vec![lang.of(&entry.operator).to_owned(), year(entry.fiscal_year, lang)];
        if let Some(yen) = entry.most_yen() {
            about.push(viewer.words.with("measure-most", &[("yen", kernel::text::separated(yen.get()))]));
        }
        about.extend(entry.imported.as_ref().map(|imported| {
            let on = lang.day(imported.on);
            viewer.words.with("measure-imported", &[("from", lang.of(&imported.from).to_owned()), ("on", on)])
        }));
        Self {
            id: &entry.id,
            name: lang.of(&entry.measure.name),
            says: lang.of(&entry.measure.says),
            kind: entry.measure.kind.label(lang),
            state: state(openness, &viewer.words),
            class: class(openness),
            about: about.join(" ・ "),
            within: match entry.children.len() {
                0 => String::new(),
                count => viewer.words.with("measures-within", &[("count", count.to_string())]),
            },
        }
    }
}

/// The word for how a measure stands.
fn state(openness: Openness, words: &Words) -> String {
    words.get(match openness {
        Openness::Open => "measure-open",
        Openness::AllYear => "measure-all-year",
        Openness::Coming => "measure-coming",
        Openness::Closed => "measure-closed",
    })
}

/// The style of a tag that says so.
const fn class(openness: Openness) -> &'static str {
    match openness {
        Openness::Open | Openness::AllYear => "yes",
        Openness::Coming => "judgement",
        Openness::Closed => "over",
    }
}

/// A fiscal year as people say it.
pub(super) fn year(year: FiscalYear, lang: Lang) -> String {
    if lang == Lang::Ja { year.label() } else { format!("fiscal {}", year.get()) }
}

/// The choices of a filter: words of the language and what they are called.
type Choices = Vec<(String, String)>;

#[derive(Debug, Template)]
#[template(path = "measures.html")]
struct List<'a> {
    words: &'a Words,
    lang_query: &'a str,
    lang: &'static str,
    filters: Filters,
    group: &'static str,
    purpose: &'static str,
    field: &'static str,
    year: String,
    groups: Choices,
    purposes: Choices,
    fields: Choices,
    years: Choices,
    operators: Choices,
    told: String,
    rows: Vec<Row<'a>>,
    earlier: Option<String>,
    later: Option<String>,
    /// Whether measures of other agencies are listed; none where there are none.
    others: Option<bool>,
}

/// What the address says, and the place of the first measure that is shown.
pub(super) fn read(pairs: &[(String, String)]) -> (Filters, usize) {
    let value = |name: &str| pairs.iter().find(|(key, _)| key == name).map_or("", |(_, value)| value.trim());
    let filters = Filters {
        text: value("q").chars().take(200).collect(),
        group: MeasureGroup::of_word(value("group")),
        purpose: Purpose::of_word(value("purpose")),
        field: Field::of_word(value("field")),
        year: value("year").parse().ok().and_then(FiscalYear::new),
        operator: value("operator").to_owned(),
        at_least_yen: kernel::Yen::parse(value("most")).ok().map(kernel::Yen::get),
        open: value("open") == "yes",
        whole: value("whole") == "yes",
    };
    (filters, value("from").parse().unwrap_or(0))
}

/// The address of the same list from another place on.
pub(super) fn page_address(path: &str, pairs: &[(String, String)], from: usize) -> String {
    let rest = pairs.iter().filter(|(key, value)| key != "from" && !value.is_empty());
    let query = rest.map(|(key, value)| format!("{}={}", ui::encode(key), ui::encode(value))).collect::<Vec<_>>().join("&");
    format!("{path}?{query}{}from={from}", if query.is_empty() { "" } else { "&" })
}

pub(super) async fn page(State(state): State<AppState>, Query(pairs): Query<Vec<(String, String)>>, context: RequestContext) -> Answer {
    let viewer = &context.viewer;
    let (words, lang) = (&viewer.words, viewer.lang);
    let catalogue = state.calls.catalogue().await?;
    let others = pairs.iter().any(|(key, value)| key == "others" && value == "yes");
    let index: &MeasureIndex = if others { catalogue.imported_index() } else { catalogue.measure_index() };
    let today = kernel::in_japan(state.now()).date();
    let (filters, from) = read(&pairs);
    let hits = platform::compute(|| index.search(&filters, today));
    let from = from.min(hits.len());
    let rows = hits.iter().skip(from).take(PAGE).map(|hit| Row::new(&index.entries[hit.place], viewer, today)).collect();
    let (operators, years) = index.operators_and_years();
    let word = |word: &'static str, label: &'static str| (word.to_owned(), label.to_owned());
    let told = if filters.text.trim().is_empty() {
        words.with("measures-count", &[("count", hits.len().to_string())])
    } else {
        words.with("measures-found", &[("text", filters.text.clone()), ("count", hits.len().to_string())])
    };
    let list = List {
        words,
        lang_query: viewer.lang_query(),
        lang: if lang == Lang::En { "en" } else { "" },
        group: filters.group.map_or("", MeasureGroup::word),
        purpose: filters.purpose.map_or("", Purpose::word),
        field: filters.field.map_or("", Field::word),
        year: filters.year.map(|year| year.get().to_string()).unwrap_or_default(),
        groups: MeasureGroup::iter().filter(|g| g.is_for_use() || filters.whole).map(|g| word(g.word(), g.label(lang))).collect(),
        purposes: Purpose::iter().map(|p| word(p.word(), p.label(lang))).collect(),
        fields: Field::iter().map(|f| word(f.word(), f.label(lang))).collect(),
        years: years.into_iter().map(|y| (y.get().to_string(), year(y, lang))).collect(),
        operators: operators.into_iter().map(|o| (o.ja.clone(), lang.of(o).to_owned())).collect(),
        told,
        rows,
        earlier: (from > 0).then(|| page_address("/measures", &pairs, from.saturating_sub(PAGE))),
        later: (from + PAGE < hits.len()).then(|| page_address("/measures", &pairs, from + PAGE)),
        others: (!catalogue.imported_index().entries.is_empty()).then_some(others),
        filters,
    };
    Ok(context.page(&words.get("measures"), &list))
}
