//! Prometheus figures. Routes are labelled by their template, never by a path with ids in it.

use std::sync::LazyLock;
use std::time::Instant;

use axum::extract::{MatchedPath, Request, State};
use axum::http::header;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use prometheus::{Encoder, HistogramVec, IntCounterVec, IntGauge, Opts, Registry, TextEncoder, histogram_opts};

use crate::App;

struct Figures {
    registry: Registry,
    requests: HistogramVec,
    sockets: IntGauge,
    links: IntCounterVec,
}

static FIGURES: LazyLock<Figures> = LazyLock::new(|| {
    let registry = Registry::new();
    let buckets = vec![0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1.0, 5.0];
    let opts = histogram_opts!("relevo_http_request_seconds", "time to answer", buckets);
    let requests = HistogramVec::new(opts, &["method", "route", "status"]).expect("the names are valid");
    let sockets = IntGauge::new("relevo_sockets", "open panels and widgets").expect("the name is valid");
    let opts = Opts::new("relevo_link_previews_total", "addresses in messages, by what came of them");
    let links = IntCounterVec::new(opts, &["outcome"]).expect("the name is valid");
    registry.register(Box::new(links.clone())).expect("registered once");
    registry.register(Box::new(requests.clone())).expect("registered once");
    registry.register(Box::new(sockets.clone())).expect("registered once");
    Figures {
        registry,
        requests,
        sockets,
        links,
    }
});

/// Counts as long as it lives.
pub struct SocketGuard(());

impl SocketGuard {
    pub fn new() -> Self {
        FIGURES.sockets.inc();
        Self(())
    }
}

impl Default for SocketGuard {
    fn default() -> Self {
        Self::new()
    }
}

impl Drop for SocketGuard {
    fn drop(&mut self) {
        FIGURES.sockets.dec();
    }
}

/// What came of an address in a message: a code.
pub fn link(outcome: &'static str) {
    FIGURES.links.with_label_values(&[outcome]).inc();
}

/// Middleware: the time of every answer.
pub async fn count(State(_): State<App>, request: Request, next: Next) -> Response {
    let method = request.method().clone();
    let route = request
        .extensions()
        .get::<MatchedPath>()
        .map_or_else(|| "other".to_owned(), |path| path.as_str().to_owned());
    let begun = Instant::now();
    let response = next.run(request).await;
    FIGURES
        .requests
        .with_label_values(&[method.as_str(), &route, response.status().as_str()])
        .observe(begun.elapsed().as_secs_f64());
    response
}

/// The figures; only from the machine itself or a configured proxy's network, which the operator sees to.
pub async fn show(State(app): State<App>) -> Response {
    let mut text = Vec::new();
    if TextEncoder::new().encode(&FIGURES.registry.gather(), &mut text).is_err() {
        return axum::http::StatusCode::INTERNAL_SERVER_ERROR.into_response();
    }
    for (name, value) in app.db.stats().all() {
        text.extend(format!("# TYPE relevo_db_{name}_total counter\nrelevo_db_{name}_total {value}\n").bytes());
    }
    let (writes, reads, long) = app.db.waiting();
    for (queue, depth) in [("write", writes), ("read", reads), ("long", long)] {
        text.extend(format!("relevo_db_waiting{{queue=\"{queue}\"}} {depth}\n").bytes());
    }
    ([(header::CONTENT_TYPE, "text/plain; version=0.0.4")], text).into_response()
}
