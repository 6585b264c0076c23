//! A message on its way to the other system.

use kit::{Error, OrgId};
use serde_json::json;

use super::store;
use crate::App;
use crate::channel::{self, Channel};
use crate::message::delivery::{Report, Which, report};
use crate::message::{Delivery, Message};
use crate::net::Ask;
use crate::webhook::sign::Key;
use crate::work::{Done, Failed};

/// After so many attempts the message is *failed*, with its reason, and a person may retry it.
const MOST: u32 = 8;

/// Sends it. The delivery's id is the message's: a repeat can be told from a second message.
pub async fn deliver(app: &App, org: OrgId, channel: &Channel, message: &Message, attempt: u32) -> Done {
    let id = channel.id;
    let Some(url) = channel.api().url else {
        // Whoever gives no address reads from the API: there it is now.
        let there = Report {
            delivery: Delivery::Sent,
            failure: None,
            provider: None,
        };
        return ended(app, org, message, there).await;
    };
    let identity = message.identity;
    let found = app.db.read(move |tx| {
        let to = identity.map(|identity| store::address(tx, org, identity)).transpose()?.flatten();
        Ok::<_, Error>((channel::store::secret(tx, org, id)?, to))
    });
    let (secret, to) = found.await?;
    let body = json!({ "type": "message.out", "timestamp": app.clock.now(), "data": {
        "id": message.id, "ticket": message.ticket, "to": to, "text": message.body, "reply_to": message.reply_to } });
    let body = body.to_string();
    let headers = Key::read(&secret)?.headers(&message.id.to_string(), app.clock.now(), body.as_bytes());
    let outcome = app.net.ask(Ask::post(url, headers, body)).await;
    let failure = match outcome {
        Ok(reply) if reply.is_success() => {
            let provider = serde_json::from_slice::<serde_json::Value>(&reply.body)
                .ok()
                .and_then(|v| v["id"].as_str().map(str::to_owned));
            return ended(
                app,
                org,
                message,
                Report {
                    delivery: Delivery::Sent,
                    failure: None,
                    provider,
                },
            )
            .await;
        }
        Ok(reply) if reply.status == 429 || reply.status >= 500 => Failed::Retry(format!("HTTP {}", reply.status)),
        Ok(reply) => Failed::Fail(format!("HTTP {}", reply.status)),
        Err(error) if error.is_passing() => Failed::Retry(error.code().to_owned()),
        Err(error) => Failed::Fail(error.code().to_owned()),
    };
    match failure {
        Failed::Retry(why) if attempt < MOST => Err(Failed::Retry(why)),
        Failed::Retry(why) | Failed::Fail(why) => {
            ended(
                app,
                org,
                message,
                Report {
                    delivery: Delivery::Failed,
                    failure: Some(why),
                    provider: None,
                },
            )
            .await
        }
    }
}

/// Writes how it ended; the person sees it at the message and may retry.
async fn ended(app: &App, org: OrgId, message: &Message, outcome: Report) -> Done {
    let (channel, id) = (message.channel, message.id);
    let write = app
        .db
        .write(org, move |tx| report(tx, org, channel, &Which::Ours(id), &outcome).map(|_| ()));
    Ok(write.await?)
}
