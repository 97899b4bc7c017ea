//! What an administrator does for accounts and for the agency itself.

use std::collections::HashMap;

use askama::Template;
use axum::{
    extract::{Path, Query, State},
    response::Response,
};
use platform::{
    Error,
    access::Kind,
    accounts::{
        self,
        help::{self, Help},
    },
};
use rules::words::Words;
use ui::{Faults, Field};

use super::{Asker, Fields, Rooms, account::reset_letter, moment, of, people::Shown, roles::place};

/// An account as it is shown.
#[derive(Debug)]
struct Account {
    id: String,
    name: String,
    email: String,
    closed: Option<String>,
    shut: bool,
    facts: Vec<(String, String)>,
    roles: Vec<(String, Shown)>,
    /// What can be done for it.
    helps: Vec<(&'static str, String)>,
}

#[derive(Debug, Template)]
#[template(path = "accounts.html")]
struct Page<'a> {
    words: &'a Words,
    keep: &'a str,
    lang: &'a str,
    action: String,
    done: Option<String>,
    error: Option<Faults>,
    ask: Field,
    reason: Field,
    account: Option<Account>,
}

async fn account(rooms: &Rooms, asker: &Asker, at: &str, id: &str) -> Result<Account, Error> {
    let looked = help::look(&rooms.house, &asker.actor, at, id).await?;
    let mut roles = Vec::new();
    for grant in &looked.grants {
        let agency = grant.held.role.held_in() == Kind::Agency;
        // Another agency's matters are its own.
        if !agency || grant.held.scope == at {
            roles.push((place(rooms, asker, &grant.held.scope).await, Shown::of(asker, grant)));
        }
    }
    let yes = |yes: bool| asker.word(if yes { "yes" } else { "no" });
    let facts = vec![
        (asker.word("account-password"), yes(looked.keys.password)),
        (asker.word("account-code"), yes(looked.keys.code_since.is_some())),
        (asker.word("passkeys"), looked.keys.passkeys.len().to_string()),
        (asker.word("account-sessions"), looked.sessions.to_string()),
    ];
    let closed = looked.person.closed_at.is_some();
    let offered = |h: &Help| match h {
        Help::Open => looked.shut,
        Help::Password => !closed && looked.keys.password,
        Help::Code => looked.keys.code_since.is_some(),
        Help::SignOut => looked.sessions > 0,
        Help::Close => !closed,
        Help::Reopen => closed,
    };
    let helps = Help::ALL.iter().filter(|h| offered(h)).map(|h| (h.name(), asker.word(&format!("help-{}", h.name())))).collect();
    Ok(Account {
        closed: looked.person.closed_at.map(moment),
        shut: looked.shut,
        facts,
        roles,
        helps,
        id: looked.person.id,
        name: looked.person.name,
        email: looked.person.email,
    })
}

async fn show(
    rooms: &Rooms,
    asker: &Asker,
    at: &str,
    (email, person): (&str, &str),
    done: Option<String>,
    fault: Option<&Error>,
    reason: &str,
) -> Result<Response, Error> {
    let mut found = (!person.is_empty()).then(|| person.to_owned());
    let mut missing = false;
    // Asked even where nothing is looked for, so that the page is kept for those who may help.
    let by_address = help::find(&rooms.house, &asker.actor, at, email).await?;
    if found.is_none() && !email.is_empty() {
        missing = by_address.is_none();
        found = by_address;
    }
    let mut reason = vec![asker.text("reason", "help-reason", reason, "help-reason-hint")];
    let mut asks = vec![Field { kind: "email", ..asker.text("email", "email", email, "account-find-hint") }];
    let unknown = Error::Wrong { field: "email", message: "account-unknown" };
    let wrong = asker.mark(&mut reason, fault).or_else(|| asker.mark(&mut asks, missing.then_some(&unknown)));
    let page = Page {
        words: asker.words,
        keep: asker.viewer.keep(),
        lang: asker.viewer.lang.code(),
        action: format!("/office/{at}/accounts"),
        done,
        error: wrong,
        ask: asks.remove(0),
        reason: reason.remove(0),
        account: match &found {
            Some(id) => Some(account(rooms, asker, at, id).await?),
            None => None,
        },
    };
    let title = asker.word("accounts");
    Ok(if fault.is_some() { asker.faulty(&title, page.render()) } else { asker.page(&title, page.render()) })
}

pub(super) async fn page(
    State(rooms): State<Rooms>,
    Path(at): Path<String>,
    Query(query): Query<HashMap<String, String>>,
    asker: Asker,
) -> Response {
    let done = asker.done(&query, &["helped"]);
    let wanted = (of(&query, "email"), of(&query, "person"));
    show(&rooms, &asker, &at, wanted, done, None, "").await.unwrap_or_else(|error| asker.problem(&error))
}

pub(super) async fn help(State(rooms): State<Rooms>, Path(at): Path<String>, asker: Asker, Fields(typed): Fields) -> Response {
    let (person, reason) = (of(&typed, "person"), of(&typed, "reason"));
    let Some(what) = Help::ALL.into_iter().find(|h| h.name() == of(&typed, "help")) else {
        return asker.problem(&Error::Wrong { field: "help", message: "wrong-value" });
    };
    let letter = |person: &accounts::Person, secret: &platform::secret::Secret| reset_letter(&rooms, &asker, person, secret);
    match help::help(&rooms.house, &asker.actor, &at, person, what, reason, letter).await {
        Ok(()) => asker.go(&format!("/office/{at}/accounts?person={}&done=helped", ui::encode(person))),
        Err(fault) if fault.is_typed() => {
            let shown = show(&rooms, &asker, &at, ("", person), None, Some(&fault), reason).await;
            shown.unwrap_or_else(|error| asker.problem(&error))
        }
        Err(error) => asker.problem(&error),
    }
}

#[derive(Debug, Template)]
#[template(path = "settings.html")]
struct Settings<'a> {
    words: &'a Words,
    action: String,
    done: Option<String>,
    error: Option<Faults>,
    names: Vec<Field>,
    found: Vec<Field>,
    agencies: Vec<(String, String)>,
}

async fn settings_form(
    rooms: &Rooms,
    asker: &Asker,
    at: &str,
    done: Option<String>,
    typed: Option<(&HashMap<String, String>, &Error)>,
) -> Result<Response, Error> {
    asker.actor.person()?;
    let agency = accounts::agency(&rooms.house, at).await?;
    let agency = rooms.house.policy.allow(&asker.actor, platform::access::Act::AGENCY_CHANGE, agency)?.into_inner();
    let founding = typed.is_some_and(|(t, _)| of(t, "act") == "found");
    let (ja, en, closure) = match typed {
        Some((t, _)) if !founding => (of(t, "ja").to_owned(), of(t, "en").to_owned(), of(t, "closure").to_owned()),
        _ => {
            let closure = if asker.viewer.lang == rules::words::Lang::Ja { agency.closure.ja() } else { agency.closure.to_string() };
            (agency.name_ja.clone(), agency.name_en.clone(), closure)
        }
    };
    let empty = HashMap::new();
    let new = if founding { typed.map_or(&empty, |t| t.0) } else { &empty };
    let fault = typed.map(|t| t.1);
    let mut names = vec![
        asker.text("ja", "agency-ja", &ja, ""),
        asker.text("en", "agency-en", &en, ""),
        asker.text("closure", "agency-closure", &closure, "agency-closure-hint"),
    ];
    let mut found = vec![
        asker.text("id", "agency-id", of(new, "id"), "agency-id-hint"),
        asker.text("ja", "agency-ja", of(new, "ja"), ""),
        asker.text("en", "agency-en", of(new, "en"), ""),
    ];
    let error = if founding { asker.mark_as(&mut found, "new-", fault) } else { asker.mark(&mut names, fault) };
    let agencies = accounts::agencies(&rooms.house).await?;
    let page = Settings {
        words: asker.words,
        action: format!("/office/{at}/settings{}", asker.viewer.keep()),
        done,
        error,
        names,
        found,
        agencies: agencies.into_iter().map(|a| (a.id, a.name_ja)).collect(),
    };
    let title = asker.word("agency-settings");
    Ok(if fault.is_some() { asker.faulty(&title, page.render()) } else { asker.page(&title, page.render()) })
}

pub(super) async fn settings(
    State(rooms): State<Rooms>,
    Path(at): Path<String>,
    Query(query): Query<HashMap<String, String>>,
    asker: Asker,
) -> Response {
    let done = asker.done(&query, &["agency-renamed", "agency-founded"]);
    settings_form(&rooms, &asker, &at, done, None).await.unwrap_or_else(|error| asker.problem(&error))
}

pub(super) async fn change_settings(State(rooms): State<Rooms>, Path(at): Path<String>, asker: Asker, Fields(typed): Fields) -> Response {
    let (ja, en) = (of(&typed, "ja"), of(&typed, "en"));
    let outcome = if of(&typed, "act") == "found" {
        help::found_agency(&rooms.house, &asker.actor, &at, of(&typed, "id"), ja, en).await.map(|()| "agency-founded")
    } else {
        help::change_agency(&rooms.house, &asker.actor, &at, (ja, en), of(&typed, "closure")).await.map(|()| "agency-renamed")
    };
    match outcome {
        Ok(done) => asker.go(&format!("/office/{at}/settings?done={done}")),
        Err(fault) if fault.is_typed() => {
            settings_form(&rooms, &asker, &at, None, Some((&typed, &fault))).await.unwrap_or_else(|error| asker.problem(&error))
        }
        Err(error) => asker.problem(&error),
    }
}
