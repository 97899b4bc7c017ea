//! The way of a draft to publication: what stands in its way, its proposal for approval, and publishing what was approved.

use std::{collections::BTreeSet, sync::OnceLock};

use platform::{Actor, Authorized, Error, accounts::Agency, mail::Letter};
use rules::{cases::Report, draft as proposing, words::Lang};
use serde_json::json;
use workflow::approval::{self, Outcome, service as approvals};

use super::{
    APPROVAL, Effect,
    model::{ProgrammeDraft, State},
    service::{AuthorState, approval_of, keep, open, proposal_key, subject, writable, wrong},
    store,
};
use crate::{
    acts,
    call::{self, Call},
    model::{Catalogue, File, Programme},
    store as files,
};

/// Every programme of a draft's file, in its order: its schemes (事業メニュー) are published together. None while its text is at fault.
pub(super) fn programmes_of(draft: &ProgrammeDraft) -> Vec<Programme> {
    let file = File::new(format!("{}/{}.yaml", draft.agency, draft.id), draft.body.as_bytes().to_vec());
    let mut all = Catalogue::of(&[file]).programmes;
    all.sort_by_key(|programme| draft.body.find(&format!("id: {}", programme.id())));
    all
}

/// A draft's file, read once: its programmes, and how the cases beside them come out, once that is asked.
#[derive(Debug)]
pub(super) struct DraftFile {
    pub(super) programmes: Vec<Programme>,
    cases: String,
    report: OnceLock<Report>,
}

impl DraftFile {
    pub(super) fn of(draft: &ProgrammeDraft) -> Self {
        Self { programmes: programmes_of(draft), cases: draft.cases.clone(), report: OnceLock::new() }
    }

    /// How many cases hold, and what is wrong with the others.
    pub(super) fn report(&self) -> &Report {
        self.report.get_or_init(|| {
            if self.programmes.is_empty() || self.cases.trim().is_empty() {
                return Report::default();
            }
            let all: Vec<_> = self.programmes.iter().map(|p| (*p.read).clone()).collect();
            platform::compute(|| rules::cases::run(self.cases.as_bytes(), &all))
        })
    }
}

/// The version that a programme of a draft is compared with: the call that it revises, what it follows (of another draft of the agency too:
/// two rounds may be written at once), what it was begun from.
pub(super) async fn before(
    state: &AuthorState,
    agency: &Authorized<Agency>,
    draft: &ProgrammeDraft,
    programme: &Programme,
) -> Result<Option<Programme>, Error> {
    let follows = programme.plan().programme.follows.clone();
    let itself = draft.call.is_some().then(|| programme.id().to_owned());
    for id in [itself, follows.clone()].into_iter().flatten() {
        if let Ok((found, _)) = state.calls.public(&id).await {
            return Ok(Some(found));
        }
    }
    if let Some(id) = follows {
        let others = store::list(state.app().db.read(), agency).await?;
        let open = others.iter().filter(|other| other.state == State::Open && other.id != draft.id && other.body.contains(&id));
        return Ok(open.flat_map(programmes_of).find(|found| found.id() == id));
    }
    let begun_from = match &draft.based_on {
        Some(id) => state.calls.public(id).await.ok(),
        None => None,
    };
    Ok(begun_from.map(|(found, _)| found))
}

/// What a programme of a draft is published as.
enum PublicationTarget {
    /// A call of its own.
    NewCall(Programme),
    /// A revision of one that there is.
    Revision(Box<(Call, call::Proposed)>),
}

impl PublicationTarget {
    const fn programme(&self) -> &Programme {
        match self {
            Self::NewCall(programme) => programme,
            Self::Revision(revised) => &revised.1.programme,
        }
    }
}

/// What each programme of a draft is published as; else the message of what stands in the way.
async fn publication_targets(
    state: &AuthorState,
    draft: &ProgrammeDraft,
    programmes: &[Programme],
) -> Result<Result<Vec<PublicationTarget>, &'static str>, Error> {
    let mut all = Vec::new();
    for programme in programmes.iter().cloned() {
        let call = if draft.call.is_some() { state.calls.call(programme.id()).await? } else { None };
        if let Some(call) = call.filter(|call| call.agency == draft.agency) {
            match call::propose(&call, &draft.body) {
                Ok(proposed) => all.push(PublicationTarget::Revision(Box::new((call, proposed)))),
                Err(_) => return Ok(Err("wrong-revision")),
            }
            continue;
        }
        match state.calls.public(programme.id()).await {
            Err(Error::NotFound) => all.push(PublicationTarget::NewCall(programme)),
            // A scheme of the same file that is no call yet stays none.
            Ok(_) if draft.call.is_some() => {}
            found => return found.map(|_| Err("wrong-draft-id")),
        }
    }
    let there = |id: &String| all.iter().any(|one| one.programme().id() == id);
    Ok(match &draft.call {
        _ if all.is_empty() => Err("wrong-draft-faults"),
        // A call that people apply for is not left out of its own revision.
        Some(id) if !there(id) => Err("wrong-revision"),
        _ => Ok(all),
    })
}

/// What stands in the way of proposing a draft for approval: the message's name.
pub(super) async fn obstacle(state: &AuthorState, draft: &ProgrammeDraft, file: &DraftFile) -> Result<Option<&'static str>, Error> {
    if file.programmes.is_empty() {
        return Ok(Some("wrong-draft-faults"));
    }
    let open = proposing::proposals(&draft.document).into_iter().any(|p| !draft.confirmed.contains(&proposal_key(&p)));
    if open && draft.based_on.is_none() {
        return Ok(Some("wrong-draft-unconfirmed"));
    }
    let report = file.report();
    if report.passed == 0 || report.passed < report.tried.len() || !report.faults.is_empty() {
        return Ok(Some("wrong-draft-cases"));
    }
    Ok(publication_targets(state, draft, &file.programmes).await?.err())
}

/// The text by which a draft is proposed for approval (伺い文): what each programme of its file is, by which hash, and what it changes.
async fn proposal_text(state: &AuthorState, agency: &Authorized<Agency>, draft: &ProgrammeDraft) -> Result<String, Error> {
    let mut parts = Vec::new();
    for programme in &programmes_of(draft) {
        parts.push(proposed_programme(state, agency, draft, programme).await?);
    }
    Ok(parts.join("\n\n").chars().take(workflow::limits::BODY - 1).collect())
}

async fn proposed_programme(
    state: &AuthorState,
    agency: &Authorized<Agency>,
    draft: &ProgrammeDraft,
    programme: &Programme,
) -> Result<String, Error> {
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
    if let Some(before) = before(state, agency, draft, programme).await? {
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
    Ok(text)
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
    if let Some(message) = obstacle(state, &there, &DraftFile::of(&there)).await? {
        return Err(wrong("body", message));
    }
    let own = call::agency(state.app(), actor, acts::PROGRAMME_DRAFT, agency_id).await?;
    let body = proposal_text(state, &own, &there).await?;
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
    // Somebody may have taken an identifier since it was approved.
    let all = publication_targets(state, &seen, &programmes_of(&seen)).await?.map_err(|message| wrong("body", message))?;
    let mut letters: Vec<Vec<Letter>> = Vec::new();
    for one in &all {
        let mut own = Vec::new();
        if let PublicationTarget::Revision(revised) = one {
            call::sound(reason, "wrong-reason")?;
            for subscriber in state.subscribers.iter() {
                own.extend(subscriber.letters(actor, &revised.0, reason).await?);
            }
        }
        letters.push(own);
    }
    let first = all[0].programme();
    let of_call =
        all.iter().find_map(|one| if let PublicationTarget::Revision(revised) = one { Some(revised.1.file.path.clone()) } else { None });
    let is_new = of_call.is_none();
    let path = of_call.unwrap_or_else(|| format!("{}/{}/{}.yaml", publishing.id, first.plan().programme.fiscal_year.get(), first.id()));
    let file = File::new(path, seen.body.as_bytes().to_vec()).with_prepared(app);
    let mut unit = app.begin(actor).await?.at(&publishing.id);
    let mut draft = store::find(unit.db(), &publishing, id).await?.ok_or(Error::NotFound)?;
    if draft.version != version || draft != seen {
        return Err(Error::Stale);
    }
    if is_new && files::find(unit.db(), &file.path).await?.is_some() {
        return Err(wrong("body", "wrong-draft-id"));
    }
    files::put(unit.db(), &file).await?;
    for (one, letters) in all.iter().zip(&letters) {
        match one {
            PublicationTarget::Revision(revised) => {
                let (call, proposed) = &**revised;
                let kept = call::Proposed { file: file.clone(), ..proposed.clone() };
                call::revise_in(&mut unit, &publishing, call, &kept, reason, letters).await?;
            }
            PublicationTarget::NewCall(programme) => {
                if !call::publish_in(&mut unit, &publishing, &file, programme).await? {
                    return Err(wrong("body", "wrong-draft-id"));
                }
            }
        }
    }
    draft.call = draft.call.or_else(|| Some(first.id().to_owned()));
    draft.state = State::Published;
    draft.changed_at = unit.now();
    if !store::change(&unit, &draft).await? {
        return Err(Error::Stale);
    }
    unit.journal(publishing.act(), &subject(id), json!({ "published": draft.call, "sha256": draft.sha256() })).await?;
    unit.commit().await
}
