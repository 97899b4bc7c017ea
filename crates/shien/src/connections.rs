//! Connections before and between requests: how many there are, from where, and how long one may say nothing.
//!
//! A connection on which no request is being answered costs a file descriptor and nothing else, and a process has few of those. So a
//! silent one is closed, whatever of a request it has sent; and where there are too many, the one that has been silent longest gives
//! way to whoever comes.

use std::{
    collections::HashMap,
    future::{Ready, ready},
    io,
    net::IpAddr,
    pin::Pin,
    sync::{Arc, Mutex, PoisonError},
    task::{Context, Poll},
    time::Duration,
};

use axum_server::accept::Accept;
use futures_util::task::AtomicWaker;
use platform::limits;
use tokio::{
    io::{AsyncRead, AsyncWrite, ReadBuf},
    net::TcpStream,
    time::{Instant, Sleep, sleep_until},
};
use tower_service::Service;
use web::Proxies;

/// Bytes that show that somebody still reads an answer: more than a sign of life of the protocol.
const ANSWERED: usize = 1024;
/// Descriptors that are left for the database, for files and for the log.
const KEPT_BACK: usize = 256;
/// What a process has where the system does not tell.
const FEW: usize = 1024;

/// How many connections there may be, and how long a silent one is kept.
#[derive(Debug, Clone, Copy)]
pub struct ConnectionLimits {
    /// In all.
    pub all: usize,
    /// From one address, where no proxy stands before the site.
    pub of_one: usize,
    /// How long the first request may take to arrive.
    pub first: Duration,
    /// How long one is kept between requests, and while nobody reads what is sent.
    pub silent: Duration,
}

impl Default for ConnectionLimits {
    fn default() -> Self {
        let all = limits::CONNECTIONS.min(descriptors());
        Self { all, of_one: limits::CONNECTIONS_OF_ONE.min(all / 4), first: limits::HEAD_WAITS, silent: limits::SILENT }
    }
}

/// How many connections the process has descriptors for, as the system tells it: as many as it may have, but for those that are kept
/// back.
fn descriptors() -> usize {
    let limits = std::fs::read_to_string("/proc/self/limits").unwrap_or_default();
    let line = limits.lines().find_map(|l| l.strip_prefix("Max open files"));
    let most = match line.and_then(|l| l.split_whitespace().next()) {
        Some("unlimited") => usize::MAX,
        limit => limit.and_then(|n| n.parse().ok()).unwrap_or(FEW),
    };
    most.saturating_sub(KEPT_BACK.min(most / 2)).max(1)
}

/// Who lets connections in.
#[derive(Debug, Clone)]
pub struct ConnectionLimiter {
    most: ConnectionLimits,
    proxies: Proxies,
    there: Arc<Mutex<OpenConnections>>,
}

/// The connections that are there, by a number each.
#[derive(Debug, Default)]
struct OpenConnections {
    next: u64,
    all: HashMap<u64, (IpAddr, Arc<Connection>)>,
}

/// How a connection stands.
#[derive(Debug)]
struct Connection {
    standing: Mutex<ConnectionState>,
    connection: AtomicWaker,
}

#[derive(Debug)]
struct ConnectionState {
    /// Requests that are being answered.
    answering: usize,
    /// Whether one was ever asked.
    asked: bool,
    /// When something happened last.
    last: Instant,
    /// Whether it is to give way.
    leaves: bool,
}

impl Connection {
    fn with_state<T>(&self, change: impl FnOnce(&mut ConnectionState) -> T) -> T {
        change(&mut self.standing.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl ConnectionLimiter {
    /// With bounds; what comes from a proxy is counted in all only.
    pub fn new(most: ConnectionLimits, proxies: Proxies) -> Self {
        Self { most, proxies, there: Arc::default() }
    }

    /// A place for a connection. Where there is none, the one that has been silent longest gives way; where all are busy, nobody does.
    fn let_in(&self, from: IpAddr) -> Option<ConnectionSlot> {
        let from = from.to_canonical();
        let mut there = self.there.lock().unwrap_or_else(PoisonError::into_inner);
        let of_one = there.all.values().filter(|(address, _)| *address == from).count();
        let crowded = of_one >= self.most.of_one && !self.proxies.believe(from);
        if crowded || there.all.len() >= self.most.all {
            let silent = there.all.iter().filter(|(_, (address, _))| !crowded || *address == from);
            let silent = silent.filter_map(|(number, (_, state))| {
                state.with_state(|t| (t.answering == 0 && !t.leaves).then_some((t.asked, t.last, *number)))
            });
            let (_, _, number) = silent.min()?;
            let (_, state) = there.all.remove(&number)?;
            state.with_state(|t| t.leaves = true);
            state.connection.wake();
        }
        let number = there.next;
        there.next += 1;
        let state = Connection {
            standing: Mutex::new(ConnectionState { answering: 0, asked: false, last: Instant::now(), leaves: false }),
            connection: AtomicWaker::new(),
        };
        let state = Arc::new(state);
        there.all.insert(number, (from, state.clone()));
        Some(ConnectionSlot { there: self.there.clone(), number, state })
    }
}

/// A place among the connections; given up when it is dropped.
#[derive(Debug)]
struct ConnectionSlot {
    there: Arc<Mutex<OpenConnections>>,
    number: u64,
    state: Arc<Connection>,
}

impl Drop for ConnectionSlot {
    fn drop(&mut self) {
        self.there.lock().unwrap_or_else(PoisonError::into_inner).all.remove(&self.number);
    }
}

impl<S> Accept<TcpStream, S> for ConnectionLimiter {
    type Stream = TimedConnection;
    type Service = CountedService<S>;
    type Future = Ready<io::Result<(TimedConnection, CountedService<S>)>>;

    fn accept(&self, stream: TcpStream, service: S) -> Self::Future {
        let Some(place) = stream.peer_addr().ok().and_then(|peer| self.let_in(peer.ip())) else {
            return ready(Err(io::ErrorKind::ConnectionRefused.into()));
        };
        let state = place.state.clone();
        let watch = Box::pin(sleep_until(Instant::now() + self.most.first));
        ready(Ok((TimedConnection { stream, most: self.most, place, watch }, CountedService { service, state })))
    }
}

/// A connection that is closed when it says nothing for too long.
#[derive(Debug)]
pub struct TimedConnection {
    stream: TcpStream,
    most: ConnectionLimits,
    place: ConnectionSlot,
    watch: Pin<Box<Sleep>>,
}

impl TimedConnection {
    /// Whether the connection has had its time. Where it has not, its task is woken when it will have had it.
    fn over(&mut self, cx: &mut Context<'_>) -> bool {
        self.place.state.connection.register(cx.waker());
        loop {
            let now = Instant::now();
            let (leaves, until) = self.place.state.with_state(|t| {
                let patience = if t.asked { self.most.silent } else { self.most.first };
                (t.leaves, if t.answering > 0 { now + self.most.silent } else { t.last + patience })
            });
            if leaves || until <= now {
                return true;
            }
            if self.watch.is_elapsed() || self.watch.deadline() > until {
                self.watch.as_mut().reset(until);
            }
            if self.watch.as_mut().poll(cx).is_pending() {
                return false;
            }
        }
    }

    fn checked<T>(&mut self, done: Poll<io::Result<T>>, cx: &mut Context<'_>) -> Poll<io::Result<T>> {
        if self.over(cx) { Poll::Ready(Err(io::ErrorKind::TimedOut.into())) } else { done }
    }
}

impl AsyncRead for TimedConnection {
    fn poll_read(mut self: Pin<&mut Self>, cx: &mut Context<'_>, into: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        // What is read proves nothing: a head may come drop by drop.
        let done = Pin::new(&mut self.stream).poll_read(cx, into);
        self.checked(done, cx)
    }
}

impl AsyncWrite for TimedConnection {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, from: &[u8]) -> Poll<io::Result<usize>> {
        let done = Pin::new(&mut self.stream).poll_write(cx, from);
        if let Poll::Ready(Ok(ANSWERED..)) = done {
            self.place.state.with_state(|t| t.last = Instant::now());
        }
        self.checked(done, cx)
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(cx)
    }

    fn poll_write_vectored(mut self: Pin<&mut Self>, cx: &mut Context<'_>, from: &[io::IoSlice<'_>]) -> Poll<io::Result<usize>> {
        let done = Pin::new(&mut self.stream).poll_write_vectored(cx, from);
        if let Poll::Ready(Ok(ANSWERED..)) = done {
            self.place.state.with_state(|t| t.last = Instant::now());
        }
        self.checked(done, cx)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }
}

/// The site as one connection asks it: it knows how many requests are being answered.
#[derive(Debug, Clone)]
pub struct CountedService<S> {
    service: S,
    state: Arc<Connection>,
}

/// A request that is being answered.
#[derive(Debug)]
struct RequestGuard(Arc<Connection>);

impl RequestGuard {
    fn of(state: &Arc<Connection>) -> Self {
        state.with_state(|t| {
            t.answering += 1;
            t.asked = true;
        });
        Self(state.clone())
    }
}

impl Drop for RequestGuard {
    fn drop(&mut self) {
        self.0.with_state(|t| {
            t.answering -= 1;
            t.last = Instant::now();
        });
    }
}

impl<S: Service<R, Future: Send + 'static>, R> Service<R> for CountedService<S> {
    type Response = S::Response;
    type Error = S::Error;
    type Future = Pin<Box<dyn Future<Output = Result<S::Response, S::Error>> + Send>>;

    fn poll_ready(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), S::Error>> {
        self.service.poll_ready(cx)
    }

    fn call(&mut self, request: R) -> Self::Future {
        let asked = RequestGuard::of(&self.state);
        let answer = self.service.call(request);
        Box::pin(async move {
            let answer = answer.await;
            drop(asked);
            answer
        })
    }
}
