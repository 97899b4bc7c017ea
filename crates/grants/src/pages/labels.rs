//! What pages of applications call things: an application, how it stands, what its figures count.

use web::RequestContext;

use crate::application::{
    draft::Draft,
    model::{Application, State},
};

/// What an application is called: its project, or that it has no name yet.
pub(super) fn titled(context: &RequestContext, found: &Application) -> String {
    if found.title.is_empty() { context.word("untitled") } else { found.title.clone() }
}

/// How an application stands, in words.
pub(super) fn stands(context: &RequestContext, state: State) -> String {
    context.word(&format!("state-of-{}", state.name()))
}

/// What figures count of the parts of others: said wherever such figures stand; nothing where nobody else writes.
pub(super) fn counted(context: &RequestContext, draft: &Draft) -> Option<String> {
    if draft.sees_all() {
        return None;
    }
    if !draft.leads() {
        return Some(context.word("counted-own"));
    }
    let waits: Vec<&str> = draft.unreleased().map(|m| m.name.as_str()).collect();
    let names = ("names", waits.join("、"));
    Some(if waits.is_empty() { context.word("counted-released") } else { context.words.with("counted-without", &[names]) })
}
