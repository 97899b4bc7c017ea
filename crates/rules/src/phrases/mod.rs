//! What a call document says, and how it is written: phrases of real calls, each with the words of the language for it, what they do at
//! their edges, and cases that are tests.

use std::{collections::BTreeSet, fmt::Write, sync::LazyLock};

use serde::Deserialize;
use serde_json::Value;

use crate::{
    application::{Application, Instant},
    assess::{Moment, assess},
    language::{Map, Phase, Scalar, Text},
    node::{self, Kind, Node},
    overlay, read,
    words::Lang,
};

/// A phrase of a call.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Phrase {
    /// Its numbers in the list of shapes of real calls.
    pub shapes: Vec<u32>,
    /// As a call says it.
    pub says: String,
    /// What an author would look for.
    #[serde(default)]
    pub also: Vec<String>,
    /// What it does at its edges, with an example in money.
    pub edges: Text,
    /// The cases.
    #[serde(default)]
    pub cases: Vec<PhraseCase>,
    /// What is written.
    write: Value,
    /// What must stand besides, such as the questions that are asked.
    #[serde(default)]
    with: Value,
}

/// A case of a phrase: an application in short, and what must come out.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct PhraseCase {
    expenses: Map<i64>,
    lines: Vec<Value>,
    facts: Map<Value>,
    records: Option<Value>,
    shareholders: Option<Value>,
    application: Map<Value>,
    phase: Option<Phase>,
    as_of: Option<Instant>,
    set: Map<Scalar>,
    expect: Map<Value>,
}

static TREE: LazyLock<Node> = LazyLock::new(|| node::read(include_bytes!("phrases.yaml")).unwrap_or_else(|_| Node::bare(Kind::Null)));
static PHRASES: LazyLock<Map<Phrase>> = LazyLock::new(|| serde_path_to_error::deserialize(&*TREE).unwrap_or_default());
const BASE: &[u8] = include_bytes!("base.yaml");

/// Every phrase by its name.
pub fn all() -> &'static Map<Phrase> {
    &PHRASES
}

/// The phrases that hold all these words, anywhere in them; the closest first.
pub fn find(query: &str) -> Vec<(&'static str, &'static Phrase)> {
    let words: Vec<String> = kernel::text::narrow(query).split_whitespace().map(str::to_lowercase).collect();
    let mut found: Vec<(usize, &str, &Phrase)> = Vec::new();
    for (id, phrase) in all() {
        let near = kernel::text::narrow(&format!("{id} {} {}", phrase.says, phrase.also.join(" "))).to_lowercase();
        let wide = format!("{near} {} {}", kernel::text::narrow(&phrase.edges.ja), phrase.edges.en.to_lowercase());
        let far = |word: &String| !near.contains(word.as_str());
        if words.iter().all(|word| wide.contains(word.as_str())) {
            found.push((words.iter().filter(|w| far(w)).count(), id, phrase));
        }
    }
    if found.is_empty() {
        return near(query);
    }
    found.sort_by_key(|f| f.0);
    found.into_iter().map(|(_, id, phrase)| (id, phrase)).collect()
}

/// How many phrases are shown where none has all the words.
const MOST_NEAR: usize = 6;

/// The phrases that have most of the signs of a query, two by two; none that has hardly any.
fn near(query: &str) -> Vec<(&'static str, &'static Phrase)> {
    let pairs = |text: &str| -> BTreeSet<(char, char)> {
        let signs: Vec<char> = kernel::text::narrow(text).to_lowercase().chars().filter(|c| !c.is_whitespace()).collect();
        // Endings and particles tell nothing.
        let tells = |sign: char| !('ぁ'..='ん').contains(&sign);
        signs.windows(2).filter(|w| tells(w[0]) && tells(w[1])).map(|w| (w[0], w[1])).collect()
    };
    let asked = pairs(query);
    let mut found: Vec<(usize, &str, &Phrase)> = Vec::new();
    for (id, phrase) in all() {
        let own = pairs(&format!("{} {} {}", phrase.says, phrase.also.join(" "), phrase.edges.ja));
        let shared = asked.intersection(&own).count();
        if shared * 3 >= asked.len() && shared > 0 {
            found.push((shared, id, phrase));
        }
    }
    found.sort_by_key(|f| std::cmp::Reverse(f.0));
    found.into_iter().take(MOST_NEAR).map(|(_, id, phrase)| (id, phrase)).collect()
}

impl Phrase {
    /// What is written, as it stands in the file of phrases.
    pub fn yaml(&self) -> String {
        let mut out = String::new();
        yaml(&self.write, 0, &mut out);
        out
    }

    /// The plain call with the phrase in it.
    pub fn programme(&self) -> Result<read::Read, String> {
        let mut tree = node::read(BASE).map_err(|fault| fault.message)?;
        for part in [&self.with, &self.write] {
            lay(&mut tree, part)?;
        }
        // What is written here is read as any file is.
        let text = serde_json::to_string(&tree.to_json()).map_err(|e| e.to_string())?;
        let outcome = read::programmes(text.as_bytes());
        let told: Vec<String> = outcome.diagnostics.iter().map(|d| format!("{}: {}", d.code, d.message)).collect();
        match outcome.programmes.into_iter().next() {
            Some(read) if told.is_empty() => Ok(read),
            _ => Err(told.join("; ")),
        }
    }

    /// What is wrong with a case; nothing where it holds.
    pub fn try_case(&self, case: &PhraseCase) -> Result<Vec<String>, String> {
        let changes: Vec<(String, Scalar)> = case.set.iter().map(|(p, v)| (p.clone(), v.clone())).collect();
        let read = self.programme()?;
        let read = read::with_changes(&read, &changes).map_err(|f| f.iter().map(|f| f.message.clone()).collect::<Vec<_>>().join("; "))?;
        let application = case.application()?;
        let moment = Moment { phase: case.phase.unwrap_or(Phase::Application), as_of: case.as_of.map(|i| i.0), ..Moment::default() };
        let answer = assess(&read.plan, &application, moment).map_err(|f| format!("{f:?}"))?;
        let answer = serde_json::to_value(&answer).map_err(|e| e.to_string())?;
        let wrong = case.expect.iter().filter_map(|(path, expected)| {
            let found = crate::cases::at(&answer, path);
            (!crate::cases::fits(&found, expected)).then(|| format!("`{path}` is {found}, expected {expected}"))
        });
        Ok(wrong.collect())
    }
}

impl PhraseCase {
    fn application(&self) -> Result<Application, String> {
        let mut lines: Vec<Value> =
            self.expenses.iter().map(|(category, amount)| serde_json::json!({ "category": category, "amount": amount })).collect();
        lines.extend(self.lines.iter().cloned());
        let mut member = serde_json::json!({ "id": "m", "facts": self.facts });
        for (key, value) in [("records", &self.records), ("shareholders", &self.shareholders)] {
            if let Some(value) = value {
                member[key] = value.clone();
            }
        }
        let mut all = serde_json::json!({ "members": [member], "expenses": lines });
        for (key, value) in &self.application {
            all[key] = value.clone();
        }
        serde_json::from_value(all).map_err(|e| e.to_string())
    }
}

fn lay(tree: &mut Node, part: &Value) -> Result<(), String> {
    let over = node::read(serde_json::to_string(part).map_err(|e| e.to_string())?.as_bytes()).map_err(|fault| fault.message)?;
    if over.kind != Kind::Null {
        replace_tables(tree, &over);
        overlay::merge(tree, &over);
    }
    Ok(())
}

/// A rate of the plain call gives way to what the phrase says: rows of one table don't mix with those of another.
fn replace_tables(tree: &mut Node, over: &Node) {
    if overlay::get(over, "amount.rate").is_some() {
        let _ = overlay::set(tree, "amount.rate", &Node::bare(Kind::Null));
    }
}

/// A value as files are written: short things on one line.
fn yaml(value: &Value, depth: usize, out: &mut String) {
    let Value::Object(map) = value else {
        let _ = writeln!(out, "{}", flow(value));
        return;
    };
    for (key, inner) in map {
        let line = flow(inner);
        let _ = write!(out, "{:indent$}{}:", "", word(key), indent = depth * 2);
        if matches!(inner, Value::Object(map) if !map.is_empty()) && line.chars().count() + depth * 2 > 110 {
            out.push('\n');
            yaml(inner, depth + 1, out);
        } else if let Value::Array(list) = inner
            && line.chars().count() > 110
        {
            out.push('\n');
            for one in list {
                let _ = writeln!(out, "{:indent$}- {}", "", flow(one), indent = depth * 2 + 2);
            }
        } else {
            let _ = writeln!(out, " {line}");
        }
    }
}

fn flow(value: &Value) -> String {
    match value {
        Value::Object(map) => {
            let each: Vec<String> = map.iter().map(|(key, inner)| format!("{}: {}", word(key), flow(inner))).collect();
            format!("{{{}}}", each.join(", "))
        }
        Value::Array(list) => format!("[{}]", list.iter().map(flow).collect::<Vec<_>>().join(", ")),
        Value::String(text) => word(text),
        other => other.to_string(),
    }
}

/// A word as it stands in YAML: in quotes where it would be read as something else.
fn word(text: &str) -> String {
    let digits = !text.is_empty() && text.chars().all(|c| c.is_ascii_digit());
    let odd = text.is_empty()
        || text.contains([':', ',', '{', '}', '[', ']', '#', '"', '\''])
        || ["on", "yes", "no", "true", "false"].contains(&text);
    if odd || (digits && text.starts_with('0')) { format!("\"{text}\"") } else { text.to_owned() }
}

/// The page of phrases: what the document says, what to write, what it does at its edges.
pub fn page(lang: Lang) -> String {
    let mut out = match lang {
        Lang::Ja => "# 募集要領の言い回しと書き方\n\n募集要領にこう書いてあったら、こう書きます。どの例も、書かれた額でテストされています。端末では `shien phrases いずれか早い日` のように探せます。\n\nテストから作られます。手で直さないでください。\n".to_owned(),
        Lang::En => "# The document says …, write …\n\nPhrases of real calls and the words for them; every example is tested with the amounts that it tells. On the command line: `shien phrases いずれか早い日`.\n\nWritten by a test; do not edit.\n".to_owned(),
    };
    for (id, phrase) in all() {
        let _ = write!(out, "\n## {}\n\n<a id=\"{id}\"></a>", phrase.says);
        if !phrase.also.is_empty() {
            let _ = write!(out, "{}", phrase.also.join("・"));
        }
        let _ = write!(out, "\n\n{}\n\n```yaml\n{}```\n", lang.of(&phrase.edges), phrase.yaml());
    }
    out
}
