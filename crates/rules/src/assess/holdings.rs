//! Who holds shares of whom: directly, and through others, chain by chain.
//!
//! What one holds through others is the product of the shares along each chain, and the chains together. With circles that is a
//! system of equations; it is solved exactly. A company whose shareholders nobody listed may belong to anybody: where that could
//! turn the answer, there is none. The work is bounded, and beyond the bound there is none either.

use std::{
    borrow::Cow,
    collections::{HashMap, HashSet},
};

use indexmap::IndexMap;
use kernel::{
    Rate, Yen,
    size::{BIG_CAPITAL, DeemedLargeRule},
};
use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::{One, Zero};

use crate::{
    application::{Application, GivenValue, HolderKind, Member, Shareholder},
    diagnostic::{MOST_FAULTS, shown},
    plan::Fault,
};

/// Companies in circles, and behind them, that are still solved.
const MOST_IN_CIRCLES: usize = 40;
/// Steps for all members together: a sum or product of numbers of one machine word.
const MOST_STEPS: u64 = 20_000_000;

/// The application with every holder named once in a list: what one holds in several lots counts together. A member that
/// is listed as a person although it is none is a slip, and so are shares above the whole.
pub(super) fn together<'a>(application: &'a Application, faults: &mut Vec<Fault>) -> Cow<'a, Application> {
    let kind = |member: &Member| match &member.facts.get("kind")?.value {
        GivenValue::One(one) => Some(matches!(one.to_string().as_str(), "person" | "sole_proprietor")),
        GivenValue::Many(_) => None,
    };
    let person: HashMap<&str, Option<bool>> = application.members.iter().rev().map(|m| (m.id.as_str(), kind(m))).collect();
    let members = application.members.iter().enumerate().flat_map(|(i, m)| {
        [("shareholders", &m.shareholders), ("members_holding", &m.members_holding)]
            .map(|(name, list)| (format!("members.{i}.{name}"), m.id.as_str(), list.as_deref().unwrap_or_default()))
    });
    let others = application.others.iter().enumerate();
    let others = others.map(|(i, o)| (format!("others.{i}.shareholders"), o.id.as_str(), o.shareholders.as_slice()));
    let mut twice = false;
    for (path, id, holders) in members.chain(others) {
        let mut seen = HashSet::with_capacity(holders.len());
        for (j, holder) in holders.iter().enumerate() {
            twice |= !seen.insert(&holder.holder);
            if faults.len() >= MOST_FAULTS {
                break;
            }
            if holder.share > Rate::ONE {
                let message = format!("a share of {} is more than the whole", holder.share);
                faults.push(Fault::new("wrong-value", format!("{path}.{j}.share"), message).help("write a part of all shares: 60% or 2/3"));
            }
            if holder.kind == Some(HolderKind::Person) && person.get(holder.holder.as_str()) == Some(&Some(false)) {
                let message = format!("`{}` is listed as a person, but is a member that is none", shown(&holder.holder));
                let fault = Fault::new("contradiction", format!("{path}.{j}.kind"), message);
                faults.push(fault.help("write `kind: company`, or leave the kind out"));
            }
        }
        // In parts of a million, rounded down, so that thirds add up to less than one.
        let sum: i128 = holders.iter().map(|h| i128::from(h.share.numerator()) * 1_000_000 / i128::from(h.share.denominator())).sum();
        if sum > 1_000_000 && faults.len() < MOST_FAULTS {
            faults.push(Fault::new("too-many-shares", path, format!("the shares of `{}` add up to more than 100%", shown(id))));
        }
    }
    if !twice {
        return Cow::Borrowed(application);
    }
    let mut together = application.clone();
    let members = together.members.iter_mut().flat_map(|m| [m.shareholders.as_mut(), m.members_holding.as_mut()]).flatten();
    for list in members.chain(together.others.iter_mut().map(|o| &mut o.shareholders)) {
        let mut merged: IndexMap<String, Shareholder> = IndexMap::with_capacity(list.len());
        for holder in list.drain(..) {
            match merged.get_mut(&holder.holder) {
                Some(known) => {
                    known.share = known.share.plus(holder.share).unwrap_or(known.share);
                    known.kind = known.kind.or(holder.kind);
                    known.large = known.large.or(holder.large);
                    known.deemed_large = known.deemed_large.or(holder.deemed_large);
                    known.capital_yen = known.capital_yen.or(holder.capital_yen);
                    known.industry = known.industry.take().or(holder.industry);
                    known.employees = known.employees.or(holder.employees);
                }
                None => drop(merged.insert(holder.holder.clone(), holder)),
            }
        }
        list.extend(merged.into_values());
    }
    Cow::Owned(together)
}

/// What is known of a holder, wherever it is listed.
#[derive(Debug, Clone, Copy, Default)]
struct Known {
    /// A person or a fund: nobody holds shares of it, and it is never large.
    ends: bool,
    large: Option<bool>,
    deemed_large: Option<bool>,
    capital: Option<Yen>,
}

/// Every list of shareholders, and what is known of each holder.
pub(super) struct Holdings<'a> {
    lists: HashMap<&'a str, &'a [Shareholder]>,
    known: HashMap<&'a str, Known>,
    /// みなし大企業を含む: whether a holder that is deemed large counts as a large one.
    deemed_counts: bool,
    steps: u64,
}

/// Exact shares of one company by holder, and the holders at which chains end.
struct Shares<'a> {
    of: HashMap<&'a str, BigRational>,
    expanded: HashSet<&'a str>,
}

impl<'a> Holdings<'a> {
    pub(super) fn of(application: &'a Application, deemed_counts: bool) -> Self {
        let members = application.members.iter().filter_map(|m| Some((m.id.as_str(), m.shareholders.as_deref()?)));
        let others = application.others.iter().map(|o| (o.id.as_str(), o.shareholders.as_slice()));
        let lists: HashMap<&str, &[Shareholder]> = others.chain(members).collect();
        let mut known: HashMap<&str, Known> = HashMap::new();
        for holder in lists.values().copied().flatten() {
            let ends = matches!(holder.kind, Some(HolderKind::Person | HolderKind::Fund));
            let entry = known.entry(holder.holder.as_str()).or_default();
            entry.ends |= ends;
            entry.large = if entry.ends { Some(false) } else { entry.large.or(holder.large) };
            entry.deemed_large = if entry.ends { Some(false) } else { entry.deemed_large.or(holder.deemed_large) };
            entry.capital = if entry.ends { None } else { entry.capital.or(holder.capital_yen) };
        }
        Self { lists, known, deemed_counts, steps: MOST_STEPS }
    }

    /// Whether a company is deemed large by a reason on shares, direct and indirect holdings together; `None` while that is open.
    pub(super) fn holds(&mut self, rule: DeemedLargeRule, company: &'a str) -> Option<bool> {
        let of = |above: i64, below: i64| BigRational::new(above.into(), below.into());
        let deemed_counts = self.deemed_counts;
        let large = move |known: &Known| if deemed_counts { kernel::size::either(known.large, known.deemed_large) } else { known.large };
        match rule {
            DeemedLargeRule::OneHolderHalf => self.one_holder(company, &of(1, 2), |k| if k.ends { Some(false) } else { large(k) }),
            DeemedLargeRule::OwnedByBigCapital => self.one_holder(company, &of(1, 1), |k| match k.capital {
                _ if k.ends => Some(false),
                capital => capital.map(|c| c >= BIG_CAPITAL),
            }),
            DeemedLargeRule::HoldersTwoThirds => self.holders(company, &of(2, 3), large),
            DeemedLargeRule::OwnedByDeemed => self.holders(company, &of(1, 1), |k| k.deemed_large),
            DeemedLargeRule::OfficersHalf | DeemedLargeRule::OfficersAllDeemed | DeemedLargeRule::TaxableIncome => None,
        }
    }

    fn about(&self, holder: &str) -> Known {
        self.known.get(holder).copied().unwrap_or_default()
    }

    /// Whether nobody knows who holds shares of it.
    fn is_open(&self, holder: &str) -> bool {
        !self.about(holder).ends && !self.lists.contains_key(holder)
    }

    /// Whether one holder of a kind has at least so much.
    fn one_holder(&mut self, company: &'a str, least: &BigRational, fits: impl Fn(&Known) -> Option<bool>) -> Option<bool> {
        self.lists.get(company)?;
        let shares = self.shares(company, |_| true)?;
        let mut holders: Vec<&'a str> = shares.of.keys().copied().filter(|h| *h != company).collect();
        holders.sort_unstable();
        let open: BigRational = holders.iter().filter(|h| self.is_open(h)).map(|h| &shares.of[h]).sum();
        // Whoever stands behind the open ones may be nobody who is named here.
        let mut undecided = open >= *least;
        for holder in holders {
            let fit = fits(&self.about(holder));
            let mut share = shares.of[holder].clone();
            let behind = if self.is_open(holder) { &open - &share } else { open.clone() };
            if fit == Some(false) || &share + &behind < *least {
                continue;
            }
            // What comes round to a holder in a circle counts once.
            if shares.expanded.contains(holder) {
                share = self.shares(company, |h| h != holder)?.of.remove(holder).unwrap_or_default();
            }
            if share >= *least && fit == Some(true) {
                return Some(true);
            }
            undecided |= &share + &behind >= *least;
        }
        if undecided { None } else { Some(false) }
    }

    /// Whether holders of a kind together have at least so much; a share counts once, with the first of the kind in its chain.
    fn holders(&mut self, company: &'a str, least: &BigRational, fits: impl Fn(&Known) -> Option<bool>) -> Option<bool> {
        self.lists.get(company)?;
        let about = self.known.clone();
        let fit = |holder: &str| fits(&about.get(holder).copied().unwrap_or_default());
        let sure = self.shares(company, |h| fit(h) != Some(true))?;
        let sum: BigRational = sure.of.iter().filter(|(h, _)| **h != company && fit(h) == Some(true)).map(|(_, s)| s).sum();
        if sum >= *least {
            return Some(true);
        }
        let possible = self.shares(company, |h| fit(h) == Some(false))?;
        let counts = |h: &str| h != company && (fit(h) != Some(false) || self.is_open(h));
        let sum: BigRational = possible.of.iter().filter(|(h, _)| counts(h)).map(|(_, s)| s).sum();
        if sum < *least { Some(false) } else { None }
    }

    /// What every holder has of a company, looking behind those whom `through` names; `None` beyond the bound.
    fn shares(&mut self, company: &'a str, through: impl Fn(&str) -> bool) -> Option<Shares<'a>> {
        let mut closed: HashSet<&'a str> = HashSet::new();
        loop {
            // What was spent is gone, whether it led anywhere or not.
            let mut steps = self.steps;
            let solved = self.solve(company, |h| !closed.contains(h) && through(h), &mut steps);
            self.steps = steps;
            match solved {
                Ok(shares) => return Some(shares),
                // A circle that nobody outside holds shares of ends where it closes.
                Err(Some(circle)) if closed.len() < MOST_IN_CIRCLES => closed.insert(circle),
                Err(_) => return None,
            };
        }
    }

    fn solve(&self, company: &'a str, through: impl Fn(&str) -> bool, steps: &mut u64) -> Result<Shares<'a>, Option<&'a str>> {
        let expands = |h: &str| h == company || (!self.about(h).ends && through(h));
        // The companies whose lists are looked at, in the order in which they are met.
        let mut inner: Vec<&'a str> = vec![company];
        let mut places: HashMap<&'a str, usize> = HashMap::from([(company, 0)]);
        let mut next = 0;
        let mut waiting: Vec<usize> = vec![0];
        while let Some(owned) = inner.get(next).copied() {
            next += 1;
            for holder in self.lists.get(owned).copied().unwrap_or_default() {
                let id = holder.holder.as_str();
                if !self.lists.contains_key(id) || !expands(id) {
                    continue;
                }
                if let Some(place) = places.get(id) {
                    waiting[*place] += 1;
                } else {
                    places.insert(id, inner.len());
                    inner.push(id);
                    waiting.push(1);
                }
            }
        }
        let mut weights: Vec<BigRational> = vec![BigRational::zero(); inner.len()];
        weights[0] = BigRational::one();
        let mut of: HashMap<&'a str, BigRational> = HashMap::new();
        let mut settled = vec![false; inner.len()];
        let mut ready: Vec<usize> = (0..inner.len()).filter(|i| waiting[*i] == 0).collect();
        let mut give = |from: usize,
                        steps: &mut u64,
                        weights: &mut Vec<BigRational>,
                        waiting: &mut Vec<usize>,
                        ready: &mut Vec<usize>,
                        settled: &[bool]| {
            for holder in self.lists.get(inner[from]).copied().unwrap_or_default() {
                let part = exact(holder.share) * &weights[from];
                spend(steps, &part)?;
                let id = holder.holder.as_str();
                let Some(&place) = places.get(id) else {
                    let sum = of.entry(id).or_default();
                    *sum += part;
                    spend(steps, sum)?;
                    continue;
                };
                if !settled[place] {
                    weights[place] += part;
                    waiting[place] -= 1;
                    if waiting[place] == 0 {
                        ready.push(place);
                    }
                }
            }
            Ok::<(), Option<&'a str>>(())
        };
        while let Some(place) = ready.pop() {
            settled[place] = true;
            give(place, steps, &mut weights, &mut waiting, &mut ready, &settled)?;
        }
        let rest: Vec<usize> = (0..inner.len()).filter(|i| !settled[*i]).collect();
        if !rest.is_empty() {
            if rest.len() > MOST_IN_CIRCLES {
                return Err(None);
            }
            let every = u64::try_from(rest.len()).unwrap_or(u64::MAX).saturating_pow(3);
            *steps = steps.saturating_sub(every.saturating_mul(4));
            if *steps == 0 {
                return Err(None);
            }
            let solved = self.circles(&rest, &inner, &weights)?;
            for (place, weight) in rest.iter().zip(solved) {
                weights[*place] = weight;
                settled[*place] = true;
            }
            for place in rest {
                give(place, steps, &mut weights, &mut waiting, &mut ready, &settled)?;
            }
        }
        for (id, weight) in inner.iter().zip(weights) {
            of.insert(id, weight);
        }
        Ok(Shares { of, expanded: inner.into_iter().collect() })
    }

    /// The weights of companies that hold shares of one another: each is what it was given plus its share of every other.
    fn circles(&self, rest: &[usize], inner: &[&'a str], given: &[BigRational]) -> Result<Vec<BigRational>, Option<&'a str>> {
        let count = rest.len();
        let at: HashMap<&str, usize> = rest.iter().enumerate().map(|(row, place)| (inner[*place], row)).collect();
        let mut rows = vec![vec![BigRational::zero(); count + 1]; count];
        for (row, place) in rest.iter().enumerate() {
            rows[row][row] += BigRational::one();
            rows[row][count].clone_from(&given[*place]);
            for holder in self.lists.get(inner[*place]).copied().unwrap_or_default() {
                if let Some(holder_row) = at.get(holder.holder.as_str()) {
                    rows[*holder_row][row] -= exact(holder.share);
                }
            }
        }
        for column in 0..count {
            let Some(pivot) = (column..count).find(|r| !rows[*r][column].is_zero()) else {
                return Err(Some(inner[rest[column]]));
            };
            rows.swap(column, pivot);
            let scale = rows[column][column].clone();
            for entry in &mut rows[column] {
                *entry /= &scale;
            }
            let line = rows[column].clone();
            for (place, row) in rows.iter_mut().enumerate().filter(|(place, row)| *place != column && !row[column].is_zero()) {
                let _ = place;
                let factor = row[column].clone();
                for (entry, other) in row.iter_mut().zip(&line) {
                    *entry -= &factor * other;
                }
            }
        }
        Ok(rows.into_iter().map(|mut row| row.pop().unwrap_or_default()).collect())
    }
}

fn exact(share: Rate) -> BigRational {
    BigRational::new(BigInt::from(share.numerator()), BigInt::from(share.denominator()))
}

/// Longer numbers take more steps, with the square of their length.
fn spend<'a>(steps: &mut u64, number: &BigRational) -> Result<(), Option<&'a str>> {
    let words = 1 + (number.numer().bits() + number.denom().bits()) / 64;
    *steps = steps.saturating_sub(words.saturating_mul(words));
    if *steps == 0 { Err(None) } else { Ok(()) }
}
