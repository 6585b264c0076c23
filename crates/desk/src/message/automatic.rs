//! What Relevo says to a customer by itself, in the organisation's name: nobody's message, and nobody's first reply.

use std::time::Duration;

use db::Tx;
use kit::{Error, MessageId, Result};

use super::policy::Window;
use super::{Delivery, Kind, Message, compose, events, jobs, store};
use crate::ticket::store::By;
use crate::ticket::{self, Ticket};

/// Says it where it can be said. Where there is no address, the channel rests or its window is shut, nothing is, and that is no error.
pub fn say(tx: &mut Tx<'_>, before: Ticket, text: &str) -> Result<Ticket> {
    let Some(identity) = before.identity else { return Ok(before) };
    let channel =
        ticket::store::words::channel(tx, before.org, before.channel)?.ok_or_else(|| Error::internal("a ticket without its channel"))?;
    let shut = Window::on(tx, &before, &channel.kind, &channel.settings)?.is_some_and(|window| !window.open);
    if channel.state != "active" || shut {
        return Ok(before);
    }
    let now = tx.now();
    let id = MessageId::new(now);
    let mut after = before.clone();
    let seq = events::created(tx, By::Relevo, &before, &after, id, Kind::Out, &[])?;
    let carried = channel.kind != "webchat";
    let message = Message {
        org: before.org,
        id,
        ticket: before.id,
        seq,
        kind: Kind::Out,
        member: None,
        channel: before.channel,
        identity: Some(identity),
        body: compose::body(text, &[])?,
        reply_to: None,
        provider: None,
        delivery: if carried { Delivery::Queued } else { Delivery::Sent },
        failure: None,
        created_at: now,
    };
    store::insert(tx, &message)?;
    if carried {
        jobs::enqueue_deliver(tx, &message, Duration::ZERO)?;
    } else {
        let chat = serde_json::from_str(&channel.settings).unwrap_or_default();
        jobs::enqueue_answer_by_mail(tx, &message, identity, &chat)?;
    }
    (after.last_message, after.last_seq, after.last_at) = (Some(id), seq, now);
    ticket::store::touch(tx, &before, after)
}
