//! 自社に合う支援: a few questions, and every measure by whether it fits.

use askama::Template;
use axum::{
    Extension,
    extract::{Query, State},
};
use parties::model::Company;
use platform::{Actor, Error};
use rules::{
    application::{Application, Given, GivenValue, Member},
    language::{Map, Scalar},
    measure::{Fit, Openness, Purpose},
    sentences::Teller,
    vocabulary::{KINDS, STANDARD, standard},
    words::{Lang, Words},
};
use strum::IntoEnumIterator;
use ui::{Field, Viewer};
use web::{Answer, RequestContext};

use super::{AppState, measures::Row};
use crate::measures::MeasureIndex;

/// A measure with why it fits or not.
#[derive(Debug)]
struct Found<'a> {
    row: Row<'a>,
    /// What is asked and holds; what is missing; what keeps it from fitting, with what would have to be otherwise.
    holds: Vec<String>,
    open: Vec<String>,
    against: Vec<String>,
}

/// Measures of one purpose.
#[derive(Debug)]
struct Part<'a> {
    title: &'static str,
    found: Vec<Found<'a>>,
}

/// A question that is asked.
#[derive(Debug)]
struct Question {
    field: Field,
    /// How many measures hang on it; empty where it is answered.
    decides: String,
}

#[derive(Debug, Template)]
#[template(path = "finder.html")]
struct Page<'a> {
    words: &'a Words,
    lang_query: &'a str,
    lang: &'static str,
    questions: Vec<Question>,
    answered: Vec<Question>,
    purposes: Vec<(&'static str, &'static str, bool)>,
    open_only: bool,
    has_answers: bool,
    counts: [(String, String, &'static str); 3],
    fits: Vec<Part<'a>>,
    may: Vec<Part<'a>>,
    not: Vec<Found<'a>>,
    save: Option<Save>,
    /// Where a company is told what opens, and its name.
    notices: Option<(String, String)>,
}

/// Keeping what was answered in a company's record.
#[derive(Debug)]
struct Save {
    address: String,
    name: String,
    /// The record as it was seen, and each fact that was answered otherwise.
    fields: Vec<(String, String)>,
}

impl Save {
    /// What a company's record does not say like this yet; none where it says it all.
    fn of(company: &Company, member: &Member, viewer: &Viewer) -> Option<Self> {
        let text = |value: &GivenValue| match value {
            GivenValue::One(one) => one.to_string(),
            GivenValue::Many(many) => many.iter().map(Scalar::to_string).collect::<Vec<_>>().join(","),
        };
        let known = |fact: &str| company.profile.facts.get(fact).map(|given| text(&given.value));
        let answered = member.facts.iter().map(|(fact, given)| (fact.clone(), text(&given.value)));
        let says_it = |fact: &str, value: &str| match (known(fact), kernel::Industry::parse(value)) {
            // A closer class of industry is no other answer.
            (Some(known), Ok(wider)) if fact == "industry" => {
                kernel::Industry::parse(&known).is_ok_and(|own| wider.holds(&own) == Some(true))
            }
            (Some(known), _) => known.split(',').any(|one| one == value),
            (None, _) => false,
        };
        let new = answered.filter(|(fact, value)| !says_it(fact, value));
        // Where it has further establishments, none is lost.
        let with_known = |(fact, value): (String, String)| match known(&fact).filter(|_| fact == "establishment_prefectures") {
            Some(known) => (fact, format!("{known},{value}")),
            None => (fact, value),
        };
        let mut fields: Vec<(String, String)> = new.map(with_known).collect();
        if fields.is_empty() {
            return None;
        }
        fields.push(("version".to_owned(), company.version.to_string()));
        Some(Self { address: format!("/companies/{}{}", company.id, viewer.lang_query()), name: company.name.clone(), fields })
    }
}

/// What was typed.
struct Typed<'t>(&'t [(String, String)]);

impl Typed<'_> {
    fn get(&self, name: &str) -> &str {
        self.0.iter().find(|(key, _)| key == name).map_or("", |(_, value)| value.trim())
    }

    fn all(&self, name: &str) -> Vec<&str> {
        self.0.iter().filter(|(key, value)| key == name && !value.is_empty()).map(|(_, value)| value.as_str()).collect()
    }
}

/// The fields of the form, and the facts that they are.
const FIELDS: [(&str, &str); 5] = [
    ("kind", "kind"),
    ("prefecture", "establishment_prefectures"),
    ("industry", "industry"),
    ("employees", "employees"),
    ("capital", "capital_yen"),
];

/// Whether a fact is one that the kind of applicant that was chosen does not have: only who has capital has that of it.
fn is_of_others(fact: &str, typed: &Typed<'_>) -> bool {
    let kind = typed.get("kind");
    let only_for = standard(fact).map_or(&[][..], |slot| STANDARD[slot].only_for);
    !kind.is_empty() && !only_for.is_empty() && !only_for.contains(&kind)
}

/// The company as the engine is asked of it: what can't be read is left out.
fn company(typed: &Typed<'_>) -> Member {
    let mut facts: Map<Given> = Map::new();
    for (field, fact) in FIELDS {
        let value = typed.get(field);
        let scalar = match fact {
            _ if value.is_empty() => None,
            "employees" => kernel::number::count(value, &kernel::number::PEOPLE).ok().map(Scalar::Int),
            "capital_yen" => kernel::Yen::parse(value).ok().map(|yen| Scalar::Int(yen.get())),
            "industry" => kernel::Industry::parse(value).ok().map(|industry| Scalar::Text(industry.to_string())),
            "establishment_prefectures" => kernel::Prefecture::parse(value).ok().map(|place| Scalar::Text(place.to_string())),
            _ => KINDS.iter().find(|kind| kind.0 == value).map(|kind| Scalar::Text(kind.0.to_owned())),
        };
        if let Some(scalar) = scalar {
            facts.insert(fact.to_owned(), Given::from(scalar));
        }
    }
    facts.retain(|fact, _| !is_of_others(fact, typed));
    Member { id: "a".to_owned(), facts, ..Member::default() }
}

/// The choices of a fact: none where something is typed.
fn options(fact: &str, viewer: &Viewer) -> Vec<(String, String)> {
    let ja = viewer.lang == Lang::Ja;
    let named = |word: String, own: &str, en: &str| (word, if ja { own } else { en }.to_owned());
    let all: Vec<(String, String)> = match fact {
        "kind" => KINDS.iter().map(|(word, own, en)| named((*word).to_owned(), own, en)).collect(),
        "establishment_prefectures" => kernel::Prefecture::all().map(|p| named(p.to_string(), p.name_ja(), p.name_en())).collect(),
        "industry" => kernel::Industry::divisions().map(|(letter, own, en)| named(letter.to_string(), own, en)).collect(),
        _ => return Vec::new(),
    };
    std::iter::once((String::new(), viewer.words.get("choose"))).chain(all).collect()
}

pub(super) async fn page(
    State(state): State<AppState>,
    Query(pairs): Query<Vec<(String, String)>>,
    actor: Option<Extension<Actor>>,
    context: RequestContext,
) -> Answer {
    let catalogue = state.calls.catalogue().await?;
    let index: &MeasureIndex = catalogue.measure_index();
    // Who acts for a company finds what the system knows of it.
    let own = parties::service::acting_for(&state.app, &actor.map(|a| a.0).unwrap_or_default()).await.unwrap_or_default();
    let typed = Typed(&pairs);
    let is_typed = pairs.iter().any(|(key, _)| key != "lang");
    let member = match own.first().filter(|_| !is_typed) {
        Some(company) => {
            let known = |fact: &String| FIELDS.iter().any(|(_, own)| own == fact);
            let facts = company.profile.facts.iter().filter(|(fact, _)| known(fact)).map(|(fact, value)| (fact.clone(), value.clone()));
            Member { id: "a".to_owned(), facts: facts.collect(), ..Member::default() }
        }
        None => company(&typed),
    };
    let save = own.first().filter(|_| is_typed).and_then(|company| Save::of(company, &member, &context.viewer));
    let application = Application { members: vec![member], ..Application::default() };
    let today = kernel::in_japan(state.now()).date();
    let notices = own.first().map(|company| (context.kept(&format!("/companies/{}/notices", company.id)), company.name.clone()));
    platform::compute(|| found(index, &application, &typed, today, (save, notices), &context))
}

fn found(
    index: &MeasureIndex,
    application: &Application,
    typed: &Typed<'_>,
    today: jiff::civil::Date,
    (save, notices): (Option<Save>, Option<(String, String)>),
    context: &RequestContext,
) -> Answer {
    let viewer = &context.viewer;
    let (words, lang) = (&viewer.words, viewer.lang);
    let finder = index.finder.as_ref().ok_or_else(|| Error::Broken("what measures ask can't be made ready".to_owned()))?;
    let answer = finder.assess(application).map_err(|faults| Error::Broken(format!("{faults:?}")))?;
    let wanted: Vec<Purpose> = typed.all("purpose").into_iter().filter_map(Purpose::of_word).collect();
    let open_only = typed.get("open") == "yes";
    let is_wanted = |place: &usize| {
        let entry = &index.entries[*place];
        let state = entry.openness(today);
        entry.is_for_use()
            && (wanted.is_empty() || entry.measure.purposes.iter().any(|purpose| wanted.contains(purpose)))
            && (!open_only || matches!(state, Openness::Open | Openness::AllYear | Openness::Coming))
    };
    let mut places: Vec<usize> = (0..index.entries.len()).filter(is_wanted).collect();
    places.sort_by_key(|place| (index.entries[*place].openness(today), std::cmp::Reverse(index.entries[*place].fiscal_year), *place));
    let facts = &application.members[0].facts;
    let told = |fact: &str| match facts.get(fact).map(|given| &given.value) {
        Some(GivenValue::One(one)) => one.to_string(),
        Some(GivenValue::Many(many)) => many.first().map(Scalar::to_string).unwrap_or_default(),
        None => String::new(),
    };
    let value = |fact: &'static str| {
        let field = FIELDS.iter().find(|(_, own)| *own == fact).map_or("", |(field, _)| field);
        // What was typed and can't be read stays as it was typed.
        Some(typed.get(field)).filter(|text| !text.is_empty()).map_or_else(|| told(fact), str::to_owned)
    };
    let question = |fact: &'static str, decides: String| {
        let name = FIELDS.iter().find(|(_, own)| *own == fact).map_or("", |(field, _)| field);
        let value = value(fact);
        let is_read = value.is_empty() || facts.contains_key(fact) || is_of_others(fact, typed);
        let wrong = || words.get(if fact == "employees" { "wrong-count" } else { "wrong-amount" });
        let options = options(fact, viewer);
        let hint = if options.is_empty() { words.get(&format!("finder-{name}-hint")) } else { String::new() };
        let field = Field {
            name,
            label: words.get(&format!("finder-{name}")),
            kind: if options.is_empty() { "text" } else { "select" },
            autocomplete: "off",
            value,
            hint,
            options,
            error: (!is_read).then(wrong),
        };
        Question { field, decides }
    };
    let questions: Vec<Question> = answer
        .questions(places.iter().copied())
        .into_iter()
        .map(|(fact, count)| question(fact, words.with("finder-decides", &[("count", count.to_string())])))
        .collect();
    let asked: Vec<&str> = questions.iter().map(|question| question.field.name).collect();
    let answered = FIELDS
        .iter()
        .filter(|(field, fact)| !asked.contains(field) && !value(fact).is_empty() && !is_of_others(fact, typed))
        .map(|(_, fact)| question(fact, String::new()))
        .collect();
    let teller = Teller::new(finder.plan(), lang);
    let of = |place: usize| {
        let entry = &index.entries[place];
        let mut found = Found { row: Row::new(entry, viewer, today), holds: Vec::new(), open: Vec::new(), against: Vec::new() };
        for condition in answer.conditions(place) {
            let says = teller.condition(&condition.id);
            match condition.outcome {
                rules::assessment::Outcome::Yes => found.holds.push(says),
                rules::assessment::Outcome::No => {
                    let flip = teller.flip(condition).unwrap_or_default();
                    found.against.push(if flip.is_empty() { says } else { format!("{says} — {flip}") });
                }
                _ => found.open.push(says),
            }
        }
        found.open.extend(entry.measure.eligible.condition.as_ref().map(|condition| lang.of(condition).to_owned()));
        found
    };
    let by_fit = |fit: Fit| places.iter().copied().filter(|place| answer.fit(*place) == fit).collect::<Vec<usize>>();
    let parts = |of_fit: &[usize]| -> Vec<Part<'_>> {
        let first =
            |place: &usize| index.entries[*place].measure.purposes.iter().find(|p| wanted.is_empty() || wanted.contains(*p)).copied();
        Purpose::iter()
            .map(|purpose| {
                (purpose, of_fit.iter().filter(|place| first(place) == Some(purpose)).map(|place| of(*place)).collect::<Vec<_>>())
            })
            .filter(|(_, found)| !found.is_empty())
            .map(|(purpose, found)| Part { title: purpose.label(lang), found })
            .collect()
    };
    let (fits, may, not) = (by_fit(Fit::Fits), by_fit(Fit::MayFit), by_fit(Fit::DoesNotFit));
    let count = |key: &str, all: &[usize], anchor| (words.get(key), all.len().to_string(), anchor);
    let page = Page {
        words,
        lang_query: viewer.lang_query(),
        lang: if lang == Lang::En { "en" } else { "" },
        has_answers: !facts.is_empty(),
        purposes: Purpose::iter().filter(|p| *p != Purpose::Policy).map(|p| (p.word(), p.label(lang), wanted.contains(&p))).collect(),
        open_only,
        counts: [count("finder-fits", &fits, "fits"), count("finder-may", &may, "may"), count("finder-not", &not, "not")],
        fits: parts(&fits),
        may: parts(&may),
        not: not.iter().map(|place| of(*place)).collect(),
        questions,
        answered,
        save,
        notices,
    };
    Ok(context.page(&words.get("finder"), &page))
}
