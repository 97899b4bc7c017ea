//! Files and backups on every database: what is kept stays, and what is restored is what was there.

use crate::CONTEXTS;
use platform::acts;
use std::path::{Path, PathBuf};

use bytes::Bytes;
use futures_util::{StreamExt, TryStreamExt, stream};
use jiff::SignedDuration;
use platform::{
    Actor, App, Authorized, Error,
    access::{Held, RecordReference, Role},
    accounts::{self, RequestOrigin},
    attachments::{self, Kind, UploadedFile},
    backup,
    files::{self, StoredFile},
    journal::{self, Verdict},
    limits, trial,
};
use serde_json::json;

const PASSWORD: &str = "correct horse battery";
const MOST: u64 = 1_000_000;

async fn put(app: &App, what: &[u8]) -> Result<StoredFile, Error> {
    let pieces: Vec<Result<Bytes, std::io::Error>> = what.chunks(7).map(|c| Ok(Bytes::copy_from_slice(c))).collect();
    app.files.put(stream::iter(pieces), MOST).await
}

async fn keep(app: &App, what: &[u8]) -> StoredFile {
    let kept = put(app, what).await.unwrap();
    let mut unit = app.begin(&Actor::System("test")).await.unwrap();
    unit.file(&kept).await.unwrap();
    files::hold(&unit, &kept.sha256, "test").await.unwrap();
    unit.journal(acts::WORK, "files", json!({ "kept": kept.sha256 })).await.unwrap();
    unit.commit().await.unwrap();
    kept
}

async fn read(app: &App, kept: &StoredFile) -> Vec<u8> {
    let pieces: Vec<Bytes> = app.files.get(&kept.sha256).await.unwrap().try_collect().await.unwrap();
    pieces.concat()
}

struct Folder(PathBuf);

impl Folder {
    fn new() -> Self {
        Self(std::env::temp_dir().join(format!("shien-backup-{}", uuid::Uuid::now_v7())))
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// The one file in the store below a folder whose name begins so.
fn on_disk(folder: &Path, sha256: &str) -> PathBuf {
    folder.join("kept").join(&sha256[..2]).join(sha256)
}

#[tokio::test]
async fn a_file_is_kept_once_under_its_hash_and_comes_back_as_it_was() {
    for trial in trial::databases(&CONTEXTS).await.unwrap() {
        let app = &trial.app;
        let kept = keep(app, "見積書".as_bytes()).await;
        assert_eq!(kept.size, 9);
        assert_eq!(read(app, &kept).await, "見積書".as_bytes());
        assert_eq!(keep(app, "見積書".as_bytes()).await, kept, "the same bytes are the same file");
        let empty = keep(app, b"").await;
        assert_eq!(empty.sha256, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
        let large = app.files.put(stream::iter([Ok::<_, std::io::Error>(Bytes::from(vec![0; 10]))]), 9).await;
        assert!(matches!(large, Err(Error::Wrong { message: "wrong-file-large", .. })), "{}", trial.name);
        let cut =
            app.files.put(stream::iter([Ok(Bytes::from_static(b"half")), Err(std::io::Error::other("the line is dead"))]), MOST).await;
        assert!(cut.is_err());
        for name in ["", "x", "../../etc/passwd", &"A".repeat(64), &"0".repeat(64)] {
            assert!(matches!(app.files.get(name).await.err(), Some(Error::NotFound)), "{name}");
        }
    }
}

#[tokio::test]
async fn the_nightly_check_finds_what_is_missing_or_damaged_and_sweeps_what_nobody_names() {
    for trial in trial::databases(&CONTEXTS).await.unwrap() {
        let app = &trial.app;
        let folder = trial.folder().join("files");
        let (whole, damaged, missing) = (keep(app, b"whole").await, keep(app, b"damaged").await, keep(app, b"missing").await);
        let orphan = put(app, b"nobody names me").await.unwrap();
        std::fs::write(on_disk(&folder, &damaged.sha256), b"other").unwrap();
        std::fs::remove_file(on_disk(&folder, &missing.sha256)).unwrap();
        let found = files::check(app).await.unwrap();
        assert_eq!((found.read, &found.missing, &found.damaged), (3, &vec![missing.sha256.clone()], &vec![damaged.sha256.clone()]));
        // The system's clock stands long before the files were written: nothing is old enough.
        assert_eq!(found.swept, 0, "{}", trial.name);
        let ahead = jiff::Timestamp::now().duration_since(app.now().timestamp()) + SignedDuration::from_hours(25);
        app.clock.forward(ahead);
        assert_eq!(files::check(app).await.unwrap().swept, 1);
        assert!(app.files.get(&orphan.sha256).await.is_err());
        assert_eq!(read(app, &whole).await, b"whole");
        assert!(files::checked(app.clone()).await.unwrap_err().contains("1 files are missing and 1 damaged"), "{}", trial.name);
        // Queued for the next night once, whoever asks.
        for _ in 0..3 {
            platform::jobs::every_night(app, files::CHECK).await.unwrap();
        }
        let waiting = platform::jobs::list(app.db.read(), &crate::center(app), None, 100).await.unwrap();
        assert_eq!(waiting.iter().filter(|j| j.kind == files::CHECK).count(), 1, "{}", trial.name);
        assert_eq!(waiting[0].run_at.in_japan().hour(), 3);
    }
}

#[tokio::test]
async fn a_file_that_holds_other_bytes_is_noticed_while_it_is_read_and_its_end_is_never_handed_on() {
    for trial in trial::databases(&CONTEXTS).await.unwrap() {
        let app = &trial.app;
        let folder = trial.folder().join("files");
        let read_all = async |kept: &StoredFile| -> (usize, Result<(), Error>) {
            let mut body = match app.files.get(&kept.sha256).await {
                Ok(body) => std::pin::pin!(body),
                Err(error) => return (0, Err(error)),
            };
            let mut size = 0;
            while let Some(piece) = body.next().await {
                match piece {
                    Ok(piece) => size += piece.len(),
                    Err(error) => return (size, Err(error)),
                }
            }
            (size, Ok(()))
        };
        for length in [0_usize, 1, 100_000, 3_000_000] {
            let bytes: Vec<u8> = (0..length).map(|n| u8::try_from(n % 251).unwrap()).collect();
            let kept = app.files.put(stream::iter([Ok::<_, Error>(Bytes::from(bytes.clone()))]), 4_000_000).await.unwrap();
            assert!(matches!(read_all(&kept).await, (size, Ok(())) if size == length));
            let place = on_disk(&folder, &kept.sha256);
            let mut flipped = bytes.clone();
            if let Some(last) = flipped.last_mut() {
                *last ^= 1;
            }
            let longer = [&bytes[..], b"x"].concat();
            for spoiled in [flipped, bytes[..length / 2].to_vec(), longer] {
                if spoiled == bytes {
                    continue;
                }
                std::fs::write(&place, &spoiled).unwrap();
                let (size, outcome) = read_all(&kept).await;
                assert!(matches!(outcome, Err(Error::Damaged(_))), "{length} {}", spoiled.len());
                // Nothing at all of a short one, and never all of a long one.
                assert!(if length < 1_000_000 { size == 0 } else { size < spoiled.len() }, "{length} {size}");
            }
            // A link, even one to the same bytes.
            let elsewhere = trial.folder().join("elsewhere");
            std::fs::write(&elsewhere, &bytes).unwrap();
            std::fs::remove_file(&place).unwrap();
            std::os::unix::fs::symlink(&elsewhere, &place).unwrap();
            assert!(matches!(read_all(&kept).await, (0, Err(Error::Damaged(_)))), "{length}");
            assert!(!app.files.holds(&kept).await.unwrap());
            std::fs::remove_file(&place).unwrap();
        }
    }
}

/// A record as whoever may do anything names it.
fn reference(subject: &str) -> RecordReference {
    let (kind, id) = subject.split_once(':').unwrap_or((subject, ""));
    Authorized::without_policy(acts::WORK, ()).unwrap().part_record(kind, id)
}

async fn attach(app: &App, subject: &str, kept: &StoredFile) -> String {
    let arrived = UploadedFile { marks: Vec::new(), kept: kept.clone(), name: "見積書.pdf".into(), kind: Kind::Pdf };
    let mut unit = app.begin(&Actor::System("test")).await.unwrap();
    let id = attachments::attach(&unit, &reference(subject), &arrived).await.unwrap();
    unit.journal(acts::WORK, subject, json!({})).await.unwrap();
    unit.commit().await.unwrap();
    id
}

async fn detach(app: &App, subject: &str, id: &str) {
    let mut unit = app.begin(&Actor::System("test")).await.unwrap();
    assert!(attachments::detach(&unit, &reference(subject), id).await.unwrap());
    unit.journal(acts::WORK, subject, json!({})).await.unwrap();
    unit.commit().await.unwrap();
}

#[tokio::test]
async fn a_paper_that_was_taken_away_is_gone_after_a_week_and_one_that_was_filed_stays() {
    for trial in trial::databases(&CONTEXTS).await.unwrap() {
        let app = &trial.app;
        let (mistake, filed, again) =
            (put(app, b"a mistake").await.unwrap(), put(app, b"was filed").await.unwrap(), put(app, b"came back").await.unwrap());
        let mut attached = Vec::new();
        for kept in [&mistake, &filed, &again] {
            attached.push(attach(app, "application:1", kept).await);
        }
        let mut unit = app.begin(&Actor::System("test")).await.unwrap();
        files::hold(&unit, &filed.sha256, "receipt:1").await.unwrap();
        unit.journal(acts::WORK, "application:1", json!({})).await.unwrap();
        unit.commit().await.unwrap();
        // Files are as old as the machine says; the system's clock is led beyond that.
        app.clock.forward(jiff::Timestamp::now().duration_since(app.now().timestamp()) + SignedDuration::from_hours(25));
        assert_eq!(files::check(app).await.unwrap().forgotten, 0);
        for id in &attached {
            detach(app, "application:1", id).await;
        }
        assert_eq!(files::check(app).await.unwrap().forgotten, 0, "{}: not at once", trial.name);
        app.clock.forward(SignedDuration::from_hours(6 * 24));
        attach(app, "application:2", &again).await;
        assert_eq!(files::check(app).await.unwrap().forgotten, 0, "{}: not before a week is over", trial.name);
        app.clock.forward(SignedDuration::from_hours(25));
        let found = files::check(app).await.unwrap();
        assert_eq!((found.forgotten, found.swept), (1, 1), "{}", trial.name);
        assert!(matches!(app.files.get(&mistake.sha256).await.err(), Some(Error::NotFound)), "{}", trial.name);
        assert_eq!((read(app, &filed).await, read(app, &again).await), (b"was filed".to_vec(), b"came back".to_vec()));
        // Nor is it in a backup.
        let folder = Folder::new();
        assert_eq!(backup::make(app, &folder.0).await.unwrap().files, 2, "{}", trial.name);
    }
}

#[tokio::test]
async fn nobody_fills_the_disk_and_the_last_room_is_left_to_filings() {
    for trial in trial::databases(&CONTEXTS).await.unwrap() {
        let app = &trial.app;
        let send = async |app: &App, who: &'static str, most: u64| {
            let body = stream::iter([Ok::<_, Error>(Bytes::from_static(b"%PDF-1.7\nnot one"))]);
            attachments::receive(app, &Actor::System(who), "a.pdf", body, &[], most).await
        };
        let most = u64::try_from(limits::SENT).unwrap();
        // As long as it is not known how long a file is, it counts as long as it may be.
        assert!(matches!(send(app, "a", most + 1).await, Err(Error::TooMany)), "{}", trial.name);
        // Whatever becomes of what was sent, it counts.
        for _ in 0..limits::FILES_SENT {
            assert!(matches!(send(app, "a", 1_000).await, Err(Error::Wrong { .. })), "{}", trial.name);
        }
        assert!(matches!(send(app, "a", 1_000).await, Err(Error::TooMany)), "{}", trial.name);
        assert!(matches!(send(app, "b", most).await, Err(Error::Wrong { .. })), "{}: others go on", trial.name);
        app.clock.forward(SignedDuration::from_mins(61));
        assert!(matches!(send(app, "a", most).await, Err(Error::Wrong { .. })), "{}", trial.name);
        let narrow = App { keep_free: u64::MAX, ..app.clone() };
        assert!(matches!(send(&narrow, "b", most).await, Err(Error::Full(_))), "{}", trial.name);
        keep(&narrow, b"a filing needs no paper").await;
    }
}

#[tokio::test]
async fn what_is_kept_is_for_this_user_alone() {
    use std::os::unix::fs::PermissionsExt;
    let trial = trial::databases(&CONTEXTS).await.unwrap().swap_remove(0);
    keep(&trial.app, b"x").await;
    let mode = |name: &str| std::fs::metadata(trial.folder().join(name)).unwrap().permissions().mode() & 0o777;
    for (name, expected) in [("shien.db", 0o600), ("shien.db-wal", 0o600), ("shien.db-shm", 0o600), ("files", 0o700)] {
        assert_eq!(mode(name), expected, "{name}");
    }
    // One that was left open to others is closed.
    std::fs::set_permissions(trial.folder().join("shien.db"), PermissionsExt::from_mode(0o644)).unwrap();
    platform::Db::open(&trial.address).await.unwrap();
    assert_eq!(mode("shien.db"), 0o600);
}

#[tokio::test]
async fn a_backup_is_restored_into_every_kind_of_database_and_people_sign_in_as_before() {
    for from in trial::databases(&CONTEXTS).await.unwrap() {
        let app = &from.app;
        for n in 0..30 {
            let id = accounts::add_person(app, &format!("p{n}@example.jp"), "試験 \"太郎\"\n", PASSWORD, n % 2 == 0).await.unwrap();
            accounts::give_role(app, &id, &Held::new(Role::Owner, "x")).await.unwrap();
        }
        let kept = keep(app, b"a file of the backup").await;
        let folder = Folder::new();
        // People go on working while it is made.
        let working = app.clone();
        let work = tokio::spawn(async move {
            for n in 0..20 {
                keep(&working, format!("{n}").as_bytes()).await;
            }
        });
        let made = backup::make(app, &folder.0).await.unwrap();
        work.await.unwrap();
        assert!(made.files >= 1 && made.journal_entries > 60, "{made:?}");
        assert!(backup::make(app, &folder.0).await.is_err(), "a backup is never written over another");
        assert!(backup::restore(app, &folder.0, &app.signer.verifier()).await.is_err(), "nor into a system with something in it");
        for to in trial::databases(&CONTEXTS).await.unwrap() {
            let told = format!("{} to {}", from.name, to.name);
            assert_eq!(backup::restore(&to.app, &folder.0, &from.app.signer.verifier()).await.unwrap(), made, "{told}");
            let verdict = journal::verify(&to.app.db, &[]).await.unwrap();
            let Verdict::Whole { entries, last, .. } = verdict else { panic!("{told}: {verdict:?}") };
            assert_eq!((entries, &last), (made.journal_entries, &made.journal_last), "{told}");
            assert_eq!(read(&to.app, &kept).await, b"a file of the backup", "{told}");
            let step = accounts::sign_in(&to.app, "p7@example.jp", PASSWORD, &RequestOrigin::default()).await.unwrap();
            let signed = accounts::signed(&to.app, &step.session().unwrap()).await.unwrap().unwrap();
            assert_eq!((signed.name.as_str(), signed.roles.len()), ("試験 \"太郎\"\n", 1), "{told}");
        }
    }
}

#[tokio::test]
async fn a_backup_that_was_changed_is_refused_and_nothing_is_restored() {
    for from in trial::databases(&CONTEXTS).await.unwrap() {
        accounts::add_person(&from.app, "a@example.jp", "試験", PASSWORD, false).await.unwrap();
        let kept = keep(&from.app, b"a file").await;
        for spoil in ["tables/person.jsonl", "tables/journal.jsonl", "manifest.json", "manifest.note", "file"] {
            let folder = Folder::new();
            backup::make(&from.app, &folder.0).await.unwrap();
            let place = if spoil == "file" { on_disk(&folder.0.join("files"), &kept.sha256) } else { folder.0.join(spoil) };
            let text = std::fs::read_to_string(&place).unwrap();
            std::fs::write(&place, text.replacen('a', "b", 1)).unwrap();
            assert!(backup::verify(&folder.0, &from.app.signer.verifier()).await.is_err(), "{spoil}");
            let to = trial::databases(&CONTEXTS).await.unwrap().swap_remove(0);
            assert!(backup::restore(&to.app, &folder.0, &from.app.signer.verifier()).await.is_err(), "{spoil}");
            assert_eq!(journal::head(to.app.db.read()).await.unwrap().0, 0, "{spoil}");
        }
        // A table and the manifest that were changed to agree with each other: the signature does not.
        let folder = Folder::new();
        let made = backup::make(&from.app, &folder.0).await.unwrap();
        let table = folder.0.join("tables/person.jsonl");
        std::fs::write(&table, "").unwrap();
        let manifest = std::fs::read_to_string(folder.0.join("manifest.json")).unwrap();
        let empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
        let (people, part) = (&made.tables["person"], "\"person\": {\n      \"lines\": ");
        let changed = manifest.replace(&format!("{part}{}", people.lines), &format!("{part}0")).replace(&people.sha256, empty);
        std::fs::write(folder.0.join("manifest.json"), changed).unwrap();
        let refused = backup::verify(&folder.0, &from.app.signer.verifier()).await.unwrap_err().to_string();
        assert!(refused.contains("changed after it was signed"), "{refused}");
        // Nor does another key's do.
        let folder = Folder::new();
        backup::make(&from.app, &folder.0).await.unwrap();
        assert!(backup::verify(&folder.0, &platform::checkpoint::Key::generate("stranger").unwrap().verifier()).await.is_err());
    }
}
