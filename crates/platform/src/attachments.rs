//! Files that people put beside a record: what they are is read from what is in them, never from what they are called.

use std::{
    collections::HashMap,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
};

use bytes::{Bytes, BytesMut};
use futures_util::{Stream, StreamExt, stream};
use jiff::SignedDuration;
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, Statement, sea_query::OnConflict};

pub use crate::inside::Mark;
use crate::{
    Actor, App, Error, Files, Instant, UnitOfWork,
    access::RecordReference,
    files::{self, StoredFile},
    inside::{self, Fault, FirstBytes, InspectedFile},
    journal::Sealed,
    limits::{FILES_SENT, SENT},
    scan::Scan,
};

mod attachment {
    use sea_orm::entity::prelude::*;

    #[derive(Debug, Clone, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "attachment")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false, column_type = "Text")]
        pub id: String,
        #[sea_orm(column_type = "Text")]
        pub subject: String,
        #[sea_orm(column_type = "Text")]
        pub sha256: String,
        #[sea_orm(column_type = "Text")]
        pub name: String,
        #[sea_orm(column_type = "Text")]
        pub kind: String,
        pub size: i64,
        #[sea_orm(column_type = "Text")]
        pub by: String,
        #[sea_orm(column_type = "Text")]
        pub at: String,
    }

    #[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

mod file_mark {
    use sea_orm::entity::prelude::*;

    #[derive(Debug, Clone, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "file_mark")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false, column_type = "Text")]
        pub sha256: String,
        #[sea_orm(primary_key, auto_increment = false, column_type = "Text")]
        pub mark: String,
    }

    #[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// What a file is, as far as it is taken in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// PDF.
    Pdf,
    /// PNG.
    Png,
    /// JPEG.
    Jpeg,
    /// WebP.
    WebP,
    /// Word.
    Word,
    /// Excel.
    Excel,
}

impl Kind {
    /// Every kind.
    pub const ALL: [Self; 6] = [Self::Pdf, Self::Png, Self::Jpeg, Self::WebP, Self::Word, Self::Excel];

    /// Its media type.
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Pdf => "application/pdf",
            Self::Png => "image/png",
            Self::Jpeg => "image/jpeg",
            Self::WebP => "image/webp",
            Self::Word => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            Self::Excel => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        }
    }

    /// How a file of this kind is called at the end.
    pub const fn ending(self) -> &'static str {
        match self {
            Self::Pdf => "pdf",
            Self::Png => "png",
            Self::Jpeg => "jpg",
            Self::WebP => "webp",
            Self::Word => "docx",
            Self::Excel => "xlsx",
        }
    }

    /// The kind of a media type.
    pub fn parse(text: &str) -> Result<Self, Error> {
        Self::ALL.into_iter().find(|k| k.media_type() == text).ok_or_else(|| Error::Broken(format!("`{text}` is not a kind of file")))
    }

    /// Whether browsers show it by themselves.
    pub const fn is_shown(self) -> bool {
        matches!(self, Self::Pdf | Self::Png | Self::Jpeg | Self::WebP)
    }
}

/// A file that stands in the store and is not named by a row yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UploadedFile {
    /// Where it stands.
    pub kept: StoredFile,
    /// What it is called.
    pub name: String,
    /// What it is.
    pub kind: Kind,
    /// What whoever opens it is to know.
    pub marks: Vec<Mark>,
}

/// A file beside a record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attachment {
    /// Its id.
    pub id: String,
    /// The record, as the journal names it.
    pub subject: String,
    /// Where it stands, and how long it is.
    pub kept: StoredFile,
    /// What it is called.
    pub name: String,
    /// What it is.
    pub kind: Kind,
    /// Who put it there, as the journal names them.
    pub by: String,
    /// The instant at which it arrived.
    pub at: Instant,
    /// What a scanner says of it.
    pub scan: Scan,
}

/// Bytes by which a kind is known.
const HEAD: usize = 8 * 1024;

/// What a file may be called: no folder, no sign that is not seen or turns the reading around, with the ending of its kind.
fn sound_name(name: &str, kind: Kind) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let hidden =
        |c: char| c.is_control() || matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}');
    let plain: String = last.chars().filter(|c| !hidden(*c) && !r#"<>:"|?*"#.contains(*c)).take(150).collect();
    let plain = plain.trim().trim_start_matches('.');
    let ends = plain.rsplit_once('.').map(|(_, e)| e.to_lowercase());
    let right = ends.as_deref() == Some(kind.ending()) || (kind == Kind::Jpeg && ends.as_deref() == Some("jpeg"));
    match (plain.is_empty(), right) {
        (true, _) => format!("file.{}", kind.ending()),
        (false, true) => plain.to_owned(),
        (false, false) => format!("{plain}.{}", kind.ending()),
    }
}

/// The message that names what is taken.
fn untaken(kinds: &[Kind]) -> &'static str {
    if kinds.contains(&Kind::Word) { "wrong-file-kind" } else { "wrong-file-kind-picture" }
}

/// Takes a file in as it arrives: refused where it is none of the kinds, or longer than `most`. It is on the disk when this returns.
pub async fn take_in<E: std::fmt::Display>(
    files: &Files,
    name: &str,
    body: impl Stream<Item = Result<Bytes, E>>,
    kinds: &[Kind],
    most: u64,
) -> Result<UploadedFile, Error> {
    let wrong = |message| Error::Wrong { field: "file", message };
    let mut body = Box::pin(body);
    let mut head = BytesMut::new();
    while head.len() < HEAD
        && let Some(piece) = body.next().await
    {
        head.extend_from_slice(&piece.map_err(|e| Error::File(std::io::Error::other(e.to_string())))?);
    }
    if head.is_empty() {
        return Err(wrong("wrong-file-empty"));
    }
    // The first bytes refuse what can't be taken before it fills the disk; what it is says the file itself, opened whole.
    let begun = match FirstBytes::of(&head) {
        Ok(FirstBytes::Is(kind)) if !kinds.contains(&kind) => return Err(wrong(untaken(kinds))),
        Err(Fault::Kind("wrong-file-kind")) => return Err(wrong(untaken(kinds))),
        other => other?,
    };
    let kept = files.put(stream::once(async { Ok(head.freeze()) }).chain(body), most).await?;
    let InspectedFile { kind, marks } = inside::open(files, &kept, begun).await?;
    if !kinds.contains(&kind) {
        return Err(wrong(untaken(kinds)));
    }
    Ok(UploadedFile { kept, name: sound_name(name, kind), kind, marks })
}

/// How long it counts what somebody sent.
const WATCHED: SignedDuration = SignedDuration::from_hours(1);
/// The disk is looked at again after so many bytes.
const LOOKED_EVERY: u64 = 4 * 1024 * 1024;

/// Takes a file in that somebody sends: no more of them, and no faster, than the disk and the others bear.
pub async fn receive<E: std::fmt::Display + Send>(
    app: &App,
    actor: &Actor,
    name: &str,
    body: impl Stream<Item = Result<Bytes, E>> + Send,
    kinds: &[Kind],
    most: u64,
) -> Result<UploadedFile, Error> {
    let full = || {
        let free = app.files.room().filter(|free| *free < app.keep_free)?;
        Some(Error::Full(format!("{free} bytes are free where files are kept, and {} are to stay free", app.keep_free)))
    };
    if let Some(full) = full() {
        return Err(full);
    }
    let place = reserve(app, actor, i64::try_from(most).unwrap_or(i64::MAX)).await?;
    let read = Arc::new(AtomicU64::new(0));
    let count = read.clone();
    let counted = body.map(move |piece| match piece {
        Ok(piece) => {
            let length = piece.len() as u64;
            let before = count.fetch_add(length, Ordering::SeqCst);
            let looks = before / LOOKED_EVERY != (before + length) / LOOKED_EVERY;
            match looks.then(full).flatten() {
                Some(full) => Err(Stopped::Full(full)),
                None => Ok(piece),
            }
        }
        Err(error) => Err(Stopped::Broken(error.to_string())),
    });
    let taken = take_in(&app.files, name, counted, kinds, most).await;
    let length = i64::try_from(read.load(Ordering::SeqCst)).unwrap_or(i64::MAX);
    settle(app, &place, length).await?;
    match taken {
        // What stopped it in the middle is told as what it was.
        Err(Error::File(error)) => Err(full().unwrap_or(Error::File(error))),
        other => other,
    }
}

/// Why a file was not read to its end.
enum Stopped {
    Full(Error),
    Broken(String),
}

impl std::fmt::Display for Stopped {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Full(error) => error.fmt(f),
            Self::Broken(text) => f.write_str(text),
        }
    }
}

/// Counts a file as sent before it is read, as long as it may be: whoever sends many at once does not get around the count.
async fn reserve(app: &App, actor: &Actor, most: i64) -> Result<String, Error> {
    let (id, by, now) = (uuid::Uuid::now_v7().to_string(), actor.label(), app.now());
    let turn = app.db.begin().await?;
    let asked = "SELECT COUNT(*) AS files, CAST(COALESCE(SUM(size), 0) AS bigint) AS bytes FROM upload WHERE \"by\" = $1 AND at > $2";
    let since = now.plus(-WATCHED).to_text();
    let backend = turn.get_database_backend();
    let row = turn.query_one_raw(Statement::from_sql_and_values(backend, asked, [by.clone().into(), since.into()])).await?;
    let row = row.ok_or_else(|| Error::Broken("nothing was counted".to_owned()))?;
    let (files, bytes): (i64, i64) = (row.try_get("", "files")?, row.try_get("", "bytes")?);
    if files >= FILES_SENT || bytes.saturating_add(most) > SENT {
        turn.rollback().await?;
        return Err(Error::TooMany);
    }
    let keep = "INSERT INTO upload (id, \"by\", at, size) VALUES ($1, $2, $3, $4)";
    let values = [id.clone().into(), by.into(), now.to_text().into(), most.into()];
    turn.execute_raw(Statement::from_sql_and_values(backend, keep, values)).await?;
    turn.commit(None).await?;
    Ok(id)
}

/// Counts a file as long as it was.
async fn settle(app: &App, id: &str, length: i64) -> Result<(), Error> {
    let turn = app.db.begin().await?;
    let keep = "UPDATE upload SET size = $1 WHERE id = $2";
    turn.execute_raw(Statement::from_sql_and_values(turn.get_database_backend(), keep, [length.into(), id.into()])).await?;
    turn.commit(None).await
}

async fn read(db: &impl ConnectionTrait, rows: Vec<attachment::Model>) -> Result<Vec<Attachment>, Error> {
    let names: Vec<String> = rows.iter().map(|r| r.sha256.clone()).collect();
    let scans = files::scans(db, &names).await?;
    let read = |row: attachment::Model| {
        Ok(Attachment {
            scan: scans.get(&row.sha256).cloned().unwrap_or(Scan::Open),
            kept: StoredFile { sha256: row.sha256, size: row.size },
            kind: Kind::parse(&row.kind)?,
            at: Instant::parse(&row.at)?,
            id: row.id,
            subject: row.subject,
            name: row.name,
            by: row.by,
        })
    };
    rows.into_iter().map(read).collect()
}

/// Each file beside a record, as the journal vouches for it.
pub const ATTACHMENTS: Sealed =
    Sealed { table: "attachment", key: &["id"], columns: &["subject", "sha256", "name", "kind", "size", "by", "at"] };

/// Puts a file beside a record, in a write that is under way.
pub async fn attach(unit: &UnitOfWork, about: &RecordReference, arrived: &UploadedFile) -> Result<String, Error> {
    unit.file(&arrived.kept).await?;
    let id = uuid::Uuid::now_v7().to_string();
    let row = attachment::ActiveModel {
        id: Set(id.clone()),
        subject: Set(about.as_str().to_owned()),
        sha256: Set(arrived.kept.sha256.clone()),
        name: Set(arrived.name.clone()),
        kind: Set(arrived.kind.media_type().to_owned()),
        size: Set(arrived.kept.size),
        by: Set(unit.actor().to_owned()),
        at: Set(unit.now().to_text()),
    };
    put_marks(unit.db(), &arrived.kept.sha256, &arrived.marks).await?;
    attachment::Entity::insert(row).exec_without_returning(unit.db()).await?;
    unit.seal(ATTACHMENTS, &[&id]);
    Ok(id)
}

/// Writes down what is to be known of what is in a file; once for all that hold the same bytes.
async fn put_marks(db: &impl ConnectionTrait, sha256: &str, marks: &[Mark]) -> Result<(), Error> {
    for mark in marks {
        let row = file_mark::ActiveModel { sha256: Set(sha256.to_owned()), mark: Set(mark.name().to_owned()) };
        let once = OnConflict::columns([file_mark::Column::Sha256, file_mark::Column::Mark]).do_nothing().to_owned();
        file_mark::Entity::insert(row).on_conflict(once).exec_without_returning(db).await?;
    }
    Ok(())
}

/// What is to be known of what is in some files, by their hashes.
pub async fn marks(db: &impl ConnectionTrait, hashes: &[&str]) -> Result<HashMap<String, Vec<Mark>>, Error> {
    let mut all: HashMap<String, Vec<Mark>> = HashMap::new();
    for chunk in hashes.chunks(500) {
        let found = file_mark::Entity::find().filter(file_mark::Column::Sha256.is_in(chunk.iter().copied()));
        for row in found.order_by_asc(file_mark::Column::Mark).all(db).await? {
            if let Ok(mark) = row.mark.parse::<Mark>() {
                all.entry(row.sha256).or_default().push(mark);
            }
        }
    }
    Ok(all)
}

/// The files beside some records, those put there first first.
pub async fn list(db: &impl ConnectionTrait, about: &[RecordReference]) -> Result<Vec<Attachment>, Error> {
    let mut all = Vec::new();
    for chunk in about.chunks(500) {
        let found = attachment::Entity::find()
            .filter(attachment::Column::Subject.is_in(chunk.iter().map(RecordReference::as_str)))
            .order_by_asc(attachment::Column::Id);
        all.extend(found.all(db).await?);
    }
    read(db, all).await
}

/// A file beside a record, to be read. One in which something harmful was found is given to nobody.
pub async fn find(db: &impl ConnectionTrait, about: &RecordReference, id: &str) -> Result<Attachment, Error> {
    let found = attachment::Entity::find_by_id(id).filter(attachment::Column::Subject.eq(about.as_str())).one(db).await?;
    let found = read(db, found.into_iter().collect()).await?.pop().ok_or(Error::NotFound)?;
    match found.scan {
        Scan::Harmful(_) => Err(Error::Harmful),
        Scan::Open | Scan::Clean => Ok(found),
    }
}

/// A file that some record of a context names, as it was when that was written: to be read by whoever may see the record.
pub async fn named(db: &impl ConnectionTrait, sha256: &str, size: i64, name: &str, kind: &str) -> Result<Attachment, Error> {
    let scan = files::scans(db, &[sha256.to_owned()]).await?.remove(sha256);
    let kept = StoredFile { sha256: sha256.to_owned(), size };
    match scan {
        None => Err(Error::NotFound),
        Some(Scan::Harmful(_)) => Err(Error::Harmful),
        Some(scan) => Ok(Attachment {
            id: String::new(),
            subject: String::new(),
            kept,
            name: name.to_owned(),
            kind: Kind::parse(kind)?,
            by: String::new(),
            at: Instant::of(jiff::Timestamp::UNIX_EPOCH),
            scan,
        }),
    }
}

/// Takes a file away from beside a record, in a write that is under way; whether it was there.
pub async fn detach(unit: &UnitOfWork, about: &RecordReference, id: &str) -> Result<bool, Error> {
    let gone =
        attachment::Entity::delete_many().filter(attachment::Column::Id.eq(id)).filter(attachment::Column::Subject.eq(about.as_str()));
    let was_there = gone.exec(unit.db()).await?.rows_affected > 0;
    if was_there {
        unit.seal(ATTACHMENTS, &[id]);
    }
    Ok(was_there)
}

/// Takes every file away from beside a record, in a write that is under way. What stands in the store stays until no row names it.
pub async fn detach_all(unit: &UnitOfWork, about: &RecordReference) -> Result<(), Error> {
    for one in attachment::Entity::find().filter(attachment::Column::Subject.eq(about.as_str())).all(unit.db()).await? {
        detach(unit, about, &one.id).await?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_no_path_hides_nothing_and_ends_as_the_file_is() {
        for (given, becomes) in [
            ("認定書（写し）.pdf", "認定書（写し）.pdf"),
            ("../../etc/passwd", "passwd.pdf"),
            ("C:\\Users\\a\\認定.PDF", "認定.PDF"),
            (".htaccess", "htaccess.pdf"),
            ("report\u{202e}fdp.exe", "reportfdp.exe.pdf"),
            ("a\0\r\nb.pdf", "ab.pdf"),
            ("", "file.pdf"),
            ("..", "file.pdf"),
            ("<script>.html", "script.html.pdf"),
        ] {
            assert_eq!(sound_name(given, Kind::Pdf), becomes, "{given:?}");
        }
        assert_eq!(sound_name(&"長".repeat(5_000), Kind::Png).chars().count(), 154);
        assert_eq!(sound_name("a.jpeg", Kind::Jpeg), "a.jpeg");
    }
}
