//! Telegram's side: answers as the Bot API does, or as it is told to, and keeps what it was asked.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

use super::{CUSTOMER, TOKEN};

/// A request that it got: the method, and what came with it.
#[derive(Clone, Debug)]
pub struct Asked {
    pub method: String,
    pub body: Bytes,
}

impl Asked {
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).expect("JSON")
    }
}

/// A refusal: its number, Telegram's words, and for how many seconds nothing more is wanted.
pub type Refusal = (u16, &'static str, Option<u64>);

#[derive(Default)]
struct Held {
    asked: Vec<Asked>,
    /// What the next messages are answered with, in place of success.
    refusals: VecDeque<Refusal>,
    /// For how many requests the file cannot be got.
    lost: usize,
    hook: Option<Value>,
    /// Why the webhook is not accepted.
    unwanted: Option<&'static str>,
    /// What went wrong last with what it brought.
    trouble: Option<&'static str>,
}

/// Cheap to clone.
#[derive(Clone, Default)]
pub struct Telegram(Arc<Mutex<Held>>);

/// One dot, as a customer's photo.
pub const PHOTO: &[u8] = crate::everybody::PNG;

impl Telegram {
    /// Serves until the test is over; its address.
    pub fn serve(&self) -> String {
        crate::double::serve(Router::new().fallback(answer).with_state(self.clone()))
    }

    /// The next messages are refused so.
    pub fn refuse(&self, all: &[Refusal]) {
        self.0.lock().unwrap().refusals.extend(all);
    }

    /// The next so many requests for a file find none.
    pub fn lose(&self, times: usize) {
        self.0.lock().unwrap().lost = times;
    }

    /// A webhook is refused with these words, or taken again.
    pub fn want(&self, words: Option<&'static str>) {
        self.0.lock().unwrap().unwanted = words;
    }

    /// What it brings has met with trouble.
    pub fn trouble(&self, words: Option<&'static str>) {
        self.0.lock().unwrap().trouble = words;
    }

    /// Where it was told to bring what customers write.
    pub fn hook(&self) -> Option<Value> {
        self.0.lock().unwrap().hook.clone()
    }

    /// With which secret.
    pub fn secret(&self) -> String {
        let hook = self.hook().expect("a webhook");
        hook["secret_token"].as_str().expect("a secret").to_owned()
    }

    /// What it was asked by this method.
    pub fn asked(&self, method: &str) -> Vec<Asked> {
        let held = self.0.lock().unwrap();
        held.asked.iter().filter(|one| one.method == method).cloned().collect()
    }

    /// The messages that it took or refused: method and body.
    pub fn sent(&self) -> Vec<Asked> {
        let held = self.0.lock().unwrap();
        held.asked.iter().filter(|one| one.method.starts_with("send")).cloned().collect()
    }
}

fn refusal(status: u16, words: &str, after: Option<u64>) -> Response {
    let mut body = json!({ "ok": false, "error_code": status, "description": words });
    if let Some(after) = after {
        body["parameters"] = json!({ "retry_after": after });
    }
    (StatusCode::from_u16(status).expect("a status"), body.to_string()).into_response()
}

async fn answer(State(telegram): State<Telegram>, uri: Uri, body: Bytes) -> Response {
    let mut held = telegram.0.lock().unwrap();
    if let Some(file) = uri.path().strip_prefix(&format!("/file/bot{TOKEN}/")) {
        held.asked.push(Asked {
            method: format!("file/{file}"),
            body,
        });
        if held.lost > 0 {
            held.lost -= 1;
            return StatusCode::NOT_FOUND.into_response();
        }
        return PHOTO.into_response();
    }
    let Some(method) = uri.path().strip_prefix(&format!("/bot{TOKEN}/")) else {
        return refusal(401, "Unauthorized", None);
    };
    held.asked.push(Asked {
        method: method.to_owned(),
        body: body.clone(),
    });
    let asked: Value = serde_json::from_slice(&body).unwrap_or_default();
    let result = match method {
        "getMe" => json!({ "id": 110_201_543, "is_bot": true, "first_name": "Tractores Lerma", "username": "lerma_bot" }),
        "setWebhook" => {
            if let Some(words) = held.unwanted {
                return refusal(400, words, None);
            }
            held.hook = Some(asked);
            json!(true)
        }
        "deleteWebhook" => {
            held.hook = None;
            json!(true)
        }
        "getWebhookInfo" => {
            let waits = u8::from(held.trouble.is_some());
            json!({ "url": "x", "pending_update_count": waits, "last_error_message": held.trouble })
        }
        "getFile" => match asked["file_id"].as_str().unwrap_or_default() {
            "large" => return refusal(400, "Bad Request: file is too big", None),
            id if id.starts_with("photo") => json!({ "file_id": id, "file_path": format!("photos/{id}.jpg") }),
            _ => return refusal(400, "Bad Request: invalid file_id", None),
        },
        _ if method.starts_with("send") => {
            if let Some((status, words, after)) = held.refusals.pop_front() {
                return refusal(status, words, after);
            }
            let sent = held.asked.iter().filter(|one| one.method.starts_with("send")).count();
            json!({ "message_id": 1000 + sent, "date": 1_764_140_600, "chat": { "id": CUSTOMER, "type": "private" } })
        }
        _ => return refusal(404, "Not Found", None),
    };
    json!({ "ok": true, "result": result }).to_string().into_response()
}
