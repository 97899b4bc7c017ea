//! The commands of the project, and what they stand on.
//!
//! `cargo xtask up` sets up what is missing, builds, loads and serves; `cargo xtask test` runs every
//! test, `cargo xtask prove` every case of what those sample, `cargo xtask fuzz` the fuzz targets for a time. All work on a machine with Rust and Node and nothing else.

mod api;
mod fuzz;
mod postgres;
mod test;
mod tools;
mod up;

use std::process::ExitCode;

/// A step that could not be taken: what to do about it.
pub(crate) type Step<T = ()> = Result<T, String>;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let done = match words.as_slice() {
        ["up", rest @ ..] => up::run(rest),
        ["test"] => test::run(false),
        ["prove"] => test::run(true),
        ["fuzz", seconds] => fuzz::run(seconds, None),
        ["fuzz", seconds, target] => fuzz::run(seconds, Some(target)),
        ["assets"] => tools::front_end(),
        _ => Err("usage: cargo xtask up [--listen ADDRESS] | cargo xtask test | cargo xtask prove | cargo xtask fuzz SECONDS [TARGET] | cargo xtask assets".to_owned()),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(why) => {
            eprintln!("\nxtask: {why}");
            ExitCode::FAILURE
        }
    }
}
