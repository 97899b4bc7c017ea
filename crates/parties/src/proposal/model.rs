//! A change of a company's record that an agent proposes, and how the company decided it.

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
    pub changes: Vec<Changed>,
    /// How it was decided; none while it waits.
    pub decided: Option<Decision>,
}

/// A decision.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decision {
    /// How it was decided.
    pub outcome: ProposalOutcome,
    /// Who, as the journal names them.
    pub by: String,
    /// The instant of the decision.
    pub at: Instant,
    /// Why, where it was refused.
    pub reason: String,
}

/// How a proposal ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, strum::IntoStaticStr, strum::EnumString)]
#[strum(serialize_all = "kebab-case")]
pub enum ProposalOutcome {
    /// The record says it from then on.
    Accepted,
    /// It does not.
    Refused,
    /// Who typed it took it back.
    Withdrawn,
}

impl ProposalOutcome {
    /// Its name.
    pub fn name(self) -> &'static str {
        self.into()
    }

    /// An outcome by its name.
    pub fn parse(name: &str) -> Option<Self> {
        name.parse().ok()
    }
}
