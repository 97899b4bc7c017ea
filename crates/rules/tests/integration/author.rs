//! What an author is told of a file: tables with holes, amounts that hang on something unsaid, clauses that nobody cites, and the cases
//! that are missing.

use std::fs;

use crate::answers::call;
use rules::{cases, check, draft, outline, propose, read, sentences::Teller, summary, words::Lang};
use serde_json::{Value, json};

fn faults(changes: &[(&str, &str)]) -> Vec<String> {
    let outcome = read::programmes(call(changes).as_bytes());
    outcome.diagnostics.iter().map(|d| format!("{}: {}", d.code, d.message)).collect()
}

fn has(changes: &[(&str, &str)], code: &str) {
    let found = faults(changes);
    assert!(found.iter().any(|f| f.starts_with(&format!("{code}:"))), "{code} is not in {found:#?}");
}

const CAP: &str = "cap: {everyone: 5000000}";
const RATES: &str = "rate: {small: 3/4, sme: 2/3, everyone: 1/2}";
const LIMIT: &str = "at_most: 40%\n    of: eligible_total\n    compare: expense\n";

#[test]
fn tables_have_no_hole_and_no_overlap() {
    let cap = |table: &str| has(&[(CAP, &format!("cap: {table}"))], "missing-row");
    cap("{by: employees, up_to: {5: 1000000, 20: 2000000}}");
    cap("{by: kind, is: {company: 1000000, npo: 2000000}}");
    has(&[(CAP, "cap: {by: employees, up_to: {20: 1000000, 5: 2000000}, above: 3}")], "rows-out-of-order");
    has(&[(CAP, "cap: {by: employees, up_to: {\"5人\": 1000000, \"5\": 2000000}, above: 3}")], "rows-out-of-order");
    has(&[(CAP, "cap: {by: kind, up_to: {company: 1000000}, above: 3}")], "bad-table");
    has(&[(CAP, "cap: {by: employes, up_to: {5: 1000000}, above: 3}")], "unknown-fact");
    has(&[(RATES, "rate: {everyone: {brackets_of: grant, up_to: {500: 1/2, 300: 1/3}}}")], "rows-out-of-order");
    assert!(faults(&[(CAP, "cap: {by: employees, up_to: {5: 1000000}, above: {small: 2000000, everyone: 3000000}}")]).is_empty());
}

#[test]
fn what_an_amount_hangs_on_is_said() {
    has(&[("  rounded: once\n", "")], "missing-parameter");
    has(&[("  rounded: once\n", "  rounded: each_part\n")], "dead-condition");
    let quotations = "documents:\n  q: {name: {ja: 見積, en: Q}, when: {lines: {like: {fact: amount_with_tax_yen, more_than: 1000000}}, at_least: 1}, cite: {lines: 6}}\nlimits:\n";
    has(&[("limits:\n", quotations)], "missing-parameter");
    let typed = quotations.replace("amount_with_tax_yen", "amount_yen");
    has(&[("limits:\n", &typed)], "unsaid");
    let within = "documents:\n  q: {name: {ja: 見積, en: Q}, when: {records: {of: this, status: awarded, within: 3 years}, at_least: 1}, cite: {lines: 6}}\nlimits:\n";
    has(&[("limits:\n", within)], "missing-parameter");
}

#[test]
fn an_adjustment_says_one_thing_of_what_stands_before_it_and_for_everybody() {
    let with = |what: &str| {
        let all =
            format!("expenses:\n  adjustments:\n    one: {{says: {{ja: 限度}}, categories: [materials], {what}, cite: {{lines: 6}}}}\n");
        faults(&[("expenses:\n", &all)])
    };
    let told = |what: &str, code: &str| {
        let found = with(what);
        assert!(found.iter().any(|f| f.starts_with(&format!("{code}:"))), "{what}: {code} is not in {found:#?}");
    };
    told("at_most: 100000, share: 1/2", "missing-parameter");
    told("less: 100000, base_at: filed", "dead-condition");
    told("share: 1/2, base_at: {after: one}", "unknown-word");
    told("share: 0%", "wrong-value");
    told("divided: {materials: materials}", "contradiction");
    // Whom no row fits would be bound by nothing.
    told("at_most: {small: 100000}", "missing-row");
    for sound in ["at_most: 100000", "share: 1/2, base_at: filed", "less: {small: 100000}", "at_most: {small: 100000, everyone: none}"] {
        assert_eq!(with(sound), Vec::<String>::new(), "{sound}");
    }
}

#[test]
fn a_test_of_one_line_asks_for_no_other() {
    let found = |require: &str| {
        let test = format!(
            "categories:\n    extra: {{name: {{ja: 他}}, says: {{ja: 他}}, tests: {{t: {{says: {{ja: 検査}}, require: {require}, cite: {{lines: 6}}}}}}, cite: {{lines: 6}}}}\n"
        );
        faults(&[("categories:\n", &test)])
    };
    for require in [
        "{claims: materials}",
        "{lines: {categories: [materials]}, at_least: 1}",
        "{none_of: [{claims_beside: [extra]}]}",
        "{share_of_expenses_of: {like: {group: small}}, at_least: 1/2}",
    ] {
        let told = found(require);
        assert!(told.iter().any(|f| f.starts_with("bad-predicate:") && f.contains("not weighed yet")), "{require}: {told:#?}");
    }
    let told = found("{fact: quantity, at_least: 2}");
    assert!(!told.iter().any(|f| f.starts_with("bad-predicate:")), "{told:#?}");
}

#[test]
fn what_follows_from_lines_is_asked_of_lines_that_are_there_before_it() {
    let of = |kind: &str, of: &str, worked_out: &str| {
        let fact = format!("f: {{type: {kind}, of: {of}, ask: {{ja: 事実, en: Fact}}, worked_out: {{{worked_out}}}}}");
        let facts = format!("facts:\n  own: {{type: yen, of: line, ask: {{ja: 明細の事実, en: Of the line}}}}\n  {fact}\nconditions:\n");
        faults(&[("conditions:\n", &facts)])
    };
    let told = |kind: &str, whose: &str, worked_out: &str, code: &str| {
        let found = of(kind, whose, worked_out);
        assert!(found.iter().any(|f| f.starts_with(code)), "{kind} {whose} {worked_out} {code}: {found:#?}");
    };
    told("yen", "application", "over_lines: {take: sum, fact: employees}", "wrong-fact");
    told("yen", "application", "over_lines: {take: sum, fact: nowhere}", "unknown-fact");
    told("yen", "application", "over_lines: {take: sum, fact: own, same: own}", "wrong-fact");
    told("yen", "application", "over_lines: {take: sum}", "missing-parameter");
    told("count", "application", "over_lines: {take: count, fact: own}", "missing-parameter");
    told("yen", "application", "over_lines: {take: count}", "wrong-type");
    told("yen", "application", "over_lines: {take: largest, fact: paid_on}", "wrong-type");
    told("date", "application", "over_lines: {take: sum, fact: paid_on}", "wrong-type");
    told("yen", "application", "over_lines: {take: sum, fact: own, categories: [nowhere]}", "unknown-category");
    told("yen", "line", "over_lines: {take: sum, fact: own, like: {fact: f, at_least: 1}}", "wrong-fact");
    told("yen", "line", "eligible_expenses: [labour]", "wrong-type");
    told("yen", "member", "part_grant: a", "wrong-type");
    told("yen", "application", "part_grant: nowhere", "unknown-word");
    told("yen", "application", "days_between: [filed_on, call_closes_on]", "wrong-type");
    // What is only known after the lines were weighed is nothing to weigh a line by.
    told("yen", "line", "sum: [own, eligible_total_yen]", "wrong-fact");
    for sound in
        ["over_lines: {take: sum, fact: own}", "over_lines: {take: sum, fact: own, categories: [labour], like: {fact: own, at_least: 1}}"]
    {
        let found = of("yen", "application", sound);
        assert!(found.iter().all(|f| f.starts_with("unused")), "{sound}: {found:#?}");
    }
}

#[test]
fn what_has_two_meanings_is_refused() {
    let brackets = "rate: {everyone: {brackets_of: grant, up_to: {500000: 1/3}, above: 1/2}}";
    let part = "at_most_yen: 100000\n    compare: grant_part\n";
    has(&[(RATES, brackets), (LIMIT, part)], "bad-limit");
    has(&[(RATES, brackets), (LIMIT, "at_most: 40%\n    of: grant_total\n    compare: expense\n")], "not-monotone");
    let parts = |parts: &str| format!("{CAP}\n  parts:\n{parts}");
    let one = "    one: {says: {ja: 一, en: One}, categories: [materials], cite: {lines: 6}}\n";
    let two = "    two: {says: {ja: 二, en: Two}, cite: {lines: 6}}\n";
    has(&[(CAP, &parts(one))], "missing-row");
    has(&[(CAP, &parts(&format!("{one}{two}")))], "overlap");
    has(&[(CAP, &parts(two)), (LIMIT, "at_most: 40%\n    of: grant_total\n    compare: expense\n")], "contradiction");
    let addition = |what: &str| {
        format!("{CAP}\n  additions: {{x: {{says: {{ja: 加算, en: X}}, when: {{fact: tax_exempt, is: true}}{what}, cite: {{lines: 6}}}}}}")
    };
    has(&[(CAP, &addition(""))], "missing-parameter");
    has(&[(CAP, &addition(", cap_each_member: 5"))], "dead-condition");
    has(&[(CAP, &addition(", rate: 2/3"))], "wrong-value");
    has(
        &[(
            "  labour:\n    says: {ja: 人件費は",
            "  tighter: {says: {ja: 上限, en: L}, categories: [labour], at_most: 30%, of: eligible_total, compare: expense, scope: application, share: pro_rata, cite: {lines: 7}}\n  labour:\n    says: {ja: 人件費は",
        )],
        "dead-limit",
    );
    has(&[("  rate: {small", "  fixed: {everyone: 5}\n  rate: {small")], "contradiction");
    has(&[("unit: 1000\n", "unit: 1000\n  floor: 6000000\n  floor_at: [application]\n")], "dead-condition");
    let reachable = "unit: 1000\n  floor: 6000000\n  floor_at: [application]\n  additions: {x: {says: {ja: 加算, en: X}, when: {fact: tax_exempt, is: true}, cap: 2000000, cite: {lines: 6}}}\n";
    assert!(!faults(&[("unit: 1000\n", reachable)]).iter().any(|f| f.contains("reach the floor")));
}

fn small_business() -> (read::Read, String, Vec<u8>) {
    let folder = "../../catalogue/examples/2025";
    let outcome = read::programmes(&fs::read(format!("{folder}/small-business.yaml")).unwrap());
    assert!(outcome.diagnostics.is_empty(), "{:#?}", outcome.diagnostics);
    let text = fs::read_to_string(format!("{folder}/EX-small-business.txt")).unwrap();
    let cases = fs::read(format!("{folder}/small-business.cases.yaml")).unwrap();
    (outcome.programmes.into_iter().next().unwrap(), text, cases)
}

#[test]
fn a_document_is_held_against_its_file_figure_by_figure_and_day_by_day() {
    let (read, text, _) = small_business();
    let told = |text: &str| {
        check::sources(std::slice::from_ref(&read), text)
            .into_iter()
            .map(|(_, _, f)| format!("{}: {}", f.code, f.message))
            .collect::<Vec<_>>()
    };
    assert_eq!(told(&text), Vec::<String>::new());
    assert!(check::uncited(&[&read], &text).is_empty());
    let figure = told(&text.replace("④ 展示会等出展費", "④ 展示会等出展費（1小間30万円まで）"));
    assert!(figure[0].starts_with("uncited-figure") && figure[0].contains("line 12: 30万円"), "{figure:?}");
    let day = told(&text.replace("10月3日(金)", "10月3日(木)"));
    assert!(day.iter().any(|f| f.starts_with("no-such-day") && f.contains("10月3日(木)")), "{day:?}");
    let none = told(&text.replace("10月3日(金)", "2月30日(金)"));
    assert!(none.iter().any(|f| f.contains("which no year has")), "{none:?}");
    let named = told(&text.replace("10月3日(金)", "令和8年10月3日(土)"));
    assert!(named.iter().all(|f| !f.starts_with("no-such-day")), "{named:?}");
    assert!(check::figures("７．人件費は対象外").is_empty());
    assert_eq!(check::figures("5人以下、1/2以内、500万円、10％未満、３台"), ["5人", "1/2", "500万円", "10%", "3台"]);
}

#[test]
fn the_document_stands_beside_what_the_file_says_of_it() {
    let (read, text, _) = small_business();
    let beside = outline::beside(&read, &text, &Teller::new(&read.plan, Lang::Ja));
    for told in ["→ amount.additions.invoice: 加算 インボイス特例 補助限度額に500,000円を加算", "→ limits.travel: 旅費は総額の10％未満"]
    {
        assert!(beside.contains(told), "{beside}");
    }
    assert!(!beside.contains("\n!"));
    let open = outline::beside(&read, &format!("{text}11 その他\n"), &Teller::new(&read.plan, Lang::Ja));
    assert!(open.contains("!  24 │ 11 その他"), "{open}");
}

#[test]
fn the_cases_that_a_file_lacks_are_proposed_with_answers_that_hold() {
    let (read, _, bytes) = small_business();
    let lacking = propose::propose(&read, &bytes);
    let names = [
        "\"size_class sme\":",
        "\"income: average_taxable_income_yen 1500000001\":",
        "\"costs of 750001\":",
        "\"at settlement\":",
        // With an addition the cap turns elsewhere.
        "\"wage: costs of 3000001\":",
    ];
    for name in names {
        assert!(lacking.contains(name), "{name} is not in {lacking}");
    }
    assert!(lacking.contains("\"travel: 399999 beside"), "{lacking}");
    let told: Vec<String> = propose::lacking(&read, &bytes, Lang::Ja).into_iter().map(|case| case.name).collect();
    for name in ["補助対象経費 750,001円", "インボイス特例", "額の確定時"] {
        assert!(told.iter().any(|n| n == name), "{name}: {told:?}");
    }
    // Taken over as they are they hold, and nothing is lacking any more.
    let whole = format!("{}{lacking}", String::from_utf8(bytes.clone()).unwrap());
    let report = cases::run(whole.as_bytes(), std::slice::from_ref(&read));
    assert!(report.diagnostics().is_empty(), "{:#?}", report.diagnostics());
    assert!(report.passed > 50, "{}", report.passed);
    assert_eq!(propose::propose(&read, whole.as_bytes()), "");
    // Every reading of the example is shown to matter by a case.
    assert!(cases::idle_readings(&bytes, std::slice::from_ref(&read)).is_empty());
    let few = String::from_utf8(bytes).unwrap().split("  two quotations").next().unwrap().to_owned();
    let idle = cases::idle_readings(few.as_bytes(), std::slice::from_ref(&read));
    assert!(idle.len() == 1 && idle[0].message.contains("with_tax"), "{idle:?}");
}

#[test]
fn two_years_of_a_call_are_compared_clause_by_clause() {
    let before = read::programmes(call(&[]).as_bytes());
    let changes = [
        (RATES, "rate: {small: 4/5, sme: 2/3, everyone: 1/2}"),
        (CAP, "cap: {by: employees, up_to: {20: 5000000}, above: 8000000}"),
        ("人件費は総額の40％まで", "人件費は総額の30％まで"),
        ("at_most: 40%", "at_most: 30%"),
        (
            "    materials: {name",
            "    machines: {name: {ja: 機械, en: Machines}, says: {ja: 機械, en: Machines}, cite: {lines: 6}}\n    materials: {name",
        ),
    ];
    let after = read::programmes(call(&changes).as_bytes());
    assert!(after.diagnostics.is_empty(), "{:#?}", after.diagnostics);
    let tell = |outcome: &read::Outcome| outcome.programmes[0].plan.clone();
    let (before, after) = (tell(&before), tell(&after));
    let found = summary::changes(&Teller::new(&before, Lang::Ja), &Teller::new(&after, Lang::Ja));
    let told: Vec<(&str, Option<&str>, Option<&str>)> =
        found.iter().map(|c| (c.head.as_str(), c.before.as_deref(), c.after.as_deref())).collect();
    assert!(told.contains(&("補助率（小規模企業者）", Some("3/4"), Some("80%"))), "{told:?}");
    assert!(told.contains(&("補助限度額（常時使用する従業員の数 20以下）", None, Some("5,000,000円"))), "{told:?}");
    assert!(told.contains(&("人件費は総額の40％まで", Some("人件費は総額の40％まで"), Some("人件費は総額の30％まで"))), "{told:?}");
    assert!(told.contains(&("機械", None, Some("機械"))), "{told:?}");
    assert!(summary::changes(&Teller::new(&before, Lang::Ja), &Teller::new(&before, Lang::En)).iter().all(|c| !c.computed));
    // The same words with another number behind them are a change too.
    let silent = read::programmes(call(&[("at_most: 40%", "at_most: 35%")]).as_bytes());
    let silent = tell(&silent);
    let found = summary::changes(&Teller::new(&before, Lang::Ja), &Teller::new(&silent, Lang::Ja));
    assert!(found.len() == 1 && found[0].computed && found[0].before == found[0].after, "{found:?}");
    let values: Vec<_> = found[0].values.iter().map(|v| (v.at.as_str(), v.before.as_deref(), v.after.as_deref())).collect();
    assert_eq!(values, [("at_most", Some("40%"), Some("35%"))]);
}

#[test]
fn proposed_cases_are_put_behind_the_cases_of_a_file_however_it_is_written() {
    let (read, _, bytes) = small_business();
    let id = read.plan.programme.id.as_str();
    let two: Vec<(&str, propose::Proposed)> =
        propose::lacking(&read, &bytes, Lang::Ja).into_iter().take(2).map(|case| (id, case)).collect();
    let names: Vec<&str> = two.iter().map(|(_, case)| case.name.as_str()).collect();
    let whole = |text: &str| rules::node::read(text.as_bytes()).expect("is read").to_json();
    for before in [
        "",
        "# Mine\nbases:\n  b: {id: x}\n",
        "cases:\n    one: {programme: p}  # sure\n\nbases:\n    b: {id: x}\n",
        "cases:\n  one:\n    programme: p\n",
        "cases: {}\n",
        "{\"cases\":{\"one\":{\"programme\":\"p\"}},\"bases\":{\"b\":{\"id\":\"x\"}}}",
    ] {
        let after = propose::with_cases(before, &two).expect("is a file");
        let (old, new) = (if before.is_empty() { serde_json::json!({}) } else { whole(before) }, whole(&after));
        assert_eq!(new["bases"], old["bases"], "{after}");
        let there: Vec<&str> = old["cases"].as_object().into_iter().flatten().map(|(name, _)| name.as_str()).collect();
        let found: Vec<&str> = new["cases"].as_object().expect("has cases").keys().map(String::as_str).collect();
        assert_eq!(found, [there, names.clone()].concat(), "{after}");
        assert!(before.matches('#').count() == after.matches('#').count(), "{after}");
    }
    for broken in ["cases: [", "abc", "- a\n", "cases: [1]\n", "cases: x\n"] {
        assert_eq!(propose::with_cases(broken, &two), None, "{broken}");
    }
    assert!(propose::with_cases("cases:\nbases: {b: {id: x}}\n", &two).is_some_and(|text| whole(&text)["cases"].as_object().is_some()));
}

#[test]
fn cases_are_proposed_around_an_application_that_is_eligible_where_the_file_has_none() {
    let (read, _, _) = small_business();
    let all = propose::lacking(&read, b"", Lang::Ja);
    let eligible = all.iter().filter(|case| case.expect["verdict"] == "eligible" && case.expect["grant_yen"].as_i64() > Some(0)).count();
    assert!(eligible * 2 > all.len(), "{eligible} of {}", all.len());
}

#[test]
fn what_would_bring_more_is_told_of_facts_that_can_be_otherwise() {
    let (read, _, _) = small_business();
    let application = |special: bool| {
        serde_json::from_value(serde_json::json!({
            "members": [{ "id": "a", "facts": { "kind": "company", "in_prefecture": true, "industry": "56", "employees": 5,
                "average_taxable_income_yen": 3_000_000, "was_tax_exempt": true, "invoice_registered": special, "wage_special": false, "deficit": true },
                "shareholders": [], "records": [] }],
            "expenses": [{ "category": "machine", "amount": 5_000_000 }],
        }))
        .unwrap()
    };
    let moment = rules::assess::Moment::default();
    let told = |special| {
        let application = application(special);
        let now = rules::assess::assess(&read.plan, &application, moment).unwrap();
        let gains = rules::assess::gains(&read.plan, &application, moment, &now);
        gains.iter().map(|g| (g.fact.to_owned(), g.grant_yen)).collect::<Vec<_>>()
    };
    assert_eq!(told(false), [("wage_special".to_owned(), 1_500_000), ("invoice_registered".to_owned(), 500_000)]);
    assert_eq!(told(true), [("wage_special".to_owned(), 1_500_000)]);
}

#[test]
fn a_file_is_proposed_from_the_text_of_a_call_with_the_line_of_each_entry() {
    let (_, text, _) = small_business();
    let found = draft::proposals(&text);
    let has = |field: &str, value: &str, line: u32| {
        assert!(found.iter().any(|p| p.field == field && p.value == value && p.line == line), "{field} {value} {line}: {found:#?}");
    };
    has("name", "小規模事業者販路開拓支援補助金", 1);
    has("fiscal_year", "2025", 1);
    has("round", "2", 1);
    has("window.opens", "2025-10-03", 3);
    has("window.closes", "2025-11-28T17:00", 3);
    has("window.arrival", "must_arrive", 3);
    has("filing.channels", "online", 3);
    has("amount.rate", "2/3", 9);
    has("amount.rate", "3/4", 9);
    has("amount.cap", "500000", 10);
    has("amount.floor", "100000", 17);
    has("amount.unit", "1", 17);
    has("expenses.tax", "excluded", 16);
    has("expenses.categories", "③ ウェブサイト関連費", 12);
    has("limits", "less_than 10%", 14);
    has("documents", "4 決算書", 20);
    has("criteria", "補助事業計画の有効性", 22);
    assert_eq!(found.iter().filter(|p| p.field == "expenses.categories").count(), 8);
    // What is proposed is a file that the checker reads: it asks for the rest, and finds no proposal wrong.
    let yaml = draft::yaml(&text, "EX-small-business");
    let outcome = read::programmes(yaml.replace("en: \"\"", "en: x").as_bytes());
    let told: Vec<String> = outcome.diagnostics.iter().map(|d| format!("{}: {}", d.code, d.message)).collect();
    assert!(told.iter().all(|t| t.contains("`summary`") || t.contains("rate_word")), "{told:#?}\n{yaml}");
    let table = "2 補助金の額\n補助金額\t2,000万円以内\t補助率\t1/2以内\t補助下限額\t500万円\n問い合わせ先 〒320-8501 宇都宮市 TEL：028(623)3249 a.b@example.jp\n";
    let found = draft::proposals(table);
    let value = |field: &str| found.iter().find(|p| p.field == field).map(|p| p.value.clone());
    assert_eq!(value("amount.cap").as_deref(), Some("20000000"));
    assert_eq!(value("amount.rate").as_deref(), Some("1/2"));
    assert_eq!(value("amount.floor").as_deref(), Some("5000000"));
    assert_eq!(value("contact.phone").as_deref(), Some("028-623-3249"));
    assert_eq!(value("contact.email").as_deref(), Some("a.b@example.jp"));
    // Numbers in full width, what a sentence refuses, lists within a line, and rounding that is a limit's.
    let wide = "８　対象経費の限度\n外注費は総額の５分の１（１円未満切捨て）を限度とする。\n９　補助対象外経費\n(1) 振込手数料\n１０　消費税を除いた額とする。\n\
                １１　申請受付期間　令和８年５月１１日（月）午前９時から同年６月１９日（金）午後５時まで\n\
                １２　提出方法　電子申請により提出する。郵送及び持参による提出は受け付けない。\n\
                １３　提出書類　（ア）申請書、（イ）事業計画書、（ウ）見積書の写し\n";
    let found = draft::proposals(wide);
    let values = |field: &str| found.iter().filter(|p| p.field == field).map(|p| p.value.as_str()).collect::<Vec<_>>();
    assert_eq!((values("window.opens"), values("window.closes")), (vec!["2026-05-11T09:00"], vec!["2026-06-19T17:00"]));
    assert_eq!(values("filing.channels"), ["online"]);
    assert_eq!(values("documents"), ["ア 申請書", "イ 事業計画書", "ウ 見積書の写し"]);
    assert_eq!((values("expenses.tax"), values("expenses.categories")), (vec!["excluded"], Vec::new()));
    assert!(values("amount.cap").is_empty(), "{found:#?}");
    // Lists of documents that count from one twice: each entry has a key of its own.
    let twice = "8 提出書類  (1) 申請書 (2) 計画書\n9 審査  書面による。\n10 提出書類  (1) 決算書 (2) 納税証明書\n";
    let yaml = draft::yaml(twice, "X");
    assert!(rules::node::read(yaml.as_bytes()).is_ok() && yaml.contains("\"1-2\":"), "{yaml}");
}

proptest::proptest! {
    #[test]
    fn no_text_breaks_the_proposals(text in "[ -~\u{0}\u{85}\u{7f}\u{feff}、。（）①-⑨年月日円万億千第回%％〒・〜０-９一-龠ぁ-んァ-ン\n\t]{0,200}") {
        let found = draft::proposals(&text);
        proptest::prop_assert!(found.iter().all(|p| p.line >= 1));
        let yaml = draft::yaml(&text, "X");
        proptest::prop_assert!(rules::node::read(yaml.as_bytes()).is_ok(), "{yaml}");
        let _ = check::figures(&text);
    }
}

/// Every line of a programme is left out, doubled and misspelt in turn: whatever the checker says then, it says in Japanese too.
#[test]
fn what_the_checker_says_is_said_in_japanese() {
    let text = std::fs::read_to_string("../../catalogue/examples/2026/joint-research.yaml").unwrap();
    let lines: Vec<&str> = text.lines().collect();
    let mut untold: Vec<String> = Vec::new();
    let mut count = 0;
    for place in 0..lines.len() {
        let spoilt = |line: &str| match place % 4 {
            0 => None,
            1 => Some(format!("{line}\n{line}")),
            2 => Some(line.replace(": ", ": x")),
            _ => Some(line.replacen('e', "", 1).replacen("cite", "cit", 1)),
        };
        let changed: Vec<String> =
            lines.iter().enumerate().filter_map(|(i, line)| if i == place { spoilt(line) } else { Some((*line).to_owned()) }).collect();
        for found in read::programmes(changed.join("\n").as_bytes()).diagnostics {
            count += 1;
            untold.extend([Some(found.message), found.help].into_iter().flatten().filter(|said| rules::faults::ja(said).is_none()));
        }
    }
    untold.sort();
    untold.dedup();
    assert!(count > 200, "{count}");
    assert_eq!(untold, Vec::<String>::new());
}

/// A figure that is another than the words beside it say is told; the width in which words are typed is not.
#[test]
fn amounts_are_held_against_the_words_that_are_cited_for_them() {
    let text = std::fs::read_to_string("../../catalogue/examples/2026/joint-research.yaml").unwrap();
    let document = std::fs::read_to_string("../../catalogue/examples/2026/EX-joint-research.txt").unwrap();
    let told = |text: &str| -> Vec<String> {
        let read = read::programmes(text.as_bytes());
        check::sources(&read.programmes, &document).into_iter().map(|(_, _, fault)| format!("{}: {}", fault.code, fault.message)).collect()
    };
    assert_eq!(told(&text), Vec::<String>::new());
    let wrong = told(&text.replace("everyone: 12000000", "everyone: 21000000"));
    assert_eq!(wrong, ["other-figure: 21000000 is not an amount of the words that are cited: 12000000, 14000000"]);
    assert_eq!(told(&text.replace("200万円未満", "２００万円未満")), Vec::<String>::new());
}

#[test]
fn what_newer_calls_say_in_one_line_is_proposed_entry_by_entry() {
    let text = "公益財団法人例の財団　令和8年度「販路開拓支援補助金」（第2次募集）募集要領\n\
                10 申請枠　「通常枠」と「賃上げ枠」の2つとし、いずれか一方の枠で申請します。通常枠は小規模事業者も対象です。\n\
                11 補助上限額及び補助下限額　補助上限額は、5人以下1,000,000円、6人以上2,000,000円とし、補助下限額は両枠とも300,000円とします。\n\
                12 機械装置費　機械の購入に要する経費とします。\n\
                13 研修費　受講料とし、1人当たり税抜60,000円を限度とします。謝金が40,000円に満たない日はその額とします。\n\
                14 提出書類　(1)交付申請書、(2)事業計画書、(3)賃上げを行う者：誓約書の写し。(4)見積書の写し（20の(2)に当たるもの）。\n\
                15 審査　事業計画の具体性（30点）、実施体制及び資金計画30点、波及効果40点の合計100点とし、60点以上の者を採択します。\n\
                16 帳簿の保存及び問合せ先　帳簿は5年間保存してください。問合せ先：公益財団法人例の財団　経営支援課（電話03-1234-5678）。\n";
    let found = draft::proposals(text);
    let values = |field: &str| found.iter().filter(|p| p.field == field).map(|p| p.value.as_str()).collect::<Vec<_>>();
    assert_eq!((values("name"), values("round")), (vec!["販路開拓支援補助金"], vec!["2"]));
    assert_eq!(values("schemes"), ["通常枠", "賃上げ枠"]);
    assert_eq!((values("amount.cap"), values("amount.floor")), (vec!["1000000", "2000000"], vec!["300000"]));
    assert_eq!(values("expenses.categories"), ["12 機械装置費", "13 研修費"]);
    assert_eq!(values("documents"), ["1 交付申請書", "2 事業計画書", "3 誓約書の写し", "4 見積書の写し"]);
    assert_eq!(values("criteria"), ["事業計画の具体性", "実施体制及び資金計画", "波及効果"]);
    assert_eq!(values("contact.office"), ["公益財団法人例の財団 経営支援課"]);
}

/// Every number, yes or no and fraction of a tree, with its path.
fn values(json: &Value, path: &str, found: &mut Vec<(String, Value)>) {
    let at = |key: &str| if path.is_empty() { key.to_owned() } else { format!("{path}.{key}") };
    match json {
        Value::Object(map) => {
            let told =
                ["says", "cite", "name", "ask", "source", "id", "revision", "round", "fiscal_year", "shien", "inventory", "readings"];
            for (key, inner) in map.iter().filter(|(key, _)| !told.contains(&key.as_str())) {
                values(inner, &at(key), found);
            }
        }
        Value::Array(list) => list.iter().enumerate().for_each(|(place, inner)| values(inner, &at(&place.to_string()), found)),
        Value::Number(_) | Value::Bool(_) => found.push((path.to_owned(), json.clone())),
        Value::String(text) if kernel::Rate::parse(text).is_ok() => found.push((path.to_owned(), json.clone())),
        _ => {}
    }
}

#[test]
fn no_value_changes_between_two_years_without_a_word() {
    let mut changed = 0;
    for file in ["examples/2025/small-business", "examples/2026/joint-research", "tochigi-center/2022/green-fund"] {
        let text = fs::read(format!("../../catalogue/{file}.yaml")).unwrap();
        let read = rules::read::programmes(&text).programmes.remove(0);
        let tree = read.tree().to_json();
        let mut all = Vec::new();
        values(&tree, "", &mut all);
        for (path, value) in all {
            let other = match &value {
                Value::Bool(yes) => Value::Bool(!yes),
                Value::Number(number) => json!(number.as_i64().unwrap_or_default() + 1),
                _ => json!("1/7"),
            };
            let mut next = tree.clone();
            *next.pointer_mut(&format!("/{}", path.replace('.', "/"))).unwrap() = other;
            let node = rules::node::read(next.to_string().as_bytes()).unwrap();
            let Ok(plan) = rules::read::ready(&node) else { continue };
            if *plan.programme == *read.plan.programme {
                continue;
            }
            let (before, after) = (Teller::new(&read.plan, Lang::Ja), Teller::new(&plan, Lang::Ja));
            let told = summary::changes(&before, &after);
            assert!(!told.is_empty(), "{file}: {path} changed from {value} without a word");
            assert!(told.iter().all(|change| !change.head.is_empty()), "{file}: {path}: {told:?}");
            changed += 1;
        }
    }
    assert!(changed > 100, "{changed}");
}

#[test]
fn a_call_in_sentences_is_read_as_well_as_one_in_headings() {
    let text = "\
令和8年度 青嶺県デジタル化促進補助金 募集案内
4 申請と期間 募集期間は令和8年5月11日(月)午前9時から令和8年6月30日(火)午後5時までとし、この間に送信された申請だけを受け付けます。
5 補助対象経費 補助対象経費は次のとおりとします。
ア ソフトウェア費 業務用ソフトウェアの購入費とします。
イ クラウド利用費 支払額に12を乗じ契約月数で除した額(1円未満切捨て)とします。
ウ 広告費 招待状の郵送料を含みます。税抜額は1円未満を切り捨てます。
6 補助金の額 補助対象経費の2分の1とし、1,000円未満を切り捨てます。";
    let found = draft::proposals(text);
    let of = |field: &str| found.iter().filter(|p| p.field == field).map(|p| p.value.as_str()).collect::<Vec<_>>();
    assert_eq!(of("window.opens"), ["2026-05-11T09:00"]);
    assert_eq!(of("window.closes"), ["2026-06-30T17:00"]);
    assert_eq!(of("expenses.categories"), ["ア ソフトウェア費", "イ クラウド利用費", "ウ 広告費"]);
    assert_eq!(of("filing.channels"), Vec::<&str>::new());
    assert_eq!(of("amount.unit"), ["1000"]);
}
