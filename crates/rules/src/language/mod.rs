//! The words of the language: what a programme file may say, as types.
//!
//! The JSON Schema, the reference in the documentation and the checker's knowledge of what may stand
//! where all come from here. A file is a tree; a scheme, the alternative of a reading and a what-if are
//! overlays of that tree, so these types describe one programme, whole.

mod amount;
mod budget;
mod clause;
mod condition;
mod consortium;
mod expense;
mod life;
mod period;
mod table;
mod words;
mod worked_out;

pub use amount::{
    Addition, Amount, Brackets, BracketsOf, CapShared, Divided, EachUnit, FloorOf, FurtherCap, GrantBase, GrantPart, KindCap, LimitBase,
    LimitCompare, LimitRule, LimitShare, Lost, Money, OtherMoney, PaidTo, PartOf, PartRounding, PartsFloor, Payer, Payment, Promise,
    RateRule, RateWord, RoundedAt, Scope, Units, YenRule,
};
pub use budget::{Allocation, Budget, LastOne};
pub use clause::{Cite, Cites, Clause, Lines, Reading, ReadingOption, Source, Text};
pub use condition::{
    Comparand, Condition, Elapsed, FactDeclaration, FactOf, FactTerm, FactType, Group, Growth, Human, LinesLike, MembersLike, Point,
    Predicate, RecordRole, RecordStatus, Records, Who,
};
pub use consortium::{
    Consortium, ConsortiumForm, GrantShare, Indirect, Parallel, Parties, ShareCuts, SharedCosts, Stake, Treatment, WhollyOwned,
};
pub use expense::{
    Adjustment, Allowance, BaseAt, Calculator, Category, CountOrFact, Exclusion, Expenses, HoursIn, Labour, LineLimit, LineTest, Monthly,
    Otherwise, PartMonth, PayPeriod, PerUnit, Share, SharedTest, TaxOnTop, TaxTreatment, UnitsOfSame,
};
pub use life::{
    Approval, Arrival, Cascade, Channel, ClosedDay, ClosingInstant, Consequence, Consultation, Contact, Continues, Criterion, DayFrom,
    Document, Due, Duty, DutyBy, Event, EventOrDay, FactDay, Filing, Happening, IssuedWithin, MonthDay, PeriodOrYears, PlanQuestion,
    Publication, PublicationWord, ScheduleEntry, When, Window,
};
pub use period::{Period, PeriodUnit};
pub use table::{ByFact, Row, Rows, Table};
pub use words::{OneOrMany, Scalar};
pub use worked_out::{FactTimes, OverLines, Take, WorkedOut};

use indexmap::IndexMap;
use kernel::{DeemedLargeRule, FiscalYear, SizeClass, SizeLaw, Yen};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A map that keeps the order of the file.
pub type Map<T> = IndexMap<String, T>;

/// The phases at which conditions are tested.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Phase {
    /// 応募・交付申請: when the application is filed.
    Application,
    /// 交付決定: when the grant is decided.
    Decision,
    /// 額の確定: when the project is over and the amount is fixed.
    Settlement,
}

impl Phase {
    /// Every phase, in order.
    pub const ALL: [Self; 3] = [Self::Application, Self::Decision, Self::Settlement];

    /// The word of the language.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Application => "application",
            Self::Decision => "decision",
            Self::Settlement => "settlement",
        }
    }
}

/// What kind of programme this is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// 補助金・助成金.
    Grant,
}

/// One programme (制度): a call, or one scheme of a call, whole.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Programme {
    /// The version of the language: 1.
    pub shien: u32,
    /// The identifier, unique in the catalogue; it never changes.
    pub id: String,
    /// What kind of programme it is.
    pub kind: Kind,
    /// 制度名.
    pub name: Text,
    /// 実施機関; the source's own words where it says who.
    #[serde(default)]
    pub operator: Option<Text>,
    /// 年度, by the year in which it begins.
    pub fiscal_year: FiscalYear,
    /// 募集回: 1 for the first call of the year.
    pub round: u32,
    /// The revision of this file; a filed application keeps the revision it was filed under.
    pub revision: u32,
    /// 前年度・前回の制度: the identifier of the programme that this one follows; what changed since is shown on its page.
    #[serde(default)]
    pub follows: Option<String>,
    /// What the programme is for.
    pub summary: Clause,
    /// The document that everything here cites.
    pub source: Source,
    /// Identifiers in an outside list of programmes that this file covers.
    #[serde(default)]
    pub inventory: Vec<String>,
    /// 募集期間.
    pub window: Window,
    /// How an application is filed.
    pub filing: Filing,
    /// 問い合わせ先, where the document names one.
    #[serde(default)]
    pub contact: Option<Contact>,
    /// 予算: how much there is in all, and how it is given where it does not reach.
    #[serde(default)]
    pub budget: Option<Budget>,
    /// 採択予定件数: how many awards are planned.
    #[serde(default)]
    pub planned_awards: Option<Clause>,
    /// 補助期間: how long a project may last.
    #[serde(default)]
    pub period: Option<Clause>,
    /// Facts that this call asks for beyond the standard ones.
    #[serde(default)]
    pub facts: Map<FactDeclaration>,
    /// Groups of applicants that rates and caps may name beyond the built-in ones.
    #[serde(default)]
    pub groups: Map<Group>,
    /// How company size is judged, where the call speaks of it.
    #[serde(default)]
    pub size: Option<Size>,
    /// 補助対象者, 補助対象事業: what must hold.
    #[serde(default)]
    pub conditions: Map<Condition>,
    /// 連携体: several applicants together.
    pub consortium: Consortium,
    /// 併願, 重複: what holds with other subsidies.
    #[serde(default)]
    pub parallel: Option<Parallel>,
    /// 補助率, 補助限度額: how the grant follows from the eligible expenses.
    pub amount: Amount,
    /// 概算払・返還・納付: what is paid beside the grant itself, or paid back.
    #[serde(default)]
    pub payments: Map<Payment>,
    /// 補助対象経費.
    pub expenses: Expenses,
    /// Limits on sums of categories.
    #[serde(default)]
    pub limits: Map<LimitRule>,
    /// 事業計画書: what the plan says beyond what every plan says.
    #[serde(default)]
    pub plan_questions: Map<PlanQuestion>,
    /// 提出書類.
    #[serde(default)]
    pub documents: Map<Document>,
    /// 採択の基準.
    #[serde(default)]
    pub criteria: Map<Criterion>,
    /// 加点・減点: points that follow from facts; shown before filing, never part of eligibility.
    #[serde(default)]
    pub points: Map<Point>,
    /// 加点の合計は10点を限度とする: no more points than this count in all.
    #[serde(default)]
    pub points_at_most: Option<i32>,
    /// 事業日程.
    #[serde(default)]
    pub schedule: Map<ScheduleEntry>,
    /// 補助事業者の義務: what is due after the decision.
    #[serde(default)]
    pub duties: Map<Duty>,
    /// What follows when a member leaves or turns out to be ineligible.
    #[serde(default)]
    pub cascades: Map<Cascade>,
    /// 採択結果の公表.
    #[serde(default)]
    pub publication: Option<Publication>,
    /// Clauses that bind nobody's computation but must be shown.
    #[serde(default)]
    pub notes: Map<Clause>,
    /// 解釈: where the document is ambiguous, the reading chosen and its alternatives.
    #[serde(default)]
    pub readings: Map<Reading>,
}

/// A table of amounts in a programme.
#[derive(Debug, Clone, Copy)]
pub struct YenTable<'p> {
    /// The table.
    pub table: &'p Table<YenRule>,
    /// What it is used for.
    pub used: TableUse,
    /// The phases at which it holds; all of them where none is named.
    pub at: &'p [Phase],
}

/// What a table of amounts is used for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TableUse {
    /// The grant itself (定額).
    Grant,
    /// A bound: without a row there is none.
    Bound,
    /// A bound of each member by itself.
    BoundOfEach,
    /// A bound of lines that agree, by the facts in which they do.
    BoundOfLines,
    /// What is added or taken off: without a row nothing is.
    Difference,
    /// What is paid beside the grant, and follows from it.
    Payment,
    /// A bound of a line, or the price of a unit: by facts of the line.
    Line,
}

impl Programme {
    /// Every table of amounts that has a row, with its path in the file.
    pub fn yen_tables(&self) -> Vec<(String, YenTable<'_>)> {
        let mut all: Vec<(String, YenTable<'_>)> = Vec::new();
        let mut add = |path: String, table, used, at| all.push((path, YenTable { table, used, at }));
        let amount = &self.amount;
        add("amount.cap".to_owned(), &amount.cap, TableUse::Bound, &[]);
        add("amount.cap_each_member".to_owned(), &amount.cap_each_member, TableUse::BoundOfEach, &[]);
        amount.fixed.iter().for_each(|table| add("amount.fixed".to_owned(), table, TableUse::Grant, &[]));
        for (id, cap) in &amount.caps {
            add(format!("amount.caps.{id}.at_most"), &cap.at_most, TableUse::Bound, &cap.at);
        }
        for (id, addition) in &amount.additions {
            for (word, table) in [("cap", &addition.cap), ("cap_each_member", &addition.cap_each_member), ("grant", &addition.grant)] {
                add(format!("amount.additions.{id}.{word}"), table, TableUse::Difference, &[]);
            }
            for (part, table) in &addition.cap_of_parts {
                add(format!("amount.additions.{id}.cap_of_parts.{part}"), table, TableUse::Difference, &[]);
            }
        }
        for (id, part) in &amount.parts {
            let used = if matches!(part.each, Some(PartOf::Same(_))) { TableUse::BoundOfLines } else { TableUse::Bound };
            part.cap.iter().for_each(|table| add(format!("amount.parts.{id}.cap"), table, used, &[]));
        }
        for (id, limit) in &self.expenses.line_limits {
            add(format!("expenses.line_limits.{id}.at_most"), &limit.at_most, TableUse::Line, &[]);
        }
        for (id, category) in &self.expenses.categories {
            if let Some(Calculator::PerUnit(PerUnit { yen: Some(table), .. })) = &category.calculator {
                add(format!("expenses.categories.{id}.calculator.per_unit.yen"), table, TableUse::Line, &[]);
            }
        }
        for (id, adjustment) in &self.expenses.adjustments {
            let path = format!("expenses.adjustments.{id}");
            add(format!("{path}.at_most"), &adjustment.at_most, TableUse::BoundOfEach, &adjustment.at);
            add(format!("{path}.less"), &adjustment.less, TableUse::Difference, &adjustment.at);
        }
        for (id, payment) in &self.payments {
            add(format!("payments.{id}.yen"), &payment.yen, TableUse::Payment, &payment.at);
        }
        all.retain(|(_, yen)| !yen.table.is_none());
        all
    }
}

/// How company size is judged (企業規模の区分).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Size {
    /// Whose limits decide who is a small or medium enterprise.
    pub law: SizeLaw,
    /// The classes that the call tells apart; a business falls into the nearest one that is at least as
    /// large as it is.
    pub classes: Vec<SizeClass>,
    /// 中小企業者の範囲（募集要項の表）: the limits that the call itself names, by industry; the first row that holds the industry counts. The
    /// law's own limits where there is no row.
    #[serde(default)]
    pub limits: Vec<OwnLimits>,
    /// 小規模事業者の範囲: the employees that the call itself names, by industry; the first row that holds the industry counts. The
    /// law's own numbers where there is no row.
    #[serde(default)]
    pub small_scale: Vec<SmallScale>,
    /// みなし大企業: the reasons that count; empty where the call does not speak of it.
    #[serde(default)]
    pub deemed_large_rules: Vec<DeemedLargeRule>,
    /// For each of these reasons that is about shares, whether holdings through others count (直接又は間接に).
    #[serde(default)]
    pub deemed_large_holdings: Map<Reach>,
    /// 大企業（みなし大企業を含む。）が株式の2分の1以上を…: whether, in these reasons, companies and their officers that are deemed large count
    /// as large ones.
    #[serde(default)]
    pub deemed_large_counts_as_large: bool,
    /// Whether a company that is deemed large takes the rate of a large one.
    #[serde(default)]
    pub deemed_large_takes_rate_of_large: bool,
    /// Where it is said.
    pub cite: Cites,
}

/// Up to which capital or how many employees a business is a small or medium one; either is enough.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct OwnLimits {
    /// In these classes of industry (日本標準産業分類), or kinds of business of the law: `manufacturing`, `wholesale`, `service`, `retail`;
    /// in all of them where none is named.
    #[serde(default)]
    pub industries: Vec<Scalar>,
    /// 資本金の額又は出資の総額, at most; employees alone decide where nothing is said.
    #[serde(default)]
    pub capital_yen: Option<Yen>,
    /// 常時使用する従業員, at most; capital alone decides where nothing is said.
    #[serde(default)]
    pub employees: Option<i64>,
}

/// Up to how many employees a business is small-scale.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SmallScale {
    /// In these classes of industry (日本標準産業分類), or kinds of business of the law: `manufacturing`, `wholesale`, `service`, `retail`;
    /// in all of them where none is named.
    #[serde(default)]
    pub industries: Vec<Scalar>,
    /// 常時使用する従業員, at most.
    pub employees: i64,
}

/// How far holdings reach.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Reach {
    /// 直接: what a holder has itself.
    Direct,
    /// 直接又は間接に: with what it has through others, the product of the shares along each chain.
    DirectAndIndirect,
}
