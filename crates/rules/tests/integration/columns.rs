//! Columns and single assessments give the same answers.

use std::{fs, path::PathBuf, sync::LazyLock};

use kernel::SizeClass;
use proptest::prelude::*;
use rules::{
    application::Application,
    assess::{Moment, assess},
    columns::{Firms, Rule},
    read,
};

fn programmes(path: &str) -> Vec<read::Read> {
    read::programmes(&fs::read(PathBuf::from("../..").join(path)).unwrap()).programmes
}

static RULES: LazyLock<Vec<read::Read>> = LazyLock::new(|| {
    let files =
        ["bench/rule.yaml", "catalogue/tochigi-pref/2021/leading-companies.yaml", "catalogue/tochigi-pref/2025/innovation-ecosystem.yaml"];
    let mut all: Vec<read::Read> = files.into_iter().flat_map(programmes).collect();
    all.extend(programmes("catalogue/tochigi-center/2022/green-fund.yaml"));
    // The plain rule with limits on the part of the grant: in yen and of the grant, as it is and rounded by itself.
    let plain = fs::read_to_string("../../bench/rule.yaml").unwrap();
    for limit in [
        "at_most_yen: 1000000\n    compare: grant_part\n",
        "at_most_yen: 1000000\n    compare: grant_part\n    part_rounding: {rounding: half_up, unit: 1000}\n",
        "at_most: 40%\n    of: grant_total\n    compare: grant_part\n    part_rounding: {rounding: down, unit: 1}\n",
        "less_than: 40%\n    of: grant_total\n    compare: grant_part\n    part_rounding: {rounding: up, unit: 100}\n",
    ] {
        let changed = plain.replace("at_most: 40%\n    of: eligible_total\n    compare: expense\n", limit);
        assert_ne!(changed, plain);
        all.extend(read::programmes(changed.as_bytes()).programmes);
    }
    assert_eq!(all.len(), 9);
    all
});

fn amount() -> impl Strategy<Value = i64> {
    prop_oneof![2 => 0..1_000_i64, 4 => 0..90_000_000_i64, 1 => Just(0), 1 => 0..900_000_000_000_000_i64]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, max_shrink_time: 20_000, ..ProptestConfig::default() })]

    #[test]
    fn a_firm_in_a_column_is_answered_as_if_it_were_alone(which in 0..9_usize, class in 0..3_usize, amounts in prop::collection::vec(amount(), 11)) {
        let plan = &RULES[which].plan;
        let rule = Rule::of(plan).unwrap();
        let (class, word) = [(SizeClass::Sme, "sme"), (SizeClass::Mid, "mid"), (SizeClass::Large, "large")][class];
        let categories: Vec<&String> = plan.programme.expenses.categories.keys().collect();
        let amounts = &amounts[..categories.len()];
        let firms = Firms { classes: vec![class], requested: amounts.iter().map(|a| vec![*a]).collect() };
        let answers = rule.answer(&firms);
        let lines: Vec<String> = categories.iter().zip(amounts).map(|(c, a)| format!("{{\"category\":\"{c}\",\"amount\":{a}}}")).collect();
        let json = format!("{{\"members\":[{{\"id\":\"a\",\"facts\":{{\"size_class\":\"{word}\"}}}}],\"expenses\":[{}]}}", lines.join(","));
        let application: Application = serde_json::from_str(&json).unwrap();
        let alone = assess(plan, &application, Moment::default()).unwrap();
        prop_assert_eq!(answers.eligible[0], alone.eligible_total_yen);
        let floor = plan.programme.amount.floor.map_or(0, |f| f.get());
        let calculated = alone.calculated_grant_yen.unwrap_or(0);
        prop_assert_eq!(answers.grants[0], if calculated < floor { 0 } else { calculated });
        for step in rule.steps() {
            let bit = answers.bits[0] >> step.bit & 1 == 1;
            let told = match step.id {
                "cap" | "floor" => alone.steps.iter().any(|s| s.kind == step.id && s.bit),
                id => alone.limits.iter().any(|l| l.id == id && l.bit),
            };
            prop_assert_eq!(bit, told, "{}", step.id);
        }
    }
}
