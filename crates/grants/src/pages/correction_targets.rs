//! What a return for correction names: a field, a document (`document.2`, or a member's: `document.2.m1`), or a part as a whole
//! (`part.plan`).

use std::collections::BTreeSet;

use web::RequestContext;

use super::content_view::ContentFormatter;
use crate::application::{
    form::FormSection,
    model::{Content, Member, Paper},
};

/// Where something is to be corrected.
#[derive(Debug)]
pub(super) struct CorrectionTarget {
    pub(super) part: FormSection,
    /// The field on the page of its part; empty for the part as a whole.
    pub(super) anchor: String,
    /// What it is called within its part; empty for the part as a whole.
    pub(super) label: String,
    /// The member whose own it is: nobody else among those who applied reads what is said of it.
    pub(super) whose: Option<usize>,
}

impl CorrectionTarget {
    /// Whether those who read these members' parts read it.
    pub(super) fn is_read(&self, readable: &BTreeSet<String>) -> bool {
        self.whose.is_none_or(|place| readable.contains(&format!("m{place}")))
    }
}

/// Where a name leads.
pub(super) fn target(reader: &ContentFormatter<'_>, named: &str) -> CorrectionTarget {
    if let Some(id) = named.strip_prefix("document.") {
        let (id, whose) = match id.rsplit_once(".m") {
            Some((id, place)) => (id, place.parse().ok()),
            None => (id, None),
        };
        let document = reader.plan.programme.documents.get(id);
        let label = document.map_or_else(|| id.to_owned(), |d| format!("{id} {}", reader.context.viewer.lang.of(&d.name)));
        return CorrectionTarget { part: FormSection::Papers, anchor: String::new(), label, whose };
    }
    if let Some(part) = named.strip_prefix("part.").and_then(FormSection::parse) {
        return CorrectionTarget { part, anchor: String::new(), label: String::new(), whose: part.member() };
    }
    let part = reader.form.part_of_reason(named);
    // A row of a table: it leads to its first field.
    if row(named).is_some() {
        return CorrectionTarget { part, anchor: named.replace('.', "-"), label: reader.context.word("table-row"), whose: part.member() };
    }
    CorrectionTarget { part, anchor: named.replace('.', "-"), label: reader.label(named), whose: part.member() }
}

/// What a part is called, and whose it is where several have one.
fn owned(reader: &ContentFormatter<'_>, members: &[Member], part: FormSection, whose: Option<usize>) -> String {
    let whose = whose.and_then(|place| members.iter().find(|m| members.len() > 1 && m.place() == place));
    format!("{}{}", reader.context.word(part.key()), whose.map(|m| format!("（{}）", m.name)).unwrap_or_default())
}

/// Whose part a place is in, without what is said of it: for those who may not read that.
pub(super) fn part_label(reader: &ContentFormatter<'_>, members: &[Member], at: &CorrectionTarget) -> String {
    owned(reader, members, at.part, at.whose)
}

/// A name, in full.
pub(super) fn target_label(reader: &ContentFormatter<'_>, members: &[Member], named: &str) -> String {
    let at = target(reader, named);
    let part = owned(reader, members, at.part, at.whose);
    if at.label.is_empty() { part } else { format!("{part} ― {}", at.label) }
}

/// A reason with the number of the row that it is about, where it is about one.
pub(super) fn with_row(context: &RequestContext, content: &Content, named: &str, why: &str) -> String {
    let Some((start, row)) = row(named).filter(|_| !why.trim().is_empty()) else { return why.to_owned() };
    let names = content.fields.iter().filter(|(_, text)| !text.is_empty()).filter_map(|(name, _)| name.strip_prefix(start));
    let rows: BTreeSet<&str> = names.filter_map(|name| name.split_once('.')).map(|(row, _)| row).collect();
    let Some(place) = rows.iter().position(|known| *known == row) else { return why.to_owned() };
    let number = context.words.with("row-number", &[("n", (place + 1).to_string())]);
    if why.starts_with(&number) { why.to_owned() } else { format!("{number}：{why}") }
}

/// The table and the row that a name is, where it is that of a row.
fn row(named: &str) -> Option<(&str, &str)> {
    let (start, row) = named.rsplit_once('.').map(|(start, row)| (&named[..=start.len()], row))?;
    forms::row_of(&format!("{named}.")).filter(|found| *found == (start, row)).map(|_| (start, row))
}

/// A paper's document, as a return names it: a member's own where several applied.
pub(super) fn document_target(content: &Content, paper: &Paper) -> String {
    if content.members.len() > 1 { format!("document.{}.{}", paper.document, paper.member) } else { format!("document.{}", paper.document) }
}

/// The members who put a document there, where several could have.
fn owners<'c>(content: &'c Content, document: &str) -> Vec<&'c Member> {
    let put = |m: &&Member| content.members.len() > 1 && content.papers.iter().any(|p| p.document == document && p.member == m.id);
    content.members.iter().filter(put).collect()
}

/// Where the note of an item of the formal check belongs: a document, or the facts of the member whose condition it is. None for what is
/// of the whole.
pub(super) fn targets_of_check_item(content: &Content, item: &str) -> Vec<String> {
    if let Some(document) = item.strip_prefix("document.") {
        let owners = owners(content, document).into_iter().map(|m| format!("{item}.{}", m.id));
        return if content.members.len() > 1 { owners.collect() } else { vec![item.to_owned()] };
    }
    let member = item.rsplit_once('.').and_then(|(_, m)| content.members.iter().find(|c| c.id == m));
    member.map(|m| format!("part.{}", FormSection::Facts(m.place()).name())).into_iter().collect()
}
