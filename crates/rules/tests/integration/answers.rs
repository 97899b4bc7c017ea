//! Answers of small calls, each about one thing: holdings through others, facts that are missing, tables of groups, industries,
//! parts of the grant, and consortia whose cuts could be shared in another way.

use std::fs;

use rules::{
    application::Application,
    assess::{Moment, assess},
    assessment::Outcome,
    read,
    sentences::Teller,
    words::Lang,
};
use serde_json::{Value, json};

/// The plain call of the benchmark, with parts put in the place of others.
pub fn call(changes: &[(&str, &str)]) -> String {
    let mut text = fs::read_to_string("../../bench/rule.yaml").unwrap();
    for (from, to) in changes {
        assert!(text.contains(from), "{from}");
        text = text.replace(from, to);
    }
    text
}

fn ready(changes: &[(&str, &str)]) -> read::Read {
    let outcome = read::programmes(call(changes).as_bytes());
    assert!(outcome.diagnostics.is_empty(), "{:#?}", outcome.diagnostics);
    outcome.programmes.into_iter().next().unwrap()
}

/// The codes and messages of what the checker finds.
fn faults(changes: &[(&str, &str)]) -> Vec<String> {
    let outcome = read::programmes(call(changes).as_bytes());
    outcome.diagnostics.iter().map(|d| format!("{}: {}; {}", d.code, d.message, d.help.as_deref().unwrap_or_default())).collect()
}

fn application(value: Value) -> Application {
    serde_json::from_value(value).unwrap()
}

fn answered(read: &read::Read, value: Value) -> Value {
    serde_json::to_value(assess(&read.plan, &application(value), Moment::default()).unwrap()).unwrap()
}

fn told(read: &read::Read, value: Value) -> String {
    let application = application(value);
    let answer = assess(&read.plan, &application, Moment::default()).unwrap();
    Teller::new(&read.plan, Lang::Ja).text(&answer)
}

const SIZE: &str = "size: {law: basic_act, classes: [small, sme, large], cite: {lines: 3}}";
const ESTABLISHMENT: &str = "require: {fact: establishment_prefectures, includes: \"09\"}";
const RATES: &str = "rate: {small: 3/4, sme: 2/3, everyone: 1/2}";

/// A call that refuses companies that are deemed large by one reason.
fn deemed(rule: &str, reach: &str) -> read::Read {
    let size = format!(
        "size: {{law: basic_act, classes: [small, sme, large], deemed_large_rules: [{rule}], deemed_large_holdings: {{{rule}: {reach}}}, cite: {{lines: 3}}}}"
    );
    ready(&[(SIZE, &size), (ESTABLISHMENT, "require: {fact: deemed_large, is: false}")])
}

fn holder(name: &str, share: &str, more: &Value) -> Value {
    let mut holder = json!({"holder": name, "share": share, "kind": "company"});
    holder.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    holder
}

fn outcome(read: &read::Read, shareholders: &Value, others: &Value) -> Outcome {
    let application = application(json!({
        "members": [{"id": "a", "facts": {"size_class": "sme"}, "shareholders": shareholders}],
        "others": others,
        "expenses": [{"category": "materials", "amount": 1_000_000}],
    }));
    let answer = assess(&read.plan, &application, Moment::default()).unwrap();
    answer.conditions.iter().find(|c| c.id == "establishment").unwrap().outcome
}

#[test]
fn holdings_through_others_count_where_the_call_says_so() {
    let none = json!({});
    let rich = json!({"capital_yen": 500_000_000});
    let person = json!({"kind": "person"});
    let poor = json!({"capital_yen": 1_000_000});
    let both = deemed("owned_by_big_capital", "direct_and_indirect");
    let direct = deemed("owned_by_big_capital", "direct");
    let through = json!([holder("q", "100%", &poor)]);
    let x_owns_q = json!([{"id": "q", "shareholders": [holder("x", "100%", &rich)]}, {"id": "x", "shareholders": []}]);
    assert_eq!(outcome(&both, &through, &x_owns_q), Outcome::No);
    assert_eq!(outcome(&direct, &through, &x_owns_q), Outcome::Yes);
    // 60% itself and 40% through a company that is wholly its own.
    let parts = json!([holder("x", "60%", &rich), holder("q", "40%", &poor)]);
    assert_eq!(outcome(&both, &parts, &x_owns_q), Outcome::No);
    let almost =
        json!([{"id": "q", "shareholders": [holder("x", "99.9%", &rich), holder("p", "0.1%", &person)]}, {"id": "x", "shareholders": []}]);
    assert_eq!(outcome(&both, &parts, &almost), Outcome::Yes);
    // Who stands behind `q` is not known: it may be anybody, but nobody can have what a person holds.
    assert_eq!(outcome(&both, &through, &json!([])), Outcome::Unknown);
    assert_eq!(outcome(&both, &json!([holder("q", "99%", &poor), holder("p", "1%", &person)]), &json!([])), Outcome::Yes);
    // The capital decides, not the size: a small business may have much of it.
    let x = json!([{"id": "x", "shareholders": []}]);
    assert_eq!(outcome(&both, &json!([holder("x", "100%", &json!({"large": false}))]), &x), Outcome::Unknown);
    assert_eq!(outcome(&direct, &json!([holder("x", "100%", &json!({"large": false}))]), &x), Outcome::Unknown);
    assert_eq!(outcome(&both, &json!([holder("p", "100%", &person)]), &json!([])), Outcome::Yes);
    // A circle: half with `x`, half with a company that belongs to the applicant itself.
    let circle = json!([{"id": "q", "shareholders": [holder("a", "100%", &none)]}, {"id": "x", "shareholders": []}]);
    assert_eq!(outcome(&both, &json!([holder("x", "50%", &rich), holder("q", "50%", &poor)]), &circle), Outcome::No);
    // Two companies that hold one another whole: nobody stands behind them.
    let closed =
        json!([{"id": "q", "shareholders": [holder("r", "100%", &poor)]}, {"id": "r", "shareholders": [holder("q", "100%", &poor)]}]);
    assert_eq!(outcome(&both, &json!([holder("q", "100%", &poor)]), &closed), Outcome::Yes);
}

#[test]
fn shares_along_chains_are_multiplied_and_added() {
    let large = json!({"large": true});
    let small = json!({"large": false});
    let half = deemed("one_holder_half", "direct_and_indirect");
    let chain = |own: &str, through: &str| {
        let holders = json!([holder("q", "60%", &small), holder("x", own, &large)]);
        let others = json!([{"id": "q", "shareholders": [holder("x", through, &large)]}, {"id": "x", "shareholders": []}]);
        outcome(&half, &holders, &others)
    };
    assert_eq!(chain("0%", "60%"), Outcome::Yes, "60% of 60% is 36%");
    assert_eq!(chain("14%", "60%"), Outcome::No, "with 14% it is half");
    assert_eq!(chain("13.999%", "60%"), Outcome::Yes);
    // Large ones together, a share counted once though a large one stands behind another large one.
    let together = deemed("holders_two_thirds", "direct_and_indirect");
    let behind = json!([{"id": "q", "shareholders": [holder("x", "100%", &large)]}, {"id": "x", "shareholders": []}, {"id": "y", "shareholders": []}]);
    assert_eq!(outcome(&together, &json!([holder("q", "1/3", &large), holder("y", "1/4", &large)]), &behind), Outcome::Yes);
    assert_eq!(outcome(&together, &json!([holder("q", "1/3", &small), holder("y", "1/3", &large)]), &behind), Outcome::No);
    let whole = deemed("owned_by_deemed", "direct_and_indirect");
    let of_deemed =
        json!([{"id": "q", "shareholders": [holder("x", "100%", &json!({"deemed_large": true}))]}, {"id": "x", "shareholders": []}]);
    assert_eq!(outcome(&whole, &json!([holder("q", "100%", &json!({"deemed_large": false}))]), &of_deemed), Outcome::No);
}

#[test]
fn a_member_that_holds_shares_of_another_is_as_large_as_it_is_itself() {
    let size = "size: {law: basic_act, classes: [small, sme, large], deemed_large_rules: [one_holder_half], deemed_large_holdings: {one_holder_half: direct}, cite: {lines: 3}}";
    let read = ready(&[
        (SIZE, size),
        (ESTABLISHMENT, "require: {fact: deemed_large, is: false}"),
        ("who: lead", "who: each_member"),
        ("consortium: {form: not_allowed}", "consortium: {form: allowed, cite: {lines: 3}}"),
        ("paid_to: lead", "paid_to: each_member"),
        ("cite: {rate: {lines: 4}", "cite: {paid_to: {lines: 4}, rate: {lines: 4}"),
    ]);
    let answer = |more: Value, employees: u32| {
        let facts =
            |employees: u32, capital: i64| json!({"kind": "company", "industry": "24", "employees": employees, "capital_yen": capital});
        let members = json!([
            {"id": "a", "facts": facts(100, 50_000_000), "shareholders": [holder("big", "60%", &more)]},
            {"id": "big", "facts": facts(employees, 10_000_000_000_i64), "shareholders": []},
        ]);
        answered(&read, json!({"members": members, "expenses": [{"category": "materials", "member": "a", "amount": 1_000_000}]}))
    };
    let of_lead = |answer: &Value| answer["conditions"][0]["outcome"].clone();
    let unsaid = answer(json!({}), 5_000);
    assert_eq!(of_lead(&unsaid), "no", "{unsaid:#}");
    // What is said of the holder and what it says of itself are held against each other; its own figures count.
    let otherwise = answer(json!({"large": false}), 5_000);
    assert_eq!(of_lead(&otherwise), "no");
    assert_eq!(otherwise["contradictions"][0]["member"], "big", "{otherwise:#}");
    let small = answer(json!({}), 200);
    assert_eq!(of_lead(&small), "yes", "{small:#}");
}

#[test]
fn the_price_of_one_and_what_is_asked_for_follow_from_what_a_line_says() {
    let read = ready(&[(
        "materials: {name: {ja: 材料, en: Materials}, says: {ja: 材料, en: Materials}, cite: {lines: 6}}",
        "materials: {name: {ja: 材料, en: Materials}, says: {ja: 材料, en: Materials}, calculator: {per_unit: {yen: 40000}}, tests: {price: {says: {ja: 単価5万円以上, en: Price}, require: {fact: unit_price_yen, at_least: 50000}, cite: {lines: 6}}}, cite: {lines: 6}}",
    )]);
    let line = |more: Value| {
        let mut line = json!({"category": "materials", "quantity": 3});
        line.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        answered(
            &read,
            json!({"members": [{"id": "a", "facts": {"size_class": "sme", "establishment_prefectures": ["09"]}}], "expenses": [line]}),
        )
    };
    for given in [json!({"unit_price": 55_000}), json!({"amount": 165_000}), json!({"amount": 181_500, "tax": "10%"})] {
        let answer = line(given.clone());
        assert_eq!(answer["missing_facts"], json!([]), "{given} {answer:#}");
        assert_eq!(answer["eligible_total_yen"], 120_000, "{given}");
    }
    assert_eq!(line(json!({"unit_price": 55_000}))["requested_total_yen"], 165_000);
    assert_eq!(line(json!({"amount": 149_999}))["eligible_total_yen"], 0, "49,999 and two thirds");
}

#[test]
fn a_number_with_decimals_is_told_as_one() {
    let read = ready(&[
        (ESTABLISHMENT, "require: {fact: score, at_least: 59.8}"),
        ("conditions:\n", "facts: {score: {type: number, of: application, ask: {ja: 評価点, en: Score}}}\nconditions:\n"),
    ]);
    let answer =
        |score: Value| answered(&read, json!({"facts": {"score": score}, "members": [{"id": "a", "facts": {"size_class": "sme"}}]}));
    let above = answer(json!("75.40"));
    let finding = &above["conditions"][0]["findings"][0];
    assert_eq!((finding["value"].as_str(), finding["expected"].as_str()), (Some("75.4"), Some("59.8")), "{above:#}");
    assert_eq!(answer(json!(59.79))["conditions"][0]["outcome"], "no");
    assert_eq!(answer(json!(60))["conditions"][0]["outcome"], "yes");
    assert!(told(&read, json!({"facts": {"score": "45.25"}, "members": [{"id": "a"}]})).contains("45.25"));
}

#[test]
fn a_call_must_say_how_far_holdings_reach() {
    let silent =
        "size: {law: basic_act, classes: [small, sme, large], deemed_large_rules: [one_holder_half, officers_half], cite: {lines: 3}}";
    let found = faults(&[(SIZE, silent)]);
    assert!(found.iter().any(|f| f.starts_with("missing-parameter") && f.contains("one_holder_half")), "{found:?}");
    let wrong =
        silent.replace("cite: {lines: 3}", "deemed_large_holdings: {one_holder_half: direct, officers_half: direct}, cite: {lines: 3}");
    assert!(faults(&[(SIZE, &wrong)]).iter().any(|f| f.contains("officers_half")));
}

#[test]
fn long_chains_and_long_lists_end() {
    let none = json!({});
    let both = deemed("owned_by_big_capital", "direct_and_indirect");
    let next = |i: usize| holder(&format!("q{}", i + 1), "99999/100000", &none);
    let chain: Vec<Value> = (0..1_000).map(|i| json!({"id": format!("q{i}"), "shareholders": [next(i)]})).collect();
    assert_ne!(outcome(&both, &json!([holder("q0", "100%", &none)]), &json!(chain)), Outcome::No);
    let knot: Vec<Value> = (0..200)
        .map(|i| json!({"id": format!("q{i}"), "shareholders": (0..200).map(|j| holder(&format!("q{j}"), "1/201", &none)).collect::<Vec<_>>()}))
        .collect();
    assert_eq!(outcome(&both, &json!([holder("q0", "100%", &none)]), &json!(knot)), Outcome::Unknown);
    let mut many: Vec<Value> = (0..100_000).map(|i| json!({"holder": format!("p{i}"), "share": "1/200000", "kind": "person"})).collect();
    many.push(many[0].clone());
    assert_eq!(outcome(&both, &json!(many), &json!([])), Outcome::Yes);
}

#[test]
fn industries_are_asked_for_by_what_they_lie_in() {
    let lodging = ready(&[(ESTABLISHMENT, "require: {fact: industry, one_of: [\"75\", \"E\"]}")]);
    let found = |read: &read::Read, class: &str| {
        let answer = answered(read, json!({"members": [{"id": "a", "facts": {"industry": class, "size_class": "sme"}}]}));
        (answer["conditions"][0]["outcome"].as_str().unwrap().to_owned(), answer["missing_facts"].to_string().contains("\"industry\""))
    };
    for (class, holds) in [("751", "yes"), ("7511", "yes"), ("75", "yes"), ("E31", "yes"), ("3112", "yes"), ("76", "no"), ("G", "no")] {
        assert_eq!(found(&lodging, class).0, holds, "{class}");
    }
    assert_eq!(found(&lodging, "M"), ("unknown".to_owned(), true), "a closer class is asked for");
    let except = ready(&[(ESTABLISHMENT, "require: {fact: industry, is_not: \"75\"}")]);
    assert_eq!(found(&except, "751").0, "no");
    assert_eq!(found(&except, "76").0, "yes");
    // What is asked twice leaves the narrower class.
    let narrow = "require: {all_of: [{fact: industry, is: E}, {fact: industry, one_of: [\"31\", \"75\"]}]}";
    assert_eq!(found(&ready(&[(ESTABLISHMENT, narrow)]), "311").0, "yes");
    let never = "require: {all_of: [{fact: industry, is: E}, {fact: industry, is: \"75\"}]}";
    assert!(faults(&[(ESTABLISHMENT, never)]).iter().any(|f| f.starts_with("dead-condition")));
}

const GROUPS: &str = "groups:
  rural:
    says: {ja: 中山間地域, en: Rural}
    when: {fact: in_hills, is: true}
    cite: {lines: 3}
facts:
  in_hills: {type: yes_no, of: member, ask: {ja: 中山間地域にあるか, en: In the hills}}
conditions:";

#[test]
fn the_fact_that_decides_a_row_is_named() {
    let budget = json!([{"category": "materials", "amount": 1_000_000}, {"category": "labour", "amount": 400_000}]);
    let asked = json!({"members": [{"id": "a", "facts": {"size_class": "sme", "establishment_prefectures": ["09"]}}], "expenses": budget});
    let of_grant = ("of: eligible_total", "of: grant_total");
    for table in [
        [("conditions:", GROUPS), (RATES, "rate: {rural: 3/4, everyone: 1/2}")],
        [("conditions:", GROUPS), ("cap: {everyone: 5000000}", "cap: {rural: 9000000, everyone: 5000000}")],
        [
            ("conditions:", GROUPS),
            ("cap: {everyone: 5000000}", "cap: {everyone: 5000000}\n  cap_each_member: {rural: 3000000, everyone: 2000000}"),
        ],
    ] {
        let mut table = table.to_vec();
        table.push(of_grant);
        if table.iter().any(|t| t.1.contains("cap_each_member")) {
            table.push(("cap: {lines: 5}", "cap: {lines: 5}, cap_each_member: {lines: 5}"));
        }
        let read = ready(&table);
        let answer = answered(&read, asked.clone());
        let missing: Vec<&str> = answer["missing_facts"].as_array().unwrap().iter().filter_map(|m| m["fact"].as_str()).collect();
        assert_eq!((missing, &answer["grant_yen"], &answer["verdict"]), (vec!["in_hills"], &Value::Null, &json!("undetermined")));
        let text = told(&read, asked.clone());
        assert!(text.contains("補助金額: まだ計算できません") && text.contains("中山間地域にあるか"), "{text}");
        assert!(!text.contains("未入力\n") && !text.contains('-') && !text.contains("企業規模"), "{text}");
    }
}

#[test]
fn a_group_may_hang_on_what_is_claimed() {
    let groups = GROUPS.replace("{fact: in_hills, is: true}", "{claims: labour}");
    let groups = groups.split("facts:").next().unwrap().to_owned() + "conditions:";
    let read = ready(&[("conditions:", &groups), (RATES, "rate: {rural: 3/4, everyone: 1/2}")]);
    let grant = |labour: i64| {
        let lines = json!([{"category": "materials", "amount": 1_000_000}, {"category": "labour", "amount": labour}]);
        answered(&read, json!({"members": [{"id": "a", "facts": {"establishment_prefectures": ["09"]}}], "expenses": lines}))["grant_yen"]
            .clone()
    };
    assert_eq!((grant(400_000), grant(0)), (json!(1_050_000), json!(500_000)));
}

#[test]
fn tables_of_groups_have_no_dead_rows_and_leave_nobody_out() {
    let found = |changes: &[(&str, &str)]| faults(changes).join("\n");
    let of_rates = |rates: &str| found(&[(RATES, rates)]);
    assert!(of_rates("rate: {sme: 2/3, small: 3/4, everyone: 1/2}").contains("`small` is never reached"));
    assert!(of_rates("rate: {everyone: 1/2, sme: 2/3}").contains("`sme` is never reached"));
    assert!(of_rates("rate: {small: 3/4, sme: 2/3, large: 1/3, everyone: 1/2}").contains("`everyone` is never reached"));
    assert!(of_rates("rate: {mid: 3/4, everyone: 1/2}").contains("`mid` is never reached"), "the call does not tell it apart");
    assert!(of_rates("rate: {consortium: 3/4, everyone: 1/2}").contains("`consortium` is never reached"), "nobody applies together");
    assert!(of_rates("rate: {small: 3/4, sme: 2/3}").contains("missing-row: no row fits an applicant with `size_class` large"));
    assert!(found(&[("cap: {everyone: 5000000}", "cap: {sme: 5000000}")]).contains("no cap at all"));
    assert!(found(&[("conditions:", GROUPS), (RATES, "rate: {rural: 1/2}")]).contains("missing-row"));
    // Whom a condition refuses needs no row.
    assert_eq!(found(&[(RATES, "rate: {small: 3/4, sme: 2/3}"), (ESTABLISHMENT, "require: {fact: size_class, is: sme}")]), "");
    // Groups of a call's own, by what their tests leave.
    let own = |first: &str, second: &str| {
        let group = |id: &str, when: &str| format!("  {id}: {{says: {{ja: 区分, en: Group}}, when: {when}, cite: {{lines: 3}}}}\n");
        format!("groups:\n{}{}conditions:", group("first", first), group("second", second))
    };
    let wide = own("{fact: capital_yen, at_most: 300000000}", "{fact: capital_yen, at_most: 100000000}");
    let rates = "rate: {first: 3/4, second: 2/3, everyone: 1/2}";
    assert!(
        found(&[("conditions:", &wide), (RATES, rates)]).contains("`second` is never reached: ")
            || found(&[("conditions:", &wide), (RATES, rates)]).contains("`second` is never reached")
    );
    let narrow = own("{fact: capital_yen, at_most: 100000000}", "{fact: capital_yen, at_most: 300000000}");
    assert_eq!(found(&[("conditions:", &narrow), (RATES, rates)]), "");
    let halves = own("{fact: capital_yen, at_most: 100000000}", "{fact: capital_yen, more_than: 100000000}");
    assert_eq!(found(&[("conditions:", &halves), (RATES, "rate: {first: 3/4, second: 2/3}")]), "");
    let gap = own("{fact: capital_yen, less_than: 100000000}", "{fact: capital_yen, more_than: 100000000}");
    assert!(found(&[("conditions:", &gap), (RATES, "rate: {first: 3/4, second: 2/3}")]).contains("`capital_yen` 100000000"));
    let judged = own("{judgement: human}", "{fact: grant_yen, at_least: 1}");
    let judged = found(&[("conditions:", &judged), (RATES, rates)]);
    assert!(judged.contains("nothing decides who belongs to `first`") && judged.contains("nothing decides who belongs to `second`"));
}

#[test]
fn what_is_left_of_a_limit_is_told_as_if_only_its_expenses_grew() {
    let read = ready(&[]);
    let asked = |labour: i64| {
        json!({"members": [{"id": "a", "facts": {"size_class": "sme", "establishment_prefectures": ["09"]}}],
            "expenses": [{"category": "materials", "amount": 9_000_000}, {"category": "labour", "amount": labour}]})
    };
    let answer = answered(&read, asked(0));
    assert_eq!((&answer["limits"][0]["slack_yen"], &answer["limits"][0]["growth_yen"]), (&json!(3_600_000), &json!(6_000_000)));
    assert!(told(&read, asked(0)).contains("この費目だけを増やした場合、6,000,000円まで認められます"));
    assert!(told(&read, asked(6_000_000)).contains("上限いっぱいです"));
    // What is promised is given, and not a yen more.
    assert_eq!(answered(&read, asked(6_000_000))["categories"][1]["recognised_yen"], 6_000_000);
    assert_eq!(answered(&read, asked(6_000_001))["categories"][1]["recognised_yen"], 6_000_000);
    assert!(answered(&read, asked(6_000_001))["limits"][0]["growth_yen"].is_null());
    // A floor is not a cap.
    let floor = ready(&[
        ("cap: {everyone: 5000000}", "cap: {everyone: 5000000}\n  floor: 4000000\n  floor_at: [application]"),
        ("cap: {lines: 5}", "cap: {lines: 5}, floor: {lines: 5}"),
    ]);
    let text = told(
        &floor,
        json!({"members": [{"id": "a", "facts": {"size_class": "sme", "establishment_prefectures": ["09"]}}],
        "expenses": [{"category": "materials", "amount": 3_000_000}]}),
    );
    assert!(text.contains("下限額に届かないため交付なし") && !text.contains("上限で減額"), "{text}");
}

#[test]
fn a_limit_in_yen_may_be_on_the_part_of_the_grant_and_parts_may_be_rounded() {
    let limited = |with: &str| {
        let read = ready(&[("unit: 1000", "unit: 1"), ("    at_most: 40%\n    of: eligible_total\n    compare: expense\n", with)]);
        let answer = answered(
            &read,
            json!({"members": [{"id": "a", "facts": {"size_class": "sme", "establishment_prefectures": ["09"]}}],
            "expenses": [{"category": "materials", "amount": 1_000_000}, {"category": "labour", "amount": 2_000_000}]}),
        );
        answer["categories"][1]["recognised_yen"].as_i64().unwrap()
    };
    assert_eq!(limited("    at_most_yen: 1000000\n    compare: expense\n"), 1_000_000);
    // Two thirds of 1,500,001 are 1,000,000 and two thirds of a yen.
    assert_eq!(limited("    at_most_yen: 1000000\n    compare: grant_part\n"), 1_500_000);
    assert_eq!(limited("    at_most_yen: 1000000\n    compare: grant_part\n    part_rounding: {rounding: down, unit: 1}\n"), 1_500_001);
    assert_eq!(limited("    at_most_yen: 1000000\n    compare: grant_part\n    part_rounding: {rounding: half_up, unit: 1}\n"), 1_500_000);
    assert_eq!(limited("    at_most_yen: 1000000\n    compare: grant_part\n    part_rounding: {rounding: down, unit: 1000}\n"), 1_501_499);
    assert_eq!(limited("    at_most_yen: 1000500\n    compare: grant_part\n    part_rounding: {rounding: up, unit: 1000}\n"), 1_500_000);
    let refused = |with: &str| faults(&[("    at_most: 40%\n    of: eligible_total\n    compare: expense\n", with)]).join("\n");
    assert!(refused("    at_most_yen: 1000000\n").contains("does not say `compare`"));
    assert!(refused("    at_most_yen: 1000000\n    of: grant_total\n    compare: expense\n").contains("`of` does not belong"));
    assert!(
        refused("    at_most_yen: 1000000\n    compare: expense\n    part_rounding: {rounding: up, unit: 1}\n")
            .contains("only a part of the grant is rounded")
    );
    assert!(
        refused("    at_most: 40%\n    of: grant_total\n    compare: grant_part\n    part_rounding: {rounding: up, unit: 0}\n")
            .contains("at least 1 yen")
    );
}

/// The incubation scheme of document 002, with changes of its text.
fn fund(changes: &[(&str, &str)]) -> read::Read {
    let mut text = fs::read_to_string("../../catalogue/tochigi-center/2022/green-fund.yaml").unwrap();
    for (from, to) in changes {
        assert!(text.contains(from), "{from}");
        text = text.replace(from, to);
    }
    read::programmes(text.as_bytes()).programmes.into_iter().next().unwrap()
}

fn consortium(lines: &Value) -> Value {
    let facts = |class: &str| json!({"size_class": class, "deemed_large": false, "establishment_prefectures": ["09"], "kind": "company"});
    json!({
        "members": [{"id": "a", "facts": facts("sme"), "shareholders": []}, {"id": "b", "facts": facts("large"), "shareholders": []}],
        "facts": {"research_place": "09"},
        "other_subsidies": [],
        "expenses": lines,
    })
}

#[test]
fn a_cut_that_misses_the_share_of_smes_is_shared_otherwise_or_named() {
    // 9,000,000 and 30,000,000: 6,000,000 and 15,000,000 of which the cap leaves 10,000,000, and 2,857,143 of that for the SME.
    let lines = json!([{"category": "materials", "member": "a", "amount": 9_000_000}, {"category": "materials", "member": "b", "amount": 30_000_000}]);
    let named = answered(&fund(&[]), consortium(&lines));
    assert_eq!((&named["verdict"], &named["calculated_grant_yen"]), (&json!("not_eligible"), &json!(10_000_000)));
    let split: Vec<i64> = named["split"]["members"].as_array().unwrap().iter().map(|m| m["grant_yen"].as_i64().unwrap()).collect();
    assert_eq!(split, [4_000_000, 6_000_000]);
    let share = named["conditions"].as_array().unwrap().iter().find(|c| c["id"] == "consortium.grant_share").unwrap();
    assert_eq!((share["flip"][0]["member"].as_str(), share["flip"][0]["value"].as_i64()), (Some("a"), Some(4_000_000)));
    assert!(told(&fund(&[]), consortium(&lines)).contains("[a] 助成対象経費 9,000,000円、助成金額 4,000,000円"));
    let chosen = answered(&fund(&[("cuts: as_shared\n", "cuts: to_meet\n")]), consortium(&lines));
    assert_eq!(
        (&chosen["verdict"], &chosen["grant_yen"], &chosen["members"][0]["grant_yen"]),
        (&json!("eligible"), &json!(10_000_000), &json!(4_000_000))
    );
    assert!(chosen["split"].is_null());
    // Where no sharing of the same total and grant would do, none is named.
    let far = json!([{"category": "materials", "member": "a", "amount": 1_000_000}, {"category": "materials", "member": "b", "amount": 30_000_000}]);
    assert!(answered(&fund(&[]), consortium(&far))["split"].is_null());
}

/// Steps, not time: an answer beside whose amounts nothing can be searched any more says so.
#[test]
fn an_answer_says_what_it_did_not_search() {
    let parts = fund(&[("compare: expense", "compare: grant_part")]);
    let facts = |class: &str| json!({"size_class": class, "deemed_large": false, "establishment_prefectures": ["09"], "kind": "company"});
    let members: Vec<Value> = (0..4)
        .map(|i| json!({"id": format!("m{i}"), "facts": facts(if i % 2 == 0 { "sme" } else { "large" }), "shareholders": []}))
        .collect();
    let amounts = [3_333_331, 4_777_773, 2_929_297, 5_555_551, 1_717_171, 6_161_613, 3_939_391, 2_323_233];
    let lines: Vec<Value> = amounts
        .iter()
        .enumerate()
        .map(|(i, a)| {
            let category = if i % 2 == 0 { "labour" } else { "commission" };
            json!({"category": category, "member": format!("m{}", i / 2), "amount": a})
        })
        .chain([json!({"category": "materials", "member": "m0", "amount": 2_121_217})])
        .collect();
    let answer = answered(&parts, json!({"members": members, "facts": {"research_place": "09"}, "other_subsidies": [], "expenses": lines}));
    let next = answer["next"].as_array().unwrap().len();
    let open = answer["not_searched"].as_array().map_or(0, |open| open.iter().filter(|o| o["what"] == "next").count());
    let categories = parts.plan.programme.expenses.categories.len();
    assert!(next + open == 4 * categories || (next, open) == (0, 1), "{next} and {open} of {}", 4 * categories);
}
