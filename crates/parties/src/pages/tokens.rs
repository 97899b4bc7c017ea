//! アクセストークン: with what an agency's own systems ask, made and revoked by its administrators.

use std::collections::HashMap;

use askama::Template;
use axum::extract::{Path, Query, State};
use jiff::{ToSpan, civil::Date};
use platform::{
    Error,
    accounts::{self, AccessToken},
    secret::Secret,
};
use rules::words::Words;
use ui::{Faults, Field};
use web::{Answer, Fields, RequestContext, field};

use super::AppState;

/// A token in the list.
#[derive(Debug)]
struct Row {
    id: String,
    name: String,
    acts: String,
    until: String,
    made: String,
    used: String,
    /// How it stands, and the style of that.
    state: (String, &'static str),
    holds: bool,
}

/// What a token may be given: the act, what it is called, and whether it is ticked.
type Choice = (&'static str, String, bool);

#[derive(Debug, Template)]
#[template(path = "tokens.html")]
struct Page<'a> {
    words: &'a Words,
    id: &'a str,
    lang_query: &'a str,
    done: Option<String>,
    error: Option<Faults>,
    /// What was just made; told once.
    secret: Option<String>,
    base: String,
    fields: Vec<Field>,
    choices: Vec<Choice>,
    rows: Vec<Row>,
}

fn ticked(typed: &HashMap<String, String>, act: &str) -> bool {
    typed.contains_key(&format!("act-{act}"))
}

fn row(context: &RequestContext, token: AccessToken, today: Date) -> Row {
    let holds = token.holds(today);
    let state = match (token.revoked_at, holds) {
        (Some(_), _) => ("token-revoked", "over"),
        (None, true) => ("token-holds", "yes"),
        (None, false) => ("token-over", "over"),
    };
    let acts: Vec<String> = token.acts.iter().map(|act| act_word(context, act)).collect();
    Row {
        acts: acts.join(&context.word("list-comma")),
        until: context.day(token.until),
        made: context.moment(token.made_at),
        used: token.used_at.map_or_else(|| context.word("token-unused"), |at| context.moment(at)),
        state: (context.word(state.0), state.1),
        holds,
        id: token.id,
        name: token.name,
    }
}

/// What an act is called.
fn act_word(context: &RequestContext, act: &str) -> String {
    context.word(&format!("token-act-{}", act.replace('.', "-")))
}

/// Shows the tokens, with the secret of one that was just made or what is wrong with what was typed.
async fn show(
    state: &AppState,
    context: &RequestContext,
    agency_id: &str,
    done: Option<String>,
    secret: Option<&Secret>,
    typed: Option<(&HashMap<String, String>, &Error)>,
) -> Answer {
    let (agency, tokens) = accounts::tokens(&state.app, &context.actor, agency_id).await?;
    let today = state.app.now().in_japan().date();
    let empty = HashMap::new();
    let (values, fault) = typed.map_or((&empty, None), |(values, fault)| (values, Some(fault)));
    let next_year = today.checked_add(365.days()).map(|day| day.to_string()).unwrap_or_default();
    let until = if field(values, "until").is_empty() { next_year.as_str() } else { field(values, "until") };
    let mut fields = vec![
        context.text("name", "token-name", field(values, "name"), "token-name-hint"),
        context.text("until", "token-until", until, "token-until-hint"),
    ];
    let error = context.mark(&mut fields, fault);
    let page = Page {
        words: &context.words,
        id: &agency.id,
        lang_query: context.viewer.lang_query(),
        done,
        error,
        secret: secret.map(|secret| secret.reveal().to_owned()),
        base: state.app.link("/api/v1/applications"),
        fields,
        choices: accounts::token_acts(&state.app)
            .map(|act| (act.name(), act_word(context, act.name()), ticked(values, act.name())))
            .collect(),
        rows: tokens.into_iter().map(|token| row(context, token, today)).collect(),
    };
    let title = context.word("tokens");
    Ok(if fault.is_some() { context.faulty(&title, &page) } else { context.page(&title, &page) })
}

pub(super) async fn page(
    State(state): State<AppState>,
    Path(agency_id): Path<String>,
    Query(query): Query<HashMap<String, String>>,
    context: RequestContext,
) -> Answer {
    let done = context.done(&query, &["token-revoked"]);
    show(&state, &context, &agency_id, done, None, None).await
}

pub(super) async fn make(
    State(state): State<AppState>,
    Path(agency_id): Path<String>,
    context: RequestContext,
    Fields(typed): Fields,
) -> Answer {
    let acts: Vec<String> = accounts::token_acts(&state.app).map(|act| act.name().to_owned()).filter(|act| ticked(&typed, act)).collect();
    // A day that can't be read is one on which no token may end.
    let until = kernel::date::parse_date(field(&typed, "until")).unwrap_or(Date::MIN);
    match accounts::make_token(&state.app, &context.actor, &agency_id, field(&typed, "name"), &acts, until).await {
        // Told on this very page and never again: no address leads back to it.
        Ok(secret) => show(&state, &context, &agency_id, None, Some(&secret), None).await,
        Err(error) if error.is_typed() => show(&state, &context, &agency_id, None, None, Some((&typed, &error))).await,
        Err(error) => Err(error.into()),
    }
}

pub(super) async fn revoke(
    State(state): State<AppState>,
    Path((agency_id, token)): Path<(String, String)>,
    context: RequestContext,
) -> Answer {
    accounts::revoke_token(&state.app, &context.actor, &agency_id, &token).await?;
    Ok(context.go(&format!("/office/{agency_id}/tokens?done=token-revoked")))
}
