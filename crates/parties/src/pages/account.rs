//! Signing in and out, invitations, forgotten passwords, and one's own account.

use std::collections::HashMap;

use askama::Template;
use axum::{
    extract::{Path, Query, State},
    http::HeaderValue,
    response::{IntoResponse, Response},
};
use axum_extra::extract::CookieJar;
use platform::{
    Error,
    accounts::{self, Session},
    mail::{self, Letter},
    secret::Secret,
};
use rules::words::Words;
use ui::{Faults, Field};

use super::{
    AppState, Origin,
    after_sign_in::onward,
    roles::place,
    short_form::{Short, labelled, new_password},
};
use web::{Answer, Fields, RequestContext, field, session, via, within};

#[derive(Debug, Template)]
#[template(path = "trial.html")]
struct Trial<'a> {
    words: &'a Words,
    lead: String,
    people: Vec<(String, String, String)>,
}

/// The other doors, where there are any.
#[derive(Debug, Template)]
#[template(path = "sign_in.html")]
struct SignInPage<'a> {
    words: &'a Words,
    passkeys: bool,
    openid: bool,
    next: &'a str,
    encoded: String,
}

pub(super) async fn sign_in_form(state: &AppState, context: &RequestContext, next: &str, email: &str, fault: Option<&Error>) -> Answer {
    let mut address = labelled(context, "email", "email", "email", "username");
    email.clone_into(&mut address.value);
    let mut lead = context.word("sign-in-lead");
    if next == "/account?done=reset" {
        lead = context.word("reset-done");
    }
    let next = within(next);
    let doors = SignInPage {
        words: &context.words,
        passkeys: state.passkeys.is_some(),
        openid: state.openid.is_some(),
        next,
        encoded: format!("{}{}", ui::encode(next), context.viewer.lang_query().replace('?', "&")),
    };
    let doors = if doors.passkeys || doors.openid { doors.render().unwrap_or_default() } else { String::new() };
    let short = Short {
        steps: Vec::new(),
        title: "sign-in",
        lead,
        action: format!("/sign-in{}", context.viewer.lang_query()),
        fields: vec![address, labelled(context, "password", "password", "password", "current-password")],
        hidden: vec![("next", next)],
        button: "sign-in",
        links: vec![
            (format!("/forgot{}", context.viewer.lang_query()), context.word("forgot")),
            (context.kept(&via("/sign-up", next)), context.word("sign-up")),
        ],
        below: doors + &trial_people(state, context).await,
    };
    Ok(short.show(context, fault))
}

/// The people of a trial stand below the sign-in form, so that everybody can step in as any of them.
async fn trial_people(state: &AppState, context: &RequestContext) -> String {
    let Some(password) = &state.trial else { return String::new() };
    let mut people = Vec::new();
    for (person, roles) in accounts::samples(&state.app).await.unwrap_or_default() {
        let mut held = Vec::new();
        for role in roles {
            let place = place(state, context, &role.scope).await;
            held.push(format!("{place} {}", context.word(&session::role_word(role.role))));
        }
        people.push((person.name, person.email, held.join("、")));
    }
    let lead = context.words.with("sign-in-trial-lead", &[("password", password.to_string())]);
    Trial { words: &context.words, lead, people }.render().unwrap_or_default()
}

pub(super) async fn sign_in_page(
    State(state): State<AppState>,
    Query(query): Query<HashMap<String, String>>,
    context: RequestContext,
) -> Answer {
    sign_in_form(&state, &context, field(&query, "next"), field(&query, "email"), None).await
}

pub(super) async fn sign_in(
    State(state): State<AppState>,
    Origin(whence): Origin,
    jar: CookieJar,
    context: RequestContext,
    Fields(typed): Fields,
) -> Answer {
    match accounts::sign_in(&state.app, field(&typed, "email"), field(&typed, "password"), &whence).await {
        Ok(step) => onward(&state, jar, &context, step, field(&typed, "next")).await,
        Err(fault) if fault.is_typed() => sign_in_form(&state, &context, field(&typed, "next"), field(&typed, "email"), Some(&fault)).await,
        Err(error) => Err(error.into()),
    }
}

pub(super) async fn sign_out(State(state): State<AppState>, jar: CookieJar, context: RequestContext) -> Answer {
    match accounts::sign_out(&state.app, &context.actor).await {
        Ok(()) | Err(Error::SignedOut) => {
            let mut response = (jar.add(session::no_cookie(&state)), context.go("/")).into_response();
            // Nothing of what was seen here stays in the browser.
            response.headers_mut().insert("clear-site-data", HeaderValue::from_static("\"cache\", \"storage\""));
            Ok(response)
        }
        Err(error) => Err(error.into()),
    }
}

fn forgot_form(context: &RequestContext, sent: bool, email: &str, fault: Option<&Error>) -> Response {
    let short = Short {
        steps: Vec::new(),
        title: "forgot",
        lead: context.word(if sent { "forgot-sent" } else { "forgot-lead" }),
        action: format!("/forgot{}", context.viewer.lang_query()),
        fields: vec![Field { value: email.to_owned(), ..labelled(context, "email", "email", "email", "username") }],
        hidden: Vec::new(),
        button: "forgot-button",
        links: vec![(format!("/sign-in{}", context.viewer.lang_query()), context.word("sign-in"))],
        below: String::new(),
    };
    short.show(context, fault)
}

pub(super) async fn forgot_page(Query(query): Query<HashMap<String, String>>, context: RequestContext) -> Answer {
    Ok(forgot_form(&context, query.contains_key("sent"), "", None))
}

/// The letter with a link for a new password.
pub(super) fn reset_letter(state: &AppState, context: &RequestContext, person: &accounts::Person, secret: &Secret) -> Letter {
    let link = state.app.link(&format!("/reset/{}{}", secret.reveal(), context.viewer.lang_query()));
    Letter {
        to: person.email.clone(),
        subject: context.word("forgot-subject"),
        body: context.words.with("forgot-letter", &[("name", mail::quoted(&person.name)), ("link", link)]),
        first: None,
    }
}

pub(super) async fn forgot(
    State(state): State<AppState>,
    Origin(whence): Origin,
    context: RequestContext,
    Fields(typed): Fields,
) -> Answer {
    let letter = |person: &accounts::Person, secret: &Secret| reset_letter(&state, &context, person, secret);
    match accounts::forgot(&state.app, field(&typed, "email"), &whence, letter).await {
        Ok(()) => Ok(context.go("/forgot?sent=1")),
        Err(fault) if fault.is_typed() => Ok(forgot_form(&context, false, field(&typed, "email"), Some(&fault))),
        Err(error) => Err(error.into()),
    }
}

fn reset_form(context: &RequestContext, secret: &str, fault: Option<&Error>) -> Response {
    let short = Short {
        steps: Vec::new(),
        title: "reset",
        lead: String::new(),
        action: format!("/reset/{secret}{}", context.viewer.lang_query()),
        fields: vec![new_password(context)],
        hidden: Vec::new(),
        button: "reset-button",
        links: Vec::new(),
        below: String::new(),
    };
    short.show(context, fault)
}

pub(super) async fn reset_page(Path(secret): Path<String>, context: RequestContext) -> Answer {
    match Secret::read(&secret) {
        Some(secret) => Ok(reset_form(&context, secret.reveal(), None)),
        None => Err(Error::Expired.into()),
    }
}

pub(super) async fn reset(
    State(state): State<AppState>,
    Path(secret): Path<String>,
    context: RequestContext,
    Fields(typed): Fields,
) -> Answer {
    let Some(secret) = Secret::read(&secret) else { return Err(Error::Expired.into()) };
    match accounts::reset_password(&state.app, &secret, field(&typed, "password")).await {
        Ok(()) => Ok(context.go("/sign-in?next=%2Faccount%3Fdone%3Dreset")),
        Err(fault) if fault.is_typed() => Ok(reset_form(&context, secret.reveal(), Some(&fault))),
        Err(error) => Err(error.into()),
    }
}

#[derive(Debug)]
struct Device {
    hash: String,
    name: String,
    here: bool,
    since: String,
    seen: String,
}

#[derive(Debug, Template)]
#[template(path = "account.html")]
struct Account<'a> {
    words: &'a Words,
    lang_query: &'a str,
    /// The same behind another question.
    more: String,
    name: &'a str,
    email: &'a str,
    done: Option<String>,
    error: Option<Faults>,
    devices: Vec<Device>,
    fields: Vec<Field>,
    /// Since when a code is asked.
    code_since: Option<String>,
    spare: u64,
    confirm: Option<Field>,
    passkeys: Vec<(String, String, String)>,
    passkeys_offered: bool,
    /// Whether the account is tied to the identity provider; `None` where there is no such system.
    tied: Option<bool>,
    /// Letters about the account that did not arrive.
    stuck: Vec<(String, String, String)>,
}

/// What a person would call a device, from what its browser calls itself: the more particular name first.
fn called(device: &str) -> Option<String> {
    let first = |names: &[(&str, &'static str)]| names.iter().find(|(sign, _)| device.contains(sign)).map(|(_, name)| *name);
    let browser = first(&[("Edg/", "Edge"), ("Firefox/", "Firefox"), ("Chrome/", "Chrome"), ("Safari/", "Safari")]);
    let system = first(&[
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Android", "Android"),
        ("Windows", "Windows"),
        ("Mac OS X", "Mac"),
        ("CrOS", "Chromebook"),
        ("Linux", "Linux"),
    ]);
    match (browser, system) {
        (Some(browser), Some(system)) => Some(format!("{browser}（{system}）")),
        (Some(one), None) | (None, Some(one)) => Some(one.to_owned()),
        (None, None) => device.split(['/', ' ']).next().filter(|d| !d.is_empty()).map(str::to_owned),
    }
}

pub(super) async fn account_page(state: &AppState, context: &RequestContext, done: &str, fault: Option<&Error>) -> Answer {
    let (own, sessions) = match (accounts::own(&state.app, &context.actor).await, accounts::sessions(&state.app, &context.actor).await) {
        (Ok(own), Ok(sessions)) => (own, sessions),
        (Err(error), _) | (_, Err(error)) => return Err(error.into()),
    };
    let here = context.actor.person().map(|p| p.session.clone()).unwrap_or_default();
    let stuck = context.stuck(&state.app, &format!("person:{}", own.id), true).await?;
    let device = |s: Session| Device {
        here: s.hash == here,
        name: called(&s.device).unwrap_or_else(|| context.word("device-unknown")),
        since: context.moment(s.made_at),
        seen: context.moment(s.seen_at),
        hash: s.hash,
    };
    let mut fields = vec![labelled(context, "old", "password-old", "password", "current-password"), new_password(context)];
    let done = match done {
        "password" => Some(context.word("password-changed")),
        "sessions" => Some(context.word("sessions-ended")),
        "passkey" | "passkey-dropped" | "code-dropped" | "openid-dropped" | "name" | "address" | "address-asked" => {
            Some(context.word(&format!("done-{done}")))
        }
        _ => None,
    };
    let opened = accounts::keys(&state.app, &context.actor).await?;
    let tied = match &state.openid {
        Some(provider) => Some(provider.tied(&state.app, &context.actor).await.unwrap_or_default()),
        None => None,
    };
    if opened.password {
        fields.push(labelled(context, "confirm", "password-confirm", "password", "current-password"));
    } else {
        fields.clear();
    }
    let error = context.mark(&mut fields, fault);
    // The last of them is asked beside each key.
    let confirm = fields.pop();
    let passkey = |d: accounts::Device| {
        let used = d.used_at.map_or_else(|| context.word("passkey-unused"), |at| context.moment(at));
        let name = if d.name.is_empty() { context.word("device-unknown") } else { d.name };
        (d.id, name, used)
    };
    let page = Account {
        words: &context.words,
        lang_query: context.viewer.lang_query(),
        more: context.viewer.lang_query().replace('?', "&"),
        name: &own.name,
        email: &own.email,
        done,
        error,
        devices: sessions.into_iter().map(device).collect(),
        fields,
        code_since: opened.code_since.map(|at| context.moment(at)),
        spare: opened.spare,
        confirm,
        passkeys: opened.passkeys.into_iter().map(passkey).collect(),
        passkeys_offered: state.passkeys.is_some(),
        tied,
        stuck,
    };
    let title = context.word("account");
    if fault.is_some() { Ok(context.faulty(&title, &page)) } else { Ok(context.page(&title, &page)) }
}

pub(super) async fn page(State(state): State<AppState>, Query(query): Query<HashMap<String, String>>, context: RequestContext) -> Answer {
    account_page(&state, &context, field(&query, "done"), None).await
}

pub(super) async fn change_password(State(state): State<AppState>, context: RequestContext, Fields(typed): Fields) -> Answer {
    let done = accounts::change_password(&state.app, &context.actor, field(&typed, "old"), field(&typed, "password"))
        .await
        .map(|()| "/account?done=password".to_owned());
    context.after(done, async |fault| account_page(&state, &context, "", Some(fault)).await).await
}

pub(super) async fn end_sessions(State(state): State<AppState>, context: RequestContext, Fields(typed): Fields) -> Answer {
    let ended = match field(&typed, "session") {
        "" => accounts::sign_out_everywhere(&state.app, &context.actor).await,
        one => accounts::end_session(&state.app, &context.actor, one).await,
    };
    match ended {
        Ok(()) => Ok(context.go("/account?done=sessions")),
        Err(error) => Err(error.into()),
    }
}
