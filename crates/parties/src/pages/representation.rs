//! Asking for an account, and saying that one acts for a company: founding its record, or asking those who decide.

use crate::acts;
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
    AppState, Origin,
    directory::{kind_word, kinds},
    gbizinfo::came,
    short_form::{Short, labelled, registration_steps},
};
use crate::{
    gbizinfo::service as gbizinfo,
    model::Company,
    representation::service::{self as claims, By, ClaimOutcome, CompanyInput},
    service,
};
use web::{Answer, Fields, RequestContext, field, via, within};

fn sign_up_form(context: &RequestContext, sent: bool, typed: &HashMap<String, String>, fault: Option<&Error>) -> Response {
    let number = Field {
        hint: context.word("sign-up-number-hint"),
        value: field(typed, "number").to_owned(),
        ..labelled(context, "number", "corporate-number", "text", "off")
    };
    let short = Short {
        steps: registration_steps(context, 0, field(typed, "next")),
        title: "sign-up",
        lead: context.word(if sent { "sign-up-sent" } else { "sign-up-lead" }),
        action: format!("/sign-up{}", context.viewer.lang_query()),
        fields: vec![Field { value: field(typed, "email").to_owned(), ..labelled(context, "email", "email", "email", "username") }, number],
        hidden: vec![("next", field(typed, "next"))],
        button: "sign-up-button",
        links: vec![(context.kept(&via("/sign-in", field(typed, "next"))), context.word("sign-in"))],
        below: String::new(),
    };
    short.show(context, fault)
}

pub(super) async fn sign_up_page(Query(query): Query<HashMap<String, String>>, context: RequestContext) -> Answer {
    Ok(sign_up_form(&context, query.contains_key("sent"), &query, None))
}

pub(super) async fn sign_up(
    State(state): State<AppState>,
    Origin(whence): Origin,
    context: RequestContext,
    Fields(typed): Fields,
) -> Answer {
    let number = field(&typed, "number").trim();
    let sound = number.is_empty() || CorporateNumber::parse(number).is_ok();
    let sound = if sound { Ok(()) } else { Err(Error::Wrong { field: "number", message: "wrong-corporate-number" }) };
    if let Err(fault) = Error::all([accounts::is_address(field(&typed, "email")), sound]) {
        return Ok(sign_up_form(&context, false, &typed, Some(&fault)));
    }
    let letter = |known: Option<&Person>, secret: &Secret| {
        let (key, path) = match known {
            Some(_) => ("sign-up-letter-known", "/sign-in".to_owned()),
            None => ("sign-up-letter", format!("/invitations/{}", secret.reveal())),
        };
        let link = state.app.link(&context.kept(&via(&path, field(&typed, "next"))));
        Letter {
            to: field(&typed, "email").trim().to_owned(),
            subject: context.word("sign-up-subject"),
            body: context.words.with(key, &[("link", link)]),
            first: None,
        }
    };
    match accounts::sign_up(&state.app, field(&typed, "email"), number, &whence, letter).await {
        Ok(()) => Ok(context.go("/sign-up?sent=1")),
        Err(fault) if fault.is_typed() => Ok(sign_up_form(&context, false, &typed, Some(&fault))),
        Err(error) => Err(error.into()),
    }
}

#[derive(Debug, Template)]
#[template(path = "new_company.html")]
struct NewCompanyPage<'a> {
    words: &'a Words,
    lang_query: &'a str,
    lang: &'a str,
    /// Where on the way from an address to an application one is, for who came on it.
    steps: Vec<(String, &'static str)>,
    error: Option<Faults>,
    /// The number that was asked for; nothing before one was.
    number: &'a str,
    ask: Field,
    /// What the registry said, as a sentence, and what it knows.
    registry_state: Option<String>,
    facts: Vec<(String, String)>,
    fields: Vec<Field>,
    /// Where one goes on to afterwards.
    next: &'a str,
}

async fn new_form(
    state: &AppState,
    context: &RequestContext,
    typed: &CompanyInput,
    next: &str,
    asked: bool,
    fault: Option<&Error>,
) -> Answer {
    context.actor.person()?;
    let ask = context.text("number", "corporate-number", &typed.number, "corporate-number-hint");
    let number = typed.number.trim();
    let parsed = CorporateNumber::parse(number).ok();
    let unread = Error::Wrong { field: "number", message: "wrong-corporate-number" };
    let fault = fault.or_else(|| (asked && !number.is_empty() && parsed.is_none()).then_some(&unread));
    let mut looked = None;
    if let (Some(known), Some(number)) = (&state.gbizinfo, parsed) {
        looked = Some(gbizinfo::look_up(&state.app, &context.actor, known, number).await?);
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
        let known = [
            ("address", Some(place).filter(|p| !p.is_empty())),
            ("capital-word", l.capital.map(|y| format!("{}円", kernel::text::separated(y.get())))),
            ("employees-word", l.employees.map(kernel::text::separated)),
            ("contact-representative", l.representative.clone()),
        ];
        facts = known.into_iter().filter_map(|(key, text)| Some((context.word(key), text?))).collect();
    }
    let mut fields = vec![
        context.text("name", "company-name", &name, ""),
        Field {
            options: kinds().iter().map(|k| (k.0.to_owned(), kind_word(context, k.0))).collect(),
            ..context.text("kind", "company-kind", kind, "")
        },
        context.text("note", "claim-note", &typed.note, "claim-note-hint"),
    ];
    fields.insert(0, ask);
    let error = context.mark(&mut fields, fault);
    let ask = fields.remove(0);
    let failed = error.is_some();
    let page = NewCompanyPage {
        words: &context.words,
        lang_query: context.viewer.lang_query(),
        lang: context.viewer.lang.code(),
        steps: if next.is_empty() { Vec::new() } else { registration_steps(context, 2, next) },
        error,
        number,
        ask,
        registry_state: looked.as_ref().map(|l| came(context, l.state)),
        facts,
        next,
        fields: if asked && (parsed.is_some() || number.is_empty()) { fields } else { Vec::new() },
    };
    let title = context.word("new-company");
    Ok(if failed { context.faulty(&title, &page) } else { context.page(&title, &page) })
}

pub(super) async fn new_page(
    State(state): State<AppState>,
    Query(query): Query<HashMap<String, String>>,
    context: RequestContext,
) -> Answer {
    let number: String = field(&query, "number").chars().filter(|c| !c.is_control()).take(40).collect();
    let asked = query.contains_key("number");
    let typed = CompanyInput { number, ..CompanyInput::default() };
    new_form(&state, &context, &typed, field(&query, "next"), asked, None).await
}

pub(super) async fn make(State(state): State<AppState>, context: RequestContext, Fields(typed): Fields) -> Answer {
    let get = |name: &str| field(&typed, name).to_owned();
    let next = get("next");
    let typed = CompanyInput { number: get("number"), name: get("name"), kind: get("kind"), note: get("note") };
    let me = context.actor.person().map(|p| p.name.clone()).unwrap_or_default();
    let letter = |owner: &Person, company: &Company| {
        let link = state.app.link(&format!("/companies/{}{}", company.id, context.viewer.lang_query()));
        let (name, who, company) = (mail::quoted(&owner.name), mail::quoted(&me), mail::quoted(&company.name));
        let parts = [("name", name), ("who", who), ("company", company), ("link", link)];
        Letter {
            to: owner.email.clone(),
            subject: context.words.with("claim-subject", &parts),
            body: context.words.with("claim-letter", &parts),
            first: None,
        }
    };
    // Where the registry does not answer, the record waits for people.
    let looked = match (&state.gbizinfo, CorporateNumber::parse(&typed.number)) {
        (Some(known), Ok(number)) => gbizinfo::look_up(&state.app, &context.actor, known, number).await.ok(),
        _ => None,
    };
    match claims::make(&state.app, &context.actor, &typed, looked.as_ref(), letter).await {
        Ok(ClaimOutcome::Founded(_)) if within(&next) != "/" => Ok(context.go(within(&next))),
        Ok(ClaimOutcome::Founded(id)) => Ok(context.go(&format!("/companies/{id}?done=company-founded"))),
        Ok(ClaimOutcome::Asked) => Ok(context.go("/account/roles?done=claim-made")),
        Err(fault) if fault.is_typed() => new_form(&state, &context, &typed, &next, true, Some(&fault)).await,
        Err(error) => Err(error.into()),
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
    pub(super) fn of(context: &RequestContext, shown: claims::ClaimView) -> Self {
        Self {
            id: shown.claim.id,
            company_id: shown.company.id,
            company: shown.company.name,
            name: shown.person.name,
            email: shown.person.email,
            note: shown.claim.note,
            at: context.moment(shown.claim.at),
        }
    }
}

/// The letter that tells somebody how a claim was decided.
fn answer(state: &AppState, context: &RequestContext, grant: bool) -> impl Fn(&Person, &Company) -> Letter {
    let (link, words) = (state.app.link(&format!("/account/roles{}", context.viewer.lang_query())), &context.words);
    move |person: &Person, company: &Company| {
        let parts = [("name", mail::quoted(&person.name)), ("company", mail::quoted(&company.name)), ("link", link.clone())];
        let key = if grant { "claim-granted-letter" } else { "claim-refused-letter" };
        let (subject, body) = (words.with("claim-answer-subject", &parts), words.with(key, &parts));
        Letter { to: person.email.clone(), subject, body, first: None }
    }
}

pub(super) async fn decide_as_owner(
    State(state): State<AppState>,
    Path(id): Path<String>,
    context: RequestContext,
    Fields(typed): Fields,
) -> Answer {
    let grant = field(&typed, "act") == "grant";
    match claims::decide(&state.app, &context.actor, By::Owner, field(&typed, "claim"), grant, answer(&state, &context, grant)).await {
        Ok(()) => Ok(context.go(&format!("/companies/{id}?done={}", if grant { "claim-granted" } else { "claim-refused" }))),
        Err(error) => Err(error.into()),
    }
}

#[derive(Debug, Template)]
#[template(path = "claims.html")]
struct Requests<'a> {
    words: &'a Words,
    lang_query: &'a str,
    action: String,
    done: Option<String>,
    error: Option<Faults>,
    may_change: bool,
    claims: Vec<Row>,
    unproven: Vec<(String, String, String, String)>,
    how: Vec<(&'static str, String)>,
}

async fn show(state: &AppState, context: &RequestContext, agency_id: &str, done: Option<String>, fault: Option<&Error>) -> Answer {
    let (waiting, unproven) = claims::waiting_for_officer(&state.app, &context.actor, agency_id).await?;
    let owners = |people: Vec<Person>| people.iter().map(|p| format!("{}（{}）", p.name, p.email)).collect::<Vec<_>>().join("、");
    let act = acts::DIRECTORY_CHANGE;
    let page = Requests {
        words: &context.words,
        lang_query: context.viewer.lang_query(),
        action: format!("/office/{agency_id}/claims{}", context.viewer.lang_query()),
        done,
        error: context.mark(&mut [], fault),
        may_change: state.app.policy.may(&context.actor, act, platform::access::Kind::AGENCY, agency_id),
        claims: waiting.into_iter().map(|claim| Row::of(context, claim)).collect(),
        unproven: unproven
            .into_iter()
            .map(|(c, people)| (c.id, c.name, c.number.map_or_else(|| "–".to_owned(), |n| n.to_string()), owners(people)))
            .collect(),
        how: service::VERIFICATION_METHODS.iter().map(|h| (*h, context.word(&format!("how-{h}")))).collect(),
    };
    let title = context.word("claims");
    Ok(if fault.is_some() { context.faulty(&title, &page) } else { context.page(&title, &page) })
}

pub(super) async fn office_page(
    State(state): State<AppState>,
    Path(agency_id): Path<String>,
    Query(query): Query<HashMap<String, String>>,
    context: RequestContext,
) -> Answer {
    let done = context.done(&query, &["claim-granted", "claim-refused", "proven", "disowned"]);
    show(&state, &context, &agency_id, done, None).await
}

pub(super) async fn decide_as_officer(
    State(state): State<AppState>,
    Path(agency_id): Path<String>,
    context: RequestContext,
    Fields(typed): Fields,
) -> Answer {
    let app = &state.app;
    let outcome = match field(&typed, "act") {
        "disown" => {
            let (id, letter) = (field(&typed, "company"), answer(&state, &context, false));
            service::revoke_unverified_owners(app, &context.actor, &agency_id, id, letter).await.map(|()| "disowned")
        }
        "prove" => {
            service::mark_verified(app, &context.actor, &agency_id, field(&typed, "company"), field(&typed, "how")).await.map(|()| "proven")
        }
        act => {
            let grant = act == "grant";
            let by = By::Officer(&agency_id);
            let decided = claims::decide(app, &context.actor, by, field(&typed, "claim"), grant, answer(&state, &context, grant)).await;
            decided.map(|()| if grant { "claim-granted" } else { "claim-refused" })
        }
    };
    let done = outcome.map(|done| format!("/office/{agency_id}/claims?done={done}"));
    context.after(done, async |fault| show(&state, &context, &agency_id, None, Some(fault)).await).await
}
