//! The one list where everything is put together.

use std::sync::Arc;

use platform::{Context, accounts};
use programmes::{call::CallCatalogue, interfaces::mcp};
use rules::words::Messages;
use web::{AppState, Module};
use workflow::approval::ApprovalKind;

use crate::{output::Failure, samples, server::ExternalServices};

/// Every context, in the order in which they stand on one another.
pub const CONTEXTS: [Context; 7] = [
    platform::context(),
    web::context(),
    workflow::context(),
    forms::context(),
    parties::context(),
    programmes::context(),
    grants::context(),
];

/// The kinds of decisions that may be proposed.
pub const APPROVAL_KINDS: [ApprovalKind; 4] =
    [workflow::approval::GENERAL, programmes::draft::APPROVAL, grants::APPROVALS[0], grants::APPROVALS[1]];

/// The pages of every context.
pub async fn modules(web: &AppState, reached: ExternalServices) -> Result<Vec<Module>, Failure> {
    let unusable = |e: platform::Error| Failure::Unusable(e.to_string());
    let calls = CallCatalogue::new(web.app.clone());
    let with_samples = !accounts::samples(&web.app).await.map_err(unusable)?.is_empty();
    let examples = parties::model::samples().map_err(|e| Failure::Unusable(e.to_string()))?;
    let grants = grants::AppState::new(calls.clone());
    let exports = grants.exports.clone();
    let author = programmes::draft::AuthorState { calls: calls.clone(), subscribers: Arc::new([Arc::new(grants.clone())]) };
    let components = with_samples.then(web::components::module);
    let own = vec![
        web::problems::module(),
        web::work::module(),
        workflow::approval::pages::module(workflow::approval::pages::AppState {
            app: web.app.clone(),
            kinds: APPROVAL_KINDS.into(),
            exports,
        }),
        parties::pages::module(parties::pages::AppState {
            web: web.clone(),
            passkeys: accounts::passkey_site(&web.app.address).map(Arc::new),
            openid: reached.openid,
            gbizinfo: reached.gbizinfo,
            trial: with_samples.then(|| samples::PASSWORD.into()),
        }),
        programmes::pages::module(programmes::pages::AppState {
            app: web.app.clone(),
            mcp: mcp::http(mcp::McpServer::of_agency(web.app.clone(), calls.clone()), &web.app.link("")),
            calls,
            examples: examples.into(),
            described: &[grants::pages::describe],
        }),
        programmes::draft::pages::module(author),
        grants::pages::module(grants),
    ];
    Ok(own.into_iter().chain(components).collect())
}

/// The messages of every context.
pub fn messages() -> Messages {
    Messages::new(&CONTEXTS.iter().flat_map(|context| context.words.iter().copied()).collect::<Vec<_>>())
}
