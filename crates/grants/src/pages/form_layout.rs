//! How the fields of a part are laid out: what each asks, what stands there, what is wrong with it, what somebody else typed meanwhile.

use forms::{FieldView, ResponseView, row_of};
use kernel::text::separated;
use programmes::estimate::{self, Questions};
use rules::{
    language::{Calculator, FactType, TaxTreatment},
    sentences::Teller,
};
use web::RequestContext;

use super::content_view::product;
use crate::application::{
    authorization,
    draft::Draft,
    form::{FIGURES, Form, FormSection, YEARS, columns, exclusions, rows, rows_of},
    readiness::Readiness,
};

/// A row of a table.
#[derive(Debug)]
pub(super) struct RowView {
    pub(super) cells: Vec<FieldView>,
    pub(super) details: Vec<FieldView>,
    pub(super) open: bool,
    /// Whether nobody has begun it.
    pub(super) blank: bool,
    /// Its number in the whole table.
    pub(super) number: usize,
    /// How the names of its fields begin, and the last part of that: its own name.
    pub(super) start: String,
    pub(super) name: String,
}

#[derive(Debug)]
pub(super) struct TableView {
    pub(super) heads: Vec<String>,
    pub(super) rows: Vec<RowView>,
    /// The page of the table, and how many there are.
    pub(super) page: usize,
    pub(super) pages: usize,
    /// Whether there is room for another row.
    pub(super) room: bool,
    /// How many rows there may be, and how many are on a page.
    pub(super) most: String,
}

/// Lays out the fields of a part.
pub(super) struct Layout<'a> {
    pub(super) context: &'a RequestContext,
    pub(super) draft: &'a Draft,
    pub(super) form: &'a Form<'a>,
    pub(super) readiness: &'a Readiness<'a>,
    /// What the fields are drawn from.
    pub(super) response: ResponseView<'a>,
    /// The page of a long table, from one on; the last where there are fewer.
    pub(super) page: usize,
}

impl Layout<'_> {
    fn view(&self, name: &str, label: String, kind: &'static str) -> FieldView {
        self.response.view(name, label, kind)
    }

    /// A question of the programme's rules, as the estimator asks it.
    fn fact(&self, field: programmes::estimate::Field) -> FieldView {
        let kind = match (field.options.is_empty(), field.yen) {
            (false, _) => "select",
            (true, true) => "yen",
            (true, false) => "line",
        };
        FieldView { options: field.options, ..self.view(&field.name, field.label, kind) }
    }

    fn questions(&self) -> (Teller<'_>, programmes::estimate::FormInput) {
        (Teller::new(self.form.plan, self.context.viewer.lang), authorization::typed(&self.draft.values))
    }

    pub(super) fn fields(&self, part: FormSection) -> Vec<FieldView> {
        let asks = self.form.asks(part);
        let mut all: Vec<FieldView> = asks.iter().filter(|a| !a.name.starts_with("a.k.")).map(|a| self.response.field(a)).collect();
        let (teller, typed) = self.questions();
        let wrong = &self.readiness.reading.wrong;
        let questions = Questions { form: &self.form.facts, teller: &teller, words: &self.context.words, typed: &typed, wrong };
        match part {
            FormSection::Project => all.extend(questions.of_project().into_iter().map(|f| self.fact(f))),
            FormSection::Facts(place) => {
                let others: Vec<(String, String)> =
                    self.draft.application.members.iter().filter(|m| m.place() != place).map(|m| (m.id.clone(), m.name.clone())).collect();
                all.extend(questions.of_member(place, &others).into_iter().map(|f| self.fact(f)));
            }
            FormSection::Others => {
                let label = self.context.word("others-none");
                all.push(FieldView { hint: self.context.word("others-none-hint"), ..self.view("a.o.none", label, "tick") });
            }
            _ => {}
        }
        all
    }

    pub(super) fn figures(&self, part: FormSection) -> Vec<(String, Vec<FieldView>)> {
        if part != FormSection::Effect {
            return Vec::new();
        }
        let year = |figure: &str, year: usize| {
            let label = format!("{} {}", self.context.word(&format!("ask-{figure}")), self.context.word(&format!("year-{year}")));
            self.view(&format!("a.k.{figure}.{year}"), label, "yen")
        };
        FIGURES.iter().map(|f| (self.context.word(&format!("ask-{f}")), (0..YEARS).map(|y| year(f, y)).collect())).collect()
    }

    pub(super) fn table(&self, part: FormSection, blank: usize) -> Option<TableView> {
        let start = rows_of(part)?;
        let prefix = match part {
            FormSection::Costs(_) => "cost",
            FormSection::Schedule => "schedule",
            FormSection::Team => "team",
            _ => "other",
        };
        let kept = self.rows(&start);
        let (page, pages) = self.paged(kept.len());
        let before = (page - 1) * forms::limits::ROWS_SHOWN;
        let mut ids: Vec<String> = kept.iter().skip(before).take(forms::limits::ROWS_SHOWN).cloned().collect();
        // Rows that were typed and are not kept.
        for name in self.response.typed.keys().filter_map(|n| n.strip_prefix(&start)).filter_map(|n| n.split_once('.')) {
            if !ids.iter().chain(&kept).any(|i| i == name.0)
                && self.response.typed.get(&format!("{start}{}.{}", name.0, name.1)).is_some_and(|v| !v.is_empty())
            {
                ids.push(name.0.to_owned());
            }
        }
        let micros = jiff::Timestamp::now().as_microsecond();
        let filled = ids.len();
        let blank = if page == pages { blank.min(forms::limits::ROWS.saturating_sub(before + filled)) } else { 0 };
        ids.extend((0..blank).map(|n| format!("r{micros:x}{n:x}")));
        let heads = columns(part).iter().map(|c| self.context.word(&format!("{prefix}-{c}"))).collect();
        let row = |(place, row): (usize, &String)| {
            let cell = |column: &&'static str| {
                let name = format!("{start}{row}.{column}");
                let label = format!("{} {}", self.context.word(&format!("{prefix}-{column}")), before + place + 1);
                self.cell(part, column, &name, label)
            };
            let details = if matches!(part, FormSection::Costs(_)) { self.details(&start, row, before + place) } else { Vec::new() };
            let open = details.iter().any(|d| !d.value.is_empty() || d.error.is_some());
            RowView {
                cells: columns(part).iter().map(cell).collect(),
                details,
                open: open && place < filled,
                blank: place >= filled,
                number: before + place + 1,
                start: format!("{start}{row}"),
                name: row.clone(),
            }
        };
        let count = |n: usize| separated(i64::try_from(n).unwrap_or(i64::MAX));
        let most = self.context.words.with("rows-most", &[("n", count(forms::limits::ROWS)), ("shown", count(forms::limits::ROWS_SHOWN))]);
        let room = kept.len() < forms::limits::ROWS;
        Some(TableView { heads, rows: ids.iter().enumerate().map(row).collect(), page, pages, room, most })
    }

    /// The rows of a table that are kept.
    fn rows(&self, start: &str) -> Vec<String> {
        rows(&authorization::typed(&self.draft.values), start)
    }

    /// The page that is shown of a table with so many rows, and how many pages it has.
    fn paged(&self, rows: usize) -> (usize, usize) {
        let pages = rows.div_ceil(forms::limits::ROWS_SHOWN).max(1);
        (self.page.clamp(1, pages), pages)
    }

    /// The page of its table on which a field stands; none where that is shown, or it stands in no table.
    pub(super) fn elsewhere(&self, name: &str) -> Option<usize> {
        let (start, row) = row_of(name)?;
        let kept = self.rows(start);
        let page = kept.iter().position(|r| r == row)? / forms::limits::ROWS_SHOWN + 1;
        (page != self.paged(kept.len()).0).then_some(page)
    }

    fn cell(&self, part: FormSection, column: &str, name: &str, label: String) -> FieldView {
        let programme = &self.form.plan.programme;
        let lang = self.context.viewer.lang;
        let blank = || (String::new(), self.context.word("choose"));
        let word = |value: &str, key: &str| (value.to_owned(), self.context.word(key));
        let (kind, options) = match (part, column) {
            (FormSection::Costs(_), "category") => {
                let named = programme.expenses.categories.iter().map(|(id, c)| {
                    let number = c.number.as_ref().map(|n| format!("{n} ")).unwrap_or_default();
                    (id.clone(), format!("{number}{}", lang.of(&c.name)))
                });
                ("select", std::iter::once(blank()).chain(named).collect())
            }
            (FormSection::Costs(_), "tax") => {
                let mut options = vec![word("", "tax-without"), word("10", "tax-10"), word("8", "tax-8")];
                // Where tax can count, or a threshold is with tax, a price without it says what comes on top.
                let expenses = &programme.expenses;
                let counts = expenses.tax.values().iter().any(|(_, treatment)| **treatment == TaxTreatment::Included);
                if counts || expenses.tax_on_top.is_some() {
                    options.extend([word("top-10", "tax-top-10"), word("top-8", "tax-top-8")]);
                }
                ("select", options)
            }
            (_, "unit_price" | "amount") => ("yen", Vec::new()),
            (FormSection::Others, "scheme") => {
                let named = programme.parallel.iter().flat_map(|p| &p.banned).map(|(id, c)| (id.clone(), lang.of(&c.says).to_owned()));
                ("select", std::iter::once(word("", "other-scheme-other")).chain(named).collect())
            }
            (FormSection::Others, "status") => {
                let all = [("pending", "other-pending"), ("adopted", "other-adopted"), ("over", "other-over")];
                ("select", std::iter::once(blank()).chain(all.map(|(v, k)| word(v, k))).collect())
            }
            _ => ("line", Vec::new()),
        };
        let view = self.view(name, label, kind);
        let hint =
            if column == "amount" && matches!(part, FormSection::Costs(_)) { self.product(name, &view.value) } else { String::new() };
        FieldView { hint, options, ..view }
    }

    /// What the price and the number beside an amount come to, where the amount does not say just that.
    fn product(&self, amount: &str, typed: &str) -> String {
        let beside = |column: &str| {
            let name = amount.strip_suffix("amount").map(|start| format!("{start}{column}")).unwrap_or_default();
            self.response.value(&name)
        };
        let product = product(&beside("unit_price"), &beside("quantity"));
        let other = product.filter(|product| kernel::Yen::parse(typed).ok() != Some(*product));
        other.map(|product| self.context.words.with("cost-product", &[("yen", separated(product.get()))])).unwrap_or_default()
    }

    /// What a line of costs says beyond its columns, where the programme looks at it.
    fn details(&self, start: &str, row: &str, place: usize) -> Vec<FieldView> {
        let name = |column: &str| format!("{start}{row}.{column}");
        let category = self.response.value(&name("category"));
        let teller = Teller::new(self.form.plan, self.context.viewer.lang);
        let programme = &self.form.plan.programme;
        let mut all = Vec::new();
        let label = |text: String| format!("{text} {}", place + 1);
        let calculator = programme.expenses.categories.get(&category).and_then(|c| c.calculator.as_ref());
        if matches!(calculator, Some(Calculator::Monthly(_))) {
            for (column, kind) in [("monthly", "yen"), ("from", "line"), ("until", "line")] {
                all.push(self.view(&name(column), label(self.context.word(&format!("monthly-{column}"))), kind));
            }
        }
        if let Some(Calculator::Labour(labour)) = calculator {
            all.push(self.view(&name("person"), label(self.context.word("cost-person")), "line"));
            for (column, word, yen) in estimate::labour_fields(labour) {
                all.push(self.view(&name(column), label(self.context.word(word)), if *yen { "yen" } else { "line" }));
            }
        }
        all.push(self.view(&name("useful_life_months"), label(self.context.word("cost-useful_life_months")), "line"));
        let excluded = exclusions(self.form.plan, &category);
        if !excluded.is_empty() {
            let mut options =
                vec![(String::new(), self.context.word("choose")), ("ordinary".to_owned(), self.context.word("cost-ordinary"))];
            options.extend(excluded.iter().map(|(id, says)| (id.clone(), self.context.viewer.lang.of(says).to_owned())));
            all.push(FieldView { options, ..self.view(&name("kind"), label(self.context.word("cost-kind")), "select") });
        }
        for fact in self.form.line_facts() {
            let slot = self.form.plan.slot(fact).map(|s| &self.form.plan.slots[s]);
            let options = match slot.map(|s| s.kind) {
                Some(FactType::YesNo) => vec![
                    (String::new(), self.context.word("choose")),
                    ("yes".to_owned(), self.context.word("yes")),
                    ("no".to_owned(), self.context.word("no")),
                ],
                Some(FactType::Choice) => {
                    let choices = slot.into_iter().flat_map(|s| &s.choices).map(|c| (c.clone(), teller.choice(fact, c)));
                    std::iter::once((String::new(), self.context.word("choose"))).chain(choices).collect()
                }
                _ => Vec::new(),
            };
            let kind = if options.is_empty() { "line" } else { "select" };
            all.push(FieldView { options, ..self.view(&name(&format!("f.{fact}")), label(teller.fact(fact)), kind) });
        }
        all
    }
}
