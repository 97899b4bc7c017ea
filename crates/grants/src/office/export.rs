//! What was filed, as a table that leaves the system: Excel with a sheet for what repeats, or CSV.

use std::collections::BTreeMap;

use documents::table::{Cell, Column};
use platform::{Error, Snapshot};
use programmes::model::Programme;
use rules::{application::Line, assessment::TAX, words::Words};
use serde::Deserialize;
use tokio::sync::Mutex;
use workflow::export::{Chunk, Format, Rows, Sheet, Table};

use crate::{
    AppState,
    application::{
        filing::read_content,
        form::{FIGURES, YEARS},
        model::{Application, Content},
        store::{self as applications, ApplicationQuery},
    },
};

/// Applications that are read at a time.
const CHUNK: u64 = 200;

/// What was filed of what a reader asks for: applications, and in Excel their members and costs on sheets of their own.
#[derive(Debug)]
pub struct ApplicationsTable {
    state: AppState,
    wanted: ApplicationQuery,
    /// What is read once for all rows: names of calls, programmes by revision and call.
    names: Mutex<BTreeMap<String, String>>,
    programmes: Mutex<BTreeMap<String, Programme>>,
}

impl ApplicationsTable {
    pub(crate) fn new(state: AppState, wanted: ApplicationQuery) -> Self {
        Self { state, wanted, names: Mutex::default(), programmes: Mutex::default() }
    }

    async fn call_name(&self, call: &str, words: &Words) -> Result<String, Error> {
        let mut names = self.names.lock().await;
        if !names.contains_key(call) {
            let found = self.state.calls.call(call).await?.ok_or(Error::NotFound)?;
            names.insert(call.to_owned(), words.lang.of(&found.programme.plan().programme.name).to_owned());
        }
        Ok(names[call].clone())
    }
}

impl Table for ApplicationsTable {
    fn sheets(&self, words: &Words) -> Vec<Sheet> {
        sheets(words)
    }

    async fn chunk(&self, db: &Snapshot, after: &str, format: Format, words: &Words) -> Result<Chunk, Error> {
        let db = &**db;
        let page = applications::export_chunk(db, &self.wanted, after, CHUNK).await?;
        let Some(last) = page.last() else { return Ok(Chunk::default()) };
        let next = Some(last.id.clone());
        let companies: Vec<&str> = page.iter().map(|a| a.company.as_str()).collect();
        let records = parties::service::records(db, &companies).await?;
        let contents = applications::filed_contents(db, &page).await?;
        let mut rows = Rows::new();
        for found in page {
            let Some((content, assessment, revision)) = contents.get(&found.id) else { continue };
            let content = read_content(content, found.receipt.as_deref().unwrap_or_default())?;
            let asked = serde_json::from_str(assessment).map_err(|e| Error::Broken(format!("{}: {e}", found.id)))?;
            let under = format!("{revision} {}", found.call);
            let mut programmes = self.programmes.lock().await;
            if !programmes.contains_key(&under) {
                programmes.insert(under.clone(), self.state.calls.programme(db, revision, &found.call).await?);
            }
            let call = self.call_name(&found.call, words).await?;
            let number = records.get(&found.company).and_then(|c| c.number).map(|n| n.to_string()).unwrap_or_default();
            let filed = Filed { content: &content, asked: &asked, programme: &programmes[&under] };
            rows.extend(rows_of(&found, &call, &number, filed, format, words));
        }
        Ok(Chunk { rows, next })
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

fn sheets(words: &Words) -> Vec<Sheet> {
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
struct AnswerColumns {
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
    asked: &'f AnswerColumns,
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

/// The rows of one application.
fn rows_of(found: &Application, call: &str, number: &str, filed: Filed<'_>, format: Format, words: &Words) -> Rows {
    let content = filed.content;
    let categories = &filed.programme.plan().programme.expenses.categories;
    let value = |name: &str| content.fields.get(name).map_or("", String::as_str);
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
        day(value("a.starts")),
        day(value("a.ends")),
        value("a.contact_name").into(),
        kernel::text::plain(value("a.contact_phone")).as_str().into(),
        platform::mail::folded(value("a.contact_email")).as_str().into(),
    ];
    for figure in FIGURES {
        head.extend((0..YEARS).map(|year| yen(value(&format!("a.k.{figure}.{year}")))));
    }
    let mut all = vec![(0, head)];
    if format == Format::Csv {
        return all;
    }
    for member in &content.members {
        let own = |name: &str| yen(value(&format!("{}.funds.{name}", member.id)));
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
