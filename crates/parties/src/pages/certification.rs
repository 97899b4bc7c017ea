//! A company's certifications and declarations.

use crate::acts;
use std::collections::HashMap;

use askama::Template;
use axum::extract::{Path, Query, Request, State};
use platform::{Error, access::Kind as Of, accounts, attachments::Attachment, scan::Scan};
use rules::words::Words;
use ui::{Faults, Field};

use super::{AppState, company_layout::tabs};
use crate::{
    certification::{
        model::{Kind, Validity},
        service::{self as certifications, CertificationInput, CertificationView},
    },
    service,
};
use web::{Answer, RequestContext, Upload, download};

#[derive(Debug)]
struct Row {
    id: String,
    name: String,
    number: String,
    from: String,
    until: String,
    class: &'static str,
    validity: String,
    /// Copies of the paper: where they are, and what they are called.
    files: Vec<File>,
}

#[derive(Debug, Template)]
#[template(path = "certifications.html")]
struct Page<'a> {
    words: &'a Words,
    lang_query: &'a str,
    id: &'a str,
    tabs: String,
    done: Option<String>,
    error: Option<Faults>,
    rows: Vec<Row>,
    may_change: bool,
    fields: Vec<Field>,
    form: String,
}

/// A copy of a paper.
#[derive(Debug)]
struct File {
    address: String,
    says: String,
    /// Whether a scanner is still to look at it.
    open: bool,
    harmful: bool,
}

fn row(context: &RequestContext, id: &str, scanned: bool, shown: CertificationView) -> Row {
    let (it, validity) = (shown.certification, shown.validity);
    let (class, key) = match validity {
        Validity::Ahead => ("judgement", "standing-ahead"),
        Validity::Valid => ("yes", "standing-valid"),
        Validity::EndsSoon => ("judgement", "standing-soon"),
        Validity::Ended => ("no", "standing-ended"),
    };
    let file = |f: Attachment| {
        let says = format!("{}（{} KB）", f.name, kernel::text::separated((f.kept.size + 1_023) / 1_024));
        let address = format!("/companies/{id}/certifications/{}/files/{}", it.id, f.id);
        File { address, says, open: scanned && f.scan == Scan::Open, harmful: matches!(f.scan, Scan::Harmful(_)) }
    };
    Row {
        files: shown.files.into_iter().map(file).collect(),
        name: if it.kind == Kind::Other { it.name } else { context.word(&format!("certification-{}", it.kind.name())) },
        number: it.number,
        from: context.day(it.valid_from),
        until: it.valid_until.map_or_else(|| context.word("no-end"), |d| context.day(d)),
        class,
        validity: context.word(key),
        id: it.id,
    }
}

async fn show(
    state: &AppState,
    context: &RequestContext,
    id: &str,
    done: Option<String>,
    fault: Option<&Error>,
    typed: &CertificationInput,
) -> Answer {
    let company = service::company(&state.app, &context.actor, acts::ORGANISATION_READ, id).await?;
    let all = certifications::list(&state.app, &context.actor, id).await?;
    let kinds = Kind::ALL.iter().map(|k| (k.name().to_owned(), context.word(&format!("certification-{}", k.name()))));
    let blank = (String::new(), context.word("choose"));
    let mut fields = vec![
        Field { options: std::iter::once(blank).chain(kinds).collect(), ..context.text("kind", "certification-kind", &typed.kind, "") },
        context.text("name", "certification-name", &typed.name, "certification-name-hint"),
        context.text("number", "certification-number", &typed.number, ""),
        context.text("valid_from", "valid-from", &typed.valid_from, "date-hint"),
        context.text("valid_until", "valid-until", &typed.valid_until, "valid-until-hint"),
        Field { kind: "file", ..context.text("file", "certification-file", "", "certification-file-hint") },
    ];
    let error = context.mark(&mut fields, fault);
    let page = Page {
        words: &context.words,
        lang_query: context.viewer.lang_query(),
        id,
        tabs: tabs(state, context, &company, "certifications").await?,
        done,
        error,
        rows: all.into_iter().map(|c| row(context, id, state.app.scanner.is_some(), c)).collect(),
        may_change: state.app.policy.may(&context.actor, acts::ORGANISATION_CHANGE, Of::ORGANISATION, id),
        fields,
        form: if typed.id.is_empty() { uuid::Uuid::now_v7().to_string() } else { typed.id.clone() },
    };
    let title = format!("{} {}", context.word("certifications"), company.name);
    Ok(if fault.is_some() { context.faulty(&title, &page) } else { context.page(&title, &page) })
}

pub(super) async fn page(
    State(state): State<AppState>,
    Path(id): Path<String>,
    Query(query): Query<HashMap<String, String>>,
    context: RequestContext,
) -> Answer {
    let done = context.done(&query, &["certified", "uncertified"]);
    show(&state, &context, &id, done, None, &CertificationInput::default()).await
}

/// Forms with copies that one person sends within fifteen minutes.
const MOST_UPLOADS: u64 = crate::limits::LOOKS;

pub(super) async fn change(State(state): State<AppState>, Path(id): Path<String>, context: RequestContext, request: Request) -> Answer {
    // Nobody sends files in who may do nothing with them.
    service::company(&state.app, &context.actor, acts::ORGANISATION_CHANGE, &id).await?;
    accounts::pace(&state.app, &context.actor, "upload", MOST_UPLOADS).await?;
    let Upload { fields: mut typed, file } =
        match Upload::read(request, &state.app, &context.actor, &certifications::KINDS, certifications::MOST).await {
            Ok(upload) => upload,
            Err(error) => return Err(error.into()),
        };
    let mut take = |name: &str| typed.remove(name).unwrap_or_default();
    let removed = take("remove");
    if !removed.is_empty() {
        return match certifications::remove(&state.app, &context.actor, &id, &removed).await {
            Ok(()) => Ok(context.go(&format!("/companies/{id}/certifications?done=uncertified"))),
            Err(error) => Err(error.into()),
        };
    }
    let typed = CertificationInput {
        id: take("form"),
        kind: take("kind"),
        name: take("name"),
        number: take("number"),
        valid_from: take("valid_from"),
        valid_until: take("valid_until"),
    };
    let outcome = match file {
        Ok(copy) => certifications::add(&state.app, &context.actor, &id, &typed, copy.as_ref()).await,
        Err(error) => Err(error),
    };
    let done = outcome.map(|()| format!("/companies/{id}/certifications?done=certified"));
    context.after(done, async |fault| show(&state, &context, &id, None, Some(fault), &typed).await).await
}

pub(super) async fn file(
    State(state): State<AppState>,
    Path((id, certification, file)): Path<(String, String, String)>,
    context: RequestContext,
) -> Answer {
    match certifications::file(&state.app, &context.actor, &id, &certification, &file).await {
        Ok(found) => download(&state.app, &found).await,
        Err(error) => Err(error.into()),
    }
}
