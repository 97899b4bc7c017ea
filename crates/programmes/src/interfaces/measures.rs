//! Measures as the interface of our own tells them (`/api/v1`).

use jiff::civil::Date;
use rules::{
    language::{Text, When},
    measure::{Eligible, Field, Measure, MeasureGroup, MeasureKind, Openness, Purpose, Stage},
    words::Lang,
};
use schemars::JsonSchema;
use serde::Serialize;

use crate::measures::Entry;

/// A measure in a list.
#[derive(Debug, Serialize, JsonSchema)]
pub struct MeasureSummary<'m> {
    /// Its identifier.
    pub id: &'m str,
    /// 施策の種類.
    pub kind: MeasureKind,
    /// 分類.
    #[schemars(with = "String")]
    pub group: &'static str,
    /// 名称.
    pub name: &'m Text,
    /// What one gets and for whom.
    pub says: &'m Text,
    /// 実施機関.
    pub operator: &'m Text,
    /// 年度, by the year in which it begins.
    pub fiscal_year: i16,
    /// How it stands today: `open`, `all_year`, `coming`, `closed`.
    #[schemars(with = "String")]
    pub openness: Openness,
    /// 募集開始: the first day it can be.
    #[schemars(with = "Option<String>")]
    pub opens_on: Option<Date>,
    /// 募集終了: the last day it can be.
    #[schemars(with = "Option<String>")]
    pub closes_on: Option<Date>,
    /// 上限額, in yen.
    pub most_yen: Option<i64>,
    /// 目的.
    pub purposes: &'m [Purpose],
    /// 事業の段階.
    pub stages: &'m [Stage],
    /// 分野.
    pub fields: &'m [Field],
    /// 対象者.
    pub eligible: &'m Eligible,
    /// What it belongs to.
    pub parent: Option<&'m str>,
    /// Its page.
    pub page: String,
}

/// A page of a list.
#[derive(Debug, Serialize, JsonSchema)]
pub struct MeasureList<'m> {
    /// How many there are in all.
    pub total: usize,
    /// Those of this page.
    pub items: Vec<MeasureSummary<'m>>,
    /// The address of the next page, where there is one.
    pub next: Option<String>,
}

/// A measure with all its facts.
#[derive(Debug, Serialize, JsonSchema)]
pub struct MeasureDetail<'m> {
    /// What a list says of it.
    #[serde(flatten)]
    pub summary: MeasureSummary<'m>,
    /// The document that it cites: its identifier and title.
    pub document: &'m str,
    /// The title of that document.
    pub document_title: &'m Text,
    /// The measure as it stands in the catalogue, every fact with its unit and citation.
    pub measure: &'m Measure,
    /// What belongs to it.
    pub children: Vec<&'m str>,
}

impl<'m> MeasureSummary<'m> {
    /// As an entry is told on a day; `link` makes an address of a path.
    pub fn new(entry: &'m Entry, parent: Option<&'m str>, today: Date, link: impl Fn(&str) -> String) -> Self {
        let measure = &entry.measure;
        let window = measure.window.as_ref();
        let first = |when: Option<&When>| when.map(|when| when.first);
        Self {
            id: &entry.id,
            kind: measure.kind,
            group: MeasureGroup::word(measure.kind.group()),
            name: &measure.name,
            says: &measure.says,
            operator: &entry.operator,
            fiscal_year: entry.fiscal_year.get(),
            openness: entry.openness(today),
            opens_on: window.and_then(|window| first(window.from.as_ref())),
            closes_on: window.and_then(|window| window.to.as_ref()).map(|when| when.last),
            most_yen: entry.most_yen().map(kernel::Yen::get),
            purposes: &measure.purposes,
            stages: &measure.stages,
            fields: &measure.fields,
            eligible: &measure.eligible,
            parent,
            page: link(&format!("/measures/{}", entry.id)),
        }
    }
}

/// schema.org JSON-LD of a measure, for search engines.
pub fn json_ld(entry: &Entry, lang: Lang, page: &str) -> serde_json::Value {
    serde_json::json!({
        "@context": "https://schema.org",
        "@type": if entry.measure.kind.group() == MeasureGroup::Grant { "MonetaryGrant" } else { "GovernmentService" },
        "name": lang.of(&entry.measure.name),
        "description": lang.of(&entry.measure.says),
        "provider": { "@type": "GovernmentOrganization", "name": lang.of(&entry.operator) },
        "serviceType": entry.measure.kind.label(lang),
        "url": page,
    })
}
