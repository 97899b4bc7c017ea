//! The calendar of what opens, closes and is held: a page, an iCalendar and an Atom feed.

use askama::Template;
use axum::{
    extract::{Query, State},
    http::header,
    response::IntoResponse,
};
use jiff::civil::Date;
use kernel::FiscalYear;
use platform::Error;
use rules::words::{Lang, Words};
use web::{Answer, RequestContext};

use super::{AppState, measures};
use crate::interfaces::calendar::{self, Happening, What};

/// A line of the calendar.
#[derive(Debug)]
struct Line {
    days: String,
    what: String,
    class: &'static str,
    title: String,
    more: String,
    address: String,
}

/// The lines of a month.
#[derive(Debug)]
struct Month {
    title: String,
    lines: Vec<Line>,
}

#[derive(Debug, Template)]
#[template(path = "calendar.html")]
struct Page<'a> {
    words: &'a Words,
    lang_query: &'a str,
    /// The fiscal years that have days: the address, the name, and whether it is the one that is shown.
    years: Vec<(String, String, bool)>,
    months: Vec<Month>,
}

fn word(what: What, words: &Words) -> String {
    words.get(match what {
        What::Opens => "calendar-opens",
        What::Closes => "calendar-closes",
        What::Held => "calendar-held",
    })
}

/// What happens, in a line.
fn told(happening: &Happening, words: &Words) -> String {
    let what = if happening.says.is_empty() { word(happening.what, words) } else { happening.says.clone() };
    let planned = if happening.is_planned { words.get("measure-planned") } else { String::new() };
    format!("{what}: {}{planned}", happening.title)
}

async fn all(state: &AppState, lang: Lang) -> Result<Vec<Happening>, Error> {
    let catalogue = state.calls.catalogue().await?;
    let programmes = state.calls.programmes().await?;
    Ok(platform::compute(|| calendar::happenings(&programmes, catalogue.measure_index(), lang)))
}

fn year_of(day: Date) -> Option<FiscalYear> {
    FiscalYear::of(day)
}

pub(super) async fn page(State(state): State<AppState>, Query(pairs): Query<Vec<(String, String)>>, context: RequestContext) -> Answer {
    let viewer = &context.viewer;
    let (words, lang) = (&viewer.words, viewer.lang);
    let all = all(&state, lang).await?;
    let today = kernel::in_japan(state.now()).date();
    let asked = pairs.iter().find(|(key, _)| key == "year").and_then(|(_, value)| value.parse().ok()).and_then(FiscalYear::new);
    let shown = asked.or_else(|| year_of(today));
    let mut years: Vec<FiscalYear> = all.iter().filter_map(|happening| year_of(happening.first)).chain(shown).collect();
    years.sort_unstable();
    years.dedup();
    let mut months: Vec<Month> = Vec::new();
    let mut last = None;
    for happening in all.iter().filter(|happening| year_of(happening.first) == shown) {
        let month = (happening.first.year(), happening.first.month());
        if last != Some(month) {
            last = Some(month);
            let title = match kernel::Wareki::of(happening.first).filter(|_| lang == Lang::Ja) {
                Some(day) => {
                    format!("{}{}年{}月", day.era.name(), if day.year == 1 { "元".to_owned() } else { day.year.to_string() }, day.month)
                }
                None => happening.first.strftime("%B %Y").to_string(),
            };
            months.push(Month { title, lines: Vec::new() });
        }
        let planned = if happening.is_planned { words.get("measure-planned") } else { String::new() };
        let class = match happening.what {
            _ if happening.last < today => "over",
            What::Opens => "yes",
            What::Closes => "unknown",
            What::Held => "judgement",
        };
        if let Some(month) = months.last_mut() {
            month.lines.push(Line {
                days: happening.days.clone(),
                what: word(happening.what, words),
                class,
                title: happening.title.clone(),
                more: format!("{}{planned}", happening.says),
                address: format!("{}{}", happening.path, viewer.lang_query()),
            });
        }
    }
    let more = if lang == Lang::En { "&lang=en" } else { "" };
    let years = years
        .into_iter()
        .rev()
        .map(|year| (format!("/calendar?year={}{more}", year.get()), measures::year(year, lang), Some(year) == shown));
    let page = Page { words, lang_query: viewer.lang_query(), years: years.collect(), months };
    Ok(context.page(&words.get("calendar"), &page))
}

/// The calendar for programs of people.
pub(super) async fn icalendar(State(state): State<AppState>, context: RequestContext) -> Answer {
    let words = &context.viewer.words;
    let all = all(&state, context.viewer.lang).await?;
    let title = words.get("calendar");
    let text = calendar::icalendar(&all, state.now(), &title, |happening| told(happening, words), |path| state.app.link(path));
    Ok(([(header::CONTENT_TYPE, "text/calendar; charset=utf-8")], text).into_response())
}

/// News for readers of feeds.
pub(super) async fn atom(State(state): State<AppState>, context: RequestContext) -> Answer {
    let words = &context.viewer.words;
    let all = all(&state, context.viewer.lang).await?;
    let title = words.get("calendar");
    let text = calendar::atom(&all, state.now(), &title, |happening| told(happening, words), |path| state.app.link(path));
    Ok(([(header::CONTENT_TYPE, "application/atom+xml; charset=utf-8")], text).into_response())
}
