//! What is known: facts as given, and facts that follow from them.

use std::{borrow::Cow, collections::HashSet};

use kernel::{
    DeemedLarge, DeemedLargeRule, Industry, Rate, SizeClass, Yen,
    calendar::Closure,
    size::{Holding, Officer, classify, deemed_large_by, either, size_limits},
};

use super::{Moment, holdings::Holdings, test::KIND};

use crate::application::Given;
use crate::{
    application::{Application, Member, OfficerFact, Shareholder},
    assessment::{Contradiction, Expected},
    diagnostic::{MOST_FAULTS, shown, suggest},
    language::{Arrival, Event, FactOf, Map, Reach, Scalar, Size},
    plan::{Fault, Plan},
    vocabulary::{STANDARD, Value, WITHOUT_OFFICERS, WITHOUT_SHARES, slot},
};

/// A fact and where it comes from.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Known {
    pub value: Value,
    pub source: Option<Cow<'static, str>>,
}

/// All facts of an application, by member and slot.
#[derive(Debug)]
pub(crate) struct Facts {
    pub members: Vec<Vec<Option<Known>>>,
    pub application: Vec<Option<Known>>,
    pub lead: usize,
    /// The days of the year on which the agency is closed.
    pub closure: Closure,
}

const FILED_ON: usize = slot("filed_on");
const CALL_OPENS_ON: usize = slot("call_opens_on");
const CALL_CLOSES_ON: usize = slot("call_closes_on");
const FISCAL_YEAR_BEGINS_ON: usize = slot("fiscal_year_begins_on");
const FISCAL_YEAR_ENDS_ON: usize = slot("fiscal_year_ends_on");
const ADOPTED_ON: usize = slot("adopted_on");
const GRANT_DECIDED_ON: usize = slot("grant_decided_on");
const PROJECT_ENDED_ON: usize = slot("project_ended_on");
const IS_LEAD: usize = slot("is_lead");
const PHASE: usize = slot("phase");
const IS_CONSORTIUM: usize = slot("is_consortium");
const MEMBER_COUNT: usize = slot("member_count");
const DEEMED_LARGE: usize = slot("deemed_large");
const SIZE_CLASS: usize = slot("size_class");
const INDUSTRY: usize = slot("industry");
const CAPITAL_YEN: usize = slot("capital_yen");
const EMPLOYEES: usize = slot("employees");
const AVERAGE_TAXABLE_INCOME_YEN: usize = slot("average_taxable_income_yen");

const DERIVED: Cow<'static, str> = Cow::Borrowed("derived");

/// Reads the facts of an application for a plan. Faults name the place in the file.
pub(crate) fn bind<'p>(
    plan: &'p Plan,
    application: &Application,
    moment: Moment,
    contradictions: &mut Vec<Contradiction<'p>>,
    faults: &mut Vec<Fault>,
) -> Facts {
    let mut lead = None;
    let mut seen = HashSet::new();
    for (i, member) in application.members.iter().enumerate() {
        if member.id.is_empty() {
            faults.push(Fault::new("missing-field", format!("members.{i}"), format!("member {} has no `id`", i + 1)));
        }
        if !seen.insert(&member.id) {
            faults.push(Fault::new("duplicate-id", format!("members.{i}.id"), format!("`{}` names two members", member.id)));
        }
        if member.lead == Some(true) && lead.replace(i).is_some() {
            faults.push(Fault::new("two-leads", format!("members.{i}.lead"), "two members are marked as the lead"));
        }
    }
    let lead = lead.unwrap_or(0);
    let mut members = Vec::with_capacity(application.members.len());
    for (i, member) in application.members.iter().enumerate() {
        let mut facts = read(plan, &member.facts, FactOf::Member, &format!("members.{i}.facts"), faults);
        derive_size(plan, member, &mut facts, contradictions);
        members.push(facts);
    }
    let known = with_holders_known(plan.programme.size.as_ref(), application, &members, contradictions);
    let mut holdings = Holdings::of(&known, plan.programme.size.as_ref().is_some_and(|size| size.deemed_large_counts_as_large));
    for (member, facts) in known.members.iter().zip(&mut members) {
        derive_deemed_large(plan, member, &mut holdings, facts, contradictions);
    }
    let mut whole = read(plan, &application.facts, FactOf::Application, "facts", faults);
    days(plan, application, moment, &mut whole);
    set(&mut whole, PHASE, Value::Text(moment.phase.word().to_owned()));
    set(&mut whole, IS_CONSORTIUM, Value::Bool(application.members.len() > 1));
    set(&mut whole, MEMBER_COUNT, Value::Int(i64::try_from(application.members.len()).unwrap_or(i64::MAX)));
    for (member, own) in members.iter_mut().enumerate() {
        set(own, IS_LEAD, Value::Bool(member == lead));
    }
    let mut facts = Facts { members, application: whole, lead, closure: moment.closure };
    for at in facts.to_work_out(plan) {
        let known = facts.worked_out(plan, application, at, || None);
        facts.put(at, known);
    }
    facts
}

/// The days that follow from the call, from the filing and from what has happened since.
fn days(plan: &Plan, application: &Application, moment: Moment, facts: &mut [Option<Known>]) {
    let window = &plan.programme.window;
    let filed = application
        .filing
        .as_ref()
        .and_then(|f| f.arrived_at)
        .map(|i| i.0)
        .or(moment.as_of)
        .map(|at| kernel::in_japan(at).date())
        .or(moment.today);
    let filed = application.filing.as_ref().and_then(|f| f.posted_on).filter(|_| window.arrival == Arrival::Postmark).or(filed);
    let event = |event| application.events.get(&event).copied();
    let year = plan.programme.fiscal_year;
    for (name, day) in [
        (FILED_ON, filed),
        (CALL_OPENS_ON, Some(window.opens.date())),
        (CALL_CLOSES_ON, Some(window.closes.date())),
        (FISCAL_YEAR_BEGINS_ON, Some(year.first_day())),
        (FISCAL_YEAR_ENDS_ON, Some(year.last_day())),
        (ADOPTED_ON, event(Event::Adoption)),
        (GRANT_DECIDED_ON, event(Event::GrantDecision)),
        (PROJECT_ENDED_ON, event(Event::ProjectEnd)),
    ] {
        if let Some(day) = day {
            set(facts, name, Value::Date(day));
        }
    }
}

/// What was worked out from other facts or from the amounts.
pub(crate) const fn derived(value: Value) -> Known {
    Known { value, source: Some(DERIVED) }
}

fn set(facts: &mut [Option<Known>], slot: usize, value: Value) {
    facts[slot] = Some(derived(value));
}

pub(crate) fn read(plan: &Plan, given: &Map<Given>, of: FactOf, path: &str, faults: &mut Vec<Fault>) -> Vec<Option<Known>> {
    let mut facts: Vec<Option<Known>> = vec![None; plan.slots.len()];
    for (name, fact) in given {
        if faults.len() >= MOST_FAULTS {
            break;
        }
        let at = || format!("{path}.{name}");
        let usable = |s: &&crate::plan::Slot| s.of == of && !s.computed;
        let Some(slot) = plan.slot(name).filter(|s| usable(&&plan.slots[*s])) else {
            let known: Vec<&str> = plan.slots.iter().filter(usable).map(|s| s.name.as_str()).collect();
            let message = match plan.slot(name) {
                Some(slot) if plan.slots[slot].computed => {
                    format!("`{name}` is worked out and can't be given")
                }
                Some(_) => format!("`{name}` is not a fact that stands here"),
                None => format!("`{}` is not a fact of this call", shown(name)),
            };
            faults.push(Fault::new("unknown-fact", at(), message).help(suggest(name, known.iter().copied())));
            continue;
        };
        let choices: Vec<&str> = plan.slots[slot].choices.iter().map(String::as_str).collect();
        match Value::read_given(plan.slots[slot].kind, &choices, &fact.value) {
            Ok(Value::Int(i)) if i < 0 && !plan.slots[slot].may_be_negative => {
                faults.push(Fault::new("negative", at(), format!("`{name}` must not be negative")));
            }
            Ok(value) => {
                facts[slot] = Some(Known { value, source: fact.source.clone().map(Cow::Owned) });
            }
            Err(message) => faults.push(Fault::new("wrong-value", at(), message)),
        }
    }
    facts
}

/// An application in which it is said of holders whether they are large: of members by their own class, of others by what is said of
/// their industry, capital and employees.
fn with_holders_known<'a>(
    size: Option<&Size>,
    application: &'a Application,
    members: &[Vec<Option<Known>>],
    contradictions: &mut Vec<Contradiction<'_>>,
) -> Cow<'a, Application> {
    let class = |holder: &Shareholder| {
        if let Some(place) = application.members.iter().position(|m| m.id == holder.holder) {
            return class_of(&members[place][SIZE_CLASS].as_ref()?.value);
        }
        // 大企業: what is not a small or medium business by the limits of the call, where nobody says it of the holder.
        let size = size.filter(|_| holder.large.is_none())?;
        let industry = Industry::parse(holder.industry.as_deref()?).ok()?;
        Some(class_by(size, &industry, holder.capital_yen, holder.employees?))
    };
    let lists =
        || application.members.iter().filter_map(|m| m.shareholders.as_ref()).chain(application.others.iter().map(|o| &o.shareholders));
    if !lists().flatten().any(|holder| class(holder).is_some()) {
        return Cow::Borrowed(application);
    }
    let mut known = application.clone();
    let lists =
        known.members.iter_mut().filter_map(|m| m.shareholders.as_mut()).chain(known.others.iter_mut().map(|o| &mut o.shareholders));
    for holder in lists.flatten() {
        let Some(class) = class(holder) else { continue };
        let large = !matches!(class, SizeClass::Small | SizeClass::Sme);
        if holder.large.is_some_and(|stated| stated != large) {
            let stated = if large { SizeClass::Sme } else { SizeClass::Large };
            contradictions.push(Contradiction {
                member: holder.holder.clone(),
                fact: STANDARD[SIZE_CLASS].name,
                stated: Value::Text(word(stated).to_owned()),
                derived: Value::Text(word(class).to_owned()),
                reasons: Vec::new(),
            });
        }
        holder.large = Some(large);
    }
    Cow::Owned(known)
}

/// The class of a member, where it follows from industry, capital and employees.
fn derive_size<'p>(plan: &'p Plan, member: &Member, facts: &mut [Option<Known>], contradictions: &mut Vec<Contradiction<'p>>) {
    let Some(size) = &plan.programme.size else {
        return;
    };
    let text = |facts: &[Option<Known>], slot: usize| facts[slot].as_ref().map(|k| k.value.to_string());
    let int = |facts: &[Option<Known>], slot: usize| match facts[slot].as_ref().map(|k| &k.value) {
        Some(Value::Int(i)) => Some(*i),
        _ => None,
    };
    let industry = text(facts, INDUSTRY).and_then(|t| Industry::parse(&t).ok());
    // 業種を問わず: where no row of the call asks for an industry, any stands for all of them.
    let of_all = |industries: &[Scalar]| industries.is_empty();
    let any = size.limits.first().is_some_and(|row| of_all(&row.industries))
        && (!size.classes.contains(&SizeClass::Small) || size.small_scale.first().is_some_and(|row| of_all(&row.industries)));
    let industry = industry.or_else(|| Industry::parse("E").ok().filter(|_| any));
    let kind = text(facts, KIND);
    let has = |slot: usize| {
        let only_for = &plan.slots[slot].only_for;
        kind.as_ref().is_none_or(|kind| only_for.is_empty() || only_for.contains(kind))
    };
    let capital = int(facts, CAPITAL_YEN).filter(|_| has(CAPITAL_YEN)).map(Yen::clamped);
    let employees = int(facts, EMPLOYEES);
    // What is not known may be anything: where that makes no difference to the class, nobody has to say it.
    let class = industry.as_ref().and_then(|industry| {
        let capitals = if capital.is_some() {
            vec![capital]
        } else if has(CAPITAL_YEN) {
            vec![Some(Yen::clamped(0)), None]
        } else {
            vec![None]
        };
        let counts = employees.map_or_else(|| vec![0, i64::MAX], |e| vec![e]);
        let mut classes = capitals.iter().flat_map(|c| counts.iter().map(|e| among(size, class_by(size, industry, *c, *e))));
        let first = classes.next()?;
        classes.all(|c| c == first).then_some(first)
    });
    if let Some(class) = class {
        conclude(member, facts, SIZE_CLASS, &Value::Text(word(class).to_owned()), Vec::new(), contradictions, |stated| {
            // «SME» stands for small-scale businesses too.
            class_of(stated)
                .map(|c| Value::Text(word(among(size, c)).to_owned()))
                .filter(|v| !(matches!(v, Value::Text(t) if t == "sme") && class == SizeClass::Small))
                .unwrap_or_else(|| Value::Text(word(class).to_owned()))
        });
    } else if let Some(known) = &mut facts[SIZE_CLASS]
        && let Some(class) = class_of(&known.value)
    {
        known.value = Value::Text(word(among(size, class)).to_owned());
    }
}

/// Whether a member is deemed large (みなし大企業), where it follows from shares, officers and income.
fn derive_deemed_large<'p, 'a>(
    plan: &'p Plan,
    member: &'a Member,
    holdings: &mut Holdings<'a>,
    facts: &mut [Option<Known>],
    contradictions: &mut Vec<Contradiction<'p>>,
) {
    let Some(size) = plan.programme.size.as_ref().filter(|size| !size.deemed_large_rules.is_empty()) else {
        return;
    };
    let kind = facts[KIND].as_ref().map(|k| k.value.to_string());
    let income = match facts[AVERAGE_TAXABLE_INCOME_YEN].as_ref().map(|k| &k.value) {
        Some(Value::Int(yen)) => Some(Yen::clamped(*yen)),
        _ => None,
    };
    // みなし大企業を含む: one that is deemed large counts as a large one, and still as what it is.
    let counts = size.deemed_large_counts_as_large;
    let large = |large: Option<bool>, deemed: Option<bool>| if counts { either(large, deemed) } else { large };
    let holding = |holder: &Shareholder| {
        let holding = holder.holding();
        Holding { large: large(holding.large, holding.deemed_large), ..holding }
    };
    let officer = |officer: &OfficerFact| {
        let officer = officer.officer();
        Officer { from_large: large(officer.from_large, officer.from_deemed_large), ..officer }
    };
    let holders: Option<Vec<Holding>> = member.shareholders.as_ref().map(|list| list.iter().map(holding).collect());
    let officers: Option<Vec<Officer>> = member.officers.as_ref().map(|list| list.iter().map(officer).collect());
    let through = |rule: &DeemedLargeRule| size.deemed_large_holdings.get(rule.word()) == Some(&Reach::DirectAndIndirect);
    let is = |kinds: &[&str]| kind.as_deref().is_some_and(|kind| kinds.contains(&kind));
    let of_officers = |rule: &DeemedLargeRule| matches!(rule, DeemedLargeRule::OfficersHalf | DeemedLargeRule::OfficersAllDeemed);
    let judged = deemed_large_by(&size.deemed_large_rules, |rule| {
        // Where nobody holds shares, or there are no officers, none are asked for; what it earns counts all the same.
        if (rule.is_of_shares() && is(WITHOUT_SHARES)) || (of_officers(&rule) && is(WITHOUT_OFFICERS)) {
            return Some(false);
        }
        if through(&rule) { holdings.holds(rule, &member.id) } else { rule.holds(holders.as_deref(), officers.as_deref(), income) }
    });
    match judged {
        DeemedLarge::Yes(reasons) => {
            let reasons = reasons.iter().filter_map(|r| serde_json::to_value(r).ok()?.as_str().map(str::to_owned)).collect();
            conclude(member, facts, DEEMED_LARGE, &Value::Bool(true), reasons, contradictions, Value::clone);
        }
        DeemedLarge::No => conclude(member, facts, DEEMED_LARGE, &Value::Bool(false), Vec::new(), contradictions, Value::clone),
        DeemedLarge::Unknown(_) => {}
    }
}

fn conclude(
    member: &Member,
    facts: &mut [Option<Known>],
    slot: usize,
    derived: &Value,
    reasons: Vec<String>,
    contradictions: &mut Vec<Contradiction<'_>>,
    as_counted: impl Fn(&Value) -> Value,
) {
    if let Some(stated) = &facts[slot]
        && as_counted(&stated.value) != *derived
    {
        contradictions.push(Contradiction {
            member: member.id.clone(),
            fact: STANDARD[slot].name,
            stated: stated.value.clone(),
            derived: derived.clone(),
            reasons,
        });
    }
    facts[slot] = Some(Known { value: derived.clone(), source: Some(DERIVED) });
}

/// The figures by which a business is none of the classes that are asked for, each with the most that it may be: either is enough.
pub(super) fn exceeded_limits(plan: &Plan, facts: &[Option<Known>], asked: &Expected) -> Vec<(&'static str, i64, i64)> {
    let classes: Vec<SizeClass> = match asked {
        Expected::One(one) => class_of(one).into_iter().collect(),
        Expected::Many(many) => many.iter().filter_map(class_of).collect(),
    };
    let int = |slot: usize| match facts[slot].as_ref().map(|known| &known.value) {
        Some(Value::Int(figure)) => Some(*figure),
        _ => None,
    };
    let industry = facts[INDUSTRY].as_ref().and_then(|known| Industry::parse(&known.value.to_string()).ok());
    let (Some(size), Some(industry), Some(widest)) = (&plan.programme.size, industry, classes.into_iter().max()) else {
        return Vec::new();
    };
    let limits = size_limits(size.law, &industry);
    let within = |industries: &[Scalar]| industries.is_empty() || industries.iter().any(|named| of_industry(&industry, named));
    let (capital, employees) = match widest {
        SizeClass::Small => {
            let own = size.small_scale.iter().find(|row| within(&row.industries)).map(|row| row.employees);
            (None, Some(own.unwrap_or(limits.small_employees)))
        }
        SizeClass::Sme => match size.limits.iter().find(|row| within(&row.industries)) {
            Some(row) => (row.capital_yen, row.employees),
            None => (Some(limits.capital), Some(limits.employees)),
        },
        SizeClass::Mid | SizeClass::Large => (None, None),
    };
    let over = |slot: usize, most: Option<i64>| {
        let most = most?;
        int(slot).filter(|own| *own > most).map(|own| (STANDARD[slot].name, own, most))
    };
    over(CAPITAL_YEN, capital.map(Yen::get)).into_iter().chain(over(EMPLOYEES, employees)).collect()
}

/// The class of the law, with the numbers of employees of a small-scale business that the call itself names.
fn class_by(size: &Size, industry: &Industry, capital: Option<Yen>, employees: i64) -> SizeClass {
    let class = classify(size.law, industry, capital, employees);
    let within = |industries: &[Scalar]| industries.is_empty() || industries.iter().any(|named| of_industry(industry, named));
    let class = match size.limits.iter().find(|row| within(&row.industries)) {
        Some(row) if class != SizeClass::Small => {
            let by_capital = capital.zip(row.capital_yen).is_some_and(|(capital, most)| capital <= most);
            let fits = by_capital || row.employees.is_some_and(|most| employees <= most);
            if fits {
                SizeClass::Sme
            } else if employees <= kernel::size::MID_EMPLOYEES {
                SizeClass::Mid
            } else {
                SizeClass::Large
            }
        }
        _ => class,
    };
    let row = size.small_scale.iter().find(|row| within(&row.industries));
    match row {
        Some(row) if employees <= row.employees => SizeClass::Small,
        Some(_) if class == SizeClass::Small => SizeClass::Sme,
        _ => class,
    }
}

/// Whether an industry is one that a row names: a class, or a kind of business of the law.
fn of_industry(industry: &Industry, named: &Scalar) -> bool {
    match kernel::size::BusinessKind::of_word(&named.to_string()) {
        Some(kind) => industry.business_kind() == kind,
        None => Industry::parse(&named.to_string()).is_ok_and(|class| class.holds(industry) == Some(true)),
    }
}

/// The class of a call that a class of the law falls into.
pub(crate) fn among(size: &Size, class: SizeClass) -> SizeClass {
    size.classes.iter().copied().filter(|c| *c >= class).min().unwrap_or(SizeClass::Large)
}

pub(crate) fn class_of(value: &Value) -> Option<SizeClass> {
    match value {
        Value::Text(t) => crate::language::Amount::class_of(t),
        _ => None,
    }
}

pub(crate) const fn word(class: SizeClass) -> &'static str {
    match class {
        SizeClass::Small => "small",
        SizeClass::Sme => "sme",
        SizeClass::Mid => "mid",
        SizeClass::Large => "large",
    }
}

impl Facts {
    /// The members who lack a fact: the one who was asked, or whoever else a test looked at.
    pub fn lacking(&self, plan: &Plan, slot: usize, member: usize) -> Vec<usize> {
        if plan.slots[slot].of != FactOf::Member || self.get(plan, slot, member).is_none() {
            return vec![member];
        }
        let others: Vec<usize> = (0..self.members.len()).filter(|m| self.get(plan, slot, *m).is_none()).collect();
        // A fact that is known and does not tell is asked again of the same.
        if others.is_empty() { vec![member] } else { others }
    }

    /// The facts that are to be asked for, so that one that is missing is known: itself, or those that it is worked out of.
    pub fn to_ask(&self, plan: &Plan, slot: usize, member: usize) -> Vec<usize> {
        let asked = plan.asked_for(slot, |table| super::worked_out::row_asked(plan, table, |of| self.get(plan, of, member)));
        if asked == [slot] {
            return asked;
        }
        let missing = asked.into_iter().filter(|s| self.get(plan, *s, member).is_none());
        // What is reckoned from a line is asked for by what it is reckoned from, where that is not there.
        let (reckoned, typed): (Vec<usize>, Vec<usize>) =
            missing.partition(|s| plan.slots[*s].of == FactOf::Line && plan.slots[*s].computed);
        if typed.is_empty() { reckoned } else { typed }
    }

    pub fn get(&self, plan: &Plan, slot: usize, member: usize) -> Option<&Known> {
        match plan.slots[slot].of {
            FactOf::Member => self.members.get(member)?[slot].as_ref(),
            _ => self.application[slot].as_ref(),
        }
    }

    pub fn standard(&self, slot: usize, member: usize) -> Option<&Value> {
        self.members.get(member)?[slot].as_ref().map(|k| &k.value)
    }

    pub fn class(&self, member: usize) -> Option<SizeClass> {
        self.members.get(member)?[SIZE_CLASS].as_ref().and_then(|k| class_of(&k.value))
    }

    pub fn deemed_large(&self, member: usize) -> Option<bool> {
        match self.standard(DEEMED_LARGE, member) {
            Some(Value::Bool(b)) => Some(*b),
            _ => None,
        }
    }
}

/// A rate as a value of a fact.
pub(crate) fn ratio(above: i64, below: i64) -> Value {
    Rate::new(above, below.max(1)).map_or(Value::Int(0), Value::Rate)
}
