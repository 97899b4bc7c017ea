//! Changes that somebody typed and somebody else decides.

use std::collections::HashMap;

use askama::Template;
use axum::{
    extract::{Path, Query, State},
    response::Response,
};
use platform::{
    Error,
    access::{Act, Kind},
};
use rules::words::Words;
use ui::Faults;

use super::{Asker, Fields, Rooms, company::tabs, moment, of, ownership::parts};
use crate::{proposal::service as proposals, service};

#[derive(Debug)]
struct Row {
    id: String,
    at: String,
    typed: String,
    /// The part, what it says, and what it would say.
    parts: Vec<(String, String, String)>,
    class: &'static str,
    state: String,
    waits: bool,
    own: bool,
}

#[derive(Debug, Template)]
#[template(path = "proposals.html")]
struct Page<'a> {
    words: &'a Words,
    keep: &'a str,
    id: &'a str,
    tabs: String,
    done: Option<String>,
    error: Option<Faults>,
    rows: Vec<Row>,
    may_decide: bool,
}

async fn show(rooms: &Rooms, asker: &Asker, id: &str, done: Option<String>, fault: Option<&Error>) -> Result<Response, Error> {
    let company = service::company(&rooms.house, &asker.actor, Act::ORGANISATION_READ, id).await?;
    let me = asker.actor.label();
    let row = |told: proposals::Told| {
        let (class, state) = match &told.proposal.decided {
            None => ("judgement", asker.word("proposal-waiting")),
            Some(decided) => {
                let key = format!("proposal-{}", decided.outcome.name());
                let who = told.decided.clone().unwrap_or_default();
                let parts = [("who", who), ("at", moment(decided.at)), ("reason", decided.reason.clone())];
                (if key == "proposal-accepted" { "yes" } else { "no" }, asker.words.with(&key, &parts))
            }
        };
        Row {
            at: moment(told.proposal.at),
            parts: parts(asker, &told.proposal.said),
            class,
            state,
            waits: told.proposal.decided.is_none(),
            own: told.proposal.by == me,
            id: told.proposal.id,
            typed: told.typed,
        }
    };
    let rows = proposals::of(&rooms.house, &asker.actor, id).await?.into_iter().map(row).collect();
    let error = asker.mark(&mut [], fault);
    let page = Page {
        words: asker.words,
        keep: asker.viewer.keep(),
        id,
        tabs: tabs(rooms, asker, &company, "proposals").await?,
        done,
        error,
        rows,
        may_decide: rooms.house.policy.may(&asker.actor, Act::ORGANISATION_CHANGE, Kind::Organisation, id),
    };
    let title = format!("{} {}", asker.word("proposals"), company.name);
    Ok(if fault.is_some() { asker.faulty(&title, page.render()) } else { asker.page(&title, page.render()) })
}

pub(super) async fn page(
    State(rooms): State<Rooms>,
    Path(id): Path<String>,
    Query(query): Query<HashMap<String, String>>,
    asker: Asker,
) -> Response {
    let done = asker.done(&query, &["proposed", "proposal-accepted", "proposal-refused", "proposal-withdrawn"]);
    show(&rooms, &asker, &id, done, None).await.unwrap_or_else(|error| asker.problem(&error))
}

pub(super) async fn decide(State(rooms): State<Rooms>, Path(id): Path<String>, asker: Asker, Fields(typed): Fields) -> Response {
    let (house, actor, proposal) = (&rooms.house, &asker.actor, of(&typed, "proposal"));
    let outcome = match of(&typed, "act") {
        "accept" => proposals::accept(house, actor, &id, proposal).await.map(|()| "proposal-accepted"),
        "withdraw" => proposals::withdraw(house, actor, &id, proposal).await.map(|()| "proposal-withdrawn"),
        _ => proposals::refuse(house, actor, &id, proposal, of(&typed, "reason")).await.map(|()| "proposal-refused"),
    };
    match outcome {
        Ok(done) => asker.go(&format!("/companies/{id}/proposals?done={done}")),
        Err(fault) if fault.is_typed() => show(&rooms, &asker, &id, None, Some(&fault)).await.unwrap_or_else(|error| asker.problem(&error)),
        Err(error) => asker.problem(&error),
    }
}
