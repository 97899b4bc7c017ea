//! The author's pages: the drafts of an agency, and one draft with its document beside it.

mod document;
mod editor;
mod form;
mod list;
mod panels;

use web::{Module, Routes};

use super::AuthorState;

/// Every page of drafts.
pub fn module(state: AuthorState) -> Module {
    Routes::default()
        .get("/office/{agency}/programmes", list::page)
        .post_long("/office/{agency}/programmes", list::begin)
        .post_file("/office/{agency}/programmes/pdf", crate::limits::DOCUMENT, list::begin_from_pdf)
        .get("/office/{agency}/programmes/{id}", editor::page)
        .post_long("/office/{agency}/programmes/{id}", editor::act)
        .post_long("/office/{agency}/programmes/{id}/check", editor::check)
        .post_file("/office/{agency}/programmes/{id}/pdf", crate::limits::DOCUMENT, editor::replace_by_pdf)
        .with_state(state)
}
