//! The grants of members that are each paid for their own, held against a reference that follows the words one by one: costs borne together,
//! a floor and a cap of each, members of a kind beside the others, and the cap of the whole.

use num_rational::Ratio;
use proptest::prelude::*;
use rules::{
    application::Application,
    assess::{Moment, assess},
    read,
};

#[derive(Debug, Clone)]
struct Member {
    own: i64,
    common: i64,
    /// Its share of the common costs in hundredths; the lead has what is left.
    share: i64,
    university: bool,
}

#[derive(Debug, Clone)]
struct Call {
    members: Vec<Member>,
    rate: (i64, i64),
    unit: i64,
    shares: bool,
    floor: Option<i64>,
    cap_each: Option<i64>,
    /// The share, and whether it is of all grants.
    universities: Option<((i64, i64), bool)>,
    cap: Option<i64>,
}

fn rate() -> impl Strategy<Value = (i64, i64)> {
    prop_oneof![Just((1, 2)), Just((1, 3)), Just((2, 3)), Just((3, 4)), Just((1, 4))]
}

prop_compose! {
    fn a_call()(
        members in prop::collection::vec((0..500_i64, 0..300_i64, 0..33_i64, any::<bool>()), 2..5),
        rate in rate(),
        unit in prop_oneof![Just(1_i64), Just(10)],
        shares in any::<bool>(),
        floor in prop::option::of(1..120_i64),
        cap_each in prop::option::of(1..300_i64),
        universities in prop::option::of((rate(), any::<bool>())),
        cap in prop::option::of(1..600_i64),
    ) -> Call {
        let members = members.into_iter().map(|(own, common, share, university)| Member { own, common, share, university }).collect();
        Call { members, rate, unit, shares, floor, cap_each, universities, cap }
    }
}

impl Call {
    fn down(&self, amount: i64) -> i64 {
        amount - amount % self.unit
    }

    /// The share of each of the common costs, in hundredths.
    fn shares(&self) -> Vec<i64> {
        let others: i64 = self.members[1..].iter().map(|m| m.share).sum();
        std::iter::once(100 - others).chain(self.members[1..].iter().map(|m| m.share)).collect()
    }

    fn totals(&self) -> Vec<i64> {
        if !self.shares {
            return self.members.iter().map(|m| m.own + m.common).collect();
        }
        let common: i64 = self.members.iter().map(|m| m.common).sum();
        let mut parts: Vec<i64> = self.shares().iter().map(|share| common * share / 100).collect();
        parts[0] = common - parts[1..].iter().sum::<i64>();
        self.members.iter().zip(parts).map(|(m, part)| m.own + part).collect()
    }

    fn grants(&self) -> Vec<i64> {
        let mut grants: Vec<i64> = self.totals().iter().map(|total| self.down(total * self.rate.0 / self.rate.1)).collect();
        for grant in &mut grants {
            if self.floor.is_some_and(|floor| *grant < floor) {
                *grant = 0;
            }
            if let Some(cap) = self.cap_each {
                *grant = (*grant).min(self.down(cap));
            }
        }
        if let Some(((above, below), of_all)) = self.universities {
            let of = |kind: bool| -> i64 { grants.iter().zip(&self.members).filter(|(_, m)| m.university == kind).map(|(g, _)| g).sum() };
            let (theirs, others) = (of(true), of(false));
            let share = if of_all { Ratio::new(above, below - above) } else { Ratio::new(above, below) };
            let bound = self.down((share * others).floor().to_integer());
            if theirs > bound {
                for (grant, _) in grants.iter_mut().zip(&self.members).filter(|(_, m)| m.university) {
                    *grant = self.down(*grant * bound / theirs);
                }
            }
        }
        let sum: i64 = grants.iter().sum();
        if let Some(cap) = self.cap.map(|cap| self.down(cap)).filter(|cap| sum > *cap) {
            grants = grants.iter().map(|grant| self.down(grant * cap / sum)).collect();
        }
        grants
    }

    fn yaml(&self) -> String {
        let fraction = |(above, below): (i64, i64)| format!("{above}/{below}");
        let mut amount =
            format!("  paid_to: each_member\n  rate: {}\n  rounding: down\n  unit: {}\n  rounded: once\n", fraction(self.rate), self.unit);
        amount += "  cap_shared: pro_rata_down\n";
        let yen = [("floor_each_member", self.floor), ("cap_each_member", self.cap_each), ("cap", self.cap)];
        for (word, yen) in yen.into_iter().filter_map(|(word, yen)| Some((word, yen?))) {
            amount += &format!("  {word}: {yen}\n");
        }
        if let Some((share, of_all)) = self.universities {
            let of = if of_all { "all" } else { "others" };
            let like = "{fact: kind, is: university}";
            let share = fraction(share);
            amount +=
                &format!("  kind_caps: {{u: {{says: {{ja: 大学等}}, like: {like}, at_most: {share}, of: {of}, cite: {{lines: 3}}}}}}\n");
        }
        let shared = "shared_costs: {says: {ja: 共通経費}, categories: [b], by: share, cite: {lines: 4}}, ";
        let shared = if self.shares { shared } else { "" };
        format!(
            "shien: 1\nid: members\nkind: grant\nname: {{ja: 例}}\nfiscal_year: 2026\nround: 1\nrevision: 1\n\
             source: {{document: O, title: {{ja: 例}}, lines: 9}}\nsummary: {{says: {{ja: 例}}, cite: {{lines: 1}}}}\n\
             window: {{opens: 2026-04-01, closes: 2026-05-29T17:00, arrival: must_arrive, closing_instant: in_time, cite: {{lines: 2}}}}\n\
             filing: {{consultation: not_asked, cite: {{}}}}\nconsortium: {{form: allowed, {shared}cite: {{lines: 3}}}}\n\
             facts:\n  share: {{type: rate, of: member, ask: {{ja: 負担割合}}}}\n\
             amount:\n{amount}  cite: {{paid_to: {{lines: 3}}, rate: {{lines: 3}}, cap: {{lines: 3}}, cap_each_member: {{lines: 3}}, \
             floor_each_member: {{lines: 3}}}}\nexpenses:\n  tax: excluded\n  categories:\n    \
             a: {{name: {{ja: Ａ}}, says: {{ja: Ａ}}, cite: {{lines: 4}}}}\n    b: {{name: {{ja: Ｂ}}, says: {{ja: Ｂ}}, cite: {{lines: 4}}}}\n"
        )
    }

    fn application(&self) -> Application {
        let id = |place: usize| format!("m{place}");
        let members = self.members.iter().zip(self.shares()).enumerate().map(|(place, (m, share))| {
            let kind = if m.university { "university" } else { "company" };
            serde_json::json!({ "id": id(place), "facts": { "kind": kind, "share": format!("{share}%") } })
        });
        let lines = self.members.iter().enumerate().flat_map(|(place, m)| {
            [("a", m.own), ("b", m.common)]
                .map(|(category, amount)| serde_json::json!({ "member": id(place), "category": category, "amount": amount }))
        });
        let (members, lines): (Vec<_>, Vec<_>) = (members.collect(), lines.collect());
        serde_json::from_value(serde_json::json!({ "members": members, "expenses": lines })).unwrap()
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, max_shrink_time: 20_000, ..ProptestConfig::default() })]

    #[test]
    fn each_member_is_paid_what_the_words_say_one_by_one(call in a_call()) {
        let outcome = read::programmes(call.yaml().as_bytes());
        let errors: Vec<_> = outcome.diagnostics.iter().filter(|d| d.severity == rules::diagnostic::Severity::Error).map(|d| d.message.clone()).collect();
        prop_assert!(errors.is_empty(), "{errors:?}\n{}", call.yaml());
        let answer = assess(&outcome.programmes[0].plan, &call.application(), Moment::default()).unwrap();
        let totals: Vec<i64> = answer.members.iter().map(|m| m.eligible_total_yen).collect();
        prop_assert_eq!(totals, call.totals(), "{}", call.yaml());
        let grants: Vec<Option<i64>> = answer.members.iter().map(|m| m.grant_yen).collect();
        prop_assert_eq!(grants, call.grants().into_iter().map(Some).collect::<Vec<_>>(), "{}", call.yaml());
        let sum: i64 = call.grants().iter().sum();
        prop_assert_eq!(answer.calculated_grant_yen, Some(sum));
        // The last step of the way is the grant.
        let last = answer.steps.last().unwrap();
        if matches!(last.kind, "cap" | "shared" | "kind_cap") {
            prop_assert_eq!(last.after_yen, sum);
        }
    }
}
