//! Warning those who have not filed yet: seven days, 48 hours and three hours before the call closes.

use crate::acts;
use jiff::SignedDuration;
use platform::jobs::JobKind;
use platform::{Actor, App, Authorized, Error, jobs, jobs::Job};
use programmes::call::CallCatalogue;
use programmes::model::State as CallState;
use serde_json::json;

use workflow::reminder::{self, Schedule};

use crate::{
    AppState,
    application::{
        authorization::subject,
        model::{Application, State},
        store as applications,
    },
    letters,
};

/// The kind of job that warns.
pub const WARN: &str = "applications.warn";

/// Those who write are reminded of the deadline.
pub const REMINDERS: JobKind = JobKind {
    name: WARN,
    run: |app| Box::pin(handle(state_of(app))),
    begin: |app| Box::pin(async move { begin(&state_of(app)).await.map_err(|e| e.to_string()) }),
};

/// When those are reminded who have not filed yet.
const SCHEDULE: Schedule = Schedule(&[(3, "3-hours"), (48, "48-hours"), (7 * 24, "7-days")]);

/// How often it is looked whether somebody is to be warned.
const EVERY: SignedDuration = SignedDuration::from_mins(5);

/// Warns everybody who is to be warned now; how many letters that were. Safe to repeat: nobody is warned twice of the same.
pub async fn send(state: &AppState) -> Result<usize, Error> {
    let app = state.app();
    let actor = Actor::System("warnings");
    let scope = app.policy.scope(&actor, acts::APPLICATION_LIST)?;
    let mut letters_sent = 0;
    for call in state.calls.calls().await? {
        if call.state(app.now()) == CallState::Coming {
            continue;
        }
        // What came on paper is the office's to file.
        for found in applications::list_open(app.db.read(), &scope, &call.id).await?.into_iter().filter(|a| a.entered_by.is_none()) {
            let found = app.policy.allow(&actor, acts::APPLICATION_LIST, found)?;
            if found.state == State::Reopened && found.is_over(&call, app.now()) {
                close(app, &found).await?;
                continue;
            }
            let deadline = found.until(&call);
            let is_open = matches!(found.state, State::Draft | State::Reopened | State::Returned) && !found.is_over(&call, app.now());
            let Some(step) = SCHEDULE.due(app.now(), deadline).filter(|_| is_open) else { continue };
            if reminder::was_sent(app.db.read(), &found, deadline, step).await? {
                continue;
            }
            let letters = letters::closing(state, &found, &call).await?;
            let mut unit = app.begin(&actor).await?.at(&call.agency);
            if !reminder::note(&unit, &found, deadline, step).await? {
                continue;
            }
            crate::letters::queue_letters(&unit, &letters).await?;
            letters_sent += letters.len();
            unit.journal(acts::WORK, &subject(&found.id), json!({ "warned": step, "letters": letters.len() })).await?;
            unit.commit().await?;
        }
    }
    Ok(letters_sent)
}

/// What was opened again and not filed again before the deadline is what was filed: it counts as that everywhere from the deadline on,
/// and in lists from here on.
async fn close(app: &App, found: &Authorized<Application>) -> Result<(), Error> {
    let mut unit = app.begin(&Actor::System("warnings")).await?.at(&found.agency);
    if applications::set_state(&unit, found, State::Filed, applications::StateChange::default()).await? {
        unit.journal(acts::WORK, &subject(&found.id), json!({ "moved": "closed" })).await?;
        unit.commit().await?;
    }
    Ok(())
}

/// Sees to it that it is looked soon, and right after a call has closed; once, however many processes ask.
pub async fn begin(state: &AppState) -> Result<(), Error> {
    let now = state.app().now();
    let closed = state.calls.calls().await?.iter().map(|c| c.deadline().plus(SignedDuration::from_secs(1))).filter(|at| *at > now).min();
    let at = closed.map_or(now.plus(EVERY), |closed| closed.min(now.plus(EVERY)));
    jobs::queue_unless_waiting(state.app(), &Job { run_at: Some(at), ..Job::new(WARN, "") }).await
}

/// The handler of [`WARN`].
pub async fn handle(state: AppState) -> Result<(), String> {
    let done = send(&state).await;
    begin(&state).await.map_err(|e| e.to_string())?;
    done.map(|_| ()).map_err(|e| e.to_string())
}

fn state_of(app: App) -> AppState {
    AppState::new(CallCatalogue::new(app))
}
