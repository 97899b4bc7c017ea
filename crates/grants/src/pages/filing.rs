//! Looking it through once more, and filing.

use askama::Template;
use axum::{
    Extension,
    extract::{Path, State},
    response::Response,
};
use kernel::text::separated;
use parties::pages::{Asker, Fields, of};
use platform::{Error, Instant, access::Act};
use rules::{sentences::Teller, words::Words};

use super::{
    apply::{flags, left, titled},
    moment, read_moment, reasons, yen,
};
use crate::{
    Arrived, Desk,
    application::{
        draft::{self, Draft},
        examine::{Obstacle, What, look},
        filing::{self, Asked, Outcome as Became},
        papers::SCAN,
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
fn groups(asker: &Asker, draft: &Draft, obstacles: &[Obstacle]) -> Vec<Group> {
    let found = &draft.application;
    let teller = Teller::new(&draft.plan, asker.viewer.lang);
    let reader = super::said::Reader::new(asker, &draft.plan);
    let several = found.members.len() > 1;
    let mut sorted: Vec<&Obstacle> = obstacles.iter().collect();
    sorted.sort_by_key(|o| (o.part, o.member));
    let mut all: Vec<Group> = Vec::new();
    for obstacle in sorted {
        let member = obstacle.member.and_then(|place| found.members.iter().find(|m| m.place() == place));
        let whose = member.filter(|_| several).map(|m| format!("【{}】", m.name)).unwrap_or_default();
        let part = obstacle.part.map(|p| format!("{whose}{}", asker.word(p.key()))).unwrap_or_default();
        let mine = member.is_none_or(|m| draft.readable.contains(&m.id));
        let text = match &obstacle.what {
            _ if !mine => asker.word("obstacle-other"),
            What::Missing(name) if name.ends_with('.') => asker.word("obstacle-rows"),
            What::Missing(name) => asker.words.with("obstacle-missing", &[("field", reader.label(name))]),
            What::Wrong(name, message) => format!("{}：{}", reader.label(name), asker.word(message)),
            What::Document(id) if id == SCAN => asker.words.with("obstacle-document", &[("name", asker.word("paper-scan"))]),
            What::Document(id) => {
                let said = draft.plan.programme.documents.get(id);
                let name = said.map_or_else(|| id.clone(), |d| asker.viewer.lang.of(&d.name).to_owned());
                asker.words.with("obstacle-document", &[("name", name)])
            }
            What::Funds(surplus) => {
                let key = if *surplus > 0 { "obstacle-funds-over" } else { "obstacle-funds-short" };
                asker.words.with(key, &[("yen", separated(surplus.abs()))])
            }
            What::Unreleased(name) => asker.words.with("obstacle-unreleased", &[("name", name.clone())]),
            What::Unjoined(name) => asker.words.with("obstacle-unjoined", &[("name", name.clone())]),
            What::Condition(id) => teller.condition(id),
            What::Late => asker.words.with("obstacle-late", &[("until", moment(asker, found.deadline(&draft.call)))]),
            What::Broken(why) => why.clone(),
            What::Lost(name) => asker.words.with("obstacle-lost", &[("name", name.clone())]),
            What::Harmful(name) => asker.words.with("obstacle-harmful", &[("name", name.clone())]),
        };
        let at = obstacle.part.filter(|_| mine).map(|part| {
            let check = if asker.viewer.keep().is_empty() { "?check=1" } else { "&check=1" };
            format!("/applications/{}/parts/{}{}{check}", found.id, part.name(), asker.viewer.keep())
        });
        let at = at.unwrap_or_default();
        let address = match &obstacle.what {
            What::Missing(name) | What::Wrong(name, _) if mine && !name.ends_with('.') => format!("{at}#{}", name.replace('.', "-")),
            _ => at.clone(),
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
#[template(path = "file.html")]
struct Page<'a> {
    words: &'a Words,
    keep: &'a str,
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
struct Typed {
    day: String,
    time: String,
    posted: String,
}

async fn show(desk: &Desk, asker: &Asker, id: &str, refused: Option<Vec<Obstacle>>, typed: Typed) -> Result<Response, Error> {
    let draft = draft::draft(desk, &asker.actor, id).await?;
    let found = &draft.application;
    if !desk.house().policy.may_with(&asker.actor, Act::APPLICATION_FILE, &**found) {
        return Err(Error::Denied(Act::APPLICATION_FILE));
    }
    if !found.standing(&draft.call, desk.house().now()).is_open() && refused.is_none() {
        return Ok(asker.go(&format!("/applications/{id}")));
    }
    let examined = look(&draft, desk.house().now());
    let answer = examined.answer.as_ref();
    let flags = flags(asker, &draft, &examined);
    let now = desk.house().now();
    let was_refused = refused.is_some();
    let mut stops = refused.unwrap_or_else(|| examined.obstacles.clone());
    let mut lacks = Vec::new();
    if found.keeper.is_some() {
        // What is incomplete on paper is received as it came.
        stops.retain(Obstacle::keeps_paper_out);
        lacks = groups(asker, &draft, &examined.obstacles.iter().filter(|o| !o.keeps_paper_out()).cloned().collect::<Vec<_>>());
    }
    let obstacles = groups(asker, &draft, &stops);
    let mut correction = None;
    if found.correction_due().is_some() {
        let (_, corrections) = crate::office::service::conversation(desk, &asker.actor, id).await?;
        let reader = super::said::Reader::new(asker, &draft.plan);
        correction = corrections.into_iter().find(|c| c.answered_at.is_none()).map(|c| {
            let read = c.reasons.iter().filter(|r| reasons::place(&reader, &r.0).is_read(&draft.readable));
            let told = read.map(|(named, why)| format!("{}：{why}", reasons::called(&reader, &found.members, named)));
            (c.message, told.collect())
        });
    }
    let page = Page {
        words: asker.words,
        keep: asker.viewer.keep(),
        id,
        title: titled(asker, found),
        call: asker.viewer.lang.of(&draft.call.programme.plan().programme.name).to_owned(),
        company: &found.company_name,
        until: moment(asker, found.until(&draft.call)),
        left: left(asker, now, found.until(&draft.call)),
        late: found.is_over(&draft.call, now),
        refused: was_refused,
        obstacles,
        lacks,
        unchanged: correction.is_some() && !super::apply::unfiled(desk, asker, &draft).await?,
        correction,
        flags,
        grant: yen(answer.and_then(|a| a.calculated_grant_yen)),
        requested: yen(answer.map(|a| a.requested_total_yen)),
        counted: super::part::counted(asker, &draft),
        papers: draft.papers.len() + draft.other_papers.values().sum::<usize>(),
        seen: found.filings,
        paper: found.keeper.is_some(),
        posts: found.channel == rules::language::Channel::Post,
        day: typed.day,
        time: typed.time,
        posted: typed.posted,
    };
    let title = asker.word("file-check");
    Ok(if was_refused { asker.faulty(&title, page.render()) } else { asker.page(&title, page.render()) })
}

pub(super) async fn page(State(desk): State<Desk>, Path(id): Path<String>, asker: Asker) -> Response {
    show(&desk, &asker, &id, None, Typed::default()).await.unwrap_or_else(|error| asker.problem(&error))
}

pub(super) async fn file(
    State(desk): State<Desk>,
    Path(id): Path<String>,
    arrived: Option<Extension<Arrived>>,
    asker: Asker,
    Fields(typed): Fields,
) -> Response {
    let now = desk.house().now();
    let arrived: Instant = arrived.map_or(now, |a| a.0.0);
    let said = Typed { day: of(&typed, "day").to_owned(), time: of(&typed, "time").to_owned(), posted: of(&typed, "posted").to_owned() };
    let seen = of(&typed, "seen").parse().unwrap_or(0);
    // When it arrived is told by an officer of what came on paper, and by this house of everything else.
    let on_paper = match draft::application(&desk, &asker.actor, Act::APPLICATION_FILE, &id).await {
        Ok((found, _)) => found.keeper.is_some(),
        Err(error) => return asker.problem(&error),
    };
    let when = if on_paper { read_moment(&said.day, &said.time) } else { Some(arrived) };
    let posted = if said.posted.is_empty() || !on_paper { None } else { kernel::date::parse_date(&said.posted).ok() };
    // What can't be read is said, and nothing typed is lost.
    let unread = |message| vec![Obstacle { part: None, member: None, what: What::Broken(asker.word(message)) }];
    let Some(when) = when.filter(|w| *w <= now) else {
        return show(&desk, &asker, &id, Some(unread("wrong-arrived")), said).await.unwrap_or_else(|error| asker.problem(&error));
    };
    match filing::file(&desk, &asker.actor, &id, Asked { arrived: when, posted, seen }).await {
        Ok(Became::Filed(_)) => asker.go(&format!("/applications/{id}?done=filed")),
        Ok(Became::Refused(obstacles)) => {
            show(&desk, &asker, &id, Some(obstacles), said).await.unwrap_or_else(|error| asker.problem(&error))
        }
        Err(Error::Wrong { message, .. }) => {
            show(&desk, &asker, &id, Some(unread(message)), said).await.unwrap_or_else(|error| asker.problem(&error))
        }
        Err(error) => asker.problem(&error),
    }
}

pub(super) async fn shift(State(desk): State<Desk>, Path(id): Path<String>, asker: Asker, Fields(typed): Fields) -> Response {
    let version = of(&typed, "version").parse().unwrap_or(0);
    let moved = match of(&typed, "act") {
        "reopen" => filing::reopen(&desk, &asker.actor, &id, version).await.map(|()| "reopened"),
        "discard" => filing::discard(&desk, &asker.actor, &id, version).await.map(|()| "discarded"),
        "withdraw" => filing::withdraw(&desk, &asker.actor, &id, version).await.map(|()| "withdrawn"),
        _ => Err(Error::NotFound),
    };
    match moved {
        Ok(done) => asker.go(&format!("/applications/{id}?done={done}")),
        Err(Error::Wrong { .. }) => asker.problem(&Error::Stale),
        Err(error) => asker.problem(&error),
    }
}
