//! The greatest amounts of several members under limits on the whole grant.
//!
//! Where limits are disjoint or nested and on the application, the amounts that fit inside fixed allowances form
//! a polymatroid: whatever reaches the largest grant in it can be extended to its largest total. So total and
//! grant have one greatest pair, and it is a greatest fixed point again:
//!
//! 1. start from what the request would bring, and descend: allowances from the pair, a new pair from the allowances.
//!    The largest grant inside allowances is bounded by prices ([`Prices`]): each limit's yen cost what the members who
//!    are cut would have made of them;
//! 2. where the descent rests, look for amounts that really reach that grant: as the limits share, then in the order of
//!    rates, then member by member among the choices that lose no more than the bound leaves open ([`Choices`]);
//! 3. where none do, the grant is a unit less, and the descent goes on.

use std::collections::HashMap;

use kernel::{Rate, Rounding};

use super::{Bound, Budget, Compared, Limit, Problem, Solution, allot, fixpoint, flow::Flow, part_allowed, rate_of};

/// Rounds of the descent before the general search takes over.
const MOST_ROUNDS: usize = 2_000;
/// States that are kept while choices are compared.
const MOST_STATES: usize = 200_000;
/// Choices of one member.
const MOST_CHOICES: i64 = 64;

/// `None` where this way does not apply: limits of other kinds, caps of single members, other rounding.
pub(super) fn solve(problem: &Problem<'_>, budget: &mut Budget) -> Option<Solution> {
    let apply = problem.shape.laminar
        && problem.rounding == Rounding::Down
        && problem.members.iter().all(|m| m.cap.is_none() && m.plain())
        && problem.limits.len() <= 8
        && (0..problem.members.len()).all(|m| period(problem, m) <= MOST_CHOICES)
        && problem.limits.iter().all(|l| !l.each_member && single_weight(problem, l));
    if !apply {
        return None;
    }
    let requested: Vec<i64> = problem.items.iter().map(|i| i.requested).collect();
    let groups = Groups::of(problem)?;
    let mut total: i64 = requested.iter().sum();
    let mut grant = problem.grant(&problem.totals(&requested));
    let mut proven = true;
    for _ in 0..MOST_ROUNDS {
        let allowed: Vec<i64> = problem.limits.iter().map(|l| allowance(problem, l, total, grant)).collect();
        let (filled, prices) = fill(problem, &allowed);
        let reached = filled.iter().sum();
        let bound = Bounded::of(problem, &groups, &allowed, &Prices::of(problem, &groups, &prices)?)?;
        let most = problem.capped(bound.grant(problem, &groups)?);
        if reached < total || most < grant {
            (total, grant) = (total.min(reached), grant.min(most));
            continue;
        }
        let brings = |amounts: &[i64]| problem.grant(&problem.totals(amounts));
        let shared = share(problem, &allowed);
        if let Some(recognised) = [&shared, &filled].into_iter().find(|a| brings(a) >= grant) {
            return Some(Solution { recognised: recognised.clone(), proven });
        }
        let choices = Choices::of(problem, &groups, &allowed, &filled, &bound, grant, budget);
        if let Some(needs) = &choices.needs {
            return Some(Solution { recognised: realise(problem, &groups, &allowed, &filled, needs), proven });
        }
        proven &= choices.complete;
        let reached = if choices.complete { grant - problem.unit } else { brings(&shared).max(brings(&filled)) };
        grant = reached.min(grant - problem.unit);
    }
    None
}

/// Whether every yen under a limit weighs the same.
fn single_weight(problem: &Problem<'_>, limit: &Limit) -> bool {
    match limit.bound.compared() {
        Compared::Expense => true,
        Compared::GrantPart => problem.one_rate(None).is_some(),
        Compared::RoundedPart(..) => false,
    }
}

fn allowance(problem: &Problem<'_>, limit: &Limit, total: i64, grant: i64) -> i64 {
    match limit.bound {
        Bound::Yen(yen, Compared::Expense) => rate_of(Rate::ONE, yen, limit.strict),
        Bound::Yen(yen, part) => part_allowed(Rate::ONE, problem.members[0].rate, yen, part, limit.strict),
        Bound::OfEligible(rate) | Bound::OfCategories(rate, _) => rate_of(rate, total, limit.strict),
        Bound::OfGrant(rate, Compared::Expense) => rate_of(rate, grant, limit.strict),
        Bound::OfGrant(rate, part) => part_allowed(rate, problem.members[0].rate, grant, part, limit.strict),
    }
}

/// Requested sums by category of the members concerned.
fn requested(problem: &Problem<'_>, concerned: impl Fn(usize) -> bool) -> Vec<i64> {
    let mut sums = Vec::new();
    for item in problem.items.iter().filter(|i| concerned(i.member)) {
        if sums.len() <= item.category {
            sums.resize(item.category + 1, 0);
        }
        sums[item.category] += item.requested;
    }
    sums
}

/// The amounts inside allowances as the limits share them, whoever's they are.
fn share(problem: &Problem<'_>, allowed: &[i64]) -> Vec<i64> {
    let mut amounts: Vec<i64> = problem.items.iter().map(|i| i.requested).collect();
    let requested = requested(problem, |_| true);
    let fit = fixpoint::fit::<8>(problem.shape, &requested, |k| allowed[k]);
    fixpoint::hand_out(problem, |_| true, &requested, &fit, &mut amounts);
    amounts
}

/// The amounts inside allowances that bring the most before rounding: members of the highest rate first, those of one rate
/// as the limits share. Beside them, for each limit, the rate of the members whom it cut first: what a yen more of it
/// would bring.
fn fill(problem: &Problem<'_>, allowed: &[i64]) -> (Vec<i64>, Vec<Rate>) {
    let mut left = allowed.to_vec();
    let mut prices = vec![Rate::ZERO; allowed.len()];
    let mut amounts: Vec<i64> = problem.items.iter().map(|i| i.requested).collect();
    let mut rates: Vec<_> = problem.members.iter().map(|m| m.rate).collect();
    rates.sort_unstable();
    rates.dedup();
    for rate in rates.into_iter().rev() {
        let concerned = |m: usize| problem.members[m].rate == rate;
        let requested = requested(problem, concerned);
        let fit = fixpoint::fit::<8>(problem.shape, &requested, |k| left[k]);
        fixpoint::hand_out(problem, concerned, &requested, &fit, &mut amounts);
        for (k, limit) in problem.limits.iter().enumerate() {
            if fit.binding >> k & 1 == 1 && prices[k] == Rate::ZERO {
                prices[k] = rate;
            }
            let taken = problem.items.iter().zip(&amounts).filter(|(i, _)| concerned(i.member) && limit.categories >> i.category & 1 == 1);
            left[k] = left[k].saturating_sub(taken.map(|(_, a)| a).sum());
        }
    }
    (amounts, prices)
}

/// The limited expenses of each member by the innermost limit around them.
pub(super) struct Groups {
    /// The limits that own categories; a group each.
    pub(super) owners: Vec<usize>,
    /// Each member's unlimited expenses.
    free: Vec<i64>,
    /// Each member's request in each group.
    pub(super) request: Vec<Vec<i64>>,
    /// The least common denominator of all rates: values are counted in its parts of a yen.
    parts: i128,
}

impl Groups {
    fn of(problem: &Problem<'_>) -> Option<Self> {
        let shape = problem.shape;
        let mut owners: Vec<usize> = problem.items.iter().filter_map(|i| shape.owner[i.category]).collect();
        owners.sort_unstable();
        owners.dedup();
        let mut free = vec![0; problem.members.len()];
        let mut request = vec![vec![0; owners.len()]; problem.members.len()];
        for item in problem.items {
            match shape.owner[item.category].and_then(|k| owners.iter().position(|o| *o == k)) {
                Some(group) => request[item.member][group] += item.requested,
                None => free[item.member] += item.requested,
            }
        }
        let mut parts = 1_i128;
        for member in problem.members {
            let under = i128::from(member.rate.denominator());
            parts = parts.checked_mul(under / common(parts, under))?;
        }
        (parts < 1 << 40 && owners.len() <= 6).then_some(Self { owners, free, request, parts })
    }

    fn group(&self, problem: &Problem<'_>, category: usize) -> Option<usize> {
        let owner = problem.shape.owner[category]?;
        self.owners.iter().position(|o| *o == owner)
    }

    /// Amounts by member and group.
    fn gather(&self, problem: &Problem<'_>, amounts: &[i64]) -> Vec<Vec<i64>> {
        let mut sums = vec![vec![0; self.owners.len()]; self.free.len()];
        for (item, amount) in problem.items.iter().zip(amounts) {
            if let Some(group) = self.group(problem, item.category) {
                sums[item.member][group] += amount;
            }
        }
        sums
    }

    fn parts_of(&self, rate: Rate) -> i128 {
        i128::from(rate.numerator()) * (self.parts / i128::from(rate.denominator()))
    }
}

fn common(a: i128, b: i128) -> i128 {
    if b == 0 { a } else { common(b, a % b) }
}

/// What a yen costs, in the parts of [`Groups`]: of each limit beyond the limits around it, and of each group, through all the
/// limits around it.
struct Prices {
    of_limit: Vec<i128>,
    of_group: Vec<i128>,
}

impl Prices {
    fn of(problem: &Problem<'_>, groups: &Groups, rates: &[Rate]) -> Option<Self> {
        let shape = problem.shape;
        let mut through = vec![0; rates.len()];
        let mut of_limit = vec![0; rates.len()];
        for &k in shape.order.iter().rev() {
            let around = shape.parent[k].map_or(0, |p| through[p]);
            through[k] = groups.parts_of(rates[k]).max(around);
            of_limit[k] = through[k] - around;
        }
        let of_group = groups.owners.iter().map(|o| through[*o]).collect();
        rates.iter().all(|r| groups.parts % i128::from(r.denominator()) == 0).then_some(Self { of_limit, of_group })
    }
}

/// The bound that prices give: whatever yen a member takes, it pays for; the limits earn what they allow.
struct Bounded {
    /// In parts of a yen.
    total: i128,
    members: Vec<Offer>,
}

/// What a member can make of limited yen at their prices.
struct Offer {
    /// Price and amount of each group that it asks for, the cheapest first.
    groups: Vec<(i128, i64)>,
    /// The most that it gains, prices paid.
    best: i128,
    /// The eligible total at which it does; `None` for any of several.
    at: Option<i64>,
}

impl Bounded {
    fn of(problem: &Problem<'_>, groups: &Groups, allowed: &[i64], prices: &Prices) -> Option<Self> {
        let mut total = 0_i128;
        for (price, allowed) in prices.of_limit.iter().zip(allowed) {
            total = total.checked_add(price.checked_mul((*allowed).into())?)?;
        }
        let mut members = Vec::with_capacity(problem.members.len());
        for m in 0..problem.members.len() {
            let offer = Offer::of(problem, groups, m, prices);
            total = total.checked_add(offer.best)?;
            members.push(offer);
        }
        Some(Self { total, members })
    }

    /// No amounts inside the allowances bring more.
    fn grant(&self, problem: &Problem<'_>, groups: &Groups) -> Option<i64> {
        let units = self.total.div_euclid(groups.parts.checked_mul(problem.unit.into())?);
        i64::try_from(units).ok()?.checked_mul(problem.unit)
    }
}

impl Offer {
    fn of(problem: &Problem<'_>, groups: &Groups, member: usize, prices: &Prices) -> Self {
        let own = groups.parts_of(problem.members[member].rate);
        let asked = prices.of_group.iter().copied().zip(groups.request[member].iter().copied());
        let mut offered: Vec<(i128, i64)> = asked.filter(|(_, request)| *request > 0).collect();
        offered.sort_unstable();
        let worth: i64 = offered.iter().filter(|(price, _)| *price < own).map(|(_, request)| request).sum();
        let free = groups.free[member];
        let mut offer = Self { groups: offered, best: 0, at: Some(free + worth) };
        if offer.groups.iter().any(|(price, _)| *price == own) {
            offer.best = own * i128::from(free + worth) - offer.price(worth);
            offer.at = None;
        } else {
            // Whole yen make single units dearer or cheaper than they are in the mean; so many units together never are. Beyond so
            // many on either side every one of them loses.
            let units = problem.member_grant(member, free + worth) / problem.unit;
            let period = period(problem, member);
            let near = (units - period + 1).max(0)..=units + period;
            offer.best = near.filter_map(|units| offer.gain(problem, groups, member, units)).max().unwrap_or(0);
        }
        offer
    }

    /// What so many limited yen cost.
    fn price(&self, mut need: i64) -> i128 {
        let mut sum = 0;
        for (price, most) in &self.groups {
            let taken = need.clamp(0, *most);
            sum += price * i128::from(taken);
            need -= taken;
        }
        sum
    }

    /// What a member gains by so many units; `None` where it does not ask for enough.
    fn gain(&self, problem: &Problem<'_>, groups: &Groups, member: usize, units: i64) -> Option<i128> {
        let need = cost(problem, member, units)?.saturating_sub(groups.free[member]).max(0);
        let most: i64 = self.groups.iter().map(|g| g.1).sum();
        (need <= most).then(|| i128::from(units) * i128::from(problem.unit) * groups.parts - self.price(need))
    }
}

/// Whole units for each member that together reach a grant.
struct Choices {
    /// What each member needs of limited expenses.
    needs: Option<Vec<i64>>,
    /// Whether nothing was left out of sight.
    complete: bool,
}

/// So many units for a member.
struct Choice {
    units: i64,
    /// The limited yen that it needs for them.
    need: i64,
    /// What is lost against its best.
    loss: i128,
}

/// What has been chosen so far: for each set of groups, what is needed of it at least; the units; what was lost.
struct State {
    needed: Vec<i64>,
    units: i64,
    lost: i128,
    from: usize,
    need: i64,
}

impl Choices {
    /// A choice that loses more against the bound than the wanted grant leaves open leads nowhere. Members who are
    /// indifferent between many totals are looked at near the filled ones: whoever is further away than a unit for each other
    /// could exchange as many units as cost whole yen with one of them, and lose nothing.
    fn of(
        problem: &Problem<'_>,
        groups: &Groups,
        allowed: &[i64],
        filled: &[i64],
        bound: &Bounded,
        wanted: i64,
        budget: &mut Budget,
    ) -> Self {
        let indifferent = i64::try_from(bound.members.iter().filter(|o| o.at.is_none()).count()).unwrap_or(MOST_CHOICES);
        let near = Self::near(problem, groups, allowed, filled, bound, (wanted, 1), budget);
        let whole = (0..bound.members.len()).filter(|m| bound.members[*m].at.is_none()).map(|m| period(problem, m)).max().unwrap_or(1);
        let wide = ((indifferent + 1) * whole.max(1)).min(MOST_CHOICES);
        if near.needs.is_some() { near } else { Self::near(problem, groups, allowed, filled, bound, (wanted, wide), budget) }
    }

    fn near(
        problem: &Problem<'_>,
        groups: &Groups,
        allowed: &[i64],
        filled: &[i64],
        bound: &Bounded,
        (wanted, wide): (i64, i64),
        budget: &mut Budget,
    ) -> Self {
        let open = bound.total - i128::from(wanted) * groups.parts;
        let totals = problem.totals(filled);
        let mut complete = true;
        let mut choices: Vec<Vec<Choice>> = Vec::with_capacity(bound.members.len());
        for (m, offer) in bound.members.iter().enumerate() {
            let near = problem.member_grant(m, offer.at.unwrap_or(totals[m])) / problem.unit;
            let least = problem.member_grant(m, groups.free[m]) / problem.unit;
            let far = if offer.at.is_some() { MOST_CHOICES } else { wide };
            let mut own = Vec::new();
            for units in (near - far).max(least)..=near + far {
                let Some(gain) = offer.gain(problem, groups, m, units) else { break };
                let loss = offer.best - gain;
                if loss <= open {
                    let within = units > near - far && (units < near + far || offer.gain(problem, groups, m, units + 1).is_none());
                    complete &= offer.at.is_none() || within || units == least;
                    let need = cost(problem, m, units).unwrap_or(0).saturating_sub(groups.free[m]).max(0);
                    own.push(Choice { units, need, loss });
                }
            }
            choices.push(own);
        }
        // What of a need a set of groups must bear, and the sets that the needs together could overfill.
        let borne = |m: usize, set: usize, need: i64| {
            let outside = groups.request[m].iter().enumerate().filter(|(j, _)| set >> j & 1 == 0).map(|(_, r)| r);
            (need - outside.sum::<i64>()).max(0)
        };
        let most = |set: usize| {
            let of_member = |(m, own): (usize, &Vec<Choice>)| own.last().map_or(0, |c| borne(m, set, c.need));
            choices.iter().enumerate().map(of_member).sum::<i64>()
        };
        let sets = (1..1_usize << groups.owners.len()).map(|set| (set, room(problem, groups, allowed, set)));
        let sets: Vec<(usize, i64)> = sets.filter(|(set, room)| most(*set) > *room).collect();
        let mut layers: Vec<Vec<State>> = vec![vec![State { needed: vec![0; sets.len()], units: 0, lost: 0, from: 0, need: 0 }]];
        for (m, own) in choices.iter().enumerate() {
            let before = layers.last().map_or(&[][..], Vec::as_slice);
            let mut next: Vec<State> = Vec::new();
            let mut seen: HashMap<Vec<i64>, usize> = HashMap::new();
            for choice in own {
                // Comparing a choice with what was chosen before is a small part of a step.
                if !budget.spend(before.len() / 8 + 1) {
                    return Self { needs: None, complete: false };
                }
                let parts: Vec<i64> = sets.iter().map(|(set, _)| borne(m, *set, choice.need)).collect();
                for (from, state) in before.iter().enumerate() {
                    let lost = state.lost + choice.loss;
                    let needed: Vec<i64> = state.needed.iter().zip(&parts).map(|(a, b)| a + b).collect();
                    if lost > open || needed.iter().zip(&sets).any(|(sum, (_, room))| sum > room) {
                        continue;
                    }
                    let reached = State { needed, units: state.units + choice.units, lost, from, need: choice.need };
                    match seen.get(&reached.needed) {
                        Some(&place) if next[place].units >= reached.units => {}
                        Some(&place) => next[place] = reached,
                        None => {
                            seen.insert(reached.needed.clone(), next.len());
                            next.push(reached);
                        }
                    }
                }
            }
            if next.len() > MOST_STATES {
                complete = false;
                next.sort_by_key(|s| s.lost);
                next.truncate(MOST_STATES);
            }
            layers.push(next);
        }
        let found = layers.last().and_then(|last| last.iter().position(|s| problem.capped(s.units * problem.unit) >= wanted));
        let needs = found.map(|mut place| {
            let mut needs = vec![0; problem.members.len()];
            for (m, layer) in layers[1..].iter().enumerate().rev() {
                (needs[m], place) = (layer[place].need, layer[place].from);
            }
            needs
        });
        Self { needs, complete }
    }
}

/// Amounts that give each member what it needs, as near to the filled ones as that allows, and then as much as fits.
fn realise(problem: &Problem<'_>, groups: &Groups, allowed: &[i64], filled: &[i64], needs: &[i64]) -> Vec<i64> {
    let by_group = Flow::of(problem, groups, allowed, &groups.gather(problem, filled), needs).run(groups, needs);
    let mut amounts: Vec<i64> = problem.items.iter().map(|i| i.requested).collect();
    for (m, sums) in by_group.iter().enumerate() {
        for (group, &sum) in sums.iter().enumerate() {
            let inside = |i: &usize| problem.items[*i].member == m && groups.group(problem, problem.items[*i].category) == Some(group);
            let mut places: Vec<usize> = (0..problem.items.len()).filter(inside).collect();
            let order = &problem.limits[groups.owners[group]].keep_first;
            if let Some(order) = order {
                places.sort_by_key(|&i| order.iter().position(|&c| c == problem.items[i].category));
            }
            let claims: Vec<i64> = places.iter().map(|&i| problem.items[i].requested).collect();
            let shares = if order.is_some() { allot::keep_first(sum, &claims) } else { allot::pro_rata(sum, &claims) };
            for (i, share) in places.into_iter().zip(shares) {
                amounts[i] = share;
            }
        }
    }
    amounts
}

/// Units that cost a member a whole number of yen, and no fewer do.
fn period(problem: &Problem<'_>, member: usize) -> i64 {
    let over = problem.members[member].rate.numerator();
    i64::try_from(i128::from(over) / common(over.into(), problem.unit.into()).max(1)).unwrap_or(i64::MAX)
}

/// The least eligible total that brings a member so many units.
fn cost(problem: &Problem<'_>, member: usize, units: i64) -> Option<i64> {
    let rate = problem.members[member].rate;
    let above = i128::from(units) * i128::from(problem.unit) * i128::from(rate.denominator());
    let under = i128::from(rate.numerator());
    match (above, under) {
        (0, _) => Some(0),
        (_, 0) => None,
        _ => i64::try_from((above + under - 1) / under).ok(),
    }
}

/// The most that a set of groups can take together.
fn room(problem: &Problem<'_>, groups: &Groups, allowed: &[i64], set: usize) -> i64 {
    let shape = problem.shape;
    let mut through = vec![0_i64; problem.limits.len()];
    for (j, &owner) in groups.owners.iter().enumerate() {
        if set >> j & 1 == 1 {
            through[owner] = i64::MAX;
        }
    }
    let mut outside = 0_i64;
    for &k in &shape.order {
        let passed = through[k].min(allowed[k]);
        match shape.parent[k] {
            Some(p) => through[p] = through[p].saturating_add(passed),
            None => outside = outside.saturating_add(passed),
        }
    }
    outside
}
