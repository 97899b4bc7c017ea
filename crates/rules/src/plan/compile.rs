//! From the types of a file to what the engine asks of it: facts, conditions, categories, limits.

use std::{collections::HashMap, sync::Arc};

use kernel::Rate;

use super::{
    AdjustmentPlan, BasePlan, CalculatorPlan, DutyPlan, Exceptions, Fault, LineLimitPlan, LineTestPlan, Plan, Slot, Stage, Test,
    amounts::AmountPlan, worked_out,
};
use crate::{
    diagnostic::suggest,
    language::{
        Adjustment, BaseAt, Calculator, Category, CountOrFact, DayFrom, Due, Exclusion, FactOf, FactType, HoursIn, LimitBase, LimitCompare,
        LimitRule, LimitShare, Map, Otherwise, PeriodOrYears, Predicate, Programme, Scope, Share, SharedCosts,
    },
    solve::{Bound, Compared, Limit, Shape},
    vocabulary::STANDARD,
};

/// The standard facts that follow from the amounts.
const FROM_AMOUNTS: [&str; 5] =
    ["eligible_total_yen", "share_of_eligible_total", "member_eligible_total_yen", "grant_yen", "member_grant_yen"];

pub(super) struct Compiler<'a> {
    pub(super) slots: Vec<Slot>,
    pub(super) names: HashMap<String, usize>,
    pub(super) categories: HashMap<String, usize>,
    /// The call's own groups.
    pub(super) groups: Vec<String>,
    /// Whether what is compiled is asked while a line is weighed: what follows from the lines together is not known then.
    pub(super) weighing: bool,
    pub(super) faults: &'a mut Vec<Fault>,
}

impl<'a> Compiler<'a> {
    pub(super) fn new(programme: &Programme, faults: &'a mut Vec<Fault>) -> Self {
        let mut slots: Vec<Slot> = STANDARD
            .iter()
            .map(|f| Slot {
                name: f.name.to_owned(),
                kind: f.kind,
                of: f.of,
                choices: f.choices.iter().map(|c| c.0.to_owned()).collect(),
                computed: f.computed,
                worked_out: None,
                only_for: f.only_for.iter().map(|k| (*k).to_owned()).collect(),
                may_be_negative: false,
                stage: if FROM_AMOUNTS.contains(&f.name) { Stage::Amounts } else { Stage::Said },
            })
            .collect();
        for (name, declared) in &programme.facts {
            if let Some(standard) = slots.iter().find(|s| s.name == *name) {
                // A call may say what it counts (常時使用する従業員は…): the same fact, asked in its own words.
                // What a line says in a field of its own is asked for like any fact.
                let is_asked = !standard.computed || crate::vocabulary::LINE_FIELDS.contains(&name.as_str());
                let same = standard.kind == declared.kind && standard.of == declared.of && is_asked;
                if same && declared.worked_out.is_none() && declared.choices.is_empty() && declared.only_for.is_empty() {
                    continue;
                }
                let message = format!("`{name}` is a standard fact already; a call may only ask for it in its own words");
                let fault = Fault::new("duplicate-fact", format!("facts.{name}"), message);
                faults.push(fault.help("write its own `type` and `of` with `ask`, or give another fact another name"));
            }
            if (declared.kind == FactType::Choice) == declared.choices.is_empty() {
                let message = format!("`{name}` needs `choices` exactly when its type is `choice`");
                faults.push(Fault::new("bad-choices", format!("facts.{name}"), message));
            }
            let worked_out = declared.worked_out.as_ref().map(|how| worked_out::plan(name, declared, how, &slots, faults));
            slots.push(Slot {
                name: name.clone(),
                kind: declared.kind,
                of: declared.of,
                choices: declared.choices.keys().cloned().collect(),
                computed: declared.worked_out.is_some(),
                stage: worked_out.as_ref().map_or(Stage::Said, |plan| worked_out::stage(plan, declared.of, &slots)),
                worked_out,
                only_for: declared.only_for.clone(),
                may_be_negative: declared.may_be_negative || declared.worked_out.is_some(),
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
        Self { slots, names, categories, groups: programme.groups.keys().cloned().collect(), weighing: false, faults }
    }

    pub(super) fn compile(mut self, programme: &Arc<Programme>) -> Plan {
        self.over_lines(programme);
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
                    let required = self.predicate(predicate, &at, FactOf::Application);
                    tests[*phase as usize] = Some(match &condition.when {
                        Some(when) => {
                            let when = self.predicate(when, &format!("{path}.when"), FactOf::Application);
                            Test::Any(vec![Test::None(vec![when]), required])
                        }
                        None => required,
                    });
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
        let groups: Vec<Test> =
            programme.groups.iter().map(|(id, g)| self.predicate(&g.when, &format!("groups.{id}.when"), FactOf::Application)).collect();
        self.groups_of_facts(programme, &groups);
        self.weighing = true;
        let exceptions = self.exceptions(programme);
        self.weighing = false;
        let parties_like = programme.consortium.parties.as_ref().and_then(|parties| parties.like.as_ref());
        let parties_like = parties_like.map(|like| self.predicate(like, "consortium.parties.like", FactOf::Application));
        self.weighing = true;
        let mut line_tests = Vec::new();
        for (id, category) in &programme.expenses.categories {
            let mut tests = Vec::new();
            for (name, test) in programme.expenses.tests.iter().filter(|(_, t)| t.categories.is_empty() || t.categories.contains(id)) {
                tests.push(LineTestPlan { at: test.at.clone(), ..self.line_test(name, &test.require, &test.otherwise, None) });
            }
            for (name, test) in &category.tests {
                tests.push(LineTestPlan { at: test.at.clone(), ..self.line_test(name, &test.require, &test.otherwise, Some(id)) });
            }
            line_tests.push(tests);
        }
        let line_limits = programme.expenses.line_limits.iter().map(|(id, limit)| {
            let path = format!("expenses.line_limits.{id}");
            LineLimitPlan {
                categories: if limit.categories.is_empty() {
                    u64::MAX
                } else {
                    self.mask(&limit.categories, &format!("{path}.categories"))
                },
                when: limit.when.as_ref().map(|when| self.predicate(when, &format!("{path}.when"), FactOf::Line)),
                together_by: {
                    let facts = limit.together_by.0.iter();
                    facts.filter_map(|fact| self.fact(fact, &format!("{path}.together_by"), FactOf::Line)).collect()
                },
            }
        });
        let line_limits = line_limits.collect();
        let together = programme.expenses.tax_together_by.0.iter();
        let tax_together_by = together.filter_map(|fact| self.fact(fact, "expenses.tax_together_by", FactOf::Line)).collect();
        let together = programme.expenses.apportioned_together_by.0.iter();
        let path = "expenses.apportioned_together_by";
        let apportioned_together_by = together.filter_map(|fact| self.fact(fact, path, FactOf::Line)).collect();
        if !programme.expenses.apportioned_together_by.0.is_empty()
            && programme.expenses.categories.values().all(|category| category.apportioned_by.is_none())
        {
            let fault = Fault::new("dead-row", path, "no category is `apportioned_by` a share");
            self.faults.push(fault.help("write `apportioned_by` beside the categories, or take this away"));
        }
        self.weighing = false;
        let documents = programme
            .documents
            .iter()
            .map(|(id, d)| d.when.as_ref().map(|w| self.predicate(w, &format!("documents.{id}.when"), FactOf::Application)))
            .collect();
        let duties = programme
            .duties
            .iter()
            .map(|(id, d)| DutyPlan {
                when: d.when.as_ref().map(|w| self.predicate(w, &format!("duties.{id}.when"), FactOf::Application)),
                each_line: d.each_line.as_ref().map(|lines| self.lines_like(lines, &format!("duties.{id}.each_line"))),
            })
            .collect();
        for (id, duty) in &programme.duties {
            let of = if duty.each_line.is_some() { FactOf::Line } else { FactOf::Application };
            self.due(&duty.due, of, &format!("duties.{id}.due"));
        }
        for (id, issued) in programme.documents.iter().filter_map(|(id, d)| Some((id, d.issued_within.as_ref()?))) {
            self.day(&issued.before, &format!("documents.{id}.issued_within.before"), FactOf::Application);
            if let Some(day) = &issued.issued_on {
                self.day(day, &format!("documents.{id}.issued_within.issued_on"), FactOf::Application);
            }
        }
        let points =
            programme.points.iter().map(|(id, p)| self.predicate(&p.when, &format!("points.{id}.when"), FactOf::Application)).collect();
        let order: Vec<&str> = programme.expenses.adjustments.keys().map(String::as_str).collect();
        let adjustments = programme.expenses.adjustments.iter().enumerate();
        let adjustments =
            adjustments.map(|(place, (id, rule))| self.adjustment(rule, &order[..place], &format!("expenses.adjustments.{id}"))).collect();
        let like = programme.amount.kind_caps.iter();
        let kind_caps =
            like.map(|(id, kind)| self.predicate(&kind.like, &format!("amount.kind_caps.{id}.like"), FactOf::Application)).collect();
        let apportioned_by = programme.expenses.categories.iter().map(|(id, category)| {
            let slot = self.fact(category.apportioned_by.as_ref()?, &format!("expenses.categories.{id}.apportioned_by"), FactOf::Line)?;
            if self.slots[slot].kind != FactType::Rate {
                let fault = Fault::new(
                    "wrong-fact",
                    format!("expenses.categories.{id}.apportioned_by"),
                    format!("`{}` is no rate", self.slots[slot].name),
                );
                self.faults.push(fault.help("lines count by a fact whose type is `rate`"));
            }
            Some(slot)
        });
        let apportioned_by = apportioned_by.collect();
        let calculators = programme.expenses.categories.iter().map(|(id, category)| self.calculator(category, id)).collect();
        let payments = programme
            .payments
            .iter()
            .map(|(id, p)| p.when.as_ref().map(|when| self.predicate(when, &format!("payments.{id}.when"), FactOf::Application)));
        let payments = payments.collect();
        let AmountPlan { additions, parts, grouped_by, less } = self.amount(programme);
        let shared = programme.consortium.shared_costs.as_ref().map(|shared| self.shared_costs(shared));
        let limits: Vec<Limit> = programme.limits.iter().map(|(id, rule)| self.limit(rule, &format!("limits.{id}"))).collect();
        self.reaches(programme);
        let shape = Shape::of(&limits);
        Plan {
            programme: Arc::clone(programme),
            slots: self.slots,
            conditions,
            groups,
            exceptions,
            parties_like,
            line_tests,
            line_limits,
            tax_together_by,
            apportioned_together_by,
            documents,
            duties,
            additions,
            parts,
            grouped_by,
            less,
            points,
            adjustments,
            kind_caps,
            apportioned_by,
            calculators,
            payments,
            shared,
            limits,
            shape,
            names: self.names,
            categories: self.categories,
        }
    }

    /// What the calculator of a category goes by.
    fn calculator(&mut self, category: &Category, id: &str) -> CalculatorPlan {
        let path = format!("expenses.categories.{id}.calculator");
        let ordered = |compiler: &mut Self, name: &str, path: String, fits: fn(FactType) -> bool| {
            let slot = compiler.fact(name, &path, FactOf::Line)?;
            if !fits(compiler.slots[slot].kind) || compiler.slots[slot].of != FactOf::Line {
                let fault = Fault::new("wrong-fact", path, format!("`{name}` is no fact of lines by which they are put in order"));
                compiler.faults.push(fault.help("name a fact of lines that is a day; an order goes by a number too"));
            }
            Some(slot)
        };
        match &category.calculator {
            Some(Calculator::PerUnit(rule)) => CalculatorPlan {
                in_order_of: rule
                    .in_order_of
                    .as_ref()
                    .and_then(|name| ordered(self, name, format!("{path}.per_unit.in_order_of"), FactType::is_ordered)),
                largest_first: rule.largest_first,
                at_most: match &rule.at_most {
                    Some(CountOrFact::Fact(of)) => {
                        let path = format!("{path}.per_unit.at_most");
                        let slot = self.fact(&of.fact, &path, FactOf::Application);
                        if slot.is_some_and(|slot| self.slots[slot].kind != FactType::Count) {
                            let fault = Fault::new("wrong-fact", path, format!("`{}` is not a count", of.fact));
                            self.faults.push(fault.help("units are counted by a fact whose type is `count` or `number`"));
                        }
                        slot
                    }
                    _ => None,
                },
                each: {
                    let facts = rule.at_most_each.iter().flat_map(|each| &each.same.0);
                    facts.filter_map(|fact| self.fact(fact, &format!("{path}.per_unit.at_most_each.same"), FactOf::Line)).collect()
                },
                same_unit: {
                    let facts = rule.same_unit.0.iter();
                    facts.filter_map(|fact| self.fact(fact, &format!("{path}.per_unit.same_unit"), FactOf::Line)).collect()
                },
                day: None,
            },
            Some(Calculator::Labour(rule)) => {
                let day = |kind| kind == FactType::Date;
                let asks = rule.max_hours_each_day.is_some() || rule.hours_down_in == HoursIn::Month;
                if asks && rule.day.is_none() {
                    let fault = Fault::new("missing-parameter", format!("{path}.labour.day"), "nothing says on which day somebody worked");
                    self.faults.push(fault.help("declare a fact of lines of type `date`, and name it in `day`"));
                }
                let day = rule.day.as_ref().and_then(|name| ordered(self, name, format!("{path}.labour.day"), day));
                CalculatorPlan { day, ..CalculatorPlan::default() }
            }
            _ => CalculatorPlan::default(),
        }
    }

    /// A test of expense lines: of one category, or shared by several.
    fn line_test(&mut self, name: &str, require: &Predicate, otherwise: &Otherwise, category: Option<&str>) -> LineTestPlan {
        let path = category.map_or_else(|| format!("expenses.tests.{name}"), |id| format!("expenses.categories.{id}.tests.{name}"));
        let test = self.predicate(require, &format!("{path}.require"), FactOf::Line);
        let onto = match otherwise {
            Otherwise::MoveTo(other) => self.category(other, &format!("{path}.otherwise.move_to")),
            Otherwise::Refuse | Otherwise::Ask => None,
        };
        LineTestPlan { id: name.to_owned(), at: Vec::new(), shared: category.is_none(), test, onto }
    }

    /// What excepts a line from the exclusions of every category and of each.
    fn exceptions(&mut self, programme: &Programme) -> Exceptions {
        let expenses = &programme.expenses;
        let mut of = |path: &str, exclusions: &Map<Exclusion>| -> Vec<Option<Test>> {
            let unless = |(id, exclusion): (&String, &Exclusion)| {
                let unless = exclusion.unless.as_ref()?;
                Some(self.predicate(unless, &format!("{path}.exclusions.{id}.unless"), FactOf::Line))
            };
            exclusions.iter().map(unless).collect()
        };
        let everywhere = of("expenses", &expenses.exclusions);
        let by_category = expenses.categories.iter().map(|(id, c)| of(&format!("expenses.categories.{id}"), &c.exclusions)).collect();
        Exceptions { everywhere, by_category }
    }

    fn adjustment(&mut self, rule: &Adjustment, before: &[&str], path: &str) -> AdjustmentPlan {
        let mut places = |ids: &mut dyn Iterator<Item = &String>, path: &str| -> Vec<usize> {
            ids.enumerate().filter_map(|(i, id)| self.category(id, &format!("{path}.{i}"))).collect()
        };
        let categories = places(&mut rule.categories.iter(), &format!("{path}.categories"));
        let of = places(&mut rule.of.iter(), &format!("{path}.of"));
        let targets = places(&mut rule.divided.keys(), &format!("{path}.divided"));
        let weights = places(&mut rule.divided.values(), &format!("{path}.divided"));
        let when = rule.when.as_ref().map(|when| self.predicate(when, &format!("{path}.when"), FactOf::Application));
        let ways =
            [!rule.at_most.is_none(), rule.share.is_some(), rule.of_decided.is_some(), !rule.less.is_none(), !rule.divided.is_empty()];
        if ways.iter().filter(|way| **way).count() != 1 {
            let message = "an adjustment has exactly one of `at_most`, `share`, `of_decided`, `less`, `divided`";
            let fault = Fault::new("missing-parameter", path, message);
            self.faults.push(fault.help(
                "限度額 is `at_most`, a share of other expenses `share`, of what was decided `of_decided`, 控除 `less`, あん分 of common costs `divided`",
            ));
        }
        let share_fact = match &rule.share {
            Some(Share::Fact(name)) => {
                let slot = self.fact(name, &format!("{path}.share.fact"), FactOf::Application);
                if slot.is_some_and(|slot| self.slots[slot].kind != FactType::Rate) {
                    let fault = Fault::new("wrong-fact", format!("{path}.share.fact"), format!("`{name}` is no rate"));
                    self.faults.push(fault.help("a share is a fact whose type is `rate`"));
                }
                slot
            }
            _ => None,
        };
        if rule.categories.is_empty() {
            self.faults.push(Fault::new("dead-limit", format!("{path}.categories"), "an adjustment of no category adjusts nothing"));
        }
        if rule.share.is_none() && (!rule.of.is_empty() || rule.base_at.is_some()) {
            let fault = Fault::new("dead-condition", format!("{path}.of"), "only a share is of something");
            self.faults.push(fault.help("write `share`, or take `of` and `base_at` away"));
        }
        if matches!(rule.share, Some(Share::Rate(share)) if share <= Rate::ZERO) || rule.of_decided.is_some_and(|rate| rate <= Rate::ZERO) {
            let fault = Fault::new("wrong-value", format!("{path}.share"), "a rate of nothing lets nothing through");
            self.faults.push(fault.help("write the rate as the call says it: 40% or 2/5"));
        }
        if targets.iter().any(|target| categories.contains(target)) {
            self.faults.push(Fault::new("contradiction", format!("{path}.divided"), "what is divided can't be divided among itself"));
        }
        let of = if of.is_empty() && rule.share.is_some() { (0..self.categories.len()).collect() } else { of };
        let base_at = match &rule.base_at {
            None => BasePlan::Now,
            Some(BaseAt::Filed) => BasePlan::Filed,
            Some(BaseAt::After(id)) => before.iter().position(|known| known == id).map_or_else(
                || {
                    let message = format!("`{id}` is no adjustment that stands before this one");
                    let fault = Fault::new("unknown-word", format!("{path}.base_at.after"), message);
                    self.faults.push(fault.help(suggest(id, before.iter().copied())));
                    BasePlan::Now
                },
                BasePlan::After,
            ),
        };
        AdjustmentPlan { categories, when, share_fact, of, base_at, divided: targets.into_iter().zip(weights).collect() }
    }

    /// The categories that members bear together, a bit each, and the fact that is the share of each.
    fn shared_costs(&mut self, rule: &SharedCosts) -> (u64, usize) {
        let path = "consortium.shared_costs";
        let categories = self.mask(&rule.categories, &format!("{path}.categories"));
        let slot = self.fact(&rule.by, &format!("{path}.by"), FactOf::Application).unwrap_or_default();
        if self.slots[slot].kind != FactType::Rate || self.slots[slot].of != FactOf::Member {
            let fault = Fault::new("wrong-fact", format!("{path}.by"), format!("`{}` is not a share of each member", rule.by));
            self.faults.push(fault.help("declare it in `facts` with `type: rate, of: member`"));
        }
        (categories, slot)
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

    pub(super) fn category(&mut self, id: &str, path: &str) -> Option<usize> {
        let found = self.categories.get(id).copied();
        if found.is_none() {
            let known: Vec<&str> = self.categories.keys().map(String::as_str).collect();
            let fault = Fault::new("unknown-category", path, format!("`{id}` is not a category of this call"));
            self.faults.push(fault.help(suggest(id, known.iter().copied())));
        }
        found
    }

    pub(super) fn mask(&mut self, ids: &[String], path: &str) -> u64 {
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
            (
                "of",
                rule.of.is_some() || rule.at_most_yen.is_some(),
                "eligible_total (補助対象経費総額), grant_total (助成金総額) or {categories: […]} (直接経費)",
            ),
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
        let bound = match (rule.at_most_yen, &rule.of) {
            (Some(yen), _) => Bound::Yen(yen.get(), compared),
            (None, Some(LimitBase::GrantTotal)) => Bound::OfGrant(rate, compared),
            (None, of) => {
                if part {
                    let fault = Fault::new("bad-limit", format!("{path}.compare"), "the part of the grant can't be compared with expenses");
                    self.faults.push(fault.help("say `compare: expense`, or `of: grant_total`"));
                }
                match of {
                    Some(LimitBase::Categories(base)) => Bound::OfCategories(rate, self.mask(base, &format!("{path}.of.categories"))),
                    _ => Bound::OfEligible(rate),
                }
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
}

impl Compiler<'_> {
    /// What a due date is reckoned from, where it is a fact: a day, and the years of a span.
    fn due(&mut self, due: &Due, facts_of: FactOf, path: &str) {
        for from in due.reckoned_from() {
            if let DayFrom::Fact(of) = from {
                self.day(&of.fact, path, facts_of);
            }
        }
        match due {
            Due::EndOfPeriod { period: PeriodOrYears::Years(of), .. } => {
                let slot = self.fact(&of.fact, path, facts_of);
                if let Some(slot) = slot.filter(|slot| self.slots[*slot].kind != FactType::Count) {
                    let fault = Fault::new("wrong-fact", path, format!("`{}` is not a count", self.slots[slot].name));
                    self.faults.push(fault.help("years are a fact whose type is `count`"));
                }
            }
            Due::EarlierOf(all) | Due::LaterOf(all) => all.iter().for_each(|due| self.due(due, facts_of, path)),
            _ => {}
        }
    }
}
