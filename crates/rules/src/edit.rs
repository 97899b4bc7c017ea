//! A programme file changed value by value, as a form does: comments, order and everything else stay as they stand.
//!
//! The new value is written over the old one at its place in the text, and the result is read again: where anything but that value
//! would say something else, nothing is changed.

use std::collections::BTreeMap;

use crate::{
    language::Cites,
    node::{self, Kind, Node},
    overlay, schema,
    words::Lang,
};

/// A plain value of a file, as a form shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Field {
    /// Its path: `amount.cap.everyone`.
    pub path: String,
    /// What it says, from the reference of the language, and the words that may stand there.
    pub meaning: schema::Meaning,
    /// What stands there.
    pub value: String,
    /// The line of the file, from 1.
    pub line: usize,
}

/// Why a value is not changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum EditError {
    /// The file can't be read as it stands.
    #[error("the file can't be read as it stands")]
    Unread,
    /// Nothing of the kind stands there.
    #[error("no plain value stands there")]
    NoValue,
    /// More than the value would change: it is to be changed in the text.
    #[error("more than the value would change; change it in the text")]
    NotAlone,
}

/// Whether a form leaves a key to the text: it only says where something stands or how it is called in English, or is itself a path.
fn is_left_out(key: &str) -> bool {
    matches!(key, "cite" | "en") || key.contains('.')
}

/// Every plain value of a file but for citations and English texts, in the order of the file.
pub fn fields(tree: &Node, lang: Lang) -> Vec<Field> {
    let mut all = Vec::new();
    gather(tree, &mut Vec::new(), lang, &mut all);
    all
}

fn gather(node: &Node, path: &mut Vec<String>, lang: Lang, all: &mut Vec<Field>) {
    match &node.kind {
        Kind::Map(map) => {
            for (key, (_, inner)) in map.iter().filter(|(key, _)| !is_left_out(key)) {
                path.push(key.clone());
                gather(inner, path, lang, all);
                path.pop();
            }
        }
        Kind::List(list) => {
            for (place, inner) in list.iter().enumerate() {
                path.push(place.to_string());
                gather(inner, path, lang, all);
                path.pop();
            }
        }
        plain => {
            if let Some(value) = shown(plain) {
                // A scheme says what a programme says, laid over it.
                let own =
                    if path.first().is_some_and(|key| key == "schemes") { path.get(2..).unwrap_or_default() } else { path.as_slice() };
                let mut meaning = schema::meaning(own, lang);
                if matches!(plain, Kind::Bool(_)) {
                    meaning.choices = ["true", "false"].map(|word| (word.to_owned(), String::new())).to_vec();
                }
                all.push(Field { path: path.join("."), meaning, value, line: node.span.line });
            }
        }
    }
}

fn shown(kind: &Kind) -> Option<String> {
    match kind {
        Kind::Bool(yes) => Some(yes.to_string()),
        Kind::Int(number) => Some(number.to_string()),
        Kind::Decimal(text) | Kind::Text(text) => Some(text.clone()),
        _ => None,
    }
}

/// What stands at a path, where it is a plain value.
pub fn value(text: &str, path: &str) -> Option<String> {
    plain(&node::read(text.as_bytes()).ok()?, path)
}

/// The same in a tree that is read already.
pub fn plain(tree: &Node, path: &str) -> Option<String> {
    shown(&overlay::get(tree, path)?.kind)
}

/// A file with another plain value at a path.
pub fn set_value(text: &str, path: &str, value: &str) -> Result<String, EditError> {
    let tree = node::read(text.as_bytes()).map_err(|_| EditError::Unread)?;
    let there = overlay::get(&tree, path).ok_or(EditError::NoValue)?;
    let kind = if matches!(there.kind, Kind::List(_) | Kind::Map(_)) { return Err(EditError::NoValue) } else { &there.kind };
    let (start, end) = (there.span.start, there.span.end);
    let written = text.get(start..end).ok_or(EditError::NoValue)?;
    // A span may take in blanks behind the value.
    let end = start + written.trim_end().len();
    let quoted = serde_json::Value::from(value).to_string();
    let plain = value.to_owned();
    // A text stays one, whatever stands in it, and takes quotes where it needs them; what is no text is written without.
    let ways = match kind {
        Kind::Text(_) if written.starts_with(['"', '\'']) => vec![quoted],
        Kind::Text(_) => vec![plain, quoted],
        _ => vec![plain],
    };
    for way in ways {
        let changed = [&text[..start], &way, &text[end..]].concat();
        if node::read(changed.as_bytes()).is_ok_and(|after| is_only_change(&tree, &after, path, kind, value)) {
            return Ok(changed);
        }
    }
    Err(EditError::NotAlone)
}

/// Whether a tree says the same as before but for a value at a path.
fn is_only_change(before: &Node, after: &Node, path: &str, kind: &Kind, value: &str) -> bool {
    let Some(now) = overlay::get(after, path) else { return false };
    let as_typed = shown(&now.kind).is_some_and(|shown| shown == value);
    // An amount may be written as a text (50万); yes and no stay what they are, and a text that looks like a number stays a text.
    let stays = match kind {
        Kind::Text(_) => matches!(now.kind, Kind::Text(_)),
        Kind::Bool(_) => matches!(now.kind, Kind::Bool(_)),
        _ => !matches!(now.kind, Kind::Bool(_) | Kind::Null),
    };
    let mut expected = before.clone();
    overlay::set(&mut expected, path, &Node::bare(now.kind.clone())).is_ok() && as_typed && stays && overlay::same(&expected, after)
}

/// A citation as a file writes it, whether the rest of the file holds together or not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Citation {
    /// The path of the clause that cites: `amount.cap`.
    pub path: String,
    /// The line of the file where the clause begins, from 1.
    pub line: usize,
    /// The lines of its own document that it cites, from 1.
    pub cited: Vec<u32>,
}

/// Every citation of a file's own document, in the order of the file.
pub fn citations(tree: &Node) -> Vec<Citation> {
    let mut all = Vec::new();
    cited(tree, &mut Vec::new(), tree.span.line, &mut all);
    all
}

fn cited(node: &Node, path: &mut Vec<String>, line: usize, all: &mut Vec<Citation>) {
    match &node.kind {
        Kind::Map(map) => {
            for (key, (span, inner)) in map.iter() {
                if key != "cite" {
                    path.push(key.clone());
                    cited(inner, path, span.line, all);
                    path.pop();
                } else if let Some(lines) = own_lines(inner) {
                    all.push(Citation { path: path.join("."), line, cited: lines });
                } else if let Kind::Map(parts) = &inner.kind {
                    for (part, (_, of)) in parts.iter() {
                        let Some(lines) = own_lines(of) else { continue };
                        let place = map.get(part).map_or(line, |(span, _)| span.line);
                        let name = path.iter().map(String::as_str).chain([part.as_str()]).collect::<Vec<_>>().join(".");
                        all.push(Citation { path: name, line: place, cited: lines });
                    }
                }
            }
        }
        Kind::List(list) => {
            for (place, inner) in list.iter().enumerate() {
                path.push(place.to_string());
                cited(inner, path, inner.span.line, all);
                path.pop();
            }
        }
        _ => {}
    }
}

/// The lines of the file's own document that a citation names; none where it is no citation.
fn own_lines(node: &Node) -> Option<Vec<u32>> {
    let cites: Cites = serde_json::from_value(node.to_json()).ok()?;
    Some(cites.iter().filter(|c| c.document.is_none()).flat_map(|c| c.lines.each()).collect())
}

/// How a line of a document stands to a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DocumentLine {
    /// Which one it is, from 1.
    pub number: u32,
    /// What stands there.
    pub text: String,
    /// The citations of it, by their place among all.
    pub cited_by: Vec<usize>,
    /// Whether the file says that it is a heading.
    pub is_heading: bool,
    /// Amounts, shares and days that stand there and that no citation of the line takes up.
    pub figures: Vec<String>,
}

impl DocumentLine {
    /// Whether somebody should look at it: nothing cites it, and it is more than a heading.
    pub fn is_uncited(&self) -> bool {
        self.cited_by.is_empty() && !self.is_heading && !self.text.trim().is_empty()
    }
}

/// A document line by line beside what cites it.
pub fn document_lines(text: &str, tree: Option<&Node>, citations: &[Citation]) -> Vec<DocumentLine> {
    let headings: Vec<u32> = tree
        .and_then(|tree| serde_json::from_value(overlay::get(tree, "source.headings")?.to_json()).ok())
        .map(|lines: crate::language::Lines| lines.each().collect())
        .unwrap_or_default();
    let mut by_line: BTreeMap<u32, Vec<usize>> = BTreeMap::new();
    for (place, citation) in citations.iter().enumerate() {
        for line in &citation.cited {
            let of_line = by_line.entry(*line).or_default();
            if !of_line.contains(&place) {
                of_line.push(place);
            }
        }
    }
    let line = |(text, number): (&str, u32)| {
        let cited_by = by_line.remove(&number).unwrap_or_default();
        let is_heading = headings.contains(&number);
        let figures = if cited_by.is_empty() && !is_heading { crate::check::figures(text) } else { Vec::new() };
        DocumentLine { number, text: text.to_owned(), cited_by, is_heading, figures }
    };
    text.lines().zip(1_u32..).map(line).collect()
}
