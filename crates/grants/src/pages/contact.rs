//! What is asked of whoever reads at an address that somebody named as the contact of an application.

use askama::Template;
use axum::{
    extract::{Path, State},
    response::Response,
};
use parties::pages::{Asker, Fields, of};
use platform::{Error, mail, secret::Secret};
use rules::words::Words;

use crate::Desk;

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

async fn show(desk: &Desk, asker: &Asker, secret: &str) -> Result<Response, Error> {
    let key = Secret::read(secret).ok_or(Error::Expired)?;
    let asked = mail::asked(desk.house(), &key).await?;
    let page = Page {
        words: asker.words,
        action: format!("/contacts/{secret}{}", asker.viewer.keep()),
        company: parties::service::name(desk.house(), &asked.scope).await?,
        address: asked.address,
        granted: asked.granted,
    };
    Ok(asker.page(&asker.word("contact-ask"), page.render()))
}

pub(super) async fn page(State(desk): State<Desk>, Path(secret): Path<String>, asker: Asker) -> Response {
    show(&desk, &asker, &secret).await.unwrap_or_else(|error| asker.problem(&error))
}

pub(super) async fn answer(State(desk): State<Desk>, Path(secret): Path<String>, asker: Asker, Fields(typed): Fields) -> Response {
    let granted = match of(&typed, "answer") {
        "yes" => true,
        "no" => false,
        _ => return asker.problem(&Error::NotFound),
    };
    let answered = match Secret::read(&secret) {
        Some(key) => mail::answer(desk.house(), &key, granted).await,
        None => Err(Error::Expired),
    };
    match answered {
        Ok(()) => asker.go(&format!("/contacts/{secret}")),
        Err(error) => asker.problem(&error),
    }
}
