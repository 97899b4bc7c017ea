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
use jiff::Timestamp;
use parties::model::Company;
use platform::{Actor, App, compute};
use rules::{assess::Moment, language::Cites, sentences::Teller, words::Words};
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
    let join = |parts: Vec<String>| parts.join(" / ");
    Call {
        id: p.id(),
        name: viewer.lang.of(&programme.name),
        operator: viewer.lang.of(&programme.operator),
        state: state.word(),
        state_word: words.get(&format!("state-{}", state.word())),
        window: window(p, viewer),
        cap: join(programme.amount.cap.values().map(|y| words.with("yen", &[("amount", y.to_string())])).collect()),
        rate: join(programme.amount.rate.values().map(ToString::to_string).collect()),
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
    sections: Vec<Section>,
}

async fn show(State(state): State<AppState>, Path(id): Path<String>, context: RequestContext) -> Answer {
    let viewer = &context.viewer;
    let (found, is_call) = state.calls.public(&id).await?;
    let words = &viewer.words;
    let notices = calls::notices(&state.app, &id).await?.iter().map(|n| (moment(n.at, words), announced(n, words))).collect();
    let state = found.state(state.now());
    let call = call(&found, state, viewer, words);
    let apply = is_call && state == CallState::Open;
    let title = call.name.to_owned();
    let page = Show { words, lang_query: viewer.lang_query(), call, apply, notices, sections: sections(&found, viewer, words) };
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

fn sections(found: &Programme, viewer: &Viewer, words: &Words) -> Vec<Section> {
    let plan = found.plan();
    let p = &plan.programme;
    let lang = viewer.lang;
    let teller = Teller::new(plan, lang);
    let line = |head: &str, text: &str, cite: &Cites| Line { head: head.to_owned(), text: text.to_owned(), cite: teller.cite(cite) };
    let none = Cites::default();
    let mut sections = Vec::new();
    let mut add = |id, key: &str, lines: Vec<Line>| {
        if !lines.is_empty() {
            sections.push(Section { id, title: words.get(key), lines });
        }
    };
    let mut conditions: Vec<Line> = p.conditions.values().map(|c| line("", lang.of(&c.says), &c.cite)).collect();
    let consortium = &p.consortium;
    conditions.extend(consortium.wholly_owned.iter().map(|c| line("", lang.of(&c.says), &c.cite)));
    conditions.extend(consortium.grant_share.iter().map(|c| line("", lang.of(&c.says), &c.cite)));
    conditions.extend(consortium.parties.iter().map(|c| line("", lang.of(&c.says), &c.cite)));
    conditions.extend(consortium.notes.values().map(|c| line("", lang.of(&c.says), &c.cite)));
    conditions.extend(p.parallel.iter().map(|c| line("", lang.of(&c.says), &c.cite)));
    conditions.extend(p.parallel.iter().flat_map(|c| c.banned.values()).map(|c| line("", lang.of(&c.says), &c.cite)));
    add("conditions", "conditions", conditions);
    let group = |id: &str| p.groups.get(id).map_or_else(|| teller.word(&format!("group-{id}")), |g| lang.of(&g.says).to_owned());
    let of = |key: &str| p.amount.cite.get(key).unwrap_or(&none);
    let mut rates: Vec<Line> =
        p.amount.rate.iter().map(|(g, r)| line(&format!("{} {}", words.get("rate"), group(g)), &r.to_string(), of("rate"))).collect();
    rates.extend(p.amount.cap.iter().map(|(g, y)| line(&format!("{} {}", words.get("cap"), group(g)), &teller.yen(y.get()), of("cap"))));
    rates.extend(p.amount.floor.iter().map(|y| line("", &teller.yen(y.get()), of("floor"))));
    rates.extend(p.period.iter().map(|c| line("", lang.of(&c.says), &c.cite)));
    rates.extend(p.planned_awards.iter().map(|c| line("", lang.of(&c.says), &c.cite)));
    add("rates", "rates", rates);
    add("limits", "limits", p.limits.values().map(|l| line("", lang.of(&l.says), &l.cite)).collect());
    let categories = p.expenses.categories.values().map(|c| {
        let number = c.number.as_ref().map(|n| format!("{n} ")).unwrap_or_default();
        line(&format!("{number}{}", lang.of(&c.name)), lang.of(&c.says), &c.cite)
    });
    add("expenses", "expenses", categories.collect());
    let mut excluded: Vec<Line> = p.expenses.exclusions.values().map(|e| line("", lang.of(&e.says), &e.cite)).collect();
    excluded.extend(p.expenses.categories.values().flat_map(|c| c.exclusions.values()).map(|e| line("", lang.of(&e.says), &e.cite)));
    add("excluded", "excluded", excluded);
    let documents = p.documents.iter().map(|(id, d)| {
        let mut name = lang.of(&d.name).to_owned();
        if let Some(form) = &d.form {
            name += &format!("（{form}）");
        }
        if d.when.is_some() {
            name += &format!("［{}］", words.get("if-needed"));
        }
        line(id, &name, &d.cite)
    });
    add("documents", "documents", documents.collect());
    let when = |w: &rules::language::When| {
        if lang == rules::words::Lang::Ja { w.ja() } else { w.to_string() }
    };
    let schedule = p.schedule.values().map(|s| {
        let mut text = when(&s.from);
        if let Some(to) = &s.to {
            text += &format!("～{}", when(to));
        }
        if s.about {
            text += &words.get("about");
        }
        if s.planned {
            text += &words.get("planned");
        }
        line(lang.of(&s.says), &text, &s.cite)
    });
    add("schedule", "schedule", schedule.collect());
    add("criteria", "criteria", p.criteria.values().map(|c| line("", lang.of(&c.says), &c.cite)).collect());
    add("duties", "duties", p.duties.values().map(|d| line("", lang.of(&d.says), &d.cite)).collect());
    let mut notes: Vec<Line> = p.notes.values().map(|c| line("", lang.of(&c.says), &c.cite)).collect();
    notes.extend(p.publication.iter().map(|c| line("", lang.of(&c.fields), &c.cite)));
    add("notes", "notes", notes);
    let readings = p.readings.values().map(|r| {
        let chosen = r.options.get(&r.chosen).map_or("", |o| lang.of(&o.means));
        line(lang.of(&r.question), &format!("{chosen} — {}", lang.of(&r.because)), &r.cite)
    });
    add("readings", "readings", readings.collect());
    let contact = &p.contact;
    let mut ways = vec![line("", lang.of(&contact.office), &contact.cite), line("", &contact.address, &none)];
    for (head, way) in [("TEL", &contact.phone), ("FAX", &contact.fax), ("E-mail", &contact.email)] {
        ways.extend(way.iter().map(|w| line(head, w, &none)));
    }
    add("contact", "contact", ways);
    sections
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
    Ok(compute(|| estimated(&viewer, &id, &form, &typed, companies)))
}

/// What comes of what was typed, as a page or the part of it that changes.
fn estimated(viewer: &Viewer, id: &str, form: &Form<'_>, typed: &FormInput, companies: Vec<&Company>) -> Response {
    let plan = form.plan;
    let words = &viewer.words;
    let teller = Teller::new(plan, viewer.lang);
    let (application, wrong) = form.application(typed);
    let view = FormView::new(form, &teller, words, typed, &wrong);
    let mut errors: Vec<(String, String)> = wrong.iter().map(|(field, key)| (field.clone(), words.get(key))).collect();
    let answer = match assess(plan, &application, Moment::default()) {
        Ok(answer) => Some(AnswerView::new(form, &teller, viewer.lang, &answer)),
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
