//! A file on its way in and out over HTTP.

use axum::body::Body;
use axum::extract::Multipart;
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use kit::{Error, FileId, OrgId, Result};

use crate::App;
use crate::file::store::{self, File, Owner};
use crate::file::{Preview, Stored, serve};
use crate::http::Fault;

/// Takes the field `file` of a form: limited, hashed and looked at as it comes, on disk before it is acknowledged.
pub async fn take(app: &App, org: OrgId, mut form: Multipart) -> Result<(Stored, Option<Preview>)> {
    let odd = |error: axum::extract::multipart::MultipartError| Error {
        cause: Some(Box::new(error)),
        ..Error::malformed("form_malformed")
    };
    while let Some(mut field) = form.next_field().await.map_err(odd)? {
        if field.name() != Some("file") {
            continue;
        }
        let name = field.file_name().unwrap_or_default().to_owned();
        let mut intake = app.vault.take_in(org, &name, app.config.max_file);
        while let Some(piece) = field.chunk().await.map_err(odd)? {
            intake.write(&piece).await?;
        }
        let stored = intake.finish().await?;
        let preview = app.previews.make(&app.vault, org, &stored).await?;
        return Ok((stored, preview));
    }
    Err(Error::invalid("file", "required"))
}

/// Takes a file and writes its row.
pub async fn put(app: &App, org: OrgId, owner: Owner, form: Multipart) -> Result<FileId> {
    let (stored, preview) = take(app, org, form).await?;
    app.db
        .write(org, move |tx| store::insert(tx, org, owner, &stored, preview.as_ref()))
        .await
}

/// Streams a file whose reader has been decided.
pub async fn answer(app: &App, org: OrgId, file: &File, request: &HeaderMap, preview: bool, download: bool) -> Result<Response, Fault> {
    let (hash, media_type) = match file.preview {
        Some(hash) if preview => (hash, "image/jpeg"),
        None if preview => return Err(Error::unknown().into()),
        _ => (file.hash, file.media_type.as_str()),
    };
    let text = |name: HeaderName| request.get(name).and_then(|v| v.to_str().ok());
    let mut response = if serve::is_unchanged(text(header::IF_NONE_MATCH), &hash) {
        StatusCode::NOT_MODIFIED.into_response()
    } else if preview {
        Body::from(app.vault.whole(org, &hash).await?).into_response()
    } else {
        stream(app, org, &hash, file, text(header::RANGE)).await?
    };
    for (name, value) in serve::headers(media_type, &file.name, &hash, download) {
        if let Ok(value) = HeaderValue::from_str(&value) {
            response.headers_mut().insert(HeaderName::from_static(name), value);
        }
    }
    Ok(response)
}

async fn stream(app: &App, org: OrgId, hash: &[u8; 32], file: &File, range: Option<&str>) -> Result<Response> {
    let size = u64::try_from(file.size).unwrap_or(0);
    let part = match serve::part(range, size) {
        serve::Part::Outside => {
            return Ok((
                StatusCode::RANGE_NOT_SATISFIABLE,
                [(header::CONTENT_RANGE, format!("bytes */{size}"))],
            )
                .into_response());
        }
        serve::Part::Whole => None,
        serve::Part::Of(part) => Some(part),
    };
    let content = app.vault.get(org, hash, part.clone()).await?;
    let length = content.range.end - content.range.start;
    let mut response = Body::from_stream(content.bytes).into_response();
    response.headers_mut().insert(header::CONTENT_LENGTH, HeaderValue::from(length));
    if part.is_some() {
        *response.status_mut() = StatusCode::PARTIAL_CONTENT;
        let range = format!(
            "bytes {}-{}/{}",
            content.range.start,
            content.range.end.saturating_sub(1),
            content.size
        );
        if let Ok(value) = HeaderValue::from_str(&range) {
            response.headers_mut().insert(header::CONTENT_RANGE, value);
        }
    }
    Ok(response)
}
