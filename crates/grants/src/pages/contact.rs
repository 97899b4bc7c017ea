//! What is asked of whoever reads at an address that somebody named as the contact of an application.

use askama::Template;
use axum::{
    extract::{Path, State},
    response::Response,
};
use platform::{Error, mail, secret::Secret};
use rules::words::Words;
use web::{Fields, RequestContext, field};

use crate::AppState;

#[derive(Debug, Template)]
#[template(path = "contact.html")]
struct Page<'a> {
    words: &'a Words,
    action: String,
    company: String,
    address: String,
    /// What was answered.
    granted: Option<bool>,
}

async fn show(state: &AppState, context: &RequestContext, secret: &str) -> Result<Response, Error> {
    let key = Secret::read(secret).ok_or(Error::Expired)?;
    let asked = mail::asked(state.app(), &key).await?;
    let page = Page {
        words: &context.words,
        action: format!("/contacts/{secret}{}", context.viewer.keep()),
        company: parties::service::name(state.app(), &asked.scope).await?,
        address: asked.address,
        granted: asked.granted,
    };
    Ok(context.page(&context.word("contact-ask"), &page))
}

pub(super) async fn page(State(state): State<AppState>, Path(secret): Path<String>, context: RequestContext) -> Response {
    show(&state, &context, &secret).await.unwrap_or_else(|error| context.problem(&error))
}

pub(super) async fn answer(
    State(state): State<AppState>,
    Path(secret): Path<String>,
    context: RequestContext,
    Fields(typed): Fields,
) -> Response {
    let granted = match field(&typed, "answer") {
        "yes" => true,
        "no" => false,
        _ => return context.problem(&Error::NotFound),
    };
    let answered = match Secret::read(&secret) {
        Some(key) => mail::answer(state.app(), &key, granted).await,
        None => Err(Error::Expired),
    };
    match answered {
        Ok(()) => context.go(&format!("/contacts/{secret}")),
        Err(error) => context.problem(&error),
    }
}
