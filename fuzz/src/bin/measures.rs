//! Files of measures, whatever is in them: read, told, held against a document; what was prepared says the same.
#![no_main]

use libfuzzer_sys::fuzz_target;
use rules::{measure, read, words::Lang};

fuzz_target!(|data: &[u8]| {
    let found = measure::measures(data);
    let Some(file) = &found.file else { return };
    let _ = measure::sources(file, fuzz::DOCUMENT);
    let _ = measure::across(&[file, file], &[]);
    for placed in file.each() {
        let _ = (placed.measure.most_yen(), placed.measure.eligible.conditions());
        for fact in placed.measure.facts.values() {
            let _ = (fact.value.text(Lang::Ja), fact.value.text(Lang::En));
        }
    }
    assert_eq!(read::from_prepared_measures(&read::prepared_measures(file)).as_ref(), Some(file));
});
