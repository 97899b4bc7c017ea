//! Refuses to build pages that lack what browsers fetch, or a message.

use std::{fs, path::Path};

#[path = "src/fetched.rs"]
mod fetched;
#[path = "../../build/words.rs"]
mod words;

use fetched::{FETCHED, named};

fn main() {
    words::check();
    println!("cargo::rerun-if-changed=vendor");
    println!("cargo::rerun-if-changed=src/fetched.rs");
    let vendor = Path::new("vendor");
    let there = |name: &str| vendor.join(name).is_file();
    let css = FETCHED.iter().filter(|name| name.ends_with("00.css")).map(|name| fs::read_to_string(vendor.join(name)).unwrap_or_default());
    let pieces: Vec<String> = css.flat_map(|css| named(&css).map(|n| format!("fonts/{n}")).collect::<Vec<_>>()).collect();
    let missing = FETCHED.iter().map(|n| (*n).to_owned()).chain(pieces).filter(|name| !there(name)).count();
    if missing > 0 {
        println!("cargo::error={missing} of the files that pages are made of are missing; type: cargo xtask assets");
    }
}
