//! The exact search, for limits that cross and for consortia of different rates.
//!
//! Branch and cut over exact linear programmes. Items that are alike (same member, same limits)
//! are one variable; each member's grant is a whole number of units below rate times total, so that
//! rounding is part of the search. A descent that cuts limit by limit gives the first answer to beat.

use num_bigint::BigInt;
use num_integer::Integer;
use num_rational::BigRational;
use num_traits::{One, ToPrimitive, Zero};

use super::programme::{Programme, Row};
use super::{Bound, Budget, Compared, Limit, Problem, Solution, Terms, allot, big, fixpoint, round_down};
use kernel::Rounding;

/// Entries of programmes computed in one order before the search is cut off: some seconds.
const MOST_WORK: usize = 2_000_000;
/// Rounds of cuts at the first programme, and at those below it.
const FIRST_ROUNDS: usize = 30;
const ROUNDS: usize = 3;
/// Rounds of the first descent before it gives up.
const MOST_ROUNDS: usize = 2_000;

pub(super) fn solve(problem: &Problem<'_>, known: Option<Vec<i64>>, budget: &mut Budget) -> Solution {
    let model = Model::of(problem, false);
    let first = known.unwrap_or_else(|| model.first(problem));
    let alone = problem.members.len() == 1;
    let one_base = alone || (!problem.shape.grant_based && problem.limits.iter().all(|l| !l.each_member));
    if one_base
        && problem.shape.of_sums
        && let Some(best) = model.settle(problem, budget)
    {
        return Solution { recognised: best, proven: true };
    }
    let worth = |amounts: &[i64]| amounts.iter().sum::<i64>() - model.constant;
    let (best, proven) = model.branch((worth(&first), first), budget, |values| {
        let amounts = model.amounts(problem, values);
        problem.holds(&amounts).then(|| (worth(&amounts), amounts))
    });
    Solution { recognised: best, proven }
}

/// The largest grant that amounts of the same total can bring.
pub(super) fn greatest_grant(problem: &Problem<'_>, found: Solution, budget: &mut Budget) -> Solution {
    let total: i64 = found.recognised.iter().sum();
    let grant = |amounts: &[i64]| problem.grant(&problem.totals(amounts));
    let first = grant(&found.recognised);
    // No member can be paid more than for all that it asks, and all together no more than the cap.
    let most = grant(&problem.items.iter().map(|i| i.requested).collect::<Vec<_>>());
    if first >= most || !found.proven {
        return found;
    }
    let mut model = Model::of(problem, true);
    model.at_total(total);
    model.goal = vec![false; model.most.len()];
    model.goal[model.whole] = true;
    let (best, proven) = model.branch((first / problem.unit, found.recognised), budget, |values| {
        let amounts = model.amounts(problem, values);
        let sound = amounts.iter().sum::<i64>() >= total && problem.holds(&amounts);
        sound.then(|| (grant(&amounts) / problem.unit, amounts))
    });
    Solution { recognised: best, proven: proven && found.proven }
}

/// Amounts of the same total and grant that give the members who count so much of it, as near to those found as that allows;
/// and whether the search was finished.
pub(super) fn split(problem: &Problem<'_>, found: &[i64], counts: &[bool], need: i64, budget: &mut Budget) -> (Option<Vec<i64>>, bool) {
    let total: i64 = found.iter().sum();
    let grant = problem.grant(&problem.totals(found));
    let mut model = Model::of(problem, true);
    model.at_total(total);
    model.rows.push(row(vec![(model.whole, int(-1))], int(-(grant / problem.unit))));
    let who = (0..problem.members.len()).filter(|m| counts[*m]).map(|m| (model.grant_of + m, int(-problem.unit)));
    model.rows.push(row(who.collect(), int(-need)));
    // What a variable does not grow by: the more of it, the nearer.
    let stands: Vec<i64> = model.groups.iter().map(|g| g.iter().map(|&i| found[i]).sum()).collect();
    model.goal = vec![false; model.most.len()];
    for (v, stands) in stands.iter().enumerate() {
        let kept = model.most.len();
        model.most.push(model.most[v] - stands);
        model.goal.push(true);
        model.rows.push(row(vec![(v, int(1)), (kept, int(1))], int(model.most[v])));
    }
    let near = |amounts: &[i64]| {
        let kept = model.groups.iter().zip(&stands).zip(&model.most).map(|((group, stands), most)| {
            let now: i64 = group.iter().map(|&i| amounts[i]).sum();
            most - now.max(*stands)
        });
        kept.sum::<i64>()
    };
    let (best, proven) = model.branch((-1, Vec::new()), budget, |values| {
        let amounts = model.amounts(problem, values);
        let totals = problem.totals(&amounts);
        let counted: i64 = (0..totals.len()).filter(|m| counts[*m]).map(|m| problem.member_grant(m, totals[m])).sum();
        let sound = amounts.iter().sum::<i64>() >= total && problem.grant(&totals) >= grant && counted >= need && problem.holds(&amounts);
        sound.then(|| (near(&amounts), amounts))
    });
    if best.is_empty() {
        return (None, proven);
    }
    // Where nothing moved, everything stays as it was shared.
    let mut best = best;
    for group in &model.groups {
        if group.iter().map(|&i| best[i]).sum::<i64>() == group.iter().map(|&i| found[i]).sum::<i64>() {
            group.iter().for_each(|&i| best[i] = found[i]);
        }
    }
    (Some(best), proven)
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

/// A limit with 未満: either its sum is nothing, or the row holds with one step to spare.
struct StrictRow {
    zero: Row,
    tight: Row,
}

/// In which order the search goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Order {
    /// The grants stand last and much hangs on them: they are made whole first. Now and then the most promising programme.
    LastFirst,
    /// What is furthest from being whole.
    HalvesFirst,
}

impl Order {
    fn next(self, open: &mut Vec<Programme>, nodes: usize) -> Option<Programme> {
        let promising = self == Self::LastFirst && nodes.is_multiple_of(4);
        let place = promising.then(|| (0..open.len()).max_by_key(|&i| open[i].bound())).flatten();
        place.map(|i| open.remove(i)).or_else(|| open.pop())
    }

    fn variable(self, at: &[BigRational]) -> Option<usize> {
        let mut broken = (0..at.len()).filter(|&v| !at[v].is_integer());
        match self {
            Self::LastFirst => broken.next_back(),
            Self::HalvesFirst => broken.max_by_key(|&v| {
                let above = &at[v] - at[v].floor();
                (BigRational::one() - &above).min(above)
            }),
        }
    }
}

/// The lines below which a member's grant lies: the rate and the constant of each bracket.
fn lines(terms: &Terms) -> Vec<(BigRational, BigRational)> {
    if terms.brackets.is_empty() {
        return vec![(big(terms.rate), int(0))];
    }
    terms.brackets.iter().map(|b| (big(b.rate), &b.paid - big(b.rate) * &b.from)).collect()
}

/// Amounts that hold every limit, not searched to be the greatest.
pub(super) fn first(problem: &Problem<'_>) -> Vec<i64> {
    raise(problem, descend(problem, problem.items.iter().map(|i| i.requested).collect()))
}

struct Model {
    /// Items that move together.
    groups: Vec<Vec<usize>>,
    /// Largest value of each variable.
    most: Vec<i64>,
    rows: Vec<Row>,
    strict: Vec<StrictRow>,
    /// What is to be large: these variables together.
    goal: Vec<bool>,
    /// Where the members' grants in units stand, and the whole grant.
    grant_of: usize,
    whole: usize,
    /// The eligible total that no variable moves.
    constant: i64,
    /// For each limit, the variables that it limits.
    memberships: Vec<Vec<usize>>,
}

fn int(value: i64) -> BigRational {
    BigRational::from_integer(value.into())
}

impl Model {
    /// The rows of a problem; with the grants where a limit hangs on them, or where they are asked for.
    fn of(problem: &Problem<'_>, grants: bool) -> Self {
        let mut keys: Vec<(usize, u64)> = Vec::new();
        let mut groups: Vec<Vec<usize>> = Vec::new();
        let rounds = |key: u64| (0..problem.limits.len()).any(|k| key >> k & 1 == 1 && rounded(&problem.limits[k]).is_some());
        let mut fixed = vec![0_i64; problem.members.len()];
        // The limits in whose base a group or a fixed item is, where the base is some categories.
        let bases_of = |category: usize| {
            let within = |l: &Limit| matches!(l.bound, Bound::OfCategories(_, base) if base >> category & 1 == 1);
            problem.limits.iter().enumerate().fold(0_u64, |bases, (k, l)| bases | u64::from(within(l)) << k)
        };
        let mut bases: Vec<u64> = Vec::new();
        let mut fixed_bases: Vec<(usize, u64, i64)> = Vec::new();
        for (i, item) in problem.items.iter().enumerate() {
            let key = problem.limits.iter().enumerate().fold(0_u64, |key, (k, l)| key | (l.categories >> item.category & 1) << k);
            if key == 0 {
                fixed[item.member] += item.requested;
                fixed_bases.push((item.member, bases_of(item.category), item.requested));
            } else if let Some(place) =
                (0..keys.len()).find(|&g| keys[g] == (item.member, key) && bases[g] == bases_of(item.category)).filter(|_| !rounds(key))
            {
                groups[place].push(i);
            } else {
                keys.push((item.member, key));
                bases.push(bases_of(item.category));
                groups.push(vec![i]);
            }
        }
        let mut most: Vec<i64> = groups.iter().map(|g| g.iter().map(|&i| problem.items[i].requested).sum()).collect();
        let mut rows = Vec::new();
        let members = problem.members.len();
        let grant_based = grants || problem.limits.iter().any(|l| matches!(l.bound, Bound::OfGrant(..)));
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
                // The grant is below each bracket's line, where rates fall from bracket to bracket.
                for (rate, constant) in lines(terms) {
                    let slack = match problem.rounding {
                        Rounding::Down => int(0),
                        Rounding::Up => int(unit) - BigRational::new(1.into(), rate.denom() * constant.denom()),
                        Rounding::HalfUp => BigRational::new(unit.into(), 2.into()),
                    };
                    let mut coefficients = vec![(grant_of + m, int(unit))];
                    coefficients.extend(keys.iter().enumerate().filter(|(_, k)| k.0 == m).map(|(v, _)| (v, -rate.clone())));
                    let right = &rate * int(fixed[m]) + constant + slack;
                    rows.push(row(coefficients, right));
                }
                rows.push(row(vec![(capped_of + m, int(1)), (grant_of + m, int(-1))], int(0)));
            }
            let mut coefficients = vec![(whole, int(1))];
            coefficients.extend((0..members).map(|m| (grant_of + m, int(-1))));
            rows.push(row(coefficients, int(0)));
        }
        // After them the parts that are rounded by themselves, in their units.
        let mut parts: Vec<(usize, usize, usize)> = Vec::new();
        for (k, limit) in problem.limits.iter().enumerate() {
            let Some((rounding, unit)) = rounded(limit) else { continue };
            // Paid together, the part of a category is that of all members.
            let mut part_groups: Vec<(usize, Vec<usize>)> = Vec::new();
            for v in (0..keys.len()).filter(|&v| keys[v].1 >> k & 1 == 1) {
                let category = problem.items[groups[v][0]].category;
                let shared = problem.together && !limit.each_member;
                match part_groups.iter_mut().find(|(of, _)| shared && *of == category) {
                    Some((_, together)) => together.push(v),
                    None => part_groups.push((category, vec![v])),
                }
            }
            for (_, together) in part_groups {
                let v = together[0];
                let rate = problem.members[keys[v].0].rate;
                let sum = together.iter().map(|&v| most[v]).sum();
                let whole = rate.of(kernel::Yen::clamped(sum), rounding, unit).get() / unit;
                let slack = match rounding {
                    Rounding::Down => int(unit) - BigRational::new(1.into(), rate.denominator().into()),
                    Rounding::Up => int(0),
                    Rounding::HalfUp => BigRational::new((unit * rate.denominator() - 1).into(), (2 * rate.denominator()).into()),
                };
                parts.push((k, v, most.len()));
                let mut coefficients: Vec<_> = together.iter().map(|&v| (v, big(rate))).collect();
                coefficients.push((most.len(), int(-unit)));
                rows.push(row(coefficients, slack));
                most.push(whole);
            }
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
                let compared = limit.bound.compared();
                for &v in &limited {
                    match compared {
                        Compared::Expense => terms[v] += int(1),
                        Compared::GrantPart => {
                            let own = problem.members[keys[v].0].rate;
                            step *= below(own);
                            terms[v] += big(own);
                        }
                        Compared::RoundedPart(_, unit) => {
                            if let Some((_, _, part)) = parts.iter().find(|p| p.0 == k && p.1 == v) {
                                terms[*part] += int(unit.max(1));
                            }
                        }
                    }
                }
                match limit.bound {
                    Bound::Yen(yen, _) => right = int(yen),
                    Bound::OfEligible(rate) => {
                        for (v, key) in keys.iter().enumerate().filter(|(_, key)| of_scope(key.0)) {
                            let _ = key;
                            terms[v] -= big(rate);
                        }
                        let base: i64 = fixed.iter().enumerate().filter(|(m, _)| of_scope(*m)).map(|(_, f)| f).sum();
                        right = big(rate) * int(base);
                        step = below(rate);
                    }
                    Bound::OfCategories(rate, _) => {
                        for v in (0..keys.len()).filter(|&v| bases[v] >> k & 1 == 1 && of_scope(keys[v].0)) {
                            terms[v] -= big(rate);
                        }
                        let inside = fixed_bases.iter().filter(|(m, bases, _)| bases >> k & 1 == 1 && of_scope(*m));
                        right = big(rate) * int(inside.map(|f| f.2).sum());
                        step = below(rate);
                    }
                    Bound::OfGrant(rate, _) => {
                        step *= below(rate);
                        terms[scope.map_or(whole, |m| capped_of + m)] -= big(rate) * int(problem.unit);
                    }
                }
                let coefficients: Vec<_> = terms.into_iter().enumerate().filter(|(_, t)| !t.is_zero()).collect();
                if limit.strict {
                    strict.push(StrictRow {
                        zero: row(limited.iter().map(|&v| (v, int(1))).collect(), int(0)),
                        tight: row(coefficients.clone(), &right - step),
                    });
                }
                rows.push(row(coefficients, right));
            }
        }
        let memberships = (0..problem.limits.len()).map(|k| (0..groups.len()).filter(|&v| keys[v].1 >> k & 1 == 1).collect()).collect();
        let goal = vec![true; groups.len()];
        Self { groups, most, rows, strict, goal, grant_of, whole, constant: fixed.iter().sum(), memberships }
    }

    /// An answer to beat: the better one of a descent from the request and of the corner of the linear programme,
    /// brought down to whole yen and up again as far as it goes.
    fn first(&self, problem: &Problem<'_>) -> Vec<i64> {
        let requested: Vec<i64> = problem.items.iter().map(|i| i.requested).collect();
        let mut best = raise(problem, descend(problem, requested));
        let mut programme = self.programme();
        if programme.solve() {
            let at = programme.at();
            let corner = raise(problem, descend(problem, self.amounts(problem, &down(&at))));
            if corner.iter().sum::<i64>() > best.iter().sum() {
                best = corner;
            }
        }
        best
    }

    fn programme(&self) -> Programme {
        Programme::new(&self.most, &self.goal, &self.rows)
    }

    /// No less in all than this.
    fn at_total(&mut self, total: i64) {
        self.rows.push(row((0..self.groups.len()).map(|v| (v, int(-1))).collect(), int(self.constant - total)));
    }

    /// Where everything hangs on the eligible total: descends onto the greatest total that fits inside the
    /// allowances it brings. Each step packs whole yen into fixed allowances, which is almost always a
    /// linear programme with a whole answer. `None` when a packing was cut off.
    fn settle(&self, problem: &Problem<'_>, budget: &mut Budget) -> Option<Vec<i64>> {
        let mut relaxed = self.programme();
        if !relaxed.solve() {
            return None;
        }
        let mut total = relaxed.bound().to_i64()? + self.constant;
        // Strict limits that add up to the whole descend a yen at a time: the search is quicker there.
        for _ in 0..100 {
            let rows = self.memberships.iter().zip(problem.limits).map(|(groups, limit)| Row {
                coefficients: groups.iter().map(|&v| (v, BigInt::one())).collect(),
                right: fixpoint::allowance(problem, limit, 0, total).into(),
            });
            let packing = Self {
                groups: self.groups.clone(),
                most: self.most[..self.groups.len()].to_vec(),
                rows: rows.collect(),
                strict: Vec::new(),
                goal: self.goal.clone(),
                grant_of: self.groups.len(),
                whole: self.groups.len(),
                constant: self.constant,
                memberships: Vec::new(),
            };
            // Rounded down, values fit as well: no row takes anything back.
            let (values, proven) =
                packing.branch((0, vec![0; self.groups.len()]), budget, |values| Some((values.iter().sum(), values.to_vec())));
            let packed = values.iter().sum::<i64>() + self.constant;
            if !proven {
                return None;
            }
            if packed >= total {
                return Some(self.amounts(problem, &values));
            }
            total = packed;
        }
        None
    }

    /// The best of the answers, and whether nothing was left out: one order of branching first, and another where that is cut off.
    fn branch(&self, first: (i64, Vec<i64>), budget: &mut Budget, accept: impl Fn(&[i64]) -> Option<(i64, Vec<i64>)>) -> (Vec<i64>, bool) {
        let (mut best, mut proven) = (first, false);
        for order in [Order::LastFirst, Order::HalvesFirst] {
            if !proven {
                proven = self.branch_by(order, &mut best, budget, &accept);
            }
        }
        (best.1, proven)
    }

    /// Branches on what is not whole, cuts and bounds, with an answer to beat; `accept` turns values of the variables into
    /// an answer and what it is worth. Whether nothing was left out.
    fn branch_by(
        &self,
        order: Order,
        best: &mut (i64, Vec<i64>),
        budget: &mut Budget,
        accept: impl Fn(&[i64]) -> Option<(i64, Vec<i64>)>,
    ) -> bool {
        let mut open = vec![self.programme()];
        // One order leaves the other half of what there is.
        let keep = if order == Order::LastFirst { budget.left() / 2 } else { 0 };
        let mut own = Budget::of(MOST_WORK.min(budget.left() - keep));
        let mut nodes = 0;
        while let Some(mut node) = order.next(&mut open, nodes) {
            node.worth(&(BigInt::from(best.0) + 1));
            let solved = node.solve();
            let steps = node.take_work() + 1;
            if !(own.spend(steps) && budget.spend(steps)) {
                return false;
            }
            if !solved {
                continue;
            }
            nodes += 1;
            // A limit that is below its measure or at nothing is decided first: the cuts see one or the other.
            if self.decide(&node, &mut open) {
                continue;
            }
            let left = node.tighten(if nodes == 1 { FIRST_ROUNDS } else { ROUNDS });
            let steps = node.take_work();
            own.spend(steps);
            budget.spend(steps);
            if !left {
                continue;
            }
            // The rounded-down corner is often an answer, and a good one to cut others off with.
            let at = node.at();
            if let Some(answer) = accept(&down(&at)).filter(|(worth, _)| *worth > best.0) {
                *best = answer;
            }
            // Cuts may have moved the corner onto the measure of such a limit.
            if self.decide(&node, &mut open) {
                continue;
            }
            if let Some(v) = order.variable(&at) {
                let least = at[v].floor().to_integer();
                let mut above = node.clone();
                above.at_least(v, &(&least + 1));
                node.at_most(v, &least);
                open.push(node);
                open.push(above);
            }
        }
        true
    }

    /// Where a corner is neither below the measure of a limit with 未満 nor has nothing under it: opens both.
    fn decide(&self, node: &Programme, open: &mut Vec<Programme>) -> bool {
        let at = node.at();
        let undecided = self.strict.iter().find(|s| !satisfied(&s.zero, &at) && !satisfied(&s.tight, &at));
        if let Some(strict) = undecided {
            for row in [&strict.zero, &strict.tight] {
                let mut narrower = node.clone();
                narrower.add(row);
                open.push(narrower);
            }
        }
        undecided.is_some()
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
}

/// How the parts of a limit are rounded, where they are.
const fn rounded(limit: &Limit) -> Option<(Rounding, i64)> {
    match limit.bound.compared() {
        Compared::RoundedPart(rounding, unit) => Some((rounding, if unit > 1 { unit } else { 1 })),
        _ => None,
    }
}

/// Values rounded down.
fn down(at: &[BigRational]) -> Vec<i64> {
    at.iter().map(|v| v.floor().to_integer().to_i64().unwrap_or(0)).collect()
}

/// A row in whole numbers without a common divisor. Every variable is whole, so the right side may be rounded down.
fn row(coefficients: Vec<(usize, BigRational)>, right: BigRational) -> Row {
    let below = coefficients.iter().fold(BigInt::one(), |all, (_, c)| all.lcm(c.denom()));
    let parts: Vec<(usize, BigInt)> = coefficients.into_iter().map(|(v, c)| (v, (c * &below).to_integer())).collect();
    let divisor = parts.iter().fold(BigInt::zero(), |all, (_, c)| all.gcd(c));
    if divisor.is_zero() {
        return Row { coefficients: Vec::new(), right: right.floor().to_integer() };
    }
    let right = (right * below / &divisor).floor().to_integer();
    Row { coefficients: parts.into_iter().map(|(v, c)| (v, c / &divisor)).collect(), right }
}

fn satisfied(row: &Row, at: &[BigRational]) -> bool {
    row.coefficients.iter().map(|(v, c)| &at[*v] * c).sum::<BigRational>() <= BigRational::from_integer(row.right.clone())
}
