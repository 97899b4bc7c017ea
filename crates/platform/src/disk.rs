//! When what was committed has reached the disk, and who waits for that.
//!
//! On both databases the turn to write ends when a commit is decided; its verb then waits here, outside the turn, until the disk has
//! it, and many who wait at once wait for one write. What a power cut takes in between is always the end of the journal's chain, and
//! nobody was told of it. Of an embedded database SQLite itself sees to it that what is left is whole (WAL, `synchronous = NORMAL`).

use std::{
    path::{Path, PathBuf},
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
};

use tokio::sync::Mutex;

use crate::Error;

/// The file in which an embedded database writes first.
#[derive(Debug)]
pub(crate) struct Disk {
    log: PathBuf,
    /// How many have come to wait.
    came: AtomicU64,
    /// How many of them the disk has.
    reached: Mutex<u64>,
    /// How many had come when the log was last put into the database.
    moved: AtomicU64,
    moving: AtomicBool,
}

/// How a process ends that can't be sure of its disk: `EX_IOERR` of sysexits.
const EX_IOERR: i32 = 74;

/// After how many commits the log is put into the database.
const MOVED_EVERY: u64 = 500;

impl Disk {
    /// Of a database in this file.
    pub(crate) fn of(database: &Path) -> Arc<Self> {
        let mut log = database.as_os_str().to_owned();
        log.push("-wal");
        Arc::new(Self {
            log: log.into(),
            came: AtomicU64::new(0),
            reached: Mutex::new(0),
            moved: AtomicU64::new(0),
            moving: AtomicBool::new(false),
        })
    }

    /// Waits until everything that was committed before has reached the disk.
    pub(crate) async fn reach(&self) -> Result<(), Error> {
        let mine = self.came.fetch_add(1, Ordering::SeqCst) + 1;
        let mut reached = self.reached.lock().await;
        if *reached >= mine {
            return Ok(());
        }
        // Whoever has come by now has committed: one write is for all of them.
        let all = self.came.load(Ordering::SeqCst);
        let log = self.log.clone();
        let written = tokio::task::spawn_blocking(move || match std::fs::File::open(log) {
            // With its last connection SQLite has put the log into the database, and that on the disk.
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(()),
            opened => opened?.sync_data(),
        });
        if let Err(error) = written.await.map_err(std::io::Error::other).flatten() {
            // What the disk was given may be lost, whatever it says later, and others may have read it already. Nobody can be told the
            // truth from here on: the process ends, and the next one begins with what the disk has.
            tracing::error!(%error, "the disk has refused what was committed; this process ends");
            std::process::exit(EX_IOERR);
        }
        *reached = all;
        Ok(())
    }

    /// Whether it is time to put the log into the database; nobody else is told so until [`Self::has_moved`].
    pub(crate) fn is_due(&self) -> bool {
        let since = self.came.load(Ordering::SeqCst).saturating_sub(self.moved.load(Ordering::SeqCst));
        since >= MOVED_EVERY && !self.moving.swap(true, Ordering::SeqCst)
    }

    /// Says that it was put there.
    pub(crate) fn has_moved(&self) {
        self.moved.store(self.came.load(Ordering::SeqCst), Ordering::SeqCst);
        self.moving.store(false, Ordering::SeqCst);
    }
}
