//! The reference of the language, written from its types, so that it can't be out of date. In Japanese, each text of the types is looked
//! up in `reference.ja.yaml`; a test asks that none is missing.

use std::{collections::HashMap, fmt::Write, sync::LazyLock};

use serde_json::Value;

use crate::{schema, vocabulary::STANDARD, words::Lang};

static JA: LazyLock<HashMap<String, String>> = LazyLock::new(|| {
    // An entry a line; its texts are longer than the keys of any file.
    let entries = include_str!("reference.ja.yaml").lines().filter(|line| line.starts_with('"'));
    entries.filter_map(|line| serde_json::from_str::<HashMap<String, String>>(&format!("{{{line}}}")).ok()).flatten().collect()
});

/// What a text of the types is in the Japanese edition.
pub fn in_japanese(text: &str) -> Option<&'static str> {
    JA.get(text).map(String::as_str)
}

/// The texts of the types that the Japanese edition does not have.
pub fn untranslated() -> Vec<String> {
    let mut all = Vec::new();
    gather(schema::programme(), &mut all);
    gather(schema::measures(), &mut all);
    all.retain(|text| !JA.contains_key(text));
    all.sort();
    all.dedup();
    all
}

/// The texts of the Japanese edition that no type has any more.
pub fn outdated() -> Vec<&'static str> {
    let mut all = Vec::new();
    gather(&schema::programme_file(), &mut all);
    gather(schema::programme(), &mut all);
    gather(schema::measures(), &mut all);
    JA.keys().map(String::as_str).filter(|text| !all.iter().any(|one| one == text)).collect()
}

fn gather(schema: &Value, all: &mut Vec<String>) {
    match schema {
        Value::Object(map) => {
            if map.get("description").is_some_and(Value::is_string) {
                all.push(plain_text(schema));
            }
            map.values().for_each(|inner| gather(inner, all));
        }
        Value::Array(list) => list.iter().for_each(|inner| gather(inner, all)),
        _ => {}
    }
}

/// The reference of programme files.
pub fn programme(lang: Lang) -> String {
    let writer = Writer { lang };
    let ja = lang == Lang::Ja;
    let mut out = if ja {
        "# 参照：制度のファイル\n\n型からテストで作られます。手で直さないでください。書き方から探すときは[募集要領の言い回しと書き方](phrases.ja.md)を使ってください。\n\n".to_owned()
    } else {
        "# Reference: programme files\n\nWritten from the types by a test; do not edit. To look something up by what a call says, see [the phrases](phrases.md).\n\n".to_owned()
    };
    let mut file = schema::programme_file();
    // Needed of each programme, whether it stands at the top or in its scheme.
    file["required"] = schema::programme()["required"].clone();
    out += &writer.table(if ja { "制度（ファイルの最上位）" } else { "Programme (top of the file)" }, &file);
    writer.definitions(&file, &mut out);
    out += if ja {
        "\n## 共通の事実\n\nどの制度でも使えます。制度に固有の事実は `facts` に書きます。\n\n| 事実 | だれの | 種類 | 言葉 | 質問 |\n|---|---|---|---|---|\n"
    } else {
        "\n## Standard facts\n\nFacts that every call may use; a call declares its own in `facts`.\n\n| fact | of | type | words | question |\n|---|---|---|---|---|\n"
    };
    for f in STANDARD {
        let word = |v: Value| v.as_str().unwrap_or_default().to_owned();
        let kind = serde_json::to_value(f.kind).map(word).unwrap_or_default();
        let of = serde_json::to_value(f.of).map(word).unwrap_or_default();
        let words: Vec<String> = f.choices.iter().map(|c| if ja { format!("{}（{}）", c.0, c.1) } else { c.0.to_owned() }).collect();
        let worked = match (f.computed, ja) {
            (false, _) => "",
            (true, true) => "（計算される。入力はできない）",
            (true, false) => " (worked out, can't be given)",
        };
        let question = if ja { f.ja.to_owned() } else { format!("{} — {}", f.ja, f.en) };
        let _ = writeln!(out, "| `{}` | {of} | {kind} | {} | {question}{worked} |", f.name, words.join(", "));
    }
    out
}

/// The reference of files of measures.
pub fn measures(lang: Lang) -> String {
    let writer = Writer { lang };
    let mut out = match lang {
        Lang::Ja => "# 参照：支援施策のファイル\n\n型からテストで作られます。手で直さないでください。名前が`.measures.yaml`で終わるファイルに、機関の施策を書きます。\n",
        Lang::En => "# Reference: files of measures\n\nWritten from the types by a test; do not edit. What an agency does stands in files whose names end in `.measures.yaml`.\n",
    }
    .to_owned();
    out += &writer.table(if lang == Lang::Ja { "施策のファイル" } else { "File of measures" }, schema::measures());
    writer.definitions(schema::measures(), &mut out);
    out
}

/// The reference of application files and answers.
pub fn application() -> String {
    let writer = Writer { lang: Lang::En };
    let mut out = "# Reference: application files and answers\n\nWritten from the types by a test; do not edit.\n\n".to_owned();
    for (title, schema) in [("Application", schema::application()), ("Assessment (the answer)", schema::assessment())] {
        out += &writer.table(title, schema);
        writer.definitions(schema, &mut out);
    }
    out
}

fn plain_text(schema: &Value) -> String {
    schema.get("description").and_then(Value::as_str).unwrap_or_default().replace('\n', " ")
}

/// A description of the language's types in a language; in English where no translation is known.
pub(crate) fn in_language(text: &str, lang: Lang) -> String {
    let plain = text.replace('\n', " ");
    if lang == Lang::En {
        return plain;
    }
    JA.get(&plain).cloned().unwrap_or(plain)
}

/// Writes a reference in a language.
struct Writer {
    lang: Lang,
}

impl Writer {
    fn definitions(&self, root: &Value, out: &mut String) {
        let Some(definitions) = root.get("$defs").and_then(Value::as_object) else { return };
        let mut names: Vec<&String> = definitions.keys().collect();
        names.sort();
        for name in names.into_iter().filter(|n| *n != "Scheme") {
            *out += &self.table(name, &definitions[name]);
        }
    }

    /// The description of something, in the language of the page.
    fn text(&self, schema: &Value) -> String {
        in_language(&plain_text(schema), self.lang)
    }

    fn table(&self, title: &str, schema: &Value) -> String {
        let mut out = format!("\n## {title}\n\n");
        let about = self.text(schema);
        if !about.is_empty() {
            let _ = writeln!(out, "{about}\n");
        }
        let words = schema.get("oneOf").or_else(|| schema.get("anyOf")).and_then(Value::as_array);
        if let Some(options) = words {
            for option in options {
                if let Some(word) = option.get("const").and_then(Value::as_str) {
                    let _ = writeln!(out, "- `{word}`: {}", self.text(option));
                } else if let Some(properties) = option.get("properties").and_then(Value::as_object) {
                    for (key, value) in properties {
                        let _ = writeln!(out, "- `{key}`: {} {}", kind(value, self.lang), self.text(option));
                        for (inner, of) in value.get("properties").and_then(Value::as_object).into_iter().flatten() {
                            let _ = writeln!(out, "  - `{inner}`: {}. {}", kind(of, self.lang), self.text(of));
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
            let _ =
                writeln!(out, "{}", words.iter().map(|w| format!("`{}`", w.as_str().unwrap_or_default())).collect::<Vec<_>>().join(", "));
        }
        let Some(properties) = schema.get("properties").and_then(Value::as_object) else { return out };
        let required: Vec<&str> =
            schema.get("required").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str).collect();
        out += if self.lang == Lang::Ja {
            "| 項目 | 種類 | 必要 | 意味 |\n|---|---|---|---|\n"
        } else {
            "| field | type | needed | meaning |\n|---|---|---|---|\n"
        };
        for (name, of) in properties {
            let yes = if self.lang == Lang::Ja { "必要" } else { "yes" };
            let needed = if required.contains(&name.as_str()) { yes } else { "" };
            let _ = writeln!(out, "| `{name}` | {} | {needed} | {} |", kind(of, self.lang), self.text(of).replace('|', "\\|"));
        }
        out
    }
}

/// The type of a field, in a few words.
fn kind(schema: &Value, lang: Lang) -> String {
    let ja = lang == Lang::Ja;
    let or = if ja { "、又は" } else { " or " };
    if let Some(reference) = schema.get("$ref").and_then(Value::as_str) {
        let name = reference.rsplit('/').next().unwrap_or_default();
        return format!("[{name}](#{})", name.to_lowercase());
    }
    if let Some(options) = schema.get("anyOf").and_then(Value::as_array) {
        let named: Vec<String> =
            options.iter().filter(|o| o.get("type").and_then(Value::as_str) != Some("null")).map(|o| kind(o, lang)).collect();
        return named.join(or);
    }
    if let Some(inner) = schema.get("additionalProperties").filter(|a| a.is_object()) {
        let inner = kind(inner, lang);
        return if ja { format!("名前ごとの{inner}") } else { format!("mapping of names to {inner}") };
    }
    if let Some(items) = schema.get("items") {
        let items = kind(items, lang);
        return if ja { format!("{items}の並び") } else { format!("list of {items}") };
    }
    let named = |kind: &str| plain(kind, lang).to_owned();
    match schema.get("type") {
        Some(Value::String(one)) => named(one),
        Some(Value::Array(many)) => many.iter().filter_map(Value::as_str).filter(|t| *t != "null").map(named).collect::<Vec<_>>().join(or),
        _ => if ja { "任意の値" } else { "anything" }.to_owned(),
    }
}

fn plain(kind: &str, lang: Lang) -> &str {
    match (kind, lang) {
        ("boolean", Lang::En) => "true or false",
        ("integer", Lang::En) => "whole number",
        ("string", Lang::En) => "text",
        ("object", Lang::En) => "mapping",
        ("array", Lang::En) => "list",
        ("boolean", Lang::Ja) => "true・false",
        ("integer", Lang::Ja) => "整数",
        ("string", Lang::Ja) => "文字",
        ("object", Lang::Ja) => "項目の組",
        ("array", Lang::Ja) => "並び",
        (other, _) => other,
    }
}
