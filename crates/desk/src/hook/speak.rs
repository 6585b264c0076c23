//! What the other system is told of a message: our own JSON, signed by Standard Webhooks.

use channel::{Answer, Body, Call, Channel, Outbound, Outcome};
use kit::Time;
use serde_json::{Value, json};

use crate::webhook::sign::Key;

/// One API channel, as it sends.
pub struct ApiChannel {
    /// Where the other system listens.
    pub url: String,
    pub key: Key,
    /// Where the other system fetches files, with the channel's secret: our address and the channel's.
    pub files: String,
}

impl Channel for ApiChannel {
    /// The delivery's id is the message's: a repeat can be told from a second message.
    fn call(&self, message: &Outbound, _part: usize, _held: Option<&str>, now: Time) -> Result<Call, &'static str> {
        let files: Vec<Value> = message
            .files
            .iter()
            .map(|file| {
                json!({ "id": file.id, "name": file.name, "media_type": file.media_type, "size": file.size,
                    "url": format!("{}/{}", self.files, file.id) })
            })
            .collect();
        let body = json!({ "type": "message.out", "timestamp": now, "data": {
            "id": message.id, "ticket": message.ticket, "to": message.to, "text": message.text,
            "reply_to": message.reply_to, "files": files } });
        let body = body.to_string().into_bytes();
        let headers = self.key.headers(&message.id.to_string(), now, &body);
        Ok(Call {
            url: self.url.clone(),
            headers,
            body: Body::Json(body),
        })
    }

    /// An `id` in the answer is what the other system calls the message from now on.
    fn outcome(&self, answer: &Answer) -> Outcome {
        let provider = serde_json::from_slice::<Value>(&answer.body)
            .ok()
            .and_then(|v| v["id"].as_str().map(str::to_owned));
        match Outcome::of_status(answer.status, provider) {
            // But for what is said of this one message, it is the address that is wrong, and the next fares no better.
            Outcome::Failed(why) if !matches!(answer.status, 400 | 413 | 422) => Outcome::Broken(why),
            other => other,
        }
    }
}
