//! An application to those who write it: how far each part is, what it comes to, what the office asks, and what can be done next.

use super::{
    begin::time_left,
    content_view::ContentFormatter,
    correction_targets,
    form_section::page_title,
    labels::{counted, stands, titled},
    my_applications::outages,
};
use crate::acts;
use crate::{
    AppState,
    application::{
        authorization,
        draft::{self, Draft},
        filing,
        form::{Form, FormSection, SectionGroup},
        model::{LEAD, Member, State as Stands},
        readiness::Readiness,
    },
    office::work_list::class,
};
use askama::Template;
use axum::extract::{Path, Query, State};
use forms::response::FieldValue;
use platform::Error;
use rules::{sentences::Teller, words::Words};
use std::collections::{BTreeMap, HashMap};
use web::{Answer, Failure, Fields, RequestContext, field};

/// A part of the form in the list of what is to be done.
#[derive(Debug)]
pub(super) struct Step {
    pub(super) address: String,
    pub(super) title: String,
    /// Whose it is, where members have parts of their own.
    pub(super) whose: String,
    pub(super) status: String,
    pub(super) class: &'static str,
    /// Whether it can be opened.
    pub(super) mine: bool,
    /// The group in which it stands.
    group: SectionGroup,
}

/// Parts that belong together: what they are called, and how many of them are filled in.
#[derive(Debug)]
pub(super) struct StepGroup {
    title: String,
    done: usize,
    steps: Vec<Step>,
}

/// One's own parts, group by group, and what others write behind them.
fn grouped(context: &RequestContext, steps: Vec<Step>) -> Vec<StepGroup> {
    let group = |title: &str, steps: Vec<Step>| {
        let done = steps.iter().filter(|s| s.class == "yes").count();
        StepGroup { title: context.word(title), done, steps }
    };
    let (mine, others): (Vec<Step>, Vec<Step>) = steps.into_iter().partition(|s| s.mine);
    let mut own: BTreeMap<SectionGroup, Vec<Step>> = BTreeMap::new();
    for step in mine {
        own.entry(step.group).or_default().push(step);
    }
    let mut all: Vec<StepGroup> = own.into_iter().map(|(key, steps)| group(key.key(), steps)).collect();
    if !others.is_empty() {
        all.push(group("others-parts", others));
    }
    all
}

/// The pages of the form, how far each is, and which of them the office wants corrected.
fn steps(context: &RequestContext, draft: &Draft, readiness: &Readiness<'_>, to_correct: &[FormSection]) -> Vec<Step> {
    let found = &draft.application;
    let form = Form::new(&draft.plan);
    let several = found.members.len() > 1;
    let step = |parts: Vec<FormSection>| {
        let open = obstacles(readiness, &parts);
        let member = parts[0].member().and_then(|place| found.members.iter().find(|m| m.place() == place));
        let mine = member.is_none_or(|m| draft.readable.contains(&m.id));
        let (class, status) = if parts.iter().any(|part| to_correct.contains(part)) {
            ("no", context.word("part-to-correct"))
        } else if mine && !parts.iter().any(|part| draft.is_open(readiness, *part)) {
            ("over", context.word("part-closed-to-correction"))
        } else if let Some(member) = member.filter(|m| !mine && draft.input.unreleased.contains(&m.id)) {
            // How far others are is theirs, until they tell the lead.
            if draft.leads() {
                ("unknown", context.word("part-unreleased"))
            } else {
                ("over", context.words.with("part-of-others", &[("name", member.name.clone())]))
            }
        } else if open == 0 && !is_begun(draft, &form, &parts) {
            ("over", context.word("part-blank"))
        } else if open == 0 {
            ("yes", context.word("part-done"))
        } else {
            ("unknown", context.words.with("part-left", &[("n", open.to_string())]))
        };
        Step {
            address: format!("/applications/{}/parts/{}{}", found.id, parts[0].name(), context.viewer.lang_query()),
            title: page_title(context, &parts),
            whose: member.filter(|_| several).map(|m| m.name.clone()).unwrap_or_default(),
            status,
            class,
            mine,
            group: parts[0].group(),
        }
    };
    form.pages(&found.members).into_iter().map(step).collect()
}

/// How much stands in the way of filing on a page.
fn obstacles(readiness: &Readiness<'_>, parts: &[FormSection]) -> usize {
    readiness.obstacles.iter().filter(|o| o.part.is_some_and(|part| parts.contains(&part))).count()
}

/// Whether something is left to do on a page: something stands in the way of filing, or nobody has begun it.
pub(super) fn is_left(draft: &Draft, form: &Form<'_>, readiness: &Readiness<'_>, parts: &[FormSection]) -> bool {
    obstacles(readiness, parts) > 0 || !is_begun(draft, form, parts)
}

/// Whether anything was written on a page; where there is nothing to write, it is begun.
fn is_begun(draft: &Draft, form: &Form<'_>, parts: &[FormSection]) -> bool {
    let written = |(name, value): (&String, &FieldValue)| !value.value.trim().is_empty() && parts.contains(&form.part_of(name));
    parts.iter().all(|part| matches!(part, FormSection::Papers | FormSection::Members)) || draft.values.iter().any(written)
}

/// The stages of an application up to its acceptance, and at which of them it is; none where it ended otherwise.
fn stages(context: &RequestContext, state: Stands) -> Vec<(String, &'static str)> {
    let (first, now) = match state {
        Stands::Draft => ("stage-writing", 0),
        Stands::Reopened | Stands::Returned => ("stage-correcting", 0),
        Stands::Filed => ("stage-writing", 2),
        Stands::Accepted => ("stage-writing", 4),
        Stands::Refused | Stands::Withdrawn => return Vec::new(),
    };
    let all = [first, "stage-filing", "stage-checking", "stage-accepted"];
    ui::components::stages(all.iter().map(|key| context.word(key)), now)
}

#[derive(Debug, Template)]
#[template(path = "overview.html")]
struct Overview<'a> {
    words: &'a Words,
    lang_query: &'a str,
    id: &'a str,
    title: String,
    call: String,
    call_address: String,
    company: &'a str,
    state: String,
    class: &'static str,
    version: i32,
    done: Option<String>,
    open: bool,
    late: bool,
    until: String,
    left: String,
    receipt: String,
    /// Whether it lies with the office.
    waits: bool,
    /// What was filed: number, when, code, who.
    filings: Vec<(i32, String, String, String)>,
    /// The return that is to be answered: what is said, and reasons with the address of their part.
    correction: Option<(String, Vec<(String, String)>)>,
    /// How far it is on its way to being accepted.
    stages: Vec<(String, &'static str)>,
    steps: Vec<StepGroup>,
    /// How many of the parts are filled in, and how many there are.
    done_parts: usize,
    all_parts: usize,
    left_parts: usize,
    /// That something was typed since the last filing and not filed.
    unfiled: Option<String>,
    /// What the engine finds against it.
    flags: Vec<String>,
    /// Who files it, for those who don't.
    lead_files: Option<String>,
    /// Totals of members: name, what it released when, costs, grant.
    totals: Vec<Total>,
    grant: String,
    /// What they count of the parts of others.
    counted: Option<String>,
    /// The parts that are the reader's to release to the lead.
    releases: Vec<Release>,
    may_file: bool,
    may_reopen: bool,
    may_discard: bool,
    may_withdraw: bool,
    messages: usize,
    revised: Option<String>,
    /// What does not work just now.
    outages: Vec<String>,
    /// The way it came, where the office keys it in.
    paper: Option<String>,
    /// The letters about it that did not arrive.
    stuck: Vec<(String, String, String)>,
}

/// What a member's part comes to.
#[derive(Debug)]
struct Total {
    name: String,
    /// When it was released, where others wrote it.
    released: String,
    costs: String,
    grant: String,
}

/// A part that its member releases to the lead.
#[derive(Debug)]
struct Release {
    member: String,
    /// Whose, where the reader acts for several.
    name: String,
    /// How it stands: what was released when, and whether something was typed since.
    state: String,
    /// Whether there is something to release.
    open: bool,
}

/// The parts that somebody releases, while the application is written.
fn releases(context: &RequestContext, draft: &Draft, writable: bool) -> Vec<Release> {
    let found = &draft.application;
    let own = found.members.iter().filter(|m| draft.released.contains_key(&m.id));
    let release = |member: &Member| {
        let same = draft.released.get(&member.id).copied().unwrap_or_default();
        let state = match found.part(&member.id).released_at {
            None => context.word("release-never"),
            Some(at) => context.words.with(if same { "release-done" } else { "release-old" }, &[("at", context.moment(at))]),
        };
        let name = if draft.released.len() > 1 { member.name.clone() } else { String::new() };
        Release { member: member.id.clone(), name, state, open: writable && !same }
    };
    own.map(release).collect()
}

async fn show(state: &AppState, context: &RequestContext, id: &str, done: Option<String>) -> Answer {
    let app = state.app();
    let now = app.now();
    let draft = draft::draft(state, &context.actor, id).await?;
    let context = &context.of_programme(&draft.plan.programme.name);
    let (found, call) = (&draft.application, &draft.call);
    let readiness = draft.readiness(now);
    let filings = filing::filings(state, &context.actor, id).await?;
    let (messages, corrections) = crate::office::case::conversation(state, &context.actor, id).await?;
    let status = found.effective_state(call, now);
    let form = Form::new(&draft.plan);
    let reader = ContentFormatter::new(context, &draft.plan);
    let correction = corrections.into_iter().find(|c| c.answered_at.is_none() && found.state == Stands::Returned);
    let to_correct: Vec<FormSection> =
        correction.iter().flat_map(|c| &c.reasons).map(|r| correction_targets::target(&reader, &r.0).part).collect();
    let correction = correction.map(|c| {
        let reason = |(named, why): (String, String)| {
            let at = correction_targets::target(&reader, &named);
            // What is said of a member's own part is that member's.
            if !at.is_read(&draft.readable) {
                return (String::new(), correction_targets::part_label(&reader, &found.members, &at));
            }
            let address = format!("/applications/{id}/parts/{}{}#{}", at.part.name(), context.viewer.lang_query(), at.anchor);
            (
                address.trim_end_matches('#').to_owned(),
                format!("{}：{why}", correction_targets::target_label(&reader, &found.members, &named)),
            )
        };
        (c.message, c.reasons.into_iter().map(reason).collect())
    });
    let steps = steps(context, &draft, &readiness, &to_correct);
    let may = |act| app.policy.may_with(&context.actor, act, &**found);
    let files = may(acts::APPLICATION_FILE);
    let over = found.is_over(call, now);
    // The lead sees what each comes to; the others what is theirs.
    let leads = draft.readable.contains(LEAD);
    let seen = found.members.iter().filter(|m| form.has_costs(m.place()) && (leads || draft.readable.contains(&m.id)));
    let totals = seen.map(|m| {
        let known = !draft.input.unreleased.contains(&m.id);
        let costs = readiness.reading.funds.get(&m.place()).map(|f| f.costs);
        let grant = readiness.grant(m.place(), &draft.plan).filter(|_| known && (leads || draft.is_paid_per_member()));
        let released = match found.part(&m.id).released_at {
            _ if draft.readable.contains(&m.id) => String::new(),
            Some(at) if known => context.moment(at),
            _ => context.word("part-unreleased"),
        };
        Total { name: m.name.clone(), released, costs: context.yen(costs), grant: context.yen(grant) }
    });
    let filed = found.filings > 0 && !status.is_open();
    // Of what was filed the sums are those that were filed, whatever was typed since; and the page says that it was.
    let totals: Vec<_> = match (filed, leads) {
        (false, _) => totals.collect(),
        (true, true) => {
            let (costs, grant) = (context.yen(found.requested_yen), context.yen(found.grant_yen));
            vec![Total { name: context.word("total"), released: String::new(), costs, grant }]
        }
        (true, false) => Vec::new(),
    };
    let unfiled = if filed && status.stands() { filing::changed_since_filing(state, &context.actor, &draft).await? } else { false };
    let notices = programmes::call::notices(app, &call.id).await?;
    let revised = notices.into_iter().find(|n| n.kind == programmes::call::NoticeKind::Revised && n.at > found.made_at && status.is_open());
    let page = Overview {
        words: &context.words,
        lang_query: context.viewer.lang_query(),
        id,
        title: titled(context, found),
        call: context.viewer.lang.of(&call.programme.plan().programme.name).to_owned(),
        call_address: format!("/programmes/{}{}", call.id, context.viewer.lang_query()),
        company: &found.company_name,
        state: stands(context, status),
        class: class(status),
        version: found.version,
        done,
        open: status.is_open(),
        late: status.is_open() && over,
        until: context.moment(found.until(call)),
        left: time_left(context, now, found.until(call)),
        waits: status == Stands::Filed,
        receipt: found.receipt.clone().unwrap_or_default(),
        filings: filings.iter().map(|(f, who)| (f.number, context.moment(f.arrived_at), f.code.clone(), context.called(who))).collect(),
        correction,
        stages: stages(context, status),
        left_parts: steps.iter().filter(|s| s.class == "unknown").count(),
        done_parts: steps.iter().filter(|s| s.class == "yes").count(),
        all_parts: steps.len(),
        steps: grouped(context, steps),
        totals,
        unfiled: unfiled.then(|| context.words.with("unfiled-changes", &[("n", found.filings.to_string())])),
        grant: context.yen(readiness.answer.as_ref().and_then(|a| a.calculated_grant_yen).filter(|_| leads)),
        counted: counted(context, &draft).filter(|_| !filed),
        releases: releases(context, &draft, found.is_writable(call, now)),
        flags: if status.is_open() { flags(context, &draft, &readiness) } else { Vec::new() },
        lead_files: (!files && found.members.len() > 1).then(|| context.words.with("lead-files", &[("lead", found.company_name.clone())])),
        may_file: files && status.is_open(),
        may_reopen: files && status == Stands::Filed && !over && found.entered_by.is_none(),
        may_discard: files && status == Stands::Reopened,
        may_withdraw: files && !matches!(status, Stands::Withdrawn | Stands::Refused),
        messages: messages.len(),
        revised: revised.map(|n| n.text),
        outages: outages(state, context).await,
        paper: found.entered_by.is_some().then(|| context.word(&format!("channel-{}", found.channel.word()))),
        stuck: if leads { context.stuck(state.app(), &authorization::subject(id), false).await? } else { Vec::new() },
    };
    Ok(context.page(&page.title.clone(), &page))
}

/// What the engine finds against an application, as far as the reader may know it.
pub(super) fn flags(context: &RequestContext, draft: &Draft, readiness: &Readiness<'_>) -> Vec<String> {
    let teller = Teller::new(&draft.plan, context.viewer.lang);
    draft.visible_failed_conditions(readiness).map(|condition| teller.condition(&condition.id)).collect()
}

const DONE: [&str; 7] = ["filed", "reopened", "discarded", "withdrawn", "joined", "message-sent", "released"];

/// Lets the lead know what a member's part comes to.
pub(super) async fn release(
    State(state): State<AppState>,
    Path(id): Path<String>,
    context: RequestContext,
    Fields(typed): Fields,
) -> Answer {
    match draft::release(&state, &context.actor, &id, field(&typed, "member")).await {
        Ok(()) => Ok(context.go(&format!("/applications/{id}?done=released"))),
        Err(Error::Wrong { .. }) => Err(Error::Stale.into()),
        Err(error) => Err(error.into()),
    }
}

pub(super) async fn page(
    State(state): State<AppState>,
    Path(id): Path<String>,
    Query(query): Query<HashMap<String, String>>,
    context: RequestContext,
) -> Answer {
    let done = context.done(&query, &DONE);
    match show(&state, &context, &id, done).await {
        // What the office keyed in is read as it was filed.
        Err(Failure::Verb(error)) if matches!(*error, Error::Denied(_)) => {
            let (found, _) = authorization::load_authorized(&state, &context.actor, acts::APPLICATION_READ, &id).await?;
            if found.entered_by.is_some() && found.filings > 0 {
                return Ok(context.go(&format!("/applications/{id}/filings/{}", found.filings)));
            }
            Err(Failure::Verb(error))
        }
        shown => shown,
    }
}
