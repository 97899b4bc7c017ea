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
const SHOWN: u64 = 8;

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
    let me = actor.person()?.id.clone();
    let mine = ask(state, actor, agency, Some(me)).await?;
    let nobodys = ask(state, actor, agency, Some(String::new())).await?;
    let all = ask(state, actor, agency, None).await?;
    let returned = ApplicationQuery { state: Some(State::Returned), ..ask(state, actor, agency, None).await? };
    let asked = ApplicationQuery { is_asked: true, ..ask(state, actor, agency, None).await? };
    let mut corrections = store::list(db, &returned, 0, MOST).await?;
    corrections.sort_by_key(Application::correction_due);
    corrections.truncate(usize::try_from(SHOWN).unwrap_or_default());
    Ok(Today {
        mine: count(db, &mine, State::Filed).await?,
        unassigned: count(db, &nobodys, State::Filed).await?,
        waiting: store::waiting(db, &all).await?,
        returned: count(db, &all, State::Returned).await?,
        corrections,
        questions: store::list(db, &asked, 0, SHOWN).await?,
        calls: calls::calls_with_counts(state, actor, agency).await?,
    })
}

async fn ask(state: &AppState, actor: &Actor, agency: &str, officer: Option<String>) -> Result<ApplicationQuery, Error> {
    Ok(ApplicationQuery {
        scope: authorization::scope(state, actor, acts::APPLICATION_CASE).await?,
        agency: agency.to_owned(),
        call: String::new(),
        state: None,
        officer,
        verdict: String::new(),
        text: String::new(),
        is_asked: false,
        sort: None,
    })
}

async fn count(db: &impl ConnectionTrait, asked: &ApplicationQuery, state: State) -> Result<u64, Error> {
    let counts = store::counts(db, asked).await?;
    Ok(counts.iter().find(|(name, _)| name == state.name()).map_or(0, |(_, count)| *count))
}
