//! Known answers of law, registries and calendars.

use jiff::civil::{Date, date};
use kernel::{
    CorporateNumber, DeemedLarge, DeemedLargeRule, FiscalYear, Industry, InvoiceNumber, MunicipalityCode, Prefecture, Rate, Rounding,
    SizeClass, SizeLaw, Wareki, Yen,
    date::{format_ja, parse_date, parse_date_from},
    number::{self, NumberFault},
    size::{Holding, Officer, classify, deemed_large},
};
use proptest::prelude::*;

#[test]
fn corporate_numbers_are_known_by_their_check_digit() {
    let good = [
        "7000012050002",
        "1180301018771",
        "8000020130001",
        "4011001098993",
        "7010705000725",
        "8700110005901",
        "7123456789012",
        "7000020010006",
        "1000020230006",
        "4000020270008",
        "７０００-0120-50002",
    ];
    for number in good {
        assert!(CorporateNumber::parse(number).is_ok(), "{number}");
    }
    for bad in ["1234567890123", "1111111111111", "700001205000", "70000120500022", "70000l2050002", ""] {
        assert!(CorporateNumber::parse(bad).is_err(), "{bad}");
    }
    assert_eq!(CorporateNumber::parse("7000012050002").unwrap().to_string(), "7000012050002");
}

#[test]
fn invoice_numbers_of_others_than_corporations_need_no_check_digit() {
    assert!(InvoiceNumber::parse("T7000012050002").unwrap().corporate_number().is_some());
    assert!(InvoiceNumber::parse("T1234567890123").unwrap().corporate_number().is_none());
    assert!(InvoiceNumber::parse("7000012050002").is_err());
}

#[test]
fn municipality_codes_carry_their_check_digit() {
    for code in ["130001", "010006", "270008", "230006", "131016", "011002", "400009", "470007", "140007"] {
        assert_eq!(MunicipalityCode::parse(code).unwrap().to_string(), code);
        assert_eq!(MunicipalityCode::parse(&code[..5]).unwrap().to_string(), code);
    }
    assert!(MunicipalityCode::parse("130002").is_err());
    assert!(MunicipalityCode::parse("990001").is_err());
    assert_eq!(MunicipalityCode::parse("092011").unwrap().prefecture().unwrap().name_ja(), "栃木県");
}

#[test]
fn prefectures_are_read_by_code_and_by_name() {
    for text in ["09", "9", "０９", "栃木県", "栃木", "Tochigi", "tochigi"] {
        assert_eq!(Prefecture::parse(text).unwrap().code(), 9, "{text}");
    }
    assert_eq!(Prefecture::parse("京都").unwrap().name_ja(), "京都府");
    assert_eq!(Prefecture::parse("東京").unwrap().code(), 13);
    assert!(Prefecture::parse("48").is_err());
    assert!(Prefecture::parse("").is_err());
}

#[test]
fn eras_begin_on_their_days() {
    for (day, text) in [
        (date(2019, 4, 30), "平成31年4月30日"),
        (date(2019, 5, 1), "令和元年5月1日"),
        (date(2020, 1, 1), "令和2年1月1日"),
        (date(1989, 1, 7), "昭和64年1月7日"),
        (date(1989, 1, 8), "平成元年1月8日"),
        (date(1926, 12, 25), "昭和元年12月25日"),
        (date(1912, 7, 30), "大正元年7月30日"),
        (date(1912, 7, 29), "明治45年7月29日"),
        (date(1873, 1, 1), "明治6年1月1日"),
    ] {
        assert_eq!(Wareki::of(day).unwrap().to_string(), text);
        assert_eq!(parse_date(text).unwrap(), day);
    }
    assert!(Wareki::of(date(1872, 12, 31)).is_none());
    assert!(parse_date("平成31年5月1日").is_err());
    assert!(parse_date("令和4年2月29日").is_err());
    assert_eq!(parse_date("令和4年10月21日（金）").unwrap(), date(2022, 10, 21));
    assert_eq!(parse_date("2022-10-21(金)").unwrap(), date(2022, 10, 21));
    assert!(parse_date("令和4年10月21日(土)").is_err() && parse_date("令和4年10月21日(").is_err());
    assert_eq!(parse_date("Ｒ４．１０．２１").unwrap(), date(2022, 10, 21));
    assert_eq!(format_ja(date(2022, 10, 21)), "令和4年10月21日(金)");
}

#[test]
fn days_are_read_as_people_type_them_who_know_today() {
    // A Monday.
    let today = date(2026, 11, 30);
    for (text, day) in [
        ("12/10", date(2026, 12, 10)),
        ("１２月１０日", date(2026, 12, 10)),
        ("11/30", today),
        ("11/29", date(2027, 11, 29)),
        ("2/29", date(2028, 2, 29)),
        ("明日", date(2026, 12, 1)),
        ("10日後", date(2026, 12, 10)),
        ("2週間後", date(2026, 12, 14)),
        ("３か月後", date(2027, 2, 28)),
        ("金曜", date(2026, 12, 4)),
        ("月曜日", date(2026, 12, 7)),
        ("今週の金曜日", date(2026, 12, 4)),
        ("来週金曜", date(2026, 12, 11)),
        ("再来週の月曜", date(2026, 12, 14)),
        ("月末", today),
        ("来月末", date(2026, 12, 31)),
        ("Next Friday", date(2026, 12, 11)),
        ("in 2 weeks", date(2026, 12, 14)),
        ("令和8年12月10日", date(2026, 12, 10)),
    ] {
        assert_eq!(parse_date_from(text, today).unwrap(), day, "{text}");
    }
    for text in ["", "13/1", "4/31", "来週", "来週金", "99999999999999日後", "12/10/", "先週金曜", "後"] {
        assert!(parse_date_from(text, today).is_err(), "{text}");
    }
}

#[test]
fn fiscal_years_run_from_april_and_2019_has_two_names() {
    let of = |d: Date| FiscalYear::of(d).unwrap();
    assert_eq!(of(date(2023, 3, 31)).label(), "令和4年度");
    assert_eq!(of(date(2023, 4, 1)).label(), "令和5年度");
    assert_eq!(of(date(2019, 4, 15)).label(), "令和元年度");
    assert_eq!(of(date(2019, 4, 15)).label_on(date(2019, 4, 15)), "平成31年度");
    assert_eq!(of(date(2019, 4, 15)).label_on(date(2019, 6, 1)), "令和元年度");
    assert_eq!(of(date(2024, 1, 10)).plus(5).unwrap().last_day(), date(2029, 3, 31));
}

fn class(law: SizeLaw, industry: &str, capital: Option<i64>, employees: i64) -> SizeClass {
    classify(law, &Industry::parse(industry).unwrap(), capital.map(Yen::clamped), employees)
}

#[test]
fn size_follows_the_basic_act_and_the_cabinet_orders() {
    use SizeLaw::{BasicAct, WithExceptions};
    for (industry, capital, employees, basic, with) in [
        ("E", Some(500_000_000), 250, true, true),
        ("E", Some(300_000_000), 301, true, true),
        ("E", Some(300_000_001), 301, false, false),
        ("56", Some(60_000_000), 50, true, true),
        ("56", Some(60_000_000), 51, false, false),
        ("391", Some(200_000_000), 250, false, true),
        ("75", Some(60_000_000), 200, false, true),
        ("199", Some(400_000_000), 900, false, true),
        ("191", Some(400_000_000), 900, false, false),
        ("E", None, 300, true, true),
        ("E", None, 301, false, false),
        ("50", Some(100_000_000), 101, true, true),
        ("76", Some(50_000_000), 51, true, true),
        ("791", Some(300_000_000), 301, true, true),
    ] {
        let told = format!("{industry} {capital:?} {employees}");
        assert_eq!(class(BasicAct, industry, capital, employees).is_sme(), basic, "{told}");
        assert_eq!(class(WithExceptions, industry, capital, employees).is_sme(), with, "{told}");
    }
    assert_eq!(class(BasicAct, "E", Some(1), 20), SizeClass::Small);
    assert_eq!(class(BasicAct, "E", Some(1), 21), SizeClass::Sme);
    assert_eq!(class(BasicAct, "56", Some(1), 5), SizeClass::Small);
    assert_eq!(class(BasicAct, "56", Some(1), 6), SizeClass::Sme);
    assert_eq!(class(BasicAct, "75", Some(1), 20), SizeClass::Sme);
    assert_eq!(class(WithExceptions, "75", Some(1), 20), SizeClass::Small);
    assert_eq!(class(BasicAct, "E", Some(900_000_000), 2_000), SizeClass::Mid);
    assert_eq!(class(BasicAct, "E", Some(900_000_000), 2_001), SizeClass::Large);
}

fn holdings(shares: &[&str]) -> Vec<Holding> {
    let one = |s: &&str| Holding { share: Rate::parse(s).unwrap(), large: Some(true), deemed_large: Some(false), capital: None };
    shares.iter().map(one).collect()
}

#[test]
fn deemed_large_compares_exactly() {
    let by_shares = |shares: &[&str]| deemed_large(&DeemedLargeRule::CUSTOMARY, Some(&holdings(shares)), Some(&[]), None);
    assert_eq!(by_shares(&["49.9%"]), DeemedLarge::No);
    assert_eq!(by_shares(&["50%"]), DeemedLarge::Yes(vec![DeemedLargeRule::OneHolderHalf]));
    assert_eq!(by_shares(&["40%", "26.6%"]), DeemedLarge::No);
    assert_eq!(by_shares(&["40%", "26.7%"]), DeemedLarge::Yes(vec![DeemedLargeRule::HoldersTwoThirds]));
    assert_eq!(by_shares(&["1/3", "1/3"]), DeemedLarge::Yes(vec![DeemedLargeRule::HoldersTwoThirds]));
    let officer = |large: bool| Officer { from_large: Some(large), from_deemed_large: Some(false) };
    let board = [true, true, true, false, false, false].map(officer);
    let by_board = |board: &[Officer]| deemed_large(&DeemedLargeRule::CUSTOMARY, Some(&[]), Some(board), None);
    assert_eq!(by_board(&board), DeemedLarge::Yes(vec![DeemedLargeRule::OfficersHalf]));
    assert_eq!(by_board(&board[1..]), DeemedLarge::No);
    let by_income = |yen| deemed_large(&[DeemedLargeRule::TaxableIncome], None, None, Some(Yen::clamped(yen)));
    assert_eq!(by_income(1_500_000_000), DeemedLarge::No);
    assert_eq!(by_income(1_500_000_001), DeemedLarge::Yes(vec![DeemedLargeRule::TaxableIncome]));
    assert!(matches!(deemed_large(&DeemedLargeRule::CUSTOMARY, None, None, None), DeemedLarge::Unknown(_)));
}

#[test]
fn amounts_are_read_as_people_type_them() {
    for (text, yen) in [
        ("5000000", 5_000_000),
        ("5,000,000円", 5_000_000),
        ("５００万", 5_000_000),
        ("1億2,000万円", 120_000_000),
        ("1.5億", 150_000_000),
        ("３千", 3_000),
        ("¥1,000", 1_000),
        ("￥１，０００", 1_000),
        (" 12 ", 12),
        ("-3", -3),
        ("△1,000", -1_000),
        ("0", 0),
        ("999999999999999", 999_999_999_999_999),
        ("5千万円", 50_000_000),
        ("1億2千万円", 120_000_000),
        ("5百万円", 5_000_000),
        ("2,500百万円", 2_500_000_000),
        ("600,000千円", 600_000_000),
        ("1億 2,000 万円", 120_000_000),
        ("2千5百", 2_500),
        ("1万2500", 12_500),
        ("1億2円", 100_000_002),
        ("2.5千万", 25_000_000),
        ("12.5万円", 125_000),
        ("1.234億", 123_400_000),
        ("¥5,000,000-", 5_000_000),
        ("￥５，０００，０００－", 5_000_000),
        ("¥5,000,000ー", 5_000_000),
        ("¥5,000,000.-", 5_000_000),
        ("金5,000,000円也", 5_000_000),
        ("金 伍百萬円也", 5_000_000),
        ("五〇〇万円", 5_000_000),
        ("百万円", 1_000_000),
        ("三千二百五十円", 3_250),
        ("JPY 5000", 5_000),
        ("-¥300", -300),
        ("¥-300", -300),
        ("\u{202d}5,000\u{202c}", 5_000),
        ("5,000\u{200b}円", 5_000),
        ("\t5000\n", 5_000),
    ] {
        assert_eq!(Yen::parse(text).unwrap_or_else(|e| panic!("{e}")).get(), yen, "{text}");
    }
}

#[test]
fn an_amount_that_can_be_read_in_two_ways_is_refused_with_its_reason() {
    use NumberFault::{Blank, Commas, NotANumber, NotWhole, Point, TooLarge, TwoNumbers};
    for (fault, texts) in [
        (Blank, &["", "  ", "\u{200b}"] as &[&str]),
        (NotWhole, &["12.5", "12.5円", "0.000000001億", "1234.567", "12.50", "5000000.00"]),
        (
            Point,
            &[
                "500.000",
                "12.000円",
                "600.000千円",
                "600.500千円",
                "1.000万",
                "1.500億",
                "1,000.000",
                "1.234.567",
                "12.345",
                "5.0000億",
                "12.500百万円",
            ],
        ),
        (TooLarge, &["1000000000000000", "99999999999999999999999999", "10000000億", "1000兆"]),
        (Commas, &["1,00", ",100円", "10,5", "1,0", "1,5億", "1000,000", "0,500", "1,,000", "1.5,000万", "5,000,"]),
        (TwoNumbers, &["500 1000", "500\t300", "500\n300", "5,000, 000", "500万 300", "500万 300円", "1 5億", "五百　二三"]),
        (
            NotANumber,
            &[
                "1万億",
                "万",
                "abc",
                "1e6",
                "--1",
                "円",
                "5000-",
                "1億20000万",
                "1億2",
                "3万5",
                "5'000",
                "0x10",
                "1_000",
                "∞",
                "NaN",
                "５００万くらい",
                "1/2",
                "5百3千",
                "-",
                "¥",
                "٥",
                "①",
                "1.5億2000万",
                ".5億",
                "5.億",
            ],
        ),
    ] {
        for text in texts {
            let read = Yen::parse(text).map_err(|e| e.fault);
            assert!(read == Err(fault) || (fault == Commas && read == Err(NotANumber) && text.starts_with(',')), "{text}: {read:?}");
        }
    }
}

#[test]
fn counts_are_read_by_the_rules_of_amounts() {
    for (text, number) in [("25", 25), ("１，２００人", 1_200), ("3名", 3), ("1万人", 10_000), ("0", 0), (" 7 ", 7), ("二十五人", 25)]
    {
        assert_eq!(number::count(text, &number::PEOPLE).unwrap(), number, "{text}");
    }
    assert_eq!(number::count("一式", &number::THINGS).unwrap(), 1);
    assert_eq!(number::count("36か月", &number::MONTHS).unwrap(), 36);
    for text in ["10,5", "1,0", "1.0", "1.000", "2.5", "-3", "3 4", "", "3年", "1e3", "99999999999999999999", "三人組"] {
        assert!(number::count(text, &number::MONTHS).is_err(), "{text}");
    }
}

#[test]
fn rates_are_exact() {
    let good =
        [("2/3", 2, 3), ("40%", 2, 5), ("４割", 2, 5), ("0.4", 2, 5), ("33.3%", 333, 1000), ("4/6", 2, 3), ("1", 1, 1), ("100%", 1, 1)];
    let more = [
        ("3分の2", 2, 3),
        ("三分の二", 2, 3),
        ("4割5分", 9, 20),
        ("12割", 6, 5),
        ("1割2分5厘", 1, 8),
        ("1,950", 1_950, 1),
        ("8.5時間", 17, 2),
    ];
    for (text, n, d) in good.into_iter().chain(more) {
        assert_eq!(Rate::parse(text).unwrap(), Rate::new(n, d).unwrap(), "{text}");
    }
    for text in [
        "",
        "-1/2",
        "1/0",
        "a",
        "1/2/3",
        "50％%",
        "1.",
        "99999999999999999",
        "10,5",
        "1,0%",
        "1 2/3",
        "33.300%",
        "1.950",
        "8:30",
        "5割6",
        "割5分",
    ] {
        assert!(Rate::parse(text).is_err(), "{text}");
    }
    let third = Rate::new(1, 3).unwrap();
    assert_eq!(third.of(Yen::clamped(100), Rounding::Down, 1).get(), 33);
    assert_eq!(third.of(Yen::clamped(100), Rounding::Up, 1).get(), 34);
    assert_eq!(third.of(Yen::clamped(4_500), Rounding::HalfUp, 1_000).get(), 2_000);
}

proptest! {
    #[test]
    fn every_day_since_1873_goes_to_its_era_and_back(days in 0..100_000_i32) {
        let day = date(1873, 1, 1).checked_add(jiff::Span::new().days(days)).unwrap();
        prop_assert_eq!(Wareki::of(day).unwrap().date(), Some(day));
        prop_assert_eq!(parse_date(&Wareki::of(day).unwrap().to_string()).unwrap(), day);
        prop_assert_eq!(parse_date(&format_ja(day)).unwrap(), day);
    }

    #[test]
    fn whatever_is_typed_is_read_or_refused(text in "\\PC{0,24}") {
        let _ = Yen::parse(&text);
        let _ = Rate::parse(&text);
        let _ = parse_date(&text);
        let _ = Prefecture::parse(&text);
        let _ = Industry::parse(&text);
        let _ = CorporateNumber::parse(&text);
        let _ = MunicipalityCode::parse(&text);
    }

    #[test]
    fn an_amount_reads_back_as_it_is_printed(yen in -999_999_999_999_999_i64..=999_999_999_999_999) {
        prop_assert_eq!(Yen::parse(&Yen::clamped(yen).to_string()).unwrap().get(), yen);
    }
}

#[test]
fn industries_lie_inside_one_another() {
    let class = |text: &str| Industry::parse(text).unwrap();
    let within = |these: &[&str], other: &str| Industry::hold(&these.iter().map(|t| class(t)).collect::<Vec<_>>(), &class(other));
    for (wide, narrow) in
        [("75", "751"), ("75", "7511"), ("751", "7511"), ("M", "75"), ("M", "M751"), ("E", "31"), ("C", "05"), ("05", "C")]
    {
        assert_eq!(within(&[wide], narrow), Some(true), "{wide} holds {narrow}");
    }
    for (one, other) in [("75", "76"), ("751", "752"), ("M", "74"), ("E", "G"), ("751", "G"), ("01", "02"), ("7511", "752")] {
        assert_eq!(within(&[one], other), Some(false), "{one} does not hold {other}");
    }
    for (narrow, wide) in [("75", "M"), ("751", "75"), ("7511", "751"), ("7511", "M")] {
        assert_eq!(within(&[narrow], wide), None, "{wide} may or may not lie in {narrow}");
    }
    assert_eq!(within(&["75", "76", "77"], "M"), Some(true), "together they are the whole division");
    assert_eq!(within(&["75", "76"], "M"), None);
}
