//! The parts that pages are made of, each shown on one page: for whoever builds pages, and for the browser tests that look at them once.
//! Only where a new installation is tried out.

use askama::Template;
use platform::Error;
use rules::words::Words;
use ui::{
    Faults, Field, ListedFile,
    components::{Bar, Chart, Point, bar_chart, line_chart},
};

use crate::{Answer, Module, RequestContext, Routes};

/// The styles of a tag.
const TAGS: [&str; 6] = ["yes", "no", "unknown", "judgement", "over", ""];

#[derive(Debug, Template)]
#[template(path = "components_page.html")]
struct Page<'a> {
    words: &'a Words,
    title: &'a str,
    done: Option<String>,
    fault: Option<String>,
    tags: [&'static str; 6],
    faults: Faults,
    versions: Faults,
    fields: Vec<Field>,
    options: Vec<(String, String)>,
    moment: String,
    day: String,
    yen: String,
    earlier: Option<String>,
    later: Option<String>,
    stages: [(String, &'static str); 3],
    timeline: [(String, String, String, &'static str); 3],
    bars: Chart,
    line: Chart,
    files: [ListedFile; 2],
}

/// The page.
pub fn module() -> Module {
    Routes::default().get("/components", show).with_state(())
}

async fn show(context: RequestContext) -> Answer {
    let title = context.word("components");
    let at = platform::Instant::parse("2026-04-01T00:00:00Z")?;
    let fault = Error::Wrong { field: "amount", message: "wrong-amount" };
    let choices = vec![("yes".to_owned(), context.word("yes")), ("no".to_owned(), context.word("no"))];
    let mut fields = vec![
        context.text("plain", "name", "", ""),
        context.text("amount", "components-amount", "百万", "components-hint"),
        Field { options: choices.clone(), ..context.text("choice", "state", "no", "") },
    ];
    let faults = context.mark(&mut fields, Some(&fault)).unwrap_or_else(|| Faults::new(&context.words, &[]));
    let versions = [(context.word("name"), "鹿沼".to_owned(), "日光".to_owned())];
    let stages = [("name", "done"), ("state", "now"), ("save", "next")].map(|(key, how)| (context.word(key), how));
    let day = context.day(at.in_japan().date());
    let entry = |key: &str, more: &str, how| (day.clone(), context.word(key), more.to_owned(), how);
    let figures = [1_200_000, -400_000, 0];
    let bar = |value: i64| Bar { label: context.word("name"), value, is_loss: value < 0, shown: kernel::text::separated(value) };
    let point = |(value, day): (i64, i8)| Point { label: day.to_string(), value, shown: value.to_string() };
    let amount = context.word("components-amount");
    let file = |name: &str, scan| ListedFile {
        address: "/components".to_owned(),
        name: name.to_owned(),
        size: "1.2 MB".to_owned(),
        scan,
        ..ListedFile::default()
    };
    let page = Page {
        timeline: [entry("name", "", "past"), entry("state", "1", "now"), entry("save", "", "next")],
        stages,
        bars: bar_chart(&amount, &figures.map(bar)),
        line: line_chart(&context.words, &amount, [&day, &amount], &[(1, 1), (4, 2), (9, 3)].map(point)),
        files: [file("a.pdf", None), ListedFile { hash: "0".repeat(64), ..file("b.pdf", Some("file-harmful")) }],
        words: &context.words,
        title: &title,
        done: Some(context.word("components-done")),
        fault: Some(context.word("wrong-amount")),
        tags: TAGS,
        faults,
        versions: Faults::versions(&context.words, &versions),
        fields,
        options: choices,
        moment: context.moment(at),
        day: context.day(at.in_japan().date()),
        yen: kernel::text::separated(12_345_678),
        earlier: Some(context.kept("/components?page=0")),
        later: Some(context.kept("/components?page=2")),
    };
    Ok(context.page(&title, &page))
}
