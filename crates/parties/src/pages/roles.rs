//! Where one acts oneself: roles with their ends, invitations that wait for an answer, companies that one has claimed.

use std::collections::HashMap;

use askama::Template;
use axum::extract::{Path, Query, State};
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
    AppState, Origin,
    after_sign_in::onward,
    people::RoleRow,
    short_form::{Short, labelled, new_password, registration_steps},
};
use crate::representation;
use web::{Answer, Fields, RequestContext, field, session, within};

/// What a place is called: a company or an agency.
pub(super) async fn place(state: &AppState, context: &RequestContext, scope: &str) -> String {
    if let Ok(agency) = accounts::agency(&state.app, scope).await {
        return if context.viewer.lang == Lang::Ja { agency.name_ja } else { agency.name_en };
    }
    crate::service::name(&state.app, scope).await.unwrap_or_default()
}

async fn invitation_form(
    state: &AppState,
    context: &RequestContext,
    secret: &Secret,
    name: &str,
    next: &str,
    fault: Option<&Error>,
) -> Answer {
    let invited = accounts::invitation(&state.app, secret).await?;
    let mut lead = match &invited.held {
        Some(held) => {
            let parts = [
                ("place", place(state, context, &held.scope).await),
                ("role", context.word(&session::role_word(held.role))),
                ("email", invited.email.clone()),
            ];
            let until = held.until.map(|d| context.words.with("role-until", &[("day", context.day(d))])).unwrap_or_default();
            format!("{}{until}", context.words.with("invitation-lead", &parts))
        }
        None => context.words.with("sign-up-welcome", &[("email", invited.email.clone())]),
    };
    let fields = if invited.known {
        lead = format!("{lead} {}", context.word("invitation-known"));
        vec![labelled(context, "password", "password", "password", "current-password")]
    } else {
        vec![Field { value: name.to_owned(), ..labelled(context, "name", "name", "text", "name") }, new_password(context)]
    };
    let short = Short {
        steps: if invited.held.is_some() { Vec::new() } else { registration_steps(context, 1, next) },
        title: if invited.held.is_some() { "invitation" } else { "sign-up" },
        lead,
        action: format!("/invitations/{}{}", secret.reveal(), context.viewer.lang_query()),
        fields,
        hidden: vec![("next", next)],
        button: if invited.held.is_some() { "invitation-button" } else { "sign-up-end" },
        links: Vec::new(),
        below: String::new(),
    };
    Ok(short.show(context, fault))
}

pub(super) async fn invitation_page(
    State(state): State<AppState>,
    Path(secret): Path<String>,
    Query(query): Query<HashMap<String, String>>,
    context: RequestContext,
) -> Answer {
    match Secret::read(&secret) {
        Some(secret) => invitation_form(&state, &context, &secret, "", field(&query, "next"), None).await,
        None => Err(Error::Expired.into()),
    }
}

pub(super) async fn accept(
    State(state): State<AppState>,
    Path(secret): Path<String>,
    Origin(whence): Origin,
    jar: CookieJar,
    context: RequestContext,
    Fields(typed): Fields,
) -> Answer {
    let Some(secret) = Secret::read(&secret) else { return Err(Error::Expired.into()) };
    let (name, password) = (field(&typed, "name"), field(&typed, "password"));
    // Where to go on: to what led here, or to the company that was named when the account was asked for.
    let asked = within(field(&typed, "next"));
    let next = match accounts::invitation(&state.app, &secret).await {
        // Who named no company and came for something else goes there.
        Ok(invited) if invited.held.is_none() && asked != "/" && invited.note.is_empty() => asked.to_owned(),
        Ok(invited) if invited.held.is_none() => {
            let next = if asked == "/" { String::new() } else { format!("&next={}", ui::encode(asked)) };
            format!("/companies/new?number={}{next}", ui::encode(&invited.note))
        }
        Ok(_) => "/account/roles".to_owned(),
        Err(error) => return Err(error.into()),
    };
    match accounts::accept(&state.app, &secret, name, password, &whence).await {
        Ok(step) => onward(&state, jar, &context, step, &next).await,
        Err(fault) if fault.is_typed() => invitation_form(&state, &context, &secret, name, field(&typed, "next"), Some(&fault)).await,
        Err(error) => Err(error.into()),
    }
}

/// A role that one holds.
#[derive(Debug)]
struct OwnRole {
    place: String,
    address: Option<String>,
    scope: String,
    shown: RoleRow,
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
    lang_query: &'a str,
    done: Option<String>,
    error: Option<Faults>,
    own: Vec<OwnRole>,
    waiting: Vec<Waiting>,
    claims: Vec<(String, String, &'static str, String)>,
}

async fn show(state: &AppState, context: &RequestContext, done: Option<String>, fault: Option<&Error>) -> Answer {
    let app = &state.app;
    let mut own = Vec::new();
    for grant in accounts::grants(app, &context.actor).await? {
        let kind = grant.held.role.held_in();
        own.push(OwnRole {
            place: place(state, context, &grant.held.scope).await,
            address: (kind == Kind::ORGANISATION).then(|| format!("/companies/{}{}", grant.held.scope, context.viewer.lang_query())),
            shown: RoleRow::of(context, &grant),
            by: by(state, context, &grant.given_by).await?,
            since: context.moment(grant.given_at),
            scope: grant.held.scope,
        });
    }
    let mut waiting = Vec::new();
    for invited in accounts::invited(app, &context.actor).await? {
        let Some(held) = invited.held else { continue };
        waiting.push(Waiting {
            place: place(state, context, &held.scope).await,
            role: context.word(&session::role_word(held.role)),
            by: by(state, context, &invited.by).await?,
            hash: invited.hash,
        });
    }
    let claims = representation::service::own(app, &context.actor).await?.into_iter().map(|(claim, name)| {
        let (class, word) = match claim.granted {
            None => ("judgement", "claim-waiting"),
            Some(true) => ("yes", "claim-granted"),
            Some(false) => ("no", "claim-refused"),
        };
        (name, context.moment(claim.at), class, context.word(word))
    });
    let error = context.mark(&mut [], fault);
    let page = Page { words: &context.words, lang_query: context.viewer.lang_query(), done, error, own, waiting, claims: claims.collect() };
    let title = context.word("own-roles");
    Ok(if fault.is_some() { context.faulty(&title, &page) } else { context.page(&title, &page) })
}

/// What whoever gave something is called: people by their names, the system by words.
pub(super) async fn by(state: &AppState, context: &RequestContext, label: &str) -> Result<String, Error> {
    match label {
        "openid" => Ok(context.word("openid-heading")),
        label if label.starts_with("person:") => accounts::called(&state.app, label).await,
        _ => Ok(context.word("by-system")),
    }
}

pub(super) async fn page(State(state): State<AppState>, Query(query): Query<HashMap<String, String>>, context: RequestContext) -> Answer {
    let done = context.done(&query, &["role-left", "invitation-accepted", "invitation-declined", "claim-made"]);
    show(&state, &context, done, None).await
}

pub(super) async fn change(State(state): State<AppState>, context: RequestContext, Fields(typed): Fields) -> Answer {
    let app = &state.app;
    let outcome = match (field(&typed, "accept"), field(&typed, "decline")) {
        ("", "") => match field(&typed, "role").parse() {
            Ok(role) => accounts::leave(app, &context.actor, role, field(&typed, "scope")).await.map(|()| "role-left"),
            Err(error) => Err(error),
        },
        ("", hash) => accounts::answer(app, &context.actor, hash, false).await.map(|()| "invitation-declined"),
        (hash, _) => accounts::answer(app, &context.actor, hash, true).await.map(|()| "invitation-accepted"),
    };
    let done = outcome.map(|done| format!("/account/roles?done={done}"));
    context.after(done, async |fault| show(&state, &context, None, Some(fault)).await).await
}
