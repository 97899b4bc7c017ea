//! The verbs of those who write an application: begin it, say who has a part in it, type into it, put papers beside it.

use std::{
    collections::{BTreeSet, HashMap},
    sync::Arc,
};

use parties::model::{Company, ContactRole};
use platform::{
    Actor, Authorized, Error, House, Instant,
    access::{Act, Kind},
    accounts,
    attachments::{self, Arrived, Attachment},
    mail::{self, Letter},
    secret::Secret,
};
use programmes::{
    call::{Call, with_deadline},
    estimate::{MOST_MEMBERS, Typed},
    model::State as CallState,
};
use rules::{language::Channel, plan::Plan};
use serde_json::json;

use super::{
    form::Form,
    model::{Application, Cell, Cells, LEAD, Member, Paper, Section, State, owner},
    store,
};
use crate::Desk;

/// An application that the actor may treat so, with its call. One that is not there looks like one that may not be seen. What its
/// members are called and who they are follows their records.
pub async fn application(desk: &Desk, actor: &Actor, act: Act, id: &str) -> Result<(Authorized<Application>, Call), Error> {
    let house = desk.house();
    let Some(mut found) = store::find(house.db.read(), id).await? else {
        actor.person()?;
        return Err(Error::Denied(act));
    };
    settle(house, &mut found).await?;
    let found = house.policy.allow(actor, act, found)?;
    let call = desk.shelf.call(&found.call).await?.ok_or(Error::NotFound)?;
    Ok((found, call))
}

/// Lets members that were merged into other companies be those.
async fn settle(house: &House, found: &mut Application) -> Result<(), Error> {
    let ids: Vec<&str> = found.members.iter().filter_map(|m| m.company.as_deref()).collect();
    let records = parties::service::records(house, &ids).await?;
    for member in &mut found.members {
        if let Some(record) = member.company.as_ref().and_then(|c| records.get(c)) {
            member.company = Some(record.id.clone());
            member.name.clone_from(&record.name);
        }
    }
    Ok(())
}

/// A member's part of an application, for somebody who may treat it so.
pub fn section(house: &House, actor: &Actor, act: Act, found: &Application, member: &str) -> Result<Authorized<Section>, Error> {
    house.policy.allow(actor, act, found.section(member).ok_or(Error::NotFound)?)
}

/// The programme under which an application is written, with the deadline that counts for it: a returned one stays under the revision
/// under which it was filed; every other follows the revision that is in force.
pub async fn plan(desk: &Desk, found: &Application, call: &Call) -> Result<Arc<Plan>, Error> {
    let until = found.deadline(call);
    match (&found.sha256, found.state) {
        (Some(sha256), State::Returned) if *sha256 != call.sha256 => {
            let programme = desk.shelf.programme(sha256, &call.id).await?;
            Ok(with_deadline(programme.plan(), until.in_japan()))
        }
        _ => Ok(call.plan(Some(until))),
    }
}

/// The records of an application's companies.
pub(crate) async fn companies(house: &House, members: &[Member]) -> Result<HashMap<String, Company>, Error> {
    let ids: Vec<&str> = members.iter().filter_map(|m| m.company.as_deref()).collect();
    parties::service::records(house, &ids).await
}

/// What was typed, as the form reads it.
pub fn typed(cells: &Cells) -> Typed {
    Typed::from_fields(cells.iter().map(|(name, cell)| (name.clone(), cell.said.clone())))
}

/// How an application is begun.
#[derive(Debug, Clone)]
pub struct Beginning<'b> {
    /// The id that the form carried: the same form begins one application.
    pub id: &'b str,
    /// The call.
    pub call: &'b str,
    /// The company.
    pub company: &'b str,
    /// For an officer who keys in what came on paper: the way it came.
    pub paper: Option<Channel>,
}

/// Begins an application for a company; its id. Safe to repeat. Where a call takes one application of a company and there is one,
/// it is that one.
pub async fn begin(desk: &Desk, actor: &Actor, asked: &Beginning<'_>) -> Result<String, Error> {
    let house = desk.house();
    let company = parties::service::company(house, actor, Act::APPLICATION_BEGIN, asked.company).await?;
    let call = desk.shelf.call(asked.call).await?.ok_or(Error::NotFound)?;
    let wrong = |field, message| Error::Wrong { field, message };
    let id = uuid::Uuid::parse_str(asked.id).map_err(|_| wrong("company", "wrong-value"))?.to_string();
    let filing = &call.programme.plan().programme.filing;
    let keeper = match asked.paper {
        Some(channel) => {
            programmes::call::call(&desk.shelf, actor, Act::CALL_RECEIVE, &call.id).await?;
            if channel == Channel::Online || !filing.channels.contains(&channel) {
                return Err(wrong("channel", "wrong-channel"));
            }
            Some(call.agency.clone())
        }
        // An officer begins on paper only.
        None if !acts_for(actor, &company.id) => return Err(Error::Denied(Act::APPLICATION_BEGIN)),
        None if !filing.channels.contains(&Channel::Online) => return Err(wrong("channel", "wrong-no-online")),
        None if call.state(house.now()) != CallState::Open => return Err(wrong("call", "wrong-call-closed")),
        None => None,
    };
    let mine = store::of_companies(house.db.read(), &[&company.id]).await?;
    let there =
        mine.iter().find(|a| a.call == call.id && a.company == company.id && a.state != State::Withdrawn && a.state != State::Refused);
    if let Some(there) = there.filter(|_| filing.one_per_company && keeper.is_none()) {
        return Ok(there.id.clone());
    }
    let lead =
        Member { id: LEAD.to_owned(), company: Some(company.id.clone()), name: company.name.clone(), email: String::new(), joined: true };
    let now = house.now();
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
        channel: asked.paper.unwrap_or(Channel::Online),
        keeper,
        made_at: now,
        saved_at: now,
        receipt: None,
        filed_at: None,
        filings: 0,
        sha256: None,
        verdict: None,
        grant_yen: None,
        requested_yen: None,
        due: None,
        admitted_until: None,
        officer: None,
        members: vec![lead],
    };
    let form = Form::new(call.programme.plan());
    let mut known = form.fill(0, &company);
    known.extend(contact(&company));
    let mut write = house.begin(actor).await?.at(&call.agency);
    if !store::put(&write, &new).await? {
        return Ok(id);
    }
    let fields: Vec<(&str, &str, Option<&Cell>)> = known.iter().map(|(name, said)| (name.as_str(), said.as_str(), None)).collect();
    store::type_in(&write, &id, &fields).await?;
    let said = json!({ "call": call.id, "company": company.id, "channel": new.channel.word() });
    write.journal(Act::APPLICATION_BEGIN, &subject(&id), said).await?;
    write.commit().await?;
    Ok(id)
}

/// Whether somebody holds a role for a company, and is no officer who only works at an agency.
fn acts_for(actor: &Actor, company: &str) -> bool {
    matches!(actor, Actor::House(_)) || actor.person().is_ok_and(|p| p.scopes(Kind::Organisation).contains(&company))
}

/// Whom of a company one writes to about applications.
fn contact(company: &Company) -> Vec<(String, String)> {
    let found = company.contacts.iter().find(|c| c.role == ContactRole::Applications).or(company.contacts.first());
    let Some(found) = found else { return Vec::new() };
    let all = [("a.contact_name", &found.name), ("a.contact_phone", &found.phone), ("a.contact_email", &found.email)];
    all.into_iter().filter(|(_, text)| !text.is_empty()).map(|(name, text)| (name.to_owned(), text.clone())).collect()
}

/// How the journal names an application.
pub(crate) fn subject(id: &str) -> String {
    format!("application:{id}")
}

/// The applications in which those for whom somebody acts have a part, with their calls; those worked on last first.
pub async fn mine(desk: &Desk, actor: &Actor) -> Result<Vec<(Application, Call)>, Error> {
    let house = desk.house();
    let own = actor.person()?.scopes(Kind::Organisation);
    let known = parties::service::also_known_as(house, &own).await?;
    let ids: Vec<&str> = known.iter().map(String::as_str).collect();
    let mut all = Vec::new();
    for mut found in store::of_companies(house.db.read(), &ids).await? {
        settle(house, &mut found).await?;
        if let (Ok(found), Some(call)) =
            (house.policy.allow(actor, Act::APPLICATION_READ, found.clone()), desk.shelf.call(&found.call).await?)
        {
            all.push((found.into_inner(), call));
        }
    }
    Ok(all)
}

/// Adds a member to a consortium, and invites it where an address is given: who follows the link joins with a company of theirs.
pub async fn invite(
    desk: &Desk,
    actor: &Actor,
    id: &str,
    name: &str,
    email: &str,
    letter: impl FnOnce(&Secret, &Application) -> Letter,
) -> Result<(), Error> {
    let house = desk.house();
    let (found, call) = application(desk, actor, Act::APPLICATION_INVITE, id).await?;
    let wrong = |field, message| Error::Wrong { field, message };
    let plan = plan(desk, &found, &call).await?;
    open(&found, &call, house.now())?;
    if !Form::new(&plan).facts.several || found.members.len() >= MOST_MEMBERS {
        return Err(wrong("name", "wrong-member-many"));
    }
    let name: String = name.trim().chars().filter(|c| !c.is_control()).take(100).collect();
    if name.is_empty() {
        return Err(wrong("name", "wrong-company-name"));
    }
    let email = email.trim().to_lowercase();
    let secret = Secret::new()?;
    if !email.is_empty() {
        mail::bare_address(&email)?;
        accounts::pace(house, actor, "members", 20).await?;
    }
    if found.members.iter().any(|m| m.name == name && !m.joined && m.email == email) {
        return Ok(());
    }
    let next = found.members.iter().map(Member::place).max().unwrap_or_default() + 1;
    let member = Member { id: format!("m{next}"), company: None, name, email: email.clone(), joined: false };
    let mut write = house.begin(actor).await?.at(&call.agency);
    let hash = (!email.is_empty()).then(|| secret.hash());
    store::put_member(&write, id, &member, hash.as_deref()).await?;
    store::touch(&write, id, None).await?;
    if !email.is_empty() {
        write.mail(&Letter { to: email, ..letter(&secret, &found) }).await?;
    }
    write.journal(found.act(), &subject(id), json!({ "member": member.id })).await?;
    write.commit().await
}

/// Takes a member away. What it typed stays where it is, and counts no more. Safe to repeat.
pub async fn dismiss(desk: &Desk, actor: &Actor, id: &str, member: &str) -> Result<(), Error> {
    let house = desk.house();
    let (found, call) = application(desk, actor, Act::APPLICATION_INVITE, id).await?;
    open(&found, &call, house.now())?;
    if member == LEAD || !found.members.iter().any(|m| m.id == member) {
        return Ok(());
    }
    let mut write = house.begin(actor).await?.at(&call.agency);
    store::drop_member(&write, id, member).await?;
    store::touch(&write, id, None).await?;
    write.journal(found.act(), &subject(id), json!({ "dismissed": member })).await?;
    write.commit().await
}

/// What a link invites to: for whoever has it.
pub async fn invitation(desk: &Desk, secret: &Secret) -> Result<(Application, Call, Member), Error> {
    let db = desk.house().db.read();
    let (id, member) = store::invited(db, &secret.hash()).await?.ok_or(Error::Expired)?;
    let mut found = store::find(db, &id).await?.ok_or(Error::Expired)?;
    settle(desk.house(), &mut found).await?;
    let call = desk.shelf.call(&found.call).await?.ok_or(Error::Expired)?;
    let member = found.members.iter().find(|m| m.id == member && !m.joined).cloned().ok_or(Error::Expired)?;
    Ok((found, call, member))
}

/// Joins an application with a company; its id. The link is used up.
pub async fn join(desk: &Desk, actor: &Actor, secret: &Secret, company: &str) -> Result<String, Error> {
    let house = desk.house();
    let company = parties::service::company(house, actor, Act::APPLICATION_BEGIN, company).await?;
    if !acts_for(actor, &company.id) {
        return Err(Error::Denied(Act::APPLICATION_BEGIN));
    }
    let (found, call, mut member) = invitation(desk, secret).await?;
    if found.members.iter().any(|m| m.company.as_deref() == Some(&company.id)) {
        return Err(Error::Wrong { field: "company", message: "wrong-member-twice" });
    }
    let plan = plan(desk, &found, &call).await?;
    let known = Form::new(&plan).fill(member.place(), &company);
    (member.company, member.name, member.joined) = (Some(company.id.clone()), company.name.clone(), true);
    let mut write = house.begin(actor).await?.at(&call.agency);
    if store::invited(write.db(), &secret.hash()).await?.is_none() {
        return Err(Error::Expired);
    }
    store::put_member(&write, &found.id, &member, None).await?;
    let names: Vec<&str> = known.iter().map(|k| k.0.as_str()).collect();
    let cells = store::cells_of(write.db(), &found.id, &names).await?;
    // What the lead typed before stays where somebody typed it.
    let blank = |name: &str| cells.get(name).is_none_or(|c| c.said.is_empty());
    let fields: Vec<_> = known.iter().filter(|k| blank(&k.0)).map(|(n, s)| (n.as_str(), s.as_str(), cells.get(n))).collect();
    store::type_in(&write, &found.id, &fields).await?;
    store::touch(&write, &found.id, None).await?;
    write.journal(Act::APPLICATION_BEGIN, &subject(&found.id), json!({ "joined": member.id, "company": company.id })).await?;
    write.commit().await?;
    Ok(found.id)
}

/// Whether those who applied may type now.
pub(crate) fn open(found: &Application, call: &Call, now: Instant) -> Result<(), Error> {
    if found.standing(call, now).is_open() {
        Ok(())
    } else {
        Err(Error::Wrong { field: "application", message: "wrong-application-closed" })
    }
}

/// A field as somebody typed it, and which version of it was seen then.
#[derive(Debug, Clone)]
pub struct Keyed {
    /// The field.
    pub name: String,
    /// What was typed.
    pub said: String,
    /// The version that was seen: 0 where nothing stood there.
    pub seen: i32,
}

/// A field that somebody else changed at the same time: both are shown, and whoever typed last chooses.
#[derive(Debug, Clone)]
pub struct Conflict {
    /// The field.
    pub name: String,
    /// What stands there now.
    pub theirs: Cell,
    /// What the other is called.
    pub who: String,
    /// What was typed here.
    pub mine: String,
}

/// What became of what was typed.
#[derive(Debug, Clone)]
pub struct Saved {
    /// When.
    pub at: Instant,
    /// The fields that say now what was typed, with their versions.
    pub kept: Vec<(String, i32)>,
    /// The fields that wait for a choice.
    pub conflicts: Vec<Conflict>,
}

/// The most characters that a field holds.
const MOST: usize = 20_000;
/// The most fields that are typed at once.
const MOST_FIELDS: usize = 4_000;

/// Types into an application, field by field. Fields that others changed in the meantime are merged where they are others, and told
/// where they are the same. Safe to repeat: what says already what was typed is kept.
pub async fn save(desk: &Desk, actor: &Actor, id: &str, keyed: &[Keyed]) -> Result<Saved, Error> {
    let house = desk.house();
    let (found, call) = application(desk, actor, Act::APPLICATION_READ, id).await?;
    open(&found, &call, house.now())?;
    if keyed.len() > MOST_FIELDS {
        return Err(Error::Wrong { field: "application", message: "wrong-value" });
    }
    let mut act = Act::SECTION_WRITE;
    for owner in keyed.iter().map(|k| owner(&k.name)).collect::<BTreeSet<_>>() {
        if let Some(member) = owner {
            section(house, actor, Act::SECTION_WRITE, &found, member)?;
        } else {
            act = house.policy.allow(actor, Act::APPLICATION_WRITE, Application::clone(&found))?.act();
        }
    }
    let plan = plan(desk, &found, &call).await?;
    let form = Form::new(&plan);
    let mut write = house.begin(actor).await?.at(&call.agency);
    let names: Vec<&str> = keyed.iter().map(|k| k.name.as_str()).collect();
    let cells = store::cells_of(write.db(), id, &names).await?;
    let (mut kept, mut conflicts, mut changed) = (Vec::new(), Vec::new(), Vec::new());
    let plain: Vec<String> = keyed.iter().map(|k| k.said.chars().filter(|c| !c.is_control() || *c == '\n').take(MOST).collect()).collect();
    for (key, said) in keyed.iter().zip(&plain) {
        let before = cells.get(&key.name);
        match before {
            // A field that the form does not have, and that nobody ever typed into.
            None if !form.knows(&key.name) => {}
            None if said.is_empty() => kept.push((key.name.clone(), 0)),
            Some(cell) if cell.said == *said => kept.push((key.name.clone(), cell.version)),
            Some(cell) if cell.version != key.seen => {
                conflicts.push(Conflict { name: key.name.clone(), theirs: cell.clone(), who: String::new(), mine: said.clone() });
            }
            _ => {
                changed.push((key.name.as_str(), said.as_str(), before));
                kept.push((key.name.clone(), before.map_or(1, |b| b.version + 1)));
            }
        }
    }
    let at = write.now();
    if !changed.is_empty() {
        store::type_in(&write, id, &changed).await?;
        let title = changed.iter().find(|c| c.0 == "a.title").map(|c| c.1);
        store::touch(&write, id, title).await?;
        let fields: Vec<&str> = changed.iter().map(|c| c.0).collect();
        write.journal(act, &subject(id), json!({ "fields": fields })).await?;
        write.commit().await?;
    }
    for conflict in &mut conflicts {
        conflict.who = accounts::called(house, &conflict.theirs.by).await?;
    }
    Ok(Saved { at, kept, conflicts })
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
    pub cells: Cells,
    /// The members whose parts they see.
    pub readable: BTreeSet<String>,
    /// The papers that they see.
    pub papers: Vec<Paper>,
    /// How many papers the others have put beside it, by document.
    pub other_papers: HashMap<String, usize>,
    /// How it would be assessed as it stands, with everybody's parts: only what concerns the whole may be shown of it.
    pub(crate) whole: Whole,
}

/// Everything that stands in an application, whoever may see it.
#[derive(Debug)]
pub(crate) struct Whole {
    pub typed: Typed,
    pub papers: Vec<Paper>,
    pub companies: HashMap<String, Company>,
    pub consulted: bool,
    pub another: bool,
}

impl Whole {
    /// Gathers it.
    pub(crate) async fn of(house: &House, found: &Application, cells: &Cells) -> Result<Self, Error> {
        let db = house.db.read();
        Ok(Self {
            typed: typed(cells),
            papers: papers(house, found).await?,
            companies: companies(house, &found.members).await?,
            consulted: crate::office::store::consulted(db, &found.call, &found.company).await?,
            another: store::has_another(db, &found.call, &found.company, &found.id).await?,
        })
    }
}

/// An application as somebody sees it who has a part in it, or keys it in.
pub async fn draft(desk: &Desk, actor: &Actor, id: &str) -> Result<Draft, Error> {
    let house = desk.house();
    let (found, call) = application(desk, actor, Act::APPLICATION_READ, id).await?;
    let plan = plan(desk, &found, &call).await?;
    let cells = store::cells(house.db.read(), id).await?;
    let whole = Whole::of(house, &found, &cells).await?;
    let readable: BTreeSet<String> =
        found.members.iter().filter(|m| section(house, actor, Act::SECTION_READ, &found, &m.id).is_ok()).map(|m| m.id.clone()).collect();
    let seen = |name: &str| owner(name).is_none_or(|m| readable.contains(m));
    let (papers, others): (Vec<Paper>, Vec<Paper>) = whole.papers.iter().cloned().partition(|p| readable.contains(&p.member));
    let mut other_papers = HashMap::new();
    for paper in others {
        *other_papers.entry(paper.document).or_default() += 1;
    }
    let cells = cells.into_iter().filter(|(name, _)| seen(name)).collect();
    Ok(Draft { application: found, call, plan, cells, readable, papers, other_papers, whole })
}

/// What others had typed into a field before, the newest first, and what they are called.
pub async fn past(desk: &Desk, actor: &Actor, id: &str, name: &str) -> Result<Vec<(Cell, String)>, Error> {
    let house = desk.house();
    let (found, _) = application(desk, actor, Act::APPLICATION_READ, id).await?;
    if let Some(member) = owner(name) {
        section(house, actor, Act::SECTION_READ, &found, member)?;
    }
    let mut all = Vec::new();
    for cell in store::past(house.db.read(), id, name).await? {
        let who = accounts::called(house, &cell.by).await?;
        all.push((cell, who));
    }
    Ok(all)
}

/// The longest paper, in bytes.
pub const MOST_PAPER: usize = 200 * 1024 * 1024;
/// The most papers of an application.
const MOST_PAPERS: usize = 200;

/// The document under which what came on paper is kept as it was scanned.
pub const SCAN: &str = "scan";

/// The papers beside an application, of every member.
pub(crate) async fn papers(house: &House, found: &Application) -> Result<Vec<Paper>, Error> {
    let db = house.db.read();
    let mut places = store::papers(db, &found.id).await?;
    let read = |a: Attachment| {
        let (member, document) = places.remove(&a.id)?;
        // What a member who is gone had put there counts no more.
        found.members.iter().any(|m| m.id == member).then_some(())?;
        Some(Paper {
            document,
            member,
            id: a.id,
            name: a.name,
            kind: a.kind.media_type().to_owned(),
            size: a.kept.size,
            sha256: a.kept.sha256,
        })
    };
    Ok(attachments::of(db, &[subject(&found.id)]).await?.into_iter().filter_map(read).collect())
}

/// Puts a paper beside an application, for a member. It stands in the store already. Safe to repeat: the same file of the same name
/// beside the same document is there once.
pub async fn put_paper(desk: &Desk, actor: &Actor, id: &str, member: &str, document: &str, arrived: &Arrived) -> Result<(), Error> {
    let house = desk.house();
    let (found, call) = application(desk, actor, Act::APPLICATION_READ, id).await?;
    open(&found, &call, house.now())?;
    let section = section(house, actor, Act::SECTION_WRITE, &found, member)?;
    let plan = plan(desk, &found, &call).await?;
    let scan = document == SCAN && found.keeper.is_some();
    if !scan && !plan.programme.documents.contains_key(document) {
        return Err(Error::Wrong { field: "document", message: "wrong-value" });
    }
    let there = papers(house, &found).await?;
    let same = |p: &Paper| p.member == member && p.document == document && p.sha256 == arrived.kept.sha256 && p.name == arrived.name;
    if there.iter().any(same) {
        return Ok(());
    }
    if there.len() >= MOST_PAPERS {
        return Err(Error::Wrong { field: "file", message: "wrong-file-many" });
    }
    let mut write = house.begin(actor).await?.at(&call.agency);
    let attached = attachments::attach(&write, &subject(id), arrived).await?;
    store::put_paper(&write, id, &attached, member, document).await?;
    store::touch(&write, id, None).await?;
    let said = json!({ "member": member, "document": document, "file": arrived.kept.sha256, "size": arrived.kept.size });
    write.journal(section.act(), &subject(id), said).await?;
    write.commit().await
}

/// A paper that somebody may treat so: it is the member's part to whom it belongs.
async fn one_paper(desk: &Desk, actor: &Actor, act: Act, id: &str, paper: &str) -> Result<(Authorized<Application>, Call, Paper), Error> {
    let house = desk.house();
    let (found, call) = application(desk, actor, Act::APPLICATION_READ, id).await?;
    let all = papers(house, &found).await?;
    let one = all.into_iter().find(|p| p.id == paper).ok_or(Error::NotFound)?;
    section(house, actor, act, &found, &one.member)?;
    Ok((found, call, one))
}

/// Takes a paper away from beside an application. What was filed with it keeps it. Safe to repeat.
pub async fn drop_paper(desk: &Desk, actor: &Actor, id: &str, paper: &str) -> Result<(), Error> {
    let house = desk.house();
    let (found, call, one) = match one_paper(desk, actor, Act::SECTION_WRITE, id, paper).await {
        Err(Error::NotFound) => return Ok(()),
        other => other?,
    };
    open(&found, &call, house.now())?;
    let mut write = house.begin(actor).await?.at(&call.agency);
    if !attachments::detach(&write, &subject(id), paper).await? {
        return Ok(());
    }
    store::drop_paper(&write, id, paper).await?;
    store::touch(&write, id, None).await?;
    let said = json!({ "member": one.member, "document": one.document, "dropped": one.sha256 });
    write.journal(Act::SECTION_WRITE, &subject(id), said).await?;
    write.commit().await
}

/// A paper beside an application, to be read by whoever sees that member's part.
pub async fn paper(desk: &Desk, actor: &Actor, id: &str, paper: &str) -> Result<Attachment, Error> {
    one_paper(desk, actor, Act::SECTION_READ, id, paper).await?;
    attachments::one(desk.house().db.read(), &subject(id), paper).await
}
