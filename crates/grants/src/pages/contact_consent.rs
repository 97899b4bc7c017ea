//! What is asked of whoever reads at an address that somebody named as the contact of an application.

use askama::Template;
use axum::extract::{Path, State};
use platform::{Error, mail, secret::Secret};
use rules::words::Words;
use web::{Answer, Fields, RequestContext, field};

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

async fn show(state: &AppState, context: &RequestContext, secret: &str) -> Answer {
    let key = Secret::read(secret).ok_or(Error::Expired)?;
    let asked = mail::asked(state.app(), &key).await?;
    let page = Page {
        words: &context.words,
        action: format!("/contacts/{secret}{}", context.viewer.lang_query()),
        company: parties::service::name(state.app(), &asked.scope).await?,
        address: asked.address,
        granted: asked.granted,
    };
    Ok(context.page(&context.word("contact-ask"), &page))
}

pub(super) async fn page(State(state): State<AppState>, Path(secret): Path<String>, context: RequestContext) -> Answer {
    show(&state, &context, &secret).await
}

pub(super) async fn answer(
    State(state): State<AppState>,
    Path(secret): Path<String>,
    context: RequestContext,
    Fields(typed): Fields,
) -> Answer {
    let granted = match field(&typed, "answer") {
        "yes" => true,
        "no" => false,
        _ => return Err(Error::NotFound.into()),
    };
    let answered = match Secret::read(&secret) {
        Some(key) => mail::answer(state.app(), &key, granted).await,
        None => Err(Error::Expired),
    };
    match answered {
        Ok(()) => Ok(context.go(&format!("/contacts/{secret}"))),
        Err(error) => Err(error.into()),
    }
}
