//! Everything that is typed into an application, on one page.

use super::{
    content_view::ContentFormatter,
    labels::{stands, titled},
};
use crate::{
    AppState,
    application::{draft, receipt::size},
};
use askama::Template;
use axum::extract::{Path, State};
use rules::words::Words;
use web::{Answer, RequestContext};

#[derive(Debug, Template)]
#[template(path = "reading.html")]
struct Reading<'a> {
    words: &'a Words,
    lang_query: &'a str,
    id: &'a str,
    title: String,
    call: String,
    company: String,
    state: String,
    saved: String,
    content: String,
    papers: Vec<(String, String)>,
}

/// Everything that is typed, on one page: to be read through, handed around and printed. The parts of others stay theirs.
pub(super) async fn page(State(state): State<AppState>, Path(id): Path<String>, context: RequestContext) -> Answer {
    let draft = draft::draft(&state, &context.actor, &id).await?;
    let context = context.of_programme(&draft.plan.programme.name);
    let found = &draft.application;
    // What stands is what was filed, whatever was typed since.
    if found.filings > 0 && !found.effective_state(&draft.call, state.app().now()).is_open() {
        return Ok(context.go(&format!("/applications/{id}/filings/{}", found.filings)));
    }
    let fields = draft.values.iter().map(|(name, value)| (name.as_str(), value.value.as_str()));
    let page = Reading {
        words: &context.words,
        lang_query: context.viewer.lang_query(),
        id: &id,
        title: titled(&context, found),
        call: context.viewer.lang.of(&draft.call.programme.plan().programme.name).to_owned(),
        company: found.company_name.clone(),
        state: stands(&context, found.effective_state(&draft.call, state.app().now())),
        saved: context.moment(found.saved(|member| draft.readable.contains(member))),
        content: ContentFormatter::new(&context, &draft.plan).content(&found.members, fields)?,
        papers: draft.papers.iter().map(|p| (p.name.clone(), size(p.size))).collect(),
    };
    Ok(context.page(&page.title, &page))
}
