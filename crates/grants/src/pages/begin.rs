//! Beginning an application to a call: who may, what to know before, and for which company.

use super::labels::titled;
use crate::{
    AppState,
    application::{
        draft,
        members::{self, By, NewApplication},
    },
};
use askama::Template;
use axum::extract::{Path, State};
use platform::{Error, Instant};
use programmes::model::State as CallState;
use rules::{
    language::{Channel, Consultation},
    words::Words,
};
use ui::{Faults, Field};
use web::{Answer, Fields, RequestContext, field};

#[derive(Debug, Template)]
#[template(path = "begin.html")]
struct BeginPage<'a> {
    words: &'a Words,
    lang_query: &'a str,
    call: String,
    id: &'a str,
    closes: String,
    open: bool,
    /// What is to be known before one begins.
    notes: Vec<String>,
    /// How many one can begin.
    most: String,
    /// Those of one's companies that have begun already: address and title.
    existing: Vec<(String, String)>,
    error: Option<Faults>,
    fields: Vec<Field>,
    key: String,
}

async fn show(state: &AppState, context: &RequestContext, id: &str, fault: Option<&Error>) -> Answer {
    context.actor.person()?;
    let call = state.calls.call(id).await?.ok_or(Error::NotFound)?;
    let own = parties::service::acting_for(state.app(), &context.actor).await?;
    let lang = context.viewer.lang;
    let programme = &call.programme.plan().programme;
    let mut notes = Vec::new();
    match programme.filing.consultation {
        Consultation::Required => notes.push(context.word("note-consult-required")),
        Consultation::Recommended => notes.push(context.word("note-consult-recommended")),
        Consultation::NotAsked => {}
    }
    if programme.filing.one_per_company {
        notes.push(context.word("note-one"));
    }
    if !programme.filing.takes(Channel::Online) {
        notes.push(context.word("wrong-no-online"));
    }
    if let Some(parallel) = &programme.parallel {
        notes.push(lang.of(&parallel.says).to_owned());
        notes.extend(parallel.banned.values().map(|b| lang.of(&b.says).to_owned()));
    }
    let mut field = context.text("company", "apply-company", "", "");
    field.options = own.iter().map(|c| (c.id.clone(), c.name.clone())).collect();
    let (mine, _) = draft::own_applications(state, &context.actor, Some(id), 0).await?;
    let existing = mine.into_iter().map(|(a, ..)| (format!("/applications/{}", a.id), titled(context, &a))).collect();
    let mut fields = vec![field];
    let error = context.mark(&mut fields, fault);
    let page = BeginPage {
        words: &context.words,
        lang_query: context.viewer.lang_query(),
        call: lang.of(&programme.name).to_owned(),
        id,
        closes: context.moment(call.deadline()),
        open: call.state(state.app().now()) == CallState::Open && programme.filing.takes(Channel::Online),
        notes,
        most: context.words.with("drafts-most", &[("n", crate::limits::DRAFTS.to_string())]),
        existing,
        error,
        fields: if own.is_empty() { Vec::new() } else { fields },
        key: uuid::Uuid::now_v7().to_string(),
    };
    let title = context.word("apply");
    Ok(if fault.is_some() { context.faulty(&title, &page) } else { context.page(&title, &page) })
}

pub(super) async fn page(State(state): State<AppState>, Path(id): Path<String>, context: RequestContext) -> Answer {
    show(&state, &context, &id, None).await
}

pub(super) async fn begin(State(state): State<AppState>, Path(id): Path<String>, context: RequestContext, Fields(typed): Fields) -> Answer {
    let asked = NewApplication { id: field(&typed, "key"), call: &id, company: field(&typed, "company"), by: By::Applicant };
    let done = members::begin(&state, &context.actor, &asked).await.map(|begun| format!("/applications/{begun}"));
    context.after(done, async |fault| show(&state, &context, &id, Some(fault)).await).await
}

/// How long there is left, in words.
pub(super) fn time_left(context: &RequestContext, now: Instant, until: Instant) -> String {
    let minutes = now.timestamp().duration_until(until.timestamp()).as_mins();
    let (key, n) = match minutes {
        ..0 => return context.word("left-none"),
        0..120 => ("left-minutes", minutes),
        120..2_880 => ("left-hours", minutes / 60),
        _ => ("left-days", minutes / 1_440),
    };
    context.words.with(key, &[("n", n.to_string())])
}
