//! Traces for whoever operates the site: which part of a request took how long, sent to a collector of OpenTelemetry. Spans name
//! routes, verbs and kinds of work; no address, no record, no person.

use opentelemetry::{global, propagation::Extractor, trace::TracerProvider as _};
use opentelemetry_http::{Bytes, HttpClient, HttpError, Request, Response};
use opentelemetry_otlp::{SpanExporter, WithExportConfig, WithHttpConfig};
use opentelemetry_sdk::{
    Resource,
    propagation::TraceContextPropagator,
    trace::{SdkTracerProvider, Tracer},
};
use platform::Error;
use tokio::runtime::Handle;
use tracing::Span;
use tracing_opentelemetry::OpenTelemetrySpanExt;

/// Sends spans by the site's own client: the exporter's thread knows no runtime.
#[derive(Debug)]
struct Carrier {
    http: reqwest::Client,
    runtime: Handle,
}

#[async_trait::async_trait]
impl HttpClient for Carrier {
    async fn send_bytes(&self, request: Request<Bytes>) -> Result<Response<Bytes>, HttpError> {
        let http = self.http.clone();
        let sent = self.runtime.spawn(async move {
            let (parts, body) = request.into_parts();
            let answer = http.request(parts.method, parts.uri.to_string()).headers(parts.headers).body(body).send().await?;
            let status = answer.status();
            Ok::<_, reqwest::Error>((status, answer.bytes().await?))
        });
        let (status, body) = sent.await??;
        Ok(Response::builder().status(status).body(body)?)
    }
}

/// Begins to send spans to a collector, `http://HOST:4318`.
pub fn begin(collector: &str) -> Result<(SdkTracerProvider, Tracer), Error> {
    let broken = |e: String| Error::Broken(format!("traces: {e}"));
    let http = reqwest::Client::builder()
        .redirect(reqwest::redirect::Policy::none())
        .timeout(std::time::Duration::from_secs(10))
        .build()
        .map_err(|e| broken(e.to_string()))?;
    let exporter = SpanExporter::builder()
        .with_http()
        .with_http_client(Carrier { http, runtime: Handle::current() })
        .with_endpoint(format!("{}/v1/traces", collector.trim_end_matches('/')))
        .build()
        .map_err(|e| broken(e.to_string()))?;
    let name = Resource::builder().with_service_name("shien").build();
    let provider = SdkTracerProvider::builder().with_batch_exporter(exporter).with_resource(name).build();
    global::set_text_map_propagator(TraceContextPropagator::new());
    let tracer = provider.tracer("shien");
    Ok((provider, tracer))
}

struct Headers<'h>(&'h axum::http::HeaderMap);

impl Extractor for Headers<'_> {
    fn get(&self, key: &str) -> Option<&str> {
        self.0.get(key)?.to_str().ok()
    }

    fn keys(&self) -> Vec<&str> {
        self.0.keys().map(axum::http::HeaderName::as_str).collect()
    }
}

/// Lets a span go on with the trace that a proxy before the site has begun.
pub fn go_on(span: &Span, headers: &axum::http::HeaderMap) {
    let context = global::get_text_map_propagator(|p| p.extract(&Headers(headers)));
    // Where no traces are sent, the span takes no parent.
    let _ = span.set_parent(context);
}
