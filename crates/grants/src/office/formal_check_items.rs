//! The formal check (形式審査): items made from the programme and from what was filed, for the checklist of the case.

use rules::{
    assessment::{Assessment, Outcome},
    plan::Plan,
    sentences::Teller,
    words::Lang,
};
use workflow::checklist::{Finding, Item};

use crate::application::{
    model::{Application, Content},
    readiness::is_typed,
};

const fn finding(outcome: Outcome) -> Finding {
    match outcome {
        Outcome::Yes => Finding::Yes,
        Outcome::No => Finding::No,
        Outcome::Unknown => Finding::Unknown,
        Outcome::Judgement => Finding::Judgement,
    }
}

/// The items for an application as it was filed: each document that it may need, and each condition.
pub fn items(plan: &Plan, lang: Lang, application: &Application, content: &Content, answer: &Assessment<'_>) -> Vec<Item> {
    let teller = Teller::new(plan, lang);
    let name = |member: &Option<String>| {
        let found = member.as_ref().and_then(|m| content.members.iter().find(|c| c.id == *m));
        found.filter(|_| content.members.len() > 1).map(|m| format!("【{}】", m.name)).unwrap_or_default()
    };
    let mut all = Vec::new();
    for document in answer.documents.iter().filter(|d| d.required != Outcome::No) {
        let id = format!("document.{}", document.id);
        let document_rule = plan.programme.documents.get(document.id);
        let files: Vec<String> = content.papers.iter().filter(|p| p.document == document.id).map(|p| p.name.clone()).collect();
        let there = !files.is_empty() || is_typed(plan, document.id, application);
        all.push(Item {
            says: document_rule.map_or_else(|| document.id.to_owned(), |d| format!("{} {}", document.id, lang.of(&d.name))),
            finding: match (there, document.required) {
                (true, _) => Finding::Yes,
                (false, Outcome::Yes) if !document.optional => Finding::No,
                _ => Finding::Unknown,
            },
            details: files,
            cite: teller.cite(document.cite),
            id,
        });
    }
    for condition in &answer.conditions {
        let whose = condition.member.as_ref().map(|m| format!(".{m}")).unwrap_or_default();
        let id = format!("condition.{}{whose}", condition.id);
        all.push(Item {
            says: format!("{}{}", name(&condition.member), teller.condition(&condition.id)),
            finding: finding(condition.outcome),
            details: condition.shown_findings().map(|f| teller.finding(f)).collect(),
            cite: teller.cite(condition.cite),
            id,
        });
    }
    all
}
