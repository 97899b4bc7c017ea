//! The nouns: a company, and the facts that prefill an application.

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
}

/// The companies with which a new house is tried out.
pub fn samples() -> Result<Vec<Company>, serde_json::Error> {
    serde_json::from_str(include_str!("samples.json"))
}
