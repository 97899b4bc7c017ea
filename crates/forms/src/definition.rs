//! What a form asks: sections with fields and tables, written as data or made by a context from its own rules.

use std::collections::{BTreeMap, BTreeSet};

use kernel::Yen;
use rules::{language::Text, words::Words};
use serde::{Deserialize, Serialize};

/// What something is called: in both languages where the form is data, by a message where a context makes it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Label {
    /// In both languages.
    Text(Text),
    /// The message.
    Message(String),
}

impl Label {
    /// The label in somebody's words.
    pub fn read(&self, words: &Words) -> String {
        match self {
            Self::Text(text) => words.lang.of(text).to_owned(),
            Self::Message(message) => words.get(message),
        }
    }
}

/// One of several answers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Choice {
    /// What is kept.
    pub value: String,
    /// What is read.
    pub label: Label,
}

/// How a field is filled in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Entry {
    /// A line of text.
    Line,
    /// Several lines.
    Text,
    /// 電話番号.
    Phone,
    /// メールアドレス.
    Mail,
    /// An amount of yen.
    Yen,
    /// A whole number between two, both counted: 点数, 人数.
    Number(i64, i64),
    /// A date.
    Date,
    /// A box to tick: `yes`, or nothing.
    Tick,
    /// One of several answers.
    Choice(Vec<Choice>),
}

/// A field of a form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Field {
    /// Its name in the response.
    pub name: String,
    /// What is asked.
    pub label: Label,
    /// What helps to answer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hint: Option<Label>,
    /// How it is filled in.
    pub entry: Entry,
    /// The most characters.
    #[serde(default = "longest")]
    pub at_most: usize,
    /// Whether it may be left out.
    #[serde(default)]
    pub optional: bool,
}

const fn longest() -> usize {
    200
}

/// A table whose rows people add. A cell's name is the table's, a row that begins with `r`, and the column's: `a.s.r1.from`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Table {
    /// How the names of its cells begin, with the point behind: `a.s.`.
    pub name: String,
    /// Its columns.
    pub columns: Vec<Field>,
}

/// A section: a page of the form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Section {
    /// Its name in addresses.
    pub name: String,
    /// What it is called.
    pub title: Label,
    /// Its fields.
    #[serde(default)]
    pub fields: Vec<Field>,
    /// Its tables.
    #[serde(default)]
    pub tables: Vec<Table>,
}

/// A form.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Form {
    /// Its sections, in their order.
    pub sections: Vec<Section>,
}

/// What of a response is to be mended.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct FormFaults {
    /// Fields in which nothing stands, and something has to.
    pub missing: Vec<String>,
    /// Fields that can't be read, and the message that says why.
    pub wrong: BTreeMap<String, &'static str>,
}

impl Field {
    /// A field that has to be filled in, with a message for its label.
    pub fn new(name: impl Into<String>, label: impl Into<String>, entry: Entry, at_most: usize) -> Self {
        Self { name: name.into(), label: Label::Message(label.into()), hint: None, entry, at_most, optional: false }
    }

    /// The same where it may be left out.
    #[must_use]
    pub fn optional(self) -> Self {
        Self { optional: true, ..self }
    }

    /// What is wrong with an answer: the message. Nothing is wrong with one that is not there.
    pub fn fault(&self, text: &str) -> Option<&'static str> {
        if text.is_empty() {
            return None;
        }
        match &self.entry {
            Entry::Date => {
                let day = kernel::date::parse_date(text).ok().filter(|day| (1950..2200).contains(&day.year()));
                day.is_none().then_some("wrong-date")
            }
            Entry::Yen => Yen::parse(text).err().map(|e| ui::unread(&e, "wrong-amount")),
            Entry::Number(least, most) => match kernel::number::count(text, &[]) {
                Ok(number) if (*least..=*most).contains(&number) => None,
                Ok(_) => Some("wrong-out-of-range"),
                Err(error) => Some(ui::unread(&error, "wrong-whole-number")),
            },
            Entry::Tick => (text != "yes").then_some("wrong-value"),
            Entry::Choice(all) => (!all.iter().any(|choice| choice.value == text)).then_some("wrong-value"),
            _ if text.chars().count() > self.at_most => Some("wrong-long"),
            Entry::Phone => (!is_phone(text)).then_some("wrong-phone-number"),
            Entry::Mail => platform::mail::bare_address(text).is_err().then_some("wrong-mail"),
            Entry::Line | Entry::Text => None,
        }
    }

    /// Notes what is to be mended of an answer.
    pub fn check(&self, text: &str, findings: &mut FormFaults) {
        if let Some(message) = self.fault(text) {
            findings.wrong.insert(self.name.clone(), message);
        } else if text.is_empty() && !self.optional {
            findings.missing.push(self.name.clone());
        }
    }
}

/// As many digits as a telephone has, whatever people write between and behind them.
fn is_phone(text: &str) -> bool {
    (9..=20).contains(&kernel::text::plain(text).bytes().filter(u8::is_ascii_digit).count())
}

impl Form {
    /// The field of a name; that of the column for a cell of a table, under the cell's name.
    pub fn field(&self, name: &str) -> Option<Field> {
        let own = self.sections.iter().flat_map(|section| &section.fields).find(|field| field.name == name);
        own.cloned().or_else(|| {
            let (table, row) = row_of(name)?;
            let found = self.sections.iter().flat_map(|section| &section.tables).find(|known| known.name == table)?;
            let column = name.strip_prefix(table)?.strip_prefix(row)?.strip_prefix('.')?;
            let field = found.columns.iter().find(|field| field.name == column)?;
            Some(Field { name: name.to_owned(), ..field.clone() })
        })
    }

    /// The section in which a field stands.
    pub fn section_of(&self, name: &str) -> Option<&Section> {
        let in_table = row_of(name).map(|(table, _)| table);
        let holds = |section: &&Section| {
            section.fields.iter().any(|field| field.name == name) || section.tables.iter().any(|table| Some(&*table.name) == in_table)
        };
        self.sections.iter().find(holds)
    }

    /// What of a response is to be mended. A row in which nothing stands asks for nothing.
    pub fn check(&self, values: &BTreeMap<String, String>) -> FormFaults {
        let mut findings = FormFaults::default();
        let value = |name: &str| values.get(name).map_or("", |value| value.trim());
        for section in &self.sections {
            for field in &section.fields {
                field.check(value(&field.name), &mut findings);
            }
            for table in &section.tables {
                let filled = values.iter().filter(|(_, value)| !value.trim().is_empty()).filter_map(|(name, _)| row_of(name));
                let rows: BTreeSet<&str> = filled.filter(|(known, _)| *known == table.name).map(|(_, row)| row).collect();
                for row in rows {
                    for column in &table.columns {
                        let name = format!("{}{row}.{}", table.name, column.name);
                        let text = value(&name).to_owned();
                        Field { name, ..column.clone() }.check(&text, &mut findings);
                    }
                }
            }
        }
        findings
    }
}

/// The table and the row in which a field stands: how the names of the table's cells begin, and the row.
pub fn row_of(field: &str) -> Option<(&str, &str)> {
    let mut start = 0;
    let parts = field.split('.').map(|part| {
        let here = start;
        start += part.len() + 1;
        (here, part)
    });
    let is_row =
        |part: &str| part.len() > 1 && part.len() <= 24 && part.starts_with('r') && part[1..].bytes().all(|b| b.is_ascii_hexdigit());
    let (at, row) = parts.filter(|(at, _)| *at > 0).find(|(at, part)| is_row(part) && field.len() > at + part.len())?;
    Some((&field[..at], row))
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may fail here")]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// A score sheet, as an agency would write it.
    const SHEET: &str = "
sections:
  - name: merit
    title: {ja: 審査項目, en: Merit}
    fields:
      - {name: novelty, label: {ja: 新規性, en: Novelty}, entry: {number: [0, 20]}}
      - {name: verdict, label: {ja: 総合, en: Verdict}, entry: {choice: [{value: a, label: {ja: 可, en: Accepted}}]}}
      - {name: comment, label: {ja: 所見, en: Comment}, entry: text, at_most: 5, optional: true}
      - {name: contact, label: {ja: 連絡先, en: Contact}, entry: mail, optional: true}
    tables:
      - name: visit.
        columns:
          - {name: day, label: {ja: 日, en: Day}, entry: date}
          - {name: yen, label: {ja: 額, en: Amount}, entry: yen, optional: true}
";

    fn sheet() -> Form {
        serde_saphyr::from_str(SHEET).unwrap()
    }

    fn check(values: &[(&str, &str)]) -> (Vec<String>, Vec<(String, &'static str)>) {
        let values = values.iter().map(|(n, v)| ((*n).to_owned(), (*v).to_owned())).collect();
        let findings = sheet().check(&values);
        (findings.missing, findings.wrong.into_iter().collect())
    }

    #[test]
    fn what_a_form_asks_is_data_and_what_is_answered_is_held_against_it() {
        assert_eq!(check(&[]).0, ["novelty", "verdict"], "tables and what may be left out ask for nothing");
        let wrong = |name: &str, value: &str| check(&[("novelty", "1"), ("verdict", "a"), (name, value)]).1;
        let one = |name: &str, message: &'static str| vec![(name.to_owned(), message)];
        assert_eq!(wrong("novelty", "20"), []);
        assert_eq!(wrong("novelty", "21"), one("novelty", "wrong-out-of-range"));
        assert_eq!(wrong("novelty", "多い"), one("novelty", "wrong-whole-number"));
        assert_eq!(wrong("verdict", "b"), one("verdict", "wrong-value"));
        assert_eq!(wrong("comment", "六文字である"), one("comment", "wrong-long"));
        assert_eq!(wrong("contact", "どこか"), one("contact", "wrong-mail"));
        assert_eq!(wrong("visit.r1.day", "いつか"), one("visit.r1.day", "wrong-date"));
        assert_eq!(check(&[("novelty", "1"), ("verdict", "a"), ("visit.r1.yen", "100")]).0, ["visit.r1.day"], "a row that was begun");
    }

    #[test]
    fn a_cell_is_found_by_its_name_and_so_is_its_section() {
        let form = sheet();
        assert_eq!(form.field("visit.r1a.day").unwrap().entry, Entry::Date);
        assert_eq!(form.field("visit.r1a.day").unwrap().name, "visit.r1a.day");
        assert_eq!([form.field("visit.r1a.none"), form.field("visit.x1.day"), form.field("none")], [None, None, None]);
        assert_eq!(form.section_of("visit.r1.day").unwrap().name, "merit");
        assert_eq!(form.section_of("elsewhere.r1.day"), None);
    }

    #[test]
    fn rows_are_told_from_other_names() {
        assert_eq!(row_of("a.s.r1f.from"), Some(("a.s.", "r1f")));
        assert_eq!(row_of("m12.x.r0.f.fact"), Some(("m12.x.", "r0")));
        for none in ["a.title", "r1.from", "a.s.r1", "a.s.rx.from", "a.s.r.from", "", "..", "a.sales.r"] {
            assert_eq!(row_of(none), None, "{none}");
        }
    }

    proptest! {
        #[test]
        fn no_answer_however_odd_stops_a_form(name in "[a-z.r0-9]{0,20}", value in "\\PC{0,40}") {
            let form = sheet();
            let values = BTreeMap::from([(name.clone(), value.clone())]);
            let findings = form.check(&values);
            prop_assert!(findings.wrong.keys().all(|wrong| *wrong == name));
            if let Some(field) = form.field(&name) {
                prop_assert_eq!(field.fault(value.trim()), findings.wrong.get(&name).copied());
            }
        }
    }
}
