//! The solver against every other way to the same answer: all amounts tried out on small inputs, a
//! linear programme on large ones, and its own two ways against each other.

use kernel::{Rate, Rounding};
use proptest::prelude::*;
use rules::solve::{Bound, Compared, Item, Limit, Problem, Shape, Solution, Terms};

/// How many cases are tried: `SHIEN_TEST_CASES=20` tries twenty times as many.
fn cases(usual: u32) -> u32 {
    usual * std::env::var("SHIEN_TEST_CASES").ok().and_then(|n| n.parse::<u32>().ok()).unwrap_or(1)
}

#[derive(Debug, Clone)]
struct Case {
    items: Vec<Item>,
    members: Vec<Terms>,
    together: bool,
    cap: Option<i64>,
    rounding: Rounding,
    unit: i64,
    limits: Vec<Limit>,
}

impl Case {
    fn with<T>(&self, f: impl FnOnce(&Problem<'_>) -> T) -> T {
        let shape = Shape::of(&self.limits);
        f(&Problem {
            items: &self.items,
            members: &self.members,
            together: self.together,
            cap: self.cap,
            rounding: self.rounding,
            unit: self.unit,
            limits: &self.limits,
            shape: &shape,
        })
    }

    fn solve(&self) -> Solution {
        self.with(|p| p.solve())
    }

    /// Tries every amount that satisfies every limit.
    fn each(&self, mut seen: impl FnMut(&Problem<'_>, &[i64])) {
        self.with(|problem| {
            let mut amounts = vec![0; self.items.len()];
            loop {
                if problem.holds(&amounts) {
                    seen(problem, &amounts);
                }
                let Some(place) = (0..amounts.len()).find(|&i| amounts[i] < self.items[i].requested) else {
                    return;
                };
                amounts[..place].fill(0);
                amounts[place] += 1;
            }
        });
    }

    /// The largest eligible total that satisfies every limit, found by trying everything.
    fn by_brute_force(&self) -> i64 {
        self.greatest().0
    }

    /// The largest eligible total, and the largest grant that it can bring.
    fn greatest(&self) -> (i64, i64) {
        let mut best = (0, 0);
        self.each(|problem, amounts| best = best.max((amounts.iter().sum(), problem.grant(&problem.totals(amounts)))));
        best
    }
}

fn rate() -> impl Strategy<Value = Rate> {
    prop::sample::select(vec![(1, 2), (2, 3), (1, 3), (3, 4), (1, 1), (5, 7), (37, 100)]).prop_map(|(n, d)| Rate::new(n, d).unwrap())
}

fn share() -> impl Strategy<Value = Rate> {
    prop::sample::select(vec![(1, 10), (1, 5), (2, 5), (1, 2), (3, 5), (1, 3), (9, 10), (33, 100), (1, 1), (0, 1)])
        .prop_map(|(n, d)| Rate::new(n, d).unwrap())
}

fn part() -> impl Strategy<Value = Compared> {
    let rounding = prop::sample::select(vec![Rounding::Down, Rounding::Up, Rounding::HalfUp]);
    prop_oneof![
        Just(Compared::GrantPart),
        (rounding, prop::sample::select(vec![1_i64, 2, 3])).prop_map(|(r, unit)| Compared::RoundedPart(r, unit))
    ]
}

fn bound(categories: usize, most: i64) -> impl Strategy<Value = Bound> {
    prop_oneof![
        3 => share().prop_map(Bound::OfEligible),
        1 => (share(), 1..1_u64 << categories).prop_map(|(r, base)| Bound::OfCategories(r, base)),
        2 => share().prop_map(|r| Bound::OfGrant(r, Compared::Expense)),
        1 => share().prop_map(|r| Bound::OfGrant(r, Compared::GrantPart)),
        1 => (0..most).prop_map(|yen| Bound::Yen(yen, Compared::Expense)),
        1 => (0..most, part()).prop_map(|(yen, part)| Bound::Yen(yen, part)),
        1 => (share(), part()).prop_map(|(r, part)| Bound::OfGrant(r, part)),
    ]
}

fn limit(categories: usize, most: i64) -> impl Strategy<Value = Limit> {
    (1..1_u64 << categories, any::<bool>(), any::<bool>(), bound(categories, most), any::<bool>()).prop_map(
        move |(mask, each_member, strict, bound, keep)| Limit {
            categories: mask,
            each_member,
            strict,
            bound,
            keep_first: keep.then(|| (0..categories).filter(|c| mask >> c & 1 == 1).rev().collect()),
        },
    )
}

fn case(members: usize, categories: usize, most: i64, limits: usize) -> impl Strategy<Value = Case> {
    let terms = prop::collection::vec((rate(), prop::option::weighted(0.2, 1..most * 2)), 1..=members);
    terms.prop_flat_map(move |terms| {
        let count = terms.len();
        (
            Just(terms),
            prop::collection::vec(0..=most, count * categories),
            prop::option::weighted(0.4, 1..most * 3),
            prop::sample::select(vec![Rounding::Down, Rounding::Down, Rounding::Up, Rounding::HalfUp]),
            prop::sample::select(vec![1_i64, 1, 1, 3]),
            prop::collection::vec(limit(categories, most), 0..=limits),
        )
            .prop_map(move |(terms, requested, cap, rounding, unit, limits)| Case {
                items: requested
                    .iter()
                    .enumerate()
                    .map(|(i, &requested)| Item { member: i / categories, category: i % categories, requested })
                    .collect(),
                members: terms.into_iter().map(|(rate, cap)| Terms::of(rate, cap)).collect(),
                together: false,
                cap,
                rounding,
                unit,
                limits,
            })
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: cases(120), failure_persistence: None, max_shrink_time: 20_000, ..ProptestConfig::default() })]

    #[test]
    fn for_one_company_no_larger_total_satisfies_the_limits(case in case(1, 3, 11, 3)) {
        let found = case.solve();
        prop_assert!(found.proven);
        prop_assert!(case.with(|p| p.holds(&found.recognised)), "{found:?}");
        prop_assert_eq!(found.recognised.iter().sum::<i64>(), case.by_brute_force());
    }

    #[test]
    fn for_a_consortium_no_larger_total_satisfies_the_limits(case in case(3, 2, 5, 3)) {
        let found = case.solve();
        prop_assert!(found.proven);
        prop_assert!(case.with(|p| p.holds(&found.recognised)), "{found:?}");
        let grant = case.with(|p| p.grant(&p.totals(&found.recognised)));
        prop_assert_eq!((found.recognised.iter().sum::<i64>(), grant), case.greatest());
    }

    #[test]
    fn for_members_who_are_paid_together_no_larger_total_satisfies_the_limits(mut case in case(3, 2, 5, 3)) {
        // One grant of all their expenses is no measure beside limits on each member.
        prop_assume!(case.limits.iter().all(|l| !l.each_member || !matches!(l.bound, Bound::OfGrant(..))) || case.members.len() == 1);
        let mixed = case.limits.iter().any(|l| l.each_member) && case.limits.iter().any(|l| matches!(l.bound, Bound::OfGrant(..)));
        case.together = true;
        case.members = vec![case.members[0].clone(); case.members.len()];
        let found = case.solve();
        prop_assert!(case.with(|p| p.holds(&found.recognised)));
        prop_assert!(found.proven || (mixed && case.members.len() > 1));
        if found.proven {
            prop_assert_eq!(found.recognised.iter().sum::<i64>(), case.by_brute_force());
        }
    }

    #[test]
    fn the_part_of_all_is_rounded_once_beside_a_limit_on_each(first in 0..4_i64, second in 0..6_i64, third in 0..6_i64, unit in 1..4_i64, yen in 0..6_i64) {
        let item = |member, category, requested| Item { member, category, requested };
        let limit = |categories, each_member, bound| Limit { categories, each_member, strict: false, bound, keep_first: None };
        let case = Case {
            items: vec![item(0, 1, first), item(1, 0, second), item(1, 1, third)],
            members: vec![Terms::of(Rate::ONE, None); 2],
            together: true,
            cap: None,
            rounding: Rounding::Down,
            unit: 1,
            limits: vec![
                limit(1, true, Bound::OfEligible(Rate::new(1, 5).unwrap())),
                limit(2, false, Bound::Yen(yen, Compared::RoundedPart(Rounding::HalfUp, unit))),
            ],
        };
        let found = case.solve();
        prop_assert!(found.proven && case.with(|p| p.holds(&found.recognised)));
        prop_assert_eq!(found.recognised.iter().sum::<i64>(), case.by_brute_force());
    }

    /// Whatever sharing of the same total and grant pays those who count enough is found, and none that moves less.
    #[test]
    fn a_consortium_is_split_as_those_who_count_need_it(case in case(3, 2, 4, 2), who in 1..7_usize, tenths in 1..=10_i64) {
        let counts: Vec<bool> = (0..case.members.len()).map(|m| who >> m & 1 == 1).collect();
        let found = case.solve();
        let (total, grant) = case.greatest();
        let need = Rate::new(tenths, 10).unwrap().of(kernel::Yen::clamped(grant), Rounding::Up, case.unit).get();
        let paid = |problem: &Problem<'_>, amounts: &[i64]| -> i64 {
            let totals = problem.totals(amounts);
            (0..totals.len()).filter(|m| counts[*m]).map(|m| problem.member_grant(m, totals[m])).sum()
        };
        let moved = |amounts: &[i64]| amounts.iter().zip(&found.recognised).map(|(a, b)| (a - b).max(0)).sum::<i64>();
        let mut nearest: Option<i64> = None;
        case.each(|problem, amounts| {
            let same = (amounts.iter().sum::<i64>(), problem.grant(&problem.totals(amounts))) == (total, grant);
            if same && paid(problem, amounts) >= need {
                nearest = Some(nearest.map_or(moved(amounts), |n| n.min(moved(amounts))));
            }
        });
        let (split, proven) = case.with(|p| p.split(&found.recognised, &counts, need, &mut rules::solve::Budget::default()));
        prop_assert!(proven);
        prop_assert_eq!(split.is_some(), nearest.is_some(), "{:?} of {:?}", split, found);
        if let Some(split) = split {
            prop_assert!(case.with(|p| p.holds(&split) && paid(p, &split) >= need));
            // Categories under the same limits move together, so that more may move inside them.
            let limited: u64 = case.limits.iter().fold(0, |all, l| all | l.categories);
            if case.limits.iter().all(|l| l.categories.is_power_of_two()) && limited.count_ones() as usize == case.limits.len() {
                prop_assert_eq!(Some(moved(&split)), nearest);
            }
        }
    }
}

proptest! {
    // Each of these is a search of its own.
    #![proptest_config(ProptestConfig { cases: cases(24), failure_persistence: None, max_shrink_time: 20_000, ..ProptestConfig::default() })]

    #[test]
    fn both_ways_agree_on_real_amounts(case in case(1, 4, 50_000_000, 3)) {
        let found = case.solve();
        let searched = case.with(|p| p.solve_by_search());
        prop_assert!(case.with(|p| p.holds(&found.recognised)));
        prop_assert!(case.with(|p| p.holds(&searched.recognised)));
        if searched.proven {
            prop_assert_eq!(found.recognised.iter().sum::<i64>(), searched.recognised.iter().sum::<i64>());
        }
    }

    #[test]
    fn recognised_amounts_never_exceed_the_request(case in case(3, 3, 90_000_000, 3)) {
        let found = case.solve();
        prop_assert!(case.with(|p| p.holds(&found.recognised)));
        for (item, amount) in case.items.iter().zip(&found.recognised) {
            prop_assert!((0..=item.requested).contains(amount));
        }
    }

    #[test]
    fn a_share_is_exact_and_never_more_than_its_claim(total in 0..1_000_i64, claims in prop::collection::vec(0..300_i64, 0..8)) {
        for shares in [rules::solve::allot::pro_rata(total, &claims), rules::solve::allot::keep_first(total, &claims)] {
            prop_assert_eq!(shares.iter().sum::<i64>(), total.min(claims.iter().sum()));
            prop_assert!(shares.iter().zip(&claims).all(|(s, c)| (0..=*c).contains(s)));
        }
    }
}

/// The greatest eligible total by a linear programme, in the limit of no rounding. In millions of yen, so that the
/// programme's tolerances are small beside its numbers.
fn by_linear_programme(case: &Case) -> f64 {
    use good_lp::{Expression, ProblemVariables, Solution as _, SolverModel, constraint, microlp, variable};
    const MILLION: f64 = 1_000_000.0;
    let number = |r: Rate| f64::from(i32::try_from(r.numerator()).unwrap()) / f64::from(i32::try_from(r.denominator()).unwrap());
    let millions = |y: i64| f64::from(u32::try_from(y).unwrap()) / MILLION;
    let mut variables = ProblemVariables::new();
    let amounts: Vec<_> = case.items.iter().map(|i| variables.add(variable().min(0.0).max(millions(i.requested)))).collect();
    let grant = variables.add(variable().min(0.0).max(case.cap.map_or(1e6, millions)));
    let total: Expression = amounts.iter().sum();
    let weighed: Expression = case.items.iter().zip(&amounts).map(|(i, a)| number(case.members[i.member].rate) * *a).sum();
    let mut model = variables.maximise(total.clone()).using(microlp).with(constraint!(grant <= weighed));
    for limit in &case.limits {
        let sum: Expression =
            case.items.iter().zip(&amounts).filter(|(i, _)| limit.categories >> i.category & 1 == 1).map(|(_, a)| *a).sum();
        model = match limit.bound {
            Bound::Yen(most, _) => model.with(constraint!(sum <= millions(most))),
            Bound::OfEligible(rate) => model.with(constraint!(sum <= number(rate) * total.clone())),
            Bound::OfCategories(rate, base) => {
                let base: Expression = case.items.iter().zip(&amounts).filter(|(i, _)| base >> i.category & 1 == 1).map(|(_, a)| *a).sum();
                model.with(constraint!(sum <= number(rate) * base))
            }
            Bound::OfGrant(rate, _) => model.with(constraint!(sum <= number(rate) * grant)),
        };
    }
    model.solve().unwrap().eval(total) * MILLION
}

/// The same measure of the expenses themselves.
fn of_expenses(bound: Bound) -> Bound {
    match bound {
        Bound::Yen(yen, _) => Bound::Yen(yen, Compared::Expense),
        Bound::OfGrant(rate, _) => Bound::OfGrant(rate, Compared::Expense),
        of_expenses => of_expenses,
    }
}

fn large(members: usize, categories: usize, limits: usize) -> impl Strategy<Value = Case> {
    case(members, categories, 80_000_000, limits).prop_map(|mut case| {
        case.unit = 1;
        case.rounding = Rounding::Down;
        case.members.iter_mut().for_each(|m| m.cap = None);
        for limit in &mut case.limits {
            limit.strict = false;
            limit.each_member = false;
            limit.bound = of_expenses(limit.bound);
        }
        case
    })
}

/// A linear programme finds at most what rounding to whole yen costs more: a few yen for each limit that binds and each
/// member, and more where rates add up to almost the whole.
fn no_more_by_linear_programme(case: &Case) -> Result<(), TestCaseError> {
    let found = case.solve();
    prop_assert!(case.with(|p| p.holds(&found.recognised)));
    let exact = f64::from(u32::try_from(found.recognised.iter().sum::<i64>()).unwrap());
    let bound = by_linear_programme(case);
    prop_assert!(exact <= bound + 1.0 && (!found.proven || exact >= bound - 2_000.0), "{exact} {bound}");
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: cases(60), failure_persistence: None, max_shrink_time: 20_000, ..ProptestConfig::default() })]

    #[test]
    fn on_large_inputs_a_linear_programme_finds_no_more(case in large(1, 12, 6)) {
        no_more_by_linear_programme(&case)?;
    }

    #[test]
    fn for_large_consortia_a_linear_programme_finds_no_more(case in large(8, 4, 3)) {
        no_more_by_linear_programme(&case)?;
    }

    /// As in document 002: two limits on the grant of all, two rates, any number of members.
    #[test]
    fn a_consortium_under_limits_on_the_grant_is_always_proven(mut case in large(7, 4, 0), unit in prop::sample::select(vec![1_i64, 1_000])) {
        let limit = |category: usize, share: (i64, i64)| Limit {
            categories: 1 << category,
            each_member: false,
            strict: false,
            bound: Bound::OfGrant(Rate::new(share.0, share.1).unwrap(), Compared::Expense),
            keep_first: None,
        };
        case.unit = unit;
        for terms in &mut case.members {
            terms.rate = if terms.rate > Rate::new(1, 2).unwrap() { Rate::new(2, 3).unwrap() } else { Rate::new(1, 2).unwrap() };
        }
        case.limits = vec![limit(0, (1, 5)), limit(1, (2, 5))];
        let found = case.solve();
        prop_assert!(found.proven);
        prop_assert!(case.with(|p| p.holds(&found.recognised)));
        if unit == 1 {
            no_more_by_linear_programme(&case)?;
        }
    }
}

/// Small consortia under nested limits on the whole grant: the way of `solve::consortium`, against everything.
fn nested() -> impl Strategy<Value = Case> {
    case(3, 2, 9, 2).prop_map(|mut case| {
        case.rounding = Rounding::Down;
        case.members.iter_mut().for_each(|m| m.cap = None);
        for (k, limit) in case.limits.iter_mut().enumerate() {
            limit.each_member = false;
            limit.categories = [1, 3][k];
            limit.keep_first = None;
            limit.bound = of_expenses(limit.bound);
        }
        case
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: cases(48), failure_persistence: None, max_shrink_time: 20_000, ..ProptestConfig::default() })]

    #[test]
    fn for_a_consortium_under_nested_limits_no_larger_total_satisfies_them(case in nested()) {
        let found = case.solve();
        prop_assert!(found.proven);
        prop_assert!(case.with(|p| p.holds(&found.recognised)), "{found:?}");
        prop_assert_eq!(found.recognised.iter().sum::<i64>(), case.by_brute_force());
    }
}

#[test]
fn two_units_together_may_be_cheaper_than_one_after_the_other() {
    let item = |member, category, requested| Item { member, category, requested };
    let terms = |over, under| Terms::of(Rate::new(over, under).unwrap(), None);
    let case = Case {
        items: vec![item(0, 0, 5), item(0, 1, 9), item(1, 0, 2), item(1, 1, 4)],
        members: vec![terms(3, 4), terms(2, 3)],
        together: false,
        cap: None,
        rounding: Rounding::Down,
        unit: 1,
        limits: vec![Limit {
            categories: 1,
            each_member: false,
            strict: false,
            bound: Bound::OfGrant(Rate::new(2, 5).unwrap(), Compared::Expense),
            keep_first: None,
        }],
    };
    // The second member makes one yen of the fifth yen and another of the sixth: 9 + 4 = 13, of which 2/5 are 5.
    assert_eq!(case.solve().recognised.iter().sum::<i64>(), case.by_brute_force());
    assert_eq!(case.by_brute_force(), 18);
}

/// Numbers that look random and are the same every time, for questions whose hardest cases are known to take seconds.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, most: u32) -> u32 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        u32::try_from(self.0 % u64::from(most)).unwrap()
    }

    fn consortium(&mut self, members: u32, rates: &[(i64, i64)], cap: Option<i64>, categories: usize, limits: Vec<Limit>) -> Case {
        let members: Vec<Terms> = (0..members)
            .map(|_| {
                let (above, below) = rates[self.below(u32::try_from(rates.len()).unwrap()) as usize];
                Terms::of(Rate::new(above, below).unwrap(), cap)
            })
            .collect();
        let items = (0..members.len() * categories).map(|i| Item {
            member: i / categories,
            category: i % categories,
            requested: if self.below(5) == 0 { 0 } else { self.below(9_000_000).into() },
        });
        Case {
            items: items.collect(),
            members,
            together: false,
            cap: cap.map(|c| c * 5 / 3),
            rounding: Rounding::Down,
            unit: 1_000,
            limits,
        }
    }
}

/// Whole thousands, members of several rates, and limits of every kind at once: answered, and proven to be the greatest.
#[test]
fn consortia_under_every_kind_of_limit_are_proven() {
    let limit =
        |categories: u64, each_member: bool, strict: bool, bound: Bound| Limit { categories, each_member, strict, bound, keep_first: None };
    let rate = |above, below| Rate::new(above, below).unwrap();
    let mut numbers = Numbers(88_172_645_463_325_252);
    for round in 0..40 {
        // The other reading of document 002: the grant part is compared.
        let part = |share| Bound::OfGrant(share, Compared::GrantPart);
        let limits = vec![limit(1, false, false, part(rate(1, 5))), limit(2, false, false, part(rate(2, 5)))];
        let members = 2 + numbers.below(3);
        let by_part = numbers.consortium(members, &[(1, 2), (2, 3)], None, 4, limits);
        // Limits on all beside limits on each, some crossing others, and caps.
        let limits = vec![
            limit(1, false, false, Bound::OfEligible(rate(35, 100))),
            limit(2, true, true, Bound::OfEligible(rate(1, 2))),
            limit(4, false, false, Bound::Yen(500_000, Compared::Expense)),
            limit(4 | 8 | 16, false, false, part(rate(1, 5))),
        ];
        let members = 2 + numbers.below(2);
        let mixed = numbers.consortium(members, &[(3, 4), (2, 3), (1, 3)], Some(15_000_000), 7, limits);
        // Many members.
        let share = |share| Bound::OfGrant(share, Compared::Expense);
        let limits = vec![limit(1, false, false, share(rate(1, 5))), limit(2, false, false, share(rate(2, 5)))];
        let members = 9 + numbers.below(6);
        let many = numbers.consortium(members, &[(1, 2), (2, 3)], None, 4, limits);
        for case in [by_part, mixed, many] {
            let found = case.solve();
            assert!(found.proven, "round {round}: {case:?}");
            assert!(case.with(|p| p.holds(&found.recognised)));
        }
    }
}

/// The cuts move the corner of the first programme onto whole yen that only touch the limit with 未満.
#[test]
fn a_whole_corner_that_touches_a_strict_limit_is_searched_below() {
    let item = |member, category, requested| Item { member, category, requested };
    let terms = |numerator, denominator| Terms::of(Rate::new(numerator, denominator).unwrap(), None);
    let limit = |categories, each_member, strict, bound| Limit { categories, each_member, strict, bound, keep_first: None };
    let case = Case {
        items: vec![item(0, 0, 0), item(0, 1, 1), item(1, 0, 3), item(1, 1, 2)],
        members: vec![terms(2, 3), terms(5, 7)],
        together: false,
        cap: None,
        rounding: Rounding::HalfUp,
        unit: 1,
        limits: vec![
            limit(1, true, false, Bound::OfGrant(Rate::new(1, 2).unwrap(), Compared::GrantPart)),
            limit(2, false, true, Bound::OfEligible(Rate::new(3, 5).unwrap())),
        ],
    };
    assert_eq!(case.by_brute_force(), 4);
    assert_eq!(case.solve().recognised.iter().sum::<i64>(), 4);
}
