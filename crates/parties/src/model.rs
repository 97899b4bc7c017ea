//! The nouns: a company, and the facts that prefill an application.

use std::collections::BTreeSet;

use kernel::CorporateNumber;
use platform::{
    Instant,
    access::{Kind, Resource},
};
use rules::application::Member;
use serde::{Deserialize, Serialize};

/// A company (事業者).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Company {
    /// Its identifier.
    pub id: String,
    /// 商号.
    pub name: String,
    /// 法人番号, where it has one and somebody has said it.
    #[serde(default)]
    pub number: Option<CorporateNumber>,
    /// The company into which it was merged: it is there no more, and its history stays.
    #[serde(default)]
    pub merged_into: Option<String>,
    /// Its facts, as an application names them.
    pub profile: Member,
    /// Counts the changes, so that two editors do not undo each other.
    #[serde(default = "first")]
    pub version: i32,
}

const fn first() -> i32 {
    1
}

/// A part of a company's record that was changed: what it said before and after.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Changed {
    /// The name of the fact, or `shareholders` or `officers`.
    pub part: String,
    /// What it said before; nothing where nothing was known.
    pub before: serde_json::Value,
    /// What it says from then on.
    pub after: serde_json::Value,
}

/// A change of a company's record.
#[derive(Debug, Clone, PartialEq)]
pub struct Change {
    /// The version from then on.
    pub version: i32,
    /// When.
    pub at: Instant,
    /// Who, as the journal names them.
    pub actor: String,
    /// What.
    pub said: Vec<Changed>,
}

/// What differs between two states of a company's record.
pub fn difference(before: &Member, after: &Member) -> Vec<Changed> {
    fn value(of: impl Serialize) -> serde_json::Value {
        serde_json::to_value(of).unwrap_or_default()
    }
    let names: BTreeSet<&String> = before.facts.keys().chain(after.facts.keys()).collect();
    let fact = |member: &Member, name: &String| value(member.facts.get(name).map(|g| &g.value));
    let facts = names.into_iter().map(|name| (name.clone(), fact(before, name), fact(after, name)));
    let lists = [
        ("shareholders".to_owned(), value(&before.shareholders), value(&after.shareholders)),
        ("officers".to_owned(), value(&before.officers), value(&after.officers)),
    ];
    let all = facts.chain(lists).filter(|(_, before, after)| before != after);
    all.map(|(part, before, after)| Changed { part, before, after }).collect()
}

impl Resource for Company {
    const KIND: Kind = Kind::Organisation;
    fn id(&self) -> &str {
        &self.id
    }
}

/// The companies with which a new house is tried out.
pub fn samples() -> Result<Vec<Company>, serde_json::Error> {
    serde_json::from_str(include_str!("samples.json"))
}
