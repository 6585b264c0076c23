//! Answer the customer.

use access::Perm;
use db::Tx;
use kit::{Error, FileId, MessageId, Result, TicketId};

use super::policy::Window;
use super::{Delivery, Kind, Message, compose, draft, events, jobs, link, policy, store};
use crate::channel::health;
use crate::ticket::{self, Ticket};
use crate::who::Who;

/// What is to be said.
#[derive(Clone, Debug, Default)]
pub struct Draft {
    pub body: String,
    pub files: Vec<FileId>,
    pub reply_to: Option<MessageId>,
}

pub fn reply(tx: &mut Tx<'_>, who: &Who, id: TicketId, draft: &Draft) -> Result<Message> {
    let ticket = ticket::find(tx, who, id, Perm::TicketReply)?;
    Ok(send(tx, who, &ticket, draft)?.1)
}

/// The sending itself, by whoever may reply there.
pub fn send(tx: &mut Tx<'_>, who: &Who, before: &Ticket, draft: &Draft) -> Result<(Ticket, Message)> {
    before.must_live()?;
    let identity = before.identity.ok_or_else(|| Error::conflict("no_address"))?;
    let channel =
        ticket::store::words::channel(tx, before.org, before.channel)?.ok_or_else(|| Error::internal("a ticket without its channel"))?;
    if channel.state != "active" {
        return Err(Error::conflict("channel_inactive"));
    }
    Window::must_be_open(Window::on(tx, before, &channel.kind, &channel.settings)?.as_ref())?;
    let body = compose::body(&draft.body, &draft.files)?;
    compose::quoted(tx, before, Kind::Out, draft.reply_to)?;

    let now = tx.now();
    let id = MessageId::new(now);
    let mut after = before.clone();
    let seq = events::created(tx, who.into(), before, &after, id, Kind::Out, &[])?;
    // A web chat's messages are with the customer as soon as they are on disk; others have to be carried.
    let carried = channel.kind != "webchat";
    let message = Message {
        org: before.org,
        id,
        ticket: before.id,
        seq,
        kind: Kind::Out,
        member: Some(who.member()),
        channel: before.channel,
        identity: Some(identity),
        body,
        reply_to: draft.reply_to,
        provider: None,
        delivery: if carried { Delivery::Queued } else { Delivery::Sent },
        failure: None,
        created_at: now,
    };
    store::insert(tx, &message)?;
    link::look::enqueue(tx, &message)?;
    compose::attach(tx, who, &message, &draft.files)?;
    if carried {
        let undo = policy::undo(tx, who, &channel.kind)?;
        jobs::enqueue_deliver(tx, &message, undo)?;
    } else {
        let chat = serde_json::from_str(&channel.settings).unwrap_or_default();
        jobs::enqueue_answer_by_mail(tx, &message, identity, &chat)?;
        if health::is_stale(channel.last_out_at, now) {
            health::sent(tx, before.org, before.channel)?;
        }
    }
    after.answered(id, seq, now);
    let after = ticket::store::touch(tx, before, after)?;
    ticket::silent::begins(tx, before, &after)?;
    draft::forget(tx, who, before.id, Kind::Out)?;
    Ok((after, message))
}
