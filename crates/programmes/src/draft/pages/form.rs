//! The programme file as a form: each plain value as a field, under the entry and the part of the file to which it belongs.

use askama::Template;
use platform::Error;
use rules::{edit, node, words::Words};
use web::{RequestContext, html};

use super::editor::Shown;

/// Fields of one part of the file.
#[derive(Debug)]
struct Group {
    key: String,
    meaning: String,
    is_open: bool,
    entries: Vec<Entry>,
}

/// The fields of one entry of a part: of a condition, of a category.
#[derive(Debug)]
struct Entry {
    /// What the entry is called: its own words, and its id.
    title: String,
    fields: Vec<FormField>,
}

/// A value of the file as a field.
#[derive(Debug)]
struct FormField {
    path: String,
    /// What it is called: the beginning of what the reference says.
    label: String,
    /// The whole of that, where it is more.
    hint: String,
    value: String,
    line: usize,
    choices: Vec<(String, String)>,
}

impl FormField {
    fn of(field: edit::Field, context: &RequestContext) -> Self {
        let edit::Field { path, meaning, value, line } = field;
        let end = meaning.text.find(['。', '：', '（', ';', ':', '(']).unwrap_or(meaning.text.len());
        let label = meaning.text[..end].trim_end_matches('.').trim().to_owned();
        let hint = if end + '。'.len_utf8() < meaning.text.len() { meaning.text } else { String::new() };
        let label = if label.is_empty() { path.rsplit('.').next().unwrap_or(&path).to_owned() } else { label };
        let told = |(word, told): (String, String)| {
            let told = match word.as_str() {
                "true" | "false" => context.word(if word == "true" { "yes" } else { "no" }),
                _ if told.is_empty() => word.clone(),
                _ => format!("{} （{word}）", told.trim_end_matches('.')),
            };
            (word, told)
        };
        let mut choices: Vec<(String, String)> = meaning.choices.into_iter().map(told).collect();
        if !choices.is_empty() && choices.iter().all(|(word, _)| *word != value) {
            choices.insert(0, (value.clone(), value.clone()));
        }
        Self { path, label, hint, value, line, choices }
    }
}

#[derive(Debug, Template)]
#[template(path = "draft_form.html")]
struct FormPanel<'a> {
    words: &'a Words,
    action: String,
    text: String,
    version: i32,
    groups: Vec<Group>,
    writable: bool,
}

impl FormPanel<'_> {
    /// Whether a value is long enough for a field of several lines.
    fn is_long(value: &str) -> bool {
        value.chars().count() > 40
    }
}

/// The path of the entry to which a value belongs: `conditions.local` of `conditions.local.who`; none where it is of the file itself.
fn entry_of(path: &str) -> Option<&str> {
    const DEEPER: [&str; 4] = ["amount.", "expenses.", "consortium.", "schemes."];
    let parts = if DEEPER.iter().any(|start| path.starts_with(start)) { 3 } else { 2 };
    let (end, _) = path.match_indices('.').nth(parts - 1)?;
    Some(&path[..end])
}

/// What an entry is called: its own words, and its id.
fn title_of(tree: &node::Node, entry: &str) -> String {
    let id = entry.rsplit('.').next().unwrap_or(entry);
    let own = ["says.ja", "name.ja", "ask.ja", "question.ja"].iter().find_map(|words| edit::plain(tree, &format!("{entry}.{words}")));
    own.map_or_else(|| id.to_owned(), |own| format!("{own}（{id}）"))
}

/// What an author looks for first.
const FIRST: [&str; 6] = ["name", "window", "amount", "contact", "fiscal_year", "schemes"];

/// The file as a form.
pub(super) fn form(shown: &Shown<'_>) -> Result<String, Error> {
    let lang = shown.context.viewer.lang;
    let tree = node::read(shown.draft.body.as_bytes()).unwrap_or_else(|_| node::Node::bare(node::Kind::Null));
    let fields = edit::fields(&tree, lang);
    let mut groups: Vec<Group> = Vec::new();
    for mut field in fields {
        let key = field.path.split('.').next().unwrap_or_default().to_owned();
        if let Some(typed) = shown.typed.get(&format!("v.{}", field.path)) {
            field.value.clone_from(typed);
        }
        let title = entry_of(&field.path).map(|entry| title_of(&tree, entry)).unwrap_or_default();
        let field = FormField::of(field, shown.context);
        if groups.last().is_none_or(|group| group.key != key) {
            let meaning = rules::schema::meaning(std::slice::from_ref(&key), lang).text;
            groups.push(Group { meaning, is_open: FIRST.contains(&key.as_str()), key, entries: Vec::new() });
        }
        let Some(group) = groups.last_mut() else { continue };
        match group.entries.last_mut().filter(|entry| entry.title == title) {
            Some(entry) => entry.fields.push(field),
            None => group.entries.push(Entry { title, fields: vec![field] }),
        }
    }
    html(&FormPanel {
        words: &shown.context.words,
        action: shown.action(),
        text: shown.panel("yaml"),
        version: shown.draft.version,
        groups,
        writable: shown.writable,
    })
}
