//! What gBizINFO says of a company beside what its record says; what people choose is taken over.

use std::collections::HashMap;

use askama::Template;
use axum::{
    extract::{Path, State},
    response::Response,
};
use platform::{Error, access::Act};
use rules::words::Words;

use super::{
    Asker, Fields, Rooms,
    company::{may_edit, tabs, tell, to_done},
    moment, of,
    ownership::parts,
};
use crate::{
    registry::service::{self as registry, Certified, State as Came},
    service,
};

/// How an answer came, as a sentence.
pub(super) fn came(asker: &Asker, state: Came) -> String {
    match state {
        Came::Fresh => asker.word("registry-fresh"),
        Came::Old(at) => asker.words.with("registry-old", &[("at", moment(at))]),
        Came::Unknown => asker.word("registry-unknown"),
        Came::Away => asker.word("registry-away"),
    }
}

#[derive(Debug, Template)]
#[template(path = "registry.html")]
struct Page<'a> {
    words: &'a Words,
    keep: &'a str,
    id: &'a str,
    tabs: String,
    version: i32,
    may_change: bool,
    state: Option<String>,
    closed: Option<String>,
    /// Name of the part, the part, what the record says, and what the registry says.
    rows: Vec<(String, String, String, String)>,
    certified: Vec<Certified>,
    certified_state: Option<String>,
}

async fn show(rooms: &Rooms, asker: &Asker, id: &str) -> Result<Response, Error> {
    let Some(known) = &rooms.registry else { return Err(Error::NotFound) };
    let company = service::company(&rooms.house, &asker.actor, Act::ORGANISATION_READ, id).await?;
    let tabs = tabs(rooms, asker, &company, "registry").await?;
    let (record, looked, said) = registry::compare(&rooms.house, &asker.actor, known, id).await?;
    let told = parts(asker, &said);
    let page = Page {
        words: asker.words,
        keep: asker.viewer.keep(),
        id,
        tabs,
        version: record.version,
        may_change: may_edit(rooms, asker, id),
        state: looked.as_ref().map(|l| came(asker, l.state)),
        closed: looked.as_ref().and_then(|l| l.closed_on.clone()).map(|day| asker.words.with("registry-closed", &[("day", day)])),
        rows: said.iter().zip(told).map(|(s, (part, before, after))| (s.part.clone(), part, before, after)).collect(),
        certified_state: looked.as_ref().filter(|l| l.certified_state != Came::Fresh).map(|l| came(asker, l.certified_state)),
        certified: looked.map(|l| l.certified).unwrap_or_default(),
    };
    Ok(asker.page(&format!("gBizINFO {}", record.name), page.render()))
}

pub(super) async fn page(State(rooms): State<Rooms>, Path(id): Path<String>, asker: Asker) -> Response {
    show(&rooms, &asker, &id).await.unwrap_or_else(|error| asker.problem(&error))
}

pub(super) async fn take(State(rooms): State<Rooms>, Path(id): Path<String>, asker: Asker, Fields(typed): Fields) -> Response {
    let Some(known) = &rooms.registry else { return asker.problem(&Error::NotFound) };
    let version = of(&typed, "version").parse().unwrap_or(0);
    let parts: Vec<String> = chosen(&typed);
    match registry::take(&rooms.house, &asker.actor, known, &id, version, &parts, &tell(&rooms, &asker)).await {
        Ok(kept) => to_done(&asker, &id, &format!("/companies/{id}"), kept),
        Err(faults) => asker.problem(faults.first().unwrap_or(&Error::NotFound)),
    }
}

/// The parts that were chosen: `take-PART`.
fn chosen(typed: &HashMap<String, String>) -> Vec<String> {
    typed.keys().filter_map(|k| k.strip_prefix("take-").map(str::to_owned)).collect()
}
