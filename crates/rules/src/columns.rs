//! The same programme over columns: one rule over millions of firms, each explained.
//!
//! For programmes of a single applicant whose rates and caps hang on the size class. The limits go
//! through the same fixed point as a single assessment; a test keeps both equal. Every firm's answer
//! carries a bit for each step: whether its limit bit.

use kernel::{Rounding, SizeClass};

use crate::{
    language::{Amount, Cites, Map},
    plan::Plan,
    solve::{Problem, Terms, fixpoint},
};

/// The firms: a class each, and a column of requested yen for each category of the programme.
#[derive(Debug, Clone, Default)]
pub struct Firms {
    /// Size classes.
    pub classes: Vec<SizeClass>,
    /// Requested amounts by category, then by firm.
    pub requested: Vec<Vec<i64>>,
}

/// The answers, by firm.
#[derive(Debug, Clone, Default)]
pub struct Answers {
    /// Eligible totals.
    pub eligible: Vec<i64>,
    /// Grants.
    pub grants: Vec<i64>,
    /// Which steps bit: a bit for each limit in the order of the file, then the cap, then the floor.
    pub bits: Vec<u64>,
}

/// A step, its bit and its clause.
#[derive(Debug, Clone, Copy)]
pub struct Step<'p> {
    /// The limit's id, `cap` or `floor`.
    pub id: &'p str,
    /// Its bit in [`Answers::bits`].
    pub bit: u32,
    /// Where it stands.
    pub cite: Option<&'p Cites>,
}

/// What a class is paid.
#[derive(Debug, Clone, Copy)]
struct Paid {
    terms: Terms,
    cap: Option<i64>,
}

/// A programme made ready for columns.
#[derive(Debug)]
pub struct Rule<'p> {
    plan: &'p Plan,
    paid: [Paid; 4],
    unit: i64,
    floor: i64,
}

const CLASSES: [SizeClass; 4] = [SizeClass::Small, SizeClass::Sme, SizeClass::Mid, SizeClass::Large];

impl<'p> Rule<'p> {
    /// Makes a programme ready; `None` where its amounts hang on more than the size class of one applicant.
    pub fn of(plan: &'p Plan) -> Option<Self> {
        let amount = &plan.programme.amount;
        let plain = |g: &str| matches!(g, "everyone" | "single" | "consortium") || Amount::class_of(g).is_some();
        if !amount.rate.keys().chain(amount.cap.keys()).all(|g| plain(g)) || !amount.cap_each_member.is_empty() {
            return None;
        }
        let paid = CLASSES.map(|class| {
            let rate = row(&amount.rate, class).unwrap_or(kernel::Rate::ZERO);
            Paid { terms: Terms { rate, cap: None }, cap: row(&amount.cap, class).map(kernel::Yen::get) }
        });
        let rule = Self { plan, paid, unit: amount.unit.get().max(1), floor: amount.floor.map_or(0, kernel::Yen::get) };
        rule.problem(&rule.paid[0]).is_fixed_point().then_some(rule)
    }

    /// The steps and their clauses.
    pub fn steps(&self) -> Vec<Step<'p>> {
        let programme = &self.plan.programme;
        let limits = programme.limits.iter().enumerate();
        let mut steps: Vec<Step<'p>> =
            limits.map(|(k, (id, limit))| Step { id, bit: u32::try_from(k).unwrap_or(0), cite: Some(&limit.cite) }).collect();
        let next = u32::try_from(programme.limits.len()).unwrap_or(0);
        steps.push(Step { id: "cap", bit: next, cite: programme.amount.cite.get("cap") });
        steps.push(Step { id: "floor", bit: next + 1, cite: programme.amount.cite.get("floor") });
        steps
    }

    fn problem<'b>(&'b self, paid: &'b Paid) -> Problem<'b> {
        Problem {
            items: &[],
            members: std::slice::from_ref(&paid.terms),
            cap: paid.cap,
            rounding: self.plan.programme.amount.rounding,
            unit: self.unit,
            limits: &self.plan.limits,
            shape: &self.plan.shape,
        }
    }

    /// Answers every firm.
    pub fn answer(&self, firms: &Firms) -> Answers {
        let count = firms.classes.len();
        let width = firms.requested.len().min(64);
        let problems = [0, 1, 2, 3].map(|c| self.problem(&self.paid[c]));
        let cap_bit = self.plan.limits.len();
        let few = cap_bit <= 8;
        let mut answers =
            Answers { eligible: Vec::with_capacity(count), grants: Vec::with_capacity(count), bits: Vec::with_capacity(count) };
        let mut requested = [0_i64; 64];
        for (firm, class) in firms.classes.iter().enumerate() {
            for (slot, column) in requested.iter_mut().zip(&firms.requested) {
                *slot = column[firm];
            }
            let place = *class as usize;
            let problem = &problems[place];
            let (eligible, mut bits) = if few {
                let fit = fixpoint::settle::<8>(problem, 0, &requested[..width]);
                (fit.total, fit.binding)
            } else {
                let fit = fixpoint::settle::<64>(problem, 0, &requested[..width]);
                (fit.total, fit.binding)
            };
            let exact = by_rate(self.paid[place].terms.rate, eligible, problem.rounding, self.unit);
            let capped = self.paid[place].cap.map_or(exact, |cap| exact.min(cap - cap % self.unit));
            bits |= u64::from(capped < exact) << cap_bit;
            let paid = if capped < self.floor { 0 } else { capped };
            bits |= u64::from(paid < capped) << (cap_bit + 1);
            answers.eligible.push(eligible);
            answers.grants.push(paid);
            answers.bits.push(bits);
        }
        answers
    }
}

/// The rate of an amount; the common case fits 64 bits.
fn by_rate(rate: kernel::Rate, amount: i64, rounding: Rounding, unit: i64) -> i64 {
    match (rounding, amount.checked_mul(rate.numerator()), rate.denominator().checked_mul(unit)) {
        (Rounding::Down, Some(above), Some(below)) if amount >= 0 => above / below * unit,
        _ => rate.of(kernel::Yen::clamped(amount), rounding, unit).get(),
    }
}

/// The first row of a table that fits a single applicant of a class.
fn row<T: Copy>(table: &Map<T>, class: SizeClass) -> Option<T> {
    let fits = |group: &str| match group {
        "everyone" | "single" => true,
        "sme" => class.is_sme(),
        other => Amount::class_of(other) == Some(class),
    };
    table.iter().find(|(group, _)| fits(group)).map(|(_, value)| *value)
}
