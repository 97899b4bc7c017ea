//! The programme language and its engine: read → check → assess → explain.
//!
//! A programme is a YAML file that cites its source clause by clause ([`language`]). [`read`] turns text
//! into programmes and reports every fault at its place; [`plan`] makes a programme ready; [`assess`]
//! answers an application in one machine form ([`assessment`]); [`sentences`] tells that form in Japanese
//! and English. [`solve`] finds the greatest amounts that satisfy all limits at once.
//!
//! This crate knows no database, no HTTP, no files and no clock, and it never panics on what it is given.
#![deny(clippy::float_arithmetic)]

pub mod application;
pub mod assess;
pub mod assessment;
pub mod budget;
pub mod cases;
mod cel;
pub mod check;
pub mod columns;
mod dead;
pub mod diagnostic;
pub mod draft;
pub mod edit;
pub mod faults;
pub mod language;
pub mod measure;
mod moments;
pub mod node;
pub mod outline;
pub mod overlay;
pub mod phrases;
pub mod plan;
pub mod population;
pub mod propose;
pub mod read;
pub mod reference;
pub mod schema;
pub mod sentences;
pub mod solve;
mod strict;
pub mod summary;
mod tables;
pub mod vocabulary;
pub mod words;
