//! The kinds of failures, each with an address that a problem (RFC 9457) names as its `type`: a page says there what it means and what to do.

use askama::Template;
use axum::{extract::Path, http::StatusCode};
use platform::Error;
use rules::words::Words;
use strum::VariantArray;

use crate::{Answer, Module, RequestContext, Routes};

/// A kind of failure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, strum::IntoStaticStr, strum::EnumString, VariantArray)]
#[strum(serialize_all = "kebab-case")]
pub enum ProblemType {
    /// Fields that can't be taken as they stand.
    Wrong,
    /// Nobody is signed in, and the page needs somebody.
    SignedOut,
    /// The role is not enough.
    Denied,
    /// There is no such page or record, or none that whoever asks may know of.
    NotFound,
    /// Somebody else changed the record first.
    Stale,
    /// A link that is too old or was used.
    Expired,
    /// A file in which something harmful was found.
    Harmful,
    /// More was sent than is taken in.
    TooLarge,
    /// What was sent can't be read.
    Unread,
    /// Too many tries in a short time.
    TooMany,
    /// Too many requests at one time.
    AtOnce,
    /// Others are being served.
    Busy,
    /// There is no space left to keep it.
    Full,
    /// Whether it was kept is not known.
    Uncertain,
    /// A stored file is not what was taken in.
    Damaged,
    /// A fault of the system.
    Failed,
}

impl ProblemType {
    /// All of them.
    pub const ALL: &[Self] = Self::VARIANTS;

    /// The status of its answers.
    pub const fn status(self) -> StatusCode {
        match self {
            Self::Wrong => StatusCode::UNPROCESSABLE_ENTITY,
            Self::SignedOut => StatusCode::UNAUTHORIZED,
            Self::Denied => StatusCode::FORBIDDEN,
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::Stale => StatusCode::CONFLICT,
            Self::Expired => StatusCode::GONE,
            Self::Harmful => StatusCode::LOCKED,
            Self::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::Unread => StatusCode::BAD_REQUEST,
            Self::TooMany | Self::AtOnce => StatusCode::TOO_MANY_REQUESTS,
            Self::Busy | Self::Full | Self::Uncertain => StatusCode::SERVICE_UNAVAILABLE,
            Self::Damaged | Self::Failed => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    /// The message that says what went wrong.
    pub fn title_key(self) -> String {
        format!("problem-{}", self.name())
    }

    /// The message that says what to do.
    pub fn help_key(self) -> String {
        format!("problem-{}-help", self.name())
    }

    /// The address of its page.
    pub fn address(self) -> String {
        format!("/problems/{}", self.name())
    }

    fn name(self) -> &'static str {
        self.into()
    }
}

#[derive(Debug, Template)]
#[template(path = "problems.html")]
struct Page<'a> {
    words: &'a Words,
    title: &'a str,
    lead: &'a str,
    problems: Vec<Explained>,
    all: Option<String>,
}

/// A kind of failure as its page tells it.
#[derive(Debug)]
struct Explained {
    name: &'static str,
    status: u16,
    title: String,
    help: String,
}

/// The pages.
pub fn module() -> Module {
    Routes::default().get_public("/problems", list).get_public("/problems/{kind}", show).with_state(())
}

fn explained(context: &RequestContext, kind: ProblemType) -> Explained {
    let (title, help) = (context.word(&kind.title_key()), context.word(&kind.help_key()));
    Explained { name: kind.name(), status: kind.status().as_u16(), title, help }
}

async fn list(context: RequestContext) -> Answer {
    let title = context.word("problems");
    let problems = ProblemType::ALL.iter().map(|kind| explained(&context, *kind)).collect();
    let page = Page { words: &context.words, title: &title, lead: &context.word("problems-lead"), problems, all: None };
    Ok(context.page(&title, &page))
}

async fn show(Path(kind): Path<String>, context: RequestContext) -> Answer {
    let kind: ProblemType = kind.parse().map_err(|_| Error::NotFound)?;
    let one = explained(&context, kind);
    let (title, all) = (one.title.clone(), Some(context.kept("/problems")));
    let page = Page { words: &context.words, title: &title, lead: "", problems: vec![one], all };
    Ok(context.page(&title, &page))
}
