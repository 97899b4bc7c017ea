//! A work list as a table that leaves the system: its columns as they are, where a context has no sheets of its own.

use documents::table::{self, Column};
use platform::{Actor, Authorized, Error, Snapshot, accounts::Agency};
use rules::words::Words;

use super::{Cell, ListContext, Query, Range, WorkList};
use crate::export::{Chunk, Format, Sheet, Table};

/// Rows that are read at a time.
const CHUNK: u64 = 200;
/// How wide a column is in a spreadsheet, in signs.
const WIDE: u16 = 20;

/// The columns of a list, all of them, of what is asked for.
#[derive(Debug)]
pub struct ColumnsTable<L> {
    list: L,
    actor: Actor,
    agency: Authorized<Agency>,
    query: Query,
}

impl<L: WorkList> ColumnsTable<L> {
    /// What a reader's query finds.
    pub fn new(list: L, actor: Actor, agency: Authorized<Agency>, query: Query) -> Self {
        Self { list, actor, agency, query }
    }
}

impl<L: WorkList> Table for ColumnsTable<L> {
    fn sheets(&self, words: &Words) -> Vec<Sheet> {
        let columns = L::LIST.columns.iter().map(|column| Column::new(words.get(column.word), WIDE));
        vec![(words.get(L::LIST.title), columns.collect())]
    }

    async fn chunk(&self, db: &Snapshot, after: &str, _: Format, words: &Words) -> Result<Chunk, Error> {
        let offset = after.parse().unwrap_or(0);
        let ctx = ListContext { actor: &self.actor, agency: &self.agency, words };
        let choices = self.list.choices(&ctx).await?;
        let rows = self.list.rows(&**db, &ctx, &choices, &self.query, Range { offset, limit: CHUNK }).await?;
        let read = rows.len() as u64;
        let rows = rows.into_iter().map(|row| (0, row.cells.into_iter().map(table::Cell::from).collect())).collect();
        Ok(Chunk { rows, next: (read == CHUNK).then(|| (offset + read).to_string()) })
    }
}

impl From<Cell> for table::Cell {
    fn from(cell: Cell) -> Self {
        match cell {
            Cell::Text(text) | Cell::Marked(text, _) => text.as_str().into(),
            Cell::Tag(tag) => tag.word.as_str().into(),
            Cell::Yen(yen) => yen.into(),
            Cell::Day(day) => day.map_or(Self::Blank, Self::Day),
            Cell::Moment(at) => at.map_or(Self::Blank, |at| Self::Moment(at.in_japan())),
        }
    }
}
