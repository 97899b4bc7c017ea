//! A programme made ready for the engine: names resolved, values typed, limits in the solver's form.

mod amounts;
mod compile;
mod predicate;
pub(crate) mod worked_out;

use std::{collections::HashMap, sync::Arc};

use kernel::{Rate, SizeClass};

use crate::{
    assessment::Expected,
    language::{Cites, ClosedDay, FactOf, FactType, Growth, Otherwise, Period, Phase, Programme, RecordRole, RecordStatus, WorkedOut},
    solve::{Limit, Shape},
};
use compile::Compiler;

/// A comparison.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Op {
    /// Equal.
    Is,
    /// Other.
    IsNot,
    /// Among.
    OneOf,
    /// Holds.
    Includes,
    /// 以上.
    AtLeast,
    /// 超.
    MoreThan,
    /// 以下.
    AtMost,
    /// 未満.
    LessThan,
    /// 程度.
    About,
}

impl Op {
    /// The word of the language.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Is => "is",
            Self::IsNot => "is_not",
            Self::OneOf => "one_of",
            Self::Includes => "includes",
            Self::AtLeast => "at_least",
            Self::MoreThan => "more_than",
            Self::AtMost => "at_most",
            Self::LessThan => "less_than",
            Self::About => "about",
        }
    }
}

/// What a comparison is about.
#[derive(Debug, Clone, PartialEq)]
pub enum Subject {
    /// A fact, by its slot.
    Fact(usize),
    /// The share of the grant that goes to these classes.
    GrantShare(Vec<SizeClass>),
    /// The share of the eligible total in these categories.
    ExpenseShare(u64),
    /// How far the category among these that changed most is from what was decided for it, as a share of that.
    ExpenseChange(u64, Direction),
    /// How many earlier applications or awards there are.
    Records(RecordQuery),
    /// How many lines in these categories are like this.
    Lines(u64, Option<Box<Test>>),
    /// The share of members like this.
    MembersShare {
        /// What it is of.
        of: ShareOf,
        /// What a member is like.
        like: Box<Test>,
        /// Whether the lead is left out.
        beside_lead: bool,
    },
    /// How many members are like this.
    Members {
        /// What a member is like.
        like: Box<Test>,
        /// Whether the lead is left out.
        beside_lead: bool,
    },
}

/// What a share of members is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ShareOf {
    /// What they bring of the eligible total.
    Expenses,
    /// How many of all members they are.
    Members,
}

impl ShareOf {
    /// The word for it.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Expenses => "share_of_expenses_of",
            Self::Members => "share_of_members",
        }
    }
}

/// Which changes of expenses are meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// More or less.
    Either,
    /// More.
    Up,
    /// Less.
    Down,
}

impl Direction {
    /// The word of the language.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Either => "changed_expenses",
            Self::Up => "increased_expenses",
            Self::Down => "reduced_expenses",
        }
    }
}

/// A question about earlier applications and awards.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecordQuery {
    /// Of these programmes.
    pub of: Vec<String>,
    /// How far they came.
    pub status: RecordStatus,
    /// Only those of the last so long before the day of a fact.
    pub within: Option<(Period, usize)>,
    /// Only those of so many fiscal years, the call's own the last of them.
    pub fiscal_years: Option<i16>,
    /// Only those of these fiscal years; of any where none is named.
    pub in_fiscal_years: Vec<i16>,
    /// Only those of this part of the call.
    pub part: Option<String>,
    /// Those of companies of the same group too.
    pub of_group: bool,
    /// Only those in which it had this role.
    pub role: Option<RecordRole>,
}

/// Another fact, perhaps with something done to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Term {
    /// The fact.
    pub slot: usize,
    /// Times this.
    pub times: Rate,
    /// Grown by this each year.
    pub grown: Option<Growth>,
    /// Plus this; days, of a day.
    pub plus: i64,
    /// Where a day goes on which the office is closed.
    pub on_closed_day: Option<ClosedDay>,
}

/// A predicate made ready.
#[derive(Debug, Clone, PartialEq)]
pub enum Test {
    /// A comparison.
    Compare(Subject, Op, Expected),
    /// A comparison with a fact.
    CompareWith(Subject, Op, Term),
    /// The time from the day of one fact to that of another, with a period.
    Elapsed {
        /// The earlier day.
        from: usize,
        /// The later day.
        to: usize,
        /// The comparison.
        op: Op,
        /// With this.
        period: Period,
    },
    /// The member belongs to a group.
    InGroup(String),
    /// Something is recognised in one of these categories.
    Claims(u64),
    /// All hold.
    All(Vec<Test>),
    /// At least one holds.
    Any(Vec<Test>),
    /// None holds.
    None(Vec<Test>),
    /// A person judges.
    Judged,
}

/// A fact that the programme may use.
#[derive(Debug, Clone)]
pub struct Slot {
    /// Its name.
    pub name: String,
    /// Its type.
    pub kind: FactType,
    /// Whose it is.
    pub of: FactOf,
    /// The words of a choice.
    pub choices: Vec<String>,
    /// Whether shien works it out.
    pub computed: bool,
    /// How the call works it out of other facts, and their slots.
    pub worked_out: Option<WorkedOutPlan>,
    /// The kinds of applicant that can have it; all where none is named.
    pub only_for: Vec<String>,
    /// When it can be known.
    pub stage: Stage,
    /// Whether it may be below nothing.
    pub may_be_negative: bool,
}

/// When a fact can be known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stage {
    /// From what is said.
    Said,
    /// Once the expense lines were weighed.
    Lines,
    /// Once there are amounts.
    Amounts,
}

/// How a fact follows from others, made ready.
#[derive(Debug, Clone)]
pub struct WorkedOutPlan {
    /// How.
    pub how: WorkedOut,
    /// The slots of the facts that it follows from.
    pub inputs: Vec<usize>,
    /// What it is brought down to a multiple of.
    pub down_to: Option<Rate>,
    /// What it is brought up to a multiple of instead.
    pub up_to: Option<Rate>,
    /// The categories that it is about, a bit each.
    pub categories: u64,
    /// The lines that it is over.
    pub like: Option<Test>,
}

/// An addition made ready.
#[derive(Debug, Clone)]
pub struct AdditionPlan {
    /// Who has it.
    pub when: Test,
    /// What was promised for it.
    pub kept: Option<Test>,
}

/// What a line must be like to count although its kind is excluded, by the place of the exclusion.
#[derive(Debug, Clone, Default)]
pub struct Exceptions {
    /// Of the exclusions of every category.
    pub everywhere: Vec<Option<Test>>,
    /// Of each category's own.
    pub by_category: Vec<Vec<Option<Test>>>,
}

/// A test of expense lines made ready.
#[derive(Debug, Clone)]
pub struct LineTestPlan {
    /// Its id.
    pub id: String,
    /// The phases at which it holds; all of them where none is named.
    pub at: Vec<Phase>,
    /// Whether it is one of several categories.
    pub shared: bool,
    /// What the line must be like.
    pub test: Test,
    /// Where a line is moved that is not.
    pub onto: Option<usize>,
}

/// An adjustment of expenses made ready; categories by their places.
#[derive(Debug, Clone)]
pub struct AdjustmentPlan {
    /// What is adjusted.
    pub categories: Vec<usize>,
    /// When.
    pub when: Option<Test>,
    /// The fact that is the share.
    pub share_fact: Option<usize>,
    /// What a share is of.
    pub of: Vec<usize>,
    /// When that is measured.
    pub base_at: BasePlan,
    /// The categories among which it is divided, each with the one in proportion to which.
    pub divided: Vec<(usize, usize)>,
}

/// When the base of a share is measured, made ready.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BasePlan {
    /// When the adjustment is made.
    Now,
    /// Before any.
    Filed,
    /// After another, by its place.
    After(usize),
}

/// A part of the grant made ready.
#[derive(Debug, Clone)]
pub struct PartPlan {
    /// Its categories, a bit each.
    pub categories: u64,
    /// What its lines are like.
    pub lines: Option<Test>,
    /// The facts whose values part its lines, by their place in [`Plan::grouped_by`].
    pub same: Vec<usize>,
    /// Those of them by which a part is told: not the ones that only bound it.
    pub told_by: Vec<usize>,
}

/// The facts of lines by which a calculator goes.
#[derive(Debug, Clone, Default)]
pub struct CalculatorPlan {
    /// In the order of which units are used up.
    pub in_order_of: Option<usize>,
    /// Whether the largest comes first.
    pub largest_first: bool,
    /// The fact that says how many units count in all.
    pub at_most: Option<usize>,
    /// By which lines agree that have so many units at most.
    pub each: Vec<usize>,
    /// By which lines are the same units.
    pub same_unit: Vec<usize>,
    /// The day on which somebody worked.
    pub day: Option<usize>,
}

/// A duty made ready.
#[derive(Debug, Clone)]
pub struct DutyPlan {
    /// Whose it is.
    pub when: Option<Test>,
    /// Of which lines, where each has its own: the categories, a bit each, and what the line is like.
    pub each_line: Option<(u64, Option<Test>)>,
}

/// What lines count at most, made ready.
#[derive(Debug, Clone)]
pub struct LineLimitPlan {
    /// The categories, a bit each.
    pub categories: u64,
    /// The lines that it is of.
    pub when: Option<Test>,
    /// The facts by which lines are limited together.
    pub together_by: Vec<usize>,
}

/// A programme made ready.
#[derive(Debug, Clone)]
pub struct Plan {
    /// The programme.
    pub programme: Arc<Programme>,
    /// Every fact: the standard ones first, in their order.
    pub slots: Vec<Slot>,
    /// Conditions: for each phase that tests it, the test.
    pub conditions: Vec<[Option<Test>; 3]>,
    /// Groups, in order.
    pub groups: Vec<Test>,
    /// What a line excepts from an exclusion: those of every category, then those of each.
    pub exceptions: Exceptions,
    /// Who counts as a party of a consortium.
    pub parties_like: Option<Test>,
    /// Tests of each category's lines.
    pub line_tests: Vec<Vec<LineTestPlan>>,
    /// The facts by which the tax of lines is taken off together.
    pub tax_together_by: Vec<usize>,
    /// The facts by which lines are taken together where a share is taken of them.
    pub apportioned_together_by: Vec<usize>,
    /// What lines count at most.
    pub line_limits: Vec<LineLimitPlan>,
    /// Conditions of documents.
    pub documents: Vec<Option<Test>>,
    /// Conditions of duties.
    pub duties: Vec<DutyPlan>,
    /// Additions to caps and rates.
    pub additions: Vec<AdditionPlan>,
    /// Parts of the grant.
    pub parts: Vec<PartPlan>,
    /// The facts of lines by whose values some part is line_group.
    pub grouped_by: Vec<usize>,
    /// Earlier awards that a further cap takes off.
    pub less: Vec<Option<RecordQuery>>,
    /// Who has points.
    pub points: Vec<Test>,
    /// Adjustments of expenses, in order.
    pub adjustments: Vec<AdjustmentPlan>,
    /// Members of which kinds have no more than a share.
    pub kind_caps: Vec<Test>,
    /// For each category, the fact by which its lines count.
    pub apportioned_by: Vec<Option<usize>>,
    /// What the calculator of each category goes by.
    pub calculators: Vec<CalculatorPlan>,
    /// When further amounts are paid.
    pub payments: Vec<Option<Test>>,
    /// Costs that members bear together: the categories, a bit each, and the fact that is the share of each.
    pub shared: Option<(u64, usize)>,
    /// The limits.
    pub limits: Vec<Limit>,
    /// Their shape.
    pub shape: Shape,
    names: HashMap<String, usize>,
    categories: HashMap<String, usize>,
}

/// What cannot be made ready, and the path in the file where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// A stable code.
    pub code: &'static str,
    /// The path.
    pub path: String,
    /// What is wrong.
    pub message: String,
    /// What would be right.
    pub help: Option<String>,
}

impl Fault {
    /// A fault at a path.
    pub fn new(code: &'static str, path: impl Into<String>, message: impl Into<String>) -> Self {
        Self { code, path: path.into(), message: message.into(), help: None }
    }

    /// The same with a hint.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }
}

impl Plan {
    /// Makes a programme ready, or says everything that stands in the way.
    pub fn new(programme: &Arc<Programme>) -> Result<Self, Vec<Fault>> {
        let mut faults = Vec::new();
        let plan = Compiler::new(programme, &mut faults).compile(programme);
        if faults.is_empty() { Ok(plan) } else { Err(faults) }
    }

    /// Whether all that is asked of earlier applications is that they were filed: what an agency knows by itself.
    pub fn asks_filings_only(&self) -> bool {
        fn only(test: &Test) -> bool {
            match test {
                Test::Compare(Subject::Records(query), ..) => query.status == RecordStatus::Filed,
                Test::All(tests) | Test::Any(tests) | Test::None(tests) => tests.iter().all(only),
                _ => true,
            }
        }
        let tests = self.conditions.iter().flatten().flatten().chain(&self.points).chain(&self.groups);
        self.less.iter().flatten().all(|query| query.status == RecordStatus::Filed)
            && tests.chain(self.additions.iter().map(|a| &a.when)).all(only)
    }

    /// The slot of a fact.
    pub fn slot(&self, name: &str) -> Option<usize> {
        self.names.get(name).copied()
    }

    /// The facts to be asked for one: itself, or those that it is worked out of; of a table those that `row` says decide it, all of them
    /// where it says none.
    pub fn asked_for(&self, slot: usize, row: impl Fn(&WorkedOutPlan) -> Option<Vec<usize>>) -> Vec<usize> {
        // Sums of sums may name a fact many times: each is looked at once.
        let (mut seen, mut open, mut asked) = (vec![false; self.slots.len()], vec![slot], Vec::new());
        while let Some(next) = open.pop() {
            if std::mem::replace(&mut seen[next], true) {
                continue;
            }
            match &self.slots[next].worked_out {
                None => asked.push(next),
                Some(plan) => match row(plan) {
                    Some(decide) => open.extend(decide),
                    None => open.extend(plan.inputs.iter().rev()),
                },
            }
        }
        asked
    }

    /// The index of a category.
    pub fn category(&self, id: &str) -> Option<usize> {
        self.categories.get(id).copied()
    }

    /// What becomes of a line of a category that fails a test, and where the test stands.
    pub fn line_test(&self, category: usize, test: &LineTestPlan) -> Option<(&Otherwise, &Cites)> {
        let expenses = &self.programme.expenses;
        if test.shared {
            return expenses.tests.get(&test.id).map(|t| (&t.otherwise, &t.cite));
        }
        expenses.categories.get_index(category)?.1.tests.get(&test.id).map(|t| (&t.otherwise, &t.cite))
    }

    /// The id of a category.
    pub fn category_id(&self, index: usize) -> &str {
        self.programme.expenses.categories.get_index(index).map_or("", |(id, _)| id)
    }
}
