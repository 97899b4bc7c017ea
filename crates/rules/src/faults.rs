//! What the checker says, in Japanese.
//!
//! Messages are written in English where a fault is found. Beside them stands a table from every message, with `{}` where it
//! names something, to Japanese; a message is told by the entry that fits it most closely.

use std::{borrow::Cow, sync::LazyLock};

use crate::{language::Map, node, words::Lang};

/// A message with what it names left out, and how it is said in Japanese.
struct Template {
    /// The text around what it names.
    pieces: Vec<String>,
    ja: String,
}

static TEMPLATES: LazyLock<Vec<Template>> = LazyLock::new(|| {
    let tree = node::read(include_bytes!("faults.ja.yaml")).ok();
    let all: Map<String> = tree.and_then(|tree| serde_path_to_error::deserialize(&tree).ok()).unwrap_or_default();
    let mut all: Vec<Template> =
        all.into_iter().map(|(en, ja)| Template { pieces: en.split("{}").map(str::to_owned).collect(), ja }).collect();
    // The longest text fits most closely.
    all.sort_by_key(|t| std::cmp::Reverse(t.pieces.iter().map(String::len).sum::<usize>()));
    all
});

impl Template {
    /// What a message names where it is one of these.
    fn named<'m>(&self, message: &'m str) -> Option<Vec<&'m str>> {
        let [first, rest @ ..] = self.pieces.as_slice() else { return None };
        let mut left = message.strip_prefix(first.as_str())?;
        let Some((last, between)) = rest.split_last() else { return left.is_empty().then(Vec::new) };
        let mut named = Vec::new();
        for piece in between {
            let at = left.find(piece.as_str())?;
            named.push(&left[..at]);
            left = &left[at + piece.len()..];
        }
        named.push(left.strip_suffix(last.as_str())?);
        Some(named)
    }
}

/// A message of the checker in a language; as it is where nobody translated it.
pub fn in_language(lang: Lang, message: &str) -> Cow<'_, str> {
    if lang == Lang::Ja { ja(message).map_or(Cow::Borrowed(message), Cow::Owned) } else { Cow::Borrowed(message) }
}

/// A message in Japanese; what it names is said in Japanese too, where it is a message itself. None where nobody translated it.
pub fn ja(message: &str) -> Option<String> {
    // Several messages in one line, where each of them is one.
    if let Some((first, rest)) = message.split_once("; ")
        && let (Some(first), Some(rest)) = (ja(first), ja(rest))
    {
        return Some(first + &rest);
    }
    let whole = TEMPLATES.iter().find_map(|template| {
        let named = template.named(message)?;
        let mut said = template.ja.clone();
        for (place, name) in named.into_iter().enumerate() {
            said = said.replace(&format!("{{{place}}}"), &ja(name).unwrap_or_else(|| name.to_owned()));
        }
        Some(said)
    });
    // What a field is for is said by the reference.
    whole.or_else(|| crate::reference::in_japanese(message).map(str::to_owned))
}
