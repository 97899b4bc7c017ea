//! The verbs of those who write an application: see it, type into it, look at what others typed.

use crate::acts;
use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    sync::Arc,
};

use forms::response::{self, FieldEdit, FieldValue, FieldValues, Merged, Saved};
use platform::{Actor, App, Authorized, Error, Instant, access::Kind, accounts, compute};
use programmes::call::Call;
use rules::{
    assessment::{ConditionAnswer, Outcome},
    language::PaidTo,
    plan::Plan,
};
use serde_json::json;
use workflow::correction;

use super::{
    assessment_input::AssessmentInput,
    authorization::{
        self, authorize_section, follow_merges, load_authorized, load_authorized_in, plan, require_unchanged, require_writable, subject,
    },
    form::{Form, FormSection},
    model::{Application, LEAD, Member, Paper, State, owner},
    readiness::{Filed, Readiness, assess_readiness},
    store,
};
use crate::AppState;

/// A page of the applications in which those for whom somebody acts have a part, to one call or to any, with their calls, and when
/// something that they see was typed last; those worked on last first. And whether there are more.
pub async fn own_applications(
    state: &AppState,
    actor: &Actor,
    call: Option<&str>,
    page: usize,
) -> Result<(Vec<(Application, Call, Instant)>, bool), Error> {
    let app = state.app();
    let own = actor.person()?.scopes(Kind::ORGANISATION);
    let known = parties::service::also_known_as(app.db.read(), &own).await?;
    let ids: Vec<&str> = known.iter().map(String::as_str).collect();
    let mut all = Vec::new();
    let mut listed =
        store::page_of_companies(app.db.read(), &authorization::scope(state, actor, acts::APPLICATION_READ).await?, &ids, call, page)
            .await?;
    let more = listed.len() > crate::limits::LISTED;
    listed.truncate(crate::limits::LISTED);
    for mut found in listed {
        follow_merges(app.db.read(), &mut found).await?;
        if let (Ok(found), Some(call)) =
            (app.policy.allow(actor, acts::APPLICATION_READ, found.clone()), state.calls.call(&found.call).await?)
        {
            let saved = found.saved(|member| authorize_section(app, actor, acts::SECTION_READ, &found, member).is_ok());
            all.push((found.into_inner(), call, saved));
        }
    }
    all.sort_by_key(|(_, _, saved)| std::cmp::Reverse(*saved));
    Ok((all, more))
}

/// Whether somebody may put papers beside some part of an application: asked before the papers are taken in.
pub async fn require_may_upload(state: &AppState, actor: &Actor, id: &str) -> Result<(), Error> {
    let (found, call) = load_authorized(state, actor, acts::APPLICATION_DRAFT, id).await?;
    require_writable(&found, &call, state.app().now())?;
    let any = found.members.iter().any(|m| authorize_section(state.app(), actor, acts::SECTION_WRITE, &found, &m.id).is_ok());
    if any { Ok(()) } else { Err(Error::Denied(acts::SECTION_WRITE)) }
}

/// Types into an application, field by field. Fields that others changed in the meantime are merged where they are others, and told
/// where they are the same. Safe to repeat: what says already what was typed is kept.
pub async fn save(state: &AppState, actor: &Actor, id: &str, edits: &[FieldEdit]) -> Result<Saved, Error> {
    let app = state.app();
    let (found, call) = load_authorized(state, actor, acts::APPLICATION_DRAFT, id).await?;
    require_writable(&found, &call, app.now())?;
    response::require_sound(edits)?;
    let mut act = acts::SECTION_WRITE;
    for owner in edits.iter().map(|edit| owner(&edit.name)).collect::<BTreeSet<_>>() {
        if let Some(member) = owner {
            authorize_section(app, actor, acts::SECTION_WRITE, &found, member)?;
        } else {
            act = app.policy.allow(actor, acts::APPLICATION_WRITE, Application::clone(&found))?.act();
        }
    }
    let plan = plan(state, app.db.read(), &found, &call).await?;
    let form = Form::new(&plan);
    let parts: BTreeSet<FormSection> = edits.iter().map(|edit| form.part_of(&edit.name)).collect();
    require_open(state, actor, &found, parts).await?;
    let mut unit = app.begin(actor).await?.at(&call.agency);
    let owners: BTreeSet<&str> = edits.iter().filter_map(|edit| owner(&edit.name)).collect();
    require_unchanged(&unit, &found, owners).await?;
    let Merged { kept, mut conflicts, changed } = response::save(&unit, &found, edits, |name| form.knows(name)).await?;
    let at = unit.now();
    if !changed.is_empty() {
        // What is typed into a member's own part moves nothing that another sees.
        for member in changed.iter().filter_map(|(name, _)| owner(name)).collect::<BTreeSet<_>>() {
            store::touch_part(&unit, &found, member).await?;
        }
        if changed.iter().any(|(name, _)| owner(name).is_none()) {
            // What was filed is called as it was filed until it is filed again.
            let title = changed.iter().find(|(name, _)| name == "a.title").map(|(_, title)| title.as_str());
            store::note_edit(&unit, &found, title.filter(|_| found.filings == 0)).await?;
        }
        let fields: Vec<&str> = changed.iter().map(|(name, _)| name.as_str()).collect();
        unit.journal(act, &subject(id), json!({ "fields": fields })).await?;
        unit.commit().await?;
    }
    let names = accounts::called_all(app, conflicts.iter().map(|c| c.theirs.by.as_str())).await?;
    for conflict in &mut conflicts {
        conflict.who = names.get(&conflict.theirs.by).cloned().unwrap_or_default();
    }
    Ok(Saved { at, kept, conflicts })
}

/// That these parts of an application may be written: where it was returned for correction, not every one may.
pub(crate) async fn require_open(
    state: &AppState,
    actor: &Actor,
    found: &Application,
    parts: impl IntoIterator<Item = FormSection>,
) -> Result<(), Error> {
    if found.state != State::Returned {
        return Ok(());
    }
    let draft = draft(state, actor, &found.id).await?;
    let readiness = draft.readiness(state.app().now());
    if parts.into_iter().all(|part| draft.is_open(&readiness, part)) {
        Ok(())
    } else {
        Err(Error::Wrong { field: "application", message: "wrong-not-to-correct" })
    }
}

/// What somebody sees of an application: what all members see, and the parts of members that are theirs to see.
#[derive(Debug)]
pub struct Draft {
    /// The application.
    pub application: Authorized<Application>,
    /// Its call.
    pub call: Call,
    /// The programme under which it is written.
    pub plan: Arc<Plan>,
    /// What is typed, as far as it is theirs to see.
    pub values: FieldValues,
    /// The members whose parts they see.
    pub readable: BTreeSet<String>,
    /// The papers that they see.
    pub papers: Vec<Paper>,
    /// How many papers the others have put beside it, by document.
    pub other_papers: HashMap<String, usize>,
    /// What it is reckoned from for them: nothing of it moves while others type.
    pub(crate) input: AssessmentInput,
    /// What the office wants corrected and is not answered yet: what each reason names, and why. None where it was not returned.
    pub correction: Vec<(String, String)>,
    /// Of the members whose parts they see and who release them: whether what was released last is what stands there now.
    pub(crate) released: HashMap<String, bool>,
}

impl Draft {
    /// As it stands, examined as if it arrived now.
    pub fn readiness(&self, now: Instant) -> Readiness<'_> {
        let arrived = self.application.entered_by.is_none().then_some(now);
        compute(|| assess_readiness(&self.plan, &self.application, &self.input, Filed { arrived, posted: None }))
    }

    /// Whether a part may be written, as far as it hangs on a return for correction: one that names what is wrong opens the parts that it
    /// names, and those in which something stands in the way since.
    pub fn is_open(&self, readiness: &Readiness<'_>, part: FormSection) -> bool {
        let form = Form::new(&self.plan);
        self.correction.is_empty()
            || self.correction.iter().any(|(named, _)| form.part_of_reason(named) == part)
            || readiness.obstacles.iter().any(|obstacle| obstacle.part == Some(part))
    }

    /// The conditions that are not met, as far as they may be known: those of the whole where every member has released its part, and
    /// those of the members whose parts are seen.
    pub fn visible_failed_conditions<'r, 'p>(&'r self, readiness: &'r Readiness<'p>) -> impl Iterator<Item = &'r ConditionAnswer<'p>> {
        let all = readiness.answer.iter().flat_map(|answer| &answer.conditions);
        let failed = all.filter(|c| c.outcome == Outcome::No && !c.id.starts_with("filing."));
        let known = self.input.unreleased.is_empty();
        failed.filter(move |c| c.member.as_ref().map_or(known, |member| self.readable.contains(member)))
    }

    /// Whether every member's part is seen, as it stands.
    pub fn sees_all(&self) -> bool {
        self.application.members.iter().all(|m| self.readable.contains(&m.id))
    }

    /// Whether they see what the members come to together: whoever leads it does.
    pub fn leads(&self) -> bool {
        self.readable.contains(LEAD)
    }

    /// Whether each member is paid its own grant: what it comes to is the member's to know.
    pub fn is_paid_per_member(&self) -> bool {
        self.plan.programme.amount.paid_to != PaidTo::Lead
    }

    /// The members of whose parts nothing counts here, because they released nothing to whoever looks.
    pub fn unreleased(&self) -> impl Iterator<Item = &Member> {
        self.application.members.iter().filter(|m| self.input.unreleased.contains(&m.id))
    }
}

/// An application as somebody sees it who has a part in it, or keys it in.
pub async fn draft(state: &AppState, actor: &Actor, id: &str) -> Result<Draft, Error> {
    let app = state.app();
    let snapshot = app.db.snapshot().await?;
    let db = &*snapshot;
    let (found, call, companies) = load_authorized_in(state, db, actor, acts::APPLICATION_DRAFT, id).await?;
    let plan = plan(state, db, &found, &call).await?;
    let values = response::values(db, &found).await?;
    let readable = readable(app, actor, &found);
    let mut released = HashMap::new();
    let own: Vec<&Member> = found.members.iter().filter(|m| readable.contains(&m.id) && found.releases(m)).collect();
    let before = if own.is_empty() { BTreeMap::new() } else { store::released(db, &found).await? };
    let input = AssessmentInput::of(db, &found, companies, &values, &readable).await?;
    for member in own {
        released.insert(member.id.clone(), before.get(&member.id) == Some(&input.part(member)));
    }
    let seen = |name: &str| owner(name).is_none_or(|m| readable.contains(m));
    let (papers, others): (Vec<Paper>, Vec<Paper>) = input.papers.iter().cloned().partition(|p| readable.contains(&p.member));
    let mut other_papers = HashMap::new();
    for paper in others {
        *other_papers.entry(paper.document).or_default() += 1;
    }
    let values = values.into_iter().filter(|(name, _)| seen(name)).collect();
    let correction = if found.state == State::Returned { correction::pending_reasons(db, &found).await? } else { Vec::new() };
    Ok(Draft { application: found, call, plan, values, readable, papers, other_papers, correction, input, released })
}

/// The members whose parts somebody sees.
pub(crate) fn readable(app: &App, actor: &Actor, found: &Application) -> BTreeSet<String> {
    let seen = found.members.iter().filter(|m| authorize_section(app, actor, acts::SECTION_READ, found, &m.id).is_ok());
    seen.map(|m| m.id.clone()).collect()
}

/// Lets the lead know what a member's own part comes to: from now on it counts, and is filed, as it stands at this moment. Safe to
/// repeat.
pub async fn release(state: &AppState, actor: &Actor, id: &str, member: &str) -> Result<(), Error> {
    let app = state.app();
    let (found, call, companies) = load_authorized_in(state, app.db.read(), actor, acts::APPLICATION_DRAFT, id).await?;
    let section = authorize_section(app, actor, acts::SECTION_RELEASE, &found, member)?;
    require_writable(&found, &call, app.now())?;
    let whose = found.members.iter().find(|m| m.id == member && found.releases(m)).ok_or(Error::NotFound)?;
    let mut unit = app.begin(actor).await?.at(&call.agency);
    require_unchanged(&unit, &found, [member]).await?;
    let values = response::values(unit.db(), &found).await?;
    let now = AssessmentInput::of(unit.db(), &found, companies, &values, &readable(app, actor, &found)).await?.part(whose);
    if store::released(unit.db(), &found).await?.get(member) == Some(&now) {
        return Ok(());
    }
    store::release(&unit, &found, member, &now).await?;
    unit.journal(section.act(), &subject(id), json!({ "released": member })).await?;
    unit.commit().await
}

/// What others had typed into a field before, the newest first, and what they are called.
pub async fn field_history(state: &AppState, actor: &Actor, id: &str, name: &str) -> Result<Vec<(FieldValue, String)>, Error> {
    let app = state.app();
    let (found, _) = load_authorized(state, actor, acts::APPLICATION_DRAFT, id).await?;
    if let Some(member) = owner(name) {
        authorize_section(app, actor, acts::SECTION_READ, &found, member)?;
    }
    let mut all = Vec::new();
    for value in response::past(app.db.read(), &found, name).await? {
        let who = accounts::called(app, &value.by).await?;
        all.push((value, who));
    }
    Ok(all)
}
