//! A copy of everything, made while people work: each table as lines of JSON from one moment, and every file. It says what it
//! holds and proves it, and either database takes it in: an agency that grows moves from one to the other this way.

use std::{
    collections::{BTreeMap, HashSet},
    path::Path,
};

use futures_util::TryStreamExt;
use sea_orm::{ConnectionTrait, DatabaseTransaction, DbBackend, QueryResult, Statement, Value};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader, BufWriter};

use crate::{
    App, Error, Instant,
    checkpoint::{Checkpoint, Verifier},
    files::{self, Files},
    journal::{self, Verdict},
    secret::hex,
};

/// The form of a backup.
const FORM: u32 = 1;
/// Lines that are read or written at once.
const PAGE: usize = 1_000;
/// What belongs to a database and not to what is in it.
const OWN: &str = "seaql_migrations";

/// What a backup holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// The form it is written in.
    pub form: u32,
    /// When it was made.
    pub made_at: String,
    /// The migrations that the database had seen.
    pub migrations: Vec<String>,
    /// Each table: its lines, and their hash.
    pub tables: BTreeMap<String, Part>,
    /// The number of files.
    pub files: usize,
    /// Their bytes.
    pub bytes: i64,
    /// The number of entries in the journal.
    pub journal_entries: i64,
    /// The journal's last hash.
    pub journal_last: String,
    /// The end of the journal, signed.
    pub checkpoint: String,
}

/// What a backup says of itself, and the signature over that.
const MANIFEST: &str = "manifest.json";
const SIGNATURE: &str = "manifest.note";

/// What is signed of a backup.
fn signed_text(manifest: &[u8]) -> String {
    format!("shien backup\n{}\n", hex(&Sha256::digest(manifest)))
}

/// A table of a backup.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Part {
    /// Its lines.
    pub lines: usize,
    /// The SHA-256 of its file.
    pub sha256: String,
}

fn wrong(what: impl Into<String>) -> Error {
    Error::Broken(what.into())
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Text,
    Int,
    Long,
    Bool,
}

/// A table as the database describes it.
#[derive(Debug)]
struct Shape {
    name: String,
    columns: Vec<(String, Kind)>,
    key: Vec<String>,
    parents: HashSet<String>,
}

fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', ""))
}

async fn rows(db: &impl ConnectionTrait, sql: &str, values: Vec<Value>) -> Result<Vec<QueryResult>, Error> {
    let statement = Statement::from_sql_and_values(db.get_database_backend(), sql, values);
    Ok(db.query_all_raw(statement).await?)
}

fn text(row: &QueryResult, column: &str) -> Result<String, Error> {
    Ok(row.try_get::<String>("", column)?)
}

fn kind(name: &str) -> Result<Kind, Error> {
    match name.to_lowercase().as_str() {
        "text" => Ok(Kind::Text),
        "integer" => Ok(Kind::Int),
        "bigint" => Ok(Kind::Long),
        "boolean" => Ok(Kind::Bool),
        other => Err(wrong(format!("a backup does not know columns of the type {other}"))),
    }
}

/// Every table, those that others refer to first.
async fn shapes(db: &impl ConnectionTrait) -> Result<Vec<Shape>, Error> {
    let embedded = db.get_database_backend() == DbBackend::Sqlite;
    let names = if embedded {
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name"
    } else {
        "SELECT table_name::text AS name FROM information_schema.tables WHERE table_schema = current_schema() AND table_type = 'BASE TABLE' ORDER BY table_name"
    };
    let columns = if embedded {
        "SELECT name, type AS kind, pk AS place FROM pragma_table_info($1) ORDER BY cid"
    } else {
        "SELECT c.column_name::text AS name, c.data_type::text AS kind, COALESCE(k.ordinal_position, 0)::int AS place FROM information_schema.columns c LEFT JOIN \
         (information_schema.key_column_usage k JOIN information_schema.table_constraints t ON t.constraint_name = k.constraint_name AND t.table_schema = k.table_schema \
         AND t.constraint_type = 'PRIMARY KEY') ON k.table_name = c.table_name AND k.column_name = c.column_name AND k.table_schema = c.table_schema \
         WHERE c.table_schema = current_schema() AND c.table_name = $1 ORDER BY c.ordinal_position"
    };
    let parents = if embedded {
        "SELECT \"table\" AS name FROM pragma_foreign_key_list($1)"
    } else {
        "SELECT u.table_name::text AS name FROM information_schema.table_constraints t JOIN information_schema.constraint_column_usage u \
         ON u.constraint_name = t.constraint_name WHERE t.constraint_type = 'FOREIGN KEY' AND t.table_schema = current_schema() AND t.table_name = $1"
    };
    let mut all = Vec::new();
    for row in rows(db, names, Vec::new()).await? {
        let name = text(&row, "name")?;
        if name == OWN {
            continue;
        }
        let mut shape = Shape { name: name.clone(), columns: Vec::new(), key: Vec::new(), parents: HashSet::new() };
        let mut key = Vec::new();
        for row in rows(db, columns, vec![name.clone().into()]).await? {
            let column = text(&row, "name")?;
            let place: i32 = row.try_get("", "place")?;
            if place > 0 {
                key.push((place, column.clone()));
            }
            shape.columns.push((column, kind(&text(&row, "kind")?)?));
        }
        key.sort();
        shape.key = key.into_iter().map(|k| k.1).collect();
        for row in rows(db, parents, vec![name.clone().into()]).await? {
            shape.parents.insert(text(&row, "name")?);
        }
        all.push(shape);
    }
    let mut ordered: Vec<Shape> = Vec::new();
    while !all.is_empty() {
        let known: HashSet<&str> = ordered.iter().map(|s| s.name.as_str()).collect();
        let free = |s: &Shape| s.parents.iter().all(|p| known.contains(p.as_str()) || *p == s.name);
        let place = all.iter().position(free).ok_or_else(|| wrong("tables refer to one another in a circle"))?;
        ordered.push(all.remove(place));
    }
    Ok(ordered)
}

fn value_of(given: &serde_json::Value, kind: Kind) -> Result<Value, Error> {
    use serde_json::Value as Json;
    let unfit = || wrong(format!("a backup holds {given} where there should be another kind of value"));
    Ok(match (kind, given) {
        (Kind::Text, Json::Null) => Value::String(None),
        (Kind::Int, Json::Null) => Value::Int(None),
        (Kind::Long, Json::Null) => Value::BigInt(None),
        (Kind::Bool, Json::Null) => Value::Bool(None),
        (Kind::Text, Json::String(text)) => text.clone().into(),
        (Kind::Int, Json::Number(n)) => i32::try_from(n.as_i64().ok_or_else(unfit)?).map_err(|_| unfit())?.into(),
        (Kind::Long, Json::Number(n)) => n.as_i64().ok_or_else(unfit)?.into(),
        (Kind::Bool, Json::Bool(yes)) => (*yes).into(),
        _ => return Err(unfit()),
    })
}

fn line_of(row: &QueryResult, shape: &Shape) -> Result<serde_json::Map<String, serde_json::Value>, Error> {
    let mut line = serde_json::Map::new();
    for (column, kind) in &shape.columns {
        let value = match kind {
            Kind::Text => row.try_get::<Option<String>>("", column)?.into(),
            Kind::Int => row.try_get::<Option<i32>>("", column)?.into(),
            Kind::Long => row.try_get::<Option<i64>>("", column)?.into(),
            Kind::Bool => row.try_get::<Option<bool>>("", column)?.into(),
        };
        line.insert(column.clone(), value);
    }
    Ok(line)
}

/// One table into its file: a page after the other, by its key.
async fn write_table(db: &DatabaseTransaction, shape: &Shape, file: &Path) -> Result<Part, Error> {
    let mut out = BufWriter::new(tokio::fs::File::create(file).await?);
    let mut hash = Sha256::new();
    let mut lines = 0;
    let columns: Vec<String> = shape.columns.iter().map(|c| quoted(&c.0)).collect();
    let key: Vec<String> = shape.key.iter().map(|k| quoted(k)).collect();
    let (columns, key) = (columns.join(", "), key.join(", "));
    let table = quoted(&shape.name);
    let mut after: Option<Vec<Value>> = None;
    loop {
        let marks: Vec<String> = (1..=shape.key.len()).map(|n| format!("${n}")).collect();
        let beyond = if after.is_some() { format!("WHERE ({key}) > ({})", marks.join(", ")) } else { String::new() };
        let sql = format!("SELECT {columns} FROM {table} {beyond} ORDER BY {key} LIMIT {PAGE}");
        let page = rows(db, &sql, after.take().unwrap_or_default()).await?;
        for row in &page {
            let line = line_of(row, shape)?;
            let mut text = serde_json::to_vec(&line).map_err(|e| wrong(e.to_string()))?;
            text.push(b'\n');
            hash.update(&text);
            out.write_all(&text).await?;
            lines += 1;
            let kind = |name: &String| shape.columns.iter().find(|c| c.0 == *name).map_or(Kind::Text, |c| c.1);
            after = Some(shape.key.iter().map(|k| value_of(&line[k], kind(k))).collect::<Result<_, _>>()?);
        }
        if page.len() < PAGE {
            break;
        }
    }
    out.flush().await?;
    out.into_inner().sync_all().await?;
    Ok(Part { lines, sha256: hex(&hash.finalize()) })
}

async fn migrations(db: &impl ConnectionTrait) -> Result<Vec<String>, Error> {
    let found = rows(db, &format!("SELECT version FROM {OWN} ORDER BY version"), Vec::new()).await?;
    found.iter().map(|row| text(row, "version")).collect()
}

/// Copies everything into a folder that is not there yet, reads it again, and says what it holds. People go on working.
pub async fn make(app: &App, folder: &Path) -> Result<Manifest, Error> {
    if folder.exists() {
        return Err(wrong(format!("{} is there already; a backup is never written over another", folder.display())));
    }
    let tables = folder.join("tables");
    tokio::fs::create_dir_all(&tables).await?;
    // It holds what opens accounts: nobody else of the machine looks into it.
    #[cfg(unix)]
    tokio::fs::set_permissions(folder, std::os::unix::fs::PermissionsExt::from_mode(0o700)).await?;
    let copies = Files::open(&folder.join("files").display().to_string())?;
    let db = app.db.snapshot().await?;
    let mut manifest = Manifest {
        form: FORM,
        made_at: app.now().to_text(),
        migrations: migrations(&*db).await?,
        tables: BTreeMap::new(),
        files: 0,
        bytes: 0,
        journal_entries: 0,
        journal_last: String::new(),
        checkpoint: journal::checkpoint(&*db).await?.sign(&app.signer),
    };
    for shape in shapes(&*db).await? {
        let part = write_table(&db, &shape, &tables.join(format!("{}.jsonl", shape.name))).await?;
        manifest.tables.insert(shape.name, part);
    }
    (manifest.journal_entries, manifest.journal_last) = journal::head(&*db).await?;
    let mut after = String::new();
    loop {
        let page = files::named(&*db, &after, 500).await?;
        let Some(last) = page.last() else { break };
        after.clone_from(&last.sha256);
        for kept in page {
            let body = app.files.get(&kept.sha256).await?;
            let copied = copies.put(body, u64::MAX).await?;
            if copied != kept {
                return Err(wrong(format!("the file {} holds other bytes than its name says", kept.sha256)));
            }
            manifest.files += 1;
            manifest.bytes += kept.size;
        }
    }
    drop(db);
    let manifest_text = serde_json::to_string_pretty(&manifest).map_err(|e| wrong(e.to_string()))? + "\n";
    for (name, text) in [(MANIFEST, &manifest_text), (SIGNATURE, &app.signer.sign(&signed_text(manifest_text.as_bytes())))] {
        let mut file = tokio::fs::File::create(folder.join(name)).await?;
        file.write_all(text.as_bytes()).await?;
        file.sync_all().await?;
    }
    verify(folder, &app.signer.verifier()).await
}

/// Reads a backup whole and holds it against what it says of itself, and that against the signature of whoever made it.
pub async fn verify(folder: &Path, verifier: &Verifier) -> Result<Manifest, Error> {
    let manifest_text = tokio::fs::read(folder.join(MANIFEST)).await?;
    let note = tokio::fs::read_to_string(folder.join(SIGNATURE)).await;
    let note = note.map_err(|e| wrong(format!("the backup is not signed ({SIGNATURE}: {e})")))?;
    if verifier.open(&note)? != signed_text(&manifest_text) {
        return Err(wrong("the manifest of the backup was changed after it was signed"));
    }
    let manifest: Manifest = serde_json::from_slice(&manifest_text).map_err(|e| wrong(format!("the manifest: {e}")))?;
    if manifest.form != FORM {
        return Err(wrong(format!("the backup is of the form {}, this shien reads {FORM}", manifest.form)));
    }
    for (table, part) in &manifest.tables {
        let mut hash = Sha256::new();
        let mut lines = 0;
        let mut file = BufReader::new(tokio::fs::File::open(folder.join("tables").join(format!("{table}.jsonl"))).await?);
        let mut line = Vec::new();
        while file.read_until(b'\n', &mut line).await? > 0 {
            hash.update(&line);
            line.clear();
            lines += 1;
        }
        if (Part { lines, sha256: hex(&hash.finalize()) }) != *part {
            return Err(wrong(format!("the table {table} is not as the backup says")));
        }
    }
    let files = Files::open(&folder.join("files").display().to_string())?;
    let mut count = 0;
    let mut names = BufReader::new(tokio::fs::File::open(folder.join("tables").join("kept_file.jsonl")).await?).lines();
    while let Some(line) = names.next_line().await? {
        let row: serde_json::Value = serde_json::from_str(&line).map_err(|e| wrong(e.to_string()))?;
        let name = row["sha256"].as_str().unwrap_or_default();
        let mut hash = Sha256::new();
        let mut body = std::pin::pin!(files.get(name).await?);
        while let Some(piece) = body.try_next().await? {
            hash.update(&piece);
        }
        if hex(&hash.finalize()) != name {
            return Err(wrong(format!("the file {name} is damaged")));
        }
        count += 1;
    }
    if count != manifest.files {
        return Err(wrong("files are missing"));
    }
    Ok(manifest)
}

/// Takes a backup that the holder of a key made into a database that has nothing in it: all or nothing. The journal is followed at the end.
pub async fn restore(app: &App, folder: &Path, verifier: &Verifier) -> Result<Manifest, Error> {
    let manifest = verify(folder, verifier).await?;
    let checkpoints = Checkpoint::found_in(manifest.checkpoint.as_bytes(), verifier);
    let own = migrations(app.db.read()).await?;
    if own != manifest.migrations {
        return Err(wrong("the backup was made by another version of shien; restore it with that one, then migrate"));
    }
    let (entries, _) = journal::head(app.db.read()).await?;
    if entries > 0 {
        return Err(wrong("the database is not empty; a backup is restored into a new one"));
    }
    let copies = Files::open(&folder.join("files").display().to_string())?;
    let db = app.db.begin().await?;
    for shape in shapes(&*db).await? {
        let columns: Vec<String> = shape.columns.iter().map(|c| quoted(&c.0)).collect();
        let marks: Vec<String> = (1..=columns.len()).map(|n| format!("${n}")).collect();
        let table = quoted(&shape.name);
        if shape.name != "journal" {
            db.execute_unprepared(&format!("DELETE FROM {table}")).await?;
        }
        let sql = format!("INSERT INTO {table} ({}) VALUES ({})", columns.join(", "), marks.join(", "));
        let file = tokio::fs::File::open(folder.join("tables").join(format!("{}.jsonl", shape.name))).await?;
        let mut lines = BufReader::new(file).lines();
        while let Some(line) = lines.next_line().await? {
            let row: serde_json::Value = serde_json::from_str(&line).map_err(|e| wrong(e.to_string()))?;
            let values = shape.columns.iter().map(|(name, kind)| value_of(&row[name], *kind)).collect::<Result<Vec<_>, _>>()?;
            db.execute_raw(Statement::from_sql_and_values(db.get_database_backend(), &sql, values)).await?;
            if shape.name == "kept_file" {
                let name = row["sha256"].as_str().unwrap_or_default();
                app.files.put(copies.get(name).await?, u64::MAX).await?;
            }
        }
    }
    match journal::follow(&*db, &checkpoints).await? {
        Verdict::Whole { entries, last, .. } if entries == manifest.journal_entries && last == manifest.journal_last => {}
        _ => return Err(wrong("the journal of the backup is broken; nothing was restored")),
    }
    db.commit(None).await?;
    Ok(manifest)
}

/// When a backup was made.
pub fn made_at(manifest: &Manifest) -> Result<Instant, Error> {
    Instant::parse(&manifest.made_at)
}
