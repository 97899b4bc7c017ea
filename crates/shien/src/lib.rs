//! Where everything is put together: the command line and the server.

pub mod cli;
pub mod commands;
pub mod config;
pub mod connections;
pub mod contexts;
pub mod figures;
pub mod output;
pub mod reception;
pub mod samples;
pub mod server;
pub mod traces;
