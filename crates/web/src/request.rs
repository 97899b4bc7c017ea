//! Who asks, how they read, and what they are answered.

use std::collections::HashMap;

use askama::Template;
use axum::{
    Extension,
    extract::FromRequestParts,
    http::{StatusCode, request::Parts},
    response::{IntoResponse, Redirect, Response},
};
use platform::{Actor, App, Error, Instant, compute, mail};
use rules::{language::Text, words::Words};
use ui::{Fault, Faults, Field, Viewer};

use crate::Answer;

/// How many letters that did not arrive are shown.
const MOST_STUCK: u64 = 20;

/// When the server read the head of a request; put beside it before anything else is done.
#[derive(Debug, Clone, Copy)]
pub struct RequestArrival(pub Instant);

/// Who asks and how they read.
#[derive(Debug, Clone)]
pub struct RequestContext {
    /// The person who is signed in, or nobody.
    pub actor: Actor,
    /// How they look.
    pub viewer: Viewer,
    /// The words that they read.
    pub words: Words,
}

impl<S: Send + Sync> FromRequestParts<S> for RequestContext {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Self::Rejection> {
        let viewer = match Viewer::from_request_parts(parts, state).await {
            Ok(viewer) => viewer,
            Err(never) => match never {},
        };
        let actor = Extension::<Actor>::from_request_parts(parts, state).await.map(|e| e.0).unwrap_or_default();
        Ok(Self { actor, words: viewer.words.clone(), viewer })
    }
}

impl RequestContext {
    /// The same for pages of one programme, which speak of its money as it does: 補助率 or 助成率.
    #[must_use]
    pub fn of_programme(&self, name: &Text) -> Self {
        let viewer = self.viewer.of_programme(name);
        Self { actor: self.actor.clone(), words: viewer.words.clone(), viewer }
    }

    /// A message.
    pub fn word(&self, key: &str) -> String {
        self.words.get(key)
    }

    /// What somebody is called on a page; what the system does by itself is its own doing.
    pub fn called(&self, who: &str) -> String {
        if who.starts_with("system:") { self.word("the-system") } else { who.to_owned() }
    }

    /// A page with a form of which something is wrong.
    pub fn faulty(&self, title: &str, body: &impl Template) -> Response {
        self.refused(StatusCode::UNPROCESSABLE_ENTITY, title, body)
    }

    /// A page with a form whose record somebody else changed first.
    pub fn conflict(&self, title: &str, body: &impl Template) -> Response {
        self.refused(StatusCode::CONFLICT, title, body)
    }

    fn refused(&self, status: StatusCode, title: &str, body: &impl Template) -> Response {
        let mut response = self.page(&self.words.with("error-title", &[("title", title.to_owned())]), body);
        *response.status_mut() = status;
        response
    }

    /// The keys of `done` that a page knows, as the sentence that it says after an act.
    #[allow(clippy::implicit_hasher, reason = "forms are read with the usual one")]
    pub fn done(&self, query: &HashMap<String, String>, known: &[&str]) -> Option<String> {
        let done = query.get("done")?;
        known.iter().find(|k| *k == done).map(|k| self.word(&format!("done-{k}")))
    }

    /// The query that keeps the language, behind another question.
    pub fn more(&self) -> String {
        self.viewer.lang_query().replace('?', "&")
    }

    /// An amount of money, or a stroke where there is none.
    pub fn yen(&self, yen: Option<i64>) -> String {
        yen.map_or_else(|| "—".to_owned(), |yen| self.words.with("yen", &[("amount", kernel::text::separated(yen))]))
    }

    /// A day as people of the office write it.
    pub fn day(&self, date: jiff::civil::Date) -> String {
        self.viewer.lang.day(date)
    }

    /// A day and a time as people of the office write them.
    pub fn moment(&self, at: Instant) -> String {
        let at = at.in_japan();
        format!("{} {:02}:{:02}", self.day(at.date()), at.hour(), at.minute())
    }

    /// A page.
    pub fn page(&self, title: &str, body: &impl Template) -> Response {
        match compute(|| body.render()) {
            Ok(body) => ui::page(&self.viewer, title, &body),
            Err(_) => ui::problem(&self.viewer, StatusCode::INTERNAL_SERVER_ERROR),
        }
    }

    /// An address in the same language.
    pub fn kept(&self, path: &str) -> String {
        let (page, place) = path.split_at(path.find('#').unwrap_or(path.len()));
        let lang_query = if page.contains('?') { self.more() } else { self.viewer.lang_query().to_owned() };
        format!("{page}{lang_query}{place}")
    }

    /// Goes to a page in the same language.
    pub fn go(&self, path: &str) -> Response {
        Redirect::to(&self.kept(path)).into_response()
    }

    /// Goes to the sign-in page, and from there back to a page of this site.
    pub fn to_sign_in(&self, next: &str) -> Response {
        self.go(&format!("/sign-in?next={}", ui::encode(next)))
    }

    /// A field for text, with a hint where one is named.
    pub fn text(&self, name: &'static str, label: &str, value: &str, hint: &str) -> Field {
        Field {
            name,
            label: self.word(label),
            kind: "text",
            autocomplete: "off",
            value: value.to_owned(),
            hint: if hint.is_empty() { String::new() } else { self.word(hint) },
            ..Field::default()
        }
    }

    /// Writes what is wrong to the fields it belongs to; and all of it as it stands above the form.
    pub fn mark(&self, fields: &mut [Field], fault: Option<&Error>) -> Option<Faults> {
        self.mark_as(fields, "", fault)
    }

    /// The same for fields before whose ids something stands.
    pub fn mark_as(&self, fields: &mut [Field], before: &str, fault: Option<&Error>) -> Option<Faults> {
        let tell = |(name, message): (&str, &str)| {
            let message = self.word(message);
            let Some(field) = fields.iter_mut().find(|f| f.name == name) else {
                return Fault { at: String::new(), label: String::new(), message };
            };
            field.error = Some(message.clone());
            Fault { at: format!("{before}{name}"), label: field.label.clone(), message }
        };
        let all: Vec<Fault> = faults(fault?).into_iter().map(tell).collect();
        (!all.is_empty()).then(|| Faults::new(&self.words, &all))
    }

    /// What follows on a form: the page to which its act leads; the form again, with everything typed and with what is wrong in it or that
    /// somebody else was faster; or a problem.
    pub async fn after(&self, done: Result<String, Error>, show_again: impl AsyncFnOnce(&Error) -> Answer) -> Answer {
        match done {
            Ok(path) => Ok(self.go(&path)),
            Err(error) if error.is_typed() => show_again(&error).await,
            Err(error @ Error::Stale) => {
                let mut response = show_again(&error).await?;
                *response.status_mut() = StatusCode::CONFLICT;
                Ok(response)
            }
            Err(error) => Err(error.into()),
        }
    }

    /// What is wrong, in sentences.
    pub fn explain(&self, error: &Error) -> String {
        let all: Vec<String> = faults(error).into_iter().map(|(_, message)| self.word(message)).collect();
        all.join(" ")
    }

    /// The letters about a record that did not arrive: to whom, what they are called, how they stand. Whose address it is stays
    /// theirs where it is told to others than those who may know it.
    pub async fn stuck(&self, app: &App, about: &str, whole: bool) -> Result<Vec<(String, String, String)>, Error> {
        let all = mail::stuck(app.db.read(), about, MOST_STUCK).await?;
        let shown = |letter: mail::Queued| {
            let to = if whole { letter.to } else { mail::masked(&letter.to) };
            let state = if letter.state == mail::State::Held { "letter-held" } else { "letter-given-up" };
            (to, letter.subject, self.word(state))
        };
        Ok(all.into_iter().map(shown).collect())
    }
}

/// What is wrong with a form: its fields, or, without a field, that somebody else changed the record first.
fn faults(error: &Error) -> Vec<(&'static str, &'static str)> {
    if matches!(error, Error::Stale) { vec![("", "changed-meanwhile")] } else { error.faults() }
}

/// A part of a page, as it stands in the page around it.
pub fn html(part: &impl Template) -> Result<String, Error> {
    part.render().map_err(|e| Error::Broken(e.to_string()))
}

/// A path from which one goes on to another, where one is named.
pub fn via(path: &str, next: &str) -> String {
    match within(next) {
        "/" => path.to_owned(),
        next => format!("{path}?next={}", ui::encode(next)),
    }
}

/// A page within this site: nothing that a browser would take for another address.
pub fn within(next: &str) -> &str {
    let plain = next.starts_with('/') && !next.starts_with("//") && !next.chars().any(|c| c == '\\' || c.is_control());
    if plain { next } else { "/" }
}
