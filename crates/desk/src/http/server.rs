//! The whole service: API, health, document, panel, and the layers that every answer passes.

use std::net::SocketAddr;
use std::time::Duration;

use axum::extract::connect_info::IntoMakeServiceWithConnectInfo;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::serve::ListenerExt as _;
use axum::{Json, Router};
use tokio::net::TcpListener;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::timeout::TimeoutLayer;

use super::{Fault, assets, health, metrics, openapi, problems};
use crate::App;

/// Routes that are no part of the API: pages and scripts that a slice serves by itself.
pub type Pages = Router<App>;

pub type Service = IntoMakeServiceWithConnectInfo<Router, SocketAddr>;

/// How long any answer but a socket or a file may take.
const PATIENCE: Duration = Duration::from_secs(60);

/// The router of everything.
pub fn router(app: App) -> Router {
    let (api, _, document) = openapi::assemble(crate::slices());
    let document = std::sync::Arc::new(document);
    let described = Router::new()
        .route("/api/v1/openapi.json", get(move || async move { Json((*document).clone()) }))
        .route("/api/docs", get(openapi::page))
        .route("/api/docs.js", get(openapi::script))
        .route("/api/docs.css", get(openapi::style));
    let machinery = Router::new()
        .route("/healthz", get(health::alive))
        .route("/readyz", get(health::ready))
        .route("/metrics", get(metrics::show));
    api.merge(described)
        .merge(machinery)
        .merge(crate::pages())
        .fallback(panel)
        .layer(middleware::from_fn_with_state(app.clone(), metrics::count))
        .layer(TimeoutLayer::with_status_code(StatusCode::SERVICE_UNAVAILABLE, PATIENCE))
        .layer(CatchPanicLayer::custom(|_| {
            Fault(kit::Error::internal("a handler panicked")).into_response()
        }))
        .layer(middleware::from_fn(problems::write))
        .layer(middleware::from_fn_with_state(app.clone(), guard))
        .with_state(app)
}

/// Serves until told to stop; requests under way are answered. What is written goes out at once: the second of two frames on a live line
/// waited 40 ms for the other side to acknowledge the first.
pub async fn serve(listener: TcpListener, service: Service, until: impl Future<Output = ()> + Send + 'static) -> std::io::Result<()> {
    let listener = listener.tap_io(|stream| {
        // One that is gone already has nothing to wait for.
        let _ = stream.set_nodelay(true);
    });
    axum::serve(listener, service).with_graceful_shutdown(until).await
}

/// The panel: a file by its path, else the page of the single-page app. API paths that are none are unknown.
async fn panel(State(app): State<App>, request: Request) -> Response {
    let path = request.uri().path();
    if path.starts_with("/api/") {
        return Fault(kit::Error::unknown()).into_response();
    }
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        return StatusCode::METHOD_NOT_ALLOWED.into_response();
    }
    let file = assets::find(app.assets, path).filter(|asset| asset.path != "/csp.txt");
    let page = || assets::find(app.assets, "/index.html").filter(|_| !path.contains('.'));
    match file.or_else(page) {
        Some(asset) => assets::serve(asset, request.headers()),
        None if app.assets.is_empty() => (StatusCode::NOT_FOUND, "this binary was built without its panel; see README.md").into_response(),
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

/// Headers of every answer. A handler that has said its own policy (a file, the widget's frame) keeps it.
async fn guard(State(app): State<App>, request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    say(headers, "x-content-type-options", "nosniff");
    say(headers, "referrer-policy", "same-origin");
    say(headers, "cross-origin-opener-policy", "same-origin");
    if !headers.contains_key(header::CONTENT_SECURITY_POLICY)
        && let Ok(policy) = HeaderValue::from_str(&app.policy)
    {
        headers.insert(header::CONTENT_SECURITY_POLICY, policy);
    }
    if app.config.secure() {
        say(headers, "strict-transport-security", "max-age=31536000");
    }
    response
}

fn say(headers: &mut HeaderMap, name: &'static str, value: &'static str) {
    let name = HeaderName::from_static(name);
    if !headers.contains_key(&name) {
        headers.insert(name, HeaderValue::from_static(value));
    }
}

/// The panel's Content-Security-Policy: our own scripts and the one inline start script, by its hash from the build.
pub fn policy(assets: assets::Assets) -> String {
    let hashes = assets::find(assets, "/csp.txt")
        .and_then(|a| std::str::from_utf8(a.body).ok())
        .unwrap_or_default()
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ");
    format!(
        "default-src 'self'; script-src 'self' {hashes}; style-src 'self'; style-src-attr 'unsafe-inline'; img-src 'self' data: blob:; \
         media-src 'self' blob:; font-src 'self'; connect-src 'self'; worker-src 'self'; manifest-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    )
}
