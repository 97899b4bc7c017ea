//! The calls of an agency: publishing, revising after seeing what that does, extending, letting one in late, what came on paper,
//! consultations, and what did not work.

use crate::acts;
use std::collections::HashMap;

use askama::Template;
use axum::extract::{Path, Query, State};
use platform::{Error, Instant, access::Kind};
use programmes::call::{self, Call, NoticeKind};
use rules::words::Words;
use web::{Answer, Fields, RequestContext, field};

use super::{
    labels::stands,
    outages::{self, OutageForm, OutageView, extension},
    read_moment, yen,
};
use crate::{
    AppState,
    application::{
        members::{self, By, NewApplication},
        model::channel,
        receipt::size,
    },
    office::{calls, work_list::class},
};

/// Until when an extension is asked for; at the hour of the deadline where none is typed.
fn extended(call: &Call, typed: &HashMap<String, String>) -> Result<Instant, Error> {
    let hour = call.closes().strftime("%H:%M:%S").to_string();
    let time = Some(field(typed, "time")).filter(|t| !t.is_empty()).unwrap_or(&hour);
    read_moment(field(typed, "day"), time).ok_or(Error::Wrong { field: "day", message: "wrong-moment" })
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
    at: &str,
    done: Option<String>,
    error: Option<String>,
    typed: &HashMap<String, String>,
) -> Answer {
    let all_calls = calls::calls_with_counts(state, &context.actor, at).await?;
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
    let outages = call::outages(state.app(), &context.actor, at).await?;
    let closure = platform::accounts::agency(state.app(), at).await?.closure;
    let typed_new = !field(typed, "key").is_empty() && !outages.iter().any(|o| o.id == field(typed, "key"));
    let outages = outages.into_iter().map(|o| OutageView {
        extensions: extended.iter().filter_map(|of| extension(context, at, *of, &o, (now, &closure))).collect(),
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
        agency: at,
        done,
        error: error.clone(),
        rows: rows.collect(),
        unpublished: unpublished.iter().map(|p| (p.id().to_owned(), lang.of(&p.plan().programme.name).to_owned())).collect(),
        outages: outages.collect(),
        new: if typed_new { OutageForm::typed(typed) } else { OutageForm::new() },
        may: state.app().policy.may(&context.actor, acts::CALL_CHANGE, Kind::AGENCY, at),
    };
    let title = context.word("calls-office");
    Ok(if error.is_some() { context.faulty(&title, &page) } else { context.page(&title, &page) })
}

pub(super) async fn page(
    State(state): State<AppState>,
    Path(at): Path<String>,
    Query(query): Query<HashMap<String, String>>,
    context: RequestContext,
) -> Answer {
    let done = context.done(&query, &["published", "outage-noted"]);
    show(&state, &context, &at, done, None, &HashMap::new()).await
}

pub(super) async fn change(
    State(state): State<AppState>,
    Path(at): Path<String>,
    context: RequestContext,
    Fields(typed): Fields,
) -> Answer {
    let done = match field(&typed, "act") {
        "publish" => call::publish(&state.calls, &context.actor, &at, field(&typed, "programme")).await.map(|()| "published"),
        "outage" => outages::note(&state, &context, &at, &typed).await.map(|()| "outage-noted"),
        _ => Err(Error::NotFound),
    };
    let done = done.map(|done| format!("/office/{at}/calls?done={done}"));
    context.after(done, async |fault| show(&state, &context, &at, None, Some(context.explain(fault)), &typed).await).await
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
    let until = extended(call, typed)?;
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
    notices: Vec<(String, String, String)>,
    open: Vec<Writing>,
    consultations: Vec<(String, String, String)>,
    register: Vec<calls::Parallel>,
    companies: Vec<(String, String)>,
    find: String,
    channels: Vec<(String, String)>,
    may_change: bool,
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
}

async fn show_one(
    state: &AppState,
    context: &RequestContext,
    at: &str,
    id: &str,
    done: Option<String>,
    error: Option<String>,
    typed: HashMap<String, String>,
) -> Answer {
    let app = state.app();
    calls::require_agency(state, &context.actor, at, id).await?;
    let (found, _) = call::call(&state.calls, &context.actor, acts::CALL_READ, id).await?;
    let lang = context.viewer.lang;
    let now = app.now();
    let mut open = Vec::new();
    for a in calls::list_open(state, &context.actor, id).await? {
        let (state, saved) = (a.effective_state(&found, now), context.moment(a.saved(|_| true)));
        open.push(Writing {
            address: a.entered_by.is_some().then(|| format!("/applications/{}{}", a.id, context.viewer.lang_query())),
            channel: context.word(&format!("channel-{}", a.channel.word())),
            id: a.id,
            company: a.company_name,
            state: stands(context, state),
            class: class(state),
            saved,
        });
    }
    let may = |act| app.policy.may(&context.actor, act, Kind::AGENCY, at);
    let find = field(&typed, "find").to_owned();
    let companies = if find.is_empty() { Vec::new() } else { parties::directory::search(app, &context.actor, at, &find).await?.0 };
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
        agency: at,
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
            .map(|n| (context.moment(n.at), n.until.map(|u| context.moment(u)).unwrap_or_default(), n.text.clone()))
            .collect(),
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
            .channels
            .iter()
            .filter(|c| c.word() != "online")
            .map(|c| (c.word().to_owned(), context.word(&format!("channel-{}", c.word()))))
            .collect(),
        may_change: may(acts::CALL_CHANGE),
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
    Path((at, id)): Path<(String, String)>,
    Query(query): Query<HashMap<String, String>>,
    context: RequestContext,
) -> Answer {
    let done = context.done(&query, &["extended", "revised", "consulted", "allowed-late"]);
    show_one(&state, &context, &at, &id, done, None, query).await
}

pub(super) async fn act(
    State(state): State<AppState>,
    Path((at, id)): Path<(String, String)>,
    context: RequestContext,
    Fields(typed): Fields,
) -> Answer {
    let version = field(&typed, "version").parse().unwrap_or(0);
    let until = || read_moment(field(&typed, "day"), field(&typed, "time")).ok_or(Error::Wrong { field: "day", message: "wrong-moment" });
    let reason = field(&typed, "reason");
    calls::require_agency(&state, &context.actor, &at, &id).await?;
    let done = match field(&typed, "act") {
        // Looked at first, then done.
        "extend" if field(&typed, "sure").is_empty() && !reason.trim().is_empty() => {
            return show_one(&state, &context, &at, &id, None, None, typed).await;
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
    let done = done.map(|done| format!("/office/{at}/calls/{id}?done={done}"));
    context.after(done, async |fault| show_one(&state, &context, &at, &id, None, Some(context.explain(fault)), typed).await).await
}

#[derive(Debug, Template)]
#[template(path = "revision.html")]
struct Revision<'a> {
    words: &'a Words,
    lang_query: &'a str,
    agency: &'a str,
    id: &'a str,
    name: String,
    version: i32,
    body: String,
    reason: String,
    faults: Vec<String>,
    changes: Vec<String>,
    drafts: Vec<(String, String, String, usize, usize, usize)>,
    filed: i64,
    looked: bool,
    /// What is in force by now, where somebody else put it there first.
    stored: Option<String>,
    /// How much a file holds.
    most: String,
}

/// A revision as it was typed.
#[derive(Debug, Default)]
struct Revised {
    body: Option<String>,
    /// What is announced of it.
    reason: String,
    fault: Option<String>,
    /// What was in force when it was begun.
    version: Option<i32>,
}

async fn show_revision(state: &AppState, context: &RequestContext, at: &str, id: &str, typed: Revised) -> Answer {
    let Revised { body, reason, fault, version } = typed;
    calls::require_agency(state, &context.actor, at, id).await?;
    let (found, _) = call::call(&state.calls, &context.actor, acts::CALL_CHANGE, id).await?;
    // Somebody else put another one in force first.
    let is_stale = version.is_some_and(|seen| seen != found.version);
    let looked = body.is_some();
    let body = match body {
        Some(body) => body,
        None => call::body(&state.calls, &found).await?,
    };
    let mut page = Revision {
        words: &context.words,
        lang_query: context.viewer.lang_query(),
        agency: at,
        id,
        name: context.viewer.lang.of(&found.programme.plan().programme.name).to_owned(),
        version: found.version,
        reason,
        faults: is_stale.then(|| context.word("revision-stale")).into_iter().chain(fault).collect(),
        changes: Vec::new(),
        drafts: Vec::new(),
        filed: 0,
        looked: false,
        stored: if is_stale { Some(call::body(&state.calls, &found).await?) } else { None },
        most: {
            let bytes = size(i64::try_from(programmes::limits::PROGRAMME).unwrap_or(i64::MAX));
            context.words.with("revision-most", &[("bytes", bytes), ("n", rules::read::MOST_ENTRIES.to_string())])
        },
        body,
    };
    if looked {
        match calls::preview_revision(state, &context.actor, id, &page.body, &context.words).await? {
            Err(faults) => page.faults.extend(faults),
            Ok(effect) => {
                page.looked = true;
                page.changes = effect.changes;
                page.filed = effect.filed;
                let row = |d: calls::DraftImpact| (d.company, yen(d.grant.0), yen(d.grant.1), d.obstacles.0, d.obstacles.1, d.unasked);
                page.drafts = effect.drafts.into_iter().map(row).collect();
            }
        }
    }
    let title = context.word("revision");
    Ok(match page.stored {
        Some(_) => context.conflict(&title, &page),
        None if page.faults.is_empty() => context.page(&title, &page),
        None => context.faulty(&title, &page),
    })
}

pub(super) async fn revision(State(state): State<AppState>, Path((at, id)): Path<(String, String)>, context: RequestContext) -> Answer {
    show_revision(&state, &context, &at, &id, Revised::default()).await
}

pub(super) async fn revise(
    State(state): State<AppState>,
    Path((at, id)): Path<(String, String)>,
    context: RequestContext,
    Fields(typed): Fields,
) -> Answer {
    let version = field(&typed, "version").parse().unwrap_or(0);
    let publishes = field(&typed, "act") == "publish";
    let (body, reason) = (field(&typed, "body").to_owned(), field(&typed, "reason").to_owned());
    let typed = Revised { body: Some(body.clone()), reason: reason.clone(), fault: None, version: Some(version) };
    calls::require_agency(&state, &context.actor, &at, &id).await?;
    if !publishes {
        return show_revision(&state, &context, &at, &id, typed).await;
    }
    let revised = calls::revise(&state, &context.actor, &id, version, &body, &reason).await;
    if matches!(revised, Err(Error::Stale)) {
        return show_revision(&state, &context, &at, &id, typed).await;
    }
    let done = revised.map(|()| format!("/office/{at}/calls/{id}?done=revised"));
    context
        .after(done, async |fault| {
            show_revision(&state, &context, &at, &id, Revised { fault: Some(context.explain(fault)), ..typed }).await
        })
        .await
}
