//! Changes that somebody typed and somebody else decides.

use crate::acts;
use std::collections::HashMap;

use askama::Template;
use axum::extract::{Path, Query, State};
use platform::{Error, access::Kind};
use rules::words::Words;
use ui::Faults;

use super::{
    AppState,
    company_layout::{parts, tabs},
};
use crate::{proposal::service as proposals, service};
use web::{Answer, Fields, RequestContext, field};

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
    /// Why it is refused, as it was typed and not taken.
    reason: String,
}

#[derive(Debug, Template)]
#[template(path = "proposals.html")]
struct Page<'a> {
    words: &'a Words,
    lang_query: &'a str,
    id: &'a str,
    tabs: String,
    done: Option<String>,
    error: Option<Faults>,
    rows: Vec<Row>,
    may_decide: bool,
}

async fn show(
    state: &AppState,
    context: &RequestContext,
    id: &str,
    done: Option<String>,
    fault: Option<&Error>,
    typed: &HashMap<String, String>,
) -> Answer {
    let company = service::company(&state.app, &context.actor, acts::ORGANISATION_READ, id).await?;
    let me = context.actor.label();
    let row = |shown: proposals::ProposalView| {
        let (class, state) = match &shown.proposal.decided {
            None => ("judgement", context.word("proposal-waiting")),
            Some(decided) => {
                let key = format!("proposal-{}", decided.outcome.name());
                let who = shown.decided.clone().unwrap_or_default();
                let parts = [("who", who), ("at", context.moment(decided.at)), ("reason", decided.reason.clone())];
                (if key == "proposal-accepted" { "yes" } else { "no" }, context.words.with(&key, &parts))
            }
        };
        Row {
            at: context.moment(shown.proposal.at),
            parts: parts(context, &shown.proposal.changes),
            class,
            state,
            waits: shown.proposal.decided.is_none(),
            own: shown.proposal.by == me,
            id: shown.proposal.id,
            typed: shown.typed,
            reason: String::new(),
        }
    };
    let mut rows: Vec<Row> = proposals::list(&state.app, &context.actor, id).await?.into_iter().map(row).collect();
    for row in rows.iter_mut().filter(|row| row.id == field(typed, "proposal")) {
        field(typed, "reason").clone_into(&mut row.reason);
    }
    let error = context.mark(&mut [], fault);
    let page = Page {
        words: &context.words,
        lang_query: context.viewer.lang_query(),
        id,
        tabs: tabs(state, context, &company, "proposals").await?,
        done,
        error,
        rows,
        may_decide: state.app.policy.may(&context.actor, acts::ORGANISATION_CHANGE, Kind::ORGANISATION, id),
    };
    let title = format!("{} {}", context.word("proposals"), company.name);
    Ok(if fault.is_some() { context.faulty(&title, &page) } else { context.page(&title, &page) })
}

pub(super) async fn page(
    State(state): State<AppState>,
    Path(id): Path<String>,
    Query(query): Query<HashMap<String, String>>,
    context: RequestContext,
) -> Answer {
    let done = context.done(&query, &["proposed", "proposal-accepted", "proposal-refused", "proposal-withdrawn"]);
    show(&state, &context, &id, done, None, &HashMap::new()).await
}

pub(super) async fn decide(
    State(state): State<AppState>,
    Path(id): Path<String>,
    context: RequestContext,
    Fields(typed): Fields,
) -> Answer {
    let (app, actor, proposal) = (&state.app, &context.actor, field(&typed, "proposal"));
    let outcome = match field(&typed, "act") {
        "accept" => proposals::accept(app, actor, &id, proposal).await.map(|()| "proposal-accepted"),
        "withdraw" => proposals::withdraw(app, actor, &id, proposal).await.map(|()| "proposal-withdrawn"),
        _ => proposals::refuse(app, actor, &id, proposal, field(&typed, "reason")).await.map(|()| "proposal-refused"),
    };
    let done = outcome.map(|done| format!("/companies/{id}/proposals?done={done}"));
    context.after(done, async |fault| show(&state, &context, &id, None, Some(fault), &typed).await).await
}
