//! Fields as pages show them; the macros that draw them stand in `form_fields.html`.

use std::collections::{BTreeMap, HashMap};

use kernel::text::separated;
use web::RequestContext;

use crate::{
    definition::{Entry, Field},
    response::{Conflict, FieldValues},
};

/// A field of a page.
#[derive(Debug, Clone, Default)]
pub struct FieldView {
    /// Its name in the form.
    pub name: String,
    /// Its id in the page.
    pub id: String,
    /// What is asked.
    pub label: String,
    /// What helps to answer.
    pub hint: String,
    /// `line`, `area`, `yen`, `tick` or `select`.
    pub kind: &'static str,
    /// What stands there.
    pub value: String,
    /// The version that is seen.
    pub version: i32,
    /// The choices: value and words.
    pub options: Vec<(String, String)>,
    /// The most characters; 0 where nobody counts.
    pub most: usize,
    /// Whether it may be left out.
    pub optional: bool,
    /// What is wrong with it.
    pub error: Option<String>,
    /// What somebody else typed there meanwhile: what, and who when.
    pub theirs: Option<(String, String)>,
}

impl FieldView {
    /// Whether a value is among the choices.
    pub fn offers(&self, value: &str) -> bool {
        self.options.iter().any(|o| o.0 == value)
    }
}

/// What the fields of a page are drawn from: what stands there, what was typed and is not kept yet, and what is wrong with it.
#[derive(Debug, Clone, Copy)]
pub struct ResponseView<'s> {
    /// Who looks, in which words.
    pub context: &'s RequestContext,
    /// What stands there.
    pub values: &'s FieldValues,
    /// What was typed and is not kept yet: it goes before.
    pub typed: &'s HashMap<String, String>,
    /// What somebody else typed meanwhile.
    pub conflicts: &'s [Conflict],
    /// What can't be read, and the message that says why.
    pub wrong: &'s BTreeMap<String, &'static str>,
    /// What is missing.
    pub missing: &'s [String],
    /// Whether what is missing is told: not to those who only begin.
    pub strict: bool,
}

impl ResponseView<'_> {
    /// What stands in a field on the page.
    pub fn value(&self, name: &str) -> String {
        self.typed.get(name).map_or_else(|| self.values.get(name).map(|v| v.value.clone()).unwrap_or_default(), Clone::clone)
    }

    /// A field by its name.
    pub fn view(&self, name: &str, label: String, kind: &'static str) -> FieldView {
        let stands = self.values.get(name);
        let value = self.value(name);
        let conflict = self.conflicts.iter().find(|c| c.name == name);
        let wrong = self.wrong.get(name).map(|key| self.context.word(key)).filter(|_| !value.trim().is_empty());
        let missing = self.strict && value.trim().is_empty() && self.missing.iter().any(|m| m == name);
        let describe = |c: &Conflict| {
            let who = format!("{} {}", self.context.called(&c.who), self.context.moment(c.theirs.at));
            (c.theirs.value.clone(), who)
        };
        FieldView {
            id: name.replace('.', "-"),
            name: name.to_owned(),
            label,
            kind,
            version: conflict.map_or_else(|| stands.map_or(0, |v| v.version), |c| c.theirs.version),
            error: wrong.or_else(|| missing.then(|| self.context.word("wrong-missing"))),
            theirs: conflict.map(describe),
            value,
            ..FieldView::default()
        }
    }

    /// A field as a form asks for it.
    pub fn field(&self, field: &Field) -> FieldView {
        let words = &self.context.words;
        let (kind, options) = match &field.entry {
            Entry::Line | Entry::Phone | Entry::Mail | Entry::Date | Entry::Number(..) => ("line", Vec::new()),
            Entry::Text => ("area", Vec::new()),
            Entry::Yen => ("yen", Vec::new()),
            Entry::Tick => ("tick", Vec::new()),
            Entry::Choice(all) => ("select", all.iter().map(|c| (c.value.clone(), c.label.read(words))).collect()),
        };
        let most = || words.with("at-most-characters", &[("n", separated(i64::try_from(field.at_most).unwrap_or(i64::MAX)))]);
        let hint = field.hint.as_ref().map(|hint| hint.read(words));
        let hint: Vec<String> = hint.into_iter().chain((field.entry == Entry::Text).then(most)).collect();
        FieldView {
            most: field.at_most,
            optional: field.optional,
            hint: hint.join(" "),
            options,
            ..self.view(&field.name, field.label.read(words), kind)
        }
    }
}
