//! What changed between two years, rounds or revisions of a call, clause by clause.

use kernel::Rate;
use serde::Serialize;

use super::{Line, Section, lines};
use crate::{schema, sentences::Teller};

/// What became of a clause between two years, rounds or revisions of a call.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Change {
    /// Where it belongs.
    pub section: Section,
    /// Its path in the file.
    pub path: String,
    /// What it is about; the clause itself where it has no head.
    pub head: String,
    /// What it said; nothing where it is new.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub before: Option<String>,
    /// What it says; nothing where it is gone.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub after: Option<String>,
    /// Whether something that is computed changed; else only words did.
    pub computed: bool,
    /// What of it changed in the file, value by value, where the clause says the same as before.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub values: Vec<ValueChange>,
}

/// A value of the file that is another one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ValueChange {
    /// Where it stands in the clause: `calculator.per_unit.yen`.
    pub at: String,
    /// What it was; nothing where it is new.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub before: Option<String>,
    /// What it is; nothing where it is gone.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub after: Option<String>,
}

/// The values in which two forms of a clause differ.
fn value_changes(at: &str, before: Option<&serde_json::Value>, after: Option<&serde_json::Value>, found: &mut Vec<ValueChange>) {
    use serde_json::Value as Json;
    let inside = |key: &str| if at.is_empty() { key.to_owned() } else { format!("{at}.{key}") };
    match (before.filter(|v| !v.is_null()), after.filter(|v| !v.is_null())) {
        (before, after) if before == after => {}
        (Some(Json::Object(then)), Some(Json::Object(now))) => {
            let gone = then.keys().filter(|key| !now.contains_key(*key));
            now.keys().chain(gone).for_each(|key| value_changes(&inside(key), then.get(key), now.get(key), found));
        }
        // What is new or gone is told value by value.
        (None, Some(Json::Object(now))) => now.keys().for_each(|key| value_changes(&inside(key), None, now.get(key), found)),
        (Some(Json::Object(then)), None) => then.keys().for_each(|key| value_changes(&inside(key), then.get(key), None, found)),
        (Some(Json::Array(then)), Some(Json::Array(now))) if then.iter().chain(now).any(Json::is_object) => {
            for place in 0..then.len().max(now.len()) {
                value_changes(&inside(&(place + 1).to_string()), then.get(place), now.get(place), found);
            }
        }
        (before, after) => {
            let (before, after) = (before.map(told), after.map(told));
            let (before, after) = alike(before, after);
            found.push(ValueChange { at: at.to_owned(), before, after });
        }
    }
}

/// A value as it is told: words without quotes, lists with commas, a mapping as its keys and values.
fn told(value: &serde_json::Value) -> String {
    use serde_json::Value as Json;
    match value {
        Json::String(text) => text.clone(),
        Json::Array(list) => list.iter().map(told).collect::<Vec<_>>().join(", "),
        Json::Object(map) => {
            let there = map.iter().filter(|(_, value)| !value.is_null());
            there.map(|(key, value)| format!("{key} {}", told(value))).collect::<Vec<_>>().join(", ")
        }
        other => other.to_string(),
    }
}

/// 2/3 → 3/5, not 2/3 → 60%: two rates are told in one way.
fn alike(before: Option<String>, after: Option<String>) -> (Option<String>, Option<String>) {
    let fraction = |text: &str| text.contains('/').then(|| Rate::parse(text).ok()).flatten();
    let percent = |text: &str| text.ends_with('%').then(|| Rate::parse(text).ok()).flatten();
    let as_fraction = |rate: Rate| format!("{}/{}", rate.numerator(), rate.denominator());
    match (before.as_deref(), after.as_deref()) {
        (Some(then), Some(now)) if fraction(then).is_some() => (before.clone(), percent(now).map(as_fraction).or(after)),
        (Some(then), Some(now)) if fraction(now).is_some() => (percent(then).map(as_fraction).or(before), after.clone()),
        _ => (before, after),
    }
}

/// What a clause says, with its head where that is another one.
fn said(line: &Line<'_>, with_head: bool) -> String {
    match (with_head, line.text.is_empty()) {
        (true, true) => line.head.clone(),
        (true, false) => format!("{}: {}", line.head, line.text),
        (false, _) => line.text.clone(),
    }
}

/// What changed from one programme to another, clause by clause, in the order of a page.
pub fn changes(before: &Teller<'_>, after: &Teller<'_>) -> Vec<Change> {
    let (old, new) = (lines(before), lines(after));
    let find = |all: &[Line<'_>], line: &Line<'_>| all.iter().position(|l| l.path == line.path);
    let told = |line: &Line<'_>| if line.head.is_empty() { line.text.clone() } else { line.head.clone() };
    let mut all = Vec::new();
    for line in &new {
        let then = find(&old, line).map(|place| &old[place]);
        if then.is_some_and(|then| then.text == line.text && then.head == line.head && then.data == line.data) {
            continue;
        }
        let mut values = Vec::new();
        if let Some(then) = then.filter(|then| then.text == line.text) {
            value_changes("", Some(&then.data), Some(&line.data), &mut values);
        }
        all.push(Change {
            values,
            section: line.section,
            path: line.path.clone(),
            head: then.map_or_else(|| told(line), |then| if then.head.is_empty() { then.text.clone() } else { then.head.clone() }),
            before: then.map(|then| said(then, then.head != line.head)),
            after: Some(said(line, then.is_some_and(|then| then.head != line.head))),
            computed: then.is_none_or(|then| then.data != line.data),
        });
    }
    for line in old.iter().filter(|line| find(&new, line).is_none()) {
        let (section, path) = (line.section, line.path.clone());
        all.push(Change {
            section,
            path,
            head: told(line),
            before: Some(line.text.clone()),
            after: None,
            computed: true,
            values: Vec::new(),
        });
    }
    all.extend(other_changes(before, after, &all));
    all.sort_by_key(|c| c.section);
    all
}

/// What names a file or a year of it and changes with every one.
const OF_THE_FILE: [&str; 9] = ["shien", "id", "fiscal_year", "round", "revision", "follows", "source", "inventory", "kind"];

/// What changed in a file beside the clauses that are told: groups, sizes, the treatment of tax. Nothing that is computed changes unsaid.
fn other_changes(before: &Teller<'_>, after: &Teller<'_>, told: &[Change]) -> Vec<Change> {
    let [then, now] = [before, after].map(|teller| super::data(teller.programme()));
    let mut values = Vec::new();
    value_changes("", Some(&then), Some(&now), &mut values);
    let within = |at: &str, path: &str| at.strip_prefix(path).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'));
    let mut all: Vec<Change> = Vec::new();
    for value in values {
        let keys: Vec<String> = value.at.split('.').map(str::to_owned).collect();
        if OF_THE_FILE.contains(&keys[0].as_str()) || told.iter().any(|change| within(&value.at, &change.path)) {
            continue;
        }
        let entry = keys[..keys.len().min(2)].join(".");
        let at = value.at[entry.len()..].trim_start_matches('.').to_owned();
        let value = ValueChange { at, ..value };
        if let Some(change) = all.iter_mut().find(|change| change.path == entry) {
            change.values.push(value);
            continue;
        }
        let group = after.programme().groups.get(keys.get(1).map_or("", String::as_str)).filter(|_| keys[0] == "groups");
        let head = match group {
            Some(group) => after.lang().of(&group.says).to_owned(),
            None => schema::meaning(&keys[..keys.len().min(2)], after.lang()).text,
        };
        let section = match keys[0].as_str() {
            "amount" | "payments" => Section::Rates,
            "expenses" => Section::Expenses,
            "limits" => Section::Limits,
            "window" | "filing" | "budget" => Section::Window,
            "documents" => Section::Documents,
            "duties" => Section::Duties,
            "facts" => Section::Facts,
            "groups" | "size" | "conditions" | "consortium" | "parallel" => Section::Conditions,
            _ => Section::Notes,
        };
        let text = Some(head.clone());
        all.push(Change { section, path: entry, head, before: text.clone(), after: text, computed: true, values: vec![value] });
    }
    all
}
