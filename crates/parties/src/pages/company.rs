//! A company's profile: its facts, and who acts for it.

use std::collections::HashMap;

use askama::Template;
use axum::{
    extract::{Path, Query, State},
    http::StatusCode,
    response::Response,
};
use platform::{
    Error,
    access::{Act, Kind, Role},
    accounts::{self, Scope},
    mail::Letter,
};
use rules::{
    application::GivenValue,
    language::{FactType, Scalar},
    vocabulary::StandardFact,
    words::{Lang, Words},
};
use ui::Field;

use super::{Asker, Fields, Rooms, door};
use crate::{model::Company, service};

/// A person who holds roles in a place.
#[derive(Debug)]
pub(super) struct Holder {
    pub(super) id: String,
    pub(super) name: String,
    pub(super) email: String,
    /// Each role: its name and what it is called.
    pub(super) roles: Vec<(&'static str, String)>,
}

/// The people of a place, and the form that invites to it.
#[derive(Debug, Template)]
#[template(path = "people.html")]
pub(super) struct People<'a> {
    pub(super) words: &'a Words,
    pub(super) action: String,
    pub(super) holders: Vec<Holder>,
    pub(super) may_take: bool,
    /// The fields of an invitation; none where the viewer may not invite.
    pub(super) invite: Vec<Field>,
}

impl<'a> People<'a> {
    /// The people of a place as the asker may see them.
    pub(super) async fn of(
        rooms: &Rooms,
        asker: &'a Asker,
        scope: &Scope,
        action: &str,
        fault: Option<&Error>,
        typed: &HashMap<String, String>,
    ) -> Result<Self, Error> {
        let (invite, remove) = match scope.kind() {
            Kind::Organisation => (Act::ORGANISATION_INVITE, Act::ORGANISATION_REMOVE),
            _ => (Act::AGENCY_INVITE, Act::AGENCY_REMOVE),
        };
        let may = |act| rooms.house.policy.may(&asker.actor, act, scope.kind(), scope.id());
        let people = accounts::people(&rooms.house, &asker.actor, scope).await?;
        let holders = people.into_iter().map(|(person, roles)| Holder {
            id: person.id,
            name: person.name,
            email: person.email,
            roles: roles.into_iter().map(|r| (r.name(), asker.word(&door::role_word(r)))).collect(),
        });
        let holders: Vec<Holder> = holders.collect();
        let told = |name: &str| match fault {
            Some(Error::Wrong { field, message }) if *field == name => Some(asker.word(message)),
            _ => None,
        };
        let roles = Role::ALL.into_iter().filter(|r| r.held_in() == scope.kind());
        let value = |name: &str| typed.get(name).cloned().unwrap_or_default();
        let fields = if may(invite) {
            vec![
                Field {
                    name: "email",
                    label: asker.word("email"),
                    kind: "email",
                    autocomplete: "off",
                    value: value("email"),
                    error: told("email"),
                    ..Field::default()
                },
                Field {
                    name: "role",
                    label: asker.word("role"),
                    options: roles.map(|r| (r.name().to_owned(), asker.word(&door::role_word(r)))).collect(),
                    value: value("role"),
                    error: told("role"),
                    ..Field::default()
                },
            ]
        } else {
            Vec::new()
        };
        Ok(Self { words: asker.words, action: format!("{action}{}", asker.viewer.keep()), holders, may_take: may(remove), invite: fields })
    }
}

/// Invites somebody, or takes a role away, as a form of [`People`] asks for; the word for what was done.
pub(super) async fn act_on_people(
    rooms: &Rooms,
    asker: &Asker,
    scope: &Scope,
    place: &str,
    typed: &HashMap<String, String>,
) -> Result<&'static str, Error> {
    let get = |name: &str| typed.get(name).map_or("", String::as_str);
    let role: Role = get("role").parse()?;
    if !get("person").is_empty() {
        accounts::take_role(&rooms.house, &asker.actor, scope, get("person"), role).await?;
        return Ok("role-taken");
    }
    let letter = |secret: &platform::secret::Secret| {
        let link = rooms.link(&format!("/invitations/{}{}", secret.reveal(), asker.viewer.keep()));
        let parts = [("place", place.to_owned()), ("role", asker.word(&door::role_word(role))), ("link", link)];
        Letter {
            to: get("email").trim().to_owned(),
            subject: asker.words.with("invite-subject", &parts),
            body: asker.words.with("invite-letter", &parts),
        }
    };
    accounts::invite(&rooms.house, &asker.actor, scope, role, get("email"), letter).await?;
    Ok("invite-sent")
}

#[derive(Debug, Template)]
#[template(path = "company.html")]
struct Profile<'a> {
    words: &'a Words,
    keep: &'a str,
    id: &'a str,
    name: &'a str,
    number: String,
    version: i32,
    done: Option<String>,
    error: Option<String>,
    fields: Vec<Field>,
    may_change: bool,
    people: String,
}

/// A fact as a field of the form.
fn fact_field(fact: &'static StandardFact, company: &Company, asker: &Asker) -> Field {
    let ja = asker.viewer.lang == Lang::Ja;
    let label = if ja { fact.ja } else { fact.en };
    let given = company.profile.facts.get(fact.name).map(|g| &g.value);
    let one = |scalar: &Scalar| match (fact.kind, scalar) {
        (FactType::YesNo, Scalar::Bool(yes)) => if *yes { "yes" } else { "no" }.to_owned(),
        (FactType::Yen | FactType::Count, Scalar::Int(number)) => kernel::text::separated(*number),
        (FactType::Prefecture | FactType::Prefectures, other) => prefecture(&other.to_string()),
        (_, other) => other.to_string(),
    };
    let value = match given {
        None => String::new(),
        Some(GivenValue::One(scalar)) => one(scalar),
        Some(GivenValue::Many(many)) => many.iter().map(one).collect::<Vec<_>>().join("、"),
    };
    let blank = (String::new(), asker.word("choose"));
    let options = match fact.kind {
        FactType::YesNo => vec![blank, ("yes".to_owned(), asker.word("yes")), ("no".to_owned(), asker.word("no"))],
        FactType::Choice => {
            let choices = fact.choices.iter().map(|c| (c.0.to_owned(), if ja { c.1 } else { c.2 }.to_owned()));
            std::iter::once(blank).chain(choices).collect()
        }
        _ => Vec::new(),
    };
    let hint = match fact.kind {
        FactType::Prefectures => asker.word("fact-list-hint"),
        FactType::Industry => asker.word("industry-hint"),
        _ => String::new(),
    };
    Field { name: fact.name, label: label.to_owned(), kind: "text", autocomplete: "off", value, hint, options, error: None }
}

fn prefecture(code: &str) -> String {
    kernel::Prefecture::parse(code).map_or_else(|_| code.to_owned(), |p| p.name_ja().to_owned())
}

async fn show(rooms: &Rooms, asker: &Asker, id: &str, done: Option<&str>, faults: &[Error], typed: &HashMap<String, String>) -> Response {
    let company = match service::company(&rooms.house, &asker.actor, Act::ORGANISATION_READ, id).await {
        Ok(company) => company,
        Err(error) => return asker.problem(&error),
    };
    if let Some(other) = &company.merged_into {
        return asker.go(&format!("/companies/{other}"));
    }
    let scope = Scope::Organisation(id.to_owned());
    let fault = faults.first();
    let people = match People::of(rooms, asker, &scope, &format!("/companies/{id}/people"), fault, typed).await {
        Ok(people) => people.render().unwrap_or_default(),
        Err(error) => return asker.problem(&error),
    };
    let mut error = None;
    let mut fields: Vec<Field> = service::facts().map(|f| fact_field(f, &company, asker)).collect();
    for fault in faults {
        if let Error::Wrong { field, message } = fault {
            error = Some(asker.word(message));
            for f in fields.iter_mut().filter(|f| f.name == *field) {
                f.error = Some(asker.word(message));
            }
        }
    }
    if !faults.is_empty() {
        // Nothing that was typed is lost.
        for f in &mut fields {
            if let Some(text) = typed.get(f.name) {
                f.value.clone_from(text);
            }
        }
    }
    let page = Profile {
        words: asker.words,
        keep: asker.viewer.keep(),
        id,
        name: &company.name,
        number: company.number.map(|n| n.to_string()).unwrap_or_default(),
        version: company.version,
        done: done.map(|d| asker.word(d)),
        error,
        fields,
        may_change: rooms.house.policy.may(&asker.actor, Act::ORGANISATION_CHANGE, Kind::Organisation, id),
        people,
    };
    let mut response = asker.page(&company.name, page.render());
    if !faults.is_empty() {
        *response.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
    }
    response
}

fn done_word(query: &HashMap<String, String>) -> Option<&'static str> {
    ["company-saved", "company-registered", "invite-sent", "role-taken"].into_iter().find(|w| query.get("done").is_some_and(|d| d == w))
}

pub(super) async fn page(
    State(rooms): State<Rooms>,
    Path(id): Path<String>,
    Query(query): Query<HashMap<String, String>>,
    asker: Asker,
) -> Response {
    show(&rooms, &asker, &id, done_word(&query), &[], &HashMap::new()).await
}

pub(super) async fn change(State(rooms): State<Rooms>, Path(id): Path<String>, asker: Asker, Fields(typed): Fields) -> Response {
    let version = typed.get("version").and_then(|v| v.parse().ok()).unwrap_or(0);
    let facts: Vec<(String, String)> = typed.iter().map(|(k, v)| (k.clone(), v.clone())).collect();
    match service::change(&rooms.house, &asker.actor, &id, version, &facts).await {
        Ok(()) => asker.go(&format!("/companies/{id}?done=company-saved")),
        Err(faults) if faults.iter().all(|f| matches!(f, Error::Wrong { .. })) => show(&rooms, &asker, &id, None, &faults, &typed).await,
        Err(faults) => asker.problem(faults.first().unwrap_or(&Error::NotFound)),
    }
}

pub(super) async fn people(State(rooms): State<Rooms>, Path(id): Path<String>, asker: Asker, Fields(typed): Fields) -> Response {
    let place = match service::company(&rooms.house, &asker.actor, Act::ORGANISATION_READ, &id).await {
        Ok(company) => company.name.clone(),
        Err(error) => return asker.problem(&error),
    };
    match act_on_people(&rooms, &asker, &Scope::Organisation(id.clone()), &place, &typed).await {
        Ok(done) => asker.go(&format!("/companies/{id}?done={done}")),
        Err(fault @ Error::Wrong { .. }) => show(&rooms, &asker, &id, None, &[fault], &typed).await,
        Err(error) => asker.problem(&error),
    }
}
