//! A value of a file set to whatever somebody types: it changes alone, or nothing does.
#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use rules::{edit, node, words::Lang};

static PATHS: LazyLock<Vec<String>> = LazyLock::new(|| {
    let tree = node::read(fuzz::EXAMPLE.as_bytes()).expect("the example is read");
    edit::fields(&tree, Lang::Ja).into_iter().map(|field| field.path).collect()
});

fuzz_target!(|data: &[u8]| {
    let Some((place, typed)) = data.split_first() else { return };
    let Ok(typed) = std::str::from_utf8(typed) else { return };
    let path = &PATHS[usize::from(*place) % PATHS.len()];
    if let Ok(changed) = edit::set_value(fuzz::EXAMPLE, path, typed) {
        assert_eq!(edit::value(&changed, path).as_deref(), Some(typed));
        let back = edit::value(fuzz::EXAMPLE, path).expect("it stood there");
        if let Ok(again) = edit::set_value(&changed, path, &back) {
            assert_eq!(edit::value(&again, path), Some(back));
        }
    }
});
