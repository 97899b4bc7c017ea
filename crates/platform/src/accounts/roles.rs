//! Who acts for whom: invitations, roles with their ends, and both sides of them.

use crate::acts;
use std::collections::{BTreeMap, HashMap};

use serde_json::json;

use super::{
    model::{Agency, INVITED, Invited, LETTERS, Person, RoleGrant, RoleScope},
    password,
    service::{RequestOrigin, Step, as_person, own, own_for, reserve, sign_in, small},
    store,
};
use crate::{
    Actor, App, Authorized, Error, Instant, UnitOfWork,
    access::{Act, Held, Kind, Role},
    mail::{self, Letter},
    secret::Secret,
};

/// Where a role is held, as a record that the policy can speak of.
struct Place<'s>(&'s RoleScope);

impl Place<'_> {
    /// Whether the actor may treat the place so; the act differs by what the place is.
    fn allow(&self, app: &App, actor: &Actor, agency: Act, organisation: Act) -> Result<Act, Error> {
        let act = if self.0.kind() == Kind::AGENCY { agency } else { organisation };
        match actor {
            Actor::System(_) => Ok(act),
            _ if app.policy.may(actor, act, self.0.kind(), self.0.id()) => Ok(act),
            Actor::Nobody => Err(Error::SignedOut),
            Actor::Person(_) => Err(Error::Denied(act)),
        }
    }

    fn subject(&self) -> String {
        format!("{}:{}", self.0.kind().name().to_lowercase(), self.0.id())
    }

    /// Begins to write, as a matter of the agency where the place is one.
    async fn begin(&self, app: &App, actor: &Actor) -> Result<UnitOfWork, Error> {
        let unit = app.begin(actor).await?;
        Ok(if self.0.kind() == Kind::AGENCY { unit.at(self.0.id()) } else { unit })
    }
}

/// A role as it was typed into an invitation.
#[derive(Debug, Clone, Default)]
pub struct InvitedRole {
    /// The address.
    pub email: String,
    /// The name of the role.
    pub role: String,
    /// The last day on which it is held; nothing for no end.
    pub until: String,
}

impl InvitedRole {
    /// A role without an end.
    pub fn new(role: Role, email: impl Into<String>) -> Self {
        Self { email: email.into(), role: role.name().to_owned(), until: String::new() }
    }

    /// The role that is offered in a place. Whoever must be there always holds a role without an end; an agent's has one.
    fn held(&self, app: &App, scope: &RoleScope) -> Result<Held, Error> {
        let role: Role = self.role.parse()?;
        if role.held_in() != scope.kind() {
            return Err(Error::Wrong { field: "role", message: "wrong-value" });
        }
        let wrong = |message| Error::Wrong { field: "until", message };
        let until = match self.until.trim() {
            "" => None,
            text => Some(kernel::date::parse_date(text).map_err(|_| wrong("wrong-date"))?),
        };
        match (role, until) {
            (Role::Owner | Role::Administrator, Some(_)) => Err(wrong("wrong-until-owner")),
            (Role::Agent, None) => Err(wrong("wrong-until-agent")),
            (_, Some(day)) if day < app.now().in_japan().date() => Err(wrong("wrong-until-past")),
            _ => Ok(Held { role, scope: scope.id().to_owned(), until }),
        }
    }
}

/// Invites somebody to a role. The letter is made from the secret and queued with the invitation.
pub async fn invite(
    app: &App,
    actor: &Actor,
    scope: &RoleScope,
    offer: &InvitedRole,
    letter: impl FnOnce(&Secret) -> Letter,
) -> Result<(), Error> {
    let act = Place(scope).allow(app, actor, acts::AGENCY_INVITE, acts::ORGANISATION_INVITE)?;
    let (email, held) = (small(&offer.email), offer.held(app, scope));
    let held = match (mail::bare_address(&email), held) {
        (Ok(()), Ok(held)) => held,
        (address, held) => return Err(Error::all([address, held.map(|_| ())]).err().unwrap_or(Error::NotFound)),
    };
    let today = app.now().in_japan().date();
    if let (Actor::Person(signed), RoleScope::Organisation(id)) = (actor, scope)
        && !signed.roles.iter().any(|h| h.role == Role::Owner && h.scope == *id)
    {
        // An officer lets the first owner in, and nobody else; never themselves.
        let first = held.role == Role::Owner && store::holders(app.db.read(), Role::Owner, id, today).await? == 0;
        if !first || email == signed.email {
            return Err(Error::Denied(act));
        }
    }
    // Nobody writes to the world in the agency's name without end.
    reserve(app, [(&format!("invites:{}", actor.label()), LETTERS)]).await?;
    let secret = Secret::new()?;
    let mut unit = Place(scope).begin(app, actor).await?;
    let row = store::invitation::Model {
        hash: secret.hash(),
        email: email.clone(),
        role: Some(held.role.name().to_owned()),
        scope: Some(held.scope.clone()),
        until: held.until.map(|d| d.to_string()),
        note: String::new(),
        by: actor.label(),
        made_at: unit.now().to_text(),
        used_at: None,
    };
    store::put_invitation(unit.db(), row).await?;
    unit.mail(&Letter { to: email, ..letter(&secret) }).await?;
    unit.journal(act, &Place(scope).subject(), json!({ "invited": held.role.name(), "until": held.until })).await?;
    unit.commit().await
}

/// Asks for an account. The answer is the same whether the address has one or not; `letter` is told which. `note` is carried
/// to what comes after.
pub async fn sign_up(
    app: &App,
    email: &str,
    note: &str,
    origin: &RequestOrigin,
    letter: impl FnOnce(Option<&Person>, &Secret) -> Letter,
) -> Result<(), Error> {
    let email = small(email);
    mail::bare_address(&email)?;
    reserve(app, [(&format!("sign-up:{email}"), crate::limits::LETTERS_TO_ONE), (&format!("letters:{}", origin.from), LETTERS)]).await?;
    let known = store::by_email(app.db.read(), &email).await?.map(|f| f.0);
    let secret = Secret::new()?;
    let mut unit = app.begin(&Actor::Nobody).await?;
    let row = store::invitation::Model {
        hash: secret.hash(),
        email: email.clone(),
        role: None,
        scope: None,
        until: None,
        note: note.chars().filter(|c| !c.is_control()).take(100).collect(),
        by: Actor::Nobody.label(),
        made_at: unit.now().to_text(),
        used_at: None,
    };
    store::put_invitation(unit.db(), row).await?;
    // Whose account is closed hears nothing.
    if known.as_ref().is_none_or(|p| p.closed_at.is_none()) {
        unit.mail(&Letter { to: email, ..letter(known.as_ref(), &secret) }).await?;
    }
    unit.journal(acts::SIGN_UP, "person:?", json!({})).await?;
    unit.commit().await
}

async fn open_invitation(app: &App, hash: &str) -> Result<store::invitation::Model, Error> {
    let found = store::invitation(app.db.read(), hash).await?.ok_or(Error::Expired)?;
    let over = Instant::parse(&found.made_at)?.plus(INVITED) < app.now();
    if over || found.used_at.is_some() { Err(Error::Expired) } else { Ok(found) }
}

fn read(row: store::invitation::Model, known: bool) -> Result<Invited, Error> {
    let until = store::read_day(row.until.as_deref())?;
    let held = match (row.role, row.scope) {
        (Some(role), Some(scope)) => Some(Held { role: role.parse()?, scope, until }),
        _ => None,
    };
    let made_at = Instant::parse(&row.made_at)?;
    Ok(Invited { hash: row.hash, email: row.email, held, note: row.note, by: row.by, made_at, known })
}

/// What a link invites to. Looking uses nothing up, so a scanner that opens it first does no harm.
pub async fn invitation(app: &App, secret: &Secret) -> Result<Invited, Error> {
    let found = open_invitation(app, &secret.hash()).await?;
    let known = store::by_email(app.db.read(), &found.email).await?.is_some_and(|(_, password)| password.is_some());
    read(found, known)
}

/// Uses an invitation up in a write that is under way.
async fn take_up(unit: &mut UnitOfWork, person: &str, invited: &Invited) -> Result<(), Error> {
    if !store::use_invitation(unit.db(), &invited.hash, unit.now()).await? {
        return Err(Error::Expired);
    }
    let details = match &invited.held {
        Some(held) => {
            store::give_role(unit, person, held, &invited.by).await?;
            json!({ "role": held.role.name(), "scope": held.scope, "until": held.until })
        }
        None => json!({}),
    };
    unit.journal(acts::ACCEPT, &format!("person:{person}"), details).await
}

/// Accepts an invitation: with a name and a password where the address has no account yet, with its password where it has.
pub async fn accept(app: &App, secret: &Secret, name: &str, password: &str, origin: &RequestOrigin) -> Result<Step, Error> {
    let account = {
        let found = open_invitation(app, &secret.hash()).await?;
        store::by_email(app.db.read(), &found.email).await?
    };
    let known = account.as_ref().is_some_and(|(_, password)| password.is_some());
    let invited = read(open_invitation(app, &secret.hash()).await?, known)?;
    if known {
        // The same steps as every sign-in, with its limits. Before a code is given nothing is: the invitation waits for its answer.
        let step = sign_in(app, &invited.email, password, origin).await?;
        if matches!(step, Step::Code(_)) {
            return Ok(step);
        }
        let (person, _) = account.ok_or(Error::NotFound)?;
        let mut unit = app.begin(&as_person(&person)).await?;
        take_up(&mut unit, &person.id, &invited).await?;
        unit.commit().await?;
        return Ok(step);
    }
    Error::all([sound_name(name).map(|_| ()), password::is_sound(password)])?;
    let name = sound_name(name)?;
    let kept = password::keep(password, &[&invited.email, name]).await?;
    let mut unit = app.begin(&Actor::Nobody).await?;
    let now = unit.now();
    let id = if let Some((person, _)) = account {
        store::set_password(unit.db(), &person.id, kept).await?;
        person.id
    } else {
        let id = uuid::Uuid::now_v7().to_string();
        let person = Person { id: id.clone(), email: invited.email.clone(), name: name.to_owned(), sample: false, closed_at: None };
        if !store::put_person(unit.db(), &person, Some(kept), now).await? {
            return Err(Error::Stale);
        }
        id
    };
    take_up(&mut unit, &id, &invited).await?;
    unit.commit().await?;
    sign_in(app, &invited.email, password, origin).await
}

/// A name as a person may have one.
pub(super) fn sound_name(name: &str) -> Result<&str, Error> {
    let name = name.trim();
    let sound = !name.is_empty() && name.chars().count() <= 100 && !name.chars().any(char::is_control);
    if sound { Ok(name) } else { Err(Error::Wrong { field: "name", message: "wrong-name" }) }
}

/// The roles that one holds oneself.
pub async fn grants(app: &App, actor: &Actor) -> Result<Vec<RoleGrant>, Error> {
    let person = own(app, actor).await?;
    store::roles(app.db.read(), &person.id, app.now().in_japan().date()).await
}

/// The invitations that wait for one's own answer.
pub async fn invited(app: &App, actor: &Actor) -> Result<Vec<Invited>, Error> {
    let person = own(app, actor).await?;
    let since = app.now().plus(-INVITED);
    let rows = store::open_invitations(app.db.read(), Some(&person.email), None, since).await?;
    rows.into_iter().map(|row| read(row, true)).collect()
}

/// Answers an invitation to one's own address from one's account. Safe to repeat.
pub async fn answer(app: &App, actor: &Actor, hash: &str, yes: bool) -> Result<(), Error> {
    let person = own_for(app, actor, acts::ACCOUNT_CHANGE).await?;
    let invited = read(open_invitation(app, hash).await?, true)?;
    if invited.email != person.email {
        return Err(Error::Expired);
    }
    let mut unit = app.begin(actor).await?;
    if yes {
        take_up(&mut unit, &person.id, &invited).await?;
    } else {
        if !store::use_invitation(unit.db(), hash, unit.now()).await? {
            return Err(Error::Expired);
        }
        unit.journal(acts::ACCEPT, &format!("person:{}", person.id), json!({ "declined": invited.held.map(|h| h.scope) })).await?;
    }
    unit.commit().await
}

/// Gives a role back that one holds oneself. The last owner and the last administrator stay. Safe to repeat.
pub async fn leave(app: &App, actor: &Actor, role: Role, scope: &str) -> Result<(), Error> {
    let person = own_for(app, actor, acts::ACCOUNT_CHANGE).await?;
    let scope = match role.held_in() {
        Kind::AGENCY => RoleScope::Agency(scope.to_owned()),
        _ => RoleScope::Organisation(scope.to_owned()),
    };
    take(app, actor, person.act(), &scope, &person.id, role).await
}

/// The people who hold roles in a place, with their roles.
pub async fn people(app: &App, actor: &Actor, scope: &RoleScope) -> Result<Vec<(Person, Vec<RoleGrant>)>, Error> {
    Place(scope).allow(app, actor, acts::AGENCY_ACCOUNTS, acts::ORGANISATION_READ)?;
    store::people(app.db.read(), scope.id(), app.now().in_japan().date()).await
}

/// The invitations to a place that nobody has answered yet: for those who may invite.
pub async fn invitations(app: &App, actor: &Actor, scope: &RoleScope) -> Result<Vec<Invited>, Error> {
    Place(scope).allow(app, actor, acts::AGENCY_INVITE, acts::ORGANISATION_INVITE)?;
    let rows = store::open_invitations(app.db.read(), None, Some(scope.id()), app.now().plus(-INVITED)).await?;
    rows.into_iter().map(|row| read(row, false)).collect()
}

/// Takes an invitation back before it is answered. Safe to repeat.
pub async fn withdraw(app: &App, actor: &Actor, scope: &RoleScope, hash: &str) -> Result<(), Error> {
    let act = Place(scope).allow(app, actor, acts::AGENCY_INVITE, acts::ORGANISATION_INVITE)?;
    let found = store::invitation(app.db.read(), hash).await?.filter(|i| i.scope.as_deref() == Some(scope.id()));
    let found = found.ok_or(Error::NotFound)?;
    let mut unit = Place(scope).begin(app, actor).await?;
    if !store::use_invitation(unit.db(), hash, unit.now()).await? {
        return Ok(());
    }
    unit.journal(act, &Place(scope).subject(), json!({ "withdrawn": found.role })).await?;
    unit.commit().await
}

/// Takes a role away. The last owner and the last administrator stay. Safe to repeat.
pub async fn take_role(app: &App, actor: &Actor, scope: &RoleScope, person: &str, role: Role) -> Result<(), Error> {
    let act = Place(scope).allow(app, actor, acts::AGENCY_REMOVE, acts::ORGANISATION_REMOVE)?;
    take(app, actor, act, scope, person, role).await
}

async fn take(app: &App, actor: &Actor, act: Act, scope: &RoleScope, person: &str, role: Role) -> Result<(), Error> {
    if role.held_in() != scope.kind() {
        return Err(Error::Wrong { field: "role", message: "wrong-value" });
    }
    let mut unit = Place(scope).begin(app, actor).await?;
    if !store::take_role(&unit, person, role, scope.id()).await? {
        return Ok(());
    }
    if let Some(who) = store::person(unit.db(), person).await? {
        store::void_invitations(unit.db(), scope.id(), &who.email, &format!("person:{person}"), unit.now()).await?;
    }
    let needed = matches!(role, Role::Owner | Role::Administrator);
    if needed && store::holders(unit.db(), role, scope.id(), unit.now().in_japan().date()).await? == 0 {
        return Err(Error::Wrong { field: "role", message: "wrong-last-one" });
    }
    unit.journal(act, &Place(scope).subject(), json!({ "role": role.name(), "taken_from": person })).await?;
    unit.commit().await
}

/// Whether anybody holds a role in a place; for verbs that decide who may let somebody in.
pub async fn is_held(app: &App, role: Role, scope: &str) -> Result<bool, Error> {
    Ok(store::holders(app.db.read(), role, scope, app.now().in_japan().date()).await? > 0)
}

/// Those who hold a role in a place: for letters to them.
pub async fn holders(app: &App, role: Role, scope: &str) -> Result<Vec<Person>, Error> {
    let people = store::people(app.db.read(), scope, app.now().in_japan().date()).await?;
    let holds = people.into_iter().filter(|(p, grants)| p.closed_at.is_none() && grants.iter().any(|g| g.held.role == role));
    Ok(holds.map(|(person, _)| person).collect())
}

/// Those who hold a role in a place, as a write that is under way sees it.
pub async fn holders_of(unit: &UnitOfWork, role: Role, scope: &str) -> Result<Vec<Person>, Error> {
    let people = store::people(unit.db(), scope, unit.now().in_japan().date()).await?;
    Ok(people.into_iter().filter(|(_, grants)| grants.iter().any(|g| g.held.role == role)).map(|(person, _)| person).collect())
}

/// The roles of a person, as a write that is under way sees them.
pub async fn grants_of(unit: &UnitOfWork, person: &str) -> Result<Vec<RoleGrant>, Error> {
    store::roles(unit.db(), person, unit.now().in_japan().date()).await
}

/// A person by the id; for verbs that answer somebody.
pub async fn person(app: &App, id: &str) -> Result<Person, Error> {
    store::person(app.db.read(), id).await?.ok_or(Error::NotFound)
}

/// Gives a role to somebody who has been shown to hold it, in a write that is under way; whether that changed anything.
/// `by` says what showed it.
pub async fn grant_role(unit: &mut UnitOfWork, person: &str, role: Role, scope: &str, by: &str) -> Result<bool, Error> {
    let held = Held::new(role, scope);
    let new = store::give_role(unit, person, &held, by).await?;
    if new {
        unit.journal(acts::ACCEPT, &format!("person:{person}"), json!({ "role": role.name(), "scope": scope, "by": by })).await?;
    }
    Ok(new)
}

/// Takes every role in a place from everybody but one, with every open invitation to it, in a write that is under way: those who
/// acted there turned out not to, and neither do those whom they let in. Who held something.
pub async fn clear(unit: &mut UnitOfWork, scope: &str, but: Option<&str>) -> Result<Vec<Person>, Error> {
    let mut gone = Vec::new();
    for (person, grants) in store::people(unit.db(), scope, unit.now().in_japan().date()).await? {
        if but == Some(&person.id) {
            continue;
        }
        for grant in grants {
            store::take_role(unit, &person.id, grant.held.role, scope).await?;
            let details = json!({ "role": grant.held.role.name(), "taken_from": person.id });
            unit.journal(acts::ORGANISATION_REMOVE, &format!("organisation:{scope}"), details).await?;
        }
        gone.push(person);
    }
    store::void_all_invitations(unit.db(), scope, unit.now()).await?;
    Ok(gone)
}

/// Lets every role that is held in one place be held in another, in a merge that is under way; open invitations to it are void.
/// What moved: who held what.
pub async fn move_roles(unit: &UnitOfWork, from: &str, to: &str) -> Result<Vec<(String, Role)>, Error> {
    let today = unit.now().in_japan().date();
    let mut moved = Vec::new();
    let there: Vec<(String, Role)> = store::people(unit.db(), to, today)
        .await?
        .into_iter()
        .flat_map(|(p, g)| g.into_iter().map(move |g| (p.id.clone(), g.held.role)))
        .collect();
    for (person, grants) in store::people(unit.db(), from, today).await? {
        for grant in grants {
            store::take_role(unit, &person.id, grant.held.role, from).await?;
            let own = (person.id.clone(), grant.held.role);
            if !there.contains(&own) {
                let held = Held { scope: to.to_owned(), ..grant.held };
                store::give_role(unit, &person.id, &held, &grant.given_by).await?;
            }
            moved.push(own);
        }
    }
    store::void_all_invitations(unit.db(), from, unit.now()).await?;
    Ok(moved)
}

/// Gives roles that a merge moved back to where they were, in an undoing that is under way.
pub async fn move_back(unit: &UnitOfWork, roles: &[(String, Role)], from: &str, to: &str) -> Result<(), Error> {
    let today = unit.now().in_japan().date();
    for (person, role) in roles {
        let found = store::roles(unit.db(), person, today).await?.into_iter().find(|g| g.held.role == *role && g.held.scope == from);
        let Some(grant) = found else { continue };
        store::take_role(unit, person, *role, from).await?;
        let held = Held { scope: to.to_owned(), ..grant.held };
        store::give_role(unit, person, &held, &grant.given_by).await?;
    }
    Ok(())
}

/// Gives a role. From the command line. Safe to repeat.
pub async fn give_role(app: &App, person: &str, held: &Held) -> Result<(), Error> {
    let actor = Actor::System("command line");
    let mut unit = app.begin(&actor).await?;
    store::give_role(&unit, person, held, &actor.label()).await?;
    unit.journal(acts::SET_UP, &format!("person:{person}"), json!({ "role": held.role.name(), "scope": held.scope })).await?;
    unit.commit().await
}

/// Every agency.
pub async fn agencies(app: &App) -> Result<Vec<Agency>, Error> {
    store::agencies(app.db.read()).await
}

/// An agency.
pub async fn agency(app: &App, id: &str) -> Result<Agency, Error> {
    store::agency(app.db.read(), id).await?.ok_or(Error::NotFound)
}

/// The people with whom a new installation is tried out, with their roles.
pub async fn samples(app: &App) -> Result<Vec<(Person, Vec<Held>)>, Error> {
    let mut all = Vec::new();
    for person in store::samples(app.db.read()).await? {
        let grants = store::roles(app.db.read(), &person.id, app.now().in_japan().date()).await?;
        all.push((person, grants.into_iter().map(|g| g.held).collect()));
    }
    Ok(all)
}

/// What somebody is called whom a record names as the journal does; the label itself where it is no person.
pub async fn called(app: &App, label: &str) -> Result<String, Error> {
    if let Some(id) = label.strip_prefix("token:") {
        let known = super::tokens::token_names(app.db.read(), &[id]).await?.pop();
        return Ok(known.map_or_else(|| label.to_owned(), |(_, name)| name));
    }
    let Some(id) = label.strip_prefix("person:") else { return Ok(label.to_owned()) };
    Ok(store::person(app.db.read(), id).await?.map_or_else(|| label.to_owned(), |p| p.name))
}

/// What those are called whom records name as the journal does, each by its label; what is no person is called by the label itself.
pub async fn called_all<'l>(app: &App, labels: impl IntoIterator<Item = &'l str>) -> Result<BTreeMap<String, String>, Error> {
    let mut all: BTreeMap<String, String> = labels.into_iter().map(|label| (label.to_owned(), label.to_owned())).collect();
    let people: Vec<&str> = all.keys().filter_map(|label| label.strip_prefix("person:")).collect();
    for (id, name) in store::names(app.db.read(), &people).await? {
        all.insert(format!("person:{id}"), name);
    }
    let tokens: Vec<String> = all.keys().filter_map(|label| label.strip_prefix("token:")).map(str::to_owned).collect();
    let tokens: Vec<&str> = tokens.iter().map(String::as_str).collect();
    for (id, name) in super::tokens::token_names(app.db.read(), &tokens).await? {
        all.insert(format!("token:{id}"), name);
    }
    Ok(all)
}

/// What people are called, by id: for those who may read the journal of an agency.
pub async fn names(app: &App, journal: &Authorized<Agency>, ids: &[&str]) -> Result<HashMap<String, String>, Error> {
    if journal.act() != acts::JOURNAL_READ {
        return Err(Error::Denied(acts::JOURNAL_READ));
    }
    store::names(app.db.read(), ids).await
}

/// The people in whose names a text stands, by id: for those who may read the journal of an agency.
pub async fn named(app: &App, journal: &Authorized<Agency>, text: &str, most: u64) -> Result<Vec<String>, Error> {
    if journal.act() != acts::JOURNAL_READ {
        return Err(Error::Denied(acts::JOURNAL_READ));
    }
    store::named(app.db.read(), text, most).await
}

/// What wrong tries at an account are counted under.
pub(super) fn tries_of(person: &Person) -> [String; 3] {
    [format!("account:{}", person.email), format!("password:{}", person.id), format!("code:{}", person.id)]
}
