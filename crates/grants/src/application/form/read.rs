//! What was typed, read: what the engine is asked, what can't be read, what is missing.

use std::collections::{BTreeMap, HashMap};

use forms::FormFaults;
use kernel::{Rate, Yen, number};
use parties::model::Company;
use programmes::estimate::{self, FieldFaults, FormInput, amount};
use rules::{
    application::{self as asked, Line, OtherStatus, OtherSubsidy},
    language::{Calculator, FactOf},
    plan::Plan,
    vocabulary::is_derived,
};

use super::{Form, FormSection, columns, rows};
use crate::application::model::{LEAD, Member};

/// What was typed, read.
#[derive(Debug, Clone, Default)]
pub struct Reading {
    /// What the engine is asked.
    pub application: asked::Application,
    /// What could not be read: field and message.
    pub wrong: FieldFaults,
    /// What is asked and was not filled in.
    pub missing: Vec<String>,
    /// The sums that members typed: costs, and what they pay themselves; in yen.
    pub funds: BTreeMap<usize, Funds>,
}

/// A member's funding (資金計画), in yen.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Funds {
    /// The costs, as the engine reads the table.
    pub costs: i64,
    /// The tax inside these costs, where the call does not count it.
    pub tax: i64,
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

impl Form<'_> {
    /// Reads everything that was typed. `companies` are those of members that have joined: what the form does not ask stands in
    /// their records.
    pub fn read(&self, typed: &FormInput, members: &[Member], companies: &HashMap<String, Company>) -> Reading {
        let mut reading = Reading::default();
        let alone = members.len() == 1;
        for member in members {
            let place = member.place();
            let mut answered = self.facts.member(typed, place, alone, &mut reading.wrong);
            answered.id.clone_from(&member.id);
            answered.name = Some(member.name.clone());
            answered.lead = (member.id == LEAD).then_some(true);
            if let Some(company) = member.company.as_ref().and_then(|c| companies.get(c)) {
                let start = format!("m{place}.");
                let unread: Vec<&str> = reading.wrong.keys().filter_map(|k| k.strip_prefix(&start)).collect();
                fill_in(self.plan, &mut answered, company, &unread);
            }
            reading.application.members.push(answered);
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
        let mut findings = FormFaults::default();
        for field in [FormSection::Project, FormSection::Plan, FormSection::Effect, FormSection::Declaration]
            .into_iter()
            .flat_map(|part| self.asks(part))
        {
            field.check(typed.get(&field.name), &mut findings);
        }
        reading.missing.extend(findings.missing);
        reading.wrong.extend(findings.wrong);
        Self::span(typed, &mut reading);
        Self::tables(typed, &mut reading);
        Self::others(typed, &mut reading);
        reading
    }

    fn unanswered_facts(&self, typed: &FormInput, place: usize, members: &[Member], reading: &mut Reading) {
        let lead: &[estimate::Question] = if place == 0 { &self.facts.of_lead } else { &[] };
        // What follows from other facts nobody has to judge.
        let asked = self.facts.of_member.iter().chain(lead).map(|q| q.fact.as_str()).filter(|f| !is_derived(f));
        let size: &[&str] = if self.facts.asks_size && self.has_costs(place) { &["industry", "capital_yen", "employees"] } else { &[] };
        let holder: &[&str] = if self.facts.asks_holdings && members.len() > 1 { &["holder"] } else { &[] };
        for fact in asked.chain(size.iter().copied()).chain(holder.iter().copied()) {
            let field = format!("m{place}.{fact}");
            if typed.get(&field).is_empty() {
                reading.missing.push(field);
            }
        }
    }

    /// What ends does so after it began.
    fn span(typed: &FormInput, reading: &mut Reading) {
        let day = |name: &str| kernel::date::parse_date(typed.get(name)).ok();
        if let (Some(starts), Some(ends)) = (day("a.starts"), day("a.ends"))
            && ends < starts
        {
            reading.wrong.insert("a.ends".to_owned(), "wrong-ends");
        }
    }

    fn tables(typed: &FormInput, reading: &mut Reading) {
        for (part, start) in [(FormSection::Schedule, "a.s."), (FormSection::Team, "a.t.")] {
            let all = rows(typed, start);
            if all.is_empty() {
                reading.missing.push(start.to_owned());
            }
            for row in all {
                let field = |column: &str| format!("{start}{row}.{column}");
                for column in columns(part) {
                    let text = typed.get(&field(column));
                    if text.is_empty() && matches!(*column, "what" | "who" | "from") && !(part == FormSection::Schedule && *column == "who")
                    {
                        reading.missing.push(field(column));
                    } else if text.chars().count() > 300 {
                        reading.wrong.insert(field(column), "wrong-long");
                    }
                }
            }
        }
    }

    fn others(typed: &FormInput, reading: &mut Reading) {
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
            let amount_yen = amount(typed, field("amount"), &mut reading.wrong);
            let scheme = if scheme.is_empty() { name } else { scheme };
            subsidies.push(OtherSubsidy { scheme: scheme.to_owned(), status, amount_yen });
        }
        reading.application.other_subsidies = Some(subsidies);
    }

    fn costs(&self, typed: &FormInput, place: usize, reading: &mut Reading) {
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
                quantity: count(typed, field("quantity"), &number::THINGS, wrong),
                useful_life_months: count(typed, field("useful_life_months"), &number::MONTHS, wrong),
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
            line.tax_on_top = match typed.get(&field("tax")) {
                "top-10" => Rate::parse("10%").ok(),
                "top-8" => Rate::parse("8%").ok(),
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
            if matches!(rule.calculator, Some(Calculator::Labour(_))) {
                estimate::read_labour(typed, field, &mut line, wrong);
            }
            if line.hours.is_some() {
                // Worked out from hours and pay.
            } else if matches!(rule.calculator, Some(Calculator::Monthly(_))) && line.amount.is_none() {
                line.monthly = amount(typed, field("monthly"), wrong);
                (line.from, line.until) = (estimate::day(typed, field("from"), wrong), estimate::day(typed, field("until"), wrong));
                let given = [("monthly", line.monthly.is_some()), ("from", line.from.is_some()), ("until", line.until.is_some())];
                let open = given.into_iter().filter(|(name, given)| !given && !wrong.contains_key(&field(name)));
                reading.missing.extend(open.map(|(name, _)| field(name)));
            } else if line.amount.is_none()
                && (line.unit_price.is_none() || line.quantity.is_none())
                && !wrong.contains_key(&field("amount"))
            {
                reading.missing.push(field("amount"));
            }
            if line.label.is_none() {
                reading.missing.push(field("label"));
            }
            reading.application.expenses.push(line);
        }
        let mut yen = |key: &str| amount(typed, format!("m{place}.funds.{key}"), &mut reading.wrong).map_or(0, Yen::get);
        (funds.beyond, funds.own, funds.loan, funds.other) = (yen("beyond"), yen("own"), yen("loan"), yen("other"));
        if funds.other > 0 && typed.get(&format!("m{place}.funds.other_from")).is_empty() {
            reading.missing.push(format!("m{place}.funds.other_from"));
        }
        reading.funds.insert(place, funds);
    }
}

/// Fills in what is not said of a member and stands in its company's record: which facts those were.
fn fill_in(plan: &Plan, answered: &mut asked::Member, company: &Company, but: &[&str]) -> Vec<String> {
    let mut filled = Vec::new();
    for (name, given) in &company.profile.facts {
        // What another call once asked of it is nothing to this one.
        let asked = plan.slot(name).is_some_and(|slot| plan.slots[slot].of == FactOf::Member && !plan.slots[slot].computed);
        if asked && !answered.facts.contains_key(name) && !but.contains(&name.as_str()) {
            answered.facts.insert(name.clone(), given.clone());
            filled.push(name.clone());
        }
    }
    if answered.shareholders.is_none() && company.profile.shareholders.is_some() {
        answered.shareholders.clone_from(&company.profile.shareholders);
        filled.push("shareholders".to_owned());
    }
    if answered.officers.is_none() && company.profile.officers.is_some() {
        answered.officers.clone_from(&company.profile.officers);
        filled.push("officers".to_owned());
    }
    filled
}

/// Fills in what was not known of a member when it was filed, and is known of its company now: which facts those are.
pub(crate) fn refill(plan: &Plan, answered: &mut asked::Member, company: &Company) -> Vec<String> {
    fill_in(plan, answered, company, &[])
}

fn count(typed: &FormInput, field: String, counters: &[&str], wrong: &mut FieldFaults) -> Option<i64> {
    let text = typed.get(&field);
    if text.is_empty() {
        return None;
    }
    match number::count(text, counters) {
        Ok(number) if number <= MOST_COUNT => return Some(number),
        Ok(_) => wrong.insert(field, "wrong-too-large"),
        Err(error) => wrong.insert(field, ui::unread(&error, "wrong-quantity")),
    };
    None
}

/// More of one thing than anybody buys.
const MOST_COUNT: i64 = 1_000_000_000;
