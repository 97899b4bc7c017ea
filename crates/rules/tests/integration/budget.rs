//! A budget given: first come, by lot, by score, and everybody reduced.

use jiff::Timestamp;
use proptest::prelude::*;
use rules::{
    budget::{Candidate, Share, Terms, allocate},
    language::{Allocation, LastOne},
};

fn candidate(id: &str, arrived: &str, grant_yen: i64) -> Candidate {
    Candidate { id: id.to_owned(), arrived_at: arrived.parse().unwrap(), grant_yen, score: 0 }
}

fn terms(allocation: Allocation, budget_yen: i64) -> Terms<'static> {
    Terms { allocation, budget_yen, floor_yen: 100_000, unit: 1_000, seed: "2026-06-01" }
}

fn grants(shares: &[Share]) -> Vec<(&str, i64)> {
    shares.iter().map(|s| (s.id.as_str(), s.grant_yen)).collect()
}

const FIRST: [(&str, &str); 3] = [("c", "2026-05-01T00:00:02Z"), ("a", "2026-05-01T00:00:01Z"), ("b", "2026-05-02T00:00:00Z")];

#[test]
fn the_first_come_are_served_and_the_last_one_gets_the_rest_or_nothing() {
    let all: Vec<Candidate> = FIRST.iter().map(|(id, at)| candidate(id, at, 400_000)).collect();
    let first = |last_one| Allocation::FirstCome { last_one, same_day_by_lot: false };
    assert_eq!(grants(&allocate(terms(first(LastOne::Rest), 1_000_500), &all)), [("a", 400_000), ("c", 400_000), ("b", 200_000)]);
    assert_eq!(grants(&allocate(terms(first(LastOne::Nothing), 1_000_500), &all)), [("a", 400_000), ("c", 400_000), ("b", 0)]);
    // What is left is below the floor: no such grant is made.
    assert_eq!(grants(&allocate(terms(first(LastOne::Rest), 899_999), &all)), [("a", 400_000), ("c", 400_000), ("b", 0)]);
    // Until the end of the day on which it was used up, also where it was used up to the yen.
    assert_eq!(grants(&allocate(terms(first(LastOne::WholeDay), 300_000), &all)), [("a", 400_000), ("c", 400_000), ("b", 0)]);
    assert_eq!(grants(&allocate(terms(first(LastOne::WholeDay), 400_000), &all)), [("a", 400_000), ("c", 400_000), ("b", 0)]);
    assert_eq!(grants(&allocate(terms(first(LastOne::WholeDay), 0), &all)), [("a", 0), ("c", 0), ("b", 0)]);
    assert_eq!(grants(&allocate(terms(first(LastOne::WholeDay), 800_001), &all)), [("a", 400_000), ("c", 400_000), ("b", 400_000)]);
    assert_eq!(grants(&allocate(terms(first(LastOne::Rest), 1_200_000), &all)), [("a", 400_000), ("c", 400_000), ("b", 400_000)]);
}

#[test]
fn of_one_day_a_lot_decides_and_anybody_draws_it_again() {
    let all: Vec<Candidate> = FIRST.iter().map(|(id, at)| candidate(id, at, 400_000)).collect();
    let lot = |seed| {
        let same_day = Allocation::FirstCome { last_one: LastOne::Nothing, same_day_by_lot: true };
        allocate(Terms { seed, ..terms(same_day, 800_000) }, &all)
    };
    for seed in ["1", "2", "3", "4", "5", "6", "7", "8"] {
        // The one of the second day is never before those of the first.
        assert_eq!(grants(&lot(seed))[2], ("b", 0));
        let mut turned = all.clone();
        turned.reverse();
        let same_day = Allocation::FirstCome { last_one: LastOne::Nothing, same_day_by_lot: true };
        assert_eq!(allocate(Terms { seed, ..terms(same_day, 800_000) }, &turned), lot(seed));
    }
    let firsts: std::collections::BTreeSet<String> =
        (0..20).map(|n| lot(Box::leak(n.to_string().into_boxed_str()))[0].id.clone()).collect();
    assert_eq!(firsts.len(), 2);
    // 23:30 in Japan is another day than 00:30 after it, though one day in Greenwich.
    let night = [candidate("late", "2026-05-01T15:30:00Z", 400_000), candidate("early", "2026-05-01T14:30:00Z", 400_000)];
    for seed in ["1", "2", "3", "4"] {
        let same_day = Allocation::FirstCome { last_one: LastOne::Nothing, same_day_by_lot: true };
        assert_eq!(allocate(Terms { seed, ..terms(same_day, 400_000) }, &night)[0].id, "early");
    }
}

#[test]
fn a_lot_hangs_on_the_seed_and_the_numbers_alone() {
    let all: Vec<Candidate> = FIRST.iter().map(|(id, at)| candidate(id, at, 400_000)).collect();
    let drawn = allocate(terms(Allocation::Lot { last_one: LastOne::Nothing }, 800_000), &all);
    let mut by_hand: Vec<&Candidate> = all.iter().collect();
    by_hand.sort_by_key(|c| rules::budget::lot_of("2026-06-01", &c.id));
    assert_eq!(drawn.iter().map(|s| &s.id).collect::<Vec<_>>(), by_hand.iter().map(|c| &c.id).collect::<Vec<_>>());
}

#[test]
fn everybody_is_reduced_by_one_rate_and_nothing_is_left_that_could_be_given() {
    let all = [candidate("a", FIRST[0].1, 3_000_000), candidate("b", FIRST[0].1, 2_000_000), candidate("c", FIRST[0].1, 120_000)];
    // Of 5,120,000 there are 4,000,000: c would have 93,750, below the floor; what is left for a and b is all of it.
    assert_eq!(grants(&allocate(terms(Allocation::Reduced, 4_000_000), &all)), [("a", 2_400_000), ("b", 1_600_000), ("c", 0)]);
    assert_eq!(grants(&allocate(terms(Allocation::Reduced, 4_001_000), &all)), [("a", 2_401_000), ("b", 1_600_000), ("c", 0)]);
    assert_eq!(grants(&allocate(terms(Allocation::Reduced, 9_000_000), &all)), [("a", 3_000_000), ("b", 2_000_000), ("c", 120_000)]);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, max_shrink_time: 20_000, ..ProptestConfig::default() })]

    #[test]
    fn no_budget_is_passed_and_nobody_gets_more_than_it_may(
        asked in prop::collection::vec(0..5_000_000_i64, 0..12),
        budget_yen in 0..20_000_000_i64,
        way in 0..5_u8,
    ) {
        let all: Vec<Candidate> = asked
            .iter()
            .enumerate()
            .map(|(n, yen)| Candidate {
                id: format!("{n:02}"),
                arrived_at: Timestamp::from_second(i64::try_from(n * 7_919 % 100_000).unwrap()).unwrap(),
                grant_yen: yen - yen % 1_000,
                score: yen % 50,
            })
            .collect();
        let allocation = match way {
            0 => Allocation::FirstCome { last_one: LastOne::Rest, same_day_by_lot: true },
            1 => Allocation::FirstCome { last_one: LastOne::Nothing, same_day_by_lot: false },
            2 => Allocation::Lot { last_one: LastOne::Rest },
            3 => Allocation::ByScore { last_one: LastOne::Nothing },
            _ => Allocation::Reduced,
        };
        let shares = allocate(terms(allocation, budget_yen), &all);
        prop_assert_eq!(shares.len(), all.len());
        let given: i64 = shares.iter().map(|s| s.grant_yen).sum();
        prop_assert!(given <= budget_yen);
        for share in &shares {
            prop_assert!(share.grant_yen <= share.asked_yen && share.grant_yen % 1_000 == 0);
            prop_assert!(share.grant_yen == 0 || share.grant_yen >= 100_000.min(share.asked_yen));
        }
        if allocation == Allocation::Reduced {
            let served: Vec<_> = shares.iter().filter(|s| s.grant_yen > 0).collect();
            let wish: i64 = served.iter().map(|s| s.asked_yen).sum();
            // Whole units, and all of the budget, where those who are served could take it.
            prop_assert!(served.is_empty() || given == wish.min(budget_yen - budget_yen % 1_000));
            for s in &served {
                // Nobody is further than a unit from the one rate.
                let exact = i128::from(s.asked_yen) * i128::from(given);
                let own = i128::from(s.grant_yen) * i128::from(wish);
                prop_assert!((exact - own).abs() < 1_000 * i128::from(wish));
            }
        }
    }
}
