//! What the shape of a file can't show: parameters without a source, groups that no row names, dates
//! out of order, readings that change nothing, citations that do not hold.

mod grant;
mod sources;

pub(crate) use sources::verify_citations;
pub use sources::{citations, cited, figures, sources, uncited};

use std::collections::BTreeSet;

use kernel::Rate;

use crate::{
    dead::never,
    diagnostic::{Severity, suggest},
    language::{
        Allocation, Amount, Cites, ConsortiumForm, Due, FloorOf, LastOne, LimitBase, LimitCompare, Map, Otherwise, Programme, Table,
        WorkedOut, YenRule,
    },
    node::{Kind, Node},
    overlay,
    plan::{Fault, Plan},
    read,
};

/// Every fault of a programme that could be made ready.
pub fn programme(tree: &Node, plan: &Plan) -> Vec<(Severity, Fault)> {
    let mut check = Check { programme: &plan.programme, faults: clauses(plan) };
    check.readings(tree);
    check.unused(tree);
    check.faults
}

/// The faults of the clauses alone: what a changed programme is held against, whose readings no longer
/// say what the file says.
pub fn clauses(plan: &Plan) -> Vec<(Severity, Fault)> {
    let mut check = Check { programme: &plan.programme, faults: Vec::new() };
    check.basics();
    check.dead(plan);
    check.amount();
    check.rows(plan);
    check.dates();
    check.cites();
    check.faults
}

struct Check<'a> {
    programme: &'a Programme,
    faults: Vec<(Severity, Fault)>,
}

impl<'a> Check<'a> {
    /// The tables whose rows are groups, read from the top.
    fn tables(&self) -> Vec<(String, Vec<&'a str>)> {
        let (amount, parties) = (&self.programme.amount, &self.programme.consortium.parties);
        let mut all = vec![
            ("amount.rate".to_owned(), amount.rate.groups()),
            ("expenses.tax".to_owned(), self.programme.expenses.tax.groups()),
            ("consortium.parties.at_least".to_owned(), parties.iter().flat_map(|p| p.at_least.keys().map(String::as_str)).collect()),
        ];
        all.extend(self.programme.yen_tables().into_iter().map(|(path, yen)| (path, yen.table.groups())));
        for (id, addition) in &amount.additions {
            all.push((format!("amount.additions.{id}.rate"), addition.rate.groups()));
            all.push((format!("amount.additions.{id}.grant_rate"), addition.grant_rate.groups()));
            for (part, table) in &addition.rate_of_parts {
                all.push((format!("amount.additions.{id}.rate_of_parts.{part}"), table.groups()));
            }
        }
        for (id, fact) in &self.programme.facts {
            if let Some(WorkedOut::Table(table)) = &fact.worked_out {
                all.push((format!("facts.{id}.worked_out.table"), table.groups()));
            }
        }
        for (id, part) in &amount.parts {
            all.extend(part.rate.iter().map(|t| (format!("amount.parts.{id}.rate"), t.groups())));
        }
        all
    }

    fn error(&mut self, fault: Fault) {
        self.faults.push((Severity::Error, fault));
    }

    fn warn(&mut self, fault: Fault) {
        // What the document leaves open is said by a reading whose options set it.
        let sets = |path: &String| path == &fault.path || path.strip_prefix(fault.path.as_str()).is_some_and(|rest| rest.starts_with('.'));
        let readings = &self.programme.readings;
        if fault.code == "unsaid" && readings.values().any(|r| r.options.values().any(|o| o.set.keys().any(sets))) {
            return;
        }
        self.faults.push((Severity::Warning, fault));
    }

    fn basics(&mut self) {
        let p = self.programme;
        if p.shien != 1 {
            self.error(
                Fault::new("wrong-version", "shien", format!("version {} of the language is not known", p.shien)).help("write `shien: 1`"),
            );
        }
        let word = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
        if p.id.is_empty() || !p.id.chars().all(word) {
            self.error(Fault::new("bad-id", "id", format!("`{}` is not an identifier", p.id)).help("use a-z, 0-9 and -"));
        }
        if p.expenses.categories.is_empty() {
            self.error(Fault::new("missing-parameter", "expenses.categories", "the call has no expense category"));
        }
        if p.consortium.form != ConsortiumForm::NotAllowed && p.consortium.cite.is_empty() {
            self.error(
                Fault::new("no-cite", "consortium", "the consortium is not cited").help("say where the document speaks of it, in `cite`"),
            );
        }
        for (id, category) in &p.expenses.categories {
            for (name, _) in category.tests.iter().filter(|(_, t)| matches!(&t.otherwise, Otherwise::MoveTo(other) if other == id)) {
                let path = format!("expenses.categories.{id}.tests.{name}.otherwise");
                self.error(Fault::new("dead-condition", path, format!("`{name}` moves a line to the category in which it stands")));
            }
        }
        for (id, duty) in &p.duties {
            if let Due::EachFiscalYear { days_after, day, .. } = &duty.due
                && days_after.is_some() == day.is_some()
            {
                let fault = Fault::new("missing-parameter", format!("duties.{id}.due"), "a day after each fiscal year is said once");
                self.error(fault.help("say `days_after: 60` (終了後60日以内) or `day: 06-30` (毎年6月30日まで)"));
            }
        }
        if p.points_at_most.is_some() && p.points.is_empty() {
            self.error(Fault::new("dead-condition", "points_at_most", "the call gives no points"));
        }
        if let Some(Allocation::Lot { last_one } | Allocation::ByScore { last_one }) = p.budget.as_ref().map(|b| b.allocation)
            && last_one == LastOne::WholeDay
        {
            let fault = Fault::new("contradiction", "budget.allocation", "only who comes first is served until the end of a day");
            self.error(fault.help("write `rest` or `nothing`, or `first_come`"));
        }
        for (id, _) in p.facts.iter().filter(|(_, fact)| fact.down_to.is_some() && fact.worked_out.is_none()) {
            let fault = Fault::new("dead-condition", format!("facts.{id}.down_to"), "only what is worked out is brought down to a unit");
            self.error(fault.help("write `worked_out`, or take `down_to` away"));
        }
        for (id, _) in p.facts.iter().filter(|(_, fact)| {
            fact.up_to.is_some() && (fact.down_to.is_some() || !fact.worked_out.as_ref().is_some_and(WorkedOut::is_reckoned))
        }) {
            let fault = Fault::new(
                "dead-condition",
                format!("facts.{id}.up_to"),
                "only what is reckoned from other facts is brought up, and not down as well",
            );
            self.error(fault.help("write a sum, a product, a ratio …, or take `up_to` or `down_to` away"));
        }
        for (id, condition) in &p.conditions {
            if condition.at.is_empty() {
                let fault = Fault::new("dead-condition", format!("conditions.{id}"), format!("`{id}` is tested at no phase"));
                self.error(fault.help("name phases in `at`: application, decision, settlement"));
            }
        }
    }

    /// Tests that nobody can meet.
    fn dead(&mut self, plan: &Plan) {
        let p = self.programme;
        let mut dead = Vec::new();
        for ((id, _), tests) in p.conditions.iter().zip(&plan.conditions) {
            if tests.iter().flatten().any(|t| never(plan, t)) {
                dead.push((format!("conditions.{id}"), format!("nobody can meet `{id}`")));
            }
        }
        for ((id, _), test) in p.groups.iter().zip(&plan.groups) {
            if never(plan, test) {
                dead.push((format!("groups.{id}"), format!("nobody can belong to `{id}`")));
            }
        }
        for ((id, _), test) in p.documents.iter().zip(&plan.documents) {
            if test.as_ref().is_some_and(|t| never(plan, t)) {
                dead.push((format!("documents.{id}"), format!("document `{id}` is never asked for")));
            }
        }
        for (id, tests) in p.expenses.categories.keys().zip(&plan.line_tests) {
            for test in tests.iter().filter(|test| never(plan, &test.test)) {
                let path = if test.shared { "expenses".to_owned() } else { format!("expenses.categories.{id}") };
                dead.push((format!("{path}.tests.{}", test.id), format!("no line can meet `{}`", test.id)));
            }
        }
        dead.dedup();
        for (path, message) in dead {
            let fault = Fault::new("dead-condition", path, message);
            self.error(fault.help("what is asked of one fact here leaves no value in common"));
        }
    }

    /// Rows that are never reached, applicants whom no row fits, and a floor that no cap lets anybody reach.
    fn rows(&mut self, plan: &Plan) {
        let amount = &self.programme.amount;
        crate::tables::faults(plan).into_iter().for_each(|fault| self.error(fault));
        let most = |table: &Table<YenRule>| -> Option<i64> {
            let all: Option<Vec<i64>> = table.values().into_iter().map(|(_, rule)| grant::most_of(rule)).collect();
            all.map(|all| all.into_iter().max().unwrap_or(0))
        };
        let added = amount.additions.values().map(|a| most(&a.cap)).try_fold(0_i64, |sum, more| Some(sum.saturating_add(more?)));
        let caps: Option<Vec<i64>> = amount.cap.values().into_iter().map(|(_, rule)| grant::most_of(rule)).collect();
        let reach = caps.and_then(|caps| caps.into_iter().max()).zip(added).map(|(most, added)| most.saturating_add(added));
        let reach =
            reach.filter(|_| amount.floor_of == FloorOf::Grant).filter(|most| amount.floor.is_some_and(|floor| floor.get() > *most));
        if let Some(most) = reach {
            let message = format!("nobody can reach the floor: the largest cap is {most}");
            self.error(Fault::new("dead-condition", "amount.floor", message).help("compare the floor with `amount.cap`"));
        }
    }

    fn amount(&mut self) {
        let amount = &self.programme.amount;
        let own_rates = !amount.parts.is_empty() && amount.parts.values().all(|p| p.rate.is_some());
        if amount.rate.is_none() && amount.fixed.is_none() && !own_rates {
            let fault = Fault::new("missing-parameter", "amount.rate", "the call has no rate");
            self.error(fault.help("write `rate`, or `fixed` where the grant is a fixed amount (定額)"));
        }
        if !amount.rate.is_none() && amount.fixed.is_some() {
            let fault = Fault::new("contradiction", "amount.fixed", "a grant that is a fixed amount follows from no rate");
            self.error(fault.help("take `rate` or `fixed` away; a fixed amount that the costs may not fall below is a cap"));
        }
        self.bases_of_the_grant();
        if amount.unit.get() < 1 {
            self.error(Fault::new("wrong-value", "amount.unit", "the unit is at least 1 yen"));
        }
        for (_, rule) in amount.rate.values().into_iter().chain(amount.parts.values().flat_map(|p| p.rate.iter().flat_map(Table::values))) {
            if let Some(rate) = rule.rates().into_iter().find(|r| *r > Rate::ONE) {
                self.error(Fault::new("wrong-value", "amount.rate", format!("a rate of {rate} is more than the whole")));
            }
        }
        self.rates();
        self.contradictory_limits();
        self.tax_basis();
        if amount.floor.is_some() == amount.floor_at.is_empty() {
            let fault = Fault::new("missing-parameter", "amount", "`floor` and `floor_at` go together");
            self.error(fault.help("name the phases at which the floor is tested: floor_at: [application]"));
        }
        let names = [
            ("paid_to", true),
            ("rate", !amount.rate.is_none()),
            ("rate_at_most", amount.rate_at_most.is_some()),
            ("fixed", amount.fixed.is_some()),
            ("cap", !amount.cap.is_none()),
            ("cap_each_member", !amount.cap_each_member.is_none()),
            ("floor", amount.floor.is_some()),
            ("floor_each_member", amount.floor_each_member.is_some()),
        ];
        for (name, there) in names {
            if there && !amount.cite.contains_key(name) && name != "paid_to" {
                self.error(
                    Fault::new("no-cite", "amount.cite", format!("`{name}` is not cited")).help(format!("add {name} to `amount.cite`")),
                );
            }
        }
        self.known_keys(
            "amount.cite",
            &amount.cite,
            &["paid_to", "rate", "rate_at_most", "fixed", "cap", "cap_each_member", "floor", "floor_each_member", "rounding", "payment"],
        );
        self.known_keys("filing.cite", &self.programme.filing.cite, &["channels", "consultation", "one_per_company"]);
        self.known_keys(
            "expenses.cite",
            &self.programme.expenses.cite,
            &["tax", "tax_on_top", "not_before", "not_after", "payment", "general"],
        );
        let tables = self.tables();
        for (path, groups) in &tables {
            for group in groups {
                self.group(path, group);
            }
        }
    }

    /// Rates of a whole that is limited with the part: nothing and more than all say nothing that a call says.
    fn rates(&mut self) {
        let p = self.programme;
        let mut all: Vec<(String, Rate, bool)> = Vec::new();
        for (id, limit) in &p.limits {
            // A base without what is limited may be smaller than it.
            let whole = |base: &LimitBase| match base {
                LimitBase::EligibleTotal => true,
                LimitBase::GrantTotal => false,
                LimitBase::Categories(base) => limit.categories.iter().all(|c| base.contains(c)),
            };
            let of_total = limit.of.as_ref().is_some_and(whole) || limit.compare == Some(LimitCompare::GrantPart);
            all.extend(limit.at_most.map(|rate| (format!("limits.{id}.at_most"), rate, of_total)));
            all.extend(limit.less_than.map(|rate| (format!("limits.{id}.less_than"), rate, of_total)));
            if limit.at_most_yen.is_some_and(|yen| yen.get() < 0) {
                self.error(Fault::new("wrong-value", format!("limits.{id}.at_most_yen"), "a limit is not negative"));
            }
        }
        all.extend(p.consortium.wholly_owned.iter().map(|rule| ("consortium.wholly_owned.from".to_owned(), rule.from, true)));
        all.extend(p.consortium.grant_share.iter().map(|rule| ("consortium.grant_share.at_least".to_owned(), rule.at_least, true)));
        for (path, rate, of_total) in all {
            if rate == Rate::ZERO {
                let fault = Fault::new("wrong-value", path, "a rate of nothing lets nothing through");
                self.error(fault.help("write the rate as the call says it: 40% or 2/5"));
            } else if of_total && rate > Rate::ONE {
                let fault = Fault::new("wrong-value", path, format!("a rate of {rate} is more than the whole"));
                self.error(fault.help("write the rate as the call says it: 40% or 2/5"));
            }
        }
    }

    fn group(&mut self, path: &str, group: &str) {
        let built_in = ["everyone", "single", "consortium", "small", "sme", "mid", "large"];
        if !built_in.contains(&group) && !self.programme.groups.contains_key(group) {
            let known: Vec<&str> = built_in.into_iter().chain(self.programme.groups.keys().map(String::as_str)).collect();
            let fault = Fault::new("unknown-group", format!("{path}.{group}"), format!("`{group}` is not a group"));
            self.error(fault.help(format!("{}; a call's own groups are declared in `groups`", suggest(group, known.iter().copied()))));
        }
        if Amount::class_of(group).is_some() && self.programme.size.is_none() {
            let fault = Fault::new(
                "missing-parameter",
                format!("{path}.{group}"),
                format!("`{group}` is a size class, but `size` does not say how size is judged"),
            );
            self.error(fault.help("add `size` with its law and classes"));
        }
    }

    fn known_keys(&mut self, path: &str, map: &Map<Cites>, known: &[&str]) {
        for key in map.keys().filter(|k| !known.contains(&k.as_str())) {
            let fault = Fault::new("unknown-field", format!("{path}.{key}"), format!("`{key}` is not something that is cited here"));
            self.error(fault.help(suggest(key, known.iter().copied())));
        }
    }

    fn dates(&mut self) {
        let p = self.programme;
        if let Some(opens_in) = kernel::FiscalYear::of(p.window.opens.date()).map(kernel::FiscalYear::get)
            && !(opens_in..=opens_in + 1).contains(&p.fiscal_year.get())
        {
            let stated = p.fiscal_year.get();
            let message =
                format!("the call opens on {}, in fiscal year {opens_in}, but `fiscal_year` says {stated}", p.window.opens.date());
            self.error(
                Fault::new("dates-out-of-order", "fiscal_year", message).help("a call opens in its fiscal year, or in the one before"),
            );
        }
        if p.window.closes <= p.window.opens {
            self.error(Fault::new("dates-out-of-order", "window.closes", "the call closes before it opens"));
        }
        let mut last: Option<(&str, jiff::civil::Date)> = None;
        for (id, entry) in &p.schedule {
            let Some(from) = entry.from.or(entry.to) else {
                let fault = Fault::new("missing-parameter", format!("schedule.{id}"), format!("`{id}` has no day"));
                self.error(fault.help("write `from`, or `to` where only an end is said (…まで)"));
                continue;
            };
            if entry.to.is_some_and(|to| to.last < from.first) {
                self.error(Fault::new("dates-out-of-order", format!("schedule.{id}.to"), format!("`{id}` ends before it begins")));
            }
            if let Some((before, first)) = last
                && entry.to.unwrap_or(from).last < first
            {
                let fault =
                    Fault::new("dates-out-of-order", format!("schedule.{id}.from"), format!("`{id}` is over before `{before}` begins"));
                self.error(fault.help("the schedule is written in the order of time"));
            }
            // What only has an end may have begun at any time.
            if entry.from.is_some() {
                last = Some((id, from.first));
            }
        }
    }

    /// Every citation, with its path.
    fn each_cite(&self) -> Vec<(String, &'a Cites)> {
        let p = self.programme;
        let mut all: Vec<(String, &'a Cites)> =
            vec![("summary".into(), &p.summary.cite), ("window".into(), &p.window.cite), ("consortium".into(), &p.consortium.cite)];
        let mut add = |path: String, cite| all.push((path, cite));
        p.contact.iter().for_each(|c| add("contact".into(), &c.cite));
        p.budget.iter().for_each(|c| add("budget".into(), &c.cite));
        p.amount.other_money.iter().for_each(|c| add("amount.other_money".into(), &c.cite));
        p.amount.divided.iter().for_each(|c| add("amount.divided".into(), &c.cite));
        p.planned_awards.iter().for_each(|c| add("planned_awards".into(), &c.cite));
        p.period.iter().for_each(|c| add("period".into(), &c.cite));
        p.size.iter().for_each(|c| add("size".into(), &c.cite));
        p.parallel.iter().for_each(|c| add("parallel".into(), &c.cite));
        p.publication.iter().for_each(|c| add("publication".into(), &c.cite));
        p.consortium.wholly_owned.iter().for_each(|c| add("consortium.wholly_owned".into(), &c.cite));
        p.consortium.grant_share.iter().for_each(|c| add("consortium.grant_share".into(), &c.cite));
        p.consortium.parties.iter().for_each(|c| add("consortium.parties".into(), &c.cite));
        p.consortium.shared_costs.iter().for_each(|c| add("consortium.shared_costs".into(), &c.cite));
        macro_rules! each {
            ($path:literal, $map:expr) => {
                for (id, entry) in $map {
                    add(format!(concat!($path, ".{}"), id), &entry.cite);
                }
            };
        }
        p.facts.iter().filter(|(_, fact)| fact.cite.iter().next().is_some()).for_each(|(id, fact)| add(format!("facts.{id}"), &fact.cite));
        each!("groups", &p.groups);
        each!("conditions", &p.conditions);
        each!("consortium.notes", &p.consortium.notes);
        each!("limits", &p.limits);
        each!("points", &p.points);
        each!("amount.additions", &p.amount.additions);
        each!("amount.caps", &p.amount.caps);
        each!("amount.floors", &p.amount.floors);
        each!("amount.parts", &p.amount.parts);
        each!("payments", &p.payments);
        each!("documents", &p.documents);
        each!("plan_questions", &p.plan_questions);
        each!("criteria", &p.criteria);
        each!("schedule", &p.schedule);
        each!("duties", &p.duties);
        each!("cascades", &p.cascades);
        each!("notes", &p.notes);
        each!("readings", &p.readings);
        each!("expenses.exclusions", &p.expenses.exclusions);
        each!("expenses.notes", &p.expenses.notes);
        each!("expenses.tests", &p.expenses.tests);
        each!("expenses.line_limits", &p.expenses.line_limits);
        each!("expenses.adjustments", &p.expenses.adjustments);
        each!("amount.kind_caps", &p.amount.kind_caps);
        if let Some(parallel) = &p.parallel {
            each!("parallel.banned", &parallel.banned);
        }
        for (path, map) in [("amount.cite", &p.amount.cite), ("filing.cite", &p.filing.cite), ("expenses.cite", &p.expenses.cite)] {
            for (key, cites) in map {
                add(format!("{path}.{key}"), cites);
            }
        }
        for (id, category) in &p.expenses.categories {
            add(format!("expenses.categories.{id}"), &category.cite);
            for (name, test) in &category.tests {
                add(format!("expenses.categories.{id}.tests.{name}"), &test.cite);
            }
            for (name, exclusion) in &category.exclusions {
                add(format!("expenses.categories.{id}.exclusions.{name}"), &exclusion.cite);
            }
        }
        all
    }

    fn cites(&mut self) {
        let own = &self.programme.source;
        let mut wrong = Vec::new();
        for (path, cites) in self.each_cite() {
            for cite in cites.iter().filter(|c| c.document.as_ref().is_none_or(|d| *d == own.document)) {
                if let Some(line) = cite.lines.each().find(|l| *l > own.lines) {
                    let message = format!("line {line} is cited, but document {} has {} lines", own.document, own.lines);
                    wrong.push(Fault::new("no-such-line", path.clone(), message));
                }
            }
        }
        wrong.into_iter().for_each(|f| self.error(f));
    }

    fn readings(&mut self, tree: &Node) {
        for (id, reading) in &self.programme.readings {
            let path = format!("readings.{id}");
            if !reading.options.contains_key(&reading.chosen) {
                let known: Vec<&str> = reading.options.keys().map(String::as_str).collect();
                let fault = Fault::new("bad-reading", format!("{path}.chosen"), format!("`{}` is not an option of `{id}`", reading.chosen));
                self.error(fault.help(suggest(&reading.chosen, known.iter().copied())));
            }
            if reading.options.len() < 2 {
                self.error(Fault::new("bad-reading", path.clone(), format!("`{id}` has no alternative")));
            }
            for (name, option) in &reading.options {
                let at = format!("{path}.options.{name}");
                let mut changed = tree.clone();
                if let Err(faults) = read::take_reading(&mut changed, self.programme, id, name) {
                    faults.into_iter().for_each(|f| {
                        self.error(Fault { path: at.clone(), ..f });
                    });
                    continue;
                }
                let stands = |target: &str| overlay::get(tree, target).map_or(serde_json::Value::Null, Node::to_json);
                if *name == reading.chosen {
                    for (target, value) in option.set.iter().filter(|(target, value)| stands(target) != **value) {
                        let message = format!("the chosen option says `{target}: {value}`, but the file does not");
                        self.error(Fault::new("bad-reading", format!("{at}.set"), message));
                    }
                } else if !option.set.is_empty() && option.set.iter().all(|(target, value)| stands(target) == *value) {
                    self.error(Fault::new("bad-reading", format!("{at}.set"), "this alternative changes nothing"));
                }
                // The types read it first; only what they can't take is held against the schema, which says at which place.
                if let Err(told) = read::ready(&changed) {
                    let mut faults = Vec::new();
                    crate::schema::validate(&changed, crate::schema::programme(), &mut faults);
                    let shape = faults.first().map(|fault| fault.message.clone());
                    let messages = shape.map_or_else(|| told.into_iter().map(|f| f.message).collect(), |message| vec![message]);
                    for message in messages {
                        self.error(Fault::new("bad-reading", format!("{at}.set"), format!("under this option: {message}")));
                    }
                }
            }
        }
    }

    fn unused(&mut self, tree: &Node) {
        let mut used = BTreeSet::new();
        names(tree, &mut used);
        let tables = self.tables();
        let rows: BTreeSet<&str> = tables.iter().flat_map(|(_, groups)| groups.iter().copied()).collect();
        for group in self.programme.groups.keys().filter(|g| !used.contains(g.as_str()) && !rows.contains(g.as_str())) {
            self.warn(Fault::new("unused", format!("groups.{group}"), format!("nothing names the group `{group}`")));
        }
        // What is worked out is told in the answer, whether something asks for it or not.
        let asked = self.programme.facts.iter().filter(|(_, fact)| fact.worked_out.is_none());
        // A standard fact in the call's own words is asked for by whatever looks at it: the size, reasons on income.
        let is_standard = |id: &str| crate::vocabulary::STANDARD.iter().any(|fact| fact.name == id);
        let is_named = |id: &str| used.contains(id) || is_standard(id);
        for (id, _) in asked.filter(|(id, _)| !is_named(id)) {
            self.warn(Fault::new("unused", format!("facts.{id}"), format!("nothing asks for the fact `{id}`")));
        }
    }
}

/// Every word that stands somewhere in the tree as a value, beside texts that people read and places of a document: what names a fact or a
/// group is one of them, whatever the field is called.
fn names<'t>(node: &'t Node, used: &mut BTreeSet<&'t str>) {
    match &node.kind {
        Kind::Map(map) => {
            for (key, (_, child)) in map.iter() {
                match (&child.kind, key.as_str()) {
                    (_, "says" | "ask" | "name" | "means" | "because" | "question" | "cite" | "id" | "document") => {}
                    (Kind::Text(text), "cel") => {
                        used.extend(text.split(|c: char| !(c.is_alphanumeric() || c == '_')));
                    }
                    _ => names(child, used),
                }
            }
        }
        Kind::List(list) => list.iter().for_each(|n| names(n, used)),
        Kind::Text(text) => {
            used.insert(text);
        }
        _ => {}
    }
}
