//! The verbs of batches: look what would be done, begin, go on.

use platform::{Act, Actor, Authorized, Error, Instant, accounts, accounts::Agency};
use serde_json::json;

use super::{
    Batch, BatchEligibility, BatchItemHandle, BatchRequest, ItemState, ItemView,
    store::{self, batch},
};
use crate::{limits, work_list::WorkList};

fn wrong(message: &'static str) -> Error {
    Error::Wrong { field: "act", message }
}

/// The agency, for somebody who may treat its list so.
async fn agency<L: WorkList>(list: &L, actor: &Actor, act: Option<Act>, id: &str) -> Result<Authorized<Agency>, Error> {
    actor.person()?;
    let act = act.ok_or(Error::NotFound)?;
    list.app().policy.allow(actor, act, accounts::agency(list.app(), id).await?)
}

/// A record as it would be treated, and the version that was seen.
async fn item_view<L: WorkList>(list: &L, actor: &Actor, order: &BatchRequest, id: &str) -> Result<(ItemView, i32), Error> {
    let item = list.item(actor, id).await?;
    let (version, readiness) = list.readiness(actor, order, id).await?;
    let (state, note) = match readiness {
        BatchEligibility::Ready => (ItemState::Waiting, ""),
        BatchEligibility::Doubtful(why) if order.is_sure => (ItemState::Waiting, why),
        BatchEligibility::Doubtful(why) => (ItemState::Impossible, why),
        BatchEligibility::Impossible => (ItemState::Impossible, ""),
    };
    Ok((ItemView { item, state, note: note.to_owned() }, version))
}

/// What a batch would do, before it does it. More than [`limits::BATCH`] records are refused, not cut.
pub async fn preview<L: WorkList>(
    list: &L,
    actor: &Actor,
    agency_id: &str,
    order: &BatchRequest,
    ids: &[String],
) -> Result<Vec<ItemView>, Error> {
    agency(list, actor, Some(L::LIST.read), agency_id).await?;
    if ids.len() > limits::BATCH {
        return Err(wrong("wrong-batch-large"));
    }
    let mut all = Vec::new();
    for id in ids {
        all.push(item_view(list, actor, order, id).await?.0);
    }
    Ok(all)
}

/// Begins a batch of those records to which it can be done. Safe to repeat: the same form begins it once.
pub async fn begin<L: WorkList>(
    list: &L,
    actor: &Actor,
    agency_id: &str,
    key: &str,
    order: &BatchRequest,
    ids: &[String],
) -> Result<String, Error> {
    let agency = agency(list, actor, L::LIST.change, agency_id).await?;
    let key = uuid::Uuid::parse_str(key).map_err(|_| wrong("wrong-value"))?.to_string();
    if !L::LIST.batch.iter().any(|act| act.name == order.act) || ids.is_empty() || ids.len() > limits::BATCH {
        return Err(wrong("wrong-value"));
    }
    let mut items = Vec::new();
    for id in ids {
        let (view, version) = item_view(list, actor, order, id).await?;
        if view.state == ItemState::Waiting {
            items.push((view.item.id, version));
        }
    }
    let mut unit = list.app().begin(actor).await?.at(&agency.id);
    if store::put(&unit, (L::LIST.name, &agency), &key, order, &items).await? {
        let details = json!({ "begun": order.act, "items": items.len() });
        unit.journal(agency.act(), &format!("batch:{key}"), details).await?;
        unit.commit().await?;
    }
    Ok(key)
}

/// Does the next items of a batch, as whoever asks; how many still wait. What one may not do fails, and the others go on.
pub async fn resume<L: WorkList>(list: &L, actor: &Actor, agency_id: &str, key: &str, most: usize) -> Result<usize, Error> {
    let agency = agency(list, actor, L::LIST.change, agency_id).await?;
    let app = list.app();
    let (found, items) = store::find(app.db.read(), (L::LIST.name, &agency), key).await?;
    let order = found.order();
    let waiting: Vec<_> = items.iter().filter(|i| i.state == ItemState::Waiting).collect();
    for item in waiting.iter().take(most) {
        let mark = BatchItemHandle { batch: key, place: item.place };
        let note = match list.apply(actor, &order, &item.record, item.version, &mark).await {
            Ok(()) => continue,
            Err(Error::Stale) => "problem-stale",
            Err(Error::Denied(_)) => "problem-denied",
            Err(Error::Wrong { message, .. }) => message,
            // The store or the database is not there: the batch waits as it is.
            Err(error @ (Error::Database(_) | Error::File(_) | Error::Full(_) | Error::Uncertain)) => return Err(error),
            Err(error) => {
                tracing::error!(%error, record = item.record, "an item of a batch can't be done");
                "problem-failed"
            }
        };
        let mut unit = app.begin(actor).await?.at(&agency.id);
        if mark.set(&unit, ItemState::Failed, note).await? {
            let details = json!({ "item": item.record, "state": ItemState::Failed.to_string() });
            unit.journal(agency.act(), &format!("batch:{key}"), details).await?;
            unit.commit().await?;
        }
    }
    let left = waiting.len().saturating_sub(most);
    if left == 0 && found.ended_at.is_none() {
        let mut unit = app.begin(actor).await?.at(&agency.id);
        store::end(&unit, key).await?;
        unit.journal(agency.act(), &format!("batch:{key}"), json!({ "ended": true })).await?;
        unit.commit().await?;
    }
    Ok(left)
}

/// A batch as it stands.
pub async fn view<L: WorkList>(list: &L, actor: &Actor, agency_id: &str, key: &str) -> Result<Batch, Error> {
    let agency = agency(list, actor, Some(L::LIST.read), agency_id).await?;
    let (found, rows) = store::find(list.app().db.read(), (L::LIST.name, &agency), key).await?;
    let mut items = Vec::new();
    for row in rows {
        items.push(ItemView { item: list.item(actor, &row.record).await?, state: row.state, note: row.note });
    }
    Ok(Batch { order: found.order(), id: found.id, at: found.at, items })
}

/// The batches of a list that broke off: id, act and when each was begun.
pub(crate) async fn open<L: WorkList>(list: &L, agency: &Authorized<Agency>) -> Result<Vec<(String, String, Instant)>, Error> {
    let all: Vec<batch::Model> = store::open(list.app().db.read(), (L::LIST.name, agency)).await?;
    Ok(all.into_iter().map(|b| (b.id, b.act, b.at)).collect())
}
