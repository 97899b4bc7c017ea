//! A part of the form: a page that saves itself as one types, and that works by its button alone where there are no scripts.

use crate::acts;
use std::collections::{BTreeMap, HashMap};

use askama::Template;
use axum::extract::{Path, Query, State};
use forms::{
    FieldView, ResponseView, autosave,
    response::{Conflict, Saved},
};
use kernel::text::separated;
use platform::{Error, compute};
use programmes::estimate::{AnswerView, Panel};
use rules::{
    assessment::{Assessment, DocumentAnswer, Outcome, Verdict},
    sentences::Teller,
    words::Words,
};
use web::{Answer, Fields, RequestContext, field};

use super::{
    content_view::ContentFormatter,
    correction_targets,
    cost_totals::cost_totals,
    form_layout::{Layout, TableView},
    labels::{counted, stands, titled},
    members, papers, yen,
};
use crate::{
    AppState,
    application::{
        authorization,
        draft::{self, Draft},
        form::{Form, FormSection, YEARS},
        readiness::{ObstacleKind, Readiness},
    },
};

#[derive(Debug, Template)]
#[template(path = "form_section.html")]
struct Page<'a> {
    words: &'a Words,
    lang_query: &'a str,
    id: &'a str,
    title: String,
    project: String,
    whose: String,
    lead: String,
    back: String,
    /// Where the next part is, and what it is called; the last one leads to filing.
    next: Option<(String, String)>,
    /// Which of how many parts this is.
    place: String,
    person: String,
    /// Where it saves itself, and where it looks for what others typed.
    autosave: String,
    look: String,
    part: String,
    editable: bool,
    closed: String,
    /// What the office wants corrected here: the field, what it is called, and why.
    asked: Vec<(String, String, String)>,
    /// What can't be read: the field, what it is called, and why.
    wrongs: Vec<(String, String, String)>,
    done: Option<String>,
    error: Option<String>,
    fields: Vec<FieldView>,
    /// The figures of several years: what, and a field for each year.
    figures: Vec<(String, Vec<FieldView>)>,
    years: Vec<String>,
    table: Option<TableView>,
    /// The live answer, where this part moves it.
    answer: Option<String>,
    balance: Option<String>,
    /// What the costs come to, category by category, where this part has them.
    totals: Option<String>,
    members: Option<String>,
    papers: Option<String>,
}

/// What a member sees of an answer: its own figures; whoever leads, what is of the whole besides, as far as all of it was released.
fn own<'p>(answer: &Assessment<'p>, draft: &Draft, readiness: &Readiness<'_>) -> Assessment<'p> {
    let mut own = answer.clone();
    let mine = |member: &str| draft.readable.contains(member);
    let known = draft.input.unreleased.is_empty();
    let whole = |member: &Option<String>| member.as_ref().map_or(known, |m| mine(m));
    if !known {
        // Of a part of the whole nobody knows what becomes of the whole.
        own.verdict = Verdict::Undetermined;
        own.grant_yen = own.calculated_grant_yen;
        own.judgements.clear();
        for document in own.documents_not_needed.drain(..) {
            own.documents.push(DocumentAnswer { required: Outcome::Unknown, ..document });
        }
    }
    if !draft.leads() {
        // What they come to together is the lead's to know.
        let grants: Vec<Option<i64>> = own.members.iter().filter(|m| mine(&m.id)).map(|m| m.grant_yen).collect();
        own.grant_yen = grants.into_iter().sum();
        own.calculated_grant_yen = own.grant_yen;
        let totals = own.members.iter().filter(|m| mine(&m.id)).map(|m| m.eligible_total_yen);
        own.eligible_total_yen = totals.fold(0, i64::saturating_add);
        let asked = own.categories.iter().filter(|c| mine(&c.member)).map(|c| c.requested_yen);
        own.requested_total_yen = asked.fold(0, i64::saturating_add);
        let (asked, eligible) = (own.requested_total_yen, own.eligible_total_yen);
        own.steps.retain(|s| s.member.is_some() || s.kind == "eligible_total");
        for total in own.steps.iter_mut().filter(|s| s.member.is_none()) {
            // Its own total stands where that of all would.
            (total.before_yen, total.after_yen, total.slack_yen) = (asked, eligible, None);
            total.bit = false;
        }
    }
    own.members.retain(|m| mine(&m.id));
    own.categories.retain(|c| mine(&c.member));
    own.limits.retain(|l| l.member.as_ref().is_some_and(|m| mine(m)));
    // Sums over all members are theirs together; what one limit took from all is not.
    own.steps.retain(|s| s.member.as_ref().map_or(!matches!(s.kind, "limit" | "admissible"), |m| mine(m)));
    own.next.retain(|n| mine(&n.member));
    own.missing_facts.retain(|f| whole(&f.member));
    own.contradictions.retain(|c| mine(&c.member));
    own.conditions.retain(|c| whole(&c.member));
    for condition in &mut own.conditions {
        condition.findings.retain(|f| whole(&f.member));
        condition.flip.retain(|f| whole(&f.member));
    }
    let lines = &readiness.reading.application.expenses;
    own.lines.retain(|l| lines.get(l.line).and_then(|e| e.member.as_deref()).is_some_and(mine));
    own
}

/// The live answer as a part of a page: nothing of it is another member's.
fn panel(context: &RequestContext, draft: &Draft, readiness: &Readiness<'_>) -> Option<String> {
    let Some(answer) = readiness.answer.as_ref() else {
        return Some(format!("<p class=\"note\">{}</p>", context.word("answer-not-yet")));
    };
    let form = Form::new(&draft.plan);
    let teller = Teller::new(&draft.plan, context.viewer.lang);
    let seen = if draft.sees_all() { answer.clone() } else { own(answer, draft, readiness) };
    let a = AnswerView::new(&form.facts, &teller, context.viewer.lang, &seen, &[]);
    let panel = Panel { a, words: &context.words, lang: context.viewer.lang.code() };
    let answer = compute(|| panel.render()).ok()?;
    Counted { counted: counted(context, draft), answer }.render().ok()
}

/// An answer with what it counts of others.
#[derive(Debug, Template)]
#[template(path = "counted.html")]
struct Counted {
    counted: Option<String>,
    answer: String,
}

/// How a member's funds stand, in a sentence.
fn balance(context: &RequestContext, draft: &Draft, readiness: &Readiness<'_>, place: usize) -> Option<String> {
    let funds = readiness.reading.funds.get(&place)?;
    let grant = readiness.grant(place, &draft.plan);
    let surplus = grant.map(|g| funds.surplus(g));
    let amount = |n: i64| separated(n);
    let parts = [
        ("costs", amount(funds.costs + funds.beyond)),
        ("grant", yen(grant)),
        ("own", amount(funds.own + funds.loan + funds.other)),
        ("short", amount(surplus.unwrap_or_default().abs())),
    ];
    let key = match surplus {
        None => "balance-unknown",
        Some(0) => "balance-even",
        Some(1..) => "balance-over",
        Some(_) => "balance-short",
    };
    let tax = (funds.tax > 0).then(|| context.words.with("balance-tax", &[("tax", amount(funds.tax))]));
    let lines: Vec<String> = [Some(context.words.with(key, &parts)), tax, counted(context, draft)].into_iter().flatten().collect();
    Some(lines.join(" "))
}

/// What a page of a part shows beside what is kept.
#[derive(Debug, Default)]
struct PageInput<'s> {
    done: Option<String>,
    error: Option<String>,
    typed: HashMap<String, String>,
    conflicts: &'s [Conflict],
    blank: usize,
    strict: bool,
    /// The page of a long table.
    page: usize,
    /// What was typed of a member that is to be added, and could not be taken.
    member: (String, String),
}

async fn show(state: &AppState, context: &RequestContext, id: &str, part: &str, shown: PageInput<'_>) -> Answer {
    let app = state.app();
    let part = FormSection::parse(part).ok_or(Error::NotFound)?;
    let draft = draft::draft(state, &context.actor, id).await?;
    let context = &context.of_programme(&draft.plan.programme.name);
    let found = &draft.application;
    let form = Form::new(&draft.plan);
    let parts = form.parts(&found.members);
    if !parts.contains(&part) {
        return Err(Error::NotFound.into());
    }
    let member = part.member().map(|place| format!("m{place}"));
    let act = match &member {
        Some(member) => {
            authorization::authorize_section(app, &context.actor, acts::SECTION_READ, found, member)?;
            authorization::authorize_section(app, &context.actor, acts::SECTION_WRITE, found, member).is_ok()
        }
        None => app.policy.may_with(&context.actor, acts::APPLICATION_WRITE, &**found),
    };
    let status = found.effective_state(&draft.call, app.now());
    let writable = found.is_writable(&draft.call, app.now());
    let readiness = draft.readiness(state.app().now());
    let faulty = shown.error.is_some() || !shown.conflicts.is_empty();
    let layout = Layout {
        context,
        draft: &draft,
        form: &form,
        readiness: &readiness,
        response: ResponseView {
            context,
            values: &draft.values,
            typed: &shown.typed,
            conflicts: shown.conflicts,
            wrong: &readiness.reading.wrong,
            missing: &readiness.reading.missing,
            strict: shown.strict,
        },
        page: shown.page,
    };
    let blank = if shown.blank > 0 { shown.blank } else { 1 };
    let table = layout.table(part, blank).map(|mut table| {
        // Who begins finds more than one row.
        if table.pages == 1 && table.rows.len() == 1 {
            table = layout.table(part, 3).unwrap_or(table);
        }
        table
    });
    let reader = ContentFormatter::new(context, &draft.plan);
    let asked = draft.correction.iter().filter(|_| status.is_open());
    let asked = asked
        .map(|(named, why)| (correction_targets::target(&reader, named), why.clone()))
        .filter(|(at, _)| at.part == part && at.is_read(&draft.readable));
    let mut follows = follows(context, &draft, &readiness, part);
    let is_open = draft.is_open(&readiness, part);
    let mine: Vec<&FormSection> = parts.iter().filter(|p| p.member().is_none_or(|m| draft.readable.contains(&format!("m{m}")))).collect();
    let place = mine.iter().position(|p| **p == part).map_or(0, |place| place + 1);
    // Of what was returned, one goes on to the next part that is open.
    let following = mine.iter().skip(place).find(|p| draft.is_open(&readiness, ***p));
    let files = app.policy.may_with(&context.actor, acts::APPLICATION_FILE, &**found);
    let at = |p: &FormSection| format!("/applications/{id}/parts/{}{}", p.name(), context.viewer.lang_query());
    let several = found.members.len() > 1;
    let lead = format!("lead-{}", part.key());
    let page = Page {
        words: &context.words,
        lang_query: context.viewer.lang_query(),
        id,
        title: context.word(part.key()),
        project: titled(context, found),
        whose: found.members.iter().find(|m| several && Some(m.place()) == part.member()).map(|m| m.name.clone()).unwrap_or_default(),
        lead: if context.words.has(&lead) { context.word(&lead) } else { String::new() },
        back: format!("/applications/{id}{}", context.viewer.lang_query()),
        next: match following {
            Some(part) => Some((at(part), context.word(part.key()))),
            None if files => Some((format!("/applications/{id}/file{}", context.viewer.lang_query()), context.word("file-check"))),
            None => None,
        },
        place: context.words.with("part-place", &[("n", place.to_string()), ("all", mine.len().to_string())]),
        person: context.actor.person()?.id.clone(),
        autosave: context.kept(&format!("/applications/{id}/parts/{}/fields", part.name())),
        look: context.kept(&format!("/applications/{id}/fields")),
        part: part.name(),
        editable: act && writable && is_open,
        closed: match (writable, status.is_open()) {
            (true, _) if is_open => String::new(),
            (true, _) => context.word("part-not-to-correct"),
            (false, true) => context.word("deadline-over"),
            (false, false) => stands(context, status),
        },
        wrongs: if shown.strict { wrongs(&reader, &layout, part) } else { Vec::new() },
        asked: asked.map(|(at, why)| (at.anchor, at.label, why)).collect(),
        done: shown.done,
        error: shown.error,
        fields: layout.fields(part),
        figures: layout.figures(part),
        years: (0..YEARS).map(|y| context.word(&format!("year-{y}"))).collect(),
        table,
        answer: follows.remove("answer"),
        balance: follows.remove("balance"),
        totals: follows.remove("totals"),
        members: if part == FormSection::Members { Some(members::panel(state, context, &draft, &shown.member).await?) } else { None },
        papers: if part == FormSection::Papers { Some(papers::panel(state, context, &draft, &readiness).await?) } else { None },
    };
    let mut title = format!("{} — {}", page.title, page.project);
    if !faulty && !page.wrongs.is_empty() {
        title = context.words.with("error-title", &[("title", title)]);
    }
    Ok(if faulty { context.faulty(&title, &page) } else { context.page(&title, &page) })
}

pub(super) async fn page(
    State(state): State<AppState>,
    Path((id, part)): Path<(String, String)>,
    Query(query): Query<HashMap<String, String>>,
    context: RequestContext,
) -> Answer {
    let done = context.done(&query, &["part-saved", "part-saved-wrong", "paper-put", "paper-dropped", "member-added", "member-gone"]);
    let error = query.get("wrong").filter(|w| w.starts_with("wrong-") && context.words.has(w)).map(|w| context.word(w));
    // Rows are added behind the last one.
    let (blank, page) = if query.contains_key("rows") { (3, usize::MAX) } else { (0, table_page(&query)) };
    let shown = PageInput {
        done,
        error,
        blank,
        strict: query.contains_key("check"),
        page,
        member: (field(&query, "name").to_owned(), field(&query, "email").to_owned()),
        ..PageInput::default()
    };
    show(&state, &context, &id, &part, shown).await
}

/// The page of a long table that is asked for.
fn table_page(query: &HashMap<String, String>) -> usize {
    field(query, "page").parse().unwrap_or(1)
}

/// What can't be read of a part.
fn wrongs(reader: &ContentFormatter<'_>, layout: &Layout<'_>, part: FormSection) -> Vec<(String, String, String)> {
    // What stands on another page of the table is reached there.
    let address = |name: &str| {
        let anchor = name.replace('.', "-");
        let context = layout.context;
        let at = |page| format!("{}?page={page}&check=1{}#{anchor}", context.viewer.path(), context.more());
        layout.elsewhere(name).map_or_else(|| format!("#{anchor}"), at)
    };
    let of = layout.readiness.obstacles.iter().filter(|o| o.part == Some(part));
    let limits = of.filter_map(|o| match &o.what {
        ObstacleKind::Wrong(name, message) => Some((address(name), reader.label(name), reader.context.word(message))),
        _ => None,
    });
    limits.collect()
}

/// Whether something of a part can't be read as it stands.
async fn unread(state: &AppState, context: &RequestContext, id: &str, part: &str) -> bool {
    let Ok(draft) = draft::draft(state, &context.actor, id).await else { return false };
    let readiness = draft.readiness(state.app().now());
    let part = FormSection::parse(part);
    readiness.obstacles.iter().any(|o| o.part == part && matches!(o.what, ObstacleKind::Wrong(..)))
}

/// A form in which a button of a row was pressed that clears it: `clear:ROW`.
fn cleared(mut typed: HashMap<String, String>) -> HashMap<String, String> {
    let Some(row) = field(&typed, "do").strip_prefix("clear:").map(|row| format!("{row}.")) else { return typed };
    for (_, value) in typed.iter_mut().filter(|(name, _)| name.starts_with(&row)) {
        value.clear();
    }
    typed.insert("do".to_owned(), "rows".to_owned());
    typed
}

pub(super) async fn save(
    State(state): State<AppState>,
    Path((id, part)): Path<(String, String)>,
    context: RequestContext,
    Fields(typed): Fields,
) -> Answer {
    let typed = cleared(typed);
    let page = table_page(&typed);
    let and_page = if page > 1 { format!("&page={page}") } else { String::new() };
    match draft::save(&state, &context.actor, &id, &autosave::edits(&typed)).await {
        Ok(Saved { conflicts, .. }) if conflicts.is_empty() => match field(&typed, "do") {
            // What can't be read is told before anybody goes on.
            "next" | "save" if unread(&state, &context, &id, &part).await => {
                Ok(context.go(&format!("/applications/{id}/parts/{part}?done=part-saved-wrong&check=1{and_page}")))
            }
            turn if turn.starts_with("page:") => {
                Ok(context.go(&format!("/applications/{id}/parts/{part}?page={}#rows", turn[5..].parse().unwrap_or(1_usize))))
            }
            "rows" => Ok(context.go(&format!("/applications/{id}/parts/{part}?rows=1#rows"))),
            "next" => Ok(context.go(field(&typed, "next-part")
                .split('?')
                .next()
                .filter(|n| n.starts_with(&format!("/applications/{id}/")))
                .unwrap_or("/applications"))),
            _ => Ok(context.go(&format!("/applications/{id}/parts/{part}?done=part-saved&check=1{and_page}"))),
        },
        Ok(Saved { conflicts, .. }) => {
            let conflicts = autosave::with_own(&context, conflicts);
            let mine: HashMap<String, String> = conflicts.iter().map(|c| (c.name.clone(), c.mine.clone())).collect();
            let error = Some(context.word("conflict"));
            let shown = PageInput { error, typed: mine, conflicts: &conflicts, page, ..PageInput::default() };
            show(&state, &context, &id, &part, shown).await
        }
        Err(Error::Wrong { message, .. }) => {
            let shown = PageInput { error: Some(context.word(message)), typed, page, ..PageInput::default() };
            show(&state, &context, &id, &part, shown).await
        }
        Err(error) => Err(error.into()),
    }
}

/// Keeps what a page that saves itself sends, and answers with everything that follows for the part that it shows.
pub(super) async fn autosave(
    State(state): State<AppState>,
    Path((id, part)): Path<(String, String)>,
    context: RequestContext,
    Fields(typed): Fields,
) -> Answer {
    let part = FormSection::parse(&part).ok_or(Error::NotFound)?;
    let saved = draft::save(&state, &context.actor, &id, &autosave::edits(&typed)).await?;
    let draft = draft::draft(&state, &context.actor, &id).await?;
    let context = context.of_programme(&draft.plan.programme.name);
    let readiness = draft.readiness(state.app().now());
    // Of a part that is another member's nothing follows for whoever typed.
    let is_theirs = part.member().is_none_or(|place| draft.readable.contains(&format!("m{place}")));
    let of = readiness.obstacles.iter().filter(|o| is_theirs && o.part == Some(part));
    let wrongs = of.filter_map(|o| match &o.what {
        ObstacleKind::Wrong(name, message) => Some((name.clone(), *message)),
        _ => None,
    });
    let follows = if is_theirs { follows(&context, &draft, &readiness, part) } else { BTreeMap::new() };
    Ok(autosave::saved(&context, saved, &wrongs.collect(), &follows))
}

/// A text as it stands in a page.
#[derive(Debug, Template)]
#[template(source = "{{ text }}", ext = "html")]
struct Plain {
    text: String,
}

/// What of a page follows from what is typed into its part: the live answer, what the costs come to, or how the funds stand.
fn follows(context: &RequestContext, draft: &Draft, readiness: &Readiness<'_>, part: FormSection) -> BTreeMap<&'static str, String> {
    let balance = |place| Plain { text: balance(context, draft, readiness, place)? }.render().ok();
    let all = match part {
        FormSection::Funds(place) => vec![("balance", balance(place))],
        FormSection::Costs(place) => {
            vec![("answer", panel(context, draft, readiness)), ("totals", cost_totals(context, draft, readiness, place))]
        }
        FormSection::Facts(_) | FormSection::Others => vec![("answer", panel(context, draft, readiness))],
        _ => Vec::new(),
    };
    all.into_iter().filter_map(|(name, html)| Some((name, html?))).collect()
}

/// What stands in the fields that somebody may see, with versions: for pages that look whether a colleague typed.
pub(super) async fn fields(State(state): State<AppState>, Path(id): Path<String>, context: RequestContext) -> Answer {
    let draft = draft::draft(&state, &context.actor, &id).await?;
    Ok(autosave::stands(&context, state.app(), &draft.values).await?)
}

#[derive(Debug, Template)]
#[template(path = "past.html")]
struct Past<'a> {
    words: &'a Words,
    back: String,
    label: String,
    rows: Vec<(String, String, String)>,
}

/// What others had typed into a field before.
pub(super) async fn past(
    State(state): State<AppState>,
    Path(id): Path<String>,
    Query(query): Query<HashMap<String, String>>,
    context: RequestContext,
) -> Answer {
    let name = field(&query, "field");
    let all = draft::field_history(&state, &context.actor, &id, name).await?;
    let part = match draft::draft(&state, &context.actor, &id).await {
        Ok(draft) => Form::new(&draft.plan).part_of(name),
        Err(error) => return Err(error.into()),
    };
    let rows = all.into_iter().map(|(past, who)| (context.moment(past.at), context.called(&who), past.value)).collect();
    let page = Past {
        words: &context.words,
        back: format!("/applications/{id}/parts/{}{}", part.name(), context.viewer.lang_query()),
        label: context.word(part.key()),
        rows,
    };
    Ok(context.page(&context.word("past"), &page))
}
