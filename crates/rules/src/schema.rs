//! Holds a tree against the schema that the language's types generate, and reports every fault at its
//! place: unknown fields, missing ones, wrong types, words that do not exist.

use std::sync::LazyLock;

use serde_json::Value;

use crate::{
    application::Application,
    assessment::Assessment,
    diagnostic::{Diagnostic, MOST_FAULTS, shown, suggest},
    language::Programme,
    measure::MeasureFile,
    node::{AMOUNT_IN_BRACES, Kind, Node},
    reference,
    words::Lang,
};

/// The schema of one programme.
pub fn programme() -> &'static Value {
    static SCHEMA: LazyLock<Value> = LazyLock::new(|| schemars::schema_for!(Programme).to_value());
    &SCHEMA
}

/// The schema of a programme file: one programme, or several schemes over what they share. Editors
/// complete files by it.
pub fn programme_file() -> Value {
    let mut schema = programme().clone();
    let mut scheme = schema.clone();
    if let Some(object) = schema.as_object_mut() {
        object.insert("title".into(), "ProgrammeFile".into());
        object.remove("required");
    }
    if let Some(object) = scheme.as_object_mut() {
        object.remove("required");
        object.remove("$defs");
        object.remove("$schema");
    }
    schema["$defs"]["Scheme"] = scheme;
    schema["properties"]["schemes"] = serde_json::json!({
        "description": "The schemes of the call (事業メニュー): each is laid over what stands at the top.",
        "type": "object",
        "additionalProperties": { "$ref": "#/$defs/Scheme" }
    });
    schema
}

/// The schema of a file of measures.
pub fn measures() -> &'static Value {
    static SCHEMA: LazyLock<Value> = LazyLock::new(|| schemars::schema_for!(MeasureFile).to_value());
    &SCHEMA
}

/// The schema of an application file.
pub fn application() -> &'static Value {
    static SCHEMA: LazyLock<Value> = LazyLock::new(|| schemars::schema_for!(Application).to_value());
    &SCHEMA
}

/// The schema of an assessment.
pub fn assessment() -> &'static Value {
    static SCHEMA: LazyLock<Value> = LazyLock::new(|| schemars::schema_for!(Assessment<'static>).to_value());
    &SCHEMA
}

/// What the reference says of a value of a programme file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Meaning {
    /// The description of the last key of its path that has one; empty where none has.
    pub text: String,
    /// The words that may stand there, each with its meaning; none where any value may.
    pub choices: Vec<(String, String)>,
}

/// What a value of a programme file means, from the reference.
pub fn meaning(path: &[String], lang: Lang) -> Meaning {
    let root = programme();
    let (mut places, mut found) = (vec![root], None);
    for key in path {
        let inside: Vec<&Value> = places.iter().flat_map(|schema| entries(root, schema, key)).collect();
        if let Some(text) = inside.iter().find_map(|schema| schema["description"].as_str()) {
            found = Some(text);
        }
        places = inside;
    }
    let told = |schema: &Value| schema["description"].as_str().map(|text| reference::in_language(text, lang)).unwrap_or_default();
    let all: Vec<&Value> = places.into_iter().flat_map(|schema| opened(root, schema)).collect();
    // Where a text or a number of any kind may stand too, nothing is to choose.
    let is_free = all.iter().any(|schema| schema["type"].is_string() && schema["enum"].is_null() && schema["const"].is_null());
    let mut choices = Vec::new();
    for schema in all.iter().filter(|_| !is_free) {
        choices.extend(schema["const"].as_str().map(|word| (word.to_owned(), told(schema))));
        let words = schema["enum"].as_array().into_iter().flatten().filter_map(Value::as_str);
        choices.extend(words.map(|word| (word.to_owned(), String::new())));
    }
    Meaning { text: found.map(|text| reference::in_language(text, lang)).unwrap_or_default(), choices }
}

/// A schema with what it refers to and what it may be.
fn opened<'s>(root: &'s Value, schema: &'s Value) -> Vec<&'s Value> {
    let mut all = vec![schema];
    if let Some(target) = schema["$ref"].as_str().and_then(|reference| root.pointer(reference.trim_start_matches('#'))) {
        all.extend(opened(root, target));
    }
    for options in ["anyOf", "oneOf", "allOf"] {
        all.extend(schema[options].as_array().into_iter().flatten().flat_map(|option| opened(root, option)));
    }
    all
}

fn entries<'s>(root: &'s Value, schema: &'s Value, key: &str) -> Vec<&'s Value> {
    let of = |schema: &'s Value| {
        let named = schema["properties"].get(key);
        named.or_else(|| [&schema["additionalProperties"], &schema["items"]].into_iter().find(|inner| inner.is_object()))
    };
    opened(root, schema).into_iter().filter_map(of).collect()
}

/// Reports every way in which a tree is not what the schema says.
pub fn validate(node: &Node, schema: &Value, faults: &mut Vec<Diagnostic>) {
    Validator { root: schema, faults }.value(node, schema, "the file");
}

struct Validator<'a> {
    root: &'a Value,
    faults: &'a mut Vec<Diagnostic>,
}

impl Validator<'_> {
    fn value(&mut self, node: &Node, schema: &Value, what: &str) {
        if self.faults.len() >= MOST_FAULTS {
            return;
        }
        let root = self.root;
        let schema = resolve(root, schema);
        if let Some(options) = schema.get("anyOf").or_else(|| schema.get("oneOf")).and_then(Value::as_array) {
            self.options(node, options, what);
            return;
        }
        if let Some(word) = schema.get("const").and_then(Value::as_str) {
            if node.kind != Kind::Text(word.to_owned()) {
                self.faults.push(Diagnostic::error("wrong-word", node.span, format!("{what} must be `{word}`")));
            }
            return;
        }
        if let Some(words) = schema.get("enum").and_then(Value::as_array) {
            let words: Vec<&str> = words.iter().filter_map(Value::as_str).collect();
            self.word(node, &words, what);
            return;
        }
        if !self.of_type(node, schema, what) {
            return;
        }
        match &node.kind {
            Kind::Map(map) => {
                let properties = schema.get("properties").and_then(Value::as_object);
                let additional = schema.get("additionalProperties");
                for (key, (span, child)) in map.iter() {
                    if self.faults.len() >= MOST_FAULTS {
                        return;
                    }
                    let known = properties.and_then(|p| p.get(key));
                    if let Some(known) = known {
                        self.value(child, known, &format!("`{key}`"));
                    } else if let Some(additional) = additional.filter(|a| a.is_object()) {
                        self.value(child, additional, &format!("`{key}`"));
                    } else if additional == Some(&Value::Bool(false)) {
                        let keys: Vec<&str> = properties.map(|p| p.keys().map(String::as_str).collect()).unwrap_or_default();
                        let message = format!("`{}` is not a field of {what}", shown(key));
                        self.faults.push(Diagnostic::error("unknown-field", *span, message).help(unknown_key(key, &keys)));
                    }
                }
                let required = schema.get("required").and_then(Value::as_array).into_iter().flatten();
                for key in required.filter_map(Value::as_str).filter(|k| !map.contains_key(*k)) {
                    let about = properties.and_then(|p| p.get(key)).map(|p| describe(root, p)).unwrap_or_default();
                    let message = format!("{what} lacks `{key}`");
                    self.faults.push(Diagnostic::error("missing-field", node.span, message).help(about));
                }
            }
            Kind::List(list) => {
                if let Some(items) = schema.get("items") {
                    for (place, child) in list.iter().enumerate() {
                        self.value(child, items, &format!("entry {} of {what}", place + 1));
                    }
                }
            }
            _ => {}
        }
    }

    /// Takes the option that fits best: the one whose key or word is there, else the one with the
    /// fewest faults.
    fn options(&mut self, node: &Node, options: &[Value], what: &str) {
        let root = self.root;
        let words: Vec<&str> = options
            .iter()
            .map(|o| resolve(root, o))
            .flat_map(|o| match (o.get("const"), o.get("enum").and_then(Value::as_array)) {
                (Some(word), _) => vec![word],
                (None, Some(words)) => words.iter().collect(),
                _ => Vec::new(),
            })
            .filter_map(Value::as_str)
            .collect();
        let by_key: Vec<(&str, &Value)> = options
            .iter()
            .map(|o| resolve(root, o))
            .filter_map(|o| {
                let required = o.get("required")?.as_array()?;
                let only = required.len() == 1 && o.get("properties")?.as_object()?.len() == 1;
                only.then(|| (required[0].as_str().unwrap_or_default(), o))
            })
            .collect();
        if let Kind::Map(map) = &node.kind
            && !by_key.is_empty()
        {
            if let Some((_, option)) = by_key.iter().find(|(key, _)| map.contains_key(*key)) {
                self.value(node, option, what);
                return;
            }
            let key = map.keys().next().map_or("", String::as_str);
            let span = map.get(key).map_or(node.span, |(span, _)| *span);
            let message = format!("`{key}` is not a form of {what}");
            self.faults.push(Diagnostic::error("unknown-field", span, message).help(suggest(key, by_key.iter().map(|k| k.0))));
            return;
        }
        if matches!(node.kind, Kind::Text(_)) && words.len() == options.len() {
            self.word(node, &words, what);
            return;
        }
        let mut best: Option<Vec<Diagnostic>> = None;
        for option in options {
            let mut faults = Vec::new();
            Validator { root, faults: &mut faults }.value(node, option, what);
            // A wrong type at the top says less than faults inside the right shape.
            let weight = |f: &Vec<Diagnostic>| (f.iter().any(|d| d.code == "wrong-type" && d.span == node.span), f.len());
            if best.as_ref().is_none_or(|b| weight(&faults) < weight(b)) {
                best = Some(faults);
            }
        }
        self.faults.extend(best.unwrap_or_default());
    }

    fn word(&mut self, node: &Node, words: &[&str], what: &str) {
        match &node.kind {
            Kind::Text(text) if words.contains(&text.as_str()) => {}
            Kind::Text(text) => {
                let message = format!("`{}` is not a word for {what}", shown(text));
                self.faults.push(Diagnostic::error("unknown-word", node.span, message).help(suggest(text, words.iter().copied())));
            }
            other => {
                let message = format!("{what} must be a word, not {}", name(other));
                self.faults.push(Diagnostic::error("wrong-type", node.span, message).help(suggest("", words.iter().copied())));
            }
        }
    }

    fn of_type(&mut self, node: &Node, schema: &Value, what: &str) -> bool {
        let Some(types) = schema.get("type") else {
            return true;
        };
        let types: Vec<&str> = match types {
            Value::String(one) => vec![one],
            Value::Array(many) => many.iter().filter_map(Value::as_str).collect(),
            _ => return true,
        };
        let fits = |t: &&str| {
            matches!(
                (&node.kind, *t),
                (Kind::Null, "null")
                    | (Kind::Bool(_), "boolean")
                    | (Kind::Int(_), "integer" | "number")
                    | (Kind::Decimal(_), "number")
                    | (Kind::Text(_), "string")
                    | (Kind::List(_), "array")
                    | (Kind::Map(_), "object")
            )
        };
        if types.iter().any(fits) {
            return true;
        }
        let wanted: Vec<&str> = types.iter().filter(|t| **t != "null").map(|t| type_name(t)).collect();
        let message = format!("{what} must be {}, not {}", wanted.join(" or "), name(&node.kind));
        let fault = Diagnostic::error("wrong-type", node.span, message);
        self.faults.push(match describe(self.root, schema) {
            about if about.is_empty() => fault,
            about => fault.help(about),
        });
        false
    }
}

fn resolve<'s>(root: &'s Value, mut schema: &'s Value) -> &'s Value {
    while let Some(found) = schema.get("$ref").and_then(Value::as_str).and_then(|r| root.pointer(r.strip_prefix('#')?)) {
        schema = found;
    }
    schema
}

/// A hint for a key that is not known. A key of digits comes from an amount with commas in `{ }`.
fn unknown_key(key: &str, keys: &[&str]) -> String {
    if key.starts_with(|c: char| c.is_ascii_digit()) {
        return AMOUNT_IN_BRACES.to_owned();
    }
    suggest(key, keys.iter().copied())
}

fn describe(root: &Value, schema: &Value) -> String {
    let own = schema.get("description").or_else(|| resolve(root, schema).get("description"));
    own.and_then(Value::as_str).unwrap_or_default().replace('\n', " ")
}

fn type_name(kind: &str) -> &'static str {
    match kind {
        "boolean" => "true or false",
        "integer" => "a whole number",
        "number" => "a number",
        "string" => "a text",
        "array" => "a list",
        "object" => "a mapping",
        _ => "a value",
    }
}

fn name(kind: &Kind) -> String {
    match kind {
        Kind::Null => "empty".into(),
        Kind::Bool(b) => format!("`{b}`"),
        Kind::Int(i) => format!("the number `{i}`"),
        Kind::Decimal(d) => format!("the number `{d}`"),
        Kind::Text(t) => format!("the text `{}`", shown(t)),
        Kind::List(_) => "a list".into(),
        Kind::Map(_) => "a mapping".into(),
    }
}
