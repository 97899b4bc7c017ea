//! Cases beside a programme, whatever is in them: they hold, or what is wrong is told; what is proposed beside them is read.
#![no_main]

use libfuzzer_sys::fuzz_target;
use rules::{cases, propose};

fuzz_target!(|data: &[u8]| {
    let example = &fuzz::CATALOGUE[..1];
    let report = cases::run(data, example);
    if report.diagnostics().is_empty() {
        let more = propose::propose(&example[0], data);
        let _ = cases::run(format!("cases:\n{more}").as_bytes(), example);
    }
});
