//! From an address to an application. Every field is a text as it was typed; what can't be read is told
//! at its field and nothing else is lost.

use std::collections::BTreeMap;

use kernel::{Rate, Yen, number};
use rules::{
    application::{Application, Given, GivenValue, HolderKind, Line, Member, OtherStatus, OtherSubsidy, Shareholder},
    language::{
        Calculator, ConsortiumForm, EachUnit, FactOf, FactType, Map, Money, PaidTo, PayPeriod, Phase, Programme, Scalar, Table, TableUse,
        Units, YenRule,
    },
    plan::{Plan, Subject, Test},
    vocabulary::Value,
};

use super::labour::read_labour;

/// What could not be read in a field: the message that tells it.
pub type FieldFaults = BTreeMap<String, &'static str>;

/// More members than the page has room for.
pub const MOST_MEMBERS: usize = crate::limits::MEMBERS;

/// What was typed, field by field.
#[derive(Debug, Clone, Default)]
pub struct FormInput(BTreeMap<String, String>);

impl FormInput {
    /// Reads the pairs of an address; a field that stands twice counts once, the last time.
    pub fn of(pairs: Vec<(String, String)>) -> Self {
        Self(pairs.into_iter().map(|(k, v)| (k, v.chars().take(200).collect())).collect())
    }

    /// What stands in a field.
    pub fn get(&self, field: &str) -> &str {
        self.0.get(field).map_or("", |v| v.trim())
    }

    /// Whether nothing was typed yet; the language is no field.
    pub fn is_empty(&self) -> bool {
        self.0.keys().all(|k| k == "lang")
    }

    /// Fills fields.
    pub fn set(&mut self, field: &str, value: impl Into<String>) {
        self.0.insert(field.to_owned(), value.into());
    }

    /// Takes fields away.
    pub fn retain(&mut self, keep: impl Fn(&str) -> bool) {
        self.0.retain(|k, _| keep(k));
    }

    /// From fields that are kept.
    pub fn from_fields(fields: impl IntoIterator<Item = (String, String)>) -> Self {
        Self(fields.into_iter().collect())
    }

    /// The fields that begin so, without that beginning, in their order.
    pub fn below<'t>(&'t self, start: &'t str) -> impl Iterator<Item = (&'t str, &'t str)> {
        self.0.range(start.to_owned()..).map_while(move |(k, v)| Some((k.strip_prefix(start)?, v.trim())))
    }

    /// Fields and values as an address holds them.
    pub fn query(&self) -> String {
        let filled = self.0.iter().filter(|(_, v)| !v.is_empty());
        filled.map(|(k, v)| format!("{}={}", ui::encode(k), ui::encode(v))).collect::<Vec<_>>().join("&")
    }
}

/// A question about a member or the application.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    /// The fact.
    pub fact: String,
    /// Its type.
    pub kind: FactType,
    /// The prefecture that is asked for, where a list of prefectures is.
    pub prefecture: Option<String>,
}

/// The form of a programme: what it asks.
#[derive(Debug, Clone)]
pub struct Form<'p> {
    /// The programme.
    pub plan: &'p Plan,
    /// What is asked of each member.
    pub of_member: Vec<Question>,
    /// What is asked of the lead only.
    pub of_lead: Vec<Question>,
    /// What is asked of the application.
    pub of_application: Vec<Question>,
    /// Whether size follows from industry, capital and employees.
    pub asks_size: bool,
    /// Whether other subsidies matter.
    pub asks_others: bool,
    /// Whether it matters how much they are.
    pub asks_other_money: bool,
    /// Whether holdings among members matter.
    pub asks_holdings: bool,
    /// Whether several may apply together.
    pub several: bool,
    /// Whether each member has expenses.
    pub expenses_of_each: bool,
}

impl<'p> Form<'p> {
    /// The form of a programme.
    pub fn new(plan: &'p Plan) -> Self {
        let p = &plan.programme;
        let (mut each, mut lead) = (Vec::new(), Vec::new());
        for (condition, tests) in p.conditions.values().zip(&plan.conditions) {
            let found = if condition.who == rules::language::Who::EachMember { &mut each } else { &mut lead };
            tests.iter().flatten().for_each(|t| gather(plan, t, found));
        }
        plan.groups.iter().for_each(|t| gather(plan, t, &mut each));
        plan.additions.iter().for_each(|a| gather(plan, &a.when, &mut lead));
        plan.points.iter().for_each(|t| gather(plan, t, &mut lead));
        plan.parties_like.iter().for_each(|t| gather(plan, t, &mut each));
        plan.kind_caps.iter().for_each(|t| gather(plan, t, &mut each));
        for (adjustment, _) in plan.adjustments.iter().zip(p.expenses.adjustments.values()).filter(|(_, rule)| at_application(&rule.at)) {
            adjustment.when.iter().for_each(|t| gather(plan, t, &mut each));
            adjustment.share_fact.iter().for_each(|slot| ask(plan, &plan.slots[*slot].name, &mut each));
        }
        let shares = p.expenses.categories.values().filter_map(|c| c.apportioned_by.as_ref());
        shares.chain(p.consortium.shared_costs.iter().map(|s| &s.by)).for_each(|fact| ask(plan, fact, &mut each));
        plan.less.iter().flatten().for_each(|_| ask(plan, "records", &mut lead));
        for fact in by_facts(p) {
            ask(plan, fact, &mut each);
        }
        let other_money = p.amount.other_money.as_ref().map(|o| o.counts.as_slice()).unwrap_or_default();
        let asks_other_money = other_money.iter().any(|m| matches!(m, Money::OtherSubsidies | Money::AdoptedSubsidies));
        if other_money.contains(&Money::ProjectIncome) {
            ask(plan, "project_income_yen", &mut lead);
        }
        if p.facts.values().any(|f| !f.only_for.is_empty()) {
            each.insert(0, Question { fact: "kind".into(), kind: FactType::Choice, prefecture: None });
        }
        let asks_size = p.size.is_some();
        let mut of_member = Vec::new();
        let mut of_lead = Vec::new();
        let mut of_application = Vec::new();
        for (question, of_each) in each.into_iter().map(|q| (q, true)).chain(lead.into_iter().map(|q| (q, false))) {
            let Some(slot) = plan.slot(&question.fact) else {
                continue;
            };
            if (plan.slots[slot].computed && question.fact != "records")
                || (asks_size && matches!(question.fact.as_str(), "size_class" | "industry" | "capital_yen" | "employees"))
            {
                continue;
            }
            let onto = match (plan.slots[slot].of, of_each) {
                (FactOf::Application, _) => &mut of_application,
                (_, true) => &mut of_member,
                (_, false) => &mut of_lead,
            };
            if !onto.contains(&question) {
                onto.push(question);
            }
        }
        of_lead.retain(|q| !of_member.contains(q));
        let consortium = &p.consortium;
        let several = consortium.form != ConsortiumForm::NotAllowed;
        if consortium.parties.is_some() && !of_member.iter().chain(&of_lead).any(|q| q.fact == "kind") {
            of_member.push(Question { fact: "kind".into(), kind: FactType::Choice, prefecture: None });
        }
        Self {
            plan,
            of_member,
            of_lead,
            of_application,
            asks_size,
            asks_others: p.parallel.is_some() || asks_other_money,
            asks_other_money,
            asks_holdings: several && (consortium.wholly_owned.is_some() || consortium.parties.is_some()),
            several,
            expenses_of_each: p.amount.paid_to != PaidTo::Lead,
        }
    }

    /// How many members the address has.
    pub fn members(&self, typed: &FormInput) -> usize {
        let least = if self.plan.programme.consortium.form == ConsortiumForm::Required { 2 } else { 1 };
        let count = typed.get("n").parse().unwrap_or(least);
        if self.several { count.clamp(1, MOST_MEMBERS) } else { 1 }
    }

    /// Takes a member away: those after it move up.
    pub fn without_member(&self, typed: &mut FormInput, gone: usize) {
        let count = self.members(typed);
        if gone == 0 || gone >= count {
            return;
        }
        let moved: Vec<(String, String)> = typed
            .0
            .iter()
            .filter_map(|(k, v)| {
                let (member, rest) = k.strip_prefix('m')?.split_once('.')?;
                let member: usize = member.parse().ok()?;
                (member > gone).then(|| (format!("m{}.{rest}", member - 1), v.clone()))
            })
            .collect();
        typed.retain(|k| {
            k.strip_prefix('m').and_then(|k| k.split_once('.')).and_then(|(m, _)| m.parse::<usize>().ok()).is_none_or(|m| m < gone)
        });
        moved.into_iter().for_each(|(k, v)| typed.set(&k, v));
        typed.set("n", (count - 1).to_string());
    }

    /// Fills in a company as a member.
    pub fn fill(&self, typed: &mut FormInput, member: usize, profile: &Member) {
        for (name, given) in &profile.facts {
            let Some(slot) = self.plan.slot(name) else {
                continue;
            };
            let field = format!("m{member}.{name}");
            let value = match &given.value {
                GivenValue::One(one) => one.to_string(),
                GivenValue::Many(many) => {
                    let wanted = self.of_member.iter().chain(&self.of_lead).find(|q| q.fact == *name).and_then(|q| q.prefecture.clone());
                    many.iter().any(|m| Some(m.to_string()) == wanted).to_string()
                }
            };
            let value = match (self.plan.slots[slot].kind, value.as_str()) {
                (FactType::Yen, v) => v.parse().map_or_else(|_| v.to_owned(), kernel::text::separated),
                (FactType::Industry, v) => kind_of_industry(v).to_owned(),
                (_, "true") => "yes".to_owned(),
                (_, "false") => "no".to_owned(),
                (_, v) => v.to_owned(),
            };
            typed.set(&field, value);
        }
        if self.asks_holdings {
            typed.set(&format!("m{member}.holder"), "none");
        }
    }

    /// The application that was typed, and what could not be read: field and reason.
    pub fn application(&self, typed: &FormInput) -> (Application, FieldFaults) {
        let mut wrong = BTreeMap::new();
        let mut application = Application::default();
        let alone = self.members(typed) == 1;
        for m in 0..self.members(typed) {
            application.members.push(self.member(typed, m, alone, &mut wrong));
            if self.expenses_of_each || m == 0 {
                self.expenses(typed, m, &mut application.expenses, &mut wrong);
            }
        }
        application.facts = self.of_project(typed, &mut wrong);
        let others = self.asks_other_money.then(|| amount(typed, "o.amount".to_owned(), &mut wrong)).flatten();
        let other = |scheme: &str, status| OtherSubsidy { scheme: scheme.to_owned(), status, amount_yen: others };
        application.other_subsidies = match typed.get("o") {
            "none" => Some(Vec::new()),
            "pending" => Some(vec![other("other", OtherStatus::Pending)]),
            "adopted" => Some(vec![other("other", OtherStatus::Adopted)]),
            named if self.plan.programme.parallel.as_ref().is_some_and(|p| p.banned.contains_key(named)) => {
                Some(vec![other(named, OtherStatus::Pending)])
            }
            _ => None,
        };
        (application, wrong)
    }

    /// The facts of the application as a whole.
    pub fn of_project(&self, typed: &FormInput, wrong: &mut FieldFaults) -> Map<Given> {
        let mut facts = Map::new();
        for question in &self.of_application {
            let field = format!("a.{}", question.fact);
            if let Some(given) = self.fact(typed.get(&field), question, &field, wrong) {
                facts.insert(question.fact.clone(), given);
            }
        }
        facts
    }

    /// A member with its facts; the first leads. One that is alone has no holdings to tell of.
    pub fn member(&self, typed: &FormInput, m: usize, alone: bool, wrong: &mut FieldFaults) -> Member {
        let mut member = Member { id: id(m), ..Member::default() };
        let lead_only: &[Question] = if m == 0 { &self.of_lead } else { &[] };
        for question in self.of_member.iter().chain(lead_only) {
            let field = format!("m{m}.{}", question.fact);
            if question.fact == "records" {
                // That there are some says nothing of what they are: a person looks.
                member.records = (typed.get(&field) == "no").then(Vec::new);
                continue;
            }
            if let Some(given) = self.fact(typed.get(&field), question, &field, wrong) {
                member.facts.insert(question.fact.clone(), given);
            }
        }
        if self.asks_size && (self.expenses_of_each || m == 0) {
            for (name, kind) in [("industry", FactType::Industry), ("capital_yen", FactType::Yen), ("employees", FactType::Count)] {
                let field = format!("m{m}.{name}");
                let question = Question { fact: name.into(), kind, prefecture: None };
                if let Some(given) = self.fact(typed.get(&field), &question, &field, wrong) {
                    member.facts.insert(name.into(), given);
                }
            }
        }
        if self.asks_holdings {
            member.members_holding = match typed.get(&format!("m{m}.holder")) {
                "none" => Some(Vec::new()),
                "" => None,
                holder => {
                    let field = format!("m{m}.share");
                    let text = typed.get(&field);
                    match Rate::parse(text) {
                        Ok(share) if share <= Rate::ONE => Some(vec![Shareholder {
                            holder: holder.to_owned(),
                            kind: Some(HolderKind::Company),
                            share,
                            large: None,
                            deemed_large: None,
                            capital_yen: None,
                            industry: None,
                            employees: None,
                        }]),
                        read => {
                            if !text.is_empty() {
                                wrong.insert(field, read.err().map_or("wrong-share", |e| ui::unread(&e, "wrong-share")));
                            }
                            None
                        }
                    }
                }
            };
            // With nobody beside it, nobody can hold its shares.
            if alone {
                member.members_holding = Some(Vec::new());
            }
        }
        member
    }

    /// A fact as it was typed; none where nothing was, or nothing that can be read.
    pub fn fact(&self, text: &str, question: &Question, field: &str, wrong: &mut FieldFaults) -> Option<Given> {
        if text.is_empty() {
            return None;
        }
        if let Some(prefecture) = &question.prefecture {
            let list = if text == "yes" { vec![Scalar::Text(prefecture.clone())] } else { Vec::new() };
            return Some(Given { value: GivenValue::Many(list), source: None });
        }
        let slot = &self.plan.slots[self.plan.slot(&question.fact)?];
        let choices: Vec<&str> = slot.choices.iter().map(String::as_str).collect();
        let given = GivenValue::One(Scalar::Text(text.to_owned()));
        match Value::read_given(slot.kind, &choices, &given) {
            Ok(Value::Int(i)) if i < 0 => {
                wrong.insert(field.to_owned(), "wrong-negative");
                None
            }
            Ok(_) => Some(Given { value: given, source: None }),
            Err(_) => {
                let key = match slot.kind {
                    FactType::Yen => Yen::parse(text).err().map_or("wrong-amount", |e| ui::unread(&e, "wrong-amount")),
                    FactType::Count => number::count(text, &number::PEOPLE).err().map_or("wrong-count", |e| ui::unread(&e, "wrong-count")),
                    FactType::Number => Rate::parse(text).err().map_or("wrong-value", |e| ui::unread(&e, "wrong-value")),
                    FactType::Rate => Rate::parse(text).err().map_or("wrong-share", |e| ui::unread(&e, "wrong-share")),
                    FactType::Date => "wrong-date",
                    _ => "wrong-value",
                };
                wrong.insert(field.to_owned(), key);
                None
            }
        }
    }

    fn expenses(&self, typed: &FormInput, m: usize, lines: &mut Vec<Line>, wrong: &mut FieldFaults) {
        for (category, rule) in &self.plan.programme.expenses.categories {
            let amount = amount(typed, format!("m{m}.e.{category}"), wrong);
            if let Some(amount) = amount {
                lines.push(Line { category: category.clone(), member: Some(id(m)), amount: Some(amount), ..Line::default() });
            } else if let Some(Calculator::Labour(labour)) = &rule.calculator {
                let mut line = Line { category: category.clone(), member: Some(id(m)), ..Line::default() };
                read_labour(typed, |name| format!("m{m}.l.{category}.{name}"), &mut line, wrong);
                if line.hours.is_some() && line.pay.is_some() && (line.regular_hours.is_some() || labour.pay_of == PayPeriod::Hour) {
                    lines.push(line);
                }
            } else if matches!(rule.calculator, Some(Calculator::Monthly(_))) {
                let field = |name: &str| format!("m{m}.r.{category}.{name}");
                let monthly = self::amount(typed, field("monthly"), wrong);
                let (from, until) = (day(typed, field("from"), wrong), day(typed, field("until"), wrong));
                if monthly.is_some() && from.is_some() && until.is_some() {
                    lines.push(Line { category: category.clone(), member: Some(id(m)), monthly, from, until, ..Line::default() });
                }
            }
        }
    }
}

/// An amount as it was typed; none where nothing was, or nothing that can be read.
pub fn amount(typed: &FormInput, field: String, wrong: &mut FieldFaults) -> Option<Yen> {
    let text = typed.get(&field);
    if text.is_empty() {
        return None;
    }
    match Yen::parse(text) {
        Ok(amount) if amount >= Yen::ZERO => return Some(amount),
        Ok(_) => wrong.insert(field, "wrong-negative"),
        Err(error) => wrong.insert(field, ui::unread(&error, "wrong-amount")),
    };
    None
}

/// Hours as they were typed; none where nothing was, or nothing that can be read.
pub fn hours(typed: &FormInput, field: String, wrong: &mut FieldFaults) -> Option<Rate> {
    let text = typed.get(&field);
    if text.is_empty() {
        return None;
    }
    match Rate::parse(text) {
        Ok(hours) => return Some(hours),
        Err(error) => wrong.insert(field, ui::unread(&error, "wrong-hours")),
    };
    None
}

/// A day as it was typed; none where nothing was, or nothing that can be read.
pub fn day(typed: &FormInput, field: String, wrong: &mut FieldFaults) -> Option<jiff::civil::Date> {
    let text = typed.get(&field);
    if text.is_empty() {
        return None;
    }
    let read = kernel::date::parse_date(text).ok();
    if read.is_none() {
        wrong.insert(field, "wrong-date");
    }
    read
}

/// The id of a member by its place.
pub fn id(m: usize) -> String {
    format!("m{m}")
}

/// The industries that the law tells apart, each by a class that stands for it.
pub const INDUSTRIES: [(&str, &str); 6] = [
    ("E", "industry-manufacturing"),
    ("50", "industry-wholesale"),
    ("56", "industry-retail"),
    ("88", "industry-service"),
    ("39", "industry-software"),
    ("75", "industry-lodging"),
];

fn kind_of_industry(code: &str) -> &'static str {
    use kernel::size::BusinessKind;
    let Ok(industry) = kernel::Industry::parse(code) else {
        return "";
    };
    match industry.business_kind() {
        _ if code.starts_with("39") => "39",
        _ if code.starts_with("75") => "75",
        BusinessKind::Manufacturing => "E",
        BusinessKind::Wholesale => "50",
        BusinessKind::Retail => "56",
        BusinessKind::Service => "88",
    }
}

/// The facts by which the tables of a call go, and those that count units.
fn by_facts(p: &Programme) -> Vec<&str> {
    fn of<'p, T>(table: &'p Table<T>, found: &mut Vec<&'p str>) {
        found.extend(table.by_facts("").into_iter().map(|(_, of)| of.by.as_str()));
    }
    let amount = &p.amount;
    let mut found = Vec::new();
    of(&amount.rate, &mut found);
    amount.parts.values().filter_map(|part| part.rate.as_ref()).for_each(|t| of(t, &mut found));
    of(&p.expenses.tax, &mut found);
    amount.additions.values().flat_map(|a| [&a.rate, &a.grant_rate]).for_each(|table| of(table, &mut found));
    // What holds at settlement only is asked then, what is paid beside the grant when it is paid.
    for (_, yen) in
        p.yen_tables().into_iter().filter(|(_, yen)| !matches!(yen.used, TableUse::Payment | TableUse::Line) && at_application(yen.at))
    {
        let table = yen.table;
        of(table, &mut found);
        for (_, rule) in table.values() {
            match rule {
                YenRule::Each(EachUnit { units: Units::Fact(fact), .. }) => found.push(fact),
                YenRule::Fact(term) => found.push(&term.fact),
                _ => {}
            }
        }
    }
    found
}

/// Whether something that holds at some phases, or at all of them, holds at the application.
fn at_application(at: &[Phase]) -> bool {
    at.is_empty() || at.contains(&Phase::Application)
}

/// Puts a fact among the questions.
fn ask(plan: &Plan, fact: &str, found: &mut Vec<Question>) {
    let Some(slot) = plan.slot(fact) else { return };
    for slot in plan.asked_for(slot, |_| None).into_iter().map(|slot| &plan.slots[slot]) {
        let kind = if slot.name == "records" { FactType::YesNo } else { slot.kind };
        let question = Question { fact: slot.name.clone(), kind, prefecture: None };
        if slot.of != FactOf::Line && !found.contains(&question) {
            found.push(question);
        }
    }
}

/// The facts that a test asks for.
fn gather(plan: &Plan, test: &Test, found: &mut Vec<Question>) {
    match test {
        Test::Compare(Subject::Fact(slot), ..) if plan.slots[*slot].worked_out.is_some() => ask(plan, &plan.slots[*slot].name, found),
        Test::Compare(Subject::Members { like, .. }, ..) => gather(plan, like, found),
        Test::Compare(Subject::Fact(slot), op, expected) => {
            let slot = &plan.slots[*slot];
            let prefecture = match (op, expected) {
                (rules::plan::Op::Includes, rules::assessment::Expected::One(Value::Text(code))) => Some(code.clone()),
                _ => None,
            };
            let question = Question { fact: slot.name.clone(), kind: slot.kind, prefecture };
            if slot.of != FactOf::Line && !found.contains(&question) {
                found.push(question);
            }
        }
        Test::Compare(Subject::Records(_), ..) => ask(plan, "records", found),
        Test::CompareWith(subject, _, term) => {
            match subject {
                Subject::Fact(own) => ask(plan, &plan.slots[*own].name, found),
                Subject::Records(_) => ask(plan, "records", found),
                _ => {}
            }
            ask(plan, &plan.slots[term.slot].name, found);
        }
        Test::Elapsed { from, to, .. } => {
            ask(plan, &plan.slots[*from].name, found);
            ask(plan, &plan.slots[*to].name, found);
        }
        Test::All(tests) | Test::Any(tests) | Test::None(tests) => {
            tests.iter().for_each(|t| gather(plan, t, found));
        }
        _ => {}
    }
}
