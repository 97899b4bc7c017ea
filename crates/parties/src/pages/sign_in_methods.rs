//! What opens an account beside the password: codes, passkeys, the identity provider.

use std::collections::HashMap;

use askama::Template;
use axum::{
    Json,
    extract::{Path, Query, State},
    http::{HeaderMap, StatusCode},
    response::{IntoResponse, Redirect, Response},
};
use axum_extra::extract::CookieJar;
use platform::{
    Error,
    accounts::{self, NewCode, Webauthn},
    secret::Secret,
};
use rules::words::Words;
use serde_json::{Value, json};
use ui::{Faults, Field};

use super::{
    AppState, Origin,
    account::{account_page, sign_in_form},
    after_sign_in::{leave, onward},
    short_form::{Short, labelled},
};
use crate::service;
use web::{Answer, Fields, RequestContext, field, session, within};

/// The form that asks for the code after the password.
fn code_form(context: &RequestContext, next: &str, fault: Option<&Error>) -> Response {
    let short = Short {
        steps: Vec::new(),
        title: "code-title",
        lead: context.word("code-lead"),
        action: format!("/sign-in/code{}", context.viewer.lang_query()),
        fields: vec![labelled(context, "code", "code", "text", "one-time-code")],
        hidden: vec![("next", within(next))],
        button: "sign-in",
        links: vec![(format!("/sign-in{}", context.viewer.lang_query()), context.word("code-again"))],
        below: String::new(),
    };
    short.show(context, fault)
}

pub(super) async fn code_page(Query(query): Query<HashMap<String, String>>, context: RequestContext) -> Answer {
    Ok(code_form(&context, field(&query, "next"), None))
}

pub(super) async fn code(
    State(state): State<AppState>,
    Origin(whence): Origin,
    jar: CookieJar,
    context: RequestContext,
    Fields(typed): Fields,
) -> Answer {
    let Some(begun) = session::begun(&state, &jar) else { return Ok(context.go("/sign-in")) };
    match accounts::sign_in_with_code(&state.app, &begun, field(&typed, "code"), &whence).await {
        Ok(session) => {
            let jar = jar.add(session::no_begun_cookie(&state));
            onward(&state, jar, &context, accounts::Step::In(session), field(&typed, "next")).await
        }
        Err(fault) if fault.is_typed() => Ok(code_form(&context, field(&typed, "next"), Some(&fault))),
        Err(Error::Expired) => Ok(context.go("/sign-in")),
        Err(error) => Err(error.into()),
    }
}

/// What a script is told when something went wrong: a status, and words for people.
fn refusal(context: &RequestContext, error: &Error) -> Response {
    let (status, message) = match error {
        Error::Wrong { message, .. } => (StatusCode::UNPROCESSABLE_ENTITY, context.word(message)),
        Error::TooMany => (StatusCode::TOO_MANY_REQUESTS, context.word("problem-too-many-help")),
        Error::Expired | Error::SignedOut => (StatusCode::GONE, context.word("passkey-expired")),
        other => {
            tracing::error!(error = %other, "a passkey can't be used");
            (StatusCode::INTERNAL_SERVER_ERROR, context.word("problem-failed-help"))
        }
    };
    (status, Json(json!({ "message": message }))).into_response()
}

fn site<'r>(state: &'r AppState, context: &RequestContext) -> Result<&'r Webauthn, Box<Response>> {
    state.passkeys.as_deref().ok_or_else(|| Box::new(refusal(context, &Error::Wrong { field: "passkey", message: "wrong-passkey" })))
}

fn asked(state: &AppState, jar: CookieJar, begun: &Secret, options: Value) -> Response {
    (jar.add(session::begun_cookie(state, begun)), Json(options)).into_response()
}

pub(super) async fn begin_sign_in(
    State(state): State<AppState>,
    Origin(whence): Origin,
    jar: CookieJar,
    context: RequestContext,
) -> Answer {
    let site = match site(&state, &context) {
        Ok(site) => site,
        Err(response) => return Ok(*response),
    };
    match accounts::begin_sign_in(&state.app, site, &whence).await {
        Ok((begun, options)) => Ok(asked(&state, jar, &begun, options)),
        Err(error) => Ok(refusal(&context, &error)),
    }
}

pub(super) async fn end_sign_in(
    State(state): State<AppState>,
    Origin(whence): Origin,
    jar: CookieJar,
    context: RequestContext,
    Json(answer): Json<Value>,
) -> Answer {
    let site = match site(&state, &context) {
        Ok(site) => site,
        Err(response) => return Ok(*response),
    };
    let Some(begun) = session::begun(&state, &jar) else { return Ok(refusal(&context, &Error::Expired)) };
    match accounts::sign_in_with_passkey(&state.app, site, &begun, &answer, &whence).await {
        Ok(session) => {
            leave(&state, &context).await;
            let jar = jar.add(session::no_begun_cookie(&state)).add(session::cookie(&state, &session));
            Ok((jar, Json(json!({}))).into_response())
        }
        Err(error) => Ok(refusal(&context, &error)),
    }
}

pub(super) async fn begin_passkey(
    State(state): State<AppState>,
    jar: CookieJar,
    context: RequestContext,
    Json(told_password): Json<Value>,
) -> Answer {
    let password = told_password.get("password").and_then(Value::as_str).unwrap_or_default();
    let site = match site(&state, &context) {
        Ok(site) => site,
        Err(response) => return Ok(*response),
    };
    match accounts::begin_passkey(&state.app, &context.actor, site, password).await {
        Ok((begun, options)) => Ok(asked(&state, jar, &begun, options)),
        Err(error) => Ok(refusal(&context, &error)),
    }
}

pub(super) async fn end_passkey(
    State(state): State<AppState>,
    Query(query): Query<HashMap<String, String>>,
    jar: CookieJar,
    context: RequestContext,
    Json(answer): Json<Value>,
) -> Answer {
    let site = match site(&state, &context) {
        Ok(site) => site,
        Err(response) => return Ok(*response),
    };
    let Some(begun) = session::begun(&state, &jar) else { return Ok(refusal(&context, &Error::Expired)) };
    match accounts::end_passkey(&state.app, &context.actor, site, &begun, field(&query, "name"), &answer).await {
        Ok(()) => Ok((jar.add(session::no_begun_cookie(&state)), Json(json!({}))).into_response()),
        Err(error) => Ok(refusal(&context, &error)),
    }
}

/// The account's page, with what was wrong.
pub(super) async fn unchanged(state: &AppState, context: &RequestContext, error: Error) -> Answer {
    match error {
        fault @ Error::Wrong { .. } => account_page(state, context, "", Some(&fault)).await,
        other => Err(other.into()),
    }
}

pub(super) async fn drop_passkey(State(state): State<AppState>, context: RequestContext, Fields(typed): Fields) -> Answer {
    match accounts::drop_passkey(&state.app, &context.actor, field(&typed, "passkey"), field(&typed, "confirm")).await {
        Ok(()) => Ok(context.go("/account?done=passkey-dropped")),
        Err(error) => unchanged(&state, &context, error).await,
    }
}

#[derive(Debug, Template)]
#[template(path = "code.html")]
struct Code<'a> {
    words: &'a Words,
    lang_query: &'a str,
    picture: String,
    secret: String,
    error: Option<Faults>,
    field: Field,
}

/// The address as a picture for the app's camera.
fn picture(address: &str) -> String {
    let Ok(code) = qrcode::QrCode::new(address.as_bytes()) else { return String::new() };
    let drawn = code.render::<qrcode::render::svg::Color<'_>>().min_dimensions(200, 200).build();
    // What stands before the picture itself belongs to a file, not to a page.
    drawn.find("<svg").map_or_else(String::new, |at| drawn[at..].to_owned())
}

fn new_code(context: &RequestContext, new: &NewCode, fault: Option<&Error>) -> Response {
    let mut fields = vec![labelled(context, "code", "code", "text", "one-time-code")];
    let error = context.mark(&mut fields, fault);
    let grouped: Vec<String> = new.secret.as_bytes().chunks(4).map(|c| String::from_utf8_lossy(c).into_owned()).collect();
    let page = Code {
        words: &context.words,
        lang_query: context.viewer.lang_query(),
        picture: picture(&new.address),
        secret: grouped.join(" "),
        field: fields.remove(0),
        error,
    };
    let title = context.word("code-new");
    if fault.is_some() { context.faulty(&title, &page) } else { context.page(&title, &page) }
}

pub(super) async fn begin_code(State(state): State<AppState>, context: RequestContext, Fields(typed): Fields) -> Answer {
    match accounts::begin_code(&state.app, &context.actor, field(&typed, "confirm")).await {
        Ok(new) => Ok(new_code(&context, &new, None)),
        Err(error) => unchanged(&state, &context, error).await,
    }
}

#[derive(Debug, Template)]
#[template(path = "spare.html")]
struct Spare<'a> {
    words: &'a Words,
    lang_query: &'a str,
    codes: Vec<String>,
}

pub(super) async fn end_code(State(state): State<AppState>, context: RequestContext, Fields(typed): Fields) -> Answer {
    match accounts::end_code(&state.app, &context.actor, field(&typed, "code")).await {
        Ok(codes) => {
            let page = Spare { words: &context.words, lang_query: context.viewer.lang_query(), codes };
            Ok(context.page(&context.word("spare-title"), &page))
        }
        Err(fault) if fault.is_typed() => match accounts::begun_code(&state.app, &context.actor).await {
            Ok(new) => Ok(new_code(&context, &new, Some(&fault))),
            Err(error) => Err(error.into()),
        },
        Err(error) => Err(error.into()),
    }
}

pub(super) async fn drop_code(State(state): State<AppState>, context: RequestContext, Fields(typed): Fields) -> Answer {
    match accounts::drop_code(&state.app, &context.actor, field(&typed, "confirm")).await {
        Ok(()) => Ok(context.go("/account?done=code-dropped")),
        Err(error) => unchanged(&state, &context, error).await,
    }
}

/// The way to the identity provider from one's account: a page with the link, since a form may not lead away from this site.
pub(super) async fn tie(
    State(state): State<AppState>,
    Origin(whence): Origin,
    jar: CookieJar,
    context: RequestContext,
    Fields(typed): Fields,
) -> Answer {
    let Some(provider) = &state.openid else { return Err(Error::NotFound.into()) };
    match provider.begin_tie(&state.app, &context.actor, field(&typed, "confirm"), &whence).await {
        Ok((begun, address)) => {
            let page = TieAccountsPage { words: &context.words, address };
            Ok((jar.add(session::begun_cookie(&state, &begun)), context.page(&context.word("openid-tie"), &page)).into_response())
        }
        Err(error) => unchanged(&state, &context, error).await,
    }
}

#[derive(Debug, Template)]
#[template(path = "tie.html")]
struct TieAccountsPage<'a> {
    words: &'a Words,
    address: String,
}

pub(super) async fn untie(State(state): State<AppState>, context: RequestContext, Fields(typed): Fields) -> Answer {
    let Some(provider) = &state.openid else { return Err(Error::NotFound.into()) };
    match provider.untie(&state.app, &context.actor, field(&typed, "confirm")).await {
        Ok(()) => Ok(context.go("/account?done=openid-dropped")),
        Err(error) => unchanged(&state, &context, error).await,
    }
}

/// To the identity provider. A link, not a form: a form may not lead away from this site.
pub(super) async fn openid(
    State(state): State<AppState>,
    Origin(whence): Origin,
    Query(query): Query<HashMap<String, String>>,
    headers: HeaderMap,
    jar: CookieJar,
    context: RequestContext,
) -> Answer {
    let Some(provider) = &state.openid else { return Err(Error::NotFound.into()) };
    // Another site leads to the sign-in page, but not in: who is known over there would be in without having asked.
    if headers.get("sec-fetch-site").is_some_and(|from| from == "cross-site") {
        return Ok(context.go(&format!("/sign-in?next={}", ui::encode(within(field(&query, "next"))))));
    }
    match provider.begin(&state.app, within(field(&query, "next")), &whence).await {
        Ok((begun, address)) => Ok((jar.add(session::begun_cookie(&state, &begun)), Redirect::to(&address)).into_response()),
        Err(fault) if fault.is_typed() => sign_in_form(&state, &context, field(&query, "next"), "", Some(&fault)).await,
        Err(error) => Err(error.into()),
    }
}

/// Back from the identity provider.
pub(super) async fn openid_back(
    State(state): State<AppState>,
    Query(query): Query<HashMap<String, String>>,
    Origin(whence): Origin,
    jar: CookieJar,
    context: RequestContext,
) -> Answer {
    let Some(provider) = &state.openid else { return Err(Error::NotFound.into()) };
    let Some(begun) = session::begun(&state, &jar) else { return Ok(context.go("/sign-in")) };
    let arrived = match query.get("code") {
        Some(code) => provider.sign_in(&state.app, &context.actor, &begun, code, field(&query, "state"), &whence).await,
        // Turned back by the identity provider.
        None => Err(Error::Wrong { field: "openid", message: "wrong-openid" }),
    };
    match arrived {
        Ok((arrived, next)) => {
            if let Err(error) = service::sync_from_identity_provider(&state.app, &arrived).await {
                tracing::error!(%error, "the company that the identity provider names can't be kept");
            }
            onward(&state, jar.add(session::no_begun_cookie(&state)), &context, arrived.step, &next).await
        }
        Err(fault) if fault.is_typed() => sign_in_form(&state, &context, "", "", Some(&fault)).await,
        Err(Error::Expired) => Ok(context.go("/sign-in")),
        Err(error) => Err(error.into()),
    }
}

/// The places that browsers and password managers know by name.
pub(super) async fn well_known(Path(name): Path<String>, State(state): State<AppState>) -> Answer {
    // Where password managers find the page on which a password is changed.
    match name.as_str() {
        "change-password" => Ok(Redirect::to(&state.app.link("/account")).into_response()),
        _ => Ok(StatusCode::NOT_FOUND.into_response()),
    }
}
