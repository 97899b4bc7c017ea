//! The programme language: what is read, checked, solved, assessed and told.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may fail here")]

mod answers;
mod author;
mod budget;
mod catalogue;
mod columns;
mod edit;
mod input;
mod measures;
mod obvious;
mod obvious_figures;
mod obvious_lines;
mod obvious_members;
mod outline;
mod phrases;
mod population;
mod reference;
mod solver;
