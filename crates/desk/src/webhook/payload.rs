//! What a delivery carries: decided anew, by what the webhook's member may read at this moment.

use access::{Perm, Place};
use db::event::{self, Batch};
use db::{Event, Tx};
use kit::{OrgId, Result, TicketId};
use serde_json::{Value, json};

use super::model::PING;
use super::{Delivery, Webhook, reader};
use crate::audience::{self, Class};
use crate::ticket;
use crate::who::{Cache, Who};

/// The body, or why there is none.
pub enum Payload {
    Body(String),
    /// The member may not read it now.
    Withheld,
    /// The event is older than the log.
    Gone,
}

pub fn write(tx: &mut Tx<'_>, callers: &Cache, org: OrgId, hook: &Webhook, delivery: &Delivery) -> Result<Payload> {
    let Some(who) = reader::reader(tx, callers, org, hook.member)? else {
        return Ok(Payload::Withheld);
    };
    let Some(seq) = delivery.seq else {
        let body = json!({ "type": PING, "timestamp": delivery.created_at, "data": { "organisation": org, "webhook": hook.id } });
        return Ok(Payload::Body(body.to_string()));
    };
    let Some(event) = stored(tx, org, seq)? else {
        return Ok(Payload::Gone);
    };
    if !readable(tx, &who, &event)? {
        return Ok(Payload::Withheld);
    }
    Ok(Payload::Body(body(org, &event).to_string()))
}

fn stored(tx: &mut Tx<'_>, org: OrgId, seq: i64) -> Result<Option<Event>> {
    Ok(match event::after(tx, org, seq - 1, 1)? {
        Batch::Events(events) => events.into_iter().next(),
        Batch::Reset { .. } => None,
    })
}

/// Where the thing is now, and not where it was.
fn readable(tx: &mut Tx<'_>, who: &Who, event: &Event) -> Result<bool> {
    let at = |perm: Perm, ticket: Option<TicketId>| (perm, ticket);
    let (perm, ticket) = match Class::of(event) {
        Class::Ticket => at(Perm::TicketRead, ticket_of(event)),
        Class::Note => at(Perm::NoteRead, ticket_of(event)),
        Class::Contact => return audience::hear_contact(tx, who, &event.subject),
        Class::Desk(perm) => return Ok(who.can(perm, &Place::Desk)),
        Class::Access | Class::Own | Class::Bare | Class::Request | Class::Silent => return Ok(false),
    };
    let Some(ticket) = ticket else { return Ok(false) };
    match ticket::find(tx, who, ticket, perm) {
        Ok(_) => Ok(true),
        Err(refused) if matches!(refused.kind, kit::Kind::Unknown | kit::Kind::Denied) => Ok(false),
        Err(error) => Err(error),
    }
}

/// The ticket itself, or the one that a message hangs from.
fn ticket_of(event: &Event) -> Option<TicketId> {
    let body: Value = serde_json::from_str(&event.body).unwrap_or_default();
    event.subject.id().or_else(|| body["ticket"].as_str()?.parse().ok())
}

/// As a socket would carry it: ids and codes.
fn body(org: OrgId, event: &Event) -> Value {
    let noun = event.kind.split_once('.').map_or(event.kind.as_str(), |(noun, _)| noun);
    let by = event.actor.as_ref().and_then(db::Thing::id::<kit::MemberId>);
    let details: Value = serde_json::from_str(&event.body).unwrap_or_default();
    json!({
        "type": event.kind,
        "timestamp": event.at,
        "data": {
            "organisation": org,
            "subject": { "kind": noun, "id": event.subject.to_string() },
            "by": by,
            "body": details,
        },
    })
}
