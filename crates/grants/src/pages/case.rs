//! One application on one screen of the office: the plan, the costs, the checks with their reasons, the papers, the history, the
//! messages; and what an officer does with it.

use crate::acts;
use std::collections::{BTreeSet, HashMap};

use askama::Template;
use axum::extract::{Path, Query, State};
use jiff::ToSpan;
use platform::{
    Error, Instant,
    access::Role,
    accounts,
    attachments::{self, Kind},
    journal,
    scan::Scan,
};
use programmes::estimate::{AnswerView, Panel};
use rules::{sentences::Teller, words::Words};
use web::{Answer, Fields, RequestContext, field};

use super::{
    apply::{class, stands, titled},
    content_view::{Group, Reader},
    moment, read_moment,
    reasons::{self, Offered},
};
use crate::{
    AppState,
    application::{
        filing::sha256,
        form::Form,
        load,
        model::{Content, State as Stands, Transition},
        receipt::size,
    },
    office::{
        check::{self, Item},
        service::{self, Beside, Decision, Return, Ticking, UNTICKED},
    },
};

#[derive(Debug)]
struct PaperView {
    name: String,
    document: String,
    size: String,
    address: String,
    /// How a browser shows it by itself: `frame`, `picture`, or not at all.
    shown: &'static str,
    /// What a scanner says of it: the message.
    scan: Option<&'static str>,
    /// What whoever opens it is to know: the messages.
    marks: Vec<&'static str>,
    whose: String,
}

/// A return for correction: when, until when, what was said, the reasons, and whether it was answered.
type Returned = (String, String, String, Vec<(String, String)>, bool);

#[derive(Debug, Template)]
#[template(path = "case.html")]
struct Page<'a> {
    words: &'a Words,
    keep: &'a str,
    agency: &'a str,
    id: &'a str,
    title: String,
    call: String,
    company: String,
    company_address: String,
    receipt: String,
    arrived: String,
    channel: String,
    filing: i32,
    state: String,
    class: &'static str,
    version: i32,
    code: String,
    same: bool,
    revised: bool,
    refilled: Vec<String>,
    done: Option<String>,
    error: Option<String>,
    groups: Vec<Group>,
    answer: String,
    items: Vec<Item>,
    /// Who set a tick and when, by the item.
    ticks: HashMap<String, String>,
    ticked: usize,
    papers: Vec<PaperView>,
    corrections: Vec<Returned>,
    messages: Vec<(bool, String, String, String)>,
    history: Vec<(String, String, String)>,
    elsewhere: Vec<(String, String)>,
    officers: Vec<(String, String, bool)>,
    may_check: bool,
    may_return: bool,
    may_recall: bool,
    may_decide: bool,
    may_allow_late: bool,
    busy: bool,
    /// What a return can name.
    offered: Vec<Offered>,
    /// The receipts before and after it.
    beside: [Option<Beside>; 2],
    /// What differs from what was filed before: what, before, and now.
    changes: Vec<(String, String, String)>,
    /// What was ticked as not in order: what a return begins with.
    noted: String,
    /// The filings before this one.
    earlier: Vec<i32>,
    key: String,
    /// How many companies read what is said to those who applied, where several do.
    told: Option<String>,
    /// A day as it may be typed.
    example: String,
    /// The proposals for decision about it: title, state, number, address.
    approvals: Vec<(String, String, String, String)>,
    /// Where one is drafted; none for those who draft none.
    draft_approval: Option<String>,
    /// The letters about it that did not arrive.
    stuck: Vec<(String, String, String)>,
    typed: HashMap<String, String>,
}

impl Page<'_> {
    fn typed(&self, name: &str) -> &str {
        self.typed.get(name).map_or("", String::as_str)
    }

    /// What stands in the note of an item.
    fn note<'i>(&'i self, item: &'i Item) -> &'i str {
        if self.typed("item") == item.id { self.typed("note") } else { item.tick.as_ref().map_or("", |t| &t.note) }
    }

    fn why(&self, field: &str) -> &str {
        self.typed(&format!("why.{field}"))
    }

    /// Whether somebody typed a reason for anything.
    fn names_any(&self) -> bool {
        self.offered.iter().any(|offered| self.named(offered))
    }

    /// Whether somebody typed a reason for something of a part.
    fn named(&self, offered: &Offered) -> bool {
        offered.places.iter().any(|(named, _)| !self.why(named).is_empty())
    }
}

async fn show(
    state: &AppState,
    context: &RequestContext,
    at: &str,
    id: &str,
    done: Option<String>,
    error: Option<String>,
    typed: HashMap<String, String>,
) -> Answer {
    let app = state.app();
    let case = service::case(state, &context.actor, id).await?;
    let found = &case.application;
    if found.agency != at {
        return Err(Error::NotFound.into());
    }
    let lang = context.viewer.lang;
    let answer = case.answer()?;
    let kept = serde_json::to_string(&case.answer_then()?).map_err(|e| Error::Broken(e.to_string()))?;
    let teller = Teller::new(&case.plan, lang);
    let form = Form::new(&case.plan);
    let view = AnswerView::new(&form.facts, &teller, lang, &answer);
    let panel = Panel { a: view, words: &context.words, lang: lang.code() }.render().map_err(|e| Error::Broken(e.to_string()))?;
    let items = check::list(&teller, &case.plan, lang, found, &case.content, &answer, (&case.ticks, case.filing.filed_at));
    let mut ticks = HashMap::new();
    for tick in &case.ticks {
        let who = context.called(&accounts::called(app, &tick.by).await?);
        ticks.insert(tick.item.clone(), format!("{who} {}", moment(context, tick.at)));
    }
    let now = app.now();
    let status = found.effective_state(&case.call, now);
    let may = |act| app.policy.may_with(&context.actor, act, &**found);
    let can = |what: Transition| found.next_state(what, &case.call, now).is_ok();
    let several = case.content.members.len() > 1;
    let member = |m: &str| case.content.members.iter().find(|c| several && c.id == m).map(|c| c.name.clone()).unwrap_or_default();
    let document = |d: &str| case.plan.programme.documents.get(d).map_or_else(|| d.to_owned(), |said| lang.of(&said.name).to_owned());
    let hashes: Vec<&str> = case.content.papers.iter().map(|p| p.sha256.as_str()).collect();
    let marks = attachments::marks(app.db.read(), &hashes).await?;
    let papers = case.content.papers.iter().map(|p| PaperView {
        marks: marks.get(&p.sha256).map(|all| all.iter().map(|m| m.key()).collect()).unwrap_or_default(),
        name: p.name.clone(),
        document: document(&p.document),
        size: size(p.size),
        scan: p.scan.key(app),
        shown: match Kind::parse(&p.kind) {
            _ if matches!(p.scan, Scan::Harmful(_)) => "",
            Ok(Kind::Pdf) => "frame",
            Ok(kind) if kind.is_shown() => "picture",
            _ => "",
        },
        address: format!("/applications/{id}/filings/{}/papers/{}", case.filing.number, p.id),
        whose: member(&p.member),
    });
    let line = |(entry, who): &(journal::Entry, String)| {
        (moment(context, entry.at), context.called(who), told(context, &entry.act, &serde_json::from_str(&entry.said).unwrap_or_default()))
    };
    let mut elsewhere = Vec::new();
    for (call, stage) in &case.elsewhere {
        let name = state.calls.call(call).await?.map_or_else(|| call.clone(), |c| lang.of(&c.programme.plan().programme.name).to_owned());
        elsewhere.push((name, stands(context, *stage)));
    }
    let officers = accounts::holders(app, Role::Officer, at).await?;
    let reader = Reader::new(context, &case.plan);
    let offered = reasons::offered(&reader, &case.content);
    let changes = case.before.as_ref().map(|before| changes(&reader, before, &case.content)).unwrap_or_default();
    // What is noted of one company's matters is asked of that company alone.
    let mut noted: Vec<String> = Vec::new();
    let mut typed = typed;
    let fresh = field(&typed, "act") != "return";
    for (item, tick) in items.iter().filter(|i| i.ticked("no") && !i.old).filter_map(|i| i.tick.as_ref().map(|t| (i, t))) {
        let said = format!("{}：{}", item.says, tick.note);
        let places = reasons::of_item(&case.content, &item.id);
        if places.is_empty() {
            noted.push(said);
            continue;
        }
        for place in places.iter().filter(|_| fresh) {
            let why = typed.entry(format!("why.{place}")).or_default();
            let joined = if why.is_empty() { said.clone() } else { format!("{why}／{said}") };
            *why = joined;
        }
    }
    // Who returns it once more begins with what was asked.
    let mut noted = noted.join("\n");
    if let Some(asked) = case.corrections.iter().find(|c| c.answered_at.is_none() && fresh && status == Stands::Returned) {
        noted.clone_from(&asked.message);
        typed.insert("due".to_owned(), context.day(asked.due.in_japan().date()));
        typed.extend(asked.reasons.iter().map(|(named, why)| (format!("why.{named}"), why.clone())));
    }
    let drafts = app.policy.may(&context.actor, workflow::acts::APPROVAL_DRAFT, platform::access::Kind::AGENCY, at);
    let page = Page {
        words: &context.words,
        keep: context.viewer.keep(),
        agency: at,
        id,
        title: titled(context, found),
        call: lang.of(&case.call.programme.plan().programme.name).to_owned(),
        company: found.company_name.clone(),
        company_address: format!("/companies/{}{}", found.company, context.viewer.keep()),
        receipt: case.filing.receipt.clone(),
        beside: case.beside.clone(),
        arrived: format!("{} ({})", moment(context, case.filing.arrived_at), case.filing.arrived_at.in_japan().strftime("%H:%M:%S")),
        channel: context.word(&format!("channel-{}", case.filing.channel.word())),
        filing: case.filing.number,
        state: stands(context, status),
        class: class(status),
        version: found.version,
        code: case.filing.code.clone(),
        same: sha256(&kept) == crate::application::filing::manifest(&case.filing)?.assessment,
        refilled: case.refilled.iter().map(|(m, fact)| format!("{} {}", member(m), teller.fact(fact))).collect(),
        revised: case.filing.revision != case.call.sha256,
        done,
        error: error.clone(),
        groups: reader.groups(&case.content.members, case.content.fields.iter().map(|(n, s)| (n.as_str(), s.as_str()))),
        answer: panel,
        ticked: items.iter().filter(|i| !i.old && i.tick.as_ref().is_some_and(|t| !t.outcome.is_empty())).count(),
        items,
        ticks,
        papers: papers.collect(),
        corrections: case
            .corrections
            .iter()
            .map(|c| {
                let reasons = c.reasons.iter().map(|(named, why)| (reasons::called(&reader, &case.content.members, named), why.clone()));
                (moment(context, c.at), moment(context, c.due), c.message.clone(), reasons.collect(), c.answered_at.is_some())
            })
            .collect(),
        messages: case
            .messages
            .iter()
            .map(|(m, who)| (m.from_office, context.called(who), moment(context, m.at), m.body.clone()))
            .collect(),
        history: case.history.iter().map(line).collect(),
        elsewhere,
        officers: officers.iter().map(|o| (o.id.clone(), o.name.clone(), found.officer.as_deref() == Some(&o.id))).collect(),
        may_check: may(acts::APPLICATION_CHECK),
        may_return: may(acts::APPLICATION_CHECK) && can(Transition::Return),
        may_recall: may(acts::APPLICATION_CHECK) && can(Transition::Recall),
        may_decide: may(acts::APPLICATION_DECIDE) && can(Transition::Accept),
        may_allow_late: may(acts::APPLICATION_ALLOW_LATE) && matches!(status, Stands::Filed) && found.is_over(&case.call, now),
        busy: matches!(status, Stands::Reopened) || status == Stands::Returned && !found.is_over(&case.call, now),
        offered,
        changes,
        noted,
        earlier: (1..case.filing.number).collect(),
        key: uuid::Uuid::now_v7().to_string(),
        told: several.then(|| context.words.with("told-to-all", &[("count", case.content.members.len().to_string())])),
        example: context.day(now.in_japan().date().saturating_add(14.days())),
        approvals: workflow::approval::pages::about(state.app(), context, at, id).await?,
        draft_approval: may(acts::APPLICATION_DECIDE).then(|| draft_address(context, at, &case)).filter(|_| drafts),
        stuck: context.stuck(state.app(), &load::subject(id), true).await?,
        typed,
    };
    let title = format!("{} {}", page.receipt, page.company);
    Ok(if error.is_some() { context.faulty(&title, &page) } else { context.page(&title, &page) })
}

/// Where a proposal about a case is drafted, with what is known of it filled in.
fn draft_address(context: &RequestContext, at: &str, case: &service::Case) -> String {
    let found = &case.application;
    let call = context.viewer.lang.of(&case.plan.programme.name).to_owned();
    let parts = [("call", call), ("company", found.company_name.clone()), ("receipt", case.filing.receipt.clone())];
    let title = context.words.with("case-approval-title", &parts);
    let amount = found.grant_yen.map(kernel::text::separated).unwrap_or_default();
    let query =
        format!("subject={}&kind=application.accept&title={}&amount={}", ui::encode(&found.id), ui::encode(&title), ui::encode(&amount));
    format!("/office/{at}/approvals/new?{query}{}", context.more())
}

/// What differs between two filings: what, before, and now.
fn changes(reader: &Reader<'_>, before: &Content, now: &Content) -> Vec<(String, String, String)> {
    let names: BTreeSet<&String> = before.fields.keys().chain(now.fields.keys()).collect();
    let said = |of: &Content, name: &str| of.fields.get(name).cloned().unwrap_or_default();
    let mut all = Vec::new();
    for name in names {
        let (then, today) = (said(before, name), said(now, name));
        if then != today {
            all.push((reasons::called(reader, &now.members, name), reader.value(name, &then), reader.value(name, &today)));
        }
    }
    let paper = |of: &Content, other: &Content| -> Vec<String> {
        of.papers.iter().filter(|p| !other.papers.iter().any(|o| p.is(o))).map(|p| p.name.clone()).collect()
    };
    let member = |of: &Content, other: &Content| -> Vec<String> {
        of.members.iter().filter(|m| !other.members.iter().any(|o| o.id == m.id)).map(|m| m.name.clone()).collect()
    };
    for (key, gone, came) in
        [("part-papers", paper(before, now), paper(now, before)), ("part-members", member(before, now), member(now, before))]
    {
        if !gone.is_empty() || !came.is_empty() {
            all.push((reader.context.word(key), gone.join("、"), came.join("、")));
        }
    }
    all
}

/// An entry of the journal in a few words.
fn told(context: &RequestContext, act: &str, said: &serde_json::Value) -> String {
    let moved = said.get("moved").and_then(|m| m.as_str());
    for (name, key) in [
        ("filed", "told-filed"),
        ("ticked", "told-ticked"),
        ("assigned", "told-assigned"),
        ("late_until", "told-allowed-late"),
        ("wrote", "told-wrote"),
        ("warned", "told-warned"),
        ("fields", "told-typed"),
        ("member", "told-member"),
        ("joined", "told-joined"),
        ("call", "told-begun"),
    ] {
        if said.get(name).is_some() && moved.is_none() {
            return context.word(key);
        }
    }
    moved.map_or_else(|| act.to_owned(), |m| context.word(&format!("told-{m}")))
}

pub(super) async fn page(
    State(state): State<AppState>,
    Path((at, id)): Path<(String, String)>,
    Query(query): Query<HashMap<String, String>>,
    context: RequestContext,
) -> Answer {
    let done = context.done(&query, &["ticked", "assigned", "message-sent", "returned", "recalled", "accepted", "refused", "allowed-late"]);
    show(&state, &context, &at, &id, done, None, HashMap::new()).await
}

pub(super) async fn act(
    State(state): State<AppState>,
    Path((at, id)): Path<(String, String)>,
    context: RequestContext,
    Fields(typed): Fields,
) -> Answer {
    let version = field(&typed, "version").parse().unwrap_or(0);
    let act = field(&typed, "act").to_owned();
    service::require_agency(&state, &context.actor, &at, &id).await?;
    let done = match act.as_str() {
        "tick" => {
            let seen = Instant::parse(field(&typed, "seen")).ok();
            let ticking = Ticking { item: field(&typed, "item"), outcome: field(&typed, "outcome"), note: field(&typed, "note"), seen };
            service::tick(&state, &context.actor, &id, ticking).await.map(|()| "ticked")
        }
        "assign" => {
            let officer = Some(field(&typed, "officer")).filter(|o| !o.is_empty());
            service::assign(&state, &context.actor, &id, officer).await.map(|()| "assigned")
        }
        "message" => {
            service::write_to(&state, &context.actor, &id, field(&typed, "key"), field(&typed, "body")).await.map(|()| "message-sent")
        }
        "return" => {
            let named = typed.iter().filter_map(|(k, v)| k.strip_prefix("why.").map(|f| (f.to_owned(), v.clone())));
            let asked = Return { due: field(&typed, "due"), message: field(&typed, "message"), reasons: named.collect() };
            service::return_for_correction(&state, &context.actor, &id, version, &asked).await.map(|()| "returned")
        }
        "recall" => service::recall(&state, &context.actor, &id, version).await.map(|()| "recalled"),
        "accept" => {
            let decision = Decision::Accept { sure: field(&typed, "sure") == "yes" };
            service::decide(&state, &context.actor, &id, version, decision, None).await.map(|()| "accepted")
        }
        "refuse" => {
            let decision = Decision::Refuse { reason: field(&typed, "reason") };
            service::decide(&state, &context.actor, &id, version, decision, None).await.map(|()| "refused")
        }
        "allow-late" => match read_moment(field(&typed, "day"), field(&typed, "time")) {
            Some(until) => {
                service::allow_late_filing(&state, &context.actor, &id, until, field(&typed, "reason")).await.map(|()| "allowed-late")
            }
            None => Err(Error::Wrong { field: "day", message: "wrong-moment" }),
        },
        _ => Err(Error::NotFound),
    };
    let there = |done| if done == "ticked" { format!("#item-{}", field(&typed, "item")) } else { String::new() };
    let done = done.map(|done| format!("/office/{at}/applications/{id}?done={done}{}", there(done)));
    let mut typed = typed;
    if matches!(done, Err(Error::Wrong { message: UNTICKED, .. })) {
        typed.insert("unticked".to_owned(), "yes".to_owned());
    }
    context.after(done, async |fault| show(&state, &context, &at, &id, None, Some(fault), typed).await).await
}
