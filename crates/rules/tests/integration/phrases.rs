//! Every phrase of a call is sound, and its cases come out to the yen.

use rules::{phrases, words::Lang};

#[test]
fn every_phrase_is_a_sound_call_and_every_case_of_it_holds() {
    let mut cases = 0;
    let mut wrong = Vec::new();
    for (id, phrase) in phrases::all() {
        if let Err(message) = phrase.programme() {
            wrong.push(format!("{id}: {message}"));
            continue;
        }
        for (place, case) in phrase.cases.iter().enumerate() {
            match phrase.try_case(case) {
                Ok(found) => wrong.extend(found.into_iter().map(|w| format!("{id} {place}: {w}"))),
                Err(message) => wrong.push(format!("{id} {place}: {message}")),
            }
            cases += 1;
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(cases > 120, "{cases}");
}

#[test]
fn every_shape_of_a_real_call_has_a_phrase() {
    let shapes: std::collections::BTreeSet<u32> = phrases::all().values().flat_map(|p| p.shapes.iter().copied()).collect();
    assert_eq!(shapes, (1..=34).collect());
}

#[test]
fn what_an_author_looks_for_is_found() {
    for (query, id) in [
        ("いずれか早い日", "earlier_of_two"),
        ("加算する", "cap_additions"),
        ("のみ", "only_this_category"),
        ("間接に", "indirect_holding"),
        ("過去2年以内", "no_award_within_three_years"),
        ("税込", "tax_by_applicant"),
        ("千円未満切捨て", "rounding_each_category"),
        ("1台あたり", "per_unit"),
        ("１台あたり", "per_unit"),
        ("超える部分", "brackets_of_grant"),
    ] {
        let found: Vec<&str> = phrases::find(query).into_iter().map(|f| f.0).collect();
        assert!(found.contains(&id), "{query}: {found:?}");
    }
    assert!(phrases::find("どこにもない言葉").is_empty());
    // Where none has all the words, those with most of its signs come first.
    let near: Vec<&str> = phrases::find("相見積の最低見積額を超過した部分").into_iter().map(|f| f.0).collect();
    assert!(near.contains(&"lowest_quotation") && near.len() <= 6, "{near:?}");
    assert_eq!(phrases::page(Lang::Ja).matches("```yaml").count(), phrases::all().len());
}
