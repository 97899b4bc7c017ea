//! Answering an assistant on standard input and output.

use kernel::calendar::Closure;
use programmes::{interfaces::mcp::McpServer, model::Catalogue};

use crate::output::Failure;

/// Answers until the input ends.
pub fn run(catalogue: Catalogue) -> Result<(), Failure> {
    let today = kernel::in_japan(jiff::Timestamp::now()).date();
    let server = McpServer::of_files(catalogue, today, Closure::NEW_YEAR);
    let runtime = tokio::runtime::Runtime::new().map_err(|error| Failure::Unusable(error.to_string()))?;
    runtime.block_on(server.on_standard_io()).map_err(Failure::Unusable)
}
