//! One ticket in full: what its panel shows and what may be done, with reasons.

use std::collections::BTreeMap;

use access::{Can, Perm, Place};
use db::Tx;
use kit::{Error, FieldId, ResolutionId, Result, TicketId, Time};

use super::count::MOST;
use super::person::{People, Person};
use super::row::{self, Summary};
use super::{State, Ticket, fields, policy, store};
use crate::message::policy::Window;
use crate::who::Who;

/// A ticket in full.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, schemars::JsonSchema)]
#[schemars(rename = "Ticket")]
pub struct Whole {
    #[serde(flatten)]
    pub ticket: Summary,
    pub closed_at: Option<Time>,
    pub first_reply_at: Option<Time>,
    /// Hidden from its operator until opening.
    pub deferred_until: Option<Time>,
    /// It came outside hours, and attention opens then.
    pub opens_at: Option<Time>,
    pub resolution: Option<TicketResolution>,
    pub fields: Vec<FieldValue>,
    pub followers: Vec<Person>,
    pub following: bool,
    /// Where it went, if the reader may read that one.
    pub merged_into: Option<Link>,
    /// What came in by merging, of what the reader may read.
    pub merged_from: Vec<Link>,
    /// Its place among those that wait in its team, of what the reader may read; none of one that somebody has.
    pub queue: Option<Queued>,
    /// Of the newest message or note.
    pub last_seq: i64,
    /// How far the reader has read.
    pub read_seq: i64,
    pub drafts: Drafts,
    /// Until when free text may be sent, on channels that limit it.
    pub window: Option<Window>,
    pub can: BTreeMap<Perm, Can>,
}

/// The reason with which it was closed.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, schemars::JsonSchema)]
pub struct TicketResolution {
    pub id: ResolutionId,
    pub name: String,
}

/// A place in a queue.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, schemars::JsonSchema)]
#[schemars(rename = "TicketQueued")]
pub struct Queued {
    /// 1: the next.
    pub position: i64,
    /// How many wait, this one among them. Counted up to 999.
    pub waiting: i64,
    pub more: bool,
}

/// A custom field's value, in the JSON type of its kind.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, schemars::JsonSchema)]
#[schemars(rename = "TicketFieldValue")]
pub struct FieldValue {
    pub field: FieldId,
    pub value: serde_json::Value,
}

/// Another ticket, by name.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, schemars::JsonSchema)]
#[schemars(rename = "TicketLink")]
pub struct Link {
    pub id: TicketId,
    pub number: i64,
}

/// What the reader has begun to write.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize, schemars::JsonSchema)]
#[schemars(rename = "TicketDrafts")]
pub struct Drafts {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub out: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

pub fn one(tx: &mut Tx<'_>, who: &Who, id: TicketId) -> Result<Whole> {
    let ticket = super::find(tx, who, id, Perm::TicketRead)?;
    whole(tx, who, ticket)
}

/// By its number; of one that was merged, the one it was merged into, for who may read that.
pub fn by_number(tx: &mut Tx<'_>, who: &Who, number: i64) -> Result<Whole> {
    let ticket = store::by_number(tx, who.org(), number)?.ok_or_else(Error::unknown)?;
    who.may(Perm::TicketRead, &Place::At(ticket.facts()))?;
    whole(tx, who, ticket)
}

/// What an act answers: the ticket, unless the act took it out of the actor's sight.
pub fn after(tx: &mut Tx<'_>, who: &Who, ticket: Ticket) -> Result<Acted> {
    let id = ticket.id;
    let seen = who.can(Perm::TicketRead, &Place::At(ticket.facts()));
    let ticket = if seen { Some(Box::new(whole(tx, who, ticket)?)) } else { None };
    Ok(Acted { id, ticket })
}

/// What an act answers.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, schemars::JsonSchema)]
#[schemars(rename = "TicketActed")]
pub struct Acted {
    pub id: TicketId,
    /// Absent when the act took it out of the actor's sight.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ticket: Option<Box<Whole>>,
}

fn whole(tx: &mut Tx<'_>, who: &Who, ticket: Ticket) -> Result<Whole> {
    let reads = |other: &Ticket| who.can(Perm::TicketRead, &Place::At(other.facts()));
    let link = |other: Ticket| Link {
        id: other.id,
        number: other.number,
    };
    let found = store::page::found(tx, who, &ticket)?.ok_or_else(Error::unknown)?;
    let summary = row::summaries(tx, who, vec![found])?.pop().ok_or_else(Error::unknown)?;
    let followers = store::one::followers(tx, &ticket)?;
    let people = People::of(tx, who, followers.iter().copied())?;
    let into = match ticket.merged_into {
        Some(into) => store::row(tx, ticket.org, into)?.filter(reads).map(link),
        None => None,
    };
    let values = store::fields::shown(tx, &ticket)?;
    Ok(Whole {
        ticket: summary,
        closed_at: ticket.closed_at,
        first_reply_at: ticket.first_reply_at,
        deferred_until: ticket.deferred_until,
        opens_at: ticket.opens_at,
        resolution: store::one::resolution(tx, &ticket)?.map(|(id, name)| TicketResolution { id, name }),
        fields: values
            .into_iter()
            .map(|(field, kind, text)| FieldValue {
                field,
                value: fields::shown(&kind, text),
            })
            .collect(),
        following: followers.contains(&who.member()),
        followers: followers.iter().map(|id| people.get(*id)).collect(),
        merged_into: into,
        merged_from: store::one::merged_from(tx, &ticket)?.into_iter().filter(reads).map(link).collect(),
        queue: queued(tx, who, &ticket)?,
        last_seq: ticket.last_seq,
        read_seq: store::one::read_seq(tx, &ticket, who.member())?,
        drafts: drafts(store::one::drafts(tx, &ticket, who.member())?),
        window: Window::of(tx, &ticket)?,
        can: policy::can(who, &ticket),
    })
}

fn queued(tx: &mut Tx<'_>, who: &Who, ticket: &Ticket) -> Result<Option<Queued>> {
    if ticket.state != State::Waiting {
        return Ok(None);
    }
    let (position, waiting) = store::queue::place(tx, &who.reach(Perm::TicketRead), who.now, ticket)?;
    Ok(Some(Queued {
        position: position.min(MOST),
        waiting: waiting.min(MOST),
        more: waiting > MOST,
    }))
}

fn drafts(rows: Vec<(String, String)>) -> Drafts {
    let mut drafts = Drafts::default();
    for (kind, body) in rows {
        if kind == "note" {
            drafts.note = Some(body)
        } else {
            drafts.out = Some(body)
        }
    }
    drafts
}
