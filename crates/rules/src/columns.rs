//! The same programme over columns: one rule over millions of firms, each explained.
//!
//! For programmes of a single applicant whose rates and caps hang on the size class. Where one limit
//! binds, its greatest amount has a closed form: the largest whole x with x ≤ ρ(C + x) is
//! ⌊pC / (q − p)⌋ for ρ = p/q and C the rest. Firms that need more than that (several limits at
//! once, limits inside limits, very large amounts) go through the same fixed point as a single
//! assessment; a test keeps both equal. Every firm's answer carries a bit for each step.

use std::hint::select_unpredictable;

use kernel::{Rounding, SizeClass};

use crate::{
    assess::among,
    language::{Amount, Cites, FloorOf, RateRule, RoundedAt, Table, YenRule},
    plan::Plan,
    solve::{Bound, Problem, Terms, fixpoint},
};

/// The firms: a class each, and a column of yen for each category of the programme: what is asked for there, after tests, calculators and limits of
/// single lines, which columns don't see.
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
#[derive(Debug, Clone)]
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
    rest: Reciprocal,
}

/// Amounts below this power of two are taken by the closed form: 274 billion yen in one category.
const QUICK_BITS: u32 = 38;
/// Totals of up to 64 of them.
const TOTAL_BITS: u32 = QUICK_BITS + 6;

/// A divisor as one multiplication: ⌊n / d⌋ = ⌊n · m / 2⁶⁴⌋ with m = ⌊2⁶⁴ / d⌋ + 1, exact while n · d < 2⁶⁴, since
/// m · d is above 2⁶⁴ by at most d. The general routines for any n take three multiplications.
#[derive(Debug, Clone, Copy)]
struct Reciprocal(u64);

impl Reciprocal {
    /// For dividing totals times `numerator`; `None` where that would not be exact.
    fn new(divisor: i64, numerator: i64) -> Option<Self> {
        let divisor = u64::try_from(divisor).ok().filter(|d| *d > 1)?;
        let most = u64::try_from(numerator).ok()?.checked_mul(1 << TOTAL_BITS)?;
        most.checked_mul(divisor)?;
        Some(Self(u64::MAX / divisor + 1))
    }

    /// The quotient of a dividend that is not negative.
    #[inline]
    fn quotient(self, dividend: i64) -> i64 {
        let product = u128::from(dividend.cast_unsigned()) * u128::from(self.0);
        #[allow(clippy::cast_possible_truncation, reason = "the upper half of 128 bits")]
        ((product >> 64) as u64).cast_signed()
    }
}

/// Firms that go through each step together: few enough to stay in the nearest cache.
const BLOCK: usize = 512;

/// A value for each firm of a block.
type Lane = [i64; BLOCK];

impl Quick {
    fn of(limit: &crate::solve::Limit) -> Option<Self> {
        let Bound::OfEligible(rate) = limit.bound else { return None };
        let (numerator, denominator) = (rate.numerator(), rate.denominator());
        // A rest of 1, as of a half, has no reciprocal in 64 bits; that of two quarters has.
        let (numerator, denominator) = (numerator.checked_mul(2)?, denominator.checked_mul(2)?);
        // The products of `holds` are the largest: they fit where those of the reciprocal do.
        Reciprocal::new(denominator, denominator)?;
        let rest = Reciprocal::new(denominator.checked_sub(numerator)?, numerator)?;
        let columns = (0..64).filter(|c| limit.categories >> c & 1 == 1).collect();
        (numerator > 0).then(|| Self { columns, numerator, denominator, strict: i64::from(limit.strict), rest })
    }

    #[allow(clippy::needless_bitwise_bool, reason = "no branches that hang on amounts")]
    const fn holds(&self, sum: i64, total: i64) -> bool {
        (sum * self.denominator + self.strict <= total * self.numerator) | (sum == 0)
    }

    /// The most that it lets through beside everything else.
    fn most(&self, others: i64) -> i64 {
        self.rest.quotient((others * self.numerator - self.strict).max(0))
    }
}

/// What each class is paid, ready for many firms.
#[derive(Debug, Clone, Copy)]
struct Paying {
    numerator: [i64; 4],
    divisor: [Reciprocal; 4],
    cap: [i64; 4],
}

impl Paying {
    fn of(paid: &[Paid; 4], rounding: Rounding, unit: i64) -> Option<Self> {
        let mut paying = Self { numerator: [0; 4], divisor: [Reciprocal(0); 4], cap: [0; 4] };
        for (class, paid) in paid.iter().enumerate() {
            let rate = paid.terms.rate;
            paying.numerator[class] = rate.numerator().checked_mul(2)?;
            paying.divisor[class] = Reciprocal::new(rate.denominator().checked_mul(2)?.checked_mul(unit)?, paying.numerator[class])?;
            paying.cap[class] = paid.cap.map_or(i64::MAX, |c| c - c % unit);
        }
        (rounding == Rounding::Down).then_some(paying)
    }
}

/// A programme made ready for columns.
#[derive(Debug)]
pub struct Rule<'p> {
    plan: &'p Plan,
    paid: [Paid; 4],
    /// The limits in closed form; `None` where one of them has none.
    quick: Option<Vec<Quick>>,
    paying: Option<Paying>,
    unit: i64,
    floor: i64,
}

const CLASSES: [SizeClass; 4] = [SizeClass::Small, SizeClass::Sme, SizeClass::Mid, SizeClass::Large];

impl<'p> Rule<'p> {
    /// Which word of a programme takes it to the explaining engine; none where columns can have it.
    pub fn explained(plan: &Plan) -> Option<&'static str> {
        let amount = &plan.programme.amount;
        let by_fact = |facts: usize| facts > 0;
        let brackets = amount.rate.values().iter().any(|(_, rule)| matches!(rule, RateRule::Brackets(_)));
        let each = amount.cap.values().iter().any(|(_, rule)| !matches!(rule, YenRule::Yen(_) | YenRule::None));
        let by_base = plan.limits.iter().any(|l| matches!(l.bound, Bound::OfCategories(..)));
        [
            (brackets, "amount.rate: brackets"),
            (each, "amount.cap: so much for each unit, or as much as a fact says"),
            (by_base, "limits: of some categories"),
            (amount.floor_of == FloorOf::Calculated, "amount.floor_of: calculated"),
            (by_fact(amount.rate.by_facts("").len() + amount.cap.by_facts("").len()), "a table by a fact"),
            (!amount.cap_each_member.is_none(), "amount.cap_each_member"),
            (amount.fixed.is_some(), "amount.fixed"),
            (!amount.caps.is_empty(), "amount.caps"),
            (!amount.additions.is_empty(), "amount.additions"),
            (!amount.parts.is_empty(), "amount.parts"),
            (amount.floor_each_member.is_some(), "amount.floor_each_member"),
            (!amount.kind_caps.is_empty(), "amount.kind_caps"),
            (!plan.adjustments.is_empty(), "expenses.adjustments"),
            (amount.other_money.is_some(), "amount.other_money"),
            (amount.rounded == Some(RoundedAt::EachCategory), "amount.rounded: each_category"),
        ]
        .into_iter()
        .find_map(|(there, word)| there.then_some(word))
    }

    /// Makes a programme ready; `None` where its amounts hang on more than the size class of one applicant.
    pub fn of(plan: &'p Plan) -> Option<Self> {
        let amount = &plan.programme.amount;
        let plain = |g: &str| matches!(g, "everyone" | "single" | "consortium") || Amount::class_of(g).is_some();
        if !amount.rate.groups().into_iter().chain(amount.cap.groups()).all(plain) || Self::explained(plan).is_some() {
            return None;
        }
        let paid = CLASSES.map(|class| {
            // A class that the call does not tell apart falls into the next larger one.
            let class = plan.programme.size.as_ref().map_or(class, |size| among(size, class));
            let rate = row(&amount.rate, class).map_or(kernel::Rate::ZERO, RateRule::first);
            Paid { terms: Terms::of(rate, None), cap: row(&amount.cap, class).and_then(YenRule::yen) }
        });
        let unit = amount.unit.get().max(1);
        let apart = |(k, l): (usize, &crate::solve::Limit)| plan.limits[k + 1..].iter().all(|o| o.categories & l.categories == 0);
        let alone = plan.limits.iter().enumerate().all(apart);
        let quick = if alone { plan.limits.iter().map(Quick::of).collect() } else { None };
        let paying = Paying::of(&paid, amount.rounding, unit);
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
            together: false,
            cap: paid.cap,
            rounding: self.plan.programme.amount.rounding,
            unit: self.unit,
            limits: &self.plan.limits,
            shape: &self.plan.shape,
        }
    }

    /// Answers every firm.
    pub fn answer(&self, firms: &Firms) -> Answers {
        let mut answers = Answers::default();
        self.answer_into(firms, &mut answers);
        answers
    }

    /// The same into columns that are there already, as one batch after another asks for.
    pub fn answer_into(&self, firms: &Firms, answers: &mut Answers) {
        let count = firms.requested.iter().map(Vec::len).fold(firms.classes.len(), usize::min);
        let columns: Vec<&[i64]> = firms.requested.iter().take(64).map(|c| &c[..count]).collect();
        let problems = [0, 1, 2, 3].map(|c| self.problem(&self.paid[c]));
        for column in [&mut answers.eligible, &mut answers.grants] {
            column.clear();
            column.reserve(count);
        }
        answers.bits.clear();
        answers.bits.reserve(count);
        let mut block = Block::new(self.quick.as_ref().map_or(0, Vec::len));
        for (place, classes) in firms.classes[..count].chunks(BLOCK).enumerate() {
            let start = place * BLOCK;
            let part = |c: usize| &columns[c][start..start + classes.len()];
            let quick = match &self.quick {
                Some(limits) => block.gather(limits, columns.len(), &part),
                None => false,
            };
            if quick && let Some(limits) = &self.quick {
                block.limit(limits);
            } else {
                block.open.fill(true);
                block.some_open = true;
            }
            let cap_bit = self.plan.limits.len();
            let open = if block.some_open { classes } else { &[] };
            for (firm, class) in open.iter().enumerate() {
                if !block.open[firm] {
                    continue;
                }
                let mut asked = [0_i64; 64];
                for (slot, column) in asked.iter_mut().zip(&columns) {
                    *slot = column[start + firm];
                }
                let (eligible, bits) = settled(&problems[*class as usize], &asked[..columns.len()]);
                block.eligible[firm] = eligible;
                block.bits[firm] = bits;
            }
            match &self.paying {
                Some(paying) if quick => block.pay(paying, classes, self.unit, self.floor, cap_bit),
                _ => {
                    for (firm, class) in classes.iter().enumerate() {
                        let (grant, steps) = self.pay(*class as usize, block.eligible[firm]);
                        block.grants[firm] = grant;
                        block.bits[firm] |= steps;
                    }
                }
            }
            answers.eligible.extend_from_slice(&block.eligible[..classes.len()]);
            answers.grants.extend_from_slice(&block.grants[..classes.len()]);
            answers.bits.extend_from_slice(&block.bits[..classes.len()]);
        }
    }

    /// The grant of an eligible total, and whether cap and floor bit.
    fn pay(&self, class: usize, eligible: i64) -> (i64, u64) {
        let rounding = self.plan.programme.amount.rounding;
        let exact = self.paid[class].terms.rate.of(kernel::Yen::clamped(eligible), rounding, self.unit).get();
        let cap = self.paid[class].cap.map_or(i64::MAX, |cap| cap - cap % self.unit);
        after_cap_and_floor(exact, cap, self.floor, self.plan.limits.len())
    }
}

#[inline]
fn after_cap_and_floor(exact: i64, cap: i64, floor: i64, cap_bit: usize) -> (i64, u64) {
    let capped = exact.min(cap);
    let paid = select_unpredictable(capped < floor, 0, capped);
    (paid, (u64::from(capped < exact) | u64::from(paid < capped) << 1) << cap_bit)
}

/// Firms on their way through the steps together. The loops have no branches that hang on the amounts.
struct Block {
    total: Lane,
    /// The limited sum of each limit.
    sums: Vec<Lane>,
    eligible: Lane,
    grants: Lane,
    bits: [u64; BLOCK],
    /// Firms without a closed form, and whether there are any.
    open: [bool; BLOCK],
    some_open: bool,
}

impl Block {
    fn new(limits: usize) -> Self {
        let none = [0; BLOCK];
        Self {
            total: none,
            sums: vec![none; limits],
            eligible: none,
            grants: none,
            bits: [0; BLOCK],
            open: [false; BLOCK],
            some_open: false,
        }
    }

    /// Adds up the columns; whether every amount is one that the closed form can take.
    fn gather<'c>(&mut self, limits: &[Quick], columns: usize, part: &impl Fn(usize) -> &'c [i64]) -> bool {
        let mut seen = 0;
        self.total.fill(0);
        for column in 0..columns {
            for (sum, amount) in self.total.iter_mut().zip(part(column)) {
                seen |= amount;
                *sum = sum.wrapping_add(*amount);
            }
        }
        if !(0..1 << QUICK_BITS).contains(&seen) {
            return false;
        }
        for (limit, sums) in limits.iter().zip(&mut self.sums) {
            sums.fill(0);
            for &column in limit.columns.iter().filter(|c| **c < columns) {
                for (sum, amount) in sums.iter_mut().zip(part(column)) {
                    *sum += amount;
                }
            }
        }
        true
    }

    /// The eligible totals, and the limits that bit, where at most one of them does.
    #[allow(clippy::needless_bitwise_bool, reason = "no branches that hang on amounts")]
    fn limit(&mut self, limits: &[Quick]) {
        self.eligible = self.total;
        self.bits.fill(0);
        self.open.fill(false);
        for (place, (limit, sums)) in limits.iter().zip(&self.sums).enumerate() {
            let bit = 1_u64 << place;
            for firm in 0..BLOCK {
                let (sum, total) = (sums[firm], self.total[firm]);
                let broken = !limit.holds(sum, total);
                let others = total - sum;
                let settled = others + limit.most(others);
                self.open[firm] |= broken & (self.bits[firm] != 0);
                self.eligible[firm] = select_unpredictable(broken, settled, self.eligible[firm]);
                self.bits[firm] |= select_unpredictable(broken, bit, 0);
            }
        }
        if limits.len() > 1 {
            for (place, (limit, sums)) in limits.iter().zip(&self.sums).enumerate() {
                for firm in 0..BLOCK {
                    let cut = self.bits[firm] >> place & 1 == 1;
                    self.open[firm] |= !cut & !limit.holds(sums[firm], self.eligible[firm]);
                }
            }
        }
        self.some_open = self.open.contains(&true);
    }

    /// The grants of eligible totals, and whether cap and floor bit.
    fn pay(&mut self, paying: &Paying, classes: &[SizeClass], unit: i64, floor: i64, cap_bit: usize) {
        for (firm, class) in classes.iter().enumerate() {
            let class = *class as usize;
            let exact = paying.divisor[class].quotient(self.eligible[firm] * paying.numerator[class]) * unit;
            let (paid, bits) = after_cap_and_floor(exact, paying.cap[class], floor, cap_bit);
            self.grants[firm] = paid;
            self.bits[firm] |= bits;
        }
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
fn row<T>(table: &Table<T>, class: SizeClass) -> Option<&T> {
    let fits = |group: &str| match group {
        "everyone" | "single" => true,
        "sme" => class.is_sme(),
        other => Amount::class_of(other) == Some(class),
    };
    match table {
        Table::Value(value) => Some(value),
        Table::Groups(rows) => rows.iter().find(|(group, _)| fits(group)).and_then(|(_, inner)| row(inner, class)),
        Table::Fact(_) => None,
    }
}
