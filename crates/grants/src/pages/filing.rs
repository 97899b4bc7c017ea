//! Looking it through once more, and filing.

use crate::acts;
use askama::Template;
use axum::{
    Extension,
    extract::{Path, State},
};
use kernel::text::separated;
use platform::{Error, Instant};
use rules::{sentences::Teller, words::Words};
use web::{Answer, Fields, RequestContext, field};

use super::{
    begin::time_left,
    content_view::ContentFormatter,
    correction_targets,
    labels::{counted, titled},
    overview::flags,
    read_moment,
};
use crate::{
    AppState,
    application::{
        authorization,
        draft::{self, Draft},
        filing::{self, FilingOutcome, FilingRequest},
        papers::SCAN,
        readiness::{Obstacle, ObstacleKind},
    },
};

/// A line of what stands in the way: what, and where it is mended.
#[derive(Debug)]
struct Line {
    text: String,
    address: String,
}

/// What stands in the way in one part: what the part is called, and where it is; both empty where it is of none.
#[derive(Debug)]
struct Group {
    part: String,
    address: String,
    lines: Vec<Line>,
}

/// What stands in the way, part by part as the form has them, each where it is mended. What is another member's is told by its part
/// alone.
fn groups(context: &RequestContext, draft: &Draft, obstacles: &[Obstacle]) -> Vec<Group> {
    let found = &draft.application;
    let teller = Teller::new(&draft.plan, context.viewer.lang);
    let reader = ContentFormatter::new(context, &draft.plan);
    let several = found.members.len() > 1;
    let mut sorted: Vec<&Obstacle> = obstacles.iter().collect();
    sorted.sort_by_key(|o| (o.part, o.member));
    let mut all: Vec<Group> = Vec::new();
    for obstacle in sorted {
        let member = obstacle.member.and_then(|place| found.members.iter().find(|m| m.place() == place));
        let whose = member.filter(|_| several).map(|m| format!("【{}】", m.name)).unwrap_or_default();
        let part = obstacle.part.map(|p| format!("{whose}{}", context.word(p.key()))).unwrap_or_default();
        let mine = member.is_none_or(|m| draft.readable.contains(&m.id));
        let text = match &obstacle.what {
            _ if !mine => context.word("obstacle-other"),
            ObstacleKind::Missing(name) if name.ends_with('.') => context.word("obstacle-rows"),
            ObstacleKind::Missing(name) => context.words.with("obstacle-missing", &[("field", reader.label(name))]),
            ObstacleKind::Wrong(name, message) => format!("{}：{}", reader.label(name), context.word(message)),
            ObstacleKind::Document(id) if id == SCAN => context.words.with("obstacle-document", &[("name", context.word("paper-scan"))]),
            ObstacleKind::Document(id) => {
                let document = draft.plan.programme.documents.get(id);
                let name = document.map_or_else(|| id.clone(), |d| context.viewer.lang.of(&d.name).to_owned());
                context.words.with("obstacle-document", &[("name", name)])
            }
            ObstacleKind::Funds(surplus) => {
                let key = if *surplus > 0 { "obstacle-funds-over" } else { "obstacle-funds-short" };
                context.words.with(key, &[("yen", separated(surplus.abs()))])
            }
            ObstacleKind::Unreleased(name) => context.words.with("obstacle-unreleased", &[("name", name.clone())]),
            ObstacleKind::Unjoined(name) => context.words.with("obstacle-unjoined", &[("name", name.clone())]),
            ObstacleKind::Condition(id) => teller.condition(id),
            ObstacleKind::Late => context.words.with("obstacle-late", &[("until", context.moment(found.deadline(&draft.call)))]),
            ObstacleKind::Broken(why) => why.clone(),
            ObstacleKind::Lost(name) => context.words.with("obstacle-lost", &[("name", name.clone())]),
            ObstacleKind::Harmful(name) => context.words.with("obstacle-harmful", &[("name", name.clone())]),
        };
        let at = obstacle.part.filter(|_| mine).map(|part| {
            let check = if context.viewer.lang_query().is_empty() { "?check=1" } else { "&check=1" };
            format!("/applications/{}/parts/{}{}{check}", found.id, part.name(), context.viewer.lang_query())
        });
        let at = at.unwrap_or_default();
        let address = match &obstacle.what {
            ObstacleKind::Missing(name) | ObstacleKind::Wrong(name, _) if mine && !name.ends_with('.') => {
                format!("{at}#{}", name.replace('.', "-"))
            }
            _ => obstacle.part.filter(|_| mine).map_or_else(|| at.clone(), |part| format!("{at}#{}", part.name())),
        };
        if all.last().is_none_or(|g| g.part != part) {
            all.push(Group { part, address: at, lines: Vec::new() });
        }
        if let Some(group) = all.last_mut()
            // What of another member's part is missing is told once.
            && (mine || group.lines.is_empty())
        {
            group.lines.push(Line { text, address });
        }
    }
    all
}

#[derive(Debug, Template)]
#[template(path = "filing.html")]
struct Page<'a> {
    words: &'a Words,
    lang_query: &'a str,
    id: &'a str,
    title: String,
    call: String,
    company: &'a str,
    until: String,
    left: String,
    late: bool,
    refused: bool,
    obstacles: Vec<Group>,
    /// What something that came on paper lacks.
    lacks: Vec<Group>,
    /// What the office wants corrected, and whether nothing has changed since: where it was returned.
    correction: Option<(String, Vec<String>)>,
    unchanged: bool,
    /// What the engine finds against it, which does not keep anybody from filing.
    flags: Vec<String>,
    /// What will be filed, as far as the reader sees it.
    content: String,
    grant: String,
    requested: String,
    /// What these count of the parts of others.
    counted: Option<String>,
    papers: usize,
    seen: i32,
    /// Whether an officer keys it in: when it arrived is asked then.
    paper: bool,
    posts: bool,
    day: String,
    time: String,
    posted: String,
}

#[derive(Debug, Default)]
struct ReceivedInput {
    day: String,
    time: String,
    posted: String,
}

async fn show(state: &AppState, context: &RequestContext, id: &str, refused: Option<Vec<Obstacle>>, typed: ReceivedInput) -> Answer {
    let draft = draft::draft(state, &context.actor, id).await?;
    let context = &context.of_programme(&draft.plan.programme.name);
    let found = &draft.application;
    if !state.app().policy.may_with(&context.actor, acts::APPLICATION_FILE, &**found) {
        return Err(Error::Denied(acts::APPLICATION_FILE).into());
    }
    if !found.effective_state(&draft.call, state.app().now()).is_open() && refused.is_none() {
        return Ok(context.go(&format!("/applications/{id}")));
    }
    let readiness = draft.readiness(state.app().now());
    let answer = readiness.answer.as_ref();
    let flags = flags(context, &draft, &readiness);
    let now = state.app().now();
    let was_refused = refused.is_some();
    let mut stops = refused.unwrap_or_else(|| readiness.obstacles.clone());
    let mut lacks = Vec::new();
    if found.entered_by.is_some() {
        // What is incomplete on paper is received as it came.
        stops.retain(Obstacle::blocks_paper_filing);
        lacks = groups(context, &draft, &readiness.obstacles.iter().filter(|o| !o.blocks_paper_filing()).cloned().collect::<Vec<_>>());
    }
    let obstacles = groups(context, &draft, &stops);
    let mut correction = None;
    if found.correction_due().is_some() {
        let (_, corrections) = crate::office::case::conversation(state, &context.actor, id).await?;
        let reader = ContentFormatter::new(context, &draft.plan);
        correction = corrections.into_iter().find(|c| c.answered_at.is_none()).map(|c| {
            let read = c.reasons.iter().filter(|r| correction_targets::target(&reader, &r.0).is_read(&draft.readable));
            let lines = read.map(|(named, why)| format!("{}：{why}", correction_targets::target_label(&reader, &found.members, named)));
            (c.message, lines.collect())
        });
    }
    let fields = draft.values.iter().map(|(name, value)| (name.as_str(), value.value.as_str()));
    let page = Page {
        words: &context.words,
        lang_query: context.viewer.lang_query(),
        id,
        title: titled(context, found),
        call: context.viewer.lang.of(&draft.call.programme.plan().programme.name).to_owned(),
        company: &found.company_name,
        until: context.moment(found.until(&draft.call)),
        left: time_left(context, now, found.until(&draft.call)),
        late: found.is_over(&draft.call, now),
        refused: was_refused,
        obstacles,
        lacks,
        unchanged: correction.is_some() && !filing::changed_since_filing(state, &context.actor, &draft).await?,
        correction,
        flags,
        content: ContentFormatter::new(context, &draft.plan).content(&found.members, fields)?,
        grant: context.yen(answer.and_then(|a| a.calculated_grant_yen)),
        requested: context.yen(answer.map(|a| a.requested_total_yen)),
        counted: counted(context, &draft),
        papers: draft.papers.len() + draft.other_papers.values().sum::<usize>(),
        seen: found.filings,
        paper: found.entered_by.is_some(),
        posts: found.channel == rules::language::Channel::Post,
        day: typed.day,
        time: typed.time,
        posted: typed.posted,
    };
    let title = context.word("file-check");
    Ok(if was_refused { context.faulty(&title, &page) } else { context.page(&title, &page) })
}

pub(super) async fn page(State(state): State<AppState>, Path(id): Path<String>, context: RequestContext) -> Answer {
    show(&state, &context, &id, None, ReceivedInput::default()).await
}

pub(super) async fn file(
    State(state): State<AppState>,
    Path(id): Path<String>,
    arrived: Option<Extension<web::RequestArrival>>,
    context: RequestContext,
    Fields(typed): Fields,
) -> Answer {
    let now = state.app().now();
    let arrived: Instant = arrived.map_or(now, |a| a.0.0);
    let received = ReceivedInput {
        day: field(&typed, "day").to_owned(),
        time: field(&typed, "time").to_owned(),
        posted: field(&typed, "posted").to_owned(),
    };
    let seen = field(&typed, "seen").parse().unwrap_or(0);
    // When it arrived is told by an officer of what came on paper, and by this system of everything else.
    let on_paper = match authorization::load_authorized(&state, &context.actor, acts::APPLICATION_FILE, &id).await {
        Ok((found, _)) => found.entered_by.is_some(),
        Err(error) => return Err(error.into()),
    };
    let when = if on_paper { read_moment(kernel::date::parse_date(&received.day), &received.time) } else { Some(arrived) };
    let posted = if received.posted.is_empty() || !on_paper { None } else { kernel::date::parse_date(&received.posted).ok() };
    // What can't be read is said, and nothing typed is lost.
    let unread = |message| vec![Obstacle { part: None, member: None, what: ObstacleKind::Broken(context.word(message)) }];
    let Some(when) = when.filter(|w| *w <= now) else {
        return show(&state, &context, &id, Some(unread("wrong-arrived")), received).await;
    };
    match filing::file(&state, &context.actor, &id, FilingRequest { arrived: when, posted, seen }).await {
        Ok(FilingOutcome::Filed(_)) => Ok(context.go(&format!("/applications/{id}?done=filed"))),
        Ok(FilingOutcome::Refused(obstacles)) => show(&state, &context, &id, Some(obstacles), received).await,
        Err(Error::Wrong { message, .. }) => show(&state, &context, &id, Some(unread(message)), received).await,
        Err(error) => Err(error.into()),
    }
}

pub(super) async fn shift(State(state): State<AppState>, Path(id): Path<String>, context: RequestContext, Fields(typed): Fields) -> Answer {
    let version = field(&typed, "version").parse().unwrap_or(0);
    let moved = match field(&typed, "act") {
        "reopen" => filing::reopen(&state, &context.actor, &id, version).await.map(|()| "reopened"),
        "discard" => filing::discard(&state, &context.actor, &id, version).await.map(|()| "discarded"),
        "withdraw" => filing::withdraw(&state, &context.actor, &id, version).await.map(|()| "withdrawn"),
        _ => Err(Error::NotFound),
    };
    match moved {
        Ok(done) => Ok(context.go(&format!("/applications/{id}?done={done}"))),
        Err(Error::Wrong { .. }) => Err(Error::Stale.into()),
        Err(error) => Err(error.into()),
    }
}
