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
    /// 加算額: what is added to a grant that is more than nothing, in yen and as a rate of it.
    pub added: (i64, Rate),
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

/// What becomes of other money, in yen. The default is that there is none, or that nothing becomes of it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct OtherMoney {
    /// Taken off the eligible total before the rate.
    pub before_rate: i64,
    /// With the grant no more than this share of the eligible total: the share, and the other money.
    pub within: Option<(Rate, i64)>,
}

impl OtherMoney {
    /// What the rate is of.
    pub fn base(&self, eligible: i64) -> i64 {
        if self.before_rate > 0 { (eligible - self.before_rate).max(0) } else { eligible }
    }

    /// What other money leaves of the eligible total for the grant.
    pub fn room(&self, eligible: i64) -> Option<i64> {
        self.within.map(|(share, other)| (share.of(Yen::clamped(eligible), Rounding::Down, 1).get() - other).max(0))
    }
}

impl Terms {
    /// One rate, and perhaps a cap.
    pub const fn of(rate: Rate, cap: Option<i64>) -> Self {
        Self {
            rate,
            brackets: Vec::new(),
            cap,
            other_money: OtherMoney { before_rate: 0, within: None },
            fixed: None,
            added: (0, Rate::ZERO),
        }
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
    pub fn plain(&self) -> bool {
        self.brackets.is_empty() && self.other_money == OtherMoney::default() && self.fixed.is_none() && !self.adds()
    }

    /// Whether each further yen brings no more than the one before it.
    pub fn concave(&self) -> bool {
        self.other_money == OtherMoney::default()
            && self.fixed.is_none()
            && !self.adds()
            && self.brackets.windows(2).all(|w| w[0].rate >= w[1].rate)
    }

    /// Whether something is added to the grant itself.
    pub fn adds(&self) -> bool {
        self.added != (0, Rate::ZERO)
    }

    /// A grant with what is added to it, before its cap.
    pub fn with_added(&self, grant: i64, rounding: Rounding, unit: i64) -> i64 {
        if grant <= 0 || !self.adds() {
            return grant;
        }
        let (yen, rate) = self.added;
        let share = rate.of(Yen::clamped(grant), rounding, unit.max(1)).get();
        Yen::clamped(grant.saturating_add(yen).saturating_add(share)).get()
    }

    /// The grant before the cap, brought to the unit.
    pub fn before_cap(&self, eligible: i64, rounding: Rounding, unit: i64) -> i64 {
        let unit = unit.max(1);
        if let Some(fixed) = self.fixed {
            return round_down(fixed, unit);
        }
        let base = self.other_money.base(eligible);
        let grant = if self.brackets.is_empty() {
            self.rate.of(Yen::clamped(base), rounding, unit).get()
        } else {
            rounded(&self.exact(base), rounding, unit)
        };
        self.other_money.room(eligible).map_or(grant, |room| grant.min(round_down(room, unit)))
    }

    /// The exact grant of an eligible total by rate or brackets alone.
    pub fn exact(&self, eligible: i64) -> BigRational {
        self.exact_of(&BigRational::from_integer(eligible.into()))
    }

    /// The same for an amount that is not whole: what one of several units cost.
    pub fn exact_of(&self, base: &BigRational) -> BigRational {
        match self.brackets.iter().rposition(|b| b.from <= *base) {
            None => big(self.rate) * base,
            Some(place) => self.exact_in(place, base),
        }
    }

    fn exact_in(&self, place: usize, base: &BigRational) -> BigRational {
        let bracket = &self.brackets[place];
        &bracket.paid + big(bracket.rate) * (base - &bracket.from)
    }

    /// The slices that an eligible total falls into: how much of it, and what that brings, both rounded down, with the rate.
    pub fn slices(&self, eligible: i64) -> Vec<(i64, i64, Rate)> {
        let base = self.other_money.base(eligible);
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
