//! Looks whether every message that is asked for is there.

#[path = "../../build/words.rs"]
mod words;

fn main() {
    words::check();
}
