//! A visitor's conversation, live. It follows the organisation's tail and reads only what is theirs.

use std::sync::Arc;
use std::time::Duration;

use axum::extract::ws::{CloseFrame, Message, WebSocket};
use db::What;
use kit::{Result, TicketId};
use serde_json::json;
use tokio::sync::broadcast::error::RecvError;

use super::visitor::{self, Visitor};
use super::{store, talk};
use crate::App;
use crate::http::metrics::SocketGuard;
use crate::live::tail::Tailed;
use crate::message::Delivery;
use crate::message::delivery::seen;
use crate::whisper::Whisper;

const BEAT: Duration = Duration::from_secs(25);
const PATIENCE: Duration = Duration::from_secs(10);

#[derive(serde::Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
enum FromFrame {
    Hello { token: String, after: Option<i64> },
    Pong,
}

struct Socket {
    app: App,
    link: WebSocket,
    token: String,
    visitor: Visitor,
    /// The last place in the conversation that was sent.
    at: i64,
    ticket: Option<TicketId>,
    shown: Option<talk::Ticket>,
    read_by_us: i64,
}

pub async fn serve(app: App, mut link: WebSocket) {
    let _guard = SocketGuard::new();
    let hello = match tokio::time::timeout(PATIENCE, link.recv()).await {
        Ok(Some(Ok(Message::Text(text)))) => serde_json::from_str(&text).ok(),
        _ => None,
    };
    let Some(FromFrame::Hello { token, after }) = hello else { return };
    match visitor::find(&app, &token).await {
        Ok(visitor) => {
            let at = after.unwrap_or(visitor.read_seq);
            let mut socket = Socket {
                app,
                link,
                token,
                visitor,
                at,
                ticket: None,
                shown: None,
                read_by_us: 0,
            };
            if let Err(error) = socket.run().await {
                tracing::debug!(%error, "a visitor's socket ended");
            }
        }
        Err(_) => {
            let _ = link
                .send(Message::Close(Some(CloseFrame {
                    code: 4401,
                    reason: "token_invalid".into(),
                })))
                .await;
        }
    }
}

impl Socket {
    async fn run(&mut self) -> Result<()> {
        let org = self.visitor.org;
        let head = self.app.db.read(move |tx| Ok::<i64, kit::Error>(db::event::head(tx, org)?)).await?;
        let tail = self.app.live.tail(&self.app.db, org, head);
        let mut events = tail.listen();
        let mut whispers = self.app.db.subscribe(self.visitor.org);
        self.send(json!({ "type": "ready", "seq": self.at })).await?;
        self.refresh().await?;
        let mut beat = tokio::time::interval(BEAT);
        beat.tick().await;
        let mut silent = 0;
        loop {
            tokio::select! {
                event = events.recv() => match event {
                    Ok(tailed) => self.hear(&tailed).await?,
                    Err(RecvError::Lagged(_)) => self.refresh().await?,
                    Err(RecvError::Closed) => return Ok(()),
                },
                whisper = whispers.recv() => {
                    if let Ok(db::Wake { what: What::Whisper(bytes), .. }) = whisper {
                        self.overhear(&bytes).await?;
                    }
                }
                frame = self.link.recv() => match frame {
                    Some(Ok(Message::Close(_)) | Err(_)) | None => return Ok(()),
                    Some(Ok(_)) => silent = 0,
                },
                _ = beat.tick() => {
                    silent += 1;
                    if silent > 2 {
                        return Ok(());
                    }
                    self.send(json!({ "type": "ping" })).await?;
                }
            }
        }
    }

    /// Events of this channel only; of a ticket that is not known to be theirs, only those that begin one.
    async fn hear(&mut self, tailed: &Arc<Tailed>) -> Result<()> {
        let facts = tailed.placed.after.or(tailed.placed.before);
        if facts.and_then(|f| f.channel) != Some(self.visitor.channel) || tailed.event.kind == "note.created" {
            return Ok(());
        }
        let about = ticket_of(tailed);
        if self.ticket.is_some() && about == self.ticket {
            if tailed.event.kind == "message.changed" {
                return self.delivered(tailed).await;
            }
            return self.refresh().await;
        }
        if matches!(tailed.event.kind.as_str(), "ticket.created" | "message.created") || self.visitor.identity.is_none() {
            self.refresh().await?;
        }
        Ok(())
    }

    async fn delivered(&mut self, tailed: &Tailed) -> Result<()> {
        let body: serde_json::Value = serde_json::from_str(&tailed.event.body).unwrap_or_default();
        // What has just left the queue was not shown before.
        if body["delivery"] == "sent" {
            return self.refresh().await;
        }
        // A message changes in other ways too, which are not the customer's.
        if body["delivery"].is_null() {
            return Ok(());
        }
        self.send(json!({ "type": "delivery", "id": tailed.event.subject.to_string(), "delivery": body["delivery"] }))
            .await
    }

    /// Reads what is new and sends it.
    async fn refresh(&mut self) -> Result<()> {
        // The first message gives a visitor their identity; the token may have died too.
        self.visitor = visitor::find(&self.app, &self.token).await?;
        let (visitor, at) = (self.visitor.clone(), self.at);
        let (messages, ticket, newest, read) = self
            .app
            .db
            .read(move |tx| {
                let newest = store::ticket(tx, &visitor)?.map(|(id, ..)| id);
                let read = newest.map(|id| store::read_by_us(tx, visitor.org, id)).transpose()?.unwrap_or(0);
                Ok::<_, kit::Error>((talk::messages(tx, &visitor, Some(at))?, talk::ticket(tx, &visitor)?, newest, read))
            })
            .await?;
        self.ticket = newest;
        let mut got = None;
        for message in messages {
            self.at = self.at.max(message.seq);
            got = Some(message.seq);
            self.send(json!({ "type": "message", "message": message })).await?;
        }
        if ticket != self.shown {
            self.shown.clone_from(&ticket);
            self.send(json!({ "type": "ticket", "ticket": ticket })).await?;
        }
        if read > self.read_by_us {
            self.read_by_us = read;
            self.send(json!({ "type": "read", "seq": read })).await?;
        }
        if let (Some(seq), Some(identity)) = (got, self.visitor.identity) {
            let org = self.visitor.org;
            self.app
                .db
                .write(org, move |tx| seen(tx, org, identity, seq, Delivery::Delivered))
                .await?;
        }
        Ok(())
    }

    async fn overhear(&mut self, bytes: &[u8]) -> Result<()> {
        let Ok(Whisper::Typing {
            ticket, name, note: false, ..
        }) = serde_json::from_slice(bytes)
        else {
            return Ok(());
        };
        if self.ticket != Some(ticket) {
            return Ok(());
        }
        let first = name.split_whitespace().next().unwrap_or_default().to_owned();
        self.send(json!({ "type": "typing", "name": first })).await
    }

    async fn send(&mut self, frame: serde_json::Value) -> Result<()> {
        let slow = || kit::Error::new(kit::Kind::Unavailable, "client_too_slow");
        let sent = tokio::time::timeout(PATIENCE, self.link.send(Message::Text(frame.to_string().into()))).await;
        sent.map_err(|_| slow())?.map_err(|_| slow())
    }
}

/// The ticket that an event is about.
fn ticket_of(tailed: &Tailed) -> Option<TicketId> {
    tailed.event.subject.id().or_else(|| {
        let body: serde_json::Value = serde_json::from_str(&tailed.event.body).ok()?;
        body.get("ticket")?.as_str()?.parse().ok()
    })
}
