//! What a measure comes to, figure by figure, held against fractions that share nothing with the engine.

use num_rational::Ratio;
use proptest::prelude::*;
use rules::{
    application::GivenValue,
    language::{Map, Scalar},
    measure,
    vocabulary::Value,
};

type Exact = Ratio<i128>;

/// How a figure follows from those before it, by their places.
#[derive(Debug, Clone)]
enum How {
    Sum(Vec<usize>),
    Difference(usize, usize),
    Product(usize, usize),
    Times(usize, (i128, i128)),
    Smallest(Vec<usize>),
    Largest(Vec<usize>),
    Ratio(usize, usize),
    /// By bounds of another figure, up to each: the values, and the rest.
    Table(usize, Vec<(i128, i128)>, i128),
}

#[derive(Debug, Clone)]
struct Sheet {
    asked: Vec<i128>,
    /// How each figure follows, whether it is yen (else an exact number), and what it is brought down to.
    figures: Vec<(How, bool, Option<i128>)>,
}

const ASKED: usize = 3;

fn a_way(before: usize) -> impl Strategy<Value = How> {
    let one = move || 0..before;
    let some = move || prop::collection::vec(0..before, 1..4);
    prop_oneof![
        some().prop_map(How::Sum),
        (one(), one()).prop_map(|(a, b)| How::Difference(a, b)),
        (one(), one()).prop_map(|(a, b)| How::Product(a, b)),
        (one(), prop_oneof![Just((1, 2)), Just((2, 3)), Just((12, 1000)), Just((9, 1000))]).prop_map(|(a, rate)| How::Times(a, rate)),
        some().prop_map(How::Smallest),
        some().prop_map(How::Largest),
        (one(), one()).prop_map(|(a, b)| How::Ratio(a, b)),
        (0..ASKED, prop::collection::vec((1..400_i128, 0..900_i128), 1..4), 0..900_i128).prop_map(|(a, rows, rest)| {
            let mut bound = 0;
            let rows = rows
                .into_iter()
                .map(|(more, value)| {
                    bound += more;
                    (bound, value)
                })
                .collect();
            How::Table(a, rows, rest)
        }),
    ]
}

fn a_sheet() -> impl Strategy<Value = Sheet> {
    let figures = (ASKED..ASKED + 5).map(|before| (a_way(before), any::<bool>(), prop::option::of(prop_oneof![Just(10_i128), Just(100)])));
    (prop::collection::vec(0..1_000_i128, ASKED), figures.collect::<Vec<_>>()).prop_map(|(asked, figures)| Sheet { asked, figures })
}

impl Sheet {
    /// Every figure, as far as there is one: what divides by nothing is none, and all that hangs on it.
    fn values(&self) -> Vec<Option<Exact>> {
        let mut all: Vec<Option<Exact>> = self.asked.iter().map(|yen| Some(Exact::from(*yen))).collect();
        for (how, is_yen, down_to) in &self.figures {
            let several = |places: &[usize]| places.iter().map(|place| all[*place]).collect::<Option<Vec<Exact>>>();
            let pair = |a: usize, b: usize| all[a].zip(all[b]);
            let found = match how {
                How::Sum(of) => several(of).map(|of| of.into_iter().sum()),
                How::Difference(a, b) => pair(*a, *b).map(|(a, b)| a - b),
                How::Product(a, b) => pair(*a, *b).map(|(a, b)| a * b),
                How::Times(a, (above, below)) => all[*a].map(|a| a * Exact::new(*above, *below)),
                How::Smallest(of) => several(of).and_then(|of| of.into_iter().min()),
                How::Largest(of) => several(of).and_then(|of| of.into_iter().max()),
                How::Ratio(a, b) => pair(*a, *b).filter(|(_, b)| *b != Exact::from(0)).map(|(a, b)| a / b),
                How::Table(a, rows, rest) => {
                    all[*a].map(|a| Exact::from(rows.iter().find(|(bound, _)| a <= Exact::from(*bound)).map_or(*rest, |(_, value)| *value)))
                }
            };
            // Whole yen, or a number that is nothing at the least; then down to the unit.
            let told = found.map(|exact| if *is_yen { exact.floor() } else { exact.max(Exact::from(0)) });
            // A number with more than fifteen digits above or below the line is not told, nor an amount that no register holds.
            let most = if *is_yen { i128::from(i64::MAX) } else { i128::from(kernel::Rate::MAX_PART) };
            let told = told.filter(|exact| exact.numer().abs() <= most && *exact.denom() <= most);
            all.push(told.map(|exact| down_to.map_or(exact, |unit| (exact / Exact::from(unit)).floor() * Exact::from(unit))));
        }
        all
    }

    fn yaml(&self) -> String {
        let name = |place: usize| format!("f{place}");
        let list = |places: &[usize]| places.iter().map(|place| name(*place)).collect::<Vec<_>>().join(", ");
        let asked = (0..ASKED).map(|place| format!("      f{place}: {{type: yen, says: {{ja: 問, en: Q}}}}\n"));
        let figures = self.figures.iter().enumerate().map(|(k, (how, is_yen, down_to))| {
            let how = match how {
                How::Sum(of) => format!("sum: [{}]", list(of)),
                How::Difference(a, b) => format!("difference: [f{a}, f{b}]"),
                How::Product(a, b) => format!("product: [f{a}, f{b}]"),
                How::Times(a, (above, below)) => format!("times: {{fact: f{a}, rate: {above}/{below}}}"),
                How::Smallest(of) => format!("smallest: [{}]", list(of)),
                How::Largest(of) => format!("largest: [{}]", list(of)),
                How::Ratio(a, b) => format!("ratio: [f{a}, f{b}]"),
                How::Table(a, rows, rest) => {
                    let rows: Vec<String> = rows.iter().map(|(bound, value)| format!("{bound}: {value}")).collect();
                    format!("table: {{by: f{a}, up_to: {{{}}}, above: {rest}}}", rows.join(", "))
                }
            };
            let kind = if *is_yen { "yen" } else { "number" };
            let unit = down_to.map(|unit| format!(", down_to: {unit}")).unwrap_or_default();
            format!("      f{}: {{type: {kind}, says: {{ja: 計, en: R}}, worked_out: {{{how}}}{unit}, result: true}}\n", ASKED + k)
        });
        format!(
            "shien: 1\nsource: {{document: T, title: {{ja: 例, en: E}}, lines: 9}}\noperator: {{ja: 例, en: E}}\nfiscal_year: 2026\nmeasures:\n  \
             sheet:\n    kind: grant\n    name: {{ja: 例, en: E}}\n    says: {{ja: 例, en: E}}\n    eligible: {{who: [business]}}\n    \
             purposes: [equipment]\n    fields: [environment]\n    calculation:\n{}{}    cite: {{lines: 1}}\n",
            asked.collect::<String>(),
            figures.collect::<String>()
        )
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, max_shrink_time: 20_000, ..ProptestConfig::default() })]

    #[test]
    fn figures_come_to_what_fractions_come_to(sheet in a_sheet()) {
        held(&sheet)?;
    }
}

#[test]
fn a_number_that_is_too_long_is_not_told() {
    let (sum, product) = (|of| (How::Sum(vec![of]), false, None), |a, b| (How::Product(a, b), false, None));
    let figures = vec![sum(0), product(1, 0), product(4, 4), sum(5), product(5, 5)];
    let sheet = Sheet { asked: vec![7, 815, 0], figures };
    assert_eq!(sheet.values().last(), Some(&None));
    held(&sheet).unwrap();
}

/// Holds the engine's figures of a sheet against those that fractions come to.
fn held(sheet: &Sheet) -> Result<(), TestCaseError> {
    let read = measure::measures(sheet.yaml().as_bytes());
    let errors: Vec<_> = read.diagnostics.iter().map(|d| d.message.clone()).collect();
    prop_assert!(errors.is_empty(), "{errors:?}\n{}", sheet.yaml());
    let file = read.file.unwrap();
    let (calculation, faults) = measure::Calculation::of(&file.measures["sheet"]);
    prop_assert!(faults.is_empty(), "{faults:?}");
    let given: Map<GivenValue> = sheet
        .asked
        .iter()
        .enumerate()
        .map(|(place, yen)| (format!("f{place}"), GivenValue::One(Scalar::Int(i64::try_from(*yen).unwrap()))))
        .collect();
    let answers = calculation.answer(&given).unwrap();
    for (place, exact) in sheet.values().into_iter().enumerate() {
        let told = answers[place].value.as_ref().map(|value| match value {
            Value::Int(whole) => Some(Exact::from(i128::from(*whole))),
            other => other.number().map(|n| Exact::new(n.numerator().into(), n.denominator().into())),
        });
        // A number is told exactly or not at all.
        prop_assert_eq!(told, exact.map(Some), "f{} of\n{}", place, sheet.yaml());
    }
    Ok(())
}
