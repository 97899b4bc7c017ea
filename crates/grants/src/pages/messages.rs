//! Questions and answers between those who apply and the office.

use std::collections::HashMap;

use askama::Template;
use axum::{
    extract::{Path, Query, State},
    response::Response,
};
use parties::pages::{Asker, Fields, of};
use platform::{Error, access::Act, limits};
use rules::words::Words;

use super::{apply::titled, moment};
use crate::{Desk, application::draft, office::service};

#[derive(Debug, Template)]
#[template(path = "messages.html")]
struct Page<'a> {
    words: &'a Words,
    keep: &'a str,
    id: &'a str,
    title: String,
    done: Option<String>,
    error: Option<String>,
    rows: Vec<(bool, String, String, String)>,
    key: String,
    /// How many one can send.
    most: String,
    may: bool,
}

async fn show(desk: &Desk, asker: &Asker, id: &str, done: Option<String>, error: Option<String>) -> Result<Response, Error> {
    let (found, _) = draft::application(desk, &asker.actor, Act::APPLICATION_READ, id).await?;
    let (messages, _) = service::conversation(desk, &asker.actor, id).await?;
    let rows = messages.into_iter().map(|(m, who)| {
        // Those who apply hear the office, not one of its people.
        let who = if m.from_office { asker.word("the-office") } else { asker.called(&who) };
        (m.from_office, who, moment(asker, m.at), m.body)
    });
    let page = Page {
        words: asker.words,
        keep: asker.viewer.keep(),
        id,
        title: titled(asker, &found),
        done,
        error: error.clone(),
        rows: rows.collect(),
        key: uuid::Uuid::now_v7().to_string(),
        most: asker.words.with("messages-most", &[("n", limits::MESSAGES.to_string())]),
        may: [Act::APPLICATION_ASK, Act::APPLICATION_CHECK].into_iter().any(|act| desk.house().policy.may_with(&asker.actor, act, &*found)),
    };
    let title = asker.word("messages");
    Ok(if error.is_some() { asker.faulty(&title, page.render()) } else { asker.page(&title, page.render()) })
}

pub(super) async fn page(
    State(desk): State<Desk>,
    Path(id): Path<String>,
    Query(query): Query<HashMap<String, String>>,
    asker: Asker,
) -> Response {
    let done = asker.done(&query, &["message-sent"]);
    show(&desk, &asker, &id, done, None).await.unwrap_or_else(|error| asker.problem(&error))
}

pub(super) async fn send(State(desk): State<Desk>, Path(id): Path<String>, asker: Asker, Fields(typed): Fields) -> Response {
    let sent = service::write_to(&desk, &asker.actor, &id, of(&typed, "key"), of(&typed, "body")).await;
    let done = sent.map(|()| format!("/applications/{id}/messages?done=message-sent"));
    asker.after(done, async |fault| show(&desk, &asker, &id, None, Some(fault)).await).await
}
