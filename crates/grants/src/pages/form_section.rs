//! A page of the form: its parts save themselves as one types, and work by the button alone where there are no scripts.

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
    words::{Lang, Words},
};
use web::{Answer, Fields, RequestContext, field};

use super::{
    content_view::ContentFormatter,
    correction_targets,
    cost_totals::cost_totals,
    form_layout::{Layout, TableView},
    labels::{counted, stands, titled},
    members, overview, papers, yen,
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
    back: String,
    /// Where the next page is, and what it is called; the last one leads to filing.
    next: Option<(String, String)>,
    /// Which of how many pages this is.
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
    sections: Vec<SectionView>,
    years: Vec<String>,
    /// The live answer, where this page moves it.
    answer: Option<String>,
    /// What the costs come to, category by category, where this page has them.
    totals: bool,
    members: Option<String>,
    papers: Option<String>,
}

/// A part of the form on its page.
#[derive(Debug)]
struct SectionView {
    name: String,
    /// What it is called, where it does not stand alone.
    title: String,
    lead: String,
    /// Whether it may be written, and why not where the others on the page may be.
    editable: bool,
    closed: String,
    fields: Vec<FieldView>,
    /// The figures of several years: what, and a field for each year.
    figures: Vec<(String, Vec<FieldView>)>,
    table: Option<TableView>,
    balance: Option<String>,
    totals: Option<String>,
}

impl Page<'_> {
    /// Whether there is anything to type.
    fn has_fields(&self) -> bool {
        self.sections.iter().any(|s| !s.fields.is_empty() || s.table.is_some() || !s.figures.is_empty())
    }

    fn has_table(&self) -> bool {
        self.sections.iter().any(|s| s.table.is_some())
    }
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
    /// The part whose table gets more rows.
    rows: &'s str,
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
    let pages = form.pages(&found.members);
    let parts = pages.iter().find(|page| page.contains(&part)).ok_or(Error::NotFound)?;
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
    let reader = ContentFormatter::new(context, &draft.plan);
    let asked = draft.correction.iter().filter(|_| status.is_open());
    let asked = asked
        .map(|(named, why)| (correction_targets::target(&reader, named), why.clone()))
        .filter(|(at, _)| parts.contains(&at.part) && at.is_read(&draft.readable));
    let is_open = |page: &[FormSection]| page.iter().any(|part| draft.is_open(&readiness, *part));
    let mut follows = follows(context, &draft, &readiness, parts);
    let section = |part: &FormSection| {
        let more = if shown.rows == part.name() { 3 } else { 1 };
        let table = layout.table(*part, more).map(|mut table| {
            // Who begins finds more than one row.
            if table.pages == 1 && table.rows.len() == 1 {
                table = layout.table(*part, 3).unwrap_or(table);
            }
            table
        });
        let open = draft.is_open(&readiness, *part);
        let lead = format!("lead-{}", part.key());
        SectionView {
            name: part.name(),
            title: if parts.len() > 1 { context.word(part.key()) } else { String::new() },
            lead: if context.words.has(&lead) { context.word(&lead) } else { String::new() },
            editable: act && writable && open,
            closed: if writable && !open && is_open(parts) { context.word("part-not-to-correct") } else { String::new() },
            fields: layout.fields(*part),
            figures: layout.figures(*part),
            table,
            balance: follows.get("balance").filter(|_| matches!(part, FormSection::Funds(_))).cloned(),
            totals: follows.get("totals").filter(|_| matches!(part, FormSection::Costs(_))).cloned(),
        }
    };
    let sections: Vec<SectionView> = parts.iter().map(section).collect();
    let is_mine = |page: &&Vec<FormSection>| page[0].member().is_none_or(|m| draft.readable.contains(&format!("m{m}")));
    let mine: Vec<&Vec<FormSection>> = pages.iter().filter(is_mine).collect();
    let place = mine.iter().position(|page| *page == parts).map_or(0, |place| place + 1);
    // One goes on to the next page on which something is left to do.
    let is_left = |page: &&&Vec<FormSection>| is_open(page) && overview::is_left(&draft, &form, &readiness, page);
    let following = mine.iter().skip(place).find(is_left);
    let files = app.policy.may_with(&context.actor, acts::APPLICATION_FILE, &**found);
    let at = |page: &[FormSection]| format!("/applications/{id}/parts/{}{}", page[0].name(), context.viewer.lang_query());
    let several = found.members.len() > 1;
    let page = Page {
        words: &context.words,
        lang_query: context.viewer.lang_query(),
        id,
        title: page_title(context, parts),
        project: titled(context, found),
        whose: found.members.iter().find(|m| several && Some(m.place()) == part.member()).map(|m| m.name.clone()).unwrap_or_default(),
        back: format!("/applications/{id}{}", context.viewer.lang_query()),
        next: match following {
            Some(page) => Some((at(page), page_title(context, page))),
            None if files => Some((format!("/applications/{id}/file{}", context.viewer.lang_query()), context.word("file-check"))),
            None => None,
        },
        place: context.words.with("part-place", &[("n", place.to_string()), ("all", mine.len().to_string())]),
        person: context.actor.person()?.id.clone(),
        autosave: context.kept(&format!("/applications/{id}/parts/{}/fields", parts[0].name())),
        look: context.kept(&format!("/applications/{id}/fields")),
        part: parts[0].name(),
        editable: act && writable && is_open(parts),
        closed: match (writable, status.is_open()) {
            (true, _) if is_open(parts) => String::new(),
            (true, _) => context.word("part-not-to-correct"),
            (false, true) => context.word("deadline-over"),
            (false, false) => stands(context, status),
        },
        wrongs: if shown.strict { wrongs(&reader, &layout, parts) } else { Vec::new() },
        asked: asked.map(|(at, why)| (at.anchor, at.label, why)).collect(),
        done: shown.done,
        error: shown.error,
        sections,
        years: (0..YEARS).map(|y| context.word(&format!("year-{y}"))).collect(),
        answer: follows.remove("answer"),
        totals: follows.contains_key("totals"),
        members: if part == FormSection::Members { Some(members::panel(state, context, &draft, &shown.member).await?) } else { None },
        papers: if parts.contains(&FormSection::Papers) { Some(papers::panel(state, context, &draft, &readiness).await?) } else { None },
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
    let page = if query.contains_key("rows") { usize::MAX } else { table_page(&query) };
    let shown = PageInput {
        done,
        error,
        rows: field(&query, "rows"),
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

/// What can't be read of these parts.
fn wrongs(reader: &ContentFormatter<'_>, layout: &Layout<'_>, parts: &[FormSection]) -> Vec<(String, String, String)> {
    // What stands on another page of the table is reached there.
    let address = |name: &str| {
        let anchor = name.replace('.', "-");
        let context = layout.context;
        let at = |page| format!("{}?page={page}&check=1{}#{anchor}", context.viewer.path(), context.more());
        layout.elsewhere(name).map_or_else(|| format!("#{anchor}"), at)
    };
    let of = layout.readiness.obstacles.iter().filter(|o| o.part.is_some_and(|part| parts.contains(&part)));
    let limits = of.filter_map(|o| match &o.what {
        ObstacleKind::Wrong(name, message) => Some((address(name), reader.label(name), reader.context.word(message))),
        _ => None,
    });
    limits.collect()
}

/// What a page is called: its parts, one after another.
pub(super) fn page_title(context: &RequestContext, parts: &[FormSection]) -> String {
    let titles: Vec<String> = parts.iter().map(|part| context.word(part.key())).collect();
    titles.join(if context.viewer.lang == Lang::Ja { "・" } else { ", " })
}

/// The parts that stand on a page with one.
fn together(draft: &Draft, part: FormSection) -> Vec<FormSection> {
    let pages = Form::new(&draft.plan).pages(&draft.application.members);
    pages.into_iter().find(|page| page.contains(&part)).unwrap_or_default()
}

/// Whether something of a page can't be read as it stands.
async fn unread(state: &AppState, context: &RequestContext, id: &str, part: &str) -> bool {
    let Ok(draft) = draft::draft(state, &context.actor, id).await else { return false };
    let readiness = draft.readiness(state.app().now());
    let parts = FormSection::parse(part).map(|part| together(&draft, part)).unwrap_or_default();
    let here = |part: Option<FormSection>| part.is_some_and(|part| parts.contains(&part));
    readiness.obstacles.iter().any(|o| here(o.part) && matches!(o.what, ObstacleKind::Wrong(..)))
}

/// A form in which a button of a row was pressed that clears it: `clear:PART:ROW`.
fn cleared(mut typed: HashMap<String, String>) -> HashMap<String, String> {
    let Some((part, row)) = field(&typed, "do").strip_prefix("clear:").and_then(|of| of.split_once(':')) else { return typed };
    let (part, row) = (part.to_owned(), format!("{row}."));
    for (_, value) in typed.iter_mut().filter(|(name, _)| name.starts_with(&row)) {
        value.clear();
    }
    typed.insert("do".to_owned(), format!("rows:{part}"));
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
                let (of, page) = turn[5..].split_once(':').unwrap_or_default();
                let of = FormSection::parse(of).ok_or(Error::NotFound)?.name();
                Ok(context.go(&format!("/applications/{id}/parts/{of}?page={}#rows-{of}", page.parse().unwrap_or(1_usize))))
            }
            rows if rows.starts_with("rows:") => {
                let of = FormSection::parse(&rows[5..]).ok_or(Error::NotFound)?.name();
                Ok(context.go(&format!("/applications/{id}/parts/{of}?rows={of}#rows-{of}")))
            }
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
    let parts = together(&draft, part);
    let of = readiness.obstacles.iter().filter(|o| is_theirs && o.part.is_some_and(|part| parts.contains(&part)));
    let wrongs = of.filter_map(|o| match &o.what {
        ObstacleKind::Wrong(name, message) => Some((name.clone(), *message)),
        _ => None,
    });
    let follows = if is_theirs { follows(&context, &draft, &readiness, &parts) } else { BTreeMap::new() };
    Ok(autosave::saved(&context, saved, &wrongs.collect(), &follows))
}

/// A text as it stands in a page.
#[derive(Debug, Template)]
#[template(source = "{{ text }}", ext = "html")]
struct Plain {
    text: String,
}

/// What of a page follows from what is typed into its parts: the live answer, what the costs come to, how the funds stand.
fn follows(context: &RequestContext, draft: &Draft, readiness: &Readiness<'_>, parts: &[FormSection]) -> BTreeMap<&'static str, String> {
    let balance = |place| Plain { text: balance(context, draft, readiness, place)? }.render().ok();
    let of = |part: &FormSection| match *part {
        FormSection::Funds(place) => vec![("balance", balance(place))],
        FormSection::Costs(place) => {
            vec![("answer", panel(context, draft, readiness)), ("totals", cost_totals(context, draft, readiness, place))]
        }
        FormSection::Facts(_) => vec![("answer", panel(context, draft, readiness))],
        _ => Vec::new(),
    };
    parts.iter().flat_map(of).filter_map(|(name, html)| Some((name, html?))).collect()
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
