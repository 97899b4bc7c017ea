//! The ground floor on every database: accounts, access, journal, letters and jobs.

use crate::{CONTEXTS, letters::catcher};
use platform::acts;
use std::{
    collections::HashSet,
    sync::{Arc, Mutex},
};

use jiff::SignedDuration;
use platform::{
    Actor, App, Error,
    access::{Held, Role},
    accounts::{self, Agency, InvitedRole, RequestOrigin, RoleScope, Step},
    checkpoint::Checkpoint,
    jobs::{self, Handlers, Job, State},
    journal::{self, Fault, RowFault, Search, Verdict},
    mail::{self, Letter, Post},
    secret::Secret,
    trial::{self, Trial},
};
use sea_orm::ConnectionTrait;
use serde_json::json;

const PASSWORD: &str = "correct horse battery";

async fn person(app: &App, email: &str, role: Role, scope: &str) -> Actor {
    let id = accounts::add_person(app, email, "試験 太郎", PASSWORD, false).await.unwrap();
    accounts::give_role(app, &id, &Held::new(role, scope)).await.unwrap();
    actor(app, email).await
}

async fn actor(app: &App, email: &str) -> Actor {
    let secret = accounts::sign_in(app, email, PASSWORD, &RequestOrigin::default()).await.unwrap().session().unwrap();
    Actor::Person(accounts::signed(app, &secret).await.unwrap().unwrap())
}

fn letter(to: &str, secret: &Secret) -> Letter {
    Letter { to: to.into(), subject: "ご招待".into(), body: secret.reveal().to_owned(), first: None }
}

/// The secret of the letter queued last to an address: as its reader finds it.
async fn posted(app: &App, to: &str) -> Secret {
    let sql = format!("SELECT body FROM letter WHERE recipient = '{to}' ORDER BY queued_at DESC, id DESC LIMIT 1");
    let row = app.db.read().query_one_raw(sea_orm::Statement::from_string(app.db.read().get_database_backend(), sql)).await.unwrap();
    Secret::read(&row.unwrap().try_get::<String>("", "body").unwrap()).unwrap()
}

async fn count(trial: &Trial, table: &str) -> i64 {
    let sql = format!("SELECT count(*) AS n FROM {table}");
    let db = trial.app.db.read();
    let row = db.query_one_raw(sea_orm::Statement::from_string(db.get_database_backend(), sql)).await.unwrap().unwrap();
    row.try_get::<i64>("", "n").unwrap()
}

#[tokio::test]
async fn a_verb_that_says_nothing_in_the_journal_keeps_nothing() {
    for trial in trial::databases(&CONTEXTS).await.unwrap() {
        let app = &trial.app;
        let unit = app.begin(&Actor::System("test")).await.unwrap();
        unit.mail(&Letter { to: "a@example.jp".into(), subject: String::new(), body: String::new(), first: None }).await.unwrap();
        assert!(matches!(unit.commit().await, Err(Error::NotJournalled)), "{}", trial.name);
        assert_eq!((count(&trial, "letter").await, count(&trial, "job").await), (0, 0), "{}", trial.name);
        // A verb that dies on the way keeps nothing either.
        let mut unit = app.begin(&Actor::System("test")).await.unwrap();
        unit.mail(&Letter { to: "a@example.jp".into(), subject: String::new(), body: String::new(), first: None }).await.unwrap();
        unit.journal(acts::WORK, "x", json!({})).await.unwrap();
        drop(unit);
        assert_eq!((count(&trial, "letter").await, count(&trial, "journal").await), (0, 0), "{}", trial.name);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn twenty_people_at_once_leave_one_whole_chain() {
    for trial in trial::databases(&CONTEXTS).await.unwrap() {
        let app = &trial.app;
        let people = (0..20).map(|n| {
            let app = app.clone();
            tokio::spawn(async move {
                for act in 0..20 {
                    let mut unit = app.begin(&Actor::System("test")).await.unwrap();
                    unit.journal(acts::WORK, &format!("record:{n}"), json!({ "act": act })).await.unwrap();
                    unit.commit().await.unwrap();
                }
            })
        });
        for person in people.collect::<Vec<_>>() {
            person.await.unwrap();
        }
        let Verdict::Whole { entries, .. } = journal::verify(&app.db, &[]).await.unwrap() else { panic!("{}", trial.name) };
        assert_eq!(entries, 400, "{}", trial.name);
        let (found, more) =
            journal::everything(app.db.read(), &Search { subject: "record:7".into(), ..Search::default() }, 15).await.unwrap();
        assert!(found.len() == 15 && more && found[0].seq > found[1].seq, "{}", trial.name);
        assert!(journal::everything(app.db.read(), &Search { act: "job_work".into(), ..Search::default() }, 5).await.unwrap().0.is_empty());
    }
}

#[tokio::test]
async fn an_entry_of_the_journal_can_neither_be_changed_nor_taken_away_unnoticed() {
    for trial in trial::databases(&CONTEXTS).await.unwrap() {
        let app = &trial.app;
        for n in 0..5 {
            let mut unit = app.begin(&Actor::System("test")).await.unwrap();
            unit.journal(acts::WORK, "record:1", json!({ "n": n })).await.unwrap();
            unit.commit().await.unwrap();
        }
        let db = app.db.read();
        for forbidden in ["UPDATE journal SET details = '{}' WHERE seq = 3", "DELETE FROM journal WHERE seq = 5"] {
            assert!(db.execute_unprepared(forbidden).await.is_err(), "{} {forbidden}", trial.name);
        }
        let around: &[&str] = if trial.name == "sqlite" {
            &["DROP TRIGGER journal_is_not_changed", "DROP TRIGGER journal_is_not_shortened"]
        } else {
            &["DROP TRIGGER journal_stays ON journal"]
        };
        for statement in around {
            db.execute_unprepared(statement).await.unwrap();
        }
        let broken = |seq, fault| Verdict::Broken { seq, fault };
        let whole = journal::verify(&app.db, &[]).await.unwrap();
        assert!(matches!(whole, Verdict::Whole { entries: 5, .. }), "{}", trial.name);
        let add = |seq: i64| {
            format!("INSERT INTO journal SELECT {seq}, at, agency, actor, act, subject, details, rows, 'x' FROM journal WHERE seq = 1")
        };
        for (tampered, back, verdict) in [
            (
                "UPDATE journal SET actor = 'person:other' WHERE seq = 3".to_owned(),
                "UPDATE journal SET actor = 'system:test' WHERE seq = 3",
                broken(3, Fault::Changed),
            ),
            // What is missing and what is empty are two things.
            (
                "UPDATE journal SET agency = '' WHERE seq = 2".to_owned(),
                "UPDATE journal SET agency = NULL WHERE seq = 2",
                broken(2, Fault::Changed),
            ),
            (
                "UPDATE journal SET rows = '{}' WHERE seq = 4".to_owned(),
                "UPDATE journal SET rows = '' WHERE seq = 4",
                broken(4, Fault::Changed),
            ),
            (add(0), "DELETE FROM journal WHERE seq = 0", broken(0, Fault::Added)),
            (add(-5), "DELETE FROM journal WHERE seq = -5", broken(-5, Fault::Added)),
            (add(3), "DELETE FROM journal WHERE hash = 'x'", broken(3, Fault::Added)),
            (add(6), "DELETE FROM journal WHERE seq = 6", broken(6, Fault::Added)),
            (add(1005), "DELETE FROM journal WHERE seq = 1005", broken(1005, Fault::Added)),
            (
                "UPDATE journal_head SET seq = 4 WHERE id = 1".to_owned(),
                "UPDATE journal_head SET seq = 5 WHERE id = 1",
                broken(5, Fault::Added),
            ),
            (
                "UPDATE journal_head SET seq = 7 WHERE id = 1".to_owned(),
                "UPDATE journal_head SET seq = 5 WHERE id = 1",
                broken(6, Fault::Missing),
            ),
        ] {
            db.execute_unprepared(&tampered).await.unwrap();
            let found = journal::verify(&app.db, &[]).await.unwrap();
            // Of two entries of one place either may be read first.
            assert!(
                found == verdict || verdict == broken(3, Fault::Added) && found == broken(3, Fault::Changed),
                "{} {tampered}: {found:?}",
                trial.name
            );
            // Nor is it shown among those that are true.
            let (shown, _) = journal::everything(db, &Search::default(), 100).await.unwrap();
            assert!(shown.iter().all(|e| (1..=7).contains(&e.seq)), "{} {tampered}", trial.name);
            db.execute_unprepared(back).await.unwrap();
            assert_eq!(journal::verify(&app.db, &[]).await.unwrap(), whole, "{} {back}", trial.name);
        }
        db.execute_unprepared("DELETE FROM journal WHERE seq = 5").await.unwrap();
        assert_eq!(journal::verify(&app.db, &[]).await.unwrap(), broken(5, Fault::Missing), "{}", trial.name);
    }
}

#[tokio::test]
async fn a_forged_entry_keeps_nobody_from_writing_and_is_found() {
    for trial in trial::databases(&CONTEXTS).await.unwrap() {
        let app = &trial.app;
        say(app, 1).await;
        let forged =
            "INSERT INTO journal (seq, at, actor, act, subject, details, rows, hash) VALUES (2, 'then', 'nobody', 'x', 'y', 'z', '', 'h')";
        app.db.read().execute_unprepared(forged).await.unwrap();
        for n in 2..5 {
            say(app, n).await;
        }
        let verdict = journal::verify(&app.db, &[]).await.unwrap();
        assert!(matches!(verdict, Verdict::Broken { seq: 2, .. }), "{}: {verdict:?}", trial.name);
        // The page that shows it does not break of it.
        assert_eq!(journal::everything(app.db.read(), &Search::default(), 100).await.unwrap().0.len(), 5);
    }
}

async fn say(app: &App, n: usize) {
    let mut unit = app.begin(&Actor::System("test")).await.unwrap();
    unit.journal(acts::WORK, &format!("record:{n}"), json!({ "n": n })).await.unwrap();
    unit.commit().await.unwrap();
}

#[tokio::test]
async fn a_journal_that_was_cut_or_made_anew_is_found_by_a_checkpoint_that_left_the_house() {
    for trial in trial::databases(&CONTEXTS).await.unwrap() {
        let app = &trial.app;
        let verifier = app.signer.verifier();
        let mut left = Vec::new();
        for n in 0..6 {
            say(app, n).await;
            let note = journal::checkpoint(app.db.read()).await.unwrap().sign(&app.signer);
            left.push(Checkpoint::open(&note, &verifier).unwrap());
        }
        // The one that a verb gives away before it is committed is the one that stands afterwards.
        let mut unit = app.begin(&Actor::System("test")).await.unwrap();
        unit.journal(acts::WORK, "record:6", json!({})).await.unwrap();
        let note = unit.checkpoint();
        unit.commit().await.unwrap();
        left.push(Checkpoint::open(&note, &verifier).unwrap());
        assert_eq!(left[6], journal::checkpoint(app.db.read()).await.unwrap());
        assert!(matches!(journal::verify(&app.db, &left).await.unwrap(), Verdict::Whole { entries: 7, .. }), "{}", trial.name);
        // Somebody with the whole database begins anew, says other things, and lets every trigger, chain and head agree.
        let other = trial::databases(&CONTEXTS).await.unwrap().into_iter().find(|t| t.name == trial.name).unwrap();
        for n in [0, 1, 9, 3] {
            say(&other.app, n).await;
        }
        assert!(matches!(journal::verify(&other.app.db, &[]).await.unwrap(), Verdict::Whole { entries: 4, .. }));
        let rewritten = |seq| Verdict::Broken { seq, fault: Fault::Rewritten };
        assert_eq!(journal::verify(&other.app.db, &left).await.unwrap(), rewritten(3), "{}", trial.name);
        assert_eq!(journal::verify(&other.app.db, &left[..2]).await.unwrap(), journal::verify(&other.app.db, &[]).await.unwrap());
        // Cut after the second entry: what was told of the third is not to be had.
        let cut = trial::databases(&CONTEXTS).await.unwrap().into_iter().find(|t| t.name == trial.name).unwrap();
        for n in [0, 1] {
            say(&cut.app, n).await;
        }
        assert_eq!(journal::verify(&cut.app.db, &left[4..]).await.unwrap(), rewritten(3), "{}", trial.name);
    }
}

#[tokio::test]
async fn a_role_that_nobody_gave_and_one_that_somebody_took_out_of_the_table_are_found() {
    for trial in trial::databases(&CONTEXTS).await.unwrap() {
        let app = &trial.app;
        let id = accounts::add_person(app, "a@example.jp", "試験", PASSWORD, false).await.unwrap();
        for scope in ["x", "y"] {
            accounts::give_role(app, &id, &Held::new(Role::Viewer, scope)).await.unwrap();
        }
        let faults = async || journal::verify_rows(&app.db, &[accounts::HELD_ROLES]).await.unwrap();
        assert_eq!(faults().await, [], "{}", trial.name);
        let db = app.db.read();
        let name = |role: &str, scope: &str| format!("held_role/{id}/{role}/{scope}");
        db.execute_unprepared("UPDATE held_role SET role = 'owner' WHERE scope = 'x'").await.unwrap();
        assert_eq!(faults().await, [RowFault::Gone(name("viewer", "x")), RowFault::Added(name("owner", "x"))], "{}", trial.name);
        db.execute_unprepared("UPDATE held_role SET role = 'viewer' WHERE scope = 'x'").await.unwrap();
        db.execute_unprepared("UPDATE held_role SET until = '2020-01-01' WHERE scope = 'y'").await.unwrap();
        assert_eq!(faults().await, [RowFault::Changed(name("viewer", "y"))], "{}", trial.name);
        // A missing end and an empty one are two things.
        db.execute_unprepared("UPDATE held_role SET until = '' WHERE scope = 'y'").await.unwrap();
        assert_eq!(faults().await, [RowFault::Changed(name("viewer", "y"))], "{}", trial.name);
    }
}

#[tokio::test]
async fn a_wrong_password_and_an_unknown_address_look_the_same_and_too_many_must_wait() {
    for trial in trial::databases(&CONTEXTS).await.unwrap() {
        let app = &trial.app;
        accounts::add_person(app, "Taro@Example.jp", "太郎", PASSWORD, false).await.unwrap();
        let asked = RequestOrigin { from: "192.0.2.1".into(), device: "試験".into() };
        let wrong = accounts::sign_in(app, "taro@example.jp", "wrong", &asked).await.unwrap_err();
        let unknown = accounts::sign_in(app, "nobody@example.jp", "wrong", &asked).await.unwrap_err();
        assert_eq!(wrong.to_string(), unknown.to_string(), "{}", trial.name);
        for _ in 0..7 {
            let _ = accounts::sign_in(app, "taro@example.jp", "wrong", &asked).await;
        }
        let locked = accounts::sign_in(app, "taro@example.jp", PASSWORD, &asked).await;
        assert!(matches!(locked, Err(Error::TooMany)), "{}", trial.name);
        app.clock.forward(SignedDuration::from_mins(16));
        assert!(accounts::sign_in(app, " TARO@example.jp", PASSWORD, &asked).await.is_ok(), "{}", trial.name);
        let (found, _) = journal::everything(app.db.read(), &Search::default(), 100).await.unwrap();
        assert!(found.iter().all(|e| !e.details.contains("wrong") && !e.details.contains("example")), "{}", trial.name);
    }
}

#[tokio::test]
async fn a_session_ends_when_it_lies_idle_is_ended_elsewhere_or_the_password_changes() {
    for trial in trial::databases(&CONTEXTS).await.unwrap() {
        let app = &trial.app;
        accounts::add_person(app, "a@example.jp", "甲", PASSWORD, false).await.unwrap();
        let sign_in =
            || async { accounts::sign_in(app, "a@example.jp", PASSWORD, &RequestOrigin::default()).await.unwrap().session().unwrap() };
        let (here, there) = (sign_in().await, sign_in().await);
        let me = || async { Actor::Person(accounts::signed(app, &here).await.unwrap().unwrap()) };
        assert_eq!(accounts::sessions(app, &me().await).await.unwrap().len(), 2, "{}", trial.name);
        accounts::end_session(app, &me().await, &there.hash()).await.unwrap();
        accounts::end_session(app, &me().await, &there.hash()).await.unwrap();
        assert!(accounts::signed(app, &there).await.unwrap().is_none(), "{}", trial.name);
        let other = sign_in().await;
        let refused = accounts::change_password(app, &me().await, "wrong", "another long password").await;
        assert!(matches!(refused, Err(Error::Wrong { field: "old", .. })), "{}", trial.name);
        accounts::change_password(app, &me().await, PASSWORD, "another long password").await.unwrap();
        assert!(accounts::signed(app, &other).await.unwrap().is_none(), "{}", trial.name);
        app.clock.forward(SignedDuration::from_hours(11));
        assert!(accounts::signed(app, &here).await.unwrap().is_some(), "{}", trial.name);
        app.clock.forward(SignedDuration::from_hours(13));
        assert!(accounts::signed(app, &here).await.unwrap().is_none(), "{}", trial.name);
        assert!(accounts::sign_in(app, "a@example.jp", PASSWORD, &RequestOrigin::default()).await.is_err(), "{}", trial.name);
        assert!(accounts::signed(app, &Secret::new().unwrap()).await.unwrap().is_none(), "{}", trial.name);
    }
}

#[tokio::test]
async fn a_forgotten_password_is_replaced_by_a_link_that_works_once() {
    for trial in trial::databases(&CONTEXTS).await.unwrap() {
        let app = &trial.app;
        accounts::add_person(app, "a@example.jp", "甲", PASSWORD, false).await.unwrap();
        let unit = |p: &accounts::Person, s: &Secret| letter(&p.email, s);
        accounts::forgot(app, "nobody@example.jp", &RequestOrigin::default(), unit).await.unwrap();
        assert_eq!(count(&trial, "letter").await, 0, "{}", trial.name);
        accounts::forgot(app, "A@example.jp", &RequestOrigin::default(), unit).await.unwrap();
        let secret = posted(app, "a@example.jp").await;
        for weak in ["short", "aaaaaaaaaaaaaaaa"] {
            assert!(matches!(accounts::reset_password(app, &secret, weak).await, Err(Error::Wrong { .. })), "{}", trial.name);
        }
        accounts::reset_password(app, &secret, "a new long password").await.unwrap();
        assert!(matches!(accounts::reset_password(app, &secret, "yet another password").await, Err(Error::Expired)), "{}", trial.name);
        assert!(accounts::sign_in(app, "a@example.jp", "a new long password", &RequestOrigin::default()).await.is_ok(), "{}", trial.name);
        accounts::forgot(app, "a@example.jp", &RequestOrigin::default(), unit).await.unwrap();
        let voided = posted(app, "a@example.jp").await;
        accounts::forgot(app, "a@example.jp", &RequestOrigin::default(), unit).await.unwrap();
        accounts::reset_password(app, &posted(app, "a@example.jp").await, "a newer long password").await.unwrap();
        assert!(matches!(accounts::reset_password(app, &voided, "a new long password").await, Err(Error::Expired)), "{}", trial.name);
        app.clock.forward(SignedDuration::from_mins(16));
        accounts::forgot(app, "a@example.jp", &RequestOrigin::default(), unit).await.unwrap();
        let late = posted(app, "a@example.jp").await;
        app.clock.forward(SignedDuration::from_hours(3));
        assert!(matches!(accounts::reset_password(app, &late, "a new long password").await, Err(Error::Expired)), "{}", trial.name);
    }
}

#[tokio::test]
async fn an_invitation_survives_a_scanner_gives_its_role_once_and_grows_old() {
    for trial in trial::databases(&CONTEXTS).await.unwrap() {
        let app = &trial.app;
        let owner = person(app, "owner@example.jp", Role::Owner, "org-1").await;
        let scope = RoleScope::Organisation("org-1".into());
        let guest = "guest@example.jp";
        accounts::invite(app, &owner, &scope, &InvitedRole::new(Role::Accountant, guest), |s| letter(guest, s)).await.unwrap();
        let secret = posted(app, guest).await;
        for _ in 0..3 {
            let seen = accounts::invitation(app, &secret).await.unwrap();
            assert_eq!(
                (seen.email.as_str(), seen.held, seen.known),
                (guest, Some(Held::new(Role::Accountant, "org-1")), false),
                "{}",
                trial.name
            );
        }
        let asked = RequestOrigin::default();
        assert!(matches!(accounts::accept(app, &secret, "", PASSWORD, &asked).await, Err(Error::Wrong { field: "name", .. })));
        let session = accounts::accept(app, &secret, "経理 花子", PASSWORD, &asked).await.unwrap().session().unwrap();
        let signed = accounts::signed(app, &session).await.unwrap().unwrap();
        assert_eq!(signed.roles, [Held::new(Role::Accountant, "org-1")], "{}", trial.name);
        assert!(matches!(accounts::accept(app, &secret, "また", PASSWORD, &asked).await, Err(Error::Expired)), "{}", trial.name);
        // Who has an account accepts with its password, and nobody else does.
        accounts::invite(app, &owner, &scope, &InvitedRole::new(Role::Editor, guest), |s| letter(guest, s)).await.unwrap();
        let second = posted(app, guest).await;
        assert!(accounts::invitation(app, &second).await.unwrap().known, "{}", trial.name);
        assert!(accounts::accept(app, &second, "", "a thief's password", &asked).await.is_err(), "{}", trial.name);
        accounts::accept(app, &second, "", PASSWORD, &asked).await.unwrap();
        accounts::invite(app, &owner, &scope, &InvitedRole::new(Role::Viewer, guest), |s| letter(guest, s)).await.unwrap();
        let old = posted(app, guest).await;
        app.clock.forward(SignedDuration::from_hours(24 * 15));
        assert!(matches!(accounts::invitation(app, &old).await, Err(Error::Expired)), "{}", trial.name);
        // An accountant invites nobody; a role of an agency can't be given for an organisation.
        let accountant = Actor::Person(signed);
        let refused = accounts::invite(app, &accountant, &scope, &InvitedRole::new(Role::Viewer, guest), |s| letter(guest, s)).await;
        assert!(matches!(refused, Err(Error::Denied(acts::ORGANISATION_INVITE))), "{}", trial.name);
        let refused = accounts::invite(app, &owner, &scope, &InvitedRole::new(Role::Auditor, guest), |s| letter(guest, s)).await;
        assert!(matches!(refused, Err(Error::Wrong { field: "role", .. })), "{}", trial.name);
        let refused =
            accounts::invite(app, &owner, &scope, &InvitedRole::new(Role::Viewer, "a@b.jp\r\nBcc: all@example.jp"), |s| letter(guest, s))
                .await;
        assert!(matches!(refused, Err(Error::Wrong { field: "email", .. })), "{}", trial.name);
    }
}

#[tokio::test]
async fn the_last_owner_stays() {
    for trial in trial::databases(&CONTEXTS).await.unwrap() {
        let app = &trial.app;
        let owner = person(app, "owner@example.jp", Role::Owner, "org-1").await;
        let second = person(app, "second@example.jp", Role::Owner, "org-1").await;
        let scope = RoleScope::Organisation("org-1".into());
        let id = |actor: &Actor| actor.person().unwrap().id.clone();
        accounts::take_role(app, &owner, &scope, &id(&second), Role::Owner).await.unwrap();
        let refused = accounts::take_role(app, &owner, &scope, &id(&owner), Role::Owner).await;
        assert!(matches!(refused, Err(Error::Wrong { message: "wrong-last-one", .. })), "{}", trial.name);
        assert_eq!(accounts::people(app, &owner, &scope).await.unwrap().len(), 1, "{}", trial.name);
        let stranger = person(app, "stranger@example.jp", Role::Owner, "org-2").await;
        assert!(matches!(accounts::people(app, &stranger, &scope).await, Err(Error::Denied(_))), "{}", trial.name);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn guesses_at_once_count_like_guesses_one_after_another() {
    for trial in trial::databases(&CONTEXTS).await.unwrap() {
        let app = &trial.app;
        accounts::add_person(app, "a@example.jp", "甲", PASSWORD, false).await.unwrap();
        let guesses = (0..20).map(|n| {
            let app = app.clone();
            tokio::spawn(async move { accounts::sign_in(&app, "a@example.jp", &format!("guess {n}"), &RequestOrigin::default()).await })
        });
        let mut looked_at = 0;
        for guess in guesses.collect::<Vec<_>>() {
            looked_at += usize::from(!matches!(guess.await.unwrap(), Err(Error::TooMany)));
        }
        assert_eq!(looked_at, 8, "{}", trial.name);
        // Whatever is no address is refused like a wrong one, and nothing of it is kept.
        let long = format!("{}@example.jp", "x".repeat(70_000));
        assert!(matches!(accounts::sign_in(app, &long, "x", &RequestOrigin::default()).await, Err(Error::Wrong { .. })), "{}", trial.name);
        for no_address in [long.as_str(), "\"Bank\" <a@example.jp>", "a@example.jp\0"] {
            let refused = accounts::forgot(app, no_address, &RequestOrigin::default(), |p, s| letter(&p.email, s)).await;
            assert!(matches!(refused, Err(Error::Wrong { field: "email", .. })), "{} {no_address:.20}", trial.name);
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn two_owners_who_remove_each_other_at_once_leave_one() {
    for trial in trial::databases(&CONTEXTS).await.unwrap() {
        let app = &trial.app;
        let scope = RoleScope::Organisation("org-1".into());
        let id = |actor: &Actor| actor.person().unwrap().id.clone();
        for round in 0..5 {
            let one = person(app, &format!("one{round}@example.jp"), Role::Owner, "org-1").await;
            let two = person(app, &format!("two{round}@example.jp"), Role::Owner, "org-1").await;
            for (other, _) in accounts::people(app, &one, &scope).await.unwrap() {
                if other.id != id(&one) && other.id != id(&two) {
                    accounts::take_role(app, &one, &scope, &other.id, Role::Owner).await.unwrap();
                }
            }
            let (ids, houses) = ((id(&one), id(&two)), (app.clone(), app.clone()));
            let (scope_a, scope_b) = (scope.clone(), scope.clone());
            let first = tokio::spawn(async move { accounts::take_role(&houses.0, &one, &scope_a, &ids.1, Role::Owner).await });
            let second = tokio::spawn(async move { accounts::take_role(&houses.1, &two, &scope_b, &ids.0, Role::Owner).await });
            let done = [first.await.unwrap().is_ok(), second.await.unwrap().is_ok()];
            assert!(done.contains(&true), "{}", trial.name);
            let owners = "(SELECT 1 FROM held_role WHERE role = 'owner' AND scope = 'org-1') AS owners";
            assert_eq!(count(&trial, owners).await, 1, "{} round {round}", trial.name);
        }
    }
}

#[tokio::test]
async fn a_role_that_was_taken_away_does_not_come_back_by_an_older_link() {
    for trial in trial::databases(&CONTEXTS).await.unwrap() {
        let app = &trial.app;
        let owner = person(app, "owner@example.jp", Role::Owner, "org-1").await;
        let scope = RoleScope::Organisation("org-1".into());
        let guest = "guest@example.jp";
        accounts::add_person(app, guest, "客", PASSWORD, false).await.unwrap();
        accounts::invite(app, &owner, &scope, &InvitedRole::new(Role::Owner, guest), |s| letter(guest, s)).await.unwrap();
        let first = posted(app, guest).await;
        accounts::invite(app, &owner, &scope, &InvitedRole::new(Role::Editor, guest), |s| letter(guest, s)).await.unwrap();
        let older = posted(app, guest).await;
        accounts::accept(app, &first, "", PASSWORD, &RequestOrigin::default()).await.unwrap();
        let second = actor(app, guest).await;
        accounts::invite(app, &second, &scope, &InvitedRole::new(Role::Owner, "friend@example.jp"), |s| letter("friend@example.jp", s))
            .await
            .unwrap();
        let of_friend = posted(app, "friend@example.jp").await;
        let entries = count(&trial, "journal").await;
        accounts::take_role(app, &owner, &scope, "nobody we know", Role::Viewer).await.unwrap();
        assert_eq!(count(&trial, "journal").await, entries, "{}: where nothing is taken nothing is written", trial.name);
        accounts::take_role(app, &owner, &scope, &second.person().unwrap().id, Role::Owner).await.unwrap();
        for link in [&older, &of_friend] {
            assert!(matches!(accounts::invitation(app, link).await, Err(Error::Expired)), "{}", trial.name);
        }
    }
}

#[tokio::test]
async fn an_officer_lets_the_first_owner_in_and_nobody_else() {
    for trial in trial::databases(&CONTEXTS).await.unwrap() {
        let app = &trial.app;
        let officer = person(app, "officer@example.jp", Role::Officer, "center").await;
        let fresh = RoleScope::Organisation("org-1".into());
        let to = |email: &'static str| move |s: &Secret| letter(email, s);
        let own =
            accounts::invite(app, &officer, &fresh, &InvitedRole::new(Role::Owner, "officer@example.jp"), to("officer@example.jp")).await;
        assert!(matches!(own, Err(Error::Denied(_))), "{}", trial.name);
        let editor = accounts::invite(app, &officer, &fresh, &InvitedRole::new(Role::Editor, "x@example.jp"), to("x@example.jp")).await;
        assert!(matches!(editor, Err(Error::Denied(_))), "{}", trial.name);
        accounts::invite(app, &officer, &fresh, &InvitedRole::new(Role::Owner, "x@example.jp"), to("x@example.jp")).await.unwrap();
        person(app, "owner@example.jp", Role::Owner, "org-1").await;
        let late = accounts::invite(app, &officer, &fresh, &InvitedRole::new(Role::Owner, "y@example.jp"), to("y@example.jp")).await;
        assert!(matches!(late, Err(Error::Denied(_))), "{}", trial.name);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn four_processes_do_two_hundred_jobs_once_each() {
    for trial in trial::databases(&CONTEXTS).await.unwrap() {
        let app = &trial.app;
        let mut unit = app.begin(&Actor::System("test")).await.unwrap();
        for n in 0..200 {
            unit.job(&Job { priority: n % 3, ..Job::new("count", n.to_string()) }).await.unwrap();
        }
        unit.journal(acts::WORK, "jobs", json!({})).await.unwrap();
        unit.commit().await.unwrap();
        let done = Arc::new(Mutex::new(Vec::new()));
        let counted = done.clone();
        let handlers = Handlers::default().with("count", move |_, job| {
            let counted = counted.clone();
            async move {
                counted.lock().unwrap().push(job.payload);
                Ok(())
            }
        });
        let workers = (0..4).map(|_| {
            let (app, handlers) = (app.clone(), handlers.clone());
            tokio::spawn(async move { while handlers.one(&app).await.unwrap() {} })
        });
        for worker in workers.collect::<Vec<_>>() {
            worker.await.unwrap();
        }
        let done = done.lock().unwrap().clone();
        assert_eq!((done.len(), done.iter().collect::<HashSet<_>>().len()), (200, 200), "{}", trial.name);
        assert!(jobs::list(app.db.read(), &crate::center(app), Some(State::Waiting), 5).await.unwrap().is_empty(), "{}", trial.name);
    }
}

#[tokio::test]
async fn a_job_that_fails_is_tried_again_later_and_given_up_in_the_end() {
    for trial in trial::databases(&CONTEXTS).await.unwrap() {
        let app = &trial.app;
        let agency = Agency::new("center", "センター", "Centre", kernel::calendar::Closure::default());
        accounts::add_agency(app, &agency).await.unwrap();
        let admin = person(app, "admin@example.jp", Role::Administrator, "center").await;
        let mut unit = app.begin(&Actor::System("test")).await.unwrap();
        unit.job(&Job::new("fail", "")).await.unwrap();
        unit.journal(acts::WORK, "jobs", json!({})).await.unwrap();
        unit.commit().await.unwrap();
        let handlers = Handlers::default().with("fail", |_, _| async { Err("先方が応答しません".to_owned()) });
        assert!(handlers.one(app).await.unwrap());
        assert!(!handlers.one(app).await.unwrap(), "{}: it waits before it is tried again", trial.name);
        for _ in 1..jobs::MOST_ATTEMPTS {
            app.clock.forward(SignedDuration::from_hours(2));
            assert!(handlers.one(app).await.unwrap(), "{}", trial.name);
        }
        app.clock.forward(SignedDuration::from_hours(24));
        assert!(!handlers.one(app).await.unwrap(), "{}", trial.name);
        let failed = jobs::list(app.db.read(), &crate::center(app), Some(State::Failed), 5).await.unwrap();
        assert_eq!(failed[0].error.as_deref(), Some("先方が応答しません"), "{}", trial.name);
        let outsider = person(app, "officer@example.jp", Role::Officer, "center").await;
        assert!(matches!(jobs::retry(app, &outsider, agency.clone(), &failed[0].id).await, Err(Error::Denied(_))));
        jobs::retry(app, &admin, agency.clone(), &failed[0].id).await.unwrap();
        jobs::retry(app, &admin, agency, &failed[0].id).await.unwrap();
        assert!(Handlers::default().with("fail", |_, _| async { Ok(()) }).one(app).await.unwrap(), "{}", trial.name);
    }
}

#[tokio::test]
async fn a_job_of_a_process_that_died_is_given_to_another_and_its_late_end_counts_for_nothing() {
    for trial in trial::databases(&CONTEXTS).await.unwrap() {
        let app = &trial.app;
        let mut unit = app.begin(&Actor::System("test")).await.unwrap();
        unit.job(&Job::new("work", "")).await.unwrap();
        unit.journal(acts::WORK, "jobs", json!({})).await.unwrap();
        unit.commit().await.unwrap();
        let first = jobs::claim(app).await.unwrap().unwrap();
        assert!(jobs::claim(app).await.unwrap().is_none(), "{}", trial.name);
        app.clock.forward(SignedDuration::from_mins(6));
        let second = jobs::claim(app).await.unwrap().unwrap();
        assert_eq!((first.id.as_str(), second.attempts), (second.id.as_str(), 2), "{}", trial.name);
        jobs::end(app, &first, Err("late".into())).await.unwrap();
        jobs::end(app, &second, Ok(())).await.unwrap();
        assert_eq!(jobs::list(app.db.read(), &crate::center(app), Some(State::Done), 5).await.unwrap().len(), 1, "{}", trial.name);
    }
}

#[tokio::test]
async fn a_letter_is_sent_once_through_a_mail_server_with_japanese_headers() {
    for trial in trial::databases(&CONTEXTS).await.unwrap() {
        let app = &trial.app;
        let (address, caught) = catcher().await;
        let post = Post::open(&address).unwrap();
        let from = mail::address("栃木県産業振興センター <center@example.jp>").unwrap();
        let handlers = Handlers::default().with(mail::SEND, move |app, job| mail::send(app, job, post.clone(), from.clone()));
        let mut unit = app.begin(&Actor::System("test")).await.unwrap();
        unit.mail(&Letter {
            to: "a@example.jp".into(),
            subject: "採択のお知らせ".into(),
            body: "おめでとうございます。\n".into(),
            first: None,
        })
        .await
        .unwrap();
        unit.journal(acts::WORK, "letters", json!({})).await.unwrap();
        unit.commit().await.unwrap();
        assert!(handlers.one(app).await.unwrap());
        let letters = caught.lock().unwrap().clone();
        assert_eq!(letters.len(), 1, "{}", trial.name);
        assert!(letters[0].1.contains("Subject: =?utf-8?") && letters[0].1.contains("To: a@example.jp"), "{}", letters[0].1);
        assert!(
            mail::list(app.db.read(), &crate::center(app), 5).await.unwrap()[0].state == mail::State::Sent(app.now()),
            "{}",
            trial.name
        );
        // A second job for the same letter sends nothing.
        let sent = jobs::list(app.db.read(), &crate::center(app), Some(State::Done), 5).await.unwrap().remove(0);
        let again = mail::send(app.clone(), sent, Post::open(&address).unwrap(), mail::address("c@example.jp").unwrap()).await;
        assert!(again.is_ok() && caught.lock().unwrap().len() == 1, "{}", trial.name);
    }
}

/// The code that an app shows at a moment.
fn code_at(secret: &str, at: platform::Instant) -> String {
    let secret = totp_rs::Secret::try_from_base32(secret).unwrap();
    let app = totp_rs::Builder::new().with_secret(secret).build().unwrap();
    app.generate(u64::try_from(at.timestamp().as_second()).unwrap()).to_string()
}

#[tokio::test]
async fn a_code_is_asked_after_the_password_works_once_and_can_be_replaced_by_a_spare_one() {
    for trial in trial::databases(&CONTEXTS).await.unwrap() {
        let app = &trial.app;
        let asked = RequestOrigin::default();
        let me = person(app, "a@example.jp", Role::Owner, "x").await;
        let elsewhere = accounts::sign_in(app, "a@example.jp", PASSWORD, &asked).await.unwrap().session().unwrap();
        assert!(matches!(accounts::begin_code(app, &me, "wrong").await, Err(Error::Wrong { field: "confirm", .. })), "{}", trial.name);
        let first = accounts::begin_code(app, &me, PASSWORD).await.unwrap();
        let new = accounts::begin_code(app, &me, PASSWORD).await.unwrap();
        assert_ne!(first.secret, new.secret);
        assert!(new.address.starts_with("otpauth://totp/") && new.address.contains(&new.secret), "{}", new.address);
        // Nothing is asked before the app has shown that it has the secret.
        assert!(accounts::sign_in(app, "a@example.jp", PASSWORD, &asked).await.unwrap().session().is_some());
        assert!(accounts::end_code(app, &me, &code_at(&first.secret, app.now())).await.is_err());
        let spare = accounts::end_code(app, &me, &code_at(&new.secret, app.now())).await.unwrap();
        assert_eq!(spare.len(), 10);
        assert!(accounts::signed(app, &elsewhere).await.unwrap().is_none(), "other devices are signed out");
        assert!(matches!(accounts::begin_code(app, &me, PASSWORD).await, Err(Error::Stale)), "one that is confirmed stays");

        let begun = |step: Step| match step {
            Step::Code(begun) => begun,
            Step::In(_) => panic!("a code is asked"),
        };
        let sign_in = || async { begun(accounts::sign_in(app, "a@example.jp", PASSWORD, &asked).await.unwrap()) };
        let half = sign_in().await;
        assert!(accounts::signed(app, &half).await.unwrap().is_none(), "half a sign-in opens nothing");
        // The code that confirmed is used up; so is each that signed in.
        let used = code_at(&new.secret, app.now());
        assert!(accounts::sign_in_with_code(app, &half, &used, &asked).await.is_err(), "{}", trial.name);
        app.clock.forward(SignedDuration::from_secs(60));
        let code = code_at(&new.secret, app.now());
        let session = accounts::sign_in_with_code(app, &half, &format!(" {} {} ", &code[..3], &code[3..]), &asked).await.unwrap();
        assert!(accounts::signed(app, &session).await.unwrap().is_some());
        assert!(matches!(accounts::sign_in_with_code(app, &half, &code, &asked).await, Err(Error::Expired)));
        let again = sign_in().await;
        assert!(accounts::sign_in_with_code(app, &again, &code, &asked).await.is_err(), "a code works once");
        assert!(accounts::sign_in_with_code(app, &again, &spare[0].to_uppercase(), &asked).await.is_ok());
        let once_more = sign_in().await;
        assert!(accounts::sign_in_with_code(app, &once_more, &spare[0], &asked).await.is_err(), "a spare code works once");
        assert_eq!(accounts::keys(app, &me).await.unwrap().spare, 9);
        // A link with the password gives nothing before the code: the invitation waits for its answer.
        let scope = RoleScope::Organisation("y".into());
        let other = person(app, "b@example.jp", Role::Owner, "y").await;
        let offer = InvitedRole::new(Role::Editor, "a@example.jp");
        accounts::invite(app, &other, &scope, &offer, |s| letter("a@example.jp", s)).await.unwrap();
        let invitation = posted(app, "a@example.jp").await;
        let half = begun(accounts::accept(app, &invitation, "", PASSWORD, &asked).await.unwrap());
        let holds = || async { accounts::people(app, &other, &scope).await.unwrap().len() };
        assert_eq!(holds().await, 1, "{}", trial.name);
        let inside = accounts::sign_in_with_code(app, &half, &spare[1], &asked).await.unwrap();
        let inside = Actor::Person(accounts::signed(app, &inside).await.unwrap().unwrap());
        let waiting = accounts::invited(app, &inside).await.unwrap();
        accounts::answer(app, &inside, &waiting[0].hash, true).await.unwrap();
        assert_eq!(holds().await, 2, "{}", trial.name);
        // Whoever has the password cannot try out all codes.
        for _ in 0..8 {
            let _ = accounts::sign_in_with_code(app, &once_more, "000000", &asked).await;
        }
        let right = code_at(&new.secret, app.now());
        assert!(matches!(accounts::sign_in_with_code(app, &once_more, &right, &asked).await, Err(Error::TooMany)), "{}", trial.name);
        app.clock.forward(SignedDuration::from_mins(16));
        assert!(
            matches!(accounts::sign_in_with_code(app, &once_more, &right, &asked).await, Err(Error::Expired)),
            "what was begun is over"
        );
        accounts::drop_code(app, &me, PASSWORD).await.unwrap();
        assert!(accounts::sign_in(app, "a@example.jp", PASSWORD, &asked).await.unwrap().session().is_some());
        assert_eq!(accounts::keys(app, &me).await.unwrap(), accounts::Keys { password: true, ..accounts::Keys::default() });
    }
}

#[tokio::test]
async fn work_of_the_houses_own_is_journalled_as_what_it_is() {
    for trial in trial::databases(&CONTEXTS).await.unwrap() {
        for kind in ["warnings", "files.check", "warnings"] {
            jobs::queue_unless_waiting(&trial.app, &Job::new(kind, "")).await.unwrap();
        }
        let told = journal::everything(trial.app.db.read(), &Search::default(), 10).await.unwrap().0;
        let mut actors: Vec<_> = told.iter().map(|e| (e.actor.as_str(), e.subject.as_str())).collect();
        actors.sort_unstable();
        assert_eq!(actors, [("system:files.check", "job:files.check"), ("system:warnings", "job:warnings")], "{}", trial.name);
    }
}
