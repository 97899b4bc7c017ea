//! Warning those who have not filed yet: seven days, 48 hours and three hours before the call closes.

use jiff::SignedDuration;
use platform::{Actor, Error, House, access::Act, jobs, jobs::Job};
use programmes::model::State as CallState;
use serde_json::json;

use super::store;
use crate::{
    Desk,
    application::{
        draft::subject,
        model::{Application, State},
        store as applications,
    },
    letters,
};

/// The kind of job that warns.
pub const WARN: &str = "applications.warn";

/// How many hours before the deadline, the nearest first, and what that warning is called.
const BEFORE: [(i64, &str); 3] = [(3, "3-hours"), (48, "48-hours"), (7 * 24, "7-days")];

/// How often it is looked whether somebody is to be warned.
const EVERY: SignedDuration = SignedDuration::from_mins(5);

/// Warns everybody who is to be warned now; how many letters that were. Safe to repeat: nobody is warned twice of the same.
pub async fn warn(desk: &Desk) -> Result<usize, Error> {
    let house = desk.house();
    let actor = Actor::House("warnings");
    let mut letters_sent = 0;
    for call in desk.shelf.calls().await? {
        if call.state(house.now()) == CallState::Coming {
            continue;
        }
        // What came on paper is the office's to file.
        for found in applications::open(house.db.read(), &call.id).await?.into_iter().filter(|a| a.keeper.is_none()) {
            if found.state == State::Reopened && found.is_over(&call, house.now()) {
                settle(house, &found).await?;
                continue;
            }
            let deadline = found.until(&call);
            let left = house.now().timestamp().duration_until(deadline.timestamp());
            let due = BEFORE.iter().find(|(hours, _)| left.is_positive() && left <= SignedDuration::from_hours(*hours));
            let Some((_, kind)) = due
                .filter(|_| matches!(found.state, State::Draft | State::Reopened | State::Returned) && !found.is_over(&call, house.now()))
            else {
                continue;
            };
            if store::warned(house.db.read(), &found.id, deadline, kind).await? {
                continue;
            }
            let letters = letters::closing(desk, &found, &call).await?;
            let mut write = house.begin(&actor).await?.at(&call.agency);
            if !store::warn(&write, &found.id, deadline, kind).await? {
                continue;
            }
            super::service::send(&write, &letters).await?;
            letters_sent += letters.len();
            write.journal(Act::WORK, &subject(&found.id), json!({ "warned": kind, "letters": letters.len() })).await?;
            write.commit().await?;
        }
    }
    Ok(letters_sent)
}

/// What was opened again and not filed again before the deadline is what was filed: it counts as that everywhere from the deadline on,
/// and in lists from here on.
async fn settle(house: &House, found: &Application) -> Result<(), Error> {
    let mut write = house.begin(&Actor::House("warnings")).await?.at(&found.agency);
    if applications::shift(&write, found, State::Filed, applications::Moved::default()).await? {
        write.journal(Act::WORK, &subject(&found.id), json!({ "moved": "closed" })).await?;
        write.commit().await?;
    }
    Ok(())
}

/// Sees to it that it is looked soon, and right after a call has closed; once, however many processes ask.
pub async fn begin(desk: &Desk) -> Result<(), Error> {
    let now = desk.house().now();
    let closed = desk.shelf.calls().await?.iter().map(|c| c.deadline().plus(SignedDuration::from_secs(1))).filter(|at| *at > now).min();
    let at = closed.map_or(now.plus(EVERY), |closed| closed.min(now.plus(EVERY)));
    jobs::once(desk.house(), &Job { run_at: Some(at), ..Job::new(WARN, "") }).await
}

/// The handler of [`WARN`].
pub async fn handle(desk: Desk) -> Result<(), String> {
    let done = warn(&desk).await;
    begin(&desk).await.map_err(|e| e.to_string())?;
    done.map(|_| ()).map_err(|e| e.to_string())
}
