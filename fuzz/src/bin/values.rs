//! Amounts, rates, days and names as people type them: read or refused, and read again as they are written.
#![no_main]

use kernel::{Rate, Wareki, Yen, date, text};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let Ok(typed) = std::str::from_utf8(data) else { return };
    if let Ok(yen) = Yen::parse(typed) {
        assert_eq!(Yen::parse(&text::separated(yen.get())).map(Yen::get), Ok(yen.get()));
    }
    if let Ok(rate) = Rate::parse(typed) {
        assert_eq!(Rate::parse(&rate.to_string()).as_ref(), Ok(&rate));
    }
    if let Ok(day) = date::parse_date(typed) {
        assert_eq!(date::parse_date(&day.to_string()).as_ref(), Ok(&day));
        if Wareki::of(day).is_some() {
            assert!(!date::format_ja(day).is_empty());
        }
    }
    let narrow = text::narrow(typed);
    assert_eq!(text::narrow(&narrow), narrow);
    let _ = (text::company(typed), text::sought(typed), text::typed(typed), text::plain(typed), text::seen(typed));
});
