//! The nouns: a company with its record, and how one state of it differs from another.

use std::collections::BTreeSet;

use kernel::CorporateNumber;
use platform::{
    Error, Instant,
    access::{Kind, Resource},
};
use rules::{
    application::{Given, GivenValue, Member},
    language::Scalar,
};
use serde::{Deserialize, Serialize};
use serde_json::Value;

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
    /// What showed that whoever acts for it may: `openid`, or the officer who looked, as the journal names them. None where
    /// nobody has looked yet.
    #[serde(default)]
    pub proven_by: Option<String>,
    /// Its facts, as an application names them.
    pub profile: Member,
    /// 連絡先: people whom one writes to and calls, with an account or without.
    #[serde(default)]
    pub contacts: Vec<Contact>,
    /// 事業所.
    #[serde(default)]
    pub establishments: Vec<Establishment>,
    /// Counts the changes, so that two editors do not undo each other.
    #[serde(default = "first")]
    pub version: i32,
}

const fn first() -> i32 {
    1
}

/// A person of a company whom one writes to and calls (担当者).
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Contact {
    /// 氏名.
    pub name: String,
    /// フリガナ.
    pub kana: String,
    /// 役職.
    pub title: String,
    /// 所属.
    pub department: String,
    /// メールアドレス.
    pub email: String,
    /// 電話番号, digits and hyphens.
    pub phone: String,
    /// What for.
    pub role: ContactRole,
}

/// What a contact is there for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ContactRole {
    /// 代表者.
    Representative,
    /// 申請担当者.
    #[default]
    Applications,
    /// 経理担当者.
    Accounting,
    /// その他.
    Other,
}

/// A place where a company works (事業所).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Establishment {
    /// What it is called.
    pub name: String,
    /// What it is.
    pub kind: EstablishmentKind,
    /// 郵便番号, seven digits; empty where nobody has said.
    #[serde(default)]
    pub postal_code: String,
    /// 都道府県.
    pub prefecture: String,
    /// 市区町村以下.
    #[serde(default)]
    pub address: String,
    /// 電話番号.
    #[serde(default)]
    pub phone: String,
    /// Regular employees there, in persons.
    #[serde(default)]
    pub employees: Option<u32>,
}

/// What an establishment is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EstablishmentKind {
    /// 本社・本店: the main one.
    Main,
    /// 支社・営業所.
    Branch,
    /// 工場.
    Factory,
    /// 研究所.
    Laboratory,
    /// 店舗.
    Shop,
    /// その他.
    Other,
}

/// The facts that the list of establishments says, where there is one.
pub const FROM_ESTABLISHMENTS: [&str; 2] = ["establishment_prefectures", "main_establishment_prefecture"];

impl Company {
    /// A company of which only a name is known.
    pub fn new(id: String, name: String, number: Option<CorporateNumber>) -> Self {
        let profile = Member { id: "a".to_owned(), name: Some(name.clone()), ..Member::default() };
        Self {
            id,
            name,
            number,
            merged_into: None,
            proven_by: None,
            profile,
            contacts: Vec::new(),
            establishments: Vec::new(),
            version: first(),
        }
    }

    /// Gives it a fact that is one word.
    pub fn set_word(&mut self, fact: &str, word: &str) {
        let value = GivenValue::One(Scalar::Text(word.to_owned()));
        self.profile.facts.insert(fact.to_owned(), Given { value, source: None });
    }

    /// One fact that is one word.
    pub fn word(&self, fact: &str) -> Option<String> {
        match &self.profile.facts.get(fact)?.value {
            GivenValue::One(scalar) => Some(scalar.to_string()),
            GivenValue::Many(_) => None,
        }
    }

    /// Lets what stands in one place only be the same everywhere: the name in its facts, the prefectures of its establishments.
    pub fn settle(&mut self) {
        self.profile.name = Some(self.name.clone());
        if self.establishments.is_empty() {
            return;
        }
        let codes: BTreeSet<&String> = self.establishments.iter().map(|e| &e.prefecture).collect();
        let many = GivenValue::Many(codes.into_iter().map(|c| Scalar::Text(c.clone())).collect());
        let [all, main] = FROM_ESTABLISHMENTS;
        if let Some(place) = self.establishments.iter().find(|e| e.kind == EstablishmentKind::Main) {
            let code = place.prefecture.clone();
            self.set_word(main, &code);
        }
        self.profile.facts.insert(all.to_owned(), Given { value: many, source: None });
    }
}

/// A part of a company's record that was changed: what it said before and after.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Changed {
    /// The name of the fact, or one of [`LISTS`], or `name` or `number`.
    pub part: String,
    /// What it said before; nothing where nothing was known.
    pub before: Value,
    /// What it says from then on.
    pub after: Value,
}

/// A change of a company's record.
#[derive(Debug, Clone, PartialEq)]
pub struct Change {
    /// The version from then on.
    pub version: i32,
    /// The instant of the change.
    pub at: Instant,
    /// Who decided it, as the journal names them.
    pub actor: String,
    /// Who typed it, where that was somebody else.
    pub typed_by: Option<String>,
    /// The facts that were changed, before and after.
    pub changes: Vec<Changed>,
}

/// The parts of a record that are lists.
pub const LISTS: [&str; 4] = ["shareholders", "officers", "contacts", "establishments"];

fn value(of: impl Serialize) -> Value {
    serde_json::to_value(of).unwrap_or_default()
}

/// What a part of a record says.
fn part(company: &Company, name: &str) -> Value {
    match name {
        "name" => value(&company.name),
        "number" => value(company.number),
        "shareholders" => value(&company.profile.shareholders),
        "officers" => value(&company.profile.officers),
        "contacts" => value(&company.contacts),
        "establishments" => value(&company.establishments),
        fact => value(company.profile.facts.get(fact).map(|g| &g.value)),
    }
}

/// What differs between two states of a company's record.
pub fn difference(before: &Company, after: &Company) -> Vec<Changed> {
    let facts: BTreeSet<&str> = before.profile.facts.keys().chain(after.profile.facts.keys()).map(String::as_str).collect();
    let names = ["name", "number"].into_iter().chain(facts).chain(LISTS);
    let all = names.map(|name| Changed { part: name.to_owned(), before: part(before, name), after: part(after, name) });
    all.filter(|c| c.before != c.after).collect()
}

/// Lets a record say what a change says. The parts that say something else by now than the change saw are told; nothing is
/// changed then.
pub fn apply(company: &mut Company, changes: &[Changed]) -> Result<(), Vec<String>> {
    let moved: Vec<String> = changes.iter().filter(|c| part(company, &c.part) != c.before).map(|c| c.part.clone()).collect();
    if !moved.is_empty() {
        return Err(moved);
    }
    let mut changed = company.clone();
    for change in changes {
        put(&mut changed, &change.part, change.after.clone()).map_err(|_| vec![change.part.clone()])?;
    }
    *company = changed;
    Ok(())
}

fn put(company: &mut Company, name: &str, after: Value) -> Result<(), serde_json::Error> {
    match name {
        "name" => company.name = serde_json::from_value(after)?,
        "number" => company.number = serde_json::from_value(after)?,
        "shareholders" => company.profile.shareholders = serde_json::from_value(after)?,
        "officers" => company.profile.officers = serde_json::from_value(after)?,
        "contacts" => company.contacts = serde_json::from_value(after)?,
        "establishments" => company.establishments = serde_json::from_value(after)?,
        fact => match serde_json::from_value::<Option<Given>>(after)? {
            Some(given) => {
                company.profile.facts.insert(fact.to_owned(), given);
            }
            None => {
                company.profile.facts.shift_remove(fact);
            }
        },
    }
    Ok(())
}

impl Resource for Company {
    const KIND: Kind = Kind::ORGANISATION;
    fn id(&self) -> &str {
        &self.id
    }
}

/// The companies with which a new installation is tried out.
pub fn samples() -> Result<Vec<Company>, serde_json::Error> {
    serde_json::from_str(include_str!("samples.json"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn company() -> Company {
        let mut company = Company::new("x".to_owned(), "下野精密".to_owned(), None);
        company.set_word("kind", "company");
        company
    }

    fn establishment(kind: EstablishmentKind, prefecture: &str) -> Establishment {
        let (name, prefecture) = ("本社".to_owned(), prefecture.to_owned());
        Establishment { name, kind, prefecture, postal_code: String::new(), address: String::new(), phone: String::new(), employees: None }
    }

    #[test]
    fn a_difference_that_is_applied_makes_the_other_state_and_one_that_came_too_late_says_where() {
        let before = company();
        let mut after = before.clone();
        after.name = "下野精密工業".to_owned();
        after.set_word("size_class", "sme");
        after.profile.facts.shift_remove("kind");
        after.establishments = vec![establishment(EstablishmentKind::Main, "09"), establishment(EstablishmentKind::Factory, "08")];
        after.contacts = vec![Contact { name: "下野 花子".to_owned(), ..Contact::default() }];
        after.profile.officers = Some(Vec::new());
        after.settle();
        let changes = difference(&before, &after);
        let mut changed = before.clone();
        assert_eq!(apply(&mut changed, &changes), Ok(()));
        changed.settle();
        assert_eq!(changed, after);
        assert_eq!(difference(&changed, &after), []);
        let late = apply(&mut changed, &changes);
        assert!(late.is_err_and(|parts| parts.contains(&"name".to_owned()) && parts.contains(&"contacts".to_owned())));
        assert_eq!(changed, after, "nothing is changed by half");
        assert_eq!(after.word("main_establishment_prefecture").as_deref(), Some("09"));
    }
}

/// What a merge needs to be undone.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Undo {
    /// What the remaining company took over.
    pub(crate) changes: Vec<Changed>,
    /// The number of the company that went.
    pub(crate) number: Option<CorporateNumber>,
    /// Roles that moved: who held what.
    pub(crate) roles: Vec<(String, String)>,
    /// Certifications that moved.
    pub(crate) certifications: Vec<String>,
}

/// A name as people mean it: without the form of the company, spaces and widths.
pub fn name_key(name: &str) -> String {
    kernel::text::company(name)
}

/// A name as a company may have one.
pub(crate) fn validated_name(text: &str) -> Result<String, Error> {
    let name: String = kernel::text::typed(text.trim()).chars().filter(|c| !c.is_control()).take(200).collect();
    if name.is_empty() { Err(Error::Wrong { field: "name", message: "wrong-company-name" }) } else { Ok(name) }
}
