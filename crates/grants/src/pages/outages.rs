//! What did not work: the forms of it, and the extensions that give the time back.

use std::collections::HashMap;

use kernel::{
    calendar::{Closure, next_working_day},
    date::parse_date,
};
use platform::{Error, Instant};
use programmes::call::{self, Call, Outage};
use web::{RequestContext, field};

use super::read_moment;
use crate::AppState;

/// What did not work, and the calls that it took time from: each with the form that gives it back, filled in.
#[derive(Debug)]
pub(super) struct OutageView {
    pub(super) began: String,
    pub(super) ended: String,
    pub(super) what: String,
    pub(super) lasts: bool,
    pub(super) extensions: Vec<(String, String)>,
    pub(super) form: OutageForm,
}

/// The form of an outage: as it is kept, or as somebody typed it just now.
#[derive(Debug)]
pub(super) struct OutageForm {
    pub(super) key: String,
    pub(super) began: (String, String),
    pub(super) ended: (String, String),
    pub(super) what: String,
    /// Whether somebody typed it, and was told that something is wrong.
    pub(super) open: bool,
}

impl OutageForm {
    pub(super) fn of(outage: &Outage, typed: &HashMap<String, String>) -> Self {
        if field(typed, "key") == outage.id {
            return Self::typed(typed);
        }
        let moment = |at: Instant| {
            let at = at.in_japan();
            (kernel::date::format_ja(at.date()), at.strftime("%H:%M").to_string())
        };
        Self {
            key: outage.id.clone(),
            began: moment(outage.began),
            ended: outage.ended.map(moment).unwrap_or_default(),
            what: outage.what.clone(),
            open: false,
        }
    }

    pub(super) fn typed(typed: &HashMap<String, String>) -> Self {
        let typed_value = |name| field(typed, name).to_owned();
        Self {
            key: typed_value("key"),
            began: (typed_value("began_day"), typed_value("began_time")),
            ended: (typed_value("ended_day"), typed_value("ended_time")),
            what: typed_value("what"),
            open: true,
        }
    }

    pub(super) fn new() -> Self {
        Self { key: uuid::Uuid::now_v7().to_string(), ..Self::typed(&HashMap::new()) }
    }
}

/// The form that extends a call by an outage, filled in: the same hour on the next working day.
pub(super) fn extension(
    context: &RequestContext,
    agency_id: &str,
    (call, extended_at): (&Call, Option<Instant>),
    outage: &Outage,
    (now, closure): (Instant, &Closure),
) -> Option<(String, String)> {
    if !outage.took_time(call, extended_at) {
        return None;
    }
    let (until, today) = (call.deadline().in_japan(), now.in_japan().date());
    let next = next_working_day(until.date().max(today), closure)?;
    let ended = outage.ended.map(|e| context.moment(e)).unwrap_or_default();
    let reason =
        context.words.with("outage-reason", &[("began", context.moment(outage.began)), ("ended", ended), ("what", outage.what.clone())]);
    let fields = [
        ("act", "extend".to_owned()),
        ("day", kernel::date::format_ja(next)),
        ("time", until.strftime("%H:%M").to_string()),
        ("reason", reason),
    ];
    let query: Vec<String> = fields.iter().map(|(name, text)| format!("{name}={}", ui::encode(text))).collect();
    let name = context.viewer.lang.of(&call.programme.plan().programme.name).to_owned();
    Some((name, format!("/office/{agency_id}/calls/{}?{}{}#extend", call.id, query.join("&"), context.more())))
}

/// Writes an outage down as it was typed.
pub(super) async fn note(state: &AppState, context: &RequestContext, at: &str, typed: &HashMap<String, String>) -> Result<(), Error> {
    let typed_value = |name: &str| field(typed, name);
    let moment = |day, time, field| {
        read_moment(parse_date(typed_value(day)), typed_value(time)).ok_or(Error::Wrong { field, message: "wrong-moment" })
    };
    let ended = if typed_value("ended_day").is_empty() && typed_value("ended_time").is_empty() && typed_value("ends").is_empty() {
        None
    } else {
        Some(moment("ended_day", "ended_time", "ended_day")?)
    };
    let noted = Outage {
        id: typed_value("key").to_owned(),
        began: moment("began_day", "began_time", "began_day")?,
        ended,
        what: typed_value("what").to_owned(),
        by: String::new(),
    };
    call::note_outage(state.app(), &context.actor, at, &noted).await
}
