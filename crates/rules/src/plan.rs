//! A programme made ready for the engine: names resolved, values typed, limits in the solver's form.

use std::{collections::HashMap, sync::Arc};

use crate::diagnostic::suggest;
use crate::{
    assessment::Expected,
    cel,
    language::{
        ByFact, Calculator, Comparand, FactOf, FactTerm, FactType, Growth, LimitBase, LimitCompare, LimitRule, LimitShare, LinesLike,
        Period, Predicate, Programme, RecordStatus, Records, Rows, Scalar, Scope, Table, Units, YenRule,
    },
    solve::{Bound, Compared, Limit, Shape},
    vocabulary::{STANDARD, Value},
};
use kernel::{Rate, SizeClass, Yen};

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
    /// How many earlier applications or awards there are.
    Records(RecordQuery),
    /// How many lines in these categories are like this.
    Lines(u64, Option<Box<Test>>),
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
    /// Only those of the call's fiscal year.
    pub same_fiscal_year: bool,
    /// Those of companies of the same group too.
    pub of_group: bool,
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
    /// Plus this.
    pub plus: i64,
}

/// A predicate made ready.
#[derive(Debug, Clone, PartialEq)]
pub enum Test {
    /// A comparison.
    Compare(Subject, Op, Expected),
    /// A fact with another.
    CompareFact(usize, Op, Term),
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
    /// The kinds of applicant that can have it; all where none is named.
    pub only_for: Vec<String>,
}

/// An addition made ready.
#[derive(Debug, Clone)]
pub struct AdditionPlan {
    /// Who has it.
    pub when: Test,
    /// What was promised for it.
    pub kept: Option<Test>,
}

/// A part of the grant made ready.
#[derive(Debug, Clone)]
pub struct PartPlan {
    /// Its categories, a bit each.
    pub categories: u64,
    /// What its lines are like.
    pub lines: Option<Test>,
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
    /// Tests of each category's lines.
    pub line_tests: Vec<Vec<(Test, Option<usize>)>>,
    /// Conditions of documents.
    pub documents: Vec<Option<Test>>,
    /// Conditions of duties.
    pub duties: Vec<Option<Test>>,
    /// Additions to caps and rates.
    pub additions: Vec<AdditionPlan>,
    /// Parts of the grant.
    pub parts: Vec<PartPlan>,
    /// Earlier awards that a further cap takes off.
    pub less: Vec<Option<RecordQuery>>,
    /// Who has points.
    pub points: Vec<Test>,
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

    /// The index of a category.
    pub fn category(&self, id: &str) -> Option<usize> {
        self.categories.get(id).copied()
    }

    /// The id of a category.
    pub fn category_id(&self, index: usize) -> &str {
        self.programme.expenses.categories.get_index(index).map_or("", |(id, _)| id)
    }
}

struct Compiler<'a> {
    slots: Vec<Slot>,
    names: HashMap<String, usize>,
    categories: HashMap<String, usize>,
    faults: &'a mut Vec<Fault>,
}

impl<'a> Compiler<'a> {
    fn new(programme: &Programme, faults: &'a mut Vec<Fault>) -> Self {
        let mut slots: Vec<Slot> = STANDARD
            .iter()
            .map(|f| Slot {
                name: f.name.to_owned(),
                kind: f.kind,
                of: f.of,
                choices: f.choices.iter().map(|c| c.0.to_owned()).collect(),
                computed: f.computed,
                only_for: f.only_for.iter().map(|k| (*k).to_owned()).collect(),
            })
            .collect();
        for (name, declared) in &programme.facts {
            if slots.iter().any(|s| s.name == *name) {
                let message = format!("`{name}` is a standard fact already; a call can't declare it again");
                faults.push(Fault::new("duplicate-fact", format!("facts.{name}"), message));
            }
            if (declared.kind == FactType::Choice) == declared.choices.is_empty() {
                let message = format!("`{name}` needs `choices` exactly when its type is `choice`");
                faults.push(Fault::new("bad-choices", format!("facts.{name}"), message));
            }
            slots.push(Slot {
                name: name.clone(),
                kind: declared.kind,
                of: declared.of,
                choices: declared.choices.keys().cloned().collect(),
                computed: false,
                only_for: declared.only_for.clone(),
            });
            let kinds: Vec<&str> = crate::vocabulary::KINDS.iter().map(|k| k.0).collect();
            for (place, kind) in declared.only_for.iter().enumerate().filter(|(_, kind)| !kinds.contains(&kind.as_str())) {
                let fault =
                    Fault::new("unknown-word", format!("facts.{name}.only_for.{place}"), format!("`{kind}` is not a kind of applicant"));
                faults.push(fault.help(suggest(kind, kinds.iter().copied())));
            }
            if !declared.only_for.is_empty() && declared.of != FactOf::Member {
                let message = format!("`{name}` is not a fact of members, so no kind of applicant has it alone");
                faults.push(Fault::new("wrong-fact", format!("facts.{name}.only_for"), message));
            }
        }
        let names = slots.iter().enumerate().map(|(i, s)| (s.name.clone(), i)).collect();
        let categories = programme.expenses.categories.keys().enumerate().map(|(i, c)| (c.clone(), i)).collect();
        if programme.expenses.categories.len() > 64 {
            faults.push(Fault::new("too-many-categories", "expenses.categories", "a call can have 64 categories at most"));
        }
        if programme.limits.len() > 64 {
            faults.push(Fault::new("too-many-limits", "limits", "a call can have 64 limits at most"));
        }
        Self { slots, names, categories, faults }
    }

    fn compile(mut self, programme: &Arc<Programme>) -> Plan {
        let conditions = programme
            .conditions
            .iter()
            .map(|(id, condition)| {
                let path = format!("conditions.{id}");
                let mut tests: [Option<Test>; 3] = [None, None, None];
                for phase in &condition.at {
                    let (predicate, at) = match condition.require_at.get(phase.word()) {
                        Some(other) => (other, format!("{path}.require_at.{}", phase.word())),
                        None => (&condition.require, format!("{path}.require")),
                    };
                    tests[*phase as usize] = Some(self.predicate(predicate, &at, FactOf::Application));
                }
                for phase in condition.require_at.keys().filter(|p| !condition.at.iter().any(|a| a.word() == p.as_str())) {
                    let message = format!("the condition is not tested at `{phase}`");
                    self.faults.push(
                        Fault::new("dead-condition", format!("{path}.require_at.{phase}"), message)
                            .help("name the phase in `at`, or take this away"),
                    );
                }
                tests
            })
            .collect();
        let groups =
            programme.groups.iter().map(|(id, g)| self.predicate(&g.when, &format!("groups.{id}.when"), FactOf::Application)).collect();
        let mut line_tests = Vec::new();
        for (id, category) in &programme.expenses.categories {
            let mut tests = Vec::new();
            for (name, test) in &category.tests {
                let path = format!("expenses.categories.{id}.tests.{name}");
                let ready = self.predicate(&test.require, &format!("{path}.require"), FactOf::Line);
                let onto = match &test.otherwise {
                    crate::language::Otherwise::MoveTo(other) => self.category(other, &format!("{path}.otherwise.move_to")),
                    _ => None,
                };
                tests.push((ready, onto));
            }
            line_tests.push(tests);
        }
        let documents = programme
            .documents
            .iter()
            .map(|(id, d)| d.when.as_ref().map(|w| self.predicate(w, &format!("documents.{id}.when"), FactOf::Application)))
            .collect();
        let duties = programme
            .duties
            .iter()
            .map(|(id, d)| d.when.as_ref().map(|w| self.predicate(w, &format!("duties.{id}.when"), FactOf::Application)))
            .collect();
        let points =
            programme.points.iter().map(|(id, p)| self.predicate(&p.when, &format!("points.{id}.when"), FactOf::Application)).collect();
        let (additions, parts, less) = self.amount(programme);
        let limits: Vec<Limit> = programme.limits.iter().map(|(id, rule)| self.limit(rule, &format!("limits.{id}"))).collect();
        self.reaches(programme);
        let shape = Shape::of(&limits);
        Plan {
            programme: Arc::clone(programme),
            slots: self.slots,
            conditions,
            groups,
            line_tests,
            documents,
            duties,
            additions,
            parts,
            less,
            points,
            limits,
            shape,
            names: self.names,
            categories: self.categories,
        }
    }

    /// Additions, parts and further caps; and every table by a fact.
    fn amount(&mut self, programme: &Programme) -> (Vec<AdditionPlan>, Vec<PartPlan>, Vec<Option<RecordQuery>>) {
        let amount = &programme.amount;
        let mut additions = Vec::new();
        for (id, addition) in &amount.additions {
            let path = format!("amount.additions.{id}");
            let when = self.predicate(&addition.when, &format!("{path}.when"), FactOf::Application);
            let kept = addition.promise.as_ref().map(|p| self.predicate(&p.kept, &format!("{path}.promise.kept"), FactOf::Application));
            additions.push(AdditionPlan { when, kept });
        }
        let mut parts = Vec::new();
        for (id, part) in &amount.parts {
            let path = format!("amount.parts.{id}");
            let categories = if part.categories.is_empty() { u64::MAX } else { self.mask(&part.categories, &format!("{path}.categories")) };
            let lines = part.lines.as_ref().map(|p| self.predicate(p, &format!("{path}.lines"), FactOf::Line));
            parts.push(PartPlan { categories, lines });
            part.rate.iter().for_each(|t| self.table(t, &format!("{path}.rate"), FactOf::Application));
            part.cap.iter().for_each(|t| self.yen_table(t, &format!("{path}.cap")));
        }
        let mut less = Vec::new();
        for (id, cap) in &amount.caps {
            let path = format!("amount.caps.{id}");
            self.yen_table(&cap.at_most, &format!("{path}.at_most"));
            less.push(cap.less.as_ref().and_then(|records| self.records(records, &format!("{path}.less"))));
        }
        self.table(&amount.rate, "amount.rate", FactOf::Application);
        self.yen_table(&amount.cap, "amount.cap");
        self.yen_table(&amount.cap_each_member, "amount.cap_each_member");
        amount.fixed.iter().for_each(|t| self.yen_table(t, "amount.fixed"));
        self.table(&programme.expenses.tax, "expenses.tax", FactOf::Application);
        for (id, category) in &programme.expenses.categories {
            if let Some(Calculator::PerUnit(unit)) = &category.calculator {
                self.table(&unit.yen, &format!("expenses.categories.{id}.calculator.per_unit.yen"), FactOf::Line);
            }
        }
        (additions, parts, less)
    }

    fn yen_table(&mut self, table: &Table<YenRule>, path: &str) {
        self.table(table, path, FactOf::Application);
        for (_, rule) in table.values() {
            match rule {
                YenRule::Each(each) if each.each.get() < 0 || each.at_most.is_some_and(|n| n < 0) => {
                    self.faults.push(Fault::new("wrong-value", path, "so much for each unit is not negative"));
                }
                YenRule::Yen(yen) if yen.get() < 0 => self.faults.push(Fault::new("wrong-value", path, "a cap is not negative")),
                _ => {}
            }
            if let YenRule::Each(each) = rule {
                match &each.units {
                    Units::Fact(name) => {
                        let slot = self.fact(name, &format!("{path}.units.fact"), FactOf::Application);
                        if slot.is_some_and(|s| self.slots[s].kind != FactType::Count) {
                            let fault = Fault::new("wrong-fact", format!("{path}.units.fact"), format!("`{name}` is not a count"));
                            self.faults.push(fault.help("units are counted by a fact whose type is `count`"));
                        }
                    }
                    Units::QuantityIn(categories) => {
                        self.mask(categories, &format!("{path}.units.quantity_in"));
                    }
                }
            }
        }
    }

    /// The rows of every table by a fact: values of its type, in order, and each once.
    fn table<T>(&mut self, table: &Table<T>, path: &str, scope: FactOf) {
        for (path, of) in table.by_facts(path) {
            let Some(slot) = self.fact(&of.by, &format!("{path}.by"), scope) else { continue };
            self.by_fact(of, &path, slot);
        }
    }

    fn by_fact<T>(&mut self, of: &ByFact<T>, path: &str, slot: usize) {
        let (rows, rest) = of.rows_are.words();
        let slot = &self.slots[slot];
        let ordered = matches!(slot.kind, FactType::Yen | FactType::Count | FactType::Rate | FactType::Date);
        let mut faults = Vec::new();
        if of.rows.is_empty() {
            faults.push(Fault::new("missing-row", format!("{path}.{rows}"), "a table by a fact has rows"));
        }
        if ordered != (of.rows_are != Rows::Is) {
            let fault = Fault::new("bad-table", format!("{path}.{rows}"), format!("`{}` does not take `{rows}`", slot.name));
            faults.push(fault.help(if ordered { "numbers and days take `up_to` (以下) or `below` (未満)" } else { "words take `is`" }));
        }
        let choices: Vec<&str> = slot.choices.iter().map(String::as_str).collect();
        let mut last: Option<Value> = None;
        for (key, _) in &of.rows {
            match Value::read(slot.kind, &choices, key) {
                Ok(value) => {
                    if ordered && last.as_ref().is_some_and(|l| l.compare(&value) != Some(std::cmp::Ordering::Less)) {
                        let message = format!("`{key}` does not come after the row before it");
                        let fault = Fault::new("rows-out-of-order", format!("{path}.{rows}.{key}"), message);
                        faults.push(fault.help("rows go from the smallest bound up, so that no two of them overlap"));
                    }
                    last = Some(value);
                }
                Err(message) => faults.push(Fault::new("wrong-type", format!("{path}.{rows}.{key}"), message)),
            }
        }
        if ordered && of.rest.is_none() {
            let message = format!(
                "the table says nothing for `{}` {} the last row",
                slot.name,
                if of.rows_are == Rows::UpTo { "above" } else { "from" }
            );
            faults.push(
                Fault::new("missing-row", path, message).help(format!("add `{rest}`, or give the last row a bound that nobody passes")),
            );
        }
        if slot.kind == FactType::Choice && of.rest.is_none() {
            let missing: Vec<&str> = choices.iter().copied().filter(|c| !of.rows.iter().any(|(key, _)| key.to_string() == *c)).collect();
            if !missing.is_empty() {
                let message =
                    format!("the table has no row for {}", missing.iter().map(|m| format!("`{m}`")).collect::<Vec<_>>().join(", "));
                faults.push(Fault::new("missing-row", path, message).help("add the rows, or `otherwise`"));
            }
        }
        self.faults.extend(faults);
    }

    fn records(&mut self, records: &Records, path: &str) -> Option<RecordQuery> {
        let before = match (&records.within, &records.before) {
            (Some(within), Some(name)) => {
                let slot = self.day(name, &format!("{path}.before"), FactOf::Application)?;
                Some((*within, slot))
            }
            (None, None) => None,
            _ => {
                let fault = Fault::new("missing-parameter", path, "`within` and `before` go together");
                self.faults.push(
                    fault.help("過去3年以内 is `within: 3 years, before: filed_on` (申請日) or `before: call_opens_on` (公募開始日)"),
                );
                return None;
            }
        };
        if records.of.0.is_empty() {
            self.faults.push(Fault::new("missing-parameter", format!("{path}.of"), "records of no programme are none"));
        }
        Some(RecordQuery {
            of: records.of.0.clone(),
            status: records.status,
            within: before,
            same_fiscal_year: records.same_fiscal_year,
            of_group: records.of_group,
        })
    }

    /// The slot of a fact that is a day.
    fn day(&mut self, name: &str, path: &str, scope: FactOf) -> Option<usize> {
        let slot = self.fact(name, path, scope)?;
        if self.slots[slot].kind != FactType::Date {
            let known: Vec<&str> = self.slots.iter().filter(|s| s.kind == FactType::Date).map(|s| s.name.as_str()).collect();
            let fault = Fault::new("wrong-fact", path, format!("`{name}` is not a day"));
            self.faults.push(fault.help(suggest(name, known.iter().copied())));
            return None;
        }
        Some(slot)
    }

    /// Reasons on shares that do not say how far holdings reach, and the other way round.
    fn reaches(&mut self, programme: &Programme) {
        let Some(size) = &programme.size else { return };
        let of_shares: Vec<&str> = size.deemed_large_rules.iter().filter(|r| r.is_of_shares()).map(|r| r.word()).collect();
        for rule in of_shares.iter().filter(|r| !size.deemed_large_holdings.contains_key(**r)) {
            let message = format!("`{rule}` does not say whether holdings through others count");
            let fault = Fault::new("missing-parameter", "size.deemed_large_holdings", message);
            self.faults.push(fault.help(format!("add `{rule}: direct`, or `{rule}: direct_and_indirect` (直接又は間接に)")));
        }
        for rule in size.deemed_large_holdings.keys().filter(|r| !of_shares.contains(&r.as_str())) {
            let path = format!("size.deemed_large_holdings.{rule}");
            let fault = Fault::new("unknown-field", path, format!("`{rule}` is not a reason on shares that `deemed_large_rules` names"));
            self.faults.push(fault.help(suggest(rule, of_shares.iter().copied())));
        }
    }

    fn category(&mut self, id: &str, path: &str) -> Option<usize> {
        let found = self.categories.get(id).copied();
        if found.is_none() {
            let known: Vec<&str> = self.categories.keys().map(String::as_str).collect();
            let fault = Fault::new("unknown-category", path, format!("`{id}` is not a category of this call"));
            self.faults.push(fault.help(suggest(id, known.iter().copied())));
        }
        found
    }

    fn mask(&mut self, ids: &[String], path: &str) -> u64 {
        ids.iter().enumerate().filter_map(|(i, id)| self.category(id, &format!("{path}.{i}"))).fold(0, |mask, c| mask | 1 << c)
    }

    fn limit(&mut self, rule: &LimitRule, path: &str) -> Limit {
        let categories = self.mask(&rule.categories, &format!("{path}.categories"));
        if rule.categories.is_empty() {
            self.faults.push(Fault::new("dead-limit", format!("{path}.categories"), "a limit on no category limits nothing"));
        }
        let bounds = [rule.at_most.is_some(), rule.less_than.is_some(), rule.at_most_yen.is_some()];
        if bounds.iter().filter(|b| **b).count() != 1 {
            let fault = Fault::new("bad-limit", path, "a limit has exactly one of `at_most`, `less_than`, `at_most_yen`");
            self.faults.push(fault.help("以内 and 以下 are `at_most`; 未満 is `less_than`"));
        }
        let asked = [
            ("of", rule.of.is_some() || rule.at_most_yen.is_some(), "eligible_total (補助対象経費総額) or grant_total (助成金総額)"),
            ("compare", rule.compare.is_some(), "expense, or grant_part: the part of the grant that the expense brings"),
        ];
        for (name, given, why) in asked {
            if !given {
                let fault = Fault::new("missing-parameter", path, format!("the limit does not say `{name}`"));
                self.faults.push(fault.help(why));
            }
        }
        if rule.at_most_yen.is_some() && rule.of.is_some() {
            let fault = Fault::new("bad-limit", format!("{path}.of"), "`of` does not belong to a limit in yen");
            self.faults.push(fault.help("a fixed amount is a rate of nothing: leave `of` out"));
        }
        if rule.at_most_yen.is_some_and(|yen| yen.get() < 0) {
            self.faults.push(Fault::new("wrong-value", format!("{path}.at_most_yen"), "a limit is not negative"));
        }
        let part = rule.compare == Some(LimitCompare::GrantPart);
        let compared = match rule.part_rounding {
            _ if !part => Compared::Expense,
            Some(part) => Compared::RoundedPart(part.rounding, part.unit.get().max(1)),
            None => Compared::GrantPart,
        };
        if let Some(rounding) = rule.part_rounding {
            if !part {
                let fault = Fault::new("bad-limit", format!("{path}.part_rounding"), "only a part of the grant is rounded");
                self.faults.push(fault.help("say `compare: grant_part`, or leave `part_rounding` out"));
            }
            if rounding.unit.get() < 1 {
                self.faults.push(Fault::new("wrong-value", format!("{path}.part_rounding.unit"), "the unit is at least 1 yen"));
            }
        }
        let rate = rule.at_most.or(rule.less_than).unwrap_or(Rate::ONE);
        let bound = match (rule.at_most_yen, rule.of) {
            (Some(yen), _) => Bound::Yen(yen.get(), compared),
            (None, Some(LimitBase::GrantTotal)) => Bound::OfGrant(rate, compared),
            (None, _) => {
                if part {
                    let fault = Fault::new(
                        "bad-limit",
                        format!("{path}.compare"),
                        "the part of the grant can't be compared with the eligible total",
                    );
                    self.faults.push(fault.help("say `compare: expense`, or `of: grant_total`"));
                }
                Bound::OfEligible(rate)
            }
        };
        let keep = || rule.categories.iter().filter_map(|c| self.categories.get(c).copied()).collect();
        Limit {
            categories,
            each_member: rule.scope == Scope::EachMember,
            strict: rule.less_than.is_some(),
            bound,
            keep_first: (rule.share == LimitShare::KeepFirst).then(keep),
        }
    }

    fn predicate(&mut self, p: &Predicate, path: &str, scope: FactOf) -> Test {
        let ops: Vec<(Op, &Comparand, &str)> = [
            (Op::Is, &p.is),
            (Op::IsNot, &p.is_not),
            (Op::Includes, &p.includes),
            (Op::AtLeast, &p.at_least),
            (Op::MoreThan, &p.more_than),
            (Op::AtMost, &p.at_most),
            (Op::LessThan, &p.less_than),
            (Op::About, &p.about),
        ]
        .into_iter()
        .filter_map(|(op, v)| v.as_ref().map(|v| (op, v, op.word())))
        .collect();
        let compared = !ops.is_empty() || p.one_of.is_some();
        let mut forms: Vec<&str> = Vec::new();
        for (name, there) in [
            ("fact", p.fact.is_some()),
            ("elapsed", p.elapsed.is_some()),
            ("records", p.records.is_some()),
            ("lines", p.lines.is_some()),
            ("share_of_grant", p.share_of_grant.is_some()),
            ("share_of_expenses", p.share_of_expenses.is_some()),
            ("claims", p.claims.is_some()),
            ("claims_beside", p.claims_beside.is_some()),
            ("all_of", p.all_of.is_some()),
            ("any_of", p.any_of.is_some()),
            ("none_of", p.none_of.is_some()),
            ("judgement", p.judgement.is_some()),
            ("cel", p.cel.is_some()),
        ] {
            if there {
                forms.push(name);
            }
        }
        let [form] = forms.as_slice() else {
            let message = if forms.is_empty() {
                "a predicate says what it is about: `fact`, `all_of`, `judgement` …".to_owned()
            } else {
                format!("a predicate is about one thing, not {}", forms.join(" and "))
            };
            self.faults.push(Fault::new("bad-predicate", path, message).help("put several into `all_of`, `any_of` or `none_of`"));
            return Test::All(Vec::new());
        };
        let subject = match *form {
            "fact" => {
                let name = p.fact.as_deref().unwrap_or_default();
                let Some(slot) = self.fact(name, &format!("{path}.fact"), scope) else {
                    return Test::All(Vec::new());
                };
                Subject::Fact(slot)
            }
            "elapsed" => return self.elapsed(p, &ops, path, scope),
            "records" => {
                let Some(query) = p.records.as_ref().and_then(|r| self.records(r, &format!("{path}.records"))) else {
                    return Test::All(Vec::new());
                };
                Subject::Records(query)
            }
            "lines" => {
                let none = LinesLike { categories: Vec::new(), like: None };
                let lines = p.lines.as_ref().unwrap_or(&none);
                let at = format!("{path}.lines");
                let mask = if lines.categories.is_empty() { u64::MAX } else { self.mask(&lines.categories, &format!("{at}.categories")) };
                let like = lines.like.as_ref().map(|p| Box::new(self.predicate(p, &format!("{at}.like"), FactOf::Line)));
                Subject::Lines(mask, like)
            }
            "share_of_grant" => Subject::GrantShare(p.share_of_grant.clone().unwrap_or_default()),
            "share_of_expenses" => {
                let ids = p.share_of_expenses.clone().unwrap_or_default();
                Subject::ExpenseShare(self.mask(&ids, &format!("{path}.share_of_expenses")))
            }
            other => {
                if compared {
                    let fault = Fault::new("bad-predicate", path, format!("`{other}` takes no comparison"));
                    self.faults.push(fault);
                }
                return self.form(p, other, path, scope);
            }
        };
        if !compared {
            let fault = Fault::new("bad-predicate", path, "the predicate compares with nothing");
            self.faults.push(fault.help("say `is`, `one_of`, `includes`, `at_least`, `more_than`, `at_most`, `less_than` or `about`"));
        }
        let mut tests = Vec::new();
        for (op, comparand, word) in ops {
            let at = format!("{path}.{word}");
            match comparand {
                Comparand::Plain(scalar) => {
                    let expected = self.expected(&subject, op, scalar, &at);
                    tests.extend(expected.map(|value| Test::Compare(subject.clone(), op, Expected::One(value))));
                }
                Comparand::Term(term) => tests.extend(self.term(&subject, op, term, &at, scope)),
            }
        }
        if let Some(many) = &p.one_of {
            let values =
                many.iter().enumerate().filter_map(|(i, v)| self.expected(&subject, Op::OneOf, v, &format!("{path}.one_of.{i}"))).collect();
            tests.push(Test::Compare(subject, Op::OneOf, Expected::Many(values)));
        }
        if tests.len() == 1 { tests.swap_remove(0) } else { Test::All(tests) }
    }

    /// The time between two days, compared with periods.
    fn elapsed(&mut self, p: &Predicate, ops: &[(Op, &Comparand, &str)], path: &str, scope: FactOf) -> Test {
        let Some(elapsed) = &p.elapsed else { return Test::All(Vec::new()) };
        let from = self.day(&elapsed.from, &format!("{path}.elapsed.from"), scope);
        let to = self.day(&elapsed.to, &format!("{path}.elapsed.to"), scope);
        let (Some(from), Some(to)) = (from, to) else { return Test::All(Vec::new()) };
        let mut tests = Vec::new();
        if ops.is_empty() {
            let fault = Fault::new("bad-predicate", path, "the predicate compares with nothing");
            self.faults.push(fault.help("say `less_than: 5 years` (未満), `at_most` (以内), `at_least` (以上) or `more_than` (超)"));
        }
        for (op, comparand, word) in ops {
            let at = format!("{path}.{word}");
            let period = match comparand {
                Comparand::Plain(scalar) => Period::parse(&scalar.to_string()),
                Comparand::Term(_) => Err("a time is compared with a span: 5 years, 10 months, 30 days".to_owned()),
            };
            match (period, matches!(op, Op::AtLeast | Op::MoreThan | Op::AtMost | Op::LessThan)) {
                (Ok(period), true) => tests.push(Test::Elapsed { from, to, op: *op, period }),
                (Ok(_), false) => {
                    let fault = Fault::new("wrong-type", at, format!("a time is not compared with `{word}`"));
                    self.faults.push(fault.help("say `less_than`, `at_most`, `at_least` or `more_than`"));
                }
                (Err(message), _) => self.faults.push(Fault::new("wrong-type", at, message)),
            }
        }
        if tests.len() == 1 { tests.swap_remove(0) } else { Test::All(tests) }
    }

    /// A comparison of a fact with another.
    fn term(&mut self, subject: &Subject, op: Op, term: &FactTerm, path: &str, scope: FactOf) -> Option<Test> {
        let slot = self.fact(&term.fact, &format!("{path}.fact"), scope)?;
        let Subject::Fact(own) = subject else {
            let fault = Fault::new("wrong-type", path, "only a fact is compared with another fact");
            self.faults.push(fault);
            return None;
        };
        let (kind, other) = (self.slots[*own].kind, self.slots[slot].kind);
        let number = |k| matches!(k, FactType::Yen | FactType::Count | FactType::Rate);
        let reckoned = term.times.is_some() || term.grown.is_some() || term.plus.is_some();
        let comparable = if number(kind) { number(other) } else { kind == other && !reckoned };
        if !comparable || matches!(op, Op::Includes | Op::About) {
            let message = format!("`{}` can't be compared with `{}` like this", self.slots[*own].name, term.fact);
            self.faults.push(
                Fault::new("wrong-type", path, message)
                    .help("facts of one type are compared; only numbers are multiplied, grown or added to"),
            );
            return None;
        }
        if term.grown.is_some_and(|g| g.years > 50) {
            self.faults.push(Fault::new("wrong-value", format!("{path}.grown.years"), "more than 50 years are not counted"));
            return None;
        }
        let term = Term { slot, times: term.times.unwrap_or(Rate::ONE), grown: term.grown, plus: term.plus.unwrap_or(0) };
        Some(Test::CompareFact(*own, op, term))
    }

    fn form(&mut self, p: &Predicate, form: &str, path: &str, scope: FactOf) -> Test {
        let mut list = |list: &Option<Vec<Predicate>>, name: &str| -> Vec<Test> {
            let list = list.as_deref().unwrap_or_default();
            if list.is_empty() {
                self.faults.push(Fault::new("dead-condition", format!("{path}.{name}"), format!("`{name}` of nothing says nothing")));
            }
            list.iter().enumerate().map(|(i, p)| self.predicate(p, &format!("{path}.{name}.{i}"), scope)).collect()
        };
        match form {
            "all_of" => Test::All(list(&p.all_of, form)),
            "any_of" => Test::Any(list(&p.any_of, form)),
            "none_of" => Test::None(list(&p.none_of, form)),
            "claims" => {
                let id = p.claims.clone().unwrap_or_default();
                self.category(&id, &format!("{path}.claims")).map_or(Test::All(Vec::new()), |c| Test::Claims(1 << c))
            }
            "claims_beside" => {
                let but = self.mask(p.claims_beside.as_deref().unwrap_or_default(), &format!("{path}.claims_beside"));
                let all = self.categories.values().fold(0, |mask, c| mask | 1_u64 << c);
                if all & !but == 0 {
                    let fault = Fault::new("dead-condition", format!("{path}.claims_beside"), "the call has no other category than these");
                    self.faults.push(fault);
                }
                Test::Claims(all & !but)
            }
            "cel" => {
                let text = p.cel.clone().unwrap_or_default();
                let at = format!("{path}.cel");
                match cel::lower(&text) {
                    Ok(lowered) => self.predicate(&lowered, &at, scope),
                    Err(message) => {
                        self.faults.push(Fault::new("bad-expression", at, message));
                        Test::All(Vec::new())
                    }
                }
            }
            _ => Test::Judged,
        }
    }

    fn fact(&mut self, name: &str, path: &str, scope: FactOf) -> Option<usize> {
        let Some(&slot) = self.names.get(name) else {
            let known: Vec<&str> = self.slots.iter().map(|s| s.name.as_str()).collect();
            let fault = Fault::new("unknown-fact", path, format!("`{name}` is not a fact"));
            self.faults.push(fault.help(format!("{}; a call's own facts are declared in `facts`", suggest(name, known.iter().copied()))));
            return None;
        };
        if self.slots[slot].of == FactOf::Line && scope != FactOf::Line {
            let fault = Fault::new("wrong-fact", path, format!("`{name}` is a fact of an expense line"));
            self.faults.push(fault.help("ask for it inside `lines`"));
        }
        Some(slot)
    }

    fn expected(&mut self, subject: &Subject, op: Op, scalar: &Scalar, path: &str) -> Option<Value> {
        let ordered = matches!(op, Op::AtLeast | Op::MoreThan | Op::AtMost | Op::LessThan | Op::About);
        let read = match subject {
            Subject::Fact(slot) => {
                let slot = &self.slots[*slot];
                let choices: Vec<&str> = slot.choices.iter().map(String::as_str).collect();
                let listed = slot.kind == FactType::Prefectures;
                let number = matches!(slot.kind, FactType::Yen | FactType::Count | FactType::Rate | FactType::Date);
                if ordered && !number {
                    Err(format!("`{}` is compared with `is`, `one_of` or `includes`: its type has no order", slot.name))
                } else if (op == Op::Includes) != listed {
                    Err(format!(
                        "`{}` takes {}",
                        slot.name,
                        if listed { "`includes`: it is a list" } else { "`is` or `one_of`: it is not a list" }
                    ))
                } else {
                    Value::read(slot.kind, &choices, scalar)
                }
            }
            Subject::Records(_) | Subject::Lines(..) => match scalar {
                Scalar::Int(count) if *count >= 0 && !matches!(op, Op::Includes | Op::About) => Ok(Value::Int(*count)),
                _ => Err(format!("a number of things is compared with a whole number, not with `{scalar}`")),
            },
            _ if ordered => Rate::parse(&scalar.to_string()).map(Value::Rate).map_err(|e| e.to_string()),
            _ => Err("a share is compared with `at_least`, `more_than`, `at_most` or `less_than`".to_owned()),
        };
        match read {
            Ok(value) => Some(value),
            Err(message) => {
                self.faults.push(Fault::new("wrong-type", path, message));
                None
            }
        }
    }
}

/// Yen as the solver counts them.
pub fn yen_of(table: Option<&Yen>) -> Option<i64> {
    table.map(|y| y.get())
}
