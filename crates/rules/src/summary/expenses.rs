//! Eligible expenses, told clause by clause: limits, tests, categories, exclusions.

use kernel::text::separated;

use super::{Section, Summary, data};
use crate::{
    language::{Calculator, CountOrFact, HoursIn, Share},
    words::Lang,
};

impl Summary<'_, '_> {
    pub(super) fn expenses(&mut self) {
        let p = self.teller.programme();
        for (id, limit) in &p.limits {
            let mut text = self.text(&limit.says);
            let bound = limit.at_most.or(limit.less_than).map(|rate| rate.to_string());
            // Two years of a limit differ in what they say, also where its title does not name the rate.
            if let Some(bound) =
                bound.or_else(|| limit.at_most_yen.map(|yen| self.teller.yen(yen.get()))).filter(|b| !text.contains(b.as_str()))
                && !text.contains(['%', '％', '割', '分', '/', '円'])
            {
                text = self.teller.with("summary-limit", &[("says", text), ("bound", bound)]);
            }
            self.add(Section::Limits, format!("limits.{id}"), String::new(), text, Some(&limit.cite), data(limit));
        }
        for (id, adjustment) in &p.expenses.adjustments {
            let says = self.text(&adjustment.says);
            let bound =
                [&adjustment.at_most, &adjustment.less].into_iter().find(|table| !table.is_none()).map(|table| self.told(table, Self::yen));
            let bound = bound
                .or_else(|| {
                    adjustment
                        .share
                        .as_ref()
                        .map(|share| match share {
                            Share::Rate(rate) => rate.to_string(),
                            Share::Fact(fact) => self.teller.fact(fact),
                        })
                        .or_else(|| adjustment.of_decided.map(|rate| self.teller.with("summary-of-decided", &[("rate", rate.to_string())])))
                })
                .unwrap_or_default();
            let text = if bound.is_empty() { says } else { self.teller.with("summary-adjustment", &[("says", says), ("bound", bound)]) };
            let head = self.categories(&adjustment.categories);
            self.add(Section::Limits, format!("expenses.adjustments.{id}"), head, text, Some(&adjustment.cite), data(adjustment));
        }
        for (id, kind) in &p.amount.kind_caps {
            let (says, bound) = (self.text(&kind.says), kind.at_most.to_string());
            let text = self.teller.with("summary-adjustment", &[("says", says), ("bound", bound)]);
            self.add(Section::Rates, format!("amount.kind_caps.{id}"), String::new(), text, Some(&kind.cite), data(kind));
        }
        for (path, key, bound) in
            [("not_before", "summary-not-before", p.expenses.not_before), ("not_after", "summary-not-after", p.expenses.not_after)]
        {
            if let Some(bound) = bound {
                let text = self.teller.bound(bound);
                self.add(Section::Expenses, format!("expenses.{path}"), self.word(key), text, p.expenses.cite.get(path), data(&bound));
            }
        }
        for (id, test) in &p.expenses.tests {
            let head = if test.categories.is_empty() { self.word("summary-test-all") } else { self.categories(&test.categories) };
            self.add(Section::Expenses, format!("expenses.tests.{id}"), head, self.text(&test.says), Some(&test.cite), data(test));
        }
        for (id, limit) in &p.expenses.line_limits {
            let head = if limit.categories.is_empty() { self.word("summary-test-all") } else { self.categories(&limit.categories) };
            let (says, bound) = (self.text(&limit.says), self.told(&limit.at_most, Self::yen));
            let text = self.teller.with("summary-adjustment", &[("says", says), ("bound", bound)]);
            self.add(Section::Expenses, format!("expenses.line_limits.{id}"), head, text, Some(&limit.cite), data(limit));
        }
        for (id, c) in &p.expenses.categories {
            let number = c.number.as_ref().map(|n| format!("{n} ")).unwrap_or_default();
            let head = format!("{number}{}", self.text(&c.name));
            let mut text = vec![self.text(&c.says)];
            text.extend(c.calculator.as_ref().and_then(|calculator| self.calculator(calculator)));
            text.extend(c.apportioned_by.as_ref().map(|fact| self.teller.with("summary-apportioned", &[("fact", self.teller.fact(fact))])));
            let text = text.join(if self.teller.lang() == Lang::Ja { "　" } else { " · " });
            self.add(Section::Expenses, format!("expenses.categories.{id}"), head.clone(), text, Some(&c.cite), data(c));
            for (name, test) in &c.tests {
                let head = self.teller.with("summary-test", &[("category", head.clone())]);
                let path = format!("expenses.categories.{id}.tests.{name}");
                self.add(Section::Expenses, path, head, self.text(&test.says), Some(&test.cite), data(test));
            }
        }
        for (id, e) in &p.expenses.exclusions {
            self.clause(Section::Excluded, format!("expenses.exclusions.{id}"), &e.says, &e.cite, &());
        }
        for (category, c) in &p.expenses.categories {
            for (id, e) in &c.exclusions {
                self.clause(Section::Excluded, format!("expenses.categories.{category}.exclusions.{id}"), &e.says, &e.cite, &());
            }
        }
        for (id, c) in &p.expenses.notes {
            self.clause(Section::Notes, format!("expenses.notes.{id}"), &c.says, &c.cite, &());
        }
    }

    /// What a calculator lets count: prices, hours, months.
    fn calculator(&self, calculator: &Calculator) -> Option<String> {
        let mut told = Vec::new();
        let mut most = |key: &str, n: Option<String>| told.extend(n.map(|n| self.teller.with(key, &[("most", n)])));
        match calculator {
            Calculator::Labour(labour) => {
                most("summary-hourly", labour.max_hourly.map(|yen| self.teller.yen(yen.get())));
                most("summary-hours", labour.max_hours.map(separated));
                most("summary-hours-a-day", labour.max_hours_each_day.map(|hours| hours.to_string()));
                let down = if labour.hours_down_in == HoursIn::Month { "summary-hours-down-month" } else { "summary-hours-down" };
                most(down, labour.hours_down_to.map(|hours| hours.to_string()));
            }
            Calculator::PerUnit(unit) => {
                most("summary-price", unit.yen.as_ref().map(|table| self.told(table, Self::yen)));
                most("summary-units-each-line", unit.at_most_each_line.map(separated));
                let in_all = unit.at_most.as_ref().map(|most| match most {
                    CountOrFact::Count(most) => separated(*most),
                    CountOrFact::Fact(of) => self.teller.fact(&of.fact),
                });
                most("summary-units", in_all);
                most("summary-units-of-same", unit.at_most_each.as_ref().map(|each| separated(each.units)));
                let order = if unit.largest_first { "summary-largest-first" } else { "summary-in-order" };
                most(order, unit.in_order_of.as_ref().map(|fact| self.teller.fact(fact)));
            }
            Calculator::Monthly(monthly) => {
                most("summary-monthly", monthly.most_yen.map(|yen| self.teller.yen(yen.get())));
                most("summary-months", monthly.at_most.map(|n| n.to_string()));
            }
        }
        (!told.is_empty()).then(|| self.teller.listed(&told))
    }
}
