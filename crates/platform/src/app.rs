//! What every verb stands on, and the one way to write.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, PoisonError},
};

use rules::words::{Lang, Messages, Words};
use sea_orm::DatabaseTransaction;

use crate::{
    Actor, Clock, Context, Db, Error, Files, Instant,
    access::{Act, Kind, Policy},
    checkpoint::Key,
    db::WriteTransaction,
    files,
    jobs::{self, Job},
    journal::{self, Sealed, Written},
    mail::{self, Letter},
    scan::{SCAN, Scanner},
};

/// The database, the files, the clock and the policy: handed to every verb.
#[derive(Debug, Clone)]
pub struct App {
    /// The database.
    pub db: Db,
    /// The store of files.
    pub files: Files,
    /// The clock.
    pub clock: Clock,
    /// Who may do what.
    pub policy: Arc<Policy>,
    /// Whether those who work at an agency must show two things when they sign in.
    pub two_steps: bool,
    /// Who looks at files for harmful programs.
    pub scanner: Option<Scanner>,
    /// What signs the head of the journal when it leaves the system.
    pub signer: Arc<Key>,
    /// Bytes that stay free where files are kept.
    pub keep_free: u64,
    /// The address at which people reach the site: links in letters begin with it.
    pub address: Arc<str>,
    /// What it is put together from.
    pub contexts: Arc<[Context]>,
    /// The messages of all contexts.
    pub messages: Messages,
}

impl App {
    /// An application over a database and a store of files, with a key of its own until it is given another.
    pub fn new(db: Db, files: Files, clock: Clock, contexts: &[Context]) -> Result<Self, Error> {
        let signer = Arc::new(Key::generate("shien/journal")?);
        Ok(Self {
            db,
            files,
            clock,
            policy: Arc::new(Policy::of(contexts)?),
            two_steps: false,
            scanner: None,
            signer,
            keep_free: 0,
            address: "http://localhost".into(),
            contexts: contexts.into(),
            messages: Messages::new(&contexts.iter().flat_map(|context| context.words.iter().copied()).collect::<Vec<_>>()),
        })
    }

    /// Now.
    pub fn now(&self) -> Instant {
        self.clock.now()
    }

    /// The messages of all contexts in a language.
    pub const fn words(&self, lang: Lang) -> &Words {
        self.messages.of(lang)
    }

    /// A link for a letter or another site.
    pub fn link(&self, path: &str) -> String {
        format!("{}{path}", self.address.trim_end_matches('/'))
    }

    /// Begins to write. What is not committed is not kept. Writers take turns from here on, on both databases: what one has
    /// read still holds when it writes, and no two wait for each other.
    #[tracing::instrument(name = "wait to write", skip_all)]
    pub async fn begin(&self, actor: &Actor) -> Result<UnitOfWork, Error> {
        let (transaction, head) = self.db.begin_with_journal().await?;
        let scans = self.scanner.is_some();
        let paced = matches!(actor, Actor::Person(signed) if !signed.roles.iter().any(|held| held.role.held_in() == Kind::AGENCY));
        let (signer, rows, letters) = (self.signer.clone(), Mutex::default(), Mutex::default());
        let (now, actor) = (self.now(), actor.label());
        Ok(UnitOfWork { transaction, head, now, actor, paced, agency: None, scans, letters, about: None, entries: 0, signer, rows })
    }
}

/// A verb's transaction: state, journal, mail and jobs, together or not at all.
#[derive(Debug)]
pub struct UnitOfWork {
    transaction: WriteTransaction,
    head: journal::Head,
    now: Instant,
    actor: String,
    agency: Option<String>,
    /// Whether how many letters the actor causes is counted.
    paced: bool,
    scans: bool,
    /// The letters that were queued, to be told what they are about.
    letters: Mutex<Vec<String>>,
    /// What was written about first.
    about: Option<String>,
    entries: usize,
    signer: Arc<Key>,
    /// Rows that were written and that the next entry vouches for.
    rows: Mutex<Vec<(Sealed, Vec<String>)>>,
}

impl UnitOfWork {
    /// As a matter of one agency: its auditors read of it, and no other agency's do.
    #[must_use]
    pub fn at(mut self, agency: &str) -> Self {
        self.agency = Some(agency.to_owned());
        self
    }

    /// For stores.
    pub fn db(&self) -> &DatabaseTransaction {
        &self.transaction
    }

    /// Who does it, as the journal names them.
    pub fn actor(&self) -> &str {
        &self.actor
    }

    /// When the verb happens.
    pub const fn now(&self) -> Instant {
        self.now
    }

    /// Says in the journal what was done to which record. Personal data other than names of fields does not belong there.
    pub async fn journal(&mut self, act: Act, subject: &str, details: serde_json::Value) -> Result<(), Error> {
        self.entries += 1;
        self.about.get_or_insert_with(|| subject.to_owned());
        let written = self.rows.get_mut().map(std::mem::take).unwrap_or_default();
        let mut rows = BTreeMap::new();
        for (table, key) in written {
            let (name, hash) = table.hash_of_row(self.db(), &key).await?;
            rows.insert(name, hash);
        }
        let rows = if rows.is_empty() { String::new() } else { serde_json::json!(rows).to_string() };
        let (agency, actor) = (self.agency.as_deref(), self.actor.as_str());
        let written = Written { at: self.now, agency, actor, act, subject, details: &details, rows };
        journal::append(&self.transaction, &mut self.head, written).await
    }

    /// Lets the next entry vouch for a row of a table: as it stands when the entry is written, or that it is gone.
    pub fn seal(&self, table: Sealed, key: &[&str]) {
        if let Ok(mut rows) = self.rows.lock() {
            rows.push((table, key.iter().map(|k| (*k).to_owned()).collect()));
        }
    }

    /// The end of the journal with what was said so far, signed. It is true once this is committed.
    pub fn checkpoint(&self) -> String {
        self.head.checkpoint().sign(&self.signer)
    }

    /// Names a file that stands in the store already: from here on it stays. A scanner, where there is one, looks at it soon.
    pub async fn file(&self, kept: &files::StoredFile) -> Result<(), Error> {
        files::name(self.db(), self.now, kept).await?;
        if self.scans && !jobs::is_waiting(self.db(), SCAN).await? {
            self.job(&Job::new(SCAN, "")).await?;
        }
        Ok(())
    }

    /// Queues a letter. What it is about is what the journal says first.
    pub async fn mail(&self, letter: &Letter) -> Result<(), Error> {
        let cause = mail::Cause { label: &self.actor, paced: self.paced };
        let queued = mail::queue(self.db(), self.now, self.agency.as_deref(), cause, letter).await?;
        self.letters.lock().unwrap_or_else(PoisonError::into_inner).extend(queued);
        Ok(())
    }

    /// Queues a job.
    pub async fn job(&self, job: &Job) -> Result<(), Error> {
        jobs::queue(self.db(), self.now, self.agency.as_deref(), job).await.map(|_| ())
    }

    /// Keeps everything; refused where nothing was said in the journal.
    #[tracing::instrument(name = "commit", skip_all)]
    pub async fn commit(self) -> Result<(), Error> {
        let unsaid = self.rows.lock().is_ok_and(|rows| !rows.is_empty());
        if self.entries == 0 || unsaid {
            self.transaction.rollback().await?;
            return Err(Error::NotJournalled);
        }
        let letters = self.letters.into_inner().unwrap_or_else(PoisonError::into_inner);
        mail::concern(&*self.transaction, &letters, &self.about.unwrap_or_default()).await?;
        self.transaction.commit(Some(&self.head)).await
    }
}
