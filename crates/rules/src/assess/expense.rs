//! From expense lines to what is admissible in each category: exclusions, tax, dates, unit prices, and
//! the calculators.

use std::{
    borrow::Cow,
    cmp::Ordering,
    collections::{HashMap, HashSet},
};

use jiff::civil::Date;
use kernel::{Rate, Rounding, Yen};

use super::{
    facts::{Facts, Known},
    lines::{GivenLine, given_line, net_rate},
    test::Scope,
    used::{Taken, Used},
    worked_out::of_lines,
};
use crate::{
    application::{Application, Line},
    assessment::{LineAnswer, LineOutcome, Outcome, TAX},
    diagnostic::{MOST_FAULTS, shown, suggest},
    language::{Calculator, EventOrDay, FactOf, LineLimit, Otherwise, PaidTo, PartOf, Phase, TaxTreatment},
    plan::{Fault, LineLimitPlan, LineTestPlan, Plan},
    vocabulary::{Value, slot},
};

/// The facts of a line that are known, by slot.
pub(crate) type LineFacts = Vec<(usize, Known)>;

/// An expense line as tests see it.
#[derive(Debug)]
pub(crate) struct SeenLine {
    /// Its place in the application.
    pub place: usize,
    pub member: usize,
    /// The category in which it counts.
    pub category: usize,
    /// Whether something of it counts.
    pub counts: bool,
    pub quantity: i64,
    pub facts: LineFacts,
}

/// What is admissible of lines that belong to the same parts of the grant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Cell {
    pub member: usize,
    pub category: usize,
    /// The parts whose lines they are, a bit each.
    pub parts: u64,
    /// The first day of the month, where parts are by month.
    pub month: Option<Date>,
    /// The line and its units, where parts are by unit.
    pub units: Option<(usize, i64)>,
    /// What its lines say of the facts that part some part, by its place in [`Claims::line_groups`].
    pub line_group: usize,
    pub admissible: i64,
}

/// What the lines come to.
pub(crate) struct Claims<'p> {
    /// Asked for, by member and category.
    pub requested: Vec<Vec<i64>>,
    /// Admissible, by member and category.
    pub admissible: Vec<Vec<i64>>,
    /// What there is to say of single lines.
    pub lines: Vec<LineAnswer<'p>>,
    /// Each line as tests see it.
    pub seen: Vec<SeenLine>,
    /// What is admissible, by member, category, the parts of the grant that lines belong to, and month.
    pub cells: Vec<Cell>,
    /// The values of the facts that part some part of the grant: what there is of them, each once.
    pub line_groups: Vec<Vec<Option<Value>>>,
    /// Facts of lines that are missing.
    pub missing: Vec<usize>,
}

impl Claims<'_> {
    /// What lines that agree say of the facts in which they do.
    pub(super) fn facts_of_group(&self, plan: &Plan, group: usize) -> LineFacts {
        let known = plan.grouped_by.iter().zip(&self.line_groups[group]);
        known.filter_map(|(slot, value)| Some((*slot, Known { value: value.clone()?, source: None }))).collect()
    }
}

/// The largest sum of requested yen that is added up: far below what would overflow.
pub(super) const MOST_TOTAL: i64 = 1_000_000_000_000_000_000;

pub(crate) fn claims<'p>(
    plan: &'p Plan,
    application: &Application,
    phase: Phase,
    facts: &Facts,
    ids: &[String],
    faults: &mut Vec<Fault>,
) -> Claims<'p> {
    let programme = &plan.programme;
    let categories = programme.expenses.categories.len();
    let mut claims = Claims {
        requested: vec![vec![0; categories]; ids.len()],
        admissible: vec![vec![0; categories]; ids.len()],
        lines: Vec::new(),
        seen: Vec::new(),
        cells: Vec::new(),
        line_groups: vec![vec![None; plan.grouped_by.len()]],
        missing: Vec::new(),
    };
    let by_id: HashMap<&str, usize> = ids.iter().enumerate().map(|(i, id)| (id.as_str(), i)).collect();
    let mut lines = Vec::with_capacity(application.expenses.len());
    for (place, line) in application.expenses.iter().enumerate() {
        if faults.len() >= MOST_FAULTS {
            return claims;
        }
        lines.extend(given_line(plan, (place, line), facts.lead, &by_id, faults));
    }
    of_lines(line_scope(plan, application, facts, ids, facts.lead), &application.events, &mut lines);
    in_order(plan, &mut lines);
    let mut used = Used::default();
    let mut sum: i64 = 0;
    for GivenLine { place, member, category, facts: own } in lines {
        let before = faults.len();
        if before >= MOST_FAULTS {
            return claims;
        }
        let line = &application.expenses[place];
        let weighed = Weigher { plan, application, facts, ids, category, member, phase }.weigh(line, place, &own, &mut used, faults);
        if faults.len() > before {
            continue;
        }
        // Hours that are not whole yet count with later ones; what is refused, or given away, uses up nothing.
        if weighed.refused || line.amount.or(line.product()).is_some_and(|yen| yen.get() == 0) {
            used.give_back(&weighed.taken);
        }
        sum = sum.saturating_add(weighed.requested);
        if sum > MOST_TOTAL {
            faults.push(Fault::new("too-large", format!("expenses.{place}.amount"), "the expenses add up to more than can be counted"));
            return claims;
        }
        claims.requested[member][category] += weighed.requested;
        claims.admissible[member][weighed.category] += weighed.admissible;
        if !plan.parts.is_empty() {
            let scope = Scope { line: Some(&own), ..line_scope(plan, application, facts, ids, member) };
            cells(&scope, &weighed, member, (place, line.quantity.unwrap_or(1).max(1)), &mut claims);
        }
        let mut seen = HashSet::new();
        for slot in weighed.missing {
            lacking(plan, slot, &own, &mut seen, &mut claims.missing);
        }
        claims.lines.extend(weighed.answers);
        let quantity = line.quantity.unwrap_or(i64::from(weighed.admissible > 0));
        claims.seen.push(SeenLine { place, member, category: weighed.category, counts: weighed.admissible > 0, quantity, facts: own });
    }
    if plan.calculators.iter().any(|calculator| calculator.in_order_of.is_some()) {
        claims.lines.sort_by_key(|line| line.line);
        claims.seen.sort_by_key(|line| line.place);
    }
    claims
}

/// Puts the lines of categories whose units are used up in an order into that order, among themselves; those of which it is not known
/// come last.
fn in_order(plan: &Plan, lines: &mut [GivenLine]) {
    for (category, calculator) in plan.calculators.iter().enumerate() {
        let Some(slot) = calculator.in_order_of else { continue };
        let places: Vec<usize> = (0..lines.len()).filter(|place| lines[*place].category == category).collect();
        let value = |line: &GivenLine| line.facts.iter().find(|fact| fact.0 == slot).map(|fact| fact.1.value.clone());
        let mut sorted = places.clone();
        sorted.sort_by(|a, b| match (value(&lines[*a]), value(&lines[*b])) {
            (Some(a), Some(b)) => {
                let order = a.compare(&b).unwrap_or(Ordering::Equal);
                if calculator.largest_first { order.reverse() } else { order }
            }
            (a, b) => b.is_some().cmp(&a.is_some()),
        });
        // Each goes to the place of the one whose turn it is.
        let mut taken: Vec<Option<GivenLine>> = sorted.iter().map(|place| Some(std::mem::take(&mut lines[*place]))).collect();
        for (place, line) in places.into_iter().zip(&mut taken) {
            lines[place] = line.take().unwrap_or_default();
        }
    }
}

/// The facts of a line that are missing where one is: of one that is worked out those that it follows from and the line does not have.
fn lacking(plan: &Plan, slot: usize, own: &LineFacts, seen: &mut HashSet<usize>, found: &mut Vec<usize>) {
    if !seen.insert(slot) {
        return;
    }
    match &plan.slots[slot].worked_out {
        Some(worked_out) if plan.slots[slot].of == FactOf::Line => {
            let inputs = worked_out.inputs.iter().filter(|input| !own.iter().any(|fact| fact.0 == **input));
            inputs.for_each(|input| lacking(plan, *input, own, seen, found));
        }
        _ => found.push(slot),
    }
}

/// What tests of a line may look at.
fn line_scope<'p, 'a>(plan: &'p Plan, application: &'a Application, facts: &'a Facts, ids: &'a [String], member: usize) -> Scope<'p, 'a> {
    Scope { plan, facts, ids, member, members: &application.members, lines: &[], line: None, claimed: &[], recognised: None, grants: None }
}

/// Puts what is admissible of a line into the parts of the grant that it belongs to.
fn cells<'p>(scope: &Scope<'p, '_>, weighed: &Weighed<'p>, member: usize, (line, quantity): (usize, i64), claims: &mut Claims<'p>) {
    let mut parts = 0;
    for (place, part) in scope.plan.parts.iter().enumerate() {
        let belongs = match &part.lines {
            _ if part.categories >> weighed.category & 1 == 0 => false,
            None => true,
            Some(test) => {
                let found = scope.test(test);
                claims.missing.extend(found.missing);
                found.outcome == Outcome::Yes
            }
        };
        if belongs {
            parts |= 1 << place;
        }
    }
    let value = |slot: &usize| scope.known(*slot).map(|known| known.value.clone());
    for (place, slot) in scope.plan.grouped_by.iter().enumerate() {
        let asked = scope.plan.parts.iter().enumerate().any(|(part, plan)| parts >> part & 1 == 1 && plan.same.contains(&place));
        if asked && value(slot).is_none() {
            claims.missing.push(*slot);
        }
    }
    let values: Vec<Option<Value>> = scope.plan.grouped_by.iter().map(value).collect();
    let line_group = claims.line_groups.iter().position(|known| *known == values).unwrap_or_else(|| {
        claims.line_groups.push(values);
        claims.line_groups.len() - 1
    });
    let each = |of: PartOf| {
        scope.plan.programme.amount.parts.values().enumerate().any(|(k, part)| part.each.as_ref() == Some(&of) && parts >> k & 1 == 1)
    };
    let by_month = each(PartOf::Month);
    let units = each(PartOf::Unit).then(|| (line, weighed.units.unwrap_or(quantity).max(1)));
    let months: Vec<(Option<Date>, i64)> = match weighed.months.iter().map(|m| m.1).sum::<i64>() {
        // What was cut off the line afterwards is cut off its last months.
        sum if by_month && sum > 0 => {
            let mut left = weighed.admissible;
            let each = weighed.months.iter().map(|(month, yen)| {
                let counted = (*yen).min(left);
                left -= counted;
                (Some(*month), counted)
            });
            each.collect()
        }
        _ => vec![(None, weighed.admissible)],
    };
    for (month, admissible) in months.into_iter().filter(|m| m.1 > 0) {
        let like = |c: &&mut Cell| {
            c.member == member
                && c.category == weighed.category
                && c.parts == parts
                && c.month == month
                && c.units == units
                && c.line_group == line_group
        };
        match claims.cells.iter_mut().find(like) {
            Some(cell) => cell.admissible += admissible,
            None => claims.cells.push(Cell { member, category: weighed.category, parts, month, units, line_group, admissible }),
        }
    }
}

pub(super) struct Weighed<'p> {
    pub(super) category: usize,
    pub(super) requested: i64,
    pub(super) admissible: i64,
    pub(super) answers: Vec<LineAnswer<'p>>,
    pub(super) missing: Vec<usize>,
    /// What each month comes to, where the line runs over months.
    pub(super) months: Vec<(Date, i64)>,
    /// The units that count, where they are bounded.
    pub(super) units: Option<i64>,
    /// What it uses up of what counts for all lines.
    pub(super) taken: Taken,
    /// Whether it does not count at all.
    pub(super) refused: bool,
    /// All the units of the line, where those that count do so at what was really paid.
    pub(super) of_quantity: Option<i64>,
}

/// The price of one, and how many there are, of an amount that is their product.
fn price_and_quantity(line: &Line, amount: Yen) -> Option<(Yen, i64)> {
    let quantity = line.quantity.filter(|quantity| *quantity > 0)?;
    let price = match line.unit_price {
        Some(price) => price,
        None if amount.get() % quantity == 0 => Yen::new(amount.get() / quantity)?,
        None => return None,
    };
    (price.get().checked_mul(quantity)? == amount.get()).then_some((price, quantity))
}

pub(super) struct Weigher<'p, 'a> {
    pub(super) plan: &'p Plan,
    pub(super) application: &'a Application,
    pub(super) facts: &'a Facts,
    pub(super) ids: &'a [String],
    pub(super) category: usize,
    pub(super) member: usize,
    pub(super) phase: Phase,
}

impl<'p> Weigher<'p, '_> {
    fn weigh(&self, line: &Line, place: usize, own: &[(usize, Known)], used: &mut Used, faults: &mut Vec<Fault>) -> Weighed<'p> {
        let expenses = &self.plan.programme.expenses;
        // A line that is moved is reckoned as what it is moved to.
        let way = self.way(own);
        let category = way.last().copied().unwrap_or(self.category);
        let mut weighed = Weighed {
            category,
            requested: 0,
            admissible: 0,
            answers: Vec::new(),
            missing: Vec::new(),
            months: Vec::new(),
            units: None,
            taken: Taken::default(),
            refused: false,
            of_quantity: None,
        };
        let rule = &expenses.categories[category];
        let excluded = match self.scope(None).look_up(&expenses.tax, false) {
            Ok(found) => found.is_none_or(|(_, treatment)| *treatment == TaxTreatment::Excluded),
            Err(slots) => {
                weighed.missing.extend(slots.into_iter().filter(|_| line.tax.is_some()));
                true
            }
        };
        let net = line.tax.filter(|_| excluded).map(net_rate);
        let share = self.share(category, own, &mut weighed);
        let calculated = match &rule.calculator {
            Some(Calculator::Labour(labour)) => self.labour(labour, line, own, used, &mut weighed),
            Some(Calculator::PerUnit(unit)) => self.per_unit(unit, line, own, used, &mut weighed),
            Some(Calculator::Monthly(monthly)) => self.monthly(monthly, line, net, share).map(|months| {
                let worth = months.iter().map(|m| m.1).fold(0_i64, i64::saturating_add);
                let figures = vec![("months", i64::try_from(months.len()).unwrap_or(i64::MAX))];
                weighed.months = months;
                (worth, figures)
            }),
            None => None,
        };
        let by_quantity = line.product();
        if let (Some(price), Some(quantity), None) = (line.unit_price, line.quantity, by_quantity) {
            let message = format!("{} × {quantity} is more than can be counted", price.get());
            faults.push(Fault::new("too-large", format!("expenses.{place}.quantity"), message));
            return weighed;
        }
        let counted = calculated.as_ref().map(|c| c.0);
        let Some(requested) = line.amount.or(by_quantity).map(Yen::get).or(counted) else {
            let fault = Fault::new("missing-amount", format!("expenses.{place}"), "the expense line has no `amount`");
            faults.push(fault.help("give `amount`, or `hours`, `pay` and `regular_hours` for labour, or `unit_price` and `quantity`, or `monthly`, `from` and `until`"));
            return weighed;
        };
        weighed.requested = requested;
        // A sum and so many at such a price have the tax inside them alike; what is reckoned from hours has none.
        let typed = line.amount.or(by_quantity);
        let without_tax = typed.map(|amount| match (net, line.tax_on_top) {
            (Some(net), _) => {
                let rounding = expenses.tax_rounding.unwrap_or(Rounding::Down);
                let together = Self::together(&self.plan.tax_together_by, own, &mut weighed.missing);
                let together = together.map(|values| (self.member, values, net.to_string()));
                let before = together.as_ref().and_then(|key| used.taxed.get(key)).copied().unwrap_or(0);
                if let Some(key) = together {
                    let sum = before.saturating_add(amount.get());
                    used.taxed.insert(key, sum);
                    let net_of = |yen: i64| net.of(Yen::clamped(yen), rounding, 1).get();
                    return net_of(sum) - net_of(before);
                }
                match price_and_quantity(line, amount).filter(|_| expenses.tax_of_each_unit) {
                    Some((price, quantity)) => net.of(price, rounding, 1).get().saturating_mul(quantity),
                    None => net.of(amount, rounding, 1).get(),
                }
            }
            (None, Some(tax)) if !excluded => {
                amount.get().saturating_add(tax.of(amount, expenses.tax_rounding.unwrap_or(Rounding::Down), 1).get())
            }
            _ => amount.get(),
        });
        weighed.admissible = without_tax.unwrap_or(requested);
        let whole = weighed.admissible;
        // What is reckoned from months was apportioned month by month.
        let mut apportioned_with = None;
        if let Some(share) = share.filter(|_| typed.is_some() || weighed.months.is_empty()) {
            let of = |yen: i64| share.of(Yen::clamped(yen), Rounding::Down, 1).get();
            let together = Self::together(&self.plan.apportioned_together_by, own, &mut weighed.missing);
            apportioned_with = together.map(|values| (self.member, values, share.to_string()));
            let before = apportioned_with.as_ref().and_then(|key| used.apportioned.get(key)).copied().unwrap_or(0);
            weighed.admissible = of(before.saturating_add(whole)) - of(before);
        }
        let answer = |weighed: &Weighed<'p>, outcome, because: Cow<'p, str>, cite| LineAnswer {
            line: place,
            category: self.plan.category_id(weighed.category),
            requested_yen: requested,
            admissible_yen: weighed.admissible,
            outcome,
            because,
            figures: Vec::new(),
            cite,
        };
        let tax = typed.zip(without_tax).map_or(0, |(gross, net)| gross.get() - net);
        if tax < 0 {
            // Whoever can't deduct the tax has it as a cost: what is asked for grows by it.
            weighed.requested = weighed.admissible;
        }
        if tax > 0 {
            let mut line = answer(&weighed, LineOutcome::Reduced, Cow::Borrowed("tax"), expenses.cite.get("tax"));
            line.figures.push((TAX, tax));
            weighed.answers.push(line);
        }
        if weighed.admissible < whole {
            let line = answer(&weighed, LineOutcome::Reduced, Cow::Borrowed("apportioned"), Some(&rule.cite));
            weighed.answers.push(line);
        }
        if let Some((counted, quantity)) = weighed.units.zip(weighed.of_quantity).filter(|(counted, quantity)| counted < quantity) {
            weighed.admissible =
                Rate::new(counted, quantity).map_or(0, |share| share.of(Yen::clamped(weighed.admissible), Rounding::Down, 1).get());
            if calculated.is_none() {
                let mut line = answer(&weighed, LineOutcome::Reduced, Cow::Borrowed("calculator"), Some(&rule.cite));
                line.figures.push(("units", counted));
                weighed.answers.push(line);
            }
        }
        if let Some((worth, figures)) = calculated {
            let outcome =
                if worth < weighed.admissible || weighed.admissible < whole { LineOutcome::Reduced } else { LineOutcome::Counted };
            weighed.admissible = weighed.admissible.min(worth);
            let mut line = answer(&weighed, outcome, Cow::Borrowed("calculator"), Some(&rule.cite));
            line.figures = figures;
            weighed.answers.push(line);
        }
        let refuse = |weighed: &mut Weighed<'p>, because: Cow<'p, str>, cite| {
            (weighed.admissible, weighed.refused) = (0, true);
            let line = answer(weighed, LineOutcome::Refused, because, cite);
            weighed.answers.push(line);
        };
        if self.plan.programme.amount.paid_to == PaidTo::Lead && self.member != self.facts.lead {
            refuse(&mut weighed, Cow::Borrowed("paid_to"), self.plan.programme.amount.cite.get("paid_to"));
            return weighed;
        }
        if let Some(kind) = &line.kind {
            let own_rule = &expenses.categories[self.category];
            let exceptions = &self.plan.exceptions;
            let of_category = |c: usize| Some((expenses.categories[c].exclusions.get_full(kind)?, exceptions.by_category[c].as_slice()));
            let found = of_category(self.category)
                .or_else(|| of_category(category))
                .or_else(|| Some((expenses.exclusions.get_full(kind)?, exceptions.everywhere.as_slice())));
            let excepted =
                found.as_ref().and_then(|((place, ..), tests)| tests.get(*place)?.as_ref()).map(|test| self.scope(Some(own)).test(test));
            if let Some(open) = excepted.as_ref().filter(|e| e.outcome == Outcome::Unknown) {
                weighed.missing.extend(&open.missing);
            }
            let counts_all_the_same = excepted.is_some_and(|e| e.outcome == Outcome::Yes);
            if let Some(((_, id, exclusion), _)) = found.filter(|_| !counts_all_the_same) {
                refuse(&mut weighed, Cow::Owned(format!("exclusions.{id}")), Some(&exclusion.cite));
                return weighed;
            }
            let elsewhere = expenses.categories.values().any(|c| c.exclusions.contains_key(kind));
            if kind != "ordinary" && !elsewhere && !expenses.exclusions.contains_key(kind) {
                let known: Vec<&str> =
                    expenses.exclusions.keys().chain(own_rule.exclusions.keys()).map(String::as_str).chain(["ordinary"]).collect();
                let fault = Fault::new(
                    "unknown-kind",
                    format!("expenses.{place}.kind"),
                    format!("`{}` is not a kind of expense that this call speaks of", shown(kind)),
                );
                faults.push(fault.help(suggest(kind, known.iter().copied())));
            }
        }
        if let Some(because) = self.out_of_time(line) {
            refuse(&mut weighed, Cow::Borrowed(because), expenses.cite.get(because));
            return weighed;
        }
        for slot in self.undated(line) {
            weighed.missing.push(slot);
            weighed.answers.push(answer(&weighed, LineOutcome::Open, Cow::Borrowed("undated"), expenses.cite.get("not_before")));
        }
        self.tests(place, &way, own, &mut weighed, requested);
        if let Some(key) = apportioned_with.filter(|_| !weighed.refused) {
            let sum = used.apportioned.entry(key).or_default();
            *sum = sum.saturating_add(whole);
        }
        if weighed.admissible > 0 {
            self.line_limits(place, own, used, &mut weighed);
        }
        weighed
    }

    /// What the line counts at most, by itself or with others: the smallest limit holds.
    fn line_limits(&self, place: usize, own: &[(usize, Known)], used: &mut Used, weighed: &mut Weighed<'p>) {
        let rules = self.plan.programme.expenses.line_limits.iter().zip(&self.plan.line_limits);
        let scope = self.scope(Some(own));
        let mut bounded_with = Vec::new();
        let category = weighed.category;
        let holds = |((_, rule), ready): &((&String, &LineLimit), &LineLimitPlan)| {
            ready.categories >> category & 1 == 1 && (rule.at.is_empty() || rule.at.contains(&self.phase))
        };
        for (limit, ((id, rule), ready)) in rules.enumerate().filter(|(_, rule)| holds(rule)) {
            let found = ready.when.as_ref().map(|when| scope.test(when));
            let most = match found.as_ref().map_or(Outcome::Yes, |found| found.outcome) {
                Outcome::No => continue,
                Outcome::Yes => scope.yen_of(&rule.at_most).map(|found| found.map(|(_, most)| most)),
                Outcome::Unknown | Outcome::Judgement => Err(found.map(|found| found.missing).unwrap_or_default()),
            };
            let together = Self::together(&ready.together_by, own, &mut weighed.missing).map(|values| (limit, self.member, values));
            let before = together.as_ref().and_then(|key| used.limits.get(key)).copied().unwrap_or(0);
            bounded_with.extend(together);
            match most.map(|most| most.map(|most| (most - before).max(0))) {
                Ok(Some(most)) if most < weighed.admissible => {
                    weighed.admissible = most;
                    weighed.answers.push(LineAnswer {
                        line: place,
                        category: self.plan.category_id(weighed.category),
                        requested_yen: weighed.requested,
                        admissible_yen: most,
                        outcome: LineOutcome::Reduced,
                        because: Cow::Owned(format!("line_limits.{id}")),
                        figures: Vec::new(),
                        cite: Some(&rule.cite),
                    });
                }
                Ok(_) => {}
                Err(slots) => weighed.missing.extend(slots),
            }
        }
        for key in bounded_with {
            *used.limits.entry(key).or_default() += weighed.admissible;
        }
    }

    /// The values by which lines are taken together; none where they are not, or one of them is missing.
    pub(super) fn together(slots: &[usize], own: &[(usize, Known)], missing: &mut Vec<usize>) -> Option<Vec<String>> {
        let value = |slot: &usize| own.iter().find(|f| f.0 == *slot).map(|f| f.1.value.to_string());
        missing.extend(slots.iter().filter(|slot| value(slot).is_none()));
        let values: Option<Vec<String>> = slots.iter().map(value).collect();
        values.filter(|values| !values.is_empty())
    }

    pub(super) fn scope<'s>(&'s self, line: Option<&'s [(usize, Known)]>) -> Scope<'p, 's> {
        Scope { line, ..line_scope(self.plan, self.application, self.facts, self.ids, self.member) }
    }

    /// The share by which the lines of a category count (あん分); a fact that is not known is missed, and the whole counts until it is.
    fn share(&self, category: usize, own: &[(usize, Known)], weighed: &mut Weighed<'p>) -> Option<Rate> {
        let slot = self.plan.apportioned_by[category]?;
        let known = own.iter().find(|f| f.0 == slot).map(|f| &f.1).or_else(|| self.facts.get(self.plan, slot, self.member));
        match known.map(|k| &k.value) {
            Some(Value::Rate(share) | Value::Number(share)) => Some((*share).min(Rate::ONE)),
            Some(Value::Int(whole)) => Some(if *whole > 0 { Rate::ONE } else { Rate::ZERO }),
            _ => {
                weighed.missing.push(slot);
                None
            }
        }
    }

    /// Contracts and payments before or after the days between which they count.
    fn out_of_time(&self, line: &Line) -> Option<&'static str> {
        let expenses = &self.plan.programme.expenses;
        let days: Vec<Date> = [line.contracted_on, line.paid_on].into_iter().flatten().collect();
        if self.day(expenses.not_before).is_some_and(|first| days.iter().any(|d| *d < first)) {
            Some("not_before")
        } else if self.day(expenses.not_after).is_some_and(|last| days.iter().any(|d| *d > last)) {
            Some("not_after")
        } else {
            None
        }
    }

    /// The days that a line must have at settlement, and does not: that of its contract where one may not be earlier than another day, that
    /// of its payment where one may not be later.
    fn undated(&self, line: &Line) -> impl Iterator<Item = usize> {
        const CONTRACTED: usize = slot("contracted_on");
        const PAID: usize = slot("paid_on");
        let expenses = &self.plan.programme.expenses;
        // Hours of one's own people are neither contracted nor paid for one by one.
        let labour = matches!(expenses.categories[self.category].calculator, Some(Calculator::Labour(_)));
        let settled = self.phase == Phase::Settlement && !labour;
        let contract = settled && line.contracted_on.is_none() && self.day(expenses.not_before).is_some();
        let payment = settled && line.paid_on.is_none() && self.day(expenses.not_after).is_some();
        [contract.then_some(CONTRACTED), payment.then_some(PAID)].into_iter().flatten()
    }

    /// The categories that a line goes through: its own, and each that the first test which it fails moves it to. None twice.
    fn way(&self, own: &[(usize, Known)]) -> Vec<usize> {
        let mut way = vec![self.category];
        'moves: while let Some(&category) = way.last() {
            for test in self.line_tests(category) {
                if self.scope(Some(own)).test(&test.test).outcome == Outcome::No {
                    match (self.plan.line_test(category, test), test.onto) {
                        (Some((Otherwise::MoveTo(_), _)), Some(onto)) if !way.contains(&onto) => {
                            way.push(onto);
                            continue 'moves;
                        }
                        (Some((Otherwise::Ask, _)), _) => {}
                        _ => return way,
                    }
                }
            }
            break;
        }
        way
    }

    /// The tests of a category's lines that hold now.
    fn line_tests(&self, category: usize) -> impl Iterator<Item = &'p LineTestPlan> {
        let phase = self.phase;
        self.plan.line_tests[category].iter().filter(move |test| test.at.is_empty() || test.at.contains(&phase))
    }

    /// The tests of each category that a line goes through, as far as one moves it on.
    fn tests(&self, place: usize, way: &[usize], own: &[(usize, Known)], weighed: &mut Weighed<'p>, requested: i64) {
        for (step, &category) in way.iter().enumerate() {
            let next = way.get(step + 1).copied();
            for test in self.line_tests(category) {
                let Some((otherwise, cite)) = self.plan.line_test(category, test) else { continue };
                let found = self.scope(Some(own)).test(&test.test);
                let outcome = match (found.outcome, otherwise) {
                    (Outcome::Yes, _) => continue,
                    (Outcome::Unknown, _) => {
                        weighed.missing.extend(found.missing);
                        LineOutcome::Open
                    }
                    (Outcome::Judgement, _) | (Outcome::No, Otherwise::Ask) => LineOutcome::Judged,
                    (Outcome::No, Otherwise::MoveTo(_)) if next.is_some() && next == test.onto => LineOutcome::Moved,
                    (Outcome::No, _) => LineOutcome::Refused,
                };
                if outcome == LineOutcome::Refused {
                    (weighed.admissible, weighed.refused) = (0, true);
                }
                let category = if outcome == LineOutcome::Moved { next.unwrap_or(category) } else { category };
                weighed.answers.push(LineAnswer {
                    line: place,
                    category: self.plan.category_id(category),
                    requested_yen: requested,
                    admissible_yen: weighed.admissible,
                    outcome,
                    because: Cow::Owned(format!("tests.{}", test.id)),
                    figures: Vec::new(),
                    cite: Some(cite),
                });
                match outcome {
                    LineOutcome::Refused => return,
                    LineOutcome::Moved => break,
                    _ => {}
                }
            }
        }
    }

    /// The day of a bound: fixed, or that of a happening as far as it is known.
    pub(super) fn day(&self, bound: Option<EventOrDay>) -> Option<Date> {
        match bound? {
            EventOrDay::Day(day) => Some(day),
            EventOrDay::Event(event) => self.application.events.get(&event).copied(),
        }
    }
}
