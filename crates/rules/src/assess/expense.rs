//! From expense lines to what is admissible in each category: exclusions, tax, dates, unit prices, and
//! the calculators.

use std::{borrow::Cow, collections::HashMap};

use jiff::civil::Date;
use kernel::{Rate, Rounding, Yen};

use super::{
    facts::{Facts, Known, read},
    test::Scope,
};
use crate::{
    application::{Application, Line, Pay},
    assessment::{LineAnswer, LineOutcome, Outcome, TAX},
    diagnostic::{MOST_FAULTS, shown, suggest},
    language::{Allowance, Calculator, Event, FactOf, Labour, Otherwise, PaidTo, TaxTreatment},
    plan::{Fault, Plan},
    vocabulary::{Value, slot},
};

/// The facts of a line that are known, by slot.
pub(crate) type LineFacts = Vec<(usize, Known)>;

/// What the lines come to.
pub(crate) struct Claims<'p> {
    /// Asked for, by member and category.
    pub requested: Vec<Vec<i64>>,
    /// Admissible, by member and category.
    pub admissible: Vec<Vec<i64>>,
    /// What there is to say of single lines.
    pub lines: Vec<LineAnswer<'p>>,
    /// Each line's category and facts.
    pub facts: Vec<(usize, LineFacts)>,
    /// Facts of lines that are missing.
    pub missing: Vec<usize>,
}

/// The largest sum of requested yen that is added up: far below what would overflow.
const MOST_TOTAL: i64 = 1_000_000_000_000_000_000;

pub(crate) fn claims<'p>(plan: &'p Plan, application: &Application, facts: &Facts, ids: &[String], faults: &mut Vec<Fault>) -> Claims<'p> {
    let programme = &plan.programme;
    let categories = programme.expenses.categories.len();
    let mut claims = Claims {
        requested: vec![vec![0; categories]; ids.len()],
        admissible: vec![vec![0; categories]; ids.len()],
        lines: Vec::new(),
        facts: Vec::new(),
        missing: Vec::new(),
    };
    let by_id: HashMap<&str, usize> = ids.iter().enumerate().map(|(i, id)| (id.as_str(), i)).collect();
    let mut hours: HashMap<(usize, &str), Rate> = HashMap::new();
    let mut sum: i64 = 0;
    for (place, line) in application.expenses.iter().enumerate() {
        let before = faults.len();
        if before >= MOST_FAULTS {
            return claims;
        }
        let member = match &line.member {
            None => Some(facts.lead),
            Some(id) => by_id.get(id.as_str()).copied(),
        };
        let Some(category) = plan.category(&line.category) else {
            let known: Vec<&str> = programme.expenses.categories.keys().map(String::as_str).collect();
            let message = format!("`{}` is not an expense category of this call", shown(&line.category));
            faults.push(
                Fault::new("unknown-category", format!("expenses.{place}.category"), message)
                    .help(suggest(&line.category, known.iter().copied())),
            );
            continue;
        };
        let Some(member) = member else {
            let id = line.member.as_deref().unwrap_or_default();
            let message = format!("`{}` is not a member of this application", shown(id));
            faults.push(
                Fault::new("unknown-member", format!("expenses.{place}.member"), message).help(suggest(id, ids.iter().map(String::as_str))),
            );
            continue;
        };
        sane(line, place, faults);
        let given = if line.facts.is_empty() {
            Vec::new()
        } else {
            read(plan, &line.facts, FactOf::Line, &format!("expenses.{place}.facts"), faults)
        };
        let own = line_facts(line, given, &by_id);
        let weighed = Weigher { plan, application, facts, ids, category, member }.weigh(line, place, &own, &mut hours, faults);
        if faults.len() > before {
            continue;
        }
        sum = sum.saturating_add(weighed.requested);
        if sum > MOST_TOTAL {
            faults.push(Fault::new("too-large", format!("expenses.{place}.amount"), "the expenses add up to more than can be counted"));
            return claims;
        }
        claims.requested[member][category] += weighed.requested;
        claims.admissible[member][weighed.category] += weighed.admissible;
        claims.missing.extend(weighed.missing);
        claims.lines.extend(weighed.answers);
        claims.facts.push((weighed.category, own));
    }
    claims
}

/// Negative figures and the like.
fn sane(line: &Line, place: usize, faults: &mut Vec<Fault>) {
    if line.annual_hours.is_some_and(|h| h <= Rate::ZERO) {
        let fault = Fault::new("wrong-value", format!("expenses.{place}.annual_hours"), "`annual_hours` must be more than 0");
        faults.push(fault.help("年間所定労働時間: the hours that make up a full year, for example 1950"));
    }
    if let Some(tax) = line.tax.filter(|tax| *tax >= Rate::ONE) {
        let message = format!("a tax of {tax} is the whole price or more");
        let fault = Fault::new("wrong-value", format!("expenses.{place}.tax"), message);
        faults.push(fault.help("write the rate of the tax inside the amount: 10% or 8%"));
    }
    let mut not_negative = |name: &str, value: Option<i64>| {
        if value.is_some_and(|v| v < 0) {
            faults.push(Fault::new("negative", format!("expenses.{place}.{name}"), format!("`{name}` must not be negative")));
        }
    };
    not_negative("amount", line.amount.map(Yen::get));
    not_negative("unit_price", line.unit_price.map(Yen::get));
    not_negative("quantity", line.quantity);
    not_negative("useful_life_months", line.useful_life_months);
    if let Some(pay) = &line.pay {
        let parts = [
            pay.annual_salary,
            pay.base,
            pay.family,
            pay.housing,
            pay.welfare,
            pay.welfare_above_fund,
            pay.managerial,
            pay.bonus,
            pay.commuting,
            pay.overtime,
        ];
        not_negative("pay", parts.iter().flatten().map(|y| y.get()).min());
    }
}

fn line_facts(line: &Line, given: Vec<Option<Known>>, by_id: &HashMap<&str, usize>) -> LineFacts {
    const UNIT_PRICE: usize = slot("unit_price_yen");
    const ACQUISITION_PRICE: usize = slot("acquisition_price_yen");
    const USEFUL_LIFE: usize = slot("useful_life_months");
    const QUANTITY: usize = slot("quantity");
    const AMOUNT: usize = slot("amount_yen");
    const PAID_TO_MEMBER: usize = slot("paid_to_member");
    let worked_out = [
        (UNIT_PRICE, line.unit_price.map(|p| net_exact(p, line.tax))),
        (ACQUISITION_PRICE, line.unit_price.map(|p| Value::Int(p.get()))),
        (USEFUL_LIFE, line.useful_life_months.map(Value::Int)),
        (QUANTITY, line.quantity.map(Value::Int)),
        (AMOUNT, line.amount.map(|a| Value::Int(a.get()))),
        (PAID_TO_MEMBER, line.paid_to.as_ref().map(|to| Value::Bool(by_id.contains_key(to.as_str())))),
    ];
    let known = worked_out.into_iter().filter_map(|(slot, value)| Some((slot, Known { value: value?, source: None })));
    known.chain(given.into_iter().enumerate().filter_map(|(slot, fact)| Some((slot, fact?)))).collect()
}

/// A price without the tax inside it, exact: 549,999 with 10% is 499,999 and 1/11.
fn net_exact(price: Yen, tax: Option<Rate>) -> Value {
    match tax.map(net_rate).and_then(|r| Rate::new(price.get().checked_mul(r.numerator())?, r.denominator())) {
        Some(rate) if rate.denominator() == 1 => Value::Int(rate.numerator()),
        Some(rate) => Value::Rate(rate),
        None => Value::Int(price.get()),
    }
}

/// 1 / (1 + tax).
fn net_rate(tax: Rate) -> Rate {
    let below = tax.denominator().saturating_add(tax.numerator());
    Rate::new(tax.denominator(), below).unwrap_or(Rate::ONE)
}

struct Weighed<'p> {
    category: usize,
    requested: i64,
    admissible: i64,
    answers: Vec<LineAnswer<'p>>,
    missing: Vec<usize>,
}

struct Weigher<'p, 'a> {
    plan: &'p Plan,
    application: &'a Application,
    facts: &'a Facts,
    ids: &'a [String],
    category: usize,
    member: usize,
}

impl<'p> Weigher<'p, '_> {
    fn weigh<'l>(
        &self,
        line: &'l Line,
        place: usize,
        own: &[(usize, Known)],
        hours: &mut HashMap<(usize, &'l str), Rate>,
        faults: &mut Vec<Fault>,
    ) -> Weighed<'p> {
        let expenses = &self.plan.programme.expenses;
        let mut weighed = Weighed { category: self.category, requested: 0, admissible: 0, answers: Vec::new(), missing: Vec::new() };
        let rule = &expenses.categories[self.category];
        let calculated = match &rule.calculator {
            Some(Calculator::Labour(labour)) => self.labour(labour, line, hours),
            Some(Calculator::PerUnit(unit)) => line.quantity.map(|q| {
                let counted = unit.at_most.map_or(q, |most| q.min(most));
                let worth = i64::try_from(i128::from(counted) * i128::from(unit.yen.get())).unwrap_or(MOST_TOTAL);
                (worth, vec![("units", counted)])
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
        let Some(requested) = line.amount.map(Yen::get).or(counted).or(by_quantity.map(Yen::get)) else {
            let fault = Fault::new("missing-amount", format!("expenses.{place}"), "the expense line has no `amount`");
            faults.push(fault.help("give `amount`, or `hours`, `pay` and `annual_hours` for labour, or `unit_price` and `quantity`"));
            return weighed;
        };
        weighed.requested = requested;
        // A sum and so many at such a price have the tax inside them alike; what is reckoned from hours has none.
        let typed = line.amount.or(by_quantity);
        let net = typed.map(|amount| match (line.tax, expenses.tax) {
            (Some(tax), TaxTreatment::Excluded) => net_rate(tax).of(amount, expenses.tax_rounding, 1).get(),
            _ => amount.get(),
        });
        weighed.admissible = net.unwrap_or(requested);
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
        let tax = typed.zip(net).map_or(0, |(gross, net)| gross.get() - net);
        if tax > 0 {
            let mut line = answer(&weighed, LineOutcome::Reduced, Cow::Borrowed("tax"), expenses.cite.get("tax"));
            line.figures.push((TAX, tax));
            weighed.answers.push(line);
        }
        if let Some((worth, figures)) = calculated {
            let outcome = if worth < weighed.admissible { LineOutcome::Reduced } else { LineOutcome::Counted };
            weighed.admissible = weighed.admissible.min(worth);
            let mut line = answer(&weighed, outcome, Cow::Borrowed("calculator"), Some(&rule.cite));
            line.figures = figures;
            weighed.answers.push(line);
        }
        let refuse = |weighed: &mut Weighed<'p>, because: Cow<'p, str>, cite| {
            weighed.admissible = 0;
            let line = answer(weighed, LineOutcome::Refused, because, cite);
            weighed.answers.push(line);
        };
        if self.plan.programme.amount.paid_to == PaidTo::Lead && self.member != self.facts.lead {
            refuse(&mut weighed, Cow::Borrowed("paid_to"), self.plan.programme.amount.cite.get("paid_to"));
            return weighed;
        }
        if let Some(kind) = &line.kind {
            let found = rule.exclusions.get_key_value(kind).or_else(|| expenses.exclusions.get_key_value(kind));
            if let Some((id, exclusion)) = found {
                refuse(&mut weighed, Cow::Owned(format!("exclusions.{id}")), Some(&exclusion.cite));
                return weighed;
            }
            let elsewhere = expenses.categories.values().any(|c| c.exclusions.contains_key(kind));
            if kind != "ordinary" && !elsewhere {
                let known: Vec<&str> =
                    expenses.exclusions.keys().chain(rule.exclusions.keys()).map(String::as_str).chain(["ordinary"]).collect();
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
        self.tests(place, own, &mut weighed, requested);
        weighed
    }

    /// Contracts and payments before or after the days between which they count.
    fn out_of_time(&self, line: &Line) -> Option<&'static str> {
        let expenses = &self.plan.programme.expenses;
        let day = |event: Option<Event>| event.and_then(|e| self.application.events.get(&e).copied());
        let days: Vec<Date> = [line.contracted_on, line.paid_on].into_iter().flatten().collect();
        if day(expenses.not_before).is_some_and(|first| days.iter().any(|d| *d < first)) {
            Some("not_before")
        } else if day(expenses.not_after).is_some_and(|last| days.iter().any(|d| *d > last)) {
            Some("not_after")
        } else {
            None
        }
    }

    fn tests(&self, place: usize, own: &[(usize, Known)], weighed: &mut Weighed<'p>, requested: i64) {
        // A line that is moved is tested again where it arrives, but never moves twice.
        let mut moved = false;
        loop {
            let category = weighed.category;
            let rules = &self.plan.programme.expenses.categories[category].tests;
            let mut next = None;
            for ((id, rule), (test, onto)) in rules.iter().zip(&self.plan.line_tests[category]) {
                let scope = Scope {
                    plan: self.plan,
                    facts: self.facts,
                    ids: self.ids,
                    member: self.member,
                    lines: &[],
                    line: Some(own),
                    claimed: &[],
                    recognised: None,
                    grants: None,
                };
                let found = scope.test(test);
                let outcome = match (found.outcome, &rule.otherwise) {
                    (Outcome::Yes, _) => continue,
                    (Outcome::Unknown, _) => {
                        weighed.missing.extend(found.missing);
                        LineOutcome::Open
                    }
                    (Outcome::Judgement, _) | (Outcome::No, Otherwise::Ask) => LineOutcome::Judged,
                    (Outcome::No, Otherwise::MoveTo(_)) if !moved => LineOutcome::Moved,
                    (Outcome::No, _) => LineOutcome::Refused,
                };
                match outcome {
                    LineOutcome::Refused => weighed.admissible = 0,
                    LineOutcome::Moved => next = *onto,
                    _ => {}
                }
                weighed.answers.push(LineAnswer {
                    line: place,
                    category: self.plan.category_id(next.unwrap_or(category)),
                    requested_yen: requested,
                    admissible_yen: weighed.admissible,
                    outcome,
                    because: Cow::Owned(format!("tests.{id}")),
                    figures: Vec::new(),
                    cite: Some(&rule.cite),
                });
                if weighed.admissible == 0 || next.is_some() {
                    break;
                }
            }
            match next {
                Some(onto) if !moved => {
                    moved = true;
                    weighed.category = onto;
                }
                _ => return,
            }
        }
    }

    /// Hours times hourly pay, each within its limit; the hours of one person count together.
    fn labour<'l>(
        &self,
        rule: &Labour,
        line: &'l Line,
        hours: &mut HashMap<(usize, &'l str), Rate>,
    ) -> Option<(i64, Vec<(&'static str, i64)>)> {
        let worked = line.hours?;
        let yearly = yearly_pay(rule, line.pay.as_ref()?)?;
        let annual = line.annual_hours.filter(|h| *h > Rate::ZERO)?;
        let per_hour = Rate::new(annual.denominator(), annual.numerator())?.of(yearly, rule.hourly_rounding, 1);
        let hourly = rule.max_hourly.map_or(per_hour, |most| per_hour.min(most));
        let mut counted = worked;
        if let Some(most) = rule.max_hours.and_then(|h| Rate::new(h, 1)) {
            let used = line.person.as_deref().and_then(|p| hours.get(&(self.member, p)).copied()).unwrap_or(Rate::ZERO);
            let left = most.minus(used).unwrap_or(Rate::ZERO);
            counted = worked.min(left);
        }
        if let Some(person) = line.person.as_deref() {
            let used = hours.entry((self.member, person)).or_insert(Rate::ZERO);
            *used = used.plus(counted).unwrap_or(*used);
        }
        let worth = counted.of(hourly, Rounding::Down, 1);
        let whole_hours = counted.numerator() / counted.denominator();
        Some((worth.get(), vec![("hourly_yen", per_hour.get()), ("hourly_counted_yen", hourly.get()), ("hours_counted", whole_hours)]))
    }
}

/// Base pay and the allowances that count, or the yearly salary.
fn yearly_pay(rule: &Labour, pay: &Pay) -> Option<Yen> {
    if let Some(salary) = pay.annual_salary {
        return Some(salary);
    }
    let mut sum = pay.base?.get();
    for allowance in &rule.allowances {
        let part = match allowance {
            Allowance::Family => pay.family,
            Allowance::Housing => pay.housing,
            Allowance::Welfare => pay.welfare.map(|w| {
                let above = if rule.welfare_above_fund_counts { 0 } else { pay.welfare_above_fund.map_or(0, Yen::get) };
                Yen::clamped((w.get() - above).max(0))
            }),
            Allowance::Managerial => pay.managerial,
            Allowance::Bonus => pay.bonus,
            Allowance::Commuting => pay.commuting,
            Allowance::Overtime => pay.overtime,
        };
        sum += part.map_or(0, Yen::get);
    }
    Some(Yen::clamped(sum))
}
