//! Who may do what. Policies are Cedar text in `policies/`, checked against their schema; the default is no.
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
    Authorizer, Context, Decision, Entities, Entity, EntityId, EntityTypeName, EntityUid, PolicySet, Request, RestrictedExpression, Schema,
    ValidationMode, Validator,
};

use jiff::civil::Date;

use crate::Error;

/// Something that people do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Act(&'static str);

impl Act {
    /// Its name, as the policy and the journal write it.
    pub const fn name(self) -> &'static str {
        self.0
    }
}

impl fmt::Display for Act {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

macro_rules! acts {
    ($($(#[$doc:meta])* $name:ident = $text:literal on $kind:ident;)*) => {
        impl Act {
            $($(#[$doc])* pub const $name: Self = Self($text);)*
            /// Every act that the policy decides, with what it is done to.
            pub const ALL: &'static [(Self, Kind)] = &[$((Self::$name, Kind::$kind)),*];
        }
    };
}

acts! {
    /// See one's own account.
    ACCOUNT_READ = "account.read" on Person;
    /// Change one's own account: password, sessions.
    ACCOUNT_CHANGE = "account.change" on Person;
    /// Say that one acts for an organisation.
    ACCOUNT_CLAIM = "account.claim" on Person;
    /// See an organisation.
    ORGANISATION_READ = "organisation.read" on Organisation;
    /// Change an organisation's facts.
    ORGANISATION_CHANGE = "organisation.change" on Organisation;
    /// Type a change of an organisation's facts that somebody else decides.
    ORGANISATION_PROPOSE = "organisation.propose" on Organisation;
    /// Invite somebody to act for an organisation.
    ORGANISATION_INVITE = "organisation.invite" on Organisation;
    /// Take away somebody's role for an organisation.
    ORGANISATION_REMOVE = "organisation.remove" on Organisation;
    /// See the accounts of an agency.
    AGENCY_ACCOUNTS = "agency.accounts" on Agency;
    /// Invite somebody to work at an agency.
    AGENCY_INVITE = "agency.invite" on Agency;
    /// Take away somebody's role at an agency.
    AGENCY_REMOVE = "agency.remove" on Agency;
    /// Change what an agency is called.
    AGENCY_CHANGE = "agency.change" on Agency;
    /// Help somebody who can't get into an account, and close accounts.
    AGENCY_HELP = "agency.help" on Agency;
    /// Find companies in the directory.
    DIRECTORY_READ = "directory.read" on Agency;
    /// Register companies, and merge what is there twice.
    DIRECTORY_CHANGE = "directory.change" on Agency;
    /// Read and verify the journal.
    JOURNAL_READ = "journal.read" on Agency;
    /// See the queues of mail and jobs.
    QUEUE_READ = "queue.read" on Agency;
    /// Try a job again.
    QUEUE_CHANGE = "queue.change" on Agency;
    /// See the calls of an agency, how many write to them, and what was filed.
    CALL_READ = "call.read" on Agency;
    /// Publish a call or a revision of it, extend its deadline, announce what was down.
    CALL_CHANGE = "call.change" on Agency;
    /// Key in what came on paper, and that a company was consulted.
    CALL_RECEIVE = "call.receive" on Agency;
    /// Take what was filed out, as a table.
    CALL_EXPORT = "call.export" on Agency;
    /// Begin an application for an organisation, or join one with it.
    APPLICATION_BEGIN = "application.begin" on Organisation;
    /// See that an application is there, what was filed, and what was written about it.
    APPLICATION_READ = "application.read" on Application;
    /// See what is typed into an application, filed or not, as far as it is everybody's who has a part in it.
    APPLICATION_DRAFT = "application.draft" on Application;
    /// Write to the office about an application.
    APPLICATION_ASK = "application.ask" on Application;
    /// See an application as the office has it on its desk: what was filed, ticked and noted.
    APPLICATION_CASE = "application.case" on Application;
    /// Write the parts of an application that all its members write.
    APPLICATION_WRITE = "application.write" on Application;
    /// Say who its members are.
    APPLICATION_INVITE = "application.invite" on Application;
    /// File an application, open it again, withdraw it.
    APPLICATION_FILE = "application.file" on Application;
    /// Look an application through: tick the list, ask, return it for correction.
    APPLICATION_CHECK = "application.check" on Application;
    /// Decide whether what was filed goes on to examination.
    APPLICATION_DECIDE = "application.decide" on Application;
    /// Let an application in after the deadline.
    APPLICATION_ALLOW_LATE = "application.allow_late_filing" on Application;
    /// See a member's own part of an application: its facts, costs and papers.
    SECTION_READ = "section.read" on Section;
    /// Write a member's own part.
    SECTION_WRITE = "section.write" on Section;
    /// Let the lead know what a member's own part comes to.
    SECTION_RELEASE = "section.release" on Section;
}

impl Act {
    /// Signing in: the password decides, not the policy.
    pub const SIGN_IN: Self = Self("account.sign_in");
    /// Asking for an account: a letter to the address decides.
    pub const SIGN_UP: Self = Self("account.sign_up");
    /// Using an invitation: the link decides.
    pub const ACCEPT: Self = Self("invitation.accept");
    /// Saying whether letters may come to an address that somebody named: the link decides.
    pub const CONTACT_ANSWER: Self = Self("contact.answer");
    /// Setting up, from the command line.
    pub const SET_UP: Self = Self("system.set_up");
    /// Work that a job does.
    pub const WORK: Self = Self("job.work");
}

/// What an act is done to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// An account.
    Person,
    /// An organisation.
    Organisation,
    /// An operating agency.
    Agency,
    /// An application.
    Application,
    /// A member's part of an application.
    Section,
}

impl Kind {
    /// Its name in the policy.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Person => "Person",
            Self::Organisation => "Organisation",
            Self::Agency => "Agency",
            Self::Application => "Application",
            Self::Section => "Section",
        }
    }

    /// What the policy is told of such a record beside its name: sets of other records.
    pub const fn sets(self) -> &'static [(&'static str, Self)] {
        match self {
            Self::Person | Self::Organisation | Self::Agency => &[],
            Self::Application => &[
                ("lead", Self::Organisation),
                ("party", Self::Organisation),
                ("recipients", Self::Organisation),
                ("correspondents", Self::Organisation),
                ("agency", Self::Agency),
                ("office", Self::Agency),
                ("entered_by", Self::Agency),
            ],
            Self::Section => {
                &[("holder", Self::Organisation), ("writer", Self::Organisation), ("office", Self::Agency), ("entered_by", Self::Agency)]
            }
        }
    }
}

/// A role that a person holds somewhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
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
    pub const fn name(self) -> &'static str {
        match self {
            Self::Owner => "owner",
            Self::Editor => "editor",
            Self::Accountant => "accountant",
            Self::Viewer => "viewer",
            Self::Agent => "agent",
            Self::Officer => "officer",
            Self::Approver => "approver",
            Self::Reviewer => "reviewer",
            Self::Auditor => "auditor",
            Self::Administrator => "administrator",
        }
    }

    /// Where it is held.
    pub const fn held_in(self) -> Kind {
        match self {
            Self::Owner | Self::Editor | Self::Accountant | Self::Viewer | Self::Agent => Kind::Organisation,
            _ => Kind::Agency,
        }
    }
}

impl FromStr for Role {
    type Err = Error;
    fn from_str(text: &str) -> Result<Self, Error> {
        Self::ALL.into_iter().find(|r| r.name() == text).ok_or(Error::Wrong { field: "role", message: "wrong-value" })
    }
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
}

impl Signed {
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
    /// What is allowed.
    pub const fn act(&self) -> Act {
        self.act
    }

    /// The record.
    pub fn into_inner(self) -> T {
        self.record
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
    authorizer: Authorizer,
}

const SCHEMA: &str = include_str!("../policies/schema.cedarschema");
const POLICIES: &[&str] = &[
    include_str!("../policies/accounts.cedar"),
    include_str!("../policies/organisations.cedar"),
    include_str!("../policies/running.cedar"),
    include_str!("../policies/applications.cedar"),
];

fn broken(error: impl fmt::Display) -> Error {
    Error::Broken(format!("the access policy: {error}"))
}

impl Policy {
    /// Reads the policies and holds them against their schema.
    pub fn load() -> Result<Self, Error> {
        let (schema, _) = Schema::from_cedarschema_str(SCHEMA).map_err(broken)?;
        let policies = PolicySet::from_str(&POLICIES.concat()).map_err(broken)?;
        let checked = Validator::new(schema.clone()).validate(&policies, ValidationMode::default());
        if !checked.validation_passed() {
            return Err(broken(checked));
        }
        Ok(Self { policies, schema, authorizer: Authorizer::new() })
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
                let members = beside(name).into_iter().map(|id| Ok(RestrictedExpression::new_entity_uid(uid(of.name(), id)?)));
                Ok(((*name).to_owned(), RestrictedExpression::new_set(members.collect::<Result<Vec<_>, Error>>()?)))
            });
            let sets = sets.collect::<Result<HashMap<_, _>, Error>>()?;
            all.push(Entity::new(resource.clone(), sets, HashSet::new()).map_err(broken)?);
        }
        let entities = Entities::from_entities(all, None).map_err(broken)?;
        let request = Request::new(person, uid("Action", act.name())?, resource, Context::empty(), Some(&self.schema));
        let answer = self.authorizer.is_authorized(&request.map_err(broken)?, &self.policies, &entities);
        if answer.decision() == Decision::Allow { Ok(()) } else { Err(Error::Denied(act)) }
    }
}

fn uid(kind: &str, id: &str) -> Result<EntityUid, Error> {
    Ok(EntityUid::from_type_name_and_id(EntityTypeName::from_str(kind).map_err(broken)?, EntityId::new(id)))
}
