//! The nouns.

use platform::Instant;

use crate::model::Changed;

/// A proposed change (変更案).
#[derive(Debug, Clone, PartialEq)]
pub struct Proposal {
    /// Its id.
    pub id: String,
    /// Who typed it, as the journal names them.
    pub by: String,
    /// The instant at which it was proposed.
    pub at: Instant,
    /// What the record would say.
    pub said: Vec<Changed>,
    /// How it was decided; none while it waits.
    pub decided: Option<Decided>,
}

/// A decision.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decided {
    /// How it was decided.
    pub outcome: Outcome,
    /// Who, as the journal names them.
    pub by: String,
    /// The instant of the decision.
    pub at: Instant,
    /// Why, where it was refused.
    pub reason: String,
}

/// How a proposal ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// The record says it from then on.
    Accepted,
    /// It does not.
    Refused,
    /// Who typed it took it back.
    Withdrawn,
}

impl Outcome {
    /// Its name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Accepted => "accepted",
            Self::Refused => "refused",
            Self::Withdrawn => "withdrawn",
        }
    }

    /// An outcome by its name.
    pub fn parse(name: &str) -> Option<Self> {
        [Self::Accepted, Self::Refused, Self::Withdrawn].into_iter().find(|o| o.name() == name)
    }
}
