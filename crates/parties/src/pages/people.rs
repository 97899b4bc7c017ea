//! The people of a place, a company or an agency: who holds which role until when, who is invited, and the form that invites.

use crate::acts;
use std::collections::HashMap;

use askama::Template;
use platform::{
    Error,
    access::{Kind, Role},
    accounts::{self, InvitedRole, RoleGrant, RoleScope},
    mail::{self, Letter},
};
use rules::words::Words;
use ui::{Faults, Field};

use super::AppState;
use web::{RequestContext, field, session};

/// A role as it is shown.
#[derive(Debug)]
pub(super) struct RoleRow {
    pub(super) name: &'static str,
    pub(super) word: String,
    /// Until when, where it ends.
    pub(super) until: Option<String>,
}

impl RoleRow {
    pub(super) fn of(context: &RequestContext, grant: &RoleGrant) -> Self {
        Self {
            name: grant.held.role.name(),
            word: context.word(&session::role_word(grant.held.role)),
            until: grant.held.until.map(|d| context.words.with("role-until", &[("day", context.day(d))])),
        }
    }
}

/// A person who holds roles in a place.
#[derive(Debug)]
struct Holder {
    id: String,
    name: String,
    email: String,
    closed: bool,
    roles: Vec<RoleRow>,
    /// Where the account is looked after, for those who may.
    account: Option<String>,
}

/// An invitation that nobody has answered yet.
#[derive(Debug)]
struct OpenInvitation {
    hash: String,
    email: String,
    role: String,
    since: String,
    /// Whether the letter did not arrive.
    lost: bool,
}

/// Letters that did not arrive, as many as are looked through.
const MOST_STUCK: u64 = 200;

/// The people of a place, and the form that invites to it.
#[derive(Debug, Template)]
#[template(path = "people.html")]
pub(super) struct People<'a> {
    words: &'a Words,
    action: String,
    holders: Vec<Holder>,
    may_take: bool,
    open: Vec<OpenInvitation>,
    /// The fields of an invitation; none where the viewer may not invite.
    invite: Vec<Field>,
    /// What is wrong with an invitation.
    pub(super) faults: Option<Faults>,
}

impl<'a> People<'a> {
    /// The people of a place as the asker may see them.
    pub(super) async fn of(
        state: &AppState,
        context: &'a RequestContext,
        scope: &RoleScope,
        action: &str,
        fault: Option<&Error>,
        typed: &HashMap<String, String>,
    ) -> Result<Self, Error> {
        let (invite, remove) = match scope.kind() {
            Kind::ORGANISATION => (acts::ORGANISATION_INVITE, acts::ORGANISATION_REMOVE),
            _ => (acts::AGENCY_INVITE, acts::AGENCY_REMOVE),
        };
        let may = |act| state.app.policy.may(&context.actor, act, scope.kind(), scope.id());
        let account = |id: &str| {
            let helps = scope.kind() == Kind::AGENCY && may(acts::AGENCY_HELP);
            helps.then(|| format!("/office/{}/accounts?person={id}{}", scope.id(), context.more()))
        };
        let people = accounts::people(&state.app, &context.actor, scope).await?;
        let holders = people.into_iter().map(|(person, grants)| Holder {
            account: account(&person.id),
            roles: grants.iter().map(|g| RoleRow::of(context, g)).collect(),
            closed: person.closed_at.is_some(),
            id: person.id,
            name: person.name,
            email: person.email,
        });
        let holders: Vec<Holder> = holders.collect();
        let mut open = Vec::new();
        let (mut fields, mut faults) = (Vec::new(), None);
        if may(invite) {
            let about = match scope {
                RoleScope::Agency(id) => format!("agency:{id}"),
                RoleScope::Organisation(id) => format!("organisation:{id}"),
            };
            let stuck = mail::stuck(state.app.db.read(), &about, MOST_STUCK).await?;
            for invited in accounts::invitations(&state.app, &context.actor, scope).await? {
                let role = invited.held.map(|h| context.word(&session::role_word(h.role))).unwrap_or_default();
                let lost = stuck.iter().any(|l| l.to == invited.email && l.queued_at >= invited.made_at);
                open.push(OpenInvitation { hash: invited.hash, email: invited.email, role, since: context.moment(invited.made_at), lost });
            }
            let roles = Role::ALL.into_iter().filter(|r| r.held_in() == scope.kind());
            fields = vec![
                Field { kind: "email", ..context.text("email", "email", field(typed, "email"), "") },
                Field {
                    options: roles.map(|r| (r.name().to_owned(), context.word(&session::role_word(r)))).collect(),
                    ..context.text("role", "role", field(typed, "role"), "")
                },
                context.text("until", "invite-until", field(typed, "until"), "invite-until-hint"),
            ];
            faults = context.mark(&mut fields, fault).filter(|_| fields.iter().any(|f| f.error.is_some()));
        }
        let action = format!("{action}{}", context.viewer.lang_query());
        Ok(Self { words: &context.words, action, holders, may_take: may(remove), open, invite: fields, faults })
    }
}

/// Invites somebody, takes an invitation back or a role away, as a form of [`People`] asks for; the word for what was done.
pub(super) async fn act_on_people(
    state: &AppState,
    context: &RequestContext,
    scope: &RoleScope,
    place: &str,
    typed: &HashMap<String, String>,
) -> Result<&'static str, Error> {
    if !field(typed, "withdraw").is_empty() {
        accounts::withdraw(&state.app, &context.actor, scope, field(typed, "withdraw")).await?;
        return Ok("invite-withdrawn");
    }
    let role: Role = field(typed, "role").parse()?;
    if !field(typed, "person").is_empty() {
        accounts::take_role(&state.app, &context.actor, scope, field(typed, "person"), role).await?;
        return Ok("role-taken");
    }
    let offer =
        InvitedRole { email: field(typed, "email").to_owned(), role: role.name().to_owned(), until: field(typed, "until").to_owned() };
    let letter = |secret: &platform::secret::Secret| {
        let link = state.app.link(&format!("/invitations/{}{}", secret.reveal(), context.viewer.lang_query()));
        let place = match scope {
            RoleScope::Agency(_) => place.to_owned(),
            RoleScope::Organisation(_) => mail::quoted(place),
        };
        let parts = [("place", place), ("role", context.word(&session::role_word(role))), ("link", link)];
        Letter {
            to: offer.email.trim().to_owned(),
            subject: context.words.with("invite-subject", &parts),
            body: context.words.with("invite-letter", &parts),
            first: None,
        }
    };
    accounts::invite(&state.app, &context.actor, scope, &offer, letter).await?;
    Ok("invite-sent")
}
