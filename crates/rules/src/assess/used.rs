//! What single lines have used up of what counts for all of them.

use std::collections::HashMap;

use jiff::civil::Date;
use kernel::Rate;

use crate::language::{HoursIn, Labour};

/// What lines have used up so far.
#[derive(Default)]
pub(super) struct Used {
    /// Hours worked, by member and person.
    hours: HashMap<(usize, String), Hours>,
    /// Units by member and category.
    units: HashMap<(usize, usize), i64>,
    /// Units by member, category and that of which there are so many at most.
    each: HashMap<(usize, usize, Vec<String>), i64>,
    /// Units by member, category and what makes them the same.
    same_units: HashMap<(usize, usize, Vec<String>), i64>,
    /// Yen with tax by member, what they are taxed together by, and the rate.
    pub(super) taxed: HashMap<(usize, Vec<String>, String), i64>,
    /// Yen by member, what lines are apportioned together by, and the share.
    pub(super) apportioned: HashMap<(usize, Vec<String>, String), i64>,
    /// Yen by limit of lines, member and what they are limited together by.
    pub(super) limits: HashMap<(usize, usize, Vec<String>), i64>,
}

/// The hours of a person.
#[derive(Default)]
struct Hours {
    /// As they were worked on each day.
    days: HashMap<Date, Rate>,
    /// Within the bound of each day, by the first of the month in which they are brought down; none for the whole project.
    spans: HashMap<Option<Date>, Rate>,
}

/// How many units of a line count.
pub(super) struct UnitBounds {
    /// In all lines of the category.
    pub(super) most: Option<i64>,
    /// Of the lines that agree with it, by what they agree in.
    pub(super) each: Option<(Vec<String>, i64)>,
    /// What makes its units the same as those of other lines.
    pub(super) same: Option<Vec<String>>,
}

/// What one line uses up, to be given back if it is refused.
#[derive(Default)]
pub(super) struct Taken {
    units: Option<TakenUnits>,
    hours: Option<TakenHours>,
}

struct TakenUnits {
    member: usize,
    category: usize,
    same: Option<Vec<String>>,
    each: Option<Vec<String>>,
    units: i64,
}

struct TakenHours {
    member: usize,
    person: String,
    day: Option<(Date, Rate)>,
    span: Option<Date>,
    hours: Rate,
}

impl Used {
    /// How many units of a line count, where so many count in all; lines of the same units use them up once.
    pub(super) fn units(
        &mut self,
        (member, category): (usize, usize),
        UnitBounds { most, each, same }: UnitBounds,
        quantity: i64,
        taken: &mut Taken,
    ) -> i64 {
        let before = same.as_ref().and_then(|same| self.same_units.get(&(member, category, same.clone()))).copied().unwrap_or(0);
        let used = self.units.entry((member, category)).or_default();
        let more = (quantity - before).max(0);
        let more = most.map_or(more, |most| more.min((most - *used).max(0)));
        let more = match &each {
            Some((key, most)) => {
                let of_each = self.each.entry((member, category, key.clone())).or_default();
                let more = more.min((most - *of_each).max(0));
                *of_each += more;
                more
            }
            None => more,
        };
        *used = used.saturating_add(more);
        if let Some(same) = &same {
            self.same_units.insert((member, category, same.clone()), before + more);
        }
        taken.units = Some(TakenUnits { member, category, same, each: each.map(|each| each.0), units: more });
        quantity.min(before + more)
    }

    /// How many hours of a line count: those of its day within their bound, those of a month or of the project brought down together, and
    /// all of a person within theirs. `day` is the day of the line, where it is known.
    pub(super) fn hours(
        &mut self,
        member: usize,
        rule: &Labour,
        person: Option<&str>,
        day: Option<Date>,
        worked: Rate,
        taken: &mut Taken,
    ) -> Rate {
        let mut alone = Hours::default();
        let of_person = person.map_or(&mut alone, |person| self.hours.entry((member, person.to_owned())).or_default());
        let most = rule.max_hours.and_then(|hours| Rate::new(hours, 1));
        let bounded = |hours: &Hours| {
            let down = |hours: &Rate| rule.hours_down_to.and_then(|unit| hours.down_to(unit)).unwrap_or(*hours);
            let sum = hours.spans.values().map(down).fold(Rate::ZERO, |sum, hours| sum.plus(hours).unwrap_or(sum));
            most.map_or(sum, |most| sum.min(most))
        };
        let before = bounded(of_person);
        let counted = match (rule.max_hours_each_day, day) {
            (Some(most), Some(day)) => {
                let own = of_person.days.entry(day).or_insert(Rate::ZERO);
                let within = (*own).min(most);
                *own = own.plus(worked).unwrap_or(*own);
                (*own).min(most).minus(within).unwrap_or(Rate::ZERO)
            }
            (Some(most), None) => worked.min(most),
            (None, _) => worked,
        };
        let span = day.filter(|_| rule.hours_down_in == HoursIn::Month).map(Date::first_of_month);
        let of_span = of_person.spans.entry(span).or_insert(Rate::ZERO);
        *of_span = of_span.plus(counted).unwrap_or(*of_span);
        if let Some(person) = person {
            let day = day.map(|day| (day, worked));
            taken.hours = Some(TakenHours { member, person: person.to_owned(), day, span, hours: counted });
        }
        bounded(of_person).minus(before).unwrap_or(Rate::ZERO)
    }

    /// A line that is refused uses up nothing of what counts for all.
    pub(super) fn give_back(&mut self, taken: &Taken) {
        if let Some(TakenUnits { member, category, same, each, units }) = &taken.units {
            if let Some(of_each) = each.as_ref().and_then(|each| self.each.get_mut(&(*member, *category, each.clone()))) {
                *of_each -= units;
            }
            *self.units.entry((*member, *category)).or_default() -= units;
            if let Some(of_same) = same.as_ref().and_then(|same| self.same_units.get_mut(&(*member, *category, same.clone()))) {
                *of_same -= units;
            }
        }
        if let Some(TakenHours { member, person, day, span, hours }) = &taken.hours
            && let Some(of_person) = self.hours.get_mut(&(*member, person.clone()))
        {
            let less = |from: Option<&mut Rate>, hours: Rate| {
                from.into_iter().for_each(|from| *from = from.minus(hours).unwrap_or(*from));
            };
            less(day.and_then(|(day, _)| of_person.days.get_mut(&day)), day.map_or(Rate::ZERO, |(_, worked)| worked));
            less(of_person.spans.get_mut(span), *hours);
        }
    }
}
