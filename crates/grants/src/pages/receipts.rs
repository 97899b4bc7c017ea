//! What was filed, its receipt as a paper, and the page on which anybody who holds a receipt verifies it.

use std::collections::HashMap;

use askama::Template;
use axum::{
    extract::{Path, Query, State},
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use parties::pages::{Asker, download, of};
use platform::{
    Error,
    attachments::{self, Attachment},
};
use rules::words::Words;

use super::{
    moment,
    said::{Group, Reader},
};
use crate::{
    Desk,
    application::{
        filing,
        model::owner,
        receipt::{self, Fault, size},
    },
    office::service,
};

#[derive(Debug, Template)]
#[template(path = "filed.html")]
struct Filed<'a> {
    words: &'a Words,
    keep: &'a str,
    id: &'a str,
    number: i32,
    title: String,
    receipt: String,
    arrived: String,
    code: String,
    groups: Vec<Group>,
    /// Name, length, id, hash.
    papers: Vec<(String, String, String, String)>,
}

/// What was filed, as those who applied see it: the parts that are theirs to see.
pub(super) async fn filed(State(desk): State<Desk>, Path((id, number)): Path<(String, i32)>, asker: Asker) -> Response {
    let shown = async {
        let (found, call, filed, readable) = filing::filing(&desk, &asker.actor, &id, number).await?;
        let content = filing::content(&filed)?;
        let plan = service::plan_of(&desk, &call, &filed, &content).await?;
        let seen = |name: &str| owner(name).is_none_or(|m| readable.iter().any(|r| r == m));
        let fields = content.fields.iter().map(|(name, said)| (name.as_str(), said.as_str())).filter(|f| seen(f.0));
        let groups = Reader::new(&asker, &plan).groups(&content.members, fields);
        let papers = content.papers.iter().filter(|p| readable.contains(&p.member));
        let page = Filed {
            words: asker.words,
            keep: asker.viewer.keep(),
            id: &id,
            number,
            title: found.title.clone(),
            receipt: filed.receipt.clone(),
            arrived: moment(&asker, filed.arrived_at),
            code: filed.code.clone(),
            groups,
            papers: papers.map(|p| (p.name.clone(), size(p.size), p.id.clone(), p.sha256.clone())).collect(),
        };
        Ok::<_, Error>(asker.page(&asker.word("filed-look"), page.render()))
    };
    shown.await.unwrap_or_else(|error| asker.problem(&error))
}

/// The receipt as a paper.
pub(super) async fn paper(State(desk): State<Desk>, Path((id, number)): Path<(String, i32)>, asker: Asker) -> Response {
    let made = async {
        let (_, _, filed, readable) = filing::filing(&desk, &asker.actor, &id, number).await?;
        Ok::<_, Error>((receipt::paper(&desk, &filed, &readable, asker.viewer.lang).await?, filed.receipt))
    };
    match made.await {
        Ok((bytes, number)) => {
            let mut response = bytes.into_response();
            let named = format!("attachment; filename=\"receipt-{number}.pdf\"");
            response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("application/pdf"));
            if let Ok(named) = HeaderValue::from_str(&named) {
                response.headers_mut().insert(header::CONTENT_DISPOSITION, named);
            }
            response
        }
        Err(error) => asker.problem(&error),
    }
}

/// A file that was filed, for those who see the part of the member who put it there: by its id, since two may hold the same under
/// different names; by its hash, as receipts name it, the first of them.
async fn found(desk: &Desk, asker: &Asker, (id, number, which): &(String, i32, String)) -> Result<Attachment, Error> {
    let (_, _, filed, readable) = filing::filing(desk, &asker.actor, id, *number).await?;
    let content = filing::content(&filed)?;
    let mut all: Vec<_> = content.papers.into_iter().filter(|p| readable.contains(&p.member)).collect();
    let place = all.iter().position(|p| p.id == *which).or_else(|| all.iter().position(|p| p.sha256 == *which));
    let paper = all.swap_remove(place.ok_or(Error::NotFound)?);
    attachments::named(desk.house().db.read(), &paper.sha256, paper.size, &paper.name, &paper.kind).await
}

/// That file, shown within a page.
pub(super) async fn look(State(desk): State<Desk>, Path(which): Path<(String, i32, String)>, asker: Asker) -> Response {
    match found(&desk, &asker, &which).await {
        Ok(found) => parties::pages::look(desk.house(), &asker, &found).await,
        Err(error) => asker.problem(&error),
    }
}

/// That file, to be kept.
pub(super) async fn file(State(desk): State<Desk>, Path(which): Path<(String, i32, String)>, asker: Asker) -> Response {
    match found(&desk, &asker, &which).await {
        Ok(found) => download(desk.house(), &asker, &found).await,
        Err(error) => asker.problem(&error),
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
    papers: Vec<(String, String, String)>,
}

/// Where a receipt's code is typed in.
pub(super) async fn ask(State(desk): State<Desk>, Query(query): Query<HashMap<String, String>>, asker: Asker) -> Response {
    let code = of(&query, "code").trim().to_owned();
    verified(&desk, &asker, code).await
}

pub(super) async fn public(State(desk): State<Desk>, Path(code): Path<String>, asker: Asker) -> Response {
    verified(&desk, &asker, code).await
}

async fn verified(desk: &Desk, asker: &Asker, code: String) -> Response {
    let verified = match receipt::verify(desk, &code).await {
        Ok(verified) => verified,
        Err(error) => return asker.problem(&error),
    };
    let mut page = Public {
        words: asker.words,
        asked: !code.is_empty(),
        code,
        found: verified.is_some(),
        faults: Vec::new(),
        replaced: false,
        rows: Vec::new(),
        papers: Vec::new(),
    };
    if let Some(found) = verified {
        let said = found.manifest;
        let at = found.arrived_at.in_japan().strftime("%H:%M:%S").to_string();
        page.rows = vec![
            (asker.word("receipt-number"), said.receipt),
            (asker.word("receipt-filing"), asker.words.with("receipt-nth", &[("n", said.filing.to_string())])),
            (asker.word("receipt-arrived"), format!("{} ({at})", moment(asker, found.arrived_at))),
            (asker.word("receipt-call"), asker.viewer.lang.of(&found.call).to_owned()),
            (asker.word("receipt-company"), said.company),
            (asker.word("receipt-project"), said.title),
        ];
        let named = |name: String| if found.several { asker.word("receipt-file-unnamed") } else { name };
        page.papers = said.papers.into_iter().map(|(name, bytes, hash)| (named(name), size(bytes), hash)).collect();
        let fault = |fault: &Fault| match fault {
            Fault::Receipt => asker.word("fault-receipt"),
            Fault::Content => asker.word("fault-content"),
            Fault::Assessment => asker.word("fault-assessment"),
            Fault::File(hash) => asker.words.with("fault-file", &[("hash", hash.clone())]),
        };
        page.faults = found.faults.iter().map(fault).collect();
        page.replaced = found.replaced;
    }
    let missing = page.asked && !page.found;
    let mut response = asker.page(&asker.word("receipt-check"), page.render());
    if missing {
        *response.status_mut() = StatusCode::NOT_FOUND;
    }
    response
}
