//! One application on one screen of the office: the plan, the costs, the checks with their reasons, the papers, the history, the
//! messages; and what an officer does with it.

use crate::acts;
use std::collections::{BTreeSet, HashMap};

use askama::Template;
use axum::extract::{Path, Query, State};
use jiff::ToSpan;
use kernel::date::parse_date_from;
use platform::{
    Error, Instant,
    access::Role,
    accounts,
    attachments::{self, Kind},
    journal,
    scan::Scan,
};
use programmes::estimate::{AnswerView, Panel};
use rules::{assessment::Outcome, sentences::Teller, words::Words};
use ui::ListedFile;
use web::{Answer, Fields, RequestContext, field};
use workflow::{
    checklist::{CheckedItem, ChecklistView, NewTick, TickOutcome},
    correction::{CorrectionForm, CorrectionsView, NewCorrection},
    thread::{ThreadForm, ThreadView},
};

use super::{
    content_view::{ContentFormatter, ContentView},
    correction_targets,
    labels::{stands, titled},
    read_moment,
};
use crate::{
    AppState,
    application::{
        authorization,
        filing::sha256,
        form::Form,
        model::{Content, State as Stands, Transition},
        readiness::is_typed,
        receipt::size,
    },
    office::{
        case::{self, Decision, ReceiptLink, UNTICKED},
        work_list::class,
    },
};

#[derive(Debug)]
struct PaperView {
    listed: ListedFile,
    document: String,
    /// The document, as a return for correction names it; empty where another file before it stands for the same.
    named: String,
    /// How a browser shows it by itself: `frame`, `picture`, or not at all.
    shown: &'static str,
}

/// The texts of a form.
fn texts(typed: &HashMap<String, String>) -> Vec<String> {
    let is_text = |name: &str| ["reason", "message", "note", "body"].contains(&name) || name.starts_with("why.");
    let mut texts: Vec<(&String, &String)> = typed.iter().filter(|(name, text)| is_text(name) && !text.trim().is_empty()).collect();
    texts.sort();
    texts.into_iter().map(|(_, text)| text.clone()).collect()
}

#[derive(Debug, Template)]
#[template(path = "case.html")]
struct Page<'a> {
    words: &'a Words,
    /// What was written for an act that somebody else's was faster than: its form may stand here no more.
    unsent: Vec<String>,
    /// Whether it was to be accepted while something of the formal check was not looked at.
    is_unticked: bool,
    lang_query: &'a str,
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
    content: String,
    answer: String,
    checklist: String,
    /// Items of the checklist, and how many of them are ticked.
    items: usize,
    ticked: usize,
    papers: Vec<PaperView>,
    /// The documents that the call asks for and that are not there: as a return for correction names each, and what it is called.
    absent: Vec<(String, String)>,
    corrections: String,
    thread: String,
    /// When, what, by whom, for the timeline.
    history: Vec<(String, String, String, &'static str)>,
    elsewhere: Vec<(String, String)>,
    officers: Vec<(String, String)>,
    /// 担当 by the person's id; empty where it is nobody's.
    officer: String,
    may_check: bool,
    /// The form that returns it; none where nobody may.
    correction_form: Option<String>,
    may_recall: bool,
    may_decide: bool,
    may_allow_late: bool,
    busy: bool,
    /// The receipts before and after it.
    beside: [Option<ReceiptLink>; 2],
    /// What differs from what was filed before: what, before, and now.
    changes: Vec<(String, String, String)>,
    /// The filings before this one.
    earlier: Vec<i32>,
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

    /// What was typed as the reason for what a return names.
    fn typed_why(&self, named: &str) -> &str {
        self.typed(&format!("why.{named}"))
    }

    /// What was typed into a field of an act, where that act was not taken.
    fn typed_for(&self, act: &str, name: &str) -> &str {
        if self.typed("act") == act { self.typed(name) } else { "" }
    }
}

/// What a return begins with, where nobody typed anything yet: what was ticked as not in order; where it is returned once more, what
/// was asked the last time. The fields go into `typed`; what is said of the whole is the answer.
fn return_draft(
    context: &RequestContext,
    case: &case::Case,
    items: &[CheckedItem],
    is_returned: bool,
    typed: &mut HashMap<String, String>,
) -> String {
    if field(typed, "act") == "return" {
        return String::new();
    }
    if let Some(asked) = case.corrections.iter().find(|c| c.answered_at.is_none() && is_returned) {
        typed.insert("due".to_owned(), context.day(asked.due.in_japan().date()));
        typed.extend(asked.reasons.iter().map(|(named, why)| (format!("why.{named}"), why.clone())));
        return asked.message.clone();
    }
    let mut whole = Vec::new();
    for (item, tick) in items.iter().filter(|i| i.is(TickOutcome::No) && !i.is_old).filter_map(|i| i.tick.as_ref().map(|t| (&i.item, t))) {
        let line = format!("{}：{}", item.says, tick.note);
        // What is noted of one company's matters is asked of that company alone.
        let places = correction_targets::targets_of_check_item(&case.content, &item.id);
        if places.is_empty() {
            whole.push(line);
            continue;
        }
        for place in places {
            let why = typed.entry(format!("why.{place}")).or_default();
            *why = if why.is_empty() { line.clone() } else { format!("{why}／{line}") };
        }
    }
    whole.join("\n")
}

async fn show(
    state: &AppState,
    context: &RequestContext,
    agency_id: &str,
    id: &str,
    done: Option<String>,
    fault: Option<&Error>,
    typed: HashMap<String, String>,
) -> Answer {
    let app = state.app();
    let case = case::load_case(state, &context.actor, id).await?;
    let context = &context.of_programme(&case.plan.programme.name);
    let found = &case.application;
    if found.agency != agency_id {
        return Err(Error::NotFound.into());
    }
    let lang = context.viewer.lang;
    let answer = case.answer()?;
    let kept = serde_json::to_string(&case.answer_then()?).map_err(|e| Error::Broken(e.to_string()))?;
    let teller = Teller::new(&case.plan, lang);
    let form = Form::new(&case.plan);
    let view = AnswerView::new(&form.facts, &teller, lang, &answer, &[]);
    let panel = Panel { a: view, words: &context.words, lang: lang.code() }.render().map_err(|e| Error::Broken(e.to_string()))?;
    let items = case.checklist(lang)?;
    let names = accounts::called_all(app, case.ticks.iter().map(|tick| tick.by.as_str())).await?;
    let now = app.now();
    let status = found.effective_state(&case.call, now);
    let may = |act| app.policy.may_with(&context.actor, act, &**found);
    let can = |what: Transition| found.next_state(what, &case.call, now).is_ok();
    let several = case.content.members.len() > 1;
    let member = |m: &str| case.content.members.iter().find(|c| several && c.id == m).map(|c| c.name.clone()).unwrap_or_default();
    let document =
        |d: &str| case.plan.programme.documents.get(d).map_or_else(|| d.to_owned(), |document| lang.of(&document.name).to_owned());
    let hashes: Vec<&str> = case.content.papers.iter().map(|p| p.sha256.as_str()).collect();
    let marks = attachments::marks(app.db.read(), &hashes).await?;
    let mut seen = BTreeSet::new();
    let papers = case.content.papers.iter().map(|p| PaperView {
        named: Some(correction_targets::document_target(&case.content, p)).filter(|named| seen.insert(named.clone())).unwrap_or_default(),
        listed: ListedFile {
            address: format!("/applications/{id}/filings/{}/papers/{}", case.filing.number, p.id),
            name: p.name.clone(),
            size: size(p.size),
            whose: member(&p.member),
            scan: p.scan.key(app),
            marks: marks.get(&p.sha256).map(|all| all.iter().map(|m| m.key()).collect()).unwrap_or_default(),
            hash: String::new(),
        },
        document: document(&p.document),
        shown: match Kind::parse(&p.kind) {
            _ if matches!(p.scan, Scan::Harmful(_)) => "",
            Ok(Kind::Pdf) => "frame",
            Ok(kind) if kind.is_shown() => "picture",
            _ => "",
        },
    });
    let line = |(entry, who): &(journal::Entry, String)| {
        (
            context.moment(entry.at),
            describe_entry(context, &entry.act, &serde_json::from_str(&entry.details).unwrap_or_default()),
            context.called(who),
            "past",
        )
    };
    // What the same person did several times in a row stands there once, with its last moment.
    let mut history: Vec<(String, String, String, &'static str)> = case.history.iter().map(line).collect();
    history.dedup_by(|later, kept| later.1 == kept.1 && later.2 == kept.2);
    let mut elsewhere = Vec::new();
    for (call, stage) in &case.elsewhere {
        let name = state.calls.call(call).await?.map_or_else(|| call.clone(), |c| lang.of(&c.programme.plan().programme.name).to_owned());
        elsewhere.push((name, stands(context, *stage)));
    }
    let officers = accounts::holders(app, Role::Officer, agency_id).await?;
    let reader = ContentFormatter::new(context, &case.plan);
    let changes = case.before.as_ref().map(|before| changes(&reader, before, &case.content)).unwrap_or_default();
    let mut typed = typed;
    let message = return_draft(context, &case, &items, status == Stands::Returned, &mut typed);
    let action = context.kept(&format!("/office/{agency_id}/applications/{id}"));
    let may_check = may(acts::APPLICATION_CHECK);
    // How many companies read what is said to those who applied, where several do.
    let readers = [("count", case.content.members.len().to_string())];
    let readers = if several { context.words.with("sent-to-all", &readers) } else { String::new() };
    let correction_form = CorrectionForm {
        words: &context.words,
        action: action.clone(),
        version: found.version,
        example: context.day(now.in_japan().date().saturating_add(14.days())),
        readers: readers.clone(),
        message,
        places: "#plan",
        typed: &typed,
    };
    let mut blanks = reader.blanks(&case.content);
    blanks.extend(answer.missing_facts.iter().filter(|f| f.matters).map(|f| format!("{}.{}", f.member.as_deref().unwrap_or("a"), f.fact)));
    blanks.retain(|name| reader.form.knows(name));
    let fields = case.content.fields.iter().map(|(name, text)| (name.as_str(), text.as_str()));
    let groups = reader.groups(&case.content.members, fields, &blanks, may_check);
    let needed = answer.documents.iter().filter(|d| d.required != Outcome::No && !is_typed(&case.plan, d.id, found));
    let absent = needed.filter(|d| !case.content.papers.iter().any(|p| p.document == d.id)).map(|d| {
        let named = format!("document.{}", d.id);
        (named.clone(), correction_targets::target(&reader, &named).label)
    });
    let correction_form = if may_check && can(Transition::Return) { Some(web::html(&correction_form)?) } else { None };
    let ticking = (field(&typed, "item"), field(&typed, "note"));
    let checklist = ChecklistView::new(context, &items, &names, ticking, may_check.then(|| action.clone()));
    let label = |named: &str| correction_targets::target_label(&reader, &case.content.members, named);
    let body = if field(&typed, "act") == "message" { field(&typed, "body") } else { "" };
    let form = ThreadForm::new(action, "message", context.word("message-to-applicant"), readers, body);
    let thread = ThreadView::new(context, case.messages.clone(), None, may_check.then_some(form));
    let drafts = app.policy.may(&context.actor, workflow::acts::APPROVAL_DRAFT, platform::access::Kind::AGENCY, agency_id);
    let page = Page {
        words: &context.words,
        lang_query: context.viewer.lang_query(),
        agency: agency_id,
        id,
        title: titled(context, found),
        call: lang.of(&case.call.programme.plan().programme.name).to_owned(),
        company: found.company_name.clone(),
        company_address: format!("/companies/{}{}", found.company, context.viewer.lang_query()),
        receipt: case.filing.receipt.clone(),
        beside: case.beside.clone(),
        arrived: format!("{} ({})", context.moment(case.filing.arrived_at), case.filing.arrived_at.in_japan().strftime("%H:%M:%S")),
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
        error: fault.map(|fault| context.explain(fault)),
        content: web::html(&ContentView { words: &context.words, groups, reasons: correction_form.is_some().then_some(&typed) })?,
        answer: panel,
        ticked: items.iter().filter(|item| item.is_checked()).count(),
        items: items.len(),
        checklist: web::html(&checklist)?,
        papers: papers.collect(),
        absent: absent.collect(),
        corrections: web::html(&CorrectionsView::new(context, &case.corrections, label))?,
        thread: web::html(&thread)?,
        history,
        elsewhere,
        officers: officers.iter().map(|o| (o.id.clone(), o.name.clone())).collect(),
        officer: found.officer.clone().unwrap_or_default(),
        may_check,
        correction_form,
        may_recall: may_check && can(Transition::Recall),
        may_decide: may(acts::APPLICATION_DECIDE) && can(Transition::Accept),
        may_allow_late: may(acts::APPLICATION_ALLOW_LATE) && matches!(status, Stands::Filed) && found.is_over(&case.call, now),
        busy: matches!(status, Stands::Reopened) || status == Stands::Returned && !found.is_over(&case.call, now),
        changes,
        earlier: (1..case.filing.number).collect(),
        approvals: workflow::approval::pages::about(state.app(), context, agency_id, id).await?,
        draft_approval: may(acts::APPLICATION_DECIDE).then(|| draft_address(context, agency_id, &case)).filter(|_| drafts),
        stuck: context.stuck(state.app(), &authorization::subject(id), true).await?,
        unsent: if matches!(fault, Some(Error::Stale)) { texts(&typed) } else { Vec::new() },
        is_unticked: matches!(fault, Some(Error::Wrong { message: UNTICKED, .. })),
        typed,
    };
    let title = format!("{} {}", page.receipt, page.company);
    Ok(if fault.is_some() { context.faulty(&title, &page) } else { context.page(&title, &page) })
}

/// Where a proposal about a case is drafted, with what is known of it filled in.
fn draft_address(context: &RequestContext, agency_id: &str, case: &case::Case) -> String {
    let found = &case.application;
    let call = context.viewer.lang.of(&case.plan.programme.name).to_owned();
    let parts = [("call", call), ("company", found.company_name.clone()), ("receipt", case.filing.receipt.clone())];
    let title = context.words.with("case-approval-title", &parts);
    let amount = found.grant_yen.map(kernel::text::separated).unwrap_or_default();
    let query =
        format!("subject={}&kind=application.accept&title={}&amount={}", ui::encode(&found.id), ui::encode(&title), ui::encode(&amount));
    format!("/office/{agency_id}/approvals/new?{query}{}", context.more())
}

/// What differs between two filings: what, before, and now.
fn changes(reader: &ContentFormatter<'_>, before: &Content, now: &Content) -> Vec<(String, String, String)> {
    let names: BTreeSet<&String> = before.fields.keys().chain(now.fields.keys()).collect();
    let value = |of: &Content, name: &str| of.fields.get(name).cloned().unwrap_or_default();
    let mut all = Vec::new();
    for name in names {
        let (then, today) = (value(before, name), value(now, name));
        if then != today {
            all.push((correction_targets::target_label(reader, &now.members, name), reader.value(name, &then), reader.value(name, &today)));
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
fn describe_entry(context: &RequestContext, act: &str, details: &serde_json::Value) -> String {
    let moved = details.get("moved").and_then(|m| m.as_str());
    for (name, key) in [
        ("filed", "entry-filed"),
        ("ticked", "entry-ticked"),
        ("assigned", "entry-assigned"),
        ("late_until", "entry-allowed-late"),
        ("wrote", "entry-wrote"),
        ("warned", "entry-warned"),
        ("fields", "entry-typed"),
        ("member", "entry-member"),
        ("joined", "entry-joined"),
        ("call", "entry-begun"),
    ] {
        if details.get(name).is_some() && moved.is_none() {
            return context.word(key);
        }
    }
    moved.map_or_else(|| act.to_owned(), |m| context.word(&format!("entry-{m}")))
}

pub(super) async fn page(
    State(state): State<AppState>,
    Path((agency_id, id)): Path<(String, String)>,
    Query(query): Query<HashMap<String, String>>,
    context: RequestContext,
) -> Answer {
    let done = context.done(
        &query,
        &["ticked", "found-confirmed", "assigned", "message-sent", "returned", "recalled", "accepted", "refused", "allowed-late"],
    );
    show(&state, &context, &agency_id, &id, done, None, HashMap::new()).await
}

pub(super) async fn act(
    State(state): State<AppState>,
    Path((agency_id, id)): Path<(String, String)>,
    context: RequestContext,
    Fields(typed): Fields,
) -> Answer {
    let version = field(&typed, "version").parse().unwrap_or(0);
    let act = field(&typed, "act").to_owned();
    case::require_agency(&state, &context.actor, &agency_id, &id).await?;
    let done = match act.as_str() {
        "tick" => {
            let seen = Instant::parse(field(&typed, "seen")).ok();
            let new = NewTick { item: field(&typed, "item"), outcome: field(&typed, "outcome"), note: field(&typed, "note"), seen };
            case::tick(&state, &context.actor, &id, new).await.map(|()| "ticked")
        }
        "confirm-found" => case::confirm_found(&state, &context.actor, &id).await.map(|_| "found-confirmed"),
        "assign" => {
            let officer = Some(field(&typed, "officer")).filter(|o| !o.is_empty());
            case::assign(&state, &context.actor, &id, officer, None).await.map(|()| "assigned")
        }
        "message" => {
            case::post_message(&state, &context.actor, &id, field(&typed, "key"), field(&typed, "body")).await.map(|()| "message-sent")
        }
        "return" => {
            let case = case::load_case(&state, &context.actor, &id).await?;
            let named = typed.iter().filter_map(|(k, v)| Some((k.strip_prefix("why.")?, v.as_str())));
            let told = named.map(|(named, why)| (named.to_owned(), correction_targets::with_row(&context, &case.content, named, why)));
            let new = NewCorrection { due: field(&typed, "due"), message: field(&typed, "message"), reasons: told.collect() };
            case::return_for_correction(&state, &context.actor, &id, version, &new).await.map(|()| "returned")
        }
        "recall" => case::recall(&state, &context.actor, &id, version).await.map(|()| "recalled"),
        "accept" => {
            let decision = Decision::Accept { sure: field(&typed, "sure") == "yes" };
            case::decide(&state, &context.actor, &id, version, decision, None).await.map(|()| "accepted")
        }
        "refuse" => {
            let decision = Decision::Refuse { reason: field(&typed, "reason") };
            case::decide(&state, &context.actor, &id, version, decision, None).await.map(|()| "refused")
        }
        "allow-late" => {
            match read_moment(parse_date_from(field(&typed, "day"), state.app().now().in_japan().date()), field(&typed, "time")) {
                Some(until) => {
                    case::allow_late_filing(&state, &context.actor, &id, until, field(&typed, "reason")).await.map(|()| "allowed-late")
                }
                None => Err(Error::Wrong { field: "day", message: "wrong-moment" }),
            }
        }
        _ => Err(Error::NotFound),
    };
    let there = |done| if done == "ticked" { format!("#item-{}", field(&typed, "item")) } else { String::new() };
    let done = done.map(|done| format!("/office/{agency_id}/applications/{id}?done={done}{}", there(done)));
    context.after(done, async |fault| show(&state, &context, &agency_id, &id, None, Some(fault), typed).await).await
}
