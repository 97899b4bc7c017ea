//! A sample population: the same each time, and told apart by what changes for it.

use rules::{
    application::Application,
    assess::{Moment, assess},
    assessment::Verdict,
    language::Scalar,
    plan::Plan,
    population::{compare, sample},
    read,
};

fn example() -> read::Read {
    read::programmes(include_bytes!("../../../../catalogue/examples/2025/small-business.yaml")).programmes.remove(0)
}

const CASES: &[u8] = include_bytes!("../../../../catalogue/examples/2025/small-business.cases.yaml");

#[test]
fn a_population_is_the_same_each_time_and_many_of_its_firms_may_have_the_grant() {
    for cases in [CASES, b"cases: {}"] {
        let programme = example();
        let (one, two) = (sample(&programme.plan, cases, 200, 7), sample(&programme.plan, cases, 200, 7));
        assert!(one.iter().zip(&two).all(|(a, b)| a.application == b.application));
        let none = compare(&programme.plan, &programme.plan, &one);
        assert_eq!((none.firms, none.same, none.gain.firms, none.lose.firms), (200, 200, 0, 0));
        assert_eq!(none.totals[0], none.totals[1]);
        let eligible = one.iter().filter(|f| is_eligible(&programme.plan, &f.application)).count();
        assert!((40..=190).contains(&eligible), "{eligible} of 200");
    }
}

#[test]
fn every_programme_of_the_catalogue_has_firms_that_may_have_its_grant() {
    for file in [
        include_bytes!("../../../../catalogue/tochigi-center/2022/green-fund.yaml").as_slice(),
        include_bytes!("../../../../catalogue/tochigi-pref/2021/leading-companies.yaml"),
        include_bytes!("../../../../catalogue/tochigi-pref/2025/innovation-ecosystem.yaml"),
    ] {
        for programme in read::programmes(file).programmes {
            let firms = sample(&programme.plan, b"", 200, 7);
            let eligible = firms.iter().filter(|f| is_eligible(&programme.plan, &f.application)).count();
            assert!(eligible >= 20, "{}: {eligible} of 200", programme.plan.programme.id);
        }
    }
}

#[test]
fn a_higher_cap_makes_some_gain_and_nobody_lose_and_a_new_condition_the_other_way() {
    let programme = example();
    let firms = sample(&programme.plan, CASES, 300, 7);
    let higher = read::with_changes(&programme, &[("amount.cap.everyone".to_owned(), Scalar::Int(750_000))]).unwrap();
    let up = compare(&programme.plan, &higher.plan, &firms);
    assert!(up.gain.firms > 0 && up.lose.firms == 0, "{up:?}");
    assert_eq!(up.gain.firms + up.lose.firms + up.same, 300);
    assert_eq!(up.totals[1] - up.totals[0], up.gain.yen + up.lose.yen);
    assert_eq!(up.bands.iter().map(|b| b.firms).sum::<usize>(), up.gain.firms + up.lose.firms);
    // The other way round it is the other way.
    let down = compare(&higher.plan, &programme.plan, &firms);
    assert_eq!((down.lose.firms, down.lose.yen), (up.gain.firms, -up.gain.yen));
    // What another version knows and this one does not is no fault of the firm.
    let green = read::programmes(include_bytes!("../../../../catalogue/tochigi-center/2022/green-fund.yaml")).programmes.remove(0);
    let other = compare(&green.plan, &programme.plan, &firms);
    assert_eq!(other.firms, 300);
}

fn is_eligible(plan: &Plan, application: &serde_json::Value) -> bool {
    let application: Application = serde_json::from_value(application.clone()).unwrap();
    let answer = assess(plan, &application, Moment::default());
    answer.is_ok_and(|a| a.verdict != Verdict::NotEligible && a.calculated_grant_yen.unwrap_or(0) > 0)
}

#[test]
fn a_day_that_moves_in_a_test_of_lines_changes_nothing_for_firms_that_pay_in_time() {
    let text = include_str!("../../../../bench/rule.yaml");
    let dated = |last: &str| {
        let from = "materials: {name: {ja: 材料, en: Materials}, says: {ja: 材料, en: Materials}, cite: {lines: 6}}";
        let to = format!(
            "materials: {{name: {{ja: 材料, en: Materials}}, says: {{ja: 材料, en: Materials}}, tests: {{paid: {{says: {{ja: 期限までの支払, en: Paid in time}}, require: {{fact: paid_on, at_most: {last}}}, cite: {{lines: 6}}}}}}, cite: {{lines: 6}}}}"
        );
        assert!(text.contains(from));
        read::programmes(text.replace(from, &to).as_bytes()).programmes.remove(0)
    };
    let (before, after) = (dated("2027-01-29"), dated("2027-02-26"));
    let firms = sample(&after.plan, b"", 200, 7);
    let found = compare(&before.plan, &after.plan, &firms);
    assert!(found.totals[0] > 0 && found.totals[0] == found.totals[1], "{found:?}");
    assert_eq!((found.newly_eligible, found.no_longer_eligible), (0, 0));
}
