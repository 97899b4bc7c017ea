//! The page of a programme: its clauses, section by section, and what was announced and changed.

use askama::Template;
use axum::extract::{Path, State};
use jiff::{Timestamp, civil::Date};
use platform::Error;
use rules::{sentences::Teller, summary, words::Words};
use ui::Viewer;
use web::{Answer, RequestContext, html};

use super::{
    AppState,
    list::{Call, call},
};
use crate::{
    call::{self as calls, Notice, NoticeKind},
    model::{Programme, State as CallState},
};

/// A clause as it is shown: what, and where it stands.
#[derive(Debug)]
struct Line {
    head: String,
    text: String,
    cite: String,
}

#[derive(Debug)]
struct Section {
    id: &'static str,
    title: String,
    lines: Vec<Line>,
}

#[derive(Debug, Template)]
#[template(path = "programme.html")]
struct Show<'a> {
    words: &'a Words,
    lang_query: &'a str,
    call: Call<'a>,
    /// Whom to ask.
    contact: Option<ContactLinks<'a>>,
    /// Whether it can be applied for here, now.
    apply: bool,
    /// What was announced since, for the timeline.
    notices: Vec<(String, String, String, &'static str)>,
    /// What changed since the programme that this one follows: what, before and after; nothing where there is no such programme.
    changes: Vec<summary::Change>,
    /// The days of the call, for the timeline.
    schedule: Vec<(String, String, String, &'static str)>,
    sections: Vec<Section>,
}

/// Whom to ask, each way as a link.
#[derive(Debug)]
struct ContactLinks<'a> {
    office: &'a str,
    /// The address to call, and the number as it is written.
    phone: Option<(String, &'a str)>,
    email: Option<&'a str>,
    url: Option<&'a str>,
}

/// Whom to ask about a programme, where it says so.
fn contact<'a>(found: &'a Programme, viewer: &Viewer) -> Option<ContactLinks<'a>> {
    let contact = found.plan().programme.contact.as_ref()?;
    let called = |phone: &'a String| {
        let digits: String = kernel::text::narrow(phone).chars().filter(char::is_ascii_digit).collect();
        (format!("tel:{digits}"), phone.as_str())
    };
    Some(ContactLinks {
        office: viewer.lang.of(&contact.office),
        phone: contact.phone.as_ref().map(called),
        email: contact.email.as_deref(),
        url: contact.url.as_deref().filter(|url| url.starts_with("https://") || url.starts_with("http://")),
    })
}

pub(super) async fn page(State(state): State<AppState>, Path(id): Path<String>, context: RequestContext) -> Answer {
    let (found, is_call) = state.calls.public(&id).await?;
    let context = context.of_programme(&found.plan().programme.name);
    let before = match &found.plan().programme.follows {
        Some(before) => state.calls.public(before).await.ok().map(|(before, _)| before),
        None => None,
    };
    let page = Show::new(&found, before.as_ref(), &context.viewer, state.now());
    let words = &context.words;
    let notices = calls::notices(&state.app, &id).await?;
    let notices = notices.iter().map(|n| (moment(n.at, words), announced(n, words), String::new(), "past"));
    let apply = is_call && found.state(state.now()) == CallState::Open;
    let page = Show { apply, notices: notices.collect(), ..page };
    Ok(context.page(page.call.name, &page))
}

impl<'a> Show<'a> {
    /// The page of a programme as it stands at an instant, without what was announced of it.
    fn new(found: &'a Programme, before: Option<&Programme>, viewer: &'a Viewer, now: Timestamp) -> Self {
        let words = &viewer.words;
        Self {
            words,
            lang_query: viewer.lang_query(),
            call: call(found, found.state(now), viewer, words),
            contact: contact(found, viewer),
            apply: false,
            notices: Vec::new(),
            changes: before.map(|before| changes(before, found, viewer, words)).unwrap_or_default(),
            schedule: schedule(found, viewer, kernel::in_japan(now).date()),
            sections: sections(found, viewer, words),
        }
    }
}

/// The page of a programme as a part of another: what the public would see of a draft.
pub(crate) fn programme_view(found: &Programme, before: Option<&Programme>, viewer: &Viewer, now: Timestamp) -> Result<String, Error> {
    html(&Show::new(found, before, viewer, now))
}

/// The days of a call in their order: from its opening to what follows, each with its place, and how it stands to a day.
fn schedule(found: &Programme, viewer: &Viewer, today: Date) -> Vec<(String, String, String, &'static str)> {
    let teller = Teller::new(found.plan(), viewer.lang);
    let entries = &found.plan().programme.schedule;
    let line = |line: &summary::Line<'_>| {
        let entry = entries.get(line.path.strip_prefix("schedule.")?)?;
        let first = entry.from.as_ref().or(entry.to.as_ref()).map(|when| when.first);
        let last = entry.to.as_ref().or(entry.from.as_ref()).map(|when| when.last);
        let state = if last.is_some_and(|day| day < today) {
            "past"
        } else if entry.from.is_some() && first.is_some_and(|day| day <= today) {
            "now"
        } else {
            "next"
        };
        let cite = line.cite.map(|cite| teller.cite(cite)).unwrap_or_default();
        Some((first, (line.text.clone(), line.head.clone(), cite, state)))
    };
    let mut all: Vec<_> = summary::lines(&teller).iter().filter_map(line).collect();
    all.sort_by_key(|(first, _)| *first);
    all.into_iter().map(|(_, line)| line).collect()
}

/// A moment as people of the office write it.
fn moment(at: platform::Instant, words: &Words) -> String {
    let at = at.in_japan();
    let day = words.lang.day(at.date());
    format!("{day} {:02}:{:02}", at.hour(), at.minute())
}

/// A notice in a sentence.
fn announced(notice: &Notice, words: &Words) -> String {
    let until = notice.until.map(|until| moment(until, words)).unwrap_or_default();
    let key = match notice.kind {
        NoticeKind::Extended => "notice-extended",
        NoticeKind::Revised => "notice-revised",
    };
    words.with(key, &[("until", until), ("reason", notice.text.clone())])
}

/// What changed since the year or round before, for somebody who knows that one: not the days of the call, nor what explains the text.
fn changes(before: &Programme, after: &Programme, viewer: &Viewer, words: &Words) -> Vec<summary::Change> {
    let all = summary::changes(&Teller::new(before.plan(), viewer.lang), &Teller::new(after.plan(), viewer.lang));
    let told = |c: &summary::Change| {
        use summary::Section::{Contact, Facts, Readings, Schedule, Window};
        !matches!(c.section, Window | Schedule | Contact | Readings | Facts)
    };
    // Where the clause says the same and is reckoned otherwise, values of the file say nothing to an applicant.
    let plain = |change: summary::Change| {
        if change.values.is_empty() {
            return change;
        }
        summary::Change { after: Some(words.get("since-reckoned")), values: Vec::new(), ..change }
    };
    all.into_iter().filter(told).map(plain).collect()
}

/// The clauses of a programme, section by section.
fn sections(found: &Programme, viewer: &Viewer, words: &Words) -> Vec<Section> {
    let teller = Teller::new(found.plan(), viewer.lang);
    let lines = summary::lines(&teller);
    let shown = [
        summary::Section::Conditions,
        summary::Section::Rates,
        summary::Section::Limits,
        summary::Section::Expenses,
        summary::Section::Excluded,
        summary::Section::Documents,
        summary::Section::Criteria,
        summary::Section::Duties,
        summary::Section::Notes,
        summary::Section::Readings,
        summary::Section::Contact,
    ];
    let section = |section: &summary::Section| {
        let own = lines.iter().filter(|l| l.section == *section);
        let told = |l: &summary::Line<'_>| Line {
            head: l.head.clone(),
            text: l.text.clone(),
            cite: l.cite.map(|cite| teller.cite(cite)).unwrap_or_default(),
        };
        Section { id: section.word(), title: words.get(section.word()), lines: own.map(told).collect() }
    };
    shown.iter().map(section).filter(|s| !s.lines.is_empty()).collect()
}
