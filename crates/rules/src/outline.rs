//! Everything that a programme file says, to proofread a call with: in the order of the file, in one language, each clause with the
//! place that it cites.
//!
//! It is made from the file's tree, so that no word of the language can be left out; the words stand as in the file.

use std::fmt::Write;

use indexmap::IndexMap;

use crate::{
    diagnostic::Span,
    language::Cites,
    node::{Kind, Node},
    sentences::Teller,
    words::Lang,
};

/// Tells a programme's tree in a language.
pub fn outline(tree: &Node, teller: &Teller<'_>, lang: Lang) -> String {
    let mut outline = Outline { teller, lang, out: String::new() };
    if let Kind::Map(map) = &tree.kind {
        // The name first, then the file from its top.
        if let Some(name) = map.get("name").and_then(|(_, name)| outline.text(name)) {
            let _ = writeln!(outline.out, "{name}");
        }
        for (key, (_, node)) in map.iter() {
            outline.out.push('\n');
            outline.entry(0, key, node);
        }
    }
    outline.out
}

/// A document beside what the file says of it: each line with its number, and below it the entries that cite it. Lines that nobody cites
/// and that are no headings are marked, to be proofread.
pub fn beside(read: &crate::read::Read, text: &str, teller: &Teller<'_>) -> String {
    let programme = &read.plan.programme;
    let lines = crate::summary::lines(teller);
    let cites = crate::check::citations(programme);
    let headings: std::collections::BTreeSet<u32> = programme.source.headings.each().collect();
    let mut out = String::new();
    for (line, number) in text.lines().zip(1_u32..) {
        let own = |cites: &Cites| cites.iter().any(|c| c.document.is_none() && c.lines.each().any(|n| n == number));
        let citing: Vec<&(String, &Cites)> = cites.iter().filter(|(_, cites)| own(cites)).collect();
        let open = citing.is_empty() && !headings.contains(&number) && !line.trim().is_empty();
        let _ = writeln!(out, "{}{number:>4} │ {line}", if open { "!" } else { " " });
        for (path, _) in citing {
            // What is cited as a key of its entry is told by the lines of the entry.
            let key = path.replace(".cite.", ".");
            let told: Vec<String> = lines
                .iter()
                .filter(|l| l.path == key || l.path.starts_with(&format!("{key}.")))
                .map(|l| format!("{} {}", l.head, l.text).trim().to_owned())
                .collect();
            let _ = writeln!(out, "       → {key}{}", if told.is_empty() { String::new() } else { format!(": {}", told.join(" / ")) });
        }
    }
    out
}

struct Outline<'t, 'p> {
    teller: &'t Teller<'p>,
    lang: Lang,
    out: String,
}

impl Outline<'_, '_> {
    fn line(&mut self, depth: usize, text: &str) {
        let _ = writeln!(self.out, "{:indent$}{text}", "", indent = depth * 2);
    }

    fn entry(&mut self, depth: usize, key: &str, node: &Node) {
        if let Some(plain) = self.plain(node) {
            self.line(depth, &format!("{key}: {plain}"));
            return;
        }
        let place = node.get("cite").and_then(|cite| self.place(cite)).map(|place| format!("  ({place})")).unwrap_or_default();
        match &node.kind {
            Kind::Map(map) => {
                let says = map.get("says").and_then(|(_, says)| self.text(says)).map(|says| format!(" {says}")).unwrap_or_default();
                self.line(depth, &format!("{key}:{says}{place}"));
                self.map(depth + 1, map, !says.is_empty(), !place.is_empty());
            }
            Kind::List(list) => {
                self.line(depth, &format!("{key}:"));
                for (place, one) in list.iter().enumerate() {
                    self.entry(depth + 1, &(place + 1).to_string(), one);
                }
            }
            _ => {}
        }
    }

    fn map(&mut self, depth: usize, map: &IndexMap<String, (Span, Node)>, has_says: bool, cited: bool) {
        for (key, (_, node)) in map {
            if (key == "says" && has_says) || (key == "cite" && cited) {
                continue;
            }
            match self.place(node) {
                Some(place) => self.line(depth, &format!("{key}: ({place})")),
                None => self.entry(depth, key, node),
            }
        }
    }

    /// What fits on a line: a value, a text, a list of values, or a few of them by name.
    fn plain(&self, node: &Node) -> Option<String> {
        if let Some(text) = self.text(node) {
            return Some(text);
        }
        match &node.kind {
            Kind::Null => Some("–".to_owned()),
            Kind::Bool(b) => Some(b.to_string()),
            Kind::Int(i) => Some(i.to_string()),
            Kind::Decimal(t) | Kind::Text(t) => Some(t.clone()),
            Kind::List(list) => {
                let each: Option<Vec<String>> = list.iter().map(|n| self.plain(n).filter(|_| !matches!(n.kind, Kind::Map(_)))).collect();
                each.map(|each| format!("[{}]", each.join(", ")))
            }
            Kind::Map(map) => {
                let single = |n: &Node| !matches!(n.kind, Kind::Map(_)) || self.text(n).is_some();
                let short = map.len() <= 4 && !map.contains_key("cite") && map.values().all(|(_, n)| single(n));
                let each = || map.iter().map(|(k, (_, n))| Some(format!("{k} {}", self.plain(n)?))).collect::<Option<Vec<_>>>();
                short.then(each).flatten().map(|each| each.join(", "))
            }
        }
    }

    /// A text in both languages.
    fn text(&self, node: &Node) -> Option<String> {
        let Kind::Map(map) = &node.kind else { return None };
        let text = |lang: &str| match &map.get(lang)?.1.kind {
            Kind::Text(text) => Some(text.clone()),
            _ => None,
        };
        let (ja, en) = (text("ja")?, text("en"));
        let only = map.len() == 1 + usize::from(en.is_some());
        only.then(|| en.filter(|_| self.lang == Lang::En).unwrap_or(ja))
    }

    /// A place that is cited.
    fn place(&self, node: &Node) -> Option<String> {
        let cites = |node: &Node| node.get("lines").is_some();
        let like = match &node.kind {
            Kind::List(list) => !list.is_empty() && list.iter().all(cites),
            _ => cites(node) && node.get("title").is_none(),
        };
        let cites: Cites = serde_json::from_value(node.to_json()).ok().filter(|_| like)?;
        Some(self.teller.cite(&cites))
    }
}
