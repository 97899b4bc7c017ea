//! The grant of one applicant under brackets, additions, other money, caps and a limit, held against a reference that tries every yen and
//! shares nothing with the engine.

use num_rational::Ratio;
use proptest::prelude::*;
use rules::{
    application::Application,
    assess::{Moment, assess},
    read,
};

type Exact = Ratio<i128>;
type Fraction = (i64, i64);

#[derive(Debug, Clone)]
struct Call {
    of_grant: bool,
    /// Upper bounds and rates; the last has no bound where `above` is said.
    brackets: Vec<(i64, (i64, i64))>,
    above: Option<(i64, i64)>,
    cap: Option<i64>,
    rate_at_most: Option<(i64, i64)>,
    cap_addition: i64,
    rate_addition: (i64, i64),
    has: (bool, bool),
    /// Whether it is taken off before the rate, the share of the expenses within which it stays with the grant, and the money.
    other_money: Option<(bool, Option<Fraction>, i64)>,
    each_unit: Option<(i64, i64)>,
    /// A limit on the second category: its rate, and what it is of.
    limit: Option<((i64, i64), Base)>,
    /// What is cut before the limit, one after another.
    cuts: Vec<Cut>,
    /// What of each category a second member brings, where both are paid together.
    second: Option<(i64, i64)>,
    unit: i64,
    asked: (i64, i64),
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Base {
    Total,
    Grant,
    FirstCategory,
}

/// A cut of the second category, or of both; the first is kept longest.
#[derive(Debug, Clone, Copy)]
enum Cut {
    AtMost {
        both: bool,
        yen: i64,
    },
    Less {
        both: bool,
        yen: i64,
    },
    /// The second category to a share of the first, or of both as they were filed.
    Share {
        rate: Fraction,
        as_filed: bool,
    },
}

fn a_cut() -> impl Strategy<Value = Cut> {
    prop_oneof![
        (any::<bool>(), 0..400_i64).prop_map(|(both, yen)| Cut::AtMost { both, yen }),
        (any::<bool>(), 0..200_i64).prop_map(|(both, yen)| Cut::Less { both, yen }),
        (rate(), any::<bool>()).prop_map(|(rate, as_filed)| Cut::Share { rate, as_filed }),
    ]
}

fn rate() -> impl Strategy<Value = (i64, i64)> {
    prop_oneof![Just((1, 2)), Just((1, 3)), Just((2, 3)), Just((3, 4)), Just((1, 4)), Just((1, 1)), Just((7, 10))]
}

prop_compose! {
    fn a_call()(
        of_grant in any::<bool>(),
        steps in prop::collection::vec((1..120_i64, rate()), 0..3),
        above in prop::option::of(rate()),
        cap in prop::option::of(1..400_i64),
        rate_at_most in prop::option::of(rate()),
        cap_addition in 1..200_i64,
        rate_addition in prop_oneof![Just((1, 6)), Just((1, 12)), Just((1, 10))],
        has in any::<(bool, bool)>(),
        other_money in prop::option::of((any::<bool>(), prop::option::of(rate()), 1..150_i64)),
        each_unit in prop::option::of((1..60_i64, 0..6_i64)),
        limit in prop::option::of((rate(), prop_oneof![Just(Base::Total), Just(Base::Grant), Just(Base::FirstCategory)])),
        cuts in prop::collection::vec(a_cut(), 0..3),
        second in prop::option::of((0..100_i64, 0..100_i64)),
        unit in prop_oneof![3 => Just(1_i64), 1 => Just(10)],
        asked in (0..300_i64, 0..300_i64),
    ) -> Call {
        let mut bound = 0;
        let brackets: Vec<_> = steps.into_iter().map(|(more, rate)| { bound += more; (bound, rate) }).collect();
        let above = if brackets.is_empty() { Some(above.unwrap_or((1, 2))) } else { above };
        let has = if cap.is_none() { (false, has.1) } else { has };
        let other_money = other_money.map(|(before, within, money)| (before || within.is_none(), within, money));
        Call { of_grant, brackets, above, cap, rate_at_most, cap_addition, rate_addition, has, other_money, each_unit, limit, cuts, second, unit, asked }
    }
}

fn exact((above, below): (i64, i64)) -> Exact {
    Ratio::new(above.into(), below.into())
}

impl Call {
    fn rate_of(&self, rate: (i64, i64)) -> Exact {
        let with = exact(rate) + if self.has.1 { exact(self.rate_addition) } else { Exact::from(0) };
        self.rate_at_most.map_or(with, |most| with.min(exact(most)))
    }

    /// The grant of so much, yen by yen of a slice.
    fn grant(&self, eligible: i64) -> i64 {
        let mut base = Exact::from(i128::from(eligible));
        if let Some((true, _, other)) = self.other_money {
            base = (base - Exact::from(i128::from(other))).max(Exact::from(0));
        }
        let (mut left, mut paid, mut lower) = (base, Exact::from(0), Exact::from(0));
        for (bound, rate) in &self.brackets {
            let (bound, rate) = (Exact::from(i128::from(*bound)), self.rate_of(*rate));
            let width = if self.of_grant { (bound - lower) / rate } else { bound - lower };
            let slice = width.min(left);
            paid += slice * rate;
            left -= slice;
            lower = bound;
        }
        if let Some(rate) = self.above {
            paid += left * self.rate_of(rate);
        }
        let whole = |amount: Exact| i64::try_from(amount.floor().to_integer()).unwrap();
        let down = |amount: i64| amount - amount % self.unit;
        let mut grant = down(whole(paid));
        if let Some((_, Some(share), other)) = self.other_money {
            grant = grant.min(down((whole(exact(share) * Exact::from(i128::from(eligible))) - other).max(0)));
        }
        if let Some(cap) = self.cap {
            grant = grant.min(down(cap + if self.has.0 { self.cap_addition } else { 0 }));
        }
        if let Some((each, units)) = self.each_unit {
            grant = grant.min(down(each * units));
        }
        grant
    }

    /// What the cuts leave of both categories, of all members together.
    fn adjusted(&self) -> (i64, i64) {
        let of_second = self.second.unwrap_or((0, 0));
        let filed = (self.asked.0 + of_second.0, self.asked.1 + of_second.1);
        let (mut first, mut second) = filed;
        for cut in &self.cuts {
            match *cut {
                Cut::AtMost { both: false, yen } => second = second.min(yen),
                Cut::Less { both: false, yen } => second = (second - yen).max(0),
                Cut::AtMost { both: true, yen } | Cut::Less { both: true, yen } => {
                    let left = if matches!(cut, Cut::AtMost { .. }) { (first + second).min(yen) } else { (first + second - yen).max(0) };
                    first = first.min(left);
                    second = second.min(left - first);
                }
                Cut::Share { rate: (above, below), as_filed } => {
                    let base = if as_filed { filed.0 + filed.1 } else { first };
                    second = second.min(base * above / below);
                }
            }
        }
        (first, second)
    }

    /// The greatest eligible total: every amount of the limited category is tried from the top.
    fn eligible(&self) -> i64 {
        let (first, second) = self.adjusted();
        let holds = |second: i64| {
            let total = first + second;
            self.limit.is_none_or(|(rate, of)| {
                let base = match of {
                    Base::Total => total,
                    Base::Grant => self.grant(total),
                    Base::FirstCategory => first,
                };
                Exact::from(i128::from(second)) <= exact(rate) * Exact::from(i128::from(base))
            })
        };
        first + (0..=second).rev().find(|s| holds(*s)).unwrap_or(0)
    }

    fn yaml(&self) -> String {
        let fraction = |(above, below): (i64, i64)| format!("{above}/{below}");
        let mut rate = if let Some(rate) = self.above.filter(|_| self.brackets.is_empty()) {
            format!("{{everyone: {}}}", fraction(rate))
        } else {
            let rows: Vec<String> = self.brackets.iter().map(|(bound, rate)| format!("{bound}: {}", fraction(*rate))).collect();
            let above = self.above.map(|rate| format!(", above: {}", fraction(rate))).unwrap_or_default();
            let of = if self.of_grant { "grant" } else { "expenses" };
            format!("{{everyone: {{brackets_of: {of}, up_to: {{{}}}{above}}}}}", rows.join(", "))
        };
        rate += "\n";
        let mut amount = format!("  paid_to: {}\n  rate: {rate}  rounding: down\n  unit: {}\n  rounded: once\n", self.paid_to(), self.unit);
        if let Some(cap) = self.cap {
            amount += &format!("  cap: {{everyone: {cap}}}\n");
        }
        if let Some(most) = self.rate_at_most {
            amount += &format!("  rate_at_most: {}\n", fraction(most));
        }
        amount += "  additions:\n";
        if self.cap.is_some() {
            amount += &format!(
                "    more: {{says: {{ja: 加算, en: More}}, when: {{fact: one, is: true}}, cap: {}, cite: {{lines: 3}}}}\n",
                self.cap_addition
            );
        }
        let more = fraction(self.rate_addition);
        amount +=
            &format!("    higher: {{says: {{ja: 加算, en: Higher}}, when: {{fact: two, is: true}}, rate: {more}, cite: {{lines: 3}}}}\n");
        if let Some((before, within, _)) = self.other_money {
            let within = within.map(|share| format!(", within: {}", fraction(share))).unwrap_or_default();
            let how = format!("before_rate: {before}{within}");
            amount += &format!("  other_money: {{counts: [project_income], {how}, cite: {{lines: 3}}}}\n");
        }
        if let Some((each, _)) = self.each_unit {
            amount += &format!(
                "  caps: {{units: {{says: {{ja: 台数, en: Units}}, at_most: {{each: {each}, units: {{fact: units}}}}, cite: {{lines: 3}}}}}}\n"
            );
        }
        amount += "  cite: {paid_to: {lines: 3}, rate: {lines: 3}, cap: {lines: 3}, rate_at_most: {lines: 3}}\n";
        let limit = self.limit.map(|(rate, of)| {
            let of = match of {
                Base::Total => "eligible_total",
                Base::Grant => "grant_total",
                Base::FirstCategory => "{categories: [a]}",
            };
            let rate = fraction(rate);
            format!("limits:\n  b: {{says: {{ja: 上限, en: Limit}}, categories: [b], at_most: {rate}, of: {of}, compare: expense, scope: application, share: pro_rata, cite: {{lines: 3}}}}\n")
        });
        let cuts = self.cuts.iter().enumerate().map(|(place, cut)| {
            let (of, how) = match cut {
                Cut::AtMost { both, yen } => (*both, format!("at_most: {yen}")),
                Cut::Less { both, yen } => (*both, format!("less: {yen}")),
                Cut::Share { rate, as_filed: true } => (false, format!("share: {}, base_at: filed", fraction(*rate))),
                Cut::Share { rate, as_filed: false } => (false, format!("share: {}, of: [a]", fraction(*rate))),
            };
            let of = if of { "a, b" } else { "b" };
            format!("    cut{place}: {{says: {{ja: 限度, en: Cut}}, categories: [{of}], {how}, cite: {{lines: 5}}}}\n")
        });
        let cuts: String = cuts.collect();
        let cuts = if cuts.is_empty() { cuts } else { format!("  adjustments:\n{cuts}") };
        format!(
            "shien: 1\nid: obvious\nkind: grant\nname: {{ja: 例, en: E}}\nfiscal_year: 2026\nround: 1\nrevision: 1\n\
             source: {{document: O, title: {{ja: 例, en: E}}, lines: 9}}\nsummary: {{says: {{ja: 例, en: E}}, cite: {{lines: 1}}}}\n\
             window: {{opens: 2026-04-01, closes: 2026-05-29T17:00, arrival: must_arrive, closing_instant: in_time, cite: {{lines: 2}}}}\n\
             filing: {{channels: [online], consultation: not_asked, cite: {{}}}}\nconsortium: {{form: allowed, cite: {{lines: 3}}}}\n\
             facts:\n  one: {{type: yes_no, of: member, ask: {{ja: 一, en: One}}}}\n  two: {{type: yes_no, of: member, ask: {{ja: 二, en: Two}}}}\n  \
             units: {{type: count, of: application, ask: {{ja: 台数, en: U}}}}\n\
             amount:\n{amount}expenses:\n  tax: excluded\n  categories:\n    \
             a: {{name: {{ja: Ａ, en: A}}, says: {{ja: Ａ, en: A}}, cite: {{lines: 4}}}}\n    \
             b: {{name: {{ja: Ｂ, en: B}}, says: {{ja: Ｂ, en: B}}, cite: {{lines: 4}}}}\n{cuts}{}",
            limit.unwrap_or_default()
        )
    }

    fn paid_to(&self) -> &'static str {
        if self.second.is_some() { "together" } else { "lead" }
    }

    fn application(&self) -> Application {
        let mut facts = serde_json::json!({});
        if let Some((.., income)) = self.other_money {
            facts["project_income_yen"] = income.into();
        }
        if let Some((_, units)) = self.each_unit {
            facts["units"] = units.into();
        }
        let mut members = vec![serde_json::json!({ "id": "m", "facts": { "one": self.has.0, "two": self.has.1 } })];
        let mut expenses = vec![
            serde_json::json!({ "category": "a", "amount": self.asked.0 }),
            serde_json::json!({ "category": "b", "amount": self.asked.1 }),
        ];
        if let Some((a, b)) = self.second {
            members.push(serde_json::json!({ "id": "n", "facts": { "one": false, "two": false } }));
            for (category, amount) in [("a", a), ("b", b)] {
                expenses.push(serde_json::json!({ "member": "n", "category": category, "amount": amount }));
            }
        }
        serde_json::from_value(serde_json::json!({ "members": members, "facts": facts, "expenses": expenses })).unwrap()
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, max_shrink_time: 20_000, ..ProptestConfig::default() })]

    #[test]
    fn the_engine_pays_what_trying_every_yen_finds(call in a_call()) {
        let outcome = read::programmes(call.yaml().as_bytes());
        let errors: Vec<_> = outcome.diagnostics.iter().filter(|d| d.severity == rules::diagnostic::Severity::Error).map(|d| d.message.clone()).collect();
        // With all additions above the whole and no ceiling, the checker refuses the call.
        prop_assume!(errors.iter().all(|e| !e.contains("more than the whole")));
        prop_assert!(errors.is_empty(), "{errors:?}\n{}", call.yaml());
        let plan = &outcome.programmes[0].plan;
        let answer = assess(plan, &call.application(), Moment::default()).unwrap();
        let eligible = call.eligible();
        prop_assert_eq!(answer.eligible_total_yen, eligible, "{}", call.yaml());
        prop_assert_eq!(answer.calculated_grant_yen, Some(call.grant(eligible)), "{}", call.yaml());
        prop_assert!(answer.proven_greatest);
        // The way from the request to the grant ends at the grant, each step where the one before it ended.
        let last = answer.steps.iter().rev().find(|s| matches!(s.kind, "rate" | "cap" | "addition" | "further_cap" | "other_money")).unwrap();
        prop_assert_eq!(last.after_yen, call.grant(eligible));
        // What every addition is said to bring is what it brings.
        for addition in &answer.additions {
            let mut other = call.clone();
            match addition.id {
                "more" => other.has.0 = !other.has.0,
                _ => other.has.1 = !other.has.1,
            }
            let there = if addition.id == "more" { call.has.0 } else { call.has.1 };
            let (with, without) = if there { (&call, &other) } else { (&other, &call) };
            prop_assert_eq!(addition.worth_yen, Some(with.grant(with.eligible()) - without.grant(without.eligible())), "{}", addition.id);
        }
    }
}
