//! Where somebody goes who has shown who they are: in, or on to the code.

use axum::response::IntoResponse;
use axum_extra::extract::CookieJar;
use platform::accounts;
use web::{Answer, RequestContext, session, within};

use super::AppState;

/// In, or on to the code. What this browser was signed in as before ends.
pub(super) async fn onward(state: &AppState, jar: CookieJar, context: &RequestContext, step: accounts::Step, next: &str) -> Answer {
    if matches!(step, accounts::Step::In(_)) {
        leave(state, context).await;
    }
    match step {
        accounts::Step::In(session) => {
            // Who came for nothing else goes to their work, which only the next request knows.
            let next = if within(next) == "/" { "/work" } else { within(next) };
            Ok((jar.add(session::cookie(state, &session)), context.go(next)).into_response())
        }
        accounts::Step::Code(begun) => {
            let next = ui::encode(within(next));
            Ok((jar.add(session::begun_cookie(state, &begun)), context.go(&format!("/sign-in/code?next={next}"))).into_response())
        }
    }
}

/// Ends the session with which a browser came to the sign-in page.
pub(super) async fn leave(state: &AppState, context: &RequestContext) {
    if context.actor.person().is_ok()
        && let Err(error) = accounts::sign_out(&state.app, &context.actor).await
    {
        tracing::warn!(%error, "an older session can't be ended");
    }
}
