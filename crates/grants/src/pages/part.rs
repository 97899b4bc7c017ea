//! A part of the form: a page that saves itself as one types, and that works by its button alone where there are no scripts.

use std::collections::{BTreeMap, HashMap};

use askama::Template;
use axum::{
    Json,
    extract::{Path, Query, State},
    http::StatusCode,
    response::{Html, IntoResponse, Response},
};
use kernel::text::separated;
use parties::pages::{Asker, Fields, of};
use platform::{Actor, Error, access::Act};
use programmes::estimate::{AnswerView, Panel, Questions};
use rules::{
    assessment::Assessment,
    language::{Calculator, FactType},
    sentences::Teller,
    words::Words,
};
use serde_json::json;

use super::{
    apply::{stands, titled},
    members, moment, papers, yen,
};
use crate::{
    Desk,
    application::{
        draft::{self, Conflict, Draft, Keyed, Saved},
        examine::{Examined, look},
        form::{Ask, Entry, FIGURES, Form, Part, YEARS, columns, exclusions, rows, rows_of},
    },
};

/// A field of a part.
#[derive(Debug, Clone, Default)]
pub(super) struct View {
    pub(super) name: String,
    pub(super) label: String,
    pub(super) hint: String,
    /// `line`, `area`, `yen`, `date`, `tick` or `select`.
    pub(super) kind: &'static str,
    pub(super) value: String,
    pub(super) version: i32,
    pub(super) options: Vec<(String, String)>,
    pub(super) most: usize,
    pub(super) optional: bool,
    pub(super) error: Option<String>,
    /// What somebody else typed there meanwhile: what, and who when.
    pub(super) theirs: Option<(String, String)>,
    /// Its id in the page.
    pub(super) id: String,
}

impl View {
    /// Whether a value is among the choices.
    fn offers(&self, value: &str) -> bool {
        self.options.iter().any(|o| o.0 == value)
    }
}

/// A row of a table.
#[derive(Debug)]
struct RowView {
    cells: Vec<View>,
    details: Vec<View>,
    open: bool,
}

#[derive(Debug)]
struct TableView {
    heads: Vec<String>,
    rows: Vec<RowView>,
}

#[derive(Debug, Template)]
#[template(path = "part.html")]
struct Page<'a> {
    words: &'a Words,
    keep: &'a str,
    id: &'a str,
    title: String,
    project: String,
    whose: String,
    lead: String,
    back: String,
    next: Option<(String, String)>,
    person: String,
    part: String,
    editable: bool,
    closed: String,
    done: Option<String>,
    error: Option<String>,
    fields: Vec<View>,
    /// The figures of several years: what, and a field for each year.
    figures: Vec<(String, Vec<View>)>,
    years: Vec<String>,
    table: Option<TableView>,
    /// The live answer, where this part moves it.
    answer: Option<String>,
    balance: Option<String>,
    members: Option<String>,
    papers: Option<String>,
}

/// Lays out the fields of a part.
struct Layout<'a> {
    asker: &'a Asker,
    draft: &'a Draft,
    form: &'a Form<'a>,
    examined: &'a Examined<'a>,
    /// What was typed and is not kept yet, before what is kept.
    typed: &'a HashMap<String, String>,
    conflicts: &'a [Conflict],
    /// Whether what is missing is told: not to those who only begin.
    strict: bool,
}

impl Layout<'_> {
    fn view(&self, name: &str, label: String, kind: &'static str) -> View {
        let cell = self.draft.cells.get(name);
        let value = self.typed.get(name).map_or_else(|| cell.map(|c| c.said.clone()).unwrap_or_default(), Clone::clone);
        let conflict = self.conflicts.iter().find(|c| c.name == name);
        let wrong = self.examined.reading.wrong.get(name).map(|key| self.asker.word(key)).filter(|_| !value.trim().is_empty());
        let missing = self.strict && value.trim().is_empty() && self.examined.reading.missing.iter().any(|m| m == name);
        View {
            id: name.replace('.', "-"),
            name: name.to_owned(),
            label,
            kind,
            version: conflict.map_or_else(|| cell.map_or(0, |c| c.version), |c| c.theirs.version),
            error: wrong.or_else(|| missing.then(|| self.asker.word("wrong-missing"))),
            theirs: conflict.map(|c| (c.theirs.said.clone(), format!("{} {}", c.who, moment(self.asker, c.theirs.at)))),
            value,
            ..View::default()
        }
    }

    fn ask(&self, ask: &Ask) -> View {
        let label = match &ask.own {
            Some(id) => {
                let question = &self.form.plan.programme.plan_questions[id.as_str()];
                self.asker.viewer.lang.of(&question.ask).to_owned()
            }
            None => self.asker.word(&format!("ask-{}", ask.key)),
        };
        let kind = match ask.entry {
            Entry::Line => "line",
            Entry::Text => "area",
            Entry::Yen => "yen",
            Entry::Date => "date",
            Entry::Tick => "tick",
        };
        let hint = format!("hint-{}", ask.key);
        let mut hint = if self.asker.words.has(&hint) { self.asker.word(&hint) } else { String::new() };
        if ask.entry == Entry::Text {
            let most = self.asker.words.with("at-most-characters", &[("n", separated(i64::try_from(ask.most).unwrap_or(i64::MAX)))]);
            hint = if hint.is_empty() { most } else { format!("{hint} {most}") };
        }
        View { most: ask.most, optional: ask.optional, hint, ..self.view(&ask.name, label, kind) }
    }

    /// A question of the programme's rules, as the estimator asks it.
    fn fact(&self, field: programmes::estimate::Field) -> View {
        let kind = match (field.options.is_empty(), field.yen) {
            (false, _) => "select",
            (true, true) => "yen",
            (true, false) => "line",
        };
        View { options: field.options, ..self.view(&field.name, field.label, kind) }
    }

    fn questions(&self) -> (Teller<'_>, programmes::estimate::Typed) {
        (Teller::new(self.form.plan, self.asker.viewer.lang), draft::typed(&self.draft.cells))
    }

    fn fields(&self, part: Part) -> Vec<View> {
        let mut all: Vec<View> = self.form.asks(part).iter().filter(|a| !a.name.starts_with("a.k.")).map(|a| self.ask(a)).collect();
        let (teller, typed) = self.questions();
        let wrong = &self.examined.reading.wrong;
        let questions = Questions { form: &self.form.facts, teller: &teller, words: self.asker.words, typed: &typed, wrong };
        match part {
            Part::Project => all.extend(questions.of_project().into_iter().map(|f| self.fact(f))),
            Part::Facts(place) => {
                let others: Vec<(String, String)> =
                    self.draft.application.members.iter().filter(|m| m.place() != place).map(|m| (m.id.clone(), m.name.clone())).collect();
                all.extend(questions.of_member(place, &others).into_iter().map(|f| self.fact(f)));
            }
            Part::Others => {
                let label = self.asker.word("others-none");
                all.push(View { hint: self.asker.word("others-none-hint"), ..self.view("a.o.none", label, "tick") });
            }
            _ => {}
        }
        all
    }

    fn figures(&self, part: Part) -> Vec<(String, Vec<View>)> {
        if part != Part::Effect {
            return Vec::new();
        }
        let year = |figure: &str, year: usize| {
            let label = format!("{} {}", self.asker.word(&format!("ask-{figure}")), self.asker.word(&format!("year-{year}")));
            self.view(&format!("a.k.{figure}.{year}"), label, "yen")
        };
        FIGURES.iter().map(|f| (self.asker.word(&format!("ask-{f}")), (0..YEARS).map(|y| year(f, y)).collect())).collect()
    }

    fn table(&self, part: Part, blank: usize) -> Option<TableView> {
        let start = rows_of(part)?;
        let prefix = match part {
            Part::Costs(_) => "cost",
            Part::Schedule => "schedule",
            Part::Team => "team",
            _ => "other",
        };
        let typed = draft::typed(&self.draft.cells);
        let mut ids = rows(&typed, &start);
        // Rows that were typed and are not kept.
        for name in self.typed.keys().filter_map(|n| n.strip_prefix(&start)).filter_map(|n| n.split_once('.')) {
            if !ids.iter().any(|i| i == name.0) && self.typed.get(&format!("{start}{}.{}", name.0, name.1)).is_some_and(|v| !v.is_empty()) {
                ids.push(name.0.to_owned());
            }
        }
        let micros = jiff::Timestamp::now().as_microsecond();
        let filled = ids.len();
        ids.extend((0..blank).map(|n| format!("r{micros:x}{n:x}")));
        let heads = columns(part).iter().map(|c| self.asker.word(&format!("{prefix}-{c}"))).collect();
        let row = |(place, row): (usize, &String)| {
            let cell = |column: &&'static str| {
                let name = format!("{start}{row}.{column}");
                let label = format!("{} {}", self.asker.word(&format!("{prefix}-{column}")), place + 1);
                self.cell(part, column, &name, label)
            };
            let details = if matches!(part, Part::Costs(_)) { self.details(&start, row, place) } else { Vec::new() };
            let open = details.iter().any(|d| !d.value.is_empty() || d.error.is_some());
            RowView { cells: columns(part).iter().map(cell).collect(), details, open: open && place < filled }
        };
        Some(TableView { heads, rows: ids.iter().enumerate().map(row).collect() })
    }

    fn cell(&self, part: Part, column: &str, name: &str, label: String) -> View {
        let programme = &self.form.plan.programme;
        let lang = self.asker.viewer.lang;
        let blank = || (String::new(), self.asker.word("choose"));
        let word = |value: &str, key: &str| (value.to_owned(), self.asker.word(key));
        let (kind, options) = match (part, column) {
            (Part::Costs(_), "category") => {
                let named = programme.expenses.categories.iter().map(|(id, c)| {
                    let number = c.number.as_ref().map(|n| format!("{n} ")).unwrap_or_default();
                    (id.clone(), format!("{number}{}", lang.of(&c.name)))
                });
                ("select", std::iter::once(blank()).chain(named).collect())
            }
            (Part::Costs(_), "tax") => ("select", vec![word("", "tax-without"), word("10", "tax-10"), word("8", "tax-8")]),
            (_, "unit_price" | "amount") => ("yen", Vec::new()),
            (Part::Others, "scheme") => {
                let named = programme.parallel.iter().flat_map(|p| &p.banned).map(|(id, c)| (id.clone(), lang.of(&c.says).to_owned()));
                ("select", std::iter::once(word("", "other-scheme-other")).chain(named).collect())
            }
            (Part::Others, "status") => {
                let all = [("pending", "other-pending"), ("adopted", "other-adopted"), ("over", "other-over")];
                ("select", std::iter::once(blank()).chain(all.map(|(v, k)| word(v, k))).collect())
            }
            _ => ("line", Vec::new()),
        };
        View { options, ..self.view(name, label, kind) }
    }

    /// What a line of costs says beyond its columns, where the programme looks at it.
    fn details(&self, start: &str, row: &str, place: usize) -> Vec<View> {
        let name = |column: &str| format!("{start}{row}.{column}");
        let category =
            self.typed.get(&name("category")).cloned().or_else(|| self.draft.cells.get(&name("category")).map(|c| c.said.clone()));
        let category = category.unwrap_or_default();
        let (teller, _) = self.questions();
        let programme = &self.form.plan.programme;
        let mut all = Vec::new();
        let label = |text: String| format!("{text} {}", place + 1);
        let labour = programme.expenses.categories.get(&category).is_some_and(|c| matches!(c.calculator, Some(Calculator::Labour(_))));
        if labour {
            all.push(self.view(&name("person"), label(self.asker.word("cost-person")), "line"));
            for (column, kind) in [("hours", "line"), ("annual", "line"), ("base", "yen"), ("allowances", "yen")] {
                all.push(self.view(&name(column), label(self.asker.word(&format!("labour-{column}"))), kind));
            }
        }
        all.push(self.view(&name("useful_life_months"), label(self.asker.word("cost-useful_life_months")), "line"));
        let excluded = exclusions(self.form.plan, &category);
        if !excluded.is_empty() {
            let mut options = vec![(String::new(), self.asker.word("choose")), ("ordinary".to_owned(), self.asker.word("cost-ordinary"))];
            options.extend(excluded.iter().map(|(id, says)| (id.clone(), self.asker.viewer.lang.of(says).to_owned())));
            all.push(View { options, ..self.view(&name("kind"), label(self.asker.word("cost-kind")), "select") });
        }
        for fact in self.form.line_facts() {
            let slot = self.form.plan.slot(fact).map(|s| &self.form.plan.slots[s]);
            let options = match slot.map(|s| s.kind) {
                Some(FactType::YesNo) => vec![
                    (String::new(), self.asker.word("choose")),
                    ("yes".to_owned(), self.asker.word("yes")),
                    ("no".to_owned(), self.asker.word("no")),
                ],
                Some(FactType::Choice) => {
                    let choices = slot.into_iter().flat_map(|s| &s.choices).map(|c| (c.clone(), teller.choice(fact, c)));
                    std::iter::once((String::new(), self.asker.word("choose"))).chain(choices).collect()
                }
                _ => Vec::new(),
            };
            let kind = if options.is_empty() { "line" } else { "select" };
            all.push(View { options, ..self.view(&name(&format!("f.{fact}")), label(teller.fact(fact)), kind) });
        }
        all
    }
}

/// What a member sees of an answer: its own figures, and what is of the whole.
fn own<'p>(answer: &Assessment<'p>, draft: &Draft, examined: &Examined<'_>) -> Assessment<'p> {
    let mut own = answer.clone();
    let mine = |member: &str| draft.readable.contains(member);
    let whole = |member: &Option<String>| member.as_ref().is_none_or(|m| mine(m));
    own.members.retain(|m| mine(&m.id));
    own.categories.retain(|c| mine(&c.member));
    own.limits.retain(|l| l.member.as_ref().is_some_and(|m| mine(m)));
    // Sums over all members are theirs together; what one limit took from all is not.
    own.steps.retain(|s| whole(&s.member) && (s.member.is_some() || !matches!(s.kind, "limit" | "admissible")));
    own.next.retain(|n| mine(&n.member));
    own.missing_facts.retain(|f| whole(&f.member));
    own.contradictions.retain(|c| mine(&c.member));
    own.conditions.retain(|c| whole(&c.member));
    for condition in &mut own.conditions {
        condition.findings.retain(|f| whole(&f.member));
        condition.flip.retain(|f| whole(&f.member));
    }
    let lines = &examined.reading.application.expenses;
    own.lines.retain(|l| lines.get(l.line).and_then(|e| e.member.as_deref()).is_some_and(mine));
    own
}

/// The live answer as a part of a page: nothing of it is another member's.
fn panel(asker: &Asker, draft: &Draft, examined: &Examined<'_>) -> Option<String> {
    let answer = examined.answer.as_ref()?;
    let form = Form::new(&draft.plan);
    let teller = Teller::new(&draft.plan, asker.viewer.lang);
    let seen = if draft.readable.len() == draft.application.members.len() { answer.clone() } else { own(answer, draft, examined) };
    let a = AnswerView::new(&form.facts, &teller, asker.viewer.lang, &seen);
    Panel { a, words: asker.words, lang: asker.viewer.lang.code() }.render().ok()
}

/// How a member's funds stand, in a sentence.
fn balance(asker: &Asker, draft: &Draft, examined: &Examined<'_>, place: usize) -> Option<String> {
    let funds = examined.reading.funds.get(&place)?;
    let grant = examined.grant(place, &draft.plan);
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
    Some(asker.words.with(key, &parts))
}

/// What a page of a part shows beside what is kept.
#[derive(Debug, Default)]
struct Shown<'s> {
    done: Option<String>,
    error: Option<String>,
    typed: HashMap<String, String>,
    conflicts: &'s [Conflict],
    blank: usize,
    strict: bool,
}

async fn show(desk: &Desk, asker: &Asker, id: &str, part: &str, shown: Shown<'_>) -> Result<Response, Error> {
    let house = desk.house();
    let part = Part::parse(part).ok_or(Error::NotFound)?;
    let draft = draft::draft(desk, &asker.actor, id).await?;
    let found = &draft.application;
    let form = Form::new(&draft.plan);
    let parts = form.parts(&found.members);
    if !parts.contains(&part) {
        return Err(Error::NotFound);
    }
    let member = part.member().map(|place| format!("m{place}"));
    let act = match &member {
        Some(member) => {
            draft::section(house, &asker.actor, Act::SECTION_READ, found, member)?;
            draft::section(house, &asker.actor, Act::SECTION_WRITE, found, member).is_ok()
        }
        None => house.policy.may_with(&asker.actor, Act::APPLICATION_WRITE, &**found),
    };
    let state = found.standing(&draft.call, house.now());
    let examined = look(&draft, desk.house().now());
    let faulty = shown.error.is_some() || !shown.conflicts.is_empty();
    let layout = Layout {
        asker,
        draft: &draft,
        form: &form,
        examined: &examined,
        typed: &shown.typed,
        conflicts: shown.conflicts,
        strict: shown.strict,
    };
    let blank = if shown.blank > 0 { shown.blank } else { 1 };
    let table = layout.table(part, blank).map(|mut table| {
        // Who begins finds more than one row.
        if table.rows.len() == 1 {
            table = layout.table(part, 3).unwrap_or(table);
        }
        table
    });
    let moves_answer = matches!(part, Part::Costs(_) | Part::Facts(_) | Part::Others);
    let following =
        parts.iter().skip_while(|p| **p != part).skip(1).find(|p| p.member().is_none_or(|m| draft.readable.contains(&format!("m{m}"))));
    let at = |p: &Part| format!("/applications/{id}/parts/{}{}", p.name(), asker.viewer.keep());
    let several = found.members.len() > 1;
    let lead = format!("lead-{}", part.key());
    let page = Page {
        words: asker.words,
        keep: asker.viewer.keep(),
        id,
        title: asker.word(part.key()),
        project: titled(asker, found),
        whose: found.members.iter().find(|m| several && Some(m.place()) == part.member()).map(|m| m.name.clone()).unwrap_or_default(),
        lead: if asker.words.has(&lead) { asker.word(&lead) } else { String::new() },
        back: format!("/applications/{id}{}", asker.viewer.keep()),
        next: following.map(|p| (at(p), asker.word(p.key()))),
        person: asker.actor.person()?.id.clone(),
        part: part.name(),
        editable: act && state.is_open(),
        closed: if state.is_open() { String::new() } else { stands(asker, state) },
        done: shown.done,
        error: shown.error,
        fields: layout.fields(part),
        figures: layout.figures(part),
        years: (0..YEARS).map(|y| asker.word(&format!("year-{y}"))).collect(),
        table,
        answer: if moves_answer { panel(asker, &draft, &examined) } else { None },
        balance: if let Part::Funds(place) = part { balance(asker, &draft, &examined, place) } else { None },
        members: if part == Part::Members { Some(members::panel(desk, asker, &draft)?) } else { None },
        papers: if part == Part::Papers { Some(papers::panel(desk, asker, &draft, &examined)?) } else { None },
    };
    let title = format!("{} — {}", page.title, page.project);
    Ok(if faulty { asker.faulty(&title, page.render()) } else { asker.page(&title, page.render()) })
}

pub(super) async fn page(
    State(desk): State<Desk>,
    Path((id, part)): Path<(String, String)>,
    Query(query): Query<HashMap<String, String>>,
    asker: Asker,
) -> Response {
    let done = asker.done(&query, &["part-saved", "paper-put", "paper-dropped", "member-added", "member-gone"]);
    let error = query.get("wrong").filter(|w| w.starts_with("wrong-") && asker.words.has(w)).map(|w| asker.word(w));
    let blank = if query.contains_key("rows") { 3 } else { 0 };
    let shown = Shown { done, error, blank, strict: query.contains_key("check"), ..Shown::default() };
    show(&desk, &asker, &id, &part, shown).await.unwrap_or_else(|error| asker.problem(&error))
}

/// The fields of a form, with the versions that were seen: `base.NAME` beside `NAME`. `take.NAME` gives way to what the other typed.
fn keyed(typed: &HashMap<String, String>) -> Vec<Keyed> {
    let taken = |name: &str| typed.contains_key(&format!("take.{name}"));
    let seen = |name: &String| typed.get(&format!("base.{name}")).and_then(|v| v.parse().ok());
    let mut all: Vec<Keyed> = typed
        .keys()
        .filter_map(|k| k.strip_prefix("base."))
        .filter(|name| !taken(name))
        // A box that is not ticked is not sent.
        .map(|name| Keyed { name: name.to_owned(), said: of(typed, name).to_owned(), seen: seen(&name.to_owned()).unwrap_or(0) })
        .collect();
    all.sort_by(|a, b| a.name.cmp(&b.name));
    all
}

#[derive(Debug, Template)]
#[template(path = "signed_out.html")]
struct SignedOut<'a> {
    words: &'a Words,
    action: &'a str,
    sign_in: String,
    typed: Vec<(String, String)>,
}

/// Whoever's session ended while they typed keeps what they typed: the page holds it until they are signed in again.
fn signed_out(asker: &Asker, typed: &HashMap<String, String>) -> Response {
    let mut all: Vec<(String, String)> = typed.iter().map(|(k, v)| (k.clone(), v.clone())).collect();
    all.sort();
    let page =
        SignedOut { words: asker.words, action: asker.viewer.path(), sign_in: format!("/sign-in{}", asker.viewer.keep()), typed: all };
    let mut response = asker.page(&asker.word("signed-out"), page.render());
    *response.status_mut() = StatusCode::UNAUTHORIZED;
    response
}

pub(super) async fn save(
    State(desk): State<Desk>,
    Path((id, part)): Path<(String, String)>,
    asker: Asker,
    Fields(typed): Fields,
) -> Response {
    if matches!(asker.actor, Actor::Nobody) {
        return signed_out(&asker, &typed);
    }
    match draft::save(&desk, &asker.actor, &id, &keyed(&typed)).await {
        Ok(Saved { conflicts, .. }) if conflicts.is_empty() => match of(&typed, "do") {
            "rows" => asker.go(&format!("/applications/{id}/parts/{part}?rows=1#rows")),
            "next" => {
                asker.go(of(&typed, "next-part").split('?').next().filter(|n| n.starts_with("/applications/")).unwrap_or("/applications"))
            }
            _ => asker.go(&format!("/applications/{id}/parts/{part}?done=part-saved&check=1")),
        },
        Ok(Saved { conflicts, .. }) => {
            let mine: HashMap<String, String> = conflicts.iter().map(|c| (c.name.clone(), c.mine.clone())).collect();
            let error = Some(asker.word("conflict"));
            let shown = Shown { error, typed: mine, conflicts: &conflicts, ..Shown::default() };
            show(&desk, &asker, &id, &part, shown).await.unwrap_or_else(|e| asker.problem(&e))
        }
        Err(Error::Wrong { message, .. }) => {
            let shown = Shown { error: Some(asker.word(message)), typed, ..Shown::default() };
            show(&desk, &asker, &id, &part, shown).await.unwrap_or_else(|e| asker.problem(&e))
        }
        Err(error) => asker.problem(&error),
    }
}

/// An error for a script: its name, so that the page says what to do.
fn for_script(asker: &Asker, error: &Error) -> Response {
    let (status, key) = match error {
        Error::SignedOut => (StatusCode::UNAUTHORIZED, "signed-out"),
        Error::Wrong { message, .. } => (StatusCode::UNPROCESSABLE_ENTITY, *message),
        Error::Denied(_) => (StatusCode::FORBIDDEN, "problem-denied"),
        Error::NotFound => (StatusCode::NOT_FOUND, "problem-not-found"),
        Error::Stale => (StatusCode::CONFLICT, "problem-stale"),
        other => {
            tracing::error!(error = %other, "a field can't be kept");
            (StatusCode::INTERNAL_SERVER_ERROR, "problem-failed")
        }
    };
    (status, Json(json!({ "problem": asker.word(key) }))).into_response()
}

fn clock(at: platform::Instant) -> String {
    at.in_japan().strftime("%H:%M").to_string()
}

pub(super) async fn keep(State(desk): State<Desk>, Path(id): Path<String>, asker: Asker, Fields(typed): Fields) -> Response {
    match draft::save(&desk, &asker.actor, &id, &keyed(&typed)).await {
        Ok(saved) => {
            let conflicts: Vec<_> = saved
                .conflicts
                .iter()
                .map(|c| json!({ "name": c.name, "theirs": c.theirs.said, "version": c.theirs.version, "who": c.who, "at": clock(c.theirs.at) }))
                .collect();
            Json(json!({ "at": clock(saved.at), "kept": saved.kept, "conflicts": conflicts })).into_response()
        }
        Err(error) => for_script(&asker, &error),
    }
}

/// What stands in the fields that somebody may see, with versions: for pages that look whether a colleague typed.
pub(super) async fn fields(State(desk): State<Desk>, Path(id): Path<String>, asker: Asker) -> Response {
    let draft = match draft::draft(&desk, &asker.actor, &id).await {
        Ok(draft) => draft,
        Err(error) => return for_script(&asker, &error),
    };
    let me = asker.actor.label();
    let mut names: BTreeMap<String, String> = BTreeMap::new();
    let mut all = serde_json::Map::new();
    for (name, cell) in &draft.cells {
        if cell.by != me && !names.contains_key(&cell.by) {
            names.insert(cell.by.clone(), platform::accounts::called(desk.house(), &cell.by).await.unwrap_or_default());
        }
        let who = names.get(&cell.by).map_or("", String::as_str);
        all.insert(name.clone(), json!([cell.said, cell.version, who, clock(cell.at)]));
    }
    Json(json!({ "fields": all })).into_response()
}

/// The live answer alone.
pub(super) async fn answer(State(desk): State<Desk>, Path((id, part)): Path<(String, String)>, asker: Asker) -> Response {
    let draft = match draft::draft(&desk, &asker.actor, &id).await {
        Ok(draft) => draft,
        Err(error) => return asker.problem(&error),
    };
    let examined = look(&draft, desk.house().now());
    let body = match Part::parse(&part) {
        Some(Part::Funds(place)) if draft.readable.contains(&format!("m{place}")) => balance(&asker, &draft, &examined, place),
        Some(_) => panel(&asker, &draft, &examined),
        None => return asker.problem(&Error::NotFound),
    };
    Html(body.unwrap_or_default()).into_response()
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
    State(desk): State<Desk>,
    Path(id): Path<String>,
    Query(query): Query<HashMap<String, String>>,
    asker: Asker,
) -> Response {
    let name = of(&query, "field");
    let all = match draft::past(&desk, &asker.actor, &id, name).await {
        Ok(all) => all,
        Err(error) => return asker.problem(&error),
    };
    let part = match draft::draft(&desk, &asker.actor, &id).await {
        Ok(draft) => Form::new(&draft.plan).part_of(name),
        Err(error) => return asker.problem(&error),
    };
    let rows = all.into_iter().map(|(cell, who)| (moment(&asker, cell.at), who, cell.said)).collect();
    let page = Past {
        words: asker.words,
        back: format!("/applications/{id}/parts/{}{}", part.name(), asker.viewer.keep()),
        label: asker.word(part.key()),
        rows,
    };
    asker.page(&asker.word("past"), page.render())
}
