//! The site: everything put together behind one address.

use std::{net::SocketAddr, path::Path, sync::Arc, time::Duration};

use axum::{
    Extension, Router,
    extract::{DefaultBodyLimit, Request, State},
    http::{HeaderName, HeaderValue, StatusCode, header},
    middleware::{self, Next},
    response::{IntoResponse, Response},
    routing::get,
};
use axum_server::Handle;
use hyper_util::rt::TokioTimer;
use opentelemetry_sdk::trace::Tracer;
use parties::gbizinfo::Registry;
use platform::{
    App, Db, Files,
    accounts::openid::Provider,
    jobs::{self, Handlers},
    journal, limits,
    mail::{self, Post},
};
use programmes::call::announcements;
use tower_http::{catch_panic::CatchPanicLayer, compression::CompressionLayer, csrf::CsrfLayer, set_header::SetResponseHeaderLayer};
use tracing::info;
use tracing_subscriber::{EnvFilter, fmt, layer::SubscriberExt, util::SubscriberInitExt};
use web::{Forms, InterfaceLimiter, Module, Proxies, RequestLimiter};

use crate::{
    commands,
    config::{Log, Settings},
    connections::{ConnectionLimiter, ConnectionLimits},
    contexts::{self, CONTEXTS},
    figures,
    output::{self, Failure},
    reception::{self, Names},
    samples, traces,
};

/// What a page may fetch and run: its own files, nothing inline.
const CONTENT_SECURITY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; frame-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/// How long the last requests may take when the process is told to stop.
const LAST_REQUESTS: Duration = Duration::from_secs(30);

/// How long what nobody waits for any more may take then.
const LAST_WORK: Duration = Duration::from_secs(5);

/// Everything that the site is made of.
#[derive(Debug)]
pub struct Site {
    /// What the pages of every context stand on.
    pub web: web::AppState,
    /// The pages of every context.
    pub modules: Vec<Module>,
    /// How long it waits.
    pub patience: Timeouts,
    /// The names by which it is called; any, where nothing is said.
    pub names: Option<Names>,
}

/// How long the site waits for those who ask.
#[derive(Debug, Clone, Copy)]
pub struct Timeouts {
    /// For the head of a request.
    pub head: Duration,
    /// For a request and its answer.
    pub request: Duration,
    /// For a request that carries a file, from a bad network too.
    pub file: Duration,
}

impl Default for Timeouts {
    fn default() -> Self {
        Self { head: limits::HEAD_WAITS, request: limits::REQUEST_WAITS, file: limits::FILE_WAITS }
    }
}

/// What stands around the site.
#[derive(Debug, Clone, Default)]
pub struct ExternalServices {
    /// The proxies before it.
    pub proxies: Proxies,
    /// GビズID.
    pub openid: Option<Provider>,
    /// gBizINFO.
    pub gbizinfo: Option<Registry>,
}

impl Site {
    /// The site over a database, reached at an address.
    pub async fn of(app: App, address: &str, reached: ExternalServices) -> Result<Self, Failure> {
        let app = App { address: address.into(), ..app };
        let web = web::AppState {
            app,
            proxies: reached.proxies.clone(),
            pace: RequestLimiter::default(),
            interface_pace: InterfaceLimiter::default(),
            forms: Forms::default(),
        };
        Ok(Self { modules: contexts::modules(&web, reached).await?, web, patience: Timeouts::default(), names: None })
    }
}

/// Every route, with the headers that all answers carry.
pub fn router(site: Site) -> Router {
    let fixed = |name: HeaderName, value: &'static str| SetResponseHeaderLayer::overriding(name, HeaderValue::from_static(value));
    let app = site.web.app.clone();
    let safe = site.web.is_safe();
    let router = web::router(&site.web, site.modules)
        .layer(CsrfLayer::new())
        .route("/assets/{*name}", get(ui::serve_asset))
        .route("/brand.css", get(ui::brand_style))
        .route("/brand/mark", get(ui::brand_mark))
        .route("/announcements", get(announced).with_state(app.clone()))
        .route("/health", get(async || "ok\n"))
        .route("/ready", get(ready).with_state(app.clone()))
        .layer(DefaultBodyLimit::max(limits::FORM))
        .layer(middleware::from_fn_with_state(site.patience, wait_no_longer))
        // A request arrives when its head was read, whatever it waits for then.
        .layer(middleware::from_fn_with_state(app, arrive))
        .layer(CatchPanicLayer::new())
        .layer(middleware::from_fn(figures::measure))
        .layer(middleware::from_fn_with_state(site.names, reception::known))
        .layer(middleware::from_fn(reception::heard))
        .layer(CompressionLayer::new())
        // Outermost, so that an answer that was cut off carries them too.
        // A file that is looked at within a page says for itself what it may do.
        .layer(SetResponseHeaderLayer::if_not_present(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(CONTENT_SECURITY)))
        .layer(fixed(header::X_CONTENT_TYPE_OPTIONS, "nosniff"))
        .layer(fixed(header::REFERRER_POLICY, "same-origin"));
    if safe { router.layer(fixed(header::STRICT_TRANSPORT_SECURITY, "max-age=31536000; includeSubDomains")) } else { router }
}

/// Notes when a request arrived.
async fn arrive(State(app): State<App>, mut request: Request, next: Next) -> Response {
    request.extensions_mut().insert(web::RequestArrival(app.now()));
    next.run(request).await
}

/// What is announced, from the store of files alone: it can be read while the database is down.
async fn announced(State(app): State<App>, viewer: ui::Viewer) -> Response {
    match app.files.published(&announcements::file(viewer.lang)).await {
        Ok(Some(page)) => ([(header::CONTENT_TYPE, "text/html; charset=utf-8"), (header::CACHE_CONTROL, "no-cache")], page).into_response(),
        Ok(None) => {
            let words = app.words(viewer.lang);
            axum::response::Html(ui::standalone(words, &words.get("announcements"), &[], "")).into_response()
        }
        Err(error) => {
            tracing::warn!(%error, "the announcements can't be read");
            StatusCode::SERVICE_UNAVAILABLE.into_response()
        }
    }
}

/// Lets nobody wait, or be waited for, without end.
async fn wait_no_longer(State(patience): State<Timeouts>, request: Request, next: Next) -> Response {
    let kind = request.headers().get(header::CONTENT_TYPE);
    let most = if kind.is_some_and(|k| k.as_bytes().starts_with(b"multipart/form-data")) { patience.file } else { patience.request };
    match tokio::time::timeout(most, next.run(request)).await {
        Ok(answer) => answer,
        Err(_) => (StatusCode::SERVICE_UNAVAILABLE, [(header::CONNECTION, "close")]).into_response(),
    }
}

/// How often somebody at the other end of a connection is asked for a sign of life, and how long it may take (HTTP/2).
const SIGN_OF_LIFE: (Duration, Duration) = (Duration::from_secs(20), Duration::from_secs(10));

/// Serves on a socket until told to stop through the handle; `doorman` lets connections in.
pub async fn listen(
    listener: tokio::net::TcpListener,
    router: Router,
    patience: Timeouts,
    doorman: ConnectionLimiter,
    handle: Handle<SocketAddr>,
) -> std::io::Result<()> {
    let mut server = axum_server::from_tcp(listener.into_std()?)?.handle(handle).acceptor(doorman);
    let http = server.http_builder();
    http.http1().timer(TokioTimer::new()).header_read_timeout(patience.head).max_buf_size(limits::HEAD);
    http.http2()
        .timer(TokioTimer::new())
        .keep_alive_interval(SIGN_OF_LIFE.0)
        .keep_alive_timeout(SIGN_OF_LIFE.1)
        .max_concurrent_streams(limits::STREAMS)
        .max_pending_accept_reset_streams(usize::try_from(limits::STREAMS).ok())
        .max_header_list_size(u32::try_from(limits::HEAD).unwrap_or(u32::MAX));
    server.serve(router.into_make_service_with_connect_info::<SocketAddr>()).await
}

/// Whether the database takes what is written: for whoever sends requests here.
async fn ready(State(app): State<App>) -> Response {
    match app.db.can_write().await {
        Ok(()) => "ready\n".into_response(),
        Err(error) => {
            tracing::error!(%error, "the database can't be written to");
            (StatusCode::SERVICE_UNAVAILABLE, "the database can't be written to\n").into_response()
        }
    }
}

/// Opens the database and the store of files, and brings the database up to date.
pub async fn open(settings: &Settings) -> Result<App, Failure> {
    let unusable = |e: platform::Error| Failure::Unusable(e.to_string());
    let db = Db::open(&settings.database).await.map_err(unusable)?;
    db.migrate(&CONTEXTS).await.map_err(unusable)?;
    let app = App::new(db, Files::open(&settings.files).map_err(unusable)?, settings.clock()?, &CONTEXTS).map_err(unusable)?;
    let signer = Arc::new(settings.signer()?);
    if settings.rehearsal.is_none()
        && let Some(last) = journal::last_at(app.db.read()).await.map_err(unusable)?
    {
        let now = app.now();
        if last > now {
            tracing::error!(%now, %last, "the machine's clock is behind the last entry of the journal");
            app.clock.not_before(last);
        }
    }
    Ok(App { two_steps: settings.two_steps, scanner: settings.scanner()?, signer, keep_free: settings.keep_free, ..app })
}

/// Runs what waits for a database or a network.
pub fn wait<T>(work: impl Future<Output = Result<T, Failure>>) -> Result<T, Failure> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    let done = runtime.block_on(work);
    // What still works at an answer that nobody waits for does not keep the process from ending.
    runtime.shutdown_timeout(LAST_WORK);
    done
}

/// Loads the catalogue, and on wish the people and companies with which a new installation is tried out. Safe to repeat.
pub fn load(settings: &Settings, catalogue: Option<&Path>, with_samples: bool) -> Result<(), Failure> {
    let mut files = commands::catalogue_files(catalogue)?;
    if with_samples && catalogue.is_none() {
        files.extend(programmes::model::examples());
    }
    wait(async {
        let app = open(settings).await?;
        let unusable = |e: platform::Error| Failure::Unusable(e.to_string());
        if let Some((id, paths)) = programmes::service::clash(&app, &files).await.map_err(unusable)? {
            return Err(Failure::Unusable(format!("`{id}` would be the identifier of several programmes: {}", paths.join(" and "))));
        }
        let programmes = programmes::service::load(&app, files).await.map_err(unusable)?;
        output::note(&format!("{programmes} programme files are loaded"));
        if with_samples {
            let (companies, people) = samples::load(&app).await?;
            output::note(&format!("{companies} companies and {people} people to try out are loaded"));
            let applications = samples::applications(&app).await?;
            output::note(&format!("a call that is open now, with {applications} applications, is loaded"));
        }
        Ok(())
    })
}

/// Begins to write the log, and to send spans where there is a tracer.
fn begin_log(log: Log, tracer: Option<Tracer>) {
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| "info".into());
    let spans = tracer.map(|t| tracing_opentelemetry::layer().with_tracer(t).with_location(false).with_threads(false));
    let (text, json) = match log {
        Log::Text => (Some(fmt::layer().with_writer(std::io::stderr)), None),
        Log::Json => {
            let plain = fmt::layer().json().flatten_event(true).with_current_span(false).with_span_list(false);
            (None, Some(plain.with_writer(std::io::stderr)))
        }
    };
    tracing_subscriber::registry().with(filter).with(spans).with(text).with(json).init();
}

/// Serves the site, and does the jobs, until it is told to stop.
pub fn serve(asked: &Settings) -> Result<(), Failure> {
    let unusable = |e: platform::Error| Failure::Unusable(e.to_string());
    wait(async {
        let sent = match &asked.traces {
            Some(collector) => Some(traces::begin(collector).map_err(unusable)?),
            None => None,
        };
        let (provider, tracer) = sent.unzip();
        begin_log(asked.log, tracer);
        for (setting, instead) in asked.in_plain_text() {
            tracing::warn!(setting, instead, "goes to another machine in plain text");
        }
        asked.shielded()?;
        let app = open(asked).await?;
        let listener =
            tokio::net::TcpListener::bind(&asked.listen).await.map_err(|e| Failure::Unusable(format!("{}: {e}", asked.listen)))?;
        let bound = listener.local_addr()?;
        // Passkeys know names only, and this machine has one.
        let local = if bound.ip().is_loopback() { format!("http://localhost:{}", bound.port()) } else { format!("http://{bound}") };
        let address = asked.address.clone().unwrap_or(local);
        let app = App { address: address.as_str().into(), ..app };
        let openid = asked.gbizid()?.map(|s| Provider::new(s, format!("{}/sign-in/gbizid/back", address.trim_end_matches('/'))));
        let openid = openid.transpose().map_err(unusable)?;
        let proxies = asked.proxies()?;
        let reached = ExternalServices { proxies: proxies.clone(), openid, gbizinfo: asked.registry()? };
        let mut site = Site::of(app.clone(), &address, reached).await?;
        site.names = Some(Names::of(&address, &asked.names()));
        let post = Post::open(&asked.mail).map_err(unusable)?;
        let from = mail::address(&asked.mail_from).map_err(unusable)?;
        let handlers = Handlers::default().of(&CONTEXTS).with(mail::SEND, move |app, job| mail::send(app, job, post.clone(), from.clone()));
        jobs::begin(&app, &CONTEXTS).await.map_err(Failure::Unusable)?;
        let (stop, stopping) = tokio::sync::watch::channel(false);
        let worker = tokio::spawn(handlers.run(app.clone(), stopping));
        let programmes = programmes::service::catalogue(&app).await.map_err(unusable)?.programmes.len();
        info!(programmes, %bound, "serving");
        output::print(&format!("{}/\n", address.trim_end_matches('/')))?;
        let mut router = router(site);
        if asked.rehearsal.is_some() {
            router = router.layer(Extension(ui::Rehearsal));
        }
        if let Some(brand) = asked.brand()? {
            router = router.layer(Extension(Arc::new(brand)));
        }
        if let Some(address) = &asked.metrics
            && let Some(handle) = figures::begin()
        {
            let listener = tokio::net::TcpListener::bind(address).await.map_err(|e| Failure::Unusable(format!("{address}: {e}")))?;
            info!(metrics = %listener.local_addr()?, "telling figures");
            let page = figures::page(app.clone(), handle);
            tokio::spawn(async move { axum::serve(listener, page).await });
        }
        let handle = Handle::new();
        let stopping = handle.clone();
        tokio::spawn(async move {
            stopped().await;
            // Whoever still sends a request drop by drop does not keep the process from ending.
            stopping.graceful_shutdown(Some(LAST_REQUESTS));
        });
        listen(listener, router, Timeouts::default(), ConnectionLimiter::new(ConnectionLimits::default(), proxies), handle).await?;
        let _ = stop.send(true);
        let _ = worker.await;
        if let Some(provider) = provider {
            // What was measured last is sent yet.
            let _ = tokio::task::spawn_blocking(move || provider.shutdown()).await;
        }
        Ok(())
    })
}

async fn stopped() {
    let interrupt = tokio::signal::ctrl_c();
    let terminate = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate());
    let Ok(mut terminate) = terminate else { return };
    tokio::select! {
        _ = interrupt => {}
        _ = terminate.recv() => {}
    }
}
