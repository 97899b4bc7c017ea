//! The work list: what was filed, filtered and counted, with views that somebody named.

use crate::acts;
use platform::{Actor, Authorized, Error, Instant, Scope, access::Act, accounts, accounts::Agency};
use serde_json::json;

use super::store;
use crate::{
    AppState,
    application::{
        load,
        model::{Application, State},
        store::{self as applications, Wanted},
    },
};

/// What the list shows.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Asked {
    /// The call; every call where it is empty.
    pub call: String,
    /// The state's name; every state where it is empty.
    pub state: String,
    /// `me`, `nobody`, a person's id; everybody's where it is empty.
    pub officer: String,
    /// The verdict's name.
    pub verdict: String,
    /// Words of the title, the company's name or the receipt.
    pub text: String,
    /// `yes` where only those are wanted that wait for an answer.
    pub asked: String,
    /// The page, from 0.
    pub page: u64,
}

/// Applications on one page.
pub const PAGE: u64 = 50;

impl Asked {
    pub(crate) fn wanted<'w>(&'w self, scope: &'w Scope<Application>, agency: &'w str, me: &'w str) -> Wanted<'w> {
        Wanted {
            scope,
            agency,
            call: &self.call,
            state: State::parse(&self.state),
            officer: match self.officer.as_str() {
                "" => None,
                "me" => Some(me),
                "nobody" => Some(""),
                other => Some(other),
            },
            verdict: &self.verdict,
            text: self.text.trim(),
            asked: self.asked == "yes",
        }
    }

    /// As an address asks it, without the page.
    pub fn query(&self) -> String {
        let all = [
            ("call", &self.call),
            ("state", &self.state),
            ("officer", &self.officer),
            ("verdict", &self.verdict),
            ("text", &self.text),
            ("asked", &self.asked),
        ];
        all.iter().filter(|(_, v)| !v.is_empty()).map(|(k, v)| format!("{k}={}", ui::encode(v))).collect::<Vec<_>>().join("&")
    }
}

/// A page of the list.
#[derive(Debug)]
pub struct Page {
    /// The agency.
    pub agency: Authorized<Agency>,
    /// The applications.
    pub applications: Vec<Application>,
    /// How many there are of each state.
    pub counts: Vec<(State, i64)>,
    /// How many wait for an answer, in any state.
    pub waiting: u64,
    /// Whether there are more.
    pub more: bool,
    /// The views that the reader has named: name and what is asked for.
    pub views: Vec<(String, String)>,
    /// Batches that were broken off.
    pub batches: Vec<(String, String, Instant)>,
}

/// An agency for somebody who may treat its calls so.
pub(crate) async fn agency(state: &AppState, actor: &Actor, act: Act, id: &str) -> Result<Authorized<Agency>, Error> {
    actor.person()?;
    state.app().policy.allow(actor, act, accounts::agency(state.app(), id).await?)
}

/// A page of the work list.
pub async fn page(state: &AppState, actor: &Actor, at: &str, asked: &Asked) -> Result<Page, Error> {
    let agency = agency(state, actor, acts::CALL_READ, at).await?;
    let db = state.app().db.read();
    let me = &actor.person()?.id;
    let scope = load::scope(state, actor, acts::APPLICATION_CASE).await?;
    let wanted = asked.wanted(&scope, &agency.id, me);
    let mut applications = applications::list(db, &wanted, asked.page, PAGE).await?;
    // One more than a page tells whether there are more.
    let more = applications.len() == usize::try_from(PAGE).unwrap_or(usize::MAX)
        && !applications::list(db, &wanted, asked.page + 1, PAGE).await?.is_empty();
    let (counts, waiting) = (applications::counts(db, &wanted).await?, applications::waiting(db, &wanted).await?);
    let counts = State::ALL.into_iter().filter_map(|s| counts.iter().find(|c| c.0 == s.name()).map(|c| (s, c.1))).collect();
    applications.shrink_to_fit();
    let open = store::open_batches(db, &agency.id).await?.into_iter();
    let batches = open.map(|b| Ok((b.id, b.what, Instant::parse(&b.at)?))).collect::<Result<_, Error>>()?;
    Ok(Page { batches, views: store::views(db, &agency.id, me).await?, agency, applications, counts, waiting, more })
}

/// Keeps what a list shows under a name, for the one who asks; one of that name is replaced. Safe to repeat.
pub async fn name_view(state: &AppState, actor: &Actor, at: &str, name: &str, asked: &Asked) -> Result<(), Error> {
    let agency = agency(state, actor, acts::CALL_READ, at).await?;
    let name: String = name.trim().chars().filter(|c| !c.is_control()).take(40).collect();
    if name.is_empty() {
        return Err(Error::Wrong { field: "name", message: "wrong-view-name" });
    }
    let me = actor.person()?.id.clone();
    let mut unit = state.app().begin(actor).await?.at(&agency.id);
    store::put_view(&unit, &agency.id, &me, &name, &asked.query()).await?;
    unit.journal(agency.act(), &format!("view:{me}"), json!({ "named": name })).await?;
    unit.commit().await
}

/// Takes a named view away. Safe to repeat.
pub async fn drop_view(state: &AppState, actor: &Actor, at: &str, name: &str) -> Result<(), Error> {
    let agency = agency(state, actor, acts::CALL_READ, at).await?;
    let me = actor.person()?.id.clone();
    let mut unit = state.app().begin(actor).await?.at(&agency.id);
    store::drop_view_named(&unit, &agency.id, &me, name).await?;
    unit.journal(agency.act(), &format!("view:{me}"), json!({ "dropped": name })).await?;
    unit.commit().await
}
