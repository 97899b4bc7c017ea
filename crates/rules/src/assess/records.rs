//! Earlier applications and awards of whoever is asked about.

use jiff::civil::Date;

use super::test::Scope;
use crate::{
    application::Record,
    language::{RecordRole, RecordStatus},
    plan::RecordQuery,
    vocabulary::Value,
};

const RECORDS: usize = crate::vocabulary::slot("records");

impl Scope<'_, '_> {
    /// How many records there are; none while that is not known.
    pub(super) fn records(&self, query: &RecordQuery) -> Result<i64, usize> {
        self.matching_records(query).map(|found| i64::try_from(found.len()).unwrap_or(i64::MAX))
    }

    /// The records that a question is about; the slot of the fact that is missing.
    pub fn matching_records(&self, query: &RecordQuery) -> Result<Vec<&Record>, usize> {
        let records = self.members.get(self.member).and_then(|m| m.records.as_ref()).ok_or(RECORDS)?;
        let own = self.plan.programme.id.as_str();
        let day = |r: &Record| match query.status {
            RecordStatus::Filed => r.filed_on.or(r.awarded_on),
            RecordStatus::Awarded => r.awarded_on,
            RecordStatus::Completed => r.completed_on,
            RecordStatus::Rejected => r.rejected_on,
        };
        let like = |r: &&Record| {
            // 2回目: an id that ends in the number of its own round.
            let rounds = own.rsplit_once('-').is_some_and(|(_, last)| last == self.plan.programme.round.to_string());
            let this = |id: &str| of_any_year(id, rounds) == of_any_year(own, rounds) || self.plan.programme.follows.as_deref() == Some(id);
            let named = query.of.iter().any(|of| *of == r.programme || (of == "this" && this(&r.programme)));
            named
                && (query.of_group || !r.of_group)
                && query.role.is_none_or(|role| role == r.role.unwrap_or(RecordRole::Lead))
                && query.part.as_ref().is_none_or(|part| r.parts.contains(part))
                && day(r).is_some()
        };
        let found: Vec<&Record> = records.iter().filter(like).collect();
        if found.is_empty() {
            // Of nothing, no day has to be known.
            return Ok(found);
        }
        let span = match &query.within {
            None => None,
            Some((period, slot)) => match self.known(*slot).map(|k| &k.value) {
                Some(Value::Date(to)) => Some((period.before(*to).unwrap_or(Date::MIN), *to)),
                _ => return Err(*slot),
            },
        };
        let year = self.plan.programme.fiscal_year;
        let inside = |day: Date| {
            let of_day = kernel::FiscalYear::of(day).map(kernel::FiscalYear::get);
            span.is_none_or(|(first, last)| (first..=last).contains(&day))
                && (query.in_fiscal_years.is_empty() || of_day.is_some_and(|y| query.in_fiscal_years.contains(&y)))
                && query.fiscal_years.is_none_or(|years| of_day.is_some_and(|y| (year.get() - years + 1..=year.get()).contains(&y)))
        };
        Ok(found.into_iter().filter(|r| day(r).is_some_and(inside)).collect())
    }
}

/// An id without its year (2026, r8), and without the number of its round after it: that of the programme in any year and round.
fn of_any_year(id: &str, rounds: bool) -> Vec<&str> {
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    let year =
        |part: &&str| (part.len() == 4 && part.starts_with(['1', '2']) && digits(part)) || part.strip_prefix('r').is_some_and(digits);
    let mut after_year = false;
    let kept = id.split('-').filter(|part| {
        let round = rounds && after_year && part.len() <= 2 && digits(part);
        after_year |= year(part);
        !year(part) && !round
    });
    kept.collect()
}
