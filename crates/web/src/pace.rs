//! How much is done at once: one who asks for much waits for themselves, and keeps nobody else waiting.
//!
//! One person has few turns at a time, all together have a bounded number, and who asks for more than may wait is told to come again.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use axum::{
    extract::{MatchedPath, Request, State},
    http::{Method, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use platform::{Actor, limits};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::{AppState, Failure, RequestContext, session};

/// How many requests are answered at once, how many may be there, and how long one waits.
#[derive(Debug, Clone, Copy)]
pub struct Bounds {
    /// Answered for one person.
    pub person: usize,
    /// Answered for one address in one route.
    pub address: usize,
    /// Answered in all.
    pub all: usize,
    /// There for one person, answered or waiting.
    pub person_there: usize,
    /// There for one address in one route.
    pub address_there: usize,
    /// How long one waits.
    pub turn: Duration,
}

impl Default for Bounds {
    fn default() -> Self {
        Self {
            person: limits::AT_ONCE,
            address: limits::AT_ONCE_OF_NOBODY,
            all: limits::AT_ONCE_IN_ALL,
            person_there: limits::THERE,
            address_there: limits::THERE_OF_NOBODY,
            turn: limits::TURN,
        }
    }
}

/// Whose requests are counted together.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum Caller {
    /// A person's, by id.
    Person(String),
    /// Those of a network address to one route: a crowd at one door shuts no other.
    Address(String, String),
}

/// The requests of one.
#[derive(Debug)]
struct Line {
    free: Arc<Semaphore>,
    there: usize,
}

/// Who is there.
#[derive(Debug, Clone)]
pub struct RequestLimiter {
    bounds: Bounds,
    all: Arc<Semaphore>,
    lines: Arc<Mutex<HashMap<Caller, Line>>>,
}

impl Default for RequestLimiter {
    fn default() -> Self {
        Self::new(Bounds::default())
    }
}

impl RequestLimiter {
    /// With bounds.
    pub fn new(bounds: Bounds) -> Self {
        Self { bounds, all: Arc::new(Semaphore::new(bounds.all)), lines: Arc::default() }
    }

    /// A place in the line of one; none where too many stand there.
    fn stand(&self, whose: Caller) -> Option<LinePlace> {
        let (at_once, there) = match whose {
            Caller::Person(_) => (self.bounds.person, self.bounds.person_there),
            Caller::Address(..) => (self.bounds.address, self.bounds.address_there),
        };
        let mut lines = self.lines.lock().unwrap_or_else(PoisonError::into_inner);
        let line = lines.entry(whose.clone()).or_insert_with(|| Line { free: Arc::new(Semaphore::new(at_once)), there: 0 });
        if line.there >= there {
            return None;
        }
        line.there += 1;
        let free = line.free.clone();
        drop(lines);
        Some(LinePlace { pace: self.clone(), whose, free })
    }

    /// Waits for a turn: one's own first, then one of all.
    async fn turn(&self, place: LinePlace) -> Option<Permit> {
        let both = async {
            let own = place.free.clone().acquire_owned().await.ok()?;
            let of_all = self.all.clone().acquire_owned().await.ok()?;
            Some((own, of_all))
        };
        let both = tokio::time::timeout(self.bounds.turn, both).await.ok().flatten()?;
        Some(Permit { _both: both, _place: place })
    }
}

/// A place in a line; given up when it is dropped.
#[derive(Debug)]
struct LinePlace {
    pace: RequestLimiter,
    whose: Caller,
    free: Arc<Semaphore>,
}

impl Drop for LinePlace {
    fn drop(&mut self) {
        let mut lines = self.pace.lines.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(line) = lines.get_mut(&self.whose) {
            line.there -= 1;
            if line.there == 0 {
                lines.remove(&self.whose);
            }
        }
    }
}

/// The turn of a request: it lasts as long as the work does, whether anybody still waits for it or not.
#[derive(Debug)]
struct Permit {
    _both: (OwnedSemaphorePermit, OwnedSemaphorePermit),
    _place: LinePlace,
}

/// Lets each wait for their turn.
pub async fn pace(State(state): State<AppState>, context: RequestContext, request: Request, next: Next) -> Response {
    let whose = if let Actor::Person(person) = &context.actor {
        Caller::Person(person.id.clone())
    } else {
        let route = request.extensions().get::<MatchedPath>().map_or_else(String::new, |p| p.as_str().to_owned());
        Caller::Address(session::from(&state, request.headers(), request.extensions()), format!("{} {route}", request.method()))
    };
    let Some(place) = state.pace.stand(whose) else { return Failure::AtOnce.into_response() };
    // A file comes as slowly as its network lets it, and costs next to nothing meanwhile: it has a place, and takes nobody's turn.
    let kind = request.headers().get(header::CONTENT_TYPE);
    if request.method() == Method::POST && kind.is_some_and(|k| k.as_bytes().starts_with(b"multipart/form-data")) {
        let response = next.run(request).await;
        drop(place);
        return response;
    }
    match state.pace.turn(place).await {
        Some(_turn) => next.run(request).await,
        None => Failure::AtOnce.into_response(),
    }
}
