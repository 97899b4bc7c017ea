//! The verbs of those who write an application: see it, type into it, look at what others typed.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    sync::Arc,
};

use parties::model::Company;
use platform::{
    Actor, Authorized, Error, House, Instant, Write,
    access::{Act, Kind},
    accounts, limits,
};
use programmes::{
    call::{Call, with_deadline},
    estimate::Typed,
};
use rules::{language::PaidTo, plan::Plan};
use sea_orm::ConnectionTrait;
use serde_json::json;

use super::{
    extent,
    form::Form,
    model::{Application, Cell, Cells, LEAD, Member, Paper, Released, Section, State, owner},
    papers, store,
};
use crate::Desk;

/// An application that the actor may treat so, with its call. One that is not there looks like one that may not be seen. What its
/// members are called and who they are follows their records.
pub async fn application(desk: &Desk, actor: &Actor, act: Act, id: &str) -> Result<(Authorized<Application>, Call), Error> {
    let (found, call, _) = look(desk, desk.house().db.read(), actor, act, id).await?;
    Ok((found, call))
}

/// The records of companies, by their ids.
pub(crate) type Records = HashMap<String, Company>;

/// The same, as it stands in one look at the database, with the records of its members.
pub(crate) async fn look(
    desk: &Desk,
    db: &impl ConnectionTrait,
    actor: &Actor,
    act: Act,
    id: &str,
) -> Result<(Authorized<Application>, Call, Records), Error> {
    let Some(mut found) = store::find(db, id).await? else {
        actor.person()?;
        return Err(Error::Denied(act));
    };
    let records = settle(db, &mut found).await?;
    let found = desk.house().policy.allow(actor, act, found)?;
    let call = desk.shelf.call_in(db, &found.call).await?.ok_or(Error::NotFound)?;
    Ok((found, call, records))
}

/// Lets members that were merged into other companies be those: their records.
pub(crate) async fn settle(db: &impl ConnectionTrait, found: &mut Application) -> Result<Records, Error> {
    let known = companies(db, &found.members).await?;
    for member in &mut found.members {
        if let Some(record) = member.company.as_ref().and_then(|c| known.get(c)) {
            member.company = Some(record.id.clone());
            member.name.clone_from(&record.name);
        }
    }
    Ok(known.into_values().map(|record| (record.id.clone(), record)).collect())
}

/// A member's part of an application, for somebody who may treat it so.
pub fn section(house: &House, actor: &Actor, act: Act, found: &Application, member: &str) -> Result<Authorized<Section>, Error> {
    house.policy.allow(actor, act, found.section(member).ok_or(Error::NotFound)?)
}

/// The programme under which an application is written, with the deadline that counts for it: a returned one stays under the revision
/// under which it was filed; every other follows the revision that is in force.
pub async fn plan(desk: &Desk, db: &impl ConnectionTrait, found: &Application, call: &Call) -> Result<Arc<Plan>, Error> {
    let until = found.deadline(call);
    match (&found.sha256, found.state) {
        (Some(sha256), State::Returned) if *sha256 != call.sha256 => {
            let programme = desk.shelf.programme(db, sha256, &call.id).await?;
            Ok(with_deadline(programme.plan(), until.in_japan()))
        }
        _ => Ok(with_deadline(call.programme.plan(), until.in_japan())),
    }
}

/// The records of an application's companies.
pub(crate) async fn companies(db: &impl ConnectionTrait, members: &[Member]) -> Result<Records, Error> {
    let ids: Vec<&str> = members.iter().filter_map(|m| m.company.as_deref()).collect();
    parties::service::records(db, &ids).await
}

/// What was typed, as the form reads it.
pub fn typed(cells: &Cells) -> Typed {
    Typed::from_fields(cells.iter().map(|(name, cell)| (name.clone(), cell.said.clone())))
}

/// How the journal names an application.
pub(crate) fn subject(id: &str) -> String {
    format!("application:{id}")
}

/// A page of the applications in which those for whom somebody acts have a part, to one call or to any, with their calls, and when
/// something that they see was typed last; those worked on last first. And whether there are more.
pub async fn mine(desk: &Desk, actor: &Actor, call: Option<&str>, page: usize) -> Result<(Vec<(Application, Call, Instant)>, bool), Error> {
    let house = desk.house();
    let own = actor.person()?.scopes(Kind::Organisation);
    let known = parties::service::also_known_as(house.db.read(), &own).await?;
    let ids: Vec<&str> = known.iter().map(String::as_str).collect();
    let mut all = Vec::new();
    let mut listed = store::page_of_companies(house.db.read(), &ids, call, page).await?;
    let more = listed.len() > limits::LISTED;
    listed.truncate(limits::LISTED);
    for mut found in listed {
        settle(house.db.read(), &mut found).await?;
        if let (Ok(found), Some(call)) =
            (house.policy.allow(actor, Act::APPLICATION_READ, found.clone()), desk.shelf.call(&found.call).await?)
        {
            let saved = found.saved(|member| section(house, actor, Act::SECTION_READ, &found, member).is_ok());
            all.push((found.into_inner(), call, saved));
        }
    }
    all.sort_by_key(|(_, _, saved)| std::cmp::Reverse(*saved));
    Ok((all, more))
}

/// Whether those who applied may type now.
pub(crate) fn open(found: &Application, call: &Call, now: Instant) -> Result<(), Error> {
    if found.is_writable(call, now) { Ok(()) } else { Err(Error::Wrong { field: "application", message: "wrong-application-closed" }) }
}

/// Whether somebody may put papers beside some part of an application: asked before the papers are taken in.
pub async fn may_put(desk: &Desk, actor: &Actor, id: &str) -> Result<(), Error> {
    let (found, call) = application(desk, actor, Act::APPLICATION_DRAFT, id).await?;
    open(&found, &call, desk.house().now())?;
    let any = found.members.iter().any(|m| section(desk.house(), actor, Act::SECTION_WRITE, &found, &m.id).is_ok());
    if any { Ok(()) } else { Err(Error::Denied(Act::SECTION_WRITE)) }
}

/// Whether an application still stands as it was seen, and these members have the part in it that they had, once nobody else writes.
pub(super) async fn still(write: &Write, found: &Application, members: impl IntoIterator<Item = &str>) -> Result<(), Error> {
    let mut as_seen = store::is_still(write.db(), found).await?;
    for member in members.into_iter().filter(|m| *m != LEAD) {
        let seen = found.members.iter().find(|m| m.id == member).map(|m| m.joined);
        as_seen &= seen.is_some() && store::joined(write.db(), &found.id, member).await? == seen;
    }
    if as_seen { Ok(()) } else { Err(Error::Wrong { field: "application", message: "wrong-application-closed" }) }
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

/// Types into an application, field by field. Fields that others changed in the meantime are merged where they are others, and told
/// where they are the same. Safe to repeat: what says already what was typed is kept.
pub async fn save(desk: &Desk, actor: &Actor, id: &str, keyed: &[Keyed]) -> Result<Saved, Error> {
    let house = desk.house();
    let (found, call) = application(desk, actor, Act::APPLICATION_DRAFT, id).await?;
    open(&found, &call, house.now())?;
    if keyed.len() > limits::FIELDS {
        return Err(Error::Wrong { field: "application", message: "wrong-value" });
    }
    if keyed.iter().any(|k| k.said.chars().count() > limits::FIELD) {
        return Err(Error::Wrong { field: "application", message: "wrong-long" });
    }
    let mut act = Act::SECTION_WRITE;
    for owner in keyed.iter().map(|k| owner(&k.name)).collect::<BTreeSet<_>>() {
        if let Some(member) = owner {
            section(house, actor, Act::SECTION_WRITE, &found, member)?;
        } else {
            act = house.policy.allow(actor, Act::APPLICATION_WRITE, Application::clone(&found))?.act();
        }
    }
    let plan = plan(desk, house.db.read(), &found, &call).await?;
    let form = Form::new(&plan);
    let mut write = house.begin(actor).await?.at(&call.agency);
    let owners: BTreeSet<&str> = keyed.iter().filter_map(|k| owner(&k.name)).collect();
    still(&write, &found, owners).await?;
    let names: Vec<&str> = keyed.iter().map(|k| k.name.as_str()).collect();
    let cells = store::cells_of(write.db(), id, &names).await?;
    let (mut kept, mut conflicts, mut changed) = (Vec::new(), Vec::new(), Vec::new());
    let plain: Vec<String> = keyed.iter().map(|k| kernel::text::typed(&k.said)).collect();
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
        extent::within(&write, id, &changed).await?;
        store::type_in(&write, id, &changed).await?;
        // What is typed into a member's own part moves nothing that another sees.
        for member in changed.iter().filter_map(|c| owner(c.0)).collect::<BTreeSet<_>>() {
            store::touch_part(&write, id, member).await?;
        }
        if changed.iter().any(|c| owner(c.0).is_none()) {
            // What was filed is called as it was filed until it is filed again.
            let title = changed.iter().find(|c| c.0 == "a.title").map(|c| c.1).filter(|_| found.filings == 0);
            store::touch(&write, id, title).await?;
        }
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
    /// What it is reckoned from for them: nothing of it moves while others type.
    pub(crate) whole: Whole,
    /// Of the members whose parts they see and who release them: whether what was released last is what stands there now.
    pub(crate) released: HashMap<String, bool>,
}

impl Draft {
    /// Whether every member's part is seen, as it stands.
    pub fn sees_all(&self) -> bool {
        self.application.members.iter().all(|m| self.readable.contains(&m.id))
    }

    /// Whether they see what the members come to together: whoever leads it does.
    pub fn leads(&self) -> bool {
        self.readable.contains(LEAD)
    }

    /// Whether each member is paid its own grant: what it comes to is the member's to know.
    pub fn paid_apart(&self) -> bool {
        self.plan.programme.amount.paid_to == PaidTo::EachMember
    }

    /// The members of whose parts nothing counts here, because they released nothing to whoever looks.
    pub fn unreleased(&self) -> impl Iterator<Item = &Member> {
        self.application.members.iter().filter(|m| self.whole.unreleased.contains(&m.id))
    }
}

/// What an application is reckoned from, as it is for somebody: the parts that they see as they stand, those of others, for whoever
/// leads, as they were released; of the rest nothing. So nothing that somebody types is found out by another from what is reckoned.
#[derive(Debug)]
pub(crate) struct Whole {
    /// What stands in each field that counts.
    pub fields: BTreeMap<String, String>,
    pub typed: Typed,
    /// The members of whose parts nothing counts.
    pub unreleased: BTreeSet<String>,
    /// Whether it is reckoned for whoever leads.
    pub leads: bool,
    pub papers: Vec<Paper>,
    pub companies: Records,
    /// The company that leads, and those that were merged into it.
    pub known: Vec<String>,
    pub consulted: bool,
    pub another: bool,
}

impl Whole {
    /// A member's part as it counts here.
    pub(crate) fn part(&self, member: &Member) -> Released {
        let own = self.fields.iter().filter(|(name, _)| owner(name) == Some(&member.id));
        Released {
            fields: own.map(|(name, said)| (name.clone(), said.clone())).collect(),
            record: member.company.as_ref().and_then(|company| self.companies.get(company)).map(|record| record.profile.clone()),
        }
    }

    /// Gathers it, for somebody who sees these members' parts.
    pub(crate) async fn of(
        db: &impl ConnectionTrait,
        found: &Application,
        mut companies: Records,
        cells: &Cells,
        seen: &BTreeSet<String>,
    ) -> Result<Self, Error> {
        let said = |(name, cell): (&String, &Cell)| (!cell.said.is_empty()).then(|| (name.clone(), cell.said.clone()));
        // What a member who is gone had typed counts no more.
        let counts = |name: &str| owner(name).is_none_or(|m| seen.contains(m) && found.members.iter().any(|f| f.id == m));
        let mut fields: BTreeMap<String, String> = cells.iter().filter(|(name, _)| counts(name)).filter_map(said).collect();
        let (leads, mut unreleased) = (seen.contains(LEAD), BTreeSet::new());
        let others: Vec<&Member> = found.members.iter().filter(|m| !seen.contains(&m.id)).collect();
        let mut released = if leads && !others.is_empty() { store::released(db, &found.id).await? } else { BTreeMap::new() };
        for member in others {
            let record = member.company.as_ref().and_then(|company| companies.remove(company));
            let Some(part) = released.remove(&member.id) else {
                unreleased.insert(member.id.clone());
                continue;
            };
            fields.extend(part.fields);
            if let Some((record, profile)) = record.zip(part.record) {
                companies.insert(record.id.clone(), Company { profile, ..record });
            }
        }
        // The company by every name it had: one that was merged into another is that one.
        let lead = found.lead().and_then(|l| l.company.as_deref()).unwrap_or(&found.company);
        let known = parties::service::also_known_as(db, &[lead]).await?;
        Ok(Self {
            typed: Typed::from_fields(fields.iter().map(|(name, said)| (name.clone(), said.clone()))),
            fields,
            unreleased,
            leads,
            papers: papers::of(db, &found.id, &found.members).await?,
            companies,
            consulted: crate::office::store::consulted(db, &found.call, &known).await?,
            another: store::has_another(db, &found.call, &known, &found.id).await?,
            known,
        })
    }
}

/// An application as somebody sees it who has a part in it, or keys it in.
pub async fn draft(desk: &Desk, actor: &Actor, id: &str) -> Result<Draft, Error> {
    let house = desk.house();
    let looked = house.db.look().await?;
    let db = &*looked;
    let (found, call, companies) = look(desk, db, actor, Act::APPLICATION_DRAFT, id).await?;
    let plan = plan(desk, db, &found, &call).await?;
    let cells = store::cells(db, id).await?;
    let readable = readable(house, actor, &found);
    let mut released = HashMap::new();
    let own: Vec<&Member> = found.members.iter().filter(|m| readable.contains(&m.id) && found.releases(m)).collect();
    let before = if own.is_empty() { BTreeMap::new() } else { store::released(db, id).await? };
    let whole = Whole::of(db, &found, companies, &cells, &readable).await?;
    for member in own {
        released.insert(member.id.clone(), before.get(&member.id) == Some(&whole.part(member)));
    }
    let seen = |name: &str| owner(name).is_none_or(|m| readable.contains(m));
    let (papers, others): (Vec<Paper>, Vec<Paper>) = whole.papers.iter().cloned().partition(|p| readable.contains(&p.member));
    let mut other_papers = HashMap::new();
    for paper in others {
        *other_papers.entry(paper.document).or_default() += 1;
    }
    let cells = cells.into_iter().filter(|(name, _)| seen(name)).collect();
    Ok(Draft { application: found, call, plan, cells, readable, papers, other_papers, whole, released })
}

/// The members whose parts somebody sees.
pub(crate) fn readable(house: &House, actor: &Actor, found: &Application) -> BTreeSet<String> {
    let seen = found.members.iter().filter(|m| section(house, actor, Act::SECTION_READ, found, &m.id).is_ok());
    seen.map(|m| m.id.clone()).collect()
}

/// Lets the lead know what a member's own part comes to: from now on it counts, and is filed, as it stands at this moment. Safe to
/// repeat.
pub async fn release(desk: &Desk, actor: &Actor, id: &str, member: &str) -> Result<(), Error> {
    let house = desk.house();
    let (found, call, companies) = look(desk, house.db.read(), actor, Act::APPLICATION_DRAFT, id).await?;
    let section = section(house, actor, Act::SECTION_RELEASE, &found, member)?;
    open(&found, &call, house.now())?;
    let whose = found.members.iter().find(|m| m.id == member && found.releases(m)).ok_or(Error::NotFound)?;
    let mut write = house.begin(actor).await?.at(&call.agency);
    still(&write, &found, [member]).await?;
    let cells = store::cells(write.db(), id).await?;
    let now = Whole::of(write.db(), &found, companies, &cells, &readable(house, actor, &found)).await?.part(whose);
    if store::released(write.db(), id).await?.get(member) == Some(&now) {
        return Ok(());
    }
    store::release(&write, id, member, &now).await?;
    write.journal(section.act(), &subject(id), json!({ "released": member })).await?;
    write.commit().await
}

/// What others had typed into a field before, the newest first, and what they are called.
pub async fn past(desk: &Desk, actor: &Actor, id: &str, name: &str) -> Result<Vec<(Cell, String)>, Error> {
    let house = desk.house();
    let (found, _) = application(desk, actor, Act::APPLICATION_DRAFT, id).await?;
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
