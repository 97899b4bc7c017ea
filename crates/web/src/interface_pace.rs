//! How much programs ask in a minute: a system of an agency more than somebody without a token. Who asks for more is told when to come again.

use std::{num::NonZeroU32, sync::Arc, time::Duration};

use axum::{
    http::{HeaderValue, header},
    response::Response,
};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter, clock::Clock};
use platform::limits;

use crate::{problems::ProblemType, session::problem_response};

/// Callers that are held in mind before those who have been quiet are forgotten.
const CALLERS: usize = 10_000;

/// Who asks through an interface.
#[derive(Debug, Clone, Copy)]
pub(crate) enum InterfaceCaller<'a> {
    /// A system with a token, by its id.
    Token(&'a str),
    /// Somebody, by the network that they come from.
    Network(&'a str),
}

/// The requests of a minute, by caller.
#[derive(Debug, Clone)]
pub struct InterfaceLimiter {
    tokens: Arc<DefaultKeyedRateLimiter<String>>,
    networks: Arc<DefaultKeyedRateLimiter<String>>,
}

impl Default for InterfaceLimiter {
    fn default() -> Self {
        Self::new(limits::INTERFACE_TOKEN, limits::INTERFACE_NETWORK)
    }
}

impl InterfaceLimiter {
    /// So many requests a minute of one token, and of one network.
    pub fn new(token: NonZeroU32, network: NonZeroU32) -> Self {
        Self {
            tokens: Arc::new(RateLimiter::keyed(Quota::per_minute(token))),
            networks: Arc::new(RateLimiter::keyed(Quota::per_minute(network))),
        }
    }

    /// The answer to a caller who asks for too much; none where they may go on.
    pub(crate) fn refusal(&self, caller: InterfaceCaller<'_>) -> Option<Response> {
        let (limiter, key) = match caller {
            InterfaceCaller::Token(id) => (&self.tokens, id),
            InterfaceCaller::Network(network) => (&self.networks, network),
        };
        if limiter.len() > CALLERS {
            limiter.retain_recent();
        }
        let until = limiter.check_key(&key.to_owned()).err()?;
        let wait: Duration = until.wait_time_from(limiter.clock().now());
        let mut response = problem_response(ProblemType::AtOnce);
        response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(wait.as_secs() + 1));
        Some(response)
    }
}
