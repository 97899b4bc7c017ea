//! The drafts of an agency, and how one is begun.

use crate::acts;
use std::collections::HashMap;

use askama::Template;
use axum::extract::{Path, Query, Request, State};
use futures_util::TryStreamExt;
use platform::{Actor, App, Error, access::Kind, attachments};
use rules::words::Words;
use uuid::Uuid;
use web::{Answer, Fields, RequestContext, Upload, field};

use crate::{
    draft::{
        AuthorState, Origin,
        model::{ProgrammeDraft, State as Stands},
        service,
    },
    limits,
};

/// A draft in the list.
#[derive(Debug)]
struct Row {
    address: String,
    title: String,
    state: String,
    class: &'static str,
    revises: bool,
    changed: String,
}

#[derive(Debug, Template)]
#[template(path = "programme_drafts.html")]
struct List<'a> {
    words: &'a Words,
    lang_query: &'a str,
    agency: &'a str,
    done: Option<String>,
    error: Option<String>,
    rows: Vec<Row>,
    /// The programmes that one may begin from: id and name.
    programmes: Vec<(String, String)>,
    /// The calls of the agency that may be revised.
    calls: Vec<(String, String)>,
    key: String,
    may: bool,
    typed: &'a HashMap<String, String>,
}

impl List<'_> {
    fn typed(&self, name: &str) -> &str {
        field(self.typed, name)
    }
}

/// The style of a draft's state.
pub(super) const fn class(state: Stands) -> &'static str {
    match state {
        Stands::Open => "unknown",
        Stands::Published => "yes",
        Stands::Discarded => "over",
    }
}

async fn show(
    state: &AuthorState,
    context: &RequestContext,
    agency_id: &str,
    done: Option<String>,
    error: Option<String>,
    typed: &HashMap<String, String>,
) -> Answer {
    let drafts = service::drafts(state, &context.actor, agency_id).await?;
    let row = |draft: ProgrammeDraft| Row {
        address: format!("/office/{agency_id}/programmes/{}{}", draft.id, context.viewer.lang_query()),
        state: context.word(&format!("draft-state-{}", draft.state.name())),
        class: class(draft.state),
        revises: draft.call.is_some() && draft.state != Stands::Published,
        changed: context.moment(draft.changed_at),
        title: if draft.title.is_empty() { context.word("draft-untitled") } else { draft.title },
    };
    let lang = context.viewer.lang;
    let named = |p: &crate::model::Programme| (p.id().to_owned(), lang.of(&p.plan().programme.name).to_owned());
    let may = state.app().policy.may(&context.actor, acts::PROGRAMME_DRAFT, Kind::AGENCY, agency_id);
    let drafted = |draft: &ProgrammeDraft| {
        let name = if draft.title.is_empty() { context.word("draft-untitled") } else { draft.title.clone() };
        (format!("draft:{}", draft.id), context.words.with("draft-begin-draft", &[("name", name)]))
    };
    let open: Vec<(String, String)> = drafts.iter().filter(|draft| draft.state == Stands::Open).map(drafted).collect();
    let own = crate::call::of_agency(&state.calls, &context.actor, agency_id).await?;
    let page = List {
        words: &context.words,
        lang_query: context.viewer.lang_query(),
        agency: agency_id,
        done,
        error: error.clone(),
        programmes: open.into_iter().chain(state.calls.programmes().await?.iter().map(named)).collect(),
        rows: drafts.into_iter().map(row).collect(),
        calls: own.iter().map(|call| named(&call.programme)).collect(),
        key: Uuid::now_v7().to_string(),
        may,
        typed,
    };
    let title = context.word("programme-drafts");
    Ok(if error.is_some() { context.faulty(&title, &page) } else { context.page(&title, &page) })
}

pub(super) async fn page(
    State(state): State<AuthorState>,
    Path(agency_id): Path<String>,
    Query(query): Query<HashMap<String, String>>,
    context: RequestContext,
) -> Answer {
    let done = context.done(&query, &["draft-published", "draft-discarded"]);
    show(&state, &context, &agency_id, done, None, &query).await
}

/// Begins a draft from a text, from another programme, from last year's, or to revise a call.
pub(super) async fn begin(
    State(state): State<AuthorState>,
    Path(agency_id): Path<String>,
    context: RequestContext,
    Fields(typed): Fields,
) -> Answer {
    let origin = match field(&typed, "from") {
        "text" => Origin::Text(field(&typed, "name"), field(&typed, "document")),
        "similar" => Origin::Similar(field(&typed, "programme")),
        "next-year" => Origin::NextYear(field(&typed, "programme")),
        "next-round" => Origin::NextRound(field(&typed, "programme")),
        "revision" => Origin::Revision(field(&typed, "call")),
        _ => return Err(Error::NotFound.into()),
    };
    let begun = service::begin(&state, &context.actor, &agency_id, field(&typed, "key"), origin).await;
    let panel = if field(&typed, "from") == "text" { "proposals" } else { "yaml" };
    let address = begun.map(|id| format!("/office/{agency_id}/programmes/{id}?panel={panel}"));
    context.after(address, async |fault| show(&state, &context, &agency_id, None, Some(context.explain(fault)), &typed).await).await
}

/// The lines of a PDF that somebody sends in a form.
pub(super) async fn text_of_pdf(app: &App, actor: &Actor, request: Request) -> Result<(HashMap<String, String>, String, String), Error> {
    let most = u64::try_from(limits::DOCUMENT).unwrap_or(u64::MAX);
    let upload = Upload::read(request, app, actor, &[attachments::Kind::Pdf], most).await?;
    let file = upload.file?.ok_or(Error::Wrong { field: "file", message: "wrong-file-missing" })?;
    let pieces: Vec<_> = app.files.get(&file.kept.sha256).await?.try_collect().await?;
    let bytes = pieces.concat();
    let read = tokio::task::spawn_blocking(move || documents::pdf_text(bytes)).await;
    let text = read.unwrap_or(Err(documents::PdfTextError::Unread)).map_err(|error| {
        let message = match error {
            documents::PdfTextError::Unread => "wrong-pdf-unread",
            documents::PdfTextError::TooLong => "wrong-pdf-long",
            documents::PdfTextError::NoText => "wrong-pdf-no-text",
        };
        Error::Wrong { field: "file", message }
    })?;
    Ok((upload.fields, file.name, text))
}

/// Begins a draft from a PDF.
pub(super) async fn begin_from_pdf(
    State(state): State<AuthorState>,
    Path(agency_id): Path<String>,
    context: RequestContext,
    request: Request,
) -> Answer {
    let begun = async {
        // Whoever may not begin one does not fill the store.
        crate::call::agency(state.app(), &context.actor, acts::PROGRAMME_DRAFT, &agency_id).await?;
        let (fields, name, text) = text_of_pdf(state.app(), &context.actor, request).await?;
        service::begin(&state, &context.actor, &agency_id, field(&fields, "key"), Origin::Text(&name, &text)).await
    };
    let address = begun.await.map(|id| format!("/office/{agency_id}/programmes/{id}?panel=proposals"));
    let none = HashMap::new();
    context.after(address, async |fault| show(&state, &context, &agency_id, None, Some(context.explain(fault)), &none).await).await
}
