//! The estimator: what somebody would get, clause by clause, from what they type.

use askama::Template;
use axum::{
    Extension,
    extract::{Path, Query, State},
    http::StatusCode,
    response::{Html, IntoResponse, Redirect, Response},
};
use jiff::civil::Date;
use parties::model::Company;
use platform::{Actor, compute};
use rules::{assess::Moment, language::Channel, sentences::Teller, words::Words};
use ui::Viewer;
use web::Answer;

use super::AppState;
use crate::{
    assess,
    estimate::{AnswerView, Form, FormInput, FormView, MOST_MEMBERS},
    model::State as CallState,
};

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
    /// Where an application begins with what was typed; none while none can be begun.
    apply: Option<String>,
}

pub(super) async fn page(
    State(state): State<AppState>,
    Path(id): Path<String>,
    Query(pairs): Query<Vec<(String, String)>>,
    actor: Option<Extension<Actor>>,
    viewer: Viewer,
) -> Answer {
    let (found, is_call) = match state.calls.public(&id).await {
        Ok(found) => found,
        Err(error) => return Err(error.into()),
    };
    let plan = found.plan();
    let viewer = viewer.of_programme(&plan.programme.name);
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
    let is_open = is_call && found.state(state.now()) == CallState::Open && plan.programme.filing.takes(Channel::Online);
    Ok(compute(|| estimated(&viewer, &id, &form, &typed, companies, kernel::in_japan(state.now()).date(), is_open)))
}

/// What comes of what was typed, as a page or the part of it that changes.
fn estimated(
    viewer: &Viewer,
    id: &str,
    form: &Form<'_>,
    typed: &FormInput,
    companies: Vec<&Company>,
    today: Date,
    is_open: bool,
) -> Response {
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
    let query = typed.query();
    let more = if viewer.lang_query().is_empty() { String::new() } else { "&lang=en".to_owned() };
    let apply = is_open.then(|| format!("/programmes/{id}/apply?{query}{more}"));
    let page = Estimate {
        apply,
        words,
        lang: viewer.lang.code(),
        lang_query: viewer.lang_query(),
        id,
        name,
        companies,
        form: view,
        errors,
        answer,
    };
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
            typed.set("n", (count + 1).min(MOST_MEMBERS).to_string());
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
