//! The members of a consortium: adding, inviting, joining.

use crate::acts;
use askama::Template;
use axum::extract::{Path, State};
use platform::{
    Error,
    mail::{self, Letter},
    secret::Secret,
};
use rules::words::Words;
use ui::{Faults, Field};
use web::{Answer, Fields, RequestContext, field, via};

use super::labels::titled;
use crate::{
    AppState,
    application::{authorization::subject, draft::Draft, form::Form, members, model::LEAD},
};

/// Letters that did not arrive, as many as are looked through.
const MOST_STUCK: u64 = 200;

#[derive(Debug, Template)]
#[template(path = "members.html")]
struct Members<'a> {
    words: &'a Words,
    lang_query: &'a str,
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
pub(super) async fn panel(
    state: &AppState,
    context: &RequestContext,
    draft: &Draft,
    (name, email): &(String, String),
) -> Result<String, Error> {
    let found = &draft.application;
    let may = state.app().policy.may_with(&context.actor, acts::APPLICATION_INVITE, &**found)
        && found.is_writable(&draft.call, state.app().now());
    let rows = found.members.iter().map(|m| {
        let email = if may { m.email.clone() } else { String::new() };
        (m.id.clone(), m.name.clone(), m.id == LEAD, m.joined, email)
    });
    let stuck = mail::stuck(state.app().db.read(), &subject(&found.id), MOST_STUCK).await?;
    let page = Members {
        words: &context.words,
        lang_query: context.viewer.lang_query(),
        id: &found.id,
        rows: rows.collect(),
        lost: stuck.into_iter().filter(|l| may && l.state == mail::State::GivenUp).map(|l| l.to).collect(),
        fields: vec![context.text("name", "member-name", name, ""), context.text("email", "member-email", email, "member-email-hint")],
        may,
        costs: Form::new(&draft.plan).facts.expenses_of_each,
    };
    page.render().map_err(|e| Error::Broken(e.to_string()))
}

pub(super) async fn change(
    State(state): State<AppState>,
    Path(id): Path<String>,
    context: RequestContext,
    Fields(typed): Fields,
) -> Answer {
    let gone = field(&typed, "gone");
    let done = if gone.is_empty() {
        let (words, link) = (&context.words, state.link("/joining/"));
        let who = context.actor.person().map(|p| p.name.clone()).unwrap_or_default();
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
        members::invite(&state, &context.actor, &id, field(&typed, "name"), field(&typed, "email"), letter).await.map(|()| "member-added")
    } else {
        members::dismiss(&state, &context.actor, &id, gone).await.map(|()| "member-gone")
    };
    match done {
        Ok(done) => Ok(context.go(&format!("/applications/{id}/parts/members?done={done}"))),
        Err(Error::Wrong { message, .. }) => {
            let (name, email) = (ui::encode(field(&typed, "name")), ui::encode(field(&typed, "email")));
            Ok(context.go(&format!("/applications/{id}/parts/members?wrong={message}&name={name}&email={email}")))
        }
        Err(error) => Err(error.into()),
    }
}

#[derive(Debug, Template)]
#[template(path = "join.html")]
struct JoinPage<'a> {
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

async fn show(state: &AppState, context: &RequestContext, secret: &str, fault: Option<&Error>) -> Answer {
    let key = Secret::read(secret).ok_or(Error::Expired)?;
    let (found, call, member) = members::invitation(state, &key).await?;
    let own = parties::service::acting_for(state.app(), &context.actor).await?;
    let mut field = context.text("company", "apply-company", "", "");
    field.options = own.into_iter().map(|c| (c.id, c.name)).collect();
    let has_company = !field.options.is_empty();
    let mut fields = vec![field];
    let error = context.mark(&mut fields, fault);
    let page = JoinPage {
        words: &context.words,
        action: format!("/joining/{secret}{}", context.viewer.lang_query()),
        lead: found.company_name.clone(),
        call: context.viewer.lang.of(&call.programme.plan().programme.name).to_owned(),
        title: titled(context, &found),
        elsewhere: context
            .actor
            .person()
            .ok()
            .filter(|p| !member.email.is_empty() && !p.email.eq_ignore_ascii_case(&member.email))
            .map(|p| context.words.with("joining-elsewhere", &[("to", member.email.clone()), ("me", p.email.clone())])),
        invited: member.name,
        signed_in: context.actor.person().is_ok(),
        register: context.kept(&via("/companies/new", &format!("/joining/{secret}"))),
        sign_in: format!("/sign-in?next={}{}", ui::encode(&format!("/joining/{secret}")), context.more()),
        error,
        fields: if has_company { fields } else { Vec::new() },
    };
    let title = context.word("joining");
    Ok(if fault.is_some() { context.faulty(&title, &page) } else { context.page(&title, &page) })
}

pub(super) async fn joining(State(state): State<AppState>, Path(secret): Path<String>, context: RequestContext) -> Answer {
    show(&state, &context, &secret, None).await
}

pub(super) async fn join(
    State(state): State<AppState>,
    Path(secret): Path<String>,
    context: RequestContext,
    Fields(typed): Fields,
) -> Answer {
    let joined = match Secret::read(&secret) {
        Some(key) => members::join(&state, &context.actor, &key, field(&typed, "company")).await,
        None => Err(Error::Expired),
    };
    let done = joined.map(|id| format!("/applications/{id}?done=joined"));
    context.after(done, async |fault| show(&state, &context, &secret, Some(fault)).await).await
}
