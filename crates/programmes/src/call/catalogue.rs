//! What was read once stays read: programme files are looked up by their hash, and a file of one hash never changes.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};

use jiff::civil::DateTime;
use platform::{App, Error};
use sea_orm::ConnectionTrait;

use super::{
    model::{Call, with_deadline},
    store,
};
use crate::{
    model::{Catalogue, Programme},
    store as files,
};

/// The catalogue as it is kept now, and every revision that was in force. Several processes may share one database: each looks
/// whether the files are still those it has read.
#[derive(Debug, Clone)]
pub struct CallCatalogue {
    app: App,
    read: Arc<Mutex<Read>>,
}

#[derive(Debug, Default)]
struct Read {
    names: Vec<(String, String)>,
    catalogue: Arc<Catalogue>,
    revisions: HashMap<String, Arc<Catalogue>>,
    /// What closes later than its file says, by the call and the moment.
    extended: HashMap<(String, DateTime), Programme>,
}

impl CallCatalogue {
    /// An empty catalogue of calls before a database.
    pub fn new(app: App) -> Self {
        Self { app, read: Arc::default() }
    }

    /// What every verb stands on.
    pub const fn app(&self) -> &App {
        &self.app
    }

    fn with<T>(&self, look: impl FnOnce(&mut Read) -> T) -> T {
        look(&mut self.read.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// The catalogue.
    pub async fn catalogue(&self) -> Result<Arc<Catalogue>, Error> {
        let names = files::names(self.app.db.read()).await?;
        if let Some(known) = self.with(|read| (read.names == names).then(|| read.catalogue.clone())) {
            return Ok(known);
        }
        let all = files::all(self.app.db.read()).await?;
        let catalogue = Arc::new(platform::compute(|| Catalogue::kept(&all, &self.app.signer.verifier())));
        self.with(|read| (read.names, read.catalogue) = (names, catalogue.clone()));
        Ok(catalogue)
    }

    /// The file of a revision, read.
    pub async fn revision(&self, db: &impl ConnectionTrait, sha256: &str) -> Result<Arc<Catalogue>, Error> {
        if let Some(known) = self.with(|read| read.revisions.get(sha256).cloned()) {
            return Ok(known);
        }
        let file = store::revision(db, sha256).await?.ok_or(Error::NotFound)?;
        let read = Arc::new(Catalogue::kept(&[file], &self.app.signer.verifier()));
        self.with(|calls| calls.revisions.insert(sha256.to_owned(), read.clone()));
        Ok(read)
    }

    /// A programme as it was in a revision.
    pub async fn programme(&self, db: &impl ConnectionTrait, sha256: &str, id: &str) -> Result<Programme, Error> {
        let broken = || Error::Broken(format!("the revision {sha256} does not hold the programme `{id}`"));
        self.revision(db, sha256).await?.find(id).cloned().ok_or_else(broken)
    }

    /// A programme of a revision that closes at another moment.
    fn closing(&self, sha256: &str, programme: &Programme, closes: DateTime) -> Programme {
        let key = (format!("{sha256} {}", programme.id()), closes);
        self.with(|calls| {
            let made = || {
                let mut later = (*programme.read).clone();
                later.plan = with_deadline(programme.plan(), closes);
                Programme { path: programme.path.clone(), read: Arc::new(later) }
            };
            calls.extended.entry(key).or_insert_with(made).clone()
        })
    }

    pub(crate) async fn ready(&self, db: &impl ConnectionTrait, row: store::call::Model) -> Result<Call, Error> {
        let extended = row.closes_at.as_deref().map(platform::Instant::parse).transpose()?;
        let mut programme = self.programme(db, &row.sha256, &row.id).await?;
        // The later of the two: a revision may close later than what was extended.
        if let Some(until) = extended.map(platform::Instant::in_japan).filter(|until| *until > programme.plan().programme.window.closes) {
            programme = self.closing(&row.sha256, &programme, until);
        }
        Ok(Call {
            extended,
            published_at: platform::Instant::parse(&row.published_at)?,
            id: row.id,
            agency: row.agency,
            serial: row.serial,
            sha256: row.sha256,
            revision: row.revision,
            receipts: row.receipts,
            version: row.version,
            programme,
        })
    }

    /// A call by its identifier; none where no agency has published it.
    pub async fn call(&self, id: &str) -> Result<Option<Call>, Error> {
        self.call_in(self.app.db.read(), id).await
    }

    /// The same, in one look at the database.
    pub async fn call_in(&self, db: &impl ConnectionTrait, id: &str) -> Result<Option<Call>, Error> {
        match store::find(db, id).await? {
            Some(row) => self.ready(db, row).await.map(Some),
            None => Ok(None),
        }
    }

    /// Every programme as the public sees it: the calls as they are in force, and the rest of the catalogue.
    pub async fn programmes(&self) -> Result<Vec<Programme>, Error> {
        let calls = self.calls().await?;
        let catalogue = self.catalogue().await?;
        let in_force = |p: &Programme| calls.iter().find(|c| c.id == p.id()).map_or_else(|| p.clone(), |c| c.programme.clone());
        Ok(catalogue.programmes.iter().map(in_force).collect())
    }

    /// A programme as the public sees it, and whether it is a call that can be applied for here.
    pub async fn public(&self, id: &str) -> Result<(Programme, bool), Error> {
        match self.call(id).await? {
            Some(call) => Ok((call.programme, true)),
            None => Ok((self.catalogue().await?.find(id).cloned().ok_or(Error::NotFound)?, false)),
        }
    }

    /// Every call, those published first first.
    pub async fn calls(&self) -> Result<Vec<Call>, Error> {
        let (db, mut all) = (self.app.db.read(), Vec::new());
        for row in store::all(db).await? {
            all.push(self.ready(db, row).await?);
        }
        Ok(all)
    }
}
