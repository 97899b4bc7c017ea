//! Public holidays held against the lists, and the days on which offices work.

use jiff::{
    ToSpan,
    civil::{Date, date},
};
use kernel::calendar::{Closure, holiday, next_working_day, works};

#[test]
fn every_holiday_of_half_a_century_is_the_one_that_is_listed() {
    let mut years = 0;
    for line in include_str!("holidays.txt").lines().filter(|l| !l.starts_with('#')) {
        let (year, days) = line.split_once(": ").unwrap();
        let first = date(year.parse().unwrap(), 1, 1);
        let found: Vec<String> = first
            .series(1.days())
            .take_while(|d| d.year() == first.year())
            .filter(|d| holiday(*d).is_some())
            .map(|d| format!("{:02}-{:02}", d.month(), d.day()))
            .collect();
        assert_eq!(found.join(" "), days, "{year}");
        years += 1;
    }
    assert_eq!(years, 51);
}

#[test]
fn holidays_have_their_names() {
    for (day, name) in [
        (date(2026, 1, 1), "元日"),
        (date(2026, 9, 21), "敬老の日"),
        (date(2026, 9, 22), "国民の休日"),
        (date(2026, 9, 23), "秋分の日"),
        (date(2026, 5, 6), "振替休日"),
        (date(2027, 3, 22), "振替休日"),
        (date(2019, 4, 30), "国民の休日"),
        (date(2019, 5, 1), "即位の日"),
        (date(2019, 5, 2), "国民の休日"),
        (date(2019, 5, 6), "振替休日"),
        (date(2019, 10, 22), "即位礼正殿の儀の行われる日"),
        (date(2020, 2, 24), "振替休日"),
        (date(2020, 7, 23), "海の日"),
        (date(2020, 7, 24), "スポーツの日"),
        (date(2020, 8, 10), "山の日"),
        (date(2021, 7, 22), "海の日"),
        (date(2021, 7, 23), "スポーツの日"),
        (date(2021, 8, 8), "山の日"),
        (date(2021, 8, 9), "振替休日"),
        (date(2015, 9, 22), "国民の休日"),
        (date(2009, 5, 6), "振替休日"),
        (date(2006, 5, 4), "国民の休日"),
    ] {
        assert_eq!(holiday(day), Some(name), "{day}");
    }
    for day in [date(2020, 10, 12), date(2021, 7, 19), date(2019, 12, 23), date(2026, 9, 24), Date::MIN, Date::MAX] {
        assert_eq!(holiday(day), None, "{day}");
    }
}

#[test]
fn the_next_working_day_leaves_out_weekends_holidays_and_the_turn_of_the_year() {
    let usual = Closure::NEW_YEAR;
    for (after, next) in [
        (date(2026, 9, 18), date(2026, 9, 24)),
        (date(2026, 9, 24), date(2026, 9, 25)),
        (date(2026, 12, 28), date(2027, 1, 4)),
        (date(2025, 12, 26), date(2026, 1, 5)),
        (date(2019, 4, 26), date(2019, 5, 7)),
        (date(2026, 5, 1), date(2026, 5, 7)),
        (date(2026, 11, 30), date(2026, 12, 1)),
    ] {
        assert_eq!(next_working_day(after, &usual), Some(next), "{after}");
    }
    assert!(!works(date(2026, 12, 29), &usual) && works(date(2026, 12, 28), &usual));
    assert_eq!(next_working_day(Date::MAX, &usual), None);
}

#[test]
fn an_office_says_when_it_closes() {
    let longer = Closure::parse("12-28..1-5").unwrap();
    assert_eq!(longer.to_string(), "12-28..01-05");
    assert_eq!(next_working_day(date(2026, 12, 25), &longer), Some(date(2027, 1, 6)));
    let summer = Closure::parse("08-13..08-15").unwrap();
    assert_eq!(next_working_day(date(2026, 8, 12), &summer), Some(date(2026, 8, 17)));
    assert_eq!(next_working_day(date(2026, 12, 28), &summer), Some(date(2026, 12, 29)));
    for text in ["12月29日～1月3日", "12/29〜1/3", "１２月２９日から１月３日まで"] {
        assert_eq!(Closure::parse(text).unwrap(), Closure::NEW_YEAR, "{text}");
    }
    assert_eq!(Closure::parse(&longer.ja()).unwrap(), longer);
    for text in ["", "12-29", "13-01..01-03", "02-30..03-01", "01-04..12-28", "12-29..01-03..02-01", "+1-01..01-03"] {
        assert!(Closure::parse(text).is_err(), "{text}");
    }
}
