//! The calls of an agency: publishing, extending, letting one in late, what came on paper,
//! consultations, and what did not work.

use crate::acts;
use std::collections::HashMap;

use askama::Template;
use axum::extract::{Path, Query, State};
use kernel::date::parse_date_from;
use platform::{Error, Instant, access::Kind};
use programmes::call::{self, Call, NoticeKind};
use rules::words::Words;
use ui::components::{Chart, Point, line_chart};
use web::{Answer, Fields, RequestContext, field};

use super::{
    labels::stands,
    outages::{self, OutageForm, OutageView, extension},
    read_moment,
};
use crate::{
    AppState,
    application::{
        members::{self, By, NewApplication},
        model::{State as Stands, channel},
    },
    office::{calls, work_list::class},
};

/// Until when an extension is asked for; at the hour of the deadline where none is typed.
fn extended(call: &Call, typed: &HashMap<String, String>, now: Instant) -> Result<Instant, Error> {
    let hour = call.closes().strftime("%H:%M:%S").to_string();
    let time = Some(field(typed, "time")).filter(|t| !t.is_empty()).unwrap_or(&hour);
    let day = parse_date_from(field(typed, "day"), now.in_japan().date());
    read_moment(day, time).ok_or(Error::Wrong { field: "day", message: "wrong-moment" })
}

#[derive(Debug, Template)]
#[template(path = "calls.html")]
struct Page<'a> {
    words: &'a Words,
    lang_query: &'a str,
    agency: &'a str,
    done: Option<String>,
    error: Option<String>,
    rows: Vec<(String, String, String, String, usize, i64)>,
    unpublished: Vec<(String, String)>,
    outages: Vec<OutageView>,
    new: OutageForm,
    may: bool,
}

async fn show(
    state: &AppState,
    context: &RequestContext,
    agency_id: &str,
    done: Option<String>,
    error: Option<String>,
    typed: &HashMap<String, String>,
) -> Answer {
    let all_calls = calls::calls_with_counts(state, &context.actor, agency_id).await?;
    let lang = context.viewer.lang;
    let now = state.app().now();
    let rows = all_calls.iter().map(|s| {
        let name = lang.of(&s.call.programme.plan().programme.name).to_owned();
        let state = context.word(&format!("state-{}", s.call.state(now).word()));
        (s.call.id.clone(), name, state, context.moment(s.call.deadline()), s.drafts, s.filed)
    });
    let mut extended = Vec::new();
    for counted in &all_calls {
        let notices = call::notices(state.app(), &counted.call.id).await?;
        let last = notices.iter().filter(|n| n.kind == NoticeKind::Extended).map(|n| n.at).max();
        extended.push((&counted.call, last));
    }
    let outages = call::outages(state.app(), &context.actor, agency_id).await?;
    let closure = platform::accounts::agency(state.app(), agency_id).await?.closure;
    let typed_new = !field(typed, "key").is_empty() && !outages.iter().any(|o| o.id == field(typed, "key"));
    let outages = outages.into_iter().map(|o| OutageView {
        extensions: extended.iter().filter_map(|of| extension(context, agency_id, *of, &o, (now, &closure))).collect(),
        began: context.moment(o.began),
        ended: o.ended.map(|e| context.moment(e)).unwrap_or_default(),
        lasts: o.ended.is_none(),
        form: OutageForm::of(&o, typed),
        what: o.what,
    });
    let unpublished = call::unpublished(&state.calls).await?;
    let page = Page {
        words: &context.words,
        lang_query: context.viewer.lang_query(),
        agency: agency_id,
        done,
        error: error.clone(),
        rows: rows.collect(),
        unpublished: unpublished
            .iter()
            .filter(|p| p.plan().programme.window.before_close(now.in_japan()))
            .map(|p| (p.id().to_owned(), lang.of(&p.plan().programme.name).to_owned()))
            .collect(),
        outages: outages.collect(),
        new: if typed_new { OutageForm::typed(typed) } else { OutageForm::new() },
        may: state.app().policy.may(&context.actor, acts::CALL_CHANGE, Kind::AGENCY, agency_id),
    };
    let title = context.word("calls-office");
    Ok(if error.is_some() { context.faulty(&title, &page) } else { context.page(&title, &page) })
}

pub(super) async fn page(
    State(state): State<AppState>,
    Path(agency_id): Path<String>,
    Query(query): Query<HashMap<String, String>>,
    context: RequestContext,
) -> Answer {
    let done = context.done(&query, &["published", "outage-noted"]);
    show(&state, &context, &agency_id, done, None, &HashMap::new()).await
}

pub(super) async fn change(
    State(state): State<AppState>,
    Path(agency_id): Path<String>,
    context: RequestContext,
    Fields(typed): Fields,
) -> Answer {
    let done = match field(&typed, "act") {
        "publish" => call::publish(&state.calls, &context.actor, &agency_id, field(&typed, "programme")).await.map(|()| "published"),
        "outage" => outages::note(&state, &context, &agency_id, &typed).await.map(|()| "outage-noted"),
        _ => Err(Error::NotFound),
    };
    let done = done.map(|done| format!("/office/{agency_id}/calls?done={done}"));
    context.after(done, async |fault| show(&state, &context, &agency_id, None, Some(context.explain(fault)), &typed).await).await
}

/// Somebody who is writing.
#[derive(Debug)]
struct Writing {
    id: String,
    company: String,
    /// Where the office goes on keying in what came on paper.
    address: Option<String>,
    channel: String,
    state: String,
    class: &'static str,
    is_draft: bool,
    saved: String,
}

/// An extension before it is made: from when, until when, how many are told.
#[derive(Debug)]
struct Extension {
    from: String,
    until: String,
    letters: usize,
}

/// An extension as it was typed, before it is made.
async fn looked_at(state: &AppState, context: &RequestContext, call: &Call, typed: &HashMap<String, String>) -> Result<Extension, Error> {
    let until = extended(call, typed, state.app().now())?;
    let letters = calls::count_extension_letters(state, &context.actor, &call.id, until).await?;
    Ok(Extension { from: context.moment(call.deadline()), until: context.moment(until), letters })
}

#[derive(Debug, Template)]
#[template(path = "call.html")]
struct One<'a> {
    words: &'a Words,
    lang_query: &'a str,
    agency: &'a str,
    id: &'a str,
    name: String,
    state: String,
    until: String,
    revision: i32,
    version: i32,
    done: Option<String>,
    error: Option<String>,
    /// When, what, until when, for the timeline.
    notices: Vec<(String, String, String, &'static str)>,
    drafts: usize,
    filed: i64,
    /// How many had arrived by each day.
    per_day: Option<Chart>,
    open: Vec<Writing>,
    consultations: Vec<(String, String, String)>,
    register: Vec<calls::Parallel>,
    companies: Vec<(String, String)>,
    find: String,
    channels: Vec<(String, String)>,
    may_change: bool,
    may_draft: bool,
    /// The language behind another question.
    more: String,
    may_receive: bool,
    over: bool,
    /// The deadline as it stands, as a form holds it.
    closes: (String, String),
    extension: Option<Extension>,
    key: String,
    typed: HashMap<String, String>,
}

impl One<'_> {
    fn typed(&self, name: &str) -> &str {
        self.typed.get(name).map_or("", String::as_str)
    }

    fn extend_day(&self) -> &str {
        if self.typed("act") == "extend" { self.typed("day") } else { &self.closes.0 }
    }

    fn extend_time(&self) -> &str {
        if self.typed("act") == "extend" && !self.typed("time").is_empty() { self.typed("time") } else { &self.closes.1 }
    }

    /// What was typed for one application that is let in late.
    fn late(&self, application: &str, name: &str) -> &str {
        if self.typed("application") == application { self.typed(name) } else { "" }
    }
}

/// How many applications had arrived by each day, drawn once there is more than a day to look at.
async fn arrivals_chart(state: &AppState, context: &RequestContext, id: &str) -> Result<Option<Chart>, Error> {
    let days = calls::arrivals_by_day(state, &context.actor, id).await?;
    let value = |count: usize| i64::try_from(count).unwrap_or(i64::MAX);
    let point =
        |(day, count): &(_, usize)| Point { label: context.day(*day), value: value(*count), shown: kernel::text::separated(value(*count)) };
    let points: Vec<Point> = days.iter().map(point).collect();
    let (caption, day, sum) = (context.word("arrivals-chart"), context.word("arrivals-day"), context.word("arrivals-sum"));
    Ok((points.len() > 1).then(|| line_chart(&context.words, &caption, [&day, &sum], &points)))
}

async fn show_one(
    state: &AppState,
    context: &RequestContext,
    agency_id: &str,
    id: &str,
    done: Option<String>,
    error: Option<String>,
    typed: HashMap<String, String>,
) -> Answer {
    let app = state.app();
    calls::require_agency(state, &context.actor, agency_id, id).await?;
    let (found, _) = call::call(&state.calls, &context.actor, acts::CALL_READ, id).await?;
    let lang = context.viewer.lang;
    let now = app.now();
    let mut open = Vec::new();
    for a in calls::list_open(state, &context.actor, id).await? {
        let is_draft = a.state == Stands::Draft;
        let (state, saved) = (a.effective_state(&found, now), context.moment(a.saved(|_| true)));
        open.push(Writing {
            address: a.entered_by.is_some().then(|| format!("/applications/{}{}", a.id, context.viewer.lang_query())),
            channel: context.word(&format!("channel-{}", a.channel.word())),
            id: a.id,
            company: a.company_name,
            state: stands(context, state),
            class: class(state),
            is_draft,
            saved,
        });
    }
    let may = |act| app.policy.may(&context.actor, act, Kind::AGENCY, agency_id);
    let find = field(&typed, "find").to_owned();
    let companies = if find.is_empty() { Vec::new() } else { parties::directory::search(app, &context.actor, agency_id, &find).await?.0 };
    let notices = call::notices(app, id).await?;
    let programme = &found.programme.plan().programme;
    let closes = found.closes();
    let asked = field(&typed, "act") == "extend" && field(&typed, "sure").is_empty() && typed.contains_key("version");
    let looked = if asked && error.is_none() { Some(looked_at(state, context, &found, &typed).await) } else { None };
    let (extension, error) = match looked {
        None => (None, error),
        Some(Ok(extension)) => (Some(extension), None),
        Some(Err(Error::Wrong { message, .. })) => (None, Some(context.word(message))),
        Some(Err(other)) => return Err(other.into()),
    };
    let page = One {
        words: &context.words,
        lang_query: context.viewer.lang_query(),
        agency: agency_id,
        id,
        name: lang.of(&programme.name).to_owned(),
        state: context.word(&format!("state-{}", found.state(now).word())),
        until: context.moment(found.deadline()),
        revision: found.revision,
        version: found.version,
        done,
        error: error.clone(),
        notices: notices
            .iter()
            .map(|n| {
                (context.moment(n.at), n.text.clone(), n.until.map(|u| format!("→ {}", context.moment(u))).unwrap_or_default(), "past")
            })
            .collect(),
        drafts: open.iter().filter(|w| w.is_draft).count(),
        filed: found.receipts,
        per_day: arrivals_chart(state, context, id).await?,
        open,
        register: calls::parallel_applications(state, &context.actor, id, lang).await?,
        consultations: calls::consultations(state, &context.actor, id)
            .await?
            .into_iter()
            .map(|(company, day, note)| (company, kernel::date::parse_date(&day).map_or(day, |d| context.day(d)), note))
            .collect(),
        companies: companies.into_iter().map(|c| (c.id, c.name)).collect(),
        find,
        channels: programme
            .filing
            .ways()
            .iter()
            .filter(|c| c.word() != "online")
            .map(|c| (c.word().to_owned(), context.word(&format!("channel-{}", c.word()))))
            .collect(),
        may_change: may(acts::CALL_CHANGE),
        may_draft: may(acts::PROGRAMME_DRAFT),
        more: context.more(),
        may_receive: may(acts::CALL_RECEIVE),
        over: found.state(now) == programmes::model::State::Closed,
        closes: (kernel::date::format_ja(closes.date()), closes.strftime("%H:%M").to_string()),
        extension,
        key: uuid::Uuid::now_v7().to_string(),
        typed,
    };
    let title = page.name.clone();
    Ok(if error.is_some() { context.faulty(&title, &page) } else { context.page(&title, &page) })
}

pub(super) async fn one(
    State(state): State<AppState>,
    Path((agency_id, id)): Path<(String, String)>,
    Query(query): Query<HashMap<String, String>>,
    context: RequestContext,
) -> Answer {
    let done = context.done(&query, &["extended", "revised", "consulted", "allowed-late"]);
    show_one(&state, &context, &agency_id, &id, done, None, query).await
}

pub(super) async fn act(
    State(state): State<AppState>,
    Path((agency_id, id)): Path<(String, String)>,
    context: RequestContext,
    Fields(typed): Fields,
) -> Answer {
    let version = field(&typed, "version").parse().unwrap_or(0);
    let now = state.app().now();
    let day = || parse_date_from(field(&typed, "day"), now.in_japan().date());
    let until = || read_moment(day(), field(&typed, "time")).ok_or(Error::Wrong { field: "day", message: "wrong-moment" });
    let reason = field(&typed, "reason");
    calls::require_agency(&state, &context.actor, &agency_id, &id).await?;
    let done = match field(&typed, "act") {
        // Looked at first, then done.
        "extend" if field(&typed, "sure").is_empty() && !reason.trim().is_empty() => {
            return show_one(&state, &context, &agency_id, &id, None, None, typed).await;
        }
        "extend" => match until() {
            Ok(until) => calls::extend(&state, &context.actor, &id, version, until, reason).await.map(|_| "extended"),
            Err(error) => Err(error),
        },
        "allow-late" => match until() {
            Ok(until) => calls::allow_late_filing(&state, &context.actor, &id, field(&typed, "application"), until, reason)
                .await
                .map(|()| "allowed-late"),
            Err(error) => Err(error),
        },
        "consult" => {
            let (key, company, day) = (field(&typed, "key"), field(&typed, "company"), field(&typed, "held_on"));
            calls::consult(&state, &context.actor, &id, key, company, day, field(&typed, "note")).await.map(|()| "consulted")
        }
        "paper" => {
            let Some(channel) = channel(field(&typed, "channel")) else {
                return Err(Error::NotFound.into());
            };
            let asked = NewApplication { id: field(&typed, "key"), call: &id, company: field(&typed, "company"), by: By::Paper(channel) };
            match members::begin(&state, &context.actor, &asked).await {
                Ok(begun) => return Ok(context.go(&format!("/applications/{begun}"))),
                Err(error) => Err(error),
            }
        }
        "late-company" => match until() {
            Ok(until) => {
                let asked =
                    NewApplication { id: field(&typed, "key"), call: &id, company: field(&typed, "company"), by: By::Late(until, reason) };
                members::begin(&state, &context.actor, &asked).await.map(|_| "allowed-late")
            }
            Err(error) => Err(error),
        },
        _ => Err(Error::NotFound),
    };
    let done = done.map(|done| format!("/office/{agency_id}/calls/{id}?done={done}"));
    context.after(done, async |fault| show_one(&state, &context, &agency_id, &id, None, Some(context.explain(fault)), typed).await).await
}
