//! Measures (支援施策): all that an agency does, as typed data that cites its source — programmes, services, facilities, registers,
//! targets and duties. A measure whose amounts are computed names its programme; the rest says what it is, whom it fits, when, where,
//! and every number that its document holds.

mod audience;
mod calculation;
pub mod cases;
mod check;
mod finder;
mod read;
mod value;
mod words;

use jiff::civil::Date;
use kernel::{FiscalYear, Industry, Prefecture, SizeClass, Yen};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

pub use audience::EligibilityCondition;
pub use calculation::{Calculation, Figure, FigureAnswer};
pub use check::{across, cited, sources};
pub use finder::{FACTS, Finder, FinderAnswer, Fit};
pub use read::{MeasuresRead, measures};
pub use value::{Bound, Days, FactValue, MeasureFact, NumberRange, Reconciliation, when};
pub use words::{Audience, Field, Marker, MeasureGroup, MeasureKind, Purpose, Stage, Unit};

use crate::language::{Cites, Map, ScheduleEntry, Source, Text};

/// A file of measures: what one operator does in one fiscal year, as one document tells it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MeasureFile {
    /// The version of the language: 1.
    pub shien: u32,
    /// The document that everything here cites.
    pub source: Source,
    /// 出典: where these measures of other agencies were taken from, and when; nothing where they are the agency's own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub imported: Option<Imported>,
    /// 実施機関, where a measure names no other.
    pub operator: Text,
    /// 年度, by the year in which it begins.
    pub fiscal_year: FiscalYear,
    /// The measures, by their identifiers, which are unique in the catalogue and never change.
    pub measures: Map<Measure>,
}

/// Where measures of other agencies were taken from.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Imported {
    /// The system that tells them.
    pub from: Text,
    /// 取得日: the day on which they were taken.
    #[schemars(with = "String")]
    pub on: Date,
}

/// A measure (支援施策).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Measure {
    /// What it belongs to, where that stands in another file.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parent: Option<String>,
    /// 施策の種類: what it is.
    pub kind: MeasureKind,
    /// 名称.
    pub name: Text,
    /// What one gets and for whom, in a sentence or two.
    pub says: Text,
    /// 【新規】, 【拡充】, (予定): what the document writes at it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub markers: Vec<Marker>,
    /// 実施機関, where it is another than that of what it belongs to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub operator: Option<Text>,
    /// The programmes whose files say the whole: conditions, amounts, documents.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub programmes: Vec<String>,
    /// 対象者; anybody where nothing is said.
    #[serde(default, skip_serializing_if = "Eligible::is_any")]
    pub eligible: Eligible,
    /// 目的.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub purposes: Vec<Purpose>,
    /// 事業の段階; any where none is named.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub stages: Vec<Stage>,
    /// 分野; any where none is named.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub fields: Vec<Field>,
    /// 募集期間: when one applies.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub window: Option<ScheduleEntry>,
    /// 日程: when it is held, and what else has its day.
    #[serde(default, skip_serializing_if = "Map::is_empty")]
    pub schedule: Map<ScheduleEntry>,
    /// Every number, day, place and name that the document says.
    #[serde(default, skip_serializing_if = "Map::is_empty")]
    pub facts: Map<MeasureFact>,
    /// 計算: what it comes to for somebody, figure by figure.
    #[serde(default, skip_serializing_if = "Map::is_empty")]
    pub calculation: Map<Figure>,
    /// Where it stands.
    pub cite: Cites,
    /// What belongs to it.
    #[serde(default, skip_serializing_if = "Map::is_empty")]
    pub children: Map<Self>,
}

/// Whom a measure is for (対象者), as far as it can be computed; the rest is `condition`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Eligible {
    /// Who: any of these; anybody where none is named.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub who: Vec<Audience>,
    /// 企業規模: businesses of these sizes.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sizes: Vec<SizeClass>,
    /// 都道府県: with an establishment in one of these.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub prefectures: Vec<Prefecture>,
    /// 業種: in one of these classes of industry.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub industries: Vec<Industry>,
    /// What else is asked, which a person judges.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub condition: Option<Text>,
}

impl Eligible {
    /// Whether nothing is asked.
    pub fn is_any(&self) -> bool {
        *self == Self::default()
    }
}

/// Whether a measure can be applied for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Openness {
    /// 募集中.
    Open,
    /// 通年: nothing is said of a time, and its fiscal year runs.
    AllYear,
    /// 募集前.
    Coming,
    /// 募集終了, or its fiscal year is over.
    Closed,
}

impl Measure {
    /// 上限額: the largest amount that one may get of it, where its document says one.
    pub fn most_yen(&self) -> Option<Yen> {
        let pays = matches!(
            self.kind.group(),
            MeasureGroup::Grant
                | MeasureGroup::Loan
                | MeasureGroup::GuaranteeFeeSubsidy
                | MeasureGroup::InterestSubsidy
                | MeasureGroup::RentSubsidy
        );
        self.facts.values().filter(|_| pays).filter_map(|fact| fact.value.most_yen()).max()
    }

    /// How it stands on a day.
    pub fn openness(&self, fiscal_year: FiscalYear, today: Date) -> Openness {
        let Some(window) = &self.window else {
            return match (today < fiscal_year.first_day(), today > fiscal_year.last_day()) {
                (true, _) => Openness::Coming,
                (_, true) => Openness::Closed,
                _ => Openness::AllYear,
            };
        };
        let first = window.from.as_ref().map(|from| from.first);
        let last = window.to.as_ref().map(|to| to.last);
        if first.is_some_and(|first| today < first) {
            Openness::Coming
        } else if last.is_some_and(|last| today > last) {
            Openness::Closed
        } else {
            Openness::Open
        }
    }
}

/// A measure with where it stands in its file.
#[derive(Debug, Clone)]
pub struct Placed<'f> {
    /// Its identifier.
    pub id: &'f str,
    /// The measure.
    pub measure: &'f Measure,
    /// What it belongs to.
    pub parent: Option<&'f str>,
    /// Who runs it: named by itself, by what it belongs to, or by the file.
    pub operator: &'f Text,
    /// Its path in the file.
    pub path: String,
}

impl MeasureFile {
    /// Every measure, what belongs to one behind it.
    pub fn each(&self) -> Vec<Placed<'_>> {
        let mut all = Vec::new();
        place(&self.measures, "measures", None, &self.operator, &mut all);
        all
    }
}

fn place<'f>(measures: &'f Map<Measure>, path: &str, parent: Option<&'f str>, operator: &'f Text, all: &mut Vec<Placed<'f>>) {
    for (id, measure) in measures {
        let operator = measure.operator.as_ref().unwrap_or(operator);
        let path = format!("{path}.{id}");
        let children = format!("{path}.children");
        all.push(Placed { id, measure, parent: parent.or(measure.parent.as_deref()), operator, path });
        place(&measure.children, &children, Some(id), operator, all);
    }
}
