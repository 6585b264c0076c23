//! A customer writes.
//!
//! To the live ticket of their address, also while the channel is paused; else to the one closed within the time the organisation has set, which opens again; else to a new
//! one, for whom [`super::routing`] says. The organisation is serial, so two messages at once never open two tickets; unique indexes
//! guard both that and the channel's own ids.

use std::time::Duration;

pub use channel::{Arrival, More};
use db::Tx;
use kit::{ContactId, Error, IdentityId, MessageId, OrgId, Result, TeamId, TicketId};
use serde_json::json;

use super::{Delivery, Kind, Message, events, link, media, routing, store};
use crate::contact::{Profile, create};
use crate::hours::outside::{self, outside};
use crate::organisation;
use crate::ticket::store::{By, Line};
use crate::ticket::{self, Priority, State, Ticket, reopen, snooze};
use crate::who::Cache;

/// What became of it.
#[derive(Clone, Debug)]
pub struct Received {
    pub ticket: Ticket,
    pub message: Message,
    pub identity: IdentityId,
    pub contact: ContactId,
    /// It had come before; nothing was done.
    pub repeated: bool,
}

pub fn receive(tx: &mut Tx<'_>, callers: &Cache, org: OrgId, arrival: &Arrival) -> Result<Received> {
    let door = store::arrival::door(tx, org, arrival)?.ok_or_else(Error::unknown)?;
    if let Some(message) = door.repeated {
        return repeated(tx, org, message);
    }
    if door.live.is_none() && door.channel.state != "active" {
        return Err(Error::conflict("channel_paused"));
    }
    let (identity, contact) = match door.known {
        Some(known) => known,
        None => introduce(tx, org, arrival)?,
    };
    let before = match &door.live {
        Some(live) if live.state == State::Snoozed => snooze::woken(tx, By::Customer(contact), live, "heard")?,
        Some(live) => live.clone(),
        None => match reopened(tx, callers, &door, identity, contact)? {
            Some(ticket) => ticket,
            None => opened(tx, callers, &door, arrival, identity, contact)?,
        },
    };
    let (ticket, message) = hear(tx, &before, arrival, identity, contact)?;
    let ticket = match nobody_attends(tx, &door, ticket.team)? {
        Some(outside) => outside::answer(tx, &outside, &before, ticket, contact)?,
        None => ticket,
    };
    store::arrival::passed(tx, org, &door, arrival.channel, contact)?;
    Ok(Received {
        ticket,
        message,
        identity,
        contact,
        repeated: false,
    })
}

/// The same once more: the first effect is the answer.
fn repeated(tx: &mut Tx<'_>, org: OrgId, message: MessageId) -> Result<Received> {
    let message = store::row(tx, org, message)?.ok_or_else(Error::unknown)?;
    let ticket = ticket::store::row(tx, org, message.ticket)?.ok_or_else(Error::unknown)?;
    let identity = message
        .identity
        .ok_or_else(|| Error::internal("a customer's message without an address"))?;
    Ok(Received {
        contact: ticket.contact,
        ticket,
        message,
        identity,
        repeated: true,
    })
}

/// An address that was never heard of: of a contact that we know, if the channel vouches for it and there is exactly one; else of a new one.
fn introduce(tx: &mut Tx<'_>, org: OrgId, arrival: &Arrival) -> Result<(IdentityId, ContactId)> {
    let known = if arrival.verified {
        store::arrival::same_person(tx, org, arrival.phone.as_ref(), arrival.email.as_ref())?
    } else {
        None
    };
    let contact = match known {
        Some(contact) => contact,
        None => {
            let profile = Profile {
                name: name(arrival),
                phone: arrival.phone.as_ref().map(|phone| phone.as_str().to_owned()),
                email: arrival.email.as_ref().map(|email| email.as_str().to_owned()),
                locale: arrival.locale,
                ..Profile::default()
            };
            create::introduce(tx, org, profile)?
        }
    };
    let identity = store::contact::insert_identity(
        tx,
        org,
        contact,
        arrival.channel,
        store::contact::Heard {
            address: &arrival.address,
            verified: arrival.verified,
            email: arrival.email.as_ref(),
        },
    )?;
    Ok((identity, contact))
}

/// As they call themselves; else what is known of them. A visitor of whom nothing is known has no name, and the panel says so.
fn name(arrival: &Arrival) -> String {
    let said = arrival
        .name
        .as_deref()
        .map(|name| name.split_whitespace().collect::<Vec<_>>().join(" "))
        .filter(|name| !name.is_empty());
    let phone = || arrival.phone.as_ref().map(|phone| phone.as_str().to_owned());
    let email = || arrival.email.as_ref().map(|email| email.as_str().to_owned());
    said.or_else(phone).or_else(email).unwrap_or_default().chars().take(120).collect()
}

/// Outside the hours that hold for the channel or a team.
fn nobody_attends(tx: &mut Tx<'_>, door: &store::arrival::Door, team: TeamId) -> Result<Option<outside::Outside>> {
    if door.timed {
        outside(tx, door.channel.org, door.channel.id, team)
    } else {
        Ok(None)
    }
}

fn reopened(
    tx: &mut Tx<'_>,
    callers: &Cache,
    door: &store::arrival::Door,
    identity: IdentityId,
    contact: ContactId,
) -> Result<Option<Ticket>> {
    let org = door.channel.org;
    if door.known.is_none() {
        return Ok(None);
    }
    let Some(mut last) = ticket::store::closed_of(tx, org, contact, identity)? else {
        return Ok(None);
    };
    let hours = organisation::store::settings(tx, org)?.reopen_hours;
    let since = tx.now().minus(Duration::from_secs(u64::from(hours) * 3600));
    if last.closed_at.is_some_and(|closed| closed > since) {
        // Who had it keeps it; they see it when attention opens, where the calendar derives.
        if let Some(outside) = nobody_attends(tx, door, last.team)?.filter(|outside| outside.hours.derives || last.assignee.is_none()) {
            outside::put_off(tx, &outside, &mut last)?;
        }
        return reopen::again(tx, callers, By::Customer(contact), &last).map(Some);
    }
    Ok(None)
}

fn opened(
    tx: &mut Tx<'_>,
    callers: &Cache,
    door: &store::arrival::Door,
    arrival: &Arrival,
    identity: IdentityId,
    contact: ContactId,
) -> Result<Ticket> {
    let (org, now) = (door.channel.org, tx.now());
    let mut way = routing::way(tx, callers, &door.channel, contact)?;
    let outside = nobody_attends(tx, door, way.team)?;
    if outside.as_ref().is_some_and(|outside| !outside.hours.derives) {
        way.assignee = None;
    }
    let subject = arrival.subject.as_deref().unwrap_or_default();
    let mut ticket = Ticket {
        org,
        id: TicketId::new(now),
        number: tx.next_number()?,
        subject: subject
            .split_whitespace()
            .collect::<Vec<_>>()
            .join(" ")
            .chars()
            .take(ticket::edit::MAX_SUBJECT)
            .collect(),
        state: if way.assignee.is_some() { State::Open } else { State::Waiting },
        priority: Priority::Normal,
        team: way.team,
        assignee: way.assignee,
        channel: door.channel.id,
        contact,
        identity: Some(identity),
        origin: None,
        resolution: None,
        deferred_until: None,
        opens_at: None,
        snoozed_until: None,
        created_at: now,
        last_at: now,
        waiting_since: None,
        silent_since: None,
        first_reply_at: None,
        closed_at: None,
        last_message: None,
        last_note: None,
        last_seq: 0,
        last_in_seq: 0,
        merged_into: None,
        version: 1,
    };
    if let Some(outside) = outside {
        outside::put_off(tx, &outside, &mut ticket)?;
    }
    let line = Line::new(
        "opened",
        json!({ "by": "customer", "team": way.team, "to": way.assignee, "why": way.why }),
    );
    ticket::store::insert(tx, By::Customer(contact), &ticket, line)?;
    Ok(ticket)
}

fn hear(tx: &mut Tx<'_>, before: &Ticket, arrival: &Arrival, identity: IdentityId, contact: ContactId) -> Result<(Ticket, Message)> {
    let now = tx.now();
    let id = MessageId::new(now);
    let mut after = before.clone();
    let seq = events::created(tx, By::Customer(contact), before, &after, id, Kind::In, &[])?;
    let message = Message {
        org: before.org,
        id,
        ticket: before.id,
        seq,
        kind: Kind::In,
        member: None,
        channel: arrival.channel,
        identity: Some(identity),
        // What customers write is kept as they wrote it, but for what no database holds.
        body: arrival.text.replace('\0', ""),
        reply_to: answered(tx, before, arrival)?,
        provider: arrival.provider.clone(),
        delivery: Delivery::Received,
        failure: arrival.more.lacks.map(str::to_owned),
        created_at: now,
    };
    store::insert(tx, &message)?;
    link::look::enqueue(tx, &message)?;
    for (at, file) in arrival.files.iter().enumerate() {
        store::files::attach(tx, &message, *file, at)?;
    }
    store::files::release(tx, before.org, &arrival.files)?;
    media::expect(tx, &message, arrival.files.len(), &arrival.more.media)?;
    after.heard(id, seq, now);
    Ok((ticket::store::touch(tx, before, after)?, message))
}

/// What it answers, where that was said in the same ticket: what stands in another, not everybody here may read.
fn answered(tx: &mut Tx<'_>, ticket: &Ticket, arrival: &Arrival) -> Result<Option<MessageId>> {
    let Some(id) = &arrival.more.answers else { return Ok(None) };
    let message = store::named(tx, ticket.org, arrival.channel, id)?;
    Ok(message.filter(|m| m.ticket == ticket.id && m.kind != Kind::Note).map(|m| m.id))
}
