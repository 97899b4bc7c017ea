//! From the opening of a call to the last report: window, filing, documents, dates, duties.

use std::{borrow::Cow, fmt};

use jiff::civil::{Date, DateTime};
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use super::{Cites, Clause, LinesLike, Map, Period, Phase, Predicate, Text};

/// 募集期間.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Window {
    /// The first day, 2022-09-01, or the first moment, 2022-09-01T09:00.
    #[schemars(with = "String")]
    #[serde(with = "crate::moments::day_or_moment")]
    pub opens: DateTime,
    /// The last moment, in Japan's time: 2022-10-21T17:00; a day alone is open to its last second.
    #[schemars(with = "String")]
    #[serde(deserialize_with = "crate::moments::end")]
    pub closes: DateTime,
    /// 必着 or 当日消印有効.
    pub arrival: Arrival,
    /// Whether the closing moment itself is in time.
    pub closing_instant: ClosingInstant,
    /// Where it stands.
    pub cite: Cites,
}

impl Window {
    /// Whether something that arrives at a moment in Japan's time comes before the call closes. Clocks are read in whole seconds:
    /// what arrives within the closing second arrives at the closing moment.
    pub fn before_close(&self, at: DateTime) -> bool {
        self.before(self.closes, at)
    }

    /// The same where it closes at another moment for somebody.
    pub fn before(&self, closes: DateTime, at: DateTime) -> bool {
        let second = at.with().subsec_nanosecond(0).build().unwrap_or(at);
        match self.closing_instant {
            ClosingInstant::InTime => second <= closes,
            ClosingInstant::Late => second < closes,
        }
    }
}

/// What must have happened by the deadline.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Arrival {
    /// 必着: it must have arrived.
    MustArrive,
    /// 消印有効: it must have been posted.
    Postmark,
}

/// Whether the closing moment itself is in time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ClosingInstant {
    /// 17:00:00 is in time.
    InTime,
    /// 17:00:00 is late.
    Late,
}

/// How an application is filed (応募方法).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Filing {
    /// The ways that are open; any where the document names none.
    #[serde(default)]
    pub channels: Vec<Channel>,
    /// 事前相談.
    pub consultation: Consultation,
    /// 1企業1申請.
    #[serde(default)]
    pub one_per_company: bool,
    /// Where these are said; keys: `channels`, `consultation`, `one_per_company`.
    pub cite: Map<Cites>,
}

impl Filing {
    /// Whether an application may come in this way.
    pub fn takes(&self, channel: Channel) -> bool {
        self.channels.is_empty() || self.channels.contains(&channel)
    }

    /// The ways that are open.
    pub fn ways(&self) -> &[Channel] {
        if self.channels.is_empty() { &Channel::ALL } else { &self.channels }
    }
}

/// A way to hand in an application.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Channel {
    /// 郵送.
    Post,
    /// 持参.
    InPerson,
    /// メール.
    Email,
    /// 電子申請.
    Online,
}

impl Channel {
    /// Every way.
    pub const ALL: [Self; 4] = [Self::Online, Self::Email, Self::Post, Self::InPerson];

    /// The word of the language.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Post => "post",
            Self::InPerson => "in_person",
            Self::Email => "email",
            Self::Online => "online",
        }
    }
}

/// Whether a consultation comes before filing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Consultation {
    /// 必要.
    Required,
    /// 御相談ください: asked for, not required.
    Recommended,
    /// Nothing is said.
    NotAsked,
}

/// 問い合わせ先.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Contact {
    /// The office.
    pub office: Text,
    /// Postal code and address.
    #[serde(default)]
    pub address: Option<String>,
    /// Telephone.
    #[serde(default)]
    pub phone: Option<String>,
    /// Fax.
    #[serde(default)]
    pub fax: Option<String>,
    /// E-mail.
    #[serde(default)]
    pub email: Option<String>,
    /// The page with the forms.
    #[serde(default)]
    pub url: Option<String>,
    /// Where it stands.
    pub cite: Cites,
}

/// A question of the plan that applicants write (事業計画書), beyond what every plan says.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PlanQuestion {
    /// What is asked.
    pub ask: Text,
    /// The most characters of an answer.
    pub at_most: u32,
    /// Whether it may be left out.
    #[serde(default)]
    pub optional: bool,
    /// Where it stands.
    pub cite: Cites,
}

/// A document to hand in (提出書類).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Document {
    /// What it is called.
    pub name: Text,
    /// The number of its form.
    #[serde(default)]
    pub form: Option<String>,
    /// Whether what is typed online is this document; nobody attaches it then.
    #[serde(default)]
    pub typed: bool,
    /// When it is needed; always, where nothing is said.
    #[serde(default)]
    pub when: Option<Predicate>,
    /// The phases at which it is handed in; at any, where none is named.
    #[serde(default)]
    pub at: Vec<Phase>,
    /// Whether it may be left out (ありましたら).
    #[serde(default)]
    pub optional: bool,
    /// 発行後3か月以内のもの: how old it may be.
    #[serde(default)]
    pub issued_within: Option<IssuedWithin>,
    /// Where it stands.
    pub cite: Cites,
}

/// How old a document may be: issued within so long before a day, that day and the first one within.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct IssuedWithin {
    /// So long: 3 months.
    pub period: Period,
    /// Before this day: `filed_on` (申請日), `call_closes_on`, or any other fact that is a day.
    pub before: String,
    /// 発行日: the fact that is the day on which it was issued, where that is asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub issued_on: Option<String>,
}

/// 採択の基準.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Criterion {
    /// What is judged.
    pub says: Text,
    /// Its weight, where one is given.
    #[serde(default)]
    pub weight: Option<u32>,
    /// Where it stands.
    pub cite: Cites,
}

/// A day, a part of a month, or a month: `2022-10-21`, `2022-11 late`, `2022-10`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct When {
    /// The first day it can be.
    pub first: Date,
    /// The last day it can be.
    pub last: Date,
    part: Part,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    Day,
    Early,
    Mid,
    Late,
    Month,
}

impl When {
    /// Reads `2022-10-21`, `2022-11 early`, `2022-11 mid`, `2022-11 late` or `2022-10`.
    pub fn parse(text: &str) -> Result<Self, String> {
        let wrong = || format!("`{text}` is not a date; write 2022-10-21, 2022-11 late (early, mid) or 2022-10");
        if let Ok(day) = crate::moments::day_of(text) {
            return Ok(Self { first: day, last: day, part: Part::Day });
        }
        let (month, part) = text.split_once(' ').unwrap_or((text, ""));
        let first = crate::moments::day_of(&format!("{month}-01")).map_err(|_| wrong())?;
        let day = |d| Date::new(first.year(), first.month(), d).map_err(|_| wrong());
        let (from, to, part) = match part {
            "early" => (first, day(10)?, Part::Early),
            "mid" => (day(11)?, day(20)?, Part::Mid),
            "late" => (day(21)?, first.last_of_month(), Part::Late),
            "" => (first, first.last_of_month(), Part::Month),
            _ => return Err(wrong()),
        };
        Ok(Self { first: from, last: to, part })
    }

    /// For readers of English: late November 2022.
    pub fn en(&self) -> String {
        let month = self.first.strftime("%B %Y");
        match self.part {
            Part::Day => kernel::date::format_en(self.first),
            Part::Early => format!("early {month}"),
            Part::Mid => format!("mid-{month}"),
            Part::Late => format!("late {month}"),
            Part::Month => month.to_string(),
        }
    }

    /// As an office writes it: 令和4年11月下旬.
    pub fn ja(&self) -> String {
        let Some(w) = kernel::Wareki::of(self.first) else {
            return self.to_string();
        };
        let year = if w.year == 1 { "元".to_owned() } else { w.year.to_string() };
        let month = format!("{}{year}年{}月", w.era.name(), w.month);
        match self.part {
            Part::Day => kernel::date::format_ja(self.first),
            Part::Early => month + "上旬",
            Part::Mid => month + "中旬",
            Part::Late => month + "下旬",
            Part::Month => month,
        }
    }
}

impl fmt::Display for When {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month) = (self.first.year(), self.first.month());
        match self.part {
            Part::Day => write!(f, "{}", self.first),
            Part::Early => write!(f, "{year}-{month:02} early"),
            Part::Mid => write!(f, "{year}-{month:02} mid"),
            Part::Late => write!(f, "{year}-{month:02} late"),
            Part::Month => write!(f, "{year}-{month:02}"),
        }
    }
}

impl Serialize for When {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for When {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::parse(&text).map_err(de::Error::custom)
    }
}

impl JsonSchema for When {
    fn schema_name() -> Cow<'static, str> {
        "When".into()
    }
    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "description": "A day (2022-10-21), a part of a month (2022-11 early, mid, late) or a month (2022-10).",
            "type": "string"
        })
    }
}

/// A line of the schedule (事業日程).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ScheduleEntry {
    /// What happens.
    pub says: Text,
    /// From when; left out where only an end is said (11月18日まで).
    #[serde(default)]
    pub from: Option<When>,
    /// Until when, if it lasts.
    #[serde(default)]
    pub to: Option<When>,
    /// 予定: planned, may still change.
    #[serde(default)]
    pub planned: bool,
    /// 頃: about.
    #[serde(default)]
    pub about: bool,
    /// Where it stands.
    pub cite: Cites,
}

/// A happening in the life of an application whose date other dates hang on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Event {
    /// 採択.
    Adoption,
    /// 採択・不採択の通知を受けた日.
    AdoptionNotice,
    /// 交付決定.
    GrantDecision,
    /// 交付決定の通知を受けた日.
    GrantDecisionNotice,
    /// 事業終了.
    ProjectEnd,
    /// 実績報告書の提出.
    PerformanceReport,
    /// 額の確定.
    AmountDetermination,
    /// 額の確定の通知を受けた日.
    AmountDeterminationNotice,
    /// 返還・納付の通知を受けた日.
    RepaymentNotice,
    /// 補助金支払.
    Payment,
}

impl Event {
    /// The word of the language.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Adoption => "adoption",
            Self::AdoptionNotice => "adoption_notice",
            Self::GrantDecision => "grant_decision",
            Self::GrantDecisionNotice => "grant_decision_notice",
            Self::ProjectEnd => "project_end",
            Self::PerformanceReport => "performance_report",
            Self::AmountDetermination => "amount_determination",
            Self::AmountDeterminationNotice => "amount_determination_notice",
            Self::RepaymentNotice => "repayment_notice",
            Self::Payment => "payment",
        }
    }
}

/// A happening whose day an application brings, or a day of the calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EventOrDay {
    /// The day of a happening.
    Event(Event),
    /// A fixed day.
    Day(Date),
}

impl Serialize for EventOrDay {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Event(event) => event.serialize(serializer),
            Self::Day(day) => serializer.collect_str(day),
        }
    }
}

impl<'de> Deserialize<'de> for EventOrDay {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        if let Ok(day) = crate::moments::day_of(&text) {
            return Ok(Self::Day(day));
        }
        let event = serde_json::from_value(serde_json::Value::String(text.clone()));
        event
            .map(Self::Event)
            .map_err(|_| de::Error::custom(format!("`{text}` is no happening (grant_decision …) and no day (2026-04-01)")))
    }
}

impl JsonSchema for EventOrDay {
    fn schema_name() -> Cow<'static, str> {
        "EventOrDay".into()
    }
    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let day = json_schema!({ "description": "A day: 2026-04-01.", "type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$" });
        let options = [generator.subschema_for::<Event>(), day];
        json_schema!({ "description": "A happening (`grant_decision`, `project_end` …), or a day: 2026-04-01.", "anyOf": options })
    }
}

/// The day from which a due date is reckoned: a happening, or a fact that is a day (取得の日, 売却の日).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum DayFrom {
    /// The day of a happening.
    Event(Event),
    /// A fact that is a day.
    Fact(FactDay),
}

/// A fact that is a day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FactDay {
    /// The fact.
    pub fact: String,
}

impl JsonSchema for DayFrom {
    fn schema_name() -> Cow<'static, str> {
        "DayFrom".into()
    }
    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let options = [generator.subschema_for::<Event>(), generator.subschema_for::<FactDay>()];
        json_schema!({ "description": "A happening (`grant_decision`, `project_end` …), or a fact that is a day: `{fact: acquired_on}`.", "anyOf": options })
    }
}

/// So many years, or as many as a fact says (耐用年数, 処分制限期間).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum PeriodOrYears {
    /// A span.
    Period(Period),
    /// A `count` that is a number of years.
    Years(FactDay),
}

impl JsonSchema for PeriodOrYears {
    fn schema_name() -> Cow<'static, str> {
        "PeriodOrYears".into()
    }
    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let options = [generator.subschema_for::<Period>(), generator.subschema_for::<FactDay>()];
        json_schema!({ "description": "A span (`5 years`), or a fact that counts years: `{fact: service_years}`.", "anyOf": options })
    }
}

/// A duty of those who are paid (補助事業者の義務).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Duty {
    /// What is to be done.
    pub says: Text,
    /// Whose duty it is; everybody's, where nothing is said.
    #[serde(default)]
    pub when: Option<Predicate>,
    /// Who does it: the applicant, or the agency (財団は、請求を受けた日から30日以内に支払う).
    #[serde(default)]
    pub by: DutyBy,
    /// 財産ごとに: of each expense line that counts and is like this, with a due date of its own, which may be reckoned from facts of the line.
    #[serde(default)]
    pub each_line: Option<LinesLike>,
    /// The due date, or the rule by which it is reckoned.
    pub due: Due,
    /// What becomes of a due date on which the office is closed; it stays where nothing is said.
    #[serde(default)]
    pub on_closed_day: Option<ClosedDay>,
    /// Where it stands.
    pub cite: Cites,
}

/// Who does something.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum DutyBy {
    /// 補助事業者.
    #[default]
    Applicant,
    /// 実施機関.
    Agency,
}

/// When a duty is due.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case", rename_all_fields = "snake_case", deny_unknown_fields)]
pub enum Due {
    /// On a day of the month so many months after a happening: the 10th of the month one year later.
    DayOfMonth {
        /// The day of the month.
        day: i8,
        /// How many months later.
        months_after: i32,
        /// After what.
        event: DayFrom,
        /// How many times, each as much later again.
        #[serde(default = "once")]
        times: u32,
    },
    /// So many days after a happening: 終了から30日を経過した日 is `days: 30`.
    DaysAfter {
        /// How many days.
        days: i32,
        /// After what.
        event: DayFrom,
        /// 起算日を含む: the day of the happening is the first of them.
        #[serde(default)]
        first_day_counts: bool,
        /// 閉庁日に当たるときは: where this day goes when the office is closed on it, before it is compared with others.
        #[serde(default)]
        on_closed_day: Option<ClosedDay>,
    },
    /// 応当日: the day that answers to that of a happening so many months later, before it where they are below nothing (1か月前の応当日 is -1);
    /// the last of the month where there is no such day.
    SameDay {
        /// How many months later.
        months_after: i32,
        /// After what.
        event: DayFrom,
    },
    /// At the end of the month so many months after a happening (翌月末 is 1).
    EndOfMonth {
        /// How many months later.
        months_after: i32,
        /// After what.
        event: DayFrom,
    },
    /// いずれか早い日: the earliest of these; known when each of them is.
    EarlierOf(Vec<Due>),
    /// いずれか遅い日: the latest of these; known when each of them is.
    LaterOf(Vec<Due>),
    /// 期間の満了する日: the last day of a span of time (民法第140条・第143条): 4 years from 20 November 2026 end on 20 November 2030.
    EndOfPeriod {
        /// How long it is.
        period: PeriodOrYears,
        /// From what.
        event: DayFrom,
        /// 起算日を含む: the span begins on that day, and ends a day earlier.
        #[serde(default)]
        first_day_counts: bool,
    },
    /// Kept until the end of so many fiscal years after the one of a happening.
    FiscalYearsAfter {
        /// How many fiscal years.
        years: i16,
        /// After what.
        event: DayFrom,
    },
    /// Once a year, so many times, from a happening.
    YearlyAfter {
        /// How many times.
        times: u32,
        /// After what.
        event: DayFrom,
    },
    /// 毎年度終了後: after the end of each fiscal year, from the one of a happening on: so many days after it
    /// (毎年度の終了後60日以内), or on a day of the year that follows (毎年6月30日まで).
    EachFiscalYear {
        /// How many times.
        times: u32,
        /// From the fiscal year of what.
        event: DayFrom,
        /// 翌年度から: so many fiscal years later.
        #[serde(default)]
        years_later: i16,
        /// So many days after the end of the year.
        #[serde(default)]
        days_after: Option<i32>,
        /// On this day after the end of the year: `06-30`.
        #[serde(default)]
        day: Option<MonthDay>,
    },
    /// On a day or in a part of a month.
    On(When),
    /// Before something is done.
    Before(Text),
    /// At all times, or when told; no date follows from it.
    NoDate(Text),
}

/// What becomes of a due date on which the office is closed (休日のとき).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ClosedDay {
    /// 翌開庁日.
    Next,
    /// 前開庁日.
    Previous,
    /// 土曜日・日曜日のときは翌月曜日: holidays and the days on which the office is closed move nothing.
    NextWeekday,
    /// 土曜日・日曜日のときは前の金曜日: holidays and the days on which the office is closed move nothing.
    PreviousWeekday,
}

/// A day of every year: `06-30`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MonthDay {
    /// The month.
    pub month: i8,
    /// The day; the last of the month where it has none such.
    pub day: i8,
}

impl Serialize for MonthDay {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&format_args!("{:02}-{:02}", self.month, self.day))
    }
}

impl<'de> Deserialize<'de> for MonthDay {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        // A leap year has every day that any year has.
        let day = crate::moments::day_of(&format!("2024-{text}"));
        let day = day.map_err(|_| de::Error::custom(format!("`{text}` is not a day of the year; write it like 06-30")))?;
        Ok(Self { month: day.month(), day: day.day() })
    }
}

impl JsonSchema for MonthDay {
    fn schema_name() -> Cow<'static, str> {
        "MonthDay".into()
    }
    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "description": "A day of every year: 06-30.", "type": "string", "pattern": "^[0-9]{2}-[0-9]{2}$" })
    }
}

const fn once() -> u32 {
    1
}

/// What can happen to a consortium on the way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Happening {
    /// A member is found to be ineligible.
    MemberFoundIneligible,
    /// Members withdraw.
    MembersWithdraw,
}

/// What follows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Consequence {
    /// The rest goes on.
    Continues,
    /// Not yet: approvals are missing.
    WaitsForApproval,
    /// 採択取消, of the whole.
    AdoptionCancelled,
    /// 中止若しくは廃止, of the whole; the operator decides which.
    SuspendedOrAbolished,
    /// 廃止, of the whole.
    Abolished,
}

/// An approval that a withdrawal needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Approval {
    /// 廃止の承認, for the one who leaves.
    AbolitionOfLeaver,
    /// 計画変更の承認, for the others.
    PlanChangeOfOthers,
}

/// What follows when something happens to members.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Cascade {
    /// What it says.
    pub says: Text,
    /// What happens.
    pub when: Happening,
    /// Only before this.
    #[serde(default)]
    pub before: Option<Event>,
    /// Only from this on.
    #[serde(default)]
    pub from: Option<Event>,
    /// Under what the rest may go on.
    #[serde(default)]
    pub continues_if: Option<Continues>,
    /// What follows otherwise.
    pub then: Consequence,
    /// Where it stands.
    pub cite: Cites,
}

/// Under what the rest of a consortium may go on.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Continues {
    /// The lead must stay.
    pub lead_stays: bool,
    /// At least so many members stay.
    pub members_left: u32,
    /// The approvals it takes.
    #[serde(default)]
    pub approvals: Vec<Approval>,
    /// What a person judges besides.
    #[serde(default)]
    pub judged: Option<Text>,
}

/// 採択結果の公表.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Publication {
    /// Whether it will be published, or may be.
    pub word: PublicationWord,
    /// What is published.
    pub fields: Text,
    /// Where it stands.
    pub cite: Cites,
}

/// Whether something will be published, or may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum PublicationWord {
    /// 公表となります.
    Will,
    /// 公表する場合があります.
    May,
}

impl Due {
    /// The days from which it is reckoned.
    pub fn reckoned_from(&self) -> Vec<&DayFrom> {
        match self {
            Self::DayOfMonth { event, .. }
            | Self::DaysAfter { event, .. }
            | Self::EndOfMonth { event, .. }
            | Self::SameDay { event, .. }
            | Self::EndOfPeriod { event, .. }
            | Self::FiscalYearsAfter { event, .. }
            | Self::YearlyAfter { event, .. }
            | Self::EachFiscalYear { event, .. } => vec![event],
            Self::EarlierOf(all) | Self::LaterOf(all) => all.iter().flat_map(Self::reckoned_from).collect(),
            Self::On(_) | Self::Before(_) | Self::NoDate(_) => Vec::new(),
        }
    }

    /// The facts from which it is reckoned, days and numbers of years.
    pub fn facts(&self) -> Vec<&str> {
        match self {
            Self::EarlierOf(all) | Self::LaterOf(all) => all.iter().flat_map(Self::facts).collect(),
            Self::EndOfPeriod { period: PeriodOrYears::Years(years), event: DayFrom::Fact(day), .. } => vec![&day.fact, &years.fact],
            Self::EndOfPeriod { period: PeriodOrYears::Years(years), .. } => vec![&years.fact],
            _ => {
                let days = self.reckoned_from().into_iter();
                days.filter_map(|from| if let DayFrom::Fact(of) = from { Some(of.fact.as_str()) } else { None }).collect()
            }
        }
    }

    /// Whether one day comes of it, and no text or row of days.
    pub fn is_one_day(&self) -> bool {
        match self {
            Self::Before(_) | Self::NoDate(_) => false,
            Self::DayOfMonth { times, .. } | Self::YearlyAfter { times, .. } | Self::EachFiscalYear { times, .. } => *times == 1,
            Self::EarlierOf(all) | Self::LaterOf(all) => all.iter().all(Self::is_one_day),
            _ => true,
        }
    }
}

impl Clause {
    /// The text of the clause.
    pub const fn text(&self) -> &Text {
        &self.says
    }
}
