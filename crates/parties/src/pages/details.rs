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
    Asker, Fields, Rooms, Whence,
    account::{Short, field},
    of,
};

fn form<'a>(asker: &Asker, name: &'a str, action: &str, lead: String, fields: Vec<Field>) -> Short<'a> {
    let back = (format!("/account{}", asker.viewer.keep()), asker.word("account"));
    let action = format!("{action}{}", asker.viewer.keep());
    Short { title: name, lead, action, fields, hidden: Vec::new(), button: name, links: vec![back], below: String::new() }
}

async fn name_form(rooms: &Rooms, asker: &Asker, typed: Option<&str>, fault: Option<&Error>) -> Response {
    let own = match accounts::own(&rooms.house, &asker.actor).await {
        Ok(own) => own,
        Err(error) => return asker.problem(&error),
    };
    let value = typed.unwrap_or(&own.name).to_owned();
    let fields = vec![Field { value, ..field(asker, "name", "name", "text", "name") }];
    form(asker, "change-name", "/account/name", asker.word("change-name-lead"), fields).show(asker, fault)
}

pub(super) async fn name_page(State(rooms): State<Rooms>, asker: Asker) -> Response {
    name_form(&rooms, &asker, None, None).await
}

pub(super) async fn name(State(rooms): State<Rooms>, asker: Asker, Fields(typed): Fields) -> Response {
    let name = of(&typed, "name");
    match accounts::rename(&rooms.house, &asker.actor, name).await {
        Ok(()) => asker.go("/account?done=name"),
        Err(fault) if fault.is_typed() => name_form(&rooms, &asker, Some(name), Some(&fault)).await,
        Err(error) => asker.problem(&error),
    }
}

async fn address_form(rooms: &Rooms, asker: &Asker, typed: &str, fault: Option<&Error>) -> Response {
    let (own, keys) = match (accounts::own(&rooms.house, &asker.actor).await, accounts::keys(&rooms.house, &asker.actor).await) {
        (Ok(own), Ok(keys)) => (own, keys),
        (Err(error), _) | (_, Err(error)) => return asker.problem(&error),
    };
    let mut fields = vec![Field { value: typed.to_owned(), ..field(asker, "email", "new-address", "email", "email") }];
    if keys.password {
        fields.push(field(asker, "confirm", "password-confirm", "password", "current-password"));
    }
    let lead = asker.words.with("change-address-lead", &[("email", own.email.clone())]);
    form(asker, "change-address", "/account/address", lead, fields).show(asker, fault)
}

pub(super) async fn address_page(State(rooms): State<Rooms>, asker: Asker) -> Response {
    address_form(&rooms, &asker, "", None).await
}

pub(super) async fn address(State(rooms): State<Rooms>, Whence(whence): Whence, asker: Asker, Fields(typed): Fields) -> Response {
    let email = of(&typed, "email");
    let letter = |person: &Person, email: &str, secret: &Secret| {
        let link = rooms.link(&format!("/addresses/{}{}", secret.reveal(), asker.viewer.keep()));
        Letter {
            to: email.to_owned(),
            subject: asker.word("change-address-subject"),
            body: asker.words.with("change-address-letter", &[("name", mail::quoted(&person.name)), ("link", link)]),
            first: None,
        }
    };
    match accounts::ask_address(&rooms.house, &asker.actor, email, of(&typed, "confirm"), &whence, letter).await {
        Ok(()) => asker.go("/account?done=address-asked"),
        Err(fault) if fault.is_typed() => address_form(&rooms, &asker, email, Some(&fault)).await,
        Err(error) => asker.problem(&error),
    }
}

/// Looking at the link changes nothing: a program that opens letters first may have looked already.
fn take_form(asker: &Asker, secret: &Secret, fault: Option<&Error>) -> Response {
    let lead = asker.word("take-address-lead");
    form(asker, "take-address", &format!("/addresses/{}", secret.reveal()), lead, Vec::new()).show(asker, fault)
}

pub(super) async fn take_page(Path(secret): Path<String>, asker: Asker) -> Response {
    match Secret::read(&secret) {
        Some(secret) => take_form(&asker, &secret, None),
        None => asker.problem(&Error::Expired),
    }
}

pub(super) async fn take(State(rooms): State<Rooms>, Path(secret): Path<String>, asker: Asker) -> Response {
    let Some(secret) = Secret::read(&secret) else { return asker.problem(&Error::Expired) };
    let letter = |person: &Person, email: &str| Letter {
        to: person.email.clone(),
        subject: asker.word("address-changed-subject"),
        body: asker.words.with("address-changed-letter", &[("name", mail::quoted(&person.name)), ("email", email.to_owned())]),
        first: None,
    };
    match accounts::take_address(&rooms.house, &secret, letter).await {
        Ok(()) => asker.go("/account?done=address"),
        Err(fault) if fault.is_typed() => take_form(&asker, &secret, Some(&fault)),
        Err(error) => asker.problem(&error),
    }
}
