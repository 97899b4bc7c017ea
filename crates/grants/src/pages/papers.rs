//! The papers of an application: which are needed and why, which are there, and putting them there.

use crate::acts;
use askama::Template;
use axum::{
    Json,
    extract::{Path, Request, State},
    response::IntoResponse,
};
use platform::{
    Error,
    attachments::{self, Kind},
};
use rules::{
    assessment::{Finding, Outcome},
    sentences::Teller,
    words::Words,
};
use serde_json::json;
use ui::ListedFile;
use web::{Answer, RequestContext, Upload, accept, download, field};

use crate::application::form::FormSection;
use crate::{
    AppState,
    application::{
        authorization,
        draft::{self, Draft},
        papers::{self, MOST_PAPER, SCAN},
        readiness::{Readiness, is_typed},
        receipt::size,
    },
};

/// What is taken in.
const KINDS: [Kind; 6] = Kind::ALL;

#[derive(Debug)]
struct File {
    id: String,
    listed: ListedFile,
    /// Whether it can be taken away.
    mine: bool,
}

#[derive(Debug)]
struct Slot {
    document: String,
    name: String,
    /// `yes`, `no`, `unknown`, for the style.
    class: &'static str,
    status: String,
    because: Vec<String>,
    cite: String,
    files: Vec<File>,
    others: usize,
}

#[derive(Debug, Template)]
#[template(path = "papers.html")]
struct Papers<'a> {
    words: &'a Words,
    lang_query: &'a str,
    id: &'a str,
    slots: Vec<Slot>,
    /// The members for whom the reader may put papers: name within the application and what it is called.
    members: Vec<(String, String)>,
    most: String,
    /// What is taken, as a browser reads it: a telephone makes a JPEG of what it would send in another way.
    accept: String,
}

/// The papers as a part of a page.
pub(super) async fn panel(state: &AppState, context: &RequestContext, draft: &Draft, readiness: &Readiness<'_>) -> Result<String, Error> {
    let found = &draft.application;
    let app = state.app();
    let open = found.is_writable(&draft.call, app.now()) && draft.is_open(readiness, FormSection::Papers);
    let writable = |member: &str| open && authorization::authorize_section(app, &context.actor, acts::SECTION_WRITE, found, member).is_ok();
    let lang = context.viewer.lang;
    let teller = Teller::new(&draft.plan, lang);
    let several = found.members.len() > 1;
    let name = |member: &str| found.members.iter().find(|m| several && m.id == member).map(|m| m.name.clone()).unwrap_or_default();
    let hashes: Vec<&str> = draft.papers.iter().map(|p| p.sha256.as_str()).collect();
    let marks = attachments::marks(app.db.read(), &hashes).await?;
    let files = |document: &str| -> Vec<File> {
        let all = draft.papers.iter().filter(|p| p.document == document);
        all.map(|p| File {
            id: p.id.clone(),
            listed: ListedFile {
                address: format!("/applications/{}/papers/{}", found.id, p.id),
                name: p.name.clone(),
                size: size(p.size),
                hash: p.sha256.clone(),
                whose: name(&p.member),
                scan: p.scan.key(app),
                marks: marks.get(&p.sha256).map(|all| all.iter().map(|m| m.key()).collect()).unwrap_or_default(),
            },
            mine: writable(&p.member),
        })
        .collect()
    };
    // What another member's part says is no reason that is told here.
    let is_readable = |f: &&Finding<'_>| f.member.as_ref().is_none_or(|m| draft.readable.contains(m));
    let answers = readiness.answer.as_ref().map(|a| (a.documents.as_slice(), a.documents_not_needed.as_slice())).unwrap_or_default();
    let mut slots = Vec::new();
    for (document, document_rule) in &draft.plan.programme.documents {
        let answer = answers.0.iter().chain(answers.1).find(|a| a.id == document);
        let files = files(document);
        let others = draft.other_papers.get(document).copied().unwrap_or_default();
        let there = !files.is_empty() || others > 0;
        let required = answer.map_or(Outcome::Unknown, |a| a.required);
        let (class, status) = match (is_typed(&draft.plan, document, found), required, there) {
            (true, ..) => ("yes", "paper-typed"),
            (_, _, true) => ("yes", "paper-there"),
            // Of a part of the whole nobody knows that it is not needed.
            (_, Outcome::No, false) if draft.input.unreleased.is_empty() => ("over", "paper-unneeded"),
            (_, Outcome::Yes, false) if !document_rule.optional => ("no", "paper-needed"),
            (_, Outcome::Yes, false) => ("unknown", "paper-optional"),
            _ => ("unknown", "paper-perhaps"),
        };
        let form = document_rule.form.as_ref().map(|f| format!("（{f}）")).unwrap_or_default();
        // What is typed nobody attaches.
        let upload = if status == "paper-typed" { "" } else { document };
        slots.push(Slot {
            document: upload.to_owned(),
            name: format!("{document} {}{form}", lang.of(&document_rule.name)),
            class,
            status: context.word(status),
            because: answer.map(|a| a.because.iter().filter(is_readable).map(|f| teller.finding(f)).collect()).unwrap_or_default(),
            cite: teller.cite(&document_rule.cite),
            files,
            others,
        });
    }
    let known = |document: &str| document == SCAN || draft.plan.programme.documents.contains_key(document);
    let mut rest: Vec<&str> = draft.papers.iter().map(|p| p.document.as_str()).filter(|d| !known(d)).collect();
    rest.sort_unstable();
    rest.dedup();
    for document in rest {
        // The call was revised, and does not ask for it any more: it stays to be seen.
        let (name, status) = (document.to_owned(), context.word("paper-unasked"));
        slots.push(Slot {
            document: String::new(),
            name,
            class: "over",
            status,
            because: Vec::new(),
            cite: String::new(),
            files: files(document),
            others: 0,
        });
    }
    if found.entered_by.is_some() {
        let there = files(SCAN);
        slots.insert(
            0,
            Slot {
                document: SCAN.to_owned(),
                name: context.word("paper-scan"),
                class: if there.is_empty() { "no" } else { "yes" },
                status: context.word(if there.is_empty() { "paper-needed" } else { "paper-there" }),
                because: Vec::new(),
                cite: String::new(),
                files: there,
                others: 0,
            },
        );
    }
    let members = found.members.iter().filter(|m| writable(&m.id)).map(|m| (m.id.clone(), m.name.clone())).collect();
    let most = size(i64::try_from(MOST_PAPER).unwrap_or(i64::MAX));
    let page = Papers {
        words: &context.words,
        lang_query: context.viewer.lang_query(),
        id: &found.id,
        slots,
        members,
        most,
        accept: accept(&KINDS),
    };
    page.render().map_err(|e| Error::Broken(e.to_string()))
}

pub(super) async fn put(State(state): State<AppState>, Path(id): Path<String>, context: RequestContext, request: Request) -> Answer {
    let scripted = web::wants_json(request.headers());
    let kept = async {
        // Whoever may not see it does not fill the store.
        draft::require_may_upload(&state, &context.actor, &id).await?;
        let upload = Upload::read(request, state.app(), &context.actor, &KINDS, u64::try_from(MOST_PAPER).unwrap_or(u64::MAX)).await?;
        let file = upload.file?.ok_or(Error::Wrong { field: "file", message: "wrong-file-missing" })?;
        papers::attach(&state, &context.actor, &id, field(&upload.fields, "member"), field(&upload.fields, "document"), &file).await
    };
    let kept = kept.await;
    let back = format!("/applications/{id}/parts/papers");
    match (kept, scripted) {
        (Ok(()), false) => Ok(context.go(&format!("{back}?done=paper-put"))),
        (Ok(()), true) => Ok(Json(json!({ "next": format!("{back}?done=paper-put{}", context.more()) })).into_response()),
        (Err(Error::Wrong { message, .. }), false) => Ok(context.go(&format!("{back}?wrong={message}"))),
        (Err(error), _) => Err(error.into()),
    }
}

pub(super) async fn read(State(state): State<AppState>, Path((id, paper)): Path<(String, String)>, context: RequestContext) -> Answer {
    match papers::download(&state, &context.actor, &id, &paper).await {
        Ok(found) => download(state.app(), &found).await,
        Err(error) => Err(error.into()),
    }
}

pub(super) async fn drop(State(state): State<AppState>, Path((id, paper)): Path<(String, String)>, context: RequestContext) -> Answer {
    match papers::remove(&state, &context.actor, &id, &paper).await {
        Ok(()) => Ok(context.go(&format!("/applications/{id}/parts/papers?done=paper-dropped"))),
        Err(Error::Wrong { message, .. }) => Ok(context.go(&format!("/applications/{id}/parts/papers?wrong={message}"))),
        Err(error) => Err(error.into()),
    }
}
