//! A proposal, the steps that it goes through, and where each outcome leads: pure.

use kernel::FiscalYear;
use platform::{
    Error, Instant,
    access::{Kind, Resource},
};
use serde::{Deserialize, Serialize};

use crate::acts;

/// A kind of decision that a context lets be proposed.
#[derive(Debug, Clone, Copy)]
pub struct ApprovalKind {
    /// Its name, as routes and the journal write it: `application.accept`.
    pub name: &'static str,
    /// The message that names it.
    pub word: &'static str,
    /// The page of the record that it is about, with `{agency}` and `{id}` in it; none where it is about no record.
    pub address: Option<&'static str>,
}

/// How a proposal stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, strum::IntoStaticStr, strum::EnumString)]
#[strum(serialize_all = "kebab-case")]
pub enum State {
    /// 回議中: goes round.
    Circulating,
    /// 差戻し: is the drafter's again.
    Returned,
    /// 決裁済.
    Decided,
    /// 否決.
    Rejected,
    /// 取下げ.
    Withdrawn,
}

impl State {
    /// Every state.
    pub const ALL: [Self; 5] = [Self::Circulating, Self::Returned, Self::Decided, Self::Rejected, Self::Withdrawn];

    /// Its name.
    pub fn name(self) -> &'static str {
        self.into()
    }

    /// Whether nothing follows any more.
    pub const fn is_final(self) -> bool {
        matches!(self, Self::Decided | Self::Rejected | Self::Withdrawn)
    }

    pub(super) fn read(name: &str) -> Result<Self, Error> {
        name.parse().map_err(|_| Error::Broken(format!("the state `{name}` of an approval")))
    }
}

/// What a step is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, strum::IntoStaticStr, strum::EnumString)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "kebab-case")]
pub enum StepKind {
    /// 合議: is asked, and agrees.
    Consult,
    /// 決裁: decides.
    Decide,
}

impl StepKind {
    /// Its name.
    pub fn name(self) -> &'static str {
        self.into()
    }
}

/// What somebody said at a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, strum::IntoStaticStr, strum::EnumString)]
#[strum(serialize_all = "kebab-case")]
pub enum Outcome {
    /// 同意 or 決裁.
    Approved,
    /// 差戻し.
    Returned,
    /// 否決: only whoever decides.
    Rejected,
}

impl Outcome {
    /// Every outcome.
    pub const ALL: [Self; 3] = [Self::Approved, Self::Returned, Self::Rejected];

    /// Its name.
    pub fn name(self) -> &'static str {
        self.into()
    }

    /// By its name.
    pub fn read(name: &str) -> Option<Self> {
        name.parse().ok()
    }
}

/// As who somebody acts at a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Capacity {
    /// 本人.
    Own,
    /// 代理（代決）: in the stead of whoever is away.
    Deputy,
}

/// What was done at a step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StepResult {
    /// What was said.
    pub outcome: Outcome,
    /// The person's id.
    pub by: String,
    /// The instant at which the step was done.
    pub at: Instant,
    /// Why, or what else is to be known.
    pub remark: String,
    /// When whoever was stood in for looked at it (後閲).
    pub reviewed_at: Option<Instant>,
}

/// A step: who is asked for what.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// Which one it is, from 1.
    pub place: i32,
    /// What it is for.
    pub part: StepKind,
    /// 職名.
    pub title: String,
    /// Who is asked: the person's id.
    pub person: String,
    /// Who stands in where that person is away.
    pub deputy: Option<String>,
    /// What was done; none while it waits.
    pub done: Option<StepResult>,
}

impl Step {
    /// As who a person acts here; none where it is not theirs.
    pub fn capacity(&self, person: &str) -> Option<Capacity> {
        if self.person == person {
            Some(Capacity::Own)
        } else if self.deputy.as_deref() == Some(person) {
            Some(Capacity::Deputy)
        } else {
            None
        }
    }

    /// Whether a deputy acted and whoever was stood in for has not looked yet.
    pub fn waits_for_review(&self) -> bool {
        self.done.as_ref().is_some_and(|done| done.by != self.person && done.reviewed_at.is_none())
    }
}

/// 文書番号: counted from 1 in each series and fiscal year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct DocumentNumber {
    /// 年度.
    pub year: FiscalYear,
    /// The number.
    pub number: i32,
}

/// A proposal for decision (起案).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Approval {
    /// Its id.
    pub id: String,
    /// The agency.
    pub agency: String,
    /// The kind of decision.
    pub kind: String,
    /// The id of the record that it is about; empty where it is about none.
    pub subject: String,
    /// 件名.
    pub title: String,
    /// 伺い文.
    pub body: String,
    /// The amount that is decided on, in yen.
    pub amount: Option<i64>,
    /// 文書記号: the series in which it is numbered.
    pub series: String,
    /// How it stands.
    pub state: State,
    /// Counts its changes.
    pub version: i32,
    /// How often it was sent round.
    pub round: i32,
    /// Who drafted it: the person's id.
    pub drafted_by: String,
    /// 起案日.
    pub drafted_at: Instant,
    /// 決裁日, or when it ended otherwise.
    pub ended_at: Option<Instant>,
    /// Its number, once it is decided.
    pub number: Option<DocumentNumber>,
    /// The steps of this round, in their order.
    pub steps: Vec<Step>,
}

/// Why a proposal does not move.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TransitionError {
    /// It does not stand so that this could be done.
    State,
    /// It is not this person's turn.
    Turn,
    /// Only whoever decides refuses.
    Consult,
}

impl Approval {
    /// The step that waits; none where it does not go round.
    pub fn current(&self) -> Option<&Step> {
        if self.state == State::Circulating { self.steps.iter().find(|step| step.done.is_none()) } else { None }
    }

    /// Where what a person says leads: the place of the step, and how the proposal stands then.
    pub fn next_state(&self, person: &str, outcome: Outcome) -> Result<(i32, State), TransitionError> {
        let step = self.current().ok_or(TransitionError::State)?;
        step.capacity(person).ok_or(TransitionError::Turn)?;
        let to = match (outcome, step.part) {
            (Outcome::Approved, StepKind::Consult) => State::Circulating,
            (Outcome::Approved, StepKind::Decide) => State::Decided,
            (Outcome::Returned, _) => State::Returned,
            (Outcome::Rejected, StepKind::Decide) => State::Rejected,
            (Outcome::Rejected, StepKind::Consult) => return Err(TransitionError::Consult),
        };
        Ok((step.place, to))
    }

    /// The number as papers write it: 産振第12号.
    pub fn document_number(&self) -> Option<String> {
        self.number.map(|n| format!("{}第{}号", self.series, n.number))
    }
}

impl Resource for Approval {
    const KIND: Kind = acts::APPROVAL;

    fn id(&self) -> &str {
        &self.id
    }

    fn set(&self, name: &str) -> Vec<&str> {
        match name {
            "agency" => vec![&self.agency],
            "drafter" => vec![&self.drafted_by],
            "turn" => self.current().map(|s| [Some(&*s.person), s.deputy.as_deref()].into_iter().flatten().collect()).unwrap_or_default(),
            "absent" => self.steps.iter().filter(|s| s.waits_for_review()).map(|s| &*s.person).collect(),
            _ => Vec::new(),
        }
    }
}

/// A step of a route.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RouteStep {
    /// What it is for.
    pub part: StepKind,
    /// 職名.
    pub title: String,
    /// Who is asked: the person's id.
    pub person: String,
    /// Who stands in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deputy: Option<String>,
}

/// 決裁区分: the steps that proposals of a kind go through, up to an amount.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Route {
    /// Its id.
    pub id: String,
    /// The agency.
    pub agency: String,
    /// The kind of decision.
    pub kind: String,
    /// Up to this amount (以下), in yen; none where there is no end.
    pub at_most: Option<i64>,
    /// 文書記号 of what is decided on it.
    pub series: String,
    /// Its steps, in their order; one decides, and it is the last.
    pub steps: Vec<RouteStep>,
}

impl Route {
    /// The route for an amount: the one with the lowest bound that still holds it. A proposal without an amount takes the one that
    /// goes furthest.
    pub fn choose(routes: &[Self], amount: Option<i64>) -> Option<&Self> {
        let bound = |route: &&Self| route.at_most.unwrap_or(i64::MAX);
        match amount {
            Some(amount) => routes.iter().filter(|r| amount <= bound(r)).min_by_key(bound),
            None => routes.iter().max_by_key(bound),
        }
    }

    /// What is wrong with it: the message's name.
    pub fn fault(&self) -> Option<&'static str> {
        let decides = self.steps.iter().filter(|s| s.part == StepKind::Decide).count();
        if decides != 1 || self.steps.last().is_none_or(|s| s.part != StepKind::Decide) {
            return Some("wrong-route-decide");
        }
        if self.steps.iter().any(|s| s.deputy.as_deref() == Some(&*s.person)) {
            return Some("wrong-route-deputy");
        }
        let twice = |i: usize| self.steps[..i].iter().any(|s| s.person == self.steps[i].person);
        (0..self.steps.len()).any(twice).then_some("wrong-route-twice")
    }

    /// The steps for what somebody drafted. Nobody is asked about their own draft, and nobody decides on it: whoever stands in for them
    /// does, where there is one.
    pub fn steps_for(&self, drafter: &str) -> Option<Vec<Step>> {
        let mut steps = Vec::new();
        for step in &self.steps {
            let (person, deputy) = match (&step.deputy, step.person == drafter) {
                (_, false) => (step.person.clone(), step.deputy.clone().filter(|d| d != drafter)),
                (Some(deputy), true) if step.part == StepKind::Decide => (deputy.clone(), None),
                (None, true) if step.part == StepKind::Decide => return None,
                _ => continue,
            };
            let place = i32::try_from(steps.len()).ok()? + 1;
            steps.push(Step { place, part: step.part, title: step.title.clone(), person, deputy, done: None });
        }
        Some(steps)
    }
}
