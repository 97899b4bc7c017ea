//! The office: who works here, the journal, and the queues of letters and jobs.

use std::collections::HashMap;

use askama::Template;
use axum::{
    extract::{Path, Query, State},
    response::Response,
};
use platform::{
    Authorized, Error,
    access::Act,
    accounts::{self, Agency, Scope},
    jobs::{self, State as JobState},
    journal::{self, Entry, Search, Verdict},
    mail,
};
use rules::words::{Lang, Words};
use ui::{Faults, Field};

use super::{
    Asker, Fields, Rooms, moment,
    people::{People, act_on_people},
};

/// Entries of the journal on one page.
const PAGE: u64 = 100;

async fn agency(rooms: &Rooms, asker: &Asker, act: Act, id: &str) -> Result<Authorized<Agency>, Error> {
    asker.actor.person()?;
    let found = accounts::agency(&rooms.house, id).await?;
    rooms.house.policy.allow(&asker.actor, act, found)
}

fn name(agency: &Agency, lang: Lang) -> &str {
    match lang {
        Lang::Ja => &agency.name_ja,
        Lang::En => &agency.name_en,
    }
}

#[derive(Debug, Template)]
#[template(path = "office.html")]
struct Office<'a> {
    words: &'a Words,
    keep: &'a str,
    id: &'a str,
    name: &'a str,
    done: Option<String>,
    error: Option<Faults>,
    people: String,
}

async fn show(
    rooms: &Rooms,
    asker: &Asker,
    id: &str,
    done: Option<String>,
    fault: Option<&Error>,
    typed: &HashMap<String, String>,
) -> Response {
    let agency = match agency(rooms, asker, Act::AGENCY_ACCOUNTS, id).await {
        Ok(agency) => agency,
        Err(error) => return asker.problem(&error),
    };
    let scope = Scope::Agency(id.to_owned());
    let people = match People::of(rooms, asker, &scope, &format!("/office/{id}"), fault, typed).await {
        Ok(people) => people,
        Err(error) => return asker.problem(&error),
    };
    let error = people.faults.clone().or_else(|| asker.mark(&mut [], fault));
    let people = people.render().unwrap_or_default();
    let page = Office { words: asker.words, name: name(&agency, asker.viewer.lang), keep: asker.viewer.keep(), id, done, error, people };
    let title = asker.word("office");
    if fault.is_some() { asker.faulty(&title, page.render()) } else { asker.page(&title, page.render()) }
}

pub(super) async fn page(
    State(rooms): State<Rooms>,
    Path(id): Path<String>,
    Query(query): Query<HashMap<String, String>>,
    asker: Asker,
) -> Response {
    let done = asker.done(&query, &["invite-sent", "invite-withdrawn", "role-taken"]);
    show(&rooms, &asker, &id, done, None, &HashMap::new()).await
}

pub(super) async fn people(State(rooms): State<Rooms>, Path(id): Path<String>, asker: Asker, Fields(typed): Fields) -> Response {
    let place = match agency(&rooms, &asker, Act::AGENCY_ACCOUNTS, &id).await {
        Ok(agency) => name(&agency, asker.viewer.lang).to_owned(),
        Err(error) => return asker.problem(&error),
    };
    match act_on_people(&rooms, &asker, &Scope::Agency(id.clone()), &place, &typed).await {
        Ok(done) => asker.go(&format!("/office/{id}?done={done}")),
        Err(fault) if fault.is_typed() => show(&rooms, &asker, &id, None, Some(&fault), &typed).await,
        Err(error) => asker.problem(&error),
    }
}

/// An entry as it is shown: with the names of people and acts.
#[derive(Debug)]
struct Row {
    entry: Entry,
    at: String,
    act: String,
    actor: Option<String>,
    subject: Option<String>,
    /// As they are searched for.
    actor_at: String,
    subject_at: String,
    said: Vec<(String, String)>,
}

#[derive(Debug, Template)]
#[template(path = "journal.html")]
struct Journal<'a> {
    words: &'a Words,
    lang: &'a str,
    action: String,
    /// The language behind another question.
    more: String,
    fields: Vec<Field>,
    entries: Vec<Row>,
    older: Option<String>,
    whole: Option<String>,
    broken: Option<String>,
}

pub(super) async fn journal(
    State(rooms): State<Rooms>,
    Path(id): Path<String>,
    Query(query): Query<HashMap<String, String>>,
    asker: Asker,
) -> Response {
    let agency = match agency(&rooms, &asker, Act::JOURNAL_READ, &id).await {
        Ok(agency) => agency.into_inner(),
        Err(error) => return asker.problem(&error),
    };
    let get = |name: &str| query.get(name).map(|v| v.trim().chars().take(200).collect::<String>()).unwrap_or_default();
    let wanted = Search {
        agency: Some(id.clone()),
        act: get("act"),
        actor: get("actor"),
        subject: get("subject"),
        before: query.get("before").and_then(|b| b.parse().ok()),
    };
    let db = rooms.house.db.read();
    let (entries, more) = match journal::search(db, &wanted, PAGE).await {
        Ok(found) => found,
        Err(error) => return asker.problem(&error),
    };
    let (mut whole, mut broken) = (None, None);
    if query.contains_key("verify") {
        match journal::verify(&rooms.house.db, &[]).await {
            Ok(Verdict::Whole { entries, last, .. }) => {
                let parts = [("entries", kernel::text::separated(entries)), ("last", last)];
                whole = Some(asker.words.with("journal-whole", &parts));
            }
            Ok(Verdict::Broken { seq, .. }) => broken = Some(asker.words.with("journal-broken", &[("seq", seq.to_string())])),
            Err(error) => return asker.problem(&error),
        }
    }
    let action = format!("/office/{id}/journal");
    let older = entries.last().filter(|_| more).map(|last| {
        let rest = [("act", &wanted.act), ("actor", &wanted.actor), ("subject", &wanted.subject)];
        let rest: String = rest.iter().filter(|(_, v)| !v.is_empty()).map(|(k, v)| format!("&{k}={}", ui::encode(v))).collect();
        format!("{action}?before={}{rest}{}", last.seq, asker.viewer.keep().replace('?', "&"))
    });
    let fields = vec![
        asker.text("act", "journal-act", &wanted.act, ""),
        asker.text("actor", "journal-actor", &wanted.actor, ""),
        asker.text("subject", "journal-subject", &wanted.subject, ""),
    ];
    let person = |text: &str| text.strip_prefix("person:").map(str::to_owned);
    let ids: Vec<String> = entries.iter().flat_map(|e| [person(&e.actor), person(&e.subject)]).flatten().collect();
    let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
    let names = accounts::names(&rooms.house, &asker.actor, agency, &ids).await.unwrap_or_default();
    let called = |text: &str| person(text).and_then(|id| names.get(&id).cloned());
    let row = |entry: Entry| Row {
        at: moment(entry.at),
        act: asker.word(&format!("act-{}", entry.act.replace(['.', '_'], "-"))),
        actor: called(&entry.actor),
        subject: called(&entry.subject),
        actor_at: ui::encode(&entry.actor),
        subject_at: ui::encode(&entry.subject),
        said: told(&entry.said),
        entry,
    };
    let page = Journal {
        words: asker.words,
        lang: asker.viewer.lang.code(),
        action,
        fields,
        more: asker.viewer.keep().replace('?', "&"),
        entries: entries.into_iter().map(row).collect(),
        older,
        whole,
        broken,
    };
    asker.page(&asker.word("journal"), page.render())
}

/// What an entry says, part by part; one that is no object stands as it is.
fn told(said: &str) -> Vec<(String, String)> {
    let plain = |value: serde_json::Value| match value {
        serde_json::Value::String(text) => platform::Instant::parse(&text).map_or(text, moment),
        other => other.to_string(),
    };
    match serde_json::from_str(said) {
        Ok(serde_json::Value::Object(parts)) => {
            parts.into_iter().filter(|(_, value)| !value.is_null()).map(|(name, value)| (name, plain(value))).collect()
        }
        _ => vec![(String::new(), said.to_owned())],
    }
}

#[derive(Debug)]
struct JobRow {
    id: String,
    kind: String,
    state: String,
    failed: bool,
    attempts: i32,
    due: String,
    error: String,
}

#[derive(Debug, Template)]
#[template(path = "queue.html")]
struct Queue<'a> {
    words: &'a Words,
    action: String,
    done: Option<String>,
    letters: Vec<(String, String, String, String)>,
    jobs: Vec<JobRow>,
}

pub(super) async fn queue(
    State(rooms): State<Rooms>,
    Path(id): Path<String>,
    Query(query): Query<HashMap<String, String>>,
    asker: Asker,
) -> Response {
    if let Err(error) = agency(&rooms, &asker, Act::QUEUE_READ, &id).await {
        return asker.problem(&error);
    }
    let db = rooms.house.db.read();
    let (letters, jobs) = match (mail::list(db, &id, PAGE).await, jobs::list(db, &id, None, PAGE).await) {
        (Ok(letters), Ok(jobs)) => (letters, jobs),
        (Err(error), _) | (_, Err(error)) => return asker.problem(&error),
    };
    let alone = accounts::agencies(&rooms.house).await.is_ok_and(|a| a.len() == 1);
    let state = |state: mail::State| match state {
        mail::State::Sent(at) => moment(at),
        mail::State::Waiting(at) if at > rooms.house.now() => asker.words.with("letter-waiting", &[("at", moment(at))]),
        mail::State::Waiting(_) => asker.word("queue-not-sent"),
        mail::State::Held => asker.word("letter-held"),
        mail::State::GivenUp => asker.word("letter-given-up"),
    };
    let page = Queue {
        words: asker.words,
        action: format!("/office/{id}/queue{}", asker.viewer.keep()),
        done: query.contains_key("done").then(|| asker.word("queue-retried")),
        // Whom the house writes to is no matter of one agency among several.
        letters: letters
            .into_iter()
            .map(|l| (if alone || l.agency.is_some() { l.to } else { mail::masked(&l.to) }, l.subject, moment(l.queued_at), state(l.state)))
            .collect(),
        jobs: jobs
            .into_iter()
            .map(|j| JobRow {
                state: asker.word(&format!("queue-state-{}", j.state.name())),
                failed: j.state == JobState::Failed,
                due: moment(j.run_at),
                id: j.id,
                kind: j.kind,
                attempts: j.attempts,
                // What a mail server answers may name whom it was for.
                error: if alone || j.agency.is_some() { j.error.unwrap_or_default() } else { String::new() },
            })
            .collect(),
    };
    asker.page(&asker.word("queue"), page.render())
}

pub(super) async fn retry(State(rooms): State<Rooms>, Path(id): Path<String>, asker: Asker, Fields(typed): Fields) -> Response {
    let found = match accounts::agency(&rooms.house, &id).await {
        Ok(found) => found,
        Err(error) => return asker.problem(&error),
    };
    match jobs::retry(&rooms.house, &asker.actor, found, typed.get("job").map_or("", String::as_str)).await {
        Ok(()) => asker.go(&format!("/office/{id}/queue?done=1")),
        Err(error) => asker.problem(&error),
    }
}
