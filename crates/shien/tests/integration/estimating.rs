//! What the estimator asks, and what it reads of months, hours and shares.

use programmes::estimate::{Form, FormInput};
use rules::{
    assess::{Moment, assess},
    read,
};

const CALL: &str = "
shien: 1
id: estimating
kind: grant
name: {ja: 見積りの例}
fiscal_year: 2026
round: 1
revision: 1
source: {document: P, title: {ja: 例}, lines: 9}
summary: {says: {ja: 例}, cite: {lines: 1}}
window: {opens: 2026-04-01, closes: 2026-05-29T17:00, arrival: must_arrive, closing_instant: in_time, cite: {lines: 2}}
filing: {consultation: not_asked, cite: {}}
consortium: {form: not_allowed}
facts:
  floor_share: {type: rate, of: application, ask: {ja: 店舗専用部分の割合}}
  floor_m2: {type: number, of: application, ask: {ja: 店舗の面積（㎡）}}
  lowest_yen: {type: yen, of: application, ask: {ja: 最低の見積額}}
  settled_yen: {type: yen, of: application, ask: {ja: 交付決定額}}
amount:
  paid_to: lead
  rate: {everyone: 1/2}
  cap: {by: floor_m2, below: {33.5: 500000}, from: 5000000}
  caps: {decided: {says: {ja: 交付決定額まで}, at: [settlement], at_most: {fact: settled_yen}, cite: {lines: 3}}}
  rounding: down
  unit: 1
  rounded: once
  cite: {rate: {lines: 3}, cap: {lines: 3}}
expenses:
  tax: excluded
  adjustments: {lowest: {says: {ja: 最低の見積額まで}, categories: [works], at_most: {fact: lowest_yen}, cite: {lines: 4}}}
  categories:
    works: {name: {ja: 改装費}, says: {ja: 改装費}, cite: {lines: 4}}
    rent:
      name: {ja: 賃借料}
      says: {ja: 賃借料}
      apportioned_by: floor_share
      calculator: {monthly: {part_month: by_day, rounding: down, most_yen: 80000}}
      cite: {lines: 4}
    labour:
      name: {ja: 人件費}
      says: {ja: 人件費}
      calculator: {labour: {pay_of: month, max_hourly: 2000, allowances: [], welfare_above_fund_counts: true, hourly_rounding: down}}
      cite: {lines: 4}
";

#[test]
fn the_estimator_asks_what_adjustments_shares_and_tables_go_by_and_reads_months_and_hours() {
    let read = read::programmes(CALL.as_bytes());
    assert!(read.diagnostics.is_empty(), "{:#?}", read.diagnostics);
    let plan = &read.programmes[0].plan;
    let form = Form::new(plan);
    let mut asked: Vec<&str> = form.of_application.iter().map(|q| q.fact.as_str()).collect();
    asked.sort_unstable();
    // What holds at settlement only is not asked of somebody who has not applied.
    assert_eq!(asked, ["floor_m2", "floor_share", "lowest_yen"]);
    let typed = [
        ("a.floor_m2", "33.4"),
        ("a.floor_share", "75%"),
        ("a.lowest_yen", "30万円"),
        ("m0.e.works", "400,000"),
        ("m0.r.rent.monthly", "12万円"),
        ("m0.r.rent.from", "2026-08-01"),
        ("m0.r.rent.until", "2026-09-15"),
        ("m0.l.labour.hours", "10.5"),
        ("m0.l.labour.regular", "155"),
        ("m0.l.labour.base", "248,000"),
    ];
    let (application, wrong) = form.application(&FormInput::of(typed.map(|(name, text)| (name.to_owned(), text.to_owned())).to_vec()));
    assert!(wrong.is_empty(), "{wrong:?}");
    let answer = assess(plan, &application, Moment::default()).unwrap();
    assert!(answer.missing_facts.is_empty(), "{:?}", answer.missing_facts);
    // 300,000 of works, 80,000 and 45,000 of rent (three quarters of 120,000, half a month of it), 1,600 an hour.
    assert_eq!(answer.eligible_total_yen, 300_000 + 80_000 + 45_000 + 16_800);
    assert_eq!(answer.grant_yen, Some(220_900));
    // Decimals turn a table where they stand.
    let wide = FormInput::of(vec![("a.floor_m2".to_owned(), "33.5".to_owned()), ("m0.e.works".to_owned(), "300万円".to_owned())]);
    let (application, _) = form.application(&wide);
    assert!(assess(plan, &application, Moment::default()).unwrap().missing_facts.iter().all(|f| f.fact != "floor_m2"));
}
