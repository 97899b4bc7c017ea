//! The exact search, for limits that cross and for consortia of different rates.
//!
//! Branch and bound over rational linear programmes. Items that are alike (same member, same limits)
//! are one variable; each member's grant is a whole number of units below rate times total, so that
//! rounding is part of the search. A descent that cuts limit by limit gives the first answer to beat.

use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::{One, Signed, ToPrimitive, Zero};

use super::{Bound, Compared, Limit, Problem, Solution, allot, big, fixpoint, round_down};
use kernel::Rounding;

/// Work done before the search is cut off: programmes solved times the square of their size.
const MOST_WORK: usize = 40_000;
/// Rounds of the first descent before it gives up.
const MOST_ROUNDS: usize = 2_000;

pub(super) fn solve(problem: &Problem<'_>) -> Solution {
    let model = Model::of(problem);
    let first = model.first(problem);
    let alone = problem.members.len() == 1;
    let one_base = alone || (!problem.shape.grant_based && problem.limits.iter().all(|l| !l.each_member));
    if one_base && let Some(best) = model.settle(problem) {
        return Solution { recognised: best, proven: true };
    }
    let (best, proven) = model.search(problem, first);
    Solution { recognised: best, proven }
}

/// Cuts limit by limit until all hold: satisfies every limit, but need not be the greatest.
fn descend(problem: &Problem<'_>, from: Vec<i64>) -> Vec<i64> {
    let mut amounts = from;
    for _ in 0..MOST_ROUNDS {
        let mut calm = true;
        for limit in problem.limits {
            for standing in problem.standings(limit, &amounts) {
                if !standing.holds() {
                    calm = false;
                    cut(problem, limit, standing.member, standing.allowed, &mut amounts);
                }
            }
        }
        if calm {
            return amounts;
        }
    }
    let limited = problem.limits.iter().fold(0, |all, l| all | l.categories);
    problem.items.iter().map(|i| if limited >> i.category & 1 == 1 { 0 } else { i.requested }).collect()
}

/// Raises amounts one by one as far as every limit still holds.
fn raise(problem: &Problem<'_>, mut amounts: Vec<i64>) -> Vec<i64> {
    for _ in 0..3 {
        let before = amounts.clone();
        for (i, item) in problem.items.iter().enumerate() {
            let mut step = (item.requested - amounts[i]).max(0);
            while step > 0 {
                amounts[i] += step;
                if amounts[i] > item.requested || !problem.holds(&amounts) {
                    amounts[i] -= step;
                }
                step /= 2;
            }
        }
        if amounts == before {
            break;
        }
    }
    amounts
}

fn cut(problem: &Problem<'_>, limit: &Limit, member: Option<usize>, allowed: i64, amounts: &mut [i64]) {
    let mut places: Vec<usize> = (0..problem.items.len())
        .filter(|&i| limit.categories >> problem.items[i].category & 1 == 1 && member.is_none_or(|m| m == problem.items[i].member))
        .collect();
    if let Some(order) = &limit.keep_first {
        places.sort_by_key(|&i| order.iter().position(|&c| c == problem.items[i].category));
    }
    let claims: Vec<i64> = places.iter().map(|&i| amounts[i]).collect();
    let shares = if limit.keep_first.is_some() { allot::keep_first(allowed, &claims) } else { allot::pro_rata(allowed, &claims) };
    for (i, share) in places.into_iter().zip(shares) {
        amounts[i] = share;
    }
}

/// One row: coefficients · variables ≤ right.
#[derive(Clone)]
struct Row {
    coefficients: Vec<(usize, BigRational)>,
    right: BigRational,
}

/// A limit with 未満: either its sum is nothing, or the row holds with one step to spare.
struct StrictRow {
    zero: Row,
    tight: Row,
}

struct Model {
    /// Items that move together.
    groups: Vec<Vec<usize>>,
    /// Largest value of each variable.
    most: Vec<i64>,
    rows: Vec<Row>,
    strict: Vec<StrictRow>,
    /// The eligible total that no variable moves.
    constant: i64,
    /// For each limit, the variables that it limits.
    memberships: Vec<Vec<usize>>,
}

fn int(value: i64) -> BigRational {
    BigRational::from_integer(value.into())
}

impl Model {
    fn of(problem: &Problem<'_>) -> Self {
        let mut keys: Vec<(usize, u64)> = Vec::new();
        let mut groups: Vec<Vec<usize>> = Vec::new();
        let mut fixed = vec![0_i64; problem.members.len()];
        for (i, item) in problem.items.iter().enumerate() {
            let key = problem.limits.iter().enumerate().fold(0_u64, |key, (k, l)| key | (l.categories >> item.category & 1) << k);
            if key == 0 {
                fixed[item.member] += item.requested;
            } else if let Some(place) = keys.iter().position(|&k| k == (item.member, key)) {
                groups[place].push(i);
            } else {
                keys.push((item.member, key));
                groups.push(vec![i]);
            }
        }
        let mut most: Vec<i64> = groups.iter().map(|g| g.iter().map(|&i| problem.items[i].requested).sum()).collect();
        let mut rows = Vec::new();
        let members = problem.members.len();
        let grant_based = problem.limits.iter().any(|l| matches!(l.bound, Bound::OfGrant(..)));
        // After the groups: each member's grant in units, then its grant within the cap on the whole,
        // then the whole.
        let grant_of = groups.len();
        let capped_of = grant_of + members;
        let whole = capped_of + members;
        if grant_based {
            let unit = problem.unit;
            let cap = problem.cap.map(|c| round_down(c, unit) / unit);
            for m in 0..members {
                let total: i64 = fixed[m] + keys.iter().zip(&most).filter(|(k, _)| k.0 == m).map(|(_, v)| v).sum::<i64>();
                most.push(problem.member_grant(m, total) / unit);
            }
            for m in 0..members {
                most.push(cap.map_or(most[grant_of + m], |c| c.min(most[grant_of + m])));
            }
            let all: i64 = most[grant_of..capped_of].iter().sum();
            most.push(cap.map_or(all, |c| c.min(all)));
            for (m, terms) in problem.members.iter().enumerate() {
                let rate = big(terms.rate);
                let slack = match problem.rounding {
                    Rounding::Down => int(0),
                    Rounding::Up => int(unit) - BigRational::new(1.into(), terms.rate.denominator().into()),
                    Rounding::HalfUp => BigRational::new(unit.into(), 2.into()),
                };
                let mut coefficients = vec![(grant_of + m, int(unit))];
                coefficients.extend(keys.iter().enumerate().filter(|(_, k)| k.0 == m).map(|(v, _)| (v, -rate.clone())));
                rows.push(Row { coefficients, right: rate * int(fixed[m]) + slack });
                rows.push(Row { coefficients: vec![(capped_of + m, int(1)), (grant_of + m, int(-1))], right: int(0) });
            }
            let mut coefficients = vec![(whole, int(1))];
            coefficients.extend((0..members).map(|m| (grant_of + m, int(-1))));
            rows.push(Row { coefficients, right: int(0) });
        }
        let mut strict = Vec::new();
        for (k, limit) in problem.limits.iter().enumerate() {
            let scopes: Vec<Option<usize>> = if limit.each_member && members > 1 { (0..members).map(Some).collect() } else { vec![None] };
            for scope in scopes {
                let of_scope = |m: usize| scope.is_none_or(|only| only == m);
                let limited: Vec<usize> = (0..groups.len()).filter(|&v| keys[v].1 >> k & 1 == 1 && of_scope(keys[v].0)).collect();
                let mut terms: Vec<BigRational> = vec![int(0); most.len()];
                let mut right = int(0);
                let mut step = BigRational::one();
                let below = |rate: kernel::Rate| BigRational::new(1.into(), rate.denominator().into());
                match limit.bound {
                    Bound::Yen(yen) => {
                        limited.iter().for_each(|&v| terms[v] += int(1));
                        right = int(yen);
                    }
                    Bound::OfEligible(rate) => {
                        limited.iter().for_each(|&v| terms[v] += int(1));
                        for (v, key) in keys.iter().enumerate().filter(|(_, key)| of_scope(key.0)) {
                            let _ = key;
                            terms[v] -= big(rate);
                        }
                        let base: i64 = fixed.iter().enumerate().filter(|(m, _)| of_scope(*m)).map(|(_, f)| f).sum();
                        right = big(rate) * int(base);
                        step = below(rate);
                    }
                    Bound::OfGrant(rate, compared) => {
                        step = below(rate);
                        for &v in &limited {
                            terms[v] += match compared {
                                Compared::Expense => int(1),
                                Compared::GrantPart => {
                                    let own = problem.members[keys[v].0].rate;
                                    step *= below(own);
                                    big(own)
                                }
                            };
                        }
                        terms[scope.map_or(whole, |m| capped_of + m)] -= big(rate) * int(problem.unit);
                    }
                }
                let coefficients: Vec<_> = terms.into_iter().enumerate().filter(|(_, t)| !t.is_zero()).collect();
                let row = Row { coefficients, right };
                if limit.strict {
                    strict.push(StrictRow {
                        zero: Row { coefficients: limited.iter().map(|&v| (v, int(1))).collect(), right: int(0) },
                        tight: Row { right: &row.right - step, coefficients: row.coefficients.clone() },
                    });
                }
                rows.push(row);
            }
        }
        let memberships = (0..problem.limits.len()).map(|k| (0..groups.len()).filter(|&v| keys[v].1 >> k & 1 == 1).collect()).collect();
        Self { groups, most, rows, strict, constant: fixed.iter().sum(), memberships }
    }

    /// An answer to beat: the better one of a descent from the request and of the corner of the linear programme,
    /// brought down to whole yen and up again as far as it goes.
    fn first(&self, problem: &Problem<'_>) -> Vec<i64> {
        let requested: Vec<i64> = problem.items.iter().map(|i| i.requested).collect();
        let mut best = raise(problem, descend(problem, requested));
        let bounds: Vec<(i64, i64)> = self.most.iter().map(|&m| (0, m)).collect();
        if let Some((_, at)) = self.relax(&bounds, &[]) {
            let whole: Vec<i64> = at.iter().map(|v| v.floor().to_integer().to_i64().unwrap_or(0)).collect();
            let corner = raise(problem, descend(problem, self.amounts(problem, &whole)));
            if corner.iter().sum::<i64>() > best.iter().sum() {
                best = corner;
            }
        }
        best
    }

    /// Where everything hangs on the eligible total: descends onto the greatest total that fits inside the
    /// allowances it brings. Each step packs whole yen into fixed allowances, which is almost always a
    /// linear programme with a whole answer. `None` when a packing was cut off.
    fn settle(&self, problem: &Problem<'_>) -> Option<Vec<i64>> {
        let free: Vec<(i64, i64)> = self.most.iter().map(|&m| (0, m)).collect();
        let (value, _) = self.relax(&free, &[])?;
        let mut total = value.floor().to_integer().to_i64()? + self.constant;
        // Strict limits that add up to the whole descend a yen at a time: the search is quicker there.
        for _ in 0..100 {
            let rows = self.memberships.iter().zip(problem.limits).map(|(groups, limit)| Row {
                coefficients: groups.iter().map(|&v| (v, int(1))).collect(),
                right: int(fixpoint::allowance(problem, limit, 0, total)),
            });
            let bounds = self.most[..self.groups.len()].iter().map(|&m| (0, m)).collect();
            let packing = Self {
                groups: self.groups.clone(),
                most: self.most[..self.groups.len()].to_vec(),
                rows: rows.collect(),
                strict: Vec::new(),
                constant: self.constant,
                memberships: Vec::new(),
            };
            let values = packing.pack(bounds)?;
            let packed = values.iter().sum::<i64>() + self.constant;
            if packed >= total {
                return Some(self.amounts(problem, &values));
            }
            total = packed;
        }
        None
    }

    /// The most that fits inside fixed rows, in whole numbers.
    fn pack(&self, bounds: Vec<(i64, i64)>) -> Option<Vec<i64>> {
        let mut best: Option<(i64, Vec<i64>)> = None;
        let mut open = vec![bounds];
        let mut nodes = 0;
        while let Some(bounds) = open.pop() {
            nodes += 1;
            if nodes > 200 {
                return None;
            }
            let Some((value, at)) = self.relax(&bounds, &[]) else { continue };
            let bound = value.floor().to_integer().to_i64()?;
            if best.as_ref().is_some_and(|b| bound <= b.0) {
                continue;
            }
            let whole: Vec<i64> = at.iter().map(|v| v.floor().to_integer().to_i64().unwrap_or(0)).collect();
            let sum = whole.iter().sum();
            if best.as_ref().is_none_or(|b| sum > b.0) {
                best = Some((sum, whole.clone()));
            }
            if let Some(v) = (0..at.len()).find(|&v| !at[v].is_integer()).filter(|_| bound > sum) {
                let mut down = bounds.clone();
                down[v].1 = whole[v];
                let mut up = bounds;
                up[v].0 = whole[v] + 1;
                open.push(down);
                open.push(up);
            }
        }
        best.map(|b| b.1)
    }

    /// The best amounts, and whether they are proven to be.
    fn search(&self, problem: &Problem<'_>, first: Vec<i64>) -> (Vec<i64>, bool) {
        let mut best_total: i64 = first.iter().sum();
        let mut best = first;
        let bounds: Vec<(i64, i64)> = self.most.iter().map(|&m| (0, m)).collect();
        let mut open = vec![(bounds, Vec::<Row>::new())];
        let mut nodes = 0;
        while let Some((bounds, extra)) = open.pop() {
            nodes += 1;
            if nodes * self.most.len() * self.most.len() > MOST_WORK {
                return (best, false);
            }
            let Some((value, at)) = self.relax(&bounds, &extra) else {
                continue;
            };
            let bound = value.floor().to_integer().to_i64().unwrap_or(i64::MAX).saturating_add(self.constant);
            if bound <= best_total {
                continue;
            }
            // The rounded-down corner is often an answer, and a good one to cut others off with.
            let rounded: Vec<i64> = at.iter().map(|v| v.floor().to_integer().to_i64().unwrap_or(0)).collect();
            let amounts = self.amounts(problem, &rounded);
            let total: i64 = amounts.iter().sum();
            if total > best_total && problem.holds(&amounts) {
                best_total = total;
                best = amounts;
                if bound <= best_total {
                    continue;
                }
            }
            // The grants stand last and everything hangs on them: they are made whole first.
            if let Some(v) = (0..at.len()).rev().find(|&v| !at[v].is_integer()) {
                let mut down = bounds.clone();
                down[v].1 = rounded[v];
                let mut up = bounds;
                up[v].0 = rounded[v] + 1;
                open.push((down, extra.clone()));
                open.push((up, extra));
                continue;
            }
            let broken = self.strict.iter().find(|s| !satisfied(&s.zero, &at) && !satisfied(&s.tight, &at));
            if let Some(strict) = broken {
                for row in [&strict.zero, &strict.tight] {
                    let mut extra = extra.clone();
                    extra.push(row.clone());
                    open.push((bounds.clone(), extra));
                }
            }
        }
        (best, true)
    }

    /// Item amounts from variable values: within a group in proportion to the request.
    fn amounts(&self, problem: &Problem<'_>, values: &[i64]) -> Vec<i64> {
        let mut amounts: Vec<i64> = problem.items.iter().map(|i| i.requested).collect();
        for (group, &value) in self.groups.iter().zip(values) {
            let claims: Vec<i64> = group.iter().map(|&i| problem.items[i].requested).collect();
            for (&i, share) in group.iter().zip(allot::pro_rata(value, &claims)) {
                amounts[i] = share;
            }
        }
        amounts
    }

    /// The linear relaxation inside the bounds: the largest sum of groups, and where it is reached.
    fn relax(&self, bounds: &[(i64, i64)], extra: &[Row]) -> Option<(BigRational, Vec<BigRational>)> {
        if bounds.iter().any(|b| b.0 > b.1) {
            return None;
        }
        // Measured from the lower bounds, so that every variable is at least nothing.
        let shift = |row: &Row| {
            let moved: BigRational = row.coefficients.iter().map(|(v, c)| c * BigInt::from(bounds[*v].0)).sum();
            let open = row.coefficients.iter().filter(|(v, _)| bounds[*v].0 < bounds[*v].1);
            whole(open.cloned().collect(), &row.right - moved)
        };
        let mut rows: Vec<Row> = self.rows.iter().chain(extra).map(shift).collect();
        for (v, b) in bounds.iter().enumerate() {
            rows.push(Row { coefficients: vec![(v, int(1))], right: int(b.1 - b.0) });
        }
        let mut tableau = Tableau::new(bounds.len(), &rows);
        let mut at = tableau.maximise(self.groups.len())?;
        for (v, b) in bounds.iter().enumerate() {
            at[v] += int(b.0);
        }
        Some((at[..self.groups.len()].iter().sum(), at))
    }
}

/// A row in whole numbers without a common divisor. Every variable is whole, so the right side may be rounded down: what is
/// fixed already then counts to the yen.
fn whole(coefficients: Vec<(usize, BigRational)>, right: BigRational) -> Row {
    let below = coefficients.iter().fold(BigInt::one(), |all, (_, c)| common_multiple(&all, c.denom()));
    let parts: Vec<(usize, BigInt)> = coefficients.into_iter().map(|(v, c)| (v, (c * &below).to_integer())).collect();
    let divisor = parts.iter().fold(BigInt::zero(), |all, (_, c)| common_divisor(all, c.abs()));
    if divisor.is_zero() {
        return Row { coefficients: Vec::new(), right };
    }
    let right = (right * below / &divisor).floor();
    Row { coefficients: parts.into_iter().map(|(v, c)| (v, BigRational::from_integer(c / &divisor))).collect(), right }
}

fn common_divisor(mut a: BigInt, mut b: BigInt) -> BigInt {
    while !b.is_zero() {
        (a, b) = (b.clone(), a % b);
    }
    a
}

fn common_multiple(a: &BigInt, b: &BigInt) -> BigInt {
    a * b / common_divisor(a.clone(), b.clone())
}

fn satisfied(row: &Row, at: &[BigRational]) -> bool {
    row.coefficients.iter().map(|(v, c)| c * &at[*v]).sum::<BigRational>() <= row.right
}

/// A dense simplex tableau with exact entries; Bland's rule, so that it ends.
struct Tableau {
    variables: usize,
    /// Row i: basis variable, then the coefficients of every column, then the right side.
    rows: Vec<Vec<BigRational>>,
    basis: Vec<usize>,
}

impl Tableau {
    fn new(variables: usize, rows: &[Row]) -> Self {
        let width = variables + rows.len() + 2;
        let mut table = Vec::with_capacity(rows.len());
        for (i, row) in rows.iter().enumerate() {
            let mut line = vec![int(0); width];
            for (v, c) in &row.coefficients {
                line[*v] += c;
            }
            line[variables + i] = int(1);
            line[width - 2] = int(-1);
            line[width - 1].clone_from(&row.right);
            table.push(line);
        }
        let basis = (0..rows.len()).map(|i| variables + i).collect();
        Self { variables, rows: table, basis }
    }

    /// Maximises the sum of the first `count` variables; `None` when no point satisfies the rows.
    fn maximise(&mut self, count: usize) -> Option<Vec<BigRational>> {
        let width = self.variables + self.rows.len() + 2;
        let artificial = width - 2;
        let worst = (0..self.rows.len()).min_by(|&a, &b| self.rows[a][width - 1].cmp(&self.rows[b][width - 1]))?;
        if self.rows[worst][width - 1].is_negative() {
            self.pivot(worst, artificial);
            let mut goal = vec![int(0); width];
            goal[artificial] = int(-1);
            self.run(&goal, width - 1);
            if let Some(i) = self.basis.iter().position(|&b| b == artificial) {
                if !self.rows[i][width - 1].is_zero() {
                    return None;
                }
                if let Some(column) = (0..artificial).find(|&c| !self.rows[i][c].is_zero()) {
                    self.pivot(i, column);
                }
            }
        }
        let mut goal = vec![int(0); width];
        goal[..count].fill(int(1));
        self.run(&goal, artificial);
        let mut at = vec![int(0); self.variables];
        for (i, &b) in self.basis.iter().enumerate() {
            if b < self.variables {
                at[b].clone_from(&self.rows[i][width - 1]);
            }
        }
        Some(at)
    }

    /// Pivots until no column below `columns` improves the goal. The goal is bounded: every variable is.
    fn run(&mut self, goal: &[BigRational], columns: usize) {
        let last = self.rows.first().map_or(0, |r| r.len() - 1);
        // The goal written in the columns outside the basis.
        let mut line = goal.to_vec();
        for (i, &b) in self.basis.iter().enumerate() {
            let factor = goal[b].clone();
            if !factor.is_zero() {
                for (l, r) in line.iter_mut().zip(&self.rows[i]) {
                    *l -= &factor * r;
                }
            }
        }
        while let Some(column) = (0..columns).find(|&c| line[c].is_positive()) {
            let mut leaving: Option<(usize, BigRational)> = None;
            for (i, row) in self.rows.iter().enumerate() {
                if row[column].is_positive() {
                    let ratio = &row[last] / &row[column];
                    let better =
                        leaving.as_ref().is_none_or(|(j, best)| ratio < *best || (ratio == *best && self.basis[i] < self.basis[*j]));
                    if better {
                        leaving = Some((i, ratio));
                    }
                }
            }
            let Some((row, _)) = leaving else { return };
            self.pivot(row, column);
            let factor = line[column].clone();
            for (l, r) in line.iter_mut().zip(&self.rows[row]) {
                if !r.is_zero() {
                    *l -= &factor * r;
                }
            }
        }
    }

    fn pivot(&mut self, row: usize, column: usize) {
        let divisor = self.rows[row][column].clone();
        for entry in &mut self.rows[row] {
            if !entry.is_zero() {
                *entry /= &divisor;
            }
        }
        let pivot = self.rows[row].clone();
        for (i, line) in self.rows.iter_mut().enumerate() {
            if i != row && !line[column].is_zero() {
                let factor = line[column].clone();
                for (entry, p) in line.iter_mut().zip(&pivot) {
                    if !p.is_zero() {
                        *entry -= &factor * p;
                    }
                }
            }
        }
        self.basis[row] = column;
    }
}
