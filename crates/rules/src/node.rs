//! A YAML or JSON file as a tree that remembers where everything stood.
//!
//! The reader beneath counts depth, nodes and aliases, so that a small file can't unfold into a large
//! one; sizes are bounded before it starts.

use std::fmt;

use indexmap::IndexMap;
use serde::{Deserialize, Deserializer, de};
use serde_saphyr::Spanned;

use crate::diagnostic::{Diagnostic, Span};

/// A value and where it stood.
#[derive(Debug, Clone, PartialEq)]
pub struct Node {
    /// The value.
    pub kind: Kind,
    /// Its place.
    pub span: Span,
}

/// What a value can be.
#[derive(Debug, Clone, PartialEq)]
pub enum Kind {
    /// Nothing.
    Null,
    /// Yes or no.
    Bool(bool),
    /// A whole number.
    Int(i64),
    /// A number with a point, as it was written.
    Decimal(String),
    /// A text.
    Text(String),
    /// A list.
    List(Vec<Node>),
    /// A mapping, in the order of the file; each key with its place.
    Map(IndexMap<String, (Span, Node)>),
}

impl Node {
    /// A value without a place.
    pub fn bare(kind: Kind) -> Self {
        Self { kind, span: Span::default() }
    }

    /// The entry of a mapping.
    pub fn get(&self, key: &str) -> Option<&Self> {
        match &self.kind {
            Kind::Map(map) => map.get(key).map(|(_, node)| node),
            _ => None,
        }
    }

    /// The node at a path of keys and list positions, or the nearest one above it.
    pub fn nearest(&self, path: &str) -> &Self {
        let mut node = self;
        for part in path.split('.').filter(|p| !p.is_empty()) {
            let next = match &node.kind {
                Kind::Map(map) => map.get(part).map(|(_, n)| n),
                Kind::List(list) => part.parse::<usize>().ok().and_then(|i| list.get(i)),
                _ => None,
            };
            match next {
                Some(next) => node = next,
                None => break,
            }
        }
        node
    }

    /// The place of the key at a path, or of the nearest value above it.
    pub fn key_span(&self, path: &str) -> Span {
        let (above, key) = path.rsplit_once('.').unwrap_or(("", path));
        let parent = self.nearest(above);
        match &parent.kind {
            Kind::Map(map) => map.get(key).map_or(parent.span, |(span, _)| *span),
            _ => self.nearest(path).span,
        }
    }

    /// The same as a JSON value, places left behind.
    pub fn to_json(&self) -> serde_json::Value {
        use serde_json::Value;
        match &self.kind {
            Kind::Null => Value::Null,
            Kind::Bool(b) => Value::Bool(*b),
            Kind::Int(i) => Value::from(*i),
            Kind::Decimal(t) | Kind::Text(t) => Value::from(t.as_str()),
            Kind::List(list) => list.iter().map(Self::to_json).collect(),
            Kind::Map(map) => Value::Object(map.iter().map(|(k, (_, n))| (k.clone(), n.to_json())).collect()),
        }
    }
}

/// Files larger than this are refused before they are read.
pub const MOST_BYTES: usize = 32 * 1024 * 1024;

/// Reads YAML (of which JSON is a part) into a tree.
pub fn read(bytes: &[u8]) -> Result<Node, Box<Diagnostic>> {
    let start = Span { line: 1, column: 1, ..Span::default() };
    let fail = |code, span, message: String| Box::new(Diagnostic::error(code, span, message));
    if bytes.len() > MOST_BYTES {
        let message = format!("the file has {} bytes; at most {} are read", bytes.len(), MOST_BYTES);
        return Err(fail("too-large", start, message));
    }
    let text = std::str::from_utf8(bytes).map_err(|error| {
        let good = error.valid_up_to();
        let before = String::from_utf8_lossy(&bytes[..good]);
        let line = before.matches('\n').count() + 1;
        let column = before.rsplit('\n').next().map_or(0, |l| l.chars().count()) + 1;
        let span = Span { start: good, end: (good + 1).min(bytes.len()), line, column };
        Box::new(
            Diagnostic::error("not-utf8", span, format!("byte {good} is not UTF-8 text"))
                .help("save the file as UTF-8; Shift_JIS is not read"),
        )
    })?;
    let options = serde_saphyr::options! {
        strict_booleans: true,
        budget: serde_saphyr::budget! {
            max_anchors: 100,
            max_aliases: 100,
            max_depth: 64,
            max_nodes: 3_000_000,
            max_documents: 1,
            max_total_scalar_bytes: MOST_BYTES,
            max_events: 8_000_000,
        },
    };
    let tree: Tree = serde_saphyr::from_str_with_options(text, options).map_err(|error| {
        let span = error.location().map_or(start, |l| span_of(&l));
        let message = error.to_string();
        let message = message.lines().next().unwrap_or("the file can't be read");
        // The reader's own settings are none of a writer's business.
        let message = message.split_once(", set ").or_else(|| message.split_once("; set ")).map_or(message, |m| m.0).to_owned();
        let span = told_line(text, &message).unwrap_or(span);
        fail("not-yaml", span, message)
    })?;
    Ok(tree.0)
}

/// The place that a message of the reader names, where its own place is only the beginning of the file.
fn told_line(text: &str, message: &str) -> Option<Span> {
    let number = |word: &str| -> Option<usize> {
        let rest = message.split_once(word)?.1.trim_start();
        rest.chars().take_while(char::is_ascii_digit).collect::<String>().parse().ok()
    };
    let line = number("line ").filter(|l| *l > 1)?;
    let column = number("column ").unwrap_or(1);
    let start: usize = text.split_inclusive('\n').take(line - 1).map(str::len).sum();
    let within = text.get(start..)?.lines().next().map_or(0, |l| l.chars().take(column.saturating_sub(1)).map(char::len_utf8).sum());
    Some(Span { start: start + within, end: start + within, line, column })
}

fn span_of(location: &serde_saphyr::Location) -> Span {
    let number = |n| usize::try_from(n).unwrap_or(0);
    let bytes = location.span();
    let (start, length) = bytes.byte_offset().zip(bytes.byte_len()).map_or((0, 0), |(o, l)| (number(o), number(l)));
    Span { start, end: start + length, line: number(location.line()), column: number(location.column()) }
}

struct Tree(Node);

impl<'de> Deserialize<'de> for Tree {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let spanned = Spanned::<Value>::deserialize(deserializer)?;
        Ok(Self(Node { kind: spanned.value.0, span: span_of(&spanned.referenced) }))
    }
}

struct Value(Kind);

impl<'de> Deserialize<'de> for Value {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Visitor;
        impl<'de> de::Visitor<'de> for Visitor {
            type Value = Value;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a value")
            }
            fn visit_unit<E>(self) -> Result<Value, E> {
                Ok(Value(Kind::Null))
            }
            fn visit_none<E>(self) -> Result<Value, E> {
                Ok(Value(Kind::Null))
            }
            fn visit_some<D: Deserializer<'de>>(self, d: D) -> Result<Value, D::Error> {
                Value::deserialize(d)
            }
            fn visit_bool<E>(self, v: bool) -> Result<Value, E> {
                Ok(Value(Kind::Bool(v)))
            }
            fn visit_i64<E>(self, v: i64) -> Result<Value, E> {
                Ok(Value(Kind::Int(v)))
            }
            fn visit_u64<E>(self, v: u64) -> Result<Value, E> {
                Ok(Value(i64::try_from(v).map_or_else(|_| Kind::Text(v.to_string()), Kind::Int)))
            }
            fn visit_i128<E>(self, v: i128) -> Result<Value, E> {
                Ok(Value(Kind::Text(v.to_string())))
            }
            fn visit_u128<E>(self, v: u128) -> Result<Value, E> {
                Ok(Value(Kind::Text(v.to_string())))
            }
            fn visit_f64<E>(self, v: f64) -> Result<Value, E> {
                Ok(Value(Kind::Decimal(v.to_string())))
            }
            fn visit_str<E>(self, v: &str) -> Result<Value, E> {
                Ok(Value(Kind::Text(v.to_owned())))
            }
            fn visit_seq<A: de::SeqAccess<'de>>(self, mut seq: A) -> Result<Value, A::Error> {
                let mut list = Vec::new();
                while let Some(Tree(node)) = seq.next_element()? {
                    list.push(node);
                }
                Ok(Value(Kind::List(list)))
            }
            fn visit_map<A: de::MapAccess<'de>>(self, mut access: A) -> Result<Value, A::Error> {
                let mut map = IndexMap::new();
                while let Some((key, Tree(node))) = access.next_entry::<Spanned<Value>, Tree>()? {
                    let span = span_of(&key.referenced);
                    let key = match key.value.0 {
                        Kind::Text(text) | Kind::Decimal(text) => text,
                        Kind::Int(int) => int.to_string(),
                        Kind::Bool(b) => b.to_string(),
                        _ => return Err(de::Error::custom("a key must be a plain word")),
                    };
                    if map.insert(key.clone(), (span, node)).is_some() {
                        return Err(de::Error::custom(format!("`{key}` stands twice here")));
                    }
                }
                Ok(Value(Kind::Map(map)))
            }
        }
        deserializer.deserialize_any(Visitor)
    }
}
