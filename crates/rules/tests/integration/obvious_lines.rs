//! Lines that hang on one another — orders, hours of a day and a month, units in their order, cases with caps of their own — held against
//! a reference that goes through them as a clerk would.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;
use rules::{
    application::Application,
    assess::{Moment, assess},
    read,
};

const DAYS: [&str; 5] = ["2026-08-03", "2026-08-04", "2026-08-31", "2026-09-01", "2026-09-02"];

/// A line: what it is, and the case that it belongs to.
#[derive(Debug, Clone)]
enum Cost {
    /// Yen, the order, quotations.
    Material(i64, usize, i64),
    /// The person, quarters of an hour, the day.
    Labour(usize, i64, usize),
    /// Yen, how many, the person, the day.
    Guidance(i64, i64, usize, usize),
}

#[derive(Debug, Clone)]
struct Call {
    order_from: i64,
    /// Hours a day, quarters of an hour to which a month is brought down, hours in all.
    hours: (i64, i64, i64),
    units: i64,
    decided: [i64; 2],
    lines: Vec<(Cost, usize)>,
}

fn a_cost() -> impl Strategy<Value = Cost> {
    prop_oneof![
        (0..200_i64, 0..2_usize, 0..4_i64).prop_map(|(yen, order, quotations)| Cost::Material(yen, order, quotations)),
        (0..2_usize, prop_oneof![1..4_i64, 1..40_i64], 0..5_usize).prop_map(|(person, quarters, day)| Cost::Labour(person, quarters, day)),
        (0..200_i64, 1..4_i64, 0..2_usize, 0..5_usize).prop_map(|(yen, count, person, day)| Cost::Guidance(yen, count, person, day)),
    ]
}

prop_compose! {
    fn a_call()(
        order_from in 1..400_i64,
        hours in (1..10_i64, prop_oneof![Just(1_i64), Just(2), Just(4)], 1..40_i64),
        units in 0..8_i64,
        decided in prop::array::uniform2(0..4_000_i64),
        lines in prop::collection::vec((a_cost(), 0..2_usize), 1..9),
    ) -> Call {
        Call { order_from, hours, units, decided, lines }
    }
}

impl Call {
    /// The quarters that count of the hours of a person in these lines.
    fn quarters(&self, person: usize, lines: &[(Cost, usize)]) -> i64 {
        let (a_day, down, in_all) = self.hours;
        let mut days: BTreeMap<usize, i64> = BTreeMap::new();
        for (cost, _) in lines {
            if let Cost::Labour(whose, quarters, day) = cost
                && *whose == person
            {
                *days.entry(*day).or_default() += quarters;
            }
        }
        let month = |days_of: &dyn Fn(usize) -> bool| {
            let sum: i64 = days.iter().filter(|(day, _)| days_of(**day)).map(|(_, quarters)| (*quarters).min(a_day * 4)).sum();
            sum - sum % down
        };
        (month(&|day| day < 3) + month(&|day| day >= 3)).min(in_all * 4)
    }

    /// What counts of each line.
    fn eligible(&self) -> Vec<i64> {
        let mut found = vec![0; self.lines.len()];
        let mut used: BTreeMap<(usize, usize), i64> = BTreeMap::new();
        let mut by_day: Vec<usize> = (0..self.lines.len()).collect();
        by_day.sort_by_key(|place| if let Cost::Guidance(.., day) = self.lines[*place].0 { day } else { 0 });
        for place in by_day {
            found[place] = match self.lines[place].0 {
                Cost::Material(yen, order, quotations) => {
                    let same = self
                        .lines
                        .iter()
                        .map(|(cost, _)| if let Cost::Material(yen, of, _) = cost { if *of == order { *yen } else { 0 } } else { 0 });
                    if same.sum::<i64>() < self.order_from || quotations >= 2 { yen } else { 0 }
                }
                Cost::Labour(person, ..) => {
                    (self.quarters(person, &self.lines[..=place]) - self.quarters(person, &self.lines[..place])) * 250
                }
                Cost::Guidance(0, ..) => 0,
                Cost::Guidance(yen, count, person, day) => {
                    let left = self.units - used.values().sum::<i64>();
                    let of_day = used.entry((person, day)).or_default();
                    *of_day += (count - *of_day).clamp(0, left);
                    yen * count.min(*of_day) / count
                }
            };
        }
        found
    }

    fn yaml(&self) -> String {
        let (a_day, down, in_all) = self.hours;
        let text = |id: &str, kind: &str| format!("  {id}: {{type: {kind}, of: line, ask: {{ja: 例, en: E}}}}\n");
        let category = |id: &str, more: &str| {
            format!("    {id}: {{name: {{ja: {id}, en: {id}}}, says: {{ja: {id}, en: {id}}}, {more}, cite: {{lines: 4}}}}\n")
        };
        let labour = format!(
            "calculator: {{labour: {{pay_of: hour, day: on, max_hours_each_day: {a_day}, hours_down_to: {down}/4, hours_down_in: month, max_hours: {in_all}, allowances: [], welfare_above_fund_counts: false, hourly_rounding: down}}}}"
        );
        let guidance = format!("calculator: {{per_unit: {{at_most: {}, in_order_of: on, same_unit: [person, on]}}}}", self.units);
        let order = format!(
            "tests: {{quoted: {{says: {{ja: 見積, en: Q}}, require: {{any_of: [{{fact: order_yen, less_than: {}}}, {{fact: quotations, at_least: 2}}]}}, cite: {{lines: 4}}}}}}",
            self.order_from
        );
        format!(
            "shien: 1\nid: lines\nkind: grant\nname: {{ja: 例, en: E}}\nfiscal_year: 2026\nround: 1\nrevision: 1\n\
             source: {{document: O, title: {{ja: 例, en: E}}, lines: 9}}\nsummary: {{says: {{ja: 例, en: E}}, cite: {{lines: 1}}}}\n\
             window: {{opens: 2026-04-01, closes: 2026-05-29T17:00, arrival: must_arrive, closing_instant: in_time, cite: {{lines: 2}}}}\n\
             filing: {{channels: [online], consultation: not_asked, cite: {{}}}}\nconsortium: {{form: not_allowed}}\nfacts:\n{}{}{}{}{}  \
             order_yen: {{type: yen, of: line, ask: {{ja: 例, en: E}}, worked_out: {{over_lines: {{take: sum, fact: amount_net_yen, same: order}}}}}}\n  \
             last: {{type: date, of: application, ask: {{ja: 例, en: E}}, worked_out: {{over_lines: {{take: largest, fact: on, categories: [b, c]}}}}}}\n  \
             after: {{type: date, of: application, ask: {{ja: 例, en: E}}, worked_out: {{day: {{day_of_month: {{day: 31, months_after: 1, event: {{fact: last}}}}}}}}}}\n  \
             lines: {{type: count, of: application, ask: {{ja: 例, en: E}}, worked_out: {{over_lines: {{take: count}}}}}}\n\
             amount:\n  paid_to: lead\n  rate: 1/2\n  rounding: down\n  unit: 10\n  rounded: each_part\n  parts:\n    \
             case: {{says: {{ja: 案件, en: Case}}, categories: [a, b, c], each: {{same: [case, decided]}}, cap: {{fact: decided}}, cite: {{lines: 4}}}}\n  \
             cite: {{paid_to: {{lines: 3}}, rate: {{lines: 3}}}}\nexpenses:\n  tax: excluded\n  categories:\n{}{}{}",
            text("case", "text"),
            text("decided", "yen"),
            text("order", "text"),
            text("quotations", "count"),
            text("on", "date"),
            category("a", &order),
            category("b", &labour),
            category("c", &guidance),
        )
    }

    fn application(&self) -> Application {
        let lines = self.lines.iter().map(|(cost, case)| {
            let mut facts = serde_json::json!({ "case": format!("case-{case}"), "decided": self.decided[*case] });
            match cost {
                Cost::Material(yen, order, quotations) => {
                    facts["order"] = format!("order-{order}").into();
                    facts["quotations"] = (*quotations).into();
                    serde_json::json!({ "category": "a", "amount": yen, "facts": facts })
                }
                Cost::Labour(person, quarters, day) => {
                    facts["on"] = DAYS[*day].into();
                    let hours = format!("{quarters}/4");
                    serde_json::json!({ "category": "b", "person": format!("p{person}"), "hours": hours, "pay": { "base": 1000 }, "facts": facts })
                }
                Cost::Guidance(yen, count, person, day) => {
                    facts["on"] = DAYS[*day].into();
                    serde_json::json!({ "category": "c", "amount": yen, "quantity": count, "person": format!("p{person}"), "facts": facts })
                }
            }
        });
        let lines: Vec<_> = lines.collect();
        serde_json::from_value(serde_json::json!({ "members": [{ "id": "m" }], "expenses": lines })).unwrap()
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, max_shrink_time: 20_000, ..ProptestConfig::default() })]

    #[test]
    fn lines_that_hang_on_one_another_come_to_what_a_clerk_finds(call in a_call()) {
        let outcome = read::programmes(call.yaml().as_bytes());
        let errors: Vec<_> = outcome.diagnostics.iter().filter(|d| d.severity == rules::diagnostic::Severity::Error).map(|d| d.message.clone()).collect();
        prop_assert!(errors.is_empty(), "{errors:?}\n{}", call.yaml());
        let answer = assess(&outcome.programmes[0].plan, &call.application(), Moment::default()).unwrap();
        let eligible = call.eligible();
        prop_assert_eq!(answer.eligible_total_yen, eligible.iter().sum::<i64>(), "{:?}", eligible);
        // Each case by itself, within what was decided for it, down to ten yen; two with the same name and amount are one.
        let mut cases: BTreeMap<(usize, i64), i64> = BTreeMap::new();
        for ((_, case), yen) in call.lines.iter().zip(&eligible) {
            *cases.entry((*case, call.decided[*case])).or_default() += yen;
        }
        let grant: i64 = cases.iter().map(|((_, decided), yen)| (yen / 2).min(*decided) / 10 * 10).sum();
        prop_assert_eq!(answer.calculated_grant_yen, Some(grant));
        let known = |name: &str| answer.worked_out.iter().find(|w| w.fact == name).map(|w| w.value.to_string());
        let counting: Vec<usize> = (0..eligible.len()).filter(|place| eligible[*place] > 0).collect();
        prop_assert_eq!(known("lines"), Some(counting.len().to_string()));
        let days: BTreeSet<usize> = counting.iter().filter_map(|place| match call.lines[*place].0 {
            Cost::Labour(.., day) | Cost::Guidance(.., day) => Some(day),
            Cost::Material(..) => None,
        }).collect();
        prop_assert_eq!(known("last"), days.last().map(|day| DAYS[*day].to_owned()));
        // The last of a month of thirty days, or of one of thirty-one.
        let after = days.last().map(|day| if *day < 3 { "2026-09-30" } else { "2026-10-31" }.to_owned());
        prop_assert_eq!(known("after"), after);
    }
}
