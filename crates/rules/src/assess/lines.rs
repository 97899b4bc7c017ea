//! Expense lines as they are given: their place, their facts, and what is wrong with them before anything is weighed.

use std::collections::HashMap;

use kernel::{Rate, Rounding, Yen};

use super::{
    expense::LineFacts,
    facts::{Known, read},
};
use crate::{
    application::Line,
    diagnostic::{shown, suggest},
    language::{FactOf, TaxOnTop},
    plan::{Fault, Plan},
    vocabulary::{Value, slot},
};

/// A line before it is weighed.
#[derive(Default)]
pub(super) struct GivenLine {
    /// Its place in the application.
    pub place: usize,
    pub member: usize,
    pub category: usize,
    pub facts: LineFacts,
}

/// A line with its member, its category and what it says; nothing, and a fault, where one of them is not there.
pub(super) fn given_line(
    plan: &Plan,
    (place, line): (usize, &Line),
    lead: usize,
    by_id: &HashMap<&str, usize>,
    faults: &mut Vec<Fault>,
) -> Option<GivenLine> {
    let programme = &plan.programme;
    let Some(category) = plan.category(&line.category) else {
        let known: Vec<&str> = programme.expenses.categories.keys().map(String::as_str).collect();
        let message = format!("`{}` is not an expense category of this call", shown(&line.category));
        let fault = Fault::new("unknown-category", format!("expenses.{place}.category"), message);
        faults.push(fault.help(suggest(&line.category, known.iter().copied())));
        return None;
    };
    let member = match &line.member {
        None => Some(lead),
        Some(id) => by_id.get(id.as_str()).copied(),
    };
    let Some(member) = member else {
        let id = line.member.as_deref().unwrap_or_default();
        let message = format!("`{}` is not a member of this application", shown(id));
        let fault = Fault::new("unknown-member", format!("expenses.{place}.member"), message);
        let mut known: Vec<(&str, usize)> = by_id.iter().map(|(id, place)| (*id, *place)).collect();
        known.sort_unstable_by_key(|k| k.1);
        faults.push(fault.help(suggest(id, known.into_iter().map(|k| k.0))));
        return None;
    };
    sane(line, place, faults);
    let given =
        if line.facts.is_empty() { Vec::new() } else { read(plan, &line.facts, FactOf::Line, &format!("expenses.{place}.facts"), faults) };
    Some(GivenLine { place, member, category, facts: line_facts(line, given, by_id, programme.expenses.tax_on_top) })
}

/// Negative figures and the like.
fn sane(line: &Line, place: usize, faults: &mut Vec<Fault>) {
    if line.regular_hours.is_some_and(|h| h <= Rate::ZERO) {
        let fault = Fault::new("wrong-value", format!("expenses.{place}.regular_hours"), "`regular_hours` must be more than 0");
        faults.push(fault.help("年間所定労働時間: the hours that make up a full year, for example 1950"));
    }
    if let Some(tax) = line.tax.filter(|tax| *tax >= Rate::ONE) {
        let message = format!("a tax of {tax} is the whole price or more");
        let fault = Fault::new("wrong-value", format!("expenses.{place}.tax"), message);
        faults.push(fault.help("write the rate of the tax inside the amount: 10% or 8%"));
    }
    if let Some(tax) = line.tax_on_top.filter(|tax| *tax >= Rate::ONE) {
        let fault = Fault::new("wrong-value", format!("expenses.{place}.tax_on_top"), format!("a tax of {tax} is the whole price or more"));
        faults.push(fault.help("write the rate of the tax that comes on top: 10% or 8%"));
    }
    if line.tax.is_some() && line.tax_on_top.is_some() {
        let fault =
            Fault::new("contradiction", format!("expenses.{place}.tax_on_top"), "the tax is inside the amount or on top of it, not both");
        faults.push(fault.help("take `tax` or `tax_on_top` away"));
    }
    if line.from.zip(line.until).is_some_and(|(from, until)| until < from) {
        faults.push(Fault::new("wrong-value", format!("expenses.{place}.until"), "`until` is before `from`"));
    }
    let mut not_negative = |name: &str, value: Option<i64>| {
        if value.is_some_and(|v| v < 0) {
            faults.push(Fault::new("negative", format!("expenses.{place}.{name}"), format!("`{name}` must not be negative")));
        }
    };
    not_negative("amount", line.amount.map(Yen::get));
    not_negative("unit_price", line.unit_price.map(Yen::get));
    not_negative("quantity", line.quantity);
    not_negative("monthly", line.monthly.map(Yen::get));
    not_negative("useful_life_months", line.useful_life_months);
    if let Some(pay) = &line.pay {
        let parts = [
            pay.salary,
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

fn line_facts(line: &Line, given: Vec<Option<Known>>, by_id: &HashMap<&str, usize>, on_top: Option<TaxOnTop>) -> LineFacts {
    const WITH_TAX: usize = slot("amount_with_tax_yen");
    const CONTRACTED: usize = slot("contracted_on");
    const PAID: usize = slot("paid_on");
    const UNIT_PRICE: usize = slot("unit_price_yen");
    const ACQUISITION_PRICE: usize = slot("acquisition_price_yen");
    const USEFUL_LIFE: usize = slot("useful_life_months");
    const QUANTITY: usize = slot("quantity");
    const AMOUNT: usize = slot("amount_yen");
    const NET: usize = slot("amount_net_yen");
    const PAID_TO_MEMBER: usize = slot("paid_to_member");
    const PERSON: usize = slot("person");
    const CATEGORY: usize = slot("category");
    let worked_out = [
        (CATEGORY, Some(Value::Text(line.category.clone()))),
        (UNIT_PRICE, line.unit_price.map_or_else(|| price_of_one(line), |p| Some(net_exact(p, line.tax)))),
        (ACQUISITION_PRICE, line.unit_price.map(|p| Value::Int(p.get()))),
        (USEFUL_LIFE, line.useful_life_months.map(Value::Int)),
        (QUANTITY, line.quantity.map(Value::Int)),
        (AMOUNT, line.amount.map(|a| Value::Int(a.get()))),
        (NET, line.amount.or(line.product()).map(|amount| net_exact(amount, line.tax))),
        (WITH_TAX, line.amount.or(line.product()).map(|amount| with_tax(amount, line, on_top))),
        (CONTRACTED, line.contracted_on.map(Value::Date)),
        (PAID, line.paid_on.map(Value::Date)),
        (PERSON, line.person.clone().map(Value::Text)),
        (PAID_TO_MEMBER, line.paid_to.as_ref().map(|to| Value::Bool(by_id.contains_key(to.as_str())))),
    ];
    let known = worked_out.into_iter().filter_map(|(slot, value)| Some((slot, Known { value: value?, source: None })));
    known.chain(given.into_iter().enumerate().filter_map(|(slot, fact)| Some((slot, fact?)))).collect()
}

/// The price of one of so many, without the tax inside it, exact; where only their sum is given.
fn price_of_one(line: &Line) -> Option<Value> {
    let quantity = line.quantity.filter(|n| *n > 0)?;
    let net = line.tax.map_or(Rate::ONE, net_rate);
    let above = line.amount?.get().checked_mul(net.numerator())?;
    let one = Rate::new(above, net.denominator().checked_mul(quantity)?)?;
    Some(if one.denominator() == 1 { Value::Int(one.numerator()) } else { Value::Rate(one) })
}

/// A price without the tax inside it, exact: 549,999 with 10% is 499,999 and 1/11.
fn net_exact(price: Yen, tax: Option<Rate>) -> Value {
    match tax.map(net_rate).and_then(|r| Rate::new(price.get().checked_mul(r.numerator())?, r.denominator())) {
        Some(rate) if rate.denominator() == 1 => Value::Int(rate.numerator()),
        Some(rate) => Value::Rate(rate),
        None => Value::Int(price.get()),
    }
}

/// An amount with tax: as it is where the tax is inside, else with the tax on top as the call counts it.
fn with_tax(amount: Yen, line: &Line, on_top: Option<TaxOnTop>) -> Value {
    let Some(rate) = line.tax_on_top else { return Value::Int(amount.get()) };
    let whole = |rounding| Value::Int(amount.get().saturating_add(rate.of(amount, rounding, 1).get()));
    match on_top.unwrap_or(TaxOnTop::Exact) {
        TaxOnTop::Down => whole(Rounding::Down),
        TaxOnTop::Up => whole(Rounding::Up),
        TaxOnTop::HalfUp => whole(Rounding::HalfUp),
        TaxOnTop::Exact => {
            let above = i128::from(amount.get()) * i128::from(rate.denominator() + rate.numerator());
            let below = i128::from(rate.denominator());
            let exact = i64::try_from(above).ok().and_then(|above| Rate::new(above, rate.denominator()));
            match exact {
                Some(exact) if exact.denominator() > 1 => Value::Rate(exact),
                _ => Value::Int(i64::try_from(above.div_euclid(below)).unwrap_or(i64::MAX)),
            }
        }
    }
}

/// 1 / (1 + tax).
pub(super) fn net_rate(tax: Rate) -> Rate {
    let below = tax.denominator().saturating_add(tax.numerator());
    Rate::new(tax.denominator(), below).unwrap_or(Rate::ONE)
}
