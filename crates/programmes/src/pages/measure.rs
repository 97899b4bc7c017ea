//! The page of a measure: what it is, whom it is for, what to do next, and every fact with its place in the document.

use askama::Template;
use axum::extract::{Path, State};
use platform::Error;
use rules::{
    language::{Cites, ScheduleEntry},
    measure::{FactValue, MeasureGroup, Openness, when},
    words::{Lang, Words},
};
use ui::Viewer;
use web::{Answer, RequestContext};

use super::{
    AppState,
    measures::{Row, year},
};
use crate::interfaces::measures::json_ld;

/// A fact as it is shown.
#[derive(Debug)]
struct Fact<'a> {
    says: &'a str,
    value: String,
    /// 予定, how it was worked out, what it contradicts.
    marks: Vec<String>,
    is_unknown: bool,
    cite: String,
}

#[derive(Debug, Template)]
#[template(path = "measure.html")]
struct Show<'a> {
    words: &'a Words,
    lang_query: &'a str,
    above: Vec<(&'a str, &'a str)>,
    row: Row<'a>,
    markers: Vec<&'static str>,
    purposes: Vec<(&'static str, &'static str)>,
    eligible: Vec<&'a str>,
    condition: Option<&'a str>,
    window: Option<(String, String)>,
    /// What somebody does who wants it.
    next: String,
    programmes: Vec<(String, String)>,
    has_calculation: bool,
    json_ld: String,
    schedule: Vec<(String, String, String, &'static str)>,
    facts: Vec<Fact<'a>>,
    children: Vec<Row<'a>>,
    source: String,
}

/// Where something stands in its document: 文書000 130行「87.5日」.
pub(super) fn cited(cites: &Cites, document: &str, words: &Words) -> String {
    let one = |cite: &rules::language::Cite| {
        let quoted: String = cite.words.0.iter().map(|words| format!("「{words}」")).collect();
        let document = cite.document.as_deref().unwrap_or(document);
        words.with("measure-cite", &[("document", document.to_owned()), ("lines", cite.lines.to_string()), ("words", quoted)])
    };
    cites.iter().map(one).collect::<Vec<_>>().join(" ")
}

pub(super) fn span(entry: &ScheduleEntry, lang: Lang) -> String {
    match (&entry.from, &entry.to) {
        (Some(from), Some(to)) if from == to => when(from, lang),
        (Some(from), Some(to)) if lang == Lang::Ja => format!("{}～{}", from.ja(), to.ja()),
        (Some(from), Some(to)) => format!("{from} to {to}"),
        (Some(from), None) if lang == Lang::Ja => format!("{}から", from.ja()),
        (Some(from), None) => format!("from {from}"),
        (None, Some(to)) if lang == Lang::Ja => format!("{}まで", to.ja()),
        (None, Some(to)) => format!("until {to}"),
        (None, None) => String::new(),
    }
}

pub(super) async fn page(State(state): State<AppState>, Path(id): Path<String>, context: RequestContext) -> Answer {
    let catalogue = state.calls.catalogue().await?;
    let (index, place) = catalogue.measure(&id).ok_or(Error::NotFound)?;
    let entry = &index.entries[place];
    let viewer = &context.viewer;
    let (words, lang) = (&viewer.words, viewer.lang);
    let measure = &entry.measure;
    let today = kernel::in_japan(state.now()).date();
    let document = entry.source.document.as_str();
    let mut programmes = Vec::new();
    for id in &measure.programmes {
        if let Ok((programme, _)) = state.calls.public(id).await {
            programmes.push((id.clone(), lang.of(&programme.plan().programme.name).to_owned()));
        }
    }
    let schedule = measure.schedule.values().map(|entry| {
        let last = entry.to.or(entry.from).map(|when| when.last);
        let first = entry.from.or(entry.to).map(|when| when.first);
        let stands = if last.is_some_and(|day| day < today) {
            "past"
        } else if first.is_some_and(|day| day <= today) {
            "now"
        } else {
            "next"
        };
        let planned = if entry.planned { words.get("measure-planned") } else { String::new() };
        (first, (span(entry, lang), lang.of(&entry.says).to_owned(), format!("{planned} {}", cited(&entry.cite, document, words)), stands))
    });
    let mut schedule: Vec<_> = schedule.collect();
    schedule.sort_by_key(|(first, _)| *first);
    let facts = measure.facts.values().map(|fact| {
        let mut marks = Vec::new();
        if fact.planned {
            marks.push(words.get("measure-planned"));
        }
        marks.extend(fact.derived.as_ref().map(|how| words.with("measure-derived", &[("how", lang.of(how).to_owned())])));
        marks.extend(fact.reconciles.as_ref().map(|r| {
            let other = measure.facts.get(&r.with).map(|other| lang.of(&other.says)).unwrap_or_default();
            words.with("measure-reconciles", &[("other", other.to_owned()), ("says", lang.of(&r.says).to_owned())])
        }));
        Fact {
            says: lang.of(&fact.says),
            value: fact.value.text(lang),
            marks,
            is_unknown: fact.value == FactValue::Unknown,
            cite: cited(&fact.cite, document, words),
        }
    });
    let conditions = measure.eligible.conditions();
    let told: Vec<String> = conditions
        .iter()
        .filter(|condition| condition.require.judgement.is_none())
        .map(|condition| lang.of(&condition.says).to_owned())
        .collect();
    let row = Row::new(entry, viewer, today);
    let show = Show {
        words,
        lang_query: viewer.lang_query(),
        above: index.above(place).into_iter().map(|e| (e.id.as_str(), lang.of(&e.measure.name))).collect(),
        markers: measure.markers.iter().map(|marker| marker.label(lang)).collect(),
        purposes: measure.purposes.iter().map(|purpose| (purpose.word(), purpose.label(lang))).collect(),
        eligible: told.iter().map(String::as_str).collect(),
        condition: measure.eligible.condition.as_ref().map(|condition| lang.of(condition)),
        window: measure.window.as_ref().map(|window| {
            let planned = if window.planned { words.get("measure-planned") } else { String::new() };
            (span(window, lang), planned)
        }),
        next: next_step(entry.openness(today), measure.kind.group(), !programmes.is_empty(), lang.of(&entry.operator), viewer),
        programmes,
        schedule: schedule.into_iter().map(|(_, line)| line).collect(),
        facts: facts.collect(),
        children: entry.children.iter().map(|child| Row::new(&index.entries[*child], viewer, today)).collect(),
        source: format!("{} {} ({})", lang.of(&entry.source.title), cited(&measure.cite, document, words), year(entry.fiscal_year, lang)),
        has_calculation: entry.calculation.is_there(),
        json_ld: json_ld(entry, lang, &state.app.link(&format!("/measures/{}", entry.id))).to_string().replace('<', "\\u003c"),
        row,
    };
    let title = lang.of(&measure.name).to_owned();
    Ok(context.page(&title, &show))
}

/// What somebody does next who wants a measure.
fn next_step(openness: Openness, group: MeasureGroup, is_call: bool, operator: &str, viewer: &Viewer) -> String {
    let key = match (openness, group) {
        (_, MeasureGroup::Plan | MeasureGroup::Duty | MeasureGroup::Receivable | MeasureGroup::Body) => "measure-next-none",
        (Openness::Closed, _) => "measure-next-closed",
        (Openness::Coming, _) => "measure-next-coming",
        (_, MeasureGroup::Grant) if is_call => "measure-next-call",
        (_, MeasureGroup::Loan | MeasureGroup::GuaranteeFeeSubsidy | MeasureGroup::InterestSubsidy) => "measure-next-bank",
        (_, MeasureGroup::Offering) => "measure-next-offering",
        (_, MeasureGroup::Publication) => "measure-next-publication",
        _ => "measure-next-ask",
    };
    viewer.words.with(key, &[("operator", operator.to_owned())])
}
