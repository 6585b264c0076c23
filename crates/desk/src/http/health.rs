//! Whether we live, and whether we can serve.

use std::time::Duration;

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde_json::json;

use crate::App;

/// A node whose clock differs by more from the database's decides rights at the wrong time.
const SKEW: Duration = Duration::from_millis(500);

pub async fn alive() -> Response {
    Json(json!({ "alive": true })).into_response()
}

/// 200 when the database answers, is migrated and agrees about the time; else 503 with what is wrong.
pub async fn ready(State(app): State<App>) -> Response {
    let checks = tokio::time::timeout(Duration::from_secs(3), async {
        (app.db.migrated().await, app.db.clock_skew().await)
    })
    .await;
    let wrong = match checks {
        Err(_) => Some("database_slow"),
        Ok((Err(_), _) | (_, Err(_))) => Some("database_unavailable"),
        Ok((Ok(false), _)) => Some("database_not_migrated"),
        Ok((_, Ok(skew))) if skew > SKEW => Some("clock_differs"),
        Ok(_) => None,
    };
    match wrong {
        None => Json(json!({ "ready": true })).into_response(),
        Some(code) => (
            StatusCode::SERVICE_UNAVAILABLE,
            [("retry-after", "2")],
            Json(json!({ "ready": false, "code": code })),
        )
            .into_response(),
    }
}
