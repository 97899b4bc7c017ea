//! The one list where everything is put together.

use axum::Router;
use platform::Context;

use crate::server::Site;

/// Every context, in the order in which they stand on one another.
pub const CONTEXTS: [Context; 4] = [platform::context(), parties::context(), programmes::context(), grants::context()];

/// The pages of every context.
pub fn routes(site: &Site) -> Router {
    Router::new()
        .merge(parties::pages::routes(site.parties.clone()))
        .merge(programmes::pages::routes(site.programmes.clone()))
        .merge(grants::pages::routes(site.grants.clone()))
}
