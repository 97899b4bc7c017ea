//! Duties with their due dates, of the whole or of each line.

use super::{Work, after, amounts::Amounts, expense::SeenLine, test::Scope};
use crate::{
    assessment::{DutyAnswer, DutyOfLine, Outcome},
    language::Duty,
    plan::{DutyPlan, Test},
};

impl<'p> Work<'p, '_> {
    /// Duties with the dates that are known.
    pub(super) fn duties(&self, amounts: &Amounts<'p>) -> Vec<DutyAnswer<'p>> {
        let rules = self.plan.programme.duties.iter().zip(&self.plan.duties);
        rules
            .map(|((id, duty), DutyPlan { when, each_line })| {
                let applies = when.as_ref().map_or(Outcome::Yes, |test| self.after(amounts, self.facts.lead).test(test).outcome);
                let due = if applies == Outcome::No || duty.each_line.is_some() { Vec::new() } else { self.due(duty, None) };
                let like = each_line.as_ref().filter(|_| applies != Outcome::No);
                let lines = like.map(|like| self.duty_of_lines(duty, like)).unwrap_or_default();
                DutyAnswer { id, applies, due, lines, cite: &duty.cite }
            })
            .collect()
    }

    fn due(&self, duty: &Duty, line: Option<&SeenLine>) -> Vec<String> {
        let fact = |name: &str| {
            let slot = self.plan.slot(name)?;
            let own = line.and_then(|line| line.facts.iter().find(|f| f.0 == slot)).map(|f| &f.1);
            let member = line.map_or(self.facts.lead, |line| line.member);
            own.or_else(|| self.facts.get(self.plan, slot, member)).map(|known| known.value.clone())
        };
        after::due_dates(duty, &after::Days { events: &self.application.events, fact: &fact, closure: self.moment.closure })
    }

    /// The lines of which something is a duty, those of which that is not known too.
    fn duty_of_lines(&self, duty: &Duty, (categories, like): &'p (u64, Option<Test>)) -> Vec<DutyOfLine> {
        let counting = self.claims.seen.iter().filter(|line| line.counts && categories >> line.category & 1 == 1);
        let of = counting.map(|line| {
            let scope = Scope { line: Some(&line.facts), ..self.scope(line.member) };
            let applies = like.as_ref().map_or(Outcome::Yes, |like| scope.test(like).outcome);
            DutyOfLine { line: line.place, applies, due: self.due(duty, Some(line)) }
        });
        of.filter(|line| line.applies != Outcome::No).collect()
    }
}
