//! Batch (一括処理): one act on many records, shown before it is done, done item by item, each in one transaction with its mark, so that
//! what was broken off goes on where it was.

mod pages;
mod service;
mod store;

use platform::Instant;
use sea_orm::DeriveValueType;
use strum::{Display, EnumString};

pub(crate) use pages::{begin_or_preview, page, resume as resume_page};
pub(crate) use service::open;
pub use service::{begin, preview, resume, view};
pub use store::BatchItemHandle;

/// Something that can be done to many records of a work list.
#[derive(Debug, Clone, Copy)]
pub struct BatchAct {
    /// Its name: `accept`.
    pub name: &'static str,
    /// The message of the button that begins it, and of the page that shows it.
    pub word: &'static str,
    /// The message above what has to be chosen first; none where nothing has.
    pub choice: Option<&'static str>,
    /// The message that tells of the sum of all amounts, as `{ $yen }`; none where they mean nothing here.
    pub total: Option<&'static str>,
    /// The messages for what is left out unless somebody says so: how many that are, as `{ $n }`, and the button that takes them in.
    pub doubtful: Option<(&'static str, &'static str)>,
    /// The message that says what else it does to each of them.
    pub note: Option<&'static str>,
}

/// What is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BatchRequest {
    /// The act's name.
    pub act: String,
    /// What was chosen; empty where nothing is.
    pub choice: String,
    /// Whether doubtful records are taken in.
    pub is_sure: bool,
}

/// Whether an act can be done to a record as it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BatchEligibility {
    /// It can.
    Ready,
    /// It can, but somebody should say so: the message says why.
    Doubtful(&'static str),
    /// It can't.
    Impossible,
}

/// A record as a batch shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BatchItem {
    /// Its id.
    pub id: String,
    /// Its page.
    pub address: String,
    /// What it is called: a receipt's number.
    pub label: String,
    /// Whose it is.
    pub detail: String,
    /// Its amount, in yen.
    pub yen: Option<i64>,
}

/// How an item stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Display, EnumString, DeriveValueType)]
#[strum(serialize_all = "snake_case")]
#[sea_orm(value_type = "String")]
pub enum ItemState {
    /// 待ち.
    Waiting,
    /// 済み.
    Done,
    /// できなかった.
    Failed,
    /// この操作はできません: it never became part of the batch.
    Impossible,
}

/// An item with how it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ItemView {
    /// The record.
    pub item: BatchItem,
    /// How it stands.
    pub state: ItemState,
    /// Why: the message's name; empty where nothing is to be said.
    pub note: String,
}

/// A batch.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Batch {
    /// Its id.
    pub id: String,
    /// What is done.
    pub order: BatchRequest,
    /// When it was begun.
    pub at: Instant,
    /// Its items, in their order.
    pub items: Vec<ItemView>,
}

impl Batch {
    /// How many items are through.
    pub fn finished(&self) -> usize {
        self.items.iter().filter(|i| i.state != ItemState::Waiting).count()
    }
}
