//! One draft: its document at the left; at the right the programme as text or as a form, what would be seen of it, what it would change,
//! and its way to publication.

use crate::acts;
use std::collections::HashMap;

use askama::Template;
use axum::{
    Json,
    extract::{Path, Query, Request, State},
    response::{IntoResponse, Response},
};
use platform::{Authorized, Error, access::Kind, accounts::Agency};
use rules::words::Words;
use serde_json::json;
use web::{Answer, Fields, RequestContext, field};

use super::{
    document,
    list::{class, text_of_pdf},
    panels,
};
use crate::draft::{
    AuthorState, Change,
    model::{ProgrammeDraft, State as Stands},
    publication::{self, DraftFile},
    service,
};

/// What may stand beside the document.
pub(super) const PANELS: [&str; 8] = ["yaml", "form", "proposals", "document", "preview", "cases", "effect", "publish"];

/// A panel as a tab: address, word, whether it is here, and how much waits there.
type Tab = (String, String, bool, String);

#[derive(Debug, Template)]
#[template(path = "programme_draft.html")]
struct Editor<'a> {
    words: &'a Words,
    lang_query: &'a str,
    agency: &'a str,
    title: String,
    state: String,
    class: &'static str,
    stages: Vec<(String, &'static str)>,
    done: Option<String>,
    error: Option<String>,
    locked: bool,
    document: String,
    has_document: bool,
    tabs: Vec<Tab>,
    panel: String,
    /// The address to which what is typed goes to be checked.
    check: String,
}

/// What the whole page of a draft stands on.
#[derive(Debug)]
pub(super) struct Shown<'a> {
    pub(super) state: &'a AuthorState,
    pub(super) context: &'a RequestContext,
    pub(super) agency_id: &'a str,
    pub(super) agency: Authorized<Agency>,
    pub(super) draft: &'a ProgrammeDraft,
    pub(super) file: DraftFile,
    /// Whether the reader may change it now.
    pub(super) writable: bool,
    /// What was typed and not kept.
    pub(super) typed: &'a HashMap<String, String>,
}

impl Shown<'_> {
    pub(super) fn address(&self) -> String {
        format!("/office/{}/programmes/{}", self.agency_id, self.draft.id)
    }

    /// The address of a panel.
    pub(super) fn panel(&self, name: &str) -> String {
        format!("{}?panel={name}{}", self.address(), self.context.more())
    }

    /// Where a form of the page goes.
    pub(super) fn action(&self) -> String {
        self.context.kept(&self.address())
    }
}

/// How far a draft is on its way.
async fn stages(shown: &Shown<'_>, locked: bool) -> Result<Vec<(String, &'static str)>, Error> {
    let draft = shown.draft;
    let now = match draft.state {
        Stands::Discarded => return Ok(Vec::new()),
        Stands::Published => 4,
        Stands::Open if locked => 2,
        Stands::Open if publication::unapproved(shown.state, &shown.context.actor, draft).await?.is_none() => 3,
        Stands::Open => usize::from(publication::obstacle(shown.state, draft, &shown.file).await?.is_none()),
    };
    let all = ["draft-stage-writing", "draft-stage-proposing", "draft-stage-approval", "draft-stage-publishing"];
    Ok(ui::components::stages(all.iter().map(|key| shown.context.word(key)), now))
}

/// The page, with what was typed where it was not kept.
async fn show(
    state: &AuthorState,
    context: &RequestContext,
    (agency_id, id): (&str, &str),
    panel: &str,
    (done, fault): (Option<String>, Option<&Error>),
    typed: &HashMap<String, String>,
) -> Answer {
    let draft = service::load(state, &context.actor, agency_id, id).await?;
    let locked = service::is_locked(state, &context.actor, &draft).await?;
    let may = state.app().policy.may(&context.actor, acts::PROGRAMME_DRAFT, Kind::AGENCY, agency_id);
    let writable = may && !locked && draft.state == Stands::Open;
    let panel = PANELS.into_iter().find(|known| *known == panel).unwrap_or("yaml");
    let agency = crate::call::agency(state.app(), &context.actor, acts::CALL_READ, agency_id).await?;
    let shown = Shown { state, context, agency_id, agency, draft: &draft, file: DraftFile::of(&draft), writable, typed };
    let waiting = panels::unconfirmed(&draft);
    let tab = |name: &&str| {
        let count = if *name == "proposals" && waiting > 0 { waiting.to_string() } else { String::new() };
        (shown.panel(name), context.word(&format!("draft-panel-{name}")), *name == panel, count)
    };
    let tabs = PANELS.iter().filter(|name| **name != "proposals" || !draft.document.is_empty()).map(tab).collect();
    let page = Editor {
        words: &context.words,
        lang_query: context.viewer.lang_query(),
        agency: agency_id,
        title: if draft.title.is_empty() { context.word("draft-untitled") } else { draft.title.clone() },
        state: context.word(&format!("draft-state-{}", draft.state.name())),
        class: class(draft.state),
        stages: stages(&shown, locked).await?,
        done,
        error: fault.map(|fault| context.explain(fault)),
        locked,
        document: document::document(&context.words, &draft, &shown.panel("form"))?,
        has_document: !draft.document.trim().is_empty(),
        tabs,
        panel: panels::panel(&shown, panel).await?,
        check: context.kept(&format!("{}/check", shown.address())),
    };
    let title = page.title.clone();
    Ok(match fault {
        Some(Error::Stale) => context.conflict(&title, &page),
        Some(_) => context.faulty(&title, &page),
        None => context.page(&title, &page),
    })
}

const DONE: [&str; 6] = ["draft-saved", "draft-set", "draft-confirmed", "draft-proposed", "draft-cases-added", "draft-document-kept"];

pub(super) async fn page(
    State(state): State<AuthorState>,
    Path((agency_id, id)): Path<(String, String)>,
    Query(query): Query<HashMap<String, String>>,
    context: RequestContext,
) -> Answer {
    let done = context.done(&query, &DONE);
    show(&state, &context, (&agency_id, &id), field(&query, "panel"), (done, None), &HashMap::new()).await
}

/// What a form of the page does: the panel that follows, and what is said there.
async fn done(
    state: &AuthorState,
    context: &RequestContext,
    (agency_id, id): (&str, &str),
    typed: &HashMap<String, String>,
) -> Result<String, Error> {
    let actor = &context.actor;
    let version = field(typed, "version").parse().unwrap_or(0);
    let at = |panel: &str, done: &str| format!("/office/{agency_id}/programmes/{id}?panel={panel}&done={done}");
    match field(typed, "act") {
        "save" => {
            let change = Change { body: typed.get("body").map(String::as_str), ..Change::default() };
            service::save(state, actor, agency_id, id, version, change).await?;
            Ok(at("yaml", "draft-saved"))
        }
        "save-cases" => {
            let change = Change { cases: typed.get("cases").map(String::as_str), ..Change::default() };
            service::save(state, actor, agency_id, id, version, change).await?;
            Ok(at("cases", "draft-saved"))
        }
        "add-cases" => {
            let draft = service::load(state, actor, agency_id, id).await?;
            let taken: Vec<&str> = typed.keys().filter_map(|name| name.strip_prefix("take.")).collect();
            let cases = panels::with_proposed_cases(&draft, &taken, context.viewer.lang);
            service::save(state, actor, agency_id, id, version, Change { cases: Some(&cases), ..Change::default() }).await?;
            Ok(at("cases", "draft-cases-added"))
        }
        "save-document" => {
            let change = Change { document: typed.get("document").map(String::as_str), ..Change::default() };
            service::save(state, actor, agency_id, id, version, change).await?;
            Ok(at("document", "draft-document-kept"))
        }
        "set" => {
            let values: Vec<(&str, &str)> =
                typed.iter().filter_map(|(name, value)| Some((name.strip_prefix("v.")?, value.as_str()))).collect();
            service::set_value(state, actor, agency_id, id, version, &values).await?;
            Ok(at("form", "draft-set"))
        }
        "confirm" => {
            let ticked = |start: &str| typed.keys().filter_map(|name| name.strip_prefix(start)).collect::<Vec<&str>>();
            let (confirmed, taken, dismissed) = (ticked("confirm."), ticked("take."), ticked("dismiss."));
            let reviewed = service::ReviewedProposals { confirmed: &confirmed, taken: &taken, dismissed: &dismissed };
            service::confirm(state, actor, agency_id, id, version, reviewed).await?;
            Ok(at("proposals", "draft-confirmed"))
        }
        "propose" => {
            publication::request_approval(state, actor, agency_id, id, version, field(typed, "key")).await?;
            Ok(at("publish", "draft-proposed"))
        }
        "publish" => {
            publication::publish(state, actor, agency_id, id, version, field(typed, "reason")).await?;
            Ok(format!("/office/{agency_id}/programmes?done=draft-published"))
        }
        "discard" => {
            service::discard(state, actor, agency_id, id, version).await?;
            Ok(format!("/office/{agency_id}/programmes?done=draft-discarded"))
        }
        _ => Err(Error::NotFound),
    }
}

/// The panel to which an act belongs.
fn panel_of(act: &str) -> &'static str {
    match act {
        "save-cases" | "add-cases" => "cases",
        "save-document" => "document",
        "set" => "form",
        "confirm" => "proposals",
        "propose" | "publish" | "discard" => "publish",
        _ => "yaml",
    }
}

pub(super) async fn act(
    State(state): State<AuthorState>,
    Path((agency_id, id)): Path<(String, String)>,
    context: RequestContext,
    Fields(typed): Fields,
) -> Answer {
    let at = (agency_id.as_str(), id.as_str());
    let next = done(&state, &context, at, &typed).await;
    let panel = panel_of(field(&typed, "act"));
    context.after(next, async |fault| show(&state, &context, at, panel, (None, Some(fault)), &typed).await).await
}

/// What is typed, kept and checked while one types: what the checker finds, and the document with what cites it.
pub(super) async fn check(
    State(state): State<AuthorState>,
    Path((agency_id, id)): Path<(String, String)>,
    context: RequestContext,
    Fields(typed): Fields,
) -> Answer {
    let version = field(&typed, "version").parse().unwrap_or(0);
    let change = Change { body: typed.get("body").map(String::as_str), ..Change::default() };
    let kept = service::save(&state, &context.actor, &agency_id, &id, version, change).await;
    let draft = service::load(&state, &context.actor, &agency_id, &id).await?;
    // What could not be kept is checked all the same.
    let (version, told, kept) = match kept {
        Ok(version) => (version, context.words.with("draft-kept", &[("at", context.moment(draft.changed_at))]), true),
        Err(error) if error.is_typed() || matches!(error, Error::Stale) => (version, context.explain(&error), false),
        Err(error) => return Err(error.into()),
    };
    let looked_at = ProgrammeDraft { body: typed.get("body").cloned().unwrap_or(draft.body.clone()), ..draft };
    let form = format!("/office/{agency_id}/programmes/{id}?panel=form{}", context.more());
    let answer = json!({
        "version": version,
        "kept": kept,
        "state": told,
        "findings": document::findings(&context.words, context.viewer.lang, &looked_at)?,
        "document": document::document(&context.words, &looked_at, &form)?,
    });
    Ok::<Response, _>(Json(answer).into_response())
}

/// Puts the lines of a PDF in the place of a draft's document.
pub(super) async fn replace_by_pdf(
    State(state): State<AuthorState>,
    Path((agency_id, id)): Path<(String, String)>,
    context: RequestContext,
    request: Request,
) -> Answer {
    let at = (agency_id.as_str(), id.as_str());
    let kept = async {
        crate::call::agency(state.app(), &context.actor, acts::PROGRAMME_DRAFT, &agency_id).await?;
        let (fields, _, text) = text_of_pdf(state.app(), &context.actor, request).await?;
        let version = field(&fields, "version").parse().unwrap_or(0);
        service::save(&state, &context.actor, &agency_id, &id, version, Change { document: Some(&text), ..Change::default() }).await
    };
    let next = kept.await.map(|_| format!("/office/{agency_id}/programmes/{id}?panel=document&done=draft-document-kept"));
    let none = HashMap::new();
    context.after(next, async |fault| show(&state, &context, at, "document", (None, Some(fault)), &none).await).await
}
