//! Figures of the process for Prometheus, on an address of their own; and a line in the log for each request, without who asked
//! or what they typed.

use std::time::Instant;

use axum::{
    Router,
    extract::{MatchedPath, Request, State},
    http::header,
    middleware::Next,
    response::{IntoResponse, Response},
    routing::get,
};
use metrics_exporter_prometheus::{Matcher, PrometheusBuilder, PrometheusHandle};
use platform::{App, jobs, journal, mail};
use tracing::{Instrument, field::Empty, info, info_span};

use crate::traces;

/// Seconds that tell pages apart.
const STEPS: &[f64] = &[0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0];

/// Begins to count; `None` where somebody has begun already.
pub fn begin() -> Option<PrometheusHandle> {
    let counted = PrometheusBuilder::new().set_buckets_for_metric(Matcher::Full("http_request_seconds".to_owned()), STEPS).ok()?;
    let handle = counted.install_recorder().ok()?;
    metrics::describe_counter!("http_requests_total", "Requests by route and status.");
    metrics::describe_histogram!("http_request_seconds", "Seconds from a request to its answer, by route.");
    metrics::describe_gauge!("shien_jobs", "Jobs by state.");
    metrics::describe_gauge!("shien_letters_waiting", "Letters that are not sent yet.");
    metrics::describe_gauge!("shien_writers_waiting", "Requests and jobs of this process that wait to write.");
    metrics::describe_gauge!("shien_journal_entries", "Entries of the journal.");
    metrics::describe_gauge!("shien_clock_behind_seconds", "How far the machine's clock is behind the time that is told.");
    metrics::describe_gauge!("shien_files_free_bytes", "Bytes that are free where files are kept.");
    Some(handle)
}

/// Counts and logs a request by the route that answers it: addresses themselves hold secrets and ids of people.
pub async fn measure(request: Request, next: Next) -> Response {
    let route = request.extensions().get::<MatchedPath>().map_or_else(|| "none".to_owned(), |p| p.as_str().to_owned());
    let method = request.method().clone();
    let span = info_span!("request", otel.name = format!("{method} {route}"), http.route = route, http.response.status_code = Empty);
    traces::go_on(&span, request.headers());
    let start = Instant::now();
    let response = next.run(request).instrument(span.clone()).await;
    span.record("http.response.status_code", response.status().as_u16());
    let (status, took) = (response.status().as_u16(), start.elapsed());
    let labels = [("route", route.clone()), ("method", method.to_string()), ("status", status.to_string())];
    metrics::counter!("http_requests_total", &labels).increment(1);
    metrics::histogram!("http_request_seconds", "route" => route.clone()).record(took);
    info!(%method, route, status, milliseconds = u64::try_from(took.as_millis()).unwrap_or(u64::MAX), "answered");
    response
}

/// The page that Prometheus reads.
pub fn page(app: App, handle: PrometheusHandle) -> Router {
    Router::new().route("/metrics", get(metrics_page)).with_state((app, handle))
}

async fn metrics_page(State((app, handle)): State<(App, PrometheusHandle)>) -> Response {
    let db = app.db.read();
    for (state, count) in jobs::counts(db).await.unwrap_or_default() {
        metrics::gauge!("shien_jobs", "state" => state.name()).set(wide(count));
    }
    metrics::gauge!("shien_letters_waiting").set(wide(mail::waiting(db).await.unwrap_or_default()));
    #[allow(clippy::cast_precision_loss, reason = "a figure for a chart")]
    metrics::gauge!("shien_clock_behind_seconds").set(app.clock.behind().as_secs() as f64);
    if let Some(free) = app.files.room() {
        #[allow(clippy::cast_precision_loss, reason = "a figure for a chart")]
        metrics::gauge!("shien_files_free_bytes").set(free as f64);
    }
    metrics::gauge!("shien_writers_waiting").set(wide(u64::try_from(app.db.waiting()).unwrap_or_default()));
    let (entries, _) = journal::head(db).await.unwrap_or_default();
    metrics::gauge!("shien_journal_entries").set(wide(u64::try_from(entries).unwrap_or_default()));
    ([(header::CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")], handle.render()).into_response()
}

/// A count as Prometheus takes it: exact as far as it matters.
fn wide(count: u64) -> f64 {
    f64::from(u32::try_from(count).unwrap_or(u32::MAX))
}
