//! A company's profile: its facts, and who acts for it.

use crate::acts;
use std::collections::HashMap;

use askama::Template;
use axum::extract::{Path, Query, State};
use platform::{Error, access::Kind, accounts::RoleScope};
use rules::{
    application::GivenValue,
    language::{FactType, Scalar},
    vocabulary::StandardFact,
    words::{Lang, Words},
};
use ui::{Faults, Field};

use super::{
    AppState,
    company_layout::{may_edit, notify_owner, tabs, to_done, versions},
    people::{People, act_on_people},
    representation,
};
use crate::{
    directory,
    model::{Company, FROM_ESTABLISHMENTS},
    representation::service as claims,
    service,
};
use web::{Answer, Fields, RequestContext, field};

#[derive(Debug, Template)]
#[template(path = "company.html")]
struct Profile<'a> {
    words: &'a Words,
    lang_query: &'a str,
    id: &'a str,
    tabs: String,
    version: i32,
    done: Option<String>,
    error: Option<Faults>,
    fields: Vec<Field>,
    may_change: bool,
    /// Whether what is typed here waits for somebody of the company.
    proposes: bool,
    claims: Vec<representation::Row>,
    people: String,
    /// For officers: what was merged into this company and can stand by itself again, and where that is asked for.
    undo: Vec<(String, String)>,
    undo_at: String,
}

/// A fact as a field of the form.
fn fact_field(fact: &'static StandardFact, company: &Company, context: &RequestContext) -> Field {
    let ja = context.viewer.lang == Lang::Ja;
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
    let blank = (String::new(), context.word("choose"));
    let options = match fact.kind {
        FactType::YesNo => vec![blank, ("yes".to_owned(), context.word("yes")), ("no".to_owned(), context.word("no"))],
        FactType::Choice => {
            let choices = fact.choices.iter().map(|c| (c.0.to_owned(), if ja { c.1 } else { c.2 }.to_owned()));
            std::iter::once(blank).chain(choices).collect()
        }
        _ => Vec::new(),
    };
    let hint = match fact.kind {
        FactType::Prefectures => context.word("fact-list-hint"),
        FactType::Industry => context.word("industry-hint"),
        _ => String::new(),
    };
    Field { name: fact.name, label: label.to_owned(), kind: "text", autocomplete: "off", value, hint, options, error: None }
}

fn prefecture(code: &str) -> String {
    kernel::Prefecture::parse(code).map_or_else(|_| code.to_owned(), |p| p.name_ja().to_owned())
}

async fn show(
    state: &AppState,
    context: &RequestContext,
    id: &str,
    done: Option<String>,
    faults: &[Error],
    typed: &HashMap<String, String>,
) -> Answer {
    let company = service::company(&state.app, &context.actor, acts::ORGANISATION_READ, id).await?;
    let may = |act| state.app.policy.may(&context.actor, act, Kind::ORGANISATION, id);
    let scope = RoleScope::Organisation(id.to_owned());
    let people = People::of(state, context, &scope, &format!("/companies/{id}/people"), faults.first(), typed).await?;
    let mut fields = vec![context.text("name", "company-name", &company.name, "")];
    if company.number.is_none() {
        fields.push(context.text("number", "corporate-number", "", "corporate-number-hint"));
    }
    let derived = |name: &str| !company.establishments.is_empty() && FROM_ESTABLISHMENTS.contains(&name);
    fields.extend(service::facts().filter(|f| !derived(f.name)).map(|f| fact_field(f, &company, context)));
    let all = Error::Faults(faults.iter().flat_map(Error::faults).collect());
    let mut error = people.faults.clone().or_else(|| context.mark(&mut fields, Some(&all)));
    let is_stale = faults.iter().any(|f| matches!(f, Error::Stale));
    if is_stale {
        let mut mine = (*company).clone();
        let facts: Vec<(String, String)> = typed.iter().map(|(k, v)| (k.clone(), v.clone())).collect();
        // What can't be read is told when it is sent again.
        let _ = service::put_typed(&mut mine, &facts);
        error = Some(versions(context, &company, &mine));
    }
    if !faults.is_empty() {
        // Nothing that was typed is lost.
        for f in &mut fields {
            if let Some(text) = typed.get(f.name) {
                f.value.clone_from(text);
            }
        }
    }
    let mut undo = Vec::new();
    let office = context.actor.person()?.scopes(Kind::AGENCY).first().map(|a| (*a).to_owned()).unwrap_or_default();
    if state.app.policy.may(&context.actor, acts::DIRECTORY_CHANGE, Kind::AGENCY, &office) {
        let gone = directory::undoable(&state.app, &context.actor, &office, &company).await?;
        undo = gone.into_iter().map(|c| (c.id, c.name)).collect();
    }
    let page = Profile {
        words: &context.words,
        lang_query: context.viewer.lang_query(),
        id,
        tabs: tabs(state, context, &company, "").await?,
        version: company.version,
        done,
        error,
        fields,
        may_change: may_edit(state, context, id),
        proposes: !may(acts::ORGANISATION_CHANGE) && may(acts::ORGANISATION_PROPOSE),
        claims: claims::of_company(&state.app, &context.actor, id)
            .await?
            .into_iter()
            .map(|claim| representation::Row::of(context, claim))
            .collect(),
        people: people.render().map_err(|e| Error::Broken(e.to_string()))?,
        undo,
        undo_at: format!("/office/{office}/companies/unmerge{}", context.viewer.lang_query()),
    };
    Ok(match faults {
        [] => context.page(&company.name, &page),
        _ if is_stale => context.conflict(&company.name, &page),
        _ => context.faulty(&company.name, &page),
    })
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
    State(state): State<AppState>,
    Path(id): Path<String>,
    Query(query): Query<HashMap<String, String>>,
    context: RequestContext,
) -> Answer {
    let done = context.done(&query, &DONE);
    show(&state, &context, &id, done, &[], &HashMap::new()).await
}

pub(super) async fn change(
    State(state): State<AppState>,
    Path(id): Path<String>,
    context: RequestContext,
    Fields(typed): Fields,
) -> Answer {
    let version = field(&typed, "version").parse().unwrap_or(0);
    let facts: Vec<(String, String)> = typed.iter().map(|(k, v)| (k.clone(), v.clone())).collect();
    match service::change(&state.app, &context.actor, &id, version, &facts, &notify_owner(&state, &context)).await {
        Ok(kept) => Ok(to_done(&context, &id, &format!("/companies/{id}"), kept)),
        Err(faults) if faults.iter().all(|f| f.is_typed() || matches!(f, Error::Stale)) => {
            show(&state, &context, &id, None, &faults, &typed).await
        }
        Err(mut faults) => Err(faults.pop().unwrap_or(Error::NotFound).into()),
    }
}

pub(super) async fn people(
    State(state): State<AppState>,
    Path(id): Path<String>,
    context: RequestContext,
    Fields(typed): Fields,
) -> Answer {
    let place = match service::company(&state.app, &context.actor, acts::ORGANISATION_READ, &id).await {
        Ok(company) => company.name.clone(),
        Err(error) => return Err(error.into()),
    };
    let done = act_on_people(&state, &context, &RoleScope::Organisation(id.clone()), &place, &typed)
        .await
        .map(|done| format!("/companies/{id}?done={done}"));
    context.after(done, async |fault| show(&state, &context, &id, None, std::slice::from_ref(fault), &typed).await).await
}
