//! The interface of the product asked by schemathesis, as it describes itself: every parameter, valid and not, in every order.

use std::{
    env, fs,
    io::{BufRead, BufReader},
    path::PathBuf,
    process::{Child, Command, Stdio},
};

use crate::{Step, tools};

/// The version that asks; another one is installed where this changes.
const SCHEMATHESIS: &str = "schemathesis==4.32.5";

/// The program, in an environment of its own beside the builds; installed from the Python registry where it is not there.
fn program() -> Step<PathBuf> {
    let folder = tools::target().join(SCHEMATHESIS.replace("==", "-"));
    let program = folder.join("bin/schemathesis");
    if program.is_file() {
        return Ok(program);
    }
    let python =
        tools::on_path(&["python3"]).ok_or("`python3` is missing; install it, on Debian with: sudo apt-get install python3-venv")?;
    tools::run(Command::new(python).args(["-m", "venv"]).arg(&folder))?;
    let installed =
        tools::run(Command::new(folder.join("bin/pip")).args(["install", "--quiet", "--disable-pip-version-check", SCHEMATHESIS]));
    if installed.is_err() {
        fs::remove_dir_all(&folder).map_err(|e| format!("{}: {e}", folder.display()))?;
    }
    installed.map(|()| program)
}

/// A server over a catalogue of its own, stopped when it is dropped.
struct Server {
    child: Child,
    folder: PathBuf,
    address: String,
}

impl Server {
    fn start() -> Step<Self> {
        let folder = env::temp_dir().join(format!("shien-api-{}", std::process::id()));
        fs::create_dir_all(&folder).map_err(|e| format!("{}: {e}", folder.display()))?;
        let binary = tools::target().join("debug/shien");
        let database = format!("sqlite:{}", folder.join("shien.db").display());
        let files = folder.join("files");
        let shien = |words: &[&str]| {
            let mut command = Command::new(&binary);
            command.args(words).args(["--database", &database, "--files"]).arg(&files).stderr(Stdio::null());
            command
        };
        tools::run(shien(&["load", "--samples"]).stdout(Stdio::null()))?;
        let mail = format!("folder:{}", folder.join("mail").display());
        let mut serve = shien(&["serve", "--listen", "127.0.0.1:0", "--mail", &mail]);
        let mut child = serve.stdout(Stdio::piped()).spawn().map_err(|e| format!("{}: {e}", binary.display()))?;
        let mut address = String::new();
        let told = child.stdout.take().map(|out| BufReader::new(out).read_line(&mut address));
        let server = Self { child, folder, address: address.trim().trim_end_matches('/').to_owned() };
        match told {
            Some(Ok(length)) if length > 0 => Ok(server),
            _ => Err("the server for schemathesis did not say where it listens".to_owned()),
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
        let _ = fs::remove_dir_all(&self.folder);
    }
}

/// Asks the interface so many times for each address; nothing may fail. None where the program that asks can't be had here.
pub(crate) fn run(examples: &str) -> Option<Step> {
    let program = match program() {
        Ok(program) => program,
        Err(why) => {
            eprintln!("xtask: the interface is not asked by schemathesis here: {why}");
            return None;
        }
    };
    Some(Server::start().and_then(|server| {
        let description = format!("{}/api/v1/openapi.json", server.address);
        let mut command = Command::new(program);
        command.args(["run", &description, "--url", &server.address, "--max-examples", examples, "--workers", "1", "--no-color"]);
        command.current_dir(&server.folder);
        let output = command.output().map_err(|e| format!("schemathesis can't be started: {e}"))?;
        if output.status.success() {
            return Ok(());
        }
        eprintln!("{}", String::from_utf8_lossy(&output.stdout));
        Err("schemathesis found something; its words are above".to_owned())
    }))
}
