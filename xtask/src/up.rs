//! `cargo xtask up`: from a fresh clone to a site that answers.

use std::process::Command;

use crate::{Step, tools};

pub(crate) fn run(arguments: &[&str]) -> Step {
    let listen = match arguments {
        [] => "127.0.0.1:8080",
        ["--listen", address] => address,
        _ => return Err("usage: cargo xtask up [--listen ADDRESS]".to_owned()),
    };
    tools::front_end()?;
    eprintln!("xtask: building; the first time takes some minutes");
    tools::run(&mut tools::cargo(&["build", "--workspace", "--quiet"]))?;
    let binary = tools::target().join("debug/shien");
    let shien = |arguments: &[&str]| {
        let mut command = Command::new(&binary);
        command.args(arguments).current_dir(tools::root());
        command
    };
    tools::run(&mut shien(&["load", "--samples"]))?;
    eprintln!("xtask: serving; stop with Ctrl-C");
    tools::run(&mut shien(&["serve", "--listen", listen]))
}
