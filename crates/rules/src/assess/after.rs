//! Filing, duties and their dates, and what follows when members leave.

use std::{
    borrow::Cow,
    collections::{BTreeMap, HashSet},
};

use jiff::{
    Timestamp, ToSpan,
    civil::{Date, Weekday},
};
use kernel::{FiscalYear, calendar::Closure};

use crate::{
    application::{Application, HappeningFact},
    assessment::{ConditionAnswer, ConsequenceAnswer, Expected, Finding, Outcome},
    language::{
        Arrival, Cascade, ClosedDay, Consequence, Consultation, DayFrom, Due, Duty, Event, FactDay, Happening, Period, PeriodOrYears,
        PeriodUnit, Programme,
    },
    vocabulary::Value,
};

fn condition<'p>(
    id: &'static str,
    holds: bool,
    cite: &'p crate::language::Cites,
    fact: &'static str,
    value: Value,
    test: &'static str,
    expected: Option<Expected>,
) -> ConditionAnswer<'p> {
    let outcome = if holds { Outcome::Yes } else { Outcome::No };
    ConditionAnswer {
        id: Cow::Borrowed(id),
        member: None,
        outcome,
        findings: vec![Finding {
            fact: Cow::Borrowed(fact),
            member: None,
            value: Some(value),
            source: None,
            test,
            expected: expected.map(Cow::Owned),
            outcome,
        }],
        flip: Vec::new(),
        cite,
    }
}

/// Conditions on how and when an application was filed; only those of which something is known.
pub(crate) fn filing<'p>(programme: &'p Programme, application: &Application, as_of: Option<Timestamp>) -> Vec<ConditionAnswer<'p>> {
    let mut answers = Vec::new();
    let filing = application.filing.as_ref();
    let rule = &programme.filing;
    let no_cite = &programme.window.cite;
    let cite = |key: &str| rule.cite.get(key).unwrap_or(no_cite);
    let arrived = filing.and_then(|f| f.arrived_at).map(|i| i.0).or(as_of);
    let judged = match (programme.window.arrival, filing.and_then(|f| f.posted_on)) {
        (Arrival::Postmark, Some(day)) => Some(day <= programme.window.closes.date()),
        _ => None,
    };
    if let Some(arrived) = arrived {
        let opens = kernel::from_japan(programme.window.opens).unwrap_or(Timestamp::MIN);
        let in_time = judged.unwrap_or_else(|| programme.window.before_close(kernel::in_japan(arrived)));
        let show = |t: Timestamp| Value::Text(kernel::in_japan(t).to_string());
        let expected = Expected::One(Value::Text(programme.window.closes.to_string()));
        answers.push(condition(
            "filing.deadline",
            in_time && arrived >= opens,
            &programme.window.cite,
            "arrived_at",
            show(arrived),
            "at_most",
            Some(expected),
        ));
    }
    if let Some(channel) = filing.and_then(|f| f.channel) {
        let allowed = rule.ways().iter().map(|c| Value::Text(c.word().to_owned())).collect();
        let holds = rule.takes(channel);
        answers.push(condition(
            "filing.channel",
            holds,
            cite("channels"),
            "channel",
            Value::Text(channel.word().to_owned()),
            "one_of",
            Some(Expected::Many(allowed)),
        ));
    }
    if let (Some(consulted), Consultation::Required) = (filing.and_then(|f| f.consulted), rule.consultation) {
        answers.push(condition(
            "filing.consultation",
            consulted,
            cite("consultation"),
            "consulted",
            Value::Bool(consulted),
            "is",
            Some(Expected::One(Value::Bool(true))),
        ));
    }
    if let (Some(second), true) = (filing.and_then(|f| f.second_application), rule.one_per_company) {
        answers.push(condition(
            "filing.one_per_company",
            !second,
            cite("one_per_company"),
            "second_application",
            Value::Bool(second),
            "is",
            Some(Expected::One(Value::Bool(false))),
        ));
    }
    answers
}

/// What due dates are reckoned from.
pub(crate) struct Days<'a> {
    pub events: &'a BTreeMap<Event, Date>,
    /// The value of a fact.
    pub fact: &'a dyn Fn(&str) -> Option<Value>,
    pub closure: Closure,
}

impl Days<'_> {
    fn on(&self, from: &DayFrom) -> Option<Date> {
        match from {
            DayFrom::Event(event) => self.events.get(event).copied(),
            DayFrom::Fact(FactDay { fact }) => match (self.fact)(fact) {
                Some(Value::Date(day)) => Some(day),
                _ => None,
            },
        }
    }

    fn period(&self, period: &PeriodOrYears) -> Option<Period> {
        match period {
            PeriodOrYears::Period(period) => Some(*period),
            PeriodOrYears::Years(FactDay { fact }) => match (self.fact)(fact) {
                Some(Value::Int(years)) => Some(Period { count: u16::try_from(years).ok()?, unit: PeriodUnit::Years }),
                _ => None,
            },
        }
    }
}

/// The dates of a duty, as far as they are known; those on which the office is closed moved as the call says.
pub(crate) fn due_dates(duty: &Duty, days: &Days<'_>) -> Vec<String> {
    let closure = days.closure;
    dates(&duty.due, days).into_iter().map(|day| off_closed_days(day, duty.on_closed_day, closure).to_string()).collect()
}

/// A day, moved where the office is closed on it and the call says whereto.
pub(super) fn off_closed_days(day: Date, moved: Option<ClosedDay>, closure: Closure) -> Date {
    let weekend = match day.weekday() {
        Weekday::Saturday => Some((2, 1)),
        Weekday::Sunday => Some((1, 2)),
        _ => None,
    };
    match moved {
        None => day,
        Some(ClosedDay::NextWeekday) => weekend.map_or(day, |(on, _)| day.saturating_add(on.days())),
        Some(ClosedDay::PreviousWeekday) => weekend.map_or(day, |(_, back)| day.saturating_sub(back.days())),
        Some(_) if kernel::calendar::works(day, &closure) => day,
        Some(ClosedDay::Next) => kernel::calendar::next_working_day(day, &closure).unwrap_or(day),
        Some(ClosedDay::Previous) => kernel::calendar::previous_working_day(day, &closure).unwrap_or(day),
    }
}

/// The last day of a span (民法第143条第2項): the day before the one that answers to its first, or the last of the month where there is
/// none such.
fn end_of_period(period: Period, day: Date, first_day_counts: bool) -> Option<Date> {
    let begins = if first_day_counts { day } else { day.tomorrow().ok()? };
    let end = period.after(begins)?;
    let answers = period.unit == PeriodUnit::Days || end.day() == begins.day();
    if answers { end.yesterday().ok() } else { Some(end) }
}

pub(crate) fn dates(due: &Due, from: &Days<'_>) -> Vec<Date> {
    let on = |event| from.on(event);
    let each = |all: &[Due], pick: fn(Date, Date) -> Date| -> Vec<Date> {
        let known: Option<Vec<Date>> = all.iter().map(|due| dates(due, from).into_iter().reduce(pick)).collect();
        known.and_then(|days| days.into_iter().reduce(pick)).into_iter().collect()
    };
    match due {
        Due::DayOfMonth { day, months_after, event, times } => {
            let Some(start) = on(event) else {
                return Vec::new();
            };
            (1..=i32::try_from((*times).min(100)).unwrap_or(1))
                .filter_map(|n| {
                    let month = start.first_of_month().checked_add(months_after.checked_mul(n)?.months()).ok()?;
                    let last = month.days_in_month();
                    Date::new(month.year(), month.month(), (*day).clamp(1, last)).ok()
                })
                .collect()
        }
        Due::DaysAfter { days, event, first_day_counts, on_closed_day } => {
            let days = i64::from(*days) - i64::from(*first_day_counts);
            let day = on(event).and_then(|d| d.checked_add(days.days()).ok());
            day.map(|day| off_closed_days(day, *on_closed_day, from.closure)).into_iter().collect()
        }
        Due::SameDay { months_after, event } => {
            on(event).and_then(|day| day.checked_add((*months_after).months()).ok()).into_iter().collect()
        }
        Due::EndOfMonth { months_after, event } => {
            let month = on(event).and_then(|d| d.first_of_month().checked_add((*months_after).months()).ok());
            month.map(Date::last_of_month).into_iter().collect()
        }
        Due::EarlierOf(all) => each(all, Date::min),
        Due::LaterOf(all) => each(all, Date::max),
        Due::EndOfPeriod { period, event, first_day_counts } => {
            let end = from.period(period).zip(on(event)).and_then(|(period, day)| end_of_period(period, day, *first_day_counts));
            end.into_iter().collect()
        }
        Due::FiscalYearsAfter { years, event } => {
            on(event).and_then(FiscalYear::of).and_then(|y| y.plus(*years)).map(FiscalYear::last_day).into_iter().collect()
        }
        Due::YearlyAfter { times, event } => {
            let Some(start) = on(event) else {
                return Vec::new();
            };
            (1..=i32::try_from((*times).min(100)).unwrap_or(1)).filter_map(|n| start.checked_add(n.years()).ok()).collect()
        }
        Due::EachFiscalYear { times, event, years_later, days_after, day } => {
            let Some(first) = on(event).and_then(FiscalYear::of).and_then(|year| year.plus(*years_later)) else {
                return Vec::new();
            };
            (0..i16::try_from((*times).min(100)).unwrap_or(1))
                .filter_map(|n| {
                    let ended = first.plus(n)?.last_day();
                    match (days_after, day) {
                        (Some(days), _) => ended.checked_add((*days).days()).ok(),
                        (None, Some(day)) => {
                            let year = if day.month > 3 { ended.year() } else { ended.year() + 1 };
                            let month = Date::new(year, day.month, 1).ok()?;
                            Date::new(year, day.month, day.day.clamp(1, month.days_in_month())).ok()
                        }
                        (None, None) => None,
                    }
                })
                .collect()
        }
        Due::On(when) => vec![when.last],
        Due::Before(_) | Due::NoDate(_) => Vec::new(),
    }
}

/// What follows from what happened to members: the first clause that speaks of it.
pub(crate) fn consequences<'p>(programme: &'p Programme, application: &Application, lead: usize) -> Vec<ConsequenceAnswer<'p>> {
    let lead = application.members.get(lead).map_or("", |m| m.id.as_str());
    let members: HashSet<&str> = application.members.iter().map(|m| m.id.as_str()).collect();
    let mut gone: HashSet<&str> = HashSet::new();
    let mut answers = Vec::new();
    for (place, happening) in application.happenings.iter().enumerate() {
        let speaks = |c: &Cascade| c.when == happening.what && in_span(c, happening, application);
        let Some((id, cascade)) = programme.cascades.iter().find(|(_, c)| speaks(c)) else {
            continue;
        };
        let leaving: HashSet<&str> = happening.members.iter().map(String::as_str).filter(|id| members.contains(id)).collect();
        let left = members.len() - gone.len() - leaving.iter().filter(|id| !gone.contains(*id)).count();
        let mut judged = false;
        let outcome = match &cascade.continues_if {
            None => cascade.then,
            Some(rule) => {
                let enough = left >= usize::try_from(rule.members_left).unwrap_or(usize::MAX);
                if (rule.lead_stays && leaving.contains(&lead)) || !enough {
                    cascade.then
                } else if rule.approvals.iter().any(|a| !happening.approvals.contains(a)) {
                    Consequence::WaitsForApproval
                } else {
                    judged = rule.judged.is_some();
                    Consequence::Continues
                }
            }
        };
        if happening.what == Happening::MembersWithdraw {
            gone.extend(leaving);
        }
        answers.push(ConsequenceAnswer { happening: place, id, outcome, judged, cite: &cascade.cite });
    }
    answers
}

fn in_span(cascade: &Cascade, happening: &HappeningFact, application: &Application) -> bool {
    let day = |event| application.events.get(&event).copied();
    let before = cascade.before.is_none_or(|e| match (happening.on, day(e)) {
        (Some(on), Some(event)) => on < event,
        (_, None) => true,
        (None, Some(_)) => false,
    });
    let from = cascade.from.is_none_or(|e| match (happening.on, day(e)) {
        (Some(on), Some(event)) => on >= event,
        (None, Some(_)) => true,
        (_, None) => false,
    });
    before && from
}
