//! Measures of the catalogue: complete against the inventory of their documents, sound, and refused where they are not.

use std::{
    collections::{BTreeMap, BTreeSet, HashSet},
    fs,
    path::PathBuf,
};

use rules::{
    application::Application,
    assessment::Outcome,
    language::Cites,
    measure::{self, FactValue, Finder, Fit, Measure, MeasureFile, MeasureGroup, MeasureKind},
    sentences::Teller,
    words::Lang,
};
use strum::IntoEnumIterator;

/// The files of measures that come with shien.
pub fn files() -> Vec<(PathBuf, MeasureFile)> {
    let mut open = vec![PathBuf::from("../../catalogue")];
    let mut found = Vec::new();
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                open.push(path);
            } else if path.to_string_lossy().ends_with(".measures.yaml") {
                let read = measure::measures(&fs::read(&path).unwrap());
                assert!(read.diagnostics.is_empty(), "{}: {:#?}", path.display(), read.diagnostics);
                found.push((path, read.file.unwrap()));
            }
        }
    }
    found.sort_by(|a, b| a.0.cmp(&b.0));
    found
}

#[test]
fn calculations_of_measures_come_to_what_their_cases_say() {
    let (mut passed, mut examples) = (0, BTreeSet::new());
    for (path, file) in files() {
        let beside = path.with_extension("cases.yaml");
        let Ok(body) = fs::read(&beside) else { continue };
        let report = measure::cases::run(&body, &file);
        assert!(report.diagnostics.is_empty(), "{}: {:#?}", beside.display(), report.diagnostics);
        passed += report.passed;
        examples.extend(report.examples);
    }
    assert!(passed >= 30, "{passed}");
    assert_eq!(examples, BTreeSet::from([26, 27, 28, 29, 30]), "every worked example that is no programme");
}

/// An entry of the inventory: its parent, document, lines, fiscal year, and every number of its facts and rules.
struct Entry {
    parent: Option<String>,
    document: String,
    lines: Vec<(u32, u32)>,
    year: i16,
    numbers: Vec<String>,
}

/// The inventory of the five documents, as facts of this project: what is compared is made of nothing that the catalogue says.
fn inventory() -> BTreeMap<String, Entry> {
    let row = |line: &str| {
        let cells: Vec<&str> = line.split('\t').collect();
        let range = |text: &str| {
            let (from, to) = text.split_once('-').unwrap_or((text, text));
            (from.trim().parse().unwrap(), to.trim().parse().unwrap())
        };
        let entry = Entry {
            parent: (!cells[1].is_empty()).then(|| cells[1].to_owned()),
            document: cells[2].to_owned(),
            lines: cells[3].split(',').map(range).collect(),
            year: cells[4].parse().unwrap(),
            numbers: cells[5].split_whitespace().map(str::to_owned).collect(),
        };
        (cells[0].to_owned(), entry)
    };
    include_str!("../facts/inventory.tsv").lines().map(row).collect()
}

/// The numbers of a text, without separators.
fn numbers(text: &str, into: &mut HashSet<String>) {
    // ① and its like are numbers of one sign.
    let circled = text.chars().filter_map(|c| (u32::from(c)).checked_sub(u32::from('①')).filter(|place| *place < 20));
    into.extend(circled.map(|place| (place + 1).to_string()));
    let plain = kernel::text::narrow(text);
    let mut rest = plain.as_str();
    while let Some(start) = rest.find(|c: char| c.is_ascii_digit()) {
        let from = &rest[start..];
        let end = from.find(|c: char| !(c.is_ascii_digit() || matches!(c, ',' | '.' | '/'))).unwrap_or(from.len());
        let number = from[..end].replace(',', "");
        let number = number.trim_end_matches(['.', '/']);
        into.insert(number.to_owned());
        into.extend(number.split('/').map(str::to_owned));
        if from[end..].starts_with('%') {
            into.insert(format!("{number}%"));
        }
        rest = &from[end..];
    }
}

fn lines_of(measure: &Measure) -> BTreeSet<u32> {
    let of = |cites: &Cites| cites.iter().flat_map(|cite| cite.lines.each()).collect::<Vec<_>>();
    let mut lines: BTreeSet<u32> = of(&measure.cite).into_iter().collect();
    lines.extend(measure.facts.values().flat_map(|fact| of(&fact.cite)));
    lines.extend(measure.schedule.values().chain(&measure.window).flat_map(|entry| of(&entry.cite)));
    lines
}

#[test]
fn catalogue_and_inventory_name_the_same_measures_numbers_and_lines() {
    let (files, inventory) = (files(), inventory());
    assert_eq!(inventory.len(), 437);
    let mut seen = BTreeSet::new();
    for (path, file) in &files {
        for placed in file.each() {
            let id = placed.id;
            let entry = inventory.get(id).unwrap_or_else(|| panic!("{}: `{id}` is not in the inventory", path.display()));
            assert!(seen.insert(id.to_owned()), "`{id}` stands twice");
            assert_eq!(placed.parent, entry.parent.as_deref(), "{id}");
            assert_eq!(file.source.document, entry.document, "{id}");
            assert_eq!(file.fiscal_year.get(), entry.year, "{id}");
            let lines = lines_of(placed.measure);
            for (from, to) in &entry.lines {
                assert!(lines.iter().any(|line| (from..=to).contains(&line)), "{id}: nothing cites lines {from}-{to}: {lines:?}");
            }
            let mut there = HashSet::new();
            // The whole of it, without what belongs to it: values, words, names.
            let own = Measure { children: rules::language::Map::new(), ..placed.measure.clone() };
            let json = serde_json::to_value(&own).unwrap();
            numbers(&json.to_string(), &mut there);
            let rates: HashSet<kernel::Rate> = there.iter().filter_map(|number| kernel::Rate::parse(number).ok()).collect();
            let is_there = |number: &str| there.contains(number) || kernel::Rate::parse(number).is_ok_and(|rate| rates.contains(&rate));
            let lacking: Vec<&String> = entry.numbers.iter().filter(|number| !is_there(number)).collect();
            assert!(lacking.is_empty(), "{id}: no fact holds {lacking:?}");
        }
    }
    let missing: Vec<&String> = inventory.keys().filter(|id| !seen.contains(*id)).collect();
    assert!(missing.is_empty(), "{missing:?}");
}

#[test]
fn no_person_of_a_document_is_named() {
    // Document 001 lists people by name; the catalogue says their posts.
    let mut posts = 0;
    for (_, file) in files().iter().filter(|(_, file)| file.source.document == "001") {
        for placed in file.each() {
            for (name, fact) in &placed.measure.facts {
                for cite in fact.cite.iter().filter(|cite| cite.lines.each().any(|line| (760..=772).contains(&line))) {
                    for words in &cite.words.0 {
                        let post = ["部長", "局長", "次長", "課長", "監", "参事", "所長", "校長", "センター長", "日付", "人事", "室長"];
                        assert!(post.iter().any(|post| words.contains(post)), "{}.{name}: {words}", placed.id);
                        posts += 1;
                    }
                }
            }
        }
    }
    assert!(posts > 5, "{posts}");
}

#[test]
fn every_kind_belongs_to_a_concept_and_has_a_name_in_both_languages() {
    let used: HashSet<MeasureKind> =
        files().iter().flat_map(|(_, f)| f.each().iter().map(|m| m.measure.kind).collect::<Vec<_>>()).collect();
    assert!(used.len() > 35, "{}", used.len());
    let mut names = HashSet::new();
    for kind in MeasureKind::iter() {
        assert!(names.insert(kind.label(Lang::Ja)) && names.insert(kind.label(Lang::En)), "{kind:?}");
        assert_eq!(MeasureKind::of_word(kind.word()), Some(kind));
        assert!(!kind.group().label(Lang::Ja).is_empty());
    }
    let for_use = |kind: MeasureKind| kind.group().is_for_use();
    assert!(
        for_use(MeasureKind::Course) && for_use(MeasureKind::RentSubsidy) && !for_use(MeasureKind::Rule) && !for_use(MeasureKind::Policy)
    );
    assert_eq!(MeasureGroup::of_word("desk"), Some(MeasureGroup::Desk));
}

const SMALL: &str = r#"
shien: 1
source: {document: "T", title: {ja: 計画}, lines: 9}
operator: {ja: 公益財団法人テスト}
fiscal_year: 2026
measures:
  a-grant:
    kind: grant
    name: {ja: 展示会の助成}
    says: {ja: 出展の費用の一部を助成します。}
    eligible: {who: [business], sizes: [sme], prefectures: ["09"], industries: [E], condition: {ja: 県税を納めている者}}
    purposes: [sales]
    window: {says: {ja: 募集期間}, from: 2026-06-01, to: 2026-06-30, cite: {lines: 3}}
    facts:
      rate: {says: {ja: 助成率}, at_most: 2/3, unit: rate, cite: {lines: 4, words: 2/3以内}}
      cap: {says: {ja: 上限額}, at_most: 1500000, unit: yen, cite: {lines: 4, words: 150万円}}
      days: {says: {ja: 日数}, value: "87.5", unit: day, cite: {lines: 5}}
      day_count: {says: {ja: 日数の計}, value: "88.5", unit: day, reconciles: {with: days, says: {ja: 表と合計が異なります。}}, cite: {lines: 6}}
    cite: {lines: 1-9}
    children:
      a-course:
        kind: course
        name: {ja: 出展の講座}
        says: {ja: 出展の準備を学べます。}
        schedule:
          held: {says: {ja: 開催時期}, from: 2026-07, to: 2026-08, planned: true, cite: {lines: 7}}
        facts:
          seats: {says: {ja: 定員}, about: 1200, unit: person, cite: {lines: 8}}
          fee: {says: {ja: 受講料}, range: {from: 3000, to: 5000}, unit: yen, cite: {lines: 8}}
          place: {says: {ja: 会場}, unknown: true, cite: {lines: 8}}
          yearly: {says: {ja: 回数}, at_least: 2, unit: time_a_year, cite: {lines: 8}}
          held_in: {says: {ja: 実施する年度}, value: 2019, unit: fiscal_year, cite: {lines: 8}}
          in_years: {says: {ja: 実施する年度}, range: {from: 2018, to: 2020}, unit: fiscal_year, cite: {lines: 8}}
          aim: {says: {ja: めざす年}, at_least: 2050, unit: calendar_year, cite: {lines: 8}}
        cite: {lines: 7-8}
"#;

fn small() -> MeasureFile {
    let read = measure::measures(SMALL.as_bytes());
    assert!(read.sound(), "{:#?}", read.diagnostics);
    read.file.unwrap()
}

#[test]
fn a_measure_says_its_values_as_people_write_them() {
    let file = small();
    let each = file.each();
    let told = |at: usize, fact: &str, lang| each[at].measure.facts[fact].value.text(lang);
    assert_eq!(told(0, "rate", Lang::Ja), "2/3以内");
    assert_eq!(told(0, "cap", Lang::Ja), "1,500,000円以内");
    assert_eq!(told(0, "cap", Lang::En), "up to 1,500,000 yen");
    assert_eq!(told(0, "days", Lang::Ja), "87.5日");
    assert_eq!(told(1, "seats", Lang::Ja), "約1,200人");
    assert_eq!(told(1, "seats", Lang::En), "about 1,200 people");
    assert_eq!(told(1, "fee", Lang::Ja), "3,000～5,000円");
    assert_eq!(told(1, "place", Lang::Ja), "未定");
    assert_eq!(told(1, "yearly", Lang::Ja), "1年につき2回以上");
    assert_eq!(told(1, "yearly", Lang::En), "2 times a year or more");
    assert_eq!(told(1, "held_in", Lang::Ja), "令和元年度");
    assert_eq!(told(1, "held_in", Lang::En), "fiscal 2019");
    assert_eq!(told(1, "in_years", Lang::Ja), "平成30年度～令和2年度");
    assert_eq!(told(1, "aim", Lang::Ja), "2050年以降");
    assert_eq!(told(1, "aim", Lang::En), "2050 or later");
    assert_eq!(each[0].measure.most_yen().map(kernel::Yen::get), Some(1_500_000));
    // A fee is nothing that one gets.
    assert_eq!(each[1].measure.most_yen(), None);
    assert_eq!((each[1].parent, each[1].operator.ja.as_str()), (Some("a-grant"), "公益財団法人テスト"));
}

#[test]
fn a_measure_is_open_within_its_window_or_else_its_fiscal_year() {
    use measure::Openness::{AllYear, Closed, Coming, Open};
    let file = small();
    let each = file.each();
    for (day, grant, course) in [
        ("2026-03-31", Coming, Coming),
        ("2026-05-31", Coming, AllYear),
        ("2026-06-01", Open, AllYear),
        ("2026-06-30", Open, AllYear),
        ("2026-07-01", Closed, AllYear),
        ("2027-03-31", Closed, AllYear),
        ("2027-04-01", Closed, Closed),
    ] {
        let day = day.parse().unwrap();
        assert_eq!(each[0].measure.openness(file.fiscal_year, day), grant, "{day}");
        assert_eq!(each[1].measure.openness(file.fiscal_year, day), course, "{day}");
    }
}

#[test]
fn what_was_prepared_says_what_its_text_says() {
    for (path, file) in files() {
        let prepared = rules::read::prepared_measures(&file);
        assert_eq!(rules::read::from_prepared_measures(&prepared).as_ref(), Some(&file), "{}", path.display());
        let other = prepared.replacen(|c: char| c.is_ascii_hexdigit(), "x", 1);
        assert!(rules::read::from_prepared_measures(&other).is_none());
    }
}

#[test]
fn faults_of_measures_are_told_at_their_place_with_what_to_write() {
    for (from, to, code, place, help) in [
        ("kind: grant", "kind: grand", "unknown-word", "kind: grand", "grant"),
        ("purposes: [sales]", "purposes: [seles]", "unknown-word", "seles", "sales"),
        ("unit: yen, cite: {lines: 4, words: 150万円}", "cite: {lines: 4}", "wrong-value", "cap:", "unit"),
        ("at_most: 2/3, unit: rate", "at_most: 2/3, text: {ja: あ}, unit: rate", "wrong-value", "rate:", "a fact for each"),
        ("value: \"87.5\", unit: day", "text: {ja: あ}, unit: day", "wrong-value", "days:", "value"),
        ("place: {says: {ja: 会場}, unknown: true", "place: {says: {ja: 会場}", "wrong-value", "place:", "yes_no"),
        ("range: {from: 3000, to: 5000}", "range: {from: 6000, to: 5000}", "wrong-value", "fee:", "smaller"),
        ("with: days", "with: dayz", "unknown-fact", "with: dayz", "days"),
        ("from: 2026-06-01, to: 2026-06-30", "from: 2026-07-01, to: 2026-06-30", "wrong-value", "window:", "earlier"),
        ("from: 2026-07, to: 2026-08, ", "", "wrong-value", "held:", "from"),
        ("kind: course", "parent: a-grant\n        kind: course", "wrong-value", "parent:", "take `parent` away"),
        ("  a-grant:", "  A_Grant:", "wrong-value", "kind: grant", "small letters"),
    ] {
        assert!(SMALL.contains(from), "{from}");
        let text = SMALL.replacen(from, to, 1);
        let read = measure::measures(text.as_bytes());
        assert!(!read.sound());
        let fault = read.diagnostics.iter().find(|d| d.code == code).unwrap_or_else(|| panic!("{to}: {:?}", read.diagnostics));
        let line = text.lines().nth(fault.span.line.saturating_sub(1)).unwrap_or_default();
        assert!(line.contains(place), "{to}: {fault:?} at {line}");
        assert!(format!("{} {}", fault.message, fault.help.as_deref().unwrap_or_default()).contains(help), "{to}: {fault:?}");
    }
}

#[test]
fn citations_are_held_against_the_document_and_files_against_each_other() {
    let text = "見出し\n\n募集期間 6月1日\n2/3以内、150万円\n87.5日\n88.5日\n7月から8月\n1200人\n終わり";
    let file = small();
    assert!(measure::sources(&file, text).is_empty(), "{:?}", measure::sources(&file, text));
    let other = measure::sources(&file, &text.replace("2/3以内", "1/2以内"));
    assert!(other.iter().any(|f| f.code == "no-such-words" && f.path == "measures.a-grant.facts.rate"), "{other:?}");
    assert!(measure::sources(&file, "短い").iter().any(|f| f.code == "no-such-line"));
    let same = measure::across(&[&file, &file], &[]);
    assert!(same.iter().all(|(at, fault)| *at == 1 && fault.code == "duplicate-id"), "{same:?}");
    assert_eq!(same.len(), 2);
    let read = |text: String| measure::measures(text.as_bytes()).file.unwrap();
    let lonely = read(SMALL.replace("    kind: grant", "    parent: nobody\n    programmes: [no-such]\n    kind: grant"));
    let faults = measure::across(&[&lonely], &["such-one"]);
    assert_eq!(faults.iter().map(|(_, f)| f.code).collect::<Vec<_>>(), ["unknown-measure", "unknown-programme"]);
    assert_eq!(measure::cited(&file).into_iter().collect::<Vec<_>>(), (1..=9).collect::<Vec<_>>());
}

#[test]
fn the_catalogue_as_a_whole_is_sound() {
    let all = files();
    let files: Vec<&MeasureFile> = all.iter().map(|(_, file)| file).collect();
    let programmes =
        ["tochigi-center-green-fund-incubation", "tochigi-center-green-fund-practical", "tochigi-pref-leading", "tochigi-pref-ecosystem"];
    assert_eq!(measure::across(&files, &programmes), Vec::new());
    // Contradictions of the documents are recorded from both sides: 43 courses and 87.5 days are stated, the rows give 44 and 88.5.
    let reconciled: Vec<String> = files
        .iter()
        .flat_map(|file| file.each())
        .flat_map(|m| m.measure.facts.iter().filter(|(_, f)| f.reconciles.is_some()).map(move |(n, _)| format!("{}.{n}", m.id)))
        .collect();
    assert!(reconciled.len() >= 10 && reconciled.iter().any(|f| f.starts_with("tochigi-center-training.")), "{reconciled:?}");
    let values =
        files.iter().flat_map(|file| file.each()).flat_map(|m| m.measure.facts.values().map(|f| f.value.clone()).collect::<Vec<_>>());
    let values: Vec<FactValue> = values.collect();
    assert!(values.len() > 1_300 && values.contains(&FactValue::Unknown), "{}", values.len());
}

/// A company of the tests: what is known of it.
#[derive(Debug, Clone, Default)]
struct Company {
    kind: Option<&'static str>,
    prefectures: Option<Vec<&'static str>>,
    industry: Option<&'static str>,
    employees: Option<i64>,
    capital: Option<i64>,
}

impl Company {
    fn application(&self) -> Application {
        let mut facts = serde_json::Map::new();
        let mut say = |fact: &str, value: Option<serde_json::Value>| facts.extend(value.map(|value| (fact.to_owned(), value)));
        say("kind", self.kind.map(Into::into));
        say("establishment_prefectures", self.prefectures.as_ref().map(|all| serde_json::json!(all)));
        say("industry", self.industry.map(Into::into));
        say("employees", self.employees.map(Into::into));
        say("capital_yen", self.capital.map(Into::into));
        serde_json::from_value(serde_json::json!({"members": [{"id": "a", "facts": facts}]})).unwrap()
    }

    fn is_business(kind: &str) -> bool {
        !["university", "research_institute", "municipality", "person"].contains(&kind)
    }

    /// The size class by the law, by hand: none while what decides it is not known.
    fn size(&self) -> Option<&'static str> {
        let kind = self.kind?;
        let (industry, employees) = (self.industry?, self.employees?);
        // Manufacturing 24, wholesale 53, retail 58, software 39, services 78.
        let (most, small, capital) = match industry {
            "53" => (100, 5, 100_000_000),
            "58" => (50, 5, 50_000_000),
            "78" => (100, 5, 50_000_000),
            "39" => (300, 5, 300_000_000),
            _ => (300, 20, 300_000_000),
        };
        if employees <= small {
            return Some("small");
        }
        if employees <= most {
            return Some("sme");
        }
        let has_capital = ["company", "cooperative", "shopping_street", "other"].contains(&kind);
        if has_capital && self.capital? <= capital {
            return Some("sme");
        }
        Some(if employees <= 2_000 { "mid" } else { "large" })
    }

    /// Whether a measure fits, asked thing by thing without the engine.
    fn obvious(&self, eligible: &rules::measure::Eligible) -> Fit {
        use rules::measure::Audience;
        let kinds = |who: &Audience| -> Vec<&str> {
            match who {
                Audience::Municipality => vec!["municipality"],
                Audience::University => vec!["university", "research_institute"],
                Audience::Cooperative => vec!["cooperative", "shopping_street"],
                Audience::Person | Audience::Student => vec!["person"],
                Audience::Founder => vec!["person", "company", "sole_proprietor", "npo"],
                Audience::Employee => {
                    vec!["person", "company", "sole_proprietor", "cooperative", "npo", "incorporated_association", "other"]
                }
                Audience::Business => KINDS.iter().copied().filter(|kind| Self::is_business(kind)).collect(),
            }
        };
        let mut answers: Vec<Option<bool>> = Vec::new();
        if !eligible.who.is_empty() {
            answers.push(self.kind.map(|kind| eligible.who.iter().any(|who| kinds(who).contains(&kind))));
        }
        if !eligible.prefectures.is_empty() {
            let there = |all: &Vec<&str>| eligible.prefectures.iter().any(|p| all.contains(&p.to_string().as_str()));
            answers.push(self.prefectures.as_ref().map(there));
        }
        if !eligible.sizes.is_empty() {
            let named: Vec<String> = eligible.sizes.iter().map(|s| serde_json::to_value(s).unwrap().as_str().unwrap().to_owned()).collect();
            let holds = |size: &str| named.iter().any(|n| n == size) || (size == "small" && named.iter().any(|n| n == "sme"));
            answers.push(match self.kind {
                Some(kind) if !Self::is_business(kind) => Some(true),
                _ => self.size().map(holds),
            });
        }
        if !eligible.industries.is_empty() {
            let division = |industry: &str| kernel::Industry::parse(industry).unwrap().division().0;
            answers.push(self.industry.map(|own| eligible.industries.iter().any(|i| i.division().0 == division(own))));
        }
        if answers.contains(&Some(false)) {
            Fit::DoesNotFit
        } else if answers.contains(&None) || eligible.condition.is_some() {
            Fit::MayFit
        } else {
            Fit::Fits
        }
    }
}

const KINDS: [&str; 12] = [
    "company",
    "sole_proprietor",
    "cooperative",
    "shopping_street",
    "npo",
    "incorporated_association",
    "unincorporated_group",
    "municipality",
    "university",
    "research_institute",
    "person",
    "other",
];

#[test]
fn the_finder_says_what_asking_thing_by_thing_says_for_10_000_companies() {
    let all = files();
    let measures: Vec<&Measure> = all.iter().flat_map(|(_, file)| file.each()).map(|placed| placed.measure).collect();
    let finder = Finder::new(measures.iter().copied()).unwrap();
    let mut chance = fastrand::Rng::with_seed(15);
    let (mut seen, mut unlike) = (BTreeMap::new(), 0);
    for number in 0..10_000 {
        let some = |chance: &mut fastrand::Rng| chance.u8(..10) < 8;
        let company = Company {
            kind: some(&mut chance).then(|| KINDS[chance.usize(..KINDS.len())]),
            prefectures: some(&mut chance).then(|| [vec!["09"], vec!["08"], vec!["13"], vec!["08", "09"]][chance.usize(..4)].clone()),
            industry: some(&mut chance).then(|| ["24", "53", "58", "39", "78", "06"][chance.usize(..6)]),
            employees: some(&mut chance).then(|| [0, 5, 6, 20, 21, 50, 51, 100, 101, 300, 301, 2_000, 2_001][chance.usize(..13)]),
            capital: some(&mut chance)
                .then(|| [1_000_000, 50_000_000, 50_000_001, 100_000_001, 300_000_000, 300_000_001][chance.usize(..6)]),
        };
        // A size of somebody who has none of the facts of its kind is refused before it is asked.
        let company = if company.kind.is_some_and(|k| !["company", "cooperative", "shopping_street", "other"].contains(&k)) {
            Company { capital: None, ..company }
        } else {
            company
        };
        let application = company.application();
        let looked = finder.assess(&application).unwrap_or_else(|faults| panic!("{company:?}: {faults:?}"));
        for (place, measure) in measures.iter().enumerate() {
            let (fit, obvious) = (looked.fit(place), company.obvious(&measure.eligible));
            // A class that two facts leave open in part is one that the engine may know before a person does, and never the other way.
            if fit != obvious {
                unlike += 1;
                assert!(obvious == Fit::MayFit, "{number}: {company:?}: {:?}: {fit:?}, not {obvious:?}", measure.eligible);
            }
            assert_eq!(fit == Fit::DoesNotFit, looked.conditions(place).iter().any(|c| c.outcome == Outcome::No));
            *seen.entry(fit).or_insert(0) += 1;
        }
    }
    assert!(seen.len() == 3 && seen.values().all(|count| *count > 100_000), "{seen:?}");
    assert!(unlike < 60_000, "{unlike}");
}

#[test]
fn the_finder_asks_what_still_matters_and_says_what_would_change() {
    let all = files();
    let measures: Vec<&Measure> = all.iter().flat_map(|(_, file)| file.each()).map(|placed| placed.measure).collect();
    let finder = Finder::new(measures.iter().copied()).unwrap();
    let nobody = Company::default().application();
    let looked = finder.assess(&nobody).unwrap();
    let questions = looked.questions(0..measures.len());
    assert_eq!(questions.len(), 5, "{questions:?}");
    assert!(questions[0].1 >= questions[4].1 && questions[0].1 > 300, "{questions:?}");
    // A town is asked for nothing but where it is.
    let town = Company { kind: Some("municipality"), ..Company::default() }.application();
    let looked = finder.assess(&town).unwrap();
    let facts: Vec<&str> = looked.questions(0..measures.len()).into_iter().map(|(fact, _)| fact).collect();
    assert_eq!(facts, ["establishment_prefectures", "industry"]);
    // A maker of Tochigi with 50 people: what does not fit says what would have to be otherwise.
    let maker = Company {
        kind: Some("company"),
        prefectures: Some(vec!["09"]),
        industry: Some("24"),
        employees: Some(50),
        capital: Some(10_000_000),
    };
    let application = maker.application();
    let looked = finder.assess(&application).unwrap();
    assert!(looked.questions(0..measures.len()).is_empty());
    let place = |name: &str| {
        let mut places = all.iter().flat_map(|(_, file)| file.each());
        places.position(|placed| placed.id == name).unwrap()
    };
    assert_eq!(looked.fit(place("tochigi-center-training")), Fit::Fits);
    let far = place("ibaraki-expert-dispatch");
    assert_eq!(looked.fit(far), Fit::DoesNotFit);
    let teller = Teller::new(finder.plan(), Lang::Ja);
    let told: Vec<String> = looked.conditions(far).iter().filter_map(|c| teller.flip(c)).collect();
    assert!(told.iter().any(|text| text.contains("茨城県")), "{told:?}");
}
