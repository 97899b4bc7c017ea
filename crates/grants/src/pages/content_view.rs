//! What was typed or filed, laid out as people read it: by the parts of the form, tables as tables, choices by their words.

use std::collections::{BTreeMap, BTreeSet};

use forms::Entry;
use kernel::{Industry, Prefecture, Yen, date::parse_date, number, text::separated};
use rules::{application::Line, language::FactType, plan::Plan, sentences::Teller, words::Lang};
use web::RequestContext;

use crate::application::{
    form::{FIGURES, Form, FormSection, YEARS, columns, rows_of},
    model::{Member, owner},
};

/// A cell of a table: its text, and whether it is a number, or stands above numbers.
type FieldValue = (String, bool);

/// A part of it.
#[derive(Debug)]
pub(super) struct ContentSection {
    /// What it is called.
    pub(super) title: String,
    /// Whose it is, where several have a part in it.
    pub(super) whose: String,
    /// What was asked, and what was said.
    pub(super) pairs: Vec<(String, String)>,
    /// The heads of its table; none where it has no table.
    pub(super) heads: Vec<FieldValue>,
    /// The rows.
    pub(super) rows: Vec<Vec<FieldValue>>,
}

impl ContentSection {
    /// What it is called, and whose it is.
    pub(super) fn label(&self) -> String {
        if self.whose.is_empty() { self.title.clone() } else { format!("{} {}", self.title, self.whose) }
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

    /// What these fields say.
    pub(super) fn groups<'f>(&self, members: &[Member], fields: impl Iterator<Item = (&'f str, &'f str)>) -> Vec<ContentSection> {
        let several = members.len() > 1;
        let mut parts: BTreeMap<FormSection, Vec<(&str, &str)>> = BTreeMap::new();
        // Who is alone is held by no other member.
        let alone = |name: &str| !several && (name.ends_with(".holder") || name.ends_with(".share"));
        for (name, value) in fields.filter(|(name, value)| !value.is_empty() && !alone(name)) {
            parts.entry(self.form.part_of(name)).or_default().push((name, value));
        }
        let group = |(part, fields): (FormSection, Vec<(&str, &str)>)| {
            let whose = fields.first().and_then(|f| owner(f.0)).and_then(|m| members.iter().find(|c| several && c.id == m));
            let (heads, rows) = self.table(part, &fields);
            ContentSection {
                title: self.context.word(part.key()),
                whose: whose.map(|m| m.name.clone()).unwrap_or_default(),
                pairs: self.pairs(part, &fields),
                heads,
                rows,
            }
        };
        parts.into_iter().map(group).collect()
    }

    /// What stands by itself, as the form asks it, not as the names of the fields go.
    fn pairs(&self, part: FormSection, fields: &[(&str, &str)]) -> Vec<(String, String)> {
        let asks = self.form.asks(part);
        let start = rows_of(part);
        let in_table =
            |name: &str| name.starts_with("a.k.") || start.as_ref().is_some_and(|s| name.starts_with(s.as_str()) && name != "a.o.none");
        let mut alone: Vec<_> = fields.iter().filter(|f| !in_table(f.0)).collect();
        alone.sort_by_key(|f| asks.iter().position(|a| a.name == f.0).unwrap_or(usize::MAX));
        alone.iter().map(|(name, value)| (self.label(name), self.value(name, value))).collect()
    }

    fn table(&self, part: FormSection, fields: &[(&str, &str)]) -> (Vec<FieldValue>, Vec<Vec<FieldValue>>) {
        let value = |name: &str| fields.iter().find(|f| f.0 == name).map_or("", |f| f.1);
        if part == FormSection::Effect {
            let figures = FIGURES.iter().filter(|f| fields.iter().any(|(name, _)| name.starts_with(&format!("a.k.{f}."))));
            let cell = |figure: &str, year: usize| {
                let name = format!("a.k.{figure}.{year}");
                (self.value(&name, value(&name)), true)
            };
            let row = |figure: &&str| {
                let head = (self.context.word(&format!("ask-{figure}")), false);
                std::iter::once(head).chain((0..YEARS).map(|year| cell(figure, year))).collect()
            };
            let years = (0..YEARS).map(|year| (self.context.word(&format!("year-{year}")), true));
            return (std::iter::once((String::new(), false)).chain(years).collect(), figures.map(row).collect());
        }
        let Some(start) = rows_of(part) else { return (Vec::new(), Vec::new()) };
        let cells: Vec<(&str, &str)> = fields.iter().filter_map(|f| f.0.strip_prefix(&start)?.split_once('.')).collect();
        let rows: BTreeSet<&str> = cells.iter().map(|c| c.0).collect();
        // The columns that the table has, and whatever else some row says.
        let beyond: BTreeSet<&str> = cells.iter().map(|c| c.1).filter(|c| !columns(part).contains(c)).collect();
        let sums = matches!(part, FormSection::Costs(_));
        let used =
            columns(part).iter().copied().filter(|c| sums && *c == "amount" || cells.iter().any(|(_, column)| column == c)).chain(beyond);
        let used: Vec<&str> = used.collect();
        let name = |row: &str, column: &str| format!("{start}{row}.{column}");
        let cell = |row: &str, column: &str| {
            let at = name(row, column);
            let text = match value(&at) {
                // So many at such a price come to this, where nobody wrote the sum.
                "" if sums && column == "amount" => product(value(&name(row, "unit_price")), value(&name(row, "quantity"))),
                text => self.value(&at, text),
            };
            (text, is_number(column))
        };
        let heads = used.iter().map(|column| (self.label(&name("r", column)), is_number(column))).collect();
        (heads, rows.iter().map(|row| used.iter().map(|column| cell(row, column)).collect()).collect())
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

/// What so many at such a price come to; nothing where either can't be read.
pub(super) fn product(price: &str, quantity: &str) -> String {
    let quantity = number::count(quantity, &number::THINGS).ok();
    let line = Line { unit_price: Yen::parse(price).ok(), quantity, ..Line::default() };
    line.product().map(|sum| separated(sum.get())).unwrap_or_default()
}

fn is_number(column: &str) -> bool {
    matches!(column, "amount" | "unit_price" | "quantity")
}

fn yen(value: &str) -> Option<String> {
    Yen::parse(value).ok().map(|amount| separated(amount.get()))
}
