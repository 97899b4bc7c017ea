//! Export (書き出し): rows as a table that leaves the system, Excel or CSV; typed, as everything stands at one moment, row by row, so that
//! memory does not grow with the rows.

use std::{
    future::Future,
    io::{self, Write},
    sync::Arc,
    time::Duration,
};

use bytes::Bytes;
use documents::table::{Book, Cell, Column, Csv, Marks};
use platform::{Actor, App, Authorized, Error, Snapshot, accounts::Agency};
use rules::words::Words;
use serde_json::json;
use strum::{Display, EnumString};
use tokio::sync::{Semaphore, mpsc};

/// As what a table leaves.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Display, EnumString)]
#[strum(serialize_all = "lowercase")]
pub enum Format {
    /// Excel, with every sheet.
    Xlsx,
    /// CSV: the first sheet only.
    Csv,
}

impl Format {
    /// Its media type.
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Self::Csv => "text/csv; charset=utf-8",
        }
    }
}

/// A sheet: its name and columns.
pub type Sheet = (String, Vec<Column>);
/// Rows, each with the sheet on which it stands.
pub type Rows = Vec<(usize, Vec<Cell>)>;

/// What of the rows comes next, and the mark after which the reading goes on; none at the end.
#[derive(Debug, Default)]
pub struct Chunk {
    /// The rows.
    pub rows: Rows,
    /// Where they ended.
    pub next: Option<String>,
}

/// Rows that leave the system.
pub trait Table: Send + Sync + 'static {
    /// Its sheets.
    fn sheets(&self, words: &Words) -> Vec<Sheet>;
    /// The next rows after a mark; the first where it is empty. Asked on one snapshot until there is no mark any more.
    fn chunk(&self, db: &Snapshot, after: &str, format: Format, words: &Words) -> impl Future<Output = Result<Chunk, Error>> + Send;
}

/// Tables that leave the system at once.
const AT_ONCE: usize = 2;
/// How long a reader may take nothing, how long the reading of all rows may last, and how long one waits while others take theirs.
const PATIENCE: Duration = Duration::from_secs(30);
const WHOLE: Duration = Duration::from_mins(5);
const QUEUE: Duration = Duration::from_secs(10);
/// Pieces that may wait for a slow reader.
const WAITING: usize = 16;

/// How many tables may leave the system at once: each holds a look at the database as long as somebody takes it.
#[derive(Debug, Clone)]
pub struct Exports(Arc<Semaphore>);

impl Default for Exports {
    fn default() -> Self {
        Self(Arc::new(Semaphore::new(AT_ONCE)))
    }
}

impl Exports {
    /// How many may leave now.
    pub fn free(&self) -> usize {
        self.0.available_permits()
    }
}

/// Where rows go: into a channel that a slow reader holds up.
struct Pipe(mpsc::Sender<io::Result<Bytes>>);

impl Write for Pipe {
    fn write(&mut self, piece: &[u8]) -> io::Result<usize> {
        self.0.blocking_send(Ok(Bytes::copy_from_slice(piece))).map_err(|_| io::Error::from(io::ErrorKind::BrokenPipe))?;
        Ok(piece.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// What the reading hands to the writing. Where neither an end nor rows come any more, the reading was broken off.
enum Piece {
    Rows(Rows),
    End,
}

/// Begins an export: the pieces of the file, as they are made. Journalled: who took what out.
pub async fn begin(
    app: &App,
    actor: &Actor,
    exports: &Exports,
    agency: &Authorized<Agency>,
    table: impl Table,
    (query, format): (&str, Format),
    words: Words,
) -> Result<mpsc::Receiver<io::Result<Bytes>>, Error> {
    let turn = tokio::time::timeout(QUEUE, exports.0.clone().acquire_owned()).await.map_err(|_| Error::Busy)?;
    let turn = turn.map_err(|e| Error::Broken(e.to_string()))?;
    let mut unit = app.begin(actor).await?.at(&agency.id);
    let details = json!({ "exported": query, "as": format.to_string() });
    unit.journal(agency.act(), &format!("agency:{}", agency.id), details).await?;
    unit.commit().await?;
    let (out, pieces) = mpsc::channel(WAITING);
    let (rows_in, rows_out) = mpsc::channel::<Piece>(WAITING);
    let sheets = table.sheets(&words);
    let marks = Marks { cut: words.get("cell-cut"), unwritten: words.get("cell-unwritten") };
    let failures = out.clone();
    let writing = tokio::task::spawn_blocking(move || write_out(format, &sheets, marks, rows_out, out));
    // Whoever takes it out hears of what broke it off, whatever that was: a stream that merely ends is taken for the whole.
    tokio::spawn(async move {
        let broke = match writing.await {
            Ok(Ok(())) => return,
            Ok(Err(error)) => error.to_string(),
            Err(error) => error.to_string(),
        };
        tracing::error!(error = broke, "a table was broken off while it was taken out");
        let _ = failures.send(Err(io::Error::other(broke))).await;
    });
    let app = app.clone();
    tokio::spawn(async move {
        match tokio::time::timeout(WHOLE, read_in(&app, &table, format, &words, &rows_in)).await {
            Ok(Ok(())) => {}
            Ok(Err(error)) => tracing::error!(%error, "an export was broken off"),
            Err(_) => tracing::error!("an export was broken off: nobody took it fast enough"),
        }
        drop(turn);
    });
    Ok(pieces)
}

async fn read_in(app: &App, table: &impl Table, format: Format, words: &Words, out: &mpsc::Sender<Piece>) -> Result<(), Error> {
    // As everything stands at one moment, however long the reading takes.
    let snapshot = app.db.snapshot().await?;
    let mut after = String::new();
    loop {
        let chunk = table.chunk(&snapshot, &after, format, words).await?;
        hand_on(out, Piece::Rows(chunk.rows)).await?;
        let Some(next) = chunk.next else { return hand_on(out, Piece::End).await };
        after = next;
    }
}

/// Hands something on; an error where whoever asked for it has gone, or takes nothing any more.
async fn hand_on(out: &mpsc::Sender<Piece>, piece: Piece) -> Result<(), Error> {
    match tokio::time::timeout(PATIENCE, out.send(piece)).await {
        Ok(Ok(())) => Ok(()),
        _ => Err(Error::File(io::ErrorKind::BrokenPipe.into())),
    }
}

fn write_out(
    format: Format,
    sheets: &[Sheet],
    marks: Marks,
    rows: mpsc::Receiver<Piece>,
    out: mpsc::Sender<io::Result<Bytes>>,
) -> Result<(), documents::Error> {
    let pipe = io::BufWriter::with_capacity(64 * 1024, Pipe(out));
    if format == Format::Csv {
        let first = sheets.first().map_or(&[][..], |sheet| &sheet.1);
        let mut csv = Csv::new(pipe, first)?;
        each(rows, |sheet, cells| if sheet == 0 { csv.row(cells) } else { Ok(()) })?;
        return csv.finish();
    }
    let mut book = Book::new(sheets, marks)?;
    each(rows, |sheet, cells| book.row(sheet, cells))?;
    book.finish(pipe)
}

/// Every row up to the end; an error where there is none, so that nobody takes a part of a table for the whole.
fn each(
    mut rows: mpsc::Receiver<Piece>,
    mut write: impl FnMut(usize, &[Cell]) -> Result<(), documents::Error>,
) -> Result<(), documents::Error> {
    loop {
        match rows.blocking_recv() {
            Some(Piece::Rows(next)) => next.iter().try_for_each(|(sheet, cells)| write(*sheet, cells))?,
            Some(Piece::End) => return Ok(()),
            None => return Err(documents::Error::Table("the reading was broken off".to_owned())),
        }
    }
}
