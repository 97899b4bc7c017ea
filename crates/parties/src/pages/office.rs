//! The office: who works here, the journal, and the queues of letters and jobs.

use crate::acts;
use std::collections::HashMap;

use askama::Template;
use axum::extract::{Path, Query, State};
use platform::{
    Authorized, Error,
    access::Act,
    accounts::{self, Agency, RoleScope},
    jobs::{self, State as JobState},
    journal::{self, Entry, Search, Verdict},
    mail,
};
use rules::words::{Lang, Words};
use ui::{Faults, Field};

use crate::service;

use super::{
    AppState,
    people::{People, act_on_people},
};
use web::{Answer, Fields, RequestContext};

/// Entries of the journal on one page.
const PAGE: u64 = 100;
/// People, companies and records that words are looked up among, at most.
const MOST_NAMED: u64 = 200;

async fn agency(state: &AppState, context: &RequestContext, act: Act, id: &str) -> Result<Authorized<Agency>, Error> {
    context.actor.person()?;
    let found = accounts::agency(&state.app, id).await?;
    state.app.policy.allow(&context.actor, act, found)
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
    lang_query: &'a str,
    id: &'a str,
    name: &'a str,
    done: Option<String>,
    error: Option<Faults>,
    people: String,
}

async fn show(
    state: &AppState,
    context: &RequestContext,
    id: &str,
    done: Option<String>,
    fault: Option<&Error>,
    typed: &HashMap<String, String>,
) -> Answer {
    let agency = agency(state, context, acts::AGENCY_ACCOUNTS, id).await?;
    let scope = RoleScope::Agency(id.to_owned());
    let people = People::of(state, context, &scope, &format!("/office/{id}"), fault, typed).await?;
    let error = people.faults.clone().or_else(|| context.mark(&mut [], fault));
    let people = people.render().unwrap_or_default();
    let page = Office {
        words: &context.words,
        name: name(&agency, context.viewer.lang),
        lang_query: context.viewer.lang_query(),
        id,
        done,
        error,
        people,
    };
    let title = context.word("office");
    if fault.is_some() { Ok(context.faulty(&title, &page)) } else { Ok(context.page(&title, &page)) }
}

pub(super) async fn page(
    State(state): State<AppState>,
    Path(id): Path<String>,
    Query(query): Query<HashMap<String, String>>,
    context: RequestContext,
) -> Answer {
    let done = context.done(&query, &["invite-sent", "invite-withdrawn", "role-taken"]);
    show(&state, &context, &id, done, None, &HashMap::new()).await
}

pub(super) async fn people(
    State(state): State<AppState>,
    Path(id): Path<String>,
    context: RequestContext,
    Fields(typed): Fields,
) -> Answer {
    let place = match agency(&state, &context, acts::AGENCY_ACCOUNTS, &id).await {
        Ok(agency) => name(&agency, context.viewer.lang).to_owned(),
        Err(error) => return Err(error.into()),
    };
    let done = act_on_people(&state, &context, &RoleScope::Agency(id.clone()), &place, &typed)
        .await
        .map(|done| format!("/office/{id}?done={done}"));
    context.after(done, async |fault| show(&state, &context, &id, None, Some(fault), &typed).await).await
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
    details: Vec<(String, String)>,
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
    State(state): State<AppState>,
    Path(id): Path<String>,
    Query(query): Query<HashMap<String, String>>,
    context: RequestContext,
) -> Answer {
    let agency = match agency(&state, &context, acts::JOURNAL_READ, &id).await {
        Ok(agency) => agency,
        Err(error) => return Err(error.into()),
    };
    let get = |name: &str| query.get(name).map(|v| v.trim().chars().take(200).collect::<String>()).unwrap_or_default();
    let (act, actor, subject) = (get("act"), get("actor"), get("subject"));
    let wanted = wanted(&state, &context, &agency, [&act, &actor, &subject], query.get("before").and_then(|b| b.parse().ok())).await?;
    let db = state.app.db.read();
    let (entries, more) = journal::search(db, &agency, &wanted, PAGE).await?;
    let (mut whole, mut broken) = (None, None);
    if query.contains_key("verify") {
        match journal::verify(&state.app.db, &[]).await {
            Ok(Verdict::Whole { entries, last, .. }) => {
                let parts = [("entries", kernel::text::separated(entries)), ("last", last)];
                whole = Some(context.words.with("journal-whole", &parts));
            }
            Ok(Verdict::Broken { seq, .. }) => broken = Some(context.words.with("journal-broken", &[("seq", seq.to_string())])),
            Err(error) => return Err(error.into()),
        }
    }
    let action = format!("/office/{id}/journal");
    let older = entries.last().filter(|_| more).map(|last| {
        let rest = [("act", &act), ("actor", &actor), ("subject", &subject)];
        let rest: String = rest.iter().filter(|(_, v)| !v.is_empty()).map(|(k, v)| format!("&{k}={}", ui::encode(v))).collect();
        format!("{action}?before={}{rest}{}", last.seq, context.viewer.lang_query().replace('?', "&"))
    });
    let fields = vec![
        context.text("act", "journal-act", &act, "journal-act-hint"),
        context.text("actor", "journal-actor", &actor, "journal-actor-hint"),
        context.text("subject", "journal-subject", &subject, "journal-subject-hint"),
    ];
    let person = |text: &str| text.strip_prefix("person:").map(str::to_owned);
    let ids: Vec<String> = entries.iter().flat_map(|e| [person(&e.actor), person(&e.subject)]).flatten().collect();
    let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
    let names = accounts::names(&state.app, &agency, &ids).await?;
    let mut records: Vec<String> = entries.iter().map(|entry| entry.subject.clone()).collect();
    records.sort();
    records.dedup();
    let receipts = journal::receipts(db, &agency, &records).await?;
    let companies: Vec<&str> = records.iter().filter_map(|record| record.strip_prefix("organisation:")).collect();
    let companies = service::names(&state.app, &agency, &companies).await?;
    let called = |text: &str| {
        let company = || text.strip_prefix("organisation:").and_then(|id| companies.get(id)).cloned();
        person(text).and_then(|id| names.get(&id).cloned()).or_else(|| receipts.get(text).cloned()).or_else(company)
    };
    let row = |entry: Entry| Row {
        at: context.moment(entry.at),
        act: context.word(&format!("act-{}", entry.act.replace(['.', '_'], "-"))),
        actor: called(&entry.actor),
        subject: called(&entry.subject),
        actor_at: ui::encode(&entry.actor),
        subject_at: ui::encode(&entry.subject),
        details: described(&context, &entry.details),
        entry,
    };
    let page = Journal {
        words: &context.words,
        lang: context.viewer.lang.code(),
        action,
        fields,
        more: context.viewer.lang_query().replace('?', "&"),
        entries: entries.into_iter().map(row).collect(),
        older,
        whole,
        broken,
    };
    Ok(context.page(&context.word("journal"), &page))
}

/// Whether somebody typed the name of an act, an actor or a record as the journal keeps it.
fn is_code(text: &str) -> bool {
    text.is_empty() || text.contains(':') || (text.contains('.') && text.is_ascii())
}

/// What is looked for: by the words that stand on the page, or as the journal keeps it.
async fn wanted(
    state: &AppState,
    context: &RequestContext,
    agency: &Authorized<Agency>,
    [act, actor, subject]: [&str; 3],
    before: Option<i64>,
) -> Result<Search, Error> {
    let acts = || state.app.contexts.iter().flat_map(|known| known.acts).map(|act| act.name());
    let is_act = acts().any(|name| name.starts_with(act));
    let plain = |text: &str| if is_code(text) { text.to_owned() } else { String::new() };
    let mut wanted = Search {
        act: if is_act { act.to_owned() } else { String::new() },
        actor: plain(actor),
        subject: plain(subject),
        before,
        ..Search::default()
    };
    let people = async |text: &str| -> Result<Vec<String>, Error> {
        let found = accounts::named(&state.app, agency, text, MOST_NAMED).await?;
        Ok(found.into_iter().map(|id| format!("person:{id}")).collect())
    };
    if !is_act {
        let word = |name: &str| context.word(&format!("act-{}", name.replace(['.', '_'], "-")));
        wanted.any_act = Some(acts().filter(|name| word(name).contains(act)).map(str::to_owned).collect());
    }
    if !is_code(actor) {
        wanted.any_actor = Some(people(actor).await?);
    }
    if !is_code(subject) {
        let db = state.app.db.read();
        let mut any = people(subject).await?;
        any.extend(service::named(&state.app, agency, subject, MOST_NAMED).await?.into_iter().map(|id| format!("organisation:{id}")));
        any.extend(journal::subjects_mentioning(db, agency, subject, MOST_NAMED).await?);
        wanted.any_subject = Some(any);
    }
    Ok(wanted)
}

/// What an entry says, part by part; one that is no object stands as it is.
fn described(context: &RequestContext, details: &str) -> Vec<(String, String)> {
    let plain = |value: serde_json::Value| match value {
        serde_json::Value::String(text) => platform::Instant::parse(&text).map_or(text, |at| context.moment(at)),
        other => other.to_string(),
    };
    match serde_json::from_str(details) {
        Ok(serde_json::Value::Object(parts)) => {
            parts.into_iter().filter(|(_, value)| !value.is_null()).map(|(name, value)| (name, plain(value))).collect()
        }
        _ => vec![(String::new(), details.to_owned())],
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
    State(state): State<AppState>,
    Path(id): Path<String>,
    Query(query): Query<HashMap<String, String>>,
    context: RequestContext,
) -> Answer {
    let agency = agency(&state, &context, acts::QUEUE_READ, &id).await?;
    let db = state.app.db.read();
    let (letters, jobs) = match (mail::list(db, &agency, PAGE).await, jobs::list(db, &agency, None, PAGE).await) {
        (Ok(letters), Ok(jobs)) => (letters, jobs),
        (Err(error), _) | (_, Err(error)) => return Err(error.into()),
    };
    let alone = accounts::agencies(&state.app).await.is_ok_and(|a| a.len() == 1);
    let now = state.app.now();
    let standing = |letter: mail::State| match letter {
        mail::State::Sent(at) => context.moment(at),
        mail::State::Waiting(at) if at > now => context.words.with("letter-waiting", &[("at", context.moment(at))]),
        mail::State::Waiting(_) => context.word("queue-not-sent"),
        mail::State::Held => context.word("letter-held"),
        mail::State::GivenUp => context.word("letter-given-up"),
    };
    let page = Queue {
        words: &context.words,
        action: format!("/office/{id}/queue{}", context.viewer.lang_query()),
        done: query.contains_key("done").then(|| context.word("queue-retried")),
        // Whom the system writes to is no matter of one agency among several.
        letters: letters
            .into_iter()
            .map(|l| {
                (
                    if alone || l.agency.is_some() { l.to } else { mail::masked(&l.to) },
                    l.subject,
                    context.moment(l.queued_at),
                    standing(l.state),
                )
            })
            .collect(),
        jobs: jobs
            .into_iter()
            .map(|j| JobRow {
                state: context.word(&format!("queue-state-{}", j.state.name())),
                failed: j.state == JobState::Failed,
                due: context.moment(j.run_at),
                id: j.id,
                kind: j.kind,
                attempts: j.attempts,
                // What a mail server answers may name whom it was for.
                error: if alone || j.agency.is_some() { j.error.unwrap_or_default() } else { String::new() },
            })
            .collect(),
    };
    Ok(context.page(&context.word("queue"), &page))
}

pub(super) async fn retry(State(state): State<AppState>, Path(id): Path<String>, context: RequestContext, Fields(typed): Fields) -> Answer {
    let found = accounts::agency(&state.app, &id).await?;
    match jobs::retry(&state.app, &context.actor, found, typed.get("job").map_or("", String::as_str)).await {
        Ok(()) => Ok(context.go(&format!("/office/{id}/queue?done=1"))),
        Err(error) => Err(error.into()),
    }
}
