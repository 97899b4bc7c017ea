//! The verbs: draft, agree and decide, send back, change, withdraw, look afterwards; and the routes.

use std::collections::BTreeMap;

use kernel::FiscalYear;
use platform::{
    Actor, App, Authorized, Error, UnitOfWork,
    access::{Act, Role},
    accounts::{self, Agency, Person},
    mail::{self, Letter},
};
use rules::words::Lang;
use serde_json::json;

use super::{
    model::{Approval, ApprovalKind, Capacity, Outcome, Route, RouteStep, State, StepKind, TransitionError},
    store,
};
use crate::{acts, limits, text};

/// What somebody drafts.
#[derive(Debug, Clone, Default)]
pub struct Draft<'t> {
    /// An id that the form brought along, so that nothing is drafted twice.
    pub key: &'t str,
    /// The kind of decision.
    pub kind: &'t str,
    /// The id of the record that it is about; empty where it is about none.
    pub subject: &'t str,
    /// 件名.
    pub title: &'t str,
    /// 伺い文.
    pub body: &'t str,
    /// The amount, as typed; empty where there is none.
    pub amount: &'t str,
}

/// A proposal with what the people in it are called.
#[derive(Debug)]
pub struct ApprovalView {
    /// The proposal.
    pub approval: Approval,
    /// Names by id.
    pub names: BTreeMap<String, String>,
}

fn wrong(field: &'static str, message: &'static str) -> Error {
    Error::Wrong { field, message }
}

async fn agency(app: &App, actor: &Actor, act: Act, id: &str) -> Result<Authorized<Agency>, Error> {
    app.policy.allow(actor, act, accounts::agency(app, id).await?)
}

async fn authorized(app: &App, actor: &Actor, act: Act, id: &str) -> Result<Authorized<Approval>, Error> {
    let found = store::find(app.db.read(), id).await?.ok_or(Error::NotFound)?;
    app.policy.allow(actor, act, found)
}

fn amount(typed: &str) -> Result<Option<i64>, Error> {
    if typed.trim().is_empty() {
        return Ok(None);
    }
    let read = kernel::Yen::parse(typed).ok().map(kernel::Yen::get).filter(|yen| *yen >= 0);
    read.map(Some).ok_or(wrong("amount", "wrong-approval-amount"))
}

/// What is drafted, read; all faults at once.
fn read(draft: &Draft<'_>) -> Result<(String, String, Option<i64>), Error> {
    let title = text::required(&draft.title.replace('\n', " "), limits::TITLE, "title", "wrong-approval-title");
    let body = text::required(draft.body, limits::BODY, "body", "wrong-approval-body");
    match (title, body, amount(draft.amount)) {
        (Ok(title), Ok(body), Ok(amount)) => Ok((title, body, amount)),
        (title, body, amount) => {
            Error::all([title.map(|_| ()), body.map(|_| ()), amount.map(|_| ())])?;
            Err(Error::NotFound)
        }
    }
}

/// The steps for a proposal, by the agency's routes.
async fn routed(unit: &UnitOfWork, draft: &mut Approval) -> Result<(), Error> {
    let routes = store::routes(unit.db(), &draft.agency, Some(&draft.kind)).await?;
    let route = Route::choose(&routes, draft.amount).ok_or(wrong("kind", "wrong-route-none"))?;
    draft.series.clone_from(&route.series);
    draft.steps = route.steps_for(&draft.drafted_by).ok_or(wrong("kind", "wrong-route-own"))?;
    Ok(())
}

fn subject(id: &str) -> String {
    format!("approval:{id}")
}

/// A letter about a proposal to somebody.
async fn letter(app: &App, found: &Approval, to: &str, key: (&str, &str), remark: &str) -> Result<Letter, Error> {
    let person: Person = accounts::person(app, to).await?;
    let words = app.words(Lang::Ja);
    let link = app.link(&format!("/office/{}/approvals/{}", found.agency, found.id));
    let number = found.document_number().unwrap_or_default();
    let parts = [
        ("name", mail::quoted(&person.name)),
        ("title", mail::quoted(&found.title)),
        ("number", number),
        ("remark", remark.to_owned()),
        ("link", link),
    ];
    Ok(Letter { to: person.email, subject: words.with(key.0, &parts), body: words.with(key.1, &parts), first: None })
}

/// Asks whoever comes next.
async fn ask(app: &App, unit: &UnitOfWork, found: &Approval) -> Result<(), Error> {
    let Some(step) = found.current() else { return Ok(()) };
    let letter = letter(app, found, &step.person, ("approval-ask-subject", "approval-ask-letter"), "").await?;
    unit.mail(&letter).await
}

/// Drafts a proposal (起案), and asks whoever comes first. Its id. Safe to repeat: the same key drafts once.
pub async fn draft(app: &App, actor: &Actor, agency_id: &str, kinds: &[ApprovalKind], draft: &Draft<'_>) -> Result<String, Error> {
    let agency = drafting_agency(app, actor, agency_id).await?;
    let mut unit = app.begin(actor).await?.at(&agency.id);
    let (id, is_new) = draft_in(app, actor, &mut unit, &agency, kinds, draft).await?;
    if is_new {
        unit.commit().await?;
    }
    Ok(id)
}

/// The agency, for whoever may draft proposals there.
pub async fn drafting_agency(app: &App, actor: &Actor, agency_id: &str) -> Result<Authorized<Agency>, Error> {
    agency(app, actor, acts::APPROVAL_DRAFT, agency_id).await
}

/// The same in a write that is under way, and whether it is new: for a verb of a context that proposes something of its own.
pub async fn draft_in(
    app: &App,
    actor: &Actor,
    unit: &mut UnitOfWork,
    agency: &Authorized<Agency>,
    kinds: &[ApprovalKind],
    draft: &Draft<'_>,
) -> Result<(String, bool), Error> {
    let id = uuid::Uuid::parse_str(draft.key).map_err(|_| wrong("key", "wrong-value"))?.to_string();
    let kind = kinds.iter().find(|kind| kind.name == draft.kind).ok_or(wrong("kind", "wrong-approval-kind"))?;
    let about = if kind.address.is_some() { text::optional(draft.subject, limits::TITLE, "subject")? } else { String::new() };
    if kind.address.is_some() && about.is_empty() {
        return Err(wrong("kind", "wrong-approval-subject"));
    }
    let (title, body, amount) = read(draft)?;
    let me = actor.person()?.id.clone();
    if let Some(there) = store::find(unit.db(), &id).await? {
        return if there.drafted_by == me && there.agency == agency.id { Ok((id, false)) } else { Err(Error::NotFound) };
    }
    let mut new = Approval {
        id,
        agency: agency.id.clone(),
        kind: kind.name.to_owned(),
        subject: about,
        title,
        body,
        amount,
        series: String::new(),
        state: State::Circulating,
        version: 1,
        round: 1,
        drafted_by: me,
        drafted_at: unit.now(),
        ended_at: None,
        number: None,
        steps: Vec::new(),
    };
    routed(unit, &mut new).await?;
    store::put(unit, &new).await?;
    ask(app, unit, &new).await?;
    unit.journal(agency.act(), &subject(&new.id), json!({ "kind": new.kind, "amount": new.amount, "steps": new.steps.len() })).await?;
    Ok((new.id, true))
}

/// Changes a proposal that was sent back, and sends it round once more, along the route for its amount. `version` is what was seen.
pub async fn send_again(app: &App, actor: &Actor, id: &str, version: i32, draft: &Draft<'_>) -> Result<(), Error> {
    let found = authorized(app, actor, acts::APPROVAL_CHANGE, id).await?;
    let (title, body, amount) = read(draft)?;
    let unit = app.begin(actor).await?;
    let found = require_unchanged(&unit, found).await?;
    if found.version != version || found.state != State::Returned {
        return Err(Error::Stale);
    }
    let mut unit = unit.at(&found.agency);
    let mut changed = Approval { title, body, amount, state: State::Circulating, round: found.round + 1, ..found.clone() };
    routed(&unit, &mut changed).await?;
    if !store::send_again(&unit, &changed, version).await? {
        return Err(Error::Stale);
    }
    ask(app, &unit, &changed).await?;
    unit.journal(found.act(), &subject(id), json!({ "round": changed.round, "amount": changed.amount })).await?;
    unit.commit().await
}

/// The proposal as it stands now that nobody else writes; what was allowed still is, or the verb stops.
async fn require_unchanged(unit: &UnitOfWork, found: Authorized<Approval>) -> Result<Authorized<Approval>, Error> {
    let now = store::find(unit.db(), &found.id).await?.ok_or(Error::NotFound)?;
    if now == *found { Ok(found) } else { Err(Error::Stale) }
}

/// Agrees, decides, sends back or refuses, whose turn it is; the deputy in the stead of whoever is away. Whoever comes next is asked,
/// and the drafter is told how it ends. What is decided gets its number. `version` is what was seen.
pub async fn decide(app: &App, actor: &Actor, id: &str, version: i32, outcome: Outcome, remark: &str) -> Result<State, Error> {
    let found = authorized(app, actor, acts::APPROVAL_DECIDE, id).await?;
    let remark = if outcome == Outcome::Approved {
        text::optional(remark, limits::REMARK, "remark")?
    } else {
        text::required(remark, limits::REMARK, "remark", "wrong-approval-remark")?
    };
    let me = actor.person()?.id.clone();
    let unit = app.begin(actor).await?;
    let found = require_unchanged(&unit, found).await?;
    if found.version != version {
        return Err(Error::Stale);
    }
    let (place, to) = found.next_state(&me, outcome).map_err(|error| match error {
        TransitionError::Consult => wrong("outcome", "wrong-approval-refuse"),
        TransitionError::State | TransitionError::Turn => Error::Stale,
    })?;
    let step = found.current().ok_or(Error::Stale)?.clone();
    let mut unit = unit.at(&found.agency);
    let number = if to == State::Decided {
        let today = unit.now().in_japan().date();
        let year = FiscalYear::of(today).ok_or_else(|| Error::Broken(format!("{today} is in no fiscal year")))?;
        Some(store::next_number(&unit, &found.agency, &found.series, year).await?)
    } else {
        None
    };
    store::mark(&unit, &found, place, outcome, &me, &remark).await?;
    if !store::shift(&unit, &found, to, number).await? {
        return Err(Error::Stale);
    }
    let now = store::find(unit.db(), id).await?.ok_or(Error::NotFound)?;
    let recipient = match to {
        State::Circulating => None,
        State::Returned => Some(("approval-returned-subject", "approval-returned-letter")),
        State::Rejected => Some(("approval-rejected-subject", "approval-rejected-letter")),
        State::Decided | State::Withdrawn => Some(("approval-decided-subject", "approval-decided-letter")),
    };
    match recipient {
        None => ask(app, &unit, &now).await?,
        Some(key) => unit.mail(&letter(app, &now, &found.drafted_by, key, &remark).await?).await?,
    }
    let deputy = step.capacity(&me) == Some(Capacity::Deputy);
    if deputy {
        let key = ("approval-review-subject", "approval-review-letter");
        unit.mail(&letter(app, &now, &step.person, key, &remark).await?).await?;
    }
    let details = json!({
        "step": place,
        "part": step.part.name(),
        "outcome": outcome.name(),
        "deputy": deputy,
        "number": now.document_number(),
    });
    unit.journal(found.act(), &subject(id), details).await?;
    unit.commit().await?;
    Ok(to)
}

/// Takes a proposal back before it is decided (取下げ). Safe to repeat.
pub async fn withdraw(app: &App, actor: &Actor, id: &str) -> Result<(), Error> {
    let found = authorized(app, actor, acts::APPROVAL_CHANGE, id).await?;
    if found.state == State::Withdrawn {
        return Ok(());
    }
    let unit = app.begin(actor).await?;
    let found = require_unchanged(&unit, found).await?;
    if found.state.is_final() {
        return Err(Error::Stale);
    }
    let mut unit = unit.at(&found.agency);
    if !store::shift(&unit, &found, State::Withdrawn, None).await? {
        return Err(Error::Stale);
    }
    unit.journal(found.act(), &subject(id), json!({ "withdrawn": true })).await?;
    unit.commit().await
}

/// Says that one has looked at what a deputy did in one's stead (後閲). Safe to repeat.
pub async fn review(app: &App, actor: &Actor, id: &str) -> Result<(), Error> {
    let found = store::find(app.db.read(), id).await?.ok_or(Error::NotFound)?;
    let me = actor.person()?.id.clone();
    if found.steps.iter().any(|s| s.person == me && s.done.as_ref().is_some_and(|d| d.reviewed_at.is_some())) {
        return Ok(());
    }
    let found = app.policy.allow(actor, acts::APPROVAL_REVIEW, found)?;
    let unit = app.begin(actor).await?;
    let found = require_unchanged(&unit, found).await?;
    let mut unit = unit.at(&found.agency);
    let places: Vec<i32> = found.steps.iter().filter(|s| s.person == me && s.waits_for_review()).map(|s| s.place).collect();
    for place in &places {
        store::review(&unit, &found, *place).await?;
    }
    unit.journal(found.act(), &subject(id), json!({ "reviewed": places })).await?;
    unit.commit().await
}

async fn with_names(app: &App, approval: Approval) -> Result<ApprovalView, Error> {
    let mut ids: Vec<&str> = vec![&approval.drafted_by];
    for step in &approval.steps {
        ids.push(&step.person);
        ids.extend(step.deputy.as_deref());
        ids.extend(step.done.as_ref().map(|d| &*d.by));
    }
    let labels: Vec<String> = ids.iter().map(|id| format!("person:{id}")).collect();
    let called = accounts::called_all(app, labels.iter().map(String::as_str)).await?;
    let names = called.into_iter().filter_map(|(label, name)| Some((label.strip_prefix("person:")?.to_owned(), name))).collect();
    Ok(ApprovalView { approval, names })
}

/// A proposal, for those who may see it.
pub async fn one(app: &App, actor: &Actor, id: &str) -> Result<(ApprovalView, Vec<(i32, super::Step)>), Error> {
    let found = authorized(app, actor, acts::APPROVAL_READ, id).await?;
    let past = store::rounds(app.db.read(), id).await?.into_iter().filter(|(round, _)| *round < found.round).collect();
    Ok((with_names(app, found.into_inner()).await?, past))
}

/// The proposals about a record, the newest first, as far as somebody may see them.
pub async fn about(app: &App, actor: &Actor, agency_id: &str, subject: &str) -> Result<Vec<Approval>, Error> {
    let agency = agency(app, actor, acts::APPROVAL_LIST, agency_id).await?;
    store::about(app.db.read(), &app.policy.scope(actor, acts::APPROVAL_READ)?, &agency.id, subject).await
}

/// Those who may stand on a route at an agency, officers and approvers, by name: for those who may see what is decided there.
pub async fn people(app: &App, actor: &Actor, agency_id: &str) -> Result<Vec<Person>, Error> {
    agency(app, actor, acts::APPROVAL_LIST, agency_id).await?;
    let mut all = accounts::holders(app, Role::Approver, agency_id).await?;
    all.extend(accounts::holders(app, Role::Officer, agency_id).await?);
    all.sort_by(|a, b| (&a.name, &a.id).cmp(&(&b.name, &b.id)));
    all.dedup_by(|a, b| a.id == b.id);
    Ok(all)
}

/// The routes of an agency (決裁区分), for those who may see what is decided there.
pub async fn routes(app: &App, actor: &Actor, agency_id: &str) -> Result<Vec<Route>, Error> {
    let agency = agency(app, actor, acts::APPROVAL_LIST, agency_id).await?;
    store::routes(app.db.read(), &agency.id, None).await
}

/// A route as it was typed.
#[derive(Debug, Clone, Default)]
pub struct TypedRoute<'t> {
    /// The id that the form brought along.
    pub key: &'t str,
    /// The kind of decision.
    pub kind: &'t str,
    /// Up to this amount; empty where there is no end.
    pub at_most: &'t str,
    /// 文書記号.
    pub series: &'t str,
    /// For each step: 職名, the person, and who stands in. The last one decides.
    pub steps: Vec<[&'t str; 3]>,
}

/// Keeps a route. Proposals that go round already keep theirs. Safe to repeat.
pub async fn put_route(app: &App, actor: &Actor, agency_id: &str, kinds: &[ApprovalKind], typed: &TypedRoute<'_>) -> Result<(), Error> {
    let agency = agency(app, actor, acts::APPROVAL_ROUTE, agency_id).await?;
    let id = uuid::Uuid::parse_str(typed.key).map_err(|_| wrong("key", "wrong-value"))?.to_string();
    let kind = kinds.iter().find(|kind| kind.name == typed.kind).ok_or(wrong("kind", "wrong-approval-kind"))?;
    let people = people(app, actor, agency_id).await?;
    let filled: Vec<&[&str; 3]> = typed.steps.iter().filter(|s| s.iter().any(|cell| !cell.trim().is_empty())).collect();
    if filled.is_empty() || filled.len() > limits::STEPS {
        return Err(wrong("steps", "wrong-route-decide"));
    }
    let mut steps = Vec::new();
    for (i, [title, person, deputy]) in filled.iter().enumerate() {
        let known = |id: &str| people.iter().any(|p| p.id == id);
        if !known(person) || !(deputy.is_empty() || known(deputy)) {
            return Err(wrong("steps", "wrong-route-person"));
        }
        steps.push(RouteStep {
            part: if i + 1 == filled.len() { StepKind::Decide } else { StepKind::Consult },
            title: text::required(title, limits::TITLE, "steps", "wrong-route-title")?,
            person: (*person).to_owned(),
            deputy: Some(*deputy).filter(|d| !d.is_empty()).map(str::to_owned),
        });
    }
    let series = text::required(typed.series, 40, "series", "wrong-route-series")?;
    let at_most = amount(typed.at_most).map_err(|_| wrong("at_most", "wrong-approval-amount"))?;
    let route = Route { id, agency: agency.id.clone(), kind: kind.name.to_owned(), at_most, series, steps };
    if let Some(message) = route.fault() {
        return Err(wrong("steps", message));
    }
    let mut unit = app.begin(actor).await?.at(&agency.id);
    let there = store::routes(unit.db(), &agency.id, Some(kind.name)).await?;
    if there.contains(&route) {
        return Ok(());
    }
    if there.iter().any(|other| other.at_most == at_most && other.id != route.id) {
        return Err(wrong("at_most", "wrong-route-bound"));
    }
    store::put_route(&unit, &route).await?;
    let details = json!({ "route": route.id, "kind": route.kind, "at_most": route.at_most, "steps": route.steps.len() });
    unit.journal(agency.act(), &format!("agency:{}", agency.id), details).await?;
    unit.commit().await
}

/// Takes a route away. Proposals that go round already keep theirs. Safe to repeat.
pub async fn drop_route(app: &App, actor: &Actor, agency_id: &str, id: &str) -> Result<(), Error> {
    let agency = agency(app, actor, acts::APPROVAL_ROUTE, agency_id).await?;
    let mut unit = app.begin(actor).await?.at(&agency.id);
    if !store::drop_route(&unit, &agency.id, id).await? {
        return Ok(());
    }
    unit.journal(agency.act(), &format!("agency:{}", agency.id), json!({ "route_dropped": id })).await?;
    unit.commit().await
}
