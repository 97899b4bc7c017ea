//! Who may do what. Policies are Cedar text beside each context, validated together against the composed schema; the default is no.
//!
//! A record is looked up and allowed in one step: [`Policy::allow`] turns it into an [`Authorized`] record, and what
//! changes a record demands one, so that an unchecked change does not compile.

use std::{
    collections::{HashMap, HashSet},
    fmt,
    ops::Deref,
    str::FromStr,
    sync::Arc,
};

use cedar_policy::{
    Authorizer, Context as Circumstances, Decision, Entities, Entity, EntityId, EntityTypeName, EntityUid, PolicySet, Request,
    RestrictedExpression, Schema, SchemaFragment, ValidationMode, Validator,
};

use jiff::civil::Date;

use crate::{
    Context, Error,
    scope::{self, Rule, Scope},
};

/// Something that people do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Act {
    name: &'static str,
    on: Option<Kind>,
}

impl Act {
    /// An act that the policy decides, and what it is done to.
    pub const fn on(name: &'static str, kind: Kind) -> Self {
        Self { name, on: Some(kind) }
    }

    /// An act that something else decides: a password, a link, the operator.
    pub const fn without_policy(name: &'static str) -> Self {
        Self { name, on: None }
    }

    /// Its name, as the policy and the journal write it.
    pub const fn name(self) -> &'static str {
        self.name
    }

    /// What it is done to; none where the policy does not decide it.
    pub const fn kind(self) -> Option<Kind> {
        self.on
    }
}

impl fmt::Display for Act {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name)
    }
}

/// Names the acts of a context, each with what it is done to, and all of them together.
#[macro_export]
macro_rules! acts {
    ($($(#[$doc:meta])* $name:ident = $text:literal on $kind:expr;)*) => {
        $($(#[$doc])* pub const $name: $crate::Act = $crate::Act::on($text, $kind);)*
        /// Every act of this context that the policy decides.
        pub const ALL: &[$crate::Act] = &[$($name),*];
    };
}

/// What an act is done to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Kind {
    name: &'static str,
    sets: &'static [(&'static str, &'static str)],
}

impl Kind {
    /// An account.
    pub const PERSON: Self = Self::new("Person", &[]);
    /// An organisation, for which people hold roles.
    pub const ORGANISATION: Self = Self::new("Organisation", &[]);
    /// An operating agency, at which people hold roles.
    pub const AGENCY: Self = Self::new("Agency", &[]);

    /// A kind by its name in the policy, with what the policy is told of such a record: names of sets, each with the kind of its members.
    pub const fn new(name: &'static str, sets: &'static [(&'static str, &'static str)]) -> Self {
        Self { name, sets }
    }

    /// Its name in the policy.
    pub const fn name(self) -> &'static str {
        self.name
    }

    /// What the policy is told of such a record beside its name: sets of other records.
    pub const fn sets(self) -> &'static [(&'static str, &'static str)] {
        self.sets
    }
}

/// A role that a person holds somewhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, strum::IntoStaticStr, strum::EnumString)]
#[strum(serialize_all = "kebab-case", parse_err_ty = Error, parse_err_fn = no_role)]
pub enum Role {
    /// 代表者: of an organisation; says who acts for it.
    Owner,
    /// 編集者: of an organisation.
    Editor,
    /// 経理担当: of an organisation.
    Accountant,
    /// 閲覧者: of an organisation.
    Viewer,
    /// 代理人: types for an organisation; somebody of the organisation decides.
    Agent,
    /// 担当者: at an agency.
    Officer,
    /// 決裁者: at an agency.
    Approver,
    /// 外部専門家: at an agency.
    Reviewer,
    /// 監査: at an agency.
    Auditor,
    /// 管理者: at an agency.
    Administrator,
}

impl Role {
    /// Every role.
    pub const ALL: [Self; 10] = [
        Self::Owner,
        Self::Editor,
        Self::Accountant,
        Self::Viewer,
        Self::Agent,
        Self::Officer,
        Self::Approver,
        Self::Reviewer,
        Self::Auditor,
        Self::Administrator,
    ];

    /// Its name.
    pub fn name(self) -> &'static str {
        self.into()
    }

    /// Where it is held.
    pub const fn held_in(self) -> Kind {
        match self {
            Self::Owner | Self::Editor | Self::Accountant | Self::Viewer | Self::Agent => Kind::ORGANISATION,
            _ => Kind::AGENCY,
        }
    }
}

fn no_role(_: &str) -> Error {
    Error::Wrong { field: "role", message: "wrong-value" }
}

/// A role and where it is held.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Held {
    /// The role.
    pub role: Role,
    /// The id of the organisation or agency.
    pub scope: String,
    /// The last day on which it is held, in Japan; none where it has no end.
    pub until: Option<Date>,
}

impl Held {
    /// A role without an end.
    pub fn new(role: Role, scope: impl Into<String>) -> Self {
        Self { role, scope: scope.into(), until: None }
    }
}

/// A person who is signed in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signed {
    /// The person's id.
    pub id: String,
    /// The name.
    pub name: String,
    /// The address.
    pub email: String,
    /// The roles held.
    pub roles: Vec<Held>,
    /// The session, by what is kept of its secret.
    pub session: String,
    /// Whether roles at agencies are held back because the sign-in was by a password alone.
    pub weak: bool,
    /// What may be done, where a system asks with a token; none where a person does, who may do what their roles let them.
    pub token_acts: Option<Arc<[String]>>,
}

impl Signed {
    /// Whether an act is among those that a token names; a person is not bound so.
    pub fn is_given(&self, act: Act) -> bool {
        self.token_acts.as_ref().is_none_or(|acts| acts.iter().any(|name| name == act.name()))
    }

    /// The agency for which an act is done: the first of those at which a role is held.
    pub fn agency(&self, act: Act) -> Result<&str, Error> {
        self.scopes(Kind::AGENCY).first().copied().ok_or(Error::Denied(act))
    }

    /// The scopes in which a role of a kind is held, each once, in the order in which they were given.
    pub fn scopes(&self, kind: Kind) -> Vec<&str> {
        let mut seen = HashSet::new();
        self.roles.iter().filter(|h| h.role.held_in() == kind && seen.insert(&h.scope)).map(|h| h.scope.as_str()).collect()
    }
}

/// Who asks.
#[derive(Debug, Clone, Default)]
pub enum Actor {
    /// Somebody who is not signed in.
    #[default]
    Nobody,
    /// A person.
    Person(Arc<Signed>),
    /// The system itself: a job, the command line.
    System(&'static str),
}

impl Actor {
    /// How the journal names it.
    pub fn label(&self) -> String {
        match self {
            Self::Nobody => "nobody".to_owned(),
            Self::Person(signed) if signed.token_acts.is_some() => format!("token:{}", signed.id),
            Self::Person(signed) => format!("person:{}", signed.id),
            Self::System(part) => format!("system:{part}"),
        }
    }

    /// The person, where it is one.
    pub fn person(&self) -> Result<&Signed, Error> {
        match self {
            Self::Person(signed) => Ok(signed),
            _ => Err(Error::SignedOut),
        }
    }
}

/// A record that the policy can speak of.
pub trait Resource {
    /// What it is.
    const KIND: Kind;
    /// Its identifier.
    fn id(&self) -> &str;
    /// What the policy is told of it: the members of one of [`Kind::sets`].
    fn set(&self, _name: &str) -> Vec<&str> {
        Vec::new()
    }
}

/// A record that an actor may treat in some way: only [`Policy::allow`] makes one.
#[derive(Debug)]
pub struct Authorized<T> {
    record: T,
    act: Act,
}

impl<T> Authorized<T> {
    /// A record for an act that the policy does not decide: whoever holds a link, or the operator.
    pub fn without_policy(act: Act, record: T) -> Result<Self, Error> {
        if act.kind().is_some() { Err(broken(format!("{act} is the policy's to decide"))) } else { Ok(Self { record, act }) }
    }

    /// What is allowed.
    pub const fn act(&self) -> Act {
        self.act
    }

    /// The record.
    pub fn into_inner(self) -> T {
        self.record
    }

    /// The name of something that belongs to the record and was found with it: a certification of a company.
    pub fn part_record(&self, kind: &str, id: &str) -> RecordReference {
        RecordReference(format!("{kind}:{id}"))
    }
}

impl<T: Resource> Authorized<T> {
    /// The name of the record.
    pub fn record(&self) -> RecordReference {
        self.part_record(&T::KIND.name().to_lowercase(), self.record.id())
    }
}

/// How rows, files and the journal name a record, `application:` and its id. Only what was authorised has one, so that what stands
/// beside a record is read and written by whoever may see or change it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecordReference(String);

impl RecordReference {
    /// As it is kept.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl<T> Deref for Authorized<T> {
    type Target = T;
    fn deref(&self) -> &T {
        &self.record
    }
}

/// The policy, ready.
#[derive(Debug)]
pub struct Policy {
    policies: PolicySet,
    schema: Schema,
    /// The same policies, as rows are derived from them.
    rules: Vec<Rule>,
    authorizer: Authorizer,
}

fn broken(error: impl fmt::Display) -> Error {
    Error::Broken(format!("the access policy: {error}"))
}

impl Policy {
    /// Puts together what the contexts say, and holds the policies against the schema.
    pub fn of(contexts: &[Context]) -> Result<Self, Error> {
        let fragments = contexts.iter().map(|context| Ok(SchemaFragment::from_cedarschema_str(context.schema).map_err(broken)?.0));
        let schema = Schema::from_schema_fragments(fragments.collect::<Result<Vec<_>, Error>>()?).map_err(broken)?;
        let text: String = contexts.iter().map(|context| context.policy).collect();
        let policies = PolicySet::from_str(&text).map_err(broken)?;
        let checked = Validator::new(schema.clone()).validate(&policies, ValidationMode::default());
        if !checked.validation_passed() {
            return Err(broken(checked));
        }
        let rules = policies.policies().map(Rule::read).collect::<Result<_, _>>()?;
        Ok(Self { policies, schema, rules, authorizer: Authorizer::new() })
    }

    /// The records of a kind that an actor may treat in one way, for lists, counts and everything else that goes over many. The system
    /// itself may do everything.
    pub fn scope<T: Resource>(&self, actor: &Actor, act: Act) -> Result<Scope<T>, Error> {
        if act.kind() != Some(T::KIND) {
            return Err(broken(format!("{act} is not done to a record of the kind {}", T::KIND.name())));
        }
        let any = match actor {
            Actor::System(_) => vec![Vec::new()],
            Actor::Nobody => return Err(Error::SignedOut),
            Actor::Person(signed) if !signed.is_given(act) => return Err(Error::Denied(act)),
            Actor::Person(signed) => scope::rows(&self.rules, signed, act),
        };
        Ok(Scope::new(act, any))
    }

    /// A record, for an act on it. The system itself may do everything.
    pub fn allow<T: Resource>(&self, actor: &Actor, act: Act, record: T) -> Result<Authorized<T>, Error> {
        self.check(actor, act, T::KIND, record.id(), |name| record.set(name))?;
        Ok(Authorized { record, act })
    }

    /// Whether an actor may do something; for what a page offers.
    pub fn may(&self, actor: &Actor, act: Act, kind: Kind, id: &str) -> bool {
        self.check(actor, act, kind, id, |_| Vec::new()).is_ok()
    }

    /// Whether an actor may do something with a record; for what a page offers.
    pub fn may_with<T: Resource>(&self, actor: &Actor, act: Act, record: &T) -> bool {
        self.check(actor, act, T::KIND, record.id(), |name| record.set(name)).is_ok()
    }

    /// Whether an actor may do something with any record that stands so to its role's place; for the table of who may do what.
    pub fn may_as(&self, actor: &Actor, act: Act, kind: Kind, set: &str, place: &str) -> bool {
        self.check(actor, act, kind, "any", |name| if name == set { vec![place] } else { Vec::new() }).is_ok()
    }

    fn check<'r>(&self, actor: &Actor, act: Act, kind: Kind, id: &str, beside: impl Fn(&str) -> Vec<&'r str>) -> Result<(), Error> {
        let signed = match actor {
            Actor::System(_) => return Ok(()),
            Actor::Nobody => return Err(Error::SignedOut),
            Actor::Person(signed) if !signed.is_given(act) => return Err(Error::Denied(act)),
            Actor::Person(signed) => signed,
        };
        let person = uid("Person", &signed.id)?;
        let sets = Role::ALL.into_iter().map(|role| {
            let held = signed.roles.iter().filter(|h| h.role == role);
            let scopes = held.map(|h| Ok(RestrictedExpression::new_entity_uid(uid(role.held_in().name(), &h.scope)?)));
            Ok((role.name().to_owned(), RestrictedExpression::new_set(scopes.collect::<Result<Vec<_>, Error>>()?)))
        });
        let sets = sets.collect::<Result<HashMap<_, _>, Error>>()?;
        let entity = Entity::new(person.clone(), sets, HashSet::new()).map_err(broken)?;
        let resource = uid(kind.name(), id)?;
        let mut all = vec![entity];
        if !kind.sets().is_empty() {
            let sets = kind.sets().iter().map(|(name, of)| {
                let members = beside(name).into_iter().map(|id| Ok(RestrictedExpression::new_entity_uid(uid(of, id)?)));
                Ok(((*name).to_owned(), RestrictedExpression::new_set(members.collect::<Result<Vec<_>, Error>>()?)))
            });
            let sets = sets.collect::<Result<HashMap<_, _>, Error>>()?;
            all.push(Entity::new(resource.clone(), sets, HashSet::new()).map_err(broken)?);
        }
        let entities = Entities::from_entities(all, None).map_err(broken)?;
        let request = Request::new(person, uid("Action", act.name())?, resource, Circumstances::empty(), Some(&self.schema));
        let answer = self.authorizer.is_authorized(&request.map_err(broken)?, &self.policies, &entities);
        if answer.decision() == Decision::Allow { Ok(()) } else { Err(Error::Denied(act)) }
    }
}

fn uid(kind: &str, id: &str) -> Result<EntityUid, Error> {
    Ok(EntityUid::from_type_name_and_id(EntityTypeName::from_str(kind).map_err(broken)?, EntityId::new(id)))
}
