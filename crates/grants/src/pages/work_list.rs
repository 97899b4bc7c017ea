//! The work list of an agency: what was filed, filtered, counted, taken out as a table.

use crate::acts;
use std::collections::HashMap;

use askama::Template;
use axum::{
    body::Body,
    extract::{Path, Query, State},
    http::{HeaderValue, header},
    response::IntoResponse,
};
use futures_util::stream;
use platform::{
    Error,
    access::{Kind as Of, Role},
    accounts,
};
use rules::words::Words;
use web::{Answer, Fields, RequestContext, field};

use super::{
    apply::{class, stands, titled},
    moment, yen,
};
use crate::{
    AppState,
    office::{
        export::{self, Kind},
        list::{self, Asked},
    },
};

#[derive(Debug)]
struct Row {
    id: String,
    receipt: String,
    company: String,
    title: String,
    state: String,
    class: &'static str,
    verdict: String,
    verdict_class: &'static str,
    grant: String,
    arrived: String,
    officer: String,
    /// Whether the applicant waits for an answer.
    waits: bool,
}

#[derive(Debug, Template)]
#[template(path = "work.html")]
struct Page<'a> {
    words: &'a Words,
    keep: &'a str,
    agency: &'a str,
    name: String,
    done: Option<String>,
    error: Option<String>,
    query: String,
    asked: &'a Asked,
    /// State, words, how many, whether it is the one that is shown, address.
    counts: Vec<(String, i64, bool, String)>,
    calls: Vec<(String, String)>,
    officers: Vec<(String, String)>,
    verdicts: Vec<(String, String)>,
    views: Vec<(String, String)>,
    batches: Vec<(String, String, String)>,
    /// How many there are on all pages.
    matching: i64,
    rows: Vec<Row>,
    earlier: Option<String>,
    later: Option<String>,
    may_export: bool,
    may_check: bool,
}

pub(super) fn asked(query: &HashMap<String, String>) -> Asked {
    let get = |name| field(query, name).to_owned();
    Asked {
        call: get("call"),
        state: get("state"),
        officer: get("officer"),
        verdict: get("verdict"),
        text: get("text").chars().take(100).collect(),
        asked: get("asked"),
        page: get("page").parse().unwrap_or(0).min(10_000),
    }
}

async fn show(state: &AppState, context: &RequestContext, at: &str, query: &HashMap<String, String>, error: Option<String>) -> Answer {
    let app = state.app();
    let asked = asked(query);
    let page = list::page(state, &context.actor, at, &asked).await?;
    let lang = context.viewer.lang;
    let calls = programmes::call::of_agency(&state.calls, &context.actor, at).await?;
    let officers = accounts::holders(app, Role::Officer, at).await?;
    let named =
        |id: &Option<String>| id.as_ref().and_then(|id| officers.iter().find(|o| o.id == *id)).map(|o| o.name.clone()).unwrap_or_default();
    let address = |a: &Asked, n: u64| {
        let query = a.query();
        let more = context.viewer.keep().replace('?', "&");
        format!("/office/{at}/applications?{query}&page={n}{more}")
    };
    let total: i64 = page.counts.iter().map(|c| c.1).sum();
    let tab = |state: &str, words: String, n: i64| {
        let there = Asked { state: state.to_owned(), asked: String::new(), ..asked.clone() };
        (words, n, asked.asked.is_empty() && asked.state == state, address(&there, 0))
    };
    let mut counts = vec![tab("", context.word("state-any"), total)];
    counts.extend(page.counts.iter().map(|(s, n)| tab(s.name(), stands(context, *s), *n)));
    let waits = Asked { state: String::new(), asked: "yes".to_owned(), ..asked.clone() };
    let waiting = i64::try_from(page.waiting).unwrap_or(i64::MAX);
    counts.push((context.word("waits-for-answer"), waiting, !asked.asked.is_empty(), address(&waits, 0)));
    let rows = page.applications.iter().map(|a| {
        let verdict = a.verdict.clone().unwrap_or_else(|| "undetermined".to_owned());
        Row {
            id: a.id.clone(),
            receipt: a.receipt.clone().unwrap_or_default(),
            company: a.company_name.clone(),
            title: titled(context, a),
            state: stands(context, a.state),
            class: class(a.state),
            verdict: context.word(&format!("verdict-{verdict}")),
            verdict_class: match verdict.as_str() {
                "eligible" => "yes",
                "not_eligible" => "no",
                _ => "unknown",
            },
            grant: yen(a.grant_yen),
            arrived: a.filed_at.map(|at| moment(context, at)).unwrap_or_default(),
            officer: named(&a.officer),
            waits: a.asked_at.is_some(),
        }
    });
    let may = |act| app.policy.may(&context.actor, act, Of::AGENCY, at);
    let shown = Page {
        words: &context.words,
        keep: context.viewer.keep(),
        agency: at,
        name: if lang == rules::words::Lang::Ja { page.agency.name_ja.clone() } else { page.agency.name_en.clone() },
        done: context.done(query, &["view-named", "view-dropped"]),
        error,
        query: asked.query(),
        counts,
        calls: calls.iter().map(|c| (c.id.clone(), lang.of(&c.programme.plan().programme.name).to_owned())).collect(),
        officers: officers.iter().map(|o| (o.id.clone(), o.name.clone())).collect(),
        verdicts: ["eligible", "undetermined", "not_eligible"].map(|v| (v.to_owned(), context.word(&format!("verdict-{v}")))).to_vec(),
        views: page.views.iter().map(|(name, query)| (name.clone(), format!("/office/{at}/applications?{query}"))).collect(),
        batches: page
            .batches
            .iter()
            .map(|(id, what, begun)| {
                (format!("/office/{at}/batches/{id}"), context.word(&format!("batch-{what}")), moment(context, *begun))
            })
            .collect(),
        matching: {
            let here = page.counts.iter().filter(|c| asked.state.is_empty() || c.0.name() == asked.state);
            let all: i64 = here.map(|c| c.1).sum();
            if asked.asked.is_empty() { all } else { waiting }
        },
        rows: rows.collect(),
        earlier: (asked.page > 0).then(|| address(&asked, asked.page - 1)),
        later: page.more.then(|| address(&asked, asked.page + 1)),
        may_export: may(acts::CALL_EXPORT),
        may_check: may(acts::CALL_RECEIVE),
        asked: &asked,
    };
    Ok(context.page(&context.word("work-list"), &shown))
}

pub(super) async fn page(
    State(state): State<AppState>,
    Path(at): Path<String>,
    Query(query): Query<HashMap<String, String>>,
    context: RequestContext,
) -> Answer {
    let wrong = query.get("wrong").filter(|w| w.starts_with("wrong-") && context.words.has(w)).map(|w| context.word(w));
    show(&state, &context, &at, &query, wrong).await
}

/// Keeps or drops a view of the list.
pub(super) async fn views(State(state): State<AppState>, Path(at): Path<String>, context: RequestContext, Fields(typed): Fields) -> Answer {
    let gone = field(&typed, "gone");
    let asked = asked(&typed);
    let done = if gone.is_empty() {
        list::name_view(&state, &context.actor, &at, field(&typed, "name"), &asked).await.map(|()| "view-named")
    } else {
        list::drop_view(&state, &context.actor, &at, gone).await.map(|()| "view-dropped")
    };
    let done = done.map(|done| format!("/office/{at}/applications?{}&done={done}", asked.query()));
    context.after(done, async |fault| show(&state, &context, &at, &typed, Some(fault)).await).await
}

/// The list as a table that leaves the system.
pub(super) async fn export(
    State(state): State<AppState>,
    Path((at, kind)): Path<(String, String)>,
    Query(query): Query<HashMap<String, String>>,
    context: RequestContext,
) -> Answer {
    let (kind, media) = match kind.as_str() {
        "applications.xlsx" => (Kind::Excel, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        "applications.csv" => (Kind::Csv, "text/csv; charset=utf-8"),
        _ => return Err(Error::NotFound.into()),
    };
    let mut pieces = export::export(&state, &context.actor, &at, &asked(&query), kind, context.words.clone()).await?;
    let body = Body::from_stream(stream::poll_fn(move |waker| pieces.poll_recv(waker)));
    let ending = if kind == Kind::Excel { "xlsx" } else { "csv" };
    let day = state.app().now().in_japan().strftime("%Y%m%d").to_string();
    let mut response = body.into_response();
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(media));
    if let Ok(named) = HeaderValue::from_str(&format!("attachment; filename=\"applications-{day}.{ending}\"")) {
        response.headers_mut().insert(header::CONTENT_DISPOSITION, named);
    }
    Ok(response)
}
