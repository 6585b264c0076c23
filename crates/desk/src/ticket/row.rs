//! A ticket as lists show it.

use std::collections::BTreeSet;

use access::{Perm, Place};
use db::Tx;
use kit::{ChannelId, ContactId, LabelId, MemberId, OrgId, OriginId, Result, TeamId, TicketId, Time};

use super::person::{People, Person};
use super::store::names::{self, Names};
use super::store::page::{Found, Said};
use super::{Priority, State, Ticket, policy};
use crate::who::Who;

macro_rules! named {
    ($($(#[$doc:meta])* $name:ident $id:ident { $($field:ident),* })*) => {$(
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, schemars::JsonSchema)]
        pub struct $name {
            pub id: $id,
            pub name: String,
            $(pub $field: String,)*
        }
    )*};
}

named! {
    /// The organisation of a row, where a list spans several.
    TicketOrganisation OrgId {}
    /// Where a ticket is. A hidden team is a name on tickets that one may read.
    TicketTeam TeamId {}
    TicketChannel ChannelId { kind }
    TicketContact ContactId {}
    TicketOrigin OriginId {}
    TicketLabel LabelId { colour }
}

/// The last thing said.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, schemars::JsonSchema)]
#[schemars(rename = "TicketLast")]
pub struct Last {
    /// `in`, `out` or `note`.
    pub kind: String,
    /// Nobody of ours when the customer wrote.
    pub by: Option<Person>,
    /// The beginning, on one line.
    pub text: String,
    pub at: Time,
    pub files: i64,
}

/// What a row and a whole ticket have in common.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, schemars::JsonSchema)]
#[schemars(rename = "TicketSummary")]
pub struct Summary {
    pub id: TicketId,
    pub number: i64,
    pub subject: String,
    pub state: State,
    pub priority: Priority,
    /// In lists over several organisations.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub organisation: Option<TicketOrganisation>,
    pub team: TicketTeam,
    pub assignee: Option<Person>,
    pub channel: TicketChannel,
    pub contact: TicketContact,
    pub origin: Option<TicketOrigin>,
    pub labels: Vec<TicketLabel>,
    pub created_at: Time,
    pub last_at: Time,
    pub waiting_since: Option<Time>,
    /// Our first message that the customer has not answered.
    pub silent_since: Option<Time>,
    pub snoozed_until: Option<Time>,
    pub last: Option<Last>,
    /// How many messages of the customer the reader has not seen; 99 is as far as it is counted.
    pub unread: i64,
    pub version: i64,
}

/// A list's row.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, schemars::JsonSchema)]
#[schemars(rename = "TicketRow")]
pub struct Row {
    #[serde(flatten)]
    pub ticket: Summary,
    /// The names of what the reader may do, of those that the row's buttons need.
    pub can: Vec<Perm>,
}

/// Rows from what a page found. A fixed number of statements, however many rows.
pub fn rows(tx: &mut Tx<'_>, who: &Who, found: Vec<Found>) -> Result<Vec<Row>> {
    let can: Vec<Vec<Perm>> = found.iter().map(|f| policy::can_names(who, &f.ticket)).collect();
    let summaries = summaries(tx, who, found)?;
    Ok(summaries.into_iter().zip(can).map(|(ticket, can)| Row { ticket, can }).collect())
}

/// As [`rows`], without `can`.
pub fn summaries(tx: &mut Tx<'_>, who: &Who, found: Vec<Found>) -> Result<Vec<Summary>> {
    if found.is_empty() {
        return Ok(Vec::new());
    }
    let last: Vec<Option<&Said>> = found.iter().map(|f| last(who, f)).collect();
    let authors = last.iter().flatten().filter_map(|said| said.member);
    let people: BTreeSet<MemberId> = found.iter().filter_map(|f| f.ticket.assignee).chain(authors).collect();
    let people = People::of(tx, who, people)?;
    let mut names = names::of(tx, who.org(), found.iter().map(|f| &f.ticket))?;
    let last: Vec<Option<Last>> = last.into_iter().map(|said| said.map(|said| shown(said, &people))).collect();
    Ok(found
        .into_iter()
        .zip(last)
        .map(|(found, last)| summary(found, last, &mut names, &people))
        .collect())
}

/// What was said last, of what this reader may see: a note only to who reads notes there.
fn last<'f>(who: &Who, found: &'f Found) -> Option<&'f Said> {
    match (&found.message, &found.note) {
        (message, Some(note)) if message.as_ref().is_none_or(|m| m.seq < note.seq) && reads_notes(who, &found.ticket) => Some(note),
        (message, _) => message.as_ref(),
    }
}

fn reads_notes(who: &Who, ticket: &Ticket) -> bool {
    who.can(Perm::NoteRead, &Place::At(ticket.facts()))
}

fn shown(said: &Said, people: &People) -> Last {
    Last {
        kind: said.kind.clone(),
        by: said.member.map(|id| people.get(id)),
        text: said.text.split_whitespace().collect::<Vec<_>>().join(" "),
        at: said.at,
        files: said.files,
    }
}

fn summary(found: Found, last: Option<Last>, names: &mut Names, people: &People) -> Summary {
    let Found {
        ticket, contact, unread, ..
    } = found;
    Summary {
        id: ticket.id,
        number: ticket.number,
        subject: ticket.subject,
        state: ticket.state,
        priority: ticket.priority,
        organisation: None,
        team: names.team(ticket.team),
        assignee: ticket.assignee.map(|id| people.get(id)),
        channel: names.channel(ticket.channel),
        contact: TicketContact {
            id: ticket.contact,
            name: contact,
        },
        origin: ticket.origin.map(|id| names.origin(id)),
        labels: names.labels(ticket.id),
        created_at: ticket.created_at,
        last_at: ticket.last_at,
        waiting_since: ticket.waiting_since,
        silent_since: ticket.silent_since,
        snoozed_until: ticket.snoozed_until,
        last,
        unread,
        version: ticket.version,
    }
}
