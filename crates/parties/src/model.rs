//! The nouns: a company, and the facts that prefill an application.

use platform::access::{Kind, Resource};
use rules::application::Member;
use serde::{Deserialize, Serialize};

/// A company (事業者).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Company {
    /// Its identifier.
    pub id: String,
    /// 商号.
    pub name: String,
    /// Its facts, as an application names them.
    pub profile: Member,
    /// Counts the changes, so that two editors do not undo each other.
    #[serde(default = "first")]
    pub version: i32,
}

const fn first() -> i32 {
    1
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
