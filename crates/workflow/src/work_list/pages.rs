//! The pages of a work list: the list itself, views of it, and the table that leaves the system.

use std::collections::HashMap;

use askama::Template;
use axum::{
    body::Body,
    extract::{Path, Query as Address, State},
    http::{HeaderValue, header},
    response::IntoResponse,
};
use futures_util::stream;
use kernel::text::separated;
use platform::{
    Act, Actor, Authorized, Error,
    access::Kind,
    accounts::{self, Agency},
};
use rules::words::{Lang, Words};
use serde_json::json;
use web::{Answer, Fields, RequestContext, Routes, field};

use super::{Cell, Choices, Column, List, ListContext, Query, Range, Row, Sort, Tab, Tag, WorkList, saved_view};
use crate::{batch, export, export::Format, limits, text};

/// The pages of a work list, put to those of its context.
#[must_use]
pub fn routes<L: WorkList>(routes: Routes<L>) -> Routes<L> {
    let at = |rest: &str| format!("{}{rest}", L::LIST.address);
    let routes = routes.get(at(""), page::<L>).post(at(""), change_views::<L>);
    let routes = routes.get(at("/export/{file}"), take_out::<L>);
    routes
        .post_long(at("/batches"), batch::begin_or_preview::<L>)
        .get(at("/batches/{batch}"), batch::page::<L>)
        .post(at("/batches/{batch}"), batch::resume_page::<L>)
}

/// Where a list is at an agency.
pub(crate) fn list_address<L: WorkList>(agency: &str) -> String {
    L::LIST.address.replace("{agency}", agency)
}

/// The agency, for somebody who may see its list.
pub(crate) async fn authorized_agency<L: WorkList>(list: &L, actor: &Actor, id: &str) -> Result<Authorized<Agency>, Error> {
    actor.person()?;
    list.app().policy.allow(actor, L::LIST.read, accounts::agency(list.app(), id).await?)
}

/// The head of a column, and the way to sort by it.
#[derive(Debug)]
struct Head {
    word: String,
    is_number: bool,
    /// Where the list is sorted by it; none where it can't be.
    address: Option<String>,
    /// `ascending`, `descending`, or neither.
    sorted: &'static str,
}

#[derive(Debug)]
struct Choice {
    name: &'static str,
    label: String,
    options: Vec<(String, String)>,
    value: String,
}

#[derive(Debug)]
struct TabView {
    word: String,
    count: String,
    is_here: bool,
    address: String,
}

/// An act on what is picked.
#[derive(Debug)]
struct ActView {
    name: &'static str,
    word: String,
    /// What has to be chosen for it.
    choice: Option<Choice>,
}

#[derive(Debug)]
struct Shown {
    id: String,
    address: String,
    cells: Vec<(bool, Cell)>,
}

impl Shown {
    /// What the record is called: the text of its first cell.
    fn name(&self) -> &str {
        match self.cells.first() {
            Some((_, Cell::Text(text) | Cell::Marked(text, _))) => text,
            _ => "",
        }
    }

    /// Whether that stands on one line: a number does, a title may take several.
    fn is_short(&self) -> bool {
        self.name().chars().count() <= SHORT
    }
}

/// Signs of a name that stands on one line.
const SHORT: usize = 16;

#[derive(Debug, Template)]
#[template(path = "work_list.html")]
struct Page<'a> {
    list: &'static str,
    words: &'a Words,
    context: &'a RequestContext,
    lang_query: &'a str,
    title: String,
    agency: String,
    address: String,
    done: Option<String>,
    error: Option<String>,
    links: Vec<(String, String, bool)>,
    open: Vec<(String, String, String)>,
    tabs: Vec<TabView>,
    filters: Vec<Choice>,
    search: String,
    text: &'a str,
    /// What of the query no field of the filter bar says.
    beside: Vec<(&'static str, String)>,
    views: Vec<(String, String)>,
    parts: Vec<(&'static str, String)>,
    query: String,
    /// Every column but the first: name, word, whether it is shown.
    columns: Vec<(&'static str, String, bool)>,
    /// The query without its columns.
    uncolumned: Vec<(&'static str, String)>,
    may_export: bool,
    none: String,
    heads: Vec<Head>,
    rows: Vec<Shown>,
    acts: Vec<ActView>,
    /// How many there are on all pages, where there are several.
    everything: Option<String>,
    earlier: Option<String>,
    later: Option<String>,
    /// The name of a view that was not taken.
    view_name: &'a str,
}

impl Page<'_> {
    /// What a column is called, for cells that stand below one another on a phone.
    fn head(&self, column: usize) -> &str {
        self.heads.get(column).map_or("", |head| head.word.as_str())
    }

    fn day(&self, day: Option<&jiff::civil::Date>) -> String {
        day.map(|day| self.context.day(*day)).unwrap_or_default()
    }

    fn moment(&self, at: Option<&platform::Instant>) -> String {
        at.map(|at| self.context.moment(*at)).unwrap_or_default()
    }
}

/// An amount with separators, or a stroke.
fn yen(yen: Option<&i64>) -> String {
    yen.map_or_else(|| "—".to_owned(), |yen| separated(*yen))
}

fn may<L: WorkList>(list: &L, actor: &Actor, act: Option<Act>, agency: &str) -> bool {
    act.is_some_and(|act| list.app().policy.may(actor, act, Kind::AGENCY, agency))
}

/// The tab's own filter set, the others that tabs set left out.
fn through_tab(list: &List, query: &Query, tab: &Tab) -> Query {
    let tabs = list.filters.iter().filter(|filter| filter.is_tab);
    tabs.fold(query.clone(), |query, filter| query.with(filter.name, if filter.name == tab.filter { &tab.value } else { "" }))
}

fn heads(context: &RequestContext, query: &Query, columns: &[(usize, &Column)], address: &impl Fn(&Query) -> String) -> Vec<Head> {
    let head = |(_, column): &(usize, &Column)| {
        let here = query.sort.filter(|sort| sort.column == column.name);
        let next = Sort { column: column.name, is_descending: here.is_some_and(|sort| !sort.is_descending) };
        Head {
            word: context.word(column.word),
            is_number: column.is_number,
            address: column.sorts.then(|| address(&Query { sort: Some(next), page: 0, ..query.clone() })),
            sorted: match here {
                Some(sort) if sort.is_descending => "descending",
                Some(_) => "ascending",
                None => "none",
            },
        }
    };
    columns.iter().map(head).collect()
}

async fn show<L: WorkList>(
    list: &L,
    context: &RequestContext,
    agency_id: &str,
    typed: &HashMap<String, String>,
    done: Option<String>,
    error: Option<String>,
) -> Answer {
    let declared = L::LIST;
    let query = Query::read(&declared, typed);
    let agency = authorized_agency(list, &context.actor, agency_id).await?;
    let ctx = ListContext { actor: &context.actor, agency: &agency, words: &context.words };
    let db = list.app().db.read();
    // One more than a page tells whether there are more.
    let range = Range { offset: query.page * limits::PAGE, limit: limits::PAGE + 1 };
    let mut choices = list.choices(&ctx).await?;
    let mut found = list.rows(db, &ctx, &choices, &query, range).await?;
    let is_more = found.len() as u64 > limits::PAGE;
    found.truncate(usize::try_from(limits::PAGE).unwrap_or(usize::MAX));
    let tabs = list.tabs(&ctx, &query).await?;
    let here = |tab: &Tab| through_tab(&declared, &query, tab) == Query { page: 0, ..query.clone() };
    let matching = tabs.iter().find(|tab| here(tab)).map_or(0, |tab| tab.count);
    let base = list_address::<L>(agency_id);
    let address = |query: &Query| context.kept(&with_query(&base, &query.to_text()));
    let turned = |page: u64| {
        let text = query.to_text();
        let joint = if text.is_empty() { "" } else { "&" };
        context.kept(&format!("{base}?{text}{joint}page={page}"))
    };
    let columns = query.shown(&declared);
    let owner = saved_view::Owner { list: declared.name, agency: &agency, person: &context.actor.person()?.id };
    let may_change = may(list, &context.actor, declared.change, agency_id);
    let shown = |row: Row| Shown {
        address: context.kept(&row.address),
        id: row.id,
        cells: columns.iter().filter_map(|(place, column)| Some((column.is_number, row.cells.get(*place)?.clone()))).collect(),
    };
    let word = |act: &str| declared.batch.iter().find(|b| b.name == act).map(|b| context.word(b.word)).unwrap_or_default();
    let page = Page {
        list: declared.name,
        words: &context.words,
        context,
        lang_query: context.viewer.lang_query(),
        title: context.word(declared.title),
        agency: if context.viewer.lang == Lang::Ja { agency.name_ja.clone() } else { agency.name_en.clone() },
        done,
        error: error.clone(),
        links: list.links(&ctx).into_iter().map(|(address, word, is_next)| (context.kept(&address), word, is_next)).collect(),
        open: batch::open(list, &agency)
            .await?
            .into_iter()
            .map(|(id, act, begun)| (context.kept(&format!("{base}/batches/{id}")), word(&act), context.moment(begun)))
            .collect(),
        tabs: tabs
            .iter()
            .map(|tab| TabView {
                word: tab.word.clone(),
                count: tab.count.to_string(),
                is_here: here(tab),
                address: address(&through_tab(&declared, &query, tab)),
            })
            .collect(),
        filters: filters(context, &declared, &query, &mut choices),
        search: context.word(declared.search),
        text: &query.text,
        beside: query.parts().into_iter().filter(|(name, _)| is_beside(&declared, name)).collect(),
        views: saved_view::all(db, owner)
            .await?
            .into_iter()
            .map(|(name, query)| (name, context.kept(&with_query(&base, &query))))
            .collect(),
        parts: query.parts(),
        query: query.to_text(),
        columns: declared
            .columns
            .iter()
            .skip(1)
            .map(|column| (column.name, context.word(column.word), columns.iter().any(|(_, shown)| shown.name == column.name)))
            .collect(),
        uncolumned: query.parts().into_iter().filter(|(name, _)| *name != "columns").collect(),
        may_export: may(list, &context.actor, declared.export, agency_id),
        none: context.word(declared.none),
        heads: heads(context, &query, &columns, &address),
        acts: if may_change { acts(context, &declared, &mut choices) } else { Vec::new() },
        everything: (matching > 1).then(|| context.words.with("pick-all", &[("n", matching.to_string())])),
        earlier: (query.page > 0).then(|| turned(query.page - 1)),
        later: is_more.then(|| turned(query.page + 1)),
        rows: found.into_iter().map(shown).collect(),
        view_name: if error.is_some() { field(typed, "name") } else { "" },
        address: base.clone(),
    };
    Ok(if error.is_some() { context.faulty(&page.title, &page) } else { context.page(&page.title, &page) })
}

/// Whether a part of a query is no field of the filter bar: what tabs set, the order and the columns.
fn is_beside(list: &List, name: &str) -> bool {
    name != "text" && list.filters.iter().find(|filter| filter.name == name).is_none_or(|filter| filter.is_tab)
}

fn with_query(base: &str, query: &str) -> String {
    if query.is_empty() { base.to_owned() } else { format!("{base}?{query}") }
}

fn filters(context: &RequestContext, list: &List, query: &Query, choices: &mut Choices) -> Vec<Choice> {
    let choice = |filter: &super::Filter| Choice {
        name: filter.name,
        label: context.word(filter.word),
        options: choices.remove(filter.name).unwrap_or_default(),
        value: query.filter(filter.name).to_owned(),
    };
    list.filters.iter().filter(|filter| !filter.is_tab).map(choice).collect()
}

fn acts(context: &RequestContext, list: &List, choices: &mut Choices) -> Vec<ActView> {
    let act = |act: &batch::BatchAct| ActView {
        name: act.name,
        word: context.word(act.word),
        choice: act.choice.map(|word| Choice {
            name: act.name,
            label: context.word(word),
            options: choices.remove(act.name).unwrap_or_default(),
            value: String::new(),
        }),
    };
    list.batch.iter().map(act).collect()
}

async fn page<L: WorkList>(
    State(list): State<L>,
    Path(agency_id): Path<String>,
    Address(asked): Address<HashMap<String, String>>,
    context: RequestContext,
) -> Answer {
    let wrong = asked.get("wrong").filter(|w| w.starts_with("wrong-") && context.words.has(w)).map(|w| context.word(w));
    let done = context.done(&asked, &["view-named", "view-dropped"]);
    show(&list, &context, &agency_id, &asked, done, wrong).await
}

/// Keeps a view of the list under a name, or takes one away. Both safe to repeat.
async fn change_views<L: WorkList>(
    State(list): State<L>,
    Path(agency_id): Path<String>,
    context: RequestContext,
    Fields(typed): Fields,
) -> Answer {
    let query = Query::read(&L::LIST, &typed);
    let gone = field(&typed, "gone");
    let done = change_view(&list, &context.actor, &agency_id, field(&typed, "name"), gone, &query).await;
    let to = |done| with_query(&list_address::<L>(&agency_id), &format!("{}&done={done}", query.to_text()));
    let done = done.map(|()| to(if gone.is_empty() { "view-named" } else { "view-dropped" }));
    context.after(done, async |fault| show(&list, &context, &agency_id, &typed, None, Some(context.explain(fault))).await).await
}

async fn change_view<L: WorkList>(list: &L, actor: &Actor, agency_id: &str, name: &str, gone: &str, query: &Query) -> Result<(), Error> {
    let agency = authorized_agency(list, actor, agency_id).await?;
    let me = actor.person()?.id.clone();
    let owner = saved_view::Owner { list: L::LIST.name, agency: &agency, person: &me };
    let mut unit = list.app().begin(actor).await?.at(&agency.id);
    let details = if gone.is_empty() {
        let name = text::required(&name.replace('\n', " "), limits::VIEW_NAME, "name", "wrong-view-name")?;
        saved_view::put(&unit, owner, &name, &query.to_text()).await?;
        json!({ "list": L::LIST.name, "named": name })
    } else {
        saved_view::remove(&unit, owner, gone).await?;
        json!({ "list": L::LIST.name, "dropped": gone })
    };
    unit.journal(agency.act(), &format!("view:{me}"), details).await?;
    unit.commit().await
}

/// What the list shows, all pages of it, as a table that leaves the system.
async fn take_out<L: WorkList>(
    State(list): State<L>,
    Path((agency_id, file)): Path<(String, String)>,
    Address(asked): Address<HashMap<String, String>>,
    context: RequestContext,
) -> Answer {
    let act = L::LIST.export.ok_or(Error::NotFound)?;
    let format = file.strip_prefix(L::LIST.name).and_then(|rest| rest.strip_prefix('.')).and_then(|ending| ending.parse::<Format>().ok());
    let format = format.ok_or(Error::NotFound)?;
    context.actor.person()?;
    let app = list.app();
    let agency = app.policy.allow(&context.actor, act, accounts::agency(app, &agency_id).await?)?;
    let query = Query::read(&L::LIST, &asked);
    let table = list.table(&ListContext { actor: &context.actor, agency: &agency, words: &context.words }, &query).await?;
    let asked = (&*query.to_text(), format);
    let mut pieces = export::begin(app, &context.actor, list.exports(), &agency, table, asked, context.words.clone()).await?;
    let body = Body::from_stream(stream::poll_fn(move |waker| pieces.poll_recv(waker)));
    let day = app.now().in_japan().strftime("%Y%m%d").to_string();
    let mut response = body.into_response();
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(format.media_type()));
    if let Ok(named) = HeaderValue::from_str(&format!("attachment; filename=\"{}-{day}.{format}\"", L::LIST.name)) {
        response.headers_mut().insert(header::CONTENT_DISPOSITION, named);
    }
    Ok(response)
}

/// The mark of a cell, where it has one.
const fn tag(cell: &Cell) -> Option<&Tag> {
    match cell {
        Cell::Tag(tag) | Cell::Marked(_, tag) => Some(tag),
        _ => None,
    }
}
