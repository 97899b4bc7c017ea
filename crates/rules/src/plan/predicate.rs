//! Predicates made ready: what each is about, and what it is compared with.

use kernel::Rate;

use super::{Direction, Fault, Op, RecordQuery, ShareOf, Stage, Subject, Term, Test, compile::Compiler, worked_out};
use crate::{
    assessment::Expected,
    cel,
    diagnostic::suggest,
    language::{Comparand, FactOf, FactTerm, FactType, LinesLike, Period, Predicate, Records, Scalar},
    vocabulary::Value,
};

/// What a test of one line can't look at: other lines are not weighed yet.
const OF_OTHER_LINES: [&str; 9] = [
    "lines",
    "claims",
    "claims_beside",
    "share_of_expenses",
    "share_of_expenses_of",
    "share_of_grant",
    "changed_expenses",
    "increased_expenses",
    "reduced_expenses",
];

impl Compiler<'_> {
    pub(super) fn predicate(&mut self, p: &Predicate, path: &str, scope: FactOf) -> Test {
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
            ("members", p.members.is_some()),
            ("share_of_members", p.share_of_members.is_some()),
            ("share_of_grant", p.share_of_grant.is_some()),
            ("share_of_expenses", p.share_of_expenses.is_some()),
            ("share_of_expenses_of", p.share_of_expenses_of.is_some()),
            ("changed_expenses", p.changed_expenses.is_some()),
            ("increased_expenses", p.increased_expenses.is_some()),
            ("reduced_expenses", p.reduced_expenses.is_some()),
            ("group", p.group.is_some()),
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
        if scope == FactOf::Line
            && let Some(form) = forms.iter().find(|form| OF_OTHER_LINES.contains(form))
        {
            let fault =
                Fault::new("bad-predicate", path, format!("a test of a line can't ask for `{form}`: other lines are not weighed yet"));
            self.faults.push(fault.help("say it as an adjustment with `when` and `at_most: 0` (…と同時に), or as a condition"));
            return Test::All(Vec::new());
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
                let (mask, like) = self.lines_like(p.lines.as_ref().unwrap_or(&none), &format!("{path}.lines"));
                Subject::Lines(mask, like.map(Box::new))
            }
            "members" => {
                let Some(members) = &p.members else { return Test::All(Vec::new()) };
                let like = Box::new(self.predicate(&members.like, &format!("{path}.members.like"), FactOf::Application));
                Subject::Members { like, beside_lead: members.beside_lead }
            }
            "share_of_expenses_of" | "share_of_members" => {
                let expenses = p.share_of_expenses_of.as_ref().map(|members| (ShareOf::Expenses, members));
                let share = expenses.or_else(|| Some((ShareOf::Members, p.share_of_members.as_ref()?)));
                let Some((of, members)) = share else { return Test::All(Vec::new()) };
                let like = Box::new(self.predicate(&members.like, &format!("{path}.{form}.like"), FactOf::Application));
                Subject::MembersShare { of, like, beside_lead: members.beside_lead }
            }
            "share_of_grant" => Subject::GrantShare(p.share_of_grant.clone().unwrap_or_default()),
            "share_of_expenses" => {
                let ids = p.share_of_expenses.clone().unwrap_or_default();
                Subject::ExpenseShare(self.mask(&ids, &format!("{path}.share_of_expenses")))
            }
            "changed_expenses" => self.expense_change(p.changed_expenses.as_deref(), Direction::Either, path),
            "increased_expenses" => self.expense_change(p.increased_expenses.as_deref(), Direction::Up, path),
            "reduced_expenses" => self.expense_change(p.reduced_expenses.as_deref(), Direction::Down, path),
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

    fn expense_change(&mut self, of: Option<&[String]>, direction: Direction, path: &str) -> Subject {
        let of = of.unwrap_or_default();
        let mask = if of.is_empty() { u64::MAX } else { self.mask(of, &format!("{path}.{}", direction.word())) };
        Subject::ExpenseChange(mask, direction)
    }

    /// Lines like something: the categories, a bit each, and what the line is like.
    pub(super) fn lines_like(&mut self, lines: &LinesLike, path: &str) -> (u64, Option<Test>) {
        let mask = if lines.categories.is_empty() { u64::MAX } else { self.mask(&lines.categories, &format!("{path}.categories")) };
        (mask, lines.like.as_ref().map(|like| self.predicate(like, &format!("{path}.like"), FactOf::Line)))
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
        let kind = match subject {
            Subject::Fact(own) => self.slots[*own].kind,
            Subject::Records(_) | Subject::Lines(..) | Subject::Members { .. } => FactType::Count,
            _ => FactType::Rate,
        };
        let other = self.slots[slot].kind;
        let day = kind == FactType::Date && other == FactType::Date;
        let reckoned = term.times.is_some() || term.grown.is_some() || (term.plus.is_some() && !day);
        let comparable = if kind.is_number() { other.is_number() } else { kind == other && !reckoned };
        let comparable = comparable && (day || term.on_closed_day.is_none());
        let of_share = kind == FactType::Rate && !matches!(subject, Subject::Fact(_));
        let ordered = matches!(op, Op::AtLeast | Op::MoreThan | Op::AtMost | Op::LessThan);
        if !comparable || matches!(op, Op::Includes | Op::About) || (of_share && !ordered) {
            let own = if let Subject::Fact(own) = subject { self.slots[*own].name.as_str() } else { "this" };
            let message = format!("`{own}` can't be compared with `{}` like this", term.fact);
            self.faults.push(
                Fault::new("wrong-type", path, message).help(
                    "facts of one type are compared; only numbers are multiplied or grown, and days are added to numbers and to days",
                ),
            );
            return None;
        }
        if term.grown.is_some_and(|g| g.years > 50) {
            self.faults.push(Fault::new("wrong-value", format!("{path}.grown.years"), "more than 50 years are not counted"));
            return None;
        }
        let (times, plus) = (term.times.unwrap_or(Rate::ONE), term.plus.unwrap_or(0));
        let term = Term { slot, times, grown: term.grown, plus, on_closed_day: term.on_closed_day };
        Some(Test::CompareWith(subject.clone(), op, term))
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
            "group" => self.in_group(p.group.as_deref().unwrap_or_default(), path),
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

    /// A group that a predicate names; groups name only those that stand before them, so that none goes round in a circle.
    pub(super) fn in_group(&mut self, group: &str, path: &str) -> Test {
        const BUILT_IN: [&str; 6] = ["single", "consortium", "small", "sme", "mid", "large"];
        let place = |id: &str| self.groups.iter().position(|own| own == id);
        let within = path.strip_prefix("groups.").and_then(|rest| rest.split('.').next()).and_then(place);
        if within.is_some_and(|within| place(group).is_some_and(|named| named >= within)) {
            let fault = Fault::new("bad-group", format!("{path}.group"), format!("`{group}` does not stand before this group"));
            self.faults.push(fault.help("a group names groups that stand before it"));
        } else if !BUILT_IN.contains(&group) && !self.groups.iter().any(|own| own == group) {
            let known: Vec<&str> = BUILT_IN.into_iter().chain(self.groups.iter().map(String::as_str)).collect();
            let fault = Fault::new("unknown-group", format!("{path}.group"), format!("`{group}` is not a group"));
            self.faults.push(fault.help(suggest(group, known.iter().copied())));
        }
        Test::InGroup(group.to_owned())
    }

    pub(super) fn fact(&mut self, name: &str, path: &str, scope: FactOf) -> Option<usize> {
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
        if self.weighing && self.slots[slot].stage != Stage::Said {
            self.faults.push(worked_out::not_yet(path, name));
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
                if ordered && !slot.kind.is_ordered() {
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
            Subject::Records(_) | Subject::Lines(..) | Subject::Members { .. } => match scalar {
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

    pub(super) fn records(&mut self, records: &Records, path: &str) -> Option<RecordQuery> {
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
        if records.fiscal_years.is_some_and(|years| !(1..=100).contains(&years)) {
            let fault = Fault::new("wrong-value", format!("{path}.fiscal_years"), "so many fiscal years are not counted");
            self.faults.push(fault.help("同一年度 is 1; with the two years before it 3"));
        }
        for (place, year) in records.in_fiscal_years.iter().enumerate().filter(|(_, year)| !(1950..2200).contains(*year)) {
            let path = format!("{path}.in_fiscal_years.{place}");
            let fault = Fault::new("wrong-value", path, format!("`{year}` is no fiscal year"));
            self.faults.push(fault.help("a fiscal year is named by the year in which it begins: 令和6年度 is 2024"));
        }
        if records.of.0.is_empty() {
            self.faults.push(Fault::new("missing-parameter", format!("{path}.of"), "records of no programme are none"));
        }
        Some(RecordQuery {
            of: records.of.0.clone(),
            status: records.status,
            within: before,
            fiscal_years: records.fiscal_years,
            in_fiscal_years: records.in_fiscal_years.clone(),
            part: records.part.clone(),
            of_group: records.of_group,
            role: records.role,
        })
    }

    /// The slot of a fact that is a day.
    pub(super) fn day(&mut self, name: &str, path: &str, scope: FactOf) -> Option<usize> {
        let slot = self.fact(name, path, scope)?;
        if self.slots[slot].kind != FactType::Date {
            let known: Vec<&str> = self.slots.iter().filter(|s| s.kind == FactType::Date).map(|s| s.name.as_str()).collect();
            let fault = Fault::new("wrong-fact", path, format!("`{name}` is not a day"));
            self.faults.push(fault.help(suggest(name, known.iter().copied())));
            return None;
        }
        Some(slot)
    }
}
