//! Databases of a test's own: an embedded one, and one on the PostgreSQL that the test run brings.

use std::path::PathBuf;

use sea_orm::{ConnectionTrait, Database};

use crate::{Clock, Db, Error, House};

/// A database that nobody else uses.
#[derive(Debug)]
pub struct Trial {
    /// A house over it, its clock standing at 2026-04-01 09:00 in Japan.
    pub house: House,
    /// What it is: told when a test fails.
    pub name: &'static str,
    folder: Option<PathBuf>,
}

impl Drop for Trial {
    fn drop(&mut self) {
        if let Some(folder) = &self.folder {
            let _ = std::fs::remove_dir_all(folder);
        }
    }
}

/// A fresh database of each kind that is there. `SHIEN_TEST_POSTGRES` names a server on which databases may be made.
pub async fn databases() -> Result<Vec<Trial>, Error> {
    let id = uuid::Uuid::now_v7().simple().to_string();
    let folder = std::env::temp_dir().join(format!("shien-trial-{id}"));
    let embedded = format!("sqlite:{}", folder.join("shien.db").display());
    let mut all = vec![Trial { house: fresh(&embedded).await?, name: "sqlite", folder: Some(folder) }];
    if let Ok(server) = std::env::var("SHIEN_TEST_POSTGRES") {
        let name = format!("trial_{id}");
        let connection = Database::connect(&server).await?;
        connection.execute_unprepared(&format!("CREATE DATABASE {name}")).await?;
        let own = server.rsplit_once('/').map_or_else(|| server.clone(), |(address, _)| format!("{address}/{name}"));
        all.push(Trial { house: fresh(&own).await?, name: "postgres", folder: None });
    }
    Ok(all)
}

async fn fresh(address: &str) -> Result<House, Error> {
    let db = Db::open(address).await?;
    db.migrate().await?;
    let start = jiff::Timestamp::from_second(1_775_001_600).map_err(|e| Error::Broken(e.to_string()))?;
    House::new(db, Clock::standing(start))
}
