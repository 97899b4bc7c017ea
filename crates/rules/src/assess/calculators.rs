//! What a line comes to by hours, by units or by months.

use jiff::civil::Date;
use kernel::{Rate, Rounding, Yen};

use super::{
    expense::{MOST_TOTAL, Weighed, Weigher},
    facts::Known,
    used::{UnitBounds, Used},
};
use crate::{
    application::{Line, Pay},
    language::{Allowance, CountOrFact, Labour, Monthly, PartMonth, PayPeriod, PerUnit},
    vocabulary::Value,
};

const QUANTITY: usize = crate::vocabulary::slot("quantity");
/// Months of one line that are counted: a hundred years.
const MOST_MONTHS: usize = 1_200;

impl<'p> Weigher<'p, '_> {
    /// So much for each unit, by one price or by a table.
    pub(super) fn per_unit(
        &self,
        rule: &'p PerUnit,
        line: &Line,
        own: &[(usize, Known)],
        used: &mut Used,
        weighed: &mut Weighed<'p>,
    ) -> Option<(i64, Vec<(&'static str, i64)>)> {
        let Some(quantity) = line.quantity else {
            // How many there are decides what counts.
            weighed.missing.push(QUANTITY);
            return None;
        };
        let price = match rule.yen.as_ref().map(|table| self.scope(Some(own)).price(table)) {
            None => None,
            Some(Ok(price)) => price,
            Some(Err(slots)) => {
                weighed.missing.extend(slots);
                return None;
            }
        };
        let plan = &self.plan.calculators[weighed.category];
        weighed.missing.extend(plan.in_order_of.filter(|slot| !own.iter().any(|fact| fact.0 == *slot)));
        let within = rule.at_most_each_line.map_or(quantity, |most| quantity.min(most));
        let most = match (&rule.at_most, plan.at_most) {
            (Some(CountOrFact::Count(most)), _) => Some(*most),
            (_, Some(slot)) => {
                let known = self.facts.get(self.plan, slot, self.member).map(|known| &known.value);
                let most = if let Some(Value::Int(most)) = known { Some(*most) } else { None };
                weighed.missing.extend(most.is_none().then_some(slot));
                most
            }
            _ => None,
        };
        let same = Self::together(&plan.same_unit, own, &mut weighed.missing);
        let each = Self::together(&plan.each, own, &mut weighed.missing).zip(rule.at_most_each.as_ref().map(|each| each.units));
        let counted = used.units((self.member, weighed.category), UnitBounds { most, each, same }, within, &mut weighed.taken);
        weighed.units = Some(counted);
        // Each unit counts at what was really paid for it, and at the price at most.
        let paid = line.amount.or(line.product()).is_some();
        weighed.of_quantity = (price.is_none() || paid).then_some(quantity);
        let price = price?;
        let worth = i64::try_from(i128::from(counted) * i128::from(price)).unwrap_or(MOST_TOTAL);
        Some((worth, vec![("units", counted), ("unit_yen", price)]))
    }

    /// What each month comes to: the monthly price for the days that count.
    pub(super) fn monthly(&self, rule: &Monthly, line: &Line, net: Option<Rate>, share: Option<Rate>) -> Option<Vec<(Date, i64)>> {
        let (price, from, until) = (line.monthly?, line.from?, line.until?);
        // The tax inside is taken off each month's price.
        let price = net.map_or(price, |rate| rate.of(price, self.plan.programme.expenses.tax_rounding.unwrap_or(Rounding::Down), 1));
        let price = share.map_or(price, |share| share.of(price, Rounding::Down, 1));
        let ceiling = |yen: i64| rule.most_yen.map_or(yen, |most| yen.min(most.get()));
        let from = self.day(rule.not_before).map_or(from, |first| from.max(first));
        let until = self.day(rule.not_after).map_or(until, |last| until.min(last));
        let mut months = Vec::new();
        let mut month = from.first_of_month();
        while month <= until && months.len() < MOST_MONTHS {
            let (first, last) = (month.max(from), month.last_of_month().min(until));
            let days = i64::from(last.day()) - i64::from(first.day()) + 1;
            let whole = i64::from(month.days_in_month());
            let part = Rate::new(days, whole).unwrap_or(Rate::ONE);
            let worth = match rule.part_month {
                _ if days == whole => price.get(),
                PartMonth::ByDay => part.of(price, rule.rounding, 1).get(),
                PartMonth::Whole => price.get(),
                PartMonth::None => 0,
            };
            if worth > 0 {
                months.push((month, ceiling(worth)));
            }
            month = month.last_of_month().tomorrow().ok()?;
        }
        if let Some(most) = rule.at_most {
            months.truncate(usize::try_from(most).unwrap_or(usize::MAX));
        }
        Some(months)
    }

    /// Hours times hourly pay, each within its limit; the hours of one person count together.
    pub(super) fn labour(
        &self,
        rule: &Labour,
        line: &Line,
        own: &[(usize, Known)],
        used: &mut Used,
        weighed: &mut Weighed<'p>,
    ) -> Option<(i64, Vec<(&'static str, i64)>)> {
        let worked = line.hours?;
        let paid = counted_pay(rule, line.pay.as_ref()?)?;
        let regular = match rule.pay_of {
            PayPeriod::Year | PayPeriod::Month => line.regular_hours.filter(|h| *h > Rate::ZERO)?,
            PayPeriod::Hour => Rate::ONE,
        };
        let per_hour = Rate::new(regular.denominator(), regular.numerator())?.of(paid, rule.hourly_rounding, 1);
        let hourly = rule.max_hourly.map_or(per_hour, |most| per_hour.min(most));
        let day =
            self.plan.calculators[weighed.category].day.map(|slot| (slot, own.iter().find(|fact| fact.0 == slot).map(|f| &f.1.value)));
        let day = match day {
            Some((_, Some(Value::Date(day)))) => Some(*day),
            Some((slot, _)) => {
                weighed.missing.push(slot);
                None
            }
            None => None,
        };
        // This line has what it adds to the hours of the person.
        let counted = used.hours(self.member, rule, line.person.as_deref(), day, worked, &mut weighed.taken);
        let worth = counted.of(hourly, Rounding::Down, 1);
        let whole_hours = counted.numerator() / counted.denominator();
        Some((worth.get(), vec![("hourly_yen", per_hour.get()), ("hourly_counted_yen", hourly.get()), ("hours_counted", whole_hours)]))
    }
}

/// Base pay and the allowances that count, or the salary.
fn counted_pay(rule: &Labour, pay: &Pay) -> Option<Yen> {
    if let Some(salary) = pay.salary {
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
