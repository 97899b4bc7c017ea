//! Values that differ from applicant to applicant: by group, by a number, by a word.
//!
//! One mechanism wherever a call gives a table: rates and caps by kind of applicant, a cap by the number of employees, unit prices by
//! grade, what holds from a day on. Rows may be tables again (規模別×従業員数別).

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de, de::DeserializeOwned, ser::SerializeMap};
use serde_json::Value as Json;

use super::{Map, Scalar};

/// A value, or a table that says for whom which value holds (区分表).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Table<T> {
    /// The same for all.
    Value(T),
    /// By group: the first row that fits. `{small: 2/3, everyone: 1/2}`.
    Groups(Map<Self>),
    /// By a fact: `{by: employees, up_to: {5: 7500000, 20: 10000000}, above: 15000000}`.
    Fact(ByFact<T>),
}

/// Rows by the value of a fact.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ByFact<T> {
    /// The fact.
    pub by: String,
    /// How rows are met.
    pub rows_are: Rows,
    /// The rows; numbers and days from the smallest up.
    pub rows: Vec<(Scalar, Table<T>)>,
    /// Where no row is met: `above`, `from`, `otherwise`; nothing where it is left out.
    pub rest: Option<Box<Table<T>>>,
}

/// How the rows of a table by a fact are met.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rows {
    /// `up_to`, and `above` for the rest: 5人以下, 6人以上20人以下, 21人以上.
    UpTo,
    /// `below`, and `from` for the rest: 5人未満, 5人以上20人未満, 20人以上.
    Below,
    /// `is`, and `otherwise` for the rest: words of a choice, prefectures, industries.
    Is,
}

impl Rows {
    /// The words for the rows and for the rest.
    pub const fn words(self) -> (&'static str, &'static str) {
        match self {
            Self::UpTo => ("up_to", "above"),
            Self::Below => ("below", "from"),
            Self::Is => ("is", "otherwise"),
        }
    }

    const ALL: [Self; 3] = [Self::UpTo, Self::Below, Self::Is];
}

impl<T> Default for Table<T> {
    /// A table without a row.
    fn default() -> Self {
        Self::Groups(Map::new())
    }
}

impl<T> Table<T> {
    /// Whether it has no row at all.
    pub fn is_none(&self) -> bool {
        matches!(self, Self::Groups(rows) if rows.is_empty())
    }

    /// Every value with the words of the rows that lead to it, from the top.
    pub fn values(&self) -> Vec<(Vec<Row<'_>>, &T)> {
        let mut all = Vec::new();
        self.gather(&mut Vec::new(), &mut all);
        all
    }

    fn gather<'t>(&'t self, way: &mut Vec<Row<'t>>, all: &mut Vec<(Vec<Row<'t>>, &'t T)>) {
        let mut below = |row: Row<'t>, table: &'t Self| {
            way.push(row);
            table.gather(way, all);
            way.pop();
        };
        match self {
            Self::Value(value) => all.push((way.clone(), value)),
            Self::Groups(rows) => rows.iter().for_each(|(group, table)| below(Row::Group(group), table)),
            Self::Fact(of) => {
                of.rows.iter().for_each(|(key, table)| below(Row::Fact { by: &of.by, rows: of.rows_are, key: Some(key) }, table));
                if let Some(rest) = &of.rest {
                    below(Row::Fact { by: &of.by, rows: of.rows_are, key: None }, rest);
                }
            }
        }
    }

    /// The groups that rows name, anywhere in it.
    pub fn groups(&self) -> Vec<&str> {
        match self {
            Self::Value(_) => Vec::new(),
            Self::Groups(rows) => rows.iter().flat_map(|(group, table)| std::iter::once(group.as_str()).chain(table.groups())).collect(),
            Self::Fact(of) => of.rows.iter().map(|(_, t)| t).chain(of.rest.as_deref()).flat_map(Self::groups).collect(),
        }
    }

    /// The tables by a fact that stand anywhere in it, each with the path below `path` at which it stands.
    pub fn by_facts<'t>(&'t self, path: &str) -> Vec<(String, &'t ByFact<T>)> {
        match self {
            Self::Value(_) => Vec::new(),
            Self::Groups(rows) => rows.iter().flat_map(|(group, table)| table.by_facts(&format!("{path}.{group}"))).collect(),
            Self::Fact(of) => {
                let (rows, rest) = of.rows_are.words();
                let inner = of.rows.iter().flat_map(|(key, table)| table.by_facts(&format!("{path}.{rows}.{key}")));
                let last = of.rest.iter().flat_map(|table| table.by_facts(&format!("{path}.{rest}")));
                std::iter::once((path.to_owned(), of)).chain(inner).chain(last).collect()
            }
        }
    }
}

/// A row of a table.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Row<'t> {
    /// A group.
    Group(&'t str),
    /// A value of a fact; none for the rest.
    Fact {
        /// The fact.
        by: &'t str,
        /// How it is met.
        rows: Rows,
        /// The row.
        key: Option<&'t Scalar>,
    },
}

fn scalar(key: &str) -> Scalar {
    match key {
        "true" => Scalar::Bool(true),
        "false" => Scalar::Bool(false),
        _ => key.parse().ok().filter(|n: &i64| n.to_string() == key).map_or_else(|| Scalar::Text(key.to_owned()), Scalar::Int),
    }
}

impl<T: DeserializeOwned> Table<T> {
    fn of(json: Json) -> Result<Self, String> {
        let Json::Object(map) = &json else { return serde_json::from_value(json).map(Self::Value).map_err(|e| e.to_string()) };
        let Some(by) = map.get("by") else {
            // What is a value of its own is no table: brackets, an amount for each unit.
            if let Ok(value) = serde_json::from_value(json.clone()) {
                return Ok(Self::Value(value));
            }
            let Json::Object(map) = json else { return Err("a table is a mapping".to_owned()) };
            let rows = map.into_iter().map(|(group, row)| Ok((group, Self::of(row)?)));
            return rows.collect::<Result<_, String>>().map(Self::Groups);
        };
        let by = by.as_str().ok_or("`by` names a fact")?.to_owned();
        let rows_are = Rows::ALL.into_iter().find(|r| map.contains_key(r.words().0));
        let rows_are = rows_are.ok_or("a table by a fact has rows: `up_to`, `below` or `is`")?;
        let (rows, rest) = rows_are.words();
        if let Some(other) = map.keys().find(|k| !["by", rows, rest].contains(&k.as_str())) {
            return Err(format!("`{other}` does not stand beside `{rows}`"));
        }
        let Some(Json::Object(keys)) = map.get(rows) else { return Err(format!("`{rows}` is a mapping of values")) };
        let rows = keys.iter().map(|(key, row)| Ok((scalar(key), Self::of(row.clone())?))).collect::<Result<_, String>>()?;
        let rest = map.get(rest).cloned().map(Self::of).transpose()?.map(Box::new);
        Ok(Self::Fact(ByFact { by, rows_are, rows, rest }))
    }
}

impl<'de, T: DeserializeOwned> Deserialize<'de> for Table<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::of(Json::deserialize(deserializer)?).map_err(de::Error::custom)
    }
}

impl<T: Serialize> Serialize for Table<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Value(value) => value.serialize(serializer),
            Self::Groups(rows) => rows.serialize(serializer),
            Self::Fact(of) => {
                let (rows, rest) = of.rows_are.words();
                let mut map = serializer.serialize_map(None)?;
                map.serialize_entry("by", &of.by)?;
                let keyed: Map<&Self> = of.rows.iter().map(|(key, table)| (key.to_string(), table)).collect();
                map.serialize_entry(rows, &keyed)?;
                if let Some(table) = &of.rest {
                    map.serialize_entry(rest, table)?;
                }
                map.end()
            }
        }
    }
}

impl<T: JsonSchema> JsonSchema for Table<T> {
    fn schema_name() -> Cow<'static, str> {
        format!("TableOf{}", T::schema_name()).into()
    }
    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let (value, table) = (generator.subschema_for::<T>(), generator.subschema_for::<Self>());
        let rows = json_schema!({ "type": "object", "additionalProperties": table });
        let by_fact = |words: (&str, &str)| {
            json_schema!({
                "type": "object",
                "properties": { "by": { "description": "The fact.", "type": "string" }, words.0: rows, words.1: table },
                "required": ["by", words.0],
                "additionalProperties": false
            })
        };
        let [up_to, below, is] = Rows::ALL.map(|r| by_fact(r.words()));
        json_schema!({
            "description": "A value for all; rows by group, the first that fits (`{small: 2/3, everyone: 1/2}`); or rows by a fact: `{by: employees, up_to: {5: …, 20: …}, above: …}` (以下), `{by: …, below: {…}, from: …}` (未満), `{by: …, is: {word: …}, otherwise: …}`. Rows may be tables again.",
            "anyOf": [value, rows, up_to, below, is]
        })
    }
}
