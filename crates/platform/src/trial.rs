//! Databases of a test's own: an embedded one, and one on the PostgreSQL that the test run brings.

use std::path::{Path, PathBuf};

use sea_orm::{ConnectionTrait, Database};

use crate::{Clock, Db, Error, Files, House};

/// A database that nobody else uses.
#[derive(Debug)]
pub struct Trial {
    /// A house over it, its clock standing at 2026-04-01 09:00 in Japan.
    pub house: House,
    /// What it is: told when a test fails.
    pub name: &'static str,
    /// The address of its database.
    pub address: String,
    folder: PathBuf,
}

impl Trial {
    /// Where it keeps what is not in the database.
    pub fn folder(&self) -> &Path {
        &self.folder
    }
}

impl Drop for Trial {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

/// A fresh database of each kind that is there. `SHIEN_TEST_POSTGRES` names a server on which databases may be made.
pub async fn databases() -> Result<Vec<Trial>, Error> {
    let id = uuid::Uuid::now_v7().simple().to_string();
    let folder = |name: &str| std::env::temp_dir().join(format!("shien-trial-{name}-{id}"));
    let own = folder("sqlite");
    let embedded = format!("sqlite:{}", own.join("shien.db").display());
    let mut all = vec![Trial { house: fresh(&embedded, &own).await?, name: "sqlite", address: embedded, folder: own }];
    if let Ok(server) = std::env::var("SHIEN_TEST_POSTGRES") {
        let name = format!("trial_{id}");
        let connection = Database::connect(&server).await?;
        connection.execute_unprepared(&format!("CREATE DATABASE {name}")).await?;
        let own = server.rsplit_once('/').map_or_else(|| server.clone(), |(address, _)| format!("{address}/{name}"));
        let folder = folder("postgres");
        all.push(Trial { house: fresh(&own, &folder).await?, name: "postgres", address: own, folder });
    }
    Ok(all)
}

async fn fresh(address: &str, folder: &Path) -> Result<House, Error> {
    let db = Db::open(address).await?;
    db.migrate().await?;
    let start = jiff::Timestamp::from_second(1_775_001_600).map_err(|e| Error::Broken(e.to_string()))?;
    let files = Files::open(&folder.join("files").display().to_string())?;
    House::new(db, files, Clock::standing(start))
}
