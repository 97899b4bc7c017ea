//! What is known of an application: members with their facts, and expense lines.

use std::{
    collections::{BTreeMap, HashSet},
    fmt,
};

use jiff::{Timestamp, civil::Date};
use kernel::{
    Rate, Yen,
    size::{Holding, Officer},
};
use schemars::JsonSchema;
use serde::{Deserialize, Deserializer, Serialize, de};

use crate::{
    diagnostic::shown,
    language::{Approval, Channel, Event, Happening, Map, RecordRole, Scalar},
    moments,
};

/// An application, as far as it is known.
#[derive(Debug, Clone, Default, PartialEq, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Application {
    /// A name of your own for it; the answer repeats it.
    pub id: Option<String>,
    /// The programme it is for.
    pub programme: Option<String>,
    /// Facts of the application as a whole.
    pub facts: Map<Given>,
    /// The applicant alone, or the members of a consortium. The lead comes first unless one is marked.
    pub members: Vec<Member>,
    /// Companies that are not members but hold shares of members, with their own shareholders.
    pub others: Vec<Other>,
    /// 経費明細.
    pub expenses: Vec<Line>,
    /// Other subsidies for the same project; an empty list says that there is none.
    pub other_subsidies: Option<Vec<OtherSubsidy>>,
    /// How and when it was filed.
    pub filing: Option<FilingFacts>,
    /// Dates of what has happened since.
    #[schemars(with = "std::collections::BTreeMap<String, String>")]
    #[serde(deserialize_with = "moments::days")]
    pub events: BTreeMap<Event, Date>,
    /// What happened to members on the way.
    pub happenings: Vec<HappeningFact>,
    /// What people have judged: the condition's id, and whether it holds.
    pub judgements: Map<bool>,
}

/// A member of the application.
#[derive(Debug, Clone, Default, PartialEq, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Member {
    /// Its name within this file; shareholders and expense lines refer to it.
    pub id: String,
    /// What it is called.
    pub name: Option<String>,
    /// Whether it leads the consortium (実施主体).
    pub lead: Option<bool>,
    /// Its facts, by name.
    pub facts: Map<Given>,
    /// Its shareholders; an empty list says that nobody holds shares worth naming.
    pub shareholders: Option<Vec<Shareholder>>,
    /// Which other members hold shares of it, where that was asked by itself; an empty list says that none does. Of everybody
    /// else it says nothing, so it decides between members and never whether this one is deemed large.
    pub members_holding: Option<Vec<Shareholder>>,
    /// Its officers.
    pub officers: Option<Vec<OfficerFact>>,
    /// Its earlier applications and awards; an empty list says that there are none.
    pub records: Option<Vec<Record>>,
    /// 交付決定時の経費: the eligible expenses of each category as they were decided, in yen; those that a change was approved to.
    pub decided_expenses: Option<Map<Yen>>,
}

/// An earlier application, and how far it came.
#[derive(Debug, Clone, Default, PartialEq, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Record {
    /// The id of the programme.
    pub programme: String,
    /// 申請日.
    #[schemars(with = "Option<String>")]
    #[serde(deserialize_with = "moments::maybe_day")]
    pub filed_on: Option<Date>,
    /// 採択日, 交付決定日: the day on which it was awarded, where it was.
    #[schemars(with = "Option<String>")]
    #[serde(deserialize_with = "moments::maybe_day")]
    pub awarded_on: Option<Date>,
    /// 不採択の通知日: the day on which it was told that it was not awarded, where it was not.
    #[schemars(with = "Option<String>")]
    #[serde(deserialize_with = "moments::maybe_day")]
    pub rejected_on: Option<Date>,
    /// The parts of the call (区分) that it was filed or awarded for, by their ids, where the call has parts.
    pub parts: Vec<String>,
    /// 完了日: the day on which the project was completed, where it was.
    #[schemars(with = "Option<String>")]
    #[serde(deserialize_with = "moments::maybe_day")]
    pub completed_on: Option<Date>,
    /// What was awarded.
    pub amount_yen: Option<Yen>,
    /// Whether it is that of another company of the same group.
    pub of_group: bool,
    /// Its role in it; where nothing is said, it applied alone or as the lead.
    pub role: Option<RecordRole>,
}

/// A company that is not a member.
#[derive(Debug, Clone, Default, PartialEq, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Other {
    /// Its name within this file.
    pub id: String,
    /// Its shareholders.
    pub shareholders: Vec<Shareholder>,
}

/// A shareholder.
#[derive(Debug, Clone, PartialEq, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Shareholder {
    /// The id of a member or other company of this file, or any name.
    pub holder: String,
    /// What the holder is.
    #[serde(default)]
    pub kind: Option<HolderKind>,
    /// The part of all shares: 100%, 2/3.
    pub share: Rate,
    /// Whether the holder is a large company.
    #[serde(default)]
    pub large: Option<bool>,
    /// Whether the holder is itself deemed large.
    #[serde(default)]
    pub deemed_large: Option<bool>,
    /// The capital of a corporate holder.
    #[serde(default)]
    pub capital_yen: Option<Yen>,
    /// Its class of industry; with it and its employees it is worked out whether it is large.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub industry: Option<String>,
    /// Its employees.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub employees: Option<i64>,
}

impl Member {
    /// Who holds shares of it, as far as it matters between members: what was said of members by itself goes before the whole list.
    pub(crate) fn holders(&self) -> Option<Vec<&Shareholder>> {
        let among = self.members_holding.as_deref();
        let all = self.shareholders.as_deref();
        among.or(all)?;
        let among = among.unwrap_or_default();
        let named: HashSet<&str> = among.iter().map(|a| a.holder.as_str()).collect();
        let others = all.unwrap_or_default().iter().filter(|s| !named.contains(s.holder.as_str()));
        Some(among.iter().chain(others).collect())
    }
}

impl Shareholder {
    /// As the question whether a company is deemed large sees it: people and funds are never large.
    pub fn holding(&self) -> Holding {
        let never = matches!(self.kind, Some(HolderKind::Person | HolderKind::Fund));
        Holding {
            share: self.share,
            large: if never { Some(false) } else { self.large },
            deemed_large: if never { Some(false) } else { self.deemed_large },
            capital: if never { Some(Yen::clamped(0)) } else { self.capital_yen },
        }
    }
}

/// What a shareholder is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum HolderKind {
    /// A company or other corporation.
    Company,
    /// A natural person.
    Person,
    /// A fund under the law on investment in small business; never counted as large.
    Fund,
}

/// An officer.
#[derive(Debug, Clone, PartialEq, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct OfficerFact {
    /// The name.
    #[serde(default)]
    pub name: Option<String>,
    /// Where the officer also serves.
    #[serde(default)]
    pub from: Option<OfficerFrom>,
}

impl OfficerFact {
    /// As the question whether a company is deemed large sees it.
    pub fn officer(&self) -> Officer {
        Officer {
            from_large: self.from.map(|f| f == OfficerFrom::LargeCompany),
            from_deemed_large: self.from.map(|f| f == OfficerFrom::DeemedLargeCompany),
        }
    }
}

/// Where an officer also serves.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum OfficerFrom {
    /// Nowhere else that matters.
    Nowhere,
    /// An officer or employee of a large company.
    LargeCompany,
    /// An officer or employee of a company that is deemed large.
    DeemedLargeCompany,
}

/// An expense line.
#[derive(Debug, Clone, Default, PartialEq, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Line {
    /// The category's id.
    pub category: String,
    /// The member whose expense it is; the lead's where nothing is said.
    pub member: Option<String>,
    /// What it is for.
    pub label: Option<String>,
    /// The amount. May be left out where hours and pay, or a quantity, say it.
    pub amount: Option<Yen>,
    /// The rate of consumption tax inside the amount and the unit price; nothing when they are without tax.
    pub tax: Option<Rate>,
    /// The rate of consumption tax that comes on top of an amount and a unit price given without it.
    pub tax_on_top: Option<Rate>,
    /// 月額: the price of a month, where the line runs over months.
    pub monthly: Option<Yen>,
    /// The first day for which it is paid by the month.
    #[schemars(with = "Option<String>")]
    #[serde(deserialize_with = "moments::maybe_day")]
    pub from: Option<Date>,
    /// The last day for which it is paid by the month.
    #[schemars(with = "Option<String>")]
    #[serde(deserialize_with = "moments::maybe_day")]
    pub until: Option<Date>,
    /// The price of one.
    pub unit_price: Option<Yen>,
    /// How many.
    pub quantity: Option<i64>,
    /// How long it lasts, in months.
    pub useful_life_months: Option<i64>,
    /// 契約日.
    #[schemars(with = "Option<String>")]
    #[serde(deserialize_with = "moments::maybe_day")]
    pub contracted_on: Option<Date>,
    /// 支払日.
    #[schemars(with = "Option<String>")]
    #[serde(deserialize_with = "moments::maybe_day")]
    pub paid_on: Option<Date>,
    /// What kind of thing it is, where the call excludes some: an exclusion's id, or `ordinary`.
    pub kind: Option<String>,
    /// Who is paid: the id of a member, or any other name.
    pub paid_to: Option<String>,
    /// The person whose hours these are; hours of one person count together.
    pub person: Option<String>,
    /// Hours worked for the project.
    pub hours: Option<Rate>,
    /// What the person is paid in a year, a month or an hour, as the call reckons.
    pub pay: Option<Pay>,
    /// 所定労働時間 of the year or of the month.
    pub regular_hours: Option<Rate>,
    /// Further facts of the line, by name.
    pub facts: Map<Given>,
}

impl Line {
    /// So many at such a price, with the tax that is inside the price; none where either is not said, or nobody can count that far.
    pub fn product(&self) -> Option<Yen> {
        Yen::new(self.unit_price?.get().checked_mul(self.quantity?)?)
    }
}

/// What a person is paid in a year; in a month or an hour where the call reckons so.
#[derive(Debug, Clone, Default, PartialEq, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Pay {
    /// 年俸, 月額給与, 時間給: for those on a salary; the rest is then not looked at.
    pub salary: Option<Yen>,
    /// 基本給.
    pub base: Option<Yen>,
    /// 家族手当.
    pub family: Option<Yen>,
    /// 住宅手当.
    pub housing: Option<Yen>,
    /// 法定福利費, the employer's part, all of it.
    pub welfare: Option<Yen>,
    /// 第二厚生年金等: the part of `welfare` above the normal fund.
    pub welfare_above_fund: Option<Yen>,
    /// 管理職手当.
    pub managerial: Option<Yen>,
    /// 賞与.
    pub bonus: Option<Yen>,
    /// 通勤手当.
    pub commuting: Option<Yen>,
    /// 時間外手当.
    pub overtime: Option<Yen>,
}

/// Another subsidy for the same project.
#[derive(Debug, Clone, PartialEq, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct OtherSubsidy {
    /// The programme: an id that the call names, or any name.
    pub scheme: String,
    /// How far it is.
    pub status: OtherStatus,
    /// How much it is, where the call asks for that.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub amount_yen: Option<Yen>,
}

/// How far another subsidy is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum OtherStatus {
    /// Applied for.
    Pending,
    /// Adopted, or already being paid.
    Adopted,
    /// Withdrawn or refused.
    Over,
}

/// How an application was filed.
#[derive(Debug, Clone, Default, PartialEq, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct FilingFacts {
    /// The way it came.
    pub channel: Option<Channel>,
    /// When it arrived: 2022-10-21T17:00:00+09:00, or without the offset in Japan's time.
    pub arrived_at: Option<Instant>,
    /// When it was posted.
    #[schemars(with = "Option<String>")]
    #[serde(deserialize_with = "moments::maybe_day")]
    pub posted_on: Option<Date>,
    /// Whether the prior consultation was held.
    pub consulted: Option<bool>,
    /// Whether the company has filed another application to the same call.
    pub second_application: Option<bool>,
}

/// An instant; without an offset it is Japan's time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Instant(pub Timestamp);

impl Instant {
    /// Reads `2022-10-21T17:00:00+09:00`, `2022-10-21T17:00` or `2022-10-21` (its last second) in Japan's time.
    pub fn parse(text: &str) -> Result<Self, String> {
        let wrong = || format!("`{}` is not an instant; write 2022-10-21T17:00:00+09:00", shown(text));
        // A place in brackets is another clock's; an offset says all that is needed.
        if text.contains('[') {
            return Err(wrong());
        }
        if let Ok(instant) = text.parse::<Timestamp>() {
            return Ok(Self(instant));
        }
        let civil = match moments::day_of(text) {
            Ok(day) => day.at(23, 59, 59, 0),
            _ => moments::moment_of(text).map_err(|_| wrong())?,
        };
        kernel::from_japan(civil).map(Self).ok_or_else(wrong)
    }
}

impl Serialize for Instant {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for Instant {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::parse(&String::deserialize(deserializer)?).map_err(de::Error::custom)
    }
}

impl JsonSchema for Instant {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Instant".into()
    }
    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({ "description": "An instant: 2022-10-21T17:00:00+09:00; without an offset, Japan's time.", "type": "string" })
    }
}

/// Something that happened to members.
#[derive(Debug, Clone, PartialEq, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct HappeningFact {
    /// The event: a member withdraws, goes bankrupt, is found ineligible.
    pub what: Happening,
    /// To whom.
    pub members: Vec<String>,
    /// The day on which it happened.
    #[serde(default, deserialize_with = "moments::maybe_day")]
    #[schemars(with = "Option<String>")]
    pub on: Option<Date>,
    /// The approvals that were given.
    #[serde(default)]
    pub approvals: Vec<Approval>,
}

/// A fact as it is given: a plain value, or a value with where it comes from.
#[derive(Debug, Clone, PartialEq)]
pub struct Given {
    /// The value or values.
    pub value: GivenValue,
    /// Where it comes from: «as stated by the applicant», a registry, a document.
    pub source: Option<String>,
}

/// A value or a list of values.
#[derive(Debug, Clone, PartialEq)]
pub enum GivenValue {
    /// One.
    One(Scalar),
    /// Several.
    Many(Vec<Scalar>),
}

impl Serialize for Given {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        use serde::ser::SerializeMap;
        let Some(source) = &self.source else {
            return self.value.serialize(serializer);
        };
        let mut map = serializer.serialize_map(Some(2))?;
        map.serialize_entry("value", &self.value)?;
        map.serialize_entry("source", source)?;
        map.end()
    }
}

impl Serialize for GivenValue {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::One(one) => one.serialize(serializer),
            Self::Many(many) => many.serialize(serializer),
        }
    }
}

impl From<Scalar> for Given {
    fn from(value: Scalar) -> Self {
        Self { value: GivenValue::One(value), source: None }
    }
}

impl<'de> Deserialize<'de> for Given {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Visitor;
        impl<'de> de::Visitor<'de> for Visitor {
            type Value = Given;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a value, a list of values, or a mapping of `value` and `source`")
            }
            fn visit_bool<E>(self, v: bool) -> Result<Given, E> {
                Ok(Scalar::Bool(v).into())
            }
            fn visit_i64<E>(self, v: i64) -> Result<Given, E> {
                Ok(Scalar::Int(v).into())
            }
            fn visit_u64<E: de::Error>(self, v: u64) -> Result<Given, E> {
                i64::try_from(v).map(|v| Scalar::Int(v).into()).map_err(|_| E::custom("the number is too large"))
            }
            fn visit_f64<E>(self, v: f64) -> Result<Given, E> {
                // With its point: 500.0 was not written as a whole number.
                Ok(Scalar::Text(format!("{v:?}")).into())
            }
            fn visit_str<E>(self, v: &str) -> Result<Given, E> {
                Ok(Scalar::Text(v.to_owned()).into())
            }
            fn visit_seq<A: de::SeqAccess<'de>>(self, mut seq: A) -> Result<Given, A::Error> {
                let mut many = Vec::new();
                while let Some(one) = seq.next_element()? {
                    many.push(one);
                }
                Ok(Given { value: GivenValue::Many(many), source: None })
            }
            fn visit_map<A: de::MapAccess<'de>>(self, mut map: A) -> Result<Given, A::Error> {
                let (mut value, mut source) = (None, None);
                while let Some(key) = map.next_key::<String>()? {
                    match key.as_str() {
                        "value" if value.is_none() => value = Some(map.next_value::<Given>()?.value),
                        "source" if source.is_none() => source = map.next_value()?,
                        "value" | "source" => return Err(de::Error::custom(format!("`{key}` stands twice here"))),
                        other => return Err(de::Error::unknown_field(other, &["value", "source"])),
                    }
                }
                let value = value.ok_or_else(|| de::Error::missing_field("value"))?;
                Ok(Given { value, source })
            }
        }
        deserializer.deserialize_any(Visitor)
    }
}

impl JsonSchema for Given {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Fact".into()
    }
    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({
            "description": "A fact: a value, a list of values, or `value` with its `source`.",
            "type": ["boolean", "integer", "number", "string", "array", "object"]
        })
    }
}
