//! How a member's grant follows from its eligible total: a rate or brackets, other money, a cap of its own.

use kernel::{Rate, Rounding, Yen};
use num_bigint::BigInt;
use num_integer::Integer;
use num_rational::BigRational;
use num_traits::{ToPrimitive, Zero};

use super::{big, round_down};

/// How a member's grant follows from its eligible expenses.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Terms {
    /// The rate of the member's eligible total; that of the first bracket where there are several.
    pub rate: Rate,
    /// The brackets, from the first up; none where one rate holds throughout.
    pub brackets: Vec<Bracket>,
    /// The member's own cap, if there is one.
    pub cap: Option<i64>,
    /// Other money for the project.
    pub other_money: OtherMoney,
    /// 定額: the grant, whatever the expenses are.
    pub fixed: Option<i64>,
}

/// A slice of the eligible total with a rate of its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bracket {
    /// Its rate.
    pub rate: Rate,
    /// The eligible total at which it begins, exact.
    pub from: BigRational,
    /// The grant at which it begins, exact.
    pub paid: BigRational,
}

/// What becomes of other money, in yen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OtherMoney {
    /// There is none, or nothing becomes of it.
    None,
    /// Taken off the eligible total before the rate.
    BeforeRate(i64),
    /// With the grant no more than the eligible total.
    WithinCost(i64),
}

impl Terms {
    /// One rate, and perhaps a cap.
    pub const fn of(rate: Rate, cap: Option<i64>) -> Self {
        Self { rate, brackets: Vec::new(), cap, other_money: OtherMoney::None, fixed: None }
    }

    /// Rates by bracket: the upper bounds in yen of the grant or of the expenses, none for what is above the last.
    pub fn by_bracket(rows: &[(Option<i64>, Rate)], of_grant: bool) -> Self {
        let mut terms = Self::of(rows.first().map_or(Rate::ZERO, |r| r.1), None);
        let (mut from, mut paid) = (BigRational::zero(), BigRational::zero());
        let mut ended = false;
        for (bound, rate) in rows {
            terms.brackets.push(Bracket { rate: *rate, from: from.clone(), paid: paid.clone() });
            ended = bound.is_some();
            let Some(bound) = bound else { break };
            let bound = BigRational::from_integer((*bound).into());
            let rate = big(*rate);
            if of_grant {
                if rate.is_zero() {
                    // No grant grows to the bound.
                    ended = false;
                    break;
                }
                from += (&bound - &paid) / &rate;
                paid = bound;
            } else {
                paid += (&bound - &from) * &rate;
                from = bound;
            }
        }
        if ended {
            terms.brackets.push(Bracket { rate: Rate::ZERO, from, paid });
        }
        terms
    }

    /// Whether the grant is one rate of the eligible total, up to the cap.
    pub const fn plain(&self) -> bool {
        self.brackets.is_empty() && matches!(self.other_money, OtherMoney::None) && self.fixed.is_none()
    }

    /// Whether each further yen brings no more than the one before it.
    pub fn concave(&self) -> bool {
        matches!(self.other_money, OtherMoney::None) && self.fixed.is_none() && self.brackets.windows(2).all(|w| w[0].rate >= w[1].rate)
    }

    /// The grant before the cap, brought to the unit.
    pub fn before_cap(&self, eligible: i64, rounding: Rounding, unit: i64) -> i64 {
        let unit = unit.max(1);
        if let Some(fixed) = self.fixed {
            return round_down(fixed, unit);
        }
        let base = match self.other_money {
            OtherMoney::BeforeRate(other) => (eligible - other).max(0),
            _ => eligible,
        };
        let grant = match self.brackets.iter().rposition(|b| b.from <= BigRational::from_integer(base.into())) {
            None => self.rate.of(Yen::clamped(base), rounding, unit).get(),
            Some(place) => rounded(&self.exact_in(place, base), rounding, unit),
        };
        match self.other_money {
            OtherMoney::WithinCost(other) => grant.min(round_down((eligible - other).max(0), unit)),
            _ => grant,
        }
    }

    /// The exact grant of an eligible total by rate or brackets alone.
    pub fn exact(&self, eligible: i64) -> BigRational {
        let base = BigRational::from_integer(eligible.into());
        match self.brackets.iter().rposition(|b| b.from <= base) {
            None => big(self.rate) * base,
            Some(place) => self.exact_in(place, eligible),
        }
    }

    fn exact_in(&self, place: usize, base: i64) -> BigRational {
        let bracket = &self.brackets[place];
        &bracket.paid + big(bracket.rate) * (BigRational::from_integer(base.into()) - &bracket.from)
    }

    /// The slices that an eligible total falls into: how much of it, and what that brings, both rounded down, with the rate.
    pub fn slices(&self, eligible: i64) -> Vec<(i64, i64, Rate)> {
        let base = match self.other_money {
            OtherMoney::BeforeRate(other) => (eligible - other).max(0),
            _ => eligible,
        };
        let total = BigRational::from_integer(base.into());
        let mut slices = Vec::new();
        for (place, bracket) in self.brackets.iter().enumerate().filter(|(_, b)| b.from < total) {
            let to = self.brackets.get(place + 1).map_or(&total, |next| (&next.from).min(&total));
            let width = to - &bracket.from;
            let worth = big(bracket.rate) * &width;
            slices.push((whole(&width), whole(&worth), bracket.rate));
        }
        slices
    }
}

fn whole(exact: &BigRational) -> i64 {
    exact.floor().to_integer().to_i64().unwrap_or(i64::MAX)
}

/// An exact amount, brought to a unit.
pub fn rounded(exact: &BigRational, rounding: Rounding, unit: i64) -> i64 {
    let (above, below) = (exact.numer().clone(), exact.denom() * BigInt::from(unit.max(1)));
    let units = match rounding {
        Rounding::Down => above.div_floor(&below),
        Rounding::Up => above.div_ceil(&below),
        Rounding::HalfUp => (above * BigInt::from(2) + &below).div_floor(&(below * BigInt::from(2))),
    };
    (units * BigInt::from(unit.max(1))).to_i64().map_or(Yen::MAX.get(), |y| Yen::clamped(y).get())
}
