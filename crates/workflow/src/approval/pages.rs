//! The pages: the list, a draft, a proposal with its 決裁欄, the routes.

use std::{collections::HashMap, sync::Arc};

use askama::Template;
use axum::extract::{Path, Query, State};
use platform::{Act, Actor, App, Error, access::Kind};
use rules::words::Words;
use ui::{Faults, Field};
use uuid::Uuid;
use web::{Answer, Fields, Module, RequestContext, Routes, field};

use super::{
    model::{self, Approval, ApprovalKind, Capacity, Outcome, Route, Step, StepKind},
    service::{self, ApprovalView, Draft, TypedRoute},
};
use crate::{acts, export::Exports, work_list};

/// What the pages stand on.
#[derive(Debug, Clone)]
pub struct AppState {
    /// What every verb stands on.
    pub app: App,
    /// The kinds of decisions that contexts let be proposed.
    pub kinds: Arc<[ApprovalKind]>,
    /// How many tables may leave the system at once.
    pub exports: Exports,
}

/// Every page of approvals.
pub fn module(state: AppState) -> Module {
    work_list::routes(Routes::default())
        .get("/office/{agency}/approvals/new", new)
        .post_long("/office/{agency}/approvals/new", draft)
        .get("/office/{agency}/approvals/routes", routes)
        .post("/office/{agency}/approvals/routes", change_routes)
        .get("/office/{agency}/approvals/{id}", page)
        .post_long("/office/{agency}/approvals/{id}", act)
        .with_state(state)
}

impl AppState {
    pub(super) fn kind(&self, name: &str) -> Option<&ApprovalKind> {
        self.kinds.iter().find(|kind| kind.name == name)
    }

    pub(super) fn may(&self, actor: &Actor, act: Act, agency: &str) -> bool {
        self.app.policy.may(actor, act, Kind::AGENCY, agency)
    }
}

fn yen(amount: Option<i64>) -> String {
    amount.map_or_else(String::new, |yen| format!("{}円", kernel::text::separated(yen)))
}

pub(super) const fn class(state: model::State) -> &'static str {
    match state {
        model::State::Circulating => "open",
        model::State::Returned => "judgement",
        model::State::Decided => "yes",
        model::State::Rejected => "no",
        model::State::Withdrawn => "unknown",
    }
}

#[derive(Debug, Template)]
#[template(path = "approval_draft.html")]
struct DraftPage<'a> {
    words: &'a Words,
    action: String,
    key: String,
    subject: &'a str,
    error: Option<Faults>,
    fields: Vec<Field>,
    body: &'a str,
    body_error: Option<String>,
    /// The routes that there are, to be looked at before.
    routes: Vec<RouteRow>,
}

/// The fields of a draft but for its text.
fn draft_fields(state: &AppState, context: &RequestContext, typed: &HashMap<String, String>) -> Vec<Field> {
    let mut kind = context.text("kind", "approval-kind", field(typed, "kind"), "approval-kind-hint");
    let about = !field(typed, "subject").is_empty();
    // What is about a record is drafted on that record's page.
    let kinds = state.kinds.iter().filter(|kind| kind.address.is_some() == about);
    kind.options = kinds.map(|kind| (kind.name.to_owned(), context.word(kind.word))).collect();
    vec![
        kind,
        context.text("title", "approval-title", field(typed, "title"), "approval-title-hint"),
        context.text("amount", "approval-amount", field(typed, "amount"), "approval-amount-hint"),
    ]
}

async fn draft_form(
    state: &AppState,
    context: &RequestContext,
    agency_id: &str,
    typed: &HashMap<String, String>,
    fault: Option<&Error>,
) -> Answer {
    if !state.may(&context.actor, acts::APPROVAL_DRAFT, agency_id) {
        return Err(Error::Denied(acts::APPROVAL_DRAFT).into());
    }
    let mut fields = draft_fields(state, context, typed);
    let mut body = Field { name: "body", label: context.word("approval-body"), ..Field::default() };
    fields.push(body);
    let error = context.mark(&mut fields, fault);
    body = fields.pop().unwrap_or_default();
    let key = Some(field(typed, "key")).filter(|key| !key.is_empty()).map_or_else(|| Uuid::now_v7().to_string(), str::to_owned);
    let page = DraftPage {
        words: &context.words,
        action: format!("/office/{agency_id}/approvals/new{}", context.viewer.lang_query()),
        key,
        subject: field(typed, "subject"),
        error,
        fields,
        body: field(typed, "body"),
        body_error: body.error,
        routes: route_rows(state, context, agency_id).await?,
    };
    let title = context.word("approval-new");
    Ok(if fault.is_some() { context.faulty(&title, &page) } else { context.page(&title, &page) })
}

async fn new(
    State(state): State<AppState>,
    Path(agency_id): Path<String>,
    Query(query): Query<HashMap<String, String>>,
    context: RequestContext,
) -> Answer {
    draft_form(&state, &context, &agency_id, &query, None).await
}

fn drafted(typed: &HashMap<String, String>) -> Draft<'_> {
    Draft {
        key: field(typed, "key"),
        kind: field(typed, "kind"),
        subject: field(typed, "subject"),
        title: field(typed, "title"),
        body: field(typed, "body"),
        amount: field(typed, "amount"),
    }
}

async fn draft(State(state): State<AppState>, Path(agency_id): Path<String>, context: RequestContext, Fields(typed): Fields) -> Answer {
    let done = service::draft(&state.app, &context.actor, &agency_id, &state.kinds, &drafted(&typed))
        .await
        .map(|id| format!("/office/{agency_id}/approvals/{id}?done=approval-drafted"));
    context.after(done, async |fault| draft_form(&state, &context, &agency_id, &typed, Some(fault)).await).await
}

/// A step as the 決裁欄 shows it.
#[derive(Debug)]
struct Stamp {
    part: String,
    title: String,
    name: String,
    /// What was said, and the day.
    outcome: String,
    class: &'static str,
    day: String,
    /// Who did it in whose stead, and when that one looked.
    deputy: String,
    remark: String,
}

fn stamp(context: &RequestContext, view: &ApprovalView, step: &Step) -> Stamp {
    let name = |id: &str| view.names.get(id).cloned().unwrap_or_default();
    let part = if step.part == StepKind::Decide { "approval-decide" } else { "approval-consult" };
    let mut stamp = Stamp {
        part: context.word(part),
        title: step.title.clone(),
        name: name(&step.person),
        outcome: context.word("approval-waits"),
        class: "waits",
        day: String::new(),
        deputy: String::new(),
        remark: String::new(),
    };
    if let Some(done) = &step.done {
        let key = match (done.outcome, step.part) {
            (Outcome::Approved, StepKind::Decide) => "approval-outcome-decided",
            (Outcome::Approved, StepKind::Consult) => "approval-outcome-agreed",
            (Outcome::Returned, _) => "approval-outcome-returned",
            (Outcome::Rejected, _) => "approval-outcome-rejected",
        };
        stamp.outcome = context.word(key);
        stamp.class = if done.outcome == Outcome::Approved { "agreed" } else { "refused" };
        stamp.day = context.moment(done.at);
        stamp.remark.clone_from(&done.remark);
        if step.capacity(&done.by) == Some(Capacity::Deputy) {
            let looked = done.reviewed_at.map_or_else(|| context.word("approval-unreviewed"), |at| context.moment(at));
            stamp.deputy = context.words.with("approval-by-deputy", &[("name", name(&done.by)), ("looked", looked)]);
        }
    }
    stamp
}

#[derive(Debug, Template)]
#[template(path = "approval.html")]
struct Page<'a> {
    words: &'a Words,
    lang_query: &'a str,
    agency: &'a str,
    id: &'a str,
    done: Option<String>,
    error: Option<Faults>,
    version: i32,
    title: &'a str,
    body: &'a str,
    /// Label and value: the head of the 起案書.
    facts: Vec<(String, String)>,
    /// The record that it is about.
    subject: Option<String>,
    stamps: Vec<Stamp>,
    /// What earlier rounds came to.
    past: Vec<(String, Stamp)>,
    may_decide: bool,
    /// Whether the reader would decide, and not only agree.
    decides: bool,
    /// In whose stead the reader would act.
    stead: Option<String>,
    may_review: bool,
    may_withdraw: bool,
    /// The draft to be changed, where it was sent back to the reader.
    again: Option<Vec<Field>>,
    remark: &'a str,
    typed_body: &'a str,
}

async fn show(
    state: &AppState,
    context: &RequestContext,
    agency_id: &str,
    id: &str,
    done: Option<String>,
    refused: Option<(&HashMap<String, String>, &Error)>,
) -> Answer {
    let (view, past) = service::one(&state.app, &context.actor, id).await?;
    let found = &view.approval;
    if found.agency != agency_id {
        return Err(Error::NotFound.into());
    }
    let name = |id: &str| view.names.get(id).cloned().unwrap_or_default();
    let may = |act| state.app.policy.may_with(&context.actor, act, found);
    let day = |at: platform::Instant| context.day(at.in_japan().date());
    let kind = state.kind(&found.kind);
    let head = [
        ("approval-number", found.document_number().unwrap_or_else(|| context.word("approval-number-later"))),
        ("approval-year", found.number.map(|n| n.year.label()).unwrap_or_default()),
        ("approval-kind", kind.map_or_else(|| found.kind.clone(), |kind| context.word(kind.word))),
        ("approval-amount", yen(found.amount)),
        ("approval-drafted", format!("{}　{}", day(found.drafted_at), name(&found.drafted_by))),
        ("approval-ended", found.ended_at.map(day).unwrap_or_default()),
        ("state", context.word(&format!("approval-state-{}", found.state.name()))),
    ];
    let me = context.actor.person()?.id.as_str();
    let mine = found.current().filter(|step| step.capacity(me).is_some());
    let own = may(acts::APPROVAL_CHANGE);
    let nothing = HashMap::new();
    let typed = refused.map_or(&nothing, |(typed, _)| typed);
    let mut again = (own && found.state == model::State::Returned).then(|| {
        let was = |name: &str, text: &str| if typed.contains_key(name) { field(typed, name).to_owned() } else { text.to_owned() };
        let amount = found.amount.map(kernel::text::separated).unwrap_or_default();
        vec![
            context.text("title", "approval-title", &was("title", &found.title), "approval-title-hint"),
            context.text("amount", "approval-amount", &was("amount", &amount), "approval-amount-hint"),
        ]
    });
    let error = match &mut again {
        Some(fields) => context.mark(fields, refused.map(|(_, fault)| fault)),
        None => context.mark(&mut [], refused.map(|(_, fault)| fault)),
    };
    let page = Page {
        words: &context.words,
        lang_query: context.viewer.lang_query(),
        agency: agency_id,
        id,
        done,
        error,
        version: found.version,
        title: &found.title,
        body: &found.body,
        facts: head.into_iter().filter(|(_, value)| !value.is_empty()).map(|(key, value)| (context.word(key), value)).collect(),
        subject: kind
            .and_then(|kind| kind.address)
            .map(|to| to.replace("{agency}", agency_id).replace("{id}", &ui::encode(&found.subject))),
        stamps: found.steps.iter().map(|step| stamp(context, &view, step)).collect(),
        past: past
            .iter()
            .filter(|(_, step)| step.done.is_some())
            .map(|(round, step)| (context.words.with("approval-round", &[("n", round.to_string())]), stamp(context, &view, step)))
            .collect(),
        may_decide: may(acts::APPROVAL_DECIDE),
        decides: mine.is_some_and(|step| step.part == StepKind::Decide),
        stead: mine.filter(|step| step.capacity(me) == Some(Capacity::Deputy)).map(|step| name(&step.person)),
        may_review: may(acts::APPROVAL_REVIEW),
        may_withdraw: own && !found.state.is_final(),
        again,
        remark: field(typed, "remark"),
        typed_body: if typed.contains_key("body") { field(typed, "body") } else { &found.body },
    };
    Ok(if refused.is_some() { context.faulty(&found.title, &page) } else { context.page(&found.title, &page) })
}

const DONE: [&str; 8] = [
    "approval-drafted",
    "approval-agreed",
    "approval-decided",
    "approval-returned",
    "approval-rejected",
    "approval-withdrawn",
    "approval-reviewed",
    "approval-again",
];

async fn page(
    State(state): State<AppState>,
    Path((agency_id, id)): Path<(String, String)>,
    Query(query): Query<HashMap<String, String>>,
    context: RequestContext,
) -> Answer {
    let done = context.done(&query, &DONE);
    show(&state, &context, &agency_id, &id, done, None).await
}

async fn act(
    State(state): State<AppState>,
    Path((agency_id, id)): Path<(String, String)>,
    context: RequestContext,
    Fields(typed): Fields,
) -> Answer {
    let (app, actor) = (&state.app, &context.actor);
    let version = field(&typed, "version").parse().unwrap_or(0);
    let done = match field(&typed, "act") {
        "withdraw" => service::withdraw(app, actor, &id).await.map(|()| "withdrawn"),
        "review" => service::review(app, actor, &id).await.map(|()| "reviewed"),
        "again" => service::send_again(app, actor, &id, version, &drafted(&typed)).await.map(|()| "again"),
        outcome => match Outcome::read(outcome) {
            Some(outcome) => {
                let decided = service::decide(app, actor, &id, version, outcome, field(&typed, "remark")).await;
                decided.map(|to| if to == model::State::Circulating { "agreed" } else { to.name() })
            }
            None => Err(Error::NotFound),
        },
    };
    let done = done.map(|done| format!("/office/{agency_id}/approvals/{id}?done=approval-{done}"));
    context.after(done, async |fault| show(&state, &context, &agency_id, &id, None, Some((&typed, fault))).await).await
}

/// A route as it is shown.
#[derive(Debug)]
struct RouteRow {
    id: String,
    kind: String,
    bound: String,
    series: String,
    /// 職名, name, and who stands in.
    steps: Vec<String>,
}

async fn route_rows(state: &AppState, context: &RequestContext, at: &str) -> Result<Vec<RouteRow>, Error> {
    let people = service::people(&state.app, &context.actor, at).await?;
    let name = |id: &str| people.iter().find(|p| p.id == id).map_or_else(|| context.word("approval-gone"), |p| p.name.clone());
    let step = |step: &model::RouteStep| {
        let deputy = step.deputy.as_ref().map(|d| context.words.with("approval-deputy-of", &[("name", name(d))]));
        format!("{} {}{}", step.title, name(&step.person), deputy.unwrap_or_default())
    };
    let row = |route: Route| RouteRow {
        kind: state.kind(&route.kind).map_or_else(|| route.kind.clone(), |kind| context.word(kind.word)),
        bound: match route.at_most {
            Some(most) => context.words.with("approval-at-most", &[("yen", kernel::text::separated(most))]),
            None => context.word("approval-no-bound"),
        },
        series: route.series,
        steps: route.steps.iter().map(step).collect(),
        id: route.id,
    };
    Ok(service::routes(&state.app, &context.actor, at).await?.into_iter().map(row).collect())
}

#[derive(Debug, Template)]
#[template(path = "approval_routes.html")]
struct RoutesPage<'a> {
    words: &'a Words,
    action: String,
    back: String,
    done: Option<String>,
    error: Option<Faults>,
    key: String,
    routes: Vec<RouteRow>,
    fields: Vec<Field>,
    steps: Vec<TypedStep>,
    people: Vec<(String, String)>,
}

/// A step of a route as it was typed: 職名, the person, who stands in.
#[derive(Debug)]
struct TypedStep {
    title: String,
    person: String,
    deputy: String,
}

/// Steps that are offered empty.
const OFFERED: usize = 6;

async fn routes_form(
    state: &AppState,
    context: &RequestContext,
    agency_id: &str,
    done: Option<String>,
    refused: Option<(&HashMap<String, String>, &Error)>,
) -> Answer {
    if !state.may(&context.actor, acts::APPROVAL_ROUTE, agency_id) {
        return Err(Error::Denied(acts::APPROVAL_ROUTE).into());
    }
    let nothing = HashMap::new();
    let typed = refused.map_or(&nothing, |(typed, _)| typed);
    let mut kind = context.text("kind", "approval-kind", field(typed, "kind"), "");
    kind.options = state.kinds.iter().map(|kind| (kind.name.to_owned(), context.word(kind.word))).collect();
    let mut fields = vec![
        kind,
        context.text("at_most", "approval-bound", field(typed, "at_most"), "approval-bound-hint"),
        context.text("series", "approval-series", field(typed, "series"), "approval-series-hint"),
    ];
    let error = context.mark(&mut fields, refused.map(|(_, fault)| fault));
    let cell = |name: &str, i: usize| field(typed, &format!("{name}{i}")).to_owned();
    let step = |i: usize| TypedStep { title: cell("title", i), person: cell("person", i), deputy: cell("deputy", i) };
    let page = RoutesPage {
        words: &context.words,
        action: format!("/office/{agency_id}/approvals/routes{}", context.viewer.lang_query()),
        back: format!("/office/{agency_id}/approvals{}", context.viewer.lang_query()),
        done,
        error,
        key: Some(field(typed, "key")).filter(|key| !key.is_empty()).map_or_else(|| Uuid::now_v7().to_string(), str::to_owned),
        routes: route_rows(state, context, agency_id).await?,
        fields,
        steps: (0..OFFERED).map(step).collect(),
        people: service::people(&state.app, &context.actor, agency_id).await?.into_iter().map(|p| (p.id, p.name)).collect(),
    };
    let title = context.word("approval-routes");
    Ok(if refused.is_some() { context.faulty(&title, &page) } else { context.page(&title, &page) })
}

async fn routes(
    State(state): State<AppState>,
    Path(agency_id): Path<String>,
    Query(query): Query<HashMap<String, String>>,
    context: RequestContext,
) -> Answer {
    let done = context.done(&query, &["route-kept", "route-dropped"]);
    routes_form(&state, &context, &agency_id, done, None).await
}

async fn change_routes(
    State(state): State<AppState>,
    Path(agency_id): Path<String>,
    context: RequestContext,
    Fields(typed): Fields,
) -> Answer {
    let gone = field(&typed, "gone");
    let done = if gone.is_empty() {
        let names: Vec<[String; 3]> = (0..OFFERED).map(|i| ["title", "person", "deputy"].map(|name| format!("{name}{i}"))).collect();
        let route = TypedRoute {
            key: field(&typed, "key"),
            kind: field(&typed, "kind"),
            at_most: field(&typed, "at_most"),
            series: field(&typed, "series"),
            steps: names.iter().map(|names| [0, 1, 2].map(|i| field(&typed, &names[i]))).collect(),
        };
        service::put_route(&state.app, &context.actor, &agency_id, &state.kinds, &route).await.map(|()| "route-kept")
    } else {
        service::drop_route(&state.app, &context.actor, &agency_id, gone).await.map(|()| "route-dropped")
    };
    let done = done.map(|done| format!("/office/{agency_id}/approvals/routes?done={done}"));
    context.after(done, async |fault| routes_form(&state, &context, &agency_id, None, Some((&typed, fault))).await).await
}

/// How the approvals about a record stand, for that record's own page: title, state, number, address.
pub async fn about(
    app: &App,
    context: &RequestContext,
    agency_id: &str,
    subject: &str,
) -> Result<Vec<(String, String, String, String)>, Error> {
    let row = |found: Approval| {
        let number = found.document_number().unwrap_or_default();
        let address = format!("/office/{agency_id}/approvals/{}{}", found.id, context.viewer.lang_query());
        (found.title, context.word(&format!("approval-state-{}", found.state.name())), number, address)
    };
    Ok(service::about(app, &context.actor, agency_id, subject).await?.into_iter().map(row).collect())
}
