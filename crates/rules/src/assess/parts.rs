//! The parts of a grant: each with its rate, cap and floor, and the caps on several of them.

use jiff::civil::Date;
use kernel::Rate;
use num_rational::BigRational;
use num_traits::{ToPrimitive, Zero};

use super::{Work, amounts::Amounts};
use crate::{
    assessment::PartAnswer,
    language::{PaidTo, PartOf, PartsFloor, RoundedAt},
    solve::{allot, rounded},
    vocabulary::Value,
};

/// A part of the grant, found.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct PartFound {
    pub place: usize,
    /// Whoever is paid it.
    pub payee: usize,
    pub month: Option<Date>,
    /// The values that part its lines from others of the part.
    pub value: Option<String>,
    /// The units that it is reckoned for, one by one.
    pub units: Option<i64>,
    pub eligible: i64,
    pub rate: Rate,
    /// What its cap leaves.
    capped: BigRational,
    /// What counts of that, after its floor and the caps on several parts.
    exact: BigRational,
    pub cap: Option<i64>,
    pub grant: i64,
}

/// A cap on several parts of the grant of a payee.
#[derive(Debug, Clone, Copy)]
pub(super) struct PartCap {
    pub payee: usize,
    /// Its place among the caps of the call.
    pub place: usize,
    /// The parts, a bit each.
    pub parts: u64,
    pub yen: i64,
}

/// What takes something of parts beside their own caps, by its place.
#[derive(Debug, Clone, Copy)]
pub(super) enum PartRule {
    /// The floor of a part, which it does not reach.
    Floor(usize),
    /// The floor of the expenses of a part, which they do not reach.
    ExpensesFloor(usize),
    /// A cap on several parts.
    Cap(usize),
    /// A floor of several parts, which they do not reach together.
    FloorOfSeveral(usize),
}

/// What a floor or a cap on several parts left.
#[derive(Debug, Clone, Copy)]
pub(super) struct AppliedPartRule {
    pub rule: PartRule,
    pub before: i64,
    pub after: i64,
    pub bound: i64,
}

/// The parts of the grant of a payee.
pub(super) struct PartsFound {
    /// What they come to before the cap on the whole.
    pub whole: i64,
    pub found: Vec<PartFound>,
    pub applied: Vec<AppliedPartRule>,
}

impl<'p> Work<'p, '_> {
    /// The parts of the grant of a payee, and what they come to before the cap on the whole.
    pub(super) fn parts(&self, amounts: &Amounts<'p>, recognised: &[i64], payee: usize) -> PartsFound {
        let rule = &self.plan.programme.amount;
        let unit = rule.unit.get().max(1);
        let by_part = rule.rounded == Some(RoundedAt::EachPart);
        let mut found: Vec<PartFound> = Vec::new();
        let mut applied = Vec::new();
        for (place, part) in rule.parts.values().enumerate() {
            let Some(part_terms) = amounts.part_terms.get(&(payee, place)) else { continue };
            let terms = &part_terms.terms;
            let one = |eligible: &BigRational, cap: Option<i64>| {
                let exact = terms.exact_of(eligible);
                let exact = cap.map_or(exact.clone(), |cap| exact.min(BigRational::from_integer(cap.into())));
                // A cap of 63,000 yen for each kWh is no whole number of thousands: what it leaves is brought to the unit.
                match part.unit.map(|unit| unit.get().max(1)).or(by_part.then_some(unit)) {
                    Some(unit) => BigRational::from_integer(rounded(&exact, rule.rounding, unit).into()),
                    None => exact,
                }
            };
            let mut sums: Vec<PartFound> = Vec::new();
            let told_by = &self.plan.parts[place].told_by;
            let mut add = |(month, value): (Option<Date>, Option<String>), eligible: i64, units: Option<i64>, cap: Option<i64>| {
                let times = BigRational::from_integer(units.unwrap_or(1).into());
                let exact = if units.is_some() { one(&(int(eligible) / &times), cap) * &times } else { BigRational::zero() };
                match sums.iter_mut().find(|s| s.month == month && s.value == value) {
                    Some(sum) => {
                        sum.eligible += eligible;
                        sum.capped += exact;
                        sum.units = sum.units.zip(units).map(|(a, b)| a + b);
                    }
                    None => sums.push(PartFound {
                        place,
                        payee,
                        month,
                        value,
                        units,
                        eligible,
                        rate: terms.rate,
                        capped: exact,
                        exact: BigRational::zero(),
                        cap,
                        grant: 0,
                    }),
                }
            };
            if part.each.is_none() {
                add((None, None), 0, None, part_terms.cap);
            }
            for (cell, amount) in amounts.cells.iter().zip(recognised) {
                let cell = &self.claims.cells[*cell];
                if cell.parts >> place & 1 == 1 && self.payee(cell.member) == payee {
                    let units = cell.units.filter(|_| part.each == Some(PartOf::Unit)).map(|u| u.1);
                    let values = || {
                        told_by
                            .iter()
                            .map(|fact| told(self.claims.line_groups[cell.line_group][*fact].as_ref()))
                            .collect::<Vec<_>>()
                            .join(" ")
                    };
                    let value = (!told_by.is_empty()).then(values);
                    add(
                        (cell.month.filter(|_| part.each == Some(PartOf::Month)), value),
                        *amount,
                        units,
                        part_terms.cap_of(cell.line_group),
                    );
                }
            }
            sums.sort_by_key(|s| s.month);
            for sum in sums.iter_mut().filter(|s| s.units.is_none()) {
                sum.capped = one(&int(sum.eligible), sum.cap);
            }
            let before: BigRational = sums.iter().map(|s| &s.capped).sum();
            let holds_now = part.floor_at.is_empty() || part.floor_at.contains(&self.moment.phase);
            let eligible: i64 = sums.iter().map(|sum| sum.eligible).sum();
            let of_expenses =
                part.floor_expenses.filter(|floor| eligible < floor.get()).map(|floor| (PartRule::ExpensesFloor(place), floor));
            let of_grant = part.floor.filter(|floor| before < int(floor.get())).map(|floor| (PartRule::Floor(place), floor));
            match of_expenses.or(of_grant).filter(|_| holds_now) {
                Some((rule, floor)) if !before.is_zero() => {
                    applied.push(AppliedPartRule { rule, before: whole(&before), after: 0, bound: floor.get() });
                }
                Some(_) => {}
                None => sums.iter_mut().for_each(|sum| sum.exact = sum.capped.clone()),
            }
            found.append(&mut sums);
        }
        for cap in amounts.part_caps.iter().filter(|cap| cap.payee == payee) {
            let (mut before, mut room) = (BigRational::zero(), int(cap.yen));
            for part in found.iter_mut().filter(|part| cap.parts >> part.place & 1 == 1) {
                before += &part.exact;
                part.exact = (&part.exact).min(&room).clone();
                room -= &part.exact;
            }
            let after = int(cap.yen) - room;
            if !before.is_zero() {
                let rule = PartRule::Cap(cap.place);
                applied.push(AppliedPartRule { rule, before: whole(&before), after: whole(&after), bound: cap.yen });
            }
        }
        let holds_now = |floor: &PartsFloor| floor.at.is_empty() || floor.at.contains(&self.moment.phase);
        for (place, floor) in rule.floors.values().enumerate().filter(|(_, floor)| holds_now(floor)) {
            let among = |part: &PartFound| rule.parts.get_index(part.place).is_some_and(|(id, _)| floor.parts.contains(id));
            let before: BigRational = found.iter().filter(|part| among(part)).map(|part| &part.exact).sum();
            if !before.is_zero() && before < int(floor.at_least.get()) {
                found.iter_mut().filter(|part| among(part)).for_each(|part| part.exact = BigRational::zero());
                let rule = PartRule::FloorOfSeveral(place);
                applied.push(AppliedPartRule { rule, before: whole(&before), after: 0, bound: floor.at_least.get() });
            }
        }
        let sum: BigRational = found.iter().map(|p| &p.exact).fold(BigRational::zero(), |sum, p| sum + p);
        // What was rounded part by part is not rounded again.
        let sum = if by_part { rounded(&sum, rule.rounding, 1) } else { rounded(&sum, rule.rounding, unit) };
        PartsFound { whole: sum, found, applied }
    }

    /// The parts of the grant as they are told.
    pub(super) fn part_answers(&self, amounts: &Amounts<'p>) -> Vec<PartAnswer<'p>> {
        let rules = &self.plan.programme.amount.parts;
        let tell = |part: &PartFound| {
            let (id, rule) = rules.get_index(part.place)?;
            let terms = &amounts.part_terms.get(&(part.payee, part.place))?.terms;
            let several = self.plan.programme.amount.paid_to == PaidTo::EachMember && self.ids.len() > 1;
            Some(PartAnswer {
                id,
                member: several.then(|| self.ids[part.payee].clone()),
                value: part.value.clone(),
                month: part.month.map(|m| format!("{}-{:02}", m.year(), m.month())),
                eligible_yen: part.eligible,
                before_cap_yen: whole(&terms.exact(part.eligible)),
                units: part.units,
                capped_yen: whole(&part.capped),
                cap_yen: part.cap,
                grant_yen: part.grant,
                cite: &rule.cite,
            })
        };
        amounts.parts.iter().filter_map(tell).collect()
    }
}

/// Whole yen for each part of a grant, the largest fractions first; where a cap took something away, earlier parts are kept whole.
pub(super) fn share_among_parts(parts: &mut [PartFound], whole: i64) {
    let mut yen: Vec<i64> = parts.iter().map(|p| self::whole(&p.exact)).collect();
    let mut left = whole - yen.iter().fold(0_i64, |a, b| a.saturating_add(*b));
    let mut by_fraction: Vec<usize> = (0..parts.len()).collect();
    by_fraction.sort_by_key(|&k| (std::cmp::Reverse(&parts[k].exact - parts[k].exact.floor()), k));
    for k in by_fraction {
        if left > 0 && !parts[k].exact.is_integer() {
            yen[k] += 1;
            left -= 1;
        }
    }
    for (part, yen) in parts.iter_mut().zip(allot::keep_first(whole, &yen)) {
        part.grant = yen;
    }
}

fn told(value: Option<&Value>) -> String {
    value.map(Value::to_string).unwrap_or_default()
}

fn int(yen: i64) -> BigRational {
    BigRational::from_integer(yen.into())
}

fn whole(exact: &BigRational) -> i64 {
    exact.floor().to_integer().to_i64().unwrap_or(i64::MAX)
}
