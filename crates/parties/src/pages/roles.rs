//! Where one acts oneself: roles with their ends, invitations that wait for an answer, companies that one has claimed.

use std::collections::HashMap;

use askama::Template;
use axum::{
    extract::{Path, Query, State},
    response::Response,
};
use axum_extra::extract::CookieJar;
use platform::{
    Error,
    access::Kind,
    accounts::{self},
    secret::Secret,
};
use rules::words::{Lang, Words};
use ui::{Faults, Field};

use super::{
    Asker, Fields, Rooms, Whence,
    account::{Short, field, new_password},
    door, keys, moment, of,
    people::Shown,
    within,
};
use crate::claim;

/// What a place is called: a company or an agency.
pub(super) async fn place(rooms: &Rooms, asker: &Asker, scope: &str) -> String {
    if let Ok(agency) = accounts::agency(&rooms.house, scope).await {
        return if asker.viewer.lang == Lang::Ja { agency.name_ja } else { agency.name_en };
    }
    crate::service::name(&rooms.house, scope).await.unwrap_or_default()
}

async fn invitation_form(rooms: &Rooms, asker: &Asker, secret: &Secret, name: &str, next: &str, fault: Option<&Error>) -> Response {
    let invited = match accounts::invitation(&rooms.house, secret).await {
        Ok(invited) => invited,
        Err(error) => return asker.problem(&error),
    };
    let mut lead = match &invited.held {
        Some(held) => {
            let parts = [
                ("place", place(rooms, asker, &held.scope).await),
                ("role", asker.word(&door::role_word(held.role))),
                ("email", invited.email.clone()),
            ];
            let until = held.until.map(|d| asker.words.with("role-until", &[("day", asker.day(d))])).unwrap_or_default();
            format!("{}{until}", asker.words.with("invitation-lead", &parts))
        }
        None => asker.words.with("sign-up-welcome", &[("email", invited.email.clone())]),
    };
    let fields = if invited.known {
        lead = format!("{lead} {}", asker.word("invitation-known"));
        vec![field(asker, "password", "password", "password", "current-password")]
    } else {
        vec![Field { value: name.to_owned(), ..field(asker, "name", "name", "text", "name") }, new_password(asker)]
    };
    let short = Short {
        title: if invited.held.is_some() { "invitation" } else { "sign-up" },
        lead,
        action: format!("/invitations/{}{}", secret.reveal(), asker.viewer.keep()),
        fields,
        hidden: vec![("next", next)],
        button: if invited.held.is_some() { "invitation-button" } else { "sign-up-end" },
        links: Vec::new(),
        below: String::new(),
    };
    short.show(asker, fault)
}

pub(super) async fn invitation_page(
    State(rooms): State<Rooms>,
    Path(secret): Path<String>,
    Query(query): Query<HashMap<String, String>>,
    asker: Asker,
) -> Response {
    match Secret::read(&secret) {
        Some(secret) => invitation_form(&rooms, &asker, &secret, "", of(&query, "next"), None).await,
        None => asker.problem(&Error::Expired),
    }
}

pub(super) async fn accept(
    State(rooms): State<Rooms>,
    Path(secret): Path<String>,
    Whence(whence): Whence,
    jar: CookieJar,
    asker: Asker,
    Fields(typed): Fields,
) -> Response {
    let Some(secret) = Secret::read(&secret) else { return asker.problem(&Error::Expired) };
    let (name, password) = (of(&typed, "name"), of(&typed, "password"));
    // Where to go on: to what led here, or to the company that was named when the account was asked for.
    let asked = within(of(&typed, "next"));
    let next = match accounts::invitation(&rooms.house, &secret).await {
        Ok(invited) if invited.held.is_none() && asked != "/" => asked.to_owned(),
        Ok(invited) if invited.held.is_none() => format!("/companies/new?number={}", ui::encode(&invited.note)),
        Ok(_) => "/account/roles".to_owned(),
        Err(error) => return asker.problem(&error),
    };
    match accounts::accept(&rooms.house, &secret, name, password, &whence).await {
        Ok(step) => keys::onward(&rooms, jar, &asker, step, &next).await,
        Err(fault) if fault.is_typed() => invitation_form(&rooms, &asker, &secret, name, of(&typed, "next"), Some(&fault)).await,
        Err(error) => asker.problem(&error),
    }
}

/// A role that one holds.
#[derive(Debug)]
struct Own {
    place: String,
    address: Option<String>,
    scope: String,
    shown: Shown,
    by: String,
    since: String,
}

/// An invitation to oneself.
#[derive(Debug)]
struct Waiting {
    hash: String,
    place: String,
    role: String,
    by: String,
}

#[derive(Debug, Template)]
#[template(path = "roles.html")]
struct Page<'a> {
    words: &'a Words,
    keep: &'a str,
    done: Option<String>,
    error: Option<Faults>,
    own: Vec<Own>,
    waiting: Vec<Waiting>,
    claims: Vec<(String, String, &'static str, String)>,
}

async fn show(rooms: &Rooms, asker: &Asker, done: Option<String>, fault: Option<&Error>) -> Result<Response, Error> {
    let house = &rooms.house;
    let mut own = Vec::new();
    for grant in accounts::grants(house, &asker.actor).await? {
        let kind = grant.held.role.held_in();
        own.push(Own {
            place: place(rooms, asker, &grant.held.scope).await,
            address: (kind == Kind::Organisation).then(|| format!("/companies/{}{}", grant.held.scope, asker.viewer.keep())),
            shown: Shown::of(asker, &grant),
            by: by(rooms, asker, &grant.given_by).await?,
            since: moment(grant.given_at),
            scope: grant.held.scope,
        });
    }
    let mut waiting = Vec::new();
    for invited in accounts::invited(house, &asker.actor).await? {
        let Some(held) = invited.held else { continue };
        waiting.push(Waiting {
            place: place(rooms, asker, &held.scope).await,
            role: asker.word(&door::role_word(held.role)),
            by: by(rooms, asker, &invited.by).await?,
            hash: invited.hash,
        });
    }
    let claims = claim::service::own(house, &asker.actor).await?.into_iter().map(|(claim, name)| {
        let (class, word) = match claim.granted {
            None => ("judgement", "claim-waiting"),
            Some(true) => ("yes", "claim-granted"),
            Some(false) => ("no", "claim-refused"),
        };
        (name, moment(claim.at), class, asker.word(word))
    });
    let error = asker.mark(&mut [], fault);
    let page = Page { words: asker.words, keep: asker.viewer.keep(), done, error, own, waiting, claims: claims.collect() };
    let title = asker.word("own-roles");
    Ok(if fault.is_some() { asker.faulty(&title, page.render()) } else { asker.page(&title, page.render()) })
}

/// What whoever gave something is called: people by their names, the house by words.
pub(super) async fn by(rooms: &Rooms, asker: &Asker, label: &str) -> Result<String, Error> {
    match label {
        "openid" => Ok(asker.word("openid-heading")),
        label if label.starts_with("person:") => accounts::called(&rooms.house, label).await,
        _ => Ok(asker.word("by-house")),
    }
}

pub(super) async fn page(State(rooms): State<Rooms>, Query(query): Query<HashMap<String, String>>, asker: Asker) -> Response {
    let done = asker.done(&query, &["role-left", "invitation-accepted", "invitation-declined", "claim-made"]);
    show(&rooms, &asker, done, None).await.unwrap_or_else(|error| asker.problem(&error))
}

pub(super) async fn change(State(rooms): State<Rooms>, asker: Asker, Fields(typed): Fields) -> Response {
    let house = &rooms.house;
    let outcome = match (of(&typed, "accept"), of(&typed, "decline")) {
        ("", "") => match of(&typed, "role").parse() {
            Ok(role) => accounts::leave(house, &asker.actor, role, of(&typed, "scope")).await.map(|()| "role-left"),
            Err(error) => Err(error),
        },
        ("", hash) => accounts::answer(house, &asker.actor, hash, false).await.map(|()| "invitation-declined"),
        (hash, _) => accounts::answer(house, &asker.actor, hash, true).await.map(|()| "invitation-accepted"),
    };
    match outcome {
        Ok(done) => asker.go(&format!("/account/roles?done={done}")),
        Err(fault) if fault.is_typed() => show(&rooms, &asker, None, Some(&fault)).await.unwrap_or_else(|error| asker.problem(&error)),
        Err(error) => asker.problem(&error),
    }
}
