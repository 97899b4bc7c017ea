//! The amounts of an application: solved, and told step by step.

use std::{borrow::Cow, collections::BTreeMap};

use kernel::{Rate, Rounding, SizeClass, Yen};

use super::{
    Work,
    expense::Cell,
    facts::word,
    grant::{Held, RateFound, Taken},
    parts::{PartCap, PartFound},
    test::Scope,
};
use crate::{
    assessment::{CategoryAnswer, MemberAnswer, NotSearched, Outcome, Searched, Split, SplitCategory, SplitMember},
    language::{Addition, FurtherCap, PaidTo, PartOf, RoundedAt},
    solve::{Bound, Budget, Compared, Item, Limit, OtherMoney, Problem, Shape, Solution, Standing, Terms, allot},
};

const SPLIT_STEPS: usize = 2_000_000;
const DEEMED_LARGE: usize = crate::vocabulary::slot("deemed_large");

/// The amounts, solved.
pub(super) struct Amounts<'p> {
    pub(super) items: Vec<Item>,
    /// For each item, the cell whose expenses it is, where the grant has parts.
    pub(super) cells: Vec<usize>,
    pub(super) terms: Vec<Terms>,
    pub(super) rates: Vec<Option<RateFound<'p>>>,
    /// The cap with what is added to it, and the row that leads to it.
    pub(super) cap: Option<(&'p str, i64)>,
    /// The additions to the cap by their place, and how much each adds.
    pub(super) added: Vec<(usize, i64)>,
    /// The first addition that raises the grant itself of some member, by its place.
    pub(super) raised_by: Option<usize>,
    /// Further caps by their place: as they are, and what earlier awards take off.
    pub(super) further_caps: Vec<(usize, i64, i64)>,
    /// The rates and caps of parts, by payee and place; none of a part without expenses.
    pub(super) part_terms: BTreeMap<(usize, usize), PartTerms>,
    /// What several parts come to at most together.
    pub(super) part_caps: Vec<PartCap>,
    /// For each member, the cap that holds after all that is shared.
    pub(super) caps_after_sharing: Vec<Option<i64>>,
    /// The facts that would decide rates and caps, by slot and member.
    pub(super) open: Vec<(usize, usize)>,
    /// What is missing of other money.
    pub(super) open_money: Vec<&'static str>,
    pub(super) solution: Solution,
    pub(super) totals: Vec<i64>,
    /// What is recognised in each category, of all members together.
    pub(super) recognised: Vec<i64>,
    pub(super) grants: Vec<i64>,
    pub(super) parts: Vec<PartFound>,
    /// What the grant would be without any cap.
    pub(super) calculated: i64,
    pub(super) known: bool,
    /// Each limit by its place: as filed, as recognised, and whether it cut something.
    pub(super) standings: Vec<(usize, Standing, Standing, bool)>,
    /// The limits that can be computed while rates are not known.
    without_rates: Option<WithoutRates>,
}

/// The rate and the cap of a part of the grant.
#[derive(Debug, Clone)]
pub(super) struct PartTerms {
    pub(super) terms: Terms,
    pub(super) cap: Option<i64>,
    /// The cap of lines that agree, by their place in [`Claims::line_groups`], where lines that differ are parts of their own.
    pub(super) caps_of_lines: BTreeMap<usize, Option<i64>>,
}

impl PartTerms {
    /// The cap on what lines come to that agree so.
    pub(super) fn cap_of(&self, line_group: usize) -> Option<i64> {
        self.caps_of_lines.get(&line_group).copied().unwrap_or(self.cap)
    }
}

impl Amounts<'_> {
    /// The smallest of all caps on the whole.
    pub(super) fn whole_cap(&self) -> Option<i64> {
        self.cap.map(|c| c.1).into_iter().chain(self.further_caps.iter().map(|(_, cap, less)| (cap - less).max(0))).min()
    }
}

/// The limits that hang on no rate, their places among all, and their shape.
struct WithoutRates {
    places: Vec<usize>,
    limits: Vec<Limit>,
    shape: Shape,
}

/// Amounts shared in another way, with the members' grants.
pub(super) struct Shared {
    recognised: Vec<i64>,
    totals: Vec<i64>,
    grants: Vec<i64>,
}

impl<'p> Work<'p, '_> {
    /// The amounts with the additions that the applicant has. Where it is not known whether it has one, and that makes a difference,
    /// they are not known.
    pub(super) fn amounts(&self, held: &[Held<'p>]) -> Amounts<'p> {
        let mut amounts = self.solved(&self.taken(held, false));
        let open = |o: Outcome| matches!(o, Outcome::Unknown | Outcome::Judgement);
        let undecided = |h: &Held<'p>| h.outcomes.iter().any(|o| open(*o)) || h.kept.as_ref().is_some_and(|k| open(k.outcome));
        if amounts.known && held.iter().any(undecided) {
            let most = self.solved(&self.taken(held, true));
            if most.grants != amounts.grants {
                amounts.known = false;
                for held in held.iter().filter(|h| undecided(h)) {
                    let missing = held.answer.missing.iter().chain(held.kept.iter().flat_map(|k| &k.missing));
                    amounts.open.extend(missing.map(|slot| (*slot, self.facts.lead)));
                }
            }
        }
        amounts
    }

    pub(super) fn solved(&self, taken: &Taken) -> Amounts<'p> {
        let rule = &self.plan.programme.amount;
        let lead = self.facts.lead;
        let mut known = true;
        let mut open: Vec<(usize, usize)> = Vec::new();
        let mut rates = Vec::new();
        let mut terms = Vec::new();
        let mut caps_after_sharing = Vec::new();
        let common =
            self.plan.shared.is_some_and(|(shared, _)| self.claimed.iter().enumerate().any(|(c, a)| shared >> c & 1 == 1 && *a > 0));
        let spends = |m: usize| common || self.claims.admissible[m].iter().any(|a| *a > 0);
        let nobody_spends = !(0..self.ids.len()).any(spends);
        let (other_money, open_money) = match self.other_money() {
            Ok(money) => (money, Vec::new()),
            Err(missing) => (OtherMoney::default(), missing),
        };
        known &= open_money.is_empty() && self.adjusted.open.is_empty();
        open.extend(&self.adjusted.open);
        if let Some((_, slot)) = self.plan.shared.filter(|_| common && self.ids.len() > 1) {
            let lacking: Vec<usize> = (0..self.ids.len()).filter(|m| self.facts.get(self.plan, slot, *m).is_none()).collect();
            known &= lacking.is_empty();
            open.extend(lacking.into_iter().map(|m| (slot, m)));
        }
        for like in self.plan.kind_caps.iter().filter(|_| self.ids.len() > 1) {
            for m in 0..self.ids.len() {
                let found = self.scope(m).test(like);
                known &= found.outcome != Outcome::Unknown;
                open.extend(found.missing.into_iter().map(|slot| (slot, m)));
            }
        }
        for m in 0..self.ids.len() {
            let paid = rule.paid_to == PaidTo::EachMember || m == lead;
            // Whoever is paid for its own costs and has none gets nothing at any rate.
            let counts = paid && (spends(m) || m == lead && (nobody_spends || rule.paid_to != PaidTo::EachMember));
            let rate = self.rate_of(m, taken);
            let cap = self.scope(m).cap_of(&rule.cap_each_member).and_then(|cap| {
                let added = self.added_each(taken, m)?;
                let own = cap.map(|(_, yen)| yen.saturating_add(added).max(0));
                Ok(own.into_iter().chain(self.further_cap_of(m, false)?).min())
            });
            let last = self.further_cap_of(m, true);
            let fixed = rule.fixed.as_ref().filter(|_| counts || m == lead).map_or(Ok(None), |table| self.yen_of(table, m));
            let added = self.added_to_grant(taken, m);
            let missing = [rate.as_ref().err(), cap.as_ref().err(), fixed.as_ref().err(), added.as_ref().err(), last.as_ref().err()];
            for slot in missing.into_iter().flatten().flatten().filter(|_| counts) {
                open.push((*slot, m));
            }
            known &= !counts || (rate.is_ok() && cap.is_ok() && fixed.is_ok() && added.is_ok() && last.is_ok());
            caps_after_sharing.push(last.ok().flatten());
            if counts && self.hangs_on_deemed_large(m) {
                open.push((DEEMED_LARGE, m));
            }
            let rate = rate.ok().flatten().filter(|_| paid);
            let cap = cap.ok().flatten();
            let added = added.unwrap_or((0, Rate::ZERO));
            let (found, own) = rate.unzip();
            let fixed = fixed.ok().flatten().map(|f| f.1);
            let other_money = if m == lead { other_money } else { OtherMoney::default() };
            terms.push(Terms { cap, other_money, fixed, added, ..own.unwrap_or_else(|| Terms::of(Rate::ZERO, None)) });
            rates.push(found);
        }
        if self.paid_together() {
            // One grant of all their expenses: every member has the terms of the whole.
            terms = vec![terms[lead].clone(); self.ids.len()];
        }
        let mut missed = |slots: Vec<usize>| {
            known = false;
            open.extend(slots.into_iter().map(|slot| (slot, lead)));
        };
        let cap = self.scope(lead).cap_of(&rule.cap).unwrap_or_else(|slots| {
            missed(slots);
            None
        });
        let mut added: Vec<(usize, i64)> = Vec::new();
        for (place, (addition, _)) in rule.additions.values().zip(taken).enumerate().filter(|(_, (_, t))| t[lead]) {
            match self.yen_of(&addition.cap, lead) {
                Ok(more) => added.extend(more.map(|(_, yen)| (place, yen))),
                Err(slots) => missed(slots),
            }
        }
        let cap = cap.map(|(id, yen)| (id, added.iter().fold(yen, |sum, a| sum.saturating_add(a.1)).max(0)));
        let raises = |a: &Addition| !(a.grant.is_none() && a.grant_rate.is_none());
        let raised_by = rule.additions.values().zip(taken).position(|(a, t)| raises(a) && t.iter().any(|has| *has));
        let mut further_caps = Vec::new();
        let phase = self.moment.phase;
        let holds_now = |cap: &FurtherCap| !cap.each_member && cap.parts.is_empty() && (cap.at.is_empty() || cap.at.contains(&phase));
        for (place, (further, less)) in rule.caps.values().zip(&self.plan.less).enumerate().filter(|(_, (cap, _))| holds_now(cap)) {
            match self.yen_of(&further.at_most, lead) {
                Ok(Some((_, yen))) => match less.as_ref().map_or(Ok(0), |query| self.awarded(query, further.less_times)) {
                    Ok(awarded) => further_caps.push((place, yen, awarded)),
                    Err(slot) => missed(vec![slot]),
                },
                Ok(None) => {}
                Err(slots) => missed(slots),
            }
        }
        let mut part_caps = Vec::new();
        for (place, further) in
            rule.caps.values().enumerate().filter(|(_, cap)| !cap.parts.is_empty() && (cap.at.is_empty() || cap.at.contains(&phase)))
        {
            let parts = further.parts.iter().filter_map(|id| rule.parts.get_index_of(id)).fold(0_u64, |all, part| all | 1 << part);
            for payee in self.payees() {
                match self.yen_of(&further.at_most, payee) {
                    Ok(cap) => part_caps.extend(cap.map(|(_, yen)| PartCap { payee, place, parts, yen })),
                    Err(slots) => missed(slots),
                }
            }
        }
        let mut part_terms = BTreeMap::new();
        for (payee, (place, part)) in self.payees().flat_map(|payee| rule.parts.values().enumerate().map(move |part| (payee, part))) {
            let there = |cell: &&Cell| cell.parts >> place & 1 == 1 && self.payee(cell.member) == payee;
            if !self.claims.cells.iter().any(|cell| there(&cell)) {
                // Of a part without expenses nothing is asked.
                continue;
            }
            let own = match &part.rate {
                Some(table) => self
                    .scope(payee)
                    .look_up(table, true)
                    .and_then(|found| found.map(|(_, rule)| self.terms_of(rule, payee, taken, Some(place))).transpose()),
                None => Ok(Some(Terms { cap: None, other_money: OtherMoney::default(), added: (0, Rate::ZERO), ..terms[payee].clone() })),
            };
            let with_added = |cap: Option<(&str, i64)>| {
                let Some((_, yen)) = cap else { return Ok(None) };
                Ok(Some(yen.saturating_add(self.added_to_part(taken, payee, place)?).max(0)))
            };
            let mut caps_of_lines = BTreeMap::new();
            let cap = match &part.cap {
                Some(table) if matches!(part.each, Some(PartOf::Same(_))) => {
                    let groups = self.claims.cells.iter().filter(there).map(|cell| cell.line_group);
                    let each = groups.map(|group| {
                        let line = self.claims.facts_of_group(self.plan, group);
                        let cap = Scope { line: Some(&line), ..self.scope(payee) }.cap_of(table).and_then(with_added)?;
                        caps_of_lines.insert(group, cap);
                        Ok(())
                    });
                    each.collect::<Result<(), Vec<usize>>>().map(|()| None)
                }
                Some(table) => self.scope(payee).cap_of(table).and_then(with_added),
                None => Ok(None),
            };
            match (own, cap) {
                (Ok(Some(terms)), Ok(cap)) => {
                    part_terms.insert((payee, place), PartTerms { terms, cap, caps_of_lines });
                }
                (own, cap) => {
                    known &= own.is_ok() && cap.is_ok();
                    open.extend([own.err(), cap.err()].into_iter().flatten().flatten().map(|slot| (slot, payee)));
                }
            }
        }
        let (mut items, mut cells) = (Vec::new(), Vec::new());
        // The lead first: it is the one that is kept whole where a yen has to go somewhere.
        let order = std::iter::once(lead).chain((0..self.ids.len()).filter(|m| *m != lead));
        for m in order {
            for (category, &requested) in self.claims.admissible[m].iter().enumerate() {
                if requested > 0 && rule.parts.is_empty() {
                    items.push(Item { member: m, category, requested });
                }
            }
            for (place, cell) in self.claims.cells.iter().enumerate().filter(|(_, c)| c.member == m) {
                items.push(Item { member: m, category: cell.category, requested: cell.admissible });
                cells.push(place);
            }
        }
        let mut amounts = Amounts {
            items,
            cells,
            terms,
            rates,
            cap,
            added,
            raised_by,
            further_caps,
            part_terms,
            part_caps,
            caps_after_sharing,
            open,
            open_money,
            solution: Solution { recognised: Vec::new(), proven: true },
            totals: Vec::new(),
            recognised: Vec::new(),
            grants: Vec::new(),
            parts: Vec::new(),
            calculated: 0,
            known,
            standings: Vec::new(),
            without_rates: (!known).then(|| self.without_rates()),
        };
        let problem = self.problem(&amounts, &amounts.items);
        let solution = problem.solve();
        let totals = self.member_totals(&amounts.items, &solution.recognised, problem.totals(&solution.recognised));
        let granted = self.grants(&amounts, &amounts.items, &solution.recognised);
        amounts.solution = solution;
        amounts.parts = granted.parts;
        amounts.calculated = granted.calculated;
        self.settle(&mut amounts, totals, granted.grants);
        amounts
    }

    /// Whether a member's rate would be another one if it were deemed large, which nobody has said. Until then it counts as what it
    /// is by itself.
    fn hangs_on_deemed_large(&self, member: usize) -> bool {
        let as_large = self.plan.programme.size.as_ref().is_some_and(|s| s.deemed_large_takes_rate_of_large);
        let rates = &self.plan.programme.amount.rate;
        let own = |group: &&str| matches!(*group, "small" | "sme" | "mid");
        as_large
            && self.facts.deemed_large(member).is_none()
            && self.facts.class(member).is_some_and(|c| c != SizeClass::Large)
            && rates.groups().iter().any(own)
    }

    /// Without its rates, limits on the grant can't be solved; the others can.
    fn without_rates(&self) -> WithoutRates {
        let plain = |l: &Limit| !matches!(l.bound, Bound::OfGrant(..)) && l.bound.compared() == Compared::Expense;
        let places: Vec<usize> = (0..self.plan.limits.len()).filter(|k| plain(&self.plan.limits[*k])).collect();
        let limits: Vec<Limit> = places.iter().map(|k| self.plan.limits[*k].clone()).collect();
        let shape = Shape::of(&limits);
        WithoutRates { places, limits, shape }
    }

    /// Puts totals and grants to amounts, and how every limit stands.
    fn settle(&self, amounts: &mut Amounts<'p>, totals: Vec<i64>, grants: Vec<i64>) {
        let problem = self.problem(amounts, &amounts.items);
        let recognised = &amounts.solution.recognised;
        let filed: Vec<i64> = amounts.items.iter().map(|i| i.requested).collect();
        let filed_totals = problem.totals(&filed);
        let mut standings = Vec::with_capacity(problem.limits.len());
        for (k, limit) in problem.limits.iter().enumerate() {
            for member in problem.scopes(limit) {
                let before = problem.standing(limit, member, &filed, &filed_totals);
                let after = problem.standing(limit, member, recognised, &totals);
                let bit = bit(&problem, limit, &before, &after, recognised);
                standings.push((amounts.without_rates.as_ref().map_or(k, |w| w.places[k]), before, after, bit));
            }
        }
        let mut by_category = vec![0; self.plan.programme.expenses.categories.len()];
        for (item, amount) in amounts.items.iter().zip(recognised) {
            by_category[item.category] += amount;
        }
        amounts.recognised = by_category;
        amounts.standings = standings;
        amounts.totals = totals;
        amounts.grants = grants;
    }

    pub(super) fn problem<'b>(&'b self, amounts: &'b Amounts<'p>, items: &'b [Item]) -> Problem<'b> {
        let rule = &self.plan.programme.amount;
        let (limits, shape) = match &amounts.without_rates {
            Some(without) => (without.limits.as_slice(), &without.shape),
            None => (self.plan.limits.as_slice(), &self.plan.shape),
        };
        Problem {
            items,
            members: &amounts.terms,
            together: self.paid_together(),
            cap: amounts.whole_cap(),
            rounding: rule.rounding,
            // What was rounded by category or by part is not rounded again.
            unit: if matches!(rule.rounded, None | Some(RoundedAt::Once)) { rule.unit.get().max(1) } else { 1 },
            limits,
            shape,
        }
    }

    /// Another sharing of the same total and grant that meets the share of the grant, where the one found misses it.
    pub(super) fn split(&self, amounts: &Amounts<'p>, not_searched: &mut Vec<NotSearched<'p>>) -> Option<Shared> {
        let rule = self.plan.programme.consortium.grant_share.as_ref()?;
        let plain = self.by_totals_alone() && !self.paid_together() && amounts.terms.iter().all(Terms::concave);
        if self.ids.len() < 2 || !rule.at.contains(&self.moment.phase) || !amounts.known || !plain {
            return None;
        }
        let scope = self.scope(self.facts.lead);
        let counts: Vec<bool> =
            (0..self.ids.len()).map(|m| scope.counts_for_share(m, &rule.of, rule.deemed_large_counts)).collect::<Option<_>>()?;
        let counted = |grants: &[i64]| grants.iter().zip(&counts).filter(|(_, c)| **c).map(|(g, _)| g).sum::<i64>();
        let problem = self.problem(amounts, &amounts.items);
        let grant: i64 = amounts.grants.iter().sum();
        let unit = problem.unit;
        let need = rule.at_least.of(Yen::clamped(grant), Rounding::Up, unit).get();
        if grant == 0 || need > grant || counted(&amounts.grants) >= need {
            return None;
        }
        let own = |totals: &[i64]| totals.iter().enumerate().map(|(m, t)| problem.member_grant(m, *t)).collect::<Vec<i64>>();
        let recognised = if counted(&own(&amounts.totals)) >= need {
            // What the cap takes away is taken from others.
            amounts.solution.recognised.clone()
        } else {
            let mut budget = Budget::of(SPLIT_STEPS);
            let (found, proven) = problem.split(&amounts.solution.recognised, &counts, need, &mut budget);
            if !proven {
                not_searched.push(NotSearched { what: Searched::Split, member: None, id: None });
            }
            found?
        };
        let totals = problem.totals(&recognised);
        let mut grants = problem.shared_grants(&totals, self.sharing());
        let missing = need - counted(&grants);
        if missing > 0 {
            let most = own(&totals);
            let of = |wanted: bool| -> Vec<i64> {
                let room = |m: usize| if wanted { most[m] - grants[m] } else { grants[m] };
                (0..grants.len()).map(|m| if counts[m] == wanted { room(m) / unit } else { 0 }).collect()
            };
            let (more, less) = (allot::pro_rata(missing / unit, &of(true)), allot::pro_rata(missing / unit, &of(false)));
            for (grant, (more, less)) in grants.iter_mut().zip(more.into_iter().zip(less)) {
                *grant += (more - less) * unit;
            }
        }
        (counted(&grants) >= need && grants.iter().sum::<i64>() == grant).then_some(Shared { recognised, totals, grants })
    }

    /// The amounts, shared in another way.
    pub(super) fn shared(&self, amounts: &Amounts<'p>, shared: &Shared) -> Amounts<'p> {
        let mut other = Amounts {
            items: amounts.items.clone(),
            terms: amounts.terms.clone(),
            rates: amounts.rates.clone(),
            cells: amounts.cells.clone(),
            cap: amounts.cap,
            added: amounts.added.clone(),
            raised_by: amounts.raised_by,
            further_caps: amounts.further_caps.clone(),
            part_terms: BTreeMap::new(),
            part_caps: Vec::new(),
            caps_after_sharing: amounts.caps_after_sharing.clone(),
            parts: Vec::new(),
            calculated: amounts.calculated,
            open: amounts.open.clone(),
            open_money: amounts.open_money.clone(),
            solution: Solution { recognised: shared.recognised.clone(), proven: amounts.solution.proven },
            totals: Vec::new(),
            recognised: Vec::new(),
            grants: Vec::new(),
            known: amounts.known,
            standings: Vec::new(),
            without_rates: None,
        };
        self.settle(&mut other, shared.totals.clone(), shared.grants.clone());
        other
    }

    /// What differs in another sharing.
    pub(super) fn split_answer(&self, amounts: &Amounts<'p>, other: &Amounts<'p>) -> Option<Split<'p>> {
        let cite = &self.plan.programme.consortium.grant_share.as_ref()?.cite;
        let members = (0..self.ids.len())
            .map(|m| SplitMember { id: self.ids[m].clone(), eligible_total_yen: other.totals[m], grant_yen: other.grants[m] })
            .collect();
        let pairs = amounts.items.iter().zip(amounts.solution.recognised.iter().zip(&other.solution.recognised));
        let categories = pairs
            .filter(|(_, (here, there))| here != there)
            .map(|(item, (_, there))| SplitCategory {
                member: self.ids[item.member].clone(),
                id: self.plan.category_id(item.category),
                recognised_yen: *there,
            })
            .collect();
        Some(Split { members, categories, cite })
    }

    pub(super) fn members(&self, amounts: &Amounts<'p>) -> Vec<MemberAnswer<'p>> {
        (0..self.ids.len())
            .map(|m| MemberAnswer {
                id: self.ids[m].clone(),
                lead: m == self.facts.lead,
                size_class: self.facts.class(m).map(|c| Cow::Borrowed(word(c))),
                rate_group: amounts.rates[m].map(|r| r.id),
                rate: amounts.rates[m].map(|r| r.rate),
                eligible_total_yen: amounts.totals[m],
                grant_yen: amounts.known.then_some(amounts.grants[m]),
            })
            .collect()
    }

    pub(super) fn categories(&self, amounts: &Amounts<'p>) -> Vec<CategoryAnswer<'p>> {
        let mut answers = Vec::new();
        for m in 0..self.ids.len() {
            for c in 0..self.plan.programme.expenses.categories.len() {
                let (requested, admissible) = (self.claims.requested[m][c], self.claims.admissible[m][c]);
                if requested == 0 && admissible == 0 {
                    continue;
                }
                let own = amounts.items.iter().zip(&amounts.solution.recognised).filter(|(i, _)| i.member == m && i.category == c);
                answers.push(CategoryAnswer {
                    member: self.ids[m].clone(),
                    id: self.plan.category_id(c),
                    requested_yen: requested,
                    admissible_yen: admissible,
                    recognised_yen: own.map(|(_, amount)| amount).sum(),
                });
            }
        }
        answers
    }
}

/// Whether a limit cut something: less is recognised than was filed, and not a yen more of it could be.
fn bit(problem: &Problem<'_>, limit: &Limit, filed: &Standing, found: &Standing, recognised: &[i64]) -> bool {
    if found.sum >= filed.sum || found.sum >= found.allowed {
        return found.sum < filed.sum;
    }
    let mut more = recognised.to_vec();
    problem.items.iter().enumerate().any(|(i, item)| {
        let inside = limit.categories >> item.category & 1 == 1 && found.member.is_none_or(|m| m == item.member);
        if !inside || recognised[i] >= item.requested {
            return false;
        }
        more[i] += 1;
        let breaks = !problem.standing(limit, found.member, &more, &problem.totals(&more)).holds();
        more[i] -= 1;
        breaks
    })
}
