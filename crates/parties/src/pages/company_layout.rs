//! What all pages of a company share: the head with the ways to the others, changes as people read them, and where an edit leads.

use askama::Template;
use axum::response::Response;
use kernel::Rate;
use platform::{
    Authorized, Error,
    access::Kind,
    accounts::Person,
    mail::{self, Letter},
};
use rules::{
    vocabulary::{STANDARD, StandardFact},
    words::{Lang, Words},
};
use ui::Faults;
use web::RequestContext;

use super::AppState;
use crate::{
    acts,
    model::{Changed, Company, difference},
    proposal,
    service::EditOutcome,
};

/// The pages of a company, as the head of each shows them.
#[derive(Debug, Template)]
#[template(path = "tabs.html")]
struct Tabs<'a> {
    words: &'a Words,
    name: &'a str,
    number: String,
    unproven: bool,
    /// Address, words, whether it is this one, and how much waits there.
    pages: Vec<(String, String, bool, String)>,
}

/// The head of a company's page: its name, and the way to its other pages.
pub(super) async fn tabs(state: &AppState, context: &RequestContext, company: &Authorized<Company>, here: &str) -> Result<String, Error> {
    let waiting = proposal::service::waiting(&state.app, company).await?;
    let mut names = vec![
        ("", "company-facts"),
        ("contacts", "contacts"),
        ("establishments", "establishments"),
        ("ownership", "ownership"),
        ("certifications", "certifications"),
        ("proposals", "proposals"),
        ("history", "history"),
    ];
    if state.gbizinfo.is_some() {
        names.insert(5, ("registry", "registry"));
    }
    let page = |(path, key): (&str, &str)| {
        let slash = if path.is_empty() { "" } else { "/" };
        let address = format!("/companies/{}{slash}{path}{}", company.id, context.viewer.lang_query());
        let waiting = if path == "proposals" && waiting > 0 { waiting.to_string() } else { String::new() };
        (address, context.word(key), path == here, waiting)
    };
    let tabs = Tabs {
        words: &context.words,
        name: &company.name,
        number: company.number.map(|n| n.to_string()).unwrap_or_default(),
        unproven: company.proven_by.is_none(),
        pages: names.into_iter().map(page).collect(),
    };
    tabs.render().map_err(|e| Error::Broken(e.to_string()))
}

/// Whether the asker may type changes of a company's record.
pub(super) fn may_edit(state: &AppState, context: &RequestContext, id: &str) -> bool {
    let may = |act| state.app.policy.may(&context.actor, act, Kind::ORGANISATION, id);
    may(acts::ORGANISATION_CHANGE) || may(acts::ORGANISATION_PROPOSE)
}

/// The letter that tells an owner of a proposal.
pub(super) fn notify_owner(state: &AppState, context: &RequestContext) -> impl Fn(&Person, &Company) -> Letter + Send + Sync {
    let (words, who) = (&context.words, context.actor.person().map(|p| p.name.clone()).unwrap_or_default());
    let link = state.app.link("/companies/");
    let lang_query = context.viewer.lang_query();
    move |owner: &Person, company: &Company| {
        let link = format!("{link}{}/proposals{lang_query}", company.id);
        let (name, who, company) = (mail::quoted(&owner.name), mail::quoted(&who), mail::quoted(&company.name));
        let parts = [("name", name), ("who", who), ("company", company), ("link", link)];
        let (subject, body) = (words.with("proposal-subject", &parts), words.with("proposal-letter", &parts));
        Letter { to: owner.email.clone(), subject, body, first: None }
    }
}

/// What somebody typed beside what a company's record says by now, where somebody else changed it first.
pub(super) fn versions(context: &RequestContext, stored: &Company, typed: &Company) -> Faults {
    let parts = parts(context, &difference(stored, typed));
    let all: Vec<_> = parts.into_iter().map(|(part, stored, typed)| (part, typed, stored)).collect();
    Faults::versions(&context.words, &all)
}

/// Where an edit leads: back, or to where it waits.
pub(super) fn to_done(context: &RequestContext, id: &str, back: &str, kept: EditOutcome) -> Response {
    match kept {
        EditOutcome::Proposed => context.go(&format!("/companies/{id}/proposals?done=proposed")),
        EditOutcome::Changed | EditOutcome::Nothing => context.go(&format!("{back}?done=company-saved")),
    }
}

/// A share as people write it: 33.4% where that is exact, 1/3 otherwise.
pub(super) fn percent(share: Rate) -> String {
    let tenths = i128::from(share.numerator()) * 1_000;
    let below = i128::from(share.denominator());
    if tenths % below != 0 {
        return share.to_string();
    }
    let tenths = tenths / below;
    if tenths % 10 == 0 { format!("{}%", tenths / 10) } else { format!("{}.{}%", tenths / 10, tenths % 10) }
}

fn fact(name: &str) -> Option<&'static StandardFact> {
    STANDARD.iter().find(|f| f.name == name)
}

/// A kept value as people read it.
fn plain(context: &RequestContext, part: &str, value: &serde_json::Value) -> String {
    use serde_json::Value as Json;
    match value {
        Json::Null => "–".to_owned(),
        Json::Bool(yes) => context.word(if *yes { "yes" } else { "no" }),
        Json::Number(n) => n.as_i64().map_or_else(|| n.to_string(), kernel::text::separated),
        Json::String(text) if part.contains("prefecture") => {
            kernel::Prefecture::parse(text).map_or_else(|_| text.clone(), |p| p.name_ja().to_owned())
        }
        Json::String(text) => {
            let choice = fact(part).and_then(|f| f.choices.iter().find(|c| c.0 == text));
            choice.map_or_else(|| text.clone(), |c| if context.viewer.lang == Lang::Ja { c.1 } else { c.2 }.to_owned())
        }
        Json::Array(list) if list.is_empty() => context.word("history-none"),
        Json::Array(list) => list.iter().map(|v| plain(context, part, v)).collect::<Vec<_>>().join("、"),
        // A shareholder, an officer, a contact or an establishment.
        Json::Object(o) => {
            let text = |key: &str| o.get(key).and_then(Json::as_str).unwrap_or_default().to_owned();
            let share = Rate::parse(&text("share")).map(percent).unwrap_or_default();
            let prefecture = kernel::Prefecture::parse(&text("prefecture")).map(|p| p.name_ja()).unwrap_or_default();
            let all = [text("holder"), text("name"), share, text("title"), format!("{prefecture}{}", text("address")), text("phone")];
            all.iter().filter(|t| !t.is_empty()).map(String::as_str).collect::<Vec<_>>().join(" ")
        }
    }
}

/// Changed parts as people read them: the part, what it said before, and what it says from then on.
pub(super) fn parts(context: &RequestContext, changes: &[Changed]) -> Vec<(String, String, String)> {
    let label = |part: &str| match fact(part) {
        Some(fact) => if context.viewer.lang == Lang::Ja { fact.ja } else { fact.en }.to_owned(),
        None => context.word(match part {
            "name" => "company-name",
            "number" => "corporate-number",
            other => other,
        }),
    };
    changes.iter().map(|s| (label(&s.part), plain(context, &s.part, &s.before), plain(context, &s.part, &s.after))).collect()
}
