//! The way of a draft to publication: what stands in its way, its proposal for approval, and publishing what was approved.

use std::collections::BTreeSet;

use platform::{Actor, Error, mail::Letter};
use rules::{draft as proposing, words::Lang};
use serde_json::json;
use workflow::approval::{self, Outcome, service as approvals};

use super::{
    APPROVAL, Effect,
    model::{ProgrammeDraft, State},
    service::{AuthorState, approval_of, keep, open, proposal_key, subject, writable, wrong},
    store,
};
use crate::{
    acts, call,
    model::{Catalogue, File, Programme},
    store as files,
};

/// A draft's file as the programme that it is to become; nothing where its text is at fault.
pub(super) fn programme_of(draft: &ProgrammeDraft) -> (Option<Programme>, Catalogue) {
    let file = File::new(format!("{}/{}.yaml", draft.agency, draft.id), draft.body.as_bytes().to_vec());
    let read = Catalogue::of(&[file]);
    let found = match &draft.call {
        Some(call) => read.find(call).cloned(),
        None => read.programmes.first().cloned(),
    };
    (found, read)
}

/// Every programme of a draft's file: its schemes (事業メニュー) become calls together.
pub(super) fn programmes_of(draft: &ProgrammeDraft) -> Vec<Programme> {
    let (first, read) = programme_of(draft);
    if draft.call.is_some() {
        return first.into_iter().collect();
    }
    let mut all = read.programmes;
    all.sort_by_key(|programme| draft.body.find(&format!("id: {}", programme.id())));
    all
}

/// Cases beside a draft's programmes: how many hold, and what is wrong with the others.
pub(super) fn report(draft: &ProgrammeDraft) -> rules::cases::Report {
    let (_, read) = programme_of(draft);
    let all: Vec<_> = read.programmes.iter().map(|p| (*p.read).clone()).collect();
    platform::compute(|| rules::cases::run(draft.cases.as_bytes(), &all))
}

/// The version that a draft is compared with: the call that it revises, what it follows, what it was begun from.
pub(super) async fn before(state: &AuthorState, draft: &ProgrammeDraft, programme: Option<&Programme>) -> Option<Programme> {
    let follows = programme.and_then(|p| p.plan().programme.follows.clone());
    for id in [draft.call.clone(), follows, draft.based_on.clone()].into_iter().flatten() {
        if let Ok((found, _)) = state.calls.public(&id).await {
            return Some(found);
        }
    }
    None
}

/// Whether one of these identifiers is another programme's.
async fn is_taken(state: &AuthorState, programmes: &[Programme]) -> Result<bool, Error> {
    for programme in programmes {
        match state.calls.public(programme.id()).await {
            Err(Error::NotFound) => {}
            found => return found.map(|_| true),
        }
    }
    Ok(false)
}

/// What stands in the way of proposing a draft for approval: the message's name.
pub(super) async fn obstacle(state: &AuthorState, draft: &ProgrammeDraft) -> Result<Option<&'static str>, Error> {
    let (programme, _) = programme_of(draft);
    let Some(_) = programme else { return Ok(Some("wrong-draft-faults")) };
    let open = proposing::proposals(&draft.document).into_iter().any(|p| !draft.confirmed.contains(&proposal_key(&p)));
    if open && draft.based_on.is_none() {
        return Ok(Some("wrong-draft-unconfirmed"));
    }
    let report = report(draft);
    if report.passed == 0 || !report.diagnostics.is_empty() {
        return Ok(Some("wrong-draft-cases"));
    }
    let taken = match &draft.call {
        Some(id) => {
            let call = state.calls.call(id).await?.ok_or(Error::NotFound)?;
            if call::propose(&call, &draft.body).is_err() {
                return Ok(Some("wrong-revision"));
            }
            false
        }
        None => is_taken(state, &programmes_of(draft)).await?,
    };
    Ok(taken.then_some("wrong-draft-id"))
}

/// The text by which a draft is proposed for approval (伺い文): what each programme of its file is, by which hash, and what it changes.
async fn proposal_text(state: &AuthorState, draft: &ProgrammeDraft) -> String {
    let mut parts = Vec::new();
    for programme in &programmes_of(draft) {
        parts.push(proposed_programme(state, draft, programme).await);
    }
    parts.join("\n\n").chars().take(workflow::limits::BODY - 1).collect()
}

async fn proposed_programme(state: &AuthorState, draft: &ProgrammeDraft, programme: &Programme) -> String {
    let words = state.app().words(Lang::Ja);
    let plan = programme.plan();
    let window = &plan.programme.window;
    let parts = [
        ("name", Lang::Ja.of(&plan.programme.name).to_owned()),
        ("id", programme.id().to_owned()),
        ("revision", plan.programme.revision.to_string()),
        ("opens", rules::summary::opening(window, Lang::Ja)),
        ("closes", format!("{} {}", kernel::date::format_ja(window.closes.date()), window.closes.strftime("%H:%M"))),
        ("sha256", draft.sha256()),
    ];
    let key = if draft.call.is_some() { "draft-proposal-revision" } else { "draft-proposal-new" };
    let mut text = words.with(key, &parts);
    if let Some(before) = before(state, draft, Some(programme)).await {
        let effect = Effect::between(before.plan(), plan, &draft.cases, Lang::Ja);
        text += "\n\n";
        text += &words.get("draft-proposal-changes");
        let none = || words.get("since-none");
        for change in effect.changes {
            let (then, now) = (change.before.unwrap_or_else(none), change.after.unwrap_or_else(none));
            text += &format!("\n・{}：{then} → {now}", change.head);
        }
        let population = effect.population;
        let parts = [
            ("firms", population.firms.to_string()),
            ("gain", population.gain.firms.to_string()),
            ("lose", population.lose.firms.to_string()),
        ];
        text += "\n\n";
        text += &words.with("draft-proposal-population", &parts);
    }
    text
}

/// Proposes a draft for approval (起案). Nobody changes it while it goes round. The proposal's id. Safe to repeat.
pub async fn request_approval(
    state: &AuthorState,
    actor: &Actor,
    agency_id: &str,
    id: &str,
    version: i32,
    key: &str,
) -> Result<String, Error> {
    let there = writable(state, actor, agency_id, id).await?;
    if there.approval.as_deref() == Some(key) {
        return Ok(key.to_owned());
    }
    if let Some(message) = obstacle(state, &there).await? {
        return Err(wrong("body", message));
    }
    let body = proposal_text(state, &there).await;
    let title = state.app().words(Lang::Ja).with("draft-proposal-title", &[("name", there.title.clone())]);
    let drafting = approvals::drafting_agency(state.app(), actor, agency_id).await?;
    let (agency, mut draft, mut unit) = open(state, actor, agency_id, id, version).await?;
    let proposal = approvals::Draft { key, kind: APPROVAL.name, subject: id, title: &title, body: &body, amount: "" };
    let (approval, is_new) = approvals::draft_in(state.app(), actor, &mut unit, &drafting, &[APPROVAL], &proposal).await?;
    // A proposal that was made before was for another text: what was agreed to then does not count for this one.
    if !is_new {
        return Err(wrong("key", "wrong-value"));
    }
    draft.approval = Some(approval.clone());
    draft.approval_sha256 = Some(draft.sha256());
    let details = json!({ "proposed": approval, "sha256": draft.approval_sha256 });
    keep(actor, unit, &agency, draft, details).await?;
    Ok(approval)
}

/// People who must have agreed and decided before a programme is published.
pub const APPROVALS: usize = 2;

/// What stands in the way of publishing what was approved: the message's name.
pub(super) async fn unapproved(state: &AuthorState, actor: &Actor, draft: &ProgrammeDraft) -> Result<Option<&'static str>, Error> {
    let Some(approval) = approval_of(state, actor, draft).await?.filter(|a| a.state == approval::State::Decided) else {
        return Ok(Some("wrong-draft-undecided"));
    };
    if draft.approval_sha256.as_deref() != Some(&draft.sha256()) {
        return Ok(Some("wrong-draft-changed"));
    }
    let done = approval.steps.iter().filter_map(|step| step.done.as_ref()).filter(|done| done.outcome == Outcome::Approved);
    let others: BTreeSet<&str> = done.map(|done| done.by.as_str()).filter(|by| !draft.authors.contains(*by)).collect();
    Ok((others.len() < APPROVALS).then_some("wrong-draft-approvals"))
}

/// Publishes what was approved: a new call, or a revision of one, of which those who are writing are told. `reason` is announced with a
/// revision. Safe to repeat.
pub async fn publish(state: &AuthorState, actor: &Actor, agency_id: &str, id: &str, version: i32, reason: &str) -> Result<(), Error> {
    let app = state.app();
    let publishing = call::agency(app, actor, acts::CALL_CHANGE, agency_id).await?;
    let seen = store::find(app.db.read(), &publishing, id).await?.ok_or(Error::NotFound)?;
    if seen.state == State::Published {
        return Ok(());
    }
    if let Some(message) = unapproved(state, actor, &seen).await? {
        return Err(wrong("body", message));
    }
    let (Some(programme), _) = programme_of(&seen) else { return Err(wrong("body", "wrong-draft-faults")) };
    let revised = match &seen.call {
        Some(call_id) => {
            let (call, _) = call::call(&state.calls, actor, acts::CALL_CHANGE, call_id).await?;
            let proposed = call::propose(&call, &seen.body).map_err(|_| wrong("body", "wrong-revision"))?;
            call::sound(reason, "wrong-reason")?;
            let mut letters: Vec<Letter> = Vec::new();
            for subscriber in state.subscribers.iter() {
                letters.extend(subscriber.letters(actor, &call, reason).await?);
            }
            Some((call, proposed, letters))
        }
        // Somebody may have taken the identifier since it was approved.
        None if is_taken(state, &programmes_of(&seen)).await? => return Err(wrong("body", "wrong-draft-id")),
        None => None,
    };
    let path = format!("{}/{}/{}.yaml", publishing.id, programme.plan().programme.fiscal_year.get(), programme.id());
    let file = File::new(path, seen.body.as_bytes().to_vec()).with_prepared(app);
    let mut unit = app.begin(actor).await?.at(&publishing.id);
    let mut draft = store::find(unit.db(), &publishing, id).await?.ok_or(Error::NotFound)?;
    if draft.version != version || draft != seen {
        return Err(Error::Stale);
    }
    if let Some((call, proposed, letters)) = revised {
        // What was prepared is of the same text, whatever its path.
        let kept = call::Proposed { file: File { path: proposed.file.path.clone(), ..file }, ..proposed };
        call::revise_in(&mut unit, &publishing, &call, &kept, reason, &letters).await?;
    } else {
        if files::find(unit.db(), &file.path).await?.is_some() {
            return Err(wrong("body", "wrong-draft-id"));
        }
        files::put(unit.db(), &file).await?;
        for programme in &programmes_of(&seen) {
            if !call::publish_in(&mut unit, &publishing, &file, programme).await? {
                return Err(wrong("body", "wrong-draft-id"));
            }
        }
        draft.call = Some(programme.id().to_owned());
    }
    draft.state = State::Published;
    draft.changed_at = unit.now();
    if !store::change(&unit, &draft).await? {
        return Err(Error::Stale);
    }
    unit.journal(publishing.act(), &subject(id), json!({ "published": draft.call, "sha256": draft.sha256() })).await?;
    unit.commit().await
}
