//! What an administrator does for accounts and for the agency itself.

use crate::acts;
use std::collections::HashMap;

use askama::Template;
use axum::extract::{Path, Query, State};
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

use super::{AppState, account::reset_letter, people::RoleRow, roles::place};
use web::{Answer, Fields, RequestContext, field};

/// An account as it is shown.
#[derive(Debug)]
struct Account {
    id: String,
    name: String,
    email: String,
    closed: Option<String>,
    shut: bool,
    facts: Vec<(String, String)>,
    roles: Vec<(String, RoleRow)>,
    /// What can be done for it.
    helps: Vec<(&'static str, String)>,
}

#[derive(Debug, Template)]
#[template(path = "accounts.html")]
struct Page<'a> {
    words: &'a Words,
    lang_query: &'a str,
    lang: &'a str,
    action: String,
    done: Option<String>,
    error: Option<Faults>,
    ask: Field,
    reason: Field,
    account: Option<Account>,
}

async fn account(state: &AppState, context: &RequestContext, agency_id: &str, id: &str) -> Result<Account, Error> {
    let looked = help::account(&state.app, &context.actor, agency_id, id).await?;
    let mut roles = Vec::new();
    for grant in &looked.grants {
        let agency = grant.held.role.held_in() == Kind::AGENCY;
        // Another agency's matters are its own.
        if !agency || grant.held.scope == agency_id {
            roles.push((place(state, context, &grant.held.scope).await, RoleRow::of(context, grant)));
        }
    }
    let yes = |yes: bool| context.word(if yes { "yes" } else { "no" });
    let facts = vec![
        (context.word("account-password"), yes(looked.keys.password)),
        (context.word("account-code"), yes(looked.keys.code_since.is_some())),
        (context.word("passkeys"), looked.keys.passkeys.len().to_string()),
        (context.word("account-sessions"), looked.sessions.to_string()),
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
    let helps = Help::ALL.iter().filter(|h| offered(h)).map(|h| (h.name(), context.word(&format!("help-{}", h.name())))).collect();
    Ok(Account {
        closed: looked.person.closed_at.map(|at| context.moment(at)),
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
    state: &AppState,
    context: &RequestContext,
    agency_id: &str,
    (email, person): (&str, &str),
    done: Option<String>,
    fault: Option<&Error>,
    reason: &str,
) -> Answer {
    let mut found = (!person.is_empty()).then(|| person.to_owned());
    let mut missing = false;
    // Asked even where nothing is looked for, so that the page is kept for those who may help.
    let by_address = help::find(&state.app, &context.actor, agency_id, email).await?;
    if found.is_none() && !email.is_empty() {
        missing = by_address.is_none();
        found = by_address;
    }
    let mut reason = vec![context.text("reason", "help-reason", reason, "help-reason-hint")];
    let mut asks = vec![Field { kind: "email", ..context.text("email", "email", email, "account-find-hint") }];
    let unknown = Error::Wrong { field: "email", message: "account-unknown" };
    let wrong = context.mark(&mut reason, fault).or_else(|| context.mark(&mut asks, missing.then_some(&unknown)));
    let page = Page {
        words: &context.words,
        lang_query: context.viewer.lang_query(),
        lang: context.viewer.lang.code(),
        action: format!("/office/{agency_id}/accounts"),
        done,
        error: wrong,
        ask: asks.remove(0),
        reason: reason.remove(0),
        account: match &found {
            Some(id) => Some(account(state, context, agency_id, id).await?),
            None => None,
        },
    };
    let title = context.word("accounts");
    Ok(if fault.is_some() { context.faulty(&title, &page) } else { context.page(&title, &page) })
}

pub(super) async fn page(
    State(state): State<AppState>,
    Path(agency_id): Path<String>,
    Query(query): Query<HashMap<String, String>>,
    context: RequestContext,
) -> Answer {
    let done = context.done(&query, &["helped"]);
    let wanted = (field(&query, "email"), field(&query, "person"));
    show(&state, &context, &agency_id, wanted, done, None, "").await
}

pub(super) async fn help(
    State(state): State<AppState>,
    Path(agency_id): Path<String>,
    context: RequestContext,
    Fields(typed): Fields,
) -> Answer {
    let (person, reason) = (field(&typed, "person"), field(&typed, "reason"));
    let Ok(what) = field(&typed, "help").parse::<Help>() else {
        return Err(Error::Wrong { field: "help", message: "wrong-value" }.into());
    };
    let letter = |person: &accounts::Person, secret: &platform::secret::Secret| reset_letter(&state, &context, person, secret);
    let done = help::help(&state.app, &context.actor, &agency_id, person, what, reason, letter)
        .await
        .map(|()| format!("/office/{agency_id}/accounts?person={}&done=helped", ui::encode(person)));
    context.after(done, async |fault| show(&state, &context, &agency_id, ("", person), None, Some(fault), reason).await).await
}

#[derive(Debug, Template)]
#[template(path = "settings.html")]
struct Settings<'a> {
    words: &'a Words,
    action: String,
    done: Option<String>,
    error: Option<Faults>,
    /// What of the agency somebody else changed first: what it is, what was typed, what stands there.
    versions: Option<Faults>,
    version: i32,
    names: Vec<Field>,
    found: Vec<Field>,
    agencies: Vec<(String, String)>,
}

async fn settings_form(
    state: &AppState,
    context: &RequestContext,
    agency_id: &str,
    done: Option<String>,
    typed: Option<(&HashMap<String, String>, &Error)>,
) -> Answer {
    context.actor.person()?;
    let agency = accounts::agency(&state.app, agency_id).await?;
    let agency = state.app.policy.allow(&context.actor, acts::AGENCY_CHANGE, agency)?.into_inner();
    let founding = typed.is_some_and(|(t, _)| field(t, "act") == "found");
    let closed = if context.viewer.lang == rules::words::Lang::Ja { agency.closure.ja() } else { agency.closure.to_string() };
    let stored = [agency.name_ja.clone(), agency.name_en.clone(), closed];
    let (ja, en, closure) = match typed {
        Some((t, _)) if !founding => (field(t, "ja").to_owned(), field(t, "en").to_owned(), field(t, "closure").to_owned()),
        _ => stored.clone().into(),
    };
    let empty = HashMap::new();
    let new = if founding { typed.map_or(&empty, |t| t.0) } else { &empty };
    let fault = typed.map(|t| t.1);
    let mut names = vec![
        context.text("ja", "agency-ja", &ja, ""),
        context.text("en", "agency-en", &en, ""),
        context.text("closure", "agency-closure", &closure, "agency-closure-hint"),
    ];
    let mut found = vec![
        context.text("id", "agency-id", field(new, "id"), "agency-id-hint"),
        context.text("ja", "agency-ja", field(new, "ja"), ""),
        context.text("en", "agency-en", field(new, "en"), ""),
    ];
    let error = if founding { context.mark_as(&mut found, "new-", fault) } else { context.mark(&mut names, fault) };
    let overtaken = matches!(fault, Some(Error::Stale)) && !founding;
    let beside = names.iter().zip(stored).filter(|(field, stored)| field.value != *stored);
    let beside: Vec<_> = beside.map(|(field, stored)| (field.label.clone(), field.value.clone(), stored)).collect();
    let agencies = accounts::agencies(&state.app).await?;
    let page = Settings {
        words: &context.words,
        action: format!("/office/{agency_id}/settings{}", context.viewer.lang_query()),
        done,
        error: error.filter(|_| !overtaken),
        versions: overtaken.then(|| Faults::versions(&context.words, &beside)),
        version: agency.version,
        names,
        found,
        agencies: agencies.into_iter().map(|a| (a.id, a.name_ja)).collect(),
    };
    let title = context.word("agency-settings");
    Ok(if fault.is_some() { context.faulty(&title, &page) } else { context.page(&title, &page) })
}

pub(super) async fn settings(
    State(state): State<AppState>,
    Path(agency_id): Path<String>,
    Query(query): Query<HashMap<String, String>>,
    context: RequestContext,
) -> Answer {
    let done = context.done(&query, &["agency-renamed", "agency-founded"]);
    settings_form(&state, &context, &agency_id, done, None).await
}

pub(super) async fn change_settings(
    State(state): State<AppState>,
    Path(agency_id): Path<String>,
    context: RequestContext,
    Fields(typed): Fields,
) -> Answer {
    let (ja, en) = (field(&typed, "ja"), field(&typed, "en"));
    let version = field(&typed, "version").parse().unwrap_or(0);
    let outcome = if field(&typed, "act") == "found" {
        help::found_agency(&state.app, &context.actor, &agency_id, field(&typed, "id"), ja, en).await.map(|()| "agency-founded")
    } else {
        help::change_agency(&state.app, &context.actor, &agency_id, version, (ja, en), field(&typed, "closure"))
            .await
            .map(|()| "agency-renamed")
    };
    let done = outcome.map(|done| format!("/office/{agency_id}/settings?done={done}"));
    context.after(done, async |fault| settings_form(&state, &context, &agency_id, None, Some((&typed, fault))).await).await
}
