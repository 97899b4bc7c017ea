//! Refuses to build papers that lack their typefaces.

use std::path::Path;

#[path = "src/fetched.rs"]
mod fetched;

use fetched::FETCHED;

fn main() {
    println!("cargo::rerun-if-changed=vendor/fonts");
    println!("cargo::rerun-if-changed=src/fetched.rs");
    let missing = FETCHED.iter().filter(|name| !Path::new("vendor/fonts").join(name).is_file()).count();
    if missing > 0 {
        println!("cargo::error={missing} of the typefaces of papers are missing; type: cargo xtask assets");
    }
}
