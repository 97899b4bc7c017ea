//! What opens an account beside the password: codes, passkeys, another house.

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
    Asker, Fields, Rooms, Whence,
    account::{Short, account_page, field, sign_in_form},
    door, of, within,
};
use crate::service;

/// The form that asks for the code after the password.
fn code_form(asker: &Asker, next: &str, fault: Option<&Error>) -> Response {
    let short = Short {
        title: "code-title",
        lead: asker.word("code-lead"),
        action: format!("/sign-in/code{}", asker.viewer.keep()),
        fields: vec![field(asker, "code", "code", "text", "one-time-code")],
        hidden: vec![("next", within(next))],
        button: "sign-in",
        links: vec![(format!("/sign-in{}", asker.viewer.keep()), asker.word("code-again"))],
        below: String::new(),
    };
    short.show(asker, fault)
}

/// In, or on to the code. What this browser was signed in as before ends.
pub(super) async fn onward(rooms: &Rooms, jar: CookieJar, asker: &Asker, step: accounts::Step, next: &str) -> Response {
    if matches!(step, accounts::Step::In(_)) {
        leave(rooms, asker).await;
    }
    match step {
        accounts::Step::In(session) => (jar.add(door::cookie(rooms, &session)), asker.go(within(next))).into_response(),
        accounts::Step::Code(begun) => {
            let next = ui::encode(within(next));
            (jar.add(door::begun_cookie(rooms, &begun)), asker.go(&format!("/sign-in/code?next={next}"))).into_response()
        }
    }
}

/// Ends the session with which a browser came to the door.
async fn leave(rooms: &Rooms, asker: &Asker) {
    if asker.actor.person().is_ok()
        && let Err(error) = accounts::sign_out(&rooms.house, &asker.actor).await
    {
        tracing::warn!(%error, "an older session can't be ended");
    }
}

pub(super) async fn code_page(Query(query): Query<HashMap<String, String>>, asker: Asker) -> Response {
    code_form(&asker, of(&query, "next"), None)
}

pub(super) async fn code(
    State(rooms): State<Rooms>,
    Whence(whence): Whence,
    jar: CookieJar,
    asker: Asker,
    Fields(typed): Fields,
) -> Response {
    let Some(begun) = door::begun(&rooms, &jar) else { return asker.go("/sign-in") };
    match accounts::sign_in_with_code(&rooms.house, &begun, of(&typed, "code"), &whence).await {
        Ok(session) => {
            let jar = jar.add(door::no_begun_cookie(&rooms));
            onward(&rooms, jar, &asker, accounts::Step::In(session), of(&typed, "next")).await
        }
        Err(fault) if fault.is_typed() => code_form(&asker, of(&typed, "next"), Some(&fault)),
        Err(Error::Expired) => asker.go("/sign-in"),
        Err(error) => asker.problem(&error),
    }
}

/// What a script is told when something went wrong: a status, and words for people.
fn told(asker: &Asker, error: &Error) -> Response {
    let (status, message) = match error {
        Error::Wrong { message, .. } => (StatusCode::UNPROCESSABLE_ENTITY, asker.word(message)),
        Error::TooMany => (StatusCode::TOO_MANY_REQUESTS, asker.word("problem-too-many-help")),
        Error::Expired | Error::SignedOut => (StatusCode::GONE, asker.word("passkey-expired")),
        other => {
            tracing::error!(error = %other, "a passkey can't be used");
            (StatusCode::INTERNAL_SERVER_ERROR, asker.word("problem-failed-help"))
        }
    };
    (status, Json(json!({ "message": message }))).into_response()
}

fn site<'r>(rooms: &'r Rooms, asker: &Asker) -> Result<&'r Webauthn, Box<Response>> {
    rooms.passkeys.as_deref().ok_or_else(|| Box::new(told(asker, &Error::Wrong { field: "passkey", message: "wrong-passkey" })))
}

fn asked(rooms: &Rooms, jar: CookieJar, begun: &Secret, options: Value) -> Response {
    (jar.add(door::begun_cookie(rooms, begun)), Json(options)).into_response()
}

pub(super) async fn begin_sign_in(State(rooms): State<Rooms>, Whence(whence): Whence, jar: CookieJar, asker: Asker) -> Response {
    let site = match site(&rooms, &asker) {
        Ok(site) => site,
        Err(response) => return *response,
    };
    match accounts::begin_sign_in(&rooms.house, site, &whence).await {
        Ok((begun, options)) => asked(&rooms, jar, &begun, options),
        Err(error) => told(&asker, &error),
    }
}

pub(super) async fn end_sign_in(
    State(rooms): State<Rooms>,
    Whence(whence): Whence,
    jar: CookieJar,
    asker: Asker,
    Json(answer): Json<Value>,
) -> Response {
    let site = match site(&rooms, &asker) {
        Ok(site) => site,
        Err(response) => return *response,
    };
    let Some(begun) = door::begun(&rooms, &jar) else { return told(&asker, &Error::Expired) };
    match accounts::sign_in_with_passkey(&rooms.house, site, &begun, &answer, &whence).await {
        Ok(session) => {
            leave(&rooms, &asker).await;
            let jar = jar.add(door::no_begun_cookie(&rooms)).add(door::cookie(&rooms, &session));
            (jar, Json(json!({}))).into_response()
        }
        Err(error) => told(&asker, &error),
    }
}

pub(super) async fn begin_passkey(State(rooms): State<Rooms>, jar: CookieJar, asker: Asker, Json(told_password): Json<Value>) -> Response {
    let password = told_password.get("password").and_then(Value::as_str).unwrap_or_default();
    let site = match site(&rooms, &asker) {
        Ok(site) => site,
        Err(response) => return *response,
    };
    match accounts::begin_passkey(&rooms.house, &asker.actor, site, password).await {
        Ok((begun, options)) => asked(&rooms, jar, &begun, options),
        Err(error) => told(&asker, &error),
    }
}

pub(super) async fn end_passkey(
    State(rooms): State<Rooms>,
    Query(query): Query<HashMap<String, String>>,
    jar: CookieJar,
    asker: Asker,
    Json(answer): Json<Value>,
) -> Response {
    let site = match site(&rooms, &asker) {
        Ok(site) => site,
        Err(response) => return *response,
    };
    let Some(begun) = door::begun(&rooms, &jar) else { return told(&asker, &Error::Expired) };
    match accounts::end_passkey(&rooms.house, &asker.actor, site, &begun, of(&query, "name"), &answer).await {
        Ok(()) => (jar.add(door::no_begun_cookie(&rooms)), Json(json!({}))).into_response(),
        Err(error) => told(&asker, &error),
    }
}

/// The account's page, with what was wrong.
pub(super) async fn unchanged(rooms: &Rooms, asker: &Asker, error: Error) -> Response {
    match error {
        fault @ Error::Wrong { .. } => account_page(rooms, asker, "", Some(&fault)).await,
        other => asker.problem(&other),
    }
}

pub(super) async fn drop_passkey(State(rooms): State<Rooms>, asker: Asker, Fields(typed): Fields) -> Response {
    match accounts::drop_passkey(&rooms.house, &asker.actor, of(&typed, "passkey"), of(&typed, "confirm")).await {
        Ok(()) => asker.go("/account?done=passkey-dropped"),
        Err(error) => unchanged(&rooms, &asker, error).await,
    }
}

#[derive(Debug, Template)]
#[template(path = "code.html")]
struct Code<'a> {
    words: &'a Words,
    keep: &'a str,
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

fn new_code(asker: &Asker, new: &NewCode, fault: Option<&Error>) -> Response {
    let mut fields = vec![field(asker, "code", "code", "text", "one-time-code")];
    let error = asker.mark(&mut fields, fault);
    let grouped: Vec<String> = new.secret.as_bytes().chunks(4).map(|c| String::from_utf8_lossy(c).into_owned()).collect();
    let page = Code {
        words: asker.words,
        keep: asker.viewer.keep(),
        picture: picture(&new.address),
        secret: grouped.join(" "),
        field: fields.remove(0),
        error,
    };
    let title = asker.word("code-new");
    if fault.is_some() { asker.faulty(&title, page.render()) } else { asker.page(&title, page.render()) }
}

pub(super) async fn begin_code(State(rooms): State<Rooms>, asker: Asker, Fields(typed): Fields) -> Response {
    match accounts::begin_code(&rooms.house, &asker.actor, of(&typed, "confirm")).await {
        Ok(new) => new_code(&asker, &new, None),
        Err(error) => unchanged(&rooms, &asker, error).await,
    }
}

#[derive(Debug, Template)]
#[template(path = "spare.html")]
struct Spare<'a> {
    words: &'a Words,
    keep: &'a str,
    codes: Vec<String>,
}

pub(super) async fn end_code(State(rooms): State<Rooms>, asker: Asker, Fields(typed): Fields) -> Response {
    match accounts::end_code(&rooms.house, &asker.actor, of(&typed, "code")).await {
        Ok(codes) => {
            let page = Spare { words: asker.words, keep: asker.viewer.keep(), codes };
            asker.page(&asker.word("spare-title"), page.render())
        }
        Err(fault) if fault.is_typed() => match accounts::begun_code(&rooms.house, &asker.actor).await {
            Ok(new) => new_code(&asker, &new, Some(&fault)),
            Err(error) => asker.problem(&error),
        },
        Err(error) => asker.problem(&error),
    }
}

pub(super) async fn drop_code(State(rooms): State<Rooms>, asker: Asker, Fields(typed): Fields) -> Response {
    match accounts::drop_code(&rooms.house, &asker.actor, of(&typed, "confirm")).await {
        Ok(()) => asker.go("/account?done=code-dropped"),
        Err(error) => unchanged(&rooms, &asker, error).await,
    }
}

/// The way to the other house from one's account: a page with the link, since a form may not lead away from this site.
pub(super) async fn tie(
    State(rooms): State<Rooms>,
    Whence(whence): Whence,
    jar: CookieJar,
    asker: Asker,
    Fields(typed): Fields,
) -> Response {
    let Some(provider) = &rooms.openid else { return asker.problem(&Error::NotFound) };
    match provider.begin_tie(&rooms.house, &asker.actor, of(&typed, "confirm"), &whence).await {
        Ok((begun, address)) => {
            let page = Tie { words: asker.words, address };
            (jar.add(door::begun_cookie(&rooms, &begun)), asker.page(&asker.word("openid-tie"), page.render())).into_response()
        }
        Err(error) => unchanged(&rooms, &asker, error).await,
    }
}

#[derive(Debug, Template)]
#[template(path = "tie.html")]
struct Tie<'a> {
    words: &'a Words,
    address: String,
}

pub(super) async fn untie(State(rooms): State<Rooms>, asker: Asker, Fields(typed): Fields) -> Response {
    let Some(provider) = &rooms.openid else { return asker.problem(&Error::NotFound) };
    match provider.untie(&rooms.house, &asker.actor, of(&typed, "confirm")).await {
        Ok(()) => asker.go("/account?done=openid-dropped"),
        Err(error) => unchanged(&rooms, &asker, error).await,
    }
}

/// To the other house. A link, not a form: a form may not lead away from this site.
pub(super) async fn openid(
    State(rooms): State<Rooms>,
    Whence(whence): Whence,
    Query(query): Query<HashMap<String, String>>,
    headers: HeaderMap,
    jar: CookieJar,
    asker: Asker,
) -> Response {
    let Some(provider) = &rooms.openid else { return asker.problem(&Error::NotFound) };
    // Another site leads to the door, but not through it: who is known over there would be in without having asked.
    if headers.get("sec-fetch-site").is_some_and(|from| from == "cross-site") {
        return asker.go(&format!("/sign-in?next={}", ui::encode(within(of(&query, "next")))));
    }
    match provider.begin(&rooms.house, within(of(&query, "next")), &whence).await {
        Ok((begun, address)) => (jar.add(door::begun_cookie(&rooms, &begun)), Redirect::to(&address)).into_response(),
        Err(fault) if fault.is_typed() => sign_in_form(&rooms, &asker, of(&query, "next"), "", Some(&fault)).await,
        Err(error) => asker.problem(&error),
    }
}

/// Back from the other house.
pub(super) async fn openid_back(
    State(rooms): State<Rooms>,
    Query(query): Query<HashMap<String, String>>,
    Whence(whence): Whence,
    jar: CookieJar,
    asker: Asker,
) -> Response {
    let Some(provider) = &rooms.openid else { return asker.problem(&Error::NotFound) };
    let Some(begun) = door::begun(&rooms, &jar) else { return asker.go("/sign-in") };
    let arrived = match query.get("code") {
        Some(code) => provider.sign_in(&rooms.house, &asker.actor, &begun, code, of(&query, "state"), &whence).await,
        // Turned back at the other door.
        None => Err(Error::Wrong { field: "openid", message: "wrong-openid" }),
    };
    match arrived {
        Ok((arrived, next)) => {
            if let Err(error) = service::arrive(&rooms.house, &arrived).await {
                tracing::error!(%error, "the company that the other house names can't be kept");
            }
            onward(&rooms, jar.add(door::no_begun_cookie(&rooms)), &asker, arrived.step, &next).await
        }
        Err(fault) if fault.is_typed() => sign_in_form(&rooms, &asker, "", "", Some(&fault)).await,
        Err(Error::Expired) => asker.go("/sign-in"),
        Err(error) => asker.problem(&error),
    }
}

/// The places that browsers and password managers know by name.
pub(super) async fn well_known(Path(name): Path<String>, State(rooms): State<Rooms>) -> Response {
    // Where password managers find the page on which a password is changed.
    match name.as_str() {
        "change-password" => Redirect::to(&rooms.link("/account")).into_response(),
        _ => StatusCode::NOT_FOUND.into_response(),
    }
}
