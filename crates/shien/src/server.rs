//! The site: everything put together behind one address.

use std::{path::Path, sync::Arc, time::Duration};

use axum::{
    Router,
    extract::DefaultBodyLimit,
    http::{HeaderName, HeaderValue, StatusCode, header},
    response::Response,
    routing::get,
};
use platform::Db;
use programmes::pages::Rooms;
use tower_http::{catch_panic::CatchPanicLayer, compression::CompressionLayer, set_header::SetResponseHeaderLayer, timeout::TimeoutLayer};
use tracing::info;

use crate::{
    commands,
    output::{self, Failure},
};

/// What a page may fetch and run: its own files, nothing inline.
const CONTENT_SECURITY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/// Every route, with the headers that all answers carry.
pub fn app(rooms: Rooms) -> Router {
    let fixed = |name: HeaderName, value: &'static str| SetResponseHeaderLayer::overriding(name, HeaderValue::from_static(value));
    programmes::pages::routes(rooms)
        .route("/assets/{*name}", get(ui::asset))
        .route("/health", get(async || "ok\n"))
        .fallback(missing)
        .layer(fixed(header::CONTENT_SECURITY_POLICY, CONTENT_SECURITY))
        .layer(fixed(header::X_CONTENT_TYPE_OPTIONS, "nosniff"))
        .layer(fixed(header::REFERRER_POLICY, "same-origin"))
        .layer(DefaultBodyLimit::max(64 * 1024))
        .layer(TimeoutLayer::with_status_code(StatusCode::SERVICE_UNAVAILABLE, Duration::from_secs(30)))
        .layer(CompressionLayer::new())
        .layer(CatchPanicLayer::new())
}

async fn missing(viewer: ui::Viewer) -> Response {
    ui::problem(&viewer, StatusCode::NOT_FOUND)
}

/// Opens the database and brings it up to date.
pub async fn open(database: &str) -> Result<Db, Failure> {
    let unusable = |e: platform::DbError| Failure::Unusable(e.to_string());
    let db = Db::open(database).await.map_err(unusable)?;
    db.migrate().await.map_err(unusable)?;
    Ok(db)
}

/// The rooms over a database.
pub async fn rooms(db: Db) -> Result<Rooms, Failure> {
    let catalogue = programmes::service::catalogue(&db).await.map_err(|e| Failure::Unusable(e.to_string()))?;
    Ok(Rooms { db, catalogue: Arc::new(catalogue), now: jiff::Timestamp::now })
}

fn runtime() -> Result<tokio::runtime::Runtime, Failure> {
    Ok(tokio::runtime::Builder::new_multi_thread().enable_all().build()?)
}

/// Loads the catalogue and the sample companies. Safe to repeat.
pub fn load(database: &str, catalogue: Option<&Path>) -> Result<(), Failure> {
    let files = commands::catalogue_files(catalogue)?;
    let companies = parties::model::samples().map_err(|e| Failure::Unusable(e.to_string()))?;
    runtime()?.block_on(async {
        let db = open(database).await?;
        let unusable = |e: platform::DbError| Failure::Unusable(e.to_string());
        let programmes = programmes::service::load(&db, files).await.map_err(unusable)?;
        let companies = parties::service::load(&db, companies).await.map_err(unusable)?;
        output::note(&format!("{programmes} programme files and {companies} companies are loaded"));
        Ok(())
    })
}

/// Serves the site until it is told to stop.
pub fn serve(database: &str, listen: &str) -> Result<(), Failure> {
    tracing_subscriber::fmt()
        .with_env_filter(tracing_subscriber::EnvFilter::try_from_default_env().unwrap_or_else(|_| "info".into()))
        .with_writer(std::io::stderr)
        .init();
    runtime()?.block_on(async {
        let rooms = rooms(open(database).await?).await?;
        let count = rooms.catalogue.programmes.len();
        let listener = tokio::net::TcpListener::bind(listen).await.map_err(|e| Failure::Unusable(format!("{listen}: {e}")))?;
        let address = listener.local_addr()?;
        info!(programmes = count, %address, "serving");
        output::print(&format!("http://{address}/\n"))?;
        axum::serve(listener, app(rooms)).with_graceful_shutdown(stopped()).await?;
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
