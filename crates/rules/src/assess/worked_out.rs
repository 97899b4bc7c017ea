//! Facts that follow from others, from the lines, or from the amounts.

use std::collections::{BTreeMap, HashMap};

use jiff::{Unit, civil::Date};
use kernel::{Rate, calendar::Closure};
use num_rational::BigRational;
use num_traits::{One, ToPrimitive, Zero};

use super::{
    Work, after,
    amounts::Amounts,
    expense::LineFacts,
    facts::{Facts, Known, derived},
    lines::GivenLine,
    test::{Scope, fact_holds},
};
use crate::{
    application::Application,
    assessment::{Expected, Outcome, WorkedOutAnswer},
    language::{Comparand, Event, FactOf, FactTerm, FactType, OverLines, Period, PeriodUnit, Table, Take, WorkedOut},
    plan::{Plan, Slot, WorkedOutPlan},
    vocabulary::Value,
};

/// A value as an exact number, where it is one.
fn exact(value: &Value) -> Option<BigRational> {
    match value {
        Value::Int(whole) => Some(BigRational::from_integer((*whole).into())),
        Value::Rate(rate) | Value::Number(rate) => Some(BigRational::new(rate.numerator().into(), rate.denominator().into())),
        _ => None,
    }
}

/// An exact number as a value of a type: down to a whole one where the type has no parts, and no number below nothing.
fn as_number(kind: FactType, exact: &BigRational) -> Option<Value> {
    let rate = || Rate::new(exact.numer().to_i64()?, exact.denom().to_i64()?);
    match kind {
        FactType::Rate => rate().map(Value::Rate),
        FactType::Number => Rate::new(exact.numer().to_i64()?.max(0), exact.denom().to_i64()?).map(Value::Number),
        _ => exact.floor().to_integer().to_i64().map(Value::Int),
    }
}

/// What facts follow from beside other facts.
pub(crate) struct Around<'a> {
    /// The days on which something happened.
    pub events: &'a BTreeMap<Event, Date>,
    pub closure: Closure,
    /// Whether the applicant, or the member, belongs to a group; none while that is not known.
    pub in_group: &'a dyn Fn(&str) -> Option<bool>,
}

impl Facts {
    /// The facts of the application (no member) and of members that the call works out, in the order in which they follow from each other.
    pub fn to_work_out(&self, plan: &Plan) -> Vec<(usize, Option<usize>)> {
        let mut all = Vec::new();
        for (slot, info) in plan.slots.iter().enumerate().filter(|(_, s)| s.worked_out.is_some()) {
            match info.of {
                FactOf::Application => all.push((slot, None)),
                FactOf::Member => all.extend((0..self.members.len()).map(|member| (slot, Some(member)))),
                FactOf::Line => {}
            }
        }
        all
    }

    /// A fact that the call works out, as far as what it follows from is known; `from_lines` is asked for what follows from lines and amounts.
    pub fn worked_out(
        &self,
        plan: &Plan,
        application: &Application,
        (slot, member): (usize, Option<usize>),
        from_lines: impl FnOnce() -> Option<Value>,
    ) -> Option<Known> {
        let worked_out = plan.slots[slot].worked_out.as_ref()?;
        let found = match worked_out.how {
            WorkedOut::OverLines(_) | WorkedOut::EligibleExpenses(_) | WorkedOut::AdmissibleExpenses(_) | WorkedOut::PartGrant(_) => {
                from_lines()?
            }
            WorkedOut::DecidedExpenses(_) => decided(plan, application, worked_out.categories, member)?,
            _ => {
                let member = member.unwrap_or(self.lead);
                let in_group = |group: &str| self.in_group(plan, application, group, member);
                let around = Around { events: &application.events, closure: self.closure, in_group: &in_group };
                return work_out(&plan.slots, slot, |input| self.get(plan, input, member), &around);
            }
        };
        brought_down(found, worked_out.down_to).map(derived)
    }

    /// Whether a member belongs to a group, before the lines are weighed.
    fn in_group(&self, plan: &Plan, application: &Application, group: &str, member: usize) -> Option<bool> {
        let ids: Vec<String> = application.members.iter().map(|member| member.id.clone()).collect();
        let (members, none) = (application.members.as_slice(), &[]);
        let scope =
            Scope { plan, facts: self, ids: &ids, member, members, lines: &[], line: None, claimed: none, recognised: None, grants: None };
        scope.in_group(group, member).ok()
    }

    pub fn put(&mut self, (slot, member): (usize, Option<usize>), known: Option<Known>) {
        match member {
            None => self.application[slot] = known,
            Some(member) => self.members[member][slot] = known,
        }
    }
}

/// What was decided for some categories: of a member, or of all; none while one of them does not say.
fn decided(plan: &Plan, application: &Application, categories: u64, member: Option<usize>) -> Option<Value> {
    let of_member = |place: usize| -> Option<i64> {
        let decided = application.members[place].decided_expenses.as_ref()?;
        let counts = |id: &str| plan.category(id).is_some_and(|c| categories >> c & 1 == 1);
        Some(decided.iter().filter(|(id, _)| counts(id)).map(|(_, yen)| yen.get()).fold(0, i64::saturating_add))
    };
    let members = member.map_or(0..application.members.len(), |m| m..m + 1);
    members.map(of_member).sum::<Option<i64>>().map(Value::Int)
}

impl<'p> Work<'p, '_> {
    /// Works out the facts of the application and the members again, with the lines and, once there are some, the amounts.
    pub(super) fn work_out(&mut self, amounts: Option<&Amounts<'_>>) {
        for at in self.facts.to_work_out(self.plan) {
            let known = self.facts.worked_out(self.plan, self.application, at, || self.of_lines_or_amounts(at, amounts));
            self.facts.put(at, known);
        }
    }

    /// The facts that the call works out, as far as they are known.
    pub(super) fn worked_out_answers(&self) -> Vec<WorkedOutAnswer<'p>> {
        let told = |slot: &usize| !self.plan.programme.facts.get(&self.plan.slots[*slot].name).is_some_and(|fact| fact.internal);
        let all = self.facts.to_work_out(self.plan).into_iter().filter(|(slot, _)| told(slot));
        let known = all.filter_map(|(slot, member)| {
            let known = self.facts.get(self.plan, slot, member.unwrap_or(self.facts.lead))?;
            let member = member.map(|member| self.ids[member].clone());
            Some(WorkedOutAnswer { fact: &self.plan.slots[slot].name, member, value: known.value.clone() })
        });
        known.collect()
    }

    fn of_lines_or_amounts(&self, (slot, member): (usize, Option<usize>), amounts: Option<&Amounts<'_>>) -> Option<Value> {
        let worked_out = self.plan.slots[slot].worked_out.as_ref()?;
        match &worked_out.how {
            WorkedOut::OverLines(over) => {
                if self.claims.seen.is_empty() {
                    return None;
                }
                let lines = self.claims.seen.iter().filter(|line| line.counts && member.is_none_or(|m| line.member == m));
                let lines = lines.filter(|line| worked_out.categories >> line.category & 1 == 1);
                let mut taken = Taken::of(over, worked_out.inputs.first().copied(), self.plan.slots[slot].kind);
                for line in lines {
                    taken.add(Scope { line: Some(&line.facts), ..self.scope(line.member) }, worked_out, &line.facts)?;
                }
                taken.value()
            }
            // Before adjustments: what it was then it stays.
            WorkedOut::AdmissibleExpenses(_) if amounts.is_some() => {
                self.facts.get(self.plan, slot, member.unwrap_or(self.facts.lead)).map(|known| known.value.clone())
            }
            WorkedOut::AdmissibleExpenses(_) => {
                let members = member.map_or(0..self.ids.len(), |own| own..own + 1);
                let counts = |yen: &[i64]| -> i64 {
                    let of = yen.iter().enumerate().filter(|(category, _)| worked_out.categories >> category & 1 == 1);
                    of.map(|(_, yen)| *yen).fold(0, i64::saturating_add)
                };
                Some(Value::Int(members.map(|own| counts(&self.claims.admissible[own])).fold(0, i64::saturating_add)))
            }
            WorkedOut::EligibleExpenses(_) => {
                let amounts = amounts?;
                let items = amounts.items.iter().zip(&amounts.solution.recognised);
                let own =
                    items.filter(|(item, _)| member.is_none_or(|m| item.member == m) && worked_out.categories >> item.category & 1 == 1);
                Some(Value::Int(own.map(|(_, yen)| *yen).fold(0, i64::saturating_add)))
            }
            WorkedOut::PartGrant(id) => {
                let amounts = amounts.filter(|amounts| amounts.known)?;
                let place = self.plan.programme.amount.parts.get_index_of(id)?;
                Some(Value::Int(amounts.parts.iter().filter(|part| part.place == place).map(|part| part.grant).sum()))
            }
            _ => None,
        }
    }
}

/// What was taken of some lines so far.
#[derive(Clone)]
struct Taken {
    take: Take,
    /// The fact of a line that is taken.
    fact: Option<usize>,
    kind: FactType,
    sum: BigRational,
    count: i64,
    found: Option<Value>,
}

impl Taken {
    fn of(over: &OverLines, fact: Option<usize>, kind: FactType) -> Self {
        Self { take: over.take, fact: fact.filter(|_| over.fact.is_some()), kind, sum: BigRational::zero(), count: 0, found: None }
    }

    /// Adds a line, where it is one of those; none while that, or what is taken of it, is not known.
    fn add<'p>(&mut self, scope: Scope<'p, '_>, worked_out: &'p WorkedOutPlan, line: &LineFacts) -> Option<()> {
        match worked_out.like.as_ref().map_or(Outcome::Yes, |like| scope.test(like).outcome) {
            Outcome::Yes => {}
            Outcome::No => return Some(()),
            Outcome::Unknown | Outcome::Judgement => return None,
        }
        self.count += 1;
        let Some(fact) = self.fact else { return Some(()) };
        let own = &line.iter().find(|known| known.0 == fact)?.1.value;
        if self.take == Take::Sum {
            self.sum += exact(own)?;
            return Some(());
        }
        let further = self
            .found
            .as_ref()
            .map(|so_far| own.compare(so_far))
            .map_or(Some(true), |order| order.map(|order| if self.take == Take::Largest { order.is_gt() } else { order.is_lt() }))?;
        if further {
            self.found = Some(own.clone());
        }
        Some(())
    }

    fn value(self) -> Option<Value> {
        match self.take {
            Take::Sum => as_number(self.kind, &self.sum),
            Take::Count => Some(Value::Int(self.count)),
            Take::Smallest | Take::Largest if self.kind == FactType::Date => self.found,
            Take::Smallest | Take::Largest => as_number(self.kind, &exact(&self.found?)?),
        }
    }
}

/// Works out the facts of lines: of other facts of the line, of its member and of the application, or of the lines that agree with it.
pub(super) fn of_lines(scope: Scope<'_, '_>, events: &BTreeMap<Event, Date>, lines: &mut [GivenLine]) {
    let plan = scope.plan;
    for (slot, info) in plan.slots.iter().enumerate().filter(|(_, s)| s.of == FactOf::Line) {
        let Some(worked_out) = &info.worked_out else { continue };
        if let WorkedOut::OverLines(over) = &worked_out.how {
            over_lines(scope, lines, slot, worked_out, over);
            continue;
        }
        for line in &mut *lines {
            let known = |input: usize| {
                let own = line.facts.iter().find(|f| f.0 == input).map(|f| &f.1);
                own.or_else(|| scope.facts.get(plan, input, line.member))
            };
            let in_group = |group: &str| (Scope { member: line.member, ..scope }).in_group(group, line.member).ok();
            let around = Around { events, closure: scope.facts.closure, in_group: &in_group };
            let found = work_out(&plan.slots, slot, known, &around);
            line.facts.extend(found.map(|known| (slot, known)));
        }
    }
}

/// What lines that agree come to, as a fact of each of them.
fn over_lines<'p>(scope: Scope<'p, '_>, lines: &mut [GivenLine], slot: usize, worked_out: &'p WorkedOutPlan, over: &OverLines) {
    let kind = scope.plan.slots[slot].kind;
    let same = worked_out.inputs.iter().skip(usize::from(over.fact.is_some())).take(over.same.0.len());
    let same: Vec<usize> = same.copied().collect();
    let key = |line: &GivenLine| -> Option<(usize, Vec<String>)> {
        let value = |slot: &usize| Some(line.facts.iter().find(|f| f.0 == *slot)?.1.value.to_string());
        Some((line.member, same.iter().map(value).collect::<Option<_>>()?))
    };
    let none = Taken::of(over, worked_out.inputs.first().copied(), kind);
    // Nothing where a line that belongs there does not say what is taken.
    let mut together: HashMap<(usize, Vec<String>), Option<Taken>> = HashMap::new();
    for line in lines.iter().filter(|line| worked_out.categories >> line.category & 1 == 1) {
        let Some(key) = key(line) else { continue };
        let taken = together.entry(key).or_insert_with(|| Some(none.clone()));
        let scope = Scope { member: line.member, line: Some(&line.facts), ..scope };
        if taken.as_mut().is_some_and(|taken| taken.add(scope, worked_out, &line.facts).is_none()) {
            *taken = None;
        }
    }
    for line in &mut *lines {
        let Some(key) = key(line) else { continue };
        let taken = together.get(&key).map_or_else(|| Some(none.clone()), Clone::clone);
        let found = taken.and_then(Taken::value).and_then(|value| brought_down(value, worked_out.down_to));
        line.facts.extend(found.map(|value| (slot, derived(value))));
    }
}

/// A fact that a call works out of others; none while one of them is not known.
pub(crate) fn work_out<'k>(slots: &[Slot], slot: usize, known: impl Fn(usize) -> Option<&'k Known>, around: &Around<'_>) -> Option<Known> {
    let WorkedOutPlan { how, inputs, down_to, up_to, .. } = slots[slot].worked_out.as_ref()?;
    if let WorkedOut::Table(table) = how {
        let info = &slots[slot];
        let choices: Vec<&str> = info.choices.iter().map(String::as_str).collect();
        let value = match row_of(slots, table, &known, around)? {
            Comparand::Plain(scalar) => Value::read(info.kind, &choices, scalar).ok()?,
            Comparand::Term(term) => of_term(&known(slots.iter().position(|s| s.name == term.fact)?)?.value, term, info.kind)?,
        };
        return brought_down(value, *down_to).map(derived);
    }
    let values: Vec<&Value> = inputs.iter().map(|input| known(*input).map(|k| &k.value)).collect::<Option<_>>()?;
    let numbers = || values.iter().map(|v| exact(v)).collect::<Option<Vec<BigRational>>>();
    let kind = slots[slot].kind;
    // Up from what it is exactly, not from what is left of it without its fraction.
    let up = |exact: &BigRational| match up_to {
        Some(unit) => {
            let unit = BigRational::new(unit.numerator().into(), unit.denominator().into());
            (exact / &unit).ceil() * unit
        }
        None => exact.clone(),
    };
    let whole = |exact: &BigRational| as_number(if kind == FactType::Rate { FactType::Count } else { kind }, &up(exact));
    let own = |exact: &BigRational| as_number(kind, &up(exact));
    let value = match how {
        WorkedOut::YearsBetween(_) | WorkedOut::MonthsBetween(_) => {
            let [Value::Date(from), Value::Date(to)] = values.as_slice() else { return None };
            let years = matches!(how, WorkedOut::YearsBetween(_));
            let unit = if years { PeriodUnit::Years } else { PeriodUnit::Months };
            let reached = |count: u16| Period { count, unit }.after(*from).is_some_and(|day| day <= *to);
            let months = (i64::from(to.year()) - i64::from(from.year())) * 12 + i64::from(to.month()) - i64::from(from.month());
            let most = u16::try_from(if years { months.div_euclid(12) + 1 } else { months }).unwrap_or(0);
            Value::Int((0..=most).rev().take(3).find(|count| reached(*count)).map_or(0, i64::from))
        }
        WorkedOut::DaysBetween(_) | WorkedOut::DaysInclusive(_) => {
            let [Value::Date(from), Value::Date(to)] = values.as_slice() else { return None };
            let days = from.until((Unit::Day, *to)).ok()?.get_days();
            let inclusive = matches!(how, WorkedOut::DaysInclusive(_));
            Value::Int(i64::from(days).checked_add(i64::from(inclusive)).filter(|_| days >= 0)?)
        }
        WorkedOut::Sum(_) => whole(&numbers()?.into_iter().fold(BigRational::zero(), |sum, n| sum + n))?,
        WorkedOut::Product(_) => whole(&numbers()?.into_iter().reduce(|a, b| a * b)?)?,
        WorkedOut::Times(times) => {
            let rate = BigRational::new(times.rate.numerator().into(), times.rate.denominator().into());
            whole(&(numbers()?.into_iter().next()? * rate))?
        }
        WorkedOut::Smallest(_) | WorkedOut::Largest(_) if kind == FactType::Date => {
            let days = values.iter().map(|value| if let Value::Date(day) = value { Some(*day) } else { None });
            let days = days.collect::<Option<Vec<Date>>>()?.into_iter();
            Value::Date(if matches!(how, WorkedOut::Smallest(_)) { days.min() } else { days.max() }?)
        }
        WorkedOut::Smallest(_) => own(&numbers()?.into_iter().min()?)?,
        WorkedOut::Largest(_) => own(&numbers()?.into_iter().max()?)?,
        WorkedOut::Day(due) => {
            let value = |name: &str| known(*inputs.iter().find(|input| slots[**input].name == name)?).map(|known| known.value.clone());
            let days = after::dates(due, &after::Days { events: around.events, fact: &value, closure: around.closure });
            Value::Date(*days.first()?)
        }
        WorkedOut::Table(_)
        | WorkedOut::OverLines(_)
        | WorkedOut::EligibleExpenses(_)
        | WorkedOut::AdmissibleExpenses(_)
        | WorkedOut::DecidedExpenses(_)
        | WorkedOut::PartGrant(_) => return None,
        WorkedOut::Difference(_) => whole(&numbers()?.into_iter().reduce(|a, b| a - b)?)?,
        WorkedOut::Ratio(_) => {
            let [above, below] = <[BigRational; 2]>::try_from(numbers()?).ok()?;
            if below.is_zero() {
                return None;
            }
            own(&(above / below))?
        }
    };
    brought_down(value, *down_to).map(derived)
}

/// A fact as a row of a table, in the type that comes out.
fn of_term(value: &Value, term: &FactTerm, kind: FactType) -> Option<Value> {
    match exact(value) {
        Some(number) => {
            let times =
                term.times.map_or_else(BigRational::one, |times| BigRational::new(times.numerator().into(), times.denominator().into()));
            as_number(kind, &(number * times + BigRational::from_integer(term.plus.unwrap_or(0).into())))
        }
        None => Some(value.clone()),
    }
}

/// The facts that decide what a table says, as far as its rows are known: the one that it goes by, or the one in the row that is met. None of
/// what is no table, or goes by groups.
pub(super) fn row_asked<'k>(plan: &Plan, how: &WorkedOutPlan, known: impl Fn(usize) -> Option<&'k Known>) -> Option<Vec<usize>> {
    let WorkedOut::Table(table) = &how.how else { return None };
    if !table.groups().is_empty() {
        return None;
    }
    let named = |name: &str| plan.slots.iter().position(|slot| slot.name == name);
    if let Some((_, open)) = table.by_facts("").into_iter().find(|(_, of)| named(&of.by).is_some_and(|slot| known(slot).is_none())) {
        return Some(named(&open.by).into_iter().collect());
    }
    let around = Around { events: &BTreeMap::new(), closure: Closure::default(), in_group: &|_| None };
    let row = row_of(&plan.slots, table, &known, &around)?;
    Some(row.fact().and_then(named).into_iter().collect())
}

/// The value of a table over facts; none while a fact that it goes by is not known, or where no row fits.
fn row_of<'t, 'k>(
    slots: &[Slot],
    table: &'t Table<Comparand>,
    known: &impl Fn(usize) -> Option<&'k Known>,
    around: &Around<'_>,
) -> Option<&'t Comparand> {
    let of = match table {
        Table::Value(value) => return Some(value),
        Table::Groups(rows) => {
            for (group, inner) in rows {
                if (around.in_group)(group)? {
                    return row_of(slots, inner, known, around);
                }
            }
            return None;
        }
        Table::Fact(of) => of,
    };
    let slot = slots.iter().position(|s| s.name == of.by)?;
    let info = &slots[slot];
    let choices: Vec<&str> = info.choices.iter().map(String::as_str).collect();
    let own = &known(slot)?.value;
    let op = of.rows_are.op();
    for (key, inner) in &of.rows {
        let bound = Value::read(info.kind, &choices, key).ok()?;
        match fact_holds(info.kind, own, op, &Expected::One(bound)) {
            Outcome::Yes => return row_of(slots, inner, known, around),
            Outcome::No => {}
            Outcome::Unknown | Outcome::Judgement => return None,
        }
    }
    row_of(slots, of.rest.as_deref()?, known, around)
}

/// A number, down to the multiple of a unit where there is one.
fn brought_down(value: Value, unit: Option<Rate>) -> Option<Value> {
    let Some(unit) = unit else { return Some(value) };
    let Some(number) = exact(&value) else { return Some(value) };
    let unit = BigRational::new(unit.numerator().into(), unit.denominator().into());
    let kind = match value {
        Value::Rate(_) => FactType::Rate,
        Value::Number(_) => FactType::Number,
        _ => FactType::Count,
    };
    as_number(kind, &((number / &unit).floor() * unit))
}
