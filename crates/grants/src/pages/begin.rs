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
use axum::extract::{Path, Query, State};
use platform::{Error, Instant};
use programmes::{estimate::FormInput, model::State as CallState};
use rules::{
    language::{Channel, Consultation},
    words::Words,
};
use ui::{Faults, Field};
use web::{Answer, Fields, RequestContext, field, via};

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
    /// What was typed into the estimator.
    carried: Vec<(String, String)>,
    register: String,
}

/// How the fields are called that bring along what was typed into the estimator.
const CARRIED: &str = "estimate.";
/// Fields that are brought along, at most.
const MOST_CARRIED: usize = 300;

async fn show(state: &AppState, context: &RequestContext, id: &str, carried: FormInput, fault: Option<&Error>) -> Answer {
    context.actor.person()?;
    let call = state.calls.call(id).await?.ok_or(Error::NotFound)?;
    let own = parties::service::acting_for(state.app(), &context.actor).await?;
    let lang = context.viewer.lang;
    let programme = &call.programme.plan().programme;
    let context = &context.of_programme(&programme.name);
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
    // Who acts for one company has nothing to choose.
    if let [only] = own.as_slice() {
        field.value.clone_from(&only.id);
    }
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
        register: context.kept(&via("/companies/new", &apply_address(id, &carried))),
        carried: carried.below("").map(|(name, value)| (format!("{CARRIED}{name}"), value.to_owned())).take(MOST_CARRIED).collect(),
    };
    let title = context.word("apply");
    Ok(if fault.is_some() { context.faulty(&title, &page) } else { context.page(&title, &page) })
}

/// The address of the page, with what was typed into the estimator.
fn apply_address(id: &str, carried: &FormInput) -> String {
    let query = carried.query();
    if query.is_empty() { format!("/programmes/{id}/apply") } else { format!("/programmes/{id}/apply?{query}") }
}

pub(super) async fn page(
    State(state): State<AppState>,
    Path(id): Path<String>,
    Query(mut pairs): Query<Vec<(String, String)>>,
    context: RequestContext,
) -> Answer {
    pairs.retain(|(name, value)| name != "lang" && !value.is_empty());
    let carried = FormInput::of(pairs);
    if context.actor.person().is_err() {
        // What was typed is there again after signing in.
        return Ok(context.to_sign_in(&apply_address(&id, &carried)));
    }
    show(&state, &context, &id, carried, None).await
}

pub(super) async fn begin(State(state): State<AppState>, Path(id): Path<String>, context: RequestContext, Fields(typed): Fields) -> Answer {
    let asked = NewApplication { id: field(&typed, "key"), call: &id, company: field(&typed, "company"), by: By::Applicant };
    let carried = typed.iter().filter_map(|(name, value)| Some((name.strip_prefix(CARRIED)?.to_owned(), value.clone())));
    let carried = FormInput::of(carried.take(MOST_CARRIED).collect());
    let done =
        members::begin_with(&state, &context.actor, &asked, &carried).await.map(|begun| format!("/applications/{begun}/parts/project"));
    context.after(done, async |fault| show(&state, &context, &id, carried, Some(fault)).await).await
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
