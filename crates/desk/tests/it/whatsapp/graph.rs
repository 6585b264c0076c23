//! Meta's side: answers as the Cloud API does, or as it is told to, and keeps what it was asked.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use axum::routing::{any, get};
use serde_json::{Value, json};

/// A request that it got.
#[derive(Clone, Debug)]
pub struct Asked {
    pub path: String,
    pub headers: HeaderMap,
    pub body: Bytes,
}

impl Asked {
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).expect("JSON")
    }
}

#[derive(Default)]
struct Held {
    asked: Vec<Asked>,
    /// What the next messages are answered with, in place of success.
    refusals: VecDeque<(u16, i64)>,
    /// For how many requests the file cannot be got.
    lost: usize,
    base: String,
}

/// Cheap to clone.
#[derive(Clone, Default)]
pub struct Graph(Arc<Mutex<Held>>);

/// One dot, as a customer's photo.
pub const PHOTO: &[u8] = crate::everybody::PNG;

impl Graph {
    /// Serves until the test is over; its address.
    pub fn serve(&self) -> String {
        let router = Router::new()
            .route("/file/{id}", get(file))
            .route("/v23.0/{*path}", any(answer))
            .with_state(self.clone());
        let base = crate::double::serve(router);
        self.0.lock().unwrap().base.clone_from(&base);
        format!("{base}/v23.0")
    }

    /// The next messages are refused, with these statuses and codes.
    pub fn refuse(&self, all: &[(u16, i64)]) {
        self.0.lock().unwrap().refusals.extend(all);
    }

    /// The next so many requests for a file find none.
    pub fn lose(&self, times: usize) {
        self.0.lock().unwrap().lost = times;
    }

    /// What it was asked at paths that end so.
    pub fn asked(&self, end: &str) -> Vec<Asked> {
        let held = self.0.lock().unwrap();
        held.asked.iter().filter(|one| one.path.ends_with(end)).cloned().collect()
    }

    /// The messages that it took or refused.
    pub fn messages(&self) -> Vec<Value> {
        self.asked("/messages").iter().map(Asked::json).collect()
    }
}

fn refusal(status: u16, code: i64) -> Response {
    let error = json!({ "error": { "message": format!("(#{code})"), "type": "OAuthException", "code": code, "fbtrace_id": "x" } });
    (StatusCode::from_u16(status).expect("a status"), error.to_string()).into_response()
}

async fn answer(State(graph): State<Graph>, uri: Uri, headers: HeaderMap, body: Bytes) -> Response {
    let mut held = graph.0.lock().unwrap();
    let path = uri.path().trim_start_matches("/v23.0/").to_owned();
    held.asked.push(Asked {
        path: format!("/{path}"),
        headers: headers.clone(),
        body,
    });
    if headers.get("authorization").is_none_or(|value| value != "Bearer EAAG") {
        return refusal(401, 190);
    }
    let answer = match path.split_once('/') {
        Some((super::NUMBER, "messages")) => {
            if let Some((status, code)) = held.refusals.pop_front() {
                return refusal(status, code);
            }
            let n = held.asked.iter().filter(|one| one.path.ends_with("/messages")).count();
            json!({ "messaging_product": "whatsapp", "contacts": [{ "input": super::CUSTOMER, "wa_id": super::CUSTOMER }],
                "messages": [{ "id": format!("wamid.OUT{n}") }] })
        }
        Some((super::NUMBER, "media")) => json!({ "id": "4490709327384033" }),
        Some((super::ACCOUNT, "subscribed_apps")) => json!({ "success": true }),
        None if path == super::NUMBER => {
            json!({ "verified_name": "Tractores Lerma", "display_phone_number": "+52 33 1200 0000", "quality_rating": "GREEN", "id": path })
        }
        None if path.starts_with("photo") => json!({ "url": format!("{}/file/{path}", held.base), "mime_type": "image/png", "id": path }),
        _ => return refusal(400, 100),
    };
    answer.to_string().into_response()
}

async fn file(State(graph): State<Graph>, Path(id): Path<String>, headers: HeaderMap) -> Response {
    let mut held = graph.0.lock().unwrap();
    held.asked.push(Asked {
        path: format!("/file/{id}"),
        headers: headers.clone(),
        body: Bytes::new(),
    });
    if headers.get("authorization").is_none_or(|value| value != "Bearer EAAG") {
        return StatusCode::UNAUTHORIZED.into_response();
    }
    if held.lost > 0 {
        held.lost -= 1;
        return StatusCode::NOT_FOUND.into_response();
    }
    PHOTO.into_response()
}
