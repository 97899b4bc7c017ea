//! What the journal vouches for: nothing of what was filed, decided or opened is changed in the tables unnoticed.

use platform::{
    checkpoint::{Checkpoint, Verifier},
    journal::{RowFault, Sealed, Verdict},
};

use super::*;

fn sealed() -> Vec<Sealed> {
    shien::contexts::CONTEXTS.iter().flat_map(|context| context.sealed).copied().collect()
}

async fn filed(state: &AppState, title: &str) -> Filing {
    let me = signed(state.app(), OWNER).await;
    let id = write(state, &me, CALL, COMPANY, title).await.unwrap();
    file(state, &me, &id, 0).await.unwrap()
}

#[tokio::test]
async fn whatever_is_changed_in_the_tables_without_a_word_is_found() {
    for trial in crate::with_applications().await {
        let (state, _) = office(&trial).await;
        let filing = filed(&state, "題名").await;
        let app = &trial.app;
        let rows = async || journal::verify_rows(&app.db, &sealed()).await.unwrap();
        assert_eq!((rows().await, receipt::verify_all(app).await.unwrap()), (vec![], vec![]), "{}", trial.name);
        let (db, id) = (app.db.read(), &filing.application);
        let application = || RowFault::Changed(format!("application/{id}"));
        let call = || RowFault::Changed(format!("call/{CALL}"));
        let member = || RowFault::Changed(format!("application_member/{id}/m0"));
        let receipt_row = || RowFault::Changed(format!("application_filing/{id}/1"));
        for (tampered, back, fault) in [
            (
                format!("UPDATE application SET state = 'accepted' WHERE id = '{id}'"),
                format!("UPDATE application SET state = 'filed' WHERE id = '{id}'"),
                application(),
            ),
            (
                format!("UPDATE application SET grant_yen = grant_yen + 1 WHERE id = '{id}'"),
                format!("UPDATE application SET grant_yen = grant_yen - 1 WHERE id = '{id}'"),
                application(),
            ),
            (
                format!("UPDATE call SET closes_at = '2030-01-01T00:00:00.000000Z' WHERE id = '{CALL}'"),
                format!("UPDATE call SET closes_at = NULL WHERE id = '{CALL}'"),
                call(),
            ),
            (
                format!("UPDATE application_member SET company = 'nasu-software' WHERE application = '{id}'"),
                format!("UPDATE application_member SET company = '{COMPANY}' WHERE application = '{id}'"),
                member(),
            ),
            (
                format!("UPDATE application_filing SET arrived_at = '2020-01-01T00:00:00.000000Z' WHERE application = '{id}'"),
                format!("UPDATE application_filing SET arrived_at = '{}' WHERE application = '{id}'", filing.arrived_at),
                receipt_row(),
            ),
        ] {
            db.execute_unprepared(&tampered).await.unwrap();
            assert_eq!(rows().await, [fault], "{} {tampered}", trial.name);
            db.execute_unprepared(&back).await.unwrap();
            assert_eq!(rows().await, [], "{} {back}", trial.name);
        }
        // What was filed is bound to its receipt's code word by word.
        for (column, fault) in
            [("manifest", receipt::Fault::Receipt), ("content", receipt::Fault::Content), ("assessment", receipt::Fault::Assessment)]
        {
            db.execute_unprepared(&format!("UPDATE application_filing SET {column} = {column} || ' '")).await.unwrap();
            let found = receipt::verify_all(app).await.unwrap();
            assert!(found.iter().any(|f| f.code == filing.code && f.fault == fault), "{} {column}: {found:?}", trial.name);
            let end = format!("UPDATE application_filing SET {column} = substr({column}, 1, length({column}) - 1)");
            db.execute_unprepared(&end).await.unwrap();
            assert_eq!(receipt::verify_all(app).await.unwrap(), [], "{}", trial.name);
        }
        // A filing that is taken out, and one that is put in.
        db.execute_unprepared(&format!("DELETE FROM application_filing WHERE application = '{id}'")).await.unwrap();
        assert_eq!(rows().await, [RowFault::Gone(format!("application_filing/{id}/1"))], "{}", trial.name);
    }
}

#[tokio::test]
async fn a_receipt_and_the_morning_letter_carry_the_signed_end_of_the_journal() {
    for trial in crate::with_applications().await {
        let (state, _) = office(&trial).await;
        let app = &trial.app;
        let filing = filed(&state, "題名").await;
        let verifier = Verifier::parse(&app.signer.verifier().to_text()).unwrap();
        let paper = receipt::paper(&state, &filing, &["m0".to_owned()], Lang::Ja).await.unwrap();
        let of_receipt = Checkpoint::found_in(&paper, &verifier);
        assert_eq!(of_receipt.len(), 1, "{}", trial.name);
        assert!(parties::checkpoints::write(app).await.unwrap() >= 1, "{}", trial.name);
        let sql = "SELECT body FROM letter WHERE subject LIKE '記録の控え%' ORDER BY id DESC";
        let row = app.db.read().query_one_raw(sea_orm::Statement::from_string(app.db.read().get_database_backend(), sql)).await;
        let body: String = row.unwrap().unwrap().try_get("", "body").unwrap();
        let of_letter = Checkpoint::found_in(body.as_bytes(), &verifier);
        assert_eq!(of_letter.len(), 1, "{} {body}", trial.name);
        assert!(of_letter[0].size > of_receipt[0].size, "{}", trial.name);
        let all = [of_receipt, of_letter].concat();
        assert!(matches!(journal::verify(&app.db, &all).await.unwrap(), Verdict::Whole { .. }), "{}", trial.name);
        // Once written down, nothing about it can be told otherwise.
        let mut changed = all.clone();
        changed[0].root[0] ^= 1;
        assert!(matches!(journal::verify(&app.db, &changed).await.unwrap(), Verdict::Broken { .. }), "{}", trial.name);
    }
}

#[tokio::test]
async fn what_is_filed_again_never_came_before_what_was_filed_first() {
    for trial in crate::with_applications().await {
        let (state, _) = office(&trial).await;
        let first = filed(&state, "題名").await;
        let me = signed(state.app(), OWNER).await;
        let id = &first.application;
        let seen = version(&state, &me, id).await;
        filing::reopen(&state, &me, id, seen).await.unwrap();
        // Another process whose clock is five minutes behind took the request.
        let behind = FilingRequest { arrived: first.arrived_at.plus(SignedDuration::from_mins(-5)), posted: None, seen: 1 };
        let FilingOutcome::Filed(again) = filing::file(&state, &me, id, behind).await.unwrap() else { panic!("{}", trial.name) };
        assert_eq!(again.arrived_at, first.arrived_at, "{}", trial.name);
    }
}
