//! A file is changed value by value, and its document stands beside what cites it.

use rules::{
    edit::{EditError, citations, document_lines, fields, set_value, value},
    node,
    words::Lang,
};

const FILE: &str = include_str!("../../../../catalogue/examples/2025/small-business.yaml");
const DOCUMENT: &str = include_str!("../../../../catalogue/examples/2025/EX-small-business.txt");

#[test]
fn each_value_can_be_set_to_what_it_is_and_the_text_stays() {
    let tree = node::read(FILE.as_bytes()).unwrap();
    let all = fields(&tree, Lang::Ja);
    assert!(all.len() > 150, "{}", all.len());
    for field in &all {
        assert_eq!(value(FILE, &field.path).as_deref(), Some(field.value.as_str()), "{}", field.path);
        let same = set_value(FILE, &field.path, &field.value).unwrap_or_else(|e| panic!("{}: {e}", field.path));
        assert_eq!(value(&same, &field.path).as_deref(), Some(field.value.as_str()), "{}", field.path);
    }
}

#[test]
fn a_value_changes_alone_and_what_would_change_more_is_refused() {
    let changed = set_value(FILE, "amount.cap.everyone", "750000").unwrap();
    assert!(changed.contains("cap: {everyone: 750000}"));
    assert_eq!(changed.len(), FILE.len());
    assert!(changed.starts_with("# An invented call"), "comments stay");
    let closes = set_value(FILE, "window.closes", "2025-12-05T17:00").unwrap();
    assert!(closes.contains("closes: 2025-12-05T17:00\n"));
    let name = set_value(FILE, "name.ja", "小規模: 「新」, {補助金}").unwrap();
    assert_eq!(value(&name, "name.ja").as_deref(), Some("小規模: 「新」, {補助金}"));
    // Whatever is typed, it stays one value.
    for typed in ["a, en: b", "}", "\"", "x\ny: 1", "# none", "[1", "*a", "null"] {
        if let Ok(text) = set_value(FILE, "name.ja", typed) {
            assert_eq!(value(&text, "name.ja").as_deref(), Some(typed));
            assert_eq!(value(&text, "amount.cap.everyone").as_deref(), Some("500000"));
        }
    }
    // Yes and no stay what they are; an amount may be written as people write it, and back.
    assert_eq!(set_value(FILE, "conditions.establishment.require.is", ""), Err(EditError::NotAlone));
    let written = set_value(FILE, "amount.cap.everyone", "50万").unwrap();
    assert!(set_value(&written, "amount.cap.everyone", "500000").is_ok_and(|back| rules::read::programmes(back.as_bytes()).sound()));
    assert_eq!(set_value(FILE, "amount", "1"), Err(EditError::NoValue));
    assert_eq!(set_value(FILE, "nothing.here", "1"), Err(EditError::NoValue));
    assert_eq!(set_value("a: [", "a", "1"), Err(EditError::Unread));
}

#[test]
fn the_lines_of_the_document_stand_beside_what_cites_them() {
    let tree = node::read(FILE.as_bytes()).unwrap();
    let citations = citations(&tree);
    let by_path = |path: &str| citations.iter().find(|c| c.path == path).map(|c| c.cited.clone());
    assert_eq!(by_path("amount.cap"), Some(vec![10]));
    assert_eq!(by_path("amount.additions.wage"), Some(vec![10, 18]));
    assert_eq!(by_path("summary"), Some(vec![1]));
    let lines = document_lines(DOCUMENT, Some(&tree), &citations);
    assert_eq!(lines.len(), 23);
    assert!(lines.iter().all(|l| !l.is_uncited()), "the example cites every line");
    // Without the file, each line that says an amount or a day is marked with it.
    let bare = document_lines(DOCUMENT, None, &[]);
    assert!(bare[9].is_uncited() && bare[9].figures.contains(&"50万円".to_owned()), "{:?}", bare[9]);
}
