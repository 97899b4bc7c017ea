//! Which measures fit a company (自社に合う支援): what all of them ask is put into one programme, and one assessment answers it.

use std::sync::{Arc, LazyLock};

use serde::{Deserialize, Serialize};

use super::Measure;
use crate::{
    application::Application,
    assess::{Moment, assess},
    assessment::{ConditionAnswer, Outcome},
    language::{Cites, Condition, Phase, Predicate, Programme, Who},
    node::{self, Kind, Node},
    plan::{Fault, Plan},
};

/// As little as a programme can say: what measures ask is laid over it as conditions.
const BASE: &[u8] = include_bytes!("finder.yaml");
static BARE: LazyLock<Option<Programme>> = LazyLock::new(|| {
    let tree = node::read(BASE).unwrap_or_else(|_| Node::bare(Kind::Null));
    Programme::deserialize(&tree).ok()
});

/// The facts that decide, in the order in which one would ask them.
pub const FACTS: [&str; 5] = ["kind", "establishment_prefectures", "industry", "employees", "capital_yen"];

/// Whether a measure fits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Fit {
    /// 合う: all that is asked and can be computed holds.
    Fits,
    /// 合うかもしれない: something is not known yet, or a person judges it.
    MayFit,
    /// 合わない.
    DoesNotFit,
}

/// What measures ask, made ready.
#[derive(Debug, Clone)]
pub struct Finder {
    plan: Arc<Plan>,
    /// For each measure the places of what it asks.
    asked: Vec<Asked>,
}

#[derive(Debug, Clone, Default)]
struct Asked {
    conditions: Vec<usize>,
    /// Whether something is asked that a person judges.
    is_judged: bool,
}

impl Finder {
    /// Of these measures, which are spoken of by their places from then on.
    pub fn new<'m>(measures: impl IntoIterator<Item = &'m Measure>) -> Result<Self, Vec<Fault>> {
        let bare = || Fault::new("wrong-value", "", "the programme that measures are laid over can't be read");
        let mut programme = BARE.clone().ok_or_else(|| vec![bare()])?;
        let mut known: Vec<Predicate> = Vec::new();
        let mut asked = Vec::new();
        for measure in measures {
            let mut own = Asked { is_judged: measure.eligible.condition.is_some(), ..Asked::default() };
            for condition in measure.eligible.conditions().into_iter().filter(|condition| condition.require.judgement.is_none()) {
                let place = known.iter().position(|other| *other == condition.require).unwrap_or_else(|| {
                    known.push(condition.require.clone());
                    let condition = Condition {
                        says: condition.says,
                        who: Who::Lead,
                        at: vec![Phase::Application],
                        when: None,
                        require: condition.require,
                        require_at: crate::language::Map::new(),
                        cite: Cites::default(),
                    };
                    programme.conditions.insert(format!("c{}", known.len()), condition);
                    known.len() - 1
                });
                own.conditions.push(place);
            }
            asked.push(own);
        }
        Ok(Self { plan: Arc::new(Plan::new(&Arc::new(programme))?), asked })
    }

    /// What is asked, as one programme: for telling its answers.
    pub fn plan(&self) -> &Plan {
        &self.plan
    }

    /// Looks at one company: the facts of the application's lead.
    pub fn assess(&self, application: &Application) -> Result<FinderAnswer<'_>, Vec<Fault>> {
        let answer = assess(&self.plan, application, Moment::default())?;
        let given = |fact: &&'static str| application.members.iter().any(|member| member.facts.contains_key(*fact));
        let mut conditions = answer.conditions;
        // What the bare programme itself asks comes after.
        conditions.truncate(self.plan.programme.conditions.len());
        Ok(FinderAnswer { finder: self, conditions, open: FACTS.into_iter().filter(|fact| !given(fact)).collect() })
    }
}

/// What came out for one company.
#[derive(Debug)]
pub struct FinderAnswer<'f> {
    finder: &'f Finder,
    conditions: Vec<ConditionAnswer<'f>>,
    /// The facts that were not given.
    open: Vec<&'static str>,
}

impl<'f> FinderAnswer<'f> {
    /// Whether a measure fits.
    pub fn fit(&self, place: usize) -> Fit {
        let Some(asked) = self.finder.asked.get(place) else { return Fit::MayFit };
        let outcomes = || asked.conditions.iter().filter_map(|c| self.conditions.get(*c)).map(|answer| answer.outcome);
        if outcomes().any(|outcome| outcome == Outcome::No) {
            Fit::DoesNotFit
        } else if asked.is_judged || outcomes().any(|outcome| outcome != Outcome::Yes) {
            Fit::MayFit
        } else {
            Fit::Fits
        }
    }

    /// What a measure asks, with how it stands; not what a person judges.
    pub fn conditions(&self, place: usize) -> Vec<&ConditionAnswer<'f>> {
        let asked = self.finder.asked.get(place).map(|asked| asked.conditions.as_slice()).unwrap_or_default();
        asked.iter().filter_map(|condition| self.conditions.get(*condition)).collect()
    }

    /// The facts that would decide whether a measure fits, and were not given; none where it is decided.
    pub fn missing(&self, place: usize) -> Vec<&'static str> {
        if self.fit(place) == Fit::DoesNotFit {
            return Vec::new();
        }
        let unknown: Vec<&ConditionAnswer<'_>> = self.conditions(place).into_iter().filter(|c| c.outcome == Outcome::Unknown).collect();
        let asks = |fact: &&'static str| unknown.iter().any(|condition| asks_for(condition, fact));
        self.open.iter().copied().filter(asks).collect()
    }

    /// The facts that still matter among these measures, each with how many of them hang on it: the most decisive first.
    pub fn questions(&self, places: impl IntoIterator<Item = usize>) -> Vec<(&'static str, usize)> {
        let mut counts: Vec<(&'static str, usize)> = self.open.iter().map(|fact| (*fact, 0)).collect();
        for place in places {
            let missing = self.missing(place);
            counts.iter_mut().filter(|(fact, _)| missing.contains(fact)).for_each(|(_, count)| *count += 1);
        }
        counts.retain(|(_, count)| *count > 0);
        counts.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
        counts
    }
}

/// Whether a fact decides a condition.
fn asks_for(condition: &ConditionAnswer<'_>, fact: &str) -> bool {
    // A size follows from what is done, who works there and the capital.
    const OF_SIZE: [&str; 4] = ["kind", "industry", "employees", "capital_yen"];
    condition.findings.iter().any(|finding| finding.fact == fact || (finding.fact == "size_class" && OF_SIZE.contains(&fact)))
}
