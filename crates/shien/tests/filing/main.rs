//! Applications, on every database, from the first word to the table that leaves the house. The clock is moved; nobody waits.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may fail here")]

use axum::{
    Router,
    http::{StatusCode, header},
};
use grants::{
    Desk,
    application::{
        draft::{self, Keyed},
        examine::{Obstacle, What},
        filing::{self, Asked, Outcome},
        members::{self, Beginning, By},
        model::{Filing, State},
        papers, receipt,
    },
    office::{calls, service, warn},
};
use jiff::SignedDuration;
use platform::{
    Actor, Error, Instant,
    access::{Act, Held, Role},
    accounts,
    attachments::{self, Kind},
    files, journal,
    trial::{self, Trial},
};
use programmes::call;
use rules::{language::Channel, words::Lang};
use sea_orm::ConnectionTrait;
use sha2::Digest;
use shien::{
    samples::{self, CALLS, type_in, write},
    server::{self, Reached, Site},
};

mod apart;
mod changes;
mod corrections;
mod costs;
mod letters;
mod names;
mod office;
mod outages;
mod received;
mod scenarios;
#[path = "../visitor/mod.rs"]
mod visitor;
mod vouched;
use visitor::{Visitor, posted, scanner, signed};

const CALL: &str = CALLS[0];
const OWNER: &str = "owner@oyama.example.jp";
const COMPANY: &str = "oyama-robotics";

/// A house with a call that is open, and the site over it.
async fn office(trial: &Trial) -> (Desk, Router) {
    samples::load(&trial.house).await.unwrap();
    samples::applications(&trial.house).await.unwrap();
    let site = Site::of(trial.house.clone(), "http://shien.test", Reached::default()).await.unwrap();
    (site.grants.clone(), server::app(site))
}

async fn closes(desk: &Desk) -> Instant {
    desk.shelf.call(CALL).await.unwrap().unwrap().deadline()
}

/// Moves the clock to so long after the deadline; before it where that is negative.
async fn at_deadline(desk: &Desk, by: SignedDuration) {
    let house = desk.house();
    let target = closes(desk).await.plus(by);
    house.clock.forward(house.now().timestamp().duration_until(target.timestamp()));
}

fn now(desk: &Desk, seen: i32) -> Asked {
    Asked { arrived: desk.house().now(), posted: None, seen }
}

async fn file(desk: &Desk, me: &Actor, id: &str, seen: i32) -> Result<Filing, Vec<Obstacle>> {
    match filing::file(desk, me, id, now(desk, seen)).await.unwrap() {
        Outcome::Filed(filing) => Ok(*filing),
        Outcome::Refused(obstacles) => Err(obstacles),
    }
}

async fn state(desk: &Desk, me: &Actor, id: &str) -> State {
    let (found, call) = draft::application(desk, me, platform::access::Act::APPLICATION_READ, id).await.unwrap();
    found.standing(&call, desk.house().now())
}

async fn version(desk: &Desk, me: &Actor, id: &str) -> i32 {
    draft::application(desk, me, platform::access::Act::APPLICATION_READ, id).await.unwrap().0.version
}

async fn count(trial: &Trial, sql: &str) -> i64 {
    let db = trial.house.db.read();
    let row = db.query_one_raw(sea_orm::Statement::from_string(db.get_database_backend(), sql.to_owned())).await.unwrap().unwrap();
    row.try_get::<i64>("", "n").unwrap()
}

async fn letters(trial: &Trial, to: &str) -> i64 {
    count(trial, &format!("SELECT count(*) AS n FROM letter WHERE recipient = '{to}'")).await
}
