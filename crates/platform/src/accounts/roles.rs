//! Who acts for whom: invitations, roles with their ends, and both sides of them.

use std::collections::HashMap;

use serde_json::json;

use super::{
    model::{Agency, Grant, INVITED, Invited, LETTERS, Person, Scope},
    password,
    service::{Asked, Step, as_person, own, own_for, reserve, sign_in, small},
    store,
};
use crate::{
    Actor, Error, House, Instant, Write,
    access::{Act, Held, Kind, Role},
    mail::{self, Letter},
    secret::Secret,
};

/// Where a role is held, as a record that the policy can speak of.
struct Place<'s>(&'s Scope);

impl Place<'_> {
    /// Whether the actor may treat the place so; the act differs by what the place is.
    fn allow(&self, house: &House, actor: &Actor, agency: Act, organisation: Act) -> Result<Act, Error> {
        let act = if self.0.kind() == Kind::Agency { agency } else { organisation };
        match actor {
            Actor::House(_) => Ok(act),
            _ if house.policy.may(actor, act, self.0.kind(), self.0.id()) => Ok(act),
            Actor::Nobody => Err(Error::SignedOut),
            Actor::Person(_) => Err(Error::Denied(act)),
        }
    }

    fn subject(&self) -> String {
        format!("{}:{}", self.0.kind().name().to_lowercase(), self.0.id())
    }

    /// Begins to write, as a matter of the agency where the place is one.
    async fn begin(&self, house: &House, actor: &Actor) -> Result<Write, Error> {
        let write = house.begin(actor).await?;
        Ok(if self.0.kind() == Kind::Agency { write.at(self.0.id()) } else { write })
    }
}

/// A role as it was typed into an invitation.
#[derive(Debug, Clone, Default)]
pub struct Offer {
    /// The address.
    pub email: String,
    /// The name of the role.
    pub role: String,
    /// The last day on which it is held; nothing for no end.
    pub until: String,
}

impl Offer {
    /// A role without an end.
    pub fn new(role: Role, email: impl Into<String>) -> Self {
        Self { email: email.into(), role: role.name().to_owned(), until: String::new() }
    }

    /// The role that is offered in a place. Whoever must be there always holds a role without an end; an agent's has one.
    fn held(&self, house: &House, scope: &Scope) -> Result<Held, Error> {
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
            (_, Some(day)) if day < house.now().in_japan().date() => Err(wrong("wrong-until-past")),
            _ => Ok(Held { role, scope: scope.id().to_owned(), until }),
        }
    }
}

/// Invites somebody to a role. The letter is made from the secret and queued with the invitation.
pub async fn invite(
    house: &House,
    actor: &Actor,
    scope: &Scope,
    offer: &Offer,
    letter: impl FnOnce(&Secret) -> Letter,
) -> Result<(), Error> {
    let act = Place(scope).allow(house, actor, Act::AGENCY_INVITE, Act::ORGANISATION_INVITE)?;
    let (email, held) = (small(&offer.email), offer.held(house, scope));
    let held = match (mail::bare_address(&email), held) {
        (Ok(()), Ok(held)) => held,
        (address, held) => return Err(Error::all([address, held.map(|_| ())]).err().unwrap_or(Error::NotFound)),
    };
    let today = house.now().in_japan().date();
    if let (Actor::Person(signed), Scope::Organisation(id)) = (actor, scope)
        && !signed.roles.iter().any(|h| h.role == Role::Owner && h.scope == *id)
    {
        // An officer lets the first owner in, and nobody else; never themselves.
        let first = held.role == Role::Owner && store::holders(house.db.read(), Role::Owner, id, today).await? == 0;
        if !first || email == signed.email {
            return Err(Error::Denied(act));
        }
    }
    // Nobody writes to the world in the agency's name without end.
    reserve(house, [(&format!("invites:{}", actor.label()), LETTERS)]).await?;
    let secret = Secret::new()?;
    let mut write = Place(scope).begin(house, actor).await?;
    let row = store::invitation::Model {
        hash: secret.hash(),
        email: email.clone(),
        role: Some(held.role.name().to_owned()),
        scope: Some(held.scope.clone()),
        until: held.until.map(|d| d.to_string()),
        note: String::new(),
        by: actor.label(),
        made_at: write.now().to_text(),
        used_at: None,
    };
    store::put_invitation(write.db(), row).await?;
    write.mail(&Letter { to: email, ..letter(&secret) }).await?;
    write.journal(act, &Place(scope).subject(), json!({ "invited": held.role.name(), "until": held.until })).await?;
    write.commit().await
}

/// Asks for an account. The answer is the same whether the address has one or not; `letter` is told which. `note` is carried
/// to what comes after.
pub async fn sign_up(
    house: &House,
    email: &str,
    note: &str,
    asked: &Asked,
    letter: impl FnOnce(Option<&Person>, &Secret) -> Letter,
) -> Result<(), Error> {
    let email = small(email);
    mail::bare_address(&email)?;
    reserve(house, [(&format!("sign-up:{email}"), crate::limits::LETTERS_TO_ONE), (&format!("letters:{}", asked.from), LETTERS)]).await?;
    let known = store::by_email(house.db.read(), &email).await?.map(|f| f.0);
    let secret = Secret::new()?;
    let mut write = house.begin(&Actor::Nobody).await?;
    let row = store::invitation::Model {
        hash: secret.hash(),
        email: email.clone(),
        role: None,
        scope: None,
        until: None,
        note: note.chars().filter(|c| !c.is_control()).take(100).collect(),
        by: Actor::Nobody.label(),
        made_at: write.now().to_text(),
        used_at: None,
    };
    store::put_invitation(write.db(), row).await?;
    // Whose account is closed hears nothing.
    if known.as_ref().is_none_or(|p| p.closed_at.is_none()) {
        write.mail(&Letter { to: email, ..letter(known.as_ref(), &secret) }).await?;
    }
    write.journal(Act::SIGN_UP, "person:?", json!({})).await?;
    write.commit().await
}

async fn open_invitation(house: &House, hash: &str) -> Result<store::invitation::Model, Error> {
    let found = store::invitation(house.db.read(), hash).await?.ok_or(Error::Expired)?;
    let over = Instant::parse(&found.made_at)?.plus(INVITED) < house.now();
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
pub async fn invitation(house: &House, secret: &Secret) -> Result<Invited, Error> {
    let found = open_invitation(house, &secret.hash()).await?;
    let known = store::by_email(house.db.read(), &found.email).await?.is_some_and(|(_, password)| password.is_some());
    read(found, known)
}

/// Uses an invitation up in a write that is under way.
async fn take_up(write: &mut Write, person: &str, invited: &Invited) -> Result<(), Error> {
    if !store::use_invitation(write.db(), &invited.hash, write.now()).await? {
        return Err(Error::Expired);
    }
    let said = match &invited.held {
        Some(held) => {
            store::give_role(write, person, held, &invited.by).await?;
            json!({ "role": held.role.name(), "scope": held.scope, "until": held.until })
        }
        None => json!({}),
    };
    write.journal(Act::ACCEPT, &format!("person:{person}"), said).await
}

/// Accepts an invitation: with a name and a password where the address has no account yet, with its password where it has.
pub async fn accept(house: &House, secret: &Secret, name: &str, password: &str, asked: &Asked) -> Result<Step, Error> {
    let account = {
        let found = open_invitation(house, &secret.hash()).await?;
        store::by_email(house.db.read(), &found.email).await?
    };
    let known = account.as_ref().is_some_and(|(_, password)| password.is_some());
    let invited = read(open_invitation(house, &secret.hash()).await?, known)?;
    if known {
        // The same door as every sign-in, with its limits. Before a code is given nothing is: the invitation waits for its answer.
        let step = sign_in(house, &invited.email, password, asked).await?;
        if matches!(step, Step::Code(_)) {
            return Ok(step);
        }
        let (person, _) = account.ok_or(Error::NotFound)?;
        let mut write = house.begin(&as_person(&person)).await?;
        take_up(&mut write, &person.id, &invited).await?;
        write.commit().await?;
        return Ok(step);
    }
    Error::all([sound_name(name).map(|_| ()), password::is_sound(password)])?;
    let name = sound_name(name)?;
    let kept = password::keep(password, &[&invited.email, name]).await?;
    let mut write = house.begin(&Actor::Nobody).await?;
    let now = write.now();
    let id = if let Some((person, _)) = account {
        store::set_password(write.db(), &person.id, kept).await?;
        person.id
    } else {
        let id = uuid::Uuid::now_v7().to_string();
        let person = Person { id: id.clone(), email: invited.email.clone(), name: name.to_owned(), sample: false, closed_at: None };
        if !store::put_person(write.db(), &person, Some(kept), now).await? {
            return Err(Error::Stale);
        }
        id
    };
    take_up(&mut write, &id, &invited).await?;
    write.commit().await?;
    sign_in(house, &invited.email, password, asked).await
}

/// A name as a person may have one.
pub(super) fn sound_name(name: &str) -> Result<&str, Error> {
    let name = name.trim();
    let sound = !name.is_empty() && name.chars().count() <= 100 && !name.chars().any(char::is_control);
    if sound { Ok(name) } else { Err(Error::Wrong { field: "name", message: "wrong-name" }) }
}

/// The roles that one holds oneself.
pub async fn grants(house: &House, actor: &Actor) -> Result<Vec<Grant>, Error> {
    let person = own(house, actor).await?;
    store::roles(house.db.read(), &person.id, house.now().in_japan().date()).await
}

/// The invitations that wait for one's own answer.
pub async fn invited(house: &House, actor: &Actor) -> Result<Vec<Invited>, Error> {
    let person = own(house, actor).await?;
    let since = house.now().plus(-INVITED);
    let rows = store::open_invitations(house.db.read(), Some(&person.email), None, since).await?;
    rows.into_iter().map(|row| read(row, true)).collect()
}

/// Answers an invitation to one's own address from one's account. Safe to repeat.
pub async fn answer(house: &House, actor: &Actor, hash: &str, yes: bool) -> Result<(), Error> {
    let person = own_for(house, actor, Act::ACCOUNT_CHANGE).await?;
    let invited = read(open_invitation(house, hash).await?, true)?;
    if invited.email != person.email {
        return Err(Error::Expired);
    }
    let mut write = house.begin(actor).await?;
    if yes {
        take_up(&mut write, &person.id, &invited).await?;
    } else {
        if !store::use_invitation(write.db(), hash, write.now()).await? {
            return Err(Error::Expired);
        }
        write.journal(Act::ACCEPT, &format!("person:{}", person.id), json!({ "declined": invited.held.map(|h| h.scope) })).await?;
    }
    write.commit().await
}

/// Gives a role back that one holds oneself. The last owner and the last administrator stay. Safe to repeat.
pub async fn leave(house: &House, actor: &Actor, role: Role, scope: &str) -> Result<(), Error> {
    let person = own_for(house, actor, Act::ACCOUNT_CHANGE).await?;
    let scope = match role.held_in() {
        Kind::Agency => Scope::Agency(scope.to_owned()),
        _ => Scope::Organisation(scope.to_owned()),
    };
    take(house, actor, person.act(), &scope, &person.id, role).await
}

/// The people who hold roles in a place, with their roles.
pub async fn people(house: &House, actor: &Actor, scope: &Scope) -> Result<Vec<(Person, Vec<Grant>)>, Error> {
    Place(scope).allow(house, actor, Act::AGENCY_ACCOUNTS, Act::ORGANISATION_READ)?;
    store::people(house.db.read(), scope.id(), house.now().in_japan().date()).await
}

/// The invitations to a place that nobody has answered yet: for those who may invite.
pub async fn invitations(house: &House, actor: &Actor, scope: &Scope) -> Result<Vec<Invited>, Error> {
    Place(scope).allow(house, actor, Act::AGENCY_INVITE, Act::ORGANISATION_INVITE)?;
    let rows = store::open_invitations(house.db.read(), None, Some(scope.id()), house.now().plus(-INVITED)).await?;
    rows.into_iter().map(|row| read(row, false)).collect()
}

/// Takes an invitation back before it is answered. Safe to repeat.
pub async fn withdraw(house: &House, actor: &Actor, scope: &Scope, hash: &str) -> Result<(), Error> {
    let act = Place(scope).allow(house, actor, Act::AGENCY_INVITE, Act::ORGANISATION_INVITE)?;
    let found = store::invitation(house.db.read(), hash).await?.filter(|i| i.scope.as_deref() == Some(scope.id()));
    let found = found.ok_or(Error::NotFound)?;
    let mut write = Place(scope).begin(house, actor).await?;
    if !store::use_invitation(write.db(), hash, write.now()).await? {
        return Ok(());
    }
    write.journal(act, &Place(scope).subject(), json!({ "withdrawn": found.role })).await?;
    write.commit().await
}

/// Takes a role away. The last owner and the last administrator stay. Safe to repeat.
pub async fn take_role(house: &House, actor: &Actor, scope: &Scope, person: &str, role: Role) -> Result<(), Error> {
    let act = Place(scope).allow(house, actor, Act::AGENCY_REMOVE, Act::ORGANISATION_REMOVE)?;
    take(house, actor, act, scope, person, role).await
}

async fn take(house: &House, actor: &Actor, act: Act, scope: &Scope, person: &str, role: Role) -> Result<(), Error> {
    if role.held_in() != scope.kind() {
        return Err(Error::Wrong { field: "role", message: "wrong-value" });
    }
    let mut write = Place(scope).begin(house, actor).await?;
    if !store::take_role(&write, person, role, scope.id()).await? {
        return Ok(());
    }
    if let Some(who) = store::person(write.db(), person).await? {
        store::void_invitations(write.db(), scope.id(), &who.email, &format!("person:{person}"), write.now()).await?;
    }
    let needed = matches!(role, Role::Owner | Role::Administrator);
    if needed && store::holders(write.db(), role, scope.id(), write.now().in_japan().date()).await? == 0 {
        return Err(Error::Wrong { field: "role", message: "wrong-last-one" });
    }
    write.journal(act, &Place(scope).subject(), json!({ "role": role.name(), "taken_from": person })).await?;
    write.commit().await
}

/// Whether anybody holds a role in a place; for verbs that decide who may let somebody in.
pub async fn is_held(house: &House, role: Role, scope: &str) -> Result<bool, Error> {
    Ok(store::holders(house.db.read(), role, scope, house.now().in_japan().date()).await? > 0)
}

/// Those who hold a role in a place: for letters to them.
pub async fn holders(house: &House, role: Role, scope: &str) -> Result<Vec<Person>, Error> {
    let people = store::people(house.db.read(), scope, house.now().in_japan().date()).await?;
    let holds = people.into_iter().filter(|(p, grants)| p.closed_at.is_none() && grants.iter().any(|g| g.held.role == role));
    Ok(holds.map(|(person, _)| person).collect())
}

/// Those who hold a role in a place, as a write that is under way sees it.
pub async fn holders_of(write: &Write, role: Role, scope: &str) -> Result<Vec<Person>, Error> {
    let people = store::people(write.db(), scope, write.now().in_japan().date()).await?;
    Ok(people.into_iter().filter(|(_, grants)| grants.iter().any(|g| g.held.role == role)).map(|(person, _)| person).collect())
}

/// The roles of a person, as a write that is under way sees them.
pub async fn grants_of(write: &Write, person: &str) -> Result<Vec<Grant>, Error> {
    store::roles(write.db(), person, write.now().in_japan().date()).await
}

/// A person by the id; for verbs that answer somebody.
pub async fn person(house: &House, id: &str) -> Result<Person, Error> {
    store::person(house.db.read(), id).await?.ok_or(Error::NotFound)
}

/// Gives a role to somebody who has been shown to hold it, in a write that is under way; whether that changed anything.
/// `by` says what showed it.
pub async fn admit(write: &mut Write, person: &str, role: Role, scope: &str, by: &str) -> Result<bool, Error> {
    let held = Held::new(role, scope);
    let new = store::give_role(write, person, &held, by).await?;
    if new {
        write.journal(Act::ACCEPT, &format!("person:{person}"), json!({ "role": role.name(), "scope": scope, "by": by })).await?;
    }
    Ok(new)
}

/// Takes every role in a place from everybody but one, with every open invitation to it, in a write that is under way: those who
/// acted there turned out not to, and neither do those whom they let in. Who held something.
pub async fn clear(write: &mut Write, scope: &str, but: Option<&str>) -> Result<Vec<Person>, Error> {
    let mut gone = Vec::new();
    for (person, grants) in store::people(write.db(), scope, write.now().in_japan().date()).await? {
        if but == Some(&person.id) {
            continue;
        }
        for grant in grants {
            store::take_role(write, &person.id, grant.held.role, scope).await?;
            let said = json!({ "role": grant.held.role.name(), "taken_from": person.id });
            write.journal(Act::ORGANISATION_REMOVE, &format!("organisation:{scope}"), said).await?;
        }
        gone.push(person);
    }
    store::void_all_invitations(write.db(), scope, write.now()).await?;
    Ok(gone)
}

/// Lets every role that is held in one place be held in another, in a merge that is under way; open invitations to it are void.
/// What moved: who held what.
pub async fn move_roles(write: &Write, from: &str, to: &str) -> Result<Vec<(String, Role)>, Error> {
    let today = write.now().in_japan().date();
    let mut moved = Vec::new();
    let there: Vec<(String, Role)> = store::people(write.db(), to, today)
        .await?
        .into_iter()
        .flat_map(|(p, g)| g.into_iter().map(move |g| (p.id.clone(), g.held.role)))
        .collect();
    for (person, grants) in store::people(write.db(), from, today).await? {
        for grant in grants {
            store::take_role(write, &person.id, grant.held.role, from).await?;
            let own = (person.id.clone(), grant.held.role);
            if !there.contains(&own) {
                let held = Held { scope: to.to_owned(), ..grant.held };
                store::give_role(write, &person.id, &held, &grant.given_by).await?;
            }
            moved.push(own);
        }
    }
    store::void_all_invitations(write.db(), from, write.now()).await?;
    Ok(moved)
}

/// Gives roles that a merge moved back to where they were, in an undoing that is under way.
pub async fn move_back(write: &Write, roles: &[(String, Role)], from: &str, to: &str) -> Result<(), Error> {
    let today = write.now().in_japan().date();
    for (person, role) in roles {
        let found = store::roles(write.db(), person, today).await?.into_iter().find(|g| g.held.role == *role && g.held.scope == from);
        let Some(grant) = found else { continue };
        store::take_role(write, person, *role, from).await?;
        let held = Held { scope: to.to_owned(), ..grant.held };
        store::give_role(write, person, &held, &grant.given_by).await?;
    }
    Ok(())
}

/// Gives a role. From the command line. Safe to repeat.
pub async fn give_role(house: &House, person: &str, held: &Held) -> Result<(), Error> {
    let actor = Actor::House("command line");
    let mut write = house.begin(&actor).await?;
    store::give_role(&write, person, held, &actor.label()).await?;
    write.journal(Act::SET_UP, &format!("person:{person}"), json!({ "role": held.role.name(), "scope": held.scope })).await?;
    write.commit().await
}

/// Every agency.
pub async fn agencies(house: &House) -> Result<Vec<Agency>, Error> {
    store::agencies(house.db.read()).await
}

/// An agency.
pub async fn agency(house: &House, id: &str) -> Result<Agency, Error> {
    store::agency(house.db.read(), id).await?.ok_or(Error::NotFound)
}

/// The people with whom a new house is tried out, with their roles.
pub async fn samples(house: &House) -> Result<Vec<(Person, Vec<Held>)>, Error> {
    let mut all = Vec::new();
    for person in store::samples(house.db.read()).await? {
        let grants = store::roles(house.db.read(), &person.id, house.now().in_japan().date()).await?;
        all.push((person, grants.into_iter().map(|g| g.held).collect()));
    }
    Ok(all)
}

/// What somebody is called whom a record names as the journal does; the label itself where it is no person.
pub async fn called(house: &House, label: &str) -> Result<String, Error> {
    let Some(id) = label.strip_prefix("person:") else { return Ok(label.to_owned()) };
    Ok(store::person(house.db.read(), id).await?.map_or_else(|| label.to_owned(), |p| p.name))
}

/// What people are called, by id: for those who may read the journal.
pub async fn names(house: &House, actor: &Actor, agency: Agency, ids: &[&str]) -> Result<HashMap<String, String>, Error> {
    house.policy.allow(actor, Act::JOURNAL_READ, agency)?;
    store::names(house.db.read(), ids).await
}

/// What wrong tries at an account are counted under.
pub(super) fn tries_of(person: &Person) -> [String; 3] {
    [format!("account:{}", person.email), format!("password:{}", person.id), format!("code:{}", person.id)]
}
