//! Why a request is not answered as it was asked: a page for people, a problem (RFC 9457) for programs.

use std::sync::Arc;

use axum::{
    Json,
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use platform::Error;
use serde_json::{Map, Value, json};

use crate::{RequestContext, problems::ProblemType};

/// What a handler answers.
pub type Answer = Result<Response, Failure>;

/// Why a request is not answered as it was asked.
#[derive(Debug, Clone)]
pub enum Failure {
    /// A verb did not happen.
    Verb(Arc<Error>),
    /// What was sent can't be read.
    Unread(StatusCode),
    /// Whoever asks has too much going on at once.
    AtOnce,
}

/// Seconds after which whoever asked for too much at once may ask again.
const AGAIN: &str = "10";

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Self::Verb(Arc::new(error))
    }
}

/// The failure travels beside an empty answer to where it is known who asks and how they read: to [`Failure::page`] or
/// [`Failure::problem`].
impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        let mut response = self.status().into_response();
        response.extensions_mut().insert(self);
        response
    }
}

impl Failure {
    /// The failure beside an answer.
    pub(crate) fn of(response: &Response) -> Option<Self> {
        response.extensions().get::<Self>().cloned()
    }

    /// What kind it is.
    fn problem_type(&self) -> ProblemType {
        let error = match self {
            Self::Verb(error) => error,
            Self::Unread(StatusCode::PAYLOAD_TOO_LARGE) => return ProblemType::TooLarge,
            Self::Unread(StatusCode::SERVICE_UNAVAILABLE) => return ProblemType::Busy,
            Self::Unread(_) => return ProblemType::Unread,
            Self::AtOnce => return ProblemType::AtOnce,
        };
        match &**error {
            Error::SignedOut => ProblemType::SignedOut,
            Error::Denied(_) => ProblemType::Denied,
            Error::NotFound | Error::Moved(_) => ProblemType::NotFound,
            Error::Stale => ProblemType::Stale,
            Error::Expired => ProblemType::Expired,
            Error::Harmful => ProblemType::Harmful,
            Error::TooMany => ProblemType::TooMany,
            Error::Wrong { .. } | Error::Faults(_) => ProblemType::Wrong,
            Error::Busy => ProblemType::Busy,
            Error::Full(_) => ProblemType::Full,
            Error::Uncertain => ProblemType::Uncertain,
            Error::Damaged(_) => ProblemType::Damaged,
            Error::Database(_) | Error::File(_) | Error::NotJournalled | Error::Broken(_) => ProblemType::Failed,
        }
    }

    /// The status of the answer.
    fn status(&self) -> StatusCode {
        if let Self::Unread(status) = self { *status } else { self.problem_type().status() }
    }

    /// The verb's error, where it is one.
    pub(crate) fn error(&self) -> Option<&Error> {
        if let Self::Verb(error) = self { Some(error) } else { None }
    }

    /// Whether the same may go through when it is sent once more.
    pub(crate) fn may_pass_later(&self) -> bool {
        let status = self.status();
        status.is_server_error() || status == StatusCode::TOO_MANY_REQUESTS
    }

    /// Tells whoever runs the system: who tries the handles, and what failed.
    pub(crate) fn log(&self, context: &RequestContext) {
        let actor = context.actor.label();
        match self.error() {
            Some(Error::Denied(act)) => tracing::warn!(%act, actor, "denied"),
            Some(error) if self.status().is_server_error() && !matches!(error, Error::Busy) => {
                tracing::error!(%error, actor, "a verb failed");
            }
            _ => {}
        }
    }

    /// What went wrong, and what to do.
    fn describe(&self, context: &RequestContext) -> (String, String) {
        let kind = self.problem_type();
        let faults = self.error().map(Error::faults).unwrap_or_default();
        let messages: Vec<String> = faults.iter().map(|(_, message)| context.word(message)).collect();
        let help = if messages.is_empty() { context.word(&kind.help_key()) } else { messages.join(" ") };
        (context.word(&kind.title_key()), help)
    }

    /// A page; `below` stands beneath what it says.
    pub(crate) fn page(&self, context: &RequestContext, below: &str) -> Response {
        let (title, help) = self.describe(context);
        self.dressed(ui::problem_of(&context.viewer, self.status(), &title, &help, below))
    }

    /// A problem for a program.
    pub(crate) fn problem(&self, context: &RequestContext) -> Response {
        let status = self.status();
        let (title, detail) = self.describe(context);
        let mut problem = Map::new();
        problem.insert("type".into(), json!(self.problem_type().address()));
        problem.insert("title".into(), json!(title));
        problem.insert("status".into(), json!(status.as_u16()));
        problem.insert("detail".into(), json!(detail));
        problem.insert("instance".into(), json!(context.viewer.path()));
        let faults = self.error().map(Error::faults).unwrap_or_default();
        if !faults.is_empty() {
            let all = faults.iter().map(|(field, message)| json!({ "field": field, "detail": context.word(message) }));
            problem.insert("errors".into(), all.collect());
        }
        let mut response = (status, Json(Value::Object(problem))).into_response();
        response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
        self.dressed(response)
    }

    fn dressed(&self, mut response: Response) -> Response {
        let again = match self {
            Self::AtOnce => AGAIN,
            Self::Unread(StatusCode::SERVICE_UNAVAILABLE) => "60",
            _ => return response,
        };
        response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from_static(again));
        response
    }
}

/// Whether a program asks, which reads problems and no pages.
pub fn wants_json(headers: &HeaderMap) -> bool {
    let asked = headers.get(header::ACCEPT).map(HeaderValue::as_bytes).unwrap_or_default();
    asked.starts_with(b"application/json") || asked.starts_with(b"application/problem+json")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_failure_is_told_in_both_languages() {
        let errors = [
            Error::Full(String::new()),
            Error::Damaged(String::new()),
            Error::Uncertain,
            Error::SignedOut,
            Error::Denied(platform::acts::AGENCY_ACCOUNTS),
            Error::NotFound,
            Error::Stale,
            Error::Expired,
            Error::Wrong { field: "a", message: "wrong-file-one" },
            Error::Harmful,
            Error::TooMany,
            Error::Busy,
            Error::NotJournalled,
        ];
        let read = [StatusCode::PAYLOAD_TOO_LARGE, StatusCode::SERVICE_UNAVAILABLE, StatusCode::BAD_REQUEST].map(Failure::Unread);
        let messages = [ui::WORDS, [include_str!("words.ja.ftl"), include_str!("words.en.ftl")]];
        for failure in errors.map(Failure::from).into_iter().chain(read).chain([Failure::AtOnce]) {
            let (status, kind) = (failure.status(), failure.problem_type());
            assert!(status.is_client_error() || status.is_server_error());
            for lang in 0..2 {
                for name in [kind.title_key(), kind.help_key()].map(|key| format!("{key} = ")) {
                    assert!(messages.iter().any(|both| both[lang].lines().any(|line| line.starts_with(&name))), "{name}");
                }
            }
        }
    }
}
