//! What was filed, its receipt as a paper, and the page on which anybody who holds a receipt verifies it.

use std::collections::HashMap;

use askama::Template;
use axum::{
    extract::{Path, Query, State},
    http::{HeaderValue, StatusCode, header},
    response::IntoResponse,
};
use platform::{
    Error,
    attachments::{self, Attachment},
};
use rules::words::Words;
use ui::ListedFile;
use web::{Answer, RequestContext, download, field};

use super::content_view::ContentFormatter;
use crate::{
    AppState,
    application::{
        filing::{self, FilingView},
        model::Paper,
        receipt::{self, Fault, size},
    },
    office::case,
};

#[derive(Debug, Template)]
#[template(path = "filed.html")]
struct Filed<'a> {
    words: &'a Words,
    lang_query: &'a str,
    id: &'a str,
    number: i32,
    title: String,
    receipt: String,
    arrived: String,
    code: String,
    content: String,
    papers: Vec<ListedFile>,
}

/// What was filed, as those who applied see it: the parts that are theirs to see.
pub(super) async fn filed(State(state): State<AppState>, Path((id, number)): Path<(String, i32)>, context: RequestContext) -> Answer {
    let FilingView { application: found, call, filing: filed, content, .. } = filing::filing(&state, &context.actor, &id, number).await?;
    let plan = case::plan_of(&state, &call, &filed, &content).await?;
    let context = context.of_programme(&plan.programme.name);
    let fields = content.fields.iter().map(|(name, manifest)| (name.as_str(), manifest.as_str()));
    let formatted = ContentFormatter::new(&context, &plan).content(&content.members, fields)?;
    let listed = |p: &Paper| ListedFile {
        address: format!("/applications/{id}/filings/{number}/papers/{}", p.id),
        name: p.name.clone(),
        size: size(p.size),
        hash: p.sha256.clone(),
        ..ListedFile::default()
    };
    let papers = content.papers.iter();
    let page = Filed {
        words: &context.words,
        lang_query: context.viewer.lang_query(),
        id: &id,
        number,
        title: found.title.clone(),
        receipt: filed.receipt.clone(),
        arrived: context.moment(filed.arrived_at),
        code: filed.code.clone(),
        content: formatted,
        papers: papers.map(listed).collect(),
    };
    Ok(context.page(&context.word("filed-look"), &page))
}

/// The receipt as a paper.
pub(super) async fn paper(State(state): State<AppState>, Path((id, number)): Path<(String, i32)>, context: RequestContext) -> Answer {
    let made = async {
        let FilingView { filing: filed, readable, .. } = filing::filing(&state, &context.actor, &id, number).await?;
        Ok::<_, Error>((receipt::paper(&state, &filed, &readable, context.viewer.lang).await?, filed.receipt))
    };
    match made.await {
        Ok((bytes, number)) => {
            let mut response = bytes.into_response();
            let named = format!("attachment; filename=\"receipt-{number}.pdf\"");
            response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("application/pdf"));
            if let Ok(named) = HeaderValue::from_str(&named) {
                response.headers_mut().insert(header::CONTENT_DISPOSITION, named);
            }
            Ok(response)
        }
        Err(error) => Err(error.into()),
    }
}

/// A file that was filed, for those who see the part of the member who put it there: by its id, since two may hold the same under
/// different names; by its hash, as receipts name it, the first of them.
async fn found(state: &AppState, context: &RequestContext, (id, number, which): &(String, i32, String)) -> Result<Attachment, Error> {
    let mut all = filing::filing(state, &context.actor, id, *number).await?.content.papers;
    let place = all.iter().position(|p| p.id == *which).or_else(|| all.iter().position(|p| p.sha256 == *which));
    let paper = all.swap_remove(place.ok_or(Error::NotFound)?);
    attachments::named(state.app().db.read(), &paper.sha256, paper.size, &paper.name, &paper.kind).await
}

/// That file, shown within a page.
pub(super) async fn show_paper(State(state): State<AppState>, Path(which): Path<(String, i32, String)>, context: RequestContext) -> Answer {
    match found(&state, &context, &which).await {
        Ok(found) => web::show_inline(state.app(), &found).await,
        Err(error) => Err(error.into()),
    }
}

/// That file, to be kept.
pub(super) async fn file(State(state): State<AppState>, Path(which): Path<(String, i32, String)>, context: RequestContext) -> Answer {
    match found(&state, &context, &which).await {
        Ok(found) => download(state.app(), &found).await,
        Err(error) => Err(error.into()),
    }
}

#[derive(Debug, Template)]
#[template(path = "receipt.html")]
struct Public<'a> {
    words: &'a Words,
    code: String,
    asked: bool,
    found: bool,
    faults: Vec<String>,
    replaced: bool,
    rows: Vec<(String, String)>,
    papers: Vec<ListedFile>,
}

/// Where a receipt's code is typed in.
pub(super) async fn ask(State(state): State<AppState>, Query(query): Query<HashMap<String, String>>, context: RequestContext) -> Answer {
    let code = field(&query, "code").trim().to_owned();
    verified(&state, &context, code).await
}

pub(super) async fn public(State(state): State<AppState>, Path(code): Path<String>, context: RequestContext) -> Answer {
    verified(&state, &context, code).await
}

async fn verified(state: &AppState, context: &RequestContext, code: String) -> Answer {
    let verified = receipt::verify(state, &code).await?;
    let mut page = Public {
        words: &context.words,
        asked: !code.is_empty(),
        code,
        found: verified.is_some(),
        faults: Vec::new(),
        replaced: false,
        rows: Vec::new(),
        papers: Vec::new(),
    };
    if let Some(found) = verified {
        let manifest = found.manifest;
        let at = found.arrived_at.in_japan().strftime("%H:%M:%S").to_string();
        page.rows = vec![
            (context.word("receipt-number"), manifest.receipt),
            (context.word("receipt-filing"), context.words.with("receipt-nth", &[("n", manifest.filing.to_string())])),
            (context.word("receipt-arrived"), format!("{} ({at})", context.moment(found.arrived_at))),
            (context.word("receipt-call"), context.viewer.lang.of(&found.call).to_owned()),
            (context.word("receipt-company"), manifest.company),
            (context.word("receipt-project"), manifest.title),
        ];
        let named = |name: String| if found.several { context.word("receipt-file-unnamed") } else { name };
        page.papers = manifest
            .papers
            .into_iter()
            .map(|(name, bytes, hash)| ListedFile { name: named(name), size: size(bytes), hash, ..ListedFile::default() })
            .collect();
        let fault = |fault: &Fault| match fault {
            Fault::Receipt => context.word("fault-receipt"),
            Fault::Content => context.word("fault-content"),
            Fault::Assessment => context.word("fault-assessment"),
            Fault::File(hash) => context.words.with("fault-file", &[("hash", hash.clone())]),
        };
        page.faults = found.faults.iter().map(fault).collect();
        page.replaced = found.replaced;
    }
    let missing = page.asked && !page.found;
    let mut response = context.page(&context.word("receipt-check"), &page);
    if missing {
        *response.status_mut() = StatusCode::NOT_FOUND;
    }
    Ok(response)
}
