//! Applications, on every database, from the first word to the table that leaves the system. The clock is moved; nobody waits.

use axum::{
    Router,
    http::{StatusCode, header},
};
use forms::response::FieldEdit;
use grants::acts;
use grants::{
    AppState,
    application::{
        authorization, draft,
        filing::{self, FilingOutcome, FilingRequest},
        members::{self, By, NewApplication},
        model::{Filing, State},
        papers,
        readiness::{Obstacle, ObstacleKind},
        receipt,
    },
    office::{calls, case, deadline_reminders},
};
use jiff::SignedDuration;
use platform::{
    Actor, Error, Instant,
    access::{Held, Role},
    accounts,
    attachments::{self, Kind},
    files, journal,
    trial::{self, Trial},
};
use programmes::{
    call::{self, CallCatalogue},
    draft::{AuthorState, CallSubscriber, Change, Origin},
};
use rules::{language::Channel, words::Lang};
use sea_orm::ConnectionTrait;
use sha2::Digest;
use shien::{
    samples::{self, CALLS, type_in, write},
    server::{self, ExternalServices, Site},
};
use workflow::approval::{self, service as approvals};

mod apart;
mod carried;
mod changes;
mod checks;
mod corrections;
mod costs;
mod letters;
mod names;
mod office;
mod outages;
mod received;
mod scenarios;
mod vouched;
use crate::visitor::{Visitor, posted, scanner, signed};

const CALL: &str = CALLS[0];
const OWNER: &str = "owner@oyama.example.jp";
const COMPANY: &str = "oyama-robotics";

/// A system with a call that is open, and the site over it.
async fn office(trial: &Trial) -> (AppState, Router) {
    let site = Site::of(trial.app.clone(), "http://shien.test", ExternalServices::default()).await.unwrap();
    (AppState::new(CallCatalogue::new(trial.app.clone())), server::router(site))
}

/// What the author of a programme stands on.
fn author(state: &AppState) -> AuthorState {
    AuthorState { calls: state.calls.clone(), subscribers: std::sync::Arc::new([std::sync::Arc::new(state.clone())]) }
}

/// A draft that revises the call, with another file and the cases that it lacks.
async fn revision(state: &AppState, officer: &Actor, body: &str) -> Result<(AuthorState, String, i32), Error> {
    let author = author(state);
    let key = uuid::Uuid::now_v7().to_string();
    let id = programmes::draft::begin(&author, officer, "center", &key, Origin::Revision(CALL)).await?;
    let read = rules::read::programmes(body.as_bytes()).programmes.into_iter().find(|p| p.plan.programme.id == CALL);
    let cases = read.map(|read| format!("cases:\n{}", rules::propose::propose(&read, b""))).unwrap_or_default();
    let change = Change { body: Some(body), cases: Some(&cases), document: None };
    let version = programmes::draft::save(&author, officer, "center", &id, 1, change).await?;
    Ok((author, id, version))
}

/// Agrees to a draft that was proposed, as those do who stand on its route.
async fn approve(state: &AppState, approval: &str) {
    for (email, version) in [("manager@example.jp", 1), ("approver@example.jp", 2)] {
        let me = signed(state.app(), email).await;
        approvals::decide(state.app(), &me, approval, version, approval::Outcome::Approved, "").await.unwrap();
    }
}

/// Publishes a revision of the call as an office does: drafted, approved by two, published.
async fn revise(state: &AppState, officer: &Actor, body: &str, reason: &str) -> Result<(), Error> {
    let (author, id, version) = revision(state, officer, body).await?;
    let key = uuid::Uuid::now_v7().to_string();
    let approval = programmes::draft::request_approval(&author, officer, "center", &id, version, &key).await?;
    approve(state, &approval).await;
    programmes::draft::publish(&author, officer, "center", &id, version + 1, reason).await
}

async fn closes(state: &AppState) -> Instant {
    state.calls.call(CALL).await.unwrap().unwrap().deadline()
}

/// MergePreview the clock to so long after the deadline; before it where that is negative.
async fn at_deadline(state: &AppState, by: SignedDuration) {
    let app = state.app();
    let target = closes(state).await.plus(by);
    app.clock.forward(app.now().timestamp().duration_until(target.timestamp()));
}

fn now(state: &AppState, seen: i32) -> FilingRequest {
    FilingRequest { arrived: state.app().now(), posted: None, seen }
}

async fn file(state: &AppState, me: &Actor, id: &str, seen: i32) -> Result<Filing, Vec<Obstacle>> {
    match filing::file(state, me, id, now(state, seen)).await.unwrap() {
        FilingOutcome::Filed(filing) => Ok(*filing),
        FilingOutcome::Refused(obstacles) => Err(obstacles),
    }
}

async fn status_of(state: &AppState, me: &Actor, id: &str) -> State {
    let (found, call) = authorization::load_authorized(state, me, acts::APPLICATION_READ, id).await.unwrap();
    found.effective_state(&call, state.app().now())
}

async fn version(state: &AppState, me: &Actor, id: &str) -> i32 {
    authorization::load_authorized(state, me, acts::APPLICATION_READ, id).await.unwrap().0.version
}

async fn count(trial: &Trial, sql: &str) -> i64 {
    let db = trial.app.db.read();
    let row = db.query_one_raw(sea_orm::Statement::from_string(db.get_database_backend(), sql.to_owned())).await.unwrap().unwrap();
    row.try_get::<i64>("", "n").unwrap()
}

async fn letters(trial: &Trial, to: &str) -> i64 {
    count(trial, &format!("SELECT count(*) AS n FROM letter WHERE recipient = '{to}'")).await
}
