//! Questions and answers between those who apply and the office.

use crate::acts;
use std::collections::HashMap;

use askama::Template;
use axum::extract::{Path, Query, State};
use rules::words::Words;
use web::{Answer, Fields, RequestContext, field};

use workflow::thread::{ThreadForm, ThreadView};

use super::labels::titled;
use crate::{AppState, application::authorization, office::case};

#[derive(Debug, Template)]
#[template(path = "messages.html")]
struct Page<'a> {
    words: &'a Words,
    lang_query: &'a str,
    id: &'a str,
    title: String,
    done: Option<String>,
    error: Option<String>,
    thread: String,
    may: bool,
}

async fn show(state: &AppState, context: &RequestContext, id: &str, done: Option<String>, error: Option<String>, body: &str) -> Answer {
    let (found, _) = authorization::load_authorized(state, &context.actor, acts::APPLICATION_READ, id).await?;
    let (messages, _) = case::conversation(state, &context.actor, id).await?;
    let may =
        [acts::APPLICATION_ASK, acts::APPLICATION_CHECK].into_iter().any(|act| state.app().policy.may_with(&context.actor, act, &*found));
    let action = context.kept(&format!("/applications/{id}/messages"));
    let most = context.words.with("messages-most", &[("n", workflow::limits::MESSAGES.to_string())]);
    let form = ThreadForm::new(action, "", context.word("message-body"), most, body);
    // Those who apply hear the office, not one of its people.
    let office = context.word("the-office");
    let thread = ThreadView::new(context, messages, Some(&office), may.then_some(form));
    let page = Page {
        words: &context.words,
        lang_query: context.viewer.lang_query(),
        id,
        title: titled(context, &found),
        done,
        error: error.clone(),
        thread: web::html(&thread)?,
        may,
    };
    let title = context.word("messages");
    Ok(if error.is_some() { context.faulty(&title, &page) } else { context.page(&title, &page) })
}

pub(super) async fn page(
    State(state): State<AppState>,
    Path(id): Path<String>,
    Query(query): Query<HashMap<String, String>>,
    context: RequestContext,
) -> Answer {
    let done = context.done(&query, &["message-sent"]);
    show(&state, &context, &id, done, None, "").await
}

pub(super) async fn send(State(state): State<AppState>, Path(id): Path<String>, context: RequestContext, Fields(typed): Fields) -> Answer {
    let sent = case::post_message(&state, &context.actor, &id, field(&typed, "key"), field(&typed, "body")).await;
    let done = sent.map(|()| format!("/applications/{id}/messages?done=message-sent"));
    context.after(done, async |fault| show(&state, &context, &id, None, Some(context.explain(fault)), field(&typed, "body")).await).await
}
