//! A checklist as pages show it.

use std::collections::BTreeMap;

use askama::Template;
use rules::words::Words;
use web::RequestContext;

use super::{CheckedItem, Finding, TickOutcome};

/// The items with what was found and ticked, and the forms to tick them.
#[derive(Debug, Template)]
#[template(path = "checklist.html")]
pub struct ChecklistView<'a> {
    words: &'a Words,
    groups: Vec<Group<'a>>,
    /// How many items are confirmed at once.
    found: usize,
    /// Where a tick goes; none where one only reads.
    action: Option<String>,
}

/// Items of which the system found the same kind of thing.
#[derive(Debug)]
struct Group<'a> {
    /// The message that names it.
    key: &'static str,
    rows: Vec<Row<'a>>,
    /// How many nobody has looked at.
    open: usize,
}

#[derive(Debug)]
struct Row<'a> {
    /// Its place in the whole list, from 1.
    number: usize,
    checked: &'a CheckedItem,
    /// The note as it stands, or as it was typed and not taken.
    note: &'a str,
    /// When the tick was set, as the form sends it back.
    seen: String,
    /// Who ticked, and when.
    who: String,
}

impl<'a> ChecklistView<'a> {
    /// The items, with what those are called who ticked. `typed` is the item whose note was not taken, and that note.
    pub fn new(
        context: &'a RequestContext,
        items: &'a [CheckedItem],
        names: &BTreeMap<String, String>,
        typed: (&str, &'a str),
        action: Option<String>,
    ) -> Self {
        let row = |(place, checked): (usize, &'a CheckedItem)| {
            let tick = checked.tick.as_ref();
            let who = |by: &str| context.called(names.get(by).map_or(by, String::as_str));
            Row {
                number: place + 1,
                note: if typed.0 == checked.item.id { typed.1 } else { tick.map_or("", |tick| &tick.note) },
                seen: tick.map(|tick| tick.at.to_text()).unwrap_or_default(),
                who: tick.map(|tick| format!("{} {}", who(&tick.by), context.moment(tick.at))).unwrap_or_default(),
                checked,
            }
        };
        // What is to be looked at comes first; what is in order last, to be confirmed at once.
        let kinds: [(&str, &[Finding]); 3] =
            [("checks-look", &[Finding::No, Finding::Unknown]), ("checks-judge", &[Finding::Judgement]), ("checks-found", &[Finding::Yes])];
        let group = |(key, findings): (&'static str, &[Finding])| {
            let own = items.iter().enumerate().filter(|(_, checked)| findings.contains(&checked.item.finding));
            let rows: Vec<Row<'a>> = own.map(row).collect();
            let open = rows.iter().filter(|row| !row.checked.is_checked()).count();
            Group { key, rows, open }
        };
        let groups = kinds.into_iter().map(group).filter(|group| !group.rows.is_empty()).collect();
        let found = items.iter().filter(|checked| checked.is_found()).count();
        Self { words: &context.words, groups, found, action }
    }
}

impl Row<'_> {
    fn is_ok(&self) -> bool {
        self.checked.is(TickOutcome::Ok)
    }

    fn is_no(&self) -> bool {
        self.checked.is(TickOutcome::No)
    }

    /// The style of what was found: its name.
    fn finding(&self) -> String {
        self.checked.item.finding.to_string()
    }

    /// What the button that Enter presses sends: nothing of the tick changes.
    const fn outcome(&self) -> &'static str {
        match &self.checked.tick {
            Some(tick) => match tick.outcome {
                TickOutcome::Ok => "ok",
                TickOutcome::No => "no",
                TickOutcome::Cleared => "",
            },
            None => "",
        }
    }

    fn finding_word(&self) -> String {
        format!("found-{}", self.finding())
    }
}
