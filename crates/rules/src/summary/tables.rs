//! Tables of rates and amounts in words, row by row.

use serde::Serialize;

use super::{Section, Summary, data};
use crate::{
    language::{Brackets, BracketsOf, Cites, EachUnit, RateRule, Row, Rows, Scalar, Table, Units, YenRule},
    sentences::Teller,
};

impl<'p> Summary<'_, 'p> {
    /// What the rows are called that lead to a value: small-scale enterprises, up to 20 employees.
    pub(super) fn rows(&self, rows: &[Row<'_>]) -> String {
        let each = rows.iter().map(|row| match row {
            Row::Group(group) => self.teller.group(group),
            Row::Fact { by, rows, key: Some(key) } => {
                let value = self.teller.scalar(by, key);
                let asked = match rows {
                    Rows::UpTo => self.teller.asked("at_most", &value),
                    Rows::Below => self.teller.asked("less_than", &value),
                    Rows::Is => value,
                };
                format!("{} {asked}", self.teller.fact(by))
            }
            Row::Fact { by, key: None, .. } => self.teller.with("summary-rest", &[("fact", self.teller.fact(by))]),
        });
        each.collect::<Vec<_>>().join("・")
    }

    pub(super) fn table<T: Serialize>(
        &mut self,
        path: &str,
        key: &str,
        table: &'p Table<T>,
        cite: Option<&'p Cites>,
        tell: impl Fn(&Self, &T) -> String,
    ) {
        for (rows, value) in table.values() {
            let who = self.rows(&rows);
            let own: String = rows.iter().map(row_path).collect();
            let head = self.word(key);
            let head = if who.is_empty() { head } else { self.teller.with("summary-for", &[("what", head), ("who", who)]) };
            let text = tell(self, value);
            self.add(Section::Rates, format!("{path}{own}"), head, text, cite, data(value));
        }
    }

    pub(super) fn rate(&self, rule: &RateRule) -> String {
        match rule {
            RateRule::Rate(rate) => rate.to_string(),
            RateRule::Brackets(brackets) => self.brackets(brackets),
        }
    }

    pub(super) fn brackets(&self, brackets: &Brackets) -> String {
        let of = self.word(if brackets.brackets_of == BracketsOf::Grant { "summary-of-grant" } else { "summary-of-expenses" });
        let mut each: Vec<String> = brackets
            .up_to
            .iter()
            .map(|(bound, rate)| {
                let bound = kernel::Yen::parse(bound).map_or_else(|_| bound.clone(), |y| self.teller.yen(y.get()));
                self.teller.with("summary-bracket", &[("of", of.clone()), ("bound", bound), ("rate", rate.to_string())])
            })
            .collect();
        each.extend(brackets.above.map(|rate| self.teller.with("summary-above", &[("rate", rate.to_string())])));
        self.teller.listed(&each)
    }

    pub(super) fn yen(&self, rule: &YenRule) -> String {
        match rule {
            YenRule::Yen(yen) => self.teller.yen(yen.get()),
            YenRule::None => self.word("summary-none"),
            YenRule::Each(each) => self.each(each),
            YenRule::Fact(term) => match term.times {
                Some(times) => {
                    self.teller.with("summary-fact-times", &[("fact", self.teller.fact(&term.fact)), ("times", times.to_string())])
                }
                None => self.teller.fact(&term.fact),
            },
        }
    }

    /// Every row of a table in one text: for whom it is, and what it says.
    pub(super) fn told<T>(&self, table: &Table<T>, tell: impl Fn(&Self, &T) -> String) -> String {
        let rows = table.values().into_iter().map(|(rows, value)| {
            let (who, text) = (self.rows(&rows), tell(self, value));
            if who.is_empty() { text } else { format!("{who} {text}") }
        });
        self.teller.listed(&rows.collect::<Vec<_>>())
    }

    pub(super) fn categories(&self, ids: &[String]) -> String {
        let names: Vec<String> = ids.iter().map(|c| self.teller.fact(c)).collect();
        self.teller.listed(&names)
    }

    pub(super) fn each(&self, each: &EachUnit) -> String {
        let units = match &each.units {
            Units::Fact(fact) => self.teller.fact(fact),
            Units::QuantityIn(categories) => {
                let names: Vec<String> = categories.iter().map(|c| self.teller.fact(c)).collect();
                self.teller.with("summary-quantity", &[("categories", self.teller.listed(&names))])
            }
        };
        let yen = self.teller.yen(each.each.get());
        match each.at_most {
            Some(most) => self.teller.with("summary-each-at-most", &[("yen", yen), ("units", units), ("most", most.to_string())]),
            None => self.teller.with("summary-each", &[("yen", yen), ("units", units)]),
        }
    }
}

pub(super) fn row_path(row: &Row<'_>) -> String {
    match row {
        Row::Group(group) => format!(".{group}"),
        Row::Fact { rows, key: Some(key), .. } => format!(".{}.{key}", rows.words().0),
        Row::Fact { rows, key: None, .. } => format!(".{}", rows.words().1),
    }
}

pub(super) const fn rounding_word(rounding: kernel::Rounding) -> &'static str {
    match rounding {
        kernel::Rounding::Down => "down",
        kernel::Rounding::Up => "up",
        kernel::Rounding::HalfUp => "half-up",
    }
}

impl Teller<'_> {
    /// A value of a fact as a table names it.
    fn scalar(&self, fact: &str, key: &Scalar) -> String {
        self.read(fact, key).map_or_else(|| key.to_string(), |value| self.value(fact, &value))
    }
}
