//! The reference of the language, written from its types, so that it can't be out of date.

use std::fmt::Write;

use serde_json::Value;

use crate::{schema, vocabulary::STANDARD};

/// The reference of programme files.
pub fn programme() -> String {
    let mut out = "# Reference: programme files\n\nWritten from the types by a test; do not edit.\n\n".to_owned();
    let mut file = schema::programme_file();
    // Needed of each programme, whether it stands at the top or in its scheme.
    file["required"] = schema::programme()["required"].clone();
    out += &table(&file, "Programme (top of the file)", &file);
    definitions(&file, &mut out);
    out += "\n## Standard facts\n\nFacts that every call may use; a call declares its own in `facts`.\n\n| fact | of | type | words | question |\n|---|---|---|---|---|\n";
    for f in STANDARD {
        let word = |v: Value| v.as_str().unwrap_or_default().to_owned();
        let kind = serde_json::to_value(f.kind).map(word).unwrap_or_default();
        let of = serde_json::to_value(f.of).map(word).unwrap_or_default();
        let words: Vec<&str> = f.choices.iter().map(|c| c.0).collect();
        let worked = if f.computed { " (worked out, can't be given)" } else { "" };
        let _ = writeln!(out, "| `{}` | {of} | {kind} | {} | {} — {}{worked} |", f.name, words.join(", "), f.ja, f.en);
    }
    out
}

/// The reference of application files and answers.
pub fn application() -> String {
    let mut out = "# Reference: application files and answers\n\nWritten from the types by a test; do not edit.\n\n".to_owned();
    for (title, schema) in [("Application", schema::application()), ("Assessment (the answer)", schema::assessment())] {
        out += &table(schema, title, schema);
        definitions(schema, &mut out);
    }
    out
}

fn definitions(root: &Value, out: &mut String) {
    let Some(definitions) = root.get("$defs").and_then(Value::as_object) else { return };
    let mut names: Vec<&String> = definitions.keys().collect();
    names.sort();
    for name in names.into_iter().filter(|n| *n != "Scheme") {
        *out += &table(root, name, &definitions[name]);
    }
}

fn text(schema: &Value) -> String {
    schema.get("description").and_then(Value::as_str).unwrap_or_default().replace('\n', " ")
}

fn table(root: &Value, title: &str, schema: &Value) -> String {
    let mut out = format!("\n## {title}\n\n");
    let about = text(schema);
    if !about.is_empty() {
        let _ = writeln!(out, "{about}\n");
    }
    let words = schema.get("oneOf").or_else(|| schema.get("anyOf")).and_then(Value::as_array);
    if let Some(options) = words {
        for option in options {
            if let Some(word) = option.get("const").and_then(Value::as_str) {
                let _ = writeln!(out, "- `{word}`: {}", text(option));
            } else if let Some(properties) = option.get("properties").and_then(Value::as_object) {
                for (key, value) in properties {
                    let _ = writeln!(out, "- `{key}`: {} {}", kind(value), text(option));
                    for (inner, of) in value.get("properties").and_then(Value::as_object).into_iter().flatten() {
                        let _ = writeln!(out, "  - `{inner}`: {}. {}", kind(of), text(of));
                    }
                }
            } else if let Some(words) = option.get("enum").and_then(Value::as_array) {
                let _ = writeln!(
                    out,
                    "- {}",
                    words.iter().map(|w| format!("`{}`", w.as_str().unwrap_or_default())).collect::<Vec<_>>().join(", ")
                );
            }
        }
        return out;
    }
    if let Some(words) = schema.get("enum").and_then(Value::as_array) {
        let _ = writeln!(out, "{}", words.iter().map(|w| format!("`{}`", w.as_str().unwrap_or_default())).collect::<Vec<_>>().join(", "));
    }
    let Some(properties) = schema.get("properties").and_then(Value::as_object) else { return out };
    let required: Vec<&str> = schema.get("required").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str).collect();
    out += "| field | type | needed | meaning |\n|---|---|---|---|\n";
    for (name, of) in properties {
        let needed = if required.contains(&name.as_str()) { "yes" } else { "" };
        let _ = writeln!(out, "| `{name}` | {} | {needed} | {} |", kind(of), text(of).replace('|', "\\|"));
    }
    let _ = root;
    out
}

/// The type of a field, in a few words.
fn kind(schema: &Value) -> String {
    if let Some(reference) = schema.get("$ref").and_then(Value::as_str) {
        let name = reference.rsplit('/').next().unwrap_or_default();
        return format!("[{name}](#{})", name.to_lowercase());
    }
    if let Some(options) = schema.get("anyOf").and_then(Value::as_array) {
        let named: Vec<String> = options.iter().filter(|o| o.get("type").and_then(Value::as_str) != Some("null")).map(kind).collect();
        return named.join(" or ");
    }
    if let Some(inner) = schema.get("additionalProperties").filter(|a| a.is_object()) {
        return format!("mapping of names to {}", kind(inner));
    }
    if let Some(items) = schema.get("items") {
        return format!("list of {}", kind(items));
    }
    match schema.get("type") {
        Some(Value::String(one)) => plain(one).to_owned(),
        Some(Value::Array(many)) => {
            many.iter().filter_map(Value::as_str).filter(|t| *t != "null").map(plain).collect::<Vec<_>>().join(" or ")
        }
        _ => "anything".to_owned(),
    }
}

fn plain(kind: &str) -> &str {
    match kind {
        "boolean" => "true or false",
        "integer" => "whole number",
        "string" => "text",
        "object" => "mapping",
        "array" => "list",
        other => other,
    }
}
