//! A member starts a conversation.

use std::collections::BTreeSet;

use access::{Facts, Perm, Place};
use db::Tx;
use kit::{ChannelId, ContactId, Error, FileId, IdentityId, LabelId, MemberId, OriginId, Result, TeamId, TicketId};
use serde_json::json;

use super::store::Line;
use super::store::words::Channel;
use super::{Priority, State, Ticket, edit, label, policy, reopen, store};
use crate::channel::Kind;
use crate::contact::{self, Profile};
use crate::message::store::contact as addresses;
use crate::message::{compose, reply};
use crate::who::{Cache, Who};

/// With whom.
#[derive(Clone, Debug)]
pub enum With {
    Contact(ContactId),
    New(Profile),
}

/// What is to be opened.
#[derive(Clone, Debug)]
pub struct Opening {
    pub with: With,
    pub channel: ChannelId,
    /// The channel's own, when not said.
    pub team: Option<TeamId>,
    /// Who opens it, when not said; explicitly nobody puts it in the queue.
    pub assignee: Option<Option<MemberId>>,
    pub origin: Option<OriginId>,
    pub subject: String,
    pub priority: Priority,
    pub labels: BTreeSet<LabelId>,
    /// The first message.
    pub text: Option<String>,
    pub files: Vec<FileId>,
}

/// Decided at the facts that the ticket will have; whoever is to have it must be able to serve it there.
pub fn open(tx: &mut Tx<'_>, callers: &Cache, who: &Who, opening: &Opening) -> Result<Ticket> {
    who.may(Perm::TicketOpen, &Place::Anywhere)?;
    let channel = channel(tx, who, opening.channel)?;
    let team = match opening.team {
        Some(team) => policy::team(tx, who, team)?.0,
        None => channel.team,
    };
    let assignee = opening.assignee.unwrap_or(Some(who.member()));
    let facts = Facts {
        assignee,
        team: Some(team),
        channel: Some(channel.id),
        origin: opening.origin,
        ..Facts::of(who.org())
    };
    if !who.can(Perm::TicketOpen, &Place::At(facts)) {
        return Err(Error::invalid(
            if assignee == Some(who.member()) { "team" } else { "assignee" },
            "open_beyond_reach",
        ));
    }
    if let Some(member) = assignee {
        may_have(tx, callers, who, member, &facts)?;
    }
    if let Some(origin) = opening.origin
        && !store::words::origin(tx, who.org(), origin)?
    {
        return Err(Error::invalid("origin", "origin_unknown"));
    }
    let labels: Vec<LabelId> = opening.labels.iter().copied().collect();
    if labels.len() > label::MAX_LABELS || store::words::labels(tx, who.org(), &labels)? < labels.len() {
        return Err(Error::invalid("labels", "label_unknown"));
    }
    let (contact, identity) = customer(tx, who, opening, &channel)?;
    let ticket = insert(
        tx,
        who,
        opening,
        Placed {
            channel: channel.id,
            team,
            assignee,
            contact,
            identity,
        },
        &labels,
    )?;
    if opening.text.as_deref().is_none_or(|text| text.trim().is_empty()) && opening.files.is_empty() {
        return Ok(ticket);
    }
    who.may(Perm::TicketReply, &Place::At(ticket.facts()))?;
    let body = opening.text.clone().unwrap_or_default();
    compose::body(&body, &opening.files).map_err(|error| Error {
        field: Some("text".to_owned()),
        ..error
    })?;
    Ok(reply::send(
        tx,
        who,
        &ticket,
        &reply::Draft {
            body,
            files: opening.files.clone(),
            reply_to: None,
        },
    )?
    .0)
}

struct Placed {
    channel: ChannelId,
    team: TeamId,
    assignee: Option<MemberId>,
    contact: ContactId,
    identity: Option<IdentityId>,
}

fn insert(tx: &mut Tx<'_>, who: &Who, opening: &Opening, placed: Placed, labels: &[LabelId]) -> Result<Ticket> {
    let now = tx.now();
    let ticket = Ticket {
        org: who.org(),
        id: TicketId::new(now),
        number: tx.next_number()?,
        subject: edit::subject_of(&opening.subject)?,
        state: if placed.assignee.is_some() { State::Open } else { State::Waiting },
        priority: opening.priority,
        team: placed.team,
        assignee: placed.assignee,
        channel: placed.channel,
        contact: placed.contact,
        identity: placed.identity,
        origin: opening.origin,
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
    let line = Line::new("opened", json!({ "by": "member", "team": ticket.team, "to": ticket.assignee }));
    store::insert(tx, who, &ticket, line)?;
    store::words::relabel(tx, &ticket, labels, &[])?;
    Ok(ticket)
}

/// A channel that works and that this member may know.
fn channel(tx: &mut Tx<'_>, who: &Who, id: ChannelId) -> Result<Channel> {
    let unknown = || Error::invalid("channel", "channel_unknown");
    let channel = store::words::channel(tx, who.org(), id)?
        .filter(|c| c.state == "active")
        .ok_or_else(unknown)?;
    let place = Place::Channel {
        channel: id,
        team: Some(channel.team),
    };
    if who.can(Perm::ChannelRead, &place) {
        Ok(channel)
    } else {
        Err(unknown())
    }
}

/// Whoever is to have it is known to the opener and can serve it.
fn may_have(tx: &mut Tx<'_>, callers: &Cache, who: &Who, member: MemberId, facts: &Facts) -> Result<()> {
    let field = |error: Error| Error {
        field: Some("assignee".to_owned()),
        ..error
    };
    let assignee = policy::destined(tx, callers, who, member).map_err(field)?;
    let known = member == who.member()
        || who.can(
            Perm::DirectoryRead,
            &Place::Person {
                teams: assignee.caller.teams.clone(),
            },
        );
    if !known {
        return Err(Error::invalid("assignee", "destination_unknown"));
    }
    assignee
        .caller
        .eligible(facts, who.now)
        .map_err(|why| field(policy::ineligible(why)))
}

/// The contact, and the address by which they are reached on the channel, if there is one.
fn customer(tx: &mut Tx<'_>, who: &Who, opening: &Opening, channel: &Channel) -> Result<(ContactId, Option<IdentityId>)> {
    let id = match &opening.with {
        With::Contact(id) => *id,
        With::New(profile) => {
            who.may(Perm::ContactCreate, &Place::Desk)?;
            let field = |error: Error| Error {
                field: error.field.as_ref().map(|field| format!("new_contact.{field}")),
                ..error
            };
            contact::create::create(tx, who, profile).map_err(field)?
        }
    };
    // Who opens it sees the contact they have just made only through the ticket that is being made.
    let known = match &opening.with {
        With::Contact(_) => contact::find::find(tx, who, id).map_err(unknown_contact)?,
        With::New(_) => contact::store::row(tx, who.org(), id)?.ok_or_else(Error::unknown)?,
    };
    let (phone, email) = (known.profile.phone.as_deref(), known.profile.email.as_deref());
    let address = Kind::from_name(&channel.kind).and_then(|kind| kind.address(phone, email));
    let contact = known.id;
    let identity = match store::words::identity_on(tx, who.org(), contact, channel.id)? {
        Some(known) => Some(known),
        None => address_on(tx, who, contact, channel, address)?,
    };
    if let Some(live) = identity
        .map(|identity| store::live_of(tx, who.org(), identity))
        .transpose()?
        .flatten()
    {
        return Err(reopen::already_live(who, &live));
    }
    Ok((contact, identity))
}

fn unknown_contact(error: Error) -> Error {
    if error.kind == kit::Kind::Unknown {
        Error::invalid("contact", "contact_unknown")
    } else {
        error
    }
}

/// A channel that carries to numbers and addresses reaches the contact by theirs. A web chat reaches only who has come to it.
fn address_on(tx: &mut Tx<'_>, who: &Who, contact: ContactId, channel: &Channel, address: Option<String>) -> Result<Option<IdentityId>> {
    let Some(address) = address else {
        return Ok(None);
    };
    if addresses::identity(tx, who.org(), channel.id, &address)?.is_some() {
        return Err(Error::conflict("address_taken"));
    }
    let heard = addresses::Heard {
        address: &address,
        verified: false,
        email: None,
    };
    addresses::insert_identity(tx, who.org(), contact, channel.id, heard).map(Some)
}
