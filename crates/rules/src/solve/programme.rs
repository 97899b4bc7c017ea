//! Linear programmes in whole numbers, solved exactly: the dual simplex, rounding cuts and bounds that tighten.
//!
//! Every variable lies between whole bounds, so a programme starts with each variable of the goal at its upper bound:
//! nothing could be better, and the dual simplex only has to mend the rows. A tighter bound or one more row later is
//! mended the same way, from where the last answer stood. Entries are whole numbers over a row's own denominator.

use num_bigint::BigInt;
use num_integer::Integer;
use num_rational::BigRational;
use num_traits::{One, Signed, Zero};

/// Coefficients · variables ≤ right, in whole numbers.
#[derive(Debug, Clone)]
pub(super) struct Row {
    pub(super) coefficients: Vec<(usize, BigInt)>,
    pub(super) right: BigInt,
}

/// No more is asked of a number than this many bits, before a cut is left out.
const MOST_BITS: u64 = 64;
/// Pivots by the worst row; after them by the first, which is sure to end.
const MOST_GREEDY: usize = 200;
/// Rounds of cuts that bring nothing before no more are tried.
const STILL_ROUNDS: usize = 5;
/// Lines for each variable before no more cuts are tried.
const MOST_LINES: usize = 3;

/// A variable: one of the programme, or what a row leaves open.
#[derive(Debug, Clone)]
struct Variable {
    lower: BigInt,
    /// From the lower bound to the upper one; `None` where there is none.
    width: Option<BigInt>,
    /// Measured down from the upper bound instead of up from the lower one.
    flipped: bool,
    /// Whether it takes whole values only.
    whole: bool,
}

/// denominator · basis variable = right − entries · other variables.
#[derive(Debug, Clone)]
struct Line {
    denominator: BigInt,
    right: BigInt,
    entries: Vec<BigInt>,
}

impl Line {
    fn flip(&mut self, width: &BigInt) {
        self.right = width * &self.denominator - &self.right;
        for entry in &mut self.entries {
            *entry = -std::mem::take(entry);
        }
    }

    /// Without common divisors.
    fn reduce(&mut self) {
        let mut common = self.denominator.gcd(&self.right);
        for entry in &self.entries {
            if common.is_one() {
                return;
            }
            if !entry.is_zero() {
                common = common.gcd(entry);
            }
        }
        if !common.is_one() && !common.is_zero() {
            self.denominator /= &common;
            self.right /= &common;
            for entry in &mut self.entries {
                if !entry.is_zero() {
                    *entry /= &common;
                }
            }
        }
    }

    /// Puts what `pivot` says its variable is in the place of column `at`.
    fn substitute(&mut self, pivot: &Self, at: usize) {
        if self.entries[at].is_zero() {
            return;
        }
        let factor = std::mem::take(&mut self.entries[at]);
        let scale = &pivot.denominator;
        self.denominator *= scale;
        self.right = &self.right * scale - &factor * &pivot.right;
        for (entry, other) in self.entries.iter_mut().zip(&pivot.entries) {
            if !entry.is_zero() {
                *entry *= scale;
            }
            if !other.is_zero() {
                *entry -= &factor * other;
            }
        }
        self.reduce();
    }
}

/// A programme as it stands: solved, and ready for tighter bounds and further rows.
#[derive(Debug, Clone)]
pub(super) struct Programme {
    /// How many variables are the caller's own; they stand first.
    own: usize,
    variables: Vec<Variable>,
    /// The variables outside the basis, one a column.
    columns: Vec<usize>,
    /// The variables in the basis, one a line.
    basis: Vec<usize>,
    lines: Vec<Line>,
    goal: Line,
    /// Entries computed since somebody asked.
    work: usize,
}

impl Programme {
    /// The largest sum of variables, each between nothing and its most and weighed by the goal. Not solved yet.
    pub(super) fn new(most: &[i64], goal: &[bool], rows: &[Row]) -> Self {
        let own = most.len();
        let counts = |v: usize| goal.get(v).copied().unwrap_or(false);
        let variables = most.iter().enumerate().map(|(v, &most)| Variable {
            lower: BigInt::zero(),
            width: Some(most.into()),
            flipped: counts(v),
            whole: true,
        });
        let mut programme = Self {
            own,
            variables: variables.collect(),
            columns: (0..own).collect(),
            basis: Vec::new(),
            lines: Vec::new(),
            goal: Line {
                denominator: BigInt::one(),
                right: (0..own).filter(|v| counts(*v)).map(|v| BigInt::from(most[v])).sum(),
                entries: (0..own).map(|v| if counts(v) { BigInt::one() } else { BigInt::zero() }).collect(),
            },
            work: 0,
        };
        // What the goal is worth above nothing: a whole number as well, so it may be bounded and cut like any other.
        let worth = (0..own).filter(|v| counts(*v)).map(|v| (v, -BigInt::one())).collect();
        programme.add(&Row { coefficients: worth, right: BigInt::zero() });
        rows.iter().for_each(|row| programme.add(row));
        programme
    }

    /// The goal is to be worth at least this much; solved again with the next call of [`Programme::solve`].
    pub(super) fn worth(&mut self, least: &BigInt) {
        let goal = self.own;
        let more = least - &self.variables[goal].lower;
        if !more.is_positive() {
            return;
        }
        match self.columns.iter().position(|c| *c == goal) {
            Some(column) => {
                for line in self.lines.iter_mut().chain([&mut self.goal]) {
                    line.right -= &line.entries[column] * &more;
                }
            }
            None => {
                if let Some(at) = self.basis.iter().position(|b| *b == goal) {
                    let line = &mut self.lines[at];
                    line.right -= &line.denominator * &more;
                }
            }
        }
        self.variables[goal].lower.clone_from(least);
    }

    /// One more row.
    pub(super) fn add(&mut self, row: &Row) {
        let mut line = Line { denominator: BigInt::one(), right: row.right.clone(), entries: vec![BigInt::zero(); self.columns.len()] };
        // First in the caller's variables as they are measured, then what stands in the basis is put in its place.
        let mut inside: Vec<(usize, BigInt)> = Vec::new();
        for (v, coefficient) in &row.coefficients {
            let variable = &self.variables[*v];
            let signed = if variable.flipped {
                let upper = &variable.lower + variable.width.clone().unwrap_or_default();
                line.right -= coefficient * upper;
                -coefficient
            } else {
                line.right -= coefficient * &variable.lower;
                coefficient.clone()
            };
            match self.columns.iter().position(|c| c == v) {
                Some(column) => line.entries[column] += signed,
                None => inside.push((*v, signed)),
            }
        }
        for (v, coefficient) in inside {
            let Some(at) = self.basis.iter().position(|b| *b == v) else { continue };
            let other = &self.lines[at];
            let factor = coefficient * &line.denominator;
            let scale = &other.denominator;
            line.denominator *= scale;
            line.right = line.right * scale - &factor * &other.right;
            for (entry, o) in line.entries.iter_mut().zip(&other.entries) {
                *entry = &*entry * scale - &factor * o;
            }
            line.reduce();
        }
        self.push(line, true);
    }

    fn push(&mut self, line: Line, whole: bool) {
        self.basis.push(self.variables.len());
        self.variables.push(Variable { lower: BigInt::zero(), width: None, flipped: false, whole });
        self.lines.push(line);
    }

    /// Solves; `false` where no point satisfies the rows.
    pub(super) fn solve(&mut self) -> bool {
        let mut pivots = 0;
        while let Some(at) = self.broken(pivots < MOST_GREEDY) {
            if self.lines[at].right.is_positive() {
                self.flip(at);
            }
            let Some(column) = self.entering(at) else { return false };
            self.pivot(at, column);
            pivots += 1;
        }
        true
    }

    /// A line whose variable is outside its bounds: the worst, or the first.
    fn broken(&self, worst: bool) -> Option<usize> {
        let mut found: Option<(usize, BigRational)> = None;
        for (at, line) in self.lines.iter().enumerate() {
            let over = if line.right.is_negative() {
                -&line.right
            } else {
                match &self.variables[self.basis[at]].width {
                    Some(width) if line.right > width * &line.denominator => &line.right - width * &line.denominator,
                    _ => continue,
                }
            };
            let over = BigRational::new_raw(over, line.denominator.clone());
            let better = found.as_ref().is_none_or(|(other, most)| if worst { over > *most } else { self.basis[at] < self.basis[*other] });
            if better {
                found = Some((at, over));
            }
        }
        found.map(|f| f.0)
    }

    fn flip(&mut self, at: usize) {
        let variable = &mut self.variables[self.basis[at]];
        if let Some(width) = &variable.width {
            self.lines[at].flip(width);
            variable.flipped = !variable.flipped;
        }
    }

    fn entering(&self, at: usize) -> Option<usize> {
        let line = &self.lines[at];
        let mut best: Option<usize> = None;
        for (column, entry) in line.entries.iter().enumerate() {
            if !entry.is_negative() {
                continue;
            }
            // goal / −entry is the least; of equals the first variable.
            let better = best.is_none_or(|b| {
                let (own, other) = (&self.goal.entries[column] * &line.entries[b], &self.goal.entries[b] * entry);
                own > other || (own == other && self.columns[column] < self.columns[b])
            });
            if better {
                best = Some(column);
            }
        }
        best
    }

    /// Entries computed since the last call.
    pub(super) fn take_work(&mut self) -> usize {
        std::mem::take(&mut self.work)
    }

    /// Exchanges a basis variable for that of a column with a negative entry.
    fn pivot(&mut self, at: usize, column: usize) {
        self.work += (self.lines.len() + 1) * self.columns.len();
        let mut line = self.lines.swap_remove(at);
        let leaving = self.basis.swap_remove(at);
        let entry = std::mem::replace(&mut line.entries[column], line.denominator);
        line.denominator = -entry;
        line.right = -line.right;
        for entry in &mut line.entries {
            *entry = -std::mem::take(entry);
        }
        line.reduce();
        for other in &mut self.lines {
            other.substitute(&line, column);
        }
        self.goal.substitute(&line, column);
        self.basis.push(self.columns[column]);
        self.columns[column] = leaving;
        self.lines.push(line);
    }

    /// The value of the goal, rounded down.
    pub(super) fn bound(&self) -> BigInt {
        self.goal.right.div_floor(&self.goal.denominator)
    }

    fn value(&self) -> BigRational {
        BigRational::new_raw(self.goal.right.clone(), self.goal.denominator.clone())
    }

    /// Where the goal is reached: the caller's variables.
    pub(super) fn at(&self) -> Vec<BigRational> {
        (0..self.own)
            .map(|v| {
                let variable = &self.variables[v];
                let measured = match self.basis.iter().position(|b| *b == v) {
                    Some(at) => BigRational::new(self.lines[at].right.clone(), self.lines[at].denominator.clone()),
                    None => BigRational::zero(),
                };
                let lower = BigRational::from_integer(variable.lower.clone());
                if variable.flipped {
                    lower + BigRational::from_integer(variable.width.clone().unwrap_or_default()) - measured
                } else {
                    lower + measured
                }
            })
            .collect()
    }

    /// No more than `most` for a variable in the basis.
    pub(super) fn at_most(&mut self, v: usize, most: &BigInt) {
        self.narrow(v, None, Some(most));
    }

    /// At least `least` for a variable in the basis.
    pub(super) fn at_least(&mut self, v: usize, least: &BigInt) {
        self.narrow(v, Some(least), None);
    }

    fn narrow(&mut self, v: usize, least: Option<&BigInt>, most: Option<&BigInt>) {
        let Some(at) = self.basis.iter().position(|b| *b == v) else { return };
        let variable = &mut self.variables[v];
        let Some(width) = variable.width.clone() else { return };
        let upper = &variable.lower + width;
        let lower = least.unwrap_or(&variable.lower).clone();
        let moved_up = most.unwrap_or(&upper).clone();
        let shift = if variable.flipped { &upper - &moved_up } else { &lower - &variable.lower };
        let line = &mut self.lines[at];
        line.right -= shift * &line.denominator;
        variable.width = Some(&moved_up - &lower);
        variable.lower = lower;
    }

    /// Cuts off where the answer is not whole, a few rounds, as long as that brings the bound down; `false` where
    /// nothing is left.
    pub(super) fn tighten(&mut self, rounds: usize) -> bool {
        let mut before = self.value();
        let mut still = 0;
        for _ in 0..rounds {
            if self.lines.len() > MOST_LINES * self.own {
                return true;
            }
            let cuts: Vec<Line> = (0..self.lines.len()).filter_map(|at| self.cut(at)).collect();
            if cuts.is_empty() {
                return true;
            }
            for cut in cuts {
                self.push(cut, false);
            }
            if !self.solve() {
                return false;
            }
            self.drop_slack();
            let after = self.value();
            still = if after < before { 0 } else { still + 1 };
            if still == STILL_ROUNDS {
                return true;
            }
            before = after;
        }
        true
    }

    /// The mixed rounding cut of a line: what every point with whole values satisfies and this one does not.
    fn cut(&self, at: usize) -> Option<Line> {
        let line = &self.lines[at];
        if !self.variables[self.basis[at]].whole {
            return None;
        }
        let one = &line.denominator;
        let part = line.right.mod_floor(one);
        if part.is_zero() || one.bits() > MOST_BITS / 2 {
            return None;
        }
        let rest = one - &part;
        let mut entries = Vec::with_capacity(line.entries.len());
        for (entry, &v) in line.entries.iter().zip(&self.columns) {
            let weight = if self.variables[v].whole {
                let own = entry.mod_floor(one);
                if own <= part { own * &rest } else { (one - own) * &part }
            } else if entry.is_negative() {
                -(entry * &part)
            } else {
                entry * &rest
            };
            entries.push(-weight);
        }
        let mut cut = Line { denominator: BigInt::zero(), right: -(part * rest), entries };
        cut.reduce();
        cut.denominator = BigInt::one();
        let long = cut.entries.iter().chain([&cut.right]).any(|n| n.bits() > MOST_BITS);
        (!long).then_some(cut)
    }

    /// Forgets cuts that hold nothing back any more.
    fn drop_slack(&mut self) {
        for at in (0..self.basis.len()).rev() {
            if !self.variables[self.basis[at]].whole {
                self.basis.swap_remove(at);
                self.lines.swap_remove(at);
            }
        }
    }
}
