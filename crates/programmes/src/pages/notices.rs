//! 募集開始のお知らせ: what somebody who acts for a company is told by mail.

use std::collections::HashMap;

use askama::Template;
use axum::extract::{Path, Query, State};
use rules::{measure::Purpose, words::Words};
use strum::IntoEnumIterator;
use web::{Answer, Fields, RequestContext};

use super::AppState;
use crate::notices;

#[derive(Debug, Template)]
#[template(path = "notices.html")]
struct Page<'a> {
    words: &'a Words,
    id: String,
    company: String,
    /// The page of the company.
    home: String,
    find: String,
    more: String,
    is_told: bool,
    /// The field, what it says, and whether it is wanted.
    purposes: Vec<(String, &'static str, bool)>,
    done: Option<String>,
}

fn choices() -> impl Iterator<Item = Purpose> {
    Purpose::iter().filter(|purpose| *purpose != Purpose::Policy)
}

pub(super) async fn page(
    State(state): State<AppState>,
    Path(id): Path<String>,
    Query(query): Query<HashMap<String, String>>,
    context: RequestContext,
) -> Answer {
    let (company, notice) = notices::notice(&state.app, &context.actor, &id).await?;
    let viewer = &context.viewer;
    let wanted = |purpose: Purpose| notice.as_ref().is_some_and(|notice| notice.purposes.contains(&purpose));
    let page = Page {
        words: &viewer.words,
        company: company.name.clone(),
        home: context.kept(&format!("/companies/{}", company.id)),
        find: context.kept("/measures/find"),
        more: context.more(),
        is_told: notice.is_some(),
        purposes: choices().map(|p| (format!("purpose-{}", p.word()), p.label(viewer.lang), wanted(p))).collect(),
        done: context.done(&query, &["opening-notices-on", "opening-notices-off"]),
        id: company.id.clone(),
    };
    Ok(context.page(&viewer.words.get("opening-notices"), &page))
}

pub(super) async fn change(
    State(state): State<AppState>,
    Path(id): Path<String>,
    context: RequestContext,
    Fields(typed): Fields,
) -> Answer {
    let purposes: Vec<Purpose> = choices().filter(|purpose| typed.contains_key(&format!("purpose-{}", purpose.word()))).collect();
    notices::change(&state.calls, &context.actor, &id, &purposes, context.viewer.lang).await?;
    Ok(context.go(&format!("/companies/{id}/notices?done=opening-notices-on")))
}

pub(super) async fn stop(State(state): State<AppState>, Path(id): Path<String>, context: RequestContext) -> Answer {
    notices::stop(&state.app, &context.actor, &id).await?;
    Ok(context.go(&format!("/companies/{id}/notices?done=opening-notices-off")))
}
