//! What was filed, as a table that leaves the system: Excel with a sheet for what repeats, or CSV; row by row, so that memory does not
//! grow with the rows.

use crate::acts;
use std::{
    collections::BTreeMap,
    io::{self, Write},
    time::Duration,
};

use bytes::Bytes;
use documents::table::{Book, Cell, Column, Csv, Marks};
use platform::{Actor, Error, Scope};
use programmes::model::Programme;
use rules::{application::Line, assessment::TAX, words::Words};
use serde::Deserialize;
use serde_json::json;
use tokio::sync::mpsc;

use super::list::{Asked, agency};
use crate::{
    AppState,
    application::{
        filing::read_content,
        form::{FIGURES, YEARS},
        load,
        model::{Application, Content},
        store as applications,
    },
};

/// As what it leaves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Excel, with sheets for members and costs.
    Excel,
    /// CSV, applications only.
    Csv,
}

/// Applications that are read at a time.
const CHUNK: u64 = 200;
/// How long a reader may take nothing, how long the reading of all rows may last, and how long one waits while others take theirs.
const PATIENCE: Duration = Duration::from_secs(30);
const WHOLE: Duration = Duration::from_mins(5);
const QUEUE: Duration = Duration::from_secs(10);
/// Pieces that may wait for a slow reader.
const WAITING: usize = 16;

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

/// The rows of one application: the sheets in their order.
type Rows = Vec<(usize, Vec<Cell>)>;

/// What the reading tells the writing. Where neither an end nor a row comes any more, the reading was broken off.
enum Told {
    One(Rows),
    End,
}

/// Begins an export of what a work list shows: the pieces of the file, as they are made. Journalled: who took what out.
pub async fn export(
    state: &AppState,
    actor: &Actor,
    at: &str,
    asked: &Asked,
    kind: Kind,
    words: Words,
) -> Result<mpsc::Receiver<io::Result<Bytes>>, Error> {
    let agency = agency(state, actor, acts::CALL_EXPORT, at).await?;
    let turn = tokio::time::timeout(QUEUE, state.exports.clone().acquire_owned()).await.map_err(|_| Error::Busy)?;
    let turn = turn.map_err(|e| Error::Broken(e.to_string()))?;
    let mut write = state.app().begin(actor).await?.at(&agency.id);
    let said = json!({ "exported": asked.query(), "as": if kind == Kind::Excel { "xlsx" } else { "csv" } });
    write.journal(agency.act(), &format!("agency:{}", agency.id), said).await?;
    write.commit().await?;
    let (out, pieces) = mpsc::channel(WAITING);
    let (rows_in, rows_out) = mpsc::channel::<Told>(WAITING);
    let sheets = sheets(&words);
    let marks = Marks { cut: words.get("cell-cut"), unwritten: words.get("cell-unwritten") };
    let failures = out.clone();
    let writing = tokio::task::spawn_blocking(move || write_out(kind, &sheets, marks, rows_out, out));
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
    let scope = load::scope(state, actor, acts::APPLICATION_CASE).await?;
    let (state, asked, me, id) = (state.clone(), asked.clone(), actor.person()?.id.clone(), agency.id.clone());
    tokio::spawn(async move {
        let reading = tokio::time::timeout(WHOLE, read_in(&state, &scope, &asked, &id, &me, kind, &words, &rows_in));
        match reading.await {
            Ok(Ok(())) => {}
            Ok(Err(error)) => tracing::error!(%error, "an export was broken off"),
            Err(_) => tracing::error!("an export was broken off: nobody took it fast enough"),
        }
        drop(turn);
    });
    Ok(pieces)
}

fn write_out(
    kind: Kind,
    sheets: &[(String, Vec<Column>)],
    marks: Marks,
    rows: mpsc::Receiver<Told>,
    out: mpsc::Sender<io::Result<Bytes>>,
) -> Result<(), documents::Error> {
    let pipe = io::BufWriter::with_capacity(64 * 1024, Pipe(out));
    if kind == Kind::Csv {
        let mut csv = Csv::new(pipe, &sheets[0].1)?;
        each(rows, |sheet, cells| if sheet == 0 { csv.row(cells) } else { Ok(()) })?;
        return csv.finish();
    }
    let mut book = Book::new(sheets, marks)?;
    each(rows, |sheet, cells| book.row(sheet, cells))?;
    book.finish(pipe)
}

/// Every row up to the end; an error where there is none, so that nobody takes a part of a table for the whole.
fn each(
    mut rows: mpsc::Receiver<Told>,
    mut write: impl FnMut(usize, &[Cell]) -> Result<(), documents::Error>,
) -> Result<(), documents::Error> {
    loop {
        match rows.blocking_recv() {
            Some(Told::One(next)) => next.iter().try_for_each(|(sheet, cells)| write(*sheet, cells))?,
            Some(Told::End) => return Ok(()),
            None => return Err(documents::Error::Table("the reading was broken off".to_owned())),
        }
    }
}

async fn read_in(
    state: &AppState,
    scope: &Scope<Application>,
    asked: &Asked,
    agency: &str,
    me: &str,
    kind: Kind,
    words: &Words,
    out: &mpsc::Sender<Told>,
) -> Result<(), Error> {
    // As everything stands at one moment, however long the reading takes.
    let snapshot = state.app().db.snapshot().await?;
    let db = &*snapshot;
    let wanted = asked.wanted(scope, agency, me);
    let mut names = BTreeMap::new();
    let mut revisions: BTreeMap<String, Programme> = BTreeMap::new();
    let mut after = String::new();
    loop {
        let page = applications::next(db, &wanted, &after, CHUNK).await?;
        let Some(last) = page.last() else { return tell(out, Told::End).await };
        after.clone_from(&last.id);
        let companies: Vec<&str> = page.iter().map(|a| a.company.as_str()).collect();
        let records = parties::service::records(db, &companies).await?;
        let contents = applications::contents(db, &page).await?;
        for found in page {
            if !names.contains_key(&found.call) {
                let call = state.calls.call(&found.call).await?.ok_or(Error::NotFound)?;
                names.insert(found.call.clone(), words.lang.of(&call.programme.plan().programme.name).to_owned());
            }
            let Some((content, assessment, revision)) = contents.get(&found.id) else { continue };
            let content = read_content(content, found.receipt.as_deref().unwrap_or_default())?;
            let asked = serde_json::from_str(assessment).map_err(|e| Error::Broken(format!("{}: {e}", found.id)))?;
            let under = format!("{revision} {}", found.call);
            if !revisions.contains_key(&under) {
                revisions.insert(under.clone(), state.calls.programme(db, revision, &found.call).await?);
            }
            let number = records.get(&found.company).and_then(|c| c.number).map(|n| n.to_string()).unwrap_or_default();
            let filed = Filed { content: &content, asked: &asked, programme: &revisions[&under] };
            let rows = rows(&found, &names[&found.call], &number, filed, kind, words);
            tell(out, Told::One(rows)).await?;
        }
    }
}

/// Hands something on; an error where whoever asked for it has gone, or takes nothing any more.
async fn tell(out: &mpsc::Sender<Told>, told: Told) -> Result<(), Error> {
    match tokio::time::timeout(PATIENCE, out.send(told)).await {
        Ok(Ok(())) => Ok(()),
        _ => Err(Error::File(io::ErrorKind::BrokenPipe.into())),
    }
}

const HEAD: [(&str, u16); 16] = [
    ("receipt-number", 12),
    ("receipt-call", 30),
    ("state", 10),
    ("receipt-arrived", 20),
    ("receipt-channel", 8),
    ("receipt-company", 28),
    ("corporate-number", 16),
    ("receipt-project", 40),
    ("verdict", 10),
    ("requested-total", 14),
    ("grant", 14),
    ("ask-starts", 14),
    ("ask-ends", 14),
    ("ask-contact-name", 16),
    ("ask-contact-phone", 16),
    ("ask-contact-email", 28),
];

fn sheets(words: &Words) -> Vec<(String, Vec<Column>)> {
    let column = |(key, wide): &(&str, u16)| Column::new(words.get(key), *wide);
    let mut head: Vec<Column> = HEAD.iter().map(column).collect();
    for figure in FIGURES {
        head.extend(
            (0..YEARS)
                .map(|year| Column::new(format!("{} {}", words.get(&format!("ask-{figure}")), words.get(&format!("year-{year}"))), 14)),
        );
    }
    let members = [
        ("receipt-number", 12),
        ("member-number", 8),
        ("company-name", 28),
        ("funds-costs", 14),
        ("ask-own", 14),
        ("ask-loan", 14),
        ("ask-other", 14),
    ];
    let costs = [
        ("receipt-number", 12),
        ("company-name", 28),
        ("category", 20),
        ("cost-label", 30),
        ("cost-unit_price", 14),
        ("cost-quantity", 10),
        ("cost-amount", 14),
        ("cost-tax-inside", 14),
        ("cost-without-tax", 14),
        ("cost-paid_to", 24),
    ];
    vec![
        (words.get("sheet-applications"), head),
        (words.get("sheet-members"), members.iter().map(column).collect()),
        (words.get("sheet-costs"), costs.iter().map(column).collect()),
    ]
}

fn yen(text: &str) -> Cell {
    kernel::Yen::parse(text).map_or_else(|_| Cell::from(text), |y| Cell::Yen(y.get()))
}

fn day(text: &str) -> Cell {
    kernel::date::parse_date(text).map_or_else(|_| Cell::from(text), Cell::Day)
}

/// What of the engine's answer, as it is kept, goes into the table.
#[derive(Debug, Deserialize)]
struct Asking {
    lines: Vec<AskedLine>,
    categories: Vec<AskedCategory>,
}

#[derive(Debug, Deserialize)]
struct AskedLine {
    line: usize,
    requested_yen: i64,
    #[serde(default)]
    figures: Vec<(String, i64)>,
}

#[derive(Debug, Deserialize)]
struct AskedCategory {
    member: String,
    requested_yen: i64,
}

/// What was filed, how it was assessed, and under what.
#[derive(Debug, Clone, Copy)]
struct Filed<'f> {
    content: &'f Content,
    asked: &'f Asking,
    programme: &'f Programme,
}

impl Filed<'_> {
    /// What a line of costs comes to, with the tax inside it: as it was typed, as the engine reckoned it from hours and pay, or so many
    /// at such a price.
    fn sum(&self, place: usize, line: &Line) -> Option<i64> {
        let reckoned = || self.asked.lines.iter().find(|l| l.line == place).map(|l| l.requested_yen);
        line.amount.map(kernel::Yen::get).or_else(reckoned).or_else(|| line.product().map(kernel::Yen::get))
    }

    /// The tax that the engine took off a line.
    fn tax(&self, place: usize) -> i64 {
        let of = self.asked.lines.iter().filter(|l| l.line == place);
        of.flat_map(|l| &l.figures).find(|f| f.0 == TAX).map_or(0, |f| f.1)
    }
}

fn rows(found: &Application, call: &str, number: &str, filed: Filed<'_>, kind: Kind, words: &Words) -> Rows {
    let content = filed.content;
    let categories = &filed.programme.plan().programme.expenses.categories;
    let said = |name: &str| content.fields.get(name).map_or("", String::as_str);
    let receipt = || Cell::from(found.receipt.as_deref().unwrap_or_default());
    let mut head = vec![
        receipt(),
        call.into(),
        words.get(&format!("state-of-{}", found.state.name())).as_str().into(),
        found.filed_at.map_or(Cell::Blank, |at| Cell::Moment(at.in_japan())),
        words.get(&format!("channel-{}", found.channel.word())).as_str().into(),
        found.company_name.as_str().into(),
        number.into(),
        found.title.as_str().into(),
        words.get(&format!("verdict-{}", found.verdict.as_deref().unwrap_or("undetermined"))).as_str().into(),
        found.requested_yen.into(),
        found.grant_yen.into(),
        day(said("a.starts")),
        day(said("a.ends")),
        said("a.contact_name").into(),
        kernel::text::plain(said("a.contact_phone")).as_str().into(),
        platform::mail::folded(said("a.contact_email")).as_str().into(),
    ];
    for figure in FIGURES {
        head.extend((0..YEARS).map(|year| yen(said(&format!("a.k.{figure}.{year}")))));
    }
    let mut all = vec![(0, head)];
    if kind == Kind::Csv {
        return all;
    }
    for member in &content.members {
        let own = |name: &str| yen(said(&format!("{}.funds.{name}", member.id)));
        let lines = content.application.expenses.iter().enumerate().filter(|(_, l)| l.member.as_deref() == Some(&member.id));
        let asked = filed.asked.categories.iter().filter(|c| c.member == member.id);
        let costs = asked.map(|c| c.requested_yen).fold(0, i64::saturating_add);
        all.push((
            1,
            vec![
                receipt(),
                Cell::Count(i64::try_from(member.place()).unwrap_or_default() + 1),
                member.name.as_str().into(),
                Cell::Yen(costs),
                own("own"),
                own("loan"),
                own("other"),
            ],
        ));
        for (place, line) in lines {
            let (sum, tax) = (filed.sum(place, line), filed.tax(place));
            all.push((
                2,
                vec![
                    receipt(),
                    member.name.as_str().into(),
                    categories.get(&line.category).map_or(line.category.as_str(), |c| words.lang.of(&c.name)).into(),
                    line.label.as_deref().unwrap_or_default().into(),
                    line.unit_price.map(kernel::Yen::get).into(),
                    line.quantity.map_or(Cell::Blank, Cell::Count),
                    sum.into(),
                    Cell::Yen(tax),
                    sum.map(|sum| sum - tax).into(),
                    line.paid_to.as_deref().unwrap_or_default().into(),
                ],
            ));
        }
    }
    all
}
