//! The binary.

use std::process::ExitCode;

use clap::Parser;

/// Answers are many small pieces made by several threads at once; the system's allocator makes them wait for one another.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    shien::commands::run(shien::cli::Cli::parse())
}
