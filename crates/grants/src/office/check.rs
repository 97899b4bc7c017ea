//! The formal check (形式審査): a list made from the programme. Each item says what the engine found; a person ticks it.

use platform::Instant;
use rules::{
    assessment::{Assessment, Outcome},
    sentences::Teller,
    words::Lang,
};

use crate::application::{
    model::{Application, Content, Tick},
    readiness::is_typed,
};

/// An item of the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// Its name: `document.6`, `condition.lead_is_sme`.
    pub id: String,
    /// What is looked at.
    pub says: String,
    /// What the engine found, for the style.
    pub found: &'static str,
    /// What it found, in words: files, facts.
    pub details: Vec<String>,
    /// Where it is said.
    pub cite: String,
    /// What was ticked.
    pub tick: Option<Tick>,
    /// Whether that was of a filing before this one.
    pub old: bool,
}

impl Item {
    /// Whether it was ticked so.
    pub fn ticked(&self, outcome: &str) -> bool {
        self.tick.as_ref().is_some_and(|t| t.outcome == outcome)
    }

    /// The message that says what the engine found.
    pub fn found_key(&self) -> &'static str {
        match self.found {
            "yes" => "found-yes",
            "no" => "found-no",
            "judgement" => "found-judgement",
            _ => "found-unknown",
        }
    }
}

const fn found(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Yes => "yes",
        Outcome::No => "no",
        Outcome::Unknown => "unknown",
        Outcome::Judgement => "judgement",
    }
}

/// The list for an application as it was filed, and when.
pub fn list(
    teller: &Teller<'_>,
    plan: &rules::plan::Plan,
    lang: Lang,
    application: &Application,
    content: &Content,
    answer: &Assessment<'_>,
    (ticks, filed_at): (&[Tick], Instant),
) -> Vec<Item> {
    let tick = |id: &str| ticks.iter().find(|t| t.item == id).cloned();
    let old = |id: &str| ticks.iter().any(|t| t.item == id && t.at < filed_at);
    let name = |member: &Option<String>| {
        let found = member.as_ref().and_then(|m| content.members.iter().find(|c| c.id == *m));
        found.filter(|_| content.members.len() > 1).map(|m| format!("【{}】", m.name)).unwrap_or_default()
    };
    let mut all = Vec::new();
    for document in answer.documents.iter().filter(|d| d.required != Outcome::No) {
        let id = format!("document.{}", document.id);
        let said = plan.programme.documents.get(document.id);
        let files: Vec<String> = content.papers.iter().filter(|p| p.document == document.id).map(|p| p.name.clone()).collect();
        let there = !files.is_empty() || is_typed(plan, document.id, application);
        all.push(Item {
            says: said.map_or_else(|| document.id.to_owned(), |d| format!("{} {}", document.id, lang.of(&d.name))),
            found: match (there, document.required) {
                (true, _) => "yes",
                (false, Outcome::Yes) if !document.optional => "no",
                _ => "unknown",
            },
            details: files,
            cite: teller.cite(document.cite),
            tick: tick(&id),
            old: old(&id),
            id,
        });
    }
    for condition in &answer.conditions {
        let whose = condition.member.as_ref().map(|m| format!(".{m}")).unwrap_or_default();
        let id = format!("condition.{}{whose}", condition.id);
        all.push(Item {
            says: format!("{}{}", name(&condition.member), teller.condition(&condition.id)),
            found: found(condition.outcome),
            details: condition.told().map(|f| teller.finding(f)).collect(),
            cite: teller.cite(condition.cite),
            tick: tick(&id),
            old: old(&id),
            id,
        });
    }
    all
}
