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

use super::{Asker, Fields, Rooms, Whence, door, keys, moment, of, roles::place, via, within};

/// A short form, with the fault at its field.
pub(super) struct Short<'a> {
    pub(super) title: &'a str,
    pub(super) lead: String,
    pub(super) action: String,
    pub(super) fields: Vec<Field>,
    pub(super) hidden: Vec<(&'a str, &'a str)>,
    pub(super) button: &'a str,
    pub(super) links: Vec<(String, String)>,
    /// What stands below the form, as it is.
    pub(super) below: String,
}

impl Short<'_> {
    pub(super) fn show(mut self, asker: &Asker, fault: Option<&Error>) -> Response {
        let faults = asker.mark(&mut self.fields, fault);
        let title = asker.word(self.title);
        let form = ui::Form {
            title: &title,
            lead: &self.lead,
            action: &self.action,
            fields: &self.fields,
            hidden: &self.hidden,
            button: &asker.word(self.button),
            faults,
            links: &self.links,
        };
        let body = form.render().map(|form| form + &self.below);
        if fault.is_some() { asker.faulty(&title, body) } else { asker.page(&title, body) }
    }
}

pub(super) fn field(asker: &Asker, name: &'static str, label: &str, kind: &'static str, autocomplete: &'static str) -> Field {
    Field { name, label: asker.word(label), kind, autocomplete, ..Field::default() }
}

pub(super) fn new_password(asker: &Asker) -> Field {
    Field { hint: asker.word("password-hint"), ..field(asker, "password", "password-new", "password", "new-password") }
}

#[derive(Debug, Template)]
#[template(path = "trial.html")]
struct Trial<'a> {
    words: &'a Words,
    lead: String,
    people: Vec<(String, String, String)>,
}

/// The other doors, where there are any.
#[derive(Debug, Template)]
#[template(path = "doors.html")]
struct Doors<'a> {
    words: &'a Words,
    passkeys: bool,
    openid: bool,
    next: &'a str,
    encoded: String,
}

pub(super) async fn sign_in_form(rooms: &Rooms, asker: &Asker, next: &str, email: &str, fault: Option<&Error>) -> Response {
    let mut address = field(asker, "email", "email", "email", "username");
    email.clone_into(&mut address.value);
    let mut lead = asker.word("sign-in-lead");
    if next == "/account?done=reset" {
        lead = asker.word("reset-done");
    }
    let next = within(next);
    let doors = Doors {
        words: asker.words,
        passkeys: rooms.passkeys.is_some(),
        openid: rooms.openid.is_some(),
        next,
        encoded: format!("{}{}", ui::encode(next), asker.viewer.keep().replace('?', "&")),
    };
    let doors = if doors.passkeys || doors.openid { doors.render().unwrap_or_default() } else { String::new() };
    let short = Short {
        title: "sign-in",
        lead,
        action: format!("/sign-in{}", asker.viewer.keep()),
        fields: vec![address, field(asker, "password", "password", "password", "current-password")],
        hidden: vec![("next", next)],
        button: "sign-in",
        links: vec![
            (format!("/forgot{}", asker.viewer.keep()), asker.word("forgot")),
            (asker.kept(&via("/sign-up", next)), asker.word("sign-up")),
        ],
        below: doors + &trial_people(rooms, asker).await,
    };
    short.show(asker, fault)
}

/// The people of a trial stand below the door, so that everybody can step in as any of them.
async fn trial_people(rooms: &Rooms, asker: &Asker) -> String {
    let Some(password) = &rooms.trial else { return String::new() };
    let mut people = Vec::new();
    for (person, roles) in accounts::samples(&rooms.house).await.unwrap_or_default() {
        let mut held = Vec::new();
        for role in roles {
            let place = place(rooms, asker, &role.scope).await;
            held.push(format!("{place} {}", asker.word(&door::role_word(role.role))));
        }
        people.push((person.name, person.email, held.join("、")));
    }
    let lead = asker.words.with("sign-in-trial-lead", &[("password", password.to_string())]);
    Trial { words: asker.words, lead, people }.render().unwrap_or_default()
}

pub(super) async fn sign_in_page(State(rooms): State<Rooms>, Query(query): Query<HashMap<String, String>>, asker: Asker) -> Response {
    sign_in_form(&rooms, &asker, of(&query, "next"), of(&query, "email"), None).await
}

pub(super) async fn sign_in(
    State(rooms): State<Rooms>,
    Whence(whence): Whence,
    jar: CookieJar,
    asker: Asker,
    Fields(typed): Fields,
) -> Response {
    match accounts::sign_in(&rooms.house, of(&typed, "email"), of(&typed, "password"), &whence).await {
        Ok(step) => keys::onward(&rooms, jar, &asker, step, of(&typed, "next")).await,
        Err(fault) if fault.is_typed() => sign_in_form(&rooms, &asker, of(&typed, "next"), of(&typed, "email"), Some(&fault)).await,
        Err(error) => asker.problem(&error),
    }
}

pub(super) async fn sign_out(State(rooms): State<Rooms>, jar: CookieJar, asker: Asker) -> Response {
    match accounts::sign_out(&rooms.house, &asker.actor).await {
        Ok(()) | Err(Error::SignedOut) => {
            let mut response = (jar.add(door::no_cookie(&rooms)), asker.go("/")).into_response();
            // Nothing of what was seen here stays in the browser.
            response.headers_mut().insert("clear-site-data", HeaderValue::from_static("\"cache\", \"storage\""));
            response
        }
        Err(error) => asker.problem(&error),
    }
}

fn forgot_form(asker: &Asker, sent: bool, email: &str, fault: Option<&Error>) -> Response {
    let short = Short {
        title: "forgot",
        lead: asker.word(if sent { "forgot-sent" } else { "forgot-lead" }),
        action: format!("/forgot{}", asker.viewer.keep()),
        fields: vec![Field { value: email.to_owned(), ..field(asker, "email", "email", "email", "username") }],
        hidden: Vec::new(),
        button: "forgot-button",
        links: vec![(format!("/sign-in{}", asker.viewer.keep()), asker.word("sign-in"))],
        below: String::new(),
    };
    short.show(asker, fault)
}

pub(super) async fn forgot_page(Query(query): Query<HashMap<String, String>>, asker: Asker) -> Response {
    forgot_form(&asker, query.contains_key("sent"), "", None)
}

/// The letter with a link for a new password.
pub(super) fn reset_letter(rooms: &Rooms, asker: &Asker, person: &accounts::Person, secret: &Secret) -> Letter {
    let link = rooms.link(&format!("/reset/{}{}", secret.reveal(), asker.viewer.keep()));
    Letter {
        to: person.email.clone(),
        subject: asker.word("forgot-subject"),
        body: asker.words.with("forgot-letter", &[("name", mail::quoted(&person.name)), ("link", link)]),
        first: None,
    }
}

pub(super) async fn forgot(State(rooms): State<Rooms>, Whence(whence): Whence, asker: Asker, Fields(typed): Fields) -> Response {
    let letter = |person: &accounts::Person, secret: &Secret| reset_letter(&rooms, &asker, person, secret);
    match accounts::forgot(&rooms.house, of(&typed, "email"), &whence, letter).await {
        Ok(()) => asker.go("/forgot?sent=1"),
        Err(fault) if fault.is_typed() => forgot_form(&asker, false, of(&typed, "email"), Some(&fault)),
        Err(error) => asker.problem(&error),
    }
}

fn reset_form(asker: &Asker, secret: &str, fault: Option<&Error>) -> Response {
    let short = Short {
        title: "reset",
        lead: String::new(),
        action: format!("/reset/{secret}{}", asker.viewer.keep()),
        fields: vec![new_password(asker)],
        hidden: Vec::new(),
        button: "reset-button",
        links: Vec::new(),
        below: String::new(),
    };
    short.show(asker, fault)
}

pub(super) async fn reset_page(Path(secret): Path<String>, asker: Asker) -> Response {
    match Secret::read(&secret) {
        Some(secret) => reset_form(&asker, secret.reveal(), None),
        None => asker.problem(&Error::Expired),
    }
}

pub(super) async fn reset(State(rooms): State<Rooms>, Path(secret): Path<String>, asker: Asker, Fields(typed): Fields) -> Response {
    let Some(secret) = Secret::read(&secret) else { return asker.problem(&Error::Expired) };
    match accounts::reset_password(&rooms.house, &secret, of(&typed, "password")).await {
        Ok(()) => asker.go("/sign-in?next=%2Faccount%3Fdone%3Dreset"),
        Err(fault) if fault.is_typed() => reset_form(&asker, secret.reveal(), Some(&fault)),
        Err(error) => asker.problem(&error),
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
    keep: &'a str,
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
    /// Whether the account is tied to the other house; `None` where there is no such house.
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

pub(super) async fn account_page(rooms: &Rooms, asker: &Asker, done: &str, fault: Option<&Error>) -> Response {
    let (own, sessions) = match (accounts::own(&rooms.house, &asker.actor).await, accounts::sessions(&rooms.house, &asker.actor).await) {
        (Ok(own), Ok(sessions)) => (own, sessions),
        (Err(error), _) | (_, Err(error)) => return asker.problem(&error),
    };
    let here = asker.actor.person().map(|p| p.session.clone()).unwrap_or_default();
    let stuck = match asker.stuck(&rooms.house, &format!("person:{}", own.id), true).await {
        Ok(stuck) => stuck,
        Err(error) => return asker.problem(&error),
    };
    let device = |s: Session| Device {
        here: s.hash == here,
        name: called(&s.device).unwrap_or_else(|| asker.word("device-unknown")),
        since: moment(s.made_at),
        seen: moment(s.seen_at),
        hash: s.hash,
    };
    let mut fields = vec![field(asker, "old", "password-old", "password", "current-password"), new_password(asker)];
    let done = match done {
        "password" => Some(asker.word("password-changed")),
        "sessions" => Some(asker.word("sessions-ended")),
        "passkey" | "passkey-dropped" | "code-dropped" | "openid-dropped" | "name" | "address" | "address-asked" => {
            Some(asker.word(&format!("done-{done}")))
        }
        _ => None,
    };
    let opened = match accounts::keys(&rooms.house, &asker.actor).await {
        Ok(opened) => opened,
        Err(error) => return asker.problem(&error),
    };
    let tied = match &rooms.openid {
        Some(provider) => Some(provider.tied(&rooms.house, &asker.actor).await.unwrap_or_default()),
        None => None,
    };
    if opened.password {
        fields.push(field(asker, "confirm", "password-confirm", "password", "current-password"));
    } else {
        fields.clear();
    }
    let error = asker.mark(&mut fields, fault);
    // The last of them is asked beside each key.
    let confirm = fields.pop();
    let passkey = |d: accounts::Device| {
        let used = d.used_at.map_or_else(|| asker.word("passkey-unused"), moment);
        let name = if d.name.is_empty() { asker.word("device-unknown") } else { d.name };
        (d.id, name, used)
    };
    let page = Account {
        words: asker.words,
        keep: asker.viewer.keep(),
        more: asker.viewer.keep().replace('?', "&"),
        name: &own.name,
        email: &own.email,
        done,
        error,
        devices: sessions.into_iter().map(device).collect(),
        fields,
        code_since: opened.code_since.map(moment),
        spare: opened.spare,
        confirm,
        passkeys: opened.passkeys.into_iter().map(passkey).collect(),
        passkeys_offered: rooms.passkeys.is_some(),
        tied,
        stuck,
    };
    let title = asker.word("account");
    if fault.is_some() { asker.faulty(&title, page.render()) } else { asker.page(&title, page.render()) }
}

pub(super) async fn page(State(rooms): State<Rooms>, Query(query): Query<HashMap<String, String>>, asker: Asker) -> Response {
    account_page(&rooms, &asker, of(&query, "done"), None).await
}

pub(super) async fn change_password(State(rooms): State<Rooms>, asker: Asker, Fields(typed): Fields) -> Response {
    match accounts::change_password(&rooms.house, &asker.actor, of(&typed, "old"), of(&typed, "password")).await {
        Ok(()) => asker.go("/account?done=password"),
        Err(fault) if fault.is_typed() => account_page(&rooms, &asker, "", Some(&fault)).await,
        Err(error) => asker.problem(&error),
    }
}

pub(super) async fn end_sessions(State(rooms): State<Rooms>, asker: Asker, Fields(typed): Fields) -> Response {
    let ended = match of(&typed, "session") {
        "" => accounts::sign_out_everywhere(&rooms.house, &asker.actor).await,
        one => accounts::end_session(&rooms.house, &asker.actor, one).await,
    };
    match ended {
        Ok(()) => asker.go("/account?done=sessions"),
        Err(error) => asker.problem(&error),
    }
}
