//! What a revision of a call means here: what applicants would see of it, what becomes of those who are writing and of what was filed, and
//! the letters that tell of it.

use std::{collections::BTreeMap, sync::Arc};

use crate::acts;
use askama::Template;
use futures_util::future::BoxFuture;
use platform::{Actor, Error, compute, mail::Letter};
use programmes::{
    call::{Call, with_deadline},
    draft::{CallSubscriber, DraftImpact, Impact, Preview},
    estimate::{FormInput, Questions},
};
use rules::{assess::Moment, plan::Plan, sentences::Teller};
use ui::Viewer;

use crate::{
    AppState,
    application::{
        assessment_input::AssessmentInput,
        authorization, filing,
        form::{Form, FormSection},
        model::{Application, LEAD, Member, State},
        readiness::{Filed, Readiness, assess_readiness},
        store as applications,
    },
    letters,
};

/// A field of the form as it would be asked.
#[derive(Debug)]
struct AskedField {
    label: String,
    options: Vec<String>,
}

/// A part of the form with what it asks.
#[derive(Debug)]
struct AskedSection {
    title: String,
    fields: Vec<AskedField>,
    /// What is chosen from or sent in: categories of costs, documents.
    items: Vec<String>,
}

#[derive(Debug, Template)]
#[template(path = "form_preview.html")]
struct FormPreview {
    sections: Vec<AskedSection>,
}

#[derive(Debug, Template)]
#[template(path = "letters_preview.html")]
struct LettersPreview {
    /// Subject and body.
    letters: Vec<(String, String)>,
}

/// The form of one applicant, section by section.
fn sections(plan: &Plan, viewer: &Viewer) -> Vec<AskedSection> {
    let (form, words) = (Form::new(plan), &viewer.words);
    let (teller, typed, wrong) = (Teller::new(plan, viewer.lang), FormInput::default(), BTreeMap::new());
    let questions = Questions { form: &form.facts, teller: &teller, words, typed: &typed, wrong: &wrong };
    let lead = Member { id: LEAD.to_owned(), ..Member::default() };
    let section = |part: FormSection| {
        let mut fields: Vec<AskedField> =
            form.asks(part).iter().map(|field| AskedField { label: field.label.read(words), options: Vec::new() }).collect();
        let asked = match part {
            FormSection::Project => questions.of_project(),
            FormSection::Facts(place) => questions.of_member(place, &[]),
            _ => Vec::new(),
        };
        let options = |all: Vec<(String, String)>| all.into_iter().map(|(_, word)| word).collect();
        fields.extend(asked.into_iter().map(|field| AskedField { label: field.label, options: options(field.options) }));
        let programme = &plan.programme;
        let items = match part {
            FormSection::Costs(_) => programme.expenses.categories.values().map(|c| viewer.lang.of(&c.name).to_owned()).collect(),
            FormSection::Papers => programme.documents.values().map(|d| viewer.lang.of(&d.name).to_owned()).collect(),
            _ => Vec::new(),
        };
        AskedSection { title: words.get(part.key()), fields, items }
    };
    form.parts(std::slice::from_ref(&lead)).into_iter().map(section).filter(|s| !s.fields.is_empty() || !s.items.is_empty()).collect()
}

/// The applications that follow the revision in force: drafts, and what was opened again.
async fn follows_current_revision(state: &AppState, actor: &Actor, call: &Call) -> Result<Vec<Application>, Error> {
    let scope = authorization::scope(state, actor, acts::APPLICATION_LIST).await?;
    let open = applications::list_open(state.app().db.read(), &scope, &call.id).await?;
    Ok(open.into_iter().filter(|a| a.state != State::Returned).collect())
}

/// What becomes of those who are writing. What is typed is not the office's to read: the system reckons with it, and only what changes is
/// told.
async fn drafts(state: &AppState, actor: &Actor, call: &Call, after: &Arc<Plan>) -> Result<Vec<DraftImpact>, Error> {
    let before = call.programme.plan();
    let open = follows_current_revision(state, actor, call).await?;
    let snapshot = state.app().db.snapshot().await?;
    let db = &*snapshot;
    let mut all = Vec::new();
    for found in open {
        let found = state.app().policy.allow(&Actor::System("revision"), acts::APPLICATION_DRAFT, found)?;
        let values = forms::response::values(db, &found).await?;
        let companies = authorization::companies(db, &found.members).await?;
        let members = found.members.iter().map(|m| m.id.clone()).collect();
        let input = AssessmentInput::of(db, &found, companies, &values, &members).await?;
        let looked = Filed { arrived: None, posted: None };
        let (then, now) = (assess_readiness(before, &found, &input, looked), assess_readiness(after, &found, &input, looked));
        let grant = |e: &Readiness<'_>| e.answer.as_ref().and_then(|a| a.calculated_grant_yen);
        let form = Form::new(after);
        let unasked = values.iter().filter(|(name, value)| !value.value.is_empty() && !form.knows(name)).count();
        all.push(DraftImpact {
            company: found.company_name.clone(),
            grant: (grant(&then), grant(&now)),
            obstacles: (then.obstacles.len(), now.obstacles.len()),
            unasked,
        });
    }
    Ok(all)
}

/// How many were filed, and how many of them would get more, less, or the same, were they asked again. They are not.
async fn filed(state: &AppState, actor: &Actor, call: &Call, after: &Plan) -> Result<(usize, [usize; 3]), Error> {
    let db = state.app().db.read();
    let scope = authorization::scope(state, actor, acts::APPLICATION_CASE).await?;
    let (mut count, mut otherwise) = (0, [0; 3]);
    for found in applications::list_by_call(db, &scope, &call.id).await?.into_iter().filter(|a| a.state.stands() && a.filings > 0) {
        let (number, then) = (found.filings, found.grant_yen);
        let found = state.app().policy.allow(&Actor::System("revision"), acts::APPLICATION_DRAFT, found)?;
        let Some(kept) = applications::filed(db, &found, number).await? else { continue };
        let content = filing::content(&kept)?;
        let now = programmes::assess(after, &content.application, Moment::default()).ok().and_then(|a| a.calculated_grant_yen);
        count += 1;
        match now.unwrap_or_default().cmp(&then.unwrap_or_default()) {
            std::cmp::Ordering::Greater => otherwise[0] += 1,
            std::cmp::Ordering::Less => otherwise[1] += 1,
            std::cmp::Ordering::Equal => otherwise[2] += 1,
        }
    }
    Ok((count, otherwise))
}

/// Those letters of which an author wants to see the words.
const PREVIEWED: [&str; 7] = ["filed", "closing", "extended", "revised", "returned", "accepted", "refused"];

impl CallSubscriber for AppState {
    fn previews(&self, plan: &Arc<Plan>, viewer: &Viewer) -> Result<Vec<Preview>, Error> {
        let words = &viewer.words;
        let form = web::html(&FormPreview { sections: compute(|| sections(plan, viewer)) })?;
        let call = rules::words::Lang::Ja.of(&plan.programme.name).to_owned();
        let letters = PREVIEWED.iter().map(|key| letters::sample(self, key, &call)).collect();
        let letters = web::html(&LettersPreview { letters })?;
        Ok(vec![Preview { title: words.get("preview-form"), html: form }, Preview { title: words.get("preview-letters"), html: letters }])
    }

    fn impact<'a>(&'a self, actor: &'a Actor, call: &'a Call, after: &'a Arc<Plan>) -> BoxFuture<'a, Result<Impact, Error>> {
        Box::pin(async move {
            // An extension stays; a file that closes later than that closes later.
            let closes = after.programme.window.closes;
            let after = with_deadline(after, call.extended.map_or(closes, |until| until.in_japan().max(closes)));
            let drafts = drafts(self, actor, call, &after).await?;
            let (filed, filed_otherwise) = filed(self, actor, call, &after).await?;
            Ok(Impact { drafts, filed, filed_otherwise })
        })
    }

    fn letters<'a>(&'a self, actor: &'a Actor, call: &'a Call, reason: &'a str) -> BoxFuture<'a, Result<Vec<Letter>, Error>> {
        Box::pin(async move {
            let mut all = Vec::new();
            for found in follows_current_revision(self, actor, call).await? {
                all.extend(letters::revised(self, &found, call, reason).await?);
            }
            Ok(all)
        })
    }
}
