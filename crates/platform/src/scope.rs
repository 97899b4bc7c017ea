//! Which rows of a kind somebody may treat in one way: derived from the policy that decides about one record, so that a list never holds
//! what its reader may not open, and never lacks what they may.
//!
//! A policy says `principal.officer.containsAny(resource.office)`; with the roles of whoever asks put in, what is left of it is a
//! condition on the row: `office` is one of theirs. Only forms of which this is true may be written in a policy; [`Rule::read`] refuses
//! every other one when the server starts.

use std::{
    collections::{BTreeMap, BTreeSet},
    marker::PhantomData,
    str::FromStr,
};

use cedar_policy::Policy as Text;
use sea_orm::Condition;
use serde::Deserialize;
use serde_json::Value;

use crate::{
    Act, Error,
    access::{Kind, Resource, Role, Signed},
};

/// What a row must hold: one of these ids in one of its sets ([`crate::access::Kind::sets`]); where no set is named, as its own id.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Holds {
    /// The set; none where the row itself is meant.
    pub set: Option<String>,
    /// The ids.
    pub ids: BTreeSet<String>,
}

/// The rows of a kind that somebody may treat in one way: any of its parts, each of which asks for all that it holds.
#[derive(Debug)]
pub struct Scope<T> {
    act: Act,
    any: Vec<Vec<Holds>>,
    kind: PhantomData<fn() -> T>,
}

/// A kind whose rows a store finds.
pub trait Rows: Resource {
    /// The condition on a row of its table that it holds one of these ids.
    fn holds(holds: &Holds) -> Condition;
}

impl<T> Scope<T> {
    pub(crate) const fn new(act: Act, any: Vec<Vec<Holds>>) -> Self {
        Self { act, any, kind: PhantomData }
    }

    /// What is allowed.
    pub const fn act(&self) -> Act {
        self.act
    }

    /// Whether there can be no such row.
    pub const fn is_empty(&self) -> bool {
        self.any.is_empty()
    }
}

impl<T: Resource> Scope<T> {
    /// Whether a record is one of these.
    pub fn contains(&self, record: &T) -> bool {
        let one = |holds: &Holds| match &holds.set {
            None => holds.ids.contains(record.id()),
            Some(set) => record.set(set).into_iter().any(|id| holds.ids.contains(id)),
        };
        self.any.iter().any(|all| all.iter().all(one))
    }
}

impl<T: Resource> Scope<T> {
    /// The ids of one kind that rows may hold: of organisations, for instance.
    pub fn ids(&self, kind: Kind) -> BTreeSet<&str> {
        self.any.iter().flatten().filter(|holds| holds.is_of::<T>(kind)).flat_map(|holds| &holds.ids).map(String::as_str).collect()
    }

    /// The same where what a row holds may go by other names, too: those of companies that were merged into one of these.
    #[must_use]
    pub fn widened(mut self, kind: Kind, others: &BTreeMap<String, Vec<String>>) -> Self {
        for holds in self.any.iter_mut().flatten().filter(|holds| holds.is_of::<T>(kind)) {
            let more: Vec<String> = holds.ids.iter().filter_map(|id| others.get(id)).flatten().cloned().collect();
            holds.ids.extend(more);
        }
        self
    }
}

impl Holds {
    /// Whether its ids are those of a kind.
    fn is_of<T: Resource>(&self, kind: Kind) -> bool {
        match &self.set {
            None => T::KIND == kind,
            Some(set) => T::KIND.sets().contains(&(set.as_str(), kind.name())),
        }
    }
}

impl<T: Rows> Scope<T> {
    /// The same as a condition on the rows of the kind's table; what is added to it narrows it.
    pub fn condition(&self) -> Condition {
        let all = |part: &Vec<Holds>| part.iter().fold(Condition::all(), |all, holds| all.add(T::holds(holds)));
        // An empty «any of» would hold for every row.
        let none = Condition::any().add(sea_orm::sea_query::Expr::value(false));
        Condition::all().add(self.any.iter().fold(none, |any, part| any.add(all(part))))
    }
}

/// What a policy asks of whoever acts and of the record.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Expression {
    All(Vec<Self>),
    Any(Vec<Self>),
    /// A role is held in one of a set's places; in the record itself where no set is named.
    Role(Role, Option<String>),
    /// A role is held nowhere.
    NoRole(Role),
    /// Whoever acts is in a set.
    Person(String),
    /// Whoever acts is the record.
    Oneself,
    Not(Box<Self>),
}

/// A policy, as far as rows are derived from it.
#[derive(Debug, Clone)]
pub(crate) struct Rule {
    acts: BTreeSet<String>,
    expression: Expression,
}

#[derive(Deserialize)]
struct Json {
    effect: String,
    action: Action,
    conditions: Vec<PolicyCondition>,
}

/// `== Action::"…"` names one, `in […]` one or several.
#[derive(Deserialize)]
struct Action {
    entity: Option<Named>,
    #[serde(default)]
    entities: Vec<Named>,
}

#[derive(Deserialize)]
struct Named {
    id: String,
}

#[derive(Deserialize)]
struct PolicyCondition {
    kind: String,
    body: Value,
}

impl Rule {
    /// Reads a policy; an error where rows can't be derived from it.
    pub(crate) fn read(policy: &Text) -> Result<Self, Error> {
        let unusable = |why: &str| Error::Broken(format!("the access policy: no rows can be derived from `{policy}`: {why}"));
        let json = policy.to_json().map_err(|e| unusable(&e.to_string()))?;
        let read: Json = serde_json::from_value(json).map_err(|e| unusable(&e.to_string()))?;
        if read.effect != "permit" || read.conditions.iter().any(|when| when.kind != "when") {
            return Err(unusable("only `permit … when` is known"));
        }
        let named = read.action.entity.into_iter().chain(read.action.entities);
        let expression = read.conditions.iter().map(|when| Expression::read(&when.body).ok_or_else(|| unusable(&when.body.to_string())));
        Ok(Self { acts: named.map(|n| n.id).collect(), expression: Expression::All(expression.collect::<Result<_, _>>()?) })
    }
}

/// Whether an expression is the principal or the resource itself.
fn is_variable(value: &Value, name: &str) -> bool {
    value.get("Var").and_then(Value::as_str) == Some(name)
}

/// The set of the principal or the resource that an expression names.
fn set_of<'v>(value: &'v Value, name: &str) -> Option<&'v str> {
    let of = value.get(".")?;
    if is_variable(of.get("left")?, name) { of.get("attr").and_then(Value::as_str) } else { None }
}

impl Expression {
    fn read(body: &Value) -> Option<Self> {
        let (name, of) = body.as_object()?.iter().next()?;
        let side = |name: &str| of.get(name);
        let role = |value: &Value| set_of(value, "principal").and_then(|name| Role::from_str(name).ok());
        match name.as_str() {
            "&&" => Some(Self::All(vec![Self::read(side("left")?)?, Self::read(side("right")?)?])),
            "||" => Some(Self::Any(vec![Self::read(side("left")?)?, Self::read(side("right")?)?])),
            "!" => match Self::read(side("arg")?)? {
                not @ Self::NoRole(_) => Some(Self::Not(Box::new(not))),
                _ => None,
            },
            "isEmpty" => Some(Self::NoRole(role(side("arg")?)?)),
            "==" => (is_variable(side("left")?, "principal") && is_variable(side("right")?, "resource")).then_some(Self::Oneself),
            "contains" | "containsAny" => {
                let (left, right) = (side("left")?, side("right")?);
                match (name.as_str(), set_of(left, "resource"), set_of(right, "resource")) {
                    ("contains", Some(set), None) if is_variable(right, "principal") => Some(Self::Person(set.to_owned())),
                    ("contains", None, None) if is_variable(right, "resource") => Some(Self::Role(role(left)?, None)),
                    ("containsAny", None, Some(set)) => Some(Self::Role(role(left)?, Some(set.to_owned()))),
                    _ => None,
                }
            }
            _ => None,
        }
    }

    /// What is left of it for somebody: any of these parts, each of which asks for all that it holds.
    fn rows(&self, signed: &Signed) -> Vec<Vec<Holds>> {
        let everything = || vec![Vec::new()];
        let one = |set: Option<&String>, ids: BTreeSet<String>| {
            if ids.is_empty() { Vec::new() } else { vec![vec![Holds { set: set.cloned(), ids }]] }
        };
        let held = |role: Role| signed.roles.iter().filter(move |h| h.role == role).map(|h| h.scope.clone());
        match self {
            Self::All(parts) => parts.iter().fold(everything(), |all, part| {
                let rows = part.rows(signed);
                let both = |a: &Vec<Holds>| rows.iter().map(|b| a.iter().chain(b).cloned().collect()).collect::<Vec<Vec<Holds>>>();
                all.iter().flat_map(both).collect()
            }),
            Self::Any(parts) => parts.iter().flat_map(|part| part.rows(signed)).collect(),
            Self::Role(role, set) => one(set.as_ref(), held(*role).collect()),
            Self::NoRole(role) => held(*role).next().map_or_else(everything, |_| Vec::new()),
            Self::Person(set) => one(Some(set), BTreeSet::from([signed.id.clone()])),
            Self::Oneself => one(None, BTreeSet::from([signed.id.clone()])),
            Self::Not(of) => {
                if of.rows(signed).is_empty() {
                    everything()
                } else {
                    Vec::new()
                }
            }
        }
    }
}

/// The rows that somebody may treat in one way, by all rules together.
pub(crate) fn rows(rules: &[Rule], signed: &Signed, act: Act) -> Vec<Vec<Holds>> {
    let mut any: Vec<Vec<Holds>> = Vec::new();
    for rule in rules.iter().filter(|rule| rule.acts.contains(act.name())) {
        for mut part in rule.expression.rows(signed) {
            part.sort();
            part.dedup();
            if part.is_empty() {
                return vec![Vec::new()];
            }
            // What asks for the same set alone becomes one list of ids.
            let same = any.iter_mut().find(|have| have.len() == 1 && part.len() == 1 && have[0].set == part[0].set);
            match same {
                Some(have) => have[0].ids.extend(part.remove(0).ids),
                None => any.push(part),
            }
        }
    }
    any
}
