//! The binary.

use std::process::ExitCode;

use clap::Parser;

fn main() -> ExitCode {
    shien::commands::run(shien::cli::Cli::parse())
}
