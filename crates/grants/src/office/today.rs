//! What waits for an officer today: counts, corrections whose day is near, questions, and how the calls of the agency stand.

use platform::{Actor, Error, accounts};
use sea_orm::ConnectionTrait;

use super::calls::{self, CallWithCounts};
use crate::{
    AppState, acts,
    application::{
        authorization,
        model::{Application, State},
        store::{self, ApplicationQuery},
    },
};

/// The most corrections that are looked through, and the most questions that are shown.
const MOST: u64 = 200;
const SHOWN: usize = 8;

/// The work of an agency's officer as it stands now.
#[derive(Debug)]
pub struct Today {
    /// Filed applications that the officer looks through.
    pub mine: u64,
    /// Filed applications that nobody looks through.
    pub unassigned: u64,
    /// Applications whose applicant waits for an answer.
    pub waiting: u64,
    /// Applications that were returned for correction.
    pub returned: u64,
    /// Those that were returned, the one whose day is nearest first.
    pub corrections: Vec<Application>,
    /// Those that wait for an answer.
    pub questions: Vec<Application>,
    /// The calls of the agency.
    pub calls: Vec<CallWithCounts>,
}

/// What waits for somebody of an agency.
pub async fn today(state: &AppState, actor: &Actor, agency: &str) -> Result<Today, Error> {
    let app = state.app();
    let found = accounts::agency(app, agency).await?;
    app.policy.allow(actor, acts::CALL_READ, found)?;
    let db = app.db.read();
    // One question, narrowed in turn: what the reader may see is asked of the policy once.
    let mut asked = ApplicationQuery {
        scope: authorization::scope(state, actor, acts::APPLICATION_CASE).await?,
        agency: agency.to_owned(),
        call: String::new(),
        state: Some(State::Returned),
        officer: None,
        verdict: String::new(),
        text: String::new(),
        is_asked: false,
        sort: None,
    };
    let (waiting, returned) = (store::waiting(db, &asked).await?, count(db, &asked, State::Returned).await?);
    let mut corrections = store::list(db, &asked, 0, MOST).await?;
    corrections.sort_by_key(Application::correction_due);
    corrections.truncate(SHOWN);
    (asked.state, asked.is_asked) = (None, true);
    let questions = store::list(db, &asked, 0, SHOWN as u64).await?;
    asked.officer = Some(actor.person()?.id.clone());
    let mine = count(db, &asked, State::Filed).await?;
    asked.officer = Some(String::new());
    let unassigned = count(db, &asked, State::Filed).await?;
    let calls = calls::calls_with_counts(state, actor, agency).await?;
    Ok(Today { mine, unassigned, waiting, returned, corrections, questions, calls })
}

async fn count(db: &impl ConnectionTrait, asked: &ApplicationQuery, state: State) -> Result<u64, Error> {
    let counts = store::counts(db, asked).await?;
    Ok(counts.iter().find(|(name, _)| name == state.name()).map_or(0, |(_, count)| *count))
}
