//! The directory of companies: finding, registering, and merging what is there twice, with a look at what moves.

use crate::acts;
use std::collections::HashMap;

use askama::Template;
use axum::extract::{Path, Query, State};
use platform::{Error, access::Kind};
use rules::{
    vocabulary::STANDARD,
    words::{Lang, Words},
};
use ui::{Faults, Field};

use super::AppState;
use crate::{
    directory::{self, CompanyInput},
    model::Company,
};
use web::{Answer, Fields, RequestContext};

#[derive(Debug)]
struct Row {
    id: String,
    name: String,
    number: String,
    kind: String,
}

#[derive(Debug, Template)]
#[template(path = "directory.html")]
struct Directory<'a> {
    words: &'a Words,
    lang_query: &'a str,
    more_keep: String,
    lang: &'a str,
    action: String,
    done: bool,
    error: Option<Faults>,
    text: &'a str,
    rows: Vec<Row>,
    more: bool,
    may_change: bool,
    doubles: Vec<(Row, Row)>,
    fields: Vec<Field>,
}

fn row(context: &RequestContext, company: &Company) -> Row {
    let kind = company.profile.facts.get("kind").and_then(|g| match &g.value {
        rules::application::GivenValue::One(scalar) => Some(scalar.to_string()),
        rules::application::GivenValue::Many(_) => None,
    });
    Row {
        id: company.id.clone(),
        name: company.name.clone(),
        number: company.number.map_or_else(|| "–".to_owned(), |n| n.to_string()),
        kind: kind.map(|k| kind_word(context, &k)).unwrap_or_default(),
    }
}

pub(super) fn kinds() -> &'static [(&'static str, &'static str, &'static str)] {
    STANDARD.iter().find(|f| f.name == "kind").map_or(&[], |f| f.choices)
}

pub(super) fn kind_word(context: &RequestContext, name: &str) -> String {
    let found = kinds().iter().find(|k| k.0 == name);
    found.map_or_else(|| name.to_owned(), |k| if context.viewer.lang == Lang::Ja { k.1 } else { k.2 }.to_owned())
}

async fn show(
    state: &AppState,
    context: &RequestContext,
    agency_id: &str,
    text: &str,
    done: bool,
    fault: Option<&Error>,
    typed: &CompanyInput,
) -> Answer {
    let (found, more) = directory::search(&state.app, &context.actor, agency_id, text).await?;
    let doubles = directory::duplicates(&state.app, &context.actor, agency_id).await?;
    let options =
        std::iter::once((String::new(), context.word("choose"))).chain(kinds().iter().map(|k| (k.0.to_owned(), kind_word(context, k.0))));
    let mut fields = vec![
        context.text("name", "company-name", &typed.name, ""),
        Field { options: options.collect(), ..context.text("kind", "company-kind", &typed.kind, "") },
        context.text("number", "corporate-number", &typed.number, "corporate-number-hint"),
    ];
    let error = context.mark(&mut fields, fault);
    let page = Directory {
        words: &context.words,
        lang_query: context.viewer.lang_query(),
        more_keep: context.viewer.lang_query().replace('?', "&"),
        lang: context.viewer.lang.code(),
        action: format!("/office/{agency_id}/companies"),
        done,
        error,
        text,
        rows: found.iter().map(|c| row(context, c)).collect(),
        more,
        may_change: state.app.policy.may(&context.actor, acts::DIRECTORY_CHANGE, Kind::AGENCY, agency_id),
        doubles: doubles.iter().map(|(a, b)| (row(context, a), row(context, b))).collect(),
        fields,
    };
    let title = context.word("directory");
    if fault.is_some() { Ok(context.faulty(&title, &page)) } else { Ok(context.page(&title, &page)) }
}

pub(super) async fn page(
    State(state): State<AppState>,
    Path(agency_id): Path<String>,
    Query(query): Query<HashMap<String, String>>,
    context: RequestContext,
) -> Answer {
    let text: String = query.get("q").map(|q| q.chars().filter(|c| !c.is_control()).take(100).collect()).unwrap_or_default();
    show(&state, &context, &agency_id, &text, query.contains_key("done"), None, &CompanyInput::default()).await
}

pub(super) async fn register(
    State(state): State<AppState>,
    Path(agency_id): Path<String>,
    context: RequestContext,
    Fields(mut typed): Fields,
) -> Answer {
    let mut take = |name: &str| typed.remove(name).unwrap_or_default();
    let typed = CompanyInput { name: take("name"), number: take("number"), kind: take("kind") };
    let done = directory::register(&state.app, &context.actor, &agency_id, &typed)
        .await
        .map(|id| format!("/companies/{id}?done=company-registered"));
    context.after(done, async |fault| show(&state, &context, &agency_id, "", false, Some(fault), &typed).await).await
}

#[derive(Debug, Template)]
#[template(path = "merge.html")]
struct Merge<'a> {
    words: &'a Words,
    lang_query: &'a str,
    more_keep: String,
    action: String,
    gone: Row,
    stays: Row,
    versions: (i32, i32),
    lines: Vec<(String, String)>,
}

pub(super) async fn preview(
    State(state): State<AppState>,
    Path(agency_id): Path<String>,
    Query(query): Query<HashMap<String, String>>,
    context: RequestContext,
) -> Answer {
    let get = |name: &str| query.get(name).map_or("", String::as_str);
    let (gone, stays, moves) = match directory::preview(&state.app, &context.actor, &agency_id, get("gone"), get("stays")).await {
        Ok(found) => found,
        Err(Error::Wrong { message, .. }) => {
            let fault = Error::Wrong { field: "merge", message };
            return show(&state, &context, &agency_id, "", false, Some(&fault), &CompanyInput::default()).await;
        }
        Err(error) => return Err(error.into()),
    };
    let called = |parts: &[String]| {
        if parts.is_empty() {
            return context.word("history-none");
        }
        let each = parts.iter().map(|part| match STANDARD.iter().find(|f| f.name == part) {
            Some(fact) => if context.viewer.lang == Lang::Ja { fact.ja } else { fact.en }.to_owned(),
            None => context.word(part),
        });
        each.collect::<Vec<_>>().join("、")
    };
    let lines = vec![
        (context.word("merge-roles"), moves.roles.to_string()),
        (context.word("merge-certifications"), moves.certifications.to_string()),
        (context.word("merge-taken"), called(&moves.taken)),
        (context.word("merge-kept"), called(&moves.kept)),
    ];
    let page = Merge {
        words: &context.words,
        lang_query: context.viewer.lang_query(),
        more_keep: context.viewer.lang_query().replace('?', "&"),
        action: format!("/office/{agency_id}/companies"),
        versions: (gone.version, stays.version),
        gone: row(&context, &gone),
        stays: row(&context, &stays),
        lines,
    };
    Ok(context.page(&context.word("merge"), &page))
}

pub(super) async fn merge(
    State(state): State<AppState>,
    Path(agency_id): Path<String>,
    context: RequestContext,
    Fields(typed): Fields,
) -> Answer {
    let get = |name: &str| typed.get(name).map_or("", String::as_str);
    let version = |name: &str| get(name).parse().unwrap_or(0);
    let seen = (version("gone_version"), version("stays_version"));
    match directory::merge(&state.app, &context.actor, &agency_id, get("gone"), get("stays"), seen).await {
        Ok(()) => Ok(context.go(&format!("/office/{agency_id}/companies?done=1"))),
        Err(error) => Err(error.into()),
    }
}

pub(super) async fn unmerge(
    State(state): State<AppState>,
    Path(agency_id): Path<String>,
    context: RequestContext,
    Fields(typed): Fields,
) -> Answer {
    match directory::unmerge(&state.app, &context.actor, &agency_id, typed.get("gone").map_or("", String::as_str)).await {
        Ok(stays) => Ok(context.go(&format!("/companies/{stays}?done=unmerged"))),
        Err(error) => Err(error.into()),
    }
}
