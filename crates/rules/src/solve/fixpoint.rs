//! The greatest fixed point, where it exists and is unique.
//!
//! Let `T` be the eligible total. Every limit's allowance grows with `T`; so does the largest total
//! `Φ(T)` that fits inside these allowances when limits are disjoint or nested. Any amounts that
//! satisfy the limits have `T ≤ Φ(T)`, so the greatest total is the greatest fixed point of `Φ`, and
//! descending from the requested total arrives there. `Φ` is concave before rounding: its tangent
//! bounds the answer from above, and one step along it replaces the long tail of the descent.

use kernel::Rate;

use super::{Bound, Compared, Limit, Problem, Shape, allot, below_wide, part_allowed, rate_of};

/// The recognised amounts of all items: one descent for each member where limits are on each
/// member, one for the application otherwise.
pub(super) fn solve(problem: &Problem<'_>) -> Vec<i64> {
    let mut recognised: Vec<i64> = problem.items.iter().map(|i| i.requested).collect();
    if problem.members.len() > 1 && problem.limits[0].each_member {
        for member in 0..problem.members.len() {
            descend(problem, Some(member), &mut recognised);
        }
    } else {
        descend(problem, None, &mut recognised);
    }
    recognised
}

/// What the limits let through at a total.
pub(crate) struct Fit<const N: usize> {
    /// For each limit, the most that it and the limits inside it allow.
    through: [i64; N],
    /// For each limit, whether it is the one that holds back.
    pub binding: u64,
    /// The eligible total.
    pub total: i64,
}

fn descend(problem: &Problem<'_>, only: Option<usize>, recognised: &mut [i64]) {
    let concerned = |m| only.is_none_or(|only| only == m);
    let (all, count) = asked(problem, concerned);
    let requested = &all[..count];
    let member = only.unwrap_or(0);
    // Most calls have a handful of limits; the arrays are no longer than they need to be.
    if problem.limits.len() <= 8 {
        let fit = settle::<8>(problem, member, requested);
        hand_out(problem, concerned, requested, &fit, recognised);
    } else {
        let fit = settle::<64>(problem, member, requested);
        hand_out(problem, concerned, requested, &fit, recognised);
    }
}

/// The greatest eligible total of a single applicant.
pub(super) fn greatest_total(problem: &Problem<'_>) -> i64 {
    let (all, count) = asked(problem, |_| true);
    if problem.limits.len() <= 8 { settle::<8>(problem, 0, &all[..count]).total } else { settle::<64>(problem, 0, &all[..count]).total }
}

/// The sum that an outermost limit lets through at the greatest total of a single applicant.
pub(super) fn through(problem: &Problem<'_>, limit: usize) -> i64 {
    let (all, count) = asked(problem, |_| true);
    if problem.limits.len() <= 8 {
        settle::<8>(problem, 0, &all[..count]).through[limit]
    } else {
        settle::<64>(problem, 0, &all[..count]).through[limit]
    }
}

/// Requested sums by category, and how many categories there are.
fn asked(problem: &Problem<'_>, concerned: impl Fn(usize) -> bool) -> ([i64; 64], usize) {
    let mut all = [0_i64; 64];
    let mut count = 0;
    for item in problem.items.iter().filter(|i| concerned(i.member)) {
        all[item.category] += item.requested;
        count = count.max(item.category + 1);
    }
    (all, count)
}

/// What the limits let through at the greatest total that they allow.
pub(crate) fn settle<const N: usize>(problem: &Problem<'_>, member: usize, requested: &[i64]) -> Fit<N> {
    let mut total = requested.iter().sum();
    let allowed_at = |total| move |k: usize| allowance(problem, &problem.limits[k], member, total);
    let mut fit = fit::<N>(problem.shape, requested, allowed_at(total));
    let mut steps = 0;
    while fit.total < total {
        total = fit.total;
        if steps < 3
            && let Some(bound) = tangent(problem, member, requested, &fit, total)
        {
            total = total.min(bound);
        }
        steps += 1;
        fit = self::fit(problem.shape, requested, allowed_at(total));
    }
    fit
}

/// What fits inside allowances: inner limits first, each passing on at most what it allows.
pub(super) fn fit<const N: usize>(shape: &Shape, requested: &[i64], allowed: impl Fn(usize) -> i64) -> Fit<N> {
    let mut through = [0_i64; N];
    let mut free = 0;
    for (category, &amount) in requested.iter().enumerate() {
        if amount != 0 {
            match shape.owner[category] {
                Some(k) => through[k] += amount,
                None => free += amount,
            }
        }
    }
    let mut binding = 0;
    for &k in &shape.order {
        let allowed = allowed(k);
        if through[k] > allowed {
            through[k] = allowed;
            binding |= 1 << k;
        }
        match shape.parent[k] {
            Some(p) => through[p] += through[k],
            None => free += through[k],
        }
    }
    Fit { through, binding, total: free }
}

/// What a limit allows at a total.
pub(super) fn allowance(problem: &Problem<'_>, limit: &Limit, member: usize, total: i64) -> i64 {
    let grant = || problem.capped(problem.member_grant(member, total));
    match limit.bound {
        Bound::Yen(yen, Compared::Expense) => below_wide(i128::from(yen), 1, limit.strict),
        Bound::Yen(yen, part) => part_allowed(Rate::ONE, problem.members[member].rate, yen, part, limit.strict),
        // Measured against a part of the whole, no fixed point is asked for.
        Bound::OfEligible(rate) | Bound::OfCategories(rate, _) => rate_of(rate, total, limit.strict),
        Bound::OfGrant(rate, Compared::Expense) => rate_of(rate, grant(), limit.strict),
        Bound::OfGrant(rate, part) => part_allowed(rate, problem.members[member].rate, grant(), part, limit.strict),
    }
}

/// The largest total that the tangent of `Φ` at `total` leaves open; `None` where it says nothing
/// or the numbers grow too long to be worth it.
fn tangent<const N: usize>(problem: &Problem<'_>, member: usize, requested: &[i64], fit: &Fit<N>, total: i64) -> Option<i64> {
    let shape = problem.shape;
    // Each limit lets through at most constant + slope × total, over one denominator for all.
    let mut denominator: i128 = 1;
    let mut lines = [(0_i128, 0_i128); N];
    let mut free = (0_i128, 0_i128);
    let lines_of = |k: usize| -> Option<(i128, i128, i128)> {
        let limit = &problem.limits[k];
        // 未満 takes one step off, except where nothing is left to take it from.
        let strict = |room: i128| i128::from(limit.strict && room > 0);
        Some(match limit.bound {
            Bound::Yen(yen, Compared::Expense) => (i128::from(yen) - strict(yen.into()), 0, 1),
            Bound::Yen(yen, Compared::GrantPart) => {
                let own = problem.members[member].rate;
                (i128::from(yen).checked_mul(own.denominator().into())?, 0, own.numerator().into())
            }
            // What is rounded is above its tangent here and there.
            Bound::Yen(_, Compared::RoundedPart(..)) | Bound::OfGrant(_, Compared::RoundedPart(..)) | Bound::OfCategories(..) => {
                return None;
            }
            Bound::OfEligible(rate) => {
                let slope = i128::from(rate.numerator());
                (-strict(slope), slope, rate.denominator().into())
            }
            // What grows by brackets, or beside other money, has no one tangent.
            Bound::OfGrant(..) if !problem.members[member].plain() => return None,
            Bound::OfGrant(rate, compared) => {
                let own = problem.members[member].rate;
                let grant = problem.capped(problem.member_grant(member, total));
                let (part_above, part_below) = match compared {
                    Compared::Expense => (1, 1),
                    _ => (i128::from(own.denominator()), i128::from(own.numerator())),
                };
                let above = i128::from(rate.numerator()) * part_above;
                let below = i128::from(rate.denominator()) * part_below;
                if problem.rounding == kernel::Rounding::Down
                    && grant < problem.capped(i64::MAX).min(problem.members[member].cap.unwrap_or(i64::MAX))
                {
                    (0, above.checked_mul(own.numerator().into())?, below.checked_mul(own.denominator().into())?)
                } else if problem.rounding == kernel::Rounding::Down {
                    (above.checked_mul(grant.into())?, 0, below)
                } else {
                    return None;
                }
            }
        })
    };
    for k in 0..problem.limits.len() {
        if fit.binding >> k & 1 == 1 {
            let below = lines_of(k)?.2;
            if below == 0 {
                return None;
            }
            denominator = denominator.checked_mul(below)?;
        }
    }
    if denominator > 1 << 40 {
        return None;
    }
    for (category, &amount) in requested.iter().enumerate() {
        if amount != 0 {
            let amount = i128::from(amount) * denominator;
            match shape.owner[category] {
                Some(k) => lines[k].0 += amount,
                None => free.0 += amount,
            }
        }
    }
    for &k in &shape.order {
        if fit.binding >> k & 1 == 1 {
            let (constant, slope, below) = lines_of(k)?;
            let scale = denominator / below;
            lines[k] = (constant * scale, slope * scale);
        }
        let line = lines[k];
        match shape.parent[k] {
            Some(p) => lines[p] = (lines[p].0 + line.0, lines[p].1 + line.1),
            None => free = (free.0 + line.0, free.1 + line.1),
        }
    }
    // total × denominator ≤ free.0 + free.1 × total
    let left = denominator - free.1;
    if left > 0 {
        i64::try_from(free.0.div_euclid(left)).ok().map(|t| t.max(0))
    } else if left == 0 && free.0 < 0 {
        Some(0)
    } else {
        None
    }
}

/// Turns what each limit lets through into amounts of the members concerned, outer limits first, shared as each says.
pub(super) fn hand_out<const N: usize>(
    problem: &Problem<'_>,
    concerned: impl Fn(usize) -> bool,
    requested: &[i64],
    fit: &Fit<N>,
    recognised: &mut [i64],
) {
    if fit.binding == 0 {
        return;
    }
    let shape = problem.shape;
    let mut granted = requested.to_vec();
    let mut through = fit.through;
    for &k in shape.order.iter().rev() {
        let limit = &problem.limits[k];
        // The parts of this limit: categories of its own, and the limits inside it.
        let mut categories: Vec<usize> = (0..requested.len()).filter(|&c| shape.owner[c] == Some(k) && requested[c] > 0).collect();
        let inner: Vec<usize> = (0..problem.limits.len()).filter(|&j| shape.parent[j] == Some(k)).collect();
        let place = |c: &usize| limit.keep_first.as_ref().and_then(|order| order.iter().position(|o| o == c)).unwrap_or(usize::MAX);
        if limit.keep_first.is_some() {
            categories.sort_by_key(place);
        }
        let claims: Vec<i64> = categories.iter().map(|&c| requested[c]).chain(inner.iter().map(|&j| fit.through[j])).collect();
        let shares = if limit.keep_first.is_some() { allot::keep_first(through[k], &claims) } else { allot::pro_rata(through[k], &claims) };
        for (c, share) in categories.iter().zip(&shares) {
            granted[*c] = *share;
        }
        for (j, share) in inner.iter().zip(&shares[categories.len()..]) {
            through[*j] = *share;
        }
    }
    for (category, &amount) in granted.iter().enumerate() {
        if amount == requested[category] {
            continue;
        }
        let places: Vec<usize> =
            (0..problem.items.len()).filter(|&i| problem.items[i].category == category && concerned(problem.items[i].member)).collect();
        let claims: Vec<i64> = places.iter().map(|&i| problem.items[i].requested).collect();
        for (i, share) in places.into_iter().zip(allot::pro_rata(amount, &claims)) {
            recognised[i] = share;
        }
    }
}
