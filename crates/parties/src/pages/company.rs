//! A company's profile: its facts, and who acts for it; and what all its pages share.

use std::collections::HashMap;

use askama::Template;
use axum::{
    extract::{Path, Query, State},
    response::Response,
};
use platform::{
    Authorized, Error,
    access::{Act, Kind},
    accounts::{Person, Scope},
    mail::{self, Letter},
};
use rules::{
    application::GivenValue,
    language::{FactType, Scalar},
    vocabulary::StandardFact,
    words::{Lang, Words},
};
use ui::{Faults, Field};

use super::{
    Asker, Fields, Rooms, claim, of,
    people::{People, act_on_people},
};
use crate::{
    claim::service as claims,
    directory,
    model::{Company, FROM_ESTABLISHMENTS},
    proposal,
    service::{self, Kept},
};

/// The pages of a company, as the head of each shows them.
#[derive(Debug, Template)]
#[template(path = "tabs.html")]
struct Tabs<'a> {
    words: &'a Words,
    name: &'a str,
    number: String,
    unproven: bool,
    /// Address, words, whether it is this one, and how much waits there.
    pages: Vec<(String, String, bool, u64)>,
}

/// The head of a company's page: its name, and the way to its other pages.
pub(super) async fn tabs(rooms: &Rooms, asker: &Asker, company: &Authorized<Company>, here: &str) -> Result<String, Error> {
    let waiting = proposal::service::waiting(&rooms.house, company).await?;
    let mut names = vec![
        ("", "company-facts"),
        ("contacts", "contacts"),
        ("establishments", "establishments"),
        ("ownership", "ownership"),
        ("certifications", "certifications"),
        ("proposals", "proposals"),
        ("history", "history"),
    ];
    if rooms.registry.is_some() {
        names.insert(5, ("registry", "registry"));
    }
    let page = |(path, key): (&str, &str)| {
        let slash = if path.is_empty() { "" } else { "/" };
        let address = format!("/companies/{}{slash}{path}{}", company.id, asker.viewer.keep());
        (address, asker.word(key), path == here, if path == "proposals" { waiting } else { 0 })
    };
    let tabs = Tabs {
        words: asker.words,
        name: &company.name,
        number: company.number.map(|n| n.to_string()).unwrap_or_default(),
        unproven: company.proven_by.is_none(),
        pages: names.into_iter().map(page).collect(),
    };
    tabs.render().map_err(|e| Error::Broken(e.to_string()))
}

/// Whether the asker may type changes of a company's record.
pub(super) fn may_edit(rooms: &Rooms, asker: &Asker, id: &str) -> bool {
    let may = |act| rooms.house.policy.may(&asker.actor, act, Kind::Organisation, id);
    may(Act::ORGANISATION_CHANGE) || may(Act::ORGANISATION_PROPOSE)
}

/// The letter that tells an owner of a proposal.
pub(super) fn tell(rooms: &Rooms, asker: &Asker) -> impl Fn(&Person, &Company) -> Letter + Send + Sync {
    let (words, who) = (asker.words, asker.actor.person().map(|p| p.name.clone()).unwrap_or_default());
    let link = rooms.link("/companies/");
    let keep = asker.viewer.keep();
    move |owner: &Person, company: &Company| {
        let link = format!("{link}{}/proposals{keep}", company.id);
        let (name, who, company) = (mail::quoted(&owner.name), mail::quoted(&who), mail::quoted(&company.name));
        let parts = [("name", name), ("who", who), ("company", company), ("link", link)];
        let (subject, body) = (words.with("proposal-subject", &parts), words.with("proposal-letter", &parts));
        Letter { to: owner.email.clone(), subject, body, first: None }
    }
}

/// Where an edit leads: back, or to where it waits.
pub(super) fn to_done(asker: &Asker, id: &str, back: &str, kept: Kept) -> Response {
    match kept {
        Kept::Proposed => asker.go(&format!("/companies/{id}/proposals?done=proposed")),
        Kept::Changed | Kept::Nothing => asker.go(&format!("{back}?done=company-saved")),
    }
}

#[derive(Debug, Template)]
#[template(path = "company.html")]
struct Profile<'a> {
    words: &'a Words,
    keep: &'a str,
    id: &'a str,
    tabs: String,
    version: i32,
    done: Option<String>,
    error: Option<Faults>,
    fields: Vec<Field>,
    may_change: bool,
    /// Whether what is typed here waits for somebody of the company.
    proposes: bool,
    claims: Vec<claim::Row>,
    people: String,
    /// For officers: what was merged into this company and can stand by itself again, and where that is asked for.
    undo: Vec<(String, String)>,
    undo_at: String,
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

async fn show(
    rooms: &Rooms,
    asker: &Asker,
    id: &str,
    done: Option<String>,
    faults: &[Error],
    typed: &HashMap<String, String>,
) -> Result<Response, Error> {
    let company = service::company(&rooms.house, &asker.actor, Act::ORGANISATION_READ, id).await?;
    let may = |act| rooms.house.policy.may(&asker.actor, act, Kind::Organisation, id);
    let scope = Scope::Organisation(id.to_owned());
    let people = People::of(rooms, asker, &scope, &format!("/companies/{id}/people"), faults.first(), typed).await?;
    let mut fields = vec![asker.text("name", "company-name", &company.name, "")];
    if company.number.is_none() {
        fields.push(asker.text("number", "corporate-number", "", "corporate-number-hint"));
    }
    let derived = |name: &str| !company.establishments.is_empty() && FROM_ESTABLISHMENTS.contains(&name);
    fields.extend(service::facts().filter(|f| !derived(f.name)).map(|f| fact_field(f, &company, asker)));
    let all = Error::Faults(faults.iter().flat_map(Error::faults).collect());
    let error = people.faults.clone().or_else(|| asker.mark(&mut fields, Some(&all)));
    if !faults.is_empty() {
        // Nothing that was typed is lost.
        for f in &mut fields {
            if let Some(text) = typed.get(f.name) {
                f.value.clone_from(text);
            }
        }
    }
    let mut undo = Vec::new();
    let office = asker.actor.person()?.scopes(Kind::Agency).first().map(|a| (*a).to_owned()).unwrap_or_default();
    if rooms.house.policy.may(&asker.actor, Act::DIRECTORY_CHANGE, Kind::Agency, &office) {
        let gone = directory::undoable(&rooms.house, &asker.actor, &office, &company).await?;
        undo = gone.into_iter().map(|c| (c.id, c.name)).collect();
    }
    let page = Profile {
        words: asker.words,
        keep: asker.viewer.keep(),
        id,
        tabs: tabs(rooms, asker, &company, "").await?,
        version: company.version,
        done,
        error,
        fields,
        may_change: may_edit(rooms, asker, id),
        proposes: !may(Act::ORGANISATION_CHANGE) && may(Act::ORGANISATION_PROPOSE),
        claims: claims::of_company(&rooms.house, &asker.actor, id).await?.into_iter().map(claim::Row::of).collect(),
        people: people.render().map_err(|e| Error::Broken(e.to_string()))?,
        undo,
        undo_at: format!("/office/{office}/companies/unmerge{}", asker.viewer.keep()),
    };
    Ok(if faults.is_empty() { asker.page(&company.name, page.render()) } else { asker.faulty(&company.name, page.render()) })
}

const DONE: [&str; 9] = [
    "company-saved",
    "company-registered",
    "company-founded",
    "invite-sent",
    "invite-withdrawn",
    "role-taken",
    "claim-granted",
    "claim-refused",
    "unmerged",
];

pub(super) async fn page(
    State(rooms): State<Rooms>,
    Path(id): Path<String>,
    Query(query): Query<HashMap<String, String>>,
    asker: Asker,
) -> Response {
    let done = asker.done(&query, &DONE);
    show(&rooms, &asker, &id, done, &[], &HashMap::new()).await.unwrap_or_else(|error| asker.problem(&error))
}

pub(super) async fn change(State(rooms): State<Rooms>, Path(id): Path<String>, asker: Asker, Fields(typed): Fields) -> Response {
    let version = of(&typed, "version").parse().unwrap_or(0);
    let facts: Vec<(String, String)> = typed.iter().map(|(k, v)| (k.clone(), v.clone())).collect();
    match service::change(&rooms.house, &asker.actor, &id, version, &facts, &tell(&rooms, &asker)).await {
        Ok(kept) => to_done(&asker, &id, &format!("/companies/{id}"), kept),
        Err(faults) if faults.iter().all(|f| matches!(f, Error::Wrong { .. })) => {
            show(&rooms, &asker, &id, None, &faults, &typed).await.unwrap_or_else(|error| asker.problem(&error))
        }
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
        Err(fault) if fault.is_typed() => {
            show(&rooms, &asker, &id, None, &[fault], &typed).await.unwrap_or_else(|error| asker.problem(&error))
        }
        Err(error) => asker.problem(&error),
    }
}
