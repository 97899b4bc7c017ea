//! An application, whatever is in it: it is read or its faults are told; every programme of the catalogue answers it or says why not, and
//! no answer gives more than was asked for.
#![no_main]

use libfuzzer_sys::fuzz_target;
use rules::{assess, read};

fuzz_target!(|data: &[u8]| {
    let _ = read::application_line(data);
    let Ok((application, tree)) = read::application(data) else { return };
    for read in fuzz::CATALOGUE.iter() {
        match assess::assess(&read.plan, &application, assess::Moment::default()) {
            Ok(answer) => {
                assert!(answer.eligible_total_yen <= answer.requested_total_yen.max(0), "{answer:?}");
                assert!(answer.grant_yen.is_none_or(|grant| grant >= 0), "{answer:?}");
                let _ = serde_json::to_string(&answer).expect("an answer is JSON");
            }
            Err(faults) => assert!(!read::locate(&tree, faults).is_empty()),
        }
    }
});
