//! An officer's home (今日の仕事): what waits, what is due, and how the calls stand, each a way to the work itself.

use askama::Template;
use axum::extract::{Path, State};
use rules::words::Words;
use ui::components::{Bar, Chart, bar_chart};
use web::{Answer, RequestContext};

use super::labels::titled;
use crate::{AppState, application::model::Application, office::today};

/// A figure, and the list that it counts.
#[derive(Debug)]
struct Counted {
    word: String,
    count: u64,
    address: String,
}

/// An application that something is to be done about.
#[derive(Debug)]
struct Task {
    address: String,
    receipt: String,
    company: String,
    title: String,
    /// Until when; empty where no day is set.
    due: String,
    is_over: bool,
}

#[derive(Debug, Template)]
#[template(path = "today.html")]
struct Page<'a> {
    words: &'a Words,
    lang_query: &'a str,
    agency: &'a str,
    day: String,
    counts: Vec<Counted>,
    corrections: Vec<Task>,
    questions: Vec<Task>,
    filed: Option<Chart>,
    /// What happens when, the next first: when, what, a line more, and whether it is past.
    calendar: Vec<(String, String, String, &'static str)>,
}

pub(super) async fn page(State(state): State<AppState>, Path(agency): Path<String>, context: RequestContext) -> Answer {
    let found = today::today(&state, &context.actor, &agency).await?;
    let now = state.app().now();
    let list = format!("/office/{agency}/applications");
    let counted =
        |word: &str, count, query: &str| Counted { word: context.word(word), count, address: format!("{list}?{query}{}", context.more()) };
    let task = |application: &Application| {
        let due = application.correction_due();
        Task {
            address: format!("{list}/{}{}", application.id, context.viewer.lang_query()),
            receipt: application.receipt.clone().unwrap_or_default(),
            company: application.company_name.clone(),
            title: titled(&context, application),
            due: due.map(|due| context.moment(due)).unwrap_or_default(),
            is_over: due.is_some_and(|due| due < now),
        }
    };
    let name = |call: &programmes::call::Call| context.viewer.lang.of(&call.programme.plan().programme.name).to_owned();
    let bars = found.calls.iter().filter(|counted| counted.filed > 0).map(|counted| Bar {
        label: name(&counted.call),
        value: counted.filed,
        is_loss: false,
        shown: kernel::text::separated(counted.filed),
    });
    let bars: Vec<Bar> = bars.collect();
    let mut days: Vec<_> = found.calls.iter().filter(|counted| counted.call.deadline() > now).collect();
    days.sort_by_key(|counted| counted.call.deadline());
    let calendar = days.into_iter().map(|counted| {
        let more = context.words.with("today-drafts", &[("n", counted.drafts.to_string())]);
        (context.moment(counted.call.deadline()), context.words.with("today-closes", &[("call", name(&counted.call))]), more, "next")
    });
    let page = Page {
        words: &context.words,
        lang_query: context.viewer.lang_query(),
        agency: &agency,
        day: context.day(now.in_japan().date()),
        counts: vec![
            counted("today-mine", found.mine, "state=filed&officer=me"),
            counted("today-unassigned", found.unassigned, "state=filed&officer=nobody"),
            counted("today-waiting", found.waiting, "asked=yes"),
            counted("today-returned", found.returned, "state=returned"),
        ],
        corrections: found.corrections.iter().map(task).collect(),
        questions: found.questions.iter().map(task).collect(),
        filed: (!bars.is_empty()).then(|| bar_chart(&context.word("today-filed"), &bars)),
        calendar: calendar.collect(),
    };
    Ok(context.page(&context.word("today"), &page))
}
