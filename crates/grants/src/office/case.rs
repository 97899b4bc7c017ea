//! The verbs of the office on one application: look at it, tick, ask, return it, decide, let it in late.

use crate::acts;
use programmes::assess;
use std::sync::Arc;

use platform::{Actor, App, Authorized, Error, Instant, access::Role, accounts, files, journal};
use programmes::call::{Call, with_deadline};
use rules::{
    assess::Moment,
    assessment::{Assessment, Decides},
    plan::Plan,
    words::Lang,
};
use serde_json::json;
use workflow::{
    batch::BatchItemHandle,
    checklist::{self, CheckedItem, Item, NewTick, Tick},
    correction::{self, Correction, NewCorrection},
    text,
    thread::{self, Message, NewMessage},
};

use super::formal_check_items;
use crate::{
    AppState,
    application::{
        authorization::{self, load_authorized, subject},
        filing, form,
        model::{Application, Content, Filing, State, Transition, TransitionError},
        store::{self as applications, StateChange},
    },
    letters,
};

/// Another application: its id, and the number of its receipt.
pub type ReceiptLink = (String, String);

/// An application as the office sees it: what was filed, and what the office noted.
#[derive(Debug)]
pub struct Case {
    /// The application.
    pub application: Authorized<Application>,
    /// Its call.
    pub call: Call,
    /// The filing that stands.
    pub filing: Filing,
    /// What was filed.
    pub content: Content,
    /// What was filed before it.
    pub before: Option<Content>,
    /// The programme under which it was filed.
    pub plan: Arc<Plan>,
    /// What was ticked.
    pub ticks: Vec<Tick>,
    /// The returns for correction, the newest first.
    pub corrections: Vec<Correction>,
    /// Questions and answers, with what their writers are called.
    pub messages: Vec<(Message, String)>,
    /// Other applications of the same company in this system: call and state.
    pub elsewhere: Vec<(String, State)>,
    /// The receipts right before and right after it in its call.
    pub beside: [Option<ReceiptLink>; 2],
    /// Who looks it through, by name.
    pub officer: Option<String>,
    /// What the journal says of it, the newest first, and what those are called who did it.
    pub history: Vec<(journal::Entry, String)>,
    /// What was not known when it was filed, and is known of the companies now: member and fact.
    pub refilled: Vec<(String, String)>,
    /// What was filed, with that.
    asked: rules::application::Application,
}

impl Case {
    /// The engine's answer to what was filed, with what has become known of the companies since.
    pub fn answer(&self) -> Result<Assessment<'_>, Error> {
        answered(&self.plan, &self.asked)
    }

    /// The engine's answer to what was filed, and nothing else. It says today what it said then: what is kept of it shows whether it does.
    pub fn answer_then(&self) -> Result<Assessment<'_>, Error> {
        answered(&self.plan, &self.content.application)
    }

    /// The items of the formal check.
    pub fn items(&self, lang: Lang) -> Result<Vec<Item>, Error> {
        Ok(formal_check_items::items(&self.plan, lang, &self.application, &self.content, &self.answer()?))
    }

    /// The same, each with what was ticked there.
    pub fn checklist(&self, lang: Lang) -> Result<Vec<CheckedItem>, Error> {
        Ok(checklist::with_ticks(self.items(lang)?, &self.ticks, self.filing.filed_at))
    }

    /// How many items of the formal check nobody has ticked for the filing that stands.
    pub fn unticked(&self) -> Result<usize, Error> {
        Ok(self.checklist(Lang::Ja)?.iter().filter(|item| !item.is_checked()).count())
    }
}

fn answered<'p>(plan: &'p Plan, asked: &rules::application::Application) -> Result<Assessment<'p>, Error> {
    assess(plan, asked, Moment::default())
        .map_err(|faults| Error::Broken(faults.into_iter().map(|f| f.message).collect::<Vec<_>>().join("; ")))
}

/// The programme under which a filing was filed, with the deadline that counted for it.
pub(crate) async fn plan_of(state: &AppState, call: &Call, filing: &Filing, content: &Content) -> Result<Arc<Plan>, Error> {
    let programme = state.calls.programme(state.app().db.read(), &filing.revision, &call.id).await?;
    Ok(with_deadline(programme.plan(), Instant::parse(&content.deadline)?.in_japan()))
}

/// An application for the office.
pub async fn load_case(state: &AppState, actor: &Actor, id: &str) -> Result<Case, Error> {
    let app = state.app();
    let db = app.db.read();
    let (found, call) = load_authorized(state, actor, acts::APPLICATION_CASE, id).await?;
    let filing = applications::filed(db, &found, found.filings).await?.ok_or(Error::NotFound)?;
    let mut content = filing::content(&filing)?;
    let names: Vec<String> = content.papers.iter().map(|p| p.sha256.clone()).collect();
    let mut scans = files::scans(db, &names).await?;
    for paper in &mut content.papers {
        paper.scan = scans.remove(&paper.sha256).unwrap_or_default();
    }
    let before = match filing.number - 1 {
        0 => None,
        earlier => applications::filed(db, &found, earlier).await?.map(|f| filing::content(&f)).transpose()?,
    };
    let plan = plan_of(state, &call, &filing, &content).await?;
    let mut asked = content.application.clone();
    let records = authorization::companies(db, &content.members).await?;
    let mut refilled = Vec::new();
    for member in &mut asked.members {
        let company = content.members.iter().find(|m| m.id == member.id).and_then(|m| m.company.as_ref()).and_then(|c| records.get(c));
        if let Some(company) = company {
            refilled.extend(form::refill(&plan, member, company).into_iter().map(|fact| (member.id.clone(), fact)));
        }
    }
    let mut elsewhere = Vec::new();
    for other in
        applications::of_companies(db, &authorization::scope(state, actor, acts::APPLICATION_PARALLEL).await?, &[&found.company]).await?
    {
        if other.id != found.id && other.state.stands() {
            elsewhere.push((other.call, other.state));
        }
    }
    let officer = match &found.officer {
        Some(id) => Some(accounts::called(app, &format!("person:{id}")).await?),
        None => None,
    };
    Ok(Case {
        ticks: checklist::ticks(db, &found).await?,
        corrections: correction::corrections(db, &found).await?,
        messages: thread::messages(app, &found).await?,
        history: history(app, &found).await?,
        beside: [applications::adjacent_by_receipt(db, &found, false).await?, applications::adjacent_by_receipt(db, &found, true).await?],
        application: found,
        call,
        filing,
        content,
        before,
        plan,
        elsewhere,
        officer,
        refilled,
        asked,
    })
}

/// That an application is examined by an agency: no other finds it.
pub async fn require_agency(state: &AppState, actor: &Actor, agency: &str, id: &str) -> Result<(), Error> {
    let (found, _) = load_authorized(state, actor, acts::APPLICATION_CASE, id).await?;
    if found.agency == agency { Ok(()) } else { Err(Error::NotFound) }
}

/// Entries of the journal that are shown; all of them are read in the journal's own page.
const MOST_HISTORY: u64 = 100;

async fn history(app: &App, found: &Authorized<Application>) -> Result<Vec<(journal::Entry, String)>, Error> {
    let entries = journal::history(app.db.read(), &found.record(), MOST_HISTORY).await?;
    let names = accounts::called_all(app, entries.iter().map(|entry| entry.actor.as_str())).await?;
    let with_name = |entry: journal::Entry| {
        let who = names.get(&entry.actor).cloned().unwrap_or_default();
        (entry, who)
    };
    Ok(entries.into_iter().map(with_name).collect())
}

/// The questions and answers, and the returns, of an application: for whoever sees it.
pub async fn conversation(state: &AppState, actor: &Actor, id: &str) -> Result<(Vec<(Message, String)>, Vec<Correction>), Error> {
    let (found, _) = load_authorized(state, actor, acts::APPLICATION_READ, id).await?;
    Ok((thread::messages(state.app(), &found).await?, correction::corrections(state.app().db.read(), &found).await?))
}

/// Ticks an item of the formal check. Who saw another tick than stands there is told, and nothing is lost. Safe to repeat.
pub async fn tick(state: &AppState, actor: &Actor, id: &str, new: NewTick<'_>) -> Result<(), Error> {
    let (found, call) = load_authorized(state, actor, acts::APPLICATION_CHECK, id).await?;
    let case = load_case(state, actor, id).await?;
    let items = case.items(Lang::Ja)?;
    let mut unit = state.app().begin(actor).await?.at(&call.agency);
    if !checklist::tick(&mut unit, &found, &items, case.filing.filed_at, &new).await? {
        return Ok(());
    }
    unit.commit().await
}

/// Confirms all that the engine found in order and nobody has looked at yet; how many items that were. Safe to repeat.
pub async fn confirm_found(state: &AppState, actor: &Actor, id: &str) -> Result<usize, Error> {
    let (found, call) = load_authorized(state, actor, acts::APPLICATION_CHECK, id).await?;
    let case = load_case(state, actor, id).await?;
    let items = case.items(Lang::Ja)?;
    let mut unit = state.app().begin(actor).await?.at(&call.agency);
    let confirmed = checklist::confirm_found(&mut unit, &found, &items, case.filing.filed_at).await?;
    if confirmed > 0 {
        unit.commit().await?;
    }
    Ok(confirmed)
}

/// That somebody is an officer of an agency, by the person's id.
pub(crate) async fn require_officer(state: &AppState, officer: &str, agency: &str) -> Result<(), Error> {
    let known = accounts::holders(state.app(), Role::Officer, agency).await?.iter().any(|p| p.id == officer);
    if known { Ok(()) } else { Err(Error::Wrong { field: "officer", message: "wrong-value" }) }
}

/// Says who looks an application through: an officer of the agency, by the person's id, or nobody. Safe to repeat. An item of a batch
/// is marked in the same breath.
pub async fn assign(
    state: &AppState,
    actor: &Actor,
    id: &str,
    officer: Option<&str>,
    mark: Option<&BatchItemHandle<'_>>,
) -> Result<(), Error> {
    let (found, call) = load_authorized(state, actor, acts::APPLICATION_CHECK, id).await?;
    if let Some(officer) = officer {
        require_officer(state, officer, &call.agency).await?;
    }
    let mut unit = state.app().begin(actor).await?.at(&call.agency);
    applications::assign(&unit, &found, officer).await?;
    if let Some(mark) = mark {
        mark.done(&unit).await?;
    }
    unit.journal(found.act(), &subject(id), json!({ "assigned": officer })).await?;
    unit.commit().await
}

/// Writes to the other side: the office to those who applied, or they to the office. The same form sends once.
pub async fn post_message(state: &AppState, actor: &Actor, id: &str, key: &str, body: &str) -> Result<(), Error> {
    let app = state.app();
    let (found, call, from_agency) = match load_authorized(state, actor, acts::APPLICATION_CHECK, id).await {
        Ok((found, call)) => (found, call, true),
        Err(Error::Denied(_)) => {
            let (found, call) = load_authorized(state, actor, acts::APPLICATION_ASK, id).await?;
            (found, call, false)
        }
        Err(error) => return Err(error),
    };
    let letters = if from_agency { letters::asked(state, &found, &call, body).await? } else { Vec::new() };
    let mut unit = app.begin(actor).await?.at(&call.agency);
    if !thread::post(&mut unit, &found, &NewMessage { key, body, from_agency }).await? {
        return Ok(());
    }
    applications::set_awaiting_reply(&unit, &found, !from_agency).await?;
    letters::queue_letters(&unit, &letters).await?;
    unit.commit().await
}

/// Where a move by the office leads, where nobody moved the application since it was seen.
fn next(found: &Application, call: &Call, version: i32, what: Transition, now: Instant) -> Result<State, Error> {
    if found.version != version {
        return Err(Error::Stale);
    }
    match found.next_state(what, call, now) {
        Ok(to) => Ok(to),
        Err(TransitionError::Busy) => Err(Error::Wrong { field: "application", message: "wrong-busy" }),
        Err(_) => Err(Error::Stale),
    }
}

/// The message that items of the formal check are not ticked: to be said once more.
pub const UNTICKED: &str = "wrong-unticked";

/// Returns an application for correction, with reasons and a day (補正依頼). `version` is what the officer saw.
pub async fn return_for_correction(state: &AppState, actor: &Actor, id: &str, version: i32, new: &NewCorrection<'_>) -> Result<(), Error> {
    let app = state.app();
    let (found, call) = load_authorized(state, actor, acts::APPLICATION_CHECK, id).await?;
    let to = next(&found, &call, version, Transition::Return, app.now())?;
    let asked = new.read(app.now())?;
    let letters = letters::returned(state, &found, &call, asked.due, &asked.message).await?;
    let mut unit = app.begin(actor).await?.at(&call.agency);
    if !applications::set_state(&unit, &found, to, StateChange { due: Some(asked.due), ..StateChange::default() }).await? {
        return Err(Error::Stale);
    }
    correction::ask(&unit, &found, &asked).await?;
    letters::queue_letters(&unit, &letters).await?;
    let fields: Vec<&str> = asked.reasons.iter().map(|r| r.0.as_str()).collect();
    let details = json!({ "moved": Transition::Return.name(), "due": asked.due.to_text(), "fields": fields });
    unit.journal(found.act(), &subject(id), details).await?;
    unit.commit().await
}

/// Takes a return for correction back: what was filed stands again, and what was typed for it is kept. `version` is what was seen.
pub async fn recall(state: &AppState, actor: &Actor, id: &str, version: i32) -> Result<(), Error> {
    let (found, call) = load_authorized(state, actor, acts::APPLICATION_CHECK, id).await?;
    let to = next(&found, &call, version, Transition::Recall, state.app().now())?;
    let letters = letters::recalled(state, &found, &call).await?;
    let mut unit = state.app().begin(actor).await?.at(&call.agency);
    if !applications::set_state(&unit, &found, to, StateChange::default()).await? {
        return Err(Error::Stale);
    }
    correction::answer(&unit, &found).await?;
    letters::queue_letters(&unit, &letters).await?;
    unit.journal(found.act(), &subject(id), json!({ "moved": Transition::Recall.name() })).await?;
    unit.commit().await
}

/// How many items of the formal check are left once what the engine found in order is confirmed: a person judges them.
pub async fn left_to_judge(state: &AppState, actor: &Actor, id: &str) -> Result<usize, Error> {
    let case = load_case(state, actor, id).await?;
    Ok(case.checklist(Lang::Ja)?.iter().filter(|item| !item.is_checked() && !item.is_found()).count())
}

/// A decision on an application.
#[derive(Debug, Clone, Copy)]
pub enum Decision<'d> {
    /// 受理. `sure` where the officer knows that items of the formal check are not ticked.
    Accept {
        /// Whether it was said once more.
        sure: bool,
    },
    /// 不受理.
    Refuse {
        /// The reason that the applicant reads (不受理の理由).
        reason: &'d str,
    },
}

/// Decides whether an application goes on to examination (受理), or not, for a reason. `version` is what was seen: of two who decide at
/// once, one does. An item of a batch is marked in the same breath.
pub async fn decide(
    state: &AppState,
    actor: &Actor,
    id: &str,
    version: i32,
    decision: Decision<'_>,
    mark: Option<&BatchItemHandle<'_>>,
) -> Result<(), Error> {
    let app = state.app();
    let (found, call) = load_authorized(state, actor, acts::APPLICATION_DECIDE, id).await?;
    let what = if matches!(decision, Decision::Accept { .. }) { Transition::Accept } else { Transition::Refuse };
    let to = next(&found, &call, version, what, app.now())?;
    let reason = match decision {
        Decision::Refuse { reason } => Some(text::reason(reason, "reason")?),
        Decision::Accept { sure } => {
            // Nothing goes on to examination while a fact is missing that could still change the answer.
            let case = load_case(state, actor, id).await?;
            let open = case.answer()?.missing_facts.iter().any(|f| f.matters && f.decides == Decides::Verdict);
            if open {
                return Err(Error::Wrong { field: "application", message: "wrong-undetermined" });
            }
            if !sure && case.unticked()? > 0 {
                return Err(Error::Wrong { field: "application", message: UNTICKED });
            }
            None
        }
    };
    let letters = letters::decided(state, &found, &call, reason.as_deref()).await?;
    let mut unit = app.begin(actor).await?.at(&call.agency);
    if !applications::set_state(&unit, &found, to, StateChange::default()).await? {
        return Err(Error::Stale);
    }
    if let Some(mark) = mark {
        mark.done(&unit).await?;
    }
    letters::queue_letters(&unit, &letters).await?;
    unit.journal(found.act(), &subject(id), json!({ "moved": what.name(), "filing": found.filings })).await?;
    unit.commit().await
}

/// Lets one application be filed after the deadline, until a moment, for a reason that stays in the journal. Nobody else can use it:
/// it is a matter of that application, not of a link.
pub async fn allow_late_filing(state: &AppState, actor: &Actor, id: &str, until: Instant, reason: &str) -> Result<(), Error> {
    let app = state.app();
    let (found, call) = load_authorized(state, actor, acts::APPLICATION_ALLOW_LATE, id).await?;
    let reason = text::reason(reason, "reason")?;
    if until <= app.now() || !matches!(found.effective_state(&call, app.now()), State::Draft | State::Filed) {
        return Err(Error::Wrong { field: "until", message: "wrong-until-past" });
    }
    if found.late_until == Some(until) {
        return Ok(());
    }
    let letters = letters::allowed_late(state, &found, &call, until).await?;
    let mut unit = app.begin(actor).await?.at(&call.agency);
    applications::allow_late_filing(&unit, &found, until).await?;
    letters::queue_letters(&unit, &letters).await?;
    unit.journal(found.act(), &subject(id), json!({ "late_until": until.to_text(), "reason": reason })).await?;
    unit.commit().await
}
