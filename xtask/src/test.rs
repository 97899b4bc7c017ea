//! `cargo xtask test` and `cargo xtask prove`: every test, and one closing line.

use std::{
    io::{BufRead, BufReader, Write},
    path::PathBuf,
    process::{Command, Stdio},
    thread::JoinHandle,
};

use crate::{Step, postgres::Postgres, tools};

#[derive(Default)]
struct Count {
    passed: u32,
    failed: u32,
}

impl Count {
    /// A step that passes or fails as a whole.
    fn step(&mut self, name: &str, done: Step) {
        match done {
            Ok(()) => self.passed += 1,
            Err(why) => {
                eprintln!("xtask: {name}: {why}");
                self.failed += 1;
            }
        }
    }

    /// A runner that counts for itself; one that fails without having counted a failure counts as one.
    fn runner(&mut self, name: &str, command: &mut Command, read: fn(&str) -> Option<(u32, u32)>) {
        eprintln!("xtask: {name}");
        let (mut passed, mut failed) = (0, 0);
        // Runners speak on either stream; a shell would merge them, so a pipe each and one thread does.
        let ended = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().and_then(|mut child| {
            let errors = child.stderr.take();
            let other = std::thread::spawn(move || errors.map(|e| echo(e, read)).unwrap_or_default());
            let first = child.stdout.take().map(|o| echo(o, read)).unwrap_or_default();
            let second = other.join().unwrap_or_default();
            (passed, failed) = (first.0 + second.0, first.1 + second.1);
            child.wait()
        });
        let sound = matches!(ended, Ok(status) if status.success());
        if !sound && failed == 0 || passed + failed == 0 {
            eprintln!("xtask: {name} failed");
            failed += 1;
        }
        self.passed += passed;
        self.failed += failed;
    }
}

fn echo(stream: impl std::io::Read, read: fn(&str) -> Option<(u32, u32)>) -> (u32, u32) {
    let mut sum = (0, 0);
    for line in BufReader::new(stream).lines().map_while(Result::ok) {
        let _ = writeln!(std::io::stderr(), "{line}");
        if let Some((passed, failed)) = read(&line) {
            sum = (sum.0 + passed, sum.1 + failed);
        }
    }
    sum
}

/// The number before a word: «12 passed».
fn before(line: &str, word: &str) -> u32 {
    let words: Vec<&str> = line.split([' ', ',', ';', '.']).filter(|w| !w.is_empty()).collect();
    words.windows(2).find(|w| w[1] == word).and_then(|w| w[0].parse().ok()).unwrap_or(0)
}

fn nextest(line: &str) -> Option<(u32, u32)> {
    line.contains("tests run:").then(|| (before(line, "passed"), before(line, "failed")))
}

fn cargo_test(line: &str) -> Option<(u32, u32)> {
    line.starts_with("test result:").then(|| (before(line, "passed"), before(line, "failed")))
}

fn node(line: &str) -> Option<(u32, u32)> {
    let number = |word: &str| line.strip_prefix(word).and_then(|n| n.trim().parse().ok());
    number("# pass ").map(|n| (n, 0)).or_else(|| number("# fail ").map(|n| (0, n)))
}

/// A cargo whose compiler is clippy's: what it builds is looked through at the same time, and nothing is read twice.
fn linted(arguments: &[&str]) -> Command {
    let mut command = tools::cargo(arguments);
    command.args(["--config", "build.rustc-workspace-wrapper='clippy-driver'"]);
    // As `cargo clippy -- -D warnings` hands it on.
    command.env("CLIPPY_ARGS", "-D__CLIPPY_HACKERY__warnings__CLIPPY_HACKERY__");
    command
}

/// How long each fuzz target is run by `cargo xtask prove`; an hour is `cargo xtask fuzz 600`.
const FUZZ_SECONDS: &str = "30";

/// What the tests of both databases and the browser tests stand on.
struct Programs {
    chromium: PathBuf,
    nginx: PathBuf,
    postgres: Postgres,
}

impl Programs {
    fn start() -> Step<Self> {
        Ok(Self { chromium: tools::chromium()?, nginx: tools::nginx()?, postgres: Postgres::start()? })
    }
}

fn joined(starting: JoinHandle<Step<Programs>>) -> Step<Programs> {
    starting.join().map_err(|_| "the programs for the tests could not be started".to_owned())?
}

/// Every test; `whole` tries every case of what a quick run samples.
pub(crate) fn run(whole: bool) -> Step {
    // What the tests stand on is installed while the code is built; that it can't be is told before.
    let starting = std::thread::spawn(Programs::start);
    tools::front_end()?;
    let programs = if starting.is_finished() { Ok(joined(starting)?) } else { Err(starting) };
    let mut count = Count::default();
    count.step("rustfmt", tools::run(&mut tools::cargo(&["fmt", "--all", "--check"])));
    if tools::on_path(&["cargo-deny"]).is_some() {
        count.step("cargo deny", tools::run(&mut tools::cargo(&["deny", "--log-level", "error", "check", "licenses", "bans", "sources"])));
    }
    let built = tools::run(&mut linted(&["build", "--workspace", "--all-targets", "--quiet"]));
    let can_browse = built.is_ok();
    count.step("clippy and build", built);
    let Programs { chromium, nginx, postgres } = match programs {
        Ok(started) => started,
        Err(starting) => joined(starting)?,
    };
    let has_nextest = tools::on_path(&["cargo-nextest"]).is_some();
    let mut tests = if has_nextest {
        linted(&["nextest", "run", "--workspace", "--no-fail-fast", "--status-level", "fail", "--final-status-level", "slow"])
    } else {
        linted(&["test", "--workspace", "--no-fail-fast"])
    };
    let mut browser = Command::new("node");
    browser
        .args(["--test", "--test-reporter=tap", "--test-concurrency=2", "e2e/"])
        .current_dir(tools::root())
        .env("CHROMIUM", chromium)
        .env("SHIEN", tools::target().join("debug/shien"))
        .env("NGINX", nginx)
        .env("PSQL", postgres.psql());
    for command in [&mut tests, &mut browser] {
        command.env("SHIEN_TEST_POSTGRES", &postgres.address);
        if whole {
            command.env("SHIEN_PROVE", "1");
        }
    }
    if whole {
        // Before the tests: both would want every core.
        count.step("fuzz", crate::fuzz::run(FUZZ_SECONDS, None));
        // What takes long by its nature.
        tests.args(if has_nextest { &["--run-ignored", "all"][..] } else { &["--", "--include-ignored"] });
    }
    if can_browse {
        let asked = crate::api::run(if whole { "400" } else { "30" });
        match asked {
            Some(asked) => count.step("schemathesis", asked),
            None if whole => count.step("schemathesis", Err("what asks the interface is not there".to_owned())),
            None => {}
        }
    }
    // A browser waits more than it works: both kinds of test run beside each other.
    let beside = std::thread::spawn(move || {
        let mut count = Count::default();
        if can_browse {
            count.runner("browser", &mut browser, node);
        }
        count
    });
    count.runner("tests", &mut tests, if has_nextest { nextest } else { cargo_test });
    let browsed = beside.join().map_err(|_| "the browser tests broke off")?;
    count.passed += browsed.passed;
    count.failed += browsed.failed;
    drop(postgres);
    println!("{} passed, {} failed", count.passed, count.failed);
    if count.failed == 0 { Ok(()) } else { Err("some tests failed; they are named above".to_owned()) }
}
