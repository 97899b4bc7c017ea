//! A PostgreSQL of the tests' own: its own data folder and port, gone afterwards.

use std::{
    env, fs,
    net::TcpListener,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use crate::{Step, tools};

pub(crate) struct Postgres {
    programs: PathBuf,
    folder: PathBuf,
    user: Option<&'static str>,
    pub address: String,
}

impl Postgres {
    /// Makes a cluster and starts it.
    pub fn start() -> Step<Self> {
        let programs = if let Some(found) = find() {
            found
        } else {
            tools::debian("postgresql")?;
            find().ok_or("PostgreSQL was installed but its programs are not found")?
        };
        // The server refuses to run as root; Debian's package brings a user for it.
        let root = Command::new("id").arg("-u").output().is_ok_and(|o| o.stdout.starts_with(b"0"));
        let user = root.then_some("postgres");
        let folder = env::temp_dir().join(format!("shien-postgres-{}", std::process::id()));
        fs::create_dir_all(&folder).map_err(|e| e.to_string())?;
        if let Some(user) = user {
            tools::run(Command::new("chown").arg(user).arg(&folder))?;
        }
        let port = TcpListener::bind("127.0.0.1:0").and_then(|l| l.local_addr()).map_err(|e| e.to_string())?.port();
        let started = Self { programs, folder, user, address: format!("postgres://shien@127.0.0.1:{port}/postgres") };
        let data = started.folder.join("data");
        let data = data.to_string_lossy();
        started.program("initdb", &["-D", &data, "-U", "shien", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync"])?;
        let options = format!("-p {port} -h 127.0.0.1 -k {} -c fsync=off -c max_connections=400", started.folder.display());
        started.program("pg_ctl", &["-D", &data, "-l", &format!("{}/log", started.folder.display()), "-w", "-o", &options, "start"])?;
        Ok(started)
    }

    /// The program that speaks to it.
    pub(crate) fn psql(&self) -> PathBuf {
        self.programs.join("psql")
    }

    fn program(&self, name: &str, arguments: &[&str]) -> Step {
        let program = self.programs.join(name);
        let mut command = match self.user {
            Some(user) => {
                let mut command = Command::new("runuser");
                command.args(["-u", user, "--"]).arg(&program);
                command
            }
            None => Command::new(&program),
        };
        tools::run(command.args(arguments).current_dir(&self.folder).stdout(Stdio::null()))
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        let data = self.folder.join("data");
        let _ = self.program("pg_ctl", &["-D", &data.to_string_lossy(), "-m", "immediate", "stop"]);
        let _ = fs::remove_dir_all(&self.folder);
    }
}

/// The newest server programs that are installed.
fn find() -> Option<PathBuf> {
    let mut versions: Vec<PathBuf> =
        fs::read_dir("/usr/lib/postgresql").ok()?.flatten().map(|e| e.path().join("bin")).filter(|b| b.join("initdb").is_file()).collect();
    versions.sort();
    versions.pop().or_else(|| tools::on_path(&["initdb"]).and_then(|p| p.parent().map(Path::to_path_buf)))
}
