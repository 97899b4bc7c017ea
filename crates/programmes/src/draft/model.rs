//! The noun: a draft of a programme, and how far it is.

use std::collections::BTreeSet;

use platform::{Error, Instant};

/// How a draft stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, strum::IntoStaticStr, strum::EnumString)]
#[strum(serialize_all = "kebab-case")]
pub enum State {
    /// 作成中.
    Open,
    /// 公開済.
    Published,
    /// 取りやめ.
    Discarded,
}

impl State {
    /// Its name.
    pub fn name(self) -> &'static str {
        self.into()
    }

    pub(super) fn read(name: &str) -> Result<Self, Error> {
        name.parse().map_err(|_| Error::Broken(format!("the state `{name}` of a programme's draft")))
    }
}

/// A draft of a programme (制度の案).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProgrammeDraft {
    /// Its id.
    pub id: String,
    /// The agency.
    pub agency: String,
    /// What it is called in lists: the programme's name, or the document's first line.
    pub title: String,
    /// The call that it revises; none where it becomes a new one.
    pub call: Option<String>,
    /// The programme that it was begun from, to be compared with; none where it was begun from a text.
    pub based_on: Option<String>,
    /// The text of the document that it cites, line by line.
    pub document: String,
    /// The programme file (YAML).
    pub body: String,
    /// The cases beside it (YAML).
    pub cases: String,
    /// The proposals that somebody has confirmed, by their names.
    pub confirmed: BTreeSet<String>,
    /// Everybody who changed it, by the person's id: none of them approves it.
    pub authors: BTreeSet<String>,
    /// How it stands.
    pub state: State,
    /// The proposal for approval that was made last.
    pub approval: Option<String>,
    /// What was proposed for approval, as the hash of the programme file.
    pub approval_sha256: Option<String>,
    /// Counts its changes.
    pub version: i32,
    /// When it was begun.
    pub made_at: Instant,
    /// When it was changed last.
    pub changed_at: Instant,
}

impl ProgrammeDraft {
    /// The hash by which its programme file is known.
    pub fn sha256(&self) -> String {
        crate::store::hash(self.body.as_bytes())
    }

    /// What it is called, as far as its text tells.
    pub(super) fn title_of(body: &str, document: &str) -> String {
        let read = rules::read::programmes(body.as_bytes()).programmes;
        let mut names = read.iter().map(|p| p.plan.programme.name.ja.clone());
        // Several schemes have the beginning of their names in common.
        let own = names.next().map(|first| names.fold(first, |begins, name| in_common(&begins, &name)));
        let name = own.or_else(|| rules::edit::value(body, "name.ja")).filter(|name| !name.trim().is_empty());
        let first = || document.lines().map(str::trim).find(|line| !line.is_empty()).unwrap_or_default().to_owned();
        name.unwrap_or_else(first).chars().take(100).collect()
    }
}

/// The beginning that two names have in common, without an opened bracket at its end.
fn in_common(a: &str, b: &str) -> String {
    let common: String = a.chars().zip(b.chars()).take_while(|(a, b)| a == b).map(|(a, _)| a).collect();
    let trimmed = common.trim_end_matches(['（', '(', '「', '・', '　', ' ']);
    if trimmed.chars().count() < 4 { a.to_owned() } else { trimmed.to_owned() }
}
