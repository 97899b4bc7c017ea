//! The form of an application, made from its programme: its parts, what each asks, and how what was typed is read. The plan has the
//! fields that every 事業計画書 (様式第1号) has, and those that the programme adds; facts, costs and papers are the programme's alone.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use kernel::{Rate, Yen};
use parties::model::Company;
use programmes::estimate::{self, Typed, Wrong};
use rules::{
    application::{self as asked, Given, GivenValue, Line, OtherStatus, OtherSubsidy, Pay},
    language::{Calculator, FactOf, FactType, Map, Scalar, TaxTreatment},
    plan::Plan,
};

use super::model::{LEAD, Member};

/// A part of the form: a page of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Part {
    /// 事業の概要.
    Project,
    /// 事業計画.
    Plan,
    /// 実施スケジュール.
    Schedule,
    /// 実施体制.
    Team,
    /// 期待される効果.
    Effect,
    /// 他の補助金.
    Others,
    /// 構成員.
    Members,
    /// A member's facts.
    Facts(usize),
    /// A member's costs.
    Costs(usize),
    /// How a member pays for them.
    Funds(usize),
    /// 提出書類.
    Papers,
    /// 誓約・同意.
    Declaration,
}

impl Part {
    /// Its name in addresses.
    pub fn name(self) -> String {
        let own = |member, part| format!("m{member}-{part}");
        match self {
            Self::Project => "project".to_owned(),
            Self::Plan => "plan".to_owned(),
            Self::Schedule => "schedule".to_owned(),
            Self::Team => "team".to_owned(),
            Self::Effect => "effect".to_owned(),
            Self::Others => "others".to_owned(),
            Self::Members => "members".to_owned(),
            Self::Facts(m) => own(m, "facts"),
            Self::Costs(m) => own(m, "costs"),
            Self::Funds(m) => own(m, "funds"),
            Self::Papers => "papers".to_owned(),
            Self::Declaration => "declaration".to_owned(),
        }
    }

    /// The part of a name.
    pub fn parse(text: &str) -> Option<Self> {
        if let Some((member, part)) = text.strip_prefix('m').and_then(|t| t.split_once('-')) {
            let member = member.parse().ok()?;
            return match part {
                "facts" => Some(Self::Facts(member)),
                "costs" => Some(Self::Costs(member)),
                "funds" => Some(Self::Funds(member)),
                _ => None,
            };
        }
        let all = [
            Self::Project,
            Self::Plan,
            Self::Schedule,
            Self::Team,
            Self::Effect,
            Self::Others,
            Self::Members,
            Self::Papers,
            Self::Declaration,
        ];
        all.into_iter().find(|p| p.name() == text)
    }

    /// The message that names it.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Project => "part-project",
            Self::Plan => "part-plan",
            Self::Schedule => "part-schedule",
            Self::Team => "part-team",
            Self::Effect => "part-effect",
            Self::Others => "part-others",
            Self::Members => "part-members",
            Self::Facts(_) => "part-facts",
            Self::Costs(_) => "part-costs",
            Self::Funds(_) => "part-funds",
            Self::Papers => "part-papers",
            Self::Declaration => "part-declaration",
        }
    }

    /// Whose it is; none where all members share it.
    pub const fn member(self) -> Option<usize> {
        match self {
            Self::Facts(m) | Self::Costs(m) | Self::Funds(m) => Some(m),
            _ => None,
        }
    }
}

/// How a field is filled in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Entry {
    /// A line of text.
    Line,
    /// Several lines.
    Text,
    /// An amount of yen.
    Yen,
    /// A date.
    Date,
    /// A box to tick.
    Tick,
}

/// What a plan asks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ask {
    /// The field.
    pub name: String,
    /// The message that asks; the programme's own question where there is none.
    pub key: &'static str,
    /// The programme's own question, by its id.
    pub own: Option<String>,
    /// How it is filled in.
    pub entry: Entry,
    /// The most characters.
    pub most: usize,
    /// Whether it may be left out.
    pub optional: bool,
}

const fn ask(key: &'static str, entry: Entry, most: usize) -> (&'static str, Entry, usize, bool) {
    (key, entry, most, false)
}

const PROJECT: [(&str, Entry, usize, bool); 7] = [
    ask("title", Entry::Line, 100),
    ask("summary", Entry::Text, 300),
    ask("starts", Entry::Date, 30),
    ask("ends", Entry::Date, 30),
    ask("contact-name", Entry::Line, 60),
    ask("contact-phone", Entry::Line, 30),
    ask("contact-email", Entry::Line, 200),
];
const PLAN: [(&str, Entry, usize, bool); 4] = [
    ask("purpose", Entry::Text, 2_000),
    ask("present", Entry::Text, 2_000),
    ask("work", Entry::Text, 4_000),
    ask("novelty", Entry::Text, 2_000),
];
const DECLARATION: [(&str, Entry, usize, bool); 3] =
    [ask("declare-true", Entry::Tick, 3), ask("declare-gangs", Entry::Tick, 3), ask("declare-duties", Entry::Tick, 3)];

/// Figures that a plan foretells: sales, value added, wages; last year and the three after.
pub const FIGURES: [&str; 3] = ["sales", "value", "wages"];
/// For how many years, the last one counted.
pub const YEARS: usize = 4;

/// The columns of a table whose rows people add.
pub const fn columns(part: Part) -> &'static [&'static str] {
    match part {
        Part::Schedule => &["from", "to", "what", "who"],
        Part::Team => &["who", "role", "work"],
        Part::Others => &["name", "scheme", "status", "amount"],
        Part::Costs(_) => &["category", "label", "basis", "unit_price", "quantity", "amount", "tax", "paid_to"],
        _ => &[],
    }
}

/// How the names of the fields of such a table begin.
pub fn rows_of(part: Part) -> Option<String> {
    match part {
        Part::Schedule => Some("a.s.".to_owned()),
        Part::Team => Some("a.t.".to_owned()),
        Part::Others => Some("a.o.".to_owned()),
        Part::Costs(m) => Some(format!("m{m}.x.")),
        _ => None,
    }
}

/// The rows that a table has, in the order in which they were added.
pub fn rows(typed: &Typed, start: &str) -> Vec<String> {
    let filled = typed.below(start).filter(|(_, text)| !text.is_empty());
    let names: BTreeSet<&str> =
        filled.filter_map(|(name, _)| name.split_once('.')).map(|(row, _)| row).filter(|r| r.starts_with('r')).collect();
    names.into_iter().map(str::to_owned).collect()
}

/// The form of a programme.
#[derive(Debug, Clone)]
pub struct Form<'p> {
    /// The programme.
    pub plan: &'p Plan,
    /// What it asks of members.
    pub facts: estimate::Form<'p>,
}

/// What was typed, read.
#[derive(Debug, Clone, Default)]
pub struct Reading {
    /// What the engine is asked.
    pub application: asked::Application,
    /// What could not be read: field and message.
    pub wrong: Wrong,
    /// What is asked and was not filled in.
    pub missing: Vec<String>,
    /// The sums that members typed: costs, and what they pay themselves; in yen.
    pub funds: BTreeMap<usize, Funds>,
}

/// A member's funding (資金計画), in yen.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Funds {
    /// The costs, as they stand in the table.
    pub costs: i64,
    /// Costs beyond the table: the tax, what is not eligible.
    pub beyond: i64,
    /// 自己資金.
    pub own: i64,
    /// 借入金.
    pub loan: i64,
    /// その他.
    pub other: i64,
}

impl Funds {
    /// By how much the funds exceed the costs, with such a grant.
    pub const fn surplus(&self, grant: i64) -> i64 {
        (self.own + self.loan + self.other + grant) - (self.costs + self.beyond)
    }
}

impl<'p> Form<'p> {
    /// The form of a programme.
    pub fn new(plan: &'p Plan) -> Self {
        Self { plan, facts: estimate::Form::new(plan) }
    }

    /// Whether a member has costs of its own.
    pub const fn has_costs(&self, member: usize) -> bool {
        self.facts.expenses_of_each || member == 0
    }

    /// The parts, for these members.
    pub fn parts(&self, members: &[Member]) -> Vec<Part> {
        let mut parts = vec![Part::Project, Part::Plan, Part::Schedule, Part::Team, Part::Effect, Part::Others];
        if self.facts.several {
            parts.push(Part::Members);
        }
        for place in members.iter().map(Member::place) {
            parts.push(Part::Facts(place));
            if self.has_costs(place) {
                parts.extend([Part::Costs(place), Part::Funds(place)]);
            }
        }
        parts.extend([Part::Papers, Part::Declaration]);
        parts
    }

    /// What a part of the plan asks, apart from tables and what the programme's rules ask.
    pub fn asks(&self, part: Part) -> Vec<Ask> {
        let standard = |all: &[(&'static str, Entry, usize, bool)]| -> Vec<Ask> {
            let ask = |&(key, entry, most, optional): &(&'static str, Entry, usize, bool)| {
                let name = format!("a.{}", key.replace('-', "_"));
                Ask { name, key, own: None, entry, most, optional }
            };
            all.iter().map(ask).collect()
        };
        match part {
            Part::Project => standard(&PROJECT),
            Part::Plan => {
                let mut all = standard(&PLAN);
                all.extend(self.plan.programme.plan_questions.iter().map(|(id, q)| Ask {
                    name: format!("a.q.{id}"),
                    key: "",
                    own: Some(id.clone()),
                    entry: if q.at_most > 100 { Entry::Text } else { Entry::Line },
                    most: usize::try_from(q.at_most).unwrap_or(usize::MAX),
                    optional: q.optional,
                }));
                all
            }
            Part::Effect => {
                let mut all = standard(&[ask("effect", Entry::Text, 2_000)]);
                for figure in FIGURES {
                    let yen = |year| Ask {
                        name: format!("a.k.{figure}.{year}"),
                        key: figure,
                        own: None,
                        entry: Entry::Yen,
                        most: 30,
                        optional: false,
                    };
                    all.extend((0..YEARS).map(yen));
                }
                all
            }
            Part::Declaration => standard(&DECLARATION),
            Part::Funds(m) => ["beyond", "own", "loan", "other", "other-from"]
                .into_iter()
                .map(|key| Ask {
                    name: format!("m{m}.funds.{}", key.replace('-', "_")),
                    key,
                    own: None,
                    entry: if key == "other-from" { Entry::Line } else { Entry::Yen },
                    most: 200,
                    optional: true,
                })
                .collect(),
            _ => Vec::new(),
        }
    }

    /// The part in which a field stands.
    pub fn part_of(&self, field: &str) -> Part {
        if let Some((member, rest)) = super::model::owner(field).zip(field.split_once('.').map(|f| f.1)) {
            let m = member[1..].parse().unwrap_or_default();
            return match rest.split('.').next() {
                Some("x") => Part::Costs(m),
                Some("funds") => Part::Funds(m),
                _ => Part::Facts(m),
            };
        }
        let parts = [Part::Plan, Part::Effect, Part::Declaration];
        match field {
            _ if field.starts_with("a.s.") => Part::Schedule,
            _ if field.starts_with("a.t.") => Part::Team,
            _ if field.starts_with("a.o.") => Part::Others,
            _ => parts.into_iter().find(|p| self.asks(*p).iter().any(|a| a.name == field)).unwrap_or(Part::Project),
        }
    }

    /// Whether this is a field of the form; everything else is not kept.
    pub fn knows(&self, field: &str) -> bool {
        let plain = field.len() <= 120 && field.bytes().all(|b| b.is_ascii_alphanumeric() || b"._-".contains(&b));
        let in_table = |part: Part, rest: &str| {
            let Some((row, column)) = rest.split_once('.') else { return false };
            let sound = row.len() <= 24 && row.strip_prefix('r').is_some_and(|r| r.bytes().all(|b| b.is_ascii_hexdigit()));
            let line = matches!(part, Part::Costs(_)) && self.line_fields().any(|f| f == column);
            sound && (columns(part).contains(&column) || line)
        };
        let table = |part: Part| rows_of(part).and_then(|start| field.strip_prefix(&start).map(|rest| in_table(part, rest)));
        if !plain {
            return false;
        }
        if let Some(member) = super::model::owner(field) {
            let m: usize = member[1..].parse().unwrap_or_default();
            let rest = &field[member.len() + 1..];
            let fact = |q: &estimate::Question| q.fact == rest;
            let size = self.facts.asks_size && matches!(rest, "industry" | "capital_yen" | "employees");
            return table(Part::Costs(m)).unwrap_or_else(|| {
                self.asks(Part::Funds(m)).iter().any(|a| a.name == field)
                    || size
                    || matches!(rest, "holder" | "share")
                    || self.facts.of_member.iter().chain(&self.facts.of_lead).any(fact)
            });
        }
        let of_project = |rest: &str| self.facts.of_application.iter().any(|q| q.fact == rest) || rest == "o.none";
        [Part::Schedule, Part::Team, Part::Others].into_iter().find_map(table).unwrap_or(false)
            || [Part::Project, Part::Plan, Part::Effect, Part::Declaration].iter().any(|p| self.asks(*p).iter().any(|a| a.name == field))
            || field.strip_prefix("a.").is_some_and(of_project)
    }

    /// The columns of a line of expenses beyond those that every line has.
    pub fn line_fields(&self) -> impl Iterator<Item = String> + '_ {
        let fixed = ["hours", "annual", "base", "allowances", "person", "kind", "useful_life_months"].into_iter().map(str::to_owned);
        fixed.chain(self.line_facts().map(|f| format!("f.{f}")))
    }

    /// The facts that the programme asks of a line of expenses.
    pub fn line_facts(&self) -> impl Iterator<Item = &str> + '_ {
        self.plan.slots.iter().filter(|s| s.of == FactOf::Line && !s.computed).map(|s| s.name.as_str())
    }

    /// Fills in what is known of a company as a member.
    pub fn fill(&self, member: usize, company: &Company) -> Vec<(String, String)> {
        let mut typed = Typed::default();
        self.facts.fill(&mut typed, member, &company.profile);
        let start = format!("m{member}.");
        let known: Vec<(String, String)> = typed.below(&start).map(|(k, v)| (format!("{start}{k}"), v.to_owned())).collect();
        known.into_iter().filter(|(name, text)| !text.is_empty() && self.knows(name)).collect()
    }

    /// Reads everything that was typed. `companies` are those of members that have joined: what the form does not ask stands in
    /// their records.
    pub fn read(&self, typed: &Typed, members: &[Member], companies: &HashMap<String, Company>) -> Reading {
        let mut reading = Reading::default();
        let alone = members.len() == 1;
        for member in members {
            let place = member.place();
            let mut said = self.facts.member(typed, place, alone, &mut reading.wrong);
            if alone {
                // With nobody beside it there is nothing to type of holdings: the company's record knows who owns it, or nobody does.
                said.shareholders = None;
            }
            said.id.clone_from(&member.id);
            said.name = Some(member.name.clone());
            said.lead = (member.id == LEAD).then_some(true);
            if let Some(company) = member.company.as_ref().and_then(|c| companies.get(c)) {
                complete(self.plan, &mut said, company, &reading.wrong, place);
            }
            reading.application.members.push(said);
            self.unanswered_facts(typed, place, members, &mut reading);
            if self.has_costs(place) {
                self.costs(typed, place, &mut reading);
            }
        }
        reading.application.facts = self.facts.of_project(typed, &mut reading.wrong);
        for question in &self.facts.of_application {
            let field = format!("a.{}", question.fact);
            if typed.get(&field).is_empty() {
                reading.missing.push(field);
            }
        }
        for part in [Part::Project, Part::Plan, Part::Effect, Part::Declaration] {
            for ask in self.asks(part) {
                check(&ask, typed, &mut reading);
            }
        }
        Self::tables(typed, &mut reading);
        Self::others(typed, &mut reading);
        reading
    }

    fn unanswered_facts(&self, typed: &Typed, place: usize, members: &[Member], reading: &mut Reading) {
        let lead: &[estimate::Question] = if place == 0 { &self.facts.of_lead } else { &[] };
        // Whether a company is deemed large follows from who owns and leads it, where that is known: nobody has to judge it.
        let asked = self.facts.of_member.iter().chain(lead).map(|q| q.fact.as_str()).filter(|f| *f != "deemed_large");
        let size: &[&str] = if self.facts.asks_size && self.has_costs(place) { &["industry", "capital_yen", "employees"] } else { &[] };
        let holder: &[&str] = if self.facts.asks_holdings && members.len() > 1 { &["holder"] } else { &[] };
        for fact in asked.chain(size.iter().copied()).chain(holder.iter().copied()) {
            let field = format!("m{place}.{fact}");
            if typed.get(&field).is_empty() {
                reading.missing.push(field);
            }
        }
    }

    fn tables(typed: &Typed, reading: &mut Reading) {
        for (part, start) in [(Part::Schedule, "a.s."), (Part::Team, "a.t.")] {
            let all = rows(typed, start);
            if all.is_empty() {
                reading.missing.push(start.to_owned());
            }
            for row in all {
                let field = |column: &str| format!("{start}{row}.{column}");
                for column in columns(part) {
                    let text = typed.get(&field(column));
                    if text.is_empty() && matches!(*column, "what" | "who" | "from") && !(part == Part::Schedule && *column == "who") {
                        reading.missing.push(field(column));
                    } else if text.chars().count() > 300 {
                        reading.wrong.insert(field(column), "wrong-long");
                    }
                }
            }
        }
    }

    fn others(typed: &Typed, reading: &mut Reading) {
        let all = rows(typed, "a.o.");
        if all.is_empty() {
            if typed.get("a.o.none") == "yes" {
                reading.application.other_subsidies = Some(Vec::new());
            } else {
                reading.missing.push("a.o.none".to_owned());
            }
            return;
        }
        if typed.get("a.o.none") == "yes" {
            reading.wrong.insert("a.o.none".to_owned(), "wrong-others-none");
        }
        let mut subsidies = Vec::new();
        for row in all {
            let field = |column: &str| format!("a.o.{row}.{column}");
            let (name, scheme) = (typed.get(&field("name")), typed.get(&field("scheme")));
            if name.is_empty() && scheme.is_empty() {
                reading.missing.push(field("name"));
            }
            let status = match typed.get(&field("status")) {
                "pending" => Some(OtherStatus::Pending),
                "adopted" => Some(OtherStatus::Adopted),
                "over" => Some(OtherStatus::Over),
                _ => None,
            };
            let Some(status) = status else {
                reading.missing.push(field("status"));
                continue;
            };
            amount(typed, field("amount"), &mut reading.wrong);
            let scheme = if scheme.is_empty() { name } else { scheme };
            subsidies.push(OtherSubsidy { scheme: scheme.to_owned(), status });
        }
        reading.application.other_subsidies = Some(subsidies);
    }

    fn costs(&self, typed: &Typed, place: usize, reading: &mut Reading) {
        let start = format!("m{place}.x.");
        let mut funds = Funds::default();
        let all = rows(typed, &start);
        if all.is_empty() {
            reading.missing.push(start.clone());
        }
        for row in all {
            let field = |column: &str| format!("{start}{row}.{column}");
            let category = typed.get(&field("category"));
            let Some(rule) = self.plan.programme.expenses.categories.get(category) else {
                if category.is_empty() {
                    reading.missing.push(field("category"));
                } else {
                    // The call was revised, and has no such category any more.
                    reading.wrong.insert(field("category"), "wrong-category-gone");
                }
                continue;
            };
            let wrong = &mut reading.wrong;
            let mut line = Line {
                category: category.to_owned(),
                member: Some(format!("m{place}")),
                label: Some(typed.get(&field("label")).to_owned()).filter(|l| !l.is_empty()),
                amount: amount(typed, field("amount"), wrong),
                unit_price: amount(typed, field("unit_price"), wrong),
                quantity: count(typed, field("quantity"), wrong),
                useful_life_months: count(typed, field("useful_life_months"), wrong),
                kind: Some(typed.get(&field("kind")).to_owned()).filter(|k| !k.is_empty()),
                paid_to: Some(typed.get(&field("paid_to")).to_owned()).filter(|p| !p.is_empty()),
                person: Some(typed.get(&field("person")).to_owned()).filter(|p| !p.is_empty()),
                ..Line::default()
            };
            line.tax = match typed.get(&field("tax")) {
                "10" => Rate::parse("10%").ok(),
                "8" => Rate::parse("8%").ok(),
                _ => None,
            };
            for fact in self.line_facts() {
                let name = field(&format!("f.{fact}"));
                if let Some(slot) = self.plan.slot(fact) {
                    let question = estimate::Question { fact: fact.to_owned(), kind: self.plan.slots[slot].kind, prefecture: None };
                    if let Some(given) = self.facts.fact(typed.get(&name), &question, &name, wrong) {
                        line.facts.insert(fact.to_owned(), given);
                    }
                }
            }
            let hours = rate(typed, field("hours"), wrong);
            if matches!(rule.calculator, Some(Calculator::Labour(_))) && hours.is_some() {
                line.hours = hours;
                line.annual_hours = rate(typed, field("annual"), wrong);
                let (base, bonus) = (amount(typed, field("base"), wrong), amount(typed, field("allowances"), wrong));
                line.pay = Some(Pay { base, bonus, ..Pay::default() });
            } else if line.amount.is_none()
                && (line.unit_price.is_none() || line.quantity.is_none())
                && !wrong.contains_key(&field("amount"))
            {
                reading.missing.push(field("amount"));
            }
            if line.label.is_none() {
                reading.missing.push(field("label"));
            }
            let product = line.unit_price.zip(line.quantity).and_then(|(price, n)| price.get().checked_mul(n));
            let sum = line.amount.map(Yen::get).or(product).unwrap_or_default();
            funds.costs = funds.costs.saturating_add(sum);
            reading.application.expenses.push(line);
        }
        let mut yen = |key: &str| amount(typed, format!("m{place}.funds.{key}"), &mut reading.wrong).map_or(0, Yen::get);
        (funds.beyond, funds.own, funds.loan, funds.other) = (yen("beyond"), yen("own"), yen("loan"), yen("other"));
        if funds.other > 0 && typed.get(&format!("m{place}.funds.other_from")).is_empty() {
            reading.missing.push(format!("m{place}.funds.other_from"));
        }
        reading.funds.insert(place, funds);
    }

    /// Whether the programme counts amounts without tax.
    pub fn without_tax(&self) -> bool {
        self.plan.programme.expenses.tax == TaxTreatment::Excluded
    }
}

/// What the record of a company says beyond what was typed.
fn complete(plan: &Plan, said: &mut asked::Member, company: &Company, wrong: &Wrong, place: usize) {
    let typed = said.shareholders.take();
    let unread: Vec<&str> = wrong.keys().filter_map(|k| k.strip_prefix(&format!("m{place}."))).collect();
    fill_in(plan, said, company, &unread);
    if let Some(typed) = typed {
        // What was typed of holdings among members stands beside what the record says of all others.
        let known = said.shareholders.take().unwrap_or_default();
        let fresh: Vec<_> = known.into_iter().filter(|k| !typed.iter().any(|t| t.holder == k.holder)).collect();
        said.shareholders = Some(typed.into_iter().chain(fresh).collect());
    }
}

/// Fills in what is not said of a member and stands in its company's record: which facts those were.
fn fill_in(plan: &Plan, said: &mut asked::Member, company: &Company, but: &[&str]) -> Vec<String> {
    let mut filled = Vec::new();
    for (name, given) in &company.profile.facts {
        // What another call once asked of it is nothing to this one.
        let asked = plan.slot(name).is_some_and(|slot| plan.slots[slot].of == FactOf::Member && !plan.slots[slot].computed);
        if asked && !said.facts.contains_key(name) && !but.contains(&name.as_str()) {
            said.facts.insert(name.clone(), given.clone());
            filled.push(name.clone());
        }
    }
    if said.shareholders.is_none() && company.profile.shareholders.is_some() {
        said.shareholders.clone_from(&company.profile.shareholders);
        filled.push("shareholders".to_owned());
    }
    if said.officers.is_none() && company.profile.officers.is_some() {
        said.officers.clone_from(&company.profile.officers);
        filled.push("officers".to_owned());
    }
    filled
}

/// Fills in what was not known of a member when it was filed, and is known of its company now: which facts those are.
pub(crate) fn refill(plan: &Plan, said: &mut asked::Member, company: &Company) -> Vec<String> {
    fill_in(plan, said, company, &[])
}

/// Reads one answer of the plan.
fn check(ask: &Ask, typed: &Typed, reading: &mut Reading) {
    let text = typed.get(&ask.name);
    if text.is_empty() {
        if !ask.optional {
            reading.missing.push(ask.name.clone());
        }
        return;
    }
    let fault = match ask.entry {
        Entry::Date => kernel::date::parse_date(text).is_err().then_some("wrong-date"),
        Entry::Yen => Yen::parse(text).err().as_ref().map(estimate::told),
        Entry::Tick => (text != "yes").then_some("wrong-value"),
        Entry::Line | Entry::Text => (text.chars().count() > ask.most).then_some("wrong-long"),
    };
    if let Some(fault) = fault {
        reading.wrong.insert(ask.name.clone(), fault);
    }
}

fn amount(typed: &Typed, field: String, wrong: &mut Wrong) -> Option<Yen> {
    let text = typed.get(&field);
    if text.is_empty() {
        return None;
    }
    match Yen::parse(text) {
        Ok(yen) if yen >= Yen::ZERO => return Some(yen),
        Ok(_) => wrong.insert(field, "wrong-negative"),
        Err(error) => wrong.insert(field, estimate::told(&error)),
    };
    None
}

fn count(typed: &Typed, field: String, wrong: &mut Wrong) -> Option<i64> {
    let text = kernel::text::narrow(typed.get(&field)).replace(',', "");
    if text.is_empty() {
        return None;
    }
    match text.parse::<i64>() {
        Ok(number) if (0..=1_000_000_000).contains(&number) => return Some(number),
        _ => wrong.insert(field, "wrong-count"),
    };
    None
}

fn rate(typed: &Typed, field: String, wrong: &mut Wrong) -> Option<Rate> {
    let text = typed.get(&field);
    if text.is_empty() {
        return None;
    }
    let read = Rate::parse(&kernel::text::narrow(text).replace(',', "")).ok().filter(|r| *r >= Rate::ZERO);
    if read.is_none() {
        wrong.insert(field, "wrong-count");
    }
    read
}

/// A fact as the estimator would type it; for tests and samples.
pub fn typed_fact(given: &Given) -> String {
    match &given.value {
        GivenValue::One(Scalar::Bool(yes)) => if *yes { "yes" } else { "no" }.to_owned(),
        GivenValue::One(one) => one.to_string(),
        GivenValue::Many(many) => many.iter().map(ToString::to_string).collect::<Vec<_>>().join(" "),
    }
}

/// The facts of a line that are choices, with their words; for the form's lists.
pub fn choices(plan: &Plan, fact: &str) -> Option<(FactType, Vec<String>)> {
    let slot = &plan.slots[plan.slot(fact)?];
    Some((slot.kind, slot.choices.clone()))
}

/// Kinds of things that are never eligible in a category, by id.
pub fn exclusions<'p>(plan: &'p Plan, category: &str) -> Map<&'p rules::language::Text> {
    let own = plan.programme.expenses.categories.get(category).into_iter().flat_map(|c| &c.exclusions);
    plan.programme.expenses.exclusions.iter().chain(own).map(|(id, e)| (id.clone(), &e.says)).collect()
}
