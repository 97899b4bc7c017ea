//! The verbs around those who have a part in an application: begin one for a company, invite others, join.

use crate::acts;
use std::collections::BTreeMap;

use forms::{attachment, response};
use parties::model::{Company, ContactRole};
use platform::{
    Actor, Authorized, Error, Instant, accounts,
    mail::{self, Letter},
    secret::Secret,
};
use programmes::{
    call::Call,
    estimate::{FormInput, MOST_MEMBERS},
    model::State as CallState,
};
use rules::language::Channel;
use serde_json::json;

use super::{
    authorization::{self, follow_merges, load_authorized, plan, require_unchanged, require_writable, subject},
    draft::require_open,
    form::{Form, FormSection},
    model::{Application, LEAD, Member, State, owner},
    store,
};
use crate::{
    AppState,
    letters::{self, queue_letters},
};

/// How an application is begun.
#[derive(Debug, Clone)]
pub struct NewApplication<'b> {
    /// The id that the form carried: the same form begins one application.
    pub id: &'b str,
    /// The call.
    pub call: &'b str,
    /// The company.
    pub company: &'b str,
    /// By whom and how.
    pub by: By<'b>,
}

/// Who begins an application.
#[derive(Debug, Clone, Copy)]
pub enum By<'b> {
    /// Those who apply, online.
    Applicant,
    /// An officer who keys in what came on paper, this way.
    Paper(Channel),
    /// An officer who lets a company in after the deadline, until a moment, for a reason that stays in the journal.
    Late(Instant, &'b str),
}

/// Begins an application for a company; its id. Safe to repeat. Where a call takes one application of a company and there is one,
/// it is that one.
pub async fn begin(state: &AppState, actor: &Actor, asked: &NewApplication<'_>) -> Result<String, Error> {
    begin_with(state, actor, asked, &FormInput::default()).await
}

/// The same with what somebody typed into the estimator: its facts and its costs stand in the application. Safe to repeat.
pub async fn begin_with(state: &AppState, actor: &Actor, asked: &NewApplication<'_>, estimate: &FormInput) -> Result<String, Error> {
    let app = state.app();
    // What came on paper is begun by those who receive it for the call, of whatever company they may see.
    let act = if matches!(asked.by, By::Applicant) { acts::APPLICATION_BEGIN } else { acts::ORGANISATION_READ };
    let company = parties::service::company(app, actor, act, asked.company).await?;
    let call = state.calls.call(asked.call).await?.ok_or(Error::NotFound)?;
    let wrong = |field, message| Error::Wrong { field, message };
    let filing = &call.programme.plan().programme.filing;
    let online = filing.takes(Channel::Online);
    let (mut entered_by, mut allowed_late, mut because) = (None, None, None);
    match asked.by {
        By::Paper(channel) => {
            programmes::call::call(&state.calls, actor, acts::CALL_RECEIVE, &call.id).await?;
            if channel == Channel::Online || !filing.takes(channel) {
                return Err(wrong("channel", "wrong-channel"));
            }
            entered_by = Some(call.agency.clone());
        }
        By::Applicant | By::Late(..) if !online => return Err(wrong("channel", "wrong-no-online")),
        By::Applicant if call.state(app.now()) != CallState::Open => return Err(wrong("call", "wrong-call-closed")),
        By::Applicant => {}
        By::Late(until, reason) => {
            programmes::call::call(&state.calls, actor, acts::CALL_CHANGE, &call.id).await?;
            if call.state(app.now()) != CallState::Closed || until <= app.now() {
                return Err(wrong("until", "wrong-until-past"));
            }
            because = Some(workflow::text::reason(reason, "reason")?);
            allowed_late = Some(until);
        }
    }
    let id = uuid::Uuid::parse_str(asked.id).map_err(|_| wrong("company", "wrong-value"))?.to_string();
    let known = parties::service::also_known_as(app.db.read(), &[&company.id]).await?;
    let ids: Vec<&str> = known.iter().map(String::as_str).collect();
    let mine = store::of_companies(app.db.read(), &authorization::scope(state, actor, acts::APPLICATION_READ).await?, &ids).await?;
    let there =
        mine.iter().find(|a| a.call == call.id && known.contains(&a.company) && a.state != State::Withdrawn && a.state != State::Refused);
    if let Some(there) = there.filter(|_| filing.one_per_company && entered_by.is_none()) {
        return if allowed_late.is_none() { Ok(there.id.clone()) } else { Err(wrong("company", "wrong-begun-already")) };
    }
    let lead =
        Member { id: LEAD.to_owned(), company: Some(company.id.clone()), name: company.name.clone(), email: String::new(), joined: true };
    let now = app.now();
    let new = Application {
        id: id.clone(),
        call: call.id.clone(),
        agency: call.agency.clone(),
        company: company.id.clone(),
        title: String::new(),
        company_name: company.name.clone(),
        state: State::Draft,
        version: 1,
        typed: 0,
        channel: if let By::Paper(channel) = asked.by { channel } else { Channel::Online },
        entered_by,
        made_at: now,
        saved_at: now,
        receipt: None,
        filed_at: None,
        filings: 0,
        revision: None,
        verdict: None,
        grant_yen: None,
        requested_yen: None,
        due: None,
        late_until: allowed_late,
        officer: None,
        asked_at: None,
        members: vec![lead],
        parts: BTreeMap::new(),
    };
    let form = Form::new(call.programme.plan());
    let mut known = form.fill(0, &company);
    known.extend(contact(&company));
    // What was typed goes before what the company's record says.
    let carried = form.from_estimate(estimate);
    known.retain(|(name, _)| !carried.iter().any(|(own, _)| own == name));
    known.extend(carried);
    let letters = match allowed_late {
        Some(until) => letters::allowed_late(state, &new, &call, until).await?,
        None => Vec::new(),
    };
    // Whoever is let in has to hear it.
    if allowed_late.is_some() && letters.is_empty() {
        return Err(wrong("company", "wrong-nobody-acts"));
    }
    let mut unit = app.begin(actor).await?.at(&call.agency);
    if !store::put(&unit, &new).await? {
        return Ok(id);
    }
    // Whoever may begin one fills it in with what is known of the company.
    let begun = app.policy.allow(&Actor::System("begin"), acts::APPLICATION_WRITE, new.clone())?;
    if matches!(asked.by, By::Applicant) && store::drafts(unit.db(), &ids).await? > crate::limits::DRAFTS {
        return Err(wrong("company", "wrong-drafts-many"));
    }
    queue_letters(&unit, &letters).await?;
    response::fill(&unit, &begun, &known).await?;
    let mut details = json!({ "call": call.id, "company": company.id, "channel": new.channel.word() });
    if let (Some(until), Some(because)) = (allowed_late, because) {
        details["late_until"] = json!(until.to_text());
        details["reason"] = json!(because);
    }
    unit.journal(acts::APPLICATION_BEGIN, &subject(&id), details).await?;
    unit.commit().await?;
    Ok(id)
}

/// Whom of a company one writes to about applications.
fn contact(company: &Company) -> Vec<(String, String)> {
    let found = company.contacts.iter().find(|c| c.role == ContactRole::Applications).or(company.contacts.first());
    let Some(found) = found else { return Vec::new() };
    let all = [("a.contact_name", &found.name), ("a.contact_phone", &found.phone), ("a.contact_email", &found.email)];
    all.into_iter().filter(|(_, text)| !text.is_empty()).map(|(name, text)| (name.to_owned(), text.clone())).collect()
}

/// Adds a member to a consortium, and invites it where an address is given: who follows the link joins with a company of theirs.
pub async fn invite(
    state: &AppState,
    actor: &Actor,
    id: &str,
    name: &str,
    email: &str,
    letter: impl FnOnce(&Secret, &Application) -> Letter,
) -> Result<(), Error> {
    let app = state.app();
    let (found, call) = load_authorized(state, actor, acts::APPLICATION_INVITE, id).await?;
    let wrong = |field, message| Error::Wrong { field, message };
    let plan = plan(state, app.db.read(), &found, &call).await?;
    require_writable(&found, &call, app.now())?;
    require_open(state, actor, &found, [FormSection::Members]).await?;
    if !Form::new(&plan).facts.several || found.members.len() >= MOST_MEMBERS {
        return Err(wrong("name", "wrong-member-many"));
    }
    let name: String = name.trim().chars().filter(|c| !c.is_control()).take(100).collect();
    if name.is_empty() {
        return Err(wrong("name", "wrong-company-name"));
    }
    let email = mail::folded(email);
    let secret = Secret::new()?;
    if !email.is_empty() {
        mail::bare_address(&email)?;
        accounts::pace(app, actor, "members", crate::limits::JOINING).await?;
    }
    let mut unit = app.begin(actor).await?.at(&call.agency);
    require_unchanged(&unit, &found, []).await?;
    // Who has a part in it by now: another may have been added while this one waited.
    let now = store::find(unit.db(), id).await?.ok_or(Error::NotFound)?;
    if now.members.iter().any(|m| m.name == name && !m.joined && m.email == email) {
        return Ok(());
    }
    if now.members.len() >= MOST_MEMBERS {
        return Err(wrong("name", "wrong-member-many"));
    }
    // A place is nobody's but the member's who had it, gone or not: what was typed and put there stays theirs.
    let (values, papers) = (response::values(unit.db(), &found).await?, attachment::places(unit.db(), &found).await?);
    let had = values.keys().filter_map(|name| owner(name)).chain(papers.values().map(|place| place.owner.as_str()));
    let place = |member: &str| member.strip_prefix('m').and_then(|n| n.parse::<usize>().ok());
    let next = now.members.iter().map(Member::place).chain(had.filter_map(place)).max().unwrap_or_default() + 1;
    let member = Member { id: format!("m{next}"), company: None, name, email: email.clone(), joined: false };
    let hash = (!email.is_empty()).then(|| secret.hash());
    store::put_member(&unit, &found, &member, hash.as_deref()).await?;
    store::note_edit(&unit, &found, None).await?;
    if !email.is_empty() {
        unit.mail(&Letter { to: email, ..letter(&secret, &found) }).await?;
    }
    unit.journal(found.act(), &subject(id), json!({ "member": member.id })).await?;
    unit.commit().await
}

/// Takes a member away. What it typed stays where it is, and counts no more. Safe to repeat.
pub async fn dismiss(state: &AppState, actor: &Actor, id: &str, member: &str) -> Result<(), Error> {
    let app = state.app();
    let (found, call) = load_authorized(state, actor, acts::APPLICATION_INVITE, id).await?;
    require_writable(&found, &call, app.now())?;
    require_open(state, actor, &found, [FormSection::Members]).await?;
    if member == LEAD || !found.members.iter().any(|m| m.id == member) {
        return Ok(());
    }
    let letters = letters::dismissed(state, &found, &call, member).await?;
    let mut unit = app.begin(actor).await?.at(&call.agency);
    require_unchanged(&unit, &found, []).await?;
    queue_letters(&unit, &letters).await?;
    store::drop_member(&unit, &found, member).await?;
    store::note_edit(&unit, &found, None).await?;
    unit.journal(found.act(), &subject(id), json!({ "dismissed": member })).await?;
    unit.commit().await
}

/// What a link invites to: for whoever has it.
pub async fn invitation(state: &AppState, secret: &Secret) -> Result<(Authorized<Application>, Call, Member), Error> {
    let db = state.app().db.read();
    let (id, member) = store::invited(db, &secret.hash()).await?.ok_or(Error::Expired)?;
    let mut found = store::find(db, &id).await?.ok_or(Error::Expired)?;
    follow_merges(state.app().db.read(), &mut found).await?;
    let found = Authorized::without_policy(acts::APPLICATION_JOIN, found)?;
    let call = state.calls.call(&found.call).await?.ok_or(Error::Expired)?;
    let member = found.members.iter().find(|m| m.id == member && !m.joined).cloned().ok_or(Error::Expired)?;
    Ok((found, call, member))
}

/// Joins an application with a company; its id. The link is used up.
pub async fn join(state: &AppState, actor: &Actor, secret: &Secret, company: &str) -> Result<String, Error> {
    let app = state.app();
    let company = parties::service::company(app, actor, acts::APPLICATION_BEGIN, company).await?;
    let (found, call, mut member) = invitation(state, secret).await?;
    if found.members.iter().any(|m| m.company.as_deref() == Some(&company.id)) {
        return Err(Error::Wrong { field: "company", message: "wrong-member-twice" });
    }
    require_writable(&found, &call, app.now())?;
    let plan = plan(state, app.db.read(), &found, &call).await?;
    let known = Form::new(&plan).fill(member.place(), &company);
    (member.company, member.name, member.joined) = (Some(company.id.clone()), company.name.clone(), true);
    let mut unit = app.begin(actor).await?.at(&call.agency);
    require_unchanged(&unit, &found, []).await?;
    if store::invited(unit.db(), &secret.hash()).await?.is_none() {
        return Err(Error::Expired);
    }
    store::put_member(&unit, &found, &member, None).await?;
    // What the lead typed before stays where somebody typed it.
    response::fill(&unit, &found, &known).await?;
    store::note_edit(&unit, &found, None).await?;
    store::touch_part(&unit, &found, &member.id).await?;
    unit.journal(acts::APPLICATION_BEGIN, &subject(&found.id), json!({ "joined": member.id, "company": company.id })).await?;
    unit.commit().await?;
    Ok(found.into_inner().id)
}
