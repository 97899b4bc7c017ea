//! Clauses and where they stand: document, lines, and the few operative words.

use std::{borrow::Cow, fmt, ops::Deref, sync::OnceLock};

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de, ser};
use serde_json::value::RawValue;

use super::{Map, OneOrMany, Scalar};

/// A text that people read, in Japanese and, where the agency serves people in English, in English.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Text {
    /// Japanese.
    pub ja: String,
    /// English; pages in English show the Japanese where nothing is said.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub en: String,
}

/// The document that a programme cites.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Source {
    /// The document's identifier; the file that holds its text begins with it.
    pub document: String,
    /// What the document calls itself.
    pub title: Text,
    /// How many lines its text has.
    pub lines: u32,
    /// The lines that carry no clause: titles, table heads, blanks between them need not be named.
    #[serde(default)]
    pub headings: Lines,
}

/// Line numbers of a document: `63`, `39-40`, or a list of these.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Lines(pub Vec<(u32, u32)>);

impl Lines {
    /// Every line number.
    pub fn each(&self) -> impl Iterator<Item = u32> + '_ {
        self.0.iter().flat_map(|&(from, to)| from..=to)
    }
}

impl fmt::Display for Lines {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (place, (from, to)) in self.0.iter().enumerate() {
            if place > 0 {
                f.write_str(",")?;
            }
            if from == to {
                write!(f, "{from}")?;
            } else {
                write!(f, "{from}-{to}")?;
            }
        }
        Ok(())
    }
}

fn parse_range(text: &str) -> Result<(u32, u32), String> {
    let wrong = || format!("`{text}` is not a line or a range of lines; write 63 or 39-40");
    let (from, to) = text.split_once('-').unwrap_or((text, text));
    let from: u32 = from.trim().parse().map_err(|_| wrong())?;
    let to: u32 = to.trim().parse().map_err(|_| wrong())?;
    if from == 0 || from > to || to > 1_000_000 { Err(wrong()) } else { Ok((from, to)) }
}

impl Serialize for Lines {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        // No lines are an empty list: an empty text is none that is read.
        if self.0.is_empty() { serializer.collect_seq(std::iter::empty::<u32>()) } else { serializer.collect_str(self) }
    }
}

impl<'de> Deserialize<'de> for Lines {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let OneOrMany(parts) = OneOrMany::<Scalar>::deserialize(deserializer)?;
        let mut ranges = Vec::new();
        for part in parts {
            for range in part.to_string().split(',') {
                ranges.push(parse_range(range).map_err(de::Error::custom)?);
            }
        }
        Ok(Self(ranges))
    }
}

impl JsonSchema for Lines {
    fn schema_name() -> Cow<'static, str> {
        "Lines".into()
    }
    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "description": "Line numbers of the document: 63, \"39-40\", or a list of these.",
            "type": ["integer", "string", "array"]
        })
    }
}

/// Where a clause stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Cite {
    /// Another document than the programme's own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub document: Option<String>,
    /// The lines.
    pub lines: Lines,
    /// The few operative words, as they stand there: 「2/3以内」.
    #[serde(default, skip_serializing_if = "OneOrMany::is_empty")]
    pub words: OneOrMany<String>,
}

impl<T> OneOrMany<T> {
    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// One place or several. Every answer says them again, so their machine form is written once and kept.
#[derive(Clone, Default)]
pub struct Cites {
    places: OneOrMany<Cite>,
    json: OnceLock<Box<RawValue>>,
}

impl Deref for Cites {
    type Target = [Cite];
    fn deref(&self) -> &[Cite] {
        &self.places.0
    }
}

impl fmt::Debug for Cites {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.places.fmt(f)
    }
}

impl PartialEq for Cites {
    fn eq(&self, other: &Self) -> bool {
        self.places == other.places
    }
}

impl Serialize for Cites {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if self.json.get().is_none() {
            let json = serde_json::value::to_raw_value(&self.places).map_err(ser::Error::custom)?;
            let _ = self.json.set(json);
        }
        self.json.get().serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Cites {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(Self { places: OneOrMany::deserialize(deserializer)?, json: OnceLock::new() })
    }
}

impl JsonSchema for Cites {
    fn schema_name() -> Cow<'static, str> {
        OneOrMany::<Cite>::schema_name()
    }
    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        OneOrMany::<Cite>::json_schema(generator)
    }
}

/// A clause told in our words, with its place.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Clause {
    /// What it says.
    pub says: Text,
    /// Where it stands.
    pub cite: Cites,
}

/// An ambiguity of the document (解釈): the reading chosen, and the alternatives.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Reading {
    /// What is open.
    pub question: Text,
    /// Where it stands.
    pub cite: Cites,
    /// The option that the file follows.
    pub chosen: String,
    /// The reason for the reading that was chosen.
    pub because: Text,
    /// Every option, the chosen one too.
    pub options: Map<ReadingOption>,
}

/// One way to read an ambiguity.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ReadingOption {
    /// What it means.
    pub means: Text,
    /// What changes in the file under this reading: a path, and what stands there; `null` takes it
    /// away. The chosen option names what the file has. Empty where nothing that is computed depends
    /// on it.
    #[serde(default)]
    pub set: Map<serde_json::Value>,
}
