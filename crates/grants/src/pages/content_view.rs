//! What was typed or filed, laid out as people read it: by the parts of the form, tables as tables, choices by their words.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use askama::Template;
use forms::Entry;
use kernel::{Industry, Prefecture, Yen, date::parse_date, number, text::separated};
use platform::Error;
use rules::{
    application::Line,
    language::FactType,
    plan::Plan,
    sentences::Teller,
    words::{Lang, Words},
};
use web::RequestContext;

use crate::application::{
    form::{FIGURES, Form, FormSection, YEARS, columns, rows_of},
    model::{Content, Member},
};

/// A cell of a table.
#[derive(Debug)]
pub(super) struct Cell {
    pub(super) text: String,
    /// Whether it is a number, or stands above numbers.
    pub(super) is_number: bool,
    /// What it contradicts; empty where it contradicts nothing.
    pub(super) contradicts: String,
}

impl Cell {
    fn new(text: String, is_number: bool) -> Self {
        Self { text, is_number, contradicts: String::new() }
    }
}

/// A question and its answer.
#[derive(Debug)]
pub(super) struct Answered {
    /// The field, as a return for correction names it.
    pub(super) named: String,
    pub(super) label: String,
    /// What was said; empty where nothing was, and something has to be.
    pub(super) text: String,
}

/// A row of a table.
#[derive(Debug)]
pub(super) struct Row {
    /// The row, as a return for correction names it; empty where it is none that people add.
    pub(super) named: String,
    pub(super) cells: Vec<Cell>,
}

/// A part of it.
#[derive(Debug)]
pub(super) struct ContentSection {
    /// The part, as a return for correction names it.
    pub(super) named: String,
    /// What it is called.
    pub(super) title: String,
    /// Whose it is, where several have a part in it.
    pub(super) whose: String,
    /// What was asked, and what was said.
    pub(super) pairs: Vec<Answered>,
    /// The heads of its table; none where it has no table.
    pub(super) heads: Vec<Cell>,
    /// The rows.
    pub(super) rows: Vec<Row>,
    /// The sums of what is added up.
    pub(super) sums: Vec<Cell>,
}

impl ContentSection {
    /// What it is called, and whose it is.
    pub(super) fn label(&self) -> String {
        if self.whose.is_empty() { self.title.clone() } else { format!("{} {}", self.title, self.whose) }
    }
}

/// What was typed or filed, part by part; for those who may return it, each place with a field for the reason.
#[derive(Debug, Template)]
#[template(path = "content.html")]
pub(super) struct ContentView<'a> {
    pub(super) words: &'a Words,
    pub(super) groups: Vec<ContentSection>,
    /// What was typed as reasons, where reasons may be given.
    pub(super) reasons: Option<&'a HashMap<String, String>>,
}

impl ContentView<'_> {
    /// What a row is called: its part, and its number there.
    fn row_label(&self, section: &ContentSection, number: usize) -> String {
        format!("{} {}", section.label(), self.words.with("row-number", &[("n", number.to_string())]))
    }

    fn why(&self, named: &str) -> &str {
        self.reasons.and_then(|typed| typed.get(&format!("why.{named}"))).map_or("", String::as_str)
    }
}

/// Reads a call's form to somebody.
pub(super) struct ContentFormatter<'a> {
    pub(super) context: &'a RequestContext,
    pub(super) plan: &'a Plan,
    pub(super) form: Form<'a>,
}

impl<'a> ContentFormatter<'a> {
    pub(super) fn new(context: &'a RequestContext, plan: &'a Plan) -> Self {
        Self { context, plan, form: Form::new(plan) }
    }

    /// What these fields say, as a part of a page; empty where they say nothing.
    pub(super) fn content<'f>(&self, members: &[Member], fields: impl Iterator<Item = (&'f str, &'f str)>) -> Result<String, Error> {
        web::html(&ContentView { words: &self.context.words, groups: self.groups(members, fields, &[], false), reasons: None })
    }

    /// The fields in which nothing stands, and something has to: what the form asks of everybody.
    pub(super) fn blanks(&self, content: &Content) -> Vec<String> {
        let is_empty = |name: &String| content.fields.get(name).is_none_or(|text| text.trim().is_empty());
        let parts = self.form.parts(&content.members);
        let asked = parts.iter().flat_map(|part| self.form.asks(*part)).filter(|field| !field.optional);
        asked.map(|field| field.name).filter(is_empty).collect()
    }

    /// What these fields say, part by part, and which of these others stand empty; every part of the form where somebody may say something
    /// of it, whatever stands there.
    pub(super) fn groups<'f>(
        &self,
        members: &[Member],
        fields: impl Iterator<Item = (&'f str, &'f str)>,
        blanks: &'f [String],
        every: bool,
    ) -> Vec<ContentSection> {
        let several = members.len() > 1;
        let mut parts: BTreeMap<FormSection, Vec<(&str, &str)>> = BTreeMap::new();
        // Who is alone is held by no other member.
        let alone = |name: &str| !several && (name.ends_with(".holder") || name.ends_with(".share"));
        let blanks = blanks.iter().map(|name| (name.as_str(), ""));
        for (name, value) in fields.filter(|(name, value)| !value.is_empty() && !alone(name)).chain(blanks) {
            parts.entry(self.form.part_of(name)).or_default().push((name, value));
        }
        for part in self.form.parts(members).into_iter().filter(|part| every && *part != FormSection::Papers) {
            parts.entry(part).or_default();
        }
        let group = |(part, fields): (FormSection, Vec<(&str, &str)>)| {
            let whose = part.member().and_then(|place| members.iter().find(|c| several && c.place() == place));
            let (heads, rows, sums) = self.table(part, &fields);
            ContentSection {
                named: format!("part.{}", part.name()),
                title: self.context.word(part.key()),
                whose: whose.map(|m| m.name.clone()).unwrap_or_default(),
                pairs: self.pairs(part, &fields),
                heads,
                rows,
                sums,
            }
        };
        parts.into_iter().map(group).collect()
    }

    /// What stands by itself, as the form asks it, not as the names of the fields go.
    fn pairs(&self, part: FormSection, fields: &[(&str, &str)]) -> Vec<Answered> {
        let asks = self.form.asks(part);
        let start = rows_of(part);
        let in_table =
            |name: &str| name.starts_with("a.k.") || start.as_ref().is_some_and(|s| name.starts_with(s.as_str()) && name != "a.o.none");
        let mut alone: Vec<_> = fields.iter().filter(|f| f.1.is_empty() || !in_table(f.0)).collect();
        alone.sort_by_key(|f| asks.iter().position(|a| a.name == f.0).unwrap_or(usize::MAX));
        let answered =
            |(name, value): &(&str, &str)| Answered { named: (*name).to_owned(), label: self.label(name), text: self.value(name, value) };
        alone.into_iter().map(answered).collect()
    }

    /// The heads of a part's table, its rows, and the sums below them.
    fn table(&self, part: FormSection, fields: &[(&str, &str)]) -> (Vec<Cell>, Vec<Row>, Vec<Cell>) {
        let value = |name: &str| fields.iter().find(|f| f.0 == name).map_or("", |f| f.1);
        if part == FormSection::Effect {
            let figures = FIGURES.iter().filter(|f| fields.iter().any(|(name, _)| name.starts_with(&format!("a.k.{f}."))));
            let cell = |figure: &str, year: usize| {
                let name = format!("a.k.{figure}.{year}");
                Cell::new(self.value(&name, value(&name)), true)
            };
            let row = |figure: &&str| {
                let head = Cell::new(self.context.word(&format!("ask-{figure}")), false);
                let named = format!("a.k.{figure}.0");
                Row { named, cells: std::iter::once(head).chain((0..YEARS).map(|year| cell(figure, year))).collect() }
            };
            let years = (0..YEARS).map(|year| Cell::new(self.context.word(&format!("year-{year}")), true));
            let heads = std::iter::once(Cell::new(String::new(), false)).chain(years).collect();
            return (heads, figures.map(row).collect(), Vec::new());
        }
        let Some(start) = rows_of(part) else { return (Vec::new(), Vec::new(), Vec::new()) };
        let cells: Vec<(&str, &str)> = fields.iter().filter_map(|f| f.0.strip_prefix(&start)?.split_once('.')).collect();
        let rows: BTreeSet<&str> = cells.iter().map(|c| c.0).collect();
        // The columns that the table has, and whatever else some row says.
        let beyond: BTreeSet<&str> = cells.iter().map(|c| c.1).filter(|c| !columns(part).contains(c)).collect();
        let sums = matches!(part, FormSection::Costs(_));
        let used =
            columns(part).iter().copied().filter(|c| sums && *c == "amount" || cells.iter().any(|(_, column)| column == c)).chain(beyond);
        let used: Vec<&str> = used.collect();
        let name = |row: &str, column: &str| format!("{start}{row}.{column}");
        let amount = |row: &str| match value(&name(row, "amount")) {
            // So many at such a price come to this, where nobody wrote the sum.
            "" => product(value(&name(row, "unit_price")), value(&name(row, "quantity"))),
            typed => Yen::parse(typed).ok(),
        };
        let cell = |row: &str, column: &str| {
            let at = name(row, column);
            let mut cell = Cell::new(self.value(&at, value(&at)), is_number(column));
            if sums && column == "amount" {
                cell.text = amount(row).map_or(cell.text, |sum| separated(sum.get()));
                let product = product(value(&name(row, "unit_price")), value(&name(row, "quantity")));
                if let Some(product) = product.filter(|product| amount(row).is_some_and(|typed| typed != *product)) {
                    cell.contradicts = self.context.words.with("cost-product", &[("yen", separated(product.get()))]);
                }
            }
            cell
        };
        let heads = used.iter().map(|column| Cell::new(self.label(&name("r", column)), is_number(column))).collect();
        let row = |row: &&str| Row { named: format!("{start}{row}"), cells: used.iter().map(|column| cell(row, column)).collect() };
        let total = rows.iter().filter_map(|row| amount(row)).fold(0_i64, |sum, yen| sum.saturating_add(yen.get()));
        let sum = |column: &&str| match *column {
            "amount" => Cell::new(separated(total), true),
            _ => Cell::new(String::new(), false),
        };
        let sums = if sums && rows.len() > 1 { used.iter().map(sum).collect() } else { Vec::new() };
        (heads, rows.iter().map(row).collect(), sums)
    }

    /// What a field is called.
    pub(super) fn label(&self, name: &str) -> String {
        let context = self.context;
        let part = self.form.part_of(name);
        let lang = context.viewer.lang;
        if let Some(ask) = self.form.asks(part).into_iter().find(|a| a.name == name) {
            let label = ask.label.read(&context.words);
            let year = name.strip_prefix("a.k.").and_then(|n| n.rsplit('.').next());
            return year.map_or_else(|| label.clone(), |y| format!("{label} {}", context.word(&format!("year-{y}"))));
        }
        let last = name.rsplit('.').next().unwrap_or_default();
        let table = match part {
            FormSection::Costs(_) => "cost",
            FormSection::Schedule => "schedule",
            FormSection::Team => "team",
            _ => "other",
        };
        let keys = [format!("{table}-{last}"), format!("labour-{last}"), format!("monthly-{last}")];
        let known = self.plan.slot(last).is_some();
        let asked = self.form.facts.of_member.iter().chain(&self.form.facts.of_lead).find(|q| q.fact == last);
        let within = asked.and_then(|q| q.prefecture.as_deref()).and_then(|code| Prefecture::parse(code).ok());
        if let Some(prefecture) = within {
            let name = if lang == Lang::Ja { prefecture.name_ja() } else { prefecture.name_en() };
            return context.words.with("has-establishment", &[("prefecture", name.to_owned())]);
        }
        match last {
            "none" => context.word("others-none"),
            "holder" => context.word("relation"),
            _ if context.words.has(&keys[0]) => context.word(&keys[0]),
            _ if known => Teller::new(self.plan, lang).fact(last),
            _ if context.words.has(&keys[1]) => context.word(&keys[1]),
            _ => last.to_owned(),
        }
    }

    /// What was typed, as people read it.
    pub(super) fn value(&self, name: &str, value: &str) -> String {
        let context = self.context;
        let lang = context.viewer.lang;
        let last = name.rsplit('.').next().unwrap_or_default();
        let programme = &self.plan.programme;
        let kind = self.plan.slot(last).map(|slot| self.plan.slots[slot].kind);
        let entry = self.form.asks(self.form.part_of(name)).into_iter().find(|a| a.name == name).map(|a| a.entry);
        let either = |ja: &'static str, en: &'static str| if lang == Lang::Ja { ja } else { en }.to_owned();
        let described = match last {
            _ if value.is_empty() => None,
            "holder" if value == "none" => Some(context.word("relation-none")),
            "category" => programme.expenses.categories.get(value).map(|c| lang.of(&c.name).to_owned()),
            "tax" => Some(context.word(&format!("tax-{value}"))),
            "status" => Some(context.word(&format!("other-{value}"))),
            "scheme" => programme.parallel.as_ref().and_then(|p| p.banned.get(value)).map(|c| lang.of(&c.says).to_owned()),
            "amount" | "unit_price" | "base" | "allowances" | "monthly" => yen(value),
            "from" | "until" if name.contains(".x.") => parse_date(value).ok().map(|day| context.day(day)),
            _ if matches!(value, "yes" | "no") => Some(context.word(value)),
            _ => match (entry, kind) {
                (Some(Entry::Yen), _) => yen(value),
                (_, Some(FactType::Yen)) => yen(value).map(|amount| context.words.with("yen", &[("amount", amount)])),
                (Some(Entry::Date), _) | (_, Some(FactType::Date)) => parse_date(value).ok().map(|day| context.day(day)),
                (_, Some(FactType::Prefecture)) => Prefecture::parse(value).ok().map(|p| either(p.name_ja(), p.name_en())),
                (_, Some(FactType::Prefectures)) => {
                    let all = value.split_whitespace().map(|one| Prefecture::parse(one).map(|p| either(p.name_ja(), p.name_en())));
                    all.collect::<Result<Vec<_>, _>>().ok().map(|all| all.join("、"))
                }
                (_, Some(FactType::Industry)) => Industry::parse(value).ok().map(|industry| {
                    let (_, ja, en) = industry.division();
                    format!("{value} {}", either(ja, en))
                }),
                (_, Some(FactType::Choice)) => Some(Teller::new(self.plan, lang).choice(last, value)),
                _ => None,
            },
        };
        described.unwrap_or_else(|| value.to_owned())
    }
}

/// What so many at such a price come to; none where either can't be read.
pub(super) fn product(price: &str, quantity: &str) -> Option<Yen> {
    let quantity = number::count(quantity, &number::THINGS).ok();
    Line { unit_price: Yen::parse(price).ok(), quantity, ..Line::default() }.product()
}

fn is_number(column: &str) -> bool {
    matches!(column, "amount" | "unit_price" | "quantity")
}

fn yen(value: &str) -> Option<String> {
    Yen::parse(value).ok().map(|amount| separated(amount.get()))
}
