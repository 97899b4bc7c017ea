//! The journal: who did what to which record, and when; append-only, each entry chained to the one before.
//!
//! The head of the chain is a row of its own. It is locked from the moment a verb begins to write until its transaction is
//! decided, so entries stand in the order in which they were committed, from 1 to the head without gaps. Triggers of the database
//! refuse to change or take away an entry; whoever gets around them breaks the chain, and [`verify`] says where. Whoever makes the
//! whole chain anew, or cuts its end and sets the head to match, is found by a [`Checkpoint`] that left the system before.
//!
//! An entry also carries the hashes of the rows that its verb wrote, of those tables that are [`Sealed`]: [`verify_rows`] finds rows
//! that were changed without an entry.

use std::collections::HashMap;

use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DatabaseTransaction, DbBackend, EntityTrait, QueryFilter, QueryOrder, QueryResult,
    QuerySelect, Statement, Value, sea_query::LikeExpr,
};
use sha2::{Digest, Sha256};

use crate::{
    Authorized, Db, Error, Instant,
    access::{Act, RecordReference},
    accounts::Agency,
    checkpoint::Checkpoint,
    secret::hex,
    tree::{Edge, Node},
};

mod entry {
    use sea_orm::entity::prelude::*;

    #[derive(Debug, Clone, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "journal")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub seq: i64,
        #[sea_orm(column_type = "Text")]
        pub at: String,
        #[sea_orm(column_type = "Text", nullable)]
        pub agency: Option<String>,
        #[sea_orm(column_type = "Text")]
        pub actor: String,
        #[sea_orm(column_type = "Text")]
        pub act: String,
        #[sea_orm(column_type = "Text")]
        pub subject: String,
        #[sea_orm(column_type = "Text")]
        pub details: String,
        #[sea_orm(column_type = "Text")]
        pub rows: String,
        // Two entries of one place can't both be true, but a forged one keeps nobody from writing the true one.
        #[sea_orm(primary_key, auto_increment = false, column_type = "Text")]
        pub hash: String,
    }

    #[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

mod head {
    use sea_orm::entity::prelude::*;

    #[derive(Debug, Clone, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "journal_head")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: i32,
        pub seq: i64,
        #[sea_orm(column_type = "Text")]
        pub hash: String,
        #[sea_orm(column_type = "Text")]
        pub tree: String,
    }

    #[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// An entry as it is read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Its place, from 1.
    pub seq: i64,
    /// The instant of the act, in UTC, cut to microseconds.
    pub at: Instant,
    /// The agency whose matter it is; none where it is nobody's alone.
    pub agency: Option<String>,
    /// Who did it: `person:…`, `system:…` or `nobody`.
    pub actor: String,
    /// The act, by its name in the policy: `application.file`.
    pub act: String,
    /// To which record.
    pub subject: String,
    /// What was said of it, as JSON.
    pub details: String,
    /// What chains it.
    pub hash: String,
}

/// What the chain says of itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// Every entry follows from the one before, and nothing else stands there.
    Whole {
        /// Entries.
        entries: i64,
        /// The hash of the last.
        last: String,
        /// The root of the tree over all of them.
        root: Node,
    },
    /// The first place where it does not.
    Broken {
        /// The place.
        seq: i64,
        /// What is wrong there.
        fault: Fault,
    },
}

/// What can be wrong with the journal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// An entry, or one before it, is not as it was written.
    Changed,
    /// An entry is not there.
    Missing,
    /// An entry stands there that no verb wrote.
    Added,
    /// The entries follow from one another, but the head says something else.
    Head,
    /// A checkpoint that left the system tells of other entries, or of more than there are.
    Rewritten,
}

impl Fault {
    /// What it is, in a few words for the command line.
    pub const fn describe(self) -> &'static str {
        match self {
            Self::Changed => "an entry was changed",
            Self::Missing => "an entry is missing",
            Self::Added => "an entry was added that no verb wrote",
            Self::Head => "the entries do not end as the head says",
            Self::Rewritten => "the checkpoint tells of other entries, or of more than there are",
        }
    }
}

/// The one row of the head.
const HEAD: i32 = 1;
/// Entries read at a time.
const PAGE: u64 = 1_000;

/// A hash over fields of which no two lists read the same: each says whether it is there, and how long it is.
fn hash_of<'f>(beginning: &[u8], fields: impl IntoIterator<Item = Option<&'f str>>) -> String {
    let mut hash = Sha256::new();
    hash.update(beginning);
    for field in fields {
        match field {
            None => hash.update([0]),
            Some(text) => {
                hash.update([1]);
                hash.update((text.len() as u64).to_be_bytes());
                hash.update(text.as_bytes());
            }
        }
    }
    hex(&hash.finalize())
}

fn chain(before: &str, entry: &entry::Model) -> String {
    let seq = entry.seq.to_string();
    let fields = [before, &seq, &entry.at].map(Some).into_iter().chain([entry.agency.as_deref()]);
    hash_of(
        b"shien journal 2",
        fields.chain([&entry.actor, &entry.act, &entry.subject, &entry.details, &entry.rows].map(|f| Some(f.as_str()))),
    )
}

/// The end of the chain, held by whoever writes.
#[derive(Debug, Clone)]
pub(crate) struct Head {
    seq: i64,
    hash: String,
    tree: Edge,
}

impl Head {
    /// What can be signed of it.
    pub(crate) fn checkpoint(&self) -> Checkpoint {
        Checkpoint { size: self.tree.size(), root: self.tree.root() }
    }
}

/// Whether an entry stands in the journal as it was written.
pub(crate) async fn stands(db: &impl ConnectionTrait, head: &Head) -> Result<bool, Error> {
    Ok(entry::Entity::find_by_id((head.seq, head.hash.clone())).one(db).await?.is_some())
}

/// Waits until nobody else writes, and keeps others waiting until the transaction ends.
///
/// The turn ends when the commit is decided, not when it has reached the disk: [`crate::disk`] says who waits for that.
pub(crate) async fn wait_turn(db: &DatabaseTransaction) -> Result<Head, Error> {
    let ask = match db.get_database_backend() {
        DbBackend::Postgres => {
            "SELECT seq, hash, tree, set_config('synchronous_commit', 'off', true) FROM journal_head WHERE id = 1 FOR UPDATE"
        }
        _ => "SELECT seq, hash, tree FROM journal_head WHERE id = 1",
    };
    let row = db.query_one_raw(Statement::from_string(db.get_database_backend(), ask)).await?;
    let row = row.ok_or_else(|| Error::Broken("the journal has no head".to_owned()))?;
    let seq = row.try_get("", "seq")?;
    Ok(Head { seq, hash: row.try_get("", "hash")?, tree: Edge::parse(seq, &row.try_get::<String>("", "tree")?)? })
}

/// What is written down of a verb.
#[derive(Debug)]
pub(crate) struct Written<'w> {
    pub at: Instant,
    pub agency: Option<&'w str>,
    pub actor: &'w str,
    pub act: Act,
    pub subject: &'w str,
    pub details: &'w serde_json::Value,
    /// The hashes of the rows that it wrote, as JSON; empty where it wrote none that is sealed.
    pub rows: String,
}

pub(crate) async fn append(db: &DatabaseTransaction, head: &mut Head, written: Written<'_>) -> Result<(), Error> {
    let mut entry = entry::Model {
        seq: head.seq + 1,
        at: written.at.to_text(),
        agency: written.agency.map(str::to_owned),
        actor: written.actor.to_owned(),
        act: written.act.name().to_owned(),
        subject: written.subject.to_owned(),
        details: written.details.to_string(),
        rows: written.rows,
        hash: String::new(),
    };
    entry.hash = chain(&head.hash, &entry);
    head.tree.push(entry.hash.as_bytes());
    (head.seq, head.hash) = (entry.seq, entry.hash.clone());
    let columns = "(seq, at, agency, actor, act, subject, details, rows, hash) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    let backend = db.get_database_backend();
    let mut values: Vec<Value> = vec![
        entry.seq.into(),
        entry.at.into(),
        entry.agency.into(),
        entry.actor.into(),
        entry.act.into(),
        entry.subject.into(),
        entry.details.into(),
        entry.rows.into(),
        entry.hash.into(),
    ];
    let tree = head.tree.to_text();
    if backend == DbBackend::Postgres {
        // Both in one question: while it travels, everybody else waits.
        let both =
            format!("WITH head AS (UPDATE journal_head SET seq = $1, hash = $9, tree = $10 WHERE id = 1) INSERT INTO journal {columns}");
        values.push(tree.into());
        db.execute_raw(Statement::from_sql_and_values(backend, both, values)).await?;
    } else {
        db.execute_raw(Statement::from_sql_and_values(backend, format!("INSERT INTO journal {columns}"), values)).await?;
        let end = "UPDATE journal_head SET seq = $1, hash = $2, tree = $3 WHERE id = 1";
        let values = [head.seq.into(), head.hash.clone().into(), tree.into()];
        db.execute_raw(Statement::from_sql_and_values(backend, end, values)).await?;
    }
    Ok(())
}

fn read(row: entry::Model) -> Entry {
    // An entry that was tampered with is shown as it stands; that it is broken, `verify` says.
    let at = Instant::parse(&row.at).unwrap_or(Instant::of(jiff::Timestamp::UNIX_EPOCH));
    Entry {
        seq: row.seq,
        at,
        agency: row.agency,
        actor: row.actor,
        act: row.act,
        subject: row.subject,
        details: row.details,
        hash: row.hash,
    }
}

/// What is looked for: every part that is not empty.
#[derive(Debug, Clone, Default)]
pub struct Search {
    /// The beginning of an act's name.
    pub act: String,
    /// The beginning of an actor.
    pub actor: String,
    /// The beginning of a subject.
    pub subject: String,
    /// One of these acts; any where nothing is said.
    pub any_act: Option<Vec<String>>,
    /// One of these actors; any where nothing is said.
    pub any_actor: Option<Vec<String>>,
    /// One of these subjects; any where nothing is said.
    pub any_subject: Option<Vec<String>>,
    /// Only entries before this one.
    pub before: Option<i64>,
}

/// Entries of an agency's matters and of those that are nobody's alone, the newest first, and whether there are more: for somebody who
/// may read its journal.
pub async fn search(
    db: &impl ConnectionTrait,
    agency: &Authorized<Agency>,
    wanted: &Search,
    most: u64,
) -> Result<(Vec<Entry>, bool), Error> {
    let of_agency = Condition::any().add(entry::Column::Agency.eq(&agency.id)).add(entry::Column::Agency.is_null());
    find(db, of_agency, wanted, most).await
}

/// The records of an agency's matters whose entries hold a text (受付番号), the newest first: for somebody who may read its journal.
pub async fn subjects_mentioning(
    db: &impl ConnectionTrait,
    agency: &Authorized<Agency>,
    text: &str,
    most: u64,
) -> Result<Vec<String>, Error> {
    let of_agency = Condition::all().add(entry::Column::Agency.eq(&agency.id)).add(entry::Column::Details.like(crate::db::holding(text)));
    let rows = entry::Entity::find().filter(of_agency).order_by_desc(entry::Column::Seq).limit(most).all(db).await?;
    Ok(rows.into_iter().map(|row| row.subject).collect())
}

/// The number on its receipt that each of these records was given: for somebody who may read the journal of the agency.
pub async fn receipts(
    db: &impl ConnectionTrait,
    agency: &Authorized<Agency>,
    subjects: &[String],
) -> Result<HashMap<String, String>, Error> {
    let given = Condition::all()
        .add(entry::Column::Agency.eq(&agency.id))
        .add(entry::Column::Subject.is_in(subjects.iter().map(String::as_str)))
        .add(entry::Column::Details.like(crate::db::holding("\"receipt\"")));
    let rows = entry::Entity::find().filter(given).order_by_asc(entry::Column::Seq).all(db).await?;
    let receipt = |row: entry::Model| {
        let details: serde_json::Value = serde_json::from_str(&row.details).ok()?;
        Some((row.subject, details.get("receipt")?.as_str()?.to_owned()))
    };
    Ok(rows.into_iter().filter_map(receipt).collect())
}

/// What was done with a record, the newest first: for somebody who may see it.
pub async fn history(db: &impl ConnectionTrait, about: &RecordReference, most: u64) -> Result<Vec<Entry>, Error> {
    Ok(find(db, Condition::all().add(entry::Column::Subject.eq(about.as_str())), &Search::default(), most).await?.0)
}

/// Entries of everybody's matters, for tests.
#[cfg(feature = "trial")]
pub async fn everything(db: &impl ConnectionTrait, wanted: &Search, most: u64) -> Result<(Vec<Entry>, bool), Error> {
    find(db, Condition::all(), wanted, most).await
}

async fn find(db: &impl ConnectionTrait, readable: Condition, wanted: &Search, most: u64) -> Result<(Vec<Entry>, bool), Error> {
    let mut all = Condition::all().add(readable);
    for (column, text) in
        [(entry::Column::Act, &wanted.act), (entry::Column::Actor, &wanted.actor), (entry::Column::Subject, &wanted.subject)]
    {
        if !text.is_empty() {
            let literal = text.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_");
            all = all.add(column.like(LikeExpr::new(format!("{literal}%")).escape('\\')));
        }
    }
    let among =
        [(entry::Column::Act, &wanted.any_act), (entry::Column::Actor, &wanted.any_actor), (entry::Column::Subject, &wanted.any_subject)];
    for (column, any) in among {
        all = all.add_option(any.as_ref().map(|any| column.is_in(any.iter().map(String::as_str))));
    }
    if let Some(before) = wanted.before {
        all = all.add(entry::Column::Seq.lt(before));
    }
    // What stands beyond the head, or before the first place, no verb wrote.
    let (head, _) = head(db).await?;
    all = all.add(entry::Column::Seq.between(1, head));
    let rows = entry::Entity::find().filter(all).order_by_desc(entry::Column::Seq).limit(most + 1).all(db).await?;
    let more = rows.len() as u64 > most;
    let entries = rows.into_iter().take(usize::try_from(most).unwrap_or(usize::MAX)).map(read).collect();
    Ok((entries, more))
}

/// The number of entries and the last hash.
pub async fn head(db: &impl ConnectionTrait) -> Result<(i64, String), Error> {
    let found = head::Entity::find_by_id(HEAD).one(db).await?.ok_or_else(|| Error::Broken("the journal has no head".to_owned()))?;
    Ok((found.seq, found.hash))
}

/// When the last entry was written; none where there is none.
pub async fn last_at(db: &impl ConnectionTrait) -> Result<Option<Instant>, Error> {
    let last = entry::Entity::find().order_by_desc(entry::Column::Seq).one(db).await?;
    Ok(last.and_then(|entry| Instant::parse(&entry.at).ok()))
}

/// The end of the journal as it can be signed.
pub async fn checkpoint(db: &impl ConnectionTrait) -> Result<Checkpoint, Error> {
    let found = head::Entity::find_by_id(HEAD).one(db).await?.ok_or_else(|| Error::Broken("the journal has no head".to_owned()))?;
    let tree = Edge::parse(found.seq, &found.tree)?;
    Ok(Checkpoint { size: tree.size(), root: tree.root() })
}

/// Follows the chain from its beginning, and holds it against checkpoints that left the system.
pub async fn verify(db: &Db, against: &[Checkpoint]) -> Result<Verdict, Error> {
    follow(&*db.snapshot().await?, against).await
}

pub(crate) async fn follow(db: &impl ConnectionTrait, against: &[Checkpoint]) -> Result<Verdict, Error> {
    let head = head::Entity::find_by_id(HEAD).one(db).await?.ok_or_else(|| Error::Broken("the journal has no head".to_owned()))?;
    let broken = |seq, fault| Ok(Verdict::Broken { seq, fault });
    let (mut seq, mut last, mut tree) = (0, String::new(), Edge::default());
    let agrees = |tree: &Edge| against.iter().all(|c| c.size != tree.size() || c.root == tree.root());
    if !agrees(&tree) {
        return broken(1, Fault::Rewritten);
    }
    // By place and hash: a page may end between two entries of one place.
    let mut after: Option<(i64, String)> = None;
    loop {
        let mut page = entry::Entity::find().order_by_asc(entry::Column::Seq).order_by_asc(entry::Column::Hash).limit(PAGE);
        if let Some((seq, hash)) = &after {
            let same = Condition::all().add(entry::Column::Seq.eq(*seq)).add(entry::Column::Hash.gt(hash));
            page = page.filter(Condition::any().add(entry::Column::Seq.gt(*seq)).add(same));
        }
        let rows = page.all(db).await?;
        let Some(end) = rows.last() else { break };
        after = Some((end.seq, end.hash.clone()));
        for row in rows {
            if row.seq <= seq || row.seq > head.seq {
                return broken(row.seq, Fault::Added);
            }
            if row.seq != seq + 1 {
                return broken(seq + 1, Fault::Missing);
            }
            if row.hash != chain(&last, &row) {
                return broken(row.seq, Fault::Changed);
            }
            tree.push(row.hash.as_bytes());
            (seq, last) = (row.seq, row.hash);
            if !agrees(&tree) {
                return broken(seq, Fault::Rewritten);
            }
        }
    }
    if seq < head.seq {
        return broken(seq + 1, Fault::Missing);
    }
    if last != head.hash || tree.to_text() != head.tree {
        return broken(seq, Fault::Head);
    }
    if against.iter().any(|c| c.size > tree.size()) {
        return broken(seq + 1, Fault::Rewritten);
    }
    Ok(Verdict::Whole { entries: seq, last, root: tree.root() })
}

/// A table whose rows the journal vouches for. Texts and whole numbers only: both databases write them alike.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sealed {
    /// The table.
    pub table: &'static str,
    /// The columns that name a row.
    pub key: &'static [&'static str],
    /// What must not be changed without an entry.
    pub columns: &'static [&'static str],
}

impl Sealed {
    /// How an entry names a row.
    fn name(&self, key: &[String]) -> String {
        format!("{}/{}", self.table, key.join("/"))
    }

    fn select(&self) -> String {
        let all: Vec<String> = self.key.iter().chain(self.columns).map(|c| format!("CAST(\"{c}\" AS text) AS \"{c}\"")).collect();
        format!("SELECT {} FROM \"{}\"", all.join(", "), self.table)
    }

    /// The name of a row and its hash.
    fn hash(&self, row: &QueryResult) -> Result<(String, String), Error> {
        let read = |column: &&str| row.try_get::<Option<String>>("", column);
        let key = self.key.iter().map(read).collect::<Result<Vec<_>, _>>()?;
        let columns = self.columns.iter().map(read).collect::<Result<Vec<_>, _>>()?;
        let hash = hash_of(self.table.as_bytes(), key.iter().chain(&columns).map(Option::as_deref));
        Ok((self.name(&key.into_iter().flatten().collect::<Vec<_>>()), hash))
    }

    /// A row's hash; none where the row is gone.
    pub(crate) async fn hash_of_row(&self, db: &impl ConnectionTrait, key: &[String]) -> Result<(String, Option<String>), Error> {
        let wanted: Vec<String> = self.key.iter().zip(1..).map(|(c, n)| format!("CAST(\"{c}\" AS text) = ${n}")).collect();
        let sql = format!("{} WHERE {}", self.select(), wanted.join(" AND "));
        let values = key.iter().map(|k| Value::from(k.clone()));
        let row = db.query_one_raw(Statement::from_sql_and_values(db.get_database_backend(), sql, values)).await?;
        Ok((self.name(key), row.map(|r| self.hash(&r)).transpose()?.map(|h| h.1)))
    }
}

/// What is wrong with a row that the journal vouches for, and which row.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum RowFault {
    /// It is not as the last entry about it left it.
    Changed(String),
    /// It is gone, and no entry says so.
    Gone(String),
    /// It is there, and no entry tells of it.
    Added(String),
}

/// Holds the rows of tables against what the journal says of them.
pub async fn verify_rows(db: &Db, tables: &[Sealed]) -> Result<Vec<RowFault>, Error> {
    let look = db.snapshot().await?;
    let db = &*look;
    let mut vouched: HashMap<String, Option<String>> = HashMap::new();
    let mut seq = 0;
    loop {
        let wanted = entry::Entity::find().filter(entry::Column::Seq.gt(seq)).filter(entry::Column::Rows.ne(""));
        let page = wanted.order_by_asc(entry::Column::Seq).limit(PAGE).all(db).await?;
        let Some(last) = page.last() else { break };
        seq = last.seq;
        for row in page {
            let rows: HashMap<String, Option<String>> =
                serde_json::from_str(&row.rows).map_err(|e| Error::Broken(format!("entry {} of the journal: {e}", row.seq)))?;
            vouched.extend(rows);
        }
    }
    let mut faults = Vec::new();
    for table in tables {
        let rows = db.query_all_raw(Statement::from_string(db.get_database_backend(), table.select())).await?;
        for row in rows {
            let (name, hash) = table.hash(&row)?;
            match vouched.remove(&name).flatten() {
                None => faults.push(RowFault::Added(name)),
                Some(written) if written != hash => faults.push(RowFault::Changed(name)),
                Some(_) => {}
            }
        }
    }
    faults.extend(vouched.into_iter().filter(|(_, hash)| hash.is_some()).map(|(name, _)| RowFault::Gone(name)));
    faults.sort();
    Ok(faults)
}
