//! What a return for correction names: a field, a document (`document.2`, or a member's: `document.2.m1`), or a part as a whole
//! (`part.plan`).

use std::collections::{BTreeMap, BTreeSet};

use workflow::correction::CorrectablePart;

use super::content_view::ContentFormatter;
use crate::application::{
    form::{FormSection, rows_of},
    model::{Content, Member},
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
    let part = reader.form.part_of(named);
    CorrectionTarget { part, anchor: named.replace('.', "-"), label: reader.label(named), whose: part.member() }
}

/// What a part is called, and whose it is where several have one.
pub(super) fn title(reader: &ContentFormatter<'_>, members: &[Member], part: FormSection) -> String {
    owned(reader, members, part, part.member())
}

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

/// What can be named of what was filed: each part, its fields that are no rows of a table, and the documents.
pub(super) fn correctable_parts(reader: &ContentFormatter<'_>, content: &Content) -> Vec<CorrectablePart> {
    let mut fields: BTreeMap<FormSection, Vec<&String>> = BTreeMap::new();
    for name in content.fields.keys() {
        let part = reader.form.part_of(name);
        let in_row = rows_of(part).is_some_and(|start| name.starts_with(&start) && name != "a.o.none");
        if !in_row {
            fields.entry(part).or_default().push(name);
        }
    }
    let whole = reader.context.word("return-whole");
    let mut all = Vec::new();
    for part in reader.form.parts(&content.members) {
        let mut places = vec![(format!("part.{}", part.name()), whole.clone())];
        places.extend(fields.remove(&part).into_iter().flatten().map(|name| (name.clone(), reader.label(name))));
        if part == FormSection::Papers {
            for id in reader.plan.programme.documents.keys() {
                let named = format!("document.{id}");
                let label = target(reader, &named).label;
                let owners = owners(content, id);
                places.extend(owners.iter().map(|m| (format!("{named}.{}", m.id), format!("{label}（{}）", m.name))));
                places.push((named, label));
            }
        }
        all.push(CorrectablePart { title: title(reader, &content.members, part), places });
    }
    all
}

/// The members who put a document there, where several could have.
fn owners<'c>(content: &'c Content, document: &str) -> Vec<&'c Member> {
    let put = |m: &&Member| content.members.len() > 1 && content.papers.iter().any(|p| p.document == document && p.member == m.id);
    content.members.iter().filter(put).collect()
}

/// Where the note of an item of the formal check belongs, where several applied: `document.2`, `condition.x.m1`. None for what
/// everybody may read.
pub(super) fn targets_of_check_item(content: &Content, item: &str) -> Vec<String> {
    if content.members.len() < 2 {
        return Vec::new();
    }
    if let Some(document) = item.strip_prefix("document.") {
        return owners(content, document).into_iter().map(|m| format!("document.{document}.{}", m.id)).collect();
    }
    let member = item.rsplit_once('.').and_then(|(_, m)| content.members.iter().find(|c| c.id == m));
    member.map(|m| format!("part.{}", FormSection::Facts(m.place()).name())).into_iter().collect()
}
