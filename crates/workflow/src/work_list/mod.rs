//! Work list (受付簿・処理一覧): the records of a kind that lie at an agency's desk, as their context declares them: searched, filtered,
//! counted, sorted, with the columns that the reader chose, under names that they gave; and done to many at once, and taken out.

mod pages;
mod query;
mod saved_view;
mod table;

use std::{
    collections::BTreeMap,
    future::{Future, ready},
};

use jiff::civil::Date;
use platform::{Act, Actor, App, Authorized, Error, Instant, accounts::Agency};
use rules::words::Words;
use sea_orm::ConnectionTrait;

use crate::{
    batch::{BatchAct, BatchEligibility, BatchItem, BatchItemHandle, BatchRequest},
    export::{self, Exports},
};

pub use pages::routes;
pub(crate) use pages::{authorized_agency, list_address};
pub use query::{Query, Sort};
pub use table::ColumnsTable;

/// What a work list is.
#[derive(Debug, Clone, Copy)]
pub struct List {
    /// Its name, in saved views and files: `applications`.
    pub name: &'static str,
    /// The message that names it.
    pub title: &'static str,
    /// Its address, with `{agency}` in it.
    pub address: &'static str,
    /// The message for a list in which nothing stands.
    pub none: &'static str,
    /// The message that says what the search looks through.
    pub search: &'static str,
    /// Its columns; the first one leads to the record.
    pub columns: &'static [Column],
    /// What it can be filtered by. What the tabs set is named in the first of them.
    pub filters: &'static [Filter],
    /// What can be done to many at once.
    pub batch: &'static [BatchAct],
    /// Who sees it.
    pub read: Act,
    /// Who does something to many; nobody where it is none.
    pub change: Option<Act>,
    /// Who takes it out; nobody where it is none.
    pub export: Option<Act>,
}

/// A column of a work list.
#[derive(Debug, Clone, Copy)]
pub struct Column {
    /// Its name in addresses.
    pub name: &'static str,
    /// The message that names it.
    pub word: &'static str,
    /// Whether numbers stand in it.
    pub is_number: bool,
    /// Whether it can be sorted by.
    pub sorts: bool,
    /// Whether it is shown where nobody chose.
    pub is_shown: bool,
}

impl Column {
    /// A column of text that is shown, and not sorted by.
    pub const fn new(name: &'static str, word: &'static str) -> Self {
        Self { name, word, is_number: false, sorts: false, is_shown: true }
    }

    /// One that is sorted by.
    #[must_use]
    pub const fn sorted(self) -> Self {
        Self { sorts: true, ..self }
    }

    /// One in which numbers stand.
    #[must_use]
    pub const fn number(self) -> Self {
        Self { is_number: true, ..self }
    }

    /// One that is shown to whoever chooses it.
    #[must_use]
    pub const fn hidden(self) -> Self {
        Self { is_shown: false, ..self }
    }
}

/// What a work list can be filtered by.
#[derive(Debug, Clone, Copy)]
pub struct Filter {
    /// Its name in addresses.
    pub name: &'static str,
    /// The message that names it.
    pub word: &'static str,
    /// Whether tabs with counts set it, instead of a choice.
    pub is_tab: bool,
}

/// What stands in a cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cell {
    /// A text.
    Text(String),
    /// A text with a mark behind it.
    Marked(String, Tag),
    /// A mark alone.
    Tag(Tag),
    /// An amount of yen.
    Yen(Option<i64>),
    /// A day.
    Day(Option<Date>),
    /// A moment.
    Moment(Option<Instant>),
}

/// A mark: a word in a colour, that may lead somewhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tag {
    /// The word.
    pub word: String,
    /// Its style: `yes`, `no`, `open`, `unknown`, `judgement`, `over`.
    pub class: &'static str,
    /// Where it leads; empty where nowhere.
    pub address: String,
}

impl Tag {
    /// A mark that leads nowhere.
    pub const fn new(word: String, class: &'static str) -> Self {
        Self { word, class, address: String::new() }
    }
}

/// A record in the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Its id.
    pub id: String,
    /// Its page.
    pub address: String,
    /// A cell for each column of the list, in their order.
    pub cells: Vec<Cell>,
}

/// A tab: a value of a filter, and how many records it would show.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tab {
    /// The filter that it sets; the others that tabs set are left out then.
    pub filter: &'static str,
    /// The value; empty for all.
    pub value: String,
    /// What it is called.
    pub word: String,
    /// How many there are, with everything else that is asked for.
    pub count: u64,
}

/// Choices by the name of their filter, or of the act that asks for one: value and words.
pub type Choices = BTreeMap<&'static str, Vec<(String, String)>>;

/// Who looks at which agency's list, and in which words.
#[derive(Debug)]
pub struct ListContext<'d> {
    /// Who looks at the list.
    pub actor: &'d Actor,
    /// The agency, for somebody who may see its list.
    pub agency: &'d Authorized<Agency>,
    /// The words.
    pub words: &'d Words,
}

/// Which rows of all that a query finds.
#[derive(Debug, Clone, Copy)]
pub struct Range {
    /// How many go before.
    pub offset: u64,
    /// How many at the most.
    pub limit: u64,
}

/// A work list over the records of a context. Whatever it hands out holds no more than [`platform::Scope`] lets the reader see.
pub trait WorkList: Clone + Send + Sync + 'static {
    /// What it is.
    const LIST: List;
    /// What leaves the system.
    type Table: export::Table;

    /// What every verb stands on.
    fn app(&self) -> &App;

    /// How many tables may leave the system at once.
    fn exports(&self) -> &Exports;

    /// What filters and acts let one choose.
    fn choices(&self, ctx: &ListContext<'_>) -> impl Future<Output = Result<Choices, Error>> + Send;

    /// The tabs, each with its count.
    fn tabs(&self, ctx: &ListContext<'_>, query: &Query) -> impl Future<Output = Result<Vec<Tab>, Error>> + Send;

    /// Rows of what is asked for, in the order that is asked for. `choices` are those of the list: what a filter chooses among is called in
    /// a row as it is there.
    fn rows(
        &self,
        db: &impl ConnectionTrait,
        ctx: &ListContext<'_>,
        choices: &Choices,
        query: &Query,
        range: Range,
    ) -> impl Future<Output = Result<Vec<Row>, Error>> + Send;

    /// What leaves the system of what is asked for.
    fn table(&self, ctx: &ListContext<'_>, query: &Query) -> impl Future<Output = Result<Self::Table, Error>> + Send;

    /// Where else one goes from the list: address, words, and whether it is the next step that most want.
    fn links(&self, _ctx: &ListContext<'_>) -> Vec<(String, String, bool)> {
        Vec::new()
    }

    /// A record as an item of a batch, for whoever may see it. A list without acts has none.
    fn item(&self, _actor: &Actor, _id: &str) -> impl Future<Output = Result<BatchItem, Error>> + Send {
        ready(Err(Error::NotFound))
    }

    /// Whether an act could be done to a record as it stands, and the version of it that was seen.
    fn readiness(
        &self,
        _actor: &Actor,
        _order: &BatchRequest,
        _id: &str,
    ) -> impl Future<Output = Result<(i32, BatchEligibility), Error>> + Send {
        ready(Err(Error::NotFound))
    }

    /// Does an act to a record as it was seen, and marks the item in the same transaction.
    fn apply(
        &self,
        _actor: &Actor,
        _order: &BatchRequest,
        _id: &str,
        _version: i32,
        _mark: &BatchItemHandle<'_>,
    ) -> impl Future<Output = Result<(), Error>> + Send {
        ready(Err(Error::NotFound))
    }
}
