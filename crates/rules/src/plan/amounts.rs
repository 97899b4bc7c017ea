//! What the amounts hang on, made ready: additions, parts, further caps, and every table by a fact.

use super::{AdditionPlan, Fault, PartPlan, RecordQuery, compile::Compiler};
use crate::{
    language::{ByFact, EachUnit, FactOf, FactType, PartOf, Programme, Rows, Table, TableUse, Units, YenRule},
    vocabulary::Value,
};

/// What the amounts hang on, made ready.
pub(super) struct AmountPlan {
    pub(super) additions: Vec<AdditionPlan>,
    pub(super) parts: Vec<PartPlan>,
    pub(super) grouped_by: Vec<usize>,
    pub(super) less: Vec<Option<RecordQuery>>,
}

/// The facts on which a cap hangs.
fn cap_facts(cap: &Table<YenRule>) -> Vec<&str> {
    let rules = cap.values().into_iter().filter_map(|(_, rule)| match rule {
        YenRule::Fact(term) => Some(term.fact.as_str()),
        YenRule::Each(EachUnit { units: Units::Fact(fact), .. }) => Some(fact.as_str()),
        _ => None,
    });
    rules.chain(cap.by_facts("").into_iter().map(|(_, of)| of.by.as_str())).collect()
}

impl Compiler<'_> {
    /// Additions, parts and further caps; and every table by a fact.
    pub(super) fn amount(&mut self, programme: &Programme) -> AmountPlan {
        let amount = &programme.amount;
        let mut additions = Vec::new();
        for (id, addition) in &amount.additions {
            let path = format!("amount.additions.{id}");
            let when = self.predicate(&addition.when, &format!("{path}.when"), FactOf::Application);
            let kept = addition.promise.as_ref().map(|p| self.predicate(&p.kept, &format!("{path}.promise.kept"), FactOf::Application));
            self.table(&addition.rate, &format!("{path}.rate"), FactOf::Application);
            for (part, table) in &addition.rate_of_parts {
                self.table(table, &format!("{path}.rate_of_parts.{part}"), FactOf::Application);
            }
            self.table(&addition.grant_rate, &format!("{path}.grant_rate"), FactOf::Application);
            additions.push(AdditionPlan { when, kept });
        }
        let (mut parts, mut grouped_by) = (Vec::new(), Vec::new());
        for (id, part) in &amount.parts {
            let path = format!("amount.parts.{id}");
            let categories = if part.categories.is_empty() { u64::MAX } else { self.mask(&part.categories, &format!("{path}.categories")) };
            self.weighing = true;
            let lines = part.lines.as_ref().map(|p| self.predicate(p, &format!("{path}.lines"), FactOf::Line));
            self.weighing = false;
            let same: Vec<usize> = match &part.each {
                Some(PartOf::Same(facts)) => {
                    self.weighing = true;
                    let slots: Vec<usize> =
                        facts.0.iter().filter_map(|fact| self.fact(fact, &format!("{path}.each.same"), FactOf::Line)).collect();
                    self.weighing = false;
                    let place = |slot| {
                        let known = grouped_by.iter().position(|known| *known == slot);
                        known.unwrap_or_else(|| {
                            grouped_by.push(slot);
                            grouped_by.len() - 1
                        })
                    };
                    slots.into_iter().map(place).collect()
                }
                _ => Vec::new(),
            };
            if let (Some(PartOf::Same(facts)), Some(cap)) = (&part.each, &part.cap) {
                for fact in cap_facts(cap).into_iter().filter(|fact| !facts.0.iter().any(|same| same == fact)) {
                    let of_line = self.names.get(fact).is_some_and(|slot| self.slots[*slot].of == FactOf::Line);
                    if of_line {
                        let fault =
                            Fault::new("wrong-fact", format!("{path}.cap"), format!("the lines of one part may differ in `{fact}`"));
                        self.faults.push(fault.help("name it in `each: {same: […]}` too: lines that differ in it are parts of their own"));
                    }
                }
            }
            let bounds = part.cap.as_ref().map(cap_facts).unwrap_or_default();
            let told_by = same.iter().copied().filter(|place| !bounds.contains(&self.slots[grouped_by[*place]].name.as_str())).collect();
            parts.push(PartPlan { categories, lines, same, told_by });
            part.rate.iter().for_each(|t| self.table(t, &format!("{path}.rate"), FactOf::Application));
        }
        let mut less = Vec::new();
        for (id, cap) in &amount.caps {
            less.push(cap.less.as_ref().and_then(|records| self.records(records, &format!("amount.caps.{id}.less"))));
        }
        self.table(&amount.rate, "amount.rate", FactOf::Application);
        for (path, yen) in programme.yen_tables() {
            let of_lines = matches!(yen.used, TableUse::Line | TableUse::BoundOfLines);
            let scope = if of_lines { FactOf::Line } else { FactOf::Application };
            self.yen_table(yen.table, &path, scope);
        }
        self.table(&programme.expenses.tax, "expenses.tax", FactOf::Application);
        AmountPlan { additions, parts, grouped_by, less }
    }

    fn yen_table(&mut self, table: &Table<YenRule>, path: &str, scope: FactOf) {
        self.table(table, path, scope);
        for (_, rule) in table.values() {
            match rule {
                YenRule::Each(each) if each.each.get() < 0 || each.at_most.is_some_and(|n| n < 0) => {
                    self.faults.push(Fault::new("wrong-value", path, "so much for each unit is not negative"));
                }
                YenRule::Yen(yen) if yen.get() < 0 => self.faults.push(Fault::new("wrong-value", path, "a cap is not negative")),
                _ => {}
            }
            if let YenRule::Fact(term) = rule {
                let slot = self.fact(&term.fact, &format!("{path}.fact"), scope);
                if slot.is_some_and(|s| self.slots[s].kind != FactType::Yen) {
                    let fault = Fault::new("wrong-fact", format!("{path}.fact"), format!("`{}` is not an amount", term.fact));
                    self.faults.push(fault.help("an amount follows from a fact whose type is `yen`"));
                }
            }
            if let YenRule::Each(each) = rule {
                match &each.units {
                    Units::Fact(name) => {
                        let slot = self.fact(name, &format!("{path}.units.fact"), scope);
                        if slot.is_some_and(|s| !matches!(self.slots[s].kind, FactType::Count | FactType::Number)) {
                            let fault = Fault::new("wrong-fact", format!("{path}.units.fact"), format!("`{name}` is not a count"));
                            self.faults.push(fault.help("units are counted by a fact whose type is `count` or `number`"));
                        }
                    }
                    Units::QuantityIn(_) if scope == FactOf::Line => {
                        let path = format!("{path}.units.quantity_in");
                        let fault = Fault::new("wrong-fact", path, "a line has its own quantity, not those of all lines");
                        self.faults.push(fault.help("write `units: {fact: quantity}`"));
                    }
                    Units::QuantityIn(categories) => {
                        self.mask(categories, &format!("{path}.units.quantity_in"));
                    }
                }
            }
        }
    }

    /// The rows of every table by a fact: values of its type, in order, and each once.
    fn table<T>(&mut self, table: &Table<T>, path: &str, scope: FactOf) {
        for (path, of) in table.by_facts(path) {
            let Some(slot) = self.fact(&of.by, &format!("{path}.by"), scope) else { continue };
            self.by_fact(of, &path, slot);
        }
    }

    fn by_fact<T>(&mut self, of: &ByFact<T>, path: &str, slot: usize) {
        let (rows, rest) = of.rows_are.words();
        let slot = &self.slots[slot];
        let ordered = slot.kind.is_ordered();
        let mut faults = Vec::new();
        if of.rows.is_empty() {
            faults.push(Fault::new("missing-row", format!("{path}.{rows}"), "a table by a fact has rows"));
        }
        if ordered != (of.rows_are != Rows::Is) {
            let fault = Fault::new("bad-table", format!("{path}.{rows}"), format!("`{}` does not take `{rows}`", slot.name));
            faults.push(fault.help(if ordered { "numbers and days take `up_to` (以下) or `below` (未満)" } else { "words take `is`" }));
        }
        let choices: Vec<&str> = slot.choices.iter().map(String::as_str).collect();
        let mut last: Option<Value> = None;
        for (key, _) in &of.rows {
            match Value::read(slot.kind, &choices, key) {
                Ok(value) => {
                    if ordered && last.as_ref().is_some_and(|l| l.compare(&value) != Some(std::cmp::Ordering::Less)) {
                        let message = format!("`{key}` does not come after the row before it");
                        let fault = Fault::new("rows-out-of-order", format!("{path}.{rows}.{key}"), message);
                        faults.push(fault.help("rows go from the smallest bound up, so that no two of them overlap"));
                    }
                    last = Some(value);
                }
                Err(message) => faults.push(Fault::new("wrong-type", format!("{path}.{rows}.{key}"), message)),
            }
        }
        if ordered && of.rest.is_none() {
            let message = format!(
                "the table says nothing for `{}` {} the last row",
                slot.name,
                if of.rows_are == Rows::UpTo { "above" } else { "from" }
            );
            faults.push(
                Fault::new("missing-row", path, message).help(format!("add `{rest}`, or give the last row a bound that nobody passes")),
            );
        }
        if slot.kind == FactType::Choice && of.rest.is_none() {
            let missing: Vec<&str> = choices.iter().copied().filter(|c| !of.rows.iter().any(|(key, _)| key.to_string() == *c)).collect();
            if !missing.is_empty() {
                let message =
                    format!("the table has no row for {}", missing.iter().map(|m| format!("`{m}`")).collect::<Vec<_>>().join(", "));
                faults.push(Fault::new("missing-row", path, message).help("add the rows, or `otherwise`"));
            }
        }
        self.faults.extend(faults);
    }
}
