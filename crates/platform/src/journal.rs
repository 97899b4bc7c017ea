//! The journal: who did what to which record, and when; append-only, each entry chained to the one before.
//!
//! The head of the chain is a row of its own. It is locked from the moment a verb begins to write until its transaction is
//! decided, so entries stand in the order in which they were committed, without gaps. Triggers of the database refuse to
//! change or take away an entry; whoever gets around them breaks the chain, and [`verify`] says where.

use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DatabaseTransaction, DbBackend, EntityTrait, QueryFilter, QueryOrder, QuerySelect, Statement,
    sea_query::LikeExpr,
};
use sha2::{Digest, Sha256};

use crate::{Error, Instant, access::Act, secret::hex};

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
        pub said: String,
        #[sea_orm(column_type = "Text")]
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
    /// When.
    pub at: Instant,
    /// The agency whose matter it is; none where it is nobody's alone.
    pub agency: Option<String>,
    /// Who.
    pub actor: String,
    /// What.
    pub act: String,
    /// To which record.
    pub subject: String,
    /// What was said of it, as JSON.
    pub said: String,
    /// What chains it.
    pub hash: String,
}

/// What the chain says of itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// Every entry follows from the one before: how many, and the last hash.
    Whole {
        /// Entries.
        entries: i64,
        /// The hash of the last; keep it elsewhere to notice that the end was cut off.
        last: String,
    },
    /// The first place where it does not.
    Broken {
        /// The place.
        seq: i64,
    },
}

/// The one row of the head.
const HEAD: i32 = 1;
/// Entries read at a time.
const PAGE: u64 = 1_000;

fn chain(before: &str, seq: i64, parts: [&str; 6]) -> String {
    let mut hash = Sha256::new();
    hash.update(before.as_bytes());
    hash.update(seq.to_be_bytes());
    for part in parts {
        // Lengths first, so that no two entries read the same.
        hash.update((part.len() as u64).to_be_bytes());
        hash.update(part.as_bytes());
    }
    hex(&hash.finalize())
}

/// The end of the chain, held by whoever writes.
#[derive(Debug, Clone)]
pub(crate) struct Head {
    seq: i64,
    hash: String,
}

/// Waits until nobody else writes, and keeps others waiting until the transaction ends.
///
/// The turn ends when the commit is decided, not when it has reached the disk: [`crate::disk`] says who waits for that.
pub(crate) async fn wait_turn(db: &DatabaseTransaction) -> Result<Head, Error> {
    let ask = match db.get_database_backend() {
        DbBackend::Postgres => "SELECT seq, hash, set_config('synchronous_commit', 'off', true) FROM journal_head WHERE id = 1 FOR UPDATE",
        _ => "SELECT seq, hash FROM journal_head WHERE id = 1",
    };
    let row = db.query_one_raw(Statement::from_string(db.get_database_backend(), ask)).await?;
    let row = row.ok_or_else(|| Error::Broken("the journal has no head".to_owned()))?;
    Ok(Head { seq: row.try_get("", "seq")?, hash: row.try_get("", "hash")? })
}

#[allow(clippy::too_many_arguments, reason = "the parts of an entry, one after another")]
pub(crate) async fn append(
    db: &DatabaseTransaction,
    head: &mut Head,
    at: Instant,
    agency: Option<&str>,
    actor: &str,
    act: Act,
    subject: &str,
    said: &serde_json::Value,
) -> Result<(), Error> {
    let (seq, at, said) = (head.seq + 1, at.to_text(), said.to_string());
    let hash = chain(&head.hash, seq, [&at, agency.unwrap_or_default(), actor, act.name(), subject, &said]);
    let columns = "(seq, at, agency, actor, act, subject, said, hash) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
    let backend = db.get_database_backend();
    let values = [
        seq.into(),
        at.into(),
        agency.map(str::to_owned).into(),
        actor.into(),
        act.name().into(),
        subject.into(),
        said.into(),
        hash.clone().into(),
    ];
    if backend == DbBackend::Postgres {
        // Both in one question: while it travels, everybody else waits.
        let both = format!("WITH head AS (UPDATE journal_head SET seq = $1, hash = $8 WHERE id = 1) INSERT INTO journal {columns}");
        db.execute_raw(Statement::from_sql_and_values(backend, both, values)).await?;
    } else {
        db.execute_raw(Statement::from_sql_and_values(backend, format!("INSERT INTO journal {columns}"), values)).await?;
        let end = "UPDATE journal_head SET seq = $1, hash = $2 WHERE id = 1";
        db.execute_raw(Statement::from_sql_and_values(backend, end, [seq.into(), hash.clone().into()])).await?;
    }
    *head = Head { seq, hash };
    Ok(())
}

fn read(row: entry::Model) -> Result<Entry, Error> {
    let at = Instant::parse(&row.at)?;
    Ok(Entry { seq: row.seq, at, agency: row.agency, actor: row.actor, act: row.act, subject: row.subject, said: row.said, hash: row.hash })
}

/// What is looked for: every part that is not empty.
#[derive(Debug, Clone, Default)]
pub struct Search {
    /// Whose matters: those of this agency, and those that are nobody's alone; all of them where none is named.
    pub agency: Option<String>,
    /// The beginning of an act's name.
    pub act: String,
    /// The beginning of an actor.
    pub actor: String,
    /// The beginning of a subject.
    pub subject: String,
    /// Only entries before this one.
    pub before: Option<i64>,
}

/// Entries, the newest first, and whether there are more.
pub async fn search(db: &impl ConnectionTrait, wanted: &Search, most: u64) -> Result<(Vec<Entry>, bool), Error> {
    let mut all = Condition::all();
    if let Some(agency) = &wanted.agency {
        all = all.add(Condition::any().add(entry::Column::Agency.eq(agency)).add(entry::Column::Agency.is_null()));
    }
    for (column, text) in
        [(entry::Column::Act, &wanted.act), (entry::Column::Actor, &wanted.actor), (entry::Column::Subject, &wanted.subject)]
    {
        if !text.is_empty() {
            let literal = text.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_");
            all = all.add(column.like(LikeExpr::new(format!("{literal}%")).escape('\\')));
        }
    }
    if let Some(before) = wanted.before {
        all = all.add(entry::Column::Seq.lt(before));
    }
    let rows = entry::Entity::find().filter(all).order_by_desc(entry::Column::Seq).limit(most + 1).all(db).await?;
    let more = rows.len() as u64 > most;
    let entries = rows.into_iter().take(usize::try_from(most).unwrap_or(usize::MAX)).map(read).collect::<Result<_, _>>()?;
    Ok((entries, more))
}

/// The number of entries and the last hash.
pub async fn head(db: &impl ConnectionTrait) -> Result<(i64, String), Error> {
    let found = head::Entity::find_by_id(HEAD).one(db).await?.ok_or_else(|| Error::Broken("the journal has no head".to_owned()))?;
    Ok((found.seq, found.hash))
}

/// Follows the chain from its beginning.
pub async fn verify(db: &impl ConnectionTrait) -> Result<Verdict, Error> {
    let head = head::Entity::find_by_id(HEAD).one(db).await?.ok_or_else(|| Error::Broken("the journal has no head".to_owned()))?;
    let (mut seq, mut last) = (0, String::new());
    loop {
        let rows = entry::Entity::find().filter(entry::Column::Seq.gt(seq)).order_by_asc(entry::Column::Seq).limit(PAGE).all(db).await?;
        if rows.is_empty() {
            break;
        }
        for row in rows {
            // Entries that came after the head was read are left to the next time.
            if row.seq > head.seq {
                break;
            }
            let hash =
                chain(&last, seq + 1, [&row.at, row.agency.as_deref().unwrap_or_default(), &row.actor, &row.act, &row.subject, &row.said]);
            if row.seq != seq + 1 || row.hash != hash {
                return Ok(Verdict::Broken { seq: seq + 1 });
            }
            (seq, last) = (row.seq, hash);
        }
        if seq >= head.seq {
            break;
        }
    }
    if seq == head.seq && last == head.hash { Ok(Verdict::Whole { entries: seq, last }) } else { Ok(Verdict::Broken { seq: seq + 1 }) }
}
