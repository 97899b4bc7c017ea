//! The text of a call document, whatever it says: what is found in it stands at one of its lines, and what is proposed is YAML.
#![no_main]

use libfuzzer_sys::fuzz_target;
use rules::{draft, edit, node, read};

fuzz_target!(|data: &[u8]| {
    let Ok(text) = std::str::from_utf8(data) else { return };
    let lines = u32::try_from(text.lines().count()).expect("a short text");
    for proposal in draft::proposals(text) {
        assert!((1..=lines).contains(&proposal.line), "{proposal:?}");
    }
    let yaml = draft::yaml(text, "DOC");
    let tree = node::read(yaml.as_bytes()).unwrap_or_else(|fault| panic!("{fault:?}\n{yaml}"));
    let _ = read::programmes(yaml.as_bytes());
    let _ = edit::document_lines(text, Some(&tree), &edit::citations(&tree));
});
