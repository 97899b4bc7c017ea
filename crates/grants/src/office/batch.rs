//! Doing one thing to many applications: shown before it is done, done item by item, each in one transaction with its mark, so that
//! what was broken off goes on where it was.

use crate::acts;
use platform::{Actor, Error, access::Role, accounts};
use serde_json::json;

use super::{
    list::{Asked, agency},
    service::{self, Decision, UNTICKED},
    store,
};
use crate::{
    AppState,
    application::{
        load::{self, load_authorized},
        model::Transition,
        store as applications,
    },
};

/// What is done to each.
pub const ACTS: [&str; 2] = ["accept", "assign"];

/// An item of a batch.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// The application.
    pub application: String,
    /// The receipt's number.
    pub receipt: String,
    /// The applicant.
    pub company: String,
    /// The grant asked for, in yen.
    pub grant_yen: Option<i64>,
    /// `waiting`, `done` or `failed`; before it is begun `waiting` or `can't`.
    pub state: String,
    /// Why it failed: the message's name.
    pub note: String,
}

/// A batch.
#[derive(Debug, Clone)]
pub struct Batch {
    /// Its id.
    pub id: String,
    /// One of [`ACTS`].
    pub what: String,
    /// To whom it assigns, by the person's id; [`SURE`] where it accepts what was not ticked, too.
    pub said: String,
    /// Whether it is through.
    pub ended: bool,
    /// Its items.
    pub items: Vec<Item>,
}

/// What a batch says that accepts what was not ticked, too.
pub const SURE: &str = "sure";
/// Applications of a batch at the most.
pub const MOST: usize = 1_000;

/// An application as an item, its version, and whether it can be accepted as it stands.
async fn item(state: &AppState, actor: &Actor, id: &str) -> Result<(Item, i32, bool), Error> {
    let (found, call) = load_authorized(state, actor, acts::APPLICATION_READ, id).await?;
    let can = found.next_state(Transition::Accept, &call, state.app().now()).is_ok();
    let item = Item {
        application: found.id.clone(),
        receipt: found.receipt.clone().unwrap_or_default(),
        company: found.company_name.clone(),
        grant_yen: found.grant_yen,
        state: "waiting".to_owned(),
        note: String::new(),
    };
    Ok((item, found.version, can))
}

/// An item as it would be done, and the version that was seen: what can't be done says why.
async fn would(state: &AppState, actor: &Actor, what: &str, said: &str, id: &str) -> Result<(Item, i32), Error> {
    let (mut item, version, can) = item(state, actor, id).await?;
    if what == "accept" {
        if !can {
            "can't".clone_into(&mut item.state);
        } else if service::unticked(state, actor, id).await? > 0 {
            UNTICKED.clone_into(&mut item.note);
            if said != SURE {
                "can't".clone_into(&mut item.state);
            }
        }
    }
    Ok((item, version))
}

/// What a list shows, as the ids of a batch: all pages of it, [`MOST`] at the most.
pub async fn all(state: &AppState, actor: &Actor, at: &str, asked: &Asked) -> Result<Vec<String>, Error> {
    let agency = agency(state, actor, acts::CALL_READ, at).await?;
    let scope = load::scope(state, actor, acts::APPLICATION_CASE).await?;
    let wanted = asked.wanted(&scope, &agency.id, &actor.person()?.id);
    let found = applications::list(state.app().db.read(), &wanted, 0, MOST as u64 + 1).await?;
    Ok(found.into_iter().map(|a| a.id).collect())
}

/// What a batch would do, before it does it. More than [`MOST`] are refused, not cut.
pub async fn preview(state: &AppState, actor: &Actor, at: &str, what: &str, said: &str, ids: &[String]) -> Result<Vec<Item>, Error> {
    agency(state, actor, acts::CALL_READ, at).await?;
    if ids.len() > MOST {
        return Err(Error::Wrong { field: "act", message: "wrong-batch-large" });
    }
    let mut all = Vec::new();
    for id in ids {
        all.push(would(state, actor, what, said, id).await?.0);
    }
    Ok(all)
}

/// Begins a batch of those that can be done. Safe to repeat: the same form begins it once.
pub async fn begin(state: &AppState, actor: &Actor, at: &str, key: &str, what: &str, said: &str, ids: &[String]) -> Result<String, Error> {
    let agency = agency(state, actor, acts::CALL_CHANGE, at).await?;
    let wrong = || Error::Wrong { field: "act", message: "wrong-value" };
    let key = uuid::Uuid::parse_str(key).map_err(|_| wrong())?.to_string();
    let officers = accounts::holders(state.app(), Role::Officer, &agency.id).await?;
    let nobody = what == "assign" && !officers.iter().any(|o| o.id == said);
    if !ACTS.contains(&what) || ids.is_empty() || ids.len() > MOST || nobody {
        return Err(wrong());
    }
    let mut items = Vec::new();
    for id in ids {
        let (item, version) = would(state, actor, what, said, id).await?;
        if item.state == "waiting" {
            items.push((item.application, version));
        }
    }
    let mut unit = state.app().begin(actor).await?.at(&agency.id);
    if store::put_batch(&unit, &key, &agency.id, what, said, &items).await? {
        unit.journal(agency.act(), &format!("batch:{key}"), json!({ "begun": what, "items": items.len() })).await?;
        unit.commit().await?;
    }
    Ok(key)
}

/// Does the next items of a batch, as whoever asks; how many still wait. What one may not do fails, and the others go on.
pub async fn go_on(state: &AppState, actor: &Actor, at: &str, key: &str, most: usize) -> Result<usize, Error> {
    let agency = agency(state, actor, acts::CALL_CHANGE, at).await?;
    let app = state.app();
    let (found, items) = store::batch_of(app.db.read(), key).await?.filter(|b| b.0.agency == agency.id).ok_or(Error::NotFound)?;
    let waiting: Vec<_> = items.iter().filter(|i| i.state == "waiting").collect();
    for item in waiting.iter().take(most) {
        let done = match found.what.as_str() {
            "accept" => {
                let decision = Decision::Accept { sure: found.said == SURE };
                service::decide(state, actor, &item.application, item.version, decision, Some((key, item.place))).await
            }
            _ => service::assign(state, actor, &item.application, Some(&found.said)).await,
        };
        let (state, note) = match done {
            Ok(()) if found.what == "accept" => continue,
            Ok(()) => ("done", ""),
            Err(Error::Stale) => ("failed", "problem-stale"),
            Err(Error::Denied(_)) => ("failed", "problem-denied"),
            Err(Error::Wrong { message, .. }) => ("failed", message),
            // The store or the database is not there: the batch waits as it is.
            Err(error @ (Error::Database(_) | Error::File(_) | Error::Full(_) | Error::Uncertain)) => return Err(error),
            Err(error) => {
                tracing::error!(%error, application = item.application, "an item of a batch can't be done");
                ("failed", "problem-failed")
            }
        };
        let mut unit = app.begin(actor).await?.at(&agency.id);
        if store::mark(&unit, key, item.place, state, note).await? {
            unit.journal(agency.act(), &format!("batch:{key}"), json!({ "item": item.application, "state": state })).await?;
            unit.commit().await?;
        }
    }
    let left = waiting.len().saturating_sub(most);
    if left == 0 && found.ended_at.is_none() {
        let mut unit = app.begin(actor).await?.at(&agency.id);
        store::end_batch(&unit, key).await?;
        unit.journal(agency.act(), &format!("batch:{key}"), json!({ "ended": true })).await?;
        unit.commit().await?;
    }
    Ok(left)
}

/// A batch as it stands.
pub async fn look(state: &AppState, actor: &Actor, at: &str, key: &str) -> Result<Batch, Error> {
    let agency = agency(state, actor, acts::CALL_READ, at).await?;
    let (found, rows) = store::batch_of(state.app().db.read(), key).await?.filter(|b| b.0.agency == agency.id).ok_or(Error::NotFound)?;
    let mut items = Vec::new();
    for row in rows {
        let (shown, ..) = item(state, actor, &row.application).await?;
        items.push(Item { state: row.state, note: row.note, ..shown });
    }
    Ok(Batch { id: found.id, what: found.what, said: found.said, ended: found.ended_at.is_some(), items })
}
