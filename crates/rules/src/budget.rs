//! The budget of a call given to those who may have it (予算の配分): first come, reduced, by lot, by score.
//!
//! Every way is exact and can be repeated by anybody: a lot is drawn from a published seed, and a reduction leaves nothing over that could
//! still be given.

use jiff::Timestamp;
use serde::Serialize;

use crate::language::{Allocation, LastOne};

/// One who may have the grant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    /// Its number, unique among all.
    pub id: String,
    /// When it arrived.
    pub arrived_at: Timestamp,
    /// The grant that it may have, in yen.
    pub grant_yen: i64,
    /// The points of the examination, in hundredths.
    pub score: i64,
}

/// What somebody gets.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Share {
    /// The candidate.
    pub id: String,
    /// Its place in the order, from 1; all the same where everybody is reduced.
    pub place: usize,
    /// What it may have.
    pub asked_yen: i64,
    /// What it gets.
    pub grant_yen: i64,
}

/// What a budget is given by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Terms<'a> {
    /// The way.
    pub allocation: Allocation,
    /// How much there is, in yen.
    pub budget_yen: i64,
    /// 補助下限額: no smaller grant is made.
    pub floor_yen: i64,
    /// The unit of a grant in yen.
    pub unit: i64,
    /// The seed of lots, published before they are drawn.
    pub seed: &'a str,
}

/// Gives a budget. The answer has everybody, in the order in which they are served.
pub fn allocate(terms: Terms<'_>, candidates: &[Candidate]) -> Vec<Share> {
    let lot = |c: &Candidate| lot_of(terms.seed, &c.id);
    let mut order: Vec<&Candidate> = candidates.iter().collect();
    order.sort_by(|a, b| a.id.cmp(&b.id));
    match terms.allocation {
        Allocation::Reduced => return reduced(terms, &order),
        Allocation::FirstCome { same_day_by_lot: true, .. } => order.sort_by_key(|c| (kernel::in_japan(c.arrived_at).date(), lot(c))),
        Allocation::FirstCome { .. } => order.sort_by_key(|c| c.arrived_at),
        Allocation::Lot { .. } => order.sort_by_key(|c| lot(c)),
        Allocation::ByScore { .. } => order.sort_by_key(|c| (std::cmp::Reverse(c.score), c.arrived_at)),
    }
    let last_one = match terms.allocation {
        Allocation::FirstCome { last_one, .. } | Allocation::Lot { last_one } | Allocation::ByScore { last_one } => last_one,
        Allocation::Reduced => LastOne::Nothing,
    };
    let mut left = terms.budget_yen.max(0);
    // Where there is nothing, nobody is served, and no day uses it up.
    let mut ended = left == 0;
    // The day on which the budget was used up, all of which is served.
    let mut last_day = None;
    let serve = |(place, candidate): (usize, &Candidate)| {
        let asked = candidate.grant_yen.max(0);
        let day = kernel::in_japan(candidate.arrived_at).date();
        let grant = if ended || last_day.is_some_and(|last| day > last) {
            0
        } else if asked <= left || last_day.is_some() {
            asked
        } else if last_one == LastOne::WholeDay {
            last_day = Some(day);
            asked
        } else {
            ended = true;
            let rest = left - left.rem_euclid(terms.unit.max(1));
            if last_one == LastOne::Rest && rest >= terms.floor_yen.max(1) { rest } else { 0 }
        };
        left = (left - grant).max(0);
        if last_one == LastOne::WholeDay && left == 0 {
            last_day = last_day.or(Some(day));
        }
        Share { id: candidate.id.clone(), place: place + 1, asked_yen: asked, grant_yen: grant }
    };
    order.into_iter().enumerate().map(serve).collect()
}

/// The place of somebody in a lot: the SHA-256 of the seed, a line feed and the number. Smaller comes first.
pub fn lot_of(seed: &str, id: &str) -> [u8; 32] {
    use sha2::{Digest, Sha256};
    Sha256::digest(format!("{seed}\n{id}").as_bytes()).into()
}

/// Everybody by the same rate, in whole units, none below the floor. Who would fall below it is left out, the one with the smallest
/// grant first, and what it would have had is shared again. Units left over go to the largest remainders, so that nothing that could be
/// given stays.
fn reduced(terms: Terms<'_>, order: &[&Candidate]) -> Vec<Share> {
    let unit = terms.unit.max(1);
    let floor = (terms.floor_yen.max(0) + unit - 1) / unit;
    let budget = terms.budget_yen.max(0) / unit;
    let asked: Vec<i64> = order.iter().map(|c| c.grant_yen.max(0) / unit).collect();
    let mut inside: Vec<bool> = asked.iter().map(|a| *a > 0 && *a >= floor).collect();
    let shares = loop {
        let claims: Vec<i64> = asked.iter().zip(&inside).map(|(a, there)| if *there { *a } else { 0 }).collect();
        let shares = crate::solve::allot::pro_rata(budget, &claims);
        // The smallest is the first that a reduction takes below the floor.
        let below =
            (0..shares.len()).filter(|k| inside[*k] && shares[*k] < floor.max(1)).min_by_key(|k| (asked[*k], std::cmp::Reverse(*k)));
        match below {
            Some(k) => inside[k] = false,
            None => break shares,
        }
    };
    let told = order.iter().zip(shares);
    told.map(|(c, units)| Share { id: c.id.clone(), place: 1, asked_yen: c.grant_yen.max(0), grant_yen: units * unit }).collect()
}
