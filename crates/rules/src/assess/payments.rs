//! What is paid beside the grant, or paid back: 概算払, 返還, 納付.

use super::{Work, amounts::Amounts, conditions::Missing};
use crate::{
    assessment::{Decides, Outcome, PaymentAnswer, Verdict},
    language::Payer,
    plan::Stage,
};

impl<'p> Work<'p, '_> {
    /// Every further amount of the call, as far as it is known.
    pub(super) fn payments(&self, amounts: &Amounts<'p>, verdict: Verdict, missing: &mut Missing<'p>) -> Vec<PaymentAnswer<'p>> {
        let mut answers = Vec::new();
        for ((id, rule), when) in self.plan.programme.payments.iter().zip(&self.plan.payments) {
            if !rule.at.is_empty() && !rule.at.contains(&self.moment.phase) {
                continue;
            }
            let members: Vec<usize> = if rule.each_member { (0..self.ids.len()).collect() } else { vec![self.facts.lead] };
            for member in members {
                let found = when.as_ref().map(|test| self.after(amounts, member).test(test));
                let applies = found.as_ref().map_or(Outcome::Yes, |found| found.outcome);
                // Who is not eligible is paid nothing; what they pay back stands.
                let refused = verdict == Verdict::NotEligible && rule.by == Payer::Agency;
                let applies = if refused { Outcome::No } else { applies };
                let mut lacks: Vec<usize> = found.iter().flat_map(|found| found.missing.iter().copied()).collect();
                let yen = match applies {
                    Outcome::No => Some(0),
                    Outcome::Unknown | Outcome::Judgement => None,
                    Outcome::Yes => match self.yen_of(&rule.yen, member) {
                        Ok(found) => Some(found.map_or(0, |(_, yen)| yen)),
                        Err(slots) => {
                            lacks.extend(slots);
                            None
                        }
                    },
                };
                for slot in lacks {
                    let asked = self.facts.to_ask(self.plan, slot, member).into_iter();
                    for asked in asked.filter(|slot| self.plan.slots[*slot].stage != Stage::Amounts) {
                        missing.slot(self.plan, asked, Some(member).filter(|_| rule.each_member), Decides::Payment);
                    }
                }
                let member = rule.each_member.then(|| self.ids[member].clone());
                answers.push(PaymentAnswer { id, member, by: rule.by, applies, yen, cite: &rule.cite });
            }
        }
        answers
    }
}
