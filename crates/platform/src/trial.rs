//! Databases of a test's own: an embedded one, and one on the PostgreSQL that the test run brings. Each is a copy of a template that is
//! made once for each build of a test program, however many processes ask for it.

use std::{
    fs::{self, File},
    path::{Path, PathBuf},
    sync::Arc,
};

use sea_orm::{ConnectionTrait, Database, Statement};
use sha2::{Digest, Sha256};

use crate::{App, Clock, Context, Db, Error, Files, checkpoint::Key};

/// A database that nobody else uses.
#[derive(Debug)]
pub struct Trial {
    /// An application over it, its clock standing at 2026-04-01 09:00 in Japan.
    pub app: App,
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
        let _ = fs::remove_dir_all(&self.folder);
    }
}

/// A fresh database of each kind that is there, with its tables and nothing in them. `SHIEN_TEST_POSTGRES` names a server on which
/// databases may be made.
pub async fn databases(contexts: &[Context]) -> Result<Vec<Trial>, Error> {
    databases_with(contexts, "empty", async |_| Ok(())).await
}

/// The same, with what `fill` puts into them: that is done once for each name and build.
pub async fn databases_with(contexts: &[Context], name: &str, fill: impl AsyncFn(&App) -> Result<(), Error>) -> Result<Vec<Trial>, Error> {
    let template = Template::of(contexts, name)?;
    let mut all = vec![template.embedded(&fill).await?];
    if let Ok(server) = std::env::var("SHIEN_TEST_POSTGRES") {
        all.push(template.on_server(&server, &fill).await?);
    }
    Ok(all)
}

/// The embedded one of them alone, for what hangs on no database.
pub async fn embedded_with(contexts: &[Context], name: &str, fill: impl AsyncFn(&App) -> Result<(), Error>) -> Result<Trial, Error> {
    Template::of(contexts, name)?.embedded(&fill).await
}

/// What databases are copied from: held by one process at a time.
struct Template<'c> {
    contexts: &'c [Context],
    name: String,
    folder: PathBuf,
    key: Arc<Key>,
    _lock: File,
}

impl<'c> Template<'c> {
    fn of(contexts: &'c [Context], name: &str) -> Result<Self, Error> {
        let name = of_this_build(name)?;
        let folder = std::env::temp_dir().join(format!("shien-template-{name}"));
        fs::create_dir_all(&folder)?;
        let lock = File::create(folder.join("lock"))?;
        lock.lock()?;
        let key = folder.join("key");
        if !key.exists() {
            fs::write(&key, Key::generate("shien/journal")?.reveal())?;
        }
        let key = Arc::new(Key::parse(&fs::read_to_string(&key)?)?);
        Ok(Self { contexts, name, folder, key, _lock: lock })
    }

    async fn embedded(&self, fill: &impl AsyncFn(&App) -> Result<(), Error>) -> Result<Trial, Error> {
        let made = self.folder.join("sqlite");
        if !made.exists() {
            let begun = self.folder.join("sqlite-begun");
            let _ = fs::remove_dir_all(&begun);
            self.filled(&embedded(&begun), &begun, fill).await?;
            fs::rename(&begun, &made)?;
        }
        let folder = trial_folder();
        copied(&made, &folder)?;
        let address = embedded(&folder);
        Ok(Trial { app: self.opened(&address, &folder).await?, name: "sqlite", address, folder })
    }

    async fn on_server(&self, server: &str, fill: &impl AsyncFn(&App) -> Result<(), Error>) -> Result<Trial, Error> {
        let address = |name: &str| server.rsplit_once('/').map_or_else(|| server.to_owned(), |(address, _)| format!("{address}/{name}"));
        let id = uuid::Uuid::now_v7().simple().to_string();
        let connection = Database::connect(server).await?;
        let named = format!("template_{}", self.name);
        let known = "SELECT 1 FROM pg_database WHERE datname = $1";
        let known = Statement::from_sql_and_values(connection.get_database_backend(), known, [named.clone().into()]);
        // Its files lie beside the embedded one's, and belong to the server that was there last.
        let made = self.folder.join("postgres");
        if connection.query_one_raw(known).await?.is_none() {
            let begun = format!("begun_{id}");
            connection.execute_unprepared(&format!("CREATE DATABASE {begun}")).await?;
            let _ = fs::remove_dir_all(&made);
            self.filled(&address(&begun), &made, fill).await?;
            connection.execute_unprepared(&format!("ALTER DATABASE {begun} RENAME TO {named}")).await?;
        }
        let own = format!("trial_{id}");
        connection.execute_unprepared(&format!("CREATE DATABASE {own} TEMPLATE {named}")).await?;
        connection.close().await?;
        let folder = trial_folder();
        copied(&made, &folder)?;
        let address = address(&own);
        Ok(Trial { app: self.opened(&address, &folder).await?, name: "postgres", address, folder })
    }

    async fn opened(&self, address: &str, folder: &Path) -> Result<App, Error> {
        let start = jiff::Timestamp::from_second(1_775_001_600).map_err(|e| Error::Broken(e.to_string()))?;
        let files = Files::open(&folder.join("files").display().to_string())?;
        let app = App::new(Db::open(address).await?, files, Clock::standing(start), self.contexts)?;
        Ok(App { signer: self.key.clone(), address: "http://shien.test".into(), ..app })
    }

    /// Fills a new database with its tables and what is put into it, and closes it again.
    async fn filled(&self, address: &str, folder: &Path, fill: &impl AsyncFn(&App) -> Result<(), Error>) -> Result<(), Error> {
        let app = self.opened(address, folder).await?;
        app.db.migrate(self.contexts).await?;
        fill(&app).await?;
        app.db.close().await
    }
}

fn trial_folder() -> PathBuf {
    std::env::temp_dir().join(format!("shien-trial-{}", uuid::Uuid::now_v7().simple()))
}

/// What names a template: what is in it, and the program that makes it.
fn of_this_build(name: &str) -> Result<String, Error> {
    let program = std::env::current_exe()?;
    let made = fs::metadata(&program)?.modified()?;
    let hash = Sha256::digest(format!("{name} {} {made:?}", program.display()));
    Ok(hash[..8].iter().map(|byte| format!("{byte:02x}")).collect())
}

fn embedded(folder: &Path) -> String {
    format!("sqlite:{}", folder.join("shien.db").display())
}

/// Copies a folder.
fn copied(from: &Path, to: &Path) -> Result<(), Error> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let to = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            copied(&entry.path(), &to)?;
        } else {
            fs::copy(entry.path(), to)?;
        }
    }
    Ok(())
}

/// Whether everything is tried (`cargo xtask prove`), and not only as much of it as a quick run has time for.
pub fn is_proof() -> bool {
    std::env::var_os("SHIEN_PROVE").is_some()
}

/// Which part of a long row of cases is tried: every case in a proof, else each `one_in`th from a place that hangs on a seed.
/// `SHIEN_SEED` names it; what was taken is printed, so that a failure can be tried again.
pub fn sampled(one_in: usize) -> (usize, usize) {
    if is_proof() {
        return (0, 1);
    }
    let drawn = || u64::from(std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).map_or(0, |d| d.subsec_nanos()));
    let seed = std::env::var("SHIEN_SEED").ok().and_then(|seed| seed.parse().ok()).unwrap_or_else(drawn);
    println!("one in {one_in} cases, SHIEN_SEED={seed}");
    (usize::try_from(seed % one_in.max(1) as u64).unwrap_or(0), one_in)
}
