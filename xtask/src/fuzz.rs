//! The fuzz targets: built with counters of coverage by the stable compiler, each run for a time from seeds of the catalogue.

use std::{fs, path::Path, process::Command};

use crate::{Step, tools};

/// Each target: its name, where its seeds stand, how their names end, and how long an input may be.
const TARGETS: [(&str, &str, &str, u32); 7] = [
    ("programme", "catalogue", ".yaml", 40_000),
    ("measures", "catalogue", ".measures.yaml", 20_000),
    ("application", "crates/rules/tests", ".yaml", 8_000),
    ("edit", "catalogue", ".none", 200),
    ("document", "catalogue", ".txt", 8_000),
    ("cases", "catalogue", ".cases.yaml", 20_000),
    ("values", "catalogue", ".none", 100),
];

/// What lets LLVM count which ways were taken; libFuzzer reads it.
const COUNTERS: &str = "-Cpasses=sancov-module -Cllvm-args=-sanitizer-coverage-level=4 -Cllvm-args=-sanitizer-coverage-inline-8bit-counters \
                        -Cllvm-args=-sanitizer-coverage-pc-table -Cllvm-args=-sanitizer-coverage-trace-compares -Ccodegen-units=1 --cfg fuzzing";

/// The kind of machine that this is, as the compiler names it: named as a target, the counters go into the targets alone.
fn host() -> Step<String> {
    let told = Command::new("rustc").arg("-vV").output().map_err(|e| format!("rustc: {e}"))?;
    let told = String::from_utf8_lossy(&told.stdout).into_owned();
    told.lines().find_map(|line| line.strip_prefix("host: ")).map(str::to_owned).ok_or_else(|| "rustc does not name its host".to_owned())
}

/// Copies the files below a folder whose names end so, as seeds.
fn seed(from: &Path, ending: &str, to: &Path) -> Step {
    let Ok(entries) = fs::read_dir(from) else { return Ok(()) };
    for entry in entries.flatten() {
        let path = entry.path();
        if path.is_dir() {
            seed(&path, ending, to)?;
        } else if path.to_string_lossy().ends_with(ending)
            && let Some(name) = path.file_name()
        {
            fs::copy(&path, to.join(name)).map_err(|e| format!("{}: {e}", path.display()))?;
        }
    }
    Ok(())
}

/// Builds the targets and runs each for so many seconds, or only the one that is named. What breaks one stays beside its corpus.
pub(crate) fn run(seconds: &str, only: Option<&str>) -> Step {
    let seconds: u32 = seconds.parse().map_err(|_| "usage: cargo xtask fuzz SECONDS [TARGET]".to_owned())?;
    let (folder, host) = (tools::target().join("fuzz"), host()?);
    let mut build = tools::cargo(&["build", "--release", "--quiet"]);
    build.args(["--manifest-path", "fuzz/Cargo.toml", "--target", &host]);
    tools::run(build.env("CARGO_TARGET_DIR", &folder).env("RUSTFLAGS", COUNTERS))?;
    for (name, seeds, ending, most) in TARGETS.into_iter().filter(|target| only.is_none_or(|only| only == target.0)) {
        let corpus = folder.join("corpus").join(name);
        fs::create_dir_all(&corpus).map_err(|e| e.to_string())?;
        seed(&tools::root().join(seeds), ending, &corpus)?;
        println!("xtask: fuzzing {name} for {seconds} s");
        let mut target = Command::new(folder.join(&host).join("release").join(name));
        target.args([format!("-max_total_time={seconds}"), format!("-max_len={most}"), "-timeout=30".into(), "-rss_limit_mb=4096".into()]);
        target.args(["-print_final_stats=1", "-verbosity=0"]).arg(format!("-artifact_prefix={}/", corpus.display())).arg(&corpus);
        tools::run(&mut target)?;
    }
    Ok(())
}
