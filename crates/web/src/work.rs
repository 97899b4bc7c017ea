//! Where somebody goes who signed in for nothing else: to the page on which their day's work begins, or to the front page.

use crate::{Answer, Module, RequestContext, Routes};

/// The way there.
pub fn module() -> Module {
    Routes::default().get("/work", to_work).with_state(())
}

async fn to_work(context: RequestContext) -> Answer {
    let work = context.viewer.signed_in.as_ref().and_then(|signed| signed.work.clone());
    Ok(context.go(work.as_deref().unwrap_or("/")))
}
