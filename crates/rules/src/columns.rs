//! The same programme over columns: one rule over millions of firms, each explained.
//!
//! For programmes of a single applicant whose rates and caps hang on the size class. Where one limit
//! binds, its greatest amount has a closed form: the largest whole x with x ≤ ρ(C + x) is
//! ⌊pC / (q − p)⌋ for ρ = p/q and C the rest. Firms that need more than that (several limits at
//! once, limits inside limits, very large amounts) go through the same fixed point as a single
//! assessment; a test keeps both equal. Every firm's answer carries a bit for each step.

use kernel::{Rounding, SizeClass};
use strength_reduce::StrengthReducedU64;

use crate::{
    assess::among,
    language::{Amount, Cites, Map},
    plan::Plan,
    solve::{Bound, Problem, Terms, fixpoint},
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

/// A limit whose greatest amount has a closed form: alone, on the eligible total, below the whole.
#[derive(Debug, Clone)]
struct Quick {
    columns: Vec<usize>,
    numerator: i64,
    denominator: i64,
    strict: i64,
    rest: StrengthReducedU64,
}

/// Amounts up to here times a small rate fit 63 bits.
const QUICK_MOST: i64 = 1_000_000_000_000_000;
/// Rates up to here.
const QUICK_RATE: i64 = 1_000;

impl Quick {
    fn of(limit: &crate::solve::Limit) -> Option<Self> {
        let Bound::OfEligible(rate) = limit.bound else { return None };
        let (numerator, denominator) = (rate.numerator(), rate.denominator());
        let rest = u64::try_from(denominator.checked_sub(numerator)?).ok().filter(|r| *r > 0)?;
        (numerator > 0 && denominator <= QUICK_RATE).then(|| Self {
            columns: (0..64).filter(|c| limit.categories >> c & 1 == 1).collect(),
            numerator,
            denominator,
            strict: i64::from(limit.strict),
            rest: StrengthReducedU64::new(rest),
        })
    }

    fn sum(&self, requested: &[i64]) -> i64 {
        self.columns.iter().filter_map(|c| requested.get(*c)).sum()
    }

    const fn holds(&self, sum: i64, total: i64) -> bool {
        sum * self.denominator + self.strict <= total * self.numerator || sum == 0
    }

    /// The most that it lets through beside everything else.
    fn most(&self, others: i64) -> i64 {
        let above = u64::try_from(others * self.numerator - self.strict).unwrap_or(0);
        i64::try_from(above / self.rest).unwrap_or(0)
    }
}

/// What a class is paid, ready for many firms.
#[derive(Debug, Clone, Copy)]
struct Paying {
    numerator: u64,
    divisor: StrengthReducedU64,
    cap: i64,
}

/// A programme made ready for columns.
#[derive(Debug)]
pub struct Rule<'p> {
    plan: &'p Plan,
    paid: [Paid; 4],
    /// The limits in closed form; `None` where one of them has none.
    quick: Option<Vec<Quick>>,
    paying: Option<[Paying; 4]>,
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
            // A class that the call does not tell apart falls into the next larger one.
            let class = plan.programme.size.as_ref().map_or(class, |size| among(size, class));
            let rate = row(&amount.rate, class).unwrap_or(kernel::Rate::ZERO);
            Paid { terms: Terms { rate, cap: None }, cap: row(&amount.cap, class).map(kernel::Yen::get) }
        });
        let unit = amount.unit.get().max(1);
        let apart = |(k, l): (usize, &crate::solve::Limit)| plan.limits[k + 1..].iter().all(|o| o.categories & l.categories == 0);
        let alone = plan.limits.iter().enumerate().all(apart);
        let quick = if alone { plan.limits.iter().map(Quick::of).collect() } else { None };
        let paying = paid.map(|p| {
            let rate = p.terms.rate;
            let divisor = u64::try_from(rate.denominator().checked_mul(unit)?).ok()?;
            (amount.rounding == Rounding::Down && rate.numerator() <= QUICK_RATE).then(|| Paying {
                numerator: u64::try_from(rate.numerator()).unwrap_or(0),
                divisor: StrengthReducedU64::new(divisor),
                cap: p.cap.map_or(i64::MAX, |c| c - c % unit),
            })
        });
        let paying = match paying {
            [Some(a), Some(b), Some(c), Some(d)] => Some([a, b, c, d]),
            _ => None,
        };
        let rule = Self { plan, paid, quick, paying, unit, floor: amount.floor.map_or(0, kernel::Yen::get) };
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
        let mut answers = Answers { eligible: vec![0; count], grants: vec![0; count], bits: vec![0; count] };
        let mut requested = [0_i64; 64];
        for (firm, class) in firms.classes.iter().enumerate() {
            for (slot, column) in requested.iter_mut().zip(&firms.requested) {
                *slot = column[firm];
            }
            let place = *class as usize;
            let asked = &requested[..width];
            let total = asked.iter().sum();
            let (eligible, bits) = self.closed_form(asked, total).unwrap_or_else(|| settled(&problems[place], asked));
            let (grant, steps) = self.pay(place, eligible);
            answers.eligible[firm] = eligible;
            answers.grants[firm] = grant;
            answers.bits[firm] = bits | steps;
        }
        answers
    }

    /// The eligible total and the limits that bit, where at most one of them does.
    fn closed_form(&self, asked: &[i64], total: i64) -> Option<(i64, u64)> {
        let limits = self.quick.as_ref()?;
        if !(0..=QUICK_MOST).contains(&total) {
            return None;
        }
        let mut broken = None;
        for (place, limit) in limits.iter().enumerate() {
            let sum = limit.sum(asked);
            if !limit.holds(sum, total) {
                if broken.is_some() {
                    return None;
                }
                broken = Some((place, sum));
            }
        }
        let Some((place, sum)) = broken else { return Some((total, 0)) };
        let others = total - sum;
        let eligible = others + limits[place].most(others);
        let rest = limits.iter().enumerate().filter(|(k, _)| *k != place);
        rest.map(|(_, l)| l).all(|l| l.holds(l.sum(asked), eligible)).then_some((eligible, 1 << place))
    }

    /// The grant of an eligible total, and whether cap and floor bit.
    fn pay(&self, class: usize, eligible: i64) -> (i64, u64) {
        let cap_bit = self.plan.limits.len();
        let (exact, cap) = match (&self.paying, u64::try_from(eligible)) {
            (Some(paying), Ok(amount)) if eligible <= QUICK_MOST => {
                let paying = &paying[class];
                let units = amount * paying.numerator / paying.divisor;
                (i64::try_from(units).unwrap_or(0) * self.unit, paying.cap)
            }
            _ => {
                let problem = self.problem(&self.paid[class]);
                let exact = self.paid[class].terms.rate.of(kernel::Yen::clamped(eligible), problem.rounding, self.unit).get();
                (exact, self.paid[class].cap.map_or(i64::MAX, |cap| cap - cap % self.unit))
            }
        };
        let capped = exact.min(cap);
        let paid = if capped < self.floor { 0 } else { capped };
        (paid, u64::from(capped < exact) << cap_bit | u64::from(paid < capped) << (cap_bit + 1))
    }
}

/// The same by the fixed point of a single assessment.
fn settled(problem: &Problem<'_>, asked: &[i64]) -> (i64, u64) {
    if problem.limits.len() <= 8 {
        let fit = fixpoint::settle::<8>(problem, 0, asked);
        (fit.total, fit.binding)
    } else {
        let fit = fixpoint::settle::<64>(problem, 0, asked);
        (fit.total, fit.binding)
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
