//! One's own name, and the address by which one signs in.

use axum::{
    extract::{Path, State},
    response::Response,
};
use platform::{
    Error,
    accounts::{self, Person},
    mail::{self, Letter},
    secret::Secret,
};
use ui::Field;

use super::{
    AppState, Origin,
    short_form::{Short, labelled},
};
use web::{Answer, Fields, RequestContext, field};

fn form<'a>(context: &RequestContext, name: &'a str, action: &str, lead: String, fields: Vec<Field>) -> Short<'a> {
    let back = (format!("/account{}", context.viewer.lang_query()), context.word("account"));
    let action = format!("{action}{}", context.viewer.lang_query());
    Short {
        title: name,
        steps: Vec::new(),
        lead,
        action,
        fields,
        hidden: Vec::new(),
        button: name,
        links: vec![back],
        below: String::new(),
    }
}

async fn name_form(state: &AppState, context: &RequestContext, typed: Option<&str>, fault: Option<&Error>) -> Answer {
    let own = accounts::own(&state.app, &context.actor).await?;
    let value = typed.unwrap_or(&own.name).to_owned();
    let fields = vec![Field { value, ..labelled(context, "name", "name", "text", "name") }];
    Ok(form(context, "change-name", "/account/name", context.word("change-name-lead"), fields).show(context, fault))
}

pub(super) async fn name_page(State(state): State<AppState>, context: RequestContext) -> Answer {
    name_form(&state, &context, None, None).await
}

pub(super) async fn name(State(state): State<AppState>, context: RequestContext, Fields(typed): Fields) -> Answer {
    let name = field(&typed, "name");
    let done = accounts::rename(&state.app, &context.actor, name).await.map(|()| "/account?done=name".to_owned());
    context.after(done, async |fault| name_form(&state, &context, Some(name), Some(fault)).await).await
}

async fn address_form(state: &AppState, context: &RequestContext, typed: &str, fault: Option<&Error>) -> Answer {
    let (own, keys) = match (accounts::own(&state.app, &context.actor).await, accounts::keys(&state.app, &context.actor).await) {
        (Ok(own), Ok(keys)) => (own, keys),
        (Err(error), _) | (_, Err(error)) => return Err(error.into()),
    };
    let mut fields = vec![Field { value: typed.to_owned(), ..labelled(context, "email", "new-address", "email", "email") }];
    if keys.password {
        fields.push(labelled(context, "confirm", "password-confirm", "password", "current-password"));
    }
    let lead = context.words.with("change-address-lead", &[("email", own.email.clone())]);
    Ok(form(context, "change-address", "/account/address", lead, fields).show(context, fault))
}

pub(super) async fn address_page(State(state): State<AppState>, context: RequestContext) -> Answer {
    address_form(&state, &context, "", None).await
}

pub(super) async fn address(
    State(state): State<AppState>,
    Origin(whence): Origin,
    context: RequestContext,
    Fields(typed): Fields,
) -> Answer {
    let email = field(&typed, "email");
    let letter = |person: &Person, email: &str, secret: &Secret| {
        let link = state.app.link(&format!("/addresses/{}{}", secret.reveal(), context.viewer.lang_query()));
        Letter {
            to: email.to_owned(),
            subject: context.word("change-address-subject"),
            body: context.words.with("change-address-letter", &[("name", mail::quoted(&person.name)), ("link", link)]),
            first: None,
        }
    };
    let done = accounts::ask_address(&state.app, &context.actor, email, field(&typed, "confirm"), &whence, letter)
        .await
        .map(|()| "/account?done=address-asked".to_owned());
    context.after(done, async |fault| address_form(&state, &context, email, Some(fault)).await).await
}

/// Looking at the link changes nothing: a program that opens letters first may have looked already.
fn take_form(context: &RequestContext, secret: &Secret, fault: Option<&Error>) -> Response {
    let lead = context.word("take-address-lead");
    form(context, "take-address", &format!("/addresses/{}", secret.reveal()), lead, Vec::new()).show(context, fault)
}

pub(super) async fn take_page(Path(secret): Path<String>, context: RequestContext) -> Answer {
    match Secret::read(&secret) {
        Some(secret) => Ok(take_form(&context, &secret, None)),
        None => Err(Error::Expired.into()),
    }
}

pub(super) async fn take(State(state): State<AppState>, Path(secret): Path<String>, context: RequestContext) -> Answer {
    let Some(secret) = Secret::read(&secret) else { return Err(Error::Expired.into()) };
    let letter = |person: &Person, email: &str| Letter {
        to: person.email.clone(),
        subject: context.word("address-changed-subject"),
        body: context.words.with("address-changed-letter", &[("name", mail::quoted(&person.name)), ("email", email.to_owned())]),
        first: None,
    };
    match accounts::take_address(&state.app, &secret, letter).await {
        Ok(()) => Ok(context.go("/account?done=address")),
        Err(fault) if fault.is_typed() => Ok(take_form(&context, &secret, Some(&fault))),
        Err(error) => Err(error.into()),
    }
}
