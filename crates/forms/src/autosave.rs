//! How a page saves a form as somebody types, and how the same form goes by its button alone. Beside each field `NAME` the page sends the
//! version that it saw as `base.NAME`; `take.NAME` gives way to what somebody else typed. A save answers in one request with what was
//! kept, what waits for a choice, what can't be read, and what of the page follows from it.

use std::collections::{BTreeMap, HashMap};

use axum::{
    Json,
    response::{IntoResponse, Response},
};
use platform::{App, Error, Instant, accounts};
use serde_json::{Map, Value, json};
use web::{RequestContext, field};

use crate::response::{Conflict, FieldEdit, FieldValues, Saved};

/// The fields of a form, with the versions that were seen, in the order of their names.
#[allow(clippy::implicit_hasher, reason = "forms are read with the usual one")]
pub fn edits(typed: &HashMap<String, String>) -> Vec<FieldEdit> {
    let is_taken = |name: &str| typed.contains_key(&format!("take.{name}"));
    let edit = |name: &str| FieldEdit {
        name: name.to_owned(),
        // A box that is not ticked is not sent.
        value: field(typed, name).to_owned(),
        seen: field(typed, &format!("base.{name}")).parse().unwrap_or(0),
    };
    let names = typed.keys().filter_map(|key| key.strip_prefix("base.")).filter(|name| !is_taken(name));
    let mut all: Vec<FieldEdit> = names.map(edit).collect();
    all.sort_by(|a, b| a.name.cmp(&b.name));
    all
}

/// A time of day, as a page that saves itself tells it.
fn clock(at: Instant) -> String {
    at.in_japan().strftime("%H:%M").to_string()
}

/// Conflicts with whose input each is: whoever typed in two windows of their own is told so.
pub fn with_own(context: &RequestContext, conflicts: Vec<Conflict>) -> Vec<Conflict> {
    let me = context.actor.label();
    let who = |c: Conflict| Conflict { who: if c.theirs.by == me { context.word("conflict-own") } else { context.called(&c.who) }, ..c };
    conflicts.into_iter().map(who).collect()
}

/// What a save comes to: `at`, `kept`, `conflicts`, what can't be read by field as `wrongs`, and the parts of the page that follow from
/// what was typed, as HTML, by the name under which the page has each.
pub fn saved(
    context: &RequestContext,
    saved: Saved,
    wrongs: &BTreeMap<String, &'static str>,
    parts: &BTreeMap<&'static str, String>,
) -> Response {
    let conflict = |c: &Conflict| json!({ "name": c.name, "theirs": c.theirs.value, "version": c.theirs.version, "who": c.who, "at": clock(c.theirs.at) });
    let conflicts: Vec<Value> = with_own(context, saved.conflicts).iter().map(conflict).collect();
    let wrongs: Map<String, Value> = wrongs.iter().map(|(name, message)| (name.clone(), context.word(message).into())).collect();
    let answer = json!({ "at": clock(saved.at), "kept": saved.kept, "conflicts": conflicts, "wrongs": wrongs, "parts": parts });
    Json(answer).into_response()
}

/// What stands in fields, with versions, for pages that look whether a colleague typed: value, version, who (nothing for oneself), when.
pub async fn stands(context: &RequestContext, app: &App, values: &FieldValues) -> Result<Response, Error> {
    let me = context.actor.label();
    let others = values.values().map(|value| value.by.as_str()).filter(|by| *by != me);
    let names = accounts::called_all(app, others).await?;
    let all: Map<String, Value> = values
        .iter()
        .map(|(name, value)| {
            let who = names.get(&value.by).map(|who| context.called(who)).unwrap_or_default();
            (name.clone(), json!([value.value, value.version, who, clock(value.at)]))
        })
        .collect();
    Ok(Json(json!({ "fields": all })).into_response())
}
