//! The form of an application, made from its programme: its parts, what each asks, and how what was typed is read. The plan has the
//! fields that every 事業計画書 (様式第1号) has, and those that the programme adds; facts, costs and papers are the programme's alone.

mod read;
mod section;

use forms::{Entry, Field, Label};
use parties::model::Company;
use programmes::estimate::{self, FormInput};
use rules::{
    language::{FactOf, Map, TaxTreatment},
    plan::Plan,
};

pub(crate) use read::refill;
pub use read::{Funds, Reading};
pub use section::{FormSection, SectionGroup, columns, rows, rows_of};

use super::model::Member;

/// A field that every plan has: the end of its name and of its message, how it is filled in, and the most characters.
type Standard = (&'static str, Entry, usize);

const PROJECT: [Standard; 7] = [
    ("title", Entry::Line, 100),
    ("summary", Entry::Text, 300),
    ("starts", Entry::Date, 30),
    ("ends", Entry::Date, 30),
    ("contact-name", Entry::Line, 60),
    ("contact-phone", Entry::Phone, 30),
    ("contact-email", Entry::Mail, 200),
];
const PLAN: [Standard; 4] =
    [("purpose", Entry::Text, 2_000), ("present", Entry::Text, 2_000), ("work", Entry::Text, 4_000), ("novelty", Entry::Text, 2_000)];
const DECLARATION: [Standard; 1] = [("declare", Entry::Tick, 3)];

/// Figures that a plan foretells: sales, value added, wages; last year and the three after.
pub const FIGURES: [&str; 3] = ["sales", "value", "wages"];
/// For how many years, the last one counted.
pub const YEARS: usize = 4;

/// The fields beside which stands what helps to answer.
const HINTED: &[&str] = &["title", "starts", "beyond"];

/// What helps to answer a field, where there is a message for it.
fn hint(key: &str) -> Option<Label> {
    HINTED.contains(&key).then(|| Label::Message(format!("hint-{key}")))
}

/// The form of a programme.
#[derive(Debug, Clone)]
pub struct Form<'p> {
    /// The programme.
    pub plan: &'p Plan,
    /// What it asks of members.
    pub facts: estimate::Form<'p>,
}

impl<'p> Form<'p> {
    /// The form of a programme.
    pub fn new(plan: &'p Plan) -> Self {
        Self { plan, facts: estimate::Form::new(plan) }
    }

    /// Whether a member has costs of its own.
    pub const fn has_costs(&self, member: usize) -> bool {
        self.facts.expenses_of_each || member == 0
    }

    /// The parts, for these members, group by group.
    pub fn parts(&self, members: &[Member]) -> Vec<FormSection> {
        let mut parts = vec![FormSection::Project, FormSection::Plan, FormSection::Effect, FormSection::Schedule, FormSection::Team];
        if self.facts.several {
            parts.push(FormSection::Members);
        }
        parts.extend(members.iter().map(|m| FormSection::Facts(m.place())));
        for place in members.iter().map(Member::place).filter(|place| self.has_costs(*place)) {
            parts.extend([FormSection::Costs(place), FormSection::Funds(place)]);
        }
        parts.extend([FormSection::Papers, FormSection::Others, FormSection::Declaration]);
        parts
    }

    /// The pages of the form, for these members: the parts that stand together on each.
    pub fn pages(&self, members: &[Member]) -> Vec<Vec<FormSection>> {
        let mut pages: Vec<Vec<FormSection>> = Vec::new();
        for part in self.parts(members) {
            match pages.last_mut() {
                Some(page) if page.last().is_some_and(|last| last.shares_page_with(part)) => page.push(part),
                _ => pages.push(vec![part]),
            }
        }
        pages
    }

    /// What a part of the plan asks, apart from tables and what the programme's rules ask.
    pub fn asks(&self, part: FormSection) -> Vec<Field> {
        let standard = |all: &[Standard]| -> Vec<Field> {
            let field = |(key, entry, most): &Standard| {
                let field = Field::new(format!("a.{}", key.replace('-', "_")), format!("ask-{key}"), entry.clone(), *most);
                Field { hint: hint(key), ..field }
            };
            all.iter().map(field).collect()
        };
        match part {
            FormSection::Project => standard(&PROJECT),
            FormSection::Plan => {
                let mut all = standard(&PLAN);
                all.extend(self.plan.programme.plan_questions.iter().map(|(id, question)| Field {
                    name: format!("a.q.{id}"),
                    label: Label::Text(question.ask.clone()),
                    hint: None,
                    entry: if question.at_most > 100 { Entry::Text } else { Entry::Line },
                    at_most: usize::try_from(question.at_most).unwrap_or(usize::MAX),
                    optional: question.optional,
                }));
                all
            }
            FormSection::Effect => {
                let mut all = standard(&[("effect", Entry::Text, 2_000)]);
                for figure in FIGURES {
                    let yen = |year| Field::new(format!("a.k.{figure}.{year}"), format!("ask-{figure}"), Entry::Yen, 30);
                    all.extend((0..YEARS).map(yen));
                }
                all
            }
            FormSection::Declaration => standard(&DECLARATION),
            FormSection::Funds(m) => ["beyond", "own", "loan", "other", "other-from"]
                .into_iter()
                .map(|key| {
                    let name = format!("m{m}.funds.{}", key.replace('-', "_"));
                    let entry = if key == "other-from" { Entry::Line } else { Entry::Yen };
                    Field { hint: hint(key), ..Field::new(name, format!("ask-{key}"), entry, 200).optional() }
                })
                .collect(),
            _ => Vec::new(),
        }
    }

    /// The part in which a field stands.
    pub fn part_of(&self, field: &str) -> FormSection {
        if let Some((member, rest)) = super::model::owner(field).zip(field.split_once('.').map(|f| f.1)) {
            let m = member[1..].parse().unwrap_or_default();
            return match rest.split('.').next() {
                Some("x") => FormSection::Costs(m),
                Some("funds") => FormSection::Funds(m),
                _ => FormSection::Facts(m),
            };
        }
        let parts = [FormSection::Plan, FormSection::Effect, FormSection::Declaration];
        match field {
            _ if field.starts_with("a.s.") => FormSection::Schedule,
            _ if field.starts_with("a.t.") => FormSection::Team,
            _ if field.starts_with("a.o.") => FormSection::Others,
            _ => parts.into_iter().find(|p| self.asks(*p).iter().any(|a| a.name == field)).unwrap_or(FormSection::Project),
        }
    }

    /// The part that a reason of a return for correction is about: a field's or a row's, a document's (`document.2`), or a part as a whole
    /// (`part.plan`).
    pub fn part_of_reason(&self, named: &str) -> FormSection {
        let part = named.strip_prefix("part.").and_then(FormSection::parse);
        part.unwrap_or_else(|| if named.starts_with("document.") { FormSection::Papers } else { self.part_of(named) })
    }

    /// Whether this is a field of the form; everything else is not kept.
    pub fn knows(&self, field: &str) -> bool {
        let plain = field.len() <= 120 && field.bytes().all(|b| b.is_ascii_alphanumeric() || b"._-".contains(&b));
        let in_table = |part: FormSection, rest: &str| {
            let Some((row, column)) = rest.split_once('.') else { return false };
            let sound = row.len() <= 24 && row.strip_prefix('r').is_some_and(|r| r.bytes().all(|b| b.is_ascii_hexdigit()));
            let line = matches!(part, FormSection::Costs(_)) && self.line_fields().any(|f| f == column);
            sound && (columns(part).contains(&column) || line)
        };
        let table = |part: FormSection| rows_of(part).and_then(|start| field.strip_prefix(&start).map(|rest| in_table(part, rest)));
        if !plain {
            return false;
        }
        if let Some(member) = super::model::owner(field) {
            let m: usize = member[1..].parse().unwrap_or_default();
            let rest = &field[member.len() + 1..];
            let fact = |q: &estimate::Question| q.fact == rest;
            let size = self.facts.asks_size && matches!(rest, "industry" | "capital_yen" | "employees");
            return table(FormSection::Costs(m)).unwrap_or_else(|| {
                self.asks(FormSection::Funds(m)).iter().any(|a| a.name == field)
                    || size
                    || matches!(rest, "holder" | "share")
                    || self.facts.of_member.iter().chain(&self.facts.of_lead).any(fact)
            });
        }
        let of_project = |rest: &str| self.facts.of_application.iter().any(|q| q.fact == rest) || rest == "o.none";
        [FormSection::Schedule, FormSection::Team, FormSection::Others].into_iter().find_map(table).unwrap_or(false)
            || [FormSection::Project, FormSection::Plan, FormSection::Effect, FormSection::Declaration]
                .iter()
                .any(|p| self.asks(*p).iter().any(|a| a.name == field))
            || field.strip_prefix("a.").is_some_and(of_project)
    }

    /// The columns of a line of expenses beyond those that every line has.
    pub fn line_fields(&self) -> impl Iterator<Item = String> + '_ {
        let fixed = ["person", "kind", "useful_life_months", "monthly", "from", "until"];
        let fixed = programmes::estimate::LABOUR_FIELDS.into_iter().chain(fixed).map(str::to_owned);
        fixed.chain(self.line_facts().map(|f| format!("f.{f}")))
    }

    /// The facts that the programme asks of a line of expenses.
    pub fn line_facts(&self) -> impl Iterator<Item = &str> + '_ {
        self.plan.slots.iter().filter(|s| s.of == FactOf::Line && !s.computed).map(|s| s.name.as_str())
    }

    /// Fills in what is known of a company as a member.
    pub fn fill(&self, member: usize, company: &Company) -> Vec<(String, String)> {
        let mut typed = FormInput::default();
        self.facts.fill(&mut typed, member, &company.profile);
        let start = format!("m{member}.");
        let known: Vec<(String, String)> = typed.below(&start).map(|(k, v)| (format!("{start}{k}"), v.to_owned())).collect();
        known.into_iter().filter(|(name, text)| !text.is_empty() && self.knows(name)).collect()
    }

    /// What was typed into the estimator, as the fields of an application: the facts of the lead and of the project, and a line of costs for
    /// each category in which something was typed.
    pub fn from_estimate(&self, typed: &FormInput) -> Vec<(String, String)> {
        const CALCULATED: [&str; 2] = ["l", "r"];
        let is_fact = |name: &str| self.knows(name) && !["x.", "funds."].iter().any(|own| name[3..].starts_with(own));
        let facts = typed.below("m0.").map(|(name, value)| (format!("m0.{name}"), value.to_owned()));
        let mut all: Vec<(String, String)> = facts.filter(|(name, value)| !value.is_empty() && is_fact(name)).collect();
        let of_project = self.facts.of_application.iter().map(|question| &question.fact);
        let of_project = of_project.map(|fact| (format!("a.{fact}"), typed.get(&format!("a.{fact}")).to_owned()));
        all.extend(of_project.filter(|(_, value)| !value.is_empty()));
        if typed.get("o") == "none" {
            all.push(("a.o.none".to_owned(), "yes".to_owned()));
        }
        for (place, category) in self.plan.programme.expenses.categories.keys().enumerate() {
            let mut cells: Vec<(String, String)> = Vec::new();
            let amount = typed.get(&format!("m0.e.{category}"));
            if !amount.is_empty() {
                cells.push(("amount".to_owned(), amount.to_owned()));
            }
            for kind in CALCULATED {
                let start = format!("m0.{kind}.{category}.");
                let filled = typed.below(&start).filter(|(_, value)| !value.is_empty());
                cells.extend(filled.map(|(name, value)| (name.to_owned(), value.to_owned())));
            }
            if !cells.is_empty() {
                cells.push(("category".to_owned(), category.clone()));
                let row = format!("m0.x.r{:03x}.", place + 1);
                let row = cells.into_iter().map(|(name, value)| (format!("{row}{name}"), value));
                all.extend(row.filter(|(name, _)| self.knows(name)));
            }
        }
        all
    }

    /// Whether the programme counts amounts without tax.
    pub fn without_tax(&self) -> bool {
        self.plan.programme.expenses.tax.values().iter().any(|(_, tax)| **tax == TaxTreatment::Excluded)
    }
}

/// Kinds of things that are never eligible in a category, by id.
pub fn exclusions<'p>(plan: &'p Plan, category: &str) -> Map<&'p rules::language::Text> {
    let own = plan.programme.expenses.categories.get(category).into_iter().flat_map(|c| &c.exclusions);
    plan.programme.expenses.exclusions.iter().chain(own).map(|(id, e)| (id.clone(), &e.says)).collect()
}
