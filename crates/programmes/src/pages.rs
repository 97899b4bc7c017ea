//! The pages of the catalogue: the list of calls, a programme, the estimator.

use crate::assess;
use std::sync::Arc;

use askama::Template;
use axum::{
    Extension,
    extract::{Path, Query, State},
    http::StatusCode,
    response::{Html, IntoResponse, Redirect, Response},
};
use jiff::{Timestamp, civil::Date};
use parties::model::Company;
use platform::{Actor, App, compute};
use rules::{assess::Moment, sentences::Teller, summary, words::Words};
use ui::Viewer;
use web::{Answer, Module, RequestContext, Routes};

use crate::{
    call::{self as calls, CallCatalogue, Notice, NoticeKind},
    estimate::{AnswerView, Form, FormInput, FormView},
    model::{Programme, State as CallState},
};

/// What the pages need.
#[derive(Debug, Clone)]
pub struct AppState {
    /// What every verb stands on.
    pub app: App,
    /// The catalogue and its calls.
    pub calls: CallCatalogue,
    /// Companies that anybody may fill in as an example.
    pub examples: Arc<[Company]>,
}

impl AppState {
    fn now(&self) -> Timestamp {
        self.app.now().timestamp()
    }
}

/// Every page of the catalogue.
pub fn module(state: AppState) -> Module {
    Routes::default()
        .get_public("/", list)
        .get_public("/programmes/{id}", show)
        .get("/programmes/{id}/estimate", estimate)
        .with_state(state)
}

#[derive(Debug, Template)]
#[template(path = "list.html")]
struct List<'a> {
    words: &'a Words,
    lang_query: &'a str,
    calls: Vec<Call<'a>>,
}

#[derive(Debug)]
struct Call<'a> {
    id: &'a str,
    name: &'a str,
    operator: &'a str,
    state: &'static str,
    state_word: String,
    window: String,
    cap: String,
    rate: String,
    summary: &'a str,
}

async fn list(State(state): State<AppState>, context: RequestContext) -> Answer {
    let viewer = &context.viewer;
    let words = &viewer.words;
    let now = state.now();
    let mut programmes = state.calls.programmes().await?;
    programmes.sort_by_key(|p| (p.state(now), std::cmp::Reverse(p.plan().programme.window.closes)));
    let calls = programmes.iter().map(|p| call(p, p.state(now), viewer, words)).collect();
    Ok(context.page(&words.get("calls"), &List { words, lang_query: context.viewer.lang_query(), calls }))
}

fn call<'a>(p: &'a Programme, state: CallState, viewer: &Viewer, words: &Words) -> Call<'a> {
    let programme = &p.plan().programme;
    let lines = summary::lines(&Teller::new(p.plan(), viewer.lang));
    let told = |path: &str| -> Vec<String> {
        let inside = |l: &&summary::Line<'_>| l.path == path || l.path.strip_prefix(path).is_some_and(|rest| rest.starts_with('.'));
        lines.iter().filter(inside).map(|l| l.text.clone()).collect()
    };
    let join = |parts: Vec<String>| parts.join(" / ");
    Call {
        id: p.id(),
        name: viewer.lang.of(&programme.name),
        operator: programme.operator.as_ref().map_or("", |o| viewer.lang.of(o)),
        state: state.word(),
        state_word: words.get(&format!("state-{}", state.word())),
        window: window(p, viewer),
        cap: join(told("amount.cap")),
        rate: join(told("amount.rate")),
        summary: viewer.lang.of(&programme.summary.says),
    }
}

fn window(p: &Programme, viewer: &Viewer) -> String {
    let window = &p.plan().programme.window;
    match viewer.lang {
        rules::words::Lang::Ja => format!(
            "{}～{} {:02}:{:02}",
            kernel::date::format_ja(window.opens),
            kernel::date::format_ja(window.closes.date()),
            window.closes.hour(),
            window.closes.minute()
        ),
        rules::words::Lang::En => {
            format!("{} to {} {:02}:{:02}", window.opens, window.closes.date(), window.closes.hour(), window.closes.minute())
        }
    }
}

/// A clause as it is shown: what, and where it stands.
#[derive(Debug)]
struct Line {
    head: String,
    text: String,
    cite: String,
}

#[derive(Debug)]
struct Section {
    id: &'static str,
    title: String,
    lines: Vec<Line>,
}

#[derive(Debug, Template)]
#[template(path = "programme.html")]
struct Show<'a> {
    words: &'a Words,
    lang_query: &'a str,
    call: Call<'a>,
    /// Whether it can be applied for here, now.
    apply: bool,
    /// What was announced since: when, and what.
    notices: Vec<(String, String)>,
    /// What changed since the programme that this one follows: what, before and after; nothing where there is no such programme.
    changes: Vec<summary::Change>,
    sections: Vec<Section>,
}

async fn show(State(state): State<AppState>, Path(id): Path<String>, context: RequestContext) -> Answer {
    let viewer = &context.viewer;
    let (found, is_call) = state.calls.public(&id).await?;
    let before = match &found.plan().programme.follows {
        Some(before) => state.calls.public(before).await.ok(),
        None => None,
    };
    let words = &viewer.words;
    let notices = calls::notices(&state.app, &id).await?.iter().map(|n| (moment(n.at, words), announced(n, words))).collect();
    let state = found.state(state.now());
    let call = call(&found, state, viewer, words);
    let apply = is_call && state == CallState::Open;
    let title = call.name.to_owned();
    let changes = before.map(|(before, _)| changes(&before, &found, viewer)).unwrap_or_default();
    let page = Show { words, lang_query: viewer.lang_query(), call, apply, notices, changes, sections: sections(&found, viewer, words) };
    Ok(context.page(&title, &page))
}

/// A moment as people of the office write it.
fn moment(at: platform::Instant, words: &Words) -> String {
    let at = at.in_japan();
    let day = if words.lang == rules::words::Lang::Ja { kernel::date::format_ja(at.date()) } else { at.date().to_string() };
    format!("{day} {:02}:{:02}", at.hour(), at.minute())
}

/// A notice in a sentence.
fn announced(notice: &Notice, words: &Words) -> String {
    let until = notice.until.map(|until| moment(until, words)).unwrap_or_default();
    let key = match notice.kind {
        NoticeKind::Extended => "notice-extended",
        NoticeKind::Revised => "notice-revised",
    };
    words.with(key, &[("until", until), ("reason", notice.text.clone())])
}

/// What changed since the year or round before, for somebody who knows that one: not the days of the call, nor what explains the text.
fn changes(before: &Programme, after: &Programme, viewer: &Viewer) -> Vec<summary::Change> {
    let all = summary::changes(&Teller::new(before.plan(), viewer.lang), &Teller::new(after.plan(), viewer.lang));
    let told = |c: &summary::Change| {
        use summary::Section::{Contact, Facts, Readings, Schedule, Window};
        !matches!(c.section, Window | Schedule | Contact | Readings | Facts)
    };
    all.into_iter().filter(told).collect()
}

/// The clauses of a programme, section by section.
fn sections(found: &Programme, viewer: &Viewer, words: &Words) -> Vec<Section> {
    let teller = Teller::new(found.plan(), viewer.lang);
    let lines = summary::lines(&teller);
    let shown = [
        summary::Section::Conditions,
        summary::Section::Rates,
        summary::Section::Limits,
        summary::Section::Expenses,
        summary::Section::Excluded,
        summary::Section::Documents,
        summary::Section::Schedule,
        summary::Section::Criteria,
        summary::Section::Duties,
        summary::Section::Notes,
        summary::Section::Readings,
        summary::Section::Contact,
    ];
    let section = |section: &summary::Section| {
        let own = lines.iter().filter(|l| l.section == *section);
        let told = |l: &summary::Line<'_>| Line {
            head: l.head.clone(),
            text: l.text.clone(),
            cite: l.cite.map(|cite| teller.cite(cite)).unwrap_or_default(),
        };
        Section { id: section.word(), title: words.get(section.word()), lines: own.map(told).collect() }
    };
    shown.iter().map(section).filter(|s| !s.lines.is_empty()).collect()
}

#[derive(Debug, Template)]
#[template(path = "estimate.html", blocks = ["answer", "dock"])]
struct Estimate<'a> {
    words: &'a Words,
    lang: &'a str,
    lang_query: &'a str,
    id: &'a str,
    name: &'a str,
    companies: Vec<(String, String)>,
    form: FormView,
    errors: Vec<(String, String)>,
    answer: Option<AnswerView>,
}

async fn estimate(
    State(state): State<AppState>,
    Path(id): Path<String>,
    Query(pairs): Query<Vec<(String, String)>>,
    actor: Option<Extension<Actor>>,
    viewer: Viewer,
) -> Answer {
    let found = match state.calls.public(&id).await {
        Ok((found, _)) => found,
        Err(error) => return Err(error.into()),
    };
    let plan = found.plan();
    let form = Form::new(plan);
    let mut typed = FormInput::of(pairs);
    let own = parties::service::acting_for(&state.app, &actor.map(|a| a.0).unwrap_or_default()).await.unwrap_or_default();
    // Who acts for a company finds it filled in; nothing that was typed is written over.
    if let Some(company) = own.first().filter(|_| typed.is_empty()) {
        form.fill(&mut typed, 0, &company.profile);
    }
    let companies: Vec<&Company> = own.iter().chain(state.examples.iter()).collect();
    if let Some(again) = changed(&companies, &form, &mut typed) {
        let query = again.query();
        return Ok(Redirect::to(&format!("/programmes/{id}/estimate?{query}")).into_response());
    }
    Ok(compute(|| estimated(&viewer, &id, &form, &typed, companies, kernel::in_japan(state.now()).date())))
}

/// What comes of what was typed, as a page or the part of it that changes.
fn estimated(viewer: &Viewer, id: &str, form: &Form<'_>, typed: &FormInput, companies: Vec<&Company>, today: Date) -> Response {
    let plan = form.plan;
    let words = &viewer.words;
    let teller = Teller::new(plan, viewer.lang);
    let (application, wrong) = form.application(typed);
    let view = FormView::new(form, &teller, words, typed, &wrong);
    let mut errors: Vec<(String, String)> = wrong.iter().map(|(field, key)| (field.clone(), words.get(key))).collect();
    let moment = Moment { today: Some(today), ..Moment::default() };
    let answer = match assess(plan, &application, moment) {
        Ok(answer) => {
            let gains = rules::assess::gains(plan, &application, moment, &answer);
            Some(AnswerView::new(form, &teller, viewer.lang, &answer, &gains))
        }
        Err(faults) => {
            errors.extend(faults.into_iter().map(|f| (String::new(), f.message)));
            None
        }
    };
    let name = viewer.lang.of(&plan.programme.name);
    let companies = companies.into_iter().map(|c| (c.id.clone(), c.name.clone())).collect();
    let page =
        Estimate { words, lang: viewer.lang.code(), lang_query: viewer.lang_query(), id, name, companies, form: view, errors, answer };
    if viewer.partial {
        let parts = page.as_answer().render().and_then(|answer| Ok(answer + &page.as_dock().render()?));
        return parts.map_or_else(|_| StatusCode::INTERNAL_SERVER_ERROR.into_response(), |html| Html(html).into_response());
    }
    match page.render() {
        Ok(body) => ui::page(viewer, &format!("{} — {name}", words.get("estimate")), &body),
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}

/// What the buttons of the form do to the address: a member more or less, an example filled in.
fn changed(companies: &[&Company], form: &Form<'_>, typed: &mut FormInput) -> Option<FormInput> {
    let pressed = typed.get("do").to_owned();
    let sample = typed.get("sample").to_owned();
    match pressed.as_str() {
        "add" => {
            let count = form.members(typed);
            typed.set("n", (count + 1).min(crate::estimate::MOST_MEMBERS).to_string());
        }
        "sample" => {
            if let Some(company) = companies.iter().find(|c| c.id == sample) {
                form.fill(typed, 0, &company.profile);
            }
        }
        other => {
            let gone: usize = other.strip_prefix("remove-")?.parse().ok()?;
            form.without_member(typed, gone);
        }
    }
    typed.retain(|k| k != "do" && k != "sample");
    Some(typed.clone())
}
