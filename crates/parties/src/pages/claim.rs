//! Asking for an account, and saying that one acts for a company: founding its record, or asking those who decide.

use std::collections::HashMap;

use askama::Template;
use axum::{
    extract::{Path, Query, State},
    response::Response,
};
use kernel::CorporateNumber;
use platform::{
    Error,
    accounts::{self, Person},
    mail::{self, Letter},
    secret::Secret,
};
use rules::words::Words;
use ui::{Faults, Field};

use super::{
    Asker, Fields, Rooms, Whence,
    account::{Short, field},
    directory::{kind_word, kinds},
    moment, of,
    registry::came,
    via, within,
};
use crate::{
    claim::service::{self as claims, By, Outcome, Typed},
    model::Company,
    registry::service as registry,
    service,
};

fn sign_up_form(asker: &Asker, sent: bool, typed: &HashMap<String, String>, fault: Option<&Error>) -> Response {
    let number = Field {
        hint: asker.word("sign-up-number-hint"),
        value: of(typed, "number").to_owned(),
        ..field(asker, "number", "corporate-number", "text", "off")
    };
    let short = Short {
        title: "sign-up",
        lead: asker.word(if sent { "sign-up-sent" } else { "sign-up-lead" }),
        action: format!("/sign-up{}", asker.viewer.keep()),
        fields: vec![Field { value: of(typed, "email").to_owned(), ..field(asker, "email", "email", "email", "username") }, number],
        hidden: vec![("next", of(typed, "next"))],
        button: "sign-up-button",
        links: vec![(asker.kept(&via("/sign-in", of(typed, "next"))), asker.word("sign-in"))],
        below: String::new(),
    };
    short.show(asker, fault)
}

pub(super) async fn sign_up_page(Query(query): Query<HashMap<String, String>>, asker: Asker) -> Response {
    sign_up_form(&asker, query.contains_key("sent"), &query, None)
}

pub(super) async fn sign_up(State(rooms): State<Rooms>, Whence(whence): Whence, asker: Asker, Fields(typed): Fields) -> Response {
    let number = of(&typed, "number").trim();
    let sound = number.is_empty() || CorporateNumber::parse(number).is_ok();
    let sound = if sound { Ok(()) } else { Err(Error::Wrong { field: "number", message: "wrong-corporate-number" }) };
    if let Err(fault) = Error::all([accounts::is_address(of(&typed, "email")), sound]) {
        return sign_up_form(&asker, false, &typed, Some(&fault));
    }
    let letter = |known: Option<&Person>, secret: &Secret| {
        let (key, path) = match known {
            Some(_) => ("sign-up-letter-known", "/sign-in".to_owned()),
            None => ("sign-up-letter", format!("/invitations/{}", secret.reveal())),
        };
        let link = rooms.link(&asker.kept(&via(&path, of(&typed, "next"))));
        Letter {
            to: of(&typed, "email").trim().to_owned(),
            subject: asker.word("sign-up-subject"),
            body: asker.words.with(key, &[("link", link)]),
            first: None,
        }
    };
    match accounts::sign_up(&rooms.house, of(&typed, "email"), number, &whence, letter).await {
        Ok(()) => asker.go("/sign-up?sent=1"),
        Err(fault) if fault.is_typed() => sign_up_form(&asker, false, &typed, Some(&fault)),
        Err(error) => asker.problem(&error),
    }
}

#[derive(Debug, Template)]
#[template(path = "new_company.html")]
struct New<'a> {
    words: &'a Words,
    keep: &'a str,
    lang: &'a str,
    error: Option<Faults>,
    /// The number that was asked for; nothing before one was.
    number: &'a str,
    ask: Field,
    /// What the registry said, as a sentence, and what it knows.
    said: Option<String>,
    facts: Vec<(String, String)>,
    fields: Vec<Field>,
    /// Where one goes on to afterwards.
    next: &'a str,
}

async fn new_form(rooms: &Rooms, asker: &Asker, typed: &Typed, next: &str, asked: bool, fault: Option<&Error>) -> Result<Response, Error> {
    asker.actor.person()?;
    let ask = asker.text("number", "corporate-number", &typed.number, "corporate-number-hint");
    let number = typed.number.trim();
    let parsed = CorporateNumber::parse(number).ok();
    let unread = Error::Wrong { field: "number", message: "wrong-corporate-number" };
    let fault = fault.or_else(|| (asked && !number.is_empty() && parsed.is_none()).then_some(&unread));
    let mut looked = None;
    if let (Some(known), Some(number)) = (&rooms.registry, parsed) {
        looked = Some(registry::look(&rooms.house, &asker.actor, known, number).await?);
    }
    let name = if typed.name.is_empty() { looked.as_ref().and_then(|l| l.name.clone()).unwrap_or_default() } else { typed.name.clone() };
    let kind = match (typed.kind.as_str(), parsed) {
        ("", Some(_)) => "company",
        ("", None) => "sole_proprietor",
        (kind, _) => kind,
    };
    let mut facts = Vec::new();
    if let Some(l) = &looked {
        let place = [l.prefecture.map(|p| p.name_ja().to_owned()), l.address.clone()].into_iter().flatten().collect::<String>();
        let told = [
            ("address", Some(place).filter(|p| !p.is_empty())),
            ("capital-word", l.capital.map(|y| format!("{}円", kernel::text::separated(y.get())))),
            ("employees-word", l.employees.map(kernel::text::separated)),
            ("contact-representative", l.representative.clone()),
        ];
        facts = told.into_iter().filter_map(|(key, text)| Some((asker.word(key), text?))).collect();
    }
    let mut fields = vec![
        asker.text("name", "company-name", &name, ""),
        Field {
            options: kinds().iter().map(|k| (k.0.to_owned(), kind_word(asker, k.0))).collect(),
            ..asker.text("kind", "company-kind", kind, "")
        },
        asker.text("note", "claim-note", &typed.note, "claim-note-hint"),
    ];
    fields.insert(0, ask);
    let error = asker.mark(&mut fields, fault);
    let ask = fields.remove(0);
    let failed = error.is_some();
    let page = New {
        words: asker.words,
        keep: asker.viewer.keep(),
        lang: asker.viewer.lang.code(),
        error,
        number,
        ask,
        said: looked.as_ref().map(|l| came(asker, l.state)),
        facts,
        next,
        fields: if asked && (parsed.is_some() || number.is_empty()) { fields } else { Vec::new() },
    };
    let title = asker.word("new-company");
    Ok(if failed { asker.faulty(&title, page.render()) } else { asker.page(&title, page.render()) })
}

pub(super) async fn new_page(State(rooms): State<Rooms>, Query(query): Query<HashMap<String, String>>, asker: Asker) -> Response {
    let number: String = of(&query, "number").chars().filter(|c| !c.is_control()).take(40).collect();
    let asked = query.contains_key("number");
    let typed = Typed { number, ..Typed::default() };
    new_form(&rooms, &asker, &typed, of(&query, "next"), asked, None).await.unwrap_or_else(|error| asker.problem(&error))
}

pub(super) async fn make(State(rooms): State<Rooms>, asker: Asker, Fields(typed): Fields) -> Response {
    let get = |name: &str| of(&typed, name).to_owned();
    let next = get("next");
    let typed = Typed { number: get("number"), name: get("name"), kind: get("kind"), note: get("note") };
    let me = asker.actor.person().map(|p| p.name.clone()).unwrap_or_default();
    let letter = |owner: &Person, company: &Company| {
        let link = rooms.link(&format!("/companies/{}{}", company.id, asker.viewer.keep()));
        let (name, who, company) = (mail::quoted(&owner.name), mail::quoted(&me), mail::quoted(&company.name));
        let parts = [("name", name), ("who", who), ("company", company), ("link", link)];
        Letter {
            to: owner.email.clone(),
            subject: asker.words.with("claim-subject", &parts),
            body: asker.words.with("claim-letter", &parts),
            first: None,
        }
    };
    // Where the registry does not answer, the record waits for people.
    let looked = match (&rooms.registry, CorporateNumber::parse(&typed.number)) {
        (Some(known), Ok(number)) => registry::look(&rooms.house, &asker.actor, known, number).await.ok(),
        _ => None,
    };
    match claims::make(&rooms.house, &asker.actor, &typed, looked.as_ref(), letter).await {
        Ok(Outcome::Founded(_)) if within(&next) != "/" => asker.go(within(&next)),
        Ok(Outcome::Founded(id)) => asker.go(&format!("/companies/{id}?done=company-founded")),
        Ok(Outcome::Asked) => asker.go("/account/roles?done=claim-made"),
        Err(fault) if fault.is_typed() => {
            new_form(&rooms, &asker, &typed, &next, true, Some(&fault)).await.unwrap_or_else(|error| asker.problem(&error))
        }
        Err(error) => asker.problem(&error),
    }
}

/// A claim as those see it who decide.
#[derive(Debug)]
pub(super) struct Row {
    pub(super) id: String,
    pub(super) company: String,
    pub(super) company_id: String,
    pub(super) name: String,
    pub(super) email: String,
    pub(super) note: String,
    pub(super) at: String,
}

impl Row {
    pub(super) fn of(told: claims::Told) -> Self {
        Self {
            id: told.claim.id,
            company_id: told.company.id,
            company: told.company.name,
            name: told.person.name,
            email: told.person.email,
            note: told.claim.note,
            at: moment(told.claim.at),
        }
    }
}

/// The letter that tells somebody how a claim was decided.
fn answer(rooms: &Rooms, asker: &Asker, grant: bool) -> impl Fn(&Person, &Company) -> Letter {
    let (link, words) = (rooms.link(&format!("/account/roles{}", asker.viewer.keep())), asker.words);
    move |person: &Person, company: &Company| {
        let parts = [("name", mail::quoted(&person.name)), ("company", mail::quoted(&company.name)), ("link", link.clone())];
        let key = if grant { "claim-granted-letter" } else { "claim-refused-letter" };
        let (subject, body) = (words.with("claim-answer-subject", &parts), words.with(key, &parts));
        Letter { to: person.email.clone(), subject, body, first: None }
    }
}

pub(super) async fn decide_as_owner(State(rooms): State<Rooms>, Path(id): Path<String>, asker: Asker, Fields(typed): Fields) -> Response {
    let grant = of(&typed, "act") == "grant";
    match claims::decide(&rooms.house, &asker.actor, By::Owner, of(&typed, "claim"), grant, answer(&rooms, &asker, grant)).await {
        Ok(()) => asker.go(&format!("/companies/{id}?done={}", if grant { "claim-granted" } else { "claim-refused" })),
        Err(error) => asker.problem(&error),
    }
}

#[derive(Debug, Template)]
#[template(path = "claims.html")]
struct Desk<'a> {
    words: &'a Words,
    keep: &'a str,
    action: String,
    done: Option<String>,
    error: Option<Faults>,
    may_change: bool,
    claims: Vec<Row>,
    unproven: Vec<(String, String, String, String)>,
    how: Vec<(&'static str, String)>,
}

async fn show(rooms: &Rooms, asker: &Asker, at: &str, done: Option<String>, fault: Option<&Error>) -> Result<Response, Error> {
    let (waiting, unproven) = claims::desk(&rooms.house, &asker.actor, at).await?;
    let owners = |people: Vec<Person>| people.iter().map(|p| format!("{}（{}）", p.name, p.email)).collect::<Vec<_>>().join("、");
    let act = platform::access::Act::DIRECTORY_CHANGE;
    let page = Desk {
        words: asker.words,
        keep: asker.viewer.keep(),
        action: format!("/office/{at}/claims{}", asker.viewer.keep()),
        done,
        error: asker.mark(&mut [], fault),
        may_change: rooms.house.policy.may(&asker.actor, act, platform::access::Kind::Agency, at),
        claims: waiting.into_iter().map(Row::of).collect(),
        unproven: unproven
            .into_iter()
            .map(|(c, people)| (c.id, c.name, c.number.map_or_else(|| "–".to_owned(), |n| n.to_string()), owners(people)))
            .collect(),
        how: service::HOW.iter().map(|h| (*h, asker.word(&format!("how-{h}")))).collect(),
    };
    let title = asker.word("claims");
    Ok(if fault.is_some() { asker.faulty(&title, page.render()) } else { asker.page(&title, page.render()) })
}

pub(super) async fn desk(
    State(rooms): State<Rooms>,
    Path(at): Path<String>,
    Query(query): Query<HashMap<String, String>>,
    asker: Asker,
) -> Response {
    let done = asker.done(&query, &["claim-granted", "claim-refused", "proven", "disowned"]);
    show(&rooms, &asker, &at, done, None).await.unwrap_or_else(|error| asker.problem(&error))
}

pub(super) async fn decide_as_officer(State(rooms): State<Rooms>, Path(at): Path<String>, asker: Asker, Fields(typed): Fields) -> Response {
    let house = &rooms.house;
    let outcome = match of(&typed, "act") {
        "disown" => {
            let (id, letter) = (of(&typed, "company"), answer(&rooms, &asker, false));
            service::disown(house, &asker.actor, &at, id, letter).await.map(|()| "disowned")
        }
        "prove" => service::prove(house, &asker.actor, &at, of(&typed, "company"), of(&typed, "how")).await.map(|()| "proven"),
        act => {
            let grant = act == "grant";
            let by = By::Officer(&at);
            let decided = claims::decide(house, &asker.actor, by, of(&typed, "claim"), grant, answer(&rooms, &asker, grant)).await;
            decided.map(|()| if grant { "claim-granted" } else { "claim-refused" })
        }
    };
    match outcome {
        Ok(done) => asker.go(&format!("/office/{at}/claims?done={done}")),
        Err(fault) if fault.is_typed() => show(&rooms, &asker, &at, None, Some(&fault)).await.unwrap_or_else(|error| asker.problem(&error)),
        Err(error) => asker.problem(&error),
    }
}
