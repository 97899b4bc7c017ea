//! What a draft would change: clause by clause, for those who are writing, for what was filed, and over a sample population.

use std::sync::Arc;

use futures_util::future::BoxFuture;
use platform::{Actor, Error, compute, mail::Letter};
use rules::{
    plan::Plan,
    population::{self, Comparison},
    sentences::Teller,
    summary::{self, Change},
    words::Lang,
};
use ui::Viewer;

use crate::call::Call;

/// Firms of the sample population.
const FIRMS: usize = 400;
/// Where the sample begins: the same firms each time, so that two looks can be compared.
const SEED: u64 = 20_260_401;

/// Something that would be shown or sent, as it would look.
#[derive(Debug, Clone)]
pub struct Preview {
    /// What it is.
    pub title: String,
    /// The HTML; made by a template, so it is escaped.
    pub html: String,
}

/// What somebody's application would be under a revision. Its contents are not the office's to see: only what changes is told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DraftImpact {
    /// The applicant.
    pub company: String,
    /// The grant before and after, in yen.
    pub grant: (Option<i64>, Option<i64>),
    /// How many things stand in the way of filing, before and after.
    pub obstacles: (usize, usize),
    /// How many fields are filled in that the revision no longer asks: they stay, and count no more.
    pub unasked: usize,
}

/// What a revision would do to the applications of a call.
#[derive(Debug, Clone, Default)]
pub struct Impact {
    /// What becomes of those who are writing.
    pub drafts: Vec<DraftImpact>,
    /// How many were filed; they stay under the revision under which they were.
    pub filed: usize,
    /// Of those, how many would get more, less, or the same, were they asked again.
    pub filed_otherwise: [usize; 3],
}

/// A context that hangs on calls: what it shows of a programme, and what a revision does to its records.
pub trait CallSubscriber: Send + Sync + std::fmt::Debug {
    /// What applicants would see and get of a programme.
    fn previews(&self, plan: &Arc<Plan>, viewer: &Viewer) -> Result<Vec<Preview>, Error>;

    /// What a revision would do to the records of a call. Nothing is kept.
    fn impact<'a>(&'a self, actor: &'a Actor, call: &'a Call, after: &'a Arc<Plan>) -> BoxFuture<'a, Result<Impact, Error>>;

    /// The letters that tell of a revision.
    fn letters<'a>(&'a self, actor: &'a Actor, call: &'a Call, reason: &'a str) -> BoxFuture<'a, Result<Vec<Letter>, Error>>;
}

/// What a draft would change beside another version of the programme.
#[derive(Debug, Default)]
pub struct Effect {
    /// Clause by clause.
    pub changes: Vec<Change>,
    /// Over the sample population.
    pub population: Comparison,
}

impl Effect {
    /// What changes from one version to another, in a language.
    pub fn between(before: &Plan, after: &Plan, cases: &str, lang: Lang) -> Self {
        compute(|| {
            let firms = population::sample(after, cases.as_bytes(), FIRMS, SEED);
            Self {
                changes: summary::changes(&Teller::new(before, lang), &Teller::new(after, lang)),
                population: population::compare(before, after, &firms),
            }
        })
    }
}
