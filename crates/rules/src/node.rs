//! A YAML or JSON file as a tree that remembers where everything stood.
//!
//! The reader beneath counts depth, nodes and aliases, so that a small file can't unfold into a large
//! one; sizes are bounded before it starts.

use std::fmt;

use indexmap::IndexMap;
use serde::{Deserialize, Deserializer, de};
use serde_saphyr::{
    Spanned,
    options::{DuplicateKeyPolicy, NonFiniteFloatPolicy},
};

use crate::diagnostic::{Diagnostic, Span, shown};

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
    Map(Box<IndexMap<String, (Span, Node)>>),
}

impl Node {
    /// A value without a place.
    pub fn bare(kind: Kind) -> Self {
        Self { kind, span: Span::default() }
    }

    /// How many keys and values it holds, itself included.
    pub fn size(&self) -> usize {
        match &self.kind {
            Kind::List(list) => 1 + list.iter().map(Self::size).sum::<usize>(),
            Kind::Map(map) => 1 + map.values().map(|(_, node)| 1 + node.size()).sum::<usize>(),
            _ => 1,
        }
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
        // Both entries of a key that stands twice arrive, so that it is told here, in words for who writes the file.
        duplicate_keys: DuplicateKeyPolicy::LastWins,
        // NaN and the like are texts that no field takes.
        non_finite_float_policy: NonFiniteFloatPolicy::AsString,
        with_snippet: false,
        budget: serde_saphyr::budget! {
            max_anchors: 100,
            max_aliases: 100,
            max_depth: MOST_DEPTH,
            max_nodes: MOST_NODES,
            max_documents: 1,
            max_total_scalar_bytes: MOST_BYTES,
            max_events: 3 * MOST_NODES,
        },
    };
    let Tree(mut node, slip) = serde_saphyr::from_str_with_options(text, options).map_err(|error| {
        let span = error.location().map_or(start, |l| span_of(&l));
        let (code, message, help) = plainly(&error);
        let span = told_line(text, &error.to_string()).unwrap_or(span);
        let fault = Diagnostic::error(code, span, message);
        Box::new(if help.is_empty() { fault } else { fault.help(help) })
    })?;
    if let Some(slip) = slip {
        return Err(slip);
    }
    as_written(&mut node, text);
    Ok(node)
}

/// Files nested deeper than this are refused.
pub const MOST_DEPTH: usize = 64;
/// Files with more keys and values than this are refused: many times those of the largest application.
pub const MOST_NODES: usize = 250_000;
/// Keys longer than this are slips; paths and messages are made of keys.
const MOST_KEY: usize = 600;

/// What the reader beneath says, in words for who writes the file: code, message, hint.
fn plainly(error: &serde_saphyr::Error) -> (&'static str, String, &'static str) {
    use serde_saphyr::Error;
    let too_deep = || ("too-deep", format!("the file is nested deeper than {MOST_DEPTH} levels"), "");
    match error {
        Error::Budget { breach, .. } => match format!("{breach:?}") {
            b if b.starts_with("Depth") => too_deep(),
            b if b.starts_with("Documents") => {
                ("not-yaml", "the file holds more than one document".to_owned(), "a line of `---` begins another one: take it away")
            }
            b if b.starts_with("Aliases") || b.starts_with("Anchors") || b.starts_with("MergeKeys") => {
                ("not-yaml", "the file refers to itself more often than is read".to_owned(), "write out what `*name` stands for")
            }
            _ => {
                ("too-large", format!("the file holds more than the {MOST_NODES} keys and values that are read"), "divide it into several")
            }
        },
        Error::AliasReplayLimitExceeded { .. }
        | Error::AliasExpansionLimitExceeded { .. }
        | Error::AliasReplayStackDepthExceeded { .. } => {
            ("not-yaml", "the file unfolds into more than is read".to_owned(), "write out what `*name` stands for")
        }
        Error::MultipleDocuments { .. } => {
            ("not-yaml", "the file holds more than one document".to_owned(), "a line of `---` begins another one: take it away")
        }
        other => {
            let message = other.to_string();
            let message = message.lines().next().unwrap_or("the file can't be read");
            if message.contains("recursion limit") || message.contains("nesting") {
                return too_deep();
            }
            if message.contains("mapping values are not allowed") {
                let help = "a text with a colon and a space in it belongs in quotes";
                return ("not-yaml", "a colon stands where no field can begin".to_owned(), help);
            }
            // The reader's own settings are none of a writer's business.
            let message = message.split_once(", set ").or_else(|| message.split_once("; set ")).map_or(message, |m| m.0).to_owned();
            ("not-yaml", message, "")
        }
    }
}

/// Gives numbers with a point back as they were written: 500.000 is not 500 to who wrote it.
fn as_written(node: &mut Node, text: &str) {
    match &mut node.kind {
        Kind::Decimal(number) => {
            if let Some(written) = text.get(node.span.start..node.span.end).map(str::trim).filter(|w| w.starts_with(is_of_number)) {
                written.clone_into(number);
            }
        }
        Kind::List(list) => list.iter_mut().for_each(|n| as_written(n, text)),
        Kind::Map(map) => map.values_mut().for_each(|(_, n)| as_written(n, text)),
        _ => {}
    }
}

const fn is_of_number(c: char) -> bool {
    matches!(c, '0'..='9' | '.' | '-' | '+')
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

/// A tree, and the first slip in it that only its mappings show.
struct Tree(Node, Option<Box<Diagnostic>>);

impl<'de> Deserialize<'de> for Tree {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let spanned = Spanned::<Value>::deserialize(deserializer)?;
        Ok(Self(Node { kind: spanned.value.0, span: span_of(&spanned.referenced) }, spanned.value.1))
    }
}

struct Value(Kind, Option<Box<Diagnostic>>);

impl Value {
    const fn of(kind: Kind) -> Self {
        Self(kind, None)
    }
}

impl<'de> Deserialize<'de> for Value {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Visitor;
        impl<'de> de::Visitor<'de> for Visitor {
            type Value = Value;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a value")
            }
            fn visit_unit<E>(self) -> Result<Value, E> {
                Ok(Value::of(Kind::Null))
            }
            fn visit_none<E>(self) -> Result<Value, E> {
                Ok(Value::of(Kind::Null))
            }
            fn visit_some<D: Deserializer<'de>>(self, d: D) -> Result<Value, D::Error> {
                Value::deserialize(d)
            }
            fn visit_bool<E>(self, v: bool) -> Result<Value, E> {
                Ok(Value::of(Kind::Bool(v)))
            }
            fn visit_i64<E>(self, v: i64) -> Result<Value, E> {
                Ok(Value::of(Kind::Int(v)))
            }
            fn visit_u64<E>(self, v: u64) -> Result<Value, E> {
                Ok(Value::of(i64::try_from(v).map_or_else(|_| Kind::Text(v.to_string()), Kind::Int)))
            }
            fn visit_i128<E>(self, v: i128) -> Result<Value, E> {
                Ok(Value::of(Kind::Text(v.to_string())))
            }
            fn visit_u128<E>(self, v: u128) -> Result<Value, E> {
                Ok(Value::of(Kind::Text(v.to_string())))
            }
            fn visit_f64<E>(self, v: f64) -> Result<Value, E> {
                Ok(Value::of(Kind::Decimal(format!("{v:?}"))))
            }
            fn visit_str<E>(self, v: &str) -> Result<Value, E> {
                Ok(Value::of(Kind::Text(v.to_owned())))
            }
            fn visit_string<E>(self, v: String) -> Result<Value, E> {
                Ok(Value::of(Kind::Text(v)))
            }
            fn visit_seq<A: de::SeqAccess<'de>>(self, mut seq: A) -> Result<Value, A::Error> {
                let (mut list, mut slip) = (Vec::new(), None);
                while let Some(Tree(node, found)) = seq.next_element()? {
                    slip = slip.or(found);
                    list.push(node);
                }
                Ok(Value(Kind::List(list), slip))
            }
            fn visit_map<A: de::MapAccess<'de>>(self, mut access: A) -> Result<Value, A::Error> {
                let (mut map, mut slip) = (IndexMap::new(), None);
                while let Some((key, Tree(node, found))) = access.next_entry::<Spanned<Value>, Tree>()? {
                    slip = slip.or(found);
                    let span = span_of(&key.referenced);
                    let wrong = |message: String, help: &str| Some(Box::new(Diagnostic::error("wrong-key", span, message).help(help)));
                    let key = match key.value.0 {
                        Kind::Text(text) | Kind::Decimal(text) => text,
                        Kind::Int(int) => int.to_string(),
                        Kind::Bool(b) => b.to_string(),
                        _ => {
                            slip = slip.or_else(|| wrong("a key must be a plain word".to_owned(), "a value in { } or [ ] can't be a key"));
                            continue;
                        }
                    };
                    if key.len() > MOST_KEY {
                        let message = format!("`{}` is too long for a key", shown(&key));
                        slip = slip.or_else(|| wrong(message, "a text that goes on after a colon and a space belongs in quotes"));
                        continue;
                    }
                    if map.contains_key(&key) {
                        slip = slip.or_else(|| Some(Box::new(Diagnostic::error("duplicate-key", span, twice(&key)).help(once(&key)))));
                        continue;
                    }
                    map.insert(key, (span, node));
                }
                Ok(Value(Kind::Map(Box::new(map)), slip))
            }
        }
        deserializer.deserialize_any(Visitor)
    }
}

fn twice(key: &str) -> String {
    format!("`{}` stands twice here", shown(key))
}

/// What to do about a key that stands twice. A key of digits comes from an amount with commas in `{ }`.
fn once(key: &str) -> &'static str {
    if key.starts_with(|c: char| c.is_ascii_digit()) { AMOUNT_IN_BRACES } else { "take one of them away" }
}

/// What to do about an amount that fell apart at its commas.
pub(crate) const AMOUNT_IN_BRACES: &str =
    "a comma ends a value in { }: put an amount with commas in quotes, \"8,000,000\", or leave the commas out";

impl<'de> Deserializer<'de> for &'de Node {
    type Error = de::value::Error;

    fn deserialize_any<V: de::Visitor<'de>>(self, visitor: V) -> Result<V::Value, Self::Error> {
        match &self.kind {
            Kind::Null => visitor.visit_unit(),
            Kind::Bool(b) => visitor.visit_bool(*b),
            Kind::Int(i) => visitor.visit_i64(*i),
            Kind::Decimal(text) | Kind::Text(text) => visitor.visit_borrowed_str(text),
            Kind::List(list) => visitor.visit_seq(de::value::SeqDeserializer::new(list.iter())),
            Kind::Map(map) => visitor.visit_map(entries(map)),
        }
    }

    fn deserialize_option<V: de::Visitor<'de>>(self, visitor: V) -> Result<V::Value, Self::Error> {
        if self.kind == Kind::Null { visitor.visit_none() } else { visitor.visit_some(self) }
    }

    fn deserialize_newtype_struct<V: de::Visitor<'de>>(self, _: &'static str, visitor: V) -> Result<V::Value, Self::Error> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_enum<V: de::Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Self::Error> {
        match &self.kind {
            Kind::Text(text) => visitor.visit_enum(de::value::BorrowedStrDeserializer::new(text)),
            Kind::Map(map) => visitor.visit_enum(de::value::MapAccessDeserializer::new(entries(map))),
            _ => self.deserialize_any(visitor),
        }
    }

    serde::forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit unit_struct seq tuple tuple_struct
        map struct identifier ignored_any
    }
}

type Entries = IndexMap<String, (Span, Node)>;

fn entries(map: &Entries) -> impl de::MapAccess<'_, Error = de::value::Error> {
    de::value::MapDeserializer::new(map.iter().map(|(key, (_, node))| (key.as_str(), node)))
}

impl<'de> de::IntoDeserializer<'de> for &'de Node {
    type Deserializer = Self;
    fn into_deserializer(self) -> Self {
        self
    }
}
