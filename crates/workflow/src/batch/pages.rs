//! The pages of a batch: what would be done, how far it is, and going on.

use std::collections::HashMap;

use askama::Template;
use axum::extract::{Path, State};
use kernel::text::separated;
use platform::Error;
use rules::words::Words;
use uuid::Uuid;
use web::{Answer, Fields, RequestContext, field};

use super::{BatchAct, BatchRequest, ItemState, ItemView, service};
use crate::{
    limits,
    work_list::{ListContext, Query, Range, WorkList, authorized_agency, list_address},
};

/// Items that are done in one request.
const STEP: usize = 25;

#[derive(Debug)]
struct Row {
    address: String,
    label: String,
    detail: String,
    yen: String,
    state: String,
    class: &'static str,
    note: String,
}

#[derive(Debug, Template)]
#[template(path = "batch_preview.html")]
struct Preview<'a> {
    words: &'a Words,
    list: String,
    list_title: String,
    title: String,
    action: String,
    act: &'a str,
    choice: &'a str,
    is_sure: bool,
    /// What is said of how many, and of their sum.
    lead: String,
    total: Option<String>,
    /// What is said of those that are left out, and the button that takes them in.
    doubtful: Option<(String, String)>,
    /// What else it does to each of them.
    note: Option<String>,
    /// Everything that was picked, and what of it is done.
    picked: &'a [String],
    ready: Vec<String>,
    key: String,
    rows: Vec<Row>,
}

#[derive(Debug, Template)]
#[template(path = "batch.html")]
struct Progress<'a> {
    words: &'a Words,
    list: String,
    list_title: String,
    title: String,
    action: String,
    finished: usize,
    count: usize,
    rows: Vec<Row>,
}

fn rows(context: &RequestContext, items: &[ItemView]) -> Vec<Row> {
    let lang_query = context.viewer.lang_query();
    let row = |view: &ItemView| Row {
        address: format!("{}{lang_query}", view.item.address),
        label: view.item.label.clone(),
        detail: view.item.detail.clone(),
        yen: view.item.yen.map(separated).unwrap_or_default(),
        state: context.word(&format!("item-{}", view.state)),
        class: match view.state {
            ItemState::Done => "yes",
            ItemState::Failed | ItemState::Impossible => "no",
            ItemState::Waiting => "unknown",
        },
        note: if view.note.is_empty() { String::new() } else { context.word(&view.note) },
    };
    items.iter().map(row).collect()
}

/// What a batch is called: its act, and what was chosen for it.
async fn title<L: WorkList>(
    list: &L,
    context: &RequestContext,
    agency_id: &str,
    act: &BatchAct,
    order: &BatchRequest,
) -> Result<String, Error> {
    let word = context.word(act.word);
    if act.choice.is_none() {
        return Ok(word);
    }
    let agency = authorized_agency(list, &context.actor, agency_id).await?;
    let choices = list.choices(&ListContext { actor: &context.actor, agency: &agency, words: &context.words }).await?;
    let chosen = choices.get(act.name).and_then(|all| all.iter().find(|(value, _)| *value == order.choice));
    Ok(chosen.map_or(word.clone(), |(_, name)| format!("{word}：{name}")))
}

fn act<L: WorkList>(name: &str) -> Result<&'static BatchAct, Error> {
    L::LIST.batch.iter().find(|act| act.name == name).ok_or(Error::NotFound)
}

/// The records that a form picked: those that it names, or everything that a query finds.
async fn picked<L: WorkList>(
    list: &L,
    context: &RequestContext,
    agency_id: &str,
    typed: &HashMap<String, String>,
) -> Result<Vec<String>, Error> {
    let mut ids: Vec<String> = typed.keys().filter_map(|k| k.strip_prefix("pick.")).map(str::to_owned).collect();
    let all = field(typed, "all");
    if all.is_empty() {
        ids.sort();
        return Ok(ids);
    }
    let agency = authorized_agency(list, &context.actor, agency_id).await?;
    let ctx = ListContext { actor: &context.actor, agency: &agency, words: &context.words };
    // One more than there may be tells that there are too many.
    let range = Range { offset: 0, limit: limits::BATCH as u64 + 1 };
    let choices = list.choices(&ctx).await?;
    let rows = list.rows(list.app().db.read(), &ctx, &choices, &Query::from_text(&L::LIST, all), range).await?;
    Ok(rows.into_iter().map(|row| row.id).collect())
}

/// Shows what would be done, or begins it where the form comes from that page.
pub(crate) async fn begin_or_preview<L: WorkList>(
    State(list): State<L>,
    Path(agency_id): Path<String>,
    context: RequestContext,
    Fields(typed): Fields,
) -> Answer {
    let act = act::<L>(field(&typed, "act"))?;
    // A page of a list has a choice for each act; the page that shows what would be done, the one that was made.
    let choice = Some(field(&typed, "choice")).filter(|c| !c.is_empty()).unwrap_or_else(|| field(&typed, act.name));
    let order = BatchRequest { act: act.name.to_owned(), choice: choice.to_owned(), is_sure: field(&typed, "sure") == "yes" };
    let ids = picked(&list, &context, &agency_id, &typed).await?;
    let back = list_address::<L>(&agency_id);
    let wrong = |message: &str| Ok(context.go(&format!("{back}?wrong={message}")));
    let key = field(&typed, "key");
    if !key.is_empty() {
        return match service::begin(&list, &context.actor, &agency_id, key, &order, &ids).await {
            Ok(key) => Ok(context.go(&format!("{back}/batches/{key}"))),
            Err(Error::Wrong { message, .. }) => wrong(message),
            Err(error) => Err(error.into()),
        };
    }
    let items = match service::preview(&list, &context.actor, &agency_id, &order, &ids).await {
        Ok(items) => items,
        Err(Error::Wrong { message, .. }) => return wrong(message),
        Err(error) => return Err(error.into()),
    };
    if items.is_empty() {
        return wrong("wrong-none-picked");
    }
    let ready: Vec<&ItemView> = items.iter().filter(|i| i.state == ItemState::Waiting).collect();
    let doubtful = items.iter().filter(|i| i.state == ItemState::Impossible && !i.note.is_empty()).count();
    let count = |n: usize| [("n", n.to_string())];
    let yen = ready.iter().filter_map(|i| i.item.yen).fold(0, i64::saturating_add);
    let page = Preview {
        words: &context.words,
        list: context.kept(&back),
        list_title: context.word(L::LIST.title),
        title: title(&list, &context, &agency_id, act, &order).await?,
        action: context.kept(&format!("{back}/batches")),
        act: act.name,
        choice: &order.choice,
        is_sure: order.is_sure,
        lead: context.words.with("batch-would", &count(ready.len())),
        total: act.total.map(|message| context.words.with(message, &[("yen", separated(yen))])),
        note: act.note.map(|note| context.word(note)),
        doubtful: act
            .doubtful
            .filter(|_| doubtful > 0)
            .map(|(message, button)| (context.words.with(message, &count(doubtful)), context.word(button))),
        picked: &ids,
        ready: ready.iter().map(|i| i.item.id.clone()).collect(),
        key: Uuid::now_v7().to_string(),
        rows: rows(&context, &items),
    };
    Ok(context.page(&page.title, &page))
}

/// How far a batch is.
pub(crate) async fn page<L: WorkList>(
    State(list): State<L>,
    Path((agency_id, key)): Path<(String, String)>,
    context: RequestContext,
) -> Answer {
    let found = service::view(&list, &context.actor, &agency_id, &key).await?;
    let back = list_address::<L>(&agency_id);
    let page = Progress {
        words: &context.words,
        list: context.kept(&back),
        list_title: context.word(L::LIST.title),
        title: title(&list, &context, &agency_id, act::<L>(&found.order.act)?, &found.order).await?,
        action: context.kept(&format!("{back}/batches/{key}")),
        finished: found.finished(),
        count: found.items.len(),
        rows: rows(&context, &found.items),
    };
    Ok(context.page(&page.title, &page))
}

/// Does the next items.
pub(crate) async fn resume<L: WorkList>(
    State(list): State<L>,
    Path((agency_id, key)): Path<(String, String)>,
    context: RequestContext,
) -> Answer {
    service::resume(&list, &context.actor, &agency_id, &key, STEP).await?;
    Ok(context.go(&format!("{}/batches/{key}", list_address::<L>(&agency_id))))
}
