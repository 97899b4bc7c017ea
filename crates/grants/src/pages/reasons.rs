//! What a return for correction names: a field, a document (`document.2`), or a part as a whole (`part.plan`).

use std::collections::BTreeMap;

use super::said::Reader;
use crate::application::{
    form::{Part, rows_of},
    model::{Content, Member},
};

/// Where something is to be corrected.
#[derive(Debug)]
pub(super) struct Place {
    pub(super) part: Part,
    /// The field on the page of its part; empty for the part as a whole.
    pub(super) anchor: String,
    /// What it is called within its part; empty for the part as a whole.
    pub(super) label: String,
}

/// Where a name leads.
pub(super) fn place(reader: &Reader<'_>, named: &str) -> Place {
    if let Some(id) = named.strip_prefix("document.") {
        let said = reader.plan.programme.documents.get(id);
        let label = said.map_or_else(|| id.to_owned(), |d| format!("{id} {}", reader.asker.viewer.lang.of(&d.name)));
        return Place { part: Part::Papers, anchor: String::new(), label };
    }
    match named.strip_prefix("part.").and_then(Part::parse) {
        Some(part) => Place { part, anchor: String::new(), label: String::new() },
        None => Place { part: reader.form.part_of(named), anchor: named.replace('.', "-"), label: reader.label(named) },
    }
}

/// What a part is called, and whose it is where several have one.
pub(super) fn title(reader: &Reader<'_>, members: &[Member], part: Part) -> String {
    let whose = part.member().and_then(|place| members.iter().find(|m| members.len() > 1 && m.place() == place));
    format!("{}{}", reader.asker.word(part.key()), whose.map(|m| format!("（{}）", m.name)).unwrap_or_default())
}

/// A name, in full.
pub(super) fn called(reader: &Reader<'_>, members: &[Member], named: &str) -> String {
    let at = place(reader, named);
    let part = title(reader, members, at.part);
    if at.label.is_empty() { part } else { format!("{part} ― {}", at.label) }
}

/// A part with what of it can be named.
#[derive(Debug)]
pub(super) struct Offered {
    pub(super) title: String,
    /// Name and label, the part as a whole first.
    pub(super) places: Vec<(String, String)>,
}

/// What can be named of what was filed: each part, its fields that are no rows of a table, and the documents.
pub(super) fn offered(reader: &Reader<'_>, content: &Content) -> Vec<Offered> {
    let mut fields: BTreeMap<Part, Vec<&String>> = BTreeMap::new();
    for name in content.fields.keys() {
        let part = reader.form.part_of(name);
        let in_row = rows_of(part).is_some_and(|start| name.starts_with(&start) && name != "a.o.none");
        if !in_row {
            fields.entry(part).or_default().push(name);
        }
    }
    let whole = reader.asker.word("return-whole");
    let mut all = Vec::new();
    for part in reader.form.parts(&content.members) {
        let mut places = vec![(format!("part.{}", part.name()), whole.clone())];
        places.extend(fields.remove(&part).into_iter().flatten().map(|name| (name.clone(), reader.label(name))));
        if part == Part::Papers {
            places.extend(reader.plan.programme.documents.keys().map(|id| {
                let named = format!("document.{id}");
                let label = place(reader, &named).label;
                (named, label)
            }));
        }
        all.push(Offered { title: title(reader, &content.members, part), places });
    }
    all
}
