//! The list of calls.

use askama::Template;
use axum::extract::State;
use rules::{
    measure::Purpose,
    sentences::Teller,
    summary,
    words::{Lang, Words},
};
use strum::IntoEnumIterator;
use ui::Viewer;
use web::{Answer, RequestContext};

use super::AppState;
use crate::model::{Programme, State as CallState};

#[derive(Debug, Template)]
#[template(path = "list.html")]
struct List<'a> {
    words: &'a Words,
    lang_query: &'a str,
    lang: &'static str,
    /// Where somebody of an agency has work.
    work: Option<&'a str>,
    /// Whether whoever is signed in has no work, for having no role.
    has_no_role: bool,
    /// What one may want: the way to it, what it is called, and how much there is.
    purposes: Vec<(String, &'static str, usize)>,
    calls: Vec<Call<'a>>,
}

#[derive(Debug)]
pub(super) struct Call<'a> {
    pub(super) id: &'a str,
    pub(super) name: &'a str,
    pub(super) operator: &'a str,
    pub(super) state: &'static str,
    pub(super) state_word: String,
    pub(super) window: String,
    pub(super) cap: String,
    pub(super) rate: String,
    /// The ways in which it is filed.
    pub(super) channels: String,
    pub(super) summary: &'a str,
}

impl Call<'_> {
    /// The style of its state's tag.
    pub(super) fn class(&self) -> &'static str {
        if self.state == CallState::Open.word() { "yes" } else { "over" }
    }
}

pub(super) async fn page(State(state): State<AppState>, context: RequestContext) -> Answer {
    let viewer = &context.viewer;
    let words = &viewer.words;
    let now = state.now();
    let mut programmes = state.calls.programmes().await?;
    programmes.sort_by_key(|p| (p.state(now), std::cmp::Reverse(p.plan().programme.window.closes)));
    let calls = programmes.iter().map(|p| call(p, p.state(now), viewer, words)).collect();
    let catalogue = state.calls.catalogue().await?;
    let entries = || catalogue.measure_index().entries.iter().filter(|entry| entry.is_for_use());
    let lang = if viewer.lang == Lang::En { "en" } else { "" };
    let address = |purpose: Purpose| match lang {
        "" => format!("/measures?purpose={}", purpose.word()),
        lang => format!("/measures?purpose={}&lang={lang}", purpose.word()),
    };
    let counted = |purpose: Purpose| entries().filter(|entry| entry.measure.purposes.contains(&purpose)).count();
    let purposes = Purpose::iter().map(|purpose| (address(purpose), purpose.label(viewer.lang), counted(purpose)));
    let purposes = purposes.filter(|(_, label, count)| *count > 0 && *label != Purpose::Policy.label(viewer.lang)).collect();
    let places = viewer.signed_in.as_ref().map(|signed| signed.navigation.as_slice());
    let work = viewer.signed_in.as_ref().and_then(|signed| signed.work.as_deref());
    let has_no_role = places.is_some_and(<[_]>::is_empty);
    let page = List { words, lang_query: context.viewer.lang_query(), lang, work, has_no_role, purposes, calls };
    Ok(context.page(&words.get("front"), &page))
}

pub(super) fn call<'a>(p: &'a Programme, state: CallState, viewer: &Viewer, words: &Words) -> Call<'a> {
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
        window: rules::summary::window(&programme.window, viewer.lang),
        cap: join(told("amount.cap")),
        rate: join(told("amount.rate")),
        channels: join(told("filing.channels")),
        summary: viewer.lang.of(&programme.summary.says),
    }
}
