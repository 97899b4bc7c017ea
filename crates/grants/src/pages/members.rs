//! The members of a consortium: adding, inviting, joining.

use askama::Template;
use axum::{
    extract::{Path, State},
    response::Response,
};
use parties::pages::{Asker, Fields, of, via};
use platform::{
    Error,
    access::Act,
    mail::{self, Letter},
    secret::Secret,
};
use rules::words::Words;
use ui::{Faults, Field};

use super::apply::titled;
use crate::{
    Desk,
    application::{
        draft::{Draft, subject},
        form::Form,
        members,
        model::LEAD,
    },
};

/// Letters that did not arrive, as many as are looked through.
const MOST_STUCK: u64 = 200;

#[derive(Debug, Template)]
#[template(path = "members.html")]
struct Members<'a> {
    words: &'a Words,
    keep: &'a str,
    id: &'a str,
    /// Name within the application, what it is called, whether it leads, whether it has joined, where the invitation went.
    rows: Vec<(String, String, bool, bool, String)>,
    /// The addresses at which an invitation did not arrive.
    lost: Vec<String>,
    fields: Vec<Field>,
    may: bool,
    costs: bool,
}

/// The members as a part of a page.
pub(super) async fn panel(desk: &Desk, asker: &Asker, draft: &Draft, (name, email): &(String, String)) -> Result<String, Error> {
    let found = &draft.application;
    let may =
        desk.house().policy.may_with(&asker.actor, Act::APPLICATION_INVITE, &**found) && found.is_writable(&draft.call, desk.house().now());
    let rows = found.members.iter().map(|m| {
        let email = if may { m.email.clone() } else { String::new() };
        (m.id.clone(), m.name.clone(), m.id == LEAD, m.joined, email)
    });
    let stuck = mail::stuck(desk.house().db.read(), &subject(&found.id), MOST_STUCK).await?;
    let page = Members {
        words: asker.words,
        keep: asker.viewer.keep(),
        id: &found.id,
        rows: rows.collect(),
        lost: stuck.into_iter().filter(|l| may && l.state == mail::State::GivenUp).map(|l| l.to).collect(),
        fields: vec![asker.text("name", "member-name", name, ""), asker.text("email", "member-email", email, "member-email-hint")],
        may,
        costs: Form::new(&draft.plan).facts.expenses_of_each,
    };
    page.render().map_err(|e| Error::Broken(e.to_string()))
}

pub(super) async fn change(State(desk): State<Desk>, Path(id): Path<String>, asker: Asker, Fields(typed): Fields) -> Response {
    let gone = of(&typed, "gone");
    let done = if gone.is_empty() {
        let (words, link) = (asker.words, desk.link("/joining/"));
        let who = asker.actor.person().map(|p| p.name.clone()).unwrap_or_default();
        let letter = move |secret: &Secret, found: &crate::application::model::Application| {
            let parts = [
                ("who", mail::quoted(&who)),
                ("company", mail::quoted(&found.company_name)),
                ("title", mail::quoted(&if found.title.is_empty() { words.get("untitled") } else { found.title.clone() })),
                ("link", format!("{link}{}", secret.reveal())),
            ];
            let (subject, body) = (words.with("joining-subject", &parts), words.with("joining-letter", &parts));
            Letter { to: String::new(), subject, body, first: None }
        };
        members::invite(&desk, &asker.actor, &id, of(&typed, "name"), of(&typed, "email"), letter).await.map(|()| "member-added")
    } else {
        members::dismiss(&desk, &asker.actor, &id, gone).await.map(|()| "member-gone")
    };
    match done {
        Ok(done) => asker.go(&format!("/applications/{id}/parts/members?done={done}")),
        Err(Error::Wrong { message, .. }) => {
            let (name, email) = (ui::encode(of(&typed, "name")), ui::encode(of(&typed, "email")));
            asker.go(&format!("/applications/{id}/parts/members?wrong={message}&name={name}&email={email}"))
        }
        Err(error) => asker.problem(&error),
    }
}

#[derive(Debug, Template)]
#[template(path = "joining.html")]
struct Joining<'a> {
    words: &'a Words,
    action: String,
    lead: String,
    call: String,
    title: String,
    /// As whom it was invited, and where the letter went.
    invited: String,
    /// Where somebody else than they is signed in.
    elsewhere: Option<String>,
    signed_in: bool,
    sign_in: String,
    /// Where a company is registered, and one comes back from.
    register: String,
    error: Option<Faults>,
    fields: Vec<Field>,
}

async fn show(desk: &Desk, asker: &Asker, secret: &str, fault: Option<&Error>) -> Result<Response, Error> {
    let key = Secret::read(secret).ok_or(Error::Expired)?;
    let (found, call, member) = members::invitation(desk, &key).await?;
    let own = parties::service::acting_for(desk.house(), &asker.actor).await?;
    let mut field = asker.text("company", "apply-company", "", "");
    field.options = own.into_iter().map(|c| (c.id, c.name)).collect();
    let has_company = !field.options.is_empty();
    let mut fields = vec![field];
    let error = asker.mark(&mut fields, fault);
    let page = Joining {
        words: asker.words,
        action: format!("/joining/{secret}{}", asker.viewer.keep()),
        lead: found.company_name.clone(),
        call: asker.viewer.lang.of(&call.programme.plan().programme.name).to_owned(),
        title: titled(asker, &found),
        elsewhere: asker
            .actor
            .person()
            .ok()
            .filter(|p| !member.email.is_empty() && !p.email.eq_ignore_ascii_case(&member.email))
            .map(|p| asker.words.with("joining-elsewhere", &[("to", member.email.clone()), ("me", p.email.clone())])),
        invited: member.name,
        signed_in: asker.actor.person().is_ok(),
        register: asker.kept(&via("/companies/new", &format!("/joining/{secret}"))),
        sign_in: format!("/sign-in?next={}{}", ui::encode(&format!("/joining/{secret}")), asker.more()),
        error,
        fields: if has_company { fields } else { Vec::new() },
    };
    let title = asker.word("joining");
    Ok(if fault.is_some() { asker.faulty(&title, page.render()) } else { asker.page(&title, page.render()) })
}

pub(super) async fn joining(State(desk): State<Desk>, Path(secret): Path<String>, asker: Asker) -> Response {
    show(&desk, &asker, &secret, None).await.unwrap_or_else(|error| asker.problem(&error))
}

pub(super) async fn join(State(desk): State<Desk>, Path(secret): Path<String>, asker: Asker, Fields(typed): Fields) -> Response {
    let joined = match Secret::read(&secret) {
        Some(key) => members::join(&desk, &asker.actor, &key, of(&typed, "company")).await,
        None => Err(Error::Expired),
    };
    match joined {
        Ok(id) => asker.go(&format!("/applications/{id}?done=joined")),
        Err(fault) if fault.is_typed() => show(&desk, &asker, &secret, Some(&fault)).await.unwrap_or_else(|e| asker.problem(&e)),
        Err(error) => asker.problem(&error),
    }
}
