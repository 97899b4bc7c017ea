//! A programme file, whatever is in it: it is read or its faults are told; what is sound is told, answered, kept and read again as it was.
#![no_main]

use libfuzzer_sys::fuzz_target;
use rules::{application::Application, assess, read, sentences::Teller, summary, words::Lang};

fuzz_target!(|data: &[u8]| {
    let outcome = read::programmes(data);
    if !outcome.sound() {
        return;
    }
    for read in &outcome.programmes {
        for lang in [Lang::Ja, Lang::En] {
            let teller = Teller::new(&read.plan, lang);
            let _ = (summary::lines(&teller).len(), rules::outline::outline(read.tree(), &teller, lang).len());
        }
        let _ = assess::assess(&read.plan, &Application::default(), assess::Moment::default());
    }
    let _ = rules::check::sources(&outcome.programmes, fuzz::DOCUMENT);
    let kept = read::prepared(&outcome.programmes);
    let again = read::from_prepared(&kept, &data.into()).expect("what was kept is read");
    for (one, other) in outcome.programmes.iter().zip(&again) {
        assert_eq!(one.plan.programme, other.plan.programme);
    }
});
