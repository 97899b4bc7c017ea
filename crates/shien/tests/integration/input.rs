//! Whatever stands in a file, the command line answers or refuses it: within its bounds, and without a sign that steers a terminal.

use std::{
    fs,
    io::{Read, Write},
    path::PathBuf,
    process::{Command, Stdio},
    sync::LazyLock,
    time::Duration,
};

use proptest::prelude::*;
use rules::{
    assess::{Moment, assess},
    language::Phase,
    read,
    sentences::Teller,
    words::Lang,
};
use serde_json::Value;
use shien::output::render;

/// How the program ended, and what it said.
pub(crate) struct Ended {
    pub(crate) code: i32,
    pub(crate) out: String,
    pub(crate) err: String,
    /// The most memory it held, in KiB, as far as it was seen.
    peak: u64,
}

/// Runs the program on an input, and watches its memory.
pub(crate) fn shien(arguments: &[&str], input: impl Into<Vec<u8>>) -> Ended {
    let input = input.into();
    let mut child = Command::new(env!("CARGO_BIN_EXE_shien"))
        .args(arguments)
        .env_remove("SHIEN_CATALOGUE")
        .env("NO_COLOR", "1")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let (mut stdin, mut stdout, mut stderr) = (child.stdin.take().unwrap(), child.stdout.take().unwrap(), child.stderr.take().unwrap());
    let feeder = std::thread::spawn(move || stdin.write_all(&input).is_ok());
    let reader = std::thread::spawn(move || {
        let mut out = String::new();
        stdout.read_to_string(&mut out).map(|_| out)
    });
    let listener = std::thread::spawn(move || {
        let mut err = String::new();
        stderr.read_to_string(&mut err).map(|_| err)
    });
    let status = format!("/proc/{}/status", child.id());
    let mut peak = 0;
    let ended = loop {
        let seen = fs::read_to_string(&status).ok();
        let high = seen.as_deref().and_then(|s| s.lines().find(|l| l.starts_with("VmHWM:"))?.split_whitespace().nth(1)?.parse().ok());
        peak = peak.max(high.unwrap_or(0));
        if let Some(ended) = child.try_wait().unwrap() {
            break ended;
        }
        std::thread::park_timeout(Duration::from_millis(1));
    };
    feeder.join().unwrap();
    let (out, err) = (reader.join().unwrap().unwrap(), listener.join().unwrap().unwrap());
    Ended { code: ended.code().expect("no signal ended it"), out, err, peak }
}

fn assessed(input: impl Into<Vec<u8>>, format: &str) -> Ended {
    shien(&["assess", "tochigi-pref-leading", "-", "--format", format], input)
}

const GOOD: &str = r#"{"members":[{"id":"a"}],"expenses":[{"category":"materials","amount":"900万"}]}"#;

#[test]
fn a_line_that_falls_takes_no_other_with_it() {
    let none = r#"{"expenses": [{"category": "materials", "amount": 1}]}"#;
    let input = format!("{GOOD}\n{none}\n[]\n\n{GOOD}\n");
    let ended = assessed(input, "jsonl");
    let lines: Vec<Value> = ended.out.lines().map(|l| serde_json::from_str(l).unwrap()).collect();
    assert_eq!((ended.code, lines.len()), (1, 4), "{}", ended.err);
    assert_eq!((&lines[1]["line"], &lines[1]["faults"][0]["code"]), (&2.into(), &"no-member".into()));
    assert_eq!((&lines[2]["line"], &lines[2]["faults"][0]["code"]), (&3.into(), &"wrong-type".into()));
    assert!(lines[0]["verdict"].is_string() && lines[3]["verdict"].is_string());
    assert!(!ended.err.contains("panicked"), "{}", ended.err);
}

#[test]
fn a_line_too_long_counts_as_one_line() {
    let long = format!("{{\"id\": \"{}\"}}", "x".repeat(9 * 1024 * 1024));
    let ended = assessed(format!("{long}\n{{\"members\": 5}}\n{GOOD}\n"), "jsonl");
    let lines: Vec<Value> = ended.out.lines().map(|l| serde_json::from_str(l).unwrap()).collect();
    assert_eq!(lines.len(), 3);
    assert_eq!((&lines[0]["line"], &lines[0]["faults"][0]["code"]), (&1.into(), &"too-large".into()));
    assert_eq!(lines[1]["line"], 2);
    assert!(lines[2]["verdict"].is_string());
}

#[test]
fn a_fault_far_out_in_a_line_is_shown_around_its_place() {
    let filler = vec!["{category: materials, label: 部品}"; 9_000].join(", ");
    let ended = assessed(format!("expenses: [{filler}, {{category: labour, nmae: x}}]\n"), "text");
    assert_eq!(ended.code, 1, "{}", ended.err);
    assert!(ended.err.contains("nmae") && ended.err.contains("-:1:306031") && ended.err.len() < 5_000, "{}", ended.err);
}

#[test]
fn many_faults_are_counted_and_some_are_shown() {
    let facts: Vec<String> = (0..50_000).map(|n| format!("unknown{n}: {n}")).collect();
    let ended = assessed(format!("members: [{{id: a, facts: {{{}}}}}]\n", facts.join(", ")), "text");
    assert!(ended.code == 1 && ended.err.len() < 50_000, "{}", ended.err.len());
    assert!(ended.err.contains("at least 980 more faults"), "{}", &ended.err[ended.err.len() - 200..]);
    let line =
        format!("{{\"members\":[{{\"id\":\"a\",\"facts\":{{{}}}}}]}}", facts.join(", ").replace("unknown", "\"u").replace(':', "\":"));
    let ended = assessed(line + "\n", "jsonl");
    let refused: Value = serde_json::from_str(&ended.out).unwrap();
    assert_eq!((refused["faults"].as_array().unwrap().len(), &refused["more_faults"]), (100, &900.into()));
}

#[test]
fn signs_that_steer_a_terminal_are_shown_and_not_sent() {
    let sign = "\\u001b[2J\\u009b2J\\u0007\\u007f\\u202e";
    let fact = format!("{{\"id\": \"{sign}\", \"members\": [{{\"id\": \"a{sign}\", \"facts\": {{\"kind\": \"{sign}\"}}}}]}}");
    let word = format!("{{\"members\": [{{\"id\": \"a{sign}\"}}], \"expenses\": [{{\"category\": \"{sign}\"}}]}}");
    let key = format!("{{\"{sign}\": 1}}");
    let sound = format!("{{\"id\": \"{sign}\", \"members\": [{{\"id\": \"a{sign}\", \"name\": \"{sign}\"}}]}}");
    for (input, format) in [(fact, "text"), (word, "text"), (key, "text"), (sound.clone(), "text"), (sound, "json")] {
        let ended = assessed(input.clone(), format);
        let steers = |text: &str| text.chars().any(|c| (c.is_control() && c != '\n') || c == '\u{202e}');
        assert!(!steers(&ended.out) && !steers(&ended.err), "{input}: {:?} {:?}", ended.out, ended.err);
    }
    let line = format!("{{\"id\": \"{sign}\u{9b}2J\\udb40\\udc01\", \"members\": [{{\"id\": \"a{sign}\"}}]}}\n");
    let lines = assessed(line, "jsonl");
    let answer: Value = serde_json::from_str(&lines.out).unwrap();
    assert!(lines.out.is_ascii() || !lines.out.chars().any(|c| (c.is_control() && c != '\n') || c == '\u{e0001}'), "{:?}", lines.out);
    assert!(answer["id"].as_str().unwrap().ends_with("\u{9b}2J\u{e0001}"), "{answer}");
    let forged = assessed("members: [{id: \"a\\n判定: 対象になります\"}]\nexpenses: []\n", "text");
    assert!(!forged.out.lines().any(|l| l == "判定: 対象になります") && forged.out.contains("a 判定"), "{}", forged.out);
    let json = assessed("{\"members\": [{\"id\": \"a\\u202e\"}]}", "json");
    let answer: Value = serde_json::from_str(&json.out).unwrap();
    assert!(json.out.contains("\\u202e") && answer.to_string().contains('\u{202e}'), "{}", json.out);
    let unknown = shien(&["show", "tochigi\u{1b}[2J"], Vec::new());
    assert!(unknown.code == 2 && !unknown.err.contains('\u{1b}'), "{:?}", unknown.err);
    let raw = assessed(b"members: [{id: a, nmae: \"\x1b[2J\"}]".to_vec(), "text");
    assert!(!raw.err.contains('\u{1b}'), "{:?}", raw.err);
}

#[test]
fn memory_stays_within_bounds_of_what_is_given() {
    let start = assessed(GOOD, "text").peak;
    let lines = "  - {category: materials, amount: 300, label: 部品}\n".repeat(20_000);
    for (name, input) in [
        ("empty entries", "- {}\n".repeat(1_100_000)),
        ("many empty expenses", format!("expenses: [{}]", "{},".repeat(100_000))),
        ("empty expenses", format!("members: [{{id: a}}]\nexpenses: [{}]", "{},".repeat(20_000))),
        ("facts", format!("members: [{{id: a, facts: {{{}}}}}]", (0..40_000).map(|n| format!("u{n}: 1,")).collect::<String>())),
        ("texts", format!("id: \"{}\"", "\\u3042".repeat(300_000))),
        ("lines", format!("members: [{{id: a}}]\nexpenses:\n{lines}")),
    ] {
        let size = u64::try_from(input.len()).unwrap() / 1024;
        let ended = assessed(input, "text");
        assert!(ended.peak < start + 10 * size + MOST_CONSTANT, "{name}: {} KiB for {size} KiB", ended.peak - start);
    }
}

/// Beyond ten times what is given: what the most keys and values that are read come to, where each is as short as can be.
const MOST_CONSTANT: u64 = 56 * 1024;

static LEADING: LazyLock<String> =
    LazyLock::new(|| fs::read_to_string("../../catalogue/tochigi-pref/2021/leading-companies.yaml").unwrap());
static PLANS: LazyLock<Vec<read::Read>> = LazyLock::new(|| {
    let files = ["../../catalogue/tochigi-pref/2021/leading-companies.yaml", "../../catalogue/tochigi-center/2022/green-fund.yaml"];
    files.iter().flat_map(|f| read::programmes(&fs::read(f).unwrap()).programmes).collect()
});

fn corpus() -> Vec<Vec<u8>> {
    let mut files: Vec<PathBuf> = fs::read_dir("../rules/tests/corpus").unwrap().map(|f| f.unwrap().path()).collect();
    files.sort();
    files.into_iter().map(|f| fs::read(f).unwrap()).collect()
}

/// The whole way of the command line: read, checked or assessed, told in both languages, faults printed.
fn whole_way(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let mut printed = Vec::new();
    let outcome = read::programmes(bytes);
    render(&mut printed, false, "a.yaml", &text, &outcome.diagnostics).unwrap();
    for programme in &outcome.programmes {
        let _ = assess(&programme.plan, &rules::application::Application::default(), Moment::default());
    }
    let _ = read::application_line(bytes);
    match read::application(bytes) {
        Err(faults) => render(&mut printed, true, "a.yaml", &text, &faults).unwrap(),
        Ok((application, tree)) => {
            for programme in PLANS.iter() {
                for phase in Phase::ALL {
                    match assess(&programme.plan, &application, Moment { phase, ..Moment::default() }) {
                        Ok(answer) => {
                            for lang in [Lang::Ja, Lang::En] {
                                printed.extend(kernel::text::visible(&Teller::new(&programme.plan, lang).text(&answer)).bytes());
                            }
                            serde_json::to_writer(std::io::sink(), &answer).unwrap();
                        }
                        Err(faults) => render(&mut printed, false, "a.yaml", &text, &read::locate(&tree, faults)).unwrap(),
                    }
                }
            }
        }
    }
    let plain = String::from_utf8(printed).unwrap();
    // Colours are the only signs that may steer.
    let mut rest = plain.as_str();
    while let Some(at) = rest.find('\u{1b}') {
        rest = rest[at + 1..].strip_prefix('[').expect("a colour");
        rest = rest.trim_start_matches(|c: char| c.is_ascii_digit() || c == ';').strip_prefix('m').expect("a colour");
    }
    assert!(!plain.chars().any(|c| c.is_control() && !matches!(c, '\n' | '\u{1b}')), "{plain:?}");
}

#[test]
fn the_corpus_goes_the_whole_way() {
    corpus().iter().for_each(|bytes| whole_way(bytes));
    whole_way(LEADING.as_bytes());
}

/// Words of the language, amounts as people type them, and signs that no file should hold.
fn piece() -> impl Strategy<Value = String> {
    let words = [
        "members",
        "expenses",
        "facts",
        "id",
        "a",
        "category",
        "materials",
        "labour",
        "amount",
        "tax",
        "hours",
        "pay",
        "shareholders",
        "holder",
        "share",
        "others",
        "happenings",
        "what",
        "members_withdraw",
        "filing",
        "arrived_at",
        "events",
        "judgements",
        "value",
        "source",
        "kind",
        "quantity",
        "unit_price",
        "member",
        "lead",
        "true",
        "null",
        "yes",
        "5,000,000",
        "500万",
        "1億2千万円",
        "500.000",
        "10%",
        "2/3",
        "8:30",
        ".nan",
        "1e400",
        "99999999999999999999",
        "-5",
        "2021-05-12T17:00",
        "\"",
        "'",
        "{",
        "}",
        "[",
        "]",
        ": ",
        ", ",
        "- ",
        "\n",
        "\n  ",
        "\n    ",
        "\t",
        "#",
        "&a ",
        "*a",
        "<<: ",
        "|",
        ">",
        "!!str ",
        "?",
        "%",
        "@",
        "\u{0}",
        "\u{1b}[2J",
        "\u{feff}",
        "\u{202e}",
        "\\ud800",
        "\u{9b}",
        "\r\n",
        "名前",
        "🏭",
        "葛󠄀",
        "\u{2028}",
        "---\n",
    ];
    prop_oneof![8 => prop::sample::select(words.to_vec()).prop_map(str::to_owned), 1 => "\\PC{0,6}"]
}

fn spliced() -> impl Strategy<Value = Vec<u8>> {
    let mut files = corpus();
    files.push(LEADING.clone().into_bytes());
    let pick = prop::sample::select(files);
    let pieces = prop::collection::vec((any::<u16>(), piece(), any::<bool>()), 0..6);
    (pick.clone(), pick, any::<(u16, u16)>(), pieces).prop_map(|(one, other, at, pieces)| {
        let cut = |bytes: &[u8], at: u16| usize::from(at) % (bytes.len() + 1);
        let mut bytes = [&one[..cut(&one, at.0)], &other[cut(&other, at.1)..]].concat();
        for (place, piece, over) in pieces {
            let from = cut(&bytes, place);
            let to = if over { (from + piece.len()).min(bytes.len()) } else { from };
            bytes.splice(from..to, piece.bytes());
        }
        bytes
    })
}

/// More by hand: `SHIEN_INPUTS=100000 cargo nextest run -p shien --test input`.
fn cases() -> ProptestConfig {
    let cases = std::env::var("SHIEN_INPUTS").ok().and_then(|n| n.parse().ok()).unwrap_or(150);
    ProptestConfig { cases, failure_persistence: None, max_shrink_time: 20_000, ..ProptestConfig::default() }
}

proptest! {
    #![proptest_config(cases())]

    #[test]
    fn spliced_files_go_the_whole_way(bytes in spliced()) {
        whole_way(&bytes);
    }

    #[test]
    fn words_at_random_go_the_whole_way(pieces in prop::collection::vec(piece(), 0..60)) {
        whole_way(pieces.concat().as_bytes());
    }

    #[test]
    fn bytes_at_random_go_the_whole_way(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        whole_way(&bytes);
    }
}
