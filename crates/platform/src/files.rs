//! Files, kept once under the SHA-256 of what is in them. A file stands in the store before a row names it; what no row names
//! is swept away after a day, and every night both sides are held against each other.

use crate::acts;
use crate::jobs::JobKind;
use std::{
    collections::{HashMap, HashSet, VecDeque},
    path::PathBuf,
    pin::Pin,
    sync::Arc,
};

use bytes::Bytes;
use futures_util::{Stream, StreamExt, TryStreamExt, stream};
use jiff::SignedDuration;
use object_store::{
    ObjectStore, ObjectStoreExt, WriteMultipart, aws::AmazonS3Builder, local::LocalFileSystem, path::Path, prefix::PrefixStore,
};
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, Statement,
    sea_query::{Expr, OnConflict},
};
use serde::Serialize;
use sha2::{Digest, Sha256};

use crate::{
    Actor, App, Error, Instant, UnitOfWork,
    error::is_full,
    jobs, limits,
    scan::{self, Scan},
    secret::hex,
};

mod kept_file {
    use sea_orm::entity::prelude::*;

    #[derive(Debug, Clone, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "kept_file")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false, column_type = "Text")]
        pub sha256: String,
        pub size: i64,
        #[sea_orm(column_type = "Text")]
        pub kept_at: String,
        /// When a scanner looked at it.
        #[sea_orm(column_type = "Text")]
        pub scanned_at: Option<String>,
        /// What it found.
        #[sea_orm(column_type = "Text")]
        pub harm: Option<String>,
        /// Since when nothing names it.
        #[sea_orm(column_type = "Text")]
        pub unnamed_at: Option<String>,
    }

    #[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// The job that holds both sides against each other.
pub const CHECK: &str = "files.check";

/// The nightly check of the store.
pub const CHECKING: JobKind = JobKind {
    name: CHECK,
    run: |app| Box::pin(checked(app)),
    begin: |app| Box::pin(async move { jobs::every_night(&app, CHECK).await.map_err(|e| e.to_string()) }),
};
/// What no row names is kept for so long: the verb that wants it may still be under way.
const UNNAMED: SignedDuration = SignedDuration::from_hours(24);

/// A file in the store.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredFile {
    /// The SHA-256 of what is in it, in small hexadecimal digits.
    pub sha256: String,
    /// Its length in bytes.
    pub size: i64,
}

/// The store of files.
#[derive(Debug, Clone)]
pub struct Files {
    store: Arc<dyn ObjectStore>,
    /// The store where it is a folder of this machine: what is written there must reach the disk by itself.
    folder: Option<Arc<LocalFileSystem>>,
}

/// A fault of whoever sends, or of what is read.
fn broken(error: impl std::fmt::Display) -> Error {
    Error::File(std::io::Error::other(error.to_string()))
}

/// A fault of the store; that no space is left is said as such.
fn refused(error: impl std::error::Error + Send + Sync + 'static) -> Error {
    if is_full(&error) { Error::Full(error.to_string()) } else { broken(error) }
}

/// Lets nobody else of the machine look into a folder or file.
pub(crate) fn private(path: &std::path::Path, mode: u32) -> std::io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    let found = std::fs::metadata(path)?.permissions();
    if found.mode() & 0o077 != 0 {
        std::fs::set_permissions(path, PermissionsExt::from_mode(mode))?;
    }
    Ok(())
}

fn place(sha256: &str) -> Path {
    Path::from(format!("kept/{}/{sha256}", sha256.get(..2).unwrap_or_default()))
}

fn is_name(sha256: &str) -> bool {
    sha256.len() == 64 && sha256.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b))
}

impl Files {
    /// The store in a folder, which is made when it is not there, or in a bucket: `s3://BUCKET/PREFIX`. How a bucket is
    /// reached stands in the environment under the usual names (`AWS_ENDPOINT`, `AWS_ACCESS_KEY_ID` …).
    pub fn open(place: &str) -> Result<Self, Error> {
        if let Some(bucket) = place.strip_prefix("s3://") {
            let (bucket, prefix) = bucket.split_once('/').unwrap_or((bucket, ""));
            let store = AmazonS3Builder::from_env().with_bucket_name(bucket).build().map_err(broken)?;
            return Ok(Self { store: Arc::new(PrefixStore::new(store, prefix)), folder: None });
        }
        std::fs::create_dir_all(place)?;
        private(place.as_ref(), 0o700)?;
        let store = Arc::new(LocalFileSystem::new_with_prefix(place).map_err(broken)?.with_automatic_cleanup(false));
        Ok(Self { store: store.clone(), folder: Some(store) })
    }

    /// Whether a file can be kept, read and taken away.
    pub async fn answers(&self) -> Result<(), Error> {
        let probe = Path::from(format!("incoming/{}", uuid::Uuid::now_v7()));
        self.store.put(&probe, Bytes::from_static(b"shien").into()).await.map_err(refused)?;
        self.store.delete(&probe).await.map_err(broken)
    }

    /// Keeps a file as it arrives, no longer than `most`. It is on the disk when this returns.
    pub async fn put<E: std::fmt::Display>(&self, body: impl Stream<Item = Result<Bytes, E>>, most: u64) -> Result<StoredFile, Error> {
        let incoming = Path::from(format!("incoming/{}", uuid::Uuid::now_v7()));
        let upload = self.store.put_multipart(&incoming).await.map_err(refused)?;
        let mut writer = WriteMultipart::new(upload);
        let mut hash = Sha256::new();
        let mut size = 0_u64;
        let mut body = std::pin::pin!(body);
        while let Some(piece) = body.next().await {
            let piece = match piece {
                Ok(piece) => piece,
                Err(error) => {
                    let _ = writer.abort().await;
                    return Err(broken(error));
                }
            };
            size = size.saturating_add(u64::try_from(piece.len()).unwrap_or(u64::MAX));
            if size > most {
                let _ = writer.abort().await;
                return Err(Error::Wrong { field: "file", message: "wrong-file-large" });
            }
            hash.update(&piece);
            if let Err(error) = writer.wait_for_capacity(4).await {
                let _ = writer.abort().await;
                return Err(refused(error));
            }
            writer.put(piece);
        }
        writer.finish().await.map_err(refused)?;
        let sha256 = hex(&hash.finalize());
        let to = place(&sha256);
        // The same bytes under the same name: whoever comes second changes nothing.
        self.store.rename(&incoming, &to).await.map_err(refused)?;
        self.settle(to).await?;
        Ok(StoredFile { sha256, size: i64::try_from(size).unwrap_or(i64::MAX) })
    }

    /// Waits until the disk has a file, and its name.
    async fn settle(&self, at: Path) -> Result<(), Error> {
        let Some(folder) = &self.folder else { return Ok(()) };
        let file = folder.path_to_filesystem(&at).map_err(broken)?;
        tokio::task::spawn_blocking(move || -> std::io::Result<()> {
            std::fs::File::open(&file)?.sync_all()?;
            let folders = [file.parent().map(PathBuf::from), file.parent().and_then(|f| f.parent()).map(PathBuf::from)];
            folders.into_iter().flatten().try_for_each(|folder| std::fs::File::open(folder)?.sync_all())
        })
        .await
        .map_err(broken)?
        .map_err(Error::from)
    }

    /// What is in a file, held against its name while it is read: the end of a file that holds other bytes is never handed on, and
    /// nothing at all of one that is short.
    pub async fn get(&self, sha256: &str) -> Result<impl Stream<Item = Result<Bytes, Error>> + use<>, Error> {
        let body = Box::pin(self.read(sha256).await?);
        let state = Checked { body, hash: Sha256::new(), held: VecDeque::new(), size: 0, name: sha256.to_owned(), ended: false };
        Ok(stream::try_unfold(state, async |mut state| Ok(state.next().await?.map(|piece| (piece, state)))))
    }

    /// What is in a file, whatever that is.
    async fn read(&self, sha256: &str) -> Result<impl Stream<Item = Result<Bytes, Error>> + use<>, Error> {
        if !is_name(sha256) {
            return Err(Error::NotFound);
        }
        let at = place(sha256);
        if let Some(folder) = &self.folder {
            let file = folder.path_to_filesystem(&at).map_err(broken)?;
            // A link leads to what somebody else may change, or to what is nobody's business.
            if tokio::fs::symlink_metadata(file).await.is_ok_and(|found| !found.is_file()) {
                tracing::error!(file = sha256, "a link stands where a stored file should");
                return Err(Error::Damaged(sha256.to_owned()));
            }
        }
        let found = self.store.get(&at).await.map_err(|e| match e {
            object_store::Error::NotFound { .. } => Error::NotFound,
            other => refused(other),
        })?;
        Ok(found.into_stream().map_err(refused))
    }

    /// How many bytes are free where files are kept; none where nobody can say, as of a bucket.
    pub fn room(&self) -> Option<u64> {
        let within = self.folder.as_ref()?.path_to_filesystem(&Path::from("kept")).ok()?;
        let found = rustix::fs::statvfs(within.parent()?).ok()?;
        Some(found.f_bavail.saturating_mul(found.f_frsize))
    }

    /// Whether a file stands in the store, as long as it should be.
    pub async fn stands(&self, kept: &StoredFile) -> Result<bool, Error> {
        match self.store.head(&place(&kept.sha256)).await {
            Ok(found) => Ok(i64::try_from(found.size).ok() == Some(kept.size)),
            Err(object_store::Error::NotFound { .. }) => Ok(false),
            Err(error) => Err(broken(error)),
        }
    }

    /// Whether a file stands in the store and holds what its name says: it is read whole.
    pub async fn holds(&self, kept: &StoredFile) -> Result<bool, Error> {
        Ok(self.stat(&kept.sha256).await?.as_ref() == Some(kept))
    }

    /// What a file really holds: its length and hash, or that it is not there.
    async fn stat(&self, sha256: &str) -> Result<Option<StoredFile>, Error> {
        let mut body = match self.read(sha256).await {
            Ok(body) => std::pin::pin!(body),
            Err(Error::NotFound) => return Ok(None),
            Err(Error::Damaged(_)) => return Ok(Some(StoredFile { sha256: String::new(), size: 0 })),
            Err(error) => return Err(error),
        };
        let (mut hash, mut size) = (Sha256::new(), 0_i64);
        while let Some(piece) = body.next().await {
            let piece = piece?;
            size = size.saturating_add(i64::try_from(piece.len()).unwrap_or(i64::MAX));
            hash.update(&piece);
        }
        Ok(Some(StoredFile { sha256: hex(&hash.finalize()), size }))
    }

    /// Keeps a page under a name, where it can be read without the database; one of that name is replaced.
    pub async fn publish(&self, name: &str, body: Vec<u8>) -> Result<(), Error> {
        let at = Path::from(format!("public/{name}"));
        self.store.put(&at, Bytes::from(body).into()).await.map_err(refused)?;
        self.settle(at).await
    }

    /// A page that was published; none where there is none.
    pub async fn published(&self, name: &str) -> Result<Option<Bytes>, Error> {
        match self.store.get(&Path::from(format!("public/{name}"))).await {
            Ok(found) => Ok(Some(found.bytes().await.map_err(broken)?)),
            Err(object_store::Error::NotFound { .. }) => Ok(None),
            Err(error) => Err(broken(error)),
        }
    }

    /// Sweeps away what was put before `before` and no row names.
    async fn sweep(&self, named: &HashSet<String>, before: Instant) -> Result<usize, Error> {
        let all: Vec<_> = self.store.list(None).try_collect().await.map_err(broken)?;
        let mut swept = 0;
        for object in all {
            let old = object.last_modified.timestamp_micros() < before.timestamp().as_microsecond();
            let name = object.location.filename().unwrap_or_default();
            let public = object.location.as_ref().starts_with("public/");
            if old && !public && !(object.location.as_ref().starts_with("kept/") && named.contains(name)) {
                self.store.delete(&object.location).await.map_err(broken)?;
                swept += 1;
            }
        }
        Ok(swept)
    }
}

/// Of a file that is read, so much is held back until it is known how it goes on.
const HELD: usize = 1024 * 1024;

/// A file that is read, and held against its name meanwhile.
struct Checked<S> {
    body: Pin<Box<S>>,
    hash: Sha256,
    held: VecDeque<Bytes>,
    size: usize,
    name: String,
    ended: bool,
}

impl<S: Stream<Item = Result<Bytes, Error>>> Checked<S> {
    async fn next(&mut self) -> Result<Option<Bytes>, Error> {
        while !self.ended && self.size <= HELD {
            match self.body.next().await.transpose()? {
                Some(piece) => {
                    self.hash.update(&piece);
                    self.size += piece.len();
                    self.held.push_back(piece);
                }
                None if hex(&self.hash.clone().finalize()) == self.name => self.ended = true,
                None => {
                    tracing::error!(file = self.name, "a stored file holds other bytes than were kept");
                    return Err(Error::Damaged(self.name.clone()));
                }
            }
        }
        let piece = self.held.pop_front();
        self.size -= piece.as_ref().map_or(0, Bytes::len);
        Ok(piece)
    }
}

/// Names a file that stands in the store, in a write that is under way. Safe to repeat.
pub(crate) async fn name(db: &impl ConnectionTrait, now: Instant, kept: &StoredFile) -> Result<(), Error> {
    let row = kept_file::ActiveModel {
        sha256: Set(kept.sha256.clone()),
        size: Set(kept.size),
        kept_at: Set(now.to_text()),
        scanned_at: Set(None),
        harm: Set(None),
        unnamed_at: Set(None),
    };
    let stay = OnConflict::column(kept_file::Column::Sha256).update_column(kept_file::Column::UnnamedAt).to_owned();
    kept_file::Entity::insert(row).on_conflict(stay).exec_without_returning(db).await?;
    Ok(())
}

/// Files that rows name, in the order of their names, after one of them.
pub(crate) async fn named(db: &impl ConnectionTrait, after: &str, most: u64) -> Result<Vec<StoredFile>, Error> {
    let rows = kept_file::Entity::find().filter(kept_file::Column::Sha256.gt(after)).order_by_asc(kept_file::Column::Sha256).limit(most);
    Ok(rows.all(db).await?.into_iter().map(|r| StoredFile { sha256: r.sha256, size: r.size }).collect())
}

/// Files that no scanner has looked at, in the order of their names, after one of them.
pub(crate) async fn unscanned(db: &impl ConnectionTrait, after: &str, most: u64) -> Result<Vec<String>, Error> {
    let found = kept_file::Entity::find().filter(kept_file::Column::ScannedAt.is_null()).filter(kept_file::Column::Sha256.gt(after));
    let rows = found.order_by_asc(kept_file::Column::Sha256).limit(most).all(db).await?;
    Ok(rows.into_iter().map(|r| r.sha256).collect())
}

/// Keeps what a scanner said of a file. Safe to repeat.
pub(crate) async fn mark(db: &impl ConnectionTrait, sha256: &str, now: Instant, scan: &Scan) -> Result<(), Error> {
    let harm = if let Scan::Harmful(name) = scan { Some(name.clone()) } else { None };
    kept_file::Entity::update_many()
        .col_expr(kept_file::Column::ScannedAt, Expr::value(now.to_text()))
        .col_expr(kept_file::Column::Harm, Expr::value(harm))
        .filter(kept_file::Column::Sha256.eq(sha256))
        .exec(db)
        .await?;
    Ok(())
}

/// What is known of some files.
pub async fn scans(db: &impl ConnectionTrait, names: &[String]) -> Result<HashMap<String, Scan>, Error> {
    let mut all = HashMap::new();
    for chunk in names.chunks(500) {
        for row in kept_file::Entity::find().filter(kept_file::Column::Sha256.is_in(chunk)).all(db).await? {
            let scan = match (row.scanned_at, row.harm) {
                (None, _) => Scan::Open,
                (_, None) => Scan::Clean,
                (_, Some(name)) => Scan::Harmful(name),
            };
            all.insert(row.sha256, scan);
        }
    }
    Ok(all)
}

/// Lets a record name a file for good, in a write that is under way: whatever else names it may go. Safe to repeat.
pub async fn hold(unit: &UnitOfWork, sha256: &str, subject: &str) -> Result<(), Error> {
    let hold = "INSERT INTO file_use (sha256, subject) VALUES ($1, $2) ON CONFLICT DO NOTHING";
    let db = unit.db();
    db.execute_raw(Statement::from_sql_and_values(db.get_database_backend(), hold, [sha256.into(), subject.into()])).await?;
    Ok(())
}

/// Notes which files nothing names any more, and forgets those that nothing has named for long; how many.
async fn forget(unit: &UnitOfWork) -> Result<u64, Error> {
    let (db, now) = (unit.db(), unit.now());
    let named = "(EXISTS (SELECT 1 FROM attachment a WHERE a.sha256 = kept_file.sha256) OR EXISTS (SELECT 1 FROM file_use u WHERE u.sha256 = kept_file.sha256))";
    let run = async |sql: String, at: Instant| -> Result<u64, Error> {
        let statement = Statement::from_sql_and_values(db.get_database_backend(), sql, [at.to_text().into()]);
        Ok(db.execute_raw(statement).await?.rows_affected())
    };
    let again = format!("UPDATE kept_file SET unnamed_at = NULL WHERE unnamed_at <= $1 AND {named}");
    run(again, Instant::of(jiff::Timestamp::MAX)).await?;
    run(format!("UPDATE kept_file SET unnamed_at = $1 WHERE unnamed_at IS NULL AND NOT {named}"), now).await?;
    run(
        format!("DELETE FROM kept_file WHERE unnamed_at <= $1 AND NOT {named}"),
        now.plus(-SignedDuration::try_from(limits::UNNAMED).unwrap_or(SignedDuration::MAX)),
    )
    .await
}

/// What a comparison of both sides found.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct CheckReport {
    /// Files that were read whole.
    pub read: usize,
    /// Named by a row, and not in the store.
    pub missing: Vec<String>,
    /// In the store, and other bytes than the name says.
    pub damaged: Vec<String>,
    /// Rows that went: nothing had named them for long.
    pub forgotten: u64,
    /// Swept away: no row named them.
    pub swept: usize,
}

impl CheckReport {
    /// Whether everything was there.
    pub const fn is_whole(&self) -> bool {
        self.missing.is_empty() && self.damaged.is_empty()
    }
}

/// Holds both sides against each other, and says in the journal what it found.
pub async fn check(app: &App) -> Result<CheckReport, Error> {
    let mut found = CheckReport::default();
    let mut unit = app.begin(&Actor::System("files")).await?;
    found.forgotten = forget(&unit).await?;
    unit.journal(acts::WORK, "files", serde_json::json!({ "forgotten": found.forgotten })).await?;
    unit.commit().await?;
    let mut named_files = HashSet::new();
    let mut after = String::new();
    loop {
        let page = named(app.db.read(), &after, 500).await?;
        let Some(last) = page.last() else { break };
        after.clone_from(&last.sha256);
        for kept in page {
            match app.files.stat(&kept.sha256).await? {
                None => found.missing.push(kept.sha256.clone()),
                Some(real) if real != kept => found.damaged.push(kept.sha256.clone()),
                Some(_) => {}
            }
            found.read += 1;
            named_files.insert(kept.sha256);
        }
    }
    app.db.tidy().await?;
    found.swept = app.files.sweep(&named_files, app.now().plus(-UNNAMED)).await?;
    let mut unit = app.begin(&Actor::System("files")).await?;
    unit.journal(acts::WORK, "files", serde_json::to_value(&found).map_err(broken)?).await?;
    unit.commit().await?;
    Ok(found)
}

/// The handler of [`CHECK`]: it fails where something is missing, so that the queue shows it, and is queued again for the next night.
pub async fn checked(app: App) -> Result<(), String> {
    let found = check(&app).await.map_err(|e| e.to_string());
    jobs::every_night(&app, CHECK).await.map_err(|e| e.to_string())?;
    // What came while there was no scanner, or while it was down for long.
    scan::begin(&app).await.map_err(|e| e.to_string())?;
    match found? {
        found if found.is_whole() => Ok(()),
        found => Err(format!("{} files are missing and {} damaged; the journal names them", found.missing.len(), found.damaged.len())),
    }
}
