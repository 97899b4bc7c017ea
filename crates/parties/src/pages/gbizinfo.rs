//! What gBizINFO says of a company beside what its record says; what people choose is taken over.

use crate::acts;
use std::collections::HashMap;

use askama::Template;
use axum::extract::{Path, State};
use platform::Error;
use rules::words::Words;

use super::{
    AppState,
    company_layout::{may_edit, notify_owner, parts, tabs, to_done},
};
use crate::{
    gbizinfo::service::{self as gbizinfo, Certified, State as Came},
    service,
};
use web::{Answer, Fields, RequestContext, field};

/// How an answer came, as a sentence.
pub(super) fn came(context: &RequestContext, state: Came) -> String {
    match state {
        Came::Fresh => context.word("registry-fresh"),
        Came::Old(at) => context.words.with("registry-old", &[("at", context.moment(at))]),
        Came::Unknown => context.word("registry-unknown"),
        Came::Away => context.word("registry-away"),
    }
}

#[derive(Debug, Template)]
#[template(path = "registry.html")]
struct Page<'a> {
    words: &'a Words,
    lang_query: &'a str,
    id: &'a str,
    tabs: String,
    version: i32,
    may_change: bool,
    state: Option<String>,
    closed: Option<String>,
    /// Name of the part, the part, what the record says, and what the registry says.
    rows: Vec<(String, String, String, String)>,
    certified: Vec<Certified>,
    certified_state: Option<String>,
}

async fn show(state: &AppState, context: &RequestContext, id: &str) -> Answer {
    let Some(known) = &state.gbizinfo else { return Err(Error::NotFound.into()) };
    let company = service::company(&state.app, &context.actor, acts::ORGANISATION_READ, id).await?;
    let tabs = tabs(state, context, &company, "registry").await?;
    let (record, looked, changes) = gbizinfo::compare(&state.app, &context.actor, known, id).await?;
    let described = parts(context, &changes);
    let page = Page {
        words: &context.words,
        lang_query: context.viewer.lang_query(),
        id,
        tabs,
        version: record.version,
        may_change: may_edit(state, context, id),
        state: looked.as_ref().map(|l| came(context, l.state)),
        closed: looked.as_ref().and_then(|l| l.closed_on.clone()).map(|day| context.words.with("registry-closed", &[("day", day)])),
        rows: changes.iter().zip(described).map(|(s, (part, before, after))| (s.part.clone(), part, before, after)).collect(),
        certified_state: looked.as_ref().filter(|l| l.certified_state != Came::Fresh).map(|l| came(context, l.certified_state)),
        certified: looked.map(|l| l.certified).unwrap_or_default(),
    };
    Ok(context.page(&format!("gBizINFO {}", record.name), &page))
}

pub(super) async fn page(State(state): State<AppState>, Path(id): Path<String>, context: RequestContext) -> Answer {
    show(&state, &context, &id).await
}

pub(super) async fn take(State(state): State<AppState>, Path(id): Path<String>, context: RequestContext, Fields(typed): Fields) -> Answer {
    let Some(known) = &state.gbizinfo else { return Err(Error::NotFound.into()) };
    let version = field(&typed, "version").parse().unwrap_or(0);
    let parts: Vec<String> = chosen(&typed);
    match gbizinfo::take(&state.app, &context.actor, known, &id, version, &parts, &notify_owner(&state, &context)).await {
        Ok(kept) => Ok(to_done(&context, &id, &format!("/companies/{id}"), kept)),
        Err(mut faults) => Err(faults.pop().unwrap_or(Error::NotFound).into()),
    }
}

/// The parts that were chosen: `take-PART`.
fn chosen(typed: &HashMap<String, String>) -> Vec<String> {
    typed.keys().filter_map(|k| k.strip_prefix("take-").map(str::to_owned)).collect()
}
