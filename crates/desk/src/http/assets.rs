//! The panel's and the widget's files, which the binary brings.

use axum::body::Body;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};

/// One embedded file.
#[derive(Clone, Copy, Debug)]
pub struct Asset {
    /// `/_app/immutable/…`, `/index.html`, `/widget/frame.html`.
    pub path: &'static str,
    pub media_type: &'static str,
    pub etag: &'static str,
    pub body: &'static [u8],
    /// Present where it is worth it.
    pub gzip: Option<&'static [u8]>,
}

/// All of them, sorted or not; few enough to be looked through.
pub type Assets = &'static [Asset];

pub fn find(assets: Assets, path: &str) -> Option<&'static Asset> {
    assets.iter().find(|asset| asset.path == path)
}

/// Serves a file: compressed where the client takes it, 304 where it has it. Hashed names never change.
pub fn serve(asset: &'static Asset, request: &HeaderMap) -> Response {
    let known = request
        .get(header::IF_NONE_MATCH)
        .is_some_and(|v| v.as_bytes() == asset.etag.as_bytes());
    let zips = request
        .get(header::ACCEPT_ENCODING)
        .and_then(|v| v.to_str().ok())
        .is_some_and(|v| v.contains("gzip"));
    let (body, gzip) = match asset.gzip {
        Some(packed) if zips => (packed, true),
        _ => (asset.body, false),
    };
    let mut response = if known {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        Body::from(body).into_response()
    };
    let headers = response.headers_mut();
    headers.insert(header::ETAG, HeaderValue::from_static(asset.etag));
    headers.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    let lasting = asset.path.contains("/immutable/") || asset.path.starts_with("/widget/assets/");
    let cache = if lasting {
        "public, max-age=31536000, immutable"
    } else {
        "no-cache"
    };
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(cache));
    if !known {
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(asset.media_type));
        if gzip {
            headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static("gzip"));
        }
    }
    response
}
