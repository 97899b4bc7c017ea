//! The plug is pulled after every single statement of a verb: either all of it is kept or nothing, and the journal is whole.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may fail here")]

use std::{collections::BTreeSet, process::Command};

use parties::service;
use platform::{
    Actor, Clock, Db, Error, Files, House,
    access::{Held, Role},
    accounts::{self, Asked, Offer, Scope},
    journal::{self, Verdict},
    mail::Letter,
    secret::Secret,
    trial::{self, Trial},
};
use sea_orm::ConnectionTrait;

const PASSWORD: &str = "correct horse battery";
const COMPANY: &str = "shimotsuke-precision";

fn letter(secret: &Secret) -> Letter {
    Letter { to: "new@example.jp".into(), subject: "ご招待".into(), body: secret.reveal().to_owned() }
}

async fn owner(house: &House) -> Actor {
    let step = accounts::sign_in(house, "owner@example.jp", PASSWORD, &Asked::default()).await.unwrap();
    Actor::Person(accounts::signed(house, &step.session().unwrap()).await.unwrap().unwrap())
}

/// The state before: an owner, a second one, a company, an open invitation.
async fn prepare(house: &House) -> String {
    service::load(house, &parties::model::samples().unwrap()).await.unwrap();
    for email in ["owner@example.jp", "second@example.jp"] {
        let id = accounts::add_person(house, email, "試験 太郎", PASSWORD, false).await.unwrap();
        accounts::give_role(house, &id, &Held::new(Role::Owner, COMPANY)).await.unwrap();
    }
    let mut told = String::new();
    let scope = Scope::Organisation(COMPANY.into());
    let keep = |secret: &Secret| {
        secret.reveal().clone_into(&mut told);
        letter(secret)
    };
    accounts::invite(house, &owner(house).await, &scope, &Offer::new(Role::Viewer, "new@example.jp"), keep).await.unwrap();
    told
}

/// A verb by its name, as the process that is killed does it.
async fn act(house: &House, actor: &Actor, verb: &str, secret: &str) -> Result<(), Error> {
    let scope = Scope::Organisation(COMPANY.into());
    match verb {
        "invite" => accounts::invite(house, actor, &scope, &Offer::new(Role::Editor, "other@example.jp"), letter).await,
        "accept" => {
            let secret = Secret::read(secret).unwrap();
            accounts::accept(house, &secret, "新人", PASSWORD, &Asked::default()).await.map(|_| ())
        }
        "take role" => {
            let people = accounts::people(house, actor, &scope).await?;
            let second = people.into_iter().find(|p| p.0.email == "second@example.jp").unwrap().0;
            accounts::take_role(house, actor, &scope, &second.id, Role::Owner).await
        }
        "password" => accounts::change_password(house, actor, PASSWORD, "another long password").await,
        "forgot" => accounts::forgot(house, "owner@example.jp", &Asked::default(), |_, secret| letter(secret)).await,
        "begin code" => accounts::begin_code(house, actor, PASSWORD).await.map(|_| ()),
        "sign out" => accounts::sign_out(house, actor).await,
        "change company" => {
            let typed = [("employees".to_owned(), "77".to_owned()), ("capital_yen".to_owned(), "1,234万".to_owned())];
            service::change(house, actor, COMPANY, 1, &typed, &|_, _| unreachable!()).await.map(|_| ()).map_err(|mut all| all.remove(0))
        }
        other => panic!("{other}"),
    }
}

/// How many transactions a verb is: each may stand alone.
const VERBS: &[(&str, usize)] = &[
    ("invite", 1),
    // The invitation, and then the sign-in that follows it.
    ("accept", 2),
    ("take role", 1),
    ("password", 1),
    ("forgot", 1),
    ("begin code", 1),
    ("sign out", 1),
    ("change company", 1),
];

/// What is kept, as far as it is the same in every run, and apart from the tries that are counted before anything is done.
async fn state(house: &House) -> String {
    let mut told = String::new();
    for what in [
        "person",
        "held_role",
        "session",
        "invitation",
        "invitation WHERE used_at IS NULL",
        "reset",
        "letter",
        "job",
        "one_time_code",
        "company WHERE version = 2 AND record LIKE '%\"employees\":77%' AND record LIKE '%\"capital_yen\":12340000%'",
        "company WHERE version = 1",
        "journal",
    ] {
        let db = house.db.read();
        let sql = format!("SELECT count(*) AS n FROM {what}");
        let row = db.query_one_raw(sea_orm::Statement::from_string(db.get_database_backend(), sql)).await.unwrap().unwrap();
        told += &format!("{what}: {}\n", row.try_get::<i64>("", "n").unwrap());
    }
    told
}

/// The process that is killed: only when the test below starts it.
#[tokio::test]
async fn the_one_that_dies() {
    let Ok(address) = std::env::var("SHIEN_TEST_DIES_AT") else { return };
    let told = |name: &str| std::env::var(format!("SHIEN_TEST_DIES_{name}")).unwrap();
    let start = jiff::Timestamp::from_second(1_775_001_600).unwrap();
    let mut db = Db::open(&address).await.unwrap();
    let house = House::new(db.clone(), Files::open(&told("FILES")).unwrap(), Clock::standing(start)).unwrap();
    let session = Secret::read(&told("SESSION")).unwrap();
    let actor = Actor::Person(accounts::signed(&house, &session).await.unwrap().unwrap());
    db.die_after(told("AFTER").parse().unwrap());
    let house = House { db, ..house };
    act(&house, &actor, &told("VERB"), &told("SECRET")).await.unwrap();
}

async fn killed(trial: &Trial, verb: &str, secret: &str, after: usize) -> bool {
    let house = &trial.house;
    let session = accounts::sign_in(house, "owner@example.jp", PASSWORD, &Asked::default()).await.unwrap().session().unwrap();
    let ended = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "the_one_that_dies"])
        .env("SHIEN_TEST_DIES_AT", &trial.address)
        .env("SHIEN_TEST_DIES_FILES", trial.folder().join("files"))
        .env("SHIEN_TEST_DIES_SESSION", session.reveal())
        .env("SHIEN_TEST_DIES_AFTER", after.to_string())
        .env("SHIEN_TEST_DIES_VERB", verb)
        .env("SHIEN_TEST_DIES_SECRET", secret)
        .output()
        .unwrap();
    !ended.status.success()
}

#[tokio::test]
async fn killed_between_any_two_statements_a_verb_leaves_all_or_nothing() {
    for (verb, transactions) in VERBS {
        let mut seen: std::collections::BTreeMap<&str, BTreeSet<String>> = std::collections::BTreeMap::new();
        let mut after = 1;
        loop {
            let mut dead = false;
            for trial in trial::databases().await.unwrap() {
                let secret = prepare(&trial.house).await;
                let died = killed(&trial, verb, &secret, after).await;
                let told = format!("{verb} after {after} on {}", trial.name);
                assert!(matches!(journal::verify(trial.house.db.read()).await.unwrap(), Verdict::Whole { .. }), "{told}");
                seen.entry(trial.name).or_default().insert(state(&trial.house).await);
                dead |= died;
            }
            if !dead {
                break;
            }
            after += 1;
            assert!(after < 100, "{verb} has no end");
        }
        assert!(after > 3, "{verb} was killed at {after} places only");
        for (name, states) in seen {
            // Before, and after each transaction.
            assert_eq!(states.len(), transactions + 1, "{verb} on {name} left {states:#?}");
        }
    }
}
