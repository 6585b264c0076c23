//! What is told of messages. Bodies hold ids and codes; the text is read by who may read it.

use db::Tx;
use kit::{MemberId, MessageId, Result};
use serde_json::json;

use super::{Delivery, Kind, Message};
use crate::ticket::Ticket;
use crate::ticket::store::{By, event};

/// A message or note is there; gives its place in the organisation's sequence.
pub fn created(tx: &mut Tx<'_>, by: By, before: &Ticket, after: &Ticket, id: MessageId, kind: Kind, mentions: &[MemberId]) -> Result<i64> {
    let (name, body) = match kind {
        Kind::Note => ("note.created", json!({ "ticket": after.id, "kind": kind, "mentions": mentions })),
        _ => ("message.created", json!({ "ticket": after.id, "kind": kind })),
    };
    Ok(tx.append(&event(name, by, id, Some(before), Some(after), &body))?)
}

/// How far it has come has changed.
pub fn changed(tx: &mut Tx<'_>, by: By, ticket: &Ticket, id: MessageId, delivery: Delivery) -> Result<()> {
    let body = json!({ "ticket": ticket.id, "kind": Kind::Out, "delivery": delivery });
    tx.append(&event("message.changed", by, id, Some(ticket), Some(ticket), &body))?;
    Ok(())
}

/// What an address in it leads to can be shown.
pub fn linked(tx: &mut Tx<'_>, by: By, ticket: &Ticket, message: &Message) -> Result<()> {
    let body = json!({ "ticket": ticket.id, "kind": message.kind, "link": true });
    tx.append(&event("message.changed", by, message.id, Some(ticket), Some(ticket), &body))?;
    Ok(())
}

/// What the customer sent with it is here, or is not and will not be.
pub fn filed(tx: &mut Tx<'_>, by: By, ticket: &Ticket, message: &Message) -> Result<()> {
    let body = json!({ "ticket": ticket.id, "kind": message.kind, "files": true });
    tx.append(&event("message.changed", by, message.id, Some(ticket), Some(ticket), &body))?;
    Ok(())
}

/// The customer put a sign to it, or took theirs away.
pub fn reacted(tx: &mut Tx<'_>, by: By, ticket: &Ticket, message: &Message) -> Result<()> {
    let body = json!({ "ticket": ticket.id, "kind": message.kind, "reaction": true });
    tx.append(&event("message.changed", by, message.id, Some(ticket), Some(ticket), &body))?;
    Ok(())
}

/// It was taken back before it was sent.
pub fn undone(tx: &mut Tx<'_>, by: By, ticket: &Ticket, id: MessageId) -> Result<()> {
    let body = json!({ "ticket": ticket.id, "kind": Kind::Out, "undone": true });
    tx.append(&event("message.changed", by, id, Some(ticket), Some(ticket), &body))?;
    Ok(())
}
