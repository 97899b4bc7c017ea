//! The machine form of an answer: one version, free of language. Sentences are made from it.

use std::borrow::Cow;

use kernel::Rate;
use schemars::JsonSchema;
use serde::Serialize;

use crate::{
    language::{Cites, Consequence, Payer, Phase},
    vocabulary::Value,
};

/// The version of this form.
pub const VERSION: u32 = 1;

/// Whether an applicant may have the grant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// Every condition that can be computed holds.
    Eligible,
    /// A condition fails.
    NotEligible,
    /// It cannot be said yet: facts are missing.
    Undetermined,
}

/// How a condition stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// It holds.
    Yes,
    /// It does not.
    No,
    /// Facts are missing.
    Unknown,
    /// A person judges.
    Judgement,
}

/// The answer to one application.
///
/// All amounts are whole yen.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Assessment<'p> {
    /// The version of this form.
    pub version: u32,
    /// The application's own id, repeated.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// The programme.
    pub programme: &'p str,
    /// Its revision.
    pub revision: u32,
    /// The phase it was assessed for.
    pub phase: Phase,
    /// Whether the applicant may have the grant.
    pub verdict: Verdict,
    /// The grant: 0 when not eligible; `null` while a fact that decides the rate is missing.
    pub grant_yen: Option<i64>,
    /// The grant that the amounts alone lead to, whatever the verdict; the sum of the members'.
    pub calculated_grant_yen: Option<i64>,
    /// 補助対象経費総額.
    pub eligible_total_yen: i64,
    /// What was asked for.
    pub requested_total_yen: i64,
    /// False where crossing limits of a large consortium were too many to prove that no larger total exists, nor a larger grant
    /// of the same total.
    pub proven_greatest: bool,
    /// The members.
    pub members: Vec<MemberAnswer<'p>>,
    /// Each member's categories.
    pub categories: Vec<CategoryAnswer<'p>>,
    /// The limits.
    pub limits: Vec<LimitAnswer<'p>>,
    /// The conditions.
    pub conditions: Vec<ConditionAnswer<'p>>,
    /// 加算: additions to the cap or the rate, and what each is worth.
    pub additions: Vec<AdditionAnswer<'p>>,
    /// The parts of the grant, where it has any.
    pub parts: Vec<PartAnswer<'p>>,
    /// 加点・減点: points that follow from facts. They are no part of the verdict.
    pub points: Vec<PointAnswer<'p>>,
    /// What the points come to, within what the call counts of them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub points_total: Option<i32>,
    /// 概算払・返還・納付: further amounts of money beside the grant.
    pub payments: Vec<PaymentAnswer<'p>>,
    /// The way from the request to the grant.
    pub steps: Vec<Step<'p>>,
    /// What the next 10,000 yen in a category would bring.
    pub next: Vec<Next<'p>>,
    /// Another sharing of the same eligible total and the same grant, which meets the share of the grant that some members must
    /// have: there where what is shared as the call says misses it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub split: Option<Split<'p>>,
    /// Parts of the answer that were not searched to the end, because the steps that one answer may take were used up.
    pub not_searched: Vec<NotSearched<'p>>,
    /// Expense lines about which there is something to say.
    pub lines: Vec<LineAnswer<'p>>,
    /// Documents that are needed, or may be.
    pub documents: Vec<DocumentAnswer<'p>>,
    /// Documents that are not needed.
    pub documents_not_needed: Vec<DocumentAnswer<'p>>,
    /// Facts that are missing, those that still matter first.
    pub missing_facts: Vec<MissingFact<'p>>,
    /// Conditions that a person judges and has not judged yet.
    pub judgements: Vec<JudgementAnswer<'p>>,
    /// Facts that contradict one another.
    pub contradictions: Vec<Contradiction<'p>>,
    /// Duties with their dates, as far as these are known.
    pub duties: Vec<DutyAnswer<'p>>,
    /// Facts that the call works out, as far as they are known: those of the application and of its members.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub worked_out: Vec<WorkedOutAnswer<'p>>,
    /// What follows from what happened to members.
    pub consequences: Vec<ConsequenceAnswer<'p>>,
}

/// A member.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct MemberAnswer<'p> {
    /// Its id.
    pub id: String,
    /// Whether it leads.
    pub lead: bool,
    /// Its size class, where it is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub size_class: Option<Cow<'p, str>>,
    /// The group whose rate it takes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rate_group: Option<&'p str>,
    /// Its rate.
    pub rate: Option<Rate>,
    /// Its eligible total.
    pub eligible_total_yen: i64,
    /// Its grant, whatever the verdict.
    pub grant_yen: Option<i64>,
}

/// A member's expenses in a category.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct CategoryAnswer<'p> {
    /// The member.
    pub member: String,
    /// The category.
    pub id: &'p str,
    /// What was asked for.
    pub requested_yen: i64,
    /// What of it is admissible, before limits.
    pub admissible_yen: i64,
    /// What is recognised.
    pub recognised_yen: i64,
}

/// A limit.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct LimitAnswer<'p> {
    /// The limit.
    pub id: &'p str,
    /// The member, where each is tested on its own.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub member: Option<String>,
    /// Whether the amounts as filed keep it.
    pub within: bool,
    /// Whether it cut something.
    pub bit: bool,
    /// The limited expenses as filed.
    pub requested_yen: i64,
    /// The most that the limit would allow on the amounts as filed.
    pub requested_allowed_yen: i64,
    /// The limited expenses that are recognised.
    pub recognised_yen: i64,
    /// What the limit is a rate of.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub base_yen: Option<i64>,
    /// The most that it allows.
    pub allowed_yen: i64,
    /// What is left of it at this base.
    pub slack_yen: i64,
    /// What would be recognised of the limited expenses in all if only they were asked for more, the base growing with them.
    /// Nothing where the limit cut something, where there is no end, or where the search was cut off.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub growth_yen: Option<i64>,
    /// Where it stands.
    pub cite: &'p Cites,
}

/// An addition.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct AdditionAnswer<'p> {
    /// The addition.
    pub id: &'p str,
    /// Whether the applicant (of several members, any) has it.
    pub outcome: Outcome,
    /// The facts it rests on.
    pub findings: Vec<Finding<'p>>,
    /// What would have to change for it.
    pub flip: Vec<Change<'p>>,
    /// At settlement, whether its promise was kept.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub promise: Option<Outcome>,
    /// What the grant is larger by with it than without it, all else as it is: what it brings, or would bring.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub worth_yen: Option<i64>,
    /// What is not paid because its promise was broken.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lost_yen: Option<i64>,
    /// Where it stands.
    pub cite: &'p Cites,
}

/// A part of the grant.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct PartAnswer<'p> {
    /// The part.
    pub id: &'p str,
    /// The member, where each of several is paid by itself.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub member: Option<String>,
    /// What its lines have in common, where it is one of several: the name of a case, of a place.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<String>,
    /// The month, where it is one of several: 2026-05.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub month: Option<String>,
    /// The eligible expenses that it is of.
    pub eligible_yen: i64,
    /// The units that it was reckoned for, one by one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub units: Option<i64>,
    /// What its rate brings, before its cap, rounded down to whole yen.
    pub before_cap_yen: i64,
    /// What is left of that within its own cap and brought to its unit, before the caps on the whole.
    pub capped_yen: i64,
    /// Its cap; that of one month or unit where there are several.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cap_yen: Option<i64>,
    /// What is granted of it, within all caps.
    pub grant_yen: i64,
    /// Where it stands.
    pub cite: &'p Cites,
}

/// Points.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct PointAnswer<'p> {
    /// What they are given for.
    pub id: &'p str,
    /// How many.
    pub points: i32,
    /// Whether the applicant has them.
    pub outcome: Outcome,
    /// The facts they rest on.
    pub findings: Vec<Finding<'p>>,
    /// Where it stands.
    pub cite: &'p Cites,
}

/// A further amount of money.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct PaymentAnswer<'p> {
    /// Which.
    pub id: &'p str,
    /// The member, where it is of each by itself.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub member: Option<String>,
    /// Who pays it.
    pub by: Payer,
    /// Whether it is paid.
    pub applies: Outcome,
    /// How much; `null` while a fact is missing.
    pub yen: Option<i64>,
    /// Where it stands.
    pub cite: &'p Cites,
}

/// A condition.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct ConditionAnswer<'p> {
    /// The condition.
    pub id: Cow<'p, str>,
    /// The member it is about.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub member: Option<String>,
    /// How it stands.
    pub outcome: Outcome,
    /// The facts it rests on.
    pub findings: Vec<Finding<'p>>,
    /// The smallest change that would flip it: every one of these together.
    pub flip: Vec<Change<'p>>,
    /// Where it stands.
    pub cite: &'p Cites,
}

impl ConditionAnswer<'_> {
    /// The findings that explain its outcome: where it holds, what does not hold was one of several ways and explains nothing.
    pub fn shown_findings(&self) -> impl Iterator<Item = &Finding<'_>> {
        self.findings.iter().filter(|f| self.outcome != Outcome::Yes || f.outcome != Outcome::No)
    }
}

/// A fact that a condition rests on.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Finding<'p> {
    /// The fact, or what was measured.
    pub fact: Cow<'p, str>,
    /// Whose.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub member: Option<String>,
    /// Its value.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<serde_json::Value>")]
    pub value: Option<Value>,
    /// Where it comes from.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source: Option<Cow<'p, str>>,
    /// The comparison.
    pub test: &'static str,
    /// What it is compared with.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<serde_json::Value>")]
    pub expected: Option<Cow<'p, Expected>>,
    /// How it stands.
    pub outcome: Outcome,
}

/// What a fact is compared with.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(untagged)]
pub enum Expected {
    /// One value.
    One(Value),
    /// One of several.
    Many(Vec<Value>),
}

/// A change of a fact.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Change<'p> {
    /// The fact.
    pub fact: Cow<'p, str>,
    /// Whose.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub member: Option<String>,
    /// The comparison that it would then meet or miss.
    pub to: &'static str,
    /// The value it would have.
    #[schemars(with = "serde_json::Value")]
    pub value: Value,
    /// By how much a number would change.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub by: Option<i64>,
}

/// A step from the request to the grant.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Step<'p> {
    /// What the step is: `admissible`, `adjustment`, `limit`, `eligible_total`, `shared_costs`, `other_money`, `bracket`, `rate`, `fixed`,
    /// `part`, `part_floor`, `part_cap`, `parts_floor`, `member_floor`, `grant_addition`, `member_cap`, `kind_cap`, `cap`, `addition`, `further_cap`, `shared`, `cap_after_sharing`,
    /// `floor`.
    pub kind: &'static str,
    /// The limit, the group of the rate or of the cap.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<&'p str>,
    /// The member.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub member: Option<String>,
    /// Before the step.
    pub before_yen: i64,
    /// After it.
    pub after_yen: i64,
    /// The rate or the limit of the step.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rate: Option<Rate>,
    /// The limit in yen.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub limit_yen: Option<i64>,
    /// Whether it took something away by its limit.
    pub bit: bool,
    /// What is left of the limit.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub slack_yen: Option<i64>,
    /// Where it stands.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cite: Option<&'p Cites>,
}

/// What the next 10,000 yen would bring.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Next<'p> {
    /// The member.
    pub member: String,
    /// The category.
    pub category: &'p str,
    /// How much more would be recognised in all.
    pub eligible_yen: i64,
    /// How much larger the grant would be.
    pub grant_yen: i64,
}

/// A fact that would make the grant larger if it were otherwise.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Gain<'p> {
    /// The fact.
    pub fact: &'p str,
    /// The value that it would have.
    #[schemars(with = "serde_json::Value")]
    pub value: Value,
    /// How much larger the grant would be.
    pub grant_yen: i64,
}

/// Another sharing of the same total and grant: the one that moves the least.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Split<'p> {
    /// What each member would have.
    pub members: Vec<SplitMember>,
    /// The categories of which another amount would be recognised.
    pub categories: Vec<SplitCategory<'p>>,
    /// Where the share is asked for.
    pub cite: &'p Cites,
}

/// A member in another sharing.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct SplitMember {
    /// Its id.
    pub id: String,
    /// Its eligible total.
    pub eligible_total_yen: i64,
    /// Its grant.
    pub grant_yen: i64,
}

/// A member's category in another sharing.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct SplitCategory<'p> {
    /// The member.
    pub member: String,
    /// The category.
    pub id: &'p str,
    /// What would be recognised.
    pub recognised_yen: i64,
}

/// A part of the answer that was not searched to the end.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct NotSearched<'p> {
    /// What was looked for.
    pub what: Searched,
    /// The member, where it was about one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub member: Option<String>,
    /// The category or the limit, where it was about one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<&'p str>,
}

/// What is searched for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Searched {
    /// What the next 10,000 yen would bring; of every member and category where none is named.
    Next,
    /// What would be recognised of a limit's categories if only they grew.
    Growth,
    /// Another sharing that meets the share of the grant.
    Split,
}

/// An expense line about which there is something to say.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct LineAnswer<'p> {
    /// Its place in the file, from 0.
    pub line: usize,
    /// The category it counts in.
    pub category: &'p str,
    /// What was asked for.
    pub requested_yen: i64,
    /// What of it is admissible.
    pub admissible_yen: i64,
    /// What became of it.
    pub outcome: LineOutcome,
    /// The test or exclusion: `tests.unit_price`, `exclusions.travel`, `labour`, `tax`.
    pub because: Cow<'p, str>,
    /// Figures behind it: hours counted, hourly pay, the tax that was taken off.
    pub figures: Vec<(&'static str, i64)>,
    /// Where it stands.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cite: Option<&'p Cites>,
}

/// The figure of a line that says how much tax was taken off it.
pub const TAX: &str = "tax";

/// What became of an expense line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum LineOutcome {
    /// It counts, with these figures.
    Counted,
    /// It counts with a smaller amount.
    Reduced,
    /// It counts in another category.
    Moved,
    /// It is not eligible.
    Refused,
    /// It counts for now: a fact is missing.
    Open,
    /// It counts for now: a person looks at it.
    Judged,
}

/// A document.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct DocumentAnswer<'p> {
    /// The document.
    pub id: &'p str,
    /// Whether it is needed.
    pub required: Outcome,
    /// Whether it may be left out.
    pub optional: bool,
    /// The first day on which it may have been issued, where the call says how old it may be and the day is known.
    pub issued_from: Option<String>,
    /// Whether it was issued late enough, where the call asks for the day and it is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub issued_in_time: Option<bool>,
    /// Why: nothing where it is always needed.
    pub because: Vec<Finding<'p>>,
    /// Where it stands.
    pub cite: &'p Cites,
}

/// A fact that is missing.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct MissingFact<'p> {
    /// The fact.
    pub fact: Cow<'p, str>,
    /// Whose.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub member: Option<String>,
    /// What it decides.
    pub decides: Decides,
    /// Whether it could still change the answer.
    pub matters: bool,
}

/// What a missing fact decides.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Decides {
    /// Whether the applicant is eligible.
    Verdict,
    /// How much the grant is.
    Amount,
    /// Whether an expense line is admissible.
    Line,
    /// Which documents are needed.
    Documents,
    /// What is paid beside the grant, or paid back.
    Payment,
}

/// A condition that a person judges.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct JudgementAnswer<'p> {
    /// The condition.
    pub id: Cow<'p, str>,
    /// Where it stands.
    pub cite: &'p Cites,
}

/// Facts that contradict one another.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Contradiction<'p> {
    /// The member.
    pub member: String,
    /// The conclusion that was stated.
    pub fact: &'p str,
    /// As stated.
    #[schemars(with = "serde_json::Value")]
    pub stated: Value,
    /// As it follows from the raw facts; this is what counts.
    #[schemars(with = "serde_json::Value")]
    pub derived: Value,
    /// The reasons.
    pub reasons: Vec<String>,
}

/// A fact that the call works out.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct WorkedOutAnswer<'p> {
    /// The fact.
    pub fact: &'p str,
    /// Whose it is, where each member has its own.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub member: Option<String>,
    /// What it comes to.
    #[schemars(with = "serde_json::Value")]
    pub value: Value,
}

/// A duty.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct DutyAnswer<'p> {
    /// The duty.
    pub id: &'p str,
    /// Whether it is a duty of this applicant.
    pub applies: Outcome,
    /// Its dates; none while what they hang on has not happened, or where each line has its own.
    pub due: Vec<String>,
    /// The lines of which it is a duty, each with its dates.
    pub lines: Vec<DutyOfLine>,
    /// Where it stands.
    pub cite: &'p Cites,
}

/// A duty of an expense line.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct DutyOfLine {
    /// The line's place in the file, from 0.
    pub line: usize,
    /// Whether it is a duty of this line: not known while the line does not say what it hangs on.
    pub applies: Outcome,
    /// Its dates; none while what they hang on is not known.
    pub due: Vec<String>,
}

/// What follows from a happening.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct ConsequenceAnswer<'p> {
    /// The happening's place in the file, from 0.
    pub happening: usize,
    /// The clause.
    pub id: &'p str,
    /// What follows.
    pub outcome: Consequence,
    /// Whether a person judges besides.
    pub judged: bool,
    /// Where it stands.
    pub cite: &'p Cites,
}
