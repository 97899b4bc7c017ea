//! The verbs around filing: file, open again, give up an edit, withdraw. Filing is one transaction: the arrival against the
//! deadline, the revision of the call, the papers in the store, what was typed, the assessment and the receipt's number stand
//! together, or nothing does.
//!
//! **When a filing arrives.** A filing arrives when this system has read the head of the request that carries it, by the system's clock.
//! How long it then waits for others, or is kept, counts for nobody. Clocks are read in whole seconds.

use crate::acts;
use std::collections::{BTreeMap, BTreeSet};

use jiff::SignedDuration;
use platform::{Actor, App, Authorized, Error, Instant, accounts, compute, mail::Letter, scan::Scan, secret::hex};
use programmes::call::{Call, next_receipt};
use serde_json::json;
use sha2::{Digest, Sha256};

use super::{
    assessment_input::AssessmentInput,
    authorization::{self, load_authorized, plan, subject},
    draft::{self, Draft},
    model::{Application, Content, Filing, Manifest, Member, Paper, Released, State, Transition, TransitionError, owner},
    papers,
    readiness::{Filed, Obstacle, ObstacleKind, Readiness, assess_readiness, verdict},
    store::{self, StateChange, Summary},
};
use crate::{AppState, letters};

/// What became of a filing.
#[derive(Debug)]
pub enum FilingOutcome {
    /// It is filed.
    Filed(Box<Filing>),
    /// It is not, and everything that was typed is there as it was.
    Refused(Vec<Obstacle>),
}

/// How an application is filed.
#[derive(Debug, Clone, Copy)]
pub struct FilingRequest {
    /// When the request arrived; for what was keyed in, when the paper did.
    pub arrived: Instant,
    /// When the paper was posted.
    pub posted: Option<jiff::civil::Date>,
    /// How often the application was filed when the form was made: the same form files once.
    pub seen: i32,
}

pub(crate) fn sha256(text: &str) -> String {
    hex(&Sha256::digest(text.as_bytes()))
}

/// How long a request can have been under way.
const LONGEST: SignedDuration = SignedDuration::from_mins(10);

/// How often a filing is read anew because something was typed meanwhile.
const TRIES: usize = 5;

/// Files an application. Safe to repeat: the same form files once, and the receipt is the same.
pub async fn file(state: &AppState, actor: &Actor, id: &str, request: FilingRequest) -> Result<FilingOutcome, Error> {
    for _ in 0..TRIES {
        match prepare(state, actor, id, request).await? {
            Ready::Over(outcome) => return Ok(outcome),
            Ready::ToKeep(found, call, prepared, request) => {
                let letters = letters::filed(state, actor, &found, &call).await?;
                if let Some(filing) = keep(state.app(), actor, &found, &call, request, &prepared, &letters).await? {
                    return Ok(FilingOutcome::Filed(Box::new(filing)));
                }
            }
        }
    }
    // Somebody types on and on; the applicant is told that nothing is filed yet.
    Err(Error::Stale)
}

/// What a look at an application that is to be filed comes to.
enum Ready {
    /// It was filed by this form already, or can't be filed.
    Over(FilingOutcome),
    /// It can, where nothing changes meanwhile.
    ToKeep(Box<Authorized<Application>>, Box<Call>, Box<Prepared>, FilingRequest),
}

async fn prepare(state: &AppState, actor: &Actor, id: &str, request: FilingRequest) -> Result<Ready, Error> {
    let app = state.app();
    let snapshot = app.db.snapshot().await?;
    let db = &*snapshot;
    let (found, call, companies) = authorization::load_authorized_in(state, db, actor, acts::APPLICATION_FILE, id).await?;
    if found.filings > request.seen {
        // It was filed by this form and opened again since: what this form asks for now is not what stands there.
        if found.state.is_open() {
            return Err(Error::Stale);
        }
        let filing = store::filed(db, &found, request.seen + 1).await?.ok_or(Error::NotFound)?;
        return Ok(Ready::Over(FilingOutcome::Filed(Box::new(filing))));
    }
    let now = app.now();
    let online = found.entered_by.is_none();
    // Whatever the clocks of several processes say: nothing that is filed again came before what was filed first.
    let arrived = request.arrived.max(found.filed_at.filter(|_| online).unwrap_or(request.arrived));
    let request = FilingRequest { arrived, ..request };
    // No request is under way for so long: nobody says that theirs came then.
    let long_ago = online && request.arrived.plus(LONGEST) < now;
    if request.arrived > now || long_ago || !online && found.state == State::Returned && found.is_over(&call, now) {
        return Err(Error::Wrong { field: "arrived", message: "wrong-arrived" });
    }
    let refused = |obstacles| Ok(Ready::Over(FilingOutcome::Refused(obstacles)));
    // What came on paper is judged by when that came; how it stands, by when it is keyed in.
    match found.next_state(Transition::File, &call, if online { request.arrived } else { call.deadline().min(now) }) {
        Ok(_) => {}
        Err(TransitionError::Late) => return refused(vec![Obstacle { part: None, member: None, what: ObstacleKind::Late }]),
        Err(_) => return Err(Error::Stale),
    }
    let plan = plan(state, db, &found, &call).await?;
    let values = forms::response::values(db, &found).await?;
    let seen = draft::readable(app, actor, &found);
    // What others of the consortium typed is filed as they released it: as it was when the lead looked.
    let input = AssessmentInput::of(db, &found, companies, &values, &seen).await?;
    let asked_for = Filed { arrived: Some(request.arrived), posted: request.posted };
    let readiness = compute(|| assess_readiness(&plan, &found, &input, asked_for));
    let mut obstacles = readiness.obstacles.clone();
    add_file_obstacles(app, &input, &mut obstacles).await?;
    if !online {
        obstacles.retain(Obstacle::blocks_paper_filing);
    }
    if !obstacles.is_empty() {
        return refused(obstacles);
    }
    let prepared = Prepared::of(&found, &call, &readiness, input, seen)?;
    Ok(Ready::ToKeep(Box::new(found), Box::new(call), Box::new(prepared), request))
}

/// Papers that stand in no store, and harmful ones: a filing without its files is none.
async fn add_file_obstacles(app: &App, input: &AssessmentInput, obstacles: &mut Vec<Obstacle>) -> Result<(), Error> {
    let papers = |what| Obstacle { part: Some(super::form::FormSection::Papers), member: None, what };
    for paper in &input.papers {
        let kept = platform::files::StoredFile { sha256: paper.sha256.clone(), size: paper.size };
        if !app.files.stands(&kept).await? {
            obstacles.push(papers(ObstacleKind::Lost(paper.name.clone())));
        }
        if matches!(paper.scan, Scan::Harmful(_)) {
            obstacles.push(papers(ObstacleKind::Harmful(paper.name.clone())));
        }
    }
    Ok(())
}

/// What is kept of a filing, made before anybody waits for it.
struct Prepared {
    content: String,
    assessment: String,
    manifest: Manifest,
    verdict: &'static str,
    grant_yen: Option<i64>,
    requested_yen: i64,
    others: Vec<(String, String, String)>,
    known: Vec<String>,
    /// The members whose parts are filed as they stand.
    seen: BTreeSet<String>,
    /// What of these counts as released from now on.
    released: Vec<(String, Released)>,
}

fn unkept(error: impl std::fmt::Display) -> Error {
    Error::Broken(format!("a filing can't be written down: {error}"))
}

impl Prepared {
    fn of(
        found: &Application,
        call: &Call,
        readiness: &Readiness<'_>,
        input: AssessmentInput,
        seen: BTreeSet<String>,
    ) -> Result<Self, Error> {
        let answer = readiness.answer.as_ref().ok_or_else(|| unkept("no answer"))?;
        let title = input.fields.get("a.title").cloned().unwrap_or_default();
        let released = found.members.iter().filter(|m| seen.contains(&m.id) && found.releases(m));
        let released = released.map(|m| (m.id.clone(), input.part(m))).collect();
        let mut papers = input.papers;
        papers.sort_by(|a, b| (&a.document, &a.id).cmp(&(&b.document, &b.id)));
        let listed = papers.iter().map(|p| (p.name.clone(), p.size, p.sha256.clone())).collect();
        let content = Content {
            fields: input.fields,
            members: found.members.clone(),
            papers,
            deadline: found.deadline(call).to_text(),
            application: readiness.reading.application.clone(),
        };
        let content = serde_json::to_string(&content).map_err(unkept)?;
        let assessment = serde_json::to_string(answer).map_err(unkept)?;
        let others = super::form::rows(&input.typed, "a.o.").into_iter().map(|row| {
            let value = |column: &str| input.typed.get(&format!("a.o.{row}.{column}")).to_owned();
            (value("scheme"), value("name"), value("status"))
        });
        let manifest = Manifest {
            receipt: String::new(),
            filing: found.filings + 1,
            call: call.id.clone(),
            revision: if found.state == State::Returned { found.revision.clone().unwrap_or_default() } else { call.sha256.clone() },
            company: found.lead().map(|l| l.name.clone()).unwrap_or_default(),
            title,
            arrived_at: String::new(),
            channel: found.channel.word().to_owned(),
            content: sha256(&content),
            assessment: sha256(&assessment),
            papers: listed,
        };
        Ok(Self {
            content,
            assessment,
            manifest,
            verdict: verdict(answer.verdict),
            grant_yen: answer.calculated_grant_yen,
            requested_yen: answer.requested_total_yen,
            others: others.collect(),
            known: input.known,
            seen,
            released,
        })
    }
}

/// Keeps a filing, where everything is still as it was read: none where something was typed, or the call changed, meanwhile.
async fn keep(
    app: &App,
    actor: &Actor,
    found: &Authorized<Application>,
    call: &Call,
    request: FilingRequest,
    prepared: &Prepared,
    letters: &[Letter],
) -> Result<Option<Filing>, Error> {
    let mut unit = app.begin(actor).await?.at(&call.agency);
    let now = store::reload(unit.db(), found).await?;
    let one = call.programme.plan().programme.filing.one_per_company;
    let same = |m: &Member| {
        let (then, now) = (found.part(&m.id), now.part(&m.id));
        then.releases == now.releases && (then.typed == now.typed || !prepared.seen.contains(&m.id))
    };
    let typed = now.typed != found.typed || !found.members.iter().all(same);
    let moved = now.version != found.version || typed || !programmes::call::is_still(&unit, call).await?;
    // Of two applications of a company the other may have been filed meanwhile: the next look says so.
    if moved || one && store::has_another(unit.db(), &call.id, &prepared.known, &found.id).await? {
        return Ok(None);
    }
    let receipt = match &found.receipt {
        Some(receipt) => receipt.clone(),
        None => next_receipt(&unit, call).await?,
    };
    let manifest = Manifest { receipt: receipt.clone(), arrived_at: request.arrived.to_text(), ..prepared.manifest.clone() };
    let manifest_text = serde_json::to_string(&manifest).map_err(unkept)?;
    let mut filing = Filing {
        application: found.id.clone(),
        number: found.filings + 1,
        receipt: receipt.clone(),
        arrived_at: request.arrived,
        filed_at: unit.now(),
        channel: found.channel,
        by: unit.actor().to_owned(),
        revision: manifest.revision.clone(),
        code: sha256(&manifest_text),
        manifest: manifest_text,
        content: prepared.content.clone(),
        assessment: prepared.assessment.clone(),
        checkpoint: String::new(),
    };
    let summary =
        Summary { title: &manifest.title, verdict: prepared.verdict, grant_yen: prepared.grant_yen, requested_yen: prepared.requested_yen };
    if !store::insert_filing(&unit, found, &filing, &summary).await? {
        return Ok(None);
    }
    store::replace_other_subsidies(&unit, found, &prepared.others).await?;
    for (member, what) in &prepared.released {
        store::release(&unit, found, member, what).await?;
    }
    if found.state == State::Returned {
        workflow::correction::answer(&unit, found).await?;
    }
    for letter in letters {
        let named = |text: &str| text.replace("{receipt}", &receipt);
        unit.mail(&Letter { subject: named(&letter.subject), body: named(&letter.body), ..letter.clone() }).await?;
    }
    let files: Vec<&str> = manifest.papers.iter().map(|p| p.2.as_str()).collect();
    for file in &files {
        platform::files::hold(&unit, file, &format!("receipt:{}", filing.code)).await?;
    }
    let details = json!({ "filed": filing.number, "receipt": receipt, "code": filing.code, "revision": filing.revision, "files": files });
    unit.journal(found.act(), &subject(&found.id), details).await?;
    filing.checkpoint = unit.checkpoint();
    store::put_checkpoint(&unit, &filing).await?;
    unit.commit().await?;
    Ok(Some(filing))
}

/// Moves an application, for those who applied.
async fn load_for_transition(
    state: &AppState,
    actor: &Actor,
    id: &str,
    version: i32,
    what: Transition,
) -> Result<(Authorized<Application>, Call, State), Error> {
    let (found, call) = load_authorized(state, actor, acts::APPLICATION_FILE, id).await?;
    if found.version != version {
        return Err(Error::Stale);
    }
    match found.next_state(what, &call, state.app().now()) {
        Ok(to) => Ok((found, call, to)),
        Err(TransitionError::Late) => Err(Error::Wrong { field: "application", message: "wrong-late" }),
        Err(_) => Err(Error::Stale),
    }
}

/// Opens an application again that was filed: what was filed stands until it is filed again. Only before the deadline.
pub async fn reopen(state: &AppState, actor: &Actor, id: &str, version: i32) -> Result<(), Error> {
    let (found, call, to) = load_for_transition(state, actor, id, version, Transition::Reopen).await?;
    let mut unit = state.app().begin(actor).await?.at(&call.agency);
    if !store::set_state(&unit, &found, to, StateChange::default()).await? {
        return Err(Error::Stale);
    }
    unit.journal(found.act(), &subject(id), json!({ "moved": Transition::Reopen.name() })).await?;
    unit.commit().await
}

/// Gives up what was done since an application was opened again: fields, papers and members are those that were filed. What members
/// typed and put there who came since stays where it is, and counts no more.
pub async fn discard(state: &AppState, actor: &Actor, id: &str, version: i32) -> Result<(), Error> {
    let app = state.app();
    let (found, call, to) = load_for_transition(state, actor, id, version, Transition::Discard).await?;
    let filing = store::filed(app.db.read(), &found, found.filings).await?.ok_or(Error::NotFound)?;
    let content = content(&filing)?;
    let mut unit = app.begin(actor).await?.at(&call.agency);
    if !store::set_state(&unit, &found, to, StateChange::default()).await? {
        return Err(Error::Stale);
    }
    store::put_back_members(&unit, &found, &content.members).await?;
    papers::put_back(&unit, &found, &content).await?;
    let counts = |name: &str| owner(name).is_none_or(|m| content.members.iter().any(|f| f.id == m));
    forms::response::put_back(&unit, &found, &content.fields, counts).await?;
    let before = store::released(unit.db(), &found).await?;
    for member in content.members.iter().filter(|m| found.releases(m)) {
        let own = content.fields.iter().filter(|(name, _)| owner(name) == Some(&member.id));
        let fields = own.map(|(name, value)| (name.clone(), value.clone())).collect();
        let record = before.get(&member.id).and_then(|r| r.record.clone());
        store::release(&unit, &found, &member.id, &Released { fields, record }).await?;
        store::touch_part(&unit, &found, &member.id).await?;
    }
    store::note_edit(&unit, &found, None).await?;
    unit.journal(found.act(), &subject(id), json!({ "moved": Transition::Discard.name(), "to": filing.number })).await?;
    unit.commit().await
}

/// Withdraws an application. What was filed stays to be read.
pub async fn withdraw(state: &AppState, actor: &Actor, id: &str, version: i32) -> Result<(), Error> {
    let (found, call, to) = load_for_transition(state, actor, id, version, Transition::Withdraw).await?;
    let letters = letters::withdrawn(state, &found, &call).await?;
    let mut unit = state.app().begin(actor).await?.at(&call.agency);
    if !store::set_state(&unit, &found, to, StateChange::default()).await? {
        return Err(Error::Stale);
    }
    letters::queue_letters(&unit, &letters).await?;
    unit.journal(found.act(), &subject(id), json!({ "moved": Transition::Withdraw.name() })).await?;
    unit.commit().await
}

/// What was filed, as it was kept.
pub fn content(filing: &Filing) -> Result<Content, Error> {
    read_content(&filing.content, &filing.receipt)
}

/// What was filed under a receipt, from its words.
pub(crate) fn read_content(kept: &str, receipt: &str) -> Result<Content, Error> {
    serde_json::from_str(kept).map_err(|e| Error::Broken(format!("filing {receipt}: {e}")))
}

/// What a receipt says.
pub fn manifest(filing: &Filing) -> Result<Manifest, Error> {
    serde_json::from_str(&filing.manifest).map_err(|e| Error::Broken(format!("filing {}: {e}", filing.receipt)))
}

/// The filings of an application, the newest first, for those who may see it, and who filed them.
pub async fn filings(state: &AppState, actor: &Actor, id: &str) -> Result<Vec<(Filing, String)>, Error> {
    let (found, _) = load_authorized(state, actor, acts::APPLICATION_READ, id).await?;
    let mut all = Vec::new();
    for filing in store::filings(state.app().db.read(), &found).await? {
        let who = accounts::called(state.app(), &filing.by).await?;
        all.push((filing, who));
    }
    Ok(all)
}

/// A filing as somebody sees it: of the members' parts only those that are theirs to see.
#[derive(Debug)]
pub struct FilingView {
    /// The application.
    pub application: Authorized<Application>,
    /// Its call.
    pub call: Call,
    /// The filing, whole: for its receipt.
    pub filing: Filing,
    /// What was filed, without the fields and papers of others' parts.
    pub content: Content,
    /// The members whose parts they see.
    pub readable: Vec<String>,
}

/// A filing, for those who may see the application.
pub async fn filing(state: &AppState, actor: &Actor, id: &str, number: i32) -> Result<FilingView, Error> {
    let app = state.app();
    let (found, call) = load_authorized(state, actor, acts::APPLICATION_READ, id).await?;
    let filing = store::filed(app.db.read(), &found, number).await?.ok_or(Error::NotFound)?;
    let mut content = content(&filing)?;
    // Who had a part in it then, by the companies that they are now.
    let then = Application { members: content.members.clone(), ..Application::clone(&found) };
    let readable = then.members.iter().filter(|m| authorization::authorize_section(app, actor, acts::SECTION_READ, &then, &m.id).is_ok());
    let readable: Vec<String> = readable.map(|m| m.id.clone()).collect();
    content.fields.retain(|name, _| owner(name).is_none_or(|member| readable.iter().any(|r| r == member)));
    content.papers.retain(|paper| readable.contains(&paper.member));
    Ok(FilingView { application: found, call, filing, content, readable })
}

/// Whether something of what somebody sees was typed or put since it was filed last.
pub async fn changed_since_filing(state: &AppState, actor: &Actor, draft: &Draft) -> Result<bool, Error> {
    let found = &draft.application;
    let FilingView { content, readable, .. } = filing(state, actor, &found.id, found.filings).await?;
    let same = |paper: &Paper| content.papers.iter().any(|then| then.is(paper));
    if draft.papers.len() != content.papers.len() || !draft.papers.iter().all(same) {
        return Ok(true);
    }
    let seen = |name: &str| owner(name).is_none_or(|member| readable.iter().any(|r| r == member));
    let now = draft.values.iter().filter(|(name, value)| !value.value.is_empty() && seen(name));
    let now: BTreeMap<&String, &String> = now.map(|(name, value)| (name, &value.value)).collect();
    Ok(now != content.fields.iter().collect())
}
