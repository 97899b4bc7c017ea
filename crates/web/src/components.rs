//! The parts that pages are made of, each shown on one page: for whoever builds pages, and for the browser tests that look at them once.
//! Only where a new installation is tried out.

use askama::Template;
use platform::Error;
use rules::words::Words;
use ui::{Faults, Field};

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
    let page = Page {
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
