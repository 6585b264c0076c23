//! The loader, the frame and the page to try it on. The frame's ancestors are the channel's allowed origins, and nobody else's.

use axum::Router;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{Html, IntoResponse, Response};
use axum::routing::get;
use kit::Error;

use crate::App;
use crate::channel::{self, Kind};
use crate::http::{Fault, assets};

pub fn router() -> Router<App> {
    Router::new()
        .route("/widget.js", get(loader))
        .route("/widget/frame/{key}", get(frame))
        .route("/c/{key}", get(conversation))
        .route("/try/{key}", get(try_page))
}

async fn loader(State(app): State<App>, headers: HeaderMap) -> Response {
    let Some(asset) = assets::find(app.assets, "/widget/widget.js") else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let mut response = assets::serve(asset, &headers);
    // It is meant to be loaded by other sites' pages.
    response
        .headers_mut()
        .insert("cross-origin-resource-policy", HeaderValue::from_static("cross-origin"));
    response
}

async fn frame(State(app): State<App>, Path(key): Path<String>, headers: HeaderMap) -> Result<Response, Fault> {
    let found = app.db.read(move |tx| channel::store::by_address(tx, Kind::Webchat, &key)).await?;
    let (_, channel) = found.ok_or_else(Error::unknown)?;
    let origins = channel.webchat().allowed_origins;
    let ancestors = if origins.is_empty() {
        "*".to_owned()
    } else {
        format!("'self' {}", origins.join(" "))
    };
    screen(&app, &headers, &ancestors)
}

/// The same screen for whoever follows a link from a mail: of its own, without the site. Which conversation it opens stands behind the
/// `#`, so that this answer is the same for everybody; nobody indexes it, frames it or learns from where one went on.
async fn conversation(State(app): State<App>, Path(key): Path<String>, headers: HeaderMap) -> Result<Response, Fault> {
    let found = app.db.read(move |tx| channel::store::by_address(tx, Kind::Webchat, &key)).await?;
    found.ok_or_else(Error::unknown)?;
    let mut response = screen(&app, &headers, "'none'")?;
    for (name, value) in [("referrer-policy", "no-referrer"), ("x-robots-tag", "noindex, nofollow, noarchive")] {
        response.headers_mut().insert(name, HeaderValue::from_static(value));
    }
    Ok(response)
}

fn screen(app: &App, headers: &HeaderMap, ancestors: &str) -> Result<Response, Fault> {
    let asset = assets::find(app.assets, "/widget/frame.html").ok_or_else(Error::unknown)?;
    let policy = format!(
        "default-src 'self'; script-src 'self'; style-src 'self'; style-src-attr 'unsafe-inline'; img-src 'self' data: blob:; media-src 'self' blob:; \
         connect-src 'self'; object-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors {ancestors}"
    );
    let mut response = assets::serve(asset, headers);
    let policy = HeaderValue::from_str(&policy).map_err(|error| Fault(Error::internal(error)))?;
    response.headers_mut().insert(header::CONTENT_SECURITY_POLICY, policy);
    Ok(response)
}

async fn try_page(State(app): State<App>, Path(key): Path<String>) -> Result<Html<String>, Fault> {
    let address = key.clone();
    app.db
        .read(move |tx| channel::store::by_address(tx, Kind::Webchat, &address))
        .await?
        .ok_or_else(Error::unknown)?;
    let asset = assets::find(app.assets, "/widget/try.html").ok_or_else(Error::unknown)?;
    // The key was found, so it is one that we made: letters, digits, `-` and `_`.
    Ok(Html(String::from_utf8_lossy(asset.body).replace("{{key}}", &key)))
}
