//! One's own applications, with what does not work just now.

use super::{
    begin::time_left,
    labels::{stands, titled},
};
use crate::{
    AppState,
    application::{draft, model::Application},
    office::work_list::class,
};
use askama::Template;
use axum::extract::{Query, State};
use platform::Instant;
use programmes::call::Call;
use rules::words::Words;
use std::collections::HashMap;
use web::{Answer, RequestContext, field};

#[derive(Debug, Template)]
#[template(path = "my_applications.html")]
struct MyApplicationsPage<'a> {
    words: &'a Words,
    lang_query: &'a str,
    /// What does not work just now.
    outages: Vec<String>,
    rows: Vec<Row>,
    /// The addresses of the page before and of the page behind.
    earlier: Option<String>,
    later: Option<String>,
}

#[derive(Debug)]
struct Row {
    address: String,
    title: String,
    call: String,
    company: String,
    state: String,
    class: &'static str,
    receipt: String,
    until: String,
    left: String,
    saved: String,
}

/// What does not work just now, in sentences. Where even that can't be read, the page is shown without.
pub(super) async fn outages(state: &AppState, context: &RequestContext) -> Vec<String> {
    let all = programmes::call::lasting(state.app()).await.unwrap_or_default();
    let lines = all.into_iter().map(|o| context.words.with("outage-is", &[("began", context.moment(o.began)), ("what", o.what)]));
    lines.collect()
}

pub(super) async fn page(State(state): State<AppState>, Query(query): Query<HashMap<String, String>>, context: RequestContext) -> Answer {
    let now = state.app().now();
    let number: usize = field(&query, "page").parse().unwrap_or(0).min(10_000);
    let (all, more) = draft::own_applications(&state, &context.actor, None, number).await?;
    let row = |(found, call, saved): (Application, Call, Instant)| {
        let status = found.effective_state(&call, now);
        let open = status.is_open();
        Row {
            address: format!("/applications/{}{}", found.id, context.viewer.lang_query()),
            title: titled(&context, &found),
            call: context.viewer.lang.of(&call.programme.plan().programme.name).to_owned(),
            company: found.company_name.clone(),
            state: stands(&context, status),
            class: class(status),
            receipt: found.receipt.clone().unwrap_or_default(),
            until: if open { context.moment(found.until(&call)) } else { String::new() },
            left: if open { time_left(&context, now, found.until(&call)) } else { String::new() },
            saved: context.moment(saved),
        }
    };
    let outages = outages(&state, &context).await;
    let address = |n: usize| context.kept(&format!("/applications?page={n}"));
    let page = MyApplicationsPage {
        words: &context.words,
        lang_query: context.viewer.lang_query(),
        outages,
        rows: all.into_iter().map(row).collect(),
        earlier: (number > 0).then(|| address(number - 1)),
        later: more.then(|| address(number + 1)),
    };
    Ok(context.page(&context.word("my-applications"), &page))
}
