//! What is wrong with a file, and where.

use std::borrow::Cow;

use serde::Serialize;

/// A place in a file: a byte range, and the line and column where it begins (both from 1).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize)]
pub struct Span {
    /// First byte.
    pub start: usize,
    /// The byte after the last.
    pub end: usize,
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
}

/// How bad it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// The file can't be used.
    Error,
    /// The file can be used, but something in it has no effect or is probably not meant.
    Warning,
}

/// One fault: what, where, and what to do about it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Diagnostic {
    /// How bad it is.
    pub severity: Severity,
    /// A stable code: `unknown-field`.
    pub code: &'static str,
    /// What is wrong.
    pub message: String,
    /// The place in the file.
    pub span: Span,
    /// What was expected, or the nearest known word.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub help: Option<String>,
}

impl Diagnostic {
    /// An error.
    pub fn error(code: &'static str, span: Span, message: impl Into<String>) -> Self {
        Self { severity: Severity::Error, code, message: message.into(), span, help: None }
    }

    /// A warning.
    pub fn warning(code: &'static str, span: Span, message: impl Into<String>) -> Self {
        Self { severity: Severity::Warning, ..Self::error(code, span, message) }
    }

    /// The same with a hint.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }
}

/// Faults beyond this number are not looked for: who has so many mends some and asks again.
pub const MOST_FAULTS: usize = 1_000;

/// Words longer than this are compared with nothing.
const MOST_WORD: usize = 100;

/// The beginning of a text as a message quotes it.
pub fn shown(text: &str) -> Cow<'_, str> {
    match text.char_indices().nth(60) {
        None => Cow::Borrowed(text),
        Some((end, _)) => Cow::Owned(format!("{}…", &text[..end])),
    }
}

/// The known word nearest to a mistyped one, when one is near enough to be meant.
pub fn nearest<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    // Nothing that is known is as long as this, and the distance of long words takes long.
    if word.len() > MOST_WORD {
        return None;
    }
    let lower = word.to_lowercase();
    known
        .into_iter()
        .filter(|k| k.len() <= MOST_WORD)
        .map(|k| (strsim::damerau_levenshtein(&lower, &k.to_lowercase()), k))
        .filter(|(distance, k)| *distance <= 1 + k.chars().count().min(word.chars().count()) / 3)
        .min()
        .map(|(_, k)| k)
}

/// A hint for a word that is not known: the nearest one, or the list of all.
pub fn suggest<'a>(word: &str, known: impl IntoIterator<Item = &'a str> + Clone) -> String {
    if let Some(near) = nearest(word, known.clone()) {
        format!("did you mean `{near}`?")
    } else {
        let all: Vec<&str> = known.into_iter().collect();
        if all.is_empty() {
            return "nothing of the kind is known here".to_owned();
        }
        let shown = all.iter().take(24).copied().collect::<Vec<_>>().join(", ");
        let more = if all.len() > 24 { ", …" } else { "" };
        format!("known here: {shown}{more}")
    }
}
