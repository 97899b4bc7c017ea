//! Doing one thing to many: what would be done, how far it is, and going on.

use std::collections::HashMap;

use askama::Template;
use axum::extract::{Path, Query, State};
use kernel::text::separated;
use platform::Error;
use rules::words::Words;
use web::{Answer, Fields, RequestContext, field};

use super::yen;
use crate::{
    AppState,
    office::{
        batch::{self, Item},
        service::UNTICKED,
    },
};

/// Items that are done in one request.
const STEP: usize = 25;

#[derive(Debug)]
struct Row {
    id: String,
    receipt: String,
    company: String,
    grant: String,
    state: String,
    class: &'static str,
    note: String,
    /// Whether it is to be done.
    does: bool,
}

#[derive(Debug, Template)]
#[template(path = "batch.html")]
struct Page<'a> {
    words: &'a Words,
    keep: &'a str,
    agency: &'a str,
    what: String,
    /// How many are left out because their formal check is not through.
    unticked: usize,
    /// Everything that was picked.
    picked: Vec<String>,
    act: &'a str,
    said: &'a str,
    key: String,
    begun: bool,
    ended: bool,
    rows: Vec<Row>,
    does: usize,
    done: usize,
    total: String,
}

/// What is done, and to whom it assigns.
async fn called(state: &AppState, context: &RequestContext, what: &str, said: &str) -> String {
    let act = context.word(&format!("batch-{what}"));
    if what != "assign" {
        return act;
    }
    let who = platform::accounts::called(state.app(), &format!("person:{said}")).await.unwrap_or_default();
    context.words.with("batch-assign-to", &[("who", who)])
}

fn rows(context: &RequestContext, items: &[Item]) -> Vec<Row> {
    let row = |item: &Item| Row {
        id: item.application.clone(),
        receipt: item.receipt.clone(),
        company: item.company.clone(),
        grant: yen(item.grant_yen),
        state: context.word(&format!("item-{}", item.state.replace('\'', ""))),
        class: match item.state.as_str() {
            "done" => "yes",
            "failed" | "can't" => "no",
            _ => "unknown",
        },
        note: if item.note.is_empty() { String::new() } else { context.word(&item.note) },
        does: item.state == "waiting",
    };
    items.iter().map(row).collect()
}

fn sum(items: &[Item]) -> String {
    separated(items.iter().filter(|i| i.state != "can't").filter_map(|i| i.grant_yen).sum())
}

pub(super) async fn preview(
    State(state): State<AppState>,
    Path(at): Path<String>,
    context: RequestContext,
    Fields(typed): Fields,
) -> Answer {
    let mut ids: Vec<String> = typed.keys().filter_map(|k| k.strip_prefix("pick.")).map(str::to_owned).collect();
    ids.sort();
    let all = field(&typed, "all");
    if !all.is_empty() {
        let query: Query<HashMap<String, String>> = match format!("/?{all}").parse().map(|uri| Query::try_from_uri(&uri)) {
            Ok(Ok(query)) => query,
            _ => return Err(Error::NotFound.into()),
        };
        ids = batch::all(&state, &context.actor, &at, &super::work_list::asked(&query)).await?;
    }
    let (what, said, key) = (field(&typed, "what"), field(&typed, "said"), field(&typed, "key"));
    if !batch::ACTS.contains(&what) {
        return Err(Error::NotFound.into());
    }
    if !key.is_empty() {
        return match batch::begin(&state, &context.actor, &at, key, what, said, &ids).await {
            Ok(key) => Ok(context.go(&format!("/office/{at}/batches/{key}"))),
            Err(Error::Wrong { .. }) => Ok(context.go(&format!("/office/{at}/applications"))),
            Err(error) => Err(error.into()),
        };
    }
    let items = match batch::preview(&state, &context.actor, &at, what, said, &ids).await {
        Ok(items) => items,
        Err(Error::Wrong { message, .. }) => return Ok(context.go(&format!("/office/{at}/applications?wrong={message}"))),
        Err(error) => return Err(error.into()),
    };
    if items.is_empty() {
        return Ok(context.go(&format!("/office/{at}/applications?wrong=wrong-none-picked")));
    }
    let page = Page {
        words: &context.words,
        keep: context.viewer.keep(),
        agency: &at,
        what: called(&state, &context, what, said).await,
        unticked: if said == batch::SURE { 0 } else { items.iter().filter(|i| i.note == UNTICKED).count() },
        picked: ids.clone(),
        act: what,
        said,
        key: uuid::Uuid::now_v7().to_string(),
        begun: false,
        ended: false,
        does: items.iter().filter(|i| i.state == "waiting").count(),
        done: 0,
        total: sum(&items),
        rows: rows(&context, &items),
    };
    Ok(context.page(&context.word("batch"), &page))
}

pub(super) async fn page(State(state): State<AppState>, Path((at, key)): Path<(String, String)>, context: RequestContext) -> Answer {
    let found = batch::look(&state, &context.actor, &at, &key).await?;
    let page = Page {
        words: &context.words,
        keep: context.viewer.keep(),
        agency: &at,
        what: called(&state, &context, &found.what, &found.said).await,
        unticked: 0,
        picked: Vec::new(),
        act: &found.what,
        said: &found.said,
        key: found.id.clone(),
        begun: true,
        ended: found.items.iter().all(|i| i.state != "waiting"),
        does: found.items.len(),
        done: found.items.iter().filter(|i| i.state != "waiting").count(),
        total: sum(&found.items),
        rows: rows(&context, &found.items),
    };
    Ok(context.page(&context.word("batch"), &page))
}

pub(super) async fn go_on(State(state): State<AppState>, Path((at, key)): Path<(String, String)>, context: RequestContext) -> Answer {
    match batch::go_on(&state, &context.actor, &at, &key, STEP).await {
        Ok(_) => Ok(context.go(&format!("/office/{at}/batches/{key}"))),
        Err(error) => Err(error.into()),
    }
}
